/* Between which days a report without a date must have been written, from the dates it tells: not before the last day told as
 * past, not after the first told as coming; "nine days ago" beside "On September 9" gives a day, though not its year.
 *
 * All of this is inference and is marked so. Days without a year stay without one. A few passes over the drafts.
 */
#include "grammar.h"

#include <stdio.h>

enum {
    NEAR_TOKENS = 12, /* the verb that says whether a date is past stands this near */
    LEAST_AGO = 2,
    MOST_AGO = 30,     /* days; "four weeks ago" is rounded */
    PLAIN_YEAR = 2001, /* stands for a year that is not known; no leap day */
    HALF_YEAR = 183
};

static bool is_one(const when_scan *s, uint32_t i, when_list list)
{
    return (s->mark[i].list >> list & 1) != 0;
}

/* A finite verb that is no present, as far as a word and the one before it tell: "left", not "leaves", "to leave", "will
 * leave". */
static bool is_over(const when_scan *s, uint32_t i)
{
    casus_str w = s->text->token[i].norm;
    if (is_one(s, i, LIST_OVER)) return true;
    if (i > 0 && (is_one(s, i - 1, LIST_COMING) || casus_str_is(s->text->token[i - 1].norm, "be") ||
                  casus_str_is(s->text->token[i - 1].norm, "to")))
        return false;
    if (w.n > 4 && w.p[w.n - 2] == 'e' && w.p[w.n - 1] == 'd') return true;
    bool verb = s->words && s->words->pos && s->words->pos[i] == CASUS_POS_VERB;
    return verb && w.n > 2 && w.p[w.n - 1] != 's' && !(w.p[w.n - 2] == 'n' && w.p[w.n - 1] == 'g');
}

/* Does a verb near the date tell of the past? */
static bool is_told_past(const when_scan *s, const when_draft *d)
{
    if (d->future || d->until) return false;
    const casus_sentence *t = &s->text->sentence[s->text->token[d->first].sentence];
    uint32_t end = t->first + t->n, to = d->first + d->n + NEAR_TOKENS < end ? d->first + d->n + NEAR_TOKENS : end;
    for (uint32_t i = d->first > t->first + NEAR_TOKENS ? d->first - NEAR_TOKENS : t->first; i < to; i++)
        if (is_over(s, i)) return true;
    return false;
}

static casus_day first_day(const when_draft *d)
{
    return casus_day_of(d->year, d->month ? d->month : 1, d->mday ? d->mday : 1);
}

static casus_day last_day(const when_draft *d)
{
    int m = d->month ? d->month : 12;
    return casus_day_of(d->year, m, d->mday ? d->mday : casus_month_days(d->year, m));
}

/* ---------------------------------------------------------------- dates with their year */

static bool is_dated(const when_draft *d)
{
    return d->form == FORM_CAL && d->has_year && !d->bc && !d->short_year && !d->named && d->unit <= UNIT_YEAR &&
           d->year >= 1900 && d->year < 2200;
}

static void bounds(const when_scan *s, when_report *out)
{
    for (size_t i = 0; i < s->n_draft; i++) {
        const when_draft *d = &s->draft[i];
        if (!is_dated(d)) continue;
        casus_day first = first_day(d), last = last_day(d);
        if (is_told_past(s, d) && first != CASUS_DAY_NONE && first > out->from) out->from = first;
        if (d->future && last != CASUS_DAY_NONE && (out->to == CASUS_DAY_NONE || last < out->to)) out->to = last;
    }
    if (out->to != CASUS_DAY_NONE && out->to < out->from)
        out->to = CASUS_DAY_NONE; /* "would end by 2002": told as coming, long past */
    if (out->from != CASUS_DAY_NONE) out->reason[out->n_reason++] = "not before the last date told as past";
    if (out->to != CASUS_DAY_NONE) out->reason[out->n_reason++] = "not after the first date told as coming";
}

/* ---------------------------------------------------------------- days of the month without a year */

static bool is_partial(const when_draft *d)
{
    return d->form == FORM_CAL && !d->has_year && !d->that_year && !d->which && d->unit == UNIT_DAY && d->month && d->mday &&
           !d->named;
}

/* The latest such day told as past, the first told as coming, all in one year as far as they can be: none lies more than half a
 * year from another. CASUS_DAY_NONE where there is none. */
static void partial_bounds(const when_scan *s, casus_day *from, casus_day *to)
{
    *from = *to = CASUS_DAY_NONE;
    for (size_t i = 0; i < s->n_draft; i++) {
        const when_draft *d = &s->draft[i];
        casus_day day = is_partial(d) ? casus_day_of(PLAIN_YEAR, d->month, d->mday) : CASUS_DAY_NONE;
        if (day == CASUS_DAY_NONE) continue;
        if (is_told_past(s, d) && day > *from) *from = day;
        if (d->future && (*to == CASUS_DAY_NONE || day < *to)) *to = day;
    }
    if (*from != CASUS_DAY_NONE && *to != CASUS_DAY_NONE && (*to < *from || *to - *from > HALF_YEAR)) *to = CASUS_DAY_NONE;
}

/* Days of the only "nine days ago" of the report; 0: there is none, or two disagree. */
static int32_t days_ago(const when_scan *s)
{
    int32_t found = 0;
    for (size_t i = 0; i < s->n_draft; i++) {
        const when_draft *d = &s->draft[i];
        bool ago = d->form == FORM_REL && d->anchor == ANCHOR_REPORT && d->dir < 0 && !d->calendar && !d->which && d->count > 0;
        if (!ago || d->unit != UNIT_DAY || d->count < LEAST_AGO || d->count > MOST_AGO) continue;
        if (found && found != d->count) return 0;
        found = d->count;
    }
    return found;
}

static void put_partial(casus_day day, char *out, size_t n)
{
    int y, m, d;
    casus_day_split(day, &y, &m, &d);
    (void)snprintf(out, n, "XXXX-%02d-%02d", m % 100, d % 100);
}

static void partial(const when_scan *s, when_report *out)
{
    casus_day from, to;
    char a[16] = "..", b[16] = "..";
    partial_bounds(s, &from, &to);
    int32_t ago = days_ago(s);
    if (from != CASUS_DAY_NONE && ago && (to == CASUS_DAY_NONE || from + ago <= to)) {
        int y, m, d;
        casus_day_split(from + ago, &y, &m, &d);
        out->month = (uint8_t)m;
        out->mday = (uint8_t)d;
        to = from + ago + 1;
        from = from + ago - 1;
        out->reason[out->n_reason++] = "so many days ago, beside a day of the month; its year is not told";
    } else {
        if (from != CASUS_DAY_NONE)
            out->reason[out->n_reason++] = "not before the last day of a month told as past; its year is not told";
        if (to != CASUS_DAY_NONE) out->reason[out->n_reason++] = "not after the first day of a month told as coming";
    }
    if (from != CASUS_DAY_NONE) put_partial(from, a, sizeof a);
    if (to != CASUS_DAY_NONE) put_partial(to, b, sizeof b);
    if (out->n_reason) (void)snprintf(out->edtf, sizeof out->edtf, "%s/%s", a, b);
}

/* ---------------------------------------------------------------- all of it */

void when_infer(const when_scan *s, when_report *out)
{
    char a[16], b[16];
    when_report p = {.ref = CASUS_DAY_NONE, .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .narrative = out->narrative};
    bounds(s, out);
    partial(s, &p);
    if (p.month || (p.n_reason && !out->n_reason)) { /* a day says more than a bound that may be years away */
        *out = p;
        return;
    }
    if (!out->n_reason) return;
    casus_day_iso(out->from, a);
    casus_day_iso(out->to, b);
    (void)snprintf(out->edtf, sizeof out->edtf, "%s/%s", a[0] ? a : "..", b[0] ? b : "..");
}
