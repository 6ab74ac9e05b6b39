/* One claim: event words of a segment -> type, parties, tallies, weapon, status, sources, evidence. */
#include "what/claim.h"

#include "what/roles.h"
#include "what/sense.h"

#include <string.h>

static const float STANDS = 0.12f; /* an incident missed is worse than six to look over: confidence tells them apart */

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

bool any_tally(const casus_claim *c)
{
    for (int k = 0; k < CASUS_N_TALLY; k++)
        if (c->tally[k].set) return true;
    return false;
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

/* "An attack in which 300 civilians are feared dead": where no word says whom it befell, those who are counted. */
static void suffer_by_count(scan *s, casus_claim *c)
{
    static const int harm[] = {CASUS_KILLED, CASUS_INJURED, CASUS_ABDUCTED};
    const casus_sentence *sent = &s->f->text->sentence[c->sentence];
    for (size_t k = 0; k < sizeof harm / sizeof *harm; k++) {
        const casus_tally *t = &c->tally[harm[k]];
        for (uint32_t i = sent->first; t->set && t->high != 0 && i < sent->first + sent->n; i++) {
            bool inside = tok(s, i)->span.off >= t->span.off && tok(s, i)->span.off < casus_span_end(t->span);
            const casus_actor *a = inside ? actor_at(s, i) : NULL;
            if (!a || a->first != i || !a->generic || a->kind == CASUS_ACTOR_STATE || a->kind == CASUS_ACTOR_GROUP) continue; /* "people" may be anybody */
            if (a->kind == CASUS_ACTOR_ARMED && any_part(c, CASUS_PERPETRATOR, armed)) continue; /* "lost 17 fighters" */
            s->rule = "counted among those who suffered";
            s->by = i;
            s->way = NULL;
            add_part(s, c, CASUS_AFFECTED, a);
        }
        if (any_part(c, CASUS_AFFECTED, anybody)) return;
    }
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

static bool of_known_group(const casus_actor *a) { return a->kind == CASUS_ACTOR_ARMED && !a->generic; }

/* Somebody armed killed somebody, or a group by name hurt somebody, in so many words: no company of words makes anything else of it. */
static bool is_plain(const casus_claim *c, bool strong)
{
    if (!strong || strcmp(casus_type_family(c->type), "force") != 0) return false;
    bool killed = c->tally[CASUS_KILLED].set && any_part(c, CASUS_PERPETRATOR, armed);
    return killed || (c->tally[CASUS_INJURED].set && any_part(c, CASUS_PERPETRATOR, of_known_group));
}

/* The event words of a claim, looked at together. */
static telling told_by(const trigger *t, uint32_t n)
{
    telling e = {.t = t, .n = n, .lead = &t[0], .only_harm = true, .weapon = NONE};
    bool names_it = false;
    for (uint32_t k = 0; k < n; k++) {
        if (rank_of(&t[k]) > rank_of(e.lead)) e.lead = &t[k];
        bool noun = t[k].how == FRAME_NOUN && t[k].definite;
        e.strong = e.strong || t[k].strong;
        names_it = names_it || noun;
        e.only_harm = e.only_harm && (noun || t[k].kind == KIND_KILL || t[k].kind == KIND_HURT);
        e.owns = e.owns || ((t[k].how == FRAME_SELF || t[k].how == FRAME_BLAMES) && t[k].definite);
    }
    for (uint32_t k = 0; k < n; k++) /* "bodies, shot in the head, were found": who was there to shoot is not told */
        if (t[k].kind == KIND_FIND && e.lead->kind == CASUS_TYPE_SHOOTING) e.lead = &t[k];
    e.pointed = (t[0].how == FRAME_NOUN && t[0].definite) || (names_it && e.only_harm);
    return e;
}

static void read_weapon(const scan *s, const segment *g, telling *e, casus_claim *c)
{
    casus_span words = {0, 0};
    e->weapon = weapon_kind(s, g->first, g->end, &words);
    if (words.len) c->weapon = casus_cut(s->f->text->body, words);
    because_weapon(s, g, e->weapon);
}

static void read_status(const scan *s, const segment *g, const telling *e, casus_claim *c)
{
    const trigger *t = e->t;
    c->status = status_of(s, g, t, e->n);
    for (uint32_t k = 1; k < e->n && c->status == CASUS_HYPOTHETICAL && any_tally(c); k++)
        if (t[k].kind == KIND_KILL && t[k].how != FRAME_NOUN && t[k].form != CASUS_FORM_BASE && t[k].form != CASUS_FORM_ING)
            c->status = status_of(s, g, &t[k], 1); /* "tried to storm the base but was killed" */
    if (e->lead->how == FRAME_ACT && c->status == CASUS_PLANNED && cue_at(s, e->lead->first, CUE_PLANNED))
        c->n_part = 0; /* who defused it did not lay it */
}

static void read_recall(const scan *s, const segment *g, const telling *e, casus_claim *c)
{
    uint32_t recall = first_cue(s, g->first, e->lead->first, CUE_RECALL);
    c->recall = recall < e->lead->first;
    if (c->recall) because_words(s, CASUS_ABOUT_RECALL, "a word that goes back to an earlier event", recall, 0, s->t.cues);
}

/* Those who say so, and what it means when a party does. */
static void read_tellers(scan *s, const segment *g, const telling *e, casus_claim *c)
{
    bool given = c->recall && e->lead->how == FRAME_NOUN; /* "arrested for his role in the massacre": nobody says that it was */
    const trigger *told = e->lead;
    for (uint32_t k = 0; k < e->n && told == e->lead; k++) { /* "an operation in which, the minister says, ten were killed" */
        const trigger *t = &e->t[k];
        bool act = e->lead->how == FRAME_NOUN && t->how != FRAME_NOUN && t->kind == KIND_KILL && in_tree(s, t->first);
        if (act && speech_over(s, top_of(s, t->first, t->n)) != NO_TOKEN) told = t;
    }
    if (!given) read_sources(s, g, told, c);
    if (c->status != CASUS_REPORTED || !party_speaks(s, c)) return;
    c->status = CASUS_CLAIMED;
    because_span(s, CASUS_ABOUT_STATUS, "a party speaks of its own act, or an armed group of what befell it",
                 CASUS_STR("claimed"), (casus_span){0, 0});
}

/* Does it stand, by rules and trained weights? *sense: as a probability, below 0 where there are no weights. */
static bool stands(scan *s, const segment *g, const telling *e, const trigger *front, casus_claim *c, float *sense)
{
    if (!earns(s, g, c, e->t, e->n, e->strong)) return false;
    if (counts_since(s, c, e->lead)) {
        c->refers = false;
        c->apart = true;
        c->running = true;
    }
    *sense = sense_of(s, g, front, e->n, c);
    if (*sense >= 0) because_trained(s, c, *sense);
    bool says_who = c->refers && s->force_told && any_part(c, CASUS_PERPETRATOR, armed); /* "had carried out the shooting" */
    return *sense < 0 || *sense >= STANDS || is_plain(c, e->strong) || says_who;
}

void make_claim(scan *s, const segment *g, const trigger *t, uint32_t n, bool alone)
{
    casus_claim *c = new_claim(s);
    if (!c) return;
    size_t mark = s->f->reasons ? s->f->reasons->n : 0;
    telling e = told_by(t, n);
    c->trigger = e.lead->first;
    c->sentence = g->sentence;
    because_trigger(s, t, n, e.lead);
    c->type = bare_type(e.lead);
    read_tallies(s, g, t, n, c);
    read_roles(s, g, t, n, c);
    if (!any_part(c, CASUS_AFFECTED, anybody) && e.lead->how != FRAME_LEAVE) suffer_by_count(s, c);
    class_of_dead(s, c);
    read_weapon(s, g, &e, c);
    set_type(s, g, &e, c);
    c->apart = opens_another(s, g->sentence);
    c->one_of = is_one_of(s, g->sentence);
    read_status(s, g, &e, c);
    c->refers = refers_by_words(s, g, &e, c);
    read_recall(s, g, &e, c);
    trigger front[MOST_TRIGGERS];
    front[0] = *e.lead;
    for (uint32_t k = 0, m = 1; k < n; k++)
        if (&t[k] != e.lead) front[m++] = t[k];
    read_setting(s, g, front, n, c);
    keep_setting_of_act(s, &e, c);
    refer_by_company(s, g, &e, c);
    float sense = -1;
    if (!stands(s, g, &e, front, c, &sense)) {
        because_not(s, mark, e.lead);
        return;
    }
    read_tellers(s, g, &e, c);
    c->evidence[0] = evidence_of(s, g, alone);
    c->n_evidence = 1;
    set_codes(s, c);
    read_victims(s, c);
    read_targets(s, g, c);
    c->confidence = sense >= 0 ? sense : confidence_of(s, c);
    s->force_told = s->force_told || strcmp(casus_type_family(c->type), "force") == 0;
    s->n_claim++;
}
