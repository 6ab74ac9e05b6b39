/* Days with a name: how the table when-days says when they are, and on which date of a year they fall.
 *
 * Easter by the anonymous Gregorian computus (Nature, 1876). Islamic dates by the tabular calendar with leap years 2, 5, 7, 10,
 * 13, 16, 18, 21, 24, 26, 29 of 30 and the civil epoch (16 July 622 Julian): it may be a day off what was seen in the sky.
 */
#include "vocab.h"

#include <string.h>

enum { ISLAMIC_EPOCH = -492148 /* 1 Muharram 1 as days from 1970-01-01 */, LAST_OF_MONTH = 5 };

/* ---------------------------------------------------------------- reading a rule */

static bool pair(casus_str s, int *v)
{
    if (s.n != 2 || s.p[0] < '0' || s.p[0] > '9' || s.p[1] < '0' || s.p[1] > '9') return false;
    *v = (s.p[0] - '0') * 10 + (s.p[1] - '0');
    return true;
}

/* "12-25" */
static bool month_day(casus_str s, when_day_rule *r)
{
    int m, d;
    if (s.n != 5 || s.p[2] != '-' || !pair((casus_str){s.p, 2}, &m) || !pair((casus_str){s.p + 3, 2}, &d)) return false;
    if (m < 1 || m > 12 || d < 1 || d > 31) return false;
    r->month = (uint8_t)m;
    r->mday = (uint8_t)d;
    return true;
}

static bool begins(casus_str s, const char *z, casus_str *rest)
{
    size_t n = strlen(z);
    if (s.n < n || memcmp(s.p, z, n) != 0) return false;
    *rest = (casus_str){s.p + n, s.n - n};
    return true;
}

/* "easter", "easter+39" */
static bool easter_rule(casus_str rest, when_day_rule *r)
{
    int v = 0;
    r->kind = RULE_EASTER;
    if (rest.n == 0) return true;
    if (rest.n < 2 || rest.n > 4 || (rest.p[0] != '+' && rest.p[0] != '-')) return false;
    for (size_t i = 1; i < rest.n; i++) {
        if (rest.p[i] < '0' || rest.p[i] > '9') return false;
        v = v * 10 + (rest.p[i] - '0');
    }
    r->shift = (int16_t)(rest.p[0] == '-' ? -v : v);
    return true;
}

/* "islamic 09", "islamic 10-01" */
static bool islamic_rule(casus_str rest, when_day_rule *r)
{
    int m;
    r->kind = RULE_ISLAMIC;
    if (month_day(rest, r)) return r->mday <= 30;
    if (!pair(rest, &m) || m < 1 || m > 12) return false;
    r->month = (uint8_t)m;
    return true;
}

static casus_str next_word(casus_str *s)
{
    size_t n = 0;
    while (n < s->n && s->p[n] != ' ')
        n++;
    casus_str w = {s->p, n};
    size_t skip = n < s->n ? n + 1 : n;
    *s = (casus_str){s->p + skip, s->n - skip};
    return w;
}

static const when_mark *mark_of(const casus_when *w, casus_str word, when_kind kind)
{
    const when_slot *s = word.n ? when_slot_find(w, word) : NULL;
    return s && s->mark.kind == kind ? &s->mark : NULL;
}

/* "fourth thursday of november", "last monday of may" */
static bool nth_rule(const casus_when *w, casus_str cell, when_day_rule *r)
{
    casus_str nth = next_word(&cell), day = next_word(&cell), of = next_word(&cell), month = next_word(&cell);
    const when_mark *n = mark_of(w, nth, MARK_ORDINAL), *d = mark_of(w, day, MARK_WEEKDAY), *m = mark_of(w, month, MARK_MONTH);
    bool last = casus_str_is(nth, "last");
    if ((!n && !last) || (n && n->value > 4) || !d || !m || !casus_str_is(of, "of") || cell.n) return false;
    *r = (when_day_rule){.kind = RULE_NTH,
                         .month = (uint8_t)m->value,
                         .wday = (int8_t)d->value,
                         .nth = (uint8_t)(last ? LAST_OF_MONTH : n->value)};
    return true;
}

bool when_rule_read(const casus_when *w, casus_str cell, when_day_rule *r)
{
    casus_str rest;
    *r = (when_day_rule){.kind = RULE_MOVES};
    if (cell.n == 0) return true;
    if (begins(cell, "easter", &rest)) return easter_rule(rest, r);
    if (begins(cell, "islamic ", &rest)) return islamic_rule(rest, r);
    r->kind = RULE_FIXED;
    casus_day day = casus_day_read(cell);
    if (day != CASUS_DAY_NONE && cell.n == 10) {
        int y, m, d;
        casus_day_split(day, &y, &m, &d);
        *r = (when_day_rule){.kind = RULE_FIXED, .month = (uint8_t)m, .mday = (uint8_t)d, .year = y};
        return true;
    }
    return month_day(cell, r) || nth_rule(w, cell, r);
}

/* ---------------------------------------------------------------- the date in a year */

static casus_day easter(int y)
{
    int a = y % 19, b = y / 100, c = y % 100, d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451, n = h + l - 7 * m + 114;
    return casus_day_of(y, n / 31, n % 31 + 1);
}

static casus_day nth_day(const when_day_rule *r, int y)
{
    casus_day first = casus_day_of(y, r->month, 1), day = first + (r->wday - casus_day_weekday(first) + 7) % 7;
    int last = casus_month_days(y, r->month);
    if (r->nth == LAST_OF_MONTH) return day + 28 < first + last ? day + 28 : day + 21;
    return day + 7 * (r->nth - 1);
}

static casus_day islamic_day(int year, int month, int mday)
{
    return ISLAMIC_EPOCH + (year - 1) * 354 + (3 + 11 * year) / 30 + 29 * (month - 1) + month / 2 + mday - 1;
}

/* The first time it comes in the Gregorian year. */
static bool islamic_days(const when_day_rule *r, int y, casus_day *from, casus_day *to)
{
    casus_day first = casus_day_of(y, 1, 1), last = casus_day_of(y, 12, 31);
    int guess = (int)((int64_t)(y - 622) * 33 / 32);
    for (int h = guess - 1; h <= guess + 2; h++) {
        *from = islamic_day(h, r->month, r->mday ? r->mday : 1);
        *to = r->mday ? *from : r->month < 12 ? islamic_day(h, r->month + 1, 1) - 1 : islamic_day(h + 1, 1, 1) - 1;
        if (*from >= first && *from <= last) return true;
    }
    return false;
}

bool when_rule_days(const when_day_rule *r, int year, casus_day *from, casus_day *to)
{
    *from = *to = CASUS_DAY_NONE;
    if (year < 1 || year > 9999 || r->kind == RULE_MOVES) return false;
    if (r->kind == RULE_ISLAMIC) return year >= 623 && islamic_days(r, year, from, to);
    *from = r->kind == RULE_EASTER ? easter(year) + r->shift
            : r->kind == RULE_NTH  ? nth_day(r, year)
                                   : casus_day_of(year, r->month, r->mday);
    *to = *from;
    return *from != CASUS_DAY_NONE;
}

bool when_named_days(const casus_when *w, uint16_t named, int year, casus_day *from, casus_day *to)
{
    return named && named <= w->n_day && when_rule_days(&w->day[named - 1], year, from, to);
}

bool when_named_once(const casus_when *w, uint16_t named, int *year)
{
    if (!named || named > w->n_day || !w->day[named - 1].year) return false;
    *year = w->day[named - 1].year;
    return true;
}
