/* Amounts of people: "56", "at least 1,300", "close to 18", "two dozen", "more than thirty-five", "between 35 and 40", "dozens".
 *
 * Reads one amount that begins at a token. Years, dates, times of day and ordinals are left alone by the caller, which knows
 * the time expressions.
 */
#include "what/scan.h"

#include <string.h>

static const struct {
    const char *word;
    int32_t value;
} numeral[] = {
    {"one", 1},      {"two", 2},      {"three", 3},      {"four", 4},      {"five", 5},      {"six", 6},       {"seven", 7},
    {"eight", 8},    {"nine", 9},     {"ten", 10},       {"eleven", 11},   {"twelve", 12},   {"thirteen", 13}, {"fourteen", 14},
    {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19}, {"twenty", 20},   {"thirty", 30},
    {"forty", 40},   {"fifty", 50},   {"sixty", 60},     {"seventy", 70},  {"eighty", 80},   {"ninety", 90},   {"zero", 0},
};

static const struct {
    const char *word;
    int32_t times;
} multiple[] = {{"dozen", 12}, {"score", 20}, {"hundred", 100}, {"thousand", 1000}, {"million", 1000000}};

static bool digits_value(casus_str w, int32_t *v)
{
    int64_t n = 0;
    if (!w.n || w.p[0] < '0' || w.p[0] > '9') return false;
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] == ',') continue;
        if (w.p[i] < '0' || w.p[i] > '9') return false;
        n = n * 10 + (w.p[i] - '0');
        if (n > 100000000) return false;
    }
    *v = (int32_t)n;
    return true;
}

static bool word_value(casus_str w, int32_t *v)
{
    for (size_t i = 0; i < sizeof numeral / sizeof *numeral; i++) {
        if (!casus_str_is(w, numeral[i].word)) continue;
        *v = numeral[i].value;
        return true;
    }
    return false;
}

static int32_t times_of(casus_str w)
{
    for (size_t i = 0; i < sizeof multiple / sizeof *multiple; i++)
        if (casus_str_is(w, multiple[i].word)) return multiple[i].times;
    return 0;
}

/* A whole number from token i on; *end is behind it. "a dozen", "half a dozen", "two hundred and fifty". */
static bool read_number(const scan *s, uint32_t i, uint32_t limit, int32_t *value, uint32_t *end)
{
    enum { LONGEST = 24 }; /* words: the longest number in words has 13, a hostile row of numerals any number */
    if (limit > i && limit - i > LONGEST) limit = i + LONGEST;
    int64_t total = 0;
    int32_t v = 0;
    bool any = false;
    if (is_word(s, i, "half") && is_word(s, i + 1, "a") && is_word(s, i + 2, "dozen") && i + 3 <= limit) {
        *value = 6;
        *end = i + 3;
        return true;
    }
    if (is_word(s, i, "a") && i + 1 < limit && times_of(tok(s, i + 1)->norm)) {
        total = times_of(tok(s, i + 1)->norm);
        *value = (int32_t)total;
        *end = i + 2;
        return true;
    }
    while (i < limit) {
        casus_str w = tok(s, i)->norm;
        if (digits_value(w, &v) || word_value(w, &v)) {
            total += v;
        } else if (any && times_of(w)) {
            total *= times_of(w);
        } else if (any && (is_word(s, i, "and") || is_word(s, i, "-")) && i + 1 < limit &&
                   total >= (is_word(s, i, "and") ? 100 : 20) && word_value(tok(s, i + 1)->norm, &v)) {
            /* joins "hundred and fifty", "twenty-five" */
        } else {
            break;
        }
        if (total > 100000000) return false;
        any = true;
        i++;
    }
    *value = (int32_t)total;
    *end = i;
    return any;
}

static const casus_match *qualifier(const scan *s, uint32_t i, char *kind, size_t size)
{
    const casus_match *m = casus_words_at(s->f->words, i, s->t.amounts);
    if (m) word_cell(s, s->t.amounts, m->row, s->t.amounts_kind, kind, size);
    return m;
}

static int32_t cell_number(const scan *s, uint32_t row, int column)
{
    int32_t v = -1;
    casus_str c = casus_lexicon_cell(s->lex, s->t.amounts, row, column);
    return c.n && digits_value(c, &v) ? v : -1;
}

static void qualify(amount *out, const char *kind, int32_t v)
{
    *out = (amount){.first = out->first, .end = out->end, .low = v, .high = v, .q = CASUS_Q_EXACT};
    if (strcmp(kind, "atleast") == 0) {
        out->high = -1;
        out->q = CASUS_Q_ATLEAST;
    } else if (strcmp(kind, "about") == 0) {
        out->q = CASUS_Q_ABOUT;
    } else if (strcmp(kind, "upto") == 0) {
        out->low = 0;
        out->q = CASUS_Q_RANGE;
    }
}

bool read_amount(const scan *s, uint32_t i, uint32_t end, amount *out)
{
    char kind[16] = "", next[16] = "";
    *out = (amount){.first = i, .end = i};
    const casus_match *m = qualifier(s, i, kind, sizeof kind);
    uint32_t at = i;
    if (m && strcmp(kind, "vague") != 0) {
        at = i + m->n;
        m = at < end ? qualifier(s, at, next, sizeof next) : NULL;
        if (m && strcmp(next, "vague") != 0) { /* "at least some 20" */
            at += m->n;
            m = at < end ? qualifier(s, at, next, sizeof next) : NULL;
        }
    }
    if (is_word(s, i, "a") && is_word(s, i + 1, "couple") && !is_word(s, i + 2, "of") && i + 2 <= end) { /* "killed a couple" */
        *out = (amount){.first = i, .end = i + 2, .low = 2, .high = 2, .q = CASUS_Q_EXACT};
        return true;
    }
    if (m && (strcmp(kind, "vague") == 0 || strcmp(next, "vague") == 0)) {
        *out = (amount){.first = i, .end = at + m->n, .q = CASUS_Q_VAGUE};
        out->low = cell_number(s, m->row, s->t.amounts_low);
        out->high = cell_number(s, m->row, s->t.amounts_high);
        if (strcmp(kind, "atleast") == 0) out->high = -1;
        return out->low >= 0;
    }
    int32_t v, w;
    uint32_t and, behind_both;
    if (at == i && is_word(s, i, "between") && read_number(s, i + 1, end, &v, &and) && is_word(s, and, "and") &&
        read_number(s, and + 1, end, &w, &behind_both) && w > v) {
        *out = (amount){.first = i, .end = behind_both, .low = v, .high = w, .q = CASUS_Q_RANGE};
        return true;
    }
    if (at >= end || !read_number(s, at, end, &v, &out->end)) return false;
    qualify(out, kind, v);
    static const char *const to[] = {"to", "-", "or", NULL};
    uint32_t behind;
    if (out->end + 1 < end && is_any(s, out->end, to) && read_number(s, out->end + 1, end, &w, &behind) && w > v) {
        out->high = w;
        out->q = CASUS_Q_RANGE;
        out->end = behind;
    }
    return true;
}
