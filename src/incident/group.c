/* Claims of one report -> incidents.
 *
 * Claims are taken in text order. Each joins the incident it fits best, or opens one. Two tellings fit when their types can be
 * of one act, no day, place or number speaks against it, and something speaks for it: "the attack" refers back, places agree,
 * numbers agree, the same parties act. The weights are few and stand in one table.
 */
#include <casus/incident.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#define EARTH_KM      6371.0
#define SAME_PLACE_KM 30.0
#define NEXT_TOWN_KM  10.0 /* two towns by name */

static const struct {
    float refers, same_type, same_place, same_day, same_past, same_number, same_party, same_victim, same_dead, near, refers_near, toll, lead, join;
} weight = {.refers = 2.0f,
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
            .toll = 0.8f,
            .lead = 0.7f,
            .join = 1.1f};

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

static int compare_dates(const casus_dating *a, const casus_dating *b)
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

static int compare_numbers(const casus_tally *a, const casus_tally *b)
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
static const casus_actor *victim_by_name(const casus_claim *c)
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

static float fit(const casus_claim *old, const casus_claim *new, casus_day ref, casus_reasons *why)
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
    if ((new->apart && !new->refers && place <= 0) || set_elsewhere(old, new)) return 0;
    if (!new->refers && number <= 0 && new->sentence != old->sentence && other_names(old, new) && !share_victim(old, new)) return 0;
    float v = 0;
    if (new->refers) add_weight(&v, why, "\"the attack\" and the like: goes back to what was told", weight.refers);
    if (old->type == new->type) add_weight(&v, why, "same type", weight.same_type);
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

/* ---------------------------------------------------------------- joining */

/* Names, places or words an incident lists, each: the tellings of one event in a long report bring a dozen; each new telling
 * is compared with all of them. */
enum { MOST_LISTED = 100 };

/* Arrays of an incident are grown by doubling: n items lie in room for the next power of two. */
static uint32_t room_for(uint32_t n)
{
    uint32_t cap = 1;
    while (cap < n)
        cap *= 2;
    return cap;
}

static casus_status append(casus_arena *a, void **array, uint32_t *n, const void *more, uint32_t n_more, size_t size)
{
    if (!n_more) return CASUS_OK;
    char *p = *array;
    if (!p || *n + n_more > room_for(*n)) {
        p = casus_arena_get(a, room_for(*n + n_more), size);
        if (!p) return CASUS_E_NOMEM;
        if (*n) memcpy(p, *array, *n * size);
    }
    memcpy(p + *n * size, more, n_more * size);
    *array = p;
    *n += n_more;
    return CASUS_OK;
}

/* Police are no army: "IRQCOP", "IRQMIL". */
static bool same_sector(const casus_actor *a, const casus_actor *b)
{
    enum { SECTOR = 3 };
    if (a->kind != CASUS_ACTOR_FORCES || a->code.n < SECTOR || b->code.n < SECTOR) return true;
    return memcmp(a->code.p + a->code.n - SECTOR, b->code.p + b->code.n - SECTOR, SECTOR) == 0;
}

/* "insurgents" become "Jabhat al-Nusra" when a later telling names them. */
static bool replace_generic(casus_claim *sum, const casus_part *named)
{
    for (uint32_t k = 0; k < sum->n_part; k++) {
        const casus_actor *a = sum->part[k].actor;
        if (sum->part[k].role != named->role || !a->generic || a->kind != named->actor->kind || !same_sector(a, named->actor))
            continue;
        sum->part[k] = *named;
        return true;
    }
    return false;
}

/* "Survivors", "the victims": those who are told of already. */
static bool is_any_victim(const casus_claim *sum, const casus_part *p)
{
    if (p->role != CASUS_AFFECTED || !p->actor->generic || !casus_str_is(p->actor->name, "victims")) return false;
    for (uint32_t i = 0; i < sum->n_part; i++)
        if (sum->part[i].role == CASUS_AFFECTED) return true;
    return false;
}

static casus_status join_parts(casus_arena *a, casus_claim *sum, const casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++) {
        bool known = is_any_victim(sum, &c->part[i]), named = false;
        for (uint32_t k = 0; k < sum->n_part; k++) {
            known = known || sum->part[k].actor->entity == c->part[i].actor->entity;
            named = named ||
                    (sum->part[k].role == c->part[i].role && !sum->part[k].actor->generic &&
                     sum->part[k].actor->kind == c->part[i].actor->kind && same_sector(sum->part[k].actor, c->part[i].actor));
        }
        if (known || (named && c->part[i].actor->generic)) continue;
        if (!c->part[i].actor->generic && replace_generic(sum, &c->part[i])) continue;
        if (sum->n_part >= MOST_LISTED) continue;
        void *p = sum->part;
        if (append(a, &p, &sum->n_part, &c->part[i], 1, sizeof *c->part) != CASUS_OK) return CASUS_E_NOMEM;
        sum->part = p;
    }
    return CASUS_OK;
}

static casus_status join_strings(casus_arena *a, casus_str **array, uint32_t *n, const casus_str *more, uint32_t n_more)
{
    for (uint32_t i = 0; i < n_more; i++) {
        bool known = false;
        for (uint32_t k = 0; k < *n && !known; k++)
            known = casus_str_eq((*array)[k], more[i]);
        if (known || *n >= MOST_LISTED) continue;
        void *p = *array;
        if (append(a, &p, n, &more[i], 1, sizeof **array) != CASUS_OK) return CASUS_E_NOMEM;
        *array = p;
    }
    return CASUS_OK;
}

/* The country of a finer place says nothing new. */
static void drop_countries(casus_claim *c)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < c->n_place; i++) {
        bool finer = false;
        for (uint32_t k = 0; k < c->n_place && c->place[i]->entry.precision == CASUS_PREC_COUNTRY; k++)
            finer = finer || (c->place[k]->entry.precision != CASUS_PREC_COUNTRY &&
                              strcmp(c->place[k]->entry.country, c->place[i]->entry.country) == 0);
        if (!finer) c->place[n++] = c->place[i];
    }
    c->n_place = n;
}

static casus_status join_places(casus_arena *a, casus_claim *sum, const casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_place; i++) {
        bool known = false;
        for (uint32_t k = 0; k < sum->n_place; k++)
            known = known || sum->place[k]->entry.key == c->place[i]->entry.key;
        if (known || sum->n_place >= MOST_LISTED) continue;
        void *p = sum->place;
        if (append(a, &p, &sum->n_place, &c->place[i], 1, sizeof *c->place) != CASUS_OK) return CASUS_E_NOMEM;
        sum->place = p;
    }
    drop_countries(sum);
    /* a settlement of a later telling is better than the country of the first */
    if (sum->n_place > 1 && sum->place[0]->entry.precision == CASUS_PREC_COUNTRY) {
        for (uint32_t k = 1; k < sum->n_place; k++) {
            if (sum->place[k]->entry.precision == CASUS_PREC_COUNTRY) continue;
            const casus_place *finer = sum->place[k];
            memmove(&sum->place[1], &sum->place[0], k * sizeof *sum->place);
            sum->place[0] = finer;
            break;
        }
    }
    return CASUS_OK;
}

static bool narrower(const casus_dating *a, const casus_dating *b)
{
    if (a->from == CASUS_DAY_NONE || a->to == CASUS_DAY_NONE) return false;
    if (b->from == CASUS_DAY_NONE || b->to == CASUS_DAY_NONE) return true;
    return a->to - a->from < b->to - b->from;
}

static casus_status join_lists(casus_arena *a, casus_claim *sum, const casus_claim *c)
{
    void *ev = sum->evidence;
    casus_status st = append(a, &ev, &sum->n_evidence, c->evidence, c->n_evidence, sizeof *c->evidence);
    sum->evidence = ev;
    if (st == CASUS_OK) st = join_parts(a, sum, c);
    if (st == CASUS_OK) st = join_places(a, sum, c);
    if (st == CASUS_OK) st = join_strings(a, &sum->source, &sum->n_source, c->source, c->n_source);
    if (st == CASUS_OK) st = join_strings(a, &sum->victim, &sum->n_victim, c->victim, c->n_victim);
    if (st == CASUS_OK) st = join_strings(a, &sum->target, &sum->n_target, c->target, c->n_target);
    return st;
}

/* An incident begins as its first claim, with lists of its own. */
static casus_status begin(casus_arena *a, casus_incident *in, const casus_claim *c)
{
    *in = (casus_incident){.sum = *c};
    casus_claim *sum = &in->sum;
    sum->evidence = NULL, sum->part = NULL, sum->place = NULL, sum->source = NULL, sum->victim = NULL, sum->target = NULL;
    sum->n_evidence = sum->n_part = sum->n_place = sum->n_source = sum->n_victim = sum->n_target = 0;
    return join_lists(a, sum, c);
}

/* "Eight recruits were killed. Four of the attackers also died": people who were not counted before. */
static bool counts_others(const casus_tally *old, const casus_tally *new, const casus_claim *c)
{
    if (!old->set) return false;
    if (c->more) return true;
    bool attackers =
        new->category == CASUS_V_MILITANTS && (old->category == CASUS_V_FORCES || old->category == CASUS_V_CIVILIANS);
    bool attacked =
        old->category == CASUS_V_MILITANTS && (new->category == CASUS_V_FORCES || new->category == CASUS_V_CIVILIANS);
    return c->refers && (attackers || attacked);
}

static void add_tally(casus_tally *sum, const casus_tally *more)
{
    sum->low += more->low;
    sum->high = sum->high < 0 || more->high < 0 ? -1 : sum->high + more->high;
    if (more->q != CASUS_Q_EXACT) sum->q = more->q;
    if (sum->category != more->category) sum->category = CASUS_V_MIXED;
}

static casus_status join(casus_arena *a, casus_claim *sum, const casus_claim *c)
{
    if (sum->loose && !c->loose && !c->refers) {
        sum->type = c->type;
        sum->plover = c->plover;
        sum->mode = c->mode;
        sum->cameo = c->cameo;
        sum->loose = false;
    }
    if (c->type == CASUS_TYPE_SUICIDE_BOMBING && sum->type == CASUS_TYPE_BOMBING) sum->type = c->type;
    for (int k = 0; k < CASUS_N_TALLY; k++) {
        bool counted = c->part_of && k <= CASUS_INJURED && !counts_others(&sum->tally[k], &c->tally[k], c);
        if (!c->tally[k].set || counted) continue;
        casus_tally both[2] = {sum->tally[k], c->tally[k]};
        if (counts_others(&both[0], &both[1], c))
            add_tally(&sum->tally[k], &c->tally[k]);
        else if (!sum->tally[k].set)
            sum->tally[k] = c->tally[k];
        else if (compare_numbers(&both[0], &both[1]) < 0)
            casus_tally_merge(both, 2, &sum->tally[k], NULL);
    }
    if (narrower(&c->date, &sum->date) || (!sum->date.edtf[0] && c->date.edtf[0])) sum->date = c->date;
    if (!sum->weapon.n) sum->weapon = c->weapon;
    if (c->status == CASUS_CONFIRMED || (sum->status == CASUS_REPORTED && c->status == CASUS_CLAIMED)) sum->status = c->status;
    sum->recall = sum->recall && c->recall;
    if (c->confidence > sum->confidence) sum->confidence = c->confidence;
    return join_lists(a, sum, c);
}

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
    if (!is_armed_anyone(p->actor) || (p->role != CASUS_AFFECTED && c->type == CASUS_TYPE_ARMED_CLASH)) return false;
    for (uint32_t k = 0; k < c->n_part; k++) {
        const casus_actor *a = c->part[k].actor;
        if (k == i || c->part[k].role != p->role || a->kind != CASUS_ACTOR_ARMED) continue;
        if (told_of_armed(a) > told_of_armed(p->actor)) return true;
    }
    return false;
}

/* Whom the incident befell, told best: "people" tell nothing beside those who are told apart, and a person by name needs no
 * description. */
static void drop_vague(casus_claim *c)
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
static void tidy_evidence(casus_claim *c)
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

/* ---------------------------------------------------------------- what a sentence leaves open */

static bool has_doer(const casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++)
        if (c->part[i].role != CASUS_AFFECTED) return true;
    return false;
}

/* Who flies is told once for several strikes; who talks, once for a meeting and what was signed at it. */
static bool inherits_doers(const casus_claim *c)
{
    return c->type == CASUS_TYPE_AIR_STRIKE || strcmp(casus_type_family(c->type), "talk") == 0;
}

static casus_status join_doers(casus_arena *a, casus_claim *to, const casus_claim *of)
{
    casus_claim doers = {0};
    if (of->type != to->type && strcmp(casus_type_family(to->type), "talk") != 0) return CASUS_OK;
    doers.part = casus_arena_get(a, of->n_part, sizeof *doers.part);
    if (!doers.part) return CASUS_E_NOMEM;
    for (uint32_t i = 0; i < of->n_part; i++)
        if (of->part[i].role != CASUS_AFFECTED) {
            doers.part[doers.n_part] = of->part[i];
            doers.part[doers.n_part++].rule = "taken over: who flies or talks is told once for several events";
        }
    return join_parts(a, to, &doers);
}

static bool is_dated(const casus_claim *c)
{
    return c->date.from != CASUS_DAY_NONE && c->date.to != CASUS_DAY_NONE;
}

static void count_date(casus_dating *d, const casus_dating *by, int32_t days)
{
    casus_span own = d->span;
    *d = *by;
    if (own.len) d->span = own;
    d->from += days;
    d->to += days;
    if (d->basis > CASUS_BASIS_RELATIVE) d->basis = CASUS_BASIS_RELATIVE;
    casus_dating_write(d);
}

/* "A, a day after B", where a later sentence tells the day of one of them: it gives the other's. */
static void count_dates(const casus_claims *claims, const int32_t *of, casus_incident *in)
{
    for (uint32_t i = 0; i < claims->n_claim; i++) {
        const casus_claim *c = &claims->claim[i];
        if (!c->from_claim || c->from_claim > claims->n_claim || of[i] == of[c->from_claim - 1]) continue;
        casus_claim *late = &in[of[i]].sum, *early = &in[of[c->from_claim - 1]].sum;
        if (is_dated(early) && !late->date.edtf[0])
            count_date(&late->date, &early->date, c->from_days);
        else if (is_dated(late) && !early->date.edtf[0])
            count_date(&early->date, &late->date, -c->from_days);
    }
}

static void because_taken(casus_reasons *why, casus_about about, uint32_t to, const char *rule, casus_str value,
                          casus_span words)
{
    casus_reason *r = casus_reason_add(why, about, rule);
    if (!r) return;
    r->incident = to;
    r->value = value;
    r->words = words;
}

/* "..., how residents of X were tortured in 1982": not where the news goes on. */
static bool told_from_past(const casus_claim *b, const casus_claim *c, casus_day ref)
{
    enum { LONG_AGO = 90 };
    if (ref == CASUS_DAY_NONE || b->date.to == CASUS_DAY_NONE || b->date.to > ref - LONG_AGO) return false;
    return c->date.to == CASUS_DAY_NONE || c->date.to > ref - LONG_AGO;
}

/* "..., a day after B": told beside the news, which goes on without it. */
static bool is_other_day(const casus_claim *b)
{
    return b->from_claim && b->from_days != 0;
}

/* The last place in the sentences right before, finer than a country; NULL if there is none. */
static const casus_place *place_before(const casus_findings *f, uint32_t sentence)
{
    enum { BACK = 2 };
    const casus_place *best = NULL;
    for (uint32_t i = 0; i < f->places->n_place; i++) {
        const casus_place *p = &f->places->place[i];
        uint32_t at = f->text->token[p->first].sentence;
        if (at >= sentence) break;
        if (at + BACK < sentence || p->use != CASUS_PLACE_LITERAL || !p->resolved || p->entry.precision == CASUS_PREC_COUNTRY)
            continue;
        if (!best || f->text->token[best->first].sentence < at) best = p;
    }
    return best;
}

/* last: of each incident the sentence that told of it last. */
static casus_status inherit(const casus_findings *f, casus_arena *a, casus_incident *in, uint32_t n, const uint32_t *last)
{
    casus_reasons *why = f->reasons;
    for (uint32_t i = 0; i < n; i++) {
        casus_claim *c = &in[i].sum;
        for (uint32_t k = i; k-- > 0 && !c->n_place;) {
            const casus_claim *b = &in[k].sum;
            if (last[k] < c->sentence && c->sentence - last[k] > 3) break;
            if (!b->n_place || told_from_past(b, c, f->times->ref) || is_other_day(b)) continue;
            bool talk = strcmp(casus_type_family(c->type), "talk") == 0, force = strcmp(casus_type_family(b->type), "force") == 0;
            bool abroad = b->type == CASUS_TYPE_DISPLACEMENT && b->place[0]->entry.precision == CASUS_PREC_COUNTRY;
            if (abroad) continue; /* "3,000 fled into Thailand": where they went */
            if (talk && force && c->sentence > b->sentence) continue; /* people do not meet where others fight */
            if (c->apart || c->recall) break;
            if (join_places(a, c, b) != CASUS_OK) return CASUS_E_NOMEM;
            because_taken(why, CASUS_ABOUT_PLACES, i, "taken over from the incident told before", b->place[0]->entry.name,
                          b->place[0]->span);
        }
        const casus_place *told = c->n_place || c->apart || c->recall ? NULL : place_before(f, c->sentence);
        if (told) { /* else from the sentences before, though they tell of no incident */
            const casus_place **one = casus_arena_get(a, 1, sizeof *one);
            if (!one) return CASUS_E_NOMEM;
            one[0] = told;
            c->place = one;
            c->n_place = 1;
            because_taken(why, CASUS_ABOUT_PLACES, i, "the place told last before", told->entry.name, told->span);
        }
        for (uint32_t k = i + 1; k < n && !c->n_place; k++) { /* else from what follows close by */
            const casus_claim *b = &in[k].sum;
            if (b->sentence - c->sentence > 1 || b->apart || b->recall || c->recall || is_other_day(b)) break;
            if (join_places(a, c, b) != CASUS_OK) return CASUS_E_NOMEM;
            if (c->n_place)
                because_taken(why, CASUS_ABOUT_PLACES, i, "taken over from the incident told next", c->place[0]->entry.name,
                              c->place[0]->span);
        }
        if (!has_doer(c) && inherits_doers(c))
            for (uint32_t k = i; k-- > 0 && !has_doer(c);) {
                const casus_claim *b = &in[k].sum;
                if (c->sentence - b->sentence > 3) break;
                if (strcmp(casus_type_family(b->type), casus_type_family(c->type)) != 0) continue;
                if (join_doers(a, c, b) != CASUS_OK) return CASUS_E_NOMEM;
            }
        for (uint32_t k = i; k-- > 0 && !c->date.edtf[0] && !c->date.span.len && (!c->apart || c->one_of);) {
            const casus_claim *b = &in[k].sum;
            if (last[k] < c->sentence && c->sentence - last[k] > 3) break;
            if (b->apart && !b->date.edtf[0]) break;
            if (!b->date.edtf[0] || b->recall || is_other_day(b)) continue;
            if (b->date.basis == CASUS_BASIS_INFERRED && b->date.from == CASUS_DAY_NONE && b->date.to == CASUS_DAY_NONE)
                continue;
            if (c->recall) break;
            because_taken(why, CASUS_ABOUT_DATE, i, "taken over from the incident told before", (casus_str){0}, b->date.span);
            c->date = b->date;
            if (c->date.basis > CASUS_BASIS_INFERRED) c->date.basis = CASUS_BASIS_INFERRED;
            c->date.span.len = 0;
        }
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- keys */

static int year_of(casus_day d)
{
    int y = 0, m, day;
    if (d != CASUS_DAY_NONE) casus_day_split(d, &y, &m, &day);
    return y;
}

/* The time part of a key: the day; for what lies more than a year back, which reports date loosely, the year. */
static bool key_time(const casus_dating *d, casus_day ref, char *out, size_t size)
{
    enum { LONG_AGO = 330 };
    if (d->from == CASUS_DAY_NONE || d->to == CASUS_DAY_NONE) return false;
    bool long_ago = ref != CASUS_DAY_NONE ? d->to < ref - LONG_AGO : d->to - d->from > 1;
    if (long_ago && year_of(d->from) == year_of(d->to)) {
        snprintf(out, size, "%04d", year_of(d->from));
        return true;
    }
    char iso[16];
    casus_day_iso(d->from, iso);
    snprintf(out, size, "%s", iso);
    return d->to - d->from <= 1;
}

/* A key that no other report can have. */
static void own_key(casus_incident *in, casus_str report_id, uint32_t i)
{
    uint64_t h = casus_hash(report_id, 7);
    snprintf(in->event, sizeof in->event, "report-%08x%08x-%u", (unsigned)(h >> 32), (unsigned)(h & 0xffffffffu),
             (unsigned)i + 1);
}

/* The same event gets the same key in every report, without either knowing of the other: a named person is taken or killed once
 * (a year is enough to tell such events apart); else family, gazetteer entry and day. Where these are not known well enough the
 * key is of this report alone. */
static void set_key(const casus_findings *f, casus_incident *in, casus_str report_id, uint32_t i)
{
    const casus_claim *c = &in->sum;
    const char *family = c->type == CASUS_TYPE_RIOT ? "crowd" : casus_type_family(c->type);
    const casus_actor *who = victim_by_name(c);
    bool personal = strcmp(family, "hold") == 0 || strcmp(family, "other") == 0 ||
                    (strcmp(family, "force") == 0 && c->tally[CASUS_KILLED].set && c->tally[CASUS_KILLED].low == 1);
    if (who && personal) {
        int year = year_of(f->times->ref != CASUS_DAY_NONE ? f->times->ref : c->date.from);
        snprintf(in->event, sizeof in->event, "%s-person-%d-%08x", family, year,
                 (unsigned)(casus_hash(who->name, 3) & 0xffffffffu));
        return;
    }
    const casus_place *p = c->n_place ? c->place[0] : NULL;
    char when[16];
    if (p && p->resolved && p->entry.precision != CASUS_PREC_COUNTRY && key_time(&c->date, f->times->ref, when, sizeof when)) {
        uint64_t h = casus_hash(p->entry.name, casus_hash(casus_str_of(p->entry.country), 1));
        snprintf(in->event, sizeof in->event, "%s-%s-%08x", family, when, (unsigned)(h & 0xffffffffu));
        return;
    }
    own_key(in, report_id, i);
}

/* Keys of all incidents; of two with the same key in one report the later keeps to itself. */
static casus_status set_keys(const casus_findings *f, casus_incident *in, uint32_t n, casus_str report_id, casus_arena *a)
{
    uint32_t size = 16;
    while (size < n * 2)
        size *= 2;
    const char **slot = casus_arena_get(a, size, sizeof *slot);
    if (!slot) return CASUS_E_NOMEM;
    for (uint32_t k = 0; k < n; k++) {
        set_key(f, &in[k], report_id, k);
        uint32_t at = (uint32_t)casus_hash(casus_str_of(in[k].event), 5) & (size - 1);
        while (slot[at] && strcmp(slot[at], in[k].event) != 0)
            at = (at + 1) & (size - 1);
        if (slot[at])
            own_key(&in[k], report_id, k);
        else
            slot[at] = in[k].event;
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- */

/* The day a telling is taken to speak of while claims are compared: its own, else that of the telling right before. */
static void assume_date(const casus_claims *claims, uint32_t i, casus_dating *assumed)
{
    const casus_claim *c = &claims->claim[i];
    assumed[i] = c->date;
    if (c->date.edtf[0] || c->date.span.len || c->recall || i == 0) return;
    const casus_claim *b = &claims->claim[i - 1];
    if (!b->recall && c->sentence - b->sentence <= 1) assumed[i] = assumed[i - 1];
}

static int32_t best_incident(const casus_incident *in, uint32_t n, const casus_claim *c, const casus_dating *told,
                             const casus_dating *day, casus_day ref)
{
    enum { WINDOW = 200 }; /* incidents looked back over: reports have a few dozen, hostile pages any number */
    int32_t best = -1;
    float most = weight.join;
    for (uint32_t i = n > WINDOW ? n - WINDOW : 0; i < n; i++) {
        if (!c->refers && compare_dates(&told[i], day) < 0) continue;
        float v = fit(&in[i].sum, c, ref, NULL);
        if (v >= most) {
            most = v;
            best = (int32_t)i;
        }
    }
    return best;
}

/* Why a claim was joined, and what the sum takes from it. */
static void because_joined(casus_reasons *why, const casus_claim *sum, const casus_claim *c, uint32_t claim, uint32_t incident,
                           casus_day ref)
{
    size_t from = why->n;
    fit(sum, c, ref, why);
    bool names = sum->loose && !c->loose && !c->refers,
         suicide = c->type == CASUS_TYPE_SUICIDE_BOMBING && sum->type == CASUS_TYPE_BOMBING;
    if (names || suicide)
        casus_reason_add(why, CASUS_ABOUT_TYPE,
                         names ? "this telling names the type, the one before left it open"
                               : "this telling says it was by suicide");
    if (narrower(&c->date, &sum->date) || (!sum->date.edtf[0] && c->date.edtf[0]))
        casus_reason_add(why, CASUS_ABOUT_DATE, "the narrowest date of all tellings");
    for (int k = 0; k < CASUS_N_TALLY; k++)
        if (c->tally[k].set && sum->tally[k].set && compare_numbers(&sum->tally[k], &c->tally[k]) < 0)
            casus_reason_add(why, (casus_about)(CASUS_ABOUT_KILLED + k), "the tellings differ: the range is widened");
    for (; from < why->n; from++) {
        why->reason[from].claim = claim;
        why->reason[from].incident = incident;
    }
}

/* Hand each incident the list of its claims: counted first, then put in order. */
static casus_status list_claims(casus_arena *a, uint32_t n_claim, const int32_t *of, casus_incident *in, uint32_t n)
{
    uint32_t *index = casus_arena_get(a, n_claim, sizeof *index);
    uint32_t *next = casus_arena_get(a, n, sizeof *next);
    if (!index || !next) return CASUS_E_NOMEM;
    for (uint32_t i = 0; i < n_claim; i++)
        in[of[i]].n_claim++;
    for (uint32_t k = 0, at = 0; k < n; at += in[k++].n_claim) {
        in[k].claim = index + at;
        next[k] = at;
    }
    for (uint32_t i = 0; i < n_claim; i++)
        index[next[of[i]]++] = i;
    return CASUS_OK;
}

casus_status casus_incident_group(const casus_findings *f, const casus_claims *claims, casus_str report_id, casus_arena *a,
                                  casus_incidents *out, casus_err *err)
{
    *out = (casus_incidents){0};
    casus_incident *in = casus_arena_get(a, claims->n_claim, sizeof *in);
    int32_t *of = casus_arena_get(a, claims->n_claim, sizeof *of);
    casus_dating *day = casus_arena_get(a, claims->n_claim, sizeof *day);   /* of each claim */
    casus_dating *told = casus_arena_get(a, claims->n_claim, sizeof *told); /* of each incident's first claim */
    uint32_t *last = casus_arena_get(a, claims->n_claim, sizeof *last);     /* of each incident's last claim, the sentence */
    uint32_t n = 0;
    casus_status st = in && of && day && told && last ? CASUS_OK : CASUS_E_NOMEM;
    for (uint32_t i = 0; i < claims->n_claim && st == CASUS_OK; i++) {
        const casus_claim *c = &claims->claim[i];
        assume_date(claims, i, day);
        of[i] = best_incident(in, n, c, told, &day[i], f->times->ref);
        if (of[i] >= 0) {
            if (f->reasons) because_joined(f->reasons, &in[of[i]].sum, c, i, (uint32_t)of[i], f->times->ref);
            last[of[i]] = c->sentence;
            st = join(a, &in[of[i]].sum, c);
            continue;
        }
        of[i] = (int32_t)n;
        told[n] = day[i];
        last[n] = c->sentence;
        st = begin(a, &in[n], c);
        n++;
    }
    if (st == CASUS_OK) count_dates(claims, of, in);
    if (st == CASUS_OK) st = inherit(f, a, in, n, last);
    if (st != CASUS_OK) return casus_fail(err, st, "incidents", 0);
    if (list_claims(a, claims->n_claim, of, in, n) != CASUS_OK || set_keys(f, in, n, report_id, a) != CASUS_OK)
        return casus_fail(err, CASUS_E_NOMEM, "incidents", 0);
    for (uint32_t k = 0; k < n; k++) {
        drop_vague(&in[k].sum);
        tidy_evidence(&in[k].sum);
    }
    *out = (casus_incidents){in, n};
    return CASUS_OK;
}
