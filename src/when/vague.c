/* What comes again and again, and words that name no day: "every Friday", "daily", "now", "recently".
 */
#include "grammar.h"

uint32_t when_set(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    d->form = FORM_SET;
    d->count = 1;
    if (m->kind == MARK_SET) {
        d->unit = (uint8_t)m->value;
        d->which = m->care == CARE_ADJECTIVE;
        return capital(s, i) && i > s->begin && !s->shouting ? 0 : i + 1; /* "Daily Star" */
    }
    if (m->kind == MARK_WEEKDAY && m->care == CARE_PLURAL && capital(s, i)) {
        d->wday = (int8_t)m->value;
        return i + 1;
    }
    if (m->kind != MARK_EVERY) return 0;
    bool half;
    uint32_t k = i + 1, n = when_number(s, k, &d->count, &half);
    if (n && m->care != CARE_PER)
        k = n;
    else
        d->count = 1;
    if (when_weekday_fits(s, k)) {
        d->wday = (int8_t)mark(s, k)->value;
        return k + 1;
    }
    if (is_kind(s, k, MARK_PART)) {
        d->unit = UNIT_DAY;
        d->part = (uint8_t)mark(s, k)->value;
        return k + 1;
    }
    if (is_kind(s, k, MARK_SEASON)) {
        d->season = (uint8_t)mark(s, k)->value;
        return k + 1;
    }
    if (!is_unit(s, k)) return 0;
    d->unit = (uint8_t)mark(s, k)->value;
    d->which = m->care == CARE_PER && d->unit == UNIT_YEAR;
    return k + 1;
}

uint32_t when_vague(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    d->form = FORM_REF;
    if (m->kind == MARK_REF) {
        d->ref = (uint8_t)m->value;
        d->history = m->care == CARE_HISTORY || m->care == CARE_TOLD;
        if (m->care == CARE_TOLD && !(i > s->begin && in_list(s, i - 1, LIST_TIME_AFTER))) return 0;
        return i + m->n;
    }
    d->ref = REF_PAST;
    if (word(s, i, "past") && i > s->begin && in_list(s, i - 1, LIST_PAST_AFTER) && !is_word(s, i + 1)) return i + 1;
    if (word(s, i, "recent") && !is_kind(s, i + 1, MARK_UNIT) && !(i > s->begin && word(s, i - 1, "most"))) return i + 1;
    d->ref = REF_PRESENT;
    if (word(s, i, "present") && i > s->begin && (word(s, i - 1, "at") || word(s, i - 1, "the")) && !is_word(s, i + 1))
        return i + 1;
    if (word(s, i, "present") && word(s, skip_hyphen(s, i + 1), "day")) return skip_hyphen(s, i + 1) + 1;
    if (word(s, i, "these") && word(s, i + 1, "days")) return i + 2;
    return 0;
}
