/* What the files of `page` share. Nothing of this is public.
 *
 * A page is parsed into one flat array of nodes in document order. A subtree is the index range [i, node[i].end), so every
 * walk is a loop and no page, however deeply nested, can overflow the stack.
 */
#ifndef CASUS_PAGE_ROOM_H
#define CASUS_PAGE_ROOM_H

#include <casus/page.h>

/* ---------------------------------------------------------------- html.c: the tree */

/* Tags that some rule asks for; all others are TAG_OTHER. */
#define PAGE_TAGS(X)                                                                                                      \
    X(A, "a") X(ABBR, "abbr") X(ADDRESS, "address") X(ARTICLE, "article") X(ASIDE, "aside") X(B, "b")                     \
    X(BLOCKQUOTE, "blockquote") X(BODY, "body") X(BR, "br") X(BUTTON, "button") X(CENTER, "center") X(DD, "dd")           \
    X(DETAILS, "details") X(DIV, "div") X(DL, "dl") X(DT, "dt") X(EM, "em") X(FIELDSET, "fieldset")                       \
    X(FIGCAPTION, "figcaption") X(FIGURE, "figure") X(FONT, "font") X(FOOTER, "footer") X(FORM, "form") X(H1, "h1")       \
    X(H2, "h2") X(H3, "h3") X(H4, "h4") X(H5, "h5") X(H6, "h6") X(HEAD, "head") X(HEADER, "header") X(HR, "hr")           \
    X(HTML, "html") X(I, "i") X(IFRAME, "iframe") X(IMG, "img") X(INPUT, "input") X(LABEL, "label")                       \
    X(LEGEND, "legend") X(LI, "li") X(LINK, "link") X(MAIN, "main") X(MENU, "menu") X(META, "meta") X(NAV, "nav")         \
    X(NOSCRIPT, "noscript") X(OBJECT, "object") X(OL, "ol") X(OPTION, "option") X(P, "p") X(PRE, "pre")                   \
    X(SCRIPT, "script") X(SECTION, "section") X(SELECT, "select") X(SMALL, "small") X(SPAN, "span")                       \
    X(STRONG, "strong") X(STYLE, "style") X(SVG, "svg") X(TABLE, "table") X(TBODY, "tbody") X(TD, "td")                   \
    X(TEMPLATE, "template") X(TEXTAREA, "textarea") X(TH, "th") X(TIME, "time") X(TITLE, "title") X(TR, "tr")             \
    X(UL, "ul") X(VIDEO, "video") X(AUDIO, "audio") X(CANVAS, "canvas") X(EMBED, "embed") X(U, "u")

typedef enum {
    TAG_TEXT, /* a run of text, not an element */
    TAG_OTHER,
#define PAGE_TAG_ENUM(id, name) TAG_##id,
    PAGE_TAGS(PAGE_TAG_ENUM)
#undef PAGE_TAG_ENUM
        TAG_N
} page_tag;

typedef struct {
    uint8_t tag;       /* page_tag */
    uint32_t parent;   /* index; the root is its own parent */
    uint32_t end;      /* one past the last node below this one */
    casus_str text;    /* TAG_TEXT: decoded; else empty */
    uint32_t src;      /* TAG_TEXT: where it begins in the source */
    uint32_t src_n;    /* and how many bytes it takes there */
    const void *attr;  /* elements: for page_attr */
} page_node;

typedef struct {
    casus_str src; /* the page as UTF-8, what node.src counts in */
    page_node *node;
    uint32_t n;
} page_tree;

enum { PAGE_MAX_DEPTH = 512, PAGE_MAX_ATTR = 200 }; /* deeper tags and further attributes are read as blanks */

/* CASUS_E_LIMIT when the arena's limit is hit or the page has more nodes than fit. */
casus_status page_tree_make(casus_arena *a, casus_str utf8, page_tree *tree, casus_err *err);
casus_str page_attr(const page_node *n, const char *name); /* empty when absent */
bool page_has_attr(const page_node *n, const char *name);
/* All text below a node, white space runs as one blank, trimmed; at most max bytes. NULL p: no memory. */
casus_str page_inner_text(casus_arena *a, const page_tree *t, uint32_t i, size_t max);

/* ---------------------------------------------------------------- charset.c */

/* Any bytes -> valid UTF-8 without NUL. same: nothing had to be changed, offsets are those of the input. */
casus_status page_decode(casus_arena *a, casus_str bytes, casus_str transport, bool html, casus_str *utf8, bool *same,
                         uint32_t *skipped, casus_err *err);

/* ---------------------------------------------------------------- date.c */

typedef struct {
    int y, m, d; /* m, d 0: not known */
} page_date;

/* The first date written in s. month_first: 3/4/2015 is the fourth of March. False: none. */
bool page_date_find(casus_str s, bool month_first, page_date *out);
bool page_month_first(casus_str language); /* a BCP 47 tag or empty */
bool page_date_url(casus_str url, page_date *out);
bool page_date_edtf(casus_str s, page_date *out); /* whole string is YYYY[-MM[-DD[T...]]] */
void page_date_set(casus_report *r, page_date d, casus_pub_basis basis);

/* ---------------------------------------------------------------- meta.c */

typedef struct {
    casus_str headline, og_title, doc_title;
    casus_str publisher, site, language, url;
    casus_str article; /* JSON-LD articleBody, white space as it was */
    page_date published, modified;
    bool has_published, has_modified;
} page_meta;

casus_status page_meta_find(casus_arena *a, const page_tree *t, page_meta *m);
casus_str page_title(casus_arena *a, const page_tree *t, const page_meta *m, const uint8_t *flag, uint32_t *h1);

/* ---------------------------------------------------------------- extract.c, write.c */

enum { /* bits of a node */
    NODE_DROP = 1,   /* never text of the page: scripts, forms, hidden parts */
    NODE_CHROME = 2, /* around the article by its tag or its class */
    NODE_GOOD = 4,   /* named as the article by its class or tag */
    NODE_DATE_SURE = 8, /* named as the day of publication */
    NODE_DATE_LIKELY = 16,
    NODE_DATE_LATER = 32 /* named as something else that has dates */
};

typedef struct {
    uint8_t *flag;   /* one a node */
    bool *keep;      /* blocks chosen for the body, one a node */
    uint32_t top;    /* the element that holds the article */
} page_choice;

bool page_chrome_tag(uint8_t tag); /* chrome by its tag alone */
bool page_dropped_tag(uint8_t tag);
void page_marks(const page_tree *t, uint8_t *flag);
/* flag: of page_marks; names that mislead are taken back. */
casus_status page_choose(casus_arena *a, const page_tree *t, uint8_t *flag, page_choice *c);
bool page_is_block(uint8_t tag);
casus_status page_write(casus_arena *a, const page_tree *t, const page_choice *c, uint32_t skipped, casus_report *out,
                        casus_err *err);
bool page_date_visible(casus_arena *a, const page_tree *t, const page_choice *c, uint32_t h1, bool month_first,
                       page_date *out, bool *tagged);

/* ---------------------------------------------------------------- furniture.c, lang.c, text.c */

casus_status page_furniture(casus_arena *a, casus_str body, casus_str title, casus_report *out);
bool page_line_is_furniture(casus_str line); /* one line, by its words alone */
bool page_line_is_date(casus_str line);      /* a date and hardly more */
/* What a text shows without marks: the headline and a date line before the news. */
void page_text_head(casus_report *out);
casus_str page_language_guess(casus_str body);

/* ---------------------------------------------------------------- source.c: bytes in, gzip opened */

typedef struct page_source page_source;
casus_status page_source_open(const char *path, page_source **s, casus_err *err);
casus_status page_source_bytes(casus_str bytes, page_source **s, casus_err *err);
/* Fill p with up to n bytes; *got < n only at the end of the input. */
casus_status page_source_read(page_source *s, void *p, size_t n, size_t *got, casus_err *err);
void page_source_unread(page_source *s, casus_str bytes); /* bytes just read come again; they must stay */
void page_source_close(page_source *s);

/* ---------------------------------------------------------------- feed.c, warc.c */

typedef struct page_feed page_feed;
casus_status page_feed_open(casus_str xml, page_feed **f, casus_err *err);
casus_status page_feed_next(page_feed *f, casus_record *rec, casus_err *err); /* strings live until the next call */
void page_feed_close(page_feed *f);

/* ---------------------------------------------------------------- small helpers: util.c */

bool page_find_nocase(casus_str hay, const char *needle, size_t *at);
bool page_is_nocase(casus_str s, const char *z);
bool page_starts_nocase(casus_str s, const char *z);
bool page_ends_nocase(casus_str s, const char *z);
casus_str page_squeeze(casus_arena *a, casus_str s); /* white space runs as one blank, trimmed; p NULL: no memory */
static inline bool page_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }
static inline char page_lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c; }
static inline bool page_digit(char c) { return c >= '0' && c <= '9'; }
static inline bool page_alpha(char c) { return page_lower(c) >= 'a' && page_lower(c) <= 'z'; }

#endif
