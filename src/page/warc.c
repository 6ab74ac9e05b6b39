/* WARC 1.0 and 1.1: one record a "response" with HTTP status 200 whose content is a page.
 *
 * Read in order from the source, so an archive of any size needs the memory of its largest page. Per-record gzip is many
 * gzip members in a row, which the source opens as one stream. Chunked and gzip content encodings of HTTP are undone.
 */
#include "warc.h"

#include <string.h>

enum { HEAD_MAX = 64 << 10, SKIP_BLOCK = 16 << 10 };

static casus_str field(casus_str head, const char *name)
{
    for (size_t i = 0; i < head.n;) {
        const char *nl = memchr(head.p + i, '\n', head.n - i);
        size_t end = nl ? (size_t)(nl - head.p) : head.n;
        casus_str line = {head.p + i, end - i};
        size_t k = strlen(name);
        if (page_starts_nocase(line, name) && line.n > k && line.p[k] == ':') {
            return casus_str_trim((casus_str){line.p + k + 1, line.n - k - 1});
        }
        i = end + 1;
    }
    return (casus_str){0};
}

static bool read_length(casus_str s, uint64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (!page_digit(s.p[i]) || *n > UINT64_MAX / 20) return false;
        *n = *n * 10 + (uint64_t)(s.p[i] - '0');
    }
    return s.n > 0;
}

/* One head: bytes up to and with the empty line. CASUS_END at the end of the archive. */
static casus_status read_head(page_source *src, casus_buf *head, uint64_t *at, casus_err *err)
{
    casus_buf_clear(head);
    for (;;) {
        char c;
        size_t got;
        casus_status s = page_source_read(src, &c, 1, &got, err);
        if (s) return s;
        if (!got) return head->n ? casus_fail(err, CASUS_E_IO, "archive is cut short", *at) : CASUS_END;
        ++*at;
        if (!head->n && page_space(c)) continue;
        casus_buf_char(head, c);
        if (head->failed) return casus_fail(err, CASUS_E_NOMEM, "no memory to read an archive", *at);
        if (head->n > HEAD_MAX) return casus_fail(err, CASUS_E_IO, "not an archive: no end of a record's head", *at);
        bool end = (head->n >= 4 && memcmp(head->p + head->n - 4, "\r\n\r\n", 4) == 0) || (head->n >= 2 && memcmp(head->p + head->n - 2, "\n\n", 2) == 0);
        if (end) return CASUS_OK;
    }
}

static casus_status skip(page_source *src, uint64_t n, uint64_t *at, casus_err *err)
{
    char block[SKIP_BLOCK];
    while (n) {
        size_t want = n < sizeof block ? (size_t)n : sizeof block, got;
        casus_status s = page_source_read(src, block, want, &got, err);
        if (s) return s;
        if (!got) return casus_fail(err, CASUS_E_IO, "archive is cut short", *at);
        *at += got;
        n -= got;
    }
    return CASUS_OK;
}

static casus_status read_payload(page_source *src, uint64_t n, casus_buf *to, uint64_t *at, casus_err *err)
{
    casus_buf_clear(to);
    char block[SKIP_BLOCK];
    while (n) {
        size_t want = n < sizeof block ? (size_t)n : sizeof block, got;
        casus_status s = page_source_read(src, block, want, &got, err);
        if (s) return s;
        if (!got) return casus_fail(err, CASUS_E_IO, "archive is cut short", *at);
        casus_buf_add(to, block, got);
        *at += got;
        n -= got;
    }
    return to->failed ? casus_fail(err, CASUS_E_NOMEM, "no memory to read an archive", *at) : CASUS_OK;
}

/* ---------------------------------------------------------------- HTTP */

static size_t unchunk(char *p, size_t n)
{
    size_t from = 0, to = 0;
    while (from < n) {
        size_t len = 0, digits = 0;
        for (; from < n && digits < 8; from++, digits++) {
            char c = page_lower(p[from]);
            if (page_digit(c)) len = len * 16 + (size_t)(c - '0');
            else if (c >= 'a' && c <= 'f') len = len * 16 + (size_t)(c - 'a') + 10;
            else break;
        }
        const char *nl = memchr(p + from, '\n', n - from);
        if (!nl || !digits || !len) break;
        from = (size_t)(nl - p) + 1;
        if (len > n - from) len = n - from;
        memmove(p + to, p + from, len);
        to += len;
        from += len;
        while (from < n && (p[from] == '\r' || p[from] == '\n')) from++;
    }
    return to;
}

static casus_status unzip(casus_str in, casus_buf *out, casus_err *err)
{
    page_source *s;
    casus_status st = page_source_bytes(in, &s, err);
    char block[SKIP_BLOCK];
    casus_buf_clear(out);
    for (size_t got = sizeof block; !st && got == sizeof block && !out->failed;) {
        st = page_source_read(s, block, sizeof block, &got, err);
        casus_buf_add(out, block, got); /* what came before damage is kept */
        if (out->n > CASUS_MAX_REPORT) st = casus_fail(err, CASUS_E_LIMIT, "page is too large", 0);
    }
    page_source_close(s);
    if (out->failed) return casus_fail(err, CASUS_E_NOMEM, "no memory to read an archive", 0);
    return st == CASUS_E_IO && out->n ? CASUS_OK : st == CASUS_E_IO ? casus_fail(err, CASUS_E_INPUT, "damaged gzip in an archive", 0) : st;
}

static casus_str charset_of(casus_str type)
{
    size_t at = 0;
    if (!page_find_nocase(type, "charset=", &at)) return (casus_str){0};
    size_t from = at + 8, end;
    while (from < type.n && (type.p[from] == '"' || type.p[from] == '\'')) from++;
    for (end = from; end < type.n && !page_space(type.p[end]) && !strchr("\"';,", type.p[end]);) end++;
    return (casus_str){type.p + from, end - from};
}

/* Turns the payload into the page's bytes. CASUS_END: nothing for us. */
static casus_status open_http(page_warc *w, casus_record *rec, casus_err *err)
{
    casus_str all = {w->payload.p, w->payload.n};
    const char *gap = all.n ? memmem(all.p, all.n, "\r\n\r\n", 4) : NULL;
    size_t len = 4;
    if (!gap && all.n) {
        gap = memmem(all.p, all.n, "\n\n", 2);
        len = 2;
    }
    if (!gap || !page_starts_nocase(all, "HTTP/")) return CASUS_END;
    casus_str head = {all.p, (size_t)(gap - all.p)}, type = field(head, "Content-Type");
    const char *sp = memchr(head.p, ' ', head.n);
    if (!sp || head.n - (size_t)(sp - head.p) < 4 || memcmp(sp + 1, "200", 3) != 0) return CASUS_END;
    if (type.n && !page_find_nocase(type, "html", NULL)) return CASUS_END;
    char *body = w->payload.p + (size_t)(gap - all.p) + len;
    size_t n = all.n - (size_t)(gap - all.p) - len;
    if (page_find_nocase(field(head, "Transfer-Encoding"), "chunked", NULL)) {
        size_t un = unchunk(body, n);
        n = un ? un : n; /* some archives store it already undone */
    }
    rec->bytes = (casus_str){body, n};
    rec->charset = charset_of(type);
    if (n < 2 || body[0] != '\x1F' || body[1] != '\x8B') return CASUS_OK;
    casus_status s = unzip(rec->bytes, &w->plain, err);
    rec->bytes = s ? (casus_str){0} : (casus_str){w->plain.p, w->plain.n};
    return s;
}

casus_status page_warc_next(page_warc *w, page_source *src, casus_record *rec, casus_err *err)
{
    for (;;) {
        uint64_t start = w->at, n;
        casus_status s = read_head(src, &w->head, &w->at, err);
        if (s) return s;
        casus_str head = {w->head.p, w->head.n};
        if (!page_starts_nocase(head, "WARC/1.") || !read_length(field(head, "Content-Length"), &n)) {
            return casus_fail(err, CASUS_E_IO, "not a WARC 1.0 or 1.1 record", start);
        }
        bool response = page_is_nocase(field(head, "WARC-Type"), "response");
        rec->at = start;
        rec->id = field(head, "WARC-Record-ID");
        rec->url = field(head, "WARC-Target-URI");
        if (rec->url.n > 1 && rec->url.p[0] == '<') rec->url = (casus_str){rec->url.p + 1, rec->url.n - 2};
        if (!response || n > CASUS_MAX_REPORT) {
            s = skip(src, n, &w->at, err);
            if (s) return s;
            if (response) return casus_fail(err, CASUS_E_LIMIT, "record is too large", start);
            continue;
        }
        s = read_payload(src, n, &w->payload, &w->at, err);
        if (!s) s = open_http(w, rec, err);
        if (s != CASUS_END) {
            rec->format = CASUS_IN_HTML;
            return s;
        }
    }
}

void page_warc_clear(page_warc *w)
{
    casus_buf_free(&w->head);
    casus_buf_free(&w->payload);
    casus_buf_free(&w->plain);
}
