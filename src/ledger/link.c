/* Which accounts are of one incident, kept up to date with each report.
 *
 * Every account has a trace; what may be linked with it is found by keys of place and day, toll, victim and words of the whole
 * report, so that the cost of a report does not grow with the ledger. The groups are those that casus_link_group makes of all
 * accounts, whatever their order of arrival. A new account changes little of them: it is put into groups anew with the incidents that
 * have a telling nearly linked with it. Mostly it joins one of these, or none; where others change as well, what is near to those is
 * looked at too, until nothing more changes. So a town that is in the news each day for years costs no more than its days do.
 *
 * Accounts that hang together by links are a component; an incident lies in one. It is put into groups as a whole when a person
 * decided on it or reports were read again, before the next commit (clean: that is done). An incident keeps its number as long as most
 * of its accounts stay together; what it became is kept in incident_was.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST_CANDIDATES = 20000,
    MOST_GROUPED = 20000, /* accounts of a component that is put into groups as a whole */
    MOST_AROUND = 3000,   /* and of incidents that change with a new account */
    MOST_COUNTED = 512,   /* accounts of a component, when the largest is looked for */
};

/* ---------------------------------------------------------------- lists of ids */

static casus_status put_id(ledger_ids *list, int64_t id, casus_err *err)
{
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

casus_status ledger_note(ledger_ids *list, int64_t id, casus_err *err)
{
    return list->n && list->v[list->n - 1] == id ? CASUS_OK : put_id(list, id, err);
}

ledger_marks ledger_marks_of(const casus_ledger *l)
{
    ledger_marks m = {l->component.n, l->incident.n, l->n_late, l->journal_known, l->journal_grew, l->journal_count, ""};
    memcpy(m.journal_head, l->journal_head, sizeof m.journal_head);
    return m;
}

void ledger_marks_back(casus_ledger *l, const ledger_marks *m)
{
    l->component.n = m->n_component;
    l->incident.n = m->n_incident;
    l->n_late = m->n_late;
    for (int i = 0; i < LEDGER_N_LATE; i++) l->late_row[i].n = 0;
    l->last_account = l->last_claim = l->last_incident = 0;
    l->journal_known = m->journal_known;
    l->journal_grew = m->journal_grew;
    l->journal_count = m->journal_count;
    memcpy(l->journal_head, m->journal_head, sizeof l->journal_head);
}

void ledger_forget(casus_ledger *l)
{
    l->component.n = l->incident.n = 0;
    l->late = NULL;
    l->n_late = l->cap_late = 0;
    for (int i = 0; i < LEDGER_N_LATE; i++) l->late_row[i] = (ledger_rows){0};
    l->last_account = l->last_claim = l->last_incident = 0;
    l->journal_known = l->journal_grew = false;
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
    return (x > y ? x - y : y - x) <= CASUS_COPY_DAYS;
}

/* Of rows of reports (number, telling, day, sketch, the day of this one) those that are copies of this one, with their tellings. */
static casus_status gather_copies(ledger_bind *b, int64_t report, const uint8_t *sketch, ledger_ids *copy, ledger_ids *telling, casus_err *err)
{
    int rc;
    casus_status s = CASUS_OK;
    copy->n = telling->n = 0;
    while (s == CASUS_OK && (rc = ledger_step(b, err)) == SQLITE_ROW) {
        const uint8_t *its = sqlite3_column_blob(b->s, 3);
        if (!its || sqlite3_column_bytes(b->s, 3) != 64 || sqlite3_column_int64(b->s, 0) == report ||
            casus_sketch_alike(sketch, its) < CASUS_COPY || !near_in_time(ledger_column(b->s, 4), ledger_column(b->s, 2)))
            continue;
        s = ledger_note(copy, sqlite3_column_int64(b->s, 0), err);
        if (s == CASUS_OK) s = put_id(telling, sqlite3_column_int64(b->s, 1), err);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    if (s != CASUS_OK && b->s) sqlite3_reset(b->s);
    return s;
}

static casus_status copies_among(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch, const ledger_ids *alike,
                                 ledger_ids *copy, ledger_ids *telling, casus_err *err)
{
    ledger_rows given;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TELLINGS_GIVEN, err)};
    ledger_given_ids(&b, alike, &given);
    ledger_str(&b, published);
    return gather_copies(&b, report, sketch, copy, telling, err);
}

/* SQLite's integers have a sign. */
static int64_t band_number(uint64_t band) { return (int64_t)(band >> 1); }

/* Reports of which some runs of words may be the same: of each run the last two hundred. */
static casus_status find_alike(casus_ledger *l, const uint64_t band[CASUS_N_BAND], ledger_ids *found, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (int i = 0; i < CASUS_N_BAND && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_BAND_LOOK, err)};
        ledger_int(&b, band_number(band[i]));
        s = gather(&b, found, err);
    }
    sort_ids(found);
    return s;
}

static casus_status put_bands(casus_ledger *l, int64_t report, const uint64_t band[CASUS_N_BAND], casus_err *err)
{
    ledger_cell cell[CASUS_N_BAND];
    ledger_bind put = {.cell = cell};
    for (int i = 0; i < CASUS_N_BAND; i++) ledger_int(&put, band_number(band[i]));
    ledger_rows given = {.cell = cell, .n = CASUS_N_BAND, .width = 1};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_BAND_PUT, err)};
    ledger_given(&b, &given);
    ledger_int(&b, report);
    return ledger_run(l, &b, err);
}

/* A telling is named after the first report of it that came: copies of copies are one. Copies of this very report are noted, as what
 * they tell is looked at whether or not they know its place and day. */
static casus_status join_tellings(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch, const ledger_ids *alike,
                                  casus_err *err)
{
    ledger_ids telling = {0};
    int64_t mine = report;
    casus_status s = alike->n ? copies_among(l, report, published, sketch, alike, &l->copy, &telling, err) : CASUS_OK;
    for (size_t i = 0; i < telling.n && s == CASUS_OK; i++) {
        int64_t its = telling.v[i], low = its < mine ? its : mine, high = its < mine ? mine : its;
        if (low == high) continue;
        s = run_with(l, LEDGER_TELLING_MOVE, high, low, err);
        for (size_t k = i + 1; k < telling.n; k++)
            if (telling.v[k] == high) telling.v[k] = low;
        mine = low;
    }
    casus_release(telling.v);
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

static casus_status candidates_by_key(casus_ledger *l, const casus_link_keys *key, ledger_ids *found, casus_err *err)
{
    ledger_cell cell[3 * CASUS_MAX_LOOK];
    ledger_bind put = {.cell = cell};
    for (uint32_t i = 0; i < key->n_look; i++) {
        ledger_int(&put, (int64_t)key->look[i].block);
        ledger_int(&put, key->look[i].from);
        ledger_int(&put, key->look[i].to);
    }
    ledger_rows given = {.cell = cell, .n = key->n_look, .width = 3};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_KEY_LOOK, err)};
    ledger_given(&b, &given);
    return gather(&b, found, err);
}

/* Which reports are copies of this one: known from ledger_link_report, if that was asked of it last; else they are among those of its
 * telling. */
static casus_status copies_of(casus_ledger *l, int64_t report, const uint8_t *sketch, casus_err *err)
{
    ledger_ids telling = {0};
    if (l->copy_of == report) return CASUS_OK;
    l->copy_of = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TELLING_REPORTS, err)};
    ledger_int(&b, report);
    casus_status s = gather_copies(&b, report, sketch, &l->copy, &telling, err);
    if (s == CASUS_OK) l->copy_of = report;
    casus_release(telling.v);
    return s;
}

/* What the copies of this report tell, whether or not they know its place and day. Not the copies of its copies: which of those are in the
 * ledger already hangs on the order of arrival. */
static casus_status candidates_of_copies(casus_ledger *l, const ledger_seeking *k, ledger_ids *found, casus_err *err)
{
    casus_status s = copies_of(l, k->report, k->trace->text, err);
    for (size_t i = 0; i < l->copy.n && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_ACCOUNTS_OF, err)};
        ledger_int(&b, l->copy.v[i]);
        s = gather(&b, found, err);
    }
    return s;
}

typedef struct {
    casus_link_node *node;
    int64_t *account, *incident;
    bool *decided; /* a person's decision hangs on it */
    casus_trace *trace;
    uint32_t n;
    size_t cap;
} members;

static casus_status more_members(members *m, casus_arena *a, casus_err *err)
{
    if (m->n == m->cap) {
        size_t more = m->cap ? 2 * m->cap : 16;
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
        *m = (members){node, ids, ids + more, decided, trace, m->n, more};
    }
    return CASUS_OK;
}

static casus_status add_member(ledger_bind *b, members *m, casus_arena *a, casus_err *err)
{
    uint32_t i = m->n;
    if (more_members(m, a, err) != CASUS_OK) return err->code;
    if (casus_trace_read(sqlite3_column_blob(b->s, 3), (size_t)sqlite3_column_bytes(b->s, 3), &m->trace[i]) != CASUS_OK)
        return casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
    m->account[i] = sqlite3_column_int64(b->s, 0);
    m->incident[i] = sqlite3_column_int64(b->s, 4);
    m->node[i] = (casus_link_node){.report = sqlite3_column_int64(b->s, 1), .id = (uint64_t)sqlite3_column_int64(b->s, 2),
                                   .pin = sqlite3_column_int64(b->s, 5)};
    m->decided[i] = sqlite3_column_int(b->s, 6) != 0;
    m->n++;
    return CASUS_OK;
}

/* From what people parted those from number i on: rows in the order of the members. */
static casus_status read_apart(casus_ledger *l, ledger_stmt_id id, int64_t of, uint32_t i, casus_arena *a, members *m, casus_err *err)
{
    casus_apart *list = NULL;
    size_t n = 0, cap = 0;
    uint32_t first = i;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    ledger_int(&b, of);
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
    for (i = first; i < m->n && list; list += m->node[i++].n_apart) m->node[i].apart = list;
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static casus_status add_members(casus_ledger *l, ledger_stmt_id nodes, ledger_stmt_id apart, int64_t of, casus_arena *a, members *m, casus_err *err)
{
    uint32_t from = m->n;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, nodes, err)};
    ledger_int(&b, of);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW)
        if (add_member(&b, m, a, err) != CASUS_OK) {
            sqlite3_reset(b.s);
            return err->code;
        }
    for (uint32_t i = 0; i < m->n; i++) m->node[i].trace = &m->trace[i]; /* the list may have moved */
    return rc == SQLITE_DONE ? read_apart(l, apart, of, from, a, m, err) : err->code;
}

static casus_status members_of(casus_ledger *l, int64_t component, casus_arena *a, members *m, casus_err *err)
{
    *m = (members){0};
    return add_members(l, LEDGER_COMPONENT_NODES, LEDGER_APART_NODES, component, a, m, err);
}

static bool knows(const ledger_seeking *k, int64_t component)
{
    for (uint32_t i = 0; i < k->n_component; i++)
        if (k->component[i] == component) return true;
    return k->n_component == sizeof k->component / sizeof *k->component;
}

/* One of several that look for what is linked with them, together: what all of them may be linked with is read once. */
typedef struct {
    ledger_seeking *k;
    casus_link_keys keys;
} seeker;

static casus_status note_near(ledger_seeking *k, int64_t account, int64_t component, int sum, casus_err *err)
{
    casus_status s = ledger_note(&k->near, account, err);
    if (s != CASUS_OK || sum < CASUS_LINK_ENOUGH) return s;
    if (!knows(k, component)) k->component[k->n_component++] = component;
    if (sum <= k->best) return CASUS_OK;
    k->best = sum;
    k->best_account = account;
    return CASUS_OK;
}

/* With which of them is it linked, or nearly? Both must find each other, or the order of arrival would matter. */
static casus_status try_candidate(seeker *x, uint32_t n, sqlite3_stmt *row, casus_err *err)
{
    casus_trace t;
    casus_link_keys its;
    bool has_keys = false;
    casus_status s = CASUS_OK;
    int64_t account = sqlite3_column_int64(row, 0), report = sqlite3_column_int64(row, 1), component = sqlite3_column_int64(row, 2);
    if (n == 1 && report == x->k->report) return CASUS_OK;
    if (casus_trace_read(sqlite3_column_blob(row, 3), (size_t)sqlite3_column_bytes(row, 3), &t) != CASUS_OK)
        return casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
    for (uint32_t i = 0; i < n && s == CASUS_OK; i++) {
        casus_link why;
        if (report == x[i].k->report) continue;
        casus_link_compare(x[i].k->trace, &t, &why);
        if (why.never || why.sum < CASUS_LINK_NEAR) continue;
        if (!has_keys) casus_link_keys_of(&t, &its);
        has_keys = true;
        if (casus_link_meet(x[i].k->trace, &x[i].keys, &t, &its, &why)) s = note_near(x[i].k, account, component, why.sum, err);
    }
    return s;
}

static casus_status try_candidates(casus_ledger *l, seeker *x, uint32_t n, const ledger_ids *found, casus_err *err)
{
    ledger_rows given;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACES_GIVEN, err)};
    ledger_given_ids(&b, found, &given);
    int rc = SQLITE_DONE;
    casus_status s = CASUS_OK;
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) s = try_candidate(x, n, b.s, err);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    if (s != CASUS_OK && b.s) sqlite3_reset(b.s);
    return s;
}

/* The candidates of one, added to those of all. */
static casus_status candidates_of(casus_ledger *l, seeker *x, ledger_ids *all, casus_err *err)
{
    ledger_ids found = {0};
    casus_link_keys_of(x->k->trace, &x->keys);
    casus_status s = candidates_by_key(l, &x->keys, &found, err);
    if (s == CASUS_OK && x->k->trace->has_text) s = candidates_of_copies(l, x->k, &found, err);
    for (size_t i = 0; i < found.n && s == CASUS_OK; i++) s = put_id(all, found.v[i], err);
    casus_release(found.v);
    return s;
}

static casus_status find_near(casus_ledger *l, seeker *x, uint32_t n, casus_err *err)
{
    ledger_ids found = {0};
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < n && s == CASUS_OK; i++) s = candidates_of(l, &x[i], &found, err);
    sort_ids(&found);
    if (s == CASUS_OK && found.n) s = try_candidates(l, x, n, &found, err);
    casus_release(found.v);
    return s;
}

/* Their incidents are added to the list. */
static casus_status incidents_near(casus_ledger *l, const ledger_ids *near, ledger_ids *around, casus_err *err)
{
    ledger_rows given;
    if (!near->n) return CASUS_OK;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_INCIDENTS_GIVEN, err)};
    ledger_given_ids(&b, near, &given);
    casus_status s = gather(&b, around, err);
    sort_ids(around);
    return s;
}

/* Is each incident one group of its own, but for the new account, number 0? */
static bool only_joins(const members *m, const uint32_t *group)
{
    for (uint32_t i = 1; i < m->n; i++)
        for (uint32_t k = 1; k < i; k++)
            if ((m->incident[i] == m->incident[k]) != (group[i] == group[k])) return false;
    return true;
}

/* The incident that it joins, or none, or the best for now, if others change with it. */
static casus_status choose_incident(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err)
{
    members m = {0};
    casus_status s = more_members(&m, a, err);
    if (s != CASUS_OK) return s;
    m.trace[0] = *k->trace;
    m.account[0] = m.incident[0] = 0;
    m.decided[0] = false;
    m.node[0] = (casus_link_node){.id = k->tie >> 1, .report = k->report};
    m.n = 1;
    for (size_t i = 0; i < k->around.n && s == CASUS_OK; i++)
        s = add_members(l, LEDGER_INCIDENT_NODES, LEDGER_INCIDENT_APART, k->around.v[i], a, &m, err);
    uint32_t *group = s == CASUS_OK ? casus_arena_get(a, m.n, sizeof *group) : NULL;
    if (s == CASUS_OK && !group) s = casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK) s = casus_link_group(m.node, m.n, a, group, err);
    if (s != CASUS_OK) return s;
    k->others_change = !only_joins(&m, group);
    if (k->others_change) return ask(l, LEDGER_ACCOUNT_INCIDENT, k->best_account, &k->incident, err);
    for (uint32_t i = 1; i < m.n; i++)
        if (group[i] == group[0]) k->incident = m.incident[i];
    return s;
}

static casus_status regroup(casus_ledger *l, int64_t component, casus_arena *a, casus_err *err);

/* What is linked with it may wait to be put into groups. */
static casus_status settle(casus_ledger *l, const ledger_seeking *k, casus_arena *a, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < k->n_component && s == CASUS_OK; i++) {
        int64_t clean = 1;
        s = ask(l, LEDGER_COMPONENT_CLEAN, k->component[i], &clean, err);
        if (s == CASUS_OK && !clean) s = regroup(l, k->component[i], a, err);
    }
    return s;
}

casus_status ledger_link_seek(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err)
{
    k->incident = 0;
    k->a = a;
    seeker x = {.k = k};
    casus_status s = find_near(l, &x, 1, err);
    if (s != CASUS_OK || !k->n_component) return s;
    if (k->later) return ask(l, LEDGER_ACCOUNT_INCIDENT, k->best_account, &k->incident, err);
    s = settle(l, k, a, err);
    if (s == CASUS_OK) s = incidents_near(l, &k->near, &k->around, err);
    return s == CASUS_OK ? choose_incident(l, k, a, err) : s;
}

void ledger_sought(ledger_seeking *k)
{
    casus_release(k->near.v);
    casus_release(k->around.v);
    k->near = k->around = (ledger_ids){0};
}

/* ---------------------------------------------------------------- keeping */

static casus_status put_keys(casus_ledger *l, const casus_trace *t, int64_t account, casus_err *err)
{
    casus_link_keys key;
    ledger_cell cell[2 * CASUS_MAX_KEEP];
    ledger_bind put = {.cell = cell};
    casus_link_keys_of(t, &key);
    for (uint32_t i = 0; i < key.n_keep; i++) {
        ledger_int(&put, (int64_t)key.keep[i].block);
        ledger_int(&put, key.keep[i].from);
    }
    ledger_rows given = {.cell = cell, .n = key.n_keep, .width = 2};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_KEY_PUT, err)};
    ledger_given(&b, &given);
    ledger_int(&b, account);
    return ledger_run(l, &b, err);
}

static casus_status put_trace(casus_ledger *l, const ledger_seeking *k, int64_t account, int64_t component, casus_err *err)
{
    uint8_t bytes[CASUS_TRACE_MAX];
    size_t size = casus_trace_write(k->trace, bytes);
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_TRACE_PUT, err)};
    ledger_int(&b, account);
    ledger_int(&b, k->report);
    ledger_int(&b, (int64_t)(k->tie >> 1));
    ledger_int(&b, component);
    b.n++;
    if (b.s && b.rc == SQLITE_OK) b.rc = sqlite3_bind_blob64(b.s, b.n, bytes, size, SQLITE_STATIC);
    casus_status s = ledger_run(l, &b, err);
    return s == CASUS_OK ? put_keys(l, k->trace, account, err) : s;
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

/* The largest, as far as is counted: its rows stay as they are. */
static casus_status component_size(casus_ledger *l, int64_t component, int64_t most, int64_t *n, casus_err *err);

static casus_status largest(casus_ledger *l, const ledger_seeking *k, int64_t *component, casus_err *err)
{
    int64_t most = 0;
    *component = k->component[0];
    for (uint32_t i = 0; i < k->n_component && k->n_component > 1; i++) {
        int64_t n = 0;
        if (component_size(l, k->component[i], MOST_COUNTED, &n, err) != CASUS_OK) return err->code;
        if (n > most) *component = k->component[i];
        if (n > most) most = n;
    }
    return CASUS_OK;
}

/* One component of several, or its own, that is named after it. */
static casus_status put_in_component(casus_ledger *l, const ledger_seeking *k, int64_t account, int64_t *component, casus_err *err)
{
    casus_status s = k->n_component ? largest(l, k, component, err) : CASUS_OK;
    if (s == CASUS_OK) s = put_trace(l, k, account, *component, err);
    if (s == CASUS_OK && !k->n_component) s = set_clean(l, account, true, err);
    for (uint32_t i = 0; i < k->n_component && s == CASUS_OK; i++) s = ledger_link_components(l, *component, k->component[i], err);
    return s;
}

static casus_status regroup_around(casus_ledger *l, const ledger_seeking *k, casus_err *err);

casus_status ledger_link_put(casus_ledger *l, const ledger_seeking *k, int64_t account, casus_err *err)
{
    int64_t component = account;
    casus_status s = put_in_component(l, k, account, &component, err);
    if (s == CASUS_OK && k->later) s = ledger_unclean(l, component, err);
    if (s == CASUS_OK) s = ledger_note(&l->incident, k->incident, err);
    return s == CASUS_OK && k->others_change ? regroup_around(l, k, err) : s;
}

/* ---------------------------------------------------------------- groups */

casus_status ledger_new_incident(casus_ledger *l, int64_t *id, casus_err *err)
{
    casus_status s = ledger_next(l, LEDGER_INCIDENT_LAST, &l->last_incident, err);
    if (s != CASUS_OK) return s;
    *id = l->last_incident;
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

static casus_status group_members(members *m, casus_arena *a, uint32_t **group, casus_err *err)
{
    *group = casus_arena_get(a, m->n + 1u, sizeof **group);
    return *group ? casus_link_group(m->node, m->n, a, *group, err) : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
}

/* Accounts go to the incidents of their groups. */
static casus_status carry_out(casus_ledger *l, const members *m, const uint32_t *group, casus_arena *a, casus_err *err)
{
    naming x = {.m = m, .group = group};
    x.of = casus_arena_get(a, m->n, sizeof *x.of);
    x.list = casus_arena_get(a, m->n, sizeof *x.list);
    if (!x.of || !x.list) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    casus_status s = name_groups(l, &x, err);
    return s == CASUS_OK ? move_accounts(l, &x, err) : s;
}

static casus_status component_size(casus_ledger *l, int64_t component, int64_t most, int64_t *n, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_COMPONENT_SIZE, err)};
    ledger_int(&b, component);
    ledger_int(&b, most);
    return ledger_find(&b, n, err);
}

static casus_status regroup(casus_ledger *l, int64_t component, casus_arena *a, casus_err *err)
{
    members m;
    uint32_t *group;
    int64_t n = 0;
    casus_status s = component_size(l, component, MOST_GROUPED + 1, &n, err);
    if (s == CASUS_OK && n == 0) return run_with(l, LEDGER_COMPONENT_DROP, component, 0, err); /* its accounts went elsewhere meanwhile */
    if (s == CASUS_OK) s = set_clean(l, component, true, err);
    if (s != CASUS_OK || n > MOST_GROUPED) return s;
    s = members_of(l, component, a, &m, err);
    if (s == CASUS_OK) s = group_members(&m, a, &group, err);
    return s == CASUS_OK ? carry_out(l, &m, group, a, err) : s;
}

/* Is the incident of member i one group, and the group that incident? */
static bool is_whole(const members *m, const uint32_t *group, uint32_t i)
{
    for (uint32_t k = 0; k < m->n; k++)
        if ((m->incident[k] == m->incident[i]) != (group[k] == group[i])) return false;
    return true;
}

casus_status ledger_groups_check(casus_ledger *l, int64_t component, casus_arena *a, bool *same, casus_err *err)
{
    members m;
    uint32_t *group;
    int64_t n = 0;
    *same = true;
    casus_status s = component_size(l, component, MOST_AROUND + 1, &n, err);
    if (s != CASUS_OK || n > MOST_AROUND) return s;
    s = members_of(l, component, a, &m, err);
    if (s == CASUS_OK) s = group_members(&m, a, &group, err);
    for (uint32_t i = 0; s == CASUS_OK && i < m.n && *same; i++) *same = is_whole(&m, group, i);
    return s;
}

enum { TOGETHER = 32 };

/* The incidents of what is near to n members. */
static casus_status look_around(casus_ledger *l, seeker *x, uint32_t n, ledger_ids *around, casus_arena *a, casus_err *err)
{
    casus_status s = find_near(l, x, n, err);
    for (uint32_t i = 0; i < n; i++) {
        if (s == CASUS_OK) s = settle(l, x[i].k, a, err);
        if (s == CASUS_OK) s = incidents_near(l, &x[i].k->near, around, err);
        ledger_sought(x[i].k);
    }
    return s;
}

/* What is near to the members of incidents that change; those looked at before are known by their accounts. */
static casus_status widen(casus_ledger *l, const members *m, const uint32_t *group, ledger_ids *seen, ledger_ids *around, casus_arena *a, casus_err *err)
{
    ledger_seeking *k = casus_arena_get(a, TOGETHER, sizeof *k);
    seeker *x = casus_arena_get(a, TOGETHER, sizeof *x);
    casus_status s = k && x ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    size_t n_before = seen->n;
    uint32_t n = 0;
    for (uint32_t i = 0; i < m->n && s == CASUS_OK; i++) {
        if (is_whole(m, group, i) || (n_before && bsearch(&m->account[i], seen->v, n_before, sizeof *seen->v, by_id))) continue;
        k[n] = (ledger_seeking){.trace = &m->trace[i], .report = m->node[i].report};
        x[n].k = &k[n];
        n++;
        s = put_id(seen, m->account[i], err);
        if (s == CASUS_OK && n == TOGETHER) {
            s = look_around(l, x, n, around, a, err);
            n = 0;
        }
    }
    if (s == CASUS_OK && n) s = look_around(l, x, n, around, a, err);
    sort_ids(seen);
    return s;
}

static casus_status regroup_around(casus_ledger *l, const ledger_seeking *k, casus_err *err)
{
    ledger_ids around = {0}, seen = {0};
    members m;
    uint32_t *group = NULL;
    casus_status s = incidents_near(l, &k->near, &around, err);
    for (size_t was = 0; s == CASUS_OK && around.n != was;) {
        was = around.n;
        m = (members){0};
        for (size_t i = 0; i < around.n && s == CASUS_OK; i++)
            s = add_members(l, LEDGER_INCIDENT_NODES, LEDGER_INCIDENT_APART, around.v[i], k->a, &m, err);
        if (s == CASUS_OK) s = group_members(&m, k->a, &group, err);
        if (s == CASUS_OK && m.n <= MOST_AROUND) s = widen(l, &m, group, &seen, &around, k->a, err);
    }
    if (s == CASUS_OK && group) s = carry_out(l, &m, group, k->a, err);
    casus_release(around.v);
    casus_release(seen.v);
    return s;
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
    casus_status s = a ? ledger_rows_flush(l, err) : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    sort_ids(&l->component);
    for (size_t i = 0; i < l->component.n && s == CASUS_OK; i++) {
        int64_t clean = 1; /* it may be gone, or done already */
        casus_arena_reset(a);
        s = ask(l, LEDGER_COMPONENT_CLEAN, l->component.v[i], &clean, err);
        if (s == CASUS_OK && !clean) s = regroup(l, l->component.v[i], a, err);
    }
    sort_ids(&l->incident);
    for (size_t i = 0; i < l->incident.n && s == CASUS_OK; i++) {
        casus_arena_reset(a);
        s = ledger_sum(l, l->incident.v[i], a, NULL, err);
    }
    casus_arena_free(a);
    if (s == CASUS_OK) s = index_words(l, err);
    if (s == CASUS_OK) s = ledger_journal_flush(l, err);
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
    ledger_seeking k = {.trace = &t, .later = true}; /* it is in an incident already, which may be another one */
    casus_status s = ledger_trace_of(l, account, a, &t, &k.tie, err);
    if (s == CASUS_OK) s = ask(l, LEDGER_ACCOUNT_REPORT, account, &k.report, err);
    if (s == CASUS_OK) s = ledger_link_seek(l, &k, a, err);
    int64_t found = k.incident;
    if (s == CASUS_OK) s = ask(l, LEDGER_ACCOUNT_INCIDENT, account, &k.incident, err);
    if (s == CASUS_OK && found && !settled) {
        s = run_with(l, LEDGER_ACCOUNT_MOVE, account, found, err);
        if (s == CASUS_OK) s = run_with(l, LEDGER_INCIDENT_DROP, k.incident, 0, err);
        k.incident = found;
    }
    if (s == CASUS_OK) s = ledger_link_put(l, &k, account, err);
    ledger_sought(&k);
    return s;
}

casus_status ledger_rekey(casus_ledger *l, casus_err *err)
{
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_exec(l, "DELETE FROM trace_key", err);
    if (s == CASUS_OK) s = ledger_fail(err, sqlite3_prepare_v2(l->db, "SELECT account,body FROM trace", -1, &b.s, NULL));
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) {
        casus_trace t;
        s = casus_trace_read(sqlite3_column_blob(b.s, 1), (size_t)sqlite3_column_bytes(b.s, 1), &t);
        s = s == CASUS_OK ? put_keys(l, &t, sqlite3_column_int64(b.s, 0), err) : casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    sqlite3_finalize(b.s);
    return s;
}

static casus_status gather_sql(casus_ledger *l, const char *sql, ledger_ids *list, casus_err *err)
{
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_fail(err, sqlite3_prepare_v2(l->db, sql, -1, &b.s, NULL));
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) s = ledger_note(list, sqlite3_column_int64(b.s, 0), err);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    sqlite3_finalize(b.s);
    return s;
}

/* Groups and values are worked out when all steps are taken, by ledger_sum_all. */
casus_status ledger_link_all(casus_ledger *l, casus_err *err)
{
    ledger_ids report = {0}, account = {0};
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK) s = gather_sql(l, "SELECT id FROM report ORDER BY id", &report, err);
    if (s == CASUS_OK) s = gather_sql(l, "SELECT id FROM account ORDER BY id", &account, err);
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

/* Incidents were once what has equal keys: those that nothing else holds together are parted. */
casus_status ledger_sum_all(casus_ledger *l, casus_err *err)
{
    ledger_ids apart = {0};
    casus_status s = gather_sql(l, "SELECT a.incident FROM account a JOIN trace t ON t.account=a.id GROUP BY a.incident HAVING "
                                   "min(t.component)<max(t.component)", &apart, err);
    for (size_t i = 0; i < apart.n && s == CASUS_OK; i++) s = ledger_part_incident(l, apart.v[i], err);
    if (s == CASUS_OK) s = gather_sql(l, "SELECT id FROM incident", &l->incident, err);
    casus_release(apart.v);
    return s == CASUS_OK ? ledger_flush(l, err) : s;
}

/* Components stay: what the rules of today do not link may lie in one. */
casus_status ledger_group_all(casus_ledger *l, casus_err *err)
{
    ledger_ids component = {0};
    casus_status s = gather_sql(l, "SELECT component FROM trace GROUP BY component HAVING count(*)>1", &component, err);
    for (size_t i = 0; i < component.n && s == CASUS_OK; i++) s = ledger_unclean(l, component.v[i], err);
    casus_release(component.v);
    return s == CASUS_OK ? ledger_flush(l, err) : s;
}

casus_status ledger_decided_anew(casus_ledger *l, casus_err *err)
{
    ledger_ids component = {0};
    casus_status s = gather_sql(l, "SELECT component FROM trace WHERE account IN (SELECT account FROM pin UNION SELECT account FROM apart)", &component, err);
    sort_ids(&component);
    for (size_t i = 0; i < component.n && s == CASUS_OK; i++) s = ledger_unclean(l, component.v[i], err);
    if (s == CASUS_OK) s = gather_sql(l, "SELECT id FROM incident", &l->incident, err);
    casus_release(component.v);
    return s == CASUS_OK ? ledger_flush(l, err) : s;
}
