/* Tab-separated files cut into cells, which say where in the lexicon's text they are.
 */
#include "room.h"

#include <stdio.h>
#include <string.h>

casus_status lang_mistake(const lang_report *r, casus_str file, uint32_t line, const char *what)
{
    casus_status st = casus_fail(r->err, CASUS_E_INPUT, what, 0);
    if (r->err) r->err->line = line;
    if (!r->where) return st;
    size_t n = file.n + strlen(what) + 32;
    *r->where = casus_alloc(n);
    if (*r->where) snprintf(*r->where, n, "%.*s.tsv:%u: %s", (int)file.n, file.p, line, what);
    return st;
}

typedef struct {
    const char *p, *end;
    uint32_t number;
} line_reader;

/* The next line that is neither empty nor a comment, without its end. */
static bool next_line(line_reader *l, casus_str *line)
{
    while (l->p < l->end) {
        const char *nl = memchr(l->p, '\n', (size_t)(l->end - l->p)), *e = nl ? nl : l->end;
        *line = (casus_str){l->p, (size_t)(e - l->p)};
        l->p = nl ? nl + 1 : l->end;
        l->number++;
        while (line->n && line->p[line->n - 1] == '\r') line->n--;
        if (line->n && line->p[0] != '#') return true;
    }
    return false;
}

static lang_ref ref_of(const casus_lexicon *lex, casus_str s)
{
    return s.n ? (lang_ref){(uint32_t)(s.p - lex->text), (uint32_t)s.n} : (lang_ref){0};
}

/* Cut a line at its tabs into at most max cells; the number there would be. */
static uint32_t cut(const casus_lexicon *lex, casus_str line, lang_ref *cell, uint32_t max)
{
    uint32_t n = 0;
    for (;;) {
        const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
        size_t len = tab ? (size_t)(tab - line.p) : line.n;
        if (n < max) cell[n] = ref_of(lex, casus_str_trim((casus_str){line.p, len}));
        n++;
        if (!tab) return n;
        line = (casus_str){tab + 1, line.n - len - 1};
    }
}

static casus_status read_head(const casus_lexicon *lex, lang_table *t, line_reader *l, const lang_report *r)
{
    casus_str line, name = lang_text(lex, t->name);
    t->term = -1;
    if (!next_line(l, &line)) return CASUS_OK; /* nothing but comments: a table without columns */
    t->n_column = cut(lex, line, t->column, LANG_COLUMNS);
    if (t->n_column > LANG_COLUMNS) return lang_mistake(r, name, l->number, "too many columns");
    for (uint32_t i = 0; i < t->n_column; i++) {
        casus_str column = lang_text(lex, t->column[i]);
        if (column.n == 0) return lang_mistake(r, name, l->number, "column without a name");
        for (uint32_t k = 0; k < i; k++)
            if (casus_str_eq(column, lang_text(lex, t->column[k]))) return lang_mistake(r, name, l->number, "column named twice");
        if (casus_str_is(column, "term")) t->term = (int)i;
    }
    return CASUS_OK;
}

static uint32_t count_rows(line_reader l)
{
    casus_str line;
    uint32_t n = 0;
    while (next_line(&l, &line)) n++;
    return n;
}

static casus_status read_rows(const casus_lexicon *lex, lang_table *t, line_reader *l, const lang_report *r)
{
    casus_str line, name = lang_text(lex, t->name);
    while (next_line(l, &line)) {
        if (t->n_column == 0) return lang_mistake(r, name, l->number, "row without columns");
        lang_ref *cell = lex->cell + t->cell + (size_t)t->n_row * t->n_column;
        if (cut(lex, line, cell, t->n_column) > t->n_column)
            return lang_mistake(r, name, l->number, "more columns than the first line names");
        lex->line[t->line + t->n_row++] = l->number;
    }
    return CASUS_OK;
}

/* The slot of a key, among those of the table. */
static uint32_t *index_slot(const casus_lexicon *lex, const lang_table *t, casus_str key)
{
    uint32_t *slot = lex->index + t->index;
    uint32_t i = (uint32_t)casus_hash(key, 0) & (t->n_index - 1);
    while (slot[i] && !casus_str_eq(lang_text(lex, lex->cell[t->cell + (size_t)(slot[i] - 1) * t->n_column]), key))
        i = (i + 1) & (t->n_index - 1);
    return &slot[i];
}

/* The first row of a key stays. */
static void make_index(const casus_lexicon *lex, const lang_table *t)
{
    if (!t->n_index) return;
    for (uint32_t row = 0; row < t->n_row; row++) {
        uint32_t *slot = index_slot(lex, t, lang_text(lex, lex->cell[t->cell + (size_t)row * t->n_column]));
        if (!*slot) *slot = row + 1;
    }
}

static uint32_t line_at(casus_str text, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++) line += text.p[i] == '\n';
    return line;
}

/* Room for the cells, lines and index of one more table; growing leaves the old arrays behind. */
static casus_status make_room(casus_lexicon *lex, lang_table *t, uint32_t rows, size_t cap[3])
{
    uint64_t cells = (uint64_t)lex->n_cell + (uint64_t)rows * t->n_column;
    if (cells > UINT32_MAX / 2) return CASUS_E_NOMEM;
    if (t->term < 0 && rows)
        for (t->n_index = 16; t->n_index < rows * 2;) t->n_index *= 2;
    lang_ref *cell = casus_arena_grow(lex->arena, lex->cell, lex->n_cell, (size_t)cells, sizeof *cell, &cap[0]);
    uint32_t *line = casus_arena_grow(lex->arena, lex->line, lex->n_line, (size_t)lex->n_line + rows, sizeof *line, &cap[1]);
    uint32_t *index = casus_arena_grow(lex->arena, lex->index, lex->n_index, (size_t)lex->n_index + t->n_index, sizeof *index, &cap[2]);
    if (!cell || !line || !index) return CASUS_E_NOMEM;
    lex->cell = cell;
    lex->line = line;
    lex->index = index;
    t->cell = lex->n_cell;
    t->line = lex->n_line;
    t->index = lex->n_index;
    lex->n_cell = (uint32_t)cells;
    lex->n_line += rows;
    lex->n_index += t->n_index;
    memset(cell + t->cell, 0, (lex->n_cell - t->cell) * sizeof *cell);
    memset(index + t->index, 0, t->n_index * sizeof *index);
    return CASUS_OK;
}

static casus_status read_table(casus_lexicon *lex, lang_table *t, lang_ref file, const lang_report *r, size_t cap[3])
{
    size_t bad;
    casus_str text = lang_text(lex, file);
    if (!casus_utf8_valid(text, &bad)) return lang_mistake(r, lang_text(lex, t->name), line_at(text, bad), "not UTF-8");
    line_reader l = {text.p, text.p + text.n, 0};
    casus_status st = read_head(lex, t, &l, r);
    if (!st) st = make_room(lex, t, count_rows(l), cap);
    if (!st) st = read_rows(lex, t, &l, r);
    if (!st) make_index(lex, t);
    return st;
}

casus_status lang_tables_read(casus_lexicon *lex, const lang_ref *file, const lang_report *r)
{
    size_t cap[3] = {0};
    casus_status st = CASUS_OK;
    for (uint32_t i = 0; !st && i < lex->n_table; i++) st = read_table(lex, &lex->table[i], file[i], r, cap);
    return st;
}

int casus_lexicon_table(const casus_lexicon *lex, const char *name)
{
    for (uint32_t i = 0; i < lex->n_table; i++)
        if (casus_str_is(lang_text(lex, lex->table[i].name), name)) return (int)i;
    return -1;
}

uint32_t casus_lexicon_rows(const casus_lexicon *lex, int table)
{
    return table < 0 || (uint32_t)table >= lex->n_table ? 0 : lex->table[table].n_row;
}

int casus_lexicon_column(const casus_lexicon *lex, int table, const char *name)
{
    if (table < 0 || (uint32_t)table >= lex->n_table) return -1;
    const lang_table *t = &lex->table[table];
    for (uint32_t i = 0; i < t->n_column; i++)
        if (casus_str_is(lang_text(lex, t->column[i]), name)) return (int)i;
    return -1;
}

casus_str casus_lexicon_cell(const casus_lexicon *lex, int table, uint32_t row, int column)
{
    if (row >= casus_lexicon_rows(lex, table) || column < 0) return CASUS_STR("");
    const lang_table *t = &lex->table[table];
    if ((uint32_t)column >= t->n_column) return CASUS_STR("");
    return lang_text(lex, lex->cell[t->cell + (size_t)row * t->n_column + (uint32_t)column]);
}

casus_str casus_lexicon_name(const casus_lexicon *lex, int table)
{
    return table < 0 || (uint32_t)table >= lex->n_table ? (casus_str){0} : lang_text(lex, lex->table[table].name);
}

uint32_t casus_lexicon_line(const casus_lexicon *lex, int table, uint32_t row)
{
    return row < casus_lexicon_rows(lex, table) ? lex->line[lex->table[table].line + row] : 0;
}

casus_status casus_lexicon_mistake(const casus_lexicon *lex, int table, uint32_t row, const char *what, char **where, casus_err *err)
{
    lang_report r = {err, where};
    if (row >= casus_lexicon_rows(lex, table)) return casus_fail(err, CASUS_E_INPUT, what, 0);
    return lang_mistake(&r, lang_text(lex, lex->table[table].name), casus_lexicon_line(lex, table, row), what);
}

bool casus_lexicon_find(const casus_lexicon *lex, int table, casus_str key, uint32_t *row)
{
    if (table < 0 || (uint32_t)table >= lex->n_table || !lex->table[table].n_index) return false;
    uint32_t at = *index_slot(lex, &lex->table[table], key);
    if (at) *row = at - 1;
    return at != 0;
}
