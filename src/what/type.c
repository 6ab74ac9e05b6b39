/* Which type a claim is of, and its codes: the event word that tells most names it; words that leave it open ("attack",
 * "killed") are settled by the weapon, then by who stands against whom.
 */
#include "what/claim.h"

#include <string.h>

bool armed(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_FORCES || a->kind == CASUS_ACTOR_ARMED;
}

static bool holds_ground(const casus_actor *a)
{
    return armed(a) || a->kind == CASUS_ACTOR_STATE;
}

bool anybody(const casus_actor *a)
{
    return a != NULL;
}

bool unarmed(const casus_actor *a)
{
    return !armed(a);
}

/* People, and bodies without arms; no state, which may be what is left */
static bool no_power(const casus_actor *a)
{
    return !armed(a) && a->kind != CASUS_ACTOR_STATE;
}

bool of_state(const casus_actor *a)
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
bool a_person(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_PERSON || a->kind == CASUS_ACTOR_CIVILIAN || a->kind == CASUS_ACTOR_GROUP;
}

bool any_part(const casus_claim *c, casus_role role, bool (*test)(const casus_actor *))
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == role && test(c->part[i].actor)) return true;
    return false;
}

bool word_in(const scan *s, const segment *g, const char *const *list)
{
    for (uint32_t i = g->first; i < g->end; i++)
        if (is_any(s, i, list)) return true;
    return false;
}

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
int rank_of(const trigger *t)
{
    if (t->kind >= CASUS_N_TYPE) return t->kind == KIND_FIND ? 1 : 0;
    static const int force_rank[CASUS_N_TYPE] = {
        [CASUS_TYPE_SUICIDE_BOMBING] = 9, [CASUS_TYPE_AIR_STRIKE] = 8, [CASUS_TYPE_EXECUTION] = 7,   [CASUS_TYPE_SHELLING] = 6,
        [CASUS_TYPE_BOMBING] = 5,         [CASUS_TYPE_SHOOTING] = 4,   [CASUS_TYPE_ARMED_CLASH] = 3,
    };
    return 2 + force_rank[t->kind];
}

const char *family_of(int kind)
{
    return kind >= CASUS_N_TYPE ? "force" : casus_type_family((casus_type)kind);
}

/* Do the event words themselves name the type? */
bool names_type(const trigger *t, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (t[k].kind < CASUS_N_TYPE) return true;
    return false;
}

static bool place_behind(const scan *s, const segment *g, const trigger *t)
{
    enum { OBJECT = 7 };
    for (uint32_t i = t->first + t->n; i < g->end && i < t->first + t->n + OBJECT; i++)
        if (s->place_at[i] != NONE && s->f->places->place[s->place_at[i]].use == CASUS_PLACE_LITERAL) return true;
    return false;
}

/* "Captured 20 rebels", "they were captured": people, not ground, are the object. */
bool takes_people(const scan *s, const trigger *t)
{
    static const char *const them[] = {"he", "she", "they", "him", "her", "them", NULL};
    uint32_t v = top_of(s, t->first, t->n);
    if ((t->how != FRAME_ACT && t->how != FRAME_NOUN) || !in_tree(s, v)) return false;
    arguments a = {.passive = false};
    if (t->how == FRAME_ACT) {
        a = arguments_of(s, v);
    } else {
        static const char *const of[] = {"of", NULL};
        for (uint32_t k = child(s, v, REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(NMOD))) /* "the capture of X" */
            if (has_child(s, k, REL(CASE), of)) with_conjuncts(s, k, &a.sufferer);
    }
    static const char *const one[] = {"boss",   "leader",   "commander", "chief",   "kingpin", "ringleader", "lieutenant",
                                      "member", "members",  "hitman",    "team",    "crew",    "delegation", "ship",
                                      "vessel", "tanker",   "freighter", "trawler", "boat",    "boats",      "carrier",
                                      "plane",  "airliner", "bus",       NULL};
    for (uint32_t k = 0; k < a.sufferer.n; k++) {
        uint32_t i = a.sufferer.at[k], of = child(s, i, REL(NMOD));
        if (pos(s, i) == CASUS_POS_NUM && of == NO_TOKEN) return true; /* "61 were killed and 17 captured" */
        if (t->how == FRAME_NOUN && is_word(s, i - 1, "alias")) return true;
        if (t->how == FRAME_NOUN && s->place_at[i] == NONE && name_over(s, i, CASUS_NAME_PERSON)) return true;
        if (is_any(s, i, them) || is_any(s, i, one) || (of != NO_TOKEN && is_any(s, of, them))) return true; /* "most of them" */
        if (s->actor_at[i] != NONE && s->place_at[i] == NONE && s->f->actors->actor[s->actor_at[i]].kind != CASUS_ACTOR_STATE)
            return true;
    }
    return false;
}

/* "A drone fired three missiles", "a drone fired on a wedding", "warplanes pounded the columns, ending an offensive" */
static bool from_the_air(const telling *e)
{
    const trigger *t = e->t, *lead = e->lead;
    uint32_t n = e->n;
    if (lead->kind == CASUS_TYPE_SHELLING || (lead->kind == CASUS_TYPE_SHOOTING && lead->how == FRAME_ACT && lead->n > 1)) return true;
    for (uint32_t k = 0; k < n && lead->kind == CASUS_TYPE_ARMED_CLASH && lead->how == FRAME_NOUN; k++)
        if (t[k].kind == KIND_ATTACK && t[k].how == FRAME_ACT) return true;
    return false;
}

/* Event words that name a type, with a weapon that makes it another one. */
static void type_by_weapon(const scan *s, const telling *e, casus_claim *c)
{
    const trigger *lead = e->lead;
    int w = e->weapon;
    if (w == CASUS_TYPE_AIR_STRIKE && from_the_air(e)) {
        c->type = settled(s, CASUS_TYPE_AIR_STRIKE, "the weapon makes it an attack from the air");
        c->loose = lead->kind == CASUS_TYPE_ARMED_CLASH; /* of an offensive, which may be told again as such */
    } else if (c->type == CASUS_TYPE_BOMBING && w == CASUS_TYPE_SHELLING && lead->how == FRAME_NOUN && !lead->strong) {
        c->type = settled(s, CASUS_TYPE_SHELLING, "the bombs are of mortars");
    } else if (c->type == CASUS_TYPE_BOMBING && (w == CASUS_TYPE_SUICIDE_BOMBING || w == CASUS_TYPE_AIR_STRIKE)) {
        c->type = settled(s, (casus_type)w, "the weapon makes the bombing one from the air or by suicide");
    }
}

/* "The country's air force bombed a position" */
static bool by_air_force(const scan *s, const casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        uint32_t last = a->first + a->n - 1;
        if (c->part[i].role == CASUS_PERPETRATOR && a->kind == CASUS_ACTOR_FORCES && last > 0 && is_word(s, last, "force") && is_word(s, last - 1, "air")) return true;
    }
    return false;
}

/* A type that those who act or suffer make another one: a clash of a crowd is a riot. */
static void type_by_parties(const scan *s, const segment *g, const telling *e, casus_claim *c)
{
    static const char *const storm[] = {"stormed", "storming", "storm", "raided", "raiding", NULL};
    const trigger *lead = e->lead;
    if (c->type == CASUS_TYPE_BOMBING && lead->how == FRAME_ACT && by_air_force(s, c))
        c->type = settled(s, CASUS_TYPE_AIR_STRIKE, "an air force does it");
    bool unarmed_suffer = any_part(c, CASUS_AFFECTED, of_people) && !any_part(c, CASUS_AFFECTED, armed);
    if (c->type == CASUS_TYPE_ARMED_CLASH && lead->how == FRAME_ACT && is_any(s, lead->first, storm) && any_tally(c) &&
        unarmed_suffer)
        c->type = settled(s, e->weapon == CASUS_TYPE_SHOOTING ? CASUS_TYPE_SHOOTING : CASUS_TYPE_ATTACK_CIVILIANS,
                          "those who suffered bear no arms");
    bool crowd =
        any_part(c, CASUS_PERPETRATOR, of_crowd) || (lead->how != FRAME_ACT && any_part(c, CASUS_PERPETRATOR, of_people));
    if (c->type == CASUS_TYPE_ARMED_CLASH && crowd && !any_part(c, CASUS_PERPETRATOR, rebellious))
        c->type = settled(s, CASUS_TYPE_RIOT, "a crowd fights");
    if (c->type == CASUS_TYPE_ATTACK_CIVILIANS && any_part(c, CASUS_PERPETRATOR, of_crowd) && !any_tally(c) &&
        !any_part(c, CASUS_AFFECTED, of_people) && lead->how == FRAME_ACT)
        c->type = settled(s, CASUS_TYPE_RIOT, "a crowd wrecks things");
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE && any_part(c, CASUS_PERPETRATOR, civilian) &&
        !any_part(c, CASUS_PERPETRATOR, armed))
        c->type = settled(s, CASUS_TYPE_PROTEST, "people without arms occupy it");
    if (c->type == CASUS_TYPE_TERRITORY_CHANGE &&
        (takes_people(s, lead) || (any_part(c, CASUS_AFFECTED, a_person) && !place_behind(s, g, lead))))
        c->type = settled(s, CASUS_TYPE_ABDUCTION_DETENTION, "people were captured, no place is told behind the verb");
    if (c->type == CASUS_TYPE_DISPLACEMENT && any_part(c, CASUS_AFFECTED, of_state) && !any_part(c, CASUS_AFFECTED, civilian))
        c->type = settled(s, CASUS_TYPE_OTHER, "diplomats or officials are expelled");
    bool moves_people = any_part(c, CASUS_AFFECTED, no_power);
    bool no_holder = any_part(c, CASUS_PARTY, anybody) && !any_part(c, CASUS_PARTY, holds_ground);
    static const char *const men[] = {"troops", "troop", "forces", "force", "soldiers", NULL};
    bool armed_men = false;
    for (uint32_t i = lead->first; i < lead->first + lead->n; i++)
        armed_men = armed_men || is_any(s, i, men); /* "NATO will withdraw its troops" */
    if (lead->how == FRAME_LEAVE && !armed_men && (moves_people || no_holder)) /* an aid group that leaves gives up no ground */
        c->type = settled(s, CASUS_TYPE_DISPLACEMENT, "those who leave hold no ground");
}

casus_type bare_type(const trigger *lead)
{
    return lead->kind < CASUS_N_TYPE ? (casus_type)lead->kind : CASUS_TYPE_ATTACK_CIVILIANS;
}

void set_type(const scan *s, const segment *g, const telling *e, casus_claim *c)
{
    c->loose = e->lead->kind >= CASUS_N_TYPE;
    if (c->loose) {
        c->type = type_from_context(s, g, e->lead->kind, e->weapon, c);
        c->loose = e->weapon == NONE || e->weapon == CASUS_TYPE_SHOOTING; /* gunmen may as well have clashed */
    } else {
        static const char *const missile[] = {"missile", "missiles", NULL};
        c->loose = e->lead->kind == CASUS_TYPE_SHELLING && e->lead->how == FRAME_NOUN && is_any(s, e->lead->first, missile);
        type_by_weapon(s, e, c); /* whence a missile came may be told later */
    }
    type_by_parties(s, g, e, c);
    const casus_claim *last = s->n_claim ? &s->claim[s->n_claim - 1] : NULL;
    if (e->lead->how == FRAME_BLAMES && e->n == 1 && last && last->type == CASUS_TYPE_ABDUCTION_DETENTION)
        c->type = settled(s, last->type, "who is blamed for those taken");
}

/* The usual mode of a type, where the words tell more than the type. */
void set_codes(const scan *s, casus_claim *c)
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
