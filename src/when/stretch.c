/* Stretches with a number, and what turns them into points: "three weeks", "two-year", "nine days ago".
 */
#include "grammar.h"

static bool is_filler(const when_scan *s, uint32_t i)
{
    return in_list(s, i, LIST_STRETCH_KIND) || (is_pos(s, i, CASUS_POS_ADJ) && !is_kind(s, i, MARK_ORDINAL));
}

/* "Aged 6 years", "six years old": in a history of wars the age of a soldier is told as a time, in the news it is not. */
static bool is_age(const when_scan *s, uint32_t i, uint32_t end)
{
    return (i > s->begin && in_list(s, i - 1, LIST_AGE_AFTER)) || word(s, end, "old") || word(s, end, "older") ||
           (word(s, end, "of") && word(s, end + 1, "age"));
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
    if (!joined && !article && d->count != 1 && !d->half && !bare && mark(s, k)->care != CARE_PLURAL &&
        mark(s, k)->care != CARE_SHORT && mark(s, i)->kind != MARK_DIGITS && mark(s, i)->kind != MARK_CARDINAL)
        return 0;
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
    d->history = is_age(s, i, k);
    if (bare && i > s->begin && is_number(s, i - 1) && !is_hyphen(s, i)) return 0; /* "22.8 years" */
    bool fraction = d->unit == UNIT_QUARTER && ((d->count == 3 && word(s, k, "of")) || d->count == COUNT_VAGUE);
    return fraction ? 0 : k; /* "three quarters of them", "in some quarters" */
}

static uint8_t part_of_night(const when_scan *s, uint32_t i)
{
    static const struct {
        const char *word;
        uint8_t part;
    } parts[] = {{"night", PART_NIGHT},         {"nights", PART_NIGHT},        {"morning", PART_MORNING},
                 {"mornings", PART_MORNING},    {"evening", PART_EVENING},     {"evenings", PART_EVENING},
                 {"afternoon", PART_AFTERNOON}, {"afternoons", PART_AFTERNOON}};
    for (size_t k = 0; k < sizeof parts / sizeof *parts; k++)
        if (casus_str_is(norm(s, i), parts[k].word)) return parts[k].part;
    return PART_NONE;
}

/* "two nights ago", "a night later", "the night before last". */
uint32_t when_nights(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = i;
    bool last =
        part_of_night(s, i) && word(s, i + 1, "before") && word(s, i + 2, "last") && i > s->begin && word(s, i - 1, "the");
    if (!last) k = when_number(s, i, &d->count, &d->half);
    if (!k || d->half || !part_of_night(s, k)) return 0;
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->part = part_of_night(s, k);
    if (!last) return when_shift(s, k + 1, d);
    d->count = 2;
    d->dir = -1;
    return i + 3;
}
