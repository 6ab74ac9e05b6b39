/* Small sums with dates.
 */
#include "value.h"

int when_year_of(casus_day d)
{
    int y = 0, m, dd;
    casus_day_split(d, &y, &m, &dd);
    return y;
}

int when_month_of(casus_day d)
{
    int y, m = 1, dd;
    casus_day_split(d, &y, &m, &dd);
    return m;
}

void when_add_months(int32_t *year, int *month, int32_t n)
{
    int32_t at = *year * 12 + (*month - 1) + n;
    *year = at >= 0 ? at / 12 : -((11 - at) / 12);
    *month = (int)(at - *year * 12) + 1;
}

/* Year and number of the ISO week of a day. */
void when_week_of(casus_day d, int *year, int *week)
{
    casus_day thursday = d - casus_day_weekday(d) + 3;
    *year = when_year_of(thursday);
    *week = (thursday - casus_day_of(*year, 1, 1)) / 7 + 1;
}

casus_day when_monday_of(casus_day d)
{
    return d - casus_day_weekday(d);
}

casus_day when_year_near(int month, int mday, casus_day ref, bool future)
{
    int y = when_year_of(ref);
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
