/* Coded events: the political acts of reports, who did what to whom in CAMEO and PLOVER terms, kept when reports are read with them
 * (casus add --events). They stand beside the incidents, are not linked or reviewed, and are what the layouts of event data sets carry.
 *
 * The same act told by several reports is one event with several mentions: rows with the same key (day, code, parties, place) are one. So
 * it is done where these layouts come from. What has no day is one with nothing. The number of an event is made of its key, so that it is the
 * same in every ledger, before and after reports are read again.
 */
#include "add.h"
#include "filter.h"
#include "value.h"

#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- keeping */

static const char *const side_name[] = {"source", "target"};

static void add_codes(casus_buf *b, const casus_coded_party *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) casus_buf_printf(b, "%s%s%s", i ? "," : "", p[i].country, p[i].sector);
}

/* "2016-05-02 0334 FRAGOV>LBR Monrovia": equal keys, one event. */
static casus_status key_of(ledger_adding *x, const casus_event *e, const char *from, casus_str *key)
{
    casus_buf b = {0};
    casus_buf_z(&b, from);
    if (!from[0]) casus_buf_printf(&b, "%.16s-%u", x->sha256, (unsigned)e->trigger);
    casus_buf_printf(&b, " %s ", e->cameo);
    add_codes(&b, e->source, e->n_source);
    casus_buf_char(&b, e->mutual ? '=' : '>');
    add_codes(&b, e->target, e->n_target);
    if (e->place) casus_buf_char(&b, ' ');
    if (e->place) casus_buf_str(&b, e->place->entry.name);
    casus_status s = b.failed ? CASUS_E_NOMEM : casus_arena_str(x->a, (casus_str){b.p, b.n}, key);
    casus_buf_free(&b);
    return s == CASUS_OK ? s : casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
}

static void put_span(ledger_adding *x, ledger_bind *b, casus_span span)
{
    span = casus_value_clip(span, x->r->report.body);
    ledger_int(b, span.off);
    ledger_int(b, casus_span_end(span));
    ledger_int(b, casus_points_at(&x->points, span.off));
    ledger_int(b, casus_points_at(&x->points, casus_span_end(span)));
}

static void put_place(ledger_bind *b, const casus_place *p)
{
    ledger_str(b, p ? p->entry.name : (casus_str){0});
    ledger_str(b, p ? casus_str_of(p->entry.country) : (casus_str){0});
    ledger_str(b, p ? p->entry.admin1 : (casus_str){0});
    bool point = p && casus_value_has_point(p);
    if (point) ledger_real(b, p->lat);
    else ledger_null(b);
    if (point) ledger_real(b, p->lon);
    else ledger_null(b);
    ledger_str(b, p ? casus_str_of(casus_value_precision(p)) : (casus_str){0});
    ledger_count(b, p && p->entry.geonameid ? (int64_t)p->entry.geonameid : -1);
}

static casus_status put_party(ledger_adding *x, int64_t event, int side, uint32_t number, const casus_coded_party *p)
{
    char code[32];
    snprintf(code, sizeof code, "%s%s", p->country, p->sector);
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_CODED_PARTY_PUT, x->err)};
    ledger_int(&b, event);
    ledger_z(&b, side_name[side]);
    ledger_int(&b, number);
    ledger_text(&b, p->actor ? p->actor->name : casus_cut(x->r->report.body, casus_value_clip(p->span, x->r->report.body)));
    ledger_str(&b, p->actor ? casus_str_of(casus_actor_kind_name(p->actor->kind)) : (casus_str){0});
    ledger_str(&b, casus_str_of(p->country));
    ledger_str(&b, casus_str_of(code));
    put_span(x, &b, p->span);
    return ledger_run(x->l, &b, x->err);
}

static casus_status put_evidence(ledger_adding *x, int64_t event, const char *field, casus_span span)
{
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_CODED_EVIDENCE_PUT, x->err)};
    ledger_int(&b, event);
    ledger_z(&b, field);
    put_span(x, &b, span);
    return ledger_run(x->l, &b, x->err);
}

/* A day that a report does not tell is that of the report, as event data sets have it. */
static void day_of(ledger_adding *x, const casus_event *e, char from[16], char to[16], const char **basis)
{
    casus_day ref = x->r->times.ref;
    *basis = casus_basis_name(e->time ? e->time->basis : x->r->times.ref_inferred ? CASUS_BASIS_INFERRED : CASUS_BASIS_PUBLISHED);
    casus_day_iso(e->time ? e->time->from : ref, from);
    casus_day_iso(e->time ? e->time->to : ref, to);
    if (!from[0]) *basis = "";
}

static casus_status put_event(ledger_adding *x, int64_t report, uint32_t number, const casus_event *e)
{
    char from[16], to[16];
    const char *basis;
    casus_str key;
    day_of(x, e, from, to, &basis);
    casus_status s = key_of(x, e, from, &key);
    if (s != CASUS_OK) return s;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_CODED_PUT, x->err)};
    ledger_int(&b, report);
    ledger_int(&b, number);
    ledger_text(&b, key);
    ledger_str(&b, casus_str_of(e->plover));
    ledger_str(&b, casus_str_of(e->mode));
    ledger_z(&b, e->cameo);
    ledger_int(&b, e->mutual);
    ledger_int(&b, e->lead);
    ledger_int(&b, e->sentence);
    ledger_real(&b, (double)e->weight);
    ledger_str(&b, casus_str_of(from));
    ledger_str(&b, casus_str_of(to));
    ledger_str(&b, casus_str_of(basis));
    put_place(&b, e->place);
    put_span(x, &b, e->span);
    s = ledger_run(x->l, &b, x->err);
    int64_t id = sqlite3_last_insert_rowid(x->l->db);
    for (uint32_t i = 0; i < e->n_source && s == CASUS_OK; i++) s = put_party(x, id, 0, i + 1, &e->source[i]);
    for (uint32_t i = 0; i < e->n_target && s == CASUS_OK; i++) s = put_party(x, id, 1, i + 1, &e->target[i]);
    if (s == CASUS_OK && e->time) s = put_evidence(x, id, "date", e->time->span);
    if (s == CASUS_OK && e->place) s = put_evidence(x, id, "place", e->place->span);
    return s;
}

casus_status ledger_put_coded(ledger_adding *x, int64_t report)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < x->r->events.n_event && s == CASUS_OK; i++) s = put_event(x, report, i + 1, &x->r->events.event[i]);
    return s;
}

casus_status ledger_drop_coded(casus_ledger *l, int64_t report, casus_err *err)
{
    static const ledger_stmt_id drop[] = {LEDGER_CODED_EVIDENCE_DROP, LEDGER_CODED_PARTY_DROP, LEDGER_CODED_DROP};
    casus_status s = CASUS_OK;
    for (int i = 0; i < 3 && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, drop[i], err)};
        ledger_int(&b, report);
        s = ledger_run(l, &b, err);
    }
    return s;
}

/* ---------------------------------------------------------------- listing */

typedef struct {
    casus_ledger *l;
    const casus_query *q;
    bool (*row)(void *ctx, const casus_row *r, const casus_detail *d);
    void *ctx;
    casus_arena *a; /* of one event */
    casus_err *err;
    ledger_bind party, evidence;
    casus_row r;
    casus_teller *teller;
    casus_party *who;
    casus_quote *quote;
    size_t n_teller, n_who, n_quote, cap_teller, cap_who, cap_quote;
    int64_t report; /* of the last teller */
    uint64_t n_event;
    bool stop;
} listing;

static casus_status no_memory(listing *x) { return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0); }

static casus_status keep(listing *x, sqlite3_stmt *s, int from, casus_str *const *out, int n)
{
    for (int i = 0; i < n; i++)
        if (casus_arena_str(x->a, ledger_column(s, from + i), out[i]) != CASUS_OK) return no_memory(x);
    return CASUS_OK;
}

/* The columns of a row: those of the event, then those of the report, then its words. */
enum { ID, EVENT, PLOVER, MODE, CAMEO, FROM, TO, BASIS, PLACE, COUNTRY, ADMIN1, PRECISION, GEONAME, LAT, LON, MUTUAL,
       REPORT, NAME, TITLE, PUBLISHER, URL, LANGUAGE, PUBLISHED, SHA256, ADDED, N_CHAR, WORDS, START, END,
       SENTENCE, OPENING };
#define COLUMNS                                                                                                            \
    "c.id,c.event,c.plover,c.mode,c.cameo,c.date_from,c.date_to,c.date_basis,c.place,c.country,c.admin1,c.place_precision,c.geonameid,c.lat,c.lon," \
    "c.mutual,r.id,r.name,r.title,r.publisher,r.url,r.language,r.published,r.sha256,coalesce(unixepoch(r.added),0),length(r.body)," \
    "substr(r.body,c.start_char+1,c.end_char-c.start_char),c.start_char,c.end_char,c.sentence,instr(substr(r.body,1,c.start_char),char(10))=0 FROM coded c JOIN report r ON r.id=c.report"

static casus_status begin_event(listing *x, sqlite3_stmt *s)
{
    casus_row *r = &x->r;
    casus_arena_reset(x->a);
    *r = (casus_row){.id = (int64_t)(casus_hash(ledger_column(s, EVENT), 0) >> 11), .geonameid = (uint32_t)sqlite3_column_int64(s, GEONAME), .status = CASUS_STR("reported"),
                     .has_point = sqlite3_column_type(s, LAT) != SQLITE_NULL && sqlite3_column_type(s, LON) != SQLITE_NULL,
                     .lat = sqlite3_column_double(s, LAT), .lon = sqlite3_column_double(s, LON), .confidence = -1};
    for (int i = 0; i < CASUS_N_TALLY; i++) r->tally[i].low = r->tally[i].best = r->tally[i].high = -1;
    x->n_teller = x->n_who = x->n_quote = x->cap_teller = x->cap_who = x->cap_quote = 0;
    x->teller = NULL;
    x->who = NULL;
    x->quote = NULL;
    x->report = 0;
    casus_str *const text[] = {&r->event, &r->plover, &r->mode, &r->cameo, &r->from, &r->to, &r->basis, &r->place, &r->country, &r->admin1,
                               &r->place_precision};
    return keep(x, s, EVENT, text, sizeof text / sizeof *text);
}

static casus_quote *new_quote(listing *x)
{
    casus_quote *list = casus_arena_grow(x->a, x->quote, x->n_quote, x->n_quote + 1, sizeof *list, &x->cap_quote);
    if (!list) return NULL;
    x->quote = list;
    list[x->n_quote] = (casus_quote){.teller = (uint32_t)(x->n_teller - 1)};
    return &list[x->n_quote++];
}

static void span_at(sqlite3_stmt *s, int i, casus_quote *q)
{
    int64_t from = sqlite3_column_int64(s, i), to = sqlite3_column_int64(s, i + 1);
    q->span = (casus_span){(uint32_t)from, to > from ? (uint32_t)(to - from) : 0};
}

/* Parties as those of an incident are called, so that the same layouts carry them. The first telling says who they are. */
static casus_status add_party(listing *x, sqlite3_stmt *s, bool mutual, bool first)
{
    bool source = casus_str_is(ledger_column(s, 0), "source");
    casus_str role = mutual ? CASUS_STR("party") : source ? CASUS_STR("perpetrator") : CASUS_STR("affected");
    casus_quote *q = new_quote(x);
    if (!q) return no_memory(x);
    q->field = role;
    span_at(s, 6, q);
    casus_status st = keep(x, s, 5, (casus_str *const[]){&q->words}, 1);
    if (st != CASUS_OK || !first) return st;
    casus_party *list = casus_arena_grow(x->a, x->who, x->n_who, x->n_who + 1, sizeof *list, &x->cap_who);
    if (!list) return no_memory(x);
    x->who = list;
    casus_party *p = &list[x->n_who++];
    *p = (casus_party){.role = role};
    casus_str *const text[] = {&p->name, &p->kind, &p->country, &p->code};
    return keep(x, s, 1, text, 4);
}

static casus_status add_evidence(listing *x, int64_t event)
{
    int rc = SQLITE_DONE;
    casus_status s = CASUS_OK;
    x->evidence.n = 0;
    ledger_int(&x->evidence, event);
    while (s == CASUS_OK && (rc = ledger_step(&x->evidence, x->err)) == SQLITE_ROW) {
        casus_quote *q = new_quote(x);
        if (q) span_at(x->evidence.s, 2, q);
        s = q ? keep(x, x->evidence.s, 0, (casus_str *const[]){&q->field, &q->words}, 2) : no_memory(x);
    }
    if (s != CASUS_OK) sqlite3_reset(x->evidence.s);
    return s != CASUS_OK ? s : rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

static casus_status add_parties(listing *x, int64_t event, bool mutual, bool first)
{
    int rc = SQLITE_DONE;
    casus_status s = CASUS_OK;
    x->party.n = 0;
    ledger_int(&x->party, event);
    while (s == CASUS_OK && (rc = ledger_step(&x->party, x->err)) == SQLITE_ROW) s = add_party(x, x->party.s, mutual, first);
    if (s != CASUS_OK) sqlite3_reset(x->party.s);
    return s != CASUS_OK ? s : rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

static casus_status add_teller(listing *x, sqlite3_stmt *s)
{
    casus_teller *list = casus_arena_grow(x->a, x->teller, x->n_teller, x->n_teller + 1, sizeof *list, &x->cap_teller);
    if (!list) return no_memory(x);
    x->teller = list;
    casus_teller *t = &list[x->n_teller++];
    *t = (casus_teller){.added = sqlite3_column_int64(s, ADDED), .n_char = (uint32_t)sqlite3_column_int64(s, N_CHAR)};
    casus_str *const text[] = {&t->name, &t->title, &t->publisher, &t->url, &t->language, &t->published, &t->sha256};
    x->report = sqlite3_column_int64(s, REPORT);
    x->r.n_report++;
    return keep(x, s, NAME, text, 7);
}

static casus_status add_mention(listing *x, sqlite3_stmt *s)
{
    bool first = x->n_teller == 0;
    casus_status st = sqlite3_column_int64(s, REPORT) != x->report ? add_teller(x, s) : CASUS_OK;
    casus_quote *q = st == CASUS_OK ? new_quote(x) : NULL;
    if (!q) return st == CASUS_OK ? no_memory(x) : st;
    x->r.n_claim++;
    x->teller[x->n_teller - 1].n_claim++;
    q->field = CASUS_STR("event");
    q->sentence = (uint32_t)sqlite3_column_int64(s, SENTENCE) + 1;
    q->opening = sqlite3_column_int(s, OPENING) != 0;
    span_at(s, START, q);
    st = keep(x, s, WORDS, (casus_str *const[]){&q->words}, 1);
    if (st == CASUS_OK) st = add_parties(x, sqlite3_column_int64(s, ID), sqlite3_column_int(s, MUTUAL), first);
    return st == CASUS_OK ? add_evidence(x, sqlite3_column_int64(s, ID)) : st;
}

static void end_event(listing *x)
{
    if (x->n_teller == 0 || x->stop) return;
    casus_detail d = {x->teller, (uint32_t)x->n_teller, x->who, (uint32_t)x->n_who, x->quote, (uint32_t)x->n_quote};
    x->stop = !x->row(x->ctx, &x->r, &d) || (x->q->limit && ++x->n_event >= x->q->limit);
    x->n_teller = 0;
}

static casus_status list_all(listing *x, ledger_bind *b)
{
    int rc = SQLITE_DONE;
    casus_status s = CASUS_OK;
    while (s == CASUS_OK && !x->stop && (rc = ledger_step(b, x->err)) == SQLITE_ROW) {
        if (x->n_teller && !casus_str_eq(x->r.event, ledger_column(b->s, EVENT))) end_event(x);
        if (x->stop) break;
        if (!x->n_teller) s = begin_event(x, b->s);
        if (s == CASUS_OK) s = add_mention(x, b->s);
    }
    if (s == CASUS_OK && rc != SQLITE_ROW && rc != SQLITE_DONE) s = x->err->code;
    if (s == CASUS_OK) end_event(x);
    return s;
}

casus_status casus_ledger_coded(casus_ledger *l, const casus_query *q, bool (*row)(void *ctx, const casus_row *r, const casus_detail *d), void *ctx,
                                casus_err *err)
{
    static const char parties[] = "SELECT p.side,p.name,p.kind,p.country,p.code,substr(r.body,p.start_char+1,p.end_char-p.start_char),p.start_char,"
                                  "p.end_char FROM coded_party p JOIN coded c ON c.id=p.event JOIN report r ON r.id=c.report WHERE p.event=?1 "
                                  "ORDER BY p.side,p.number";
    static const char words[] = "SELECT e.field,substr(r.body,e.start_char+1,e.end_char-e.start_char),e.start_char,e.end_char FROM coded_evidence e "
                                "JOIN coded c ON c.id=e.event JOIN report r ON r.id=c.report WHERE e.event=?1 ORDER BY e.field";
    casus_err e = {0};
    listing x = {.l = l, .q = q, .row = row, .ctx = ctx, .a = casus_arena_new(0), .err = &e};
    ledger_filter f = {0};
    ledger_bind b = {0};
    casus_buf sql = {0};
    casus_status s = x.a ? ledger_filter_make(q, LEDGER_OF_CODED, &f, &e) : no_memory(&x);
    if (s == CASUS_OK) s = ledger_functions(l, &e);
    if (s == CASUS_OK) s = ledger_fail(&e, sqlite3_prepare_v2(l->db, parties, -1, &x.party.s, NULL));
    if (s == CASUS_OK) s = ledger_fail(&e, sqlite3_prepare_v2(l->db, words, -1, &x.evidence.s, NULL));
    casus_buf_z(&sql, "SELECT " COLUMNS);
    if (s == CASUS_OK) ledger_filter_where(&f, &sql);
    casus_buf_z(&sql, " ORDER BY " LEDGER_CODED_DAY ",c.event,c.id");
    if (s == CASUS_OK) s = ledger_filter_prepare(l, &f, &sql, &b, &e);
    if (s == CASUS_OK) s = list_all(&x, &b);
    sqlite3_finalize(b.s);
    sqlite3_finalize(x.party.s);
    sqlite3_finalize(x.evidence.s);
    casus_buf_free(&sql);
    ledger_filter_free(&f);
    casus_arena_free(x.a);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status casus_ledger_has_coded(casus_ledger *l, bool *yes, casus_err *err)
{
    casus_err e = {0};
    int64_t n = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_CODED_ANY, &e)};
    casus_status s = ledger_find(&b, &n, &e);
    *yes = n != 0;
    if (s != CASUS_OK && err) *err = e;
    return s;
}
