/* One name looked up in the gazetteer alone: entries that bear it and entries whose names sound like it, best first.
 * A name is worth the more the larger the place and the nearer its spelling; with a country, only places in it count. Costs a probe
 * and a few dozen comparisons for names written down by ear.
 */
#include "where/room.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FOUND = 256 };

static float worth(const casus_found *f) { return f->size - 3.0f * f->distance; }

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
    uint32_t n;
} search;

static void add(search *s, uint32_t item, const char *key, float distance)
{
    uint32_t row = item & ~GAZ_ALIAS, at = 0;
    gaz_entry e;
    if (!gaz_get(s->g, row, &e) || e.kind == GAZ_COUNTRY || (s->country && memcmp(e.country, s->country, 2) != 0)) return;
    while (at < s->n && s->found[at].entry.key != row) at++;
    if (at == MOST_FOUND || (at < s->n && s->found[at].distance <= distance)) return;
    casus_found *f = &s->found[at];
    if (at == s->n) {
        s->n++;
        describe(s->g, row, &e, &f->entry);
    }
    f->as = casus_str_of(key);
    f->distance = distance;
    f->size = where_prior(e.kind, e.population) - (item & GAZ_ALIAS ? 0.5f : 0);
}

casus_status casus_gazetteer_find(const casus_gazetteer *g, casus_str name, const char *country, casus_arena *a, casus_found **found,
                                  uint32_t *n_found, casus_err *err)
{
    char key[GAZ_KEY], rough[GAZ_KEY];
    casus_str folded;
    uint32_t n, at = 0;
    const char *other;
    *found = NULL;
    *n_found = 0;
    search s = {.g = g, .country = country && country[0] ? country : NULL, .found = casus_arena_get(a, MOST_FOUND, sizeof(casus_found))};
    if (!s.found || casus_fold(a, name, &folded) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "places", 0);
    size_t len = gaz_key(folded, key);
    const uint32_t *list = len ? gaz_find(g, key, len, &n) : NULL;
    for (uint32_t i = 0; list && i < n; i++) add(&s, list[i], key, 0);
    len = len ? gaz_rough(key, rough) : 0;
    while (len && (list = gaz_sounding(g, rough, len, &at, &other, &n)))
        for (uint32_t i = 0; i < n; i++) add(&s, list[i], other, gaz_distance(key, other));
    for (uint32_t i = 0; i < s.n; i++)
        if (s.found[i].as.p == key && casus_arena_str(a, s.found[i].as, &s.found[i].as) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "places", 0);
    qsort(s.found, s.n, sizeof *s.found, found_order);
    *found = s.found;
    *n_found = s.n;
    return CASUS_OK;
}
