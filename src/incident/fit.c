/* How well a new telling fits an incident told before.
 *
 * Two tellings fit when their types can be of one act, no day, place or number speaks against it, and something speaks for it: "the
 * attack" refers back, places agree, numbers agree, the same parties act. The weights are few and stand in one table.
 */
#include "incident/group.h"

#include <math.h>
#include <string.h>

#define EARTH_KM      6371.0
#define SAME_PLACE_KM 30.0
#define NEXT_TOWN_KM  10.0 /* two towns by name */

static const struct {
    float refers, other_doers, same_type, same_place, same_day, same_past, same_number, same_party, same_victim, same_dead, near, refers_near, named, toll, lead;
} weight = {.refers = 2.0f,
            .other_doers = -0.9f,
            .same_type = 0.7f,
            .same_place = 1.0f,
            .same_day = 0.5f,
            .same_past = 1.0f,
            .same_number = 1.5f,
            .same_party = 0.6f,
            .same_victim = 2.0f,
            .same_dead = 1.5f,
            .near = 0.4f,
            .refers_near = 0.8f,
            .named = 1.0f,
            .toll = 0.8f,
            .lead = 0.7f};

static double radians(double d)
{
    return d * 3.14159265358979323846 / 180;
}

static double km(const casus_entry *a, const casus_entry *b)
{
    double dlat = radians(b->lat - a->lat) / 2, dlon = radians(b->lon - a->lon) / 2;
    double h = sin(dlat) * sin(dlat) + cos(radians(a->lat)) * cos(radians(b->lat)) * sin(dlon) * sin(dlon);
    return 2 * EARTH_KM * asin(sqrt(h < 1 ? h : 1));
}

static bool wide(const casus_entry *e)
{
    return e->precision == CASUS_PREC_COUNTRY || e->precision == CASUS_PREC_PROVINCE || e->precision == CASUS_PREC_REGION;
}

/* A province and something that lies in another one. */
static bool other_province(const casus_entry *a, const casus_entry *b)
{
    if (a->precision != CASUS_PREC_PROVINCE && b->precision != CASUS_PREC_PROVINCE) return false;
    casus_str in_a = a->precision == CASUS_PREC_PROVINCE ? a->name : a->admin1,
              in_b = b->precision == CASUS_PREC_PROVINCE ? b->name : b->admin1;
    if (!in_a.n || !in_b.n || a->precision == CASUS_PREC_COUNTRY || b->precision == CASUS_PREC_COUNTRY) return false;
    if (km(a, b) < SAME_PLACE_KM) return false; /* provinces that were renamed */
    bool by_unit = a->admin1.n && b->admin1.n && casus_str_eq(a->admin1, b->admin1);
    return !by_unit && !casus_str_eq(in_a, in_b) && (a->admin1.n || b->admin1.n);
}

/* 1 agree, 0 cannot tell, -1 speak against each other. */
static int compare_places(const casus_claim *a, const casus_claim *b)
{
    if (!a->n_place || !b->n_place) return 0;
    bool open = false;
    for (uint32_t i = 0; i < a->n_place; i++)
        for (uint32_t k = 0; k < b->n_place; k++) {
            const casus_place *p = a->place[i], *q = b->place[k];
            if (!p->resolved || !q->resolved) {
                open = true;
                continue;
            }
            if (p->entry.key == q->entry.key) return p->entry.precision == CASUS_PREC_COUNTRY ? 0 : 1;
            bool towns = p->entry.precision == CASUS_PREC_SETTLEMENT && q->entry.precision == CASUS_PREC_SETTLEMENT;
            if (!wide(&p->entry) && !wide(&q->entry) && km(&p->entry, &q->entry) < (towns ? NEXT_TOWN_KM : SAME_PLACE_KM)) return 1;
            if ((wide(&p->entry) || wide(&q->entry)) && strcmp(p->entry.country, q->entry.country) == 0 &&
                !other_province(&p->entry, &q->entry))
                open = true;
        }
    return open ? 0 : -1;
}

int compare_dates(const casus_dating *a, const casus_dating *b)
{
    if (a->from != CASUS_DAY_NONE && b->from != CASUS_DAY_NONE && a->to != CASUS_DAY_NONE && b->to != CASUS_DAY_NONE) {
        if (a->from > b->to || b->from > a->to) return -1;
        enum { LOOSE = 27 }; /* a month or a year that holds the other is agreement enough */
        bool loose = a->to - a->from >= LOOSE || b->to - b->from >= LOOSE;
        return loose || (a->from == b->from && a->to == b->to) ? 1 : 0;
    }
    if (a->month && b->month) return a->month == b->month && a->mday == b->mday ? 1 : -1;
    return 0;
}

int compare_numbers(const casus_tally *a, const casus_tally *b)
{
    if (!a->set || !b->set) return 0;
    int32_t ah = a->high < 0 ? INT32_MAX : a->high, bh = b->high < 0 ? INT32_MAX : b->high;
    if (a->low == b->low) return 1;
    return a->low <= bh && b->low <= ah && (a->q != CASUS_Q_EXACT || b->q != CASUS_Q_EXACT) ? 0 : -1;
}

static bool share_party(const casus_claim *a, const casus_claim *b)
{
    for (uint32_t i = 0; i < a->n_part; i++)
        for (uint32_t k = 0; k < b->n_part; k++)
            if (a->part[i].actor->entity == b->part[k].actor->entity && !a->part[i].actor->generic) return true;
    return false;
}

/* Both name who acted, and not the same. */
static bool other_doers(const casus_claim *a, const casus_claim *b)
{
    uint32_t pairs = 0;
    for (uint32_t i = 0; i < a->n_part; i++)
        for (uint32_t k = 0; k < b->n_part; k++) {
            if (a->part[i].role == CASUS_AFFECTED || b->part[k].role == CASUS_AFFECTED) continue;
            if (a->part[i].actor->entity == b->part[k].actor->entity ||
                casus_str_eq(a->part[i].actor->name, b->part[k].actor->name))
                return false;
            pairs++;
        }
    return pairs > 0;
}

/* Who took somebody: the state, or those against it. */
enum { BY_NOBODY = 0, BY_STATE = 1, BY_REBELS = 4 };
static int taken_by(const casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (c->part[i].role == CASUS_AFFECTED) continue;
        if (a->kind == CASUS_ACTOR_FORCES || a->kind == CASUS_ACTOR_STATE) return BY_STATE;
        if (a->kind == CASUS_ACTOR_ARMED && !casus_str_is(a->name, "suspects")) return BY_REBELS;
    }
    return BY_NOBODY;
}

/* A person by name is killed or taken once. */
static bool share_victim(const casus_claim *a, const casus_claim *b)
{
    for (uint32_t i = 0; i < a->n_part; i++)
        for (uint32_t k = 0; k < b->n_part; k++)
            if (a->part[i].role == CASUS_AFFECTED && b->part[k].role == CASUS_AFFECTED &&
                a->part[i].actor->kind == CASUS_ACTOR_PERSON && !a->part[i].actor->generic &&
                a->part[i].actor->entity == b->part[k].actor->entity)
                return true;
    return false;
}

/* "The soldiers were killed by ...": the soldiers that were counted before. */
static bool same_dead(const casus_claim *old, const casus_claim *new)
{
    if (!new->refers || new->tally[CASUS_KILLED].set || !old->tally[CASUS_KILLED].set) return false;
    for (uint32_t i = 0; i < old->n_part; i++)
        for (uint32_t k = 0; k < new->n_part; k++)
            if (old->part[i].role == CASUS_AFFECTED && new->part[k].role == CASUS_AFFECTED &&
                old->part[i].actor->kind == new->part[k].actor->kind)
                return true;
    return false;
}

/* Reports go back to one event of a past year, hardly ever to two of a kind. */
static bool same_past(const casus_claim *a, const casus_claim *b, casus_day ref)
{
    enum { LONG_AGO = 330 };
    if (a->date.to == CASUS_DAY_NONE || b->date.to == CASUS_DAY_NONE || compare_dates(&a->date, &b->date) <= 0) return false;
    if (ref == CASUS_DAY_NONE) return a->date.basis == CASUS_BASIS_STATED && b->date.basis == CASUS_BASIS_STATED;
    return a->date.to < ref - LONG_AGO && b->date.to < ref - LONG_AGO;
}

/* Can both words name one act? */
static bool types_fit(const casus_claim *a, const casus_claim *b)
{
    if (a->type == CASUS_TYPE_OTHER && b->type == CASUS_TYPE_OTHER && !b->refers && other_doers(a, b))
        return false; /* a release, a curfew */
    bool taken = a->type == CASUS_TYPE_ABDUCTION_DETENTION && b->type == a->type && !b->refers;
    if (taken && taken_by(a) + taken_by(b) == BY_STATE + BY_REBELS) return false; /* the police arrested some, rebels others */
    if (a->type == b->type) return true;
    bool crowd = a->type == CASUS_TYPE_RIOT || a->type == CASUS_TYPE_PROTEST;
    if (crowd && b->refers && b->loose) return true; /* "the violence" */
    if (strcmp(casus_type_family(a->type), casus_type_family(b->type)) != 0) return false;
    if (strcmp(casus_type_family(a->type), "force") != 0) return a->refers || b->refers;
    bool blasts = (a->type == CASUS_TYPE_BOMBING || a->type == CASUS_TYPE_SUICIDE_BOMBING) &&
                  (b->type == CASUS_TYPE_BOMBING || b->type == CASUS_TYPE_SUICIDE_BOMBING);
    bool from_air = (a->type == CASUS_TYPE_AIR_STRIKE && b->type == CASUS_TYPE_BOMBING) ||
                    (a->type == CASUS_TYPE_BOMBING && b->type == CASUS_TYPE_AIR_STRIKE);
    return a->loose || b->loose || blasts || share_victim(a, b) || (from_air && (a->refers || b->refers));
}

/* "The bombings continued on Friday": what is told before went on. */
static bool next_day(const casus_claim *old, const casus_claim *new)
{
    return new->refers && old->date.to != CASUS_DAY_NONE &&new->date.from == old->date.to + 1 && !new->tally[CASUS_KILLED].set;
}

/* The person by name whom the event befell, if there is one. */
const casus_actor *victim_by_name(const casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role == CASUS_AFFECTED && c->part[i].actor->kind == CASUS_ACTOR_PERSON && !c->part[i].actor->generic &&
            c->part[i].actor->n > 1)
            return c->part[i].actor;
    return NULL;
}

/* One more weight of a sum, written down when somebody asks why. */
static void add_weight(float *v, casus_reasons *why, const char *rule, float points)
{
    *v += points;
    casus_reason *r = casus_reason_add(why, CASUS_ABOUT_TOGETHER, rule);
    if (!r) return;
    r->weighed = true;
    r->weight = points;
}

static bool any_tally(const casus_claim *c)
{
    for (int k = 0; k < CASUS_N_TALLY; k++)
        if (c->tally[k].set) return true;
    return false;
}

/* "... ambushed a patrol on Tuesday. Four policemen died.": who suffered in what the sentence before told, and no day, place or
 * doer of their own. */
static bool adds_toll(const casus_claim *old, const casus_claim *new)
{
    if (strcmp(casus_type_family(new->type), "force") != 0 || new->date.span.len || new->n_place || new->recall || new->apart) return false;
    if (!any_tally(new) || any_tally(old) || new->weapon.n || old->recall || new->sentence > old->sentence + 1) return false;
    for (uint32_t i = 0; i < new->n_part; i++)
        if (new->part[i].role != CASUS_AFFECTED) return false;
    return true;
}

/* A day and a place of its own, where the one before was told without either: another event, but at the head of a report, which
 * is told again with all that. */
static bool set_elsewhere(const casus_claim *old, const casus_claim *new)
{
    return !new->refers && old->sentence > 1 && new->date.span.len && new->n_place && !old->date.span.len && !old->n_place &&
           new->sentence != old->sentence && !share_party(old, new) && !share_victim(old, new);
}

/* Two names of towns, one of them unknown to the gazetteer, that do not even begin alike. */
static bool other_names(const casus_claim *a, const casus_claim *b)
{
    enum { ALIKE = 2 };
    if (!a->n_place || !b->n_place || (a->place[0]->resolved && b->place[0]->resolved)) return false;
    const casus_entry *p = &a->place[0]->entry, *q = &b->place[0]->entry;
    if (wide(p) || wide(q) || p->name.n < ALIKE || q->name.n < ALIKE) return false;
    return memcmp(p->name.p, q->name.p, ALIKE) != 0;
}

/* Civilians here, soldiers there. */
static bool other_dead(const casus_claim *a, const casus_claim *b)
{
    casus_victims v = a->tally[CASUS_KILLED].category, w = b->tally[CASUS_KILLED].category;
    return v != w && v != CASUS_V_UNKNOWN && w != CASUS_V_UNKNOWN && v != CASUS_V_MIXED && w != CASUS_V_MIXED;
}

/* Is it told of one side alone who did it: forces of a state, or an armed group? */
static bool one_sided(const casus_claim *c)
{
    bool forces = false, group = false;
    for (uint32_t i = 0; i < c->n_part; i++) {
        if (c->part[i].role == CASUS_AFFECTED) continue;
        forces = forces || c->part[i].actor->kind == CASUS_ACTOR_FORCES;
        group = group || c->part[i].actor->kind == CASUS_ACTOR_ARMED;
    }
    return forces != group;
}

float fit(const casus_claim *old, const casus_claim *new, casus_day ref, casus_reasons *why)
{
    if (!types_fit(old, new)) return 0;
    int place = compare_places(old, new), day = compare_dates(&old->date, &new->date);
    int number = compare_numbers(&old->tally[CASUS_KILLED], &new->tally[CASUS_KILLED]);
    if (day < 0 && next_day(old, new)) day = 0;
    if ((old->status == CASUS_PLANNED) != (new->status == CASUS_PLANNED) && (!new->refers || old->status == CASUS_PLANNED))
        return 0;
    if (place < 0 || day < 0) return 0;
    uint32_t gap = new->sentence - old->sentence;
    if (number < 0 && !share_victim(old, new) && (!new->refers || victim_by_name(new) || other_dead(old, new)))
        return 0; /* a person by name dies once */
    if (old->running && !new->running && number <= 0 && !new->refers) return 0; /* an act behind a sum of many */
    if ((new->apart && !new->refers && place <= 0) || set_elsewhere(old, new)) return 0;
    if (!new->refers && number <= 0 && new->sentence != old->sentence && other_names(old, new) && !share_victim(old, new)) return 0;
    float v = 0;
    if (new->refers) add_weight(&v, why, "\"the attack\" and the like: goes back to what was told", weight.refers);
    if (new->refers && one_sided(old) && one_sided(new) && other_doers(old, new)) add_weight(&v, why, "done by others: the police shot who an armed group says did it", weight.other_doers);
    if (old->type == new->type) add_weight(&v, why, "same type", weight.same_type);
    if (new->refers && !new->loose && old->type == new->type) add_weight(&v, why, "goes back to an act of that type by its name", weight.named);
    if (place > 0) add_weight(&v, why, "same place", weight.same_place);
    if (day > 0) add_weight(&v, why, "same day", weight.same_day);
    if (same_past(old, new, ref)) add_weight(&v, why, "same day or year, long past", weight.same_past);
    if (number > 0) add_weight(&v, why, "same number of dead", weight.same_number);
    if (share_party(old, new)) add_weight(&v, why, "a party by name in both", weight.same_party);
    if (share_victim(old, new)) add_weight(&v, why, "a victim by name in both", weight.same_victim);
    if (same_dead(old, new)) add_weight(&v, why, "the dead who were counted before", weight.same_dead);
    if (gap <= 1) add_weight(&v, why, "one sentence, or the next", weight.near);
    if (gap == 1 && new->refers) add_weight(&v, why, "goes back to the sentence before", weight.refers_near);
    if (adds_toll(old, new)) add_weight(&v, why, "people who suffered, in the sentence behind an act", weight.toll);
    if (old->sentence <= 1 && new->sentence <= 3) add_weight(&v, why, "the head of the report", weight.lead);
    return v;
}
