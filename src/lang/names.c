/* Names from tags: the best path in which B and I are followed by I or L of the same kind, and nothing else is. Where O is best
 * everywhere, which is most sentences, that is the answer at once.
 *
 * Tag 0 is O, then B I L U of each kind. Behind a closed tag (O, L, U) any of O, B, U may stand: of those only the best has to be
 * remembered, which makes the work linear in the number of tags.
 */
#include "net.h"

#include <string.h>

enum { B, I, L, U };

static uint32_t tag_of(uint32_t kind, uint32_t part) { return 1 + 4 * kind + part; }

static bool all_outside(const lang_kernel *k, const float *score, size_t stride, uint32_t n, uint32_t tags)
{
    for (uint32_t t = 0; t < n; t++)
        if (k->best(score + t * stride, tags)) return false;
    return true;
}

static uint32_t best_closed(const float *now, uint32_t kinds)
{
    uint32_t best = 0;
    for (uint32_t k = 0; k < kinds; k++) {
        if (now[tag_of(k, L)] > now[best]) best = tag_of(k, L);
        if (now[tag_of(k, U)] > now[best]) best = tag_of(k, U);
    }
    return best;
}

/* One word on: sums of the best paths in, sums out, and where each came from. */
static void advance(const float *in, const float *score, uint32_t kinds, float *out, uint8_t *back)
{
    uint32_t closed = best_closed(in, kinds);
    out[0] = in[closed] + score[0];
    back[0] = (uint8_t)closed;
    for (uint32_t k = 0; k < kinds; k++) {
        uint32_t open = in[tag_of(k, I)] > in[tag_of(k, B)] ? tag_of(k, I) : tag_of(k, B);
        const uint32_t from[4] = {closed, open, open, closed};
        for (uint32_t part = B; part <= U; part++) {
            out[tag_of(k, part)] = in[from[part]] + score[tag_of(k, part)];
            back[tag_of(k, part)] = (uint8_t)from[part];
        }
    }
}

void lang_best_names(const lang_kernel *k, const float *score, size_t stride, uint32_t n, uint32_t kinds, uint8_t *tag, uint8_t *back)
{
    uint32_t tags = 1 + 4 * kinds;
    memset(tag, 0, n);
    if (all_outside(k, score, stride, n, tags)) return;
    float now[LANG_MAX_TAGS], next[LANG_MAX_TAGS];
    for (uint32_t i = 0; i < tags; i++) now[i] = i ? -1e30f : 0;
    for (uint32_t t = 0; t < n; t++) {
        advance(now, score + t * stride, kinds, next, back + (size_t)t * tags);
        memcpy(now, next, tags * sizeof *now);
    }
    uint32_t best = best_closed(now, kinds);
    for (uint32_t t = n; t-- > 0;) {
        tag[t] = (uint8_t)best;
        best = back[(size_t)t * tags + best];
    }
}
