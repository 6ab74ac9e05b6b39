/* The gazetteer: opened, checked and searched. A file from outside is trusted in nothing: every offset in it is checked once
 * on opening, so that searching needs no checks. The one built into the program is not checked again (a test does): its pages are then
 * read only as they are searched.
 */
#include "where/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char casus_gazetteer_data[], casus_gazetteer_end[];

enum { MAX_FILE = 1 << 30 };

/* Lay the arrays over the block. False: the sizes do not add up. */
static bool lay_out(casus_gazetteer *g, const char *p, size_t n)
{
    if (n < sizeof(gaz_header)) return false;
    const gaz_header *h = (const gaz_header *)(const void *)p;
    if (memcmp(h->magic, GAZ_MAGIC, sizeof h->magic) != 0 || h->format != GAZ_FORMAT || h->order != GAZ_ORDER) return false;
    uint64_t at = sizeof *h, part[] = {(uint64_t)h->n_entry * sizeof(gaz_entry), (uint64_t)h->n_name * sizeof(gaz_name),
                                       (uint64_t)h->n_slot * sizeof(uint32_t), (uint64_t)h->n_list * sizeof(uint32_t), h->n_pool};
    uint64_t from[5];
    for (size_t i = 0; i < 5; i++) {
        from[i] = at;
        at += part[i];
    }
    if (h->size != n || at != n) return false;
    g->head = h;
    g->entry = (const gaz_entry *)(const void *)(p + from[0]);
    g->name = (const gaz_name *)(const void *)(p + from[1]);
    g->slot = (const uint32_t *)(const void *)(p + from[2]);
    g->list = (const uint32_t *)(const void *)(p + from[3]);
    g->pool = p + from[4];
    return true;
}

static bool is_letter(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool entries_sound(const casus_gazetteer *g)
{
    const gaz_header *h = g->head;
    for (uint32_t i = 0; i < h->n_entry; i++) {
        const gaz_entry *e = &g->entry[i];
        if (e->name >= h->n_pool || e->admin1 > h->n_entry || e->admin2 > h->n_entry || e->kind >= GAZ_KINDS) return false;
        if (e->lat < -90 * GAZ_SCALE || e->lat > 90 * GAZ_SCALE || e->lon < -180 * GAZ_SCALE || e->lon > 180 * GAZ_SCALE) return false;
        if (!is_letter(e->country[0]) || !is_letter(e->country[1])) return false;
    }
    return true;
}

static bool names_sound(const casus_gazetteer *g)
{
    const gaz_header *h = g->head;
    uint32_t empty = 0;
    for (uint32_t i = 0; i < h->n_name; i++) {
        const gaz_name *x = &g->name[i];
        if (x->key >= h->n_pool || x->first > h->n_list || x->n > h->n_list - x->first) return false;
    }
    for (uint32_t i = 0; i < h->n_list; i++)
        if ((g->list[i] & ~GAZ_ALIAS) >= h->n_entry) return false;
    for (uint32_t i = 0; i < h->n_slot; i++) {
        if (g->slot[i] > h->n_name) return false;
        empty += g->slot[i] == 0;
    }
    return empty > 0 && (h->n_slot & (h->n_slot - 1)) == 0;
}

static bool sound(const casus_gazetteer *g)
{
    const gaz_header *h = g->head;
    if (!h->n_pool || g->pool[h->n_pool - 1] || h->version >= h->n_pool) return false;
    if (casus_hash((casus_str){(const char *)(h + 1), (size_t)h->size - sizeof *h}, 0) != h->check) return false;
    return entries_sound(g) && names_sound(g);
}

/* The whole file; *p to be released. */
static casus_status slurp(const char *path, char **p, size_t *n, casus_err *err)
{
    *p = NULL;
    *n = 0;
    FILE *f = fopen(path, "rb");
    if (!f) return casus_fail(err, CASUS_E_NOINPUT, "gazetteer", 0);
    casus_status s = CASUS_OK;
    long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
    if (size < 0 || fseek(f, 0, SEEK_SET) != 0)
        s = casus_fail(err, CASUS_E_NOINPUT, "gazetteer", 0);
    else if (size < (long)sizeof(gaz_header) || size > MAX_FILE)
        s = casus_fail(err, CASUS_E_INPUT, "not a gazetteer", 0);
    else if (!(*p = casus_alloc((size_t)size)))
        s = casus_fail(err, CASUS_E_NOMEM, "gazetteer", 0);
    else if (fread(*p, 1, (size_t)size, f) != (size_t)size)
        s = casus_fail(err, CASUS_E_NOINPUT, "gazetteer", 0);
    fclose(f);
    *n = s == CASUS_OK ? (size_t)size : 0;
    return s;
}

casus_status casus_gazetteer_open(const char *path, casus_gazetteer **gaz, casus_err *err)
{
    *gaz = NULL;
    casus_gazetteer *g = casus_alloc(sizeof *g);
    if (!g) return casus_fail(err, CASUS_E_NOMEM, "gazetteer", 0);
    const char *p = casus_gazetteer_data;
    size_t n = (size_t)(casus_gazetteer_end - casus_gazetteer_data);
    casus_status s = CASUS_OK;
    if (path) {
        char *file;
        s = slurp(path, &file, &n, err);
        g->owned = file;
        p = file;
    }
    if (s == CASUS_OK && (!lay_out(g, p, n) || (path && !sound(g)))) s = casus_fail(err, CASUS_E_INPUT, "not a gazetteer", 0);
    if (s != CASUS_OK) {
        casus_gazetteer_close(g);
        return s;
    }
    *gaz = g;
    return CASUS_OK;
}

void casus_gazetteer_close(casus_gazetteer *gaz)
{
    if (!gaz) return;
    casus_release(gaz->owned);
    casus_release(gaz);
}

const char *casus_gazetteer_version(const casus_gazetteer *gaz)
{
    return gaz->pool + gaz->head->version;
}

const uint32_t *gaz_find(const casus_gazetteer *g, const char *key, size_t len, uint32_t *n)
{
    *n = 0;
    uint32_t mask = g->head->n_slot - 1;
    for (uint32_t at = (uint32_t)casus_hash((casus_str){key, len}, 0) & mask; g->slot[at]; at = (at + 1) & mask) {
        const gaz_name *x = &g->name[g->slot[at] - 1];
        if (strcmp(g->pool + x->key, key) != 0) continue;
        *n = x->n;
        return g->list + x->first;
    }
    return NULL;
}

const char *casus_precision_name(casus_precision p)
{
    static const char *const name[] = {"unknown", "point", "settlement", "near", "district", "province", "region", "country"};
    return (unsigned)p < sizeof name / sizeof *name ? name[p] : "unknown";
}
