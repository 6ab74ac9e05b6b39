/* An incident when all is told: who is named best, evidence in order. */
#include "incident/group.h"

#include <string.h>

/* "Rebels", "gunmen", "attackers": armed people of whom nothing is said but that. */
static bool is_armed_anyone(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_ARMED && a->generic && !a->country[0];
}

/* How well armed people are told: "attackers", "gunmen", "Hezbollah". */
static int told_of_armed(const casus_actor *a)
{
    static const char *const doer[] = {"attackers", "bombers", "suspects"};
    for (size_t i = 0; i < sizeof doer / sizeof *doer; i++)
        if (casus_str_is(a->name, doer[i])) return 0;
    return is_armed_anyone(a) ? 1 : 2;
}

/* "Al-Shabab" did it, who are "the militants", "the attackers" elsewhere; where two sides fought they may be the other one. */
static bool is_told_better(const casus_claim *c, uint32_t i)
{
    const casus_part *p = &c->part[i];
    bool may_be_other_side = p->role != CASUS_AFFECTED && c->type == CASUS_TYPE_ARMED_CLASH && told_of_armed(p->actor) > 0;
    if (!is_armed_anyone(p->actor) || may_be_other_side) return false;
    for (uint32_t k = 0; k < c->n_part; k++) {
        const casus_actor *a = c->part[k].actor;
        if (k == i || c->part[k].role != p->role || a->kind != CASUS_ACTOR_ARMED) continue;
        if (told_of_armed(a) > told_of_armed(p->actor)) return true;
    }
    return false;
}

/* Whom the incident befell, told best: "people" tell nothing beside those who are told apart, and a person by name needs no
 * description. */
void drop_vague(casus_claim *c)
{
    bool person = false, better = false, keep[MOST_LISTED] = {false};
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role != CASUS_AFFECTED) continue;
        person = person || (a->kind == CASUS_ACTOR_PERSON && !a->generic);
        better = better || !casus_str_is(a->name, "people");
    }
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        bool described = person && a->kind != CASUS_ACTOR_FORCES && a->kind != CASUS_ACTOR_ARMED;
        bool vague = a->generic && (described || (better && casus_str_is(a->name, "people")));
        bool nobody = c->part[i].role == CASUS_PERPETRATOR && a->generic && casus_str_is(a->name, "people") &&
                      strcmp(casus_type_family(c->type), "force") == 0;
        keep[i] = (c->part[i].role != CASUS_AFFECTED || !vague) && !nobody && !is_told_better(c, i);
    }
    for (uint32_t i = 0; i < c->n_part; i++)
        if (keep[i]) c->part[n++] = c->part[i];
    c->n_part = n;
}

/* Evidence sorted, overlaps made one. */
void tidy_evidence(casus_claim *c)
{
    for (uint32_t i = 1; i < c->n_evidence; i++)
        for (uint32_t k = i; k > 0 && c->evidence[k].off < c->evidence[k - 1].off; k--) {
            casus_span t = c->evidence[k];
            c->evidence[k] = c->evidence[k - 1];
            c->evidence[k - 1] = t;
        }
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_evidence; i++) {
        if (n && c->evidence[i].off < casus_span_end(c->evidence[n - 1])) {
            uint32_t end = casus_span_end(c->evidence[i]);
            if (end > casus_span_end(c->evidence[n - 1])) c->evidence[n - 1].len = end - c->evidence[n - 1].off;
        } else {
            c->evidence[n++] = c->evidence[i];
        }
    }
    c->n_evidence = n;
}
