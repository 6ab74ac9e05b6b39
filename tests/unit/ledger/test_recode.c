/* ledger: stored reports read again. Values change, decisions of people do not; numbers of incidents stay; what nothing tells of any more
 * goes, unless somebody decided on it. */
#include <casus/ledger.h>

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "../check.h"
#include "fixture.h"

static const char *const id[] = {"a", "b", "c"};
static const char *const publisher[] = {"Daily Example", "Evening Example", "Weekly Example"};
static const char *const bytes[] = {
    "Jets bombed Palmyra on Friday, killing 12 people. Rebels shelled Homs.",
    "Warplanes struck Palmyra, killing 26 people, residents said.",
    "Gunmen shot 3 people in Aleppo.",
};
#define STRIKE {CASUS_TYPE_AIR_STRIKE, "e", "Jets", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, 12, NULL, "Jets bombed Palmyra"}
#define SHELLING {CASUS_TYPE_SHELLING, "f", "Rebels", NULL, "Homs", 0, "2015-09-17", NULL, 0, 0, NULL, "Rebels shelled Homs"}
static const told first[2] = {STRIKE, SHELLING};
static const told second = {CASUS_TYPE_AIR_STRIKE, "e", "Warplanes", NULL, "Palmyra", 0, "2015-09-18", "26 people", 26, 26, NULL, "Warplanes struck Palmyra"};
static const told third = {CASUS_TYPE_SHOOTING, "g", "Gunmen", NULL, "Aleppo", 0, "2015-09-10", "3 people", 3, 3, NULL, "Gunmen shot 3 people"};
enum { STRIKES = 1, SHELLED = 2, SHOT = 3 }; /* numbers of the incidents */

static casus_arena *a;

static casus_ledger *make(void)
{
    casus_ledger *l = NULL;
    const told *story[] = {first, &second, &third};
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    for (int i = 0; i < 3; i++) {
        casus_reading r;
        casus_record rec = record_of(id[i], bytes[i]);
        reading_make(a, id[i], bytes[i], story[i], i ? 1 : 2, &r);
        r.report.publisher = casus_str_of(publisher[i]);
        CHECK(casus_ledger_add(l, NULL, &rec, &r, 1442700000 + i, NULL, NULL) == CASUS_OK);
    }
    return l;
}

static casus_buf changes;

static void put_change(void *ctx, const casus_recode_change *c)
{
    (void)ctx;
    casus_buf_printf(&changes, "%lld %s %.*s -> %.*s%s\n", (long long)c->incident, c->field, (int)c->before.n, c->before.n ? c->before.p : "",
                     (int)c->after.n, c->after.n ? c->after.p : "", c->stands ? " stands" : "");
}

/* Read report which (0, 1, 2) again, as telling n incidents; body NULL: the same text. */
static casus_status recode(casus_ledger *l, int which, const told *t, uint32_t n, const char *body, casus_recoded *done)
{
    casus_reading r;
    casus_record rec = record_of(id[which], bytes[which]);
    reading_make(a, id[which], body ? body : bytes[which], t, n, &r);
    casus_sha256(bytes[which], strlen(bytes[which]), r.report.sha256);
    r.report.publisher = casus_str_of(publisher[which]);
    casus_buf_clear(&changes);
    casus_buf_z(&changes, "");
    return casus_ledger_recode(l, NULL, which + 1, &rec, &r, 1442900000, put_change, NULL, done, NULL);
}

static bool put_row(void *ctx, const casus_row *r)
{
    casus_buf *b = ctx;
    casus_buf_printf(b, "%lld %.*s %.*s %d-%d x%u;", (long long)r->id, (int)r->type.n, r->type.p, (int)r->place.n, r->place.n ? r->place.p : "",
                     r->tally[0].low, r->tally[0].high, r->n_report);
    return true;
}

static const char *list(casus_ledger *l, const char *text)
{
    static casus_buf b[2];
    static int turn;
    casus_query q;
    turn = !turn;
    casus_buf_clear(&b[turn]);
    casus_buf_z(&b[turn], "");
    casus_query_init(&q);
    q.text = text;
    CHECK(casus_ledger_list(l, &q, put_row, &b[turn], NULL) == CASUS_OK);
    return b[turn].p;
}

static bool sound(casus_ledger *l)
{
    casus_verdict v;
    CHECK(casus_ledger_verify(l, &v, NULL) == CASUS_OK);
    return !v.first[0];
}

static bool decide(casus_ledger *l, casus_decision_kind kind, int64_t incident, const char *set, int64_t other, int64_t *result)
{
    casus_decision d = {.kind = kind, .incident = incident, .who = "amira", .now = 1442800000, .set = &set, .n_set = set != NULL,
                        .other = &other, .n_other = other != 0};
    return casus_ledger_decide(l, &d, result, NULL) == CASUS_OK;
}

#define AS_BEFORE "2 shelling Homs -1--1 x1;1 air_strike Palmyra 12-26 x2;"
#define SHOOTING "3 shooting Aleppo 3-3 x1;"

static void test_same(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    CHECK(recode(l, 0, first, 2, NULL, &done) == CASUS_OK && done.same && !done.n_changed);
    CHECK_STR(changes.p, "");
    CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
    CHECK(sound(l));
    casus_ledger_close(l);
}

static void test_values(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    told now[2] = {STRIKE, SHELLING};
    now[0].low = now[0].high = 13;
    CHECK(recode(l, 0, now, 2, NULL, &done) == CASUS_OK && !done.same && done.n_changed == 1 && !done.n_new && !done.n_gone);
    CHECK_STR(changes.p, "1 killed 12 -> 13\n");
    CHECK_STR(list(l, NULL), SHOOTING "2 shelling Homs -1--1 x1;1 air_strike Palmyra 13-26 x2;");
    CHECK(sound(l));
    CHECK(decide(l, CASUS_EDIT, STRIKES, "killed=20", 0, NULL) && decide(l, CASUS_ACCEPT, SHELLED, NULL, 0, NULL));
    now[0].low = now[0].high = 14;
    CHECK(recode(l, 0, now, 2, NULL, &done) == CASUS_OK);
    CHECK_STR(changes.p, "1 killed 13 -> 14 stands\n");
    CHECK_STR(list(l, NULL), SHOOTING "2 shelling Homs -1--1 x1;1 air_strike Palmyra 20-20 x2;");
    CHECK(decide(l, CASUS_EDIT, STRIKES, "killed=", 0, NULL));
    CHECK_STR(list(l, NULL), SHOOTING "2 shelling Homs -1--1 x1;1 air_strike Palmyra 14-26 x2;");
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* The other way round: what each tells decides, not its number. */
static void test_order(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    const told now[2] = {SHELLING, STRIKE};
    CHECK(decide(l, CASUS_EDIT, SHELLED, "killed=2", 0, NULL));
    CHECK(recode(l, 0, now, 2, NULL, &done) == CASUS_OK && !done.n_changed && !done.n_new && !done.n_gone);
    CHECK_STR(list(l, NULL), SHOOTING "2 shelling Homs 2-2 x1;1 air_strike Palmyra 12-26 x2;");
    CHECK(sound(l));
    casus_ledger_close(l);
}

static void test_gone(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    int64_t now;
    CHECK(recode(l, 0, first, 1, NULL, &done) == CASUS_OK && done.n_gone == 1 && !done.n_kept);
    CHECK_STR(changes.p, "2 incident shelling 2015-09-17 Homs -> \n");
    CHECK_STR(list(l, NULL), SHOOTING "1 air_strike Palmyra 12-26 x2;");
    CHECK_STR(list(l, "shelled"), "");
    CHECK(casus_ledger_became(l, SHELLED, &now, NULL) == CASUS_E_NOTFOUND);
    CHECK(sound(l));
    CHECK(recode(l, 0, first, 2, NULL, &done) == CASUS_OK && done.n_new == 1);
    CHECK_STR(list(l, NULL), SHOOTING "4 shelling Homs -1--1 x1;1 air_strike Palmyra 12-26 x2;"); /* a number is given once */
    CHECK_STR(list(l, "shelled"), "4 shelling Homs -1--1 x1;");
    CHECK(recode(l, 2, NULL, 0, NULL, &done) == CASUS_OK && done.n_gone == 1);
    CHECK(recode(l, 2, &third, 1, NULL, &done) == CASUS_OK && done.n_new == 1);
    CHECK_STR(list(l, "gunmen"), "5 shooting Aleppo 3-3 x1;");
    CHECK(sound(l));
    casus_ledger_close(l);
}

static void test_kept(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    CHECK(decide(l, CASUS_ACCEPT, SHELLED, NULL, 0, NULL));
    for (int i = 0; i < 2; i++) {
        CHECK(recode(l, 0, first, 1, NULL, &done) == CASUS_OK && done.n_kept == 1 && !done.n_gone);
        CHECK_STR(changes.p, "2 incident shelling 2015-09-17 Homs ->  stands\n");
        CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
        CHECK(sound(l));
    }
    CHECK(recode(l, 0, first, 2, NULL, &done) == CASUS_OK && !done.n_kept && !done.n_new);
    CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
    /* its words may not be in another text */
    CHECK(recode(l, 0, first, 1, "Jets bombed Palmyra on Friday, killing 12 people.", &done) == CASUS_OK && done.left);
    CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* To another place and back: the number stays with the other report, and they find each other again. */
static void test_moved(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    told now[2] = {STRIKE, SHELLING};
    now[0].day = "2015-07-01";
    CHECK(recode(l, 0, now, 2, NULL, &done) == CASUS_OK && done.n_changed == 1);
    CHECK(strstr(list(l, NULL), "air_strike Palmyra 12-12 x1;") && strstr(list(l, NULL), "air_strike Palmyra 26-26 x1;"));
    CHECK(sound(l));
    CHECK(recode(l, 0, first, 2, NULL, &done) == CASUS_OK);
    CHECK(strstr(list(l, NULL), "air_strike Palmyra 12-26 x2;") != NULL);
    CHECK(sound(l));
    casus_ledger_close(l);
}

static void keep_account(void *ctx, const casus_why *w)
{
    int64_t **next = ctx;
    *(*next)++ = w->it.account;
}

static void test_joined_and_parted(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    int64_t account[8], *next = account, other;
    told now[2] = {STRIKE, SHELLING}, shot = third;
    now[0].low = now[0].high = 13;
    shot.low = shot.high = 4;
    CHECK(casus_ledger_why(l, STRIKES, keep_account, &next, NULL) == CASUS_OK && next == account + 2);
    CHECK(decide(l, CASUS_SPLIT, STRIKES, NULL, account[1], &other));
    CHECK(decide(l, CASUS_MERGE, SHELLED, NULL, SHOT, NULL));
    CHECK(recode(l, 0, now, 2, NULL, &done) == CASUS_OK && recode(l, 2, &shot, 1, NULL, &done) == CASUS_OK);
    CHECK(strstr(list(l, NULL), "Palmyra 13-13 x1;") && strstr(list(l, NULL), "Palmyra 26-26 x1;") && strstr(list(l, NULL), "4-4 x2;"));
    CHECK(sound(l));
    CHECK(decide(l, CASUS_MERGE, STRIKES, NULL, other, NULL));
    CHECK(strstr(list(l, NULL), "Palmyra 13-26 x2;") != NULL);
    CHECK(recode(l, 1, &second, 1, NULL, &done) == CASUS_OK && recode(l, 0, first, 2, NULL, &done) == CASUS_OK);
    CHECK(strstr(list(l, NULL), "Palmyra 12-26 x2;") != NULL);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* The same told in other words: they are searched, and copies are found by them. */
static bool count_report(void *ctx, const casus_report_row *r)
{
    (void)r;
    ++*(int *)ctx;
    return true;
}

static int reports_with(casus_ledger *l, const char *text)
{
    int n = 0;
    casus_query q;
    casus_query_init(&q);
    q.text = text;
    CHECK(casus_ledger_reports(l, &q, count_report, &n, NULL) == CASUS_OK);
    return n;
}

static void test_text(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    static const char text[] = "Jets bombed Palmyra, killing 12 people. Rebels shelled Homs. Zeppelins were not seen.";
    CHECK(reports_with(l, "friday") == 1 && reports_with(l, "zeppelins") == 0);
    CHECK(recode(l, 0, first, 2, text, &done) == CASUS_OK && !done.same && !done.left && !done.n_new);
    CHECK(reports_with(l, "friday") == 0 && reports_with(l, "zeppelins") == 1);
    CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* Inside a group that is taken back nothing is left of it. */
static void test_cancel(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    CHECK(casus_ledger_begin(l, NULL) == CASUS_OK);
    CHECK(recode(l, 0, first, 1, NULL, &done) == CASUS_OK && recode(l, 1, &second, 1, NULL, &done) == CASUS_OK);
    casus_ledger_cancel(l);
    CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
    CHECK(sound(l));
    CHECK(casus_ledger_begin(l, NULL) == CASUS_OK);
    CHECK(recode(l, 0, first, 1, NULL, &done) == CASUS_OK && recode(l, 1, &second, 1, NULL, &done) == CASUS_OK);
    CHECK(casus_ledger_commit(l, NULL) == CASUS_OK);
    CHECK_STR(list(l, NULL), SHOOTING "1 air_strike Palmyra 12-26 x2;");
    CHECK(sound(l));
    casus_ledger_close(l);
}

static void test_refused(void)
{
    casus_ledger *l = make();
    casus_reading r;
    casus_record rec = record_of("a", bytes[0]);
    reading_make(a, "a", bytes[0], first, 2, &r);
    CHECK(casus_ledger_recode(l, NULL, 2, &rec, &r, 1, NULL, NULL, NULL, NULL) == CASUS_E_USAGE);
    CHECK(casus_ledger_recode(l, NULL, 9, &rec, &r, 1, NULL, NULL, NULL, NULL) == CASUS_E_NOTFOUND);
    r.error.code = CASUS_E_INPUT;
    CHECK(casus_ledger_recode(l, NULL, 1, &rec, &r, 1, NULL, NULL, NULL, NULL) == CASUS_E_USAGE);
    CHECK_STR(list(l, NULL), SHOOTING AS_BEFORE);
    casus_ledger_close(l);
}

static void test_stored(void)
{
    casus_ledger *l = make();
    casus_stored s;
    int64_t after = 0;
    int n = 0;
    while (casus_ledger_stored(l, after, a, &s, NULL) == CASUS_OK) {
        CHECK(casus_str_is(s.rec.bytes, bytes[n]) && casus_str_is(s.rec.id, id[n]) && s.rec.format == CASUS_IN_TEXT);
        CHECK(casus_str_is(s.date, "2015-09-19")); /* it was given */
        after = s.id;
        n++;
    }
    CHECK(n == 3 && casus_ledger_stored(l, after, a, &s, NULL) == CASUS_END);
    casus_ledger_close(l);
}

/* Each n-th allocation failing: nothing half done. */
static void test_memory(void)
{
    casus_ledger *l = make();
    casus_recoded done;
    told now[2] = {STRIKE, SHELLING};
    now[0].low = now[0].high = 13;
    CHECK(decide(l, CASUS_EDIT, STRIKES, "place=Raqqa", 0, NULL));
    casus_status s = CASUS_E_NOMEM;
    uint64_t n = 1;
    for (; n < 1000 && s != CASUS_OK; n++) {
        casus_reading r;
        casus_record rec = record_of("a", bytes[0]);
        reading_make(a, "a", bytes[0], now, 1, &r);
        casus_alloc_fail_after(n);
        s = casus_ledger_recode(l, NULL, 1, &rec, &r, 1442900000, NULL, NULL, &done, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
        if (s != CASUS_OK) CHECK(strstr(list(l, NULL), "1 air_strike Raqqa 12-26 x2;") && strstr(list(l, NULL), "shelling"));
    }
    CHECK(s == CASUS_OK && n > 10 && strstr(list(l, NULL), "1 air_strike Raqqa 13-26 x2;") && sound(l));
    casus_ledger_close(l);
}

int main(void)
{
    a = casus_arena_new(0);
    test_same();
    test_values();
    test_order();
    test_gone();
    test_kept();
    test_moved();
    test_joined_and_parted();
    test_text();
    test_cancel();
    test_refused();
    test_stored();
    test_memory();
    casus_buf_free(&changes);
    casus_arena_free(a);
    return check_end();
}
