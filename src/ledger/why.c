/* Why accounts are in one incident: for each, the strongest link that holds it there, with the points for and against. */
#include "store.h"

#include <string.h>

typedef struct {
    casus_why_side side;
    casus_trace trace;
    int64_t report, telling;
    int64_t pin;
} account;

static const char its_accounts[] =
    "SELECT a.id,a.number,r.name,r.publisher,r.published,t.report,t.body,p.pin,g.telling FROM account a JOIN trace t ON t.account=a.id "
    "JOIN report r ON r.id=a.report LEFT JOIN pin p ON p.account=a.id LEFT JOIN telling g ON g.report=r.id WHERE a.incident=?1 "
    "ORDER BY r.published,r.sha256,r.name,a.number";

static casus_status account_of(sqlite3_stmt *s, casus_arena *a, account *k)
{
    k->side.account = sqlite3_column_int64(s, 0);
    k->side.number = (uint32_t)sqlite3_column_int64(s, 1);
    casus_str *const text[] = {&k->side.report_id, &k->side.publisher, &k->side.published};
    for (int i = 0; i < 3; i++)
        if (casus_arena_str(a, ledger_column(s, i + 2), text[i]) != CASUS_OK) return CASUS_E_NOMEM;
    k->report = sqlite3_column_int64(s, 5);
    k->pin = sqlite3_column_int64(s, 7);
    k->telling = sqlite3_column_int64(s, 8);
    return casus_trace_read(sqlite3_column_blob(s, 6), (size_t)sqlite3_column_bytes(s, 6), &k->trace);
}

static casus_status read_accounts(casus_ledger *l, int64_t incident, casus_arena *a, account **list, size_t *n, casus_err *err)
{
    size_t cap = 0;
    int rc = SQLITE_DONE;
    ledger_bind b = {0};
    casus_status s = ledger_fail(err, sqlite3_prepare_v2(l->db, its_accounts, -1, &b.s, NULL));
    ledger_int(&b, incident);
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) {
        account *grown = casus_arena_grow(a, *list, *n, *n + 1, sizeof *grown, &cap);
        s = grown ? account_of(b.s, a, memset(&grown[*n], 0, sizeof *grown)) : CASUS_E_NOMEM;
        if (s == CASUS_E_NOMEM) casus_fail(err, s, "out of memory", 0);
        if (s == CASUS_E_INPUT) casus_fail(err, s, "the ledger is damaged", 0);
        if (grown) *list = grown;
        *n += s == CASUS_OK;
    }
    sqlite3_finalize(b.s);
    return s == CASUS_OK && rc != SQLITE_DONE ? err->code : s;
}

/* The account that k is held by most; -1: none but a person's decision. */
static int strongest(const account *list, size_t n, size_t k, casus_link *link)
{
    int best = -1;
    for (size_t i = 0; i < n; i++) {
        casus_link why;
        if (i == k || list[i].report == list[k].report) continue;
        casus_link_compare(&list[i].trace, &list[k].trace, &why);
        if (why.never || (best >= 0 && why.sum <= link->sum)) continue;
        best = (int)i;
        *link = why;
    }
    return best;
}

casus_status casus_ledger_why(casus_ledger *l, int64_t incident, void (*row)(void *ctx, const casus_why *w), void *ctx, casus_err *err)
{
    casus_err e = {0};
    account *list = NULL;
    size_t n = 0;
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? read_accounts(l, incident, a, &list, &n, &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK && n == 0) s = casus_fail(&e, CASUS_E_NOTFOUND, "there is no such incident", 0);
    for (size_t k = 0; k < n && s == CASUS_OK; k++) {
        casus_why w = {.it = list[k].side};
        int best = strongest(list, n, k, &w.link);
        if (best >= 0) w.to = list[best].side;
        for (size_t i = 0; i < n; i++) w.pinned = w.pinned || (i != k && list[k].pin && list[i].pin == list[k].pin);
        for (size_t i = 0; i < k; i++) w.copy = w.copy || (list[i].report != list[k].report && list[k].telling && list[i].telling == list[k].telling);
        w.linked = best >= 0;
        row(ctx, &w);
    }
    casus_arena_free(a);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status casus_ledger_became(casus_ledger *l, int64_t id, int64_t *now, casus_err *err)
{
    static const char sql[] = "SELECT id FROM incident WHERE id=?1 UNION ALL SELECT became FROM incident_was WHERE id=?1 LIMIT 1";
    casus_err e = {0};
    ledger_bind b = {0};
    *now = 0;
    casus_status s = ledger_fail(&e, sqlite3_prepare_v2(l->db, sql, -1, &b.s, NULL));
    ledger_int(&b, id);
    if (s == CASUS_OK) s = ledger_find(&b, now, &e);
    sqlite3_finalize(b.s);
    if (s == CASUS_OK && !*now) s = casus_fail(&e, CASUS_E_NOTFOUND, "there is no such incident", 0);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
