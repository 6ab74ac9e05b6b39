/* The chosen blocks -> body and run map.
 *
 * A block is one line, blocks are separated by a blank line, <br> is a line break (two of them end the block). Text that the
 * parser decoded is followed through the source in step, so that every copied byte is mapped to its place and entities
 * become runs that are not copied.
 */
#include "room.h"

#include <string.h>

typedef struct {
    casus_arena *a;
    casus_str src;
    uint32_t shift; /* bytes before src in the record */
    char *text;
    size_t n, cap;
    casus_run *run;
    size_t n_run, cap_run;
    bool blank;     /* a blank is due before the next character */
    int lines;      /* line ends due */
    size_t at;      /* place in src, for things put in by us */
    bool failed;
} pen;

static void put(pen *w, const char *p, size_t n, size_t at, bool copied)
{
    if (!n || w->failed) return;
    char *text = casus_arena_grow(w->a, w->text, w->n, w->n + n + 1, 1, &w->cap);
    casus_run *run = casus_arena_grow(w->a, w->run, w->n_run, w->n_run + 1, sizeof *run, &w->cap_run);
    w->failed = !text || !run;
    if (w->failed) return;
    w->text = text;
    w->run = run;
    memcpy(text + w->n, p, n);
    casus_run *last = w->n_run ? &run[w->n_run - 1] : NULL;
    if (last && last->copied && copied && last->p + last->n == at + w->shift) last->n += (uint32_t)n;
    else if (last && !last->copied && !copied) last->n += (uint32_t)n;
    else run[w->n_run++] = (casus_run){(uint32_t)w->n, (uint32_t)(at + w->shift), (uint32_t)n, copied};
    w->n += n;
}

/* What is due before the next character. A single blank that is a blank in the source is copied. */
static void settle(pen *w, size_t at)
{
    if (w->lines) {
        if (w->n) put(w, "\n\n", w->lines > 1 ? 2 : 1, w->at, false);
    } else if (w->blank && w->n) {
        bool real = at > 0 && at <= w->src.n && w->src.p[at - 1] == ' ';
        put(w, " ", 1, real ? at - 1 : w->at, real);
    }
    w->lines = 0;
    w->blank = false;
}

static size_t entity(casus_str s, size_t at) /* length of "&name;" at s[at] */
{
    size_t i = at + 1;
    if (i < s.n && s.p[i] == '#') i++;
    while (i < s.n && i - at < 40 && (page_alpha(s.p[i]) || page_digit(s.p[i]))) i++;
    if (i < s.n && s.p[i] == ';') i++;
    return i - at;
}

static bool nbsp_at(casus_str d, size_t i) { return i + 1 < d.n && d.p[i] == '\xC2' && d.p[i + 1] == '\xA0'; }
static bool zero_width(casus_str d, size_t i) /* U+200B..U+200D, U+FEFF, U+00AD */
{
    if (i + 1 < d.n && d.p[i] == '\xC2' && d.p[i + 1] == '\xAD') return true;
    if (i + 2 >= d.n) return false;
    return (d.p[i] == '\xE2' && d.p[i + 1] == '\x80' && d.p[i + 2] == '\x8B') || (d.p[i] == '\xEF' && d.p[i + 1] == '\xBB' && d.p[i + 2] == '\xBF');
}

static void put_text(pen *w, const page_node *n)
{
    casus_str d = n->text, s = {w->src.p + n->src, n->src_n};
    size_t j = 0;
    for (size_t i = 0; i < d.n;) {
        if (page_space(d.p[i])) {
            while (i < d.n && page_space(d.p[i])) i++;
            if (j < s.n && !page_space(s.p[j]) && s.p[j] == '&') j += entity(s, j);
            while (j < s.n && (page_space(s.p[j]) || (s.p[j] == '<' && i < d.n && d.p[i] != '<'))) {
                const char *end = s.p[j] == '<' ? memchr(s.p + j, '>', s.n - j) : s.p + j; /* a tag read as a blank */
                j = end ? (size_t)(end - s.p) + 1 : s.n;
            }
            w->blank = true;
            continue;
        }
        uint32_t cp;
        size_t len = casus_utf8_next(d.p + i, d.p + d.n, &cp);
        size_t at = j < s.n ? j : s.n, used = len;
        bool copied = j + len <= s.n && memcmp(s.p + j, d.p + i, len) == 0;
        if (j < s.n && s.p[j] == '&') {
            size_t e = entity(s, j);
            bool literal = copied && i + e <= d.n && memcmp(d.p + i, s.p + j, e) == 0 && !page_starts_nocase((casus_str){s.p + j, e}, "&amp");
            if (!literal && e > 1) {
                copied = false;
                used = e;
            }
        } else if (!copied) {
            used = j < s.n ? 1 : 0; /* the parser read it otherwise; go along as well as we can */
        }
        w->at = n->src + at;
        if (nbsp_at(d, i)) w->blank = true;
        else if (!zero_width(d, i) && (unsigned char)d.p[i] >= 0x20 && d.p[i] != 0x7F) {
            settle(w, n->src + at);
            put(w, d.p + i, len, n->src + at, copied);
        }
        i += len;
        j += used;
    }
}

static uint32_t block_of(const page_tree *t, uint32_t i)
{
    while (i && !page_is_block(t->node[i].tag)) i = t->node[i].parent;
    return i;
}

casus_status page_write(casus_arena *a, const page_tree *t, const page_choice *c, uint32_t skipped, casus_report *out,
                        casus_err *err)
{
    pen w = {.a = a, .src = t->src, .shift = skipped};
    uint32_t last = UINT32_MAX;
    for (uint32_t i = c->top; t->n && i < t->node[c->top].end;) {
        const page_node *n = &t->node[i];
        if (c->flag[i] & (NODE_DROP | NODE_CHROME) && i != c->top) {
            i = n->end;
            if (page_is_block(n->tag)) w.lines = 2;
            continue;
        }
        if (page_is_block(n->tag)) last = UINT32_MAX;
        if (n->tag == TAG_BR && w.n) w.lines = w.lines ? 2 : 1;
        if (n->tag == TAG_TEXT) {
            uint32_t b = block_of(t, i);
            if (c->keep[b]) {
                if (b != last) w.lines = 2;
                last = b;
                put_text(&w, n);
            }
        }
        i++;
    }
    if (w.failed) return casus_fail(err, CASUS_E_LIMIT, "page does not fit its memory limit", 0);
    if (w.n) w.text[w.n] = 0;
    out->body = (casus_str){w.n ? w.text : "", w.n};
    out->run = w.run;
    out->n_run = (uint32_t)w.n_run;
    return CASUS_OK;
}
