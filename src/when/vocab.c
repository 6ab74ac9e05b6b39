/* The words of time expressions, compiled once from the tables when, when-days and when-lists of the lexicon: one hash from a
 * word to what it can be. A phrase of several words hangs on its first. Some 600 words; read-only afterwards, shared between
 * threads. Mistakes in the tables are told with file and line.
 */
#include "vocab.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SLOT = 1 << 16, MOST_ROWS = 1 << 14 };

static const char *const kind_name[] = {
    [MARK_MONTH] = "month",       [MARK_WEEKDAY] = "weekday", [MARK_SEASON] = "season", [MARK_UNIT] = "unit",
    [MARK_CARDINAL] = "cardinal", [MARK_SCALE] = "scale",     [MARK_HALF] = "half",     [MARK_ORDINAL] = "ordinal",
    [MARK_DECADE] = "decade",     [MARK_PART] = "part",       [MARK_POINT] = "point",   [MARK_WHICH] = "which",
    [MARK_STAGE] = "stage",       [MARK_SHIFT] = "shift",     [MARK_VAGUE] = "vague",   [MARK_ABOUT] = "about",
    [MARK_SET] = "set",           [MARK_EVERY] = "every",     [MARK_REF] = "ref",       [MARK_ZONE] = "zone",
    [MARK_HALF_DAY] = "half_day", [MARK_ERA] = "era",         [MARK_OPENER] = "opener",
};
static const char *const care_name[] = {
    "",        "name", "short", "weak", "plural", "running", "report",    "event",   "span",
    "article", "noun", "shift", "now",  "per",    "history", "adjective", "foreign", "told",
};
static const char *const unit_name[] = {"",          "second", "minute", "hour",    "day",  "weekend", "week",
                                        "fortnight", "month",  "season", "quarter", "year", "decade",  "century"};
static const char *const part_name[] = {"", "MO", "MI", "AF", "EV", "NI", "DT", "12:00", "24:00"};
static const char *const stage_name[] = {"", "start", "mid", "end"};
static const char *const ref_name[] = {"", "PAST_REF", "PRESENT_REF", "FUTURE_REF", "VAGUE", "SAME"};
static const char *const half_day_name[] = {"", "am", "pm"};
static const char *const list_name[] = {
#define WHEN_LIST_NAME(id, name) name,
    WHEN_LIST_MAP(WHEN_LIST_NAME)
#undef WHEN_LIST_NAME
};

#define PLACE(list, s) place_in(list, sizeof list / sizeof *list, s)

/* Where the name stands in the list; -1: it does not. Entries without a name match nothing but, at 0, the empty cell. */
static int32_t place_in(const char *const *list, size_t n, casus_str s)
{
    for (size_t i = 0; i < n; i++)
        if (list[i] && casus_str_is(s, list[i])) return (int32_t)i;
    return -1;
}

/* A whole number, at most four digits and a sign. */
static bool read_number(casus_str s, int32_t *value)
{
    bool minus = s.n && s.p[0] == '-';
    size_t i = minus;
    int32_t v = 0;
    if (s.n == i || s.n > i + 4) return false;
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9') return false;
        v = v * 10 + (s.p[i] - '0');
    }
    *value = minus ? -v : v;
    return true;
}

/* ---------------------------------------------------------------- what a cell may be */

static const struct {
    const char *const *name;
    size_t n;
    int32_t least, most; /* of numbers */
} value_of[] = {
#define NAMES(list)                                                                                                            \
    {                                                                                                                          \
        list, sizeof list / sizeof *list, 0, 0                                                                                 \
    }
#define RANGE(a, b)                                                                                                            \
    {                                                                                                                          \
        NULL, 0, a, b                                                                                                          \
    }
    [MARK_MONTH] = RANGE(1, 12),      [MARK_WEEKDAY] = RANGE(0, 6),
    [MARK_SEASON] = RANGE(1, 4),      [MARK_UNIT] = NAMES(unit_name),
    [MARK_CARDINAL] = RANGE(0, 1000), [MARK_SCALE] = RANGE(10, 1000),
    [MARK_ORDINAL] = RANGE(1, 1000),  [MARK_DECADE] = RANGE(0, 9),
    [MARK_PART] = NAMES(part_name),   [MARK_POINT] = RANGE(-2, 2),
    [MARK_WHICH] = RANGE(-1, 1),      [MARK_STAGE] = NAMES(stage_name),
    [MARK_SHIFT] = RANGE(-1, 1),      [MARK_SET] = NAMES(unit_name),
    [MARK_REF] = NAMES(ref_name),     [MARK_HALF_DAY] = NAMES(half_day_name),
    [MARK_ERA] = RANGE(-1, 1),        [MARK_OPENER] = RANGE(0, 0),
    [MARK_HOLIDAY] = RANGE(0, 0),
#undef NAMES
#undef RANGE
};

static bool read_value(int32_t kind, casus_str cell, int32_t *value)
{
    *value = 0;
    if (value_of[kind].name) {
        *value = place_in(value_of[kind].name, value_of[kind].n, cell);
        if (kind == MARK_HALF_DAY && *value > 0)
            *value = 12 * (*value - 1);
        else
            return *value > 0;
        return true;
    }
    if (value_of[kind].least == value_of[kind].most) return cell.n == 0 || kind == MARK_ZONE;
    return read_number(cell, value) && *value >= value_of[kind].least && *value <= value_of[kind].most;
}

/* ---------------------------------------------------------------- the hash */

static when_slot *slot_of(const casus_when *w, casus_str word)
{
    uint32_t i = (uint32_t)casus_hash(word, 0) & w->mask;
    while (w->slot[i].word.p && !casus_str_eq(w->slot[i].word, word))
        i = (i + 1) & w->mask;
    return &w->slot[i];
}

const when_slot *when_slot_find(const casus_when *w, casus_str word)
{
    const when_slot *s = slot_of(w, word);
    return s->word.p ? s : NULL;
}

static when_slot *slot_make(casus_when *w, casus_str word)
{
    when_slot *s = slot_of(w, word);
    if (!s->word.p) *s = (when_slot){.word = word, .mark.n = 1, .more = -1};
    return s;
}

/* The word before the first blank or hyphen. */
static casus_str first_word(casus_str s)
{
    size_t n = 0;
    while (n < s.n && s.p[n] != ' ' && s.p[n] != '-')
        n++;
    return (casus_str){s.p, n};
}

static bool add_phrase(casus_when *w, casus_str name, casus_str beside, when_mark m)
{
    casus_str first = first_word(name);
    if (first.n == 0 || w->n_phrase == w->cap_phrase) return false;
    when_slot *s = slot_make(w, first);
    w->phrase[w->n_phrase] = (when_phrase){.name = name, .beside = beside, .mark = m, .more = s->more};
    s->more = (int32_t)w->n_phrase++;
    return true;
}

/* ---------------------------------------------------------------- the tables */

typedef struct {
    casus_when *w;
    const casus_lexicon *lex;
    int table;
    uint32_t row;
    char **where;
    casus_err *err;
} table_reader;

static casus_status mistake(const table_reader *r, const char *what)
{
    return casus_lexicon_mistake(r->lex, r->table, r->row, what, r->where, r->err);
}

static casus_str cell(const table_reader *r, const char *column)
{
    return casus_lexicon_cell(r->lex, r->table, r->row, casus_lexicon_column(r->lex, r->table, column));
}

static casus_status read_word(const table_reader *r)
{
    casus_str word = cell(r, "word");
    int32_t kind = PLACE(kind_name, cell(r, "kind")), care = PLACE(care_name, cell(r, "care")), value;
    if (word.n == 0) return mistake(r, "no word");
    if (kind <= 0) return mistake(r, "no such kind");
    if (care < 0) return mistake(r, "no such care");
    if (!read_value(kind, cell(r, "value"), &value)) return mistake(r, "a value that this kind cannot have");
    when_mark m = {.kind = (uint8_t)kind, .value = value, .care = (uint8_t)care, .n = 1};
    if (first_word(word).n < word.n)
        return add_phrase(r->w, word, (casus_str){"", 0}, m) ? CASUS_OK : mistake(r, "a phrase that begins with a blank");
    when_slot *s = slot_make(r->w, word);
    if (s->mark.kind) return mistake(r, "a word written twice");
    m.list = s->mark.list;
    s->mark = m;
    return CASUS_OK;
}

/* "in since by": each word of the row gets the list's bit. */
static casus_status read_list(const table_reader *r)
{
    casus_str words = cell(r, "words");
    int32_t list = PLACE(list_name, cell(r, "list"));
    if (list < 0) return mistake(r, "no such list");
    for (size_t i = 0; i < words.n;) {
        size_t from = i;
        while (i < words.n && words.p[i] != ' ')
            i++;
        if (i > from) slot_make(r->w, (casus_str){words.p + from, i - from})->mark.list |= UINT64_C(1) << list;
        i++;
    }
    return CASUS_OK;
}

static casus_status read_day(const table_reader *r)
{
    casus_when *w = r->w;
    casus_str name;
    if (casus_fold(w->arena, cell(r, "name"), &name) != CASUS_OK) return CASUS_E_NOMEM;
    if (!when_rule_read(w, cell(r, "date"), &w->day[w->n_day])) return mistake(r, "a date that cannot be read");
    when_mark m = {.kind = MARK_HOLIDAY, .value = (int32_t)w->n_day, .n = 1};
    if (!add_phrase(w, name, cell(r, "beside"), m)) return mistake(r, "no name");
    w->n_day++;
    return CASUS_OK;
}

static const struct {
    const char *table;
    casus_status (*read)(const table_reader *r);
} tables[] = {{"when", read_word}, {"when-lists", read_list}, {"when-days", read_day}};

enum { N_TABLES = sizeof tables / sizeof *tables };

static uint32_t count_words(const casus_lexicon *lex, int table)
{
    uint32_t n = 0, rows = casus_lexicon_rows(lex, table);
    int column = casus_lexicon_column(lex, table, "words");
    for (uint32_t r = 0; r < rows; r++) {
        casus_str s = casus_lexicon_cell(lex, table, r, column);
        for (size_t i = 0; i < s.n; i++)
            n += s.p[i] == ' ';
    }
    return n + rows;
}

static casus_status make_room(casus_when *w, const casus_lexicon *lex, casus_err *err)
{
    uint32_t rows = 0, size = 16;
    for (size_t i = 0; i < N_TABLES; i++)
        rows += count_words(lex, casus_lexicon_table(lex, tables[i].table));
    if (rows > MOST_ROWS) return casus_fail(err, CASUS_E_LIMIT, "words of time", 0);
    while (size < 2 * rows + 2)
        size *= 2;
    w->mask = size - 1;
    w->cap_phrase = rows;
    w->slot = casus_arena_get(w->arena, size, sizeof *w->slot);
    w->phrase = casus_arena_get(w->arena, rows + 1u, sizeof *w->phrase);
    w->day = casus_arena_get(w->arena, rows + 1u, sizeof *w->day);
    return w->slot && w->phrase && w->day ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "words of time", 0);
}

static casus_status read_tables(casus_when *w, const casus_lexicon *lex, char **where, casus_err *err)
{
    casus_status st = make_room(w, lex, err);
    for (size_t i = 0; i < N_TABLES; i++) {
        table_reader r = {w, lex, casus_lexicon_table(lex, tables[i].table), 0, where, err};
        uint32_t rows = casus_lexicon_rows(lex, r.table);
        for (; st == CASUS_OK && r.row < rows; r.row++)
            st = tables[i].read(&r);
    }
    return st;
}

casus_status casus_when_open(const casus_lexicon *lex, casus_when **out, char **where, casus_err *err)
{
    *out = NULL;
    if (where) *where = NULL;
    casus_arena *a = casus_arena_new(0);
    casus_when *w = a ? casus_arena_get(a, 1, sizeof *w) : NULL;
    casus_status st = CASUS_E_NOMEM;
    if (w) {
        w->arena = a;
        st = read_tables(w, lex, where, err);
    }
    if (st == CASUS_OK) {
        *out = w;
        return st;
    }
    casus_arena_free(a);
    return st == CASUS_E_NOMEM ? casus_fail(err, st, "words of time", 0) : st;
}

void casus_when_close(casus_when *w)
{
    if (w) casus_arena_free(w->arena);
}
