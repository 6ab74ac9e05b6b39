/* export: foreign tables as references, and our incidents beside them. */
#include <casus/export.h>

#include "../check.h"
#include "../ledger/fixture.h"

#define ACLED_HEAD "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,iso,country,admin1,location," \
                   "latitude,longitude,geo_precision,source,notes,fatalities\n"
#define UCDP_HEAD "id,type_of_violence,side_a,side_b,date_prec,date_start,date_end,country,adm_1,where_coordinates,where_prec," \
                  "latitude,longitude,best,high,low\n"

typedef struct {
    casus_str left;
    size_t piece; /* bytes at a time */
    int fail_after; /* reads; -1: never */
} source;

static int64_t give(void *ctx, char *p, size_t n)
{
    source *s = ctx;
    if (s->fail_after == 0) return -1;
    if (s->fail_after > 0) s->fail_after--;
    if (n > s->piece) n = s->piece;
    if (n > s->left.n) n = s->left.n;
    if (n) memcpy(p, s->left.p, n);
    s->left = (casus_str){s->left.p + n, s->left.n - n};
    return (int64_t)n;
}

typedef struct {
    char why[512];
    uint64_t line;
    int n;
} complaints;

static void complain(void *ctx, uint64_t line, const char *why)
{
    complaints *c = ctx;
    c->n++;
    c->line = line;
    snprintf(c->why, sizeof c->why, "%s", why);
}

static casus_status import(casus_ledger *l, casus_str text, size_t piece, casus_imported *done, complaints *c, casus_err *err)
{
    source s = {text, piece, -1};
    complaints none = {.n = 0};
    casus_import_opts o = {.name = "test", .now = 1442700000, .bad = complain, .ctx = c ? c : &none};
    return casus_import(l, &o, give, &s, done, err);
}

static casus_ledger *open_new(void)
{
    casus_ledger *l = NULL;
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    return l;
}

static bool whole(casus_ledger *l)
{
    casus_verdict v;
    return casus_ledger_verify(l, &v, NULL) == CASUS_OK && !v.bad_entry && !v.bad_import && !v.bad_file;
}

/* ---------------------------------------------------------------- lines */

static bool show(void *ctx, const casus_reference_row *r)
{
    casus_buf *b = ctx;
    const casus_reference *e = &r->ref;
    casus_json j = {.out = b};
    const casus_str text[] = {e->key, e->from, e->to, e->precision, e->place, e->country, e->place_precision};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        casus_buf_str(b, text[i]);
        casus_buf_char(b, ' ');
    }
    if (e->has_point) casus_json_real(&j, e->lat, 2);
    casus_buf_printf(b, " %d %d %d|", e->killed_low, e->killed_best, e->killed_high);
    return true;
}

static void test_lines(void)
{
    static const struct {
        const char *text, *want, *why; /* what the references are; why the last line that was not read was not */
    } table[] = {
        {ACLED_HEAD "S1,2016-03-06,1,Battles,Armed clash,A,B,760,Syria,Homs,Palmyra,34.56,38.27,1,R,n,12\n",
         "S1 2016-03-06 2016-03-06 day Palmyra SY settlement 34.56 -1 12 -1|", NULL},
        {ACLED_HEAD "S1,16 February 2023,2,Battles,,A,,,Syria,,X,,,3,,,\n", "S1 2023-02-13 2023-02-19 range X SY province  -1 -1 -1|", NULL},
        {ACLED_HEAD "S1,16-Feb-2023,3,Battles,,A,,,Turkey,,X,0,0,,,,0\n", "S1 2023-02-01 2023-02-28 month X TR   -1 0 -1|", NULL},
        {ACLED_HEAD "S1,16/02/2023,1,Battles,,A,,,Syria,,X,,,,,,\n", "", "event_date: \"16/02/2023\" is no date that can be read"},
        {ACLED_HEAD "S1,2016-03-06,1,B,,A,,,Syria,,X,,,,,,many\n", "", "fatalities: \"many\" is no whole number"},
        {ACLED_HEAD "S1,2016-03-06,1,B,,A,,,Syria,,X,34.5x,,,,,\n", "", "latitude: \"34.5x\" is no coordinate"},
        {ACLED_HEAD "S1,2016-03-06,1,B,,A,,,Syria,,X,,181,,,,\n", "", "longitude: \"181\" is no coordinate"},
        {ACLED_HEAD ",2016-03-06,1,B,,A,,,Syria,,X,,,,,,\n", "", "event_id_cnty is empty"},
        {ACLED_HEAD "S1,2016-03-06\n", "", "2 cells where the first line has 17"},
        {ACLED_HEAD "\nS1,2016-03-06,1,\"B\nC, \"\"D\"\"\",,A,,,Syria,,X,,,,,,1.0,,\r\n\n", "S1 2016-03-06 2016-03-06 day X SY   -1 1 -1|", NULL},
        {ACLED_HEAD "S1,2016-03-06,1,\"B\"x,,A,,,Syria,,X,,,,,,\nS2,2016-03-06,1,B,,A,,,Syria,,X,,,,,,2\n",
         "S2 2016-03-06 2016-03-06 day X SY   -1 2 -1|", "text behind a closing quote"},
        {ACLED_HEAD "S2,2016-03-06,1,B,,A,,,Syria,,X,,,,,,2\nS1,2016-03-06,1,\"B,,A,,,Syria,,X,,,,,,\n",
         "S2 2016-03-06 2016-03-06 day X SY   -1 2 -1|", "a quote is opened and not closed"},
        {"\xef\xbb\xbf" "data_id;iso3;event_date;event_type;actor1;latitude;longitude\r1;IRQ;1 May 2015;B;A;32,5;44,4\r",
         "1 2015-05-01 2015-05-01 day  IQ  32.5 -1 -1 -1|", NULL},
        {UCDP_HEAD "7,3,A,B,1,2016-03-06 00:00:00.000,2016-03-06 00:00:00.000,Yemen (North Yemen),,Taiz,1,13.5,44.0,5,9,4\n",
         "7 2016-03-06 2016-03-06 day Taiz YE settlement 13.5 4 5 9|", NULL},
        {UCDP_HEAD "7,3,A,B,4,2016-03-01,2016-03-31,DR Congo (Zaire),,Kivu,4,1,29,0,0,0\n",
         "7 2016-03-01 2016-03-31 month Kivu CD province 1 0 0 0|", NULL},
        {UCDP_HEAD "7,3,A,B,1,2016-03-06,2016-03-01,Syria,,X,1,,,5,9,4\n", "", "date_end: \"2016-03-01\" is no date at or behind the first"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        for (size_t piece = 1; piece < 100000; piece *= 7) { /* however the bytes come */
            casus_ledger *l = open_new();
            casus_imported done;
            complaints c = {.n = 0};
            casus_query q;
            casus_buf got = {0};
            casus_buf_z(&got, "");
            casus_query_init(&q);
            CHECK_CASE(import(l, casus_str_of(table[i].text), piece, &done, &c, NULL) == CASUS_OK, table[i].text);
            CHECK(casus_ledger_references(l, &q, NULL, show, &got, NULL) == CASUS_OK);
            CHECK_STR(got.p ? got.p : "", table[i].want);
            CHECK_STR(c.why, table[i].why ? table[i].why : "");
            CHECK_CASE((uint64_t)c.n == done.n_unread && whole(l), table[i].text);
            casus_buf_free(&got);
            casus_ledger_close(l);
        }
    }
}

static void test_files(void)
{
    static const struct {
        const char *text;
        size_t n;
        uint64_t line;
        const char *says;
    } table[] = {
        {"", 0, 0, "empty"}, {"\n\n", 2, 0, "empty"}, {"a,b,c\n1,2,3\n", 12, 1, "names no columns"},
        {"event_date,event_type,actor1\n", 29, 1, "event_id_cnty"}, {"\xff\xfe" "a\0", 4, 0, "UTF-16"}, {"PK\3\4", 4, 0, "spreadsheet"},
        {"\"event_date", 11, 1, "not closed"}, {"event_date\0", 11, 1, "NUL"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        casus_ledger *l = open_new();
        casus_imported done;
        casus_err err = {0};
        CHECK_CASE(import(l, (casus_str){table[i].text, table[i].n}, 5, &done, NULL, &err) == CASUS_E_INPUT, table[i].says);
        CHECK_CASE(err.what && strstr(err.what, table[i].says) && err.line == table[i].line, err.what ? err.what : "");
        CHECK(whole(l));
        casus_ledger_close(l);
    }
    casus_ledger *l = open_new();
    source s = {CASUS_STR(ACLED_HEAD), 9, 4};
    CHECK(casus_import(l, &(casus_import_opts){.name = "x"}, give, &s, NULL, NULL) == CASUS_E_IO);
    casus_ledger_close(l);
}

static bool count_row(void *ctx, const casus_reference_row *r)
{
    (void)r;
    ++*(int *)ctx;
    return true;
}

/* A file twice is one import; a newer row of the same event takes the place of the older, which stays. */
static void test_again(void)
{
    static const char old[] = ACLED_HEAD "S1,2016-03-06,1,B,,A,,,Syria,,X,,,,,,1\nS2,2016-03-07,1,B,,A,,,Iraq,,Y,,,,,,1\n";
    static const char new[] = ACLED_HEAD "S1,2016-03-06,1,B,,A,,,Syria,,X,,,,,,5\n";
    casus_ledger *l = open_new();
    casus_imported done;
    casus_query q;
    int n = 0;
    casus_query_init(&q);
    CHECK(import(l, CASUS_STR(old), 1000, &done, NULL, NULL) == CASUS_OK && done.n_row == 2 && !done.known && strcmp(done.layout, "acled") == 0);
    CHECK(import(l, CASUS_STR(old), 1000, &done, NULL, NULL) == CASUS_OK && done.known);
    CHECK(import(l, CASUS_STR(new), 1000, &done, NULL, NULL) == CASUS_OK && done.n_row == 1 && done.n_replaced == 1);
    CHECK(casus_ledger_references(l, &q, "acled", count_row, &n, NULL) == CASUS_OK && n == 2);
    n = 0;
    CHECK(casus_ledger_references(l, &q, "ucdp", count_row, &n, NULL) == CASUS_OK && n == 0);
    q.country = "IQ";
    CHECK(casus_ledger_references(l, &q, NULL, count_row, &n, NULL) == CASUS_OK && n == 1);
    q.country = NULL;
    q.killed_from = 5;
    n = 0;
    CHECK(casus_ledger_references(l, &q, NULL, count_row, &n, NULL) == CASUS_OK && n == 1);
    casus_verdict v;
    CHECK(casus_ledger_verify(l, &v, NULL) == CASUS_OK && v.n_reference == 3 && !v.bad_import && !v.bad_entry);
    casus_ledger_close(l);
}

static void test_memory(void)
{
    static const char text[] = ACLED_HEAD "S1,2016-03-06,1,\"B\"\"C\",,A,,,Syria,,X,,,,,,1\nbad\nS2,2016-03-07,1,\xe9,,A,,,Iraq,,Y,,,,,,1\n";
    casus_status s = CASUS_E_NOMEM;
    uint64_t k = 1;
    for (; k < 2000 && s != CASUS_OK; k++) {
        casus_ledger *l = open_new();
        casus_imported done;
        casus_alloc_fail_after(k);
        s = import(l, CASUS_STR(text), 64, &done, NULL, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK ? done.n_row == 2 && done.n_unread == 1 && done.n_recoded == 1 : s == CASUS_E_NOMEM);
        CHECK(whole(l));
        casus_ledger_close(l);
    }
    CHECK(s == CASUS_OK && k > 5);
}

/* ---------------------------------------------------------------- comparing */

typedef struct {
    char text[2048];
    size_t n;
} comparison;

static bool compare_row(void *ctx, const casus_comparison *c)
{
    static const char *const kind[] = {"both", "there", "here"};
    comparison *t = ctx;
    char ours[64] = "-", theirs[64] = "-";
    if (c->ours) snprintf(ours, sizeof ours, "%.*s", (int)c->ours->type.n, c->ours->type.p);
    if (c->theirs) snprintf(theirs, sizeof theirs, "%.*s", (int)c->theirs->ref.key.n, c->theirs->ref.key.p);
    t->n += (size_t)snprintf(t->text + t->n, sizeof t->text - t->n, "%s %s %s %dd %dkm %s%d|", kind[c->kind], ours, theirs, (int)c->days,
                             (int)(c->km + 0.5), c->both_deaths ? "" : "no ", (int)c->deaths);
    casus_buf b = {0};
    casus_json j = {.out = &b};
    casus_comparison_write(c, &j);
    CHECK(!b.failed && b.n > 20 && b.p[0] == '{' && b.p[b.n - 1] == '}');
    casus_buf_free(&b);
    return true;
}

static bool count_only(void *ctx, const casus_comparison *c)
{
    (void)ctx;
    return c->kind <= CASUS_ONLY_HERE;
}

static void test_compare(casus_arena *a)
{
    static const char body[] = "Jets bombed Palmyra on Friday, killing 12 people. Rebels shelled Palmyra on Tuesday. Protests in Palmyra. "
                               "Jets bombed Palmyra later.";
    static const told story[] = {
        {CASUS_TYPE_AIR_STRIKE, "strike", "Jets", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, 12, NULL, "Jets bombed"},
        {CASUS_TYPE_SHELLING, "shelling", "Rebels", NULL, "Palmyra", 0, "2015-09-22", NULL, 0, 0, NULL, "Rebels shelled"},
        {CASUS_TYPE_PROTEST, "protest", NULL, NULL, "Palmyra", 0, "2015-09-18", NULL, 0, 0, NULL, "Protests"},
        {CASUS_TYPE_AIR_STRIKE, "undated", "Jets", NULL, "Palmyra", 0, NULL, NULL, 0, 0, NULL, "later"},
    };
    static const char refs[] = ACLED_HEAD
        "A1,2015-09-19,1,Explosions/Remote violence,Air/drone strike,Syria,,760,Syria,Homs,Tadmor,34.56,38.30,1,R,n,15\n"
        "A2,2015-09-18,1,Explosions/Remote violence,Shelling/artillery/missile attack,Syria,,760,Syria,Homs,Homs,34.73,36.71,1,R,n,12\n"
        "A3,2015-09-30,1,Battles,Armed clash,Syria,,760,Syria,Homs,Palmyra,34.56,38.27,1,R,n,0\n"
        "A4,2015-09-18,1,Protests,Peaceful protest,P,,760,Syria,Homs,Palmyra,34.56,38.27,1,R,n,0\n";
    casus_ledger *l = open_new();
    casus_reading r;
    casus_record rec = record_of("r", body);
    casus_compare_opts o = {.days = 3, .km = 30};
    casus_compared sum;
    casus_query q;
    casus_err err = {0};
    comparison t = {.n = 0};
    casus_query_init(&q);
    CHECK(casus_compare(l, &q, &o, compare_row, &t, &sum, &err) == CASUS_E_NOTFOUND && err.what);
    reading_make(a, "r", body, story, 4, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, NULL, NULL) == CASUS_OK);
    CHECK(import(l, CASUS_STR(refs), 1000, NULL, NULL, NULL) == CASUS_OK);
    CHECK(casus_compare(l, &q, &o, compare_row, &t, &sum, NULL) == CASUS_OK);
    CHECK_STR(t.text, "both protest A4 0d 0km no 0|both air_strike A1 -1d 3km -3|there - A2 0d 0km no 0|there - A3 0d 0km no 0|"
                      "here shelling - 0d 0km no 0|");
    CHECK(sum.n_matched == 2 && sum.n_only_there == 2 && sum.n_only_here == 1 && sum.n_vague_here == 1);
    CHECK_STR(sum.from, "2015-09-18");
    CHECK_STR(sum.to, "2015-09-30");
    t = (comparison){.n = 0};
    o.layout = "ucdp";
    CHECK(casus_compare(l, &q, &o, compare_row, &t, &sum, NULL) == CASUS_E_NOTFOUND && t.n == 0);
    casus_status s = CASUS_E_NOMEM;
    o.layout = NULL;
    for (uint64_t k = 1; k < 2000 && s != CASUS_OK; k++) {
        t = (comparison){.n = 0};
        casus_alloc_fail_after(k);
        s = casus_compare(l, &q, &o, count_only, NULL, &sum, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
    }
    CHECK(s == CASUS_OK);
    casus_ledger_close(l);
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    test_lines();
    test_files();
    test_again();
    test_memory();
    test_compare(a);
    casus_arena_free(a);
    return check_end();
}
