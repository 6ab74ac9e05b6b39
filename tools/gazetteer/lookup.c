/* How long opening a gazetteer and looking names up takes.
 *
 *   gazetteer-lookups GAZETTEER TABLE [LOOKUPS]
 *
 * GAZETTEER is a file made by "casus gazetteer build", "-" the built-in one; TABLE a table of GeoNames, of whose names LOOKUPS (10000)
 * are drawn evenly over the table. Each is looked up as a text is read (the key alone), as "casus gazetteer find" does (with names that
 * sound like it), and with its last letter changed. Prints microseconds: half, 99 of 100 and all were quicker; and how many were found.
 */
#include "where/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE = 1 << 16, KINDS = 3 };

typedef struct {
    char **name;
    size_t n;
} names;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int order(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Names at even distances in the bytes of the table: a line is cut into, the next one is taken. */
static bool draw(const char *path, size_t most, names *out)
{
    static char line[LINE];
    FILE *f = fopen(path, "rb");
    if (!f || fseek(f, 0, SEEK_END)) return false;
    long size = ftell(f);
    out->name = calloc(most, sizeof *out->name);
    for (size_t i = 0; out->name && i < most; i++) {
        fseek(f, (long)((double)size * (double)i / (double)most), SEEK_SET);
        if (i) (void)!fgets(line, sizeof line, f);
        char *from = fgets(line, sizeof line, f) ? strchr(line, '\t') : NULL;
        if (!from) continue;
        from[1 + strcspn(from + 1, "\t\n")] = '\0';
        if (strlen(from + 1) > 2 && (out->name[out->n] = strdup(from + 1)) != NULL) out->n++;
    }
    fclose(f);
    return out->n > 0;
}

/* kind 0: the key alone; 1: all; 2: all, of a name that is spelled otherwise. */
static bool look(const casus_gazetteer *g, int kind, const char *name, casus_arena *a, double *us)
{
    char other[GAZ_KEY], key[GAZ_KEY];
    casus_str s = casus_str_of(name), folded;
    casus_found *found;
    uint32_t n = 0;
    if (kind == 2) {
        if (s.n >= sizeof other) return false;
        memcpy(other, s.p, s.n);
        other[s.n - 1] = other[s.n - 1] == 'e' ? 'a' : 'e';
        s.p = other;
    }
    casus_arena_reset(a);
    double from = now();
    if (kind) {
        casus_gazetteer_find(g, s, NULL, a, &found, &n, NULL);
    } else if (casus_fold(a, s, &folded) == CASUS_OK) {
        size_t len = gaz_key(folded, key);
        gaz_find(g, key, len, &n);
    }
    *us = now() - from;
    return n > 0;
}

static void measure(const casus_gazetteer *g, const names *x, casus_arena *a)
{
    static const char *const what[KINDS] = {"key alone", "with sounds", "misspelled"};
    double *us = calloc(x->n, sizeof *us);
    for (int kind = 0; us && kind < KINDS; kind++) {
        size_t found = 0;
        for (size_t i = 0; i < x->n; i++) found += look(g, kind, x->name[i], a, &us[i]);
        qsort(us, x->n, sizeof *us, order);
        printf("%-12s %6zu names, %6zu found; half in %.1f us, 99 of 100 in %.1f us, all in %.1f us\n", what[kind], x->n, found, us[x->n / 2],
               us[x->n - 1 - x->n / 100], us[x->n - 1]);
    }
    free(us);
}

int main(int argc, char **argv)
{
    casus_gazetteer *g = NULL;
    casus_arena *a = casus_arena_new(0);
    names x = {0};
    casus_err err = {0};
    if (argc < 3 || !a || !draw(argv[2], argc > 3 ? strtoul(argv[3], NULL, 10) : 10000, &x)) {
        fputs("usage: gazetteer-lookups GAZETTEER|- TABLE [LOOKUPS]\n", stderr);
        return 64;
    }
    double from = now();
    casus_status s = casus_gazetteer_open(strcmp(argv[1], "-") == 0 ? NULL : argv[1], &g, &err);
    double opened = now() - from;
    if (!s) {
        uint32_t entries, keys;
        uint64_t bytes = casus_gazetteer_size(g, &entries, &keys);
        printf("%u entries, %u names, %.0f MB; open in %.3f ms\n", entries, keys, (double)bytes / 1e6, opened / 1e3);
        measure(g, &x, a);
    } else {
        fprintf(stderr, "gazetteer-lookups: %s: %s\n", argv[1], err.what ? err.what : casus_status_text(s));
    }
    for (size_t i = 0; i < x.n; i++) free(x.name[i]);
    free(x.name);
    casus_gazetteer_close(g);
    casus_arena_free(a);
    return casus_status_exit(s);
}
