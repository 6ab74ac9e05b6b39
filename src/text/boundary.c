/* Does a sentence begin with this token? A linear model over hashed features of the tokens around the place; weights.c holds
 * what train/split learned from the treebanks. The rules of sentences.c have a voice in it: what they say is a feature.
 *
 * Asked where a boundary is thinkable, about every fourth token; each question is some thirty look-ups in a table of 32 KB.
 * Sums of integers only: the same answer on every machine.
 */
#include "room.h"

#include <string.h>

/* ---------------------------------------------------------------- what a token looks like */

enum { LOOK_NONE, LOOK_SMALL, LOOK_CAPITAL, LOOK_UPPER, LOOK_LETTER, LOOK_MIXED, LOOK_DOTTED, LOOK_ADDRESS, LOOK_NUMBER, LOOK_FIGURES,
       LOOK_SIGN /* + the first byte, and 256 for a run of them */ };

static const casus_token *token(const text_place *p, uint32_t i) { return &p->w->out->token[i]; }

static uint32_t look_of_word(const casus_token *t, unsigned note)
{
    if (note & NOTE_ADDRESS) return LOOK_ADDRESS;
    if (note & (NOTE_ABBR | NOTE_TITLE)) return LOOK_DOTTED;
    if (t->upper) return LOOK_UPPER;
    if (!t->capital) return note & NOTE_LOWER ? LOOK_SMALL : LOOK_MIXED;
    return t->span.len == 1 ? LOOK_LETTER : LOOK_CAPITAL;
}

static uint32_t look_of_number(casus_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9') return LOOK_FIGURES + (uint32_t)(unsigned char)s.p[i] * 16u;
    return LOOK_NUMBER + 16u * (s.n > 4 ? 5u : (uint32_t)s.n);
}

static uint32_t look(const text_place *p, int64_t i)
{
    if (i < p->begin || i >= p->end) return LOOK_NONE;
    const casus_token *t = token(p, (uint32_t)i);
    unsigned note = p->w->note[i];
    if (t->kind == CASUS_WORD) return look_of_word(t, note);
    if (t->kind == CASUS_NUMBER) return look_of_number(t->norm);
    return (LOOK_SIGN + (t->norm.n ? (uint32_t)(unsigned char)t->norm.p[0] : 0u) + (t->norm.n > 1 ? 256u : 0u)) * 16u;
}

/* ---------------------------------------------------------------- hashing */

static uint32_t mix(uint32_t h, uint32_t x)
{
    h = (h ^ x) * 0x9e3779b1u;
    return h ^ h >> 15;
}

/* Beginning, end and length of the folded form: near enough to the whole word. */
static uint32_t word(const text_place *p, int64_t i)
{
    if (i < p->begin || i >= p->end) return 1;
    casus_str s = token(p, (uint32_t)i)->norm;
    uint32_t head = 0, tail = 0;
    size_t n = s.n < 4 ? s.n : 4;
    if (n) memcpy(&head, s.p, n), memcpy(&tail, s.p + s.n - n, n);
    return mix(mix(head, tail), (uint32_t)s.n);
}

static uint32_t tail3(const text_place *p, int64_t i)
{
    if (i < p->begin || i >= p->end) return 1;
    casus_str s = token(p, (uint32_t)i)->norm;
    uint32_t tail = 0;
    size_t n = s.n < 3 ? s.n : 3;
    if (n) memcpy(&tail, s.p + s.n - n, n);
    return tail + 2;
}

static uint32_t bucket(uint32_t n) /* 0 1 2 3 4 5-6 7-9 10-14 15-24 25.. */
{
    static const uint8_t upto[] = {0, 1, 2, 3, 4, 6, 9, 14, 24};
    uint32_t k = 0;
    while (k < sizeof upto && n > upto[k]) k++;
    return k;
}

static bool is_name_like(uint32_t l)
{
    return l == LOOK_CAPITAL || l == LOOK_UPPER || l == LOOK_LETTER || l == LOOK_DOTTED;
}

/* ---------------------------------------------------------------- the features */

unsigned text_features(const text_place *p, uint32_t at, uint32_t feature[TEXT_FEATURES])
{
    int64_t i = at;
    uint32_t l[8], w[4]; /* l[k]: look of token i - 4 + k; w[k]: word of i - 2 + k */
    for (int k = 0; k < 8; k++) l[k] = look(p, i - 4 + k);
    for (int k = 0; k < 4; k++) w[k] = word(p, i - 2 + k);
    const casus_token *t = token(p, at);
    uint32_t gap = t->glued ? 0 : p->w->note[at] & NOTE_WIDE ? 2 : 1;
    uint32_t before = 0, behind = 0;
    while (before < 4 && is_name_like(l[3 - before])) before++;
    while (behind < 4 && is_name_like(l[4 + behind])) behind++;
    uint32_t two = mix(l[3], l[4] + 0x10000u), three = mix(two, l[2]), since = at - p->first;
    uint32_t state = (uint32_t)p->rule | (uint32_t)p->quoted << 1 | (p->depth ? 4u : 0u) | (uint32_t)p->shouts << 3 |
                     (uint32_t)p->closed << 4;
    uint32_t kinds = p->n_small > 3 ? 3u : p->n_small;
    const uint32_t value[] = {
        0,
        w[1],
        w[2],
        two,
        three,
        mix(two, l[5]),
        mix(three, l[5]),
        mix(w[1], l[4]),
        mix(w[2], l[3]),
        mix(w[1], w[2]),
        mix(w[0], two),
        mix(w[0], w[1]),
        mix(w[2], w[3]),
        mix(w[3], two),
        mix(two, p->rule),
        mix(state, gap),
        mix(two, gap),
        mix(two, bucket(since)),
        mix(two, 16u + bucket(p->end - at)),
        mix(two, (uint32_t)p->quoted + 2u * (p->depth ? 1u : 0u)),
        mix(before * 8 + behind, l[3]),
        mix(before * 8 + behind, mix(p->shouts + 2u * p->closed, kinds)),
        mix(two, 64u + p->shouts),
        mix(two, 128u + p->closed),
        mix(tail3(p, i - 1), l[4]),
        mix(tail3(p, i), l[3]),
        mix(mix(l[4], l[5]), l[6]),
        mix(mix(mix(l[4], l[5]), l[6]), l[7]),
        mix(mix(l[3], l[2]), l[1]),
        mix(mix(l[3], l[2]), mix(l[1], l[0])),
        mix(two, mix(word(p, p->first), since > 4 ? 5u : since)),
        mix(two, 256u + kinds),
        mix(p->rule, w[2]),
        mix(p->rule, w[1]),
        mix(state, two),
        mix(mix(w[1], l[4]), mix(l[2], kinds)),
    };
    _Static_assert(sizeof value / sizeof *value <= TEXT_FEATURES, "room for all features");
    const unsigned n = sizeof value / sizeof *value;
    for (uint32_t k = 0; k < n; k++) feature[k] = mix(value[k] + k * 0x85ebca6bu, k) >> (32 - TEXT_WEIGHT_BITS);
    return n;
}

/* Sum of the weights; above zero a sentence begins. */
static int32_t score(const uint32_t *feature, unsigned n)
{
    int32_t sum = 0;
    for (unsigned i = 0; i < n; i++) sum += text_weight[feature[i]];
    return sum;
}

static bool is_sign(const text_place *p, int64_t i, char c)
{
    if (i < p->begin || i >= p->end) return false;
    casus_str s = token(p, (uint32_t)i)->norm;
    return s.n == 1 && s.p[0] == c;
}

static bool is_word(const text_place *p, int64_t i)
{
    return i >= p->begin && i < p->end && token(p, (uint32_t)i)->kind == CASUS_WORD;
}

/* "[7]" and "[...]" end with the token before i; they go with the sentence before, and the treebanks' brackets are mostly of that
 * kind. Words in brackets are an editor's remark or a speaker's name on a wire: there the rules alone are heard. */
static bool is_note_mark(const text_place *p, int64_t i)
{
    return is_sign(p, i - 1, ']') && !is_word(p, i - 2) && (is_sign(p, i - 3, '[') || is_sign(p, i - 5, '['));
}

static bool is_remark(const text_place *p, int64_t i) { return is_sign(p, i, '[') && is_word(p, i + 1); }

/* Places worth the question: not between small words, not inside what is written in one go. At the others the rules decide; so
 * they do for "the U.S. The", which the treebanks have too seldom. */
static bool is_thinkable(const text_place *p, uint32_t i)
{
    const casus_token *t = token(p, i), *last = token(p, i - 1);
    unsigned note = p->w->note[i - 1];
    bool after_word = last->kind == CASUS_WORD && !(note & (NOTE_ABBR | NOTE_ADDRESS));
    if (p->rule && note & NOTE_ABBR && !p->shouts) return false;
    if (is_remark(p, i) || (is_sign(p, i - 1, ']') && !is_note_mark(p, i))) return false;
    if (p->w->note[i] & NOTE_CLOSE) return false;
    if ((note & NOTE_ABBR || last->kind == CASUS_NUMBER) && text_is_calendar(t->norm)) return false; /* "7:30 p.m. Sunday" */
    if (t->kind == CASUS_NUMBER && text_is_calendar(last->norm)) return false;
    if (p->rule) return true;
    if (t->glued) return t->kind == CASUS_WORD && !t->clitic && (note & (NOTE_STOP | NOTE_CLOSE));
    if (after_word) return t->capital || t->kind != CASUS_WORD;
    bool flows = last->kind == CASUS_NUMBER || is_sign(p, i - 1, ',');
    return !flows || t->kind != CASUS_WORD || t->capital;
}

bool text_begins(const text_place *p, uint32_t i)
{
    uint32_t feature[TEXT_FEATURES];
    if (!is_thinkable(p, i)) return p->rule;
    unsigned n = text_features(p, i, feature);
    const text_teacher *teacher = p->w->teacher;
    return teacher ? teacher->decide(teacher->context, token(p, i)->span.off, feature, n) : score(feature, n) > 0;
}
