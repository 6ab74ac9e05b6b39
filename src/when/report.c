/* The day of the report when nobody gives it, and whether the text is a report at all or history told in order.
 *
 * Evidence for the day, best first: the dateline; a line of its own that is nothing but a date; a weekday and a day of the
 * month that agree with a year of the text; where none of these is, the days it must lie between (infer.c). What is found so is
 * marked as inferred.
 */
#include "room.h"

enum {
    DATELINE_BYTES = 160, /* a dateline ends before this */
    HEAD_PARAS = 6,       /* date lines are looked for in the first paragraphs */
    CLOSE_DAYS = 120,     /* news dates nothing newer than this before itself by accident */
    OLD_DAYS = 2 * 365    /* dates this much before the report are history */
};

static bool is_full_day(const when_draft *d)
{
    return d->form == FORM_CAL && d->has_year && d->month && d->mday && !d->bc;
}

static casus_day day_of(const when_draft *d)
{
    return casus_day_of(d->year, d->month, d->mday);
}

/* In the dateline the text room saw. */
static casus_day from_dateline(const when_scan *s)
{
    casus_span line = s->text->dateline;
    for (size_t i = 0; i < s->n_draft && line.len; i++) {
        casus_span first = s->text->token[s->draft[i].first].span;
        if (first.off >= casus_span_end(line)) break;
        if (first.off >= line.off && is_full_day(&s->draft[i])) return day_of(&s->draft[i]);
    }
    return CASUS_DAY_NONE;
}

/* "HUANCAYO, 12 NOV (EFE)": the year is that of the newest full date of the text, if the dateline lies close behind it. */
static casus_day from_dateline_year(const when_scan *s)
{
    const when_draft *line = s->n_draft ? &s->draft[0] : NULL;
    casus_span span = s->text->dateline;
    if (!line || line->form != FORM_CAL || !line->mday || !line->month || line->has_year ||
        s->text->token[line->first].span.off >= casus_span_end(span))
        return CASUS_DAY_NONE;
    casus_day newest = CASUS_DAY_NONE;
    for (size_t i = 1; i < s->n_draft; i++) {
        const when_draft *d = &s->draft[i];
        bool dated = d->form == FORM_CAL && d->has_year && d->month && !d->bc && d->unit <= UNIT_MONTH;
        casus_day day = dated ? casus_day_of(d->year, d->month, d->mday ? d->mday : 1) : CASUS_DAY_NONE;
        if (day > newest) newest = day;
    }
    if (newest == CASUS_DAY_NONE) return newest;
    casus_day day = when_year_near(line->month, line->mday, newest + CLOSE_DAYS / 2, false);
    return day >= newest && day - newest <= CLOSE_DAYS ? day : CASUS_DAY_NONE;
}

/* A dateline the text room did not see: only capitals and signs before the date, a dash or bracket soon behind it. */
static casus_day from_capitals(const when_scan *s)
{
    const casus_text *t = s->text;
    if (s->n_draft == 0 || !is_full_day(&s->draft[0])) return CASUS_DAY_NONE;
    const when_draft *d = &s->draft[0];
    if (t->token[d->first].span.off > DATELINE_BYTES) return CASUS_DAY_NONE;
    for (uint32_t i = 0; i < d->first; i++)
        if (t->token[i].kind == CASUS_WORD && !t->token[i].capital) return CASUS_DAY_NONE;
    for (uint32_t i = d->first + d->n; i < t->n_token && i < d->first + d->n + 3; i++) {
        casus_str w = t->token[i].norm;
        if (w.n && (w.p[0] == '(' || w.p[0] == '[' || w.p[0] == '-' || (unsigned char)w.p[0] == 0xe2)) return day_of(d);
    }
    return CASUS_DAY_NONE;
}

static bool fills_sentence(const when_scan *s, const when_draft *d)
{
    const casus_token *first = &s->text->token[d->first];
    const casus_sentence *t = &s->text->sentence[first->sentence];
    uint32_t extra = 0;
    for (uint32_t i = t->first; i < t->first + t->n; i++)
        extra += (i < d->first || i >= d->first + d->n) && s->text->token[i].kind != CASUS_PUNCT;
    return t->para < HEAD_PARAS && extra <= 2; /* "Published", "Updated:", a clock */
}

static casus_day from_own_line(const when_scan *s)
{
    for (size_t i = 0; i < s->n_draft && i < 4; i++)
        if (is_full_day(&s->draft[i]) && fills_sentence(s, &s->draft[i])) return day_of(&s->draft[i]);
    return CASUS_DAY_NONE;
}

/* "Friday, September 18" and a year of the text (or its neighbours) in which that day is a Friday: the last such day. */
static casus_day from_weekday(const when_scan *s)
{
    int32_t newest = 0;
    for (size_t i = 0; i < s->n_draft; i++) {
        const when_draft *d = &s->draft[i];
        if (d->form == FORM_CAL && d->has_year && !d->bc && d->unit <= UNIT_YEAR && d->year > newest && d->year < 2200)
            newest = d->year;
    }
    casus_day best = CASUS_DAY_NONE;
    for (size_t i = 0; i < s->n_draft && newest; i++) {
        const when_draft *d = &s->draft[i];
        if (d->form != FORM_CAL || d->has_year || d->wday < 0 || !d->mday || !d->month) continue;
        for (int y = newest; y <= newest + 1; y++) {
            casus_day day = casus_day_of(y, d->month, d->mday);
            if (day != CASUS_DAY_NONE && casus_day_weekday(day) == d->wday && day > best) best = day;
        }
    }
    return best;
}

static const struct {
    casus_day (*find)(const when_scan *s);
    const char *reason;
} evidence[] = {
    {from_dateline, "the dateline gives the day"},
    {from_capitals, "the dateline gives the day"},
    {from_dateline_year, "the dateline gives the day, a date of the text its year"},
    {from_own_line, "a line of its own gives the day"},
    {from_weekday, "a weekday and a day of the month agree with a year of the text"},
};

/* History: many dates with their years, well before the report, and hardly a word that counts from it. */
static bool is_narrative(const when_scan *s, casus_day ref)
{
    uint32_t old = 0, near = 0;
    for (size_t i = 0; i < s->n_draft; i++) {
        const when_draft *d = &s->draft[i];
        if (d->form == FORM_CAL && d->has_year) {
            casus_day day = d->bc ? INT32_MIN + 1
                                  : casus_day_of(d->year < 100            ? 1000
                                                 : d->unit >= UNIT_DECADE ? d->year * 10
                                                                          : d->year,
                                                 12, 31);
            if (ref == CASUS_DAY_NONE || (day != CASUS_DAY_NONE && day < ref - OLD_DAYS))
                old++;
            else
                near++;
        } else if (d->form == FORM_CAL && d->wday >= 0 && !d->month) {
            near++;
        } else if (d->form == FORM_REL && d->anchor == ANCHOR_REPORT && (d->unit <= UNIT_WEEK || d->dir != 0)) {
            near++;
        }
    }
    return old >= 8 && old >= 3 * near;
}

void when_report_find(const when_scan *s, const casus_when_opts *opts, when_report *out)
{
    *out = (when_report){.ref = opts ? opts->ref : CASUS_DAY_NONE, .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE};
    bool told = out->ref != CASUS_DAY_NONE, weakest = false;
    for (size_t i = 0; i < sizeof evidence / sizeof *evidence && out->ref == CASUS_DAY_NONE; i++) {
        out->ref = evidence[i].find(s);
        if (out->ref == CASUS_DAY_NONE) continue;
        out->inferred = true;
        out->reason[0] = evidence[i].reason;
        out->n_reason = 1;
        weakest = evidence[i].find == from_weekday;
    }
    out->narrative = (opts && opts->narrative) || is_narrative(s, out->ref);
    /* A date line or dateline makes a report of it; agreement of weekdays in a history says nothing. */
    if (out->narrative && !told && out->inferred && weakest) {
        out->ref = CASUS_DAY_NONE;
        out->inferred = false;
        out->n_reason = 0;
    }
    if (out->ref == CASUS_DAY_NONE) {
        when_infer(s, out);
        out->inferred = out->n_reason > 0;
    } else if (out->inferred) {
        out->from = out->to = out->ref;
        casus_day_iso(out->ref, out->edtf);
    }
}
