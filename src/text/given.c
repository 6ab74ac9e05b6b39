/* A text whose tokens and sentences somebody else has cut.
 *
 * Each token is read by the tokenizer alone, so that kind, capitals and folded form are those it would have given; where it would
 * have cut further, what it found is put together again. Headings, open quotations and datelines are the splitter's business and
 * stay unmarked.
 */
#include "room.h"

#include <string.h>

static casus_status make_room(text_work *w, uint32_t n_body, uint32_t n_token)
{
    w->norm = casus_arena_get(w->arena, (size_t)n_body + 1, 1);
    w->cap_token = w->cap_note = (size_t)n_token + 1;
    w->out->token = casus_arena_get(w->arena, w->cap_token, sizeof *w->out->token);
    w->note = casus_arena_get(w->arena, w->cap_note, sizeof *w->note);
    return w->norm && w->out->token && w->note ? CASUS_OK : CASUS_E_NOMEM;
}

/* What tokens [i, n_token) say of the one they are parts of, in place of the first; with none of them there it is a sign. */
static casus_status join(text_work *w, uint32_t i, casus_span span)
{
    casus_text *t = w->out;
    bool whole = t->n_token == i + 1 && t->token[i].span.len == span.len;
    if (!whole) {
        unsigned all = 0, upper = 0;
        casus_token one = {.span = span, .kind = CASUS_PUNCT};
        for (uint32_t k = i; k < t->n_token; k++) {
            const casus_token *part = &t->token[k];
            if (one.kind == CASUS_PUNCT) one.kind = part->kind; /* "#metoo" is a word */
            one.capital |= k == i && part->capital;
            upper += part->upper;
            all |= w->note[k];
        }
        one.upper = upper > 0 && !(all & NOTE_LOWER);
        if (casus_fold(w->arena, casus_cut(t->body, span), &one.norm)) return CASUS_E_NOMEM;
        t->token[i] = one;
        w->note[i] = (uint16_t)all;
    }
    t->n_token = i + 1;
    return CASUS_OK;
}

static casus_status take(text_work *w, const casus_given *g)
{
    casus_text *t = w->out;
    uint32_t i = t->n_token, end = i ? casus_span_end(t->token[i - 1].span) : 0;
    casus_status st = text_tokens(w, g->span.off, casus_span_end(g->span));
    if (!st) st = join(w, i, g->span);
    if (st) return st;
    t->token[i].clitic = g->clitic && i > 0;
    t->token[i].glued = i > 0 && end == g->span.off;
    return CASUS_OK;
}

/* ---------------------------------------------------------------- sentences */

static bool is_shouting(const text_work *w, uint32_t first, uint32_t n)
{
    bool letters = false;
    for (uint32_t i = first; i < first + n; i++) {
        if (w->note[i] & NOTE_LOWER) return false;
        letters |= w->out->token[i].kind == CASUS_WORD;
    }
    return letters;
}

static void put_sentence(text_work *w, uint32_t first, uint32_t end, bool para)
{
    casus_text *t = w->out;
    if (para) t->para[t->n_para++] = (casus_para){.first = t->n_sentence, .span = t->token[first].span};
    casus_para *p = &t->para[t->n_para - 1];
    p->n++;
    p->span.len = casus_span_end(t->token[end - 1].span) - p->span.off;
    for (uint32_t i = first; i < end; i++) t->token[i].sentence = t->n_sentence;
    t->sentence[t->n_sentence++] = (casus_sentence){.span = casus_text_cover(t, first, end - first), .first = first, .n = end - first,
                                                    .para = t->n_para - 1, .shouting = is_shouting(w, first, end - first)};
}

static casus_status put_sentences(text_work *w, const casus_given *given, uint32_t n)
{
    casus_text *t = w->out;
    uint32_t most = n > 0;
    for (uint32_t i = 1; i < n; i++) most += given[i].sentence;
    t->sentence = casus_arena_get(w->arena, most, sizeof *t->sentence);
    t->para = casus_arena_get(w->arena, most, sizeof *t->para);
    if (!t->sentence || !t->para) return CASUS_E_NOMEM;
    for (uint32_t i = 0, end; i < n; i = end) {
        for (end = i + 1; end < n && !given[end].sentence;) end++;
        put_sentence(w, i, end, i == 0 || given[i].para);
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- the entry */

static casus_status check(casus_str body, const casus_given *given, uint32_t n, casus_err *err)
{
    uint32_t at = 0;
    if (body.n > CASUS_MAX_REPORT) return casus_fail(err, CASUS_E_LIMIT, "body too long", CASUS_MAX_REPORT);
    for (uint32_t i = 0; i < n; i++) {
        casus_span s = given[i].span;
        if (s.len == 0 || s.off < at || s.off > body.n || s.len > body.n - s.off)
            return casus_fail(err, CASUS_E_INPUT, "tokens overlap or lie outside", s.off);
        at = casus_span_end(s);
    }
    return CASUS_OK;
}

casus_status casus_text_given(casus_str body, const casus_given *given, uint32_t n, casus_arena *a, casus_text *out, casus_err *err)
{
    *out = (casus_text){.body = body};
    casus_status st = check(body, given, n, err);
    if (st) return st;
    text_work w = {.out = out, .arena = a};
    st = make_room(&w, (uint32_t)body.n, n);
    for (uint32_t i = 0; !st && i < n; i++) st = take(&w, &given[i]);
    if (!st) st = put_sentences(&w, given, n);
    if (!st) return CASUS_OK;
    *out = (casus_text){.body = body};
    return casus_fail(err, st, "tokens", 0);
}
