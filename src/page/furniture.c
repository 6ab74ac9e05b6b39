/* Lines of a body that a page carries around the news.
 *
 * A line goes by its words when all of it is a known phrase ("Advertisement", "Read more"), or begins with one and is short
 * and no sentence ("Photo: ..."). Some go by their place: the outlet's line above the headline, a caption without a full
 * stop that ends the page or repeats words of the page. Conservative on purpose: a line that ends like a sentence is never
 * taken unless all of it is a known phrase. The tables are compiled in, since `page` knows no lexicon.
 */
#include "room.h"

#include <string.h>

/* The whole line, without signs around it. */
static const char *const whole[] = {
    "share", "share this", "share this article", "share this story", "share on facebook", "share on twitter", "share article", "share via email",
    "share on whatsapp", "share on linkedin", "share this post", "share this page", "share this with", "share this:", "sharing", "tweet", "tweet this", "email", "email this", "e-mail", "print",
    "print this", "print this page", "print article", "pin it", "facebook", "twitter", "whatsapp", "linkedin", "google+", "reddit", "messenger", "copy link", "copy this link",
    "like", "like this", "like us on facebook", "follow us", "follow us on twitter", "follow", "comments", "comment", "leave a comment", "leave a reply", "post a comment", "add a comment",
    "view comments", "show comments", "no comments", "join the conversation", "advertisement", "advertisment", "advertisements", "ad", "ads", "advert", "advertising", "sponsored", "sponsored content", "promoted",
    "promoted content", "paid content", "paid post", "article continues below", "article continues below advertisement", "continue reading below", "continue reading the main story", "continue reading",
    "story continues below", "story continues below advertisement", "continues below advertisement", "story continues", "read more", "read more...", "more", "see more", "see also",
    "read also", "also read", "read next", "up next", "next", "previous", "next article", "previous article", "next post", "previous post", "read the full story", "read full article", "read full story", "full story",
    "related", "related stories", "related articles", "related content", "related topics", "related news", "related coverage", "related links", "related posts", "more on this story", "more on this",
    "more from", "more news", "more stories", "more top stories", "most read", "most popular", "most viewed", "trending", "trending now", "recommended", "recommended for you", "recommended stories",
    "you may also like", "you might also like", "you may like", "editors' picks", "editor's picks", "editor's pick", "top stories", "latest news", "breaking news", "story highlights", "highlights",
    "key points", "image copyright", "image caption", "media caption", "photo", "photos", "video", "watch", "watch video", "watch:", "play video", "play", "click to play", "gallery", "slideshow",
    "photo gallery", "image gallery", "in pictures", "enlarge", "enlarge image", "view gallery", "hide caption", "toggle caption", "close", "menu", "search", "home", "skip to content", "skip to main content",
    "back to top", "top", "subscribe", "subscribe now", "sign up", "sign in", "log in", "login", "register", "newsletter", "newsletters", "sign up for our newsletter", "subscribe to our newsletter", "get our newsletter", "get the newsletter",
    "thank you", "thanks for signing up", "thank you for subscribing", "loading", "loading...", "please wait", "ok", "accept", "i agree", "accept cookies", "cookie policy", "privacy policy", "terms of use", "terms of service",
    "terms and conditions", "contact us", "about us", "all rights reserved", "report a typo", "report an error", "correction", "tags", "topics", "filed under", "categories", "source", "sources",
    "listen", "listen to this article", "listen now", "download", "save", "save this", "bookmark", "font size", "a a a", "text size", "caption", "credit", "getty images", "file photo", "file", "this story has been updated", "developing story", "live updates", "end of document", "quiz", "poll", "error", "show more", "show less", "view more",
    "expand", "view all", "view original", "original article", "permalink", "link", "links", "references", "notes", "external links",
    "don't miss", "must read", "must reads", "what to read next", "popular", "popular now", "popular stories", "more in this section", "more like this", "in this article", "on this page",
    "support us", "donate", "donate now", "support our journalism", "become a member", "click here", "here", "learn more", "find out more", "email address", "your email", "your email address",
    "this article is more than 1 year old", "hide", "open", "edit", "reply", "report", "flag", "mail", "telegram", "viber", "skype", "instagram", "youtube", "flipboard", "pocket", "tumblr", "pinterest",
    "most commented", "most shared", "weiterlesen", "anzeige", "werbung", "teilen", "drucken", "kommentare", "mehr zum thema", "lesen sie auch",
};
/* The line begins so, is short, and is not a sentence of its own. */
static const char *const opening[] = {
    "read more:", "read more about", "read more on", "read also:", "also read:", "read:", "read next:", "see also:", "see:", "related:", "related story:", "related stories:", "related article:", "more:", "watch:", "watch |", "watch live:", "video:",
    "photo:", "photos:", "photo by", "photograph:", "photograph by", "photo credit", "image:", "image credit", "image source", "image copyright", "image caption", "media caption", "picture:", "pictures:", "credit:", "caption:", "file photo:", "(photo", "(file photo", "[photo",
    "(ap photo", "(reuters photo", "(afp photo", "ap photo", "reuters/", "afp photo", "getty images", "(getty images", "courtesy of", "screenshot", "source:", "tags:", "tagged", "filed under", "topics:", "category:", "categories:", "posted in", "posted by", "posted on",
    "published:", "published on", "published at", "first published", "last updated", "last modified", "updated:", "updated on", "updated at", "by line", "reporting by", "editing by", "additional reporting by", "writing by", "written by", "compiled by", "edited by",
    "follow us on", "follow @", "follow him on twitter", "follow her on twitter", "follow me on", "follow the author", "find us on", "like us on", "join us on", "connect with us", "contact us", "contact the", "email us", "email the author", "e-mail:", "email:", "sign up", "subscribe to", "subscribe for", "get the latest", "get our", "to get",
    "copyright", "\xC2\xA9", "(c) 19", "(c) 20", "all rights reserved", "this material may not be", "share this", "share on", "click here", "click to", "download the", "download our", "listen to", "listen:", "comments (", "share:", "tweet:", "view comments", "leave a",
    "we use cookies", "this site uses cookies", "this website uses cookies", "by continuing to", "by clicking", "by using this site", "cookies help", "advertisement", "sponsored by", "brought to you by", "more from", "more on", "you may also", "you might also", "don't miss:", "recommended:", "trending:", "must read:", "live:", "in pictures:", "in pics:", "gallery:", "slideshow:", "podcast:", "newsletter:",
};
/* Whole sentences that are never news; the line begins so and is short, full stop or not. */
static const char *const sentence[] = {
    "we use cookies", "this site uses cookies", "this website uses cookies", "by continuing to use", "by clicking", "sign up for", "sign up to", "subscribe to our", "subscribe now", "get the latest news", "get our daily",
    "follow us on", "follow him on twitter", "follow her on twitter", "follow them on twitter", "like us on facebook", "find us on facebook", "all rights reserved", "copyright \xC2\xA9", "copyright (c)", "copyright 19", "copyright 20", "\xC2\xA9", "this material may not be published",
    "reporting by", "(reporting by", "editing by", "(editing by", "additional reporting by", "(additional reporting by", "writing by", "(writing by", "our standards:", "click here to", "click here for", "download our app", "download the app", "enable javascript", "please enable javascript", "your browser does not support", "you need to have javascript", "this video is not available", "this content is not available",
    "do you have a story", "have a tip?", "got a tip?", "send us your", "if you have a tip", "thank you for signing up", "thank you for subscribing", "thanks for subscribing", "please enter a valid email", "please try again later", "an error occurred", "this article was originally published", "this story was originally published", "this post was originally", "this article first appeared", "comments are closed", "comments have been closed", "to read the full", "already a subscriber?", "already a member?", "image copyright",
    "published under", "you have reached your", "this story has been corrected", "(photo by", "photo by", "hide caption", "e-mail to a friend", "sign up here", "read the original article", "read more at", "view original",
};
enum { SHORT = 120, SENTENCE_MAX = 240, CAPTION_MAX = 90 };

static casus_str core(casus_str s) /* signs off both ends */
{
    for (;;) {
        size_t n = s.n;
        s = casus_str_trim(s);
        while (s.n && strchr("*|:>-.!<[]()+#=_~", s.p[0])) s = (casus_str){s.p + 1, s.n - 1};
        while (s.n && strchr("*|:>-.!<[]()+#=_~", s.p[s.n - 1])) s.n--;
        if (s.n >= 2 && memcmp(s.p, "\xC2\xBB", 2) == 0) s = (casus_str){s.p + 2, s.n - 2};
        if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xC2\xBB", 2) == 0) s.n -= 2;
        if (s.n >= 3 && memcmp(s.p + s.n - 3, "\xE2\x80\xA6", 3) == 0) s.n -= 3;
        if (s.n == n) return s;
    }
}

static bool sentence_end(casus_str s)
{
    while (s.n && (s.p[s.n - 1] == '"' || s.p[s.n - 1] == '\'' || s.p[s.n - 1] == ')')) s.n--;
    if (s.n >= 3 && memcmp(s.p + s.n - 3, "\xE2\x80\x9D", 3) == 0) s.n -= 3;
    if (s.n >= 3 && memcmp(s.p + s.n - 3, "\xE2\x80\xA6", 3) == 0) return true;
    return s.n && strchr(".!?", s.p[s.n - 1]) != NULL;
}

static bool begins(casus_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (page_lower(s.p[0]) == list[i][0] && page_starts_nocase(s, list[i])) {
            size_t k = strlen(list[i]);
            if (s.n == k || !page_alpha(s.p[k]) || !page_alpha(list[i][k - 1])) return true;
        }
    }
    return false;
}

static size_t word_count(casus_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += !page_space(s.p[i]) && (!i || page_space(s.p[i - 1]));
    return n;
}

/* "By Jane Doe", "By JANE DOE, Associated Press": capitals all the way, few words. */
static bool byline(casus_str s)
{
    if (!page_starts_nocase(s, "by ") || sentence_end(s) || word_count(s) > 10 || s.n > 80) return false;
    size_t low = 0, high = 0;
    for (size_t i = 3; i < s.n; i++) {
        if (!page_space(s.p[i - 1])) continue;
        casus_str rest = {s.p + i, s.n - i};
        if (page_starts_nocase(rest, "and ") || page_starts_nocase(rest, "in ") || page_starts_nocase(rest, "for ") || page_starts_nocase(rest, "of ")) continue;
        low += s.p[i] >= 'a' && s.p[i] <= 'z';
        high += s.p[i] >= 'A' && s.p[i] <= 'Z';
    }
    return high >= 2 && !low;
}

/* A line that is a date and hardly more. */
bool page_line_is_date(casus_str s)
{
    page_date d;
    s = casus_str_trim(s);
    return s.n && s.n <= 48 && word_count(s) <= 7 && !sentence_end(s) && page_date_find(s, true, &d);
}

bool page_line_is_furniture(casus_str line)
{
    line = casus_str_trim(line);
    if (!line.n || line.n > SENTENCE_MAX) return false;
    casus_str c = core(line);
    if (!c.n) return true; /* "* * *" */
    for (size_t i = 0; i < sizeof whole / sizeof *whole; i++) {
        if (page_lower(c.p[0]) == whole[i][0] && page_is_nocase(c, whole[i])) return true;
    }
    if (begins(line, sentence, sizeof sentence / sizeof *sentence)) return true;
    if (line.n <= SHORT && !sentence_end(line) && begins(line, opening, sizeof opening / sizeof *opening)) return true;
    return byline(line);
}

/* ---------------------------------------------------------------- by place */

/* Loose words, no sentence: letters, no stop at the end. */
static bool loose(casus_str s)
{
    return s.n >= 2 && s.n <= CAPTION_MAX && !sentence_end(s) && (unsigned char)s.p[s.n - 1] != ':' && s.p[s.n - 1] != ',' && s.p[s.n - 1] != ';';
}

/* Do most longer words of the line occur elsewhere in the body? A caption repeats what the text says. */
static bool repeats(casus_str body, casus_span line)
{
    size_t seen = 0, all = 0;
    casus_str s = casus_cut(body, line);
    for (size_t i = 0; i < s.n;) {
        size_t end = i;
        while (end < s.n && !page_space(s.p[end])) end++;
        if (end - i >= 5) {
            all++;
            bool before = line.off && memmem(body.p, line.off, s.p + i, end - i);
            bool after = memmem(body.p + casus_span_end(line), body.n - casus_span_end(line), s.p + i, end - i);
            seen += before || after;
        }
        i = end + 1;
    }
    return all >= 3 && seen * 5 >= all * 3;
}

typedef struct {
    casus_span *at;
    size_t n, cap;
} lines;

static casus_status split(casus_arena *a, casus_str body, lines *l)
{
    for (size_t i = 0; i < body.n;) {
        const char *nl = memchr(body.p + i, '\n', body.n - i);
        size_t end = nl ? (size_t)(nl - body.p) : body.n;
        casus_str s = casus_str_trim((casus_str){body.p + i, end - i});
        if (s.n) {
            l->at = casus_arena_grow(a, l->at, l->n, l->n + 1, sizeof *l->at, &l->cap);
            if (!l->at) return CASUS_E_LIMIT;
            l->at[l->n++] = (casus_span){(uint32_t)(s.p - body.p), (uint32_t)s.n};
        }
        i = end + 1;
    }
    return CASUS_OK;
}

enum { PLACE_MAX = 4 << 20, PLACE_LINES = 2000 }; /* larger bodies are judged by words alone */

static bool by_place(casus_str body, const lines *l, size_t i)
{
    if (body.n > PLACE_MAX || l->n > PLACE_LINES || l->n < 4) return false;
    casus_str s = casus_cut(body, l->at[i]);
    bool gap_before = i && l->at[i].off - casus_span_end(l->at[i - 1]) >= 2;
    return i + 1 == l->n && gap_before && loose(s) && word_count(s) >= 4 && repeats(body, l->at[i]);
}

/* The outlet's name on a line of its own, as it was given or the beginning of it. */
static bool outlet(casus_str line, casus_str publisher)
{
    if (line.n < 4 || line.n > publisher.n || memcmp(line.p, publisher.p, line.n) != 0) return false;
    return line.n == publisher.n || page_space(publisher.p[line.n]);
}

casus_status page_furniture(casus_arena *a, casus_str body, casus_str title, casus_report *out)
{
    lines l = {0};
    out->furniture = NULL;
    out->n_furniture = 0;
    out->caption = (casus_span){0, 0};
    if (split(a, body, &l)) return CASUS_E_LIMIT;
    uint32_t n = 0;
    for (size_t i = 0; i < l.n; i++) {
        casus_str s = casus_cut(body, l.at[i]);
        if (title.n && casus_str_eq(s, title)) continue; /* the headline is news, whatever it says */
        bool known = page_line_is_furniture(s) || outlet(s, out->publisher);
        bool caption = !known && by_place(body, &l, i);
        if (caption) out->caption = l.at[i];
        if (known || caption) l.at[n++] = l.at[i];
    }
    out->furniture = n ? l.at : NULL;
    out->n_furniture = n;
    return CASUS_OK;
}
