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

enum { DEEP = 16 /* sets within sets */ };

typedef struct {
    uint32_t set, first, n, other; /* other: a set it takes in, NONE: words */
} raw_member;

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

/* ---------------------------------------------------------------- sets */

static uint32_t find_set(const casus_dictionaries *d, casus_str name)
{
    for (uint32_t i = 0; i < d->set.n; i++)
        if (casus_str_eq(ROW(set, d->set, i)->name, name)) return i;
    return NONE;
}

static uint32_t add_set(reader *r, casus_str name, bool plain, place at)
{
    set *s = rows_add(r->d->arena, &r->d->set, sizeof *s);
    if (!s) {
        no_memory(r);
        return NONE;
    }
    *s = (set){.name = kept(r, name), .plain = plain, .at = at};
    return (uint32_t)r->d->set.n - 1;
}

static casus_str label_of(casus_str text, bool *plain)
{
    size_t n = 0;
    while (n < text.n && text.p[n] != ' ' && text.p[n] != '\t')
        n++;
    *plain = n && text.p[n - 1] == '_';
    return (casus_str){text.p, n - *plain};
}

/* All labels, so that patterns may stand before them and "_" in a label is no border. */
static void find_labels(reader *r, casus_str text, uint32_t file)
{
    lines l = {.rest = text, .at = {file, 0}};
    bool plain;
    for (line x; !r->no_memory && lines_next(&l, &x);) {
        if (x.text.p[0] != '&') continue;
        casus_str name = label_of(x.text, &plain);
        if (find_set(r->d, name) == NONE) add_set(r, name, plain, x.at);
    }
}

static void add_member(reader *r, uint32_t s, casus_str words, uint32_t other, place at)
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

static void member_line(verbs *v, const line *x)
{
    reader *r = v->r;
    casus_str words = without_parens(casus_str_trim((casus_str){x->text.p + 1, x->text.n - 1}));
    const set *s = ROW(set, r->d->set, v->set);
    if (words.n && words.p[0] == '&') {
        uint32_t other = find_set(r->d, words);
        if (other == NONE)
            mistake(r, x->at, "no such set", words);
        else
            add_member(r, v->set, words, other, x->at);
        return;
    }
    if (memchr(words.p, '&', words.n)) {
        mistake(r, x->at, "a set inside a phrase of a set", words);
        return;
    }
    bool plain = s->plain || (words.n && words.p[words.n - 1] == '_');
    while (words.n && words.p[words.n - 1] == '_')
        words.n--;
    add_member(r, v->set, words, NONE, x->at);
    if (!plain && words.n) add_member(r, v->set, plural_of(r, words), NONE, x->at);
}

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

static casus_str before_sign(casus_str s, char c)
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

/* ---------------------------------------------------------------- patterns */

typedef struct {
    verbs *v;
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
        mistake(s->v->r, s->at, "more words than a pattern can have", (casus_str){0});
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
    const casus_dictionaries *d = s->v->r->d;
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
        mistake(s->v->r, s->at, "no such set; the pattern is left out", (casus_str){text.p + *i, text.n - *i});
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
    if (!read_phrase(s->v->r, word, s->at, &first, &n)) return false;
    for (uint32_t k = 0; k < n; k++) {
        if (k) s->tied[s->n] = true;
        if (!put(s, WORD, ROW(part, s->v->r->d->part, first + k)->word)) return false;
    }
    return true;
}

/* {A | B}: a set without a label. */
static bool put_choice(side *s, casus_str list)
{
    reader *r = s->v->r;
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
    reader *r = s->v->r;
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

static void pattern_line(verbs *v, const line *x, casus_str text)
{
    reader *r = v->r;
    casus_str rest = text, words, code;
    if (v->block == NONE || v->fresh) {
        mistake(r, x->at, "a pattern without a verb", x->text);
        return;
    }
    v->patterned = true;
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
    side up = {.v = v, .at = x->at}, low = {.v = v, .at = x->at};
    if (!read_side(&up, (casus_str){words.p, at}) || !read_side(&low, (casus_str){star + 1, words.n - at - 1})) return;
    pattern p = {.block = v->block, .order = (uint32_t)r->d->pattern.n, .n_upper = up.n, .n_lower = low.n, .at = x->at};
    p.code = kept(r, code);
    if (!lay_side(&up, true, &p.upper) || !lay_side(&low, false, &p.lower)) return;
    pattern *slot = rows_add(r->d->arena, &r->d->pattern, sizeof *slot);
    if (slot)
        *slot = p;
    else
        no_memory(r);
}

/* ---------------------------------------------------------------- the file */

static void one_line(verbs *v, const line *x)
{
    casus_str t = x->text;
    bool plain, dashes = t.n > 2 && memcmp(t.p, "---", 3) == 0;
    if (t.p[0] == '+' && v->in_set) {
        member_line(v, x);
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

static bool sets_done(reader *r)
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

static int by_block(const void *a, const void *b)
{
    const pattern *x = a, *y = b;
    if (x->block != y->block) return x->block < y->block ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static bool patterns_done(reader *r)
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
