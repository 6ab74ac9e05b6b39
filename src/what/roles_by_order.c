/* Roles by the order of words, for sentences without a tree.
 *
 * The subject of an active verb stands before it, that of a passive one after "by"; the agent of an event noun stands right
 * before it ("the Israeli air strike", "rebel attacks") or after "by", the sufferer after "on", "against" or "of". Coordinated
 * names are taken together.
 */
#include "what/roles.h"

/* Words that may stand between two names of one list. */
static bool joins(const scan *s, uint32_t i)
{
    static const char *const word[] = {",",   "and",   "or",    "as",  "well",  "the",  "an",    "a", "with",
                                       "his", "their", "other", "two", "three", "both", "along", "&", NULL};
    casus_pos p = pos(s, i);
    return is_any(s, i, word) || p == CASUS_POS_ADJ || p == CASUS_POS_NUM || p == CASUS_POS_DET;
}

/* A pronoun right before the verb stands for the subject of the sentence: its first actor. */
static bool is_pronoun(const scan *s, uint32_t i)
{
    static const char *const word[] = {"it", "they", "he", "she", "its", "their", NULL};
    return is_any(s, i, word);
}

static const casus_actor *first_actor(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (actor_at(s, i)) return actor_at(s, i);
    return NULL;
}

/* The subject "they" goes back to: in the segment, else the speaker ("the army said it had ..."), else the sentence's. */
static const casus_actor *subject_of(const scan *s, const segment *g, uint32_t before)
{
    const casus_actor *a = first_actor(s, g->first, before);
    for (uint32_t i = g->source_first; i < g->source_end; i++) { /* the speaker: the last one named, "the charity X" */
        const casus_actor *b = actor_at(s, i);
        if (b && (!a || (a->first >= g->source_first && a->first < g->source_end && (a->generic || !b->generic)))) a = b;
    }
    return a ? a : first_actor(s, s->f->text->sentence[g->sentence].first, before);
}

/* "The group", "the organization" as subject: the armed group or body named last before the sentence. */
static const casus_actor *the_group(const scan *s, const segment *g)
{
    static const char *const word[] = {"group", "organization", "organisation", "movement", NULL};
    if (!is_word(s, g->first, "the") || !is_any(s, g->first + 1, word)) return NULL;
    int32_t last = s->group_before[g->first];
    return last == NONE ? NULL : &s->f->actors->actor[last];
}

/* "A, as well as B's affiliate C": from C back over B to the end of A; first if there is no such list. */
static uint32_t over_possessor(const scan *s, uint32_t first, uint32_t end)
{
    uint32_t k = end;
    for (uint32_t n = 0; k > first && !actor_at(s, k - 1) && n < 4; n++)
        k--;
    const casus_actor *owner = k > first ? actor_at(s, k - 1) : NULL;
    if (!owner || !is_word(s, k, "s")) return first;
    k = owner->first;
    uint32_t from = k;
    while (k > first && !actor_at(s, k - 1) && joins(s, k - 1) && from - k < 6)
        k--;
    return k > first && actor_at(s, k - 1) && from > k ? k : first;
}

/* The actor ending before token end, and those joined to it on the left. */
static void take_before(scan *s, const segment *g, casus_claim *c, casus_role role, uint32_t end, uint32_t reach)
{
    uint32_t i = end, skipped = 0, first = g->first;
    s->way = NULL;
    while (i > first && !actor_at(s, i - 1) && skipped < reach) {
        if (is_pronoun(s, i - 1) && skipped < 4) {
            const casus_actor *subject = subject_of(s, g, i - 1);
            if (!subject) return;
            s->way = "the pronoun goes back to it";
            i = subject->first + subject->n;
            first = subject->first < first ? subject->first : first;
            break;
        }
        i--, skipped++;
    }
    const casus_actor *group = i == first || !actor_at(s, i - 1) ? the_group(s, g) : NULL;
    if (group) {
        s->way = "\"the group\" is the one named last";
        add_part(s, c, role, group);
        s->way = NULL;
    }
    if (i == first) return;
    for (const casus_actor *a; (a = actor_at(s, i - 1)) != NULL;) {
        add_part(s, c, role, a);
        if (a->first <= first) return;
        uint32_t k = a->first;
        bool comma = false;
        while (k > first && !actor_at(s, k - 1) && joins(s, k - 1) && a->first - k < 5) {
            comma = comma || is_word(s, k - 1, ",") || is_word(s, k - 1, "and") || is_word(s, k - 1, "or");
            k--;
        }
        if (k > first && !comma) k = over_possessor(s, first, k);
        if (k == first || !actor_at(s, k - 1)) return;
        i = k;
    }
}

/* The actor beginning at or after token i, before anything that ends the phrase, and those joined to it on the right. */
static void take_after(scan *s, casus_claim *c, casus_role role, uint32_t i, uint32_t end, uint32_t reach)
{
    static const char *const stop[] = {"in",      "during", "when",  "after", "near", "outside", "while", "before",
                                       "because", "that",   "which", "who",   ";",    "since",   "where", NULL};
    uint32_t skipped = 0;
    s->way = NULL;
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

static const char *const carrying[] = {"launched", "launch",      "launching", "carried", "carrying",  "conducted", "staged",
                                       "mounted",  "made",        "began",     "started", "committed", "unleashed", "waged",
                                       "stepped",  "intensified", "carry",     "carries", "stage",     "launches",  NULL};

/* "X is behind the bombings", "officials blame X for the attacks". */
static bool blamed_before(scan *s, const segment *g, const trigger *t, casus_claim *c)
{
    static const char *const blaming[] = {"blame", "blamed", "blames", "blaming", "accused", "accuse", "accuses", NULL};
    for (uint32_t k = 1; k <= 5 && t->first >= g->first + k; k++) {
        if (is_word(s, t->first - k, "behind")) {
            as_part(s, t, "order of words: before \"behind\"");
            take_before(s, g, c, CASUS_PERPETRATOR, t->first - k, 6);
            return true;
        }
    }
    for (uint32_t i = g->first; i < t->first; i++)
        if (is_any(s, i, blaming)) {
            as_part(s, t, "order of words: behind a word of blame");
            take_after(s, c, CASUS_PERPETRATOR, i + 1, t->first, 4);
            return true;
        }
    return false;
}

/* "Gunmen have taken 60 people hostage": the verb stands far from its noun. */
static bool held_hostage(scan *s, const segment *g, const trigger *t, casus_claim *c)
{
    static const char *const taking[] = {"take",    "takes", "took",   "taken",   "taking", "hold",
                                         "holding", "held",  "seized", "seizing", NULL};
    if (t->kind != CASUS_TYPE_ABDUCTION_DETENTION || !is_word(s, t->first, "hostage")) return false;
    for (uint32_t k = 1; k <= 10 && t->first >= g->first + k; k++) {
        if (!is_any(s, t->first - k, taking)) continue;
        as_part(s, t, "order of words: before the verb of taking");
        take_before(s, g, c, CASUS_PERPETRATOR, t->first - k, 8);
        as_part(s, t, "order of words: behind the verb of taking");
        take_after(s, c, CASUS_AFFECTED, t->first - k + 1, t->first, 8);
        return true;
    }
    return false;
}

/* "An Israeli air strike": the nation as actor. */
static const casus_actor *demonym_before(scan *s, const segment *g, const trigger *t, const casus_claim *c)
{
    for (uint32_t k = 1; k <= 2 && t->first >= g->first + k; k++) {
        if (actor_at(s, t->first - k)) return NULL;
        const casus_place *p = demonym_at(s, t->first - k);
        if (p) return nation_of(s, p, c);
    }
    return NULL;
}

static void read_noun(scan *s, const segment *g, const trigger *t, casus_claim *c)
{
    static const char *const against[] = {"on", "against", "at", "upon", "targeting", "of", NULL};
    uint32_t behind = t->first + t->n;
    bool of_persons = t->kind == KIND_KILL || t->kind == CASUS_TYPE_ABDUCTION_DETENTION || t->kind == CASUS_TYPE_EXECUTION ||
                      t->kind == CASUS_TYPE_OTHER || (t->kind == CASUS_TYPE_SHOOTING);
    uint32_t by = behind_by(s, behind, g->end);
    as_part(s, t, "order of words: behind the event noun and \"by\"");
    if (by) take_after(s, c, CASUS_PERPETRATOR, by, g->end, 5);
    as_part(s, t, "order of words: behind the event noun and \"on\", \"against\", \"of\"");
    for (uint32_t i = behind; i < g->end && i < behind + 3; i++) {
        if (!is_any(s, i, against)) continue;
        bool of = is_word(s, i, "of");
        if (!of || of_persons) take_after(s, c, CASUS_AFFECTED, i + 1, g->end, 4);
        break;
    }
    bool talk = t->kind == CASUS_TYPE_TALKS || t->kind == CASUS_TYPE_AGREEMENT;
    as_part(s, t, "order of words: behind the event noun and \"with\" or \"between\"");
    if (talk && is_word(s, behind, "with")) take_after(s, c, CASUS_PARTY, behind + 1, g->end, 4);
    for (uint32_t i = behind; i < behind + 4 && i < g->end; i++)
        if (is_word(s, i, "between")) take_after(s, c, CASUS_PERPETRATOR, i + 1, g->end, 4);
    if (blamed_before(s, g, t, c) || held_hostage(s, g, t, c)) return;
    bool light = false;
    for (uint32_t k = 1; k <= 6 && t->first >= g->first + k && !light; k++)
        if (is_any(s, t->first - k, carrying)) {
            light = true;
            as_part(s, t, "order of words: before a verb that carries the event noun");
            if (!is_word(s, t->first - k - 1, "was") && !is_word(s, t->first - k - 1, "were"))
                take_before(s, g, c, CASUS_PERPETRATOR, t->first - k, 8);
        }
    if (light) return;
    uint32_t article = t->first > g->first && pos(s, t->first - 1) == CASUS_POS_DET, before = t->first - article;
    static const char *const in[] = {"in", "during", "after", "amid", NULL};
    if (before > g->first && pos(s, before - 1) == CASUS_POS_VERB) return; /* "the Council condemned the attack" */
    if (before > g->first + 1 && !talk && is_any(s, before - 1, in) && pos(s, before - 2) == CASUS_POS_VERB) return; /* "workers of the Programme died in clashes" */
    const casus_actor *nation = demonym_before(s, g, t, c);
    as_part(s, t, "order of words: right before the event noun");
    s->way = nation ? "the nation that the words name" : NULL;
    if (nation)
        add_part(s, c, CASUS_PERPETRATOR, nation);
    else
        take_before(s, g, c, CASUS_PERPETRATOR, t->first, talk ? 8 : 2);
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
        as_part(s, t, "order of words: before the verb, or behind it and \"with\"");
        take_before(s, g, c, talk ? CASUS_PARTY : CASUS_PERPETRATOR, t->first, 8);
        for (uint32_t i = behind; i < g->end && i < behind + 4; i++)
            if (is_word(s, i, "with") || is_word(s, t->first + t->n - 1, "with")) {
                take_after(s, c, talk ? CASUS_PARTY : CASUS_PERPETRATOR, i, g->end, 8);
                break;
            }
        return;
    case FRAME_LEAVE:
        as_part(s, t, "order of words: before the verb of leaving");
        take_before(s, g, c, CASUS_PARTY, t->first, 6);
        return;
    case FRAME_DONE:
        as_part(s, t, "order of words: before a verb whose subject suffers");
        take_before(s, g, c, CASUS_AFFECTED, t->first, 8);
        return;
    case FRAME_SELF:
        as_part(s, t, "order of words: before the verb");
        take_before(s, g, c, CASUS_PERPETRATOR, t->first, 4);
        return;
    case FRAME_ACT:
        if (t->passive) {
            as_part(s, t, "order of words: before a passive verb");
            take_before(s, g, c, CASUS_AFFECTED, t->first, 10);
            uint32_t by = behind_by(s, behind, g->end);
            as_part(s, t, "order of words: behind a passive verb and \"by\"");
            if (by) take_after(s, c, CASUS_PERPETRATOR, by, g->end, 5);
        } else {
            /* "the air strike killed": the subject is the event, whose agent its noun tells */
            uint32_t back = t->first > g->first + 10 ? t->first - 10 : g->first;
            bool shared =
                t != all && (is_word(s, t->first - 1, "and") || is_word(s, t->first - 1, ",")); /* "killing X and wounding Y" */
            as_part(s, t, "order of words: before an active verb");
            if (!shared && !noun_between(all, n, back, t->first)) take_before(s, g, c, CASUS_PERPETRATOR, t->first, 8);
            as_part(s, t, "order of words: behind an active verb");
            take_after(s, c, CASUS_AFFECTED, behind, g->end, 8);
        }
        return;
    case FRAME_NOUN:
    case FRAME_FIND:
    case FRAME_FALLS:
    case FRAME_BLAMES: return;
    }
}

void roles_by_order(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c)
{
    for (uint32_t k = 0; k < n; k++)
        if (t[k].how != FRAME_NOUN && t[k].how != FRAME_FIND) read_verb(s, g, &t[k], t, n, c);
    for (uint32_t k = 0; k < n; k++)
        if (t[k].how == FRAME_NOUN) read_noun(s, g, &t[k], c);
}
