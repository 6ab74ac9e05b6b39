/* Claims of one report -> incidents. Claims are taken in text order. Each joins the incident it fits best (fit.c), or opens one.
 */
#include "incident/group.h"

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
    const float JOINS = 1.1f;
    int32_t best = -1;
    float most = JOINS;
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
            st = join_claim(a, &in[of[i]].sum, c);
            continue;
        }
        of[i] = (int32_t)n;
        told[n] = day[i];
        last[n] = c->sentence;
        st = begin_incident(a, &in[n], c);
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
