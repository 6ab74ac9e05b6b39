/* The arithmetic of the model, in several builds of one source (kernel.c): every build gives the same bits, the fastest one this
 * machine can run is chosen when a model is opened. Sizes are in numbers, not bytes; rows of an input begin `stride` apart. */
#ifndef CASUS_LANG_KERNEL_H
#define CASUS_LANG_KERNEL_H

#include <stddef.h>
#include <stdint.h>

/* A matrix as it stands in the file: see model.h. */
typedef struct {
    const int8_t *w;
    const float *scale, *bias;
    const int32_t *sum;
    uint32_t rows, cols;     /* as trained */
    uint32_t blocks, quads;  /* rows / 16, cols / 4, rounded up */
} lang_matrix;

typedef struct {
    const char *name;
    /* n rows of cols floats -> bytes q + 128, 4 * ((cols + 3) / 4) a row, and the scale of each row. */
    void (*quantise)(const float *x, size_t stride, uint32_t n, uint32_t cols, uint8_t *q, float *scale);
    /* y = matrix * x, for n rows of x; y has 16 * blocks columns, stride apart. */
    void (*multiply)(const lang_matrix *m, const uint8_t *q, const float *scale, uint32_t n, float *y, size_t stride);
    /* out[k] = max(in[2 k], in[2 k + 1]) */
    void (*pairs)(const float *in, uint32_t n, float *out);
    /* (x - mean) / deviation * gain + shift, n a multiple of 16 */
    void (*norm)(const float *x, uint32_t n, const float *gain, const float *shift, float *out);
    /* One position of one direction: see model.h. u: z f r, n each; c: in, of the position before, and out. n: a multiple of 16, as in the
     * two below. */
    void (*step)(const float *u, const float *vf, const float *vr, const float *x, uint32_t n, float *c, float *y);
    /* to[k] += by * from[k] */
    void (*add)(float *to, const float *from, float by, uint32_t n);
    void (*positive)(float *x, uint32_t n); /* max(0, x) */
} lang_kernel;

extern const lang_kernel lang_kernel_plain;
#if defined(__x86_64__)
extern const lang_kernel lang_kernel_avx2, lang_kernel_avx512;
#endif

const lang_kernel *lang_kernel_best(void);

#endif
