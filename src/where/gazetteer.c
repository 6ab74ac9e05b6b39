/* The gazetteer: opened and searched. A file from outside is trusted in nothing: opening checks header and sizes, and every offset
 * is checked when it is followed, so that a file of a gigabyte is open in the time it takes to map it and a damaged one does no
 * harm. casus_gazetteer_check reads all of it.
 */
#include "where/room.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

extern const char casus_gazetteer_data[], casus_gazetteer_end[];

/* Lay the arrays over the block. False: the sizes do not add up. */
static bool lay_out(casus_gazetteer *g, const char *p, size_t n)
{
    if (n < sizeof(gaz_header) || (uintptr_t)p % sizeof(uint64_t)) return false;
    const gaz_header *h = (const gaz_header *)(const void *)p;
    if (memcmp(h->magic, GAZ_MAGIC, sizeof h->magic) != 0 || h->format != GAZ_FORMAT || h->order != GAZ_ORDER) return false;
    const uint64_t part[] = {(uint64_t)h->n_sieve * sizeof(uint64_t), (uint64_t)h->n_entry * sizeof(gaz_entry), (uint64_t)h->n_name * sizeof(gaz_name), (uint64_t)h->n_slot * sizeof(uint32_t),
                             (uint64_t)h->n_list * sizeof(uint32_t),   (uint64_t)h->n_ear * sizeof(gaz_ear),
                             (uint64_t)h->n_ear_slot * sizeof(uint32_t), h->n_pool};
    enum { N = sizeof part / sizeof *part };
    uint64_t at = sizeof *h, from[N];
    for (size_t i = 0; i < N; i++) {
        from[i] = at;
        at += part[i];
    }
    if (h->size != n || at != n || h->n_slot < 2 || h->n_ear_slot < 2 || !h->n_pool || p[n - 1]) return false;
    if (!h->n_sieve || (h->n_sieve & (h->n_sieve - 1))) return false;
    if (h->version >= h->n_pool || h->licence >= h->n_pool) return false;
    g->head = h;
    g->sieve = (const uint64_t *)(const void *)(p + from[0]);
    g->entry = (const gaz_entry *)(const void *)(p + from[1]);
    g->name = (const gaz_name *)(const void *)(p + from[2]);
    g->slot = (const uint32_t *)(const void *)(p + from[3]);
    g->list = (const uint32_t *)(const void *)(p + from[4]);
    g->ear = (const gaz_ear *)(const void *)(p + from[5]);
    g->ear_slot = (const uint32_t *)(const void *)(p + from[6]);
    g->pool = p + from[7];
    return true;
}

/* ---------------------------------------------------------------- one thing, checked */

const char *gaz_text(const casus_gazetteer *g, uint32_t at) { return at < g->head->n_pool ? g->pool + at : ""; }

static bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

static bool is_sound(const casus_gazetteer *g, const gaz_entry *e)
{
    const gaz_header *h = g->head;
    return e->name < h->n_pool && e->admin1 <= h->n_entry && e->admin2 <= h->n_entry && e->kind < GAZ_KINDS && is_letter(e->country[0]) &&
           is_letter(e->country[1]) && e->lat >= -90 * GAZ_SCALE && e->lat <= 90 * GAZ_SCALE && e->lon >= -180 * GAZ_SCALE && e->lon <= 180 * GAZ_SCALE;
}

bool gaz_get(const casus_gazetteer *g, uint32_t row, gaz_entry *e)
{
    if (row >= g->head->n_entry) return false;
    *e = g->entry[row];
    return is_sound(g, e);
}

/* The elements of a slot; false: it is damaged. */
static bool slot_range(const uint32_t *slot, uint32_t n_slot, uint32_t n, uint32_t hash, uint32_t *from, uint32_t *to)
{
    uint32_t at = gaz_slot(hash, n_slot - 1);
    *from = slot[at];
    *to = slot[at + 1];
    return *from <= *to && *to <= n;
}

static const uint32_t *list_of(const casus_gazetteer *g, const gaz_name *x, uint32_t *n)
{
    const gaz_header *h = g->head;
    if (x->first > h->n_list || x->n > h->n_list - x->first) return NULL;
    *n = x->n;
    return g->list + x->first;
}

const uint32_t *gaz_find_by(const casus_gazetteer *g, const char *key, size_t len, uint64_t hash, uint32_t *n)
{
    uint32_t from, to;
    *n = 0;
    if (!gaz_may(g, hash) || !slot_range(g->slot, g->head->n_slot, g->head->n_name, (uint32_t)(hash >> 32), &from, &to)) return NULL;
    for (; from < to; from++) {
        const char *other = gaz_text(g, g->name[from].key);
        if (strncmp(other, key, len) == 0 && !other[len]) return list_of(g, &g->name[from], n);
    }
    return NULL;
}

const uint32_t *gaz_sounding(const casus_gazetteer *g, const char *rough, size_t len, bool all, uint32_t *at, const char **key, uint32_t *n)
{
    uint32_t from, to;
    *n = 0;
    uint32_t hash = gaz_ear_hash((casus_str){rough, len});
    if (!slot_range(g->ear_slot, g->head->n_ear_slot, g->head->n_ear, hash, &from, &to)) return NULL;
    for (from += *at; from < to; from++) {
        const gaz_ear *e = &g->ear[from];
        ++*at;
        if ((e->hash & ~UINT32_C(1)) != hash || !(all || (e->hash & 1)) || e->name >= g->head->n_name) continue;
        const gaz_name *x = &g->name[e->name];
        *key = gaz_text(g, x->key);
        return list_of(g, x, n);
    }
    return NULL;
}

/* ---------------------------------------------------------------- the whole */

static bool entries_sound(const casus_gazetteer *g)
{
    for (uint32_t i = 0; i < g->head->n_entry; i++)
        if (!is_sound(g, &g->entry[i])) return false;
    return true;
}

static bool slots_sound(const uint32_t *slot, uint32_t n_slot, uint32_t n)
{
    for (uint32_t i = 1; i < n_slot; i++)
        if (slot[i] < slot[i - 1]) return false;
    return slot[n_slot - 1] == n;
}

static bool names_sound(const casus_gazetteer *g)
{
    const gaz_header *h = g->head;
    for (uint32_t i = 0; i < h->n_name; i++) {
        const gaz_name *x = &g->name[i];
        if (x->key >= h->n_pool || x->first > h->n_list || x->n > h->n_list - x->first) return false;
    }
    for (uint32_t i = 0; i < h->n_list; i++)
        if ((g->list[i] & ~GAZ_ALIAS) >= h->n_entry) return false;
    for (uint32_t i = 0; i < h->n_ear; i++)
        if (g->ear[i].name >= h->n_name) return false;
    return slots_sound(g->slot, h->n_slot, h->n_name) && slots_sound(g->ear_slot, h->n_ear_slot, h->n_ear);
}

casus_status casus_gazetteer_check(const casus_gazetteer *g, casus_err *err)
{
    const char *p = (const char *)(g->head + 1);
    size_t left = (size_t)g->head->size - sizeof *g->head;
    uint64_t sum = 0;
    while (left) {
        size_t n = left < GAZ_STEP ? left : GAZ_STEP;
        sum = casus_hash((casus_str){p, n}, sum);
        p += n;
        left -= n;
    }
    if (sum != g->head->check) return casus_fail(err, CASUS_E_INPUT, "the gazetteer's checksum is wrong", 0);
    return entries_sound(g) && names_sound(g) ? CASUS_OK : casus_fail(err, CASUS_E_INPUT, "the gazetteer points outside itself", 0);
}

/* ---------------------------------------------------------------- opening */

static casus_status map_file(casus_gazetteer *g, const char *path, const char **p, size_t *n, casus_err *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return casus_fail(err, CASUS_E_NOINPUT, "gazetteer", 0);
    casus_status s = CASUS_OK;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        s = casus_fail(err, CASUS_E_NOINPUT, "gazetteer", 0);
    } else if (st.st_size < (off_t)sizeof(gaz_header)) {
        s = casus_fail(err, CASUS_E_INPUT, "not a gazetteer", 0);
    } else {
        *n = (size_t)st.st_size;
        g->map = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fd, 0);
        if (g->map == MAP_FAILED) g->map = NULL;
        g->n_map = *n;
        *p = g->map;
        if (!g->map) s = casus_fail(err, CASUS_E_NOMEM, "gazetteer", 0);
    }
    close(fd);
    return s;
}

static casus_status open_any(const char *path, casus_str bytes, casus_gazetteer **gaz, casus_err *err)
{
    *gaz = NULL;
    casus_gazetteer *g = casus_alloc(sizeof *g);
    if (!g) return casus_fail(err, CASUS_E_NOMEM, "gazetteer", 0);
    casus_status s = path ? map_file(g, path, &bytes.p, &bytes.n, err) : CASUS_OK;
    if (s == CASUS_OK && !lay_out(g, bytes.p, bytes.n)) s = casus_fail(err, CASUS_E_INPUT, "not a gazetteer of this version", 0);
    if (s != CASUS_OK) {
        casus_gazetteer_close(g);
        return s;
    }
    *gaz = g;
    return CASUS_OK;
}

casus_status casus_gazetteer_open(const char *path, casus_gazetteer **gaz, casus_err *err)
{
    casus_str built_in = {casus_gazetteer_data, (size_t)(casus_gazetteer_end - casus_gazetteer_data)};
    return open_any(path, built_in, gaz, err);
}

casus_status casus_gazetteer_open_bytes(casus_str bytes, casus_gazetteer **gaz, casus_err *err) { return open_any(NULL, bytes, gaz, err); }

void casus_gazetteer_close(casus_gazetteer *gaz)
{
    if (!gaz) return;
    if (gaz->map) munmap(gaz->map, gaz->n_map);
    casus_release(gaz);
}

const char *casus_gazetteer_version(const casus_gazetteer *gaz) { return gaz_text(gaz, gaz->head->version); }
const char *casus_gazetteer_licence(const casus_gazetteer *gaz) { return gaz_text(gaz, gaz->head->licence); }

uint64_t casus_gazetteer_size(const casus_gazetteer *gaz, uint32_t *entries, uint32_t *names)
{
    if (entries) *entries = gaz->head->n_entry;
    if (names) *names = gaz->head->n_name;
    return gaz->head->size;
}

const char *casus_precision_name(casus_precision p)
{
    static const char *const name[] = {"unknown", "point", "settlement", "near", "district", "province", "region", "country"};
    return (unsigned)p < sizeof name / sizeof *name ? name[p] : "unknown";
}
