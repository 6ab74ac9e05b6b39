/* The trace of an account, from its rows: for ledgers that were made before traces were kept, and to check those that are. What is
 * kept when a report is added comes from the reading, by the same functions (add.c). */
#include "store.h"

#include <string.h>

static const char *type_name(int i) { return casus_type_name((casus_type)i); }
static const char *status_name(int i) { return casus_claim_status_name((casus_claim_status)i); }
static const char *basis_name(int i) { return casus_basis_name((casus_basis)i); }
static const char *role_name(int i) { return casus_role_name((casus_role)i); }

uint64_t ledger_tie(casus_str sha256, casus_str name, uint32_t number)
{
    return casus_hash(sha256, casus_hash(name, number));
}

typedef struct {
    casus_ledger *l;
    int64_t account;
    casus_arena *a;
    casus_trace *t;
    casus_str body;
    casus_err *err;
} tracing;

static bool values_of(tracing *x, sqlite3_stmt *s, uint64_t *tie)
{
    casus_trace *t = x->t;
    int type = ledger_rank(ledger_column(s, 0), type_name, CASUS_N_TYPE), status = ledger_rank(ledger_column(s, 1), status_name, CASUS_HYPOTHETICAL + 1);
    int basis = ledger_rank(ledger_column(s, 5), basis_name, CASUS_BASIS_STATED + 1);
    t->type = type < 0 ? CASUS_TYPE_OTHER : (casus_type)type;
    t->status = status < 0 ? CASUS_REPORTED : (casus_claim_status)status;
    t->recall = sqlite3_column_int(s, 2) != 0;
    t->from = casus_day_read(ledger_column(s, 3));
    t->to = casus_day_read(ledger_column(s, 4));
    t->basis = basis < 0 ? CASUS_BASIS_NONE : (casus_basis)basis;
    t->killed = ledger_tally_at(s, 6);
    t->injured = ledger_tally_at(s, 10);
    t->victims = t->killed.set ? t->killed.category : CASUS_V_UNKNOWN;
    t->ref = casus_day_read(ledger_column(s, 14));
    *tie = ledger_tie(ledger_column(s, 15), ledger_column(s, 16), (uint32_t)sqlite3_column_int64(s, 17));
    return casus_arena_str(x->a, ledger_column(s, 18), &x->body) == CASUS_OK;
}

static void place_of(tracing *x, sqlite3_stmt *s)
{
    casus_trace_place p = {.name = ledger_column(s, 0), .country = ledger_column(s, 1), .admin1 = ledger_column(s, 2),
                           .precision = ledger_column(s, 5), .lat = sqlite3_column_double(s, 3), .lon = sqlite3_column_double(s, 4)};
    p.point = sqlite3_column_type(s, 3) != SQLITE_NULL && sqlite3_column_type(s, 4) != SQLITE_NULL;
    casus_trace_add_place(x->t, &p, x->a);
}

static void actor_of(tracing *x, sqlite3_stmt *s)
{
    int role = ledger_rank(ledger_column(s, 1), role_name, CASUS_PARTY + 1);
    casus_trace_actor p = {.name = ledger_column(s, 0), .role = role < 0 ? CASUS_PARTY : (casus_role)role};
    p.person = casus_str_is(ledger_column(s, 2), casus_actor_kind_name(CASUS_ACTOR_PERSON));
    casus_trace_add_actor(x->t, &p, x->a);
}

static void target_of(tracing *x, sqlite3_stmt *s) { casus_trace_add_target(x->t, ledger_column(s, 0), x->a); }

static void words_of(tracing *x, sqlite3_stmt *s)
{
    int64_t from = sqlite3_column_int64(s, 0), to = sqlite3_column_int64(s, 1);
    if (from < 0 || to < from || to > (int64_t)x->body.n) return;
    casus_trace_add_words(x->t, (casus_str){x->body.p + from, (size_t)(to - from)});
}

static casus_status each(tracing *x, ledger_stmt_id id, void (*row)(tracing *x, sqlite3_stmt *s))
{
    int rc;
    ledger_bind b = {.s = ledger_stmt(x->l, id, x->err)};
    ledger_int(&b, x->account);
    while ((rc = ledger_step(&b, x->err)) == SQLITE_ROW) row(x, b.s);
    return rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

casus_status ledger_trace_of(casus_ledger *l, int64_t account, casus_arena *a, casus_trace *t, uint64_t *tie, casus_err *err)
{
    tracing x = {.l = l, .account = account, .a = a, .t = t, .err = err};
    uint64_t band[CASUS_N_BAND];
    memset(t, 0, sizeof *t);
    *tie = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_VALUES, err)};
    ledger_int(&b, account);
    int rc = ledger_step(&b, err);
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0) : err->code;
    bool ok = values_of(&x, b.s, tie);
    sqlite3_reset(b.s);
    if (!ok) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    casus_status s = each(&x, LEDGER_TRACE_PLACES, place_of);
    if (s == CASUS_OK) s = each(&x, LEDGER_TRACE_ACTORS, actor_of);
    if (s == CASUS_OK) s = each(&x, LEDGER_TRACE_TARGETS, target_of);
    if (s == CASUS_OK) s = each(&x, LEDGER_TRACE_WORDS, words_of);
    t->has_text = s == CASUS_OK && casus_text_sketch(x.body, a, t->text, band);
    return s;
}
