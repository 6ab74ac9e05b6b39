/* ledger: coded events are kept with their words, the same act of two reports is one event, and memory that runs out leaves nothing half done. */
#include <casus/ledger.h>

#include <stdio.h>

#include "../check.h"
#include "fixture.h"

static const char *const body[] = {
    "France promised Chad food aid in Geneva on Monday.",
    "On Monday France promised Chad food aid in Geneva \xe2\x80\x94 and Chad thanked France.",
};

static casus_coded_party *party(casus_arena *a, casus_str text, const char *name, const char *country, const char *sector)
{
    casus_coded_party *p = casus_arena_get(a, 1, sizeof *p);
    casus_actor *actor = casus_arena_get(a, 1, sizeof *actor);
    *actor = (casus_actor){.name = casus_str_of(name), .kind = CASUS_ACTOR_STATE};
    *p = (casus_coded_party){.span = words_at(text, name), .actor = actor};
    memcpy(p->country, country, strlen(country));
    memcpy(p->sector, sector, strlen(sector));
    return p;
}

static void act(casus_arena *a, casus_str text, casus_event *e, const char *code, const char *words, const char *from, const char *to)
{
    *e = (casus_event){.plover = "AGREE", .mode = "", .span = words_at(text, words), .weight = 0.75f, .n_source = 1, .n_target = 1};
    memcpy(e->cameo, code, strlen(code));
    e->source = party(a, text, from, from[0] == 'F' ? "FRA" : "TCD", "GOV");
    e->target = party(a, text, to, to[0] == 'F' ? "FRA" : "TCD", "");
}

/* Report i: both tell of the promise, the second also of the thanks. */
static void read_acts(casus_arena *a, int i, casus_reading *r)
{
    static const char *const id[] = {"a", "b"};
    casus_str text = casus_str_of(body[i]);
    reading_make(a, id[i], body[i], NULL, 0, r);
    casus_time *monday = casus_arena_get(a, 1, sizeof *monday);
    casus_place *geneva = casus_arena_get(a, 1, sizeof *geneva);
    *monday = (casus_time){.span = words_at(text, "Monday"), .from = casus_day_of(2016, 5, 2), .to = casus_day_of(2016, 5, 2), .basis = CASUS_BASIS_RELATIVE};
    *geneva = (casus_place){.span = words_at(text, "Geneva"), .resolved = true, .lat = 46.2, .lon = 6.1};
    geneva->entry = (casus_entry){.name = CASUS_STR("Geneva"), .country = "CH", .lat = 46.2, .lon = 6.1, .geonameid = 2660646, .precision = CASUS_PREC_SETTLEMENT};
    r->events.event = casus_arena_get(a, 2, sizeof *r->events.event);
    r->events.n_event = i ? 2 : 1;
    act(a, text, &r->events.event[0], "0333", "promised", "France", "Chad");
    r->events.event[0].time = monday;
    r->events.event[0].place = geneva;
    if (i) act(a, text, &r->events.event[1], "051", "thanked", "Chad", "France");
    r->times.ref = CASUS_DAY_NONE;
}

static casus_status add(casus_arena *a, casus_ledger *l, int i)
{
    static const char *const id[] = {"a", "b"};
    casus_reading r;
    casus_record rec = record_of(id[i], body[i]);
    read_acts(a, i, &r);
    return casus_ledger_add(l, NULL, &rec, &r, 1462300000, NULL, NULL);
}

static bool put(void *ctx, const casus_row *r, const casus_detail *d)
{
    casus_buf *b = ctx;
    casus_buf_printf(b, "%.*s %.*s %.*s %u/%u;", (int)r->from.n, r->from.n ? r->from.p : "", (int)r->cameo.n, r->cameo.p, (int)r->place.n,
                     r->place.n ? r->place.p : "", r->n_report, r->n_claim);
    for (uint32_t i = 0; i < d->n_party; i++)
        casus_buf_printf(b, " %.*s=%.*s", (int)d->party[i].role.n, d->party[i].role.p, (int)d->party[i].code.n, d->party[i].code.p);
    for (uint32_t i = 0; i < d->n_quote; i++) {
        const casus_quote *q = &d->quote[i];
        casus_buf_printf(b, " %u:%.*s:%u", q->teller, (int)q->words.n, q->words.p, q->span.off);
    }
    casus_buf_char(b, '\n');
    return true;
}

static const char *list(casus_ledger *l, const char *actor)
{
    static casus_buf b;
    casus_query q;
    casus_query_init(&q);
    q.actor = actor;
    casus_buf_clear(&b);
    casus_buf_z(&b, "");
    CHECK(casus_ledger_coded(l, &q, put, &b, NULL) == CASUS_OK);
    return b.p;
}

static bool whole(casus_ledger *l)
{
    casus_verdict v;
    return casus_ledger_verify(l, &v, NULL) == CASUS_OK && !v.first[0];
}

#define PROMISE "2016-05-02 0333 Geneva 2/2; perpetrator=FRAGOV affected=TCD 0:promised:7 0:France:0 0:Chad:16 0:Monday:43 0:Geneva:33 " \
                "1:promised:17 1:France:10 1:Chad:26 1:Monday:3 1:Geneva:43\n"
#define THANKS " 051  1/1; perpetrator=TCDGOV affected=FRA 0:thanked:61 0:Chad:26 0:France:10\n"

static void test_one_event(casus_arena *a)
{
    casus_ledger *l = NULL;
    bool any = true;
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    CHECK(casus_ledger_has_coded(l, &any, NULL) == CASUS_OK && !any);
    CHECK(add(a, l, 0) == CASUS_OK && add(a, l, 1) == CASUS_OK && add(a, l, 1) == CASUS_OK);
    CHECK(casus_ledger_has_coded(l, &any, NULL) == CASUS_OK && any);
    CHECK_STR(list(l, NULL), PROMISE THANKS); /* undated last */
    CHECK_STR(list(l, "nobody"), "");
    CHECK_STR(list(l, "FRANCE"), PROMISE THANKS);
    CHECK(whole(l));
    casus_query q;
    casus_query_init(&q);
    q.type = "riot";
    CHECK(casus_ledger_coded(l, &q, put, NULL, NULL) == CASUS_E_USAGE);
    casus_ledger_close(l);
}

/* Read again: other events take the place of the old ones, and the same reading changes nothing. */
static void test_read_again(casus_arena *a)
{
    casus_ledger *l = NULL;
    casus_recoded done;
    casus_reading r;
    casus_record rec = record_of("b", body[1]);
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK && add(a, l, 0) == CASUS_OK && add(a, l, 1) == CASUS_OK);
    read_acts(a, 1, &r);
    CHECK(casus_ledger_recode(l, NULL, 2, &rec, &r, 1462300001, NULL, NULL, &done, NULL) == CASUS_OK && done.same);
    CHECK_STR(list(l, NULL), PROMISE THANKS);
    r.events.n_event = 1;
    CHECK(casus_ledger_recode(l, NULL, 2, &rec, &r, 1462300002, NULL, NULL, &done, NULL) == CASUS_OK && !done.same);
    CHECK_STR(list(l, NULL), PROMISE);
    CHECK(whole(l));
    casus_ledger_close(l);
}

static void test_memory(casus_arena *a)
{
    casus_ledger *l = NULL;
    casus_status s = CASUS_E_NOMEM;
    casus_query q;
    casus_buf b = {0};
    uint64_t n = 1;
    casus_query_init(&q);
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    casus_reading r;
    casus_record rec = record_of("a", body[0]);
    read_acts(a, 0, &r);
    for (; n < 500 && s != CASUS_OK; n++) {
        casus_alloc_fail_after(n);
        s = casus_ledger_add(l, NULL, &rec, &r, 1462300000, NULL, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
        if (s != CASUS_OK) CHECK_STR(list(l, NULL), "");
    }
    CHECK(n > 5 && whole(l) && strstr(list(l, NULL), "promised"));
    s = CASUS_E_NOMEM;
    for (n = 1; n < 500 && s != CASUS_OK; n++) {
        casus_buf_free(&b);
        casus_alloc_fail_after(n);
        s = casus_ledger_coded(l, &q, put, &b, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
    }
    CHECK(n > 2);
    casus_buf_free(&b);
    casus_ledger_close(l);
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    test_one_event(a);
    test_read_again(a);
    test_memory(a);
    casus_arena_free(a);
    return check_end();
}
