/* incident: low, best and high from many voices, rule by rule. */
#include <casus/incident.h>

#include <stdlib.h>
#include <string.h>

#include "../check.h"

typedef struct {
    int32_t low, high; /* -1: open */
    casus_quality q;
    casus_victims class;
    uint32_t publisher;
    int day, telling;
    bool no_fact;
} said;

#define N(n) .low = n, .high = n
#define ATLEAST(n) .low = n, .high = -1, .q = CASUS_Q_ATLEAST
#define ABOUT(n) .low = n, .high = n, .q = CASUS_Q_ABOUT
#define CIV .class = CASUS_V_CIVILIANS
#define MIL .class = CASUS_V_MILITANTS

static const struct {
    said v[5];
    int n;
    int32_t low, best, high;
    casus_rule rule[3];
    const char *note;
} row[] = {
    {{{N(12), .publisher = 1, .day = 1}}, 1, 12, 12, 12, {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_ONLY}, "one voice"},
    {{{N(12), .publisher = 1, .day = 1}, {N(15), .publisher = 2, .day = 1}, {N(15), .publisher = 3, .day = 2}}, 3, 12, 15, 15,
     {CASUS_RULE_LEAST, CASUS_RULE_MOST_VOICES, CASUS_RULE_GREATEST}, "independent voices widen the range, most give 15"},
    {{{N(12), .publisher = 1, .day = 1}, {N(15), .publisher = 1, .day = 2}}, 2, 15, 15, 15,
     {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_ONLY}, "an update replaces"},
    {{{N(15), .publisher = 1, .day = 1}, {N(12), .publisher = 1, .day = 2}}, 2, 12, 12, 12,
     {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_ONLY}, "also downwards"},
    {{{N(15), .publisher = 1, .day = 1}, {N(12), .publisher = 1, .day = 1}}, 2, 15, 15, 15,
     {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_ONLY}, "on one day the greater count is the later one"},
    {{{N(10), .publisher = 1, .day = 1}, {ATLEAST(14), .publisher = 2, .day = 2}, {N(20), .publisher = 3, .day = 2}}, 3, 14, 20, 20,
     {CASUS_RULE_LIFTED, CASUS_RULE_CLEAREST, CASUS_RULE_GREATEST}, "at least lifts the low, and does not open what is closed above it"},
    {{{N(10), .publisher = 1, .day = 2}, {ATLEAST(14), .publisher = 2, .day = 1}}, 2, 10, 10, -1,
     {CASUS_RULE_LEAST, CASUS_RULE_CLEAREST, CASUS_RULE_OPEN}, "a later lower count is not lifted"},
    {{{ATLEAST(14), .publisher = 1, .day = 1}}, 1, 14, 14, -1, {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_OPEN}, "open"},
    {{{N(12), .publisher = 1, .day = 1, .telling = 7}, {N(12), .publisher = 2, .day = 1, .telling = 7}, {N(9), .publisher = 3, .day = 1},
      {N(9), .publisher = 4, .day = 1}}, 4, 9, 9, 12, {CASUS_RULE_LEAST, CASUS_RULE_MOST_VOICES, CASUS_RULE_GREATEST},
     "two papers with one agency's text are one voice"},
    {{{N(30), CIV, .publisher = 1, .day = 1}, {N(69), MIL, .publisher = 2, .day = 1}}, 2, 99, 99, 99,
     {CASUS_RULE_SUM, CASUS_RULE_SUM, CASUS_RULE_SUM}, "groups that do not overlap are added"},
    {{{N(8), .publisher = 1, .day = 1}, {N(5), CIV, .publisher = 2, .day = 1}, {N(3), MIL, .publisher = 2, .day = 1}}, 3, 8, 8, 8,
     {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_ONLY}, "parts are not added to the whole"},
    {{{N(8), .publisher = 1, .day = 1}, {N(9), CIV, .publisher = 2, .day = 1}, {N(3), MIL, .publisher = 2, .day = 1}}, 3, 8, 8, 12,
     {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_SUM}, "parts that are more than the whole widen it"},
    {{{N(8), .publisher = 1, .day = 1}, {N(10), CIV, .publisher = 2, .day = 1}}, 2, 8, 10, 10,
     {CASUS_RULE_LEAST, CASUS_RULE_CLEAREST, CASUS_RULE_GREATEST}, "one class: the same people"},
    {{{N(40), .publisher = 1, .day = 1, .no_fact = true}, {N(3), .publisher = 2, .day = 1}}, 2, 3, 3, 3,
     {CASUS_RULE_ONLY, CASUS_RULE_ONLY, CASUS_RULE_ONLY}, "what is denied does not count beside what is told"},
    {{{N(10), .publisher = 1, .day = 1}, {ABOUT(12), .publisher = 2, .day = 1}}, 2, 10, 10, 12,
     {CASUS_RULE_LEAST, CASUS_RULE_CLEAREST, CASUS_RULE_GREATEST}, "exact before about"},
    {{{24, 99, CASUS_Q_VAGUE, .publisher = 1, .day = 1}, {N(30), .publisher = 2, .day = 2}}, 2, 24, 30, 99,
     {CASUS_RULE_LEAST, CASUS_RULE_CLEAREST, CASUS_RULE_GREATEST}, "dozens"},
};

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_voice v[5];
        casus_figure f[CASUS_N_CLASS];
        for (int k = 0; k < row[i].n; k++) {
            const said *s = &row[i].v[k];
            v[k] = (casus_voice){.tally = {.set = true, .low = s->low, .high = s->high, .q = s->q, .category = s->class},
                                 .publisher = s->publisher, .telling = s->telling, .day = s->day, .fact = !s->no_fact};
        }
        CHECK(casus_figures_work(v, (uint32_t)row[i].n, a, f, NULL) == CASUS_OK);
        const casus_figure *all = &f[CASUS_ALL_VICTIMS];
        CHECK_CASE(all->set && all->low == row[i].low && all->best == row[i].best && all->high == row[i].high, row[i].note);
        for (int r = 0; r < 3; r++) CHECK_CASE(all->rule[r] == row[i].rule[r], row[i].note);
        if (!(all->low == row[i].low && all->best == row[i].best && all->high == row[i].high))
            fprintf(stderr, "%d %d %d rules %d %d %d\n", all->low, all->best, all->high, all->rule[0], all->rule[1], all->rule[2]);
    }
    casus_figure none[CASUS_N_CLASS];
    CHECK(casus_figures_work(NULL, 0, a, none, NULL) == CASUS_OK && !none[CASUS_ALL_VICTIMS].set);
    casus_arena_free(a);
    return check_end();
}
