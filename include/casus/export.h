/* export: readings and ledger rows -> the layouts that others load. */
#ifndef CASUS_EXPORT_H
#define CASUS_EXPORT_H

#include <casus/casus.h>
#include <casus/ledger.h>

/* Write the envelope of one reading (one JSON object, no newline) as `casus code` prints it. Evidence offsets are code points
 * of report.body. A reading with an error gives an envelope with "errors" and no incidents. */
CASUS_API casus_status casus_envelope_write(const casus_engine *e, const casus_reading *r, casus_buf *out);

/* The cleaned report alone, as `casus page` prints it. */
CASUS_API casus_status casus_page_write(const casus_reading *r, casus_buf *out);

/* One incident of a ledger as one JSON object: what JSON lines and `casus list --json` print. */
CASUS_API void casus_row_write(const casus_row *r, casus_json *j);

typedef enum { CASUS_OUT_CSV, CASUS_OUT_JSONL, CASUS_OUT_GEOJSON } casus_export_format;

/* Export the incidents of a ledger that match the query, oldest first, calling write for each piece of output. write returns
 * false to stop (then CASUS_E_IO). *n_rows, if not NULL, gets the number of incidents written. */
CASUS_API casus_status casus_export(casus_ledger *l, const casus_query *q, casus_export_format format,
                                    bool (*write)(void *ctx, casus_str piece), void *ctx, uint64_t *n_rows, casus_err *err);

#endif
