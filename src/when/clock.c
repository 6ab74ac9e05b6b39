/* Clocks and parts of the day.
 */
#include "grammar.h"

static uint32_t zone(const when_scan *s, uint32_t i, when_draft *d)
{
    if (is_kind(s, i, MARK_ZONE)) {
        d->zone = true;
        return i + 1;
    }
    if (word(s, i, "hours") || word(s, i, "hrs") || word(s, i, "hr") || word(s, i, "h")) return i + 1;
    if (!in_list(s, i, LIST_ZONE)) return i;
    return skip(s, i + 1, "time");
}

/* "16:08 UTC", "9:30 p.m.", "8 PM", "1600 GMT", "noon". */
uint32_t when_clock(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    uint32_t k = when_literal(s, i, d);
    if (k && d->month) return 0;
    if (k) {
        if (is_kind(s, k, MARK_HALF_DAY) && d->hour <= 12) {
            d->hour = (uint8_t)(d->hour % 12 + mark(s, k)->value);
            k++;
        }
    } else if (m->kind == MARK_HALF_DAY && m->care == CARE_SHORT) {
        d->hour = (uint8_t)m->value;
        d->ref = 1; /* no minutes were given */
        k = i + 1;
    } else if (m->kind == MARK_DIGITS && m->n_digit <= 2 && m->value <= 12 && is_kind(s, i + 1, MARK_HALF_DAY)) {
        d->hour = (uint8_t)(m->value % 12 + mark(s, i + 1)->value);
        d->ref = 1;
        k = i + 2;
    } else if (m->kind == MARK_DIGITS && m->n_digit == 4 && m->value / 100 < 24 && m->value % 100 < 60 &&
               (is_kind(s, i + 1, MARK_ZONE) || word(s, i + 1, "hours") || word(s, i + 1, "hrs"))) {
        d->hour = (uint8_t)(m->value / 100);
        d->minute = (uint8_t)(m->value % 100);
        k = i + 1;
    } else {
        return 0;
    }
    d->clock = true;
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->anchor = ANCHOR_RUNNING;
    return zone(s, k, d);
}

/* A part of the day with no day: "in the morning", "at dawn", "overnight". */
uint32_t when_part_alone(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_PART) return 0;
    bool the = i > s->begin && word(s, i - 1, "the");
    bool in = the ? i > s->begin + 1 && (word(s, i - 2, "in") || word(s, i - 2, "during"))
                  : i > s->begin && (in_list(s, i - 1, LIST_PART_AFTER) || is_kind(s, i - 1, MARK_STAGE));
    if (!in && !word(s, i, "overnight") && m->value != PART_MIDNIGHT) return 0;
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->anchor = ANCHOR_RUNNING;
    d->part = (uint8_t)m->value;
    return i + 1;
}
