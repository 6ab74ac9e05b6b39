/* The arithmetic of the model, in several builds of one source (kernel.c, product.h): every build gives the same bits, the fastest one
 * this machine can run is chosen when a model is opened. Sizes are in numbers, not bytes; rows begin `stride` numbers apart. Numbers may
 * lie anywhere: nothing has to be aligned.
 */
#ifndef CASUS_LANG_KERNEL_H
#define CASUS_LANG_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* A matrix as it stands in the file: see model.h. */
typedef struct {
    const int8_t *w;
    const float *scale, *bias;
    const int32_t *sum;
    uint32_t rows, cols;    /* as trained */
    uint32_t blocks, quads; /* rows / 16, cols / 4, rounded up */
} lang_matrix;

/* The recurrences of one layer over one sentence, both directions. */
typedef struct {
    const float *const *row; /* of each position: products (z f r forward, z f r backward, n each), then inputs (2 n) */
    float *y;                /* 2 n a position */
    uint32_t positions, n; /* n: a multiple of 16 */
    const float *vf, *vr;  /* 2 n each: forward, backward */
    float *c;              /* room for 2 n */
} lang_sweep;

/* Scores of the arcs of a sentence. Heads and dependents are counted from 0, where 0 is ROOT. */
typedef struct {
    const float *heads; /* vectors of the heads, laid across: size rows of `wide` heads */
    const float *lean;  /* weights, size of them: lean . head is part of every score of that head */
    float *leaning;     /* room for `wide` numbers */
    const float *line;  /* line[h - d]: for the distance */
    float root;         /* the same for h = 0 */
    uint32_t size, wide; /* wide: a multiple of 16 */
} lang_arcs;

typedef struct {
    const char *name;
    /* n rows of cols floats -> bytes q + 128, 4 * ((cols + 3) / 4) a row, and the scale of each row. */
    void (*quantise)(const float *x, size_t stride, uint32_t n, uint32_t cols, uint8_t *q, float *scale);
    /* y = matrix * x, for n rows of x; y has 16 * blocks columns. */
    void (*multiply)(const lang_matrix *m, const uint8_t *q, const float *scale, uint32_t n, float *y, size_t stride);
    /* out[k] = max(in[2 k], in[2 k + 1]) */
    void (*pairs)(const float *in, uint32_t n, float *out);
    /* (x - mean) / deviation * gain + shift of each of some rows, n numbers each, a multiple of 32; out may be x */
    void (*norm)(const float *x, size_t stride, uint32_t rows, uint32_t n, const float *gain, const float *shift, float *out, size_t out_stride);
    void (*sweep)(const lang_sweep *s);
    /* to[k] += by * w[k] */
    void (*add_row)(const int8_t *w, float by, uint32_t n, float *to);
    /* score[h] of the n dependents from d on, whose turned vectors are q; a dependent is no head of its own. */
    void (*arcs)(const lang_arcs *a, const float *q, size_t stride, uint32_t d, uint32_t n, float *score, size_t score_stride);
    void (*positive)(float *x, uint32_t n);          /* max(0, x) */
    uint32_t (*best)(const float *x, uint32_t n);    /* the first of the largest */
} lang_kernel;

#define LANG_NO_ARC -1e30f

extern const lang_kernel lang_kernel_plain;
#if defined(__x86_64__)
extern const lang_kernel lang_kernel_avx2, lang_kernel_avx512;
#endif

const lang_kernel *lang_kernel_best(void);

#endif
