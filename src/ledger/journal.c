/* The journal: append-only, each entry carrying the hash of the one before.
 *
 * hash = SHA-256 of "casus journal 1\n" seq \n at \n action \n object \n prev \n payload. Triggers forbid changes; the chain shows
 * those made in spite of them. meta keeps the number of entries and the last hash, so that a tail cut off is seen as well.
 */
#include "store.h"

#include <stdio.h>
#include <string.h>

void ledger_journal_hash(int64_t seq, int64_t at, casus_str action, casus_str object, casus_str payload, casus_str prev,
                         casus_buf *scratch, char hex[65])
{
    hex[0] = '\0';
    casus_buf_clear(scratch);
    casus_buf_printf(scratch, "casus journal 1\n%lld\n%lld\n", (long long)seq, (long long)at);
    const casus_str part[] = {action, object, prev, payload};
    for (size_t i = 0; i < 4; i++) {
        casus_buf_str(scratch, part[i]);
        if (i < 3) casus_buf_char(scratch, '\n');
    }
    if (!scratch->failed) casus_sha256(scratch->p, scratch->n, hex);
}

/* A value of meta as text of at most n - 1 bytes; empty if there is none. */
static casus_status meta_get(casus_ledger *l, const char *key, char *out, size_t n, casus_err *err)
{
    out[0] = '\0';
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_META_GET, err)};
    ledger_z(&b, key);
    int rc = ledger_step(&b, err);
    if (rc == SQLITE_ROW) {
        casus_str v = ledger_column(b.s, 0);
        if (v.n && v.n < n) memcpy(out, v.p, v.n + 1);
        sqlite3_reset(b.s);
    }
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static casus_status meta_set(casus_ledger *l, const char *key, const char *value, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_META_SET, err)};
    ledger_z(&b, key);
    ledger_z(&b, value);
    return ledger_run(l, &b, err);
}

static int64_t number(const char *z)
{
    int64_t v = 0;
    for (; *z >= '0' && *z <= '9' && v < INT64_MAX / 20; z++) v = v * 10 + (*z - '0');
    return v;
}

static casus_status put_entry(casus_ledger *l, int64_t seq, int64_t at, const char *action, const char *object,
                              casus_str payload, const char *prev, char hash[65], casus_err *err)
{
    char time[32] = ""; /* the making of the ledger has no hour: opening a file does not know the time */
    casus_buf line = {0};
    if (at) ledger_iso_time(at, time);
    ledger_journal_hash(seq, at, casus_str_of(action), casus_str_of(object), payload, casus_str_of(prev), &line, hash);
    casus_buf_free(&line);
    if (!hash[0]) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_JOURNAL_PUT, err)};
    ledger_int(&b, seq);
    ledger_int(&b, at);
    ledger_text(&b, casus_str_of(time));
    ledger_z(&b, action);
    ledger_z(&b, object);
    ledger_text(&b, payload);
    ledger_z(&b, prev);
    ledger_z(&b, hash);
    return ledger_run(l, &b, err);
}

/* Where the chain stands: read once in a transaction, written at its end. */
static casus_status read_head(casus_ledger *l, casus_err *err)
{
    char count[24];
    if (l->journal_known) return CASUS_OK;
    casus_status s = meta_get(l, "journal_head", l->journal_head, sizeof l->journal_head, err);
    if (s == CASUS_OK) s = meta_get(l, "journal_count", count, sizeof count, err);
    if (s != CASUS_OK) return s;
    if (!l->journal_head[0]) memcpy(l->journal_head, LEDGER_NO_HASH, sizeof l->journal_head);
    l->journal_count = number(count);
    l->journal_known = true;
    return CASUS_OK;
}

casus_status ledger_journal_add(casus_ledger *l, int64_t at, const char *action, const char *object, casus_str payload,
                                casus_err *err)
{
    char hash[65];
    casus_status s = read_head(l, err);
    if (s == CASUS_OK) s = put_entry(l, l->journal_count + 1, at, action, object, payload, l->journal_head, hash, err);
    if (s != CASUS_OK) return s;
    l->journal_count++;
    memcpy(l->journal_head, hash, sizeof l->journal_head);
    l->journal_grew = true;
    return s;
}

casus_status ledger_journal_flush(casus_ledger *l, casus_err *err)
{
    char count[24];
    if (!l->journal_grew) return CASUS_OK;
    snprintf(count, sizeof count, "%lld", (long long)l->journal_count);
    casus_status s = meta_set(l, "journal_count", count, err);
    if (s == CASUS_OK) s = meta_set(l, "journal_head", l->journal_head, err);
    if (s == CASUS_OK) l->journal_grew = false;
    return s;
}

int64_t ledger_journal_last(casus_ledger *l, casus_err *err) { return read_head(l, err) == CASUS_OK ? l->journal_count : 0; }

/* ---------------------------------------------------------------- what an entry holds */

/* Rows of a few columns are written as lists of their cells, in the order of the statement; those of many, mostly empty ones as
 * objects without what is empty. Before schema step 3 all were objects. */
static const struct {
    const char *key;
    ledger_stmt_id rows;
    bool list;
} part[LEDGER_N_PART] = {
    [LEDGER_PART_REPORT] = {"report", LEDGER_DUMP_REPORT, false},      [LEDGER_PART_ACCOUNT] = {"accounts", LEDGER_DUMP_ACCOUNTS, false},
    [LEDGER_PART_CLAIM] = {"claims", LEDGER_DUMP_CLAIMS, false},       [LEDGER_PART_EVIDENCE] = {"evidence", LEDGER_DUMP_EVIDENCE, true},
    [LEDGER_PART_ACTOR] = {"actors", LEDGER_DUMP_ACTORS, true},        [LEDGER_PART_PLACE] = {"places", LEDGER_DUMP_PLACES, true},
    [LEDGER_PART_SOURCE] = {"sources", LEDGER_DUMP_SOURCES, true},     [LEDGER_PART_TRACE] = {"traces", LEDGER_DUMP_TRACES, true},
};
enum { N_OLD_PART = LEDGER_PART_TRACE };

casus_str ledger_blob_text(const void *p, size_t n, char hex[17])
{
    uint64_t hash = casus_hash((casus_str){p, n}, 1);
    snprintf(hex, 17, "%08x%08x", (unsigned)(hash >> 32), (unsigned)(hash & 0xffffffffu));
    return casus_str_of(hex);
}

/* hex: where the text of a blob is put. */
static ledger_cell cell_of(sqlite3_stmt *s, int i, char hex[17])
{
    switch (sqlite3_column_type(s, i)) {
    case SQLITE_NULL:
        return (ledger_cell){0};
    case SQLITE_INTEGER:
        return (ledger_cell){.kind = LEDGER_CELL_INT, .number = sqlite3_column_int64(s, i)};
    case SQLITE_FLOAT:
        return (ledger_cell){.kind = LEDGER_CELL_REAL, .real = sqlite3_column_double(s, i)};
    case SQLITE_BLOB: /* of a trace */
        return (ledger_cell){.kind = LEDGER_CELL_TEXT, .text = ledger_blob_text(sqlite3_column_blob(s, i), (size_t)sqlite3_column_bytes(s, i), hex)};
    default:
        return (ledger_cell){.kind = LEDGER_CELL_TEXT, .text = ledger_column(s, i)};
    }
}

/* The body is long and already in the report: its hash stands for it. */
static void put_text(casus_json *j, casus_str text, const char *name)
{
    char hex[65];
    if (strcmp(name, "body_sha256") == 0) {
        casus_sha256(text.p, text.n, hex);
        text = (casus_str){hex, 64};
    }
    casus_json_str(j, text);
}

static void put_cell(casus_json *j, const ledger_cell *v, const char *name, bool list)
{
    if (v->kind == LEDGER_CELL_NULL && !list) return; /* most values of most claims: left out */
    if (!list) casus_json_key(j, name);
    switch (v->kind) {
    case LEDGER_CELL_NULL:
        casus_json_null(j);
        break;
    case LEDGER_CELL_INT:
        casus_json_int(j, v->number);
        break;
    case LEDGER_CELL_REAL:
        casus_json_real(j, v->real, 6);
        break;
    case LEDGER_CELL_TEXT:
        put_text(j, v->text, name);
    }
}

static const char *name_of(sqlite3_stmt *s, int i)
{
    const char *name = sqlite3_column_name(s, i);
    return name ? name : "";
}

static void put_row(casus_json *j, sqlite3_stmt *s, bool list)
{
    char hex[17];
    casus_json_open(j, list ? '[' : '{');
    for (int i = 0; i < sqlite3_column_count(s); i++) {
        ledger_cell v = cell_of(s, i, hex);
        put_cell(j, &v, name_of(s, i), list);
    }
    casus_json_close(j, list ? ']' : '}');
}

static casus_status put_rows(casus_ledger *l, casus_json *j, ledger_stmt_id id, int64_t report, bool list, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    ledger_int(&b, report);
    casus_json_open(j, '[');
    int rc;
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW) put_row(j, b.s, list);
    casus_json_close(j, ']');
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

/* Coded events, if the report was read with them: what was written before there were any stays as it is. */
static casus_status put_coded(casus_ledger *l, casus_json *j, int64_t report, casus_err *err)
{
    static const struct {
        const char *key;
        ledger_stmt_id rows;
    } coded[] = {{"coded", LEDGER_DUMP_CODED}, {"coded_parties", LEDGER_DUMP_CODED_PARTIES}, {"coded_evidence", LEDGER_DUMP_CODED_EVIDENCE}};
    int64_t any = 0;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_CODED_OF, err)};
    ledger_int(&b, report);
    casus_status s = ledger_find(&b, &any, err);
    for (size_t i = 0; i < sizeof coded / sizeof *coded && s == CASUS_OK && any; i++) {
        casus_json_key(j, coded[i].key);
        s = put_rows(l, j, coded[i].rows, report, true, err);
    }
    return s;
}

casus_status ledger_payload(casus_ledger *l, int64_t report, bool old, casus_buf *out, casus_err *err)
{
    casus_json j = {.out = out};
    casus_status s = CASUS_OK;
    size_t n = old ? N_OLD_PART : LEDGER_N_PART;
    casus_json_open(&j, '{');
    for (size_t i = 0; i < n && s == CASUS_OK; i++) {
        casus_json_key(&j, part[i].key);
        s = put_rows(l, &j, part[i].rows, report, part[i].list && !old, err);
    }
    if (s == CASUS_OK && !old) s = put_coded(l, &j, report, err);
    if (s == CASUS_OK) casus_json_close(&j, '}');
    return s != CASUS_OK ? s : out->failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
}

/* ---------------------------------------------------------------- the same, while the rows are put in */

void ledger_told_free(ledger_told *t)
{
    for (int i = 0; i < LEDGER_N_PART; i++) casus_buf_free(&t->rows[i]);
}

/* The names of its cells are those of the statement that reads such rows. */
casus_status ledger_tell(casus_ledger *l, ledger_told *t, ledger_part to, const ledger_cell *cell, casus_err *err)
{
    sqlite3_stmt *s = ledger_stmt(l, part[to].rows, err);
    if (!s) return err->code;
    casus_json j = {.out = &t->rows[to]};
    if (t->rows[to].n) casus_buf_char(&t->rows[to], ',');
    casus_json_open(&j, part[to].list ? '[' : '{');
    for (int i = 0; i < sqlite3_column_count(s); i++) put_cell(&j, &cell[i], name_of(s, i), part[to].list);
    casus_json_close(&j, part[to].list ? ']' : '}');
    return CASUS_OK;
}

casus_status ledger_told_payload(casus_ledger *l, const ledger_told *t, int64_t report, casus_buf *out, casus_err *err)
{
    casus_json j = {.out = out};
    casus_json_open(&j, '{');
    for (int i = 0; i < LEDGER_N_PART; i++) {
        casus_json_key(&j, part[i].key);
        casus_json_open(&j, '[');
        casus_buf_str(out, (casus_str){t->rows[i].p, t->rows[i].n});
        casus_json_close(&j, ']');
        out->failed = out->failed || t->rows[i].failed;
    }
    casus_status s = t->coded ? put_coded(l, &j, report, err) : CASUS_OK;
    casus_json_close(&j, '}');
    return s != CASUS_OK ? s : out->failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
}

casus_status ledger_rows_text(casus_ledger *l, int64_t report, casus_buf *out, casus_err *err)
{
    static const ledger_stmt_id rows[] = {LEDGER_SAME_ACCOUNTS, LEDGER_SAME_CLAIMS, LEDGER_SAME_EVIDENCE,
                                          LEDGER_SAME_ACTORS,   LEDGER_SAME_PLACES, LEDGER_SAME_SOURCES,
                                          LEDGER_DUMP_CODED,    LEDGER_DUMP_CODED_PARTIES,
                                          LEDGER_DUMP_CODED_EVIDENCE};
    casus_json j = {.out = out};
    casus_status s = CASUS_OK;
    casus_json_open(&j, '[');
    for (size_t i = 0; i < sizeof rows / sizeof *rows && s == CASUS_OK; i++) s = put_rows(l, &j, rows[i], report, true, err);
    casus_json_close(&j, ']');
    return s != CASUS_OK ? s : out->failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
}

void ledger_unread_payload(casus_str name, casus_str code, casus_str message, int64_t at, casus_buf *out)
{
    casus_json j = {.out = out};
    casus_json_open(&j, '{');
    casus_json_key(&j, "name");
    casus_json_str(&j, name);
    casus_json_key(&j, "code");
    casus_json_str(&j, code);
    casus_json_key(&j, "message");
    casus_json_str(&j, message);
    casus_json_key(&j, "at");
    casus_json_int(&j, at);
    casus_json_close(&j, '}');
}
