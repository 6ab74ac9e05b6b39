/* base: what every room stands on. Uses nothing but libc, and for two jobs a library hidden in one file each:
 * SHA-256 (nettle) and Unicode folding (utf8proc).
 *
 * Text is UTF-8. Offsets are bytes, half-open, and 32 bits wide: a report is at most CASUS_MAX_REPORT bytes.
 * Nothing here prints, exits, reads the clock or looks at the locale.
 */
#ifndef CASUS_BASE_H
#define CASUS_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define CASUS_API __attribute__((visibility("default")))
#define CASUS_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define CASUS_API
#define CASUS_PRINTF(f, a)
#endif

#define CASUS_VERSION "0.1.0"
#define CASUS_MAX_REPORT (128u << 20) /* bytes of one report as fetched; more is CASUS_E_LIMIT */

/* ---------------------------------------------------------------- status */

/* One list makes the enum, the short name, the text, the HTTP status and the exit status (sysexits). */
#define CASUS_STATUS_MAP(X)                                                                        \
    X(CASUS_OK, "ok", "ok", 200, 0)                                                                      \
    X(CASUS_END, "end", "no more records", 200, 0)                                                        \
    X(CASUS_E_USAGE, "usage", "wrong use", 400, 64)                                                         \
    X(CASUS_E_INPUT, "input", "malformed input", 400, 65)                                                   \
    X(CASUS_E_LIMIT, "limit", "over a documented limit", 413, 65)                                           \
    X(CASUS_E_NOINPUT, "noinput", "cannot open input", 404, 66)                                               \
    X(CASUS_E_NOTFOUND, "notfound", "not found", 404, 66)                                                      \
    X(CASUS_E_INTERNAL, "internal", "internal error", 500, 70)                                                 \
    X(CASUS_E_NOMEM, "nomem", "out of memory", 503, 71)                                                     \
    X(CASUS_E_OS, "os", "the system refused", 503, 71)                                                   \
    X(CASUS_E_CANTCREAT, "cantcreat", "cannot create output", 500, 73)                                          \
    X(CASUS_E_IO, "io", "input or output failed", 500, 74)

typedef enum {
#define CASUS_STATUS_ENUM(id, name, text, http, code) id,
    CASUS_STATUS_MAP(CASUS_STATUS_ENUM)
#undef CASUS_STATUS_ENUM
} casus_status;

CASUS_API const char *casus_status_text(casus_status s); /* constant string */
CASUS_API const char *casus_status_name(casus_status s); /* "input", "limit": for "errors" in envelopes */
CASUS_API int casus_status_exit(casus_status s);
CASUS_API int casus_status_http(casus_status s);

/* Why something failed. Filled by casus_fail; a caller may pass NULL wherever an error is taken. */
typedef struct {
    casus_status code;
    const char *what; /* constant text, never to be freed: the thing that is wrong */
    uint64_t at;      /* byte offset in the input where it was seen, 0 when there is no place */
    uint64_t line;    /* 1-based line in the input, 0 when it does not apply */
} casus_err;

CASUS_API casus_status casus_fail(casus_err *err, casus_status code, const char *what, uint64_t at);

/* ---------------------------------------------------------------- spans and strings */

typedef struct {
    uint32_t off, len; /* bytes [off, off+len) of the text in question */
} casus_span;

typedef struct {
    const char *p; /* not NUL-terminated, not owned; may be NULL when n is 0 */
    size_t n;
} casus_str;

/* text[t, t+n) was copied from page[p, p+n), or put in by us if !copied (p is then where). Sorted, no gaps. */
typedef struct {
    uint32_t t, p, n;
    bool copied;
} casus_run;

#define CASUS_STR(lit) ((casus_str){(lit), sizeof(lit) - 1})
CASUS_API casus_str casus_str_of(const char *z); /* z NUL-terminated or NULL (gives an empty string) */
CASUS_API bool casus_str_eq(casus_str a, casus_str b);
/* Is it the NUL-terminated z? Asked of every token against lists of words: most answers come from the first letter. */
static inline bool casus_str_is(casus_str a, const char *z)
{
    if (!a.n || a.p[0] != z[0]) return !a.n && !z[0];
    for (size_t i = 0; i < a.n; i++)
        if (a.p[i] != z[i] || z[i] == '\0') return false;
    return z[a.n] == '\0';
}
CASUS_API int casus_str_cmp(casus_str a, casus_str b); /* bytewise, as memcmp and then length */
CASUS_API casus_str casus_str_trim(casus_str s);       /* ASCII white space off both ends */

static inline uint32_t casus_span_end(casus_span s) { return s.off + s.len; }
static inline casus_str casus_cut(casus_str text, casus_span s) /* s must lie inside text */
{
    return (casus_str){text.p + s.off, s.len};
}

/* ---------------------------------------------------------------- arena */

/* Memory that dies together. One arena per document; everything found in it lives there.
 * Under AddressSanitizer every request is a block of its own, so overruns and use after reset are caught.
 * Not shared between threads. */
typedef struct casus_arena casus_arena;

CASUS_API casus_arena *casus_arena_new(size_t limit); /* limit in bytes, 0 = 1 GiB; NULL: no memory */
/* count*size zeroed bytes, aligned for any type. NULL: over the limit, overflow or no memory. count*size = 0 gives a
 * valid pointer. */
CASUS_API void *casus_arena_get(casus_arena *a, size_t count, size_t size);
CASUS_API void casus_arena_reset(casus_arena *a); /* every pointer from it is dead; ready for the next page */
CASUS_API void casus_arena_free(casus_arena *a);  /* NULL is fine */
CASUS_API size_t casus_arena_used(const casus_arena *a); /* bytes handed out since the last reset */
CASUS_API casus_status casus_arena_str(casus_arena *a, casus_str s, casus_str *copy); /* NUL-terminated copy */
/* Grow an array that lives in the arena: returns an array of at least need items of the given size holding the first
 * n old ones, *cap updated; NULL when there is no memory. Old storage stays until reset. */
CASUS_API void *casus_arena_grow(casus_arena *a, void *old, size_t n, size_t need, size_t size, size_t *cap);

/* All memory of the library outside third-party code comes from these two. The n-th request after
 * casus_alloc_fail_after(n) fails, and all after it (tests only; n = 0 switches it off; process-wide, not thread-safe). */
CASUS_API void *casus_alloc(size_t n); /* zeroed; NULL: no memory */
CASUS_API void casus_release(void *p); /* NULL is fine */
CASUS_API void casus_alloc_fail_after(uint64_t n);

/* ---------------------------------------------------------------- growable bytes and JSON out */

/* A growable byte string. Errors stick: after a failed growth or passing max, failed is set and writes do nothing;
 * check once at the end. {0} is a valid empty buffer without limit. */
typedef struct {
    char *p; /* NUL-terminated when not NULL */
    size_t n, cap;
    size_t max; /* most bytes it may hold, 0 = no limit */
    bool failed;
} casus_buf;

CASUS_API void casus_buf_add(casus_buf *b, const void *p, size_t n);
CASUS_API void casus_buf_str(casus_buf *b, casus_str s);
CASUS_API void casus_buf_z(casus_buf *b, const char *z);
CASUS_API void casus_buf_char(casus_buf *b, char c);
CASUS_API void casus_buf_printf(casus_buf *b, const char *fmt, ...) CASUS_PRINTF(2, 3); /* no %f: see casus_json_real */
CASUS_API void casus_buf_clear(casus_buf *b); /* empty, storage kept, failed taken back */
CASUS_API void casus_buf_free(casus_buf *b);  /* {0} again */

/* JSON written straight into a buffer; commas are put in by the writer. Keys and strings are escaped; invalid UTF-8 in a
 * string becomes U+FFFD. Depth is at most 64. */
typedef struct {
    casus_buf *out;
    uint64_t has; /* bit d: something was written at depth d */
    unsigned depth;
    bool key; /* a key was written, its value is due */
} casus_json;

CASUS_API void casus_json_open(casus_json *j, char bracket); /* '{' or '[' */
CASUS_API void casus_json_close(casus_json *j, char bracket);
CASUS_API void casus_json_key(casus_json *j, const char *key);
CASUS_API void casus_json_str(casus_json *j, casus_str s);
CASUS_API void casus_json_z(casus_json *j, const char *z); /* NULL writes null */
CASUS_API void casus_json_int(casus_json *j, int64_t v);
CASUS_API void casus_json_real(casus_json *j, double v, int digits); /* fixed digits, dot, trailing zeros off */
CASUS_API void casus_json_bool(casus_json *j, bool v);
CASUS_API void casus_json_null(casus_json *j);
CASUS_API void casus_json_member(casus_json *j, const char *key, casus_str s); /* key and string; empty writes null */

/* ---------------------------------------------------------------- UTF-8 */

/* Decode one code point at p (p < end). Returns its length 1..4 and sets *cp; an invalid byte gives length 1, U+FFFD. */
CASUS_API unsigned casus_utf8_next(const char *p, const char *end, uint32_t *cp);
CASUS_API unsigned casus_utf8_put(uint32_t cp, char out[4]); /* bytes written; invalid cp writes U+FFFD */
CASUS_API bool casus_utf8_valid(casus_str s, size_t *at);     /* at: first bad byte; may be NULL */
CASUS_API size_t casus_utf8_count(casus_str s);               /* code points */

/* Byte offset -> code point offset in one text. Built once, answers in constant time (a checkpoint each 64 bytes). */
typedef struct {
    casus_str text;
    const uint32_t *mark; /* NULL: text is ASCII, offsets are equal */
} casus_points;
CASUS_API casus_status casus_points_make(casus_arena *a, casus_str text, casus_points *out);
CASUS_API uint32_t casus_points_at(const casus_points *m, uint32_t byte);

/* Fold for comparing: lower case, diacritics off, ligatures opened, apostrophe-like signs dropped, white space runs as
 * one space. NUL-terminated in the arena. ASCII input is folded without the Unicode tables. */
CASUS_API casus_status casus_fold(casus_arena *a, casus_str s, casus_str *folded);

/* ---------------------------------------------------------------- hashes */

CASUS_API uint64_t casus_hash(casus_str s, uint64_t seed); /* fast, same on every machine, not for secrets */
CASUS_API void casus_sha256(const void *p, size_t n, char hex[65]); /* lower-case hex, NUL-terminated */
/* The same of bytes that come in pieces: begin, add as often as needed, end. */
typedef struct {
    uint64_t state[20];
} casus_sha256_sum;
CASUS_API void casus_sha256_begin(casus_sha256_sum *s);
CASUS_API void casus_sha256_add(casus_sha256_sum *s, const void *p, size_t n);
CASUS_API void casus_sha256_end(casus_sha256_sum *s, char hex[65]);

/* ---------------------------------------------------------------- days */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t casus_day;
#define CASUS_DAY_NONE INT32_MIN

CASUS_API casus_day casus_day_of(int year, int month, int day); /* CASUS_DAY_NONE if there is no such day */
CASUS_API void casus_day_split(casus_day d, int *year, int *month, int *day);
CASUS_API int casus_day_weekday(casus_day d); /* 0 = Monday .. 6 = Sunday */
CASUS_API int casus_month_days(int year, int month);
CASUS_API void casus_day_iso(casus_day d, char out[16]); /* "2015-09-18", empty for CASUS_DAY_NONE */
/* "YYYY-MM-DD" with anything after it (a clock time): the day, or CASUS_DAY_NONE. */
CASUS_API casus_day casus_day_read(casus_str iso);

/* ---------------------------------------------------------------- ordered parallel work */

/* Many workers, results in input order, bounded memory. next fills a slot from the input (one thread at a time, in
 * order; CASUS_END ends), work runs on any thread, done consumes in input order (one thread at a time). A status other
 * than OK or END from next or done stops everything and is returned. Each worker owns one slot of size bytes at a time;
 * slots are made by init and unmade by fini and are reused. n_thread 1 runs all of it on the calling thread. */
typedef struct {
    size_t slot_size;
    casus_status (*init)(void *ctx, void *slot);
    void (*fini)(void *ctx, void *slot);
    casus_status (*next)(void *ctx, void *slot);
    void (*work)(void *ctx, void *slot);
    casus_status (*done)(void *ctx, void *slot);
} casus_job;
CASUS_API casus_status casus_job_run(const casus_job *job, void *ctx, unsigned n_thread);

#endif
