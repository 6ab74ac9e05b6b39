/* ledger: a thousand reports of two hundred events, told in three orders, give the same incidents. With a path as argument the
 * first round is kept there and timed: reports a second on that disk. */
#include <casus/ledger.h>

#include <stdlib.h>
#include <time.h>

#include "../check.h"
#include "fixture.h"

enum { N_REPORT = 1000, N_EVENT = 200 };

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* About 3 kB, as news reports are. */
static casus_status add_one(casus_ledger *l, casus_arena *a, uint32_t i)
{
    static const char line[] = "Residents spoke of a long night, and officials promised that the matter would be looked into. ";
    char id[16], event[32], day[16];
    casus_buf body = {0};
    casus_reading r;
    uint32_t dead = 1 + i * 7919u % 47;
    snprintf(id, sizeof id, "r%u", i);
    snprintf(event, sizeof event, "e%u", i % N_EVENT);
    casus_day_iso(casus_day_of(2015, 1, 1) + (casus_day)(i % N_EVENT), day);
    casus_buf_printf(&body, "Jets bombed Palmyra on the day, killing %u people, the Observatory said. ", dead);
    for (int k = 0; k < 32; k++) casus_buf_z(&body, line);
    casus_buf_printf(&body, "Report %u.", i);
    char words[32];
    snprintf(words, sizeof words, "%u people", dead);
    told t = {CASUS_TYPE_AIR_STRIKE, event, "Jets", NULL, "Palmyra", 0, day, words, (int32_t)dead, (int32_t)dead,
              i % 3 ? "Observatory" : "residents", "Jets bombed Palmyra"};
    reading_make(a, id, body.p, &t, 1, &r);
    casus_record rec = record_of(id, body.p);
    casus_status s = casus_ledger_add(l, NULL, &rec, &r, 1442700000, NULL, NULL);
    casus_buf_free(&body);
    casus_arena_reset(a);
    return s;
}

typedef struct {
    casus_str *line; /* sorted later: ids differ with the order, the rest must not */
    casus_arena *a;
    uint32_t n;
} lines;

static bool keep_row(void *ctx, const casus_row *r)
{
    lines *k = ctx;
    char text[256];
    int n = snprintf(text, sizeof text, "%.*s %.*s %d %d %d %u %.*s %.*s", (int)r->event.n, r->event.p, (int)r->from.n, r->from.p,
                     r->tally[0].low, r->tally[0].best, r->tally[0].high, r->n_report, (int)r->sources.n, r->sources.p,
                     (int)r->perpetrators.n, r->perpetrators.p);
    return k->n < N_EVENT && casus_arena_str(k->a, (casus_str){text, (size_t)n}, &k->line[k->n++]) == CASUS_OK;
}

static int by_text(const void *a, const void *b) { return casus_str_cmp(*(const casus_str *)a, *(const casus_str *)b); }

static uint64_t round_of(const char *path, uint32_t step, bool timed)
{
    casus_ledger *l = NULL;
    casus_arena *a = casus_arena_new(0);
    casus_query q;
    casus_verdict v;
    CHECK(casus_ledger_open(path, true, &l, NULL) == CASUS_OK);
    double t0 = seconds();
    for (uint32_t i = 0, at = 0; i < N_REPORT; i++, at = (at + step) % N_REPORT)
        if (!CHECK(add_one(l, a, at) == CASUS_OK)) break;
    double t1 = seconds();
    CHECK(casus_ledger_verify(l, &v, NULL) == CASUS_OK && v.n_report == N_REPORT && v.n_incident == N_EVENT);
    CHECK(!v.bad_entry && !v.bad_report && !v.bad_evidence && !v.bad_incident && !v.bad_file);
    double t2 = seconds();
    lines k = {.a = a, .line = casus_arena_get(a, N_EVENT, sizeof *k.line)};
    casus_query_init(&q);
    CHECK(casus_ledger_list(l, &q, keep_row, &k, NULL) == CASUS_OK && k.n == N_EVENT);
    if (timed) printf("%d reports: add %.0f/s, verify %.0f/s\n", N_REPORT, N_REPORT / (t1 - t0), N_REPORT / (t2 - t1));
    qsort(k.line, k.n, sizeof *k.line, by_text);
    uint64_t h = 0;
    for (uint32_t i = 0; i < k.n; i++) h = casus_hash(k.line[i], h);
    casus_arena_free(a);
    casus_ledger_close(l);
    return h;
}

int main(int argc, char **argv)
{
    uint64_t first = round_of(argc > 1 ? argv[1] : ":memory:", 1, true);
    CHECK(round_of(":memory:", 377, false) == first);
    CHECK(round_of(":memory:", N_REPORT - 1, false) == first);
    return check_end();
}
