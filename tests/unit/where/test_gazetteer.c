/* The gazetteer file: made from tables, opened, searched; a damaged one does no harm, a damaged table is told with its line.
 * argv[1]: the file that is built in.
 */
#include "where/room.h"

#include "../check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/casus-gaz-XXXXXX";
static char path[6][64]; /* table, admin1, names, osm, result, scrap */
enum { TABLE, ADMIN1, NAMES, OSM, RESULT, SCRAP };

static void put(int which, const char *text)
{
    FILE *f = fopen(path[which], "wb");
    if (!CHECK(f != NULL)) return;
    CHECK(fputs(text, f) != EOF);
    fclose(f);
}

static const char table[] =
    "5\tḨimş\tHims\tHoms,Emesa,\xd0\xa5\xd0\xbe\xd0\xbc\xd1\x81\t34.72\t36.71\tP\tPPLA\tSY\t\t11\t\t\t\t775404\t\t0\tAsia/Damascus\t2020-01-01\n"
    "6\tAl Fū‘ah\tAl Fu'ah\t\t35.98\t36.70\tP\tPPL\tSY\t\t12\t\t\t\t10000\t\t0\tAsia/Damascus\t2020-01-01\n"
    "7\tIdlib Governorate\tIdlib\tEdlib\t35.8\t36.7\tA\tADM1\tSY\t\t12\t\t\t\t1500000\t\t0\tAsia/Damascus\t2020-01-01\n"
    "8\tAbu ad Duhur Airfield\tAbu ad Duhur\t\t35.73\t37.10\tS\tAIRB\tSY\t\t12\t\t\t\t0\t\t0\tAsia/Damascus\t2020-01-01\n"
    "9\tSyria\tSyria\t\t35\t38\tA\tPCLI\tSY\t\t00\t\t\t\t18000000\t\t0\tAsia/Damascus\t2020-01-01\n";

static casus_gazetteer_sources sources(void)
{
    static const char *of[1], *osm[1];
    of[0] = path[TABLE];
    osm[0] = path[OSM];
    return (casus_gazetteer_sources){.table = of, .n_table = 1, .admin1 = path[ADMIN1], .names = path[NAMES], .osm = osm, .n_osm = 1,
                                     .version = "small", .licence = "none"};
}

static casus_status make(char **where)
{
    casus_gazetteer_sources src = sources();
    return casus_gazetteer_build(&src, path[RESULT], NULL, where, NULL);
}

static char *read_file(const char *name, size_t *n)
{
    FILE *f = fopen(name, "rb");
    if (!f) return NULL;
    fseek(f, 0, SEEK_END);
    *n = (size_t)ftell(f);
    rewind(f);
    char *p = malloc(*n + 1);
    if (p && fread(p, 1, *n, f) != *n) *n = 0;
    fclose(f);
    return p;
}

/* ---------------------------------------------------------------- made and found */

static const struct {
    const char *key, *name; /* of the first entry; NULL: none */
} found[] = {{"hims", "Ḩimş"}, {"homs", "Homs Governorate"}, {"emesa", "Ḩimş"}, {"al fuah", "Al Fū‘ah"}, {"idlib", "Idlib Governorate"},
             {"edlib", "Idlib Governorate"}, {"abu al duhur", "Abu ad Duhur Airfield"}, {"foua", "Al Fū‘ah"}, {"kafr nabl", "Kafr Nabl"},
             {"syria", NULL}, {"no such place", NULL}};

static void test_made(void)
{
    char *where;
    casus_gazetteer *g;
    CHECK(make(&where) == CASUS_OK && !where);
    if (!CHECK(casus_gazetteer_open(path[RESULT], &g, NULL) == CASUS_OK)) return;
    CHECK(casus_gazetteer_check(g, NULL) == CASUS_OK);
    CHECK_STR(casus_gazetteer_licence(g), "none");
    CHECK(strncmp(casus_gazetteer_version(g), "small-", 6) == 0);
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        uint32_t n;
        gaz_entry e;
        const uint32_t *list = gaz_find(g, found[i].key, strlen(found[i].key), &n);
        CHECK_CASE((list && n) == (found[i].name != NULL), found[i].key);
        if (!list || !n || !CHECK(gaz_get(g, list[0] & ~GAZ_ALIAS, &e))) continue;
        CHECK_STR(gaz_text(g, e.name), found[i].name);
        CHECK(memcmp(e.country, "SY", 2) == 0);
    }
    casus_gazetteer_close(g);
}

/* ---------------------------------------------------------------- mistakes in the sources */

static const struct {
    int which;
    const char *text, *where; /* the end of what is told */
} mistake[] = {
    {TABLE, "5\tHoms\n", ":1: not a line of a GeoNames table: 19 cells are needed"},
    {TABLE, "\n5\tA\tA\t\tx\t1\tP\tPPL\tSY\t\t\t\t\t\t\t\t\t\t\n", ":2: not a line of a GeoNames table: no latitude and longitude"},
    {TABLE, "5\tA\tA\t\t91\t1\tP\tPPL\tSY\t\t\t\t\t\t\t\t\t\t\n", ":1: not a line of a GeoNames table: no latitude and longitude"},
    {ADMIN1, "SY.12\n", ":1: not a line of admin1CodesASCII.txt"},
    {ADMIN1, "SY.11\tHoms\nnone\tName\tName\t1\n", ":2: not a unit: its code is not like SY.09, or it has no name"},
    {NAMES, "1\t5\n", ":1: not a line of alternateNamesV2.txt: 4 cells are needed at least"},
    {OSM, "{\"type\": \"Feature\"}\n[1]\n", ":2: not a GeoJSON feature: one is expected on each line"},
};

static void put_all(void)
{
    put(TABLE, table);
    put(ADMIN1, "SY.11\tHoms Governorate\tHoms\t3\nSY.12\tIdlib Governorate\tIdlib\t7\n");
    put(NAMES, "1\t6\ten\tFouah\t\t\t\t\n2\t6\tlink\thttps://example.org/Fua\n3\t99\ten\tNobody\n4\t5\tar\t\xd8\xad\xd9\x85\xd8\xb5\n");
    put(OSM, "\x1e{\"type\":\"Feature\",\"properties\":{\"place\":\"village\",\"name\":\"\xd9\x83\xd9\x81\xd8\xb1\",\"name:en\":\"Kafr Nabl\",\"population\":\"15000\"},"
             "\"geometry\":{\"type\":\"Point\",\"coordinates\":[36.56,35.61]}}\n"
             "{\"type\":\"Feature\",\"properties\":{\"name\":\"Far\",\"place\":\"village\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[-120,-60]}}\n");
}

static void test_mistakes(void)
{
    for (size_t i = 0; i < sizeof mistake / sizeof *mistake; i++) {
        char *where;
        put_all();
        put(mistake[i].which, mistake[i].text);
        unlink(path[RESULT]);
        CHECK_CASE(make(&where) == CASUS_E_INPUT, mistake[i].where);
        CHECK_STR(where ? where + strlen(path[mistake[i].which]) : "", mistake[i].where);
        casus_release(where);
        CHECK(access(path[RESULT], F_OK) != 0);
    }
    put_all();
    unlink(path[NAMES]);
    CHECK(make(NULL) == CASUS_E_NOINPUT);
    put_all();
}

static void test_no_memory(void)
{
    for (uint64_t n = 1; n < 200; n++) {
        casus_alloc_fail_after(n);
        casus_status s = make(NULL);
        casus_alloc_fail_after(0);
        if (s == CASUS_OK) return;
        CHECK(s == CASUS_E_NOMEM);
    }
    CHECK_CASE(false, "it never came to an end");
}

/* ---------------------------------------------------------------- damage */

static void look(const casus_gazetteer *g)
{
    static const char *const key[] = {"homs", "al fuah", "idlib", "=SY", "nothing"};
    uint32_t n, at = 0;
    char rough[GAZ_KEY];
    const char *other;
    gaz_entry e;
    for (size_t i = 0; i < sizeof key / sizeof *key; i++) {
        const uint32_t *list = gaz_find(g, key[i], strlen(key[i]), &n);
        for (uint32_t k = 0; list && k < n; k++)
            if (gaz_get(g, list[k] & ~GAZ_ALIAS, &e)) gaz_text(g, e.name);
    }
    size_t len = gaz_rough("foua", false, rough);
    while (gaz_sounding(g, rough, len, true, &at, &other, &n)) continue;
    CHECK(casus_gazetteer_version(g) && casus_gazetteer_licence(g));
}

static void test_damage(void)
{
    size_t n;
    char *file = read_file(path[RESULT], &n);
    casus_gazetteer *g;
    if (!CHECK(file && n > sizeof(gaz_header))) return;
    char *copy = malloc(n);
    if (!CHECK(copy != NULL)) return;
    for (size_t cut = 0; cut < n; cut += 7) CHECK(casus_gazetteer_open_bytes((casus_str){file, cut}, &g, NULL) == CASUS_E_INPUT && !g);
    for (size_t bit = 0; bit < n * 8; bit += 1 + bit / 4096) {
        memcpy(copy, file, n);
        copy[bit / 8] ^= (char)(1 << bit % 8);
        if (casus_gazetteer_open_bytes((casus_str){copy, n}, &g, NULL) != CASUS_OK) continue;
        look(g);
        if (bit / 8 >= sizeof(gaz_header)) CHECK(casus_gazetteer_check(g, NULL) == CASUS_E_INPUT);
        casus_gazetteer_close(g);
    }
    free(copy);
    free(file);
}

static void test_whole(const char *name)
{
    casus_gazetteer *g;
    uint32_t n, entries, names;
    gaz_entry e;
    if (!CHECK(casus_gazetteer_open(name, &g, NULL) == CASUS_OK)) return;
    CHECK(casus_gazetteer_check(g, NULL) == CASUS_OK);
    const uint32_t *list = gaz_find(g, "kabul", 5, &n);
    CHECK(list && n && gaz_get(g, list[0] & ~GAZ_ALIAS, &e) && memcmp(e.country, "AF", 2) == 0);
    CHECK(strncmp(casus_gazetteer_version(g), "cities500-", 10) == 0);
    CHECK(casus_gazetteer_size(g, &entries, &names) > 1000000 && entries > 200000 && names > entries);
    casus_gazetteer_close(g);
}

/* ---------------------------------------------------------------- keys */

static void test_keys(void)
{
    static const struct {
        const char *name, *key;
    } row[] = {{"al-raqqah", "al raqqa"}, {"ar raqqah", "al raqqa"}, {"st. louis", "st louis"}, {"saint louis", "st louis"},
               {"utah", "utah"},          {"el paso", "al paso"},    {"...", ""},               {"at", "at"},
               {"deir ez-zor", "deir al zor"}, {"dayr az zawr", "deir al zawr"}};
    static const char *const alike[][2] = {{"maaret al noman", "maarrat al numan"}, {"foa", "al fuah"}, {"novo selo", "nowo selo"}, {"abu al duhur", "abu al zuhur"}, {"sharja", "charja"}, {"fuaa", "fuah"}, {"qamishli", "kamishly"},
                                           {"al bab", "bab"}, {"douma", "duma"}, {"zaporizhzhia", "zaporijia"}};
    char key[GAZ_KEY], other[GAZ_KEY], longest[300];
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        CHECK(gaz_key(casus_str_of(row[i].name), key) == strlen(row[i].key));
        CHECK_STR(key, row[i].key);
    }
    memset(longest, 'a', sizeof longest);
    CHECK(gaz_key((casus_str){longest, sizeof longest}, key) == 0);
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++) {
        CHECK_CASE(gaz_rough(alike[i][0], false, key) && gaz_rough(alike[i][1], false, other), alike[i][0]);
        CHECK_STR(key, other);
        CHECK(gaz_distance(alike[i][0], alike[i][1]) < 2 && gaz_distance(alike[i][0], alike[i][0]) <= 0);
    }
    CHECK(gaz_rough("", false, key) == 0 && gaz_rough("skopje", true, key) && gaz_rough("skopye", false, other));
    CHECK_STR(key, other);
    CHECK(gaz_distance("homs", "hama") > gaz_distance("homs", "hums"));
}

int main(int argc, char **argv)
{
    static const char *const name[] = {"table.txt", "admin1.txt", "names.txt", "osm.geojsons", "result.gaz", "scrap"};
    if (!CHECK(mkdtemp(folder) && argc == 2)) return check_end();
    for (size_t i = 0; i < 6; i++) snprintf(path[i], sizeof path[i], "%s/%s", folder, name[i]);
    casus_gazetteer *g;
    put_all();
    test_keys();
    test_made();
    test_damage();
    test_mistakes();
    test_no_memory();
    test_whole(argv[1]);
    for (size_t i = 0; i < 6; i++) unlink(path[i]);
    CHECK(casus_gazetteer_open(path[RESULT], &g, NULL) == CASUS_E_NOINPUT && !g);
    CHECK(casus_gazetteer_open("/", &g, NULL) != CASUS_OK && !g);
    CHECK(rmdir(folder) == 0); /* nothing was left beside the result */
    return check_end();
}
