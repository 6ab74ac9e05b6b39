/* group.h: what the files that make incidents of one report share. Not for other rooms. */
#ifndef CASUS_INCIDENT_GROUP_H
#define CASUS_INCIDENT_GROUP_H

#include <casus/incident.h>

/* Names, places or words an incident lists, each: the tellings of one event in a long report bring a dozen; each new telling
 * is compared with all of them. */
enum { MOST_LISTED = 100 };

/* fit.c. Comparisons: 1 agree, 0 cannot tell, -1 speak against each other. fit: 0, it is another one; why NULL: nobody asks. */
int compare_dates(const casus_dating *a, const casus_dating *b);
int compare_numbers(const casus_tally *a, const casus_tally *b);
const casus_actor *victim_by_name(const casus_claim *c); /* the person whom the event befell, NULL: none is named */
float fit(const casus_claim *old, const casus_claim *new, casus_day ref, casus_reasons *why);

/* join.c */
bool narrower(const casus_dating *a, const casus_dating *b);
casus_status join_parts(casus_arena *a, casus_claim *sum, const casus_claim *c);
casus_status join_places(casus_arena *a, casus_claim *sum, const casus_claim *c);
casus_status begin_incident(casus_arena *a, casus_incident *in, const casus_claim *c); /* as its first claim, with lists of its own */
casus_status join_claim(casus_arena *a, casus_claim *sum, const casus_claim *c);

/* inherit.c. last: of each incident the sentence that told of it last; of: of each claim its incident. */
void count_dates(const casus_claims *claims, const int32_t *of, casus_incident *in);
casus_status inherit(const casus_findings *f, casus_arena *a, casus_incident *in, uint32_t n, const uint32_t *last);

/* tidy.c */
void drop_vague(casus_claim *c);
void tidy_evidence(casus_claim *c);

/* key.c */
casus_status set_keys(const casus_findings *f, casus_incident *in, uint32_t n, casus_str report_id, casus_arena *a);

#endif
