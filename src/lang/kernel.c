/* The arithmetic of the model. Built once for every machine (LANG_KERNEL is the name of the build) and, on x86-64, twice more with wider
 * instructions. All builds give the same bits: products of int8 are exact; work on floats is elementwise, whatever the width of the
 * machine, or summed in 32 lanes in one order; no product is contracted with a sum.
 */
#include "kernel.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

#if defined(__AVX512F__)
enum { WIDTH = 16 };
#elif defined(__AVX2__)
enum { WIDTH = 8 };
#else
enum { WIDTH = 4 };
#endif
enum { LANES = 16, SUMS = 32 / WIDTH };

#include "product.h"

/* ---------------------------------------------------------------- the machine's own vectors */

typedef float vec __attribute__((vector_size(4 * WIDTH)));
typedef int32_t whole __attribute__((vector_size(4 * WIDTH)));
typedef float vec_at __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

static inline vec load(const float *p) { return *(const vec_at *)(const void *)p; }
static inline void store(float *p, vec v) { *(vec_at *)(void *)p = v; }
static inline vec all(float x) { return (vec){0} + x; }

/* a < b ? a : b and a > b ? a : b: the second where one is no number. */
static inline vec smaller(vec a, vec b)
{
#if defined(__AVX512F__)
    return (vec)_mm512_min_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
    return (vec)_mm256_min_ps((__m256)a, (__m256)b);
#elif defined(__SSE2__)
    return (vec)_mm_min_ps((__m128)a, (__m128)b);
#else
    whole mask = a < b;
    return (vec)((mask & (whole)a) | (~mask & (whole)b));
#endif
}

static inline vec larger(vec a, vec b)
{
#if defined(__AVX512F__)
    return (vec)_mm512_max_ps((__m512)a, (__m512)b);
#elif defined(__AVX2__)
    return (vec)_mm256_max_ps((__m256)a, (__m256)b);
#elif defined(__SSE2__)
    return (vec)_mm_max_ps((__m128)a, (__m128)b);
#else
    whole mask = a > b;
    return (vec)((mask & (whole)a) | (~mask & (whole)b));
#endif
}

/* Lane i + lane i + 16, then 8, 4, 2, 1 further on: the same in every build. */
static float sum_of(vec part[SUMS])
{
    float a[32], *low = a;
    for (int k = 0; k < SUMS; k++) store(a + k * WIDTH, part[k]);
    for (int k = 0; k < 16; k++) low[k] += low[k + 16];
    for (int k = 0; k < 8; k++) low[k] += low[k + 8];
    for (int k = 0; k < 4; k++) low[k] += low[k + 4];
    return (low[0] + low[2]) + (low[1] + low[3]);
}

static float largest_of(vec v)
{
    float a[WIDTH], top;
    store(a, v);
    for (int half = WIDTH / 2; half; half /= 2)
        for (int k = 0; k < half; k++) a[k] = a[k + half] > a[k] ? a[k + half] : a[k];
    top = a[0];
    return top;
}

/* ---------------------------------------------------------------- into bytes */

static float largest_size(const float *x, uint32_t n)
{
    vec top = {0};
    uint32_t i = 0;
    for (; i + WIDTH <= n; i += WIDTH) top = larger((vec)((whole)load(x + i) & 0x7fffffff), top);
    float t = largest_of(top);
    for (; i < n; i++) t = fabsf(x[i]) > t ? fabsf(x[i]) : t;
    return t;
}

/* 16 numbers -> bytes, cut off behind the point. */
static inline void put_bytes(const float *x, float by, uint8_t *q)
{
#if defined(__AVX512F__)
    __m512i v = _mm512_cvttps_epi32((__m512)(load(x) * by + 128.5f));
    _mm_storeu_si128((__m128i *)(void *)q, _mm512_cvtepi32_epi8(v));
#elif defined(__AVX2__)
    __m256i a = _mm256_cvttps_epi32((__m256)(load(x) * by + 128.5f)), b = _mm256_cvttps_epi32((__m256)(load(x + 8) * by + 128.5f));
    __m256i v = _mm256_permute4x64_epi64(_mm256_packs_epi32(a, b), 0xd8);
    _mm_storeu_si128((__m128i *)(void *)q, _mm_packus_epi16(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1)));
#elif defined(__SSE2__)
    __m128i v[4];
    for (int k = 0; k < 4; k++) v[k] = _mm_cvttps_epi32((__m128)(load(x + 4 * k) * by + 128.5f));
    _mm_storeu_si128((__m128i *)(void *)q, _mm_packus_epi16(_mm_packs_epi32(v[0], v[1]), _mm_packs_epi32(v[2], v[3])));
#else
    for (int k = 0; k < 16; k++) q[k] = (uint8_t)(int32_t)(x[k] * by + 128.5f);
#endif
}

static void quantise(const float *x, size_t stride, uint32_t n, uint32_t cols, uint8_t *q, float *scale)
{
    uint32_t padded = (cols + 3) / 4 * 4;
    for (uint32_t r = 0; r < n; r++, x += stride, q += padded) {
        float top = largest_size(x, cols), by = top > 1e-30f ? 127.0f / top : 0.0f;
        uint32_t k = 0;
        scale[r] = top / 127.0f;
        for (; k + LANES <= cols; k += LANES) put_bytes(x + k, by, q + k);
        for (; k < cols; k++) q[k] = (uint8_t)(int32_t)(x[k] * by + 128.5f);
        for (; k < padded; k++) q[k] = 128;
    }
}

/* ---------------------------------------------------------------- layers */

/* 1 + e^-x for x in [-30, 30], beyond which it stays as it is there; relative error below 1e-6. e^-x is 2 to a whole number, which goes
 * straight into the exponent, times 2 to the rest, a polynomial (the best of its degree, by Remez). */
static inline vec below(vec x)
{
    const float whole_from = 12582912.0f; /* 1.5 * 2^23: adding it rounds, and leaves the whole number in the lowest bits */
    vec t = smaller(larger(x * -1.44269504f, all(-43.28f)), all(43.28f));
    vec at = t + whole_from, r = t - (at - whole_from);
    vec square = r * r, p = (r * 1.3276472e-3f + 9.6755410e-3f) * square + (r * 5.5507131e-2f + 2.4022120e-1f);
    p = p * square + (r * 6.9314694e-1f + 1.0f);
    return 1.0f + (vec)((whole)p + ((whole)at << 23));
}

static void sweep(const lang_sweep *s)
{
    const float *u = s->u, *x = s->x, *vf = s->vf, *vr = s->vr;
    size_t n = s->n;
    float *y = s->y, *c = s->c;
    memset(c, 0, n * sizeof *c);
    for (uint32_t i = 0; i < s->positions; i++, u += s->u_step, x += s->x_step, y += s->x_step)
        for (size_t k = 0; k < n; k += WIDTH) {
            vec before = load(c + k), z = load(u + k), in = load(x + k);
            vec a = below(load(u + n + k) + load(vf + k) * before), b = below(load(u + 2 * n + k) + load(vr + k) * before);
            vec one = 1.0f / (a * b); /* one division for both: f = 1 / a, r = 1 / b */
            vec now = z + one * b * (before - z);
            store(c + k, now);
            store(y + k, in + one * a * (now - in));
        }
}

static void norm(const float *x, uint32_t n, const float *gain, const float *shift, float *out)
{
    vec sum[SUMS] = {{0}}, squares[SUMS] = {{0}};
    for (uint32_t i = 0; i < n; i += 32)
        for (uint32_t k = 0; k < SUMS; k++) sum[k] += load(x + i + k * WIDTH);
    float mean = sum_of(sum) / (float)n;
    for (uint32_t i = 0; i < n; i += 32)
        for (uint32_t k = 0; k < SUMS; k++) {
            vec d = load(x + i + k * WIDTH) - mean;
            squares[k] += d * d;
        }
    float by = 1.0f / sqrtf(sum_of(squares) / (float)n + 1e-5f);
    for (uint32_t i = 0; i < n; i += WIDTH) store(out + i, (load(x + i) - mean) * by * load(gain + i) + load(shift + i));
}

static void pairs(const float *in, uint32_t n, float *out)
{
    for (uint32_t k = 0; k < n; k++) out[k] = in[2 * k] > in[2 * k + 1] ? in[2 * k] : in[2 * k + 1];
}

static void positive(float *x, uint32_t n)
{
    uint32_t k = 0;
    for (; k + WIDTH <= n; k += WIDTH) store(x + k, larger(load(x + k), all(0.0f)));
    for (; k < n; k++) x[k] = x[k] > 0.0f ? x[k] : 0.0f;
}

/* ---------------------------------------------------------------- arcs */

enum { DEPS = 4 };

/* Sums of WIDTH heads from h on, for deps dependents; from: what each head begins with, NULL: nothing. */
static inline void arc_tile(const lang_arcs *a, uint32_t h, const float *from, const float *q, size_t stride, int deps, float *score,
                            size_t score_stride)
{
    vec sum[DEPS];
    for (int d = 0; d < deps; d++) sum[d] = from ? load(from + h) : (vec){0};
    for (uint32_t k = 0; k < a->size; k++) {
        vec v = load(a->heads + (size_t)k * a->wide + h);
        for (int d = 0; d < deps; d++) sum[d] += v * q[(size_t)d * stride + k];
    }
    for (int d = 0; d < deps; d++) store(score + (size_t)d * score_stride + h, sum[d]);
}

static void add_distance(const lang_arcs *a, uint32_t d, float *score)
{
    float root = score[0] + a->root;
    for (uint32_t h = 0; h < a->wide; h += WIDTH) store(score + h, load(score + h) + load(a->line + h - d));
    score[0] = root;
    score[d] = LANG_NO_ARC;
}

static void arcs(const lang_arcs *a, const float *q, size_t stride, uint32_t d, uint32_t n, float *score, size_t score_stride)
{
    for (uint32_t h = 0; h < a->wide; h += WIDTH) {
        arc_tile(a, h, NULL, a->lean, 0, 1, a->leaning, 0);
        for (uint32_t i = 0; i < n; i += DEPS) {
            uint32_t row = n < DEPS ? i : i + DEPS > n ? n - DEPS : i; /* the last tile lies over the one before */
            if (n >= DEPS)
                arc_tile(a, h, a->leaning, q + row * stride, stride, DEPS, score + row * score_stride, score_stride);
            else
                for (uint32_t k = 0; k < n; k++) arc_tile(a, h, a->leaning, q + k * stride, stride, 1, score + k * score_stride, score_stride);
        }
    }
    for (uint32_t i = 0; i < n; i++) add_distance(a, d + i, score + i * score_stride);
}

static uint32_t best(const float *x, uint32_t n)
{
    vec top = all(x[0]);
    uint32_t i = 0;
    for (; i + WIDTH <= n; i += WIDTH) top = larger(load(x + i), top);
    float t = largest_of(top);
    for (; i < n; i++) t = x[i] > t ? x[i] : t;
    for (i = 0; i + 1 < n && x[i] != t;) i++;
    return i;
}

#define TEXT2(a) #a
#define TEXT(a) TEXT2(a)
const lang_kernel JOIN(lang_kernel_, LANG_KERNEL) = {TEXT(LANG_KERNEL), quantise, multiply, pairs, norm, sweep, arcs, positive, best};
