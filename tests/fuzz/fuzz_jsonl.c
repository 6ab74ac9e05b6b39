/* Fuzz target: bytes as JSONL. */
#include "invariants.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    casus_arena *a = casus_arena_new(256u << 20);
    casus_reader *r;
    casus_record rec;
    casus_report out;
    uint64_t line = 0;
    if (!a || casus_reader_open_bytes((casus_str){(const char *)data, size}, "fuzz.jsonl", CASUS_IN_JSONL, &r, NULL)) {
        casus_arena_free(a);
        return 0;
    }
    while (casus_reader_next(r, &rec, NULL) == CASUS_OK) {
        MUST(rec.line > line && rec.at < size);
        line = rec.line;
        if (casus_page_read(&rec, (casus_str){0}, a, &out, NULL) == CASUS_OK) check_report(&rec, &out);
        else MUST(out.body.n == 0 && out.n_furniture == 0);
        casus_arena_reset(a);
    }
    casus_reader_close(r);
    casus_arena_free(a);
    return 0;
}
