/* Fuzz target: any bytes as an input of any kind. The first byte picks the kind, the rest is the input. */
#include "invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(casus_reader *r, casus_arena *a)
{
    casus_record rec;
    casus_report out;
    for (int i = 0; i < 1000; i++) {
        casus_status s = casus_reader_next(r, &rec, NULL);
        if (s == CASUS_END || s == CASUS_E_IO || s == CASUS_E_NOMEM) return;
        if (s) {
            MUST(rec.bytes.n == 0);
            continue;
        }
        s = casus_page_read(&rec, CASUS_STR("2015-09"), a, &out, NULL);
        if (s == CASUS_OK) check_report(&rec, &out);
        else MUST(out.body.n == 0 && out.n_run == 0);
        casus_arena_reset(a);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const casus_format kind[] = {CASUS_IN_AUTO, CASUS_IN_HTML, CASUS_IN_TEXT, CASUS_IN_FEED, CASUS_IN_WARC};
    if (!size) return 0;
    casus_arena *a = casus_arena_new(256u << 20);
    casus_reader *r;
    casus_str bytes = {(const char *)data + 1, size - 1};
    if (a && casus_reader_open_bytes(bytes, "fuzz", kind[data[0] % 5], &r, NULL) == CASUS_OK) {
        read_all(r, a);
        casus_reader_close(r);
    }
    casus_arena_free(a);
    return 0;
}
