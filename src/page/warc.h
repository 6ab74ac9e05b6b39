/* Web archives, record by record. */
#ifndef CASUS_PAGE_WARC_H
#define CASUS_PAGE_WARC_H

#include "room.h"

typedef struct {
    casus_buf head, payload, plain;
    uint64_t at; /* bytes of the opened archive read so far */
} page_warc; /* {0} is ready */

/* Next page of the archive. Strings live until the next call. CASUS_END, CASUS_E_LIMIT and CASUS_E_INPUT (this record only), CASUS_E_IO,
 * CASUS_E_NOMEM. */
casus_status page_warc_next(page_warc *w, page_source *src, casus_record *rec, casus_err *err);
void page_warc_clear(page_warc *w);

#endif
