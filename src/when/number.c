/* Numbers before a unit, in words and digits.
 */
#include "grammar.h"

enum { MOST_COUNT = 10000 }; /* "65,000,000 years" are no concern of the news */

/* "twenty-five", "one hundred and fifty", "18", "several", "a few", "a couple of", "half a". *half: half a unit more. */
uint32_t when_number(const when_scan *s, uint32_t i, int32_t *value, bool *half)
{
    const when_mark *m = mark(s, i);
    *half = false;
    if (m->kind == MARK_HALF) {
        *value = 0;
        *half = true;
        return mark(s, i + 1)->care == CARE_ARTICLE ? i + 2 : i + 1;
    }
    if (m->care == CARE_ARTICLE && is_kind(s, i + 1, MARK_VAGUE))
        i++, m = mark(s, i);
    else if (m->care == CARE_ARTICLE && is_kind(s, i + 1, MARK_CARDINAL)) {
        if (!is_units(s, i + 2) && !is_kind(s, i + 2, MARK_SCALE)) return 0; /* "a two-year siege" */
        i++, m = mark(s, i);
    }
    if (m->kind == MARK_VAGUE) {
        *value = COUNT_VAGUE;
        return is_kind(s, i + 1, MARK_VAGUE) ? i + 2 : i + 1;
    }
    if (m->kind == MARK_DIGITS) {
        *value = m->value;
        return m->value <= MOST_COUNT ? i + 1 : 0;
    }
    if (m->kind != MARK_CARDINAL) return 0;
    int32_t v = 0;
    for (;; i++) {
        m = mark(s, i);
        if (m->kind == MARK_CARDINAL && m->care != CARE_ARTICLE)
            v += m->value;
        else if (m->kind == MARK_CARDINAL && v == 0)
            v = m->value;
        else if (m->kind == MARK_SCALE && v > 0 && v < 1000)
            v *= m->value;
        else if (word(s, i, "-") && is_kind(s, i + 1, MARK_CARDINAL) && v >= 20)
            continue;
        else if (word(s, i, "and") && is_kind(s, i + 1, MARK_CARDINAL) && v >= 100)
            continue;
        else
            break;
    }
    if (v > MOST_COUNT) return 0;
    *value = v;
    if (word(s, i, "and") && mark(s, i + 1)->care == CARE_ARTICLE && is_kind(s, i + 2, MARK_HALF)) {
        *half = true;
        i += 3;
    }
    return skip(s, i, "of");
}
