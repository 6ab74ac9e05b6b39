/* One meaning for each name, chosen together. Every sense begins with what is known of it alone (its size and kind); three
 * rounds then add what the rest of the report makes likely: its countries, its provinces, places nearby. A name means
 * the same all through a report. The weights stand together below; each was set on the development half of the geo benchmark.
 */
#include "where/room.h"

#include <math.h>
#include <string.h>

static const struct {
    float within, country, unit, near, away, generic, town, fade_km, strange, home, flat, lost, lost_near, lost_km;
} w = {
    .within = 5.0f,   /* "Paris, Texas" */
    .country = 3.5f,  /* all of the report's weight in this country */
    .unit = 4.0f,     /* ... in this province or state */
    .near = 2.5f,     /* another name of the report at no distance */
    .away = 4.0f,     /* "30 km south of Baghdad" and the sense lies there */
    .generic = 3.0f,  /* "Aleppo province" and the sense is a unit */
    .town = 3.0f,     /* "the city of Aleppo" and the sense is none */
    .fade_km = 150.0f, /* at this distance the nearness counts half */
    .home = 1.5f,     /* the publisher's home counts like so many names of the report */
    .flat = 0.4f,     /* what is left of a name's size when the publisher bears the name */
    .lost = 4.2f,     /* a given name whose best sense is smaller than this and ... */
    .lost_near = 3.6f, /* ... or than this, in a country that the report names otherwise ... */
    .lost_km = 300.0f, /* ... and farther than this from all else is attached to what stands beside it */
    .strange = 0.3f    /* share of the report a country needs for its villages to be believed */
};

enum { ROUNDS = 3, COUNTRIES = 26 * 26, NEAREST = 24 };

double where_km(double lat1, double lon1, double lat2, double lon2)
{
    const double rad = 3.14159265358979323846 / 180;
    double a = sin((lat2 - lat1) * rad / 2), b = sin((lon2 - lon1) * rad / 2);
    double h = a * a + cos(lat1 * rad) * cos(lat2 * rad) * b * b;
    return 2 * 6371.009 * asin(h > 1 ? 1 : sqrt(h));
}

static int country_at(const char c[2])
{
    if (c[0] < 'A' || c[0] > 'Z' || c[1] < 'A' || c[1] > 'Z') return -1;
    return (c[0] - 'A') * 26 + (c[1] - 'A');
}

typedef struct {
    float country[COUNTRIES], all_country;
    uint32_t named[COUNTRIES]; /* mentions */
    struct {
        uint32_t unit;
        float w;
    } unit[64];
    uint32_t n_unit;
    float all_unit;
} setting;

static void add_unit(setting *x, uint32_t unit, float weight)
{
    if (!unit) return;
    uint32_t i = 0;
    while (i < x->n_unit && x->unit[i].unit != unit) i++;
    if (i == sizeof x->unit / sizeof *x->unit) return;
    if (i == x->n_unit) x->unit[x->n_unit++].unit = unit;
    x->unit[i].w += weight;
    x->all_unit += weight;
}

static float unit_share(const setting *x, uint32_t unit)
{
    for (uint32_t i = 0; unit && i < x->n_unit; i++)
        if (x->unit[i].unit == unit) return x->unit[i].w / x->all_unit;
    return 0;
}

/* How far the best sense stands before the second, 0..1. */
static float margin(const mention *m)
{
    float best = m->sense[m->pick].score, second = -100;
    for (uint32_t k = 0; k < m->n_sense; k++)
        if (k != m->pick && m->sense[k].score > second) second = m->sense[k].score;
    float d = best - second;
    return d > 3 ? 1 : d / 3;
}

static float say(const mention *m, const sense *s)
{
    float v = 0.15f + m->lead;
    if (s->from == IS_COUNTRY) return m->use == CASUS_PLACE_LITERAL ? 1.2f * v : 0.8f * v;
    return v;
}

static void gather(const finder *f, setting *x)
{
    const home *h = &f->home;
    memset(x, 0, sizeof *x);
    int at = country_at(h->country);
    if (at >= 0) {
        float v = h->point ? w.home : w.home / 2;
        x->country[at] += v;
        x->all_country += v;
        add_unit(x, h->admin1, v);
    }
    for (uint32_t i = 0; i < f->n; i++) {
        const mention *m = &f->m[i];
        if (m->out) continue;
        const sense *s = &m->sense[m->pick];
        if (m->weak) continue;
        float v = say(m, s);
        int c = country_at(s->country);
        if (c >= 0) {
            x->country[c] += v;
            x->all_country += v;
        }
        if (s->from == IS_GAZ) add_unit(x, s->admin1, v);
    }
}

/* No two points of these latitudes are nearer, by a little; much cheaper than the distance. */
static double least_km(double lat1, double lat2) { return 111.1 * fabs(lat1 - lat2); }

static float worth_of(float lead, double km) { return lead * w.fade_km / (w.fade_km + (float)km); }

static float nearness(const finder *f, uint32_t i, const sense *s)
{
    float best = f->home.point ? w.fade_km / (w.fade_km + (float)where_km(s->lat, s->lon, f->home.lat, f->home.lon)) : 0;
    uint32_t from = i > NEAREST ? i - NEAREST : 0, to = i + NEAREST < f->n ? i + NEAREST : f->n;
    for (uint32_t k = from; k < to; k++) {
        const mention *o = &f->m[k];
        if (o->out || o->key == f->m[i].key) continue;
        const sense *p = &o->sense[o->pick];
        if (p->precision >= CASUS_PREC_PROVINCE || fabs(p->lat - s->lat) > 6) continue;
        if (worth_of(o->lead, least_km(p->lat, s->lat)) <= best) continue;
        float v = worth_of(o->lead, where_km(s->lat, s->lon, p->lat, p->lon));
        if (v > best) best = v;
    }
    return best;
}

static bool lies_in(const sense *s, const sense *big)
{
    if (big->from == IS_COUNTRY) return s->from != IS_COUNTRY && memcmp(s->country, big->country, 2) == 0;
    if (big->from == IS_GAZ && big->kind == GAZ_ADMIN1) return s->admin1 == big->row + 1 && !(s->from == IS_GAZ && s->row == big->row);
    if (big->from == IS_GAZ && big->kind == GAZ_ADMIN2)
        return s->from == IS_GAZ && s->admin2 == big->row + 1;
    return s->from != IS_COUNTRY && where_km(s->lat, s->lon, big->lat, big->lon) < 60 &&
           memcmp(s->country, big->country, 2) == 0;
}

/* The best-ranked sense of the containing name that holds s; 0: none does. */
static float held(const mention *outer, const sense *s)
{
    for (uint32_t k = 0; k < outer->n_sense; k++) {
        const sense *big = &outer->sense[k];
        if (lies_in(s, big)) return big->precision >= CASUS_PREC_PROVINCE ? 1.0f : 0.5f;
    }
    return 0;
}

/* A name that contains another ("Georgia" in "Atlanta, Georgia") takes the sense that does. */
static float holds(const finder *f, uint32_t i, const sense *big)
{
    if (i == 0 || f->m[i - 1].within != i + 1) return 0;
    const mention *inner = &f->m[i - 1];
    const sense *s = &inner->sense[inner->pick];
    return lies_in(s, big) ? 1.0f : 0;
}

/* "Mahmudiya, 30 km south of Baghdad": does the sense lie where the words say? By eye a third of the way may be missed. */
static float lies_away(const finder *f, uint32_t i, const sense *s)
{
    const mention *m = &f->m[i], *from = &f->m[i + 1];
    if (from->out || s->precision >= CASUS_PREC_PROVINCE) return 0;
    const sense *p = &from->sense[from->pick];
    double lat = p->lat, lon = p->lon, km = where_km(s->lat, s->lon, lat, lon), miss = fabs(km - (double)m->away_km);
    if (m->away >= 0) {
        where_move(p->lat, p->lon, m->away_km, m->away, &lat, &lon);
        miss = where_km(s->lat, s->lon, lat, lon) / 2; /* eight directions are coarse */
    }
    return miss < 10 + (double)m->away_km / 3 ? 1 : 0;
}

static bool is_unit(const sense *s)
{
    return s->precision == CASUS_PREC_PROVINCE || s->precision == CASUS_PREC_DISTRICT || s->precision == CASUS_PREC_REGION;
}

static void score(finder *f, uint32_t i, const setting *x)
{
    mention *m = &f->m[i];
    bool ours = where_is_home(f, m);
    for (uint32_t k = 0; k < m->n_sense; k++) {
        sense *s = &m->sense[k];
        s->score = ours ? w.flat * s->prior : s->prior;
        if (m->within) s->score += w.within * held(&f->m[m->within - 1], s);
        s->score += w.within * holds(f, i, s);
        if (m->generic && is_unit(s)) s->score += w.generic;
        if (m->town && !is_unit(s) && s->from != IS_COUNTRY) s->score += w.town;
        if (!x) continue;
        if (m->away_km > 0) s->score += w.away * lies_away(f, i, s);
        int c = country_at(s->country);
        if (c >= 0 && x->all_country > 0) s->score += w.country * x->country[c] / x->all_country;
        if (x->all_unit > 0 && s->from == IS_GAZ) s->score += w.unit * unit_share(x, s->admin1);
        if (s->precision < CASUS_PREC_PROVINCE) s->score += w.near * nearness(f, i, s);
    }
    m->lead = margin(m);
}

static void pick(mention *m)
{
    m->pick = 0;
    for (uint32_t k = 1; k < m->n_sense; k++)
        if (m->sense[k].score > m->sense[m->pick].score) m->pick = k;
}

static bool alike(const mention *a, const mention *b)
{
    return a->key == b->key && a->n_sense == b->n_sense && a->generic == b->generic && a->town == b->town && a->n == b->n;
}

/* One sense per report: the mentions of one name put their best arguments together. */
static void agree(finder *f)
{
    for (uint32_t i = 0; i < f->n; i++) f->m[i].done = false;
    for (uint32_t i = 0; i < f->n; i++) {
        mention *a = &f->m[i];
        if (a->out || a->done) continue;
        EACH_LATER(f, i, k) {
            mention *b = &f->m[k];
            if (b->out || b->done || !alike(a, b)) continue;
            b->done = true;
            for (uint32_t s = 0; s < a->n_sense; s++)
                if (b->sense[s].score > a->sense[s].score) a->sense[s].score = b->sense[s].score;
        }
        pick(a);
        EACH_LATER(f, i, k) {
            mention *b = &f->m[k];
            if (b->out || !alike(a, b)) continue;
            for (uint32_t s = 0; s < a->n_sense; s++) b->sense[s].score = a->sense[s].score;
            b->pick = a->pick;
        }
    }
}

/* Does the mention speak for its country? Not one found by ear. */
static bool counts(const mention *m)
{
    return !m->out && !m->sense[m->pick].rough;
}

/* Other names of the report that lie in the country of this one's sense. */
static bool has_company(const finder *f, const setting *x, uint32_t i)
{
    int c = country_at(f->m[i].sense[f->m[i].pick].country);
    uint32_t same = 0;
    EACH_TWIN(f, i, k) same += counts(&f->m[k]) && country_at(f->m[k].sense[f->m[k].pick].country) == c;
    return c >= 0 && x->named[c] > same;
}

/* A given name whose best sense is a small place far from all others the report names, or one that only sounds like it in a country
 * that the report does not name: hardly the one that is meant. */
static bool is_lost(const finder *f, const setting *x, uint32_t i)
{
    const mention *m = &f->m[i];
    const sense *s = &m->sense[m->pick];
    bool company = has_company(f, x, i), other = false;
    if (s->rough && !company) return true;
    if (s->from != IS_GAZ || s->precision >= CASUS_PREC_PROVINCE || s->prior >= (company ? w.lost_near : w.lost) || m->within) return false;
    if (f->home.point && where_km(s->lat, s->lon, f->home.lat, f->home.lon) < (double)w.lost_km) return false;
    for (uint32_t k = 0; k < f->n; k++) {
        const mention *o = &f->m[k];
        if (o->out || !o->n_sense || o->key == m->key || o->use != CASUS_PLACE_LITERAL) continue;
        const sense *p = &o->sense[o->pick];
        if (p->precision >= CASUS_PREC_REGION) continue;
        if (where_km(s->lat, s->lon, p->lat, p->lon) < (p->precision == CASUS_PREC_PROVINCE ? 3 : 1) * (double)w.lost_km) return false;
        other = true;
    }
    return other;
}

/* A village that bears the name beside its own, in a country that the report does not name otherwise, while it speaks of another: "the
 * village of Azizi" in a report on Afghanistan is not the one in Greece that the Turks called so. */
static bool is_by_the_way(const setting *x, const mention *m, int c)
{
    const uint64_t small = 20000;
    const sense *s = &m->sense[m->pick];
    return s->from == IS_GAZ && s->alias && s->precision < CASUS_PREC_DISTRICT && s->population < small && c >= 0 && !m->within &&
           2 * x->country[c] < x->all_country;
}

/* A small place of our own list, or one found by ear, in a country that the report does not name otherwise: a namesake of it
 * was read. */
static void drop_strangers(finder *f, setting *x)
{
    for (uint32_t i = 0; i < f->n; i++) {
        if (!f->m[i].n_sense) continue;
        int c = country_at(f->m[i].sense[f->m[i].pick].country);
        if (c >= 0) x->named[c] += counts(&f->m[i]);
    }
    for (uint32_t i = 0; i < f->n; i++) {
        mention *m = &f->m[i];
        if (m->given && m->n_sense && is_lost(f, x, i)) m->lost = true;
        if (m->given || !m->n_sense) continue;
        const sense *s = &m->sense[m->pick];
        bool own = s->from == IS_OWN && s->precision <= CASUS_PREC_DISTRICT && !m->cued && m->n == 1;
        int c = country_at(s->country);
        if (m->weak && (c < 0 || x->country[c] < w.strange * x->all_country)) m->out = true;
        if (m->out || (!own && !s->rough && !is_by_the_way(x, m, c))) continue;
        if (c >= 0 && !has_company(f, x, i)) m->out = true;
    }
}

/* A namesake: the words say where it lies, and what was chosen lies far from there. */
static void drop_namesakes(finder *f)
{
    for (uint32_t i = 0; i + 1 < f->n; i++) {
        mention *m = &f->m[i];
        if (m->out || !m->n_sense || m->away_km <= 0 || f->m[i + 1].out) continue;
        const sense *s = &m->sense[m->pick], *p = &f->m[i + 1].sense[f->m[i + 1].pick];
        if (s->from == IS_COUNTRY || p->precision >= CASUS_PREC_PROVINCE) continue;
        float reach = where_radius((casus_precision)s->precision, s->population, s->radius);
        if (where_km(s->lat, s->lon, p->lat, p->lon) > (double)(100 + reach + 3 * m->away_km)) m->lost = true;
    }
}

/* Is a place inside the country named, not only the country or its people? */
static bool has_places(const finder *f, int country)
{
    for (uint32_t i = 0; i < f->n; i++) {
        if (!f->m[i].n_sense || !counts(&f->m[i])) continue;
        const sense *s = &f->m[i].sense[f->m[i].pick];
        if (s->from != IS_COUNTRY && country_at(s->country) == country) return true;
    }
    return false;
}

/* "SAN SALVADOR, June 20 -", and more of the report lies there: it is about this country, not one of whose people alone it speaks. */
static void add_dateline(const finder *f, setting *x)
{
    int best = 0;
    for (int i = 1; i < COUNTRIES; i++)
        if (x->country[i] > x->country[best]) best = i;
    for (uint32_t i = 0; i < f->n && f->m[i].first < f->dateline_end; i++) {
        const mention *m = &f->m[i];
        if (!m->n_sense || m->first < f->dateline_first || !counts(m)) continue;
        int c = country_at(m->sense[m->pick].country);
        if (c < 0 || c == best || !has_company(f, x, i) || has_places(f, best)) continue;
        x->country[c] = x->country[best] * 1.01f;
        return;
    }
}

/* The country the report is mostly about: well ahead of all others. */
static void main_country(const setting *x, char country[3])
{
    int best = 0;
    country[0] = '\0';
    for (int i = 1; i < COUNTRIES; i++)
        if (x->country[i] > x->country[best]) best = i;
    if (x->all_country <= 0 || x->country[best] / x->all_country < 0.35f) return;
    country[0] = (char)('A' + best / 26);
    country[1] = (char)('A' + best % 26);
    country[2] = '\0';
}

casus_status where_choose(finder *f, char country[3])
{
    setting *x = casus_arena_get(f->arena, 1, sizeof *x);
    if (!x) return CASUS_E_NOMEM;
    for (int round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < f->n; i++)
            if (!f->m[i].out) score(f, i, round ? x : NULL);
        agree(f);
        for (uint32_t i = 0; i < f->n; i++)
            if (!f->m[i].out) f->m[i].lead = margin(&f->m[i]);
        gather(f, x);
    }
    drop_strangers(f, x);
    drop_namesakes(f);
    add_dateline(f, x);
    main_country(x, country);
    return CASUS_OK;
}
