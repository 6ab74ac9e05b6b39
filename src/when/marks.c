/* What each token can be in a time expression: one hash look-up a token, none for numbers.
 */
#include "vocab.h"

#include <string.h>

/* The norm without dots ("a.m." is "am"), in a small buffer; empty when it is too long to be a word of ours. */
static casus_str without_dots(casus_str norm, char *out, size_t cap)
{
    if (!memchr(norm.p, '.', norm.n)) return norm;
    size_t n = 0;
    for (size_t i = 0; i < norm.n; i++) {
        if (norm.p[i] == '.') continue;
        if (n == cap) return (casus_str){out, 0};
        out[n++] = norm.p[i];
    }
    return (casus_str){out, n};
}

static bool is_ending(casus_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (casus_str_is(s, list[i])) return true;
    return false;
}

/* "9", "1939", "3rd", "1980s", "1,500": commas are dropped, what follows the digits decides. */
static when_mark number_mark(casus_str norm)
{
    static const char *const ordinal[] = {"st", "nd", "rd", "th"};
    when_mark m = {.kind = MARK_DIGITS, .n = 1};
    size_t i = 0;
    bool comma = false;
    for (; i < norm.n && m.n_digit < 9; i++) {
        if (norm.p[i] == ',') {
            comma = true;
            continue;
        }
        if (norm.p[i] < '0' || norm.p[i] > '9') break;
        m.value = m.value * 10 + (norm.p[i] - '0');
        m.n_digit++;
    }
    casus_str rest = {norm.p + i, norm.n - i};
    if (comma) m.n_digit = 9; /* "1,939" is no year */
    if (rest.n == 0) return m;
    if (is_ending(rest, ordinal, 4)) {
        m.kind = MARK_ORDINAL;
    } else if (casus_str_is(rest, "s") && (m.n_digit == 4 || m.n_digit == 2) && m.value % 10 == 0) {
        m.kind = MARK_DECADE;
        m.value /= 10;
    } else if (casus_str_is(rest, "am") || casus_str_is(rest, "pm")) {
        m.kind = MARK_HALF_DAY;
        m.value = m.value % 12 + (rest.p[0] == 'p' ? 12 : 0);
        m.care = CARE_SHORT; /* the hour is in it */
    } else {
        m.kind = MARK_NONE;
    }
    return m;
}

/* Tokens of the phrase that begins at token i; 0 if it does not. Hyphens and apostrophes do not count. */
static uint8_t phrase_here(const casus_text *t, uint32_t i, casus_str name)
{
    enum { MOST_TOKENS = 10 };
    size_t at = 0;
    for (uint32_t k = i; k < t->n_token && k < i + MOST_TOKENS; k++) {
        casus_str norm = t->token[k].norm;
        if (!(k > i && t->token[k].kind == CASUS_PUNCT)) {
            if (norm.n && norm.p[norm.n - 1] == '.') norm.n--;
            if (norm.n > name.n - at || norm.n == 0 || memcmp(norm.p, name.p + at, norm.n) != 0) return 0;
            at += norm.n;
        }
        if (at == name.n) return (uint8_t)(k - i + 1);
        if (name.p[at] == ' ' || name.p[at] == '-') at++;
    }
    return 0;
}

/* Is the token one of the words? */
static bool is_one_of(const casus_text *t, uint32_t i, casus_str words)
{
    for (size_t from = 0, to = 0; i < t->n_token && from < words.n; from = ++to) {
        while (to < words.n && words.p[to] != ' ')
            to++;
        if (casus_str_eq(t->token[i].norm, (casus_str){words.p + from, to - from})) return true;
    }
    return false;
}

/* The longest phrase that begins here; a day with a name wants a capital. n 0: none. */
static when_mark phrase_mark(const casus_when *w, const when_slot *s, const casus_text *t, uint32_t i)
{
    when_mark best = {0};
    for (int32_t c = s->more; c >= 0; c = w->phrase[c].more) {
        const when_phrase *p = &w->phrase[c];
        if (p->mark.kind == MARK_HOLIDAY && t->token[i].kind == CASUS_WORD && !t->token[i].capital) continue;
        uint8_t n = phrase_here(t, i, p->name);
        if (n <= best.n || (p->beside.n && !is_one_of(t, i + n, p->beside))) continue;
        best = p->mark;
        best.n = n;
    }
    best.list = s->mark.list;
    return best;
}

static when_mark mark_of(const casus_when *w, const casus_text *t, uint32_t i)
{
    const casus_token *k = &t->token[i];
    if (k->kind == CASUS_NUMBER && !memchr(k->norm.p, '/', k->norm.n))
        return number_mark(k->norm); /* "9/11" may be a day with a name */
    char room[16];
    casus_str word = without_dots(k->norm, room, sizeof room);
    const when_slot *s = word.n ? when_slot_find(w, word) : NULL;
    if (!s) return k->kind == CASUS_NUMBER ? number_mark(k->norm) : (when_mark){.n = 1};
    if (s->more >= 0) {
        when_mark m = phrase_mark(w, s, t, i);
        if (m.n) return m;
    }
    return s->mark;
}

when_mark *when_marks(const casus_when *w, const casus_text *text, casus_arena *a)
{
    when_mark *mark = casus_arena_get(a, text->n_token + 1u, sizeof *mark);
    if (!mark) return NULL;
    for (uint32_t i = 0; i < text->n_token; i++)
        mark[i] = mark_of(w, text, i);
    return mark;
}
