/* Where and when a claim happened, as far as its own sentence tells.
 *
 * Places: those of the segment that are places of events, finer ones first; else those of the sentence. Times: the expression
 * in the segment nearest to the event word, else the sentence's. What a sentence leaves open is filled in later, from its
 * neighbours (incident room).
 */
#include "what/tree.h"

#include <stdio.h>
#include <string.h>

static uint32_t apart(uint32_t a, uint32_t b)
{
    return a > b ? a - b : b - a;
}

/* "The invasion of X" happened there. */
static bool is_named_act(const scan *s, const casus_place *p)
{
    uint32_t i = top_of(s, p->first, p->n), act = has_rel(s, i, REL(NMOD)) ? head_of(s, i) : NO_TOKEN;
    return act != NO_TOKEN && is_event_noun(s, act);
}

/* "from Iraq", "to inspect an offshore field": a place one comes from is not where it happened. */
static bool is_elsewhere(const scan *s, const casus_place *p, uint32_t first)
{
    static const char *const word[] = {"from", "to", "into", "of", "with", "for", "bordering", "toward", "towards", NULL};
    static const char *const fired[] = {"fired", "launched", "lobbed", NULL};
    uint32_t from = p->first - (p->first > first && is_word(s, p->first - 1, "the"));
    if (from > first + 1 && is_word(s, from - 1, "from") && is_any(s, from - 2, fired)) return true; /* "a rocket fired from the Gaza Strip" */
    if (p->entry.precision != CASUS_PREC_COUNTRY || (from > first && is_word(s, from - 1, "of") && is_named_act(s, p))) return false;
    uint32_t i = top_of(s, p->first, p->n), listed = i;
    while (has_rel(s, i, REL(CONJ))) i = head_of(s, i);
    return (from > first && is_any(s, from - 1, word)) || (i != listed && has_child(s, i, REL(CASE), word)); /* "from X, Y and Z" */
}

/* "Worshippers walking to the holy city of X": where people were bound for. */
static bool is_goal(const scan *s, const casus_place *p)
{
    enum { MOST_STEPS = 3 };
    static const char *const to[] = {"to", "toward", "towards", NULL};
    static const char *const going[] = {"walking", "traveling", "travelling", "heading", "headed", "returning", "bound", "driving", "flying", "going", "en", NULL};
    uint32_t i = top_of(s, p->first, p->n);
    for (int step = 0; step < MOST_STEPS && has_rel(s, i, REL(NMOD) | REL(APPOS) | REL(COMPOUND)); step++) i = head_of(s, i);
    uint32_t verb = head_of(s, i);
    return verb != NO_TOKEN && has_rel(s, i, REL(OBL)) && has_child(s, i, REL(CASE), to) && is_any(s, verb, going);
}

/* "Joseph's Tomb", "St. Mary's Church": part of another name. */
static bool inside_name(const scan *s, const casus_place *p)
{
    uint32_t i = p->first + p->n, b = p->first;
    bool ship = b >= 2 && is_word(s, b - 2, "the") && tok(s, b - 1)->capital && tok(s, b - 1)->sentence == tok(s, b)->sentence &&
                s->place_at[b - 1] == NONE && s->actor_at[b - 1] == NONE && s->time_at[b - 1] == NONE && pos(s, b - 1) == CASUS_POS_PROPN;
    if (ship && p->entry.precision != CASUS_PREC_SETTLEMENT) return true; /* "the Swan Atlantic" */
    return is_word(s, i, "s") && i + 1 < s->f->text->n_token && tok(s, i)->glued && tok(s, i + 1)->capital &&
           p->entry.precision == CASUS_PREC_SETTLEMENT && s->place_at[i + 1] == NONE && s->actor_at[i + 1] == NONE;
}

static int rank(casus_precision p);

/* "KABUL - A bomb ...", "BOGOTA, July 13 (Wire) - ...": where the report was written. */
static bool is_dateline(const scan *s, const casus_place *p)
{
    enum { LINE = 12 };
    const casus_sentence *sent = &s->f->text->sentence[tok(s, p->first)->sentence];
    uint32_t end = sent->first + sent->n;
    if (p->first != sent->first || !tok(s, p->first)->upper || sent->shouting || tok(s, p->first)->norm.n < 3) return false;
    for (uint32_t i = p->first + p->n; i < end && i < p->first + LINE; i++) {
        if (i == p->first + p->n && is_word(s, i, ":")) return true;
        if (is_word(s, i, "-") || is_word(s, i, "--") || is_word(s, i, "\u2014") || is_word(s, i, "\u2013")) return !tok(s, i)->glued;
        if (tok(s, i)->kind == CASUS_WORD && !tok(s, i)->capital && s->time_at[i] == NONE) return false;
    }
    return false;
}

/* Known as "El Tiburon": a word in quotation marks is a name for something else. */
static bool in_quotes(const scan *s, const casus_place *p)
{
    uint32_t behind = p->first + p->n;
    bool article = p->first > 1 && tok(s, p->first - 1)->norm.n == 2;
    return p->first > 1 && is_word(s, behind, "\"") && is_word(s, p->first - 1 - article, "\"");
}

/* "The United States and France condemned it", "U.S. Defense Secretary A. B.": who acts, or whose they are. */
static bool is_agent(const scan *s, const casus_place *p)
{
    enum { MOST_STEPS = 4 };
    uint32_t i = top_of(s, p->first, p->n);
    for (int step = 0; step < MOST_STEPS && has_rel(s, i, REL(CONJ)); step++)
        i = head_of(s, i);
    if (has_rel(s, i, REL(NSUBJ))) return s->actor_at[p->first] != NONE;
    uint32_t of = head_of(s, i);
    bool describes = has_rel(s, i, REL(COMPOUND) | REL(NMOD_POSS) | REL(AMOD)) && of != NO_TOKEN && s->actor_at[of] != NONE;
    uint32_t next = p->first + p->n;
    if (p->entry.precision == CASUS_PREC_COUNTRY && next < s->f->text->n_token && tok(s, next)->capital && s->place_at[next] == NONE &&
        s->time_at[next] == NONE && tok(s, next)->sentence == tok(s, i)->sentence && pos(s, next) == CASUS_POS_PROPN)
        return true; /* "U.S. Ambassador A. B. met ..." */
    if (has_rel(s, i, REL(NMOD_POSS)) && describes && rank(p->entry.precision) >= 3) return true; /* "Kashmir's most respected preacher" */
    return describes && p->entry.precision == CASUS_PREC_COUNTRY && s->f->actors->actor[s->actor_at[of]].kind == CASUS_ACTOR_PERSON;
}

static bool taken_for_actor(const scan *s, const casus_place *p)
{
    int32_t who = s->actor_at[p->first];
    if (is_agent(s, p)) return true;
    if (who == NONE) return false;
    const casus_actor *a = &s->f->actors->actor[who];
    return a->kind != CASUS_ACTOR_STATE || a->n > p->n;
}

static bool locative(const scan *s, const casus_place *p, uint32_t first)
{
    static const char *const word[] = {"in",     "at",      "near", "outside",    "inside",  "around", "on",   "of",
                                       "across", "against", "into", "throughout", "between", "along",  "over", NULL};
    for (uint32_t k = 1; k <= 5 && p->first >= first + k; k++) {
        if (is_any(s, p->first - k, word)) return true;
        bool describes = p->first > first + k && is_any(s, p->first - k - 1, word); /* "in neighboring X" */
        if (pos(s, p->first - k) == CASUS_POS_VERB && !describes) return false;
    }
    return false;
}

/* "Taken to a hospital in X": where the wounded went. */
static bool is_hospital(const scan *s, const casus_place *p, uint32_t first)
{
    enum { BACK = 9 };
    static const char *const moved[] = {"taken", "rushed", "flown", "brought", "transferred", "admitted", "treated", "carried", "airlifted", NULL};
    static const char *const ward[] = {"hospital", "hospitals", "clinic", "morgue", "mortuary", NULL};
    bool there = false;
    for (uint32_t k = 1; k <= BACK && p->first >= first + k; k++) {
        there = there || is_any(s, p->first - k, ward);
        if (there && is_any(s, p->first - k, moved)) return true;
    }
    return false;
}

static int rank(casus_precision p)
{
    switch (p) {
    case CASUS_PREC_POINT: return 0;
    case CASUS_PREC_SETTLEMENT:
    case CASUS_PREC_NEAR: return 1;
    case CASUS_PREC_DISTRICT: return 2;
    case CASUS_PREC_PROVINCE:
    case CASUS_PREC_REGION: return 3;
    case CASUS_PREC_UNKNOWN: return 4;
    case CASUS_PREC_COUNTRY: return 5;
    }
    return 6;
}

static bool before(const casus_place *a, const casus_place *b, uint32_t at)
{
    int ra = rank(a->entry.precision), rb = rank(b->entry.precision);
    if ((ra == 5) != (rb == 5)) return rb == 5;
    if (ra != rb && a->entry.country[0] == b->entry.country[0] && a->entry.country[1] == b->entry.country[1] &&
        apart(a->first, b->first) <= 8)
        return ra < rb;
    return apart(a->first, at) < apart(b->first, at);
}

/* The state that acts, itself or through its forces, is not where it acts. */
static bool is_part(const scan *s, const casus_claim *c, const casus_place *p)
{
    if (s->actor_at[p->first] == NONE) return false;
    const casus_actor *a = &s->f->actors->actor[s->actor_at[p->first]];
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *part = c->part[i].actor;
        bool its_forces = part->kind == CASUS_ACTOR_FORCES && memcmp(part->country, a->country, sizeof a->country) == 0; /* named elsewhere, maybe */
        bool acts = c->part[i].role != CASUS_AFFECTED && a->kind == CASUS_ACTOR_STATE && (part->span.off == a->span.off || its_forces);
        if (part == a || acts) return true;
    }
    return false;
}

static void add_place(const scan *s, casus_claim *c, const casus_place *p, uint32_t at, const char *rule)
{
    if (is_part(s, c, p)) return;
    for (uint32_t i = 0; i < c->n_place; i++)
        if (c->place[i]->entry.key == p->entry.key && c->place[i]->resolved && p->resolved) return;
    if (c->n_place >= MOST_PLACES) return;
    because_span(s, CASUS_ABOUT_PLACES, rule, p->entry.name, p->span);
    uint32_t i = c->n_place++;
    for (; i > 0 && before(p, c->place[i - 1], at); i--)
        c->place[i] = c->place[i - 1];
    c->place[i] = p;
}

/* The verb of a relative clause, or a participle, that tells of another event: "a priest kidnapped last month was freed". */
static bool is_other_verb(const scan *s, uint32_t i)
{
    return is_verb(s, i) && has_rel(s, i, REL(ACL_RELCL) | REL(ACL)) && casus_words_at(s->f->words, i, s->t.events) != NULL;
}

/* "Protested Saturday against a strike": the day is that of the protest. */
static bool is_answered(const scan *s, uint32_t event, uint32_t clause)
{
    static const char *const against[] = {"against", "over", "about", "despite", NULL};
    uint32_t i = event, below = event;
    while (i != NO_TOKEN && i != clause) {
        below = i;
        i = head_of(s, i);
    }
    return i == clause && below != clause && has_rel(s, below, OBLIQUES) && has_child(s, below, REL(CASE), against) && casus_words_at(s->f->words, clause, s->t.events) != NULL;
}

/* "... while the minister was in X": where somebody else was. */
static bool is_meanwhile(const scan *s, uint32_t clause)
{
    static const char *const mark[] = {"while", "as", NULL};
    if (!has_rel(s, clause, REL(ADVCL)) || !has_child(s, clause, REL(MARK), mark)) return false;
    uint32_t who = child(s, clause, REL(NSUBJ));
    if (who == NO_TOKEN || s->actor_at[who] == NONE) return false;
    const casus_actor *a = &s->f->actors->actor[s->actor_at[who]];
    return a->kind == CASUS_ACTOR_PERSON && !a->generic;
}

/* How a time or place, tokens [first, first+n_own), stands to the event that words t tell of: it hangs on one of them or its
 * clause (2), nothing is known (1), or it belongs to another event ("a suspect in last month's bombings", "X, which bombed Y
 * last month"): 0. */
static int belonging(const scan *s, const casus_claim *c, uint32_t first, uint32_t n_own, const trigger *t, uint32_t n)
{
    enum { MOST_STEPS = 8 };
    static const char *const unless[] = {"unless", "if", "until", NULL};
    static const char *const topic[] = {"on", "about", "over", "regarding", "concerning", NULL};
    bool talk = strcmp(casus_type_family(c->type), "talk") == 0 && first + n_own < s->f->text->n_token && s->place_at[first] != NONE;
    uint32_t i = top_of(s, first, n_own);
    if (!in_tree(s, i)) return 1;
    for (int step = 0; step < MOST_STEPS && i != NO_TOKEN; step++) {
        for (uint32_t k = 0; k < n; k++) {
            uint32_t event = top_of(s, t[k].first, t[k].n);
            if (i == event) return 2;
            bool told_of =
                c->recall && t[0].how == FRAME_NOUN && first < t[0].first; /* "The Hague tried him for the killings" */
            if (i == clause_of(s, event)) return told_of || (i != event && is_answered(s, event, i)) ? 0 : 2;
        }
        if (step > 0 && i > first && is_event_noun(s, i)) return 0; /* "after his release Monday" dates both */
        if (step > 0 && is_other_verb(s, i)) return 0;
        if (has_rel(s, i, REL(ADVCL)) && has_child(s, i, REL(MARK), unless)) return 0; /* "unless they are released by Thursday" */
        if (s->place_at[first] != NONE && is_meanwhile(s, i)) return 0;
        if (talk && has_rel(s, i, OBLIQUES) && has_child(s, i, REL(CASE), topic)) return 0; /* "talks on a withdrawal from X" */
        i = head_of(s, i);
    }
    return has_rel(s, top_of(s, t[0].first, t[0].n), REL(AMOD)) ? 0 : 1; /* "the freed hostage arrived on Saturday" */
}

/* ---------------------------------------------------------------- places the gazetteer does not know */

static const char *const settled[] = {"village", "town", "city",   "district", "suburb", "neighborhood", "neighbourhood",
                                      "hamlet",  "area", "region", "province", "valley", "enclave",      "camp", NULL};

static bool is_free_name(const scan *s, uint32_t i, uint32_t end)
{
    return i < end && tok(s, i)->kind == CASUS_WORD && tok(s, i)->capital && s->place_at[i] == NONE && s->actor_at[i] == NONE &&
           s->time_at[i] == NONE;
}

static const casus_place *named_place(scan *s, uint32_t first, uint32_t n)
{
    casus_place *p = casus_arena_get(s->a, 1, sizeof *p);
    if (!p) {
        s->failed = true;
        return NULL;
    }
    casus_span span = casus_text_cover(s->f->text, first, n);
    *p = (casus_place){.first = first, .n = n, .span = span, .use = CASUS_PLACE_LITERAL};
    p->entry.name = casus_cut(s->f->text->body, span);
    p->entry.precision = CASUS_PREC_UNKNOWN;
    p->entry.key = (uint32_t)casus_hash(p->entry.name, 11) | UINT32_C(0x80000000);
    memcpy(p->entry.country, s->f->places->country, sizeof p->entry.country);
    return p;
}

/* "In Madaen": a name that the model takes for a place and the gazetteer does not know. */
static const casus_place *read_as_place(scan *s, uint32_t i, uint32_t end)
{
    static const char *const in[] = {"in", "near", "at", "outside", "inside", NULL};
    if (!in_tree(s, i) || i == 0 || !is_any(s, i - 1, in) || !is_free_name(s, i, end)) return NULL;
    static const char *const by[] = {"near", "outside", NULL};
    const casus_name *name = name_over(s, i, CASUS_NAME_PLACE);
    bool alone = !name && is_any(s, i - 1, by) && (i + 1 == end || is_word(s, i + 1, ".") || is_word(s, i + 1, ",")); /* "near Latifiyah." */
    if (alone) return named_place(s, i, 1);
    if (!name || name->first != i || i + name->n > end) return NULL;
    for (uint32_t k = i; k < i + name->n; k++)
        if (s->place_at[k] != NONE || s->actor_at[k] != NONE) return NULL;
    return named_place(s, i, name->n);
}

/* "The village of Labado": a name without coordinates is better than none. */
static const casus_place *unknown_place(scan *s, uint32_t i, uint32_t end)
{
    enum { LONGEST = 3 };
    uint32_t first = i + 2, n = 0;
    if (s->f->text->sentence[tok(s, i)->sentence].shouting || !is_any(s, i, settled) || !is_word(s, i + 1, "of")) return NULL;
    while (n < LONGEST && is_free_name(s, first + n, end))
        n++;
    if (!n || (first + n < end && s->place_at[first + n] != NONE)) return NULL;
    return named_place(s, first, n);
}

/* "At Gutierrez, ..." at the head of a sentence, "in the Turf Lodge area": it is said that it is a place. */
static const casus_place *said_to_be_place(scan *s, uint32_t i, uint32_t first, uint32_t end)
{
    enum { LONGEST = 3 };
    static const char *const in[] = {"in", "near", "at", "outside", "inside", "around", NULL};
    static const char *const division[] = {"township", "district", "county", "village", "town", "commune", "municipality", "parish", NULL};
    bool article = i > first + 1 && is_word(s, i - 1, "the");
    uint32_t before = i - 1 - article, n = 0;
    if (i < first + 1 + article || !is_free_name(s, i, end)) return NULL;
    bool listed = is_word(s, i - 1, ",") && is_any(s, i + 1, division) && is_word(s, i + 2, ":"); /* "5 May, Depayin township: ..." */
    if (listed) return named_place(s, i, 1);
    if (!is_any(s, before, in)) return NULL;
    while (n < LONGEST && is_free_name(s, i + n, end))
        n++;
    bool leads = before == s->f->text->sentence[tok(s, i)->sentence].first && is_word(s, i + n, ",") && !article;
    bool called = is_any(s, i + n, settled) || is_any(s, i + n, (const char *const[]){"township", "quarter", "slum", "camp", NULL});
    return (leads || called) && i + n < end ? named_place(s, i, n) : NULL;
}

static void unknown_between(scan *s, casus_claim *c, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i + 1 < end && c->n_place < MOST_PLACES; i++) {
        const casus_place *p = unknown_place(s, i, end);
        if (!p) p = read_as_place(s, i, end);
        if (!p) p = said_to_be_place(s, i, first, end);
        if (!p) continue;
        memmove(&c->place[1], &c->place[0], c->n_place * sizeof *c->place);
        c->place[0] = p;
        c->n_place++;
        because_span(s, CASUS_ABOUT_PLACES, "named as a place, not in the gazetteer", p->entry.name, p->span);
        return;
    }
}

/* Better than none: the one place that a telling names, whatever it hangs on ("a curfew in X would be lifted after an operation"). */
void only_place(const scan *s, casus_claim *c, uint32_t first, uint32_t end)
{
    const casus_place *only = NULL;
    for (uint32_t i = first; i < end; i++) {
        if (s->place_at[i] == NONE) continue;
        const casus_place *p = &s->f->places->place[s->place_at[i]];
        i = p->first + p->n - 1;
        if (p->use != CASUS_PLACE_LITERAL || p->entry.precision == CASUS_PREC_COUNTRY || taken_for_actor(s, p) || inside_name(s, p) || is_dateline(s, p) || is_goal(s, p)) continue;
        if (only || !locative(s, p, first) || in_quotes(s, p) || is_hospital(s, p, first)) return;
        only = p;
    }
    if (only) add_place(s, c, only, only->first, "the only place that the telling names");
}

/* "A remote Eritrean village": the country at least. */
static void nation_of_site(const scan *s, casus_claim *c, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i + 1 < end && !c->n_place; i++) {
        int32_t at = s->place_at[i];
        if (at == NONE || s->f->places->place[at].use != CASUS_PLACE_DEMONYM || !is_any(s, i + 1, settled)) continue;
        const casus_place *p = &s->f->places->place[at];
        c->place[c->n_place++] = p;
        because_span(s, CASUS_ABOUT_PLACES, "the nation beside a word for a site", p->entry.name, p->span);
    }
}

static void places_between(scan *s, casus_claim *c, uint32_t first, uint32_t end, const trigger *t, uint32_t n, bool strict)
{
    uint32_t at = t[0].first;
    for (uint32_t i = first; i < end; i++) {
        if (s->place_at[i] == NONE) continue;
        const casus_place *p = &s->f->places->place[s->place_at[i]];
        i = p->first + p->n - 1;
        if (p->use != CASUS_PLACE_LITERAL || taken_for_actor(s, p) || inside_name(s, p) || in_quotes(s, p) || is_hospital(s, p, first) || is_dateline(s, p) || is_elsewhere(s, p, first) || is_goal(s, p)) continue;
        if (strict && !locative(s, p, first)) continue;
        if (!belonging(s, c, p->first, p->n, t, n)) continue;
        add_place(s, c, p, at, strict ? "in the same sentence, behind a preposition of place" : "among the words of the telling");
    }
}

static const casus_time *nearest_time(const scan *s, const casus_claim *c, uint32_t first, uint32_t end, const trigger *t,
                                      uint32_t n)
{
    const casus_time *best = NULL;
    int best_belongs = 0;
    uint32_t at = t[0].first;
    for (uint32_t i = first; i < end; i++) {
        if (s->time_at[i] == NONE) continue;
        const casus_time *time = &s->f->times->time[s->time_at[i]];
        i = time->first + time->n - 1;
        bool useful = time->from != CASUS_DAY_NONE || time->to != CASUS_DAY_NONE || time->month;
        bool span = time->type == CASUS_TIME_DURATION && (time->from == CASUS_DAY_NONE || time->to == CASUS_DAY_NONE);
        if (!useful || time->type == CASUS_TIME_SET || span) continue;
        int belongs = 2 * belonging(s, c, time->first, time->n, t, n);
        for (uint32_t k = 0; k < n && belongs > 2; k++) /* "claimed responsibility on Monday for an ambush last week" */
            if (t[k].how == FRAME_SELF && t[k].definite && n > 1 && in_tree(s, time->first) &&
                head_of(s, top_of(s, time->first, time->n)) == top_of(s, t[k].first, t[k].n))
                belongs = 2;
        if (belongs && time->type != CASUS_TIME_DURATION) belongs++; /* a day tells more than "in the past two months" */
        if (!belongs || belongs < best_belongs) continue;
        if (!best || belongs > best_belongs || apart(time->first, at) < apart(best->first, at)) best = time;
        best_belongs = belongs;
    }
    return best;
}

enum { LEAD_PLACE = 5 }; /* a place among so many first tokens leads a sentence */
enum { HEAD = 5 }; /* a time among so many first tokens heads a sentence */

/* A time that stands outside the segment but dates the whole sentence: at its head, or beside the word of saying. */
static const casus_time *leading_time(const scan *s, const segment *g, const casus_claim *c, uint32_t first, uint32_t end,
                                      const trigger *t, uint32_t n)
{
    const casus_time *time = nearest_time(s, c, first, first + HEAD < end ? first + HEAD : end, t, n);
    if (!time) time = nearest_time(s, c, g->source_first, g->source_end, t, n);
    bool told_first = g->source_end > g->source_first && g->source_end <= g->first && g->first - g->source_end <= HEAD + 1;
    return time || !told_first ? time : nearest_time(s, c, g->source_end, g->first, t, n);
}

/* A day that is named but not known ("on Thursday", in a report without a date): no neighbour's date may take its place. */
static casus_span any_time(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        if (s->time_at[i] == NONE) continue;
        const casus_time *t = &s->f->times->time[s->time_at[i]];
        if (t->type == CASUS_TIME_DATE || t->type == CASUS_TIME_TIME || t->event_ref) return t->span;
    }
    return (casus_span){0, 0};
}

static const char *const open[] = {"between", "from", NULL}, *const joint[] = {"and", "to", "until", "through", NULL};

/* "Between 1998 and 2000", "from Monday to Wednesday": the end that stands behind a beginning, NULL if none does. */
static const casus_time *other_end(const scan *s, const casus_time *t)
{
    uint32_t behind = t->first + t->n;
    if (t->first == 0 || !is_any(s, t->first - 1, open) || !is_any(s, behind, joint)) return NULL;
    if (behind + 1 >= s->f->text->n_token || s->time_at[behind + 1] == NONE) return NULL;
    const casus_time *end = &s->f->times->time[s->time_at[behind + 1]];
    return end->to != CASUS_DAY_NONE && end->to >= t->from ? end : NULL;
}

/* The beginning that stands before an end: "between 3 and 5 March". */
static const casus_time *other_begin(const scan *s, const casus_time *t)
{
    if (t->first < 3 || !is_any(s, t->first - 1, joint) || s->time_at[t->first - 2] == NONE) return NULL;
    const casus_time *begin = &s->f->times->time[s->time_at[t->first - 2]];
    return other_end(s, begin) == t ? begin : NULL;
}

static void set_date(const scan *s, casus_dating *d, const casus_time *t)
{
    const casus_time *begin = other_begin(s, t);
    if (begin && begin->from != CASUS_DAY_NONE) t = begin;
    *d = (casus_dating){.from = t->from, .to = t->to, .month = t->month, .mday = t->mday, .basis = t->basis, .span = t->span};
    if (d->from != CASUS_DAY_NONE && d->to == CASUS_DAY_NONE && !t->start) d->to = d->from;
    if (d->to != CASUS_DAY_NONE && d->from == CASUS_DAY_NONE && !t->until) d->from = d->to;
    const casus_time *end = d->from != CASUS_DAY_NONE ? other_end(s, t) : NULL;
    if (end) d->to = end->to;
    casus_dating_write(d);
}

/* Fill precision and edtf from the days. */
void casus_dating_write(casus_dating *d)
{
    char a[16], b[16];
    casus_day_iso(d->from, a);
    casus_day_iso(d->to, b);
    d->edtf[0] = '\0';
    d->precision = "unknown";
    if (d->from != CASUS_DAY_NONE && d->from == d->to) {
        d->precision = "day";
        snprintf(d->edtf, sizeof d->edtf, "%s", a);
    } else if (d->from != CASUS_DAY_NONE || d->to != CASUS_DAY_NONE) {
        int y, m, day, y2, m2, day2;
        d->precision = "range";
        snprintf(d->edtf, sizeof d->edtf, "%s/%s", a[0] ? a : "..", b[0] ? b : "..");
        if (d->from == CASUS_DAY_NONE || d->to == CASUS_DAY_NONE) return;
        casus_day_split(d->from, &y, &m, &day);
        casus_day_split(d->to, &y2, &m2, &day2);
        if (y == y2 && m == 1 && day == 1 && m2 == 12 && day2 == 31) {
            d->precision = "year";
            d->edtf[4] = '\0';
        } else if (y == y2 && m == m2 && day == 1 && day2 == casus_month_days(y, m)) {
            d->precision = "month";
            d->edtf[7] = '\0';
        }
    } else if (d->month) {
        d->precision = d->mday ? "day" : "month";
        if (d->mday)
            snprintf(d->edtf, sizeof d->edtf, "XXXX-%02u-%02u", (unsigned)d->month, (unsigned)d->mday);
        else
            snprintf(d->edtf, sizeof d->edtf, "XXXX-%02u", (unsigned)d->month);
    }
}

/* ---------------------------------------------------------------- places named elsewhere in the report */

/* Nouns for the same kind of site. */
static const char *const site[N_SITE][7] = {
    {"base", "airbase", "airfield", "aerodrome", "airstrip", NULL},
    {"airport", NULL},
    {"camp", "camps", NULL},
    {"village", "villages", NULL},
    {"town", "towns", NULL},
    {"prison", "jail", NULL},
    {"crossing", "border crossing", NULL},
};

static bool ends_in_site(casus_str name, const char *const *nouns)
{
    for (; *nouns; nouns++) {
        casus_str n = casus_str_of(*nouns);
        if (name.n > n.n && name.p[name.n - n.n - 1] == ' ' && memcmp(name.p + name.n - n.n, n.p, n.n) == 0) return true;
    }
    return false;
}

/* "Fuaa and Kafraya, two regime-controlled villages": was the place introduced with the noun? */
static bool introduced_as(const scan *s, const casus_place *p, const char *const *nouns)
{
    uint32_t i = p->first + p->n, n = s->f->text->n_token, words = 0;
    bool comma = false;
    if (is_any(s, i, nouns)) return true; /* "the Abu al-Duhur airfield" */
    for (; i < n && words < 9; i++) {
        if (is_any(s, i, nouns)) return comma;
        if (is_word(s, i, ",")) comma = true;
        bool listed = s->place_at[i] != NONE || is_word(s, i, "and");
        casus_pos k = pos(s, i);
        if (!listed && k == CASUS_POS_VERB && !is_word(s, i + 1, nouns[0]) && comma && words > 6) return false;
        if (is_word(s, i, ".")) return false;
        words++;
    }
    return false;
}

static bool among(const casus_place *const *place, uint32_t n, const casus_place *p)
{
    for (uint32_t i = 0; i < n; i++)
        if (place[i]->entry.key == p->entry.key) return true;
    return false;
}

/* Once a report and noun, however many claims use it. */
static const site_places *places_of_site(scan *s, size_t k)
{
    site_places *of = &s->site[k];
    for (uint32_t i = 0; !of->known && i < s->f->places->n_place && of->n < MOST_PLACES; i++) {
        const casus_place *p = &s->f->places->place[i];
        if (p->use != CASUS_PLACE_LITERAL || !p->resolved || among(of->place, of->n, p)) continue;
        if (ends_in_site(p->entry.name, site[k]) || introduced_as(s, p, site[k])) of->place[of->n++] = p;
    }
    of->known = true;
    return of;
}

/* "the base", "the last two villages": the places of the report that the noun was used of. */
static void places_by_noun(scan *s, const segment *g, casus_claim *c)
{
    for (size_t k = 0; k < N_SITE; k++) {
        bool used = false;
        for (uint32_t i = g->first; i < g->end && !used; i++)
            used = is_any(s, i, site[k]) && s->place_at[i] == NONE;
        if (!used) continue;
        const site_places *of = places_of_site(s, k);
        for (uint32_t i = 0; i < of->n && c->n_place < MOST_PLACES; i++) {
            if (among(c->place, c->n_place, of->place[i])) continue;
            memmove(&c->place[1], &c->place[0], c->n_place * sizeof *c->place);
            c->place[0] = of->place[i];
            c->n_place++;
            because_span(s, CASUS_ABOUT_PLACES, "a word for a site that the report used of it", of->place[i]->entry.name, of->place[i]->span);
        }
    }
}

void read_setting(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c)
{
    const casus_sentence *sent = &s->f->text->sentence[g->sentence];
    uint32_t first = sent->first, end = sent->first + sent->n;
    places_between(s, c, g->first, g->end, t, n, false);
    if (!c->n_place) places_between(s, c, first, g->end, t, n, true); /* not from the telling of a later event */
    bool fine = c->n_place && rank(c->place[0]->entry.precision) <= 2;
    bool leads = fine && said_to_be_place(s, first + 1, first, end) != NULL; /* "At Gutierrez, 30 miles from Bogota, ..." */
    if (leads && g->first == first) unknown_between(s, c, first, first + LEAD_PLACE < end ? first + LEAD_PLACE : end);
    if (!fine) unknown_between(s, c, g->first, g->end);
    if (!fine) places_by_noun(s, g, c);
    if (!c->n_place && !c->recall && !c->refers && (strcmp(casus_type_family(c->type), "force") == 0 || strcmp(casus_type_family(c->type), "hold") == 0)) only_place(s, c, g->first, g->end);
    if (!c->n_place && s->place_at[first] != NONE) {
        const casus_place *line = &s->f->places->place[s->place_at[first]];
        if (is_dateline(s, line)) add_place(s, c, line, t[0].first, "where the report was written");
    }
    nation_of_site(s, c, g->first, g->end);
    const casus_time *when = nearest_time(s, c, g->first, g->end, t, n);
    bool distant = g->first > first && s->time_at[g->first - 1] != NONE && s->f->times->time[s->time_at[g->first - 1]].event_ref;
    bool own = distant || (when && when->type != CASUS_TIME_DURATION); /* "..., a day after": the head's day is the other's */
    const casus_time *lead = own ? NULL : leading_time(s, g, c, first, end, t, n);
    const char *rule = "the time that hangs on the event, or stands nearest";
    if (lead && (!when || lead->type != CASUS_TIME_DURATION)) {
        when = lead;
        rule = "the time that heads the sentence, or stands beside the word of saying";
    }
    c->date = (casus_dating){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
    if (when)
        set_date(s, &c->date, when);
    else
        c->date.span = any_time(s, g->first, g->end);
    if (!when && !c->date.span.len) c->date.span = any_time(s, first, first + HEAD < g->first ? first + HEAD : g->first);
    if (!when && !c->date.span.len) c->date.span = any_time(s, g->source_first, g->source_end);
    if (c->date.span.len)
        because_span(s, CASUS_ABOUT_DATE, when ? rule : "a time that cannot be worked out", (casus_str){0}, c->date.span);
}
