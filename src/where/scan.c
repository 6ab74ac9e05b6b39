/* Find the names and everything each may mean. A name begins with a capital letter, or with an Arabic article before one
 * ("al-Bab"); the longest that is known wins. Known are the countries, what belongs to them, the seats of governments, our own
 * places and the gazetteer. Costs one hash probe for each word and each longer run of words that begins with a capital.
 */
#include "where/room.h"

#include <string.h>

enum { MOST_WORDS = 7, FEW_WORDS = 4 /* where all is in capitals */, MOST_SENSES = 96, FEW_SENSES = 4, MOST_UNITS = 8 };

/* ---------------------------------------------------------------- kinds of words */

static const struct {
    const char *name;
    uint16_t bit;
} stop_name[] = {{"common", STOP_COMMON}, {"first", STOP_FIRST},   {"title", STOP_TITLE}, {"body", STOP_BODY},
                 {"unit", STOP_UNIT},     {"settle", STOP_SETTLE}, {"land", STOP_LAND},   {"prep", STOP_PREP},     {"folk", STOP_FOLK},
                 {"event", STOP_EVENT},   {"speaks", STOP_SPEAKS}};

/* *unknown, if not NULL, counts words that are no kind. */
static uint16_t stop_bits(casus_str kinds, unsigned *unknown)
{
    uint16_t bits = 0;
    for (size_t at = 0; at < kinds.n;) {
        size_t n = 0, i = 0;
        while (at + n < kinds.n && kinds.p[at + n] != ' ') n++;
        while (i < sizeof stop_name / sizeof *stop_name && !casus_str_is((casus_str){kinds.p + at, n}, stop_name[i].name)) i++;
        if (i < sizeof stop_name / sizeof *stop_name) bits = (uint16_t)(bits | stop_name[i].bit);
        else if (unknown) ++*unknown;
        at += n + 1;
    }
    return bits;
}

bool where_are_stops(casus_str kinds)
{
    unsigned unknown = 0;
    return stop_bits(kinds, &unknown) && !unknown;
}

static casus_status mark_words(finder *f)
{
    f->stop = casus_arena_get(f->arena, (size_t)f->text->n_token + 1, sizeof *f->stop);
    uint16_t *of_row = casus_arena_get(f->arena, (size_t)casus_lexicon_rows(f->lex, f->t.stop) + 1, sizeof *of_row); /* 0: not read yet */
    if (!f->stop || !of_row) return CASUS_E_NOMEM;
    uint32_t row;
    for (uint32_t i = 0; i < f->text->n_token && f->t.stop >= 0; i++) {
        const casus_token *t = &f->text->token[i];
        if (t->kind != CASUS_WORD) continue;
        if (!casus_lexicon_find(f->lex, f->t.stop, t->norm, &row)) continue;
        if (!of_row[row]) of_row[row] = stop_bits(casus_lexicon_cell(f->lex, f->t.stop, row, f->t.stop_kind), NULL);
        f->stop[i] = of_row[row];
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- numbers in tables */

double where_degrees(casus_str s)
{
    double v = 0, unit = 1;
    bool minus = s.n && s.p[0] == '-', behind = false;
    for (size_t i = minus; i < s.n; i++) {
        if (s.p[i] == '.') {
            behind = true;
        } else if (s.p[i] >= '0' && s.p[i] <= '9') {
            v = v * 10 + (s.p[i] - '0');
            if (behind) unit *= 10;
        }
    }
    return (minus ? -v : v) / unit;
}

/* ---------------------------------------------------------------- senses */

/* Powers of ten of a population, in steps fine enough to rank by: log10 without the library. */
static float weight_of(uint64_t population)
{
    float w = 0;
    while (population >= 10) {
        if (population < 100) return w + 1.0f + (float)(population - 10) / 90.0f;
        population /= 10;
        w += 1.0f;
    }
    return w + (float)population / 10.0f;
}

static const float kind_bonus[GAZ_KINDS] = {
    [GAZ_SECTION] = -0.8f, [GAZ_VILLAGE] = 0.0f, [GAZ_SEAT2] = 0.3f, [GAZ_SEAT1] = 0.7f, [GAZ_CAPITAL] = 1.6f,
    [GAZ_ADMIN2] = -1.8f,  [GAZ_ADMIN1] = 0.2f,   [GAZ_ADMIN3] = -2.2f, [GAZ_COUNTRY] = 0.0f, [GAZ_AREA] = -0.7f,   [GAZ_WATER] = -0.5f,
    [GAZ_LAND] = -0.7f,    [GAZ_SPOT] = -0.9f,    [GAZ_ROAD] = -1.4f};

/* Where the source tells no population (or one of a few houses), what such a place usually has. */
static const float kind_least[GAZ_KINDS] = {
    [GAZ_SECTION] = 2.7f, [GAZ_VILLAGE] = 2.7f, [GAZ_SEAT2] = 3.8f, [GAZ_SEAT1] = 4.5f, [GAZ_CAPITAL] = 4.5f, [GAZ_ADMIN2] = 2.7f,
    [GAZ_ADMIN1] = 4.5f,  [GAZ_ADMIN3] = 2.7f,  [GAZ_COUNTRY] = 2.7f, [GAZ_AREA] = 2.7f,  [GAZ_WATER] = 2.7f,  [GAZ_LAND] = 2.7f,  [GAZ_SPOT] = 2.7f,
    [GAZ_ROAD] = 2.7f};

float where_prior(uint8_t kind, uint64_t population)
{
    float w = weight_of(population);
    return (w < kind_least[kind] ? kind_least[kind] : w) + kind_bonus[kind];
}

static const uint8_t kind_precision[GAZ_KINDS] = {
    [GAZ_SECTION] = CASUS_PREC_SETTLEMENT, [GAZ_VILLAGE] = CASUS_PREC_SETTLEMENT, [GAZ_SEAT2] = CASUS_PREC_SETTLEMENT,
    [GAZ_SEAT1] = CASUS_PREC_SETTLEMENT,   [GAZ_CAPITAL] = CASUS_PREC_SETTLEMENT, [GAZ_ADMIN2] = CASUS_PREC_DISTRICT,
    [GAZ_ADMIN1] = CASUS_PREC_PROVINCE,    [GAZ_ADMIN3] = CASUS_PREC_DISTRICT,    [GAZ_COUNTRY] = CASUS_PREC_COUNTRY,
    [GAZ_AREA] = CASUS_PREC_REGION,        [GAZ_WATER] = CASUS_PREC_REGION,       [GAZ_LAND] = CASUS_PREC_REGION,
    [GAZ_SPOT] = CASUS_PREC_POINT,         [GAZ_ROAD] = CASUS_PREC_REGION};

casus_precision where_precision(uint8_t kind) { return (casus_precision)kind_precision[kind]; }

sense where_from_gazetteer(uint32_t item, const gaz_entry *e)
{
    uint32_t row = item & ~GAZ_ALIAS;
    sense s = {.from = IS_GAZ, .row = row, .lat = (double)e->lat / GAZ_SCALE, .lon = (double)e->lon / GAZ_SCALE,
               .kind = e->kind, .alias = (item & GAZ_ALIAS) != 0, .population = e->population, .admin2 = e->admin2, .id = e->id, .radius = e->radius};
    memcpy(s.country, e->country, 2);
    s.admin1 = e->kind == GAZ_ADMIN1 ? row + 1 : e->admin1;
    s.precision = kind_precision[e->kind];
    s.prior = where_prior(e->kind, e->population) - (s.alias ? 1.2f : 0.0f);
    return s;
}

static uint64_t whole(casus_str s)
{
    uint64_t v = 0;
    for (size_t i = 0; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++) v = v * 10 + (uint64_t)(s.p[i] - '0');
    return v;
}

static void set_country(sense *s, casus_str iso2)
{
    if (iso2.n == 2) memcpy(s->country, iso2.p, 2);
}

static sense from_countries(const finder *f, uint32_t row)
{
    const tables *t = &f->t;
    sense s = {.from = IS_COUNTRY, .row = row, .precision = CASUS_PREC_COUNTRY, .prior = 8.6f};
    set_country(&s, casus_lexicon_cell(f->lex, t->countries, row, t->iso2));
    s.lat = where_degrees(casus_lexicon_cell(f->lex, t->countries, row, t->country_lat));
    s.lon = where_degrees(casus_lexicon_cell(f->lex, t->countries, row, t->country_lon));
    s.population = whole(casus_lexicon_cell(f->lex, t->countries, row, t->country_pop));
    return s;
}

/* A seat lies where it lies, whatever it stands for. */
static sense from_seat(const finder *f, uint32_t country, uint32_t row)
{
    const tables *t = &f->t;
    sense s = from_countries(f, country);
    casus_str lat = casus_lexicon_cell(f->lex, t->seats, row, t->seat_lat);
    if (!lat.n) return s;
    s.lat = where_degrees(lat);
    s.lon = where_degrees(casus_lexicon_cell(f->lex, t->seats, row, t->seat_lon));
    s.precision = CASUS_PREC_POINT;
    return s;
}

static const struct {
    const char *name;
    uint8_t precision;
    float prior;
} own_kind[] = {{"point", CASUS_PREC_POINT, 4.6f},       {"settlement", CASUS_PREC_SETTLEMENT, 4.6f},
                {"district", CASUS_PREC_DISTRICT, 5.0f}, {"province", CASUS_PREC_PROVINCE, 6.6f},
                {"region", CASUS_PREC_REGION, 7.2f}};

bool where_is_precision(casus_str s)
{
    for (size_t i = 0; i < sizeof own_kind / sizeof *own_kind; i++)
        if (casus_str_is(s, own_kind[i].name)) return true;
    return false;
}

uint32_t where_unit(const finder *f, casus_str name, const char country[2])
{
    char key[GAZ_KEY];
    casus_str folded;
    uint32_t n = 0;
    if (!name.n || casus_fold(f->arena, name, &folded) != CASUS_OK) return 0;
    size_t len = gaz_key(folded, key);
    const uint32_t *list = len ? gaz_find(f->gaz, key, len, &n) : NULL;
    for (uint32_t i = 0; i < n; i++) {
        gaz_entry e;
        if (!gaz_get(f->gaz, list[i] & ~GAZ_ALIAS, &e)) continue;
        if (e.kind == GAZ_ADMIN1 && memcmp(e.country, country, 2) == 0) return (list[i] & ~GAZ_ALIAS) + 1;
    }
    return 0;
}

/* A province of ours that the gazetteer has is the gazetteer's, so that its towns are known to lie in it. */
sense where_own(const finder *f, uint32_t row)
{
    const tables *t = &f->t;
    sense s = {.from = IS_OWN, .row = row, .prior = 4.6f, .precision = CASUS_PREC_SETTLEMENT};
    set_country(&s, casus_lexicon_cell(f->lex, t->places, row, t->place_country));
    s.own = true;
    s.admin1 = where_unit(f, casus_lexicon_cell(f->lex, t->places, row, t->place_admin1), s.country);
    s.lat = where_degrees(casus_lexicon_cell(f->lex, t->places, row, t->place_lat));
    s.lon = where_degrees(casus_lexicon_cell(f->lex, t->places, row, t->place_lon));
    casus_str p = casus_lexicon_cell(f->lex, t->places, row, t->place_prec);
    for (size_t i = 0; i < sizeof own_kind / sizeof *own_kind; i++) {
        if (!casus_str_is(p, own_kind[i].name)) continue;
        s.precision = own_kind[i].precision;
        s.prior = own_kind[i].prior;
    }
    gaz_entry e;
    if (s.precision == CASUS_PREC_PROVINCE && s.admin1 && gaz_get(f->gaz, s.admin1 - 1, &e)) {
        s.from = IS_GAZ;
        s.row = s.admin1 - 1;
        s.kind = e.kind;
        s.id = e.id;
        s.radius = e.radius;
        s.population = e.population;
        s.prior = where_prior(e.kind, e.population);
        if (s.prior < 6.0f) s.prior = 6.0f;
    }
    return s;
}

/* ---------------------------------------------------------------- names in the gazetteer */

static bool is_hyphen(const casus_token *t)
{
    return t->kind == CASUS_PUNCT && t->span.len == 1 && t->norm.n == 1 && t->norm.p[0] == '-';
}

/* Small words inside names: "Ciudad del Este", "Stratford upon Avon", "Abu al Duhur". */
static bool is_joint(casus_str w)
{
    static const casus_str joint[] = {
        S("of"), S("de"), S("del"), S("la"), S("las"), S("los"), S("el"), S("al"), S("ad"), S("ar"), S("as"),
        S("ash"), S("an"), S("at"), S("az"), S("ul"), S("do"), S("da"), S("dos"), S("das"), S("di"), S("le"),
        S("les"), S("sur"), S("upon"), S("on"), S("den"), S("der"), S("am"), S("a"), S("y"), S("e"), S("the"),
        S("and"), S("en"), S("in"), S("i"), S("es"), S("et"), S("ez"),
    };
    return ONE_OF(w, joint);
}

bool where_is_article(casus_str w)
{
    static const casus_str article[] = {
        S("al"), S("el"), S("ar"), S("as"), S("ad"), S("an"), S("ash"), S("at"), S("az"), S("ed"), S("es"),
        S("er"), S("et"), S("ez"), S("esh"), S("ath"),
    };
    return ONE_OF(w, article);
}

static bool is_big(const casus_token *t)
{
    return t->capital || t->upper;
}

/* "OF", "WERE" where all is in capitals; not "AS", which is an article in "AS SUWAYDA". */
static bool is_small_word(const finder *f, uint32_t i)
{
    enum { SMALL = 1u << CASUS_POS_ADP | 1u << CASUS_POS_PRON | 1u << CASUS_POS_CCONJ | 1u << CASUS_POS_SCONJ | 1u << CASUS_POS_AUX | 1u << CASUS_POS_PART };
    const casus_token *t = &f->text->token[i];
    return (1u << f->words->pos[i] & SMALL) && f->text->sentence[t->sentence].shouting && !where_is_article(t->norm);
}

/* May a name begin at token i? */
static bool begins(const finder *f, uint32_t i, uint32_t end)
{
    const casus_token *t = &f->text->token[i];
    if (t->kind != CASUS_WORD) return false;
    if (is_big(t)) return !is_small_word(f, i);
    return i + 2 < end && is_hyphen(&t[1]) && t[1].glued && is_big(&t[2]) && where_is_article(t->norm);
}

typedef struct {
    char key[GAZ_KEY];
    size_t n[MOST_WORDS];        /* bytes of the key up to the word */
    uint64_t hash[MOST_WORDS];   /* of the key up to the word */
    uint32_t tokens[MOST_WORDS]; /* tokens up to the word; 0: no name ends there */
    uint32_t n_word;
    bool plain; /* the first word stands in the key as it is written */
} run;

/* Has the gazetteer longer names that begin with the words so far? */
static bool goes_on(const finder *f, const run *r)
{
    uint32_t last = r->n_word - 1;
    if (gaz_may(f->gaz, gaz_first(r->hash[last]))) return true;
    return strncmp(r->key, "al ", 3) == 0 && gaz_may(f->gaz, gaz_first(gaz_hash(r->key + 3, r->n[last] - 3)));
}

/* The words from token i that may be one name; all: also where no name of the gazetteer goes on like that. */
static void gather(const finder *f, uint32_t i, uint32_t end, bool all, run *r)
{
    size_t n = 0;
    uint32_t most = f->text->sentence[f->text->token[i].sentence].shouting ? FEW_WORDS : MOST_WORDS;
    r->n_word = 0;
    for (uint32_t k = i; k < end && r->n_word < most; k++) {
        const casus_token *t = &f->text->token[k];
        if (is_hyphen(t) && k > i && t->glued) continue;
        if (t->kind == CASUS_PUNCT) {
            /* the full stop of an abbreviation inside the name: "St. Louis" */
            bool inside = k > i && t->glued && t->norm.n == 1 && t->norm.p[0] == '.' && f->text->token[k - 1].span.len <= 3 && k + 1 < end;
            if (inside) continue;
            break;
        }
        bool big = is_big(t) || (t->kind == CASUS_NUMBER && k > i);
        if (!big && !(k > i && (is_joint(t->norm) || t->glued)) && !(k == i)) break;
        n = gaz_key_add(r->key, n, t->norm);
        if (!n) break;
        if (k == i) r->plain = n == t->norm.n && memcmp(r->key, t->norm.p, n) == 0;
        r->n[r->n_word] = n;
        r->hash[r->n_word] = gaz_hash(r->key, n);
        r->tokens[r->n_word] = big || t->glued || k == i ? k - i + 1 : 0;
        r->n_word++;
        if (!all && !goes_on(f, r)) break;
    }
}

/* The key of the first w words. A name of one word stays as it is: "At". */
static size_t key_of(const finder *f, uint32_t i, const run *r, uint32_t w, char key[GAZ_KEY])
{
    if (w == 1) return gaz_key(f->text->token[i].norm, key);
    memcpy(key, r->key, r->n[w - 1]);
    key[r->n[w - 1]] = '\0';
    return r->n[w - 1];
}

static const uint32_t *exact(const finder *f, uint32_t i, const run *r, uint32_t w, uint32_t *n_list)
{
    char one[GAZ_KEY];
    bool other = w == 1 && !r->plain;
    const char *key = other ? one : r->key;
    size_t len = other ? key_of(f, i, r, 1, one) : r->n[w - 1];
    if (len < 2) return NULL;
    const uint32_t *list = gaz_find_by(f->gaz, key, len, other ? gaz_hash(one, len) : r->hash[w - 1], n_list);
    if (!list && len > 6 && strncmp(key, "al ", 3) == 0) list = gaz_find(f->gaz, key + 3, len - 3, n_list);
    return list;
}

/* How far a name may be from one that sounds like it. */
float where_reach(const char *key)
{
    float most = 0.35f + 0.06f * (float)strlen(key);
    return most > 1.0f ? 1.0f : most;
}

static bool find_sounding(const finder *f, const char *key, const char *rough, size_t len)
{
    uint32_t at = 0, n;
    const char *other;
    char signs[GAZ_KEY];
    float most = where_reach(key);
    gaz_signs(key, signs);
    while (gaz_sounding(f->gaz, rough, len, false, &at, &other, &n))
        if (n && gaz_near(signs, other, most)) return true;
    return false;
}

/* The same for a report: its names come again and again. */
static bool has_sounding(finder *f, const char *key, const char *rough, size_t len)
{
    uint64_t hash = gaz_hash(key, strlen(key)) & ~UINT64_C(1), *at;
    if (!f->heard) f->heard = casus_arena_get(f->arena, HEARD, sizeof *f->heard);
    if (!f->heard) return find_sounding(f, key, rough, len);
    at = &f->heard[hash >> 56];
    if ((*at & ~UINT64_C(1)) != hash) *at = hash | find_sounding(f, key, rough, len);
    return *at & 1;
}

/* Consonants of a rough key. */
static uint32_t heard(const char *rough)
{
    uint32_t n = 0;
    for (; *rough; rough++) n += *rough != 'a' && *rough != 'i' && *rough != 'u';
    return n;
}

/* For names that are written by ear: "Maaret al-Noman". Single words must be long. */
static bool by_ear(finder *f, uint32_t i, const run *r, uint32_t w, char key[GAZ_KEY])
{
    char rough[GAZ_KEY];
    size_t n = key_of(f, i, r, w, key), len = n >= 6 ? gaz_rough(key, false, rough) : 0;
    return n >= 6 && heard(rough) >= 3 && has_sounding(f, key, rough, len);
}

/* What the gazetteer has for a run of words: entries of that name, or, without a list, names that sound like key. */
typedef struct {
    const uint32_t *list;
    uint32_t n_list, n_token;
    char key[GAZ_KEY];
} hit;

/* The longest name from token i that is known; if ear, a name of several words by ear goes before one exact word. A name may not
 * end on a small word. */
static void longest(finder *f, uint32_t i, uint32_t end, bool ear, hit *h)
{
    run r;
    gather(f, i, end, ear, &r);
    const struct {
        bool ear;
        uint32_t least;
    } pass[] = {{false, 2}, {true, 2}, {false, 1}, {true, 1}};
    for (size_t p = 0; p < sizeof pass / sizeof *pass; p++) {
        uint32_t most = pass[p].least == 1 && r.n_word > 1 ? 1 : r.n_word;
        if (pass[p].ear && (!ear || (pass[p].least == 1 && f->stop[i]))) continue;
        for (uint32_t w = most; w >= pass[p].least && w > 0; w--) {
            if (!r.tokens[w - 1] || (w == 1 && !is_big(&f->text->token[i]))) continue;
            if (pass[p].ear ? !by_ear(f, i, &r, w, h->key) : !(h->list = exact(f, i, &r, w, &h->n_list))) continue;
            h->n_token = r.tokens[w - 1];
            return;
        }
    }
}

/* ---------------------------------------------------------------- mentions */

casus_status where_add_sense(finder *f, mention *m, sense s, size_t *cap)
{
    if (m->n_sense >= MOST_SENSES) return CASUS_OK;
    if (m->n_sense == *cap) { /* most names mean few things */
        size_t want = *cap ? *cap * 2 : FEW_SENSES;
        sense *more = casus_arena_get(f->arena, want, sizeof *more);
        if (!more) return CASUS_E_NOMEM;
        if (m->n_sense) memcpy(more, m->sense, m->n_sense * sizeof *more);
        m->sense = more;
        *cap = want;
    }
    m->sense[m->n_sense++] = s;
    return CASUS_OK;
}

static casus_status add_lexicon(finder *f, mention *m, int table, sense (*make)(const finder *, uint32_t), size_t *cap)
{
    if (table < 0) return CASUS_OK;
    const casus_words *w = f->words;
    for (uint32_t k = w->at[m->first]; k < w->at[m->first + 1]; k++) {
        const casus_match *x = &w->match[k];
        if (x->table != table || x->n != m->n) continue;
        casus_status s = where_add_sense(f, m, make(f, x->row), cap);
        if (s) return s;
    }
    return CASUS_OK;
}

/* One entry. What is there already (a province with our own point, a name that is nearer) is not taken twice; under a country's
 * name only places whose first name it is. */
static casus_status add_item(finder *f, mention *m, uint32_t item, float far, bool rough, bool country, size_t *cap)
{
    uint32_t row = item & ~GAZ_ALIAS;
    gaz_entry e;
    if ((country && (item & GAZ_ALIAS)) || !gaz_get(f->gaz, row, &e) || e.kind == GAZ_COUNTRY) return CASUS_OK;
    for (uint32_t i = 0; i < m->n_sense; i++) {
        sense *s = &m->sense[i];
        if (s->from != IS_GAZ || s->row != row) continue;
        if (rough && far < s->far) {
            s->prior += s->far - far;
            s->far = far;
        }
        return CASUS_OK;
    }
    sense x = where_from_gazetteer(item, &e);
    x.rough = rough;
    x.far = far;
    x.prior -= far;
    return where_add_sense(f, m, x, cap);
}

static casus_status add_gazetteer(finder *f, mention *m, const uint32_t *list, uint32_t n, size_t *cap)
{
    bool country = m->n_sense && m->sense[0].from == IS_COUNTRY;
    casus_status s = CASUS_OK;
    for (uint32_t k = 0; !s && k < n; k++) s = add_item(f, m, list[k], 0, false, country, cap);
    return s;
}

/* All names that sound like the key and are near enough. */
casus_status where_add_sounding(finder *f, mention *m, const char *key, size_t *cap)
{
    char rough[GAZ_KEY], signs[GAZ_KEY];
    const char *other;
    uint32_t at = 0, n;
    size_t len = gaz_rough(key, false, rough);
    const uint32_t *list;
    float most = where_reach(key);
    gaz_signs(key, signs);
    while (len && (list = gaz_sounding(f->gaz, rough, len, false, &at, &other, &n))) {
        float far = gaz_within(key, signs, other, most);
        for (uint32_t k = 0; far <= most && k < n; k++) {
            casus_status s = add_item(f, m, list[k] | GAZ_ALIAS, far, true, false, cap);
            if (s) return s;
        }
    }
    return CASUS_OK;
}

static uint32_t reach_of(const finder *f, uint32_t i, int table)
{
    const casus_match *x = table < 0 ? NULL : casus_words_at(f->words, i, table);
    return x ? x->n : 0;
}

casus_status where_add_mention(finder *f, mention m)
{
    mention *grown = casus_arena_grow(f->arena, f->m, f->n, (size_t)f->n + 1, sizeof *grown, &f->cap);
    if (!grown) return CASUS_E_NOMEM;
    f->m = grown;
    f->m[f->n++] = m;
    return CASUS_OK;
}

static uint32_t most(uint32_t a, uint32_t b)
{
    return a > b ? a : b;
}

uint32_t where_name_key(const finder *f, const mention *m)
{
    uint64_t h = 0;
    for (uint32_t k = m->first; k < m->first + m->n; k++) h = casus_hash(f->text->token[k].norm, h);
    return (uint32_t)(h ^ h >> 32);
}

uint32_t where_row_of(const finder *f, casus_str name, casus_str country)
{
    const tables *t = &f->t;
    uint32_t n = t->places < 0 ? 0 : casus_lexicon_rows(f->lex, t->places), row = 0;
    while (row < n && !(casus_str_eq(casus_lexicon_cell(f->lex, t->places, row, t->place_name), name) &&
                        casus_str_eq(casus_lexicon_cell(f->lex, t->places, row, t->place_country), country)))
        row++;
    return row < n ? row : UINT32_MAX;
}

/* The row of places.tsv that a row of place_abbrev.tsv stands for; UINT32_MAX: none. The rows are gone through once a report. */
static uint32_t place_of_abbrev(finder *f, uint32_t at)
{
    const tables *t = &f->t;
    if (!f->abbrev) f->abbrev = casus_arena_get(f->arena, casus_lexicon_rows(f->lex, t->abbrev), sizeof *f->abbrev);
    if (!f->abbrev) return UINT32_MAX;
    if (f->abbrev[at]) return f->abbrev[at] - 1;
    uint32_t row = where_row_of(f, casus_lexicon_cell(f->lex, t->abbrev, at, t->abbrev_name), casus_lexicon_cell(f->lex, t->abbrev, at, t->abbrev_country));
    if (row != UINT32_MAX) f->abbrev[at] = row + 1;
    return row;
}

/* As short names of states look: "Ky.", "TX". */
static inline bool is_short(const casus_token *x)
{
    return x->capital && x->span.len <= 6 && x->norm.n > 1 && (x->norm.p[x->norm.n - 1] == '.' || (x->upper && x->norm.n == 2));
}

/* The row of places.tsv for it. Where all is in capitals, only behind a comma. */
static bool short_name(finder *f, uint32_t i, uint32_t *row)
{
    const tables *t = &f->t;
    const casus_token *x = &f->text->token[i];
    uint32_t at;
    if (t->abbrev < 0 || t->places < 0) return false;
    if (f->text->sentence[x->sentence].shouting && (i == 0 || !casus_str_is(x[-1].norm, ","))) return false;
    if (!casus_lexicon_find(f->lex, t->abbrev, x->norm, &at)) return false;
    *row = place_of_abbrev(f, at);
    return *row != UINT32_MAX;
}

/* The country with that code; UINT32_MAX: none. */
uint32_t where_country_row(const finder *f, casus_str iso2)
{
    const tables *t = &f->t;
    uint32_t n = t->countries < 0 ? 0 : casus_lexicon_rows(f->lex, t->countries);
    for (uint32_t row = 0; row < n; row++)
        if (casus_str_eq(casus_lexicon_cell(f->lex, t->countries, row, t->iso2), iso2)) return row;
    return UINT32_MAX;
}

/* ---------------------------------------------------------------- adjectives and seats */

/* The place a row of adjectives.tsv speaks of: one of ours, else the largest of the gazetteer in that country. */
static casus_status add_belonging(finder *f, mention *m, uint32_t row, size_t *cap)
{
    const tables *t = &f->t;
    casus_str name = casus_lexicon_cell(f->lex, t->adjectives, row, t->adjective_place);
    casus_str country = casus_lexicon_cell(f->lex, t->adjectives, row, t->adjective_country), folded;
    for (uint32_t k = 0; t->places >= 0 && k < casus_lexicon_rows(f->lex, t->places); k++) {
        if (!casus_str_eq(casus_lexicon_cell(f->lex, t->places, k, t->place_name), name)) continue;
        if (country.n && !casus_str_eq(casus_lexicon_cell(f->lex, t->places, k, t->place_country), country)) continue;
        return where_add_sense(f, m, where_own(f, k), cap);
    }
    char key[GAZ_KEY];
    uint32_t n = 0;
    casus_status s = casus_fold(f->arena, name, &folded);
    size_t len = s ? 0 : gaz_key(folded, key);
    const uint32_t *list = len ? gaz_find(f->gaz, key, len, &n) : NULL;
    for (uint32_t k = 0; k < n; k++) {
        gaz_entry e;
        if (!gaz_get(f->gaz, list[k] & ~GAZ_ALIAS, &e)) continue;
        if (country.n == 2 && memcmp(e.country, country.p, 2) == 0 && e.kind < GAZ_ADMIN2) return where_add_sense(f, m, where_from_gazetteer(list[k], &e), cap);
    }
    return s;
}

/* "Canadian", "Bavarian", "Kremlin": what belongs to a country or a region, and the seat that stands for a state. The longest
 * counts, the country's word before the region's. */
static casus_status adjective_of(finder *f, mention *m, size_t *cap)
{
    const tables *t = &f->t;
    const struct {
        int table, iso2;
        uint8_t use;
    } kind[] = {{t->demonyms, t->demonym_iso2, CASUS_PLACE_DEMONYM}, {t->adjectives, -1, CASUS_PLACE_DEMONYM}, {t->seats, t->seat_iso2, CASUS_PLACE_METONYM}};
    for (size_t k = 0; k < sizeof kind / sizeof *kind; k++) {
        const casus_match *x = kind[k].table < 0 ? NULL : casus_words_at(f->words, m->first, kind[k].table);
        if (!x || x->n != m->n) continue;
        m->use = kind[k].use;
        if (kind[k].iso2 < 0) return add_belonging(f, m, x->row, cap);
        uint32_t row = where_country_row(f, casus_lexicon_cell(f->lex, kind[k].table, x->row, kind[k].iso2));
        return row == UINT32_MAX ? CASUS_OK : where_add_sense(f, m, kind[k].use == CASUS_PLACE_METONYM ? from_seat(f, row, x->row) : from_countries(f, row), cap);
    }
    return CASUS_OK;
}

/* Words for people as well, which begin many a longer name: "Abu Dhuhur". */
static bool opens_name(casus_str w)
{
    static const casus_str opening[] = {S("abu"), S("umm"), S("ain"), S("tell"), S("sheikh"), S("bani")};
    return ONE_OF(w, opening);
}

/* May what begins here be a name written by ear? Not where all is in capitals: every word would be one. */
static bool may_be_heard(const finder *f, uint32_t i)
{
    return (!f->stop[i] || opens_name(f->text->token[i].norm)) && !f->text->sentence[f->text->token[i].sentence].shouting;
}

/* How the meanings of a name were found: two mentions of the same words, found in the same way, mean the same. */
enum { BY_COUNTRY = 1, BY_OWN = 2, BY_KEY = 4, BY_EAR = 8, BY_ADJECTIVE = 16, BY_STATE = 32 };

static name_memo *name_slot(finder *f, const mention *m)
{
    if (!f->known) f->known = casus_arena_get(f->arena, KNOWN, sizeof *f->known);
    return f->known ? &f->known[m->key & (KNOWN - 1)] : NULL;
}

casus_status where_take_known(finder *f, mention *m, const name_memo *k)
{
    m->use = k->use;
    m->n_sense = k->n_sense;
    if (!k->n_sense) return CASUS_OK;
    m->sense = casus_arena_get(f->arena, k->n_sense, sizeof *m->sense);
    if (!m->sense) return CASUS_E_NOMEM;
    memcpy(m->sense, k->sense, k->n_sense * sizeof *m->sense);
    return CASUS_OK;
}

static casus_status make_senses(finder *f, mention *m, unsigned how, const hit *h, uint32_t state)
{
    const tables *t = &f->t;
    size_t cap = 0;
    casus_status s = CASUS_OK;
    if (how & BY_ADJECTIVE) return adjective_of(f, m, &cap);
    if (how & BY_STATE) return where_add_sense(f, m, where_own(f, state), &cap);
    if (how & BY_COUNTRY) s = add_lexicon(f, m, t->countries, from_countries, &cap);
    if (!s && (how & BY_OWN)) s = add_lexicon(f, m, t->places, where_own, &cap);
    if (!s && (how & BY_KEY)) s = add_gazetteer(f, m, h->list, h->n_list, &cap);
    if (!s && (how & BY_EAR)) s = where_add_sounding(f, m, h->key, &cap);
    return s;
}

/* All that may be meant by the n tokens from i; nothing is added where that is nothing. */
static casus_status add_name(finder *f, uint32_t i, uint32_t n, unsigned how, const hit *h, uint32_t state)
{
    mention m = {.first = i, .n = n, .use = CASUS_PLACE_LITERAL, .sure = (how & BY_ADJECTIVE) != 0};
    m.key = where_name_key(f, &m);
    name_memo *k = name_slot(f, &m);
    if (!k) return CASUS_E_NOMEM;
    bool same = k->how == how && k->key == m.key && k->n == n;
    casus_status s = same ? where_take_known(f, &m, k) : make_senses(f, &m, how, h, state);
    if (s || !m.n_sense) return s;
    if (!same) *k = (name_memo){.key = m.key, .n = n, .how = how, .use = m.use, .sense = m.sense, .n_sense = m.n_sense};
    return where_add_mention(f, m);
}

/* All that may be meant by the name at token i; *n its tokens, 0: none. */
static casus_status at_token(finder *f, uint32_t i, uint32_t end, uint32_t *n)
{
    const tables *t = &f->t;
    uint32_t country = 0, own = 0, adjective = 0, state = 0;
    hit h;
    if (f->words->at[i] < f->words->at[i + 1]) {
        country = reach_of(f, i, t->countries);
        own = reach_of(f, i, t->places);
        adjective = most(most(reach_of(f, i, t->demonyms), reach_of(f, i, t->adjectives)), reach_of(f, i, t->seats));
    }
    h.list = NULL;
    h.n_list = h.n_token = 0;
    if (begins(f, i, end)) {
        bool ear = !country && !own && !adjective && may_be_heard(f, i);
        longest(f, i, end, ear && f->ear, &h);
        f->wished |= ear;
    }
    if (!h.list && (country || own || adjective)) h.n_token = 0;
    uint32_t literal = most(most(country, own), h.n_token);
    *n = most(literal, adjective);
    bool is_state = *n < 2 && !country && !own && !(*n && adjective >= literal) && is_short(&f->text->token[i]) && short_name(f, i, &state);
    if (!*n) *n = is_state;
    if (!*n) return CASUS_OK;
    if (adjective >= literal && country < adjective && own < adjective) return add_name(f, i, *n, BY_ADJECTIVE, &h, state);
    if (is_state) return add_name(f, i, *n, BY_STATE, &h, state);
    unsigned how = (country == *n ? BY_COUNTRY : 0) | (own == *n ? BY_OWN : 0);
    if (h.n_token == *n) how |= h.list ? BY_KEY : BY_EAR;
    return add_name(f, i, *n, how, &h, state);
}

/* Chain the mentions of the same words. */
static casus_status chain(finder *f)
{
    uint32_t n_slot = 16;
    while (n_slot < f->n * 2) n_slot *= 2;
    uint32_t *last = casus_arena_get(f->arena, n_slot, sizeof *last);
    if (!last) return CASUS_E_NOMEM;
    for (uint32_t i = 0; i < f->n; i++) {
        mention *m = &f->m[i];
        uint32_t at = m->key & (n_slot - 1);
        while (last[at] && f->m[last[at] - 1].key != m->key) at = (at + 1) & (n_slot - 1);
        m->head = last[at] ? f->m[last[at] - 1].head : i;
        if (last[at]) f->m[last[at] - 1].next = i + 1;
        last[at] = i + 1;
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- given names */

/* What the tokens [i, i + n) may mean as one name: a country, our own place, an adjective or seat, the short form of a state that
 * is exactly these words; then the gazetteer, at last by ear. */
static casus_status sense_of(finder *f, uint32_t i, uint32_t n, mention *m)
{
    const tables *t = &f->t;
    size_t cap = 0;
    uint32_t n_list = 0, state;
    run r;
    *m = (mention){.first = i, .n = n, .use = CASUS_PLACE_LITERAL};
    if (n == 1 && is_short(&f->text->token[i]) && short_name(f, i, &state)) return where_add_sense(f, m, where_own(f, state), &cap);
    casus_status s = add_lexicon(f, m, t->countries, from_countries, &cap);
    if (!s) s = add_lexicon(f, m, t->places, where_own, &cap);
    if (!s && !m->n_sense) s = adjective_of(f, m, &cap);
    if (s || m->use != CASUS_PLACE_LITERAL) return s;
    gather(f, i, i + n, true, &r);
    while (r.n_word && r.tokens[r.n_word - 1] != n) r.n_word--;
    const uint32_t *list = r.n_word ? exact(f, i, &r, r.n_word, &n_list) : NULL;
    if (list) return add_gazetteer(f, m, list, n_list, &cap);
    char key[GAZ_KEY];
    bool ear = f->ear && !m->n_sense && r.n_word && !f->stop[i] && by_ear(f, i, &r, r.n_word, key);
    return ear ? where_add_sounding(f, m, key, &cap) : CASUS_OK;
}

/* May this part speak for the whole of a given name? "Alberta" in "University of Alberta", not "South" or "Church". */
static bool speaks(const finder *f, const mention *m)
{
    const sense *s = m->n_sense ? &m->sense[0] : NULL;
    if (!s || s->rough) return false;
    if (s->from != IS_GAZ || m->use != CASUS_PLACE_LITERAL) return true;
    for (uint32_t k = m->first; k < m->first + m->n; k++)
        if (f->stop[k] || !is_big(&f->text->token[k])) return false;
    return s->prior >= 4.7f;
}

/* One given name: all its words, else the longest part of them that can speak for it. Without a sense if none does. */
static casus_status given_name(finder *f, uint32_t first, uint32_t n, mention *out)
{
    mention part;
    for (uint32_t len = n; len > 0; len--) {
        for (uint32_t i = first; i + len <= first + n; i++) {
            casus_status s = sense_of(f, i, len, &part);
            if (s) return s;
            if (len == n ? !part.n_sense : !speaks(f, &part)) continue;
            *out = part;
            out->part = len < n;
            return CASUS_OK;
        }
    }
    *out = (mention){.first = first, .n = n, .use = CASUS_PLACE_LITERAL};
    return CASUS_OK;
}

/* The tokens of a span. */
static uint32_t tokens_of(const casus_text *x, casus_span span, uint32_t from, uint32_t *n)
{
    while (from < x->n_token && casus_span_end(x->token[from].span) <= span.off) from++;
    *n = 0;
    while (from + *n < x->n_token && x->token[from + *n].span.off < casus_span_end(span)) ++*n;
    return from;
}

/* The names that were found stay for what they tell, unless a given one stands over them. */
static casus_status take_given(finder *f)
{
    mention *found = f->m;
    uint32_t n_found = f->n, at = 0, next = 0;
    f->m = NULL;
    f->n = 0;
    f->cap = 0;
    for (uint32_t g = 0; g < f->opts->n_given; g++) {
        mention m;
        uint32_t n;
        next = tokens_of(f->text, f->opts->given[g], next, &n);
        if (!n) continue;
        casus_status s = given_name(f, next, n, &m);
        for (; !s && at < n_found && found[at].first < next + n; at++) {
            if (found[at].first + found[at].n > next) continue;
            found[at].aside = true;
            s = where_add_mention(f, found[at]);
        }
        m.given = true;
        m.span = f->opts->given[g];
        m.key = where_name_key(f, &m);
        if (!s) s = where_add_mention(f, m);
        if (s) return s;
    }
    for (; at < n_found; at++) {
        found[at].aside = true;
        if (where_add_mention(f, found[at])) return CASUS_E_NOMEM;
    }
    return CASUS_OK;
}

/* Does a lexicon's word speak of a country whose names are written by ear? */
static bool speaks_of_ear(const finder *f)
{
    const tables *t = &f->t;
    const struct {
        int table, country;
    } kind[] = {{t->countries, t->iso2}, {t->demonyms, t->demonym_iso2}, {t->places, t->place_country}};
    for (uint32_t i = 0; i < f->words->n_match; i++) {
        const casus_match *x = &f->words->match[i];
        for (size_t k = 0; k < sizeof kind / sizeof *kind; k++) {
            if (x->table != kind[k].table) continue;
            casus_str c = casus_lexicon_cell(f->lex, x->table, x->row, kind[k].country);
            if (c.n == 2 && gaz_by_ear(c.p)) return true;
        }
    }
    return false;
}

/* ... or a name that was found? */
static bool lies_in_ear(const finder *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        if (f->m[i].n_sense && f->m[i].sense[0].country[0] && gaz_by_ear(f->m[i].sense[0].country)) return true;
    return false;
}

static casus_status scan_sentence(finder *f, const casus_sentence *x)
{
    uint32_t end = x->first + x->n, n;
    casus_status s = CASUS_OK;
    for (uint32_t i = x->first; !s && i < end; i += n ? n : 1) s = at_token(f, i, end, &n);
    return s;
}

/* What was found in a sentence, and is there a word in it that could be listened to? */
typedef struct {
    uint32_t end; /* of its mentions */
    bool wished;
} scanned;

static casus_status scan_text(finder *f, scanned *done)
{
    casus_status s = CASUS_OK;
    for (uint32_t k = 0; !s && k < f->text->n_sentence; k++) {
        f->wished = false;
        s = scan_sentence(f, &f->text->sentence[k]);
        done[k] = (scanned){f->n, f->wished};
    }
    return s;
}

/* Again, by ear; where nothing can be heard what was found stays. */
static casus_status scan_again(finder *f, const scanned *done)
{
    const mention *old = f->m;
    casus_status s = CASUS_OK;
    f->m = NULL;
    f->n = 0;
    f->cap = 0;
    for (uint32_t k = 0, at = 0; !s && k < f->text->n_sentence; k++) {
        if (done[k].wished) s = scan_sentence(f, &f->text->sentence[k]);
        for (; at < done[k].end; at++)
            if (!s && !done[k].wished) s = where_add_mention(f, old[at]);
    }
    return s;
}

/* Names are heard only where a report speaks of a country that is: the others cost less, and nothing would come of it. */
casus_status where_scan(finder *f)
{
    scanned *done = casus_arena_get(f->arena, f->text->n_sentence, sizeof *done);
    casus_status s = done ? mark_words(f) : CASUS_E_NOMEM;
    f->ear = speaks_of_ear(f);
    if (!s) s = scan_text(f, done);
    if (!s && !f->ear && lies_in_ear(f)) {
        f->ear = true;
        s = scan_again(f, done);
    }
    if (!s && f->ear) s = where_alike(f);
    if (!s && f->opts->n_given) s = take_given(f);
    return s ? s : chain(f);
}
