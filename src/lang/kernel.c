/* The arithmetic of the model. Built once for every machine (LANG_KERNEL is the name of the build) and, on x86-64, twice more with wider
 * instructions. No product is contracted with a sum and every sum has a fixed order, so that all builds give the same bits; the
 * products of int8 are exact anyway.
 */
#include "kernel.h"

#include <math.h>
#include <string.h>

#if defined(__AVX512VNNI__) || defined(__AVX2__)
#include <immintrin.h>
#endif

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

enum { LANES = 16 };

/* 16 numbers at once; the compiler cuts them into what the machine has. */
typedef float lanes __attribute__((vector_size(64)));
typedef int32_t whole __attribute__((vector_size(64)));
typedef uint8_t bytes16 __attribute__((vector_size(16)));
typedef float lanes_at __attribute__((vector_size(64), aligned(4), may_alias));
typedef uint8_t bytes_at __attribute__((vector_size(16), aligned(1), may_alias));

static inline lanes load(const float *p) { return *(const lanes_at *)(const void *)p; }
static inline void store(float *p, lanes v) { *(lanes_at *)(void *)p = v; }
static inline lanes choose(whole mask, lanes a, lanes b) { return (lanes)((mask & (whole)a) | (~mask & (whole)b)); }
static inline lanes all(float x) { return (lanes){0} + x; }

/* ---------------------------------------------------------------- sums in 16 lanes */

static float sum_lanes(lanes lane)
{
    float a[8], b[4];
    for (int i = 0; i < 8; i++) a[i] = lane[i] + lane[i + 8];
    for (int i = 0; i < 4; i++) b[i] = a[i] + a[i + 4];
    return (b[0] + b[2]) + (b[1] + b[3]);
}

static float largest(const float *x, uint32_t n)
{
    lanes lane = {0};
    float top = 0;
    uint32_t i = 0;
    for (; i + LANES <= n; i += LANES) {
        lanes a = (lanes)((whole)load(x + i) & 0x7fffffff);
        lane = choose(a > lane, a, lane);
    }
    for (; i < n; i++) top = fabsf(x[i]) > top ? fabsf(x[i]) : top;
    for (int k = 0; k < LANES; k++) top = lane[k] > top ? lane[k] : top;
    return top;
}

/* ---------------------------------------------------------------- int8 */

static void quantise(const float *x, size_t stride, uint32_t n, uint32_t cols, uint8_t *q, float *scale)
{
    uint32_t padded = (cols + 3) / 4 * 4;
    for (uint32_t r = 0; r < n; r++, x += stride, q += padded) {
        float top = largest(x, cols), by = top > 0 ? 127.0f / top : 0.0f;
        uint32_t k = 0;
        scale[r] = top / 127.0f;
        for (; k + LANES <= cols; k += LANES) {
            whole v = __builtin_convertvector(load(x + k) * by + 128.5f, whole);
            *(bytes_at *)(void *)(q + k) = __builtin_convertvector(v, bytes16);
        }
        for (; k < cols; k++) q[k] = (uint8_t)(int32_t)(x[k] * by + 128.5f);
        for (; k < padded; k++) q[k] = 128;
    }
}

#if defined(__AVX512VNNI__)

/* One row of x by three blocks. The sums are named one by one: in arrays the compiler would not keep them in registers. */
#define ROW(r)                                                           \
    memcpy(&four, q + (size_t)(r) * bytes + k, 4);                       \
    x = _mm512_set1_epi32(four);                                         \
    a##r = _mm512_dpbusd_epi32(a##r, x, u), b##r = _mm512_dpbusd_epi32(b##r, x, v), c##r = _mm512_dpbusd_epi32(c##r, x, w);
#define ZERO(r) __m512i a##r = _mm512_setzero_si512(), b##r = a##r, c##r = a##r;
#define PUT(r)                                                                    \
    put(m, block, a##r, scale[r], y + (size_t)(r) * stride);                      \
    if (wide > 1) put(m, block + 1, b##r, scale[r], y + (size_t)(r) * stride);    \
    if (wide > 2) put(m, block + 2, c##r, scale[r], y + (size_t)(r) * stride);
#define EIGHT(do) do(0) do(1) do(2) do(3) do(4) do(5) do(6) do(7)
#define ONE(do) do(0)

static inline void put(const lang_matrix *m, uint32_t block, __m512i sum, float scale, float *y)
{
    size_t at = (size_t)block * LANES;
    __m512 f = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum, _mm512_slli_epi32(_mm512_loadu_si512(m->sum + at), 7)));
    __m512 by = _mm512_mul_ps(_mm512_set1_ps(scale), _mm512_loadu_ps(m->scale + at));
    _mm512_storeu_ps(y + at, _mm512_add_ps(_mm512_mul_ps(f, by), _mm512_loadu_ps(m->bias + at)));
}

/* Rows of x by `wide` blocks, at most three; blocks that are not there are computed from the first again. */
#define TILE(name, ROWS)                                                                                                            \
    static void name(const lang_matrix *m, uint32_t block, uint32_t wide, const uint8_t *q, const float *scale, float *y, size_t stride) \
    {                                                                                                                               \
        size_t bytes = (size_t)m->quads * 4;                                                                                        \
        const int8_t *w0 = m->w + (size_t)block * bytes * LANES, *w1 = wide > 1 ? w0 + bytes * LANES : w0,                          \
                     *w2 = wide > 2 ? w1 + bytes * LANES : w0;                                                                      \
        ROWS(ZERO)                                                                                                                  \
        for (size_t k = 0; k < bytes; k += 4) {                                                                                     \
            int32_t four;                                                                                                           \
            __m512i x, u = _mm512_loadu_si512(w0 + k * LANES), v = _mm512_loadu_si512(w1 + k * LANES),                              \
                       w = _mm512_loadu_si512(w2 + k * LANES);                                                                      \
            ROWS(ROW)                                                                                                               \
        }                                                                                                                           \
        ROWS(PUT)                                                                                                                   \
    }
TILE(eight_rows, EIGHT)
TILE(one_row, ONE)

static void multiply(const lang_matrix *m, const uint8_t *q, const float *scale, uint32_t n, float *y, size_t stride)
{
    size_t bytes = (size_t)m->quads * 4;
    for (uint32_t b = 0; b < m->blocks; b += 3) {
        uint32_t wide = m->blocks - b < 3 ? m->blocks - b : 3, r = 0;
        for (; r + 8 <= n; r += 8) eight_rows(m, b, wide, q + r * bytes, scale + r, y + r * stride, stride);
        for (; r < n; r++) one_row(m, b, wide, q + r * bytes, scale + r, y + r * stride, stride);
    }
}

#else

/* Sums of 16 outputs -> floats. */
static void finish(const lang_matrix *m, uint32_t block, const int32_t sum[LANES], float scale, float *y)
{
    const float *s = m->scale + (size_t)block * LANES, *b = m->bias + (size_t)block * LANES;
    const int32_t *w = m->sum + (size_t)block * LANES;
    for (int k = 0; k < LANES; k++) y[k] = (float)(sum[k] - 128 * w[k]) * (scale * s[k]) + b[k];
}

#if defined(__AVX2__)

enum { ROWS = 4 };

/* 16 outputs of up to ROWS rows. Products of bytes are summed as 16-bit pairs into 32 bits, which cannot overflow. */
static void block_rows(const lang_matrix *m, uint32_t block, const uint8_t *q, const float *scale, uint32_t rows, float *y, size_t stride)
{
    size_t bytes = (size_t)m->quads * 4;
    const int8_t *w = m->w + (size_t)block * bytes * LANES;
    __m256i acc[ROWS][4];
    for (uint32_t r = 0; r < ROWS; r++)
        for (int b = 0; b < 4; b++) acc[r][b] = _mm256_setzero_si256();
    for (size_t k = 0; k < bytes; k += 4) {
        __m256i v[4]; /* 4 outputs of 4 weights each */
        for (int b = 0; b < 4; b++)
            v[b] = _mm256_cvtepi8_epi16(_mm_loadu_si128((const __m128i *)(const void *)(w + k * LANES + 16 * b)));
        for (uint32_t r = 0; r < rows; r++) {
            int32_t four;
            memcpy(&four, q + r * bytes + k, 4);
            __m256i x = _mm256_cvtepu8_epi16(_mm_set1_epi32(four));
            for (int b = 0; b < 4; b++) acc[r][b] = _mm256_add_epi32(acc[r][b], _mm256_madd_epi16(x, v[b]));
        }
    }
    for (uint32_t r = 0; r < rows; r++) {
        int32_t part[32], sum[LANES];
        for (int b = 0; b < 4; b++) _mm256_storeu_si256((__m256i *)(void *)(part + 8 * b), acc[r][b]);
        for (int k = 0; k < LANES; k++) sum[k] = part[2 * k] + part[2 * k + 1];
        finish(m, block, sum, scale[r], y + r * stride + (size_t)block * LANES);
    }
}

static void multiply(const lang_matrix *m, const uint8_t *q, const float *scale, uint32_t n, float *y, size_t stride)
{
    for (uint32_t r = 0; r < n; r += ROWS)
        for (uint32_t b = 0; b < m->blocks; b++)
            block_rows(m, b, q + (size_t)r * m->quads * 4, scale + r, n - r < ROWS ? n - r : ROWS, y + r * stride, stride);
}

#else

static void multiply(const lang_matrix *m, const uint8_t *q, const float *scale, uint32_t n, float *y, size_t stride)
{
    size_t bytes = (size_t)m->quads * 4;
    for (uint32_t r = 0; r < n; r++, q += bytes, y += stride)
        for (uint32_t b = 0; b < m->blocks; b++) {
            const int8_t *w = m->w + (size_t)b * bytes * LANES;
            int32_t sum[LANES] = {0};
            for (size_t k = 0; k < bytes; k += 4, w += 4 * LANES)
                for (int o = 0; o < LANES; o++)
                    sum[o] += q[k] * w[4 * o] + q[k + 1] * w[4 * o + 1] + q[k + 2] * w[4 * o + 2] + q[k + 3] * w[4 * o + 3];
            finish(m, b, sum, scale[r], y + (size_t)b * LANES);
        }
}

#endif
#endif

/* ---------------------------------------------------------------- floats */

/* e^x for x in [-30, 30], relative error below 1e-6: 2^n times a polynomial in the rest. */
static inline lanes power(lanes x)
{
    const float round = 12582912.0f; /* 1.5 * 2^23: adding it leaves whole numbers */
    lanes t = x * 1.44269504f + round, n = t - round;
    lanes r = (x - n * 0.693359375f) - n * -2.12194440e-4f;
    lanes p = r * 1.3888889e-3f + 8.3333333e-3f;
    p = p * r + 4.1666667e-2f;
    p = p * r + 0.16666667f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    return (lanes)((whole)p + (__builtin_convertvector(n, whole) << 23));
}

/* 1 + e^-x, x kept within what power can do. */
static inline lanes below(lanes x)
{
    x = choose(x < -30.0f, all(-30.0f), x);
    x = choose(x > 30.0f, all(30.0f), x);
    return 1.0f + power(-x);
}

static void pairs(const float *in, uint32_t n, float *out)
{
    for (uint32_t k = 0; k < n; k++) {
        float a = in[2 * k], b = in[2 * k + 1];
        out[k] = a > b ? a : b;
    }
}

static void norm(const float *x, uint32_t n, const float *gain, const float *shift, float *out)
{
    lanes sum = {0}, squares = {0};
    for (uint32_t i = 0; i < n; i += LANES) sum += load(x + i);
    float mean = sum_lanes(sum) / (float)n;
    for (uint32_t i = 0; i < n; i += LANES) {
        lanes d = load(x + i) - mean;
        squares += d * d;
    }
    float by = 1.0f / sqrtf(sum_lanes(squares) / (float)n + 1e-5f);
    for (uint32_t i = 0; i < n; i += LANES) store(out + i, (load(x + i) - mean) * by * load(gain + i) + load(shift + i));
}

static void step(const float *u, const float *vf, const float *vr, const float *x, uint32_t n, float *c, float *y)
{
    for (uint32_t k = 0; k < n; k += LANES) {
        lanes before = load(c + k), z = load(u + k), in = load(x + k);
        lanes a = below(load(u + n + k) + load(vf + k) * before), b = below(load(u + 2 * n + k) + load(vr + k) * before);
        lanes one = 1.0f / (a * b), f = one * b, r = one * a; /* 1 / a and 1 / b: one division does for two sigmoids */
        lanes now = f * before + (1.0f - f) * z;
        store(c + k, now);
        store(y + k, r * now + (1.0f - r) * in);
    }
}

static void add(float *to, const float *from, float by, uint32_t n)
{
    for (uint32_t k = 0; k < n; k += LANES) store(to + k, load(to + k) + load(from + k) * by);
}

static void positive(float *x, uint32_t n)
{
    for (uint32_t k = 0; k < n; k += LANES) {
        lanes v = load(x + k);
        store(x + k, (lanes)((whole)v & (v > 0.0f)));
    }
}

#define TEXT2(a) #a
#define TEXT(a) TEXT2(a)
const lang_kernel JOIN(lang_kernel_, LANG_KERNEL) = {TEXT(LANG_KERNEL), quantise, multiply, pairs, norm, step, add, positive};
