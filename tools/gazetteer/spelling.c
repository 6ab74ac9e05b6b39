/* How well does a name survive its spelling? Asked with the gazetteer's own other names.
 *
 *   spelling TABLE [COUNTRY...]
 *
 * TABLE is a table of GeoNames, the one the gazetteer was made from. For each populated place, each of its other Latin names that
 * sounds at least remotely like its main one is a variant somebody has written. It is looked up as if the gazetteer did not have
 * it: entries are found under other names only. Prints, for each country and for all: variants asked, those under which the place
 * comes first, first or second or third, at all; with the country known and without. Takes 20 s for cities500.
 */
#include "where/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    unsigned asked, first, three, any, first_in, any_in;
} tally;

static tally all, of[26 * 26];
static casus_gazetteer *gaz;
static casus_arena *arena;

static size_t fold(casus_str name, char key[GAZ_KEY])
{
    casus_str folded;
    return casus_fold(arena, name, &folded) == CASUS_OK ? gaz_key(folded, key) : 0;
}

static void count(tally *t, int at, int at_in)
{
    t->asked++;
    t->first += at == 0;
    t->three += at >= 0 && at < 3;
    t->any += at >= 0;
    t->first_in += at_in == 0;
    t->any_in += at_in >= 0;
}

/* Where the place stands in the answer; -1: nowhere. */
static int position(const char *key, const char *country, uint32_t id)
{
    casus_found *found;
    uint32_t n;
    if (where_find_but(gaz, key, country, key, arena, &found, &n) != CASUS_OK) return -1;
    for (uint32_t i = 0; i < n; i++)
        if (found[i].entry.geonameid == id) return (int)i;
    return -1;
}

/* Letters for letters, as libraries write Arabic ("mnwbt") and Chinese ("si ji ke da"): nobody spells so in a report. */
static bool is_spelling(const char *key)
{
    size_t open = 0, words = 1, n = strlen(key);
    for (const char *p = key; *p; p++) {
        open += strchr("aeiouy", *p) != NULL;
        words += *p == ' ';
    }
    return open * 5 >= n && (words < 3 || n / words > 3);
}

static void ask(casus_str name, casus_str other, const char country[3], uint32_t id)
{
    char key[GAZ_KEY], variant[GAZ_KEY];
    casus_arena_reset(arena);
    if (!fold(name, key) || !fold(other, variant) || strcmp(key, variant) == 0) return;
    if (!is_spelling(variant)) return;
    if (gaz_distance(key, variant) > 0.3f * (float)strlen(key)) return; /* another name, not another spelling */
    int at = position(variant, NULL, id), at_in = position(variant, country, id);
    count(&all, at, at_in);
    count(&of[(country[0] - 'A') * 26 + country[1] - 'A'], at, at_in);
    if (at_in < 0 && getenv("SPELLING_MISSED")) printf("missed\t%s\t%s\t%s\t%.2f\n", country, key, variant, (double)gaz_distance(key, variant));
}

static bool is_latin(casus_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0xd0 && (unsigned char)s.p[i] < 0xe1) return false;
    return s.n > 2 && (unsigned char)s.p[0] < 0xe1;
}

static void line(char *text)
{
    char *cell[19];
    int n = 0;
    for (char *p = text; n < 19; n++) {
        cell[n] = p;
        p = strchr(p, '\t');
        if (!p) break;
        *p++ = '\0';
    }
    if (n < 18 || cell[6][0] != 'P' || strlen(cell[8]) != 2 || !gaz_by_ear(cell[8])) return;
    uint32_t id = (uint32_t)strtoul(cell[0], NULL, 10);
    for (char *p = cell[3]; *p;) {
        size_t len = strcspn(p, ",");
        casus_str other = {p, len};
        if (is_latin(other)) ask(casus_str_of(cell[2]), other, cell[8], id);
        p += len + (p[len] == ',');
    }
}

static void show(const char *name, const tally *t)
{
    double n = t->asked ? t->asked : 1;
    printf("%-4s %7u  first %.3f  of three %.3f  found %.3f  in its country: first %.3f  found %.3f\n", name, t->asked, t->first / n, t->three / n,
           t->any / n, t->first_in / n, t->any_in / n);
}

int main(int argc, char **argv)
{
    static char text[1 << 16];
    FILE *f = argc > 1 ? fopen(argv[1], "rb") : NULL;
    arena = casus_arena_new(0);
    if (!f || !arena || casus_gazetteer_open(getenv("CASUS_GAZETTEER"), &gaz, NULL) != CASUS_OK) {
        fputs("usage: spelling cities500.txt [COUNTRY...]\n", stderr);
        return 64;
    }
    while (fgets(text, sizeof text, f)) line(text);
    for (int c = 0; c < 26 * 26; c++) {
        const char name[] = {(char)('A' + c / 26), (char)('A' + c % 26), '\0'};
        if (of[c].asked >= 100) show(name, &of[c]);
    }
    show("all", &all);
    fclose(f);
    casus_gazetteer_close(gaz);
    casus_arena_free(arena);
    return 0;
}
