/* What a person may set, and how it is written: "killed=14-20" becomes the columns of an incident that it stands over. Every value is
 * checked here, both when it is set and when the journal is replayed. */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    ledger_set_fn put;
    void *ctx;
    casus_str value;
    bool take; /* back: the value is empty */
    casus_err *err;
} editing;

static casus_status put(editing *x, const char *field, ledger_set_kind kind, casus_str text, double number)
{
    return x->put(x->ctx, &(ledger_set){field, x->take ? LEDGER_TAKEN : kind, text, number}, x->err);
}

static casus_status put_text(editing *x, const char *field, casus_str text) { return put(x, field, text.n ? LEDGER_SET_TEXT : LEDGER_SET_NOTHING, text, 0); }

static casus_status bad(editing *x, const char *what) { return casus_fail(x->err, CASUS_E_USAGE, what, 0); }

/* ---------------------------------------------------------------- one kind of value each */

static casus_status set_text(editing *x, const char *field) { return put_text(x, field, x->value); }

static const char *type_name(int i) { return casus_type_name((casus_type)i); }
static const char *status_name(int i) { return casus_claim_status_name((casus_claim_status)i); }
static const char *victims_name(int i) { return casus_victims_name((casus_victims)i); }
static const char *precision_name(int i) { return casus_precision_name((casus_precision)i); }

/* The codes come with the type. */
static casus_status set_type(editing *x, const char *field)
{
    int t = ledger_rank(x->value, type_name, CASUS_N_TYPE);
    if (!x->take && t < 0) return bad(x, "there is no such type of incident");
    casus_coding c = t < 0 ? (casus_coding){"", "", ""} : casus_type_coding((casus_type)t);
    casus_status s = put_text(x, field, x->value);
    if (s == CASUS_OK) s = put_text(x, "plover", casus_str_of(c.plover));
    if (s == CASUS_OK) s = put_text(x, "mode", casus_str_of(c.mode));
    return s == CASUS_OK ? put_text(x, "cameo", casus_str_of(c.cameo)) : s;
}

static casus_status set_status(editing *x, const char *field)
{
    if (!x->take && ledger_rank(x->value, status_name, CASUS_HYPOTHETICAL + 1) < 0) return bad(x, "there is no such status");
    return put_text(x, field, x->value);
}

static casus_status set_category(editing *x, const char *field)
{
    if (!x->take && ledger_rank(x->value, victims_name, CASUS_V_MIXED + 1) < 0) return bad(x, "there is no such class of victims");
    return put_text(x, field, x->value);
}

static casus_status set_precision(editing *x, const char *field)
{
    if (!x->take && ledger_rank(x->value, precision_name, CASUS_PREC_COUNTRY + 1) < 0) return bad(x, "there is no such precision");
    return put_text(x, field, x->value);
}

/* "2015", "2015-09", "2015-09-18": first and last day, and what kind it is. */
static bool read_day(casus_str s, casus_day *from, casus_day *to, const char **precision)
{
    int part[3] = {0, 1, 1}, n = 0;
    static const char *const kind[] = {"year", "month", "day"};
    if (s.n != 4 && s.n != 7 && s.n != 10) return false;
    for (size_t i = 0; i < s.n; n++) {
        size_t end = i + (n ? 2 : 4);
        if (n) part[n] = 0;
        for (; i < end; i++) {
            if (s.p[i] < '0' || s.p[i] > '9') return false;
            part[n] = part[n] * 10 + s.p[i] - '0';
        }
        if (i < s.n && s.p[i++] != '-') return false;
    }
    if (part[1] < 1 || part[1] > 12) return false;
    *precision = kind[n - 1];
    *from = casus_day_of(part[0], part[1], part[2]);
    *to = n == 1 ? casus_day_of(part[0], 12, 31) : n == 2 ? casus_day_of(part[0], part[1], casus_month_days(part[0], part[1])) : *from;
    return *from != CASUS_DAY_NONE && *to != CASUS_DAY_NONE;
}

static casus_status set_date(editing *x, const char *field)
{
    casus_day from = CASUS_DAY_NONE, to = CASUS_DAY_NONE, ignored;
    const char *precision = "range", *slash = x->value.n ? memchr(x->value.p, '/', x->value.n) : NULL, *each;
    char iso[2][16] = {"", ""};
    (void)field;
    if (slash) {
        casus_str a = {x->value.p, (size_t)(slash - x->value.p)}, b = {slash + 1, x->value.n - a.n - 1};
        if (!read_day(a, &from, &ignored, &each) || !read_day(b, &ignored, &to, &each) || from > to)
            return bad(x, "a date is 2015-09-18, 2015-09, 2015 or 2015-09-18/2015-09-20");
    } else if (!x->take && !read_day(x->value, &from, &to, &precision)) {
        return bad(x, "a date is 2015-09-18, 2015-09, 2015 or 2015-09-18/2015-09-20");
    }
    casus_day_iso(from, iso[0]);
    casus_day_iso(to, iso[1]);
    casus_status s = put_text(x, "date_from", casus_str_of(iso[0]));
    if (s == CASUS_OK) s = put_text(x, "date_to", casus_str_of(iso[1]));
    if (s == CASUS_OK) s = put_text(x, "date_edtf", x->value);
    if (s == CASUS_OK) s = put_text(x, "date_precision", casus_str_of(precision));
    return s == CASUS_OK ? put_text(x, "date_basis", CASUS_STR("stated")) : s;
}

static bool read_count(const char **p, const char *end, int32_t *v)
{
    int64_t n = 0;
    const char *start = *p;
    for (; *p < end && **p >= '0' && **p <= '9' && n < 1000000000; ++*p) n = n * 10 + (**p - '0');
    *v = (int32_t)(n > INT32_MAX ? INT32_MAX : n);
    return *p > start;
}

/* "14", "14-20", "14/16/20" (low, best, high), "14+" */
static bool read_counts(casus_str s, int32_t v[3])
{
    const char *p = s.p, *end = s.p + s.n;
    if (!s.n || !read_count(&p, end, &v[0])) return false;
    v[1] = v[2] = v[0];
    if (p == end) return true;
    if (*p == '+') {
        v[2] = -1;
        return p + 1 == end;
    }
    if (*p == '-') {
        p++;
        bool ok = read_count(&p, end, &v[2]) && p == end && v[2] >= v[0];
        v[1] = v[0] + (v[2] - v[0]) / 2;
        return ok;
    }
    if (*p++ != '/' || !read_count(&p, end, &v[1]) || p == end || *p++ != '/') return false;
    return read_count(&p, end, &v[2]) && p == end && v[0] <= v[1] && v[1] <= v[2];
}

static casus_status set_tally(editing *x, const char *name)
{
    static const char *const part[] = {"low", "best", "high"};
    int32_t v[3] = {0, 0, 0};
    char field[32];
    if (!x->take && !read_counts(x->value, v)) return bad(x, "a count is 14, 14-20, 14+ or 14/16/20 (low, best, high)");
    casus_status s = CASUS_OK;
    for (int i = 0; i < 3 && s == CASUS_OK; i++) {
        snprintf(field, sizeof field, "%s_%s", name, part[i]);
        s = put(x, field, v[i] < 0 ? LEDGER_SET_NOTHING : LEDGER_SET_COUNT, (casus_str){0}, v[i]);
    }
    snprintf(field, sizeof field, "%s_quality", name);
    const char *q = casus_quality_name(v[2] < 0 ? CASUS_Q_ATLEAST : v[0] == v[2] ? CASUS_Q_EXACT : CASUS_Q_RANGE);
    return s == CASUS_OK ? put_text(x, field, casus_str_of(q)) : s;
}

/* "34.56,38.27" */
static casus_status set_point(editing *x, const char *field)
{
    char text[64] = "", *end = text;
    double lat = 0, lon = 0;
    (void)field;
    if (x->value.n < sizeof text) memcpy(text, x->value.p, x->value.n);
    if (!x->take) {
        lat = strtod(text, &end);
        bool ok = end != text && *end == ',';
        char *second = ok ? end + 1 : end;
        lon = ok ? strtod(second, &end) : 0;
        if (!ok || end == second || *end || !(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180))
            return bad(x, "a point is LAT,LON in degrees: 34.56,38.27");
    }
    casus_status s = put(x, "lat", LEDGER_SET_REAL, (casus_str){0}, lat);
    return s == CASUS_OK ? put(x, "lon", LEDGER_SET_REAL, (casus_str){0}, lon) : s;
}

/* The point and the entry of the place that was read do not go with another name. */
static casus_status set_place(editing *x, const char *field)
{
    casus_status s = put_text(x, field, x->value);
    if (s == CASUS_OK) s = put(x, "geonameid", LEDGER_SET_NOTHING, (casus_str){0}, 0);
    if (s == CASUS_OK) s = put(x, "lat", LEDGER_SET_NOTHING, (casus_str){0}, 0);
    return s == CASUS_OK ? put(x, "lon", LEDGER_SET_NOTHING, (casus_str){0}, 0) : s;
}

static casus_status set_country(editing *x, const char *field)
{
    bool ok = x->value.n == 2 && x->value.p[0] >= 'A' && x->value.p[0] <= 'Z' && x->value.p[1] >= 'A' && x->value.p[1] <= 'Z';
    if (!x->take && !ok) return bad(x, "a country is two capitals: SY");
    return put_text(x, field, x->value);
}

static const struct {
    const char *name;
    casus_status (*set)(editing *x, const char *field);
} field[] = {
    {"type", set_type},       {"status", set_status},     {"date", set_date},           {"place", set_place},
    {"point", set_point},     {"country", set_country},   {"admin1", set_text},         {"place_precision", set_precision},
    {"killed", set_tally},    {"injured", set_tally},     {"abducted", set_tally},      {"displaced", set_tally},
    {"killed_category", set_category}, {"perpetrators", set_text}, {"affected", set_text}, {"parties", set_text},
    {"sources", set_text},    {"weapon", set_text},
};

/* A place before its point: setting the one takes away the other's. */
casus_status ledger_edit(const char *set, ledger_set_fn put_cell, void *ctx, casus_err *err)
{
    const char *equal = strchr(set, '=');
    editing x = {.put = put_cell, .ctx = ctx, .err = err};
    if (!equal) return bad(&x, "what is set is written FIELD=VALUE");
    x.value = casus_str_trim(casus_str_of(equal + 1));
    x.take = x.value.n == 0;
    if (!casus_utf8_valid(x.value, NULL)) return bad(&x, "the value is not UTF-8");
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
        if (strlen(field[i].name) == (size_t)(equal - set) && strncmp(field[i].name, set, (size_t)(equal - set)) == 0)
            return field[i].set(&x, field[i].name);
    return bad(&x, "an incident has no such field: type status date place point country admin1 place_precision killed injured abducted "
                   "displaced killed_category perpetrators affected parties sources weapon");
}

casus_status ledger_edit_index(const char *set, casus_buf column[6], casus_err *err)
{
    enum { ACTORS = 2, PLACES, SOURCES, TYPE };
    static const struct {
        const char *field;
        int column;
    } worded[] = {{"type", TYPE},          {"place", PLACES},    {"admin1", PLACES},  {"perpetrators", ACTORS},
                  {"affected", ACTORS}, {"parties", ACTORS}, {"sources", SOURCES}};
    const char *equal = strchr(set, '=');
    for (size_t i = 0; equal && i < sizeof worded / sizeof *worded; i++) {
        if (strlen(worded[i].field) != (size_t)(equal - set) || strncmp(worded[i].field, set, (size_t)(equal - set)) != 0) continue;
        casus_str value = casus_str_trim(casus_str_of(equal + 1));
        casus_buf *to = &column[worded[i].column];
        if (to->n && value.n) casus_buf_z(to, "; ");
        casus_buf_str(to, value);
        return to->failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
    }
    return CASUS_OK;
}
