/* What an event must show before it is worth a claim: event words are cheap, incidents are not. */
#include "what/claim.h"

#include <string.h>

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

/* "Has been fighting the government for four decades": no event, but a state of long standing. */
static bool is_long_standing(const scan *s, const segment *g, const trigger *t)
{
    enum { BACK = 3, AHEAD = 14 };
    static const char *const unit[] = {"years", "decades", "decade", "months", "generations", "century", NULL};
    bool goes_on = false;
    for (uint32_t k = 1; k <= BACK && t->first >= g->first + k; k++) goes_on = goes_on || is_word(s, t->first - k, "been");
    if (t->form != CASUS_FORM_ING || !goes_on) return false;
    for (uint32_t i = t->first + t->n; i + 1 < g->end && i < t->first + AHEAD; i++) {
        if (is_word(s, i, "since") && pos(s, i + 1) == CASUS_POS_NUM) return true;
        for (uint32_t k = i + 1; k < g->end && k < i + 6 && is_word(s, i, "for"); k++)
            if (is_any(s, k, unit)) return true;
    }
    return false;
}

/* "The families of those killed": people who died in what was told, and no more is told of it. */
static bool are_those(const scan *s, const trigger *t)
{
    static const char *const those[] = {"those", NULL};
    uint32_t h = top_of(s, t->first, t->n), of = head_of(s, h);
    bool harm = t->kind == KIND_KILL || t->kind == KIND_HURT;
    return harm && has_rel(s, h, REL(ACL)) && of != NO_TOKEN && is_any(s, of, those) && child(s, of, SUBJECTS) == NO_TOKEN;
}

/* "X is the eighth lawmaker assassinated since 2005": a running count of others. */
static bool is_one_of_series(const scan *s, const trigger *t)
{
    static const char *const nth[] = {"second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", NULL};
    uint32_t h = top_of(s, t->first, t->n), one = head_of(s, h);
    if (!has_rel(s, h, REL(ACL) | REL(ACL_RELCL)) || one == NO_TOKEN || child(s, one, REL(COP)) == NO_TOKEN) return false;
    for (uint32_t k = one; k-- > 0 && k + 6 > one && pos(s, k) != CASUS_POS_AUX;) {
        casus_str w = tok(s, k)->norm;
        if (is_any(s, k, nth) || (w.n > 3 && w.p[0] >= '0' && w.p[0] <= '9' && memcmp(w.p + w.n - 2, "th", 2) == 0)) return true;
    }
    return false;
}

/* "X called off talks with Y", "the talks were cancelled" */
static bool is_called_off(const scan *s, const trigger *t)
{
    static const char *const verb[] = {"canceled", "cancelled", "cancel", "cancels", "canceling", "cancelling", "postponed", "postpone", "postpones", "scrapped", "shelved", NULL};
    static const char *const call[] = {"call", "called", "calls", "calling", NULL}, *const off[] = {"off", NULL};
    uint32_t h = top_of(s, t->first, t->n), over = head_of(s, h);
    if (t->how != FRAME_NOUN || over == NO_TOKEN || !has_rel(s, h, REL(OBJ) | REL(NSUBJ_PASS))) return false;
    return is_any(s, over, verb) || (is_any(s, over, call) && has_child(s, over, REL(COMPOUND_PRT) | REL(ADVMOD), off));
}

/* "His forces will stop fighting" */
static bool is_stopped(const scan *s, const trigger *t)
{
    static const char *const stop[] = {"stop", "stopped", "stops", "stopping", "cease", "ceased", "halt", "halted", "quit", "suspend", "suspended", NULL};
    uint32_t h = top_of(s, t->first, t->n), over = head_of(s, h);
    return t->form == CASUS_FORM_ING && has_rel(s, h, REL(XCOMP) | REL(OBJ) | REL(CCOMP) | REL(ADVCL)) && over != NO_TOKEN && over + 1 == h && is_any(s, over, stop);
}

/* A robbery, a husband who kills his wife: gunmen and kin of no name. */
static bool is_private(const scan *s, const segment *g, const casus_claim *c)
{
    static const char *const kin[] = {"husband", "wife", "boyfriend", "girlfriend", "stepfather", "ex-husband", "fiance", NULL};
    static const char *const gunmen[] = {"gunman",    "gunmen",  "men",      "man", "attacker",
                                         "attackers", "suspect", "suspects", NULL};
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

/* "The two sides agreed on Thursday to a week-long ceasefire": the noun is what was agreed, whoever they are. */
static bool is_agreed(const scan *s, const casus_claim *c, const trigger *t)
{
    static const char *const agree[] = {"agreed", "agree", "agrees", "signed", "reached", "struck", "concluded", "accepted", NULL};
    uint32_t v = head_of(s, top_of(s, t->first, t->n));
    return c->type == CASUS_TYPE_AGREEMENT && t->how == FRAME_NOUN && v != NO_TOKEN && is_verb(s, v) && is_any(s, v, agree);
}

bool earns(const scan *s, const segment *g, const casus_claim *c, const trigger *t, uint32_t n, bool strong)
{
    static const char *const them[] = {"him", "her", "them", "it", NULL};
    bool detail = any_tally(c) || c->n_part > 0;
    if ((t[0].how == FRAME_SELF || t[0].how == FRAME_BLAMES) && t[0].definite && n == 1 && !s->force_told && !(s->n_claim && s->claim[s->n_claim - 1].type == CASUS_TYPE_ABDUCTION_DETENTION))
        return lacks(s, "responsibility for what was not told");
    bool affected = any_part(c, CASUS_AFFECTED, anybody);
    if (n == 1 && !any_tally(c) && are_those(s, &t[0])) return lacks(s, "those who died in what was told");
    if (n == 1 && is_stopped(s, &t[0])) return lacks(s, "an act that ends");
    if (n == 1 && is_one_of_series(s, &t[0])) return lacks(s, "one more of a series, told elsewhere");
    if (c->type == CASUS_TYPE_TALKS && is_called_off(s, &t[0])) return lacks(s, "talks that do not take place");
    if (n == 1 && !any_tally(c) && is_long_standing(s, g, &t[0])) return lacks(s, "a state of long standing");
    if (c->type == CASUS_TYPE_OTHER && is_any(s, t[0].first + t[0].n, them)) return lacks(s, "the end of what was just told");
    if (!strong && n == 1 && c->type == CASUS_TYPE_ABDUCTION_DETENTION && !any_tally(c) && !affected && !c->refers)
        return lacks(s, "a weak word of taking, and nobody is taken");
    uint32_t over = n == 1 ? head_of(s, top_of(s, t[0].first, t[0].n)) : NO_TOKEN;
    static const char *const step[] = {"stepped", "step", "stepping", "steps", NULL};
    if (over != NO_TOKEN && t[0].how == FRAME_NOUN && (t[0].form & CASUS_FORM_PLURAL) && is_any(s, over, step) && !any_tally(c))
        return lacks(s, "attacks that become more: none is told");
    if (c->type == CASUS_TYPE_SIEGE && t[0].form == CASUS_FORM_ING && has_rel(s, top_of(s, t[0].first, t[0].n), REL(AMOD)))
        return lacks(s, "\"the surrounding hills\"");
    if (c->type == CASUS_TYPE_AGREEMENT && lapses(s, &t[0])) return lacks(s, "an agreement that ends or fails");
    static const char *const ended[] = {"ended", "ending", "broke", "lifted", "ends", NULL};
    uint32_t h0 = top_of(s, t[0].first, t[0].n);
    bool ends_it =
        t[0].how == FRAME_NOUN && has_rel(s, h0, REL(OBJ)) && head_of(s, h0) != NO_TOKEN && is_any(s, head_of(s, h0), ended);
    if (c->type == CASUS_TYPE_SIEGE && t[0].definite && (s->force_told || s->n_claim) && (lapses(s, &t[0]) || ends_it))
        return lacks(s, "the end of what was just told");
    static const char *const cordoned[] = {"cordoned", "sealed", "cordon", "sealing", "cordoning", NULL};
    static const char *const scene[] = {"area",  "scene", "street", "streets",  "avenue", "road",
                                        "roads", "site",  "block",  "building", NULL};
    static const char *const house[] = {"prison", "jail", "block", "building", "school", "house", "hotel", "hospital", NULL};
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE && s->force_told && !c->n_place && word_in(s, g, house))
        return lacks(s, "a building is taken back after what was told");
    if (c->type == CASUS_TYPE_SIEGE && s->force_told && is_any(s, t[0].first, cordoned) && word_in(s, g, scene))
        return lacks(s, "the scene of what was told is closed off");
    static const char *const it[] = {"it", "this", "that", NULL};
    static const char *const was[] = {"was", "is", NULL};
    uint32_t head = s->f->text->sentence[g->sentence].first;
    if (n == 1 && t[0].how == FRAME_NOUN && is_any(s, head, it) && is_any(s, head + 1, was) && t[0].first < head + 10 &&
        !any_tally(c))
        return lacks(s, "says which it was of its kind");
    static const char *const goods[] = {"weapons",   "arms",      "ammunition", "explosives", "drugs", "documents", "equipment",
                                        "grenades",  "rifles",    "guns",       "cash",       "money", "cocaine",   "heroin",
                                        "marijuana", "title",     "trophy",     "crown",      "medal", "tons",      "tonnes",
                                        "kilos",     "kilograms", "cache",      "computers",  "vehicles",  "trucks", "motorcycles", "motorbikes", "livestock", "cattle", NULL};
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE && t[0].how == FRAME_ACT && n == 1 && in_tree(s, h0)) {
        arguments a = arguments_of(s, h0);
        for (uint32_t k = 0; k < a.sufferer.n; k++)
            if (is_any(s, a.sufferer.at[k], goods)) return lacks(s, "goods were seized, no ground");
    }
    static const char *const deal[] = {"deal",  "agreement",    "pact", "treaty",    "accord",   "truce",
                                       "talks", "negotiations", "race", "coalition", "election", NULL};
    if (t[0].how == FRAME_LEAVE && n == 1 && !c->n_place && word_in(s, &(segment){.first = t[0].first, .end = g->end}, deal))
        return lacks(s, "a deal is left, no ground");
    if (c->status == CASUS_HYPOTHETICAL) return lacks(s, "it could or might happen");
    if (is_negated(s, g, &t[0]) && !any_tally(c)) return lacks(s, "it is said not to have happened");
    if (has_cue(s, g->first, t[n - 1].first + t[n - 1].n, CUE_HABITUAL)) return lacks(s, "a habit");
    bool weapon = c->weapon.n && t[0].how != FRAME_NOUN && (c->n_place || c->date.span.len) && family_of(t[0].kind)[0] == 'f';
    if (!strong && !detail && n < 2 && !weapon && !is_agreed(s, c, &t[0])) return lacks(s, "a weak event word alone: no party, no number");
    bool plain = names_type(t, n) && c->tally[CASUS_KILLED].set; /* a bomb that killed is a bomb, whatever stands around */
    if (family_of(t[0].kind)[0] == 'f' && is_private(s, g, c)) return lacks(s, "a crime without a political side");
    if (s->fiction) return lacks(s, "the report is of a film, a book, a recipe or a museum");
    bool doubtful = s->other_world || has_mishap(s, s->f->text->sentence[g->sentence].first, g->end);
    if (doubtful && !plain && !any_part(c, CASUS_PERPETRATOR, armed))
        return lacks(s, "an accident, a disaster, an illness or a game is told, and nobody armed acts");
    if (s->other_world && !any_tally(c)) return lacks(s, "the report is of sport, computers, illness or disaster");
    if (n == 1 && t[0].kind == KIND_ATTACK && t[0].how == FRAME_NOUN && !any_tally(c) && !c->n_place && !s->force_told &&
        (!c->refers || any_part(c, CASUS_PERPETRATOR, a_person)) && !any_part(c, CASUS_AFFECTED, anybody) &&
        !any_part(c, CASUS_PERPETRATOR, armed) && !any_part(c, CASUS_PERPETRATOR, of_state))
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
