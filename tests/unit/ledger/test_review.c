/* ledger: what people decide stands over what was worked out, is taken back, joined and parted, and comes first in the queue by doubt and
 * deaths. */
#include <casus/ledger.h>

#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "../check.h"
#include "fixture.h"

static const struct {
    const char *id, *publisher, *body;
    told story;
} page[] = {
    {"a", "Daily Example", "Jets bombed Palmyra on Friday, killing 12 people, the Observatory said.",
     {CASUS_TYPE_AIR_STRIKE, "e", "Jets", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, 12, "Syrian Observatory", "Jets bombed Palmyra"}},
    {"b", "Evening Example", "Warplanes struck Palmyra, killing 26 people, residents said.",
     {CASUS_TYPE_AIR_STRIKE, "e", "Warplanes", NULL, "Palmyra", 0, "2015-09-18", "26 people", 26, 26, "residents", "Warplanes struck Palmyra"}},
    {"c", "Weekly Example", "Gunmen shot 3 people in Homs.",
     {CASUS_TYPE_SHOOTING, "f", "Gunmen", NULL, "Homs", 0, "2015-09-10", "3 people", 3, 3, NULL, "Gunmen shot 3 people"}},
    {"d", "Weekly Example", "Protesters marched in Aleppo.",
     {CASUS_TYPE_PROTEST, "g", "Protesters", NULL, "Aleppo", 0, "2015-08-01", NULL, 0, 0, NULL, "Protesters marched"}},
};
enum { N_PAGE = sizeof page / sizeof *page, A = 1, C = 2, D = 3 }; /* a and b are one incident */

static casus_ledger *make(void)
{
    casus_ledger *l = NULL;
    casus_arena *a = casus_arena_new(0);
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    for (int i = 0; i < N_PAGE; i++) {
        casus_reading r;
        casus_record rec = record_of(page[i].id, page[i].body);
        reading_make(a, page[i].id, page[i].body, &page[i].story, 1, &r);
        r.report.publisher = casus_str_of(page[i].publisher);
        CHECK(casus_ledger_add(l, NULL, &rec, &r, 1442700000 + i, NULL, NULL) == CASUS_OK);
    }
    casus_arena_free(a);
    return l;
}

/* ---------------------------------------------------------------- all of it as one text */

static bool put_row(void *ctx, const casus_row *r)
{
    casus_buf *b = ctx;
    casus_buf_printf(b, "%lld %.*s %.*s ", (long long)r->id, (int)r->type.n, r->type.p, (int)r->place.n, r->place.n ? r->place.p : "");
    casus_buf_printf(b, "killed %d %d %d reports %u %.*s by %.*s\n", r->tally[0].low, r->tally[0].best, r->tally[0].high, r->n_report,
                     (int)r->review.n, r->review.n ? r->review.p : "", (int)r->perpetrators.n, r->perpetrators.n ? r->perpetrators.p : "");
    return true;
}

static const char *list(casus_ledger *l, const char *text, const char *review, const char *actor)
{
    static casus_buf b[4];
    static int turn;
    casus_query q;
    turn = (turn + 1) % 4;
    casus_buf_clear(&b[turn]);
    casus_query_init(&q);
    q.text = text;
    q.review = review;
    q.actor = actor;
    CHECK(casus_ledger_list(l, &q, put_row, &b[turn], NULL) == CASUS_OK);
    return b[turn].p ? b[turn].p : "";
}

static bool sound(casus_ledger *l)
{
    casus_verdict v;
    CHECK(casus_ledger_verify(l, &v, NULL) == CASUS_OK);
    if (v.first[0]) fprintf(stderr, "%s\n", v.first);
    return !v.first[0];
}

static casus_status decide(casus_ledger *l, casus_decision_kind kind, int64_t id, int64_t *result)
{
    casus_decision d = {.kind = kind, .incident = id, .who = "amira", .why = "two witnesses", .now = 1442800000};
    return casus_ledger_decide(l, &d, result, NULL);
}

static casus_status edit(casus_ledger *l, int64_t id, const char *set, casus_err *err)
{
    casus_decision d = {.kind = CASUS_EDIT, .incident = id, .who = "amira", .now = 1442800000, .set = &set, .n_set = 1};
    return casus_ledger_decide(l, &d, NULL, err);
}

static casus_status with_others(casus_ledger *l, casus_decision_kind kind, int64_t id, int64_t other, int64_t *result)
{
    casus_decision d = {.kind = kind, .incident = id, .who = "amira", .now = 1442800000, .other = &other, .n_other = 1};
    return casus_ledger_decide(l, &d, result, NULL);
}

/* ---------------------------------------------------------------- edit */

static void test_edit(void)
{
    static const struct {
        const char *set, *shows; /* NULL: refused */
    } row[] = {
        {"killed=14-20", "killed 14 17 20"},
        {"killed=9", "killed 9 9 9"},
        {"killed=9+", "killed 9 9 -1"},
        {"killed=14/16/20", "killed 14 16 20"},
        {"killed=", "killed 12 12 26"},
        {"killed=many", NULL},
        {"killed=20-14", NULL},
        {"killed=20/14/30", NULL},
        {"killed=-1", NULL},
        {"place=Raqqa", "air_strike Raqqa"},
        {"place=", "air_strike Palmyra"},
        {"type=shelling", "1 shelling"},
        {"type=dance", NULL},
        {"type=", "1 air_strike"},
        {"perpetrators=Russian Air Force", "by Russian Air Force"},
        {"perpetrators=", "by Warplanes; Jets"},
        {"date=2015-09-31", NULL},
        {"date=2015-13", NULL},
        {"date=2015-09-20/2015-09-18", NULL},
        {"date=2015-09-17/2015-09-18", "1 air_strike"},
        {"point=95,10", NULL},
        {"point=x", NULL},
        {"point=34.5,38.2", "1 air_strike"},
        {"country=Syria", NULL},
        {"status=certain", NULL},
        {"place_precision=roughly", NULL},
        {"killed_category=soldiers and sailors", NULL},
        {"n_report=7", NULL},
        {"killed", NULL},
        {"place=\xff", NULL},
    };
    casus_ledger *l = make();
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_err err = {0};
        casus_status s = edit(l, A, row[i].set, &err);
        CHECK_CASE(s == (row[i].shows ? CASUS_OK : CASUS_E_USAGE), row[i].set);
        CHECK_CASE(!row[i].shows || strstr(list(l, NULL, NULL, NULL), row[i].shows), row[i].set);
        CHECK_CASE(row[i].shows || err.what, row[i].set);
    }
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* What was set is found by its words and its name, until it is taken back. */
static void test_search(void)
{
    casus_ledger *l = make();
    CHECK_STR(list(l, "raqqa", NULL, NULL), "");
    CHECK(edit(l, A, "place=Raqqa", NULL) == CASUS_OK && edit(l, C, "perpetrators=Free Army; Tigers", NULL) == CASUS_OK);
    CHECK(strstr(list(l, "raqqa", NULL, NULL), "1 air_strike Raqqa") && !strstr(list(l, "raqqa", NULL, NULL), "Homs"));
    CHECK(strncmp(list(l, "tigers", NULL, NULL), "2 ", 2) == 0 && strncmp(list(l, NULL, NULL, "tigers"), "2 ", 2) == 0);
    CHECK_STR(list(l, NULL, NULL, "army"), "");
    CHECK(edit(l, A, "place=", NULL) == CASUS_OK);
    CHECK_STR(list(l, "raqqa", NULL, NULL), "");
    casus_arena *a = casus_arena_new(0);
    casus_detail d;
    CHECK(casus_ledger_detail(l, C, a, &d, NULL) == CASUS_OK && d.n_party == 2);
    CHECK(d.n_party == 2 && casus_str_is(d.party[0].name, "Free Army") && casus_str_is(d.party[1].name, "Tigers"));
    casus_arena_free(a);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- accept, reject, note */

static void count_row(void *ctx, const casus_decision_row *r)
{
    casus_buf *b = ctx;
    casus_buf_printf(b, "%lld %.*s %.*s %.*s %.*s\n", (long long)r->incident, (int)r->action.n, r->action.p, (int)r->who.n, r->who.p,
                     (int)r->why.n, r->why.n ? r->why.p : "", (int)r->at.n, r->at.p);
}

static void test_states(void)
{
    casus_ledger *l = make();
    int64_t now;
    CHECK(decide(l, CASUS_ACCEPT, A, &now) == CASUS_OK && now == A);
    CHECK(decide(l, CASUS_REJECT, C, NULL) == CASUS_OK);
    CHECK(decide(l, CASUS_NOTE, D, NULL) == CASUS_OK);
    CHECK(edit(l, A, "killed=14", NULL) == CASUS_OK); /* it stays accepted */
    CHECK(strncmp(list(l, NULL, "accepted", NULL), "1 ", 2) == 0 && strncmp(list(l, NULL, "rejected", NULL), "2 ", 2) == 0);
    CHECK(strncmp(list(l, NULL, "none", NULL), "3 ", 2) == 0);
    CHECK(strstr(list(l, NULL, NULL, NULL), "shooting") == NULL); /* what was rejected is listed when it is asked for */
    casus_buf b = {0};
    CHECK(casus_ledger_decisions(l, 0, count_row, &b, NULL) == CASUS_OK);
    CHECK_STR(b.p, "1 accept amira two witnesses 2015-09-21T01:46:40Z\n2 reject amira two witnesses 2015-09-21T01:46:40Z\n"
                   "3 note amira two witnesses 2015-09-21T01:46:40Z\n1 edit amira  2015-09-21T01:46:40Z\n");
    casus_buf_clear(&b);
    CHECK(casus_ledger_decisions(l, D, count_row, &b, NULL) == CASUS_OK && strncmp(b.p, "3 note", 6) == 0);
    casus_buf_free(&b);
    casus_decision d = {.kind = CASUS_ACCEPT, .incident = 9, .who = "amira"};
    CHECK(casus_ledger_decide(l, &d, NULL, NULL) == CASUS_E_NOTFOUND);
    d.incident = A, d.who = "";
    CHECK(casus_ledger_decide(l, &d, NULL, NULL) == CASUS_E_USAGE);
    d.who = "amira", d.kind = CASUS_NOTE;
    CHECK(casus_ledger_decide(l, &d, NULL, NULL) == CASUS_E_USAGE);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- merge, split */

static void keep_account(void *ctx, const casus_why *w)
{
    int64_t **next = ctx;
    *(*next)++ = w->it.account;
}

static int accounts_of(casus_ledger *l, int64_t id, int64_t account[8])
{
    int64_t *next = account;
    CHECK(casus_ledger_why(l, id, keep_account, &next, NULL) == CASUS_OK);
    return (int)(next - account);
}

static void test_merge(void)
{
    casus_ledger *l = make();
    int64_t now, account[8], of_c[8];
    CHECK(edit(l, C, "killed=5", NULL) == CASUS_OK && edit(l, A, "killed=13", NULL) == CASUS_OK);
    char before[2048];
    snprintf(before, sizeof before, "%s", list(l, NULL, NULL, NULL));
    CHECK(accounts_of(l, C, of_c) == 1);
    CHECK(with_others(l, CASUS_MERGE, A, C, &now) == CASUS_OK && now == A);
    CHECK(accounts_of(l, A, account) == 3);
    CHECK(strstr(list(l, NULL, NULL, NULL), "killed 13 13 13 reports 3") != NULL); /* the later word holds */
    CHECK(casus_ledger_became(l, C, &now, NULL) == CASUS_OK && now == A);
    CHECK(with_others(l, CASUS_MERGE, A, C, &now) == CASUS_E_USAGE);
    CHECK(with_others(l, CASUS_SPLIT, A, of_c[0], &now) == CASUS_OK && now != A);
    const char *after = list(l, NULL, NULL, NULL);
    CHECK(strstr(after, "shooting Homs killed 5 5 5 reports 1 edited") && strstr(after, "1 air_strike Palmyra killed 13 13 13 reports 2"));
    CHECK(strlen(after) == strlen(before));
    CHECK(sound(l));
    casus_ledger_close(l);
}

static void test_split(void)
{
    casus_ledger *l = make();
    int64_t now, account[8], other;
    char before[2048];
    snprintf(before, sizeof before, "%s", list(l, NULL, "accepted,rejected,none", NULL));
    CHECK(accounts_of(l, A, account) == 2);
    CHECK(with_others(l, CASUS_SPLIT, A, account[1], &other) == CASUS_OK && other != A);
    CHECK(strstr(list(l, NULL, NULL, NULL), "killed 12 12 12 reports 1") && strstr(list(l, NULL, NULL, NULL), "killed 26 26 26 reports 1"));
    CHECK(with_others(l, CASUS_SPLIT, A, account[0], &now) == CASUS_E_USAGE);
    CHECK(with_others(l, CASUS_SPLIT, A, account[1], &now) == CASUS_E_NOTFOUND);
    CHECK(sound(l));
    /* one more of the same: it goes to one side and does not tie them together */
    casus_arena *a = casus_arena_new(0);
    casus_reading r;
    static const char body[] = "Jets bombed Palmyra again and again, killing 12 people.";
    casus_record rec = record_of("z", body);
    reading_make(a, "z", body, &page[0].story, 1, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1442700009, NULL, NULL) == CASUS_OK);
    casus_arena_free(a);
    CHECK(casus_ledger_became(l, A, &now, NULL) == CASUS_OK && now == A);
    CHECK(casus_ledger_became(l, other, &now, NULL) == CASUS_OK && now == other);
    CHECK(with_others(l, CASUS_MERGE, A, other, &now) == CASUS_OK && now == A);
    CHECK(accounts_of(l, A, account) == 3);
    CHECK(strstr(list(l, NULL, NULL, NULL), "killed 12 12 26 reports 3") != NULL);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* Parted twice: the first stays apart from what the second left. */
static void test_split_twice(void)
{
    casus_ledger *l = make();
    int64_t account[8], first, second, now;
    CHECK(with_others(l, CASUS_MERGE, A, C, &now) == CASUS_OK && with_others(l, CASUS_MERGE, A, D, &now) == CASUS_OK);
    CHECK(accounts_of(l, A, account) == 4);
    CHECK(with_others(l, CASUS_SPLIT, A, account[0], &first) == CASUS_OK);
    CHECK(with_others(l, CASUS_SPLIT, A, account[1], &second) == CASUS_OK);
    CHECK(first != second && accounts_of(l, A, account) == 2);
    CHECK(with_others(l, CASUS_MERGE, first, second, &now) == CASUS_OK && accounts_of(l, first, account) == 2);
    CHECK(accounts_of(l, A, account) == 2);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- queue */

static bool put_queued(void *ctx, const casus_queue_row *r)
{
    casus_buf *b = ctx;
    casus_buf_printf(b, "%lld ", (long long)r->id);
    CHECK(r->doubt >= 1 && r->weight >= r->doubt);
    return true;
}

static const char *queue(casus_ledger *l, uint32_t limit)
{
    static casus_buf b;
    casus_buf_clear(&b);
    casus_buf_z(&b, "");
    CHECK(casus_ledger_queue(l, limit, put_queued, &b, NULL) == CASUS_OK);
    return b.p ? b.p : "";
}

static void test_queue(void)
{
    casus_ledger *l = make();
    CHECK_STR(queue(l, 0), "1 2 3 "); /* 12 to 26 killed, two voices that differ; 3 killed; nobody */
    CHECK_STR(queue(l, 2), "1 2 ");
    CHECK(decide(l, CASUS_ACCEPT, A, NULL) == CASUS_OK && decide(l, CASUS_NOTE, C, NULL) == CASUS_OK);
    CHECK_STR(queue(l, 0), "2 3 "); /* a note settles nothing */
    CHECK(decide(l, CASUS_REJECT, C, NULL) == CASUS_OK && edit(l, D, "place=Homs", NULL) == CASUS_OK);
    CHECK_STR(queue(l, 0), "");
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- backup */

static void test_backup(void)
{
    char folder[] = "/tmp/casus-review-XXXXXX", path[64], clean[64];
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/copy.db", folder);
    casus_ledger *l = make(), *copy = NULL;
    CHECK(edit(l, A, "killed=14", NULL) == CASUS_OK);
    CHECK(casus_ledger_backup(l, path, NULL) == CASUS_OK);
    CHECK(casus_ledger_backup(l, path, NULL) == CASUS_E_CANTCREAT); /* nothing is written over */
    CHECK(casus_ledger_backup(l, "/nowhere/copy.db", NULL) == CASUS_E_CANTCREAT);
    CHECK(casus_ledger_open(path, false, &copy, NULL) == CASUS_OK);
    CHECK(sound(copy));
    CHECK_STR(list(copy, NULL, NULL, NULL), list(l, NULL, NULL, NULL));
    casus_ledger_close(copy);
    casus_ledger_close(l);
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    CHECK(system(clean) == 0);
}

int main(void)
{
    test_edit();
    test_search();
    test_states();
    test_merge();
    test_split();
    test_split_twice();
    test_queue();
    test_backup();
    return check_end();
}
