/* Is the ledger still what was written? Ten checks, each seeing what the others cannot:
 *   file       SQLite's integrity and foreign keys
 *   schema     tables, indexes, triggers and views as this program makes them
 *   chain      each journal entry's hash over itself and the one before; count and last hash as noted in meta
 *   bytes      each raw report still gives its SHA-256
 *   rows       what a report brought, written out again, is what the journal holds of it
 *   evidence   spans lie in the body, on characters, the same in bytes and code points
 *   incidents  the values of each incident follow from its accounts
 *   decisions  those of people are what the journal says (replay.c)
 *   links      keys and sketches that lead from report to report follow from them (verify_links.c)
 *   words      the search index holds the words of the rows, and finds them (verify_words.c)
 * Who can rewrite the whole file can make all of it agree again: only a last hash noted elsewhere shows that, so the verdict
 * gives it. All is read in one snapshot. Cost: everything is read, hashed and cut into words once.
 *
 * Not seen: changes of bytes that nothing reads, of a real number behind its sixth place, and of which number an incident had before it
 * became part of another.
 */
#include "verify.h"

#include <stdio.h>
#include <string.h>

/* The first break is named. Checks run in the order of the list above. */
void ledger_broken(checking *x, const char *what, int64_t number, casus_str name)
{
    int n = (int)(name.n < 80 ? name.n : 80);
    char at[32] = "";
    if (x->v->first[0]) return;
    if (number) snprintf(at, sizeof at, " %lld", (long long)number);
    snprintf(x->v->first, sizeof x->v->first, "%s%s%s%.*s%s", what, at, n ? " (" : "", n, n ? name.p : "", n ? ")" : "");
}

/* Damage that stops a check is a finding, not a failure to check. */
static casus_status damaged(checking *x, casus_status s)
{
    if (s != CASUS_E_INPUT && s != CASUS_E_IO && s != CASUS_E_INTERNAL) return s;
    ledger_broken(x, "the file: a part of it cannot be read", 0, (casus_str){0});
    *x->err = (casus_err){0};
    x->v->bad_file = true;
    return CASUS_OK;
}

casus_status ledger_each(checking *x, const char *sql, check_row check)
{
    ledger_bind b = {0};
    int rc = sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL);
    casus_status s = ledger_fail(x->err, rc);
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) {
        casus_arena_reset(x->a);
        s = check(x, b.s);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    sqlite3_finalize(b.s);
    return damaged(x, s);
}

static casus_status check_integrity(checking *x, sqlite3_stmt *row)
{
    if (casus_str_is(ledger_column(row, 0), "ok")) return CASUS_OK;
    ledger_broken(x, "the file", 0, ledger_column(row, 0));
    x->v->bad_file = true;
    return CASUS_OK;
}

static casus_status check_foreign_key(checking *x, sqlite3_stmt *row)
{
    ledger_broken(x, "the file: what a row refers to is gone; table", 0, ledger_column(row, 0));
    x->v->bad_file = true;
    return CASUS_OK;
}

/* ---------------------------------------------------------------- schema */

/* Of ours; what others put beside it, and the tables that the search index makes for itself, are left alone. */
#define OURS "FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT GLOB '*_text_*' AND name NOT GLOB 'sqlite_*'"

static casus_status check_made(checking *x, sqlite3_stmt *row)
{
    ledger_bind b = {0};
    int64_t same = 0;
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, "SELECT count(*) " OURS " AND name=?1 AND type=?2 AND sql=?3 AND tbl_name=?4", -1, &b.s, NULL));
    for (int i = 0; i < 4; i++) ledger_text(&b, ledger_column(row, i));
    if (s == CASUS_OK) s = ledger_find(&b, &same, x->err);
    sqlite3_finalize(b.s);
    if (s != CASUS_OK || same) return s;
    ledger_broken(x, "the file: changed or lost:", 0, ledger_column(row, 0));
    x->v->bad_file = true;
    return CASUS_OK;
}

/* The same steps make the same tables: in memory now, in the file once. */
static casus_status check_schema(checking *x)
{
    casus_ledger *new = NULL;
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = casus_ledger_open(":memory:", true, &new, x->err);
    if (s != CASUS_OK) return s;
    s = ledger_fail(x->err, sqlite3_prepare_v2(new->db, "SELECT name,type,sql,tbl_name " OURS, -1, &b.s, NULL));
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) s = check_made(x, b.s);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    sqlite3_finalize(b.s);
    casus_ledger_close(new);
    return damaged(x, s);
}

/* ---------------------------------------------------------------- chain */

static casus_status check_entry(checking *x, sqlite3_stmt *row)
{
    char hash[65], time[32] = "";
    int64_t seq = sqlite3_column_int64(row, 0), at = sqlite3_column_int64(row, 1);
    casus_str prev = ledger_column(row, 6), said = ledger_column(row, 7);
    x->v->n_journal++;
    if (x->v->bad_entry) return CASUS_OK;
    if (at) ledger_iso_time(at, time);
    ledger_journal_hash(seq, at, ledger_column(row, 3), ledger_column(row, 4), ledger_column(row, 5), prev, &x->buf, hash);
    if (!hash[0]) return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    if (seq != x->seq || !casus_str_is(prev, x->head) || !casus_str_is(said, hash) ||
        !casus_str_is(ledger_column(row, 2), time))
        x->v->bad_entry = x->seq;
    if (x->v->bad_entry) ledger_broken(x, "the journal: it was changed at entry", x->v->bad_entry, (casus_str){0});
    memcpy(x->head, hash, sizeof x->head);
    x->seq++;
    return CASUS_OK;
}

/* The count and the last hash in meta show a tail that was cut off. */
static casus_status check_head(checking *x, sqlite3_stmt *row)
{
    char count[24];
    casus_buf_clear(&x->buf);
    casus_buf_printf(&x->buf, "%lld", (long long)(x->seq - 1));
    if (x->buf.failed) return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    memcpy(count, x->buf.p, x->buf.n + 1);
    bool whole = casus_str_is(ledger_column(row, 0), count) && casus_str_is(ledger_column(row, 1), x->head);
    if (!whole && !x->v->bad_entry) x->v->bad_entry = x->seq;
    if (!whole) ledger_broken(x, "the journal: it does not end as was noted, at entry", x->seq, (casus_str){0});
    return CASUS_OK;
}

static casus_status check_chain(checking *x)
{
    x->seq = 1;
    memcpy(x->head, LEDGER_NO_HASH, sizeof x->head);
    casus_status s = ledger_each(x, "SELECT seq,at,time,action,object,payload,prev,hash FROM journal ORDER BY seq", check_entry);
    if (s == CASUS_OK)
        s = ledger_each(x, "SELECT (SELECT value FROM meta WHERE key='journal_count'),(SELECT value FROM meta WHERE key='journal_head')",
                 check_head);
    memcpy(x->v->head, x->head, sizeof x->v->head);
    return s;
}

/* ---------------------------------------------------------------- bytes */

static casus_status check_raw(checking *x, sqlite3_stmt *row)
{
    casus_str bytes;
    char hex[65] = "";
    const void *packed = sqlite3_column_blob(row, 2);
    casus_status s = ledger_unpack(packed, (size_t)sqlite3_column_bytes(row, 2), sqlite3_column_int64(row, 1), x->a, &bytes,
                                   x->err);
    if (s == CASUS_E_NOMEM) return s;
    *x->err = (casus_err){0};
    if (s == CASUS_OK) casus_sha256(bytes.n ? bytes.p : "", bytes.n, hex);
    if (casus_str_is(ledger_column(row, 0), hex)) return CASUS_OK;
    ledger_broken(x, "stored bytes that no longer give their SHA-256", 0, ledger_column(row, 0));
    x->v->bad_report++;
    return CASUS_OK;
}

/* ---------------------------------------------------------------- rows and evidence */

/* How many entries of the journal hold exactly this? */
static casus_status entries_of(checking *x, const char *action, casus_str sha256, casus_str payload, int64_t *n)
{
    casus_str object;
    casus_buf b = {0};
    casus_buf_z(&b, "report ");
    casus_buf_str(&b, sha256);
    casus_status s = b.failed ? CASUS_E_NOMEM : casus_arena_str(x->a, (casus_str){b.p, b.n}, &object);
    casus_buf_free(&b);
    if (s != CASUS_OK) return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    ledger_bind q = {.s = ledger_stmt(x->l, LEDGER_ENTRY_COUNT, x->err)};
    ledger_z(&q, action);
    ledger_text(&q, object);
    ledger_text(&q, payload);
    return ledger_find(&q, n, x->err);
}

static bool same_place(const casus_points *p, int64_t byte, int64_t chars)
{
    if (byte < 0 || byte > (int64_t)p->text.n || chars < 0) return false;
    bool inside = byte < (int64_t)p->text.n && ((unsigned char)p->text.p[byte] & 0xc0) == 0x80; /* of a character */
    return !inside && casus_points_at(p, (uint32_t)byte) == chars;
}

/* Claims of the report with a span that does not lie in the body. */
static casus_status bad_claims(checking *x, int64_t report, casus_str body, uint64_t *n)
{
    casus_points points;
    int64_t last = 0;
    *n = 0;
    if (casus_points_make(x->a, body, &points) != CASUS_OK) return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_DUMP_EVIDENCE, x->err)};
    ledger_int(&b, report);
    int rc;
    while ((rc = ledger_step(&b, x->err)) == SQLITE_ROW) {
        int64_t claim = sqlite3_column_int64(b.s, 0), start = sqlite3_column_int64(b.s, 3), end = sqlite3_column_int64(b.s, 4);
        bool good = start < end && same_place(&points, start, sqlite3_column_int64(b.s, 5)) &&
                    same_place(&points, end, sqlite3_column_int64(b.s, 6));
        if (good || claim == last) continue;
        ++*n;
        last = claim;
    }
    return rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

/* The last entry that tells of the report: its rows, as it was added or read again since. */
static casus_status last_entry(checking *x, casus_str sha256, casus_str name, casus_str *action, casus_str *payload)
{
    static const char sql[] = "SELECT action,payload FROM journal WHERE object='report '||?1 AND action IN ('add','recode') AND "
                              "iif(json_valid(payload),payload->>'$.report[0].name',NULL)=?2 ORDER BY seq DESC LIMIT 1";
    *action = *payload = (casus_str){0};
    if (!x->last_entry) {
        casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &x->last_entry, NULL));
        if (s != CASUS_OK) return s;
    }
    ledger_bind b = {.s = x->last_entry};
    ledger_text(&b, sha256);
    ledger_text(&b, name);
    int rc = ledger_step(&b, x->err);
    if (rc == SQLITE_DONE) return CASUS_OK;
    if (rc != SQLITE_ROW) return x->err->code;
    bool ok = casus_arena_str(x->a, ledger_column(b.s, 0), action) == CASUS_OK && casus_arena_str(x->a, ledger_column(b.s, 1), payload) == CASUS_OK;
    sqlite3_reset(b.s);
    return ok ? CASUS_OK : casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
}

/* "{" and perhaps what became which account, then the rows. */
static bool ends_with_rows(casus_str payload, casus_str rows)
{
    return rows.n && payload.n >= rows.n && memcmp(payload.p + payload.n - rows.n + 1, rows.p + 1, rows.n - 1) == 0;
}

/* Are these the rows of the report, in the form of now or in that of before? */
static casus_status rows_of_report(checking *x, int64_t id, casus_str sha256, casus_str name, bool *good)
{
    casus_str action, payload;
    casus_status s = last_entry(x, sha256, name, &action, &payload);
    *good = false;
    for (int old = 0; old < 2 && !*good && s == CASUS_OK; old++) {
        casus_buf_clear(&x->buf);
        s = ledger_payload(x->l, id, old, &x->buf, x->err);
        casus_str rows = {x->buf.p, x->buf.n};
        *good = s == CASUS_OK && (casus_str_eq(payload, rows) || (!old && casus_str_is(action, "recode") && ends_with_rows(payload, rows)));
    }
    return s;
}

static casus_status check_report(checking *x, sqlite3_stmt *row)
{
    uint64_t outside;
    int64_t id = sqlite3_column_int64(row, 0);
    bool good;
    x->v->n_report++;
    casus_status s = rows_of_report(x, id, ledger_column(row, 1), ledger_column(row, 3), &good);
    if (s == CASUS_OK) s = bad_claims(x, id, ledger_column(row, 2), &outside);
    if (s == CASUS_OK) x->v->bad_evidence += outside ? outside : !good;
    if (s == CASUS_OK && outside) ledger_broken(x, "words that support a claim do not lie in the body of report", id, ledger_column(row, 3));
    if (s == CASUS_OK && !good) ledger_broken(x, "the rows differ from the journal: report", id, ledger_column(row, 3));
    return s;
}

static casus_status check_unread(checking *x, sqlite3_stmt *row)
{
    int64_t entries = 0;
    casus_buf_clear(&x->buf);
    ledger_unread_payload(ledger_column(row, 1), ledger_column(row, 2), ledger_column(row, 3), sqlite3_column_int64(row, 4),
                          &x->buf);
    if (x->buf.failed) return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    casus_status s = entries_of(x, "unread", ledger_column(row, 0), (casus_str){x->buf.p, x->buf.n}, &entries);
    if (s == CASUS_OK) x->v->bad_evidence += entries != 1;
    if (s == CASUS_OK && entries != 1) ledger_broken(x, "the journal has another reason for what could not be read", 0, ledger_column(row, 1));
    return s;
}

static casus_status check_import(checking *x, sqlite3_stmt *row)
{
    bool good;
    x->v->n_reference += (uint64_t)sqlite3_column_int64(row, 3);
    casus_status s = ledger_import_check(x->l, sqlite3_column_int64(row, 0), ledger_column(row, 1), ledger_column(row, 2), &good, x->err);
    if (s == CASUS_OK) x->v->bad_import += !good;
    if (s == CASUS_OK && !good) ledger_broken(x, "the references differ from the journal: import", sqlite3_column_int64(row, 0), (casus_str){0});
    return s;
}

static casus_status check_lost_import(checking *x, sqlite3_stmt *row)
{
    int64_t lost = sqlite3_column_int64(row, 0);
    if (lost > 0) x->v->bad_import += (uint64_t)lost;
    if (lost > 0) ledger_broken(x, "the journal has more imports than there are", 0, (casus_str){0});
    return CASUS_OK;
}

/* Entries of reports that are no longer there. */
static casus_status check_lost(checking *x, sqlite3_stmt *row)
{
    int64_t lost = sqlite3_column_int64(row, 0);
    if (lost > 0) x->v->bad_evidence += (uint64_t)lost;
    if (lost > 0) ledger_broken(x, "the journal has more reports than there are", 0, (casus_str){0});
    return CASUS_OK;
}

static casus_status check_rows(checking *x)
{
    static const struct {
        const char *sql;
        check_row check;
    } part[] = {
        {"SELECT id,sha256,body,name FROM report ORDER BY id", check_report},
        {"SELECT sha256,name,code,message,at FROM unread", check_unread},
        {"SELECT id,sha256,rows_sha256,n_row FROM reference_import ORDER BY id", check_import},
        {"SELECT (SELECT count(*) FROM journal WHERE action='import')-(SELECT count(*) FROM reference_import)", check_lost_import},
        {"SELECT (SELECT count(*) FROM journal WHERE action='add')-(SELECT count(*) FROM report)", check_lost},
        {"SELECT (SELECT count(*) FROM journal WHERE action='unread')-(SELECT count(*) FROM unread)", check_lost},
    };
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < sizeof part / sizeof *part && s == CASUS_OK; i++) s = ledger_each(x, part[i].sql, part[i].check);
    return s;
}

static casus_status check_incident(checking *x, sqlite3_stmt *row)
{
    bool same;
    x->v->n_incident++;
    casus_status s = ledger_sum(x->l, sqlite3_column_int64(row, 0), x->a, &same, x->err);
    if (s == CASUS_OK && !same) x->v->bad_incident++;
    if (s == CASUS_OK && !same) ledger_broken(x, "values that do not follow from the reports: incident", sqlite3_column_int64(row, 0), (casus_str){0});
    return s;
}

static casus_status count_claims(checking *x, sqlite3_stmt *row)
{
    x->v->n_claim = (uint64_t)sqlite3_column_int64(row, 0);
    return CASUS_OK;
}

static casus_status count_decisions(checking *x, sqlite3_stmt *row)
{
    x->v->n_decision = (uint64_t)sqlite3_column_int64(row, 0);
    return CASUS_OK;
}

/* ---------------------------------------------------------------- all */

static casus_status check_all(checking *x)
{
    casus_status s = ledger_each(x, "PRAGMA integrity_check(1)", check_integrity);
    if (s == CASUS_OK) s = ledger_each(x, "PRAGMA foreign_key_check", check_foreign_key);
    if (s == CASUS_OK) s = check_schema(x);
    if (s == CASUS_OK) s = check_chain(x);
    if (s == CASUS_OK) s = ledger_each(x, "SELECT sha256,size,zstd FROM raw", check_raw);
    if (s == CASUS_OK) s = check_rows(x);
    if (s == CASUS_OK) s = ledger_each(x, "SELECT id FROM incident", check_incident);
    if (s == CASUS_OK) s = damaged(x, ledger_replay_check(x->l, &x->v->bad_decision, x->err));
    if (s == CASUS_OK && x->v->bad_decision) ledger_broken(x, "decisions of people differ from the journal", 0, (casus_str){0});
    if (s == CASUS_OK) s = damaged(x, ledger_links_check(x));
    if (s == CASUS_OK) s = damaged(x, ledger_words_check(x));
    if (s == CASUS_OK) s = ledger_each(x, "SELECT count(*) FROM decision", count_decisions);
    return s == CASUS_OK ? ledger_each(x, "SELECT count(*) FROM claim", count_claims) : s;
}

casus_status casus_ledger_verify(casus_ledger *l, casus_verdict *v, casus_err *err)
{
    casus_err e = {0};
    checking x = {.l = l, .v = v, .a = casus_arena_new(0), .err = &e};
    *v = (casus_verdict){0};
    casus_status s = x.a ? ledger_exec(l, "BEGIN", &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK) {
        s = check_all(&x);
        ledger_exec(l, "ROLLBACK", NULL);
    }
    sqlite3_finalize(x.last_entry);
    casus_buf_free(&x.buf);
    casus_arena_free(x.a);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
