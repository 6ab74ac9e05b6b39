/* The builds of the model's arithmetic: each this machine can run gives the bits of the plain one, and those are right. */
#include "../check.h"
#include "lang/kernel.h"
#include "sample.h"

#include <math.h>
#include <stdlib.h>

enum { MOST_ROWS = 400, MOST_COLS = 300, MOST_N = 40 };

static const lang_kernel *kernel[8];
static int n_kernel;

static void find_kernels(void)
{
    kernel[n_kernel++] = &lang_kernel_plain;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) kernel[n_kernel++] = &lang_kernel_avx2;
    if (__builtin_cpu_supports("avx512vnni") && __builtin_cpu_supports("avx512dq")) kernel[n_kernel++] = &lang_kernel_avx512;
#endif
}

static void fill(float *x, size_t n, double size, uint64_t *state)
{
    for (size_t i = 0; i < n; i++) x[i] = (float)sample_between(state, -size, size);
}

static int same(const void *a, const void *b, size_t n) { return memcmp(a, b, n) == 0; }

/* ---------------------------------------------------------------- matrices */

static int8_t weights[(MOST_ROWS + 16) * (MOST_COLS + 4)];
static float scale[MOST_ROWS + 16], bias[MOST_ROWS + 16], x[MOST_N * MOST_COLS], in[MOST_N], y[2][MOST_N * (MOST_ROWS + 16)];
static int32_t sum[MOST_ROWS + 16];
static uint8_t q[2][MOST_N * (MOST_COLS + 4)];

static lang_matrix some_matrix(uint32_t rows, uint32_t cols, uint64_t *state)
{
    lang_matrix m = {weights, scale, bias, sum, rows, cols, (rows + 15) / 16, (cols + 3) / 4};
    memset(sum, 0, sizeof sum);
    for (uint32_t r = 0; r < m.blocks * 16; r++)
        for (uint32_t c = 0; c < m.quads * 4; c++) {
            uint64_t z = sample_random(state) % 300; /* the ends more often: that is where narrow sums overflow */
            int8_t w = r < rows && c < cols ? (int8_t)(z < 255 ? (int)z - 127 : z % 2 ? 127 : -127) : 0;
            weights[((size_t)(r / 16) * m.quads + c / 4) * 64 + r % 16 * 4 + c % 4] = w;
            sum[r] += w;
        }
    fill(scale, m.blocks * 16, 0.01, state);
    fill(bias, m.blocks * 16, 1, state);
    return m;
}

/* The product as the header promises it, in the same order of operations. */
static float product(const lang_matrix *m, const uint8_t *row, float s, uint32_t o)
{
    int32_t acc = 0;
    for (uint32_t c = 0; c < m->quads * 4; c++) acc += row[c] * m->w[((size_t)(o / 16) * m->quads + c / 4) * 64 + o % 16 * 4 + c % 4];
    float f = (float)(acc - 128 * m->sum[o]), by = s * m->scale[o];
    f = f * by;
    return f + m->bias[o];
}

static void try_matrix(uint32_t rows, uint32_t cols, uint32_t n, uint64_t *state)
{
    char note[80];
    lang_matrix m = some_matrix(rows, cols, state);
    uint32_t wide = m.blocks * 16, bytes = m.quads * 4;
    fill(x, (size_t)n * cols, 3, state);
    for (int k = 0; k < n_kernel; k++) {
        snprintf(note, sizeof note, "%s: %u x %u, %u rows", kernel[k]->name, rows, cols, n);
        memset(q[1], 77, sizeof q[1]);
        kernel[k]->quantise(x, cols, n, cols, q[1], in);
        if (k == 0) memcpy(q[0], q[1], sizeof q[0]);
        CHECK_CASE(same(q[0], q[1], sizeof q[0]), note);
        memset(y[1], 0xff, sizeof y[1]);
        kernel[k]->multiply(&m, q[1], in, n, y[1], wide);
        if (k == 0) memcpy(y[0], y[1], sizeof y[0]);
        CHECK_CASE(same(y[0], y[1], sizeof y[0]), note);
    }
    int right = 1;
    for (uint32_t r = 0; r < n; r++)
        for (uint32_t o = 0; o < wide; o++) right &= product(&m, q[0] + (size_t)r * bytes, in[r], o) == y[0][(size_t)r * wide + o];
    CHECK_CASE(right, note);
}

static void matrices(void)
{
    static const uint32_t rows[] = {1, 15, 16, 17, 48, 51, 80, 96, 112, 369}, cols[] = {1, 3, 4, 8, 13, 64, 100, 255, 256, 300},
                          n[] = {1, 2, 3, 5, 7, 8, 9, 16, 31, 40};
    uint64_t state = 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t j = 0; j < sizeof cols / sizeof *cols; j++) try_matrix(rows[i], cols[j], n[(i + 3 * j) % 10], &state);
    for (size_t i = 0; i < sizeof n / sizeof *n; i++) try_matrix(96, 64, n[i], &state);
}

/* All inputs 255 against all weights -127 or 127: the largest sums there are. */
static void extremes(void)
{
    for (int sign = -1; sign <= 1; sign += 2) {
        uint64_t state = 2;
        lang_matrix m = some_matrix(32, 256, &state);
        memset(weights, sign * 127, 32 * 256);
        for (int r = 0; r < 32; r++) sum[r] = sign * 127 * 256;
        memset(q[0], 255, 256);
        in[0] = 1;
        for (int k = 0; k < n_kernel; k++) {
            kernel[k]->multiply(&m, q[0], in, 1, y[0], 32);
            CHECK_CASE(y[0][31] == product(&m, q[0], 1, 31), kernel[k]->name);
        }
    }
}

static void steps(void)
{
    static const float row[] = {0, 1.0f, -1.0f, 0.5f, 0.00393f, -0.00395f, 1e-30f, 0}, none[20] = {0};
    static const float tiny[] = {1e-40f, -1e-44f, 0, 1e-39f}; /* too small to be divided by */
    for (int k = 0; k < n_kernel; k++) {
        kernel[k]->quantise(row, 8, 1, 8, q[0], in);
        static const uint8_t want[] = {128, 255, 1, 192, 128, 127, 128, 128};
        CHECK_CASE(same(q[0], want, 8), kernel[k]->name);
        CHECK(in[0] == 1.0f / 127.0f);
        kernel[k]->quantise(none, 20, 1, 18, q[0], in);
        CHECK(in[0] == 0 && q[0][0] == 128 && q[0][17] == 128 && q[0][19] == 128);
        kernel[k]->quantise(tiny, 4, 1, 4, q[0], in);
        CHECK(q[0][0] == 128 && q[0][1] == 128 && q[0][3] == 128);
    }
}

/* ---------------------------------------------------------------- floats */

static float a[2][1024], b[1024], c[1024], high[1024], f[2 * 1024], out[2][1024];

static double sigmoid(double z) { return 1 / (1 + exp(-z)); }

/* Both directions over some positions. */
static void one_sweep(uint32_t n, double size, uint32_t positions, uint64_t *state)
{
    enum { MOST = 4 };
    static float rows[MOST * 8 * 512], got[2][MOST * 2 * 512], room[1024];
    const float *row[MOST];
    size_t bytes = positions * 2 * n * sizeof(float);
    for (uint32_t t = 0; t < positions; t++) {
        float *at = rows + t * 8 * n;
        row[positions - 1 - t] = at; /* in whatever order */
        fill(at, 6 * n, size, state);
        fill(at + 6 * n, 2 * n, 2, state);
    }
    fill(b, 2 * n, 1, state);
    fill(c, 2 * n, 1, state);
    for (int k = 0; k < n_kernel; k++) {
        fill(room, 2 * n, 1, state);
        kernel[k]->sweep(&(lang_sweep){row, got[1], positions, n, b, c, room});
        if (k == 0) memcpy(got[0], got[1], bytes);
        CHECK_CASE(same(got[0], got[1], bytes), kernel[k]->name);
    }
    double far = 0;
    for (size_t i = 0; i < 2 * n; i++) {
        double now = 0;
        for (size_t k = 0; k < positions; k++) {
            size_t way = i / n, t = way ? positions - 1 - k : k;
            const float *at = row[t] + way * 3 * n + i % n;
            double forget = sigmoid((double)at[n] + (double)b[i] * now), r = sigmoid((double)at[2 * n] + (double)c[i] * now);
            now = forget * now + (1 - forget) * (double)at[0];
            far = fmax(far, fabs((double)got[0][t * 2 * n + i] - (r * now + (1 - r) * (double)row[t][6 * n + i])) / (1 + size));
        }
    }
    CHECK(far < 1e-5); /* sums of numbers near 100 are no better than that */
}

static void floats(uint32_t n, uint64_t *state)
{
    for (int k = 0; k < n_kernel; k++) {
        uint64_t again = *state;
        fill(a[1], n, 2, &again), fill(b, n, 1, &again), fill(c, n, 1, &again), fill(f, 2 * n, 5, &again);
        kernel[k]->norm(a[1], n, 1, n, b, c, out[1], n);
        kernel[k]->positive(a[1], n);
        kernel[k]->pairs(f, n, high);
        if (k == 0) memcpy(out[0], out[1], sizeof out[0]), memcpy(a[0], a[1], sizeof a[0]), memcpy(x, high, n * sizeof(float));
        CHECK_CASE(same(out[0], out[1], n * sizeof(float)), kernel[k]->name);
        CHECK_CASE(same(a[0], a[1], n * sizeof(float)), kernel[k]->name);
        CHECK_CASE(same(x, high, n * sizeof(float)), kernel[k]->name);
        if (k + 1 == n_kernel) *state = again;
    }
    CHECK(high[0] == fmaxf(f[0], f[1]) && high[n - 1] == fmaxf(f[2 * n - 2], f[2 * n - 1]));
}

static void best_is_first(uint64_t *state)
{
    for (uint32_t n = 1; n < 100; n++)
        for (int k = 0; k < n_kernel; k++) {
            uint32_t want = 0;
            for (uint32_t i = 0; i < n; i++) {
                a[0][i] = (float)((int)(sample_random(state) % (n % 7 * 5 + 3)) - 20);
                if (a[0][i] > a[0][want]) want = i;
            }
            CHECK_CASE(kernel[k]->best(a[0], n) == want, kernel[k]->name);
        }
}

/* Scores of arcs: right, and the same bits. */
static void some_arcs(uint32_t n, uint32_t size, uint64_t *state)
{
    enum { ROW = 64 };
    static float heads[64 * ROW], lean[64], turned[ROW * 64], line[2 * ROW], leaning[ROW], score[2][ROW * ROW];
    uint32_t wide = (n + 16) / 16 * 16, wrong = 0;
    fill(heads, size * wide, 1, state), fill(lean, size, 1, state), fill(turned, n * size, 1, state), fill(line, 2 * ROW, 1, state);
    lang_arcs arcs = {heads, lean, leaning, line + ROW, 0.25f, size, wide};
    for (int k = 0; k < n_kernel; k++) {
        kernel[k]->arcs(&arcs, turned, size, 1, n, score[1], ROW);
        if (k == 0) memcpy(score[0], score[1], sizeof score[0]);
        for (uint32_t d = 1; d <= n; d++) wrong += !same(score[0] + (d - 1) * ROW, score[1] + (d - 1) * ROW, (n + 1) * sizeof(float));
    }
    for (uint32_t d = 1; d <= n; d++)
        for (uint32_t h = 0; h <= n; h++) {
            double want = (double)(h ? line[ROW + h - d] : 0.25f);
            for (uint32_t i = 0; i < size; i++)
                want += ((double)turned[(d - 1) * size + i] + (double)lean[i]) * (double)heads[i * wide + h];
            if (h == d) want = (double)LANG_NO_ARC;
            wrong += fabs((double)score[0][(d - 1) * ROW + h] - want) > 1e-4;
        }
    CHECK(wrong == 0);
}

/* Rows that are worked on side by side are what they are alone. */
static void rows_are_apart(uint64_t *state)
{
    enum { ROWS = 7, N = 96, STRIDE = 100, AWAY = 112 };
    static float many[ROWS * STRIDE], to[ROWS * AWAY], alone[N], by[ROWS];
    uint8_t bytes[ROWS * N];
    fill(many, ROWS * STRIDE, 3, state), fill(b, N, 1, state), fill(c, N, 1, state);
    for (int k = 0; k < n_kernel; k++) {
        kernel[k]->norm(many, STRIDE, ROWS, N, b, c, to, AWAY);
        kernel[k]->quantise(many, STRIDE, ROWS, N, bytes, by);
        for (size_t r = 0; r < ROWS; r++) {
            lang_kernel_plain.norm(many + r * STRIDE, 0, 1, N, b, c, alone, 0);
            CHECK_CASE(same(alone, to + r * AWAY, sizeof alone), kernel[k]->name);
            lang_kernel_plain.quantise(many + r * STRIDE, 0, 1, N, q[0], in);
            CHECK_CASE(same(q[0], bytes + r * N, N) && in[0] == by[r], kernel[k]->name);
        }
    }
}

static void norm_is_right(void)
{
    uint64_t state = 9;
    double mean = 0, variance = 0, far = 0;
    fill(a[0], 96, 4, &state), fill(b, 96, 1, &state), fill(c, 96, 1, &state);
    lang_kernel_plain.norm(a[0], 96, 1, 96, b, c, out[0], 96);
    for (int i = 0; i < 96; i++) mean += (double)a[0][i] / 96;
    for (int i = 0; i < 96; i++) variance += ((double)a[0][i] - mean) * ((double)a[0][i] - mean) / 96;
    for (int i = 0; i < 96; i++)
        far = fmax(far, fabs(((double)a[0][i] - mean) / sqrt(variance + 1e-5) * (double)b[i] + (double)c[i] - (double)out[0][i]));
    CHECK(far < 1e-5);
}

int main(void)
{
    uint64_t state = 5;
    find_kernels();
    matrices();
    extremes();
    steps();
    for (uint32_t n = 32; n <= 512; n += 96) {
        floats(n, &state);
    }
    for (uint32_t n = 16; n <= 512; n += 48) {
        one_sweep(n, 4, 1 + n % 5 % 4, &state);
        one_sweep(n, 100, 4, &state);
    }
    for (uint32_t n = 1; n < 48; n++) some_arcs(n, n % 2 ? 16 : 64, &state);
    best_is_first(&state);
    norm_is_right();
    rows_are_apart(&state);
    CHECK(lang_kernel_best() == kernel[n_kernel - 1]);
    return check_end();
}
