/* Tab-separated files cut into cells. Cells point into the file's text, which lives as long as the lexicon.
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

/* Cut a line at its tabs into at most max cells; the number there would be. */
static uint32_t cut(casus_str line, casus_str *cell, uint32_t max)
{
    uint32_t n = 0;
    for (;;) {
        const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
        size_t len = tab ? (size_t)(tab - line.p) : line.n;
        if (n < max) cell[n] = casus_str_trim((casus_str){line.p, len});
        n++;
        if (!tab) return n;
        line = (casus_str){tab + 1, line.n - len - 1};
    }
}

static casus_status read_head(lang_table *t, const lang_file *f, line_reader *l, const lang_report *r)
{
    casus_str line;
    t->term = -1;
    if (!next_line(l, &line)) return CASUS_OK; /* nothing but comments: a table without columns */
    t->n_column = cut(line, t->column, LANG_COLUMNS);
    if (t->n_column > LANG_COLUMNS) return lang_mistake(r, f->name, l->number, "too many columns");
    for (uint32_t i = 0; i < t->n_column; i++) {
        if (t->column[i].n == 0) return lang_mistake(r, f->name, l->number, "column without a name");
        for (uint32_t k = 0; k < i; k++)
            if (casus_str_eq(t->column[i], t->column[k])) return lang_mistake(r, f->name, l->number, "column named twice");
        if (casus_str_is(t->column[i], "term")) t->term = (int)i;
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

static casus_status read_rows(lang_table *t, const lang_file *f, line_reader *l, const lang_report *r)
{
    casus_str line;
    while (next_line(l, &line)) {
        if (t->n_column == 0) return lang_mistake(r, f->name, l->number, "row without columns");
        casus_str *cell = t->cell + (size_t)t->n_row * t->n_column;
        if (cut(line, cell, t->n_column) > t->n_column)
            return lang_mistake(r, f->name, l->number, "more columns than the first line names");
        t->line[t->n_row++] = l->number;
    }
    return CASUS_OK;
}

static uint32_t index_slot(const lang_table *t, casus_str key)
{
    uint32_t i = (uint32_t)casus_hash(key, 0) & (t->n_index - 1);
    while (t->index[i] && !casus_str_eq(t->cell[(size_t)(t->index[i] - 1) * t->n_column], key)) i = (i + 1) & (t->n_index - 1);
    return i;
}

/* The first row of a key stays. */
static casus_status make_index(lang_table *t, casus_arena *a)
{
    if (t->term >= 0 || t->n_row == 0) return CASUS_OK;
    t->n_index = 16;
    while (t->n_index < t->n_row * 2) t->n_index *= 2;
    t->index = casus_arena_get(a, t->n_index, sizeof *t->index);
    if (!t->index) return CASUS_E_NOMEM;
    for (uint32_t row = 0; row < t->n_row; row++) {
        uint32_t i = index_slot(t, t->cell[(size_t)row * t->n_column]);
        if (!t->index[i]) t->index[i] = row + 1;
    }
    return CASUS_OK;
}

static uint32_t line_at(casus_str text, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++) line += text.p[i] == '\n';
    return line;
}

static casus_status read_table(casus_lexicon *lex, lang_table *t, const lang_file *f, const lang_report *r)
{
    size_t bad;
    *t = (lang_table){.name = f->name, .term = -1};
    if (!casus_utf8_valid(f->text, &bad)) return lang_mistake(r, f->name, line_at(f->text, bad), "not UTF-8");
    line_reader l = {f->text.p, f->text.p + f->text.n, 0};
    casus_status st = read_head(t, f, &l, r);
    if (st) return st;
    uint32_t rows = count_rows(l);
    t->cell = casus_arena_get(lex->arena, (size_t)rows * t->n_column, sizeof *t->cell);
    t->line = casus_arena_get(lex->arena, rows, sizeof *t->line);
    if (!t->cell || !t->line) return CASUS_E_NOMEM;
    st = read_rows(t, f, &l, r);
    return st ? st : make_index(t, lex->arena);
}

casus_status lang_tables_read(casus_lexicon *lex, const lang_file *file, uint32_t n, const lang_report *r)
{
    if (n > LANG_TABLES) return casus_fail(r->err, CASUS_E_LIMIT, "too many lexicon files", 0);
    lex->table = casus_arena_get(lex->arena, n, sizeof *lex->table);
    if (!lex->table) return CASUS_E_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        casus_status st = read_table(lex, &lex->table[i], &file[i], r);
        if (st) return st;
        lex->n_table++;
    }
    return CASUS_OK;
}

int casus_lexicon_table(const casus_lexicon *lex, const char *name)
{
    for (uint32_t i = 0; i < lex->n_table; i++)
        if (casus_str_is(lex->table[i].name, name)) return (int)i;
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
        if (casus_str_is(t->column[i], name)) return (int)i;
    return -1;
}

casus_str casus_lexicon_cell(const casus_lexicon *lex, int table, uint32_t row, int column)
{
    if (row >= casus_lexicon_rows(lex, table) || column < 0) return CASUS_STR("");
    const lang_table *t = &lex->table[table];
    return (uint32_t)column < t->n_column ? t->cell[(size_t)row * t->n_column + (uint32_t)column] : CASUS_STR("");
}

bool casus_lexicon_find(const casus_lexicon *lex, int table, casus_str key, uint32_t *row)
{
    if (table < 0 || (uint32_t)table >= lex->n_table || !lex->table[table].index) return false;
    const lang_table *t = &lex->table[table];
    uint32_t at = t->index[index_slot(t, key)];
    if (at) *row = at - 1;
    return at != 0;
}
