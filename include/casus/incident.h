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

#endif
