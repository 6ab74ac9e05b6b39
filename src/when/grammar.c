/* Marks -> drafts, sentence by sentence.
 *
 * One pass from left to right. At each token that can begin an expression the rules are tried in turn (compose.c) and the
 * longest reading wins; then the words around it are asked what it is: a beginning, an end, something to come.
 */
#include "grammar.h"

/* Does the nearest verb, to the left and then to the right, speak of what is to come? */
static bool is_future(const when_scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i-- > s->begin;) {
        if (in_list(s, i, LIST_COMING)) return true;
        if (word(s, i, "set") && i + 1 < first && word(s, i + 1, "to"))
            return true; /* "is set to meet"; "set fire to" is over */
        casus_str w = norm(s, i);
        if (in_list(s, i, LIST_OVER)) break;
        if (w.n > 4 && memcmp(w.p + w.n - 2, "ed", 2) == 0 && !word(s, i - 1, "be")) return false; /* "should be completed" */
    }
    for (uint32_t i = end; i < s->end && i < end + 12; i++) {
        if (word(s, i, "will") || word(s, i, "shall") || word(s, i, "'ll")) return true;
        casus_str w = norm(s, i);
        if (in_list(s, i, LIST_OVER) || (w.n > 4 && memcmp(w.p + w.n - 2, "ed", 2) == 0)) return false;
    }
    return false;
}

static void look_around(const when_scan *s, when_draft *d)
{
    uint32_t i = d->first;
    if (i > s->begin && word(s, i - 1, "the")) i--;
    if (i > s->begin) {
        d->start = in_list(s, i - 1, LIST_FROM);
        d->until = in_list(s, i - 1, LIST_UNTIL);
        bool joins = word(s, i - 1, "to") || word(s, i - 1, "and") || is_hyphen(s, i - 1);
        const when_draft *prev = s->n_draft ? &s->draft[s->n_draft - 1] : NULL;
        bool range = joins || in_list(s, i - 1, LIST_UNTIL) || word(s, i - 1, "into");
        d->joined = range && prev && d->wday >= 0 && prev->wday >= 0 && !d->month && !prev->month &&
                    prev->first + prev->n + 1 == i && !word(s, i - 1, "and");
        if (joins && prev && prev->start && prev->first + prev->n + 2 >= i) d->until = true;
    }
    bool adjective = d->unit == UNIT_MONTH && i > s->begin && in_list(s, i - 1, LIST_ARTICLE); /* "before an April truce" */
    d->future = !adjective && is_future(s, d->first, d->first + d->n);
}

static bool push(when_scan *s, when_draft d, uint32_t first, uint32_t end)
{
    d.first = first;
    d.n = end - first;
    look_around(s, &d);
    when_draft *more = casus_arena_grow(s->arena, s->draft, s->n_draft, s->n_draft + 1, sizeof d, &s->cap_draft);
    if (!more) return false;
    s->draft = more;
    s->draft[s->n_draft++] = d;
    return true;
}

/* The second number of "May 3-9", "1954-62", behind draft d that ended at i: its token end, or 0. */
static uint32_t second_of_range(const when_scan *s, uint32_t i, const when_draft *d, when_draft *out)
{
    bool hyphen = is_hyphen(s, i);
    const when_mark *m = mark(s, i + 1);
    *out = *d;
    out->part = out->stage = 0;
    out->wday = -1;
    if (d->form != FORM_CAL || (!hyphen && !in_list(s, i, LIST_RANGE))) return 0;
    if (d->unit == UNIT_YEAR && hyphen && m->kind == MARK_DIGITS && m->n_digit == 2 && m->value > d->year % 100) {
        out->year = d->year - d->year % 100 + m->value;
        return i + 2;
    }
    bool month_first =
        d->unit == UNIT_DAY && d->month && !d->clock && is_kind(s, i - 1, MARK_DIGITS) && !is_year_number(mark(s, i - 1));
    if (!month_first || !is_day_number(s, i + 1) || m->value <= d->mday || is_kind(s, i + 2, MARK_UNIT)) return 0;
    if (!hyphen && is_word(s, i + 2) && !is_pos(s, i + 2, CASUS_POS_ADP) && !is_pos(s, i + 2, CASUS_POS_AUX) &&
        !is_pos(s, i + 2, CASUS_POS_PRON))
        return 0;
    if (when_month_fits(s, skip(s, i + 2, "of"))) return 0;
    out->mday = (uint8_t)m->value;
    return when_year_behind(s, i + 2, out);
}

/* Does "the" before the expression belong to it? "The 1980s", "the past", but "the 1980 election", "the recent rain". */
static bool takes_the(const when_scan *s, uint32_t from, uint32_t end, const when_draft *d)
{
    switch (d->form) {
    case FORM_REF:
        return word(s, from, "future") || word(s, from, "past") || word(s, from, "present") || d->ref == REF_VAGUE ||
               d->ref == REF_SAME;
    case FORM_SET: return false;
    case FORM_DUR: return !(end >= from + 3 && is_hyphen(s, end - 2)); /* "the two-year siege" */
    case FORM_CAL:
        if (d->part || d->stage || d->week || (d->mday && !d->month)) return true;
        return d->unit > UNIT_YEAR || (d->unit == UNIT_YEAR ? is_kind(s, from, MARK_UNIT) : d->unit > UNIT_MONTH);
    default: return !(d->clock && end - from <= 2);
    }
}

/* "Almost two years", "at least 20 days", "more than a week": the words before that say how near the number is. */
static uint32_t first_of_modifiers(const when_scan *s, uint32_t first, const when_draft *d)
{
    uint32_t least = s->begin;
    if (s->n_draft) {
        const when_draft *prev = &s->draft[s->n_draft - 1];
        if (prev->first + prev->n > least) least = prev->first + prev->n;
    }
    if (d->short_year && first > least && word(s, first - 1, "'") && s->text->token[first].glued) return first - 1;
    bool counts = d->form == FORM_DUR || (d->form == FORM_REL && d->count != 0 && !d->calendar && !d->which);
    if (!counts || first < least + 1 || word(s, first, "the")) return first;
    if (in_list(s, first - 1, LIST_MODIFIER)) return first - 1;
    if (first < least + 2) return first;
    bool than =
        word(s, first - 1, "than") && (word(s, first - 2, "more") || word(s, first - 2, "less") || word(s, first - 2, "fewer"));
    bool least_most = (word(s, first - 1, "least") || word(s, first - 1, "most")) && word(s, first - 2, "at");
    return than || least_most ? first - 2 : first;
}

/* Only words that join the two ends of a range stand between. */
static bool joined(const when_scan *s, uint32_t from, uint32_t to)
{
    if (from >= to || to - from > 4) return false;
    for (uint32_t i = from; i < to; i++)
        if (!in_list(s, i, LIST_RANGE) && !word(s, i, "the") && !word(s, i, "on") && !is_kind(s, i, MARK_STAGE)) return false;
    return true;
}

static int month_in_year(const when_draft *d)
{
    return d->season ? 3 * d->season - 1 : d->quarter ? 3 * d->quarter - 2 : d->month;
}

/* "From May 15 to August 16, 1988", "the spring and early summer of 1943": the first takes the year of the last; so does a
 * season that stands before a date with a year ("their summer offensive ... in June 1942"). */
static void share_year(when_scan *s, size_t n_before)
{
    const when_draft *last = s->n_draft ? &s->draft[s->n_draft - 1] : NULL;
    if (!last || last->form != FORM_CAL || !last->has_year || last->short_year || last->unit > UNIT_YEAR ||
        !month_in_year(last))
        return;
    for (size_t i = s->n_draft - 1; i-- > n_before;) {
        when_draft *d = &s->draft[i];
        bool open = d->form == FORM_CAL && !d->has_year && !d->that_year && !d->which && month_in_year(d);
        if (!open || !(joined(s, d->first + d->n, last->first) || d->unit == UNIT_SEASON)) return;
        d->has_year = true;
        d->bc = last->bc;
        d->year = last->year - (month_in_year(d) > month_in_year(last));
    }
}

static bool scan_sentence(when_scan *s)
{
    size_t n_before = s->n_draft;
    for (uint32_t i = s->begin; i < s->end;) {
        bool the = word(s, i, "the") && mark(s, i)->n == 1;
        uint32_t from = the ? i + 1 : i;
        when_draft d = blank_draft();
        bool opens = is_kind(s, from, MARK_NONE) ? is_number(s, from) : !is_kind(s, from, MARK_ABOUT);
        uint32_t end = opens ? when_expression(s, from, &d) : 0;
        if (!end) {
            i++;
            continue;
        }
        uint32_t first = the && takes_the(s, from, end, &d) ? i : from;
        if (!push(s, d, first_of_modifiers(s, first, &d), end)) return false;
        share_year(s, n_before);
        when_draft second;
        uint32_t more = second_of_range(s, end, &d, &second);
        if (more) {
            if (!push(s, second, end + 1, more)) return false;
            end = more;
        }
        i = end;
    }
    return true;
}

bool when_drafts(when_scan *s)
{
    for (uint32_t k = 0; k < s->text->n_sentence; k++) {
        const casus_sentence *t = &s->text->sentence[k];
        s->begin = t->first;
        s->end = t->first + t->n;
        s->shouting = t->shouting;
        if (!scan_sentence(s)) return false;
    }
    return true;
}
