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
        while (i + n < part.n && part.p[i + n] != ' ')
            n++;
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
            for (uint32_t k = 0; k < n_pick && !known; k++)
                known = pick[k] == i || same_thing(r, &c[i], &c[pick[k]], role);
            if (!known) best = i;
        }
        if (best == UINT32_MAX) break;
        pick[n_pick++] = best;
    }
    return n_pick;
}

/* ---------------------------------------------------------------- weighing */

static uint32_t number(void *ctx, casus_str name)
{
    return cast_slot(ctx, name);
}

static float sum(const casus_cast *m, const cast_list *l, int column)
{
    int32_t s = 0;
    for (size_t i = 0; i < l->n; i++)
        s += m->slot[l->id[i]].w[column];
    return (float)s / 256;
}

/* ---------------------------------------------------------------- sharing out */

bool cast_fits_role(int kind, int role)
{
    if (kind == CASUS_DEED_KIDNAPPING) return role != CASUS_CAST_TARGET && role != CASUS_CAST_WEAPON;
    return !(kind == CASUS_DEED_ARSON && role == CASUS_CAST_WEAPON);
}

/* The kinds of deed that are told. */
typedef struct {
    float p[CASUS_N_DEED];
    bool told[CASUS_N_DEED];
} kinds;

/* Which of the kinds that are told each candidate that was picked belongs to, as bits: the one that most speaks for, and others
 * that enough speaks for. */
static bool share_out(cast_report *r, const uint32_t *pick, uint32_t n_pick, int role, const kinds *all, cast_sharing sharing,
                      uint8_t *of)
{
    static const float enough = 0.5f;
    uint32_t told = 0;
    for (int k = 0; k < CASUS_N_DEED; k++)
        if (all->told[k] && cast_fits_role(k, role)) told |= 1u << k;
    for (uint32_t i = 0; i < n_pick; i++) {
        float q[CASUS_N_DEED];
        int best = CAST_NONE;
        of[i] = (uint8_t)told;
        if (!(told & (told - 1))) continue; /* one or none */
        if (!sharing.weigh(sharing.ctx, r, pick[i], role, q)) return false;
        for (int k = 0; k < CASUS_N_DEED; k++) {
            if (!(told >> k & 1)) continue;
            if (q[k] < enough) of[i] &= (uint8_t) ~(1u << k);
            if (best == CAST_NONE || q[k] > q[best]) best = k;
        }
        of[i] |= (uint8_t)(1u << best);
    }
    return true;
}

/* One candidate in one role of a kind of deed, and which of the deeds of that kind it was dealt to. */
typedef struct {
    const cast_candidate *c;
    int role;
    uint32_t part;
} dealt;
#define ALL_PARTS UINT32_MAX
enum { MOST_PARTS = 8 };

/* How many sentences lie between two candidates where they come nearest. */
static uint32_t apart(const cast_report *r, const cast_candidate *a, const cast_candidate *b)
{
    uint32_t best = UINT32_MAX;
    for (uint32_t i = 0; i < a->n_at; i++)
        for (uint32_t k = 0; k < b->n_at; k++) {
            uint32_t s = cast_tok(r, a->at[i].head)->sentence, t = cast_tok(r, b->at[k].head)->sentence,
                     d = s > t ? s - t : t - s;
            if (d < best) best = d;
        }
    return best;
}

static bool is_struck(int role)
{
    return role == CASUS_CAST_TARGET || role == CASUS_CAST_VICTIM;
}

/* The part whose victims and targets come nearest. joins: only parts that a candidate in this role may join. */
static uint32_t nearest_part(const cast_report *r, const dealt *d, uint32_t n, uint32_t of, bool joins)
{
    enum { NEXT_SENTENCE = 1 };
    uint32_t best = ALL_PARTS, least = 0;
    bool may[MOST_PARTS] = {false};
    for (uint32_t i = 0; i < n && joins; i++)
        if (d[i].part < MOST_PARTS && is_struck(d[i].role))
            may[d[i].part] = may[d[i].part] || d[i].role != d[of].role || apart(r, d[i].c, d[of].c) <= NEXT_SENTENCE;
    for (uint32_t i = 0; i < n; i++) {
        if (i == of || d[i].part >= MOST_PARTS || !is_struck(d[i].role) || (joins && !may[d[i].part])) continue;
        uint32_t far = apart(r, d[i].c, d[of].c);
        if (best == ALL_PARTS || far < least || (far == least && d[i].part < best)) best = d[i].part, least = far;
    }
    return best;
}

/* Victims who are told of two sentences apart or more nearly always suffered in different deeds (of pairs in the reports that
 * were learned from, 79 of 92), in one sentence in the same (149 of 151); so do things struck. Surest first; only a sure one
 * opens a part. Doers and weapons go with what is nearest, bodies are behind all parts. Returns the number of parts. */
static uint32_t part_deeds(const cast_report *r, dealt *d, uint32_t n)
{
    static const float opens = 0.3f;
    uint32_t n_part = 0;
    for (uint32_t i = 0; i < n; i++)
        d[i].part = ALL_PARTS;
    for (;;) {
        uint32_t next = n;
        for (uint32_t i = 0; i < n; i++)
            if (is_struck(d[i].role) && d[i].part == ALL_PARTS &&
                (next == n || d[i].c->p[d[i].role] > d[next].c->p[d[next].role]))
                next = i;
        if (next == n) break;
        uint32_t part = nearest_part(r, d, n, next, true);
        if (part == ALL_PARTS && n_part && (n_part == MOST_PARTS || d[next].c->p[d[next].role] < opens)) part = 0;
        d[next].part = part == ALL_PARTS ? n_part++ : part;
    }
    for (uint32_t i = 0; i < n; i++)
        if (d[i].role == CASUS_CAST_DOER || d[i].role == CASUS_CAST_WEAPON) d[i].part = nearest_part(r, d, n, i, false);
    return n_part ? n_part : 1;
}

/* The incident of such a type that is told nearest to the victims and targets of the deed, the first among equals. */
static uint32_t incident_of(const cast_report *r, int kind, const dealt *d, uint32_t n, uint32_t part)
{
    static const uint32_t of[CASUS_N_DEED] = {
        [CASUS_DEED_ATTACK] = 1u << CASUS_TYPE_SHOOTING | 1u << CASUS_TYPE_EXECUTION | 1u << CASUS_TYPE_ATTACK_CIVILIANS |
                              1u << CASUS_TYPE_ARMED_CLASH,
        [CASUS_DEED_BOMBING] = 1u << CASUS_TYPE_BOMBING | 1u << CASUS_TYPE_SUICIDE_BOMBING | 1u << CASUS_TYPE_SHELLING |
                               1u << CASUS_TYPE_AIR_STRIKE,
        [CASUS_DEED_KIDNAPPING] = 1u << CASUS_TYPE_ABDUCTION_DETENTION,
    };
    uint32_t best = CASUS_NO_INCIDENT, least = UINT32_MAX;
    for (uint32_t i = 0; i < r->incidents->n_incident; i++) {
        const casus_incident *in = &r->incidents->incident[i];
        if (!(of[kind] >> in->sum.type & 1)) continue;
        uint32_t far = UINT32_MAX - 1;
        for (uint32_t k = 0; k < in->n_claim; k++) {
            uint32_t s = r->claims->claim[in->claim[k]].sentence;
            for (uint32_t j = 0; j < n; j++)
                for (uint32_t m = 0; d[j].part == part && is_struck(d[j].role) && m < d[j].c->n_at; m++) {
                    uint32_t t = cast_tok(r, d[j].c->at[m].head)->sentence, gap = s > t ? s - t : t - s;
                    if (gap < far) far = gap;
                }
        }
        if (far < least) best = i, least = far;
    }
    return best;
}

/* The deeds of one kind. */
static bool fill_kind(cast_report *r, const cast_candidate *c, const kinds *all, int kind, const uint32_t *const *pick,
                      const uint32_t *n_pick, const uint8_t *const *of, casus_deeds *out)
{
    uint32_t n = 0, most = 0;
    for (int role = 0; role < CASUS_N_CAST; role++)
        most += n_pick[role];
    dealt *d = casus_arena_get(r->a, most + 1, sizeof *d);
    if (!d) return false;
    for (int role = 0; role < CASUS_N_CAST; role++)
        for (uint32_t k = 0; k < n_pick[role]; k++)
            if (of[role][k] >> kind & 1) d[n++] = (dealt){&c[pick[role][k]], role, 0};
    uint32_t n_part = part_deeds(r, d, n);
    for (uint32_t part = 0; part < n_part; part++) {
        casus_cast_member *m = casus_arena_get(r->a, n + 1, sizeof *m);
        uint32_t n_member = 0;
        if (!m) return false;
        for (uint32_t i = 0; i < n; i++) {
            if (d[i].part != part && d[i].part != ALL_PARTS) continue;
            const cast_phrase *at = &d[i].c->at[0];
            m[n_member++] = (casus_cast_member){
                (casus_cast_role)d[i].role, casus_text_cover(r->f->text, at->first, at->end - at->first), d[i].c->p[d[i].role]};
        }
        out->deed[out->n_deed++] =
            (casus_deed){(casus_deed_kind)kind, all->p[kind], incident_of(r, kind, d, n, part), m, n_member};
    }
    return true;
}

bool cast_deal(cast_report *r, const cast_candidate *c, uint32_t n, const float p[CASUS_N_DEED],
               const float floor_of_kind[CASUS_N_DEED], const float floor_of_role[CASUS_N_CAST], cast_sharing sharing,
               casus_deeds *out)
{
    uint32_t *pick[CASUS_N_CAST], n_pick[CASUS_N_CAST];
    uint8_t *of[CASUS_N_CAST];
    kinds all = {0};
    bool any = false;
    out->deed = casus_arena_get(r->a, CASUS_N_DEED * MOST_PARTS, sizeof *out->deed);
    if (!out->deed) return false;
    for (int k = 0; k < CASUS_N_DEED; k++) {
        all.p[k] = p[k];
        all.told[k] = p[k] >= floor_of_kind[k];
        any = any || all.told[k];
    }
    if (!any) return true;
    for (int role = 0; role < CASUS_N_CAST; role++) {
        pick[role] = casus_arena_get(r->a, n + 1, sizeof **pick);
        if (!pick[role]) return false;
        n_pick[role] = cast_pick(r, c, n, role, floor_of_role[role], pick[role]);
        of[role] = casus_arena_get(r->a, n_pick[role] + 1, 1);
        if (!of[role] || !share_out(r, pick[role], n_pick[role], role, &all, sharing, of[role])) return false;
    }
    for (int k = 0; k < CASUS_N_DEED; k++)
        if (all.told[k] && !fill_kind(r, c, &all, k, (const uint32_t *const *)pick, n_pick, (const uint8_t *const *)of, out))
            return false;
    return true;
}

/* The weights, and what they are of. */
typedef struct {
    const casus_cast *m;
    const cast_candidate *c;
    const float *p;
} weighing;

static bool weigh(void *ctx, cast_report *r, uint32_t candidate, int role, float q[CASUS_N_DEED])
{
    const weighing *w = ctx;
    cast_list l = {0};
    cast_describe_share(r, w->p, &w->c[candidate], role, &l);
    for (int k = 0; k < CASUS_N_DEED; k++)
        q[k] = cast_logistic(sum(w->m, &l, k));
    return !r->failed;
}

static bool find_cast(const casus_cast *m, cast_report *r, const float sums[CASUS_N_DEED], float p[CASUS_N_DEED],
                      casus_deeds *out)
{
    cast_candidate *c;
    uint32_t n;
    cast_list l = {0};
    if (!cast_find_candidates(r, &c, &n)) return false;
    for (uint32_t i = 0; i < n; i++) {
        cast_describe(r, &c[i], p);
        for (int role = 0; role < CASUS_N_CAST; role++)
            c[i].p[role] = cast_logistic(sum(m, &c[i].list, role));
    }
    cast_describe_told(r, p, c, n, &l); /* the kinds once more, now that it is known who and what may be cast */
    for (int k = 0; k < CASUS_N_DEED; k++)
        p[k] = cast_logistic((sums[k] + sum(m, &l, k)) / 2);
    cast_list *again = casus_arena_get(r->a, n + 1, sizeof *again);
    if (!again || !cast_describe_again(r, p, c, n, again)) return false;
    for (uint32_t i = 0; i < n; i++)
        for (int role = 0; role < CASUS_N_CAST && again[i].n; role++)
            c[i].p[role] = cast_logistic((sum(m, &c[i].list, role) + sum(m, &again[i], role)) / 2);
    weighing w = {m, c, p};
    return !r->failed && cast_deal(r, c, n, p, m->floor_of_kind, m->floor_of_role, (cast_sharing){weigh, &w}, out) &&
           !r->failed;
}

casus_status casus_cast_find(const casus_cast *m, const casus_lexicon *lex, const casus_findings *f, const casus_claims *claims,
                             const casus_incidents *incidents, casus_arena *a, casus_deeds *out, casus_err *err)
{
    *out = (casus_deeds){0};
    if (!claims->n_claim) return CASUS_OK;
    cast_report r = {.lex = lex,
                     .f = f,
                     .claims = claims,
                     .incidents = incidents,
                     .a = a,
                     .groups = &m->groups,
                     .numbers = {number, (void *)(uintptr_t)m}};
    static const float HARDLY = 0.04f; /* below it for all kinds, phrases are not looked at */
    cast_list l = {0};
    float sums[CASUS_N_DEED], p[CASUS_N_DEED];
    bool any = false;
    if (!cast_open_report(&r)) return casus_fail(err, CASUS_E_NOMEM, "deeds", 0);
    cast_describe_report(&r, &l);
    for (int k = 0; k < CASUS_N_DEED; k++) {
        sums[k] = sum(m, &l, k);
        p[k] = cast_logistic(sums[k]);
        any = any || p[k] >= HARDLY;
    }
    if (r.failed || (any && !find_cast(m, &r, sums, p, out))) {
        *out = (casus_deeds){0};
        return casus_fail(err, CASUS_E_NOMEM, "deeds", 0);
    }
    return CASUS_OK;
}
