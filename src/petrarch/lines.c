/* What the files have in common: lines without comments, brackets, phrases, plurals, and mistakes told by file and line.
 *
 * Comments are "# ..." and "; ..." to the end of the line, outside brackets ("[###]" is a code), and "<!-- ... -->", over
 * several lines as well. A file is read once; words are looked up in a hash table, so the cost is that of its letters.
 */
#include "room.h"

#include <string.h>

/* ---------------------------------------------------------------- rows and words */

void *rows_add(casus_arena *a, rows *r, size_t size)
{
    void *grown = casus_arena_grow(a, r->at, r->n, r->n + 1, size, &r->cap);
    if (!grown) return NULL;
    r->at = grown;
    return memset((char *)r->at + r->n++ * size, 0, size);
}

bool words_init(vocabulary *v, casus_arena *a)
{
    *v = (vocabulary){.arena = a, .n_slot = 1024};
    v->slot = casus_arena_get(a, v->n_slot, sizeof *v->slot);
    return v->slot && rows_add(a, &v->text, sizeof(casus_str));
}

static uint32_t slot_of(const vocabulary *v, casus_str w)
{
    uint32_t i = (uint32_t)casus_hash(w, 7) & (v->n_slot - 1);
    while (v->slot[i] && !casus_str_eq(*ROW(casus_str, v->text, v->slot[i]), w))
        i = (i + 1) & (v->n_slot - 1);
    return i;
}

static bool more_slots(vocabulary *v)
{
    uint32_t *wider = casus_arena_get(v->arena, (size_t)v->n_slot * 2, sizeof *wider);
    if (!wider) return false;
    v->slot = wider;
    v->n_slot *= 2;
    for (uint32_t w = 1; w < v->text.n; w++)
        v->slot[slot_of(v, *ROW(casus_str, v->text, w))] = w;
    return true;
}

uint32_t words_find(const vocabulary *v, casus_str folded)
{
    return folded.n ? v->slot[slot_of(v, folded)] : 0;
}

uint32_t words_add(vocabulary *v, casus_str folded)
{
    if (!folded.n) return 0;
    if (v->text.n * 2 > v->n_slot && !more_slots(v)) return 0;
    uint32_t i = slot_of(v, folded);
    if (v->slot[i]) return v->slot[i];
    casus_str copy;
    if (casus_arena_str(v->arena, folded, &copy)) return 0;
    casus_str *text = rows_add(v->arena, &v->text, sizeof *text);
    if (!text) return 0;
    *text = copy;
    return v->slot[i] = (uint32_t)v->text.n - 1;
}

/* ---------------------------------------------------------------- lines */

/* The first sign of a comment outside brackets; the length of the text if there is none. */
static size_t comment_at(casus_str s)
{
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '[')
            inside = memchr(s.p + i, ']', s.n - i) != NULL;
        else if (c == ']')
            inside = false;
        else if (!inside && (c == '#' || c == ';'))
            return i;
    }
    return s.n;
}

static size_t find(casus_str s, const char *z)
{
    size_t n = strlen(z);
    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, z, n) == 0) return i;
    return s.n;
}

/* The text of one raw line without "<!-- ... -->"; what stands before one is kept, or else what stands behind. */
static casus_str without_markup(lines *l, casus_str raw)
{
    if (l->inside) {
        size_t end = find(raw, "-->");
        l->inside = end == raw.n;
        if (l->inside) return (casus_str){raw.p, 0};
        raw = (casus_str){raw.p + end + 3, raw.n - end - 3};
    }
    size_t from = find(raw, "<!");
    if (from == raw.n) return raw;
    casus_str tail = {raw.p + from, raw.n - from};
    size_t end = find(tail, "-->");
    if (end == tail.n) l->inside = find(tail, "<!--") == 0;
    if (casus_str_trim((casus_str){raw.p, from}).n || end == tail.n) return (casus_str){raw.p, from};
    return (casus_str){tail.p + end + 3, tail.n - end - 3};
}

bool lines_next(lines *l, line *out)
{
    while (l->rest.n) {
        const char *nl = memchr(l->rest.p, '\n', l->rest.n);
        size_t n = nl ? (size_t)(nl - l->rest.p) : l->rest.n;
        casus_str raw = {l->rest.p, n};
        n += nl != NULL;
        l->rest = (casus_str){l->rest.p + n, l->rest.n - n};
        l->at.line++;
        if (l->at.line == 1 && raw.n >= 3 && memcmp(raw.p, "\xEF\xBB\xBF", 3) == 0) raw = (casus_str){raw.p + 3, raw.n - 3};
        raw = without_markup(l, raw);
        raw.n = comment_at(raw);
        out->indented = raw.n && (raw.p[0] == '\t' || raw.p[0] == ' ');
        out->text = casus_str_trim(raw);
        out->at = l->at;
        if (out->text.n) return true;
    }
    return false;
}

void mistake(reader *r, place at, const char *what, casus_str about)
{
    enum { MOST = 80 };
    r->n_told++;
    if (!r->told) return;
    casus_str file = r->d->file[at.file];
    casus_buf_printf(r->told, "%.*s:%u: %s", (int)file.n, file.p, at.line, what);
    if (about.n) casus_buf_printf(r->told, ": %.*s", (int)(about.n < MOST ? about.n : MOST), about.p);
    casus_buf_char(r->told, '\n');
}

bool no_memory(reader *r)
{
    r->no_memory = true;
    return false;
}

/* ---------------------------------------------------------------- parts of a line */

bool take_brackets(reader *r, casus_str *rest, place at, casus_str *before, casus_str *inside)
{
    const char *open = rest->n ? memchr(rest->p, '[', rest->n) : NULL;
    size_t n = open ? (size_t)(open - rest->p) : rest->n, left = rest->n - n;
    *before = casus_str_trim((casus_str){rest->p, n});
    *inside = (casus_str){rest->p + n, 0};
    if (!open) return false;
    const char *shut = memchr(open, ']', left);
    if (!shut) mistake(r, at, "no ] after [", *rest);
    size_t to = shut ? (size_t)(shut - open) : left;
    *inside = casus_str_trim((casus_str){open + 1, to - 1});
    *rest = (casus_str){open + to + (shut != NULL), left - to - (shut != NULL)};
    return true;
}

bool is_stop(casus_str text)
{
    return find(text, "---STOP---") < text.n;
}

casus_str kept(reader *r, casus_str s)
{
    casus_str copy = {0};
    if (casus_arena_str(r->d->arena, s, &copy)) no_memory(r);
    return copy;
}

casus_str joined(reader *r, casus_str a, casus_str b)
{
    char *p = casus_arena_get(r->scratch, a.n + b.n + 1, 1);
    if (!p) {
        no_memory(r);
        return (casus_str){0};
    }
    if (a.n) memcpy(p, a.p, a.n);
    if (b.n) memcpy(p + a.n, b.p, b.n);
    return (casus_str){p, a.n + b.n};
}

casus_str plural_of(reader *r, casus_str noun)
{
    char last = noun.n ? noun.p[noun.n - 1] : '\0';
    if (last == 'Y' || last == 'y') return joined(r, (casus_str){noun.p, noun.n - 1}, CASUS_STR("IES"));
    return joined(r, noun, last == 'S' || last == 's' ? CASUS_STR("ES") : CASUS_STR("S"));
}

/* ---------------------------------------------------------------- phrases */

static bool add_part(reader *r, casus_str word, bool tight)
{
    casus_str folded;
    if (casus_fold(r->scratch, word, &folded)) return no_memory(r);
    uint32_t w = words_add(&r->d->words, folded);
    part *p = w ? rows_add(r->d->arena, &r->d->part, sizeof *p) : NULL;
    if (!p) return folded.n ? no_memory(r) : true;
    *p = (part){w, tight};
    return true;
}

static bool ends_in(casus_str s, const char *z)
{
    size_t n = strlen(z);
    if (s.n < n) return false;
    for (size_t i = 0; i < n; i++)
        if ((s.p[s.n - n + i] & ~0x20) != (z[i] & ~0x20)) return false;
    return true;
}

/* Texts are cut as the treebanks cut them: "DON'T" is DO and N'T; the sign of the possessive is dropped on both sides. */
static bool add_word(reader *r, casus_str word, bool tight)
{
    if (word.n > 3 && ends_in(word, "N'T"))
        return add_part(r, (casus_str){word.p, word.n - 3}, true) && add_part(r, (casus_str){word.p + word.n - 3, 3}, tight);
    if (word.n > 2 && ends_in(word, "'S")) word.n -= 2;
    return add_part(r, word, tight);
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool read_phrase(reader *r, casus_str text, place at, uint32_t *first, uint32_t *n)
{
    *first = (uint32_t)r->d->part.n;
    text = casus_str_trim(text);
    for (size_t i = 0; i < text.n;) {
        size_t from = i;
        while (i < text.n && !is_gap(text.p[i]) && text.p[i] != '_')
            i++;
        casus_str word = {text.p + from, i - from};
        bool tight = i < text.n;
        for (; i < text.n && (is_gap(text.p[i]) || text.p[i] == '_'); i++)
            tight = tight && text.p[i] == '_';
        if (word.n && !add_word(r, word, tight)) return false;
    }
    *n = (uint32_t)r->d->part.n - *first;
    if (*n && *n <= PHRASE_WORDS) return true;
    mistake(r, at, *n ? "more words than a phrase can have" : "no words", *n ? text : (casus_str){0});
    r->d->part.n = *first;
    return false;
}
