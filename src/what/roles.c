/* Who did it and to whom.
 *
 * Without a tree, order decides: the subject of an active verb stands before it, that of a passive one after "by"; the agent
 * of an event noun stands right before it ("the Israeli air strike", "rebel attacks") or after "by", the sufferer after "on",
 * "against" or "of". Coordinated names are taken together.
 */
#include "what/scan.h"

enum { MOST_PARTS = 24 };

static const casus_actor *actor_at(const scan *s, uint32_t i)
{
    return s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
}

static bool has_part(const casus_claim *c, casus_role role, const casus_actor *a)
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == role && (c->part[i].actor == a || c->part[i].actor->entity == a->entity)) return true;
    return false;
}

static void add_part(scan *s, casus_claim *c, casus_role role, const casus_actor *a)
{
    if (!a || a->kind == CASUS_ACTOR_MEDIA || has_part(c, role, a) || c->n_part >= MOST_PARTS) return;
    if (!c->part) {
        c->part = casus_arena_get(s->a, MOST_PARTS, sizeof *c->part);
        if (!c->part) {
            s->failed = true;
            return;
        }
    }
    c->part[c->n_part++] = (casus_part){role, a};
}

/* Words that may stand between two names of one list. */
static bool joins(const scan *s, uint32_t i)
{
    static const char *const word[] = {",", "and", "or", "as", "well", "the", "an", "a", "with", "his", "their", "other", "two", "three", "both", "along", "&", NULL};
    casus_pos p = pos(s, i);
    return is_any(s, i, word) || p == CASUS_POS_ADJ || p == CASUS_POS_NUM || p == CASUS_POS_DET;
}

/* A pronoun right before the verb stands for the subject of the sentence: its first actor. */
static bool is_pronoun(const scan *s, uint32_t i)
{
    static const char *const word[] = {"it", "they", "he", "she", "its", "their", NULL};
    return is_any(s, i, word);
}

static uint32_t first_actor_end(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (actor_at(s, i)) return actor_at(s, i)->first + actor_at(s, i)->n;
    return first;
}

/* The actor ending before token end, and those joined to it on the left. */
static void take_before(scan *s, casus_claim *c, casus_role role, uint32_t first, uint32_t end, uint32_t reach)
{
    uint32_t i = end, skipped = 0;
    while (i > first && !actor_at(s, i - 1) && skipped < reach) {
        if (is_pronoun(s, i - 1) && skipped < 4) {
            i = first_actor_end(s, first, i - 1);
            break;
        }
        i--, skipped++;
    }
    if (i == first || !actor_at(s, i - 1)) return;
    for (;;) {
        const casus_actor *a = actor_at(s, i - 1);
        add_part(s, c, role, a);
        if (a->first <= first) return;
        uint32_t k = a->first;
        bool comma = false;
        while (k > first && !actor_at(s, k - 1) && joins(s, k - 1) && a->first - k < 5) {
            comma = comma || is_word(s, k - 1, ",") || is_word(s, k - 1, "and") || is_word(s, k - 1, "or");
            k--;
        }
        if (k == first || !actor_at(s, k - 1) || !comma) return;
        i = k;
    }
}

/* The actor beginning at or after token i, before anything that ends the phrase, and those joined to it on the right. */
static void take_after(scan *s, casus_claim *c, casus_role role, uint32_t i, uint32_t end, uint32_t reach)
{
    static const char *const stop[] = {"in", "during", "when", "after", "near", "outside", "while", "before", "because", "that", "which", "who", ";", "since", "where", NULL};
    uint32_t skipped = 0;
    while (i < end && !actor_at(s, i)) {
        if (is_any(s, i, stop) || skipped++ >= reach) return;
        i++;
    }
    while (i < end && actor_at(s, i)) {
        const casus_actor *a = actor_at(s, i);
        add_part(s, c, role, a);
        i = a->first + a->n;
        uint32_t k = i;
        bool comma = false;
        while (k < end && !actor_at(s, k) && joins(s, k) && k - i < 5) {
            comma = comma || is_word(s, k, ",") || is_word(s, k, "and") || is_word(s, k, "or");
            k++;
        }
        if (k >= end || !comma) return;
        i = k;
    }
}

/* The token behind a "by" that belongs to the event at t, 0 if there is none before the next verb. */
static uint32_t behind_by(const scan *s, uint32_t i, uint32_t end)
{
    for (uint32_t k = i; k < end && k < i + 10; k++) {
        if (is_word(s, k, "by") && pos(s, k + 1) != CASUS_POS_VERB) return k + 1;
        if (k > i + 1 && pos(s, k) == CASUS_POS_VERB) return 0;
    }
    return 0;
}

static const char *const carrying[] = {"launched", "launch", "launching", "carried", "carrying", "conducted", "staged", "mounted", "made", "began", "started", "committed", "unleashed", "waged", "stepped", "intensified", "carry", "carries", "stage", "launches", NULL};

static void read_noun(scan *s, const segment *g, const trigger *t, casus_claim *c)
{
    static const char *const against[] = {"on", "against", "at", "upon", "targeting", "of", NULL};
    uint32_t behind = t->first + t->n;
    bool of_persons = t->kind == KIND_KILL || t->kind == CASUS_TYPE_ABDUCTION_DETENTION || t->kind == CASUS_TYPE_EXECUTION || t->kind == CASUS_TYPE_OTHER ||
                      (t->kind == CASUS_TYPE_SHOOTING);
    uint32_t by = behind_by(s, behind, g->end);
    if (by) take_after(s, c, CASUS_PERPETRATOR, by, g->end, 5);
    for (uint32_t i = behind; i < g->end && i < behind + 3; i++) {
        if (!is_any(s, i, against)) continue;
        bool of = is_word(s, i, "of");
        if (!of || of_persons) take_after(s, c, CASUS_AFFECTED, i + 1, g->end, 4);
        break;
    }
    if ((t->kind == CASUS_TYPE_TALKS || t->kind == CASUS_TYPE_AGREEMENT) && is_word(s, behind, "with")) take_after(s, c, CASUS_PARTY, behind + 1, g->end, 4);
    if (is_word(s, behind, "between")) take_after(s, c, CASUS_PERPETRATOR, behind + 1, g->end, 4);
    bool light = false;
    for (uint32_t k = 1; k <= 6 && t->first >= g->first + k && !light; k++)
        if (is_any(s, t->first - k, carrying)) {
            light = true;
            if (!is_word(s, t->first - k - 1, "was") && !is_word(s, t->first - k - 1, "were")) take_before(s, c, CASUS_PERPETRATOR, g->first, t->first - k, 8);
        }
    if (!light) take_before(s, c, CASUS_PERPETRATOR, g->first, t->first, 2);
}

static bool noun_between(const trigger *all, uint32_t n, uint32_t first, uint32_t end)
{
    for (uint32_t k = 0; k < n; k++)
        if (all[k].how == FRAME_NOUN && all[k].first >= first && all[k].first < end) return true;
    return false;
}

static void read_verb(scan *s, const segment *g, const trigger *t, const trigger *all, uint32_t n, casus_claim *c)
{
    uint32_t behind = t->first + t->n;
    bool talk = t->kind == CASUS_TYPE_TALKS || t->kind == CASUS_TYPE_AGREEMENT;
    switch (t->how) {
    case FRAME_BOTH:
        take_before(s, c, talk ? CASUS_PARTY : CASUS_PERPETRATOR, g->first, t->first, 8);
        for (uint32_t i = behind; i < g->end && i < behind + 4; i++)
            if (is_word(s, i, "with") || is_word(s, t->first + t->n - 1, "with")) {
                take_after(s, c, talk ? CASUS_PARTY : CASUS_PERPETRATOR, i, g->end, 8);
                break;
            }
        return;
    case FRAME_LEAVE: take_before(s, c, CASUS_PARTY, g->first, t->first, 6); return;
    case FRAME_DONE: take_before(s, c, CASUS_AFFECTED, g->first, t->first, 8); return;
    case FRAME_SELF: take_before(s, c, CASUS_PERPETRATOR, g->first, t->first, 4); return;
    case FRAME_ACT:
        if (t->passive) {
            take_before(s, c, CASUS_AFFECTED, g->first, t->first, 10);
            uint32_t by = behind_by(s, behind, g->end);
            if (by) take_after(s, c, CASUS_PERPETRATOR, by, g->end, 5);
        } else {
            /* "the air strike killed": the subject is the event, whose agent its noun tells */
            uint32_t back = t->first > g->first + 10 ? t->first - 10 : g->first;
            if (!noun_between(all, n, back, t->first)) take_before(s, c, CASUS_PERPETRATOR, g->first, t->first, 8);
            take_after(s, c, CASUS_AFFECTED, behind, g->end, 8);
        }
        return;
    case FRAME_NOUN:
    case FRAME_FIND: return;
    }
}

/* An actor cannot be both; the first reading that came from a verb of its own stands. */
static void settle(casus_claim *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_part; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < n; k++)
            twice = twice || (c->part[k].actor->entity == c->part[i].actor->entity && !c->part[k].actor->generic);
        if (!twice) c->part[n++] = c->part[i];
    }
    c->n_part = n;
}

static void as_parties(casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++) c->part[i].role = CASUS_PARTY;
}

void read_roles(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c)
{
    for (uint32_t k = 0; k < n; k++)
        if (t[k].how != FRAME_NOUN && t[k].how != FRAME_FIND) read_verb(s, g, &t[k], t, n, c);
    for (uint32_t k = 0; k < n; k++)
        if (t[k].how == FRAME_NOUN) read_noun(s, g, &t[k], c);
    if (c->type == CASUS_TYPE_TALKS || c->type == CASUS_TYPE_AGREEMENT) as_parties(c);
    settle(c);
}
