/* Reading stored reports again with the present version. The rows of a report are written anew; each incident that was told before is
 * matched with the one that tells the same now, so that decisions of people and numbers of incidents stay where they are. What somebody
 * decided on and the present version no longer finds is kept as it was. The journal gets all rows of the new reading, as when a
 * report is added, and which account became which.
 *
 * Cost: that of adding the report, and of looking again at the links of what went.
 */
#include "add.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const shown_name[] = {"type", "status", "date", "place", "killed", "injured", "perpetrators", "affected"};
enum { N_SHOWN = sizeof shown_name / sizeof *shown_name, SAME_WORDS = 4, MATCH = 5 };

/* One account, as it was or as it is now. */
typedef struct {
    int64_t id, incident, component, number;
    bool decided;
    casus_str shown[N_SHOWN];
    casus_str *words; /* for the event */
    size_t n_words;
    int64_t other;    /* index of the one that tells the same; -1: none */
} told;

typedef struct {
    ledger_adding *x;
    int64_t report;
    casus_str old[8]; /* title ... body, as in REPORT_SAME */
    bool current;     /* it was read with the present versions */
    told *was, *is;
    size_t n_was, n_is;
    casus_recoded done;
    void (*change)(void *ctx, const casus_recode_change *c);
    void *ctx;
} recoding;

static casus_status no_memory(recoding *r) { return casus_fail(r->x->err, CASUS_E_NOMEM, "out of memory", 0); }

static casus_status run(recoding *r, ledger_stmt_id id, int n, const int64_t *v)
{
    ledger_bind b = {.s = ledger_stmt(r->x->l, id, r->x->err)};
    for (int i = 0; i < n; i++) ledger_int(&b, v[i]);
    return ledger_run(r->x->l, &b, r->x->err);
}

static casus_status one(recoding *r, ledger_stmt_id id, int64_t v) { return run(r, id, 1, &v); }
static casus_status two(recoding *r, ledger_stmt_id id, int64_t v, int64_t w) { return run(r, id, 2, (const int64_t[]){v, w}); }

/* ---------------------------------------------------------------- accounts, with their words */

static casus_status add_told(recoding *r, sqlite3_stmt *s, told **list, size_t *n, size_t *cap)
{
    told *grown = casus_arena_grow(r->x->a, *list, *n, *n + 1, sizeof *grown, cap);
    if (!grown) return no_memory(r);
    *list = grown;
    told *t = &grown[(*n)++];
    *t = (told){.id = sqlite3_column_int64(s, 0), .number = sqlite3_column_int64(s, 1), .incident = sqlite3_column_int64(s, 2),
                .component = sqlite3_column_int64(s, 3), .decided = sqlite3_column_int(s, 4) != 0, .other = -1};
    for (int i = 0; i < N_SHOWN; i++)
        if (casus_arena_str(r->x->a, ledger_column(s, 5 + i), &t->shown[i]) != CASUS_OK) return no_memory(r);
    return CASUS_OK;
}

static told *by_id(told *list, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].id == id) return &list[i];
    return NULL;
}

static casus_status add_words(recoding *r, told *t, casus_str body, int64_t from, int64_t to)
{
    size_t cap = t->n_words;
    if (from < 0 || to <= from || to > (int64_t)body.n) return CASUS_OK;
    casus_str *grown = casus_arena_grow(r->x->a, t->words, t->n_words, t->n_words + 1, sizeof *grown, &cap);
    if (!grown) return no_memory(r);
    t->words = grown;
    grown[t->n_words++] = (casus_str){body.p + from, (size_t)(to - from)};
    return CASUS_OK;
}

/* All accounts of the report that have a number above 0, which those of the reading before have not while they are put aside. */
static casus_status read_told(recoding *r, casus_str body, told **list, size_t *n)
{
    size_t cap = 0;
    int rc = SQLITE_DONE;
    casus_status s = CASUS_OK;
    *list = NULL;
    *n = 0;
    ledger_bind b = {.s = ledger_stmt(r->x->l, LEDGER_RECODE_SHOWN, r->x->err)};
    ledger_int(&b, r->report);
    while (s == CASUS_OK && (rc = ledger_step(&b, r->x->err)) == SQLITE_ROW) s = add_told(r, b.s, list, n, &cap);
    if (s != CASUS_OK) sqlite3_reset(b.s);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = r->x->err->code;
    if (s != CASUS_OK) return s;
    b = (ledger_bind){.s = ledger_stmt(r->x->l, LEDGER_RECODE_WORDS, r->x->err)};
    ledger_int(&b, r->report);
    while (s == CASUS_OK && (rc = ledger_step(&b, r->x->err)) == SQLITE_ROW) {
        told *t = by_id(*list, *n, sqlite3_column_int64(b.s, 0));
        if (t) s = add_words(r, t, body, sqlite3_column_int64(b.s, 1), sqlite3_column_int64(b.s, 2));
    }
    if (s != CASUS_OK) sqlite3_reset(b.s);
    return s == CASUS_OK && rc != SQLITE_DONE ? r->x->err->code : s;
}

/* ---------------------------------------------------------------- which is which */

static bool holds(casus_str a, casus_str b) { return a.n >= b.n && b.n && memmem(a.p, a.n, b.p, b.n) != NULL; }

static bool same_words(const told *x, const told *y)
{
    for (size_t i = 0; i < x->n_words; i++)
        for (size_t k = 0; k < y->n_words; k++)
            if (holds(x->words[i], y->words[k]) || holds(y->words[k], x->words[i])) return true;
    return false;
}

static int alike(const told *x, const told *y)
{
    int points = same_words(x, y) ? SAME_WORDS : 0;
    for (int i = 0; i < N_SHOWN; i++) points += x->shown[i].n && casus_str_eq(x->shown[i], y->shown[i]);
    return points;
}

/* The best pair first; the earlier among equals. */
static void match(recoding *r)
{
    for (;;) {
        int most = MATCH - 1;
        size_t x = 0, y = 0;
        for (size_t i = 0; i < r->n_was; i++)
            for (size_t k = 0; k < r->n_is; k++) {
                if (r->was[i].other >= 0 || r->is[k].other >= 0) continue;
                int points = alike(&r->was[i], &r->is[k]);
                if (points <= most) continue;
                most = points;
                x = i;
                y = k;
            }
        if (most < MATCH) return;
        r->was[x].other = (int64_t)y;
        r->is[y].other = (int64_t)x;
    }
}

/* ---------------------------------------------------------------- the report */

static casus_status read_report(recoding *r)
{
    ledger_bind b = {.s = ledger_stmt(r->x->l, LEDGER_REPORT_SAME, r->x->err)};
    ledger_int(&b, r->report);
    int rc = ledger_step(&b, r->x->err);
    if (rc == SQLITE_DONE) return casus_fail(r->x->err, CASUS_E_NOTFOUND, "there is no such report", 0);
    if (rc != SQLITE_ROW) return r->x->err->code;
    casus_status s = casus_str_is(ledger_column(b.s, 8), r->x->sha256)
                         ? CASUS_OK
                         : casus_fail(r->x->err, CASUS_E_USAGE, "the reading was not made from the bytes of this report", 0);
    for (int i = 0; i < 8 && s == CASUS_OK; i++)
        if (casus_arena_str(r->x->a, ledger_column(b.s, i), &r->old[i]) != CASUS_OK) s = no_memory(r);
    const char *const now[] = {r->x->versions.program, r->x->versions.model, r->x->versions.lexicon, r->x->versions.gazetteer};
    r->current = true;
    for (int i = 0; i < 4; i++) r->current = r->current && casus_str_is(ledger_column(b.s, 9 + i), now[i] ? now[i] : "");
    sqlite3_reset(b.s);
    return s;
}

static casus_status new_values(recoding *r, casus_str v[8])
{
    const casus_report *p = &r->x->r->report;
    const casus_str list[] = {p->title, p->url, p->publisher, p->language, casus_str_of(p->published.edtf),
                              casus_str_of(casus_pub_basis_name(p->published.basis)), {0}, p->body};
    memcpy(v, list, sizeof list);
    return ledger_furniture(r->x, &v[6]);
}

static casus_status update_versions(recoding *r)
{
    const casus_versions *k = &r->x->versions;
    ledger_bind b = {.s = ledger_stmt(r->x->l, LEDGER_REPORT_VERSIONS, r->x->err)};
    ledger_int(&b, r->report);
    const char *const v[] = {k->program, k->model, k->lexicon, k->gazetteer};
    for (int i = 0; i < 4; i++) ledger_z(&b, v[i]);
    return ledger_run(r->x->l, &b, r->x->err);
}

static casus_status update_report(recoding *r, const casus_str v[8])
{
    casus_ledger *l = r->x->l;
    bool other_words = !casus_str_eq(v[0], r->old[0]) || !casus_str_eq(v[7], r->old[7]);
    casus_status s = CASUS_OK;
    if (other_words) {
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_REPORT_TEXT_DROP, r->x->err)};
        ledger_int(&b, r->report);
        ledger_str(&b, r->old[0]);
        ledger_text(&b, r->old[7]);
        s = ledger_run(l, &b, r->x->err);
        if (s == CASUS_OK) s = ledger_index_later(l, &(ledger_words){.id = r->report, .of_report = true}, r->x->err);
    }
    if (s != CASUS_OK) return s;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_REPORT_UPDATE, r->x->err)};
    ledger_int(&b, r->report);
    for (int i = 0; i < 7; i++) ledger_str(&b, v[i]);
    ledger_text(&b, v[7]);
    s = ledger_run(l, &b, r->x->err);
    if (s == CASUS_OK) s = update_versions(r);
    bool retell = !casus_str_eq(v[7], r->old[7]) || !casus_str_eq(v[4], r->old[4]);
    return s == CASUS_OK && retell ? ledger_retell(l, r->report, r->old[7], r->x->a, r->x->err) : s;
}

/* ---------------------------------------------------------------- accounts */

/* All in one new incident for now. */
static casus_status put_accounts(recoding *r)
{
    int64_t incident = 0, account;
    const casus_incidents *list = &r->x->r->incidents;
    casus_status s = one(r, LEDGER_ACCOUNTS_ASIDE, r->report);
    if (s == CASUS_OK && list->n_incident) s = ledger_new_incident(r->x->l, &incident, r->x->err);
    for (uint32_t i = 0; i < list->n_incident && s == CASUS_OK; i++)
        s = ledger_put_account(r->x, r->report, i + 1, incident, &list->incident[i], &account);
    return s == CASUS_OK ? ledger_rows_flush(r->x->l, r->x->err) : s;
}

/* The first that takes no other's place keeps it, the others get their own. */
static casus_status part_new(recoding *r)
{
    casus_status s = CASUS_OK;
    bool used = false;
    for (size_t i = 0; i < r->n_is && s == CASUS_OK; i++) {
        int64_t incident = 0;
        if (r->is[i].other >= 0) continue;
        if (used) s = ledger_new_incident(r->x->l, &incident, r->x->err);
        if (used && s == CASUS_OK) s = two(r, LEDGER_ACCOUNT_MOVE, r->is[i].id, incident);
        used = true;
    }
    return s == CASUS_OK && r->n_is && !used ? one(r, LEDGER_INCIDENT_DROP, r->is[0].incident) : s;
}

static casus_status take_place(recoding *r, const told *was, const told *is)
{
    static const ledger_stmt_id of[] = {LEDGER_DECISION_TO, LEDGER_SAID_OF_TO, LEDGER_PIN_TO, LEDGER_APART_TO};
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < sizeof of / sizeof *of && s == CASUS_OK; i++) s = two(r, of[i], was->id, is->id);
    return s == CASUS_OK ? two(r, LEDGER_ACCOUNT_MOVE, is->id, was->incident) : s;
}

static casus_status drop_account(recoding *r, const told *was)
{
    static const ledger_stmt_id of[] = {LEDGER_DROP_EVIDENCE, LEDGER_DROP_CLAIMS, LEDGER_DROP_ACTORS, LEDGER_DROP_PLACES,
                                        LEDGER_DROP_SOURCES, LEDGER_DROP_ACCOUNT};
    casus_status s = ledger_unlink(r->x->l, was->id, r->x->err);
    for (size_t i = 0; i < sizeof of / sizeof *of && s == CASUS_OK; i++) s = one(r, of[i], was->id);
    return s;
}

/* Kept as it was: behind those of the present reading. */
static casus_status keep_account(recoding *r, told *was, int64_t number)
{
    uint64_t tie = ledger_tie(casus_str_of(r->x->sha256), r->x->r->report.id, (uint32_t)number);
    casus_status s = two(r, LEDGER_ACCOUNT_NUMBER, was->id, number);
    was->other = number;
    return s == CASUS_OK ? two(r, LEDGER_TRACE_TIE, was->id, (int64_t)(tie >> 1)) : s;
}

static casus_status replace_accounts(recoding *r)
{
    casus_status s = CASUS_OK;
    int64_t number = (int64_t)r->n_is;
    for (size_t i = 0; i < r->n_was && s == CASUS_OK; i++) {
        told *was = &r->was[i];
        bool gone = was->other < 0;
        if (gone && was->decided) {
            s = keep_account(r, was, ++number);
            r->done.n_kept++;
            continue;
        }
        if (!gone) s = take_place(r, was, &r->is[was->other]);
        if (s == CASUS_OK) s = drop_account(r, was);
        r->done.n_gone += gone;
    }
    return s == CASUS_OK ? part_new(r) : s;
}

/* The number of each that stays, as it was and as it is. */
static void put_moves(const recoding *r, casus_json *j)
{
    casus_json_key(j, "moved");
    casus_json_open(j, '[');
    for (size_t i = 0; i < r->n_was; i++) {
        const told *was = &r->was[i];
        if (was->other < 0) continue;
        casus_json_open(j, '[');
        casus_json_int(j, was->number);
        casus_json_int(j, was->decided && was->other > (int64_t)r->n_is ? was->other : r->is[was->other].number);
        casus_json_close(j, ']');
    }
    casus_json_close(j, ']');
}

/* ---------------------------------------------------------------- links */

static casus_status relink(recoding *r)
{
    casus_ledger *l = r->x->l;
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < r->n_was && s == CASUS_OK; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++) seen = seen || r->was[k].component == r->was[i].component;
        if (!seen) s = ledger_dissolve(l, r->was[i].component, r->x->a, r->x->err);
    }
    for (size_t i = 0; i < r->n_is && s == CASUS_OK; i++) {
        s = ledger_link_account(l, r->is[i].id, r->is[i].other >= 0, r->x->a, r->x->err);
        if (s == CASUS_OK) s = ledger_link_pinned(l, r->is[i].id, r->x->err);
    }
    for (size_t i = 0; i < r->n_was && s == CASUS_OK; i++) {
        bool seen = false;
        for (size_t k = 0; k < i; k++) seen = seen || r->was[k].incident == r->was[i].incident;
        if (!seen) s = ledger_part_incident(l, r->was[i].incident, r->x->err);
    }
    return s;
}

/* ---------------------------------------------------------------- what changed */

static casus_status has_value(recoding *r, int64_t account, const char *field, bool *set)
{
    int64_t found = 0;
    ledger_bind b = {.s = ledger_stmt(r->x->l, LEDGER_RECODE_SET, r->x->err)};
    ledger_int(&b, account);
    ledger_z(&b, field);
    casus_status s = ledger_find(&b, &found, r->x->err);
    *set = found != 0;
    return s;
}

static void tell_whole(recoding *r, const told *t, bool gone)
{
    char text[200];
    const casus_str *v = t->shown;
    int n[3];
    for (int i = 0; i < 3; i++) n[i] = (int)(v[i == 0 ? 0 : i + 1].n < 60 ? v[i == 0 ? 0 : i + 1].n : 60);
    snprintf(text, sizeof text, "%.*s %.*s %.*s", n[0], v[0].n ? v[0].p : "", n[1], v[2].n ? v[2].p : "", n[2], v[3].n ? v[3].p : "");
    casus_str whole = casus_str_trim(casus_str_of(text));
    casus_recode_change c = {.incident = t->incident, .report_id = r->x->r->report.id, .field = "incident", .stands = gone && t->decided};
    if (gone) c.before = whole;
    else c.after = whole;
    r->change(r->ctx, &c);
}

static casus_status find_incident(recoding *r, told *t)
{
    ledger_bind b = {.s = ledger_stmt(r->x->l, LEDGER_ACCOUNT_INCIDENT, r->x->err)};
    ledger_int(&b, t->id);
    return ledger_find(&b, &t->incident, r->x->err);
}

static casus_status tell_changes(recoding *r)
{
    static const char *const column[] = {"type", "status", "date_edtf", "place", "killed_low", "injured_low", "perpetrators", "affected"};
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < r->n_is; i++) {
        const told *is = &r->is[i], *was = is->other >= 0 ? &r->was[is->other] : NULL;
        r->done.n_new += !was;
        if (!was) s = find_incident(r, &r->is[i]);
        if (s != CASUS_OK) return s;
        if (!was && r->change) tell_whole(r, is, false);
        for (int k = 0; was && k < N_SHOWN && s == CASUS_OK; k++) {
            casus_recode_change c = {was->incident, r->x->r->report.id, shown_name[k], was->shown[k], is->shown[k], false};
            if (casus_str_eq(c.before, c.after)) continue;
            r->done.n_changed++;
            s = has_value(r, is->id, column[k], &c.stands);
            if (s == CASUS_OK && r->change) r->change(r->ctx, &c);
        }
    }
    for (size_t i = 0; i < r->n_was; i++)
        if ((r->was[i].other < 0 || r->was[i].other > (int64_t)r->n_is) && r->change) tell_whole(r, &r->was[i], true);
    return s;
}

/* ---------------------------------------------------------------- one report */

static casus_status journal_report(recoding *r, bool moved)
{
    casus_buf rows = {0}, payload = {0};
    casus_json j = {.out = &payload};
    char object[80];
    snprintf(object, sizeof object, "report %s", r->x->sha256);
    casus_status s = ledger_payload(r->x->l, r->report, false, &rows, r->x->err);
    casus_json_open(&j, '{');
    if (moved) put_moves(r, &j);
    if (s == CASUS_OK && moved) casus_buf_char(&payload, ',');
    if (s == CASUS_OK) casus_buf_add(&payload, rows.p + 1, rows.n - 1);
    if (s == CASUS_OK && payload.failed) s = no_memory(r);
    if (s == CASUS_OK) s = ledger_journal_add(r->x->l, r->x->now, "recode", object, (casus_str){payload.p, payload.n}, r->x->err);
    casus_buf_free(&rows);
    casus_buf_free(&payload);
    return s;
}

typedef enum { REPLACE, SAME, LEAVE } verdict;

/* The new rows beside the old ones: are they the same, and can they take their place? */
static casus_status weigh(recoding *r, casus_str v[8], verdict *out)
{
    casus_buf before = {0}, after = {0};
    casus_status s = read_report(r);
    *out = REPLACE;
    if (s == CASUS_OK) s = new_values(r, v);
    if (s == CASUS_OK) s = read_told(r, r->old[7], &r->was, &r->n_was);
    if (s == CASUS_OK) s = ledger_rows_text(r->x->l, r->report, &before, r->x->err);
    if (s == CASUS_OK) s = put_accounts(r);
    if (s == CASUS_OK) s = ledger_drop_coded(r->x->l, r->report, r->x->err);
    if (s == CASUS_OK) s = ledger_put_coded(r->x, r->report);
    if (s == CASUS_OK) s = read_told(r, v[7], &r->is, &r->n_is);
    if (s == CASUS_OK) s = ledger_rows_text(r->x->l, r->report, &after, r->x->err);
    if (s == CASUS_OK) {
        match(r);
        bool same = casus_str_eq((casus_str){before.p, before.n}, (casus_str){after.p, after.n});
        for (int i = 0; i < 8; i++) same = same && casus_str_eq(v[i], r->old[i]);
        bool other_body = !casus_str_eq(v[7], r->old[7]);
        for (size_t i = 0; i < r->n_was; i++)
            if (other_body && r->was[i].decided && r->was[i].other < 0) *out = LEAVE; /* its words may no longer be there */
        if (same) *out = SAME;
    }
    casus_buf_free(&before);
    casus_buf_free(&after);
    return s;
}

static casus_status replace(recoding *r, const casus_str v[8])
{
    casus_status s = replace_accounts(r);
    if (s == CASUS_OK) s = update_report(r, v);
    if (s == CASUS_OK) s = relink(r);
    if (s == CASUS_OK) s = tell_changes(r);
    return s == CASUS_OK ? journal_report(r, true) : s;
}

static casus_status take_back(recoding *r, const ledger_marks *m)
{
    casus_status s = ledger_word(r->x->l, LEDGER_UNDO, r->x->err);
    ledger_marks_back(r->x->l, m);
    return s;
}

static casus_status recode(recoding *r)
{
    casus_ledger *l = r->x->l;
    casus_err lost;
    casus_str v[8];
    verdict what = SAME;
    ledger_marks m = ledger_marks_of(l);
    ledger_kept_drop(l);
    if (!ledger_stmt(l, LEDGER_UNDO, r->x->err) || !ledger_stmt(l, LEDGER_SAVED, r->x->err)) return r->x->err->code;
    casus_status s = ledger_rows_flush(l, r->x->err);
    if (s == CASUS_OK) s = ledger_word(l, LEDGER_SAVE, r->x->err);
    if (s != CASUS_OK) return s;
    s = weigh(r, v, &what);
    if (s == CASUS_OK && what == REPLACE) s = replace(r, v);
    if (s == CASUS_OK && what != REPLACE) s = take_back(r, &m);
    bool note = what == SAME && !r->current;
    if (s == CASUS_OK && note) s = update_versions(r);
    if (s == CASUS_OK && note) s = journal_report(r, false);
    r->done.same = what == SAME;
    r->done.left = what == LEAVE;
    if (s != CASUS_OK && !sqlite3_get_autocommit(l->db)) {
        ledger_word(l, LEDGER_UNDO, &lost);
        ledger_marks_back(l, &m);
    }
    casus_status end = sqlite3_get_autocommit(l->db) ? CASUS_OK : ledger_word(l, LEDGER_SAVED, s == CASUS_OK ? r->x->err : &lost);
    return s == CASUS_OK ? end : s;
}

casus_status casus_ledger_recode(casus_ledger *l, const casus_engine *e, int64_t report, const casus_record *rec, const casus_reading *reading,
                                 int64_t now, void (*change)(void *ctx, const casus_recode_change *c), void *ctx, casus_recoded *done,
                                 casus_err *err)
{
    casus_err why = {0};
    ledger_adding x = {.l = l, .rec = rec, .r = reading, .a = casus_arena_new(0), .now = now, .err = &why};
    recoding r = {.x = &x, .report = report, .change = change, .ctx = ctx};
    casus_value_versions(e, &x.versions);
    casus_status s = reading->error.code != CASUS_OK ? casus_fail(&why, CASUS_E_USAGE, "the report could not be read", 0) : ledger_adding_ready(&x);
    bool alone = !l->in_group;
    if (s == CASUS_OK) memcpy(l->added, x.added, sizeof l->added);
    if (s == CASUS_OK && alone) s = ledger_begin(l, &why);
    if (s == CASUS_OK) {
        s = recode(&r);
        if (alone && s == CASUS_OK) s = ledger_commit(l, &why);
        else if (alone) ledger_take_back(l);
    }
    casus_arena_free(x.a);
    if (done) *done = s == CASUS_OK ? r.done : (casus_recoded){0};
    if (s != CASUS_OK && err) *err = why;
    return s;
}

/* ---------------------------------------------------------------- what is stored */

static casus_format format_of(casus_str name, casus_str bytes)
{
    static const struct {
        const char *name;
        casus_format format;
    } known[] = {{"html", CASUS_IN_HTML}, {"text", CASUS_IN_TEXT}, {"jsonl", CASUS_IN_JSONL}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (casus_str_is(name, known[i].name)) return known[i].format;
    /* kept by a version that did not note it */
    bytes = casus_str_trim(bytes);
    return bytes.n && bytes.p[0] == '{' ? CASUS_IN_JSONL : bytes.n && bytes.p[0] == '<' ? CASUS_IN_HTML : CASUS_IN_TEXT;
}

static casus_status stored_of(sqlite3_stmt *s, casus_arena *a, casus_stored *out, casus_err *err)
{
    casus_str format, basis, published;
    casus_record *rec = &out->rec;
    casus_str *const text[] = {&rec->id, &published, &basis, &out->version[0], &out->version[1], &out->version[2], &out->version[3], &format,
                               &rec->url, &rec->publisher, &rec->published, &rec->title, &rec->language, &rec->charset};
    out->id = sqlite3_column_int64(s, 0);
    for (int i = 0; i < 14; i++)
        if (casus_arena_str(a, ledger_column(s, i + 1), text[i]) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (casus_str_is(basis, casus_pub_basis_name(CASUS_PUB_GIVEN))) out->date = published;
    casus_status st = ledger_unpack(sqlite3_column_blob(s, 16), (size_t)sqlite3_column_bytes(s, 16), sqlite3_column_int64(s, 15), a,
                                    &rec->bytes, err);
    rec->format = format_of(format, rec->bytes);
    return st;
}

casus_status casus_ledger_stored(casus_ledger *l, int64_t after, casus_arena *a, casus_stored *out, casus_err *err)
{
    casus_err e = {0};
    *out = (casus_stored){0};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_STORED_NEXT, &e)};
    ledger_int(&b, after);
    int rc = ledger_step(&b, &e);
    casus_status s = rc == SQLITE_ROW ? stored_of(b.s, a, out, &e) : rc == SQLITE_DONE ? CASUS_END : e.code;
    if (rc == SQLITE_ROW) sqlite3_reset(b.s);
    if (s != CASUS_OK && s != CASUS_END && err) *err = e;
    return s;
}

bool casus_stored_current(const casus_engine *e, const casus_stored *s)
{
    casus_versions v;
    casus_value_versions(e, &v);
    const char *const now[] = {v.program, v.model, v.lexicon, v.gazetteer};
    for (int i = 0; i < 4; i++)
        if (!casus_str_is(s->version[i], now[i] ? now[i] : "")) return false;
    return true;
}
