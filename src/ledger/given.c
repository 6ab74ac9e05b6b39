/* Rows in memory as a table that SQLite reads: SELECT c0,c1 FROM given(?1), where ?1 was bound by ledger_given. So one statement puts
 * in the rows of a whole group of reports, or looks up all keys of a claim: to start a statement costs more than a row.
 *
 * The cells are borrowed until the statement was run. A table of this kind is never part of a ledger's schema.
 */
#include "store.h"

#include <string.h>

static const char pointer_name[] = "casus rows";

typedef struct {
    sqlite3_vtab_cursor base;
    const ledger_rows *rows;
    size_t at;
} cursor;

static int given_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out, char **message)
{
    (void)aux, (void)argc, (void)argv, (void)message;
    casus_buf sql = {0};
    casus_buf_z(&sql, "CREATE TABLE x(");
    for (int i = 0; i < LEDGER_MOST_CELLS; i++) casus_buf_printf(&sql, "c%d,", i);
    casus_buf_z(&sql, "rows HIDDEN)");
    int rc = sql.failed ? SQLITE_NOMEM : sqlite3_declare_vtab(db, sql.p);
    casus_buf_free(&sql);
    *out = rc == SQLITE_OK ? sqlite3_malloc(sizeof **out) : NULL;
    if (rc == SQLITE_OK && !*out) rc = SQLITE_NOMEM;
    if (*out) memset(*out, 0, sizeof **out);
    return rc;
}

static int given_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

/* Nothing can be read without the pointer; with it all rows are, in order. */
static int given_best(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    for (int i = 0; i < info->nConstraint; i++) {
        if (info->aConstraint[i].iColumn != LEDGER_MOST_CELLS || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ) continue;
        if (!info->aConstraint[i].usable) return SQLITE_CONSTRAINT;
        info->aConstraintUsage[i].argvIndex = 1;
        info->aConstraintUsage[i].omit = 1;
        info->estimatedCost = 1;
        info->estimatedRows = 10;
    }
    return SQLITE_OK;
}

static int given_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    (void)table;
    cursor *c = sqlite3_malloc(sizeof *c);
    *out = NULL;
    if (!c) return SQLITE_NOMEM;
    memset(c, 0, sizeof *c);
    *out = &c->base;
    return SQLITE_OK;
}

static int given_close(sqlite3_vtab_cursor *base)
{
    sqlite3_free(base);
    return SQLITE_OK;
}

static int given_filter(sqlite3_vtab_cursor *base, int number, const char *name, int argc, sqlite3_value **argv)
{
    (void)number, (void)name;
    cursor *c = (cursor *)base;
    c->rows = argc ? sqlite3_value_pointer(argv[0], pointer_name) : NULL;
    c->at = 0;
    return SQLITE_OK;
}

static int given_next(sqlite3_vtab_cursor *base)
{
    ((cursor *)base)->at++;
    return SQLITE_OK;
}

static int given_eof(sqlite3_vtab_cursor *base)
{
    const cursor *c = (const cursor *)base;
    return !c->rows || c->at >= c->rows->n;
}

static int given_column(sqlite3_vtab_cursor *base, sqlite3_context *to, int i)
{
    const cursor *c = (const cursor *)base;
    if (c->rows->id && i == 0) sqlite3_result_int64(to, c->rows->id[c->at]);
    if (i >= c->rows->width) return SQLITE_OK; /* NULL */
    const ledger_cell *v = &c->rows->cell[c->at * (size_t)c->rows->width + (size_t)i];
    switch (v->kind) {
    case LEDGER_CELL_INT:
        sqlite3_result_int64(to, v->number);
        break;
    case LEDGER_CELL_REAL:
        sqlite3_result_double(to, v->real);
        break;
    case LEDGER_CELL_TEXT:
        sqlite3_result_text64(to, v->text.n ? v->text.p : "", v->text.n, SQLITE_STATIC, SQLITE_UTF8);
        break;
    case LEDGER_CELL_NULL:
        break;
    }
    return SQLITE_OK;
}

static int given_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *id)
{
    *id = (sqlite3_int64)((const cursor *)base)->at;
    return SQLITE_OK;
}

/* Without xCreate: it is there by its name alone, and cannot be made in a schema. */
static const sqlite3_module module = {
    .xConnect = given_connect, .xBestIndex = given_best, .xDisconnect = given_disconnect, .xOpen = given_open, .xClose = given_close,
    .xFilter = given_filter,   .xNext = given_next,      .xEof = given_eof,               .xColumn = given_column, .xRowid = given_rowid,
};

int ledger_given_ready(sqlite3 *db) { return sqlite3_create_module(db, "given", &module, NULL); }

void ledger_given(ledger_bind *b, const ledger_rows *rows)
{
    /* SQLite hands the pointer back as it got it: nothing is written there */
    union {
        const ledger_rows *in;
        void *out;
    } p = {.in = rows};
    b->n++;
    if (!b->s) return;
    int rc = sqlite3_bind_pointer(b->s, b->n, p.out, pointer_name, NULL);
    if (b->rc == SQLITE_OK) b->rc = rc;
}

void ledger_given_ids(ledger_bind *b, const ledger_ids *ids, ledger_rows *rows)
{
    *rows = (ledger_rows){.id = ids->v, .n = ids->n};
    ledger_given(b, rows);
}

/* ---------------------------------------------------------------- rows that wait */

/* In the order in which they are put in: what others refer to comes first. */
static const struct {
    ledger_stmt_id put;
    int width;
} late[LEDGER_N_LATE] = {
    [LEDGER_LATE_CLAIM] = {LEDGER_CLAIM_PUT, 6 + LEDGER_N_VALUE}, [LEDGER_LATE_EVIDENCE] = {LEDGER_EVIDENCE_PUT, 7},
    [LEDGER_LATE_ACTOR] = {LEDGER_ACTOR_LINK, 5},                 [LEDGER_LATE_PLACE] = {LEDGER_PLACE_LINK, 3},
    [LEDGER_LATE_SOURCE] = {LEDGER_SOURCE_LINK, 3},
};
enum { MOST_LATE = 1 << 16 }; /* cells of a table that wait, before all are written: some megabytes */

/* Texts are copied: those of a report are gone when its group is written. */
casus_status ledger_row_later(casus_ledger *l, ledger_late to, const ledger_cell *cell, casus_err *err)
{
    ledger_rows *rows = &l->late_row[to];
    size_t width = (size_t)late[to].width;
    if (!l->late_arena) l->late_arena = casus_arena_new(0);
    ledger_cell *grown = l->late_arena ? casus_arena_grow(l->late_arena, rows->cell, rows->n * width, (rows->n + 1) * width, sizeof *cell, &rows->cap) : NULL;
    if (!grown) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    rows->cell = grown;
    rows->width = late[to].width;
    ledger_cell *own = &grown[rows->n * width];
    memcpy(own, cell, width * sizeof *cell);
    for (size_t i = 0; i < width; i++)
        if (own[i].kind == LEDGER_CELL_TEXT && casus_arena_str(l->late_arena, cell[i].text, &own[i].text) != CASUS_OK)
            return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    rows->n++;
    return rows->n * width > MOST_LATE ? ledger_rows_flush(l, err) : CASUS_OK;
}

casus_status ledger_rows_flush(casus_ledger *l, casus_err *err)
{
    casus_status s = CASUS_OK;
    for (int i = 0; i < LEDGER_N_LATE && s == CASUS_OK; i++) {
        if (!l->late_row[i].n) continue;
        ledger_bind b = {.s = ledger_stmt(l, late[i].put, err)};
        ledger_given(&b, &l->late_row[i]);
        s = ledger_run(l, &b, err);
        l->late_row[i].n = 0;
    }
    return s;
}
