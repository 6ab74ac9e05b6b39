/* What speaks for or against a phrase, by name.
 *
 * A feature is a short text, "rg:nsubj:pass:killed": what is looked at, then what was seen. Features of a head are made once
 * and shared by all ways to cut its phrase; a candidate has those of all its mentions, each once. Cost: some fifty short texts
 * a head, hashed.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NAME = 120, MOST_CLIMB = 4 };

/* ---------------------------------------------------------------- writing names */

static void keep(cast_report *r, cast_list *l, uint32_t id)
{
    if (id == CAST_NO_FEATURE || r->failed) return;
    uint32_t *p = casus_arena_grow(r->a, l->id, l->n, l->n + 1, sizeof *p, &l->cap);
    if (!p) {
        r->failed = true;
        return;
    }
    l->id = p;
    l->id[l->n++] = id;
}

void cast_say(cast_report *r, cast_list *l, const char *what, cast_parts v)
{
    char z[MOST_NAME];
    size_t n = strlen(what);
    memcpy(z, what, n);
    for (int k = 0; k < 5 && v.part[k].p; k++) {
        size_t m = v.part[k].n < 40 ? v.part[k].n : 40;
        if (n + m + 1 > sizeof z) break;
        z[n++] = ':';
        if (m) memcpy(z + n, v.part[k].p, m);
        n += m;
    }
    for (size_t i = 0; i < n; i++)
        if (z[i] == '\t' || z[i] == '\n' || z[i] == '\r') z[i] = ' ';
    keep(r, l, r->numbers.number(r->numbers.ctx, (casus_str){z, n}));
}

casus_str cast_bucket(uint32_t n)
{
    static const char *const name[] = {"0", "1", "2", "3", "4-5", "6-8", "9-14", "15+"};
    static const uint32_t upto[] = {0, 1, 2, 3, 5, 8, 14};
    int k = 0;
    while (k < 7 && n > upto[k])
        k++;
    return cast_z(name[k]);
}

/* ---------------------------------------------------------------- words */

static casus_str word(const cast_report *r, uint32_t i, uint32_t from, uint32_t to)
{
    return i >= from && i < to ? cast_tok(r, i)->norm : cast_z("-");
}

static casus_str rel_of(const cast_report *r, uint32_t i)
{
    return cast_z(casus_rel_name((casus_rel)r->dep[i].rel));
}

static casus_str class_of(const cast_report *r, uint32_t i)
{
    if (r->cls[i].n) return r->cls[i];
    if (r->narrow_at[i] != CAST_NONE) return cast_z("name");
    return cast_z(casus_pos_name(cast_pos(r, i)));
}

/* The broadest word for what a phrase is. */
casus_str cast_sort(const cast_report *r, uint32_t h)
{
    if (r->actor_at[h] != CAST_NONE) {
        const casus_actor *a = &r->f->actors->actor[r->actor_at[h]];
        static const char *const named[] = {"?", "STATE", "FORCES", "ARMED", "ORG", "MEDIA", "PERSON", "CIVIL", "GROUP"};
        static const char *const generic[] = {"?", "state", "forces", "armed", "org", "media", "person", "civil", "group"};
        unsigned k = (unsigned)a->kind < 9 ? (unsigned)a->kind : 0;
        return cast_z(a->generic ? generic[k] : named[k]);
    }
    if (r->narrow_at[h] != CAST_NONE) {
        static const char *const name[] = {"Place", "x", "Body", "Person"};
        unsigned k = r->f->parse->name[r->narrow_at[h]].kind;
        return cast_z(k < 4 ? name[k] : "Name");
    }
    if (r->place_at[h] != CAST_NONE) return cast_z("place");
    if (r->cls[h].n) return r->cls[h];
    return cast_z(cast_pos(r, h) == CASUS_POS_PROPN ? "propn" : "noun");
}

/* Its tag; where the sentence was not parsed, its part of speech. */
static casus_str tag_of(const cast_report *r, uint32_t i)
{
    return cast_z(cast_parsed(r, i) ? casus_tag_name((casus_tag)r->dep[i].tag) : casus_pos_name(cast_pos(r, i)));
}

/* What a phrase is joined to stands for it: the relation and head of the first of a list. */
uint32_t cast_leader(const cast_report *r, uint32_t h)
{
    for (int k = 0; k < MOST_CLIMB && r->dep[h].rel == CASUS_REL_CONJ && cast_head(r, h) != CAST_NO_TOKEN; k++)
        h = cast_head(r, h);
    return h;
}

static casus_str case_of(const cast_report *r, uint32_t h)
{
    for (uint32_t k = r->kid[h]; k != CAST_NO_TOKEN; k = r->sister[k])
        if (r->dep[k].rel == CASUS_REL_CASE) return cast_tok(r, k)->norm;
    return cast_z("");
}

/* ---------------------------------------------------------------- a head in its sentence */

static void describe_tree(cast_report *r, uint32_t h, casus_str sort, cast_list *l)
{
    uint32_t top = cast_leader(r, h), g = cast_head(r, top);
    casus_str rel = rel_of(r, top), prep = case_of(r, top);
    SAY(l, "rel", rel, prep, sort);
    if (top != h) SAY(l, "joined", sort);
    if (g == CAST_NO_TOKEN) return;
    SAY(l, "rg", rel, prep, cast_tok(r, g)->norm);
    SAY(l, "rgs", rel, prep, cast_tok(r, g)->norm, sort);
    if (r->group[g].n) {
        SAY(l, "rg1", rel, prep, r->group[g]);
        SAY(l, "rg2", rel, prep, r->group[g], sort);
        if (r->group[h].n) SAY(l, "rg3", rel, prep, r->group[g], r->group[h]);
    }
    if (r->group[h].n) SAY(l, "rg4", rel, prep, class_of(r, g), r->group[h]);
    SAY(l, "rc", rel, prep, class_of(r, g));
    SAY(l, "rcs", rel, prep, class_of(r, g), sort);
    uint32_t gt = cast_leader(r, g), gg = cast_head(r, gt);
    if (gg != CAST_NO_TOKEN) {
        SAY(l, "r2", rel, prep, class_of(r, g), rel_of(r, gt), class_of(r, gg));
        SAY(l, "r2w", rel, cast_tok(r, g)->norm, rel_of(r, gt), case_of(r, gt), cast_tok(r, gg)->norm);
        SAY(l, "r2c", rel_of(r, gt), class_of(r, gg), sort);
    }
    uint32_t up = h;
    for (uint32_t step = 0; step < 6 && up != CAST_NO_TOKEN; step++, up = cast_head(r, up))
        if (step && r->event[up].n) {
            SAY(l, "up", cast_bucket(step), r->event[up], rel, sort);
            SAY(l, "upw", rel, cast_tok(r, up)->norm);
            break;
        }
    for (uint32_t k = r->kid[h]; k != CAST_NO_TOKEN; k = r->sister[k]) {
        if (r->dep[k].rel == CASUS_REL_PUNCT) continue;
        SAY(l, "kid", rel_of(r, k), cast_tok(r, k)->norm);
        if (r->cls[k].n) SAY(l, "kidc", rel_of(r, k), r->cls[k], sort);
        if (r->group[k].n) SAY(l, "kidg", rel_of(r, k), r->group[k]);
    }
}

static void describe_near(cast_report *r, uint32_t h, casus_str sort, const casus_sentence *s, cast_list *l)
{
    enum { FAR = 12 };
    uint32_t from = s->first, to = s->first + s->n;
    for (uint32_t d = 1; d <= FAR && h >= from + d; d++)
        if (r->event[h - d].n) {
            SAY(l, "el", r->event[h - d], cast_bucket(d), sort);
            SAY(l, "elw", cast_tok(r, h - d)->norm, sort);
            break;
        }
    for (uint32_t d = 1; d <= FAR && h + d < to; d++)
        if (r->event[h + d].n) {
            SAY(l, "er", r->event[h + d], cast_bucket(d), sort);
            SAY(l, "erw", cast_tok(r, h + d)->norm, sort);
            break;
        }
    for (uint32_t i = from; i < to; i++)
        if ((cast_pos(r, i) == CASUS_POS_VERB || r->cls[i].n) && i != h) SAY(l, "sw", cast_tok(r, i)->norm, sort);
    casus_str seen[6];
    uint32_t n = 0;
    for (uint32_t i = from; i < to && n < 6; i++) {
        bool known = !r->event[i].n;
        for (uint32_t k = 0; k < n && !known; k++)
            known = casus_str_eq(seen[k], r->event[i]);
        if (known) continue;
        seen[n++] = r->event[i];
        SAY(l, "se", r->event[i], sort);
    }
}

static void describe_claims(cast_report *r, uint32_t h, casus_str sort, uint32_t sentence, cast_list *l)
{
    static const char *const role[] = {"perpetrator", "affected", "party", "target", "weapon"};
    for (int k = 0; k < 5; k++)
        if (r->told[h] >> k & 1) SAY(l, "told", cast_z(role[k]), sort);
    if (r->told[h]) SAY(l, "toldany", sort);
    bool any = false;
    for (uint32_t i = 0; i < r->claims->n_claim; i++) {
        const casus_claim *c = &r->claims->claim[i];
        if (c->sentence != sentence) continue;
        any = true;
        SAY(l, "claim", cast_z(casus_type_name(c->type)), sort);
        if (c->recall) SAY(l, "recall", sort);
        if (c->status != CASUS_REPORTED) SAY(l, "status", cast_z(casus_claim_status_name(c->status)), sort);
        for (int k = 0; k < 5; k++)
            if (r->told[h] >> k & 1) SAY(l, "toldt", cast_z(role[k]), cast_z(casus_type_name(c->type)));
    }
    if (!any) SAY(l, "noclaim", sort);
}

static const cast_list *describe_head(cast_report *r, uint32_t h)
{
    cast_list *l = &r->head_list[h];
    if (l->cap) return l;
    const casus_sentence *s = &r->f->text->sentence[cast_tok(r, h)->sentence];
    casus_str sort = cast_sort(r, h), w = cast_tok(r, h)->norm;
    SAY(l, "h", w);
    SAY(l, "hs", sort);
    if (r->group[h].n) SAY(l, "hg", r->group[h]);
    if (r->group[h].n) SAY(l, "hgs", r->group[h], sort);
    SAY(l, "hc", class_of(r, h));
    SAY(l, "ht", tag_of(r, h));
    if (r->actor_at[h] != CAST_NONE) {
        const casus_actor *a = &r->f->actors->actor[r->actor_at[h]];
        casus_str tail = a->code.n >= 3 ? (casus_str){a->code.p + a->code.n - 3, 3} : a->code;
        SAY(l, "code", tail, cast_z(a->unknown ? "unknown" : a->generic ? "generic" : "named"));
    }
    if (cast_parsed(r, h))
        describe_tree(r, h, sort, l);
    else
        SAY(l, "bare", sort);
    describe_near(r, h, sort, s, l);
    describe_claims(r, h, sort, cast_tok(r, h)->sentence, l);
    SAY(l, "sent", cast_bucket(cast_tok(r, h)->sentence), sort);
    if (!l->cap) keep(r, l, 0); /* so that it is not made again */
    return l;
}

/* ---------------------------------------------------------------- a cut */

static void describe_cut(cast_report *r, const cast_phrase *p, cast_list *l)
{
    const casus_sentence *s = &r->f->text->sentence[cast_tok(r, p->head)->sentence];
    uint32_t from = s->first, to = s->first + s->n;
    casus_str sort = cast_sort(r, p->head);
    SAY(l, "first", cast_tok(r, p->first)->norm, p->first == p->head ? cast_z("head") : cast_z(""));
    SAY(l, "firstt", tag_of(r, p->first), sort);
    SAY(l, "firsts", cast_sort(r, p->first), sort);
    if (p->end - 1 != p->head) SAY(l, "last", cast_tok(r, p->end - 1)->norm, sort);
    SAY(l, "len", cast_bucket(p->end - p->first), sort);
    SAY(l, "before", word(r, p->first - 1, from, to));
    SAY(l, "behind", word(r, p->end, from, to));
    SAY(l, "before2", word(r, p->first - 2, from, to), word(r, p->first - 1, from, to));
    SAY(l, "behind2", word(r, p->end, from, to), word(r, p->end + 1, from, to));
    bool left_open = p->first > from && cast_below(r, p->first - 1, p->head);
    bool right_open = p->end < to && cast_below(r, p->end, p->head);
    if (left_open) SAY(l, "cutl", tag_of(r, p->first - 1), sort);
    if (left_open) SAY(l, "cutlc", class_of(r, p->first - 1), sort);
    if (right_open) SAY(l, "cutr", cast_tok(r, p->end)->norm, sort);
    if (p->end > p->head + 1) SAY(l, "tail", tag_of(r, p->head + 1), cast_tok(r, p->head + 1)->norm, sort);
    SAY(l, "cut", cast_z(left_open ? "open" : "whole"), cast_z(right_open ? "open" : "whole"),
        cast_z(p->end > p->head + 1 ? "tail" : "no"), sort);
    static const char *const fit[] = {"none", "same", "inside", "over"};
    const int32_t *at[] = {r->narrow_at, r->wide_at, r->actor_at};
    static const char *const which[] = {"narrow", "wide", "actor"};
    for (int k = 0; k < 3; k++) {
        int32_t i = at[k][p->head];
        if (i == CAST_NONE) continue;
        uint32_t first = k < 2 ? r->f->parse->name[i].first : r->f->actors->actor[i].first;
        uint32_t n = k < 2 ? r->f->parse->name[i].n : r->f->actors->actor[i].n;
        int f = first == p->first && first + n == p->end ? 1 : p->first >= first && p->end <= first + n ? 2 : 3;
        char kind[2] = {(char)('a' + (k < 2 ? r->f->parse->name[i].kind : r->f->actors->actor[i].kind)), 0};
        SAY(l, "fit", cast_z(which[k]), cast_z(fit[f]), cast_z(kind));
        SAY(l, "fits", cast_z(which[k]), cast_z(fit[f]), sort);
    }
    uint32_t mid = 0;
    for (uint32_t i = p->first; i < p->end; i++) {
        if (i != p->head) SAY(l, "in", cast_tok(r, i)->norm);
        if (i != p->head && r->group[i].n) SAY(l, "ing", r->group[i], sort);
        if (i != p->head && r->cls[i].n) SAY(l, "inc", r->cls[i], sort);
        mid += r->place_at[i] != CAST_NONE;
    }
    if (mid) SAY(l, "inplace", sort);
}

static int by_id(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

void cast_tidy(cast_list *l)
{
    size_t n = 0;
    if (l->n) qsort(l->id, l->n, sizeof *l->id, by_id);
    for (size_t i = 0; i < l->n; i++)
        if (!i || l->id[i] != l->id[i - 1]) l->id[n++] = l->id[i];
    l->n = n;
}

void cast_describe(cast_report *r, cast_candidate *c, const float kind[CASUS_N_DEED])
{
    enum { MOST_MENTIONS = 24 };
    cast_list *l = &c->list;
    uint32_t first = UINT32_MAX;
    SAY(l, "bias", cast_z(""));
    SAY(l, "key", c->key);
    for (uint32_t i = 0; i < c->n_at && i < MOST_MENTIONS; i++) {
        const cast_list *h = describe_head(r, c->at[i].head);
        for (size_t k = 0; k < h->n; k++)
            keep(r, l, h->id[k]);
        describe_cut(r, &c->at[i], l);
        if (cast_tok(r, c->at[i].head)->sentence < first) first = cast_tok(r, c->at[i].head)->sentence;
    }
    casus_str sort = cast_sort(r, c->at[0].head);
    SAY(l, "times", cast_bucket(c->n_at), sort);
    SAY(l, "at", cast_bucket(first), sort);
    static const char *const level[] = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"};
    float any = 0;
    for (int k = 0; k < CASUS_N_DEED; k++) {
        if (kind[k] > any) any = kind[k];
        SAY(l, "deed", cast_z(casus_deed_name((casus_deed_kind)k)), cast_z(level[(int)(kind[k] * 5)]), sort);
    }
    SAY(l, "deeds", cast_z(level[(int)(any * 10)]));
    cast_tidy(l);
}

/* ---------------------------------------------------------------- a report */

static casus_str age_of(const cast_report *r, const casus_claim *c)
{
    enum { RECENT = 62, YEAR = 366 };
    casus_day ref = r->f->times->ref;
    if (c->date.to == CASUS_DAY_NONE || ref == CASUS_DAY_NONE) return cast_z("undated");
    if (c->date.from > ref) return cast_z("ahead");
    return cast_z(c->date.to > ref - RECENT ? "recent" : c->date.to > ref - YEAR ? "year" : "old");
}

static casus_str side_of(const casus_claim *c, bool affected)
{
    static const char *const name[] = {"?", "state", "forces", "armed", "org", "media", "person", "civil", "group"};
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if ((c->part[i].role == CASUS_AFFECTED) == affected) return cast_z((unsigned)a->kind < 9 ? name[a->kind] : "?");
    }
    return cast_z("nobody");
}

void cast_describe_report(cast_report *r, cast_list *l)
{
    const casus_text *t = r->f->text;
    SAY(l, "Bias", cast_z(""));
    for (uint32_t i = 0; i < t->n_token; i++) {
        const casus_token *k = &t->token[i];
        if (k->kind != CASUS_WORD || k->norm.n < 3) continue;
        SAY(l, "W", k->norm);
        if (r->group[i].n) SAY(l, "G", r->group[i]);
        if (r->group[i].n && k->sentence < 3) SAY(l, "G0", r->group[i]);
        if (k->sentence < 3) SAY(l, "W0", k->norm);
        if (r->event[i].n) {
            SAY(l, "E", r->event[i], cast_z(k->sentence < 3 ? "lead" : "body"));
            if (i + 1 < t->n_token) SAY(l, "E2", k->norm, t->token[i + 1].norm);
        }
        if (i + 1 < t->n_token && t->token[i + 1].kind == CASUS_WORD) SAY(l, "WW", k->norm, t->token[i + 1].norm);
    }
    for (uint32_t i = 0; i < r->claims->n_claim; i++) {
        const casus_claim *c = &r->claims->claim[i];
        casus_str type = cast_z(casus_type_name(c->type)), age = age_of(r, c);
        SAY(l, "C", type, cast_z(c->sentence < 3 ? "lead" : "body"));
        SAY(l, "CA", type, age, cast_z(c->recall ? "recall" : ""));
        SAY(l, "CS", type, side_of(c, false), side_of(c, true));
        SAY(l, "CSA", type, side_of(c, false), side_of(c, true), age, cast_z(c->sentence < 3 ? "lead" : "body"));
        SAY(l, "CP", type, cast_z(c->n_place && c->place[0]->entry.precision != CASUS_PREC_COUNTRY ? "place" : "no"), age);
        if (c->n_target) SAY(l, "CT", type);
        if (c->tally[CASUS_KILLED].set) SAY(l, "CK", type, cast_bucket((uint32_t)c->tally[CASUS_KILLED].low));
    }
    SAY(l, "N", cast_bucket(r->incidents->n_incident));
    SAY(l, "L", cast_bucket(t->n_sentence / 4));
    cast_tidy(l);
}

/* ---------------------------------------------------------------- a report whose phrases are known */

static casus_str level(float p, int steps)
{
    static const char *const name[] = {"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9", "10",
                                       "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"};
    return cast_z(name[(int)(p * (float)steps)]);
}

/* The kind of event word that stands nearest to a phrase, in its sentence. */
static casus_str event_beside(const cast_report *r, const cast_phrase *p)
{
    const casus_sentence *s = &r->f->text->sentence[cast_tok(r, p->head)->sentence];
    uint32_t best = UINT32_MAX;
    casus_str event = cast_z("none");
    for (uint32_t i = s->first; i < s->first + s->n; i++) {
        uint32_t d = i > p->head ? i - p->head : p->head - i;
        if (r->event[i].n && d < best) best = d, event = r->event[i];
    }
    return event;
}

void cast_describe_told(cast_report *r, const float kind[CASUS_N_DEED], const cast_candidate *c, uint32_t n, cast_list *l)
{
    SAY(l, "2", cast_z("bias"));
    for (int k = 0; k < CASUS_N_DEED; k++)
        SAY(l, "2p", cast_z(casus_deed_name((casus_deed_kind)k)), level(kind[k], 20));
    for (int role = 0; role < CASUS_N_CAST; role++) {
        const cast_candidate *top = NULL;
        float sum = 0;
        for (uint32_t i = 0; i < n; i++) {
            sum += c[i].p[role] > 0.1f ? c[i].p[role] : 0;
            if (!top || c[i].p[role] > top->p[role]) top = &c[i];
        }
        casus_str name = cast_z(casus_cast_name((casus_cast_role)role)), sure = level(top ? top->p[role] : 0, 10);
        SAY(l, "2m", name, sure);
        SAY(l, "2n", name, cast_bucket((uint32_t)sum));
        for (int k = 0; k < CASUS_N_DEED; k++)
            SAY(l, "2pm", cast_z(casus_deed_name((casus_deed_kind)k)), level(kind[k], 5), name,
                level(top ? top->p[role] : 0, 5));
        enum { FEW = 3 };
        for (uint32_t i = 0, told = 0; i < n && told < FEW; i++) {
            if (c[i].p[role] < 0.2f) continue;
            told++;
            for (uint32_t m = 0; m < c[i].n_at && m < FEW; m++)
                SAY(l, "2e", name, event_beside(r, &c[i].at[m]));
            if (role == CASUS_CAST_WEAPON || role == CASUS_CAST_TARGET) SAY(l, "2h", name, cast_tok(r, c[i].at[0].head)->norm);
        }
    }
    for (uint32_t i = 0; i < r->claims->n_claim; i++) {
        const casus_claim *x = &r->claims->claim[i];
        SAY(l, "2c", cast_z(casus_type_name(x->type)), age_of(r, x), cast_z(x->sentence < 3 ? "lead" : "body"));
        SAY(l, "2s", cast_z(casus_type_name(x->type)), side_of(x, false), side_of(x, true));
    }
    cast_tidy(l);
}
