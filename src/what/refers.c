/* Does a claim speak of what was told before it? "The attack", "the dead", "four of the attackers were killed". */
#include "what/claim.h"

#include <string.h>

/* "In the deadliest attack, ...": one of those told before. */
bool is_one_of(const scan *s, uint32_t sentence)
{
    static const char *const one[] = {"deadliest", "worst", "latest", "biggest", "first", "second", "third", NULL};
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    return is_word(s, sent->first, "in") && is_any(s, sent->first + 2, one);
}

/* "Elsewhere", "In a separate incident", "Meanwhile": not the event told before. */
bool opens_another(const scan *s, uint32_t sentence)
{
    static const char *const word[] = {"elsewhere", "separate", "separately", "meanwhile", "another", NULL};
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    for (uint32_t i = sent->first; i < sent->first + sent->n && i < sent->first + 5; i++)
        if (is_any(s, i, word) && !(is_word(s, i, "another") && i > sent->first + 1))
            return true; /* not "fired on another crowd" */
    return is_one_of(s, sentence);
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

/* "The attackers set fire to three vehicles": those whose act was told, and nobody counted. */
static bool done_by_known(const scan *s, const casus_claim *c)
{
    enum { SENTENCES = 2 };
    const casus_claim *last = s->n_claim ? &s->claim[s->n_claim - 1] : NULL;
    if (!last || c->sentence > last->sentence + SENTENCES || strcmp(casus_type_family(last->type), "force") != 0) return false;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role == CASUS_PERPETRATOR && a->generic && a->kind == CASUS_ACTOR_ARMED && a->first > 0 &&
            is_word(s, a->first - 1, "the") && casus_str_is(a->name, "attackers"))
            return true;
    }
    return false;
}

/* "Killed by the gunfire", "hurt in the blasts" */
static bool by_known_fire(const scan *s, const segment *g)
{
    static const char *const in[] = {"by", "in", "from", NULL};
    static const char *const fire[] = {"gunfire",   "shots",      "bullets", "blast", "blasts",
                                       "explosion", "explosions", "shells",  "bombs", NULL};
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

/* The event words themselves say so, or answer what was told. */
bool refers_by_words(const scan *s, const segment *g, const telling *e, const casus_claim *c)
{
    bool answers = c->status == CASUS_DENIED && s->force_told && c->loose; /* "it denied carrying out any raid" */
    return e->pointed || e->owns || answers || told_before(s, g, e->t, e->n, c);
}

/* "Five of the dead were beheaded", "five of those who died were firemen": where "the dead" stand near the segment's beginning. */
static bool of_the_dead(const scan *s, const segment *g, const telling *e)
{
    enum { NEAR = 5 };
    static const char *const dead[] = {"dead", "victims", "slain", NULL}, *const died[] = {"died", "killed", "perished", NULL};
    for (uint32_t i = g->first; i + 2 < e->t[0].first && i < g->first + NEAR; i++)
        if (is_word(s, i, "of") && is_word(s, i + 1, "the") && is_any(s, i + 2, dead)) return true;
    for (uint32_t i = g->first; i + 2 < g->end && i < g->first + NEAR; i++)
        if (is_word(s, i, "of") && is_word(s, i + 1, "those") && (is_any(s, i + 2, died) || (is_word(s, i + 2, "who") && is_any(s, i + 3, died))))
            return true;
    return false;
}

/* "He was the victim of an assassination" */
static bool victim_of(const scan *s, const segment *g, const trigger *t)
{
    static const char *const victim[] = {"victim", "victims", NULL};
    for (uint32_t i = g->first; i + 1 < t->first; i++)
        if (is_any(s, i, victim) && is_word(s, i + 1, "of")) return true;
    return false;
}

/* "Rebels detonated explosives as the officers' truck passed", "opened fire on the survivors": those who were counted among the dead of what was
 * told last, or who outlived it. */
static bool hits_the_counted(const scan *s, const casus_claim *c)
{
    enum { SENTENCES = 2 };
    static const char *const left[] = {"survivors", "wounded", "injured", NULL};
    const casus_claim *last = s->n_claim ? &s->claim[s->n_claim - 1] : NULL;
    if (!last || c->sentence > last->sentence + SENTENCES || strcmp(casus_type_family(last->type), "force") != 0) return false;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role != CASUS_AFFECTED || a->first == 0 || !is_word(s, a->first - 1, "the")) continue;
        if (is_any(s, a->first + a->n - 1, left)) return true;
        for (uint32_t k = 0; k < last->n_part && a->kind == CASUS_ACTOR_FORCES; k++)
            if (last->tally[CASUS_KILLED].set && last->part[k].role == CASUS_AFFECTED && last->part[k].actor->entity == a->entity) return true;
    }
    return false;
}

/* What stands around the event words says so: the company is known, place and day are not told anew. */
void refer_by_company(const scan *s, const segment *g, const telling *e, casus_claim *c)
{
    static const char *const dead[] = {"dead", "victims", "slain", NULL};
    static const char *const there[] = {"there", NULL};
    const trigger *t = e->t;
    if (s->force_told) {
        bool placed = c->n_place > 0, day = c->date.span.len > 0;
        if (e->only_harm && !placed && word_in(s, g, there) && !is_word(s, g->first, "there")) c->refers = true;
        if (is_word(s, g->first, "the") && is_any(s, g->first + 1, dead) && !c->tally[CASUS_KILLED].set)
            c->refers = c->loose = true;
        if (of_the_dead(s, g, e)) {
            c->refers = c->loose = true;
            c->tally[CASUS_KILLED] = (casus_tally){0};
        }
        bool bare = e->n == 1 && e->weapon == NONE && t[0].kind == KIND_HURT && t[0].passive && !placed && !day;
        if (!placed && (harms_attackers(s, t, e->n, c) || finds_the_dead(s, t, c))) c->refers = true;
        if (bare && !c->tally[CASUS_KILLED].set && !any_part(c, CASUS_PERPETRATOR, anybody))
            c->refers = true; /* "About 95 people were wounded." */
        if (!day && !any_tally(c) && hits_known(s, c)) c->refers = true;
        if (e->only_harm && by_known_fire(s, g)) c->refers = true;
        static const char *const only[] = {"only", "just", NULL}; /* "the army said only four people died" */
        if (e->only_harm && !placed && !day && c->tally[CASUS_KILLED].set && e->t[0].kind == KIND_KILL && word_in(s, g, only)) c->refers = true;
        if (!day && !any_tally(c) && done_by_known(s, c)) c->refers = c->loose = true;
        if (!any_tally(c) && hits_the_counted(s, c)) c->refers = c->loose = true;
        if (e->n == 1 && t[0].how == FRAME_NOUN && !placed && !any_tally(c) && victim_of(s, g, t)) c->refers = c->loose = true;
    }
    if (!c->n_place && adds_to_last(s, g, t)) {
        c->refers = true;
        c->part_of = true;
    }
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
    static const char *const word[] = {"began", "begun", "begin", "started", "start", NULL};
    uint32_t h = top_of(s, t->first, t->n), v = head_of(s, h);
    return t->how == FRAME_NOUN && has_rel(s, h, SUBJECTS) && v != NO_TOKEN && is_any(s, v, word);
}

/* "In X" somewhere under the noun, with no verb and no apposition between? */
static bool hangs_on(const scan *s, const casus_place *p, uint32_t noun)
{
    enum { MOST_STEPS = 8 };
    static const char *const in[] = {"in", "near", "at", "outside", "inside", NULL};
    bool placed = false;
    uint32_t i = p->first;
    for (int step = 0; step < MOST_STEPS && i != NO_TOKEN && in_tree(s, i) && !is_verb(s, i) && !has_rel(s, i, REL(APPOS)); step++, i = head_of(s, i)) {
        if (i == noun) return placed;
        placed = placed || has_child(s, i, REL(CASE), in);
    }
    return false;
}

/* In "the bombing shatters weeks of calm after a summit in Egypt" neither place nor day far from the noun are the bombing's. */
static void keep_near(const scan *s, casus_claim *c, const trigger *lead)
{
    enum { NEAR = 14 };
    uint32_t n = 0, behind = lead->first + lead->n, comma = behind, furthest = 0;
    while (comma < behind + NEAR && comma < s->f->text->n_token && !is_word(s, comma, ","))
        comma++;
    for (uint32_t i = 0; i < c->n_place; i++) {
        const casus_place *p = c->place[i];
        bool of_it = hangs_on(s, p, top_of(s, lead->first, lead->n));
        if (!of_it && (p->first + p->n + NEAR <= lead->first || p->first >= comma)) continue;
        c->place[n++] = p;
        if (of_it && p->first + p->n > furthest) furthest = p->first + p->n;
    }
    c->n_place = n;
    if (furthest > behind + NEAR) behind = furthest > NEAR ? furthest - NEAR + 4 : behind; /* "the killing of X by Y in Z in February" */
    uint32_t from = tok(s, lead->first > NEAR ? lead->first - NEAR : 0)->span.off;
    uint32_t last = behind + NEAR < s->f->text->n_token ? behind + NEAR : s->f->text->n_token - 1;
    if (c->date.span.len && (c->date.span.off < from || c->date.span.off > tok(s, last)->span.off))
        c->date = (casus_dating){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
}

/* "Today condemned attacks by X": the day of what is said of an act. */
static bool is_condemned(const scan *s, uint32_t noun, const casus_claim *c)
{
    static const char *const word[] = {"condemned", "condemns", "denounced", "denounces", "deplored", "decried", "regretted", NULL};
    uint32_t v = in_tree(s, noun) && has_rel(s, noun, REL(OBJ)) ? head_of(s, noun) : NO_TOKEN;
    if (v == NO_TOKEN || !is_any(s, v, word) || child(s, noun, REL(DET)) != NO_TOKEN) return false; /* "the murder" was known that day */
    for (uint32_t k = child(s, v, REL(OBL) | REL(OBL_UNMARKED) | REL(ADVMOD)); k != NO_TOKEN; k = sibling(s, k, REL(OBL) | REL(OBL_UNMARKED) | REL(ADVMOD)))
        if (tok(s, k)->span.off >= c->date.span.off && tok(s, k)->span.off < casus_span_end(c->date.span)) return true;
    return false;
}

/* Of a telling that points at an act: neither the places nor the day of what else the sentence tells. */
void keep_setting_of_act(const scan *s, const telling *e, casus_claim *c)
{
    const trigger *lead = e->lead;
    const casus_dating no_day = {.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
    if (lead->how == FRAME_BLAMES) { /* who did it, not where and when */
        c->n_place = 0;
        c->date = no_day;
    }
    if (e->pointed) keep_near(s, c, lead);
    if (e->pointed && began(s, lead)) c->date = no_day;
    uint32_t noun = top_of(s, lead->first, lead->n);
    if (lead->how == FRAME_NOUN && is_condemned(s, noun, c)) c->date = no_day;
    bool judged = e->pointed && lead->how == FRAME_NOUN && has_rel(s, noun, REL(OBJ)) && !governs(s, head_of(s, noun), "carry");
    if (e->owns || judged) keep_places_of_nouns(s, c, e->t, e->n); /* "condemned the attack and called on X" */
}

/* "80 people have been killed since the fighting flared on Saturday": a sum over days, no new telling of one act. */
bool counts_since(const scan *s, const casus_claim *c, const trigger *lead)
{
    static const char *const since[] = {"since", NULL};
    uint32_t v = clause_of(s, top_of(s, lead->first, lead->n));
    if (v == NO_TOKEN || !c->tally[CASUS_KILLED].set) return false;
    for (uint32_t k = child(s, v, OBLIQUES | REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, OBLIQUES | REL(ADVCL)))
        if (has_child(s, k, REL(CASE) | REL(MARK), since)) return true;
    return false;
}
