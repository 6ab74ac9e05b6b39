/* ledger: each kind of tampering is seen, by the check that is there for it, and an untouched ledger is found whole. */
#include <casus/ledger.h>

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "../check.h"
#include "fixture.h"

static char path[96];

static const char *const body[] = {
    "Jets bombed Palmyra on Friday, killing 12 people, the Observatory said.",
    "Warplanes struck Palmyra \xe2\x80\x94 killing 26 people \xe2\x80\x94 residents said.",
};
static const told story[] = {
    {CASUS_TYPE_AIR_STRIKE, "e1", "Jets", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, 12, "Syrian Observatory", "Jets bombed"},
    {CASUS_TYPE_AIR_STRIKE, "e1", "Warplanes", NULL, "Palmyra", 0, "2015-09-18", "26 people", 26, 26, "residents", "killing 26 people"},
};

static void make_ledger(void)
{
    char log[112];
    unlink(path);
    snprintf(log, sizeof log, "%s-wal", path);
    unlink(log);
    casus_arena *a = casus_arena_new(0);
    casus_ledger *l = NULL;
    CHECK(casus_ledger_open(path, true, &l, NULL) == CASUS_OK);
    static const char *const id[] = {"a", "b"};
    for (int i = 0; i < 2; i++) {
        casus_reading r;
        casus_record rec = record_of(id[i], body[i]);
        reading_make(a, id[i], body[i], &story[i], 1, &r);
        if (i) r.report.publisher = CASUS_STR("Evening Example"); /* another voice */
        CHECK(casus_ledger_add(l, NULL, &rec, &r, 1442700000 + i, NULL, NULL) == CASUS_OK);
    }
    casus_record rec = record_of("bad", "{");
    casus_reading r = {.error = {CASUS_E_INPUT, "not JSON", 1, 0}};
    r.report.id = CASUS_STR("bad");
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1442700005, NULL, NULL) == CASUS_OK);
    casus_ledger_close(l);
    casus_arena_free(a);
}

static casus_verdict verdict(void)
{
    casus_verdict v = {0};
    casus_ledger *l = NULL;
    casus_err err = {0};
    CHECK_CASE(casus_ledger_open(path, false, &l, &err) == CASUS_OK, err.what ? err.what : "");
    if (l) CHECK(casus_ledger_verify(l, &v, NULL) == CASUS_OK);
    casus_ledger_close(l);
    return v;
}

static void tamper(const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    sqlite3_exec(db, sql, NULL, NULL, &why);
    CHECK_CASE(why == NULL, why ? why : "");
    sqlite3_free(why);
    sqlite3_close(db);
}

#define OPEN "DROP TRIGGER journal_keeps_rows; DROP TRIGGER journal_loses_nothing;"

static void test_tampering(void)
{
    static const struct {
        const char *sql, *note;
        int64_t entry;
        uint64_t report, evidence, incident;
        bool file;
    } kind[] = {
        {"", "nothing", 0, 0, 0, 0, false},
        {OPEN "UPDATE journal SET payload=replace(payload,'12','13') WHERE seq=2", "an entry edited", 2, 0, 1, 0, true},
        {OPEN "UPDATE journal SET at=at+1 WHERE seq=2", "a time edited", 2, 0, 0, 0, true},
        {OPEN "UPDATE journal SET time='2001-01-01T00:00:00Z' WHERE seq=2", "a written time edited", 2, 0, 0, 0, true},
        {OPEN "UPDATE journal SET action='note' WHERE seq=3", "an action edited", 3, 0, 1, 0, true},
        {OPEN "UPDATE journal SET hash=prev WHERE seq=3", "a hash edited", 3, 0, 0, 0, true},
        {OPEN "DELETE FROM journal WHERE seq=2", "an entry deleted in the middle", 2, 0, 1, 0, true},
        {OPEN "DELETE FROM journal WHERE seq=4", "the tail deleted", 4, 0, 1, 0, true},
        {OPEN "DELETE FROM journal; DELETE FROM meta", "the whole journal deleted", 1, 0, 3, 0, true},
        {OPEN "INSERT INTO journal SELECT 5,at,time,action,object,payload,hash,hash FROM journal WHERE seq=4",
         "an entry put behind", 5, 0, 2, 0, true},
        {"UPDATE meta SET value='2' WHERE key='journal_count'", "the count edited", 5, 0, 0, 0, false},
        {"UPDATE raw SET zstd=CAST(substr(zstd,1,length(zstd)-3)||x'00ffee' AS BLOB) WHERE size>50", "bytes edited", 0, 2, 0, 0, false},
        {"UPDATE raw SET size=size+1 WHERE size<5", "size edited", 0, 1, 0, 0, false},
        {"UPDATE evidence SET end_byte=9999 WHERE claim=1 AND number=1", "evidence beyond the body", 0, 0, 1, 0, false},
        {"UPDATE evidence SET start_byte=-1 WHERE claim=1 AND number=1", "evidence before the body", 0, 0, 1, 0, false},
        {"UPDATE evidence SET start_byte=start_byte+1,start_char=start_char+1 WHERE claim=1 AND number=1",
         "evidence moved inside the body", 0, 0, 1, 0, false},
        {"UPDATE evidence SET start_char=start_char+1 WHERE claim=2 AND number=1", "bytes and characters differ", 0, 0, 1, 0, false},
        {"UPDATE report SET body=replace(body,'12','21') WHERE id=1", "the body edited", 0, 0, 1, 0, false},
        {"UPDATE report SET publisher='Other' WHERE id=2", "a publisher edited", 0, 0, 1, 0, false},
        {"UPDATE claim SET killed_low=2 WHERE id=1", "a claim's number edited", 0, 0, 1, 0, false},
        {"UPDATE account SET killed_low=2,killed_high=2 WHERE id=1", "an account's number edited", 0, 0, 1, 1, false},
        {"UPDATE account SET event='e2' WHERE id=1", "an event edited", 0, 0, 1, 0, false},
        {"UPDATE actor SET name='Jet' WHERE name='Jets'", "an actor renamed", 0, 0, 1, 1, false},
        {"UPDATE source SET name='nobody' WHERE name='residents'", "a source renamed", 0, 0, 1, 1, false},
        {"UPDATE place SET lat=10", "a place moved", 0, 0, 2, 1, false},
        {"UPDATE incident SET killed_best=1", "an incident's number edited", 0, 0, 0, 1, false},
        {"INSERT INTO incident(event,added) VALUES('made up','')", "an incident without a report", 0, 0, 0, 1, false},
        {"DELETE FROM evidence WHERE claim=1", "evidence deleted", 0, 0, 1, 0, false},
        {"DELETE FROM claim WHERE id=1; DELETE FROM evidence WHERE claim=1", "a claim deleted", 0, 0, 1, 1, false},
        {"UPDATE unread SET message='fine'", "a reason edited", 0, 0, 1, 0, false},
        {"DELETE FROM unread", "a failure hidden", 0, 0, 1, 0, false},
        {"DELETE FROM account WHERE id=1", "an account deleted, claims left", 0, 0, 1, 1, true},
        {"DELETE FROM raw WHERE size>50", "bytes deleted", 0, 0, 0, 0, true},
        {"DROP VIEW incident_view", "a view lost", 0, 0, 0, 0, true},
        {"DROP TRIGGER journal_keeps_rows", "a guard lost", 0, 0, 0, 0, true},
        {"CREATE VIEW mine AS SELECT * FROM incident", "a view of somebody's own", 0, 0, 0, 0, false},
    };
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
        make_ledger();
        if (kind[i].sql[0]) tamper(kind[i].sql);
        casus_verdict v = verdict();
        CHECK_CASE(v.bad_entry == kind[i].entry, kind[i].note);
        CHECK_CASE(v.bad_report == kind[i].report, kind[i].note);
        CHECK_CASE(v.bad_evidence == kind[i].evidence, kind[i].note);
        CHECK_CASE(v.bad_incident == kind[i].incident, kind[i].note);
        CHECK_CASE(v.bad_file == kind[i].file, kind[i].note);
    }
}

/* What leads from report to report, and what searches find. */
static void test_derived(void)
{
    static const struct {
        const char *sql, *note;
        uint64_t link, index;
        const char *first;
    } kind[] = {
        {"UPDATE trace_key SET day=day+1 WHERE account=1", "a key moved", 1, 0, "the keys of a telling do not follow from it: report 1 (a)"},
        {"INSERT INTO trace_key VALUES(1,2,1)", "a key too many", 1, 0, "there are more keys than tellings have"},
        {"UPDATE telling SET telling=1", "two that are no copies joined", 2, 0, "values that do not follow from the reports: incident 1"},
        {"UPDATE telling SET day='2015-09-20' WHERE report=2", "a day edited", 1, 0, "what leads to copies does not follow from the words of report 2 (b)"},
        {"INSERT INTO incident(id,event,added) VALUES(2,'x','2015-09-19T22:00:00Z');UPDATE account SET incident=2 WHERE id=2", "what is linked put apart", 1, 0,
         "values that do not follow from the reports: incident 1"},
        {"DELETE FROM component", "components deleted", 1, 0, "links without a component"},
        {"INSERT INTO component VALUES(77,1)", "a component too many", 1, 0, "a component without links"},
        {"UPDATE incident SET added='2015-09-19T22:40:07Z'", "a time edited", 1, 0, "rows are of a time that the journal does not know"},
        {"INSERT INTO report_text(report_text,rowid,title,body) SELECT 'delete',id,title,body FROM report WHERE id=2", "words of a report lost", 0, 1,
         "the search index differs from the words of report 2"},
        {"INSERT INTO report_text(rowid,title,body) VALUES(9,'a','b')", "words of no report", 0, 1, "the search index differs from the words of report 9"},
        {"INSERT INTO account_text(rowid,type) VALUES(-9,'riot')", "words of no decision", 0, 1, "the search index differs from the journal: entry 9"},
        {"INSERT INTO account_text(rowid,type) VALUES(1,'riot')", "a word too many", 0, 1, "the search index differs from the words of account 1"},
        {"UPDATE report_text_data SET block=CAST(replace(block,'observatori','observatorj') AS BLOB)", "one letter of a word", 0, 1,
         "the search index differs from the words of report 1"},
    };
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++) {
        make_ledger();
        tamper(kind[i].sql);
        casus_verdict v = verdict();
        CHECK_CASE(v.bad_link == kind[i].link && v.bad_index == kind[i].index, kind[i].note);
        CHECK_CASE(strcmp(v.first, kind[i].first) == 0, v.first);
    }
}

static void test_counts(void)
{
    make_ledger();
    casus_verdict v = verdict();
    CHECK(v.n_report == 2 && v.n_claim == 2 && v.n_incident == 1 && v.n_journal == 4);
    CHECK(strlen(v.head) == 64);
    char head[65];
    memcpy(head, v.head, sizeof head);
    make_ledger();
    CHECK_STR(verdict().head, head); /* the same adds give the same chain */
}

/* The journal defends itself before it has to be checked. */
static void test_triggers(void)
{
    make_ledger();
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK(sqlite3_exec(db, "UPDATE journal SET at=0", NULL, NULL, NULL) == SQLITE_CONSTRAINT);
    CHECK(sqlite3_exec(db, "DELETE FROM journal", NULL, NULL, NULL) == SQLITE_CONSTRAINT);
    sqlite3_close(db);
    CHECK(verdict().bad_entry == 0);
}

/* Bytes of the file itself turned over, one here and there: never a crash; what opens is found damaged or still reads the same. */
static void test_rot(void)
{
    make_ledger();
    tamper("PRAGMA wal_checkpoint(TRUNCATE)");
    FILE *f = fopen(path, "rb");
    static unsigned char file[1 << 20];
    size_t n = f ? fread(file, 1, sizeof file, f) : 0;
    if (f) fclose(f);
    CHECK(n > 50000 && n < sizeof file);
    int seen = 0, tried = 0;
    for (size_t at = 16; at < n; at += 1 + n / 60, tried++) {
        f = fopen(path, "wb");
        file[at] ^= 0x55;
        CHECK(f && fwrite(file, 1, n, f) == n);
        file[at] ^= 0x55;
        if (f) fclose(f);
        casus_ledger *l = NULL;
        casus_verdict v = {0};
        if (casus_ledger_open(path, false, &l, NULL) != CASUS_OK || casus_ledger_verify(l, &v, NULL) != CASUS_OK || v.bad_file ||
            v.bad_entry || v.bad_report || v.bad_evidence || v.bad_incident)
            seen++;
        casus_ledger_close(l);
    }
    CHECK(tried > 50 && seen > 0);
}

int main(void)
{
    char folder[] = "/tmp/casus-verify-XXXXXX";
    if (!mkdtemp(folder)) return 1;
    snprintf(path, sizeof path, "%s/l.db", folder);
    test_tampering();
    test_derived();
    test_counts();
    test_triggers();
    test_rot();
    char clean[128];
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    CHECK(system(clean) == 0);
    return check_end();
}
