/* Reading a ledger: lists of incidents and reports, one incident with the words that support it. What is asked for is put
 * together in filter.c. */
#include "filter.h"

#include <string.h>

#define TALLY(t) "i." t "_low,i." t "_best,i." t "_high,i." t "_quality,i." t "_category,"
#define ROW_COLUMNS                                                                                                        \
    "i.id,i.event,i.type,i.plover,i.mode,i.cameo,i.status,i.recall,i.date_from,i.date_to,i.date_edtf,i.date_precision,"    \
    "i.date_basis,i.place,i.country,i.admin1,i.place_precision,i.lat,i.lon,i.geonameid,"                                   \
    TALLY("killed") TALLY("injured") TALLY("abducted") TALLY("displaced")                                                  \
    "i.perpetrators,i.affected,i.parties,i.sources,i.weapon,i.n_report,i.n_claim,i.confidence,i.review"

static int32_t count_at(sqlite3_stmt *s, int i)
{
    return sqlite3_column_type(s, i) == SQLITE_NULL ? -1 : sqlite3_column_int(s, i);
}

static void row_of(sqlite3_stmt *s, casus_row *r)
{
    *r = (casus_row){.id = sqlite3_column_int64(s, 0)};
    casus_str *const text[] = {&r->event, &r->type, &r->plover, &r->mode, &r->cameo, &r->status, &r->recall, &r->from, &r->to,
                               &r->edtf, &r->precision, &r->basis, &r->place, &r->country, &r->admin1, &r->place_precision};
    for (int i = 0; i < 16; i++) *text[i] = ledger_column(s, i + 1);
    r->recall = sqlite3_column_int(s, 7) ? CASUS_STR("true") : CASUS_STR("false");
    r->has_point = sqlite3_column_type(s, 17) != SQLITE_NULL && sqlite3_column_type(s, 18) != SQLITE_NULL;
    r->lat = sqlite3_column_double(s, 17);
    r->lon = sqlite3_column_double(s, 18);
    r->geonameid = (uint32_t)sqlite3_column_int64(s, 19);
    for (int t = 0; t < CASUS_N_TALLY; t++) {
        int c = 20 + 5 * t;
        r->tally[t].set = sqlite3_column_type(s, c + 3) != SQLITE_NULL;
        r->tally[t].low = count_at(s, c);
        r->tally[t].best = count_at(s, c + 1);
        r->tally[t].high = count_at(s, c + 2);
        r->tally[t].quality = ledger_column(s, c + 3);
        r->tally[t].category = ledger_column(s, c + 4);
    }
    casus_str *const name[] = {&r->perpetrators, &r->affected, &r->parties, &r->sources, &r->weapon};
    for (int i = 0; i < 5; i++) *name[i] = ledger_column(s, 40 + i);
    r->n_report = (uint32_t)sqlite3_column_int64(s, 45);
    r->n_claim = (uint32_t)sqlite3_column_int64(s, 46);
    r->confidence = sqlite3_column_double(s, 47);
    r->review = ledger_column(s, 48);
}

/* ---------------------------------------------------------------- listing */

/* FTS5 tells what it cannot read as a plain error; nothing else in these statements does. */
static casus_status list_end(const casus_query *q, int rc, casus_err *err)
{
    if (rc == SQLITE_ERROR && q->text)
        return casus_fail(err, CASUS_E_USAGE, "the search text cannot be read: use words, \"a phrase\", word*, AND, OR, NOT", 0);
    return ledger_fail(err, rc);
}

static casus_status incidents_prepare(casus_ledger *l, const casus_query *q, ledger_filter *f, ledger_bind *b, casus_err *err)
{
    casus_buf sql = {0};
    casus_status s = ledger_filter_make(q, LEDGER_OF_INCIDENTS, f, err);
    if (s == CASUS_OK) s = ledger_functions(l, err);
    casus_buf_z(&sql, "SELECT " ROW_COLUMNS " FROM incident i");
    ledger_filter_where(f, &sql);
    casus_buf_z(&sql, " ORDER BY " LEDGER_INCIDENT_DAY ",i.id");
    if (q->limit) casus_buf_printf(&sql, " LIMIT %u", q->limit);
    if (s == CASUS_OK) s = ledger_filter_prepare(l, f, &sql, b, err);
    casus_buf_free(&sql);
    return s;
}

casus_status casus_ledger_list(casus_ledger *l, const casus_query *q, bool (*row)(void *ctx, const casus_row *r), void *ctx,
                               casus_err *err)
{
    casus_err e = {0};
    ledger_filter f = {0};
    ledger_bind b = {0};
    casus_status s = incidents_prepare(l, q, &f, &b, &e);
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, &e)) == SQLITE_ROW) {
        casus_row r;
        row_of(b.s, &r);
        if (!row(ctx, &r)) break;
    }
    if (s == CASUS_OK && rc != SQLITE_ROW) s = list_end(q, rc, &e);
    sqlite3_finalize(b.s);
    ledger_filter_free(&f);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* ---------------------------------------------------------------- reports */

enum { FIRST_WORDS = 160 };

static casus_status reports_prepare(casus_ledger *l, const casus_query *q, ledger_filter *f, ledger_bind *b, casus_err *err)
{
    casus_buf sql = {0};
    casus_status s = ledger_filter_make(q, LEDGER_OF_REPORTS, f, err);
    if (s == CASUS_OK) s = ledger_functions(l, err);
    casus_buf_z(&sql, "SELECT r.id,r.name,r.title,r.publisher,r.url,r.language,r.published,r.sha256,");
    if (q->text) casus_buf_z(&sql, "snippet(report_text,-1,'[',']','\xe2\x80\xa6',24)");
    else casus_buf_printf(&sql, "substr(r.body,1,%d)", FIRST_WORDS);
    casus_buf_z(&sql, ",(SELECT group_concat(x.incident,'; ') FROM (SELECT DISTINCT incident FROM account WHERE report=r.id "
                      "ORDER BY incident) x) FROM report r");
    if (q->text) casus_buf_z(&sql, " JOIN report_text ON report_text.rowid=r.id");
    ledger_filter_where(f, &sql);
    casus_buf_z(&sql, " ORDER BY " LEDGER_REPORT_DAY ",r.id");
    if (q->limit) casus_buf_printf(&sql, " LIMIT %u", q->limit);
    if (s == CASUS_OK) s = ledger_filter_prepare(l, f, &sql, b, err);
    casus_buf_free(&sql);
    return s;
}

static void report_of(sqlite3_stmt *s, casus_report_row *r)
{
    *r = (casus_report_row){.id = sqlite3_column_int64(s, 0)};
    casus_str *const text[] = {&r->name, &r->title, &r->publisher, &r->url, &r->language, &r->published, &r->sha256, &r->snippet,
                               &r->incidents};
    for (int i = 0; i < 9; i++) *text[i] = ledger_column(s, i + 1);
}

casus_status casus_ledger_reports(casus_ledger *l, const casus_query *q, bool (*row)(void *ctx, const casus_report_row *r), void *ctx,
                                  casus_err *err)
{
    casus_err e = {0};
    ledger_filter f = {0};
    ledger_bind b = {0};
    casus_status s = reports_prepare(l, q, &f, &b, &e);
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, &e)) == SQLITE_ROW) {
        casus_report_row r;
        report_of(b.s, &r);
        if (!row(ctx, &r)) break;
    }
    if (s == CASUS_OK && rc != SQLITE_ROW) s = list_end(q, rc, &e);
    sqlite3_finalize(b.s);
    ledger_filter_free(&f);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* ---------------------------------------------------------------- a place by name */

static const char one_place[] =
    "SELECT p.lat,p.lon FROM account_text t JOIN account_place k ON k.account=t.rowid JOIN place p ON p.id=k.place "
    "WHERE account_text MATCH ?1 AND p.lat IS NOT NULL AND p.precision<>'country' AND casus_same_name(p.name,?2) "
    "GROUP BY p.id ORDER BY count(*) DESC,p.id LIMIT 1";

casus_status casus_ledger_place(casus_ledger *l, const char *name, double *lat, double *lon, casus_err *err)
{
    casus_err e = {0};
    casus_buf match = {0};
    ledger_bind b = {0};
    *lat = *lon = 0;
    ledger_phrase("places", name, &match);
    casus_status s = match.failed ? casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0) : ledger_functions(l, &e);
    if (s == CASUS_OK) s = ledger_fail(&e, sqlite3_prepare_v2(l->db, one_place, -1, &b.s, NULL));
    if (s == CASUS_OK) {
        ledger_text(&b, (casus_str){match.p, match.n});
        ledger_text(&b, casus_str_of(name));
        int rc = ledger_step(&b, &e);
        if (rc == SQLITE_ROW) {
            *lat = sqlite3_column_double(b.s, 0);
            *lon = sqlite3_column_double(b.s, 1);
        } else {
            s = rc == SQLITE_DONE ? casus_fail(&e, CASUS_E_NOTFOUND, "no report of this ledger tells of a place of that name", 0) : e.code;
        }
    }
    sqlite3_finalize(b.s);
    casus_buf_free(&match);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* ---------------------------------------------------------------- one incident */

static const char one_row[] = "SELECT " ROW_COLUMNS " FROM incident i WHERE i.id=?";

static const char its_claims[] =
    "SELECT c.id,r.name,r.title,r.publisher,r.url,r.published,r.sha256,c.type,c.status,c.date_edtf,c.place,c.actors,c.sources,"
    "c.confidence,c.killed_low,c.killed_high,c.killed_quality,c.injured_low,c.injured_high,c.injured_quality,r.body,"
    "(SELECT p.name FROM telling g JOIN telling h ON h.telling=g.telling JOIN report p ON p.id=h.report WHERE g.report=r.id AND p.id<>r.id "
    "AND (coalesce(p.published,''),p.sha256,p.name)<(coalesce(r.published,''),r.sha256,r.name) "
    "AND EXISTS(SELECT 1 FROM account k WHERE k.report=p.id AND k.incident=a.incident) ORDER BY p.published,p.sha256,p.name LIMIT 1) "
    "FROM account a JOIN report r ON r.id=a.report JOIN claim c ON c.account=a.id WHERE a.incident=? "
    "ORDER BY r.published,r.sha256,r.name,a.number,c.number";

static const char its_quotes[] =
    "SELECT start_byte,end_byte,start_char,end_char FROM evidence WHERE claim=? AND field='event' ORDER BY number";

static casus_status prepare(casus_ledger *l, const char *sql, int64_t id, ledger_bind *b, casus_err *err)
{
    *b = (ledger_bind){0};
    int rc = sqlite3_prepare_v2(l->db, sql, -1, &b->s, NULL);
    if (rc != SQLITE_OK) return ledger_fail(err, rc);
    ledger_int(b, id);
    return CASUS_OK;
}

/* "12", "12-30", "12+" when the end is open, "12-30 about" when the number is no exact one; empty if nothing was told. */
static void put_tally(casus_buf *out, sqlite3_stmt *s, int column)
{
    casus_buf_clear(out);
    if (sqlite3_column_type(s, column + 2) == SQLITE_NULL) return;
    int32_t low = count_at(s, column), high = count_at(s, column + 1);
    casus_str q = ledger_column(s, column + 2);
    if (low >= 0) casus_buf_printf(out, "%d", low);
    if (high < 0) casus_buf_char(out, '+');
    else if (high != low) casus_buf_printf(out, "-%d", high);
    if (q.n && !casus_str_is(q, casus_quality_name(CASUS_Q_EXACT))) casus_buf_printf(out, " %.*s", (int)q.n, q.p);
}

static casus_str text_of(const casus_buf *b) { return (casus_str){b->p, b->n}; }

typedef struct {
    casus_str *quote;
    casus_span *span;
    size_t n, cap_quote, cap_span;
} quotes;

static uint32_t offset_at(sqlite3_stmt *s, int i, size_t most)
{
    int64_t v = sqlite3_column_int64(s, i);
    return v < 0 ? 0 : (uint64_t)v > most ? (uint32_t)most : (uint32_t)v;
}

/* Offsets are held inside the body, whatever the rows say; verify tells of those that are not. */
static casus_status read_quotes(casus_ledger *l, int64_t claim, casus_str body, casus_arena *a, quotes *k, casus_err *err)
{
    ledger_bind b;
    *k = (quotes){0};
    casus_status s = prepare(l, its_quotes, claim, &b, err);
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) {
        uint32_t from = offset_at(b.s, 0, body.n), to = offset_at(b.s, 1, body.n);
        uint32_t first = offset_at(b.s, 2, UINT32_MAX), last = offset_at(b.s, 3, UINT32_MAX);
        casus_str *q = casus_arena_grow(a, k->quote, k->n, k->n + 1, sizeof *q, &k->cap_quote);
        casus_span *p = casus_arena_grow(a, k->span, k->n, k->n + 1, sizeof *p, &k->cap_span);
        if (q) k->quote = q;
        if (p) k->span = p;
        if (!q || !p) {
            s = casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
            break;
        }
        q[k->n] = (casus_str){body.p + from, to > from ? to - from : 0};
        p[k->n++] = (casus_span){first, last > first ? last - first : 0};
    }
    sqlite3_finalize(b.s);
    return s != CASUS_OK ? s : rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static void claim_of(sqlite3_stmt *s, casus_claim_row *c)
{
    *c = (casus_claim_row){.id = sqlite3_column_int64(s, 0), .confidence = sqlite3_column_double(s, 13)};
    casus_str *const text[] = {&c->report_id, &c->title, &c->publisher, &c->url, &c->published, &c->sha256, &c->type,
                               &c->status, &c->date, &c->place, &c->actors, &c->sources};
    for (int i = 0; i < 12; i++) *text[i] = ledger_column(s, i + 1);
}

typedef struct {
    void (*claim)(void *ctx, const casus_claim_row *c);
    void *ctx;
    casus_arena *a;
    casus_buf killed, injured;
} showing;

static casus_status show_claim(casus_ledger *l, sqlite3_stmt *s, showing *x, casus_err *err)
{
    casus_claim_row c;
    quotes k;
    claim_of(s, &c);
    put_tally(&x->killed, s, 14);
    put_tally(&x->injured, s, 17);
    casus_arena_reset(x->a);
    casus_status st = read_quotes(l, c.id, ledger_column(s, 20), x->a, &k, err);
    if (st == CASUS_OK && (x->killed.failed || x->injured.failed)) st = casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (st != CASUS_OK) return st;
    c.copy_of = ledger_column(s, 21);
    c.killed = text_of(&x->killed);
    c.injured = text_of(&x->injured);
    c.quote = k.quote;
    c.span = k.span;
    c.n_quote = (uint32_t)k.n;
    x->claim(x->ctx, &c);
    return CASUS_OK;
}

static casus_status show_claims(casus_ledger *l, int64_t id, showing *x, casus_err *err)
{
    ledger_bind b;
    casus_status s = prepare(l, its_claims, id, &b, err);
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) s = show_claim(l, b.s, x, err);
    sqlite3_finalize(b.s);
    return s != CASUS_OK ? s : rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static casus_status show_row(casus_ledger *l, int64_t id, void (*row)(void *, const casus_row *), void *ctx, casus_err *err)
{
    ledger_bind b;
    casus_row r;
    casus_status s = prepare(l, one_row, id, &b, err);
    int rc = s == CASUS_OK ? ledger_step(&b, err) : SQLITE_ERROR;
    if (rc == SQLITE_ROW) {
        row_of(b.s, &r);
        if (row) row(ctx, &r);
    } else if (rc == SQLITE_DONE) {
        s = casus_fail(err, CASUS_E_NOTFOUND, "there is no such incident", 0);
    } else {
        s = err->code;
    }
    sqlite3_finalize(b.s);
    return s;
}

casus_status casus_ledger_show(casus_ledger *l, int64_t id, void (*row)(void *ctx, const casus_row *r),
                               void (*claim)(void *ctx, const casus_claim_row *c), void *ctx, casus_err *err)
{
    casus_err e = {0};
    showing x = {.claim = claim, .ctx = ctx};
    casus_status s = show_row(l, id, row, ctx, &e);
    if (s == CASUS_OK && claim) {
        x.a = casus_arena_new(0);
        s = x.a ? show_claims(l, id, &x, &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
        casus_arena_free(x.a);
    }
    casus_buf_free(&x.killed);
    casus_buf_free(&x.injured);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
