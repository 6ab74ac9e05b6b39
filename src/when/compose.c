/* The rules tried in turn, and what may stand around a date: "early", "the night of", "at 9 a.m.".
 */
#include "grammar.h"

static uint32_t literal_date(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = when_literal(s, i, d);
    return k && d->month ? k : 0;
}

static when_rule *const dated[] = {literal_date,   when_weekday_day, when_day_month,  when_month_day,        when_month_only,
                                   when_named_day, when_day_alone,   when_season,     when_quarter_of,       when_century,
                                   when_decade,    when_fiscal,      when_year_alone, when_day_beside_point, when_point,
                                   when_which,     when_which_span};
static when_rule *const loose[] = {when_recent_units, when_counted, when_nights, when_unit_shift, when_the_day,
                                   when_whole_unit,   when_set,     when_vague,  when_clock,      when_part_alone};

static uint32_t longest(const when_scan *s, uint32_t i, when_rule *const *rule, size_t n, uint32_t best, when_draft *d)
{
    for (size_t r = 0; r < n; r++) {
        when_draft t = blank_draft();
        uint32_t end = rule[r](s, i, &t);
        if (end > best && end <= s->end) {
            best = end;
            *d = t;
        }
    }
    return best;
}
#define LONGEST(s, i, list, best, d) longest(s, i, list, sizeof list / sizeof *list, best, d)

/* A dated expression, "the" allowed before it. */
static uint32_t core(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = i;
    if (word(s, k, "the") || word(s, k, "its") || word(s, k, "their")) k++;
    uint32_t end = LONGEST(s, k, dated, 0, d);
    return end;
}

static bool is_day(const when_draft *d)
{
    return (d->form == FORM_CAL || d->form == FORM_REL) && d->unit == UNIT_DAY && !d->clock;
}

/* "early Friday", "the end of 1939", "late in the year", "later this month", "mid-June". */
static uint32_t staged(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_STAGE) return 0;
    uint32_t k = i + 1;
    if (word(s, k, "part")) k++;
    bool of = word(s, k, "of"), in = word(s, k, "in") || word(s, k, "on");
    if (m->care == CARE_NOUN && !of) return 0;
    k = of || in ? k + 1 : skip_hyphen(s, k);
    uint32_t end = core(s, k, d);
    if (!end && (of || in) && word(s, k, "the")) {
        *d = blank_draft();
        end = when_the_unit(s, k + 1, d);
        if (end && word(s, end, "of")) return 0;
    }
    if (!end && word(s, k, "year")) { /* "the end of year" */
        *d = blank_draft();
        d->form = FORM_REL, d->unit = UNIT_YEAR, d->anchor = ANCHOR_RUNNING, d->calendar = true;
        end = k + 1;
    }
    if (!end || d->form == FORM_DUR) return 0;
    d->stage = (uint8_t)m->value;
    d->bounded = m->care == CARE_SHIFT;
    d->alone = false;
    return end;
}

/* "The first half of 2015", "the second half of last year", "the latter half of May". */
static uint32_t half_of(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    bool latter = m->kind == MARK_STAGE && word(s, i, "latter");
    uint32_t k = skip_hyphen(s, i + 1);
    if (!(latter || (m->kind == MARK_ORDINAL && m->value <= 2)) || !is_kind(s, k, MARK_HALF)) return 0;
    uint32_t of = skip(s, k + 1, "of"), end = core(s, of, d);
    if (!end && word(s, of, "the")) {
        *d = blank_draft();
        end = when_the_unit(s, of + 1, d);
        if (end && word(s, end, "of")) return 0;
    }
    bool whole = d->unit == UNIT_MONTH || d->unit == UNIT_YEAR || d->unit == UNIT_DECADE || d->unit == UNIT_CENTURY;
    if (!end || !whole || (d->form != FORM_CAL && d->form != FORM_REL) || (of == k + 1 && d->unit != UNIT_YEAR)) return 0;
    d->half_of = latter ? 2 : (uint8_t)m->value;
    d->stage = d->half_of == 1 ? STAGE_START : STAGE_END;
    d->alone = false;
    return end;
}

/* "the night of 3 May", "the early morning hours of Friday". */
static uint32_t part_of_day(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = i;
    if (is_kind(s, k, MARK_STAGE)) k = skip(s, skip_hyphen(s, k + 1), "in");
    k = skip(s, k, "the");
    if (!is_kind(s, k, MARK_PART)) return 0;
    uint32_t part = k++;
    k = skip(s, k, "hours");
    if (word(s, k, "of") || word(s, k, "on") || word(s, k, ",")) k++;
    uint32_t end = core(s, k, d);
    if (!end || !is_day(d) || d->part || d->clock) return 0;
    d->part = (uint8_t)mark(s, part)->value;
    return end;
}

/* "The early hours of Friday", "the small hours of 3 May". */
static uint32_t hours_of_day(const when_scan *s, uint32_t i, when_draft *d)
{
    bool small = word(s, i, "small") || word(s, i, "wee"), stage = is_kind(s, i, MARK_STAGE);
    if ((!small && !stage) || !word(s, i + 1, "hours")) return 0;
    uint32_t k = i + 2;
    if (word(s, k, "of") || word(s, k, "on") || word(s, k, ",")) k++;
    uint32_t end = core(s, k, d);
    if (!end || !is_day(d) || d->part) return 0;
    d->part = small || mark(s, i)->value == STAGE_START ? PART_MORNING : PART_NIGHT;
    return end;
}

/* "The week of June 3", "the week beginning 3 June". */
static uint32_t week_of_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "week") || !(word(s, i + 1, "of") || word(s, i + 1, "beginning") || word(s, i + 1, "starting"))) return 0;
    uint32_t end = core(s, i + 2, d);
    if (!end || d->form != FORM_CAL || !is_day(d) || !d->mday || !d->month) return 0;
    d->week = true;
    return end;
}

/* "9 a.m. on Friday", "16:00 UTC today". */
static uint32_t clock_of_day(const when_scan *s, uint32_t i, when_draft *d)
{
    when_draft c = blank_draft();
    uint32_t k = when_clock(s, i, &c);
    if (!k) return 0;
    if (word(s, k, "on") || word(s, k, ",")) k++;
    uint32_t end = core(s, k, d);
    if (!end || !is_day(d) || d->part) return 0;
    d->clock = true;
    d->zone = c.zone;
    d->hour = c.hour;
    d->minute = c.minute;
    d->ref = c.ref;
    return end;
}

/* What may stand behind a day: "Friday night", "Friday, early in the morning", "Friday at 9 a.m.". */
static uint32_t behind_day(const when_scan *s, uint32_t end, when_draft *d)
{
    if (!is_day(d) || d->part || d->week) return end;
    uint32_t k = end;
    if (is_kind(s, k, MARK_STAGE) && mark(s, k)->care == CARE_NONE) k++;
    if (is_kind(s, k, MARK_PART) && !word(s, k, "overnight")) {
        d->part = (uint8_t)mark(s, k)->value;
        return k + 1;
    }
    k = end;
    if (word(s, k, "at") || word(s, k, ",")) k++;
    when_draft c = blank_draft();
    uint32_t past = when_clock(s, is_kind(s, k, MARK_ABOUT) ? k + 1 : k, &c); /* "at about 14:30" */
    if (past) {
        d->clock = true;
        d->zone = c.zone;
        d->hour = c.hour;
        d->minute = c.minute;
        d->ref = c.ref;
        return past;
    }
    if (word(s, end, "at") && is_kind(s, k, MARK_PART) && mark(s, k)->value >= PART_NOON) {
        d->part = (uint8_t)mark(s, k)->value;
        return k + 1;
    }
    return end;
}

uint32_t when_expression(const when_scan *s, uint32_t i, when_draft *d)
{
    static when_rule *const wrapped[] = {staged, half_of, part_of_day, hours_of_day, week_of_day, clock_of_day};
    uint32_t best = LONGEST(s, i, dated, 0, d);
    best = LONGEST(s, i, loose, best, d);
    best = LONGEST(s, i, wrapped, best, d);
    return best ? behind_day(s, best, d) : 0;
}
