/* See reference.h. Memory is not checked: a test that runs out may end. */
#include "reference.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const lang_model_head *head_of(const reference *r) { return (const lang_model_head *)(const void *)r->p; }

static const lang_section *section(const reference *r, uint32_t kind)
{
    const lang_section *s = (const lang_section *)(const void *)(head_of(r) + 1);
    while (s->kind != kind) s++;
    return s;
}

static const float *vector(const reference *r, uint32_t kind) { return (const float *)(const void *)(r->p + section(r, kind)->off); }

/* ---------------------------------------------------------------- matrices and tables */

static double weight(const reference *r, const lang_section *s, uint32_t row, uint32_t col)
{
    uint32_t R = (s->rows + 15) / 16 * 16, Q = (s->cols + 3) / 4;
    const int8_t *w = (const int8_t *)(r->p + s->off);
    const float *scale = (const float *)(const void *)(w + (size_t)R * Q * 4);
    return (double)w[((size_t)(row / 16) * Q + col / 4) * 64 + row % 16 * 4 + col % 4] * (double)scale[row];
}

static double bias(const reference *r, const lang_section *s, uint32_t row)
{
    uint32_t R = (s->rows + 15) / 16 * 16, Q = (s->cols + 3) / 4;
    return (double)((const float *)(const void *)(r->p + s->off + (size_t)R * Q * 4))[R + row];
}

static void multiply(const reference *r, uint32_t kind, const double *x, double *y)
{
    const lang_section *s = section(r, kind);
    double top = 0, *in = malloc(s->cols * sizeof *in);
    for (uint32_t c = 0; c < s->cols; c++) top = fmax(top, fabs(x[c]));
    for (uint32_t c = 0; c < s->cols; c++) in[c] = r->steps && top > 0 ? floor(x[c] * 127 / top + 0.5) * top / 127 : x[c];
    for (uint32_t o = 0; o < s->rows; o++) {
        y[o] = bias(r, s, o);
        for (uint32_t c = 0; c < s->cols; c++) y[o] += weight(r, s, o, c) * in[c];
    }
    free(in);
}

static double cell(const reference *r, uint32_t feature, uint64_t row, uint32_t col)
{
    const lang_section *s = section(r, LANG_TABLE + feature);
    const int8_t *w = (const int8_t *)(r->p + s->off);
    const float *scale = (const float *)(const void *)(w + ((size_t)s->rows * s->cols + 3) / 4 * 4);
    return (double)w[row * s->cols + col] * (double)scale[row];
}

/* ---------------------------------------------------------------- words */

/* Place among the marks of a section, from 1; 0: unknown. */
static uint32_t known(const reference *r, uint32_t kind, const char *key, uint32_t n)
{
    const lang_section *s = section(r, kind);
    const uint32_t *mark = (const uint32_t *)(const void *)(r->p + s->off);
    for (uint32_t i = 0; i < s->rows; i++)
        if (mark[i] == (uint32_t)(casus_hash((casus_str){key, n}, 0) >> 32)) return i + 1;
    return 0;
}

static uint64_t row_of(const reference *r, const lang_form *f, uint32_t feature)
{
    if (feature == LANG_FEATURE_WORD) return known(r, LANG_WORDS, f->plain, f->n);
    return f->hash[feature] % section(r, LANG_TABLE + feature)->rows;
}

static uint32_t put_vector(const reference *r, const lang_form *f, double *x)
{
    const lang_section *codes = section(r, LANG_CODES), *pieces = section(r, LANG_PIECES);
    uint32_t at = known(r, LANG_CODED, f->key, f->n), n = codes->cols * pieces->cols;
    if (!at) at = known(r, LANG_CODED, f->plain, f->n);
    for (uint32_t c = 0; c < n; c++) {
        uint32_t part = c / pieces->cols, choice = at ? (uint8_t)r->p[codes->off + (at - 1) * codes->cols + part] : 0;
        x[c] = at ? (double)vector(r, LANG_PIECES)[(part * 256 + choice) * pieces->cols + c % pieces->cols] : 0;
    }
    return n;
}

static uint32_t put_features(const reference *r, casus_str word, double *x)
{
    casus_arena *a = casus_arena_new(0);
    lang_form f;
    uint32_t m = 0;
    lang_form_of(word, a, &f);
    for (uint32_t k = 0; k < LANG_FEATURES; k++) {
        if (k == LANG_FEATURE_VECTOR) {
            m += put_vector(r, &f, x + m);
            continue;
        }
        const lang_section *s = section(r, LANG_TABLE + k);
        for (uint32_t c = 0; c < s->cols; c++, m++) {
            x[m] = 0;
            for (uint32_t g = 0; g < f.n_gram && k == LANG_FEATURE_GRAMS; g++) x[m] += cell(r, k, f.gram[g] % s->rows, c) / f.n_gram;
            if (k != LANG_FEATURE_GRAMS) x[m] = cell(r, k, row_of(r, &f, k), c);
        }
    }
    casus_arena_free(a);
    return m;
}

static void norm(double *x, uint32_t n, const float *gain, const float *shift)
{
    double mean = 0, variance = 0;
    for (uint32_t k = 0; k < n; k++) mean += x[k] / n;
    for (uint32_t k = 0; k < n; k++) variance += (x[k] - mean) * (x[k] - mean) / n;
    for (uint32_t k = 0; k < n; k++) x[k] = (x[k] - mean) / sqrt(variance + 1e-5) * (double)gain[k] + (double)shift[k];
}

static void embed(const reference *r, casus_str word, double *x)
{
    uint32_t D = head_of(r)->width;
    double *in = malloc(LANG_FEATURES * 512 * sizeof *in), *wide = malloc(2 * D * sizeof *wide);
    put_features(r, word, in);
    multiply(r, LANG_MATRIX_MIX, in, wide);
    for (uint32_t k = 0; k < D; k++) x[k] = fmax(wide[2 * k], wide[2 * k + 1]);
    norm(x, D, vector(r, LANG_VECTOR_NORM0), vector(r, LANG_VECTOR_NORM0) + D);
    free(in);
    free(wide);
}

/* ---------------------------------------------------------------- layers */

static double sigmoid(double x) { return 1 / (1 + exp(-x)); }

static void layer(const reference *r, uint32_t l, double *x, uint32_t positions)
{
    uint32_t D = head_of(r)->width, H = D / 2;
    const float *v = vector(r, LANG_VECTOR_LAYER + l);
    double *u = malloc((size_t)positions * 3 * D * sizeof *u), *y = malloc((size_t)positions * D * sizeof *y);
    for (uint32_t t = 0; t < positions; t++) multiply(r, LANG_MATRIX_LAYER + l, x + (size_t)t * D, u + (size_t)t * 3 * D);
    for (uint32_t way = 0; way < 2; way++)
        for (uint32_t k = 0; k < H; k++) {
            double c = 0;
            for (uint32_t i = 0; i < positions; i++) {
                size_t t = way ? positions - 1 - i : i;
                const double *at = u + t * 3 * D + way * 3 * H;
                double f = sigmoid(at[H + k] + (double)v[way * H + k] * c), g = sigmoid(at[2 * H + k] + (double)v[D + way * H + k] * c);
                c = f * c + (1 - f) * at[k];
                y[t * D + way * H + k] = g * c + (1 - g) * x[t * D + way * H + k];
            }
        }
    for (uint32_t t = 0; t < positions; t++) norm(y + (size_t)t * D, D, v + 2 * D, v + 3 * D);
    memcpy(x, y, (size_t)positions * D * sizeof *x);
    free(u);
    free(y);
}

/* ---------------------------------------------------------------- heads */

uint32_t reference_outputs(const reference *r) { return section(r, LANG_MATRIX_HEADS)->rows; }

double *reference_heads(const reference *r, const casus_str *word, uint32_t n)
{
    const lang_model_head *h = head_of(r);
    uint32_t D = h->width, outputs = reference_outputs(r), floor_at = outputs - 2 * h->arc - 2 * h->label;
    double *x = malloc((size_t)(n + 1) * D * sizeof *x), *out = malloc((size_t)(n + 1) * outputs * sizeof *out);
    for (uint32_t k = 0; k < D; k++) x[k] = (double)vector(r, LANG_VECTOR_ROOT)[k];
    for (uint32_t t = 1; t <= n; t++) embed(r, word[t - 1], x + (size_t)t * D);
    for (uint32_t l = 0; l < h->layers; l++) layer(r, l, x, n + 1);
    for (uint32_t t = 0; t <= n; t++) {
        double *o = out + (size_t)t * outputs;
        multiply(r, LANG_MATRIX_HEADS, x + (size_t)t * D, o);
        for (uint32_t k = floor_at; k < outputs; k++) o[k] = fmax(o[k], 0);
    }
    free(x);
    return out;
}

double *reference_arcs(const reference *r, const double *out, uint32_t n)
{
    const lang_model_head *head = head_of(r);
    uint32_t A = head->arc, outputs = reference_outputs(r), at = outputs - 2 * A - 2 * head->label;
    double *score = calloc((size_t)(n + 1) * (n + 1), sizeof *score), *turned = malloc(A * sizeof *turned);
    for (uint32_t d = 1; d <= n; d++) {
        multiply(r, LANG_MATRIX_TURN, out + (size_t)d * outputs + at, turned);
        for (uint32_t h = 0; h <= n; h++) {
            double *s = &score[(size_t)d * (n + 1) + h];
            const double *k = out + (size_t)h * outputs + at + A;
            if (h == d) continue;
            *s = (double)vector(r, LANG_VECTOR_FAR)[lang_far(d, h)];
            for (uint32_t a = 0; a < A; a++) *s += turned[a] * k[a] + (double)vector(r, LANG_VECTOR_LEAN)[a] * k[a];
        }
    }
    free(turned);
    return score;
}

void reference_labels(const reference *r, const double *out, uint32_t d, uint32_t h, double *score)
{
    uint32_t B = head_of(r)->label, outputs = reference_outputs(r);
    const double *u = out + (size_t)d * outputs + outputs - 2 * B, *v = out + (size_t)h * outputs + outputs - B;
    double *z = malloc(3 * B * sizeof *z);
    for (uint32_t k = 0; k < B; k++) {
        z[k] = u[k] * v[k];
        z[B + k] = u[k];
        z[2 * B + k] = v[k];
    }
    multiply(r, LANG_MATRIX_REL, z, score);
    free(z);
}
