/* The gazetteer file: one block that is used as it lies, written by build.c and read by gazetteer.c.
 *
 * Header, then eight arrays without gaps: sieve, entries, names, slots, lists, ears, ear slots, pool. Numbers are in the byte order of the
 * machine that made it; `order` refuses the other. A name is a key (key.c) with the entries that bear it, best first. Names
 * are sorted by the hash of their keys, and slot[b] is the first name whose hash begins with the bits b, so a name is found in one
 * probe, and the file can be written from beginning to end by a program that does not hold it. Ears are the same for names as
 * they sound (gaz_rough): each leads to a name. The sieve is what most words of a text fall through: three bits, in one of its
 * words, for each key and for the first words of each longer key, so that one look tells nearly always that nothing is there.
 */
#ifndef CASUS_WHERE_FORMAT_H
#define CASUS_WHERE_FORMAT_H

#include <casus/base.h>

#define GAZ_MAGIC "CASUSGAZ"

enum {
    GAZ_FORMAT = 4,
    GAZ_ORDER = 0x01020304,
    GAZ_KEY = 96,      /* most bytes of a key */
    GAZ_SCALE = 100000 /* coordinates are degrees times this */
};

#define GAZ_ALIAS 0x80000000u /* in a list: the entry bears this name as another name only */

/* Up to GAZ_CAPITAL: populated places. */
typedef enum {
    GAZ_SECTION,  /* part of a town */
    GAZ_VILLAGE,  /* any populated place */
    GAZ_SEAT2,    /* seat of a second-order unit or lower */
    GAZ_SEAT1,    /* seat of a first-order unit */
    GAZ_CAPITAL,
    GAZ_ADMIN2,
    GAZ_ADMIN1,
    GAZ_ADMIN3,   /* third order and lower */
    GAZ_COUNTRY,  /* bears no name but "=SY": lexicons name the countries; it tells how large the country is */
    GAZ_AREA,     /* parks, regions, continents */
    GAZ_WATER,
    GAZ_LAND,     /* mountains, islands, capes */
    GAZ_SPOT,     /* buildings, airfields, bases, camps */
    GAZ_ROAD,
    GAZ_KINDS
} gaz_kind;

typedef struct {
    char magic[8];
    uint32_t format, order;
    uint64_t size;  /* of the whole file */
    uint64_t check; /* of all behind the header, see gaz_sum */
    uint32_t n_entry, n_name, n_slot, n_list, n_ear, n_ear_slot;
    uint32_t n_pool;
    uint32_t version, licence; /* offsets into the pool */
    uint32_t n_sieve;          /* a power of two */
    uint32_t spare[2];
} gaz_header;

typedef struct {
    uint32_t id; /* GeoNames; 0: the source does not tell */
    int32_t lat, lon;
    uint32_t population;
    uint32_t name;           /* offset into the pool */
    uint32_t admin1, admin2; /* entry + 1, 0: none */
    char country[2];
    uint8_t kind;   /* gaz_kind */
    uint8_t radius; /* of units and countries: km = 2^(radius / 8); 0: not known */
} gaz_entry;

typedef struct {
    uint32_t key;      /* offset into the pool */
    uint32_t first, n; /* entries in the list */
} gaz_name;

typedef struct {
    uint32_t hash; /* of the name as it sounds; the last bit: a place of that name lies where names are written down by ear */
    uint32_t name;
} gaz_ear;

_Static_assert(sizeof(gaz_header) == 80 && sizeof(gaz_entry) == 32 && sizeof(gaz_name) == 12 && sizeof(gaz_ear) == 8, "the file has no padding");

/* The checksum is taken in steps of this many bytes, each seeded with the one before. */
enum { GAZ_STEP = 1 << 16 };

/* The slot of a hash among n slots, a power of two; hash is the upper half of a 64-bit one for names. */
static inline uint32_t gaz_slot(uint32_t hash, uint32_t n)
{
    return (uint32_t)(((uint64_t)hash * n) >> 32);
}

static inline uint32_t gaz_ear_hash(casus_str rough) { return (uint32_t)(casus_hash(rough, 0) >> 32) & ~UINT32_C(1); }

/* What a key leaves in the sieve: its word, and its bits there. As a key, or as the first words of longer ones. */
static inline uint64_t gaz_hash(const char *key, size_t len) { return casus_hash((casus_str){key, len}, 0); }
static inline uint64_t gaz_first(uint64_t hash) { return hash * 0x9e3779b97f4a7c15u; }
static inline uint64_t gaz_grain(uint64_t hash)
{
    return UINT64_C(1) << (hash >> 58) | UINT64_C(1) << (hash >> 52 & 63) | UINT64_C(1) << (hash >> 46 & 63);
}

/* Make the key of a folded name: words of letters and digits with single blanks between, common spellings made one.
 * NUL-terminated; returns its length, 0 if the name has no key (too long, no letter). */
size_t gaz_key(casus_str folded, char key[GAZ_KEY]);
/* Add a word to the n bytes of a key; what comes first is then the key of the words before. Returns its length, 0: too long. */
size_t gaz_key_add(char key[GAZ_KEY], size_t n, casus_str folded);

/* A rougher key, of how a name sounds: its consonants in classes, for names written down by ear from Arabic, Persian, Pashto, Hebrew
 * or Cyrillic letters. soft: j is what English writes y (Skopje), else what it writes j (Al Jazirah); names with a j have both keys.
 * Returns its length. */
size_t gaz_rough(const char *key, bool soft, char rough[GAZ_KEY]);

/* Is it a country whose names English writes down by ear? */
bool gaz_by_ear(const char country[2]);

/* How far apart two keys are: 0 for the same, about 1 for one letter that sounds different. */
float gaz_distance(const char *a, const char *b);
/* The same, from's signs being known; what is farther than most may come out as anything above it. */
float gaz_within(const char *from, const char *from_signs, const char *to, float most);
/* A key as signs of sounds, articles and blanks left out: what distances are measured between. Returns how many. */
size_t gaz_signs(const char *key, char out[GAZ_KEY]);
bool gaz_near(const char *from_signs, const char *to, float most); /* is the distance no more? */

#endif
