/* Does a pattern fit the words around a verb?
 *
 * Each side is compared from the verb outwards. A word may stand anywhere further out than the one before it, or directly
 * beside it where the pattern ties them; a phrase ($ + ^) is the next one out, whether the words so far reached into it or not.
 * When a choice leads nowhere the next is tried; the number of tries is bounded, so that no sentence can cost more than it is
 * worth.
 *
 * The score says which of several patterns fits best: the one with most words, then most phrases, then closest ties.
 */
#include "room.h"

enum { TRIES = 20000, FOR_WORD = 16, FOR_PHRASE = 8, FOR_TIE = 1 };

typedef struct {
    const casus_dictionaries *d;
    const sentence *x;
    const reach *w;
    const element *e;
    uint32_t n, tries;
    uint32_t group[PHRASE_WORDS]; /* phrase of each word matched, NONE: outside */
    fit *f;
} matcher;

static const item *item_at(const matcher *m, uint32_t i)
{
    return &m->x->item[m->w->at[i]];
}

static bool match_from(matcher *m, uint32_t k, uint32_t i);

/* ---------------------------------------------------------------- sets */

static uint32_t nth_word(const matcher *m, const member *b, uint32_t i)
{
    return ROW(part, m->d->part, b->first + i)->word;
}

/* Words of the member at i, in the order of the text; i is the nearest to the verb. */
static bool member_fits(const matcher *m, const member *b, uint32_t i)
{
    if (i + b->n > m->w->n) return false;
    for (uint32_t k = 0; k < b->n; k++) {
        uint32_t at = m->w->step > 0 ? i + k : i + b->n - 1 - k;
        if (item_at(m, at)->word != nth_word(m, b, k)) return false;
    }
    return true;
}

/* The longest member of the set at i: its number of words, 0 none. Sets have tens of members; most differ in the first word. */
static uint32_t set_at(const matcher *m, uint32_t number, uint32_t i)
{
    const set *s = ROW(set, m->d->set, number);
    uint32_t best = 0;
    if (!item_at(m, i)->word) return 0;
    for (uint32_t k = 0; k < s->n; k++) {
        const member *b = ROW(member, m->d->member, s->first + k);
        if (b->n > best && member_fits(m, b, i)) best = b->n;
    }
    return best;
}

/* ---------------------------------------------------------------- elements */

/* Words of one group stand in one phrase, or right beside each other. */
static bool group_fits(const matcher *m, uint32_t k, uint32_t i)
{
    if (!m->e[k].group || !k || m->e[k - 1].group != m->e[k].group) return true;
    uint32_t p = item_at(m, i)->phrase;
    return p == m->group[k - 1] || (i && p == NONE);
}

static bool one_word(matcher *m, uint32_t k, uint32_t i)
{
    const element *e = &m->e[k];
    uint32_t n = e->kind == WORD ? (uint32_t)(item_at(m, i)->word == e->id) : set_at(m, e->id, i);
    if (!n || !group_fits(m, k, i)) return false;
    fit before = *m->f;
    m->group[k] = item_at(m, i)->phrase;
    m->f->score += n * FOR_WORD + (e->tight ? (uint32_t)FOR_TIE : 0);
    if (m->w->step > 0 && m->f->first == NONE) m->f->first = i;
    if (match_from(m, k + 1, i + n)) return true;
    *m->f = before;
    return false;
}

static uint32_t past_phrase(const matcher *m, uint32_t i)
{
    uint32_t p = item_at(m, i)->phrase;
    while (i < m->w->n && item_at(m, i)->phrase == p)
        i++;
    return i;
}

static uint32_t past_compound(const matcher *m, uint32_t i, uint32_t row)
{
    const compound *c = &m->x->compound[row];
    uint32_t end = i;
    for (; i < m->w->n; i++) {
        uint32_t p = item_at(m, i)->phrase;
        if (p != NONE && p >= c->first && p < c->first + c->n)
            end = i + 1;
        else if (p != NONE)
            break;
    }
    return end;
}

static bool one_phrase(matcher *m, uint32_t k, uint32_t i)
{
    const element *e = &m->e[k];
    uint32_t p = item_at(m, i)->phrase;
    if (p == NONE) return false;
    uint32_t row = m->x->phrase[p].compound, end = past_phrase(m, i);
    if (e->kind == COMPOUND && row == NONE) return false;
    if (row != NONE && e->kind != SKIP) end = past_compound(m, i, row);
    fit before = *m->f;
    fit *f = m->f;
    if (e->kind == SOURCE) f->source = p;
    if (e->kind == TARGET) f->target = p;
    if (e->kind == COMPOUND) f->target = p;
    if (e->kind == COMPOUND) f->target_row = true;
    if (e->kind == COMPOUND && m->w->step < 0) f->source = p;
    f->score += FOR_PHRASE + (e->tight ? (uint32_t)FOR_TIE : 0);
    if (match_from(m, k + 1, end)) return true;
    *m->f = before;
    return false;
}

static bool match_from(matcher *m, uint32_t k, uint32_t i)
{
    if (k == m->n) return true;
    const element *e = &m->e[k];
    for (; i < m->w->n && m->tries; i++) {
        m->tries--;
        if (e->kind <= SET ? one_word(m, k, i) : one_phrase(m, k, i)) return true;
        if (e->tight) return false;
    }
    return false;
}

static bool match_side(const casus_dictionaries *d, const sentence *x, uint32_t first, uint32_t n, const reach *w, fit *f)
{
    if (!n) return true;
    matcher m = {.d = d, .x = x, .w = w, .e = ROW(element, d->element, first), .n = n, .tries = TRIES, .f = f};
    return match_from(&m, 0, 0);
}

fit pattern_match(const casus_dictionaries *d, const sentence *x, const pattern *p, const reach *upper, const reach *lower)
{
    fit f = {.source = NONE, .target = NONE, .first = NONE, .score = 1};
    if (match_side(d, x, p->lower, p->n_lower, lower, &f) && match_side(d, x, p->upper, p->n_upper, upper, &f)) return f;
    return (fit){.source = NONE, .target = NONE, .first = NONE};
}
