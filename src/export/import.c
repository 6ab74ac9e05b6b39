/* Other people's data sets as references: files in ACLED and UCDP GED layout, of whatever year.
 *
 * Columns are found by their names, in any order and case; what a file has beyond them is kept in the record. Known oddities are
 * understood: dates as "16 February 2023", a mark of UTF-8 at the beginning, no timestamp, the columns of ACLED before 2023
 * (data_id, iso3), best_est of early GED releases, GED Candidate files without a header, semicolons or tabs for commas, Windows-1252.
 * A line that cannot be read is told with its number, kept as it is, and the rest goes on. Coordinates 0,0 are none.
 */
#include "csv.h"
#include "layout.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { ACLED, UCDP, N_LAYOUT } layout_id;
static const char *layout_name(layout_id layout) { return layout == ACLED ? "acled" : layout == UCDP ? "ucdp" : NULL; }

/* The columns that are looked for, each by the names it had over the years. */
enum {
    KEY, DATE, DATE_END, DATE_PRECISION, TYPE, SUBTYPE, SIDE_1, SIDE_2, ISO, COUNTRY, ADMIN1, PLACE, LAT, LON, PLACE_PRECISION, SOURCE,
    NOTES, BEST, LOW, HIGH, N_FIELD
};
static const char *const names[N_LAYOUT][N_FIELD] = {
    [ACLED] = {[KEY] = "event_id_cnty|data_id", [DATE] = "event_date", [DATE_PRECISION] = "time_precision", [TYPE] = "event_type",
               [SUBTYPE] = "sub_event_type", [SIDE_1] = "actor1", [SIDE_2] = "actor2", [ISO] = "iso|iso3", [COUNTRY] = "country",
               [ADMIN1] = "admin1", [PLACE] = "location", [LAT] = "latitude", [LON] = "longitude", [PLACE_PRECISION] = "geo_precision",
               [SOURCE] = "source", [NOTES] = "notes", [BEST] = "fatalities"},
    [UCDP] = {[KEY] = "id|relid", [DATE] = "date_start", [DATE_END] = "date_end", [DATE_PRECISION] = "date_prec",
              [TYPE] = "type_of_violence", [SIDE_1] = "side_a", [SIDE_2] = "side_b", [COUNTRY] = "country", [ADMIN1] = "adm_1",
              [PLACE] = "where_coordinates", [LAT] = "latitude", [LON] = "longitude", [PLACE_PRECISION] = "where_prec",
              [SOURCE] = "source_office|source_article", [NOTES] = "source_headline", [BEST] = "best|best_est", [LOW] = "low|low_est",
              [HIGH] = "high|high_est"},
};
static const char *const need[N_LAYOUT][3] = {{"event_date", "event_type", "actor1"}, {"date_start", "type_of_violence", "side_a"}};

typedef struct {
    casus_ledger *l;
    const casus_import_opts *o;
    casus_imported *done;
    casus_references *w;
    csv_reader csv;
    casus_sha256_sum sum;
    casus_arena *a, *head; /* of a line; of the header */
    casus_str *column;     /* names, as they stand */
    size_t n_column;
    int at[N_FIELD];       /* -1: the file has no such column */
    layout_id layout;
    casus_buf buf;
    casus_err *err;
} importing;

static casus_status no_memory(importing *x) { return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0); }

/* ---------------------------------------------------------------- header */

static bool same_name(casus_str a, const char *b, size_t n)
{
    a = casus_str_trim(a);
    if (a.n != n) return false;
    for (size_t i = 0; i < n; i++)
        if ((a.p[i] >= 'A' && a.p[i] <= 'Z' ? a.p[i] + 32 : a.p[i]) != b[i]) return false;
    return true;
}

static int find_column(const importing *x, const char *list)
{
    while (list && *list) {
        size_t n = strcspn(list, "|");
        for (size_t i = 0; i < x->n_column; i++)
            if (same_name(x->column[i], list, n)) return (int)i;
        list += n + (list[n] == '|');
    }
    return -1;
}

static bool has_layout(const importing *x, layout_id id)
{
    for (int i = 0; i < 3; i++)
        if (find_column(x, need[id][i]) < 0) return false;
    return true;
}

static bool all_digits(casus_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return false;
    return s.n > 0;
}

/* Some GED Candidate files begin with the first event: 49 cells, the first a number. */
static bool is_bare_ucdp(const importing *x, const csv_record *r)
{
    return x->o->layout != CASUS_REFERENCE_ACLED && r->n == 49 && all_digits(casus_str_trim(r->cell[0]));
}

static const char *const ucdp_columns[49] = {
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name",
    "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id",
    "side_b", "number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid",
    "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b",
    "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"};

static casus_status take_columns(importing *x, const csv_record *r, bool bare)
{
    x->n_column = r->n;
    x->column = casus_arena_get(x->head, r->n, sizeof *x->column);
    if (!x->column) return no_memory(x);
    for (size_t i = 0; i < r->n; i++) {
        casus_str name = bare ? casus_str_of(ucdp_columns[i]) : r->cell[i];
        if (casus_arena_str(x->head, name, &x->column[i]) != CASUS_OK) return no_memory(x);
    }
    return CASUS_OK;
}

static casus_status choose_layout(importing *x)
{
    static const char *const wanted[] = {
        ("the first line names no columns of the ACLED or UCDP GED layout (event_date, event_type, actor1 or date_start, "
         "type_of_violence, side_a)"),
        "the first line does not name the columns event_date, event_type, actor1 of the ACLED layout",
        "the first line does not name the columns date_start, type_of_violence, side_a of the UCDP GED layout"};
    bool fits[N_LAYOUT] = {has_layout(x, ACLED), has_layout(x, UCDP)};
    x->layout = x->o->layout == CASUS_REFERENCE_UCDP || (x->o->layout == CASUS_REFERENCE_AUTO && !fits[ACLED]) ? UCDP : ACLED;
    if (!fits[x->layout]) {
        casus_fail(x->err, CASUS_E_INPUT, wanted[x->o->layout], 0);
        x->err->line = 1;
        return CASUS_E_INPUT;
    }
    for (int i = 0; i < N_FIELD; i++) x->at[i] = find_column(x, names[x->layout][i]);
    if (x->at[KEY] >= 0) return CASUS_OK;
    casus_fail(x->err, CASUS_E_INPUT, x->layout == ACLED ? "there is no column event_id_cnty or data_id" : "there is no column id or relid", 0);
    x->err->line = 1;
    return CASUS_E_INPUT;
}

static casus_str json_of(importing *x, const casus_str *cell, size_t n)
{
    casus_json j = {.out = &x->buf};
    casus_buf_clear(&x->buf);
    casus_json_open(&j, '[');
    for (size_t i = 0; i < n; i++) casus_json_str(&j, cell[i]);
    casus_json_close(&j, ']');
    return (casus_str){x->buf.p, x->buf.n};
}

/* ---------------------------------------------------------------- cells */

/* What is wrong with a line; printed into the importer's own buffer. */
typedef struct {
    char why[256];
} complaint;

static bool complain(complaint *c, const char *fmt, ...) CASUS_PRINTF(2, 3);
static bool complain(complaint *c, const char *fmt, ...)
{
    va_list list;
    va_start(list, fmt);
    vsnprintf(c->why, sizeof c->why, fmt, list);
    va_end(list);
    for (size_t n = strlen(c->why); n && !casus_utf8_valid((casus_str){c->why, n}, NULL);) c->why[--n] = '\0'; /* cut in a letter */
    return false;
}

static int shown(casus_str s) { return (int)(s.n < 60 ? s.n : 60); }

static casus_str cell_at(const importing *x, const csv_record *r, int field)
{
    int i = x->at[field];
    return i < 0 || (size_t)i >= r->n ? (casus_str){0} : casus_str_trim(r->cell[i]);
}

static const char *column_name(const importing *x, int field)
{
    const char *p = names[x->layout][field];
    return x->at[field] >= 0 ? x->column[x->at[field]].p : p ? p : "";
}

/* "12", "12.0"; -1 for an empty cell. */
static bool read_count(const importing *x, const csv_record *r, int field, int32_t *v, complaint *c)
{
    casus_str s = cell_at(x, r, field), whole = s;
    const char *dot = s.n ? memchr(s.p, '.', s.n) : NULL;
    *v = -1;
    if (!s.n) return true;
    if (dot) {
        for (const char *p = dot + 1; p < s.p + s.n; p++)
            if (*p != '0') return complain(c, "%s: \"%.*s\" is no whole number", column_name(x, field), shown(s), s.p);
        whole.n = (size_t)(dot - s.p);
    }
    if (!all_digits(whole) || whole.n > 9) return complain(c, "%s: \"%.*s\" is no whole number", column_name(x, field), shown(s), s.p);
    *v = 0;
    for (size_t i = 0; i < whole.n; i++) *v = *v * 10 + (whole.p[i] - '0');
    return true;
}

static bool read_degrees(const importing *x, const csv_record *r, int field, double most, bool *has, double *v, complaint *c)
{
    char text[40], *end;
    casus_str s = cell_at(x, r, field);
    *has = s.n > 0;
    *v = 0;
    if (!s.n) return true;
    snprintf(text, sizeof text, "%.*s", (int)(s.n < 39 ? s.n : 39), s.p);
    char *comma = strchr(text, ','); /* a decimal comma, from files with semicolons */
    if (comma) *comma = '.';
    *v = strtod(text, &end);
    if (s.n < 39 && end != text && !*end && *v >= -most && *v <= most) return true;
    return complain(c, "%s: \"%.*s\" is no coordinate", column_name(x, field), shown(s), s.p);
}

static int month_named(casus_str s)
{
    static const char month[12][10] = {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                                       "november", "december"};
    for (int m = 0; m < 12; m++) {
        size_t n = strlen(month[m]);
        if (s.n < 3 || s.n > n) continue;
        size_t i = 0;
        while (i < s.n && (s.p[i] | 32) == month[m][i]) i++;
        if (i == s.n) return m + 1;
    }
    return 0;
}

/* "2016-03-06", with a clock time behind; "16 February 2023", "16-Feb-2023"; days of other orders are not guessed. */
static casus_day read_day(casus_str s)
{
    casus_day day = casus_day_read(s);
    int number[2] = {0}, month = 0, n = 0;
    if (day != CASUS_DAY_NONE) return day;
    for (size_t i = 0; i < s.n;) {
        size_t from = i;
        while (i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] | 32) >= 'a')) i++;
        casus_str part = {s.p + from, i - from};
        if (all_digits(part) && n < 2 && part.n <= 4) {
            for (size_t k = 0; k < part.n; k++) number[n] = number[n] * 10 + (part.p[k] - '0');
            n++;
        } else if (part.n && !all_digits(part) && !month && n == 1) {
            month = month_named(part);
            if (!month) return CASUS_DAY_NONE;
        } else if (part.n) {
            return CASUS_DAY_NONE;
        }
        if (i < s.n && !strchr(" -/.", s.p[i])) return CASUS_DAY_NONE;
        i += i < s.n;
    }
    return n == 2 && month && number[1] >= 1000 ? casus_day_of(number[1], month, number[0]) : CASUS_DAY_NONE;
}

/* ---------------------------------------------------------------- a line as a reference */

typedef struct {
    char from[16], to[16];
} days;

/* ACLED: one day stands for a week or a month around it. UCDP: the interval is written out. */
static bool read_dates(const importing *x, const csv_record *r, casus_reference *e, days *d, complaint *c)
{
    int32_t precision;
    casus_str first = cell_at(x, r, DATE), last = cell_at(x, r, DATE_END);
    casus_day from = read_day(first), to = last.n ? read_day(last) : from;
    if (from == CASUS_DAY_NONE) return complain(c, "%s: \"%.*s\" is no date that can be read", column_name(x, DATE), shown(first), first.n ? first.p : "");
    if (to == CASUS_DAY_NONE || to < from)
        return complain(c, "%s: \"%.*s\" is no date at or behind the first", column_name(x, DATE_END), shown(last), last.p);
    if (!read_count(x, r, DATE_PRECISION, &precision, c)) return false;
    if (x->layout == ACLED && precision == 2) {
        from -= 3;
        to += 3;
    } else if (x->layout == ACLED && precision >= 3) {
        int year, month, day;
        casus_day_split(from, &year, &month, &day);
        from = casus_day_of(year, month, 1);
        to = casus_day_of(year, month, casus_month_days(year, month));
    }
    casus_day_iso(from, d->from);
    casus_day_iso(to, d->to);
    e->from = casus_str_of(d->from);
    e->to = casus_str_of(d->to);
    e->precision = to == from ? CASUS_STR("day") : to - from < 27 ? CASUS_STR("range") : to - from < 31 ? CASUS_STR("month") : CASUS_STR("range");
    return true;
}

static const char *country_of(const importing *x, const csv_record *r)
{
    casus_str iso = cell_at(x, r, ISO);
    const char *found = "";
    if (all_digits(iso) && iso.n <= 3) {
        int v = 0;
        for (size_t i = 0; i < iso.n; i++) v = v * 10 + (iso.p[i] - '0');
        found = export_country_numeric(v);
    } else if (iso.n) {
        found = export_country_named(iso);
    }
    return found[0] ? found : export_country_named(cell_at(x, r, COUNTRY));
}

static bool read_place(const importing *x, const csv_record *r, casus_reference *e, complaint *c)
{
    static const casus_precision of[N_LAYOUT][8] = {
        [ACLED] = {CASUS_PREC_UNKNOWN, CASUS_PREC_SETTLEMENT, CASUS_PREC_NEAR, CASUS_PREC_PROVINCE},
        [UCDP] = {CASUS_PREC_UNKNOWN, CASUS_PREC_SETTLEMENT, CASUS_PREC_NEAR, CASUS_PREC_DISTRICT, CASUS_PREC_PROVINCE, CASUS_PREC_REGION,
                  CASUS_PREC_COUNTRY, CASUS_PREC_REGION}};
    bool lat, lon;
    int32_t precision;
    if (!read_degrees(x, r, LAT, 90, &lat, &e->lat, c) || !read_degrees(x, r, LON, 180, &lon, &e->lon, c)) return false;
    if (!read_count(x, r, PLACE_PRECISION, &precision, c)) return false;
    bool nowhere = e->lat > -1e-9 && e->lat < 1e-9 && e->lon > -1e-9 && e->lon < 1e-9;
    e->has_point = lat && lon && !nowhere;
    e->place = cell_at(x, r, PLACE);
    e->admin1 = cell_at(x, r, ADMIN1);
    e->country = casus_str_of(country_of(x, r));
    e->place_precision = casus_str_of(precision >= 1 && precision <= 7 ? casus_precision_name(of[x->layout][precision]) : NULL);
    if (e->place_precision.n && precision > 3 && x->layout == ACLED) e->place_precision = (casus_str){0};
    return true;
}

static bool read_reference(const importing *x, const csv_record *r, casus_reference *e, days *d, complaint *c)
{
    *e = (casus_reference){.line = r->line, .killed_low = -1, .killed_best = -1, .killed_high = -1};
    if (r->n < x->n_column) return complain(c, "%zu cells where the first line has %zu", r->n, x->n_column);
    for (size_t i = x->n_column; i < r->n; i++)
        if (casus_str_trim(r->cell[i]).n) return complain(c, "%zu cells where the first line has %zu", r->n, x->n_column);
    e->key = cell_at(x, r, KEY);
    if (!e->key.n) return complain(c, "%s is empty", column_name(x, KEY));
    e->type = cell_at(x, r, TYPE);
    e->subtype = cell_at(x, r, SUBTYPE);
    e->actor1 = cell_at(x, r, SIDE_1);
    e->actor2 = cell_at(x, r, SIDE_2);
    e->sources = cell_at(x, r, SOURCE);
    e->notes = cell_at(x, r, NOTES);
    bool counts = read_count(x, r, BEST, &e->killed_best, c) && read_count(x, r, LOW, &e->killed_low, c) &&
                  read_count(x, r, HIGH, &e->killed_high, c);
    return counts && read_dates(x, r, e, d, c) && read_place(x, r, e, c);
}

/* ---------------------------------------------------------------- all lines */

static casus_status put_unread(importing *x, const csv_record *r, const char *why)
{
    x->done->n_unread++;
    if (x->o->bad) x->o->bad(x->o->ctx, r->line, why);
    return casus_references_unread(x->w, r->line, casus_str_of(why), r->text, x->err);
}

static bool is_blank(const csv_record *r) { return !r->broken && casus_str_trim(r->text).n == 0; }

static casus_status put_line(importing *x, const csv_record *r)
{
    casus_reference e;
    complaint c;
    days d = {"", ""};
    bool replaced;
    if (is_blank(r)) return CASUS_OK;
    x->done->n_recoded += r->recoded;
    if (r->broken) return put_unread(x, r, r->broken);
    if (!read_reference(x, r, &e, &d, &c)) return put_unread(x, r, c.why);
    e.record = json_of(x, r->cell, r->n);
    if (x->buf.failed) return no_memory(x);
    x->done->n_row++;
    casus_status s = casus_references_put(x->w, &e, &replaced, x->err);
    x->done->n_replaced += replaced;
    return s;
}

static casus_status first_line(importing *x, csv_record *r, bool *bare)
{
    casus_status s;
    do s = csv_next(&x->csv, x->a, r, x->err);
    while (s == CASUS_OK && is_blank(r));
    if (s == CASUS_END) return casus_fail(x->err, CASUS_E_INPUT, "the file is empty", 0);
    if (s != CASUS_OK) return s;
    if (r->broken) {
        casus_fail(x->err, CASUS_E_INPUT, r->broken, 0);
        x->err->line = r->line;
        return CASUS_E_INPUT;
    }
    *bare = is_bare_ucdp(x, r);
    s = take_columns(x, r, *bare);
    return s == CASUS_OK ? choose_layout(x) : s;
}

static casus_status import_lines(importing *x, csv_record *r, bool bare)
{
    casus_status s = bare ? put_line(x, r) : CASUS_OK;
    while (s == CASUS_OK) {
        casus_arena_reset(x->a);
        s = csv_next(&x->csv, x->a, r, x->err);
        if (s == CASUS_OK) s = put_line(x, r);
    }
    return s == CASUS_END ? CASUS_OK : s;
}

static casus_status import_all(importing *x)
{
    csv_record r;
    bool bare = false;
    char sha256[65];
    casus_status s = first_line(x, &r, &bare);
    if (s != CASUS_OK) return s;
    x->done->layout = layout_name(x->layout);
    casus_str header = json_of(x, x->column, x->n_column);
    if (x->buf.failed) return no_memory(x);
    s = casus_references_begin(x->l, x->o->name, x->done->layout, header, x->o->now, &x->w, x->err);
    if (s != CASUS_OK) return s;
    s = import_lines(x, &r, bare);
    casus_sha256_end(&x->sum, sha256);
    casus_status ended = casus_references_end(x->w, s == CASUS_OK, sha256, &x->done->known, s == CASUS_OK ? x->err : NULL);
    return s == CASUS_OK ? ended : s;
}

casus_status casus_import(casus_ledger *l, const casus_import_opts *o, int64_t (*read)(void *ctx, char *p, size_t n), void *ctx,
                          casus_imported *done, casus_err *err)
{
    casus_err e = {0};
    casus_imported own;
    importing x = {.l = l, .o = o, .done = done ? done : &own, .csv = {.read = read, .ctx = ctx}, .a = casus_arena_new(0),
                   .head = casus_arena_new(0), .err = &e};
    *x.done = (casus_imported){.layout = ""};
    casus_sha256_begin(&x.sum);
    x.csv.sum = &x.sum;
    casus_status s = x.a && x.head ? import_all(&x) : no_memory(&x);
    csv_free(&x.csv);
    casus_buf_free(&x.buf);
    casus_arena_free(x.a);
    casus_arena_free(x.head);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
