/* Terms that two rows of a table share: for those who check a lexicon. Takes time and memory in proportion to the trie.
 */
#include "room.h"

#include <string.h>

/* How a node is reached: by which word from which node. */
typedef struct {
    uint32_t from, word;
} step;

typedef struct {
    const casus_lexicon *lex;
    const step *way; /* of each node */
    casus_shared_fn fn;
    void *ctx;
} telling;

static step *ways(const lang_trie *t, casus_arena *a)
{
    step *way = casus_arena_get(a, t->n_node, sizeof *way);
    for (uint32_t w = 1; way && w < t->n_word; w++)
        if (t->word[w].root) way[t->word[w].root] = (step){0, w};
    for (uint32_t i = 0; way && i < t->n_edge_slot; i++)
        if (t->edge[i].from) way[t->edge[i].node] = (step){t->edge[i].from, t->edge[i].word};
    return way;
}

/* The words that lead to a node, spaces between. */
static casus_str term_of(const telling *t, uint32_t node, char out[LANG_TERM])
{
    size_t at = LANG_TERM;
    for (; node; node = t->way[node].from) {
        casus_str w = lang_word_text(&t->lex->trie, t->way[node].word);
        if (w.n + 1 > at) break;
        if (at < LANG_TERM) out[--at] = ' ';
        at -= w.n;
        memcpy(out + at, w.p, w.n);
    }
    return (casus_str){out + at, LANG_TERM - at};
}

static bool tell(const telling *t, uint32_t node, const lang_end *a, const lang_end *b)
{
    char text[LANG_TERM];
    uint32_t least = a->row < b->row ? a->row : b->row, most = a->row < b->row ? b->row : a->row;
    return t->fn(t->ctx, a->table, least, most, term_of(t, node, text));
}

static bool tell_node(const telling *t, uint32_t node)
{
    const lang_trie *x = &t->lex->trie;
    for (uint32_t k = x->end_of[node]; k; k = x->end[k - 1].next) {
        const lang_end *a = &x->end[k - 1];
        for (uint32_t j = a->next; j; j = x->end[j - 1].next) {
            const lang_end *b = &x->end[j - 1];
            if (a->table == b->table && a->row != b->row && a->capital == b->capital && !tell(t, node, a, b)) return false;
        }
    }
    return true;
}

casus_status casus_lexicon_shared(const casus_lexicon *lex, casus_shared_fn fn, void *ctx, casus_err *err)
{
    casus_arena *a = casus_arena_new(0);
    telling t = {lex, a ? ways(&lex->trie, a) : NULL, fn, ctx};
    casus_status st = t.way ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "lexicon", 0);
    for (uint32_t node = 1; !st && node < lex->trie.n_node && tell_node(&t, node);) node++;
    casus_arena_free(a);
    return st;
}
