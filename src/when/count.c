/* What is counted: stretches, and days, weeks, months, years from an anchor.
 */
#include "value.h"

#include <string.h>

enum { HOURS = 24, FEW_LEAST = 2, FEW_MOST = 6 /* "a few days", "several weeks" */ };

static const int when_unit_days[UNIT_DECADE + 1] = {
    [UNIT_DAY] = 1,    [UNIT_WEEKEND] = 7,  [UNIT_WEEK] = 7,   [UNIT_FORTNIGHT] = 14,
    [UNIT_MONTH] = 30, [UNIT_QUARTER] = 91, [UNIT_YEAR] = 365, [UNIT_DECADE] = 3652};

void when_duration(teller *w, const when_draft *d, casus_time *t)
{
    static const char *const code[] = {
        [UNIT_SECOND] = "S", [UNIT_MINUTE] = "M",    [UNIT_HOUR] = "H",   [UNIT_DAY] = "D",    [UNIT_WEEKEND] = "WE",
        [UNIT_WEEK] = "W",   [UNIT_FORTNIGHT] = "W", [UNIT_MONTH] = "M",  [UNIT_SEASON] = "S", [UNIT_QUARTER] = "Q",
        [UNIT_YEAR] = "Y",   [UNIT_DECADE] = "Y",    [UNIT_CENTURY] = "Y"};
    static const int times[] = {[UNIT_FORTNIGHT] = 2, [UNIT_DECADE] = 10, [UNIT_CENTURY] = 100};
    const char *p = d->unit < UNIT_DAY ? "PT" : "P";
    int factor = d->unit < sizeof times / sizeof *times && times[d->unit] ? times[d->unit] : 1;
    t->type = CASUS_TIME_DURATION;
    if (d->count == COUNT_VAGUE)
        PUT(t->value, "%sX%s", p, d->unit == UNIT_DECADE ? "DE" : d->unit == UNIT_CENTURY ? "CE" : code[d->unit]);
    else if (w->narrative && d->unit >= UNIT_DECADE)
        PUT(t->value, "P%d%s", (int)d->count, d->unit == UNIT_DECADE ? "DE" : "CE");
    else if (d->half && d->count == 0 && d->unit == UNIT_HOUR)
        PUT(t->value, "PT30M");
    else if (d->half && factor % 2 == 0)
        PUT(t->value, "%s%d%s", p, (int)(d->count * factor + factor / 2), code[d->unit]); /* "half a century" */
    else if (d->half)
        PUT(t->value, "%s%d.5%s", p, (int)d->count, code[d->unit]);
    else
        PUT(t->value, "%s%lld%s", p, (long long)d->count * factor, code[d->unit]);
    /* "the past two weeks": a stretch up to the report's day */
    bool known_days = d->unit >= UNIT_DAY && d->unit < UNIT_DECADE + 1u && d->count > 0 && d->count < 10000;
    bool hours = d->unit == UNIT_HOUR && d->count > 0 && d->count < 1000;
    if (d->dir == 0 || w->ref == CASUS_DAY_NONE || w->narrative || d->anchor != ANCHOR_REPORT || !(known_days || hours)) return;
    int32_t days = hours ? (d->count + HOURS - 1) / HOURS : d->count * when_unit_days[d->unit];
    casus_day far = w->ref + d->dir * days;
    t->from = d->dir < 0 ? far : w->ref;
    t->to = d->dir < 0 ? w->ref : far;
    t->basis = when_from_ref(w, CASUS_BASIS_PUBLISHED);
}

static void week(teller *w, const when_draft *d, casus_day base, casus_basis basis, casus_time *t)
{
    casus_day monday = when_monday_of(base) + 7 * d->dir;
    int y, n;
    when_week_of(monday, &y, &n);
    bool weekend = d->unit == UNIT_WEEKEND;
    PUT(t->value, "%04d-W%02d%s", y % 10000, n % 100, weekend ? "-WE" : "");
    t->from = monday + (weekend ? 5 : 0);
    t->to = monday + 6;
    if (!weekend && d->stage == STAGE_START && !d->bounded) t->to = monday + 2; /* "early last week" */
    if (!weekend && d->stage == STAGE_END && !d->bounded) t->from = monday + 3;
    t->basis = basis;
    if (!w->narrative) return;
    w->run.day = t->from;
}

static void season_or_quarter(const when_draft *d, casus_day base, known *k)
{
    int32_t y = when_year_of(base);
    int m = when_month_of(base);
    when_add_months(&y, &m, 3 * d->dir);
    k->year = y;
    k->unit = UNIT_QUARTER;
    k->month = (m + 2) / 3;
}

/* Not a day: month, year and above. */
static void long_unit(teller *w, const when_draft *d, casus_day base, casus_basis basis, casus_time *t)
{
    known k = {.unit = d->unit, .basis = basis};
    int32_t y = when_year_of(base), n = d->count * d->dir;
    int m = when_month_of(base);
    switch (d->unit) {
    case UNIT_MONTH:
        when_add_months(&y, &m, n);
        k.year = y, k.month = m;
        break;
    case UNIT_SEASON:
    case UNIT_QUARTER: season_or_quarter(d, base, &k); break;
    case UNIT_YEAR: k.year = y + n; break;
    case UNIT_DECADE: k.year = y / 10 + n; break;
    default: k.year = y / 100 + n; break;
    }
    if (k.year < 0) k.no_year = true;
    when_put_known(w, d, &k, t);
}

static bool word_overnight(const when_scan *s, const when_draft *d)
{
    return casus_str_is(s->text->token[d->first].norm, "overnight");
}

/* "Shortly before midnight", told the next day: the evening before. */
static bool before_midnight(const teller *w, const when_draft *d, casus_basis basis)
{
    if (d->part != PART_MIDNIGHT || d->clock || d->first == 0 || basis == CASUS_BASIS_RELATIVE || w->narrative) return false;
    return casus_str_is(w->s->text->token[d->first - 1].norm, "before");
}

/* What to count from: the date last told, or the report's day. */
static casus_day base_of(const teller *w, const when_draft *d, casus_basis *basis)
{
    bool run = d->anchor != ANCHOR_REPORT || w->narrative;
    *basis = CASUS_BASIS_RELATIVE;
    if (run && w->narrative) return w->run.day;
    if (run && w->day != CASUS_DAY_NONE && d->unit <= UNIT_FORTNIGHT && !(d->dir == 0 && d->clock)) return w->day;
    if (run && w->run.day != CASUS_DAY_NONE && d->unit > UNIT_FORTNIGHT && (d->dir != 0 || d->which)) return w->run.day;
    *basis = when_from_ref(w, CASUS_BASIS_PUBLISHED);
    return w->ref;
}

static bool word_the(const when_scan *s, const when_draft *d)
{
    return casus_str_is(s->text->token[d->first].norm, "the"); /* "the day after the raid" is a date */
}

static void put_unknown(const when_draft *d, casus_time *t)
{
    static const char *const blank[] = {[UNIT_NONE] = "",
                                        [UNIT_DAY] = "XXXX-XX-XX",
                                        [UNIT_WEEKEND] = "XXXX-WXX-WE",
                                        [UNIT_WEEK] = "XXXX-WXX",
                                        [UNIT_FORTNIGHT] = "XXXX-XX-XX",
                                        [UNIT_MONTH] = "XXXX-XX",
                                        [UNIT_QUARTER] = "XXXX-QX",
                                        [UNIT_YEAR] = "XXXX"};
    bool has = d->unit < sizeof blank / sizeof *blank && blank[d->unit];
    PUT(t->value, "%s", d->unit == UNIT_WEEK && !d->calendar ? "XXXX-XX-XX" : has ? blank[d->unit] : "XXXX-XX-XX");
    when_put_clock(t, d);
}

/* "Nine days ago" in a report whose day is known without its year, "the next day" behind such a day: a day without its year.
 * Not over the end of February, where it would depend on the year. */
static bool without_year(teller *w, const when_draft *d, casus_time *t)
{
    enum { PLAIN_YEAR = 2001, END_OF_FEBRUARY = 59 };
    bool run = d->anchor == ANCHOR_RUNNING;
    int month = run ? w->told_month : w->month, mday = run ? w->told_mday : w->mday;
    if (!month || d->part || d->clock || (d->unit != UNIT_DAY && (d->calendar || d->which))) return false;
    casus_day new_year = casus_day_of(PLAIN_YEAR, 1, 1), ref = casus_day_of(PLAIN_YEAR, month, mday), day = ref + t->shift;
    if (d->count == COUNT_VAGUE || (ref - new_year < END_OF_FEBRUARY) != (day - new_year < END_OF_FEBRUARY) || day < new_year)
        return false;
    int y;
    known k = {.unit = UNIT_DAY, .no_year = true};
    casus_day_split(day, &y, &k.month, &k.mday);
    t->month = (uint8_t)k.month;
    t->mday = (uint8_t)k.mday;
    t->basis = run ? CASUS_BASIS_RELATIVE : CASUS_BASIS_INFERRED;
    if (run) w->told_month = t->month, w->told_mday = t->mday;
    when_put_date(t, &k);
    return true;
}

/* A vague number of units: only the direction is known. */
static void vague_shift(const teller *w, const when_draft *d, casus_time *t)
{
    PUT(t->value, "%s", d->dir < 0 ? "PAST_REF" : "FUTURE_REF");
    t->basis = CASUS_BASIS_NONE;
    /* "a few days ago": between two and six days back */
    if (w->narrative || w->ref == CASUS_DAY_NONE || d->anchor != ANCHOR_REPORT || d->unit < UNIT_DAY || d->unit > UNIT_MONTH)
        return;
    int32_t near = d->dir * FEW_LEAST * when_unit_days[d->unit], far = d->dir * FEW_MOST * when_unit_days[d->unit];
    t->from = w->ref + (far < near ? far : near);
    t->to = w->ref + (far < near ? near : far);
    t->basis = when_from_ref(w, CASUS_BASIS_PUBLISHED);
}

/* "the same year", "that month" when the years told are before Christ. */
static bool told_bc(teller *w, const when_draft *d, casus_time *t)
{
    if (!w->narrative || !w->run.bc || d->unit != UNIT_YEAR || d->count == COUNT_VAGUE) return false;
    known k = {.unit = UNIT_YEAR, .bc = true, .year = w->run.year - d->dir * d->count};
    when_put_known(w, d, &k, t);
    return true;
}

void when_relative(teller *w, const when_draft *d, casus_time *t)
{
    casus_basis basis;
    if (told_bc(w, d, t)) return;
    casus_day base = base_of(w, d, &basis);
    bool days = d->unit >= UNIT_DAY && d->unit <= UNIT_FORTNIGHT && d->unit != UNIT_WEEKEND;
    t->event_ref = d->anchor == ANCHOR_EVENT;
    if (d->count == COUNT_VAGUE && d->dir != 0 && (w->narrative || !t->event_ref)) {
        vague_shift(w, d, t);
        return;
    }
    if (days && d->count != COUNT_VAGUE) t->shift = d->dir * d->count * when_unit_days[d->unit];
    if (t->event_ref && !w->narrative && !d->calendar && d->count != 0 && !word_the(w->s, d)) {
        when_duration(w, d, t); /* how far from the event is all that is known */
        return;
    }
    if (base == CASUS_DAY_NONE && days && !t->event_ref && without_year(w, d, t)) return;
    if (base == CASUS_DAY_NONE || (t->event_ref && !w->narrative)) {
        put_unknown(d, t);
        return;
    }
    if (d->unit == UNIT_HOUR && d->count >= 24) {
        t->shift = d->dir * (d->count / 24);
        when_put_day(w, d, base + t->shift, basis, t);
        return;
    }
    if (d->unit < UNIT_DAY) {
        when_put_day(w, d, base, basis, t);
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
        if (d->unit == UNIT_DAY && w->run.month)
            PUT(t->value, "%04d-%02d-XX", (int)(w->run.year % 10000), w->run.month % 100);
        else
            PUT(t->value, "%04d-XX-XX", (int)(w->run.year % 10000));
        when_put_clock(t, d);
        return;
    }
    when_put_day(w, d, base + t->shift - before_midnight(w, d, basis), basis, t);
    if (d->part == PART_NIGHT && t->from != CASUS_DAY_NONE && t->basis == basis && word_overnight(w->s, d)) t->from--;
}
