/* The frames of event words: who stands where beside them (events.tsv, README.md of the lexicon). Some words tell of an event only
 * where the tree shows the right kinds of doer and sufferer: "hold", "take", "drive" and the like have a test here each.
 */
#include "what/frames.h"

#include <string.h>

/* ---------------------------------------------------------------- kinds of words */

static bool is_actor_kind(const scan *s, uint32_t i, bool people)
{
    if (s->actor_at[i] == NONE) return false;
    switch (s->f->actors->actor[s->actor_at[i]].kind) {
    case CASUS_ACTOR_PERSON:
    case CASUS_ACTOR_CIVILIAN:
    case CASUS_ACTOR_GROUP: return people;
    case CASUS_ACTOR_STATE:
    case CASUS_ACTOR_FORCES:
    case CASUS_ACTOR_ARMED: return !people;
    case CASUS_ACTOR_ORG:
    case CASUS_ACTOR_MEDIA:
    case CASUS_ACTOR_UNKNOWN: return false;
    }
    return false;
}

static bool is_armed(const scan *s, uint32_t i)
{
    if (s->actor_at[i] == NONE) return false;
    casus_actor_kind k = s->f->actors->actor[s->actor_at[i]].kind;
    return k == CASUS_ACTOR_ARMED || k == CASUS_ACTOR_FORCES;
}

/* The name of a place of the report? */
static bool is_name_of_place(const scan *s, uint32_t i)
{
    enum { LOOKED_AT = 200 }; /* reports have a few dozen, hostile pages any number */
    for (uint32_t k = 0; k < s->f->places->n_place && k < LOOKED_AT; k++) {
        const casus_place *p = &s->f->places->place[k];
        if (p->n == 1 && p->use == CASUS_PLACE_LITERAL && casus_str_eq(tok(s, p->first)->norm, tok(s, i)->norm)) return true;
    }
    return false;
}

/* Was the word a place elsewhere in the report? */
static bool is_known_place(const scan *s, uint32_t i)
{
    return s->dep[i].pos == CASUS_POS_PROPN && is_name_of_place(s, i);
}

static bool is_ground(const scan *s, uint32_t i)
{
    int32_t at = s->place_at[i];
    if (at == NONE && s->actor_at[i] == NONE) return is_known_place(s, i);
    return at != NONE && s->f->places->place[at].use == CASUS_PLACE_LITERAL && s->actor_at[i] == NONE;
}

/* Rockets, shells: "dozens of rounds of artillery" */
static bool is_missile(const scan *s, uint32_t i)
{
    casus_span as_written;
    uint32_t of = child(s, i, REL(NMOD)), first = child(s, i, REL(COMPOUND) | REL(AMOD));
    if (first > i) first = i; /* "ballistic missile" is marked where it begins */
    return weapon_kind(s, first, i + 1, &as_written) == CASUS_TYPE_SHELLING ||
           (of != NO_TOKEN && weapon_kind(s, of, of + 1, &as_written) == CASUS_TYPE_SHELLING);
}

/* People, or a number of them: "hundreds of villagers". */
static bool is_people(const scan *s, uint32_t i)
{
    uint32_t of = child(s, i, REL(NMOD)), beside = child(s, i, REL(APPOS) | REL(FLAT));
    const uint32_t at[] = {i, of, beside};
    for (size_t k = 0; k < sizeof at / sizeof *at; k++)
        if (at[k] != NO_TOKEN && (casus_words_at(s->f->words, at[k], s->t.victims) || is_actor_kind(s, at[k], true))) return true;
    return false;
}

static bool any_of(const scan *s, const heads *h, bool (*is)(const scan *s, uint32_t i))
{
    for (uint32_t k = 0; k < h->n; k++)
        if (is(s, h->at[k])) return true;
    return false;
}

static bool is_event(const scan *s, uint32_t i)
{
    return casus_words_at(s->f->words, i, s->t.events) != NULL;
}

static bool is_side(const scan *s, uint32_t i)
{
    return is_actor_kind(s, i, false);
}

static bool is_thing(const scan *s, uint32_t i)
{
    static const char *const more[] = {"village", "villages", "hamlet", "hamlets", "crops", "harvest", "fields",  "huts",
                                       "camp",    "camps",    "tents",  "farms",   "farm",  "property", "hangar", "hangars", NULL};
    return casus_words_at(s->f->words, i, s->t.targets) || is_any(s, i, more);
}

/* ---------------------------------------------------------------- the tests */

static bool is_person(const scan *s, uint32_t i)
{
    uint32_t name = child(s, i, REL(APPOS));
    return is_actor_kind(s, i, true) || (name != NO_TOKEN && is_actor_kind(s, name, true));
}

static bool is_part_of_ground(const scan *s, uint32_t i)
{
    uint32_t of = child(s, i, REL(NMOD));
    return is_ground(s, i) || (of != NO_TOKEN && is_ground(s, of) && s->actor_at[i] == NONE);
}

/* "The army held the opposition leader", "police beat protesters". */
static bool holds(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    arguments a = arguments_of(s, v);
    return any_of(s, &a.doer, is_side) && any_of(s, &a.sufferer, is_person);
}

/* "Marines took most of the town of X", "moved into X": the object or what stands behind the verb is a place. */
static bool takes(const scan *s, uint32_t v, const casus_match *m)
{
    arguments a = arguments_of(s, v);
    for (uint32_t k = child(s, v, REL(OBL)); m->n > 1 && k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        with_conjuncts(s, k, &a.sufferer);
    return any_of(s, &a.doer, is_side) && any_of(s, &a.sufferer, is_part_of_ground);
}

static bool is_of_missiles(const scan *s, uint32_t i)
{
    uint32_t of = child(s, i, REL(NMOD));
    return is_missile(s, i) || (of != NO_TOKEN && is_missile(s, of));
}

static bool hurls(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    arguments a = arguments_of(s, v);
    return any_of(s, &a.sufferer, is_of_missiles);
}

/* "Jets dropped two bombs on a school" */
static bool drops(const scan *s, uint32_t v, const casus_match *m)
{
    static const char *const bombs[] = {"bomb", "bombs", "munitions", "explosives", "grenades", "napalm", NULL};
    (void)m;
    arguments a = arguments_of(s, v);
    for (uint32_t k = 0; k < a.sufferer.n; k++) {
        uint32_t of = child(s, a.sufferer.at[k], REL(NMOD));
        if (is_any(s, a.sufferer.at[k], bombs) || (of != NO_TOKEN && is_any(s, of, bombs))) return true;
    }
    return false;
}

static const char *const like[] = {"counterpart", "counterparts", NULL};

/* One who can speak for a state or body: named, or "his Ukrainian counterpart". */
static bool is_envoy(const scan *s, uint32_t i, bool *by_name)
{
    const rels beside = REL(NMOD) | REL(NMOD_DESC) | REL(APPOS) | REL(FLAT);
    const casus_actor *a = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
    for (uint32_t k = child(s, i, beside); !a && k != NO_TOKEN; k = sibling(s, k, beside)) /* "President A. B." */
        if (s->actor_at[k] != NONE && !has_child(s, k, REL(CASE), NULL)) a = &s->f->actors->actor[s->actor_at[k]];
    if (!a) return is_any(s, i, like);
    *by_name = *by_name || !a->generic;
    if (a->kind == CASUS_ACTOR_STATE || a->kind == CASUS_ACTOR_ORG || a->kind == CASUS_ACTOR_ARMED) return true;
    return !a->generic && a->kind == CASUS_ACTOR_PERSON;
}

/* "President X met his Ukrainian counterpart", "X and Y are to meet": two who speak for states or bodies. */
static bool confers(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    static const char *const with[] = {"with", NULL};
    static const char *const heads_of[] = {"presidents", "leaders", "ministers", "premiers", "envoys", "negotiators", "delegations", "representatives", "officials", "generals", "chiefs", NULL};
    uint32_t envoys = 0;
    arguments a = arguments_of(s, v);
    bool by_name = false;
    heads all = a.doer;
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        with_conjuncts(s, a.sufferer.at[k], &all);
    for (uint32_t k = child(s, v, REL(OBL)); k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        if (has_child(s, k, REL(CASE), with)) with_conjuncts(s, k, &all);
    for (uint32_t k = 0; k < all.n; k++)
        envoys += is_envoy(s, all.at[k], &by_name);
    for (uint32_t k = 0; k < a.doer.n && envoys < 2; k++) { /* "Turkish and Iranian officials met", "the foreign ministers of A, B and C met" */
        heads of = {.n = 0};
        uint32_t nation = child(s, a.doer.at[k], REL(AMOD));
        if (nation != NO_TOKEN) with_conjuncts(s, nation, &of);
        for (uint32_t i = 0; i < of.n; i++)
            if (s->actor_at[of.at[i]] != NONE && s->actor_at[of.at[i]] != s->actor_at[a.doer.at[k]]) by_name = true, envoys++;
        of.n = 0;
        uint32_t land = child(s, a.doer.at[k], REL(NMOD));
        if (land == NO_TOKEN || (s->actor_at[a.doer.at[k]] == NONE && !is_any(s, a.doer.at[k], heads_of))) continue;
        with_conjuncts(s, land, &of);
        for (uint32_t i = 0; i < of.n; i++)
            if (s->actor_at[of.at[i]] != NONE && s->f->actors->actor[s->actor_at[of.at[i]]].kind == CASUS_ACTOR_STATE) by_name = true, envoys++;
    }
    return envoys > 1 && by_name;
}

/* Not "no group has claimed responsibility", "nobody claimed it". */
static bool somebody_does(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    static const char *const no[] = {"no", "none", "nobody", "neither", NULL};
    if (has_child(s, v, REL(ADVMOD), (const char *const[]){"not", "n't", "never", NULL})) return false;
    heads h = subjects_of(s, v);
    for (uint32_t k = 0; k < h.n; k++)
        if (is_any(s, h.at[k], no) || has_child(s, h.at[k], REL(DET), no)) return false;
    return h.n > 0;
}

/* "Residents blamed rebels", "it was blamed on the militia", "the cartel is suspected": armed people, and no act is told of with it. */
static bool blames(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    static const char *const on[] = {"on", "to", NULL};
    if (has_rel(s, v, REL(AMOD) | REL(ACL)) || child(s, v, REL(XCOMP) | REL(CCOMP)) != NO_TOKEN) return false;
    arguments a = arguments_of(s, v);
    heads who = a.sufferer;
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        if (is_event_noun(s, a.sufferer.at[k])) return false; /* "blamed the attack on X" */
    for (uint32_t k = child(s, v, REL(OBL)); k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        if (has_child(s, k, REL(CASE), on)) with_conjuncts(s, k, &who);
        else if (is_event_noun(s, k)) return false; /* "accused of the bombing": told by its own word */
    for (uint32_t k = child(s, v, REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, REL(ADVCL)))
        if (casus_words_at(s->f->words, k, s->t.events)) return false;
    for (uint32_t k = 0; k < who.n; k++) {
        uint32_t of = child(s, who.at[k], REL(NMOD)), beside = child(s, who.at[k], REL(COMPOUND) | REL(FLAT));
        if (is_armed(s, who.at[k]) || (of != NO_TOKEN && is_armed(s, of)) || (beside != NO_TOKEN && is_armed(s, beside))) return true;
    }
    return false;
}

/* "Guerrillas burned the vehicle of a mayor", "razed the village": armed people and a thing or place. */
static bool wrecks(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    arguments a = arguments_of(s, v);
    bool by_force = false, thing = false;
    for (uint32_t k = 0; k < a.doer.n; k++)
        by_force = by_force || is_armed(s, a.doer.at[k]);
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        thing = thing || is_thing(s, a.sufferer.at[k]) || is_ground(s, a.sufferer.at[k]);
    return by_force && thing;
}

/* "Kunduz fell to the Taliban", "the garrison fell into the hands of rebels". */
static bool falls(const scan *s, uint32_t v, const casus_match *m)
{
    static const char *const ground[] = {"town",   "city",     "village", "capital",    "base",     "post",   "outpost", "garrison", "airport",
                                         "bridge", "port",     "towns",   "stronghold", "district", "island", "camp",    "province", "barracks",
                                         "cities", "villages", "airbase", "fort",       "enclave",  NULL};
    static const char *const to[] = {"to", "of", NULL};
    arguments a = arguments_of(s, v);
    bool place = false, taken = false;
    for (uint32_t k = 0; k < a.doer.n; k++)
        place = place || is_ground(s, a.doer.at[k]) || is_any(s, a.doer.at[k], ground);
    for (uint32_t i = m->first; i < m->first + m->n; i++)
        for (uint32_t k = child(s, i, REL(OBL) | REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(OBL) | REL(NMOD)))
            taken = taken || (has_child(s, k, REL(CASE), to) && is_armed(s, k));
    return place && taken;
}

static const char *const out_of[] = {"from", "out", NULL}, *const go[] = {"flee", "leave", "abandon", "evacuate", "escape", NULL};
static const char *const home[] = {"home",  "homes", "house", "houses", "village", "villages", "town",  "towns", "city",
                                   "camp",  "camps", "land",  "lands",  "area",    "areas",    "farms", "farm",  "neighborhood",
                                   "neighbourhood", "neighborhoods", "neighbourhoods", "district", "country", NULL};

/* "Rebels drove 3,000 people from their homes", "fighting forced families to flee". */
static bool drives(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    arguments a = arguments_of(s, v);
    if (!any_of(s, &a.doer, is_side) && !any_of(s, &a.doer, is_event)) return false;
    if (!any_of(s, &a.sufferer, is_people)) return false;
    for (uint32_t k = child(s, v, REL(XCOMP) | REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, REL(XCOMP) | REL(ADVCL)))
        if (is_any(s, k, go)) return true;
    heads from = {.n = 1, .at = {v}};
    for (uint32_t k = 0; k < a.sufferer.n && from.n < MOST_HEADS; k++) from.at[from.n++] = a.sufferer.at[k];
    for (uint32_t i = 0; i < from.n; i++)
        for (uint32_t k = child(s, from.at[i], REL(OBL) | REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(OBL) | REL(NMOD)))
            if (has_child(s, k, REL(CASE), out_of) && (is_any(s, k, home) || is_part_of_ground(s, k))) return true;
    return false;
}

static bool rules(const scan *s, uint32_t i)
{
    if (s->actor_at[i] == NONE) return false;
    casus_actor_kind k = s->f->actors->actor[s->actor_at[i]].kind;
    return k == CASUS_ACTOR_STATE || k == CASUS_ACTOR_PERSON;
}

static bool is_revolt(const scan *s, uint32_t i)
{
    static const char *const revolt[] = {"coup", "putsch", "mutiny", "uprising", "rebellion", "revolt", "insurrection", NULL};
    return is_any(s, i, revolt);
}

/* "The army ousted the president", "was overthrown in a military coup"; not voters, nor a board. */
static bool topples(const scan *s, uint32_t v, const casus_match *m)
{
    (void)m;
    arguments a = arguments_of(s, v);
    if (!any_of(s, &a.sufferer, rules)) return false;
    if (any_of(s, &a.doer, is_armed) || any_of(s, &a.doer, is_revolt)) return true;
    for (uint32_t k = child(s, v, REL(OBL)); k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        if (is_revolt(s, k)) return true;
    return false;
}

/* ---------------------------------------------------------------- by name */

static const frame_row frame_table[] = {
    {"act", FRAME_ACT, 0, false, NULL},
    {"both", FRAME_BOTH, 0, false, NULL},
    {"done", FRAME_DONE, 0, false, NULL},
    {"self", FRAME_SELF, 0, false, NULL},
    {"leave", FRAME_LEAVE, 0, false, NULL},
    {"noun", FRAME_NOUN, 0, false, NULL},
    {"find", FRAME_FIND, 0, false, NULL},
    {"holds", FRAME_ACT, NEEDS_SIDE | NEEDS_PERSON, false, holds},
    {"beats", FRAME_ACT, NEEDS_SIDE | NEEDS_PERSON, false, holds},
    {"takes", FRAME_ACT, NEEDS_SIDE | NEEDS_GROUND, false, takes},
    {"hurls", FRAME_ACT, NEEDS_WEAPON, false, hurls},
    {"drops", FRAME_ACT, NEEDS_WEAPON, false, drops},
    {"meets", FRAME_BOTH, NEEDS_TWO, false, confers},
    {"owns", FRAME_SELF, 0, true, somebody_does},
    {"blames", FRAME_BLAMES, NEEDS_ARMED, true, blames},
    {"wrecks", FRAME_ACT, NEEDS_ARMED, false, wrecks},
    {"falls", FRAME_FALLS, NEEDS_ARMED, false, falls},
    {"drives", FRAME_ACT, NEEDS_CAUSE | NEEDS_PEOPLE | NEEDS_LEAVING, false, drives},
    {"topples", FRAME_ACT, NEEDS_ACTOR, false, topples},
};

const frame_row *frame_named(const char *z)
{
    static const frame_row other = {"", FRAME_NOUN, 0, false, NULL};
    for (size_t i = 0; i < sizeof frame_table / sizeof *frame_table; i++)
        if (strcmp(z, frame_table[i].name) == 0) return &frame_table[i];
    return &other;
}

/* The first place of a sentence or behind it: places are in text order. */
static uint32_t first_place(const casus_places *where, uint32_t token)
{
    uint32_t low = 0, high = where->n_place;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (where->place[mid].first < token)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool has_ground(const scan *s, const casus_sentence *sent)
{
    const casus_places *where = s->f->places;
    uint32_t end = sent->first + sent->n;
    if (!where) return true;
    for (uint32_t k = first_place(where, sent->first); k < where->n_place && where->place[k].first < end; k++)
        if (where->place[k].use == CASUS_PLACE_LITERAL) return true;
    for (uint32_t i = sent->first; i < end; i++)
        if (is_name_of_place(s, i)) return true;
    return false;
}

static bool has_any(const scan *s, const casus_sentence *sent, const char *const *list)
{
    for (uint32_t i = sent->first; i < sent->first + sent->n; i++)
        if (is_any(s, i, list)) return true;
    return false;
}

static bool has_leaving(const scan *s, const casus_sentence *sent)
{
    return has_any(s, sent, go) || (has_any(s, sent, out_of) && (has_any(s, sent, home) || has_ground(s, sent)));
}

bool frame_may_hold(const scan *s, const frame_row *row, const casus_sentence *sent, uint32_t has)
{
    uint32_t lacks = row->needs & ~has & ~(uint32_t)NEEDS_OF_WORDS;
    if (lacks & NEEDS_TWO && has & NEEDS_ACTOR && has_any(s, sent, like)) lacks &= ~(uint32_t)NEEDS_TWO;
    if (lacks) return false;
    return (!(row->needs & NEEDS_GROUND) || has_ground(s, sent)) && (!(row->needs & NEEDS_LEAVING) || has_leaving(s, sent));
}

bool frame_holds(const scan *s, const casus_match *m, const frame_row *row, trigger *t)
{
    if (!row->only) return true;
    uint32_t v = top_of(s, m->first, m->n);
    if (!in_tree(s, v) || !is_verb(s, v) || !row->only(s, v, m)) return false;
    t->definite = row->definite;
    return true;
}
