/* ledger: adding, joining, listing, searching, showing, raw bytes, opening what is and what is no ledger. */
#include <casus/ledger.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../check.h"
#include "fixture.h"

static char folder[64];

static const char *path_of(const char *name)
{
    static char path[2][128];
    static int turn;
    turn = !turn;
    snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static casus_ledger *open_new(const char *path)
{
    casus_ledger *l = NULL;
    casus_err err = {0};
    CHECK_CASE(casus_ledger_open(path, true, &l, &err) == CASUS_OK, err.what ? err.what : "");
    return l;
}

/* A statement run by somebody else in the same file; the first number it gives. */
static int64_t sql(const char *path, const char *text)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    int64_t v = -1;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK);
    CHECK_CASE(sqlite3_prepare_v2(db, text, -1, &s, NULL) == SQLITE_OK, sqlite3_errmsg(db));
    if (sqlite3_step(s) == SQLITE_ROW) v = sqlite3_column_int64(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(db);
    return v;
}

/* ---------------------------------------------------------------- three reports, two of one event */

#define EVENT "force|SY|Palmyra|2015-09-18"
static const char *const body[] = {
    "Jets bombed Palmyra on Friday, killing 12 people, the Observatory said.",
    "At least 26 died when warplanes struck Palmyra \xe2\x80\x94 an \xc3\xa9nigme \xe2\x80\x94 killing 26 people, residents said.",
    "Rebels shelled Palmyra, killing 12 people.",
};
static const told story[] = {
    {CASUS_TYPE_AIR_STRIKE, EVENT, "Jets", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, 12, "Syrian Observatory",
     "Jets bombed Palmyra on Friday"},
    {CASUS_TYPE_AIR_STRIKE, EVENT, "warplanes", NULL, "Palmyra", 0, "2015-09-18", "26 people", 26, -1, "residents",
     "killing 26 people"},
    {CASUS_TYPE_SHELLING, EVENT, "Rebels", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, 12, NULL, NULL},
};
static const char *const publisher[] = {"Daily Example", "Evening Example", "Weekly Example"}; /* independent voices */
static const char *const published[] = {"2015-09-19", "2015-09-20", "2015-09-21"};

static casus_status add(casus_ledger *l, casus_arena *a, int i, casus_added *added)
{
    static const char *const id[] = {"a", "b", "c"};
    casus_reading r;
    casus_err err = {0};
    casus_record rec = record_of(id[i], body[i]);
    reading_make(a, id[i], body[i], &story[i], 1, &r);
    memcpy(r.report.published.edtf, published[i], 11);
    r.report.publisher = casus_str_of(publisher[i]);
    casus_status s = casus_ledger_add(l, NULL, &rec, &r, 1442700000 + i, added, &err);
    CHECK_CASE(s == CASUS_OK, err.what ? err.what : "");
    return s;
}

/* The rows of a query as one text, so that two ledgers can be compared. */
typedef struct {
    char text[4096];
    size_t n;
    int rows;
} listing;

static bool list_row(void *ctx, const casus_row *r)
{
    listing *t = ctx;
    t->rows++;
    t->n += (size_t)snprintf(t->text + t->n, sizeof t->text - t->n, "%.*s %.*s %.*s %.*s [%.*s] killed %d %d %d by %.*s src %.*s reports %u claims %u\n",
                             (int)r->type.n, r->type.p, (int)r->from.n, r->from.p, (int)r->edtf.n, r->edtf.p, (int)r->place.n,
                             r->place.p, (int)r->status.n, r->status.p, r->tally[0].low, r->tally[0].best, r->tally[0].high,
                             (int)r->perpetrators.n, r->perpetrators.p, (int)r->sources.n, r->sources.p, r->n_report, r->n_claim);
    return true;
}

static listing list(casus_ledger *l, const casus_query *q)
{
    listing t = {.n = 0};
    CHECK(casus_ledger_list(l, q, list_row, &t, NULL) == CASUS_OK);
    return t;
}

static listing list_all(casus_ledger *l)
{
    casus_query q;
    casus_query_init(&q);
    return list(l, &q);
}

static bool sound(casus_ledger *l)
{
    casus_verdict v;
    CHECK(casus_ledger_verify(l, &v, NULL) == CASUS_OK);
    if (v.bad_entry || v.bad_report || v.bad_evidence || v.bad_file || v.bad_incident)
        fprintf(stderr, "entry %lld report %llu evidence %llu file %d incident %llu\n", (long long)v.bad_entry,
                (unsigned long long)v.bad_report, (unsigned long long)v.bad_evidence, v.bad_file,
                (unsigned long long)v.bad_incident);
    return !(v.bad_entry || v.bad_report || v.bad_evidence || v.bad_file || v.bad_incident);
}

static void test_join(casus_arena *a)
{
    static const int order[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int o = 0; o < 6; o++) {
        casus_ledger *l = open_new(":memory:");
        for (int i = 0; i < 3; i++) {
            casus_added added;
            add(l, a, order[o][i], &added);
            CHECK(!added.known && added.n_incident == 1 && added.n_new <= (i < 2)); /* the first two alone may be two */
        }
        CHECK_STR(list_all(l).text, "air_strike 2015-09-18 2015-09-18 Palmyra [reported] killed 12 12 -1 by Jets; warplanes; Rebels "
                                    "src Syrian Observatory; residents reports 3 claims 3\n");
        CHECK(sound(l));
        casus_ledger_close(l);
    }
}

static void test_twice(casus_arena *a)
{
    const char *path = path_of("twice.db");
    casus_ledger *l = open_new(path);
    casus_added added;
    add(l, a, 0, &added);
    int64_t entries = sql(path, "SELECT count(*) FROM journal"), changes = sql(path, "SELECT sum(length(value)) FROM meta");
    add(l, a, 0, &added);
    CHECK(added.known && added.n_incident == 0 && added.n_new == 0);
    CHECK(sql(path, "SELECT count(*) FROM journal") == entries && entries == 2);
    CHECK(sql(path, "SELECT sum(length(value)) FROM meta") == changes);
    CHECK(sql(path, "SELECT count(*) FROM claim") == 1);
    /* the same bytes under another name: another report, but one voice, and stored once */
    casus_reading r;
    casus_record rec = record_of("mirror", body[0]);
    reading_make(a, "mirror", body[0], &story[0], 1, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL) == CASUS_OK && !added.known && added.n_new == 0);
    CHECK(sql(path, "SELECT count(*) FROM raw") == 1 && sql(path, "SELECT count(*) FROM report") == 2);
    CHECK(strstr(list_all(l).text, "reports 1 claims 2") != NULL);
    CHECK(sound(l));
    casus_ledger_close(l);
}

typedef struct {
    char day[16], text[512];
    int64_t id;
    int rows;
} page;

static bool page_row(void *ctx, const casus_row *r)
{
    page *p = ctx;
    snprintf(p->day, sizeof p->day, "%.*s", (int)r->from.n, r->from.n ? r->from.p : "");
    p->id = r->id;
    p->rows++;
    return true;
}

/* One row a page gives all rows once, in the order of the whole list, also those without a day. */
static void test_pages(casus_ledger *l)
{
    casus_query q;
    casus_err err = {0};
    char cursor[64] = "";
    int64_t before = 0;
    bool dated = true;
    casus_query_init(&q);
    q.limit = 1;
    for (int i = 0; i < 5; i++) {
        page p = {.rows = 0};
        q.after = cursor[0] ? cursor : NULL;
        CHECK(casus_ledger_list(l, &q, page_row, &p, NULL) == CASUS_OK);
        CHECK(p.rows == (i < 4));
        if (p.rows == 0) break;
        CHECK(p.day[0] ? dated : (dated && i > 0) || p.id > before);
        dated = p.day[0] != '\0';
        before = p.id;
        casus_query_cursor(&q, casus_str_of(p.day), p.id, cursor);
    }
    static const char *const wrong[] = {"", "x", "2015-09-18", "2015-09-18~1", "~1~00000000", "2015-09-18~x~00000000",
                                        "2015-09-18-2015-09-18-2015-09-18-2015-09-18~1~00000000"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        page p = {.rows = 0};
        q.after = wrong[i];
        CHECK_CASE(casus_ledger_list(l, &q, page_row, &p, &err) == CASUS_E_USAGE && p.rows == 0, wrong[i]);
    }
    page p = {.rows = 0};
    q.after = cursor;
    q.type = "siege"; /* another list */
    CHECK(casus_ledger_list(l, &q, page_row, &p, &err) == CASUS_E_USAGE);
}

static bool report_row(void *ctx, const casus_report_row *r)
{
    page *p = ctx;
    p->rows++;
    snprintf(p->text, sizeof p->text, "%.*s|%.*s|%.*s", (int)r->name.n, r->name.p, (int)r->snippet.n, r->snippet.p,
             (int)r->incidents.n, r->incidents.n ? r->incidents.p : "");
    return true;
}

static void test_reports(casus_ledger *l)
{
    static const struct {
        const char *text, *type, *place, *publisher, *from, *to;
        int rows;
        const char *says;
    } ask[] = {
        {.rows = 2},
        {.text = "bombs", .rows = 1, .says = "a|Jets [bombed] Palmyra on Friday"},
        {.text = "protester", .rows = 1, .says = "|2; 3; 4"},
        {.type = "siege", .rows = 1, .says = "more|"},
        {.place = "Palmyra", .rows = 1},
        {.text = "bombed", .type = "siege", .rows = 0},
        {.publisher = "Nobody", .rows = 0},
        {.from = "2015-09-19", .to = "2015-09-19", .rows = 2},
        {.from = "2015-09-20", .rows = 0},
        {.to = "2015-09-18", .rows = 0},
    };
    for (size_t i = 0; i < sizeof ask / sizeof *ask; i++) {
        page p = {.rows = 0};
        casus_query q;
        casus_query_init(&q);
        q.text = ask[i].text;
        q.type = ask[i].type;
        q.place = ask[i].place;
        q.publisher = ask[i].publisher;
        if (ask[i].from) q.from = casus_day_read(casus_str_of(ask[i].from));
        if (ask[i].to) q.to = casus_day_read(casus_str_of(ask[i].to));
        CHECK(casus_ledger_reports(l, &q, report_row, &p, NULL) == CASUS_OK);
        CHECK_CASE(p.rows == ask[i].rows, ask[i].text ? ask[i].text : "");
        if (ask[i].says) CHECK_CASE(strstr(p.text, ask[i].says) != NULL, p.text);
    }
    double lat, lon;
    casus_err err = {0};
    CHECK(casus_ledger_place(l, "PALMYRA", &lat, &lon, NULL) == CASUS_OK && lat > 34.5 && lon > 38.2);
    CHECK(casus_ledger_place(l, "Palm", &lat, &lon, &err) == CASUS_E_NOTFOUND && err.what);
    CHECK(casus_ledger_place(l, "", &lat, &lon, &err) == CASUS_E_NOTFOUND);
}

static void test_query(casus_arena *a)
{
    static const told more[] = {
        {.type = CASUS_TYPE_PROTEST, .event = "p1", .place = "Homs", .day = "2015-09-20"},
        {.type = CASUS_TYPE_SIEGE, .event = "p2", .affected = "Rebels", .evidence = "siege of the old town"},
        {.type = CASUS_TYPE_RIOT, .event = "p3", .day = "--09-09", .evidence = "Riots"},
    };
    const char *text = "Protesters filled Homs. The siege of the old town went on for Rebels. Riots on September 9.";
    casus_ledger *l = open_new(":memory:");
    casus_added added;
    casus_reading r;
    add(l, a, 0, &added);
    casus_record rec = record_of("more", text);
    reading_make(a, "more", text, more, 3, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL) == CASUS_OK && added.n_new == 3);

#define ANY .killed_from = -1, .killed_to = -1, .injured_from = -1, .injured_to = -1
#define ALL .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, ANY
    static const struct {
        casus_query q;
        int rows;
        const char *note;
    } ask[] = {
        {{ALL}, 4, "all"},
        {{ALL, .limit = 2}, 2, "limit"},
        {{.type = "siege", ALL}, 1, "type"},
        {{.country = "SY", ALL}, 2, "country"},
        {{.country = "sy", .type = "siege", ALL}, 0, "country and type"},
        {{.actor = "Rebels", ALL}, 1, "actor, any role"},
        {{.actor = "' OR 1=1 --", ALL}, 0, "values are bound"},
        {{.from = 16697, .to = CASUS_DAY_NONE, ANY}, 1, "from 2015-09-19 on: the strike was before"},
        {{.from = 16696, .to = 16696, ANY}, 1, "touches the 18th"},
        {{.from = CASUS_DAY_NONE, .to = 16696, ANY}, 1, "until the 18th"},
        {{.text = "bombing", ALL}, 1, "word stems"},
        {{.text = "\"old town\"", ALL}, 1, "a phrase"},
        {{.text = "observatory", ALL}, 1, "source"},
        {{.text = "homs NOT palmyra", ALL}, 3, "admin1 is Homs; title says Palmyra"},
        {{.type = "siege, riot,air_strike", ALL}, 3, "a list of types"},
        {{.status = "reported", ALL}, 4, "status"},
        {{.status = "denied,planned", ALL}, 0, "other status"},
        {{.place = "palmyra", ALL}, 1, "place, any case"},
        {{.place = "HOMS", ALL}, 2, "the province or the town"},
        {{.place = "pal", ALL}, 0, "whole words"},
        {{.place = "\"", ALL}, 0, "a sign is no place"},
        {{.publisher = "daily example", ALL}, 4, "publisher"},
        {{.has_box = true, .south = 34, .west = 38, .north = 35, .east = 39, ALL}, 2, "box"},
        {{.has_box = true, .south = 34, .west = 39, .north = 35, .east = 38, ALL}, 0, "the box goes around the other way"},
        {{.has_box = true, .south = 34, .west = 170, .north = 35, .east = 39, ALL}, 2, "over the 180th meridian"},
        {{.has_near = true, .lat = 34.5, .lon = 38.2, .km = 10, ALL}, 2, "9.2 km away"},
        {{.has_near = true, .lat = 34.5, .lon = 38.2, .km = 9, ALL}, 0, "not within 9 km"},
        {{.has_near = true, .lat = 89, .lon = 0, .km = 7000, ALL}, 2, "around the pole"},
        {{.killed_from = 12, .killed_to = 12, .injured_from = -1, .injured_to = -1, .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE}, 1, "killed"},
        {{.killed_from = 13, .killed_to = -1, .injured_from = -1, .injured_to = -1, .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE}, 0, "more killed"},
        {{.killed_from = -1, .killed_to = -1, .injured_from = 0, .injured_to = -1, .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE}, 0, "injured not told"},
        {{.text = "nothing", ALL}, 0, "nothing found is fine"},
    };
    for (size_t i = 0; i < sizeof ask / sizeof *ask; i++) {
        int rows = list(l, &ask[i].q).rows;
        if (strcmp(ask[i].note, "admin1 is Homs; title says Palmyra") == 0) CHECK_CASE(rows == 0, ask[i].note);
        else CHECK_CASE(rows == ask[i].rows, ask[i].note);
    }
    CHECK(strstr(list_all(l).text, "riot  XXXX-09-09 ") != NULL);

    test_pages(l);
    test_reports(l);
    static const char *const broken[] = {"\"open", "AND", "a AND", "no_such_column: x", "(", "a ^ ^"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        casus_query q;
        casus_err err = {0};
        listing t = {.n = 0};
        casus_query_init(&q);
        q.text = broken[i];
        CHECK_CASE(casus_ledger_list(l, &q, list_row, &t, &err) == CASUS_E_USAGE && err.what, broken[i]);
    }
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- showing */

typedef struct {
    int rows, claims;
    char quote[256], killed[32], sources[64];
    casus_span span;
} shown;

static void on_row(void *ctx, const casus_row *r)
{
    shown *s = ctx;
    s->rows++;
    CHECK(r->id == 1);
}

static void on_claim(void *ctx, const casus_claim_row *c)
{
    shown *s = ctx;
    s->claims++;
    snprintf(s->quote, sizeof s->quote, "%.*s", (int)c->quote[0].n, c->quote[0].p);
    snprintf(s->killed, sizeof s->killed, "%.*s", (int)c->killed.n, c->killed.p);
    snprintf(s->sources, sizeof s->sources, "%.*s", (int)c->sources.n, c->sources.p);
    s->span = c->span[0];
}

static void test_show(casus_arena *a)
{
    casus_ledger *l = open_new(":memory:");
    casus_added added;
    casus_err err = {0};
    shown s = {.rows = 0};
    add(l, a, 0, &added);
    add(l, a, 1, &added);
    CHECK(casus_ledger_show(l, 1, on_row, on_claim, &s, &err) == CASUS_OK);
    CHECK(s.rows == 1 && s.claims == 2);
    CHECK_STR(s.quote, "killing 26 people"); /* cut by bytes, behind three characters of more than one */
    CHECK(s.span.off == 61 && s.span.len == 17);
    CHECK_STR(s.killed, "26+");
    CHECK_STR(s.sources, "residents");
    CHECK(casus_ledger_show(l, 99, on_row, on_claim, &s, &err) == CASUS_E_NOTFOUND && err.what);
    casus_ledger_close(l);
}

static void test_raw(casus_arena *a)
{
    casus_ledger *l = open_new(":memory:");
    casus_added added;
    casus_str bytes;
    char hex[65];
    add(l, a, 1, &added);
    casus_sha256(body[1], strlen(body[1]), hex);
    CHECK(casus_ledger_raw(l, hex, a, &bytes, NULL) == CASUS_OK && casus_str_is(bytes, body[1]));
    CHECK(casus_ledger_raw(l, "00", a, &bytes, NULL) == CASUS_E_NOTFOUND);
    casus_reading r;
    casus_record rec = record_of("x", "other bytes");
    reading_make(a, "x", body[0], &story[0], 1, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL) == CASUS_E_USAGE);
    casus_ledger_close(l);
}

static void test_unread(casus_arena *a)
{
    const char *path = path_of("unread.db");
    casus_ledger *l = open_new(path);
    casus_added added;
    casus_record rec = record_of("bad", "{not json");
    casus_reading r = {.error = {CASUS_E_INPUT, "not JSON", 1, 0}};
    r.report.id = CASUS_STR("bad");
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL) == CASUS_OK && !added.known && added.n_incident == 0);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 2, &added, NULL) == CASUS_OK && added.known);
    CHECK(sql(path, "SELECT count(*) FROM unread WHERE code='input' AND message='not JSON'") == 1);
    CHECK(sql(path, "SELECT count(*) FROM journal") == 2);
    CHECK(sound(l));
    add(l, a, 0, &added);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* What one report keeps apart is not joined by an equal key; the first of another report joins the first. */
static void test_apart(casus_arena *a)
{
    static const char *const text[] = {"A raid and a shelling hit Palmyra: 3 dead, then 5 dead.", "A raid hit Palmyra: 4 dead."};
    static const told two[] = {
        {CASUS_TYPE_AIR_STRIKE, EVENT, NULL, NULL, "Palmyra", 0, "2015-09-18", "3 dead", 3, 3, NULL, "raid"},
        {CASUS_TYPE_SHELLING, EVENT, NULL, NULL, "Palmyra", 0, "2015-09-18", "5 dead", 5, 5, NULL, "shelling"},
    };
    static const told one = {CASUS_TYPE_AIR_STRIKE, EVENT, NULL, NULL, "Palmyra", 0, "2015-09-18", "4 dead", 4, 4, NULL, "raid"};
    char first[4096] = "";
    for (int o = 0; o < 2; o++) {
        casus_ledger *l = open_new(":memory:");
        for (int i = 0; i < 2; i++) {
            int which = o ? 1 - i : i;
            casus_reading r;
            casus_added added;
            casus_record rec = record_of("x", text[which]);
            reading_make(a, "x", text[which], which ? &one : two, which ? 1 : 2, &r);
            if (which) r.report.publisher = CASUS_STR("Evening Example");
            CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL) == CASUS_OK);
        }
        listing t = list_all(l);
        CHECK(t.rows == 2 && strstr(t.text, "killed 3 3 4") == NULL ? strstr(t.text, "killed 3 4 4") != NULL : true);
        CHECK(strstr(t.text, "shelling 2015-09-18 2015-09-18 Palmyra [reported] killed 5 5 5") != NULL);
        if (o) CHECK_STR(t.text, first);
        memcpy(first, t.text, sizeof first);
        CHECK(sound(l));
        casus_ledger_close(l);
    }
}

/* A page that tells nothing is kept as well; evidence beyond the body is refused and leaves no trace. */
static void test_edges(casus_arena *a)
{
    casus_ledger *l = open_new(":memory:");
    casus_added added;
    casus_reading r;
    casus_record rec = record_of("empty", "");
    reading_make(a, "empty", "", NULL, 0, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, -5, &added, NULL) == CASUS_OK && added.n_incident == 0);
    rec = record_of("a", body[0]);
    reading_make(a, "a", body[0], &story[0], 1, &r);
    r.claims.claim[0].evidence[0] = (casus_span){5, 9999};
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL) == CASUS_E_INTERNAL);
    CHECK(list_all(l).rows == 0 && sound(l));
    add(l, a, 0, &added);
    CHECK(list_all(l).rows == 1 && sound(l));
    casus_ledger_close(l);
    casus_ledger_close(NULL);
}

/* ---------------------------------------------------------------- opening */

static casus_status try_open(const char *path, bool create)
{
    casus_ledger *l = NULL;
    casus_err err = {0};
    casus_status s = casus_ledger_open(path, create, &l, &err);
    CHECK((s == CASUS_OK) == (l != NULL) && (s == CASUS_OK || (err.code == s && err.what)));
    casus_ledger_close(l);
    return s;
}

static void put_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    CHECK(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0);
}

static void test_open(casus_arena *a)
{
    CHECK(try_open(path_of("missing.db"), false) == CASUS_E_NOINPUT);
    CHECK(try_open(path_of("no/such/folder/x.db"), true) == CASUS_E_CANTCREAT);
    CHECK(try_open(folder, true) == CASUS_E_CANTCREAT);
    put_file(path_of("text.db"), "This is a text file, far longer than the sixteen bytes at which a database begins, and it is none.");
    CHECK(try_open(path_of("text.db"), true) == CASUS_E_INPUT);
    put_file(path_of("empty.db"), "");
    CHECK(try_open(path_of("empty.db"), false) == CASUS_E_INPUT);
    CHECK(try_open(path_of("empty.db"), true) == CASUS_OK);
    sql(path_of("foreign.db"), "CREATE TABLE t(x)");
    CHECK(try_open(path_of("foreign.db"), true) == CASUS_E_INPUT);

    const char *path = path_of("kept.db");
    casus_ledger *l = open_new(path);
    casus_added added;
    add(l, a, 0, &added);
    casus_ledger_close(l);
    CHECK(access(path_of("kept.db-wal"), F_OK) != 0); /* one file is left */
    CHECK(casus_ledger_open(path, false, &l, NULL) == CASUS_OK);
    CHECK(list_all(l).rows == 1 && sound(l));
    casus_ledger_close(l);
    CHECK(sql(path, "SELECT count(*) FROM incident_view WHERE place='Palmyra' AND killed_best=12") == 1);
    CHECK(sql(path, "SELECT count(*) FROM evidence_view WHERE field='event' AND quote='Jets bombed Palmyra on Friday'") == 1);
    sql(path, "PRAGMA user_version=99");
    casus_err err = {0};
    CHECK(casus_ledger_open(path, true, &l, &err) == CASUS_E_INPUT && l == NULL && strstr(err.what, "newer") != NULL);
}

/* Another program is writing. Its patience is the ledger's, so this takes some seconds. */
static void test_locked(casus_arena *a)
{
    const char *path = path_of("locked.db");
    casus_ledger *l = open_new(path);
    sqlite3 *db = NULL;
    CHECK(sqlite3_open(path, &db) == SQLITE_OK && sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK);
    casus_reading r;
    casus_added added;
    casus_err err = {0};
    casus_record rec = record_of("a", body[0]);
    reading_make(a, "a", body[0], &story[0], 1, &r);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, &added, &err) == CASUS_E_OS && strstr(err.what, "locked") != NULL);
    CHECK(list_all(l).rows == 0); /* reading goes on */
    sqlite3_close(db);
    add(l, a, 0, &added);
    CHECK(list_all(l).rows == 1);
    casus_ledger_close(l);
}

/* Where nothing can be written, a ledger can still be read. The owner of everything cannot be kept out, so a child gives up its
 * rights first. */
static int read_without_rights(const char *path)
{
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 0;
    casus_arena *a = casus_arena_new(0);
    casus_ledger *l = NULL;
    casus_err err = {0};
    casus_reading r;
    casus_added added;
    if (casus_ledger_open(path, false, &l, &err) != CASUS_OK) {
        fprintf(stderr, "%s\n", err.what);
        return 1;
    }
    if (list_all(l).rows != 1 || !sound(l)) return 2;
    casus_record rec = record_of("b", body[1]);
    reading_make(a, "b", body[1], &story[1], 1, &r);
    if (casus_ledger_add(l, NULL, &rec, &r, 1, &added, &err) != CASUS_E_CANTCREAT) return 3;
    casus_ledger_close(l);
    casus_arena_free(a);
    return 0;
}

static void test_read_only(casus_arena *a)
{
    char sub[128], path[160];
    snprintf(sub, sizeof sub, "%s/medium #1?", folder);
    snprintf(path, sizeof path, "%s/l.db", sub);
    CHECK(mkdir(sub, 0755) == 0);
    casus_ledger *l = open_new(path);
    casus_added added;
    add(l, a, 0, &added);
    casus_ledger_close(l);
    CHECK(chmod(path, 0444) == 0 && chmod(sub, 0555) == 0 && chmod(folder, 0755) == 0);
    pid_t child = fork();
    if (child == 0) _exit(read_without_rights(path));
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    if (WIFEXITED(status) && WEXITSTATUS(status)) fprintf(stderr, "child said %d\n", WEXITSTATUS(status));
    CHECK(chmod(sub, 0755) == 0);
}

/* The disk is full: stood for by a limit on the size of files, in a child. Nothing is half done, and the ledger stays sound. */
static int write_until_full(const char *path)
{
    enum { BIG = 400000 };
    casus_arena *a = casus_arena_new(0);
    casus_ledger *l = NULL;
    casus_reading r;
    casus_added added;
    casus_err err = {0};
    char *big = casus_arena_get(a, BIG + 1, 1);
    uint32_t x = 1;
    for (int i = 0; i < BIG; i++) big[i] = (char)('a' + (x = x * 1103515245u + 12345u) / 65536u % 26u);
    if (casus_ledger_open(path, false, &l, NULL) != CASUS_OK) return 1;
    struct rlimit limit = {200000, 200000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0 || signal(SIGXFSZ, SIG_IGN) == SIG_ERR) return 2;
    casus_record rec = record_of("big", big);
    reading_make(a, "big", big, NULL, 0, &r);
    if (casus_ledger_add(l, NULL, &rec, &r, 1, &added, &err) != CASUS_E_IO) return 3;
    if (list_all(l).rows != 1 || !sound(l)) return 4;
    casus_ledger_close(l);
    casus_arena_free(a);
    return 0;
}

static void test_full(casus_arena *a)
{
    const char *path = path_of("full.db");
    casus_ledger *l = open_new(path);
    casus_added added;
    add(l, a, 0, &added);
    casus_ledger_close(l);
    pid_t child = fork();
    if (child == 0) {
        check_failed = 0;
        int said = write_until_full(path);
        _exit(said ? said : check_failed ? 9 : 0);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    if (WIFEXITED(status) && WEXITSTATUS(status)) fprintf(stderr, "child said %d\n", WEXITSTATUS(status));
    CHECK(casus_ledger_open(path, false, &l, NULL) == CASUS_OK && list_all(l).rows == 1 && sound(l));
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- killed while writing */

static void test_killed(casus_arena *a)
{
    const char *path = path_of("killed.db");
    casus_ledger *l = open_new(path);
    casus_added added;
    add(l, a, 0, &added);
    casus_ledger_close(l);
    pid_t child = fork();
    if (child == 0) { /* dies with a transaction open and rows written */
        sqlite3 *db = NULL;
        sqlite3_open(path, &db);
        sqlite3_exec(db, "PRAGMA cache_size=1; BEGIN IMMEDIATE; UPDATE incident SET killed_best=999;"
                         "INSERT INTO raw SELECT 'x'||value,1,zeroblob(20000) FROM json_each('[1,2,3,4,5,6,7,8,9]');",
                     NULL, NULL, NULL);
        _exit(0);
    }
    int status;
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status));
    child = fork();
    if (child == 0) { /* dies after a report was added, without closing */
        check_failed = 0;
        casus_ledger *k = NULL;
        if (casus_ledger_open(path, false, &k, NULL) != CASUS_OK) _exit(1);
        add(k, a, 1, &added);
        _exit(check_failed ? 1 : 0);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    CHECK(casus_ledger_open(path, false, &l, NULL) == CASUS_OK);
    CHECK(strstr(list_all(l).text, "killed 26 26 -1") != NULL); /* "at least 26", told later, lifts the 12 */
    CHECK(strstr(list_all(l).text, "reports 2") != NULL);
    CHECK(sound(l));
    add(l, a, 2, &added);
    CHECK(sound(l));
    casus_ledger_close(l);
}

/* Several programs make and fill one ledger at the same time, some with the same reports. */
static int fill(const char *path, casus_arena *a, int from)
{
    casus_ledger *l = NULL;
    casus_added added;
    check_failed = 0;
    casus_err err = {0};
    if (casus_ledger_open(path, true, &l, &err) != CASUS_OK) {
        fprintf(stderr, "%s\n", err.what);
        return 1;
    }
    for (int i = 0; i < 30; i++) add(l, a, (from + i) % 3, &added);
    casus_ledger_close(l);
    return check_failed ? 2 : 0;
}

static void test_together(casus_arena *a)
{
    const char *path = path_of("together.db");
    pid_t child[4];
    for (int i = 0; i < 4; i++)
        if ((child[i] = fork()) == 0) _exit(fill(path, a, i));
    for (int i = 0; i < 4; i++) {
        int status = -1;
        CHECK(waitpid(child[i], &status, 0) == child[i] && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    casus_ledger *l = NULL;
    CHECK(casus_ledger_open(path, false, &l, NULL) == CASUS_OK);
    CHECK(strstr(list_all(l).text, "killed 12 12 -1") != NULL && strstr(list_all(l).text, "reports 3 claims 3") != NULL);
    CHECK(sound(l) && sql(path, "SELECT count(*) FROM journal") == 4);
    casus_ledger_close(l);
}

/* ---------------------------------------------------------------- memory */

/* Each n-th allocation failing, first ours, then SQLite's: a status, nothing half done, no leak. */
static void test_our_memory(casus_arena *a)
{
    casus_ledger *l = NULL;
    casus_status s = CASUS_E_NOMEM;
    for (uint64_t n = 1; n < 200 && s != CASUS_OK; n++) {
        casus_alloc_fail_after(n);
        s = casus_ledger_open(":memory:", true, &l, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
    }
    casus_reading r;
    casus_record rec = record_of("b", body[1]);
    reading_make(a, "b", body[1], &story[1], 1, &r);
    casus_added added;
    s = CASUS_E_NOMEM;
    uint64_t n = 1;
    for (; n < 500 && s != CASUS_OK; n++) {
        casus_alloc_fail_after(n);
        s = casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
        if (s != CASUS_OK) CHECK(list_all(l).rows == 0);
    }
    CHECK(n > 10 && list_all(l).rows == 1 && sound(l));
    casus_verdict v;
    s = CASUS_E_NOMEM;
    for (n = 1; n < 500 && s != CASUS_OK; n++) {
        casus_alloc_fail_after(n);
        s = casus_ledger_verify(l, &v, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
    }
    CHECK(n > 3 && !v.bad_file);
    shown k = {.rows = 0};
    s = CASUS_E_NOMEM;
    for (n = 1; n < 500 && s != CASUS_OK; n++) {
        casus_alloc_fail_after(n);
        s = casus_ledger_show(l, 1, on_row, on_claim, &k, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
    }
    casus_ledger_close(l);
}

static sqlite3_mem_methods plain;
static int64_t sqlite_left = -1; /* requests that still succeed; -1: all */

static bool refuse(void)
{
    if (sqlite_left < 0) return false;
    if (sqlite_left > 0) sqlite_left--;
    return sqlite_left == 0;
}
static void *poor_malloc(int n) { return refuse() ? NULL : plain.xMalloc(n); }
static void *poor_realloc(void *p, int n) { return refuse() ? NULL : plain.xRealloc(p, n); }

static void poor_sqlite(void)
{
    sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain);
    sqlite3_mem_methods poor = plain;
    poor.xMalloc = poor_malloc;
    poor.xRealloc = poor_realloc;
    CHECK(sqlite3_config(SQLITE_CONFIG_MALLOC, &poor) == SQLITE_OK);
    CHECK(sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) == SQLITE_OK);
}

static void test_sqlite_memory(casus_arena *a)
{
    casus_reading r;
    casus_record rec = record_of("b", body[1]);
    reading_make(a, "b", body[1], &story[1], 1, &r);
    casus_ledger *l = open_new(":memory:");
    casus_added added;
    add(l, a, 0, &added);
    casus_status s = CASUS_E_NOMEM;
    int64_t n = 1;
    for (; n < 20000 && s != CASUS_OK; n += 1 + n / 20) {
        sqlite_left = n;
        s = casus_ledger_add(l, NULL, &rec, &r, 1, &added, NULL);
        sqlite_left = -1;
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
        if (s != CASUS_OK) CHECK(strstr(list_all(l).text, "reports 1") != NULL);
    }
    CHECK(s == CASUS_OK && n > 50 && strstr(list_all(l).text, "reports 2") != NULL && sound(l));
    casus_ledger_close(l);
    s = CASUS_E_NOMEM;
    for (n = 1; n < 20000 && s != CASUS_OK; n += 1 + n / 10) {
        sqlite_left = n;
        s = casus_ledger_open(":memory:", true, &l, NULL);
        sqlite_left = -1;
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
    }
    casus_ledger_close(l);
}

int main(void)
{
    snprintf(folder, sizeof folder, "/tmp/casus-ledger-XXXXXX");
    if (!mkdtemp(folder)) return 1;
    poor_sqlite();
    casus_arena *a = casus_arena_new(0);
    test_join(a);
    test_twice(a);
    test_query(a);
    test_show(a);
    test_raw(a);
    test_unread(a);
    test_apart(a);
    test_edges(a);
    test_open(a);
    test_locked(a);
    test_read_only(a);
    test_full(a);
    test_killed(a);
    test_together(a);
    test_our_memory(a);
    test_sqlite_memory(a);
    casus_arena_free(a);
    char clean[128];
    snprintf(clean, sizeof clean, "rm -rf '%s'", folder);
    CHECK(system(clean) == 0);
    return check_end();
}
