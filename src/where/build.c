/* Make a gazetteer: entries and their names are collected, then the file is written from its beginning to its end.
 *
 * Entries stay in memory, 32 bytes each. Names go to 64 temporary files beside the result, by the first bits of their hashes;
 * each is sorted alone, in the order the file wants them. What is cut from texts goes to one more. So 13 million entries
 * with 30 million names need less than 1 GB. The result appears under its name when it is whole and on the disk, or not at all.
 */
#include "where/build.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---------------------------------------------------------------- piles */

void *pile_add(pile *p)
{
    size_t at = p->n & (((size_t)1 << PILE_BITS) - 1);
    if (at == 0 && p->n >> PILE_BITS == p->n_block) {
        if (p->n_block == p->cap_block) {
            size_t cap = p->cap_block ? p->cap_block * 2 : 64;
            char **grown = casus_alloc(cap * sizeof *grown);
            if (!grown) return NULL;
            if (p->n_block) memcpy(grown, p->block, p->n_block * sizeof *grown);
            casus_release(p->block);
            p->block = grown;
            p->cap_block = cap;
        }
        p->block[p->n_block] = casus_alloc(p->each << PILE_BITS);
        if (!p->block[p->n_block]) return NULL;
        p->n_block++;
    }
    return pile_at(p, p->n++);
}

void pile_free(pile *p)
{
    for (size_t i = 0; i < p->n_block; i++) casus_release(p->block[i]);
    casus_release(p->block);
    *p = (pile){.each = p->each};
}

/* ---------------------------------------------------------------- beginning and end */

casus_status make_fail(maker *m, casus_status code, const char *what)
{
    if (m->where && !*m->where && m->path) {
        casus_buf b = {0};
        if (m->line)
            casus_buf_printf(&b, "%s:%llu: %s", m->path, (unsigned long long)m->line, what);
        else
            casus_buf_printf(&b, "%s: %s", m->path, what);
        if (b.failed) casus_buf_free(&b);
        *m->where = b.p;
    }
    return casus_fail(m->err, code, what, 0);
}

/* An open file without a name in the folder of the result. */
static casus_status nameless(maker *m, FILE **f)
{
    casus_buf b = {0};
    casus_buf_printf(&b, "%s.tmp-XXXXXX", m->beside);
    if (b.failed) {
        casus_buf_free(&b);
        return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    }
    int fd = mkstemp(b.p);
    *f = fd < 0 ? NULL : fdopen(fd, "w+b");
    if (fd >= 0) unlink(b.p);
    if (fd >= 0 && !*f) close(fd);
    casus_buf_free(&b);
    return *f ? CASUS_OK : make_fail(m, CASUS_E_IO, "no temporary file can be made beside the result");
}

casus_status make_begin(maker *m, const char *beside)
{
    m->beside = beside;
    m->unit.each = sizeof(unit);
    m->entry.each = sizeof(gaz_entry);
    m->name.each = sizeof(gaz_name);
    m->list.each = sizeof(uint32_t);
    m->name_hash.each = sizeof(uint32_t);
    m->ear.each = sizeof(gaz_ear);
    m->id.each = sizeof(id_of);
    m->recent_of = UINT32_MAX;
    m->scratch = casus_arena_new((size_t)8 << 20);
    m->arena = casus_arena_new((size_t)256 << 20);
    m->unit_slot = casus_alloc(UNIT_SLOTS * sizeof *m->unit_slot);
    m->cell = casus_alloc((size_t)CELLS_X * CELLS_Y * sizeof *m->cell);
    if (!m->scratch || !m->arena || !m->unit_slot || !m->cell) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    uint32_t at;
    casus_status s = nameless(m, &m->pool);
    for (int i = 0; !s && i < PARTS; i++) s = nameless(m, &m->part[i]);
    return s ? s : make_pooled(m, CASUS_STR(""), &at);
}

void make_end(maker *m)
{
    for (int i = 0; i < PARTS; i++)
        if (m->part[i]) fclose(m->part[i]);
    if (m->pool) fclose(m->pool);
    pile *const all[] = {&m->unit, &m->entry, &m->name, &m->name_hash, &m->list, &m->ear, &m->id};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) pile_free(all[i]);
    casus_release(m->unit_slot);
    casus_release(m->cell);
    casus_release(m->sieve);
    casus_arena_free(m->scratch);
    casus_arena_free(m->arena);
}

casus_status make_pooled(maker *m, casus_str s, uint32_t *at)
{
    if (m->n_pool + s.n + 1 > UINT32_MAX - 16) return make_fail(m, CASUS_E_LIMIT, "more names than a gazetteer holds");
    *at = (uint32_t)m->n_pool;
    m->n_pool += s.n + 1;
    if ((s.n && fwrite(s.p, 1, s.n, m->pool) != s.n) || putc('\0', m->pool) == EOF) return make_fail(m, CASUS_E_IO, "temporary file");
    return CASUS_OK;
}

/* ---------------------------------------------------------------- units */

static uint32_t unit_slot(casus_str code) { return (uint32_t)(casus_hash(code, 0) >> 32) & (UNIT_SLOTS - 1); }

static unit *find_unit(const maker *m, casus_str code)
{
    for (uint32_t i = m->unit_slot[unit_slot(code)]; i;) {
        unit *u = pile_at(&m->unit, i - 1);
        if (casus_str_is(code, u->code)) return u;
        i = u->next;
    }
    return NULL;
}

casus_status make_unit(maker *m, casus_str code, unit **u)
{
    if (code.n < 2 || code.n >= sizeof (*u)->code) return make_fail(m, CASUS_E_INPUT, "the code of a unit is too long or too short");
    *u = find_unit(m, code);
    if (*u) return CASUS_OK;
    *u = pile_add(&m->unit);
    if (!*u) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    uint32_t *slot = &m->unit_slot[unit_slot(code)];
    memcpy((*u)->code, code.p, code.n);
    (*u)->south = 90;
    (*u)->north = -90;
    (*u)->west = 180;
    (*u)->east = -180;
    (*u)->next = *slot;
    *slot = (uint32_t)m->unit.n;
    return CASUS_OK;
}

unit *make_unit_find(const maker *m, casus_str country, casus_str admin1, casus_str admin2)
{
    char code[32];
    int n = admin2.n ? snprintf(code, sizeof code, "%.*s.%.*s.%.*s", (int)country.n, country.p, (int)admin1.n, admin1.p, (int)admin2.n, admin2.p)
            : admin1.n ? snprintf(code, sizeof code, "%.*s.%.*s", (int)country.n, country.p, (int)admin1.n, admin1.p)
                       : snprintf(code, sizeof code, "%.*s", (int)country.n, country.p);
    return n < 0 || n >= (int)sizeof code || (admin2.n && !admin1.n) ? NULL : find_unit(m, (casus_str){code, (size_t)n});
}

static int unit_level(const unit *u)
{
    const char *dot = strchr(u->code, '.');
    return dot ? strchr(dot + 1, '.') ? 2 : 1 : 0;
}

/* Half of the diagonal of the box around its places, as the byte of an entry. */
static uint8_t radius_of(const unit *u)
{
    if (u->south > u->north) return 0;
    double up = (u->north - u->south) * 111.2, side = (u->east - u->west) * 111.2 * cos((u->north + u->south) / 2 * 0.017453292519943295);
    double km = sqrt(up * up + side * side) / 2, code = km > 1 ? log2(km) * 8 + 0.5 : 1;
    return code > 255 ? 255 : (uint8_t)code;
}

static int32_t scaled(double degrees) { return (int32_t)(degrees * GAZ_SCALE + (degrees < 0 ? -0.5 : 0.5)); }

/* Words that say what a unit is: the name without them is another name of the unit. */
static const char *const head_word[] = {"Provincia de ", "Provincia del ", "Provincia ", "Departamento de ", "Departamento del ", "Departamento ",
                                        "Kabupaten ", "Amphoe ", "Comuna ", "Commune of ", "Obshtina ", "Powiat ",
                                        "Wilayat ", "Muhafazat ", "City of ", "Province of ", "Republic of ", "State of "};
static const char *const tail_word[] = {" Province", " Governorate", " Department", " State", " Oblast", " Region", " District",
                                        " Prefecture", " Voivodeship", " Raion", " Krai", " Republic", " Division", " Territory",
                                        " Municipality", " Regency", " Parish", " Canton"};

static casus_str bare(casus_str s)
{
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

static casus_status name_unit(maker *m, const unit *u, uint32_t self)
{
    char text[sizeof u->code + 1];
    int level = unit_level(u);
    if (level == 0) {
        snprintf(text, sizeof text, "=%s", u->code);
        return make_name(m, casus_str_of(text), self, false);
    }
    casus_status s = make_name(m, u->name, self, false);
    casus_str short_name = bare(u->name);
    if (!s && short_name.n) s = make_name(m, short_name, self, level == 2);
    return s;
}

static casus_status enter_unit(maker *m, unit *u)
{
    gaz_entry *e;
    uint32_t self = 0;
    casus_status s = make_entry(m, &e, &self);
    if (s) return s;
    int level = unit_level(u);
    if (!u->point) {
        u->lat = (u->south + u->north) / 2;
        u->lon = (u->west + u->east) / 2;
    }
    *e = (gaz_entry){.id = u->id, .lat = scaled(u->lat), .lon = scaled(u->lon), .radius = radius_of(u),
                     .population = u->population > UINT32_MAX ? UINT32_MAX : (uint32_t)u->population,
                     .kind = level == 2 ? GAZ_ADMIN2 : level == 1 ? GAZ_ADMIN1 : GAZ_COUNTRY};
    memcpy(e->country, u->code, 2);
    u->entry = self + 1;
    s = make_pooled(m, u->name, &e->name);
    if (s) return s;
    if (level == 2) {
        casus_str code = {u->code + 3, strcspn(u->code + 3, ".")};
        const unit *top = make_unit_find(m, (casus_str){u->code, 2}, code, (casus_str){0});
        e->admin1 = top ? top->entry : 0;
    }
    if (u->id) {
        id_of *id = pile_add(&m->id);
        if (!id) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
        *id = (id_of){u->id, self};
    }
    return name_unit(m, u, self);
}

/* Countries, then first, then second order: each may then point at the one it lies in. */
casus_status make_unit_entries(maker *m)
{
    for (int level = 0; level < 3; level++) {
        for (size_t i = 0; i < m->unit.n; i++) {
            unit *u = pile_at(&m->unit, i);
            if (unit_level(u) != level || u->entry || !(u->used || u->point) || (level && !u->name.n)) continue;
            casus_status s = enter_unit(m, u);
            if (s) return s;
        }
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- entries and names */

casus_status make_entry(maker *m, gaz_entry **e, uint32_t *at)
{
    if (m->entry.n >= GAZ_ALIAS - 1) return make_fail(m, CASUS_E_LIMIT, "more entries than a gazetteer holds");
    *e = pile_add(&m->entry);
    *at = (uint32_t)m->entry.n - 1;
    return *e ? CASUS_OK : make_fail(m, CASUS_E_NOMEM, "gazetteer");
}

/* Letters of the Latin script only, and no code, and begins like a name. */
bool make_is_name(casus_str s)
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

typedef struct {
    uint64_t hash;
    uint32_t entry; /* with GAZ_ALIAS */
    uint32_t n;     /* bytes of the key, which follows */
} record;

/* Has the entry been given this key? Only the last entry's are remembered: names of one entry come one after the other. */
static bool is_known(maker *m, uint32_t entry, uint64_t hash)
{
    if (m->recent_of != entry) {
        m->recent_of = entry;
        m->n_recent = 0;
    }
    for (uint32_t i = 0; i < m->n_recent; i++)
        if (m->recent[i] == hash) return true;
    if (m->n_recent < RECENT) m->recent[m->n_recent++] = hash;
    return false;
}

static casus_status bear(maker *m, const char *key, size_t n, uint32_t item)
{
    record r = {casus_hash((casus_str){key, n}, 0), item, (uint32_t)n};
    if (is_known(m, item & ~GAZ_ALIAS, r.hash)) return CASUS_OK;
    uint64_t part = r.hash >> 58;
    m->n_part[part] += sizeof r + n;
    if (fwrite(&r, sizeof r, 1, m->part[part]) != 1 || fwrite(key, 1, n, m->part[part]) != n) return make_fail(m, CASUS_E_IO, "temporary file");
    m->stats->names++;
    return CASUS_OK;
}

casus_status make_name(maker *m, casus_str name, uint32_t entry, bool alias)
{
    char key[GAZ_KEY];
    casus_str folded;
    if (name.n && name.p[0] == '=') return bear(m, name.p, name.n, entry);
    casus_arena_reset(m->scratch);
    if (name.n > 1000) return CASUS_OK;
    if (casus_fold(m->scratch, name, &folded) != CASUS_OK) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    size_t n = gaz_key(folded, key);
    casus_status s = n ? bear(m, key, n, alias ? entry | GAZ_ALIAS : entry) : CASUS_OK;
    if (!s && n > 6 && strncmp(key, "al ", 3) == 0) s = bear(m, key + 3, n - 3, entry | GAZ_ALIAS);
    return s;
}

/* ---------------------------------------------------------------- sorting a part */

typedef struct {
    uint64_t hash;
    const char *key;
    uint32_t n, entry, weight;
} bearer;

static int bearer_order(const void *pa, const void *pb)
{
    const bearer *a = pa, *b = pb;
    if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
    if (a->n != b->n) return a->n < b->n ? -1 : 1;
    int c = memcmp(a->key, b->key, a->n);
    if (c) return c;
    if (a->weight != b->weight) return a->weight > b->weight ? -1 : 1;
    uint32_t ea = a->entry & ~GAZ_ALIAS, eb = b->entry & ~GAZ_ALIAS;
    if (ea != eb) return ea < eb ? -1 : 1;
    return (a->entry > b->entry) - (a->entry < b->entry);
}

static bool same_key(const bearer *a, const bearer *b) { return a->hash == b->hash && a->n == b->n && memcmp(a->key, b->key, a->n) == 0; }

static const gaz_entry *entry_at(const maker *m, uint32_t item) { return pile_at(&m->entry, item & ~GAZ_ALIAS); }

/* A second-order unit is left out under a name one of its own places bears: the town is meant. */
static bool has_town(const maker *m, const bearer *from, const bearer *to, uint32_t e)
{
    if (entry_at(m, e)->kind != GAZ_ADMIN2) return false;
    for (const bearer *b = from; b < to; b++)
        if (entry_at(m, b->entry)->admin2 == e + 1) return true;
    return false;
}

/* The last name can be found by this sound; at_home: in a country whose names are written down by ear. */
static casus_status add_ear(maker *m, casus_str rough, bool at_home)
{
    gaz_ear *e = pile_add(&m->ear);
    if (!e) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    *e = (gaz_ear){gaz_ear_hash(rough) | at_home, (uint32_t)m->name.n - 1};
    return CASUS_OK;
}

static uint32_t slots_for(size_t n)
{
    uint32_t slots = 1;
    while (slots < n && slots < 1u << 30) slots *= 2;
    return slots;
}

static void into_sieve(maker *m, uint64_t hash) { m->sieve[hash & (m->n_sieve - 1)] |= gaz_grain(hash); }

/* A key and the first words of it. */
static void sift(maker *m, const char *key, size_t n)
{
    into_sieve(m, gaz_hash(key, n));
    for (size_t i = 1; i < n; i++)
        if (key[i] == ' ') into_sieve(m, gaz_first(gaz_hash(key, i)));
}

static casus_status add_name(maker *m, const bearer *from, const bearer *to)
{
    uint32_t first = (uint32_t)m->list.n;
    bool ear = false;
    for (const bearer *b = from; b < to; b++) {
        uint32_t plain = b->entry & ~GAZ_ALIAS;
        if (b > from && plain == (b[-1].entry & ~GAZ_ALIAS)) continue;
        if (has_town(m, from, to, plain)) continue;
        uint32_t *item = pile_add(&m->list);
        if (!item || m->list.n > UINT32_MAX - 1) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
        *item = b->entry;
        ear |= gaz_by_ear(entry_at(m, plain)->country);
    }
    if (m->list.n == first) return CASUS_OK;
    gaz_name *x = pile_add(&m->name);
    if (!x) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    uint32_t *hash = pile_add(&m->name_hash);
    if (!hash) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    *hash = (uint32_t)(from->hash >> 32);
    sift(m, from->key, from->n);
    *x = (gaz_name){0, first, (uint32_t)m->list.n - first};
    casus_status s = make_pooled(m, (casus_str){from->key, from->n}, &x->key);
    char key[GAZ_KEY], rough[GAZ_KEY];
    if (s || from->n >= sizeof key || from->key[0] == '=') return s;
    memcpy(key, from->key, from->n);
    key[from->n] = '\0';
    for (int soft = 0; !s && soft < (strchr(key, 'j') ? 2 : 1); soft++) {
        size_t n = gaz_rough(key, soft == 1, rough);
        if (n) s = add_ear(m, (casus_str){rough, n}, ear);
    }
    return s;
}

static uint32_t weight(const gaz_entry *e) { return (e->kind == GAZ_CAPITAL ? 1000000 : 0) + (e->population >> 1); }

static casus_status cut_part(maker *m, const char *bytes, uint64_t size, bearer *b, size_t n)
{
    size_t at = 0;
    for (uint64_t i = 0; at < n && i + sizeof(record) <= size;) {
        record r;
        memcpy(&r, bytes + i, sizeof r);
        b[at++] = (bearer){r.hash, bytes + i + sizeof r, r.n, r.entry, weight(entry_at(m, r.entry))};
        i += sizeof r + r.n;
    }
    qsort(b, at, sizeof *b, bearer_order);
    for (size_t i = 0, to; i < at; i = to) {
        for (to = i + 1; to < at && same_key(&b[i], &b[to]);) to++;
        casus_status s = add_name(m, b + i, b + to);
        if (s) return s;
    }
    return CASUS_OK;
}

static casus_status sort_part(maker *m, int part)
{
    uint64_t size = m->n_part[part];
    if (!size) return CASUS_OK;
    char *bytes = casus_alloc(size);
    size_t n = 0;
    casus_status s = CASUS_OK;
    rewind(m->part[part]);
    if (!bytes) s = make_fail(m, CASUS_E_NOMEM, "gazetteer");
    else if (fread(bytes, 1, size, m->part[part]) != size) s = make_fail(m, CASUS_E_IO, "temporary file");
    for (uint64_t i = 0; !s && i + sizeof(record) <= size; n++) {
        record r;
        memcpy(&r, bytes + i, sizeof r);
        i += sizeof r + r.n;
    }
    bearer *b = s ? NULL : casus_alloc((n + 1) * sizeof *b);
    if (!s && !b) s = make_fail(m, CASUS_E_NOMEM, "gazetteer");
    if (!s) s = cut_part(m, bytes, size, b, n);
    casus_release(b);
    casus_release(bytes);
    fclose(m->part[part]);
    m->part[part] = NULL;
    return s;
}

/* ---------------------------------------------------------------- the file */

/* Written once, from front to back, with its checksum on the way. */
typedef struct {
    FILE *f;
    char step[GAZ_STEP];
    size_t n;
    uint64_t sum, size;
    bool failed;
} sheet;

static void sheet_flush(sheet *w)
{
    if (!w->n) return;
    w->sum = casus_hash((casus_str){w->step, w->n}, w->sum);
    w->failed |= fwrite(w->step, 1, w->n, w->f) != w->n;
    w->size += w->n;
    w->n = 0;
}

static void sheet_add(sheet *w, const void *p, size_t n)
{
    const char *c = p;
    while (n) {
        size_t k = sizeof w->step - w->n < n ? sizeof w->step - w->n : n;
        memcpy(w->step + w->n, c, k);
        w->n += k;
        c += k;
        n -= k;
        if (w->n == sizeof w->step) sheet_flush(w);
    }
}

static void sheet_pile(sheet *w, const pile *p)
{
    for (size_t i = 0; i < p->n_block; i++) {
        size_t left = p->n - (i << PILE_BITS), per = (size_t)1 << PILE_BITS;
        sheet_add(w, p->block[i], (left < per ? left : per) * p->each);
    }
}

/* The first element of each slot; the last slot ends with all of them. Elements begin with their hash and come in its order. */
static void sheet_slots(sheet *w, const pile *p, uint32_t n_slot)
{
    uint32_t slot = 0;
    for (size_t i = 0; i <= p->n; i++) {
        uint32_t hash, at = (uint32_t)i, to = n_slot;
        if (i < p->n) {
            memcpy(&hash, pile_at(p, i), sizeof hash);
            to = gaz_slot(hash, n_slot);
        }
        for (; slot <= to; slot++) sheet_add(w, &at, sizeof at);
    }
}

static int ear_order(const void *a, const void *b)
{
    const gaz_ear *x = a, *y = b;
    return x->hash != y->hash ? (x->hash > y->hash) - (x->hash < y->hash) : (x->name > y->name) - (x->name < y->name);
}

static casus_status sort_ears(maker *m)
{
    gaz_ear *flat = casus_alloc((m->ear.n + 1) * sizeof *flat);
    if (!flat) return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    for (size_t i = 0; i < m->ear.n; i++) memcpy(&flat[i], pile_at(&m->ear, i), sizeof *flat);
    qsort(flat, m->ear.n, sizeof *flat, ear_order);
    for (size_t i = 0; i < m->ear.n; i++) memcpy(pile_at(&m->ear, i), &flat[i], sizeof *flat);
    casus_release(flat);
    return CASUS_OK;
}

static casus_status sheet_pool(sheet *w, maker *m)
{
    char buf[1 << 14];
    uint64_t left = m->n_pool;
    rewind(m->pool);
    while (left) {
        size_t n = fread(buf, 1, left < sizeof buf ? (size_t)left : sizeof buf, m->pool);
        if (!n) return make_fail(m, CASUS_E_IO, "temporary file");
        sheet_add(w, buf, n);
        left -= n;
    }
    return CASUS_OK;
}

static casus_status fill_sheet(maker *m, sheet *w, gaz_header *h)
{
    sheet_add(w, m->sieve, h->n_sieve * sizeof *m->sieve);
    sheet_pile(w, &m->entry);
    sheet_pile(w, &m->name);
    sheet_slots(w, &m->name_hash, h->n_slot - 1);
    sheet_pile(w, &m->list);
    sheet_pile(w, &m->ear);
    sheet_slots(w, &m->ear, h->n_ear_slot - 1);
    casus_status s = sheet_pool(w, m);
    sheet_flush(w);
    h->size = sizeof *h + w->size;
    h->check = w->sum;
    return s;
}

/* The header is written last, so that a file without its end has no header either. */
static casus_status write_file(maker *m, int fd, gaz_header *h)
{
    sheet *w = casus_alloc(sizeof *w);
    FILE *f = fdopen(fd, "wb");
    casus_status s = CASUS_OK;
    if (!w || !f) s = make_fail(m, CASUS_E_NOMEM, "gazetteer");
    if (!s) {
        w->f = f;
        w->failed = fseek(f, sizeof *h, SEEK_SET) != 0;
        s = fill_sheet(m, w, h);
        w->failed |= fseek(f, 0, SEEK_SET) != 0 || fwrite(h, sizeof *h, 1, f) != 1 || fflush(f) != 0 || fsync(fd) != 0;
        if (!s && w->failed) s = make_fail(m, CASUS_E_IO, "the gazetteer cannot be written");
    }
    if (f ? fclose(f) != 0 && !s : close(fd) != 0 && !s) s = make_fail(m, CASUS_E_IO, "the gazetteer cannot be written");
    casus_release(w);
    return s;
}

static casus_status put_file(maker *m, gaz_header *h, const char *out)
{
    casus_buf b = {0};
    casus_buf_printf(&b, "%s.new-XXXXXX", out);
    if (b.failed) {
        casus_buf_free(&b);
        return make_fail(m, CASUS_E_NOMEM, "gazetteer");
    }
    int fd = mkstemp(b.p);
    casus_status s = fd < 0 ? make_fail(m, CASUS_E_IO, "the gazetteer cannot be made in that folder") : write_file(m, fd, h);
    if (!s && (chmod(b.p, 0644) != 0 || rename(b.p, out) != 0)) s = make_fail(m, CASUS_E_IO, "the gazetteer cannot take its name");
    if (s && fd >= 0) unlink(b.p);
    casus_buf_free(&b);
    return s;
}

casus_status make_file(maker *m, const char *version, const char *licence, const char *out)
{
    char text[160];
    m->path = NULL;
    pile_free(&m->id);
    m->n_sieve = slots_for(m->stats->names / 4);
    m->sieve = casus_alloc(m->n_sieve * sizeof *m->sieve);
    casus_status s = m->sieve ? CASUS_OK : make_fail(m, CASUS_E_NOMEM, "gazetteer");
    for (int i = 0; !s && i < PARTS; i++) s = sort_part(m, i);
    if (!s) s = sort_ears(m);
    gaz_header h = {.format = GAZ_FORMAT, .order = GAZ_ORDER, .n_entry = (uint32_t)m->entry.n, .n_name = (uint32_t)m->name.n,
                    .n_slot = slots_for(m->name.n) + 1, .n_list = (uint32_t)m->list.n, .n_ear = (uint32_t)m->ear.n,
                    .n_ear_slot = slots_for(m->ear.n) + 1, .n_sieve = m->n_sieve};
    memcpy(h.magic, GAZ_MAGIC, sizeof h.magic);
    snprintf(text, sizeof text, "%s-%u", version, h.n_entry);
    if (!s) s = make_pooled(m, casus_str_of(text), &h.version);
    if (!s) s = make_pooled(m, casus_str_of(licence), &h.licence);
    while (!s && m->n_pool % 8) {
        uint32_t at;
        s = make_pooled(m, (casus_str){0}, &at);
    }
    h.n_pool = (uint32_t)m->n_pool;
    if (!s) s = put_file(m, &h, out);
    m->stats->entries = h.n_entry;
    m->stats->keys = h.n_name;
    m->stats->bytes = h.size;
    return s;
}
