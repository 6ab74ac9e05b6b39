/* A compiled lexicon as one run of bytes: a head, then its arrays as they are, each at a multiple of 64 bytes. Made by
 * tools/lexicon on the machine that builds the program, with the same types, so nothing is converted: opening sets pointers.
 * The image is part of the program, not input: the head is compared with what this code writes, the rest is trusted.
 */
#include "room.h"

#include <string.h>

enum { FORMAT = 1, ALIGN = 64 };

/* Every array of the lexicon with its number of items. */
#define PARTS(X)                                    \
    X(lex->text, lex->n_text)                       \
    X(lex->table, lex->n_table)                     \
    X(lex->cell, lex->n_cell)                       \
    X(lex->line, lex->n_line)                       \
    X(lex->index, lex->n_index)                     \
    X(lex->odd, lex->n_odd)                         \
    X(lex->trie.text, lex->trie.n_text)             \
    X(lex->trie.word, lex->trie.n_word)             \
    X(lex->trie.slot, lex->trie.n_slot)             \
    X(lex->trie.edge, lex->trie.n_edge_slot)        \
    X(lex->trie.end_of, lex->trie.n_node)           \
    X(lex->trie.end, lex->trie.n_end)

enum {
#define COUNT(array, n) +1
    N_PART = 0 PARTS(COUNT)
#undef COUNT
};

typedef struct {
    char magic[8];
    uint32_t format, n_part;
    char version[16];
    struct {
        uint32_t n, size; /* items, bytes of one */
    } part[N_PART];
} image_head;

static size_t aligned(size_t n) { return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1); }

static image_head head_of(const casus_lexicon *lex)
{
    image_head h = {.magic = "CASUSLX", .format = FORMAT, .n_part = N_PART};
    unsigned k = 0;
    memcpy(h.version, lex->version, sizeof h.version);
#define NOTE(array, count) h.part[k].n = (count), h.part[k++].size = (uint32_t)sizeof *(array);
    PARTS(NOTE)
#undef NOTE
    return h;
}

static void put(casus_buf *out, const void *p, size_t n)
{
    static const char zero[ALIGN];
    if (n) casus_buf_add(out, p, n);
    casus_buf_add(out, zero, aligned(n) - n);
}

void lang_image_write(const casus_lexicon *lex, casus_buf *out)
{
    image_head h = head_of(lex);
    put(out, &h, sizeof h);
#define WRITE(array, count) put(out, array, (count) * sizeof *(array));
    PARTS(WRITE)
#undef WRITE
}

static bool matches(const image_head *h, const casus_lexicon *lex)
{
    image_head want = head_of(lex);
    if (memcmp(h->magic, want.magic, sizeof h->magic) != 0 || h->format != FORMAT || h->n_part != N_PART) return false;
    for (unsigned k = 0; k < N_PART; k++)
        if (h->part[k].size != want.part[k].size) return false;
    return true;
}

casus_status lang_image_take(casus_lexicon *lex, char *image, size_t n, casus_err *err)
{
    image_head h;
    size_t at = aligned(sizeof h);
    unsigned k = 0;
    *lex = (casus_lexicon){0};
    if (n < at) return casus_fail(err, CASUS_E_INTERNAL, "no lexicon is built in", 0);
    memcpy(&h, image, sizeof h);
    if (!matches(&h, lex)) return casus_fail(err, CASUS_E_INTERNAL, "built-in lexicon of another format", 0);
    memcpy(lex->version, h.version, sizeof lex->version);
#define TAKE(array, count)                                            \
    (array) = (void *)(image + at);                                   \
    (count) = h.part[k].n;                                            \
    at += aligned((size_t)h.part[k].n * h.part[k].size);              \
    k++;
    PARTS(TAKE)
#undef TAKE
    return at <= n ? CASUS_OK : casus_fail(err, CASUS_E_INTERNAL, "built-in lexicon cut short", 0);
}
