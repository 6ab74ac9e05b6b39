/* Where the publisher is at home: a paper names the streets and towns around it without saying which ones it means.
 *
 * papers.tsv tells it for known ones, by the host of the address or by the name; else the country of the address ("lfpress.ca")
 * is known at least. Letters of host and name are kept: "theparisnews.com" shows that Paris is the town around it, whichever that
 * is. Costs one probe a label of the host, or one look through the names of the table where there is no host.
 */
#include "where/room.h"

#include <string.h>

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* "http://www.example.co.uk/page" -> "www.example.co.uk"; a publisher may be such a name, too. */
static casus_str host_of(casus_str url)
{
    const char *p = url.p, *end = url.p + url.n, *at = url.n > 3 ? memmem(p, url.n, "://", 3) : NULL;
    if (at) p = at + 3;
    size_t n = 0;
    bool dot = false;
    while (p + n < end && p[n] != '/' && p[n] != ':' && p[n] != '?' && p[n] != ' ') dot |= p[n++] == '.';
    return dot && n < 80 ? (casus_str){p, n} : (casus_str){0};
}

static bool known_host(finder *f, const char *host, uint32_t *row)
{
    for (const char *p = host; *p; p++) {
        if (p != host && p[-1] != '.') continue;
        if (strchr(p, '.') && casus_lexicon_find(f->lex, f->t.papers, casus_str_of(p), row)) return true;
    }
    return false;
}

/* The same letters and digits, whatever else. */
static bool same_letters(casus_str a, casus_str b)
{
    size_t i = 0, k = 0;
    for (;;) {
        while (i < a.n && (a.p[i] == ' ' || a.p[i] == '-' || a.p[i] == '.')) i++;
        while (k < b.n && (b.p[k] == ' ' || b.p[k] == '-' || b.p[k] == '.')) k++;
        if (i == a.n || k == b.n) return i == a.n && k == b.n;
        if (lower(a.p[i++]) != lower(b.p[k++])) return false;
    }
}

static casus_str bare(casus_str name)
{
    bool the = name.n > 4 && lower(name.p[0]) == 't' && lower(name.p[1]) == 'h' && lower(name.p[2]) == 'e' && name.p[3] == ' ';
    return the ? (casus_str){name.p + 4, name.n - 4} : name;
}

static bool known_name(finder *f, casus_str name, uint32_t *row)
{
    if (name.n < 4) return false;
    for (*row = 0; *row < casus_lexicon_rows(f->lex, f->t.papers); ++*row)
        if (same_letters(bare(name), bare(casus_lexicon_cell(f->lex, f->t.papers, *row, f->t.paper_name)))) return true;
    return false;
}

static void take_row(finder *f, uint32_t row)
{
    const tables *t = &f->t;
    home *h = &f->home;
    casus_str lat = casus_lexicon_cell(f->lex, t->papers, row, t->paper_lat), country = casus_lexicon_cell(f->lex, t->papers, row, t->paper_country);
    if (country.n == 2) memcpy(h->country, country.p, 2);
    h->point = lat.n > 0;
    h->lat = where_degrees(lat);
    h->lon = where_degrees(casus_lexicon_cell(f->lex, t->papers, row, t->paper_lon));
    h->admin1 = where_unit(f, casus_lexicon_cell(f->lex, t->papers, row, t->paper_admin1), h->country);
}

/* Endings that many use who are not of that country. */
static void take_ending(home *h, const char *host)
{
    static const char foreign[] = " tv me io ai fm co cc ly ws to eu la sh st gg im am su as ms mu nu tk pw so ";
    const char *dot = strrchr(host, '.');
    if (!dot || strlen(dot) != 3) return;
    const char find[] = {' ', dot[1], dot[2], ' ', '\0'};
    if (strstr(foreign, find)) return;
    h->country[0] = (char)(dot[1] - 32);
    h->country[1] = (char)(dot[2] - 32);
    if (memcmp(h->country, "UK", 2) == 0) memcpy(h->country, "GB", 2);
}

static void keep_letters(home *h, casus_str s)
{
    size_t n = strlen(h->label);
    for (size_t i = 0; i < s.n && n < sizeof h->label - 1; i++) {
        char c = lower(s.p[i]);
        if (c >= 'a' && c <= 'z') h->label[n++] = c;
    }
    h->label[n] = '\0';
}

void where_home(finder *f)
{
    home *h = &f->home;
    casus_str host = host_of(f->opts->url);
    char name[80];
    uint32_t row;
    if (!host.n) host = host_of(f->opts->publisher);
    for (size_t i = 0; i < host.n; i++) name[i] = lower(host.p[i]);
    name[host.n] = '\0';
    if (f->t.papers >= 0 && ((host.n && known_host(f, name, &row)) || known_name(f, f->opts->publisher, &row)))
        take_row(f, row);
    else if (host.n)
        take_ending(h, name);
    /* the ending is no part of the name */
    char *dot = strrchr(name, '.');
    if (dot) *dot = '\0';
    keep_letters(h, casus_str_of(name));
    if (!host_of(f->opts->publisher).n) keep_letters(h, f->opts->publisher);
}

bool where_is_home(const finder *f, const mention *m)
{
    char word[40];
    size_t n = 0;
    if (!f->home.label[0] || (f->home.point && m->n_sense && m->sense[0].from == IS_COUNTRY)) return false;
    for (uint32_t k = m->first; k < m->first + m->n; k++) {
        casus_str s = f->text->token[k].norm;
        for (size_t i = 0; i < s.n; i++) {
            if (s.p[i] < 'a' || s.p[i] > 'z') continue;
            if (n == sizeof word - 1) return false;
            word[n++] = s.p[i];
        }
    }
    word[n] = '\0';
    return n >= 5 && strstr(f->home.label, word);
}
