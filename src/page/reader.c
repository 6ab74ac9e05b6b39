/* Cuts an input into records, in order: lines of JSONL, items of a feed, pages of an archive, or the file as one record.
 *
 * JSONL and archives are read as they come: memory is that of the longest line or page, never of the file. Files of the
 * other kinds are held whole, up to CASUS_MAX_REPORT. Which kind it is, is told by the name first and the first bytes then;
 * bytes that cannot be of the kind named ("WARC/", a feed's root) overrule the name.
 */
#include "room.h"
#include "warc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { CHUNK = 64 << 10, PEEK = 4096 };

struct casus_reader {
    page_source *src;
    casus_format format;
    char *name; /* of the input */
    char *id;   /* base name without extension */
    char *chunk;
    size_t from, to; /* unread part of chunk */
    bool end;
    uint64_t at, line;
    casus_buf buf; /* the line or the file */
    page_feed *feed;
    page_warc warc;
    char line_id[32];
    bool done;
};

/* ---------------------------------------------------------------- names and kinds */

static const struct {
    const char *end;
    casus_format format;
} extension[] = {
    {".html", CASUS_IN_HTML}, {".htm", CASUS_IN_HTML},   {".xhtml", CASUS_IN_HTML}, {".txt", CASUS_IN_TEXT}, {".text", CASUS_IN_TEXT},
    {".jsonl", CASUS_IN_JSONL}, {".ndjson", CASUS_IN_JSONL}, {".json", CASUS_IN_JSONL}, {".rss", CASUS_IN_FEED}, {".atom", CASUS_IN_FEED},
    {".rdf", CASUS_IN_FEED},  {".warc", CASUS_IN_WARC},
};

static casus_str without_gz(casus_str name)
{
    if (page_ends_nocase(name, ".gz")) name.n -= 3;
    return name;
}

static casus_format by_name(casus_str name)
{
    name = without_gz(name);
    for (size_t i = 0; i < sizeof extension / sizeof *extension; i++) {
        if (page_ends_nocase(name, extension[i].end)) return extension[i].format;
    }
    return CASUS_IN_AUTO;
}

static bool feed_root(casus_str s)
{
    size_t at = 0, html = 0;
    static const char *const root[] = {"<rss", "<feed", "<rdf:RDF"};
    bool is_html = page_find_nocase(s, "<html", &html);
    for (size_t i = 0; i < 3; i++) {
        if (page_find_nocase(s, root[i], &at) && (!is_html || at < html)) return true;
    }
    return false;
}

static casus_format by_bytes(casus_str s)
{
    static const char *const html[] = {"<!doctype", "<html", "<head", "<body", "<title", "<meta", "<div", "<p>", "<article", "<table", "<!--", "<h1", "<script", "<br", "</"};
    if (s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0) s = (casus_str){s.p + 3, s.n - 3};
    s = casus_str_trim(s);
    if (page_starts_nocase(s, "WARC/1.")) return CASUS_IN_WARC;
    if (s.n && s.p[0] == '{') return CASUS_IN_JSONL;
    if (s.n && s.p[0] == '<' && feed_root(s)) return CASUS_IN_FEED;
    for (size_t i = 0; i < sizeof html / sizeof *html; i++) {
        if (page_find_nocase(s, html[i], NULL)) return CASUS_IN_HTML;
    }
    return s.n && s.p[0] == '<' ? CASUS_IN_HTML : CASUS_IN_TEXT;
}

static casus_format kind(casus_str name, casus_str bytes)
{
    casus_format named = by_name(name), seen = by_bytes(bytes);
    if (named == CASUS_IN_AUTO || seen == CASUS_IN_WARC || (seen == CASUS_IN_FEED && named == CASUS_IN_HTML)) return seen;
    return named;
}

static char *copy_of(casus_str s)
{
    char *p = casus_alloc(s.n + 1);
    if (p && s.n) memcpy(p, s.p, s.n);
    return p;
}

static casus_str base_name(casus_str path)
{
    const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;
    if (slash) path = (casus_str){slash + 1, path.n - (size_t)(slash + 1 - path.p)};
    casus_str s = without_gz(path);
    const char *dot = s.n ? memrchr(s.p, '.', s.n) : NULL;
    if (dot && dot > s.p) s.n = (size_t)(dot - s.p);
    return s;
}

/* ---------------------------------------------------------------- open */

static casus_status refill(casus_reader *r, casus_err *err)
{
    if (r->from < r->to || r->end) return CASUS_OK;
    r->from = 0;
    r->to = 0;
    casus_status s = page_source_read(r->src, r->chunk, CHUNK, &r->to, err);
    r->end = r->to == 0;
    return s;
}

static casus_status open_source(page_source *src, casus_str name, casus_format format, casus_reader **out, casus_err *err)
{
    casus_reader *r = casus_alloc(sizeof *r);
    *out = NULL;
    if (!r) {
        page_source_close(src);
        return casus_fail(err, CASUS_E_NOMEM, "no memory to read input", 0);
    }
    r->src = src;
    r->name = copy_of(name);
    r->id = copy_of(base_name(name));
    r->chunk = casus_alloc(CHUNK);
    r->buf.max = (size_t)CASUS_MAX_REPORT + 1;
    casus_status s = CASUS_OK;
    if (!r->name || !r->id || !r->chunk) s = casus_fail(err, CASUS_E_NOMEM, "no memory to read input", 0);
    if (!s && format == CASUS_IN_AUTO && by_name(name) == CASUS_IN_JSONL) format = CASUS_IN_JSONL; /* need not wait for bytes */
    if (!s && format == CASUS_IN_AUTO) {
        s = refill(r, err);
        format = kind(name, (casus_str){r->chunk, r->to < PEEK ? r->to : PEEK});
    }
    r->format = format;
    if (!s && format == CASUS_IN_WARC) { /* archives are read straight from the source */
        page_source_unread(src, (casus_str){r->chunk, r->to});
        r->to = 0;
    }
    if (s) casus_reader_close(r);
    else *out = r;
    return s;
}

casus_status casus_reader_open(const char *path, casus_format format, casus_reader **r, casus_err *err)
{
    page_source *src;
    *r = NULL;
    casus_status s = page_source_open(path, &src, err);
    return s ? s : open_source(src, casus_str_of(path), format, r, err);
}

casus_status casus_reader_open_bytes(casus_str bytes, const char *name, casus_format format, casus_reader **r, casus_err *err)
{
    page_source *src;
    *r = NULL;
    casus_status s = page_source_bytes(bytes, &src, err);
    return s ? s : open_source(src, casus_str_of(name ? name : "-"), format, r, err);
}

/* ---------------------------------------------------------------- next */

static casus_status too_large(casus_reader *r, casus_err *err, uint64_t at)
{
    casus_status s = r->buf.n > CASUS_MAX_REPORT ? CASUS_E_LIMIT : CASUS_E_NOMEM;
    casus_buf_free(&r->buf);
    r->buf.max = (size_t)CASUS_MAX_REPORT + 1;
    return casus_fail(err, s, s == CASUS_E_LIMIT ? "report is too large" : "no memory to read input", at);
}

/* One line into buf, without its end. A line that is too long is read to its end and then refused. */
static casus_status read_line(casus_reader *r, bool *any, casus_err *err)
{
    bool full = false;
    uint64_t start = r->at;
    casus_buf_clear(&r->buf);
    *any = false;
    for (;;) {
        casus_status s = refill(r, err);
        if (s) return s;
        if (r->end) break;
        *any = true;
        const char *p = r->chunk + r->from, *nl = memchr(p, '\n', r->to - r->from);
        size_t n = nl ? (size_t)(nl - p) : r->to - r->from;
        full = full || n > CASUS_MAX_REPORT - r->buf.n;
        if (!full) casus_buf_add(&r->buf, p, n);
        r->from += n + (nl != NULL);
        r->at += n + (nl != NULL);
        if (r->buf.failed) return too_large(r, err, start);
        if (nl) break;
    }
    if (!full) return CASUS_OK;
    r->buf.n = (size_t)CASUS_MAX_REPORT + 1;
    return too_large(r, err, start);
}

static casus_status next_line(casus_reader *r, casus_record *rec, casus_err *err)
{
    for (;;) {
        bool any;
        uint64_t start = r->at;
        casus_status s = read_line(r, &any, err);
        r->line += any;
        rec->at = start;
        rec->line = r->line;
        snprintf(r->line_id, sizeof r->line_id, "line-%" PRIu64, r->line);
        rec->id = casus_str_of(r->line_id);
        if (err && s) err->line = r->line;
        if (s) return s;
        if (!any) return CASUS_END;
        casus_str line = {r->buf.p, r->buf.n};
        if (r->line == 1 && line.n >= 3 && memcmp(line.p, "\xEF\xBB\xBF", 3) == 0) line = (casus_str){line.p + 3, line.n - 3};
        if (!casus_str_trim(line).n) continue;
        rec->format = CASUS_IN_JSONL;
        rec->bytes = line;
        return CASUS_OK;
    }
}

static casus_status read_all(casus_reader *r, casus_err *err)
{
    casus_buf_clear(&r->buf);
    for (;;) {
        casus_status s = refill(r, err);
        if (s) return s;
        if (r->end) return CASUS_OK;
        if (r->to - r->from > CASUS_MAX_REPORT - r->buf.n) {
            r->buf.n = (size_t)CASUS_MAX_REPORT + 1;
            return too_large(r, err, 0);
        }
        casus_buf_add(&r->buf, r->chunk + r->from, r->to - r->from);
        if (r->buf.failed) return too_large(r, err, 0);
        r->from = r->to;
    }
}

static casus_status next_file(casus_reader *r, casus_record *rec, casus_err *err)
{
    if (r->done) return CASUS_END;
    r->done = true;
    rec->id = casus_str_of(r->id);
    rec->format = r->format;
    casus_status s = read_all(r, err);
    if (!s) rec->bytes = (casus_str){r->buf.p, r->buf.n};
    return s;
}

static casus_status next_item(casus_reader *r, casus_record *rec, casus_err *err)
{
    if (r->done) return CASUS_END;
    casus_status s = CASUS_OK;
    rec->id = casus_str_of(r->id);
    if (!r->feed) {
        s = read_all(r, err);
        if (!s) s = page_feed_open((casus_str){r->buf.p, r->buf.n}, &r->feed, err);
        casus_buf_free(&r->buf);
        r->buf.max = (size_t)CASUS_MAX_REPORT + 1;
    }
    if (s) {
        r->done = true;
        return s;
    }
    s = page_feed_next(r->feed, rec, err);
    if (!rec->id.n) rec->id = casus_str_of(r->id);
    return s;
}

static casus_status next_page(casus_reader *r, casus_record *rec, casus_err *err)
{
    if (r->done) return CASUS_END;
    casus_status s = page_warc_next(&r->warc, r->src, rec, err);
    if (s == CASUS_E_IO || s == CASUS_E_NOMEM) r->done = true;
    return s;
}

casus_status casus_reader_next(casus_reader *r, casus_record *rec, casus_err *err)
{
    *rec = (casus_record){.format = r->format, .input = r->name};
    casus_status s;
    switch (r->format) {
    case CASUS_IN_JSONL: s = next_line(r, rec, err); break;
    case CASUS_IN_FEED: s = next_item(r, rec, err); break;
    case CASUS_IN_WARC: s = next_page(r, rec, err); break;
    default: s = next_file(r, rec, err); break;
    }
    if (s) rec->bytes = (casus_str){0};
    return s;
}

void casus_reader_close(casus_reader *r)
{
    if (!r) return;
    page_source_close(r->src);
    page_feed_close(r->feed);
    page_warc_clear(&r->warc);
    casus_buf_free(&r->buf);
    casus_release(r->name);
    casus_release(r->id);
    casus_release(r->chunk);
    casus_release(r);
}
