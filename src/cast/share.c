/* Where a report tells of several kinds of deed: which of them a phrase belongs to.
 *
 * The words of the sentences that name it speak for it: what kind of event stands in them and nearest to it, what it hangs on,
 * what the claims there say. Cost: linear in the words of these sentences, for the few phrases that are cast.
 */
#include "room.h"

/* The event word nearest to a phrase, in its sentence; CAST_NO_TOKEN: there is none. */
static uint32_t event_beside(const cast_report *r, const casus_sentence *s, uint32_t h)
{
    uint32_t best = CAST_NO_TOKEN, least = UINT32_MAX;
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        uint32_t d = i > h ? i - h : h - i;
        if (r->event[i].n && d < least) best = i, least = d;
    }
    return best;
}

static void describe_sentence(cast_report *r, const casus_sentence *s, const char *what, const char *verbs, casus_str role,
                              cast_list *l)
{
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        if (r->event[i].n) SAY(l, what, role, r->event[i]);
        if (r->cls[i].n || cast_pos(r, i) == CASUS_POS_VERB) SAY(l, verbs, cast_tok(r, i)->norm);
        if (r->event[i].n && r->group[i].n) SAY(l, verbs, cast_z("group"), r->group[i]);
    }
}

static void describe_claims(cast_report *r, uint32_t h, casus_str role, cast_list *l)
{
    for (uint32_t i = 0; i < r->claims->n_claim; i++) {
        const casus_claim *c = &r->claims->claim[i];
        if (c->sentence != cast_tok(r, h)->sentence) continue;
        SAY(l, "4c", role, cast_z(casus_type_name(c->type)));
        if (r->told[h]) SAY(l, "4ct", role, cast_z(casus_type_name(c->type)));
    }
}

static void describe_mention(cast_report *r, uint32_t h, casus_str role, cast_list *l)
{
    uint32_t k = cast_tok(r, h)->sentence;
    const casus_sentence *s = &r->f->text->sentence[k];
    uint32_t event = event_beside(r, s, h);
    if (event != CAST_NO_TOKEN) {
        SAY(l, "4n", role, r->event[event]);
        SAY(l, "4nw", cast_tok(r, event)->norm);
    } else {
        SAY(l, "4n", role, cast_z("none"));
    }
    describe_sentence(r, s, "4e", "4v", role, l);
    if (k) describe_sentence(r, s - 1, "4b", "4bv", role, l);
    describe_claims(r, h, role, l);
    SAY(l, "4h", role, cast_tok(r, h)->norm);
    if (r->group[h].n) SAY(l, "4hg", role, r->group[h]);
    SAY(l, "4s", role, cast_sort(r, h));
    uint32_t g = cast_parsed(r, h) ? cast_head(r, cast_leader(r, h)) : CAST_NO_TOKEN;
    if (g == CAST_NO_TOKEN) return;
    SAY(l, "4g", role, cast_tok(r, g)->norm);
    if (r->group[g].n) SAY(l, "4gg", role, r->group[g]);
}

void cast_describe_share(cast_report *r, const float kind[CASUS_N_DEED], const cast_candidate *c, int role, cast_list *l)
{
    enum { MOST_MENTIONS = 12 };
    casus_str name = cast_z(casus_cast_name((casus_cast_role)role));
    SAY(l, "4", name);
    for (int k = 0; k < CASUS_N_DEED; k++)
        SAY(l, "4p", cast_z(casus_deed_name((casus_deed_kind)k)), cast_level(kind[k]));
    for (uint32_t i = 0; i < c->n_at && i < MOST_MENTIONS; i++)
        describe_mention(r, c->at[i].head, name, l);
    cast_tidy(l);
}
