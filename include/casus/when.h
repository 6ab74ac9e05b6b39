/* when: time expressions -> TIMEX3 values and intervals of days; the day of the report when the page has none.
 *
 * Values follow TIMEX3 (ISO 8601): "2015-09-18", "2015-09", "2015-W38", "P9D", "2015-09-18TMO", "PAST_REF". A year that
 * the text does not give and that cannot be worked out is written XXXX: "XXXX-09-09".
 */
#ifndef CASUS_WHEN_H
#define CASUS_WHEN_H

#include <casus/lang.h>

typedef enum { CASUS_TIME_DATE, CASUS_TIME_TIME, CASUS_TIME_DURATION, CASUS_TIME_SET } casus_time_type;

/* How the days of an expression are known. The order is that of trust. */
typedef enum {
    CASUS_BASIS_NONE,      /* not known */
    CASUS_BASIS_INFERRED,  /* from the inside of the report, e.g. against an inferred report date */
    CASUS_BASIS_PUBLISHED, /* counted from the publication date: "Friday", "nine days ago" */
    CASUS_BASIS_RELATIVE,  /* counted from another date of the text: "a day later" */
    CASUS_BASIS_STATED     /* a calendar date in the text (its year may come from the publication date) */
} casus_basis;
CASUS_API const char *casus_basis_name(casus_basis b);

typedef struct {
    uint32_t first, n; /* tokens, with the word that ties it to an event: "a day after" */
    casus_span span;   /* without that word in a report: "a day" */
    casus_time_type type;
    char value[32];      /* TIMEX3 value, "" when vague beyond use */
    casus_day from, to;  /* inclusive; CASUS_DAY_NONE when not known. A year or month gives its first and last day */
    uint8_t month, mday; /* set for partial dates without a year ("September 9"): from/to are then NONE; else 0 */
    casus_basis basis;
    bool event_ref; /* counted from an event, not a date: "a day after the raid"; shift holds the days. A longer or vaguer
                     * distance ("two weeks after the raid", "hours after") has the distance as its value: P2W, PTXH */
    int32_t shift;  /* days relative to the reference (report day or event), for chains; 0 otherwise */
    bool start;     /* "since", "from": only the beginning of a span */
    bool until;     /* "until", "by": only its end */
} casus_time;

enum { CASUS_REF_REASONS = 4 };

typedef struct {
    casus_time *time; /* in text order, not overlapping */
    uint32_t n_time;
    casus_day ref;     /* the report day used: published, else inferred, else CASUS_DAY_NONE */
    bool ref_inferred; /* what follows was worked out from the inside of the report; it was not read anywhere */
    casus_day ref_from,
        ref_to; /* the days it may be of: both the day itself where that is known; CASUS_DAY_NONE: open or no year */
    char
        ref_edtf[32]; /* the same as EDTF, "" if nothing was inferred: "2015-09-18", "2005-11-03/..", "XXXX-09-17/XXXX-09-19" */
    const char *ref_reason[CASUS_REF_REASONS]; /* constant texts that say how it was inferred, NULL behind the last */
} casus_times;

/* The words of the tables when, when-days and when-lists, compiled. Read-only; shared between threads. */
typedef struct casus_when casus_when;

/* Compile the tables; *where as for casus_lexicon_open, may be NULL. The lexicon must outlive what was made of it.
 * CASUS_E_INPUT (a mistake in a table), CASUS_E_NOMEM. */
CASUS_API casus_status casus_when_open(const casus_lexicon *lex, casus_when **when, char **where, casus_err *err);
CASUS_API void casus_when_close(casus_when *when); /* NULL is fine */

typedef struct {
    casus_day ref;  /* the day of the report, CASUS_DAY_NONE if the page has none */
    bool narrative; /* history told in order: count from the last date mentioned, not from ref */
} casus_when_opts;

/* Find the time expressions of a text. Without opts->ref the report's day is inferred where the text allows it.
 * CASUS_OK (none found is OK), CASUS_E_NOMEM. Everything lives in the arena. Threads: any number. */
CASUS_API casus_status casus_when_find(const casus_when *when, const casus_text *text, const casus_words *words,
                                       const casus_when_opts *opts, casus_arena *a, casus_times *out, casus_err *err);

#endif
