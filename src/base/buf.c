/* A growable byte string whose errors stick. Grows by half, so that a batch of envelopes settles soon. */
#include <casus/base.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static bool make_room(casus_buf *b, size_t n)
{
    if (b->failed) return false;
    if (n < SIZE_MAX - b->n - 1 && b->n + n + 1 <= b->cap) return true;
    size_t cap = b->cap + b->cap / 2 + 256;
    if (n > SIZE_MAX / 4 || (b->max && b->n + n > b->max)) {
        b->failed = true;
        return false;
    }
    if (cap < b->n + n + 1) cap = b->n + n + 1;
    char *p = casus_alloc(cap);
    if (!p) {
        b->failed = true;
        return false;
    }
    if (b->n) memcpy(p, b->p, b->n);
    casus_release(b->p);
    b->p = p;
    b->cap = cap;
    return true;
}

void casus_buf_add(casus_buf *b, const void *p, size_t n)
{
    if (!make_room(b, n)) return;
    if (n) memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void casus_buf_str(casus_buf *b, casus_str s) { casus_buf_add(b, s.p, s.n); }
void casus_buf_z(casus_buf *b, const char *z) { casus_buf_add(b, z, strlen(z)); }
void casus_buf_char(casus_buf *b, char c)
{
    if (!make_room(b, 1)) return;
    b->p[b->n++] = c;
    b->p[b->n] = '\0';
}


void casus_buf_printf(casus_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n >= 0 && make_room(b, (size_t)n)) {
        vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
        b->n += (size_t)n;
    }
    va_end(again);
}

void casus_buf_clear(casus_buf *b)
{
    b->n = 0;
    b->failed = false;
    if (b->p) b->p[0] = '\0';
}

void casus_buf_free(casus_buf *b)
{
    casus_release(b->p);
    *b = (casus_buf){.max = b->max};
}
