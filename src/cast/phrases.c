/* Which phrases may be cast: names, actors, and noun phrases cut at every place where a reader might cut them. Which cut is the best is
 * for the weights to say.
 *
 * Mentions of the same words are one candidate. Cost: a dozen phrases for each noun of the sentences that were parsed.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_BEFORE = 7, MOST_BEHIND = 9, MOST_PHRASES = 20000 };

/* ---------------------------------------------------------------- keys */

static bool is_article(const char *p, size_t n)
{
    return (n == 1 && p[0] == 'a') || (n == 2 && memcmp(p, "an", 2) == 0) || (n == 3 && memcmp(p, "the", 3) == 0);
}

/* Small letters, signs dropped, articles dropped, single blanks. false: nothing is left, or too much. */
bool cast_key(casus_str words, char out[CAST_KEY], size_t *n_out)
{
    size_t n = 0, word = 0;
    for (size_t i = 0; i <= words.n; i++) {
        unsigned char c = i < words.n ? (unsigned char)words.p[i] : ' ';
        if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            if (n > word && is_article(out + word, n - word)) n = word;
            if (n > word) out[n++] = ' ';
            word = n;
        } else if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
            out[n++] = (char)c;
        } else if (c >= 'A' && c <= 'Z') {
            out[n++] = (char)(c - 'A' + 'a');
        }
        if (n + 2 > CAST_KEY) return false;
    }
    *n_out = n ? n - 1 : 0;
    return n > 1;
}

static void add(cast_report *r, uint32_t first, uint32_t end, uint32_t head)
{
    char key[CAST_KEY];
    size_t n;
    if (first >= end || r->failed || r->n_phrase >= MOST_PHRASES) return;
    if (!cast_key(casus_cut(r->f->text->body, casus_text_cover(r->f->text, first, end - first)), key, &n)) return;
    cast_phrase *p = casus_arena_grow(r->a, r->phrase, r->n_phrase, r->n_phrase + 1, sizeof *p, &r->cap_phrase);
    if (!p) {
        r->failed = true;
        return;
    }
    r->phrase = p;
    p = &r->phrase[r->n_phrase];
    *p = (cast_phrase){.first = first, .end = end, .head = head};
    if (casus_arena_str(r->a, (casus_str){key, n}, &p->key) != CASUS_OK)
        r->failed = true;
    else
        r->n_phrase++;
}

/* ---------------------------------------------------------------- cuts */

static uint32_t top_of(const cast_report *r, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        uint32_t h = cast_head(r, i);
        if (h == CAST_NO_TOKEN || h < first || h >= first + n) return i;
    }
    return first;
}

static void add_name(cast_report *r, uint32_t first, uint32_t n)
{
    if (n) add(r, first, first + n, cast_parsed(r, first) ? top_of(r, first, n) : first + n - 1);
}

static bool can_begin(const cast_report *r, uint32_t i)
{
    switch (cast_pos(r, i)) {
    case CASUS_POS_NOUN:
    case CASUS_POS_PROPN:
    case CASUS_POS_ADJ:
    case CASUS_POS_VERB:
    case CASUS_POS_NUM:
    case CASUS_POS_ADV:
    case CASUS_POS_X: return cast_tok(r, i)->kind != CASUS_PUNCT;
    default: return false;
    }
}

static uint32_t left_of(const cast_report *r, uint32_t h, uint32_t from)
{
    uint32_t i = h;
    while (i > from && h - i < MOST_BEFORE && cast_below(r, i - 1, h)) i--;
    return i;
}

static uint32_t right_of(const cast_report *r, uint32_t top, uint32_t h, uint32_t end)
{
    uint32_t i = h + 1;
    while (i < end && i - h < MOST_BEHIND && cast_below(r, i, top)) i++;
    while (i > h + 1 && cast_tok(r, i - 1)->kind == CASUS_PUNCT) i--;
    return i;
}

static bool is_inside(const cast_report *r, uint32_t i)
{
    static const uint64_t inside = (uint64_t)1 << CASUS_REL_COMPOUND | (uint64_t)1 << CASUS_REL_FLAT | (uint64_t)1 << CASUS_REL_AMOD;
    return inside >> r->dep[i].rel & 1;
}

static void add_cuts(cast_report *r, uint32_t h, uint32_t from, uint32_t to)
{
    uint32_t left = left_of(r, h, from), right = h + 1, of = 0;
    for (uint32_t k = r->kid[h]; k != CAST_NO_TOKEN; k = r->sister[k]) {
        if (k < h) continue;
        if (r->dep[k].rel == CASUS_REL_FLAT && k == right) right = k + 1;
        if (!of && r->dep[k].rel == CASUS_REL_NMOD) of = right_of(r, k, k, to);
    }
    uint32_t full = right_of(r, h, h, to), first = left;
    while (first < h && !can_begin(r, first)) first++;
    for (uint32_t i = left; i <= h; i++)
        if (i == h || can_begin(r, i)) add(r, i, right, h);
    if (is_inside(r, h)) return;
    if (of > right) add(r, first, of, h), add(r, h, of, h);
    if (full > right && full != of) add(r, first, full, h), add(r, h, full, h);
    uint32_t comma = right; /* up to the first comma */
    while (comma < full && cast_tok(r, comma)->kind != CASUS_PUNCT) comma++;
    if (comma < full && comma > right) add(r, first, comma, h), add(r, h, comma, h);
}

/* A sentence that was not parsed: runs of words that may stand before a noun, each ending of a run with each beginning. */
static void add_runs(cast_report *r, const casus_sentence *s)
{
    uint32_t end = s->first + s->n;
    for (uint32_t i = s->first; i < end; i++) {
        casus_pos p = cast_pos(r, i);
        if (p != CASUS_POS_NOUN && p != CASUS_POS_PROPN) continue;
        bool last = i + 1 == end || (cast_pos(r, i + 1) != CASUS_POS_NOUN && cast_pos(r, i + 1) != CASUS_POS_PROPN);
        if (!last && p == CASUS_POS_NOUN) continue;
        for (uint32_t k = i; k >= s->first && i - k < MOST_BEFORE && can_begin(r, k) && cast_pos(r, k) != CASUS_POS_VERB; k--) {
            add(r, k, i + 1, i);
            if (k == 0) break;
        }
    }
}

/* ---------------------------------------------------------------- */

static int by_key(const void *x, const void *y)
{
    const cast_phrase *a = x, *b = y;
    int k = casus_str_cmp(a->key, b->key);
    if (k) return k;
    return a->first != b->first ? (a->first > b->first) - (a->first < b->first) : (a->end > b->end) - (a->end < b->end);
}

bool cast_find_candidates(cast_report *r, cast_candidate **out, uint32_t *n_out)
{
    *out = NULL;
    *n_out = 0;
    if (!r->dep) return true;
    for (uint32_t i = 0; i < r->f->parse->n_name; i++) add_name(r, r->f->parse->name[i].first, r->f->parse->name[i].n);
    for (uint32_t i = 0; i < r->f->actors->n_actor; i++) add_name(r, r->f->actors->actor[i].first, r->f->actors->actor[i].n);
    for (uint32_t k = 0; k < r->f->text->n_sentence; k++) {
        const casus_sentence *s = &r->f->text->sentence[k];
        if (s->n && !cast_parsed(r, s->first)) add_runs(r, s);
        for (uint32_t i = s->first; i < s->first + s->n && cast_parsed(r, i); i++) {
            bool noun = r->dep[i].pos == CASUS_POS_NOUN || r->dep[i].pos == CASUS_POS_PROPN;
            if (noun && !(is_inside(r, i) && r->dep[i].pos == CASUS_POS_NOUN && !r->cls[i].n)) add_cuts(r, i, s->first, s->first + s->n);
        }
    }
    if (r->failed) return false;
    if (r->n_phrase) qsort(r->phrase, r->n_phrase, sizeof *r->phrase, by_key);
    cast_candidate *c = casus_arena_get(r->a, r->n_phrase + 1, sizeof *c);
    if (!c) return false;
    uint32_t n = 0;
    for (size_t i = 0; i < r->n_phrase; i++) {
        bool same_span = i && r->phrase[i].first == r->phrase[i - 1].first && r->phrase[i].end == r->phrase[i - 1].end;
        if (same_span) continue; /* found in two ways */
        if (!n || !casus_str_eq(c[n - 1].key, r->phrase[i].key)) c[n++] = (cast_candidate){.key = r->phrase[i].key, .at = &r->phrase[i]};
        c[n - 1].n_at = (uint32_t)(&r->phrase[i] - c[n - 1].at) + 1;
    }
    *out = c;
    *n_out = n;
    return true;
}
