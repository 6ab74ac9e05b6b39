/* Who stands in a coded event.
 *
 * The doer is the subject, "by X", or whose noun it is; the one acted on is sought where the code says: of a demand those who
 * are to act, else the object, then phrases behind prepositions, then inside the act it bears on, then what is left behind the
 * act. A party's code is its country and its sector; a description without a country ("rebels") has that of the place beside it,
 * else of the place in the sentence, else of the other side.
 */
#include "what/coding.h"

#include <string.h>

enum { DEEPEST = 3, MOST_PARTIES = 8 };

typedef struct {
    casus_coded_party at[MOST_PARTIES];
    uint32_t n;
} parties;

/* ---------------------------------------------------------------- codes */

static const char *const sectors[] = {"GOV", "MIL", "REB", "OPP", "CVL", "COP", "UAF", "JUD", "LEG", "PTY", "REF", "ELI", "EDU",
                                      "MED", "JRN", "LAB", "BUS", "CRM", "SPY", "HRI", "REL", "MOS", "MUS", "CHR", "SOC", "PRM",
                                      "PTL", "SET", "AGR", "HLH", "JEW", "HIN", "ETH", NULL};

static bool is_sector(casus_str code)
{
    for (const char *const *z = sectors; *z; z++)
        if (code.n >= 3 && memcmp(code.p, *z, 3) == 0) return true;
    return false;
}

static void set_sector(casus_coded_party *p, casus_str z)
{
    size_t n = z.n < sizeof p->sector - 1 ? z.n : sizeof p->sector - 1;
    if (n) memcpy(p->sector, z.p, n);
    p->sector[n] = '\0';
}

static void set_code(casus_coded_party *p, casus_str code)
{
    if (code.n < 3) return;
    if (is_sector(code)) {
        set_sector(p, code);
        return;
    }
    memcpy(p->country, code.p, 3);
    p->country[3] = '\0';
    set_sector(p, (casus_str){code.p + 3, code.n - 3});
}

static void set_country(const coding *g, casus_coded_party *p, const char *iso2)
{
    unsigned x = (unsigned)(iso2[0] - 'A'), y = (unsigned)(iso2[1] - 'A');
    if (x < N_LETTER && y < N_LETTER) memcpy(p->country, g->c->iso3[x][y], sizeof p->country);
}

/* ---------------------------------------------------------------- one party */

/* A country named among the words [first, first + n) of an actor: "Syrian army", not "the army". */
static bool names_country(const coding *g, uint32_t first, uint32_t n)
{
    static const char *const name[] = {"countries", "demonyms", "capitals"};
    for (size_t t = 0; t < sizeof name / sizeof *name; t++) {
        int table = casus_lexicon_table(g->c->lex, name[t]);
        for (uint32_t i = first; i < first + n; i++)
            if (casus_words_at(g->s.f->words, i, table)) return true;
    }
    return false;
}

static const casus_place *place_on(const coding *g, uint32_t i)
{
    int32_t at = g->s.place_at[i];
    if (at == NONE) return NULL;
    const casus_place *p = &g->s.f->places->place[at];
    return p->entry.country[0] ? p : NULL;
}

static bool is_bare_country(const coding *g, const casus_actor *a)
{
    int table = casus_lexicon_table(g->c->lex, "countries");
    const casus_match *m = casus_words_at(g->s.f->words, a->first, table);
    return a->kind == CASUS_ACTOR_STATE && m && m->n >= a->n;
}

static void from_actor(const coding *g, const casus_actor *a, casus_coded_party *p)
{
    *p = (casus_coded_party){.span = a->span, .actor = a};
    set_code(p, a->code);
    if (!p->country[0] && a->country[0]) set_country(g, p, a->country);
    if (is_bare_country(g, a)) p->sector[0] = '\0';
    if (a->generic && p->country[0] && !names_country(g, a->first, a->n)) p->country[0] = '\0'; /* only guessed */
}

#define BEFORE (REL(AMOD) | REL(COMPOUND) | REL(NMOD_POSS) | REL(NMOD_DESC) | REL(NMOD_UNMARKED) | REL(FLAT))
#define BEHIND (REL(NMOD) | REL(APPOS) | REL(ACL))

/* The country that the words around a head tell: "Turkish", "in Turkey", "Turkey's". */
static void country_beside(const coding *g, uint32_t head, rels beside, int depth, casus_coded_party *p)
{
    static const char *const where[] = {"of", "in", "from", "at", "near", "for", "s", "to", "on", "with", NULL};
    const scan *s = &g->s;
    for (uint32_t k = child(s, head, beside); k != NO_TOKEN && !p->country[0]; k = sibling(s, k, beside)) {
        if (has_rel(s, k, REL(NMOD)) && !has_child(s, k, REL(CASE), where)) continue;
        const casus_place *place = place_on(g, k);
        const casus_actor *a = actor_at(s, k);
        if (place) {
            set_country(g, p, place->entry.country);
        } else if (a && a != p->actor && a->country[0] && (!a->generic || names_country(g, a->first, a->n))) {
            casus_coded_party x;
            from_actor(g, a, &x);
            memcpy(p->country, x.country, sizeof p->country);
        }
        if (!p->country[0] && depth < DEEPEST) country_beside(g, k, beside, depth + 1, p);
    }
}

static bool is_pronoun(const scan *s, uint32_t i)
{
    static const char *const word[] = {"it", "they", "he", "she", "them", "him", "its", "their", "his", "her",
                                       "himself", "itself", "themselves", "who", "which", "that", NULL};
    return is_any(s, i, word);
}

static const casus_actor *actor_of(coding *g, uint32_t head)
{
    const casus_actor *a = actor_at(&g->s, head);
    if (!a && is_pronoun(&g->s, head)) a = phrase_actor(&g->s, head);
    return a;
}

/* An actor that describes a head which is none: "rebel positions", "Hamas's demand". */
static const casus_actor *actor_beside(const scan *s, uint32_t head)
{
    const rels beside = REL(NMOD_POSS) | REL(COMPOUND) | REL(AMOD) | REL(FLAT) | REL(APPOS) | REL(NMOD_DESC) | REL(NMOD_UNMARKED);
    for (uint32_t k = child(s, head, beside); k != NO_TOKEN; k = sibling(s, k, beside)) {
        const casus_actor *a = actor_at(s, k);
        if (a && !(a->generic && a->n == 1 && s->dep[k].pos == CASUS_POS_ADJ)) return a; /* not "military" exercises */
    }
    return NULL;
}

/* The party a phrase names; false if it names none. deep: also one that only describes its head. */
static bool read_party(coding *g, uint32_t head, bool deep, casus_coded_party *p)
{
    const casus_actor *a = actor_of(g, head);
    if (!a && deep) a = actor_beside(&g->s, head);
    *p = (casus_coded_party){.span = tok(&g->s, head)->span};
    if (a && a->kind == CASUS_ACTOR_MEDIA && !deep) return false;
    if (a) from_actor(g, a, p);
    if (!a && place_on(g, head)) set_country(g, p, place_on(g, head)->entry.country);
    if (!p->country[0] && (a || deep)) country_beside(g, head, a ? BEFORE | BEHIND : BEFORE, 0, p);
    return p->country[0] || p->sector[0];
}

uint32_t kinds_at(coding *g, uint32_t head)
{
    const casus_actor *a = actor_of(g, head);
    const casus_place *p = place_on(g, head);
    return (a ? 1U << a->kind : 0) | (p && p->use == CASUS_PLACE_LITERAL ? KIND_PLACE : 0);
}

static bool same_party(const casus_coded_party *a, const casus_coded_party *b)
{
    return strcmp(a->country, b->country) == 0 && strcmp(a->sector, b->sector) == 0;
}

static bool holds(const parties *l, const casus_coded_party *p)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (same_party(&l->at[i], p) || l->at[i].span.off == p->span.off) return true;
    return false;
}

static void keep(parties *l, const casus_coded_party *p, const parties *but)
{
    if (l->n < MOST_PARTIES && !holds(l, p) && !(but && holds(but, p))) l->at[l->n++] = *p;
}

/* "French and Egyptian warships" are two: the countries joined before the head, with its sector. */
static void take_joined(coding *g, uint32_t head, const casus_coded_party *like, const parties *but, parties *out)
{
    const scan *s = &g->s;
    for (uint32_t k = child(s, head, BEFORE); k != NO_TOKEN; k = sibling(s, k, BEFORE)) {
        heads h = {.n = 0};
        with_conjuncts(s, k, &h);
        for (uint32_t i = 0; i < h.n && (h.n > 1 || !like->actor || k < like->actor->first); i++) {
            if (!place_on(g, h.at[i])) continue;
            casus_coded_party p = *like;
            p.span = tok(s, h.at[i])->span;
            set_country(g, &p, place_on(g, h.at[i])->entry.country);
            keep(out, &p, but);
        }
    }
}

/* "a third of the rebels", "a group of officers": who is counted. */
static bool read_counted(coding *g, uint32_t head, casus_coded_party *p)
{
    static const char *const of[] = {"of", NULL};
    for (uint32_t k = child(&g->s, head, REL(NMOD)); k != NO_TOKEN; k = sibling(&g->s, k, REL(NMOD)))
        if (has_child(&g->s, k, REL(CASE), of) && actor_at(&g->s, k)) return read_party(g, k, false, p);
    return false;
}

static bool take_phrase(coding *g, uint32_t head, bool deep, const parties *but, parties *out)
{
    heads h = {.n = 0};
    uint32_t before = out->n;
    with_conjuncts(&g->s, head, &h);
    for (uint32_t i = 0; i < h.n; i++) {
        casus_coded_party p;
        if (!read_party(g, h.at[i], deep, &p) && !read_counted(g, h.at[i], &p)) continue;
        keep(out, &p, but);
        take_joined(g, h.at[i], &p, but, out);
    }
    return out->n > before;
}

static bool take_heads(coding *g, const heads *h, bool deep, const parties *but, parties *out)
{
    uint32_t before = out->n;
    for (uint32_t i = 0; i < h->n; i++)
        take_phrase(g, h->at[i], deep, but, out);
    return out->n > before;
}

/* ---------------------------------------------------------------- doers */

static bool is_any_prep(const scan *s, uint32_t i, const char *const *words)
{
    return has_child(s, i, REL(CASE), words);
}

static bool take_behind(coding *g, uint32_t at, const char *const *words, const parties *but, parties *out)
{
    const rels set = OBLIQUES | REL(NMOD_UNMARKED);
    uint32_t before = out->n;
    for (uint32_t k = child(&g->s, at, set); k != NO_TOKEN; k = sibling(&g->s, k, set))
        if (is_any_prep(&g->s, k, words)) take_phrase(g, k, true, but, out);
    return out->n > before;
}

/* Of a noun: "X's demand", "the Israeli raid", "talks between X and Y", "a raid by X", "launched a raid". */
static void noun_doers(coding *g, const act *a, parties *out)
{
    static const char *const by[] = {"by", "between", "among", NULL};
    const scan *s = &g->s;
    const rels own = REL(NMOD_POSS) | REL(COMPOUND) | REL(AMOD) | REL(NMOD_DESC);
    if (take_behind(g, a->at, by, NULL, out)) return;
    uint32_t up = head_of(s, a->at);
    if (up != NO_TOKEN && is_verb(s, up) && has_rel(s, a->at, REL(OBJ) | REL(OBL) | REL(NSUBJ_PASS) | REL(XCOMP))) {
        arguments x = arguments_of(s, up);
        if (take_heads(g, &x.doer, true, NULL, out)) return;
    }
    for (uint32_t k = child(s, a->at, own); k != NO_TOKEN; k = sibling(s, k, own))
        if (take_phrase(g, k, false, NULL, out)) return;
}

static void find_doers(coding *g, const act *a, parties *out)
{
    const scan *s = &g->s;
    if (a->verb) {
        arguments x = arguments_of(s, a->at);
        take_heads(g, &x.doer, true, NULL, out);
    } else if (child(s, a->at, SUBJECTS) != NO_TOKEN || has_rel(s, a->at, REL(XCOMP) | REL(ADVCL))) {
        heads h = subjects_of(s, a->at);
        take_heads(g, &h, true, NULL, out);
    } else {
        noun_doers(g, a, out);
    }
}

/* ---------------------------------------------------------------- those acted on */

static const char *const preps[] = {"against", "on", "upon", "with", "to", "toward", "towards", "from", "into", "for", "of", "over", "about",
                                    "at", "between", "among", "in", "inside", "near", "by", NULL};

/* A party in a phrase or what hangs on it: "sanctions on Burma", "barriers to U.S. exports". */
static bool take_within(coding *g, uint32_t head, int depth, const parties *but, parties *out)
{
    const scan *s = &g->s;
    if (take_phrase(g, head, true, but, out)) return true;
    if (depth >= DEEPEST) return false;
    for (const char *const *prep = preps; *prep; prep++) {
        const char *const one[] = {*prep, NULL};
        for (uint32_t k = child(s, head, OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES))
            if (is_any_prep(s, k, one) && take_within(g, k, depth + 1, but, out)) return true;
    }
    const rels inner = REL(OBJ) | REL(IOBJ) | REL(XCOMP) | REL(CCOMP) | REL(ACL) | REL(NSUBJ_PASS);
    for (uint32_t k = child(s, head, inner); k != NO_TOKEN; k = sibling(s, k, inner))
        if (take_within(g, k, depth + 1, but, out)) return true;
    return false;
}

static bool asks_others(const char *code)
{
    return strncmp(code, "10", 2) == 0 || strncmp(code, "02", 2) == 0;
}

/* Those who are to act: the subject of what is demanded. */
static bool take_askees(coding *g, const act *a, const parties *but, parties *out)
{
    const scan *s = &g->s;
    for (uint32_t i = 0; i < a->n_slot; i++) {
        const slot *x = &a->slot[i];
        if (!x->clause) continue;
        heads h = subjects_of(s, x->at);
        if (take_heads(g, &h, true, but, out)) return true;
    }
    return false;
}

static bool take_direct(coding *g, const act *a, const parties *but, parties *out)
{
    bool any = false;
    for (uint32_t i = 0; i < a->n_slot; i++) {
        const slot *x = &a->slot[i];
        if (!x->clause && x->direct && !x->prep.n) any = take_phrase(g, x->at, true, but, out) || any;
    }
    return any;
}

static bool begins(const char *code, const char *root)
{
    return strncmp(code, root, 2) == 0;
}

static bool take_oblique(coding *g, const act *a, const parties *but, parties *out)
{
    static const char *const blame[] = {"against", "over", "about", "of", "for", "with", "on", "at", "toward", "to", "from", "in", NULL};
    for (const char *const *prep = begins(a->code, "11") ? blame : preps; *prep; prep++)
        for (uint32_t i = 0; i < a->n_slot; i++) {
            const slot *x = &a->slot[i];
            if (!x->clause && casus_str_is(x->prep, *prep) && take_within(g, x->at, 0, but, out)) return true;
        }
    return false;
}

static bool take_slots(coding *g, const act *a, const parties *but, parties *out)
{
    for (uint32_t i = 0; i < a->n_slot; i++)
        if (a->slot[i].direct && take_within(g, a->slot[i].at, 0, but, out)) return true;
    return false;
}

static void find_targets(coding *g, const act *a, const parties *but, parties *out);

static bool take_inner(coding *g, const act *a, const parties *but, parties *out)
{
    if (a->inner == NONE) return false;
    const act *x = &g->act[a->inner];
    if (asks_others(a->code)) {
        parties doers = {.n = 0};
        find_doers(g, x, &doers);
        for (uint32_t i = 0; i < doers.n; i++)
            keep(out, &doers.at[i], but);
        if (out->n) return true;
    }
    find_targets(g, x, but, out);
    return out->n > 0;
}

/* Whoever is named behind the act, or stands before it and is no doer. */
static void take_anybody(coding *g, const act *a, const parties *but, parties *out)
{
    const scan *s = &g->s;
    for (uint32_t i = a->at + 1; i < g->end && !out->n; i++) {
        if (is_any(s, i, (const char *const[]){"said", "says", "told", "according", NULL})) return;
        if (actor_at(s, i) || place_on(g, i)) take_phrase(g, i, false, but, out);
    }
}

static void find_targets(coding *g, const act *a, const parties *but, parties *out)
{
    if (asks_others(a->code) && take_askees(g, a, but, out)) return;
    if (a->inner != NONE && asks_others(a->code) && take_inner(g, a, but, out)) return;
    if (take_direct(g, a, but, out)) return;
    if (take_oblique(g, a, but, out)) return;
    if (take_inner(g, a, but, out)) return;
    if (take_slots(g, a, but, out)) return;
}

/* ---------------------------------------------------------------- the whole */

static bool is_home(const casus_coded_party *p)
{
    static const char *const home[] = {"REB", "OPP", "CVL", "COP", "PTL", "PRM", "EDU", "LAB", "LEG", "JUD", "PTY", "REF", "CRM", "MED",
                                       "ELI", "JRN", "BUS", "REL", "AGR", "SPY", NULL};
    for (const char *const *z = home; *z; z++)
        if (strncmp(p->sector, *z, 3) == 0) return true;
    return false;
}

static bool lacks_country(const parties *l)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (!l->at[i].country[0]) return true;
    return false;
}

/* The first place of the sentence that is no demonym, the sentence's stage. */
static const casus_place *stage(const coding *g)
{
    for (uint32_t i = g->first; i < g->end; i++)
        if (place_on(g, i) && place_on(g, i)->use == CASUS_PLACE_LITERAL) return place_on(g, i);
    return NULL;
}

static void fill_country(const coding *g, parties *l, const parties *other)
{
    const casus_place *p = stage(g);
    for (uint32_t i = 0; i < l->n; i++) {
        casus_coded_party *x = &l->at[i];
        if (x->country[0]) continue;
        if (other->n && other->at[0].country[0] && (is_home(x) || (x->actor && x->actor->kind == CASUS_ACTOR_PERSON)) && strncmp(other->at[0].country, "IGO", 3) != 0)
            memcpy(x->country, other->at[0].country, sizeof x->country);
        else if (p)
            set_country(g, x, p->entry.country);
        else if (x->actor && x->actor->country[0] && !other->n)
            set_country(g, x, x->actor->country);
    }
}

static casus_coded_party *store(coding *g, const parties *l)
{
    if (!l->n) return NULL;
    casus_coded_party *p = casus_arena_get(g->s.a, l->n, sizeof *p);
    if (!p)
        g->s.failed = true;
    else
        memcpy(p, l->at, l->n * sizeof *p);
    return p;
}

/* Those whose country the words tell go before those who are only described. */
static void drop_vague(parties *l)
{
    uint32_t n = 0;
    bool sure = false;
    for (uint32_t i = 0; i < l->n; i++)
        sure = sure || l->at[i].country[0];
    for (uint32_t i = 0; i < l->n && sure; i++)
        if (l->at[i].country[0]) l->at[n++] = l->at[i];
    if (sure) l->n = n;
}

/* Two that agree, talk or work together with nobody else named: what lies at home or has no name is no third. */
static void drop_own(const parties *source, parties *target)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < target->n; i++) {
        bool own = !target->at[i].country[0];
        for (uint32_t k = 0; k < source->n; k++)
            own = own || strcmp(source->at[k].country, target->at[i].country) == 0;
        if (!own) target->at[n++] = target->at[i];
    }
    target->n = n;
}

/* Nobody is named as doer: the country where it was done, for violence by an unknown hand. */
static void take_stage(coding *g, const act *a, parties *source)
{
    static const char *const root[] = {"09", "11", "17", "18", "19", "20", NULL};
    const casus_place *p = NULL;
    for (uint32_t i = 0; i < a->n_slot && !p; i++)
        if (!a->slot[i].clause && place_on(g, a->slot[i].at) && place_on(g, a->slot[i].at)->use == CASUS_PLACE_LITERAL)
            p = place_on(g, a->slot[i].at);
    for (const char *const *z = root; p && *z; z++) {
        if (!begins(a->code, *z)) continue;
        casus_coded_party x = {.span = p->span};
        set_country(g, &x, p->entry.country);
        if (a->code[0] != '0' && strncmp(a->code, "18", 2) >= 0) set_sector(&x, CASUS_STR("UAF"));
        keep(source, &x, NULL);
        return;
    }
}

static bool is_mutual(const act *a, const char *code, const parties *source, const parties *target)
{
    static const char *const root[] = {"03", "04", "05", "06", NULL};
    if (source->n < 2 || target->n) return false;
    if (a->how == SIDE_BOTH) return true;
    for (const char *const *z = root; *z; z++)
        if (strncmp(code, *z, 2) == 0) return true;
    return false;
}

void fill_parties(coding *g, const act *a, casus_event *e)
{
    parties source = {.n = 0}, target = {.n = 0};
    if (a->how == SIDE_DONE) {
        heads h = subjects_of(&g->s, a->at);
        take_heads(g, &h, true, NULL, &target);
    } else if (a->how == SIDE_GET) {
        find_doers(g, a, &target);
        find_targets(g, a, &target, &source);
    } else {
        find_doers(g, a, &source);
        if (!source.n && a->inner != NONE && child(&g->s, a->at, SUBJECTS) == NO_TOKEN) find_doers(g, &g->act[a->inner], &source);
        drop_vague(&source);
        find_targets(g, a, &source, &target);
        drop_vague(&target);
        parties nobody = {.n = 0};
        if (is_mutual(a, a->code, &source, &nobody)) drop_own(&source, &target);
        else if (!target.n) take_anybody(g, a, &source, &target);
        if (!source.n) take_stage(g, a, &source);
    }
    if (lacks_country(&source)) fill_country(g, &source, &target);
    if (lacks_country(&target)) fill_country(g, &target, &source);
    e->source = store(g, &source);
    e->target = store(g, &target);
    e->n_source = e->source ? source.n : 0;
    e->n_target = e->target ? target.n : 0;
    e->mutual = is_mutual(a, a->code, &source, &target);
}

bool find_other_doer(coding *g, const act *a, const act *inner)
{
    parties outer = {.n = 0}, doer = {.n = 0};
    find_doers(g, a, &outer);
    find_doers(g, inner, &doer);
    if (!doer.n && inner->inner != NONE) find_doers(g, &g->act[inner->inner], &doer);
    for (uint32_t i = 0; i < doer.n; i++)
        if (outer.n && doer.at[i].country[0] && !holds(&outer, &doer.at[i])) return true;
    return false;
}
