/* Days and months of the calendar in words: "9 May", "May 9, 1999", "Friday, May 9", "April", days with a name.
 */
#include "grammar.h"

uint32_t when_after_dot(const when_scan *s, uint32_t i)
{
    uint32_t k = i + mark(s, i)->n;
    return mark(s, i)->care == CARE_SHORT && word(s, k, ".") && s->text->token[k].glued && k + 1 < s->end ? k + 1 : k;
}

/* Is the number behind a month its day or year, rather than a count of something? */
static bool has_number_beside(const when_scan *s, uint32_t i)
{
    uint32_t next = when_after_dot(s, i);
    if (is_year_number(mark(s, next))) return true;
    if (is_day_number(s, next)) return mark(s, i)->care != CARE_FOREIGN; /* "Juan Mayo 12" */
    if (word(s, next, "the") && is_kind(s, next + 1, MARK_ORDINAL)) return true;
    if ((word(s, next, ",") || in_list(s, next, LIST_OF)) && is_year_number(mark(s, next + 1))) return true;
    if (i > s->begin && is_day_number(s, i - 1)) return true;
    return i > s->begin + 1 && (in_list(s, i - 1, LIST_OF) || is_hyphen(s, i - 1)) && is_day_number(s, i - 2);
}

bool when_month_fits(const when_scan *s, uint32_t i)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_MONTH) return false;
    if (m->care == CARE_FOREIGN) return has_number_beside(s, i);
    if (!capital(s, i) && !s->shouting) return false;
    if (m->care == CARE_NAME) return true;
    if (has_number_beside(s, i)) return true;
    if (m->care == CARE_SHORT) return is_hyphen(s, i + 1) && is_kind(s, i + 2, MARK_MONTH); /* "Jan-March" */
    if (i == s->begin) return false;
    /* "Theresa May", "the Long March" have none of these before them */
    if (in_list(s, i - 1, LIST_MONTH_AFTER) || is_kind(s, i - 1, MARK_STAGE)) return true;
    return !s->shouting && in_list(s, i - 1, LIST_MONTH_BESIDE) && !is_pos(s, i, CASUS_POS_AUX) && !capital(s, i + 1);
}

bool when_weekday_fits(const when_scan *s, uint32_t i)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_WEEKDAY || !(capital(s, i) || s->shouting) || m->care == CARE_PLURAL) return false;
    if (m->care == CARE_NAME) return true;
    uint32_t k = skip(s, when_after_dot(s, i), ",");
    return is_kind(s, k, MARK_MONTH) || (is_day_number(s, k) && is_kind(s, k + 1, MARK_MONTH));
}

/* "3" of "3 and 9 May", "3, 4 and 9 May": the number alone, with month and year of the last. */
static uint32_t day_of_list(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_day_number(s, i)) return 0;
    uint32_t k = i + 1;
    for (int n = 0; n < 4; n++) {
        if (!in_list(s, k, LIST_RANGE) && !is_hyphen(s, k)) return 0;
        k++;
        if (word(s, k, "and") || word(s, k, "or")) k++;
        k = skip(s, k, "the");
        if (!is_day_number(s, k)) return 0;
        k++;
        uint32_t of = skip(s, k, "of");
        if (!when_month_fits(s, of)) continue;
        d->month = (uint8_t)mark(s, of)->value;
        d->mday = (uint8_t)mark(s, i)->value;
        d->unit = UNIT_DAY;
        when_year_behind(s, when_after_dot(s, of), d);
        return i + 1;
    }
    return 0;
}

/* "the 9th of May 1999", "9 May", "9-May". */
uint32_t when_day_month(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_day_number(s, i)) return 0;
    uint32_t k = i + 1;
    if (in_list(s, k, LIST_OF) || (is_hyphen(s, k) && s->text->token[k].glued)) k++;
    if (!when_month_fits(s, k)) return day_of_list(s, i, d);
    d->mday = (uint8_t)mark(s, i)->value;
    d->month = (uint8_t)mark(s, k)->value;
    d->unit = UNIT_DAY;
    k = when_after_dot(s, k);
    if (is_hyphen(s, k) && s->text->token[k].glued && is_year_number(mark(s, k + 1))) k++;
    return when_year_behind(s, k, d);
}

/* "May 9, 1999", "May the 9th". */
uint32_t when_month_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!when_month_fits(s, i)) return 0;
    uint32_t k = when_after_dot(s, i);
    if (word(s, k, "the")) k++;
    if (!is_day_number(s, k)) return 0;
    if (is_kind(s, k + 1, MARK_UNIT) && mark(s, k)->kind == MARK_DIGITS) return 0;
    d->month = (uint8_t)mark(s, i)->value;
    d->mday = (uint8_t)mark(s, k)->value;
    d->unit = UNIT_DAY;
    k++;
    uint32_t end = when_year_behind(s, k, d);
    if (!d->has_year && (is_hyphen(s, k) || word(s, k, "and")) && is_day_number(s, k + 1)) {
        when_draft late = *d;
        when_year_behind(s, k + 2, &late); /* "May 3-9, 1999" */
        d->has_year = late.has_year;
        d->year = late.year;
    }
    return end;
}

/* A month, with its year: "May 1999", "May of that year"; "April" of "April-May 1945" takes the year of the second. */
uint32_t when_month_only(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!when_month_fits(s, i) || mark(s, i)->care == CARE_SHORT || mark(s, i)->care == CARE_FOREIGN) {
        bool range = is_hyphen(s, i + 1) && is_kind(s, i + 2, MARK_MONTH);
        if (!when_month_fits(s, i) || !(range || is_year_number(mark(s, when_after_dot(s, i))))) return 0;
    }
    d->month = (uint8_t)mark(s, i)->value;
    d->unit = UNIT_MONTH;
    uint32_t k = when_after_dot(s, i), end = when_year_behind(s, k, d);
    if (end > k || !(in_list(s, k, LIST_RANGE) || is_hyphen(s, k)) || word(s, k, ",")) return end;
    uint32_t second = is_kind(s, k + 1, MARK_STAGE) ? skip_hyphen(s, k + 2) : k + 1;
    when_draft late = {0};
    if (when_month_fits(s, second) && when_year_behind(s, when_after_dot(s, second), &late) && late.has_year) {
        d->has_year = true;
        d->year = late.year - (mark(s, second)->value < d->month);
    }
    return end;
}

uint32_t when_weekday_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!when_weekday_fits(s, i)) return 0;
    d->wday = (int8_t)mark(s, i)->value;
    d->unit = UNIT_DAY;
    uint32_t end = when_after_dot(s, i), k = skip(s, end, ",");
    k = skip(s, k, "the");
    uint32_t full = when_day_month(s, k, d);
    if (!full || full <= k + 1) full = when_month_day(s, k, d);
    if (full) return full;
    d->month = d->mday = 0;
    d->has_year = false;
    return end;
}

/* Part of a longer name: "the Easter Rising", "White Christmas". */
static bool in_name(const when_scan *s, uint32_t i)
{
    uint32_t end = i + mark(s, i)->n;
    if (s->shouting || is_number(s, end - 1)) return false;
    if (is_word(s, end) && capital(s, end) && is_kind(s, end, MARK_NONE)) return true;
    return mark(s, i)->n == 1 && i > s->begin + 1 && is_word(s, i - 1) && capital(s, i - 1) && is_kind(s, i - 1, MARK_NONE);
}

/* The year is found later: on which date it falls may depend on it. */
uint32_t when_named_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_kind(s, i, MARK_HOLIDAY) || in_name(s, i)) return 0;
    d->named = (uint16_t)(mark(s, i)->value + 1);
    d->unit = UNIT_DAY;
    return when_year_behind(s, i + mark(s, i)->n, d);
}

/* Is the ordinal a day, not the first word of something: "on the 5th", but "on the 7th floor", "on the 3rd and 4th floors"? */
static bool stands_alone(const when_scan *s, uint32_t i)
{
    for (; word(s, i, "and") || word(s, i, "or") || word(s, i, ","); i++) {
        uint32_t k = skip(s, i + 1, "the");
        if (!is_kind(s, k, MARK_ORDINAL)) return true;
        i = k;
    }
    if (is_hyphen(s, i) || is_number(s, i) || is_kind(s, i, MARK_ORDINAL) || capital(s, i)) return false;
    return !is_word(s, i) || !(is_pos(s, i, CASUS_POS_NOUN) || is_pos(s, i, CASUS_POS_PROPN) || is_pos(s, i, CASUS_POS_ADJ));
}

/* "on the 5th", "since the 12th", "the night of the 3rd", "on the 5th of last month": a day of a month that is not told. */
uint32_t when_day_alone(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_kind(s, i, MARK_ORDINAL) || !is_number(s, i) || mark(s, i)->value > 31 || i < s->begin + 2 ||
        !word(s, i - 1, "the"))
        return 0;
    bool night = word(s, i - 2, "of") && i > s->begin + 2 && is_kind(s, i - 3, MARK_PART);
    if (!night && !word(s, i - 2, "on") && !word(s, i - 2, "since") && !word(s, i - 2, "until")) return 0;
    uint32_t end = i + 1;
    if (word(s, end, "of")) {
        uint32_t k = skip(s, end + 1, "the");
        const when_mark *m = mark(s, k), *unit = m->kind == MARK_WHICH ? mark(s, k + 1) : m;
        if (unit->kind != MARK_UNIT || unit->value != UNIT_MONTH) return 0;
        d->which = m->kind == MARK_WHICH && m->care != CARE_RUNNING;
        d->dir = d->which ? (int8_t)m->value : 0;
        end = k + 1 + (unit != m);
    } else if (!stands_alone(s, end)) {
        return 0;
    }
    d->mday = (uint8_t)mark(s, i)->value;
    d->unit = UNIT_DAY;
    return end;
}
