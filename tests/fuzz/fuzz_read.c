/* Fuzz target: bytes of any kind through reader and all rooms to the envelope. The first byte chooses the format; every reading
 * must keep the promises of tests/prop/invariants.h. */
#include "../prop/invariants.h"

#include <casus/export.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static casus_engine *engine;
static casus_parser *parser;

static void close_engine(void)
{
    casus_parser_free(parser);
    casus_engine_close(engine);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    if (!engine) {
        static const casus_engine_opts opts = {.events = true};
        if (casus_engine_open(&opts, &engine, NULL, NULL) != CASUS_OK) abort();
        if (casus_engine_model(engine) && casus_parser_new(casus_engine_model(engine), &parser, NULL) != CASUS_OK) abort();
        atexit(close_engine);
    }
    casus_reader *reader = NULL;
    casus_str bytes = {(const char *)data + 1, size - 1};
    casus_arena *a = casus_arena_new(256u << 20);
    casus_status s = casus_reader_open_bytes(bytes, "fuzz", (casus_format)(data[0] % (CASUS_IN_WARC + 1)), &reader, NULL);
    while (a && s != CASUS_END && s != CASUS_E_IO && s != CASUS_E_NOMEM) {
        casus_record rec = {0};
        casus_reading r;
        casus_buf out = {0};
        s = casus_reader_next(reader, &rec, NULL);
        if (s != CASUS_OK) continue;
        casus_read(engine, parser, &rec, (casus_str){0}, a, &r);
        if (reading_broken(&rec, &r)) abort();
        if (casus_envelope_write(engine, &r, &out) != CASUS_OK) abort();
        casus_buf_free(&out);
        casus_arena_reset(a);
    }
    casus_reader_close(reader);
    casus_arena_free(a);
    return 0;
}
