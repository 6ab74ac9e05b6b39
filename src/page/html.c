/* HTML -> flat node array, by libgumbo, which no other file knows of.
 *
 * Gumbo takes its memory from the document's arena through a small recycling allocator (size classes by powers of two), so
 * nothing is freed node by node, and when the arena is full we jump out of the parser: every byte it held dies with the arena.
 *
 * Gumbo looks through its whole stack of open elements for many tags, so its time grows with depth times tags; and through
 * all attributes of a tag for each new one. A scan beforehand overwrites with blanks the tags nested deeper than
 * PAGE_MAX_DEPTH (browsers stop at 512 too) and attributes after the PAGE_MAX_ATTR-th: offsets stay, text stays, time is
 * linear: 200,000 nested divs (1 MB) take 0.2 s. The insides of scripts and styles are left out before parsing, 27% fewer
 * instructions a page. Formatting that is never closed makes Gumbo build it anew for each block; that ends at the arena's
 * limit (a hostile 2 MB reaches 1 GiB in 2.6 s).
 */
#include "room.h"

#include <gumbo.h>
#include <setjmp.h>
#include <string.h>

/* ---------------------------------------------------------------- memory for the parser */

enum { CLASSES = 40, SMALLEST = 32 };

typedef struct cell {
    struct cell *next;
    size_t class;
} cell;

typedef struct {
    casus_arena *arena;
    cell *spare[CLASSES];
    jmp_buf full;
} pool;

static void *pool_get(void *ctx, size_t n)
{
    pool *p = ctx;
    size_t k = 0, size = SMALLEST;
    while (size < n && k + 1 < CLASSES) {
        size *= 2;
        k++;
    }
    cell *c = p->spare[k];
    if (c) {
        p->spare[k] = c->next;
    } else {
        c = casus_arena_get(p->arena, 1, sizeof(cell) + size);
        if (!c) longjmp(p->full, 1);
        c->class = k;
    }
    return c + 1;
}

static void pool_put(void *ctx, void *ptr)
{
    if (!ptr) return;
    pool *p = ctx;
    cell *c = (cell *)ptr - 1;
    c->next = p->spare[c->class];
    p->spare[c->class] = c;
}

/* ---------------------------------------------------------------- taming depth, leaving scripts out */

typedef struct {
    size_t from, n; /* in the source */
    size_t lost;    /* bytes left out up to and with this one */
} page_gap;

static const char *const void_or_implied[] = {
    "area", "base", "body", "br",    "col",    "dd",    "dt",     "embed", "head",  "hr",   "html",  "img",   "input",
    "li",   "link", "meta", "option", "optgroup", "p",  "param",  "source", "tbody", "td",  "tfoot", "th",    "thead",
    "tr",   "track", "wbr", "image", "rp",     "rt",    "keygen", "basefont", "bgsound", "frame"};
static const char *const raw_text[] = {"script", "style", "textarea", "title", "xmp", "noframes", "iframe"};
static const char *const drawing[] = {"path", "circle", "rect", "g", "use", "line", "polygon", "polyline", "ellipse",
                                      "stop", "animate", "mask", "defs"};

static bool listed(casus_str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (page_lower(name.p[0]) == list[i][0] && page_is_nocase(name, list[i])) return true;
    }
    return false;
}
#define LISTED(name, list) listed(name, list, sizeof(list) / sizeof *(list))

typedef struct {
    char *p;
    size_t n;
    uint64_t open[PAGE_MAX_DEPTH]; /* hashes of the names of open elements */
    size_t depth;
    size_t over; /* start tags blanked beyond the limit and not yet closed */
    size_t in_svg; /* depth at which an svg element was opened, 0: none */
    casus_arena *a;
    page_gap *gap; /* insides of scripts and styles, which the parser need not see */
    size_t n_gap, cap_gap;
    bool failed;
} scan;

static void blank(char *p, size_t n) { memset(p, ' ', n); }

/* The end of the tag whose name ends at name_end: one past '>'. Attributes beyond the limit are blanked. */
static size_t tag_end(scan *s, size_t name_end)
{
    size_t at = name_end, n_attr = 0, cut = 0;
    while (at < s->n && s->p[at] != '>') {
        while (at < s->n && (page_space(s->p[at]) || s->p[at] == '/')) at++;
        if (at >= s->n || s->p[at] == '>') break;
        if (++n_attr == PAGE_MAX_ATTR + 1) cut = at;
        at++;
        while (at < s->n && !page_space(s->p[at]) && s->p[at] != '=' && s->p[at] != '>' && s->p[at] != '/') at++;
        size_t v = at;
        while (v < s->n && page_space(s->p[v])) v++;
        if (v >= s->n || s->p[v] != '=') continue;
        v++;
        while (v < s->n && page_space(s->p[v])) v++;
        if (v < s->n && (s->p[v] == '"' || s->p[v] == '\'')) {
            char *close = memchr(s->p + v + 1, s->p[v], s->n - v - 1);
            at = close ? (size_t)(close - s->p) + 1 : s->n;
        } else {
            while (v < s->n && !page_space(s->p[v]) && s->p[v] != '>') v++;
            at = v;
        }
    }
    if (cut) blank(s->p + cut, (at < s->n ? at : s->n) - cut);
    return at < s->n ? at + 1 : s->n;
}

static size_t skip_past(const scan *s, size_t from, const char *what)
{
    const char *hit = from < s->n ? memmem(s->p + from, s->n - from, what, strlen(what)) : NULL;
    return hit ? (size_t)(hit - s->p) + strlen(what) : s->n;
}

static size_t skip_raw(const scan *s, size_t from, casus_str name)
{
    for (size_t i = from; i + 2 + name.n <= s->n; i++) {
        const char *lt = memchr(s->p + i, '<', s->n - i);
        if (!lt) break;
        i = (size_t)(lt - s->p);
        if (i + 2 + name.n > s->n) break;
        if (s->p[i + 1] != '/') continue;
        bool same = true;
        for (size_t k = 0; k < name.n && same; k++) same = page_lower(s->p[i + 2 + k]) == page_lower(name.p[k]);
        if (same) return i;
    }
    return s->n;
}

/* Programs and styles are half of many pages. JSON-LD is read later and stays. */
static void leave_out(scan *s, casus_str name, size_t tag, size_t from, size_t to)
{
    bool program = page_is_nocase(name, "style") || page_is_nocase(name, "script");
    if (!program || to == from || page_find_nocase((casus_str){s->p + tag, from - tag}, "ld+json", NULL)) return;
    page_gap *gap = casus_arena_grow(s->a, s->gap, s->n_gap, s->n_gap + 1, sizeof *gap, &s->cap_gap);
    s->failed = s->failed || !gap;
    if (!gap) return;
    size_t lost = s->n_gap ? gap[s->n_gap - 1].lost : 0;
    s->gap = gap;
    s->gap[s->n_gap++] = (page_gap){from, to - from, lost + to - from};
}

static size_t close_gaps(scan *s)
{
    size_t to = s->n_gap ? s->gap[0].from : s->n;
    for (size_t i = 0; i < s->n_gap; i++) {
        size_t from = s->gap[i].from + s->gap[i].n, end = i + 1 < s->n_gap ? s->gap[i + 1].from : s->n;
        memmove(s->p + to, s->p + from, end - from);
        to += end - from;
    }
    return to;
}

/* A place in what the parser saw -> the place in the source. */
static size_t source_place(const scan *s, size_t at)
{
    size_t low = 0, high = s->n_gap; /* gaps that begin at or before it */
    while (low < high) {
        size_t mid = (low + high) / 2;
        size_t begins = s->gap[mid].from - (s->gap[mid].lost - s->gap[mid].n);
        if (begins <= at) low = mid + 1;
        else high = mid;
    }
    return at + (low ? s->gap[low - 1].lost : 0);
}

static uint64_t name_key(casus_str name)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < name.n; i++) h = (h ^ (unsigned char)page_lower(name.p[i])) * 1099511628211u;
    return h;
}

static void close_tag(scan *s, casus_str name, size_t from, size_t to)
{
    if (s->over && !LISTED(name, void_or_implied)) {
        s->over--;
        blank(s->p + from, to - from);
        return;
    }
    uint64_t key = name_key(name);
    for (size_t d = s->depth; d > 0; d--) {
        if (s->open[d - 1] != key) continue;
        s->depth = d - 1;
        if (s->in_svg > s->depth) s->in_svg = 0;
        return;
    }
}

static void open_tag(scan *s, casus_str name, size_t from, size_t to)
{
    if (LISTED(name, void_or_implied)) return;
    bool closed = to - from >= 3 && s->p[to - 2] == '/';
    if (s->in_svg && LISTED(name, drawing)) {
        if (closed) return;
    } else if (!page_is_nocase(name, "svg")) {
        s->in_svg = 0; /* HTML tags break out of drawings */
    }
    if (s->depth == PAGE_MAX_DEPTH) {
        s->over++;
        blank(s->p + from, to - from);
        return;
    }
    s->open[s->depth++] = name_key(name);
    if (page_is_nocase(name, "svg")) s->in_svg = s->depth;
}

static void tame(scan *s)
{
    for (size_t i = 0; i < s->n;) {
        const char *lt = memchr(s->p + i, '<', s->n - i);
        if (!lt) return;
        i = (size_t)(lt - s->p);
        if (s->n - i >= 4 && memcmp(lt, "<!--", 4) == 0) {
            i = skip_past(s, i + 4, "-->");
            continue;
        }
        bool closing = i + 1 < s->n && s->p[i + 1] == '/';
        size_t start = i + 1 + closing, end = start;
        while (end < s->n && !page_space(s->p[end]) && s->p[end] != '>' && s->p[end] != '/') end++;
        if (start >= s->n || !page_alpha(s->p[start])) {
            i++;
            continue;
        }
        char word[32];
        size_t w = end - start < sizeof word ? end - start : sizeof word; /* kept: blanking may wipe the name */
        memcpy(word, s->p + start, w);
        casus_str name = {word, w};
        size_t to = tag_end(s, end);
        if (closing) {
            close_tag(s, name, i, to);
        } else {
            open_tag(s, name, i, to);
            if (s->p[i] == '<' && !s->in_svg && LISTED(name, raw_text)) {
                size_t end_raw = skip_raw(s, to, name);
                leave_out(s, name, i, to, end_raw);
                to = end_raw;
            }
        }
        i = to;
    }
}

/* ---------------------------------------------------------------- flattening */

/* Gumbo's tags -> ours, once a page. */
static void tag_map(uint8_t map[GUMBO_TAG_LAST + 1])
{
    static const struct {
        const char *name;
        uint8_t tag;
    } known[] = {
#define PAGE_TAG_ROW(id, name) {name, TAG_##id},
        PAGE_TAGS(PAGE_TAG_ROW)
#undef PAGE_TAG_ROW
    };
    for (int k = 0; k <= GUMBO_TAG_LAST; k++) {
        const char *name = gumbo_normalized_tagname((GumboTag)k);
        map[k] = TAG_OTHER;
        for (size_t i = 0; name && i < sizeof known / sizeof *known; i++) {
            if (known[i].name[0] == name[0] && strcmp(known[i].name, name) == 0) map[k] = known[i].tag;
        }
    }
}

static bool is_element(const GumboNode *n) { return n->type == GUMBO_NODE_ELEMENT || n->type == GUMBO_NODE_TEMPLATE; }
static bool is_text(const GumboNode *n)
{
    return n->type == GUMBO_NODE_TEXT || n->type == GUMBO_NODE_WHITESPACE || n->type == GUMBO_NODE_CDATA;
}

static const GumboNode *next_node(const GumboNode *n, const GumboNode *root, bool down)
{
    if (down && is_element(n) && n->v.element.children.length) return n->v.element.children.data[0];
    while (n != root) {
        const GumboVector *list = &n->parent->v.element.children;
        if (n->index_within_parent + 1 < list->length) return list->data[n->index_within_parent + 1];
        n = n->parent;
    }
    return NULL;
}

static void fill(page_tree *t, const scan *s, const uint8_t *map, const GumboNode *g, uint32_t i, uint32_t parent)
{
    page_node *n = &t->node[i];
    n->parent = parent;
    if (is_element(g)) {
        n->tag = map[g->v.element.tag];
        n->attr = &g->v.element.attributes;
        return;
    }
    n->tag = TAG_TEXT;
    n->text = casus_str_of(g->v.text.text);
    const char *src = g->v.text.original_text.data;
    if (src >= s->p && src <= s->p + s->n) {
        size_t at = source_place(s, (size_t)(src - s->p));
        n->src = (uint32_t)(at < t->src.n ? at : t->src.n);
        size_t left = t->src.n - n->src, len = g->v.text.original_text.length;
        n->src_n = (uint32_t)(len < left ? len : left);
    }
}

static casus_status flatten(casus_arena *a, const scan *s, const GumboNode *root, page_tree *t)
{
    size_t n = 0;
    for (const GumboNode *g = root; g; g = next_node(g, root, true)) n += is_element(g) || is_text(g);
    if (n >= UINT32_MAX) return CASUS_E_LIMIT;
    t->node = casus_arena_get(a, n, sizeof *t->node);
    uint32_t *up = casus_arena_get(a, n + 1, sizeof *up); /* indices of open elements */
    if (!t->node || !up) return CASUS_E_LIMIT;
    const GumboNode **open = casus_arena_get(a, n + 1, sizeof(GumboNode *));
    if (!open) return CASUS_E_LIMIT;
    uint8_t map[GUMBO_TAG_LAST + 1];
    tag_map(map);
    size_t d = 0;
    for (const GumboNode *g = root; g; g = next_node(g, root, true)) {
        if (!is_element(g) && !is_text(g)) continue;
        while (d && open[d - 1] != g->parent) t->node[up[--d]].end = t->n;
        fill(t, s, map, g, t->n, d ? up[d - 1] : 0);
        if (is_element(g)) {
            open[d] = g;
            up[d++] = t->n;
        } else {
            t->node[t->n].end = t->n + 1;
        }
        t->n++;
    }
    while (d) t->node[up[--d]].end = t->n;
    return CASUS_OK;
}

static bool is_figure(char c, bool hex) { return page_digit(c) || (hex && page_lower(c) >= 'a' && page_lower(c) <= 'f'); }

/* A number of character that is longer than any: Gumbo's sum of it overflows and can end as half a character. Its last figures are made
 * the greatest and those before them noughts, so that it is out of range for sure. */
static void tame_references(char *p, size_t n)
{
    enum { FIGURES = 7 };
    char *end = p + n;
    for (char *at = p; n && (at = memchr(at, '&', (size_t)(end - at))) != NULL && end - at > FIGURES;) {
        if (*++at != '#') continue;
        bool hex = page_lower(*++at) == 'x';
        char *first = at + hex, *last = first;
        while (last < end && is_figure(*last, hex)) last++;
        while (first < last && *first == '0') first++;
        if (last - first <= FIGURES) continue;
        memset(first, '0', (size_t)(last - first) - FIGURES);
        memset(last - FIGURES, '9', FIGURES);
    }
}

/* NULL: the arena is full. Nothing but parameters is alive across the jump. */
static const GumboOutput *parse(pool *mem, const char *p, size_t n)
{
    GumboOptions opt = kGumboDefaultOptions;
    opt.allocator = pool_get;
    opt.deallocator = pool_put;
    opt.userdata = mem;
    opt.max_errors = 0;
    return setjmp(mem->full) ? NULL : gumbo_parse_with_options(&opt, p, n);
}

casus_status page_tree_make(casus_arena *a, casus_str utf8, page_tree *tree, casus_err *err)
{
    *tree = (page_tree){0};
    char *copy = casus_arena_get(a, utf8.n + 1, 1);
    pool *mem = casus_arena_get(a, 1, sizeof *mem);
    scan *s = casus_arena_get(a, 1, sizeof *s);
    if (!copy || !mem || !s) return casus_fail(err, CASUS_E_LIMIT, "page does not fit its memory limit", 0);
    if (utf8.n) memcpy(copy, utf8.p, utf8.n);
    tame_references(copy, utf8.n);
    *s = (scan){.p = copy, .n = utf8.n, .a = a};
    tame(s);
    if (s->failed) return casus_fail(err, CASUS_E_LIMIT, "page does not fit its memory limit", 0);
    size_t n = close_gaps(s);
    tree->src = utf8;
    mem->arena = a;
    const GumboOutput *out = parse(mem, copy, n);
    if (!out) return casus_fail(err, CASUS_E_LIMIT, "page does not fit its memory limit", 0);
    if (flatten(a, s, out->root, tree)) return casus_fail(err, CASUS_E_LIMIT, "page does not fit its memory limit", 0);
    return CASUS_OK;
}

/* ---------------------------------------------------------------- asking */

casus_str page_attr(const page_node *n, const char *name)
{
    const GumboAttribute *at = n->attr ? gumbo_get_attribute(n->attr, name) : NULL;
    return at ? casus_str_of(at->value) : (casus_str){0};
}

bool page_has_attr(const page_node *n, const char *name) { return n->attr && gumbo_get_attribute(n->attr, name); }

casus_str page_inner_text(casus_arena *a, const page_tree *t, uint32_t i, size_t max)
{
    size_t n = 0;
    for (uint32_t k = i; k < t->node[i].end && n < max; k++) n += t->node[k].text.n + 1;
    if (n > max) n = max;
    char *p = casus_arena_get(a, n + 1, 1);
    if (!p) return (casus_str){0};
    size_t len = 0;
    uint32_t k = i;
    while (k < t->node[i].end && len < n) {
        const page_node *node = &t->node[k];
        if (node->tag == TAG_SCRIPT || node->tag == TAG_STYLE) {
            k = node->end;
            continue;
        }
        size_t take = node->text.n < n - len ? node->text.n : n - len;
        if (take) memcpy(p + len, node->text.p, take);
        len += take;
        if (len < n && (node->tag == TAG_BR || page_is_block(node->tag))) p[len++] = ' ';
        k++;
    }
    size_t bad;
    if (!casus_utf8_valid((casus_str){p, len}, &bad)) len = bad; /* the limit cut a character */
    return page_squeeze(a, (casus_str){p, len});
}
