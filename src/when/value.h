/* Inside resolving: what its files share. A teller goes through the drafts in order and remembers what was told last.
 */
#ifndef CASUS_WHEN_VALUE_H
#define CASUS_WHEN_VALUE_H

#include "room.h"

#include <stdio.h>

/* The date last told. */
typedef struct {
    int32_t year;
    int month, mday; /* 0: not told */
    bool bc;
    casus_day day; /* first day of it, CASUS_DAY_NONE when nothing was told */
} told;

typedef struct {
    const when_scan *s;
    casus_day ref;
    bool narrative, inferred;
    uint8_t month, mday;           /* the report's day where its year is not known, 0: not even that */
    uint8_t told_month, told_mday; /* the last day told without a year, 0: none */
    told run;                      /* any grain */
    int32_t said;  /* the year mentioned last, whether or not the story went there; before Christ below 0; 0: none */
    casus_day day; /* the last day told, CASUS_DAY_NONE: none */
} teller;

/* A date as far as it is known: what value and days are made of. */
typedef struct {
    int32_t year; /* meaning by unit: decades and centuries hold their digits */
    int month, mday;
    uint8_t unit;
    bool bc, no_year;
    casus_basis basis;
} known;

extern const char *const when_season_code[]; /* by season 1..4 */
extern const char *const when_part_code[];   /* by when_part */

#define PUT(v, ...) ((void)snprintf((v), sizeof((casus_time *)0)->value, __VA_ARGS__))

/* sums.c */
int when_year_of(casus_day d);
int when_month_of(casus_day d);
void when_add_months(int32_t *year, int *month, int32_t n);
void when_week_of(casus_day d, int *year, int *week); /* ISO week */
casus_day when_monday_of(casus_day d);

/* value.c: put_known and put_day also remember what they told */
void when_put_date(casus_time *t, const known *k);
void when_put_clock(casus_time *t, const when_draft *d);
void when_put_known(teller *w, const when_draft *d, const known *k, casus_time *t);
void when_put_day(teller *w, const when_draft *d, casus_day day, casus_basis basis, casus_time *t);

static inline casus_basis when_from_ref(const teller *w, casus_basis basis)
{
    return w->inferred ? CASUS_BASIS_INFERRED : basis;
}

/* calendar.c, nameday.c, count.c: one form of draft each */
void when_calendar(teller *w, const when_draft *d, casus_time *t);
int32_t when_told_year(const teller *w, int month);                  /* of a month told without a year in a history */
bool when_that_year(const teller *w, const when_draft *d, known *k); /* "of last year", "of that year" */
void when_put_named(teller *w, const when_draft *d, casus_time *t);
void when_duration(teller *w, const when_draft *d, casus_time *t);
void when_relative(teller *w, const when_draft *d, casus_time *t);

#endif
