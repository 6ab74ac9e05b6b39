/* Traces: what linking keeps of one incident as one report tells it. Made from values and words alone, never from what a ledger
 * holds already, so that the same telling has the same trace in every order of adding.
 *
 * Names are kept as hashes of their consonants: "Maarrat al-Numan", "Ma'arat an-Nu'man" and "Maaret Numan" are one. Cost: made once
 * for each incident of a report; MinHash takes the most of it, 64 multiplications a word.
 */
#include <casus/incident.h>

#include <string.h>

enum { MOST_WORDS = 1000, SHINGLE = 4, FEWEST = 12 }; /* words: of a report that are looked at, in a run, of a text worth comparing */

/* ---------------------------------------------------------------- names */

static uint32_t short_hash(casus_str s, uint64_t seed)
{
    uint32_t h = (uint32_t)casus_hash(s, seed);
    return h ? h : 1;
}

/* Articles that are written in many ways or left out. */
static bool is_article(const char *p, size_t n)
{
    static const char *const word[] = {"al", "el", "an", "ar", "as", "ash", "at", "ad", "az", "the", "of", "ul", "er", "es", "ed"};
    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if (strlen(word[i]) == n && memcmp(p, word[i], n) == 0) return true;
    return false;
}

/* Letters and pairs of letters between which transliterations of one sound vary. */
static const struct {
    char from[3], to;
} sound[] = {
    {"kh", 'k'}, {"gh", 'g'}, {"dh", 'd'}, {"th", 't'}, {"ph", 'f'}, {"sh", 's'}, {"ch", 's'}, {"ck", 'k'}, {"zh", 'j'}, {"dj", 'j'},
    {"q", 'k'},  {"c", 'k'},  {"z", 's'},  {"v", 'f'},  {"w", 0},    {"y", 0},    {"a", 0},    {"e", 0},    {"i", 0},    {"o", 0},
    {"u", 0},    {"h", 0},
};

/* The consonants of one word, each run of the same once. The first vowel stays, as a sign that there is one. */
static size_t skeleton_word(const char *p, size_t n, char *out, size_t cap)
{
    size_t at = 0;
    for (size_t i = 0; i < n && at + 1 < cap;) {
        char c = p[i];
        size_t used = 1;
        for (size_t k = 0; k < sizeof sound / sizeof *sound; k++) {
            size_t len = strlen(sound[k].from);
            if (len > n - i || memcmp(p + i, sound[k].from, len) != 0) continue;
            c = sound[k].to;
            used = len;
            break;
        }
        if (!c && i == 0) c = 'a';
        i += used;
        if (c && !(at && out[at - 1] == c)) out[at++] = c;
    }
    return at;
}

/* 0 when the name has nothing to be known by. */
static uint32_t name_hash(casus_str name, casus_arena *a)
{
    casus_str folded;
    char bone[128];
    size_t n = 0, words = 0;
    if (casus_fold(a, name, &folded) != CASUS_OK) return 0;
    for (size_t i = 0; i < folded.n && n + 16 < sizeof bone;) {
        size_t end = i;
        while (end < folded.n && ((folded.p[end] >= 'a' && folded.p[end] <= 'z') || (folded.p[end] >= '0' && folded.p[end] <= '9') ||
                                  (unsigned char)folded.p[end] >= 0x80))
            end++;
        if (end > i && !(is_article(folded.p + i, end - i) && end < folded.n)) {
            n += skeleton_word(folded.p + i, end - i, bone + n, sizeof bone - n);
            words++;
        }
        i = end > i ? end : i + 1;
    }
    return words && n ? short_hash((casus_str){bone, n}, 17) : 0;
}

static casus_precision precision_of(casus_str name)
{
    for (int p = CASUS_PREC_POINT; p <= CASUS_PREC_COUNTRY; p++)
        if (casus_str_is(name, casus_precision_name((casus_precision)p))) return (casus_precision)p;
    return CASUS_PREC_UNKNOWN;
}

void casus_trace_add_place(casus_trace *t, const casus_trace_place *p, casus_arena *a)
{
    enum { MOST = sizeof t->place / sizeof *t->place };
    if (t->n_place >= MOST) return;
    t->place[t->n_place].point = p->point;
    t->place[t->n_place].lat = p->point ? (int32_t)(p->lat * 10000 + (p->lat < 0 ? -0.5 : 0.5)) : 0;
    t->place[t->n_place].lon = p->point ? (int32_t)(p->lon * 10000 + (p->lon < 0 ? -0.5 : 0.5)) : 0;
    t->place[t->n_place].precision = precision_of(p->precision);
    t->place[t->n_place].name = name_hash(p->name, a);
    t->place[t->n_place].country = p->country.n ? short_hash(p->country, 3) : 0;
    t->place[t->n_place].admin = p->admin1.n ? name_hash(p->admin1, a) : 0;
    t->n_place++;
}

void casus_trace_add_actor(casus_trace *t, const casus_trace_actor *p, casus_arena *a)
{
    enum { MOST = sizeof t->actor / sizeof *t->actor };
    if (t->n_actor >= MOST || !p->name.n) return;
    t->actor[t->n_actor].name = name_hash(p->name, a);
    t->actor[t->n_actor].role = p->role;
    t->actor[t->n_actor].person = p->person;
    t->actor[t->n_actor].named = !(p->name.p[0] >= 'a' && p->name.p[0] <= 'z');
    t->n_actor++;
}

/* "a crowded vegetable market" and "markets" are one. */
void casus_trace_add_target(casus_trace *t, casus_str target, casus_arena *a)
{
    enum { MOST = sizeof t->target / sizeof *t->target };
    casus_str folded;
    if (t->n_target >= MOST || casus_fold(a, target, &folded) != CASUS_OK) return;
    size_t end = folded.n;
    while (end && !(folded.p[end - 1] >= 'a' && folded.p[end - 1] <= 'z')) end--;
    size_t from = end;
    while (from && folded.p[from - 1] >= 'a' && folded.p[from - 1] <= 'z') from--;
    if (end - from > 3 && folded.p[end - 1] == 's' && folded.p[end - 2] != 's') end--;
    if (end - from < 3) return;
    uint32_t h = short_hash((casus_str){folded.p + from, end - from}, 31);
    for (uint32_t i = 0; i < t->n_target; i++)
        if (t->target[i] == h) return;
    t->target[t->n_target++] = h;
}

/* ---------------------------------------------------------------- words */

static bool is_word_byte(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80;
}

static size_t word_end(casus_str s, size_t at)
{
    while (at < s.n && is_word_byte((unsigned char)s.p[at])) at++;
    return at;
}

/* Days and months are in the date already. */
static bool is_calendar(const char *p, size_t n)
{
    static const char list[] = " Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
                               "September October November December ";
    char word[16];
    if (n + 3 > sizeof word) return false;
    word[0] = ' ';
    memcpy(word + 1, p, n);
    word[n + 1] = ' ';
    word[n + 2] = '\0';
    return strstr(list, word) != NULL;
}

static void keep_word(casus_trace *t, uint32_t h)
{
    enum { MOST = sizeof t->word / sizeof *t->word };
    uint32_t i = 0;
    while (i < t->n_word && t->word[i] < h) i++;
    if ((i < t->n_word && t->word[i] == h) || i >= MOST) return; /* the least hashes stay, whatever came first */
    uint32_t n = t->n_word < MOST ? t->n_word++ : MOST - 1u;
    memmove(&t->word[i + 1], &t->word[i], (n - i) * sizeof *t->word);
    t->word[i] = h;
}

/* A word that few reports share: a name inside a sentence, or a number of two digits and more, but no year. */
static bool is_rare(casus_str s, size_t at, size_t end, bool first)
{
    unsigned char c = (unsigned char)s.p[at];
    size_t n = end - at;
    if (c >= '0' && c <= '9') return n >= 2 && n != 4;
    return c >= 'A' && c <= 'Z' && !first && n >= 3 && !is_calendar(s.p + at, n);
}

static bool is_count(const casus_trace *t, casus_str word)
{
    int64_t v = 0;
    for (size_t i = 0; i < word.n; i++) {
        if (word.p[i] < '0' || word.p[i] > '9' || v > 100000000) return false;
        v = v * 10 + (word.p[i] - '0');
    }
    const casus_tally *both[] = {&t->killed, &t->injured};
    for (int i = 0; i < 2; i++)
        if (both[i]->set && (both[i]->low == v || both[i]->high == v)) return true;
    return false;
}

void casus_trace_add_words(casus_trace *t, casus_str s)
{
    bool first = true;
    for (size_t at = 0; at < s.n;) {
        size_t end = word_end(s, at);
        if (end == at) {
            if (strchr(".!?:\"\n", s.p[at]) && s.p[at]) first = true;
            at++;
            continue;
        }
        casus_str word = {s.p + at, end - at};
        if (is_rare(s, at, end, first) && !is_count(t, word)) keep_word(t, short_hash(word, 29));
        first = false;
        at = end;
    }
}

/* ---------------------------------------------------------------- MinHash */

/* Broder 1997; one byte of each minimum (Li and Konig 2010). Runs of four words, lower case, marks dropped. */
static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    x = (x ^ (x >> 32)) * 0xd6e8feb86659fd93u;
    return x ^ (x >> 32);
}

static uint32_t word_hashes(casus_str s, uint64_t hash[MOST_WORDS])
{
    uint32_t n = 0;
    for (size_t at = 0; at < s.n && n < MOST_WORDS;) {
        size_t end = word_end(s, at);
        if (end > at) {
            uint64_t h = 1469598103934665603u;
            for (size_t i = at; i < end; i++) {
                unsigned char c = (unsigned char)s.p[i];
                h = (h ^ (c >= 'A' && c <= 'Z' ? c + 32u : c)) * 1099511628211u;
            }
            hash[n++] = h;
        }
        at = end > at ? end : at + 1;
    }
    return n;
}

static void least_of(const uint64_t *word, uint32_t n, uint32_t least[64])
{
    memset(least, 0xff, 64 * sizeof *least);
    for (uint32_t i = 0; i + SHINGLE <= n; i++) {
        uint64_t run = mixed(word[i] + 3 * word[i + 1] + 5 * word[i + 2] + 7 * word[i + 3]);
        uint32_t low = (uint32_t)run, high = (uint32_t)(run >> 32) | 1;
        for (uint32_t k = 0; k < 64; k++) { /* one pair of hashes gives all (Kirsch and Mitzenmacher), stirred so that low bits move */
            uint32_t h = (low + k * high) * 2654435761u;
            h ^= h >> 15;
            least[k] = h < least[k] ? h : least[k];
        }
    }
}

bool casus_text_sketch(casus_str body, casus_arena *a, uint8_t sketch[64], uint64_t band[CASUS_N_BAND])
{
    uint32_t least[64];
    uint64_t *word = casus_arena_get(a, MOST_WORDS, sizeof *word);
    uint32_t n = word ? word_hashes(body, word) : 0;
    if (n < FEWEST) return false;
    least_of(word, n, least);
    for (int k = 0; k < 64; k++) sketch[k] = (uint8_t)(least[k] >> 7);
    for (uint32_t b = 0; b < CASUS_N_BAND; b++)
        band[b] = mixed(((uint64_t)least[3 * b] << 32 | least[3 * b + 1]) ^ mixed(least[3 * b + 2] + ((uint64_t)b << 40)));
    return true;
}

double casus_sketch_alike(const uint8_t a[64], const uint8_t b[64])
{
    int same = 0;
    for (int k = 0; k < 64; k++) same += a[k] == b[k];
    double share = (same / 64.0 - 1 / 256.0) / (1 - 1 / 256.0);
    return share < 0 ? 0 : share;
}

/* ---------------------------------------------------------------- as bytes */

typedef struct {
    uint8_t *to;
    const uint8_t *from, *end;
    bool bad;
} bytes;

static void move(bytes *b, uint32_t *v, int size)
{
    if (b->to) {
        for (int i = 0; i < size; i++) *b->to++ = (uint8_t)(*v >> (8 * i));
        return;
    }
    *v = 0;
    if (b->end - b->from < size) {
        b->bad = true;
        return;
    }
    for (int i = 0; i < size; i++) *v |= (uint32_t)*b->from++ << (8 * i);
}

/* Moves a value that may not exceed most. */
static uint32_t small(bytes *b, uint32_t v, uint32_t most)
{
    move(b, &v, 1);
    if (v > most) b->bad = true;
    return b->bad ? 0 : v;
}

static int32_t number(bytes *b, int32_t v)
{
    uint32_t u = (uint32_t)v;
    move(b, &u, 4);
    return (int32_t)u;
}

static uint32_t hash_of(bytes *b, uint32_t v)
{
    move(b, &v, 4);
    return v;
}

static void tally(bytes *b, casus_tally *t)
{
    t->set = small(b, t->set, 1);
    if (!t->set) return;
    t->low = number(b, t->low);
    t->high = number(b, t->high);
    t->q = (casus_quality)small(b, t->q, CASUS_Q_VAGUE);
}

/* Both ways: one list of the fields, so that writing and reading cannot differ. */
static void all(bytes *b, casus_trace *t)
{
    uint32_t form = small(b, 2, 2); /* 1: without targets */
    t->type = (casus_type)small(b, t->type, CASUS_N_TYPE - 1);
    t->status = (casus_claim_status)small(b, t->status, CASUS_HYPOTHETICAL);
    t->recall = small(b, t->recall, 1);
    t->basis = (casus_basis)small(b, t->basis, CASUS_BASIS_STATED);
    t->victims = (casus_victims)small(b, t->victims, CASUS_V_MIXED);
    t->from = number(b, t->from);
    t->to = number(b, t->to);
    t->ref = number(b, t->ref);
    t->n_place = small(b, t->n_place, 4);
    for (uint32_t i = 0; i < t->n_place; i++) {
        t->place[i].point = small(b, t->place[i].point, 1);
        t->place[i].precision = (casus_precision)small(b, t->place[i].precision, CASUS_PREC_COUNTRY);
        t->place[i].lat = number(b, t->place[i].lat);
        t->place[i].lon = number(b, t->place[i].lon);
        t->place[i].name = hash_of(b, t->place[i].name);
        t->place[i].country = hash_of(b, t->place[i].country);
        t->place[i].admin = hash_of(b, t->place[i].admin);
    }
    t->n_actor = small(b, t->n_actor, 8);
    for (uint32_t i = 0; i < t->n_actor; i++) {
        t->actor[i].name = hash_of(b, t->actor[i].name);
        t->actor[i].role = (casus_role)small(b, t->actor[i].role, CASUS_PARTY);
        t->actor[i].person = small(b, t->actor[i].person, 1);
        t->actor[i].named = small(b, t->actor[i].named, 1);
    }
    tally(b, &t->killed);
    tally(b, &t->injured);
    t->n_word = small(b, t->n_word, 16);
    for (uint32_t i = 0; i < t->n_word; i++) t->word[i] = hash_of(b, t->word[i]);
    t->has_text = small(b, t->has_text, 1);
    for (int i = 0; t->has_text && i < 64; i++) t->text[i] = (uint8_t)small(b, t->text[i], 255);
    t->n_target = form > 1 ? small(b, t->n_target, 4) : 0;
    for (uint32_t i = 0; i < t->n_target; i++) t->target[i] = hash_of(b, t->target[i]);
}

size_t casus_trace_write(const casus_trace *t, uint8_t out[CASUS_TRACE_MAX])
{
    casus_trace copy = *t;
    bytes b = {.to = out};
    all(&b, &copy);
    return (size_t)(b.to - out);
}

casus_status casus_trace_read(const uint8_t *p, size_t n, casus_trace *t)
{
    bytes b = {.from = p, .end = p + n};
    memset(t, 0, sizeof *t);
    all(&b, t);
    if (!b.bad && b.from == b.end) return CASUS_OK;
    memset(t, 0, sizeof *t);
    return CASUS_E_INPUT;
}
