/* The date of a day with a name: its year, then what the rule says of that year.
 */
#include "value.h"

/* The year in which the named day is nearest to the report: as for dates without a year. */
static int year_of_named(const teller *w, const when_draft *d)
{
    int best = 0, y = when_year_of(w->ref);
    int64_t best_cost = INT64_MAX;
    for (int k = -1; k <= 1; k++) {
        casus_day from, to;
        if (!when_named_days(w->s->room, d->named, y + k, &from, &to)) continue;
        int64_t far = (int64_t)from - w->ref, side = (far < 0) == d->future ? 4 : 1;
        int64_t cost = side * (far < 0 ? -far : far);
        if (cost < best_cost) best_cost = cost, best = y + k;
    }
    return best;
}

static bool find_named_year(const teller *w, const when_draft *d, known *k)
{
    int y;
    casus_day from, to;
    if (when_named_once(w->s->room, d->named, &y)) {
        k->year = y;
        return true;
    }
    if (d->has_year) return true;
    if (d->that_year) return when_that_year(w, d, k);
    if (w->narrative && w->run.year && !w->run.bc) {
        k->year = w->run.year;
        k->basis = CASUS_BASIS_RELATIVE;
        if (when_named_days(w->s->room, d->named, w->run.year, &from, &to)) k->year = when_told_year(w, when_month_of(from));
        return true;
    }
    if (w->ref == CASUS_DAY_NONE) return false;
    k->basis = when_from_ref(w, CASUS_BASIS_STATED);
    k->year = year_of_named(w, d);
    return k->year != 0;
}

/* A fixed date stays a date without its year. */
static void named_without_year(const teller *w, const when_draft *d, known *k, casus_time *t)
{
    casus_day a, b, c;
    k->no_year = true;
    if (!when_named_days(w->s->room, d->named, 2001, &a, &b) || !when_named_days(w->s->room, d->named, 2002, &c, &b) ||
        c - a != 365) {
        PUT(t->value, "XXXX-XX-XX");
        return;
    }
    int y;
    casus_day_split(a, &y, &k->month, &k->mday);
    t->month = (uint8_t)k->month;
    t->mday = (uint8_t)k->mday;
    when_put_date(t, k);
}

void when_put_named(teller *w, const when_draft *d, casus_time *t)
{
    known k = {.year = d->year, .unit = UNIT_DAY, .basis = CASUS_BASIS_STATED};
    casus_day from, to;
    int y;
    if (!find_named_year(w, d, &k)) {
        named_without_year(w, d, &k, t);
        return;
    }
    if (!when_named_days(w->s->room, d->named, k.year, &from, &to)) {
        PUT(t->value, "%04d-XX-XX", (int)(k.year % 10000));
        return;
    }
    casus_day_split(from, &y, &k.month, &k.mday);
    when_put_known(w, d, &k, t);
    if (to == from) return;
    char a[16], b[16];
    casus_day_iso(from, a);
    casus_day_iso(to, b);
    PUT(t->value, "%.10s/%.10s", a, b);
    t->to = to;
    t->type = CASUS_TIME_DATE;
}
