/* Drafts -> values and days.
 *
 * A report is counted from its own day; a history from the date last told. In a report a bare weekday is the last one on or
 * before the report's day unless the sentence speaks of what is to come; a date without a year is the nearest one, the past
 * preferred. Without a report's day relative expressions get a value with X in the unknown places and no days.
 */
#include "room.h"

#include <stdio.h>
#include <string.h>

enum { HEAD_TOKENS = 4 }; /* a year among the first tokens of a sentence heads it */

/* The date last told. */
typedef struct {
    int32_t year;
    int month, mday; /* 0: not told */
    bool bc;
    casus_day day;   /* first day of it, CASUS_DAY_NONE when nothing was told */
} told;

typedef struct {
    const when_scan *s;
    casus_day ref;
    bool narrative, inferred;
    told run;      /* any grain */
    casus_day day; /* the last day told, CASUS_DAY_NONE: none */
} teller;

/* A date as far as it is known: what value and days are made of. */
typedef struct {
    int32_t year; /* meaning by unit: decades and centuries hold their digits */
    int month, mday;
    uint8_t unit;
    bool bc, no_year;
    casus_basis basis;
} known;

static const char *const season_code[] = {"", "SP", "SU", "FA", "WI"};
static const char *const part_code[] = {"", "TMO", "TMI", "TAF", "TEV", "TNI", "TDT", "T12:00", "T24:00"};

/* ---------------------------------------------------------------- small sums with dates */

static int year_of(casus_day d)
{
    int y = 0, m, dd;
    casus_day_split(d, &y, &m, &dd);
    return y;
}

static int month_of(casus_day d)
{
    int y, m = 1, dd;
    casus_day_split(d, &y, &m, &dd);
    return m;
}

static void add_months(int32_t *year, int *month, int32_t n)
{
    int32_t at = *year * 12 + (*month - 1) + n;
    *year = at >= 0 ? at / 12 : -((11 - at) / 12);
    *month = (int)(at - *year * 12) + 1;
}

/* Year and number of the ISO week of a day. */
static void week_of(casus_day d, int *year, int *week)
{
    casus_day thursday = d - casus_day_weekday(d) + 3;
    *year = year_of(thursday);
    *week = (thursday - casus_day_of(*year, 1, 1)) / 7 + 1;
}

static casus_day monday_of(casus_day d) { return d - casus_day_weekday(d); }

casus_day when_year_near(int month, int mday, casus_day ref, bool future)
{
    int y = year_of(ref);
    casus_day best = CASUS_DAY_NONE;
    int64_t best_cost = INT64_MAX;
    for (int k = -4; k <= 4; k++) { /* four years each way: 29 February */
        casus_day d = casus_day_of(y + k, month, mday);
        if (d == CASUS_DAY_NONE) continue;
        int64_t far = (int64_t)d - ref;
        /* What lies on the wrong side of the report costs four times its distance. */
        int64_t cost = far < 0 ? (future ? -4 * far : -far) : (future ? far : 4 * far);
        if (cost < best_cost) best_cost = cost, best = d;
    }
    return best;
}

/* ---------------------------------------------------------------- writing values */

#define PUT(v, ...) ((void)snprintf((v), sizeof ((casus_time *)0)->value, __VA_ARGS__))

static void put_date(casus_time *t, const known *k)
{
    char year[16] = "XXXX";
    if (!k->no_year) (void)snprintf(year, sizeof year, "%s%04d", k->bc ? "BC" : "", (int)(k->year % 10000));
    switch (k->unit) {
    case UNIT_CENTURY: PUT(t->value, "%s%02d", k->bc ? "BC" : "", (int)(k->year % 100)); break;
    case UNIT_DECADE: PUT(t->value, "%s%03d", k->bc ? "BC" : "", (int)(k->year % 1000)); break;
    case UNIT_YEAR: PUT(t->value, "%s", year); break;
    case UNIT_QUARTER: PUT(t->value, "%s-Q%d", year, k->month); break;
    case UNIT_SEASON: PUT(t->value, "%s-%s", year, season_code[k->month]); break;
    case UNIT_MONTH: PUT(t->value, "%s-%02d", year, k->month % 100); break;
    default: PUT(t->value, "%s-%02d-%02d", year, k->month % 100, k->mday % 100); break;
    }
}

static casus_day last_of_month(int y, int m) { return casus_day_of(y, m, casus_month_days(y, m)); }

/* First and last month of a quarter or season; a winter ends in the year after it is named for. */
static void months_of(const known *k, int *from, int *n)
{
    static const int season_from[] = {1, 3, 6, 9, 12};
    *n = 3;
    *from = k->unit == UNIT_QUARTER ? 3 * k->month - 2 : season_from[k->month];
}

static void put_days(casus_time *t, const known *k)
{
    t->from = t->to = CASUS_DAY_NONE;
    if (k->bc || k->no_year || k->year > 9999) return;
    int32_t y = k->year, y2 = y;
    int m = 1, n = 12;
    switch (k->unit) {
    case UNIT_CENTURY: y = k->year * 100, y2 = y + 99; break;
    case UNIT_DECADE: y = k->year * 10, y2 = y + 9; break;
    case UNIT_YEAR: break;
    case UNIT_QUARTER:
    case UNIT_SEASON: months_of(k, &m, &n); break;
    case UNIT_MONTH: m = k->month, n = 1; break;
    default: t->from = t->to = casus_day_of(k->year, k->month, k->mday); return;
    }
    int last = m + n - 1;
    add_months(&y2, &last, 0);
    t->from = casus_day_of(y, m, 1);
    t->to = last_of_month(y2, last);
}

static void put_clock(casus_time *t, const when_draft *d)
{
    size_t n = strlen(t->value);
    if (d->clock && d->ref) (void)snprintf(t->value + n, sizeof t->value - n, "T%02d", d->hour % 100);
    else if (d->clock) (void)snprintf(t->value + n, sizeof t->value - n, "T%02d:%02d%s", d->hour % 100, d->minute % 100, d->zone ? "Z" : "");
    else if (d->part) (void)snprintf(t->value + n, sizeof t->value - n, "%s", part_code[d->part]);
    if (d->clock || d->part) t->type = CASUS_TIME_TIME;
}

static void tell(teller *w, const known *k)
{
    if (k->no_year || k->unit >= UNIT_DECADE) return;
    w->run = (told){.year = k->year, .bc = k->bc, .day = CASUS_DAY_NONE};
    if (k->unit <= UNIT_MONTH) w->run.month = k->month;
    if (k->unit <= UNIT_DAY) w->run.mday = k->mday;
    if (k->bc) return;
    w->run.day = casus_day_of(k->year, w->run.month ? w->run.month : 1, w->run.mday ? w->run.mday : 1);
    if (k->unit <= UNIT_DAY) w->day = w->run.day;
}

/* Does a bare year carry the story on, or is it only mentioned? At the head of a sentence it does; inside one only when
 * it was not told to the month before. */
static bool carries_on(const teller *w, const when_draft *d, const known *k)
{
    if (!w->narrative || !d->alone || w->run.month == 0) return true;
    if (k->year == w->run.year && k->bc == w->run.bc) return false;
    const casus_text *text = w->s->text;
    return d->first < text->sentence[text->token[d->first].sentence].first + HEAD_TOKENS;
}

static void put_known(teller *w, const when_draft *d, const known *k, casus_time *t)
{
    put_date(t, k);
    put_days(t, k);
    put_clock(t, d);
    t->basis = t->from == CASUS_DAY_NONE ? CASUS_BASIS_NONE : k->basis;
    if (carries_on(w, d, k)) tell(w, k);
}

static void put_day(teller *w, const when_draft *d, casus_day day, casus_basis basis, casus_time *t)
{
    known k = {.unit = UNIT_DAY, .basis = basis};
    int y;
    casus_day_split(day, &y, &k.month, &k.mday);
    k.year = y;
    k.no_year = y < 1; /* counted back past the calendar */
    put_known(w, d, &k, t);
}

/* ---------------------------------------------------------------- calendar expressions */

static casus_basis from_ref(const teller *w, casus_basis basis) { return w->inferred ? CASUS_BASIS_INFERRED : basis; }

static bool counts_from_run(const teller *w, const when_draft *d)
{
    (void)d;
    return w->narrative;
}

/* The year of a month told without one in a history: that of the date last told, or the next when the months have turned. */
static int32_t told_year(const teller *w, int month)
{
    if (w->run.month == 0) return w->run.year;
    return month - w->run.month <= -8 ? w->run.year + 1 : w->run.year;
}

/* The year of "May of last year". */
static bool that_year(const teller *w, const when_draft *d, known *k)
{
    bool run = w->run.day != CASUS_DAY_NONE || w->run.year;
    if ((d->anchor == ANCHOR_RUNNING || w->narrative) && run) {
        k->year = w->run.year + d->dir;
        k->bc = w->run.bc;
        k->basis = CASUS_BASIS_RELATIVE;
        return true;
    }
    if (w->ref == CASUS_DAY_NONE) return false;
    k->year = year_of(w->ref) + d->dir;
    k->basis = from_ref(w, CASUS_BASIS_STATED);
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
    int y = year_of(ref), m = month_of(ref);
    if (dir < 0) return month < m ? y : y - 1;
    if (dir > 0) return month > m ? y : y + 1;
    return y;
}

/* Find the year of a calendar expression that has none. false: it stays unknown. */
static bool find_year(const teller *w, const when_draft *d, known *k)
{
    int month = first_month(d);
    if (d->that_year) return that_year(w, d, k);
    if (counts_from_run(w, d) && w->run.year) {
        k->year = d->which && d->dir > 0 && d->anchor == ANCHOR_RUNNING ? w->run.year + (month <= w->run.month) : told_year(w, month);
        k->bc = w->run.bc;
        k->basis = CASUS_BASIS_RELATIVE;
        return true;
    }
    if (w->ref == CASUS_DAY_NONE) return false;
    k->basis = from_ref(w, d->which || !d->mday ? CASUS_BASIS_PUBLISHED : CASUS_BASIS_STATED);
    if (d->which) {
        k->year = which_month_year(w->ref, month, d->dir);
        return true;
    }
    casus_day near = when_year_near(month, d->mday ? d->mday : 1, w->ref, d->future || (d->start && d->future));
    if (near == CASUS_DAY_NONE) return false;
    k->year = year_of(near);
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
        put_clock(t, d);
        return;
    }
    int ahead = (d->wday - casus_day_weekday(base) + 7) % 7; /* 0..6 days on */
    casus_day day;
    if (run || (d->which && d->dir > 0)) day = base + (ahead == 0 && d->which ? 7 : ahead);
    else if (d->which && d->dir < 0) day = base + (ahead == 0 ? -7 : ahead - 7);
    else if (d->which && d->dir == 0) day = monday_of(base) + d->wday;
    else if (d->future) day = base + (ahead == 0 ? 0 : ahead);
    else day = base + (ahead == 0 ? 0 : ahead - 7);
    t->shift = day - base;
    put_day(w, d, day, run ? CASUS_BASIS_RELATIVE : from_ref(w, CASUS_BASIS_PUBLISHED), t);
}

static void calendar(teller *w, const when_draft *d, casus_time *t)
{
    if (d->wday >= 0 && !d->month) {
        weekday(w, d, t);
        return;
    }
    known k = {.year = d->year, .bc = d->bc, .unit = d->unit, .mday = d->mday, .basis = CASUS_BASIS_STATED};
    k.month = d->season ? d->season : d->quarter ? d->quarter : d->month;
    if (!d->has_year) k.no_year = !find_year(w, d, &k);
    if (!k.no_year && d->mday) agree(w, d, &k);
    if (k.no_year && d->month) {
        t->month = d->month;
        t->mday = d->mday;
    }
    put_known(w, d, &k, t);
}

static const int unit_days[] = {[UNIT_DAY] = 1, [UNIT_WEEKEND] = 7, [UNIT_WEEK] = 7, [UNIT_FORTNIGHT] = 14, [UNIT_MONTH] = 30,
                                [UNIT_QUARTER] = 91, [UNIT_YEAR] = 365, [UNIT_DECADE] = 3652};

/* ---------------------------------------------------------------- durations */

static void duration(teller *w, const when_draft *d, casus_time *t)
{
    static const char *const code[] = {[UNIT_SECOND] = "S", [UNIT_MINUTE] = "M", [UNIT_HOUR] = "H", [UNIT_DAY] = "D", [UNIT_WEEKEND] = "WE", [UNIT_WEEK] = "W",
                                       [UNIT_FORTNIGHT] = "W", [UNIT_MONTH] = "M", [UNIT_SEASON] = "S", [UNIT_QUARTER] = "Q", [UNIT_YEAR] = "Y",
                                       [UNIT_DECADE] = "Y", [UNIT_CENTURY] = "Y"};
    static const int times[] = {[UNIT_FORTNIGHT] = 2, [UNIT_DECADE] = 10, [UNIT_CENTURY] = 100};
    const char *p = d->unit < UNIT_DAY ? "PT" : "P";
    int factor = d->unit < sizeof times / sizeof *times && times[d->unit] ? times[d->unit] : 1;
    t->type = CASUS_TIME_DURATION;
    if (d->count == COUNT_VAGUE) PUT(t->value, "%sX%s", p, d->unit == UNIT_DECADE ? "DE" : d->unit == UNIT_CENTURY ? "CE" : code[d->unit]);
    else if (d->half && d->count == 0 && d->unit == UNIT_HOUR) PUT(t->value, "PT30M");
    else if (d->half) PUT(t->value, "%s%d.5%s", p, (int)d->count, code[d->unit]);
    else PUT(t->value, "%s%lld%s", p, (long long)d->count * factor, code[d->unit]);
    /* "the past two weeks": a stretch up to the report's day */
    bool known_days = d->unit >= UNIT_DAY && d->unit < sizeof unit_days / sizeof *unit_days && d->count > 0 && d->count < 10000;
    if (d->dir == 0 || w->ref == CASUS_DAY_NONE || w->narrative || d->anchor != ANCHOR_REPORT || !known_days) return;
    casus_day far = w->ref + d->dir * d->count * unit_days[d->unit];
    t->from = d->dir < 0 ? far : w->ref;
    t->to = d->dir < 0 ? w->ref : far;
    t->basis = from_ref(w, CASUS_BASIS_PUBLISHED);
}

/* ---------------------------------------------------------------- relative expressions */

static void week(teller *w, const when_draft *d, casus_day base, casus_basis basis, casus_time *t)
{
    casus_day monday = monday_of(base) + 7 * d->dir;
    int y, n;
    week_of(monday, &y, &n);
    bool weekend = d->unit == UNIT_WEEKEND;
    PUT(t->value, "%04d-W%02d%s", y % 10000, n % 100, weekend ? "-WE" : "");
    t->from = monday + (weekend ? 5 : 0);
    t->to = monday + 6;
    t->basis = basis;
    if (!w->narrative) return;
    w->run.day = t->from;
}

static void season_or_quarter(const when_draft *d, casus_day base, known *k)
{
    int32_t y = year_of(base);
    int m = month_of(base);
    add_months(&y, &m, 3 * d->dir);
    k->year = y;
    k->unit = UNIT_QUARTER;
    k->month = (m + 2) / 3;
}

/* Not a day: month, year and above. */
static void long_unit(teller *w, const when_draft *d, casus_day base, casus_basis basis, casus_time *t)
{
    known k = {.unit = d->unit, .basis = basis};
    int32_t y = year_of(base), n = d->count * d->dir;
    int m = month_of(base);
    switch (d->unit) {
    case UNIT_MONTH:
        add_months(&y, &m, n);
        k.year = y, k.month = m;
        break;
    case UNIT_SEASON:
    case UNIT_QUARTER: season_or_quarter(d, base, &k); break;
    case UNIT_YEAR: k.year = y + n; break;
    case UNIT_DECADE: k.year = y / 10 + n; break;
    default: k.year = y / 100 + n; break;
    }
    if (k.year < 0) k.no_year = true;
    put_known(w, d, &k, t);
}

static bool word_overnight(const when_scan *s, const when_draft *d)
{
    return casus_str_is(s->text->token[d->first].norm, "overnight");
}

/* What to count from: the date last told, or the report's day. */
static casus_day base_of(const teller *w, const when_draft *d, casus_basis *basis)
{
    bool run = d->anchor != ANCHOR_REPORT || w->narrative;
    *basis = CASUS_BASIS_RELATIVE;
    if (run && w->narrative) return w->run.day;
    if (run && w->day != CASUS_DAY_NONE && d->unit <= UNIT_FORTNIGHT && !(d->dir == 0 && d->clock)) return w->day;
    if (run && w->run.day != CASUS_DAY_NONE && d->unit > UNIT_FORTNIGHT && d->dir != 0) return w->run.day;
    *basis = from_ref(w, CASUS_BASIS_PUBLISHED);
    return w->ref;
}

static void put_unknown(const when_draft *d, casus_time *t)
{
    static const char *const blank[] = {[UNIT_NONE] = "", [UNIT_DAY] = "XXXX-XX-XX", [UNIT_WEEKEND] = "XXXX-WXX-WE", [UNIT_WEEK] = "XXXX-WXX",
                                        [UNIT_FORTNIGHT] = "XXXX-XX-XX", [UNIT_MONTH] = "XXXX-XX", [UNIT_QUARTER] = "XXXX-QX", [UNIT_YEAR] = "XXXX"};
    bool has = d->unit < sizeof blank / sizeof *blank && blank[d->unit];
    PUT(t->value, "%s", d->unit == UNIT_WEEK && !d->calendar ? "XXXX-XX-XX" : has ? blank[d->unit] : "XXXX-XX-XX");
    put_clock(t, d);
}

/* A vague number of units: only the direction is known. */
static void vague_shift(const when_draft *d, casus_time *t)
{
    PUT(t->value, "%s", d->dir < 0 ? "PAST_REF" : "FUTURE_REF");
    t->basis = CASUS_BASIS_NONE;
}

/* "the same year", "that month" when the years told are before Christ. */
static bool told_bc(teller *w, const when_draft *d, casus_time *t)
{
    if (!w->narrative || !w->run.bc || d->unit != UNIT_YEAR || d->count == COUNT_VAGUE) return false;
    known k = {.unit = UNIT_YEAR, .bc = true, .year = w->run.year - d->dir * d->count};
    put_known(w, d, &k, t);
    return true;
}

static void relative(teller *w, const when_draft *d, casus_time *t)
{
    casus_basis basis;
    if (told_bc(w, d, t)) return;
    casus_day base = base_of(w, d, &basis);
    bool days = d->unit >= UNIT_DAY && d->unit <= UNIT_FORTNIGHT && d->unit != UNIT_WEEKEND;
    t->event_ref = d->anchor == ANCHOR_EVENT;
    if (d->count == COUNT_VAGUE && d->dir != 0 && (w->narrative || !t->event_ref)) {
        vague_shift(d, t);
        return;
    }
    if (days && d->count != COUNT_VAGUE) t->shift = d->dir * d->count * unit_days[d->unit];
    if (t->event_ref && !w->narrative && !d->calendar && (d->unit != UNIT_DAY || d->count == COUNT_VAGUE)) {
        duration(w, d, t); /* how far from the event is all that is known */
        return;
    }
    if (base == CASUS_DAY_NONE || (t->event_ref && !w->narrative)) {
        put_unknown(d, t);
        return;
    }
    if (d->unit == UNIT_HOUR && d->count >= 24) {
        t->shift = d->dir * (d->count / 24);
        put_day(w, d, base + t->shift, basis, t);
        return;
    }
    if (d->unit < UNIT_DAY) {
        put_day(w, d, base, basis, t);
        (void)strncat(t->value, "TXX", sizeof t->value - strlen(t->value) - 1);
        t->type = CASUS_TIME_TIME;
        return;
    }
    if ((d->unit == UNIT_WEEK || d->unit == UNIT_WEEKEND) && d->calendar) {
        week(w, d, base, basis, t);
        return;
    }
    if (!days) {
        long_unit(w, d, base, basis, t);
        return;
    }
    if (w->narrative && w->run.mday == 0) { /* a month or year was told last: the day is not known */
        t->from = t->to = CASUS_DAY_NONE;
        if (d->unit == UNIT_DAY && w->run.month) PUT(t->value, "%04d-%02d-XX", (int)(w->run.year % 10000), w->run.month % 100);
        else PUT(t->value, "%04d-XX-XX", (int)(w->run.year % 10000));
        put_clock(t, d);
        return;
    }
    put_day(w, d, base + t->shift, basis, t);
    if (d->part == PART_NIGHT && t->from != CASUS_DAY_NONE && t->basis == basis && word_overnight(w->s, d)) t->from--;
}

/* ---------------------------------------------------------------- sets, vague words */

static void repeated(const when_draft *d, casus_time *t)
{
    static const char *const blank[] = {[UNIT_HOUR] = "XXXX-XX-XXTXX", [UNIT_DAY] = "XXXX-XX-XX", [UNIT_WEEKEND] = "XXXX-WXX-WE", [UNIT_WEEK] = "XXXX-WXX",
                                        [UNIT_FORTNIGHT] = "P2W", [UNIT_MONTH] = "XXXX-XX", [UNIT_QUARTER] = "XXXX-QX", [UNIT_YEAR] = "XXXX",
                                        [UNIT_DECADE] = "XXX"};
    static const char *const code[] = {[UNIT_SECOND] = "TS", [UNIT_MINUTE] = "TM", [UNIT_HOUR] = "TH", [UNIT_DAY] = "D", [UNIT_WEEK] = "W", [UNIT_MONTH] = "M", [UNIT_YEAR] = "Y"};
    t->type = CASUS_TIME_SET;
    if (d->wday >= 0) PUT(t->value, "XXXX-WXX-%d", d->wday + 1);
    else if (d->season) PUT(t->value, "XXXX-%s", season_code[d->season]);
    else if (d->count > 1 && d->unit < sizeof code / sizeof *code && code[d->unit])
        PUT(t->value, "P%.1s%d%s", code[d->unit][0] == 'T' ? "T" : "", (int)d->count, code[d->unit] + (code[d->unit][0] == 'T'));
    else if (d->which && d->unit == UNIT_YEAR) PUT(t->value, "P1Y"); /* "annual", "per year" */
    else if (d->unit < sizeof blank / sizeof *blank && blank[d->unit]) PUT(t->value, "%s", blank[d->unit]);
    if (d->part) (void)strncat(t->value, part_code[d->part], sizeof t->value - strlen(t->value) - 1);
}

static void reference(const when_draft *d, casus_time *t)
{
    static const char *const name[] = {"", "PAST_REF", "PRESENT_REF", "FUTURE_REF"};
    PUT(t->value, "%s", name[d->ref]);
}

/* ---------------------------------------------------------------- all of them */

/* "former" is an expression of time in a history, an adjective in a report; "today" in a history means nowadays. */
static bool kept(const teller *w, const when_draft *d)
{
    return !(d->form == FORM_REF && d->which && !w->narrative);
}

/* "earlier this week" ends with the report's day, "later this week" begins with it. */
static void bound(const teller *w, const when_draft *d, casus_time *t)
{
    if (!d->bounded || w->narrative || w->ref == CASUS_DAY_NONE || t->from == CASUS_DAY_NONE) return;
    if (t->from > w->ref || t->to < w->ref) return;
    if (d->stage == STAGE_START) t->to = w->ref;
    else t->from = w->ref;
}

static void resolve(teller *w, const when_draft *d, casus_time *t)
{
    t->first = d->first;
    t->n = d->n;
    t->span = casus_text_cover(w->s->text, d->first, d->n);
    t->from = t->to = CASUS_DAY_NONE;
    t->start = d->start;
    t->until = d->until;
    switch (d->form) {
    case FORM_CAL: calendar(w, d, t); break;
    case FORM_REL:
        if (w->narrative && d->anchor == ANCHOR_REPORT && d->unit == UNIT_DAY && d->dir == 0 && !d->calendar) PUT(t->value, "PRESENT_REF");
        else relative(w, d, t);
        break;
    case FORM_DUR: duration(w, d, t); break;
    case FORM_SET: repeated(d, t); break;
    default: reference(d, t); break;
    }
    bound(w, d, t);
}

bool when_resolve(const when_scan *s, const when_report *report, casus_times *out)
{
    teller w = {.s = s, .ref = report->ref, .narrative = report->narrative, .inferred = report->inferred,
                .run = {.day = CASUS_DAY_NONE}, .day = CASUS_DAY_NONE};
    out->time = casus_arena_get(s->arena, s->n_draft, sizeof *out->time);
    if (!out->time) return false;
    for (size_t i = 0; i < s->n_draft; i++)
        if (kept(&w, &s->draft[i])) resolve(&w, &s->draft[i], &out->time[out->n_time++]);
    return true;
}
