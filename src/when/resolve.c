/* Drafts -> values and days.
 *
 * A report is counted from its own day; a history from the date last told. In a report a bare weekday is the last one on or
 * before the report's day unless the sentence speaks of what is to come; a date without a year is the nearest one, the past
 * preferred. Without a report's day relative expressions get a value with X in the unknown places and no days.
 */
#include "value.h"

#include <string.h>

static void repeated(const when_draft *d, casus_time *t)
{
    static const char *const blank[] = {
        [UNIT_HOUR] = "XXXX-XX-XXTXX", [UNIT_DAY] = "XXXX-XX-XX", [UNIT_WEEKEND] = "XXXX-WXX-WE",
        [UNIT_WEEK] = "XXXX-WXX",      [UNIT_FORTNIGHT] = "P2W",  [UNIT_MONTH] = "XXXX-XX",
        [UNIT_QUARTER] = "XXXX-QX",    [UNIT_YEAR] = "XXXX",      [UNIT_DECADE] = "XXX"};
    static const char *const code[] = {[UNIT_SECOND] = "TS", [UNIT_MINUTE] = "TM", [UNIT_HOUR] = "TH", [UNIT_DAY] = "D",
                                       [UNIT_WEEK] = "W",    [UNIT_MONTH] = "M",   [UNIT_YEAR] = "Y"};
    t->type = CASUS_TIME_SET;
    if (d->wday >= 0)
        PUT(t->value, "XXXX-WXX-%d", d->wday + 1);
    else if (d->season)
        PUT(t->value, "XXXX-%s", when_season_code[d->season]);
    else if (d->count > 1 && d->unit < sizeof code / sizeof *code && code[d->unit])
        PUT(t->value, "P%.1s%d%s", code[d->unit][0] == 'T' ? "T" : "", (int)d->count,
            code[d->unit] + (code[d->unit][0] == 'T'));
    else if (d->which && d->unit < sizeof code / sizeof *code && code[d->unit])
        PUT(t->value, d->unit < UNIT_DAY ? "PT1%s" : "P1%s", code[d->unit] + (d->unit < UNIT_DAY)); /* "annual", "per year" */
    else if (d->unit < sizeof blank / sizeof *blank && blank[d->unit])
        PUT(t->value, "%s", blank[d->unit]);
    if (d->part) (void)strncat(t->value, when_part_code[d->part], sizeof t->value - strlen(t->value) - 1);
}

/* "At the same time": the date told last, as far as it is known. */
static void same_date(const teller *w, casus_time *t)
{
    known k = {.year = w->run.year, .bc = w->run.bc, .month = w->run.month, .mday = w->run.mday, .basis = CASUS_BASIS_RELATIVE};
    k.unit = w->run.mday ? UNIT_DAY : w->run.month ? UNIT_MONTH : UNIT_YEAR;
    if (w->run.year) when_put_date(t, &k);
}

static void reference(const teller *w, const when_draft *d, casus_time *t)
{
    static const char *const name[] = {"", "PAST_REF", "PRESENT_REF", "FUTURE_REF", "", ""};
    PUT(t->value, "%s", name[d->ref]);
    if (d->ref == REF_SAME) same_date(w, t);
}

/* "former" is an expression of time in a history, an adjective in a report; "today" in a history means nowadays. */
static bool kept(const teller *w, const when_draft *d)
{
    return w->narrative || !d->history;
}

/* "earlier this week" ends with the report's day, "later this week" begins with it. */
static void bound(const teller *w, const when_draft *d, casus_time *t)
{
    if (!d->bounded || w->narrative || w->ref == CASUS_DAY_NONE || t->from == CASUS_DAY_NONE) return;
    if (t->from > w->ref || t->to < w->ref) return;
    if (d->stage == STAGE_START)
        t->to = w->ref;
    else
        t->from = w->ref;
}

static void resolve(teller *w, const when_draft *d, casus_time *t)
{
    t->first = d->first;
    t->n = d->n;
    t->span = casus_text_cover(w->s->text, d->first, d->n);
    t->from = t->to = CASUS_DAY_NONE;
    t->start = d->start;
    t->until = d->until;
    switch (d->form) {
    case FORM_CAL: when_calendar(w, d, t); break;
    case FORM_REL:
        if (w->narrative && d->anchor == ANCHOR_REPORT && d->unit == UNIT_DAY && d->dir == 0 && !d->calendar)
            PUT(t->value, "PRESENT_REF");
        else
            when_relative(w, d, t);
        break;
    case FORM_DUR: when_duration(w, d, t); break;
    case FORM_SET: repeated(d, t); break;
    default: reference(w, d, t); break;
    }
    bound(w, d, t);
    if (!t->event_ref || w->narrative || d->tail >= d->n) return;
    t->span = casus_text_cover(w->s->text, t->first, t->n - d->tail); /* of "a day after the raid" the time is "a day" */
}

/* "Monday through Friday": the second day comes behind the first; in the past the first is moved back, else the second on. */
static void order_weekdays(const when_draft *d, casus_time *first, casus_time *second)
{
    if (!d->joined || first->from == CASUS_DAY_NONE || second->from == CASUS_DAY_NONE || second->from >= first->from) return;
    casus_time *t = d->future ? second : first;
    int32_t days = d->future ? 7 : -7;
    char iso[16];
    t->from += days;
    t->to += days;
    t->shift += days;
    casus_day_iso(t->from, iso);
    memcpy(t->value, iso, 10); /* what stands behind the day stays */
}

bool when_resolve(const when_scan *s, const when_report *report, casus_times *out)
{
    teller w = {.s = s,
                .ref = report->ref,
                .narrative = report->narrative,
                .inferred = report->inferred,
                .month = report->month,
                .mday = report->mday,
                .run = {.day = CASUS_DAY_NONE},
                .day = CASUS_DAY_NONE};
    out->time = casus_arena_get(s->arena, s->n_draft, sizeof *out->time);
    if (!out->time) return false;
    for (size_t i = 0; i < s->n_draft; i++)
        if (kept(&w, &s->draft[i])) {
            casus_time *t = &out->time[out->n_time++];
            resolve(&w, &s->draft[i], t);
            if (out->n_time > 1) order_weekdays(&s->draft[i], t - 1, t);
        }
    return true;
}
