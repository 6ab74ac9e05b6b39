/* Sentences -> claims.
 *
 * A sentence is cut into segments where a second event begins ("..., a day after a suicide bomber killed five people", ";",
 * ", while in Irbil"). The event words of a segment are grouped by family; each group that tells of an event by itself becomes
 * a claim. Sentences without an event word cost one look at the lexicon marks.
 */
#include "what/roles.h"
#include "what/sense.h"

#include <string.h>

enum { MOST_TRIGGERS = 32, MOST_SEGMENTS = 8 };
static const float STANDS = 0.12f; /* an incident missed is worse than six to look over: confidence tells them apart */

/* ---------------------------------------------------------------- segments */

static const char *const offset_unit[] = {"minutes", "hours",  "hour",    "day",  "days",  "week", "weeks",
                                          "month",   "months", "shortly", "year", "years", NULL};

/* "after overrunning the town": an event word as -ing form. */
static bool begins_act(const scan *s, uint32_t i)
{
    const casus_match *m = casus_words_at(s->f->words, i, s->t.events);
    return m && m->form == CASUS_FORM_ING;
}

/* Does a new event begin at token i? */
static bool is_cut(const scan *s, uint32_t first, uint32_t i, uint32_t end)
{
    if (is_word(s, i, ";") || is_word(s, i, "--")) return true;
    static const char *const link[] = {"after", "before", "since", NULL};
    if (is_any(s, i, link) && i > first && is_any(s, i - 1, offset_unit)) return true;
    if (is_word(s, i, "since") && i + 2 < end && pos(s, i + 1) != CASUS_POS_NUM && s->time_at[i + 1] == NONE &&
        s->actor_at[i + 1] != NONE)
        return true;
    if (is_word(s, i, "following") && i > first && i + 1 < end && pos(s, i + 1) != CASUS_POS_PUNCT) return true;
    if (i > first && (is_word(s, i - 1, "after") || is_word(s, i - 1, "before")) && begins_act(s, i)) return true;
    const casus_match *back = casus_words_at(s->f->words, i, s->t.cues);
    if (back && back->n > 1 && casus_str_is(casus_lexicon_cell(s->lex, s->t.cues, back->row, s->t.cues_cue), "recall"))
        return true;
    if (is_word(s, i, "well") && is_word(s, i + 1, "as") && is_word(s, i - 1, "as") &&
        (s->time_at[i + 2] != NONE || s->time_at[i + 3] != NONE))
        return true;
    if (is_word(s, i, "while") && i > first && is_word(s, i - 1, ",")) return true;
    if (i > first && is_word(s, i - 1, ",") && (is_word(s, i, "and") || is_word(s, i, "but")) &&
        (is_word(s, i + 1, "in") || is_word(s, i + 1, "said") || is_word(s, i + 1, "says")))
        return true;
    return false;
}

/* "A mine killed four children in A, and a rocket wounded two men in B": a clause of its own, with subject and event word. */
static bool begins_clause(const scan *s, const segment *whole, uint32_t i)
{
    if (i <= whole->first + 1 || !is_word(s, i - 1, ",") || !has_rel(s, i, REL(CC))) return false;
    uint32_t v = head_of(s, i), up = v == NO_TOKEN ? NO_TOKEN : head_of(s, v);
    if (up == NO_TOKEN || !has_rel(s, v, REL(CONJ)) || !is_verb(s, v) || up >= i || v < i) return false;
    uint32_t own = child(s, v, SUBJECTS);
    if (own == NO_TOKEN || own < i || pos(s, own) == CASUS_POS_PRON) return false;
    bool set = !is_passive_verb(s, v);
    for (uint32_t k = i; k < whole->end && !set; k++)
        set = s->place_at[k] != NONE || s->time_at[k] != NONE;
    if (!set) return false; /* "and at least six people were killed" */
    const casus_match *a = casus_words_at(s->f->words, up, s->t.events), *b = casus_words_at(s->f->words, v, s->t.events);
    return a && b && child(s, v, REL(OBJ) | REL(NSUBJ_PASS)) != NO_TOKEN &&
           child(s, up, REL(OBJ) | REL(NSUBJ_PASS)) != NO_TOKEN;
}

static uint32_t cut(scan *s, const segment *whole, segment *out, uint32_t most)
{
    uint32_t n = 0, from = whole->first;
    for (uint32_t i = whole->first + 1; i < whole->end && n + 1 < most; i++) {
        if (!is_cut(s, whole->first, i, whole->end) && !begins_clause(s, whole, i)) continue;
        out[n] = *whole;
        out[n].first = from;
        out[n++].end = i;
        from = i;
    }
    out[n] = *whole;
    out[n++].first = from;
    return n;
}

/* ---------------------------------------------------------------- which type */

static bool armed(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_FORCES || a->kind == CASUS_ACTOR_ARMED;
}

static bool holds_ground(const casus_actor *a)
{
    return armed(a) || a->kind == CASUS_ACTOR_STATE;
}

static bool anybody(const casus_actor *a)
{
    return a != NULL;
}

static bool unarmed(const casus_actor *a)
{
    return !armed(a);
}

static bool of_state(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_STATE;
}

static bool civilian(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_CIVILIAN;
}

/* Demonstrators, rioters, a mob */
static bool of_crowd(const casus_actor *a)
{
    static const char *const name[] = {"demonstrators", "unidentified demonstrators", "rioters", "crowd", "students", NULL};
    for (size_t i = 0; name[i]; i++)
        if (a->generic && casus_str_is(a->name, name[i])) return true;
    return false;
}

static bool of_people(const casus_actor *a)
{
    return a->generic && (a->kind == CASUS_ACTOR_CIVILIAN || a->kind == CASUS_ACTOR_GROUP) && !casus_str_is(a->name, "clans");
}

static bool rebellious(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_ARMED;
}

/* "captured" of people is an arrest, not a change of territory. */
static bool a_person(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_PERSON || a->kind == CASUS_ACTOR_CIVILIAN || a->kind == CASUS_ACTOR_GROUP;
}

static bool any_part(const casus_claim *c, casus_role role, bool (*test)(const casus_actor *))
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == role && test(c->part[i].actor)) return true;
    return false;
}

static bool word_in(const scan *s, const segment *g, const char *const *list)
{
    for (uint32_t i = g->first; i < g->end; i++)
        if (is_any(s, i, list)) return true;
    return false;
}

/* The event words that leave the type open are settled by the weapon, then by who stands against whom. */
static casus_type settled(const scan *s, casus_type type, const char *rule)
{
    because_span(s, CASUS_ABOUT_TYPE, rule, casus_str_of(casus_type_name(type)), (casus_span){0, 0});
    return type;
}

static casus_type type_from_context(const scan *s, const segment *g, int kind, int weapon, const casus_claim *c)
{
    static const char *const shot[] = {"shot", "gunned", "sniper", "gunfire", NULL};
    static const char *const military[] = {"base",       "airbase",  "airfield", "checkpoint",   "checkpoints", "barracks",
                                           "outpost",    "outposts", "garrison", "positions",    "hideout",     "hideouts",
                                           "stronghold", "convoy",   "patrol",   "headquarters", NULL};
    static const char *const burnt[] = {"alight", "ablaze", "torched", "torching", "arson", "arsonists", NULL};
    const casus_tally *k = &c->tally[CASUS_KILLED];
    if (word_in(s, g, burnt) && kind == KIND_ATTACK && !any_part(c, CASUS_AFFECTED, armed))
        return settled(s, CASUS_TYPE_ATTACK_CIVILIANS, "set on fire");
    if (weapon != NONE && weapon != CASUS_TYPE_SHOOTING) return settled(s, (casus_type)weapon, "the weapon tells the type");
    if (kind == KIND_KILL && weapon == CASUS_TYPE_SHOOTING) /* "gunmen killed two policemen" */
        return settled(s, CASUS_TYPE_SHOOTING, "a word of killing beside firearms or gunmen");
    bool both =
        any_part(c, CASUS_PERPETRATOR, armed) && any_part(c, CASUS_AFFECTED, armed) && !any_part(c, CASUS_AFFECTED, civilian);
    if (kind == KIND_FIND) return settled(s, CASUS_TYPE_EXECUTION, "bodies that were found");
    if (both) return settled(s, CASUS_TYPE_ARMED_CLASH, "both sides are armed");
    if (weapon == CASUS_TYPE_SHOOTING || word_in(s, g, shot))
        return settled(s, CASUS_TYPE_SHOOTING, "firearms, gunmen or a word of shooting beside it");
    bool by_crowd = any_part(c, CASUS_PERPETRATOR, civilian) && !any_part(c, CASUS_PERPETRATOR, armed);
    if (k->set && !by_crowd && (k->category == CASUS_V_MILITANTS || (k->category == CASUS_V_FORCES && kind == KIND_ATTACK)))
        return settled(s, CASUS_TYPE_ARMED_CLASH, "the dead were armed");
    if (kind == KIND_ATTACK &&
        (any_part(c, CASUS_AFFECTED, armed) || (any_part(c, CASUS_PERPETRATOR, armed) && word_in(s, g, military))))
        return settled(s, CASUS_TYPE_ARMED_CLASH, "an attack on armed people or on a military site");
    return settled(s, CASUS_TYPE_ATTACK_CIVILIANS, "nothing beside it tells of weapons or of two armed sides");
}

/* How much an event word says about the type: the most telling one of a group names it. */
static int telling(const trigger *t)
{
    if (t->kind >= CASUS_N_TYPE) return t->kind == KIND_FIND ? 1 : 0;
    static const int force_rank[CASUS_N_TYPE] = {
        [CASUS_TYPE_SUICIDE_BOMBING] = 9, [CASUS_TYPE_AIR_STRIKE] = 8, [CASUS_TYPE_EXECUTION] = 7,   [CASUS_TYPE_SHELLING] = 6,
        [CASUS_TYPE_BOMBING] = 5,         [CASUS_TYPE_SHOOTING] = 4,   [CASUS_TYPE_ARMED_CLASH] = 3,
    };
    return 2 + force_rank[t->kind];
}

static const char *family_of(int kind)
{
    return kind >= CASUS_N_TYPE ? "force" : casus_type_family((casus_type)kind);
}

/* Words of one family go together; on the ground, a siege and a capture are two things. */
static bool together(const trigger *a, const trigger *b)
{
    if ((a->how == FRAME_BLAMES) != (b->how == FRAME_BLAMES)) return false; /* "blamed rebels, who have fought since 1995" */
    const char *fa = family_of(a->kind), *fb = family_of(b->kind);
    if (strcmp(fa, fb) != 0) return false;
    if (strcmp(fa, "ground") == 0 || strcmp(fa, "talk") == 0) return a->kind == b->kind;
    return true;
}

/* ---------------------------------------------------------------- one claim */

static casus_claim *new_claim(scan *s)
{
    void *p = casus_arena_grow(s->a, s->claim, s->n_claim, s->n_claim + 1, sizeof *s->claim, &s->cap_claim);
    if (!p) {
        s->failed = true;
        return NULL;
    }
    s->claim = p;
    casus_claim *c = &s->claim[s->n_claim];
    *c = (casus_claim){.confidence = 0};
    c->place = casus_arena_get(s->a, MOST_PLACES, sizeof *c->place);
    c->evidence = casus_arena_get(s->a, 1, sizeof *c->evidence);
    s->failed = s->failed || !c->place || !c->evidence;
    return s->failed ? NULL : c;
}

static bool any_tally(const casus_claim *c)
{
    for (int k = 0; k < CASUS_N_TALLY; k++)
        if (c->tally[k].set) return true;
    return false;
}

/* "The army confirmed the strike"; not "are now confirmed to have died". */
static bool confirmed_by_someone(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i + 1 < end; i++)
        if (has_cue(s, i, i + 1, CUE_CONFIRMED) && !is_word(s, i + 1, "to") && !has_cue(s, first, i, CUE_NEGATED) &&
            !(i > first && pos(s, i - 1) == CASUS_POS_AUX && !is_word(s, i - 1, "has") && !is_word(s, i - 1, "have")))
            return true;
    return false;
}

/* Does a cue bear on the event? In a tree, one on the way from the event word up; else one in the words before it. */
static bool bears(const scan *s, const segment *g, const trigger *t, cue c)
{
    enum { NEAR = 7 };
    if (in_tree(s, t->first)) return cue_above(s, top_of(s, t->first, t->n), c);
    uint32_t back = t->first > g->first + NEAR ? t->first - NEAR : g->first;
    return has_cue(s, back, t->first, c);
}

/* "Defending their positions from attacks": none need have come. */
static bool is_warded(const scan *s, const trigger *t)
{
    static const char *const off[] = {"from", "against", NULL};
    uint32_t h = top_of(s, t->first, t->n);
    return t->how == FRAME_NOUN && governs(s, head_of(s, h), "ward") && has_child(s, h, REL(CASE), off);
}

/* The status, and the cue that gave it: the first of its kind in the sentence before the event word, else behind it. */
static casus_claim_status by_cue(const scan *s, const segment *g, const trigger *t, casus_claim_status status, cue c,
                                 const char *rule)
{
    if (!s->f->reasons) return status;
    const casus_sentence *sent = &s->f->text->sentence[g->sentence];
    uint32_t end = sent->first + sent->n, at = first_cue(s, g->first, t->first, c);
    if (at >= t->first) at = first_cue(s, sent->first, end, c);
    casus_reason *r = because_words(s, CASUS_ABOUT_STATUS, rule, at < end ? at : t->first, 0, s->t.cues);
    if (r) r->value = casus_str_of(casus_claim_status_name(status));
    return status;
}

/* "Took advantage of the turmoil to murder eleven peasants": they were counted, it was done. */
static bool is_done(const scan *s, const trigger *t)
{
    static const char *const did[] = {"took", "went", "managed", "proceeded", "returned", "continued", "used", NULL};
    const casus_sentence *sent = &s->f->text->sentence[tok(s, t->first)->sentence];
    static const char *const came[] = {"gathered", "assembled", "marched", "rallied", "came", "turned", "massed", "converged", NULL};
    uint32_t up = head_of(s, top_of(s, t->first, t->n));
    amount n;
    if (t->kind == CASUS_TYPE_PROTEST) return up != NO_TOKEN && is_any(s, up, came); /* "gathered in the square to protest" */
    return up != NO_TOKEN && is_any(s, up, did) && read_amount(s, t->first + t->n, sent->first + sent->n, &n) && n.q == CASUS_Q_EXACT;
}

static casus_claim_status status_of(const scan *s, const segment *g, const trigger *t, uint32_t n)
{
    uint32_t at = t[0].first;
    uint32_t speech = in_tree(s, at) ? speech_over(s, top_of(s, at, t[0].n)) : NO_TOKEN;
    bool said = speech != NO_TOKEN ? cue_at(s, speech, CUE_DENIED) /* "denied the charge, saying its jets struck a camp" */
                                   : has_cue(s, g->source_first, g->source_end + (g->source_end > g->source_first), CUE_DENIED);
    if (said || bears(s, g, t, CUE_DENIED))
        return by_cue(s, g, t, CASUS_DENIED, CUE_DENIED, "a word of denial bears on the event");
    bool talk = t[0].kind == CASUS_TYPE_TALKS || t[0].kind == CASUS_TYPE_AGREEMENT;
    if (talk && bears(s, g, t, CUE_PLANNED))
        return by_cue(s, g, t, CASUS_PLANNED, CUE_PLANNED, "a word of intention bears on the event");
    if (t[0].how == FRAME_ACT && cue_at(s, t[0].first, CUE_PLANNED)) /* "defused a bomb" */
        return by_cue(s, g, t, CASUS_PLANNED, CUE_PLANNED, "a word of intention bears on the event");
    if (bears(s, g, t, CUE_HYPOTHETICAL) || is_warded(s, t))
        return by_cue(s, g, t, CASUS_HYPOTHETICAL, CUE_HYPOTHETICAL,
                      "a word of possibility, or of warding off, bears on the event");
    if (bears(s, g, t, CUE_PLANNED))
        return by_cue(s, g, t, CASUS_PLANNED, CUE_PLANNED, "a word of intention bears on the event");
    static const char *const aim[] = {"on", "for", "from", "about", "against", "without", NULL};
    static const char *const responsible[] = {"responsibility", "blamed", "accused", "accuses", "blame", NULL};
    bool owned = word_in(s, g, responsible);
    if (t[0].form == CASUS_FORM_ING && at > g->first && is_any(s, at - 1, aim) && !owned) {
        because_words(s, CASUS_ABOUT_STATUS, "an aim: \"for attacking\"", at - 1, 2, NONE);
        return CASUS_HYPOTHETICAL;
    }
    for (uint32_t k = 0; k < n; k++)
        if (t[k].form == CASUS_FORM_BASE && t[k].first > g->first && is_word(s, t[k].first - 1, "to") &&
            t[k].how != FRAME_NOUN && !((t[k].kind == KIND_KILL || t[k].kind == CASUS_TYPE_PROTEST) && is_done(s, &t[k]))) {
            because_words(s, CASUS_ABOUT_STATUS, "an aim: \"to attack\"", t[k].first - 1, 2, NONE);
            return CASUS_HYPOTHETICAL;
        }
    if (confirmed_by_someone(s, g->source_first, at))
        return by_cue(s, g, t, CASUS_CONFIRMED, CUE_CONFIRMED, "somebody confirms it");
    static const char *const charge[] = {"accused", "accuses", "accuse", "alleged", "alleges", "claimed", "claims", NULL};
    if (g->source_end > g->source_first && is_any(s, g->source_end, charge) && !is_passive_verb(s, g->source_end))
        return by_cue(s, g, t, CASUS_CLAIMED, CUE_CLAIMED, "somebody accuses or claims");
    bool nobody = has_cue(s, g->first, at, CUE_NEGATED); /* "no one has claimed responsibility" */
    if (t[0].how == FRAME_SELF && t[0].definite)
        return by_cue(s, g, t, CASUS_CLAIMED, CUE_CLAIMED, "somebody claims responsibility");
    if (owned && !nobody && has_cue(s, s->f->text->sentence[g->sentence].first, at + 1, CUE_CLAIMED))
        return by_cue(s, g, t, CASUS_CLAIMED, CUE_CLAIMED, "somebody claims responsibility");
    because_span(s, CASUS_ABOUT_STATUS, "no cue bears on the event", CASUS_STR("reported"), (casus_span){0, 0});
    return CASUS_REPORTED;
}

static bool is_negated(const scan *s, const segment *g, const trigger *t)
{
    if (in_tree(s, t->first)) return cue_above(s, top_of(s, t->first, t->n), CUE_NEGATED);
    uint32_t back = t->first > g->first + 3 ? t->first - 3 : g->first;
    return has_cue(s, back, t->first, CUE_NEGATED);
}

/* "In the deadliest attack, ...": one of those told before. */
static bool is_one_of(const scan *s, uint32_t sentence)
{
    static const char *const one[] = {"deadliest", "worst", "latest", "biggest", "first", "second", "third", NULL};
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    return is_word(s, sent->first, "in") && is_any(s, sent->first + 2, one);
}

/* "Elsewhere", "In a separate incident", "Meanwhile": not the event told before. */
static bool opens_another(const scan *s, uint32_t sentence)
{
    static const char *const word[] = {"elsewhere", "separate", "separately", "meanwhile", "another", NULL};
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    for (uint32_t i = sent->first; i < sent->first + sent->n && i < sent->first + 5; i++)
        if (is_any(s, i, word) && !(is_word(s, i, "another") && i > sent->first + 1))
            return true; /* not "fired on another crowd" */
    return is_one_of(s, sentence);
}

static casus_span evidence_of(const scan *s, const segment *g, bool whole)
{
    const casus_sentence *sent = &s->f->text->sentence[g->sentence];
    if (whole) return sent->span;
    uint32_t end = g->end;
    while (end > g->first + 1 && tok(s, end - 1)->kind == CASUS_PUNCT)
        end--;
    uint32_t first = g->first;
    while (first + 1 < end && tok(s, first)->kind == CASUS_PUNCT)
        first++;
    return casus_text_cover(s->f->text, first, end - first);
}

static float confidence_of(const scan *s, const casus_claim *c)
{
    const struct {
        bool holds;
        float points;
        const char *rule;
    } part[] = {
        {c->loose, 0.4f, "the type comes from the words around"},
        {!c->loose, 0.55f, "the event word names the type"},
        {c->n_part > 0, 0.1f, "a party is known"},
        {c->n_place > 0, 0.1f, "the sentence tells a place"},
        {c->date.edtf[0] != 0, 0.1f, "the sentence tells a day"},
        {any_tally(c), 0.1f, "people are counted"},
    };
    float v = 0;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        if (!part[i].holds) continue;
        v += part[i].points;
        because_points(s, CASUS_ABOUT_CONFIDENCE, part[i].rule, part[i].points);
    }
    return v;
}

/* Do the event words themselves name the type? */
static bool names_type(const trigger *t, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (t[k].kind < CASUS_N_TYPE) return true;
    return false;
}

static bool lacks(const scan *s, const char *what)
{
    because_rule(s, CASUS_ABOUT_LEFT_OUT, what);
    return false;
}

/* "The truce expired", "the ceasefire collapsed": no agreement was reached. */
static bool lapses(const scan *s, const trigger *t)
{
    uint32_t h = top_of(s, t->first, t->n);
    static const char *const over[] = {"ended", "ends", "end", NULL};
    if (t->how != FRAME_NOUN || !has_rel(s, h, SUBJECTS)) return false;
    return governs(s, head_of(s, h), "lapse") || (t->kind == CASUS_TYPE_SIEGE && is_any(s, head_of(s, h), over));
}

/* A robbery, a husband who kills his wife: gunmen and kin of no name. */
static bool is_private(const scan *s, const segment *g, const casus_claim *c)
{
    static const char *const kin[] = {"husband", "wife", "boyfriend", "girlfriend", "stepfather", "ex-husband", "fiance", NULL};
    static const char *const gunmen[] = {"gunman", "gunmen", "men", "man", "attacker", "attackers", "suspect", "suspects", NULL};
    const casus_sentence *sent = &s->f->text->sentence[g->sentence];
    bool crime = false;
    for (uint32_t i = sent->first; i < sent->first + sent->n && !crime; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.nonevents);
        crime = m && casus_str_is(casus_lexicon_cell(s->lex, s->t.nonevents, m->row, s->t.nonevents_kind), "crime");
    }
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role == CASUS_AFFECTED) continue;
        if (!a->generic || a->kind == CASUS_ACTOR_FORCES || a->kind == CASUS_ACTOR_STATE) return false;
        bool nobody = a->unknown || is_any(s, a->first + a->n - 1, gunmen);
        if (a->kind == CASUS_ACTOR_ARMED && !nobody) return false; /* guerrillas rob banks for their war */
        if (a->kind == CASUS_ACTOR_CIVILIAN && is_any(s, a->first + a->n - 1, kin)) return true;
    }
    return crime;
}

/* What an event must show before it is worth a claim: event words are cheap, incidents are not. */
static bool earns(const scan *s, const segment *g, const casus_claim *c, const trigger *t, uint32_t n, bool strong)
{
    static const char *const them[] = {"him", "her", "them", "it", NULL};
    bool detail = any_tally(c) || c->n_part > 0;
    if ((t[0].how == FRAME_SELF || t[0].how == FRAME_BLAMES) && t[0].definite && n == 1 && !s->force_told)
        return lacks(s, "responsibility for what was not told");
    bool affected = any_part(c, CASUS_AFFECTED, anybody);
    if (c->type == CASUS_TYPE_OTHER && is_any(s, t[0].first + t[0].n, them)) return lacks(s, "the end of what was just told");
    if (!strong && n == 1 && c->type == CASUS_TYPE_ABDUCTION_DETENTION && !any_tally(c) && !affected && !c->refers)
        return lacks(s, "a weak word of taking, and nobody is taken");
    uint32_t over = n == 1 ? head_of(s, top_of(s, t[0].first, t[0].n)) : NO_TOKEN;
    static const char *const step[] = {"stepped", "step", "stepping", "steps", NULL};
    if (over != NO_TOKEN && t[0].how == FRAME_NOUN && (t[0].form & CASUS_FORM_PLURAL) && is_any(s, over, step) && !any_tally(c))
        return lacks(s, "attacks that become more: none is told");
    if (c->type == CASUS_TYPE_AGREEMENT && lapses(s, &t[0])) return lacks(s, "an agreement that ends or fails");
    static const char *const ended[] = {"ended", "ending", "broke", "lifted", "ends", NULL};
    uint32_t h0 = top_of(s, t[0].first, t[0].n);
    bool ends_it = t[0].how == FRAME_NOUN && has_rel(s, h0, REL(OBJ)) && head_of(s, h0) != NO_TOKEN && is_any(s, head_of(s, h0), ended);
    if (c->type == CASUS_TYPE_SIEGE && t[0].definite && (s->force_told || s->n_claim) && (lapses(s, &t[0]) || ends_it))
        return lacks(s, "the end of what was just told");
    static const char *const cordoned[] = {"cordoned", "sealed", "cordon", "sealing", "cordoning", NULL};
    static const char *const scene[] = {"area", "scene", "street", "streets", "avenue", "road", "roads", "site", "block", "building", NULL};
    static const char *const house[] = {"prison", "jail", "block", "building", "school", "house", "hotel", "hospital", NULL};
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE && s->force_told && !c->n_place && word_in(s, g, house))
        return lacks(s, "a building is taken back after what was told");
    if (c->type == CASUS_TYPE_SIEGE && s->force_told && is_any(s, t[0].first, cordoned) && word_in(s, g, scene))
        return lacks(s, "the scene of what was told is closed off");
    static const char *const it[] = {"it", "this", "that", NULL};
    static const char *const was[] = {"was", "is", NULL};
    uint32_t head = s->f->text->sentence[g->sentence].first;
    if (n == 1 && t[0].how == FRAME_NOUN && is_any(s, head, it) && is_any(s, head + 1, was) && t[0].first < head + 10 && !any_tally(c))
        return lacks(s, "says which it was of its kind");
    static const char *const goods[] = {"weapons", "arms", "ammunition", "explosives", "drugs", "documents", "equipment", "grenades", "rifles", "guns",
                                        "cash", "money", "cocaine", "heroin", "marijuana", "title", "trophy", "crown", "medal", "tons", "tonnes", "kilos", "kilograms", "cache", "computers", NULL};
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE && t[0].how == FRAME_ACT && n == 1 && in_tree(s, h0)) {
        arguments a = arguments_of(s, h0);
        for (uint32_t k = 0; k < a.sufferer.n; k++)
            if (is_any(s, a.sufferer.at[k], goods)) return lacks(s, "goods were seized, no ground");
    }
    static const char *const deal[] = {"deal", "agreement", "pact", "treaty", "accord", "truce", "talks", "negotiations", "race", "coalition", "election", NULL};
    if (t[0].how == FRAME_LEAVE && n == 1 && !c->n_place && word_in(s, &(segment){.first = t[0].first, .end = g->end}, deal))
        return lacks(s, "a deal is left, no ground");
    if (c->status == CASUS_HYPOTHETICAL) return lacks(s, "it could or might happen");
    if (is_negated(s, g, &t[0]) && !any_tally(c)) return lacks(s, "it is said not to have happened");
    if (has_cue(s, g->first, t[n - 1].first + t[n - 1].n, CUE_HABITUAL)) return lacks(s, "a habit");
    bool weapon = c->weapon.n && t[0].how != FRAME_NOUN && (c->n_place || c->date.span.len) && family_of(t[0].kind)[0] == 'f';
    if (!strong && !detail && n < 2 && !weapon) return lacks(s, "a weak event word alone: no party, no number");
    bool plain = names_type(t, n) && c->tally[CASUS_KILLED].set; /* a bomb that killed is a bomb, whatever stands around */
    if (family_of(t[0].kind)[0] == 'f' && is_private(s, g, c)) return lacks(s, "a crime without a political side");
    if (s->fiction) return lacks(s, "the report is of a film, a book, a recipe or a museum");
    bool doubtful = s->other_world || has_mishap(s, s->f->text->sentence[g->sentence].first, g->end);
    if (doubtful && !plain && !any_part(c, CASUS_PERPETRATOR, armed))
        return lacks(s, "an accident, a disaster, an illness or a game is told, and nobody armed acts");
    if (s->other_world && !any_tally(c)) return lacks(s, "the report is of sport, computers, illness or disaster");
    if (n == 1 && t[0].kind == KIND_ATTACK && t[0].how == FRAME_NOUN && !any_tally(c) && !c->n_place && !s->force_told &&
        (!c->refers || any_part(c, CASUS_PERPETRATOR, a_person)) &&
        !any_part(c, CASUS_AFFECTED, anybody) && !any_part(c, CASUS_PERPETRATOR, armed) && !any_part(c, CASUS_PERPETRATOR, of_state))
        return lacks(s, "an attack of people without arms, nowhere and on nobody: with words");
    if (n == 1 && !strong && t[0].kind == KIND_ATTACK && t[0].how == FRAME_NOUN && !any_tally(c) && !c->refers)
        return lacks(s, "an attack that is only mentioned");
    if (c->loose && !detail) return c->refers || lacks(s, "no party, no number, and nothing told before is meant");
    bool known = (c->refers && s->force_told) || c->tally[CASUS_KILLED].low > 1 || any_part(c, CASUS_PERPETRATOR, anybody);
    if (n == 1 && t[0].kind == KIND_KILL && !strong && !known && !c->tally[CASUS_INJURED].set &&
        any_part(c, CASUS_AFFECTED, unarmed)) /* "the death of the president" may have been anything */
        return lacks(s, "a death of which nobody says that it was violent");
    if (c->type == CASUS_TYPE_DISPLACEMENT && affected && !any_part(c, CASUS_AFFECTED, unarmed))
        return lacks(s, "armed people who flee");
    if (c->type == CASUS_TYPE_DISPLACEMENT && !c->tally[CASUS_DISPLACED].set && !any_part(c, CASUS_AFFECTED, unarmed) &&
        t[0].how == FRAME_DONE)
        return lacks(s, "people who flee, unnamed and uncounted");
    return true;
}

/* The usual mode of a type, where the words tell more than the type. */
static void set_codes(const scan *s, casus_claim *c)
{
    casus_coding k = casus_type_coding(c->type);
    because_rule(s, CASUS_ABOUT_CODES, "the usual code of the type");
    c->plover = k.plover;
    c->mode = k.mode;
    c->cameo = k.cameo;
    if (c->type == CASUS_TYPE_ABDUCTION_DETENTION) {
        bool state = true;
        for (uint32_t i = 0; i < c->n_part; i++)
            if (c->part[i].role == CASUS_PERPETRATOR) {
                casus_actor_kind k2 = c->part[i].actor->kind;
                state =
                    k2 == CASUS_ACTOR_FORCES || k2 == CASUS_ACTOR_STATE || k2 == CASUS_ACTOR_ORG || k2 == CASUS_ACTOR_PERSON;
            }
        if (!state) {
            because_rule(s, CASUS_ABOUT_CODES, "taken by those who are no state's: an abduction");
            c->plover = "ASSAULT";
            c->mode = "abduct";
            c->cameo = "181";
        }
    }
    bool leaves = c->type == CASUS_TYPE_TERRITORY_CHANGE && c->n_part && c->part[0].role == CASUS_PARTY;
    if (leaves) {
        because_rule(s, CASUS_ABOUT_CODES, "ground given up by a party");
        c->plover = "YIELD";
        c->mode = "withdraw";
        c->cameo = "087";
    }
}

/* Things struck: "a police station", "the British embassy", with the words before that describe them. */
static void read_targets(scan *s, const segment *g, casus_claim *c)
{
    enum { MOST_TARGETS = 8, DESCRIBED = 4 };
    if (strcmp(casus_type_family(c->type), "force") != 0) return;
    for (uint32_t i = g->first; i < g->end && c->n_target < MOST_TARGETS; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.targets);
        if (!m || m->first + m->n > g->end) continue;
        uint32_t first = i;
        for (uint32_t k = 0; k < DESCRIBED && first > g->first; k++) {
            casus_pos p = pos(s, first - 1);
            if (p != CASUS_POS_ADJ && p != CASUS_POS_NOUN && p != CASUS_POS_PROPN) break;
            first--;
        }
        if (!c->target) c->target = casus_arena_get(s->a, MOST_TARGETS, sizeof *c->target);
        if (!c->target) {
            s->failed = true;
            return;
        }
        because_words(s, CASUS_ABOUT_TARGETS, "a site or thing among the words of the telling", i, m->n, s->t.targets);
        c->target[c->n_target++] = casus_cut(s->f->text->body, casus_text_cover(s->f->text, first, i + m->n - first));
        i += m->n - 1;
    }
}

static void read_victims(scan *s, casus_claim *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_part; i++)
        n += c->part[i].role == CASUS_AFFECTED;
    if (!n) return;
    c->victim = casus_arena_get(s->a, n, sizeof *c->victim);
    if (!c->victim) {
        s->failed = true;
        return;
    }
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == CASUS_AFFECTED)
            c->victim[c->n_victim++] = casus_cut(s->f->text->body, casus_actor_named(c->part[i].actor));
}

static bool place_behind(const scan *s, const segment *g, const trigger *t)
{
    enum { OBJECT = 7 };
    for (uint32_t i = t->first + t->n; i < g->end && i < t->first + t->n + OBJECT; i++)
        if (s->place_at[i] != NONE && s->f->places->place[s->place_at[i]].use == CASUS_PLACE_LITERAL) return true;
    return false;
}

/* "Captured 20 rebels", "they were captured": people, not ground, are the object. */
static bool takes_people(const scan *s, const trigger *t)
{
    static const char *const them[] = {"he", "she", "they", "him", "her", "them", NULL};
    uint32_t v = top_of(s, t->first, t->n);
    if (t->how != FRAME_ACT || !in_tree(s, v)) return false;
    arguments a = arguments_of(s, v);
    static const char *const one[] = {"boss", "leader", "commander", "chief", "kingpin", "ringleader", "lieutenant", "member", "members", "hitman", "team", "crew", "delegation",
                                      "ship", "vessel", "tanker", "freighter", "trawler", "boat", "boats", "carrier", "plane", "airliner", "bus", NULL};
    for (uint32_t k = 0; k < a.sufferer.n; k++) {
        uint32_t i = a.sufferer.at[k];
        if (is_any(s, i, them) || is_any(s, i, one)) return true;
        if (s->actor_at[i] != NONE && s->place_at[i] == NONE && s->f->actors->actor[s->actor_at[i]].kind != CASUS_ACTOR_STATE)
            return true;
    }
    return false;
}

/* "His driver was also killed": more of the event just told, not another one. */
static bool adds_to_last(const scan *s, const segment *g, const trigger *t)
{
    static const char *const victims[] = {"dead", "killed", "wounded", "injured", "victims", NULL};
    bool harm = (t[0].kind == KIND_KILL || t[0].kind == KIND_HURT) && (t[0].passive || t[0].how == FRAME_DONE);
    if (!harm) return false;
    for (uint32_t i = g->first; i + 2 < g->end; i++)
        if (is_word(s, i, "among") && is_word(s, i + 1, "the") && is_any(s, i + 2, victims)) return true;
    return t[0].first > g->first && is_word(s, t[0].first - 1, "also");
}

/* "The bodies of the workers were found": of those who were told before. */
static bool finds_the_dead(const scan *s, const trigger *t, const casus_claim *c)
{
    if (t[0].kind != KIND_FIND || c->tally[CASUS_KILLED].set || !s->force_told) return false;
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == CASUS_AFFECTED && c->part[i].actor->generic && is_word(s, c->part[i].actor->first - 1, "the"))
            return true;
    return false;
}

/* "Four of the attackers were killed": in the attack that was told. */
static bool harms_attackers(const scan *s, const trigger *t, uint32_t n, const casus_claim *c)
{
    static const char *const the[] = {"the", "all", "those", NULL};
    for (uint32_t k = 0; k < n; k++)
        if (t[k].kind != KIND_KILL && t[k].kind != KIND_HURT && t[k].kind != CASUS_TYPE_SHOOTING) return false;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role == CASUS_AFFECTED && a->generic && a->kind == CASUS_ACTOR_ARMED && a->first > 0 &&
            is_any(s, a->first - 1, the))
            return true;
    }
    return false;
}

/* "Troops fired into the crowd", "at the mourners": those whom the report has told of. */
static bool hits_known(const scan *s, const casus_claim *c)
{
    bool known = false;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role != CASUS_AFFECTED) continue;
        if (!a->generic || a->kind != CASUS_ACTOR_CIVILIAN || a->first == 0 || !is_word(s, a->first - 1, "the")) return false;
        known = true;
    }
    return known && strcmp(casus_type_family(c->type), "force") == 0;
}

/* "Killed by the gunfire", "hurt in the blasts" */
static bool by_known_fire(const scan *s, const segment *g)
{
    static const char *const in[] = {"by", "in", "from", NULL};
    static const char *const fire[] = {"gunfire", "shots", "bullets", "blast", "blasts", "explosion", "explosions", "shells", "bombs", NULL};
    for (uint32_t i = g->first + 1; i + 1 < g->end; i++)
        if (is_word(s, i, "the") && is_any(s, i - 1, in) && is_any(s, i + 1, fire)) return true;
    return false;
}

/* "The soldiers were killed by ...", with no number: people who were counted before. */
static bool told_before(const scan *s, const segment *g, const trigger *t, uint32_t n, const casus_claim *c)
{
    if (n != 1 || t[0].how != FRAME_ACT || !t[0].passive || c->tally[CASUS_KILLED].set || t[0].first < g->first + 3)
        return false;
    return is_word(s, g->first, "the") &&
           (casus_words_at(s->f->words, g->first + 1, s->t.weapons) != NULL ||
            casus_words_at(s->f->words, g->first + 1, s->t.victims) != NULL || pos(s, g->first + 1) == CASUS_POS_NUM);
}

/* "Claimed responsibility for the attack in A, saying it was revenge for B": only what hangs on the event noun is where it was.
 */
static void keep_places_of_nouns(const scan *s, casus_claim *c, const trigger *t, uint32_t n)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < c->n_place; i++) {
        uint32_t at = top_of(s, c->place[i]->first, c->place[i]->n);
        bool of_noun = false;
        for (; at != NO_TOKEN && !is_verb(s, at) && !of_noun; at = head_of(s, at))
            for (uint32_t k = 0; k < n; k++)
                of_noun = of_noun || (t[k].how == FRAME_NOUN && at == top_of(s, t[k].first, t[k].n));
        if (of_noun) c->place[kept++] = c->place[i];
    }
    c->n_place = kept;
}

/* "The protests began last month": the day is that of the beginning, not of what was told. */
static bool began(const scan *s, const trigger *t)
{
    static const char *const word[] = {"began", "begun", "begin", "started", "start", "erupted", "flared", NULL};
    uint32_t h = top_of(s, t->first, t->n), v = head_of(s, h);
    return t->how == FRAME_NOUN && has_rel(s, h, SUBJECTS) && v != NO_TOKEN && is_any(s, v, word);
}

/* In "the bombing shatters weeks of calm after a summit in Egypt" neither place nor day far from the noun are the bombing's. */
static void keep_near(const scan *s, casus_claim *c, const trigger *lead)
{
    enum { NEAR = 14 };
    uint32_t n = 0, behind = lead->first + lead->n, comma = behind;
    while (comma < behind + NEAR && comma < s->f->text->n_token && !is_word(s, comma, ","))
        comma++;
    for (uint32_t i = 0; i < c->n_place; i++) {
        const casus_place *p = c->place[i];
        if (p->first + p->n + NEAR > lead->first && p->first < comma) c->place[n++] = p;
    }
    c->n_place = n;
    uint32_t from = tok(s, lead->first > NEAR ? lead->first - NEAR : 0)->span.off;
    uint32_t last = behind + NEAR < s->f->text->n_token ? behind + NEAR : s->f->text->n_token - 1;
    if (c->date.span.len && (c->date.span.off < from || c->date.span.off > tok(s, last)->span.off))
        c->date = (casus_dating){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
}

/* "rebels" of "Chechen rebels" */
static bool is_tail(casus_str name, casus_str tail)
{
    return tail.n && name.n > tail.n && name.p[name.n - tail.n - 1] == ' ' &&
           memcmp(name.p + name.n - tail.n, tail.p, tail.n) == 0;
}

/* "Ethiopia said its troops ..." */
static bool is_land_of(const scan *s, casus_str source, const casus_actor *a)
{
    if (a->kind != CASUS_ACTOR_FORCES || !a->country[0]) return false;
    for (uint32_t i = 0; i < s->f->actors->n_actor; i++) {
        const casus_actor *land = &s->f->actors->actor[i];
        if (land->kind == CASUS_ACTOR_STATE && memcmp(land->country, a->country, 2) == 0 && casus_str_eq(land->name, source))
            return true;
    }
    return false;
}

/* "The army's chief, General A. B., said it killed ten rebels", "rebels said the army's jets killed three villagers" */
static bool enemy_speaks(const scan *s, const casus_claim *c)
{
    if (c->n_source != 1 || !any_part(c, CASUS_PERPETRATOR, armed)) return false;
    const casus_actor *who = NULL;
    for (uint32_t i = 0; i < s->f->actors->n_actor && !who; i++)
        if (casus_str_eq(s->f->actors->actor[i].name, c->source[0])) who = &s->f->actors->actor[i];
    if (!who || who->generic || who->code.n < 3) return false;
    bool soldier = memcmp(who->code.p + who->code.n - 3, "MIL", 3) == 0 && who->kind == CASUS_ACTOR_PERSON;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role != CASUS_PERPETRATOR || a->kind != CASUS_ACTOR_FORCES) continue;
        bool ours = !who->country[0] || memcmp(who->country, a->country, 2) == 0;
        if ((soldier && ours && any_part(c, CASUS_AFFECTED, armed)) || who->kind == CASUS_ACTOR_ARMED) return true;
    }
    return false;
}

/* "The army said its men killed ten rebels", "rebels said they were bombed": a side of the conflict speaks of its own act, or
 * an armed group of what befell it. */
static bool party_speaks(const scan *s, const casus_claim *c)
{
    if (strcmp(casus_type_family(c->type), "force") != 0) return false;
    if (enemy_speaks(s, c)) return true;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        bool side = c->part[i].role == CASUS_AFFECTED ? a->kind == CASUS_ACTOR_ARMED : armed(a);
        for (uint32_t k = 0; side && k < c->n_source; k++)
            if (casus_str_eq(c->source[k], a->name) || (a->kind == CASUS_ACTOR_ARMED && is_tail(a->name, c->source[k])) ||
                is_land_of(s, c->source[k], a))
                return true;
    }
    return false;
}

/* All event words, and which of them gives the type. */
static void because_trigger(const scan *s, const trigger *t, uint32_t n, const trigger *lead)
{
    if (!s->f->reasons) return;
    for (uint32_t k = 0; k < n; k++)
        because_event(s, CASUS_ABOUT_WORDS, t[k].strong ? "tells of an event by itself" : "tells of an event beside others",
                      &t[k]);
    because_event(s, CASUS_ABOUT_TYPE, n > 1 ? "the event word that tells most about the type" : "the event word", lead);
}

static void because_weapon(const scan *s, const segment *g, int kind)
{
    if (!s->f->reasons || kind == NONE) return;
    for (uint32_t i = g->first; i < g->end; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.weapons);
        if (!m || m->first + m->n > g->end) continue;
        because_words(s, CASUS_ABOUT_WEAPON, "a weapon, or those who carry it, among the words of the telling", i, 0,
                      s->t.weapons);
        i += m->n - 1;
    }
}

/* What the trained weights say: signs that count are told one by one, the rest and each vector of words in one sum. */
static void because_trained(const scan *s, const casus_claim *c, float sense)
{
    const float tells = 0.15f;
    float rest = 0, vectors = 0;
    if (!s->f->reasons) return;
    for (uint32_t i = 0; i < c->n_factor; i++) {
        const casus_factor *f = &c->factor[i];
        float points = f->value * f->weight;
        if (memchr(f->name.p, '~', f->name.n)) {
            vectors += points;
        } else if (points < tells && points > -tells) {
            rest += points;
        } else {
            because_points(s, CASUS_ABOUT_CONFIDENCE, "a trained sign (models/sense.weights)", points);
            s->f->reasons->reason[s->f->reasons->n - 1].value = f->name;
        }
    }
    because_points(s, CASUS_ABOUT_CONFIDENCE, "signs that tell little, together", rest);
    because_points(s, CASUS_ABOUT_CONFIDENCE, "the company of words in sentence and report", vectors);
    because_points(s, CASUS_ABOUT_CONFIDENCE,
                   sense < STANDS ? "the sum as a probability: too small for an incident" : "the sum as a probability", sense);
}

/* "80 people have been killed since the fighting flared on Saturday": a sum over days, no new telling of one act. */
static bool counts_since(const scan *s, const casus_claim *c, const trigger *lead)
{
    static const char *const since[] = {"since", NULL};
    uint32_t v = clause_of(s, top_of(s, lead->first, lead->n));
    if (v == NO_TOKEN || !c->tally[CASUS_KILLED].set) return false;
    for (uint32_t k = child(s, v, OBLIQUES | REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, OBLIQUES | REL(ADVCL)))
        if (has_child(s, k, REL(CASE) | REL(MARK), since)) return true;
    return false;
}

/* Somebody armed killed somebody, in so many words: no company of words makes anything else of it. */
static bool is_plain(const casus_claim *c, bool strong)
{
    return strong && strcmp(casus_type_family(c->type), "force") == 0 && c->tally[CASUS_KILLED].set &&
           any_part(c, CASUS_PERPETRATOR, armed);
}

/* "A drone fired on a wedding", "warplanes pounded the columns, ending an offensive" */
static bool from_the_air(const trigger *t, uint32_t n, const trigger *lead)
{
    if (lead->kind == CASUS_TYPE_SHOOTING && lead->how == FRAME_ACT && lead->n > 1) return true;
    for (uint32_t k = 0; k < n && lead->kind == CASUS_TYPE_ARMED_CLASH && lead->how == FRAME_NOUN; k++)
        if (t[k].kind == KIND_ATTACK && t[k].how == FRAME_ACT) return true;
    return false;
}

static void make_claim(scan *s, const segment *g, const trigger *t, uint32_t n, bool alone)
{
    casus_claim *c = new_claim(s);
    if (!c) return;
    size_t mark = s->f->reasons ? s->f->reasons->n : 0;
    const trigger *lead = &t[0];
    bool strong = false, only_harm = true, names_it = false;
    for (uint32_t k = 0; k < n; k++) {
        if (telling(&t[k]) > telling(lead)) lead = &t[k];
        strong = strong || t[k].strong;
        bool noun = t[k].how == FRAME_NOUN && t[k].definite;
        names_it = names_it || noun;
        only_harm = only_harm && (noun || t[k].kind == KIND_KILL || t[k].kind == KIND_HURT);
    }
    for (uint32_t k = 0; k < n; k++) /* "bodies, shot in the head, were found": who was there to shoot is not told */
        if (t[k].kind == KIND_FIND && lead->kind == CASUS_TYPE_SHOOTING) lead = &t[k];
    c->trigger = lead->first;
    c->sentence = g->sentence;
    because_trigger(s, t, n, lead);
    c->type = lead->kind < CASUS_N_TYPE ? (casus_type)lead->kind : CASUS_TYPE_ATTACK_CIVILIANS;
    read_tallies(s, g, t, n, c);
    read_roles(s, g, t, n, c);
    class_of_dead(s, c);
    casus_span weapon = {0, 0};
    int w = weapon_kind(s, g->first, g->end, &weapon);
    if (weapon.len) c->weapon = casus_cut(s->f->text->body, weapon);
    because_weapon(s, g, w);
    c->loose = lead->kind >= CASUS_N_TYPE;
    if (c->loose) {
        c->type = type_from_context(s, g, lead->kind, w, c);
        c->loose = w == NONE || w == CASUS_TYPE_SHOOTING; /* gunmen may as well have clashed */
    } else if (w == CASUS_TYPE_AIR_STRIKE && from_the_air(t, n, lead)) {
        c->type = settled(s, CASUS_TYPE_AIR_STRIKE, "the weapon makes it an attack from the air");
        c->loose = lead->kind == CASUS_TYPE_ARMED_CLASH; /* of an offensive, which may be told again as such */
    } else if (c->type == CASUS_TYPE_BOMBING && w == CASUS_TYPE_SHELLING && lead->how == FRAME_NOUN && !lead->strong) {
        c->type = settled(s, CASUS_TYPE_SHELLING, "the bombs are of mortars");
    } else if (c->type == CASUS_TYPE_BOMBING && (w == CASUS_TYPE_SUICIDE_BOMBING || w == CASUS_TYPE_AIR_STRIKE)) {
        c->type = settled(s, (casus_type)w, "the weapon makes the bombing one from the air or by suicide");
    }
    static const char *const storm[] = {"stormed", "storming", "storm", "raided", "raiding", NULL};
    if (c->type == CASUS_TYPE_ARMED_CLASH && lead->how == FRAME_ACT && is_any(s, lead->first, storm) && any_tally(c) &&
        any_part(c, CASUS_AFFECTED, of_people) && !any_part(c, CASUS_AFFECTED, armed))
        c->type = settled(s, w == CASUS_TYPE_SHOOTING ? CASUS_TYPE_SHOOTING : CASUS_TYPE_ATTACK_CIVILIANS, "those who suffered bear no arms");
    if (c->type == CASUS_TYPE_ARMED_CLASH && (any_part(c, CASUS_PERPETRATOR, of_crowd) || (lead->how != FRAME_ACT && any_part(c, CASUS_PERPETRATOR, of_people))) && !any_part(c, CASUS_PERPETRATOR, rebellious))
        c->type = settled(s, CASUS_TYPE_RIOT, "a crowd fights");
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE && any_part(c, CASUS_PERPETRATOR, civilian) && !any_part(c, CASUS_PERPETRATOR, armed))
        c->type = settled(s, CASUS_TYPE_PROTEST, "people without arms occupy it");
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE &&
        (takes_people(s, lead) || (any_part(c, CASUS_AFFECTED, a_person) && !place_behind(s, g, lead))))
        c->type = settled(s, CASUS_TYPE_ABDUCTION_DETENTION, "people were captured, no place is told behind the verb");
    if (c->type == CASUS_TYPE_DISPLACEMENT && any_part(c, CASUS_AFFECTED, of_state) && !any_part(c, CASUS_AFFECTED, civilian))
        c->type = settled(s, CASUS_TYPE_OTHER, "diplomats or officials are expelled");
    bool moves_people = any_part(c, CASUS_AFFECTED, unarmed) || any_part(c, CASUS_AFFECTED, a_person);
    if (lead->how == FRAME_LEAVE &&
        (moves_people || (any_part(c, CASUS_PARTY, anybody) && !any_part(c, CASUS_PARTY, holds_ground))))
        c->type = settled(s, CASUS_TYPE_DISPLACEMENT,
                          "those who leave hold no ground"); /* an aid group that leaves gives up no ground */
    bool owns = false;
    for (uint32_t k = 0; k < n; k++)
        owns = owns || ((t[k].how == FRAME_SELF || t[k].how == FRAME_BLAMES) && t[k].definite); /* "the group claimed responsibility" */
    bool pointed = (t[0].how == FRAME_NOUN && t[0].definite) || (names_it && only_harm);
    c->refers = pointed || owns || told_before(s, g, t, n, c);
    c->apart = opens_another(s, g->sentence);
    c->one_of = is_one_of(s, g->sentence);
    c->status = status_of(s, g, t, n);
    for (uint32_t k = 1; k < n && c->status == CASUS_HYPOTHETICAL && any_tally(c);
         k++) /* "tried to storm the base but was killed" */
        if (t[k].kind == KIND_KILL && t[k].how != FRAME_NOUN && t[k].form != CASUS_FORM_BASE && t[k].form != CASUS_FORM_ING)
            c->status = status_of(s, g, &t[k], 1);
    if (lead->how == FRAME_ACT && c->status == CASUS_PLANNED && cue_at(s, lead->first, CUE_PLANNED)) c->n_part = 0; /* who defused it did not lay it */
    bool answers = c->status == CASUS_DENIED && s->force_told && c->loose; /* "it denied carrying out any raid" */
    c->refers = c->refers || answers;
    uint32_t recall = first_cue(s, g->first, lead->first, CUE_RECALL);
    c->recall = recall < lead->first;
    if (c->recall) because_words(s, CASUS_ABOUT_RECALL, "a word that goes back to an earlier event", recall, 0, s->t.cues);
    trigger front[MOST_TRIGGERS];
    front[0] = *lead;
    for (uint32_t k = 0, m = 1; k < n; k++)
        if (&t[k] != lead) front[m++] = t[k];
    read_setting(s, g, front, n, c);
    if (lead->how == FRAME_BLAMES) { /* who did it, not where and when */
        c->n_place = 0;
        c->date = (casus_dating){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
    }
    if (pointed) keep_near(s, c, lead);
    if (pointed && began(s, lead))
        c->date = (casus_dating){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
    uint32_t noun = top_of(s, lead->first, lead->n);
    bool judged = pointed && lead->how == FRAME_NOUN && has_rel(s, noun, REL(OBJ)) && !governs(s, head_of(s, noun), "carry");
    if (owns || judged) keep_places_of_nouns(s, c, t, n); /* "condemned the attack and called on X" */
    static const char *const dead[] = {"dead", "victims", "slain", NULL};
    static const char *const there[] = {"there", NULL};
    if (s->force_told && only_harm && !c->n_place && word_in(s, g, there) && !is_word(s, g->first, "there")) c->refers = true;
    if (s->force_told && is_word(s, g->first, "the") && is_any(s, g->first + 1, dead) && !c->tally[CASUS_KILLED].set)
        c->refers = c->loose = true;
    for (uint32_t i = g->first; s->force_told && i + 2 < t[0].first && i < g->first + 5; i++) /* "five of the dead were beheaded" */
        if (is_word(s, i, "of") && is_word(s, i + 1, "the") && is_any(s, i + 2, dead)) {
            c->refers = c->loose = true;
            c->tally[CASUS_KILLED] = (casus_tally){0};
        }
    bool bare = n == 1 && w == NONE && t[0].kind == KIND_HURT && t[0].passive && s->force_told && !c->n_place && !c->date.span.len;
    if (s->force_told && !c->n_place && (harms_attackers(s, t, n, c) || finds_the_dead(s, t, c))) c->refers = true;
    if (bare && !c->tally[CASUS_KILLED].set && !any_part(c, CASUS_PERPETRATOR, anybody))
        c->refers = true; /* "About 95 people were wounded." */
    if (s->force_told && !c->date.span.len && !any_tally(c) && hits_known(s, c)) c->refers = true;
    if (s->force_told && only_harm && by_known_fire(s, g)) c->refers = true;
    static const char *const victim[] = {"victim", "victims", NULL};
    if (s->force_told && n == 1 && t[0].how == FRAME_NOUN && !c->n_place && !any_tally(c)) /* "he was the victim of an assassination" */
        for (uint32_t i = g->first; i + 1 < t[0].first; i++)
            if (is_any(s, i, victim) && is_word(s, i + 1, "of")) c->refers = c->loose = true;
    if (!c->n_place && adds_to_last(s, g, t)) {
        c->refers = true;
        c->part_of = true;
    }
    if (!earns(s, g, c, t, n, strong)) {
        because_not(s, mark, lead);
        return;
    }
    if (counts_since(s, c, lead)) {
        c->refers = false;
        c->apart = true;
    }
    float sense = sense_of(s, g, front, n, c);
    if (sense >= 0) because_trained(s, c, sense);
    bool says_who = c->refers && s->force_told && any_part(c, CASUS_PERPETRATOR, armed); /* "had carried out the shooting" */
    if (sense >= 0 && sense < STANDS && !is_plain(c, strong) && !says_who) {
        because_not(s, mark, lead);
        return;
    }
    bool given = c->recall && lead->how == FRAME_NOUN; /* "arrested for his role in the massacre": nobody says that it was */
    const trigger *told = lead;
    for (uint32_t k = 0; k < n && told == lead; k++) /* "an operation in which, the minister says, ten were killed" */
        if (lead->how == FRAME_NOUN && t[k].how != FRAME_NOUN && t[k].kind == KIND_KILL && in_tree(s, t[k].first) &&
            speech_over(s, top_of(s, t[k].first, t[k].n)) != NO_TOKEN)
            told = &t[k];
    if (!given) read_sources(s, g, told, c);
    if (c->status == CASUS_REPORTED && party_speaks(s, c)) {
        c->status = CASUS_CLAIMED;
        because_span(s, CASUS_ABOUT_STATUS, "a party speaks of its own act, or an armed group of what befell it",
                     CASUS_STR("claimed"), (casus_span){0, 0});
    }
    c->evidence[0] = evidence_of(s, g, alone);
    c->n_evidence = 1;
    set_codes(s, c);
    read_victims(s, c);
    read_targets(s, g, c);
    c->confidence = sense >= 0 ? sense : confidence_of(s, c);
    s->force_told = s->force_told || strcmp(casus_type_family(c->type), "force") == 0;
    s->n_claim++;
}

/* ---------------------------------------------------------------- a sentence, a report */

/* "kidnapped during a raid", "signed at peace talks", "rounded up in an operation": the noun is where or how it was done. */
static bool accompanies(const scan *s, const segment *g, const trigger *lead, const trigger *t)
{
    if (in_tree(s, t->first)) {
        uint32_t own = clause_of(s, top_of(s, t->first, t->n)), of = clause_of(s, top_of(s, lead->first, lead->n));
        bool second = own != NO_TOKEN && has_rel(s, own, REL(CONJ)) && head_of(s, own) == of; /* "was shot and killed during a protest" */
        if (own != of && !second) return false;
    }
    static const char *const within[] = {"during", "in", "at", NULL};
    bool talk = t->kind < CASUS_N_TYPE && strcmp(casus_type_family((casus_type)t->kind), "talk") == 0;
    bool crowd = t->kind == CASUS_TYPE_PROTEST && lead->kind != CASUS_TYPE_PROTEST && family_of(lead->kind)[0] == 'f'; /* "shot during a protest" */
    if (t->how != FRAME_NOUN || !(t->kind == KIND_ATTACK || talk || crowd)) return false;
    for (uint32_t k = 1; k <= 5 && t->first >= g->first + k; k++) {
        if (is_any(s, t->first - k, within)) return true;
        casus_pos p = pos(s, t->first - k);
        if (p == CASUS_POS_VERB || p == CASUS_POS_PUNCT) return false;
    }
    return false;
}

/* Parts of the act of force told beside them: "shot as they fled", "after months of fighting", "surrounded the village and killed ten". */
static bool comes_with(const scan *s, const trigger *t, const trigger *strong, uint32_t h, uint32_t v)
{
    static const char *const as[] = {"as", "while", "when", NULL};
    static const char *const they[] = {"they", "he", "she", NULL};
    static const char *const long_time[] = {"weeks", "months", "years", "decades", NULL};
    if (t->how == FRAME_NOUN && strong->how == FRAME_ACT && has_rel(s, v, REL(ADVCL)) && has_child(s, v, REL(MARK), as) &&
        v != clause_of(s, top_of(s, strong->first, strong->n)) && family_of(t->kind)[0] == 'f')
        return true; /* "was shot dead as a blast marred the election" */
    uint32_t subject = child(s, v, SUBJECTS), force = clause_of(s, top_of(s, strong->first, strong->n));
    if (t->kind == CASUS_TYPE_DISPLACEMENT && t->how == FRAME_DONE)
        return has_rel(s, v, REL(ADVCL)) && has_child(s, v, REL(MARK), as) && subject != NO_TOKEN && is_any(s, subject, they);
    if (t->how == FRAME_NOUN && t->kind == CASUS_TYPE_ARMED_CLASH && t->first >= 2)
        return is_word(s, t->first - 1, "of") && is_any(s, t->first - 2, long_time) && t->first != strong->first;
    bool stones = t->kind == CASUS_TYPE_RIOT && strong->kind == KIND_KILL; /* "stoned and burned to death" */
    if ((t->kind == CASUS_TYPE_SIEGE || stones) && t->how == FRAME_ACT && force != NO_TOKEN)
        return (has_rel(s, force, REL(CONJ)) && head_of(s, force) == h) || (has_rel(s, h, REL(CONJ)) && head_of(s, h) == force);
    return false;
}

/* "Struck men preparing to launch rockets", "killed 500 since the fighting began": an aim, or the time of another act. */
static bool is_aside(const scan *s, const trigger *t, const trigger *strong)
{
    static const char *const since[] = {"since", NULL};
    static const char *const to[] = {"to", NULL};
    uint32_t h = top_of(s, t->first, t->n), v = clause_of(s, h);
    if (v == NO_TOKEN) return false;
    uint32_t up = head_of(s, h);
    bool wanted =
        up != NO_TOKEN && has_rel(s, h, REL(XCOMP)) && (cue_at(s, up, CUE_PLANNED) || cue_at(s, up, CUE_HYPOTHETICAL));
    if ((t->kind == KIND_KILL || t->kind == CASUS_TYPE_PROTEST) && is_done(s, t)) return false;
    bool aim = t->how != FRAME_NOUN && (wanted || has_rel(s, h, REL(ADVCL) | REL(ACL))) && has_child(s, h, REL(MARK), to) &&
               child(s, h, REL(AUX)) == NO_TOKEN; /* "is said to have attacked" */
    static const char *const answer[] = {"retaliation", "response", "revenge", "reprisal", "retribution", NULL};
    if (t->how == FRAME_NOUN && has_rel(s, h, REL(NMOD) | REL(OBL)) && up != NO_TOKEN && is_any(s, up, answer)) return true;
    if (t->how == FRAME_NOUN && !t->strong && t->kind == KIND_ATTACK && strong != NULL &&
        v != clause_of(s, top_of(s, strong->first, strong->n)))
        return true; /* "suspended its operations after two workers were killed" */
    return aim || (has_rel(s, v, REL(ADVCL)) && has_child(s, v, REL(MARK), since)) || (strong && comes_with(s, t, strong, h, v));
}

static uint32_t drop_asides(const scan *s, trigger *t, uint32_t n)
{
    uint32_t kept = 0;
    const trigger *strong = NULL;
    trigger first;
    for (uint32_t k = 0; k < n && !strong; k++)
        if (t[k].strong && family_of(t[k].kind)[0] == 'f') {
            first = t[k];
            strong = &first;
        }
    for (uint32_t k = 0; k < n; k++)
        kept += !is_aside(s, &t[k], strong);
    if (kept == 0 || kept == n) return n;
    kept = 0;
    for (uint32_t k = 0; k < n; k++)
        if (!is_aside(s, &t[k], strong)) t[kept++] = t[k];
    return kept;
}

static bool is_crowd(const trigger *t)
{
    return t->kind == CASUS_TYPE_RIOT || t->kind == CASUS_TYPE_PROTEST;
}

/* "Crowds rioted, injuring 12", "police used batons against strikers, injuring 12": done by what the crowd's word tells. */
static bool outcome_of_crowd(const scan *s, const trigger *hurt, const trigger *t, uint32_t n)
{
    uint32_t v = top_of(s, hurt->first, hurt->n);
    if (!in_tree(s, v) || !has_rel(s, v, REL(ADVCL)) || s->dep[v].tag != CASUS_TAG_VBG) return false;
    for (uint32_t k = 0; k < n; k++)
        if (is_crowd(&t[k]) && head_of(s, v) == top_of(s, t[k].first, t[k].n)) return true;
    return false;
}

/* "156 people were killed when crowds rioted": the dead are the riot's where no other act of force is told. */
static bool harm_of_crowd(const scan *s, const trigger *t, uint32_t n)
{
    bool crowd = false, harm = false;
    for (uint32_t k = 0; k < n; k++) {
        bool hurt = t[k].kind == KIND_KILL || t[k].kind == KIND_HURT;
        hurt = hurt && (t[k].passive || t[k].how == FRAME_DONE || outcome_of_crowd(s, &t[k], t, n));
        crowd = crowd || is_crowd(&t[k]);
        harm = harm || hurt;
        if (!hurt && !is_crowd(&t[k]) && strcmp(family_of(t[k].kind), "force") == 0) return false;
    }
    return crowd && harm;
}

static void read_segment(scan *s, const segment *g, bool alone)
{
    trigger t[MOST_TRIGGERS], group[MOST_TRIGGERS];
    bool done[MOST_TRIGGERS] = {false};
    uint32_t n = drop_asides(s, t, find_triggers(s, g->first, g->end, t, MOST_TRIGGERS));
    bool of_crowd = harm_of_crowd(s, t, n);
    for (uint32_t k = 0; k < n && !s->failed; k++) {
        if (done[k]) continue;
        uint32_t m = 0;
        for (uint32_t j = k; j < n; j++)
            if (!done[j] && (of_crowd || together(&t[k], &t[j]) || (j > k && accompanies(s, g, &t[k], &t[j])))) {
                group[m++] = t[j];
                done[j] = true;
            }
        make_claim(s, g, group, m, alone && m == n);
    }
}

static void shift_date(casus_dating *d, const casus_dating *by, int32_t days)
{
    *d = *by;
    d->from += days;
    d->to += days;
    d->basis = CASUS_BASIS_RELATIVE;
    casus_dating_write(d);
}

static bool dated(const casus_claim *c)
{
    return c->date.from != CASUS_DAY_NONE && c->date.to != CASUS_DAY_NONE;
}

/* "A, a day after B": claims [a, b) tell A, [b, end) tell B, and the distance stands between them. One date gives the other. */
static void date_by_distance(scan *s, const segment *g, size_t a, size_t b, size_t end)
{
    int32_t at = g->first > 0 ? s->time_at[g->first - 1] : NONE;
    if (s->time_at[g->first] != NONE) at = s->time_at[g->first];
    if (at == NONE || !s->f->times->time[at].event_ref || a == b || b == end) return;
    int32_t days = s->f->times->time[at].shift;
    for (size_t i = b; i < end; i++) {
        s->claim[i].from_claim = (uint32_t)a + 1; /* the day may be told in another sentence */
        s->claim[i].from_days = -days;
        if (dated(&s->claim[a]) && !dated(&s->claim[i])) shift_date(&s->claim[i].date, &s->claim[a].date, -days);
        if (!dated(&s->claim[a]) && dated(&s->claim[i])) shift_date(&s->claim[a].date, &s->claim[i].date, days);
    }
}

/* "X is behind A, as well as B": who did A did B. */
static void share_doers(scan *s, size_t a, size_t b, size_t end)
{
    if (a == b || b == end || s->claim[b].n_part || !s->claim[a].n_part) return;
    casus_claim *to = &s->claim[b];
    const casus_claim *of = &s->claim[a];
    to->part = casus_arena_get(s->a, of->n_part, sizeof *to->part);
    s->failed = s->failed || !to->part;
    for (uint32_t i = 0; i < of->n_part && to->part; i++)
        if (of->part[i].role == CASUS_PERPETRATOR) {
            to->part[to->n_part] = of->part[i];
            to->part[to->n_part++].rule = "who did the one did the other: \"as well as\"";
        }
}

/* Who the sentence is about, for the pronouns of the next one. */
static void note_subject(scan *s, const casus_sentence *sent)
{
    for (uint32_t i = sent->first; i < sent->first + sent->n; i++) {
        if (!has_rel(s, i, REL(ROOT))) continue;
        heads h = subjects_of(s, i);
        const casus_actor *a = h.n ? phrase_actor(s, h.at[0]) : NULL;
        if (a) s->subject = a;
        return;
    }
}

/* "A strike killed four observers, and the minister accused the army": where the clause of a speaker begins that the first one
 * is no part of; the sentence's end if nowhere. */
static uint32_t second_voice(const scan *s, const casus_sentence *sent)
{
    uint32_t end = sent->first + sent->n;
    for (uint32_t i = sent->first; i < end; i++) {
        uint32_t v = has_rel(s, i, REL(CC)) ? head_of(s, i) : NO_TOKEN, up = v == NO_TOKEN ? NO_TOKEN : head_of(s, v);
        if (up == NO_TOKEN || up >= i || v < i || !has_rel(s, v, REL(CONJ)) || !is_verb(s, v)) continue;
        uint32_t own = child(s, v, SUBJECTS);
        bool speaks = casus_words_at(s->f->words, v, s->t.sayings) && !casus_words_at(s->f->words, up, s->t.sayings);
        if (speaks && own != NO_TOKEN && own > i && casus_words_at(s->f->words, up, s->t.events)) return i;
    }
    return end;
}

static void read_sentence(scan *s, uint32_t i)
{
    const casus_sentence *sent = &s->f->text->sentence[i];
    segment whole = {.sentence = i}, part[MOST_SEGMENTS];
    if (sent->n && is_word(s, sent->first + sent->n - 1, "?")) return; /* a question tells of nothing */
    uint32_t end = sent->first + sent->n, voice = second_voice(s, sent);
    read_source_clause(s, sent->first, voice, &whole);
    uint32_t n = cut(s, &whole, part, MOST_SEGMENTS);
    if (voice < end && n < MOST_SEGMENTS) {
        read_source_clause(s, voice, end, &whole);
        n += cut(s, &whole, part + n, MOST_SEGMENTS - n);
    }
    size_t from[MOST_SEGMENTS + 1] = {s->n_claim};
    for (uint32_t k = 0; k < n && !s->failed; k++) {
        read_segment(s, &part[k], n == 1);
        from[k + 1] = s->n_claim;
        if (k > 0 && is_word(s, part[k].first, "well")) share_doers(s, from[k - 1], from[k], from[k + 1]);
        if (k > 0) date_by_distance(s, &part[k], from[k - 1], from[k], from[k + 1]);
        bool aside = k > 0 && from[k] == from[k + 1] && from[k - 1] + 1 == from[k] && !s->claim[from[k - 1]].n_place;
        if (aside) only_place(s, &s->claim[from[k - 1]], part[k].first, part[k].end); /* "freed two men after holding them near X" */
    }
    uint32_t behind = whole.source_end + 1;
    if (voice == end && whole.end == whole.source_first - (whole.source_first > 0) && whole.source_end > whole.source_first && behind + 4 < end && !s->failed) {
        segment rest = {.sentence = i, .first = behind, .end = end, .source_first = whole.source_first, .source_end = whole.source_end};
        read_segment(s, &rest, false); /* "..., the president said, declaring a curfew" */
    }
    note_subject(s, sent);
}

/* A report on sport, computers, illness or disasters uses the words of war for other things. */
static bool is_other_world(const scan *s)
{
    enum { FEW = 2, SENTENCES_FOR_ONE_MORE = 6, ENOUGH = 4 };
    uint32_t n = 0, need = FEW + s->f->text->n_sentence / SENTENCES_FOR_ONE_MORE;
    for (uint32_t i = 0; i < s->f->words->n_match; i++)
        n += s->f->words->match[i].table == s->t.nonevents;
    return n >= (need < ENOUGH ? need : ENOUGH);
}

/* A film, a book or a recipe: several of its words, and no few. */
static bool is_fiction(const scan *s)
{
    enum { KINDS = 3, SENTENCES_A_WORD = 3 };
    uint32_t n = 0, n_row = 0, row[KINDS] = {0};
    for (uint32_t i = 0; i < s->f->words->n_match; i++) {
        const casus_match *m = &s->f->words->match[i];
        if (m->table != s->t.nonevents || !casus_str_is(casus_lexicon_cell(s->lex, m->table, m->row, s->t.nonevents_kind), "fiction")) continue;
        uint32_t at = (uint32_t)casus_hash(tok(s, m->first)->norm, 3) | 1, k = 0;
        while (k < n_row && row[k] != at)
            k++;
        if (k == n_row && n_row < KINDS) row[n_row++] = at;
        n++;
    }
    return n_row == KINDS && n * SENTENCES_A_WORD >= s->f->text->n_sentence;
}

/* Museums and books on days that nobody living saw. */
static bool is_history(const scan *s)
{
    enum { WORDS = 2, LIFETIME = 36525 };
    uint32_t words = 0, old = 0;
    for (uint32_t i = 0; i < s->f->words->n_match; i++) {
        const casus_match *m = &s->f->words->match[i];
        words += m->table == s->t.nonevents && casus_str_is(casus_lexicon_cell(s->lex, m->table, m->row, s->t.nonevents_kind), "history");
    }
    for (uint32_t i = 0; i < s->f->times->n_time && s->f->times->ref != CASUS_DAY_NONE; i++) {
        const casus_time *t = &s->f->times->time[i];
        if (t->to == CASUS_DAY_NONE || t->type != CASUS_TIME_DATE) continue;
        old += t->to < s->f->times->ref - LIFETIME;
    }
    return words >= WORDS && old > 0;
}

static bool has_event_word(const scan *s, const casus_sentence *sent)
{
    const casus_words *w = s->f->words;
    for (uint32_t k = w->at[sent->first]; k < w->at[sent->first + sent->n]; k++)
        if (w->match[k].table == s->t.events) return true;
    return false;
}

static int32_t *cover(casus_arena *a, uint32_t n)
{
    int32_t *at = casus_arena_get(a, (size_t)n + 8, sizeof *at);
    for (uint32_t i = 0; at && i < n + 8; i++)
        at[i] = NONE;
    return at;
}

bool open_scan(scan *s)
{
    uint32_t n = s->f->text->n_token;
    s->actor_at = cover(s->a, n);
    s->place_at = cover(s->a, n);
    s->time_at = cover(s->a, n);
    if (!s->actor_at || !s->place_at || !s->time_at) return false;
    for (uint32_t i = 0; i < s->f->actors->n_actor; i++)
        for (uint32_t k = 0; k < s->f->actors->actor[i].n; k++)
            s->actor_at[s->f->actors->actor[i].first + k] = (int32_t)i;
    for (uint32_t i = 0; i < s->f->places->n_place; i++)
        for (uint32_t k = 0; k < s->f->places->place[i].n; k++)
            s->place_at[s->f->places->place[i].first + k] = (int32_t)i;
    for (uint32_t i = 0; i < s->f->times->n_time; i++)
        for (uint32_t k = 0; k < s->f->times->time[i].n; k++)
            s->time_at[s->f->times->time[i].first + k] = (int32_t)i;
    return open_actors(s) && open_tree(s);
}

casus_status casus_what_find(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, casus_claims *out,
                             casus_err *err)
{
    scan s = {.lex = lex, .f = f, .a = a};
    *out = (casus_claims){0};
    if (!tables_open(&s)) return casus_fail(err, CASUS_E_INTERNAL, "the lexicon lacks a table of event words", 0);
    if (!open_scan(&s)) return casus_fail(err, CASUS_E_NOMEM, "claims", 0);
    s.other_world = is_other_world(&s);
    s.fiction = is_fiction(&s) || is_history(&s);
    for (uint32_t i = 0; i < f->text->n_sentence && !s.failed; i++) {
        enum { ENOUGH_WORDS = 14 }; /* a quotation in another language */
        const casus_sentence *sent = &f->text->sentence[i];
        if (f->idle && f->idle[i]) continue;
        if (has_event_word(&s, sent) && casus_lang_english(f->text, sent->first, sent->n, ENOUGH_WORDS)) read_sentence(&s, i);
    }
    if (s.failed) return casus_fail(err, CASUS_E_NOMEM, "claims", 0);
    *out = (casus_claims){s.claim, (uint32_t)s.n_claim};
    return CASUS_OK;
}
