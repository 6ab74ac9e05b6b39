/* incident: what linking promises of any two traces, tried on many made-up ones of a small world. */
#include <casus/incident.h>

#include "../check.h"

#include <stdio.h>
#include <string.h>

enum { N_TRACE = 1200, N_GROUPED = 60 };

typedef struct {
    uint64_t state;
} dice;

static uint32_t roll(dice *d, uint32_t n)
{
    d->state = d->state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(d->state >> 33) % n;
}

static void day_of(dice *d, casus_trace *t)
{
    static const int wide[] = {0, 0, 0, 0, 0, 0, 0, 2, 6, 30, 364, 2000};
    static const casus_basis basis[] = {CASUS_BASIS_STATED, CASUS_BASIS_RELATIVE, CASUS_BASIS_RELATIVE, CASUS_BASIS_PUBLISHED,
                                        CASUS_BASIS_INFERRED};
    casus_day day = casus_day_of(2015, 12, 20) + (casus_day)roll(d, 24);
    t->ref = roll(d, 12) ? day + (casus_day)roll(d, 5) : CASUS_DAY_NONE;
    t->basis = basis[roll(d, 5)];
    t->from = t->to = CASUS_DAY_NONE;
    if (roll(d, 8) == 0) return;
    t->from = day;
    t->to = day + wide[roll(d, sizeof wide / sizeof *wide)];
}

static void place_of(dice *d, casus_trace *t, casus_arena *a)
{
    static const char *const town[] = {"Aleppo", "Halab", "Idlib", "Azaz", "Afrin", "al-Bab", "Manbij", "Homs"};
    static const char *const admin[] = {"Aleppo", "Idlib", "Homs"};
    for (uint32_t n = roll(d, 3) + (roll(d, 5) > 0); n > 0; n--) {
        uint32_t which = roll(d, 8), near = roll(d, 8);
        casus_trace_place p = {.name = casus_str_of(town[which]), .country = CASUS_STR("SY"), .admin1 = casus_str_of(admin[which % 3]),
                               .precision = casus_str_of(casus_precision_name((casus_precision)roll(d, CASUS_PREC_COUNTRY + 1))),
                               .point = roll(d, 6) > 0, .lat = 36 + which * 0.12 + near * 0.02, .lon = 37 + which * 0.09};
        if (roll(d, 9) == 0) p.admin1 = (casus_str){0};
        if (roll(d, 12) == 0) p.country = CASUS_STR("TR");
        casus_trace_add_place(t, &p, a);
    }
}

static void trace_of(dice *d, casus_trace *t, casus_arena *a)
{
    static const casus_type type[] = {CASUS_TYPE_AIR_STRIKE, CASUS_TYPE_AIR_STRIKE, CASUS_TYPE_SHELLING, CASUS_TYPE_BOMBING, CASUS_TYPE_ABDUCTION_DETENTION};
    static const char *const name[] = {"Ahmad Khalil", "Islamic State", "Syrian army", "Omar Saleh", "gunmen"};
    memset(t, 0, sizeof *t);
    t->type = type[roll(d, 5)];
    t->status = roll(d, 9) ? CASUS_REPORTED : CASUS_PLANNED;
    day_of(d, t);
    place_of(d, t, a);
    for (uint32_t n = roll(d, 4); n > 0; n--) {
        uint32_t who = roll(d, 5);
        bool person = who == 0 || who == 3;
        casus_trace_add_actor(t, &(casus_trace_actor){casus_str_of(name[who]), person ? CASUS_AFFECTED : CASUS_PERPETRATOR, person}, a);
    }
    if (roll(d, 3)) {
        t->killed.set = true;
        t->killed.low = t->killed.high = (int32_t)roll(d, 7) * 3;
    }
    if (roll(d, 2)) casus_trace_add_target(t, roll(d, 2) ? CASUS_STR("a crowded market") : CASUS_STR("two schools"), a);
    if (roll(d, 2)) casus_trace_add_words(t, CASUS_STR("The planes of Squadron Twelve came over Castello and Bustan before 14 fell"));
}

static void bomb_of(const char *words, const char *target, int32_t killed, casus_trace *t, casus_arena *a)
{
    memset(t, 0, sizeof *t);
    t->type = CASUS_TYPE_BOMBING;
    t->basis = CASUS_BASIS_STATED;
    t->from = t->to = t->ref = casus_day_of(2015, 12, 20);
    t->killed = (casus_tally){.set = true, .low = killed, .high = killed};
    casus_trace_add_place(t, &(casus_trace_place){.name = CASUS_STR("Homs"), .country = CASUS_STR("SY"), .precision = CASUS_STR("settlement"),
                                                  .point = true, .lat = 34.73, .lon = 36.71}, a);
    casus_trace_add_target(t, casus_str_of(target), a);
    casus_trace_add_words(t, casus_str_of(words));
}

/* Town and country have their points as the place: their names are no words in common besides. Two bombs that struck different things
 * and killed different numbers are two. */
static void test_place_words(casus_arena *a)
{
    casus_trace x, y, z;
    casus_link plain, rare;
    bomb_of("A bomb exploded in Homs in Syria", "a market", 4, &x, a);
    bomb_of("It went off in Homs in Syria", "a school", 7, &y, a);
    casus_link_compare(&x, &y, &plain);
    CHECK(plain.points[CASUS_LINK_WORDS] == 0 && plain.points[CASUS_LINK_TARGETS] < 0 && plain.sum < CASUS_LINK_NEAR);
    bomb_of("It went off in Homs in Syria beside the Castello Restaurant", "a market", 7, &y, a);
    bomb_of("A bomb exploded near the Castello Restaurant of Homs in Syria", "a market", 4, &z, a);
    casus_link_compare(&y, &z, &rare);
    CHECK(rare.points[CASUS_LINK_WORDS] > 0 && rare.sum >= CASUS_LINK_ENOUGH);
}

/* Form 1 had no list of things struck at its end. */
static void test_bytes(const casus_trace *t)
{
    uint8_t bytes[CASUS_TRACE_MAX];
    casus_trace back, bare;
    memcpy(&bare, t, sizeof bare);
    size_t n = casus_trace_write(t, bytes);
    CHECK(n < CASUS_TRACE_MAX && casus_trace_read(bytes, n, &back) == CASUS_OK && memcmp(t, &back, sizeof back) == 0);
    bare.n_target = 0;
    memset(bare.target, 0, sizeof bare.target);
    n = casus_trace_write(&bare, bytes);
    bytes[0] = 1;
    CHECK_CASE(casus_trace_read(bytes, n - 1, &back) == CASUS_OK && memcmp(&bare, &back, sizeof back) == 0, "the older form");
    CHECK(casus_trace_read(bytes, n, &back) == CASUS_E_INPUT);
}

/* Whichever of two comes last, it finds the other or does not; and hardly any that are linked miss each other. */
static void test_pairs(const casus_trace *t, casus_arena *a)
{
    casus_link x, y;
    uint32_t linked = 0, met = 0;
    casus_link_keys *key = casus_arena_get(a, N_TRACE, sizeof *key);
    for (uint32_t i = 0; i < N_TRACE; i++) {
        casus_link_keys_of(&t[i], &key[i]);
        CHECK_CASE(key[i].n_keep < CASUS_MAX_KEEP && key[i].n_look < CASUS_MAX_LOOK, "no list of keys is cut off");
    }
    for (uint32_t i = 0; i < N_TRACE; i++)
        for (uint32_t k = i + 1; k < N_TRACE; k++) {
            casus_link_compare(&t[i], &t[k], &x);
            casus_link_compare(&t[k], &t[i], &y);
            if (x.sum != y.sum || x.never != y.never || memcmp(x.points, y.points, sizeof x.points) != 0) CHECK_CASE(false, "the same both ways round");
            if (x.never || x.sum < CASUS_LINK_ENOUGH) continue;
            linked++;
            met += casus_link_meet(&t[i], &key[i], &t[k], &key[k], &x);
        }
    CHECK(linked > 1000);
    CHECK_CASE(met * 10 > linked * 8, "what is linked is mostly found");
}

static void shuffle(dice *d, uint32_t *order, uint32_t n)
{
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = roll(d, i), was = order[i - 1];
        order[i - 1] = order[k];
        order[k] = was;
    }
}

/* The groups of some traces in the order that is given: for each trace the least number of its group. */
static void group_in_order(const casus_trace *t, const uint32_t *order, uint32_t least[N_GROUPED], casus_arena *a)
{
    casus_link_node node[N_GROUPED];
    uint32_t group[N_GROUPED];
    for (uint32_t i = 0; i < N_GROUPED; i++)
        node[i] = (casus_link_node){.trace = &t[order[i]], .id = order[i] * 2654435761u + 1, .report = order[i] / 2};
    CHECK(casus_link_group(node, N_GROUPED, a, group, NULL) == CASUS_OK);
    for (uint32_t i = 0; i < N_GROUPED; i++) {
        least[order[i]] = order[i];
        for (uint32_t k = 0; k < N_GROUPED; k++)
            if (group[k] == group[i] && order[k] < least[order[i]]) least[order[i]] = order[k];
    }
}

static void test_order(const casus_trace *t, casus_arena *a)
{
    dice d = {99};
    uint32_t order[N_GROUPED], first[N_GROUPED], now[N_GROUPED];
    for (uint32_t i = 0; i < N_GROUPED; i++) order[i] = i;
    group_in_order(t, order, first, a);
    for (int round = 0; round < 50; round++) {
        shuffle(&d, order, N_GROUPED);
        group_in_order(t, order, now, a);
        if (!CHECK_CASE(memcmp(first, now, sizeof now) == 0, "groups do not hang on the order")) return;
    }
}

int main(void)
{
    dice d = {1};
    casus_arena *a = casus_arena_new(0);
    casus_trace *t = casus_arena_get(a, N_TRACE, sizeof *t);
    for (uint32_t i = 0; i < N_TRACE; i++) trace_of(&d, &t[i], a);
    for (uint32_t i = 0; i < N_TRACE; i++) test_bytes(&t[i]);
    test_pairs(t, a);
    test_place_words(a);
    for (uint32_t i = 0; i + N_GROUPED <= N_TRACE; i += N_GROUPED) test_order(t + i, a);
    casus_arena_free(a);
    return check_end();
}
