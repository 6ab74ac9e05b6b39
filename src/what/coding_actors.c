/* Who stands in a coded event.
 *
 * The doer is the subject, "by X", or whose noun it is; the one acted on is sought where the code says: of a demand those who
 * are to act, else the object, then phrases behind prepositions, then inside the act it bears on, then what is left behind the
 * act. Whose country is told goes before who is only described. A party's code is its country and its sector; a description
 * without a country ("rebels") has that of the place beside it, else of the other side, else of the place in the sentence.
 */
#include "what/coding.h"

#include <string.h>

enum { DEEPEST = 3, MOST_PARTIES = 8 };

#define BEFORE (REL(AMOD) | REL(COMPOUND) | REL(NMOD_POSS) | REL(NMOD_DESC) | REL(NMOD_UNMARKED) | REL(FLAT))
#define BEHIND (REL(NMOD) | REL(APPOS) | REL(ACL))
#define CLAUSES_BELOW (REL(XCOMP) | REL(CCOMP) | REL(ACL))

/* A list of parties being found. */
typedef struct {
    casus_coded_party at[MOST_PARTIES];
    uint32_t n;
} parties;

/* What is looked for: strict, only parties whose country is told; deep, also those that only describe a head; never one of but. */
typedef struct {
    bool deep, strict;
    const parties *but;
} quest;

/* ---------------------------------------------------------------- codes */

static const char *const sectors[] = {"GOV", "MIL", "REB", "OPP", "CVL", "COP", "UAF", "JUD", "LEG", "PTY", "REF",
                                      "ELI", "EDU", "MED", "JRN", "LAB", "BUS", "CRM", "SPY", "HRI", "REL", "MOS",
                                      "MUS", "CHR", "SOC", "PRM", "PTL", "SET", "AGR", "HLH", "JEW", "HIN", "ETH", NULL};

/* Sectors that lie in the country of those they stand against, where none is told. */
static const char *const at_home[] = {"REB", "OPP", "CVL", "COP", "PTL", "PRM", "EDU", "LAB", "LEG", "JUD", "PTY",
                                      "REF", "CRM", "MED", "ELI", "JRN", "BUS", "REL", "AGR", "SPY", NULL};

static bool begins_with(const char *code, const char *const *list)
{
    for (; *list; list++)
        if (strncmp(code, *list, strlen(*list)) == 0) return true;
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
    static const char *const both[] = {"ETH", "MUS", NULL}; /* with more behind them Ethiopia and Mauritius */
    char first[4] = "";
    if (code.n < 3) return;
    memcpy(first, code.p, 3);
    if (begins_with(first, sectors) && !(code.n > 3 && begins_with(first, both))) {
        set_sector(p, code);
        return;
    }
    memcpy(p->country, first, sizeof first);
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
    for (size_t t = 0; t < sizeof g->c->land / sizeof *g->c->land; t++)
        for (uint32_t i = first; i < first + n; i++)
            if (casus_words_at(g->s.f->words, i, g->c->land[t])) return true;
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
    const casus_match *m = casus_words_at(g->s.f->words, a->first, g->c->land[0]);
    return a->kind == CASUS_ACTOR_STATE && m && m->n >= a->n;
}

static void from_actor(const coding *g, const casus_actor *a, casus_coded_party *p)
{
    *p = (casus_coded_party){.span = a->span, .actor = a};
    set_code(p, a->code);
    if (!p->country[0] && a->country[0]) set_country(g, p, a->country);
    if (is_bare_country(g, a)) p->sector[0] = '\0';
    if (a->generic && a->country[0] && !names_country(g, a->first, a->n)) p->country[0] = '\0'; /* only guessed */
}

/* A country, people or capital of the lexicon whose last word is i: "South African". False: none. */
static bool land_word(const coding *g, uint32_t i, casus_coded_party *p)
{
    enum { LONGEST = 3 };
    for (size_t t = 0; t < sizeof g->c->land / sizeof *g->c->land; t++)
        for (uint32_t k = 0; k < LONGEST && i >= g->first + k; k++) {
            const casus_match *m = casus_words_at(g->s.f->words, i - k, g->c->land[t]);
            if (!m || m->first + m->n != i + 1) continue;
            casus_str iso2 = casus_lexicon_cell(g->c->lex, g->c->land[t], m->row, g->c->land_iso2[t]);
            if (iso2.n == 2) set_country(g, p, iso2.p);
            return p->country[0] != '\0';
        }
    return false;
}

/* Does a place tell whose something is? Before a noun only peoples and countries do: not "Gulf war". */
static bool tells_country(const scan *s, uint32_t k, const casus_place *p)
{
    return has_rel(s, k, REL(NMOD_POSS) | BEHIND) || p->use != CASUS_PLACE_LITERAL || p->entry.precision == CASUS_PREC_COUNTRY;
}

/* The country that the words around a head tell: "Turkish", "in Turkey", "Turkey's". */
static void country_beside(const coding *g, uint32_t head, rels beside, int depth, casus_coded_party *p)
{
    static const char *const where[] = {"of", "in", "from", "at", "near", "for", "s", "to", "on", "with", NULL};
    const scan *s = &g->s;
    for (uint32_t k = child(s, head, beside); k != NO_TOKEN && !p->country[0]; k = sibling(s, k, beside)) {
        if (has_rel(s, k, REL(NMOD)) && !has_child(s, k, REL(CASE), where)) continue;
        const casus_place *place = place_on(g, k);
        const casus_actor *a = actor_at(s, k);
        if (land_word(g, k, p)) return;
        if (place && tells_country(s, k, place)) {
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
    static const char *const word[] = {"it",  "they",    "he",     "she",        "them", "him",   "its",  "their", "his",
                                       "her", "himself", "itself", "themselves", "who",  "which", "that", NULL};
    return is_any(s, i, word);
}

/* "Hamas leaders", "U.N. weapons inspectors": whose they are, where they are only described. */
static const casus_actor *named_beside(const coding *g, uint32_t head, const casus_actor *own, int depth)
{
    const scan *s = &g->s;
    const rels beside = REL(COMPOUND) | REL(NMOD_POSS) | REL(AMOD);
    for (uint32_t k = child(s, head, beside); own->generic && k != NO_TOKEN; k = sibling(s, k, beside)) {
        const casus_actor *a = actor_at(s, k);
        bool of_group = a && a->kind == CASUS_ACTOR_ARMED && own->kind != CASUS_ACTOR_ARMED; /* "rebel delegates" */
        if (a && a != own && (of_group || (!a->generic && (a->kind == CASUS_ACTOR_ARMED || a->kind == CASUS_ACTOR_ORG)))) return a;
        if (depth > 0 && named_beside(g, k, own, depth - 1) != own) return named_beside(g, k, own, depth - 1);
    }
    return own;
}

static const casus_actor *actor_of(coding *g, uint32_t head)
{
    const casus_actor *a = actor_at(&g->s, head);
    if (a && names_country(g, a->first, a->n)) return a;
    if (a) return named_beside(g, head, a, 1);
    return is_pronoun(&g->s, head) ? phrase_actor(&g->s, head) : NULL;
}

/* "military" exercises, "official" protest: no party. */
static bool only_describes(const scan *s, uint32_t i, const casus_actor *a)
{
    return a->generic && a->n == 1 && s->dep[i].pos == CASUS_POS_ADJ;
}

/* An actor that describes a head which is none: "rebel positions", "Hamas's demand"; not "military exercises". */
static const casus_actor *actor_beside(const scan *s, uint32_t head)
{
    const rels beside = BEFORE | REL(APPOS);
    for (uint32_t k = child(s, head, beside); k != NO_TOKEN; k = sibling(s, k, beside)) {
        const casus_actor *a = actor_at(s, k);
        if (a && !only_describes(s, k, a)) return a;
    }
    return NULL;
}

/* "a third of the rebels", "hundreds of thousands of people": who is counted. */
static uint32_t counted(const coding *g, uint32_t head)
{
    static const char *const of[] = {"of", NULL};
    static const char *const many[] = {"tens", "dozens", "scores", "hundreds", "thousands", "millions", NULL};
    for (int step = 0; step < DEEPEST && !actor_at(&g->s, head) && !place_on(g, head); step++) {
        uint32_t k = child(&g->s, head, REL(NMOD));
        bool counts = governs(&g->s, head, "amount") || is_any(&g->s, head, many);
        if (k == NO_TOKEN || !has_child(&g->s, k, REL(CASE), of) || !(actor_at(&g->s, k) || counts)) break;
        head = k;
    }
    return head;
}

/* The party a phrase names; false if it names none that is asked for. */
static bool read_party(coding *g, uint32_t head, const quest *q, casus_coded_party *p)
{
    const casus_actor *a = actor_of(g, head);
    if (a && only_describes(&g->s, head, a)) return false;
    if (!a && q->deep) a = actor_beside(&g->s, head);
    *p = (casus_coded_party){.span = tok(&g->s, head)->span};
    if (a && a->kind == CASUS_ACTOR_MEDIA && !q->deep) return false;
    if (a) from_actor(g, a, p);
    if (!a && place_on(g, head)) set_country(g, p, place_on(g, head)->entry.country);
    if (!p->country[0] && (a || q->deep)) country_beside(g, head, a ? BEFORE | BEHIND : BEFORE, 0, p);
    bool anywhere = a && a->generic && strcmp(p->country, "NGO") == 0; /* "observers" */
    return q->strict ? p->country[0] && !anywhere : p->country[0] || p->sector[0];
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
static void take_joined(coding *g, uint32_t head, const casus_coded_party *like, const quest *q, parties *out)
{
    const scan *s = &g->s;
    for (uint32_t k = child(s, head, BEFORE); k != NO_TOKEN; k = sibling(s, k, BEFORE)) {
        heads h = {.n = 0};
        with_conjuncts(s, k, &h);
        for (uint32_t i = 0; i < h.n && (h.n > 1 || !like->actor || k < like->actor->first); i++) {
            const casus_place *place = place_on(g, h.at[i]);
            if (!place || !tells_country(s, k, place)) continue;
            casus_coded_party p = *like;
            p.span = tok(s, h.at[i])->span;
            set_country(g, &p, place->entry.country);
            keep(out, &p, q->but);
        }
    }
}

/* "The presidents of Brazil and Argentina", "troops from Chad and Niger": one of each country. */
static void take_each(coding *g, uint32_t head, const casus_coded_party *like, const quest *q, parties *out)
{
    static const char *const of[] = {"of", "from", NULL};
    const scan *s = &g->s;
    for (uint32_t k = child(s, head, REL(NMOD)); like->actor && k != NO_TOKEN; k = sibling(s, k, REL(NMOD))) {
        heads h = {.n = 0};
        if (!has_child(s, k, REL(CASE), of) || !place_on(g, k)) continue;
        with_conjuncts(s, k, &h);
        for (uint32_t i = 1; i < h.n; i++) {
            const casus_place *place = place_on(g, h.at[i]);
            if (!place || place->entry.precision != CASUS_PREC_COUNTRY) continue;
            casus_coded_party p = *like;
            p.span = tok(s, h.at[i])->span;
            set_country(g, &p, place->entry.country);
            keep(out, &p, q->but);
        }
    }
}

static bool take_phrase(coding *g, uint32_t head, const quest *q, parties *out)
{
    heads h = {.n = 0};
    uint32_t before = out->n;
    with_conjuncts(&g->s, head, &h);
    for (uint32_t k = child(&g->s, head, REL(APPOS)); k != NO_TOKEN; k = sibling(&g->s, k, REL(APPOS)))
        for (uint32_t j = child(&g->s, k, REL(CONJ)); j != NO_TOKEN; j = sibling(&g->s, j, REL(CONJ)))
            if (actor_at(&g->s, j)) with_conjuncts(&g->s, j, &h); /* "President A. and Prime Minister B.", hung on A. */
    for (uint32_t i = 0; i < h.n; i++) {
        casus_coded_party p;
        uint32_t at = counted(g, h.at[i]);
        if (!read_party(g, at, q, &p)) continue;
        keep(out, &p, q->but);
        take_joined(g, at, &p, q, out);
        take_each(g, at, &p, q, out);
    }
    return out->n > before;
}

static bool take_heads(coding *g, const heads *h, const quest *q, parties *out)
{
    uint32_t before = out->n;
    for (uint32_t i = 0; i < h->n; i++)
        take_phrase(g, h->at[i], q, out);
    return out->n > before;
}

/* ---------------------------------------------------------------- doers */

static const quest anyone = {.deep = true};

static bool take_behind(coding *g, uint32_t at, const char *const *words, parties *out)
{
    const rels set = OBLIQUES | REL(NMOD_UNMARKED);
    uint32_t before = out->n;
    for (uint32_t k = child(&g->s, at, set); k != NO_TOKEN; k = sibling(&g->s, k, set))
        if (has_child(&g->s, k, REL(CASE), words)) take_phrase(g, k, &anyone, out);
    return out->n > before;
}

static bool is_root(const act *a, const char *root)
{
    return strncmp(a->code, root, 2) == 0;
}

/* Of a noun: "X's demand", "the Israeli raid", "talks between X and Y", "a raid by X", "launched a raid". */
static void noun_doers(coding *g, const act *a, parties *out)
{
    static const char *const by[] = {"by", "between", "among", NULL};
    static const quest plain = {.deep = false};
    const scan *s = &g->s;
    const rels own = REL(NMOD_POSS) | REL(COMPOUND) | REL(AMOD) | REL(NMOD_DESC);
    if (take_behind(g, a->at, by, out)) return;
    uint32_t up = governor(s, a->at);
    if (up != NO_TOKEN) {
        arguments x = arguments_of(s, up);
        if (take_heads(g, &x.doer, &anyone, out)) return;
    }
    for (uint32_t k = child(s, a->at, own); k != NO_TOKEN; k = sibling(s, k, own))
        if (take_phrase(g, k, &plain, out)) return;
    up = head_of(s, a->at);
    if (is_root(a, "04") && has_rel(s, a->at, OBLIQUES) && up != NO_TOKEN && child(s, up, REL(COP)) != NO_TOKEN) {
        heads h = subjects_of(s, up); /* "the president is in Moscow for talks" */
        take_heads(g, &h, &anyone, out);
    }
}

/* "Peacekeepers were shipped out", "troops were sent to the border": they go, whoever ships them. */
static bool leaves(const act *a)
{
    static const char *const code[] = {"0874", "166", "074", "15", NULL};
    return a->passive && begins_with(a->code, code);
}

static void find_doers(coding *g, const act *a, parties *out)
{
    static const char *const by[] = {"by", NULL};
    const scan *s = &g->s;
    if (a->verb) {
        arguments x = arguments_of(s, a->at);
        if (take_heads(g, &x.doer, &anyone, out)) return;
        for (uint32_t i = 0; a->passive && i < a->n_slot && !out->n; i++) { /* "hit with sanctions by X" */
            const slot *z = &a->slot[i];
            bool told = z->inner == NONE || casus_str_is(z->prep, "with");
            if (z->prep.n && !z->clause && told) take_behind(g, z->at, by, out);
        }
        if (!out->n && leaves(a)) take_heads(g, &x.sufferer, &anyone, out);
    } else if (child(s, a->at, SUBJECTS) != NO_TOKEN || has_rel(s, a->at, REL(XCOMP) | REL(ADVCL) | REL(ACL_RELCL))) {
        heads h = subjects_of(s, a->at);
        take_heads(g, &h, &anyone, out);
    } else {
        noun_doers(g, a, out);
    }
}

/* "US authorities said that lifting the sanctions was out of the question": where nobody is named, who says so. */
static void take_speaker(coding *g, const act *a, parties *out)
{
    enum { FAR = 4 };
    uint32_t i = a->at;
    for (int step = 0; step < FAR; step++) {
        if (has_rel(&g->s, i, REL(CCOMP))) break;
        if (has_rel(&g->s, i, REL(ROOT) | REL(ACL_RELCL) | REL(ADVCL))) return;
        i = head_of(&g->s, i);
        if (i == NO_TOKEN) return;
    }
    uint32_t up = head_of(&g->s, i);
    if (!has_rel(&g->s, i, REL(CCOMP)) || up == NO_TOKEN || up > i) return;
    heads h = subjects_of(&g->s, up);
    take_heads(g, &h, &anyone, out);
}

/* ---------------------------------------------------------------- those acted on */

static const char *const usual[] = {"against", "on", "upon", "with", "to", "toward", "towards", "from", "into", "for", "of",
                                    "over", "about", "between", "among", "at", "in", "inside", "near", "outside", "along", "off",
                                    "around", "by", NULL};
static const char *const of_blame[] = {"against", "over", "about", "of", "for", "with", "on", "at", "toward", "to", "from", "in", NULL};
static const char *const of_place[] = {"in", "at", "inside", "near", "outside", "along", "off", "around", NULL};

/* "its troops" are the doer's own. */
static bool is_own(const scan *s, uint32_t head)
{
    uint32_t k = child(s, head, REL(NMOD_POSS));
    return k != NO_TOKEN && is_pronoun(s, k);
}

/* A party in a phrase or what hangs on it: "sanctions on Burma", "barriers to U.S. exports". */
static bool take_within(coding *g, uint32_t head, int depth, const quest *q, parties *out)
{
    const scan *s = &g->s;
    if (!(q->strict && is_own(s, head)) && take_phrase(g, head, q, out)) return true;
    if (depth >= DEEPEST) return false;
    for (const char *const *prep = usual; *prep; prep++) {
        const char *const one[] = {*prep, NULL};
        for (uint32_t k = child(s, head, OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES))
            if (has_child(s, k, REL(CASE), one) && take_within(g, k, depth + 1, q, out)) return true;
    }
    const rels inner = REL(OBJ) | REL(IOBJ) | CLAUSES_BELOW | REL(NSUBJ_PASS);
    for (uint32_t k = child(s, head, inner); k != NO_TOKEN; k = sibling(s, k, inner))
        if (take_within(g, k, depth + 1, q, out)) return true;
    return false;
}

/* "said that Iraq attacked", "alleged that Chad was arming rebels": Iraq and Chad are accused. */
static bool tells_on_others(const coding *g, const act *a)
{
    if (!is_root(a, "11")) return false;
    for (uint32_t i = 0; i < a->n_slot; i++)
        if (a->slot[i].clause && a->slot[i].at > a->at && has_rel(&g->s, a->slot[i].at, REL(CCOMP))) return true;
    return a->rule_class == g->c->say;
}

static bool asks_others(const coding *g, const act *a)
{
    return tells_on_others(g, a) || is_root(a, "10") || is_root(a, "02");
}

/* Those who are to act: the subject of what is demanded. */
static bool take_askees(coding *g, const act *a, const quest *q, parties *out)
{
    for (uint32_t i = 0; i < a->n_slot; i++) {
        if (!a->slot[i].clause) continue;
        heads h = subjects_of(&g->s, a->slot[i].at);
        if (take_heads(g, &h, q, out)) return true;
    }
    return false;
}

static bool take_direct(coding *g, const act *a, const quest *q, parties *out)
{
    bool any = false;
    for (uint32_t i = 0; i < a->n_slot; i++) {
        const slot *x = &a->slot[i];
        const casus_actor *who = actor_at(&g->s, x->at);
        bool troops = who && who->kind == CASUS_ACTOR_FORCES;
        bool own = (q->strict || troops) && is_own(&g->s, x->at);
        if (!x->clause && x->direct && !x->prep.n && !own) any = take_phrase(g, x->at, q, out) || any;
    }
    return any;
}

static bool is_listed(casus_str w, const char *const *list)
{
    for (; *list; list++)
        if (casus_str_is(w, *list)) return true;
    return false;
}

/* Phrases behind prepositions, in the order that the code asks for; places where it was done come last. */
static bool take_oblique(coding *g, const act *a, const quest *q, bool places, parties *out)
{
    const char *const *order = is_root(a, "11") ? of_blame : usual;
    for (const char *const *prep = order; *prep; prep++)
        for (uint32_t i = 0; i < a->n_slot; i++) {
            const slot *x = &a->slot[i];
            if (x->clause || !casus_str_is(x->prep, *prep) || is_listed(x->prep, of_place) != places) continue;
            if (take_within(g, x->at, 0, q, out)) return true;
        }
    return false;
}

static bool take_slots(coding *g, const act *a, const quest *q, parties *out)
{
    for (uint32_t i = 0; i < a->n_slot; i++)
        if (a->slot[i].direct && take_within(g, a->slot[i].at, 0, q, out)) return true;
    return false;
}

static void find_targets(coding *g, const act *a, const quest *q, parties *out);

static bool take_inner(coding *g, const act *a, const quest *q, parties *out)
{
    if (a->inner == NONE) return false;
    const act *x = &g->act[a->inner];
    if (asks_others(g, a)) {
        parties doers = {.n = 0};
        find_doers(g, x, &doers);
        for (uint32_t i = 0; i < doers.n; i++)
            if (doers.at[i].country[0] || !q->strict) keep(out, &doers.at[i], q->but);
        if (out->n) return true;
    }
    find_targets(g, x, q, out);
    return out->n > 0;
}

static bool is_clause(const act *a)
{
    for (uint32_t i = 0; i < a->n_slot; i++)
        if (a->slot[i].at == a->via && a->slot[i].clause) return true;
    return false;
}

static void find_targets(coding *g, const act *a, const quest *q, parties *out)
{
    if (asks_others(g, a) && take_askees(g, a, q, out)) return;
    if (take_direct(g, a, q, out)) return;
    if ((asks_others(g, a) || is_clause(a)) && take_inner(g, a, q, out)) return;
    if (take_oblique(g, a, q, false, out)) return;
    if (take_inner(g, a, q, out)) return;
    if (take_slots(g, a, q, out)) return;
    take_oblique(g, a, q, true, out);
}

/* Whoever is named behind the act, but not who says so. */
static void take_anybody(coding *g, const act *a, const parties *but, parties *out)
{
    static const char *const told[] = {"said", "says", "told", "according", "reported", "announced", NULL};
    const scan *s = &g->s;
    const quest q = {.but = but};
    for (uint32_t i = a->at + 1; i < g->end && !out->n; i++) {
        if (is_any(s, i, told)) return;
        if (has_rel(s, i, REL(PARATAXIS)) || (actor_at(s, i) && has_rel(s, i, REL(NSUBJ)))) return;
        if (actor_at(s, i) || place_on(g, i)) take_phrase(g, i, &q, out);
    }
}

/* ---------------------------------------------------------------- the whole */

static bool lacks_country(const parties *l)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (!l->at[i].country[0]) return true;
    return false;
}

/* The place where the act was done, else the first of the sentence behind "in" or the like, else any. */
static const casus_place *stage(const coding *g, const act *a)
{
    for (uint32_t i = 0; a && i < a->n_slot; i++) {
        const casus_place *p = place_on(g, a->slot[i].at);
        if (p && p->use == CASUS_PLACE_LITERAL && is_listed(a->slot[i].prep, of_place)) return p;
    }
    for (uint32_t i = g->first; i < g->end; i++) {
        const casus_place *p = place_on(g, i);
        if (p && p->use == CASUS_PLACE_LITERAL && has_child(&g->s, i, REL(CASE), of_place)) return p;
    }
    for (uint32_t i = g->first; i < g->end; i++) /* not "a UK-based group" */
        if (place_on(g, i) && place_on(g, i)->use == CASUS_PLACE_LITERAL && !is_word(&g->s, i + 1, "-")) return place_on(g, i);
    return NULL;
}

static bool is_violence(const act *a)
{
    return is_root(a, "18") || is_root(a, "19") || is_root(a, "20");
}

static bool is_home(const casus_coded_party *p)
{
    return begins_with(p->sector, at_home) || (p->actor && p->actor->kind == CASUS_ACTOR_PERSON);
}

/* Parts of a people stand, where nothing else is said, against their own government or army. */
static bool is_of_people(const casus_coded_party *p)
{
    static const char *const part[] = {"REB", "OPP", "CVL", "PTY", "EDU", "LAB", "AGR", "LEG", "JUD", "CRM", "MED", "REL", NULL};
    return begins_with(p->sector, part);
}

static void fill_one(const coding *g, const act *a, const parties *l, const parties *other, casus_coded_party *x)
{
    const casus_place *p = stage(g, a);
    bool victim = is_violence(a);
    for (uint32_t k = 0; k < l->n && !x->country[0]; k++)
        memcpy(x->country, l->at[k].country, sizeof x->country); /* "Sudan and the rebels" */
    if (x->country[0]) return;
    bool from_other = other->n && other->at[0].country[0] && (is_home(x) || is_of_people(&other->at[0])) &&
                      strncmp(other->at[0].country, "IGO", 3) != 0;
    if (from_other && !(p && victim))
        memcpy(x->country, other->at[0].country, sizeof x->country);
    else if (p)
        set_country(g, x, p->entry.country);
    else if (x->actor && x->actor->country[0] && !other->n)
        set_country(g, x, x->actor->country);
}

static void fill_country(const coding *g, const act *a, parties *l, const parties *other)
{
    for (uint32_t i = 0; i < l->n; i++)
        if (!l->at[i].country[0]) fill_one(g, a, l, other, &l->at[i]);
}

/* The parties with a code, in the arena. */
static casus_coded_party *store(coding *g, parties *l)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++)
        if (l->at[i].country[0] || l->at[i].sector[0]) l->at[n++] = l->at[i];
    l->n = n;
    if (!l->n) return NULL;
    casus_coded_party *p = casus_arena_get(g->s.a, l->n, sizeof *p);
    if (!p)
        g->s.failed = true;
    else
        memcpy(p, l->at, l->n * sizeof *p);
    return p;
}

/* Civilians and officials whose country is not told, beside others whose is. */
static void drop_vague(parties *l)
{
    uint32_t n = 0;
    bool sure = false;
    for (uint32_t i = 0; i < l->n; i++)
        sure = sure || l->at[i].country[0];
    for (uint32_t i = 0; i < l->n && sure; i++) {
        bool vague = strcmp(l->at[i].sector, "CVL") == 0 || strcmp(l->at[i].sector, "GOV") == 0;
        if (l->at[i].country[0] || !vague) l->at[n++] = l->at[i];
    }
    if (sure) l->n = n;
}

/* Two that agree, talk or work together with nobody else named: what lies at home or has no name is no third. */
static void drop_own(const parties *source, parties *target)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < target->n; i++) {
        bool own = !target->at[i].country[0] || !target->at[i].actor;
        for (uint32_t k = 0; k < source->n; k++)
            own = own || strcmp(source->at[k].country, target->at[i].country) == 0;
        if (!own) target->at[n++] = target->at[i];
    }
    target->n = n;
}

/* "killed in an Israeli raid", "in a raid by rebels": who did what it happened in. */
static bool doers_within(coding *g, const act *a, parties *out)
{
    for (uint32_t i = 0; i < a->n_slot; i++) {
        const slot *x = &a->slot[i];
        if (x->inner != NONE && x->prep.n && is_violence(&g->act[x->inner])) find_doers(g, &g->act[x->inner], out);
        if (out->n) return true;
    }
    return false;
}

/* Nobody is named as doer: the country where it was done, for violence by an unknown hand, for protest by its people. */
static void take_stage(coding *g, const act *a, parties *source)
{
    static const char *const root[] = {"09", "112", "14", "17", "18", "19", "20", NULL};
    const casus_place *p = stage(g, a);
    if (!p || !begins_with(a->code, root)) return;
    casus_coded_party x = {.span = p->span};
    set_country(g, &x, p->entry.country);
    if (a->code[0] != '0' && strncmp(a->code, "18", 2) >= 0) set_sector(&x, CASUS_STR("UAF"));
    if (is_root(a, "14")) set_sector(&x, CASUS_STR("CVL"));
    keep(source, &x, NULL);
}

static bool is_mutual(const act *a, const parties *source, const parties *target)
{
    static const char *const root[] = {"03", "04", "05", "06", NULL};
    if (source->n < 2 || target->n) return false;
    return a->how == SIDE_BOTH || begins_with(a->code, root);
}

static void search_targets(coding *g, const act *a, const parties *but, parties *out)
{
    const quest sure = {.deep = true, .strict = true, .but = but}, loose = {.deep = true, .but = but};
    parties described = {.n = 0};
    find_targets(g, a, &sure, out);
    find_targets(g, a, &loose, &described);
    bool person = described.n && described.at[0].actor, place = out->n && !out->at[0].actor && !out->at[0].sector[0];
    if (!out->n || (person && place && !described.at[0].country[0])) { /* "killed 23 people in Tel Aviv" */
        for (uint32_t i = 0; out->n && i < described.n; i++)
            if (!described.at[i].country[0]) memcpy(described.at[i].country, out->at[0].country, sizeof out->at[0].country);
        *out = described;
    }
}

/* "Officials do nothing, a rights group protested": what is told before is of those it is said of. */
static bool take_told(coding *g, const act *a, const parties *but, parties *out)
{
    const quest q = {.deep = true, .but = but};
    uint32_t up = head_of(&g->s, a->at);
    if (!has_rel(&g->s, a->at, REL(PARATAXIS)) || up == NO_TOKEN || up > a->at) return false;
    heads h = subjects_of(&g->s, up);
    return take_heads(g, &h, &q, out);
}

static void act_parties(coding *g, const act *a, parties *source, parties *target)
{
    const parties nobody = {.n = 0};
    find_doers(g, a, source);
    if (!source->n && a->inner != NONE && child(&g->s, a->at, SUBJECTS) == NO_TOKEN) find_doers(g, &g->act[a->inner], source);
    drop_vague(source);
    search_targets(g, a, source, target);
    if (is_mutual(a, source, &nobody))
        drop_own(source, target);
    else if (!target->n && !take_told(g, a, source, target))
        take_anybody(g, a, source, target);
    if (!source->n && a->code[0] < '2' && strncmp(a->code, "14", 2) < 0) take_speaker(g, a, source);
    if (!source->n && !(is_violence(a) && doers_within(g, a, source))) take_stage(g, a, source);
}

void fill_parties(coding *g, const act *a, casus_event *e)
{
    parties source = {.n = 0}, target = {.n = 0};
    if (a->how == SIDE_DONE) {
        heads h = subjects_of(&g->s, a->at);
        take_heads(g, &h, &anyone, &target);
        if (!doers_within(g, a, &source)) take_stage(g, a, &source);
    } else if (a->how == SIDE_GET) {
        static const char *const from[] = {"from", "by", NULL};
        find_doers(g, a, &target);
        if (!take_behind(g, a->at, from, &source) && !(a->inner != NONE && take_behind(g, g->act[a->inner].at, from, &source)))
            search_targets(g, a, &target, &source);
    } else {
        act_parties(g, a, &source, &target);
    }
    for (uint32_t i = 0; a->how == SIDE_DONE && i < source.n; i++)
        if (holds(&target, &source.at[i])) source.n = 0; /* nobody did it to himself */
    if (lacks_country(&source)) fill_country(g, a, &source, &target);
    if (lacks_country(&target)) fill_country(g, a, &target, &source);
    e->mutual = is_mutual(a, &source, &target);
    e->source = store(g, &source);
    e->target = store(g, &target);
    e->n_source = e->source ? source.n : 0;
    e->n_target = e->target ? target.n : 0;
}

bool find_other_doer(coding *g, const act *a, const act *inner)
{
    parties outer = {.n = 0}, doer = {.n = 0};
    find_doers(g, a, &outer);
    find_doers(g, inner, &doer);
    if (!doer.n) doers_within(g, inner, &doer);
    for (uint32_t i = 0; i < doer.n; i++)
        if (outer.n && doer.at[i].country[0] && !holds(&outer, &doer.at[i])) return true;
    return false;
}
