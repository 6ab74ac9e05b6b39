/* Inside the making of a gazetteer: source.c reads tables and says what is in them, build.c keeps it and writes the file. */
#ifndef CASUS_WHERE_BUILD_H
#define CASUS_WHERE_BUILD_H

#include <casus/where.h>

#include "where/format.h"

#include <stdio.h>

/* An array in blocks: it grows without moving, so that it never takes more than it holds. */
typedef struct {
    char **block;
    size_t n_block, cap_block, n, each;
} pile;

enum { PILE_BITS = 15 }; /* elements a block, as a power of two */

void *pile_add(pile *p); /* zeroed; NULL: no memory */
static inline void *pile_at(const pile *p, size_t i)
{
    return p->block[i >> PILE_BITS] + (i & (((size_t)1 << PILE_BITS) - 1)) * p->each;
}
void pile_free(pile *p);

/* A unit of administration, or a country ("SY"). */
typedef struct {
    char code[32]; /* "SY", "SY.09", "US.MN.053" */
    casus_str name; /* empty: not named */
    uint32_t id;
    bool point;    /* lat, lon are known from the source */
    bool used;     /* something lies in it */
    double lat, lon;
    uint64_t population;
    uint32_t n;    /* places in it */
    double sum[2], square[2]; /* of latitudes and longitudes */
    double south, north, west, east;
    uint32_t entry; /* + 1 */
    uint32_t next;  /* of the same hash, + 1 */
} unit;

enum { PARTS = 64, UNIT_SLOTS = 1 << 17, CELLS_X = 720, CELLS_Y = 360, RECENT = 96 };

typedef struct {
    casus_err *err;
    char **where;     /* "file:line: what" of a mistake in a source */
    const char *path; /* being read */
    uint64_t line;
    const char *beside; /* path of the file to be made: temporary files lie beside it */
    casus_arena *arena, *scratch; /* names of units; one name while it is folded */
    pile unit, entry, name, name_hash, list, ear, id; /* unit, gaz_entry, gaz_name, uint32_t, uint32_t, gaz_ear, id_of */
    uint32_t *unit_slot;
    FILE *pool;
    uint64_t n_pool;
    FILE *part[PARTS]; /* names with their bearers, by the first bits of their hashes */
    uint64_t n_part[PARTS]; /* bytes */
    uint64_t recent[RECENT]; /* keys the last entry has been given already */
    uint32_t n_recent, recent_of;
    uint64_t *sieve; /* of the file */
    uint32_t n_sieve;
    uint32_t *cell; /* a populated place in each cell of half a degree, + 1 */
    casus_gazetteer_stats *stats;
} maker;

typedef struct {
    uint32_t id, entry;
} id_of;

/* Each fails with a reason; further calls need not be made then. */
casus_status make_begin(maker *m, const char *beside);
void make_end(maker *m);
casus_status make_fail(maker *m, casus_status code, const char *what);
casus_status make_pooled(maker *m, casus_str s, uint32_t *at);
casus_status make_unit(maker *m, casus_str code, unit **u); /* found, or new */
unit *make_unit_find(const maker *m, casus_str country, casus_str admin1, casus_str admin2);
casus_status make_unit_entries(maker *m);
casus_status make_entry(maker *m, gaz_entry **e, uint32_t *at);
/* One name of an entry; alias: not its first one. */
casus_status make_name(maker *m, casus_str name, uint32_t entry, bool alias);
casus_status make_file(maker *m, const char *version, const char *licence, const char *out);
bool make_is_name(casus_str s); /* Latin letters, no code, begins like a name */

casus_status source_units(maker *m, const char *path, bool second);
casus_status source_measure(maker *m, const char *path, bool boxes);
casus_status source_places(maker *m, const char *path, const char *classes);
casus_status source_names(maker *m, const char *path);
casus_status source_osm(maker *m, const char *path);

#endif
