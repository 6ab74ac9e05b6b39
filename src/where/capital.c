/* "The Iraqi capital", "Iraq's capital", "in the capital": a city told by what it is. The country is that of the name beside the word, else the
 * one that the report is mostly about; where the city is named beside it, too, nothing is added. Runs last, over what has been
 * chosen. Costs a look at the length of every word, and a few probes where one is "capital".
 */
#include "where/room.h"

#include <string.h>

static const casus_token *word_at(const finder *f, uint32_t i, uint32_t of)
{
    return i < f->text->n_token && f->text->token[i].sentence == f->text->token[of].sentence ? &f->text->token[i] : NULL;
}

/* f->m[next] is the first mention that begins at token i or behind it. */
typedef struct {
    finder *f;
    uint32_t i, next;
} spot;

/* The mention that ends before token `end`; NULL: none does. */
static const mention *ends_at(const spot *at, uint32_t end)
{
    enum { LONGEST = 8 };
    for (uint32_t k = at->next; k > 0 && at->f->m[k - 1].first + LONGEST > end; k--) {
        const mention *m = &at->f->m[k - 1];
        if (m->first + m->n == end && !m->out && m->n_sense) return m;
    }
    return NULL;
}

/* Does a name begin there? */
static bool named_at(const spot *at, uint32_t i)
{
    for (uint32_t k = at->next; k < at->f->n && at->f->m[k].first <= i; k++)
        if (at->f->m[k].first == i && !at->f->m[k].out && at->f->m[k].use != CASUS_PLACE_DEMONYM) return word_at(at->f, i, at->i) != NULL;
    return false;
}

/* Is it named ("the capital, Amman", "the capital city of X"), or not a city ("capital markets")? */
static bool goes_on(const spot *at)
{
    static const casus_str no[] = {S("of"),        S("-"),       S("market"),  S("markets"),  S("punishment"), S("gains"),  S("flows"),   S("flight"),
                                   S("controls"),  S("account"), S("spending"),   S("charges"), S("offence"),  S("offense"),    S("crime"),  S("crimes"),  S("murder"),
                                   S("cases"),     S("case"),    S("region"),     S("inflows"), S("outflows"), S("investment"), S("stock"),  S("letters"), S("territory"),
                                   S("requirements"), S("expenditure")};
    uint32_t i = at->i + 1;
    const casus_token *next = word_at(at->f, i, at->i);
    if (next && casus_str_is(next->norm, "city")) next = word_at(at->f, ++i, at->i);
    if (!next) return false;
    return ONE_OF(next->norm, no) || named_at(at, i) || (casus_str_is(next->norm, ",") && named_at(at, i + 1));
}

static bool is_cued(const finder *f, uint32_t the)
{
    static const casus_str cue[] = {S("in"), S("near"), S("outside"), S("from"), S("to"), S("into"), S("around"), S("through"), S("across"), S("of"), S("toward"), S("towards"), S("inside"), S("on"), S("within"), S("throughout")};
    const casus_token *t = the > 0 ? word_at(f, the - 1, the) : NULL;
    return t && ONE_OF(t->norm, cue);
}

typedef struct {
    casus_str name, country;
    uint32_t first; /* token: here begins what is said of it */
} wanted;

/* The capital of a country, or of the land that an adjective speaks of ("the Chechen capital"); false: none is known. */
static bool capital_of(const spot *at, const char *iso2, const mention *adjective, wanted *w)
{
    const finder *f = at->f;
    const tables *t = &f->t;
    const casus_match *m = adjective ? casus_words_at(f->words, adjective->first, t->adjectives) : NULL;
    w->country = (casus_str){iso2, iso2[0] ? 2 : 0};
    uint32_t row = m || !iso2[0] ? UINT32_MAX : where_country_row(f, w->country);
    if (m) w->name = casus_lexicon_cell(f->lex, t->adjectives, m->row, t->adjective_capital);
    if (row != UINT32_MAX) w->name = casus_lexicon_cell(f->lex, t->countries, row, t->country_capital);
    return w->name.n && w->country.n;
}

/* "San Ramon, a town close to the capital": it tells where the place named before lies. */
static bool tells_where(const spot *at, uint32_t first)
{
    enum { FAR = 10 };
    static const casus_str inside[] = {S("in"), S("inside"), S("within"), S("across"), S("throughout"), S("into")};
    const finder *f = at->f;
    uint32_t the = first > 0 && casus_str_is(f->text->token[first - 1].norm, "the") ? first - 1 : first;
    const mention *last = at->next > 0 ? &f->m[at->next - 1] : NULL;
    if (last && last->first >= the && at->next > 1) last = &f->m[at->next - 2]; /* that of the adjective */
    if (!last || last->first >= the || last->out || !last->n_sense || last->use != CASUS_PLACE_LITERAL || last->sense[last->pick].precision >= CASUS_PREC_PROVINCE) return false;
    if (last->first + last->n + FAR < the || !word_at(f, last->first, at->i) || !casus_str_is(f->text->token[last->first + last->n].norm, ",")) return false;
    return the > 0 && !ONE_OF(f->text->token[the - 1].norm, inside);
}

/* Which capital is meant? false: none, or of no country. */
static bool which_capital(const spot *at, const char *of_report, wanted *w)
{
    const finder *f = at->f;
    if (at->i == 0 || !word_at(f, at->i - 1, at->i)) return false;
    bool owned = f->text->token[at->i - 1].clitic;
    const mention *m = ends_at(at, owned ? at->i - 1 : at->i);
    *w = (wanted){.first = m ? m->first : at->i};
    bool adjective = m && m->use == CASUS_PLACE_DEMONYM, of_country = m && m->sense[m->pick].precision == CASUS_PREC_COUNTRY;
    if (m) return !(adjective && owned) && (adjective || of_country) && capital_of(at, m->sense[m->pick].country, adjective ? m : NULL, w);
    return casus_str_is(f->text->token[at->i - 1].norm, "the") && is_cued(f, at->i - 1) && capital_of(at, of_report, NULL, w);
}

/* Its entry of the gazetteer: *found false where there is none. */
static casus_status look_up(finder *f, const wanted *w, sense *s, bool *found)
{
    char key[GAZ_KEY];
    casus_str folded;
    uint32_t n = 0;
    *found = false;
    if (casus_fold(f->arena, w->name, &folded) != CASUS_OK) return CASUS_E_NOMEM;
    size_t len = gaz_key(folded, key);
    const uint32_t *list = len ? gaz_find(f->gaz, key, len, &n) : NULL;
    for (uint32_t k = 0; list && k < n; k++) {
        gaz_entry e;
        if (!gaz_get(f->gaz, list[k] & ~GAZ_ALIAS, &e) || memcmp(e.country, w->country.p, 2) != 0 || e.kind > GAZ_CAPITAL) continue;
        sense x = where_from_gazetteer(list[k], &e);
        if (*found && (s->kind == GAZ_CAPITAL || (x.kind != GAZ_CAPITAL && x.population <= s->population))) continue;
        *s = x;
        *found = true;
    }
    return CASUS_OK;
}

static casus_status add_capital(const spot *at, const wanted *w)
{
    finder *f = at->f;
    sense *s = casus_arena_get(f->arena, 1, sizeof *s);
    bool found;
    if (!s) return CASUS_E_NOMEM;
    casus_status st = look_up(f, w, s, &found);
    if (st || !found) return st;
    mention m = {.first = at->i, .n = 1, .sense = s, .n_sense = 1, .use = CASUS_PLACE_LITERAL, .cued = true, .firm = true, .described = true};
    m.near = where_is_near(f, w->first > 0 && casus_str_is(f->text->token[w->first - 1].norm, "the") ? w->first - 1 : w->first);
    st = where_add_mention(f, m);
    if (st) return st;
    memmove(&f->m[at->next + 1], &f->m[at->next], (f->n - 1 - at->next) * sizeof *f->m); /* in text order */
    f->m[at->next] = m;
    return CASUS_OK;
}

casus_status where_capitals(finder *f, const char *of_report)
{
    enum { MOST = 64 }; /* reports have a few, hostile pages any number */
    casus_status st = CASUS_OK;
    spot at = {.f = f};
    uint32_t left = MOST;
    for (; at.i < f->text->n_token && left && !st; at.i++) {
        wanted w;
        const casus_token *t = &f->text->token[at.i];
        if (t->norm.n != 7 || !casus_str_is(t->norm, "capital")) continue;
        while (at.next < f->n && f->m[at.next].first < at.i) at.next++;
        if (goes_on(&at) || !which_capital(&at, of_report, &w) || tells_where(&at, w.first)) continue;
        st = add_capital(&at, &w);
        left--;
    }
    return st;
}
