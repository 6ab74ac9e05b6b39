/* The user's crosswalk: values that only the owners of a layout give, by column and our value. Sorted once, looked up by halving;
 * of equal lines the first holds. */
#include "layout.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    casus_str column, key, value;
    size_t line;
} entry;

struct casus_crosswalk {
    casus_arena *a;
    entry *entry; /* sorted by column, key, line */
    size_t n;
};

static int compare(const entry *a, const entry *b)
{
    int d = casus_str_cmp(a->column, b->column);
    return d ? d : casus_str_cmp(a->key, b->key);
}

static int in_order(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int d = compare(x, y);
    return d ? d : (x->line > y->line) - (x->line < y->line);
}

static casus_status refuse(casus_err *err, const char *what, size_t line)
{
    casus_fail(err, CASUS_E_INPUT, what, 0);
    if (err) err->line = line;
    return CASUS_E_INPUT;
}

/* One line without its end. An empty line and a comment are nothing. */
static casus_status read_line(casus_crosswalk *w, casus_str s, size_t line, casus_err *err)
{
    casus_str cell[3];
    if (s.n && s.p[s.n - 1] == '\r') s.n--;
    if (!casus_str_trim(s).n || s.p[0] == '#') return CASUS_OK;
    for (int i = 0; i < 3; i++) {
        const char *tab = i < 2 ? memchr(s.p, '\t', s.n) : NULL;
        size_t n = tab ? (size_t)(tab - s.p) : s.n;
        if (i < 2 && !tab) return refuse(err, "a crosswalk has three columns with tabs between: column, our value, theirs", line);
        cell[i] = casus_str_trim((casus_str){s.p, n});
        if (tab) s = (casus_str){tab + 1, s.n - n - 1};
    }
    if (memchr(s.p, '\t', s.n)) return refuse(err, "a crosswalk has three columns with tabs between: column, our value, theirs", line);
    if (!cell[0].n || !cell[1].n || !cell[2].n) return refuse(err, "an empty value in a crosswalk", line);
    w->entry[w->n++] = (entry){cell[0], cell[1], cell[2], line};
    return CASUS_OK;
}

static casus_status read_all(casus_crosswalk *w, casus_str text, casus_err *err)
{
    size_t lines = 1, line = 0, at;
    for (size_t i = 0; i < text.n; i++) lines += text.p[i] == '\n';
    w->entry = casus_arena_get(w->a, lines, sizeof *w->entry);
    if (!w->entry || casus_arena_str(w->a, text, &text) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (!casus_utf8_valid(text, &at)) return casus_fail(err, CASUS_E_INPUT, "a crosswalk is UTF-8 text", at);
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0) text = (casus_str){text.p + 3, text.n - 3};
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        size_t n = end ? (size_t)(end - text.p) : text.n;
        casus_status s = read_line(w, (casus_str){text.p, n}, ++line, err);
        if (s != CASUS_OK) return s;
        text = end ? (casus_str){end + 1, text.n - n - 1} : (casus_str){0};
    }
    if (w->n) qsort(w->entry, w->n, sizeof *w->entry, in_order);
    return CASUS_OK;
}

casus_status casus_crosswalk_new(casus_str text, casus_crosswalk **out, casus_err *err)
{
    *out = NULL;
    casus_crosswalk *w = casus_alloc(sizeof *w);
    if (!w) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    w->a = casus_arena_new(0);
    casus_status s = w->a ? read_all(w, text, err) : casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK) *out = w;
    else casus_crosswalk_free(w);
    return s;
}

void casus_crosswalk_free(casus_crosswalk *w)
{
    if (!w) return;
    casus_arena_free(w->a);
    casus_release(w);
}

export_cell export_crosswalk(const export_incident *x, const char *column, casus_str key)
{
    const casus_crosswalk *w = x->opts->crosswalk;
    if (!w || !key.n) return (export_cell){0};
    entry want = {.column = casus_str_of(column), .key = key};
    size_t low = 0, high = w->n;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (compare(&w->entry[mid], &want) < 0) low = mid + 1;
        else high = mid;
    }
    return low < w->n && compare(&w->entry[low], &want) == 0 ? export_text(w->entry[low].value) : (export_cell){0};
}
