/* The head of a plain text: the headline is the first short line that is no furniture, no date and no sentence; a date line
 * printed before the first paragraph is the day of publication. Only what was not given is filled in. Reads a few lines.
 */
#include "room.h"

#include <string.h>

enum { LINES = 6, HEADLINE_MAX = 160, PARAGRAPH = 200 };

static bool is_furniture(const casus_report *r, uint32_t off)
{
    for (uint32_t i = 0; i < r->n_furniture && r->furniture[i].off <= off; i++) {
        if (off < casus_span_end(r->furniture[i])) return true;
    }
    return false;
}

static bool stop(casus_str s)
{
    while (s.n && strchr("\"')", s.p[s.n - 1])) s.n--;
    return !s.n || strchr(".!:;,", s.p[s.n - 1]) != NULL;
}

void page_text_head(casus_report *r)
{
    casus_str rest = r->body;
    for (int k = 0; k < LINES && rest.n;) {
        const char *nl = memchr(rest.p, '\n', rest.n);
        casus_str line = casus_str_trim((casus_str){rest.p, nl ? (size_t)(nl - rest.p) : rest.n});
        rest = nl ? (casus_str){nl + 1, rest.n - (size_t)(nl + 1 - rest.p)} : (casus_str){rest.p + rest.n, 0};
        if (!line.n) continue;
        k++;
        page_date d;
        if (page_line_is_date(line)) {
            if (r->published.basis == CASUS_PUB_NONE && page_date_find(line, true, &d)) page_date_set(r, d, CASUS_PUB_TEXT);
        } else if (line.n >= PARAGRAPH || stop(line)) {
            return;
        } else if (!r->title.n && line.n <= HEADLINE_MAX && rest.n && !is_furniture(r, (uint32_t)(line.p - r->body.p))) {
            r->title = line;
        }
    }
}
