/* Calendar expressions: the year they leave out, weekdays, agreement of weekday and day.
 */
#include "value.h"

/* The year of a month told without one in a history: that of the date last told, or the next when the months have turned. */
int32_t when_told_year(const teller *w, int month)
{
    if (w->run.month == 0) return w->run.year;
    return month - w->run.month <= -8 ? w->run.year + 1 : w->run.year;
}

/* The year of "May of last year". */
bool when_that_year(const teller *w, const when_draft *d, known *k)
{
    bool run = w->run.day != CASUS_DAY_NONE || w->run.year;
    if ((d->anchor == ANCHOR_RUNNING || w->narrative) && run) {
        int32_t year = w->said && d->dir == 0 ? w->said : w->run.bc ? -w->run.year : w->run.year;
        k->bc = year < 0;
        k->year = (k->bc ? -year : year) + d->dir;
        k->basis = CASUS_BASIS_RELATIVE;
        return true;
    }
    if (w->ref == CASUS_DAY_NONE) return false;
    k->year = when_year_of(w->ref) + d->dir;
    k->basis = when_from_ref(w, CASUS_BASIS_STATED);
    return true;
}

static int first_month(const when_draft *d)
{
    static const int season_from[] = {1, 4, 7, 10, 12};
    return d->season ? season_from[d->season] : d->quarter ? 3 * d->quarter - 2 : d->month;
}

/* "last May", "next summer": strictly before or behind the report's month. */
static int32_t which_month_year(casus_day ref, int month, int dir)
{
    int y = when_year_of(ref), m = when_month_of(ref);
    if (dir < 0) return month < m ? y : y - 1;
    if (dir > 0) return month > m ? y : y + 1;
    return y;
}

/* Find the year of a calendar expression that has none. false: it stays unknown. */
static bool find_year(const teller *w, const when_draft *d, known *k)
{
    int month = first_month(d);
    if (d->that_year) return when_that_year(w, d, k);
    if (w->narrative && w->run.year) {
        k->year = d->which && d->dir > 0 && d->anchor == ANCHOR_RUNNING ? w->run.year + (month <= w->run.month)
                                                                        : when_told_year(w, month);
        if (d->which && d->dir == 0 && w->said > 0 && !w->run.bc) k->year = w->said; /* "fell in 1975 ... that same spring" */
        k->bc = w->run.bc;
        k->basis = CASUS_BASIS_RELATIVE;
        return true;
    }
    if (w->ref == CASUS_DAY_NONE) return false;
    k->basis = when_from_ref(w, d->which || !d->mday ? CASUS_BASIS_PUBLISHED : CASUS_BASIS_STATED);
    if (d->which) {
        k->year = which_month_year(w->ref, month, d->dir);
        return true;
    }
    casus_day near = when_year_near(month, d->mday ? d->mday : 1, w->ref, d->future || (d->start && d->future));
    if (near == CASUS_DAY_NONE) return false;
    k->year = when_year_of(near);
    return true;
}

/* The year, near the report's, in which the day has that weekday. */
static void agree(const teller *w, const when_draft *d, known *k)
{
    if (d->wday < 0 || d->has_year || w->narrative || w->ref == CASUS_DAY_NONE) return;
    static const int step[] = {0, -1, 1};
    for (size_t i = 0; i < sizeof step / sizeof *step; i++) {
        casus_day day = casus_day_of(k->year + step[i], d->month, d->mday);
        if (day != CASUS_DAY_NONE && casus_day_weekday(day) == d->wday) {
            k->year += step[i];
            return;
        }
    }
}

static void weekday(teller *w, const when_draft *d, casus_time *t)
{
    bool run = w->narrative && w->run.day != CASUS_DAY_NONE;
    casus_day base = run ? w->run.day : w->ref;
    if (base == CASUS_DAY_NONE || (w->narrative && !run)) {
        PUT(t->value, "XXXX-WXX-%d", d->wday + 1);
        when_put_clock(t, d);
        return;
    }
    int ahead = (d->wday - casus_day_weekday(base) + 7) % 7; /* 0..6 days on */
    casus_day day;
    if (run || (d->which && d->dir > 0))
        day = base + (ahead == 0 && d->which ? 7 : ahead);
    else if (d->which && d->dir < 0)
        day = base + (ahead == 0 ? -7 : ahead - 7);
    else if (d->which && d->dir == 0)
        day = when_monday_of(base) + d->wday;
    else if (d->future)
        day = base + (ahead == 0 ? 0 : ahead);
    else
        day = base + (ahead == 0 ? 0 : ahead - 7);
    t->shift = day - base;
    when_put_day(w, d, day, run ? CASUS_BASIS_RELATIVE : when_from_ref(w, CASUS_BASIS_PUBLISHED), t);
}

/* "On the 5th": in the news the last one up to the report's day, or the next if the sentence speaks of what is to come; in a
 * history the next one behind the day told last. */
static void day_of_month(teller *w, const when_draft *d, casus_time *t)
{
    bool run = w->narrative && w->run.month && w->run.day != CASUS_DAY_NONE;
    casus_day base = run ? w->run.day : w->narrative ? CASUS_DAY_NONE : w->ref, day = CASUS_DAY_NONE;
    int y, m, mday;
    if (base != CASUS_DAY_NONE) {
        casus_day_split(base, &y, &m, &mday);
        int32_t year = y;
        int on = d->which    ? d->dir
                 : run       ? (w->run.mday && d->mday < w->run.mday)
                 : d->future ? d->mday < mday
                             : -(d->mday > mday);
        when_add_months(&year, &m, on);
        day = casus_day_of(year, m, d->mday);
    }
    if (day == CASUS_DAY_NONE) {
        PUT(t->value, "XXXX-XX-%02d", d->mday % 100);
        when_put_clock(t, d);
        return;
    }
    when_put_day(w, d, day, run ? CASUS_BASIS_RELATIVE : when_from_ref(w, CASUS_BASIS_PUBLISHED), t);
}

void when_calendar(teller *w, const when_draft *d, casus_time *t)
{
    if (d->named) {
        when_put_named(w, d, t);
        return;
    }
    if (d->wday >= 0 && !d->month) {
        weekday(w, d, t);
        return;
    }
    if (d->mday && !d->month) {
        day_of_month(w, d, t);
        return;
    }
    known k = {.year = d->year, .bc = d->bc, .unit = d->unit, .mday = d->mday, .basis = CASUS_BASIS_STATED};
    k.month = d->season ? d->season : d->quarter ? d->quarter : d->month;
    if (d->short_year && w->narrative && w->run.year && !w->run.bc) k.year = w->run.year - w->run.year % 100 + d->year % 100;
    if (!d->has_year) k.no_year = !find_year(w, d, &k);
    if (!k.no_year && d->mday) agree(w, d, &k);
    if (k.no_year && d->month) {
        t->month = d->month;
        t->mday = d->mday;
        if (d->mday) w->told_month = d->month, w->told_mday = d->mday;
    }
    when_put_known(w, d, &k, t);
    if (!d->week || t->from == CASUS_DAY_NONE) return;
    int y, n;
    t->from = when_monday_of(t->from);
    t->to = t->from + 6;
    when_week_of(t->from, &y, &n);
    PUT(t->value, "%04d-W%02d", y % 10000, n % 100);
}
