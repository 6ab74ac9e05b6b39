/* The values of an incident, worked out from all accounts of it, whatever the order in which these arrived.
 *
 * The accounts are put in order of publication (undated first, then by SHA-256 and name). Then, value by value:
 *   type          the one most accounts give; among equals the earlier account's; its PLOVER and CAMEO codes come with it
 *   status        confirmed before reported before claimed before denied before planned before hypothetical
 *   recall        only if every account is one
 *   date          the most precise; among equals the one that is best known (stated in the text before worked out)
 *   place         the most precise
 *   tallies       casus_figures_work: low, best and high by the rules of docs/METHOD.md
 *   names         of all accounts, each once, in the order in which they were first told
 *   confidence    the highest
 *   event         the key of the first account
 * What a person set in review stands over the value that was worked out (table overlay); that one is never lost, as it follows from
 * the accounts.
 * The same bytes filed under two names, and copies with much the same words, count as one voice. Cost: one pass over the accounts of the incident, and over equal
 * types and counts a quadratic one; an incident has a handful of accounts, rarely hundreds.
 */
#include "store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    casus_str sha256, name, event;
    uint32_t number;
    int64_t id, report;
    casus_str place, country, admin1, place_precision;
    bool has_point;
    double lat, lon;
    int64_t geonameid; /* 0: none */
    casus_str type, plover, mode, cameo, status;
    bool recall;
    casus_str from, to, edtf, date_precision, basis;
    casus_tally tally[CASUS_N_TALLY];
    casus_str weapon;
    double confidence;
    bool echo; /* the same bytes as the account's before, under another name */
    int64_t telling;
    casus_str publisher, published;
    struct {
        casus_str name;
        int role;
    } *actor; /* in the order of the account */
    casus_str *source;
    size_t n_actor, n_source;
    int64_t n_claim;
} account;

typedef struct {
    const account *type, *status, *date, *place, *weapon; /* the accounts that give the value */
    bool recall;
    double confidence;
    casus_figure tally[CASUS_N_TALLY];
    char event[96];
    casus_buf name[3]; /* by casus_role */
    casus_buf source;
    int64_t n_report, n_claim;
} summary;

/* ---------------------------------------------------------------- reading the accounts */

static const char *basis_name(int i) { return casus_basis_name((casus_basis)i); }
static const char *place_precision_name(int i) { return casus_precision_name((casus_precision)i); }
static const char *status_name(int i) { return casus_claim_status_name((casus_claim_status)i); }
static const char *role_name(int i) { return casus_role_name((casus_role)i); }

/* Columns as in LEDGER_SUM_ACCOUNT. */
static casus_status account_of(sqlite3_stmt *s, casus_arena *a, account *k)
{
    const struct {
        casus_str *to;
        int column;
    } text[] = {{&k->sha256, 0}, {&k->place, 2}, {&k->country, 3}, {&k->admin1, 4}, {&k->place_precision, 7}, {&k->type, 9},
                {&k->plover, 10}, {&k->mode, 11}, {&k->cameo, 12}, {&k->status, 13}, {&k->from, 15}, {&k->to, 16},
                {&k->edtf, 17}, {&k->date_precision, 18}, {&k->basis, 19}, {&k->weapon, 36},
                {&k->event, 40}, {&k->name, 41}, {&k->publisher, 43}, {&k->published, 44}};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++)
        if (casus_arena_str(a, ledger_column(s, text[i].column), text[i].to) != CASUS_OK) return CASUS_E_NOMEM;
    k->report = sqlite3_column_int64(s, 1);
    k->has_point = sqlite3_column_type(s, 5) != SQLITE_NULL && sqlite3_column_type(s, 6) != SQLITE_NULL;
    k->lat = sqlite3_column_double(s, 5);
    k->lon = sqlite3_column_double(s, 6);
    k->geonameid = sqlite3_column_int64(s, 8);
    k->recall = sqlite3_column_int(s, 14) != 0;
    for (int t = 0; t < CASUS_N_TALLY; t++) k->tally[t] = ledger_tally_at(s, 20 + 4 * t);
    k->confidence = sqlite3_column_double(s, 39);
    k->number = (uint32_t)sqlite3_column_int64(s, 42);
    return CASUS_OK;
}

static casus_status out_of_memory(ledger_bind *b, casus_err *err)
{
    if (b->s) sqlite3_reset(b->s);
    return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
}

static casus_status read_actors(casus_ledger *l, casus_arena *a, account *k, casus_err *err)
{
    size_t cap = 0;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_SUM_ACTORS, err)};
    ledger_int(&b, k->id);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW) {
        void *grown = casus_arena_grow(a, k->actor, k->n_actor, k->n_actor + 1, sizeof *k->actor, &cap);
        if (!grown) return out_of_memory(&b, err);
        k->actor = grown;
        k->actor[k->n_actor].role = ledger_rank(ledger_column(b.s, 1), role_name, CASUS_PARTY + 1);
        if (casus_arena_str(a, ledger_column(b.s, 0), &k->actor[k->n_actor++].name) != CASUS_OK) return out_of_memory(&b, err);
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static casus_status read_sources(casus_ledger *l, casus_arena *a, account *k, casus_err *err)
{
    size_t cap = 0;
    int rc;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_SUM_SOURCES, err)};
    ledger_int(&b, k->id);
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW) {
        casus_str *grown = casus_arena_grow(a, k->source, k->n_source, k->n_source + 1, sizeof *grown, &cap);
        if (!grown) return out_of_memory(&b, err);
        k->source = grown;
        if (casus_arena_str(a, ledger_column(b.s, 0), &k->source[k->n_source++]) != CASUS_OK) return out_of_memory(&b, err);
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

/* All but the telling, which later reports may change. */
static casus_status read_account(casus_ledger *l, int64_t id, casus_arena *a, account *k, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_SUM_ACCOUNT, err)};
    ledger_int(&b, id);
    *k = (account){.id = id};
    int rc = ledger_step(&b, err);
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0) : err->code;
    if (account_of(b.s, a, k) != CASUS_OK) return out_of_memory(&b, err);
    sqlite3_reset(b.s);
    casus_status s = read_actors(l, a, k, err);
    if (s == CASUS_OK) s = read_sources(l, a, k, err);
    ledger_bind c = {.s = s == CASUS_OK ? ledger_stmt(l, LEDGER_SUM_CLAIMS, err) : NULL};
    ledger_int(&c, id);
    return s == CASUS_OK ? ledger_find(&c, &k->n_claim, err) : s;
}

/* ---------------------------------------------------------------- accounts that are kept in memory */

/* An account does not change but when its report is read again, and reports on one event come close together: what was read of it is kept
 * for the next time, until there is much of it, another program wrote, or something was taken back. Not for verify, which reads all. */
struct ledger_kept {
    casus_arena *arena;
    account **slot; /* by id; NULL: none */
    size_t n, size; /* size: a power of two */
};
enum { KEPT_BYTES = 24 << 20, FIRST_SLOTS = 1024 };

void ledger_kept_drop(casus_ledger *l)
{
    if (!l->kept) return;
    casus_arena_free(l->kept->arena);
    casus_release(l->kept->slot);
    casus_release(l->kept);
    l->kept = NULL;
}

casus_status ledger_kept_check(casus_ledger *l, casus_err *err)
{
    int64_t now = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_DATA_VERSION, err)};
    casus_status s = ledger_find(&b, &now, err);
    if (now != l->data_version || (l->kept && casus_arena_used(l->kept->arena) > KEPT_BYTES)) ledger_kept_drop(l);
    l->data_version = now;
    return s;
}

static size_t slot_of(const struct ledger_kept *kept, int64_t id)
{
    size_t i = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 20) & (kept->size - 1);
    while (kept->slot[i] && kept->slot[i]->id != id) i = (i + 1) & (kept->size - 1);
    return i;
}

static bool kept_grow(struct ledger_kept *kept)
{
    struct ledger_kept more = *kept;
    more.size = kept->size ? 2 * kept->size : FIRST_SLOTS;
    more.slot = casus_alloc(more.size * sizeof *more.slot);
    if (!more.slot) return false;
    for (size_t i = 0; i < kept->size; i++)
        if (kept->slot[i]) more.slot[slot_of(&more, kept->slot[i]->id)] = kept->slot[i];
    casus_release(kept->slot);
    *kept = more;
    return true;
}

static bool kept_ready(casus_ledger *l)
{
    if (!l->kept) {
        l->kept = casus_alloc(sizeof *l->kept);
        if (!l->kept) return false;
        l->kept->arena = casus_arena_new(0);
    }
    return l->kept->arena && (2 * l->kept->n < l->kept->size || kept_grow(l->kept));
}

static casus_status keep_account(casus_ledger *l, int64_t id, account *k, casus_err *err)
{
    if (!kept_ready(l)) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    size_t i = slot_of(l->kept, id);
    if (!l->kept->slot[i]) {
        account *own = casus_arena_get(l->kept->arena, 1, sizeof *own);
        if (!own) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        casus_status s = read_account(l, id, l->kept->arena, own, err);
        if (s != CASUS_OK) return s;
        l->kept->slot[i] = own;
        l->kept->n++;
    }
    *k = *l->kept->slot[i];
    return CASUS_OK;
}

/* ---------------------------------------------------------------- those of an incident */

/* In order of publication; undated first. */
static int by_publication(const void *x, const void *y)
{
    const account *a = x, *b = y;
    int order = casus_str_cmp(a->published, b->published);
    if (!order) order = casus_str_cmp(a->sha256, b->sha256);
    if (!order) order = casus_str_cmp(a->name, b->name);
    return order ? order : a->number < b->number ? -1 : a->number > b->number;
}

static void find_echoes(account *k, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        k[i].echo = (k[i - 1].report != k[i].report && casus_str_eq(k[i - 1].sha256, k[i].sha256)) ||
                    (k[i - 1].echo && k[i - 1].report == k[i].report);
        if (k[i].echo) k[i].telling = k[i - 1].telling;
    }
}

static casus_status read_accounts(casus_ledger *l, int64_t incident, bool keep, casus_arena *a, account **list, size_t *n, casus_err *err)
{
    size_t cap = 0;
    int rc;
    casus_status s = CASUS_OK;
    *list = NULL;
    *n = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_SUM_MEMBERS, err)};
    ledger_int(&b, incident);
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) {
        account *grown = casus_arena_grow(a, *list, *n, *n + 1, sizeof **list, &cap);
        if (!grown) return out_of_memory(&b, err);
        *list = grown;
        int64_t id = sqlite3_column_int64(b.s, 0);
        s = keep ? keep_account(l, id, &grown[*n], err) : read_account(l, id, a, &grown[*n], err);
        grown[(*n)++].telling = sqlite3_column_int64(b.s, 1);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    if (s != CASUS_OK && b.s) sqlite3_reset(b.s);
    if (s == CASUS_OK && *n > 1) qsort(*list, *n, sizeof **list, by_publication);
    if (s == CASUS_OK) find_echoes(*list, *n);
    return s;
}

/* ---------------------------------------------------------------- choosing */

/* The lower the better; what has no rank comes last. The first of equals stays. */
typedef int (*rank_of)(const account *k);

static const account *choose(const account *k, size_t n, rank_of rank)
{
    const account *best = NULL;
    int least = 0;
    for (size_t i = 0; i < n; i++) {
        int r = rank(&k[i]);
        if (best && r >= least) continue;
        best = &k[i];
        least = r;
    }
    return best;
}

static int status_rank(const account *k)
{
    static const int rank[] = {[CASUS_CONFIRMED] = 0, [CASUS_REPORTED] = 1, [CASUS_CLAIMED] = 2,
                               [CASUS_DENIED] = 3,    [CASUS_PLANNED] = 4,  [CASUS_HYPOTHETICAL] = 5};
    int s = ledger_rank(k->status, status_name, CASUS_HYPOTHETICAL + 1);
    return s < 0 ? 9 : rank[s];
}

static int date_rank(const account *k)
{
    static const char *const precision[] = {"day", "range", "month", "year"};
    int p = 0;
    while (p < 4 && !casus_str_is(k->date_precision, precision[p])) p++;
    int basis = ledger_rank(k->basis, basis_name, CASUS_BASIS_STATED + 1);
    int known = k->from.n ? 0 : k->edtf.n ? 500 : 1000; /* a day without a year is better than nothing */
    return known + p * 10 + (CASUS_BASIS_STATED - (basis < 0 ? 0 : basis));
}

static int place_rank(const account *k)
{
    int p = ledger_rank(k->place_precision, place_precision_name, CASUS_PREC_COUNTRY + 1);
    if (!k->place.n) return 1000;
    return p <= CASUS_PREC_UNKNOWN ? 100 : p;
}

static int weapon_rank(const account *k) { return k->weapon.n ? 0 : 1; }

static const account *choose_type(const account *k, size_t n)
{
    const account *best = n ? &k[0] : NULL;
    int most = 0;
    for (size_t i = 0; i < n; i++) {
        int votes = 0;
        for (size_t m = 0; m < n; m++) votes += !k[m].echo && casus_str_eq(k[m].type, k[i].type);
        if (votes <= most) continue;
        most = votes;
        best = &k[i];
    }
    return best;
}

static bool is_fact(const account *k)
{
    int s = ledger_rank(k->status, status_name, CASUS_HYPOTHETICAL + 1);
    return s != CASUS_DENIED && s != CASUS_PLANNED && s != CASUS_HYPOTHETICAL;
}

/* of, if not NULL, gets the account of each voice. */
static casus_status voices_of(const account *k, size_t n, int what, casus_arena *a, casus_voice **list, uint32_t **of, uint32_t *n_voice,
                              casus_err *err)
{
    casus_voice *v = casus_arena_get(a, n, sizeof *v);
    uint32_t *index = casus_arena_get(a, n, sizeof *index), told = 0;
    if (!v || !index) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    for (size_t i = 0; i < n; i++) {
        if (!k[i].tally[what].set) continue;
        index[told] = (uint32_t)i;
        v[told] = (casus_voice){.tally = k[i].tally[what], .telling = k[i].telling, .day = casus_day_read(k[i].published), .fact = is_fact(&k[i])};
        if (k[i].publisher.n) v[told].publisher = (uint32_t)casus_hash(k[i].publisher, 1) | 1;
        told++;
    }
    *list = v;
    *n_voice = told;
    if (of) *of = index;
    return CASUS_OK;
}

static casus_status work_tallies(const account *k, size_t n, casus_arena *a, summary *sum, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (int what = 0; what < CASUS_N_TALLY && s == CASUS_OK; what++) {
        casus_voice *v;
        uint32_t n_voice;
        casus_figure class[CASUS_N_CLASS];
        s = voices_of(k, n, what, a, &v, NULL, &n_voice, err);
        if (s == CASUS_OK) s = casus_figures_work(v, n_voice, a, class, err);
        if (s == CASUS_OK) sum->tally[what] = class[CASUS_ALL_VICTIMS];
    }
    return s;
}

/* ---------------------------------------------------------------- names */

static bool in_list(const casus_buf *list, casus_str name)
{
    casus_str left = {list->p, list->n};
    while (left.n) {
        const char *end = memmem(left.p, left.n, "; ", 2);
        size_t n = end ? (size_t)(end - left.p) : left.n;
        if (casus_str_eq((casus_str){left.p, n}, name)) return true;
        left = end ? (casus_str){end + 2, left.n - n - 2} : (casus_str){0};
    }
    return false;
}

static void list_add(casus_buf *list, casus_str name)
{
    if (!name.n || in_list(list, name)) return;
    if (list->n) casus_buf_z(list, "; ");
    casus_buf_str(list, name);
}

static void add_names(const account *k, summary *sum)
{
    for (size_t i = 0; i < k->n_actor; i++)
        if (k->actor[i].role >= 0) list_add(&sum->name[k->actor[i].role], k->actor[i].name);
    for (size_t i = 0; i < k->n_source; i++) list_add(&sum->source, k->source[i]);
    sum->n_claim += k->n_claim;
}

static bool told_before(const account *k, size_t i)
{
    for (size_t m = i; m-- > 0;)
        if (k[m].report == k[i].report || casus_str_eq(k[m].sha256, k[i].sha256)) return true;
    return false;
}

/* Reports count by their bytes. */
static void all_names(const account *k, size_t n, summary *sum)
{
    for (size_t i = 0; i < n; i++) {
        sum->n_report += !told_before(k, i);
        add_names(&k[i], sum);
    }
}

/* ---------------------------------------------------------------- writing and comparing */

static const char *const column[] = {
    "event", "type", "plover", "mode", "cameo", "status", "recall", "date_from", "date_to", "date_edtf", "date_precision", "date_basis",
    "place", "country", "admin1", "lat", "lon", "place_precision", "geonameid",
    "killed_low", "killed_best", "killed_high", "killed_quality", "killed_category",
    "injured_low", "injured_best", "injured_high", "injured_quality", "injured_category",
    "abducted_low", "abducted_best", "abducted_high", "abducted_quality", "abducted_category",
    "displaced_low", "displaced_best", "displaced_high", "displaced_quality", "displaced_category",
    "perpetrators", "affected", "parties", "sources", "weapon", "n_report", "n_claim", "confidence", "review",
};
enum { N_COLUMN = sizeof column / sizeof *column };

const char *ledger_sum_sql(bool compare, casus_buf *out)
{
    casus_buf_z(out, compare ? "SELECT 1 FROM incident WHERE " : "UPDATE incident SET ");
    for (int i = 0; i < N_COLUMN; i++)
        casus_buf_printf(out, "%s%s%s?%d", i ? compare ? " AND " : "," : "", column[i], compare ? " IS " : "=", i + 1);
    casus_buf_printf(out, "%sid=?%d", compare ? " AND " : " WHERE ", N_COLUMN + 1);
    return out->failed ? NULL : out->p;
}

static void bind_type_and_date(ledger_bind *b, const summary *sum)
{
    const account *t = sum->type, *d = sum->date;
    const casus_str v[] = {t->type, t->plover, t->mode, t->cameo, sum->status->status};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) ledger_str(b, v[i]);
    ledger_int(b, sum->recall);
    const casus_str w[] = {d->from, d->to, d->edtf, d->date_precision, d->basis};
    for (size_t i = 0; i < sizeof w / sizeof *w; i++) ledger_str(b, w[i]);
}

static void bind_where(ledger_bind *b, const account *p)
{
    ledger_str(b, p->place);
    ledger_str(b, p->country);
    ledger_str(b, p->admin1);
    if (p->has_point) ledger_real(b, p->lat);
    else ledger_null(b);
    if (p->has_point) ledger_real(b, p->lon);
    else ledger_null(b);
    ledger_str(b, p->place_precision);
    ledger_count(b, p->geonameid ? p->geonameid : -1);
}

static void bind_figure(ledger_bind *b, const casus_figure *f)
{
    ledger_count(b, f->set ? f->low : -1);
    ledger_count(b, f->set ? f->best : -1);
    ledger_count(b, f->set ? f->high : -1);
    ledger_z(b, f->set ? casus_quality_name(f->q) : NULL);
    ledger_z(b, f->set ? casus_victims_name(f->category) : NULL);
}

static void bind_summary(ledger_bind *b, const summary *sum)
{
    ledger_z(b, sum->event);
    bind_type_and_date(b, sum);
    bind_where(b, sum->place);
    for (int t = 0; t < CASUS_N_TALLY; t++) bind_figure(b, &sum->tally[t]);
    for (int role = 0; role < 3; role++) ledger_str(b, (casus_str){sum->name[role].p, sum->name[role].n});
    ledger_str(b, (casus_str){sum->source.p, sum->source.n});
    ledger_str(b, sum->weapon->weapon);
    ledger_int(b, sum->n_report);
    ledger_int(b, sum->n_claim);
    ledger_real(b, sum->confidence);
    ledger_null(b); /* nobody has looked at it, unless an overlay says so */
}

/* The key of the account that was published first, made unique: no other incident has this account. */
static void name_event(const account *k, char *event, size_t size)
{
    snprintf(event, size, "%.*s.%08x", (int)(k->event.n < 64 ? k->event.n : 64), k->event.p,
             (unsigned)(ledger_tie(k->sha256, k->name, k->number) >> 32));
}

static casus_status work_out(casus_ledger *l, int64_t incident, bool keep, casus_arena *a, summary *sum, casus_err *err)
{
    account *k;
    size_t n;
    casus_status s = read_accounts(l, incident, keep, a, &k, &n, err);
    if (s != CASUS_OK || n == 0) return s;
    name_event(&k[0], sum->event, sizeof sum->event);
    sum->type = choose_type(k, n);
    sum->status = choose(k, n, status_rank);
    sum->date = choose(k, n, date_rank);
    sum->place = choose(k, n, place_rank);
    sum->weapon = choose(k, n, weapon_rank);
    sum->recall = true;
    for (size_t i = 0; i < n; i++) {
        sum->recall = sum->recall && k[i].recall;
        if (k[i].confidence > sum->confidence) sum->confidence = k[i].confidence;
    }
    s = work_tallies(k, n, a, sum, err);
    if (s == CASUS_OK) all_names(k, n, sum);
    bool full = sum->source.failed || sum->name[0].failed || sum->name[1].failed || sum->name[2].failed;
    return s == CASUS_OK && full ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : s;
}

int ledger_incident_column(casus_str name)
{
    for (int i = 0; i < N_COLUMN; i++)
        if (casus_str_is(name, column[i])) return i;
    return -1;
}

/* What a person said takes the place of what was worked out. The values live in the statement of the overlays until it is stepped
 * again, so they are copied. */
static casus_status bind_overlays(casus_ledger *l, ledger_bind *b, int64_t incident, casus_err *err)
{
    ledger_bind o = {.s = ledger_stmt(l, LEDGER_OVERLAYS, err)};
    ledger_int(&o, incident);
    int rc;
    while ((rc = ledger_step(&o, err)) == SQLITE_ROW) {
        int i = ledger_incident_column(ledger_column(o.s, 0));
        if (i < 0 || !b->s) continue;
        int bad = sqlite3_bind_value(b->s, i + 1, sqlite3_column_value(o.s, 1));
        if (b->rc == SQLITE_OK) b->rc = bad;
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

/* ---------------------------------------------------------------- figures with their rules */

static casus_status tell_figures(const account *k, size_t n, int what, casus_arena *a, void (*row)(void *, const casus_figure_row *), void *ctx,
                                 casus_err *err)
{
    casus_voice *v;
    uint32_t n_voice, *of;
    casus_figure class[CASUS_N_CLASS];
    casus_status s = voices_of(k, n, what, a, &v, &of, &n_voice, err);
    if (s == CASUS_OK) s = casus_figures_work(v, n_voice, a, class, err);
    if (s != CASUS_OK || !n_voice) return s;
    casus_figure_voice *told = casus_arena_get(a, n_voice, sizeof *told);
    if (!told) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    for (uint32_t i = 0; i < n_voice; i++)
        told[i] = (casus_figure_voice){k[of[i]].name, k[of[i]].publisher, k[of[i]].published, v[i].tally, v[i].use};
    for (int c = CASUS_N_CLASS - 1; c >= 0; c--) {
        if (!class[c].set) continue;
        bool same = c != CASUS_ALL_VICTIMS && class[c].low == class[CASUS_ALL_VICTIMS].low && class[c].high == class[CASUS_ALL_VICTIMS].high &&
                    class[c].best == class[CASUS_ALL_VICTIMS].best && class[c].category == class[CASUS_ALL_VICTIMS].category;
        if (same) continue; /* the only class there is */
        row(ctx, &(casus_figure_row){what, c == CASUS_ALL_VICTIMS ? "all" : casus_victims_name((casus_victims)c), class[c], told, n_voice});
    }
    return s;
}

casus_status casus_ledger_figures(casus_ledger *l, int64_t incident, void (*row)(void *ctx, const casus_figure_row *r), void *ctx,
                                  casus_err *err)
{
    casus_err e = {0};
    account *k;
    size_t n;
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? read_accounts(l, incident, false, a, &k, &n, &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK && n == 0) s = casus_fail(&e, CASUS_E_NOTFOUND, "there is no such incident", 0);
    for (int what = 0; what < CASUS_N_TALLY && s == CASUS_OK; what++) s = tell_figures(k, n, what, a, row, ctx, &e);
    casus_arena_free(a);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status ledger_sum(casus_ledger *l, int64_t incident, casus_arena *a, bool *same, casus_err *err)
{
    summary sum = {0};
    ledger_bind overlay;
    int64_t found = 0;
    casus_status s = work_out(l, incident, !same, a, &sum, err);
    if (s == CASUS_OK && sum.type) {
        ledger_bind b = {.s = ledger_stmt(l, same ? LEDGER_SUM_COMPARE : LEDGER_SUM_UPDATE, err)};
        bind_summary(&b, &sum);
        ledger_int(&b, incident);
        overlay = b;
        s = bind_overlays(l, &overlay, incident, err);
        b.rc = overlay.rc;
        if (s == CASUS_OK) s = same ? ledger_find(&b, &found, err) : ledger_run(l, &b, err);
    }
    if (same) *same = found == 1;
    for (int role = 0; role < 3; role++) casus_buf_free(&sum.name[role]);
    casus_buf_free(&sum.source);
    return s;
}
