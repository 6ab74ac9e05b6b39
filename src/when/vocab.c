/* What each token can be in a time expression: one hash look-up a token.
 *
 * The words come from the tables "when" and "when-holidays" of the lexicon. The hash is built for each text (some 300 words,
 * a few microseconds) so that nothing has to be kept between texts.
 */
#include "room.h"

#include <string.h>

enum { MOST_SLOT = 1 << 14 };

static const char *const kind_name[] = {
    "",     "month", "weekday", "season", "unit",  "cardinal", "scale", "half", "ordinal",  "",    "decade",   "part", "point",
    "which", "stage", "shift",   "vague",  "about", "set",      "every", "ref",  "zone", "half_day", "era", "opener",
};
static const char *const care_name[] = {
    "", "name", "short", "weak", "plural", "running", "report", "event", "span", "article", "noun", "shift", "now", "per",
    "history", "adjective",
};
static const char *const unit_name[] = {"",       "second", "minute", "hour",    "day",  "weekend", "week", "fortnight",
                                        "month",  "season", "quarter", "year",   "decade", "century"};
static const char *const part_name[] = {"", "MO", "MI", "AF", "EV", "NI", "DT", "12:00", "24:00"};
static const char *const stage_name[] = {"", "start", "mid", "end"};
static const char *const ref_name[] = {"", "PAST_REF", "PRESENT_REF", "FUTURE_REF"};

#define PLACE(list, s) place_in(list, sizeof list / sizeof *list, s)

static int32_t place_in(const char *const *list, size_t n, casus_str s)
{
    for (size_t i = 1; i < n; i++)
        if (list[i][0] && casus_str_is(s, list[i])) return (int32_t)i;
    return 0;
}

static int32_t small_number(casus_str s)
{
    int32_t v = 0;
    bool minus = s.n && s.p[0] == '-';
    for (size_t i = minus; i < s.n && i < 8; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') break;
        v = v * 10 + (s.p[i] - '0');
    }
    return minus ? -v : v;
}

static int32_t value_of(int32_t kind, casus_str cell)
{
    switch (kind) {
    case MARK_UNIT:
    case MARK_SET: return PLACE(unit_name, cell);
    case MARK_PART: return PLACE(part_name, cell);
    case MARK_STAGE: return PLACE(stage_name, cell);
    case MARK_REF: return PLACE(ref_name, cell);
    case MARK_HALF_DAY: return casus_str_is(cell, "pm") ? 12 : 0;
    default: return small_number(cell);
    }
}

/* ---------------------------------------------------------------- hash */

typedef struct {
    casus_str word; /* NULL: the slot is free */
    int32_t row;    /* row of when, or of when-holidays (then holiday is set) */
    int32_t more;   /* next holiday with the same first word, -1: none */
    bool holiday;
} slot;

typedef struct {
    slot *at;
    uint32_t mask;
    slot *chain; /* holidays behind the first with the same first word */
    uint32_t n_chain;
} vocab;

/* Slot of the word: its own or the free one where it would go. */
static slot *slot_of(const vocab *v, casus_str word)
{
    uint32_t i = (uint32_t)casus_hash(word, 0) & v->mask;
    while (v->at[i].word.p && !casus_str_eq(v->at[i].word, word)) i = (i + 1) & v->mask;
    return &v->at[i];
}

static uint32_t rows_of(const casus_lexicon *lex, int table) { return table < 0 ? 0 : casus_lexicon_rows(lex, table); }

static bool add_words(vocab *v, const casus_lexicon *lex, int table)
{
    uint32_t n = rows_of(lex, table);
    for (uint32_t r = 0; r < n; r++) {
        casus_str word = casus_lexicon_cell(lex, table, r, 0);
        slot *s = word.n ? slot_of(v, word) : NULL;
        if (s && !s->word.p) *s = (slot){.word = word, .row = (int32_t)r, .more = -1};
    }
    return true;
}

/* Holidays hang on their first folded word; a word that is in the other table already keeps its row and gets the chain. */
static bool add_holidays(vocab *v, const casus_lexicon *lex, int table, casus_arena *a)
{
    uint32_t n = rows_of(lex, table);
    v->chain = casus_arena_get(a, n + 1u, sizeof *v->chain);
    if (!v->chain) return false;
    for (uint32_t r = 0; r < n; r++) {
        casus_str name;
        if (casus_fold(a, casus_lexicon_cell(lex, table, r, 0), &name) != CASUS_OK) return false;
        const char *space = name.n ? memchr(name.p, ' ', name.n) : NULL;
        casus_str first = {name.p, space ? (size_t)(space - name.p) : name.n};
        if (first.n == 0) continue;
        const char *hyphen = memchr(first.p, '-', first.n);
        if (hyphen) first.n = (size_t)(hyphen - first.p);
        slot *s = slot_of(v, first);
        if (!s->word.p) *s = (slot){.word = first, .row = -1, .more = -1};
        v->chain[v->n_chain] = (slot){.word = name, .row = (int32_t)r, .more = s->more, .holiday = true};
        s->more = (int32_t)v->n_chain++;
    }
    return true;
}

static bool vocab_make(vocab *v, const casus_lexicon *lex, int words, int holidays, casus_arena *a)
{
    uint32_t need = 2 * (rows_of(lex, words) + rows_of(lex, holidays)) + 2, size = 16;
    while (size < need && size < MOST_SLOT) size *= 2;
    if (size < need) return false;
    *v = (vocab){.at = casus_arena_get(a, size, sizeof *v->at), .mask = size - 1};
    return v->at && add_words(v, lex, words) && add_holidays(v, lex, holidays, a);
}

/* ---------------------------------------------------------------- marks */

/* The norm without dots ("a.m." is "am"), in a small buffer; empty when it is too long to be a word of ours. */
static casus_str without_dots(casus_str norm, char *out, size_t cap)
{
    size_t n = 0;
    for (size_t i = 0; i < norm.n; i++) {
        if (norm.p[i] == '.') continue;
        if (n == cap) return (casus_str){out, 0};
        out[n++] = norm.p[i];
    }
    return (casus_str){out, n};
}

static bool is_ending(casus_str s, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (casus_str_is(s, list[i])) return true;
    return false;
}

/* "9", "1939", "3rd", "1980s", "1,500": commas are dropped, what follows the digits decides. */
static when_mark number_mark(casus_str norm)
{
    static const char *const ordinal[] = {"st", "nd", "rd", "th"};
    when_mark m = {.kind = MARK_DIGITS, .n = 1};
    size_t i = 0;
    bool comma = false;
    for (; i < norm.n && m.n_digit < 9; i++) {
        if (norm.p[i] == ',') {
            comma = true;
            continue;
        }
        if (norm.p[i] < '0' || norm.p[i] > '9') break;
        m.value = m.value * 10 + (norm.p[i] - '0');
        m.n_digit++;
    }
    casus_str rest = {norm.p + i, norm.n - i};
    if (comma) m.n_digit = 9; /* "1,939" is no year */
    if (rest.n == 0) return m;
    if (is_ending(rest, ordinal, 4)) {
        m.kind = MARK_ORDINAL;
    } else if (casus_str_is(rest, "s") && m.n_digit == 4 && m.value % 10 == 0) {
        m.kind = MARK_DECADE;
        m.value /= 10;
    } else if (casus_str_is(rest, "s") && m.n_digit == 2 && m.value % 10 == 0) {
        m.kind = MARK_DECADE;
        m.value /= 10;
    } else if (casus_str_is(rest, "am") || casus_str_is(rest, "pm")) {
        m.kind = MARK_HALF_DAY;
        m.value = m.value % 12 + (rest.p[0] == 'p' ? 12 : 0);
        m.care = CARE_SHORT; /* the hour is in it */
    } else {
        m.kind = MARK_NONE;
    }
    return m;
}

/* Tokens of the holiday name that begins at token i; 0 if it does not. Hyphens and apostrophes do not count. */
static uint8_t holiday_here(const casus_text *t, uint32_t i, casus_str name)
{
    size_t at = 0;
    for (uint32_t k = i; k < t->n_token && k < i + 8; k++) {
        casus_str norm = t->token[k].norm;
        if (!(k > i && t->token[k].kind == CASUS_PUNCT)) {
            if (norm.n > name.n - at || norm.n == 0 || memcmp(norm.p, name.p + at, norm.n) != 0) return 0;
            at += norm.n;
        }
        if (at == name.n) return (uint8_t)(k - i + 1);
        if (name.p[at] == ' ' || name.p[at] == '-') at++;
    }
    return 0;
}

static when_mark holiday_mark(const vocab *v, const slot *s, const casus_text *t, uint32_t i)
{
    when_mark best = {0};
    for (int32_t c = s->more; c >= 0; c = v->chain[c].more) {
        uint8_t n = holiday_here(t, i, v->chain[c].word);
        if (n > best.n) best = (when_mark){.kind = MARK_HOLIDAY, .value = v->chain[c].row, .n = n};
    }
    return best;
}

static when_mark word_mark(const casus_lexicon *lex, int table, int32_t row)
{
    uint32_t r = (uint32_t)row;
    int32_t kind = PLACE(kind_name, casus_lexicon_cell(lex, table, r, 1));
    return (when_mark){.kind = (uint8_t)kind,
                       .value = value_of(kind, casus_lexicon_cell(lex, table, r, 2)),
                       .care = (uint8_t)PLACE(care_name, casus_lexicon_cell(lex, table, r, 3)),
                       .n = 1};
}

static when_mark mark_of(const vocab *v, const casus_lexicon *lex, int table, const casus_text *t, uint32_t i)
{
    const casus_token *k = &t->token[i];
    if (k->kind == CASUS_NUMBER) return number_mark(k->norm);
    if (k->kind == CASUS_PUNCT) return (when_mark){.n = 1};
    char room[16];
    casus_str word = without_dots(k->norm, room, sizeof room);
    if (word.n == 0) return (when_mark){.n = 1};
    const slot *s = slot_of(v, word);
    if (!s->word.p) return (when_mark){.n = 1};
    if (s->more >= 0 && k->capital) {
        when_mark m = holiday_mark(v, s, t, i);
        if (m.n) return m;
    }
    return s->row >= 0 ? word_mark(lex, table, s->row) : (when_mark){.n = 1};
}

when_mark *when_marks(const casus_lexicon *lex, const casus_text *text, casus_arena *a)
{
    vocab v;
    int table = casus_lexicon_table(lex, "when"), holidays = casus_lexicon_table(lex, "when-holidays");
    when_mark *mark = casus_arena_get(a, text->n_token + 1u, sizeof *mark);
    if (!mark || !vocab_make(&v, lex, table, holidays, a)) return NULL;
    for (uint32_t i = 0; i < text->n_token; i++) mark[i] = mark_of(&v, lex, table, text, i);
    return mark;
}

bool when_holiday(const casus_lexicon *lex, int32_t row, when_draft *d)
{
    casus_str date = casus_lexicon_cell(lex, casus_lexicon_table(lex, "when-holidays"), (uint32_t)row, 1);
    casus_day whole = casus_day_read(date);
    if (whole != CASUS_DAY_NONE) {
        int y, m, dd;
        casus_day_split(whole, &y, &m, &dd);
        d->year = y, d->month = (uint8_t)m, d->mday = (uint8_t)dd, d->has_year = true;
        return true;
    }
    if (date.n != 5) return false;
    d->month = (uint8_t)small_number(date);
    d->mday = (uint8_t)small_number((casus_str){date.p + 3, 2});
    return d->month >= 1 && d->month <= 12 && d->mday >= 1 && d->mday <= 31;
}
