/* What to list: a casus_query as conditions in SQL, and cursors.
 *
 * Values are always bound, never written into the statement. A box is asked of the index on (lat, lon): it reads the band between
 * two latitudes, a fraction of a millisecond for a city and a few milliseconds for a country among a million incidents, which an
 * R-tree would not better by enough to keep a second structure true. A circle is its box first, then the great-circle distance.
 * The words of a place go to the full-text index of accounts, which knows nothing of case and diacritics.
 *
 * A cursor is "DAY~ID~HASH": where the list stood, and a hash of the filters, so that it is not used with others.
 */
#include "filter.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void casus_query_init(casus_query *q)
{
    *q = (casus_query){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .killed_from = -1, .killed_to = -1, .injured_from = -1,
                       .injured_to = -1};
}

/* ---------------------------------------------------------------- the query as JSON */

static void write_day(casus_json *j, const char *key, casus_day day)
{
    char iso[16];
    casus_day_iso(day, iso);
    if (iso[0]) casus_json_member(j, key, casus_str_of(iso));
}

static void write_numbers(casus_json *j, const char *key, const double *v, int n)
{
    casus_json_key(j, key);
    casus_json_open(j, '[');
    for (int i = 0; i < n; i++) casus_json_real(j, v[i], 6);
    casus_json_close(j, ']');
}

static void write_count(casus_json *j, const char *key, int32_t v)
{
    if (v < 0) return;
    casus_json_key(j, key);
    casus_json_int(j, v);
}

void casus_query_write(const casus_query *q, casus_json *j)
{
    const struct {
        const char *key, *text;
    } text[] = {{"text", q->text}, {"type", q->type}, {"country", q->country}, {"status", q->status}, {"review", q->review},
                {"actor", q->actor}, {"place", q->place}, {"publisher", q->publisher}};
    casus_json_open(j, '{');
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        if (text[i].text) casus_json_member(j, text[i].key, casus_str_of(text[i].text));
    if (q->has_box) write_numbers(j, "box", (double[]){q->south, q->west, q->north, q->east}, 4);
    if (q->has_near) write_numbers(j, "near", (double[]){q->lat, q->lon, q->km}, 3);
    write_day(j, "from", q->from);
    write_day(j, "to", q->to);
    write_count(j, "killed_from", q->killed_from);
    write_count(j, "killed_to", q->killed_to);
    write_count(j, "injured_from", q->injured_from);
    write_count(j, "injured_to", q->injured_to);
    casus_json_close(j, '}');
}

/* ---------------------------------------------------------------- cursors */

static uint32_t query_hash(const casus_query *q)
{
    casus_buf b = {0};
    casus_json j = {.out = &b};
    casus_query_write(q, &j);
    uint64_t h = casus_hash((casus_str){b.p, b.n}, 0);
    casus_buf_free(&b);
    return (uint32_t)(h ^ h >> 32);
}

void casus_query_cursor(const casus_query *q, casus_str day, int64_t id, char out[64])
{
    snprintf(out, 64, "%.*s~%lld~%08x", (int)(day.n < 32 ? day.n : 32), day.n ? day.p : "", (long long)id, (unsigned)query_hash(q));
}

typedef struct {
    char day[34]; /* "~": undated */
    int64_t id;
} cursor;

static bool cursor_read(const casus_query *q, cursor *c)
{
    const char *end = strchr(q->after, '~');
    size_t n = end ? (size_t)(end - q->after) : 0;
    if (!end || n > 32) return false;
    memcpy(c->day, q->after, n);
    memcpy(c->day + n, n ? "" : "~", n ? 1 : 2);
    char *rest;
    c->id = strtoll(end + 1, &rest, 10);
    if (rest == end + 1 || *rest != '~') return false;
    char hash[16];
    snprintf(hash, sizeof hash, "%08x", (unsigned)query_hash(q));
    return strcmp(rest + 1, hash) == 0;
}

/* ---------------------------------------------------------------- conditions */

static void condition(ledger_filter *f, const char *sql)
{
    if (f->where.n) casus_buf_z(&f->where, " AND ");
    casus_buf_z(&f->where, sql);
}

static void bind_text(ledger_filter *f, casus_str s)
{
    if (f->n_bound >= LEDGER_N_BOUND) {
        f->where.failed = true;
        return;
    }
    f->bound[f->n_bound++] = (ledger_bound){.text = f->store.n, .n = s.n};
    casus_buf_str(&f->store, s);
}

static void bind_real(ledger_filter *f, double v)
{
    if (f->n_bound >= LEDGER_N_BOUND) f->where.failed = true;
    else f->bound[f->n_bound++] = (ledger_bound){.real = true, .value = v};
}

static void with_text(ledger_filter *f, const char *sql, casus_str s)
{
    condition(f, sql);
    bind_text(f, s);
}

/* "a, b" as ["a","b"], for json_each. */
static void with_list(ledger_filter *f, const char *sql, const char *list)
{
    if (!list) return;
    casus_buf b = {0};
    casus_json j = {.out = &b};
    casus_json_open(&j, '[');
    while (*list) {
        size_t n = strcspn(list, ",");
        casus_str one = casus_str_trim((casus_str){list, n});
        if (one.n) casus_json_str(&j, one);
        list += n + (list[n] == ',');
    }
    casus_json_close(&j, ']');
    with_text(f, sql, (casus_str){b.p, b.n});
    f->where.failed = f->where.failed || b.failed;
    casus_buf_free(&b);
}

void ledger_phrase(const char *column, const char *words, casus_buf *out)
{
    casus_buf_printf(out, "%s : \"", column);
    for (; *words; words++) {
        if (*words == '"') casus_buf_char(out, '"');
        casus_buf_char(out, *words);
    }
    casus_buf_char(out, '"');
}

static void with_phrase(ledger_filter *f, const char *sql, const char *column, const char *words)
{
    if (!words) return;
    casus_buf b = {0};
    ledger_phrase(column, words, &b);
    with_text(f, sql, (casus_str){b.p, b.n});
    f->where.failed = f->where.failed || b.failed;
    casus_buf_free(&b);
}

static void with_box(ledger_filter *f, const char *t, double south, double west, double north, double east)
{
    char sql[192];
    snprintf(sql, sizeof sql, "%s.lat BETWEEN ? AND ? AND (%s.lon>=? %s %s.lon<=?) AND %s.place_precision IS NOT 'country'", t, t,
             west <= east ? "AND" : "OR", t, t);
    condition(f, sql);
    const double v[] = {south, north, west, east};
    for (int i = 0; i < 4; i++) bind_real(f, v[i]);
}

#define PI 3.14159265358979323846
#define EARTH_KM 6371.0088 /* mean radius */

static double radians(double degrees) { return degrees * PI / 180; }

/* Great-circle distance by the haversine, which is exact enough on a sphere and steady for near points. */
static double distance_km(double lat1, double lon1, double lat2, double lon2)
{
    double a = sin(radians(lat2 - lat1) / 2), b = sin(radians(lon2 - lon1) / 2);
    double h = a * a + cos(radians(lat1)) * cos(radians(lat2)) * b * b;
    return 2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1));
}

static void with_near(ledger_filter *f, const char *t, const casus_query *q)
{
    char sql[64];
    double up = q->km / (EARTH_KM * PI / 180), south = q->lat - up, north = q->lat + up, west = -180, east = 180;
    double narrowest = south < -89 || north > 89 ? 0 : cos(radians(fabs(south) > fabs(north) ? south : north));
    if (narrowest > 0 && up / narrowest < 180) {
        west = q->lon - up / narrowest;
        east = q->lon + up / narrowest;
        if (west < -180) west += 360;
        if (east > 180) east -= 360;
    }
    with_box(f, t, south - 1e-9, west, north + 1e-9, east);
    snprintf(sql, sizeof sql, "casus_km(%s.lat,%s.lon,?,?)<=?", t, t);
    condition(f, sql);
    bind_real(f, q->lat);
    bind_real(f, q->lon);
    bind_real(f, q->km);
}

static void with_days(ledger_filter *f, const casus_query *q, const char *until, const char *since)
{
    char iso[16];
    casus_day_iso(q->from, iso);
    if (iso[0]) with_text(f, until, casus_str_of(iso));
    casus_day_iso(q->to, iso);
    if (iso[0]) with_text(f, since, casus_str_of(iso));
}

static void with_count(ledger_filter *f, const char *sql, int32_t v)
{
    if (v < 0) return;
    condition(f, sql);
    bind_real(f, v);
}

static void with_tolls(ledger_filter *f, const casus_query *q, const char *t)
{
    static const struct {
        const char *name, *test;
    } toll[] = {{"killed", ">=?"}, {"killed", "<=?"}, {"injured", ">=?"}, {"injured", "<=?"}};
    const int32_t v[] = {q->killed_from, q->killed_to, q->injured_from, q->injured_to};
    char sql[96];
    for (int i = 0; i < 4; i++) {
        const char *name = toll[i].name;
        snprintf(sql, sizeof sql, "coalesce(%s.%s_best,%s.%s_low)%s", t, name, t, name, toll[i].test);
        with_count(f, sql, v[i]);
    }
}

/* ---------------------------------------------------------------- the three lists */

/* Words of accounts, and of values that people set, which lie under the number of the entry, turned about. */
#define ACCOUNTS_WITH                                                                                                      \
    "i.id IN (SELECT coalesce(a.incident,(SELECT b.incident FROM overlay o JOIN decision d ON d.entry=o.entry JOIN account b ON b.id=d.account WHERE o.entry=-m.rowid AND "   \
    "o.field IN ('type','place','admin1','perpetrators','affected','parties','sources') LIMIT 1)) " \
    "FROM account_text m LEFT JOIN account a ON a.id=m.rowid WHERE m.account_text MATCH ?)"
#define ACTS_IN                                                                                                            \
    "i.id IN (WITH x(name) AS (VALUES(?)) SELECT a.incident FROM x JOIN actor n ON n.name=x.name COLLATE NOCASE JOIN account_actor k "   \
    "ON k.actor=n.id JOIN account a ON a.id=k.account UNION ALL SELECT a.incident FROM x JOIN overlay o ON o.field IN ('perpetrators',"  \
    "'affected','parties') AND instr('; '||lower(o.value)||'; ','; '||lower(x.name)||'; ') JOIN decision d ON d.entry=o.entry "                                 \
    "JOIN account a ON a.id=d.account)"

static void with_incident_values(ledger_filter *f, const casus_query *q)
{
    with_list(f, "i.type IN (SELECT value FROM json_each(?))", q->type);
    with_list(f, "i.country COLLATE NOCASE IN (SELECT value FROM json_each(?))", q->country);
    with_list(f, "i.status IN (SELECT value FROM json_each(?))", q->status);
    with_list(f, "coalesce(i.review,'none') IN (SELECT value FROM json_each(?))", q->review);
    if (q->actor) with_text(f, ACTS_IN, casus_str_of(q->actor));
    with_phrase(f, ACCOUNTS_WITH, "places", q->place);
    if (q->has_box) with_box(f, "i", q->south, q->west, q->north, q->east);
    if (q->has_near) with_near(f, "i", q);
    with_tolls(f, q, "i");
}

static void of_incidents(ledger_filter *f, const casus_query *q)
{
    if (!q->review) condition(f, "i.review IS NOT 'rejected'");
    if (q->text) with_text(f, ACCOUNTS_WITH, casus_str_of(q->text));
    with_incident_values(f, q);
    if (q->publisher)
        with_text(f, "i.id IN (SELECT a.incident FROM account a JOIN report r ON r.id=a.report WHERE r.publisher=? COLLATE NOCASE)",
                  casus_str_of(q->publisher));
    with_days(f, q, "coalesce(i.date_to,i.date_from)>=?", "coalesce(i.date_from,i.date_to)<=?");
}

/* A month ("2016-03") touches a day when the day begins with it; text compares so, with a sign behind all days for the end. */
static void of_reports(ledger_filter *f, const casus_query *q)
{
    ledger_filter values = {0};
    if (q->text) with_text(f, "report_text MATCH ?", casus_str_of(q->text));
    if (q->publisher) with_text(f, "r.publisher=? COLLATE NOCASE", casus_str_of(q->publisher));
    with_days(f, q, "r.published||'~'>=?", "r.published<=?||'~'");
    with_incident_values(&values, q);
    if (values.where.n) {
        casus_buf b = {0};
        casus_buf_z(&b, "r.id IN (SELECT a.report FROM account a JOIN incident i ON i.id=a.incident WHERE ");
        casus_buf_str(&b, (casus_str){values.where.p, values.where.n});
        casus_buf_z(&b, ")");
        condition(f, b.p ? b.p : "");
        for (int i = 0; i < values.n_bound; i++) {
            const ledger_bound *v = &values.bound[i];
            if (v->real) bind_real(f, v->value);
            else bind_text(f, (casus_str){values.store.p + v->text, v->n});
        }
        f->where.failed = f->where.failed || b.failed;
        casus_buf_free(&b);
    }
    f->where.failed = f->where.failed || values.where.failed || values.store.failed;
    ledger_filter_free(&values);
}

/* Of references only what they have: no words, status or review, and actors as their data set writes them. */
static void of_references(ledger_filter *f, const casus_query *q)
{
    condition(f, "e.current=1");
    with_list(f, "e.country COLLATE NOCASE IN (SELECT value FROM json_each(?))", q->country);
    if (q->actor) {
        with_text(f, "(casus_same_name(e.actor1,?)", casus_str_of(q->actor));
        casus_buf_z(&f->where, " OR casus_same_name(e.actor2,?))");
        bind_text(f, casus_str_of(q->actor));
    }
    if (q->place) {
        with_text(f, "(casus_same_name(e.place,?)", casus_str_of(q->place));
        casus_buf_z(&f->where, " OR casus_same_name(e.admin1,?))");
        bind_text(f, casus_str_of(q->place));
    }
    if (q->has_box) with_box(f, "e", q->south, q->west, q->north, q->east);
    if (q->has_near) with_near(f, "e", q);
    with_days(f, q, "coalesce(e.date_to,e.date_from)>=?", "coalesce(e.date_from,e.date_to)<=?");
    with_count(f, "coalesce(e.killed_best,e.killed_low)>=?", q->killed_from);
    with_count(f, "coalesce(e.killed_best,e.killed_low)<=?", q->killed_to);
}

/* Of coded events: when, where, who, and who printed it. They have no type, status, review or tolls. */
static void of_coded(ledger_filter *f, const casus_query *q)
{
    with_list(f, "c.country COLLATE NOCASE IN (SELECT value FROM json_each(?))", q->country);
    if (q->actor) with_text(f, "EXISTS(SELECT 1 FROM coded_party p WHERE p.event=c.id AND casus_same_name(p.name,?))", casus_str_of(q->actor));
    if (q->place) {
        with_text(f, "(casus_same_name(c.place,?)", casus_str_of(q->place));
        casus_buf_z(&f->where, " OR casus_same_name(c.admin1,?))");
        bind_text(f, casus_str_of(q->place));
    }
    if (q->publisher) with_text(f, "r.publisher=?", casus_str_of(q->publisher));
    if (q->has_box) with_box(f, "c", q->south, q->west, q->north, q->east);
    if (q->has_near) with_near(f, "c", q);
    with_days(f, q, "coalesce(c.date_to,c.date_from)>=?", "coalesce(c.date_from,c.date_to)<=?");
}

casus_status ledger_filter_make(const casus_query *q, ledger_listed of, ledger_filter *f, casus_err *err)
{
    static void (*const make[])(ledger_filter *, const casus_query *) = {of_incidents, of_reports, of_references, of_coded};
    /* the first half is implied by the second: it is what the index is asked for */
    static const char *const behind[] = {LEDGER_INCIDENT_DAY ">=? AND (" LEDGER_INCIDENT_DAY ",i.id)>(?,CAST(? AS INTEGER))",
                                         LEDGER_REPORT_DAY ">=? AND (" LEDGER_REPORT_DAY ",r.id)>(?,CAST(? AS INTEGER))",
                                         LEDGER_REFERENCE_DAY ">=? AND (" LEDGER_REFERENCE_DAY ",e.id)>(?,CAST(? AS INTEGER))",
                                         LEDGER_CODED_DAY ">=? AND (" LEDGER_CODED_DAY ",c.id)>(?,CAST(? AS INTEGER))"};
    cursor c = {.id = 0};
    *f = (ledger_filter){0};
    if (of == LEDGER_OF_CODED && (q->text || q->type || q->status || q->review || q->killed_from >= 0 || q->killed_to >= 0 || q->injured_from >= 0 ||
                                  q->injured_to >= 0))
        return casus_fail(err, CASUS_E_USAGE, "coded events have no words, type, status, review or tolls: filter them by day, place, actor or publisher", 0);
    if (q->after && !cursor_read(q, &c))
        return casus_fail(err, CASUS_E_USAGE, "this cursor belongs to another list: use it with the filters of the list that gave it", 0);
    make[of](f, q);
    if (q->after) {
        char id[24];
        snprintf(id, sizeof id, "%lld", (long long)c.id);
        with_text(f, behind[of], casus_str_of(c.day));
        bind_text(f, casus_str_of(c.day));
        bind_text(f, casus_str_of(id));
    }
    return f->where.failed || f->store.failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
}

void ledger_filter_where(const ledger_filter *f, casus_buf *sql)
{
    if (!f->where.n) return;
    casus_buf_z(sql, " WHERE ");
    casus_buf_str(sql, (casus_str){f->where.p, f->where.n});
}

casus_status ledger_filter_prepare(casus_ledger *l, const ledger_filter *f, const casus_buf *sql, ledger_bind *b, casus_err *err)
{
    int rc = sql->failed ? SQLITE_NOMEM : sqlite3_prepare_v2(l->db, sql->p, -1, &b->s, NULL);
    if (rc != SQLITE_OK) return ledger_fail(err, rc);
    for (int i = 0; i < f->n_bound; i++) {
        const ledger_bound *v = &f->bound[i];
        if (v->real) ledger_real(b, v->value);
        else ledger_text(b, (casus_str){f->store.p ? f->store.p + v->text : "", v->n});
    }
    return CASUS_OK;
}

void ledger_filter_free(ledger_filter *f)
{
    casus_buf_free(&f->where);
    casus_buf_free(&f->store);
}

/* ---------------------------------------------------------------- functions in SQL */

static void km_function(sqlite3_context *x, int n, sqlite3_value **v)
{
    for (int i = 0; i < n; i++)
        if (sqlite3_value_type(v[i]) == SQLITE_NULL) return; /* the result is NULL */
    sqlite3_result_double(x, distance_km(sqlite3_value_double(v[0]), sqlite3_value_double(v[1]), sqlite3_value_double(v[2]),
                                         sqlite3_value_double(v[3])));
}

static casus_str value_text(sqlite3_value *v)
{
    const char *p = (const char *)sqlite3_value_text(v);
    return (casus_str){p, p ? (size_t)sqlite3_value_bytes(v) : 0};
}

/* Names are the same when they are but for case and diacritics. */
static void same_name_function(sqlite3_context *x, int n, sqlite3_value **v)
{
    (void)n;
    casus_arena *a = casus_arena_new(1u << 20);
    casus_str one, other;
    if (!a || casus_fold(a, value_text(v[0]), &one) != CASUS_OK || casus_fold(a, value_text(v[1]), &other) != CASUS_OK)
        sqlite3_result_error_nomem(x);
    else
        sqlite3_result_int(x, one.n && casus_str_eq(one, other));
    casus_arena_free(a);
}

casus_status ledger_functions(casus_ledger *l, casus_err *err)
{
    if (l->has_functions) return CASUS_OK;
    int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int rc = sqlite3_create_function_v2(l->db, "casus_km", 4, how, NULL, km_function, NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_create_function_v2(l->db, "casus_same_name", 2, how, NULL, same_name_function, NULL, NULL, NULL);
    l->has_functions = rc == SQLITE_OK;
    return ledger_fail(err, rc);
}
