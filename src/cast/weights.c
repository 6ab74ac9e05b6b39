/* The weights: a text, one named feature a line, read once into a hash table. Everything in it is checked.
 *
 *   casus-cast 1
 *   floor <tab> the share from which a phrase is cast, one for each role, in thousandths
 *   floors <tab> the same for the kinds of deed
 *   group <tab> the centre of a group of words, in thousandths; groups are numbered as they come
 *   name <tab> its weights, in 1/256, one for each role; of names in capitals for each kind of deed
 */
#include "room.h"

#include <math.h>
#include <string.h>

enum { MOST_SLOTS = 1 << 20 };

extern const char casus_cast_data[], casus_cast_end[];

static casus_str next_line(casus_str *rest)
{
    const char *nl = rest->n ? memchr(rest->p, '\n', rest->n) : NULL;
    size_t n = nl ? (size_t)(nl - rest->p) : rest->n, step = nl ? n + 1 : n;
    casus_str line = {rest->p, n};
    rest->p += step;
    rest->n -= step;
    return line;
}

/* One number and the blank behind it. */
static bool take_number(casus_str *s, int16_t *out)
{
    int32_t v = 0, sign = 1;
    size_t i = 0;
    if (s->n && s->p[0] == '-') sign = -1, i = 1;
    size_t digits = i;
    while (i < s->n && s->p[i] >= '0' && s->p[i] <= '9' && i < digits + 5) v = v * 10 + (s->p[i++] - '0');
    if (i == digits || v > INT16_MAX || (i < s->n && s->p[i] != ' ')) return false;
    *out = (int16_t)(v * sign);
    if (i < s->n) i++;
    s->p += i;
    s->n -= i;
    return true;
}

/* "name <tab> numbers": how many, 0 for anything else. */
static int take_line(casus_str line, casus_str *name, int16_t w[CAST_MOST_VECTOR])
{
    const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
    if (!tab || tab == line.p) return 0;
    *name = (casus_str){line.p, (size_t)(tab - line.p)};
    casus_str rest = {tab + 1, line.n - name->n - 1};
    int n = 0;
    memset(w, 0, CAST_COLUMNS * sizeof *w);
    while (rest.n && n < CAST_MOST_VECTOR)
        if (!take_number(&rest, &w[n++])) return 0;
    return rest.n ? 0 : n;
}

static uint64_t hash_of(casus_str name)
{
    uint64_t h = casus_hash(name, 11);
    return h ? h : 1;
}

static uint32_t seat(const casus_cast *c, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (c->n_slot - 1);
    while (c->slot[at].hash && c->slot[at].hash != hash) at = (at + 1) & (c->n_slot - 1);
    return at;
}

uint32_t cast_slot(const casus_cast *c, casus_str name)
{
    uint32_t at = seat(c, hash_of(name));
    return c->slot[at].hash ? at : CAST_NO_FEATURE;
}

float cast_logistic(float x) { return 1 / (1 + expf(-x)); }

/* "floor" and "floors": all of one kind, each between 0 and 1. */
static bool set_floors(casus_cast *c, casus_str name, const int16_t *w)
{
    bool roles = name.n == 5;
    for (int k = 0; k < (roles ? CASUS_N_CAST : CASUS_N_DEED); k++) {
        if (w[k] < 1 || w[k] > 1000) return false;
        (roles ? c->floor_of_role : c->floor_of_kind)[k] = (float)w[k] / 1000;
    }
    return true;
}

/* All centres have the same length. */
static bool add_group(casus_cast *c, const int16_t *w, uint32_t n)
{
    cast_groups *g = &c->groups;
    if (g->n == CAST_MOST_GROUPS || (g->n && g->size != n)) return false;
    g->size = n;
    for (uint32_t i = 0; i < n; i++) g->centre[cast_centre(g, g->n, i)] = (float)w[i] / 1000;
    g->n++;
    return true;
}

static uint32_t count_groups(casus_str rest)
{
    uint32_t n = 0;
    while (rest.n) {
        casus_str line = next_line(&rest);
        n += line.n > 6 && memcmp(line.p, "group\t", 6) == 0;
    }
    return n;
}

static bool fill(casus_cast *c, casus_str rest, uint64_t *line)
{
    casus_str head = next_line(&rest), name;
    bool floors[2] = {false, false};
    *line = 1;
    if (!casus_str_is(head, "casus-cast 1")) return false;
    while (rest.n) {
        ++*line;
        int16_t v[CAST_MOST_VECTOR];
        int n = take_line(next_line(&rest), &name, v);
        if (!n) return false;
        if (casus_str_is(name, "group")) {
            if (!add_group(c, v, (uint32_t)n)) return false;
            continue;
        }
        if (n > CAST_COLUMNS) return false;
        if (casus_str_is(name, "floor") || casus_str_is(name, "floors")) {
            if (!set_floors(c, name, v)) return false;
            floors[name.n == 6] = true;
            continue;
        }
        cast_weight w = {.hash = hash_of(name)};
        memcpy(w.w, v, sizeof w.w);
        cast_weight *seat_of_it = &c->slot[seat(c, w.hash)];
        if (seat_of_it->hash) return false; /* told twice */
        *seat_of_it = w;
    }
    return floors[0] && floors[1];
}

casus_status casus_cast_open(casus_str bytes, casus_cast **out, casus_err *err)
{
    *out = NULL;
    if (!bytes.n) bytes = (casus_str){casus_cast_data, (size_t)(casus_cast_end - casus_cast_data)};
    if (!bytes.n) return casus_fail(err, CASUS_E_NOTFOUND, "no weights of casting are built in", 0);
    uint32_t lines = 0, size = 64;
    for (size_t i = 0; i < bytes.n; i++) lines += bytes.p[i] == '\n';
    while (size < MOST_SLOTS && size < (uint64_t)lines * 2 + 4) size *= 2;
    if ((uint64_t)lines * 2 + 2 > size) return casus_fail(err, CASUS_E_LIMIT, "weights of casting", 0);
    casus_cast *c = casus_alloc(sizeof *c);
    if (c) c->slot = casus_alloc(size * sizeof *c->slot);
    uint32_t groups = count_groups(bytes);
    if (groups > CAST_MOST_GROUPS) groups = CAST_MOST_GROUPS;
    if (c && groups) c->groups.centre = casus_alloc(cast_centres(groups, CAST_MOST_VECTOR) * sizeof(float));
    if (!c || !c->slot || (groups && !c->groups.centre)) {
        casus_cast_close(c);
        return casus_fail(err, CASUS_E_NOMEM, "weights of casting", 0);
    }
    c->n_slot = size;
    c->mark = (uint32_t)casus_hash(bytes, 3);
    uint64_t line;
    if (!fill(c, bytes, &line)) {
        casus_cast_close(c);
        casus_fail(err, CASUS_E_INPUT, "weights of casting", 0);
        if (err) err->line = line;
        return CASUS_E_INPUT;
    }
    *out = c;
    return CASUS_OK;
}

uint32_t casus_cast_mark(const casus_cast *c)
{
    return c->mark;
}

void casus_cast_close(casus_cast *c)
{
    if (!c) return;
    casus_release(c->slot);
    casus_release(c->groups.centre);
    casus_release(c);
}
