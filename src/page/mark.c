/* First look at every element: what is never text of the page (scripts, hidden parts), what stands around the article by
 * its tag or by the names its makers gave it, and what is named as the article itself.
 *
 * Names are class, id and role, cut into words at signs and at capitals, and compared with two lists: whole words, and
 * pieces that are unmistakable inside longer words. The lists are general habits of web makers, no site is meant.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

static const char *const chrome_words[] = { /* sorted, for bsearch */
    "ad", "adbox", "ads", "adslot", "advert", "advertisement", "advertising", "author", "authorbox", "authors",
    "banner", "bio", "bookmark", "bookmarks", "breadcrumb", "breadcrumbs", "byline", "caption", "captions", "comment",
    "commentlist", "comments", "complementary", "consent", "contentinfo", "cookie", "cookies", "copyright",
    "correction", "credit", "credits", "dateline", "disclaimer", "disqus", "donate", "donation", "dropdown",
    "facebook", "feedback", "flyout", "follow", "foot", "footer", "gallery", "gdpr", "hidden", "infobox",
    "interstitial", "kommentar", "kommentare", "legal", "login", "masthead", "menu", "meta", "modal", "mostread",
    "nav", "navbar", "navigation", "newsletter", "noprint", "offscreen", "outbrain", "overlay", "pager", "pagination",
    "paywall", "pinterest", "poll", "popular", "popup", "postmeta", "print", "promo", "promoted", "promotion", "rail",
    "rating", "readmore", "recirc", "recirculation", "recommend", "recommendations", "recommended", "related",
    "replies", "reply", "respond", "rss", "screenreader", "search", "share", "sharebar", "shares", "sharing",
    "sidebar", "signup", "skip", "slideshow", "social", "sponsor", "sponsored", "subnav", "subscribe", "subscription",
    "syndication", "taboola", "tag", "tags", "teaser", "teasers", "teilen", "timestamp", "toc", "toolbar", "toolbox",
    "tools", "topbar", "trending", "tweet", "twitter", "utility", "vcard", "whatsapp", "widget", "widgets",
};
static const char *const chrome_pieces[] = {
    "newsletter", "outbrain", "taboola", "sidebar", "sharedaddy", "jp-relatedposts", "related-", "related_", "-related",
    "_related", "relatedposts", "addthis", "addtoany", "sociable", "social", "breadcrumb", "comment-", "comments", "disqus",
    "author-", "authorbox", "promo-", "advert", "sponsor", "cookie", "subscribe", "mostpopular", "most-read", "most-popular",
    "navigation", "post-meta", "entry-meta", "byline", "wp-caption-text", "recommend", "readnext", "read-next", "nextpost",
    "share-", "-share", "sharing", "signup", "sign-up", "trending", "teaser", "pagination", "tagcloud", "taglist", "tag-list",
    "screen-reader", "visually-hidden", "visuallyhidden", "sr-only", "printonly", "print-only", "mw-editsection", "reflist",
    "photo-credit", "image-caption", "img-caption", "post-tags", "post-footer", "article-footer", "entry-footer", "widget",
};
static const char *const good_pieces[] = {
    "articlebody", "article-body", "article_body", "article-content", "article__body", "article__content", "articlecontent",
    "article-text", "articletext", "story-body", "storybody", "story-content", "storytext", "story__body", "story-text",
    "entry-content", "entrycontent", "post-content", "postcontent", "post-body", "postbody", "post_content", "post-entry",
    "content-body", "body-content", "main-content", "td-post-content", "node-content", "field-name-body", "article-entry",
    "body-copy", "bodytext", "body-text", "newstext", "news-text", "paragraphs",
};

static const char *const date_sure[] = {"datepublished", "pubdate", "publish", "entry-date", "post-date", "posted", "dateline", "article-date",
                                        "article__date"};
static const char *const date_likely[] = {"date", "time", "byline", "posted", "meta", "created", "info", "datum", "submitted", "credit"};
static const char *const date_later[] = {"modified", "updated", "comment", "related", "sidebar", "footer", "recent", "popular", "teaser", "widget",
                                         "event"};
#define LIST(name) name, sizeof name / sizeof *name

static int by_text(const void *key, const void *row)
{
    const casus_str *w = key;
    const char *z = *(const char *const *)row;
    int d = strncmp(w->p, z, w->n);
    return d ? d : z[w->n] ? -1 : 0;
}

static bool any_word(casus_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && page_alpha(s.p[end])) end++;
        casus_str w = {s.p + i, end - i};
        if (w.n && bsearch(&w, LIST(chrome_words), sizeof *chrome_words, by_text)) return true;
        i = end > i ? end : end + 1;
    }
    return false;
}

static bool any_piece(const char *s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strstr(s, list[i])) return true;
    }
    return false;
}

/* The names of an element, lower case, NUL-terminated, with a '-' put before each capital that follows a small letter, so
 * that camelCase falls into words. The joined spelling comes behind it for the pieces. */
enum { LONGEST_NAME = 400, NAMES = 4 * LONGEST_NAME + 16 };

static size_t names_of(const page_node *n, char *to)
{
    static const char *const key[] = {"class", "id", "role", "itemprop"};
    size_t len = 0;
    bool camel = false;
    for (int round = 0; round < 2; round++) {
        for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
            casus_str v = page_attr(n, key[k]);
            if (v.n > LONGEST_NAME / 2 - 50) v.n = LONGEST_NAME / 2 - 50;
            for (size_t i = 0; i < v.n; i++) {
                bool hump = i && v.p[i] >= 'A' && v.p[i] <= 'Z' && v.p[i - 1] >= 'a' && v.p[i - 1] <= 'z';
                camel = camel || hump;
                if (hump && !round && len + 2 < NAMES / 2) to[len++] = '-';
                if (len + 2 < NAMES / 2 * (size_t)(round + 1)) to[len++] = page_lower(v.p[i]);
            }
            if (v.n) to[len++] = ' ';
        }
        if (!camel) break;
    }
    to[len] = 0;
    return len;
}

static uint8_t by_names(const char *s, size_t n)
{
    uint8_t flag = 0;
    if (any_piece(s, LIST(good_pieces))) flag |= NODE_GOOD;
    else if (any_word((casus_str){s, n}) || any_piece(s, LIST(chrome_pieces))) flag |= NODE_CHROME;
    if (any_piece(s, LIST(date_sure))) flag |= NODE_DATE_SURE;
    if (any_piece(s, LIST(date_likely))) flag |= NODE_DATE_LIKELY;
    if (any_piece(s, LIST(date_later))) flag |= NODE_DATE_LATER;
    return flag;
}

/* Pages repeat their class names: what was found for a name is kept in a small table. */
enum { MEMO = 256 };
typedef struct {
    uint64_t key[MEMO];
    uint8_t flag[MEMO];
} memo;

static uint8_t by_name(const page_node *n, memo *m)
{
    char names[NAMES];
    size_t len = names_of(n, names);
    if (!len) return 0;
    uint64_t h = casus_hash((casus_str){names, len}, 1);
    size_t slot = h % MEMO;
    if (m->key[slot] != h) {
        m->key[slot] = h;
        m->flag[slot] = by_names(names, len);
    }
    return m->flag[slot];
}

static bool is_hidden(const page_node *n)
{
    casus_str style = page_attr(n, "style");
    if (style.n && (page_find_nocase(style, "display:none", NULL) || page_find_nocase(style, "display: none", NULL) ||
                    page_find_nocase(style, "visibility:hidden", NULL) || page_find_nocase(style, "visibility: hidden", NULL))) {
        return true;
    }
    return page_has_attr(n, "hidden") || page_is_nocase(page_attr(n, "aria-hidden"), "true");
}

static const uint8_t tag_flag[TAG_N] = {
    [TAG_SCRIPT] = NODE_DROP,   [TAG_STYLE] = NODE_DROP,  [TAG_NOSCRIPT] = NODE_DROP, [TAG_TEMPLATE] = NODE_DROP,
    [TAG_SVG] = NODE_DROP,      [TAG_IFRAME] = NODE_DROP, [TAG_OBJECT] = NODE_DROP,   [TAG_EMBED] = NODE_DROP,
    [TAG_CANVAS] = NODE_DROP,   [TAG_VIDEO] = NODE_DROP,  [TAG_AUDIO] = NODE_DROP,    [TAG_SELECT] = NODE_DROP,
    [TAG_OPTION] = NODE_DROP,   [TAG_TEXTAREA] = NODE_DROP, [TAG_BUTTON] = NODE_DROP, [TAG_INPUT] = NODE_DROP,
    [TAG_HEAD] = NODE_DROP,     [TAG_LABEL] = NODE_DROP,  [TAG_MENU] = NODE_CHROME,   [TAG_NAV] = NODE_CHROME,
    [TAG_FOOTER] = NODE_CHROME, [TAG_ASIDE] = NODE_CHROME, [TAG_FIGURE] = NODE_CHROME, [TAG_FIGCAPTION] = NODE_CHROME,
    [TAG_LEGEND] = NODE_CHROME, [TAG_HEADER] = NODE_CHROME,
};

bool page_chrome_tag(uint8_t tag) { return tag < TAG_N && tag_flag[tag] & NODE_CHROME; }

bool page_dropped_tag(uint8_t tag) { return tag < TAG_N && tag_flag[tag] & NODE_DROP; }

void page_marks(const page_tree *t, uint8_t *flag)
{
    memo m = {{0}, {0}};
    for (uint32_t i = 0; i < t->n; i++) {
        const page_node *n = &t->node[i];
        flag[i] = 0;
        if (n->tag == TAG_TEXT) continue;
        flag[i] = tag_flag[n->tag];
        if (flag[i] & NODE_DROP || n->tag == TAG_HTML) continue;
        uint8_t named = by_name(n, &m);
        if (n->tag == TAG_BODY || n->tag == TAG_ARTICLE || n->tag == TAG_MAIN) named &= (uint8_t)~NODE_CHROME;
        if (n->tag != TAG_BODY && is_hidden(n)) flag[i] |= NODE_DROP;
        flag[i] |= named;
    }
}
