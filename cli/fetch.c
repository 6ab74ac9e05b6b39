/* One page over http or https, with limits: what a press page needs and no more.
 *
 * 32 MB, 60 seconds, five redirects, no other protocol even behind a redirect. The charset of Content-Type is kept because a page
 * may not say it itself. Certificates are checked (libcurl's default).
 */
#include "cli.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { MOST_BYTES = 32 << 20, MOST_SECONDS = 60, CONNECT_SECONDS = 15, MOST_REDIRECTS = 5 };

bool cli_is_url(const char *s) { return strncasecmp(s, "http://", 7) == 0 || strncasecmp(s, "https://", 8) == 0; }

void cli_fetched_free(cli_fetched *f)
{
    casus_buf_free(&f->body);
    casus_buf_free(&f->url);
}

static size_t take(char *p, size_t size, size_t n, void *ctx)
{
    casus_buf *body = ctx;
    casus_buf_add(body, p, size * n);
    return body->failed ? 0 : size * n;
}

/* "text/html; charset=windows-1252" -> windows-1252 */
static void charset_of(const char *type, char *out, size_t cap)
{
    const char *p = type;
    while (p && (p = strchr(p, ';'))) {
        p += 1 + strspn(p + 1, " \t");
        if (strncasecmp(p, "charset=", 8) != 0) continue;
        p += 8 + strspn(p + 8, "\"'");
        snprintf(out, cap, "%.*s", (int)strcspn(p, "\"'; \t"), p);
        return;
    }
}

static void limits(CURL *c)
{
    curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(c, CURLOPT_MAXREDIRS, (long)MOST_REDIRECTS);
    curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)MOST_SECONDS);
    curl_easy_setopt(c, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)MOST_BYTES);
    curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
}

static casus_status ask(CURL *c, const char *url, cli_fetched *f)
{
    char why[CURL_ERROR_SIZE] = "";
    f->body.max = MOST_BYTES;
    limits(c);
    curl_easy_setopt(c, CURLOPT_URL, url);
    curl_easy_setopt(c, CURLOPT_USERAGENT, "casus/" CASUS_VERSION);
    curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, ""); /* whatever libcurl can undo */
    curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L);     /* an error page is no report */
    curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
    curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(c, CURLOPT_WRITEDATA, &f->body);
    CURLcode code = curl_easy_perform(c);
    if (code != CURLE_OK) {
        bool large = f->body.failed || code == CURLE_FILESIZE_EXCEEDED;
        snprintf(f->what, sizeof f->what, "%s", large ? "the page is larger than 32 MB" : why[0] ? why : curl_easy_strerror(code));
        return large ? CASUS_E_LIMIT : CASUS_E_NOINPUT;
    }
    char *text = NULL;
    if (curl_easy_getinfo(c, CURLINFO_EFFECTIVE_URL, &text) == CURLE_OK && text) casus_buf_z(&f->url, text);
    text = NULL;
    if (curl_easy_getinfo(c, CURLINFO_CONTENT_TYPE, &text) == CURLE_OK) charset_of(text, f->charset, sizeof f->charset);
    return f->url.failed ? CASUS_E_NOMEM : CASUS_OK;
}

casus_status cli_fetch(const char *url, cli_fetched *f)
{
    *f = (cli_fetched){0};
    CURL *c = curl_easy_init();
    if (!c) {
        snprintf(f->what, sizeof f->what, "libcurl cannot start");
        return CASUS_E_OS;
    }
    casus_status s = ask(c, url, f);
    curl_easy_cleanup(c);
    return s;
}
