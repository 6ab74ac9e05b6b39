/* Sets of words that may stand for each other: "&LABEL", then "+WORD" lines with their plurals, unless the label or the word
 * ends in "_". They may be used before they are defined, and name other sets: when all files are read each gets all its words.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum { DEEP = 16 /* sets within sets */ };

typedef struct {
    uint32_t set, first, n, other; /* other: a set it takes in, NONE: words */
} raw_member;

/* ---------------------------------------------------------------- reading */

uint32_t find_set(const casus_dictionaries *d, casus_str name)
{
    for (uint32_t i = 0; i < d->set.n; i++)
        if (casus_str_eq(ROW(set, d->set, i)->name, name)) return i;
    return NONE;
}

uint32_t add_set(reader *r, casus_str name, bool plain, place at)
{
    set *s = rows_add(r->d->arena, &r->d->set, sizeof *s);
    if (!s) {
        no_memory(r);
        return NONE;
    }
    *s = (set){.name = kept(r, name), .plain = plain, .at = at};
    return (uint32_t)r->d->set.n - 1;
}

casus_str label_of(casus_str text, bool *plain)
{
    size_t n = 0;
    while (n < text.n && text.p[n] != ' ' && text.p[n] != '\t')
        n++;
    *plain = n && text.p[n - 1] == '_';
    return (casus_str){text.p, n - *plain};
}

/* All labels, so that patterns may stand before them and "_" in a label is no border. */
void find_labels(reader *r, casus_str text, uint32_t file)
{
    lines l = {.rest = text, .at = {file, 0}};
    bool plain;
    for (line x; !r->no_memory && lines_next(&l, &x);) {
        if (x.text.p[0] != '&') continue;
        casus_str name = label_of(x.text, &plain);
        if (find_set(r->d, name) == NONE) add_set(r, name, plain, x.at);
    }
}

void add_member(reader *r, uint32_t s, casus_str words, uint32_t other, place at)
{
    raw_member m = {.set = s, .other = other};
    if (other == NONE && !read_phrase(r, words, at, &m.first, &m.n)) return;
    raw_member *slot = rows_add(r->d->arena, &r->d->member, sizeof *slot);
    if (slot)
        *slot = m;
    else
        no_memory(r);
}

static casus_str without_parens(casus_str s)
{
    if (s.n > 1 && s.p[0] == '(' && s.p[s.n - 1] == ')') return casus_str_trim((casus_str){s.p + 1, s.n - 2});
    return s;
}

void member_line(reader *r, uint32_t number, const line *x)
{
    casus_str words = without_parens(casus_str_trim((casus_str){x->text.p + 1, x->text.n - 1}));
    const set *s = ROW(set, r->d->set, number);
    if (words.n && words.p[0] == '&') {
        uint32_t other = find_set(r->d, words);
        if (other == NONE)
            mistake(r, x->at, "no such set", words);
        else
            add_member(r, number, words, other, x->at);
        return;
    }
    if (memchr(words.p, '&', words.n)) {
        mistake(r, x->at, "a set inside a phrase of a set", words);
        return;
    }
    bool plain = s->plain || (words.n && words.p[words.n - 1] == '_');
    while (words.n && words.p[words.n - 1] == '_')
        words.n--;
    add_member(r, number, words, NONE, x->at);
    if (!plain && words.n) add_member(r, number, plural_of(r, words), NONE, x->at);
}

/* ---------------------------------------------------------------- resolving */

static int by_set(const void *a, const void *b)
{
    const raw_member *x = a, *y = b;
    if (x->set != y->set) return x->set < y->set ? -1 : 1;
    return (x->first > y->first) - (x->first < y->first);
}

typedef struct {
    const raw_member *raw;
    const uint32_t *from; /* of a set */
    reader *r;
    rows out; /* member */
} resolver;

static void take_members(resolver *v, uint32_t into, uint32_t s, int deep)
{
    set *x = ROW(set, v->r->d->set, s);
    if (x->open || deep > DEEP || v->r->no_memory) return;
    x->open = true;
    for (uint32_t i = v->from[s]; i < v->from[s + 1]; i++) {
        if (v->raw[i].other != NONE) {
            take_members(v, into, v->raw[i].other, deep + 1);
            continue;
        }
        member *m = rows_add(v->r->d->arena, &v->out, sizeof *m);
        if (!m)
            no_memory(v->r);
        else
            *m = (member){v->raw[i].first, v->raw[i].n, into};
    }
    x->open = false;
}

typedef struct {
    uint32_t word;
    member m;
} keyed;

static int by_word(const void *a, const void *b)
{
    const keyed *x = a, *y = b;
    if (x->word != y->word) return x->word < y->word ? -1 : 1;
    return x->m.n != y->m.n ? (x->m.n < y->m.n ? 1 : -1) : (x->m.first > y->m.first) - (x->m.first < y->m.first);
}

/* The members of one set, which are the last of the list, by first word and then the longest first. */
static void sort_members(resolver *v, uint32_t first)
{
    const casus_dictionaries *d = v->r->d;
    size_t n = v->out.n - first;
    keyed *k = casus_arena_get(v->r->scratch, n + 1, sizeof *k);
    if (!k) {
        no_memory(v->r);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        k[i].m = *ROW(member, v->out, first + i);
        k[i].word = ROW(part, d->part, k[i].m.first)->word;
    }
    if (n) qsort(k, n, sizeof *k, by_word);
    for (size_t i = 0; i < n; i++)
        *ROW(member, v->out, first + i) = k[i].m;
}

bool sets_done(reader *r)
{
    casus_dictionaries *d = r->d;
    uint32_t *from = casus_arena_get(r->scratch, d->set.n + 2, sizeof *from);
    if (!from) return no_memory(r);
    raw_member *raw = d->member.at;
    if (d->member.n) qsort(raw, d->member.n, sizeof *raw, by_set);
    for (size_t i = 0; i < d->member.n; i++)
        from[raw[i].set + 1]++;
    for (size_t s = 0; s < d->set.n; s++)
        from[s + 1] += from[s];
    resolver v = {.raw = raw, .from = from, .r = r};
    for (uint32_t s = 0; s < d->set.n && !r->no_memory; s++) {
        uint32_t first = (uint32_t)v.out.n;
        take_members(&v, s, s, 0);
        if (!r->no_memory) sort_members(&v, first);
        set *x = ROW(set, d->set, s);
        x->first = first;
        x->n = (uint32_t)v.out.n - first;
        if (!x->n) mistake(r, x->at, "a set without words", x->name);
    }
    d->member = v.out;
    return !r->no_memory;
}
