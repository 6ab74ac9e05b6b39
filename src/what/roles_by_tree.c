/* Roles by the tree of the sentence.
 *
 * A verb gives its subject and object, turned round in the passive and put back where they are understood (tree.c). An event
 * noun has its doer as "by X", "X's", "the X attack", its sufferer as "on X", "of X"; or a verb ties it to them: "X launched an
 * attack", "X was accused of the attack", "X came under attack" (data/lexicon/en/governors.tsv). Of a phrase, the actor that
 * covers its head counts, not one deep inside: "residents of the rebel town" are residents.
 */
#include "what/claim.h"
#include "what/roles.h"

#include <string.h>

enum { DEEPEST = 4, MOST_FOUND = 16 };

typedef struct {
    const casus_actor *actor[MOST_FOUND];
    uint32_t n;
} found;

static void keep(found *out, const casus_actor *a)
{
    for (uint32_t i = 0; i < out->n; i++)
        if (out->actor[i] == a) return;
    if (a && out->n < MOST_FOUND) out->actor[out->n++] = a;
}

/* ---------------------------------------------------------------- a phrase and its actors */

static void phrase(scan *s, const casus_claim *c, uint32_t i, int depth, found *out);

static const char nation_named[] = "the nation that the words name";

static bool is_pronoun(const scan *s, uint32_t i)
{
    static const char *const word[] = {"it", "they", "he", "she", "them", "him", "its", "their", "his", "her", NULL};
    return is_any(s, i, word);
}

static bool is_personal(const scan *s, uint32_t i)
{
    static const char *const one[] = {"he", "she", "him", "his", "her", NULL};
    return is_any(s, i, one);
}

/* Can the pronoun stand for the actor? A person by name is best for "he" or "her". */
static bool agrees(const scan *s, uint32_t pronoun, const casus_actor *a, bool by_name)
{
    bool person = a->kind == CASUS_ACTOR_PERSON && !a->generic;
    if (is_personal(s, pronoun)) return by_name ? person : a->generic && !a->plural;
    return !person && !(is_word(s, pronoun, "it") && a->generic && a->plural);
}

/* The subjects of the clauses above a pronoun. */
static const casus_actor *above(scan *s, const casus_claim *c, uint32_t i, int depth, bool by_name)
{
    uint32_t v = clause_of(s, i);
    for (int step = 0; v != NO_TOKEN && step < 6; step++) {
        heads h = {.n = 0};
        if (has_rel(s, i, REL(NSUBJ_PASS)) && !is_passive_verb(s, v)) /* "freed the men, days after they were taken" */
            h = arguments_of(s, v).sufferer;
        heads own = subjects_of(s, v);
        for (uint32_t k = 0; k < own.n; k++)
            with_conjuncts(s, own.at[k], &h);
        for (uint32_t k = 0; k < h.n; k++) {
            found f = {.n = 0};
            if (h.at[k] < i && !is_pronoun(s, h.at[k])) phrase(s, c, h.at[k], depth + 1, &f);
            if (f.n && agrees(s, i, f.actor[0], by_name)) return f.actor[0];
        }
        v = head_of(s, v) == NO_TOKEN ? NO_TOKEN : clause_of(s, head_of(s, v));
    }
    return NULL;
}

/* "Separated X from the others and shot them": them is not who shot. */
static bool does_it(const scan *s, uint32_t pronoun, const casus_actor *a)
{
    if (!has_rel(s, pronoun, REL(OBJ))) return false;
    heads h = subjects_of(s, head_of(s, pronoun));
    for (uint32_t k = 0; k < h.n; k++)
        if (actor_at(s, h.at[k]) && actor_at(s, h.at[k])->entity == a->entity) return true;
    return false;
}

/* What a pronoun goes back to: the subject of a clause above its own, else that of the sentence before. */
static const casus_actor *goes_back(scan *s, const casus_claim *c, uint32_t i, int depth)
{
    uint32_t object = object_before(s, i);
    found f = {.n = 0};
    if (object != NO_TOKEN) phrase(s, c, object, depth + 1, &f);
    if (f.n) return f.actor[0];
    const casus_actor *a = is_personal(s, i) ? above(s, c, i, depth, true) : NULL;
    if (!a) a = above(s, c, i, depth, false);
    if (a || !s->subject) return a;
    return agrees(s, i, s->subject, true) || agrees(s, i, s->subject, false) ? s->subject : NULL;
}

/* "A and B said they ...": both. */
static void keep_joined(const scan *s, found *out)
{
    if (out->n != 1) return;
    uint32_t h = top_of(s, out->actor[0]->first, out->actor[0]->n);
    heads list = {.n = 0};
    if (!in_tree(s, h) || !has_rel(s, h, SUBJECTS)) return;
    with_conjuncts(s, h, &list);
    for (uint32_t k = 1; k < list.n; k++)
        keep(out, actor_at(s, list.at[k]));
}

/* "The group": the armed group or body that was named last. */
static const casus_actor *the_group(const scan *s, uint32_t i)
{
    static const char *const word[] = {"group", "organization", "organisation", "movement", NULL};
    static const char *const the[] = {"the", NULL};
    if (!is_any(s, i, word) || !has_child(s, i, REL(DET), the)) return NULL;
    int32_t last = s->group_before[i];
    return last == NONE ? NULL : &s->f->actors->actor[last];
}

static bool named(const casus_actor *a, bool media)
{
    return a && !a->generic && (media || a->kind != CASUS_ACTOR_MEDIA);
}

/* The named actors among a token and what is joined to it. */
static void keep_named(const scan *s, uint32_t i, bool media, found *out)
{
    heads h = {.n = 0};
    with_conjuncts(s, i, &h);
    for (uint32_t k = 0; k < h.n; k++)
        if (named(actor_at(s, h.at[k]), media)) keep(out, actor_at(s, h.at[k]));
}

/* "rebels of the Lord's Resistance Army", "gunmen known as the Eastern Front", "a charity, Save the Children": the names. */
static void names_of(const scan *s, uint32_t i, bool media, found *out)
{
    static const char *const of[] = {"of", "from", "with", NULL};
    static const char *const called[] = {"known", "called", "named", "believed", "identified", NULL};
    const casus_actor *own = actor_at(s, i);
    if (own && (!own->generic || own->kind == CASUS_ACTOR_CIVILIAN)) return;
    for (uint32_t k = child(s, i, REL(COMPOUND) | REL(NMOD_POSS)); own && k != NO_TOKEN && k < i;
         k = sibling(s, k, REL(COMPOUND) | REL(NMOD_POSS))) { /* "an al-Qaida leader" */
        const casus_actor *a = actor_at(s, k);
        if (named(a, false) && a != own && a->kind == CASUS_ACTOR_ARMED) keep(out, a);
    }
    for (uint32_t k = child(s, i, REL(APPOS)); k != NO_TOKEN && !out->n; k = sibling(s, k, REL(APPOS)))
        keep_named(s, k, media, out);
    for (uint32_t k = child(s, i, REL(NMOD)); k != NO_TOKEN && !own && !out->n; k = sibling(s, k, REL(NMOD))) {
        const casus_actor *a = actor_at(s, k); /* "Secretary of State A. B." */
        if (a && a->kind == CASUS_ACTOR_PERSON && named(a, false) && !has_child(s, k, REL(CASE), NULL)) keep(out, a);
    }
    for (uint32_t k = child(s, i, REL(ACL)); k != NO_TOKEN && !out->n; k = sibling(s, k, REL(ACL))) {
        uint32_t as = child(s, k, REL(OBL) | REL(XCOMP) | REL(OBJ));
        if (is_any(s, k, called) && as != NO_TOKEN) keep_named(s, as, media, out);
    }
    for (uint32_t k = child(s, i, REL(NMOD)); k != NO_TOKEN && own && !out->n; k = sibling(s, k, REL(NMOD)))
        if (has_child(s, k, REL(CASE), of) && !(actor_at(s, k) && actor_at(s, k)->kind == CASUS_ACTOR_PERSON))
            keep_named(s, k, media, out); /* not "supporters of A. B." */
}

/* The word for a site or thing that token i is in, "police station"; NULL: none. */
static const casus_match *site_over(const scan *s, uint32_t i)
{
    enum { LONGEST = 3 };
    for (uint32_t k = 0; k < LONGEST && k <= i; k++) {
        const casus_match *m = casus_words_at(s->f->words, i - k, s->t.targets);
        if (m && m->first + m->n > i) return m;
    }
    return NULL;
}

/* A site that belongs to people, not to a state: "a refugee camp", "the Yemeni port of X" say where, not whom. */
static bool is_civil_site(const scan *s, uint32_t i)
{
    const casus_match *m = site_over(s, i);
    return m && casus_str_is(casus_lexicon_cell(s->lex, s->t.targets, m->row, s->t.targets_of), "people");
}

/* "On the Norwegian island", "on the outskirts of the Turkish capital": ground, not the nation. */
static bool is_ground(const scan *s, uint32_t i)
{
    static const char *const ground[] = {"capital", "outskirts", "island", "islands", "coast",     "shore",   "mainland", "soil",     "territory",  "border",   "frontier", "side",
                                         "city",    "town",      "village", "province", "region",   "district", "resort",  "peninsula", "countryside", "mountains", "waters",  "airspace",
                                         "suburb",  "port",      "desert", "state",  "county", "enclave", NULL};
    return is_any(s, i, ground);
}

/* Actors in the words that describe a head: the last one before it, else what is "of" it. */
static void inside(scan *s, const casus_claim *c, uint32_t i, int depth, found *out)
{
    static const char *const of[] = {"of", "from", "among", "for", "belonging", NULL};
    const rels before = REL(COMPOUND) | REL(AMOD) | REL(NMOD_POSS) | REL(NMOD_DESC) | REL(FLAT) | REL(NMOD_UNMARKED) | REL(DET);
    if (depth > DEEPEST) return;
    const casus_actor *best = NULL;
    const casus_place *nation = NULL;
    bool by_pronoun = false;
    bool civil = is_civil_site(s, i);
    for (uint32_t k = child(s, i, before); k != NO_TOKEN; k = sibling(s, k, before)) {
        found f = {.n = 0};
        if (civil && !has_rel(s, k, REL(NMOD_POSS)) && (!actor_at(s, k) || actor_at(s, k)->kind == CASUS_ACTOR_CIVILIAN))
            continue;
        if (has_rel(s, k, REL(NMOD_POSS)))
            phrase(s, c, k, depth + 1, &f);
        else if (!actor_at(s, k))
            inside(s, c, k, depth + 1, &f);
        const casus_actor *a = f.n ? f.actor[0] : actor_at(s, k);
        if (a) {
            best = a;
            by_pronoun = is_pronoun(s, k);
        }
        if (demonym_at(s, k)) nation = demonym_at(s, k);
    }
    bool people = casus_words_at(s->f->words, i, s->t.victims) != NULL; /* "a Japanese national" is no nation */
    if (by_pronoun && nation) best = NULL;                              /* "his Pakistani counterpart" */
    if (!best && nation && !people && !is_ground(s, i)) {
        best = nation_of(s, nation, c);
        s->way = nation_named;
    }
    if (best) {
        keep(out, best);
        return;
    }
    for (uint32_t k = child(s, i, REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(NMOD))) {
        heads list = {.n = 0};
        if (has_child(s, k, REL(CASE), of)) with_conjuncts(s, k, &list);
        for (uint32_t j = 0; j < list.n && (j == 0 || s->dep[i].tag == CASUS_TAG_NNS); j++) /* "the presidents of A and B" */
            phrase(s, c, list.at[j], depth + 1, out);
    }
    for (uint32_t k = child(s, i, REL(CONJ)); k != NO_TOKEN; k = sibling(s, k, REL(CONJ)))
        if (!is_verb(s, k)) phrase(s, c, k, depth + 1, out);
}

/* "The Taliban said its fighters ...": whose they are. */
static const casus_actor *owner_of(scan *s, const casus_claim *c, uint32_t i, int depth)
{
    const casus_actor *own = actor_at(s, i);
    uint32_t whose = child(s, i, REL(NMOD_POSS));
    bool men = own && own->generic && own->kind != CASUS_ACTOR_CIVILIAN && own->kind != CASUS_ACTOR_PERSON;
    if (!men || whose == NO_TOKEN || !is_pronoun(s, whose) || is_personal(s, whose)) return NULL;
    const casus_actor *a = goes_back(s, c, whose, depth + 1);
    if (a && own->kind == CASUS_ACTOR_FORCES && a->kind == CASUS_ACTOR_STATE && a->country[0])
        return forces_of(s, a); /* a ministry's */
    return named(a, false) && a->kind != CASUS_ACTOR_PERSON ? a : NULL;
}

/* "A spokesman for the army": the army. */
static uint32_t spoken_for(const scan *s, uint32_t i)
{
    static const char *const mouth[] = {"spokesman", "spokeswoman", "spokesperson", "spokesmen", NULL};
    static const char *const of[] = {"for", "of", NULL};
    if (!is_any(s, i, mouth)) return NO_TOKEN;
    for (uint32_t k = child(s, i, REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(NMOD)))
        if (has_child(s, k, REL(CASE), of)) return k;
    return NO_TOKEN;
}

/* "Indian and Pakistani troops": those of each nation. */
static void keep_fellows(const scan *s, uint32_t i, const casus_actor *a, found *out)
{
    for (uint32_t k = a->first; k > 0 && k + 8 > a->first; k--) {
        const casus_actor *b = actor_at(s, k - 1);
        if (tok(s, k - 1)->sentence != tok(s, i)->sentence) return;
        if (!b && pos(s, k - 1) != CASUS_POS_CCONJ && tok(s, k - 1)->kind != CASUS_PUNCT) return;
        if (!b) continue;
        uint32_t h = top_of(s, b->first, b->n), up = head_of(s, h);
        bool beside = has_rel(s, h, REL(AMOD) | REL(CONJ)) && (up == i || (up != NO_TOKEN && actor_at(s, up) && head_of(s, up) == i));
        if (!beside || b->kind != a->kind || !b->country[0] || strcmp(b->country, a->country) == 0) return;
        keep(out, b);
        k = b->first + 1;
    }
}

static void phrase(scan *s, const casus_claim *c, uint32_t i, int depth, found *out)
{
    if (i == NO_TOKEN || depth > DEEPEST) return;
    const casus_actor *a = actor_at(s, i);
    uint32_t before = out->n, master = spoken_for(s, i);
    if (master != NO_TOKEN) {
        phrase(s, c, master, depth + 1, out);
        s->way = "whom the one named speaks for";
        if (out->n > before) return;
    }
    names_of(s, i, false, out);
    s->way = "the name beside the description";
    if (out->n > before) return;
    const casus_actor *owner = owner_of(s, c, i, depth);
    s->way = owner ? "whose they are: the pronoun goes back to it" : NULL;
    if (owner) {
        keep(out, owner);
    } else if (a) {
        keep_fellows(s, i, a, out);
        keep(out, a);
    } else if (is_pronoun(s, i)) {
        const casus_actor *back = goes_back(s, c, i, depth);
        if (!back || does_it(s, i, back)) return;
        keep(out, back);
        keep_joined(s, out);
        s->way = "the pronoun goes back to it";
    } else if (the_group(s, i)) {
        keep(out, the_group(s, i));
        s->way = "\"the group\" is the one named last";
    } else {
        inside(s, c, i, depth, out);
        if (s->way != nation_named) s->way = "it describes the head of the phrase";
    }
}

const casus_actor *phrase_name(const scan *s, uint32_t head)
{
    found f = {.n = 0};
    uint32_t master = spoken_for(s, head);
    if (master != NO_TOKEN && actor_at(s, master)) return actor_at(s, master);
    names_of(s, head, true, &f);
    return f.n ? f.actor[0] : NULL;
}

const casus_actor *phrase_actor(scan *s, uint32_t head)
{
    found f = {.n = 0};
    casus_claim none = {.type = CASUS_TYPE_OTHER};
    phrase(s, &none, head, 0, &f);
    return f.n ? f.actor[0] : NULL;
}

static bool inside_trigger(const trigger *t, uint32_t i)
{
    return i >= t->first && i < t->first + t->n;
}

/* In a war a state acts through its forces. */
static const casus_actor *as_doer(scan *s, const casus_claim *c, const casus_actor *a)
{
    bool military = c->type == CASUS_TYPE_AIR_STRIKE || c->type == CASUS_TYPE_SHELLING;
    return military && a->kind == CASUS_ACTOR_STATE && !a->generic && a->country[0] ? forces_of(s, a) : a;
}

/* A person whom nobody introduced: the model takes the name for one. */
static const casus_actor *read_as_person(scan *s, uint32_t i)
{
    const casus_name *name = name_over(s, i, CASUS_NAME_PERSON);
    static const char *const site[] = {"camp", "fort", "mount", "lake", "hill", "hotel", "operation", NULL};
    if (!name || s->place_at[i] != NONE || is_any(s, name->first, site)) return NULL; /* "Camp Abubakar" */
    for (uint32_t k = name->first; k < name->first + name->n; k++)
        if (actor_at(s, k)) return NULL;
    casus_actor *a = casus_arena_get(s->a, 1, sizeof *a);
    if (!a) {
        s->failed = true;
        return NULL;
    }
    *a = (casus_actor){.first = name->first, .n = name->n, .kind = CASUS_ACTOR_PERSON};
    a->span = casus_text_cover(s->f->text, name->first, name->n);
    a->name = casus_cut(s->f->text->body, a->span);
    a->entity = -1 - (int32_t)(casus_hash(a->name, 0) & 0xffffff);
    return a;
}

static void take(scan *s, casus_claim *c, casus_role role, const trigger *t, uint32_t i)
{
    found f = {.n = 0};
    uint32_t v = clause_of(s, top_of(s, t->first, t->n));
    bool site = role == CASUS_PERPETRATOR && v != NO_TOKEN && has_rel(s, v, REL(ACL_RELCL)) && head_of(s, v) == i &&
                casus_words_at(s->f->words, i, s->t.targets); /* "an attack on the embassy that killed six" */
    if (inside_trigger(t, i) || (role == CASUS_AFFECTED && is_event_noun(s, i)) || site) return;
    phrase(s, c, i, 0, &f);
    if (!f.n) {
        keep(&f, read_as_person(s, i));
        s->way = "the language model takes it for a person's name";
    }
    uint32_t own = f.n;
    const char *way = s->way;
    for (uint32_t k = child(s, i, REL(APPOS)); role == CASUS_AFFECTED && k != NO_TOKEN; k = sibling(s, k, REL(APPOS)))
        inside(s, c, k, 0, &f); /* "X, a Hamas man" */
    for (uint32_t k = 0; k < f.n; k++) {
        s->way = k < own ? way : "told of it behind a comma";
        add_part(s, c, role, role == CASUS_PERPETRATOR ? as_doer(s, c, f.actor[k]) : f.actor[k]);
    }
}

/* "15 people, including three policemen": those told apart suffered it too. */
static bool suffers(const casus_claim *c, casus_actor_kind kind)
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == CASUS_AFFECTED && c->part[i].actor->kind == kind) return true;
    return false;
}

static void take_included(scan *s, casus_claim *c, const trigger *t, uint32_t v, const heads *h)
{
    static const char *const including[] = {"including", NULL};
    uint32_t under[MOST_HEADS + 1] = {v}, n = 1;
    as_part(s, t, "behind \"including\"");
    for (uint32_t k = 0; k < h->n; k++)
        under[n++] = h->at[k];
    for (uint32_t j = 0; j < n; j++)
        for (uint32_t k = child(s, under[j], OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES)) {
            heads list = {.n = 0};
            if (!has_child(s, k, REL(CASE), including)) continue;
            with_conjuncts(s, k, &list);
            for (uint32_t m = 0; m < list.n; m++) {
                const casus_actor *one = actor_at(s, list.at[m]);
                bool told = one && one->generic && one->kind == CASUS_ACTOR_CIVILIAN && suffers(c, CASUS_ACTOR_CIVILIAN);
                if (!told) take(s, c, CASUS_AFFECTED, t, list.at[m]); /* "civilians, including a schoolgirl" are civilians */
            }
        }
}

static void take_all(scan *s, casus_claim *c, casus_role role, const trigger *t, const heads *h)
{
    for (uint32_t k = 0; k < h->n; k++)
        take(s, c, role, t, h->at[k]);
}

/* Those behind a preposition that hang on i, with what is joined to them. */
static bool take_behind(scan *s, casus_claim *c, casus_role role, const trigger *t, uint32_t i, const char *const *words)
{
    bool any = false;
    for (uint32_t k = child(s, i, OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES)) {
        if (!has_child(s, k, REL(CASE), words)) continue;
        heads h = {.n = 0};
        with_conjuncts(s, k, &h);
        take_all(s, c, role, t, &h);
        any = true;
    }
    return any;
}

/* ---------------------------------------------------------------- event nouns */

static const char *const by[] = {"by", NULL};
static const char *const with[] = {"with", NULL};

static bool is_talk(int kind)
{
    return kind == CASUS_TYPE_TALKS || kind == CASUS_TYPE_AGREEMENT;
}

/* Of "X's killing", "the X arrest" X is the sufferer; of "X's attack" the doer. */
static bool befalls(int kind)
{
    return kind == KIND_KILL || kind == CASUS_TYPE_ABDUCTION_DETENTION || kind == CASUS_TYPE_EXECUTION ||
           kind == CASUS_TYPE_OTHER;
}

/* What stands before an event noun: "Israeli", "rebel", "Hamas's". */
static void take_modifiers(scan *s, casus_claim *c, const trigger *t, uint32_t h)
{
    const rels before = REL(COMPOUND) | REL(AMOD) | REL(NMOD_POSS) | REL(NMOD_DESC);
    for (uint32_t k = child(s, h, before); k != NO_TOKEN; k = sibling(s, k, before)) {
        if (inside_trigger(t, k)) continue;
        casus_role role = befalls(t->kind) ? CASUS_AFFECTED : CASUS_PERPETRATOR;
        as_part(s, t, has_rel(s, k, REL(NMOD_POSS)) ? "whose the event noun is" : "describes the event noun");
        if (actor_at(s, k) || has_rel(s, k, REL(NMOD_POSS)))
            take(s, c, role, t, k);
        else if (demonym_at(s, k) && !befalls(t->kind)) {
            s->way = nation_named;
            add_part(s, c, CASUS_PERPETRATOR, nation_of(s, demonym_at(s, k), c));
        }
    }
}

/* "an attack carried out by X", "a strike blamed on X". */
static void take_participles(scan *s, casus_claim *c, const trigger *t, uint32_t h)
{
    static const char *const blamed[] = {"blamed", "attributed", "ascribed", NULL};
    static const char *const on[] = {"on", "to", NULL};
    as_part(s, t, "behind \"carried out by\" or \"blamed on\" of the event noun");
    for (uint32_t k = child(s, h, REL(ACL)); k != NO_TOKEN; k = sibling(s, k, REL(ACL))) {
        if (is_any(s, k, blamed))
            take_behind(s, c, CASUS_PERPETRATOR, t, k, on);
        else if (governs(s, k, "carry") || governs(s, k, "meet"))
            take_behind(s, c, CASUS_PERPETRATOR, t, k, by);
    }
}

/* "a series of attacks", "bombings and attacks": what the sentence does with the noun, it does with the word above. */
static uint32_t as_argument(const scan *s, uint32_t h)
{
    for (int step = 0; step < DEEPEST; step++) {
        uint32_t up = head_of(s, h);
        bool counted = has_rel(s, h, REL(NMOD)) && governs(s, up, "amount");
        if (up == NO_TOKEN || !(counted || (has_rel(s, h, REL(CONJ)) && !is_verb(s, up)))) break;
        h = up;
    }
    return h;
}

/* "responsibility for the attack": whose it is. */
static void take_sharers(scan *s, casus_claim *c, const trigger *t, uint32_t share)
{
    uint32_t owner = child(s, share, REL(NMOD_POSS));
    as_part(s, t, "whose part or responsibility it is");
    if (owner != NO_TOKEN) {
        take(s, c, CASUS_PERPETRATOR, t, owner);
        return;
    }
    bool adjective = s->dep[share].pos == CASUS_POS_ADJ || is_verb(s, share); /* "those responsible", "was involved" */
    heads h = {.n = 0};
    if (adjective && has_rel(s, share, REL(AMOD)))
        with_conjuncts(s, head_of(s, share), &h);
    else
        h = subjects_of(s, adjective ? share : clause_of(s, share));
    take_all(s, c, CASUS_PERPETRATOR, t, &h);
}

/* "taken 60 people hostage" */
static bool is_captive(const scan *s, const trigger *t)
{
    static const char *const word[] = {"hostage", "captive", "prisoner", "hostages", NULL};
    return t->n == 1 && is_any(s, t->first, word);
}

/* "Freed American hostage Jill Carroll" */
static void take_captives(scan *s, casus_claim *c, const trigger *t, uint32_t h)
{
    const rels beside = REL(APPOS) | REL(FLAT);
    as_part(s, t, "the captive");
    if (has_rel(s, h, REL(COMPOUND) | REL(NMOD_DESC) | REL(AMOD) | REL(NMOD_UNMARKED)))
        take(s, c, CASUS_AFFECTED, t, head_of(s, h));
    for (uint32_t k = child(s, h, beside); k != NO_TOKEN; k = sibling(s, k, beside))
        take(s, c, CASUS_AFFECTED, t, k);
}

static void take_governor(scan *s, casus_claim *c, const trigger *t, uint32_t noun)
{
    static const char *const behind[] = {"behind", NULL};
    static const char *const means[] = {"with", NULL};
    static const char *const under[] = {"under", NULL};
    static const char *const announced[] = {"announced", "announces", "announce", "reported", "confirmed", NULL};
    static const char *const for_talks[] = {"to", "for", "in", "at", NULL};
    static const char *const comes_to[] = {"agreed", "agree", "agrees", "met", "meet", "meets", "meeting", "gathered", "arrived", "returned", "sat", "engaged", NULL};
    uint32_t h = as_argument(s, noun), v = head_of(s, h);
    as_part(s, t, "subject of \"be behind\"");
    if (has_child(s, h, REL(CASE), behind)) {
        heads own = subjects_of(s, clause_of(s, h));
        if (!own.n && v != NO_TOKEN) own = subjects_of(s, clause_of(s, v)); /* "is believed to be behind" */
        take_all(s, c, CASUS_PERPETRATOR, t, &own);
        return;
    }
    if (v == NO_TOKEN) return;
    arguments a = arguments_of(s, v);
    bool object = has_rel(s, h, REL(OBJ) | REL(NSUBJ_PASS)) || (has_rel(s, h, REL(ACL_RELCL)) && a.sufferer.n);
    as_part(s, t, "subject of \"come under\"");
    if (has_child(s, h, REL(CASE), under)) {
        take_all(s, c, CASUS_AFFECTED, t, a.passive ? &a.sufferer : &a.doer);
    } else if (is_captive(s, t) && governs(s, v, "capture")) {
        as_part(s, t, "subject or object of the verb of taking");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.doer);
        take_all(s, c, CASUS_AFFECTED, t, &a.sufferer);
    } else if (governs(s, v, "share")) {
        take_sharers(s, c, t, v);
    } else if (is_verb(s, v) && governs(s, child(s, v, REL(OBJ)), "share") && has_rel(s, h, REL(OBL) | REL(NMOD))) {
        take_sharers(s, c, t, child(s, v, REL(OBJ)));
    } else if (has_rel(s, h, REL(NMOD)) && has_rel(s, v, REL(OBJ)) && governs(s, head_of(s, v), "blame")) {
        as_part(s, t, "object of a verb of blame (governors.tsv)");
        take(s, c, CASUS_PERPETRATOR, t, v); /* "accused X of bombing sites" */
    } else if (governs(s, v, "blame")) {
        static const char *const on[] = {"on", "to", NULL}, *const to[] = {"to", NULL};
        as_part(s, t, "object of a verb of blame (governors.tsv)");
        bool named = take_behind(s, c, CASUS_PERPETRATOR, t, v, on); /* "blamed it on X" */
        if (!named && object) named = take_behind(s, c, CASUS_PERPETRATOR, t, h, to); /* "attributed the killings to X" */
        if (!named) take_all(s, c, CASUS_PERPETRATOR, t, &a.sufferer);
    } else if (object && (governs(s, v, "carry") || ((is_talk(t->kind) || t->kind == CASUS_TYPE_PROTEST) && governs(s, v, "meet")))) {
        as_part(s, t, "subject of a verb that carries the event noun (governors.tsv)");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.doer);
    } else if (object && is_any(s, v, announced) && (t->kind == CASUS_TYPE_ABDUCTION_DETENTION || takes_people(s, t))) {
        as_part(s, t, "forces that announce an arrest or capture made it");
        found own = {.n = 0};
        for (uint32_t k = 0; k < a.doer.n; k++)
            phrase(s, c, a.doer.at[k], 0, &own);
        for (uint32_t k = 0; k < own.n; k++)
            if (own.actor[k]->kind == CASUS_ACTOR_FORCES) add_part(s, c, CASUS_PERPETRATOR, own.actor[k]);
    } else if (is_talk(t->kind) && has_rel(s, h, REL(OBL)) && is_any(s, v, comes_to) && has_child(s, h, REL(CASE), for_talks)) {
        as_part(s, t, "subject of a verb of agreeing to talks, or of coming for them");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.doer);
    } else if (has_child(s, h, REL(CASE), means) && is_verb(s, v) && !a.passive && !is_talk(t->kind)) {
        as_part(s, t, "subject of the verb that the event noun is the means of");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.doer); /* "answered with air strikes" */
    } else if (object && governs(s, v, "suffer")) {
        as_part(s, t, "subject of a verb of suffering (governors.tsv)");
        take_all(s, c, CASUS_AFFECTED, t, &a.doer);
    }
}

static void read_noun(scan *s, casus_claim *c, const trigger *t)
{
    static const char *const against[] = {"on", "against", "at", "upon", "targeting", NULL};
    static const char *const of[] = {"of", NULL};
    static const char *const between[] = {"between", "among", NULL};
    static const char *const aimed[] = {"against", NULL};
    uint32_t h = top_of(s, t->first, t->n), verb = has_rel(s, h, SUBJECTS) ? head_of(s, h) : h;
    if (has_child(s, h, REL(CASE), aimed)) return; /* "a campaign against rocket attacks" */
    as_part(s, t, "behind the event noun and \"by\"");
    take_behind(s, c, CASUS_PERPETRATOR, t, h, by);
    as_part(s, t, "behind the event noun and \"between\"");
    take_behind(s, c, CASUS_PERPETRATOR, t, h, between);
    if (verb != h) take_behind(s, c, CASUS_PERPETRATOR, t, verb, between); /* "fighting broke out between" */
    as_part(s, t, "behind the event noun and \"on\", \"against\", \"at\"");
    take_behind(s, c, CASUS_AFFECTED, t, h, against);
    as_part(s, t, "behind the event noun and \"of\"");
    if (befalls(t->kind) || t->kind == CASUS_TYPE_SHOOTING || t->kind == CASUS_TYPE_SHELLING || t->kind == CASUS_TYPE_BOMBING)
        for (uint32_t k = t->first; k < t->first + t->n; k++) /* "release on bail of X" */
            take_behind(s, c, CASUS_AFFECTED, t, k, of);
    if (t->kind == CASUS_TYPE_TERRITORY_CHANGE && takes_people(s, t)) take_behind(s, c, CASUS_AFFECTED, t, h, of); /* "the capture of X" */
    as_part(s, t, "behind the event noun and \"with\"");
    if (is_talk(t->kind) || t->kind == CASUS_TYPE_ARMED_CLASH) take_behind(s, c, CASUS_PERPETRATOR, t, h, with);
    if (is_captive(s, t)) take_captives(s, c, t, h);
    take_participles(s, c, t, h);
    take_modifiers(s, c, t, h);
    take_governor(s, c, t, h);
}

/* ---------------------------------------------------------------- verbs */

static void read_verb(scan *s, casus_claim *c, const trigger *t)
{
    static const char *const blamed_on[] = {"on", "to", NULL};
    static const char *const at[] = {"at", "on", "against", "upon", "toward", "towards", NULL};
    static const char *const against[] = {"with", "against", "between", NULL};
    static const char *const between[] = {"between", NULL};
    static const char *const fallen_to[] = {"to", "of", NULL};
    uint32_t v = top_of(s, t->first, t->n);
    arguments a = arguments_of(s, v);
    switch (t->how) {
    case FRAME_BOTH: {
        as_part(s, t, "beside a verb between equals");
        casus_role role = is_talk(t->kind) ? CASUS_PARTY : CASUS_PERPETRATOR;
        if (take_behind(s, c, role, t, v, between)) return; /* "people fled fighting between A and B" */
        take_all(s, c, role, t, &a.doer);
        take_all(s, c, role, t, &a.sufferer);
        take_behind(s, c, role, t, v, against);
        if (has_rel(s, v, SUBJECTS)) take_behind(s, c, role, t, head_of(s, v), between); /* "fighting broke out between" */
        for (uint32_t k = t->first; k < t->first + t->n; k++)                            /* "held talks with" */
            if (k != v) take_behind(s, c, role, t, k, against);
        return;
    }
    case FRAME_LEAVE:
        as_part(s, t, "subject or object of a verb of leaving");
        if (!a.passive) take_all(s, c, CASUS_PARTY, t, &a.doer);
        take_all(s, c, CASUS_AFFECTED, t, &a.sufferer); /* "evacuated its staff" */
        return;
    case FRAME_DONE:
        as_part(s, t, "subject of a verb whose subject suffers");
        take_all(s, c, CASUS_AFFECTED, t, a.passive ? &a.sufferer : &a.doer);
        return;
    case FRAME_SELF:
        as_part(s, t, "subject of the verb");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.doer);
        return;
    case FRAME_ACT:
        as_part(s, t, a.passive ? "behind \"by\" of the passive verb" : "subject of the active verb");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.doer);
        as_part(s, t, a.passive ? "subject of the passive verb" : "object of the active verb");
        for (uint32_t k = v + 1; !a.sufferer.n && k < t->first + t->n; k++) /* "shot and killed two men" */
            if (is_verb(s, k)) a.sufferer = arguments_of(s, k).sufferer;
        take_all(s, c, CASUS_AFFECTED, t, &a.sufferer);
        take_included(s, c, t, v, &a.sufferer);
        as_part(s, t, "behind the verb and \"at\", \"on\", \"against\"");
        if (!a.passive) take_behind(s, c, CASUS_AFFECTED, t, v, at);
        return;
    case FRAME_NOUN:
    case FRAME_FIND: return;
    case FRAME_FALLS:
        as_part(s, t, "to whom a place falls");
        for (uint32_t k = t->first; k < t->first + t->n; k++)
            take_behind(s, c, CASUS_PERPETRATOR, t, k, fallen_to);
        take_all(s, c, CASUS_AFFECTED, t, &a.doer);
        return;
    case FRAME_BLAMES:
        as_part(s, t, "who is blamed");
        take_all(s, c, CASUS_PERPETRATOR, t, &a.sufferer);
        take_behind(s, c, CASUS_PERPETRATOR, t, v, blamed_on);
        return;
    }
}

/* "The release on bail of X": the lexicon has the verb, the sentence the noun. */
static bool reads_as_noun(const scan *s, const trigger *t)
{
    casus_tag tag = (casus_tag)s->dep[top_of(s, t->first, t->n)].tag;
    uint32_t v = top_of(s, t->first, t->n); /* "three weeks of fighting" */
    bool gerund = t->how == FRAME_BOTH && tag == CASUS_TAG_VBG && has_child(s, v, REL(MARK) | REL(CASE), NULL) && child(s, v, REL(OBJ)) == NO_TOKEN;
    return t->how == FRAME_NOUN || tag == CASUS_TAG_NN || tag == CASUS_TAG_NNS || gerund;
}

/* "Found the bodies of 14 migrants" */
static void read_found(scan *s, casus_claim *c, const trigger *t)
{
    static const char *const of[] = {"of", NULL};
    as_part(s, t, "whose bodies were found");
    for (uint32_t k = t->first; k < t->first + t->n; k++)
        take_behind(s, c, CASUS_AFFECTED, t, k, of);
}

/* "A bomb went off outside a police station": whose site it is suffers. */
static void read_site(scan *s, casus_claim *c, const trigger *t)
{
    static const char *const beside[] = {"outside", "near", "at", "beside", "inside", NULL};
    uint32_t v = clause_of(s, top_of(s, t->first, t->n));
    if (v == NO_TOKEN) return;
    static const char *const as[] = {"as", "when", "while", NULL};
    as_part(s, t, "who was passing");
    for (uint32_t k = child(s, v, REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, REL(ADVCL))) { /* "as an army truck was passing" */
        heads h = subjects_of(s, k);
        found f = {.n = 0};
        if (h.n && has_child(s, k, REL(MARK) | REL(ADVMOD), as)) phrase(s, c, h.at[0], 0, &f);
        for (uint32_t i = 0; i < f.n; i++)
            if (f.actor[i]->kind == CASUS_ACTOR_FORCES) add_part(s, c, CASUS_AFFECTED, f.actor[i]);
    }
    as_part(s, t, "whose site it happened at");
    for (uint32_t k = child(s, v, OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES)) {
        found f = {.n = 0};
        if (!has_child(s, k, REL(CASE), beside) || is_civil_site(s, k) || !site_over(s, k)) continue;
        phrase(s, c, k, 0, &f);
        for (uint32_t i = 0; i < f.n; i++)
            if (f.actor[i]->kind == CASUS_ACTOR_FORCES || f.actor[i]->kind == CASUS_ACTOR_STATE)
                add_part(s, c, CASUS_AFFECTED, f.actor[i]);
    }
}

/* "The army lost 17 men" */
static void read_losses(scan *s, casus_claim *c, const trigger *t)
{
    static const char *const lost[] = {"lost", "loses", "losing", "lose", NULL};
    uint32_t v = clause_of(s, top_of(s, t->first, t->n));
    if (v == NO_TOKEN || !is_any(s, v, lost) || !is_verb(s, v) || !c->tally[CASUS_KILLED].set) return;
    heads h = subjects_of(s, v);
    as_part(s, t, "who lost people");
    take_all(s, c, CASUS_AFFECTED, t, &h);
}

void roles_by_tree(scan *s, const trigger *t, uint32_t n, casus_claim *c)
{
    for (uint32_t k = 0; k < n; k++)
        if (!reads_as_noun(s, &t[k])) read_verb(s, c, &t[k]);
    for (uint32_t k = 0; k < n; k++)
        if (reads_as_noun(s, &t[k]) && t[k].how != FRAME_FIND) read_noun(s, c, &t[k]);
    for (uint32_t k = 0; k < n; k++)
        if (t[k].how == FRAME_FIND) read_found(s, c, &t[k]);
    for (uint32_t k = 0; k < n; k++)
        read_losses(s, c, &t[k]);
    for (uint32_t k = 0; k < n; k++)
        if (t[k].kind == CASUS_TYPE_BOMBING || t[k].kind == CASUS_TYPE_SUICIDE_BOMBING) read_site(s, c, &t[k]);
}
