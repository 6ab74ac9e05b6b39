/* Bytes in: a file, standard input or memory; gzip (any number of members) is opened on the fly by zlib.
 *
 * Holds one block of the input and zlib's window, whatever the size of the file.
 */
#include "room.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#define ZLIB_CONST
#include <zlib.h>

enum { BLOCK = 64 << 10 };

struct page_source {
    int fd;           /* -1: memory */
    bool close_fd;
    casus_str memory; /* what is left of it */
    unsigned char *block;
    size_t from, to;  /* unread part of block */
    casus_str back;   /* handed back by the reader, comes first */
    bool end;         /* of the raw input */
    bool gzip, member_done;
    z_stream z;
};

static void *z_get(void *ctx, unsigned n, unsigned size)
{
    (void)ctx;
    return casus_alloc((size_t)n * size);
}

static void z_put(void *ctx, void *p)
{
    (void)ctx;
    casus_release(p);
}

static casus_status refill(page_source *s, casus_err *err)
{
    if (s->from < s->to || s->end) return CASUS_OK;
    s->from = s->to = 0;
    if (s->fd < 0) {
        size_t n = s->memory.n < BLOCK ? s->memory.n : BLOCK;
        if (n) memcpy(s->block, s->memory.p, n);
        s->memory = (casus_str){s->memory.p + n, s->memory.n - n};
        s->to = n;
    } else {
        ssize_t n;
        do {
            n = read(s->fd, s->block, BLOCK);
        } while (n < 0 && errno == EINTR);
        if (n < 0) return casus_fail(err, CASUS_E_IO, "cannot read input", 0);
        s->to = (size_t)n;
    }
    s->end = s->to == 0;
    return CASUS_OK;
}

/* A second byte may come late from a pipe: ask until there are two or the end. */
static casus_status sniff(page_source *s, casus_err *err)
{
    casus_status st = refill(s, err);
    while (!st && s->fd >= 0 && !s->end && s->to == 1) {
        ssize_t n = read(s->fd, s->block + 1, BLOCK - 1);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return casus_fail(err, CASUS_E_IO, "cannot read input", 0);
        if (n == 0) break;
        s->to += (size_t)n;
    }
    if (st || s->to < 2 || s->block[0] != 0x1F || s->block[1] != 0x8B) return st;
    s->z.zalloc = z_get;
    s->z.zfree = z_put;
    if (inflateInit2(&s->z, 15 + 16) != Z_OK) return casus_fail(err, CASUS_E_NOMEM, "no memory to open gzip", 0);
    s->gzip = true;
    return CASUS_OK;
}

static casus_status open_any(int fd, bool close_fd, casus_str memory, page_source **out, casus_err *err)
{
    page_source *s = casus_alloc(sizeof *s);
    unsigned char *block = s ? casus_alloc(BLOCK) : NULL;
    *out = NULL;
    if (!block) {
        casus_release(s);
        if (close_fd) close(fd);
        return casus_fail(err, CASUS_E_NOMEM, "no memory to read input", 0);
    }
    *s = (page_source){.fd = fd, .close_fd = close_fd, .memory = memory, .block = block};
    casus_status st = sniff(s, err);
    if (st) page_source_close(s);
    else *out = s;
    return st;
}

casus_status page_source_open(const char *path, page_source **s, casus_err *err)
{
    *s = NULL;
    if (strcmp(path, "-") == 0) return open_any(STDIN_FILENO, false, (casus_str){0}, s, err);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return casus_fail(err, CASUS_E_NOINPUT, "cannot open input", 0);
    return open_any(fd, true, (casus_str){0}, s, err);
}

casus_status page_source_bytes(casus_str bytes, page_source **s, casus_err *err)
{
    return open_any(-1, false, bytes, s, err);
}

static casus_status read_plain(page_source *s, char *p, size_t n, size_t *got, casus_err *err)
{
    while (*got < n) {
        casus_status st = refill(s, err);
        if (st || s->end) return st;
        size_t take = s->to - s->from < n - *got ? s->to - s->from : n - *got;
        memcpy(p + *got, s->block + s->from, take);
        s->from += take;
        *got += take;
    }
    return CASUS_OK;
}

static casus_status read_gzip(page_source *s, char *p, size_t n, size_t *got, casus_err *err)
{
    while (*got < n) {
        casus_status st = refill(s, err);
        if (st) return st;
        if (s->end) return s->member_done ? CASUS_OK : casus_fail(err, CASUS_E_IO, "gzip input is cut short", 0);
        if (s->member_done) { /* another member, or padding that means nothing */
            if (s->block[s->from] != 0x1F) {
                s->from = s->to;
                s->end = true;
                return CASUS_OK;
            }
            inflateReset(&s->z);
            s->member_done = false;
        }
        size_t left = n - *got;
        s->z.next_in = s->block + s->from;
        s->z.avail_in = (unsigned)(s->to - s->from);
        s->z.next_out = (unsigned char *)p + *got;
        s->z.avail_out = left < BLOCK ? (unsigned)left : BLOCK;
        unsigned before = s->z.avail_out;
        int rc = inflate(&s->z, Z_NO_FLUSH);
        s->from = s->to - s->z.avail_in;
        *got += before - s->z.avail_out;
        if (rc == Z_STREAM_END) s->member_done = true;
        else if (rc == Z_MEM_ERROR) return casus_fail(err, CASUS_E_NOMEM, "no memory to open gzip", 0);
        else if (rc != Z_OK && rc != Z_BUF_ERROR) return casus_fail(err, CASUS_E_IO, "gzip input is damaged", 0);
    }
    return CASUS_OK;
}

casus_status page_source_read(page_source *s, void *p, size_t n, size_t *got, casus_err *err)
{
    *got = 0;
    if (s->back.n) {
        *got = s->back.n < n ? s->back.n : n;
        memcpy(p, s->back.p, *got);
        s->back = (casus_str){s->back.p + *got, s->back.n - *got};
        if (*got == n) return CASUS_OK;
    }
    return s->gzip ? read_gzip(s, p, n, got, err) : read_plain(s, p, n, got, err);
}

void page_source_unread(page_source *s, casus_str bytes) { s->back = bytes; }

void page_source_close(page_source *s)
{
    if (!s) return;
    if (s->gzip) inflateEnd(&s->z);
    if (s->close_fd) close(s->fd);
    casus_release(s->block);
    casus_release(s);
}
