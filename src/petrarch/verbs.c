/* Verbs: blocks of verbs that mean the same, with patterns; sets of words.
 *
 *   &SET            words that may stand for each other, with their plurals, unless the label or the word ends in "_"
 *   +WORD
 *   --- NAME [CODE] ---          a block begins; without such lines one begins behind the patterns of another
 *   VERB {FORMS} [CODE]          a verb, its irregular forms, a code of its own; WIRE_+TAP, +BREAK_DOWN: several words
 *   - BEFORE * BEHIND [CODE]     a pattern: words, &SETs, $ source, + target, ^ skips a phrase, % a compound
 *
 * In format 2.0 {NEW TREATY} is a noun phrase and (WITH $) a preposition with what follows; in older files {A | B} are
 * alternatives. Codes "A:B" make an event each way. Sets may be used before they are defined, and name other sets.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    reader *r;
    vocabulary names;        /* of blocks and sets */
    rows number;             /* uint32_t: block + 1, by word of names */
    uint32_t block;          /* NONE: before the first */
    uint32_t last_verb;      /* form read last, for codes */
    casus_str primary, code; /* of the block; of the verb read last */
    bool headed, fresh, patterned, in_set;
    uint32_t set;
} verbs;

/* ---------------------------------------------------------------- forms of verbs */

typedef struct {
    reader *r;
    form like;
    place at;
} conjugation;

static uint32_t word_number(reader *r, casus_str text)
{
    casus_str folded = {0};
    if (casus_fold(r->scratch, text, &folded)) no_memory(r);
    uint32_t w = words_add(&r->d->words, folded);
    if (!w && folded.n) no_memory(r);
    return w;
}

static void add_form(const conjugation *c, casus_str verb, bool made)
{
    reader *r = c->r;
    form f = c->like;
    f.word = word_number(r, verb);
    f.made = made;
    f.order = (uint32_t)r->d->forms.list.n;
    form *slot = f.word ? rows_add(r->d->arena, &r->d->forms.list, sizeof *slot) : NULL;
    if (slot)
        *slot = f;
    else if (f.word)
        no_memory(r);
}

static bool is_vowel(char c)
{
    return strchr("AEIOU", c & ~0x20) != NULL;
}

static char letter(casus_str s, size_t back)
{
    return s.n > back ? (char)(s.p[s.n - 1 - back] & ~0x20) : '\0';
}

/* STOP, STAB: the last letter is doubled in STOPPED, STABBING. */
static bool doubles(casus_str v)
{
    char c = letter(v, 0);
    return v.n > 2 && !is_vowel(c) && !strchr("HWXY", c) && is_vowel(letter(v, 1)) && !is_vowel(letter(v, 2));
}

static void add_ending(const conjugation *c, casus_str stem, const char *ending)
{
    add_form(c, joined(c->r, stem, casus_str_of(ending)), true);
}

/* The regular forms. Where English changes the stem both spellings are taken: a form that is no word is never met. */
static void add_regular(const conjugation *c, casus_str v)
{
    char last = letter(v, 0);
    casus_str stem = {v.p, v.n - 1};
    bool hissing = strchr("SXZ", last) || (last == 'H' && strchr("CS", letter(v, 1)));
    add_ending(c, v, hissing ? "ES" : "S");
    add_ending(c, v, last == 'E' ? "D" : "ED");
    add_ending(c, last == 'E' ? stem : v, "ING");
    if (last == 'Y' && !is_vowel(letter(v, 1))) {
        add_ending(c, stem, "IES");
        add_ending(c, stem, "IED");
    }
    if (doubles(v)) {
        casus_str twice = joined(c->r, v, (casus_str){v.p + v.n - 1, 1});
        add_ending(c, twice, "ED");
        add_ending(c, twice, "ING");
    }
}

/* "WIRE_+TAP": the verb, and the words around it as parts. false: no words. */
static bool split_compound(reader *r, casus_str text, form *f, casus_str *verb, place at)
{
    const char *plus = text.n ? memchr(text.p, '+', text.n) : NULL;
    size_t from = plus ? (size_t)(plus - text.p) : 0, to;
    casus_str before = {text.p, from};
    from += plus != NULL;
    for (to = from; to < text.n && !strchr("_ \t", text.p[to]);)
        to++;
    *verb = (casus_str){text.p + from, to - from};
    casus_str after = {text.p + to, text.n - to};
    while (after.n && strchr("_ \t", after.p[0]))
        after = (casus_str){after.p + 1, after.n - 1};
    f->n_before = f->n_after = 0;
    if (!verb->n) {
        mistake(r, at, "no verb", text);
        return false;
    }
    while (before.n && strchr("_ \t", before.p[before.n - 1]))
        before.n--;
    return (!before.n || read_phrase(r, before, at, &f->before, &f->n_before)) &&
           (!after.n || read_phrase(r, after, at, &f->after, &f->n_after));
}

static void add_verb(conjugation *c, casus_str text, bool regular)
{
    casus_str verb;
    if (!split_compound(c->r, text, &c->like, &verb, c->at)) return;
    add_form(c, verb, false);
    if (regular) add_regular(c, verb);
}

static void add_listed(conjugation *c, casus_str list)
{
    for (size_t i = 0; i < list.n && !c->r->no_memory;) {
        while (i < list.n && strchr(" \t,", list.p[i]))
            i++;
        size_t from = i;
        while (i < list.n && !strchr(" \t,", list.p[i]))
            i++;
        if (i > from) add_verb(c, (casus_str){list.p + from, i - from}, false);
    }
}

/* ---------------------------------------------------------------- blocks */

/* Blocks that begin with the same verb are one. */
static void begin_block(verbs *v, casus_str verb)
{
    reader *r = v->r;
    uint32_t w = words_add(&v->names, verb);
    while (w && v->number.n <= w)
        if (!rows_add(r->scratch, &v->number, sizeof(uint32_t))) w = 0;
    if (!w) {
        no_memory(r);
        return;
    }
    uint32_t *number = ROW(uint32_t, v->number, w);
    if (!*number) {
        if (!rows_add(r->d->arena, &r->d->block, sizeof(uint32_t))) no_memory(r);
        *number = (uint32_t)r->d->block.n;
    }
    v->block = *number - 1;
}

casus_str before_sign(casus_str s, char c)
{
    const char *p = s.n ? memchr(s.p, c, s.n) : NULL;
    return casus_str_trim((casus_str){s.p, p ? (size_t)(p - s.p) : s.n});
}

static casus_str braces_of(casus_str s)
{
    const char *open = s.n ? memchr(s.p, '{', s.n) : NULL;
    if (!open) return (casus_str){0};
    casus_str rest = {open + 1, s.n - (size_t)(open - s.p) - 1};
    return before_sign(rest, '}');
}

static void verb_line(verbs *v, const line *x)
{
    reader *r = v->r;
    casus_str rest = x->text, words, code;
    take_brackets(r, &rest, x->at, &words, &code);
    casus_str verb = before_sign(words, '{'), forms = braces_of(words);
    bool listed = words.n && memchr(words.p, '{', words.n);
    if (!verb.n) {
        mistake(r, x->at, "forms without a verb; taken for those of the verb before", x->text);
        if (v->block == NONE || !listed) return;
    } else if (v->fresh || v->block == NONE || (v->patterned && !v->headed)) {
        if (!v->headed) v->primary = code.n ? kept(r, code) : CASUS_STR("---");
        begin_block(v, verb);
        v->fresh = v->patterned = false;
    }
    if (r->no_memory) return;
    v->code = !verb.n ? v->code : code.n ? kept(r, code) : v->primary;
    conjugation c = {r, {.block = v->block, .code = v->code, .at = x->at}, x->at};
    if (verb.n) add_verb(&c, verb, !listed);
    add_listed(&c, forms);
}

static void head_line(verbs *v, const line *x)
{
    casus_str rest = x->text, words, code;
    v->primary = take_brackets(v->r, &rest, x->at, &words, &code) && code.n ? kept(v->r, code) : CASUS_STR("---");
    v->headed = v->fresh = true;
    v->patterned = false;
}

/* ---------------------------------------------------------------- the file */

static void pattern_line(verbs *v, const line *x, casus_str text)
{
    if (v->block == NONE || v->fresh) {
        mistake(v->r, x->at, "a pattern without a verb", x->text);
        return;
    }
    v->patterned = true;
    read_pattern(v->r, x, text, v->block);
}

static void one_line(verbs *v, const line *x)
{
    casus_str t = x->text;
    bool plain, dashes = t.n > 2 && memcmp(t.p, "---", 3) == 0;
    if (t.p[0] == '+' && v->in_set) {
        member_line(v->r, v->set, x);
        return;
    }
    v->in_set = t.p[0] == '&';
    if (v->in_set)
        v->set = find_set(v->r->d, label_of(t, &plain));
    else if (dashes)
        head_line(v, x);
    else if (t.p[0] == '-')
        pattern_line(v, x, (casus_str){t.p + 1, t.n - 1});
    else if (t.p[0] == '~')
        mistake(v->r, x->at, "transformations are not read", t);
    else if (t.p[0] == '*') {
        mistake(v->r, x->at, "a pattern begins with -", t);
        pattern_line(v, x, t);
    } else
        verb_line(v, x);
}

void read_verbs(reader *r, casus_str text, uint32_t file)
{
    verbs v = {.r = r, .block = NONE, .primary = CASUS_STR("---"), .code = CASUS_STR("---")};
    find_labels(r, text, file);
    if (!words_init(&v.names, r->scratch)) no_memory(r);
    lines l = {.rest = text, .at = {file, 0}};
    for (line x; !r->no_memory && lines_next(&l, &x) && !is_stop(x.text);)
        one_line(&v, &x);
}

/* ---------------------------------------------------------------- order */

static uint32_t form_word(const casus_dictionaries *d, const void *row)
{
    (void)d;
    return ((const form *)row)->word;
}

/* Compound verbs first; a form that was written before one made by rule; the later of two. */
static int form_order(const void *a, const void *b)
{
    const form *x = a, *y = b;
    uint32_t m = x->n_before + x->n_after, n = y->n_before + y->n_after;
    if (m != n) return m < n ? 1 : -1;
    if (x->made != y->made) return x->made ? 1 : -1;
    return (x->order < y->order) - (x->order > y->order);
}

bool verbs_done(reader *r)
{
    return sets_done(r) && patterns_done(r) && index_rows(r, &r->d->forms, sizeof(form), form_word, form_order);
}
