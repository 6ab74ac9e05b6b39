/* incident: claims -> incidents. What happened once is one incident, however often it is told. */
#ifndef CASUS_INCIDENT_H
#define CASUS_INCIDENT_H

#include <casus/what.h>

typedef struct {
    casus_claim sum;       /* the values of all its claims together; contradictions widen low..high */
    const uint32_t *claim; /* indices into casus_claims, in text order */
    uint32_t n_claim;
    char event[64]; /* the same event in another report has the same key: family, place and day, or a key of this report alone
                       when place or day are not known well enough */
} casus_incident;

typedef struct {
    casus_incident *incident; /* in text order */
    uint32_t n_incident;
} casus_incidents;

/* Group the claims of one report. report_id, best the hash of its bytes, makes keys of events that cannot be linked unique.
 * CASUS_E_NOMEM. */
CASUS_API casus_status casus_incident_group(const casus_findings *f, const casus_claims *claims, casus_str report_id,
                                            casus_arena *a, casus_incidents *out, casus_err *err);

/* Several counts of one event, kept side by side: low is the least, high the most; best is the count that most sources
 * give, the later one among equals. n > 0. Counts that are not set are skipped; if none is set, out->set is false.
 * best may be NULL. */
CASUS_API void casus_tally_merge(const casus_tally *t, uint32_t n, casus_tally *out, int32_t *best);

/* ---------------------------------------------------------------- low, best, high */

/* The rules by which a figure came to be, and how they are told to people. docs/METHOD.md explains them with examples. */
#define CASUS_RULE_MAP(X)                                                                                                  \
    X(NONE, "")                                                                                                            \
    X(ONLY, "the only count")                                                                                              \
    X(LEAST, "the least count of independent voices")                                                                      \
    X(LIFTED, "a later \"at least\" lifts lower counts")                                                                   \
    X(MOST_VOICES, "the count that most independent voices give")                                                          \
    X(CLEAREST, "voices differ: the clearest word, then the latest")                                                       \
    X(GREATEST, "the greatest count of independent voices")                                                                \
    X(OPEN, "open: somebody says at least so many")                                                                        \
    X(SUM, "counts of different groups of victims, added")
typedef enum {
#define CASUS_RULE_ENUM(id, text) CASUS_RULE_##id,
    CASUS_RULE_MAP(CASUS_RULE_ENUM)
#undef CASUS_RULE_ENUM
    CASUS_N_RULE
} casus_rule;
CASUS_API const char *casus_rule_text(casus_rule r);

typedef enum { CASUS_VOICE_COUNTS, CASUS_VOICE_REPLACED, CASUS_VOICE_COPY, CASUS_VOICE_NO_FACT } casus_voice_use;
CASUS_API const char *casus_use_text(casus_voice_use u);

typedef struct {
    casus_tally tally;  /* set */
    int64_t telling;    /* equal: copies of one text; 0: none is known */
    uint32_t publisher; /* equal: the same; 0: not known */
    casus_day day;      /* of the report */
    bool fact;          /* false: planned, denied, hypothetical */
    casus_voice_use use; /* answered */
} casus_voice;

#define CASUS_MANY_VOICES UINT32_MAX
typedef struct {
    bool set;
    int32_t low, best, high; /* high -1: open */
    casus_quality q;
    casus_victims category;
    casus_rule rule[3];      /* of low, best and high */
    uint32_t by[3];          /* the voice that gives each; CASUS_MANY_VOICES: a sum */
} casus_figure;

/* One figure for each class of victims (unknown: those who count everybody), and one for all. Voices in order of publication. */
enum { CASUS_ALL_VICTIMS = CASUS_V_MIXED + 1, CASUS_N_CLASS };
CASUS_API casus_status casus_figures_work(casus_voice *v, uint32_t n, casus_arena *a, casus_figure out[CASUS_N_CLASS], casus_err *err);

/* ---------------------------------------------------------------- linking across reports
 *
 * A trace is what linking keeps of one incident as one report tells it: a few hundred bytes, made from values and words alone, so
 * that the same telling has the same trace wherever and whenever it is read. Two traces are compared pair by pair; the answer is
 * the same both ways round. A set of traces is put into groups by a rule that does not look at their order. */

typedef struct {
    casus_type type;
    casus_claim_status status;
    bool recall;
    casus_day from, to, ref; /* the event; the report. CASUS_DAY_NONE: not known */
    casus_basis basis;
    casus_victims victims;   /* whom the count of the dead is of */
    struct {
        bool point;          /* coordinates are known */
        int32_t lat, lon;    /* degrees * 10,000 */
        casus_precision precision;
        uint32_t name;       /* of the consonants: spellings of one name are mostly equal; 0: none */
        uint32_t country, admin;
    } place[4];              /* most specific first */
    uint32_t n_place;
    struct {
        uint32_t name;
        casus_role role;
        bool person, named;  /* named: not a description such as "insurgents" */
    } actor[8];
    uint32_t n_actor;
    casus_tally killed, injured;
    uint32_t word[16];       /* names and numbers in the words that support it, other than the above; sorted */
    uint32_t n_word;
    uint32_t target[4];      /* things struck: the last word of each, as one of them */
    uint32_t n_target;
    bool has_text;
    uint8_t text[64];        /* MinHash of the report's words: the share of equal bytes is that of equal runs of words */
} casus_trace;

typedef struct {
    casus_str name, country, admin1, precision; /* precision: its name */
    bool point;
    double lat, lon;
} casus_trace_place;

typedef struct {
    casus_str name;
    casus_role role;
    bool person;
} casus_trace_actor;

/* Fill the lists of a trace whose plain values (type .. victims, killed, injured) are set already. */
CASUS_API void casus_trace_add_place(casus_trace *t, const casus_trace_place *p, casus_arena *a);
CASUS_API void casus_trace_add_actor(casus_trace *t, const casus_trace_actor *p, casus_arena *a);
CASUS_API void casus_trace_add_words(casus_trace *t, casus_str evidence);
CASUS_API void casus_trace_add_target(casus_trace *t, casus_str target, casus_arena *a);

/* The MinHash of a report, and the keys under which reports with much the same words find each other. Too short a text has none:
 * false. Cost: 64 steps a word, of the first thousand words. */
enum { CASUS_N_BAND = 8 };
CASUS_API bool casus_text_sketch(casus_str body, casus_arena *a, uint8_t sketch[64], uint64_t band[CASUS_N_BAND]);
CASUS_API double casus_sketch_alike(const uint8_t a[64], const uint8_t b[64]); /* 0..1, about the Jaccard index */

/* As bytes, the same on every machine; at most CASUS_TRACE_MAX. Reading checks all of it: CASUS_E_INPUT. */
enum { CASUS_TRACE_MAX = 512 };
CASUS_API size_t casus_trace_write(const casus_trace *t, uint8_t out[CASUS_TRACE_MAX]);
CASUS_API casus_status casus_trace_read(const uint8_t *p, size_t n, casus_trace *t);

/* Why two traces are one event, or are not: points for and against, and what forbids it. */
enum { CASUS_LINK_TYPE, CASUS_LINK_PLACE, CASUS_LINK_DAY, CASUS_LINK_TOLL, CASUS_LINK_ACTORS, CASUS_LINK_TARGETS, CASUS_LINK_WORDS, CASUS_LINK_TEXT,
       CASUS_N_LINK };
typedef struct {
    int16_t points[CASUS_N_LINK];
    int16_t sum;
    const char *never; /* constant text: what contradicts; NULL: nothing */
    double km;         /* between the places that are nearest, -1: not known */
    int32_t days;      /* between the intervals, 0: they touch */
    double alike;      /* of the reports' words */
} casus_link;
CASUS_API const char *casus_link_part_name(int part);
enum { CASUS_LINK_ENOUGH = 65 }; /* points from which two traces are one event */
CASUS_API void casus_link_compare(const casus_trace *a, const casus_trace *b, casus_link *why);
/* Says for itself where and when: other traces may hang on it. */
CASUS_API bool casus_trace_firm(const casus_trace *t);

/* Where a trace is kept, and where those it may be linked with are found. A place to keep is a block and a day; a place to look is
 * a block and an interval of days. */
typedef struct {
    uint64_t block;
    int32_t from, to;
} casus_link_key;
enum { CASUS_MAX_KEEP = 48, CASUS_MAX_LOOK = 160 };
typedef struct {
    casus_link_key keep[CASUS_MAX_KEEP], look[CASUS_MAX_LOOK];
    uint32_t n_keep, n_look;
} casus_link_keys;
CASUS_API void casus_link_keys_of(const casus_trace *t, casus_link_keys *k);

/* Reports whose words are alike to this share, and that came within so many days, are copies. */
#define CASUS_COPY 0.6
enum { CASUS_COPY_DAYS = 7 };

/* Do they meet: does each find the other, by place, day, toll or victim, or are their reports copies? What one finds alone is no link: it
 * would hang on which of them came last. why: of casus_link_compare. */
CASUS_API bool casus_link_meet(const casus_trace *a, const casus_link_keys *ka, const casus_trace *b, const casus_link_keys *kb,
                               const casus_link *why);

/* Put n traces into groups. group[i] is the index of the first member of i's group. The groups do not depend on the order of the
 * nodes as long as their ids differ. What has less than CASUS_LINK_NEAR points with all of some nodes changes nothing among them but by
 * joining one group. Cost: n * n comparisons, most of which end at type or day. */
enum { CASUS_LINK_NEAR = 60 };
typedef struct {
    int64_t decision; /* of a person, that parted some from others */
    int side;
} casus_apart;
typedef struct {
    const casus_trace *trace;
    uint64_t id;     /* of the telling: decides between equals */
    int64_t report;  /* incidents of one report are never joined */
    int64_t pin;     /* a person joined those with equal pins; 0: none */
    const casus_apart *apart; /* those on different sides of a decision are never joined */
    uint32_t n_apart;
} casus_link_node;
CASUS_API casus_status casus_link_group(const casus_link_node *node, uint32_t n, casus_arena *a, uint32_t *group, casus_err *err);

#endif
