/* Stretches with a number, and what turns them into points: "three weeks", "two-year", "nine days ago".
 */
#include "grammar.h"

static bool is_filler(const when_scan *s, uint32_t i)
{
    return in_list(s, i, LIST_STRETCH_KIND) || (is_pos(s, i, CASUS_POS_ADJ) && !is_kind(s, i, MARK_ORDINAL));
}

/* Does a stretch of one ("a day", "an hour") mean a stretch here? */
static bool article_fits(const when_scan *s, uint32_t i)
{
    return i > s->begin && (in_list(s, i - 1, LIST_ARTICLE_AFTER) || is_kind(s, i - 1, MARK_ABOUT));
}

static uint32_t half_behind(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "and") || mark(s, i + 1)->care != CARE_ARTICLE || !is_kind(s, i + 2, MARK_HALF)) return i;
    d->half = true;
    return i + 3;
}

/* "three weeks", "two-year", "hours-long", "nine days ago", "a day after the raid". */
uint32_t when_counted(const when_scan *s, uint32_t i, when_draft *d)
{
    bool bare = is_units(s, i), article = mark(s, i)->care == CARE_ARTICLE;
    uint32_t k = i;
    d->count = COUNT_VAGUE;
    if (!bare) k = when_number(s, i, &d->count, &d->half);
    if (!k) return 0;
    article = article && k == i + 1;
    bool joined = is_hyphen(s, k);
    k = skip_hyphen(s, k);
    if (!is_kind(s, k, MARK_UNIT) && is_filler(s, k) && is_unit(s, k + 1)) k++;
    if (!is_kind(s, k, MARK_UNIT)) return 0;
    if (!joined && !article && d->count != 1 && !d->half && !bare && mark(s, k)->care != CARE_PLURAL && mark(s, k)->care != CARE_SHORT &&
        mark(s, i)->kind != MARK_DIGITS && mark(s, i)->kind != MARK_CARDINAL) return 0;
    if (article && is_units(s, k)) d->count = COUNT_VAGUE; /* "an hours-long siege" */
    d->form = FORM_DUR;
    d->unit = (uint8_t)mark(s, k)->value;
    k = half_behind(s, k + 1, d);
    if (is_hyphen(s, k) && word(s, k + 1, "long")) return k + 2;
    if (is_hyphen(s, k) && word(s, k + 1, "old")) return 0;
    when_draft moved = *d;
    uint32_t end = when_shift(s, k, &moved);
    if (end) {
        moved.form = FORM_REL;
        *d = moved;
        return end;
    }
    if (bare && !(i > s->begin && in_list(s, i - 1, LIST_STRETCH_AFTER))) return 0;
    if (article && joined) return k;
    return article && !article_fits(s, i) && !is_kind(s, k, MARK_SHIFT) ? 0 : k;
}
