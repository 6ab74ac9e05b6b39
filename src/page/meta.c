/* What a page says about itself: JSON-LD, OpenGraph and other meta tags; and the headline chosen from all of them.
 *
 * JSON-LD is read by jansson, which no record depends on: a script that is not JSON is passed over. A page may carry several
 * objects; those of an article type are believed before others. Costs one walk over the nodes.
 */
#include "room.h"

#include <jansson.h>
#include <string.h>

enum { LD_STACK = 256, LD_MAX_BYTES = 4 << 20, TITLE_MAX = 600 };

typedef enum { M_PUBLISHED, M_MODIFIED, M_TITLE, M_SITE, M_PUBLISHER, M_LANGUAGE, M_URL } meta_kind;

static const struct {
    const char *name;
    meta_kind kind;
    int rank; /* the higher is believed */
} meta_names[] = {
    {"article:published_time", M_PUBLISHED, 9},
    {"og:article:published_time", M_PUBLISHED, 9},
    {"datepublished", M_PUBLISHED, 8},
    {"article:published", M_PUBLISHED, 8},
    {"rnews:datepublished", M_PUBLISHED, 8},
    {"parsely-pub-date", M_PUBLISHED, 8},
    {"sailthru.date", M_PUBLISHED, 7},
    {"pubdate", M_PUBLISHED, 7},
    {"publishdate", M_PUBLISHED, 7},
    {"publish-date", M_PUBLISHED, 7},
    {"publish_date", M_PUBLISHED, 7},
    {"published_date", M_PUBLISHED, 7},
    {"publication_date", M_PUBLISHED, 7},
    {"publicationdate", M_PUBLISHED, 7},
    {"originalpublicationdate", M_PUBLISHED, 7},
    {"article.published", M_PUBLISHED, 7},
    {"article_date_original", M_PUBLISHED, 7},
    {"og:pubdate", M_PUBLISHED, 7},
    {"og:published_time", M_PUBLISHED, 7},
    {"bt:pubdate", M_PUBLISHED, 7},
    {"cxenseparse:recs:publishtime", M_PUBLISHED, 7},
    {"citation_publication_date", M_PUBLISHED, 6},
    {"citation_online_date", M_PUBLISHED, 6},
    {"dc.date.issued", M_PUBLISHED, 6},
    {"dcterms.issued", M_PUBLISHED, 6},
    {"dc.date.created", M_PUBLISHED, 6},
    {"dcterms.created", M_PUBLISHED, 6},
    {"datecreated", M_PUBLISHED, 5},
    {"date.created", M_PUBLISHED, 5},
    {"dateposted", M_PUBLISHED, 5},
    {"displaydate", M_PUBLISHED, 5},
    {"dc.date", M_PUBLISHED, 5},
    {"dcterms.date", M_PUBLISHED, 5},
    {"dc:date", M_PUBLISHED, 5},
    {"date", M_PUBLISHED, 4},
    {"created", M_PUBLISHED, 3},
    {"article:modified_time", M_MODIFIED, 5},
    {"og:updated_time", M_MODIFIED, 4},
    {"datemodified", M_MODIFIED, 4},
    {"dc.date.modified", M_MODIFIED, 3},
    {"dcterms.modified", M_MODIFIED, 3},
    {"lastmod", M_MODIFIED, 2},
    {"last-modified", M_MODIFIED, 1},
    {"revised", M_MODIFIED, 1},
    {"og:title", M_TITLE, 5},
    {"twitter:title", M_TITLE, 3},
    {"dc.title", M_TITLE, 2},
    {"og:site_name", M_SITE, 5},
    {"application-name", M_SITE, 2},
    {"dc.publisher", M_PUBLISHER, 3},
    {"citation_publisher", M_PUBLISHER, 2},
    {"og:locale", M_LANGUAGE, 2},
    {"content-language", M_LANGUAGE, 3},
    {"dc.language", M_LANGUAGE, 1},
    {"og:url", M_URL, 2},
};
enum { N_KIND = M_URL + 1 };

/* ---------------------------------------------------------------- meta tags */

static void take_date(page_date d, int rank, int *best, bool *has, page_date *to)
{
    if (rank <= *best && *has) return;
    *best = rank;
    *has = true;
    *to = d;
}

static void take_meta(page_meta *m, meta_kind kind, int rank, int best[N_KIND], casus_str value)
{
    page_date d;
    casus_str *text[N_KIND] = {[M_TITLE] = &m->og_title, [M_SITE] = &m->site, [M_PUBLISHER] = &m->publisher,
                               [M_LANGUAGE] = &m->language, [M_URL] = &m->url};
    if (kind == M_PUBLISHED || kind == M_MODIFIED) {
        if (!page_date_find(value, page_month_first(m->language), &d)) return;
        if (kind == M_PUBLISHED) take_date(d, rank, &best[kind], &m->has_published, &m->published);
        else take_date(d, rank, &best[kind], &m->has_modified, &m->modified);
        return;
    }
    if (rank <= best[kind] || value.n == 0) return;
    best[kind] = rank;
    *text[kind] = value;
}

static void read_meta(casus_arena *a, const page_node *n, page_meta *m, int best[N_KIND])
{
    static const char *const key[] = {"property", "name", "itemprop", "http-equiv"};
    casus_str value = page_attr(n, "content");
    if (!value.n || value.n > TITLE_MAX * 4) return;
    value = page_squeeze(a, value);
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        casus_str name = casus_str_trim(page_attr(n, key[k]));
        if (!name.n) continue;
        for (size_t i = 0; i < sizeof meta_names / sizeof *meta_names; i++) {
            if (page_is_nocase(name, meta_names[i].name)) take_meta(m, meta_names[i].kind, meta_names[i].rank, best, value);
        }
    }
}

/* ---------------------------------------------------------------- JSON-LD */

static casus_str ld_str(casus_arena *a, const json_t *v)
{
    casus_str s = {0};
    if (!json_is_string(v)) return s;
    if (casus_arena_str(a, (casus_str){json_string_value(v), json_string_length(v)}, &s)) s = (casus_str){0};
    return s;
}

static bool ld_type(const json_t *o, const char *word)
{
    const json_t *t = json_object_get(o, "@type");
    if (json_is_array(t)) t = json_array_get(t, 0);
    casus_str s = {json_string_value(t), json_string_length(t)};
    return s.p && page_find_nocase(s, word, NULL);
}

static void ld_date(const json_t *o, const char *key, int rank, int *best, bool *has, page_date *to)
{
    const json_t *v = json_object_get(o, key);
    page_date d;
    if (json_is_array(v)) v = json_array_get(v, 0);
    if (!json_is_string(v)) return;
    casus_str s = {json_string_value(v), json_string_length(v)};
    if (s.n < 100 && page_date_find(s, true, &d)) take_date(d, rank, best, has, to);
}

static void read_ld_object(casus_arena *a, const json_t *o, page_meta *m, int best[N_KIND])
{
    bool article = ld_type(o, "article") || ld_type(o, "posting") || ld_type(o, "report");
    bool page = article || ld_type(o, "webpage");
    ld_date(o, "datePublished", article ? 12 : page ? 6 : 2, &best[M_PUBLISHED], &m->has_published, &m->published);
    if (page) ld_date(o, "dateModified", article ? 6 : 3, &best[M_MODIFIED], &m->has_modified, &m->modified);
    if (!article) return;
    if (!m->headline.n) m->headline = page_squeeze(a, ld_str(a, json_object_get(o, "headline")));
    casus_str text = ld_str(a, json_object_get(o, "articleBody"));
    if (text.n > m->article.n) m->article = text;
    const json_t *pub = json_object_get(o, "publisher");
    if (json_is_array(pub)) pub = json_array_get(pub, 0);
    if (json_is_object(pub)) pub = json_object_get(pub, "name");
    casus_str name = page_squeeze(a, ld_str(a, pub));
    if (name.n && best[M_PUBLISHER] < 9) {
        m->publisher = name;
        best[M_PUBLISHER] = 9;
    }
    const json_t *lang = json_object_get(o, "inLanguage");
    if (json_is_string(lang) && !m->language.n) m->language = ld_str(a, lang);
}

static void walk_ld(casus_arena *a, const json_t *root, page_meta *m, int best[N_KIND])
{
    static const char *const inner[] = {"@graph", "mainEntity", "mainEntityOfPage", "hasPart"};
    const json_t *stack[LD_STACK];
    size_t n = 0;
    stack[n++] = root;
    while (n) {
        const json_t *v = stack[--n];
        if (json_is_object(v)) {
            read_ld_object(a, v, m, best);
            for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
                const json_t *x = json_object_get(v, inner[i]);
                if (x && n < LD_STACK) stack[n++] = x;
            }
        }
        for (size_t i = json_array_size(v); json_is_array(v) && i-- > 0;) {
            if (n < LD_STACK && i < LD_STACK) stack[n++] = json_array_get(v, i);
        }
    }
}

/* Pages put raw line breaks into strings, comments around and semicolons behind. */
static void read_ld(casus_arena *a, const page_tree *t, uint32_t i, page_meta *m, int best[N_KIND])
{
    casus_str s = {0};
    for (uint32_t k = i + 1; k < t->node[i].end; k++) {
        if (t->node[k].text.n > s.n) s = t->node[k].text;
    }
    size_t from = 0;
    while (from < s.n && s.p[from] != '{' && s.p[from] != '[') from++;
    if (from == s.n || s.n > LD_MAX_BYTES) return;
    casus_str copy;
    if (casus_arena_str(a, (casus_str){s.p + from, s.n - from}, &copy)) return;
    char *w = casus_arena_get(a, copy.n + 1, 1);
    if (!w) return;
    for (size_t k = 0; k < copy.n; k++) w[k] = (unsigned char)copy.p[k] < 32 ? ' ' : copy.p[k];
    json_t *root = json_loadb(w, copy.n, JSON_DISABLE_EOF_CHECK, NULL);
    if (!root) return;
    walk_ld(a, root, m, best);
    json_decref(root);
}

casus_status page_meta_find(casus_arena *a, const page_tree *t, page_meta *m)
{
    int best[N_KIND] = {0};
    *m = (page_meta){0};
    for (uint32_t i = 0; i < t->n; i++) {
        const page_node *n = &t->node[i];
        switch (n->tag) {
        case TAG_META: read_meta(a, n, m, best); break;
        case TAG_TITLE:
            if (!m->doc_title.n) m->doc_title = page_inner_text(a, t, i, TITLE_MAX);
            break;
        case TAG_SCRIPT:
            if (page_find_nocase(page_attr(n, "type"), "ld+json", NULL)) read_ld(a, t, i, m, best);
            break;
        case TAG_LINK:
            if (!m->url.n && page_is_nocase(page_attr(n, "rel"), "canonical")) m->url = page_attr(n, "href");
            break;
        case TAG_HTML: {
            casus_str lang = page_attr(n, "lang");
            if (!lang.n) lang = page_attr(n, "xml:lang");
            if (lang.n) {
                m->language = lang;
                best[M_LANGUAGE] = 10;
            }
            break;
        }
        default: break;
        }
    }
    if (!m->publisher.n) m->publisher = m->site;
    return CASUS_OK;
}

/* ---------------------------------------------------------------- the headline */

/* Letters and digits only, lower case: for comparing titles. */
static casus_str bare(casus_arena *a, casus_str s)
{
    casus_str f;
    if (!s.n) return (casus_str){"", 0};
    if (casus_fold(a, s, &f)) return (casus_str){0};
    char *p = casus_arena_get(a, f.n + 1, 1);
    if (!p) return (casus_str){0};
    size_t n = 0;
    for (size_t i = 0; i < f.n; i++) {
        if (page_alpha(f.p[i]) || page_digit(f.p[i]) || (unsigned char)f.p[i] >= 0x80) p[n++] = f.p[i];
    }
    return (casus_str){p, n};
}

static bool has(casus_str hay, casus_str needle)
{
    return needle.n && hay.n >= needle.n && memmem(hay.p, hay.n, needle.p, needle.n) != NULL;
}

static size_t words(casus_str s)
{
    size_t n = s.n > 0;
    for (size_t i = 0; i < s.n; i++) n += s.p[i] == ' ';
    return n;
}

static const char *const separators[] = {" | ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - ", " \xC2\xBB ", " :: ",
                                         " \xC2\xB7 ", " \xE2\x80\xA2 ", " / ", " // ", " \xC2\xAB ", " < ", ": "};

/* Is this part of a title the name of the site? */
static bool is_site(casus_arena *a, const page_meta *m, casus_str part)
{
    casus_str p = bare(a, part), names[] = {bare(a, m->site), bare(a, m->publisher)};
    for (size_t i = 0; i < 2; i++) {
        if (names[i].n > 2 && p.n > 2 && (has(p, names[i]) || has(names[i], p))) return true;
    }
    casus_str host = m->url; /* "BBC News" in www.bbc.co.uk: the first word of the part begins a label of the host */
    size_t at = 0;
    if (page_find_nocase(host, "://", &at)) host = (casus_str){host.p + at + 3, host.n - at - 3};
    const char *slash = host.n ? memchr(host.p, '/', host.n) : NULL;
    if (slash) host.n = (size_t)(slash - host.p);
    casus_str h = bare(a, host);
    return p.n > 2 && has(h, p);
}

/* Cut site names and sections off the end (and the front) of a title. */
static casus_str strip(casus_arena *a, const page_meta *m, casus_str title)
{
    for (int round = 0; round < 3; round++) {
        size_t cut = 0, tail = 0;
        for (size_t i = 1; i < title.n; i++) {
            for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
                size_t n = strlen(separators[k]);
                if (i + n < title.n && memcmp(title.p + i, separators[k], n) == 0) {
                    cut = i;
                    tail = i + n;
                }
            }
        }
        if (!cut) break;
        casus_str head = {title.p, cut}, end = {title.p + tail, title.n - tail};
        bool colon = title.p[cut] == ':', bar = title.p[cut + 1] == '|' || (unsigned char)title.p[cut + 1] == 0xC2;
        bool site = is_site(a, m, end);
        if (!site && colon) break;
        if (site || (bar && words(head) >= 2) || (words(end) <= 3 && words(head) >= 4 && round == 0)) {
            title = casus_str_trim(head);
            continue;
        }
        break;
    }
    for (size_t k = 0; k < sizeof separators / sizeof *separators; k++) {
        size_t at = 0;
        if (!page_find_nocase(title, separators[k], &at) || !at) continue;
        casus_str head = {title.p, at}, rest = {title.p + at + strlen(separators[k]), title.n - at - strlen(separators[k])};
        if (words(rest) >= 2 && is_site(a, m, head)) return casus_str_trim(rest);
    }
    return title;
}

static bool hidden_place(const page_tree *t, const uint8_t *flag, uint32_t i)
{
    for (uint32_t p = i; p; p = t->node[p].parent) {
        if (flag[p] & NODE_DROP || t->node[p].tag == TAG_NAV || t->node[p].tag == TAG_FOOTER || t->node[p].tag == TAG_ASIDE) return true;
    }
    return false;
}

/* A heading that repeats what the meta data say is the headline as readers saw it. Else the only h1; else the meta data. */
casus_str page_title(casus_arena *a, const page_tree *t, const page_meta *m, const uint8_t *flag, uint32_t *h1)
{
    *h1 = 0;
    casus_str said[] = {bare(a, m->headline), bare(a, m->og_title), bare(a, m->doc_title)};
    casus_str only = {0}, best = {0};
    uint32_t only_at = 0;
    size_t n_h1 = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        uint8_t tag = t->node[i].tag;
        if (tag < TAG_H1 || tag > TAG_H3 || hidden_place(t, flag, i)) continue;
        casus_str text = page_inner_text(a, t, i, TITLE_MAX);
        if (text.n < 4) continue;
        casus_str key = bare(a, text);
        bool site = is_site(a, m, text);
        bool told = key.n > 8 && !site && (has(said[0], key) || has(said[1], key) || has(said[2], key));
        if (told && words(text) >= 3 && text.n > best.n && (tag == TAG_H1 || !best.n)) {
            best = text;
            *h1 = i;
        }
        if (tag == TAG_H1 && !site) {
            n_h1++;
            if (!only.n || words(text) > words(only)) {
                only = text;
                only_at = i;
            }
        }
    }
    if (best.n) return best;
    if (n_h1 && n_h1 <= 2 && words(only) >= 3) {
        *h1 = only_at;
        return only;
    }
    casus_str meta = m->headline.n ? m->headline : m->og_title.n ? strip(a, m, m->og_title) : strip(a, m, m->doc_title);
    if (meta.n) return meta;
    *h1 = only_at;
    return only;
}
