/* Read what a gazetteer is made of: tables of GeoNames, their lists of units and names, OpenStreetMap features.
 *
 *   tables    allCountries.txt, cities500.txt and those of one country: 19 columns, no heading
 *   units     admin1CodesASCII.txt, admin2Codes.txt (code, name, name in ASCII, id), or the same as a JSON list of {code, name}
 *   names     alternateNamesV2.txt: id of the name, id of the place, language, name, four flags, from, to
 *   OSM       GeoJSON, one feature a line (RFC 8142, with or without the record separator)
 * Lines are read one by one, so a file may be of any size. Mistakes are told with file and line.
 */
#include "where/build.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 19, MOST_LINE = 1 << 22, FEW = 8 };
enum { C_ID, C_NAME, C_ASCII, C_OTHER, C_LAT, C_LON, C_CLASS, C_FEATURE, C_COUNTRY, C_CC2, C_ADMIN1, C_ADMIN2, C_POP = 14 };

/* ---------------------------------------------------------------- lines */

typedef struct {
    maker *m;
    FILE *f;
    char *buf;
    size_t cap, from, to;
    bool over;
} lines;

static casus_status lines_open(lines *l, maker *m, const char *path)
{
    *l = (lines){.m = m, .cap = 1 << 16};
    m->path = path;
    m->line = 0;
    l->f = fopen(path, "rb");
    if (!l->f) return make_fail(m, CASUS_E_NOINPUT, "cannot be opened");
    l->buf = casus_alloc(l->cap);
    return l->buf ? CASUS_OK : make_fail(m, CASUS_E_NOMEM, "gazetteer");
}

static void lines_close(lines *l)
{
    if (l->f) fclose(l->f);
    casus_release(l->buf);
}

static casus_status lines_more(lines *l)
{
    if (l->from) {
        memmove(l->buf, l->buf + l->from, l->to - l->from);
        l->to -= l->from;
        l->from = 0;
    }
    if (l->to == l->cap) {
        if (l->cap >= MOST_LINE) return make_fail(l->m, CASUS_E_INPUT, "a line is longer than any of such a file");
        char *grown = casus_alloc(l->cap * 2);
        if (!grown) return make_fail(l->m, CASUS_E_NOMEM, "gazetteer");
        memcpy(grown, l->buf, l->to);
        casus_release(l->buf);
        l->buf = grown;
        l->cap *= 2;
    }
    size_t n = fread(l->buf + l->to, 1, l->cap - l->to, l->f);
    l->to += n;
    l->over = n == 0;
    return ferror(l->f) ? make_fail(l->m, CASUS_E_NOINPUT, "cannot be read") : CASUS_OK;
}

/* The next line without its end; CASUS_END after the last. It stays until the next call. */
static casus_status lines_next(lines *l, casus_str *line)
{
    size_t seen = 0;
    for (;;) {
        const char *p = l->buf + l->from, *nl = memchr(p + seen, '\n', l->to - l->from - seen);
        if (nl || (l->over && l->to > l->from)) {
            size_t n = nl ? (size_t)(nl - p) : l->to - l->from;
            l->from += n + (nl != NULL);
            if (n && p[n - 1] == '\r') n--;
            *line = (casus_str){p, n};
            l->m->line++;
            return CASUS_OK;
        }
        if (l->over) return CASUS_END;
        seen = l->to - l->from;
        casus_status s = lines_more(l);
        if (s) return s;
    }
}

/* The cells of a line; the rest behind the last one asked for is left out. Returns how many there were. */
static size_t cells(casus_str line, casus_str *cell, size_t most)
{
    size_t n = 0;
    for (const char *p = line.p, *end = line.p + line.n; n < most;) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        cell[n++] = (casus_str){p, (size_t)((tab ? tab : end) - p)};
        if (!tab) break;
        p = tab + 1;
    }
    return n;
}

/* "-33.92" without a locale; false: no number. */
static bool number(casus_str s, double *v)
{
    double sum = 0, step = 1;
    bool minus = s.n && s.p[0] == '-', behind = false, any = false;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.' && !behind) {
            behind = true;
        } else if (s.p[i] >= '0' && s.p[i] <= '9') {
            sum = sum * 10 + (s.p[i] - '0');
            if (behind) step *= 10;
            any = true;
        } else {
            return false;
        }
    }
    *v = (minus ? -sum : sum) / step;
    return any;
}

static uint32_t whole(casus_str s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && v <= UINT32_MAX; i++) v = v * 10 + (uint64_t)(s.p[i] - '0');
    return v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

static bool is_country(casus_str s) { return s.n == 2 && s.p[0] >= 'A' && s.p[0] <= 'Z' && s.p[1] >= 'A' && s.p[1] <= 'Z'; }

static casus_status keep(maker *m, casus_str s, casus_str *to)
{
    return casus_arena_str(m->arena, s, to) ? make_fail(m, CASUS_E_NOMEM, "gazetteer") : CASUS_OK;
}

/* ---------------------------------------------------------------- units */

static casus_status add_unit(maker *m, casus_str code, casus_str name, uint32_t id)
{
    unit *u;
    const char *dot = code.n > 3 && is_country((casus_str){code.p, 2}) && code.p[2] == '.' ? code.p + 2 : NULL;
    if (!dot || !name.n) return make_fail(m, CASUS_E_INPUT, "not a unit: its code is not like SY.09, or it has no name");
    casus_status s = make_unit(m, code, &u);
    if (s) return s;
    if (id) u->id = id;
    return keep(m, name, &u->name);
}

static casus_status units_of_list(maker *m, const char *path)
{
    json_error_t why;
    json_t *list = json_load_file(path, JSON_REJECT_DUPLICATES, &why), *v;
    size_t i;
    casus_status s = CASUS_OK;
    m->path = path;
    m->line = 0;
    if (!json_is_array(list)) {
        m->line = why.line > 0 ? (uint64_t)why.line : 0;
        s = make_fail(m, CASUS_E_INPUT, "not a JSON list of units");
    }
    json_array_foreach(list, i, v) {
        casus_str code = casus_str_of(json_string_value(json_object_get(v, "code"))), name = casus_str_of(json_string_value(json_object_get(v, "name")));
        if (!s) s = add_unit(m, code, name, 0);
    }
    json_decref(list);
    return s;
}

casus_status source_units(maker *m, const char *path, bool second)
{
    size_t n = strlen(path);
    if (n > 5 && strcmp(path + n - 5, ".json") == 0) return units_of_list(m, path);
    lines l;
    casus_str line, cell[4];
    casus_status s = lines_open(&l, m, path);
    while (!s && !(s = lines_next(&l, &line))) {
        if (!line.n || line.p[0] == '#') continue;
        if (cells(line, cell, 4) < 2) s = make_fail(m, CASUS_E_INPUT, second ? "not a line of admin2Codes.txt" : "not a line of admin1CodesASCII.txt");
        else s = add_unit(m, cell[0], cell[1], cells(line, cell, 4) == 4 ? whole(cell[3]) : 0);
    }
    lines_close(&l);
    return s == CASUS_END ? CASUS_OK : s;
}

/* ---------------------------------------------------------------- a line of a table */

typedef struct {
    casus_str cell[COLUMNS];
    double lat, lon;
    uint32_t population;
} row;

static casus_status cut_row(maker *m, casus_str line, row *r)
{
    if (cells(line, r->cell, COLUMNS) != COLUMNS) return make_fail(m, CASUS_E_INPUT, "not a line of a GeoNames table: 19 cells are needed");
    if (!number(r->cell[C_LAT], &r->lat) || !number(r->cell[C_LON], &r->lon) || fabs(r->lat) > 90 || fabs(r->lon) > 180)
        return make_fail(m, CASUS_E_INPUT, "not a line of a GeoNames table: no latitude and longitude");
    r->population = whole(r->cell[C_POP]);
    return CASUS_OK;
}

static bool is_feature(const row *r, const char *code) { return casus_str_is(r->cell[C_FEATURE], code); }

/* The unit this row is, not the one it lies in; NULL: it is none. */
static casus_status unit_itself(maker *m, const row *r, unit **u)
{
    char code[64];
    *u = NULL;
    int level = is_feature(r, "ADM1") ? 1 : is_feature(r, "ADM2") ? 2 : 0;
    if (!level || !r->cell[C_ADMIN1].n || (level == 2 && !r->cell[C_ADMIN2].n)) return CASUS_OK;
    const casus_str *c = r->cell;
    int n = level == 2 ? snprintf(code, sizeof code, "%.*s.%.*s.%.*s", 2, c[C_COUNTRY].p, (int)c[C_ADMIN1].n, c[C_ADMIN1].p, (int)c[C_ADMIN2].n, c[C_ADMIN2].p)
                       : snprintf(code, sizeof code, "%.*s.%.*s", 2, c[C_COUNTRY].p, (int)c[C_ADMIN1].n, c[C_ADMIN1].p);
    return n > 0 && n < 31 ? make_unit(m, (casus_str){code, (size_t)n}, u) : CASUS_OK;
}

static void add_sum(unit *u, const row *r)
{
    const double v[2] = {r->lat, r->lon};
    u->n++;
    u->used = true;
    u->population += r->population;
    for (int k = 0; k < 2; k++) {
        u->sum[k] += v[k];
        u->square[k] += v[k] * v[k];
    }
}

/* A place with a wrong code lies far away: what is beyond three times the usual distance is left out. */
static void add_box(unit *u, const row *r)
{
    const double v[2] = {r->lat, r->lon};
    for (int k = 0; k < 2 && u->n >= FEW; k++) {
        double mean = u->sum[k] / u->n, var = u->square[k] / u->n - mean * mean, far = v[k] - mean;
        if (far * far > 9 * var + 1e-6) return;
    }
    if (r->lat < u->south) u->south = r->lat;
    if (r->lat > u->north) u->north = r->lat;
    if (r->lon < u->west) u->west = r->lon;
    if (r->lon > u->east) u->east = r->lon;
}

static casus_status measure_row(maker *m, const row *r, bool boxes)
{
    unit *u;
    const casus_str *c = r->cell;
    if (!is_country(c[C_COUNTRY])) return CASUS_OK;
    casus_status s = CASUS_OK;
    if (!boxes && casus_str_is(c[C_CLASS], "A")) {
        s = unit_itself(m, r, &u);
        if (s || !u) return s;
        u->point = true;
        u->lat = r->lat;
        u->lon = r->lon;
        if (!u->id) u->id = whole(c[C_ID]);
        return u->name.n ? CASUS_OK : keep(m, c[C_NAME], &u->name);
    }
    if (!casus_str_is(c[C_CLASS], "P")) return CASUS_OK;
    if (!boxes) s = make_unit(m, c[C_COUNTRY], &u);
    unit *const all[] = {make_unit_find(m, c[C_COUNTRY], (casus_str){0}, (casus_str){0}),
                         c[C_ADMIN1].n ? make_unit_find(m, c[C_COUNTRY], c[C_ADMIN1], (casus_str){0}) : NULL,
                         c[C_ADMIN1].n && c[C_ADMIN2].n ? make_unit_find(m, c[C_COUNTRY], c[C_ADMIN1], c[C_ADMIN2]) : NULL};
    for (size_t i = 0; i < 3 && !s; i++) {
        if (all[i] && boxes) add_box(all[i], r);
        else if (all[i]) add_sum(all[i], r);
    }
    return s;
}

/* Go through a table for what its places tell of their units: first how many and where, then the box around them. */
casus_status source_measure(maker *m, const char *path, bool boxes)
{
    lines l;
    casus_str line;
    row r;
    casus_status s = lines_open(&l, m, path);
    while (!s && !(s = lines_next(&l, &line))) {
        if (!line.n || line.p[0] == '#') continue;
        s = cut_row(m, line, &r);
        if (!s) s = measure_row(m, &r, boxes);
    }
    lines_close(&l);
    return s == CASUS_END ? CASUS_OK : s;
}

/* ---------------------------------------------------------------- places */

static const struct {
    const char *feature;
    uint8_t kind;
} kind_of[] = {{"PPLC", GAZ_CAPITAL}, {"PPLA", GAZ_SEAT1},  {"PPLA2", GAZ_SEAT2},  {"PPLA3", GAZ_VILLAGE},
               {"PPLX", GAZ_SECTION}, {"PPLG", GAZ_SEAT1},  {"PPLH", GAZ_SECTION}, {"PPLQ", GAZ_SECTION},
               {"PPLW", GAZ_SECTION}, {"ADM1", GAZ_ADMIN1}, {"ADM2", GAZ_ADMIN2},  {"ADM1H", GAZ_ADMIN1}};

static uint8_t kind(char class, casus_str feature)
{
    for (size_t i = 0; i < sizeof kind_of / sizeof *kind_of; i++)
        if (casus_str_is(feature, kind_of[i].feature)) return kind_of[i].kind;
    switch (class) {
    case 'P': return GAZ_VILLAGE;
    case 'A': return GAZ_ADMIN3;
    case 'H': return GAZ_WATER;
    case 'T':
    case 'U': return GAZ_LAND;
    case 'S': return GAZ_SPOT;
    case 'R': return GAZ_ROAD;
    default: return GAZ_AREA;
    }
}

static uint32_t *cell_at(const maker *m, double lat, double lon)
{
    int y = (int)((lat + 90) * 2), x = (int)((lon + 180) * 2);
    if (y >= CELLS_Y) y = CELLS_Y - 1;
    if (x >= CELLS_X) x = CELLS_X - 1;
    return &m->cell[(size_t)y * CELLS_X + (size_t)x];
}

static int32_t scaled(double degrees) { return (int32_t)(degrees * GAZ_SCALE + (degrees < 0 ? -0.5 : 0.5)); }

static casus_status other_names(maker *m, casus_str list, uint32_t self)
{
    casus_status s = CASUS_OK;
    while (!s && list.n) {
        const char *comma = memchr(list.p, ',', list.n);
        casus_str one = {list.p, comma ? (size_t)(comma - list.p) : list.n};
        if (make_is_name(one)) s = make_name(m, one, self, true);
        list = comma ? (casus_str){comma + 1, list.n - one.n - 1} : (casus_str){0};
    }
    return s;
}

static casus_status remember(maker *m, uint32_t id, uint32_t entry)
{
    id_of *x = id ? pile_add(&m->id) : NULL;
    if (id && !x) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    if (x) *x = (id_of){id, entry};
    return CASUS_OK;
}

static casus_status enter_place(maker *m, const row *r)
{
    const casus_str *c = r->cell;
    gaz_entry *e;
    uint32_t self;
    casus_status s = make_entry(m, &e, &self);
    if (s) return s;
    const unit *u1 = c[C_ADMIN1].n ? make_unit_find(m, c[C_COUNTRY], c[C_ADMIN1], (casus_str){0}) : NULL;
    const unit *u2 = u1 && c[C_ADMIN2].n ? make_unit_find(m, c[C_COUNTRY], c[C_ADMIN1], c[C_ADMIN2]) : NULL;
    *e = (gaz_entry){.id = whole(c[C_ID]), .lat = scaled(r->lat), .lon = scaled(r->lon), .population = r->population,
                     .admin1 = u1 ? u1->entry : 0, .admin2 = u2 ? u2->entry : 0, .kind = kind(c[C_CLASS].p[0], c[C_FEATURE])};
    memcpy(e->country, c[C_COUNTRY].p, 2);
    uint32_t *cell = cell_at(m, r->lat, r->lon);
    if (!*cell && c[C_CLASS].p[0] == 'P') *cell = self + 1;
    s = remember(m, e->id, self);
    if (!s) s = make_pooled(m, c[C_NAME], &e->name);
    if (!s) s = make_name(m, c[C_NAME], self, false);
    if (!s) s = make_name(m, c[C_ASCII], self, false);
    return s ? s : other_names(m, c[C_OTHER], self);
}

static casus_status place_row(maker *m, const row *r, const char *classes)
{
    const casus_str *c = r->cell;
    unit *u = NULL;
    if (!is_country(c[C_COUNTRY]) || c[C_CLASS].n != 1 || !c[C_NAME].n) return CASUS_OK;
    if (classes && !strchr(classes, c[C_CLASS].p[0])) return CASUS_OK;
    if (c[C_FEATURE].n >= 3 && memcmp(c[C_FEATURE].p, "PCL", 3) == 0) return CASUS_OK; /* the lexicon names the countries */
    if (c[C_CLASS].p[0] == 'A') {
        casus_status s = unit_itself(m, r, &u);
        if (s) return s;
    }
    if (!u || !u->entry) return enter_place(m, r);
    gaz_entry *e = pile_at(&m->entry, u->entry - 1);
    if (r->population > e->population) e->population = r->population;
    casus_status s = make_name(m, c[C_NAME], u->entry - 1, false);
    return s ? s : other_names(m, c[C_OTHER], u->entry - 1);
}

casus_status source_places(maker *m, const char *path, const char *classes)
{
    lines l;
    casus_str line;
    row r;
    casus_status s = lines_open(&l, m, path);
    while (!s && !(s = lines_next(&l, &line))) {
        if (!line.n || line.p[0] == '#') continue;
        s = cut_row(m, line, &r);
        if (!s) s = place_row(m, &r, classes);
        m->stats->lines++;
    }
    lines_close(&l);
    return s == CASUS_END ? CASUS_OK : s;
}

/* ---------------------------------------------------------------- other names */

static int id_order(const void *a, const void *b)
{
    const id_of *x = a, *y = b;
    return (x->id > y->id) - (x->id < y->id);
}

static casus_status sorted_ids(maker *m, id_of **flat)
{
    *flat = casus_alloc((m->id.n + 1) * sizeof **flat);
    if (!*flat) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    for (size_t i = 0; i < m->id.n; i++) memcpy(&(*flat)[i], pile_at(&m->id, i), sizeof **flat);
    qsort(*flat, m->id.n, sizeof **flat, id_order);
    return CASUS_OK;
}

/* Codes and links are no names; romanised forms of other scripts are. */
static bool is_code(casus_str language)
{
    static const char *const code[] = {"post", "link", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "abbr", "phon"};
    for (size_t i = 0; i < sizeof code / sizeof *code; i++)
        if (casus_str_is(language, code[i])) return true;
    return false;
}

casus_status source_names(maker *m, const char *path)
{
    lines l;
    casus_str line, cell[5];
    id_of *ids = NULL;
    casus_status s = sorted_ids(m, &ids);
    size_t n = m->id.n;
    if (s) return s;
    s = lines_open(&l, m, path);
    while (!s && !(s = lines_next(&l, &line))) {
        if (!line.n || line.p[0] == '#') continue;
        if (cells(line, cell, 5) < 4) {
            s = make_fail(m, CASUS_E_INPUT, "not a line of alternateNamesV2.txt: 4 cells are needed at least");
            break;
        }
        m->stats->lines++;
        if (is_code(cell[2]) || !make_is_name(cell[3])) continue;
        id_of key = {whole(cell[1]), 0};
        const id_of *at = bsearch(&key, ids, n, sizeof *ids, id_order);
        if (at) s = make_name(m, cell[3], at->entry, true);
    }
    lines_close(&l);
    casus_release(ids);
    return s == CASUS_END ? CASUS_OK : s;
}

/* ---------------------------------------------------------------- OpenStreetMap */

static const struct {
    const char *key, *value; /* NULL: any value */
    uint8_t kind;
} osm_kind[] = {
    {"place", "city", GAZ_SEAT2}, {"place", "town", GAZ_VILLAGE}, {"place", "village", GAZ_VILLAGE}, {"place", "hamlet", GAZ_SECTION},
    {"place", "isolated_dwelling", GAZ_SECTION}, {"place", "farm", GAZ_SECTION}, {"place", "suburb", GAZ_SECTION}, {"place", "quarter", GAZ_SECTION},
    {"place", "neighbourhood", GAZ_SECTION}, {"place", "island", GAZ_LAND}, {"place", "islet", GAZ_LAND}, {"place", "sea", GAZ_WATER},
    {"place", NULL, GAZ_AREA}, {"aeroway", NULL, GAZ_SPOT}, {"military", NULL, GAZ_SPOT}, {"barrier", "border_control", GAZ_SPOT},
    {"waterway", NULL, GAZ_WATER}, {"natural", "water", GAZ_WATER}, {"natural", NULL, GAZ_LAND}, {"boundary", NULL, GAZ_AREA},
    {"highway", NULL, GAZ_ROAD}, {"amenity", NULL, GAZ_SPOT}, {"building", NULL, GAZ_SPOT}, {"landuse", NULL, GAZ_AREA},
};

static bool kind_of_osm(const json_t *tags, uint8_t *kind)
{
    for (size_t i = 0; i < sizeof osm_kind / sizeof *osm_kind; i++) {
        const char *v = json_string_value(json_object_get(tags, osm_kind[i].key));
        if (!v || (osm_kind[i].value && strcmp(v, osm_kind[i].value) != 0)) continue;
        *kind = osm_kind[i].kind;
        return true;
    }
    return false;
}

typedef struct {
    double south, north, west, east;
    bool any;
} box;

/* Positions at any depth: [lon, lat] inside as many lists as the geometry has. */
static void stretch(const json_t *v, box *b, int depth)
{
    size_t i;
    const json_t *inner;
    if (!json_is_array(v) || depth > 5) return;
    if (!json_is_number(json_array_get(v, 0))) {
        json_array_foreach(v, i, inner) stretch(inner, b, depth + 1);
        return;
    }
    double lon = json_number_value(json_array_get(v, 0)), lat = json_number_value(json_array_get(v, 1));
    if (!json_is_number(json_array_get(v, 1)) || !(fabs(lat) <= 90) || !(fabs(lon) <= 180)) return;
    if (!b->any) *b = (box){lat, lat, lon, lon, true};
    if (lat < b->south) b->south = lat;
    if (lat > b->north) b->north = lat;
    if (lon < b->west) b->west = lon;
    if (lon > b->east) b->east = lon;
}

/* The populated place of a table nearest to a point, cell by cell around it; NULL: none near. */
static const gaz_entry *neighbour(const maker *m, double lat, double lon)
{
    for (int ring = 0; ring <= 6; ring++) {
        for (int dy = -ring; dy <= ring; dy++) {
            for (int dx = -ring; dx <= ring; dx++) {
                double y = lat + dy * 0.5, x = lon + dx * 0.5;
                if ((abs(dy) != ring && abs(dx) != ring) || y < -90 || y > 90 || x < -180 || x > 180) continue;
                uint32_t at = *cell_at(m, y, x);
                if (at) return pile_at(&m->entry, at - 1);
            }
        }
    }
    return NULL;
}

static casus_status osm_names(maker *m, const json_t *tags, casus_str name, uint32_t self)
{
    const char *key;
    const json_t *v;
    casus_status s = make_is_name(name) ? make_name(m, name, self, false) : CASUS_OK;
    json_object_foreach((json_t *)(uintptr_t)tags, key, v) {
        const char *z = json_string_value(v);
        bool named = strncmp(key, "name:", 5) == 0 || strcmp(key, "int_name") == 0 || strcmp(key, "alt_name") == 0 ||
                     strcmp(key, "old_name") == 0 || strcmp(key, "official_name") == 0 || strncmp(key, "alt_name:", 9) == 0;
        if (!z || !named) continue;
        for (casus_str rest = casus_str_of(z); !s && rest.n;) {
            const char *semi = memchr(rest.p, ';', rest.n);
            casus_str one = casus_str_trim((casus_str){rest.p, semi ? (size_t)(semi - rest.p) : rest.n});
            if (make_is_name(one)) s = make_name(m, one, self, strcmp(key, "name:en") != 0);
            rest = semi ? (casus_str){semi + 1, (size_t)(rest.p + rest.n - semi) - 1} : (casus_str){0};
        }
    }
    return s;
}

static casus_status feature(maker *m, const json_t *v)
{
    const json_t *tags = json_object_get(v, "properties");
    if (!json_is_object(tags)) return CASUS_OK;
    if (json_is_object(json_object_get(tags, "tags"))) tags = json_object_get(tags, "tags");
    casus_str name = casus_str_of(json_string_value(json_object_get(tags, "name:en"))), plain = casus_str_of(json_string_value(json_object_get(tags, "name")));
    box b = {0};
    uint8_t what;
    if (!name.n) name = plain;
    stretch(json_object_get(json_object_get(v, "geometry"), "coordinates"), &b, 0);
    if (!name.n || !b.any || !kind_of_osm(tags, &what)) return CASUS_OK;
    double lat = (b.south + b.north) / 2, lon = (b.west + b.east) / 2;
    const gaz_entry *near = neighbour(m, lat, lon);
    casus_str country = casus_str_of(json_string_value(json_object_get(tags, "addr:country")));
    if (!is_country(country)) country = near ? (casus_str){near->country, 2} : (casus_str){0};
    if (!country.n) return CASUS_OK; /* nothing is known within 300 km */
    gaz_entry *e, old = near ? *near : (gaz_entry){0};
    char iso2[2] = {country.p[0], country.p[1]};
    uint32_t self;
    casus_status s = make_entry(m, &e, &self);
    if (s) return s;
    bool same = memcmp(old.country, iso2, 2) == 0;
    *e = (gaz_entry){.lat = scaled(lat), .lon = scaled(lon), .kind = what, .admin1 = same ? old.admin1 : 0,
                     .population = whole(casus_str_of(json_string_value(json_object_get(tags, "population"))))};
    memcpy(e->country, iso2, 2);
    s = make_pooled(m, name, &e->name);
    if (!s) s = osm_names(m, tags, plain.n ? plain : name, self);
    m->stats->osm += !s;
    return s;
}

casus_status source_osm(maker *m, const char *path)
{
    lines l;
    casus_str line;
    casus_status s = lines_open(&l, m, path);
    while (!s && !(s = lines_next(&l, &line))) {
        line = casus_str_trim(line);
        if (line.n && line.p[0] == 0x1e) line = (casus_str){line.p + 1, line.n - 1};
        if (!line.n) continue;
        json_error_t why;
        json_t *v = json_loadb(line.p, line.n, 0, &why);
        s = json_is_object(v) ? feature(m, v) : make_fail(m, CASUS_E_INPUT, "not a GeoJSON feature: one is expected on each line");
        json_decref(v);
        m->stats->lines++;
    }
    lines_close(&l);
    return s == CASUS_END ? CASUS_OK : s;
}

/* ---------------------------------------------------------------- all of it */

static casus_status read_all(maker *m, const casus_gazetteer_sources *src)
{
    casus_status s = CASUS_OK;
    if (src->admin1) s = source_units(m, src->admin1, false);
    if (!s && src->admin2) s = source_units(m, src->admin2, true);
    for (int boxes = 0; boxes < 2; boxes++)
        for (size_t i = 0; !s && i < src->n_table; i++) s = source_measure(m, src->table[i], boxes == 1);
    m->path = NULL;
    if (!s) s = make_unit_entries(m);
    for (size_t i = 0; !s && i < src->n_table; i++) s = source_places(m, src->table[i], src->classes);
    if (!s && src->names) s = source_names(m, src->names);
    for (size_t i = 0; !s && i < src->n_osm; i++) s = source_osm(m, src->osm[i]);
    return s;
}

casus_status casus_gazetteer_build(const casus_gazetteer_sources *src, const char *out, casus_gazetteer_stats *stats, char **where, casus_err *err)
{
    casus_gazetteer_stats none;
    if (where) *where = NULL;
    if (!stats) stats = &none;
    *stats = (casus_gazetteer_stats){0};
    maker *m = casus_alloc(sizeof *m);
    if (!m) return casus_fail(err, CASUS_E_NOMEM, "gazetteer", 0);
    m->err = err;
    m->where = where;
    m->stats = stats;
    casus_status s = make_begin(m, out);
    if (!s) s = read_all(m, src);
    if (!s) s = make_file(m, src->version, src->licence, out);
    make_end(m);
    casus_release(m);
    return s;
}
