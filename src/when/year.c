/* Years: alone, behind a day or month, of an era.
 */
#include "grammar.h"

/* "'82": an apostrophe stands before the digits, in the token or as one of its own. */
bool when_has_apostrophe(const when_scan *s, uint32_t i)
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
uint32_t when_era(const when_scan *s, uint32_t i, when_draft *d)
{
    if (!is_kind(s, i, MARK_ERA)) return i;
    d->bc = mark(s, i)->value < 0;
    return i + 1;
}

uint32_t when_full_year(const when_scan *s, uint32_t i, when_draft *d)
{
    const when_mark *m = mark(s, i);
    bool old = m->kind == MARK_DIGITS && m->value > 0 && m->n_digit <= 4 && is_kind(s, i + 1, MARK_ERA);
    if (m->kind == MARK_DIGITS && m->value > 0 && m->n_digit <= 4 && in_list(s, i + 1, LIST_RANGE) &&
        is_kind(s, i + 2, MARK_DIGITS) && is_kind(s, i + 3, MARK_ERA) && mark(s, i + 3)->value < 0 &&
        mark(s, i + 2)->value < m->value) {
        d->has_year = d->bc = true; /* "264 to 241 BC" */
        d->year = m->value;
        return i + 1;
    }
    if (old || is_year_number(m)) {
        d->has_year = true;
        d->year = m->value;
        return when_era(s, i + 1, d);
    }
    if (m->kind == MARK_DIGITS && m->n_digit == 2 && when_has_apostrophe(s, i)) {
        set_short_year(d, m->value);
        return i + 1;
    }
    return 0;
}

/* "of that year", "of last year", "of the same year". */
uint32_t when_which_year(const when_scan *s, uint32_t i, when_draft *d)
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
uint32_t when_year_behind(const when_scan *s, uint32_t i, when_draft *d)
{
    uint32_t k = i;
    if (word(s, i, ",") || in_list(s, i, LIST_OF)) k++;
    uint32_t end = when_full_year(s, k, d);
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
    end = when_which_year(s, i, d);
    return end ? end : i;
}

static bool is_plural_noun(const when_scan *s, uint32_t i)
{
    casus_str w = norm(s, i);
    if (!is_word(s, i) || s->text->token[i].glued) return false;
    if (in_list(s, i, LIST_COUNTED)) return true;
    return !capital(s, i) && w.n > 2 && w.p[w.n - 1] == 's' && !strchr("isu", w.p[w.n - 2]) && !in_list(s, i, LIST_SINGULAR);
}

/* May a number of four digits stand for a year here? */
static bool year_fits(const when_scan *s, uint32_t i)
{
    int32_t y = mark(s, i)->value;
    if (y >= 1900 && y <= 2050 && i > s->begin && (word(s, i - 1, "in") || word(s, i - 1, "since")) &&
        !is_kind(s, i + 1, MARK_UNIT))
        return true;
    if (is_plural_noun(s, i + 1) || is_kind(s, i + 1, MARK_UNIT) || is_kind(s, i + 1, MARK_SCALE) || word(s, i + 1, "%"))
        return false;
    if (is_plural_noun(s, i + 2) && (is_pos(s, i + 1, CASUS_POS_ADJ) || word(s, i + 1, "-")) &&
        !in_list(s, i - 1, LIST_YEAR_AFTER))
        return false;
    if (i > s->begin && in_list(s, i - 1, LIST_COUNT_AFTER)) return false;
    if (i > s->begin && s->text->token[i].glued && (word(s, i - 1, ".") || word(s, i - 1, "/"))) return false;
    if (i > s->begin && in_list(s, i - 1, LIST_YEAR_AFTER)) return true;
    if (y >= 1900 && y <= 2050) return true;
    return y >= 1500 && (i == s->begin || !is_word(s, i - 1) || word(s, i - 1, "and") || word(s, i - 1, "the") ||
                         i + 1 >= s->end || !is_word(s, i + 1));
}

uint32_t when_year_alone(const when_scan *s, uint32_t i, when_draft *d)
{
    bool named = word(s, i, "year") || word(s, i, "years"); /* "the year 1950" */
    if (named && is_year_number(mark(s, i + 1))) {
        d->unit = UNIT_YEAR;
        return when_full_year(s, i + 1, d);
    }
    uint32_t end = when_full_year(s, i, d);
    if (!end || (is_year_number(mark(s, i)) && end == i + 1 && !year_fits(s, i))) return 0;
    if (is_kind(s, end, MARK_SEASON) && !capital(s, end) &&
        mark(s, end)->care != CARE_WEAK) { /* "their 1982 summer offensive" */
        d->unit = UNIT_SEASON;
        d->season = (uint8_t)mark(s, end)->value;
        return end + 1;
    }
    d->unit = UNIT_YEAR;
    d->alone = true;
    return end;
}
