/* Short clauses between commas are left out: "A, its partner, signed" becomes "A signed". How many words are short is a setting
 * of its own for those at the beginning, inside and at the end.
 */
#include "room.h"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static uint32_t count_words(const sentence *x, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (uint32_t i = from; i < to; i++) {
        const item *w = &x->item[i];
        n += !w->gone && !w->comma && w->text.n && is_letter(w->text.p[0]);
    }
    return n;
}

static void leave_out(sentence *x, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        x->item[i].gone = true;
}

static bool fits(uint32_t n, uint32_t least, uint32_t most)
{
    return most && n >= least && n <= most;
}

/* The commas around what is left out go too: "A, its partner, signed" becomes "A signed". */
bool sentence_commas(const settings *s, sentence *x, casus_arena *a)
{
    const uint32_t *c = s->comma;
    uint32_t *at = casus_arena_get(a, x->n_item + 1, sizeof *at), n = 0;
    if (!at) return false;
    for (uint32_t i = 0; i < x->n_item; i++)
        if (x->item[i].comma && !x->item[i].gone) at[n++] = i;
    if (!n) return true;
    bool initial = fits(count_words(x, 0, at[0]), c[COMMA_BMIN], c[COMMA_BMAX]);
    bool terminal = fits(count_words(x, at[n - 1], x->n_item), c[COMMA_EMIN], c[COMMA_EMAX]);
    for (uint32_t k = 0; k + 1 < n; k++)
        if (fits(count_words(x, at[k], at[k + 1]), c[COMMA_MIN], c[COMMA_MAX])) leave_out(x, at[k], at[k + 1] + 1);
    if (initial || !count_words(x, 0, at[0])) leave_out(x, 0, at[0] + 1);
    if (terminal || !count_words(x, at[n - 1], x->n_item)) leave_out(x, at[n - 1], x->n_item);
    return true;
}
