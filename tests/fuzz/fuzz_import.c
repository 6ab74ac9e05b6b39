/* Foreign tables: whatever the bytes, an import is whole or not there, every line is a reference or kept aside, and the ledger is
 * what its journal says. The first byte chooses the layout and how the bytes come in pieces. */
#include <casus/export.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *p;
    size_t n, piece;
} bytes;

static int64_t give(void *ctx, char *p, size_t n)
{
    bytes *b = ctx;
    if (n > b->piece) n = b->piece;
    if (n > b->n) n = b->n;
    if (n) memcpy(p, b->p, n);
    b->p += n;
    b->n -= n;
    return (int64_t)n;
}

static void must(bool holds)
{
    if (!holds) abort();
}

static bool look(void *ctx, const casus_reference_row *r)
{
    uint64_t *n = ctx;
    ++*n;
    must(r->ref.key.n > 0 && r->ref.from.n == 10 && r->ref.record.n >= 2);
    must(casus_utf8_valid(r->ref.record, NULL) && casus_utf8_valid(r->ref.key, NULL));
    must(!r->ref.has_point || (r->ref.lat >= -90 && r->ref.lat <= 90 && r->ref.lon >= -180 && r->ref.lon <= 180));
    return true;
}

static bool look_pair(void *ctx, const casus_comparison *c)
{
    (void)ctx;
    must(c->kind == CASUS_ONLY_THERE && c->theirs && !c->ours);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    bytes b = {data + 1, size - 1, (size_t)1 << (data[0] / 3 % 16)}, again = b;
    casus_import_opts o = {.name = "fuzz", .layout = (casus_reference_layout)(data[0] % 3), .now = 1};
    casus_ledger *l = NULL;
    casus_imported done = {0};
    casus_verdict v = {0};
    casus_query q;
    uint64_t n = 0;
    must(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    casus_status s = casus_import(l, &o, give, &b, &done, NULL);
    must(s == CASUS_OK || s == CASUS_E_INPUT || s == CASUS_E_LIMIT || s == CASUS_E_NOMEM);
    casus_query_init(&q);
    must(casus_ledger_references(l, &q, NULL, look, &n, NULL) == CASUS_OK);
    must(s == CASUS_OK ? n + done.n_replaced == done.n_row : n == 0);
    must(casus_ledger_verify(l, &v, NULL) == CASUS_OK && !v.bad_entry && !v.bad_import && !v.bad_file);
    must(v.n_reference == (s == CASUS_OK ? done.n_row : 0));
    if (n) must(casus_compare(l, &q, &(casus_compare_opts){.days = 3, .km = 30}, look_pair, NULL, NULL, NULL) == CASUS_OK);
    if (s == CASUS_OK) must(casus_import(l, &o, give, &again, &done, NULL) == CASUS_OK && done.known);
    casus_ledger_close(l);
    return 0;
}
