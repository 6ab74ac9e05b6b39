/* English inflection by spelling rules; irregular.tsv goes before them. Its cells may hold alternatives ("burned | burnt").
 */
#include "room.h"

#include <string.h>

static bool is_vowel(char c) { return c && strchr("aeiou", c); }

static bool ends(casus_str w, const char *tail)
{
    size_t n = strlen(tail);
    return w.n >= n && memcmp(w.p + w.n - n, tail, n) == 0;
}

static char last(casus_str w, size_t back) { return w.n > back ? w.p[w.n - 1 - back] : '\0'; }

static bool ends_hissing(casus_str w)
{
    return ends(w, "s") || ends(w, "x") || ends(w, "z") || ends(w, "ch") || ends(w, "sh");
}

static bool ends_cons_y(casus_str w) { return last(w, 0) == 'y' && w.n > 1 && !is_vowel(last(w, 1)); }

/* One syllable, one vowel, one consonant at the end: "stop", "ram", "plan", but not "fix", "row", "shell", "raid". */
static bool doubles(casus_str w)
{
    if (w.n < 3 || !is_vowel(last(w, 1)) || is_vowel(last(w, 0)) || strchr("wxy", last(w, 0))) return false;
    for (size_t i = 0; i + 2 < w.n; i++)
        if (is_vowel(w.p[i]) && !(w.p[i] == 'u' && i > 0 && w.p[i - 1] == 'q')) return false;
    return true;
}

typedef struct {
    lang_surface *out;
    unsigned n;
} surfaces;

static void put(surfaces *s, casus_str stem, size_t drop, const char *tail, unsigned form)
{
    lang_surface x = {.form = (uint8_t)form};
    size_t keep = stem.n - drop, n_tail = strlen(tail);
    if (keep + n_tail >= sizeof x.text) return;
    memcpy(x.text, stem.p, keep);
    memcpy(x.text + keep, tail, n_tail);
    x.n = (uint8_t)(keep + n_tail);
    for (unsigned i = 0; i < s->n; i++) {
        if (s->out[i].n != x.n || memcmp(s->out[i].text, x.text, x.n) != 0) continue;
        s->out[i].form |= x.form;
        return;
    }
    if (s->n < LANG_SURFACES) s->out[s->n++] = x;
}

/* The forms a cell of irregular.tsv lists; false if it is empty. */
static bool put_cell(surfaces *s, casus_str cell, unsigned form)
{
    bool any = false;
    while (cell.n) {
        const char *bar = memchr(cell.p, '|', cell.n);
        casus_str one = casus_str_trim((casus_str){cell.p, bar ? (size_t)(bar - cell.p) : cell.n});
        if (one.n && one.n <= LANG_WORD_BYTES) put(s, one, 0, "", form), any = true;
        if (!bar) break;
        cell = (casus_str){bar + 1, cell.n - (size_t)(bar + 1 - cell.p)};
    }
    return any;
}

static void put_s(surfaces *s, casus_str w, unsigned form)
{
    if (ends_cons_y(w)) put(s, w, 1, "ies", form);
    else if (ends_hissing(w) || (form == CASUS_FORM_S && last(w, 0) == 'o')) put(s, w, 0, "es", form);
    else put(s, w, 0, "s", form);
}

static void put_tail(surfaces *s, casus_str w, const char *tail, unsigned form) /* tail: "ed" or "ing" */
{
    char twice[8] = {last(w, 0)};
    if (doubles(w)) put(s, w, 0, strcat(twice, tail), form);
    else put(s, w, 0, tail, form);
}

static void put_past(surfaces *s, casus_str w, unsigned form)
{
    if (last(w, 0) == 'e') put(s, w, 0, "d", form);
    else if (ends_cons_y(w)) put(s, w, 1, "ied", form);
    else put_tail(s, w, "ed", form);
}

static void put_ing(surfaces *s, casus_str w)
{
    if (ends(w, "ie")) put(s, w, 2, "ying", CASUS_FORM_ING);
    else if (last(w, 0) == 'e' && w.n > 2 && !strchr("eoy", last(w, 1))) put(s, w, 1, "ing", CASUS_FORM_ING);
    else put_tail(s, w, "ing", CASUS_FORM_ING);
}

typedef struct {
    casus_str past, participle, ing, s, plural;
} irregular;

static irregular look_up(const casus_lexicon *lex, casus_str lemma)
{
    int t = casus_lexicon_table(lex, "irregular");
    uint32_t row;
    if (!casus_lexicon_find(lex, t, lemma, &row)) return (irregular){0};
#define CELL(name) casus_lexicon_cell(lex, t, row, casus_lexicon_column(lex, t, name))
    return (irregular){CELL("past"), CELL("participle"), CELL("ing"), CELL("s"), CELL("plural")};
#undef CELL
}

static void put_plural(surfaces *s, casus_str w)
{
    bool man = ends(w, "man") && !ends(w, "human") && !ends(w, "german") && !ends(w, "roman") && !ends(w, "ottoman");
    if (man) put(s, w, 2, "en", CASUS_FORM_PLURAL);
    else put_s(s, w, CASUS_FORM_PLURAL);
}

unsigned lang_inflect(const casus_lexicon *lex, casus_str lemma, char kind, lang_surface out[LANG_SURFACES])
{
    surfaces s = {out, 0};
    if (lemma.n == 0 || lemma.n > LANG_WORD_BYTES) return 0;
    irregular odd = look_up(lex, lemma);
    if (kind == 'n') {
        put(&s, lemma, 0, "", CASUS_FORM_SING);
        if (!put_cell(&s, odd.plural, CASUS_FORM_PLURAL)) put_plural(&s, lemma);
        return s.n;
    }
    put(&s, lemma, 0, "", CASUS_FORM_BASE);
    if (!put_cell(&s, odd.s, CASUS_FORM_S)) put_s(&s, lemma, CASUS_FORM_S);
    if (!put_cell(&s, odd.past, CASUS_FORM_PAST)) put_past(&s, lemma, CASUS_FORM_PAST);
    if (!put_cell(&s, odd.participle, CASUS_FORM_PART)) {
        if (odd.past.n) put_cell(&s, odd.past, CASUS_FORM_PART);
        else put_past(&s, lemma, CASUS_FORM_PART);
    }
    if (!put_cell(&s, odd.ing, CASUS_FORM_ING)) put_ing(&s, lemma);
    return s.n;
}
