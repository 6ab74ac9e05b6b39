/* A GeoPackage with one table of points. Private to ledger and export: a GeoPackage is an SQLite file, and only this room knows
 * how to write those. */
#ifndef CASUS_LEDGER_GEOPACKAGE_H
#define CASUS_LEDGER_GEOPACKAGE_H

#include <casus/base.h>

typedef struct ledger_geopackage ledger_geopackage;

typedef struct {
    enum { LEDGER_V_NULL, LEDGER_V_INT, LEDGER_V_REAL, LEDGER_V_TEXT } kind;
    casus_str text;
    int64_t whole;
    double real;
} ledger_value;

/* Begin a file beside path. The first column is the integer key; names are constants. at: seconds since 1970-01-01 UTC, for
 * last_change. CASUS_E_CANTCREAT, CASUS_E_IO, CASUS_E_NOMEM. */
casus_status ledger_geopackage_open(const char *path, const char *table, const char *const *column, int n, int64_t at,
                                    ledger_geopackage **g, casus_err *err);
casus_status ledger_geopackage_row(ledger_geopackage *g, const ledger_value *v, bool has_point, double lon, double lat, casus_err *err);
/* End it: keep it as path, with its size and hash, or take it away. Frees g; NULL is fine. */
casus_status ledger_geopackage_close(ledger_geopackage *g, bool keep, uint64_t *n_byte, char sha256[65], casus_err *err);

#endif
