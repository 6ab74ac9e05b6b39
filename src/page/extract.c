/* Which blocks of a page are the article.
 *
 * 1. Every run of text is counted for its nearest block; blocks of running text (long, few links, with commas) give points
 *    to the elements around them, most to the nearest (the idea of Arc90's Readability).
 * 2. The element with most points, weighed down by links, holds the article; we climb while a parent adds much more running
 *    text.
 * 3. Inside it blocks go that are chrome, mostly links, or words that pages carry around ("Read more").
 * All is counted in prefix sums over the flat tree: linear time, no recursion.
 */
#include "room.h"

#include <string.h>

/* Thresholds, tuned on the development half of `pages`. */
static const struct {
    size_t para;        /* bytes from which a block counts as running text */
    double link_block;  /* share of linked bytes above which a block is a list of links */
    double link_list;   /* the same for a whole list or table */
    double climb;       /* a parent must hold this much more running text to be taken instead */
    double chrome_most; /* chrome holding more than this share of all running text is no chrome */
    uint32_t enough;    /* an article of so many bytes is not doubted */
    uint32_t much;      /* a page must hold so many times the article for a short one to be doubted */
} tune = {25, 0.5, 0.45, 1.25, 0.5, 400, 3};

bool page_is_block(uint8_t tag)
{
    switch (tag) {
    case TAG_ADDRESS: case TAG_ARTICLE: case TAG_ASIDE: case TAG_BLOCKQUOTE: case TAG_BODY: case TAG_CENTER: case TAG_DD:
    case TAG_DETAILS: case TAG_DIV: case TAG_DL: case TAG_DT: case TAG_FIELDSET: case TAG_FIGCAPTION: case TAG_FIGURE:
    case TAG_FOOTER: case TAG_FORM: case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4: case TAG_H5: case TAG_H6:
    case TAG_HEADER: case TAG_HR: case TAG_HTML: case TAG_LI: case TAG_MAIN: case TAG_MENU: case TAG_NAV: case TAG_OL:
    case TAG_P: case TAG_PRE: case TAG_SECTION: case TAG_TABLE: case TAG_TBODY: case TAG_TD: case TAG_TH: case TAG_TR:
    case TAG_UL: case TAG_HEAD: case TAG_TITLE: case TAG_LEGEND: case TAG_TEXTAREA:
        return true;
    default: return false;
    }
}

typedef struct {
    casus_arena *a;
    const page_tree *t;
    page_choice *c;
    uint32_t all;                     /* running text of the whole page, chrome and all */
    uint32_t *own, *own_link, *comma; /* a block: bytes of its own text, linked ones, commas */
    uint32_t *sum, *sum_link, *run;   /* prefix sums over nodes: bytes, linked bytes, running text */
    bool *out;                        /* under something dropped or chrome */
    double *score;
} work;

static bool make(work *w)
{
    size_t n = w->t->n + 1u;
    w->own = casus_arena_get(w->a, n, sizeof *w->own);
    w->own_link = casus_arena_get(w->a, n, sizeof *w->own_link);
    w->comma = casus_arena_get(w->a, n, sizeof *w->comma);
    w->sum = casus_arena_get(w->a, n, sizeof *w->sum);
    w->sum_link = casus_arena_get(w->a, n, sizeof *w->sum_link);
    w->run = casus_arena_get(w->a, n, sizeof *w->run);
    w->out = casus_arena_get(w->a, n, sizeof *w->out);
    w->score = casus_arena_get(w->a, n, sizeof *w->score);
    w->c->keep = casus_arena_get(w->a, n, sizeof *w->c->keep);
    return w->own && w->own_link && w->comma && w->sum && w->sum_link && w->run && w->out && w->score && w->c->keep;
}

static uint32_t visible(casus_str s)
{
    uint32_t n = 0;
    bool gap = true;
    for (size_t i = 0; i < s.n; i++) {
        bool sp = page_space(s.p[i]);
        n += !sp || !gap;
        gap = sp;
    }
    return n;
}

/* Count text for blocks; text under flags is left out. */
static void count(work *w, uint8_t flags)
{
    const page_tree *t = w->t;
    memset(w->own, 0, t->n * sizeof *w->own);
    memset(w->own_link, 0, t->n * sizeof *w->own_link);
    memset(w->comma, 0, t->n * sizeof *w->comma);
    uint32_t *block = w->run; /* borrowed: nearest block of a node */
    bool *link = w->c->keep;  /* borrowed: below a link */
    for (uint32_t i = 0; i < t->n; i++) {
        const page_node *n = &t->node[i];
        uint32_t up = n->parent;
        w->out[i] = (i && w->out[up]) || (w->c->flag[i] & flags);
        block[i] = page_is_block(n->tag) ? i : i ? block[up] : 0;
        link[i] = (i && link[up]) || n->tag == TAG_A;
        if (n->tag != TAG_TEXT || w->out[i]) continue;
        uint32_t len = visible(n->text);
        w->own[block[i]] += len;
        if (link[i]) w->own_link[block[i]] += len;
        for (size_t k = 0; k < n->text.n; k++) w->comma[block[i]] += n->text.p[k] == ',';
    }
    memset(w->c->keep, 0, t->n * sizeof *w->c->keep);
}

static bool running(const work *w, uint32_t i)
{
    return w->own[i] >= tune.para && w->own_link[i] <= tune.link_block * w->own[i] &&
           !(w->t->node[i].tag >= TAG_H1 && w->t->node[i].tag <= TAG_H6);
}

static void sums(work *w)
{
    for (uint32_t i = 0; i < w->t->n; i++) {
        w->sum[i + 1] = w->sum[i] + w->own[i];
        w->sum_link[i + 1] = w->sum_link[i] + w->own_link[i];
    }
    w->run[0] = 0;
    for (uint32_t i = 0; i < w->t->n; i++) {
        uint32_t add = running(w, i) ? w->own[i] : 0;
        w->run[i + 1] = w->run[i] + add;
    }
}

static uint32_t total(const uint32_t *sum, const page_tree *t, uint32_t i) { return sum[t->node[i].end] - sum[i]; }

/* Chrome that holds most of the page's running text was named badly: take the name back. */
static void forgive(work *w)
{
    count(w, NODE_DROP);
    sums(w);
    uint32_t all = w->all = total(w->run, w->t, 0);
    for (uint32_t i = 0; i < w->t->n; i++) {
        if (w->c->flag[i] & NODE_CHROME && total(w->run, w->t, i) > tune.chrome_most * all) w->c->flag[i] &= (uint8_t)~NODE_CHROME;
    }
}

static void give_points(work *w)
{
    const page_tree *t = w->t;
    for (uint32_t i = 0; i < t->n; i++) {
        if (!running(w, i)) continue;
        double len = w->own[i] / 100.0, links = (double)w->own_link[i] / w->own[i];
        double p = (1 + w->comma[i] + (len < 3 ? len : 3)) * (1 - links);
        uint32_t up = t->node[i].parent;
        if (t->node[i].tag != TAG_P) w->score[i] += p;
        double share[] = {1, 0.5, 0.25, 0.12};
        for (size_t k = 0; k < 4 && up; k++, up = t->node[up].parent) w->score[up] += p * share[k];
    }
}

static uint32_t best_element(const work *w)
{
    uint32_t best = 0;
    double most = -1;
    for (uint32_t i = 1; i < w->t->n; i++) {
        if (w->score[i] <= 0 || w->out[i]) continue;
        uint32_t text = total(w->sum, w->t, i), links = total(w->sum_link, w->t, i);
        double s = w->score[i] * (1 - (text ? (double)links / text : 0));
        if (w->c->flag[i] & NODE_GOOD || w->t->node[i].tag == TAG_ARTICLE) s *= 1.3;
        if (s > most) {
            most = s;
            best = i;
        }
    }
    return best;
}

/* While a parent holds clearly more running text that is not only links, it is the better frame. */
static uint32_t climb(const work *w, uint32_t i)
{
    uint32_t here = i;
    for (uint32_t up = w->t->node[i].parent; up && w->t->node[up].tag != TAG_HTML; up = w->t->node[up].parent) {
        double mine = total(w->run, w->t, here), its = total(w->run, w->t, up);
        double text = total(w->sum, w->t, up), links = total(w->sum_link, w->t, up);
        uint32_t tag = w->t->node[up].tag;
        if (w->c->flag[here] & NODE_GOOD || w->t->node[here].tag == TAG_ARTICLE) break;
        if (its > tune.climb * mine && links < 0.35 * text && tag != TAG_BODY) here = up;
    }
    return here;
}

static casus_str block_text(const work *w, uint32_t i) { return page_inner_text(w->a, w->t, i, 4096); }

static bool heading(uint8_t tag) { return tag >= TAG_H1 && tag <= TAG_H6; }

/* Lists and tables made of links. */
static bool in_link_list(const work *w, uint32_t i)
{
    for (uint32_t p = i; p > w->c->top; p = w->t->node[p].parent) {
        uint8_t tag = w->t->node[p].tag;
        if (tag != TAG_UL && tag != TAG_OL && tag != TAG_DL && tag != TAG_TABLE) continue;
        if (total(w->sum_link, w->t, p) > tune.link_list * total(w->sum, w->t, p)) return true;
    }
    return false;
}

static void keep_blocks(work *w)
{
    const page_tree *t = w->t;
    for (uint32_t i = w->c->top; i < t->node[w->c->top].end; i++) {
        if (!page_is_block(t->node[i].tag) || w->out[i] || !w->own[i]) continue;
        bool para = t->node[i].tag == TAG_P || t->node[i].tag == TAG_BLOCKQUOTE;
        double most = para && w->own[i] > 80 ? 0.85 : tune.link_block;
        if (w->own_link[i] > most * w->own[i]) continue;
        if (in_link_list(w, i)) continue;
        w->c->keep[i] = w->own[i] > 200 || !page_line_is_furniture(block_text(w, i));
    }
}

static bool ends_sentence(casus_str s)
{
    while (s.n && (strchr("\"')]*", s.p[s.n - 1]) != NULL || (unsigned char)s.p[s.n - 1] >= 0x80)) s.n--;
    return s.n && strchr(".!?:;", s.p[s.n - 1]) != NULL;
}

/* The title again, bylines and dates before the first paragraph; headings and loose words after the last. */
static bool opens(work *w, uint32_t i)
{
    uint8_t tag = w->t->node[i].tag;
    if (heading(tag)) return false;
    if (w->own[i] >= 80) return true;
    casus_str text = block_text(w, i);
    return w->own[i] >= (tag == TAG_P ? 25u : 40u) && ends_sentence(text) && !page_line_is_date(text);
}

static bool closes(work *w, uint32_t i)
{
    uint8_t tag = w->t->node[i].tag;
    return !heading(tag) && (w->own[i] >= 70 || tag == TAG_LI || ends_sentence(block_text(w, i)));
}

/* A page without any block that could open an article keeps all it has. */
static void trim_ends(work *w)
{
    uint32_t from = w->c->top, to = w->t->node[from].end, first = from, last = to;
    while (first < to && !(w->c->keep[first] && opens(w, first))) first++;
    if (first == to) return;
    while (last > first && !(w->c->keep[last - 1] && closes(w, last - 1))) last--;
    for (uint32_t i = from; i < to; i++) w->c->keep[i] = w->c->keep[i] && i >= first && (i < last || last == first);
}

static uint32_t kept(const work *w)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < w->t->n; i++) n += w->c->keep[i] ? w->own[i] : 0;
    return n;
}

/* How much is left out by names: 0: all that is named as chrome; 1: only what its tag tells; 2: nothing but scripts
 * and forms, so that text kept for readers without scripts is found. */
static void attempt(work *w, int trust)
{
    for (uint32_t i = 0; i < w->t->n && trust; i++) {
        uint8_t tag = w->t->node[i].tag;
        if (trust == 2 || !page_chrome_tag(tag)) w->c->flag[i] &= (uint8_t)~NODE_CHROME;
        if (trust == 2 && (tag == TAG_NOSCRIPT || !page_dropped_tag(tag))) w->c->flag[i] &= (uint8_t)~NODE_DROP;
    }
    count(w, NODE_DROP | NODE_CHROME);
    sums(w);
    memset(w->score, 0, w->t->n * sizeof *w->score);
    give_points(w);
    w->c->top = climb(w, best_element(w));
    keep_blocks(w);
    trim_ends(w);
}

/* Builders of pages name whole articles "widget" or "teaser". When next to nothing is left of a page with much to read, names
 * are not trusted, and then not even tags. */
casus_status page_choose(casus_arena *a, const page_tree *t, uint8_t *flag, page_choice *c)
{
    *c = (page_choice){0};
    work w = {.a = a, .t = t, .c = c};
    if (!make(&w)) return CASUS_E_LIMIT;
    c->flag = flag;
    forgive(&w);
    for (int trust = 0; trust < 3; trust++) {
        attempt(&w, trust);
        uint32_t n = kept(&w);
        if (n >= tune.enough || (n && w.all < tune.much * n)) break;
    }
    return CASUS_OK;
}
