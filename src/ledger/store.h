/* Private to the ledger: the handle, statements by number, binding and reading of columns, errors of SQLite as ours. */
#ifndef CASUS_LEDGER_STORE_H
#define CASUS_LEDGER_STORE_H

#include <casus/ledger.h>
#include <sqlite3.h>

#include "value.h"

/* The columns that an account (what a report says of an incident) and a claim (what one source in it says) have in common,
 * in the order in which they are bound and read. */
#define LEDGER_TALLY_COLUMNS(t) t "_low," t "_high," t "_quality," t "_category"
#define LEDGER_VALUE_COLUMNS                                                                                               \
    "type,plover,mode,cameo,status,recall,date_from,date_to,date_edtf,date_precision,date_basis,"                          \
    LEDGER_TALLY_COLUMNS("killed") "," LEDGER_TALLY_COLUMNS("injured") "," LEDGER_TALLY_COLUMNS("abducted") ","            \
    LEDGER_TALLY_COLUMNS("displaced") ",weapon,targets,victims,confidence"
enum { LEDGER_N_VALUE = 31 };

/* A reference, but for what later imports change. */
#define LEDGER_REFERENCE_COLUMNS                                                                                           \
    "line,layout,key,type,subtype,date_from,date_to,date_precision,place,country,admin1,lat,lon,place_precision,actor1,"   \
    "actor2,killed_low,killed_best,killed_high,sources,notes,record"

/* Statements that are used again and again, prepared at first use and kept. */
#define LEDGER_STMT_MAP(X)                                                                                                 \
    X(BEGIN, "BEGIN IMMEDIATE")                                                                                            \
    X(COMMIT, "COMMIT")                                                                                                    \
    X(ROLLBACK, "ROLLBACK")                                                                                                \
    X(META_GET, "SELECT value FROM meta WHERE key=?1")                                                                     \
    X(META_SET, "INSERT INTO meta(key,value) VALUES(?1,?2) ON CONFLICT(key) DO UPDATE SET value=?2 WHERE value<>?2")       \
    X(JOURNAL_PUT, "INSERT INTO journal(seq,at,time,action,object,payload,prev,hash) VALUES(?1,?2,?3,?4,?5,?6,?7,?8)")     \
    X(ENTRY_COUNT, "SELECT count(*) FROM journal WHERE action=?1 AND object=?2 AND payload=?3")                            \
    X(REPORT_FIND, "SELECT id FROM report WHERE sha256=?1 AND name=?2")                                                    \
    X(UNREAD_FIND, "SELECT 1 FROM unread WHERE sha256=?1 AND name=?2")                                                     \
    X(UNREAD_PUT, "INSERT INTO unread(sha256,name,code,message,at,added) VALUES(?1,?2,?3,?4,?5,?6)")                       \
    X(RAW_FIND, "SELECT 1 FROM raw WHERE sha256=?1")                                                                       \
    X(RAW_PUT, "INSERT INTO raw(sha256,size,zstd) VALUES(?1,?2,?3)")                                                       \
    X(RAW_GET, "SELECT size,zstd FROM raw WHERE sha256=?1")                                                                \
    X(REPORT_PUT, "INSERT INTO report(sha256,name,title,url,publisher,language,published,published_basis,body,furniture,"  \
                  "program,model,lexicon,gazetteer,added) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15)")     \
    X(REPORT_TEXT_PUT, "INSERT INTO report_text(rowid,title,body) SELECT id,title,body FROM report WHERE id=?1")           \
    X(INCIDENT_FIND, "SELECT id FROM incident WHERE event=?1")                                                             \
    X(INCIDENT_PUT, "INSERT INTO incident(event,added) VALUES(?1,?2)")                                                     \
    X(ACCOUNT_PUT, "INSERT INTO account(report,number,incident,event," LEDGER_VALUE_COLUMNS ") VALUES(?1,?2,?3,?4,?5,?6,"  \
                   "?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32," \
                   "?33,?34,?35)")                                                                                         \
    X(CLAIM_PUT, "INSERT INTO claim(account,number,place,actors,sources," LEDGER_VALUE_COLUMNS ") VALUES(?1,?2,?3,?4,?5,"  \
                 "?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,"\
                 "?33,?34,?35,?36)")                                                                                       \
    X(EVIDENCE_PUT, "INSERT INTO evidence(claim,number,field,start_byte,end_byte,start_char,end_char) "                    \
                    "VALUES(?1,?2,?3,?4,?5,?6,?7)")                                                                        \
    X(ACTOR_FIND, "SELECT id FROM actor WHERE name=?1")                                                                    \
    X(ACTOR_PUT, "INSERT INTO actor(name,kind,country) VALUES(?1,?2,?3)")                                                  \
    X(ACTOR_LINK, "INSERT INTO account_actor(account,number,actor,role,code) VALUES(?1,?2,?3,?4,?5)")                      \
    X(PLACE_FIND, "SELECT id FROM place WHERE name=?1 AND country IS ?2 AND admin1 IS ?3 AND lat IS ?4 AND lon IS ?5 AND " \
                  "precision IS ?6 AND geonameid IS ?7")                                                                   \
    X(PLACE_PUT, "INSERT INTO place(name,country,admin1,lat,lon,precision,geonameid) VALUES(?1,?2,?3,?4,?5,?6,?7)")        \
    X(PLACE_LINK, "INSERT INTO account_place(account,number,place) VALUES(?1,?2,?3)")                                      \
    X(SOURCE_FIND, "SELECT id FROM source WHERE name=?1")                                                                  \
    X(SOURCE_PUT, "INSERT INTO source(name) VALUES(?1)")                                                                   \
    X(SOURCE_LINK, "INSERT INTO account_source(account,number,source) VALUES(?1,?2,?3)")                                   \
    X(TEXT_PUT, "INSERT INTO account_text(rowid,title,evidence,actors,places,sources,type) VALUES(?1,?2,?3,?4,?5,?6,?7)")  \
    X(SUM_ACCOUNTS, "SELECT r.sha256,r.id,p.name,p.country,p.admin1,p.lat,p.lon,p.precision,p.geonameid,"                  \
                    LEDGER_VALUE_COLUMNS                                                                                   \
                    " FROM account a JOIN report r ON r.id=a.report LEFT JOIN account_place l ON l.account=a.id AND "      \
                    "l.number=1 LEFT JOIN place p ON p.id=l.place WHERE a.incident=?1 "                                    \
                    "ORDER BY r.published,r.sha256,r.name,a.number")                                                       \
    X(SUM_ACTORS, "SELECT n.name,l.role FROM account a JOIN report r ON r.id=a.report JOIN account_actor l ON "            \
                  "l.account=a.id JOIN actor n ON n.id=l.actor WHERE a.incident=?1 "                                       \
                  "ORDER BY r.published,r.sha256,r.name,a.number,l.number")                                                \
    X(SUM_SOURCES, "SELECT n.name FROM account a JOIN report r ON r.id=a.report JOIN account_source l ON l.account=a.id "  \
                   "JOIN source n ON n.id=l.source WHERE a.incident=?1 "                                                   \
                   "ORDER BY r.published,r.sha256,r.name,a.number,l.number")                                               \
    X(SUM_COUNTS, "SELECT count(DISTINCT r.sha256),count(c.id) FROM account a JOIN report r ON r.id=a.report LEFT JOIN "   \
                  "claim c ON c.account=a.id WHERE a.incident=?1")                                                         \
    X(DETAIL_TELLERS, "SELECT r.id,r.name,r.title,r.publisher,r.url,r.language,r.published,r.sha256,r.added,count(c.id),"     \
                      "length(r.body) FROM account a JOIN report r ON r.id=a.report LEFT JOIN claim c ON c.account=a.id "  \
                      "WHERE a.incident=?1 GROUP BY r.id ORDER BY r.published,r.sha256,r.name")                            \
    X(DETAIL_PARTIES, "SELECT n.name,k.role,k.code,n.kind,n.country FROM account a JOIN report r ON r.id=a.report JOIN "     \
                      "account_actor k ON k.account=a.id JOIN actor n ON n.id=k.actor WHERE a.incident=?1 "                \
                      "ORDER BY r.published,r.sha256,r.name,a.number,k.number")                                            \
    X(DETAIL_QUOTES, "SELECT e.field,substr(r.body,e.start_char+1,e.end_char-e.start_char),e.start_char,e.end_char,r.id "    \
                     "FROM account a JOIN report r ON r.id=a.report JOIN claim c ON c.account=a.id JOIN evidence e ON "    \
                     "e.claim=c.id WHERE a.incident=?1 ORDER BY r.published,r.sha256,r.name,a.number,c.number,e.number")   \
    X(IMPORT_PUT, "INSERT INTO reference_import(name,layout,sha256,header,n_row,n_unread,rows_sha256,added) "               \
                  "VALUES(?1,?2,'',?3,0,0,'',?4)")                                                                         \
    X(IMPORT_FIND, "SELECT id FROM reference_import WHERE sha256=?1")                                                      \
    X(IMPORT_END, "UPDATE reference_import SET sha256=?1,n_row=?2,n_unread=?3,rows_sha256=?4 WHERE id=?5")                 \
    X(IMPORT_GET, "SELECT name,layout,sha256,header,n_row,n_unread,rows_sha256,added FROM reference_import WHERE id=?1")   \
    X(REFERENCE_FIND, "SELECT id FROM reference WHERE layout=?1 AND key=?2 AND current=1")                                 \
    X(REFERENCE_RETIRE, "UPDATE reference SET current=0 WHERE id=?1")                                                      \
    X(REFERENCE_PUT, "INSERT INTO reference(import,current," LEDGER_REFERENCE_COLUMNS ") VALUES(?1,1,?2,?3,?4,?5,?6,?7,?8,"  \
                     "?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23)")                                        \
    X(REFERENCE_UNREAD, "INSERT INTO reference_unread(import,line,message,text) VALUES(?1,?2,?3,?4)")                      \
    X(REFERENCE_ROWS, "SELECT " LEDGER_REFERENCE_COLUMNS " FROM reference WHERE import=?1 ORDER BY id")                    \
    X(REFERENCE_UNREADS, "SELECT line,message,text FROM reference_unread WHERE import=?1 ORDER BY line")                   \
    X(DUMP_REPORT, "SELECT name,sha256,title,url,publisher,language,published,published_basis,body AS body_sha256,"        \
                   "furniture,program,model,lexicon,gazetteer,added FROM report WHERE id=?1")                              \
    X(DUMP_ACCOUNTS, "SELECT number,incident,event," LEDGER_VALUE_COLUMNS " FROM account WHERE report=?1 ORDER BY number") \
    X(DUMP_CLAIMS, "SELECT (SELECT a.number FROM account a WHERE a.id=claim.account) AS account,id,number,place,actors,"   \
                   "sources," LEDGER_VALUE_COLUMNS " FROM claim WHERE claim.account IN (SELECT id FROM account WHERE report=?1) "\
                   "ORDER BY claim.account,number")                                                                        \
    X(DUMP_EVIDENCE, "SELECT e.claim,e.number,e.field,e.start_byte,e.end_byte,e.start_char,e.end_char FROM evidence e "    \
                     "JOIN claim c ON c.id=e.claim JOIN account a ON a.id=c.account WHERE a.report=?1 "                    \
                     "ORDER BY a.number,c.number,e.number")                                                                \
    X(DUMP_ACTORS, "SELECT a.number AS account,l.number,n.name,n.kind,n.country,l.role,l.code FROM account a JOIN "        \
                   "account_actor l ON l.account=a.id JOIN actor n ON n.id=l.actor WHERE a.report=?1 "                     \
                   "ORDER BY a.number,l.number")                                                                           \
    X(DUMP_PLACES, "SELECT a.number AS account,l.number,p.name,p.country,p.admin1,p.lat,p.lon,p.precision,p.geonameid "    \
                   "FROM account a JOIN account_place l ON l.account=a.id JOIN place p ON p.id=l.place WHERE a.report=?1 " \
                   "ORDER BY a.number,l.number")                                                                           \
    X(DUMP_SOURCES, "SELECT a.number AS account,l.number,n.name FROM account a JOIN account_source l ON l.account=a.id "   \
                    "JOIN source n ON n.id=l.source WHERE a.report=?1 ORDER BY a.number,l.number")

typedef enum {
#define LEDGER_STMT_ENUM(id, sql) LEDGER_##id,
    LEDGER_STMT_MAP(LEDGER_STMT_ENUM)
#undef LEDGER_STMT_ENUM
    LEDGER_SUM_UPDATE, /* these two are made from the columns of an incident, see sum.c */
    LEDGER_SUM_COMPARE,
    LEDGER_N_STMT
} ledger_stmt_id;

struct casus_ledger {
    sqlite3 *db;
    sqlite3_stmt *stmt[LEDGER_N_STMT];
    bool has_functions; /* of filter.c */
};

/* Inside the room err is never NULL but for ledger_fail and ledger_exec: the public functions see to it. */

/* A status for what SQLite said; SQLITE_OK, ROW and DONE are CASUS_OK. */
casus_status ledger_fail(casus_err *err, int rc);

/* A kept statement, ready to be bound; NULL with err filled when it cannot be prepared. */
sqlite3_stmt *ledger_stmt(casus_ledger *l, ledger_stmt_id id, casus_err *err);
casus_status ledger_exec(casus_ledger *l, const char *sql, casus_err *err);

/* Bind one after the other; the first error sticks and shows when the statement is run. */
typedef struct {
    sqlite3_stmt *s; /* may be NULL: everything then fails with the error of ledger_stmt */
    int n;           /* parameters bound */
    int rc;
} ledger_bind;
void ledger_int(ledger_bind *b, int64_t v);
void ledger_count(ledger_bind *b, int64_t v); /* negative: NULL */
void ledger_real(ledger_bind *b, double v);
void ledger_null(ledger_bind *b);
void ledger_str(ledger_bind *b, casus_str s); /* empty: NULL; s must live until the statement was run */
void ledger_z(ledger_bind *b, const char *z);
void ledger_text(ledger_bind *b, casus_str s); /* empty stays an empty text */

/* Run a statement that gives no rows, or one: *id, if not NULL, gets its first column (0: no row) or the new rowid. */
casus_status ledger_run(casus_ledger *l, ledger_bind *b, casus_err *err);
casus_status ledger_find(ledger_bind *b, int64_t *id, casus_err *err);
/* Next row: SQLITE_ROW, SQLITE_DONE (statement reset), or an error (err filled, statement reset). */
int ledger_step(ledger_bind *b, casus_err *err);

casus_str ledger_column(sqlite3_stmt *s, int i); /* text of a column, borrowed until the next step */

void ledger_iso_time(int64_t at, char out[32]); /* "2015-09-18T12:30:00Z" */

/* The number of a name, counted from 0; -1: none has it. */
int ledger_rank(casus_str name, const char *(*name_of)(int i), int n);

/* journal.c */
casus_status ledger_journal_add(casus_ledger *l, int64_t at, const char *action, const char *object, casus_str payload,
                                casus_err *err);
void ledger_journal_hash(int64_t seq, int64_t at, casus_str action, casus_str object, casus_str payload, casus_str prev,
                         casus_buf *scratch, char hex[65]);
/* All rows that a report brought, as JSON, always in the same order: what the journal holds of it. */
casus_status ledger_payload(casus_ledger *l, int64_t report, casus_buf *out, casus_err *err);
/* The same of a report that could not be read. */
void ledger_unread_payload(casus_str name, casus_str code, casus_str message, int64_t at, casus_buf *out);
#define LEDGER_NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/* schema.c */
casus_status ledger_schema_ready(casus_ledger *l, bool create, casus_err *err);

/* blob.c */
casus_status ledger_raw_put(casus_ledger *l, const char *sha256, casus_str bytes, casus_err *err);
casus_status ledger_unpack(const void *packed, size_t n, int64_t size, casus_arena *a, casus_str *bytes, casus_err *err);

/* reference.c: are the rows of an import what the journal says? */
casus_status ledger_import_check(casus_ledger *l, int64_t import, casus_str sha256, casus_str rows_sha256, bool *good, casus_err *err);

/* sum.c: the values of an incident from all accounts of it. same, if not NULL, only compares. */
casus_status ledger_sum(casus_ledger *l, int64_t incident, casus_arena *a, bool *same, casus_err *err);
const char *ledger_sum_sql(bool compare, casus_buf *out);

#define LEDGER_BUSY_MS 5000 /* how long to wait for another program that writes */

#endif
