/* Calendar dates as pages write them: ISO, RFC 822, "September 9, 2015", "9. September 2015", 9.9.2015, 9/9/2015, epoch
 * seconds. One pass over the text, no allocation. Years 1990 to 2069 only: what pages print about themselves.
 */
#include "room.h"

#include <string.h>

enum { YEAR_FROM = 1990, YEAR_TO = 2069 };

static const struct {
    const char *name;
    int m;
} month_names[] = { /* English, then German, French, Spanish, Italian, Dutch forms that differ; longest first within a month */
    {"january", 1},   {"januar", 1},    {"januari", 1},  {"janvier", 1},  {"enero", 1},    {"gennaio", 1},  {"j\xC3\xA4nner", 1},
    {"jan", 1},       {"february", 2},  {"februar", 2},  {"f\xC3\xA9vrier", 2}, {"febrero", 2},  {"febbraio", 2}, {"feb", 2},
    {"march", 3},     {"m\xC3\xA4rz", 3}, {"mrz", 3},    {"mars", 3},     {"marzo", 3},    {"maart", 3},    {"mar", 3},
    {"april", 4},     {"avril", 4},     {"abril", 4},    {"aprile", 4},   {"apr", 4},      {"may", 5},      {"mai", 5},
    {"mayo", 5},      {"maggio", 5},    {"mei", 5},      {"june", 6},     {"juni", 6},     {"juin", 6},     {"junio", 6},
    {"giugno", 6},    {"jun", 6},       {"july", 7},     {"juli", 7},     {"juillet", 7},  {"julio", 7},    {"luglio", 7},
    {"jul", 7},       {"august", 8},    {"augustus", 8}, {"ao\xC3\xBBt", 8}, {"agosto", 8}, {"aug", 8},     {"september", 9},
    {"septembre", 9}, {"septiembre", 9}, {"settembre", 9}, {"sept", 9},   {"sep", 9},      {"october", 10}, {"oktober", 10},
    {"octobre", 10},  {"octubre", 10},  {"ottobre", 10}, {"oct", 10},     {"okt", 10},     {"november", 11}, {"novembre", 11},
    {"noviembre", 11}, {"nov", 11},     {"december", 12}, {"dezember", 12}, {"d\xC3\xA9" "cembre", 12}, {"diciembre", 12},
    {"dicembre", 12}, {"dec", 12},      {"dez", 12},
};

static bool good(page_date *d, int y, int m, int day)
{
    if (y < YEAR_FROM || y > YEAR_TO || casus_day_of(y, m, day) == CASUS_DAY_NONE) return false;
    *d = (page_date){y, m, day};
    return true;
}

/* Digits at p: how many (at most max + 1), and their value. */
static size_t number(casus_str s, size_t at, size_t max, int *v)
{
    size_t n = 0;
    *v = 0;
    while (at + n < s.n && page_digit(s.p[at + n]) && n <= max) {
        *v = *v * 10 + (s.p[at + n] - '0');
        n++;
    }
    return n > max ? 0 : n;
}

static bool letter(char c) { return page_alpha(c) || (unsigned char)c >= 0x80; }

static size_t month_at(casus_str s, size_t at, int *m)
{
    size_t end = at;
    while (end < s.n && letter(s.p[end])) end++;
    for (size_t i = 0; i < sizeof month_names / sizeof *month_names; i++) {
        casus_str w = {s.p + at, end - at};
        if (!page_is_nocase(w, month_names[i].name)) continue;
        *m = month_names[i].m;
        return end - at;
    }
    return 0;
}

static size_t skip(casus_str s, size_t at, const char *set)
{
    while (at < s.n && (strchr(set, s.p[at]) != NULL) && s.p[at]) at++;
    if (at + 1 < s.n && s.p[at] == '\xC2' && s.p[at + 1] == '\xA0') return skip(s, at + 2, set);
    return at;
}

/* "9", "9th", "1st": how long it is, 0 if no day of a month begins here. */
static size_t day_number(casus_str s, size_t at, int *day)
{
    static const char *const ordinal[] = {"st", "nd", "rd", "th"};
    size_t n = number(s, at, 2, day);
    for (size_t i = 0; n && i < sizeof ordinal / sizeof *ordinal; i++)
        if (page_starts_nocase((casus_str){s.p + at + n, s.n - at - n}, ordinal[i])) return n + 2;
    return n;
}

/* "9, 2015", "9th 2015": after a month name */
static bool day_year(casus_str s, size_t at, int m, page_date *d)
{
    int day, y;
    at = skip(s, at, " .,-/\t\n\r");
    size_t n = day_number(s, at, &day);
    if (!n) return false;
    at += n;
    at = skip(s, at, " ,.-/'\t\n\r");
    n = number(s, at, 4, &y);
    if (n == 2 && at + n < s.n && s.p[at + n] == ':') return false;
    if (n == 2) y += 2000;
    return (n == 4 || n == 2) && good(d, y, m, day);
}

/* "9 September 2015", "9. September 2015", "09-Sep-15", "2. of May, 2015": at a number */
static bool day_month_name(casus_str s, size_t at, page_date *d)
{
    int day, m, y;
    size_t n = day_number(s, at, &day);
    if (!n) return false;
    at += n;
    at = skip(s, at, " .-/,\t\n\r");
    if (page_starts_nocase((casus_str){s.p + at, s.n - at}, "of ")) at += 3;
    if (page_starts_nocase((casus_str){s.p + at, s.n - at}, "de ")) at += 3;
    n = month_at(s, at, &m);
    if (!n) return false;
    at = skip(s, at + n, " .,-/'\t\n\r");
    if (page_starts_nocase((casus_str){s.p + at, s.n - at}, "de ")) at += 3;
    n = number(s, at, 4, &y);
    if (n == 2 && at + n < s.n && s.p[at + n] == ':') return false;
    if (n == 2) y += 2000;
    return (n == 4 || n == 2) && good(d, y, m, day);
}

/* 2015-09-18, 2015/9/18, 2015.09.18, 20150918; 18.09.2015, 9/18/2015, 18/9/15: at a number */
static bool numeric(casus_str s, size_t at, bool month_first, page_date *d)
{
    int x, y, z;
    size_t n = number(s, at, 8, &x);
    if (n == 8 && !(at + 8 < s.n && page_digit(s.p[at + 8]))) return good(d, x / 10000, x / 100 % 100, x % 100);
    if (n != 4 && n != 2 && n != 1) return false;
    at += n;
    if (at >= s.n || !strchr("-/.", s.p[at]) || !s.p[at]) return false;
    char sep = s.p[at++];
    if (sep == '.' && at < s.n && s.p[at] == ' ') at++;
    size_t k = number(s, at, 2, &y);
    if (!k || at + k >= s.n || s.p[at + k] != sep) return false;
    at += k + 1;
    if (sep == '.' && at < s.n && s.p[at] == ' ') at++;
    size_t l = number(s, at, n == 4 ? 2 : 4, &z);
    if (n == 4) return l && good(d, x, y, z);
    if (l != 4 && l != 2) return false;
    if (l == 2) z += 2000;
    if (sep == '/' && month_first) return good(d, z, x, y) || good(d, z, y, x);
    return good(d, z, y, x) || (sep != '.' && good(d, z, x, y));
}

bool page_date_find(casus_str s, bool month_first, page_date *out)
{
    for (size_t i = 0; i < s.n; i++) {
        bool inside = i && (page_digit(s.p[i - 1]) || letter(s.p[i - 1]));
        if (page_digit(s.p[i])) {
            if (inside && page_digit(s.p[i - 1])) continue;
            if (numeric(s, i, month_first, out) || day_month_name(s, i, out)) return true;
        } else if (letter(s.p[i]) && !inside) {
            int m;
            size_t n = month_at(s, i, &m);
            if (n && day_year(s, i + n, m, out)) return true;
        }
    }
    return false;
}

/* 3/4/2015 is March 4 in the United States alone; English without a country is taken for that. */
bool page_month_first(casus_str language)
{
    return !language.n || page_is_nocase(language, "en") || page_is_nocase(language, "en-us") || page_is_nocase(language, "en_us");
}

bool page_date_url(casus_str url, page_date *out)
{
    int y, m, d;
    for (size_t i = 0; i + 8 <= url.n; i++) {
        if (!strchr("/-_=.", url.p[i]) || !url.p[i] || i + 1 >= url.n || !page_digit(url.p[i + 1])) continue;
        size_t at = i + 1, n = number(url, at, 8, &y);
        if (n == 8 && good(out, y / 10000, y / 100 % 100, y % 100)) return true;
        if (n != 4) continue;
        at += n;
        if (at >= url.n || !strchr("/-_.", url.p[at])) continue;
        n = number(url, at + 1, 2, &m);
        if (!n) { /* /2015/sep/18/ */
            n = month_at(url, at + 1, &m);
            if (!n) continue;
        }
        at += 1 + n;
        if (at >= url.n || !strchr("/-_.", url.p[at])) continue;
        n = number(url, at + 1, 2, &d);
        if (n && good(out, y, m, d)) return true;
    }
    return false;
}

bool page_date_edtf(casus_str s, page_date *out)
{
    int y, m, d;
    *out = (page_date){0};
    s = casus_str_trim(s);
    if (number(s, 0, 4, &y) != 4 || y < 1) return false;
    out->y = y;
    if (s.n == 4) return true;
    if (s.p[4] != '-' || number(s, 5, 2, &m) != 2 || m < 1 || m > 12) return false;
    out->m = m;
    if (s.n == 7) return true;
    if (s.p[7] != '-' || number(s, 8, 2, &d) != 2 || d < 1 || d > casus_month_days(y, m)) return false;
    out->d = d;
    return s.n == 10 || s.p[10] == 'T' || s.p[10] == ' ';
}

static char *digits(char *p, int v, int n)
{
    for (int i = n; i-- > 0; v /= 10) p[i] = (char)('0' + v % 10);
    return p + n;
}

void page_date_set(casus_report *r, page_date d, casus_pub_basis basis)
{
    memset(r->published.edtf, 0, sizeof r->published.edtf);
    r->published.day = d.d ? casus_day_of(d.y, d.m, d.d) : CASUS_DAY_NONE;
    r->published.basis = basis;
    char *p = digits(r->published.edtf, d.y, 4);
    if (!d.m) return;
    *p++ = '-';
    p = digits(p, d.m, 2);
    if (!d.d) return;
    *p++ = '-';
    digits(p, d.d, 2);
}
