/* What the tables of actors may say, checked row by row, and names that could mean two. For those who edit them; reports are
 * read with a table that has mistakes as well as may be.
 */
#include "room.h"

#include <string.h>

typedef struct {
    who_finder f;
    casus_buf *out;
    uint32_t n;
} checker;

static void say(checker *c, int table, uint32_t row, const char *file, const char *what, casus_str about)
{
    c->n++;
    casus_buf_printf(c->out, "%s.tsv:%u: %s", file, (unsigned)casus_lexicon_line(c->f.lex, table, row), what);
    if (about.n) casus_buf_printf(c->out, ": %.*s", (int)about.n, about.p);
    casus_buf_char(c->out, '\n');
}

static bool is_date(casus_str s) { return !s.n || who_edge(s, false) != CASUS_DAY_NONE; }

static bool in_order(casus_str from, casus_str to)
{
    casus_day a = who_edge(from, false), b = who_edge(to, true);
    return a == CASUS_DAY_NONE || b == CASUS_DAY_NONE || a <= b;
}

static bool is_code(casus_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= 'a' && s.p[i] <= 'z'))) return false;
    return s.n >= 3 && s.n % 3 == 0;
}

static void check_members(checker *c, uint32_t row)
{
    casus_str rest = who_cell(&c->f, &c->f.actors, row, c->f.actors.member);
    who_membership m;
    while (who_member_next(&rest, &m))
        if (!m.name.n || !is_date(m.from) || !is_date(m.until) || !in_order(m.from, m.until))
            say(c, c->f.actors.id, row, "actors", "wrong membership", m.name);
}

static void check_actor(checker *c, uint32_t row)
{
    const who_finder *f = &c->f;
    const who_table *t = &f->actors;
    casus_str kind = who_cell(f, t, row, t->kind), country = who_cell(f, t, row, t->country), code = who_cell(f, t, row, t->code);
    casus_str from = who_cell(f, t, row, t->from), to = who_cell(f, t, row, t->to);
    if (!who_cell(f, t, row, t->name).n) say(c, t->id, row, "actors", "no name", from);
    if (!casus_str_is(kind, "unknown") && who_kind_of(kind) == CASUS_ACTOR_UNKNOWN) say(c, t->id, row, "actors", "unknown kind", kind);
    if (country.n && who_country_row(f, country) == WHO_NO_ROW) say(c, t->id, row, "actors", "unknown country", country);
    if (code.n && !is_code(code)) say(c, t->id, row, "actors", "a code is three letters, or groups of three", code);
    if (!is_date(from)) say(c, t->id, row, "actors", "wrong date", from);
    if (!is_date(to)) say(c, t->id, row, "actors", "wrong date", to);
    if (!in_order(from, to)) say(c, t->id, row, "actors", "ends before it begins", to);
    check_members(c, row);
}

static void check_agent(checker *c, uint32_t row)
{
    static const char *const classes[] = {"civilians", "security forces", "militants", "unknown", NULL};
    const who_table *t = &c->f.agents;
    casus_str kind = who_cell(&c->f, t, row, t->kind), class = who_cell(&c->f, t, row, t->extra);
    bool known = false;
    for (size_t i = 0; classes[i]; i++) known = known || casus_str_is(class, classes[i]);
    if (!who_cell(&c->f, t, row, t->name).n) say(c, t->id, row, "agents", "no name", kind);
    if (who_kind_of(kind) == CASUS_ACTOR_UNKNOWN) say(c, t->id, row, "agents", "unknown kind", kind);
    if (!known) say(c, t->id, row, "agents", "unknown class", class);
    casus_str called = who_cell(&c->f, t, row, t->called);
    if (called.n && !casus_str_is(called, "own") && !casus_str_is(called, "office")) say(c, t->id, row, "agents", "unknown way to be called", called);
}

/* Could both rows be meant in a report of one country and day? */
static bool in_doubt(const who_finder *f, uint32_t a, uint32_t b)
{
    const who_table *t = &f->actors;
    casus_str ca = who_cell(f, t, a, t->country), cb = who_cell(f, t, b, t->country);
    casus_day a0 = who_edge(who_cell(f, t, a, t->from), false), a1 = who_edge(who_cell(f, t, a, t->to), true);
    casus_day b0 = who_edge(who_cell(f, t, b, t->from), false), b1 = who_edge(who_cell(f, t, b, t->to), true);
    /* An office that ends in the year, month or on the day when the next begins. */
    bool apart = (a1 != CASUS_DAY_NONE && b0 != CASUS_DAY_NONE && (a1 < b0 || (a0 < b0 && a1 - b0 < 366))) ||
                 (b1 != CASUS_DAY_NONE && a0 != CASUS_DAY_NONE && (b1 < a0 || (b0 < a0 && b1 - a0 < 366)));
    return !apart && casus_str_eq(ca, cb);
}

static bool shared(void *ctx, int table, uint32_t row, uint32_t other, casus_str term)
{
    checker *c = ctx;
    const who_finder *f = &c->f;
    const char *file = table == f->actors.id ? "actors" : table == f->agents.id ? "agents" : table == f->titles.id ? "titles" : NULL;
    if (!file || (table == f->actors.id && !in_doubt(f, row, other))) return true;
    c->n++;
    casus_buf_printf(c->out, "%s.tsv:%u: \"%.*s\" stands in line %u too\n", file, (unsigned)casus_lexicon_line(f->lex, table, other),
                     (int)term.n, term.p, (unsigned)casus_lexicon_line(f->lex, table, row));
    return true;
}

casus_status casus_who_check(const casus_lexicon *lex, casus_buf *out, uint32_t *n, casus_err *err)
{
    checker *c = casus_alloc(sizeof *c);
    *n = 0;
    if (!c) return casus_fail(err, CASUS_E_NOMEM, "check", 0);
    c->f.lex = lex;
    c->out = out;
    who_tables_open(&c->f);
    for (uint32_t row = 0; row < casus_lexicon_rows(lex, c->f.actors.id); row++) check_actor(c, row);
    for (uint32_t row = 0; row < casus_lexicon_rows(lex, c->f.agents.id); row++) check_agent(c, row);
    casus_status st = casus_lexicon_shared(lex, shared, c, err);
    if (!st && out->failed) st = casus_fail(err, CASUS_E_NOMEM, "check", 0);
    *n = c->n;
    casus_release(c);
    return st;
}
