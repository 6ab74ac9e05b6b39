/* Signs of names: words, pairs of words, beginnings, ends and shapes of words, tags and heads, each with a weight for every tag of names it
 * speaks of. The net is small and forgets what is rare; signs remember ("Fatah" is a body, "in Georgia" a place). They are learned
 * without the net (train/names.c) and only added to it, so that neither leans on the other.
 *
 * Costs: looked at are only words of which the net is not certain that they are outside of names, fewer than one in five; each asks for
 * LANG_SIGNS buckets of a few weights. Sums are whole numbers.
 */
#include "net.h"

#include <string.h>

enum { SHAPE = 24 };

static uint64_t joined(uint64_t a, uint64_t b)
{
    uint64_t z = (a ^ b >> 29) * 0xbf58476d1ce4e5b9u + b;
    return z ^ z >> 32;
}

static char shape_of(char c)
{
    if (c >= 'A' && c <= 'Z') return 'X';
    if (c >= '0' && c <= '9') return 'd';
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80 ? 'x' : c;
}

/* The shape of a word, in which runs are cut to two; its bytes. */
static uint32_t take_shape(casus_str w, char *shape)
{
    uint32_t m = 0;
    for (size_t i = 0; i < w.n && m < SHAPE; i++) {
        char k = shape_of(w.p[i]);
        if (!(m > 1 && shape[m - 1] == k && shape[m - 2] == k)) shape[m++] = k;
    }
    return m;
}

static char plain_of(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c >= '0' && c <= '9' ? '0' : c; }

static lang_look look_at(casus_str word)
{
    char plain[LANG_KEY], shape[SHAPE];
    if (word.n > LANG_KEY) word.n = LANG_KEY;
    uint32_t n = (uint32_t)word.n, m = take_shape(word, shape);
    for (uint32_t i = 0; i < n; i++) plain[i] = plain_of(word.p[i]);
    lang_look l = {.exact = casus_hash(word, 1), .plain = casus_hash((casus_str){plain, n}, 2), .shape = casus_hash((casus_str){shape, m}, 3), .n = n};
    for (uint32_t i = 0; i < 4 && i < n; i++) {
        l.first |= (uint32_t)(unsigned char)plain[i] << 8 * i;
        l.last |= (uint32_t)(unsigned char)plain[n - 1 - i] << 8 * i;
    }
    return l;
}

void lang_look_at(const casus_text *text, const casus_parsed *word, const uint32_t *token, uint32_t n, lang_look *out)
{
    for (uint32_t i = 0; i < n; i++) {
        const casus_parsed *w = &word[token[i]];
        out[i] = look_at(casus_cut(text->body, text->token[token[i]].span));
        out[i].tag = w->tag + 1u;
        out[i].rel = w->rel + 1u;
        out[i].head = w->head == CASUS_HEAD_ROOT ? n : w->head - token[0];
    }
}

uint32_t lang_signs_of(const lang_look *word, uint32_t n, uint32_t at, uint64_t *sign)
{
    static const lang_look none;
    const lang_look *a = word + at, *l = at ? a - 1 : &none, *ll = at > 1 ? a - 2 : &none;
    const lang_look *r = at + 1 < n ? a + 1 : &none, *rr = at + 2 < n ? a + 2 : &none;
    const lang_look *h = a->head < n ? word + a->head : &none;
    uint64_t before = joined(l->shape, a->shape), tags = a->tag << 8 | l->tag;
    const uint64_t seen[] = {
        0, a->exact, a->plain, l->plain, r->plain, ll->plain, rr->plain,
        joined(l->plain, a->plain), joined(a->plain, r->plain), joined(l->plain, r->plain), joined(ll->plain, l->plain), joined(r->plain, rr->plain),
        a->shape, before, joined(a->shape, r->shape), joined(before, r->shape),
        a->tag, tags, a->tag << 8 | r->tag, tags << 8 | r->tag,
        at ? 0 : a->plain, a->rel, h->plain, joined(h->plain, a->rel),
    };
    uint32_t count = 0;
    for (; count < sizeof seen / sizeof *seen; count++) sign[count] = joined(seen[count], (count + 1) * 0x9e3779b97f4a7c15u);
    for (uint32_t k = 1; k <= 4 && k <= a->n; k++) {
        uint32_t cut = UINT32_MAX >> (32 - 8 * k);
        sign[count++] = joined(a->first & cut, (64 + k) * 0x9e3779b97f4a7c15u);
        sign[count++] = joined(a->last & cut, (96 + k) * 0x9e3779b97f4a7c15u);
    }
    return count;
}

bool lang_unsure(const lang_kernel *k, float *score, uint32_t tags, float sure)
{
    const float outside = score[0];
    score[0] = outside - sure;
    bool unsure = k->best(score, tags) != 0;
    score[0] = outside;
    return unsure;
}

/* What the signs say, added to the sums of the tags. Buckets lie far apart: all are asked for before the first is needed. */
static void add_signs(const lang_signs *s, const uint64_t *sign, uint32_t n, int32_t *sum)
{
    uint32_t from[LANG_SIGNS], to[LANG_SIGNS];
    for (uint32_t i = 0; i < n; i++) __builtin_prefetch(&s->start[sign[i] & (s->buckets - 1)]);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *start = &s->start[sign[i] & (s->buckets - 1)];
        from[i] = start[0];
        to[i] = start[1];
        __builtin_prefetch(&s->sign[from[i]]);
        if (to[i] > from[i]) __builtin_prefetch(&s->sign[to[i] - 1]);
    }
    for (uint32_t i = 0; i < n; i++) {
        uint16_t check = (uint16_t)(sign[i] >> 48);
        for (uint32_t at = from[i]; at < to[i]; at++) { /* without a branch: which of a bucket's weights are meant is hard to foresee */
            int32_t meant = -(int32_t)(s->sign[at].check == check);
            sum[s->sign[at].tag] += s->sign[at].weight & meant;
        }
    }
}

/* e^2, seven, to one against the best tag of a name. With e^4, which the signs are learned with, F1 is the same and more is asked; with e^1
 * narrow names lose half a point. */
static const float certain = 2;

unsigned lang_weigh_names(casus_parser *p, const casus_text *text, const casus_parsed *word, uint32_t sentence)
{
    const casus_model *m = p->model;
    uint32_t first = p->first[sentence] + 1, n = p->first[sentence + 1] - first;
    const uint32_t *token = p->token_of + first, *block = m->out + HEAD_NAME0;
    size_t stride = (size_t)m->heads.blocks * 16;
    float *out = p->out + first * stride;
    lang_look look[CASUS_MAX_PARSE];
    unsigned unsure = 0;
    if (!m->signs.buckets) return p->sets;
    for (uint32_t t = 0; t < n; t++, out += stride) {
        unsigned here = 0;
        for (int set = 0; set < CASUS_N_NAMES; set++)
            if (p->sets >> set & 1) here |= (unsigned)lang_unsure(m->kernel, out + block[set], block[set + 1] - block[set], certain) << set;
        if (!here) continue;
        if (!unsure) lang_look_at(text, word, token, n, look);
        unsure |= here;
        uint64_t sign[LANG_SIGNS];
        int32_t sum[LANG_NAME_TAGS] = {0};
        add_signs(&m->signs, sign, lang_signs_of(look, n, t, sign), sum);
        for (int set = 0; set < CASUS_N_NAMES; set++)
            for (uint32_t k = block[set]; k < block[set + 1] && here >> set & 1; k++) out[k] += (float)sum[k - block[0]] * (1.0f / LANG_SIGN_STEPS);
    }
    return unsure;
}
