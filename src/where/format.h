/* The gazetteer file: one flat block that is used as it lies, made by tools/gazetteer and read by gazetteer.c.
 *
 * Header, then five arrays without gaps: entries, names, slots, lists, pool. Numbers are in the byte order of the machine
 * that made it; `order` refuses the other. A name is a key (key.c) with the entries that bear it, best first; slots are an
 * open hash from key to name. Entries of administrative units come first, so that a place can point at its unit.
 */
#ifndef CASUS_WHERE_FORMAT_H
#define CASUS_WHERE_FORMAT_H

#include <casus/base.h>

#define GAZ_MAGIC "CASUSGAZ"

enum {
    GAZ_FORMAT = 1,
    GAZ_ORDER = 0x01020304,
    GAZ_KEY = 96,      /* most bytes of a key */
    GAZ_SCALE = 100000 /* coordinates are degrees times this */
};

#define GAZ_ALIAS 0x80000000u /* in a list: the entry bears this name as another name only */

typedef enum {
    GAZ_SECTION,  /* part of a town */
    GAZ_VILLAGE,  /* any populated place */
    GAZ_SEAT2,    /* seat of a second-order unit or lower */
    GAZ_SEAT1,    /* seat of a first-order unit */
    GAZ_CAPITAL,
    GAZ_ADMIN2,
    GAZ_ADMIN1,
    GAZ_KINDS
} gaz_kind;

typedef struct {
    char magic[8];
    uint32_t format, order;
    uint64_t size;  /* of the whole file */
    uint64_t check; /* casus_hash of all behind the header */
    uint32_t n_entry, n_name, n_slot, n_list, n_pool;
    uint32_t version; /* offset into the pool */
    uint32_t spare[2];
} gaz_header;

typedef struct {
    uint32_t id; /* GeoNames; 0: an administrative unit, whose number the source does not tell */
    int32_t lat, lon;
    uint32_t population;
    uint32_t name;           /* offset into the pool */
    uint32_t admin1, admin2; /* entry + 1, 0: none */
    char country[2];
    uint8_t kind; /* gaz_kind */
    uint8_t spare;
} gaz_entry;

typedef struct {
    uint32_t key;      /* offset into the pool */
    uint32_t first, n; /* entries in the list */
} gaz_name;

_Static_assert(sizeof(gaz_header) == 64 && sizeof(gaz_entry) == 32 && sizeof(gaz_name) == 12, "the file has no padding");

/* Make the key of a folded name: words of letters and digits with single blanks between, common spellings made one.
 * NUL-terminated; returns its length, 0 if the name has no key (too long, no letter). */
size_t gaz_key(casus_str folded, char key[GAZ_KEY]);

/* A rougher key for names written down by ear from Arabic, Persian, Pashto or Hebrew: vowels and doubled letters made one.
 * Begins with "~". Returns its length, 0 if too little is left. */
size_t gaz_rough(const char *key, char rough[GAZ_KEY]);

#endif
