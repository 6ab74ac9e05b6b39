/* Several counts of one event, kept side by side. */
#include <casus/incident.h>

static int32_t best_of(const casus_tally *t, uint32_t n)
{
    int32_t best = 0;
    uint32_t most = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!t[i].set) continue;
        uint32_t votes = 0;
        for (uint32_t k = 0; k < n; k++)
            votes += t[k].set && t[k].low == t[i].low;
        if (votes >= most) {
            most = votes;
            best = t[i].low;
        }
    }
    return best;
}

static bool same(const casus_tally *a, const casus_tally *b)
{
    return a->low == b->low && a->high == b->high && a->q == b->q;
}

void casus_tally_merge(const casus_tally *t, uint32_t n, casus_tally *out, int32_t *best)
{
    *out = (casus_tally){0};
    if (best) *best = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!t[i].set) continue;
        if (!out->set) {
            *out = t[i];
            continue;
        }
        if (t[i].category != out->category)
            out->category = out->category == CASUS_V_UNKNOWN   ? t[i].category
                            : t[i].category == CASUS_V_UNKNOWN ? out->category
                                                               : CASUS_V_MIXED;
        if (same(out, &t[i])) continue;
        int32_t high = out->high < 0 || t[i].high < 0 ? -1 : out->high > t[i].high ? out->high : t[i].high;
        out->low = out->low < t[i].low ? out->low : t[i].low;
        out->high = high;
        out->q = high < 0 ? CASUS_Q_ATLEAST : CASUS_Q_RANGE;
    }
    if (best && out->set) *best = best_of(t, n);
}
