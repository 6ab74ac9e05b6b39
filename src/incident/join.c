/* A telling joined to an incident: lists grow, the better known replaces the vague, counts that differ become a range.
 */
#include "incident/group.h"

#include <string.h>

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

casus_status join_parts(casus_arena *a, casus_claim *sum, const casus_claim *c)
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

casus_status join_places(casus_arena *a, casus_claim *sum, const casus_claim *c)
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

bool narrower(const casus_dating *a, const casus_dating *b)
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
casus_status begin_incident(casus_arena *a, casus_incident *in, const casus_claim *c)
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

casus_status join_claim(casus_arena *a, casus_claim *sum, const casus_claim *c)
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
