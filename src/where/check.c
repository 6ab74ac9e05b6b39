/* What the tables of places may say, checked row by row, for those who edit them; reports are read with a table that has mistakes as
 * well as may be. One look at every row; a word of place_stop.tsv that stands there twice is found by looking it up.
 */
#include "where/room.h"

#include <string.h>

typedef struct {
    const finder *f;
    casus_buf *out;
    uint32_t n;
} checker;

static void say(checker *c, int table, uint32_t row, const char *what, casus_str about)
{
    casus_str file = casus_lexicon_name(c->f->lex, table);
    c->n++;
    casus_buf_printf(c->out, "%.*s.tsv:%u: %s", (int)file.n, file.p, (unsigned)casus_lexicon_line(c->f->lex, table, row), what);
    if (about.n) casus_buf_printf(c->out, ": %.*s", (int)about.n, about.p);
    casus_buf_char(c->out, '\n');
}

/* "-33.92", and no more than the pole or the date line. */
static bool is_degrees(casus_str s, double most)
{
    size_t i = s.n && s.p[0] == '-', dots = 0, digits = 0;
    for (; i < s.n; i++) {
        if (s.p[i] == '.') dots++;
        else if (s.p[i] >= '0' && s.p[i] <= '9') digits++;
        else return false;
    }
    double v = where_degrees(s);
    return digits && dots < 2 && v >= -most && v <= most;
}

static bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

static bool is_country(const finder *f, casus_str iso2)
{
    const tables *t = &f->t;
    for (uint32_t row = 0; row < casus_lexicon_rows(f->lex, t->countries); row++)
        if (casus_str_eq(casus_lexicon_cell(f->lex, t->countries, row, t->iso2), iso2)) return true;
    return false;
}

/* What a cell may hold. */
typedef enum { NAME, CODE, COUNTRY, COUNTRY_IF, PRECISION, KINDS } content;

static void check_cell(checker *c, int table, uint32_t row, int column, content what)
{
    casus_str s = casus_lexicon_cell(c->f->lex, table, row, column);
    switch (what) {
    case NAME:
        if (!s.n) say(c, table, row, "no name", s);
        break;
    case CODE:
        if (s.n != 2 || !is_capital(s.p[0]) || !is_capital(s.p[1])) say(c, table, row, "a country's code is two capitals", s);
        break;
    case COUNTRY:
    case COUNTRY_IF:
        if ((s.n || what == COUNTRY) && !is_country(c->f, s)) say(c, table, row, "unknown country", s);
        break;
    case PRECISION:
        if (!where_is_precision(s)) say(c, table, row, "unknown precision", s);
        break;
    case KINDS:
        if (!where_are_stops(s)) say(c, table, row, "unknown kind", s);
        break;
    }
}

/* A point: needed, or both or none of its two numbers. */
static void check_point(checker *c, int table, uint32_t row, int lat, int lon, bool needed)
{
    casus_str y = casus_lexicon_cell(c->f->lex, table, row, lat), x = casus_lexicon_cell(c->f->lex, table, row, lon);
    if (!needed && !y.n && !x.n) return;
    if (!is_degrees(y, 90)) say(c, table, row, "wrong latitude", y);
    if (!is_degrees(x, 180)) say(c, table, row, "wrong longitude", x);
}

typedef struct {
    int table;
    struct {
        int column;
        content what;
    } cell[3];
    int n_cell, lat, lon; /* -1: no point */
    bool point;           /* must have one */
} plan;

static void check_table(checker *c, const plan *p)
{
    for (uint32_t row = 0; p->table >= 0 && row < casus_lexicon_rows(c->f->lex, p->table); row++) {
        for (int i = 0; i < p->n_cell; i++) check_cell(c, p->table, row, p->cell[i].column, p->cell[i].what);
        if (p->lat >= 0) check_point(c, p->table, row, p->lat, p->lon, p->point);
    }
}

/* A short name stands for a place of places.tsv. */
static void check_abbrevs(checker *c)
{
    const finder *f = c->f;
    const tables *t = &f->t;
    for (uint32_t row = 0; t->abbrev >= 0 && row < casus_lexicon_rows(f->lex, t->abbrev); row++) {
        casus_str name = casus_lexicon_cell(f->lex, t->abbrev, row, t->abbrev_name);
        if (where_row_of(f, name, casus_lexicon_cell(f->lex, t->abbrev, row, t->abbrev_country)) == UINT32_MAX)
            say(c, t->abbrev, row, "places.tsv has no such place", name);
    }
}

static void check_words(checker *c)
{
    const finder *f = c->f;
    uint32_t other;
    for (uint32_t row = 0; f->t.stop >= 0 && row < casus_lexicon_rows(f->lex, f->t.stop); row++) {
        casus_str word = casus_lexicon_cell(f->lex, f->t.stop, row, 0);
        if (!casus_lexicon_find(f->lex, f->t.stop, word, &other) || other != row) say(c, f->t.stop, row, "a word written twice", word);
    }
}

casus_status casus_where_check(const casus_lexicon *lex, casus_buf *out, uint32_t *n, casus_err *err)
{
    finder f = {.lex = lex};
    checker c = {.f = &f, .out = out};
    where_tables(&f);
    const tables *t = &f.t;
    const plan plans[] = {
        {t->countries, {{t->country_name, NAME}, {t->iso2, CODE}}, 2, t->country_lat, t->country_lon, true},
        {t->places, {{t->place_name, NAME}, {t->place_country, COUNTRY_IF}, {t->place_prec, PRECISION}}, 3, t->place_lat, t->place_lon, true},
        {t->demonyms, {{t->demonym_iso2, COUNTRY}}, 1, -1, -1, false},
        {t->seats, {{t->seat_iso2, COUNTRY}}, 1, t->seat_lat, t->seat_lon, false},
        {t->adjectives, {{t->adjective_place, NAME}, {t->adjective_country, COUNTRY_IF}}, 2, -1, -1, false},
        {t->papers, {{t->paper_name, NAME}, {t->paper_country, COUNTRY_IF}}, 2, t->paper_lat, t->paper_lon, false},
        {t->stop, {{t->stop_kind, KINDS}}, 1, -1, -1, false},
    };
    for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) check_table(&c, &plans[i]);
    check_abbrevs(&c);
    check_words(&c);
    *n = c.n;
    return out->failed ? casus_fail(err, CASUS_E_NOMEM, "check", 0) : CASUS_OK;
}
