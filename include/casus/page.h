/* page: fetched bytes -> a clean report.
 *
 * Two steps, so that reading can stay in order while cleaning runs on many threads:
 *   casus_reader   cuts a file or stream into records (a page, a feed item, a JSONL line), cheaply and in order
 *   casus_page_read  turns one record into a report: title, body, furniture, date, language, run map
 *
 * Everything a report points to lives in the arena that was passed in, or in the record's bytes.
 */
#ifndef CASUS_PAGE_H
#define CASUS_PAGE_H

#include <casus/base.h>

typedef enum {
    CASUS_IN_AUTO, /* look at the name and the first bytes */
    CASUS_IN_HTML,
    CASUS_IN_TEXT,
    CASUS_IN_JSONL, /* one JSON object a line: id, html or body, and url, publisher, published, title, language, names */
    CASUS_IN_FEED,  /* RSS 0.9x/1.0/2.0 or Atom: one record an item */
    CASUS_IN_WARC   /* WARC 1.0/1.1, plain or gzip: one record a response that is a page */
} casus_format;

/* One record as it came. Strings are empty when not known; none is NULL-terminated by promise. */
typedef struct {
    casus_format format; /* HTML, TEXT or JSONL (a line, still unparsed); feeds and archives are opened by the reader */
    casus_str bytes;     /* the record itself, in the reader's storage until the next call */
    casus_str id;        /* from the file name, guid or record id; JSONL lines carry their own */
    casus_str url, publisher, published, title, language; /* what the container says; the page may know better */
    casus_str charset;                                    /* from the transport, e.g. "windows-1252"; empty if unknown */
    uint64_t at;                                          /* byte offset of the record in the input */
    uint64_t line;                                        /* 1-based line for JSONL, else 0 */
    const char *input;                                    /* name of the input, for messages; owned by the reader */
} casus_record;

typedef struct casus_reader casus_reader;

/* Open an input. path "-" is standard input. *r is NULL on failure (CASUS_E_NOINPUT, CASUS_E_NOMEM). Lines and files over
 * CASUS_MAX_REPORT become records with CASUS_E_LIMIT from casus_reader_next and reading goes on behind them. */
CASUS_API casus_status casus_reader_open(const char *path, casus_format format, casus_reader **r, casus_err *err);
/* The same over bytes in memory, which must outlive the reader. name is used for ids and messages. */
CASUS_API casus_status casus_reader_open_bytes(casus_str bytes, const char *name, casus_format format, casus_reader **r,
                                               casus_err *err);
/* Next record. CASUS_OK; CASUS_END after the last. CASUS_E_INPUT or CASUS_E_LIMIT: this record is bad (rec->id, at and line
 * are set, bytes are empty), the next call goes on behind it. CASUS_E_IO, CASUS_E_NOMEM: reading cannot go on. */
CASUS_API casus_status casus_reader_next(casus_reader *r, casus_record *rec, casus_err *err);
CASUS_API void casus_reader_close(casus_reader *r); /* NULL is fine */

/* Where a publication date comes from. */
typedef enum {
    CASUS_PUB_NONE,
    CASUS_PUB_GIVEN,    /* the record or the caller said so */
    CASUS_PUB_META,     /* meta tag, JSON-LD, <time>, feed element */
    CASUS_PUB_URL,      /* /2015/09/18/ in the address */
    CASUS_PUB_TEXT,     /* a date line printed on the page */
    CASUS_PUB_INFERRED  /* worked out from the body by `when`, never by `page` */
} casus_pub_basis;
CASUS_API const char *casus_pub_basis_name(casus_pub_basis b); /* "given", "meta", ...; NULL for NONE */

typedef struct {
    casus_str id, title, url, publisher, language; /* language: BCP 47 primary tag in lower case, e.g. "en" */
    char sha256[65];                               /* of the record's bytes as fetched */
    struct {
        char edtf[24]; /* "2015-09-18", "2015-09", ""; a clock time is dropped */
        casus_day day; /* CASUS_DAY_NONE unless a whole day is known */
        casus_pub_basis basis;
    } published;
    casus_str body;              /* valid UTF-8, LF lines, blank line between blocks; equals the input's "body" if one was given */
    const casus_span *furniture; /* spans of body that are not news; sorted, disjoint; a caption comes last */
    uint32_t n_furniture;
    const casus_span *name; /* names of places that came with a given body ("names" of a JSONL line); sorted */
    uint32_t n_name;
    casus_span caption; /* the one of furniture that is a caption retelling the news: read all the same; len 0 if there is none */
    const casus_run *run; /* body -> bytes of the record; covers body without gaps */
    uint32_t n_run;
    bool run_ok; /* false: offsets go through a decoding step (charset, JSON escapes) and only p is meaningful roughly */
} casus_report;

/* Clean one record.
 *   date  a publication date to assume when the record has none (EDTF), may be empty
 * CASUS_OK fills out; an empty page is OK with an empty body. CASUS_E_INPUT: not JSON, no body or html, broken beyond use.
 * CASUS_E_LIMIT: too large or too deep. CASUS_E_NOMEM. On failure out is zeroed but for id, which is set when known.
 * Threads: any number, one arena each. */
CASUS_API casus_status casus_page_read(const casus_record *rec, casus_str date, casus_arena *a, casus_report *out,
                                       casus_err *err);

#endif
