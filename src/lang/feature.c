/* Features of one word: see feature.h. Costs a few hash calls; results are kept by word in encode.c. */
#include "feature.h"

#include <string.h>

/* What is typed for plain signs. */
static const struct {
    uint32_t cp;
    const char *plain;
} sign[] = {
    {0x60, "'"},    {0xb4, "'"},    {0x2018, "'"}, {0x2019, "'"},   {0x201b, "'"}, {0x2032, "'"}, {0x2bc, "'"},  {0x201c, "\""},
    {0x201d, "\""}, {0x201e, "\""}, {0xab, "\""},  {0xbb, "\""},    {0x2010, "-"}, {0x2011, "-"}, {0x2012, "-"}, {0x2013, "-"},
    {0x2014, "--"}, {0x2015, "--"}, {0x2212, "-"}, {0x2026, "..."}, {0x2022, "*"}, {0xb7, "*"},
};

typedef struct {
    char *p;
    size_t n;
} sink; /* at least as long as the word and some more */

static const char *plain_sign(uint32_t cp)
{
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++)
        if (sign[i].cp == cp) return sign[i].plain;
    return NULL;
}

/* One character that is not ASCII: a plain sign, a letter without its marks, or itself. */
static casus_status put_beyond(sink *s, const char *p, unsigned len, uint32_t cp, casus_arena *scratch)
{
    const char *z = plain_sign(cp);
    casus_str put = z ? casus_str_of(z) : (casus_str){p, len};
    if (!z) {
        casus_str folded;
        casus_status st = casus_fold(scratch, put, &folded);
        if (st != CASUS_OK) return st;
        if (folded.n) put = folded;
    }
    memcpy(s->p + s->n, put.p, put.n);
    s->n += put.n;
    return CASUS_OK;
}

static void put_shape(char kind, char *shape, uint32_t *n)
{
    if (*n + 1 >= LANG_KEY || (*n > 1 && shape[*n - 1] == kind && shape[*n - 2] == kind)) return;
    shape[(*n)++] = kind;
}

static char kind_of(char c)
{
    if (c >= 'A' && c <= 'Z') return 'X';
    if (c >= 'a' && c <= 'z') return 'x';
    if (c >= '0' && c <= '9') return 'd';
    return c == '`' ? '\'' : c;
}

/* Key and shape of an ASCII word in one go. */
static void read_ascii(casus_str w, lang_form *f, char *shape, uint32_t *n_shape)
{
    size_t half = LANG_KEY / 2;
    for (size_t i = 0; i < w.n; i++) {
        char c = w.p[i], k = kind_of(c);
        put_shape(k, shape, n_shape);
        if (w.n > LANG_KEY && i >= half && i < w.n - half) continue;
        f->key[f->n++] = k == 'X' ? (char)(c + 32) : c == '`' ? '\'' : c;
    }
}

static casus_status read_unicode(casus_str w, casus_arena *scratch, lang_form *f, char *shape, uint32_t *n_shape)
{
    enum { MAX = 1024 };
    if (w.n > MAX) w.n = MAX;
    char long_key[MAX * 6 + 64];
    sink s = {long_key, 0};
    const char *end = w.p + w.n;
    for (const char *p = w.p; p < end && s.n < sizeof long_key - 64;) {
        uint32_t cp;
        unsigned len = casus_utf8_next(p, end, &cp);
        size_t from = s.n;
        if (len == 1) {
            char k = kind_of(*p);
            s.p[s.n++] = k == 'X' ? (char)(*p + 32) : *p == '`' ? '\'' : *p;
            put_shape(k, shape, n_shape);
        } else {
            casus_status st = put_beyond(&s, p, len, cp, scratch);
            if (st != CASUS_OK) return st;
            bool same = s.n - from == len && memcmp(s.p + from, p, len) == 0;
            char first = s.n > from ? s.p[from] : '?', k = kind_of(first);
            put_shape(k == 'x' && !same && cp < 0x250 && cp >= 0xc0 && cp <= 0xde ? 'X' : k, shape, n_shape);
        }
        p += len;
    }
    size_t half = LANG_KEY / 2;
    for (size_t i = 0; i < s.n; i++)
        if (s.n <= LANG_KEY || i < half || i >= s.n - half) f->key[f->n++] = s.p[i];
    return CASUS_OK;
}

static bool is_ascii(casus_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if ((unsigned char)w.p[i] >= 0x80) return false;
    return true;
}

static void take_grams(lang_form *f)
{
    char marked[LANG_KEY + 2];
    uint32_t n = 0;
    marked[n++] = '\1';
    memcpy(marked + n, f->plain, f->n);
    n += f->n;
    marked[n++] = '\2';
    f->n_gram = 0;
    if (n <= 4) f->gram[f->n_gram++] = casus_hash((casus_str){marked, n}, LANG_FEATURE_GRAMS);
    for (uint32_t i = 0; i + 4 <= n && n > 4 && f->n_gram < LANG_GRAMS; i++)
        f->gram[f->n_gram++] = casus_hash((casus_str){marked + i, 4}, LANG_FEATURE_GRAMS);
}

static uint64_t end_hash(const lang_form *f, uint32_t n, lang_feature k)
{
    uint32_t cut = f->n < n ? f->n : n;
    return casus_hash((casus_str){k == LANG_FEATURE_PREFIX ? f->plain : f->plain + f->n - cut, cut}, k);
}

casus_status lang_form_of(casus_str word, casus_arena *scratch, lang_form *f)
{
    char shape[LANG_KEY];
    uint32_t n_shape = 0;
    f->n = 0;
    if (is_ascii(word)) {
        read_ascii(word, f, shape, &n_shape);
    } else {
        casus_status st = read_unicode(word, scratch, f, shape, &n_shape);
        if (st != CASUS_OK) return st;
    }
    f->digits = false;
    for (uint32_t i = 0; i < f->n; i++) {
        bool digit = f->key[i] >= '0' && f->key[i] <= '9';
        f->plain[i] = digit ? '0' : f->key[i];
        f->digits |= digit;
    }
    memset(f->hash, 0, sizeof f->hash);
    f->hash[LANG_FEATURE_PREFIX] = end_hash(f, 3, LANG_FEATURE_PREFIX);
    f->hash[LANG_FEATURE_TAIL2] = end_hash(f, 2, LANG_FEATURE_TAIL2);
    f->hash[LANG_FEATURE_TAIL3] = end_hash(f, 3, LANG_FEATURE_TAIL3);
    f->hash[LANG_FEATURE_TAIL4] = end_hash(f, 4, LANG_FEATURE_TAIL4);
    f->hash[LANG_FEATURE_SHAPE] = casus_hash((casus_str){shape, n_shape}, LANG_FEATURE_SHAPE);
    take_grams(f);
    return CASUS_OK;
}
