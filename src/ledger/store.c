/* The handle, statements, binding, errors: what the other files of the room stand on. Nothing here knows what a ledger holds. */
#include "store.h"

#include <stdio.h>
#include <string.h>

/* What SQLite says, what a caller is told. Extended codes are looked up by their low byte. */
static const struct {
    int rc;
    casus_status status;
    const char *what;
} failure[] = {
    {SQLITE_BUSY, CASUS_E_OS, "the ledger is locked by another program"},
    {SQLITE_LOCKED, CASUS_E_OS, "the ledger is locked by another program"},
    {SQLITE_READONLY, CASUS_E_CANTCREAT, "the ledger may be read but not written"},
    {SQLITE_PERM, CASUS_E_CANTCREAT, "the ledger may be read but not written"},
    {SQLITE_AUTH, CASUS_E_CANTCREAT, "the ledger may be read but not written"},
    {SQLITE_CANTOPEN, CASUS_E_CANTCREAT, "the ledger cannot be opened or created there"},
    {SQLITE_FULL, CASUS_E_IO, "the disk is full"},
    {SQLITE_IOERR, CASUS_E_IO, "reading or writing the ledger failed"},
    {SQLITE_NOMEM, CASUS_E_NOMEM, "out of memory"},
    {SQLITE_CORRUPT, CASUS_E_INPUT, "the ledger is damaged"},
    {SQLITE_NOTADB, CASUS_E_INPUT, "this file is not a ledger"},
    {SQLITE_FORMAT, CASUS_E_INPUT, "this file is not a ledger"},
    {SQLITE_TOOBIG, CASUS_E_LIMIT, "a value is too large for the ledger"},
    {SQLITE_CONSTRAINT, CASUS_E_INTERNAL, "the ledger refused a row that breaks its rules"},
};

casus_status ledger_fail(casus_err *err, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_ROW || rc == SQLITE_DONE) return CASUS_OK;
    for (size_t i = 0; i < sizeof failure / sizeof *failure; i++)
        if (failure[i].rc == (rc & 0xff)) return casus_fail(err, failure[i].status, failure[i].what, 0);
    return casus_fail(err, CASUS_E_INTERNAL, "the ledger does not have the tables it should have", 0);
}

static const char *const sql_of[LEDGER_N_STMT] = {
#define LEDGER_STMT_SQL(id, sql) [LEDGER_##id] = sql,
    LEDGER_STMT_MAP(LEDGER_STMT_SQL)
#undef LEDGER_STMT_SQL
};

sqlite3_stmt *ledger_stmt(casus_ledger *l, ledger_stmt_id id, casus_err *err)
{
    if (l->stmt[id]) {
        sqlite3_reset(l->stmt[id]);
        return l->stmt[id];
    }
    casus_buf made = {0};
    const char *sql = sql_of[id] ? sql_of[id] : ledger_sum_sql(id == LEDGER_SUM_COMPARE, &made);
    int rc = sql ? sqlite3_prepare_v3(l->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &l->stmt[id], NULL) : SQLITE_NOMEM;
    casus_buf_free(&made);
    if (rc != SQLITE_OK) ledger_fail(err, rc);
    return l->stmt[id];
}

/* Looks often: SQLite's own way of waiting sleeps up to 100 ms at a time and misses the moments between the groups of another program. */
int ledger_wait_turn(void *ctx, int n_tried)
{
    enum { PAUSE_MS = 2 };
    (void)ctx;
    if (n_tried >= LEDGER_BUSY_MS / PAUSE_MS) return 0;
    sqlite3_sleep(PAUSE_MS);
    return 1;
}

casus_status ledger_exec(casus_ledger *l, const char *sql, casus_err *err)
{
    return ledger_fail(err, sqlite3_exec(l->db, sql, NULL, NULL, NULL));
}

/* ---------------------------------------------------------------- binding */

static void bound(ledger_bind *b, int rc)
{
    if (b->rc == SQLITE_OK) b->rc = rc;
}

static void to_cell(const ledger_bind *b, ledger_cell v)
{
    if (b->cell) b->cell[b->n - 1] = v;
}

void ledger_int(ledger_bind *b, int64_t v)
{
    b->n++;
    to_cell(b, (ledger_cell){.kind = LEDGER_CELL_INT, .number = v});
    if (b->s) bound(b, sqlite3_bind_int64(b->s, b->n, v));
}

/* What is no number is NULL to SQLite, and a zero has no sign. */
void ledger_real(ledger_bind *b, double v)
{
    b->n++;
    v = v == 0 ? 0 : v;
    to_cell(b, v == v ? (ledger_cell){.kind = LEDGER_CELL_REAL, .real = v} : (ledger_cell){0});
    if (b->s) bound(b, sqlite3_bind_double(b->s, b->n, v));
}

void ledger_null(ledger_bind *b)
{
    b->n++;
    to_cell(b, (ledger_cell){0});
    if (b->s) bound(b, sqlite3_bind_null(b->s, b->n));
}

void ledger_count(ledger_bind *b, int64_t v)
{
    if (v < 0) ledger_null(b);
    else ledger_int(b, v);
}

void ledger_text(ledger_bind *b, casus_str s)
{
    b->n++;
    to_cell(b, (ledger_cell){.kind = LEDGER_CELL_TEXT, .text = s});
    if (b->s) bound(b, sqlite3_bind_text64(b->s, b->n, s.n ? s.p : "", s.n, SQLITE_STATIC, SQLITE_UTF8));
}

void ledger_str(ledger_bind *b, casus_str s)
{
    if (s.n) ledger_text(b, s);
    else ledger_null(b);
}

void ledger_z(ledger_bind *b, const char *z) { ledger_str(b, casus_str_of(z)); }

/* ---------------------------------------------------------------- running */

/* A statement that could not be prepared left its error in err already. */
static casus_status not_ready(const ledger_bind *b, casus_err *err)
{
    if (!b->s) return err->code;
    return ledger_fail(err, b->rc);
}

int ledger_step(ledger_bind *b, casus_err *err)
{
    if (not_ready(b, err) != CASUS_OK) return b->rc != SQLITE_OK ? b->rc : SQLITE_ERROR;
    int rc = sqlite3_step(b->s);
    if (rc == SQLITE_ROW) return rc;
    sqlite3_reset(b->s);
    if (rc != SQLITE_DONE) ledger_fail(err, rc);
    return rc;
}

static casus_status run_once(ledger_bind *b, int64_t *id, casus_err *err)
{
    casus_status s = not_ready(b, err);
    if (s != CASUS_OK) return s;
    int rc = sqlite3_step(b->s);
    if (rc == SQLITE_ROW && id) *id = sqlite3_column_int64(b->s, 0);
    sqlite3_reset(b->s);
    sqlite3_clear_bindings(b->s);
    return ledger_fail(err, rc);
}

casus_status ledger_run(casus_ledger *l, ledger_bind *b, casus_err *err)
{
    (void)l;
    return run_once(b, NULL, err);
}

casus_status ledger_find(ledger_bind *b, int64_t *id, casus_err *err)
{
    *id = 0;
    return run_once(b, id, err);
}

casus_status ledger_next(casus_ledger *l, ledger_stmt_id id, int64_t *last, casus_err *err)
{
    casus_status s = CASUS_OK;
    if (!*last) {
        ledger_bind b = {.s = ledger_stmt(l, id, err)};
        s = ledger_find(&b, last, err);
    }
    if (s == CASUS_OK) ++*last;
    return s;
}

casus_str ledger_column(sqlite3_stmt *s, int i)
{
    const char *p = (const char *)sqlite3_column_text(s, i);
    return (casus_str){p, p ? (size_t)sqlite3_column_bytes(s, i) : 0};
}

/* ---------------------------------------------------------------- small values */

void ledger_iso_time(int64_t at, char out[32])
{
    int64_t day = at / 86400, second = at % 86400;
    if (second < 0) {
        second += 86400;
        day--;
    }
    char iso[16] = "";
    if (day > -700000 && day < 2900000) casus_day_iso((casus_day)day, iso);
    snprintf(out, 32, "%sT%02d:%02d:%02dZ", iso, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

static const char *quality_name(int i) { return casus_quality_name((casus_quality)i); }
static const char *victims_name(int i) { return casus_victims_name((casus_victims)i); }

casus_tally ledger_tally_at(sqlite3_stmt *s, int column)
{
    casus_tally t = {.low = -1, .high = -1};
    int q = ledger_rank(ledger_column(s, column + 2), quality_name, CASUS_Q_VAGUE + 1);
    int v = ledger_rank(ledger_column(s, column + 3), victims_name, CASUS_V_MIXED + 1);
    t.set = sqlite3_column_type(s, column + 2) != SQLITE_NULL;
    if (sqlite3_column_type(s, column) != SQLITE_NULL) t.low = sqlite3_column_int(s, column);
    if (sqlite3_column_type(s, column + 1) != SQLITE_NULL) t.high = sqlite3_column_int(s, column + 1);
    t.q = q < 0 ? CASUS_Q_VAGUE : (casus_quality)q;
    t.category = v < 0 ? CASUS_V_UNKNOWN : (casus_victims)v;
    return t;
}

int ledger_rank(casus_str name, const char *(*name_of)(int i), int n)
{
    for (int i = 0; i < n; i++) {
        const char *z = name_of(i);
        if (z && casus_str_is(name, z)) return i;
    }
    return -1;
}
