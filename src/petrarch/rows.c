/* Actors and agents of dictionaries as rows of a Casus lexicon, so that a project can go on with one set of tables.
 *
 * A name's spellings become the terms of a row, a code with dates a row of its own with from and to. Of a code the first three
 * letters are the country, if there is one, and the next three the sector, which says the kind. What a lexicon has no words for
 * (codes without a country or sector that is known, "---") is told with file and line and left out. Cost: one pass.
 */
#include "room.h"

#include <casus/lang.h>

#include <string.h>

typedef struct {
    const casus_dictionaries *d;
    const casus_lexicon *lex;
    int countries, iso2, iso3;
    casus_buf *out, *told;
    uint32_t n_told;
} writer;

/* Sectors of CAMEO and PLOVER, the kinds of actors.tsv and of agents.tsv, and whose dead they are. */
static const struct {
    const char *sector, *actor, *agent, *class;
} kind_of[] = {
    {"GOV", "government", "state", "unknown"},      {"LEG", "parliament", "state", "civilians"},
    {"JUD", "court", "state", "civilians"},         {"MIL", "forces", "forces", "security forces"},
    {"COP", "police", "forces", "security forces"}, {"SPY", "intelligence", "forces", "security forces"},
    {"REB", "rebel", "armed", "militants"},         {"INS", "rebel", "armed", "militants"},
    {"SEP", "rebel", "armed", "militants"},         {"UAF", "armed", "armed", "unknown"},
    {"PRM", "militia", "armed", "militants"},       {"CRM", "criminal", "armed", "militants"},
    {"OPP", "opposition", "org", "civilians"},      {"PTY", "party", "org", "civilians"},
    {"NGO", "ngo", "civilian", "civilians"},        {"IGO", "igo", "org", "unknown"},
    {"MED", "media", "media", "civilians"},         {"JRN", "media", "media", "civilians"},
    {"BUS", "company", "civilian", "civilians"},    {"MNC", "company", "civilian", "civilians"},
    {"LAB", "union", "civilian", "civilians"},      {"EDU", "university", "civilian", "civilians"},
    {"REL", "church", "civilian", "civilians"},     {"CVL", "group", "civilian", "civilians"},
    {"AGR", "group", "civilian", "civilians"},      {"REF", "group", "civilian", "civilians"},
    {"SET", "group", "civilian", "civilians"},      {"HLH", "group", "civilian", "civilians"},
    {"ELI", "group", "civilian", "civilians"},      {"NGM", "ngo", "org", "civilians"},
};
enum { N_SECTOR = sizeof kind_of / sizeof *kind_of, NO_SECTOR = N_SECTOR, SECTOR = 3 };

static int sector_at(casus_str code, size_t at)
{
    for (int i = 0; i < N_SECTOR; i++)
        if (code.n >= at + SECTOR && memcmp(code.p + at, kind_of[i].sector, SECTOR) == 0) return i;
    return NO_SECTOR;
}

static void left_out(writer *w, place at, casus_str what)
{
    w->n_told++;
    if (w->told)
        casus_buf_printf(w->told, "%.*s:%u: a lexicon has no such code: %.*s\n", (int)w->d->file[at.file].n,
                         w->d->file[at.file].p, at.line, (int)what.n, what.p);
}

/* "SYR" -> "SY"; empty if no country has the code. */
static casus_str country_of(const writer *w, casus_str code)
{
    if (code.n < SECTOR) return (casus_str){0};
    for (uint32_t r = 0; r < casus_lexicon_rows(w->lex, w->countries); r++) {
        casus_str iso3 = casus_lexicon_cell(w->lex, w->countries, r, w->iso3);
        if (iso3.n == SECTOR && memcmp(iso3.p, code.p, SECTOR) == 0)
            return casus_lexicon_cell(w->lex, w->countries, r, w->iso2);
    }
    return (casus_str){0};
}

/* ---------------------------------------------------------------- names */

static bool is_small(casus_str word)
{
    static const char *const small[] = {"of", "the", "and", "for", "in", "on", "to", "de", "la", "al", "el", NULL};
    for (size_t i = 0; small[i]; i++)
        if (casus_str_is(word, small[i])) return true;
    return false;
}

static void put_word(casus_buf *out, casus_str word, bool capital)
{
    char first = word.p[0];
    if (capital && first >= 'a' && first <= 'z') {
        first = (char)(first - 'a' + 'A');
        casus_buf_add(out, &first, 1);
        word = (casus_str){word.p + 1, word.n - 1};
    }
    casus_buf_str(out, word);
}

/* Words of dictionaries are folded: names get their capitals back. */
static void put_name(const writer *w, const entry *e, bool capitals)
{
    for (uint32_t k = 0; k < e->n; k++) {
        casus_str word = *ROW(casus_str, w->d->words.text, ROW(part, w->d->part, e->first + k)->word);
        bool apart = k > 0 && word.p[0] != '\'' && word.p[0] != '.' && word.p[0] != '-';
        if (apart) casus_buf_add(w->out, " ", 1);
        put_word(w->out, word, capitals && (k == 0 || !is_small(word)));
    }
}

/* The names as they stand in the files: those of one owner are neighbours there. Freed with casus_release; NULL: no memory. */
static const entry **in_order(const names *from)
{
    const entry **list = casus_alloc((from->list.n + 1) * sizeof *list);
    for (uint32_t i = 0; list && i < from->list.n; i++) {
        const entry *e = ROW(entry, from->list, i);
        list[e->order] = e;
    }
    return list;
}

static void put_terms(const writer *w, const entry **name, uint32_t n, bool capitals)
{
    for (uint32_t i = 0; i < n; i++) {
        if (i) casus_buf_add(w->out, " | ", 3);
        put_name(w, name[i], capitals);
    }
}

/* ---------------------------------------------------------------- actors */

static void put_actor(writer *w, const entry **name, uint32_t n, const dated *c)
{
    casus_str country = country_of(w, c->code);
    int sector = sector_at(c->code, country.n ? SECTOR : 0);
    bool state = country.n && c->code.n == SECTOR;
    char from[16], to[16];
    if (!state && sector == NO_SECTOR) {
        left_out(w, c->at, c->code);
        return;
    }
    casus_day_iso(c->from, from);
    casus_day_iso(c->to, to);
    put_terms(w, name, n, true);
    casus_buf_add(w->out, "\t", 1);
    put_name(w, name[0], true);
    casus_buf_printf(w->out, "\t%s\t%.*s\t", state ? "government" : kind_of[sector].actor, (int)country.n,
                     country.n ? country.p : "");
    casus_buf_printf(w->out, "%.*s%s\t%s\t%s\t\t\tcode %.*s\tdictionary\n",
                     (int)(c->code.n < 2 * SECTOR ? c->code.n : 2 * SECTOR), c->code.p, state ? "GOV" : "", from, to,
                     (int)c->code.n, c->code.p);
}

/* ---------------------------------------------------------------- agents */

static void put_agent(writer *w, const entry **name, uint32_t n, const agent *g)
{
    int sector = sector_at(g->code, 0);
    if (sector == NO_SECTOR || g->before) {
        left_out(w, g->at, g->code);
        return;
    }
    put_terms(w, name, n, false);
    casus_buf_add(w->out, "\t", 1);
    put_name(w, name[n - 1], false); /* the plural stands last */
    casus_buf_printf(w->out, "\t%s\t%s\t%s\n", kind_of[sector].agent, kind_of[sector].sector, kind_of[sector].class);
}

/* ---------------------------------------------------------------- */

typedef void put_row(writer *w, const entry **name, uint32_t n, uint32_t owner);

static void put_codes(writer *w, const entry **name, uint32_t n, uint32_t owner)
{
    const actor *a = ROW(actor, w->d->actor, owner);
    for (uint32_t k = 0; k < a->n; k++)
        put_actor(w, name, n, ROW(dated, w->d->code, a->first + k));
}

static void put_one_agent(writer *w, const entry **name, uint32_t n, uint32_t owner)
{
    put_agent(w, name, n, ROW(agent, w->d->agent, owner));
}

static casus_status put_rows(const casus_dictionaries *d, const casus_lexicon *lex, const names *from, const char *heading,
                             put_row *put, casus_buf *out, casus_buf *told, uint32_t *n_told, casus_err *err)
{
    writer w = {.d = d, .lex = lex, .out = out, .told = told, .countries = casus_lexicon_table(lex, "countries")};
    w.iso2 = casus_lexicon_column(lex, w.countries, "iso2");
    w.iso3 = casus_lexicon_column(lex, w.countries, "iso3");
    if (w.iso2 < 0 || w.iso3 < 0) return casus_fail(err, CASUS_E_INPUT, "the lexicon has no table of countries", 0);
    const entry **name = in_order(from);
    if (!name) return casus_fail(err, CASUS_E_NOMEM, "rows", 0);
    casus_buf_printf(out, "%s\n", heading);
    for (uint32_t i = 0, n; i < from->list.n; i += n) {
        for (n = 1; i + n < from->list.n && name[i + n]->owner == name[i]->owner; n++)
            continue;
        put(&w, &name[i], n, name[i]->owner);
    }
    casus_release(name);
    if (n_told) *n_told = w.n_told;
    return out->failed || (told && told->failed) ? casus_fail(err, CASUS_E_NOMEM, "rows", 0) : CASUS_OK;
}

casus_status casus_dictionaries_actors(const casus_dictionaries *d, const casus_lexicon *lex, casus_buf *out, casus_buf *told,
                                       uint32_t *n_told, casus_err *err)
{
    return put_rows(d, lex, &d->actors, "term\tname\tkind\tcountry\tcode\tfrom\tto\tparent\tmember\tnote\tsource", put_codes,
                    out, told, n_told, err);
}

casus_status casus_dictionaries_agents(const casus_dictionaries *d, const casus_lexicon *lex, casus_buf *out, casus_buf *told,
                                       uint32_t *n_told, casus_err *err)
{
    return put_rows(d, lex, &d->agents, "term\tname\tkind\tcode\tclass", put_one_agent, out, told, n_told, err);
}
