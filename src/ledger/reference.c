/* References: what other data sets say, kept apart from what reports say. An import is one transaction and one journal entry, which
 * holds a hash over all its rows, so that verify can tell whether they are still what was read.
 */
#include "filter.h"

#include <stdio.h>
#include <string.h>

struct casus_references {
    casus_ledger *l;
    int64_t import, now, n_row, n_unread;
    casus_buf name, layout;
};

static casus_status run(casus_references *w, ledger_bind *b, casus_err *err) { return ledger_run(w->l, b, err); }

static void free_writer(casus_references *w)
{
    casus_buf_free(&w->name);
    casus_buf_free(&w->layout);
    casus_release(w);
}

static casus_status one_word(casus_ledger *l, ledger_stmt_id id, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    return ledger_run(l, &b, err);
}

static casus_status begin(casus_references *w, casus_str header, casus_err *err)
{
    char added[32];
    if (w->name.failed || w->layout.failed) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    if (!ledger_stmt(w->l, LEDGER_ROLLBACK, err)) return err->code;
    ledger_forget(w->l);
    casus_status s = one_word(w->l, LEDGER_BEGIN, err);
    if (s != CASUS_OK) return s;
    ledger_iso_time(w->now, added);
    ledger_bind b = {.s = ledger_stmt(w->l, LEDGER_IMPORT_PUT, err)};
    ledger_text(&b, (casus_str){w->name.p, w->name.n});
    ledger_text(&b, (casus_str){w->layout.p, w->layout.n});
    ledger_text(&b, header);
    ledger_z(&b, added);
    s = run(w, &b, err);
    w->import = sqlite3_last_insert_rowid(w->l->db);
    if (s != CASUS_OK) one_word(w->l, LEDGER_ROLLBACK, &(casus_err){0});
    return s;
}

casus_status casus_references_begin(casus_ledger *l, const char *name, const char *layout, casus_str header, int64_t now,
                                    casus_references **out, casus_err *err)
{
    casus_err e = {0};
    *out = NULL;
    casus_references *w = casus_alloc(sizeof *w);
    if (!w) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    w->l = l;
    w->now = now;
    casus_buf_z(&w->name, name);
    casus_buf_z(&w->layout, layout);
    casus_status s = begin(w, header, &e);
    if (s == CASUS_OK) *out = w;
    else free_writer(w);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* The older row of the same key holds no longer. */
static casus_status retire(casus_references *w, casus_str key, bool *replaced, casus_err *err)
{
    int64_t older;
    ledger_bind find = {.s = ledger_stmt(w->l, LEDGER_REFERENCE_FIND, err)};
    ledger_text(&find, (casus_str){w->layout.p, w->layout.n});
    ledger_text(&find, key);
    casus_status s = ledger_find(&find, &older, err);
    if (replaced) *replaced = older != 0;
    if (s != CASUS_OK || !older) return s;
    ledger_bind b = {.s = ledger_stmt(w->l, LEDGER_REFERENCE_RETIRE, err)};
    ledger_int(&b, older);
    return run(w, &b, err);
}

static casus_status put(casus_references *w, const casus_reference *r, bool *replaced, casus_err *err)
{
    casus_status s = retire(w, r->key, replaced, err);
    if (s != CASUS_OK) return s;
    ledger_bind b = {.s = ledger_stmt(w->l, LEDGER_REFERENCE_PUT, err)};
    ledger_int(&b, w->import);
    ledger_int(&b, (int64_t)r->line);
    ledger_text(&b, (casus_str){w->layout.p, w->layout.n});
    ledger_text(&b, r->key);
    const casus_str text[] = {r->type, r->subtype, r->from, r->to, r->precision, r->place, r->country, r->admin1};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) ledger_str(&b, text[i]);
    if (r->has_point) ledger_real(&b, r->lat);
    else ledger_null(&b);
    if (r->has_point) ledger_real(&b, r->lon);
    else ledger_null(&b);
    const casus_str more[] = {r->place_precision, r->actor1, r->actor2};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) ledger_str(&b, more[i]);
    ledger_count(&b, r->killed_low);
    ledger_count(&b, r->killed_best);
    ledger_count(&b, r->killed_high);
    ledger_str(&b, r->sources);
    ledger_str(&b, r->notes);
    ledger_text(&b, r->record);
    return run(w, &b, err);
}

casus_status casus_references_put(casus_references *w, const casus_reference *r, bool *replaced, casus_err *err)
{
    casus_err e = {0};
    casus_status s = put(w, r, replaced, &e);
    w->n_row++;
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status casus_references_unread(casus_references *w, uint64_t line, casus_str why, casus_str text, casus_err *err)
{
    casus_err e = {0};
    ledger_bind b = {.s = ledger_stmt(w->l, LEDGER_REFERENCE_UNREAD, &e)};
    ledger_int(&b, w->import);
    ledger_int(&b, (int64_t)line);
    ledger_text(&b, why);
    ledger_text(&b, text);
    casus_status s = run(w, &b, &e);
    w->n_unread++;
    if (s != CASUS_OK && err) *err = e;
    return s;
}

/* ---------------------------------------------------------------- the end, and what verify asks */

/* Every value of every row, with marks between that no value holds. */
static casus_status hash_rows(casus_ledger *l, ledger_stmt_id id, int64_t import, casus_sha256_sum *sum, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    ledger_int(&b, import);
    int rc;
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(b.s); i++) {
            bool null = sqlite3_column_type(b.s, i) == SQLITE_NULL;
            casus_str v = ledger_column(b.s, i);
            casus_sha256_add(sum, v.n ? v.p : "", v.n);
            casus_sha256_add(sum, null ? "\x1e" : "\x1f", 1);
        }
    }
    return rc == SQLITE_DONE ? CASUS_OK : err->code;
}

static casus_status hash_import(casus_ledger *l, int64_t import, char hex[65], casus_err *err)
{
    casus_sha256_sum sum;
    casus_sha256_begin(&sum);
    casus_status s = hash_rows(l, LEDGER_REFERENCE_ROWS, import, &sum, err);
    if (s == CASUS_OK) s = hash_rows(l, LEDGER_REFERENCE_UNREADS, import, &sum, err);
    casus_sha256_end(&sum, hex);
    return s;
}

/* What the journal holds of an import: its own row, with the hash of all others in it. */
static casus_status import_payload(casus_ledger *l, int64_t import, casus_buf *out, casus_err *err)
{
    static const char *const key[] = {"name", "layout", "sha256", "header", "rows", "unread", "rows_sha256", "added"};
    casus_json j = {.out = out};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_IMPORT_GET, err)};
    ledger_int(&b, import);
    int rc;
    casus_json_open(&j, '{');
    while ((rc = ledger_step(&b, err)) == SQLITE_ROW)
        for (int i = 0; i < 8; i++) casus_json_member(&j, key[i], ledger_column(b.s, i));
    casus_json_close(&j, '}');
    if (rc != SQLITE_DONE) return err->code;
    return out->failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : CASUS_OK;
}

static casus_status import_known(casus_references *w, const char *sha256, bool *known, casus_err *err)
{
    int64_t id;
    ledger_bind b = {.s = ledger_stmt(w->l, LEDGER_IMPORT_FIND, err)};
    ledger_z(&b, sha256);
    casus_status s = ledger_find(&b, &id, err);
    *known = id != 0;
    return s;
}

static casus_status finish(casus_references *w, const char *sha256, casus_err *err)
{
    char rows[65], object[96];
    casus_buf payload = {0};
    casus_status s = hash_import(w->l, w->import, rows, err);
    ledger_bind b = {.s = s == CASUS_OK ? ledger_stmt(w->l, LEDGER_IMPORT_END, err) : NULL};
    ledger_z(&b, sha256);
    ledger_int(&b, w->n_row);
    ledger_int(&b, w->n_unread);
    ledger_z(&b, rows);
    ledger_int(&b, w->import);
    if (s == CASUS_OK) s = run(w, &b, err);
    if (s == CASUS_OK) s = import_payload(w->l, w->import, &payload, err);
    snprintf(object, sizeof object, "references %s", sha256);
    if (s == CASUS_OK) s = ledger_journal_add(w->l, w->now, "import", object, (casus_str){payload.p, payload.n}, err);
    casus_buf_free(&payload);
    if (s == CASUS_OK) s = ledger_journal_flush(w->l, err);
    return s == CASUS_OK ? one_word(w->l, LEDGER_COMMIT, err) : s;
}

casus_status casus_references_end(casus_references *w, bool keep, const char *sha256, bool *known, casus_err *err)
{
    casus_err e = {0};
    bool there = false;
    casus_status s = keep ? import_known(w, sha256, &there, &e) : CASUS_OK;
    if (s == CASUS_OK && keep && !there) s = finish(w, sha256, &e);
    if (!sqlite3_get_autocommit(w->l->db)) one_word(w->l, LEDGER_ROLLBACK, &(casus_err){0});
    if (known) *known = there;
    free_writer(w);
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status ledger_import_check(casus_ledger *l, int64_t import, casus_str sha256, casus_str rows_sha256, bool *good, casus_err *err)
{
    char rows[65], object[96];
    int64_t entries = 0;
    casus_buf payload = {0};
    *good = false;
    casus_status s = hash_import(l, import, rows, err);
    if (s == CASUS_OK) s = import_payload(l, import, &payload, err);
    if (s == CASUS_OK) {
        snprintf(object, sizeof object, "references %.*s", (int)(sha256.n < 64 ? sha256.n : 64), sha256.n ? sha256.p : "");
        ledger_bind b = {.s = ledger_stmt(l, LEDGER_ENTRY_COUNT, err)};
        ledger_z(&b, "import");
        ledger_z(&b, object);
        ledger_text(&b, (casus_str){payload.p, payload.n});
        s = ledger_find(&b, &entries, err);
    }
    *good = entries == 1 && casus_str_is(rows_sha256, rows);
    casus_buf_free(&payload);
    return s;
}

/* ---------------------------------------------------------------- listing */

static int32_t count_at(sqlite3_stmt *s, int i) { return sqlite3_column_type(s, i) == SQLITE_NULL ? -1 : sqlite3_column_int(s, i); }

static void row_of(sqlite3_stmt *s, casus_reference_row *r)
{
    *r = (casus_reference_row){.id = sqlite3_column_int64(s, 0), .layout = ledger_column(s, 1), .import = ledger_column(s, 2)};
    casus_reference *e = &r->ref;
    casus_str *const text[] = {&e->key, &e->type, &e->subtype, &e->from, &e->to, &e->precision, &e->place, &e->country, &e->admin1,
                               &e->place_precision, &e->actor1, &e->actor2, &e->sources, &e->notes, &e->record};
    for (int i = 0; i < 15; i++) *text[i] = ledger_column(s, i + 3);
    e->has_point = sqlite3_column_type(s, 18) != SQLITE_NULL && sqlite3_column_type(s, 19) != SQLITE_NULL;
    e->lat = sqlite3_column_double(s, 18);
    e->lon = sqlite3_column_double(s, 19);
    e->killed_low = count_at(s, 20);
    e->killed_best = count_at(s, 21);
    e->killed_high = count_at(s, 22);
    e->line = (uint64_t)sqlite3_column_int64(s, 23);
}

static casus_status list_prepare(casus_ledger *l, const casus_query *q, const char *layout, ledger_filter *f, ledger_bind *b, casus_err *err)
{
    casus_buf sql = {0};
    casus_status s = ledger_filter_make(q, LEDGER_OF_REFERENCES, f, err);
    if (s == CASUS_OK) s = ledger_functions(l, err);
    casus_buf_z(&sql, "SELECT e.id,e.layout,m.name,e.key,e.type,e.subtype,e.date_from,e.date_to,e.date_precision,e.place,e.country,"
                      "e.admin1,e.place_precision,e.actor1,e.actor2,e.sources,e.notes,e.record,e.lat,e.lon,e.killed_low,e.killed_best,"
                      "e.killed_high,e.line FROM reference e JOIN reference_import m ON m.id=e.import");
    ledger_filter_where(f, &sql);
    if (layout) casus_buf_printf(&sql, " AND e.layout=?%d", f->n_bound + 1);
    casus_buf_z(&sql, " ORDER BY " LEDGER_REFERENCE_DAY ",e.id");
    if (q->limit) casus_buf_printf(&sql, " LIMIT %u", q->limit);
    if (s == CASUS_OK) s = ledger_filter_prepare(l, f, &sql, b, err);
    if (s == CASUS_OK && layout) ledger_z(b, layout);
    casus_buf_free(&sql);
    return s;
}

casus_status casus_ledger_references(casus_ledger *l, const casus_query *q, const char *layout,
                                     bool (*row)(void *ctx, const casus_reference_row *r), void *ctx, casus_err *err)
{
    casus_err e = {0};
    ledger_filter f = {0};
    ledger_bind b = {0};
    casus_status s = list_prepare(l, q, layout, &f, &b, &e);
    int rc = SQLITE_DONE;
    while (s == CASUS_OK && (rc = ledger_step(&b, &e)) == SQLITE_ROW) {
        casus_reference_row r;
        row_of(b.s, &r);
        if (!row(ctx, &r)) break;
    }
    if (s == CASUS_OK && rc != SQLITE_ROW && rc != SQLITE_DONE) s = e.code;
    sqlite3_finalize(b.s);
    ledger_filter_free(&f);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
