/* Private to export: foreign tables as records of cells (RFC 4180 with what people do to it). */
#ifndef CASUS_EXPORT_CSV_H
#define CASUS_EXPORT_CSV_H

#include <casus/base.h>

enum { CSV_MOST_CELLS = 4096, CSV_MOST_BYTES = 4 << 20 }; /* of one record */

typedef struct {
    casus_str *cell; /* in the arena, UTF-8 */
    size_t n;
    casus_str text;  /* the record as it stands in the input, UTF-8, in the arena; of a broken one its first line */
    uint64_t line;   /* its first line, counted from 1 */
    bool recoded;    /* it was no UTF-8 and was read as Windows-1252 */
    const char *broken; /* why it could not be read; then there are no cells. NULL: it could */
} csv_record;

typedef struct {
    /* Up to n bytes to p; their number, 0 at the end, negative when reading failed. */
    int64_t (*read)(void *ctx, char *p, size_t n);
    void *ctx;
    casus_sha256_sum *sum; /* of all bytes read; may be NULL */
    casus_buf window;      /* what was read and not yet taken */
    size_t at;
    bool end;
    char between;          /* ',', ';' or TAB: the first record decides */
    uint64_t line;
} csv_reader;

/* CASUS_OK with a record, good or broken; CASUS_END; CASUS_E_IO, CASUS_E_NOMEM; CASUS_E_INPUT: this is no text that could be read. */
casus_status csv_next(csv_reader *r, casus_arena *a, csv_record *out, casus_err *err);
void csv_free(csv_reader *r);

#endif
