/* Actors and agents: names with codes.
 *
 * An actor is a line NAME [CODE], lines "+SYNONYM", and indented lines [CODE <DATE], [CODE >DATE], [CODE DATE-DATE] for codes
 * that hold at a time; days are YYYYMMDD or YYMMDD and count as inside. Several brackets on one line are read as if each had
 * its own. An agent is a line NAME {PLURAL} [~CODE] or [CODE~]; "!X! = A, B" is a set of spellings, used as CONGRESS!X!. In a
 * name "_" ties two words together, between others more words may stand.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum { MARKERS = 256, SPELLINGS = 64 };

static bool add_name(reader *r, names *to, casus_str text, place at, uint32_t owner)
{
    entry x = {.owner = owner, .order = (uint32_t)to->list.n};
    if (!read_phrase(r, text, at, &x.first, &x.n)) return false;
    entry *slot = rows_add(r->d->arena, &to->list, sizeof *slot);
    if (!slot) return no_memory(r);
    *slot = x;
    return true;
}

/* ---------------------------------------------------------------- days */

static int digits(const char *p, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + (p[i] - '0');
    return v;
}

/* A day at the beginning of s, which moves behind it. CASUS_DAY_NONE: none that can be. */
static casus_day take_day(casus_str *s)
{
    *s = casus_str_trim(*s);
    size_t n = 0;
    while (n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        n++;
    const char *p = s->p;
    *s = (casus_str){s->p + n, s->n - n};
    if (n == 8) return casus_day_of(digits(p, 4), digits(p + 4, 2), digits(p + 6, 2));
    if (n != 6) return CASUS_DAY_NONE;
    int year = digits(p, 2);
    return casus_day_of(year + (year <= 30 ? 2000 : 1900), digits(p + 2, 2), digits(p + 4, 2));
}

/* "<950601", "> 990816", "19950601 - 19990815". */
static bool read_days(casus_str s, dated *d)
{
    char sign = s.n ? s.p[0] : '\0';
    if (sign == '<' || sign == '>') {
        s = (casus_str){s.p + 1, s.n - 1};
        if (s.n && s.p[0] == '=') s = (casus_str){s.p + 1, s.n - 1};
        casus_day day = take_day(&s);
        *(sign == '<' ? &d->to : &d->from) = day;
        return day != CASUS_DAY_NONE && !casus_str_trim(s).n;
    }
    d->from = take_day(&s);
    s = casus_str_trim(s);
    if (d->from == CASUS_DAY_NONE || !s.n || s.p[0] != '-') return false;
    s = (casus_str){s.p + 1, s.n - 1};
    d->to = take_day(&s);
    return d->to != CASUS_DAY_NONE && d->to >= d->from && !casus_str_trim(s).n;
}

/* ---------------------------------------------------------------- actors */

static void add_code(reader *r, casus_str inside, place at)
{
    dated d = {.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .at = at};
    size_t n = 0;
    while (n < inside.n && inside.p[n] != ' ' && inside.p[n] != '\t' && inside.p[n] != '<' && inside.p[n] != '>')
        n++;
    d.code = (casus_str){inside.p, n};
    casus_str days = casus_str_trim((casus_str){inside.p + n, inside.n - n});
    if (!d.code.n) {
        mistake(r, at, "no code in the brackets", inside);
        return;
    }
    if (days.n && !read_days(days, &d)) {
        mistake(r, at, "cannot read the days of a code (<YYYYMMDD, >YYYYMMDD, YYYYMMDD-YYYYMMDD)", inside);
        return;
    }
    d.code = kept(r, d.code);
    dated *slot = rows_add(r->d->arena, &r->d->code, sizeof *slot);
    if (!slot) {
        no_memory(r);
        return;
    }
    *slot = d;
    ROW(actor, r->d->actor, r->d->actor.n - 1)->n++;
}

static void new_actor(reader *r, casus_str title, place at)
{
    actor *x = rows_add(r->d->arena, &r->d->actor, sizeof *x);
    if (!x) {
        no_memory(r);
        return;
    }
    *x = (actor){.first = (uint32_t)r->d->code.n, .title = kept(r, title), .at = at};
}

static void take_codes(reader *r, casus_str rest, place at)
{
    for (casus_str before, inside; take_brackets(r, &rest, at, &before, &inside);)
        add_code(r, inside, at);
}

static void check_actor(reader *r)
{
    const actor *x = r->d->actor.n ? ROW(actor, r->d->actor, r->d->actor.n - 1) : NULL;
    if (x && !x->n) mistake(r, x->at, "an actor without a code", x->title);
}

/* One line: a name, a synonym, or codes alone. Codes on a line of names go to the actor too. */
static void actor_line(reader *r, const line *x, size_t before_file)
{
    casus_str words = before_sign(x->text, '[');
    bool synonym = words.n && words.p[0] == '+';
    if (words.n && !synonym) {
        if (r->d->actor.n > before_file) check_actor(r);
        new_actor(r, words, x->at);
    }
    if (r->no_memory) return;
    if (r->d->actor.n == before_file) {
        mistake(r, x->at, "this goes with an actor, and none came before", x->text);
        return;
    }
    if (synonym) words = (casus_str){words.p + 1, words.n - 1};
    if (words.n || synonym) add_name(r, &r->d->actors, words, x->at, (uint32_t)r->d->actor.n - 1);
    take_codes(r, x->text, x->at);
}

void read_actors(reader *r, casus_str text, uint32_t file)
{
    lines l = {.rest = text, .at = {file, 0}};
    size_t before = r->d->actor.n;
    for (line x; !r->no_memory && lines_next(&l, &x) && !is_stop(x.text);)
        actor_line(r, &x, before);
    if (r->d->actor.n > before) check_actor(r);
}

/* ---------------------------------------------------------------- agents */

typedef struct {
    casus_str name, list; /* without the signs; "A, B" */
} marker;

typedef struct {
    marker marker[MARKERS];
    uint32_t n;
} markers;

static bool cut_at(casus_str s, char c, casus_str *before, casus_str *behind)
{
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    size_t n = p ? (size_t)(p - s.p) : s.n;
    *before = (casus_str){s.p, n};
    *behind = (casus_str){s.p + n + (p != NULL), s.n - n - (p != NULL)};
    return p != NULL;
}

/* "!PERSON! = MAN, MEN" */
static void define_marker(reader *r, markers *m, const line *x)
{
    casus_str left, list, empty, name, rest;
    cut_at(x->text, '=', &left, &list);
    left = casus_str_trim(left);
    bool good = cut_at(left, '!', &empty, &rest) && !empty.n && cut_at(rest, '!', &name, &rest) && !rest.n && name.n;
    if (!good || !casus_str_trim(list).n)
        mistake(r, x->at, "a set of spellings is written !NAME! = A, B", x->text);
    else if (m->n == MARKERS)
        mistake(r, x->at, "too many sets of spellings", x->text);
    else
        m->marker[m->n++] = (marker){name, list};
}

static bool has_plural_braces(casus_str *words, casus_str *plural)
{
    casus_str before, inside, behind;
    if (!cut_at(*words, '{', &before, &inside)) return false;
    cut_at(inside, '}', plural, &behind);
    *words = casus_str_trim(before);
    *plural = casus_str_trim(*plural);
    return true;
}

static void spell_out(reader *r, const markers *m, casus_str words, place at, uint32_t owner, int deep)
{
    casus_str before, rest, key, behind, one;
    if (!cut_at(words, '!', &before, &rest)) {
        add_name(r, &r->d->agents, words, at, owner);
        return;
    }
    uint32_t i = 0;
    bool shut = cut_at(rest, '!', &key, &behind);
    while (shut && i < m->n && !casus_str_eq(m->marker[i].name, key))
        i++;
    if (!shut || i == m->n || deep > 2) {
        mistake(r, at, "no such set of spellings", words);
        return;
    }
    casus_str list = m->marker[i].list;
    for (int k = 0; list.n && k < SPELLINGS && !r->no_memory; k++) {
        cut_at(list, ',', &one, &list);
        spell_out(r, m, joined(r, joined(r, before, casus_str_trim(one)), behind), at, owner, deep + 1);
    }
}

static bool add_agent(reader *r, casus_str code, casus_str title, place at)
{
    bool before = code.n && code.p[code.n - 1] == '~';
    bool sign = before || (code.n && code.p[0] == '~');
    if (before)
        code.n--;
    else if (sign)
        code = (casus_str){code.p + 1, code.n - 1};
    if (!sign) mistake(r, at, "an agent's code has a ~ in front or behind; taken as ~CODE", code);
    if (!code.n) {
        mistake(r, at, "an agent without a code", title);
        return false;
    }
    agent *x = rows_add(r->d->arena, &r->d->agent, sizeof *x);
    if (!x) return no_memory(r);
    *x = (agent){.code = kept(r, code), .before = before, .title = kept(r, title), .at = at};
    return !r->no_memory;
}

static void agent_line(reader *r, markers *m, const line *x)
{
    casus_str rest = x->text, words, code, plural, unused;
    if (cut_at(rest, '=', &words, &unused) && memchr(words.p, '!', words.n)) {
        define_marker(r, m, x);
        return;
    }
    if (!take_brackets(r, &rest, x->at, &words, &code)) {
        mistake(r, x->at, "an agent without a code", x->text);
        return;
    }
    bool braces = has_plural_braces(&words, &plural);
    if (!add_agent(r, code, words, x->at)) return;
    uint32_t owner = (uint32_t)r->d->agent.n - 1;
    if (cut_at(words, '!', &unused, &unused)) {
        spell_out(r, m, words, x->at, owner, 0);
        return;
    }
    if (!add_name(r, &r->d->agents, words, x->at, owner)) return;
    while (words.n && words.p[words.n - 1] == '_')
        words.n--;
    if (!braces) add_name(r, &r->d->agents, plural_of(r, words), x->at, owner);
    for (casus_str one; braces && casus_str_trim(plural).n && !r->no_memory;) {
        cut_at(plural, ',', &one, &plural);
        add_name(r, &r->d->agents, one, x->at, owner);
    }
}

void read_agents(reader *r, casus_str text, uint32_t file)
{
    lines l = {.rest = text, .at = {file, 0}};
    markers *m = casus_arena_get(r->scratch, 1, sizeof *m);
    if (!m) no_memory(r);
    for (line x; !r->no_memory && lines_next(&l, &x) && !is_stop(x.text);)
        agent_line(r, m, &x);
}

/* ---------------------------------------------------------------- order */

/* The longest first, then as written: a name that says more is the better reading. */
static int by_length(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : (x->order > y->order) - (x->order < y->order);
}

static uint32_t first_word(const casus_dictionaries *d, const void *row)
{
    return ROW(part, d->part, ((const entry *)row)->first)->word;
}

/* Counting sort by first word, then each word's few by order. */
bool index_rows(reader *r, names *n, size_t size, uint32_t (*key)(const casus_dictionaries *d, const void *row),
                int (*order)(const void *a, const void *b))
{
    const casus_dictionaries *d = r->d;
    n->n_at = (uint32_t)d->words.text.n;
    n->at = casus_arena_get(d->arena, (size_t)n->n_at + 1, sizeof *n->at);
    char *sorted = casus_arena_get(d->arena, n->list.n + 1, size), *from = n->list.at;
    if (!n->at || !sorted) return no_memory(r);
    for (size_t i = 0; i < n->list.n; i++)
        n->at[key(d, from + i * size) + 1]++;
    for (uint32_t w = 0; w < n->n_at; w++)
        n->at[w + 1] += n->at[w];
    uint32_t *next = casus_arena_get(r->scratch, (size_t)n->n_at + 1, sizeof *next);
    if (!next) return no_memory(r);
    memcpy(next, n->at, n->n_at * sizeof *next);
    for (size_t i = 0; i < n->list.n; i++)
        memcpy(sorted + size * next[key(d, from + i * size)]++, from + i * size, size);
    for (uint32_t w = 0; w < n->n_at; w++)
        if (n->at[w + 1] - n->at[w] > 1) qsort(sorted + size * n->at[w], n->at[w + 1] - n->at[w], size, order);
    n->list.at = sorted;
    return true;
}

bool names_done(reader *r)
{
    return index_rows(r, &r->d->actors, sizeof(entry), first_word, by_length) &&
           index_rows(r, &r->d->agents, sizeof(entry), first_word, by_length);
}
