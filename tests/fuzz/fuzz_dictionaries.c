/* Fuzz target: bytes as a folder of dictionaries. They are cut at byte 1; of each piece the first byte chooses the file, the
 * rest is what stands in it. Whatever the files say, a text is read with them, and every event points into the text. */
#include "../prop/invariants.h"
#include "invariants.h"

#include <casus/casus.h>

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const file[] = {"actors.txt", "agents.txt", "verbs.txt", "discards.txt", "issues.txt", "PETR_config.ini"};
enum { N_FILE = sizeof file / sizeof *file, PATH = 128 };

static const char body[] =
    "Ruritania accused the Graustarkian army of plotting on Monday. The foreign minister of Graustark met rebels, "
    "and the farmers of Ruritania were attacked by soldiers with rockets.";

static void write_files(const char *dir, const uint8_t *p, size_t n)
{
    while (n) {
        const uint8_t *cut = memchr(p, 1, n);
        size_t len = cut ? (size_t)(cut - p) : n;
        char path[PATH];
        snprintf(path, sizeof path, "%s/%s", dir, file[len ? p[0] % N_FILE : 0]);
        FILE *f = fopen(path, "ab");
        if (f) {
            if (len > 1) fwrite(p + 1, 1, len - 1, f);
            fclose(f);
        }
        p += len + (cut != NULL);
        n -= len + (cut != NULL);
    }
}

static void remove_files(const char *dir)
{
    for (size_t i = 0; i < N_FILE; i++) {
        char path[PATH];
        snprintf(path, sizeof path, "%s/%s", dir, file[i]);
        unlink(path);
    }
    rmdir(dir);
}

static void code(const casus_dictionaries *d)
{
    static casus_model *model;
    casus_err err = {0};
    casus_arena *a = casus_arena_new(64u << 20);
    casus_text text;
    casus_parser *parser = NULL;
    casus_parse parse = {0};
    casus_dictionary_events out;
    bool want[64] = {false};
    if (!model && casus_model_open(NULL, &model, &err) != CASUS_OK) return; /* built without one */
    MUST(casus_text_split(CASUS_STR(body), NULL, 0, a, &text, &err) == CASUS_OK && text.n_sentence < 64);
    casus_dictionaries_wanted(d, &text, want);
    MUST(casus_parser_new(model, &parser, &err) == CASUS_OK);
    MUST(casus_parse_text(parser, &text, want, a, &parse, &err) == CASUS_OK);
    MUST(casus_dictionaries_code(d, &text, &parse, casus_day_of(2001, 5, 4), a, &out, &err) == CASUS_OK);
    for (uint32_t i = 0; i < out.n_event; i++) {
        const casus_dictionary_event *e = &out.event[i];
        MUST(e->sentence < text.n_sentence && span_ok(text.body, e->span) && span_ok(text.body, e->source.span) &&
             span_ok(text.body, e->target.span));
    }
    casus_parser_free(parser);
    casus_arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 4096 };
    char dir[] = "/tmp/casus-fuzz-XXXXXX";
    casus_dictionaries *d = NULL;
    casus_buf told = {0};
    casus_err err = {0};
    if (size > MOST || !mkdtemp(dir)) return 0;
    write_files(dir, data, size);
    if (casus_dictionaries_open(dir, NULL, &d, &told, NULL, &err) == CASUS_OK) code(d);
    casus_dictionaries_close(d);
    casus_buf_free(&told);
    remove_files(dir);
    return 0;
}
