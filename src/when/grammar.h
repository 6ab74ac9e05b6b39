/* The rules: each takes the scan, a token and a blank draft and returns the token behind the expression it read there, or 0.
 * They know nothing of the day of the report.
 */
#ifndef CASUS_WHEN_GRAMMAR_H
#define CASUS_WHEN_GRAMMAR_H

#include "scan.h"

typedef uint32_t when_rule(const when_scan *s, uint32_t i, when_draft *d);

/* literal.c: a date or clock in digits ("2015-09-18", "12/31/1989", "16:08") */
when_rule when_literal;

/* number.c: "twenty-five", "18", "several", "a few", "half a". *half: half a unit more */
uint32_t when_number(const when_scan *s, uint32_t i, int32_t *value, bool *half);

/* year.c; those that read on behind a date return i when nothing is there */
when_rule when_full_year, when_which_year, when_year_alone;
when_rule when_era, when_year_behind;
bool when_has_apostrophe(const when_scan *s, uint32_t i); /* "'82" */

/* date.c */
bool when_month_fits(const when_scan *s, uint32_t i);
bool when_weekday_fits(const when_scan *s, uint32_t i);
uint32_t when_after_dot(const when_scan *s, uint32_t i); /* behind a word and the dot that shortens it */
when_rule when_weekday_day, when_day_month, when_month_day, when_month_only, when_named_day, when_day_alone;

/* period.c */
when_rule when_season, when_quarter_of, when_century, when_decade, when_fiscal;

/* relative.c */
when_rule when_point, when_day_beside_point, when_which, when_which_span, when_recent_units, when_unit_shift, when_the_unit,
    when_the_day, when_whole_unit;
when_rule when_shift; /* "ago", "later", "before the raid" behind a stretch */

/* stretch.c, vague.c, clock.c */
when_rule when_counted, when_nights;
when_rule when_set, when_vague;
when_rule when_clock, when_part_alone;

/* compose.c: the longest reading of all rules and what stands around it */
when_rule when_expression;

#endif
