/* What is counted from a day: "yesterday", "last week", "that same day", "the past two weeks", "the day after".
 */
#include "grammar.h"

uint32_t when_point(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_POINT) return 0;
    if (word(s, i + 1, "'s") && m->value == 0 && !s->shouting) return 0; /* "today's army" names no day */
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->dir = (int8_t)m->value;
    d->count = 1;
    if (word(s, i, "tonight")) d->part = PART_NIGHT;
    return i + 1;
}

/* "the day before yesterday", "the day after tomorrow". */
uint32_t when_day_beside_point(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "day") || !is_kind(s, i + 1, MARK_SHIFT) || !is_kind(s, i + 2, MARK_POINT)) return 0;
    if (mark(s, i + 2)->value != mark(s, i + 1)->value) return 0;
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->dir = (int8_t)mark(s, i + 1)->value;
    d->count = 2;
    return i + 3;
}

static void take_which(const when_mark *m, when_draft *d)
{
    d->which = true;
    d->dir = (int8_t)m->value;
    d->count = 1;
    d->anchor = m->care == CARE_RUNNING ? ANCHOR_RUNNING : ANCHOR_REPORT;
    d->calendar = true;
}

static bool is_pair(const when_scan *s, uint32_t i)
{
    const when_mark *a = mark(s, i), *b = mark(s, i + 1);
    return a->kind == MARK_WHICH && a->value == 0 && b->kind == MARK_WHICH; /* "that same", "this past", "this coming" */
}

/* A unit, day or part of a day with last, this, next, that, the following. */
uint32_t when_which(const when_scan *s, uint32_t i, when_draft *d)
{
    if (is_pair(s, i)) i++;
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_WHICH) return 0;
    when_draft blank = *d;
    take_which(m, d);
    uint32_t k = i + 1;
    const when_mark *next = mark(s, k);
    bool day = next->kind == MARK_PART || (next->kind == MARK_UNIT && next->value == UNIT_DAY);
    if (day && m->value > 0 && i > s->begin && word(s, i - 1, "the"))
        d->anchor = ANCHOR_RUNNING; /* "the next day": not tomorrow */
    if (is_unit(s, k) && !is_units(s, k)) {
        if (next->value < UNIT_DAY || (m->value != 0 && word(s, k + 1, "of"))) return 0;
        if (next->value == UNIT_DAY && m->value <= 0 && m->care != CARE_RUNNING && !word(s, i, "this"))
            return 0; /* "the last day" */
        if (m->care == CARE_SPAN) {
            d->form = FORM_DUR;
            d->unit = (uint8_t)next->value;
            return k + 1;
        }
        d->form = FORM_REL;
        d->unit = (uint8_t)next->value;
        return k + 1;
    }
    if (is_kind(s, k, MARK_PART)) {
        if (next->value == PART_NOON) return 0;
        d->form = FORM_REL;
        d->unit = UNIT_DAY;
        d->part = (uint8_t)next->value;
        return k + 1;
    }
    if (is_units(s, k) && m->care == CARE_SPAN) {
        d->form = FORM_DUR;
        d->unit = (uint8_t)next->value;
        d->count = COUNT_VAGUE;
        return k + 1;
    }
    uint32_t end = when_weekday_fits(s, k)      ? when_weekday_day(s, k, &blank)
                   : when_month_fits(s, k)      ? when_month_only(s, k, &blank)
                   : is_kind(s, k, MARK_SEASON) ? (blank.season = (uint8_t)next->value, blank.unit = UNIT_SEASON, k + 1)
                                                : 0;
    if (end) {
        if (blank.has_year) return 0; /* "last May 1999" is no phrase: leave the date alone */
        take_which(m, &blank);
        *d = blank;
    }
    return end;
}

/* "the past two weeks", "the next few months", "the last 10 days". */
uint32_t when_which_span(const when_scan *s, uint32_t i, when_draft *d)
{
    if (is_pair(s, i)) i++;
    if (!is_kind(s, i, MARK_WHICH) || mark(s, i)->value == 0) return 0;
    uint32_t k = when_number(s, i + 1, &d->count, &d->half);
    if (!k) return 0;
    if (!is_unit(s, k) && is_unit(s, k + 1)) k++; /* "five trading days" */
    if (!is_unit(s, k) || mark(s, i + 1)->care == CARE_ARTICLE) return 0;
    d->form = FORM_DUR;
    d->dir = (int8_t)mark(s, i)->value;
    d->anchor = mark(s, i)->care == CARE_RUNNING ? ANCHOR_RUNNING : ANCHOR_REPORT;
    d->unit = (uint8_t)mark(s, k)->value;
    return k + 1;
}

/* "recent weeks". */
uint32_t when_recent_units(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "recent") || !is_units(s, i + 1)) return 0;
    d->form = FORM_DUR;
    d->count = COUNT_VAGUE;
    d->dir = -1;
    d->unit = (uint8_t)mark(s, i + 1)->value;
    return i + 2;
}

/* The word that turns a stretch into a point: "ago", "later", "before the raid", "from now". */
uint32_t when_shift(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    bool stage = m->kind == MARK_STAGE && m->care == CARE_SHIFT;
    if (word(s, i, "from") && word(s, i + 1, "now")) {
        d->dir = 1;
        return i + 2;
    }
    if (word(s, i, "prior") && word(s, i + 1, "to")) {
        d->dir = -1;
        d->anchor = ANCHOR_EVENT;
        d->tail = 2;
        return i + 2;
    }
    if ((m->kind != MARK_SHIFT && !stage) || word(s, i + 1, "than")) return 0;
    d->dir = (int8_t)(stage ? (m->value == STAGE_END ? 1 : -1) : m->value);
    d->anchor = m->care == CARE_REPORT ? ANCHOR_REPORT : ANCHOR_RUNNING;
    if (m->care == CARE_EVENT && (is_word(s, i + 1) || is_kind(s, i + 1, MARK_DIGITS))) {
        d->anchor = word(s, i + 1, "that") && !is_word(s, i + 2) ? ANCHOR_RUNNING : ANCHOR_EVENT;
        d->tail = 1;
        return i + 1;
    }
    return i + 1;
}

/* "the entire year" */
uint32_t when_whole_unit(const when_scan *s, uint32_t i, when_draft *d)
{
    if ((!word(s, i, "entire") && !word(s, i, "whole")) || i == s->begin || !word(s, i - 1, "the") || !is_unit(s, i + 1) ||
        is_units(s, i + 1) || mark(s, i + 1)->value < UNIT_DAY || word(s, i + 2, "of"))
        return 0;
    d->form = FORM_REL;
    d->unit = (uint8_t)mark(s, i + 1)->value;
    d->anchor = ANCHOR_RUNNING;
    d->calendar = d->which = true;
    return i + 2;
}

/* "ended the day": the day that is told of. */
uint32_t when_the_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "day") || i < s->begin + 2 || !word(s, i - 1, "the") || !in_list(s, i - 2, LIST_DAY_AFTER)) return 0;
    if (is_word(s, i + 1) && !is_pos(s, i + 1, CASUS_POS_ADP) && !is_pos(s, i + 1, CASUS_POS_ADV)) return 0;
    if (word(s, i + 1, "of") || is_kind(s, i + 1, MARK_SHIFT)) return 0;
    return when_the_unit(s, i, d);
}

/* "the day after", "the year before", "the day after the raid". */
uint32_t when_unit_shift(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_unit(s, i) || is_units(s, i) || i == s->begin || !word(s, i - 1, "the")) return 0;
    bool behind = word(s, i + 1, "following") || word(s, i + 1, "previous");
    if (!behind && (!is_kind(s, i + 1, MARK_SHIFT) || mark(s, i + 1)->care == CARE_REPORT)) return 0;
    d->form = FORM_REL;
    d->unit = (uint8_t)mark(s, i)->value;
    d->count = 1;
    d->calendar = d->unit != UNIT_DAY;
    if (behind) {
        d->dir = (int8_t)mark(s, i + 1)->value;
        d->anchor = is_word(s, i + 2) ? ANCHOR_EVENT : ANCHOR_RUNNING;
        return i + 2;
    }
    return when_shift(s, i + 1, d);
}

/* "the year", "the month": the running one; only behind a stage or preposition that asks for a time. */
uint32_t when_the_unit(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_unit(s, i) || is_units(s, i) || i == s->begin || !word(s, i - 1, "the") || mark(s, i)->value < UNIT_DAY) return 0;
    d->form = FORM_REL;
    d->unit = (uint8_t)mark(s, i)->value;
    d->anchor = ANCHOR_RUNNING;
    d->calendar = true;
    return i + 1;
}
