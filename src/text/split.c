/* casus_text_split: a body in, paragraphs, sentences and tokens out. See room.h for the way through the files.
 *
 * Costs about one byte of arena a byte of body for folded forms and 34 bytes a token.
 */
#include "room.h"

enum { BYTES_A_TOKEN = 5 /* of English news, white space included: the first guess at the number of tokens */ };

static casus_status make_room(text_work *w, uint32_t n)
{
    w->norm = casus_arena_get(w->arena, (size_t)n + 1, 1);
    w->cap_token = w->cap_note = n / BYTES_A_TOKEN + 16;
    w->out->token = casus_arena_get(w->arena, w->cap_token, sizeof *w->out->token);
    w->note = casus_arena_get(w->arena, w->cap_note, sizeof *w->note);
    return w->norm && w->out->token && w->note ? CASUS_OK : CASUS_E_NOMEM;
}

/* Tokens of all that is not furniture. Spans that are out of order or outside are cut to what they can mean. */
static casus_status cut_around(text_work *w, const casus_span *furniture, uint32_t n_furniture)
{
    uint32_t at = 0, end = (uint32_t)w->out->body.n;
    for (uint32_t i = 0; i < n_furniture; i++) {
        uint32_t from = furniture[i].off, to = casus_span_end(furniture[i]);
        if (from > end) from = end;
        casus_status st = from > at ? text_tokens(w, at, from) : CASUS_OK;
        if (st) return st;
        if (to > at) at = to;
    }
    return at < end ? text_tokens(w, at, end) : CASUS_OK;
}

casus_status text_split_taught(casus_str body, const casus_span *furniture, uint32_t n_furniture, const text_teacher *teacher,
                               casus_arena *a, casus_text *out, casus_err *err)
{
    *out = (casus_text){.body = body};
    if (body.n > CASUS_MAX_REPORT) return casus_fail(err, CASUS_E_LIMIT, "body too long", CASUS_MAX_REPORT);
    text_work w = {.out = out, .arena = a, .layout = text_layout_of(body), .teacher = teacher};
    casus_status st = make_room(&w, (uint32_t)body.n);
    if (!st) st = cut_around(&w, furniture, n_furniture);
    if (!st) st = text_sentences(&w);
    if (!st) return CASUS_OK;
    *out = (casus_text){.body = body};
    return casus_fail(err, st, "tokens", 0);
}

casus_status casus_text_split(casus_str body, const casus_span *furniture, uint32_t n_furniture, casus_arena *a,
                              casus_text *out, casus_err *err)
{
    return text_split_taught(body, furniture, n_furniture, NULL, a, out, err);
}

casus_span casus_text_cover(const casus_text *t, uint32_t first, uint32_t n)
{
    uint32_t from = t->token[first].span.off;
    return (casus_span){from, casus_span_end(t->token[first + n - 1].span) - from};
}
