/* where: toponyms -> gazetteer entries, chosen together for the whole report.
 *
 * Coordinates are WGS84 degrees. Countries are ISO 3166-1 alpha-2. Ids are those of GeoNames, 0 for entries of our own
 * lexicon of conflict places.
 */
#ifndef CASUS_WHERE_H
#define CASUS_WHERE_H

#include <casus/lang.h>

typedef struct casus_gazetteer casus_gazetteer; /* read-only after opening; shared between threads */

/* path NULL: the gazetteer built into the program. A file is mapped, not read: of any size it is open at once, and its pages come
 * in as they are searched. Its magic, version and sizes are checked here, each offset in it when it is followed; nothing in a
 * damaged file does harm. It may be replaced while it is open, but not written into. CASUS_E_INPUT for a file that is none,
 * CASUS_E_NOINPUT, CASUS_E_NOMEM. */
CASUS_API casus_status casus_gazetteer_open(const char *path, casus_gazetteer **gaz, casus_err *err);
/* The same over bytes in memory, aligned as for uint64_t, which must outlive it. */
CASUS_API casus_status casus_gazetteer_open_bytes(casus_str bytes, casus_gazetteer **gaz, casus_err *err);
CASUS_API void casus_gazetteer_close(casus_gazetteer *gaz); /* NULL is fine */
CASUS_API const char *casus_gazetteer_version(const casus_gazetteer *gaz); /* e.g. "cities500-1.0.1-225112" */
CASUS_API const char *casus_gazetteer_licence(const casus_gazetteer *gaz); /* of the data, one line */
CASUS_API uint64_t casus_gazetteer_size(const casus_gazetteer *gaz, uint32_t *entries, uint32_t *names); /* bytes; either may be NULL */
/* Read the whole file: checksum and every offset. CASUS_E_INPUT: it is damaged. Seconds for a large one. */
CASUS_API casus_status casus_gazetteer_check(const casus_gazetteer *gaz, casus_err *err);

/* What a gazetteer is made of: paths, all but table may be NULL or 0. src/where/source.c tells what the files look like. */
typedef struct {
    const char *const *table; /* of GeoNames: allCountries.txt, cities500.txt, SY.txt */
    size_t n_table;
    const char *admin1, *admin2; /* admin1CodesASCII.txt, admin2Codes.txt */
    const char *names;           /* alternateNamesV2.txt */
    const char *const *osm;      /* GeoJSON, a feature a line */
    size_t n_osm;
    const char *classes; /* feature classes of GeoNames to take, "AP"; NULL: all */
    const char *version, *licence; /* written into the file; the number of entries is added to the version */
} casus_gazetteer_sources;

typedef struct {
    uint64_t lines, entries, names, keys, osm, bytes; /* names: given; keys: of those, different as they are looked up */
} casus_gazetteer_stats;

/* Make a gazetteer. The file appears under the name out when it is whole, or not at all; temporary files lie beside it, and are
 * about as large. *where, if not NULL, gets a text "file:line: what" for a mistake in a source (free with casus_release).
 * CASUS_E_INPUT, CASUS_E_NOINPUT, CASUS_E_IO, CASUS_E_LIMIT, CASUS_E_NOMEM. */
CASUS_API casus_status casus_gazetteer_build(const casus_gazetteer_sources *src, const char *out, casus_gazetteer_stats *stats,
                                             char **where, casus_err *err);

typedef enum {
    CASUS_PREC_UNKNOWN, CASUS_PREC_POINT, CASUS_PREC_SETTLEMENT, CASUS_PREC_NEAR, CASUS_PREC_DISTRICT, CASUS_PREC_PROVINCE,
    CASUS_PREC_REGION, CASUS_PREC_COUNTRY
} casus_precision;
CASUS_API const char *casus_precision_name(casus_precision p);

typedef struct {
    casus_str name;     /* main name of the entry */
    char country[3];    /* "" for what lies in none: seas, continents */
    casus_str admin1;   /* name, may be empty */
    double lat, lon;
    uint32_t geonameid; /* 0: an entry of our own */
    casus_precision precision;
    float radius_km; /* the place reaches so far from its point, or is known no better; 0: not known */
    uint64_t population;
    uint32_t key; /* same entry, same key, within one gazetteer */
} casus_entry;

/* A place of the gazetteer a name may stand for. */
typedef struct {
    casus_entry entry;
    casus_str as;   /* the name it has for this, as it is looked up: lower case, no diacritics */
    float distance; /* from the name that was asked for: 0 the same, about 0.35 for a vowel, 1 for another letter */
    float size;     /* what its kind and population are worth; less where names are spelled in one way and this one is only alike */
} casus_found;

/* Look a name up: places that bear it or one that sounds like it, best first. country: ISO code, NULL for any. found lies in the
 * arena. Finding none is CASUS_OK. CASUS_E_NOMEM. */
CASUS_API casus_status casus_gazetteer_find(const casus_gazetteer *gaz, casus_str name, const char *country, casus_arena *a,
                                            casus_found **found, uint32_t *n, casus_err *err);

typedef enum {
    CASUS_PLACE_LITERAL, /* a place where things happen */
    CASUS_PLACE_DEMONYM, /* "Syrian": tells the country, is not a place of events */
    CASUS_PLACE_METONYM, /* "Moscow said", "the Washington Post": not a place of events */
} casus_place_use;

typedef struct {
    uint32_t first, n; /* tokens */
    casus_span span;
    casus_place_use use;
    bool resolved; /* false: looks like a place, but no entry was found; entry.name is the text as written */
    bool attached; /* no entry was found: the point is that of a place named beside it */
    bool described; /* no name: "the Iraqi capital", of which the word "capital" is the span */
    bool near;     /* "near X", "outside X", "20 km north of X" */
    casus_entry entry;
    double lat, lon; /* where the text means: the entry's point, or "20 km north of" it */
    float radius_km; /* ... give or take */
    float offset_km; /* 0: at the entry */
    int16_t bearing; /* degrees from north; -1: none is told */
    float distance;  /* of the spelling from the entry's name, see casus_found */
    float confidence; /* 0..1 */
} casus_place;

typedef struct {
    casus_place *place; /* in text order, not overlapping */
    uint32_t n_place;
    char country[3]; /* the country the report is mostly about, "" if none stands out */
} casus_places;

/* What is known beside the text. All may be empty; NULL for the whole means nothing is known. */
typedef struct {
    casus_str publisher, url; /* who printed it, where: a paper's home is where its unnamed neighbourhoods lie */
    const casus_span *given;  /* names somebody else has found, sorted: only these are answered, each of them */
    uint32_t n_given;
} casus_where_opts;

/* Find and resolve the places of a text. CASUS_OK (none found is OK), CASUS_E_NOMEM. With given names, out has one place for
 * each that covers a token, with the span as given; one that nothing is known of is attached to a place beside it. The rest of
 * the text is read for what it tells of them. Threads: any number. */
CASUS_API casus_status casus_where_find(const casus_gazetteer *gaz, const casus_lexicon *lex, const casus_text *text,
                                        const casus_words *words, const casus_where_opts *opts, casus_arena *a, casus_places *out,
                                        casus_err *err);

/* Is what the tables of places say well formed? Adds to out, for each mistake, a line "places.tsv:12: wrong latitude: 91". *n: their
 * number. CASUS_E_NOMEM. */
CASUS_API casus_status casus_where_check(const casus_lexicon *lex, casus_buf *out, uint32_t *n, casus_err *err);

#endif
