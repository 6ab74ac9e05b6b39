/* The door of the room: tables looked up, the steps run, the findings written out. */
#include "where/room.h"

#include <string.h>

void where_tables(finder *f)
{
    const casus_lexicon *l = f->lex;
    tables *t = &f->t;
    t->events = casus_lexicon_table(l, "events");
    t->countries = casus_lexicon_table(l, "countries");
    t->iso2 = casus_lexicon_column(l, t->countries, "iso2");
    t->country_name = casus_lexicon_column(l, t->countries, "name");
    t->country_lat = casus_lexicon_column(l, t->countries, "lat");
    t->country_lon = casus_lexicon_column(l, t->countries, "lon");
    t->country_id = casus_lexicon_column(l, t->countries, "geonameid");
    t->country_pop = casus_lexicon_column(l, t->countries, "population");
    t->country_capital = casus_lexicon_column(l, t->countries, "capital");
    t->demonyms = casus_lexicon_table(l, "demonyms");
    t->demonym_iso2 = casus_lexicon_column(l, t->demonyms, "iso2");
    t->seats = casus_lexicon_table(l, "seats");
    t->seat_iso2 = casus_lexicon_column(l, t->seats, "iso2");
    t->seat_lat = casus_lexicon_column(l, t->seats, "lat");
    t->seat_lon = casus_lexicon_column(l, t->seats, "lon");
    t->adjectives = casus_lexicon_table(l, "adjectives");
    t->adjective_place = casus_lexicon_column(l, t->adjectives, "place");
    t->adjective_country = casus_lexicon_column(l, t->adjectives, "country");
    t->adjective_capital = casus_lexicon_column(l, t->adjectives, "capital");
    t->places = casus_lexicon_table(l, "places");
    t->place_term = casus_lexicon_column(l, t->places, "term");
    t->place_name = casus_lexicon_column(l, t->places, "name");
    t->place_country = casus_lexicon_column(l, t->places, "country");
    t->place_admin1 = casus_lexicon_column(l, t->places, "admin1");
    t->place_lat = casus_lexicon_column(l, t->places, "lat");
    t->place_lon = casus_lexicon_column(l, t->places, "lon");
    t->place_prec = casus_lexicon_column(l, t->places, "precision");
    t->papers = casus_lexicon_table(l, "papers");
    t->paper_name = casus_lexicon_column(l, t->papers, "name");
    t->paper_admin1 = casus_lexicon_column(l, t->papers, "admin1");
    t->paper_country = casus_lexicon_column(l, t->papers, "country");
    t->paper_lat = casus_lexicon_column(l, t->papers, "lat");
    t->paper_lon = casus_lexicon_column(l, t->papers, "lon");
    t->abbrev = casus_lexicon_table(l, "place_abbrev");
    t->abbrev_name = casus_lexicon_column(l, t->abbrev, "name");
    t->abbrev_country = casus_lexicon_column(l, t->abbrev, "country");
    t->stop = casus_lexicon_table(l, "place_stop");
    t->stop_kind = casus_lexicon_column(l, t->stop, "kind");
}

/* The tokens of the dateline, which a headline may precede. */
static void find_dateline(finder *f)
{
    const casus_text *x = f->text;
    uint32_t i = 0, end = casus_span_end(x->dateline);
    while (x->dateline.len && i < x->n_token && x->token[i].span.off < x->dateline.off)
        i++;
    f->dateline_first = i;
    while (x->dateline.len && i < x->n_token && casus_span_end(x->token[i].span) <= end)
        i++;
    f->dateline_end = i;
}

static casus_str pooled(const finder *f, uint32_t row)
{
    gaz_entry e;
    return gaz_get(f->gaz, row, &e) ? casus_str_of(gaz_text(f->gaz, e.name)) : (casus_str){0};
}

static uint32_t whole(casus_str s)
{
    uint32_t v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        v = v * 10 + (uint32_t)(s.p[i] - '0');
    return v;
}

static uint8_t country_radius(const finder *f, const char country[2])
{
    const char key[] = {'=', country[0], country[1], '\0'};
    gaz_entry e;
    uint32_t n;
    const uint32_t *list = gaz_find(f->gaz, key, 3, &n);
    return list && n && gaz_get(f->gaz, list[0] & ~GAZ_ALIAS, &e) ? e.radius : 0;
}

static void describe(const finder *f, const sense *s, casus_entry *e)
{
    const tables *t = &f->t;
    *e = (casus_entry){.lat = s->lat, .lon = s->lon, .precision = (casus_precision)s->precision, .population = s->population};
    if (s->country[0]) memcpy(e->country, s->country, 2);
    e->radius_km =
        where_radius(e->precision, s->population,
                     s->from == IS_COUNTRY && e->precision == CASUS_PREC_COUNTRY ? country_radius(f, s->country) : s->radius);
    switch (s->from) {
    case IS_GAZ:
        e->name = pooled(f, s->row);
        if (s->admin1) e->admin1 = pooled(f, s->admin1 - 1);
        e->geonameid = s->id;
        e->key = s->row;
        break;
    case IS_COUNTRY:
        e->name = casus_lexicon_cell(f->lex, t->countries, s->row, t->country_name);
        e->geonameid = whole(casus_lexicon_cell(f->lex, t->countries, s->row, t->country_id));
        e->key = 0x80000000u | s->row;
        break;
    case IS_OWN:
        e->name = casus_lexicon_cell(f->lex, t->places, s->row, t->place_name);
        e->admin1 = casus_lexicon_cell(f->lex, t->places, s->row, t->place_admin1);
        e->key = 0xc0000000u | s->row;
        break;
    }
}

static float confidence(const mention *m)
{
    float best = m->sense[m->pick].score, second = -10;
    for (uint32_t k = 0; k < m->n_sense; k++)
        if (k != m->pick && m->sense[k].score > second) second = m->sense[k].score;
    float d = best - second;
    float c = 0.4f + (d > 3 ? 0.5f : d / 6);
    return m->cued || m->sense[m->pick].from != IS_GAZ ? c + 0.1f : c;
}

/* "southern Israel": part of a country, named as written. Its point stays the country's, its precision says so. */
static void name_part(const finder *f, const mention *m, casus_entry *e)
{
    static const char *const compass[] = {
        "northern",     "southern",     "eastern", "western", "central", "northeastern", "northwestern",
        "southeastern", "southwestern", "north",   "south",   "east",    "west",         NULL};
    if (e->precision != CASUS_PREC_COUNTRY || m->use != (uint8_t)CASUS_PLACE_LITERAL || m->first == 0) return;
    if (f->text->token[m->first - 1].sentence != f->text->token[m->first].sentence) return;
    for (const char *const *w = compass; *w; w++) {
        if (!casus_str_is(f->text->token[m->first - 1].norm, *w)) continue;
        e->name = casus_cut(f->text->body, casus_text_cover(f->text, m->first - 1, m->n + 1));
        e->precision = CASUS_PREC_REGION;
        e->radius_km /= 2;
        e->geonameid = 0;
        e->key = (e->key & 0xff000fffu) | (uint32_t)(casus_hash(casus_str_of(*w), 0) & 0xfffu) << 12;
        return;
    }
}

/* A given name that nothing is known of lies where the report is: at the nearest place named beside it, a town rather than its
 * country, else at the publisher's home. NULL: nowhere. */
static const mention *anchor_of(const finder *f, uint32_t at)
{
    const mention *best = NULL;
    int64_t least = INT64_MAX;
    for (uint32_t i = 0; i < f->n; i++) {
        const mention *o = &f->m[i];
        if (i == at || o->out || o->lost || !o->n_sense || o->use != CASUS_PLACE_LITERAL) continue;
        int64_t d = o->first > f->m[at].first ? 2 * ((int64_t)o->first - f->m[at].first) : (int64_t)f->m[at].first - o->first;
        if (o->sense[o->pick].precision >= CASUS_PREC_PROVINCE) d = 3 * d + 40;
        if (d >= least) continue;
        least = d;
        best = o;
    }
    return best;
}

/* Where the words say, "30 km south of Baghdad", or where the report is. */
static void attach(const finder *f, uint32_t at, casus_place *p)
{
    const mention *m = &f->m[at];
    bool away = m->away_km > 0 && !m[1].out && !m[1].lost && m[1].n_sense;
    const mention *anchor = away ? m + 1 : anchor_of(f, at);
    casus_str name = casus_cut(f->text->body, p->span);
    if (anchor)
        describe(f, &anchor->sense[anchor->pick], &p->entry);
    else if (f->home.point)
        p->entry = (casus_entry){.lat = f->home.lat, .lon = f->home.lon, .precision = CASUS_PREC_SETTLEMENT};
    p->resolved = p->attached = anchor || f->home.point;
    if (!anchor && f->home.point) memcpy(p->entry.country, f->home.country, 2);
    if (p->entry.precision == CASUS_PREC_SETTLEMENT || p->entry.precision == CASUS_PREC_POINT)
        p->entry.precision = CASUS_PREC_NEAR;
    if (away && m->away >= 0) where_move(p->entry.lat, p->entry.lon, m->away_km, m->away, &p->entry.lat, &p->entry.lon);
    if (away) p->entry.radius_km = m->away >= 0 ? 5 + m->away_km / 4 : p->entry.radius_km + m->away_km;
    p->lat = p->entry.lat;
    p->lon = p->entry.lon;
    p->radius_km = p->entry.radius_km;
    p->entry.name = name;
    p->entry.geonameid = 0;
    p->entry.key = 0xa0000000u | (uint32_t)(casus_hash(name, 0) & 0x0fffffffu);
}

/* "20 km north of Mosul" means that point, known to a sixth of the way; "20 km from Mosul" a point so far off at most. */
static void set_point(const finder *f, const mention *m, casus_place *p)
{
    float km;
    int16_t bearing;
    uint32_t from;
    p->lat = p->entry.lat;
    p->lon = p->entry.lon;
    p->radius_km = p->entry.radius_km;
    p->bearing = -1;
    bool narrow = p->entry.precision == CASUS_PREC_POINT || p->entry.precision == CASUS_PREC_SETTLEMENT ||
                  p->entry.precision == CASUS_PREC_NEAR;
    if (!narrow || m->use != (uint8_t)CASUS_PLACE_LITERAL || !where_offset(f, m, &km, &bearing, &from)) return;
    p->offset_km = km;
    p->bearing = bearing;
    p->near = true;
    p->entry.precision = CASUS_PREC_NEAR;
    p->radius_km = where_radius(CASUS_PREC_SETTLEMENT, p->entry.population, 0) + (bearing < 0 ? km : km / 6);
    if (bearing >= 0) where_move(p->entry.lat, p->entry.lon, km, bearing, &p->lat, &p->lon);
}

static casus_place place_of(const finder *f, uint32_t at)
{
    const mention *m = &f->m[at];
    casus_place p = {.first = m->first, .n = m->n, .use = (casus_place_use)m->use, .near = m->near, .described = m->described, .bearing = -1};
    p.span = m->given ? m->span : casus_text_cover(f->text, m->first, m->n);
    if (!m->n_sense || m->lost) {
        attach(f, at, &p);
        return p;
    }
    p.resolved = true;
    p.confidence = confidence(m);
    describe(f, &m->sense[m->pick], &p.entry);
    name_part(f, m, &p.entry);
    p.distance = m->sense[m->pick].far;
    if (p.near && p.entry.precision == CASUS_PREC_SETTLEMENT) {
        p.entry.precision = CASUS_PREC_NEAR;
        p.entry.radius_km += 10;
    }
    set_point(f, m, &p);
    return p;
}

static void write_out(const finder *f, casus_places *out)
{
    for (uint32_t i = 0; i < f->n; i++) {
        const mention *m = &f->m[i];
        if (m->given || !(m->out || m->aside)) out->place[out->n_place++] = place_of(f, i);
    }
}

casus_status casus_where_find(const casus_gazetteer *gaz, const casus_lexicon *lex, const casus_text *text,
                              const casus_words *words, const casus_where_opts *opts, casus_arena *a, casus_places *out,
                              casus_err *err)
{
    static const casus_where_opts nothing;
    *out = (casus_places){0};
    finder f = {.gaz = gaz, .lex = lex, .text = text, .words = words, .opts = opts ? opts : &nothing, .arena = a};
    find_dateline(&f);
    where_tables(&f);
    where_home(&f);
    if (where_scan(&f) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "places", 0);
    where_judge(&f);
    if (where_choose(&f, out->country) != CASUS_OK || where_capitals(&f, out->country) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "places", 0);
    out->place = casus_arena_get(a, f.n, sizeof *out->place);
    if (!out->place) return casus_fail(err, CASUS_E_NOMEM, "places", 0);
    write_out(&f, out);
    return CASUS_OK;
}
