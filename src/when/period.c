/* Longer stretches of the calendar: seasons, quarters, decades, centuries, fiscal years.
 */
#include "grammar.h"

static bool season_fits(const when_scan *s, uint32_t i)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_SEASON) return false;
    uint32_t next = skip(s, i + 1, "of");
    if (is_year_number(mark(s, next)) || when_which_year(s, i + 1, &(when_draft){0})) return true;
    if (capital(s, i) && !s->shouting && (i > s->begin || capital(s, i + 1))) return false; /* "Arab Spring", "Winter War" */
    if (m->care != CARE_WEAK) return true;
    if (i == s->begin || word(s, i + 1, "of")) return false;
    return m->value == 3 ? in_list(s, i - 1, LIST_FALL_AFTER) && !is_word(s, i + 1) : in_list(s, i - 1, LIST_SEASON_AFTER);
}

uint32_t when_season(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!season_fits(s, i)) return 0;
    d->season = (uint8_t)mark(s, i)->value;
    d->unit = UNIT_SEASON;
    uint32_t end = when_year_behind(s, i + 1, d);
    if (end == i + 1 && is_hyphen(s, i + 1) && is_kind(s, i + 2, MARK_SEASON)) when_year_behind(s, i + 3, d);
    return end;
}

/* "the fourth quarter of 2005", "Q4 2005". */
uint32_t when_quarter_of(const when_scan *s, uint32_t i, when_draft *d)
{
    casus_str w = norm(s, i);
    uint32_t k = i + 1;
    if (w.n == 2 && w.p[0] == 'q' && w.p[1] >= '1' && w.p[1] <= '4')
        d->quarter = (uint8_t)(w.p[1] - '0');
    else if (is_kind(s, i, MARK_ORDINAL) && mark(s, i)->value <= 4)
        d->quarter = (uint8_t)mark(s, i)->value;
    else if (word(s, i, "final") || word(s, i, "last"))
        d->quarter = 4;
    else
        return 0;
    if (w.n != 2) {
        k = skip(s, skip_hyphen(s, k), "fiscal");
        if (mark(s, k)->kind != MARK_UNIT || mark(s, k)->value != UNIT_QUARTER) return 0;
        k++;
    }
    d->unit = UNIT_QUARTER;
    uint32_t end = when_year_behind(s, k, d);
    return word(s, i, "last") && end == k ? 0 : end; /* "the last quarter": the one before this */
}

uint32_t when_century(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = skip_hyphen(s, i + 1);
    if (!is_kind(s, i, MARK_ORDINAL) || mark(s, k)->kind != MARK_UNIT || mark(s, k)->value != UNIT_CENTURY) return 0;
    d->year = mark(s, i)->value - 1;
    d->unit = UNIT_CENTURY;
    d->has_year = true;
    return when_era(s, k + 1, d);
}

uint32_t when_decade(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_DECADE) return 0;
    if (m->value < 100 && !when_has_apostrophe(s, i) && !(i > s->begin && in_list(s, i - 1, LIST_DECADE_AFTER))) return 0;
    if (m->value < 10 && i > s->begin + 1 && (word(s, i - 2, "his") || word(s, i - 2, "her"))) return 0;
    d->year = m->value >= 100 ? m->value : m->value == 1 ? 201 : 190 + m->value;
    d->unit = UNIT_DECADE;
    d->has_year = true;
    return i + 1;
}

/* "fiscal 2009", "the fiscal year 2009". */
uint32_t when_fiscal(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "fiscal")) return 0;
    uint32_t k = skip(s, i + 1, "year"), end = when_full_year(s, k, d);
    d->unit = UNIT_YEAR;
    return end;
}
