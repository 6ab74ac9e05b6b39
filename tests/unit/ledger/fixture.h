/* Readings built by hand, as the rooms before the ledger would give them. All in one arena. */
#ifndef CASUS_TEST_LEDGER_FIXTURE_H
#define CASUS_TEST_LEDGER_FIXTURE_H

#include <casus/casus.h>

#include <string.h>

/* One incident told by a report; the words are searched for in the body. Zero and NULL: not told. */
typedef struct {
    casus_type type;
    const char *event;
    const char *perpetrator, *affected; /* name = words */
    const char *place;                  /* name = words; Syria, 34.56 38.27 */
    casus_precision precision;          /* 0: settlement */
    const char *day;                    /* ISO, or "--09-09" */
    const char *killed;                 /* words that give the number */
    int32_t low, high;
    const char *source;
    const char *evidence;
} told;

static inline casus_span words_at(casus_str body, const char *words)
{
    size_t n = words ? strlen(words) : 0;
    if (n == 0) return (casus_span){0};
    const char *p = memmem(body.p, body.n, words, n);
    return p ? (casus_span){(uint32_t)(p - body.p), (uint32_t)n} : (casus_span){0};
}

static inline void tell_actor(casus_arena *a, casus_claim *c, casus_str body, const char *name, casus_role role)
{
    if (!name) return;
    casus_actor *actor = casus_arena_get(a, 1, sizeof *actor);
    *actor = (casus_actor){.name = casus_str_of(name), .span = words_at(body, name), .kind = CASUS_ACTOR_ARMED};
    actor->code = CASUS_STR("SYRREB");
    c->part[c->n_part++] = (casus_part){.role = role, .actor = actor};
}

static inline void tell_place(casus_arena *a, casus_claim *c, casus_str body, const told *t)
{
    if (!t->place) return;
    casus_place *p = casus_arena_get(a, 1, sizeof *p);
    *p = (casus_place){.span = words_at(body, t->place), .resolved = true, .confidence = 0.9f};
    p->entry = (casus_entry){.name = casus_str_of(t->place), .country = "SY", .lat = 34.56, .lon = 38.27, .geonameid = 163808};
    p->entry.admin1 = CASUS_STR("Homs");
    p->entry.precision = t->precision ? t->precision : CASUS_PREC_SETTLEMENT;
    p->lat = p->entry.lat;
    p->lon = p->entry.lon;
    const casus_place **list = casus_arena_get(a, 1, sizeof *list);
    list[0] = p;
    c->place = list;
    c->n_place = 1;
}

static inline void tell_day(casus_claim *c, const char *day)
{
    c->date = (casus_dating){.from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .precision = "unknown"};
    if (!day) return;
    c->date.precision = "day";
    c->date.basis = CASUS_BASIS_STATED;
    if (day[0] == '-') {
        c->date.month = (uint8_t)((day[2] - '0') * 10 + day[3] - '0');
        c->date.mday = (uint8_t)((day[5] - '0') * 10 + day[6] - '0');
        return;
    }
    c->date.from = c->date.to = casus_day_read(casus_str_of(day));
    memcpy(c->date.edtf, day, 11);
}

static inline void tell(casus_arena *a, casus_str body, const told *t, casus_claim *c)
{
    *c = (casus_claim){.type = t->type, .plover = "ASSAULT", .mode = "aerial", .cameo = "195", .confidence = 0.75f};
    c->part = casus_arena_get(a, 2, sizeof *c->part);
    tell_actor(a, c, body, t->perpetrator, CASUS_PERPETRATOR);
    tell_actor(a, c, body, t->affected, CASUS_AFFECTED);
    tell_place(a, c, body, t);
    tell_day(c, t->day);
    if (t->killed)
        c->tally[CASUS_KILLED] = (casus_tally){.set = true, .low = t->low, .high = t->high, .q = CASUS_Q_EXACT,
                                               .category = CASUS_V_CIVILIANS, .span = words_at(body, t->killed)};
    if (t->source) {
        c->source = casus_arena_get(a, 1, sizeof *c->source);
        c->source[0] = casus_str_of(t->source);
        c->n_source = 1;
    }
    c->evidence = casus_arena_get(a, 1, sizeof *c->evidence);
    c->evidence[0] = words_at(body, t->evidence ? t->evidence : t->place);
    c->n_evidence = 1;
}

/* A reading of body that tells n incidents, one claim each. */
static inline void reading_make(casus_arena *a, const char *id, const char *body, const told *t, uint32_t n, casus_reading *r)
{
    *r = (casus_reading){0};
    r->report.id = casus_str_of(id);
    r->report.title = CASUS_STR("Strikes on Palmyra");
    r->report.publisher = CASUS_STR("Daily Example");
    r->report.url = CASUS_STR("https://example.org/a");
    r->report.language = CASUS_STR("en");
    r->report.body = casus_str_of(body);
    casus_sha256(body, strlen(body), r->report.sha256);
    memcpy(r->report.published.edtf, "2015-09-19", 11);
    r->report.published.day = casus_day_of(2015, 9, 19);
    r->report.published.basis = CASUS_PUB_GIVEN;
    r->times.ref = r->report.published.day;
    r->claims = (casus_claims){casus_arena_get(a, n, sizeof(casus_claim)), n};
    r->incidents = (casus_incidents){casus_arena_get(a, n, sizeof(casus_incident)), n};
    for (uint32_t i = 0; i < n; i++) {
        tell(a, r->report.body, &t[i], &r->claims.claim[i]);
        casus_incident *in = &r->incidents.incident[i];
        uint32_t *one = casus_arena_get(a, 1, sizeof *one);
        *one = i;
        in->sum = r->claims.claim[i];
        in->claim = one;
        in->n_claim = 1;
        size_t k = t[i].event ? strlen(t[i].event) : 0;
        memcpy(in->event, k ? t[i].event : "none", (k ? k : 4) + 1);
    }
}

static inline casus_record record_of(const char *id, const char *body)
{
    return (casus_record){.format = CASUS_IN_TEXT, .bytes = casus_str_of(body), .id = casus_str_of(id), .input = "test"};
}

#endif
