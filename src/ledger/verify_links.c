/* Do the rows by which reports find each other follow from the reports? Keys of accounts, sketches and bands of bodies, made again from
 * the rows and compared; numbers that must lead somewhere do; times of rows are those of entries. Traces are in the journal (verify.c).
 *
 * Cost: a sketch of each body, the keys of each account, each looked up once.
 */
#include "verify.h"

#include <string.h>

typedef struct looking {
    ledger_bind key, band, alike;
    int64_t n_key, n_band;
} looking;

static casus_status found(ledger_bind *b, bool *yes, casus_err *err)
{
    int64_t n = 0;
    casus_status s = ledger_find(b, &n, err);
    *yes = *yes && n;
    b->n = 0;
    return s;
}

static void wrong(checking *x, const char *what, int64_t number, casus_str name)
{
    ledger_broken(x, what, number, name);
    x->v->bad_link++;
}

/* ---------------------------------------------------------------- keys */

static bool seen_before(const casus_link_key *key, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (key[k].block == key[i].block && key[k].from == key[i].from) return true;
    return false;
}

static casus_status check_keys(checking *x, sqlite3_stmt *row)
{
    looking *k = x->looking;
    casus_trace t;
    casus_link_keys of;
    bool whole = casus_trace_read(sqlite3_column_blob(row, 1), (size_t)sqlite3_column_bytes(row, 1), &t) == CASUS_OK;
    if (whole) casus_link_keys_of(&t, &of);
    const casus_link_key *key = of.keep;
    uint32_t n = whole ? of.n_keep : 0;
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < n && s == CASUS_OK; i++) {
        if (seen_before(key, i)) continue;
        ledger_int(&k->key, (int64_t)key[i].block);
        ledger_int(&k->key, key[i].from);
        ledger_int(&k->key, sqlite3_column_int64(row, 0));
        s = found(&k->key, &whole, x->err);
        k->n_key++;
    }
    if (s == CASUS_OK && !whole) wrong(x, "the keys of a telling do not follow from it: report", sqlite3_column_int64(row, 2), ledger_column(row, 3));
    return s;
}

/* ---------------------------------------------------------------- copies */

static casus_status check_bands(checking *x, int64_t report, const uint64_t *band, bool *whole)
{
    looking *k = x->looking;
    casus_status s = CASUS_OK;
    for (int i = 0; i < CASUS_N_BAND && s == CASUS_OK; i++) {
        bool again = false;
        for (int n = 0; n < i; n++) again = again || band[n] >> 1 == band[i] >> 1;
        if (again) continue;
        ledger_int(&k->band, (int64_t)(band[i] >> 1));
        ledger_int(&k->band, report);
        s = found(&k->band, whole, x->err);
        k->n_band++;
    }
    return s;
}

/* Others of the same telling: one at least has much the same words. */
static casus_status check_telling(checking *x, int64_t report, int64_t telling, const uint8_t *sketch, bool *whole)
{
    looking *k = x->looking;
    int rc;
    bool alone = true, like = false;
    ledger_int(&k->alike, telling);
    ledger_int(&k->alike, report);
    while ((rc = ledger_step(&k->alike, x->err)) == SQLITE_ROW) {
        const uint8_t *its = sqlite3_column_blob(k->alike.s, 0);
        alone = false;
        like = like || (sketch && its && sqlite3_column_bytes(k->alike.s, 0) == 64 && casus_sketch_alike(sketch, its) >= CASUS_COPY);
    }
    k->alike.n = 0;
    *whole = *whole && (like || (alone && telling == report));
    return rc == SQLITE_DONE ? CASUS_OK : x->err->code;
}

static casus_status check_copies(checking *x, sqlite3_stmt *row)
{
    uint8_t sketch[64];
    uint64_t band[CASUS_N_BAND];
    int64_t report = sqlite3_column_int64(row, 0);
    bool has = casus_text_sketch(ledger_column(row, 2), x->a, sketch, band);
    const void *its = sqlite3_column_blob(row, 5);
    bool whole = sqlite3_column_bytes(row, 5) == (has ? 64 : 0) && (!has || memcmp(its, sketch, 64) == 0) &&
                 casus_str_eq(ledger_column(row, 3), ledger_column(row, 6));
    casus_status s = has ? check_bands(x, report, band, &whole) : CASUS_OK;
    if (s == CASUS_OK) s = check_telling(x, report, sqlite3_column_int64(row, 4), has ? sketch : NULL, &whole);
    if (s == CASUS_OK && !whole) wrong(x, "what leads to copies does not follow from the words of report", report, ledger_column(row, 1));
    return s;
}

/* ---------------------------------------------------------------- groups */

static casus_status check_groups(checking *x, sqlite3_stmt *row)
{
    bool same;
    casus_status s = ledger_groups_check(x->l, sqlite3_column_int64(row, 0), x->a, &same, x->err);
    if (s == CASUS_OK && !same) wrong(x, "reports are one incident, or several, against their links: incident", sqlite3_column_int64(row, 1), (casus_str){0});
    return s;
}

/* ---------------------------------------------------------------- what must lead somewhere */

static casus_status check_count(checking *x, sqlite3_stmt *row)
{
    if (sqlite3_column_int64(row, 0)) wrong(x, sqlite3_column_type(row, 1) == SQLITE_TEXT ? ledger_column(row, 1).p : "", 0, (casus_str){0});
    return CASUS_OK;
}

static const char *const nothing[] = {
    "SELECT count(*),'an account has no trace, or that of another' FROM account a LEFT JOIN trace t ON t.account=a.id WHERE t.report IS NOT a.report",
    "SELECT count(*),'links without a component' FROM trace t LEFT JOIN component c ON c.id=t.component WHERE c.id IS NULL",
    "SELECT count(*),'a component without links' FROM component c WHERE c.clean NOT IN (0,1) OR NOT EXISTS(SELECT 1 FROM trace t WHERE t.component=c.id)",
    "SELECT count(*),'an incident lies in several components' FROM (SELECT 1 FROM account a JOIN trace t ON t.account=a.id GROUP BY a.incident "
    "HAVING min(t.component)<>max(t.component))",
    "SELECT count(*),'an incident is there that became part of another' FROM incident_was w JOIN incident i ON i.id=w.id",
    "SELECT count(*),'rows are of a time that the journal does not know' FROM (SELECT added FROM incident UNION SELECT added FROM unread UNION "
    "SELECT added FROM reference_import EXCEPT SELECT time FROM journal)",
};

static casus_status check_numbers(checking *x)
{
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing && s == CASUS_OK; i++) s = ledger_each(x, nothing[i], check_count);
    return s;
}

static casus_status count_rows(checking *x, const char *sql, int64_t want)
{
    int64_t n = 0;
    ledger_bind b = {0};
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL));
    if (s == CASUS_OK) s = ledger_find(&b, &n, x->err);
    sqlite3_finalize(b.s);
    if (s == CASUS_OK && n != want) wrong(x, "there are more keys than tellings have", 0, (casus_str){0});
    return s;
}

casus_status ledger_links_check(checking *x)
{
    looking k = {0};
    const struct {
        ledger_bind *b;
        const char *sql;
    } ready[] = {
        {&k.key, "SELECT 1 FROM trace_key WHERE block=?1 AND day=?2 AND account=?3"},
        {&k.band, "SELECT 1 FROM telling_band WHERE band=?1 AND report=?2"},
        {&k.alike, "SELECT sketch FROM telling WHERE telling=?1 AND report<>?2"},
    };
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < sizeof ready / sizeof *ready && s == CASUS_OK; i++)
        s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, ready[i].sql, -1, &ready[i].b->s, NULL));
    x->looking = &k;
    if (s == CASUS_OK)
        s = ledger_each(x, "SELECT t.account,t.body,r.id,r.name FROM trace t JOIN report r ON r.id=t.report ORDER BY t.account", check_keys);
    if (s == CASUS_OK)
        s = ledger_each(x, "SELECT r.id,r.name,r.body,r.published,t.telling,t.sketch,t.day FROM report r LEFT JOIN telling t ON t.report=r.id "
                           "ORDER BY r.id", check_copies);
    if (s == CASUS_OK) s = count_rows(x, "SELECT count(*) FROM trace_key", k.n_key);
    if (s == CASUS_OK) s = count_rows(x, "SELECT count(*) FROM telling_band", k.n_band);
    x->looking = NULL;
    for (size_t i = 0; i < sizeof ready / sizeof *ready; i++) sqlite3_finalize(ready[i].b->s);
    if (s == CASUS_OK)
        s = ledger_each(x, "SELECT t.component,min(a.incident) FROM trace t JOIN account a ON a.id=t.account GROUP BY t.component HAVING count(*)>1", check_groups);
    return s == CASUS_OK ? check_numbers(x) : s;
}
