/* Who is meant by a description: after the way through the text, when all its actors are known.
 *
 *   apposition    "Ana Diaz, a reporter", "a reporter, Ana Diaz,"; "reporter Ana Diaz" tells the same but is joined by find.c
 *   later, before "the reporter"; and "a reporter was killed", where one person of the report is called so
 *   the group     "the group", "the movement", "the company": the body of such kind that was named last
 *   the rebels    "the rebels", "leftist guerrillas": the rebel group of the report, where it names only one
 *   he, she       the one person of this sentence and the one before
 *
 * A description that is taken for a name keeps its words and gets the name, code and number of the one it stands for. One pass
 * over the actors for each; those who are described are kept in a small table, so the time is linear but for its length.
 */
#include "room.h"

#include <string.h>

enum { MOST_DESCRIBED = 64, MOST_BACK = 5 /* tokens before a name in which its description begins */ };

/* A person or body and the row of agents.tsv it is described by. */
typedef struct {
    uint32_t row, actor;
    bool twice; /* two are described so: the description alone tells neither */
} described;

typedef struct {
    who_finder *f;
    described d[MOST_DESCRIBED];
    uint32_t n;
} referring;

static bool is_named(const casus_actor *x) { return !x->generic && x->name.n > 0; }

static bool may_be_person(const who_finder *f, const casus_actor *x)
{
    static const char *const crowds[] = {"group", "gang", "cartel", "band", "column", "unit", "force", "militia", "army", "faction", "squad",
                                         "government", "ministry", "agency", "family", "crowd", "mob", "police", NULL};
    return x->generic && !x->plural && !x->unknown && x->kind != CASUS_ACTOR_MEDIA && !who_one_of(f, x->first + x->n - 1, crowds);
}

/* The row of the last agent noun of a description. */
static bool row_of(const who_finder *f, uint32_t first, uint32_t n, uint32_t *row)
{
    for (uint32_t k = first + n; k-- > first;) {
        const casus_match *m = who_match(f, k, &f->agents);
        if (!m || m->first + m->n != first + n) continue;
        *row = m->row;
        return true;
    }
    return false;
}

static void describe(referring *r, uint32_t row, uint32_t actor)
{
    for (uint32_t i = 0; i < r->n; i++) {
        if (r->d[i].row != row) continue;
        r->d[i].twice = r->d[i].twice || r->f->actor[r->d[i].actor].entity != r->f->actor[actor].entity;
        return;
    }
    if (r->n < MOST_DESCRIBED) r->d[r->n++] = (described){row, actor, false};
}

/* Make x stand for the named one; what x tells of country fills what the named one lacks. */
static void stand_for(casus_actor *x, casus_actor *named)
{
    if (!named->country[0] && x->country[0]) memcpy(named->country, x->country, sizeof named->country);
    if (!named->code.n) named->code = x->code;
    x->named = casus_actor_named(named);
    x->name = named->name;
    x->code = named->code;
    x->parent = named->parent;
    x->member = named->member;
    x->kind = named->kind;
    memcpy(x->country, named->country, sizeof x->country);
    x->generic = false;
    x->plural = named->plural;
    x->entity = named->entity;
}

/* ---------------------------------------------------------------- appositions */

static bool is_article(const who_finder *f, uint32_t i)
{
    static const char *const articles[] = {"a", "an", "the", "another", "one", NULL};
    return who_one_of(f, i, articles);
}

/* Does "NAME, a ..." lead to the description? A comma, then at most an article and words that modify. */
static bool follows_in_apposition(const who_finder *f, const casus_actor *name, const casus_actor *x)
{
    uint32_t i = name->first + name->n;
    if (!who_inside(f, x->first, name->first) || x->first < i + 1 || x->first > i + 2 || !who_is(f, i, ",")) return false;
    if (x->first == i + 2 ? !is_article(f, i + 1) : who_shouts(f, i)) return false;
    return !(x->first == i + 1 && f->words->pos[x->first] == CASUS_POS_PROPN); /* "X, Army soldiers" begins a list */
}

static bool ends_apposition(const who_finder *f, uint32_t i, uint32_t like)
{
    static const char *const ends[] = {",", ".", ";", ")", "who", "was", "were", "and", NULL};
    return !who_inside(f, i, like) || who_one_of(f, i, ends);
}

/* "a reporter, Ana Diaz, ..." */
static bool leads_in_apposition(const who_finder *f, const casus_actor *x, const casus_actor *name)
{
    uint32_t i = x->first + x->n;
    return name->first == i + 1 && who_inside(f, name->first, x->first) && who_is(f, i, ",") &&
           ends_apposition(f, name->first + name->n, name->first);
}

static bool same_sort(const who_finder *f, const casus_actor *x, const casus_actor *name)
{
    if (name->kind == CASUS_ACTOR_PERSON) return may_be_person(f, x) && x->kind != CASUS_ACTOR_ORG;
    if (name->kind == CASUS_ACTOR_ARMED) return x->generic && x->kind == CASUS_ACTOR_ARMED;
    if (name->kind == CASUS_ACTOR_MEDIA) return x->generic && x->kind == CASUS_ACTOR_MEDIA;
    return false;
}

/* A description joined to its name in the text: "tribal leader Ali Khan". */
static void note_joined(referring *r, uint32_t i)
{
    const who_finder *f = r->f;
    const casus_actor *x = &f->actor[i];
    for (uint32_t back = 1; back <= MOST_BACK && back <= x->first; back++) {
        const casus_match *m = who_match(f, x->first - back, &f->agents);
        if (!m || m->first + m->n != x->first || !who_inside(f, m->first, x->first)) continue;
        describe(r, m->row, i);
        return;
    }
}

static void appose(referring *r, uint32_t i)
{
    who_finder *f = r->f;
    casus_actor *name = &f->actor[i];
    uint32_t row;
    if (!is_named(name)) return;
    if (name->kind == CASUS_ACTOR_PERSON) note_joined(r, i);
    casus_actor *after = i + 1 < f->n_actor ? name + 1 : NULL, *before = i ? name - 1 : NULL;
    if (after && same_sort(f, after, name) && follows_in_apposition(f, name, after)) {
        bool other = after->first > 0 && who_is(f, after->first - 1, "another"); /* "a teacher said; A. B., another teacher, said" */
        if (!other && row_of(f, after->first, after->n, &row)) describe(r, row, i);
        stand_for(after, name);
    }
    if (before && same_sort(f, before, name) && leads_in_apposition(f, before, name)) {
        if (row_of(f, before->first, before->n, &row)) describe(r, row, i);
        stand_for(before, name);
    }
}

/* ---------------------------------------------------------------- "the reporter" */

/* Words that mean anybody. */
static bool tells_little(const casus_actor *x)
{
    static const char *const names[] = {"people", "men", "women", "children", "leaders", "officials", "suspects", "victims", "relatives", NULL};
    for (size_t i = 0; names[i]; i++)
        if (casus_str_is(x->name, names[i])) return true;
    return x->kind != CASUS_ACTOR_CIVILIAN && x->kind != CASUS_ACTOR_ORG && x->kind != CASUS_ACTOR_STATE;
}

/* "the reporter" behind the name, "a reporter" before it. */
static bool is_the_one(const who_finder *f, const casus_actor *x, const casus_actor *named)
{
    uint32_t before = x->first > 0 && who_inside(f, x->first - 1, x->first) ? x->first - 1 : x->first;
    if (before == x->first) return false;
    bool later = x->first > named->first;
    return later ? who_is(f, before, "the") : who_is(f, before, "a") || who_is(f, before, "an");
}

static void refer_back(referring *r, casus_actor *x)
{
    uint32_t row;
    if (!may_be_person(r->f, x) || tells_little(x) || !row_of(r->f, x->first, x->n, &row)) return;
    for (uint32_t i = 0; i < r->n; i++) {
        casus_actor *named = &r->f->actor[r->d[i].actor];
        if (r->d[i].row != row || r->d[i].twice || named->kind != CASUS_ACTOR_PERSON || !is_the_one(r->f, x, named)) continue;
        if (x->country[0] && named->country[0] && memcmp(x->country, named->country, 2) != 0) continue;
        stand_for(x, named);
        return;
    }
}

/* ---------------------------------------------------------------- "the rebels" */

static bool of_sector(const casus_actor *x, const char *sector)
{
    casus_str c = x->code;
    return c.n >= 3 && memcmp(c.p + c.n - 3, sector, 3) == 0;
}

/* The only rebel group that a report names; NULL: none or several. */
static const casus_actor *only_rebels(const who_finder *f)
{
    const casus_actor *found = NULL;
    for (uint32_t i = 0; i < f->n_actor; i++) {
        const casus_actor *x = &f->actor[i];
        if (!is_named(x) || x->unknown || x->kind != CASUS_ACTOR_ARMED || !of_sector(x, "REB")) continue;
        if (found && found->entity != x->entity) return NULL;
        found = x;
    }
    return found;
}

/* "the rebels", "leftist guerrillas": no more than what every rebel is called, and not of another country. */
static bool is_any_rebel(const who_finder *f, const casus_actor *x, const casus_actor *named)
{
    static const char *const word[] = {"rebels", "rebel", "guerrillas", "guerrilla", "guerillas", "insurgents", "separatists", NULL};
    if (!x->generic || x->kind != CASUS_ACTOR_ARMED || !who_one_of(f, x->first + x->n - 1, word)) return false;
    return !x->country[0] || !named->country[0] || memcmp(x->country, named->country, 2) == 0;
}

/* "Gunmen of the X gang", "fighters, believed to belong to X": they are X. */
static void belong(who_finder *f, uint32_t i)
{
    static const char *const between[] = {",",      "believed", "thought", "suspected", "said",     "to",   "be",      "belong", "belonging", "members",
                                          "member", "of",       "from",    "the",       "fighters", "with", "ranks",
                                          "group",  "movement", "faction", "gang",      "organization", "organisation", "militia", NULL};
    static const char *const last[] = {"of", "from", "to", "the", "group", "movement", "faction", "gang", "organization", "organisation", "militia", NULL};
    casus_actor *x = &f->actor[i], *named = i + 1 < f->n_actor ? x + 1 : NULL;
    if (!named || !x->generic || x->kind != CASUS_ACTOR_ARMED || named->kind != CASUS_ACTOR_ARMED || !is_named(named) ||
        !who_inside(f, named->first, x->first))
        return;
    uint32_t k = x->first + x->n;
    if (k == named->first) return;
    bool tells = false;
    for (; k < named->first && who_one_of(f, k, between); k++) tells = tells || !(who_is(f, k, "the") || who_is(f, k, ","));
    if (tells && k == named->first && who_one_of(f, k - 1, last)) stand_for(x, named);
}

static void are_these(casus_actor *x, const casus_actor *told)
{
    x->name = told->name;
    x->code = told->code;
    x->entity = told->entity;
    memcpy(x->country, told->country, sizeof x->country);
}

/* "A police minibus ... killed 13 officers": of the police. */
static void police_officers(who_finder *f, uint32_t i)
{
    static const char *const officers[] = {"officer", "officers", NULL};
    casus_actor *x = &f->actor[i];
    if (i == 0 || x->n != 1 || !who_one_of(f, x->first, officers)) return;
    const casus_actor *last = x - 1;
    if (last->kind == CASUS_ACTOR_FORCES && of_sector(last, "COP") && who_inside(f, last->first, x->first)) {
        are_these(x, last);
    }
}

/* "Four coalition soldiers ... The soldiers' vehicle", "eight police officers ... the officers": those who were told of with the same word. */
static void known_forces(who_finder *f, uint32_t i)
{
    enum { BACK = 8, SENTENCES = 3 };
    const casus_token *t = f->text->token;
    casus_actor *x = &f->actor[i];
    if (!x->generic || x->kind != CASUS_ACTOR_FORCES || x->n != 1 || x->first == 0 || !who_is(f, x->first - 1, "the")) return;
    for (uint32_t k = i; k-- > 0 && k + BACK > i;) {
        const casus_actor *told = &f->actor[k];
        if (t[told->first].sentence + SENTENCES < t[x->first].sentence) return;
        if (told->kind != CASUS_ACTOR_FORCES || !casus_str_eq(t[told->first + told->n - 1].norm, t[x->first].norm)) continue;
        if (told->n > 1) are_these(x, told);
        return;
    }
}

/* "Taliban commander Mullah Sabir": titles and given names stand between, if anything does. */
static void of_group(who_finder *f, uint32_t i)
{
    enum { MOST_TITLES = 4 };
    static const char *const title[] = {"commander", "leader", "spokesman", "spokeswoman", "chief", "official", "member", "military", "senior", "top", "field", "local", "mullah", "maulvi",
                                        "sheikh", "sheik", "qari", "abu", ",", NULL};
    casus_actor *x = &f->actor[i], *group = i > 0 ? x - 1 : NULL;
    if (!group || x->kind != CASUS_ACTOR_PERSON || x->member.n || group->kind != CASUS_ACTOR_ARMED || !is_named(group) || !who_inside(f, x->first, group->first)) return;
    uint32_t k = group->first + group->n;
    if (x->first > k + MOST_TITLES) return;
    for (; k < x->first; k++)
        if (!who_one_of(f, k, title) && !who_match(f, k, &f->agents)) return;
    if (who_is(f, x->first - 1, "spokesman")) return; /* who speaks for it is its voice, and told as such */
    x->member = group->name;
    x->code = group->code;
    memcpy(x->country, group->country, sizeof x->country);
}

/* "X said its fighters ...", "its First Battalion", "X said his men ...": X's. */
static void their_own(who_finder *f, uint32_t i)
{
    static const char *const owner[] = {"its", "his", "her", "their", NULL}, *const men[] = {"men", "fighters", "forces", "troops", "soldiers", "army", NULL};
    casus_actor *x = &f->actor[i];
    bool led = who_one_of(f, x->first + x->n - 1, men), crowd = x->kind == CASUS_ACTOR_GROUP && x->generic && led;
    bool armed = (x->kind == CASUS_ACTOR_ARMED && x->generic) || crowd, forces = x->kind == CASUS_ACTOR_FORCES && (x->generic || !x->country[0]);
    if ((!armed && !forces) || x->first == 0 || !who_one_of(f, x->first - 1, owner)) return;
    bool its = who_is(f, x->first - 1, "its");
    if (forces && !its && !led) return; /* "his bodyguards" */
    for (uint32_t k = i; k-- > 0 && who_inside(f, f->actor[k].first, x->first);) {
        casus_actor *o = &f->actor[k];
        bool rebel = o->kind == CASUS_ACTOR_PERSON && of_sector(o, "REB") && !its;
        if (o->kind == CASUS_ACTOR_STATE && its) return; /* "Ethiopia said its troops" */
        if (!rebel && (o->kind != CASUS_ACTOR_ARMED || (forces && !is_named(o)))) continue;
        if (rebel && o->member.n) { /* "General A. B., of X, and his forces" */
            for (uint32_t j = 0; j < f->n_actor && rebel; j++)
                if (f->actor[j].kind == CASUS_ACTOR_ARMED && casus_str_eq(f->actor[j].name, o->member)) {
                    o = &f->actor[j];
                    rebel = false;
                }
        }
        stand_for(x, o);
        return;
    }
}

static void refer_rebels(who_finder *f)
{
    const casus_actor *first = only_rebels(f);
    if (!first) return;
    casus_actor named = *first;
    for (uint32_t i = 0; i < f->n_actor; i++)
        if (is_any_rebel(f, &f->actor[i], &named)) stand_for(&f->actor[i], &named);
}

bool who_refer(who_finder *f)
{
    referring *r = casus_arena_get(f->arena, 1, sizeof *r);
    if (!r) return false;
    r->f = f;
    for (uint32_t i = 0; i < f->n_actor; i++) appose(r, i);
    for (uint32_t i = 0; i < f->n_actor; i++) {
        belong(f, i);
        police_officers(f, i);
        known_forces(f, i);
        of_group(f, i);
        their_own(f, i);
    }
    for (uint32_t i = 0; r->n && i < f->n_actor; i++) refer_back(r, &f->actor[i]);
    refer_rebels(f);
    return true;
}

/* ---------------------------------------------------------------- on the way: "the group", "he" */

/* Which named actors a word may stand for: of a kind, and of a sector if one is told. */
static const struct { const char *word; casus_actor_kind kind; const char *sector; } back_words[] = {
    {"group", CASUS_ACTOR_ARMED, NULL},      {"movement", CASUS_ACTOR_ARMED, NULL},   {"organization", CASUS_ACTOR_ARMED, NULL},
    {"organisation", CASUS_ACTOR_ARMED, NULL}, {"outfit", CASUS_ACTOR_ARMED, NULL},   {"network", CASUS_ACTOR_ARMED, NULL},
    {"cartel", CASUS_ACTOR_ARMED, "CRM"},    {"militia", CASUS_ACTOR_ARMED, "PRM"},   {"party", CASUS_ACTOR_ORG, "PTY"},
    {"movement", CASUS_ACTOR_ORG, "OPP"},    {"group", CASUS_ACTOR_ORG, "NGO"},       {"charity", CASUS_ACTOR_ORG, "NGO"},
    {"organization", CASUS_ACTOR_ORG, "NGO"}, {"organisation", CASUS_ACTOR_ORG, "NGO"}, {"company", CASUS_ACTOR_ORG, "BUS"},
    {"firm", CASUS_ACTOR_ORG, "BUS"},        {"alliance", CASUS_ACTOR_ORG, "IGO"},    {"bloc", CASUS_ACTOR_ORG, "IGO"},
    {"newspaper", CASUS_ACTOR_MEDIA, NULL},  {"daily", CASUS_ACTOR_MEDIA, NULL},
};

enum { SENTENCES_BACK = 3 };

static const casus_actor *last_of(const who_finder *f, uint32_t i, casus_actor_kind kind, const char *sector)
{
    uint32_t here = f->text->token[i].sentence;
    for (uint32_t k = f->n_actor; k-- > 0;) {
        const casus_actor *o = &f->actor[k];
        if (f->text->token[o->first].sentence + SENTENCES_BACK < here) return NULL;
        if (!o->generic && o->kind == kind && (!sector || of_sector(o, sector))) return o;
    }
    return NULL;
}

/* "the group said", not "the group of Eight", "the rebel group", "the party leader". */
static bool stands_alone(const who_finder *f, uint32_t i)
{
    static const char *const points[] = {"the", "this", NULL};
    if (i == 0 || !who_inside(f, i - 1, i) || !who_one_of(f, i - 1, points)) return false;
    if (!who_inside(f, i + 1, i)) return true;
    if (who_is(f, i + 1, "of") || who_is(f, i + 1, "-")) return false;
    casus_pos next = (casus_pos)f->words->pos[i + 1];
    return next != CASUS_POS_NOUN && next != CASUS_POS_PROPN;
}

/* The only person of this sentence and the one before; NULL: none or several. */
static const casus_actor *only_person(const who_finder *f, uint32_t i)
{
    const casus_actor *found = NULL;
    uint32_t here = f->text->token[i].sentence;
    for (uint32_t k = f->n_actor; k-- > 0;) {
        const casus_actor *o = &f->actor[k];
        if (f->text->token[o->first].sentence + 1 < here) break;
        if (o->kind != CASUS_ACTOR_PERSON) continue;
        if (found && found->entity != o->entity) return NULL;
        found = o;
    }
    return found;
}

uint32_t who_back(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    (void)nomem;
    static const char *const pronouns[] = {"he", "she", "him", NULL};
    const casus_actor *o = NULL;
    if (who_one_of(f, i, pronouns)) {
        o = only_person(f, i);
    } else if (stands_alone(f, i)) {
        for (size_t k = 0; !o && k < sizeof back_words / sizeof *back_words; k++)
            if (who_is(f, i, back_words[k].word)) o = last_of(f, i, back_words[k].kind, back_words[k].sector);
    }
    if (!o) return 0;
    *out = *o;
    out->named = casus_actor_named(o);
    out->first = i;
    out->n = 1;
    return 1;
}
