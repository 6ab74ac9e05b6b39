/* Inside the where room. A text is read in four steps: scan.c finds the names and what each may mean, judge.c throws out what
 * is a person, a company or a plain word, choose.c picks one meaning for each name of the report, find.c drives and writes out.
 */
#ifndef CASUS_WHERE_ROOM_H
#define CASUS_WHERE_ROOM_H

#include <casus/where.h>

#include "where/format.h"

struct casus_gazetteer {
    const gaz_header *head;
    const uint64_t *sieve;
    const gaz_entry *entry;
    const gaz_name *name;
    const uint32_t *slot, *list, *ear_slot;
    const gaz_ear *ear;
    const char *pool;
    void *map; /* of a file */
    size_t n_map;
};

/* May a name be there, as a key or as the first words of longer keys (gaz_first)? No is certain. */
static inline bool gaz_may(const casus_gazetteer *g, uint64_t hash)
{
    uint64_t grain = gaz_grain(hash);
    return (g->sieve[hash & (g->head->n_sieve - 1)] & grain) == grain;
}

/* The entries that bear a key of len bytes, best first; *n 0 if none. An item of the list may be wrong in a damaged file:
 * gaz_get looks. */
const uint32_t *gaz_find_by(const casus_gazetteer *g, const char *key, size_t len, uint64_t hash, uint32_t *n);
static inline const uint32_t *gaz_find(const casus_gazetteer *g, const char *key, size_t len, uint32_t *n)
{
    return gaz_find_by(g, key, len, gaz_hash(key, len), n);
}
/* The next name that sounds so, and the entries that bear it; begin with *at 0. all: also where no place of it lies in a country whose names
 * are written down by ear. NULL: no more. */
const uint32_t *gaz_sounding(const casus_gazetteer *g, const char *rough, size_t len, bool all, uint32_t *at, const char **key,
                             uint32_t *n);
bool gaz_get(const casus_gazetteer *g, uint32_t row, gaz_entry *e); /* false: there is none, or it is damaged */
/* casus_gazetteer_find for a key, as if no entry bore the name `but` (NULL: none is left out). */
casus_status where_find_but(const casus_gazetteer *g, const char *key, const char *country, const char *but, casus_arena *a,
                            casus_found **found, uint32_t *n_found);
float where_prior(uint8_t kind,
                  uint64_t population); /* what a place of this kind and size is worth before anything else is known */
casus_precision where_precision(uint8_t kind);
const char *gaz_text(const casus_gazetteer *g, uint32_t at);

/* What a name may stand for. */
typedef enum { IS_GAZ, IS_COUNTRY, IS_OWN } source;

typedef struct {
    source from;
    uint32_t row; /* entry of the gazetteer, or row of countries.tsv or places.tsv */
    double lat, lon;
    float prior; /* before the rest of the report is looked at */
    float score;
    char country[2]; /* zeros: none */
    uint32_t admin1; /* unit of the gazetteer + 1; a unit names itself; 0: none */
    uint8_t kind;    /* gaz_kind of gazetteer entries */
    bool alias;
    bool own;          /* from our own list, even if the gazetteer has it */
    bool rough;        /* found by ear only */
    float far;         /* from the name as written to that of the entry, see gaz_distance */
    uint8_t radius;    /* as in gaz_entry */
    uint32_t id;       /* GeoNames */
    uint32_t admin2;   /* unit of the gazetteer + 1 */
    uint8_t precision; /* casus_precision */
    uint64_t population;
} sense;

typedef struct {
    uint32_t first, n; /* tokens */
    sense *sense;
    uint32_t n_sense, pick; /* pick: chosen sense */
    uint8_t use;
    bool given;  /* somebody says it is a place: never out */
    bool lost;   /* given, and all that bears the name lies far from what else the report names */
    bool described; /* told by what it is, "the Iraqi capital" */
    bool aside;  /* not asked for: read for what it tells of the names that are */
    bool out;    /* judged no place */
    bool doubt;  /* out for want of proof only: another mention of the name can give it */
    bool family; /* of the first mention: these words were a person's name in the report */
    bool done;   /* has agreed with its twins in this round */
    bool weak;   /* too small to stand without its country in the report */
    bool near;
    bool generic;        /* "Aleppo province", "the state of Kano": a unit is meant; */
    bool town;           /* "the city of Raqqa", "the town of" */
    bool cued;           /* "in", "near", dateline: proof that a place is meant */
    bool firm;           /* proof that a person of that name would not give: "in", "near", a unit, a containing name */
    float lead;          /* how far the sense that is picked stands before the second, 0..1 */
    bool sure;           /* a name that hardly means anything else: country, big city, two words */
    uint32_t within;     /* "Paris, Texas": mention + 1 that contains this one */
    float away_km;       /* "Mahmudiya, 30 km south of Baghdad": how far this lies from the next mention; 0: it is not said */
    int16_t away;        /* ... which way from there, degrees from north, -1: not said */
    bool part;           /* given, and only some of its words are known */
    casus_span span;     /* of a given name */
    uint32_t key;        /* equal for mentions with the same words */
    uint32_t head, next; /* first mention of this key; the next one after this + 1, 0: the last */
} mention;

/* The tables of the lexicon that this room reads; -1 where one is missing. */
typedef struct {
    int events, countries, iso2, country_name, country_lat, country_lon, country_id, country_pop, country_capital;
    int demonyms, demonym_iso2, seats, seat_iso2, seat_lat, seat_lon, adjectives, adjective_place, adjective_country, adjective_capital;
    int places, place_term, place_name, place_country, place_admin1, place_lat, place_lon, place_prec;
    int papers, paper_name, paper_admin1, paper_country, paper_lat, paper_lon;
    int stop, stop_kind, abbrev, abbrev_name, abbrev_country;
} tables;

/* Where the publisher is at home. */
typedef struct {
    bool point;      /* a town, else no more than the country is known */
    char country[2]; /* zeros: none */
    uint32_t admin1; /* unit of the gazetteer + 1 */
    double lat, lon;
    char label[64]; /* "theparisnews": letters of the address or name, in which a town may hide */
} home;

/* What a name of the report means, for when it comes again. */
typedef struct {
    uint32_t key, n; /* of the mention; n 0: none yet */
    unsigned how;    /* it was found */
    uint8_t use;
    uint32_t n_sense;
    const sense *sense;
} name_memo;

typedef struct {
    const casus_gazetteer *gaz;
    const casus_lexicon *lex;
    const casus_text *text;
    const casus_words *words;
    casus_arena *arena;
    const casus_where_opts *opts;
    home home;
    tables t;
    mention *m;
    uint32_t n;
    uint32_t dateline_first, dateline_end; /* tokens of the dateline; equal if there is none */
    size_t cap;
    uint32_t *abbrev; /* of each row of place_abbrev.tsv: row of places.tsv + 1, 0: not looked for yet; NULL: no row yet */
    bool ear;         /* names are compared by their sound, too */
    bool wished;      /* a word of this sentence could be */
    uint64_t *heard;  /* of HEARD names that were: their hash, the last bit: something sounds like it; NULL: not needed yet */
    name_memo *known; /* KNOWN names, where their keys lead; NULL: none yet */
    uint16_t *stop;   /* of each token: STOP_ bits */
} finder;

enum { HEARD = 256, KNOWN = 128 };

enum {
    STOP_COMMON = 1,   /* a plain English word as well */
    STOP_FIRST = 2,    /* a given name */
    STOP_TITLE = 4,    /* "President", "Mr." */
    STOP_BODY = 8,     /* "University", "Post": an organisation if it follows a name */
    STOP_UNIT = 16,    /* "province" */
    STOP_SETTLE = 32,  /* "city", "town" */
    STOP_LAND = 64,    /* "River", "Mountains" */
    STOP_PREP = 128,   /* "in", "near" */
    STOP_FOLK = 256,   /* "a Richmond man", "Danbury police" */
    STOP_EVENT = 512,  /* "Gulf war", "Suez crisis" */
    STOP_SPEAKS = 1024 /* "Moscow said" */
};

/* Is the word in the list? Lengths and first letters are compared first: this is asked for nearly every word. */
static inline bool one_of(casus_str w, const casus_str *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (list[i].n == w.n && w.n && list[i].p[0] == w.p[0] && casus_str_eq(list[i], w)) return true;
    return false;
}
#define ONE_OF(w, list) one_of((w), (list), sizeof(list) / sizeof *(list))
#define S(z)                                                                                                                   \
    {                                                                                                                          \
        (z), sizeof(z) - 1                                                                                                     \
    }

/* All mentions of the same words as mention i, in text order. */
#define EACH_LATER(f, i, k) for (uint32_t k = (f)->m[i].next - 1; k != UINT32_MAX; k = (f)->m[k].next - 1)
#define EACH_TWIN(f, i, k)  for (uint32_t k = (f)->m[i].head; k != UINT32_MAX; k = (f)->m[k].next - 1)

void where_tables(finder *f);                                              /* look up the tables of the lexicon */
bool where_is_precision(casus_str s);                                      /* of places.tsv */
bool where_are_stops(casus_str kinds);                                     /* of place_stop.tsv: known ones, at least one */
uint32_t where_row_of(const finder *f, casus_str name, casus_str country); /* the row of places.tsv; UINT32_MAX: none */
/* The first-order unit of that name in the country, + 1; 0: none. */
uint32_t where_unit(const finder *f, casus_str name, const char country[2]);
double where_degrees(casus_str s);                     /* "-33.92" without a locale */
bool where_is_home(const finder *f, const mention *m); /* does the publisher bear this name? */
void where_home(finder *f);
/* "20 km north of": how far from the name, and which way: degrees from north, -1 for "20 km from"; the token it begins at.
 * False: nothing of the kind. */
bool where_offset(const finder *f, const mention *m, float *km, int16_t *bearing, uint32_t *from);
void where_move(double lat, double lon, float km, int16_t bearing, double *to_lat, double *to_lon);
float where_radius(casus_precision precision, uint64_t population, uint8_t code);
float where_reach(const char *key); /* how far a name may be from one that sounds like it */
uint32_t where_country_row(const finder *f, casus_str iso2); /* of countries.tsv; UINT32_MAX: none */
sense where_from_gazetteer(uint32_t item, const gaz_entry *e);
bool where_is_near(const finder *f, uint32_t i); /* "near X", "outside X": is that what the words before token i say? */
sense where_own(const finder *f, uint32_t row);
casus_status where_add_sense(finder *f, mention *m, sense s, size_t *cap);
casus_status where_take_known(finder *f, mention *m, const name_memo *k); /* its meanings, in an array of their own */
casus_status where_add_mention(finder *f, mention m);
casus_status where_add_sounding(finder *f, mention *m, const char *key,
                                size_t *cap); /* names of the gazetteer that sound like it */
bool where_is_article(casus_str word);        /* "al", "el", "ash": Arabic */
uint32_t where_name_key(const finder *f, const mention *m);
casus_status where_alike(finder *f);
casus_status where_scan(finder *f);
void where_judge(finder *f);
casus_status where_choose(finder *f, char country[3]);
casus_status where_capitals(finder *f, const char *of_report); /* of_report: the country it is mostly about, may be "" */
double where_km(double lat1, double lon1, double lat2, double lon2);

#endif
