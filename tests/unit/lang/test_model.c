/* Opening models: a sound one, and all manner of unsound ones. */
#include "../check.h"
#include "lang/net.h"
#include "sample.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

static const sample_shape tiny = {32, 1, 16, 16, 4, 4, "the of a 0000 killed people", 1, true};
static const char text[] = "Police killed 3 people in Hilla on Friday. \"The army\", it said, was not there.";

/* Opens and parses, or is refused with a reason. */
static casus_status take(const char *p, size_t n)
{
    casus_model *m;
    casus_parser *parser = NULL;
    casus_err err = {0};
    casus_text t;
    casus_parse out;
    casus_status st = sample_open(p, n, &m, &err);
    if (st != CASUS_OK) {
        CHECK(!m && err.code == st && err.what);
        return st;
    }
    casus_arena *a = casus_arena_new(0);
    CHECK(casus_parser_new(m, &parser, NULL) == CASUS_OK);
    CHECK(casus_text_split(CASUS_STR(text), NULL, 0, a, &t, NULL) == CASUS_OK);
    CHECK(casus_parse_text(parser, &t, NULL, a, &out, NULL) == CASUS_OK);
    for (uint32_t i = 0; i < t.n_token; i++)
        CHECK(out.word[i].pos < CASUS_N_POS && out.word[i].tag < CASUS_N_TAG && out.word[i].rel < CASUS_N_REL &&
              (out.word[i].head < t.n_token || out.word[i].head == CASUS_HEAD_ROOT));
    casus_parser_free(parser);
    casus_model_close(m);
    casus_arena_free(a);
    return CASUS_OK;
}

static void sound(const char *p, size_t n)
{
    static const char *const known[] = {"the", "of", "a"}; /* as many as there are rows for */
    static uint32_t no_bucket[LANG_BUCKETS + 1];
    casus_model *m;
    CHECK(take(p, n) == CASUS_OK);
    CHECK(sample_open(p, n, &m, NULL) == CASUS_OK);
    CHECK(strncmp(casus_model_version(m), "sample", 6) == 0);
    uint32_t seen = 0;
    CHECK(m->words.n == 3);
    for (size_t k = 0; k < sizeof known / sizeof *known; k++) seen |= 1u << lang_find(&m->words, known[k], (uint32_t)strlen(known[k]));
    CHECK(seen == (1u << 1 | 1u << 2 | 1u << 3)); /* each its own place */
    CHECK(!lang_find(&m->words, "th", 2) && !lang_find(&m->words, "killed", 6) && !lang_find(&m->words, "", 0));
    CHECK(lang_find(&m->coded.words, "the", 3) && lang_find(&m->coded.words, "killed", 6) && !lang_find(&m->coded.words, "of", 2));
    CHECK(!lang_find(&(lang_marks){NULL, 0, no_bucket}, "the", 3));
    casus_model_close(m);
    casus_model_close(NULL);
    CHECK(casus_model_open("/there/is/none", &m, NULL) == CASUS_E_NOINPUT && !m);
    CHECK(casus_model_open("/", &m, NULL) == CASUS_E_NOINPUT && !m);
}

static void cut(const char *p, size_t n)
{
    char *copy = malloc(n);
    if (!CHECK(copy != NULL)) return;
    for (size_t k = 0; k < n; k += k < 4096 ? 61 : 997) {
        CHECK(take(p, k) == CASUS_E_INPUT);
        memcpy(copy, p, k);
        sample_mend(copy, k); /* as if it had been written so */
        CHECK(take(copy, k) == CASUS_E_INPUT);
    }
    free(copy);
}

/* One byte changed is seen. With a hash that fits the change it may still be a sound model; it must not be more than that. */
static void flipped(char *p, size_t n)
{
    size_t front = sizeof(lang_model_head) + ((const lang_model_head *)(const void *)p)->n_section * sizeof(lang_section);
    uint32_t refused = 0;
    for (size_t k = 0; k < n; k += k < front ? 1 : 97) {
        char old = p[k];
        for (unsigned way = 0; way < 3; way++) {
            p[k] = (char)(way == 0 ? old ^ 1 : way == 1 ? old ^ 0x80 : ~old);
            if (k >= sizeof(lang_model_head)) CHECK(take(p, n) == CASUS_E_INPUT);
            sample_mend(p, n);
            refused += take(p, n) != CASUS_OK;
        }
        p[k] = old;
        sample_mend(p, n);
    }
    CHECK(refused > 1000);
}

/* ---------------------------------------------------------------- numbers a model must not have */

static lang_section *section(char *p, uint32_t kind)
{
    lang_section *s = (lang_section *)(void *)(p + sizeof(lang_model_head));
    while (s->kind != kind) s++;
    return s;
}

static casus_status with_bytes(char *p, size_t n, size_t at, const void *put, size_t n_put)
{
    char old[16];
    memcpy(old, p + at, n_put);
    memcpy(p + at, put, n_put);
    sample_mend(p, n);
    casus_status st = take(p, n);
    memcpy(p + at, old, n_put);
    sample_mend(p, n);
    return st;
}

static void bad_numbers(char *p, size_t n)
{
    static const float bad[] = {NAN, INFINITY, -INFINITY, 1e30f, -1e30f};
    static const uint32_t of[] = {LANG_VECTOR_ROOT, LANG_VECTOR_NORM0, LANG_VECTOR_LEAN, LANG_VECTOR_FAR, LANG_VECTOR_LAYER};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        for (size_t k = 0; k < sizeof of / sizeof *of; k++)
            CHECK(with_bytes(p, n, section(p, of[k])->off + 8, &bad[i], sizeof *bad) == CASUS_E_INPUT);
        const lang_section *s = section(p, LANG_MATRIX_LAYER);
        CHECK(with_bytes(p, n, s->off + (size_t)s->rows * s->cols + 4, &bad[i], sizeof *bad) == CASUS_E_INPUT);
        s = section(p, LANG_TABLE + LANG_FEATURE_TAIL3);
        CHECK(with_bytes(p, n, s->off + (size_t)s->rows * s->cols, &bad[i], sizeof *bad) == CASUS_E_INPUT);
    }
    uint32_t high = UINT32_MAX, low = 0;
    CHECK(with_bytes(p, n, section(p, LANG_WORDS)->off, &high, sizeof high) == CASUS_E_INPUT); /* marks have to rise */
    CHECK(with_bytes(p, n, section(p, LANG_CODED)->off + 4, &low, sizeof low) == CASUS_E_INPUT);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK(with_bytes(p, n, section(p, LANG_PIECES)->off + 4, &bad[i], sizeof *bad) == CASUS_E_INPUT);
    const lang_section *starts = section(p, LANG_SIGN_STARTS), *signs = section(p, LANG_SIGN_WEIGHTS);
    uint8_t tag = 1 + 4 * CASUS_N_NAME + 1 + 4 * 3;
    CHECK(with_bytes(p, n, starts->off + 4, &high, sizeof high) == CASUS_E_INPUT); /* buckets have to rise */
    CHECK(with_bytes(p, n, starts->off + starts->bytes - 4, &low, sizeof low) == CASUS_E_INPUT);
    CHECK(with_bytes(p, n, signs->off + offsetof(lang_sign, tag), &tag, sizeof tag) == CASUS_E_INPUT);
    tag--;
    CHECK(with_bytes(p, n, signs->off + offsetof(lang_sign, tag), &tag, sizeof tag) == CASUS_OK);
    CHECK(with_bytes(p, n, (size_t)((const char *)&starts->kind - p), &high, sizeof high) == CASUS_E_INPUT); /* weights without buckets */
    CHECK(with_bytes(p, n, section(p, LANG_TEXT_LABELS)->off, "Y", 1) == CASUS_E_INPUT);
    CHECK(take(p, n) == CASUS_OK);
}

/* Odd but allowed shapes: the largest arc vectors over the smallest net, and so on. */
static void odd_shapes(void)
{
    static const sample_shape shape[] = {{32, 1, 256, 16, 1, 1, "a", 2, false}, {32, 1, 16, 256, 1, 1, "a b", 3, true}, {1024, 1, 16, 16, 1, 1, "a", 4, false},
                                         {32, 8, 16, 16, 2, 3, "a", 5, true},  {64, 2, 48, 112, 64, 7, "z", 6, false},   {32, 1, 16, 16, 1, 512, "a", 7, true}};
    for (size_t i = 0; i < sizeof shape / sizeof *shape; i++) {
        size_t n = 0;
        char *p = sample_model(&shape[i], &n);
        if (CHECK(p != NULL)) CHECK(take(p, n) == CASUS_OK);
        free(p);
    }
}

static void no_memory(const char *p, size_t n)
{
    for (uint64_t k = 1;; k++) {
        casus_model *m;
        casus_parser *parser = NULL;
        casus_alloc_fail_after(k);
        casus_status st = sample_open(p, n, &m, NULL);
        if (st == CASUS_OK) st = casus_parser_new(m, &parser, NULL);
        casus_alloc_fail_after(0);
        casus_parser_free(parser);
        casus_model_close(m);
        if (st == CASUS_OK) break;
        CHECK(st == CASUS_E_NOMEM && !parser && k < 1000);
    }
}

/* The built-in model is not looked through on opening: here it is. */
static void built_in(void)
{
    casus_model *m;
    casus_err err = {0};
    casus_status st = casus_model_open(NULL, &m, &err);
    CHECK(st == CASUS_OK || st == CASUS_E_NOTFOUND);
    if (st != CASUS_OK) return;
    CHECK(take((const char *)m->head, m->head->size) == CASUS_OK);
    casus_model_close(m);
}

int main(void)
{
    size_t n = 0;
    char *p = sample_model(&tiny, &n);
    if (!CHECK(p != NULL)) return check_end();
    sound(p, n);
    cut(p, n);
    flipped(p, n);
    bad_numbers(p, n);
    odd_shapes();
    no_memory(p, n);
    built_in();
    free(p);
    return check_end();
}
