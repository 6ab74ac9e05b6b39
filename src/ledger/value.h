/* Values of a claim as they are written down, in the ledger and in what is exported. Private to ledger and export. */
#ifndef CASUS_LEDGER_VALUE_H
#define CASUS_LEDGER_VALUE_H

#include <casus/casus.h>

/* Versions of all that takes part in reading; "none" where no such part exists. */
typedef struct {
    const char *program, *model, *lexicon, *gazetteer;
} casus_versions;
void casus_value_versions(const casus_engine *e, casus_versions *v);

/* Days as text, empty when not known. A day without a year is "--09-09", and "XXXX-09-09" in EDTF. */
typedef struct {
    char from[16], to[16], edtf[40];
} casus_dates;
void casus_value_dates(const casus_dating *d, casus_dates *out);

/* The part of a span that lies inside the text. */
casus_span casus_value_clip(casus_span s, casus_str text);

/* Coordinates are known; 0,0 in the Gulf of Guinea is never one. */
bool casus_value_has_point(const casus_place *p);

/* Name of the precision; "near X" is less precise than X. Empty for a place that was not resolved. */
const char *casus_value_precision(const casus_place *p);

#endif
