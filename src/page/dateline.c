/* The day of publication as the page shows it to readers: <time> elements, elements named "date" or "published", and short
 * lines with a date near the headline. Every place that has a date gets points for what it is and where it stands; the
 * first of the best wins. Dates in comments and in lists of other articles stand after the article and get few.
 */
#include "room.h"

#include <string.h>

enum { SHORT_LINE = 160, NEAR_NODES = 60 };

static bool looked_past(const page_tree *t, const page_choice *c, uint32_t i)
{
    for (uint32_t p = i; p; p = t->node[p].parent) {
        uint8_t tag = t->node[p].tag;
        if (tag == TAG_NAV || tag == TAG_ASIDE || tag == TAG_SCRIPT || tag == TAG_STYLE) return true;
        if (p != c->top && c->flag[p] & NODE_DATE_LATER) return true;
    }
    return false;
}

static int points(const page_tree *t, const page_choice *c, uint32_t h1, uint32_t i, int kind)
{
    int p = kind;
    uint32_t end = t->node[c->top].end;
    if (looked_past(t, c, i)) p -= 30;
    if (h1 && i > h1 && i < h1 + NEAR_NODES) p += 12;
    else if (h1 && i < h1 && i + NEAR_NODES > h1) p += 10;
    else if (i >= c->top && i < end) p += 4;
    else if (i > end) p -= 6;
    return p;
}

/* An element's date: its datetime or content attribute, else its words. */
static bool element_date(casus_arena *a, const page_tree *t, uint32_t i, bool month_first, page_date *d)
{
    static const char *const key[] = {"datetime", "content", "title", "data-datetime", "data-date"};
    for (size_t k = 0; k < sizeof key / sizeof *key; k++) {
        casus_str v = page_attr(&t->node[i], key[k]);
        if (v.n && v.n < SHORT_LINE && page_date_find(v, month_first, d)) return true;
    }
    casus_str text = page_inner_text(a, t, i, SHORT_LINE);
    return text.n && text.n < SHORT_LINE - 8 && page_date_find(text, month_first, d);
}

bool page_date_visible(casus_arena *a, const page_tree *t, const page_choice *c, uint32_t h1, bool month_first,
                       page_date *out, bool *tagged)
{
    int best = -20;
    bool found = false;
    *tagged = false;
    for (uint32_t i = 0; i < t->n; i++) {
        const page_node *n = &t->node[i];
        page_date d;
        int kind = 0;
        if (n->tag == TAG_SCRIPT || n->tag == TAG_STYLE || n->tag == TAG_HEAD || n->tag == TAG_META) continue;
        if (n->tag == TAG_TIME) {
            kind = 30 + (page_has_attr(n, "pubdate") ? 10 : 0);
        } else if (n->tag == TAG_TEXT) {
            if (n->text.n < 6 || n->text.n > SHORT_LINE || t->node[n->parent].tag == TAG_SCRIPT || t->node[n->parent].tag == TAG_STYLE) continue;
            kind = n->text.n < 60 ? 10 : 0;
        }
        if (n->tag != TAG_TEXT && n->tag != TAG_TIME && n->end - i > 40) continue;
        if (n->tag != TAG_TEXT && c->flag[i] & NODE_DATE_SURE) kind += 32;
        else if (n->tag != TAG_TEXT && c->flag[i] & NODE_DATE_LIKELY) kind += 22;
        if (!kind) continue;
        bool ok = n->tag == TAG_TEXT ? page_date_find(n->text, month_first, &d) : element_date(a, t, i, month_first, &d);
        if (!ok) continue;
        int p = points(t, c, h1, i, kind);
        if (p <= best) continue;
        best = p;
        found = true;
        *out = d;
        *tagged = n->tag == TAG_TIME;
    }
    return found;
}
