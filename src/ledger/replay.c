/* Are decisions of people what the journal says? The entries are gone through from the first, and what they decide is put into tables of
 * their own, by the statements that decide in the ledger itself; in the end both must hold the same. Accounts are called by the hash and
 * the name of their report and their number in it, as in the journal.
 *
 * Cost: that of the decisions, and of the readings of reports that were read again.
 */
#include "store.h"

#include <string.h>

#define KEY(sha256, name, number) sha256 "||char(1)||" name "||char(1)||printf('%010d'," number ")"
#define KEY_OF(v) KEY("(" v "->>0)", "(" v "->>1)", "(" v "->>2)")
#define OF_ACCOUNT KEY("r.sha256", "r.name", "a.number")
#define ACCOUNTS " JOIN report r ON r.id=a.report "

static const char tables[] =
    "CREATE TEMP TABLE r_decision(entry INTEGER PRIMARY KEY,k TEXT,action TEXT,who TEXT,why TEXT,at TEXT);"
    "CREATE INDEX temp.r_decision_k ON r_decision(k);"
    "CREATE TEMP TABLE r_said_of(entry INTEGER,k TEXT,PRIMARY KEY(entry,k));"
    "CREATE INDEX temp.r_said_of_k ON r_said_of(k);"
    "CREATE TEMP TABLE r_overlay(entry INTEGER NOT NULL,field TEXT NOT NULL,value ANY,PRIMARY KEY(entry,field)) STRICT;"
    "CREATE TEMP TABLE r_pin(k TEXT PRIMARY KEY,pin INTEGER);"
    "CREATE INDEX temp.r_pin_pin ON r_pin(pin);"
    "CREATE TEMP TABLE r_apart(k TEXT,entry INTEGER,side INTEGER,PRIMARY KEY(k,entry));";

static const char drops[] =
    "DROP TABLE IF EXISTS temp.r_decision;DROP TABLE IF EXISTS temp.r_said_of;DROP TABLE IF EXISTS temp.r_overlay;"
    "DROP TABLE IF EXISTS temp.r_pin;DROP TABLE IF EXISTS temp.r_apart;";

/* What each entry does. ?1 is its number, ?2 its payload, ?3 the object. */
static const struct {
    const char *action; /* of the entry, or of the decision in it */
    const char *sql;
} step[] = {
    {"review", "INSERT INTO temp.r_decision SELECT ?1," KEY_OF("json_extract(?2,'$.accounts[0]')") ",?2->>'action',?2->>'who',?2->>'why',"
               "(SELECT time FROM journal WHERE seq=?1)"},
    {"review", "INSERT INTO temp.r_said_of SELECT ?1," KEY_OF("value") " FROM json_each(?2,'$.accounts')"},
    {"merge", "INSERT OR REPLACE INTO temp.r_pin SELECT " KEY_OF("value") ",2*?1 FROM json_each(?2,'$.accounts')"},
    {"merge", "INSERT OR REPLACE INTO temp.r_pin SELECT " KEY_OF("y.value") ",2*?1 FROM json_each(?2,'$.others') x,json_each(x.value) y"},
    {"merge", LEDGER_APART_UNDO("temp.r_", "k", "(2*?1)")},
    {"merge", LEDGER_APART_SPREAD("temp.r_", "k", "(2*?1)")},
    {"split", "INSERT OR REPLACE INTO temp.r_pin SELECT " KEY_OF("value") ",2*?1+(value->>3) FROM json_each(?2,'$.accounts')"},
    {"split", "INSERT INTO temp.r_apart SELECT " KEY_OF("value") ",?1,value->>3 FROM json_each(?2,'$.accounts')"},
    {"split", LEDGER_SAID_STAYS("temp.r_", "k", "", "s.k")},
#define MOVED(t)                                                                                                           \
    {"recode", "UPDATE temp." t " SET k=(SELECT '*'||" KEY("substr(?3,8)", "(?2->>'$.report[0].name')", "value->>1")       \
               " FROM json_each(?2,'$.moved') WHERE " KEY("substr(?3,8)", "(?2->>'$.report[0].name')", "value->>0")        \
               "=k) WHERE k IN (SELECT " KEY("substr(?3,8)", "(?2->>'$.report[0].name')", "value->>0") " FROM json_each(?2,'$.moved'))"}, \
    {"recode", "UPDATE temp." t " SET k=substr(k,2) WHERE k GLOB '[*]*'"}
    MOVED("r_decision"), MOVED("r_said_of"), MOVED("r_pin"), MOVED("r_apart"),
#undef MOVED
};

/* Before schema step 5 entries did not say which state of review went with them: this is how it came to be then. */
static const char state_before_5[] =
    "INSERT OR REPLACE INTO temp.r_overlay SELECT ?1,'review',CASE ?2->>'action' WHEN 'accept' THEN 'accepted' WHEN 'reject' THEN 'rejected' ELSE "
    "'edited' END WHERE ?2->>'action' IN ('accept','reject') OR (?2->>'action' IN ('edit','merge','split') AND coalesce((SELECT o.value FROM "
    "temp.r_decision d JOIN temp.r_overlay o ON o.entry=d.entry AND o.field='review' WHERE d.k IN (SELECT " KEY_OF("value")
    " FROM json_each(?2,'$.accounts')) ORDER BY d.entry DESC LIMIT 1),'') NOT IN ('accepted','rejected'))";

/* What must be the same: tables as they are, tables as they should be. */
static const struct {
    const char *is, *should;
} same[] = {
    {"SELECT d.entry," OF_ACCOUNT ",d.action,d.who,d.why,d.at FROM decision d JOIN account a ON a.id=d.account" ACCOUNTS,
     "SELECT entry,k,action,who,why,at FROM temp.r_decision"},
    {"SELECT s.entry," OF_ACCOUNT " FROM said_of s JOIN account a ON a.id=s.account" ACCOUNTS, "SELECT entry,k FROM temp.r_said_of"},
    {"SELECT entry,field,value FROM overlay", "SELECT entry,field,value FROM temp.r_overlay"},
    {"SELECT " OF_ACCOUNT ",p.pin FROM pin p JOIN account a ON a.id=p.account" ACCOUNTS, "SELECT k,pin FROM temp.r_pin"},
    {"SELECT " OF_ACCOUNT ",p.entry,p.side FROM apart p JOIN account a ON a.id=p.account" ACCOUNTS, "SELECT k,entry,side FROM temp.r_apart"},
};

typedef struct {
    casus_ledger *l;
    int64_t entry;
    int64_t before_5; /* entries up to this one are of before schema step 5 */
    casus_str payload, object;
    casus_err *err;
} replaying;

static casus_status run(replaying *x, const char *sql, const ledger_set *v)
{
    ledger_bind b = {0};
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL));
    if (s != CASUS_OK) return s;
    int n = sqlite3_bind_parameter_count(b.s);
    if (n > 0) ledger_int(&b, x->entry);
    if (n > 1) ledger_text(&b, v ? casus_str_of(v->field) : x->payload);
    if (n > 2 && !v) ledger_text(&b, x->object);
    if (n > 2 && v && v->kind == LEDGER_SET_TEXT) ledger_text(&b, v->text);
    else if (n > 2 && v && v->kind == LEDGER_SET_COUNT) ledger_int(&b, (int64_t)v->number);
    else if (n > 2 && v && v->kind == LEDGER_SET_REAL) ledger_real(&b, v->number);
    s = ledger_run(x->l, &b, x->err);
    sqlite3_finalize(b.s);
    return s;
}

/* What is taken back is taken from all that was said of the incident: the decision itself hangs on its first account. */
static casus_status put_value(void *ctx, const ledger_set *v, casus_err *err)
{
    (void)err;
    static const char put[] = "INSERT OR REPLACE INTO temp.r_overlay VALUES(?1,?2,?3)";
    static const char take[] = "DELETE FROM temp.r_overlay WHERE field=?2 AND entry IN (SELECT d.entry FROM temp.r_said_of s JOIN temp.r_decision d "
                               "ON d.k=s.k WHERE s.entry=?1)";
    return run(ctx, v->kind == LEDGER_TAKEN ? take : put, v);
}

static casus_status put_values(replaying *x)
{
    static const char sql[] = "SELECT value FROM json_each(?2,'$.set')";
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL));
    ledger_null(&b);
    ledger_text(&b, x->payload);
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) {
        casus_str set = ledger_column(b.s, 0);
        s = ledger_edit(set.n ? set.p : "", put_value, x, x->err);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    sqlite3_finalize(b.s);
    return s;
}

static casus_status replay_entry(replaying *x, casus_str action, casus_str decision, casus_str state)
{
    casus_status s = CASUS_OK;
    for (size_t i = 0; i < sizeof step / sizeof *step && s == CASUS_OK; i++)
        if (casus_str_is(action, step[i].action) || casus_str_is(decision, step[i].action)) s = run(x, step[i].sql, NULL);
    if (s == CASUS_OK && casus_str_is(decision, "edit")) s = put_values(x);
    if (s == CASUS_OK && decision.n && x->entry <= x->before_5) s = run(x, state_before_5, NULL);
    if (s == CASUS_OK && state.n) s = put_value(x, &(ledger_set){"review", LEDGER_SET_TEXT, state, 0}, x->err);
    return s;
}

/* Steps are noted behind what was there when they were taken; those that are just being taken are not noted yet. */
static casus_status find_before_5(replaying *x)
{
    static const char sql[] = "SELECT coalesce((SELECT max(seq) FROM journal WHERE action='upgrade' AND iif(json_valid(payload),payload->>'from',0)=4),"
                              "(SELECT max(seq) FROM journal WHERE (SELECT user_version FROM pragma_user_version)=4),0)";
    ledger_bind b = {0};
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL));
    if (s == CASUS_OK) s = ledger_find(&b, &x->before_5, x->err);
    sqlite3_finalize(b.s);
    return s;
}

static casus_status replay_all(replaying *x, uint64_t *bad)
{
    static const char sql[] = "SELECT seq,payload,object,action,iif(json_valid(payload),payload->>'action',NULL),"
                              "iif(json_valid(payload),payload->>'review',NULL),json_valid(payload) FROM journal WHERE action='review' OR "
                              "(action='recode' AND payload GLOB '{\"moved\"*') ORDER BY seq";
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = find_before_5(x);
    if (s == CASUS_OK) s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL));
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) {
        x->entry = sqlite3_column_int64(b.s, 0);
        x->payload = ledger_column(b.s, 1);
        x->object = ledger_column(b.s, 2);
        casus_str action = ledger_column(b.s, 3), none = {0};
        bool review = casus_str_is(action, "review");
        if (sqlite3_column_int(b.s, 6)) s = replay_entry(x, action, review ? ledger_column(b.s, 4) : none, review ? ledger_column(b.s, 5) : none);
        if (s == CASUS_OK || s == CASUS_E_NOMEM) continue;
        *x->err = (casus_err){0}; /* an entry that cannot be followed */
        ++*bad;
        s = CASUS_OK;
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    sqlite3_finalize(b.s);
    return s;
}

static casus_status count_differences(replaying *x, const char *is, const char *should, uint64_t *bad)
{
    casus_buf sql = {0};
    int64_t n = 0;
    ledger_bind b = {0};
    casus_buf_printf(&sql, "SELECT (SELECT count(*) FROM (%s EXCEPT %s))+(SELECT count(*) FROM (%s EXCEPT %s))", is, should, should, is);
    casus_status s = sql.failed ? casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0)
                                : ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql.p, -1, &b.s, NULL));
    if (s == CASUS_OK) s = ledger_find(&b, &n, x->err);
    sqlite3_finalize(b.s);
    casus_buf_free(&sql);
    *bad += n > 0 ? (uint64_t)n : 0;
    return s;
}

casus_status ledger_replay_check(casus_ledger *l, uint64_t *bad, casus_err *err)
{
    replaying x = {.l = l, .err = err};
    casus_status s = ledger_exec(l, drops, err);
    if (s == CASUS_OK) s = ledger_exec(l, tables, err);
    if (s == CASUS_OK) s = replay_all(&x, bad);
    for (size_t i = 0; i < sizeof same / sizeof *same && s == CASUS_OK; i++) s = count_differences(&x, same[i].is, same[i].should, bad);
    ledger_exec(l, drops, NULL);
    return s;
}

/* ---------------------------------------------------------------- decisions of before schema step 5 */

/* Step 5 could only carry over the last value of each field, hung on the first account of what the incident was by then, and left what
 * people had set out of the search index. The journal has all of it. */
static const char remake[] =
#define ACCOUNT_OF(t) "(SELECT a.id AS account," OF_ACCOUNT " AS k FROM account a" ACCOUNTS ") v JOIN temp." t " x ON x.k=v.k"
    "DELETE FROM overlay; DELETE FROM said_of; DELETE FROM decision; DELETE FROM apart; DELETE FROM pin;"
    "INSERT INTO decision(entry,account,action,who,why,at) SELECT x.entry,v.account,x.action,x.who,x.why,x.at FROM " ACCOUNT_OF("r_decision") ";"
    "INSERT INTO said_of(entry,account) SELECT x.entry,v.account FROM " ACCOUNT_OF("r_said_of") ";"
    "INSERT INTO overlay(entry,field,value) SELECT entry,field,value FROM temp.r_overlay;"
    "INSERT INTO pin(account,pin) SELECT v.account,x.pin FROM " ACCOUNT_OF("r_pin") ";"
    "INSERT INTO apart(account,entry,side) SELECT v.account,x.entry,x.side FROM " ACCOUNT_OF("r_apart") ";";
#undef ACCOUNT_OF

static casus_status index_set(casus_ledger *l, int64_t entry, casus_str payload, casus_err *err)
{
    casus_buf part[6] = {{0}};
    ledger_words w = {.id = -entry};
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    bool any = false;
    casus_status s = ledger_fail(err, sqlite3_prepare_v2(l->db, "SELECT value FROM json_each(?1,'$.set')", -1, &b.s, NULL));
    ledger_text(&b, payload);
    while (s == CASUS_OK && (rc = ledger_step(&b, err)) == SQLITE_ROW) {
        casus_str set = ledger_column(b.s, 0);
        s = ledger_edit_index(set.n ? set.p : "", part, err);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = err->code;
    sqlite3_finalize(b.s);
    for (int i = 0; i < 6; i++) {
        w.text[i] = (casus_str){part[i].p, part[i].n};
        any = any || part[i].n;
    }
    if (s == CASUS_OK && any) s = ledger_index_later(l, &w, err);
    for (int i = 0; i < 6; i++) casus_buf_free(&part[i]);
    return s;
}

static casus_status index_sets(replaying *x)
{
    static const char sql[] = "SELECT seq,payload FROM journal WHERE action='review' AND seq<=?1 AND json_valid(payload) AND payload->>'action'='edit' "
                              "AND NOT EXISTS(SELECT 1 FROM account_text_docsize WHERE id=-seq) ORDER BY seq";
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, sql, -1, &b.s, NULL));
    ledger_int(&b, x->before_5);
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) s = index_set(x->l, sqlite3_column_int64(b.s, 0), ledger_column(b.s, 1), x->err);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    sqlite3_finalize(b.s);
    return s;
}

casus_status ledger_redecide(casus_ledger *l, casus_err *err)
{
    replaying x = {.l = l, .err = err};
    uint64_t bad = 0;
    casus_status s = find_before_5(&x);
    if (s != CASUS_OK || !x.before_5) return s;
    s = ledger_exec(l, drops, err);
    if (s == CASUS_OK) s = ledger_exec(l, tables, err);
    if (s == CASUS_OK) s = replay_all(&x, &bad);
    if (s == CASUS_OK) s = ledger_exec(l, remake, err);
    if (s == CASUS_OK) s = index_sets(&x);
    ledger_exec(l, drops, NULL);
    return s == CASUS_OK ? ledger_decided_anew(l, err) : s;
}
