/* What single newlines mean in a text. Three kinds occur: bodies where every line is a paragraph or a sentence, bodies
 * wrapped to a width (agency wires, e-mail), and bodies with blank lines only. A body counts as wrapped when many of its
 * lines stop in mid-sentence and nearly all of those are as full as the next word allowed. Two passes by memchr.
 */
#include "room.h"

#include <string.h>

enum {
    LONGEST = 130, /* no one wraps wider */
    NARROWEST = 40 /* menus and tables are narrower */
};

typedef struct {
    const char *b, *e; /* without white space at both ends */
    const char *start; /* of the whole line */
} line;

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/* The line at *p, which moves behind its newline; false at the end. */
static bool next_line(const char **p, const char *end, line *l)
{
    if (*p >= end) return false;
    const char *nl = memchr(*p, '\n', (size_t)(end - *p));
    const char *stop = nl ? nl : end;
    *l = (line){*p, stop, *p};
    while (l->b < l->e && is_blank(*l->b)) l->b++;
    while (l->e > l->b && is_blank(l->e[-1])) l->e--;
    *p = nl ? nl + 1 : end;
    return true;
}

/* A line that ends like a sentence; quotes and brackets behind the stop are looked through. */
static bool is_closed(const line *l)
{
    const char *e = l->e;
    while (e > l->b && strchr("\"')]", e[-1])) e--;
    while (e - l->b >= 3 && e[-3] == '\xe2' && e[-2] == '\x80' && (e[-1] == '\x99' || e[-1] == '\x9d')) e -= 3;
    return e > l->b && (e[-1] == '.' || e[-1] == '!' || e[-1] == '?' || e[-1] == ':');
}

static size_t first_word(const line *l)
{
    const char *p = l->b;
    while (p < l->e && !is_blank(*p) && p - l->b < 40) p++;
    return (size_t)(p - l->b);
}

typedef struct {
    uint32_t open[LONGEST + 2]; /* lines that break off in mid-sentence, by length */
    uint32_t n_open, n_break;   /* of them, and of all lines followed by another */
    uint32_t n_full;            /* open lines that the next word would have made too long */
} line_count;

static void count_lines(casus_str body, uint32_t width, line_count *n)
{
    line last = {0}, l;
    const char *p = body.p, *end = body.p + body.n;
    while (next_line(&p, end, &l)) {
        if (last.b < last.e && l.b < l.e) {
            size_t len = (size_t)(last.e - last.start);
            n->n_break++;
            if (!is_closed(&last)) {
                n->n_open++;
                n->open[len > LONGEST ? LONGEST + 1 : len]++;
                if (width && len <= LONGEST && len + 1 + first_word(&l) + width / 8 > width) n->n_full++;
            }
        }
        last = l;
    }
}

text_layout text_layout_of(casus_str body)
{
    text_layout none = {false, 0};
    if (!body.n || !memchr(body.p, '\n', body.n)) return none;
    line_count n = {{0}, 0, 0, 0};
    count_lines(body, 0, &n);
    if (n.n_open == 0 || n.n_open * 10 < n.n_break * 3) return none;
    uint32_t width = 0, below = 0;
    while (width <= LONGEST && (below += n.open[width]) * 10 < n.n_open * 9) width++;
    if (width < NARROWEST || width > LONGEST) return none;
    line_count full = {{0}, 0, 0, 0};
    count_lines(body, width, &full);
    return (text_layout){full.n_full * 10 >= full.n_open * 7, width};
}
