/* First look at every element: what is never text of the page (scripts, hidden parts), what stands around the article by
 * its tag or by the names its makers gave it, and what is named as the article itself.
 *
 * Names are class, id and role, cut into words at signs and at capitals, and compared with two lists: whole words, and
 * pieces that are unmistakable inside longer words. The lists are general habits of web makers, no site is meant.
 */
#include "room.h"

#include <string.h>

static const char *const chrome_words[] = {
    "ad",        "ads",       "advert",    "advertisement", "advertising", "adslot", "adbox",     "banner",    "bio",
    "breadcrumb", "breadcrumbs", "byline", "caption",   "captions",  "comment",  "comments",  "commentlist", "cookie",   "cookies",
    "credit",    "credits",   "dateline",  "disclaimer", "disqus",   "dropdown", "facebook",  "flyout",    "follow",
    "footer",    "foot",      "gallery",   "hidden",    "infobox",   "login",    "masthead",  "menu",      "meta",
    "modal",     "nav",       "navbar",    "navigation", "newsletter", "outbrain", "overlay", "pager",     "pagination",
    "paywall",   "popular",   "popup",     "postmeta",  "print",     "promo",    "promoted",  "promotion", "rail",
    "rating",    "readmore",  "recirc",    "recirculation", "recommend", "recommended", "recommendations", "related", "respond",
    "rss",       "share",     "sharebar",  "sharing",   "shares",    "sidebar",  "signup",    "skip",      "slideshow",
    "social",    "sponsor",   "sponsored", "subscribe", "subscription", "subnav", "syndication", "taboola", "tag",
    "tags",      "teaser",    "teasers",   "timestamp", "toolbar",   "toolbox",  "tools",     "topbar",    "trending",
    "tweet",     "twitter",   "utility",   "vcard",     "widget",    "widgets",  "copyright", "legal",     "toc",
    "authorbox", "author",    "authors",   "reply",     "replies",   "mostread", "noprint",   "screenreader", "offscreen",
    "complementary", "contentinfo", "search", "bookmark", "bookmarks", "whatsapp", "pinterest", "kommentare", "kommentar", "teilen",
    "interstitial", "inline-ad", "poll",   "consent",   "gdpr",      "feedback", "correction", "donate",   "donation",
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

static bool in_words(const char *w, size_t n)
{
    for (size_t i = 0; i < sizeof chrome_words / sizeof *chrome_words; i++) {
        if (page_is_nocase((casus_str){w, n}, chrome_words[i])) return true;
    }
    return false;
}

static bool any_word(casus_str s)
{
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && page_alpha(s.p[end]) && !(end > i && s.p[end] < 'a' && s.p[end - 1] >= 'a')) end++;
        if (end > i && in_words(s.p + i, end - i)) return true;
        i = end > i ? end : end + 1;
    }
    return false;
}

static bool any_piece(casus_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (page_find_nocase(s, list[i], NULL)) return true;
    }
    return false;
}

enum { LONGEST_NAME = 400 }; /* bytes of a class attribute looked at */

static uint8_t by_name(const page_node *n)
{
    static const char *const key[] = {"class", "id", "role", "itemprop"};
    uint8_t flag = 0;
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        casus_str v = page_attr(n, key[k]);
        if (v.n > LONGEST_NAME) v.n = LONGEST_NAME;
        if (!v.n) continue;
        if (any_piece(v, good_pieces, sizeof good_pieces / sizeof *good_pieces)) flag |= NODE_GOOD;
        if (any_word(v) || any_piece(v, chrome_pieces, sizeof chrome_pieces / sizeof *chrome_pieces)) flag |= NODE_CHROME;
    }
    return flag & NODE_GOOD ? NODE_GOOD : flag;
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

void page_marks(const page_tree *t, uint8_t *flag)
{
    for (uint32_t i = 0; i < t->n; i++) {
        const page_node *n = &t->node[i];
        flag[i] = 0;
        if (n->tag == TAG_TEXT) continue;
        flag[i] = tag_flag[n->tag];
        if (flag[i] & NODE_DROP || n->tag == TAG_HTML || n->tag == TAG_BODY) continue;
        if (is_hidden(n)) flag[i] |= NODE_DROP;
        else if (n->tag != TAG_ARTICLE && n->tag != TAG_MAIN) flag[i] |= by_name(n);
    }
}
