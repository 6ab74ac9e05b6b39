/* Private to export: our values in the words and numbers of other people's layouts. Tables, all of them constant. */
#ifndef CASUS_EXPORT_CODES_H
#define CASUS_EXPORT_CODES_H

#include <casus/ledger.h>

typedef struct {
    bool known; /* false: all texts are empty */
    const char *iso2, *iso3;
    int numeric; /* 0: none */
    const char *fips, *acled_region, *ucdp_region, *name;
} export_country;
void export_country_find(casus_str iso2, export_country *c); /* or alpha-3 */
const char *export_country_numeric(int numeric);    /* alpha-2, "" if there is none */
const char *export_country_named(casus_str name);   /* alpha-2 of an English name as ACLED and UCDP write it, "" */

/* ACLED: what an incident type is there. event NULL: the layout has no such event. */
typedef struct {
    const char *disorder, *event, *sub;
} export_acled_type;
export_acled_type export_acled_of(const casus_row *r, bool state_does, bool state_known, bool hits_civilians);
/* What a type is in terms of ours, for comparing: "force", "crowd", "talk", "ground", "hold"; "" if not known. */
const char *export_acled_family(casus_str event, casus_str sub);

/* Actor types of ACLED: 1 State forces .. 8 External/Other forces; 0 none. */
int export_inter(const casus_party *p, casus_str country, casus_str type);
const char *export_inter_name(int inter);
bool export_is_state(const casus_party *p);
bool export_is_armed(const casus_party *p); /* a group with arms that is no state's */
bool export_is_civilian(const casus_party *p);
/* The sector at the end of a code ("SYRREB": REB), "" if it has none; and the country or organisation before it. */
casus_str export_sector(casus_str code);
casus_str export_origin(casus_str code);

/* Precision of a place. 0: the layout has nothing for it. */
typedef struct {
    int acled, ucdp, plover, gdelt;
} export_precision;
export_precision export_precision_of(casus_str name);

int export_quad(casus_str cameo);                        /* 1 .. 4 as GDELT counts; 0: no code */
bool export_goldstein(casus_str cameo, double *v);       /* false: not known */
int export_plover_quad(casus_str category);              /* 0: no PLOVER category */
bool export_plover_intensity(casus_str category, casus_str mode, double *v);

#endif
