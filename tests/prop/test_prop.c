/* Properties: what must hold whatever is read.
 *
 * Over the files that the patterns on the command line name (the samples): each reading keeps its promises, reading twice gives the same bytes, a
 * change of one byte or a cut breaks nothing, and memory that runs out at any point gives an error and no leak.
 */
#include "../unit/check.h"
#include "invariants.h"

#include <casus/export.h>

#include <glob.h>
#include <stdlib.h>

enum { MUTATIONS = 24, MOST_BYTES = 1 << 20 };

static casus_engine *engine;
static casus_parser *parser; /* NULL: no model is built in */

static uint32_t random_next(uint32_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 17;
    *x ^= *x << 5;
    return *x;
}

/* Read one record and write its envelope. NULL or the broken promise. */
static const char *read_one(const casus_record *rec, casus_arena *a, casus_buf *out)
{
    casus_reading r;
    casus_read(engine, parser, rec, CASUS_STR("2016-05-04"), a, &r);
    const char *why = reading_broken(rec, &r);
    if (!why && casus_envelope_write(engine, &r, out) != CASUS_OK) why = "an envelope can be written";
    casus_buf_char(out, '\n');
    return why;
}

/* All records of some bytes, envelopes in out. */
static const char *read_all(casus_str bytes, const char *name, casus_arena *a, casus_buf *out)
{
    casus_reader *reader = NULL;
    casus_err err = {0};
    casus_status opened = casus_reader_open_bytes(bytes, name, CASUS_IN_AUTO, &reader, &err);
    if (opened != CASUS_OK) return opened == CASUS_E_IO || opened == CASUS_E_INPUT ? NULL : "bytes can be opened";
    const char *why = NULL;
    for (;;) {
        casus_record rec = {0};
        casus_status s = casus_reader_next(reader, &rec, &err);
        if (s == CASUS_OK && !why) why = read_one(&rec, a, out);
        if (s == CASUS_E_INPUT || s == CASUS_E_LIMIT) casus_buf_z(out, "bad\n");
        if (s == CASUS_E_IO) casus_buf_z(out, "cut short\n");
        if (s == CASUS_END || s == CASUS_E_IO || s == CASUS_E_NOMEM) break;
        casus_arena_reset(a);
    }
    casus_reader_close(reader);
    return why;
}

static void holds(casus_str bytes, const char *name, const char *note)
{
    casus_arena *a = casus_arena_new(0);
    casus_buf once = {0}, twice = {0};
    const char *why = a ? read_all(bytes, name, a, &once) : "memory";
    if (!why) why = read_all(bytes, name, a, &twice);
    char text[300];
    snprintf(text, sizeof text, "%s, %s: %s", name, note, why ? why : "");
    CHECK_CASE(!why, text);
    CHECK_CASE(once.n == twice.n && (!once.n || memcmp(once.p, twice.p, once.n) == 0), text);
    casus_buf_free(&once);
    casus_buf_free(&twice);
    casus_arena_free(a);
}

/* One byte changed, or the end cut off, at places that a fixed seed gives. */
static void mutated(casus_str bytes, const char *name)
{
    uint32_t seed = (uint32_t)casus_hash(casus_str_of(name), 1) | 1;
    for (int i = 0; bytes.n && i < MUTATIONS; i++) {
        char *copy = casus_alloc(bytes.n), note[40];
        if (!CHECK(copy != NULL)) return;
        memcpy(copy, bytes.p, bytes.n);
        casus_str s = {copy, bytes.n};
        size_t at = random_next(&seed) % bytes.n;
        if (i % 4 == 3)
            s.n = at;
        else
            copy[at] = (char)random_next(&seed);
        snprintf(note, sizeof note, "change %d at byte %zu", i, at);
        holds(s, name, note);
        casus_release(copy);
    }
}

/* Memory runs out at the n-th request, for n up to where the reading succeeds. */
static void starved(casus_str bytes, const char *name)
{
    bool done = false;
    for (uint64_t n = 1; !done && n < 2000000; n += 1 + n / 8) {
        casus_reader *reader = NULL;
        casus_err err = {0};
        casus_buf out = {0};
        casus_reading r = {0};
        casus_record rec = {0};
        casus_arena *a = casus_arena_new(0);
        casus_status s = a ? casus_reader_open_bytes(bytes, name, CASUS_IN_AUTO, &reader, &err) : CASUS_E_NOMEM;
        if (s == CASUS_OK) s = casus_reader_next(reader, &rec, &err);
        if (!CHECK(s == CASUS_OK)) n = 2000000;
        casus_alloc_fail_after(n);
        s = s == CASUS_OK ? casus_read(engine, parser, &rec, (casus_str){0}, a, &r) : s;
        casus_status written = casus_envelope_write(engine, &r, &out);
        casus_alloc_fail_after(0);
        done = s == CASUS_OK && written == CASUS_OK;
        CHECK_CASE(s == CASUS_OK || s == CASUS_E_NOMEM || s == CASUS_E_LIMIT, name); /* an arena does not tell the two apart */
        CHECK_CASE(written == CASUS_OK || written == CASUS_E_NOMEM, name);
        casus_buf_free(&out);
        casus_reader_close(reader);
        casus_arena_free(a);
    }
    CHECK_CASE(done, "enough memory is enough");
}

static casus_str load(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *p = f ? casus_alloc(MOST_BYTES) : NULL;
    size_t n = p ? fread(p, 1, MOST_BYTES, f) : 0;
    if (f) fclose(f);
    return (casus_str){p, n};
}

static void odd_inputs(void)
{
    static const struct {
        const char *note;
        casus_str bytes;
    } odd[] = {
        {"nothing", {"", 0}},
        {"one NUL", {"", 1}},
        {"blanks", {" \n\t \n", 5}},
        {"half a character", {"Aleppo \xe2\x80", 9}},
        {"no UTF-8", {"\xff\xfe\xfd killed 3 people \x80\x81", 22}},
        {"a bare tag", {"<html>", 6}},
        {"half JSON", {"{\"id\":\"a\",\"body\":", 17}},
        {"a lone brace", {"{", 1}},
        {"a feed without items", {"<?xml version=\"1.0\"?><rss version=\"2.0\"><channel/></rss>", 56}},
        {"half a WARC", {"WARC/1.0\r\nContent-Length: 99999\r\n\r\nabc", 38}},
        {"gzip that is none", {"\x1f\x8b\x08\x00zzzz", 8}},
    };
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) holds(odd[i].bytes, "odd", odd[i].note);
}

static void all_of(const char *path, bool starve)
{
    casus_str bytes = load(path);
    if (CHECK_CASE(bytes.n > 0, path)) {
        const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
        holds(bytes, name, "as it is");
        mutated(bytes, name);
        if (starve) starved(bytes, name);
    }
    casus_release((void *)(uintptr_t)bytes.p);
}

int main(int argc, char **argv)
{
    casus_err err = {0};
    static const casus_engine_opts opts = {.events = true}; /* the longest way through all rooms */
    if (!CHECK(casus_engine_open(&opts, &engine, NULL, &err) == CASUS_OK)) return check_end();
    if (casus_engine_model(engine) && !CHECK(casus_parser_new(casus_engine_model(engine), &parser, &err) == CASUS_OK)) return check_end();
    odd_inputs();
    for (int i = 1; i < argc; i++) {
        glob_t found = {0};
        CHECK_CASE(glob(argv[i], 0, NULL, &found) == 0, argv[i]);
        for (size_t k = 0; k < found.gl_pathc; k++) all_of(found.gl_pathv[k], k < 2);
        globfree(&found);
    }
    casus_parser_free(parser);
    casus_engine_close(engine);
    return check_end();
}
