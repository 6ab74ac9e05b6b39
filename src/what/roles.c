/* Who did it and to whom: what both ways of reading share.
 *
 * A sentence that was parsed is read by its tree (roles_by_tree.c), any other by the order of its words (roles_by_order.c).
 */
#include "what/roles.h"

#include <string.h>

enum { MOST_PARTS = 24 };

/* Where the report speaks of a state or its forces for the first time; NULL for what has no two-letter code. */
static const casus_actor **nation_slot(nations *n, const char *country, bool forces)
{
    unsigned a = (unsigned)(country[0] - 'A'), b = (unsigned)(country[1] - 'A');
    if (a >= N_LETTER || b >= N_LETTER) return NULL;
    return forces ? &n->forces[a][b] : &n->state[a][b];
}

/* What is asked about the actors of the whole report at each event word is written down once. */
bool open_actors(scan *s)
{
    uint32_t n = s->f->text->n_token, token = 0;
    int32_t group = NONE;
    s->group_before = casus_arena_get(s->a, (size_t)n + 1, sizeof *s->group_before);
    if (!s->group_before) return false;
    for (uint32_t i = 0; i < s->f->actors->n_actor; i++) {
        const casus_actor *a = &s->f->actors->actor[i];
        if (a->generic) continue;
        if (a->kind == CASUS_ACTOR_STATE || a->kind == CASUS_ACTOR_FORCES) {
            const casus_actor **first = nation_slot(&s->nation, a->country, a->kind == CASUS_ACTOR_FORCES);
            if (first && !*first) *first = a;
        } else if (a->kind == CASUS_ACTOR_ARMED || a->kind == CASUS_ACTOR_ORG) {
            while (token <= a->first)
                s->group_before[token++] = group;
            group = (int32_t)i;
        }
    }
    while (token <= n)
        s->group_before[token++] = group;
    return true;
}

const casus_actor *actor_at(const scan *s, uint32_t i)
{
    return s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
}

static bool has_part(const casus_claim *c, casus_role role, const casus_actor *a)
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == role && (c->part[i].actor == a || c->part[i].actor->entity == a->entity)) return true;
    return false;
}

void add_part(scan *s, casus_claim *c, casus_role role, const casus_actor *a)
{
    if (!a || a->kind == CASUS_ACTOR_MEDIA || has_part(c, role, a) || c->n_part >= MOST_PARTS) return;
    if (!c->part) {
        c->part = casus_arena_get(s->a, MOST_PARTS, sizeof *c->part);
        if (!c->part) {
            s->failed = true;
            return;
        }
    }
    c->part[c->n_part++] = (casus_part){role, a, s->rule, s->way, s->by};
}

/* "ISRMIL" from "IL". */
static casus_str nation_code(scan *s, const char *iso2, const char *sector)
{
    int table = casus_lexicon_table(s->lex, "countries");
    int key = casus_lexicon_column(s->lex, table, "iso2"), value = casus_lexicon_column(s->lex, table, "iso3");
    casus_str code = {0};
    for (uint32_t r = 0; r < casus_lexicon_rows(s->lex, table); r++) {
        if (!casus_str_is(casus_lexicon_cell(s->lex, table, r, key), iso2)) continue;
        casus_str iso3 = casus_lexicon_cell(s->lex, table, r, value);
        char *z = casus_arena_get(s->a, 8, 1);
        if (!z || iso3.n != 3) break;
        memcpy(z, iso3.p, 3);
        memcpy(z + 3, sector, 3);
        return (casus_str){z, 6};
    }
    return code;
}

/* What a state's forces are called: as the lexicon says, else "Turkish Armed Forces". Empty if the state is not known. */
static casus_str nation_forces(scan *s, const char *iso2)
{
    int table = casus_lexicon_table(s->lex, "demonyms");
    int key = casus_lexicon_column(s->lex, table, "iso2"), value = casus_lexicon_column(s->lex, table, "forces");
    for (uint32_t r = 0; r < casus_lexicon_rows(s->lex, table); r++) {
        if (!casus_str_is(casus_lexicon_cell(s->lex, table, r, key), iso2)) continue;
        casus_str forces = casus_lexicon_cell(s->lex, table, r, value);
        casus_str adjective = casus_lexicon_cell(s->lex, table, r, casus_lexicon_column(s->lex, table, "adjective"));
        if (casus_str_is(forces, "-")) return (casus_str){0}; /* it has none */
        if (forces.n || !adjective.n) return forces;
        static const char tail[] = " Armed Forces";
        char *z = casus_arena_get(s->a, adjective.n + sizeof tail, 1);
        if (!z) {
            s->failed = true;
            return forces;
        }
        memcpy(z, adjective.p, adjective.n);
        memcpy(z + adjective.n, tail, sizeof tail);
        return (casus_str){z, adjective.n + sizeof tail - 1};
    }
    return (casus_str){0};
}

const casus_place *demonym_at(const scan *s, uint32_t i)
{
    static const char *const short_form[] = {"u.s", "u.s.", "us", "uk", "u.k", "u.k.", NULL}; /* "the U.S. bombing" */
    static const char *const stance[] = {"anti", "pro", "non", NULL};
    int32_t at = s->place_at[i];
    bool joined = at != NONE && i + 2 < s->f->text->n_token && is_word(s, i + 1, "-") && s->place_at[i + 2] == NONE; /* "a Tunisian-born driver" */
    if (at == NONE || joined || (i > 1 && is_word(s, i - 1, "-") && is_any(s, i - 2, stance))) return NULL; /* "an anti-Syrian figure" */
    bool adjective = s->f->places->place[at].use == CASUS_PLACE_DEMONYM ||
                     (is_any(s, i, short_form) && has_rel(s, i, REL(COMPOUND) | REL(AMOD)));
    if (!adjective) return NULL;
    const casus_place *p = &s->f->places->place[at];
    return p->entry.country[0] ? p : NULL;
}

/* A nation or its forces as actor, the one `who` found elsewhere in the report if it did. like: where the words stand. */
static const casus_actor *nation_actor(scan *s, const char *country, casus_str name, bool force, const casus_actor *like)
{
    const casus_actor **known = nation_slot(&s->nation, country, force);
    if (known && *known) return *known;
    casus_actor *a = casus_arena_get(s->a, 1, sizeof *a);
    if (!a) {
        s->failed = true;
        return NULL;
    }
    casus_str forces = force ? nation_forces(s, country) : (casus_str){0};
    *a = (casus_actor){.first = like->first, .n = like->n, .span = like->span, .name = forces.n ? forces : name};
    a->kind = forces.n ? CASUS_ACTOR_FORCES : CASUS_ACTOR_STATE;
    memcpy(a->country, country, sizeof a->country);
    a->code = nation_code(s, country, force ? "MIL" : "GOV");
    a->entity = -1 - (int32_t)(casus_hash(a->name, 0) & 0xffffff);
    return a;
}

const casus_actor *nation_of(scan *s, const casus_place *p, const casus_claim *c)
{
    bool force = strcmp(casus_type_family(c->type), "force") == 0;
    casus_actor like = {.first = p->first, .n = p->n, .span = p->span};
    return nation_actor(s, p->entry.country, p->entry.name, force, &like);
}

const casus_actor *forces_of(scan *s, const casus_actor *state)
{
    return nation_actor(s, state->country, state->name, true, state);
}

/* An actor cannot be both; the first reading that came from a verb of its own stands. */
static void settle(casus_claim *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_part; i++) {
        bool twice = false;
        for (uint32_t k = 0; k < n; k++)
            twice = twice || (c->part[k].actor->entity == c->part[i].actor->entity && !c->part[k].actor->generic);
        if (!twice) c->part[n++] = c->part[i];
    }
    c->n_part = n;
}

static bool ends_in(casus_str s, const char *tail)
{
    size_t n = strlen(tail);
    return s.n > n && memcmp(s.p + s.n - n, tail, n) == 0;
}

/* The country itself: as the report names it, else as the lexicon does. */
static const casus_actor *state_of(scan *s, const casus_actor *like)
{
    int table = casus_lexicon_table(s->lex, "countries");
    int key = casus_lexicon_column(s->lex, table, "iso2"), value = casus_lexicon_column(s->lex, table, "name");
    casus_str name = {0};
    for (uint32_t r = 0; r < casus_lexicon_rows(s->lex, table) && !name.n; r++)
        if (casus_str_is(casus_lexicon_cell(s->lex, table, r, key), like->country))
            name = casus_lexicon_cell(s->lex, table, r, value);
    for (uint32_t i = 0; i < s->f->actors->n_actor && name.n; i++)
        if (casus_str_eq(s->f->actors->actor[i].name, name)) return &s->f->actors->actor[i];
    casus_actor *a = name.n ? casus_arena_get(s->a, 1, sizeof *a) : NULL;
    if (!a) return NULL;
    *a = (casus_actor){.first = like->first, .n = like->n, .span = like->span, .name = name, .kind = CASUS_ACTOR_STATE};
    memcpy(a->country, like->country, sizeof a->country);
    a->code = nation_code(s, like->country, "GOV");
    a->entity = -1 - (int32_t)(casus_hash(name, 0) & 0xffffff);
    return a;
}

static bool in_office(const casus_actor *a)
{
    enum { CODE = 6 };
    return a->code.n == CODE && memcmp(a->code.p + 3, "GOV", 3) == 0 && a->country[0];
}

/* Talks and agreements are between those whom the envoys speak for: "U.S. diplomats" are the United States, a minister by name
 * stands beside his state. */
static void as_parties(scan *s, casus_claim *c)
{
    uint32_t n = c->n_part;
    for (uint32_t i = 0; i < n; i++)
        c->part[i].role = CASUS_PARTY;
    for (uint32_t i = 0; i < n; i++) {
        const casus_actor *a = c->part[i].actor;
        bool envoy = a->kind == CASUS_ACTOR_STATE && (ends_in(a->name, " officials") || ends_in(a->name, " diplomats")),
             person = a->kind == CASUS_ACTOR_PERSON && !a->generic;
        if (!in_office(a) || !(envoy || person)) continue;
        const casus_actor *state = state_of(s, a);
        if (!state) continue;
        s->rule = "the state that the envoy speaks for";
        s->way = NULL;
        if (person)
            add_part(s, c, CASUS_PARTY, state);
        else
            c->part[i].actor = state;
    }
}

static bool has_role(const casus_claim *c, bool sufferers)
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if ((c->part[i].role == CASUS_AFFECTED) == sufferers) return true;
    return false;
}

static bool any_verb(const trigger *t, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++)
        if (t[k].how != FRAME_NOUN) return true;
    return false;
}

/* "The rebel-held town": an actor that only describes something else. */
static bool describes(const scan *s, const casus_actor *a)
{
    uint32_t top = top_of(s, a->first, a->n), of = head_of(s, top);
    return of != NO_TOKEN && has_rel(s, top, REL(COMPOUND) | REL(AMOD)) && actor_at(s, of) == NULL;
}

/* "The detained leader", "displaced by fighting in X": who does it is not in the words around. */
static bool lacks_doer(const scan *s, const trigger *t)
{
    static const char *const by[] = {"by", "amid", NULL};
    uint32_t h = top_of(s, t->first, t->n);
    bool gerund = in_tree(s, h) && s->dep[h].tag == CASUS_TAG_VBG && has_child(s, h, REL(MARK) | REL(CASE), by);
    return gerund || has_rel(s, h, REL(AMOD));
}

/* "Crossed the border from Afghanistan", "a grenade thrown into a church" */
static bool comes_from(const scan *s, const casus_actor *a)
{
    static const char *const from[] = {"from", "in", "near", "into", "at", "outside", "inside", NULL}, *const article[] = {"a", "an", "the", NULL};
    bool body = a->kind == CASUS_ACTOR_ORG && a->generic;
    uint32_t before = a->first > 1 && body && is_any(s, a->first - 1, article) ? a->first - 2 : a->first - 1;
    return (a->kind == CASUS_ACTOR_STATE || body) && a->first > 0 && is_any(s, before, from);
}

/* Trees go wrong: where one shows nobody on a side, the order of words is asked. Who did what a noun tells stands in its tree
 * or nowhere. */
static void fill_by_order(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c)
{
    casus_claim order = {.type = c->type};
    bool doers = has_role(c, false) || (in_tree(s, t[0].first) && !any_verb(t, n)) || (n == 1 && lacks_doer(s, t));
    bool sufferers = has_role(c, true);
    if (doers && sufferers) return;
    roles_by_order(s, g, t, n, &order);
    for (uint32_t i = 0; i < order.n_part; i++) {
        const casus_part *p = &order.part[i];
        if (describes(s, p->actor) || comes_from(s, p->actor)) continue;
        if ((p->role == CASUS_AFFECTED ? !sufferers : !doers) && !has_part(c, CASUS_PERPETRATOR, p->actor) &&
            !has_part(c, CASUS_AFFECTED, p->actor)) {
            s->rule = p->rule;
            s->way = p->way;
            s->by = p->by;
            add_part(s, c, p->role, p->actor);
        }
    }
}

void read_roles(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c)
{
    if (in_tree(s, t[0].first)) roles_by_tree(s, t, n, c);
    fill_by_order(s, g, t, n, c);
    if (c->type == CASUS_TYPE_TALKS || c->type == CASUS_TYPE_AGREEMENT) as_parties(s, c);
    settle(c);
}
