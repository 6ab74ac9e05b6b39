/* Which deeds a report tells, and who and what stands where in them. */
#include "room.h"

#include <stdlib.h>
#include <string.h>

const char *casus_deed_name(casus_deed_kind k)
{
#define NAME(id, name) name,
    static const char *const name[] = {CASUS_DEED_MAP(NAME)};
    return (unsigned)k < CASUS_N_DEED ? name[k] : "";
}

const char *casus_cast_name(casus_cast_role r)
{
    static const char *const name[] = {CASUS_CAST_MAP(NAME)};
#undef NAME
    return (unsigned)r < CASUS_N_CAST ? name[r] : "";
}

/* ---------------------------------------------------------------- choosing */

static bool same_head(const cast_candidate *a, const cast_candidate *b)
{
    for (uint32_t i = 0; i < a->n_at; i++)
        for (uint32_t k = 0; k < b->n_at; k++) {
            const cast_phrase *p = &a->at[i], *q = &b->at[k];
            if (p->head == q->head || (p->first < q->end && q->first < p->end)) return true;
        }
    return false;
}

static bool has_word(casus_str key, casus_str w)
{
    for (size_t i = 0; i + w.n <= key.n; i++)
        if ((i == 0 || key.p[i - 1] == ' ') && (i + w.n == key.n || key.p[i + w.n] == ' ') && memcmp(key.p + i, w.p, w.n) == 0)
            return true;
    return false;
}

/* Every word of the shorter one is in the longer one. */
static bool part_of(casus_str part, casus_str whole)
{
    size_t i = 0;
    while (i < part.n) {
        size_t n = 0;
        while (i + n < part.n && part.p[i + n] != ' ') n++;
        if (!has_word(whole, (casus_str){part.p + i, n})) return false;
        i += n + 1;
    }
    return true;
}

static int32_t entity_of(const cast_report *r, const cast_candidate *c)
{
    int32_t at = r->actor_at[c->at[0].head];
    if (at == CAST_NONE || r->f->actors->actor[at].generic) return 0;
    return r->f->actors->actor[at].entity;
}

/* Do both candidates name one thing? */
static bool same_thing(const cast_report *r, const cast_candidate *a, const cast_candidate *b, int role)
{
    if (same_head(a, b) || part_of(a->key, b->key) || part_of(b->key, a->key)) return true;
    if (role == CASUS_CAST_TARGET || role == CASUS_CAST_WEAPON) return false;
    int32_t e = entity_of(r, a), f = entity_of(r, b);
    return e && e == f && r->actor_at[a->at[0].head] != CAST_NONE && r->actor_at[b->at[0].head] != CAST_NONE;
}

uint32_t cast_pick(const cast_report *r, const cast_candidate *c, uint32_t n, int role, float floor, uint32_t *pick)
{
    enum { MOST_PICKED = 24 };
    uint32_t n_pick = 0;
    while (n_pick < MOST_PICKED) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < n; i++) {
            if (c[i].p[role] < floor || (best != UINT32_MAX && c[i].p[role] <= c[best].p[role])) continue;
            bool known = false;
            for (uint32_t k = 0; k < n_pick && !known; k++) known = pick[k] == i || same_thing(r, &c[i], &c[pick[k]], role);
            if (!known) best = i;
        }
        if (best == UINT32_MAX) break;
        pick[n_pick++] = best;
    }
    return n_pick;
}

/* ---------------------------------------------------------------- weighing */

static uint32_t number(void *ctx, casus_str name) { return cast_slot(ctx, name); }

static float sum(const casus_cast *m, const cast_list *l, int column)
{
    int32_t s = 0;
    for (size_t i = 0; i < l->n; i++) s += m->slot[l->id[i]].w[column];
    return (float)s / 256;
}

/* ---------------------------------------------------------------- sharing out */

/* The kind of deed an event word of the lexicon may be of. */
static bool tells(casus_str event, int kind)
{
    static const char *const of[CASUS_N_DEED][4] = {
        [CASUS_DEED_ATTACK] = {"e:shooting", "e:execution", "e:attack", "e:kill"},
        [CASUS_DEED_BOMBING] = {"e:bombing", "e:suicide_bombing", "e:shelling", "e:air_strike"},
        [CASUS_DEED_KIDNAPPING] = {"e:abduction_detention"},
    };
    for (int k = 0; k < 4 && of[kind][k]; k++)
        if (casus_str_is(event, of[kind][k])) return true;
    return false;
}

/* How far a candidate stands from the nearest word that tells of such a deed, in words. */
static uint32_t distance(const cast_report *r, const cast_candidate *c, int kind)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < c->n_at; i++) {
        const casus_sentence *s = &r->f->text->sentence[cast_tok(r, c->at[i].head)->sentence];
        for (uint32_t k = s->first; k < s->first + s->n; k++) {
            uint32_t d = k > c->at[i].head ? k - c->at[i].head : c->at[i].head - k;
            if (d < best && r->event[k].n && tells(r->event[k], kind)) best = d;
        }
    }
    return best;
}

static bool fits_role(int kind, int role)
{
    if (kind == CASUS_DEED_KIDNAPPING) return role != CASUS_CAST_TARGET && role != CASUS_CAST_WEAPON;
    return !(kind == CASUS_DEED_ARSON && role == CASUS_CAST_WEAPON);
}

/* Does the candidate belong to this deed rather than to another? Those who act are taken to be behind all of them. */
static bool belongs(const cast_report *r, const cast_candidate *c, int role, const casus_deeds *all, uint32_t which)
{
    if (!fits_role(all->deed[which].kind, role)) return false;
    if (role == CASUS_CAST_DOER || role == CASUS_CAST_BODY) return true;
    uint32_t best = which, least = distance(r, c, (int)all->deed[which].kind);
    for (uint32_t k = 0; k < all->n_deed; k++) {
        if (k == which || !fits_role(all->deed[k].kind, role)) continue;
        uint32_t d = distance(r, c, (int)all->deed[k].kind);
        if (d < least || (d == least && k < best)) best = k, least = d;
    }
    return best == which;
}

static uint32_t incident_of(const casus_incidents *in, int kind)
{
    static const uint32_t of[CASUS_N_DEED] = {
        [CASUS_DEED_ATTACK] = 1u << CASUS_TYPE_SHOOTING | 1u << CASUS_TYPE_EXECUTION | 1u << CASUS_TYPE_ATTACK_CIVILIANS | 1u << CASUS_TYPE_ARMED_CLASH,
        [CASUS_DEED_BOMBING] = 1u << CASUS_TYPE_BOMBING | 1u << CASUS_TYPE_SUICIDE_BOMBING | 1u << CASUS_TYPE_SHELLING | 1u << CASUS_TYPE_AIR_STRIKE,
        [CASUS_DEED_KIDNAPPING] = 1u << CASUS_TYPE_ABDUCTION_DETENTION,
    };
    for (uint32_t i = 0; i < in->n_incident; i++)
        if (of[kind] >> in->incident[i].sum.type & 1) return i;
    return CASUS_NO_INCIDENT;
}

static bool fill_deed(cast_report *r, const cast_candidate *c, const casus_deeds *all, uint32_t which, const uint32_t *const *pick,
                      const uint32_t *n_pick)
{
    uint32_t n = 0;
    for (int role = 0; role < CASUS_N_CAST; role++) n += n_pick[role];
    casus_cast_member *m = casus_arena_get(r->a, n + 1, sizeof *m);
    if (!m) return false;
    n = 0;
    for (int role = 0; role < CASUS_N_CAST; role++)
        for (uint32_t k = 0; k < n_pick[role]; k++) {
            const cast_candidate *x = &c[pick[role][k]];
            if (!belongs(r, x, role, all, which)) continue;
            m[n++] = (casus_cast_member){(casus_cast_role)role, casus_text_cover(r->f->text, x->at[0].first, x->at[0].end - x->at[0].first), x->p[role]};
        }
    all->deed[which].member = m;
    all->deed[which].n_member = n;
    return true;
}

static bool find_cast(const casus_cast *m, cast_report *r, const float *kind, const casus_deeds *out)
{
    cast_candidate *c;
    uint32_t n, *pick[CASUS_N_CAST], n_pick[CASUS_N_CAST];
    if (!cast_find_candidates(r, &c, &n)) return false;
    for (uint32_t i = 0; i < n; i++) {
        cast_describe(r, &c[i], kind);
        for (int role = 0; role < CASUS_N_CAST; role++) c[i].p[role] = cast_logistic(sum(m, &c[i].list, role));
    }
    for (int role = 0; role < CASUS_N_CAST; role++) {
        pick[role] = casus_arena_get(r->a, n + 1, sizeof **pick);
        if (!pick[role]) return false;
        n_pick[role] = cast_pick(r, c, n, role, m->floor_of_role[role], pick[role]);
    }
    for (uint32_t k = 0; k < out->n_deed; k++)
        if (!fill_deed(r, c, out, k, (const uint32_t *const *)pick, n_pick)) return false;
    return !r->failed;
}

casus_status casus_cast_find(const casus_cast *m, const casus_lexicon *lex, const casus_findings *f, const casus_claims *claims,
                             const casus_incidents *incidents, casus_arena *a, casus_deeds *out, casus_err *err)
{
    *out = (casus_deeds){0};
    if (!claims->n_claim) return CASUS_OK;
    cast_report r = {.lex = lex, .f = f, .claims = claims, .incidents = incidents, .a = a, .numbers = {number, (void *)(uintptr_t)m}};
    cast_list l = {0};
    float kind[CASUS_N_DEED];
    out->deed = casus_arena_get(a, CASUS_N_DEED, sizeof *out->deed);
    if (!out->deed || !cast_open_report(&r)) return casus_fail(err, CASUS_E_NOMEM, "deeds", 0);
    cast_describe_report(&r, &l);
    for (int k = 0; k < CASUS_N_DEED; k++) {
        kind[k] = cast_logistic(sum(m, &l, k));
        if (kind[k] >= m->floor_of_kind[k])
            out->deed[out->n_deed++] = (casus_deed){.kind = (casus_deed_kind)k, .weight = kind[k], .incident = incident_of(incidents, k)};
    }
    if (r.failed || (out->n_deed && !find_cast(m, &r, kind, out))) {
        *out = (casus_deeds){0};
        return casus_fail(err, CASUS_E_NOMEM, "deeds", 0);
    }
    return CASUS_OK;
}
