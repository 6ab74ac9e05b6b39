/* Decisions of people: journal entry, row, and what they change: an overlay over the values of an incident, or pins on accounts that
 * belong together or apart. All in one transaction. And the queue of what nobody has looked at. */
#include "store.h"

#include <stdio.h>
#include <string.h>

static const char *const decision_name[] = {"accept", "reject", "edit", "merge", "split", "note"};

const char *casus_decision_name(casus_decision_kind k)
{
    return (size_t)k < sizeof decision_name / sizeof *decision_name ? decision_name[k] : NULL;
}

typedef struct {
    int64_t id, component;
    bool taken; /* split off */
} member;

typedef struct {
    casus_ledger *l;
    const casus_decision *d;
    int64_t incident, entry;
    const char *state;  /* of review, that it leads to; NULL: as it was */
    int64_t other[256]; /* merge: as they are called now */
    casus_arena *a;
    member *list; /* accounts of all incidents that are touched */
    size_t n, n_own, cap; /* n_own: of the incident itself, they come first */
    casus_buf payload;
    casus_json j;
    casus_err *err;
} deciding;

static casus_status no_memory(deciding *x) { return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0); }

static casus_status ask(deciding *x, ledger_stmt_id id, int64_t v, int64_t *answer)
{
    ledger_bind b = {.s = ledger_stmt(x->l, id, x->err)};
    ledger_int(&b, v);
    return ledger_find(&b, answer, x->err);
}

static casus_status present(deciding *x, int64_t id, int64_t *now)
{
    casus_status s = ask(x, LEDGER_INCIDENT_NOW, id, now);
    return s == CASUS_OK && !*now ? casus_fail(x->err, CASUS_E_NOTFOUND, "there is no such incident", 0) : s;
}

/* ---------------------------------------------------------------- the entry */

static bool is_taken(const casus_decision *d, int64_t account)
{
    for (uint32_t i = 0; d->kind == CASUS_SPLIT && i < d->n_other; i++)
        if (d->other[i] == account) return true;
    return false;
}

/* The accounts that the decision is about, by what they are called everywhere: hash of the report, its name, number in it. */
static casus_status put_accounts(deciding *x, int64_t incident)
{
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_ACCOUNTS_IN, x->err)};
    ledger_int(&b, incident);
    int rc;
    casus_json_open(&x->j, '[');
    while ((rc = ledger_step(&b, x->err)) == SQLITE_ROW) {
        member *grown = casus_arena_grow(x->a, x->list, x->n, x->n + 1, sizeof *grown, &x->cap);
        if (!grown) {
            sqlite3_reset(b.s);
            return no_memory(x);
        }
        x->list = grown;
        int64_t id = sqlite3_column_int64(b.s, 0);
        grown[x->n++] = (member){id, sqlite3_column_int64(b.s, 4), is_taken(x->d, id)};
        casus_json_open(&x->j, '[');
        casus_json_str(&x->j, ledger_column(b.s, 1));
        casus_json_str(&x->j, ledger_column(b.s, 2));
        casus_json_int(&x->j, sqlite3_column_int64(b.s, 3));
        casus_json_bool(&x->j, grown[x->n - 1].taken);
        casus_json_close(&x->j, ']');
    }
    casus_json_close(&x->j, ']');
    return rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

static casus_status make_payload(deciding *x)
{
    const casus_decision *d = x->d;
    x->j = (casus_json){.out = &x->payload};
    casus_json_open(&x->j, '{');
    casus_json_member(&x->j, "action", casus_str_of(casus_decision_name(d->kind)));
    casus_json_member(&x->j, "who", casus_str_of(d->who));
    casus_json_member(&x->j, "why", casus_str_of(d->why));
    if (d->kind == CASUS_EDIT) {
        casus_json_key(&x->j, "set");
        casus_json_open(&x->j, '[');
        for (uint32_t i = 0; i < d->n_set; i++) casus_json_z(&x->j, d->set[i]);
        casus_json_close(&x->j, ']');
    }
    if (x->state) casus_json_member(&x->j, "review", casus_str_of(x->state));
    casus_json_key(&x->j, "accounts");
    casus_status s = put_accounts(x, x->incident);
    x->n_own = x->n;
    if (d->kind == CASUS_MERGE) {
        casus_json_key(&x->j, "others");
        casus_json_open(&x->j, '[');
        for (uint32_t i = 0; i < d->n_other && s == CASUS_OK; i++) s = put_accounts(x, x->other[i]);
        if (s == CASUS_OK) casus_json_close(&x->j, ']');
    }
    if (s == CASUS_OK) casus_json_close(&x->j, '}');
    return s == CASUS_OK && x->payload.failed ? no_memory(x) : s;
}

static casus_status put_said_of(deciding *x)
{
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < x->n_own && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_SAID_OF_PUT, x->err)};
        ledger_int(&b, x->entry);
        ledger_int(&b, x->list[i].id);
        s = ledger_run(x->l, &b, x->err);
    }
    return s;
}

/* It hangs on the first account of the incident. */
static casus_status put_decision(deciding *x)
{
    char object[48], at[32];
    snprintf(object, sizeof object, "incident %lld", (long long)x->incident);
    ledger_iso_time(x->d->now, at);
    casus_status s = ledger_journal_add(x->l, x->d->now, "review", object, (casus_str){x->payload.p, x->payload.n}, x->err);
    if (s != CASUS_OK) return s;
    x->entry = ledger_journal_last(x->l, x->err);
    if (!x->entry) return x->err->code;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_DECISION_PUT, x->err)};
    ledger_int(&b, x->entry);
    ledger_int(&b, x->list[0].id);
    ledger_z(&b, casus_decision_name(x->d->kind));
    ledger_z(&b, x->d->who);
    ledger_z(&b, x->d->why);
    ledger_z(&b, at);
    s = ledger_run(x->l, &b, x->err);
    return s == CASUS_OK ? put_said_of(x) : s;
}

/* ---------------------------------------------------------------- what it changes */

/* The state that goes with a decision. Changing an incident that was settled leaves it so: the same person may say what is to be
 * mended. It is part of the entry, so that the journal alone tells it. */
static casus_status find_state(deciding *x, const char **state)
{
    static const char *const of[] = {"accepted", "rejected", "edited", "edited", "edited", NULL};
    int64_t settled = 0;
    *state = of[x->d->kind];
    if (!*state || x->d->kind == CASUS_ACCEPT || x->d->kind == CASUS_REJECT) return CASUS_OK;
    casus_status s = ask(x, LEDGER_INCIDENT_REVIEW, x->incident, &settled);
    if (settled) *state = NULL;
    return s;
}

static casus_status put_overlay(void *ctx, const ledger_set *v, casus_err *err)
{
    deciding *x = ctx;
    bool take = v->kind == LEDGER_TAKEN;
    ledger_bind b = {.s = ledger_stmt(x->l, take ? LEDGER_OVERLAY_TAKE : LEDGER_OVERLAY_PUT, err)};
    ledger_int(&b, take ? x->incident : x->entry);
    ledger_z(&b, v->field);
    if (take) return ledger_run(x->l, &b, err);
    if (v->kind == LEDGER_SET_TEXT) ledger_text(&b, v->text);
    else if (v->kind == LEDGER_SET_COUNT) ledger_int(&b, (int64_t)v->number);
    else if (v->kind == LEDGER_SET_REAL) ledger_real(&b, v->number);
    else ledger_null(&b);
    return ledger_run(x->l, &b, err);
}

static casus_status set_state(deciding *x)
{
    casus_status s = CASUS_OK;
    if (x->state) s = put_overlay(x, &(ledger_set){"review", LEDGER_SET_TEXT, casus_str_of(x->state), 0}, x->err);
    return s == CASUS_OK ? ledger_note(&x->l->incident, x->incident, x->err) : s;
}

static casus_status only_state(deciding *x)
{
    (void)x;
    return CASUS_OK;
}

/* What was set can be searched for: its words lie under the number of the entry, turned about, where no account is. */
static casus_status index_words(deciding *x)
{
    casus_buf part[6] = {{0}};
    ledger_words w = {-x->entry, false, {{0}}};
    casus_status s = CASUS_OK;
    bool any = false;
    for (uint32_t i = 0; i < x->d->n_set && s == CASUS_OK; i++) s = ledger_edit_index(x->d->set[i], part, x->err);
    for (int i = 0; i < 6; i++) {
        w.text[i] = (casus_str){part[i].p, part[i].n};
        any = any || part[i].n;
    }
    if (s == CASUS_OK && any) s = ledger_index_later(x->l, &w, x->err);
    for (int i = 0; i < 6; i++) casus_buf_free(&part[i]);
    return s;
}

static casus_status edit(deciding *x)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < x->d->n_set && s == CASUS_OK; i++) {
        s = ledger_edit(x->d->set[i], put_overlay, x, x->err);
        if (s != CASUS_OK) x->err->at = i;
    }
    return s == CASUS_OK ? index_words(x) : s;
}

/* Pins: the numbers of two decisions differ, and those of the two sides of one. */
static casus_status pin_all(deciding *x)
{
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < x->n && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_PIN_PUT, x->err)};
        ledger_int(&b, x->list[i].id);
        ledger_int(&b, 2 * x->entry + x->list[i].taken);
        s = ledger_run(x->l, &b, x->err);
    }
    return s;
}

static casus_status part_all(deciding *x)
{
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < x->n && s == CASUS_OK; i++) {
        ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_APART_PUT, x->err)};
        ledger_int(&b, x->list[i].id);
        ledger_int(&b, x->entry);
        ledger_int(&b, x->list[i].taken);
        s = ledger_run(x->l, &b, x->err);
    }
    return s;
}

static casus_status with(deciding *x, ledger_stmt_id id, int64_t v)
{
    ledger_bind b = {.s = ledger_stmt(x->l, id, x->err)};
    ledger_int(&b, v);
    return ledger_run(x->l, &b, x->err);
}

static casus_status merge(deciding *x)
{
    casus_status s = pin_all(x);
    if (s == CASUS_OK) s = with(x, LEDGER_APART_UNDO, 2 * x->entry);
    if (s == CASUS_OK) s = with(x, LEDGER_APART_SPREAD, 2 * x->entry);
    for (size_t i = 1; i < x->n && s == CASUS_OK; i++) s = ledger_link_components(x->l, x->list[0].component, x->list[i].component, x->err);
    return s == CASUS_OK ? ledger_unclean(x->l, x->list[0].component, x->err) : s;
}

static casus_status split(deciding *x)
{
    size_t taken = 0;
    for (size_t i = 0; i < x->n; i++) taken += x->list[i].taken;
    if (taken < x->d->n_other) return casus_fail(x->err, CASUS_E_NOTFOUND, "the incident has no such account", 0);
    if (!taken || taken == x->n) return casus_fail(x->err, CASUS_E_USAGE, "a split leaves something on both sides", 0);
    casus_status s = pin_all(x);
    if (s == CASUS_OK) s = part_all(x);
    if (s == CASUS_OK) s = with(x, LEDGER_SAID_STAYS, x->entry);
    return s == CASUS_OK ? ledger_unclean(x->l, x->list[0].component, x->err) : s;
}

static casus_status decide(deciding *x)
{
    static casus_status (*const change[])(deciding *) = {only_state, only_state, edit, merge, split, only_state};
    casus_status s = present(x, x->d->incident, &x->incident);
    for (uint32_t i = 0; x->d->kind == CASUS_MERGE && i < x->d->n_other && s == CASUS_OK; i++) {
        s = present(x, x->d->other[i], &x->other[i]);
        if (s == CASUS_OK && x->other[i] == x->incident) s = casus_fail(x->err, CASUS_E_USAGE, "these are one incident already", 0);
    }
    if (s == CASUS_OK) s = find_state(x, &x->state);
    if (s == CASUS_OK) s = make_payload(x);
    if (s == CASUS_OK && x->n == 0) s = casus_fail(x->err, CASUS_E_NOTFOUND, "the incident has no accounts", 0);
    if (s == CASUS_OK) s = put_decision(x);
    if (s == CASUS_OK) s = change[x->d->kind](x);
    return s == CASUS_OK ? set_state(x) : s;
}

static casus_status refuse(const casus_decision *d, casus_err *err)
{
    if ((size_t)d->kind >= sizeof decision_name / sizeof *decision_name) return casus_fail(err, CASUS_E_USAGE, "there is no such decision", 0);
    if (!d->who || !d->who[0]) return casus_fail(err, CASUS_E_USAGE, "a decision needs somebody who makes it", 0);
    if (d->kind == CASUS_NOTE && (!d->why || !d->why[0])) return casus_fail(err, CASUS_E_USAGE, "a note needs a text", 0);
    if (d->kind == CASUS_EDIT && !d->n_set) return casus_fail(err, CASUS_E_USAGE, "nothing is to be set", 0);
    bool needs = d->kind == CASUS_MERGE || d->kind == CASUS_SPLIT;
    if (needs && !d->n_other) return casus_fail(err, CASUS_E_USAGE, "which are meant?", 0);
    if (d->n_other > 256) return casus_fail(err, CASUS_E_LIMIT, "at most 256 at once", 0);
    return CASUS_OK;
}

/* Where the decision led: the incident of the first account it is about; of a split, of the first that was taken out. */
static casus_status result_of(deciding *x, int64_t *result)
{
    size_t i = 0;
    while (x->d->kind == CASUS_SPLIT && i + 1 < x->n && !x->list[i].taken) i++;
    return ask(x, LEDGER_ACCOUNT_INCIDENT, x->list[i].id, result);
}

casus_status casus_ledger_decide(casus_ledger *l, const casus_decision *d, int64_t *result, casus_err *err)
{
    casus_err e = {0};
    int64_t now = 0;
    deciding x = {.l = l, .d = d, .err = &e, .a = casus_arena_new(0)};
    casus_status s = refuse(d, &e);
    if (s == CASUS_OK && l->in_group) s = casus_fail(&e, CASUS_E_USAGE, "a group of changes is open already", 0);
    if (s == CASUS_OK && !x.a) s = no_memory(&x);
    if (s == CASUS_OK) {
        ledger_iso_time(d->now, l->added);
        s = ledger_begin(l, &e);
        if (s == CASUS_OK) {
            s = decide(&x);
            if (s == CASUS_OK) s = ledger_flush(l, &e);
            if (s == CASUS_OK) s = result_of(&x, &now);
            if (s == CASUS_OK) s = ledger_commit(l, &e);
            else ledger_take_back(l);
        }
    }
    casus_buf_free(&x.payload);
    casus_arena_free(x.a);
    if (result) *result = s == CASUS_OK ? now : 0;
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* ---------------------------------------------------------------- what was decided */

static const char its_decisions[] = "SELECT d.entry,a.incident,d.action,d.who,d.why,d.at,(SELECT group_concat(value,'; ') FROM "
                                    "json_each(iif(json_valid(j.payload),j.payload,'{}'),'$.set')),j.payload FROM decision d JOIN journal j ON "
                                    "j.seq=d.entry JOIN account a ON a.id=d.account WHERE ?1=0 OR a.incident=?1 ORDER BY d.entry";

casus_status casus_ledger_decisions(casus_ledger *l, int64_t incident, void (*row)(void *ctx, const casus_decision_row *r), void *ctx,
                                    casus_err *err)
{
    casus_err e = {0};
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_fail(&e, sqlite3_prepare_v2(l->db, its_decisions, -1, &b.s, NULL));
    ledger_int(&b, incident);
    while (s == CASUS_OK && (rc = ledger_step(&b, &e)) == SQLITE_ROW) {
        casus_decision_row r = {.entry = sqlite3_column_int64(b.s, 0), .incident = sqlite3_column_int64(b.s, 1)};
        casus_str *const text[] = {&r.action, &r.who, &r.why, &r.at, &r.set, &r.detail};
        for (int i = 0; i < 6; i++) *text[i] = ledger_column(b.s, i + 2);
        row(ctx, &r);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = e.code;
    sqlite3_finalize(b.s);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* ---------------------------------------------------------------- the queue */

/* What makes an incident doubtful. The points are added; those of the reasons that hold are named. */
#define DOUBT_MAP(X)                                                                                                       \
    X(4, "little confidence", "i.confidence<0.5")                                                                          \
    X(3, "counts differ widely", "i.killed_high>i.killed_low+i.killed_low/2+1")                                                         \
    X(2, "the count is open", "i.killed_quality IS NOT NULL AND i.killed_high IS NULL")                                    \
    X(3, "only a party says so", "i.status='claimed'")                                                                     \
    X(3, "it is denied", "i.status='denied'")                                                                              \
    X(3, "no day", "i.date_from IS NULL")                                                                                  \
    X(1, "the day was worked out", "i.date_basis='inferred'")                                                              \
    X(3, "no place", "i.place IS NULL")                                                                                    \
    X(2, "the place is wide", "i.place_precision IN ('province','region','country')")                                      \
    X(1, "a single report", "i.n_report<2")                                                                                \
    X(1, "nobody is named who did it", "i.perpetrators IS NULL")

#define DOUBT_SUM(points, text, test) "+" #points "*coalesce(" test ",0)"
#define DOUBT_TEXT(points, text, test) "||CASE WHEN " test " THEN '; " text "' ELSE '' END"
static const char the_queue[] =
    "SELECT id,doubt,doubt*CASE WHEN k>=100 THEN 6 WHEN k>=20 THEN 5 WHEN k>=5 THEN 4 WHEN k>=1 THEN 3 WHEN k IS NULL THEN 2 ELSE 1 END AS "
    "weight,type,date_edtf,place,country,substr(reasons,3),killed_low,killed_best,killed_high,n_report,confidence FROM (SELECT i.*,"
    "coalesce(i.killed_best,i.killed_low) AS k,1" DOUBT_MAP(DOUBT_SUM) " AS doubt,''" DOUBT_MAP(DOUBT_TEXT)
    " AS reasons FROM incident i WHERE i.review IS NULL) ORDER BY weight DESC,k DESC,id LIMIT ?1";

static int32_t count_at(sqlite3_stmt *s, int i) { return sqlite3_column_type(s, i) == SQLITE_NULL ? -1 : sqlite3_column_int(s, i); }

casus_status casus_ledger_queue(casus_ledger *l, uint32_t limit, bool (*row)(void *ctx, const casus_queue_row *r), void *ctx, casus_err *err)
{
    casus_err e = {0};
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_fail(&e, sqlite3_prepare_v2(l->db, the_queue, -1, &b.s, NULL));
    ledger_int(&b, limit ? (int64_t)limit : -1);
    while (s == CASUS_OK && (rc = ledger_step(&b, &e)) == SQLITE_ROW) {
        casus_queue_row r = {.id = sqlite3_column_int64(b.s, 0), .doubt = sqlite3_column_int(b.s, 1), .weight = sqlite3_column_int(b.s, 2),
                             .killed_low = count_at(b.s, 8), .killed_best = count_at(b.s, 9), .killed_high = count_at(b.s, 10),
                             .n_report = (uint32_t)sqlite3_column_int64(b.s, 11), .confidence = sqlite3_column_double(b.s, 12)};
        casus_str *const text[] = {&r.type, &r.date, &r.place, &r.country, &r.reasons};
        for (int i = 0; i < 5; i++) *text[i] = ledger_column(b.s, i + 3);
        if (!row(ctx, &r)) break;
    }
    if (s == CASUS_OK && rc != SQLITE_DONE && rc != SQLITE_ROW) s = e.code;
    sqlite3_finalize(b.s);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
