/* The tables, as numbered steps, and opening a file.
 *
 * PRAGMA user_version counts the steps that a ledger has seen; application_id says that it is one. A step is never changed
 * once a ledger was made with it: a new one is put behind it. All steps that are missing run in one transaction.
 *
 * report -> account -> claim -> evidence is what reports say, and never changes. incident holds values worked out from the
 * accounts. Counts and dates are NULL when not known; a tally was told when its quality is not NULL, and its end is open when
 * the number is NULL then.
 */
#include "store.h"

#include <stdio.h>
#include <string.h>

#define APPLICATION_ID 0x43415355 /* "CASU" */

#define TALLY(t) t "_low INTEGER," t "_high INTEGER," t "_quality TEXT," t "_category TEXT,"
#define VALUES                                                                                                             \
    "type TEXT NOT NULL,plover TEXT,mode TEXT,cameo TEXT,status TEXT NOT NULL,recall INTEGER NOT NULL,"                    \
    "date_from TEXT,date_to TEXT,date_edtf TEXT,date_precision TEXT,date_basis TEXT,"                                      \
    TALLY("killed") TALLY("injured") TALLY("abducted") TALLY("displaced")                                                  \
    "weapon TEXT,targets TEXT,victims TEXT,confidence REAL NOT NULL"
#define TALLY_BEST(t) t "_low INTEGER," t "_best INTEGER," t "_high INTEGER," t "_quality TEXT," t "_category TEXT,"

static const char *const step_1[] = {
    "CREATE TABLE meta(key TEXT PRIMARY KEY,value TEXT NOT NULL) STRICT,WITHOUT ROWID;",

    "CREATE TABLE journal(seq INTEGER PRIMARY KEY,at INTEGER NOT NULL,time TEXT NOT NULL,action TEXT NOT NULL,"
    "object TEXT NOT NULL,payload TEXT NOT NULL,prev TEXT NOT NULL,hash TEXT NOT NULL) STRICT;",
    "CREATE INDEX journal_object ON journal(object);",
    "CREATE TRIGGER journal_keeps_rows BEFORE UPDATE ON journal BEGIN "
    "SELECT RAISE(ABORT,'the journal is append-only'); END;",
    "CREATE TRIGGER journal_loses_nothing BEFORE DELETE ON journal BEGIN "
    "SELECT RAISE(ABORT,'the journal is append-only'); END;",

    "CREATE TABLE raw(sha256 TEXT PRIMARY KEY,size INTEGER NOT NULL,zstd BLOB NOT NULL) STRICT;",
    "CREATE TABLE report(id INTEGER PRIMARY KEY,sha256 TEXT NOT NULL REFERENCES raw(sha256),name TEXT NOT NULL,"
    "title TEXT,url TEXT,publisher TEXT,language TEXT,published TEXT,published_basis TEXT,body TEXT NOT NULL,"
    "furniture TEXT,program TEXT NOT NULL,model TEXT,lexicon TEXT,gazetteer TEXT,added TEXT NOT NULL,"
    "UNIQUE(sha256,name)) STRICT;",
    "CREATE TABLE unread(sha256 TEXT NOT NULL REFERENCES raw(sha256),name TEXT NOT NULL,code TEXT NOT NULL,"
    "message TEXT NOT NULL,at INTEGER NOT NULL,added TEXT NOT NULL,PRIMARY KEY(sha256,name)) STRICT,WITHOUT ROWID;",

    "CREATE TABLE incident(id INTEGER PRIMARY KEY,event TEXT NOT NULL UNIQUE,type TEXT,plover TEXT,mode TEXT,cameo TEXT,"
    "status TEXT,recall INTEGER,date_from TEXT,date_to TEXT,date_edtf TEXT,date_precision TEXT,date_basis TEXT,"
    "place TEXT,country TEXT,admin1 TEXT,lat REAL,lon REAL,place_precision TEXT,geonameid INTEGER,"
    TALLY_BEST("killed") TALLY_BEST("injured") TALLY_BEST("abducted") TALLY_BEST("displaced")
    "perpetrators TEXT,affected TEXT,parties TEXT,sources TEXT,weapon TEXT,n_report INTEGER,n_claim INTEGER,"
    "confidence REAL,added TEXT NOT NULL) STRICT;",
    "CREATE INDEX incident_day ON incident(date_from);",
    "CREATE INDEX incident_country ON incident(country,date_from);",

    "CREATE TABLE account(id INTEGER PRIMARY KEY,report INTEGER NOT NULL REFERENCES report(id),number INTEGER NOT NULL,"
    "incident INTEGER NOT NULL REFERENCES incident(id),event TEXT NOT NULL," VALUES ",UNIQUE(report,number)) STRICT;",
    "CREATE INDEX account_incident ON account(incident);",
    "CREATE TABLE claim(id INTEGER PRIMARY KEY,account INTEGER NOT NULL REFERENCES account(id),number INTEGER NOT NULL,"
    "place TEXT,actors TEXT,sources TEXT," VALUES ",UNIQUE(account,number)) STRICT;",
    "CREATE TABLE evidence(claim INTEGER NOT NULL REFERENCES claim(id),number INTEGER NOT NULL,field TEXT NOT NULL,"
    "start_byte INTEGER NOT NULL,end_byte INTEGER NOT NULL,start_char INTEGER NOT NULL,end_char INTEGER NOT NULL,"
    "PRIMARY KEY(claim,number)) STRICT,WITHOUT ROWID;",

    "CREATE TABLE actor(id INTEGER PRIMARY KEY,name TEXT NOT NULL UNIQUE,kind TEXT,country TEXT) STRICT;",
    "CREATE TABLE place(id INTEGER PRIMARY KEY,name TEXT NOT NULL,country TEXT,admin1 TEXT,lat REAL,lon REAL,"
    "precision TEXT,geonameid INTEGER) STRICT;",
    "CREATE INDEX place_name ON place(name);",
    "CREATE TABLE source(id INTEGER PRIMARY KEY,name TEXT NOT NULL UNIQUE) STRICT;",
    "CREATE TABLE account_actor(account INTEGER NOT NULL REFERENCES account(id),number INTEGER NOT NULL,"
    "actor INTEGER NOT NULL REFERENCES actor(id),role TEXT NOT NULL,code TEXT,PRIMARY KEY(account,number)) "
    "STRICT,WITHOUT ROWID;",
    "CREATE INDEX account_actor_actor ON account_actor(actor);",
    "CREATE TABLE account_place(account INTEGER NOT NULL REFERENCES account(id),number INTEGER NOT NULL,"
    "place INTEGER NOT NULL REFERENCES place(id),PRIMARY KEY(account,number)) STRICT,WITHOUT ROWID;",
    "CREATE INDEX account_place_place ON account_place(place);",
    "CREATE TABLE account_source(account INTEGER NOT NULL REFERENCES account(id),number INTEGER NOT NULL,"
    "source INTEGER NOT NULL REFERENCES source(id),PRIMARY KEY(account,number)) STRICT,WITHOUT ROWID;",
    "CREATE INDEX account_source_source ON account_source(source);",

    /* Contentless: the words are in the bodies already. One row an account, so that rows are only ever added. */
    "CREATE VIRTUAL TABLE account_text USING fts5(title,evidence,actors,places,sources,type,content='',"
    "tokenize='porter unicode61 remove_diacritics 2');",

    "CREATE VIEW incident_view AS SELECT id,date_edtf AS date,type,place,country,perpetrators,affected,parties,"
    "killed_low,killed_best,killed_high,injured_low,injured_best,injured_high,status,sources,n_report AS reports,"
    "n_claim AS claims,lat,lon,round(confidence,2) AS confidence FROM incident ORDER BY date_from IS NULL,date_from,id;",
    "CREATE VIEW evidence_view AS SELECT a.incident,c.id AS claim,e.field,"
    "substr(r.body,e.start_char+1,e.end_char-e.start_char) AS quote,r.publisher,r.published,r.title,r.url,r.sha256 "
    "FROM evidence e JOIN claim c ON c.id=e.claim JOIN account a ON a.id=c.account JOIN report r ON r.id=a.report "
    "ORDER BY a.incident,c.id,e.number;",
    NULL,
};

/* What searching needs. The words of a report are held once: the index points at its columns. A reference is what somebody
 * else's data set says, kept apart: its record holds every cell of the line it came from. */
static const char *const step_2[] = {
    "CREATE INDEX incident_point ON incident(lat,lon);",
    "CREATE INDEX incident_order ON incident(coalesce(date_from,'~'),id);",
    "CREATE INDEX report_day ON report(coalesce(published,'~'),id);",
    "CREATE VIRTUAL TABLE report_text USING fts5(title,body,content='report',content_rowid='id',"
    "tokenize='porter unicode61 remove_diacritics 2');",
    "INSERT INTO report_text(report_text) VALUES('rebuild');",

    "CREATE TABLE reference_import(id INTEGER PRIMARY KEY,name TEXT NOT NULL,layout TEXT NOT NULL,sha256 TEXT NOT NULL UNIQUE,"
    "header TEXT NOT NULL,n_row INTEGER NOT NULL,n_unread INTEGER NOT NULL,rows_sha256 TEXT NOT NULL,added TEXT NOT NULL) STRICT;",
    "CREATE TABLE reference(id INTEGER PRIMARY KEY,import INTEGER NOT NULL REFERENCES reference_import(id),line INTEGER NOT NULL,"
    "layout TEXT NOT NULL,key TEXT NOT NULL,current INTEGER NOT NULL,type TEXT,subtype TEXT,date_from TEXT,date_to TEXT,"
    "date_precision TEXT,place TEXT,country TEXT,admin1 TEXT,lat REAL,lon REAL,place_precision TEXT,actor1 TEXT,actor2 TEXT,"
    "killed_low INTEGER,killed_best INTEGER,killed_high INTEGER,sources TEXT,notes TEXT,record TEXT NOT NULL) STRICT;",
    "CREATE INDEX reference_key ON reference(layout,key);",
    "CREATE INDEX reference_order ON reference(coalesce(date_from,'~'),id);",
    "CREATE INDEX reference_of_import ON reference(import);",
    "CREATE TABLE reference_unread(import INTEGER NOT NULL REFERENCES reference_import(id),line INTEGER NOT NULL,"
    "message TEXT NOT NULL,text TEXT NOT NULL,PRIMARY KEY(import,line)) STRICT,WITHOUT ROWID;",
    NULL,
};

/* What linking needs. Before this step the incident of an account was part of what the journal holds of it; since then it follows
 * from the traces, and told_incident keeps what was written then. A component is what hangs together by links; its accounts are in
 * one incident, or in several where some contradict others. */
static const char *const step_3[] = {
    "ALTER TABLE account ADD COLUMN told_incident INTEGER;",
    "UPDATE account SET told_incident=incident;",
    "CREATE TABLE trace(account INTEGER PRIMARY KEY REFERENCES account(id),report INTEGER NOT NULL REFERENCES report(id),"
    "tie INTEGER NOT NULL,component INTEGER NOT NULL,body BLOB NOT NULL) STRICT;",
    "CREATE INDEX trace_component ON trace(component);",
    "CREATE TABLE trace_key(block INTEGER NOT NULL,day INTEGER NOT NULL,account INTEGER NOT NULL,"
    "PRIMARY KEY(block,day,account)) STRICT,WITHOUT ROWID;",
    "CREATE TABLE component(id INTEGER PRIMARY KEY,clean INTEGER NOT NULL) STRICT;",
    "CREATE TABLE telling(report INTEGER PRIMARY KEY REFERENCES report(id),telling INTEGER NOT NULL,day TEXT,sketch BLOB) STRICT;",
    "CREATE INDEX telling_telling ON telling(telling);",
    "CREATE TABLE telling_band(band INTEGER NOT NULL,report INTEGER NOT NULL,PRIMARY KEY(band,report)) STRICT,WITHOUT ROWID;",
    "CREATE TABLE pin(account INTEGER PRIMARY KEY REFERENCES account(id),pin INTEGER NOT NULL,part INTEGER NOT NULL) STRICT;",
    "CREATE TABLE incident_was(id INTEGER PRIMARY KEY,became INTEGER NOT NULL) STRICT;",
    "CREATE INDEX incident_was_became ON incident_was(became);",
    NULL,
};

/* What people say. A decision is a journal entry; overlay holds the values that stand over those worked out from the accounts. Tallies
 * follow other rules since this step, so that all incidents are worked out anew. */
static const char *const step_4[] = {
    "ALTER TABLE incident ADD COLUMN review TEXT;",
    "CREATE TABLE decision(entry INTEGER PRIMARY KEY REFERENCES journal(seq),incident INTEGER NOT NULL,action TEXT NOT NULL,who TEXT NOT NULL,"
    "why TEXT,at TEXT NOT NULL) STRICT;",
    "CREATE INDEX decision_incident ON decision(incident);",
    "CREATE TABLE overlay(incident INTEGER NOT NULL,field TEXT NOT NULL,value ANY,entry INTEGER NOT NULL REFERENCES journal(seq),"
    "PRIMARY KEY(incident,field)) STRICT,WITHOUT ROWID;",
    "CREATE INDEX incident_review ON incident(review);",
    NULL,
};

/* Decisions hang on an account, not on an incident: when accounts are joined and parted, what was said goes with the account it was said of,
 * and comes back with it. said_of keeps all accounts that the incident had then. Of each field the latest entry holds. apart: those on
 * different sides of an entry are never joined. origin: how a report came, so that it can be read again. */
static const char *const step_5[] = {
    "ALTER TABLE report ADD COLUMN origin TEXT;",
    "CREATE TABLE said(entry INTEGER PRIMARY KEY REFERENCES journal(seq),account INTEGER NOT NULL REFERENCES account(id),action TEXT NOT NULL,"
    "who TEXT NOT NULL,why TEXT,at TEXT NOT NULL) STRICT;",
    "CREATE TABLE said_of(entry INTEGER NOT NULL REFERENCES journal(seq),account INTEGER NOT NULL REFERENCES account(id),"
    "PRIMARY KEY(entry,account)) STRICT,WITHOUT ROWID;",
    "CREATE TABLE said_value(entry INTEGER NOT NULL REFERENCES journal(seq),field TEXT NOT NULL,value ANY,PRIMARY KEY(entry,field)) "
    "STRICT,WITHOUT ROWID;",
    "INSERT INTO said SELECT d.entry,(SELECT min(a.id) FROM account a WHERE a.incident=d.incident),d.action,d.who,d.why,d.at FROM decision d "
    "WHERE EXISTS(SELECT 1 FROM account a WHERE a.incident=d.incident);",
    "INSERT INTO said_of SELECT d.entry,a.id FROM decision d JOIN account a ON a.incident=d.incident;",
    "INSERT INTO said_value SELECT o.entry,o.field,o.value FROM overlay o JOIN said s ON s.entry=o.entry;",
    "DROP TABLE decision;",
    "DROP TABLE overlay;",
    "ALTER TABLE said RENAME TO decision;",
    "ALTER TABLE said_value RENAME TO overlay;",
    "CREATE INDEX decision_account ON decision(account);",
    "CREATE INDEX said_of_account ON said_of(account);",
    "CREATE TABLE apart(account INTEGER NOT NULL REFERENCES account(id),entry INTEGER NOT NULL,side INTEGER NOT NULL,"
    "PRIMARY KEY(account,entry)) STRICT,WITHOUT ROWID;",
    "INSERT INTO apart SELECT account,part,pin%2 FROM pin WHERE part<>0;",
    "ALTER TABLE pin DROP COLUMN part;",
    "CREATE INDEX pin_pin ON pin(pin);",
    NULL,
};

/* Reports that do not say when have keys of their own since this step. */
static const char *const step_6[] = {NULL};

/* Coded events: the political acts of reports that were read with them. event: equal for those that are one. */
static const char *const step_7[] = {
    "CREATE TABLE coded(id INTEGER PRIMARY KEY,report INTEGER NOT NULL REFERENCES report(id),number INTEGER NOT NULL,event TEXT NOT NULL,plover TEXT,"
    "mode TEXT,cameo TEXT NOT NULL,mutual INTEGER NOT NULL,lead INTEGER NOT NULL,sentence INTEGER NOT NULL,weight REAL NOT NULL,date_from TEXT,"
    "date_to TEXT,date_basis TEXT,place TEXT,country TEXT,admin1 TEXT,lat REAL,lon REAL,place_precision TEXT,geonameid INTEGER,"
    "start_byte INTEGER NOT NULL,end_byte INTEGER NOT NULL,start_char INTEGER NOT NULL,end_char INTEGER NOT NULL,UNIQUE(report,number)) STRICT;",
    "CREATE INDEX coded_order ON coded(coalesce(date_from,'~'),event,id);",
    "CREATE TABLE coded_party(event INTEGER NOT NULL REFERENCES coded(id),side TEXT NOT NULL,number INTEGER NOT NULL,name TEXT NOT NULL,kind TEXT,"
    "country TEXT,code TEXT,start_byte INTEGER NOT NULL,end_byte INTEGER NOT NULL,start_char INTEGER NOT NULL,end_char INTEGER NOT NULL,"
    "PRIMARY KEY(event,side,number)) STRICT,WITHOUT ROWID;",
    NULL,
};

/* The words that tell day and place of a coded event. */
static const char *const step_8[] = {
    "CREATE TABLE IF NOT EXISTS coded_evidence(event INTEGER NOT NULL REFERENCES coded(id),field TEXT NOT NULL,start_byte INTEGER NOT NULL,end_byte INTEGER NOT NULL,"
    "start_char INTEGER NOT NULL,end_char INTEGER NOT NULL,PRIMARY KEY(event,field)) STRICT,WITHOUT ROWID;",
    NULL,
};

/* An incident is put in before its values are known, and takes them on later: indexes do without what is not known, and those that no
 * search uses are gone. Decisions of before step 5 are made anew. */
static const char *const step_9[] = {
    "DROP INDEX IF EXISTS incident_day;",
    "DROP INDEX IF EXISTS incident_review;",
    "DROP INDEX IF EXISTS incident_country;",
    "DROP INDEX IF EXISTS incident_point;",
    "CREATE INDEX incident_country ON incident(country,date_from) WHERE country IS NOT NULL;",
    "CREATE INDEX incident_point ON incident(lat,lon) WHERE lat IS NOT NULL;",
    NULL,
};

/* Names of the place that both tell of no longer speak for a link a second time: groups are made anew. No link is new. */
static const char *const step_10[] = {NULL};

static const struct {
    const char *const *sql; /* NULL ends */
    casus_status (*then)(casus_ledger *l, casus_err *err);
    const char *note; /* for the journal */
} step[] = {
    {step_1, NULL, "tables"},
    {step_2, NULL, "search and references"},
    {step_3, ledger_link_all, "links between reports"},
    {step_4, NULL, "decisions of people"},
    {step_5, ledger_sum_all, "decisions hang on accounts"},
    {step_6, ledger_rekey, "keys of links"},
    {step_7, NULL, "coded events"},
    {step_8, NULL, "evidence of coded events"},
    {step_9, ledger_redecide, "decisions of before step 5"},
    {step_10, ledger_group_all, "groups of links"},
};
enum { N_STEP = sizeof step / sizeof *step };

static casus_status number_of(casus_ledger *l, const char *sql, int64_t *v, casus_err *err)
{
    *v = 0;
    ledger_bind b = {0};
    int rc = sqlite3_prepare_v2(l->db, sql, -1, &b.s, NULL);
    casus_status s = rc == SQLITE_OK ? ledger_find(&b, v, err) : ledger_fail(err, rc);
    sqlite3_finalize(b.s);
    return s;
}

/* What kind of file is this? *version 0: an empty file that may become a ledger. */
static casus_status recognise(casus_ledger *l, int64_t *version, casus_err *err)
{
    int64_t application, tables;
    casus_status s = number_of(l, "SELECT count(*) FROM sqlite_schema", &tables, err);
    if (s == CASUS_OK) s = number_of(l, "PRAGMA application_id", &application, err);
    if (s == CASUS_OK) s = number_of(l, "PRAGMA user_version", version, err);
    if (s != CASUS_OK) return s;
    if (tables == 0 && application == 0 && *version == 0) return CASUS_OK;
    if (application != APPLICATION_ID || *version < 1)
        return casus_fail(err, CASUS_E_INPUT, "this file is not a ledger", 0);
    if (*version > N_STEP)
        return casus_fail(err, CASUS_E_INPUT, "this ledger was made by a newer version of casus", 0);
    return CASUS_OK;
}

static casus_status journal_steps(casus_ledger *l, int64_t from, casus_err *err)
{
    char payload[160];
    snprintf(payload, sizeof payload, "{\"from\":%d,\"to\":%d,\"program\":\"%s\",\"what\":\"%s\"}", (int)from, N_STEP,
             CASUS_VERSION, step[N_STEP - 1].note);
    casus_status s = ledger_journal_add(l, 0, from ? "upgrade" : "create", "ledger", casus_str_of(payload), err);
    return s == CASUS_OK ? ledger_journal_flush(l, err) : s;
}

/* Run inside a transaction; another program may have done the same meanwhile, so the version is asked again. */
static casus_status take_steps(casus_ledger *l, casus_err *err)
{
    int64_t version;
    casus_status s = recognise(l, &version, err);
    if (s != CASUS_OK || version == N_STEP) return s;
    for (int64_t i = version; i < N_STEP && s == CASUS_OK; i++) {
        for (const char *const *sql = step[i].sql; *sql && s == CASUS_OK; sql++) s = ledger_exec(l, *sql, err);
        if (s == CASUS_OK && step[i].then) s = step[i].then(l, err);
    }
    char pragma[96];
    snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d", APPLICATION_ID, N_STEP);
    if (s == CASUS_OK) s = ledger_exec(l, pragma, err);
    return s == CASUS_OK ? journal_steps(l, version, err) : s;
}

static casus_status bring_up(casus_ledger *l, casus_err *err)
{
    casus_status s = ledger_exec(l, "PRAGMA journal_mode=WAL", err);
    if (s == CASUS_OK) s = ledger_exec(l, "BEGIN IMMEDIATE", err);
    if (s != CASUS_OK) return s;
    ledger_forget(l);
    s = take_steps(l, err);
    if (s == CASUS_OK) s = ledger_exec(l, "COMMIT", err);
    if (s == CASUS_OK) return s;
    ledger_exec(l, "ROLLBACK", NULL);
    ledger_kept_drop(l);
    return s;
}

static casus_status make_ready(casus_ledger *l, bool create, casus_err *err)
{
    int64_t version = 0;
    /* in one transaction: another program may be making the ledger between two looks at it */
    casus_status s = ledger_exec(l, "BEGIN", err);
    if (s == CASUS_OK) s = recognise(l, &version, err);
    if (s == CASUS_OK)
        s = ledger_exec(l, "COMMIT", err);
    else
        ledger_exec(l, "ROLLBACK", NULL);
    if (s != CASUS_OK || version == N_STEP) return s;
    if (version == 0 && !create) return casus_fail(err, CASUS_E_INPUT, "this file is not a ledger", 0);
    return bring_up(l, err);
}

/* SQLite does not wait for others when the log mode is changed, and a ledger being made by another program is locked for
 * moments at a time: so all of it is tried again, as long as any other wait may take. */
casus_status ledger_schema_ready(casus_ledger *l, bool create, casus_err *err)
{
    enum { PAUSE_MS = 20 };
    casus_status s = CASUS_E_OS;
    sqlite3_busy_timeout(l->db, 0);
    for (int waited = 0; s == CASUS_E_OS && waited <= LEDGER_BUSY_MS; waited += PAUSE_MS) {
        if (waited) sqlite3_sleep(PAUSE_MS);
        s = make_ready(l, create, err);
    }
    sqlite3_busy_handler(l->db, ledger_wait_turn, NULL);
    return s;
}
