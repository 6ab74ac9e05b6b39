/* Marks -> drafts: how the words of a time expression combine.
 *
 * One pass from left to right. At each token that can begin an expression the rules are tried in turn and the longest
 * reading wins. A rule takes the scan, a token and a blank draft; it returns the token behind the expression, or 0.
 * Nothing here knows the day of the report: that is resolve.c's.
 */
#include "room.h"

#include <string.h>

enum { MOST_COUNT = 10000 }; /* "65,000,000 years" are no concern of the news */

/* ---------------------------------------------------------------- looking */

static const when_mark *mark(const when_scan *s, uint32_t i)
{
    static const when_mark none = {.n = 1};
    return i >= s->begin && i < s->end ? &s->mark[i] : &none;
}

static bool is_kind(const when_scan *s, uint32_t i, when_kind k) { return mark(s, i)->kind == k; }

static casus_str norm(const when_scan *s, uint32_t i)
{
    return i >= s->begin && i < s->end ? s->text->token[i].norm : (casus_str){"", 0};
}

static bool word(const when_scan *s, uint32_t i, const char *z) { return casus_str_is(norm(s, i), z); }

static bool among(const when_scan *s, uint32_t i, const char *const *list, size_t n)
{
    casus_str w = norm(s, i);
    for (size_t k = 0; k < n; k++)
        if (casus_str_is(w, list[k])) return true;
    return false;
}
#define AMONG(s, i, list) among(s, i, list, sizeof list / sizeof *list)

static bool capital(const when_scan *s, uint32_t i)
{
    return i >= s->begin && i < s->end && s->text->token[i].capital;
}

static bool is_word(const when_scan *s, uint32_t i)
{
    return i >= s->begin && i < s->end && s->text->token[i].kind == CASUS_WORD;
}

static bool is_number(const when_scan *s, uint32_t i)
{
    return i >= s->begin && i < s->end && s->text->token[i].kind == CASUS_NUMBER;
}

static bool is_hyphen(const when_scan *s, uint32_t i)
{
    static const char *const sign[] = {"-", "\xe2\x80\x93", "\xe2\x80\x94", "\xe2\x80\x90", "\xe2\x80\x91"};
    return AMONG(s, i, sign);
}

static uint32_t skip(const when_scan *s, uint32_t i, const char *z) { return word(s, i, z) ? i + 1 : i; }
static uint32_t skip_hyphen(const when_scan *s, uint32_t i) { return is_hyphen(s, i) ? i + 1 : i; }
static bool is_pos(const when_scan *s, uint32_t i, casus_pos p)
{
    return s->words && s->words->pos && i >= s->begin && i < s->end && s->words->pos[i] == p;
}

/* ---------------------------------------------------------------- numbers */

static bool is_day_number(const when_scan *s, uint32_t i)
{
    const when_mark *m = mark(s, i);
    bool number = (m->kind == MARK_DIGITS && m->n_digit <= 2) || m->kind == MARK_ORDINAL;
    return number && m->value >= 1 && m->value <= 31;
}

/* "twenty-five", "one hundred and fifty", "18", "several", "a few", "a couple of", "half a". *half: half a unit more. */
static uint32_t number(const when_scan *s, uint32_t i, int32_t *value, bool *half)
{
    const when_mark *m = mark(s, i);
    *half = false;
    if (m->kind == MARK_HALF) {
        *value = 0;
        *half = true;
        return mark(s, i + 1)->care == CARE_ARTICLE ? i + 2 : i + 1;
    }
    if (m->care == CARE_ARTICLE && is_kind(s, i + 1, MARK_VAGUE)) i++, m = mark(s, i);
    else if (m->care == CARE_ARTICLE && mark(s, i + 1)->kind == MARK_CARDINAL && !is_kind(s, i + 2, MARK_SCALE)) i++, m = mark(s, i);
    if (m->kind == MARK_VAGUE) {
        *value = COUNT_VAGUE;
        return is_kind(s, i + 1, MARK_VAGUE) ? i + 2 : i + 1;
    }
    if (m->kind == MARK_DIGITS) {
        *value = m->value;
        return m->value <= MOST_COUNT ? i + 1 : 0;
    }
    if (m->kind != MARK_CARDINAL) return 0;
    int32_t v = 0;
    for (;; i++) {
        m = mark(s, i);
        if (m->kind == MARK_CARDINAL && m->care != CARE_ARTICLE) v += m->value;
        else if (m->kind == MARK_CARDINAL && v == 0) v = m->value;
        else if (m->kind == MARK_SCALE && v > 0 && v < 1000) v *= m->value;
        else if (word(s, i, "-") && is_kind(s, i + 1, MARK_CARDINAL) && v >= 20) continue;
        else if (word(s, i, "and") && is_kind(s, i + 1, MARK_CARDINAL) && v >= 100) continue;
        else break;
    }
    if (v > MOST_COUNT) return 0;
    *value = v;
    if (word(s, i, "and") && mark(s, i + 1)->care == CARE_ARTICLE && is_kind(s, i + 2, MARK_HALF)) {
        *half = true;
        i += 3;
    }
    return skip(s, i, "of");
}

/* ---------------------------------------------------------------- years */

static bool is_year_number(const when_mark *m)
{
    return m->kind == MARK_DIGITS && m->n_digit == 4 && m->value >= 1000 && m->value <= 2199;
}

/* "'82": an apostrophe stands before the digits, in the token or as one of its own. */
static bool has_apostrophe(const when_scan *s, uint32_t i)
{
    casus_str body = s->text->body;
    uint32_t off = s->text->token[i].span.off;
    while (off < body.n && (body.p[off] < '0' || body.p[off] > '9')) {
        if (body.p[off] == '\'' || (unsigned char)body.p[off] == 0xe2) return true;
        off++;
    }
    return off > 0 && (body.p[off - 1] == '\'' || (off > 2 && memcmp(body.p + off - 3, "\xe2\x80\x99", 3) == 0));
}

static void set_short_year(when_draft *d, int32_t v)
{
    d->has_year = d->short_year = true;
    d->year = v < 50 ? 2000 + v : 1900 + v;
}

/* BC behind a number makes it a year of any length. */
static uint32_t era(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_kind(s, i, MARK_ERA)) return i;
    d->bc = mark(s, i)->value < 0;
    return i + 1;
}

static uint32_t full_year(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    bool old = m->kind == MARK_DIGITS && m->value > 0 && m->n_digit <= 4 && is_kind(s, i + 1, MARK_ERA);
    if (old || is_year_number(m)) {
        d->has_year = true;
        d->year = m->value;
        return era(s, i + 1, d);
    }
    if (m->kind == MARK_DIGITS && m->n_digit == 2 && has_apostrophe(s, i)) {
        set_short_year(d, m->value);
        return i + 1;
    }
    return 0;
}

/* "of that year", "of last year", "of the same year". */
static uint32_t which_year(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "of") && !word(s, i, "in")) return 0;
    uint32_t k = skip(s, i + 1, "the");
    if (word(s, k, "that") && word(s, k + 1, "same")) k++;
    if (!is_kind(s, k, MARK_WHICH) || mark(s, k + 1)->kind != MARK_UNIT || mark(s, k + 1)->value != UNIT_YEAR) return 0;
    d->that_year = true;
    d->dir = (int8_t)mark(s, k)->value;
    d->anchor = mark(s, k)->care == CARE_RUNNING ? ANCHOR_RUNNING : ANCHOR_REPORT;
    return k + 2;
}

/* The year behind a day or month: ", 1999", "of 1999", "1999", "89" in wire datelines. Returns i when there is none. */
static uint32_t year_behind(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = i;
    if (word(s, i, ",") || word(s, i, "of")) k++;
    uint32_t end = full_year(s, k, d);
    if (end && !is_kind(s, end, MARK_UNIT)) return end;
    if (end) d->has_year = false;
    const when_mark *m = mark(s, i);
    if (d->mday && m->kind == MARK_DIGITS && m->n_digit == 2 && !s->text->token[i].glued) {
        bool closed = i + 1 >= s->end || s->text->token[i + 1].kind == CASUS_PUNCT || (s->shouting && m->value >= 60);
        if (closed && !is_hyphen(s, i + 1) && !word(s, i + 1, "%")) {
            set_short_year(d, m->value);
            return i + 1;
        }
    }
    end = which_year(s, i, d);
    return end ? end : i;
}

static bool is_plural_noun(const when_scan *s, uint32_t i)
{
    static const char *const not_plural[] = {"was", "has", "as", "its", "does"};
    static const char *const plural[] = {"men", "women", "people", "children", "troops", "police", "percent", "miles", "km", "hours", "civilian", "deaths"};
    casus_str w = norm(s, i);
    if (!is_word(s, i) || s->text->token[i].glued) return false;
    if (AMONG(s, i, plural)) return true;
    return !capital(s, i) && w.n > 2 && w.p[w.n - 1] == 's' && !strchr("isu", w.p[w.n - 2]) && !AMONG(s, i, not_plural);
}

/* May a number of four digits stand for a year here? */
static bool year_fits(const when_scan *s, uint32_t i)
{
    static const char *const year_word[] = {"in", "since", "by", "of", "from", "until", "till", "to", "between", "during", "early", "late", "mid",
                                            "before", "after", "through", "around", "circa", "year", "years", "summer", "winter"};
    static const char *const count_word[] = {"about", "some", "nearly", "over", "than", "least", "almost", "up", "approximately", "$", "no", "#",
                                             "flight", "boeing", "airbus", "number", "\xe2\x82\xac", "\xc2\xa3", "only", "another", "these", "those", "room"};
    int32_t y = mark(s, i)->value;
    if (y >= 1900 && y <= 2050 && i > s->begin && (word(s, i - 1, "in") || word(s, i - 1, "since")) && !is_kind(s, i + 1, MARK_UNIT)) return true;
    if (is_plural_noun(s, i + 1) || is_kind(s, i + 1, MARK_UNIT) || is_kind(s, i + 1, MARK_SCALE) || word(s, i + 1, "%")) return false;
    if (is_plural_noun(s, i + 2) && (is_pos(s, i + 1, CASUS_POS_ADJ) || word(s, i + 1, "-")) && !AMONG(s, i - 1, year_word)) return false;
    if (i > s->begin && AMONG(s, i - 1, count_word)) return false;
    if (i > s->begin && s->text->token[i].glued && (word(s, i - 1, ".") || word(s, i - 1, "/"))) return false;
    if (i > s->begin && AMONG(s, i - 1, year_word)) return true;
    if (y >= 1900 && y <= 2050) return true;
    return y >= 1500 && (i == s->begin || !is_word(s, i - 1) || word(s, i - 1, "and")  || word(s, i - 1, "the") || i + 1 >= s->end || !is_word(s, i + 1));
}

static uint32_t year_alone(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t end = full_year(s, i, d);
    if (!end || (is_year_number(mark(s, i)) && end == i + 1 && !year_fits(s, i))) return 0;
    d->unit = UNIT_YEAR;
    d->alone = true;
    return end;
}

/* ---------------------------------------------------------------- months and days */

static uint32_t after_dot(const when_scan *s, uint32_t i)
{
    return mark(s, i)->care == CARE_SHORT && word(s, i + 1, ".") && s->text->token[i + 1].glued && i + 2 < s->end ? i + 2 : i + 1;
}

/* Is the number behind a month its day or year, rather than a count of something? */
static bool has_number_beside(const when_scan *s, uint32_t i)
{
    uint32_t next = after_dot(s, i);
    if (is_day_number(s, next) || is_year_number(mark(s, next))) return true;
    if (word(s, next, "the") && is_kind(s, next + 1, MARK_ORDINAL)) return true;
    if ((word(s, next, ",") || word(s, next, "of")) && is_year_number(mark(s, next + 1))) return true;
    if (i > s->begin && is_day_number(s, i - 1)) return true;
    return i > s->begin + 1 && (word(s, i - 1, "of") || is_hyphen(s, i - 1)) && is_day_number(s, i - 2);
}

static bool month_fits(const when_scan *s, uint32_t i)
{
    static const char *const before[] = {"in", "of", "since", "last", "next", "this", "by", "until", "till", "from", "early", "late", "mid", "during",
                                         "between", "through", "before", "after", "to", "that", "previous", "following", "around", "-"};
    static const char *const beside[] = {"and", "or", "for", "\xe2\x80\x93"};
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_MONTH || !(capital(s, i) || s->shouting)) return false;
    if (m->care == CARE_NAME) return true;
    if (has_number_beside(s, i)) return true;
    if (m->care == CARE_SHORT || i == s->begin) return false;
    /* "Theresa May", "the Long March" have none of these before them */
    if (AMONG(s, i - 1, before) || is_kind(s, i - 1, MARK_STAGE)) return true;
    return !s->shouting && AMONG(s, i - 1, beside) && !is_pos(s, i, CASUS_POS_AUX) && !capital(s, i + 1);
}

static bool weekday_fits(const when_scan *s, uint32_t i)
{
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_WEEKDAY || !(capital(s, i) || s->shouting) || m->care == CARE_PLURAL) return false;
    if (m->care == CARE_NAME) return true;
    uint32_t k = skip(s, after_dot(s, i), ",");
    return is_kind(s, k, MARK_MONTH) || (is_day_number(s, k) && is_kind(s, k + 1, MARK_MONTH));
}

static const char *const range_word[] = {"-", "\xe2\x80\x93", "and", "to", "or", "through", ",", "/", "&", "until"};

/* "3" of "3 and 9 May", "3, 4 and 9 May": the number alone, with month and year of the last. */
static uint32_t day_of_list(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_day_number(s, i)) return 0;
    uint32_t k = i + 1;
    for (int n = 0; n < 4; n++) {
        if (!AMONG(s, k, range_word) && !is_hyphen(s, k)) return 0;
        k++;
        if (word(s, k, "and") || word(s, k, "or")) k++;
        k = skip(s, k, "the");
        if (!is_day_number(s, k)) return 0;
        k++;
        uint32_t of = skip(s, k, "of");
        if (!month_fits(s, of)) continue;
        d->month = (uint8_t)mark(s, of)->value;
        d->mday = (uint8_t)mark(s, i)->value;
        d->unit = UNIT_DAY;
        year_behind(s, after_dot(s, of), d);
        return i + 1;
    }
    return 0;
}

/* "the 9th of May 1999", "9 May", "9-May". */
static uint32_t day_month(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_day_number(s, i)) return 0;
    uint32_t k = i + 1;
    if (word(s, k, "of") || (is_hyphen(s, k) && s->text->token[k].glued)) k++;
    if (!month_fits(s, k)) return day_of_list(s, i, d);
    d->mday = (uint8_t)mark(s, i)->value;
    d->month = (uint8_t)mark(s, k)->value;
    d->unit = UNIT_DAY;
    k = after_dot(s, k);
    if (is_hyphen(s, k) && s->text->token[k].glued && is_year_number(mark(s, k + 1))) k++;
    return year_behind(s, k, d);
}

/* "May 9, 1999", "May the 9th". */
static uint32_t month_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!month_fits(s, i)) return 0;
    uint32_t k = after_dot(s, i);
    if (word(s, k, "the")) k++;
    if (!is_day_number(s, k)) return 0;
    if (is_kind(s, k + 1, MARK_UNIT) && mark(s, k)->kind == MARK_DIGITS) return 0;
    d->month = (uint8_t)mark(s, i)->value;
    d->mday = (uint8_t)mark(s, k)->value;
    d->unit = UNIT_DAY;
    k++;
    uint32_t end = year_behind(s, k, d);
    if (!d->has_year && (is_hyphen(s, k) || word(s, k, "and")) && is_day_number(s, k + 1)) {
        when_draft late = *d;
        year_behind(s, k + 2, &late); /* "May 3-9, 1999" */
        d->has_year = late.has_year;
        d->year = late.year;
    }
    return end;
}

/* A month, with its year: "May 1999", "May of that year"; "April" of "April-May 1945" takes the year of the second. */
static uint32_t month_only(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!month_fits(s, i) || mark(s, i)->care == CARE_SHORT) {
        if (!month_fits(s, i) || !is_year_number(mark(s, after_dot(s, i)))) return 0;
    }
    d->month = (uint8_t)mark(s, i)->value;
    d->unit = UNIT_MONTH;
    uint32_t k = after_dot(s, i), end = year_behind(s, k, d);
    if (end > k || !(AMONG(s, k, range_word) || is_hyphen(s, k)) || word(s, k, ",")) return end;
    uint32_t second = is_kind(s, k + 1, MARK_STAGE) ? skip_hyphen(s, k + 2) : k + 1;
    when_draft late = {0};
    if (month_fits(s, second) && year_behind(s, after_dot(s, second), &late) && late.has_year) {
        d->has_year = true;
        d->year = late.year - (mark(s, second)->value < d->month);
    }
    return end;
}

static uint32_t weekday_day(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!weekday_fits(s, i)) return 0;
    d->wday = (int8_t)mark(s, i)->value;
    d->unit = UNIT_DAY;
    uint32_t end = after_dot(s, i), k = skip(s, end, ",");
    k = skip(s, k, "the");
    uint32_t full = day_month(s, k, d);
    if (!full || full <= k + 1) full = month_day(s, k, d);
    if (full) return full;
    d->month = d->mday = 0;
    d->has_year = false;
    return end;
}

static uint32_t holiday(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_kind(s, i, MARK_HOLIDAY) || !when_holiday(s->lex, mark(s, i)->value, d)) return 0;
    d->unit = UNIT_DAY;
    uint32_t k = i + mark(s, i)->n;
    return d->has_year ? k : year_behind(s, k, d);
}

/* ---------------------------------------------------------------- seasons, quarters, decades, centuries */

static bool season_fits(const when_scan *s, uint32_t i)
{
    static const char *const before[] = {"the", "last", "this", "next", "in", "of", "early", "late", "mid", "-", "by", "that", "following", "previous", "since", "until"};
    static const char *const fall_before[] = {"the", "last", "this", "next", "early", "late", "in", "that"};
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_SEASON) return false;
    uint32_t next = skip(s, i + 1, "of");
    if (is_year_number(mark(s, next)) || which_year(s, i + 1, &(when_draft){0})) return true;
    if (capital(s, i) && !s->shouting && (i > s->begin || capital(s, i + 1))) return false; /* "Arab Spring", "Winter War" */
    if (m->care != CARE_WEAK) return true;
    if (i == s->begin || word(s, i + 1, "of")) return false;
    return m->value == 3 ? AMONG(s, i - 1, fall_before) && !is_word(s, i + 1) : AMONG(s, i - 1, before);
}

static uint32_t season(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!season_fits(s, i)) return 0;
    d->season = (uint8_t)mark(s, i)->value;
    d->unit = UNIT_SEASON;
    uint32_t end = year_behind(s, i + 1, d);
    if (end == i + 1 && is_hyphen(s, i + 1) && is_kind(s, i + 2, MARK_SEASON)) year_behind(s, i + 3, d);
    return end;
}

/* "the fourth quarter of 2005", "Q4 2005", "the first half of the year" is left to the words around it. */
static uint32_t quarter(const when_scan *s, uint32_t i, when_draft *d)
{
    casus_str w = norm(s, i);
    uint32_t k = i + 1;
    if (w.n == 2 && w.p[0] == 'q' && w.p[1] >= '1' && w.p[1] <= '4') d->quarter = (uint8_t)(w.p[1] - '0');
    else if (is_kind(s, i, MARK_ORDINAL) && mark(s, i)->value <= 4) d->quarter = (uint8_t)mark(s, i)->value;
    else if (word(s, i, "final")) d->quarter = 4;
    else return 0;
    if (w.n != 2) {
        k = skip(s, skip_hyphen(s, k), "fiscal");
        if (mark(s, k)->kind != MARK_UNIT || mark(s, k)->value != UNIT_QUARTER) return 0;
        k++;
    }
    d->unit = UNIT_QUARTER;
    return year_behind(s, k, d);
}

static uint32_t century(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = skip_hyphen(s, i + 1);
    if (!is_kind(s, i, MARK_ORDINAL) || mark(s, k)->kind != MARK_UNIT || mark(s, k)->value != UNIT_CENTURY) return 0;
    d->year = mark(s, i)->value - 1;
    d->unit = UNIT_CENTURY;
    d->has_year = true;
    return era(s, k + 1, d);
}

static uint32_t decade(const when_scan *s, uint32_t i, when_draft *d)
{
    static const char *const before[] = {"the", "early", "late", "mid", "-", "'", "and", "in"};
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_DECADE) return 0;
    if (m->value < 100 && !has_apostrophe(s, i) && !(i > s->begin && AMONG(s, i - 1, before))) return 0;
    if (m->value < 10 && i > s->begin + 1 && (word(s, i - 2, "his") || word(s, i - 2, "her"))) return 0;
    d->year = m->value >= 100 ? m->value : m->value == 1 ? 201 : 190 + m->value;
    d->unit = UNIT_DECADE;
    d->has_year = true;
    return i + 1;
}

/* "fiscal 2009", "the fiscal year 2009". */
static uint32_t fiscal(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "fiscal")) return 0;
    uint32_t k = skip(s, i + 1, "year"), end = full_year(s, k, d);
    d->unit = UNIT_YEAR;
    return end;
}

/* ---------------------------------------------------------------- relative */

static uint32_t point(const when_scan *s, uint32_t i, when_draft *d)
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
static uint32_t day_beside_point(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "day") || !is_kind(s, i + 1, MARK_SHIFT) || !is_kind(s, i + 2, MARK_POINT)) return 0;
    if (mark(s, i + 2)->value != mark(s, i + 1)->value) return 0;
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->dir = (int8_t)mark(s, i + 1)->value;
    d->count = 2;
    return i + 3;
}

static bool is_unit(const when_scan *s, uint32_t i) { return is_kind(s, i, MARK_UNIT) && mark(s, i)->care != CARE_SHORT; }
static bool is_units(const when_scan *s, uint32_t i) { return is_unit(s, i) && mark(s, i)->care == CARE_PLURAL; }

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
static uint32_t which(const when_scan *s, uint32_t i, when_draft *d)
{
    if (is_pair(s, i)) i++;
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_WHICH) return 0;
    when_draft blank = *d;
    take_which(m, d);
    uint32_t k = i + 1;
    const when_mark *next = mark(s, k);
    if (is_unit(s, k) && !is_units(s, k)) {
        if (next->value < UNIT_DAY || (m->value != 0 && word(s, k + 1, "of"))) return 0;
        if (next->value == UNIT_DAY && m->value <= 0 && m->care != CARE_RUNNING && !word(s, i, "this")) return 0; /* "the last day" */
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
    uint32_t end = weekday_fits(s, k) ? weekday_day(s, k, &blank) : month_fits(s, k) ? month_only(s, k, &blank)
                   : is_kind(s, k, MARK_SEASON) ? (blank.season = (uint8_t)next->value, blank.unit = UNIT_SEASON, k + 1) : 0;
    if (end) {
        if (blank.has_year) return 0; /* "last May 1999" is no phrase: leave the date alone */
        take_which(m, &blank);
        *d = blank;
    }
    return end;
}

/* "the past two weeks", "the next few months", "the last 10 days". */
static uint32_t which_span(const when_scan *s, uint32_t i, when_draft *d)
{
    if (is_pair(s, i)) i++;
    if (!is_kind(s, i, MARK_WHICH) || mark(s, i)->value == 0) return 0;
    uint32_t k = number(s, i + 1, &d->count, &d->half);
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
static uint32_t recent_units(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "recent") || !is_units(s, i + 1)) return 0;
    d->form = FORM_DUR;
    d->count = COUNT_VAGUE;
    d->dir = -1;
    d->unit = (uint8_t)mark(s, i + 1)->value;
    return i + 2;
}

/* The word that turns a stretch into a point: "ago", "later", "before the raid", "from now". */
static uint32_t shift(const when_scan *s, uint32_t i, when_draft *d)
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
        return i + 2;
    }
    if ((m->kind != MARK_SHIFT && !stage) || word(s, i + 1, "than")) return 0;
    d->dir = (int8_t)(stage ? (m->value == STAGE_END ? 1 : -1) : m->value);
    d->anchor = m->care == CARE_REPORT ? ANCHOR_REPORT : ANCHOR_RUNNING;
    if (m->care == CARE_EVENT && (is_word(s, i + 1) || is_kind(s, i + 1, MARK_DIGITS))) {
        d->anchor = word(s, i + 1, "that") && !is_word(s, i + 2) ? ANCHOR_RUNNING : ANCHOR_EVENT;
        return i + 1;
    }
    return i + 1;
}

static bool is_filler(const when_scan *s, uint32_t i)
{
    static const char *const filler[] = {"consecutive", "straight", "full", "whole", "long", "more", "trading", "calendar", "working",
                                         "business", "bloody", "solid", "entire", "additional", "successive", "further", "short", "or"};
    return AMONG(s, i, filler) || (is_pos(s, i, CASUS_POS_ADJ) && !is_kind(s, i, MARK_ORDINAL));
}

/* Does a stretch of one ("a day", "an hour") mean a stretch here? */
static bool article_fits(const when_scan *s, uint32_t i)
{
    static const char *const before[] = {"for", "within", "in", "after", "over", "lasted", "than", "nearly", "almost", "about", "took",
                                         "under", "once", "twice", "times", "half", "of"};
    return i > s->begin && (AMONG(s, i - 1, before) || is_kind(s, i - 1, MARK_ABOUT));
}

static uint32_t half_behind(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!word(s, i, "and") || mark(s, i + 1)->care != CARE_ARTICLE || !is_kind(s, i + 2, MARK_HALF)) return i;
    d->half = true;
    return i + 3;
}

/* "three weeks", "two-year", "hours-long", "nine days ago", "a day after the raid". */
static uint32_t counted(const when_scan *s, uint32_t i, when_draft *d)
{
    bool bare = is_units(s, i), article = mark(s, i)->care == CARE_ARTICLE;
    uint32_t k = i;
    d->count = COUNT_VAGUE;
    if (!bare) k = number(s, i, &d->count, &d->half);
    if (!k) return 0;
    article = article && k == i + 1;
    bool joined = is_hyphen(s, k);
    k = skip_hyphen(s, k);
    if (!is_kind(s, k, MARK_UNIT) && is_filler(s, k) && is_unit(s, k + 1)) k++;
    if (!is_kind(s, k, MARK_UNIT)) return 0;
    if (!joined && !article && d->count != 1 && !d->half && !bare && mark(s, k)->care != CARE_PLURAL && mark(s, k)->care != CARE_SHORT &&
        mark(s, i)->kind != MARK_DIGITS && mark(s, i)->kind != MARK_CARDINAL) return 0;
    if (article && is_units(s, k)) d->count = COUNT_VAGUE; /* "an hours-long siege" */
    d->form = FORM_DUR;
    d->unit = (uint8_t)mark(s, k)->value;
    k = half_behind(s, k + 1, d);
    if (is_hyphen(s, k) && word(s, k + 1, "long")) return k + 2;
    if (is_hyphen(s, k) && word(s, k + 1, "old")) return 0;
    when_draft moved = *d;
    uint32_t end = shift(s, k, &moved);
    if (end) {
        moved.form = FORM_REL;
        *d = moved;
        return end;
    }
    static const char *const before[] = {"for", "within", "in", "over", "lasted", "took", "after"};
    if (bare && !(i > s->begin && AMONG(s, i - 1, before))) return 0;
    if (article && joined) return k;
    return article && !article_fits(s, i) && !is_kind(s, k, MARK_SHIFT) ? 0 : k;
}

/* "the day after", "the year before", "the day after the raid". */
static uint32_t unit_shift(const when_scan *s, uint32_t i, when_draft *d)
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
    return shift(s, i + 1, d);
}

/* "the year", "the month": the running one; only behind a stage or preposition that asks for a time. */
static uint32_t the_unit(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_unit(s, i) || is_units(s, i) || i == s->begin || !word(s, i - 1, "the") || mark(s, i)->value < UNIT_DAY) return 0;
    d->form = FORM_REL;
    d->unit = (uint8_t)mark(s, i)->value;
    d->anchor = ANCHOR_RUNNING;
    d->calendar = true;
    return i + 1;
}

/* ---------------------------------------------------------------- sets and vague words */

static uint32_t set(const when_scan *s, uint32_t i, when_draft *d)
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
    uint32_t k = i + 1, n = number(s, k, &d->count, &half);
    if (n && m->care != CARE_PER) k = n;
    else d->count = 1;
    if (weekday_fits(s, k)) {
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

static uint32_t vague(const when_scan *s, uint32_t i, when_draft *d)
{
    static const char *const past_before[] = {"the", "recent", "distant"};
    const when_mark *m = mark(s, i);
    d->form = FORM_REF;
    if (m->kind == MARK_REF) {
        d->ref = (uint8_t)m->value;
        d->which = m->care == CARE_HISTORY;
        if (m->value == REF_FUTURE && !(i > s->begin && (word(s, i - 1, "the") || word(s, i - 1, "near")))) return 0;
        return i + 1;
    }
    d->ref = REF_PAST;
    if (word(s, i, "past") && i > s->begin && AMONG(s, i - 1, past_before) && !is_word(s, i + 1)) return i + 1;
    if (word(s, i, "recent") && !is_kind(s, i + 1, MARK_UNIT)) return i + 1;
    d->ref = REF_PRESENT;
    if (word(s, i, "present") && i > s->begin && (word(s, i - 1, "at") || word(s, i - 1, "the")) && !is_word(s, i + 1)) return i + 1;
    if (word(s, i, "present") && word(s, skip_hyphen(s, i + 1), "day")) return skip_hyphen(s, i + 1) + 1;
    if (word(s, i, "current") && !is_kind(s, i + 1, MARK_UNIT)) return i + 1;
    if (word(s, i, "time") && word(s, i + 1, "being") && i > s->begin && word(s, i - 1, "the")) return i + 2;
    if (word(s, i, "these") && word(s, i + 1, "days")) return i + 2;
    return 0;
}

/* ---------------------------------------------------------------- clocks and parts of the day */

static uint32_t zone(const when_scan *s, uint32_t i, when_draft *d)
{
    static const char *const place[] = {"local", "est", "edt", "cet", "ist", "bst", "pst", "pdt"};
    if (is_kind(s, i, MARK_ZONE)) {
        d->zone = true;
        return i + 1;
    }
    if (word(s, i, "hours") || word(s, i, "hrs") || word(s, i, "hr") || word(s, i, "h")) return i + 1;
    if (!AMONG(s, i, place)) return i;
    return skip(s, i + 1, "time");
}

/* "16:08 UTC", "9:30 p.m.", "8 PM", "1600 GMT", "noon". */
static uint32_t clock(const when_scan *s, uint32_t i, when_draft *d)
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
static uint32_t part_alone(const when_scan *s, uint32_t i, when_draft *d)
{
    static const char *const before[] = {"at", "before", "after", "around", "by", "until", "about"};
    const when_mark *m = mark(s, i);
    if (m->kind != MARK_PART) return 0;
    bool the = i > s->begin && word(s, i - 1, "the");
    bool in = the ? i > s->begin + 1 && (word(s, i - 2, "in") || word(s, i - 2, "during"))
                  : i > s->begin && (AMONG(s, i - 1, before) || is_kind(s, i - 1, MARK_STAGE));
    if (!in && !word(s, i, "overnight") && m->value != PART_MIDNIGHT) return 0;
    d->form = FORM_REL;
    d->unit = UNIT_DAY;
    d->anchor = ANCHOR_RUNNING;
    d->part = (uint8_t)m->value;
    return i + 1;
}

/* ---------------------------------------------------------------- putting together */

typedef uint32_t when_rule(const when_scan *s, uint32_t i, when_draft *d);

static uint32_t literal_date(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = when_literal(s, i, d);
    return k && d->month ? k : 0;
}

static when_rule *const dated[] = {literal_date, weekday_day, day_month, month_day, month_only, holiday, season, quarter, century, decade, fiscal,
                                   year_alone, day_beside_point, point, which, which_span};
static when_rule *const loose[] = {recent_units, counted, unit_shift, set, vague, clock, part_alone};

static when_draft blank_draft(void) { return (when_draft){.wday = -1}; }

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
        end = the_unit(s, k + 1, d);
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

/* "9 a.m. on Friday", "16:00 UTC today". */
static uint32_t clock_of_day(const when_scan *s, uint32_t i, when_draft *d)
{
    when_draft c = blank_draft();
    uint32_t k = clock(s, i, &c);
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
    if (!is_day(d) || d->part) return end;
    uint32_t k = end;
    if (is_kind(s, k, MARK_STAGE) && mark(s, k)->care == CARE_NONE) k++;
    if (is_kind(s, k, MARK_PART) && !word(s, k, "overnight")) {
        d->part = (uint8_t)mark(s, k)->value;
        return k + 1;
    }
    k = end;
    if (word(s, k, "at") || word(s, k, ",")) k++;
    when_draft c = blank_draft();
    uint32_t past = clock(s, k, &c);
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

static uint32_t expression(const when_scan *s, uint32_t i, when_draft *d)
{
    static when_rule *const wrapped[] = {staged, part_of_day, clock_of_day};
    uint32_t best = LONGEST(s, i, dated, 0, d);
    best = LONGEST(s, i, loose, best, d);
    best = LONGEST(s, i, wrapped, best, d);
    return best ? behind_day(s, best, d) : 0;
}

/* ---------------------------------------------------------------- what stands around */

/* Does the nearest verb, to the left and then to the right, speak of what is to come? */
static bool is_future(const when_scan *s, uint32_t first, uint32_t end)
{
    static const char *const coming[] = {"will", "'ll", "ll", "shall", "wo", "scheduled", "expected", "due", "plans", "plan", "planned", "planning",
                                         "intends", "upcoming", "would", "until", "slated"};
    static const char *const past[] = {"was", "were", "had", "did", "said", "says", "has", "have", "been", "killed", "told", "reported"};
    for (uint32_t i = first; i-- > s->begin;) {
        if (AMONG(s, i, coming)) return true;
        if (word(s, i, "set") && i + 1 < first && word(s, i + 1, "to")) return true; /* "is set to meet"; "set fire to" is over */
        casus_str w = norm(s, i);
        if (AMONG(s, i, past)) break;
        if (w.n > 4 && memcmp(w.p + w.n - 2, "ed", 2) == 0) return false;
    }
    for (uint32_t i = end; i < s->end && i < end + 12; i++) {
        if (word(s, i, "will") || word(s, i, "shall") || word(s, i, "'ll")) return true;
        casus_str w = norm(s, i);
        if (AMONG(s, i, past) || (w.n > 4 && memcmp(w.p + w.n - 2, "ed", 2) == 0)) return false;
    }
    return false;
}

static void look_around(const when_scan *s, when_draft *d)
{
    static const char *const from[] = {"since", "from", "starting", "beginning", "between"};
    static const char *const to[] = {"until", "till", "by", "before", "through"};
    uint32_t i = d->first;
    if (i > s->begin && word(s, i - 1, "the")) i--;
    if (i > s->begin) {
        d->start = AMONG(s, i - 1, from);
        d->until = AMONG(s, i - 1, to);
        bool joins = word(s, i - 1, "to") || word(s, i - 1, "and") || is_hyphen(s, i - 1);
        const when_draft *prev = s->n_draft ? &s->draft[s->n_draft - 1] : NULL;
        if (joins && prev && prev->start && prev->first + prev->n + 2 >= i) d->until = true;
    }
    static const char *const article[] = {"a", "an"};
    bool adjective = d->unit == UNIT_MONTH && i > s->begin && AMONG(s, i - 1, article); /* "before an April truce" */
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
    if (d->form != FORM_CAL || (!hyphen && !AMONG(s, i, range_word))) return 0;
    if (d->unit == UNIT_YEAR && hyphen && m->kind == MARK_DIGITS && m->n_digit == 2 && m->value > d->year % 100) {
        out->year = d->year - d->year % 100 + m->value;
        return i + 2;
    }
    bool month_first = d->unit == UNIT_DAY && d->month && !d->clock && is_kind(s, i - 1, MARK_DIGITS) && !is_year_number(mark(s, i - 1));
    if (!month_first || !is_day_number(s, i + 1) || m->value <= d->mday || is_kind(s, i + 2, MARK_UNIT)) return 0;
    if (!hyphen && is_word(s, i + 2) && !is_pos(s, i + 2, CASUS_POS_ADP)) return 0;
    if (month_fits(s, skip(s, i + 2, "of"))) return 0;
    out->mday = (uint8_t)m->value;
    return year_behind(s, i + 2, out);
}

static bool scan_sentence(when_scan *s)
{
    for (uint32_t i = s->begin; i < s->end;) {
        bool the = word(s, i, "the");
        uint32_t from = the ? i + 1 : i;
        when_draft d = blank_draft();
        bool opens = is_kind(s, from, MARK_NONE) ? is_number(s, from) : !is_kind(s, from, MARK_ABOUT);
        uint32_t end = opens ? expression(s, from, &d) : 0;
        if (!end) {
            i++;
            continue;
        }
        bool with_the = the && !(d.form == FORM_REF && is_kind(s, from, MARK_REF) && d.ref != REF_FUTURE) && !(d.form == FORM_CAL && d.unit <= UNIT_MONTH && !d.part && !d.stage);
        if (!push(s, d, with_the ? i : from, end)) return false;
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
