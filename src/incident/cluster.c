/* Traces into groups, whatever their order. Single links chain; so a link joins two groups only if nothing in one contradicts
 * anything in the other, and if on the whole the tellings of both agree. Strong links are taken first, equal ones by the ids of the
 * tellings. What does not say where and when itself (a country, a month) goes to the group it fits best and ties no others together.
 *
 * Cost: n * n comparisons; most events are told a few times, n is rarely over a hundred.
 */
#include <casus/incident.h>

#include <stdlib.h>
#include <string.h>

typedef struct {
    uint32_t a, b; /* the one with the lesser id first */
    int32_t sum;
} edge;

typedef struct {
    const casus_link_node *node;
    uint32_t n;
    int16_t *sum;    /* n * n: points, or NEVER */
    casus_link_keys **keys; /* of each node, made when they are asked for */
    bool *firm;      /* of each node */
    uint32_t *head;  /* group of each node: its first member */
    uint32_t *next;  /* chain of members, n ends */
    uint32_t *last;  /* of each group */
    bool *has_firm;  /* of each group */
    edge *list;
    size_t n_edge, cap_edge;
} clustering;

#define NEVER INT16_MIN

static int compare_edges(const void *x, const void *y, void *ctx)
{
    const clustering *c = ctx;
    const edge *p = x, *q = y;
    const uint64_t key[2][2] = {{c->node[p->a].id, c->node[p->b].id}, {c->node[q->a].id, c->node[q->b].id}};
    if (p->sum != q->sum) return p->sum > q->sum ? -1 : 1;
    if (key[0][0] != key[1][0]) return key[0][0] < key[1][0] ? -1 : 1;
    return key[0][1] < key[1][1] ? -1 : key[0][1] > key[1][1];
}

static bool is_apart(const casus_link_node *x, const casus_link_node *y)
{
    for (uint32_t i = 0; i < x->n_apart; i++)
        for (uint32_t k = 0; k < y->n_apart; k++)
            if (x->apart[i].decision == y->apart[k].decision && x->apart[i].side != y->apart[k].side) return true;
    return false;
}

static casus_link_keys *keys_of(clustering *c, uint32_t i, casus_arena *a)
{
    if (!c->keys[i] && (c->keys[i] = casus_arena_get(a, 1, sizeof **c->keys))) casus_link_keys_of(c->node[i].trace, c->keys[i]);
    return c->keys[i];
}

/* Points of those that do not meet stay below what could join or hold a group: others than these would not find them either. */
static casus_status relation(clustering *c, uint32_t i, uint32_t k, casus_arena *a, int16_t *sum)
{
    const casus_link_node *x = &c->node[i], *y = &c->node[k];
    casus_link why;
    *sum = INT16_MAX;
    if (x->pin && x->pin == y->pin) return CASUS_OK;
    *sum = NEVER;
    if (is_apart(x, y) || x->report == y->report) return CASUS_OK;
    casus_link_compare(x->trace, y->trace, &why);
    if (why.never) return CASUS_OK;
    *sum = why.sum;
    if (*sum < CASUS_LINK_NEAR) return CASUS_OK;
    const casus_link_keys *kx = keys_of(c, i, a), *ky = keys_of(c, k, a);
    if (!kx || !ky) return CASUS_E_NOMEM;
    if (!casus_link_meet(x->trace, kx, y->trace, ky, &why)) *sum = CASUS_LINK_NEAR - 1;
    return CASUS_OK;
}

static casus_status compare_all(clustering *c, casus_arena *a)
{
    for (uint32_t i = 0; i < c->n; i++)
        for (uint32_t k = i + 1; k < c->n; k++) {
            int16_t sum;
            if (relation(c, i, k, a, &sum) != CASUS_OK) return CASUS_E_NOMEM;
            c->sum[(size_t)i * c->n + k] = c->sum[(size_t)k * c->n + i] = sum;
            if (sum < CASUS_LINK_ENOUGH) continue;
            edge *grown = casus_arena_grow(a, c->list, c->n_edge, c->n_edge + 1, sizeof *grown, &c->cap_edge);
            if (!grown) return CASUS_E_NOMEM;
            c->list = grown;
            bool first = c->node[i].id < c->node[k].id;
            c->list[c->n_edge++] = (edge){first ? i : k, first ? k : i, sum};
        }
    return CASUS_OK;
}

/* May the groups of x and y be one? Their firm tellings must have nearly the points of a link on average. Those that a person joined are one already: their links came first. */
static bool agree(const clustering *c, uint32_t x, uint32_t y)
{
    int64_t sum = 0, pairs = 0;
    for (uint32_t i = x; i < c->n; i = c->next[i])
        for (uint32_t k = y; k < c->n; k = c->next[k]) {
            int16_t s = c->sum[(size_t)i * c->n + k];
            if (s == NEVER) return false;
            if (!c->firm[i] || !c->firm[k]) continue;
            sum += s;
            pairs++;
        }
    return !pairs || sum >= CASUS_LINK_NEAR * pairs;
}

static bool may_tie(const clustering *c, const edge *e, uint32_t x, uint32_t y)
{
    bool firm = c->firm[e->a] && c->firm[e->b];
    return firm || !(c->has_firm[x] && c->has_firm[y]);
}

static void join(clustering *c, uint32_t x, uint32_t y)
{
    c->next[c->last[x]] = y;
    c->last[x] = c->last[y];
    c->has_firm[x] = c->has_firm[x] || c->has_firm[y];
    for (uint32_t i = y; i < c->n; i = c->next[i]) c->head[i] = x;
}

static void take_edges(clustering *c)
{
    for (size_t i = 0; i < c->n_edge; i++) {
        const edge *e = &c->list[i];
        uint32_t x = c->head[e->a], y = c->head[e->b];
        if (x == y) continue;
        bool pinned = e->sum == INT16_MAX;
        if (pinned || (may_tie(c, e, x, y) && agree(c, x, y))) join(c, x, y);
    }
}

static bool prepare(clustering *c, casus_arena *a)
{
    c->sum = casus_arena_get(a, (size_t)c->n * c->n, sizeof *c->sum);
    c->keys = casus_arena_get(a, c->n, sizeof *c->keys);
    c->firm = casus_arena_get(a, c->n, sizeof *c->firm);
    c->has_firm = casus_arena_get(a, c->n, sizeof *c->has_firm);
    c->head = casus_arena_get(a, c->n, sizeof *c->head);
    c->next = casus_arena_get(a, c->n, sizeof *c->next);
    c->last = casus_arena_get(a, c->n, sizeof *c->last);
    if (!c->sum || !c->keys || !c->firm || !c->has_firm || !c->head || !c->next || !c->last) return false;
    for (uint32_t i = 0; i < c->n; i++) {
        c->head[i] = c->last[i] = i;
        c->next[i] = c->n;
        c->firm[i] = c->has_firm[i] = casus_trace_firm(c->node[i].trace);
    }
    return true;
}

/* Groups are named after their first member in the list that was given. */
static void name_groups(const clustering *c, uint32_t *group)
{
    for (uint32_t i = 0; i < c->n; i++) group[i] = c->n;
    for (uint32_t i = 0; i < c->n; i++) {
        if (group[i] < c->n) continue;
        for (uint32_t k = c->head[i]; k < c->n; k = c->next[k]) group[k] = i;
    }
}

casus_status casus_link_group(const casus_link_node *node, uint32_t n, casus_arena *a, uint32_t *group, casus_err *err)
{
    clustering c = {.node = node, .n = n};
    if (n == 0) return CASUS_OK;
    if (!prepare(&c, a) || compare_all(&c, a) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (c.n_edge) qsort_r(c.list, c.n_edge, sizeof *c.list, compare_edges, &c);
    take_edges(&c);
    name_groups(&c, group);
    return CASUS_OK;
}
