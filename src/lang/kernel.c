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

#define UNROLL _Pragma("GCC unroll 16")
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

typedef float four __attribute__((vector_size(16)));

/* The four lanes that are left when halves are put together by turns. */
#if defined(__AVX512F__)
#define FOLD(v, op)                                                                                            \
    __m256 half = JOIN(_mm256_, op)(_mm512_castps512_ps256(v), _mm512_extractf32x8_ps(v, 1));                  \
    four f = (four)JOIN(_mm_, op)(_mm256_castps256_ps128(half), _mm256_extractf128_ps(half, 1));
#elif defined(__AVX2__)
#define FOLD(v, op) four f = (four)JOIN(_mm_, op)(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
#else
#define FOLD(v, op) four f = (four)(v);
#endif

/* Lane i + lane i + 16, then 8, 4, 2, 1 further on: the same in every build. */
static inline float sum_of(const vec part[SUMS])
{
    vec p[SUMS];
    for (int k = 0; k < SUMS; k++) p[k] = part[k];
    for (int half = SUMS / 2; half; half /= 2)
        for (int k = 0; k < half; k++) p[k] += p[k + half];
    FOLD(p[0], add_ps)
    return (f[0] + f[2]) + (f[1] + f[3]);
}

static inline float largest_of(vec v)
{
    FOLD(v, max_ps)
    float a = f[0] > f[2] ? f[0] : f[2], b = f[1] > f[3] ? f[1] : f[3];
    return a > b ? a : b;
}

/* A bit for each lane that is x. */
static inline uint32_t lanes_that_are(vec v, float x)
{
#if defined(__AVX512F__)
    return _mm512_cmp_ps_mask((__m512)v, _mm512_set1_ps(x), _CMP_EQ_OQ);
#elif defined(__AVX2__)
    return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps((__m256)v, _mm256_set1_ps(x), _CMP_EQ_OQ));
#elif defined(__SSE2__)
    return (uint32_t)_mm_movemask_ps(_mm_cmpeq_ps((__m128)v, _mm_set1_ps(x)));
#else
    uint32_t bits = 0;
    for (int k = 0; k < WIDTH; k++) bits |= (uint32_t)(v[k] == x) << k;
    return bits;
#endif
}

/* ---------------------------------------------------------------- into bytes */

enum { ROWS_TOGETHER = 4 };

/* Of some rows, side by side: each has to wait for its own. */
static inline __attribute__((always_inline)) void largest_sizes(const float *x, size_t stride, uint32_t n, float *top, int rows)
{
    vec all_of[ROWS_TOGETHER][2];
    uint32_t i = 0;
    UNROLL for (int r = 0; r < rows; r++) all_of[r][0] = all_of[r][1] = (vec){0};
    for (; i + 2 * WIDTH <= n; i += 2 * WIDTH)
        UNROLL for (int r = 0; r < rows; r++) UNROLL for (int k = 0; k < 2; k++)
            all_of[r][k] = larger((vec)((whole)load(x + (size_t)r * stride + i + k * WIDTH) & 0x7fffffff), all_of[r][k]);
    UNROLL for (int r = 0; r < rows; r++)
    {
        float t = largest_of(larger(all_of[r][0], all_of[r][1]));
        for (uint32_t k = i; k < n; k++) t = fabsf(x[(size_t)r * stride + k]) > t ? fabsf(x[(size_t)r * stride + k]) : t;
        top[r] = t;
    }
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

static inline __attribute__((always_inline)) void quantise_rows(const float *x, size_t stride, uint32_t cols, uint8_t *q, float *scale, int rows)
{
    uint32_t padded = (cols + 3) / 4 * 4;
    float top[ROWS_TOGETHER], by[ROWS_TOGETHER];
    largest_sizes(x, stride, cols, top, rows);
    UNROLL for (int r = 0; r < rows; r++) by[r] = top[r] > 1e-30f ? 127.0f / top[r] : 0.0f;
    UNROLL for (int r = 0; r < rows; r++) scale[r] = top[r] / 127.0f;
    for (int r = 0; r < rows; r++, x += stride, q += padded) {
        uint32_t k = 0;
        for (; k + LANES <= cols; k += LANES) put_bytes(x + k, by[r], q + k);
        for (; k < cols; k++) q[k] = (uint8_t)(int32_t)(x[k] * by[r] + 128.5f);
        for (; k < padded; k++) q[k] = 128;
    }
}

static void quantise(const float *x, size_t stride, uint32_t n, uint32_t cols, uint8_t *q, float *scale)
{
    size_t padded = (cols + 3) / 4 * 4, r = 0;
    for (; r + ROWS_TOGETHER <= n; r += ROWS_TOGETHER) quantise_rows(x + r * stride, stride, cols, q + r * padded, scale + r, ROWS_TOGETHER);
    for (; r < n; r++) quantise_rows(x + r * stride, stride, cols, q + r * padded, scale + r, 1);
}

/* ---------------------------------------------------------------- layers */

/* What is worked on together: several vectors' gates step by step, so that none has to wait for its own last step. As many as the
 * registers hold. */
#if defined(__AVX512F__)
enum { TOGETHER = 4 };
#else
enum { TOGETHER = 2 };
#endif

/* x -> 1 + e^-x for x in [-30, 30], beyond which it stays as it is there; relative error below 1e-6. e^-x is 2 to a whole number, which
 * goes straight into the exponent, times 2 to the rest, a polynomial (the best of its degree, by Remez). */
static inline __attribute__((always_inline)) void below(vec *x, int n)
{
    const float whole_from = 12582912.0f; /* 1.5 * 2^23: adding it rounds, and leaves the whole number in the lowest bits */
    vec at[2 * TOGETHER], r[2 * TOGETHER], p[2 * TOGETHER];
    UNROLL for (int k = 0; k < n; k++) x[k] = x[k] * -1.44269504f;
    UNROLL for (int k = 0; k < n; k++) x[k] = smaller(larger(x[k], all(-43.28f)), all(43.28f));
    UNROLL for (int k = 0; k < n; k++) at[k] = x[k] + whole_from;
    UNROLL for (int k = 0; k < n; k++) r[k] = x[k] - (at[k] - whole_from);
    UNROLL for (int k = 0; k < n; k++) p[k] = r[k] * 1.3276472e-3f + 9.6755410e-3f;
    UNROLL for (int k = 0; k < n; k++) p[k] = p[k] * r[k] + 5.5507131e-2f;
    UNROLL for (int k = 0; k < n; k++) p[k] = p[k] * r[k] + 2.4022120e-1f;
    UNROLL for (int k = 0; k < n; k++) p[k] = p[k] * r[k] + 6.9314694e-1f;
    UNROLL for (int k = 0; k < n; k++) p[k] = p[k] * r[k] + 1.0f;
    UNROLL for (int k = 0; k < n; k++) x[k] = 1.0f + (vec)((whole)p[k] + ((whole)at[k] << 23));
}

/* Where the numbers of one direction lie at one position. */
typedef struct {
    const float *u, *x, *vf, *vr;
    float *y, *c;
} place;

/* Units from k on of both directions, `count` vectors in all. */
static inline __attribute__((always_inline)) void units(const place *way, size_t n, size_t k, int count)
{
    vec g[2 * TOGETHER];
#define WAY(j) way[(j) & 1]
#define AT(j) (k + (size_t)((j) >> 1) * WIDTH)
    UNROLL for (int j = 0; j < count; j++)
    {
        vec before = load(WAY(j).c + AT(j));
        g[2 * j] = load(WAY(j).u + n + AT(j)) + load(WAY(j).vf + AT(j)) * before;
        g[2 * j + 1] = load(WAY(j).u + 2 * n + AT(j)) + load(WAY(j).vr + AT(j)) * before;
    }
    below(g, 2 * count);
    UNROLL for (int j = 0; j < count; j++)
    {
        vec one = 1.0f / (g[2 * j] * g[2 * j + 1]); /* one division for both: f = 1 / g[2 j], r = 1 / g[2 j + 1] */
        vec z = load(WAY(j).u + AT(j)), in = load(WAY(j).x + AT(j));
        vec now = z + one * g[2 * j + 1] * (load(WAY(j).c + AT(j)) - z);
        store(WAY(j).c + AT(j), now);
        store(WAY(j).y + AT(j), in + one * g[2 * j] * (now - in));
    }
#undef WAY
#undef AT
}

/* Asks for half a row: what one direction needs of it. Kept rows lie anywhere. */
static inline void ask_for(const float *products, const float *inputs, size_t n)
{
    enum { LINE = 16 };
    for (size_t k = 0; k < 3 * n; k += LINE) __builtin_prefetch(products + k);
    for (size_t k = 0; k < n; k += LINE) __builtin_prefetch(inputs + k);
}

static void sweep(const lang_sweep *s)
{
    size_t n = s->n, last = s->positions - 1;
    memset(s->c, 0, 2 * n * sizeof *s->c);
    for (size_t i = 0; i <= last; i++) {
        size_t back = last - i;
        const float *u = s->row[i], *v = s->row[back];
        const place way[2] = {{u, u + 6 * n, s->vf, s->vr, s->y + i * 2 * n, s->c},
                              {v + 3 * n, v + 7 * n, s->vf + n, s->vr + n, s->y + back * 2 * n + n, s->c + n}};
        size_t k = 0;
        if (i < last) {
            ask_for(s->row[i + 1], s->row[i + 1] + 6 * n, n);
            ask_for(s->row[back - 1] + 3 * n, s->row[back - 1] + 7 * n, n);
        }
        for (; k + TOGETHER / 2 * WIDTH <= n; k += TOGETHER / 2 * WIDTH) units(way, n, k, TOGETHER);
        for (; k < n; k += WIDTH) units(way, n, k, 2);
    }
}

/* Some rows side by side: each has to wait for its own sums. */
static inline __attribute__((always_inline)) void norm_rows(const float *x, size_t stride, uint32_t n, const float *gain, const float *shift, float *out,
                                                            size_t out_stride, int rows)
{
    vec sum[TOGETHER][SUMS], squares[TOGETHER][SUMS];
    float mean[TOGETHER], by[TOGETHER], share = 1.0f / (float)n;
    UNROLL for (int r = 0; r < rows; r++) UNROLL for (int k = 0; k < SUMS; k++) sum[r][k] = squares[r][k] = (vec){0};
    for (uint32_t i = 0; i < n; i += 32)
        UNROLL for (int r = 0; r < rows; r++) UNROLL for (int k = 0; k < SUMS; k++) sum[r][k] += load(x + (size_t)r * stride + i + k * WIDTH);
    UNROLL for (int r = 0; r < rows; r++) mean[r] = sum_of(sum[r]) * share;
    for (uint32_t i = 0; i < n; i += 32)
        UNROLL for (int r = 0; r < rows; r++) UNROLL for (int k = 0; k < SUMS; k++)
        {
            vec d = load(x + (size_t)r * stride + i + k * WIDTH) - mean[r];
            squares[r][k] += d * d;
        }
    UNROLL for (int r = 0; r < rows; r++) by[r] = 1.0f / sqrtf(sum_of(squares[r]) * share + 1e-5f);
    for (uint32_t i = 0; i < n; i += WIDTH)
        UNROLL for (int r = 0; r < rows; r++)
            store(out + (size_t)r * out_stride + i, (load(x + (size_t)r * stride + i) - mean[r]) * by[r] * load(gain + i) + load(shift + i));
}

static void norm(const float *x, size_t stride, uint32_t rows, uint32_t n, const float *gain, const float *shift, float *out, size_t out_stride)
{
    uint32_t r = 0;
    for (; r + TOGETHER <= rows; r += TOGETHER) norm_rows(x + r * stride, stride, n, gain, shift, out + r * out_stride, out_stride, TOGETHER);
    for (; r < rows; r++) norm_rows(x + r * stride, stride, n, gain, shift, out + r * out_stride, out_stride, 1);
}

static void add_row(const int8_t *w, float by, uint32_t n, float *restrict to)
{
    for (uint32_t k = 0; k < n; k++) to[k] += (float)w[k] * by;
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

static uint32_t best_of_few(const float *x, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t i = 1; i < n; i++)
        if (x[i] > x[b]) b = i;
    return b;
}

static uint32_t best(const float *x, uint32_t n)
{
    if (n < WIDTH) return best_of_few(x, n);
    uint32_t end = n - WIDTH; /* the last vector lies over the one before */
    vec top = load(x + end);
    for (uint32_t i = 0; i < end; i += WIDTH) top = larger(load(x + i), top);
    float t = largest_of(top);
    for (uint32_t i = 0;; i += WIDTH) {
        if (i > end) i = end;
        uint32_t bits = lanes_that_are(load(x + i), t);
        if (bits) return i + (uint32_t)__builtin_ctz(bits);
        if (i == end) return 0;
    }
}

#define TEXT2(a) #a
#define TEXT(a) TEXT2(a)
const lang_kernel JOIN(lang_kernel_, LANG_KERNEL) = {TEXT(LANG_KERNEL), quantise, multiply, pairs, norm, sweep, add_row, arcs, positive, best};
