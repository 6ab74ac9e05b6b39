/* Records of a foreign table, one at a time.
 *
 * Quoted cells may hold commas, quotes (doubled) and line ends; lines end with LF, CRLF or CR. What breaks these rules is told and
 * given back as one line, and reading goes on with the next line, so that a stray quote costs a line and not the file. A cell or
 * line that is no UTF-8 is read as Windows-1252, in which every byte is a sign. Cost: each byte is looked at about twice.
 */
#include "csv.h"

#include <string.h>

void csv_free(csv_reader *r) { casus_buf_free(&r->window); }

/* ---------------------------------------------------------------- reading bytes */

static casus_status fill(csv_reader *r, casus_err *err)
{
    enum { PIECE = 1 << 16 };
    char piece[PIECE];
    if (r->at > PIECE) { /* what was taken is dropped now and then */
        memmove(r->window.p, r->window.p + r->at, r->window.n - r->at);
        r->window.n -= r->at;
        r->at = 0;
    }
    int64_t n = r->read(r->ctx, piece, sizeof piece);
    if (n < 0) return casus_fail(err, CASUS_E_IO, "reading failed", 0);
    if (n == 0) r->end = true;
    if (r->sum && n > 0) casus_sha256_add(r->sum, piece, (size_t)n);
    casus_buf_add(&r->window, piece, (size_t)n);
    return r->window.failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
}

static casus_str waiting(const csv_reader *r) { return (casus_str){r->window.p + r->at, r->window.n - r->at}; }

/* A first look: a mark of UTF-8 is dropped, UTF-16 and binaries are refused, and the sign between cells is the one most used in
 * the first line. */
static casus_status begin(csv_reader *r, casus_err *err)
{
    while (!r->end && r->window.n < 4096) {
        casus_status s = fill(r, err);
        if (s != CASUS_OK) return s;
    }
    casus_str s = waiting(r);
    if (s.n >= 2 && (memcmp(s.p, "\xff\xfe", 2) == 0 || memcmp(s.p, "\xfe\xff", 2) == 0))
        return casus_fail(err, CASUS_E_INPUT, "this is UTF-16; save it as CSV in UTF-8", 0);
    if (s.n >= 2 && (memcmp(s.p, "PK", 2) == 0 || memcmp(s.p, "\x1f\x8b", 2) == 0))
        return casus_fail(err, CASUS_E_INPUT, "this is a packed file or a spreadsheet; unpack it or save it as CSV in UTF-8", 0);
    if (s.n >= 3 && memcmp(s.p, "\xef\xbb\xbf", 3) == 0) r->at = 3;
    static const char sign[] = {',', ';', '\t'};
    size_t count[3] = {0};
    for (size_t i = r->at; i < r->window.n && r->window.p[i] != '\n' && r->window.p[i] != '\r'; i++)
        for (int k = 0; k < 3; k++) count[k] += r->window.p[i] == sign[k];
    r->between = count[1] > count[0] ? (count[2] > count[1] ? sign[2] : sign[1]) : (count[2] > count[0] ? sign[2] : sign[0]);
    r->line = 1;
    return CASUS_OK;
}

/* ---------------------------------------------------------------- one record */

typedef struct {
    size_t used;        /* bytes with the line end */
    size_t text;        /* bytes without it */
    uint64_t lines;
    size_t cells;
    const char *broken; /* then used and text are those of the first line */
    bool more;          /* it does not end in what was read yet */
} extent;

static size_t line_end(casus_str s, size_t i) { return s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n' ? 2 : 1; }

static void first_line(casus_str s, extent *e)
{
    size_t i = 0;
    while (i < s.n && s.p[i] != '\n' && s.p[i] != '\r') i++;
    e->text = i;
    e->used = i < s.n ? i + line_end(s, i) : i;
    e->lines = 1;
}

static const char too_long[] = "a record of more than 4 MB";

/* How far does the record at the beginning of s go? */
static void measure(casus_str s, char between, bool end, extent *e)
{
    bool quoted = false, closed = false, fresh = true; /* fresh: at the beginning of a cell */
    *e = (extent){.lines = 1, .cells = 1};
    size_t i = 0;
    for (; i < s.n; i++) {
        char c = s.p[i];
        if (quoted) {
            if (c == '"' && i + 1 < s.n && s.p[i + 1] == '"') i++;
            else if (c == '"') quoted = false, closed = true;
            else if (c == '\n') e->lines++;
            if (!closed) continue;
            if (i + 1 >= s.n) continue; /* looked at again when there is more, or the end */
            char next = s.p[i + 1];
            if (next != between && next != '\n' && next != '\r') {
                e->broken = "text behind a closing quote";
                break;
            }
            closed = false;
        } else if (c == '\n' || c == '\r') {
            if (c == '\r' && i + 1 >= s.n && !end) break;
            if (i > CSV_MOST_BYTES || e->cells > CSV_MOST_CELLS) break;
            e->text = i;
            e->used = i + line_end(s, i);
            return;
        } else if (c == '\0') {
            e->broken = "a NUL byte";
            break;
        } else if (c == '"' && fresh) {
            quoted = true;
        } else if (c == between) {
            e->cells++;
        }
        fresh = !quoted && c == between;
    }
    if (!e->broken && e->cells > CSV_MOST_CELLS) e->broken = "more than 4096 cells";
    if (!e->broken && i > CSV_MOST_BYTES) e->broken = too_long;
    if (!e->broken && !end) {
        e->more = true;
        return;
    }
    if (quoted && (!e->broken || e->broken == too_long)) e->broken = "a quote is opened and not closed";
    e->text = e->used = s.n;
    if (e->broken) first_line(s, e);
}

static void put_1252(casus_buf *out, unsigned char c)
{
    static const uint16_t high[32] = {
        0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
        0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178};
    char utf8[4];
    uint32_t cp = c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c;
    casus_buf_add(out, utf8, casus_utf8_put(cp, utf8));
}

/* The text in the arena, as UTF-8. */
static casus_status keep(casus_arena *a, casus_str s, csv_record *out, casus_err *err)
{
    casus_buf b = {0};
    if (!casus_utf8_valid(s, NULL)) {
        out->recoded = true;
        for (size_t i = 0; i < s.n; i++) put_1252(&b, (unsigned char)s.p[i]);
        s = (casus_str){b.p, b.n};
    }
    casus_status st = b.failed ? CASUS_E_NOMEM : casus_arena_str(a, s, &out->text);
    casus_buf_free(&b);
    return st == CASUS_OK ? st : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
}

/* One cell from the text at *i; its quotes are taken off. */
static casus_status take_cell(casus_arena *a, casus_str s, char between, size_t *i, casus_str *cell)
{
    if (*i >= s.n || s.p[*i] != '"') {
        size_t from = *i;
        while (*i < s.n && s.p[*i] != between) ++*i;
        *cell = (casus_str){s.p + from, *i - from};
        return CASUS_OK;
    }
    size_t from = ++*i, n = 0;
    bool doubled = false;
    for (; *i < s.n; ++*i, n++) {
        if (s.p[*i] != '"') continue;
        if (*i + 1 >= s.n || s.p[*i + 1] != '"') break;
        ++*i;
        doubled = true;
    }
    *cell = (casus_str){s.p + from, n};
    if (doubled) {
        char *p = casus_arena_get(a, n + 1, 1);
        if (!p) return CASUS_E_NOMEM;
        for (size_t k = from, m = 0; m < n; k++, m++) {
            p[m] = s.p[k];
            if (s.p[k] == '"') k++;
        }
        cell->p = p;
    }
    ++*i; /* the closing quote */
    return CASUS_OK;
}

static casus_status split(casus_arena *a, char between, size_t cells, csv_record *out, casus_err *err)
{
    size_t i = 0;
    out->cell = casus_arena_get(a, cells + 1, sizeof *out->cell);
    if (!out->cell) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    while (out->n < cells) {
        if (take_cell(a, out->text, between, &i, &out->cell[out->n]) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
        out->n++;
        i++; /* the sign between */
    }
    return CASUS_OK;
}

casus_status csv_next(csv_reader *r, casus_arena *a, csv_record *out, casus_err *err)
{
    extent e;
    casus_status s = r->line == 0 ? begin(r, err) : CASUS_OK;
    *out = (csv_record){.n = 0};
    while (s == CASUS_OK) {
        if (r->end && r->at >= r->window.n) return CASUS_END;
        measure(waiting(r), r->between, r->end, &e);
        if (!e.more) break;
        /* as much again as there is, so that a long record is not looked at again and again */
        for (size_t want = 2 * (r->window.n - r->at); s == CASUS_OK && !r->end && r->window.n - r->at <= want;) s = fill(r, err);
    }
    if (s != CASUS_OK) return s;
    casus_str text = {r->window.p + r->at, e.text};
    out->line = r->line;
    out->broken = e.broken;
    s = keep(a, text, out, err);
    if (s == CASUS_OK && !e.broken) s = split(a, r->between, e.cells, out, err);
    r->at += e.used;
    r->line += e.lines;
    return s;
}
