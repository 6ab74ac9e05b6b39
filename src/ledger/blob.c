/* Raw reports: zstd-compressed, one copy for each SHA-256, however many reports share the bytes. */
#include "store.h"

#include <string.h>
#include <zstd.h>

/* Pages shrink to a quarter; level 9 saves a tenth more at five times the time. Of a few lines of text level 3 makes nothing shorter. */
enum { LEVEL = 3, LEVEL_SHORT = 1, SHORT_BYTES = 4096 };

static casus_status packed_put(casus_ledger *l, const char *sha256, casus_str bytes, void *packed, size_t cap, casus_err *err)
{
    if (!l->zstd) l->zstd = ZSTD_createCCtx();
    size_t n = l->zstd ? ZSTD_compressCCtx(l->zstd, packed, cap, bytes.n ? bytes.p : "", bytes.n, bytes.n < SHORT_BYTES ? LEVEL_SHORT : LEVEL) : (size_t)-1;
    if (ZSTD_isError(n)) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_RAW_PUT, err)};
    ledger_z(&b, sha256);
    ledger_int(&b, (int64_t)bytes.n);
    b.n++;
    if (b.s) b.rc = sqlite3_bind_blob64(b.s, b.n, packed, n, SQLITE_STATIC);
    return ledger_run(l, &b, err);
}

void ledger_zstd_free(casus_ledger *l) { ZSTD_freeCCtx(l->zstd); }

casus_status ledger_raw_put(casus_ledger *l, const char *sha256, casus_str bytes, casus_err *err)
{
    int64_t there;
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_RAW_FIND, err)};
    ledger_z(&b, sha256);
    casus_status s = ledger_find(&b, &there, err);
    if (s != CASUS_OK || there) return s;
    size_t cap = ZSTD_compressBound(bytes.n);
    void *packed = casus_alloc(cap);
    if (!packed) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    s = packed_put(l, sha256, bytes, packed, cap, err);
    casus_release(packed);
    return s;
}

casus_status ledger_unpack(const void *packed, size_t n, int64_t size, casus_arena *a, casus_str *bytes, casus_err *err)
{
    *bytes = (casus_str){0};
    if (size < 0 || size > (int64_t)CASUS_MAX_REPORT) return casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
    char *p = casus_arena_get(a, (size_t)size + 1, 1);
    if (!p) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    size_t got = n ? ZSTD_decompress(p, (size_t)size, packed, n) : (size_t)-1;
    if (ZSTD_isError(got) || got != (size_t)size) return casus_fail(err, CASUS_E_INPUT, "the ledger is damaged", 0);
    *bytes = (casus_str){p, got};
    return CASUS_OK;
}

casus_status casus_ledger_raw(casus_ledger *l, const char *sha256, casus_arena *a, casus_str *bytes, casus_err *err)
{
    *bytes = (casus_str){0};
    casus_err e = {0};
    ledger_bind b = {.s = ledger_stmt(l, LEDGER_RAW_GET, &e)};
    ledger_text(&b, casus_str_of(sha256));
    int rc = ledger_step(&b, &e);
    if (rc == SQLITE_ROW) {
        const void *packed = sqlite3_column_blob(b.s, 1);
        ledger_unpack(packed, (size_t)sqlite3_column_bytes(b.s, 1), sqlite3_column_int64(b.s, 0), a, bytes, &e);
        sqlite3_reset(b.s);
    } else if (rc == SQLITE_DONE) {
        casus_fail(&e, CASUS_E_NOTFOUND, "no report has these bytes", 0);
    }
    if (err && e.code != CASUS_OK) *err = e;
    return e.code;
}
