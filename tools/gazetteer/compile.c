/* Compile the gazetteer: GeoNames' table of populated places and the names of administrative units -> one flat file
 * (src/where/format.h) and an assembler file that puts it into the program.
 *
 *   compile cities500.txt admin1.json admin2.json VERSION OUT.bin OUT.S
 *
 * The source gives no points for units; a unit's point is the middle of the box around its places, its population their sum.
 * Names in other scripts than Latin are left out, as are codes ("LAX"). Runs once per build: 2 s, 400 MB.
 */
#include "where/format.h"

#include <errno.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 19, CODE = 32, LINE = 1 << 16 };
enum { C_ID, C_NAME, C_ASCII, C_OTHER, C_LAT, C_LON, C_CLASS, C_FEATURE, C_COUNTRY, C_CC2, C_ADMIN1, C_ADMIN2, C_POP = 14 };

typedef struct {
    char code[CODE]; /* "SY.09", "US.MN.053" */
    const char *name;
    double south, north, west, east;
    uint64_t population;
    uint32_t entry; /* + 1 once it has one */
    bool used;
} unit;

typedef struct {
    const char *key;
    uint32_t entry; /* with GAZ_ALIAS */
} bearer;

typedef struct {
    casus_arena *arena, *scratch;
    unit *unit;
    size_t n_unit, cap_unit;
    gaz_entry *entry;
    size_t n_entry, cap_entry;
    bearer *bearer;
    size_t n_bearer, cap_bearer;
    casus_buf pool;
} maker;

CASUS_PRINTF(1, 2) static void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("gazetteer: ", stderr);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

static void *must(void *p)
{
    if (!p) die("out of memory");
    return p;
}

static const char *keep(maker *m, casus_str s)
{
    casus_str copy;
    if (casus_arena_str(m->arena, s, &copy) != CASUS_OK) die("out of memory");
    return copy.p;
}

static uint32_t pooled(maker *m, const char *z)
{
    size_t at = m->pool.n;
    casus_buf_add(&m->pool, z, strlen(z) + 1);
    return (uint32_t)at;
}

/* ---------------------------------------------------------------- names */

static void bear(maker *m, const char *key, uint32_t entry)
{
    if (!*key) return;
    m->bearer = must(casus_arena_grow(m->arena, m->bearer, m->n_bearer, m->n_bearer + 1, sizeof *m->bearer, &m->cap_bearer));
    m->bearer[m->n_bearer++] = (bearer){keep(m, casus_str_of(key)), entry};
}

/* Countries whose names English writes down by ear. */
static bool by_ear(const char country[2])
{
    static const char list[] = "AE AF BH DJ DZ EG ER ET IL IQ IR JO KW LB LY MA MR OM PK PS QA SA SD SO SY TD TN YE";
    for (const char *p = list; *p; p += p[2] ? 3 : 2)
        if (p[0] == country[0] && p[1] == country[1]) return true;
    return false;
}

static void add_name(maker *m, casus_str name, uint32_t entry, const char country[2])
{
    char key[GAZ_KEY], rough[GAZ_KEY];
    casus_str folded;
    casus_arena_reset(m->scratch);
    if (casus_fold(m->scratch, name, &folded) != CASUS_OK) die("out of memory");
    if (!gaz_key(folded, key)) return;
    bear(m, key, entry);
    if (!by_ear(country)) return;
    if (strncmp(key, "al ", 3) == 0 && strlen(key) > 6) bear(m, key + 3, entry | GAZ_ALIAS);
    if (gaz_rough(key, rough)) bear(m, rough, entry | GAZ_ALIAS);
}

/* Letters of the Latin script only, and no code, and begins like a name. */
static bool is_name(casus_str s)
{
    uint32_t c, first = 0;
    bool lower = false;
    if (s.n < 3) return false;
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        p += casus_utf8_next(p, end, &c);
        if (!first) first = c;
        if (c >= 0x250 && !(c >= 0x1e00 && c < 0x1f00) && !(c >= 0x2b0 && c < 0x370) && !(c >= 0x2010 && c < 0x2030)) return false;
        lower |= c >= 'a' && c <= 'z';
    }
    return lower && (first >= 0x80 || first == '\'' || first == '`' || (first >= 'A' && first <= 'Z'));
}

/* ---------------------------------------------------------------- administrative units */

static void read_units(maker *m, const char *path)
{
    json_error_t why;
    json_t *list = json_load_file(path, 0, &why), *item;
    size_t i;
    if (!json_is_array(list)) die("%s: %s", path, why.text);
    json_array_foreach(list, i, item) {
        const char *code = json_string_value(json_object_get(item, "code"));
        const char *name = json_string_value(json_object_get(item, "name"));
        if (!code || !name || strlen(code) >= CODE) die("%s: entry %zu has no code or name", path, i);
        m->unit = must(casus_arena_grow(m->arena, m->unit, m->n_unit, m->n_unit + 1, sizeof *m->unit, &m->cap_unit));
        unit *u = &m->unit[m->n_unit++];
        *u = (unit){.name = keep(m, casus_str_of(name)), .south = 90, .north = -90, .west = 180, .east = -180};
        memcpy(u->code, code, strlen(code) + 1);
    }
    json_decref(list);
}

static int unit_order(const void *a, const void *b)
{
    return strcmp(((const unit *)a)->code, ((const unit *)b)->code);
}

static unit *unit_of(maker *m, casus_str country, casus_str a1, casus_str a2)
{
    unit want = {0};
    int n = a2.n ? snprintf(want.code, CODE, "%.*s.%.*s.%.*s", (int)country.n, country.p, (int)a1.n, a1.p, (int)a2.n, a2.p)
                 : snprintf(want.code, CODE, "%.*s.%.*s", (int)country.n, country.p, (int)a1.n, a1.p);
    if (n < 0 || n >= CODE || !a1.n) return NULL;
    return bsearch(&want, m->unit, m->n_unit, sizeof *m->unit, unit_order);
}

static void stretch(unit *u, double lat, double lon, uint64_t population)
{
    if (!u) return;
    if (lat < u->south) u->south = lat;
    if (lat > u->north) u->north = lat;
    if (lon < u->west) u->west = lon;
    if (lon > u->east) u->east = lon;
    u->population += population;
    u->used = true;
}

static int32_t scaled(double degrees)
{
    return (int32_t)(degrees * GAZ_SCALE + (degrees < 0 ? -0.5 : 0.5));
}

static gaz_entry *add_entry(maker *m)
{
    m->entry = must(casus_arena_grow(m->arena, m->entry, m->n_entry, m->n_entry + 1, sizeof *m->entry, &m->cap_entry));
    gaz_entry *e = &m->entry[m->n_entry++];
    *e = (gaz_entry){0};
    return e;
}

/* Words that say what a unit is: the name without them is another name of the unit. */
static const char *const head_word[] = {"Provincia de ", "Provincia del ", "Provincia ", "Departamento de ", "Departamento del ", "Departamento ",
                                        "Kabupaten ", "Amphoe ", "Comuna ", "Commune of ", "Obshtina ", "Powiat ",
                                        "Wilayat ", "Muhafazat ", "City of ", "Province of ", "Republic of ", "State of "};
static const char *const tail_word[] = {" Province", " Governorate", " Department", " State", " Oblast", " Region", " District",
                                        " Prefecture", " Voivodeship", " Raion", " Krai", " Republic", " Division", " Territory",
                                        " Municipality", " Regency", " Parish", " Canton"};

static casus_str bare(const char *name)
{
    casus_str s = casus_str_of(name);
    for (size_t i = 0; i < sizeof head_word / sizeof *head_word; i++) {
        size_t n = strlen(head_word[i]);
        if (s.n > n + 2 && memcmp(s.p, head_word[i], n) == 0) return (casus_str){s.p + n, s.n - n};
    }
    for (size_t i = 0; i < sizeof tail_word / sizeof *tail_word; i++) {
        size_t n = strlen(tail_word[i]);
        if (s.n > n + 2 && memcmp(s.p + s.n - n, tail_word[i], n) == 0) return (casus_str){s.p, s.n - n};
    }
    return (casus_str){0};
}

static bool is_second(const unit *u)
{
    return strchr(strchr(u->code, '.') + 1, '.') != NULL;
}

static void enter_unit(maker *m, unit *u)
{
    gaz_entry *e = add_entry(m);
    bool second = is_second(u);
    uint32_t self = (uint32_t)m->n_entry - 1;
    memcpy(e->country, u->code, 2);
    e->lat = scaled((u->south + u->north) / 2);
    e->lon = scaled((u->west + u->east) / 2);
    e->population = u->population > UINT32_MAX ? UINT32_MAX : (uint32_t)u->population;
    e->name = pooled(m, u->name);
    e->kind = second ? GAZ_ADMIN2 : GAZ_ADMIN1;
    u->entry = self + 1;
    if (second) {
        unit *top = unit_of(m, (casus_str){u->code, 2}, (casus_str){u->code + 3, strcspn(u->code + 3, ".")}, (casus_str){0});
        e->admin1 = top ? top->entry : 0;
    }
    add_name(m, casus_str_of(u->name), self, u->code);
    casus_str short_name = bare(u->name);
    if (short_name.n) add_name(m, short_name, second ? self | GAZ_ALIAS : self, u->code);
}

/* ---------------------------------------------------------------- populated places */

static bool cut_line(casus_str line, casus_str column[COLUMNS])
{
    size_t n = 0;
    for (const char *p = line.p, *end = line.p + line.n; n < COLUMNS; n++) {
        const char *tab = memchr(p, '\t', (size_t)(end - p));
        column[n] = (casus_str){p, (size_t)((tab ? tab : end) - p)};
        if (!tab) return n == COLUMNS - 1;
        p = tab + 1;
    }
    return false;
}

static double number(casus_str s)
{
    char z[32];
    size_t n = s.n < sizeof z - 1 ? s.n : sizeof z - 1;
    memcpy(z, s.p, n);
    z[n] = '\0';
    return strtod(z, NULL);
}

static const struct {
    const char *feature;
    uint8_t kind;
} kind_of[] = {{"PPLC", GAZ_CAPITAL}, {"PPLA", GAZ_SEAT1},  {"PPLA2", GAZ_SEAT2},  {"PPLA3", GAZ_VILLAGE},
               {"PPLX", GAZ_SECTION}, {"PPLG", GAZ_SEAT1},  {"PPLH", GAZ_SECTION}, {"PPLQ", GAZ_SECTION}};

static uint8_t kind(casus_str feature)
{
    for (size_t i = 0; i < sizeof kind_of / sizeof *kind_of; i++)
        if (casus_str_is(feature, kind_of[i].feature)) return kind_of[i].kind;
    return GAZ_VILLAGE;
}

static void box_place(maker *m, casus_str *c)
{
    double lat = number(c[C_LAT]), lon = number(c[C_LON]);
    uint64_t population = (uint64_t)number(c[C_POP]);
    stretch(unit_of(m, c[C_COUNTRY], c[C_ADMIN1], (casus_str){0}), lat, lon, population);
    if (c[C_ADMIN2].n) stretch(unit_of(m, c[C_COUNTRY], c[C_ADMIN1], c[C_ADMIN2]), lat, lon, population);
}

static void enter_place(maker *m, casus_str *c)
{
    gaz_entry *e = add_entry(m);
    uint32_t self = (uint32_t)m->n_entry - 1;
    unit *u1 = unit_of(m, c[C_COUNTRY], c[C_ADMIN1], (casus_str){0});
    unit *u2 = c[C_ADMIN2].n ? unit_of(m, c[C_COUNTRY], c[C_ADMIN1], c[C_ADMIN2]) : NULL;
    double population = number(c[C_POP]);
    e->id = (uint32_t)number(c[C_ID]);
    e->lat = scaled(number(c[C_LAT]));
    e->lon = scaled(number(c[C_LON]));
    e->population = population > UINT32_MAX ? UINT32_MAX : (uint32_t)population;
    e->name = pooled(m, keep(m, c[C_NAME]));
    e->admin1 = u1 ? u1->entry : 0;
    e->admin2 = u2 ? u2->entry : 0;
    memcpy(e->country, c[C_COUNTRY].p, 2);
    e->kind = kind(c[C_FEATURE]);
    add_name(m, c[C_NAME], self, c[C_COUNTRY].p);
    add_name(m, c[C_ASCII], self, c[C_COUNTRY].p);
    for (casus_str rest = c[C_OTHER]; rest.n;) {
        const char *comma = memchr(rest.p, ',', rest.n);
        casus_str one = {rest.p, comma ? (size_t)(comma - rest.p) : rest.n};
        if (is_name(one)) add_name(m, one, self | GAZ_ALIAS, c[C_COUNTRY].p);
        rest = comma ? (casus_str){comma + 1, rest.n - one.n - 1} : (casus_str){0};
    }
}

static void each_place(maker *m, casus_str text, const char *path, void (*what)(maker *, casus_str *))
{
    casus_str column[COLUMNS];
    size_t line = 0;
    for (const char *p = text.p, *end = text.p + text.n; p < end;) {
        const char *nl = memchr(p, '\n', (size_t)(end - p));
        casus_str one = {p, (size_t)((nl ? nl : end) - p)};
        line++;
        if (!cut_line(one, column) || column[C_COUNTRY].n != 2) die("%s:%zu: not a line of a GeoNames table", path, line);
        what(m, column);
        p = nl ? nl + 1 : end;
    }
}

static casus_str slurp(maker *m, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) die("%s: %s", path, strerror(errno));
    if (fseek(f, 0, SEEK_END) != 0) die("%s: %s", path, strerror(errno));
    long size = ftell(f);
    if (size < 0 || fseek(f, 0, SEEK_SET) != 0) die("%s: %s", path, strerror(errno));
    char *p = must(casus_arena_get(m->arena, (size_t)size + 1, 1));
    if (fread(p, 1, (size_t)size, f) != (size_t)size) die("%s: cut short", path);
    fclose(f);
    return (casus_str){p, (size_t)size};
}

/* ---------------------------------------------------------------- the file */

static const gaz_entry *sort_entry; /* qsort has no argument for it in C17 */

static uint32_t weight(uint32_t e)
{
    const gaz_entry *x = &sort_entry[e & ~GAZ_ALIAS];
    return (x->kind == GAZ_CAPITAL ? 1000000 : 0) + (x->population >> 1);
}

static int bearer_order(const void *pa, const void *pb)
{
    const bearer *a = pa, *b = pb;
    int c = strcmp(a->key, b->key);
    if (c) return c;
    uint32_t ea = a->entry & ~GAZ_ALIAS, eb = b->entry & ~GAZ_ALIAS;
    if (ea == eb) return (a->entry > b->entry) - (a->entry < b->entry);
    uint32_t wa = weight(ea), wb = weight(eb);
    return wa != wb ? (wa < wb) - (wa > wb) : (ea > eb) - (ea < eb);
}

static bool same_key(const bearer *a, const bearer *b)
{
    return strcmp(a->key, b->key) == 0;
}

/* A second-order unit is left out under a name one of its own places bears: the town is meant. */
static bool has_town(maker *m, size_t from, size_t to, uint32_t e)
{
    if (m->entry[e].kind != GAZ_ADMIN2) return false;
    for (size_t i = from; i < to; i++)
        if (m->entry[m->bearer[i].entry & ~GAZ_ALIAS].admin2 == e + 1) return true;
    return false;
}

static void write_all(FILE *f, const void *p, size_t n)
{
    if (fwrite(p, 1, n, f) != n) die("write: %s", strerror(errno));
}

static void put_file(maker *m, const char *version, const char *path)
{
    sort_entry = m->entry;
    qsort(m->bearer, m->n_bearer, sizeof *m->bearer, bearer_order);
    uint32_t *list = must(casus_arena_get(m->arena, m->n_bearer, sizeof *list));
    gaz_name *name = must(casus_arena_get(m->arena, m->n_bearer, sizeof *name));
    uint32_t n_list = 0, n_name = 0, n_slot = 1;
    for (size_t i = 0, to; i < m->n_bearer; i = to) {
        for (to = i + 1; to < m->n_bearer && same_key(&m->bearer[i], &m->bearer[to]);) to++;
        gaz_name *x = &name[n_name];
        *x = (gaz_name){0, n_list, 0};
        for (size_t k = i; k < to; k++) {
            uint32_t e = m->bearer[k].entry, plain = e & ~GAZ_ALIAS;
            if (k > i && plain == (m->bearer[k - 1].entry & ~GAZ_ALIAS)) continue;
            if (has_town(m, i, to, plain)) continue;
            list[n_list++] = e;
        }
        x->n = n_list - x->first;
        if (!x->n) continue;
        x->key = pooled(m, m->bearer[i].key);
        n_name++;
    }
    while (n_slot < n_name + n_name / 2) n_slot *= 2;
    uint32_t *slot = must(casus_arena_get(m->arena, n_slot, sizeof *slot));
    uint32_t version_at = pooled(m, version);
    while (m->pool.n % 4) casus_buf_char(&m->pool, '\0');
    if (m->pool.failed || m->pool.n > UINT32_MAX) die("out of memory");
    for (uint32_t i = 0; i < n_name; i++) {
        uint32_t at = (uint32_t)casus_hash(casus_str_of(m->pool.p + name[i].key), 0) & (n_slot - 1);
        while (slot[at]) at = (at + 1) & (n_slot - 1);
        slot[at] = i + 1;
    }
    const struct {
        const void *p;
        size_t n;
    } part[] = {{m->entry, m->n_entry * sizeof *m->entry},
                {name, n_name * sizeof *name},
                {slot, n_slot * sizeof *slot},
                {list, n_list * sizeof *list},
                {m->pool.p, m->pool.n}};
    casus_buf body = {0};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) casus_buf_add(&body, part[i].p, part[i].n);
    if (body.failed) die("out of memory");
    gaz_header h = {.format = GAZ_FORMAT, .order = GAZ_ORDER, .size = sizeof h + body.n,
                    .check = casus_hash((casus_str){body.p, body.n}, 0), .n_entry = (uint32_t)m->n_entry, .n_name = n_name,
                    .n_slot = n_slot, .n_list = n_list, .n_pool = (uint32_t)m->pool.n, .version = version_at};
    memcpy(h.magic, GAZ_MAGIC, sizeof h.magic);
    FILE *f = fopen(path, "wb");
    if (!f) die("%s: %s", path, strerror(errno));
    write_all(f, &h, sizeof h);
    write_all(f, body.p, body.n);
    if (fclose(f) != 0) die("%s: %s", path, strerror(errno));
    casus_buf_free(&body);
}

static void put_assembler(const char *bin, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) die("%s: %s", path, strerror(errno));
    fprintf(f,
            "    .section .rodata\n    .balign 64\n"
            "    .globl casus_gazetteer_data\n    .hidden casus_gazetteer_data\n"
            "    .globl casus_gazetteer_end\n    .hidden casus_gazetteer_end\n"
            "casus_gazetteer_data:\n    .incbin \"%s\"\ncasus_gazetteer_end:\n    .byte 0\n"
            "    .section .note.GNU-stack,\"\",%%progbits\n",
            bin);
    if (fclose(f) != 0) die("%s: %s", path, strerror(errno));
}

int main(int argc, char **argv)
{
    if (argc != 7) die("usage: compile cities500.txt admin1.json admin2.json VERSION OUT.bin OUT.S");
    maker m = {.arena = must(casus_arena_new((size_t)4 << 30)), .scratch = must(casus_arena_new(1 << 20))};
    casus_str text = slurp(&m, argv[1]);
    pooled(&m, "");
    read_units(&m, argv[2]);
    read_units(&m, argv[3]);
    qsort(m.unit, m.n_unit, sizeof *m.unit, unit_order);
    each_place(&m, text, argv[1], box_place);
    for (int second = 0; second < 2; second++)
        for (size_t i = 0; i < m.n_unit; i++)
            if (m.unit[i].used && is_second(&m.unit[i]) == (second == 1)) enter_unit(&m, &m.unit[i]);
    each_place(&m, text, argv[1], enter_place);
    char version[64];
    snprintf(version, sizeof version, "%s-%zu", argv[4], m.n_entry);
    put_file(&m, version, argv[5]);
    put_assembler(argv[5], argv[6]);
    casus_buf_free(&m.pool);
    casus_arena_free(m.scratch);
    casus_arena_free(m.arena);
    return 0;
}
