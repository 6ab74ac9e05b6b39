/* Datelines: "DAMASCUS, Sept 19 (AFP) --", "KABUL (Reuters) -", "ISLAMABAD: ", and the wire's
 * "SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [TEXT]" with its bracketed remarks.
 */
#include "room.h"

enum {
    MOST_TOKENS = 30,
    MOST_WORDS = 9,    /* outside brackets */
    MOST_REMARK = 40,  /* tokens of one bracketed remark */
    LEAST_LETTERS = 3  /* of a place in capitals that has nothing else with it */
};

typedef struct {
    const text_work *w;
    uint32_t first, at; /* at: the token that ends it */
    unsigned n_word, depth;
    bool comma, remark, number, shouts;
} dateline;

static const char *const joiner[] = {"of", "de", "la", "el", "al", "and", "del", "near", "in", "the"};

static bool is_joiner(casus_str norm)
{
    for (size_t i = 0; i < sizeof joiner / sizeof *joiner; i++)
        if (casus_str_is(norm, joiner[i])) return true;
    return false;
}

static bool is(const text_work *w, uint32_t i, const char *sign)
{
    return i < w->out->n_token && casus_str_is(w->out->token[i].norm, sign);
}

static bool breaks(const text_work *w, uint32_t i) { return i >= w->out->n_token || (w->note[i] & (NOTE_PARA | NOTE_LINE)); }

/* Take a token that may stand in a dateline; false for one that may not. */
static bool take(dateline *d, uint32_t i)
{
    const casus_token *t = &d->w->out->token[i];
    unsigned note = d->w->note[i];
    if (is(d->w, i, "(") || is(d->w, i, "[")) d->depth++;
    else if (is(d->w, i, ")") || is(d->w, i, "]")) {
        if (d->depth == 0) return false;
        d->depth--;
        d->remark = true;
    } else if (d->depth > 0) return true;
    else if (t->kind == CASUS_NUMBER) d->number = true;
    else if (t->kind == CASUS_WORD) {
        if (!t->capital && !is_joiner(t->norm)) return false;
        d->shouts &= !(note & NOTE_LOWER);
        d->n_word++;
    } else if (is(d->w, i, ",")) d->comma = true;
    else return (is(d->w, i, "-") && t->glued && !(note & NOTE_DASH)) || is(d->w, i, ".") || is(d->w, i, "/") || is(d->w, i, "");
    return true;
}

/* The token that ends a dateline: a dash with space around it, or a colon. */
static bool is_end(const dateline *d, uint32_t i)
{
    if (d->depth > 0) return false;
    if (is(d->w, i, ":")) return i + 1 < d->w->out->n_token && !d->w->out->token[i + 1].glued;
    if (d->w->note[i] & NOTE_DASH) return true;
    return is(d->w, i, "-") && d->remark; /* "(AFP) -The" */
}

/* Bracketed remarks behind the dash: "[REPORT] [TEXT]". */
static uint32_t behind_remarks(const text_work *w, uint32_t i)
{
    while (is(w, i, "[") && !breaks(w, i)) {
        uint32_t k = i + 1;
        while (k < w->out->n_token && k - i < MOST_REMARK && !is(w, k, "]") && !(w->note[k] & NOTE_PARA)) k++;
        if (!is(w, k, "]")) return i;
        if (w->note[k - 1] & NOTE_LOWER) return i;
        i = k + 1;
    }
    return i;
}

static bool begins_sentence(const text_work *w, uint32_t i)
{
    if (i >= w->out->n_token) return false;
    const casus_token *t = &w->out->token[i];
    return t->capital || t->kind == CASUS_NUMBER || (w->note[i] & (NOTE_OPEN | NOTE_QUOTE));
}

static bool is_plausible(const dateline *d, uint32_t behind)
{
    const casus_token *t = &d->w->out->token[d->first];
    bool more = d->comma || d->remark || d->number;
    if (!begins_sentence(d->w, behind)) return false;
    bool next_small = behind < d->w->out->n_token && (d->w->note[behind] & NOTE_LOWER);
    if (is(d->w, d->at, ":")) return d->shouts && t->upper && (next_small || d->w->out->token[behind].kind != CASUS_WORD) && d->n_word < 4;
    if (d->shouts && t->upper) return more || (t->span.len >= LEAST_LETTERS && next_small);
    return d->remark || (d->comma && d->n_word <= 5);
}

uint32_t text_dateline_at(const text_work *w, uint32_t i)
{
    const casus_text *t = w->out;
    if (i >= t->n_token || t->token[i].kind != CASUS_WORD || !t->token[i].capital) return 0;
    dateline d = {.w = w, .first = i, .shouts = true};
    for (uint32_t k = i; k < t->n_token && k - i < MOST_TOKENS && d.n_word <= MOST_WORDS; k++) {
        if (k > i && (w->note[k] & NOTE_PARA)) return 0;
        if (k > i && is_end(&d, k)) {
            d.at = k;
            uint32_t behind = behind_remarks(w, k + 1);
            return is_plausible(&d, behind) ? behind - i : 0;
        }
        if (!take(&d, k)) return 0;
    }
    return 0;
}
