/* The best tree over scores of arcs: Chu and Liu, Edmonds. Nearly always the best head of every word makes a tree already; the rest is for
 * when it does not. One word alone hangs on ROOT: where the best tree has more of them, it is sought again with arcs from ROOT taken only
 * where there are no others. (As if each cost more than all others together; every such arc would cost the same, so that it need not be
 * counted.)
 *
 * Contraction happens in place: one node of a cycle stands for all of it from then on. Costs n^2, and n times its length for each cycle.
 */
#include "net.h"

#include <string.h>

enum { STRIDE = CASUS_MAX_PARSE + 1 };

static float *at(const lang_tree_work *w, uint32_t dep, uint32_t head) { return w->work + (size_t)dep * LANG_TREE_ROW + head; }

static int16_t best_head(const lang_tree_work *w, uint32_t n, uint32_t dep)
{
    int16_t best = -1;
    for (uint32_t h = w->one_root; h <= n; h++) {
        if (h == dep || w->level[h] <= (int16_t)n) continue;
        if (best < 0 || *at(w, dep, h) > *at(w, dep, (uint32_t)best)) best = (int16_t)h;
    }
    return best < 0 ? 0 : best;
}

/* A node of some cycle among the nodes that are left, 0: there is none. seen: n + 1 marks. */
static uint32_t in_cycle(const lang_tree_work *w, uint32_t n, const int16_t *head, uint16_t *seen)
{
    memset(seen, 0, (n + 1) * sizeof *seen);
    for (uint32_t i = 1; i <= n; i++) {
        if (w->level[i] <= (int16_t)n || seen[i]) continue;
        uint32_t k = i;
        while (k && !seen[k]) {
            seen[k] = (uint16_t)i;
            k = (uint32_t)head[k];
        }
        if (k && seen[k] == i) return k;
    }
    return 0;
}

/* The words of the cycle through r, in order; kept: their heads in it, -1 for all others. */
static uint32_t members(uint32_t n, uint32_t r, const int16_t *head, int16_t *kept, uint16_t *member)
{
    uint32_t k = r, count = 0;
    memset(kept, 0xff, (n + 1) * sizeof *kept);
    do {
        kept[k] = head[k];
        k = (uint32_t)head[k];
    } while (k != r);
    for (uint32_t c = 1; c <= n; c++)
        if (kept[c] >= 0) member[count++] = (uint16_t)c;
    return count;
}

/* Make one node, r, of the cycle through r: its arcs are the best of those of its words, where a word that gets a head from outside gives
 * up the one it had. What was anybody's best head is so still, but for r, whose head is found anew. */
static void contract(lang_tree_work *w, uint32_t n, uint32_t level, uint32_t r, int16_t *head)
{
    int16_t *enter = w->enter + (size_t)level * STRIDE, *leave = w->leave + (size_t)level * STRIDE, *kept = w->kept + (size_t)level * STRIDE;
    uint16_t member[STRIDE];
    float given_up[STRIDE];
    uint32_t count = members(n, r, head, kept, member);
    for (uint32_t k = 0; k < count; k++) given_up[k] = *at(w, member[k], (uint32_t)kept[member[k]]);
    w->rep[level] = (int16_t)r;
    for (uint32_t i = 0; i <= n; i++) {
        if (w->level[i] <= (int16_t)n || kept[i] >= 0) continue;
        uint32_t in = 0, out = 0;
        for (uint32_t k = 1; k < count; k++) {
            if (*at(w, member[k], i) - given_up[k] > *at(w, member[in], i) - given_up[in]) in = k;
            if (i && *at(w, i, member[k]) > *at(w, i, member[out])) out = k;
        }
        enter[i] = (int16_t)member[in];
        leave[i] = (int16_t)member[out];
        *at(w, r, i) = *at(w, member[in], i) - given_up[in];
        if (i) *at(w, i, r) = *at(w, i, member[out]);
        if (i && kept[head[i]] >= 0) head[i] = (int16_t)r;
    }
    for (uint32_t k = 0; k < count; k++)
        if (member[k] != r) w->level[member[k]] = (int16_t)level;
    head[r] = best_head(w, n, r);
}

static void expand(lang_tree_work *w, uint32_t n, uint32_t level, int16_t *head)
{
    const int16_t *enter = w->enter + (size_t)level * STRIDE, *leave = w->leave + (size_t)level * STRIDE, *kept = w->kept + (size_t)level * STRIDE;
    uint32_t r = (uint32_t)w->rep[level];
    for (uint32_t c = 1; c <= n; c++)
        if (w->level[c] == (int16_t)level) w->level[c] = (int16_t)(n + 1);
    for (uint32_t i = 1; i <= n; i++)
        if (w->level[i] > (int16_t)n && kept[i] < 0 && (uint32_t)head[i] == r) head[i] = leave[i];
    int16_t from = head[r], in = enter[from];
    for (uint32_t c = 1; c <= n; c++)
        if (kept[c] >= 0) head[c] = kept[c];
    head[in] = from;
}

static uint32_t roots_of(uint32_t n, const int16_t *head)
{
    uint32_t roots = 0;
    for (uint32_t i = 1; i <= n; i++) roots += head[i] == 0;
    return roots;
}

/* From the best head of every word to the best tree. */
static void untangle(lang_tree_work *w, uint32_t n, int16_t *head)
{
    uint16_t seen[STRIDE];
    uint32_t level = 0;
    for (uint32_t i = 1; i <= n; i++) {
        memcpy(at(w, i, 0), w->score + (size_t)i * LANG_TREE_ROW, (n + 1) * sizeof(float));
        if (w->one_root && head[i] == 0) head[i] = best_head(w, n, i);
    }
    for (uint32_t r; (r = in_cycle(w, n, head, seen)) != 0; level++) contract(w, n, level, r, head);
    while (level-- > 0) expand(w, n, level, head);
}

void lang_tree(lang_tree_work *w, uint32_t n, int16_t *head)
{
    uint16_t seen[STRIDE];
    for (uint32_t i = 0; i <= n; i++) w->level[i] = (int16_t)(n + 1);
    for (w->one_root = 0; w->one_root < 2; w->one_root++) {
        for (uint32_t i = 1; i <= n; i++) head[i] = (int16_t)w->kernel->best(w->score + (size_t)i * LANG_TREE_ROW, n + 1);
        if (w->one_root || in_cycle(w, n, head, seen)) untangle(w, n, head);
        if (roots_of(n, head) == 1) return;
    }
}
