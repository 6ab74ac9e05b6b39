/* What must hold for every reading of every input. Used by the property test and by the fuzz target.
 *
 * reading_broken returns NULL, or the promise that was not kept.
 */
#ifndef CASUS_TEST_INVARIANTS_H
#define CASUS_TEST_INVARIANTS_H

#include <casus/casus.h>

#include <string.h>

/* inside the text, beginning and ending between characters */
static inline bool span_ok(casus_str text, casus_span s)
{
    if (s.off > text.n || s.len > text.n - s.off) return false;
    size_t end = casus_span_end(s);
    bool starts = s.off == text.n || ((unsigned char)text.p[s.off] & 0xc0) != 0x80;
    bool ends = end == text.n || ((unsigned char)text.p[end] & 0xc0) != 0x80;
    return starts && ends;
}

static inline bool spans_ordered(casus_str text, const casus_span *s, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!span_ok(text, s[i]) || (i && s[i].off < casus_span_end(s[i - 1]))) return false;
    return true;
}

static inline bool spans_meet(casus_span a, casus_span b) { return a.off < casus_span_end(b) && b.off < casus_span_end(a); }

/* A caption that retells the news is furniture that is read all the same. */
static inline bool in_furniture(const casus_report *p, casus_span s)
{
    for (uint32_t i = 0; i < p->n_furniture; i++)
        if ((!p->caption.len || p->furniture[i].off != p->caption.off) && spans_meet(s, p->furniture[i])) return true;
    return false;
}

static inline const char *report_broken(const casus_record *rec, const casus_report *p)
{
    uint32_t at = 0;
    if (!casus_utf8_valid(p->body, NULL)) return "the body is UTF-8";
    if (!casus_utf8_valid(p->title, NULL)) return "the title is UTF-8";
    if (!spans_ordered(p->body, p->furniture, p->n_furniture)) return "furniture lies in order inside the body";
    if (p->caption.len && (!p->n_furniture || p->furniture[p->n_furniture - 1].off != p->caption.off)) return "a caption is the last of the furniture";
    for (uint32_t i = 0; i < p->n_run; i++) {
        const casus_run *r = &p->run[i];
        if (r->t != at || !r->n) return "runs cover the body without gaps";
        at += r->n;
        if (at > p->body.n) return "runs end with the body";
        if (!p->run_ok || !r->copied) continue;
        if (r->p > rec->bytes.n || r->n > rec->bytes.n - r->p) return "a copied run lies inside the record";
        if (memcmp(p->body.p + r->t, rec->bytes.p + r->p, r->n) != 0) return "a copied run equals the record";
    }
    return p->n_run && at != p->body.n ? "runs cover the whole body" : NULL;
}

static inline const char *text_broken(const casus_report *p, const casus_text *t)
{
    for (uint32_t i = 0; i < t->n_token; i++) {
        casus_span s = t->token[i].span;
        if (!s.len || !span_ok(t->body, s)) return "a token lies inside the body";
        if (i && s.off < casus_span_end(t->token[i - 1].span)) return "tokens do not overlap";
        if (in_furniture(p, s)) return "furniture has no tokens";
        if (t->token[i].sentence >= t->n_sentence) return "a token has a sentence";
    }
    for (uint32_t i = 0; i < t->n_sentence; i++) {
        const casus_sentence *s = &t->sentence[i];
        if (!span_ok(t->body, s->span) || s->para >= t->n_para) return "a sentence lies inside a paragraph";
        if (s->first > t->n_token || s->n > t->n_token - s->first) return "a sentence has tokens of the text";
    }
    return NULL;
}

static inline bool covers(const casus_text *t, uint32_t first, uint32_t n, casus_span s)
{
    return n && first < t->n_token && n <= t->n_token - first && span_ok(t->body, s);
}

static inline bool parties_ok(const casus_text *t, const casus_coded_party *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (!span_ok(t->body, p[i].span) || strlen(p[i].country) > 3 || (!p[i].country[0] && !p[i].sector[0])) return false;
    return true;
}

static inline const char *events_broken(const casus_text *t, const casus_events *l)
{
    for (uint32_t i = 0; i < l->n_event; i++) {
        const casus_event *e = &l->event[i];
        if (!e->cameo[0] || !e->plover || !e->mode) return "an event has a code";
        if (e->sentence >= t->n_sentence || e->trigger >= t->n_token) return "an event stands in a sentence";
        if (t->token[e->trigger].sentence != e->sentence || !span_ok(t->body, e->span)) return "an event has its words";
        if (i && e->sentence < l->event[i - 1].sentence) return "events are in order of their sentences";
        if (!parties_ok(t, e->source, e->n_source) || !parties_ok(t, e->target, e->n_target)) return "a party has words and a code";
    }
    return NULL;
}

static inline const char *findings_broken(const casus_reading *r)
{
    const casus_text *t = &r->text;
    for (uint32_t i = 0; i < r->times.n_time; i++) {
        const casus_time *x = &r->times.time[i];
        if (!covers(t, x->first, x->n, x->span)) return "a time lies on tokens";
        if (i && x->span.off < casus_span_end(x[-1].span)) return "times do not overlap";
        if (x->from != CASUS_DAY_NONE && x->to != CASUS_DAY_NONE && x->from > x->to) return "a time does not end before it begins";
    }
    for (uint32_t i = 0; i < r->places.n_place; i++) {
        const casus_place *x = &r->places.place[i];
        if (!covers(t, x->first, x->n, x->span)) return "a place lies on tokens";
        if (i && x->span.off < casus_span_end(x[-1].span)) return "places do not overlap";
        if (x->resolved && !(x->entry.lat >= -90 && x->entry.lat <= 90 && x->entry.lon >= -180 && x->entry.lon <= 180))
            return "a place lies on the earth";
    }
    for (uint32_t i = 0; i < r->actors.n_actor; i++) {
        const casus_actor *x = &r->actors.actor[i];
        if (!covers(t, x->first, x->n, x->span)) return "an actor lies on tokens";
        if (i && x->span.off < casus_span_end(x[-1].span)) return "actors do not overlap";
    }
    return NULL;
}

static inline const char *claim_broken(const casus_reading *r, const casus_claim *c)
{
    casus_str body = r->report.body;
    if ((unsigned)c->type >= CASUS_N_TYPE || (unsigned)c->status > CASUS_HYPOTHETICAL) return "type and status are known ones";
    if (!c->n_evidence || !spans_ordered(body, c->evidence, c->n_evidence)) return "evidence lies in order inside the body";
    for (uint32_t i = 0; i < c->n_evidence; i++) {
        if (!c->evidence[i].len) return "evidence is not empty";
        if (in_furniture(&r->report, c->evidence[i])) return "furniture is no evidence";
    }
    for (uint32_t i = 0; i < c->n_part; i++)
        if (!span_ok(body, c->part[i].actor->span)) return "a party stands in the report";
    for (uint32_t i = 0; i < c->n_place; i++)
        if (!span_ok(body, c->place[i]->span)) return "a place of a claim stands in the report";
    for (int i = 0; i < CASUS_N_TALLY; i++) {
        const casus_tally *t = &c->tally[i];
        if (!t->set) continue;
        if (!span_ok(body, t->span)) return "the words of a count lie inside the body";
        if (t->low < -1 || (t->high >= 0 && t->low > t->high)) return "a count runs from low to high";
    }
    const casus_dating *d = &c->date;
    if (!span_ok(body, d->span)) return "the words of a date lie inside the body";
    if (d->from != CASUS_DAY_NONE && d->to != CASUS_DAY_NONE && d->from > d->to) return "a claim does not end before it begins";
    return c->confidence >= 0 && c->confidence <= 1 ? NULL : "confidence lies between 0 and 1";
}

static inline bool trigger_quoted(const casus_reading *r, const casus_claim *c)
{
    if (c->trigger >= r->text.n_token) return false;
    casus_span t = r->text.token[c->trigger].span;
    for (uint32_t i = 0; i < c->n_evidence; i++)
        if (t.off >= c->evidence[i].off && casus_span_end(t) <= casus_span_end(c->evidence[i])) return true;
    return false;
}

static inline const char *claims_broken(const casus_reading *r)
{
    for (uint32_t i = 0; i < r->claims.n_claim; i++) {
        const char *why = claim_broken(r, &r->claims.claim[i]);
        if (why) return why;
        if (!trigger_quoted(r, &r->claims.claim[i])) return "the evidence of a claim quotes its event word";
    }
    for (uint32_t i = 0; i < r->incidents.n_incident; i++) {
        const casus_incident *in = &r->incidents.incident[i];
        const char *why = claim_broken(r, &in->sum);
        if (why) return why;
        if (!in->n_claim || !in->event[0]) return "an incident has a claim and a key";
        for (uint32_t k = 0; k < in->n_claim; k++)
            if (in->claim[k] >= r->claims.n_claim) return "the claims of an incident are those of the report";
    }
    return NULL;
}

static inline const char *reading_broken(const casus_record *rec, const casus_reading *r)
{
    if (r->error.code != CASUS_OK) return r->error.what ? NULL : "an error says what";
    const char *why = report_broken(rec, &r->report);
    if (!why) why = text_broken(&r->report, &r->text);
    if (!why) why = findings_broken(r);
    if (!why) why = events_broken(&r->text, &r->events);
    return why ? why : claims_broken(r);
}

#endif
