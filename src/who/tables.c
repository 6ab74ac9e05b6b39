/* The lexicon's tables as the who room uses them: columns by name, countries by their code, named actors by date.
 * Opened once a report: one pass over the two country tables, some 500 cells.
 */
#include "room.h"

#include <string.h>

static const char *const kind_names[] = {
    [CASUS_ACTOR_UNKNOWN] = "unknown", [CASUS_ACTOR_STATE] = "state",   [CASUS_ACTOR_FORCES] = "forces",
    [CASUS_ACTOR_ARMED] = "armed",     [CASUS_ACTOR_ORG] = "org",       [CASUS_ACTOR_MEDIA] = "media",
    [CASUS_ACTOR_PERSON] = "person",   [CASUS_ACTOR_CIVILIAN] = "civilian", [CASUS_ACTOR_GROUP] = "group",
};

/* The kinds that rows tell finer. A lexicon of kinds as short as these is searched faster than hashed. */
static const struct { const char *name; casus_actor_kind kind; } finer[] = {
    {"rebel", CASUS_ACTOR_ARMED}, {"militia", CASUS_ACTOR_ARMED}, {"criminal", CASUS_ACTOR_ARMED}, {"police", CASUS_ACTOR_FORCES},
    {"intelligence", CASUS_ACTOR_FORCES}, {"government", CASUS_ACTOR_STATE}, {"ministry", CASUS_ACTOR_STATE},
    {"parliament", CASUS_ACTOR_STATE}, {"court", CASUS_ACTOR_STATE}, {"party", CASUS_ACTOR_ORG}, {"opposition", CASUS_ACTOR_ORG},
    {"igo", CASUS_ACTOR_ORG}, {"ngo", CASUS_ACTOR_ORG}, {"company", CASUS_ACTOR_ORG}, {"union", CASUS_ACTOR_ORG},
    {"church", CASUS_ACTOR_ORG}, {"university", CASUS_ACTOR_ORG},
};

const char *casus_actor_kind_name(casus_actor_kind k)
{
    return (size_t)k < sizeof kind_names / sizeof *kind_names ? kind_names[k] : "unknown";
}

casus_actor_kind who_kind_of(casus_str name)
{
    for (size_t i = 1; i < sizeof kind_names / sizeof *kind_names; i++)
        if (casus_str_is(name, kind_names[i])) return (casus_actor_kind)i;
    for (size_t i = 0; i < sizeof finer / sizeof *finer; i++)
        if (casus_str_is(name, finer[i].name)) return finer[i].kind;
    return CASUS_ACTOR_UNKNOWN;
}

casus_str who_cell(const who_finder *f, const who_table *t, uint32_t row, int column)
{
    return t->id < 0 || column < 0 ? (casus_str){"", 0} : casus_lexicon_cell(f->lex, t->id, row, column);
}

static int column(const casus_lexicon *lex, int id, const char *name)
{
    return id < 0 ? -1 : casus_lexicon_column(lex, id, name);
}

static who_table open_table(const casus_lexicon *lex, const char *name, const char *extra)
{
    int id = casus_lexicon_table(lex, name);
    who_table t = {id, column(lex, id, "name"), column(lex, id, "kind"), column(lex, id, "country"), column(lex, id, "code"),
                   column(lex, id, "from"), column(lex, id, "to"), column(lex, id, extra), column(lex, id, "member"),
                   column(lex, id, "called")};
    if (t.country < 0) t.country = column(lex, id, "iso2");
    return t;
}

static int country_index(casus_str iso2)
{
    if (iso2.n != 2 || iso2.p[0] < 'A' || iso2.p[0] > 'Z' || iso2.p[1] < 'A' || iso2.p[1] > 'Z') return -1;
    return (iso2.p[0] - 'A') * 26 + (iso2.p[1] - 'A');
}

/* The first row of each country counts: the ones below are former states and parts. */
static void index_countries(const who_finder *f, const who_table *t, uint16_t *row)
{
    for (uint32_t i = 0; i < WHO_COUNTRIES; i++) row[i] = WHO_NO_ROW;
    uint32_t n = t->id < 0 ? 0 : casus_lexicon_rows(f->lex, t->id);
    for (uint32_t r = 0; r < n && r < WHO_NO_ROW; r++) {
        int k = country_index(who_cell(f, t, r, t->country));
        if (k >= 0 && row[k] == WHO_NO_ROW) row[k] = (uint16_t)r;
    }
}

bool who_tables_open(who_finder *f)
{
    f->actors = open_table(f->lex, "actors", "parent");
    f->agents = open_table(f->lex, "agents", "class");
    f->seats = open_table(f->lex, "seats", "");
    f->countries = open_table(f->lex, "countries", "iso3");
    f->demonyms = open_table(f->lex, "demonyms", "forces");
    f->demonyms.name = column(f->lex, f->demonyms.id, "adjective");
    f->titles = open_table(f->lex, "titles", "");
    f->firstnames = open_table(f->lex, "firstnames", "");
    f->capitals = open_table(f->lex, "capitals", "");
    f->places = casus_lexicon_table(f->lex, "places");
    index_countries(f, &f->countries, f->country_row);
    index_countries(f, &f->demonyms, f->demonym_row);
    return f->actors.id >= 0 || f->agents.id >= 0 || f->countries.id >= 0;
}

uint16_t who_country_row(const who_finder *f, casus_str iso2)
{
    int k = country_index(iso2);
    return k < 0 ? WHO_NO_ROW : f->country_row[k];
}

uint16_t who_demonym_row(const who_finder *f, casus_str iso2)
{
    int k = country_index(iso2);
    return k < 0 ? WHO_NO_ROW : f->demonym_row[k];
}

bool who_join(who_finder *f, casus_str *out, const casus_str *part, uint32_t n)
{
    size_t len = 0;
    for (uint32_t i = 0; i < n; i++) len += part[i].n;
    char *p = casus_arena_get(f->arena, len + 1, 1);
    if (!p) return false;
    *out = (casus_str){p, len};
    for (uint32_t i = 0; i < n; i++) {
        if (part[i].n) memcpy(p, part[i].p, part[i].n);
        p += part[i].n;
    }
    return true;
}

/* ---------------------------------------------------------------- dates of rows */

/* "2015", "2015-09", "2015-09-18": its first or last day; CASUS_DAY_NONE for an empty cell. */
casus_day who_edge(casus_str s, bool last)
{
    int part[3] = {0, 0, 0};
    uint32_t n = 0;
    for (size_t i = 0; i < s.n && n < 3; i++) {
        if (s.p[i] == '-') n++;
        else if (s.p[i] >= '0' && s.p[i] <= '9' && part[n] < 10000) part[n] = part[n] * 10 + (s.p[i] - '0');
    }
    if (!part[0]) return CASUS_DAY_NONE;
    int month = part[1] ? part[1] : last ? 12 : 1;
    if (month > 12) return CASUS_DAY_NONE;
    return casus_day_of(part[0], month, part[2] ? part[2] : last ? casus_month_days(part[0], month) : 1);
}

static int days_off(const who_finder *f, uint32_t row)
{
    if (f->day == CASUS_DAY_NONE) return 0;
    casus_day from = who_edge(who_cell(f, &f->actors, row, f->actors.from), false);
    casus_day to = who_edge(who_cell(f, &f->actors, row, f->actors.to), true);
    if (from != CASUS_DAY_NONE && f->day < from) return from - f->day;
    if (to != CASUS_DAY_NONE && f->day > to) return f->day - to;
    return 0;
}

/* One who no longer (or not yet) holds a government office is of the elite in PLOVER's sense. */
static bool out_of_office(who_finder *f, casus_actor *x)
{
    casus_str c = x->code;
    if (x->kind != CASUS_ACTOR_PERSON || c.n < 3 || memcmp(c.p + c.n - 3, "GOV", 3) != 0) return true;
    casus_str part[2] = {{c.p, c.n - 3}, CASUS_STR("ELI")};
    return who_join(f, &x->code, part, 2);
}

static bool is_short_in_capitals(const who_finder *f, const casus_match *m)
{
    return m->n == 1 && who_shouts(f, m->first) && f->text->token[m->first].span.len <= 5;
}

bool who_is_plain_word(const who_finder *f, uint32_t i)
{
    static const char *const word[] = {"car",  "plan", "goal", "map", "tap",  "raw",  "side",  "pan", "site", "fact", "act", "aid", "hope", "mac", "mud", "gal",
                                       "can",  "mend", "bin",  "cut", "model", "sin", "you",  "up",  "who",   "far", "tip",  "pad",  "pas", "dos",
                                       "let",  "dawn", "left", "punch", "wired", "apple", "labour", "memorial", "solidarity", "fatherland", "atlantic", NULL};
    return who_shouts(f, i) && who_one_of(f, i, word);
}

/* "President Bush" is a term, but the office is no part of the name; "King Hussein", "Mullah Omar" are names. */
static void leave_office(const who_finder *f, casus_actor *x)
{
    const casus_match *m = who_match(f, x->first, &f->titles);
    if (x->kind != CASUS_ACTOR_PERSON || !m || m->n >= x->n) return;
    if (!casus_str_is(who_cell(f, &f->titles, m->row, f->titles.code), "GOV")) return;
    x->first += m->n;
    x->n -= m->n;
}

static bool is_of_report(const who_finder *f, uint32_t row)
{
    casus_str c = who_cell(f, &f->actors, row, f->actors.country);
    return f->country[0] && c.n == 2 && memcmp(c.p, f->country, 2) == 0;
}

/* Of the rows that share the longest match, the one nearest to the day, of these one of the report's country; *off: the days
 * between, 0 if it holds. */
static const casus_match *nearest_row(const who_finder *f, const casus_match *m, int *off)
{
    const casus_match *best = m, *end = f->words->match + f->words->at[m->first + 1];
    *off = days_off(f, m->row);
    for (const casus_match *k = m + 1; k < end && k->table == m->table && k->n == m->n; k++) {
        int days = days_off(f, k->row);
        if (days > *off || (days == *off && (is_of_report(f, best->row) || !is_of_report(f, k->row)))) continue;
        best = k;
        *off = days;
    }
    return best;
}

bool who_named(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    const casus_match *m = who_match(f, i, &f->actors);
    if (!m) return false;
    int best_off;
    const casus_match *best = nearest_row(f, m, &best_off);
    /* In text of capitals alone an acronym of another time is some other word: "TIP", "MEND". */
    if (best_off > 0 && is_short_in_capitals(f, best)) return false;
    bool article = best->n == 2 && who_is(f, i, "the");
    if (best->n == 1u + article && who_is_plain_word(f, i + article)) return false;
    const who_table *t = &f->actors;
    casus_str country = who_cell(f, t, best->row, t->country);
    *out = (casus_actor){.first = i, .n = best->n, .name = who_cell(f, t, best->row, t->name),
                         .code = who_cell(f, t, best->row, t->code), .kind = who_kind_of(who_cell(f, t, best->row, t->kind))};
    if (country.n == 2) memcpy(out->country, country.p, 2);
    out->parent = who_cell(f, t, best->row, t->extra);
    leave_office(f, out);
    if (best_off > 366 && !out_of_office(f, out)) *nomem = true;
    if (!who_member_on(f, who_cell(f, t, best->row, t->member), &out->member)) *nomem = true;
    return !*nomem;
}
