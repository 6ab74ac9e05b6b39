/* Values and days written down, and what was told last remembered.
 */
#include "value.h"

#include <string.h>

const char *const when_season_code[] = {"", "SP", "SU", "FA", "WI"};
const char *const when_part_code[] = {"", "TMO", "TMI", "TAF", "TEV", "TNI", "TDT", "T12:00", "T24:00"};

enum { HEAD_TOKENS = 4 }; /* a year among the first tokens of a sentence heads it */

void when_put_date(casus_time *t, const known *k)
{
    char year[16] = "XXXX";
    if (!k->no_year) (void)snprintf(year, sizeof year, "%s%04d", k->bc ? "BC" : "", (int)(k->year % 10000));
    switch (k->unit) {
    case UNIT_CENTURY: PUT(t->value, "%s%02d", k->bc ? "BC" : "", (int)(k->year % 100)); break;
    case UNIT_DECADE: PUT(t->value, "%s%03d", k->bc ? "BC" : "", (int)(k->year % 1000)); break;
    case UNIT_YEAR: PUT(t->value, "%s", year); break;
    case UNIT_QUARTER: PUT(t->value, "%s-Q%d", year, k->month); break;
    case UNIT_SEASON: PUT(t->value, "%s-%s", year, when_season_code[k->month]); break;
    case UNIT_MONTH: PUT(t->value, "%s-%02d", year, k->month % 100); break;
    default: PUT(t->value, "%s-%02d-%02d", year, k->month % 100, k->mday % 100); break;
    }
}

static casus_day last_of_month(int y, int m)
{
    return casus_day_of(y, m, casus_month_days(y, m));
}

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
    when_add_months(&y2, &last, 0);
    t->from = casus_day_of(y, m, 1);
    t->to = last_of_month(y2, last);
}

/* "The first half of 2015": its days, and H1 where there is a way to write it. */
static void put_half(casus_time *t, const known *k, int half)
{
    size_t n = strlen(t->value);
    if (k->unit == UNIT_YEAR) (void)snprintf(t->value + n, sizeof t->value - n, "-H%d", half);
    if (t->from == CASUS_DAY_NONE) return;
    int y, m, day;
    casus_day_split(t->from, &y, &m, &day);
    casus_day second = k->unit == UNIT_MONTH    ? t->from + 15
                       : k->unit == UNIT_YEAR   ? casus_day_of(y, 7, 1)
                       : k->unit == UNIT_DECADE ? casus_day_of(y + 5, 1, 1)
                                                : casus_day_of(y + 50, 1, 1);
    if (half == 1)
        t->to = second - 1;
    else
        t->from = second;
}

void when_put_clock(casus_time *t, const when_draft *d)
{
    size_t n = strlen(t->value);
    if (d->clock && d->ref)
        (void)snprintf(t->value + n, sizeof t->value - n, "T%02d", d->hour % 100);
    else if (d->clock)
        (void)snprintf(t->value + n, sizeof t->value - n, "T%02d:%02d%s", d->hour % 100, d->minute % 100, d->zone ? "Z" : "");
    else if (d->part)
        (void)snprintf(t->value + n, sizeof t->value - n, "%s", when_part_code[d->part]);
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

/* Months from the date told last to this one; 0 where that cannot be said. */
static int32_t months_on(const teller *w, const known *k)
{
    if (!w->run.year || k->bc || w->run.bc || k->no_year) return 0;
    bool monthly = k->unit <= UNIT_MONTH && w->run.month;
    return (k->year - w->run.year) * 12 + (monthly ? k->month - w->run.month : 0);
}

/* "That had invaded Burma in late 1943": is there a pluperfect before the date, in its sentence? */
static bool told_back(const teller *w, const when_draft *d)
{
    enum { FAR = 14 };
    const casus_text *text = w->s->text;
    uint32_t begin = text->sentence[text->token[d->first].sentence].first;
    for (uint32_t i = d->first; i-- > begin && i + FAR > d->first;)
        if (casus_str_is(text->token[i].norm, "had")) return true;
    return false;
}

/* "Fighting that lasted until the fall of Budapest in February 1945": the story has not gone there yet. */
static bool told_ahead(const teller *w, const when_draft *d)
{
    enum { FAR = 8 };
    const casus_text *text = w->s->text;
    uint32_t begin = text->sentence[text->token[d->first].sentence].first;
    for (uint32_t i = d->first; i-- > begin && i + FAR > d->first;)
        if (casus_str_is(text->token[i].norm, "until") || casus_str_is(text->token[i].norm, "till")) return i > begin;
    return false;
}

/* "The leader of the August 1792 uprising": a date that only says which one. */
static bool says_which(const teller *w, const when_draft *d)
{
    const casus_text *text = w->s->text;
    uint32_t i = d->first + d->n, before = d->first ? d->first - 1 : 0;
    if (!w->s->words || !w->s->words->pos || i >= text->n_token || text->token[i].sentence != text->token[d->first].sentence)
        return false;
    if (w->s->words->pos[before] != CASUS_POS_DET && w->s->words->pos[before] != CASUS_POS_PRON) return false;
    return w->s->words->pos[i] == CASUS_POS_NOUN && !text->token[i].capital;
}

/* Does a date carry the story on, or is it only mentioned? What is counted back, told in the pluperfect or says which thing is
 * meant does not. A bare year does at the head of a sentence; inside one only when it was not told to the month before. */
static bool carries_on(const teller *w, const when_draft *d, const known *k)
{
    if (!w->narrative) return true;
    if (d->form == FORM_REL && d->dir < 0 && w->run.year) return false;
    int32_t on = months_on(w, k);
    if (on < 0 && told_back(w, d)) return false;
    if (on > 0 && k->unit <= UNIT_MONTH && told_ahead(w, d)) return false;
    if (on != 0 && d->has_year && says_which(w, d)) return false;
    if (!d->alone || w->run.month == 0) return true;
    if (k->year == w->run.year && k->bc == w->run.bc) return false;
    const casus_text *text = w->s->text;
    return d->first < text->sentence[text->token[d->first].sentence].first + HEAD_TOKENS;
}

void when_put_known(teller *w, const when_draft *d, const known *k, casus_time *t)
{
    when_put_date(t, k);
    put_days(t, k);
    if (d->half_of) put_half(t, k, d->half_of);
    when_put_clock(t, d);
    t->basis = t->from == CASUS_DAY_NONE ? CASUS_BASIS_NONE : k->basis;
    if (!k->no_year && k->unit <= UNIT_YEAR) w->said = k->bc ? -k->year : k->year;
    if (carries_on(w, d, k)) tell(w, k);
}

void when_put_day(teller *w, const when_draft *d, casus_day day, casus_basis basis, casus_time *t)
{
    known k = {.unit = UNIT_DAY, .basis = basis};
    int y;
    casus_day_split(day, &y, &k.month, &k.mday);
    k.year = y;
    k.no_year = y < 1; /* counted back past the calendar */
    when_put_known(w, d, &k, t);
}
