/* The gazetteer file: the one built in is sound, and a damaged one is refused without a crash. argv[1]: the file. */
#include "where/room.h"

#include "../check.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char *file;
static size_t n_file;
static char path[] = "/tmp/casus-gaz-XXXXXX";

static bool read_file(const char *name)
{
    FILE *f = fopen(name, "rb");
    if (!f) return false;
    fseek(f, 0, SEEK_END);
    n_file = (size_t)ftell(f);
    rewind(f);
    file = malloc(n_file);
    bool ok = file && fread(file, 1, n_file, f) == n_file;
    fclose(f);
    return ok;
}

static casus_status open_bytes(const char *p, size_t n)
{
    casus_gazetteer *g;
    casus_err err = {0};
    FILE *f = fopen(path, "wb");
    if (!f) return CASUS_E_INTERNAL;
    if (fwrite(p, 1, n, f) != n) n = 0;
    fclose(f);
    casus_status s = casus_gazetteer_open(path, &g, &err);
    CHECK((s == CASUS_OK) == (g != NULL));
    casus_gazetteer_close(g);
    return s;
}

/* A small sound file, made by hand: one town with one name. */
typedef struct {
    gaz_header head;
    gaz_entry entry[1];
    gaz_name name[1];
    uint32_t slot[2], list[1];
    char pool[16];
} small;

static void seal(small *s)
{
    s->head.check = casus_hash((casus_str){(const char *)s + sizeof s->head, sizeof *s - sizeof s->head}, 0);
}

static small make_small(void)
{
    small s = {.head = {.magic = "CASUSGA", .format = GAZ_FORMAT, .order = GAZ_ORDER, .size = sizeof s, .n_entry = 1, .n_name = 1,
                        .n_slot = 2, .n_list = 1, .n_pool = 16, .version = 7},
               .entry = {{.id = 5, .lat = 100, .lon = 200, .name = 1, .country = {'S', 'Y'}}},
               .name = {{.key = 1, .first = 0, .n = 1}},
               .slot = {0, 0},
               .list = {0},
               .pool = "\0homs\0\0v1"};
    s.head.magic[7] = 'Z';
    s.slot[(uint32_t)casus_hash(CASUS_STR("homs"), 0) & 1] = 1;
    seal(&s);
    return s;
}

static void test_damage(void)
{
    small s = make_small();
    const char *p = (const char *)&s;
    CHECK(open_bytes(p, sizeof s) == CASUS_OK);
    for (size_t n = 0; n < sizeof s; n++) CHECK(open_bytes(p, n) == CASUS_E_INPUT);
    for (size_t bit = 0; bit < sizeof s * 8; bit++) {
        small x = s;
        ((char *)&x)[bit / 8] ^= (char)(1 << bit % 8);
        casus_status got = open_bytes((const char *)&x, sizeof x);
        bool spare = bit / 8 >= offsetof(gaz_header, spare) && bit / 8 < sizeof(gaz_header);
        bool version = bit / 8 >= offsetof(gaz_header, version) && bit / 8 < offsetof(gaz_header, spare);
        CHECK(got == CASUS_E_INPUT || (got == CASUS_OK && (spare || version)));
        seal(&x); /* the check sum is right and the inside wrong: no crash, whatever the answer */
        open_bytes((const char *)&x, sizeof x);
    }
}

static void test_whole(const char *name)
{
    casus_gazetteer *g;
    CHECK(casus_gazetteer_open(name, &g, NULL) == CASUS_OK);
    uint32_t n = 0;
    if (g) {
        const uint32_t *list = gaz_find(g, "kabul", 5, &n);
        CHECK(n > 0 && list && memcmp(g->entry[list[0] & ~GAZ_ALIAS].country, "AF", 2) == 0);
        CHECK(!gaz_find(g, "no such place", 13, &n) && n == 0);
        CHECK(strncmp(casus_gazetteer_version(g), "cities500-", 10) == 0);
    }
    casus_gazetteer_close(g);
    for (size_t i = 1; i < 12; i++) {
        char keep = file[n_file / 12 * i];
        file[n_file / 12 * i] ^= 0x10;
        CHECK(open_bytes(file, n_file) == CASUS_E_INPUT);
        file[n_file / 12 * i] = keep;
        CHECK(open_bytes(file, n_file / 12 * i) == CASUS_E_INPUT);
    }
}

static void test_keys(void)
{
    static const struct {
        const char *name, *key;
    } row[] = {{"al-raqqah", "al raqqa"}, {"ar raqqah", "al raqqa"}, {"st. louis", "st louis"}, {"saint louis", "st louis"},
               {"utah", "utah"},          {"el paso", "al paso"},    {"...", ""},               {"at", "at"},
               {"deir ez-zor", "deir al zor"}, {"dayr az zawr", "deir al zawr"}};
    char key[GAZ_KEY], other[GAZ_KEY], longest[300];
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        CHECK(gaz_key(casus_str_of(row[i].name), key) == strlen(row[i].key));
        CHECK_STR(key, row[i].key);
    }
    memset(longest, 'a', sizeof longest);
    CHECK(gaz_key((casus_str){longest, sizeof longest}, key) == 0);
    CHECK(gaz_rough("maaret al noman", key) && gaz_rough("maarrat al numan", other));
    CHECK_STR(key, other);
    CHECK(gaz_rough("a", key) == 0);
}

int main(int argc, char **argv)
{
    int fd = mkstemp(path);
    if (!CHECK(fd >= 0 && argc == 2 && read_file(argv[1]))) return check_end();
    close(fd);
    test_keys();
    test_damage();
    test_whole(argv[1]);
    casus_gazetteer *g;
    unlink(path);
    CHECK(casus_gazetteer_open(path, &g, NULL) == CASUS_E_NOINPUT && !g);
    CHECK(casus_gazetteer_open("/", &g, NULL) != CASUS_OK && !g);
    free(file);
    return check_end();
}
