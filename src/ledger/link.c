/* Which accounts are of one incident, kept up to date with each report.
 *
 * Every account has a trace; what may be linked with it is found by keys of place and day, toll, victim and words of the whole
 * report, so that the cost of a report does not grow with the ledger. Accounts that hang together by links are a component. In a
 * clean one every firm telling is linked with every other and nothing contradicts: it is one incident, and a telling that agrees
 * with all joins it at once. Any other component that changes is put into groups anew, by casus_link_group, before the next
 * commit. Components and groups are functions of the set of accounts: their order of arrival does not matter. An incident keeps its
 * number as long as most of its accounts stay together; what it became is kept in incident_was.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_CANDIDATES = 20000,
    MOST_GROUPED = 4000, /* accounts of a component that is put into groups anew; more: new ones join the best they are linked with */
    COPY_DAYS = 7,
};

/* ---------------------------------------------------------------- lists of ids */

casus_status ledger_note(ledger_ids *list, int64_t id, casus_err *err)
{
    if (list->n && list->v[list->n - 1] == id) return CASUS_OK;
    if (list->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 64;
        int64_t *v = casus_alloc(cap * sizeof *v);
        if (!v) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        if (list->n) memcpy(v, list->v, list->n * sizeof *v);
        casus_release(list->v);
        list->v = v;
        list->cap = cap;
    }
    list->v[list->n++] = id;
    return CASUS_OK;
}

ledger_marks ledger_marks_of(const casus_ledger *l) { return (ledger_marks){l->component.n, l->incident.n, l->n_late}; }

void ledger_marks_back(casus_ledger *l, const ledger_marks *m)
{
    l->component.n = m->n_component;
    l->incident.n = m->n_incident;
    l->n_late = m->n_late;
}

void ledger_forget(casus_ledger *l)
{
    l->component.n = l->incident.n = 0;
    l->late = NULL;
    l->n_late = l->cap_late = 0;
    if (l->late_arena) casus_arena_reset(l->late_arena);
}

static int by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return a < b ? -1 : a > b;
}

static void sort_ids(ledger_ids *list)
{
    size_t n = 0;
    if (list->n > 1) qsort(list->v, list->n, sizeof *list->v, by_id);
    for (size_t i = 0; i < list->n; i++)
        if (!n || list->v[n - 1] != list->v[i]) list->v[n++] = list->v[i];
    list->n = n;
}

static casus_status run_with(casus_ledger *l, ledger_stmt_id id, int64_t x, int64_t y, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    ledger_int(&b, x);
    if (y) ledger_int(&b, y);
    return ledger_run(l, &b, err);
}

static casus_status ask(casus_ledger *l, ledger_stmt_id id, int64_t x, int64_t *v, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    ledger_int(&b, x);
    return ledger_find(&b, v, err);
}

/* All first columns of a statement whose parameters are bound. */
static casus_status gather(ledger_bind *b, ledger_ids *list, casus_err *err)
{
    int rc;
    while ((rc = ledger_step(b, err)) == SQLITE_ROW) {
        if (list->n >= MOST_CANDIDATES) {
            sqlite3_reset(b->s);
            return CASUS_OK;
        }
        if (ledger_note(list, sqlite3_column_int64(b->s, 0), err) != CASUS_OK) {
            sqlite3_reset(b->s);
            return err->code;
        }
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

/* ---------------------------------------------------------------- reports with the same words */

/* casus_arena_str copies; a report that is not there has no body. */
static casus_status read_body(casus_ledger *l, int64_t report, casus_arena *a, casus_str *body, casus_str *published, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_REPORT_BODY, err)};
    ledger_int(&b, report);
    *body = *published = (casus_str){0};
    int rc = ledger_step(&b, err);
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? CASUS_OK : err->code;
    bool ok = casus_arena_str(a, ledger_column(b.s, 0), body) == CASUS_OK && casus_arena_str(a, ledger_column(b.s, 1), published) == CASUS_OK;
    sqlite3_reset(b.s);
    return ok ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
}

static bool near_in_time(casus_str a, casus_str b)
{
    casus_day x = casus_day_read(a), y = casus_day_read(b);
    if (x == CASUS_DAY_NONE || y == CASUS_DAY_NONE) return true;
    return (x > y ? x - y : y - x) <= COPY_DAYS;
}

/* Is the other report a copy? Its telling, or 0. */
static casus_status copy_of(casus_ledger *l, int64_t other, casus_str published, const uint8_t *sketch, int64_t *telling, casus_err *err)
{
    *telling = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TELLING_GET, err)};
    ledger_int(&b, other);
    int rc = ledger_step(&b, err);
    if (rc == SQLITE_ROW) {
        const uint8_t *its = sqlite3_column_blob(b.s, 2);
        if (its && sqlite3_column_bytes(b.s, 2) == 64 && casus_sketch_alike(sketch, its) >= LEDGER_COPY &&
            near_in_time(published, ledger_column(b.s, 1)))
            *telling = sqlite3_column_int64(b.s, 0);
        sqlite3_reset(b.s);
        return CASUS_OK;
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

/* Reports of which some runs of words may be the same. */
static casus_status find_alike(casus_ledger *l, const uint64_t band[CASUS_N_BAND], ledger_ids *found, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (int i = 0; i < CASUS_N_BAND && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_BAND_LOOK, err)};
        ledger_int(&b, (int64_t)(band[i] >> 1));
        s = gather(&b, found, err);
    }
    sort_ids(found);
    return s;
}

static casus_status put_bands(casus_ledger *l, int64_t report, const uint64_t band[CASUS_N_BAND], casus_err *err)
{
    casus_status s = CASUS_OK;
    for (int i = 0; i < CASUS_N_BAND && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_BAND_PUT, err)};
        ledger_int(&b, (int64_t)(band[i] >> 1));
        ledger_int(&b, report);
        s = ledger_run(l, &b, err);
    }
    return s;
}

/* A telling is named after the first report of it that came: copies of copies are one. Copies of this very report are noted, as what
 * they tell is looked at whether or not they know its place and day. */
static casus_status join_tellings(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch, const ledger_ids *alike,
                                  casus_err *err)
{
    int64_t mine = report;
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < alike->n && s == CASUS_OK; i++) {
        int64_t its;
        if (alike->v[i] == report) continue;
        s = copy_of(l, alike->v[i], published, sketch, &its, err);
        if (s == CASUS_OK && its) s = ledger_note(&l->copy, alike->v[i], err);
        if (s != CASUS_OK || !its || its == mine) continue;
        s = run_with(l, LEDGER_TELLING_MOVE, its > mine ? its : mine, its > mine ? mine : its, err);
        if (its < mine) mine = its;
    }
    return s;
}

casus_status ledger_link_report(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch,
                                const uint64_t band[CASUS_N_BAND], casus_err *err)
{
    ledger_ids alike = {0};
    l->copy.n = 0;
    l->copy_of = report;
    casus_status s = sketch ? find_alike(l, band, &alike, err) : CASUS_OK;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TELLING_PUT, err)};
    ledger_int(&b, report);
    ledger_str(&b, published);
    b.n++;
    if (b.s && s == CASUS_OK) b.rc = sqlite3_bind_blob(b.s, b.n, sketch, sketch ? 64 : 0, SQLITE_STATIC);
    if (s == CASUS_OK) s = ledger_run(l, &b, err);
    if (s == CASUS_OK && sketch) s = put_bands(l, report, band, err);
    if (s == CASUS_OK && sketch) s = join_tellings(l, report, published, sketch, &alike, err);
    casus_release(alike.v);
    return s;
}

/* ---------------------------------------------------------------- candidates */

static casus_status candidates_by_key(casus_ledger *l, const casus_trace *t, ledger_ids *found, casus_err *err)
{
    casus_link_key key[CASUS_MAX_LOOK];
    uint32_t n = casus_link_look(t, key);
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < n && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_KEY_LOOK, err)};
        ledger_int(&b, (int64_t)key[i].block);
        ledger_int(&b, key[i].from);
        ledger_int(&b, key[i].to);
        s = gather(&b, found, err);
    }
    return s;
}

/* Which reports are copies of this one: known from ledger_link_report, if that was asked of it last; else found again. */
static casus_status copies_of(casus_ledger *l, int64_t report, const uint8_t *sketch, casus_arena *a, casus_err *err)
{
    uint8_t own[64];
    uint64_t band[CASUS_N_BAND];
    ledger_ids alike = {0};
    casus_str body, published;
    if (l->copy_of == report) return CASUS_OK;
    casus_status s = read_body(l, report, a, &body, &published, err);
    l->copy.n = 0;
    l->copy_of = 0;
    if (s == CASUS_OK && casus_text_sketch(body, a, own, band)) s = find_alike(l, band, &alike, err);
    for (size_t i = 0; i < alike.n && s == CASUS_OK; i++) {
        int64_t its = 0;
        if (alike.v[i] != report) s = copy_of(l, alike.v[i], published, sketch, &its, err);
        if (s == CASUS_OK && its) s = ledger_note(&l->copy, alike.v[i], err);
    }
    if (s == CASUS_OK) l->copy_of = report;
    casus_release(alike.v);
    return s;
}

/* What the copies of this report tell, whether or not they know its place and day. Not the copies of its copies: which of those are in the
 * ledger already hangs on the order of arrival. */
static casus_status candidates_of_copies(casus_ledger *l, const ledger_seeking *k, ledger_ids *found, casus_arena *a, casus_err *err)
{
    casus_status s = copies_of(l, k->report, k->trace->text, a, err);
    for (size_t i = 0; i < l->copy.n && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_ACCOUNTS_OF, err)};
        ledger_int(&b, l->copy.v[i]);
        s = gather(&b, found, err);
    }
    return s;
}

/* The trace of a candidate; report 0: it has none. */
static casus_status get_trace(casus_ledger *l, int64_t account, casus_trace *t, int64_t *report, int64_t *component, casus_err *err)
{
    *report = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_GET, err)};
    ledger_int(&b, account);
    int rc = ledger_step(&b, err);
    if (rc == SQLITE_DONE) return CASUS_OK;
    if (rc != SQLITE_ROW) return err->code;
    *report = sqlite3_column_int64(b.s, 0);
    *component = sqlite3_column_int64(b.s, 1);
    casus_status s = casus_trace_read(sqlite3_column_blob(b.s, 2), (size_t)sqlite3_column_bytes(b.s, 2), t);
    sqlite3_reset(b.s);
    return s == CASUS_OK ? s : casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
}

typedef struct {
    casus_link_node *node;
    int64_t *account, *incident;
    bool *decided; /* a person's decision hangs on it */
    casus_trace *trace;
    uint32_t n;
    bool pinned;
} members;

static casus_status add_member(ledger_bind *b, members *m, size_t *cap, casus_arena *a, casus_err *err)
{
    if (m->n == *cap) {
        size_t more = *cap ? 2 * *cap : 16;
        casus_link_node *node = casus_arena_get(a, more, sizeof *node);
        int64_t *ids = casus_arena_get(a, 2 * more, sizeof *ids);
        bool *decided = casus_arena_get(a, more, sizeof *decided);
        casus_trace *trace = casus_arena_get(a, more, sizeof *trace);
        if (!node || !ids || !decided || !trace) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        if (m->n) {
            memcpy(node, m->node, m->n * sizeof *node);
            memcpy(ids, m->account, m->n * sizeof *ids);
            memcpy(ids + more, m->incident, m->n * sizeof *ids);
            memcpy(decided, m->decided, m->n * sizeof *decided);
            memcpy(trace, m->trace, m->n * sizeof *trace);
        }
        *m = (members){node, ids, ids + more, decided, trace, m->n, m->pinned};
        *cap = more;
    }
    uint32_t i = m->n;
    if (casus_trace_read(sqlite3_column_blob(b->s, 3), (size_t)sqlite3_column_bytes(b->s, 3), &m->trace[i]) != CASUS_OK)
        return casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
    m->account[i] = sqlite3_column_int64(b->s, 0);
    m->incident[i] = sqlite3_column_int64(b->s, 4);
    m->node[i] = (casus_link_node){.report = sqlite3_column_int64(b->s, 1), .id = (uint64_t)sqlite3_column_int64(b->s, 2),
                                   .pin = sqlite3_column_int64(b->s, 5)};
    m->pinned = m->pinned || m->node[i].pin;
    m->decided[i] = sqlite3_column_int(b->s, 6) != 0;
    m->n++;
    return CASUS_OK;
}

/* From what people parted each of them: rows in the order of the members. */
static casus_status read_apart(casus_ledger *l, int64_t component, casus_arena *a, members *m, casus_err *err)
{
    casus_apart *list = NULL;
    size_t n = 0, cap = 0;
    uint32_t i = 0;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_APART_NODES, err)};
    ledger_int(&b, component);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW) {
        casus_apart *grown = casus_arena_grow(a, list, n, n + 1, sizeof *grown, &cap);
        if (!grown) {
            sqlite3_reset(b.s);
            return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        }
        list = grown;
        list[n++] = (casus_apart){sqlite3_column_int64(b.s, 1), sqlite3_column_int(b.s, 2)};
        while (i < m->n && m->account[i] != sqlite3_column_int64(b.s, 0)) i++;
        if (i < m->n) m->node[i].n_apart++;
    }
    for (i = 0; i < m->n && list; list += m->node[i++].n_apart) {
        m->node[i].apart = list;
        m->pinned = m->pinned || m->node[i].n_apart;
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static casus_status members_of(casus_ledger *l, int64_t component, casus_arena *a, members *m, casus_err *err)
{
    size_t cap = 0;
    int rc;
    *m = (members){0};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_COMPONENT_NODES, err)};
    ledger_int(&b, component);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW)
        if (add_member(&b, m, &cap, a, err) != CASUS_OK) {
            sqlite3_reset(b.s);
            return err->code;
        }
    for (uint32_t i = 0; i < m->n; i++) m->node[i].trace = &m->trace[i];
    return rc == SQLITE_DONE ? read_apart(l, component, a, m, err) : err->code;
}

/* Two tellings that can be in one clean component. */
static bool go_together(const casus_trace *x, int64_t x_report, const casus_trace *y, int64_t y_report)
{
    casus_link why;
    if (x_report == y_report) return false;
    casus_link_compare(x, y, &why);
    return !why.never && (why.sum >= CASUS_LINK_ENOUGH || !casus_trace_firm(x) || !casus_trace_firm(y));
}

static casus_status is_clean_with(casus_ledger *l, const ledger_seeking *k, bool *clean, casus_arena *a, casus_err *err)
{
    members m;
    int64_t was;
    casus_status s = ask(l, LEDGER_COMPONENT_CLEAN, k->component[0], &was, err);
    *clean = false;
    if (s != CASUS_OK || !was) return s;
    s = members_of(l, k->component[0], a, &m, err);
    if (s != CASUS_OK) return s;
    *clean = !m.pinned;
    for (uint32_t i = 0; i < m.n && *clean; i++) *clean = go_together(k->trace, k->report, m.node[i].trace, m.node[i].report);
    return s;
}

static bool knows(const ledger_seeking *k, int64_t component)
{
    for (uint32_t i = 0; i < k->n_component; i++)
        if (k->component[i] == component) return true;
    return k->n_component == sizeof k->component / sizeof *k->component;
}

/* Those that were found by key must find this one too, or the order of arrival would matter; copies find each other. */
static casus_status try_candidates(casus_ledger *l, ledger_seeking *k, const ledger_ids *found, bool by_key, casus_err *err)
{
    for (size_t i = 0; i < found->n; i++) {
        casus_trace t;
        casus_link why;
        int64_t report, component = 0;
        if (get_trace(l, found->v[i], &t, &report, &component, err) != CASUS_OK) return err->code;
        if (!report || report == k->report) continue;
        casus_link_compare(k->trace, &t, &why);
        if (why.never || why.sum < CASUS_LINK_ENOUGH) continue;
        if (by_key && !casus_link_meet(k->trace, &t)) continue;
        if (!knows(k, component)) k->component[k->n_component++] = component;
        if (why.sum <= k->best) continue;
        k->best = why.sum;
        k->best_account = found->v[i];
    }
    return CASUS_OK;
}

casus_status ledger_link_seek(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err)
{
    ledger_ids found = {0};
    k->n_component = 0;
    k->incident = k->best_account = 0;
    k->best = 0;
    casus_status s = k->trace->has_text ? candidates_of_copies(l, k, &found, a, err) : CASUS_OK;
    sort_ids(&found);
    if (s == CASUS_OK) s = try_candidates(l, k, &found, false, err);
    found.n = 0;
    if (s == CASUS_OK) s = candidates_by_key(l, k->trace, &found, err);
    sort_ids(&found);
    if (s == CASUS_OK) s = try_candidates(l, k, &found, true, err);
    if (s == CASUS_OK && k->best_account) s = ask(l, LEDGER_ACCOUNT_INCIDENT, k->best_account, &k->incident, err);
    casus_release(found.v);
    k->clean = k->n_component == 0;
    if (s == CASUS_OK && k->n_component == 1) s = is_clean_with(l, k, &k->clean, a, err);
    return s;
}

/* ---------------------------------------------------------------- keeping */

static casus_status put_trace(casus_ledger *l, const ledger_seeking *k, int64_t account, uint64_t tie, casus_err *err)
{
    uint8_t bytes[CASUS_TRACE_MAX];
    casus_link_key key[CASUS_MAX_KEEP];
    size_t size = casus_trace_write(k->trace, bytes);
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_PUT, err)};
    ledger_int(&b, account);
    ledger_int(&b, k->report);
    ledger_int(&b, (int64_t)(tie >> 1));
    b.n++;
    if (b.s) b.rc = sqlite3_bind_blob64(b.s, b.n, bytes, size, SQLITE_TRANSIENT);
    casus_status s = ledger_run(l, &b, err);
    uint32_t n = casus_link_keep(k->trace, key);
    for (uint32_t i = 0; i < n && s == CASUS_OK; i++) {
        b = (ledger_bind){.s = ledger_stmt(l, LEDGER_TRACE_KEY_PUT, err)};
        ledger_int(&b, (int64_t)key[i].block);
        ledger_int(&b, key[i].from);
        ledger_int(&b, account);
        s = ledger_run(l, &b, err);
    }
    return s;
}

static casus_status set_clean(casus_ledger *l, int64_t component, bool clean, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_COMPONENT_PUT, err)};
    ledger_int(&b, component);
    ledger_int(&b, clean);
    return ledger_run(l, &b, err);
}

casus_status ledger_link_components(casus_ledger *l, int64_t to, int64_t from, casus_err *err)
{
    if (from == to) return CASUS_OK;
    casus_status s = run_with(l, LEDGER_TRACE_MOVE, from, to, err);
    return s == CASUS_OK ? run_with(l, LEDGER_COMPONENT_DROP, from, 0, err) : s;
}

casus_status ledger_unclean(casus_ledger *l, int64_t component, casus_err *err)
{
    casus_status s = set_clean(l, component, false, err);
    return s == CASUS_OK ? ledger_note(&l->component, component, err) : s;
}

/* One component of several; the account's own is named after it. */
static casus_status join_components(casus_ledger *l, const ledger_seeking *k, int64_t account, casus_err *err)
{
    casus_status s = run_with(l, LEDGER_TRACE_MOVE, account, k->component[0], err);
    for (uint32_t i = 1; i < k->n_component && s == CASUS_OK; i++) s = ledger_link_components(l, k->component[0], k->component[i], err);
    return s != CASUS_OK || k->clean ? s : ledger_unclean(l, k->component[0], err);
}

casus_status ledger_link_put(casus_ledger *l, const ledger_seeking *k, int64_t account, uint64_t tie, casus_err *err)
{
    casus_status s = put_trace(l, k, account, tie, err);
    if (s == CASUS_OK) s = k->n_component ? join_components(l, k, account, err) : set_clean(l, account, true, err);
    return s == CASUS_OK ? ledger_note(&l->incident, k->incident, err) : s;
}

/* ---------------------------------------------------------------- groups */

casus_status ledger_new_incident(casus_ledger *l, int64_t *id, casus_err *err)
{
    ledger_bind next = {.s = ledger_stmt(l, LEDGER_INCIDENT_NEXT, err)};
    casus_status s = ledger_find(&next, id, err);
    if (s != CASUS_OK) return s;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_INCIDENT_PUT, err)};
    ledger_int(&b, *id);
    ledger_z(&b, l->added);
    return ledger_run(l, &b, err);
}

typedef struct {
    int64_t incident, first; /* the incident its accounts were in; the first of these accounts */
    uint32_t group, n;
    bool decided; /* a person decided on it */
} share;

/* What a person decided on keeps its number; then most accounts first, then the older account. */
static int compare_shares(const void *x, const void *y)
{
    const share *a = x, *b = y;
    if (a->decided != b->decided) return a->decided ? -1 : 1;
    if (a->n != b->n) return a->n > b->n ? -1 : 1;
    return a->first < b->first ? -1 : a->first > b->first;
}

typedef struct {
    const members *m;
    const uint32_t *group;
    int64_t *of;      /* incident of each group, by its first member */
    share *list;
    uint32_t n_share;
} naming;

static void count_shares(naming *x)
{
    for (uint32_t i = 0; i < x->m->n; i++) {
        uint32_t k = 0;
        while (k < x->n_share && !(x->list[k].incident == x->m->incident[i] && x->list[k].group == x->group[i])) k++;
        if (k == x->n_share) x->list[x->n_share++] = (share){x->m->incident[i], x->m->account[i], x->group[i], 0, false};
        x->list[k].n++;
        x->list[k].decided = x->list[k].decided || x->m->decided[i];
        if (x->m->account[i] < x->list[k].first) x->list[k].first = x->m->account[i];
    }
}

static bool is_taken(const naming *x, int64_t incident)
{
    for (uint32_t i = 0; i < x->m->n; i++)
        if (x->group[i] == i && x->of[i] == incident) return true;
    return false;
}

/* An old number goes to the group that has most of its accounts; a group without one gets a new number. */
static casus_status name_groups(casus_ledger *l, naming *x, casus_err *err)
{
    count_shares(x);
    qsort(x->list, x->n_share, sizeof *x->list, compare_shares);
    for (uint32_t i = 0; i < x->n_share; i++)
        if (!x->of[x->list[i].group] && !is_taken(x, x->list[i].incident)) x->of[x->list[i].group] = x->list[i].incident;
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < x->m->n && s == CASUS_OK; i++)
        if (x->group[i] == i && !x->of[i]) s = ledger_new_incident(l, &x->of[i], err);
    return s;
}

/* What became of an incident that lost all its accounts: most of them are in the first share of it. */
static casus_status drop_empty(casus_ledger *l, const naming *x, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < x->n_share && s == CASUS_OK; i++) {
        bool seen = false;
        for (uint32_t k = 0; k < i; k++) seen = seen || x->list[k].incident == x->list[i].incident;
        if (seen || is_taken(x, x->list[i].incident)) continue;
        int64_t old = x->list[i].incident, new = x->of[x->list[i].group];
        s = run_with(l, LEDGER_INCIDENT_WAS_MOVE, old, new, err);
        if (s == CASUS_OK) s = run_with(l, LEDGER_INCIDENT_WAS, old, new, err);
        if (s == CASUS_OK) s = run_with(l, LEDGER_INCIDENT_DROP, old, 0, err);
    }
    return s;
}

/* Names of events are unique: those that change places let go of them first. */
static casus_status move_accounts(casus_ledger *l, const naming *x, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < x->m->n && s == CASUS_OK; i++) {
        int64_t old = x->m->incident[i], new = x->of[x->group[i]];
        if (old == new) continue;
        s = run_with(l, LEDGER_ACCOUNT_MOVE, x->m->account[i], new, err);
        if (s == CASUS_OK && is_taken(x, old)) s = ledger_note(&l->incident, old, err);
        if (s == CASUS_OK) s = ledger_note(&l->incident, new, err);
        if (s == CASUS_OK) s = run_with(l, LEDGER_INCIDENT_NAME, old, 0, err);
        if (s == CASUS_OK) s = run_with(l, LEDGER_INCIDENT_NAME, new, 0, err);
    }
    return s == CASUS_OK ? drop_empty(l, x, err) : s;
}

static bool all_agree(const members *m)
{
    for (uint32_t i = 0; i < m->n; i++)
        for (uint32_t k = i + 1; k < m->n; k++)
            if (!go_together(m->node[i].trace, m->node[i].report, m->node[k].trace, m->node[k].report)) return false;
    return !m->pinned;
}

static casus_status regroup(casus_ledger *l, int64_t component, casus_arena *a, casus_err *err)
{
    members m;
    casus_status s = members_of(l, component, a, &m, err);
    if (s != CASUS_OK || m.n == 0 || m.n > MOST_GROUPED) return s;
    naming x = {.m = &m};
    uint32_t *group = casus_arena_get(a, m.n, sizeof *group);
    x.of = casus_arena_get(a, m.n, sizeof *x.of);
    x.list = casus_arena_get(a, m.n, sizeof *x.list);
    if (!group || !x.of || !x.list) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    x.group = group;
    bool clean = all_agree(&m);
    if (!clean) s = casus_link_group(m.node, m.n, a, group, err);
    if (s == CASUS_OK) s = set_clean(l, component, clean, err);
    if (s == CASUS_OK) s = name_groups(l, &x, err);
    return s == CASUS_OK ? move_accounts(l, &x, err) : s;
}

casus_status ledger_index_later(casus_ledger *l, const ledger_words *w, casus_err *err)
{
    if (!l->late_arena) l->late_arena = casus_arena_new(0);
    ledger_words *grown = l->late_arena ? casus_arena_grow(l->late_arena, l->late, l->n_late, l->n_late + 1, sizeof *w, &l->cap_late) : NULL;
    if (!grown) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    l->late = grown;
    ledger_words *to = &grown[l->n_late];
    *to = (ledger_words){.id = w->id, .of_report = w->of_report};
    for (int i = 0; i < 6 && !w->of_report; i++)
        if (casus_arena_str(l->late_arena, w->text[i], &to->text[i]) != CASUS_OK)
            return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    l->n_late++;
    return CASUS_OK;
}

/* By hand, not by a trigger: the schema of a foreign ledger is not trusted with that. */
static casus_status index_report(casus_ledger *l, int64_t report, casus_err *err)
{
    ledger_bind row = {.s = ledger_stmt(l, LEDGER_REPORT_WORDS, err)};
    ledger_int(&row, report);
    int rc = ledger_step(&row, err);
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? CASUS_OK : err->code;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_REPORT_TEXT_PUT, err)};
    ledger_int(&b, report);
    ledger_str(&b, ledger_column(row.s, 0));
    ledger_text(&b, ledger_column(row.s, 1));
    casus_status s = ledger_run(l, &b, err);
    sqlite3_reset(row.s);
    return s;
}

static casus_status index_account(casus_ledger *l, const ledger_words *w, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TEXT_PUT, err)};
    ledger_int(&b, w->id);
    for (int i = 0; i < 6; i++) ledger_text(&b, w->text[i]);
    return ledger_run(l, &b, err);
}

/* One index after the other: each writes what it holds when it is the other's turn. */
static casus_status index_words(casus_ledger *l, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < l->n_late && s == CASUS_OK; i++)
        if (l->late[i].of_report) s = index_report(l, l->late[i].id, err);
    for (size_t i = 0; i < l->n_late && s == CASUS_OK; i++)
        if (!l->late[i].of_report) s = index_account(l, &l->late[i], err);
    return s;
}

casus_status ledger_flush(casus_ledger *l, casus_err *err)
{
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    sort_ids(&l->component);
    for (size_t i = 0; i < l->component.n && s == CASUS_OK; i++) {
        casus_arena_reset(a);
        s = regroup(l, l->component.v[i], a, err);
    }
    sort_ids(&l->incident);
    for (size_t i = 0; i < l->incident.n && s == CASUS_OK; i++) {
        casus_arena_reset(a);
        s = ledger_sum(l, l->incident.v[i], a, NULL, err);
    }
    casus_arena_free(a);
    if (s == CASUS_OK) s = index_words(l, err);
    if (s == CASUS_OK) ledger_forget(l);
    return s;
}

/* ---------------------------------------------------------------- a ledger from before there were traces */

casus_status ledger_sketch_report(casus_ledger *l, int64_t report, casus_arena *a, casus_err *err)
{
    casus_str body, published;
    uint8_t sketch[64];
    uint64_t band[CASUS_N_BAND];
    casus_status s = read_body(l, report, a, &body, &published, err);
    if (s != CASUS_OK) return s;
    bool has = casus_text_sketch(body, a, sketch, band);
    return ledger_link_report(l, report, published, has ? sketch : NULL, band, err);
}

casus_status ledger_link_account(casus_ledger *l, int64_t account, bool settled, casus_arena *a, casus_err *err)
{
    casus_trace t;
    uint64_t tie;
    ledger_seeking k = {.trace = &t};
    casus_status s = ledger_trace_of(l, account, a, &t, &tie, err);
    if (s == CASUS_OK) s = ask(l, LEDGER_ACCOUNT_REPORT, account, &k.report, err);
    if (s == CASUS_OK) s = ledger_link_seek(l, &k, a, err);
    int64_t found = k.incident;
    if (s == CASUS_OK) s = ask(l, LEDGER_ACCOUNT_INCIDENT, account, &k.incident, err);
    if (s == CASUS_OK && found && !settled) {
        s = run_with(l, LEDGER_ACCOUNT_MOVE, account, found, err);
        if (s == CASUS_OK) s = run_with(l, LEDGER_INCIDENT_DROP, k.incident, 0, err);
        k.incident = found;
    }
    k.clean = false; /* it is in an incident already, which may be another one */
    if (s == CASUS_OK) s = ledger_link_put(l, &k, account, tie, err);
    return s == CASUS_OK ? ledger_note(&l->component, k.n_component ? k.component[0] : account, err) : s;
}

/* Groups and values are worked out when all steps are taken, by ledger_sum_all. */
casus_status ledger_link_all(casus_ledger *l, casus_err *err)
{
    ledger_ids report = {0}, account = {0};
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    static const struct {
        const char *sql;
        bool reports;
    } list[] = {{"SELECT id FROM report ORDER BY id", true}, {"SELECT id FROM account ORDER BY id", false}};
    for (size_t i = 0; i < 2 && s == CASUS_OK; i++) {
        ledger_bind b = {0};
        s = ledger_fail(err, sqlite3_prepare_v2(l->db, list[i].sql, -1, &b.s, NULL));
        int rc = SQLITE_DONE;
        while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW)
            s = ledger_note(list[i].reports ? &report : &account, sqlite3_column_int64(b.s, 0), err);
        if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
        sqlite3_finalize(b.s);
    }
    for (size_t i = 0; i < report.n && s == CASUS_OK; i++) {
        casus_arena_reset(a);
        s = ledger_sketch_report(l, report.v[i], a, err);
    }
    for (size_t i = 0; i < account.n && s == CASUS_OK; i++) {
        casus_arena_reset(a);
        s = ledger_link_account(l, account.v[i], true, a, err);
    }
    casus_release(report.v);
    casus_release(account.v);
    casus_arena_free(a);
    return s;
}

casus_status ledger_sum_all(casus_ledger *l, casus_err *err)
{
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_fail(err, sqlite3_prepare_v2(l->db, "SELECT id FROM incident", -1, &b.s, NULL));
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) s = ledger_note(&l->incident, sqlite3_column_int64(b.s, 0), err);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    sqlite3_finalize(b.s);
    return s == CASUS_OK ? ledger_flush(l, err) : s;
}
