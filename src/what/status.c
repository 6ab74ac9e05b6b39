/* What a telling claims to be: reported, claimed by a party, confirmed, denied, planned, or only thought of. */
#include "what/claim.h"

#include <string.h>

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
bool is_done(const scan *s, const trigger *t)
{
    static const char *const did[] = {"took", "went", "managed", "proceeded", "returned", "continued", "used", NULL};
    const casus_sentence *sent = &s->f->text->sentence[tok(s, t->first)->sentence];
    static const char *const came[] = {"gathered", "assembled", "marched",   "rallied", "came",
                                       "turned",   "massed",    "converged", NULL};
    uint32_t up = head_of(s, top_of(s, t->first, t->n));
    amount n;
    if (t->kind == CASUS_TYPE_PROTEST) return up != NO_TOKEN && is_any(s, up, came); /* "gathered in the square to protest" */
    return up != NO_TOKEN && is_any(s, up, did) && read_amount(s, t->first + t->n, sent->first + sent->n, &n) &&
           n.q == CASUS_Q_EXACT;
}

casus_claim_status status_of(const scan *s, const segment *g, const trigger *t, uint32_t n)
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
    for (uint32_t k = 0; k < n && !(talk && k); k++) /* "held talks and agreed to meet again": they were held */
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

bool is_negated(const scan *s, const segment *g, const trigger *t)
{
    if (in_tree(s, t->first)) return cue_above(s, top_of(s, t->first, t->n), CUE_NEGATED);
    uint32_t back = t->first > g->first + 3 ? t->first - 3 : g->first;
    return has_cue(s, back, t->first, CUE_NEGATED);
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
        bool governs = land->code.n >= 3 && memcmp(land->code.p + land->code.n - 3, "GOV", 3) == 0; /* not lawmakers, who may be of the opposition */
        if (land->kind == CASUS_ACTOR_STATE && governs && memcmp(land->country, a->country, 2) == 0 && casus_str_eq(land->name, source))
            return true;
    }
    return false;
}

/* "The army's chief, General A. B., said it killed ten rebels", "rebels said the army's jets killed three villagers", "A. B., a commander of the
 * rebels, said they had killed ten" */
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
        if (c->part[i].role != CASUS_PERPETRATOR) continue;
        bool own = a->kind == CASUS_ACTOR_ARMED && who->kind == CASUS_ACTOR_PERSON && (casus_str_eq(who->member, a->name) || who->entity == a->entity);
        if (own) return true;
        if (a->kind != CASUS_ACTOR_FORCES) continue;
        bool ours = !who->country[0] || memcmp(who->country, a->country, 2) == 0;
        if ((soldier && ours && any_part(c, CASUS_AFFECTED, armed)) || who->kind == CASUS_ACTOR_ARMED) return true;
    }
    return false;
}

/* "The army said its men killed ten rebels", "rebels said they were bombed": a side of the conflict speaks of its own act, or
 * an armed group of what befell it. */
bool party_speaks(const scan *s, const casus_claim *c)
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
