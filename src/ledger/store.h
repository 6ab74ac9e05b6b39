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

/* As people read them. */
#define LEDGER_COUNT_TEXT(t)                                                                                               \
    "CASE WHEN " t "_quality IS NULL THEN NULL WHEN " t "_high IS NULL THEN " t "_low||'+' WHEN " t "_low=" t "_high THEN " t "_low ELSE " \
    t "_low||'-'||" t "_high END"
#define LEDGER_NAMES_TEXT(role)                                                                                            \
    "(SELECT group_concat(x.name,'; ') FROM (SELECT n.name FROM account_actor k JOIN actor n ON n.id=k.actor WHERE k.account=a.id AND " \
    "k.role='" role "' ORDER BY k.number) x)"

/* When accounts are joined (those with pin ?1), decisions that parted them from each other are undone, and those that parted one of them
 * from others hold for all. The same for the tables of a replay. */
#define LEDGER_APART_UNDO(db, a, its)                                                                                      \
    "DELETE FROM " db "apart WHERE " a " IN (SELECT " a " FROM " db "pin WHERE pin=" its ") AND entry IN (SELECT p.entry FROM " db      \
    "apart p JOIN " db "pin q ON q." a "=p." a " WHERE q.pin=" its " GROUP BY p.entry HAVING min(p.side)<>max(p.side))"
#define LEDGER_APART_SPREAD(db, a, its)                                                                                    \
    "INSERT OR IGNORE INTO " db "apart(" a ",entry,side) SELECT q." a ",p.entry,p.side FROM " db "pin q,(SELECT DISTINCT r.entry,r.side " \
    "FROM " db "apart r JOIN " db "pin k ON k." a "=r." a " WHERE k.pin=" its ") p WHERE q.pin=" its

/* After decision ?1 split accounts off: what was said when they were one with others stays with the others, unless it was said of none of them. */
#define LEDGER_SAID_STAYS(db, a, join, order)                                                                              \
    "UPDATE " db "decision SET " a "=(SELECT s." a " FROM " db "said_of s JOIN " db "apart p ON p." a "=s." a join " WHERE s.entry="   \
    db "decision.entry AND p.entry=?1 AND p.side=0 ORDER BY " order " LIMIT 1) WHERE " a " IN (SELECT " a " FROM " db "apart WHERE "    \
    "entry=?1 AND side=1) AND EXISTS(SELECT 1 FROM " db "said_of s JOIN " db "apart p ON p." a "=s." a " WHERE s.entry=" db             \
    "decision.entry AND p.entry=?1 AND p.side=0)"

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
                  "program,model,lexicon,gazetteer,added,origin) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16)") \
    X(REPORT_TEXT_PUT, "INSERT INTO report_text(rowid,title,body) VALUES(?1,?2,?3)")                                       \
    X(REPORT_WORDS, "SELECT title,body FROM report WHERE id=?1")                                                           \
    X(SAVE, "SAVEPOINT one")                                                                                               \
    X(SAVED, "RELEASE one")                                                                                                \
    X(UNDO, "ROLLBACK TO one")                                                                                             \
    X(INCIDENT_LAST, "SELECT max(coalesce((SELECT max(id) FROM incident),0),coalesce((SELECT max(id) FROM incident_was),0))") \
    X(INCIDENT_PUT, "INSERT INTO incident(id,event,added) VALUES(?1,'~'||?1,coalesce(?2,(SELECT added FROM report ORDER BY id DESC LIMIT 1)))") \
    X(INCIDENT_NAME, "UPDATE incident SET event='~'||id WHERE id=?1")                                                      \
    X(INCIDENT_DROP, "DELETE FROM incident WHERE id=?1")                                                                   \
    X(INCIDENT_WAS, "INSERT INTO incident_was(id,became) VALUES(?1,?2)")                                                   \
    X(INCIDENT_WAS_MOVE, "UPDATE incident_was SET became=?2 WHERE became=?1")                                              \
    X(TRACE_PUT, "INSERT INTO trace(account,report,tie,component,body) VALUES(?1,?2,?3,?4,?5)")                            \
    X(TRACE_GET, "SELECT report,component,body FROM trace WHERE account=?1")                                               \
    X(TRACES_GIVEN, "SELECT t.account,t.report,t.component,t.body FROM given(?1) g CROSS JOIN trace t ON t.account=g.c0")   \
    X(ACCOUNTS_OF, "SELECT id FROM account WHERE report=?1")                                                               \
    X(TRACE_MOVE, "UPDATE trace SET component=?2 WHERE component=?1")                                                      \
    X(TRACE_KEY_PUT, "INSERT OR IGNORE INTO trace_key(block,day,account) SELECT c0,c1,?2 FROM given(?1)")                   \
    X(TRACE_KEY_LOOK, "SELECT k.account FROM given(?1) g CROSS JOIN trace_key k ON k.block=g.c0 AND k.day BETWEEN g.c1 AND g.c2") \
    X(COMPONENT_PUT, "INSERT INTO component(id,clean) VALUES(?1,?2) ON CONFLICT(id) DO UPDATE SET clean=?2")               \
    X(COMPONENT_DROP, "DELETE FROM component WHERE id=?1")                                                                 \
    X(COMPONENT_CLEAN, "SELECT clean FROM component WHERE id=?1")                                                          \
    X(COMPONENT_NODES, "SELECT t.account,t.report,t.tie,t.body,a.incident,p.pin,EXISTS(SELECT 1 FROM decision d WHERE d.account=a.id) FROM trace t JOIN account a ON "    \
                       "a.id=t.account LEFT JOIN pin p ON p.account=t.account WHERE t.component=?1 ORDER BY t.tie,t.account") \
    X(ACCOUNT_INCIDENT, "SELECT incident FROM account WHERE id=?1")                                                        \
    X(INCIDENTS_GIVEN, "SELECT a.incident FROM given(?1) g CROSS JOIN account a ON a.id=g.c0")                              \
    X(ACCOUNT_MOVE, "UPDATE account SET incident=?2 WHERE id=?1")                                                          \
    X(REPORT_BODY, "SELECT body,published FROM report WHERE id=?1")                                                        \
    X(ACCOUNT_REPORT, "SELECT report FROM account WHERE id=?1")                                                            \
    X(TRACE_VALUES, "SELECT a.type,a.status,a.recall,a.date_from,a.date_to,a.date_basis,a.killed_low,a.killed_high,"       \
                    "a.killed_quality,a.killed_category,a.injured_low,a.injured_high,a.injured_quality,a.injured_category,"\
                    "r.published,r.sha256,r.name,a.number,r.body FROM account a JOIN report r ON r.id=a.report WHERE a.id=?1") \
    X(TRACE_PLACES, "SELECT p.name,p.country,p.admin1,p.lat,p.lon,p.precision FROM account_place l JOIN place p ON "       \
                    "p.id=l.place WHERE l.account=?1 ORDER BY l.number")                                                   \
    X(TRACE_ACTORS, "SELECT n.name,l.role,n.kind FROM account_actor l JOIN actor n ON n.id=l.actor WHERE l.account=?1 "    \
                    "ORDER BY l.number")                                                                                   \
    X(TRACE_WORDS, "SELECT e.start_byte,e.end_byte FROM claim c JOIN evidence e ON e.claim=c.id WHERE c.account=?1 AND "   \
                   "e.field='event' ORDER BY c.number,e.number")                                                           \
    X(TRACE_TARGETS, "SELECT j.value FROM account a,json_each(a.targets) j WHERE a.id=?1 AND json_valid(a.targets) ORDER BY j.key") \
    X(TELLING_PUT, "INSERT INTO telling(report,telling,day,sketch) VALUES(?1,?1,?2,?3)")                                   \
    X(TELLINGS_GIVEN, "SELECT t.report,t.telling,t.day,t.sketch,?2 FROM given(?1) g CROSS JOIN telling t ON t.report=g.c0") \
    X(TELLING_REPORTS, "SELECT t.report,t.telling,t.day,t.sketch,own.day FROM telling own CROSS JOIN telling t ON t.telling=own.telling " \
                       "WHERE own.report=?1 ORDER BY t.report DESC LIMIT 1600")                                            \
    X(TELLING_MOVE, "UPDATE telling SET telling=?2 WHERE telling=?1")                                                      \
    X(BAND_PUT, "INSERT OR IGNORE INTO telling_band(band,report) SELECT c0,?2 FROM given(?1)")                              \
    X(BAND_LOOK, "SELECT report FROM telling_band WHERE band=?1 ORDER BY report DESC LIMIT 200")                           \
    X(ACCOUNT_LAST, "SELECT max(coalesce((SELECT max(id) FROM account),0),coalesce((SELECT max(id) FROM account_text_docsize),0))") \
    X(ACCOUNT_PUT, "INSERT INTO account(id,report,number,incident,event," LEDGER_VALUE_COLUMNS ") VALUES(?1,?2,?3,?4,?5,?6,"  \
                   "?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32," \
                   "?33,?34,?35,?36)")                                                                                     \
    X(CLAIM_LAST, "SELECT coalesce(max(id),0) FROM claim")                                                                 \
    X(CLAIM_PUT, "INSERT INTO claim(id,account,number,place,actors,sources," LEDGER_VALUE_COLUMNS ") SELECT c0,c1,c2,c3,c4,c5,"   \
                 "c6,c7,c8,c9,c10,c11,c12,c13,c14,c15,c16,c17,c18,c19,c20,c21,c22,c23,c24,c25,c26,c27,c28,c29,c30,c31,c32," \
                 "c33,c34,c35,c36 FROM given(?1)")                                                                         \
    X(EVIDENCE_PUT, "INSERT INTO evidence(claim,number,field,start_byte,end_byte,start_char,end_char) SELECT c0,c1,c2,c3,c4,c5,c6 " \
                    "FROM given(?1)")                                                                                      \
    X(ACTOR_FIND, "SELECT id,kind,country FROM actor WHERE name=?1")                                                       \
    X(ACTOR_PUT, "INSERT INTO actor(name,kind,country) VALUES(?1,?2,?3)")                                                  \
    X(ACTOR_LINK, "INSERT INTO account_actor(account,number,actor,role,code) SELECT c0,c1,c2,c3,c4 FROM given(?1)")       \
    X(PLACE_FIND, "SELECT id FROM place WHERE name=?1 AND country IS ?2 AND admin1 IS ?3 AND lat IS ?4 AND lon IS ?5 AND " \
                  "precision IS ?6 AND geonameid IS ?7")                                                                   \
    X(PLACE_PUT, "INSERT INTO place(name,country,admin1,lat,lon,precision,geonameid) VALUES(?1,?2,?3,?4,?5,?6,?7)")        \
    X(PLACE_LINK, "INSERT INTO account_place(account,number,place) SELECT c0,c1,c2 FROM given(?1)")                        \
    X(SOURCE_FIND, "SELECT id FROM source WHERE name=?1")                                                                  \
    X(SOURCE_PUT, "INSERT INTO source(name) VALUES(?1)")                                                                   \
    X(SOURCE_LINK, "INSERT INTO account_source(account,number,source) SELECT c0,c1,c2 FROM given(?1)")                     \
    X(TEXT_PUT, "INSERT INTO account_text(rowid,title,evidence,actors,places,sources,type) VALUES(?1,?2,?3,?4,?5,?6,?7)")  \
    X(SUM_MEMBERS, "SELECT a.id,g.telling FROM account a LEFT JOIN telling g ON g.report=a.report WHERE a.incident=?1 ORDER BY a.id") \
    X(SUM_ACCOUNT, "SELECT r.sha256,r.id,p.name,p.country,p.admin1,p.lat,p.lon,p.precision,p.geonameid,"                   \
                   LEDGER_VALUE_COLUMNS ",a.event,r.name,a.number,r.publisher,r.published"                                \
                   " FROM account a JOIN report r ON r.id=a.report LEFT JOIN account_place l ON l.account=a.id AND l.number=1 " \
                   "LEFT JOIN place p ON p.id=l.place WHERE a.id=?1")                                                      \
    X(DATA_VERSION, "PRAGMA data_version")                                                                                 \
    X(OVERLAYS, "SELECT o.field,o.value FROM account a JOIN decision d ON d.account=a.id JOIN overlay o ON o.entry=d.entry WHERE " \
                "a.incident=?1 ORDER BY o.entry")                                                                          \
    X(OVERLAY_PUT, "INSERT INTO overlay(entry,field,value) VALUES(?1,?2,?3) ON CONFLICT(entry,field) DO UPDATE SET value=?3") \
    X(OVERLAY_TAKE, "DELETE FROM overlay WHERE field=?2 AND entry IN (SELECT d.entry FROM account a JOIN decision d ON d.account=a.id " \
                    "WHERE a.incident=?1)")                                                                                \
    X(DECISION_PUT, "INSERT INTO decision(entry,account,action,who,why,at) VALUES(?1,?2,?3,?4,?5,?6)")                     \
    X(SAID_OF_PUT, "INSERT INTO said_of(entry,account) VALUES(?1,?2)")                                                     \
    X(SAID_STAYS, LEDGER_SAID_STAYS("", "account", " JOIN account x ON x.id=s.account JOIN report y ON y.id=x.report", \
                                    "y.sha256,y.name,x.number"))                                                                        \
    X(DECISION_TO, "UPDATE decision SET account=?2 WHERE account=?1")                                                      \
    X(SAID_OF_TO, "UPDATE said_of SET account=?2 WHERE account=?1")                                                        \
    X(PIN_TO, "UPDATE pin SET account=?2 WHERE account=?1")                                                                \
    X(APART_TO, "UPDATE apart SET account=?2 WHERE account=?1")                                                            \
    X(PIN_COMPONENTS, "SELECT DISTINCT t.component FROM pin k JOIN pin p ON p.pin=k.pin JOIN trace t ON t.account=p.account " \
                      "WHERE k.account=?1 ORDER BY t.component")                                                           \
    X(COMPONENT_LINKS, "SELECT t.account,t.report,t.body,p.pin FROM trace t LEFT JOIN pin p ON p.account=t.account WHERE "  \
                       "t.component=?1 ORDER BY t.account")                                                                \
    X(TRACE_SET, "UPDATE trace SET component=?2 WHERE account=?1")                                                         \
    X(TRACE_TIE, "UPDATE trace SET tie=?2 WHERE account=?1")                                                               \
    X(TRACE_DROP, "DELETE FROM trace WHERE account=?1")                                                                    \
    X(TRACE_KEY_DROP, "DELETE FROM trace_key WHERE block=?1 AND day=?2 AND account=?3")                                    \
    X(INCIDENT_PARTS, "SELECT t.component,count(*),min(a.id),max(EXISTS(SELECT 1 FROM decision d WHERE d.account=a.id)) FROM account a " \
                      "JOIN trace t ON t.account=a.id WHERE a.incident=?1 GROUP BY t.component ORDER BY 4 DESC,2 DESC,3")  \
    X(ACCOUNTS_MOVE, "UPDATE account SET incident=?3 WHERE incident=?1 AND id IN (SELECT account FROM trace WHERE component=?2)") \
    X(TELLING_WITH, "SELECT b.report FROM telling a JOIN telling b ON b.telling=a.telling WHERE a.report=?1 ORDER BY b.report") \
    X(TELLING_DROP, "DELETE FROM telling WHERE report=?1")                                                                 \
    X(BAND_DROP, "DELETE FROM telling_band WHERE band=?1 AND report=?2")                                                   \
    X(STORED_NEXT, "SELECT r.id,r.name,r.published,r.published_basis,r.program,r.model,r.lexicon,r.gazetteer,"             \
                   "r.origin->>'format',iif(r.origin IS NULL,r.url,r.origin->>'url'),"                                     \
                   "iif(r.origin IS NULL,r.publisher,r.origin->>'publisher'),r.origin->>'published',r.origin->>'title',"   \
                   "r.origin->>'language',r.origin->>'charset',w.size,w.zstd FROM report r JOIN raw w ON w.sha256=r.sha256 " \
                   "WHERE r.id>?1 ORDER BY r.id LIMIT 1")                                                                  \
    X(REPORT_SAME, "SELECT title,url,publisher,language,published,published_basis,furniture,body,sha256,program,model,lexicon,gazetteer FROM report WHERE id=?1") \
    X(REPORT_UPDATE, "UPDATE report SET title=?2,url=?3,publisher=?4,language=?5,published=?6,published_basis=?7,furniture=?8,body=?9 " \
                     "WHERE id=?1")                                                                                        \
    X(REPORT_VERSIONS, "UPDATE report SET program=?2,model=?3,lexicon=?4,gazetteer=?5 WHERE id=?1")                        \
    X(REPORT_TEXT_DROP, "INSERT INTO report_text(report_text,rowid,title,body) VALUES('delete',?1,?2,?3)")                 \
    X(ACCOUNTS_ASIDE, "UPDATE account SET number=-number WHERE report=?1")                                                 \
    X(ACCOUNT_NUMBER, "UPDATE account SET number=?2 WHERE id=?1")                                                          \
    X(DROP_EVIDENCE, "DELETE FROM evidence WHERE claim IN (SELECT id FROM claim WHERE account=?1)")                        \
    X(DROP_CLAIMS, "DELETE FROM claim WHERE account=?1")                                                                   \
    X(DROP_ACTORS, "DELETE FROM account_actor WHERE account=?1")                                                           \
    X(DROP_PLACES, "DELETE FROM account_place WHERE account=?1")                                                           \
    X(DROP_SOURCES, "DELETE FROM account_source WHERE account=?1")                                                         \
    X(DROP_ACCOUNT, "DELETE FROM account WHERE id=?1")                                                                     \
    X(RECODE_SHOWN, "SELECT a.id,a.number,a.incident,t.component,EXISTS(SELECT 1 FROM said_of s WHERE s.account=a.id) OR "  \
                    "EXISTS(SELECT 1 FROM pin p WHERE p.account=a.id),a.type,a.status,a.date_edtf,"                        \
                    "(SELECT p.name FROM account_place k JOIN place p ON p.id=k.place WHERE k.account=a.id ORDER BY k.number LIMIT 1)," \
                    LEDGER_COUNT_TEXT("a.killed") "," LEDGER_COUNT_TEXT("a.injured") ","                                   \
                    LEDGER_NAMES_TEXT("perpetrator") "," LEDGER_NAMES_TEXT("affected")                                     \
                    " FROM account a LEFT JOIN trace t ON t.account=a.id WHERE a.report=?1 AND a.number>0 ORDER BY a.number") \
    X(RECODE_WORDS, "SELECT a.id,e.start_byte,e.end_byte FROM account a JOIN claim c ON c.account=a.id JOIN evidence e ON e.claim=c.id " \
                    "WHERE a.report=?1 AND a.number>0 AND e.field='event' ORDER BY a.number,c.number,e.number")            \
    X(RECODE_SET, "SELECT 1 FROM account k JOIN account a ON a.incident=k.incident JOIN decision d ON d.account=a.id JOIN overlay o ON " \
                  "o.entry=d.entry WHERE k.id=?1 AND o.field=?2 LIMIT 1")                                                  \
    X(SAME_ACCOUNTS, "SELECT number,event," LEDGER_VALUE_COLUMNS " FROM account WHERE report=?1 AND number>0 ORDER BY number") \
    X(SAME_CLAIMS, "SELECT a.number,c.number,c.place,c.actors,c.sources,c.type,c.plover,c.mode,c.cameo,c.status,c.recall,c.date_edtf,"   \
                   "c.date_precision,c.date_basis," LEDGER_TALLY_COLUMNS("c.killed") "," LEDGER_TALLY_COLUMNS("c.injured") "," \
                   LEDGER_TALLY_COLUMNS("c.abducted") "," LEDGER_TALLY_COLUMNS("c.displaced") ",c.weapon,c.targets,c.victims,c.confidence " \
                   "FROM account a JOIN claim c ON c.account=a.id WHERE a.report=?1 AND a.number>0 ORDER BY a.number,c.number") \
    X(SAME_EVIDENCE, "SELECT a.number,c.number,e.number,e.field,e.start_byte,e.end_byte FROM account a JOIN claim c ON c.account=a.id " \
                     "JOIN evidence e ON e.claim=c.id WHERE a.report=?1 AND a.number>0 ORDER BY a.number,c.number,e.number") \
    X(SAME_ACTORS, "SELECT a.number,l.number,n.name,l.role,l.code FROM account a JOIN account_actor l ON l.account=a.id JOIN actor n ON " \
                   "n.id=l.actor WHERE a.report=?1 AND a.number>0 ORDER BY a.number,l.number")                             \
    X(SAME_PLACES, "SELECT a.number,l.number,p.name,p.country,p.admin1,p.lat,p.lon,p.precision,p.geonameid FROM account a JOIN " \
                   "account_place l ON l.account=a.id JOIN place p ON p.id=l.place WHERE a.report=?1 AND a.number>0 ORDER BY a.number,l.number") \
    X(SAME_SOURCES, "SELECT a.number,l.number,n.name FROM account a JOIN account_source l ON l.account=a.id JOIN source n ON n.id=l.source " \
                    "WHERE a.report=?1 AND a.number>0 ORDER BY a.number,l.number")                                         \
    X(INCIDENT_NOW, "SELECT id FROM incident WHERE id=?1 UNION ALL SELECT became FROM incident_was WHERE id=?1 LIMIT 1")   \
    X(INCIDENT_REVIEW, "SELECT review IS 'accepted' OR review IS 'rejected' FROM incident WHERE id=?1")                    \
    X(ACCOUNTS_IN, "SELECT a.id,r.sha256,r.name,a.number,t.component FROM account a JOIN report r ON r.id=a.report JOIN "  \
                   "trace t ON t.account=a.id WHERE a.incident=?1 ORDER BY r.sha256,r.name,a.number")                      \
    X(PIN_PUT, "INSERT INTO pin(account,pin) VALUES(?1,?2) ON CONFLICT(account) DO UPDATE SET pin=?2")                     \
    X(APART_PUT, "INSERT INTO apart(account,entry,side) VALUES(?1,?2,?3)")                                                 \
    X(APART_UNDO, LEDGER_APART_UNDO("", "account", "?1"))                                                                        \
    X(APART_SPREAD, LEDGER_APART_SPREAD("", "account", "?1"))                                                                    \
    X(INCIDENT_NODES, "SELECT t.account,t.report,t.tie,t.body,a.incident,p.pin,EXISTS(SELECT 1 FROM decision d WHERE d.account=a.id) FROM account a JOIN trace t ON "    \
                      "t.account=a.id LEFT JOIN pin p ON p.account=a.id WHERE a.incident=?1 ORDER BY a.id")                \
    X(INCIDENT_APART, "SELECT x.account,x.entry,x.side FROM account a JOIN apart x ON x.account=a.id WHERE a.incident=?1 " \
                      "ORDER BY a.id,x.entry")                                                                             \
    X(COMPONENT_SIZE, "SELECT count(*) FROM (SELECT 1 FROM trace WHERE component=?1 LIMIT ?2)")                            \
    X(APART_NODES, "SELECT t.account,p.entry,p.side FROM trace t JOIN apart p ON p.account=t.account WHERE t.component=?1 ORDER BY t.tie,t.account,p.entry") \
    X(SUM_ACTORS, "SELECT n.name,l.role FROM account_actor l JOIN actor n ON n.id=l.actor WHERE l.account=?1 ORDER BY l.number") \
    X(SUM_SOURCES, "SELECT n.name FROM account_source l JOIN source n ON n.id=l.source WHERE l.account=?1 ORDER BY l.number") \
    X(SUM_CLAIMS, "SELECT count(*) FROM claim WHERE account=?1")                                                           \
    X(DETAIL_TELLERS, "SELECT r.id,r.name,r.title,r.publisher,r.url,r.language,r.published,r.sha256,r.added,count(c.id),"     \
                      "length(r.body) FROM account a JOIN report r ON r.id=a.report LEFT JOIN claim c ON c.account=a.id "  \
                      "WHERE a.incident=?1 GROUP BY r.id ORDER BY r.published,r.sha256,r.name")                            \
    X(DETAIL_PARTIES, "SELECT n.name,k.role,k.code,n.kind,n.country FROM account a JOIN report r ON r.id=a.report JOIN "     \
                      "account_actor k ON k.account=a.id JOIN actor n ON n.id=k.actor WHERE a.incident=?1 "                \
                      "ORDER BY r.published,r.sha256,r.name,a.number,k.number")                                            \
    X(DETAIL_QUOTES, "SELECT e.field,substr(r.body,e.start_char+1,e.end_char-e.start_char),e.start_char,e.end_char,r.id,"    \
                     "instr(substr(r.body,1,e.start_char),char(10))=0 "    \
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
                   "furniture,program,model,lexicon,gazetteer,added,origin FROM report WHERE id=?1")                       \
    X(DUMP_ACCOUNTS, "SELECT number,told_incident AS incident,event," LEDGER_VALUE_COLUMNS " FROM account WHERE report=?1 ORDER BY number") \
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
    X(DUMP_TRACES, "SELECT a.number,t.tie,t.body FROM account a JOIN trace t ON t.account=a.id WHERE a.report=?1 "         \
                   "ORDER BY a.number")                                                                                    \
    X(CODED_PUT, "INSERT INTO coded(report,number,event,plover,mode,cameo,mutual,lead,sentence,weight,date_from,date_to,date_basis,place,country,admin1," \
                 "lat,lon,place_precision,geonameid,start_byte,end_byte,start_char,end_char) VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11," \
                 "?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24)")                                                   \
    X(CODED_PARTY_PUT, "INSERT INTO coded_party(event,side,number,name,kind,country,code,start_byte,end_byte,start_char,end_char) VALUES(?1,?2,?3," \
                       "?4,?5,?6,?7,?8,?9,?10,?11)")                                                                       \
    X(CODED_EVIDENCE_PUT, "INSERT INTO coded_evidence(event,field,start_byte,end_byte,start_char,end_char) VALUES(?1,?2,?3,?4,?5,?6)") \
    X(CODED_EVIDENCE_DROP, "DELETE FROM coded_evidence WHERE event IN (SELECT id FROM coded WHERE report=?1)")             \
    X(DUMP_CODED_EVIDENCE, "SELECT c.number,e.field,e.start_byte,e.end_byte,e.start_char,e.end_char FROM coded c JOIN coded_evidence e ON "  \
                           "e.event=c.id WHERE c.report=?1 ORDER BY c.number,e.field")                                     \
    X(CODED_DROP, "DELETE FROM coded WHERE report=?1")                                                                     \
    X(CODED_PARTY_DROP, "DELETE FROM coded_party WHERE event IN (SELECT id FROM coded WHERE report=?1)")                   \
    X(CODED_ANY, "SELECT EXISTS(SELECT 1 FROM coded)")                                                                     \
    X(CODED_OF, "SELECT EXISTS(SELECT 1 FROM coded WHERE report=?1)")                                                      \
    X(DUMP_CODED, "SELECT number,event,plover,mode,cameo,mutual,lead,sentence,weight,date_from,date_to,date_basis,place,country,admin1,lat,lon," \
                  "place_precision,geonameid,start_byte,end_byte,start_char,end_char FROM coded WHERE report=?1 ORDER BY number") \
    X(DUMP_CODED_PARTIES, "SELECT c.number,p.side,p.number,p.name,p.kind,p.country,p.code,p.start_byte,p.end_byte,p.start_char,p.end_char FROM coded c " \
                          "JOIN coded_party p ON p.event=c.id WHERE c.report=?1 ORDER BY c.number,p.side,p.number")        \
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

typedef struct {
    int64_t *v;
    size_t n, cap;
} ledger_ids;

/* Words that wait to be indexed. FTS5 writes a segment whenever a statement of another table begins or a savepoint is set, so all
 * words of a transaction are put in one after the other, right before it is committed. */
typedef struct {
    int64_t id; /* of an account; of a report, whose words are then in its row */
    bool of_report;
    casus_str text[6];
} ledger_words;

/* Rows in memory that SQLite reads as a table, see given.c. */
typedef struct {
    enum { LEDGER_CELL_NULL, LEDGER_CELL_INT, LEDGER_CELL_REAL, LEDGER_CELL_TEXT } kind;
    union {
        int64_t number;
        double real;
        casus_str text;
    };
} ledger_cell;
enum { LEDGER_MOST_CELLS = 6 + LEDGER_N_VALUE }; /* of a row */
typedef struct {
    ledger_cell *cell; /* row by row */
    const int64_t *id; /* or: rows of one number each */
    size_t n, cap;     /* rows; room, in cells */
    int width;         /* cells of a row; 0 with id */
} ledger_rows;

/* Tables that nothing reads before the end of a group: their rows are put in together, then. */
typedef enum { LEDGER_LATE_CLAIM, LEDGER_LATE_EVIDENCE, LEDGER_LATE_ACTOR, LEDGER_LATE_PLACE, LEDGER_LATE_SOURCE, LEDGER_N_LATE } ledger_late;

struct casus_ledger {
    sqlite3 *db;
    struct ZSTD_CCtx_s *zstd; /* made at first use */
    casus_arena *late_arena;
    ledger_words *late;
    size_t n_late, cap_late;
    ledger_rows late_row[LEDGER_N_LATE];
    int64_t last_account, last_claim, last_incident; /* numbers given last in this transaction; 0: not asked yet */
    bool journal_known, journal_grew;       /* the two that follow were read in this transaction; are to be written */
    int64_t journal_count;
    char journal_head[65];
    sqlite3_stmt *stmt[LEDGER_N_STMT];
    struct ledger_kept *kept; /* accounts that were read, see sum.c */
    int64_t data_version;     /* when they were */
    bool has_functions; /* of filter.c */
    bool no_room;       /* opened for reading, as writing failed */
    bool in_group;      /* casus_ledger_begin was called */
    ledger_ids component, incident; /* to be worked out anew before the next commit */
    ledger_ids copy;    /* reports that are copies of this one */
    int64_t copy_of;
    char added[32];     /* time of the change that goes on, for rows that it makes */
};

/* Inside the room err is never NULL but for ledger_fail and ledger_exec: the public functions see to it. */

/* A status for what SQLite said; SQLITE_OK, ROW and DONE are CASUS_OK. */
casus_status ledger_fail(casus_err *err, int rc);

/* A kept statement, ready to be bound; NULL with err filled when it cannot be prepared. */
sqlite3_stmt *ledger_stmt(casus_ledger *l, ledger_stmt_id id, casus_err *err);
int ledger_wait_turn(void *ctx, int n_tried); /* for sqlite3_busy_handler */
casus_status ledger_exec(casus_ledger *l, const char *sql, casus_err *err);

/* Bind one after the other; the first error sticks and shows when the statement is run. */
typedef struct {
    sqlite3_stmt *s; /* may be NULL: everything then fails with the error of ledger_stmt */
    int n;           /* parameters bound */
    int rc;
    ledger_cell *cell; /* if not NULL, gets each value as well; s may be NULL then */
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
/* Count up: the statement tells the last number that was given, if none was in this transaction yet. */
casus_status ledger_next(casus_ledger *l, ledger_stmt_id id, int64_t *last, casus_err *err);
/* Next row: SQLITE_ROW, SQLITE_DONE (statement reset), or an error (err filled, statement reset). */
int ledger_step(ledger_bind *b, casus_err *err);

/* given.c: bind rows in memory, that must live until the statement was run. */
int ledger_given_ready(sqlite3 *db);
void ledger_given(ledger_bind *b, const ledger_rows *rows);
void ledger_given_ids(ledger_bind *b, const ledger_ids *ids, ledger_rows *rows); /* rows: must live as long */
/* A row that is put in by ledger_rows_flush: before every commit, and before its table is read. Texts are copied. */
casus_status ledger_row_later(casus_ledger *l, ledger_late to, const ledger_cell *cell, casus_err *err);
casus_status ledger_rows_flush(casus_ledger *l, casus_err *err);

casus_str ledger_column(sqlite3_stmt *s, int i); /* text of a column, borrowed until the next step */

void ledger_iso_time(int64_t at, char out[32]); /* "2015-09-18T12:30:00Z" */

casus_tally ledger_tally_at(sqlite3_stmt *s, int column); /* low, high, quality, category */

/* The number of a name, counted from 0; -1: none has it. */
int ledger_rank(casus_str name, const char *(*name_of)(int i), int n);

/* journal.c */
casus_status ledger_journal_add(casus_ledger *l, int64_t at, const char *action, const char *object, casus_str payload,
                                casus_err *err);
casus_status ledger_journal_flush(casus_ledger *l, casus_err *err); /* count and head: before every commit */
int64_t ledger_journal_last(casus_ledger *l, casus_err *err); /* number of the last entry; 0: err is filled */
void ledger_journal_hash(int64_t seq, int64_t at, casus_str action, casus_str object, casus_str payload, casus_str prev,
                         casus_buf *scratch, char hex[65]);
/* All rows that a report brought, as JSON, always in the same order: what the journal holds of it. old: as it was written before
 * schema step 3. */
casus_status ledger_payload(casus_ledger *l, int64_t report, bool old, casus_buf *out, casus_err *err);
/* The same, row by row as they are put in: cells in the order of the statement that would read them. */
typedef enum {
    LEDGER_PART_REPORT, LEDGER_PART_ACCOUNT, LEDGER_PART_CLAIM, LEDGER_PART_EVIDENCE, LEDGER_PART_ACTOR, LEDGER_PART_PLACE,
    LEDGER_PART_SOURCE, LEDGER_PART_TRACE, LEDGER_N_PART
} ledger_part;
typedef struct {
    casus_buf rows[LEDGER_N_PART];
    bool coded; /* there are coded events: these are read */
} ledger_told;
casus_status ledger_tell(casus_ledger *l, ledger_told *t, ledger_part to, const ledger_cell *cell, casus_err *err);
casus_status ledger_told_payload(casus_ledger *l, const ledger_told *t, int64_t report, casus_buf *out, casus_err *err);
void ledger_told_free(ledger_told *t);
casus_str ledger_blob_text(const void *p, size_t n, char hex[17]); /* what stands for a blob */
/* All that it tells, without the numbers of rows: equal for equal readings. */
casus_status ledger_rows_text(casus_ledger *l, int64_t report, casus_buf *out, casus_err *err);
/* The same of a report that could not be read. */
void ledger_unread_payload(casus_str name, casus_str code, casus_str message, int64_t at, casus_buf *out);
#define LEDGER_NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/* schema.c */
casus_status ledger_schema_ready(casus_ledger *l, bool create, casus_err *err);

/* link.c: which incident an account belongs to. seek looks for what it is linked with and says to which incident it goes (0: a new one);
 * put, once the account is there, keeps its trace, and moves other accounts if they change with it. Incidents whose values may have
 * changed are noted; ledger_flush works them out, before every commit. ledger_sought, in any case, at the end. */
typedef struct {
    const casus_trace *trace;
    int64_t report;
    uint64_t tie;
    bool later;             /* its component is put into groups as a whole, by ledger_flush */
    int64_t incident;
    bool others_change;     /* accounts of other incidents move with it */
    ledger_ids near;        /* accounts that are linked with it, or nearly */
    ledger_ids around;      /* their incidents */
    int best;               /* points of the strongest link, with this account */
    int64_t best_account;
    int64_t component[256]; /* it ties these together */
    uint32_t n_component;
    casus_arena *a;
} ledger_seeking;
casus_status ledger_link_seek(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err);
casus_status ledger_link_put(casus_ledger *l, const ledger_seeking *k, int64_t account, casus_err *err);
void ledger_sought(ledger_seeking *k);
casus_status ledger_link_report(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch,
                                const uint64_t band[CASUS_N_BAND], casus_err *err);
casus_status ledger_flush(casus_ledger *l, casus_err *err);
/* Are the incidents of a component its groups? Of very large ones that is not asked. */
casus_status ledger_groups_check(casus_ledger *l, int64_t component, casus_arena *a, bool *same, casus_err *err);
casus_status ledger_link_all(casus_ledger *l, casus_err *err); /* of a ledger that has no traces yet */
casus_status ledger_rekey(casus_ledger *l, casus_err *err);    /* of one whose traces were found by other keys */
casus_status ledger_group_all(casus_ledger *l, casus_err *err); /* of one whose accounts were linked by other points */
casus_status ledger_sum_all(casus_ledger *l, casus_err *err);
casus_status ledger_note(ledger_ids *list, int64_t id, casus_err *err);
void ledger_forget(casus_ledger *l); /* what was noted: after a rollback */
casus_status ledger_index_later(casus_ledger *l, const ledger_words *w, casus_err *err); /* texts are copied */
casus_status ledger_new_incident(casus_ledger *l, int64_t *id, casus_err *err);
casus_status ledger_link_components(casus_ledger *l, int64_t to, int64_t from, casus_err *err); /* equal: nothing */
casus_status ledger_unclean(casus_ledger *l, int64_t component, casus_err *err);           /* it is put into groups anew */

/* Where the lists of what waits stand, so that a part of a transaction can be taken back. */
typedef struct {
    size_t n_component, n_incident, n_late;
    bool journal_known, journal_grew;
    int64_t journal_count;
    char journal_head[65];
} ledger_marks; /* no rows wait then */
ledger_marks ledger_marks_of(const casus_ledger *l);
void ledger_marks_back(casus_ledger *l, const ledger_marks *m);
casus_status ledger_sketch_report(casus_ledger *l, int64_t report, casus_arena *a, casus_err *err);
/* Link an account that has no trace yet. settled: it stays in its incident for now; else it goes to what it is linked with, and the
 * incident that it came with is dropped then. */
casus_status ledger_link_account(casus_ledger *l, int64_t account, bool settled, casus_arena *a, casus_err *err);

casus_status ledger_decided_anew(casus_ledger *l, casus_err *err); /* what people joined and parted is put into groups, all values worked out */

/* replay.c: how many decisions are not what the journal says. */
casus_status ledger_replay_check(casus_ledger *l, uint64_t *bad, casus_err *err);
/* Decisions of before schema step 5, made anew from the journal: that step could not carry over all of them. */
casus_status ledger_redecide(casus_ledger *l, casus_err *err);

/* relink.c: traces that go, and what hung together by them. */
casus_status ledger_unlink(casus_ledger *l, int64_t account, casus_err *err);
casus_status ledger_dissolve(casus_ledger *l, int64_t component, casus_arena *a, casus_err *err); /* into what still hangs together */
casus_status ledger_link_pinned(casus_ledger *l, int64_t account, casus_err *err); /* with those that a person joined with it */
casus_status ledger_part_incident(casus_ledger *l, int64_t incident, casus_err *err); /* one component keeps the number */
casus_status ledger_retell(casus_ledger *l, int64_t report, casus_str old_body, casus_arena *a, casus_err *err);

/* edit.c: "killed=14-20" as columns of an incident, each handed to put. TAKEN: the value was empty, what was set is taken back.
 * CASUS_E_USAGE: not a value of that field. */
typedef enum { LEDGER_SET_TEXT, LEDGER_SET_COUNT, LEDGER_SET_REAL, LEDGER_SET_NOTHING, LEDGER_TAKEN } ledger_set_kind;
typedef struct {
    const char *field;
    ledger_set_kind kind;
    casus_str text;
    double number;
} ledger_set;
typedef casus_status (*ledger_set_fn)(void *ctx, const ledger_set *v, casus_err *err);
casus_status ledger_edit(const char *set, ledger_set_fn put, void *ctx, casus_err *err);
/* What is to be searched for of it, put behind what the columns of the index have: title, evidence, actors, places, sources, type. */
casus_status ledger_edit_index(const char *set, casus_buf column[6], casus_err *err);

/* trace.c: the trace of an account, from its rows. */
casus_status ledger_trace_of(casus_ledger *l, int64_t account, casus_arena *a, casus_trace *t, uint64_t *tie, casus_err *err);
uint64_t ledger_tie(casus_str sha256, casus_str name, uint32_t number);

/* add.c: the bounds of a change. ledger_take_back is what follows when one fails. */
casus_status ledger_begin(casus_ledger *l, casus_err *err);
casus_status ledger_commit(casus_ledger *l, casus_err *err);
void ledger_take_back(casus_ledger *l);

/* blob.c */
void ledger_zstd_free(casus_ledger *l);
casus_status ledger_raw_put(casus_ledger *l, const char *sha256, casus_str bytes, casus_err *err);
casus_status ledger_unpack(const void *packed, size_t n, int64_t size, casus_arena *a, casus_str *bytes, casus_err *err);

/* reference.c: are the rows of an import what the journal says? */
casus_status ledger_import_check(casus_ledger *l, int64_t import, casus_str sha256, casus_str rows_sha256, bool *good, casus_err *err);

/* sum.c: the values of an incident from all accounts of it. same, if not NULL, only compares. */
casus_status ledger_sum(casus_ledger *l, int64_t incident, casus_arena *a, bool *same, casus_err *err);
/* Accounts are kept in memory for that: dropped when they may have changed. */
void ledger_kept_drop(casus_ledger *l);
casus_status ledger_kept_check(casus_ledger *l, casus_err *err);
const char *ledger_sum_sql(bool compare, casus_buf *out);
int ledger_incident_column(casus_str name); /* -1: an incident has no such value */

#define LEDGER_BUSY_MS 15000 /* how long to wait for another program that writes */

#endif
