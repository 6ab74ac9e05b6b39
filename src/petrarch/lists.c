/* Discards and issues: plain phrases.
 *
 * A discard is a phrase whose sentence is not coded; with "+" in front nothing of the report is. It fits words that begin with
 * its last word, unless that ends in "_". An issue is a phrase with a [CODE]: n:WORD stands for a noun and its plural, v:WORD
 * for the forms of a verb, A+B for "A B" and "A-B"; "~phrase" takes the issues of its <ISSUE> section back for the sentence,
 * "~~phrase" for the report.
 */
#include "room.h"

#include <string.h>

enum { MOST_SPELLINGS = 64 };

/* ---------------------------------------------------------------- discards */

static void discard_line(reader *r, const line *x)
{
    casus_str words = x->text;
    discard y = {.at = x->at, .story = words.p[0] == '+'};
    if (y.story) words = casus_str_trim((casus_str){words.p + 1, words.n - 1});
    y.stem = words.n && words.p[words.n - 1] != '_';
    y.text = kept(r, words);
    if (!read_phrase(r, words, x->at, &y.first, &y.n)) return;
    discard *slot = rows_add(r->d->arena, &r->d->discards.list, sizeof *slot);
    if (slot)
        *slot = y;
    else
        no_memory(r);
}

void read_discards(reader *r, casus_str text, uint32_t file)
{
    lines l = {.rest = text, .at = {file, 0}};
    for (line x; !r->no_memory && lines_next(&l, &x) && !is_stop(x.text);)
        discard_line(r, &x);
}

/* ---------------------------------------------------------------- issues */

typedef struct {
    reader *r;
    issue like; /* of the line */
    place at;
    uint32_t n; /* spellings made of it */
} speller;

static bool at_word(casus_str s, size_t i, const char *sign)
{
    bool begins = i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '\t';
    return begins && i + 1 < s.n && (s.p[i] | 0x20) == sign[0] && s.p[i + 1] == ':';
}

/* before + word + ending + behind */
static casus_str with(reader *r, casus_str before, casus_str word, const char *ending, casus_str behind)
{
    return joined(r, joined(r, before, joined(r, word, casus_str_of(ending))), behind);
}

static void spell(speller *s, casus_str text);

static void spell_forms(speller *s, casus_str text, size_t i)
{
    size_t end = i + 2;
    while (end < text.n && text.p[end] != ' ')
        end++;
    casus_str before = {text.p, i}, word = {text.p + i + 2, end - i - 2}, behind = {text.p + end, text.n - end};
    bool verb = (text.p[i] | 0x20) == 'v', e = word.n && (word.p[word.n - 1] | 0x20) == 'e';
    spell(s, with(s->r, before, word, "", behind));
    spell(s, with(s->r, before, verb ? joined(s->r, word, CASUS_STR("s")) : plural_of(s->r, word), "", behind));
    if (!verb) return;
    spell(s, with(s->r, before, word, e ? "d" : "ed", behind));
    spell(s, with(s->r, before, (casus_str){word.p, word.n - e}, "ing", behind));
}

static void spell_plus(speller *s, casus_str text, size_t i)
{
    casus_str before = {text.p, i}, behind = {text.p + i + 1, text.n - i - 1};
    spell(s, with(s->r, before, CASUS_STR(" "), "", behind));
    spell(s, with(s->r, before, CASUS_STR("-"), "", behind));
}

/* Add the phrase, or what it stands for. */
static void spell(speller *s, casus_str text)
{
    if (s->r->no_memory) return;
    for (size_t i = 0; i < text.n; i++) {
        if (at_word(text, i, "n") || at_word(text, i, "v")) {
            spell_forms(s, text, i);
            return;
        }
        if (text.p[i] == '+' && i && i + 1 < text.n) {
            spell_plus(s, text, i);
            return;
        }
    }
    issue y = s->like;
    if (++s->n > MOST_SPELLINGS || !read_phrase(s->r, text, s->at, &y.first, &y.n)) return;
    issue *slot = rows_add(s->r->d->arena, &s->r->d->issues.list, sizeof *slot);
    if (slot)
        *slot = y;
    else
        no_memory(s->r);
}

static void issue_line(reader *r, const line *x, uint32_t section)
{
    casus_str rest = x->text, words, code;
    speller s = {.r = r, .like = {.section = section}, .at = x->at};
    bool coded = take_brackets(r, &rest, x->at, &words, &code);
    while (words.n && words.p[0] == '~' && s.like.ignore < 2) {
        s.like.ignore++;
        words = casus_str_trim((casus_str){words.p + 1, words.n - 1});
    }
    if (!s.like.ignore && (!coded || !code.n)) {
        mistake(r, x->at, "an issue without a code", x->text);
        return;
    }
    if (!s.like.ignore) s.like.code = kept(r, code);
    spell(&s, words);
    if (s.n > MOST_SPELLINGS) mistake(r, x->at, "an issue with too many spellings", words);
}

void read_issues(reader *r, casus_str text, uint32_t file)
{
    lines l = {.rest = text, .at = {file, 0}};
    uint32_t section = (uint32_t)r->d->issues.list.n + 1; /* a number no other file's section has */
    for (line x; !r->no_memory && lines_next(&l, &x) && !is_stop(x.text);) {
        if (x.text.p[0] == '<')
            section = (uint32_t)r->d->issues.list.n + 1;
        else
            issue_line(r, &x, section);
    }
}

/* ---------------------------------------------------------------- order */

static uint32_t discard_word(const casus_dictionaries *d, const void *row)
{
    return ROW(part, d->part, ((const discard *)row)->first)->word;
}

static uint32_t issue_word(const casus_dictionaries *d, const void *row)
{
    return ROW(part, d->part, ((const issue *)row)->first)->word;
}

static int as_written(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* What stops the whole report first. */
static int discard_order(const void *a, const void *b)
{
    const discard *x = a, *y = b;
    return x->story != y->story ? (x->story ? -1 : 1) : as_written(x->first, y->first);
}

static int issue_order(const void *a, const void *b)
{
    return as_written(((const issue *)a)->first, ((const issue *)b)->first);
}

bool lists_done(reader *r)
{
    return index_rows(r, &r->d->discards, sizeof(discard), discard_word, discard_order) &&
           index_rows(r, &r->d->issues, sizeof(issue), issue_word, issue_order);
}
