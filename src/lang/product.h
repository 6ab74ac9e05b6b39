/* Product of an int8 matrix and bytes: part of kernel.c, where most of the time of parsing goes. Sums are exact in every build.
 *
 * A tile is some rows of x by some blocks of 16 outputs, whose sums stay in registers while the columns go by. What is left at the lower
 * and right edge is covered by a tile that lies partly over the one before: it computes some numbers twice, the same ones.
 */

#if defined(__AVX512VNNI__)

enum { ROWS = 6, BLOCKS = 4 };

/* Sums four products into each of 16 sums. As an intrinsic gcc 12 keeps copies of the sums on the stack: 197 to 250 products a ns. */
static inline __m512i dot(__m512i sum, __m512i x, __m512i w)
{
    __asm__("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(x), "v"(w));
    return sum;
}

static inline void put(const lang_matrix *m, uint32_t block, __m512i sum, float scale, float *y)
{
    size_t at = (size_t)block * LANES;
    __m512 f = _mm512_cvtepi32_ps(_mm512_sub_epi32(sum, _mm512_slli_epi32(_mm512_loadu_si512(m->sum + at), 7)));
    __m512 by = _mm512_mul_ps(_mm512_set1_ps(scale), _mm512_loadu_ps(m->scale + at));
    _mm512_storeu_ps(y + at, _mm512_add_ps(_mm512_mul_ps(f, by), _mm512_loadu_ps(m->bias + at)));
}

#define TILE(name, R, B)                                                                                                      \
    static void name(const lang_matrix *m, uint32_t block, const uint8_t *q, const float *scale, float *y, size_t stride)     \
    {                                                                                                                         \
        size_t bytes = (size_t)m->quads * 4;                                                                                  \
        const int8_t *w = m->w + (size_t)block * bytes * LANES;                                                               \
        __m512i sum[R][B], v[B];                                                                                              \
        UNROLL for (int r = 0; r < R; r++) UNROLL for (int b = 0; b < B; b++) sum[r][b] = _mm512_setzero_si512();             \
        for (size_t k = 0; k < bytes; k += 4) {                                                                               \
            UNROLL for (int b = 0; b < B; b++) v[b] = _mm512_loadu_si512(w + ((size_t)b * bytes + k) * LANES);                \
            UNROLL for (int r = 0; r < R; r++)                                                                                \
            {                                                                                                                 \
                int32_t four;                                                                                                 \
                memcpy(&four, q + (size_t)r * bytes + k, 4);                                                                  \
                __m512i x = _mm512_set1_epi32(four);                                                                          \
                UNROLL for (int b = 0; b < B; b++) sum[r][b] = dot(sum[r][b], x, v[b]);                                       \
            }                                                                                                                 \
        }                                                                                                                     \
        UNROLL for (int b = 0; b < B; b++) UNROLL for (int r = 0; r < R; r++)                                                 \
            put(m, block + (uint32_t)b, sum[r][b], scale[r], y + (size_t)r * stride);                                         \
    }

#else

/* Sums of n outputs, of x itself and not of its byte -> floats. */
static inline void finish(const lang_matrix *m, size_t at, const int32_t *sum, int n, float scale, float *y)
{
    for (int k = 0; k < n; k++) y[k] = (float)sum[k] * (scale * m->scale[at + (size_t)k]) + m->bias[at + (size_t)k];
}

#if defined(__AVX2__)

enum { ROWS = 4, BLOCKS = 1 };

/* Products as |w| times x with the sign of w: two of them, at most 2 * 127 * 127, fit into 16 bits. (Hence no weight is -128.) */
static inline __m256i dot(__m256i sum, __m256i x, __m256i size, __m256i w)
{
    __m256i two = _mm256_maddubs_epi16(size, _mm256_sign_epi8(x, w));
    return _mm256_add_epi32(sum, _mm256_madd_epi16(two, _mm256_set1_epi16(1)));
}

#define TILE(name, R, B)                                                                                                      \
    static void name(const lang_matrix *m, uint32_t block, const uint8_t *q, const float *scale, float *y, size_t stride)     \
    {                                                                                                                         \
        size_t bytes = (size_t)m->quads * 4, at = (size_t)block * LANES;                                                      \
        const int8_t *w = m->w + at * bytes;                                                                                  \
        __m256i sum[R][2];                                                                                                    \
        UNROLL for (int r = 0; r < R; r++) sum[r][0] = sum[r][1] = _mm256_setzero_si256();                                    \
        for (size_t k = 0; k < bytes; k += 4) {                                                                               \
            __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)(w + k * LANES));                                 \
            __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(w + k * LANES + 32));                           \
            __m256i size[2] = {_mm256_abs_epi8(low), _mm256_abs_epi8(high)};                                                  \
            UNROLL for (int r = 0; r < R; r++)                                                                                \
            {                                                                                                                 \
                int32_t four;                                                                                                 \
                memcpy(&four, q + (size_t)r * bytes + k, 4);                                                                  \
                __m256i x = _mm256_xor_si256(_mm256_set1_epi32(four), _mm256_set1_epi8(-128));                                \
                sum[r][0] = dot(sum[r][0], x, size[0], low);                                                                  \
                sum[r][1] = dot(sum[r][1], x, size[1], high);                                                                 \
            }                                                                                                                 \
        }                                                                                                                     \
        for (int r = 0; r < R; r++) {                                                                                         \
            int32_t part[LANES];                                                                                              \
            _mm256_storeu_si256((__m256i *)(void *)part, sum[r][0]);                                                          \
            _mm256_storeu_si256((__m256i *)(void *)(part + 8), sum[r][1]);                                                    \
            finish(m, at, part, LANES, scale[r], y + (size_t)r * stride + at);                                                \
        }                                                                                                                     \
    }

#else

enum { ROWS = 4, BLOCKS = 1 };

/* Eight numbers of 16 bits: four columns of two outputs. Products fit into 16 bits; their sums are two to an output. */
typedef int8_t octet __attribute__((vector_size(8)));
typedef int16_t eight __attribute__((vector_size(16)));
typedef int32_t quarter __attribute__((vector_size(16)));

static inline eight widen(const int8_t *w)
{
#if defined(__SSE2__)
    __m128i v = _mm_loadl_epi64((const __m128i *)(const void *)w);
    return (eight)_mm_srai_epi16(_mm_unpacklo_epi8(v, v), 8);
#else
    octet v;
    memcpy(&v, w, sizeof v);
    return __builtin_convertvector(v, eight);
#endif
}

/* Four bytes of x, twice. */
static inline eight spread(const uint8_t *q)
{
#if defined(__SSE2__)
    int32_t four;
    memcpy(&four, q, 4);
    __m128i v = _mm_sub_epi16(_mm_unpacklo_epi8(_mm_cvtsi32_si128(four), _mm_setzero_si128()), _mm_set1_epi16(128));
    return (eight)_mm_unpacklo_epi64(v, v);
#else
    int16_t a = (int16_t)(q[0] - 128), b = (int16_t)(q[1] - 128), c = (int16_t)(q[2] - 128), d = (int16_t)(q[3] - 128);
    return (eight){a, b, c, d, a, b, c, d};
#endif
}

static inline quarter dot(quarter sum, eight x, eight w)
{
#if defined(__SSE2__)
    return sum + (quarter)_mm_madd_epi16((__m128i)x, (__m128i)w);
#else
    quarter two = (quarter)(x * w);
    return sum + (two << 16 >> 16) + (two >> 16);
#endif
}

#define TILE(name, R, B)                                                                                                      \
    static void name(const lang_matrix *m, uint32_t block, const uint8_t *q, const float *scale, float *y, size_t stride)     \
    {                                                                                                                         \
        size_t bytes = (size_t)m->quads * 4, at = (size_t)block * LANES;                                                      \
        for (size_t four = 0; four < LANES; four += 4) {                                                                      \
            const int8_t *w = m->w + at * bytes + four * 4;                                                                   \
            quarter sum[R][2];                                                                                                \
            UNROLL for (int r = 0; r < R; r++) sum[r][0] = sum[r][1] = (quarter){0};                                          \
            for (size_t k = 0; k < bytes; k += 4) {                                                                           \
                eight low = widen(w + k * LANES), high = widen(w + k * LANES + 8);                                            \
                UNROLL for (int r = 0; r < R; r++)                                                                            \
                {                                                                                                             \
                    eight x = spread(q + (size_t)r * bytes + k);                                                              \
                    sum[r][0] = dot(sum[r][0], x, low);                                                                       \
                    sum[r][1] = dot(sum[r][1], x, high);                                                                      \
                }                                                                                                             \
            }                                                                                                                 \
            for (int r = 0; r < R; r++) {                                                                                     \
                const quarter *s = sum[r];                                                                                    \
                int32_t part[4] = {s[0][0] + s[0][1], s[0][2] + s[0][3], s[1][0] + s[1][1], s[1][2] + s[1][3]};               \
                finish(m, at + four, part, 4, scale[r], y + (size_t)r * stride + at + four);                                  \
            }                                                                                                                 \
        }                                                                                                                     \
    }

#endif
#endif

TILE(tile, ROWS, BLOCKS)
TILE(row_tile, 1, BLOCKS)
TILE(narrow_tile, ROWS, 1)
TILE(narrow_row, 1, 1)

static void multiply(const lang_matrix *m, const uint8_t *q, const float *scale, uint32_t n, float *y, size_t stride)
{
    size_t bytes = (size_t)m->quads * 4;
    uint32_t wide = m->blocks < BLOCKS ? 1 : BLOCKS, high = n < ROWS ? 1 : ROWS;
    for (uint32_t b = 0; b < m->blocks; b += wide) {
        uint32_t block = b + wide > m->blocks ? m->blocks - wide : b;
        for (uint32_t r = 0; r < n; r += high) {
            uint32_t row = r + high > n ? n - high : r;
            const uint8_t *from = q + row * bytes;
            float *to = y + row * stride;
            if (high == ROWS)
                (wide == BLOCKS ? tile : narrow_tile)(m, block, from, scale + row, to, stride);
            else
                (wide == BLOCKS ? row_tile : narrow_row)(m, block, from, scale + row, to, stride);
        }
    }
}

#undef TILE
