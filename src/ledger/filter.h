/* Private to the ledger: what a casus_query asks for, as pieces of SQL whose values are always bound. */
#ifndef CASUS_LEDGER_FILTER_H
#define CASUS_LEDGER_FILTER_H

#include "store.h"

/* The order of lists; '~' comes behind every date. Indexed in these words. */
#define LEDGER_INCIDENT_DAY "coalesce(i.date_from,'~')"
#define LEDGER_REPORT_DAY "coalesce(r.published,'~')"
#define LEDGER_REFERENCE_DAY "coalesce(e.date_from,'~')"
#define LEDGER_CODED_DAY "coalesce(c.date_from,'~')"

typedef enum { LEDGER_OF_INCIDENTS, LEDGER_OF_REPORTS, LEDGER_OF_REFERENCES, LEDGER_OF_CODED } ledger_listed;

enum { LEDGER_N_BOUND = 48 };
typedef struct {
    bool real;
    size_t text, n; /* in store */
    double value;
} ledger_bound;

typedef struct {
    casus_buf where; /* conditions with AND between */
    casus_buf store; /* texts that are bound */
    ledger_bound bound[LEDGER_N_BOUND];
    int n_bound;
} ledger_filter;

/* CASUS_E_USAGE: the cursor cannot be used. */
casus_status ledger_filter_make(const casus_query *q, ledger_listed of, ledger_filter *f, casus_err *err);
void ledger_filter_where(const ledger_filter *f, casus_buf *sql);
/* Prepare the statement and bind all values; f must live until it was run. */
casus_status ledger_filter_prepare(casus_ledger *l, const ledger_filter *f, const casus_buf *sql, ledger_bind *b, casus_err *err);
void ledger_filter_free(ledger_filter *f);

/* FTS5: the words of a text as a phrase, in one column. */
void ledger_phrase(const char *column, const char *words, casus_buf *out);
/* casus_km(lat, lon, lat, lon) and casus_same_name(a, b) for the statements of this connection. */
casus_status ledger_functions(casus_ledger *l, casus_err *err);

#endif
