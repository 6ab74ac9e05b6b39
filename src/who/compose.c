/* Descriptions: a country or its people and a noun of agents.tsv ("Syrian army", "Sudan's government", "unidentified gunmen"),
 * and countries, capitals and seats that stand for a state.
 *
 * Names follow one rule: armies, troops and warplanes of a state are "<adjective> Armed Forces" or what demonyms.tsv calls
 * them; police, officials and armed groups keep their noun behind the adjective; civilians keep the noun alone, their country
 * is in the code.
 */
#include "room.h"

#include <string.h>

enum { MOST_BETWEEN = 4 /* tokens between the country and the noun: "Iraqi Shi'ite opposition party officials" */ };

static const char *const unknown_words[] = {"unidentified", "unknown", "unnamed", "masked", "mysterious", "unidentifed", NULL};

static casus_pos pos_of(const who_finder *f, uint32_t i)
{
    return (casus_pos)f->words->pos[i];
}

static bool is_verb(const who_finder *f, uint32_t i)
{
    return pos_of(f, i) == CASUS_POS_VERB || pos_of(f, i) == CASUS_POS_AUX;
}

/* "'s" and the bare apostrophe behind a plural. */
static bool is_possessive(const who_finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    if (!t->glued) return false;
    const char *p = f->text->body.p + t->span.off;
    bool sign = p[0] == '\'' || (t->span.len >= 3 && memcmp(p, "\xe2\x80\x99", 3) == 0);
    return sign && t->norm.n <= 2;
}

/* A noun that is part of a name: "West Bank", "Delta Force". Behind a demonym it is none: "Iraqi Police". */
static bool is_in_a_name(const who_finder *f, uint32_t i)
{
    const casus_token *t = f->text->token;
    if (who_shouts(f, i) || !t[i].capital || f->text->sentence[t[i].sentence].heading) return false;
    if (i < f->text->sentence[t[i].sentence].first + 2) return false;
    return t[i - 1].kind == CASUS_WORD && t[i - 1].capital && !who_match(f, i - 1, &f->demonyms) &&
           !who_match(f, i - 1, &f->countries) && !who_match(f, i - 1, &f->agents) && pos_of(f, i - 1) == CASUS_POS_PROPN;
}

/* "the official Press Trust of India": the end of the words is the beginning of a name. */
static bool runs_into_name(const who_finder *f, const casus_match *m)
{
    for (uint32_t k = 1; k < m->n; k++) {
        const casus_match *name = who_match(f, m->first + k, &f->actors);
        if (name && k + name->n > m->n) return true;
    }
    return false;
}

static const casus_match *agent_at(const who_finder *f, uint32_t i)
{
    const casus_match *m = who_match(f, i, &f->agents);
    if (m && runs_into_name(f, m)) return NULL;
    static const char *const article[] = {"the", "that", "a", "an", NULL};
    if (m && who_is(f, m->first + m->n - 1, "suspect") && who_one_of(f, m->first + m->n, article)) return NULL; /* "police suspect the" */
    static const char *const dissent[] = {"shareholder", "shareholders", "investors", "directors", "mp", "mps", "lawmaker", "lawmakers", "backbencher", "backbenchers",
                                          "senators",    "deputies",     "tories",    "fans",      "players", "priest", "priests", "clubs", NULL};
    if (m && who_is(f, i, "rebel") && m->n == 1 && who_one_of(f, i + 1, dissent)) return NULL; /* no arms */
    if (m && who_is(f, i, "old") && i && who_is(f, i - 1, "-")) return NULL; /* "a 24-year-old man" */
    return m && !(m->n == 1 && (is_verb(f, i) || is_in_a_name(f, i))) ? m : NULL;
}

/* Two agent words in a row are one group, named by the later: "army helicopter pilots". */
static const casus_match *last_of_chain(const who_finder *f, const casus_match *m)
{
    while (!(m->form & CASUS_FORM_PLURAL) && who_inside(f, m->first + m->n, m->first)) {
        const casus_match *next = agent_at(f, m->first + m->n);
        if (!next) break;
        m = next;
    }
    return m;
}

static bool may_stand_between(const who_finder *f, uint32_t i)
{
    if (f->text->token[i].kind == CASUS_PUNCT) return who_is(f, i, "-");
    casus_pos p = pos_of(f, i);
    return (p == CASUS_POS_ADJ || p == CASUS_POS_NOUN || p == CASUS_POS_PROPN || p == CASUS_POS_NUM) &&
           !who_match(f, i, &f->actors) && !who_match(f, i, &f->countries);
}

/* The agent noun behind i with nothing but modifiers before it. */
static const casus_match *agent_behind(const who_finder *f, uint32_t i, uint32_t most)
{
    for (uint32_t k = 0; k <= most && who_inside(f, i + k, i); k++) {
        const casus_match *m = agent_at(f, i + k);
        if (m) return last_of_chain(f, m);
        if (!may_stand_between(f, i + k)) return NULL;
    }
    return NULL;
}

/* ---------------------------------------------------------------- names */

static void set_country(const who_finder *f, casus_actor *x, casus_str iso2)
{
    (void)f;
    if (iso2.n == 2) memcpy(x->country, iso2.p, 2);
}

static casus_str iso3_of(const who_finder *f, const casus_actor *x)
{
    uint16_t row = who_country_row(f, (casus_str){x->country, strlen(x->country)});
    return row == WHO_NO_ROW ? (casus_str){"", 0} : who_cell(f, &f->countries, row, f->countries.extra);
}

static bool is_army(const casus_actor *x)
{
    static const char *const names[] = {"soldiers", "army", "armed forces", "military officers"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (x->kind == CASUS_ACTOR_FORCES && casus_str_is(x->name, names[i])) return true;
    return false;
}

/* Nouns that say whose they are themselves, or nobody's. */
static bool keeps_its_name(const casus_actor *x)
{
    static const char *const names[] = {"peacekeepers",           "foreign forces", "coalition",
                                        "United Nations workers", "United Nations", "international community",
                                        "unidentified gunmen"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (casus_str_is(x->name, names[i])) return true;
    return x->kind == CASUS_ACTOR_CIVILIAN || x->kind == CASUS_ACTOR_GROUP;
}

/* Lands without an army: "soldiers" there are another's. */
static bool has_no_army(const who_finder *f, casus_str iso2)
{
    uint16_t row = who_demonym_row(f, iso2);
    return row != WHO_NO_ROW && casus_str_is(who_cell(f, &f->demonyms, row, f->demonyms.extra), "-");
}

static bool name_with_country(who_finder *f, casus_actor *x, bool told)
{
    uint16_t row = who_demonym_row(f, (casus_str){x->country, strlen(x->country)});
    if (row == WHO_NO_ROW || (keeps_its_name(x) && !told)) return true;
    casus_str adjective = who_cell(f, &f->demonyms, row, f->demonyms.name);
    casus_str forces = who_cell(f, &f->demonyms, row, f->demonyms.extra);
    if (is_army(x) && !casus_str_is(forces, "-")) {
        x->name = forces;
        return forces.n || who_join(f, &x->name, (casus_str[]){adjective, CASUS_STR(" Armed Forces")}, 2);
    }
    return who_join(f, &x->name, (casus_str[]){adjective, CASUS_STR(" "), x->name}, 3);
}

static bool code_with_country(who_finder *f, casus_actor *x, casus_str sector)
{
    return who_join(f, &x->code, (casus_str[]){iso3_of(f, x), sector}, 2);
}

static bool ends_with(casus_str s, casus_str tail)
{
    return s.n >= tail.n && tail.n && memcmp(s.p + s.n - tail.n, tail.p, tail.n) == 0;
}

/* Of those named before: the last forces or state of a land that has an army. */
static casus_str last_armed_land(const who_finder *f)
{
    for (uint32_t k = f->n_actor; k-- > 0;) {
        const casus_actor *o = &f->actor[k];
        casus_str land = {o->country, strlen(o->country)};
        if ((o->kind == CASUS_ACTOR_FORCES || o->kind == CASUS_ACTOR_STATE) && land.n && !has_no_army(f, land)) return land;
    }
    return (casus_str){"", 0};
}

/* "The Indian navy ... The navy said": a fleet abroad is that of the last country whose was told, however far back. */
static casus_str whose_fleet(const who_finder *f, const casus_match *m)
{
    static const char *const far[] = {"navy", "warship", "warships", "frigate", "coastguard", NULL};
    uint32_t last = m->first + m->n - 1;
    if (!who_one_of(f, last, far)) return (casus_str){"", 0};
    for (uint32_t k = f->n_actor; k-- > 0;) {
        const casus_actor *o = &f->actor[k];
        bool same = casus_str_eq(f->text->token[o->first + o->n - 1].norm, f->text->token[last].norm);
        if (o->kind == CASUS_ACTOR_FORCES && o->country[0] && !o->generic && same) return (casus_str){o->country, 2};
    }
    return (casus_str){"", 0};
}

/* "Marines", "soldiers": men of a land's forces, not the forces. */
static bool is_of_men(const who_finder *f, const casus_actor *o)
{
    static const char *const men[] = {"marines", "marine", "soldiers", "soldier", "troops", "paratroopers", "servicemen", "advisers", "advisors", "officers", "officer", NULL};
    return who_one_of(f, o->first + o->n - 1, men);
}

/* "Russia said 10 of its peacekeepers", "the president said his troops": the land of the last state or officer of one named before in the sentence. */
static casus_str owner_of(const who_finder *f, const casus_match *m)
{
    static const char *const owner[] = {"its", "his", "her", "their", NULL};
    if (m->first == 0 || !who_inside(f, m->first - 1, m->first) || !who_one_of(f, m->first - 1, owner)) return (casus_str){"", 0};
    for (uint32_t k = f->n_actor; k-- > 0 && who_inside(f, f->actor[k].first, m->first);) {
        const casus_actor *o = &f->actor[k];
        if (o->kind == CASUS_ACTOR_ARMED) break;
        bool office = o->kind == CASUS_ACTOR_PERSON && ends_with(o->code, CASUS_STR("GOV"));
        if (o->country[0] && (o->kind == CASUS_ACTOR_STATE || o->kind == CASUS_ACTOR_FORCES || office)) return (casus_str){o->country, 2};
    }
    return (casus_str){"", 0};
}

/* Whose army is "the army"? That of the last one named beside it, else that of the report's country. */
static casus_str whose(const who_finder *f, const casus_actor *x, const casus_match *m)
{
    casus_str fleet = whose_fleet(f, m), home = {f->country, strlen(f->country)};
    if (fleet.n) return fleet;
    uint32_t here = f->text->token[x->first].sentence;
    bool home_army = home.n == 2 && who_is(f, m->first + m->n - 1, "army") && !has_no_army(f, home);
    for (uint32_t k = f->n_actor; k-- > 0;) {
        const casus_actor *o = &f->actor[k];
        if (f->text->token[o->first].sentence + 1 < here) break;
        if (o->kind != x->kind || !o->country[0]) continue;
        bool near = f->text->token[o->first].sentence == here; /* "Pakistani police ..., the army said" */
        if (!near && home_army && o->kind == CASUS_ACTOR_FORCES && !casus_str_eq((casus_str){o->country, 2}, home) && is_of_men(f, o)) continue;
        if (ends_with(o->name, x->name) || (is_army(x) && (near || ends_with(o->code, CASUS_STR("MIL")))))
            return (casus_str){o->country, 2};
    }
    return x->kind == CASUS_ACTOR_FORCES && is_army(x) && has_no_army(f, home) ? last_armed_land(f) : home;
}

/* ISO code of the country or people at i; *behind the token after it and its possessive. */
static casus_str country_at(const who_finder *f, uint32_t i, uint32_t *behind)
{
    static const char *const continents[] = {"latin", "central", "south", "north", NULL};
    const casus_match *d = who_match(f, i, &f->demonyms), *c = who_match(f, i, &f->countries);
    if ((!c && !d) || who_is_plain_word(f, i)) return (casus_str){"", 0};
    if (i > 0 && who_inside(f, i - 1, i) && who_one_of(f, i - 1, continents)) return (casus_str){"", 0};
    const who_table *t = c && (!d || c->n > d->n) ? &f->countries : &f->demonyms;
    const casus_match *m = t == &f->countries ? c : d;
    *behind = i + m->n;
    if (who_inside(f, *behind, i) && is_possessive(f, *behind)) ++*behind;
    return who_cell(f, t, m->row, t->country);
}

/* ---------------------------------------------------------------- single ones */

/* The words of n tokens; where capitals mean nothing, in small letters. */
static bool words_of(who_finder *f, uint32_t i, uint32_t n, casus_str *out)
{
    const casus_token *t = f->text->token, *last = &t[i + n - 1];
    const casus_sentence *s = &f->text->sentence[t[i].sentence];
    *out = (casus_str){f->text->body.p + t[i].span.off, last->span.off + last->span.len - t[i].span.off};
    bool plain = i != s->first && !s->heading && !s->shouting;
    if (plain) return true;
    *out = t[i].norm;
    for (uint32_t k = i + 1; k < i + n; k++)
        if (!who_join(f, out, (casus_str[]){*out, CASUS_STR(" "), t[k].norm}, 3)) return false;
    return true;
}

/* A name's first token at i, or behind "Iraq's", "the province of", whose country goes to *iso2: 0: none. */
static uint32_t place_of_office(const who_finder *f, uint32_t i, casus_str *iso2)
{
    static const char *const around[] = {
        "the",          "province",     "state",   "region",  "city",    "town",         "of",
        "northern",     "southern",     "eastern", "western", "central", "northwestern", "northeastern",
        "southwestern", "southeastern", "'s",      "\u2019s", NULL};
    for (uint32_t k = i; k < i + 6 && who_inside(f, k, i); k++) {
        uint32_t behind = k;
        casus_str country = country_at(f, k, &behind);
        if (country.n)
            *iso2 = country, k = behind - 1;
        else if (f->text->token[k].capital && f->text->token[k].kind == CASUS_WORD)
            return k;
        else if (!who_one_of(f, k, around) && !is_possessive(f, k))
            return 0;
    }
    return 0;
}

/* One mayor is "mayor of Kirkuk": of the place behind "of", else of the name before. */
static bool call_office(who_finder *f, const casus_match *m, casus_str *iso2, casus_actor *x)
{
    const casus_token *t = f->text->token;
    uint32_t next = m->first + m->n, at = 0, end;
    if (who_inside(f, next, m->first) && who_is(f, next, "of")) at = place_of_office(f, next + 1, iso2);
    for (end = at; at && who_inside(f, end, at) && t[end].capital && t[end].kind == CASUS_WORD; end++) {
    }
    casus_str place, office;
    if (!words_of(f, m->first, m->n, &office)) return false;
    x->name = office;
    if (!at || who_shouts(f, at) || !words_of(f, at, end - at, &place)) return true;
    return who_join(f, &x->name, (casus_str[]){office, CASUS_STR(" of "), place}, 3);
}

static bool fill(who_finder *f, const casus_match *m, casus_str iso2, casus_actor *x)
{
    const who_table *t = &f->agents;
    x->name = who_cell(f, t, m->row, t->name);
    x->kind = who_kind_of(who_cell(f, t, m->row, t->kind));
    x->plural = (m->form & CASUS_FORM_PLURAL) ||
                f->text->token[m->first + m->n - 1].norm.p[f->text->token[m->first + m->n - 1].norm.n - 1] == 's';
    x->generic = true;
    if (!iso2.n && x->kind == CASUS_ACTOR_FORCES) iso2 = owner_of(f, m);
    casus_str called = who_cell(f, t, m->row, t->called);
    bool one = !x->plural && called.n, named = casus_str_is(called, "office") && one;
    if (named ? !call_office(f, m, &iso2, x) : one && !words_of(f, m->first, m->n, &x->name)) return false;
    bool of_state = (x->kind == CASUS_ACTOR_FORCES || x->kind == CASUS_ACTOR_STATE) && !keeps_its_name(x);
    if (iso2.n)
        set_country(f, x, iso2);
    else if (of_state)
        set_country(f, x, whose(f, x, m));
    if (iso2.n && of_state) x->generic = false;
    bool whole =
        named && who_is(f, m->first + m->n, "of") && x->name.n > f->text->token[m->first].span.len; /* "mayor of Kirkuk" */
    if (!whole && !name_with_country(f, x, iso2.n && called.n)) return false;
    return code_with_country(f, x, who_cell(f, t, m->row, t->code));
}

static bool call_unknown(who_finder *f, casus_actor *x)
{
    x->unknown = true;
    return who_join(f, &x->name, (casus_str[]){CASUS_STR("unidentified "), x->name}, 2);
}

/* Does a title begin at i, as in "Iraqi Prime Minister A. B."? Then the person is the actor. */
static bool introduces_person(who_finder *f, uint32_t i, bool *nomem)
{
    casus_actor person;
    return who_inside(f, i, i - 1) && who_person(f, i, &person, nomem) > 0;
}

/* "Indian and Pakistani troops", "Turkish, Russian and Iranian officials": behind the first nation at i, the noun they share. */
static const casus_match *shared_agent(const who_finder *f, uint32_t i, uint32_t behind)
{
    enum { MOST = 4 };
    static const char *const joins[] = {"and", "or", ",", NULL};
    if (!who_match(f, i, &f->demonyms)) return NULL;
    for (int n = 0; n < MOST && who_inside(f, behind + 1, i) && who_one_of(f, behind, joins); n++) {
        uint32_t next = behind + 1;
        if (who_one_of(f, next, joins) && who_inside(f, next + 1, i)) next++; /* ", and" */
        if (!who_match(f, next, &f->demonyms) || !country_at(f, next, &behind).n) return NULL;
        const casus_match *m = agent_behind(f, behind, MOST_BETWEEN);
        if (m) return m->form & CASUS_FORM_SING ? NULL : m;
    }
    return NULL;
}

uint32_t who_described(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    uint32_t k = i;
    casus_str iso2 = country_at(f, i, &k);
    bool unknown = !iso2.n && who_one_of(f, i, unknown_words);
    if (unknown && !agent_at(f, i)) k++; /* "unidentified men" is a term itself */
    if (!who_inside(f, k, i)) return 0;
    if (iso2.n && introduces_person(f, k, nomem)) return 0;
    const casus_match *m = agent_behind(f, k, iso2.n ? MOST_BETWEEN : unknown ? 2 : 0);
    const casus_match *shared = !m && iso2.n ? shared_agent(f, i, k) : NULL;
    if (shared) {
        *out = (casus_actor){.first = i, .n = k - i};
        if (!fill(f, shared, iso2, out)) *nomem = true;
        return out->n;
    }
    if (!m) return 0;
    *out = (casus_actor){.first = i, .n = m->first + m->n - i};
    for (uint32_t j = i + 1; j < m->first && !iso2.n && who_kind_of(who_cell(f, &f->agents, m->row, f->agents.kind)) == CASUS_ACTOR_STATE; j++) {
        uint32_t behind;
        iso2 = country_at(f, j, &behind); /* "ethnic Armenian officials" */
    }
    if (!fill(f, m, iso2, out) || (unknown && !call_unknown(f, out))) *nomem = true;
    return out->n;
}

/* ---------------------------------------------------------------- states */

static const char *const place_words[] = {
    "in",      "near",         "across",       "inside",       "throughout",   "outside",   "around",
    "into",    "within",       "over",         "northern",     "southern",     "eastern",   "western",
    "central", "northwestern", "northeastern", "southwestern", "southeastern", "north",     "south",
    "east",    "west",         "northwest",    "northeast",    "southwest",    "southeast", "at",
    "along",   "through",      "neighboring",  "neighbouring", "occupied",     "latin",     "towards",
    "toward",  "leave",        "enter",        "invade",       "visit",        NULL};
static const char *const partner_words[] = {"with", "between", "against", "by", "and", NULL};

static bool is_named_after(const who_finder *f, uint32_t i, uint32_t n)
{
    if (who_shouts(f, i)) return false;
    const casus_token *t = f->text->token;
    uint32_t next = i + n;
    if (who_inside(f, next, i) && t[next].kind != CASUS_PUNCT && t[next].capital && !t[next].glued) return true;
    return i > f->text->sentence[t[i].sentence].first + 1 && t[i - 1].capital && pos_of(f, i - 1) == CASUS_POS_PROPN;
}

/* "The Libya market", "Somalia base attack": a land in the name of a site, or where the site is. */
static bool is_of_site(const who_finder *f, uint32_t i)
{
    static const char *const site[] = {"base",   "market", "camp",   "school", "mosque", "church",   "hotel",  "mall",   "airport", "border",  "bridge",
                                       "street", "road",   "square", "hospital", "prison", "university", "village", "port", "nightclub", "stadium", "park", NULL};
    return who_inside(f, i, i - 1) && who_one_of(f, i, site);
}

/* A place where things happen, or part of another word: "in Syria", "Homs, Syria", "Iraq-based", "Syria's capital". */
static bool is_no_state(const who_finder *f, uint32_t i, uint32_t n)
{
    uint32_t before = who_before(f, i), next = i + n;
    if (before != i &&
        (who_one_of(f, before, place_words) ||
         (who_is(f, i - 1, ",") && i >= 2 && f->text->token[i - 2].capital && !who_match(f, i - 2, &f->countries))))
        return true;
    if (is_of_site(f, next)) return true;
    if (who_inside(f, next, i) && (is_possessive(f, next) || (who_is(f, next, "-") && f->text->token[next].glued))) return true;
    return is_named_after(f, i, n);
}

static bool state_of(who_finder *f, casus_actor *x, uint32_t row)
{
    const who_table *t = &f->countries;
    x->name = who_cell(f, t, row, t->name);
    x->kind = CASUS_ACTOR_STATE;
    set_country(f, x, who_cell(f, t, row, t->country));
    return who_join(f, &x->code, (casus_str[]){who_cell(f, t, row, t->extra), CASUS_STR("GOV")}, 2);
}

/* "Palestinians", "two Americans", "an Iraqi": people, not a modifier of what follows. */
static uint32_t people_of(who_finder *f, uint32_t i, const casus_match *m, casus_actor *out, bool *nomem)
{
    uint32_t before = who_before(f, i), next = i + m->n;
    bool plural = m->form & CASUS_FORM_PLURAL;
    bool counted = before != i && (pos_of(f, before) == CASUS_POS_DET || pos_of(f, before) == CASUS_POS_NUM);
    if (!(m->form & (CASUS_FORM_PLURAL | CASUS_FORM_SING)) || (!plural && !counted)) return 0;
    if (who_inside(f, next, i)) {
        casus_pos p = pos_of(f, next);
        static const char *const state[] = {"dead",     "wounded", "injured", "hurt", "missing",
                                            "homeless", "alive",   "hostage", NULL};
        bool modified = p == CASUS_POS_NOUN || p == CASUS_POS_PROPN || p == CASUS_POS_ADJ;
        if ((modified && !who_one_of(f, next, state)) || who_is(f, next, "-")) return 0; /* "left 12 Iraqis dead" */
    }
    const who_table *t = &f->demonyms;
    casus_str term = who_cell(f, t, m->row, casus_lexicon_column(f->lex, t->id, "term"));
    size_t n = 0;
    while (n < term.n && term.p[n] != '/' && term.p[n] != '|')
        n++;
    casus_str word = casus_str_trim((casus_str){term.p, n});
    casus_str tail = n < term.n && term.p[n] == '/' ? CASUS_STR("s") : CASUS_STR(" people");
    *out = (casus_actor){.first = i, .n = m->n, .kind = CASUS_ACTOR_CIVILIAN, .generic = true, .plural = plural};
    set_country(f, out, who_cell(f, t, m->row, t->country));
    if (!who_join(f, &out->name, (casus_str[]){word, tail}, 2) || !code_with_country(f, out, CASUS_STR("CVL"))) *nomem = true;
    return out->n;
}

static uint32_t seat(who_finder *f, uint32_t i, const casus_match *m, casus_actor *out)
{
    const who_table *t = &f->seats;
    *out = (casus_actor){.first = i,
                         .n = m->n,
                         .name = who_cell(f, t, m->row, t->name),
                         .code = who_cell(f, t, m->row, t->code),
                         .kind = who_kind_of(who_cell(f, t, m->row, t->kind))};
    set_country(f, out, who_cell(f, t, m->row, t->country));
    return m->n;
}

/* "Moscow said", "talks with Moscow"; not "in Moscow", "Moscow bombing". */
static bool capital_acts(const who_finder *f, uint32_t i, uint32_t n)
{
    uint32_t before = who_before(f, i), next = i + n;
    if (is_named_after(f, i, n)) return false;
    if (before != i && pos_of(f, before) == CASUS_POS_ADP) return who_one_of(f, before, partner_words);
    casus_pos p = before == i ? CASUS_POS_X : pos_of(f, before);
    if (p == CASUS_POS_NOUN || p == CASUS_POS_ADJ || p == CASUS_POS_PROPN) return false; /* "the capital Delhi" */
    return (p != CASUS_POS_PUNCT || who_is(f, before, "\"")) && who_inside(f, next, i) && is_verb(f, next);
}

uint32_t who_country(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    const casus_match *m = who_match(f, i, &f->seats);
    if (m) return seat(f, i, m, out);
    m = who_match(f, i, &f->demonyms);
    uint32_t n = m ? people_of(f, i, m, out, nomem) : 0;
    if (n) return n;
    uint32_t row = WHO_NO_ROW;
    m = who_match(f, i, &f->countries);
    if (m && !is_no_state(f, i, m->n) && !who_is_plain_word(f, i)) row = m->row;
    if (!m && (m = who_match(f, i, &f->capitals)) != NULL && capital_acts(f, i, m->n))
        row = who_country_row(f, who_cell(f, &f->capitals, m->row, f->capitals.country));
    if (row == WHO_NO_ROW || !m) return 0;
    *out = (casus_actor){.first = i, .n = m->n};
    if (!state_of(f, out, row)) *nomem = true;
    return out->n;
}
