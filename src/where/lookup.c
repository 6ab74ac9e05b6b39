/* One name looked up in the gazetteer alone: entries that bear it and entries whose names sound like it, best first.
 * A name is worth the more the larger the place and the nearer its spelling; with a country, only places in it count. Costs a probe
 * and a few dozen comparisons for names written down by ear.
 */
#include "where/room.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FOUND = 256 };

/* Set on bench/run spelling: what a distance of 1 costs, in powers of ten of people, and to lie, with a name that is only alike, in a
 * country whose names are spelled in one way. */
static const float slope = 7.0f, foreign = 1.5f;

/* Names farther away than this are other names, whatever they sound like. */
static float farthest(size_t len) { return 0.5f + 0.3f * (float)len; }

static float worth(const casus_found *f) { return f->size - slope * f->distance; }

static int found_order(const void *pa, const void *pb)
{
    const casus_found *a = pa, *b = pb;
    float wa = worth(a), wb = worth(b);
    if (wa < wb || wa > wb) return wa > wb ? -1 : 1;
    return (a->entry.key > b->entry.key) - (a->entry.key < b->entry.key);
}

static void describe(const casus_gazetteer *g, uint32_t row, const gaz_entry *e, casus_entry *out)
{
    gaz_entry unit;
    *out = (casus_entry){.name = casus_str_of(gaz_text(g, e->name)), .lat = (double)e->lat / GAZ_SCALE, .lon = (double)e->lon / GAZ_SCALE,
                         .geonameid = e->id, .precision = where_precision(e->kind), .population = e->population, .key = row};
    memcpy(out->country, e->country, 2);
    out->radius_km = where_radius(out->precision, e->population, e->radius);
    if (e->admin1 && gaz_get(g, e->admin1 - 1, &unit)) out->admin1 = casus_str_of(gaz_text(g, unit.name));
}

typedef struct {
    const casus_gazetteer *g;
    const char *country; /* NULL: any */
    casus_found *found;
    uint32_t n, least; /* least: where the worst stands, when there is no room for more */
} search;

static void note_least(search *s)
{
    for (uint32_t i = s->least = 0; i < s->n; i++)
        if (found_order(&s->found[s->least], &s->found[i]) < 0) s->least = i;
}

/* Would a place of any size be too bad at this distance? */
static bool is_hopeless(const search *s, float distance)
{
    const float largest = 9.5f; /* a capital of a hundred million */
    return s->n == MOST_FOUND && largest - slope * distance < worth(&s->found[s->least]);
}

static void add(search *s, uint32_t item, const char *key, float distance)
{
    uint32_t row = item & ~GAZ_ALIAS, at = 0;
    gaz_entry e;
    if (!gaz_get(s->g, row, &e) || e.kind == GAZ_COUNTRY || (s->country && memcmp(e.country, s->country, 2) != 0)) return;
    casus_found f = {.entry.key = row, .as = casus_str_of(key), .distance = distance};
    f.size = where_prior(e.kind, e.population) - (item & GAZ_ALIAS ? 0.5f : 0);
    if (distance > 0 && !gaz_by_ear(e.country)) f.size -= foreign;
    bool full = s->n == MOST_FOUND;
    if (full && found_order(&f, &s->found[s->least]) > 0) return;
    while (at < s->n && s->found[at].entry.key != row) at++;
    if (at < s->n && s->found[at].distance <= distance) return;
    if (at == s->n && full) at = s->least;
    s->n += at == s->n;
    s->found[at] = f;
    if (s->n == MOST_FOUND) note_least(s);
}

static void describe_all(search *s)
{
    gaz_entry e;
    for (uint32_t i = 0; i < s->n; i++)
        if (gaz_get(s->g, s->found[i].entry.key, &e)) describe(s->g, s->found[i].entry.key, &e, &s->found[i].entry);
}

casus_status where_find_but(const casus_gazetteer *g, const char *key, const char *country, const char *but, casus_arena *a,
                            casus_found **found, uint32_t *n_found)
{
    char rough[GAZ_KEY], signs[GAZ_KEY];
    uint32_t n;
    const char *other;
    float most = farthest(strlen(key));
    *found = NULL;
    *n_found = 0;
    search s = {.g = g, .country = country && country[0] ? country : NULL, .found = casus_arena_get(a, MOST_FOUND, sizeof(casus_found))};
    if (!s.found) return CASUS_E_NOMEM;
    const uint32_t *list = but ? NULL : gaz_find(g, key, strlen(key), &n);
    for (uint32_t i = 0; list && i < n; i++) add(&s, list[i], key, 0);
    gaz_signs(key, signs);
    for (int soft = 0; soft < (strchr(key, 'j') ? 2 : 1); soft++) {
        uint32_t at = 0;
        size_t len = gaz_rough(key, soft == 1, rough);
        while (len && (list = gaz_sounding(g, rough, len, true, &at, &other, &n))) {
            float far = n ? gaz_within(key, signs, other, most) : 99;
            for (uint32_t i = 0; far <= most && !is_hopeless(&s, far) && i < n && !(but && strcmp(other, but) == 0); i++) add(&s, list[i], other, far);
        }
    }
    describe_all(&s);
    qsort(s.found, s.n, sizeof *s.found, found_order);
    *found = s.found;
    *n_found = s.n;
    return CASUS_OK;
}

casus_status casus_gazetteer_find(const casus_gazetteer *g, casus_str name, const char *country, casus_arena *a, casus_found **found,
                                  uint32_t *n_found, casus_err *err)
{
    casus_str folded, key;
    *found = NULL;
    *n_found = 0;
    char text[GAZ_KEY];
    casus_status s = casus_fold(a, name, &folded);
    size_t len = s ? 0 : gaz_key(folded, text);
    if (!s) s = casus_arena_str(a, (casus_str){text, len}, &key); /* what is found may point at it */
    if (!s && len) s = where_find_but(g, key.p, country, NULL, a, found, n_found);
    return s ? casus_fail(err, CASUS_E_NOMEM, "places", 0) : CASUS_OK;
}
