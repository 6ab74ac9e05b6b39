/* reason: why a value is what it is.
 *
 * A reading that was asked to explain itself writes down, beside each value, the rule that gave it, the words it was read from, the
 * row of the lexicon that knows these words, and the weight where one was added up. `casus code --explain` prints them. When nobody
 * asks there is no list, and each place that would write one line looks at one pointer.
 */
#ifndef CASUS_REASON_H
#define CASUS_REASON_H

#include <casus/base.h>

/* What a reason speaks of: a field of the incident, or one of the steps that lead to one. */
#define CASUS_ABOUT_MAP(X)                                                                                                 \
    X(WORDS, "words")           /* the event words of a telling */                                                         \
    X(TYPE, "type")                                                                                                        \
    X(CODES, "codes")                                                                                                      \
    X(STATUS, "status")                                                                                                    \
    X(RECALL, "recall")                                                                                                    \
    X(ACTORS, "actors")                                                                                                    \
    X(PLACES, "places")                                                                                                    \
    X(DATE, "date")                                                                                                        \
    X(KILLED, "killed")                                                                                                    \
    X(INJURED, "injured")                                                                                                  \
    X(ABDUCTED, "abducted")                                                                                                \
    X(DISPLACED, "displaced")                                                                                              \
    X(WEAPON, "weapon")                                                                                                    \
    X(TARGETS, "targets")                                                                                                  \
    X(SOURCES, "sources")                                                                                                  \
    X(CONFIDENCE, "confidence")                                                                                            \
    X(TOGETHER, "together")     /* why a telling was taken for one of this incident */                                     \
    X(LEFT_OUT, "left_out")     /* why event words made no incident */
typedef enum {
#define CASUS_ABOUT_ENUM(id, name) CASUS_ABOUT_##id,
    CASUS_ABOUT_MAP(CASUS_ABOUT_ENUM)
#undef CASUS_ABOUT_ENUM
    CASUS_N_ABOUT
} casus_about;
CASUS_API const char *casus_about_name(casus_about about);

#define CASUS_NO_CLAIM UINT32_MAX

typedef struct {
    casus_about about;
    uint32_t claim;    /* number of the claim in the report, CASUS_NO_CLAIM: of none */
    uint32_t incident; /* where an incident as a whole is meant, else CASUS_NO_CLAIM */
    casus_str value;   /* which of several values: the name of the actor; empty: the field has but one */
    const char *rule;  /* constant text, in plain words */
    const char *way;   /* how the words came to stand for the value, constant text; NULL: they name it */
    casus_span words;  /* what it was read from; len 0: nothing of its own */
    casus_span by;     /* the event word that words hang on; len 0: none */
    int16_t table;     /* of the lexicon, -1: none */
    uint32_t row;
    bool weighed;
    float weight;      /* points for (or, below 0, against) when weighed */
} casus_reason;

typedef struct casus_reasons {
    casus_arena *a;
    casus_reason *reason; /* in the order in which they were found */
    size_t n, cap;
    bool failed; /* out of memory: the list is not complete */
} casus_reasons;

/* One more, with claim, incident and table set to "none". list NULL, or out of memory: NULL. Lives until the next one is added. */
CASUS_API casus_reason *casus_reason_add(casus_reasons *list, casus_about about, const char *rule);

#endif
