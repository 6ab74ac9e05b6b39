/* Memory: one door to malloc, and the arena that documents live in.
 *
 * An arena is a chain of blocks that grow from 64 KiB to 4 MiB; a request moves a pointer. Reset keeps the largest block, so
 * a batch of pages settles on a few warm blocks. Under AddressSanitizer each request is a block of its own.
 */
#include <casus/base.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define SINGLE_BLOCKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SINGLE_BLOCKS 1
#endif
#endif
#ifndef SINGLE_BLOCKS
#define SINGLE_BLOCKS 0
#endif

static atomic_uint_fast64_t fail_countdown; /* 0: off; 1: fail from now on; n: n-1 requests still succeed */

void casus_alloc_fail_after(uint64_t n) { atomic_store(&fail_countdown, n); }

static bool must_fail(void)
{
    uint64_t left = atomic_load(&fail_countdown);
    if (left > 1) atomic_store(&fail_countdown, left - 1);
    return left == 1;
}

void *casus_alloc(size_t n) { return must_fail() ? NULL : calloc(1, n ? n : 1); }

void casus_release(void *p) { free(p); }

enum { ALIGN = 16, FIRST_BLOCK = 64 << 10, LARGEST_BLOCK = 4 << 20 };

typedef struct block {
    struct block *next; /* older */
    size_t size, used;  /* bytes behind this header */
} block;

#define HEADER ((sizeof(block) + ALIGN - 1) / ALIGN * ALIGN)

struct casus_arena {
    block *top;
    size_t limit, used;
};

casus_arena *casus_arena_new(size_t limit)
{
    casus_arena *a = casus_alloc(sizeof *a);
    if (a) a->limit = limit ? limit : (size_t)1 << 30;
    return a;
}

static block *push_block(casus_arena *a, size_t need)
{
    size_t size = need;
    if (!SINGLE_BLOCKS) {
        size = a->top ? a->top->size * 2 : FIRST_BLOCK;
        if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
        if (size < need) size = need;
    }
    block *b = must_fail() ? NULL : malloc(HEADER + size);
    if (!b) return NULL;
    *b = (block){.next = a->top, .size = size};
    a->top = b;
    return b;
}

void *casus_arena_get(casus_arena *a, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size) return NULL;
    size_t raw = count * size;
    if (raw > a->limit || a->used > a->limit - raw) return NULL;
    size_t n = SINGLE_BLOCKS ? (raw ? raw : 1) : (raw + ALIGN) / ALIGN * ALIGN;
    block *b = a->top;
    if (SINGLE_BLOCKS || !b || b->size - b->used < n) b = push_block(a, n);
    if (!b) return NULL;
    char *p = (char *)b + HEADER + b->used;
    b->used += n;
    a->used += raw;
    return memset(p, 0, n);
}

void casus_arena_reset(casus_arena *a)
{
    block *keep = NULL;
    while (a->top) {
        block *next = a->top->next;
        if (!SINGLE_BLOCKS && (!keep || a->top->size > keep->size) && a->top->size <= LARGEST_BLOCK) {
            free(keep);
            keep = a->top;
        } else {
            free(a->top);
        }
        a->top = next;
    }
    if (keep) *keep = (block){.size = keep->size};
    a->top = keep;
    a->used = 0;
}

void casus_arena_free(casus_arena *a)
{
    if (!a) return;
    casus_arena_reset(a);
    free(a->top);
    free(a);
}

size_t casus_arena_used(const casus_arena *a) { return a->used; }

casus_status casus_arena_str(casus_arena *a, casus_str s, casus_str *copy)
{
    *copy = (casus_str){0};
    char *p = casus_arena_get(a, s.n + 1, 1);
    if (!p) return CASUS_E_NOMEM;
    if (s.n) memcpy(p, s.p, s.n);
    *copy = (casus_str){p, s.n};
    return CASUS_OK;
}

void *casus_arena_grow(casus_arena *a, void *old, size_t n, size_t need, size_t size, size_t *cap)
{
    if (old && need <= *cap) return old;
    size_t want = *cap ? *cap * 2 : 16;
    if (want < need) want = need;
    void *p = casus_arena_get(a, want, size);
    if (!p) return NULL;
    if (n) memcpy(p, old, n * size);
    *cap = want;
    return p;
}
