/* Private to the ledger: what writing the rows of a reading needs, for reports that are added and for those that are read again. */
#ifndef CASUS_LEDGER_ADD_H
#define CASUS_LEDGER_ADD_H

#include "store.h"

typedef struct {
    casus_ledger *l;
    const casus_record *rec;
    const casus_reading *r;
    casus_versions versions;
    casus_points points;
    casus_arena *a;
    char sha256[65];
    char added[32];
    int64_t now;
    bool has_sketch;
    uint8_t sketch[64]; /* of the report's words */
    ledger_told *told; /* for the journal; NULL: it is written from the rows, later */
    casus_err *err;
} ledger_adding;

/* Hash, time and code points of the reading. CASUS_E_USAGE: it was not made from these bytes. */
casus_status ledger_adding_ready(ledger_adding *x);
/* Spans that are not news, as JSON; empty: none. */
casus_status ledger_furniture(ledger_adding *x, casus_str *json);
/* How the record came, as JSON: its format and what its container said. */
casus_status ledger_origin(ledger_adding *x, casus_str *json);
/* An account of the incident with all that belongs to it but its trace. Part of it waits for ledger_rows_flush. */
casus_status ledger_put_account(ledger_adding *x, int64_t report, uint32_t number, int64_t incident, const casus_incident *in,
                                int64_t *account);
/* coded.c: the coded events of the reading; those of a report that go. */
casus_status ledger_put_coded(ledger_adding *x, int64_t report);
casus_status ledger_drop_coded(casus_ledger *l, int64_t report, casus_err *err);
void ledger_trace_make(ledger_adding *x, const casus_incident *in, casus_trace *t);
/* Within a group: SAVE, then SAVED or UNDO. */
casus_status ledger_word(casus_ledger *l, ledger_stmt_id id, casus_err *err);

#endif
