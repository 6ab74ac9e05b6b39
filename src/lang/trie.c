/* Words numbered, and terms as paths of word numbers. All tables are open hashes with linear probing, at most half full, in
 * the lexicon's arena; growing leaves the old one behind, which costs less than twice the memory once, at opening.
 */
#include "room.h"

#include <string.h>

enum { FIRST_SLOTS = 1 << 13 };

static uint32_t word_slot(const lang_trie *t, casus_str text)
{
    uint32_t i = (uint32_t)casus_hash(text, 0) & (t->n_slot - 1);
    while (t->slot[i] && !casus_str_eq(lang_word_text(t, t->slot[i]), text)) i = (i + 1) & (t->n_slot - 1);
    return i;
}

/* from is never 0: the root's edges are kept with the words. */
static lang_edge *edge_at(const lang_trie *t, uint32_t from, uint32_t word)
{
    uint64_t h = ((uint64_t)from << 32 | word) * 0x9e3779b97f4a7c15u;
    uint32_t i = (uint32_t)(h >> 32) & (t->n_edge_slot - 1);
    while (t->edge[i].from && (t->edge[i].from != from || t->edge[i].word != word)) i = (i + 1) & (t->n_edge_slot - 1);
    return &t->edge[i];
}

static casus_status grow_slots(lang_trie *t)
{
    uint32_t n = t->n_slot ? t->n_slot * 2 : FIRST_SLOTS;
    uint32_t *slot = casus_arena_get(t->arena, n, sizeof *slot);
    if (!slot) return CASUS_E_NOMEM;
    t->slot = slot;
    t->n_slot = n;
    for (uint32_t i = 1; i < t->n_word; i++) t->slot[word_slot(t, lang_word_text(t, i))] = i;
    return CASUS_OK;
}

static casus_status grow_edges(lang_trie *t)
{
    uint32_t n_old = t->n_edge_slot, n = n_old ? n_old * 2 : FIRST_SLOTS;
    lang_edge *old = t->edge, *edge = casus_arena_get(t->arena, n, sizeof *edge);
    if (!edge) return CASUS_E_NOMEM;
    t->edge = edge;
    t->n_edge_slot = n;
    for (uint32_t i = 0; i < n_old; i++)
        if (old[i].from) *edge_at(t, old[i].from, old[i].word) = old[i];
    return CASUS_OK;
}

static uint32_t new_node(lang_trie *t)
{
    uint32_t *end_of = casus_arena_grow(t->arena, t->end_of, t->n_node, (size_t)t->n_node + 1, sizeof *end_of, &t->cap_node);
    if (!end_of) return 0;
    t->end_of = end_of;
    end_of[t->n_node] = 0;
    return t->n_node++;
}

casus_status lang_trie_init(lang_trie *t, casus_arena *a)
{
    *t = (lang_trie){.arena = a, .n_word = 1, .n_node = 1};
    t->text = casus_arena_grow(a, NULL, 0, 8 * FIRST_SLOTS, 1, &t->cap_text);
    t->word = casus_arena_grow(a, NULL, 0, FIRST_SLOTS / 2, sizeof *t->word, &t->cap_word);
    t->end_of = casus_arena_grow(a, NULL, 0, FIRST_SLOTS / 2, sizeof *t->end_of, &t->cap_node);
    if (!t->text || !t->word || !t->end_of) return CASUS_E_NOMEM;
    casus_status st = grow_slots(t);
    return st ? st : grow_edges(t);
}

uint32_t lang_word_find(const lang_trie *t, casus_str text) { return t->slot[word_slot(t, text)]; }

uint32_t lang_word_add(lang_trie *t, casus_str text)
{
    uint32_t at = word_slot(t, text);
    if (t->slot[at]) return t->slot[at];
    if (text.n > UINT16_MAX) return 0;
    if (t->n_word * 2 >= t->n_slot) {
        if (grow_slots(t)) return 0;
        at = word_slot(t, text);
    }
    lang_word *word = casus_arena_grow(t->arena, t->word, t->n_word, (size_t)t->n_word + 1, sizeof *word, &t->cap_word);
    char *pool = casus_arena_grow(t->arena, t->text, t->n_text, (size_t)t->n_text + text.n, 1, &t->cap_text);
    if (!word || !pool) return 0;
    t->word = word;
    t->text = pool;
    if (text.n) memcpy(pool + t->n_text, text.p, text.n);
    word[t->n_word] = (lang_word){.text = t->n_text, .n_text = (uint16_t)text.n};
    t->n_text += (uint32_t)text.n;
    return t->slot[at] = t->n_word++;
}

uint32_t lang_step(const lang_trie *t, uint32_t node, uint32_t word)
{
    if (node == 0) return t->word[word].root;
    return edge_at(t, node, word)->node;
}

uint32_t lang_step_add(lang_trie *t, uint32_t node, uint32_t word)
{
    uint32_t next = lang_step(t, node, word);
    if (next) return next;
    if (t->n_edge * 2 >= t->n_edge_slot && grow_edges(t)) return 0;
    next = new_node(t);
    if (!next) return 0;
    if (node == 0) return t->word[word].root = next;
    *edge_at(t, node, word) = (lang_edge){node, word, next};
    t->n_edge++;
    return next;
}

casus_status lang_end_add(lang_trie *t, uint32_t node, lang_end e)
{
    for (uint32_t k = t->end_of[node]; k; k = t->end[k - 1].next) {
        lang_end *old = &t->end[k - 1];
        if (old->table != e.table || old->row != e.row || old->capital != e.capital) continue;
        old->form |= e.form;
        return CASUS_OK;
    }
    lang_end *end = casus_arena_grow(t->arena, t->end, t->n_end, (size_t)t->n_end + 1, sizeof *end, &t->cap_end);
    if (!end) return CASUS_E_NOMEM;
    t->end = end;
    e.next = t->end_of[node];
    end[t->n_end++] = e;
    t->end_of[node] = t->n_end;
    return CASUS_OK;
}
