/* Patterns: what stands before and behind a verb, "- BEFORE * BEHIND [CODE]", as rows of elements counted from the verb
 * outwards.
 *
 * Words, &SETs, $ source, + target, ^ skips a phrase, % a compound; "_" ties a word to the next. In format 2.0 {NEW TREATY} is
 * a noun phrase and (WITH $) a preposition with what follows; in older files {A | B} are alternatives.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    reader *r;
    place at;
    element at_once[PHRASE_WORDS];
    bool tied[PHRASE_WORDS + 1]; /* [i]: "_" and nothing else before element i; [n]: behind the last */
    uint32_t n, groups;
    uint8_t group;           /* open {, 0: none */
    bool paren, preposition; /* within ( ); its first word has been */
} side;

static bool put(side *s, element_kind kind, uint32_t id)
{
    if (s->n == PHRASE_WORDS) {
        mistake(s->r, s->at, "more words than a pattern can have", (casus_str){0});
        return false;
    }
    bool grouped = kind <= SET && s->group && (!s->paren || s->preposition);
    if (s->paren) s->preposition = true;
    s->at_once[s->n++] = (element){.kind = (uint8_t)kind, .id = id, .group = grouped ? s->group : 0};
    return true;
}

/* The longest label that begins here. */
static bool put_set(side *s, casus_str text, size_t *i)
{
    const casus_dictionaries *d = s->r->d;
    uint32_t best = NONE;
    size_t len = 0;
    for (uint32_t k = 0; k < d->set.n; k++) {
        casus_str name = ROW(set, d->set, k)->name;
        size_t end = *i + name.n;
        if (name.n <= len || end > text.n || memcmp(text.p + *i, name.p, name.n) != 0) continue;
        if (end < text.n && !strchr(" _{}()|\t", text.p[end])) continue;
        best = k;
        len = name.n;
    }
    if (best == NONE) {
        mistake(s->r, s->at, "no such set; the pattern is left out", (casus_str){text.p + *i, text.n - *i});
        return false;
    }
    *i += len;
    return put(s, SET, best);
}

static bool put_word(side *s, casus_str word)
{
    static const char sign[] = "$+^%";
    static const element_kind kind[] = {SOURCE, TARGET, SKIP, COMPOUND};
    const char *at = word.n == 1 ? strchr(sign, word.p[0]) : NULL;
    if (at) return put(s, kind[at - sign], 0);
    uint32_t first, n;
    if (!read_phrase(s->r, word, s->at, &first, &n)) return false;
    for (uint32_t k = 0; k < n; k++) {
        if (k) s->tied[s->n] = true;
        if (!put(s, WORD, ROW(part, s->r->d->part, first + k)->word)) return false;
    }
    return true;
}

/* {A | B}: a set without a label. */
static bool put_choice(side *s, casus_str list)
{
    reader *r = s->r;
    uint32_t k = add_set(r, CASUS_STR(""), true, s->at);
    for (casus_str one; k != NONE && list.n && !r->no_memory;) {
        one = before_sign(list, '|');
        const char *bar = memchr(list.p, '|', list.n);
        list = bar ? (casus_str){bar + 1, list.n - (size_t)(bar - list.p) - 1} : (casus_str){0};
        while (one.n && one.p[one.n - 1] == '_')
            one.n--;
        if (one.n) add_member(r, k, one, NONE, s->at);
    }
    return k != NONE && put(s, SET, k);
}

/* Signs that open and shut; true: it was one. */
static bool bracket(side *s, casus_str text, size_t *i, bool *good)
{
    char c = text.p[*i];
    if (!strchr("{}()", c)) return false;
    casus_str inside = before_sign((casus_str){text.p + *i + 1, text.n - *i - 1}, '}');
    if (c == '{' && inside.n && memchr(inside.p, '|', inside.n)) {
        *good = put_choice(s, inside);
        while (*i < text.n && text.p[*i] != '}')
            ++*i;
    } else if (c == '{' || c == '(') {
        s->group = (uint8_t)(++s->groups % 255 + 1);
        s->paren = c == '(' || (s->paren && s->preposition);
        if (c == '(') s->preposition = false;
    } else {
        s->group = 0;
        if (c == ')') s->paren = false;
    }
    if (*i < text.n) ++*i;
    return true;
}

static bool read_side(side *s, casus_str text)
{
    bool good = true, gap = false, line_under = false;
    for (size_t i = 0; i < text.n && good;) {
        char c = text.p[i];
        if (c == ' ' || c == '\t' || c == '_') {
            gap = gap || c != '_';
            line_under = line_under || c == '_';
            i++;
            continue;
        }
        s->tied[s->n] = line_under && !gap;
        if (bracket(s, text, &i, &good)) {
            gap = true;
            continue;
        }
        gap = line_under = false;
        if (c == '&') {
            good = put_set(s, text, &i);
            continue;
        }
        size_t from = i;
        while (i < text.n && !strchr(" \t_{}()", text.p[i]))
            i++;
        good = put_word(s, (casus_str){text.p + from, i - from});
    }
    s->tied[s->n] = line_under && !gap;
    return good;
}

/* Lay the elements down, nearest to the verb first. */
static bool lay_side(const side *s, bool upper, uint32_t *first)
{
    reader *r = s->r;
    *first = (uint32_t)r->d->element.n;
    for (uint32_t k = 0; k < s->n; k++) {
        uint32_t i = upper ? s->n - 1 - k : k;
        element *e = rows_add(r->d->arena, &r->d->element, sizeof *e);
        if (!e) return no_memory(r);
        *e = s->at_once[i];
        e->tight = s->tied[upper ? i + 1 : i];
    }
    return true;
}

void read_pattern(reader *r, const line *x, casus_str text, uint32_t block)
{
    casus_str rest = text, words, code;
    if (!take_brackets(r, &rest, x->at, &words, &code) || !code.n) {
        mistake(r, x->at, "a pattern without a code", x->text);
        return;
    }
    const char *star = words.n ? memchr(words.p, '*', words.n) : NULL;
    if (!star) {
        mistake(r, x->at, "a pattern without *", x->text);
        return;
    }
    size_t at = (size_t)(star - words.p);
    side up = {.r = r, .at = x->at}, low = {.r = r, .at = x->at};
    if (!read_side(&up, (casus_str){words.p, at}) || !read_side(&low, (casus_str){star + 1, words.n - at - 1})) return;
    pattern p = {.block = block, .order = (uint32_t)r->d->pattern.n, .n_upper = up.n, .n_lower = low.n, .at = x->at};
    p.code = kept(r, code);
    if (!lay_side(&up, true, &p.upper) || !lay_side(&low, false, &p.lower)) return;
    pattern *slot = rows_add(r->d->arena, &r->d->pattern, sizeof *slot);
    if (slot)
        *slot = p;
    else
        no_memory(r);
}

/* ---------------------------------------------------------------- order */

static int by_block(const void *a, const void *b)
{
    const pattern *x = a, *y = b;
    if (x->block != y->block) return x->block < y->block ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

bool patterns_done(reader *r)
{
    casus_dictionaries *d = r->d;
    if (!rows_add(d->arena, &d->block, sizeof(uint32_t))) return no_memory(r);
    if (d->pattern.n) qsort(d->pattern.at, d->pattern.n, sizeof(pattern), by_block);
    for (size_t i = 0, k = 0; i < d->block.n; i++) {
        while (k < d->pattern.n && ROW(pattern, d->pattern, k)->block < i)
            k++;
        *ROW(uint32_t, d->block, i) = (uint32_t)k;
    }
    return true;
}
