/* Low, best and high of an incident, from the counts of all who tell of it.
 *
 * The rules are the table of docs/METHOD.md, in the terms of the Standards for Casualty Recording, UCDP (low, best, high) and
 * Airwars (ranges): a count belongs to a voice and a class of victims; copies are one voice; a publisher's later count replaces its
 * earlier one; independent voices widen the range; "at least" moves only the low; classes that overlap are not added.
 * Cost: the square of the number of voices, which are few.
 */
#include <casus/incident.h>

#include <string.h>

const char *casus_rule_text(casus_rule r)
{
#define TEXT(id, text) text,
    static const char *const text[] = {CASUS_RULE_MAP(TEXT)};
#undef TEXT
    return r < CASUS_N_RULE ? text[r] : "";
}

const char *casus_use_text(casus_voice_use u)
{
    static const char *const text[] = {"counted", "replaced by a later count of the same publisher", "a copy of a later report",
                                       "planned, denied or supposed"};
    return (size_t)u < sizeof text / sizeof *text ? text[u] : "";
}

/* ---------------------------------------------------------------- which voices count */

static bool is_whole(const casus_voice *v) { return v->tally.category == CASUS_V_UNKNOWN || v->tally.category == CASUS_V_MIXED; }

static bool same_people(const casus_voice *a, const casus_voice *b)
{
    return is_whole(a) ? is_whole(b) : a->tally.category == b->tally.category;
}

static bool later(const casus_voice *a, const casus_voice *b)
{
    return a->day != CASUS_DAY_NONE && b->day != CASUS_DAY_NONE && b->day > a->day;
}

/* The publisher told it again, later; on one day the greater count is the later one. */
static bool replaces(const casus_voice *old, const casus_voice *new)
{
    if (!old->publisher || old->publisher != new->publisher) return false;
    if (old->day != new->day || old->day == CASUS_DAY_NONE) return later(old, new);
    return new->tally.low > old->tally.low || (new->tally.low == old->tally.low && new > old);
}

/* Voices are in order of publication, so of copies the last one counts. */
static casus_voice_use use_of(const casus_voice *v, uint32_t n, uint32_t i, bool any_fact)
{
    if (any_fact && !v[i].fact) return CASUS_VOICE_NO_FACT;
    for (uint32_t k = 0; k < n; k++) {
        if (k == i || !same_people(&v[i], &v[k]) || (any_fact && !v[k].fact)) continue;
        if (k > i && v[i].telling && v[i].telling == v[k].telling) return CASUS_VOICE_COPY;
        if (replaces(&v[i], &v[k])) return CASUS_VOICE_REPLACED;
    }
    return CASUS_VOICE_COUNTS;
}

static void settle_uses(casus_voice *v, uint32_t n)
{
    bool any_fact = false;
    for (uint32_t i = 0; i < n; i++) any_fact = any_fact || v[i].fact;
    for (uint32_t i = 0; i < n; i++) v[i].use = use_of(v, n, i, any_fact);
}

/* ---------------------------------------------------------------- one class */

static bool is_open(const casus_tally *t) { return t->high < 0; }

static int32_t value_of(const casus_tally *t)
{
    bool middle = (t->q == CASUS_Q_RANGE || t->q == CASUS_Q_VAGUE) && !is_open(t);
    return middle ? t->low + (t->high - t->low) / 2 : t->low;
}

/* Among equals the clearer word. */
static int clearness(const casus_tally *t)
{
    static const int rank[] = {[CASUS_Q_EXACT] = 4, [CASUS_Q_RANGE] = 3, [CASUS_Q_ABOUT] = 2, [CASUS_Q_ATLEAST] = 1, [CASUS_Q_VAGUE] = 0};
    return rank[t->q];
}

typedef struct {
    const casus_voice *v;
    const uint32_t *pick; /* the voices of the class that count */
    uint32_t n;
} voices;

/* Bodies are found, not lost: an "at least" that came later lifts a lower count. */
static bool is_lifted(const voices *x, uint32_t i)
{
    const casus_voice *a = &x->v[x->pick[i]];
    for (uint32_t k = 0; k < x->n; k++) {
        const casus_voice *b = &x->v[x->pick[k]];
        if (is_open(&b->tally) && !is_open(&a->tally) && b->tally.low > a->tally.high && later(a, b)) return true;
    }
    return false;
}

static void find_low(const voices *x, casus_figure *f)
{
    bool any = false, lifted = false;
    for (uint32_t i = 0; i < x->n; i++) {
        const casus_tally *t = &x->v[x->pick[i]].tally;
        if (is_lifted(x, i)) {
            lifted = true;
            continue;
        }
        if (any && t->low >= f->low) continue;
        any = true;
        f->low = t->low;
        f->by[0] = x->pick[i];
    }
    f->rule[0] = x->n == 1 ? CASUS_RULE_ONLY : lifted ? CASUS_RULE_LIFTED : CASUS_RULE_LEAST;
}

static void find_high(const voices *x, casus_figure *f)
{
    int32_t closed = -1, open = -1;
    uint32_t by_closed = 0, by_open = 0;
    for (uint32_t i = 0; i < x->n; i++) {
        const casus_tally *t = &x->v[x->pick[i]].tally;
        if (is_open(t) && t->low > open) {
            open = t->low;
            by_open = x->pick[i];
        }
        if (t->high > closed) {
            closed = t->high;
            by_closed = x->pick[i];
        }
    }
    bool ends = closed >= open;
    f->high = ends ? closed : -1;
    f->by[2] = ends ? by_closed : by_open;
    f->rule[2] = !ends ? CASUS_RULE_OPEN : x->n == 1 ? CASUS_RULE_ONLY : CASUS_RULE_GREATEST;
}

static uint32_t votes_for(const voices *x, int32_t value)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->n; i++) n += value_of(&x->v[x->pick[i]].tally) == value;
    return n;
}

static void find_best(const voices *x, casus_figure *f)
{
    uint32_t most = 0, equal = 0;
    int clear = -1;
    for (uint32_t i = 0; i < x->n; i++) {
        const casus_voice *v = &x->v[x->pick[i]];
        uint32_t votes = votes_for(x, value_of(&v->tally));
        if (is_lifted(x, i) || votes < most || (votes == most && clearness(&v->tally) < clear)) continue;
        equal = votes == most && value_of(&v->tally) != f->best ? equal + 1 : votes > most ? 0 : equal;
        most = votes;
        clear = clearness(&v->tally);
        f->best = value_of(&v->tally);
        f->by[1] = x->pick[i];
    }
    f->rule[1] = x->n == 1 ? CASUS_RULE_ONLY : most > 1 && !equal ? CASUS_RULE_MOST_VOICES : CASUS_RULE_CLEAREST;
}

static casus_figure figure_of(const casus_voice *v, const uint32_t *pick, uint32_t n)
{
    casus_figure f = {0};
    voices x = {v, pick, n};
    if (!n) return f;
    f.set = true;
    find_low(&x, &f);
    find_high(&x, &f);
    find_best(&x, &f);
    if (f.best < f.low) f.best = f.low;
    if (f.high >= 0 && f.best > f.high) f.best = f.high;
    f.q = n == 1 ? v[pick[0]].tally.q : f.high < 0 ? CASUS_Q_ATLEAST : f.low < f.high ? CASUS_Q_RANGE : v[f.by[1]].tally.q;
    return f;
}

/* ---------------------------------------------------------------- all classes */

static casus_figure sum_of(const casus_figure *part, uint32_t *n_set)
{
    casus_figure f = {.rule = {CASUS_RULE_SUM, CASUS_RULE_SUM, CASUS_RULE_SUM}, .by = {CASUS_MANY_VOICES, CASUS_MANY_VOICES, CASUS_MANY_VOICES}};
    *n_set = 0;
    for (int c = CASUS_V_CIVILIANS; c <= CASUS_V_MILITANTS; c++) {
        if (!part[c].set) continue;
        f.set = true;
        f.low += part[c].low;
        f.best += part[c].best;
        f.high = f.high < 0 || part[c].high < 0 ? -1 : f.high + part[c].high;
        ++*n_set;
    }
    f.q = f.high < 0 ? CASUS_Q_ATLEAST : f.low < f.high ? CASUS_Q_RANGE : CASUS_Q_EXACT;
    return f;
}

static casus_victims category_of(const casus_voice *v, uint32_t n)
{
    casus_victims c = CASUS_V_UNKNOWN;
    for (uint32_t i = 0; i < n; i++) {
        casus_victims its = v[i].tally.category;
        if (v[i].use != CASUS_VOICE_COUNTS || its == CASUS_V_UNKNOWN) continue;
        c = c == CASUS_V_UNKNOWN || c == its ? its : CASUS_V_MIXED;
    }
    return c;
}

static uint32_t pick_class(const casus_voice *v, uint32_t n, int class, uint32_t *pick)
{
    uint32_t k = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool fits = class == CASUS_ALL_VICTIMS || (class == CASUS_V_UNKNOWN ? is_whole(&v[i]) : (int)v[i].tally.category == class);
        if (v[i].use == CASUS_VOICE_COUNTS && fits) pick[k++] = i;
    }
    return k;
}

/* Who counts everybody and who counts one class tell of the same people: with one class all voices are compared. With several,
 * their sum stands beside the counts of everybody and can only widen the range upwards. */
static void whole_figure(const casus_voice *v, uint32_t n, uint32_t *pick, casus_figure *out)
{
    uint32_t classes;
    casus_figure sum = sum_of(out, &classes), *all = &out[CASUS_ALL_VICTIMS];
    if (classes <= 1) {
        *all = figure_of(v, pick, pick_class(v, n, CASUS_ALL_VICTIMS, pick));
    } else if (!out[CASUS_V_UNKNOWN].set) {
        *all = sum;
    } else {
        *all = out[CASUS_V_UNKNOWN];
        if (all->high >= 0 && (sum.high < 0 || sum.high > all->high)) {
            all->high = sum.high;
            all->rule[2] = CASUS_RULE_SUM;
            all->by[2] = CASUS_MANY_VOICES;
            all->q = sum.high < 0 ? CASUS_Q_ATLEAST : CASUS_Q_RANGE;
        }
    }
    all->category = category_of(v, n);
}

casus_status casus_figures_work(casus_voice *v, uint32_t n, casus_arena *a, casus_figure out[CASUS_N_CLASS], casus_err *err)
{
    memset(out, 0, CASUS_N_CLASS * sizeof *out);
    if (n == 0) return CASUS_OK;
    uint32_t *pick = casus_arena_get(a, n, sizeof *pick);
    if (!pick) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    settle_uses(v, n);
    for (int c = CASUS_V_UNKNOWN; c <= CASUS_V_MILITANTS; c++) {
        out[c] = figure_of(v, pick, pick_class(v, n, c, pick));
        out[c].category = (casus_victims)c;
    }
    whole_figure(v, n, pick, out);
    return CASUS_OK;
}
