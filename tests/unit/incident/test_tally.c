/* incident: counts of one event kept side by side. */
#include <casus/incident.h>

#include "../check.h"

static casus_tally count(int32_t low, int32_t high, casus_quality q, casus_victims v)
{
    return (casus_tally){.set = true, .low = low, .high = high, .q = q, .category = v};
}

static void test_merge(void)
{
    const casus_tally none = {0};
    const casus_tally row[] = {none, count(18, 18, CASUS_Q_ABOUT, CASUS_V_UNKNOWN), count(22, 22, CASUS_Q_EXACT, CASUS_V_CIVILIANS),
                               count(22, 22, CASUS_Q_EXACT, CASUS_V_CIVILIANS)};
    casus_tally sum;
    int32_t best = -1;
    casus_tally_merge(row, 4, &sum, &best);
    CHECK(sum.set && sum.low == 18 && sum.high == 22 && sum.q == CASUS_Q_RANGE);
    CHECK(sum.category == CASUS_V_CIVILIANS);
    CHECK_CASE(best == 22, "the count most sources give");
    casus_tally_merge(row, 1, &sum, &best);
    CHECK_CASE(!sum.set, "nobody counts");
    casus_tally_merge(row + 2, 2, &sum, NULL);
    CHECK_CASE(sum.low == 22 && sum.high == 22 && sum.q == CASUS_Q_EXACT, "agreement stays exact");
}

static void test_open_end(void)
{
    const casus_tally row[] = {count(9, -1, CASUS_Q_ATLEAST, CASUS_V_MILITANTS), count(12, 12, CASUS_Q_EXACT, CASUS_V_FORCES)};
    casus_tally sum;
    int32_t best;
    casus_tally_merge(row, 2, &sum, &best);
    CHECK(sum.low == 9 && sum.high == -1 && sum.q == CASUS_Q_ATLEAST && sum.category == CASUS_V_MIXED);
    CHECK_CASE(best == 12, "the later one among equals");
}

int main(void)
{
    test_merge();
    test_open_end();
    return check_end();
}
