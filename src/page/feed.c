/* RSS 0.9x, 1.0, 2.0 and Atom, by libxml2, which no other file knows of.
 *
 * Feeds are foreign: no network, no DTD is loaded, entities are not expanded (text is collected from text and CDATA nodes
 * alone, so an entity bomb stays one unread node), depth is libxml2's 256. Broken feeds are read as far as they go. Elements
 * are known by their local names, since half of all feeds get the namespaces wrong; content:encoded goes before description.
 */
#include "room.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

struct page_feed {
    xmlDoc *doc;
    xmlNode *item; /* the next one, NULL at the end */
    casus_arena *a; /* strings of the current item */
    xmlNode *channel;
    uint64_t seen;
};

static bool is(const xmlNode *n, const char *name)
{
    return n->type == XML_ELEMENT_NODE && page_is_nocase(casus_str_of((const char *)n->name), name);
}

static bool is_item(const xmlNode *n) { return is(n, "item") || is(n, "entry"); }

/* Document order without recursion. */
static xmlNode *next_node(const xmlNode *n, const xmlNode *root)
{
    if (n->type == XML_ELEMENT_NODE && n->children) return n->children;
    while (n && n != root) {
        if (n->next) return n->next;
        n = n->parent;
    }
    return NULL;
}

static xmlNode *next_item(const xmlNode *n, const xmlNode *root)
{
    for (xmlNode *k = next_node(n, root); k; k = next_node(k, root)) {
        if (is_item(k)) return k;
    }
    return NULL;
}

casus_status page_feed_open(casus_str xml, page_feed **f, casus_err *err)
{
    *f = casus_alloc(sizeof **f);
    casus_arena *a = *f ? casus_arena_new(0) : NULL;
    if (!a) {
        casus_release(*f);
        *f = NULL;
        return casus_fail(err, CASUS_E_NOMEM, "no memory to read a feed", 0);
    }
    (*f)->a = a;
    const int opt = XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
    (*f)->doc = xml.n && xml.n < INT32_MAX ? xmlReadMemory(xml.p, (int)xml.n, NULL, NULL, opt) : NULL;
    xmlNode *root = (*f)->doc ? xmlDocGetRootElement((*f)->doc) : NULL;
    if (!root) {
        page_feed_close(*f);
        *f = NULL;
        return casus_fail(err, CASUS_E_INPUT, "not a feed", 0);
    }
    (*f)->channel = root;
    for (xmlNode *k = root->children; k; k = k->next) {
        if (is(k, "channel")) (*f)->channel = k;
    }
    (*f)->item = next_item(root, root);
    return CASUS_OK;
}

/* Text and CDATA below n; entity references are left where they are. markup: child elements are written as tags (xhtml). */
static casus_str text_of(casus_arena *a, const xmlNode *n, bool markup)
{
    size_t len = 0, cap = 0;
    char *p = NULL;
    for (const xmlNode *k = n; k; k = next_node(k, n)) {
        casus_str s = {0};
        bool text = k->type == XML_TEXT_NODE || k->type == XML_CDATA_SECTION_NODE;
        if (text && k->content) s = casus_str_of((const char *)k->content);
        bool tag = markup && k != n && k->type == XML_ELEMENT_NODE;
        if (tag) s = casus_str_of((const char *)k->name);
        char *more = casus_arena_grow(a, p, len, len + s.n * 6 + 4, 1, &cap);
        if (!more) return (casus_str){0};
        p = more;
        if (tag) p[len++] = '<';
        for (size_t i = 0; i < s.n; i++) { /* what was escaped in xhtml stays escaped */
            bool esc = markup && text && (s.p[i] == '<' || s.p[i] == '&');
            if (esc) memcpy(p + len, s.p[i] == '<' ? "&lt;" : "&amp;", 5);
            else p[len] = s.p[i];
            len += esc ? (s.p[i] == '<' ? 4 : 5) : 1;
        }
        if (tag) p[len++] = '>';
    }
    return (casus_str){p, len};
}

static casus_str attribute(casus_arena *a, const xmlNode *n, const char *name)
{
    for (const xmlAttr *at = n->properties; at; at = at->next) {
        if (!page_is_nocase(casus_str_of((const char *)at->name), name)) continue;
        casus_str s = {0};
        if (at->children && at->children->content) s = casus_str_trim(casus_str_of((const char *)at->children->content));
        casus_str copy;
        return casus_arena_str(a, s, &copy) ? (casus_str){0} : copy;
    }
    return (casus_str){0};
}

/* Atom links carry their address in href; the alternate one is the page. */
static casus_str link_of(casus_arena *a, const xmlNode *n, casus_str old)
{
    casus_str href = attribute(a, n, "href"), rel = attribute(a, n, "rel");
    if (!href.n) return old.n ? old : page_squeeze(a, text_of(a, n, false));
    bool page = !rel.n || page_is_nocase(rel, "alternate");
    return page || !old.n ? href : old;
}

typedef struct {
    casus_str content, summary, guid, link, date, updated, title;
} parts;

static void take_child(casus_arena *a, const xmlNode *k, parts *p)
{
    bool xhtml = page_is_nocase(attribute(a, k, "type"), "xhtml");
    if (is(k, "encoded") || is(k, "content")) {
        casus_str s = text_of(a, k, xhtml);
        if (s.n > p->content.n) p->content = s;
    } else if (is(k, "description") || is(k, "summary")) {
        if (!p->summary.n) p->summary = text_of(a, k, xhtml);
    } else if (is(k, "guid") || is(k, "id")) {
        p->guid = page_squeeze(a, text_of(a, k, false));
    } else if (is(k, "link")) {
        p->link = link_of(a, k, p->link);
    } else if (is(k, "pubDate") || is(k, "date") || is(k, "published") || is(k, "issued")) {
        if (!p->date.n) p->date = page_squeeze(a, text_of(a, k, false));
    } else if (is(k, "updated") || is(k, "modified")) {
        p->updated = page_squeeze(a, text_of(a, k, false));
    } else if (is(k, "title") && !p->title.n) {
        p->title = page_squeeze(a, text_of(a, k, false));
    }
}

static casus_str channel_text(const page_feed *f, const char *name)
{
    for (const xmlNode *k = f->channel->children; k; k = k->next) {
        if (is(k, name)) return page_squeeze(f->a, text_of(f->a, k, false));
    }
    return (casus_str){0};
}

/* An item as a small HTML page, so that the one path for pages cleans it. A bare text body gets paragraphs. */
static casus_str wrap(casus_arena *a, casus_str content)
{
    casus_str head = CASUS_STR("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body><article class=\"article-body\">");
    casus_str tail = CASUS_STR("</article></body></html>");
    char *p = casus_arena_get(a, head.n + content.n + tail.n + 1, 1);
    if (!p) return (casus_str){0};
    memcpy(p, head.p, head.n);
    if (content.n) memcpy(p + head.n, content.p, content.n);
    memcpy(p + head.n + content.n, tail.p, tail.n);
    return (casus_str){p, head.n + content.n + tail.n};
}

casus_status page_feed_next(page_feed *f, casus_record *rec, casus_err *err)
{
    if (!f->item) return CASUS_END;
    casus_arena_reset(f->a);
    parts p = {0};
    for (const xmlNode *k = f->item->children; k; k = k->next) {
        if (k->type == XML_ELEMENT_NODE) take_child(f->a, k, &p);
    }
    casus_str about = attribute(f->a, f->item, "about"); /* RSS 1.0 */
    rec->format = CASUS_IN_HTML;
    rec->id = p.guid.n ? p.guid : p.link.n ? p.link : about;
    rec->url = p.link.n ? p.link : about;
    rec->published = p.date.n ? p.date : p.updated;
    rec->title = p.title;
    rec->publisher = channel_text(f, "title");
    rec->language = channel_text(f, "language");
    rec->charset = CASUS_STR("utf-8");
    rec->bytes = wrap(f->a, p.content.n ? p.content : p.summary);
    rec->at = f->seen++;
    f->item = next_item(f->item, xmlDocGetRootElement(f->doc));
    return rec->bytes.p ? CASUS_OK : casus_fail(err, CASUS_E_LIMIT, "feed item is too large", 0);
}

void page_feed_close(page_feed *f)
{
    if (!f) return;
    if (f->doc) xmlFreeDoc(f->doc);
    casus_arena_free(f->a);
    casus_release(f);
}
