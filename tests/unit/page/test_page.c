/* page: records of every kind, charsets, HTML, dates, furniture, limits, failing memory. */
#include <casus/page.h>

#include <stdlib.h>

#include "../check.h"

#define ARTICLE                                                                                                          \
    "<html lang=en-GB><head><title>Shells hit a market in Tarim | Daily Example</title>"                                 \
    "<meta property=og:site_name content='Daily Example'><meta property=article:published_time content=2019-03-04T10:00Z>" \
    "</head><body><nav><a href=/>Home</a></nav><div class=post-content><h1>Shells hit a market in Tarim</h1>"           \
    "<p>Shells fell on a market in Tarim on Monday, killing four people, a hospital &amp; residents said.</p>"            \
    "<p class=share>Share</p><p>The army denied that it had fired&nbsp;on the town, which rebels took in 2018&hellip;</p>"  \
    "<p>Read more</p></div><footer>Copyright</footer></body></html>"

static casus_record record(casus_format f, const char *p, size_t n)
{
    return (casus_record){.format = f, .bytes = {p, n}, .id = CASUS_STR("t")};
}

static int eq(casus_str s, const char *z) { return s.n == strlen(z) && (s.n == 0 || memcmp(s.p, z, s.n) == 0); }

/* ---------------------------------------------------------------- pages */

static void test_article(casus_arena *a)
{
    casus_record rec = record(CASUS_IN_HTML, ARTICLE, sizeof ARTICLE - 1);
    casus_report r;
    CHECK(casus_page_read(&rec, (casus_str){0}, a, &r, NULL) == CASUS_OK);
    CHECK(eq(r.title, "Shells hit a market in Tarim"));
    CHECK(eq(r.publisher, "Daily Example") && eq(r.language, "en"));
    CHECK_STR(r.published.edtf, "2019-03-04");
    CHECK_STR(casus_pub_basis_name(r.published.basis), "meta");
    CHECK(eq(r.body, "Shells fell on a market in Tarim on Monday, killing four people, a hospital & residents said.\n\n"
                     "The army denied that it had fired on the town, which rebels took in 2018\xE2\x80\xA6"));
    size_t at = 0;
    for (uint32_t i = 0; i < r.n_run; i++) {
        CHECK(r.run[i].t == at);
        at += r.run[i].n;
        if (r.run[i].copied) CHECK(memcmp(rec.bytes.p + r.run[i].p, r.body.p + r.run[i].t, r.run[i].n) == 0);
    }
    CHECK(at == r.body.n && r.run_ok);
    casus_arena_reset(a);
}

static void test_bodies(casus_arena *a)
{
#define B(lit) lit, sizeof(lit) - 1
    static const struct {
        const char *bytes;
        size_t n;
        const char *charset, *body, *note;
    } row[] = {
        {B(""), "", "", "empty"},
        {B("<p>"), "", "", "nothing but a tag"},
        {B("<p>M\xFCnchen, drei Tote, sagte sie.</p>"), "iso-8859-1", "M\xC3\xBCnchen, drei Tote, sagte sie.", "transport says latin1"},
        {B("<meta charset=windows-1251><p>\xCC\xEE\xF1\xEA\xE2\xE0, \xE2\xE7\xF0\xFB\xE2, \xEF\xEE\xE3\xE8\xE1\xEB\xE8.</p>"), "",
         "\xD0\x9C\xD0\xBE\xD1\x81\xD0\xBA\xD0\xB2\xD0\xB0, \xD0\xB2\xD0\xB7\xD1\x80\xD1\x8B\xD0\xB2, \xD0\xBF\xD0\xBE\xD0\xB3\xD0\xB8\xD0\xB1\xD0\xBB\xD0\xB8.",
         "the page says windows-1251"},
        {B("\xEF\xBB\xBF<p>One man, aged 20, was shot dead.</p>"), "", "One man, aged 20, was shot dead.", "byte order mark"},
        {B("\xFF\xFE<\0p\0>\0H\0i\0,\0 \0t\0h\0e\0r\0e\0,\0 \0a\0l\0l\0 \0o\0f\0 \0y\0o\0u\0 \0m\0e\0n\0.\0"), "", "Hi, there, all of you men.", "UTF-16"},
        {B("<p>Cut in the middle, of a sign, here \xE2\x82"), "utf-8", "Cut in the middle, of a sign, here \xEF\xBF\xBD\xEF\xBF\xBD", "cut sign"},
        {B("<p>a\0b, with a zero byte, in the text.</p>"), "", "a\xEF\xBF\xBD" "b, with a zero byte, in the text.", "NUL"},
        {B("<p>&lt;b&gt; &amp;amp; &#8212; &bogus; said, he said, they said."), "", "<b> &amp; \xE2\x80\x94 &bogus; said, he said, they said.", "entities"},
        {B("<div>One line, of the page, ends.<br>Two lines, of the page.<br><br>Three lines, of it.</div>"), "",
         "One line, of the page, ends.\nTwo lines, of the page.\n\nThree lines, of it.", "line breaks"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_record rec = record(CASUS_IN_HTML, row[i].bytes, row[i].n);
        casus_report r;
        rec.charset = casus_str_of(row[i].charset);
        CHECK_CASE(casus_page_read(&rec, (casus_str){0}, a, &r, NULL) == CASUS_OK, row[i].note);
        if (!CHECK_CASE(eq(r.body, row[i].body), row[i].note)) fprintf(stderr, "got <%.*s>\n", (int)r.body.n, r.body.p);
        casus_arena_reset(a);
    }
}

/* ---------------------------------------------------------------- dates */

static void test_dates(casus_arena *a)
{
    static const struct {
        const char *page, *url, *published, *date, *want, *basis;
    } row[] = {
        {"<p>x", "", "2015-09", "", "2015-09", "given"},
        {"<p>x", "", "Tue, 01 Sep 2015 23:00:00 GMT", "", "2015-09-01", "given"},
        {"<p>x", "", "", "2015", "2015", "given"},
        {"<p>x", "http://e.org/2015/09/18/a", "", "2014", "2015-09-18", "url"},
        {"<p>x", "http://e.org/a-20150918.html", "", "", "2015-09-18", "url"},
        {"<p>x", "http://e.org/2015/13/18/a", "", "", "", NULL},
        {"<meta name=date content='9 September 2015'><p>x", "http://e.org/2014/01/01/", "", "", "2015-09-09", "meta"},
        {"<meta name=date content='September 22nd, 2015'><p>x", "", "", "", "2015-09-22", "meta"},
        {"<meta name=date content='1st of May 2015'><p>x", "", "", "", "2015-05-01", "meta"},
        {"<h1>Head of the page</h1><time datetime=2015-09-18T10:00>then</time><p>x", "", "", "", "2015-09-18", "meta"},
        {"<h1>Head of the page</h1><span class=date>Sept. 18, 2015</span><p>x", "", "", "", "2015-09-18", "text"},
        {"<html lang=de><h1>Kopf der Seite</h1><span class=datum>3.4.2015</span>", "", "", "", "2015-04-03", "text"},
        {"<html lang=en><h1>Head of the page</h1><span class=date>3/4/2015</span>", "", "", "", "2015-03-04", "text"},
        {"<script type='application/ld+json'>[{\"@type\":\"NewsArticle\",\"datePublished\":\"2015-02-29\"},{\"@type\":\"WebPage\","
         "\"datePublished\":\"2016-02-29\"}]</script>", "", "", "", "2016-02-29", "meta"},
        {"<p>x", "", "no date", "", "", NULL},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_record rec = record(CASUS_IN_HTML, row[i].page, strlen(row[i].page));
        casus_report r;
        rec.url = casus_str_of(row[i].url);
        rec.published = casus_str_of(row[i].published);
        CHECK(casus_page_read(&rec, casus_str_of(row[i].date), a, &r, NULL) == CASUS_OK);
        CHECK_STR(r.published.edtf, row[i].want);
        const char *basis = casus_pub_basis_name(r.published.basis);
        if (row[i].basis) CHECK_STR(basis, row[i].basis);
        else CHECK(!basis);
        CHECK((strlen(row[i].want) == 10) == (r.published.day != CASUS_DAY_NONE));
        casus_arena_reset(a);
    }
}

/* ---------------------------------------------------------------- furniture */

static void test_furniture(casus_arena *a)
{
    static const struct {
        const char *line;
        int marked;
    } row[] = {
        {"Share", 1}, {"ADVERTISEMENT", 1}, {"Read more: the fall of the town", 1}, {"Related:", 1}, {"Follow us on Twitter", 1},
        {"By Ada Sample and Ben Example, News Agency", 1}, {"Photo: A. Sample/Agency", 1}, {"Story highlights", 1},
        {"We use cookies to give you a better service.", 1}, {"\xC2\xA9 2015 Example News. All rights reserved.", 1},
        {"Sign up for our newsletter.", 1}, {"(Reporting by Ada Sample; editing by Ben Example)", 1},
        {"By Monday the town had fallen.", 0}, {"By noon rebels had taken two villages", 0}, {"Share prices fell after the attack.", 0},
        {"More than 20 people were killed in the attack.", 0}, {"Police said 12 people died.", 0}, {"Top officials were arrested", 0},
        {"Photographs showed two burnt vehicles.", 0}, {"Advertisement hoardings were set on fire by protesters.", 0},
        {"Source of the blast was a car, police said.", 0}, {"Close to 30 fighters surrendered.", 0}, {"Follow-up attacks killed four.", 0},
        {"Watch towers were shelled overnight.", 0}, {"Homs was quiet", 0}, {"Comments by the minister set off riots.", 0},
        {"Live rounds were fired at the crowd", 0}, {"Copyright offices in the capital were burnt down by a mob, the police said.", 0},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        char text[400];
        snprintf(text, sizeof text, "Troops left the town, officials said.\n\n%s\n\nThe mayor said that all was calm there.\n", row[i].line);
        casus_record rec = record(CASUS_IN_TEXT, text, strlen(text));
        casus_report r;
        CHECK(casus_page_read(&rec, (casus_str){0}, a, &r, NULL) == CASUS_OK);
        CHECK_CASE((int)r.n_furniture == row[i].marked, row[i].line);
        if (r.n_furniture == 1) CHECK_CASE(eq(casus_cut(r.body, r.furniture[0]), row[i].line), row[i].line);
        CHECK(eq(r.body, text));
        casus_arena_reset(a);
    }
}

/* ---------------------------------------------------------------- JSONL */

static void test_jsonl(casus_arena *a)
{
    static const struct {
        const char *line;
        casus_status want;
        const char *id, *body;
    } row[] = {
        {"{\"id\":\"a\",\"body\":\"Share\\n\\n Two men.\\r\\n\"}", CASUS_OK, "a", "Share\n\n Two men.\r\n"},
        {"{\"id\":7,\"body\":\"\",\"extra\":[1]}", CASUS_OK, "7", ""},
        {"{\"id\":\"a\",\"id\":\"b\",\"body\":\"x\"}", CASUS_OK, "b", "x"},
        {"{\"body\":null,\"html\":\"<p>Two men, and a boy, were shot.\"}", CASUS_OK, "line-1", "Two men, and a boy, were shot."},
        {"{\"id\":\"a\",\"body\":3}", CASUS_E_INPUT, "a", ""},
        {"{\"id\":\"a\"}", CASUS_E_INPUT, "a", ""},
        {"[1]", CASUS_E_INPUT, "line-1", ""},
        {"{\"id\":\"a\",", CASUS_E_INPUT, "line-1", ""},
        {"{\"body\":\"\\ud800\"}", CASUS_E_INPUT, "line-1", ""},
        {"{\"body\":\"cut \xE2\x82\"}", CASUS_E_INPUT, "line-1", ""},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_reader *r;
        casus_record rec;
        casus_report out;
        CHECK(casus_reader_open_bytes(casus_str_of(row[i].line), "x.jsonl", CASUS_IN_AUTO, &r, NULL) == CASUS_OK);
        CHECK(casus_reader_next(r, &rec, NULL) == CASUS_OK && rec.line == 1);
        CHECK_CASE(casus_page_read(&rec, (casus_str){0}, a, &out, NULL) == row[i].want, row[i].line);
        CHECK_CASE(eq(out.id, row[i].id), row[i].line);
        CHECK_CASE(eq(out.body, row[i].body), row[i].line);
        CHECK(casus_reader_next(r, &rec, NULL) == CASUS_END);
        casus_reader_close(r);
        casus_arena_reset(a);
    }
}

static void test_lines(void)
{
    static const char text[] = "\xEF\xBB\xBF{\"id\":1}\r\n\n  \n{\"id\":4}";
    casus_reader *r;
    casus_record rec;
    CHECK(casus_reader_open_bytes((casus_str){text, sizeof text - 1}, "x", CASUS_IN_AUTO, &r, NULL) == CASUS_OK);
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_OK && rec.line == 1 && eq(casus_str_trim(rec.bytes), "{\"id\":1}"));
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_OK && rec.line == 4 && rec.at == 17 && eq(rec.bytes, "{\"id\":4}"));
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_END && casus_reader_next(r, &rec, NULL) == CASUS_END);
    casus_reader_close(r);
    casus_err err;
    CHECK(casus_reader_open("/nonexistent/x.html", CASUS_IN_AUTO, &r, &err) == CASUS_E_NOINPUT && !r);
}

/* A line over the limit is refused, the next one is read. */
static void test_too_long(void)
{
    size_t n = (size_t)CASUS_MAX_REPORT + 100;
    char *big = malloc(n + 40);
    casus_reader *r;
    casus_record rec;
    casus_err err = {0};
    if (!big) return;
    memset(big, 'x', n);
    memcpy(big + n, "\n{\"id\":2}\n", 10);
    CHECK(casus_reader_open_bytes((casus_str){big, n + 10}, "big.jsonl", CASUS_IN_AUTO, &r, NULL) == CASUS_OK);
    CHECK(casus_reader_next(r, &rec, &err) == CASUS_E_LIMIT && rec.line == 1 && rec.bytes.n == 0 && err.line == 1);
    CHECK(casus_reader_next(r, &rec, &err) == CASUS_OK && rec.line == 2 && eq(rec.bytes, "{\"id\":2}"));
    CHECK(casus_reader_next(r, &rec, &err) == CASUS_END);
    casus_reader_close(r);
    free(big);
}

/* ---------------------------------------------------------------- feeds and archives */

static void test_feed(casus_arena *a)
{
    static const char feed[] =
        "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
        "<rss version=\"2.0\" xmlns:content=\"c\"><channel><title>Example</title><language>en-us</language>"
        "<item><title>One</title><guid>g1</guid><link>http://e.org/1</link><pubDate>Tue, 01 Sep 2015 10:00:00 GMT</pubDate>"
        "<description>short &b;</description><content:encoded><![CDATA[<p>Two men, and a boy, were shot.</p>]]></content:encoded></item>"
        "<item><description>Only &lt;b&gt;this&lt;/b&gt; text, of the item.&b;</description></item></channel></rss>";
    casus_reader *r;
    casus_record rec;
    casus_report out;
    CHECK(casus_reader_open_bytes((casus_str){feed, sizeof feed - 1}, "news.xml", CASUS_IN_AUTO, &r, NULL) == CASUS_OK);
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_OK && eq(rec.id, "g1") && eq(rec.url, "http://e.org/1"));
    CHECK(casus_page_read(&rec, (casus_str){0}, a, &out, NULL) == CASUS_OK);
    CHECK(eq(out.body, "Two men, and a boy, were shot.") && eq(out.title, "One") && eq(out.publisher, "Example") && eq(out.language, "en"));
    CHECK_STR(out.published.edtf, "2015-09-01");
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_OK && eq(rec.id, "news"));
    CHECK(casus_page_read(&rec, (casus_str){0}, a, &out, NULL) == CASUS_OK && eq(out.body, "Only this text, of the item."));
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_END);
    casus_reader_close(r);
    CHECK(casus_reader_open_bytes(CASUS_STR("plain words"), "x.rss", CASUS_IN_AUTO, &r, NULL) == CASUS_OK);
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_E_INPUT && casus_reader_next(r, &rec, NULL) == CASUS_END);
    casus_reader_close(r);
    casus_arena_reset(a);
}

static void test_warc(void)
{
    static const char warc[] =
        "WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 4\r\n\r\na: b\r\n\r\n"
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/404\r\nContent-Length: 28\r\n\r\nHTTP/1.1 404 Gone\r\n\r\nnothing"
        "\r\n\r\n"
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:1>\r\nWARC-Target-URI: <http://e.org/1>\r\nContent-Length: 111\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"utf-8\"\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<p>\r\n2;x\r\nhi\r\n0\r\n\r\n"
        "\r\n\r\n";
    casus_reader *r;
    casus_record rec;
    CHECK(casus_reader_open_bytes((casus_str){warc, sizeof warc - 1}, "a", CASUS_IN_AUTO, &r, NULL) == CASUS_OK);
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_OK);
    CHECK(eq(rec.bytes, "<p>hi") && eq(rec.charset, "utf-8") && eq(rec.url, "http://e.org/1") && eq(rec.id, "<urn:1>"));
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_END);
    casus_reader_close(r);
    CHECK(casus_reader_open_bytes((casus_str){warc, 80}, "a", CASUS_IN_WARC, &r, NULL) == CASUS_OK);
    CHECK(casus_reader_next(r, &rec, NULL) == CASUS_E_IO);
    casus_reader_close(r);
}

/* ---------------------------------------------------------------- limits */

static void test_deep(casus_arena *a)
{
    enum { DEPTH = 200000 };
    static const char open[] = "<div>", words[] = "deep words, of no use, at the bottom of it.";
    size_t n = 0;
    char *page = malloc(DEPTH * 5 + sizeof words);
    casus_report r;
    if (!page) return;
    for (int i = 0; i < DEPTH; i++, n += 5) memcpy(page + n, open, 5);
    memcpy(page + n, words, sizeof words - 1);
    casus_record rec = record(CASUS_IN_HTML, page, n + sizeof words - 1);
    CHECK(casus_page_read(&rec, (casus_str){0}, a, &r, NULL) == CASUS_OK && eq(r.body, words));
    casus_arena_reset(a);
    casus_arena *small = casus_arena_new(100000);
    casus_err err = {0};
    if (small) CHECK(casus_page_read(&rec, (casus_str){0}, small, &r, &err) == CASUS_E_LIMIT && err.what && eq(r.id, "t") && r.body.n == 0);
    casus_arena_free(small);
    free(page);
}

/* Every n-th request for memory fails once: no crash, no leak, an error or a whole report. */
static void test_no_memory(void)
{
    static const char line[] = "{\"id\":\"a\",\"html\":\"<title>T</title><p>Two men, and a boy, were shot.\"}\n";
    static const char feed[] = "<rss><channel><item><description>Two men, and a boy, were shot.</description></item></channel></rss>";
    const casus_str input[] = {{line, sizeof line - 1}, {feed, sizeof feed - 1}, {ARTICLE, sizeof ARTICLE - 1}};
    for (size_t k = 0; k < 3; k++) {
        for (uint64_t n = 1; n < 400; n++) {
            casus_reader *r = NULL;
            casus_record rec;
            casus_report out;
            casus_alloc_fail_after(n);
            casus_arena *a = casus_arena_new(0);
            casus_status s = a ? casus_reader_open_bytes(input[k], "x", CASUS_IN_AUTO, &r, NULL) : CASUS_E_NOMEM;
            if (!s) s = casus_reader_next(r, &rec, NULL);
            if (!s) s = casus_page_read(&rec, (casus_str){0}, a, &out, NULL);
            casus_alloc_fail_after(0);
            if (s) CHECK(s == CASUS_E_NOMEM || s == CASUS_E_LIMIT);
            else CHECK(out.body.n >= 30);
            casus_reader_close(r);
            casus_arena_free(a);
            if (!s) break;
        }
    }
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    if (!CHECK(a != NULL)) return check_end();
    test_article(a);
    test_bodies(a);
    test_dates(a);
    test_furniture(a);
    test_jsonl(a);
    test_lines();
    test_too_long();
    test_feed(a);
    test_warc();
    test_deep(a);
    test_no_memory();
    casus_arena_free(a);
    return check_end();
}
