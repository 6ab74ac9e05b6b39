/* What linking costs in a full ledger: fills one with made-up reports through the library, then times the adding of more.
 *
 *   linking-speed LEDGER CLAIMS [MEASURED [EVERY]]
 *
 * LEDGER is made, or filled up to CLAIMS claims if it is there. Then MEASURED (10,000) reports of the days that follow are added, and
 * as many that come late, of any day before, in groups as `casus add` makes them. EVERY: while filling, a line each so many reports.
 *
 * Prints one JSON object. For both kinds: claims, incidents that were new, claims a second with all that adding writes (texts, evidence,
 * journal, words to search for), and linked claims a processor second: finding copies and what is linked, putting into groups, and
 * writing what linking keeps. That part is timed at the functions of src/ledger/link.c that do it, which the linker leads through here.
 *
 * The world: 2,000 towns in 40 countries, the first of them in the news far more than the last (by rank, as cities are); a hundred
 * incidents a day, so that a million claims are ten years; three tellings of each on average, some word for word but for a line, most
 * reworded, tolls rising, days late. Everything follows from numbers, so that two runs write the same ledger.
 */
#include "ledger/store.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { N_TOWN = 2000, N_COUNTRY = 40, PER_DAY = 91, TELLINGS = 3, GROUP = 128, FILL_GROUP = 4096 };

static double now(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* ---------------------------------------------------------------- the clock of linking */

static double linking, summing;

#define TIMED(sum, call)                                                                                                                    \
    double from = now(CLOCK_THREAD_CPUTIME_ID);                                                                                             \
    casus_status s = call;                                                                                                                  \
    sum += now(CLOCK_THREAD_CPUTIME_ID) - from;                                                                                             \
    return s

casus_status __real_ledger_link_report(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch,
                                       const uint64_t band[CASUS_N_BAND], casus_err *err);
casus_status __wrap_ledger_link_report(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch,
                                       const uint64_t band[CASUS_N_BAND], casus_err *err);
casus_status __wrap_ledger_link_report(casus_ledger *l, int64_t report, casus_str published, const uint8_t *sketch,
                                       const uint64_t band[CASUS_N_BAND], casus_err *err)
{
    TIMED(linking, __real_ledger_link_report(l, report, published, sketch, band, err));
}

casus_status __real_ledger_link_seek(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err);
casus_status __wrap_ledger_link_seek(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err);
casus_status __wrap_ledger_link_seek(casus_ledger *l, ledger_seeking *k, casus_arena *a, casus_err *err)
{
    TIMED(linking, __real_ledger_link_seek(l, k, a, err));
}

casus_status __real_ledger_link_put(casus_ledger *l, const ledger_seeking *k, int64_t account, casus_err *err);
casus_status __wrap_ledger_link_put(casus_ledger *l, const ledger_seeking *k, int64_t account, casus_err *err);
casus_status __wrap_ledger_link_put(casus_ledger *l, const ledger_seeking *k, int64_t account, casus_err *err)
{
    TIMED(linking, __real_ledger_link_put(l, k, account, err));
}

casus_status __real_ledger_sum(casus_ledger *l, int64_t incident, casus_arena *a, bool *same, casus_err *err);
casus_status __wrap_ledger_sum(casus_ledger *l, int64_t incident, casus_arena *a, bool *same, casus_err *err);
casus_status __wrap_ledger_sum(casus_ledger *l, int64_t incident, casus_arena *a, bool *same, casus_err *err)
{
    TIMED(summing, __real_ledger_sum(l, incident, a, same, err));
}

/* ---------------------------------------------------------------- numbers */

static uint64_t mixed(uint64_t x, uint64_t y)
{
    x = (x + y * 0x9e3779b97f4a7c15u) ^ 0x51a7b3c2d4e5f607u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    return x ^ (x >> 32);
}

static uint32_t below(uint64_t seed, uint64_t what, uint32_t n) { return (uint32_t)(mixed(seed, what) % n); }
static double share(uint64_t seed, uint64_t what) { return (double)(mixed(seed, what) >> 11) / 9007199254740992.0; }

/* ---------------------------------------------------------------- the world */

static const char *const syllable[] = {"ba", "dar", "mo", "kel", "ta", "rin", "shu", "gol", "zar", "na", "hib", "ul", "qa", "sen", "tor", "we"};
static const char *const filler[] = {
    "residents", "said", "the", "road", "was", "closed", "after", "night", "of", "heavy", "and", "officials", "promised", "an", "inquiry",
    "into", "what", "had", "happened", "while", "families", "waited", "at", "hospital", "for", "news", "their", "relatives", "schools",
    "stayed", "shut", "in", "district", "where", "shops", "were", "damaged", "by", "fire", "witnesses", "spoke", "to", "reporters", "about",
    "long", "hours", "without", "power", "or", "water", "aid", "groups", "called", "on", "all", "sides", "let", "convoys", "pass", "before",
    "winter", "a", "spokesman", "declined", "comment"};
enum { N_FILLER = sizeof filler / sizeof *filler, N_SYLLABLE = sizeof syllable / sizeof *syllable };

static const struct {
    casus_type type;
    const char *words;
} kind[] = {{CASUS_TYPE_AIR_STRIKE, "Warplanes struck"},   {CASUS_TYPE_SHELLING, "Shells hit"},  {CASUS_TYPE_BOMBING, "A bomb went off at"},
            {CASUS_TYPE_ARMED_CLASH, "Militants attacked"}, {CASUS_TYPE_SHOOTING, "Gunmen opened fire on"},
            {CASUS_TYPE_SUICIDE_BOMBING, "A suicide bomber struck"}};
static const char *const target[] = {"a market", "a checkpoint", "a school", "a hospital", "a convoy", "a mosque", "a bakery", "a barracks"};
static const char *const source[] = {"police", "officials", "residents", "a doctor", "the army", "activists"};

static void name_of(uint64_t seed, char out[32])
{
    size_t n = 2 + below(seed, 1, 2), at = 0;
    for (size_t i = 0; i < n; i++) at += (size_t)snprintf(out + at, 32 - at, "%s", syllable[below(seed, 2 + i, N_SYLLABLE)]);
    out[0] = (char)(out[0] - 32);
}

typedef struct {
    char name[32], admin[32], country[4];
    double lat, lon;
} town;

static void town_make(uint32_t i, town *t)
{
    uint32_t land = i % N_COUNTRY, part = below(i, 7, 8);
    name_of(1000 + i, t->name);
    name_of(50000 + land * 8 + part, t->admin);
    snprintf(t->country, sizeof t->country, "%c%c", 'A' + (int)(land / 26), 'A' + (int)(land % 26));
    t->lat = -30.0 + land % 8 * 10 + part % 4 * 2 + share(i, 8) * 2;
    t->lon = -100.0 + land / 8 * 40 + part / 4 * 4 + share(i, 9) * 4;
}

typedef struct {
    const town *town;
    casus_day day;
    uint32_t kind, target, dead, hurt;
    char group[32];
} incident;

static void incident_make(const town *towns, uint64_t number, incident *in)
{
    uint64_t seed = mixed(number, 11);
    in->town = &towns[(uint32_t)pow(N_TOWN, share(seed, 1)) - 1]; /* the share of a town falls with its rank */
    in->day = casus_day_of(2010, 1, 1) + (casus_day)(number / PER_DAY);
    in->kind = below(seed, 2, sizeof kind / sizeof *kind);
    in->target = below(seed, 3, sizeof target / sizeof *target);
    in->dead = (uint32_t)(pow(1 - share(seed, 4), -0.8) * 2);
    if (in->dead > 300) in->dead = 300;
    in->hurt = in->dead * 2 + below(seed, 5, 5);
    name_of(90000 + (uint64_t)(in->town - towns) % N_COUNTRY * 4 + below(seed, 6, 4), in->group);
}

/* ---------------------------------------------------------------- reports */

typedef struct {
    casus_arena *a;
    casus_buf body;
    char id[32];
    casus_record rec;
    casus_reading r;
} report;

static casus_span put(casus_buf *b, const char *words)
{
    casus_span s = {(uint32_t)b->n, (uint32_t)strlen(words)};
    casus_buf_z(b, words);
    return s;
}

static void put_filler(casus_buf *b, uint64_t seed)
{
    uint32_t n = 8 + below(seed, 1, 8);
    for (uint32_t i = 0; i < n; i++) casus_buf_printf(b, i ? " %s" : "\n\n%s", filler[below(seed, 2 + i, N_FILLER)]);
    casus_buf_z(b, ".");
}

static casus_actor *actor_of(casus_arena *a, casus_str name, casus_span span)
{
    casus_actor *p = casus_arena_get(a, 1, sizeof *p);
    if (p) *p = (casus_actor){.name = name, .span = span, .kind = CASUS_ACTOR_ARMED};
    return p;
}

static casus_place *place_of(casus_arena *a, const town *t, casus_span span)
{
    casus_place *p = casus_arena_get(a, 1, sizeof *p);
    if (!p) return NULL;
    *p = (casus_place){.span = span, .resolved = true, .confidence = 0.9f, .lat = t->lat, .lon = t->lon};
    p->entry = (casus_entry){.name = casus_str_of(t->name), .admin1 = casus_str_of(t->admin), .lat = t->lat, .lon = t->lon,
                             .precision = CASUS_PREC_SETTLEMENT};
    memcpy(p->entry.country, t->country, sizeof t->country);
    return p;
}

/* One claim, one incident: what reading the body would give. */
static bool tell(report *k, const incident *in, uint32_t dead, const char *who, const casus_span span[5])
{
    casus_arena *a = k->a;
    casus_claim *c = casus_arena_get(a, 1, sizeof *c);
    casus_incident *of = casus_arena_get(a, 1, sizeof *of);
    casus_part *part = casus_arena_get(a, 1, sizeof *part);
    const casus_place **place = casus_arena_get(a, 1, sizeof *place);
    casus_str *says = casus_arena_get(a, 1, sizeof *says);
    casus_span *evidence = casus_arena_get(a, 1, sizeof *evidence);
    uint32_t *one = casus_arena_get(a, 1, sizeof *one);
    if (!c || !of || !part || !place || !says || !evidence || !one) return false;
    casus_coding code = casus_type_coding(kind[in->kind].type);
    *c = (casus_claim){.type = kind[in->kind].type, .plover = code.plover, .mode = code.mode, .cameo = code.cameo, .confidence = 0.9f};
    c->date = (casus_dating){.from = in->day, .to = in->day, .basis = CASUS_BASIS_RELATIVE, .span = span[2]};
    casus_dating_write(&c->date);
    c->tally[CASUS_KILLED] = (casus_tally){true, (int32_t)dead, (int32_t)dead, CASUS_Q_EXACT, CASUS_V_CIVILIANS, span[3]};
    c->tally[CASUS_INJURED] = (casus_tally){true, (int32_t)in->hurt, (int32_t)in->hurt, CASUS_Q_EXACT, CASUS_V_UNKNOWN, span[4]};
    place[0] = place_of(a, in->town, span[1]);
    *part = (casus_part){.role = CASUS_PERPETRATOR, .actor = actor_of(a, casus_str_of(in->group), span[0])};
    *says = casus_str_of(who);
    *evidence = (casus_span){0, span[4].off + span[4].len};
    c->place = place;
    c->part = part;
    c->source = says;
    c->evidence = evidence;
    c->n_place = c->n_part = c->n_source = c->n_evidence = 1;
    *one = 0;
    *of = (casus_incident){.sum = *c, .claim = one, .n_claim = 1};
    snprintf(of->event, sizeof of->event, "%s:%s:%d", in->town->country, in->town->name, (int)in->day);
    k->r.claims = (casus_claims){c, 1};
    k->r.incidents = (casus_incidents){of, 1};
    return place[0] && part->actor;
}

static bool report_make(report *k, uint64_t number, const incident *in, uint64_t told_by)
{
    static const char *const paper[] = {"Northern Wire", "The Daily Ledger", "Gulf Observer", "Evening Post", "Border Times", "Plain Dealer"};
    char text[128];
    casus_span span[5];
    casus_buf *b = &k->body;
    uint32_t late = below(told_by, 1, 4) / 2, dead = late ? in->dead : 1 + in->dead * (60 + below(told_by, 2, 41)) / 101;
    const char *who = source[below(told_by, 3, sizeof source / sizeof *source)];
    b->n = 0;
    casus_arena_reset(k->a);
    memset(&k->r, 0, sizeof k->r);
    span[0] = put(b, in->group);
    snprintf(text, sizeof text, ": %s %s in ", kind[in->kind].words, target[in->target]);
    put(b, text);
    span[1] = put(b, in->town->name);
    casus_day_iso(in->day, text);
    put(b, ", ");
    put(b, in->town->admin);
    put(b, ", on ");
    span[2] = put(b, text);
    put(b, ", killing ");
    snprintf(text, sizeof text, "%u", dead);
    span[3] = put(b, text);
    put(b, " people and wounding ");
    snprintf(text, sizeof text, "%u", in->hurt);
    span[4] = put(b, text);
    casus_buf_printf(b, ", %s said.", who);
    uint32_t n = 3 + below(told_by, 4, 4);
    for (uint32_t i = 0; i < n; i++) put_filler(b, mixed(told_by, 10 + i));
    put_filler(b, mixed(number, 20)); /* even a copy has a line of its own */
    if (b->failed) return false;
    snprintf(k->id, sizeof k->id, "r%llu", (unsigned long long)number);
    casus_report *r = &k->r.report;
    r->id = casus_str_of(k->id);
    r->publisher = casus_str_of(paper[below(number, 5, sizeof paper / sizeof *paper)]);
    r->language = CASUS_STR("en");
    r->body = (casus_str){b->p, b->n};
    r->published.day = in->day + (casus_day)late;
    r->published.basis = CASUS_PUB_GIVEN;
    casus_day_iso(r->published.day, r->published.edtf);
    casus_sha256(b->p, b->n, r->sha256);
    k->rec = (casus_record){.format = CASUS_IN_TEXT, .bytes = r->body, .id = r->id, .input = "made up"};
    return tell(k, in, dead, who, span);
}

/* ---------------------------------------------------------------- adding */

typedef struct {
    casus_ledger *ledger;
    town *town;
    uint64_t every;
    report k;
    uint64_t n, n_new;
    casus_err err;
} world;

/* Report number n is of an incident of the last days, or, when it comes late, of any before. */
static casus_status add_one(world *w, uint64_t n, bool late)
{
    incident in;
    casus_added got;
    uint64_t newest = n / TELLINGS, of = below(n, 1, 3 * PER_DAY);
    of = newest > of ? newest - of : newest;
    if (late) of = mixed(n, 2) % (newest + 1);
    incident_make(w->town, of, &in);
    uint64_t told_by = below(n, 3, 10) < 3 ? mixed(of, 12) : mixed(n, 13);
    if (!report_make(&w->k, n, &in, told_by)) return casus_fail(&w->err, CASUS_E_NOMEM, "out of memory", 0);
    casus_status s = casus_ledger_add(w->ledger, NULL, &w->k.rec, &w->k.r, 1700000000, &got, &w->err);
    w->n_new += got.n_new;
    w->n += got.n_incident;
    return s;
}

static casus_status add_many(world *w, uint64_t from, uint64_t to, bool late, uint64_t group)
{
    casus_status s = CASUS_OK;
    double t0 = now(CLOCK_MONOTONIC);
    for (uint64_t n = from; n < to && s == CASUS_OK;) {
        uint64_t end = n + group < to ? n + group : to;
        s = casus_ledger_begin(w->ledger, &w->err);
        for (uint64_t i = n; i < end && s == CASUS_OK; i++) s = add_one(w, i, late);
        if (s == CASUS_OK) s = casus_ledger_commit(w->ledger, &w->err);
        if (w->every && n / w->every != end / w->every)
            fprintf(stderr, "%llu reports, %.0f a second\n", (unsigned long long)end, (double)(end - from) / (now(CLOCK_MONOTONIC) - t0));
        n = end;
    }
    return s;
}

static casus_status timed(world *w, const char *name, uint64_t from, uint64_t n, bool late)
{
    w->n = w->n_new = 0;
    linking = summing = 0;
    double wall = now(CLOCK_MONOTONIC), used = now(CLOCK_PROCESS_CPUTIME_ID);
    casus_status s = add_many(w, from, from + n, late, GROUP);
    wall = now(CLOCK_MONOTONIC) - wall;
    used = now(CLOCK_PROCESS_CPUTIME_ID) - used;
    double all = (double)w->n;
    printf(",\"%s\":%.0f,\"%s_new\":%.0f,\"%s_added_per_s\":%.0f,\"%s_added_per_cpu_s\":%.0f,\"%s_linked_per_cpu_s\":%.0f,"
           "\"%s_summed_per_cpu_s\":%.0f", name, all, name, (double)w->n_new, name, all / wall, name, all / used, name, all / linking, name,
           all / summing);
    return s;
}

static void count_reports(void *ctx, const casus_str version[4], int64_t n)
{
    (void)version;
    *(uint64_t *)ctx += (uint64_t)n;
}

static casus_status run(world *w, const char *path, uint64_t n, uint64_t measured)
{
    casus_status s = casus_ledger_open(path, true, &w->ledger, &w->err);
    if (s != CASUS_OK) return s;
    uint64_t from = 0;
    s = casus_ledger_versions(w->ledger, count_reports, &from, &w->err);
    double t0 = now(CLOCK_MONOTONIC);
    if (s == CASUS_OK && from < n) s = add_many(w, from, n, false, FILL_GROUP);
    printf("{\"claims\":%llu,\"fill_s\":%.1f", (unsigned long long)(from < n ? n : from), now(CLOCK_MONOTONIC) - t0);
    if (from > n) n = from;
    if (s == CASUS_OK && measured) s = timed(w, "next", n, measured, false);
    if (s == CASUS_OK && measured) s = timed(w, "late", n + measured, measured, true);
    puts("}");
    return s;
}

int main(int argc, char **argv)
{
    world w = {.k.a = casus_arena_new(0), .town = casus_alloc(N_TOWN * sizeof(town))};
    uint64_t n = argc > 2 ? strtoull(argv[2], NULL, 10) : 0, measured = argc > 3 ? strtoull(argv[3], NULL, 10) : 10000;
    if (n < 1) {
        fputs("usage: linking-speed LEDGER CLAIMS [MEASURED [EVERY]]\n", stderr);
        return 64;
    }
    w.every = argc > 4 ? strtoull(argv[4], NULL, 10) : 0;
    for (uint32_t i = 0; w.town && i < N_TOWN; i++) town_make(i, &w.town[i]);
    casus_status s = w.town && w.k.a ? run(&w, argv[1], n, measured) : casus_fail(&w.err, CASUS_E_NOMEM, "out of memory", 0);
    if (s != CASUS_OK) fprintf(stderr, "linking-speed: %s\n", w.err.what ? w.err.what : casus_status_text(s));
    casus_ledger_close(w.ledger);
    casus_buf_free(&w.k.body);
    casus_arena_free(w.k.a);
    casus_release(w.town);
    return casus_status_exit(s);
}
