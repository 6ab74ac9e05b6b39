/* Sentences and paragraphs from tokens and their notes: one pass. Rules propose where sentences end; inside a block the model
 * of boundary.c decides, with the rule's word as one of its reasons.
 */
#include "room.h"

enum {
    LEAST_FULL = 16,    /* share of small letters (one in 16) under which a long sentence counts as shouted */
    HEADING_BYTES = 160,
    HEADING_TOKENS = 24,
    DATELINE_BLOCKS = 8 /* paragraphs at the beginning where a dateline is looked for */
};

typedef struct {
    text_work *w;
    casus_text *t;
    bool quoted; /* inside double quotation marks */
    text_place place;
} pass;

/* ---------------------------------------------------------------- quotation marks */

static bool is_quote(const pass *s, uint32_t i) { return s->w->note[i] & NOTE_QUOTE; }

static bool next_glued(const pass *s, uint32_t i) { return i + 1 < s->t->n_token && s->t->token[i + 1].glued; }

/* Straight marks say nothing themselves: they open when glued to the right only, close when glued to the left only, and
 * else take turns. */
static bool is_closing(const pass *s, uint32_t i)
{
    unsigned note = s->w->note[i];
    if (note & (NOTE_OPEN | NOTE_CLOSE)) return note & NOTE_CLOSE;
    bool left = s->t->token[i].glued, right = next_glued(s, i);
    if (left != right) return left;
    return s->quoted;
}

static void see_quote(pass *s, uint32_t i)
{
    if (is_quote(s, i)) s->quoted = !is_closing(s, i);
}

/* ---------------------------------------------------------------- where sentences end */

static bool is_break(const pass *s, uint32_t i)
{
    return i >= s->t->n_token || (s->w->note[i] & (NOTE_LINE | NOTE_PARA));
}

/* Behind the quotes and brackets that close after a stop. */
static uint32_t behind_closers(pass *s, uint32_t i)
{
    while (!is_break(s, i) && (is_quote(s, i) || (s->w->note[i] & NOTE_CLOSE))) {
        if (!s->t->token[i].glued && !(is_quote(s, i) && s->quoted)) break;
        bool turn = is_quote(s, i) && s->t->token[i].glued && !(s->w->note[i] & NOTE_OPEN);
        if (!turn && is_quote(s, i) && !is_closing(s, i)) break;
        if (is_quote(s, i)) s->quoted = false;
        i++;
    }
    return i;
}

/* May a sentence begin with this token, coming after a stop? */
static bool may_begin(const pass *s, uint32_t i)
{
    const casus_token *t = &s->t->token[i];
    if (t->kind == CASUS_NUMBER) return !t->glued;
    if (t->kind == CASUS_WORD) {
        if (!t->capital) return !(s->w->note[i] & NOTE_LOWER) && !t->glued; /* scripts without capitals */
        const casus_token *before = i > 1 ? &s->t->token[i - 2] : t;
        return !t->glued || (before->span.len > 2 && t->span.len > 1);
    }
    if (s->w->note[i] & (NOTE_OPEN | NOTE_QUOTE)) return !t->glued;
    return !t->glued && (s->w->note[i] & NOTE_DASH || !(s->w->note[i] & (NOTE_CLOSE | NOTE_STOP))) &&
           !casus_str_is(t->norm, ",") && !casus_str_is(t->norm, ";") && !casus_str_is(t->norm, ":");
}

/* "1." and "a)" at the beginning number a list. */
static bool is_list_mark(const pass *s, uint32_t first, uint32_t stop)
{
    const casus_token *t = &s->t->token[first];
    return stop == first + 1 && (t->kind == CASUS_NUMBER || t->span.len == 1) && t->span.len < 4;
}

/* First token behind the sentence that token i may end; 0 if it does not end there. */
static uint32_t ends_at(pass *s, uint32_t first, uint32_t i)
{
    if (is_break(s, i + 1)) return i + 1;
    unsigned note = s->w->note[i];
    if (note & NOTE_STOP) {
        if (is_list_mark(s, first, i)) return 0;
        uint32_t next = behind_closers(s, i + 1);
        return is_break(s, next) || may_begin(s, next) ? next : 0;
    }
    if (!(note & NOTE_ABBR)) return 0;
    bool wide = (s->w->note[i + 1] & NOTE_WIDE) && may_begin(s, i + 1);
    const casus_token *next = &s->t->token[i + 1];
    if (note & NOTE_TITLE) /* "plan B. The": an initial, unless the next word begins sentences */
        return s->t->token[i].span.len == 2 && !next->glued && next->capital && text_is_starter(next->norm) &&
                       (s->w->note[i + 1] & NOTE_LOWER) && next->span.len > 2 ? i + 1 : 0;
    return wide || (next->capital && !next->glued && text_is_starter(next->norm)) ? i + 1 : 0;
}

/* ---------------------------------------------------------------- putting them down */

static bool is_shouting(const pass *s, uint32_t first, uint32_t end)
{
    uint64_t all = 0, small = 0;
    for (uint32_t i = first; i < end; i++) {
        const casus_token *t = &s->t->token[i];
        if (t->kind != CASUS_WORD) continue;
        all += t->span.len;
        if (s->w->note[i] & NOTE_LOWER) small += t->span.len;
    }
    return all > 0 && (small == 0 || (all >= 40 && small * LEAST_FULL < all));
}

static casus_status put_sentence(pass *s, uint32_t first, uint32_t end)
{
    casus_text *t = s->t;
    casus_sentence *a = casus_arena_grow(s->w->arena, t->sentence, t->n_sentence, (size_t)t->n_sentence + 1, sizeof *a,
                                         &s->w->cap_sentence);
    if (!a) return CASUS_E_NOMEM;
    t->sentence = a;
    for (uint32_t i = first; i < end; i++) t->token[i].sentence = t->n_sentence;
    a[t->n_sentence++] = (casus_sentence){.span = casus_text_cover(t, first, end - first), .first = first, .n = end - first,
                                          .para = t->n_para, .shouting = is_shouting(s, first, end)};
    return CASUS_OK;
}

/* Does a paragraph that begins with token i go on with the quotation the last one left open? By custom each paragraph of a
 * long quotation begins with a mark; one that closes first was opened before. */
static bool continues_quote(const pass *s, uint32_t i)
{
    if (!s->quoted) return false;
    if (is_quote(s, i)) return true;
    for (uint32_t k = i + 1; k < s->t->n_token && !(s->w->note[k] & NOTE_PARA); k++)
        if (is_quote(s, k)) return is_closing(s, k);
    return false;
}

static casus_status put_para(pass *s, uint32_t first_sentence, bool quote_opens)
{
    casus_text *t = s->t;
    casus_para *p = casus_arena_grow(s->w->arena, t->para, t->n_para, (size_t)t->n_para + 1, sizeof *p, &s->w->cap_para);
    if (!p) return CASUS_E_NOMEM;
    t->para = p;
    const casus_sentence *a = &t->sentence[first_sentence], *b = &t->sentence[t->n_sentence - 1];
    casus_span span = {a->span.off, casus_span_end(b->span) - a->span.off};
    p[t->n_para++] = (casus_para){.span = span, .first = first_sentence, .n = t->n_sentence - first_sentence,
                                  .quote_opens = quote_opens};
    return CASUS_OK;
}

/* ---------------------------------------------------------------- headings */

static bool is_closed(const pass *s, const casus_sentence *a)
{
    uint32_t i = a->first + a->n;
    while (i-- > a->first) {
        unsigned note = s->w->note[i];
        if (note & (NOTE_STOP | NOTE_ABBR)) return true;
        if (!(note & (NOTE_CLOSE | NOTE_QUOTE))) return casus_str_is(s->t->token[i].norm, ",");
    }
    return true;
}

/* A block of its own, short and without a stop. The last block of a text is only one when very short: texts are cut off. */
static void mark_headings(pass *s)
{
    casus_text *t = s->t;
    for (uint32_t i = 0; i < t->n_sentence; i++) {
        casus_sentence *a = &t->sentence[i];
        bool last = i + 1 == t->n_sentence, dateline = t->dateline.len && a->span.off == t->dateline.off;
        bool block = (s->w->note[a->first] & (NOTE_PARA | NOTE_LINE)) && is_break(s, a->first + a->n);
        a->heading = block && !dateline && a->span.len <= HEADING_BYTES && a->n <= (last ? 3 : HEADING_TOKENS) && !is_closed(s, a) && t->n_sentence > 1;
    }
}

/* ---------------------------------------------------------------- the pass */

/* The dateline, if a paragraph or line that begins at token i opens with the text's first. */
static uint32_t see_dateline(pass *s, uint32_t i)
{
    if (s->t->dateline.len || s->t->n_para >= DATELINE_BLOCKS) return 0;
    uint32_t n = text_dateline_at(s->w, i);
    if (n) s->t->dateline = casus_text_cover(s->t, i, n);
    return n;
}

static void see_block(pass *s, uint32_t i)
{
    text_place *p = &s->place;
    *p = (text_place){.w = s->w, .begin = i, .shouts = true};
    do {
        p->shouts &= !(s->w->note[i] & NOTE_LOWER);
        i++;
    } while (!is_break(s, i));
    p->end = i;
    while (i > p->begin && s->w->note[i - 1] & (NOTE_CLOSE | NOTE_QUOTE)) i--;
    p->closed = i > p->begin && s->w->note[i - 1] & NOTE_STOP;
}

/* Take token i into the sentence so far. */
static void see_token(pass *s, uint32_t i)
{
    text_place *p = &s->place;
    unsigned note = s->w->note[i];
    bool bracket = s->t->token[i].kind == CASUS_PUNCT && !(note & NOTE_QUOTE) && s->t->token[i].norm.n == 1;
    p->n_small += s->t->token[i].kind == CASUS_WORD && !s->t->token[i].capital && (note & NOTE_LOWER);
    if (bracket && note & NOTE_OPEN) p->depth++;
    if (bracket && note & NOTE_CLOSE && p->depth) p->depth--;
    see_quote(s, i);
    p->quoted = s->quoted;
}

/* Where the rules would end a sentence that token i may end; the state of quotations is left as it is. */
static uint32_t rule_at(pass *s, uint32_t first, uint32_t i)
{
    bool quoted = s->quoted;
    uint32_t at = ends_at(s, first, i);
    s->quoted = quoted;
    return at;
}

/* One sentence from token i; *end: the first token behind it. */
static casus_status one_sentence(pass *s, uint32_t i, uint32_t *end)
{
    uint32_t first = i, behind = 0, proposed = 0;
    if (is_break(s, i)) {
        behind = see_dateline(s, i);
        see_block(s, i);
    }
    s->place.first = first;
    s->place.n_small = s->place.depth = 0;
    while (!behind) {
        see_token(s, i);
        uint32_t rule = rule_at(s, first, i++);
        if (rule) proposed = rule;
        s->place.rule = proposed == i;
        if (is_break(s, i) || i - first == CASUS_MAX_SENTENCE || text_begins(&s->place, i)) behind = i - first;
    }
    *end = first + behind;
    return put_sentence(s, first, *end);
}

casus_status text_sentences(text_work *w)
{
    pass s = {.w = w, .t = w->out};
    casus_text *t = w->out;
    for (uint32_t i = 0; i < t->n_token;) {
        uint32_t first = t->n_sentence;
        bool opens = continues_quote(&s, i);
        s.quoted = opens && !is_quote(&s, i);
        casus_status st = CASUS_OK;
        do st = one_sentence(&s, i, &i);
        while (!st && i < t->n_token && !(w->note[i] & NOTE_PARA));
        if (!st) st = put_para(&s, first, opens);
        if (st) return st;
    }
    mark_headings(&s);
    return CASUS_OK;
}
