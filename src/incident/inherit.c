/* What a telling leaves open and the report has set before: place, day, who flies or talks. */
#include "incident/group.h"

#include <string.h>

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
void count_dates(const casus_claims *claims, const int32_t *of, casus_incident *in)
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

static void take_date(casus_reasons *why, uint32_t to, casus_claim *c, const casus_claim *of, const char *rule)
{
    because_taken(why, CASUS_ABOUT_DATE, to, rule, (casus_str){0}, of->date.span);
    c->date = of->date;
    if (c->date.basis > CASUS_BASIS_INFERRED) c->date.basis = CASUS_BASIS_INFERRED;
    c->date.span.len = 0;
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

/* A heading that is a place and no more, among the sentences (after, sentence): "Rakhine State" over a list. NULL: none. */
static const casus_place *heading_place(const casus_findings *f, uint32_t after, uint32_t sentence)
{
    enum { BACK = 6, MOST_WORDS = 4 };
    const casus_place *best = NULL;
    for (uint32_t i = 0; i < f->places->n_place; i++) {
        const casus_place *p = &f->places->place[i];
        uint32_t at = f->text->token[p->first].sentence;
        const casus_sentence *sent = &f->text->sentence[at];
        if (at >= sentence) break;
        bool whole = p->first == sent->first && p->n == sent->n && sent->n <= MOST_WORDS;
        if (whole && at >= after && at + BACK >= sentence && p->resolved && p->entry.precision != CASUS_PREC_COUNTRY) best = p;
    }
    return best;
}

static casus_status take_place(casus_arena *a, casus_reasons *why, casus_claim *c, uint32_t to, const casus_place *p, const char *rule)
{
    const casus_place **one = casus_arena_get(a, 1, sizeof *one);
    if (!one) return CASUS_E_NOMEM;
    one[0] = p;
    c->place = one;
    c->n_place = 1;
    because_taken(why, CASUS_ABOUT_PLACES, to, rule, p->entry.name, p->span);
    return CASUS_OK;
}

/* last: of each incident the sentence that told of it last. */
casus_status inherit(const casus_findings *f, casus_arena *a, casus_incident *in, uint32_t n, const uint32_t *last)
{
    casus_reasons *why = f->reasons;
    for (uint32_t i = 0; i < n; i++) {
        casus_claim *c = &in[i].sum;
        const casus_place *over = c->n_place ? NULL : heading_place(f, i ? in[i - 1].sum.sentence : 0, c->sentence);
        if (over && take_place(a, why, c, i, over, "the heading over it") != CASUS_OK) return CASUS_E_NOMEM;
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
        if (told && take_place(a, why, c, i, told, "the place told last before") != CASUS_OK)
            return CASUS_E_NOMEM; /* else from the sentences before, though they tell of no incident */
        for (uint32_t k = i + 1; k < n && !c->n_place; k++) { /* else from what follows close by */
            const casus_claim *b = &in[k].sum;
            if (b->sentence - c->sentence > 1 || b->apart || b->recall || c->recall || c->running || is_other_day(b)) break;
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
            if (!b->date.edtf[0] || b->recall || b->running || is_other_day(b)) continue;
            if (b->date.basis == CASUS_BASIS_INFERRED && b->date.from == CASUS_DAY_NONE && b->date.to == CASUS_DAY_NONE)
                continue;
            if (c->recall) break;
            take_date(why, i, c, b, "taken over from the incident told before");
        }
    }
    return CASUS_OK;
}
