/* Fuzz target: gazetteers and what they are made of. The first byte says what the rest is: a compiled file, of which sizes and magic
 * are set right first as they would keep out nearly everything; or a table, alternate names, a list of units, OSM features, from which
 * one is made. Whatever opens is searched, and a text is read with it. */
#include "invariants.h"

#include "../../src/where/format.h"

#include <casus/where.h>

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char body[] = "HOMS, Syria - Shelling killed three people in Maaret al-Noman near Foa, 20 km north of Homs, Idlib, on Monday.";

static void read_with(const casus_gazetteer *g, const casus_lexicon *lex, casus_arena *a)
{
    casus_text text;
    casus_words words;
    casus_places places;
    if (casus_text_split(CASUS_STR(body), NULL, 0, a, &text, NULL) != CASUS_OK || casus_lang_find(lex, &text, a, &words, NULL) != CASUS_OK) return;
    if (casus_where_find(g, lex, &text, &words, NULL, a, &places, NULL) != CASUS_OK) return;
    for (uint32_t i = 0; i < places.n_place; i++) {
        const casus_place *p = &places.place[i];
        MUST(casus_span_end(p->span) <= text.body.n && p->first + p->n <= text.n_token);
        MUST(!p->resolved || (p->entry.lat >= -90 && p->entry.lat <= 90 && p->entry.lon >= -180 && p->entry.lon <= 180));
    }
}

static void search(const casus_gazetteer *g)
{
    static const char *const name[] = {"Homs", "Foa", "Maaret al-Noman", "a"};
    static casus_lexicon *lex; /* opened once: it takes a thousand times as long as all the rest */
    if (!lex && casus_lexicon_open(NULL, &lex, NULL, NULL) != CASUS_OK) return;
    casus_arena *a = casus_arena_new(64u << 20);
    if (!a) return;
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        casus_found *found;
        uint32_t n;
        if (casus_gazetteer_find(g, casus_str_of(name[i]), NULL, a, &found, &n, NULL) != CASUS_OK) continue;
        for (uint32_t k = 0; k < n; k++) MUST(found[k].distance >= 0 && casus_precision_name(found[k].entry.precision));
    }
    read_with(g, lex, a);
    casus_arena_free(a);
    casus_gazetteer_check(g, NULL);
}

/* A file without its sieve: one through which nothing falls is put in, as chance seldom makes one. */
static void as_file(const uint8_t *data, size_t size)
{
    casus_gazetteer *g;
    if (size < sizeof(gaz_header) || size > 1 << 20) return;
    char *copy = aligned_alloc(64, (size + 8 + 63) / 64 * 64);
    if (!copy) return;
    gaz_header h;
    memcpy(&h, data, sizeof h);
    memset(copy + sizeof h, 0xff, 8);
    memcpy(copy + sizeof h + 8, data + sizeof h, size - sizeof h);
    size += 8;
    copy[size - 1] = '\0';
    h.n_sieve = 1;
    memcpy(h.magic, GAZ_MAGIC, sizeof h.magic);
    h.format = GAZ_FORMAT;
    h.order = GAZ_ORDER;
    h.size = size;
    uint64_t before = sizeof h + 8 + (uint64_t)h.n_entry * 32 + (uint64_t)h.n_name * 12 + ((uint64_t)h.n_slot + h.n_list + h.n_ear_slot) * 4 + (uint64_t)h.n_ear * 8;
    if (before < size) h.n_pool = (uint32_t)(size - before);
    memcpy(copy, &h, sizeof h);
    if (casus_gazetteer_open_bytes((casus_str){copy, size}, &g, NULL) == CASUS_OK) {
        search(g);
        casus_gazetteer_close(g);
    }
    free(copy);
}

static int memory_file(const void *p, size_t n, char path[40])
{
    int fd = memfd_create("source", MFD_CLOEXEC);
    if (fd >= 0) snprintf(path, 40, "/proc/self/fd/%d", fd);
    if (fd < 0 || write(fd, p, n) == (ssize_t)n) return fd;
    close(fd);
    return -1;
}

static void as_source(unsigned kind, const uint8_t *data, size_t size)
{
    static const char town[] = "5\tHoms\tHims\tEmesa\t34.72\t36.71\tP\tPPLA\tSY\t\t11\t\t\t\t775404\t\t0\tAsia/Damascus\t2020-01-01\n";
    char path[2][40], out[] = "/tmp/casus-fuzz-XXXXXX", *where = NULL;
    int fd = mkstemp(out), table = memory_file(town, sizeof town - 1, path[0]), other = memory_file(data, size, path[1]);
    if (fd >= 0 && table >= 0 && other >= 0) {
        const char *const tables[] = {path[0], path[1]}, *const osm[] = {path[1]};
        casus_gazetteer_sources src = {.table = tables, .n_table = kind == 1 ? 2 : 1, .version = "fuzz", .licence = "none"};
        if (kind == 2) src.names = path[1];
        if (kind == 3) src.admin1 = path[1];
        if (kind == 4) src.osm = osm, src.n_osm = 1;
        casus_gazetteer *g;
        casus_status s = casus_gazetteer_build(&src, out, NULL, &where, NULL);
        MUST(s == CASUS_OK || s == CASUS_E_INPUT || s == CASUS_E_NOINPUT || s == CASUS_E_NOMEM);
        if (s == CASUS_OK) {
            MUST(casus_gazetteer_open(out, &g, NULL) == CASUS_OK);
            MUST(casus_gazetteer_check(g, NULL) == CASUS_OK);
            search(g);
            casus_gazetteer_close(g);
        }
        casus_release(where);
    }
    const int all[] = {fd, table, other};
    for (size_t i = 0; i < 3; i++)
        if (all[i] >= 0) close(all[i]);
    unlink(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2) return 0;
    if (data[0] % 5 == 0) as_file(data + 1, size - 1);
    else as_source(data[0] % 5, data + 1, size - 1);
    return 0;
}
