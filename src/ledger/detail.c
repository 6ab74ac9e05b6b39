/* All that stands behind one incident, and which state of the ledger it was read from. Asked for once a row by exports: four
 * indexed queries. */
#include "store.h"

#include <string.h>

typedef struct {
    casus_ledger *l;
    int64_t id;
    casus_arena *a;
    casus_err *err;
    int64_t *report; /* of each teller */
    casus_teller *teller;
    casus_party *party;
    casus_quote *quote;
    size_t n_teller, n_party, n_quote, cap_report, cap_teller, cap_party, cap_quote;
} detailing;

static casus_status no_memory(detailing *x) { return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0); }

/* Texts of columns from, from + 1 ..., copied. */
static casus_status keep_texts(detailing *x, sqlite3_stmt *s, int from, casus_str *const *out, int n)
{
    for (int i = 0; i < n; i++) {
        casus_str text = ledger_column(s, from + i);
        *out[i] = (casus_str){0};
        if (text.n && casus_arena_str(x->a, text, out[i]) != CASUS_OK) return no_memory(x);
    }
    return CASUS_OK;
}

static casus_status each(detailing *x, ledger_stmt_id id, casus_status (*row)(detailing *x, sqlite3_stmt *s))
{
    ledger_bind b = {.s = ledger_stmt(x->l, id, x->err)};
    ledger_int(&b, x->id);
    casus_status s = CASUS_OK;
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) s = row(x, b.s);
    if (s != CASUS_OK) sqlite3_reset(b.s);
    return s != CASUS_OK ? s : rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

/* "2015-09-18T12:30:00Z" */
static int64_t seconds_of(casus_str iso)
{
    casus_day day = casus_day_read(iso);
    int64_t part[3] = {0};
    if (day == CASUS_DAY_NONE || iso.n < 19) return 0;
    for (int i = 0; i < 3; i++) {
        const char *p = iso.p + 11 + 3 * i;
        if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9') return 0;
        part[i] = 10 * (p[0] - '0') + (p[1] - '0');
    }
    return (int64_t)day * 86400 + part[0] * 3600 + part[1] * 60 + part[2];
}

static casus_status teller_row(detailing *x, sqlite3_stmt *s)
{
    int64_t *report = casus_arena_grow(x->a, x->report, x->n_teller, x->n_teller + 1, sizeof *report, &x->cap_report);
    casus_teller *list = casus_arena_grow(x->a, x->teller, x->n_teller, x->n_teller + 1, sizeof *list, &x->cap_teller);
    if (!report || !list) return no_memory(x);
    x->report = report;
    x->teller = list;
    casus_teller *t = &list[x->n_teller];
    *t = (casus_teller){.added = seconds_of(ledger_column(s, 8)), .n_claim = (uint32_t)sqlite3_column_int64(s, 9),
                        .n_char = (uint32_t)sqlite3_column_int64(s, 10)};
    report[x->n_teller++] = sqlite3_column_int64(s, 0);
    casus_str *const text[] = {&t->name, &t->title, &t->publisher, &t->url, &t->language, &t->published, &t->sha256};
    return keep_texts(x, s, 1, text, 7);
}

static casus_status party_row(detailing *x, sqlite3_stmt *s)
{
    for (size_t i = 0; i < x->n_party; i++)
        if (casus_str_eq(x->party[i].name, ledger_column(s, 0)) && casus_str_eq(x->party[i].role, ledger_column(s, 1))) return CASUS_OK;
    casus_party *list = casus_arena_grow(x->a, x->party, x->n_party, x->n_party + 1, sizeof *list, &x->cap_party);
    if (!list) return no_memory(x);
    x->party = list;
    casus_party *p = &list[x->n_party++];
    casus_str *const text[] = {&p->name, &p->role, &p->code, &p->kind, &p->country};
    return keep_texts(x, s, 0, text, 5);
}

static casus_status quote_row(detailing *x, sqlite3_stmt *s)
{
    casus_quote *list = casus_arena_grow(x->a, x->quote, x->n_quote, x->n_quote + 1, sizeof *list, &x->cap_quote);
    if (!list) return no_memory(x);
    x->quote = list;
    casus_quote *q = &list[x->n_quote++];
    int64_t from = sqlite3_column_int64(s, 2), to = sqlite3_column_int64(s, 3), report = sqlite3_column_int64(s, 4);
    *q = (casus_quote){.span = {(uint32_t)from, to > from ? (uint32_t)(to - from) : 0}, .opening = sqlite3_column_int(s, 5) != 0};
    while (q->teller + 1 < x->n_teller && x->report[q->teller] != report) q->teller++;
    casus_str *const text[] = {&q->field, &q->words};
    return keep_texts(x, s, 0, text, 2);
}

/* ---------------------------------------------------------------- parties that a person named */

/* As an account has it, if one does: its code and kind go with the name. */
static casus_status name_party(detailing *x, const casus_party *told, size_t n_told, casus_str name, const char *role)
{
    casus_party p = {.name = name, .role = casus_str_of(role)};
    for (size_t i = 0; i < n_told; i++)
        if (casus_str_eq(told[i].name, name)) p.code = told[i].code, p.kind = told[i].kind, p.country = told[i].country;
    casus_party *list = casus_arena_grow(x->a, x->party, x->n_party, x->n_party + 1, sizeof *list, &x->cap_party);
    if (!list) return no_memory(x);
    x->party = list;
    list[x->n_party++] = p;
    return CASUS_OK;
}

/* "A; B": these take the place of all who have that role. */
static casus_status name_parties(detailing *x, casus_str list, const char *role)
{
    size_t n_told = x->n_party, kept = 0;
    casus_party *told = casus_arena_get(x->a, n_told, sizeof *told);
    if (!told) return no_memory(x);
    if (n_told) memcpy(told, x->party, n_told * sizeof *told);
    for (size_t i = 0; i < n_told; i++)
        if (!casus_str_is(told[i].role, role)) x->party[kept++] = told[i];
    x->n_party = kept;
    casus_status s = CASUS_OK;
    while (list.n && s == CASUS_OK) {
        const char *end = memchr(list.p, ';', list.n);
        size_t n = end ? (size_t)(end - list.p) : list.n;
        casus_str name = casus_str_trim((casus_str){list.p, n});
        if (name.n) s = name_party(x, told, n_told, name, role);
        list = end ? (casus_str){end + 1, list.n - n - 1} : (casus_str){0};
    }
    return s;
}

static casus_status set_parties(detailing *x, sqlite3_stmt *s)
{
    static const struct {
        const char *field, *role;
    } of[] = {{"perpetrators", "perpetrator"}, {"affected", "affected"}, {"parties", "party"}};
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        casus_str list;
        if (!casus_str_is(ledger_column(s, 0), of[i].field)) continue;
        if (casus_arena_str(x->a, ledger_column(s, 1), &list) != CASUS_OK) return no_memory(x);
        return name_parties(x, list, of[i].role);
    }
    return CASUS_OK;
}

casus_status casus_ledger_detail(casus_ledger *l, int64_t id, casus_arena *a, casus_detail *d, casus_err *err)
{
    casus_err e = {0};
    detailing x = {.l = l, .id = id, .a = a, .err = &e};
    casus_status s = each(&x, LEDGER_DETAIL_TELLERS, teller_row);
    if (s == CASUS_OK) s = each(&x, LEDGER_DETAIL_PARTIES, party_row);
    if (s == CASUS_OK) s = each(&x, LEDGER_OVERLAYS, set_parties);
    if (s == CASUS_OK) s = each(&x, LEDGER_DETAIL_QUOTES, quote_row);
    *d = (casus_detail){0};
    if (s == CASUS_OK)
        *d = (casus_detail){x.teller, (uint32_t)x.n_teller, x.party, (uint32_t)x.n_party, x.quote, (uint32_t)x.n_quote};
    else if (err)
        *err = e;
    return s;
}

/* ---------------------------------------------------------------- which state */

casus_status casus_ledger_hold(casus_ledger *l, casus_err *err)
{
    casus_err e = {0};
    casus_status s = ledger_exec(l, "BEGIN; SELECT 1 FROM meta LIMIT 1", &e);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

void casus_ledger_let_go(casus_ledger *l)
{
    if (!sqlite3_get_autocommit(l->db)) ledger_exec(l, "ROLLBACK", NULL);
}

casus_status casus_ledger_revision(casus_ledger *l, casus_revision *v, casus_err *err)
{
    casus_err e = {0};
    ledger_bind b = {0};
    *v = (casus_revision){.entry = 0};
    casus_status s = ledger_fail(&e, sqlite3_prepare_v2(l->db, "SELECT seq,hash,at FROM journal ORDER BY seq DESC LIMIT 1", -1, &b.s, NULL));
    int rc = s == CASUS_OK ? ledger_step(&b, &e) : SQLITE_ERROR;
    if (rc == SQLITE_ROW) {
        casus_str head = ledger_column(b.s, 1);
        v->entry = sqlite3_column_int64(b.s, 0);
        v->at = sqlite3_column_int64(b.s, 2);
        memcpy(v->head, head.n ? head.p : "", head.n < 64 ? head.n : 64);
    } else if (s == CASUS_OK && rc != SQLITE_DONE) {
        s = e.code;
    }
    sqlite3_finalize(b.s);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status casus_ledger_versions(casus_ledger *l, void (*row)(void *ctx, const casus_str version[4], int64_t n_report), void *ctx,
                                   casus_err *err)
{
    casus_err e = {0};
    ledger_bind b = {0};
    casus_status s = ledger_fail(&e, sqlite3_prepare_v2(l->db, "SELECT program,model,lexicon,gazetteer,count(*) FROM report "
                                                               "GROUP BY 1,2,3,4 ORDER BY 5 DESC,1,2,3,4", -1, &b.s, NULL));
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, &e)) == SQLITE_ROW) {
        casus_str version[4];
        for (int i = 0; i < 4; i++) version[i] = ledger_column(b.s, i);
        row(ctx, version, sqlite3_column_int64(b.s, 4));
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = e.code;
    sqlite3_finalize(b.s);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
