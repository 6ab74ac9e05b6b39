/* Links when accounts go away or take the place of others, which happens when a report is read again. What hung together by what went is
 * looked at anew: components are made from the links of those that stay, an incident whose accounts no longer hang together keeps its
 * number where most of them are, and tellings are found again for a report whose words changed.
 *
 * Cost: the square of the accounts of the components that are touched.
 */
#include "store.h"

#include <string.h>

static casus_status run(casus_ledger *l, ledger_stmt_id id, int n, const int64_t *v, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    for (int i = 0; i < n; i++) ledger_int(&b, v[i]);
    return ledger_run(l, &b, err);
}

static casus_status one(casus_ledger *l, ledger_stmt_id id, int64_t x, casus_err *err) { return run(l, id, 1, (const int64_t[]){x}, err); }
static casus_status two(casus_ledger *l, ledger_stmt_id id, int64_t x, int64_t y, casus_err *err)
{
    return run(l, id, 2, (const int64_t[]){x, y}, err);
}

static casus_status damaged(casus_err *err) { return casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0); }

/* ---------------------------------------------------------------- traces that go */

casus_status ledger_unlink(casus_ledger *l, int64_t account, casus_err *err)
{
    casus_trace t;
    casus_link_keys key;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_GET, err)};
    ledger_int(&b, account);
    int rc = ledger_step(&b, err);
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? CASUS_OK : err->code;
    casus_status s = casus_trace_read(sqlite3_column_blob(b.s, 2), (size_t)sqlite3_column_bytes(b.s, 2), &t);
    sqlite3_reset(b.s);
    if (s != CASUS_OK) return damaged(err);
    casus_link_keys_of(&t, &key);
    for (uint32_t i = 0; i < key.n_keep && s == CASUS_OK; i++)
        s = run(l, LEDGER_TRACE_KEY_DROP, 3, (const int64_t[]){(int64_t)key.keep[i].block, key.keep[i].from, account}, err);
    return s == CASUS_OK ? one(l, LEDGER_TRACE_DROP, account, err) : s;
}

/* ---------------------------------------------------------------- components */

typedef struct {
    int64_t account, report, pin;
    casus_trace trace;
    size_t head; /* of its set */
} member;

static casus_status read_members(casus_ledger *l, int64_t component, casus_arena *a, member **list, size_t *n, casus_err *err)
{
    size_t cap = 0;
    int rc;
    *list = NULL;
    *n = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_COMPONENT_LINKS, err)};
    ledger_int(&b, component);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW) {
        member *grown = casus_arena_grow(a, *list, *n, *n + 1, sizeof *grown, &cap);
        casus_status s = grown ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        if (grown) *list = grown;
        if (grown && casus_trace_read(sqlite3_column_blob(b.s, 2), (size_t)sqlite3_column_bytes(b.s, 2), &grown[*n].trace) != CASUS_OK)
            s = damaged(err);
        if (s != CASUS_OK) {
            sqlite3_reset(b.s);
            return s;
        }
        grown[*n].account = sqlite3_column_int64(b.s, 0);
        grown[*n].report = sqlite3_column_int64(b.s, 1);
        grown[*n].pin = sqlite3_column_int64(b.s, 3);
        grown[*n].head = *n;
        ++*n;
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static bool hangs_on(const member *x, const member *y)
{
    casus_link why;
    if (x->pin && x->pin == y->pin) return true;
    if (x->report == y->report) return false;
    casus_link_compare(&x->trace, &y->trace, &why);
    if (why.never || why.sum < CASUS_LINK_ENOUGH) return false;
    casus_link_keys kx, ky;
    casus_link_keys_of(&x->trace, &kx);
    casus_link_keys_of(&y->trace, &ky);
    return casus_link_meet(&x->trace, &kx, &y->trace, &ky, &why);
}

static void join_sets(member *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            if (list[i].head == list[k].head || !hangs_on(&list[i], &list[k])) continue;
            size_t low = list[i].head < list[k].head ? list[i].head : list[k].head;
            size_t high = list[i].head < list[k].head ? list[k].head : list[i].head;
            for (size_t m = 0; m < n; m++)
                if (list[m].head == high) list[m].head = low;
        }
}

casus_status ledger_dissolve(casus_ledger *l, int64_t component, casus_arena *a, casus_err *err)
{
    member *list;
    size_t n;
    casus_status s = read_members(l, component, a, &list, &n, err);
    if (s == CASUS_OK) s = one(l, LEDGER_COMPONENT_DROP, component, err);
    if (s == CASUS_OK) join_sets(list, n);
    for (size_t i = 0; i < n && s == CASUS_OK; i++) {
        int64_t name = list[list[i].head].account;
        s = two(l, LEDGER_TRACE_SET, list[i].account, name, err);
        if (s == CASUS_OK && list[i].head == i) s = ledger_unclean(l, name, err);
    }
    return s;
}

casus_status ledger_link_pinned(casus_ledger *l, int64_t account, casus_err *err)
{
    int64_t of[64], first = 0;
    size_t n = 0;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_PIN_COMPONENTS, err)};
    ledger_int(&b, account);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW)
        if (n < sizeof of / sizeof *of) of[n++] = sqlite3_column_int64(b.s, 0);
    casus_status s = rc == SQLITE_DONE ? CASUS_OK : err->code;
    for (size_t i = 0; i < n && s == CASUS_OK; i++) {
        if (i) s = ledger_link_components(l, first, of[i], err);
        else first = of[i];
    }
    return s == CASUS_OK && first ? ledger_unclean(l, first, err) : s;
}

/* ---------------------------------------------------------------- incidents */

/* Nothing tells of it any more. Its number is not given again. */
static casus_status close_incident(casus_ledger *l, int64_t incident, casus_err *err)
{
    casus_status s = two(l, LEDGER_INCIDENT_WAS_MOVE, incident, 0, err);
    if (s == CASUS_OK) s = two(l, LEDGER_INCIDENT_WAS, incident, 0, err);
    return s == CASUS_OK ? one(l, LEDGER_INCIDENT_DROP, incident, err) : s;
}

casus_status ledger_part_incident(casus_ledger *l, int64_t incident, casus_err *err)
{
    int64_t of[256];
    size_t n = 0;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_INCIDENT_PARTS, err)};
    ledger_int(&b, incident);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW)
        if (n < sizeof of / sizeof *of) of[n++] = sqlite3_column_int64(b.s, 0);
    if (rc != SQLITE_DONE) return err->code;
    if (n == 0) return close_incident(l, incident, err);
    casus_status s = CASUS_OK;
    for (size_t i = 1; i < n && s == CASUS_OK; i++) {
        int64_t new = 0;
        s = ledger_new_incident(l, &new, err);
        if (s == CASUS_OK) s = run(l, LEDGER_ACCOUNTS_MOVE, 3, (const int64_t[]){incident, of[i], new}, err);
        if (s == CASUS_OK) s = ledger_note(&l->incident, new, err);
    }
    return s == CASUS_OK ? ledger_note(&l->incident, incident, err) : s;
}

/* ---------------------------------------------------------------- tellings */

static casus_status forget_bands(casus_ledger *l, int64_t report, casus_str body, casus_arena *a, casus_err *err)
{
    uint8_t sketch[64];
    uint64_t band[CASUS_N_BAND];
    casus_status s = CASUS_OK;
    if (!casus_text_sketch(body, a, sketch, band)) return s;
    for (int i = 0; i < CASUS_N_BAND && s == CASUS_OK; i++) s = two(l, LEDGER_BAND_DROP, (int64_t)(band[i] >> 1), report, err);
    return s;
}

/* The body that a report has now; old_body is that of the one that was read again. */
static casus_status forget_telling(casus_ledger *l, int64_t report, casus_str old_body, bool has_old, casus_arena *a, casus_err *err)
{
    casus_status s = CASUS_OK;
    casus_str body = old_body;
    if (!has_old) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_REPORT_BODY, err)};
        ledger_int(&b, report);
        int rc = ledger_step(&b, err);
        if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? damaged(err) : err->code;
        if (casus_arena_str(a, ledger_column(b.s, 0), &body) != CASUS_OK) s = casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        sqlite3_reset(b.s);
    }
    if (s == CASUS_OK) s = forget_bands(l, report, body, a, err);
    return s == CASUS_OK ? one(l, LEDGER_TELLING_DROP, report, err) : s;
}

casus_status ledger_retell(casus_ledger *l, int64_t report, casus_str old_body, casus_arena *a, casus_err *err)
{
    ledger_ids with = {0};
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TELLING_WITH, err)};
    ledger_int(&b, report);
    casus_status s = CASUS_OK;
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) s = ledger_note(&with, sqlite3_column_int64(b.s, 0), err);
    if (s != CASUS_OK) sqlite3_reset(b.s);
    else if (rc != SQLITE_DONE) s = err->code;
    for (size_t i = 0; i < with.n && s == CASUS_OK; i++) s = forget_telling(l, with.v[i], old_body, with.v[i] == report, a, err);
    for (size_t i = 0; i < with.n && s == CASUS_OK; i++) s = ledger_sketch_report(l, with.v[i], a, err);
    casus_release(with.v);
    return s;
}
