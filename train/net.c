/* Forward and backward of the net: see net.h, and lang/model.h for what it computes. Matrices by BLAS, the rest plain loops that
 * the compiler turns into vector code. */
#include "net.h"

#include <cblas.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- chance */

typedef struct {
    uint64_t s;
} rng;

static uint64_t rng_next(rng *r)
{
    uint64_t z = (r->s += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}
static float rng_unit(rng *r) { return (float)(rng_next(r) >> 40) * (1.0f / 16777216.0f); }
static float rng_normal(rng *r)
{
    float u = rng_unit(r) + 1e-7f, v = rng_unit(r);
    return sqrtf(-2.0f * logf(u)) * cosf(6.2831853f * v);
}

/* How much is left out in training. */
static const struct {
    float word, vector, hashed, input, layer, heads, mlp;
} drop = {0.10f, 0.10f, 0.10f, 0.15f, 0.25f, 0.25f, 0.25f};

static const struct {
    float pos, tag, arc, rel, name;
} weight = {0.5f, 0.5f, 1.0f, 1.0f, 1.0f};

/* ---------------------------------------------------------------- parameters */

static void param_make(param *p, uint32_t rows, uint32_t cols, bool table, float spread, rng *r)
{
    *p = (param){.rows = rows, .cols = cols, .table = table};
    size_t n = (size_t)rows * cols;
    p->w = room(n, sizeof(float));
    p->m = room(n, sizeof(float));
    p->v = room(n, sizeof(float));
    p->avg = room(n, sizeof(float));
    for (int k = 0; k < SHARDS; k++) {
        p->g[k] = room(n, sizeof(float));
        if (table) {
            p->used[k] = room(rows, sizeof(uint32_t));
            p->is_used[k] = room(rows, 1);
        }
    }
    for (size_t i = 0; i < n; i++) p->w[i] = spread > 0 ? spread * rng_normal(r) : -spread;
}

static void outputs(net *n)
{
    const uint32_t size[OUT_BLOCKS] = {CASUS_N_POS, CASUS_N_TAG, 1 + 4 * CASUS_N_NAME, 1 + 4 * NAME_NARROW, n->shape.arc, n->shape.arc, n->shape.label,
                                       n->shape.label};
    n->out[0] = 0;
    for (int k = 0; k < OUT_BLOCKS; k++) n->out[k + 1] = n->out[k] + size[k];
}

void net_make(net *n, net_shape shape, vocab *v, uint64_t seed)
{
    rng r = {seed * 77 + 1};
    uint32_t D = shape.width, H = D / 2;
    shape.dim[LANG_FEATURE_VECTOR] = v->vector_dim;
    *n = (net){.shape = shape, .v = v};
    for (int k = 0; k < LANG_FEATURES; k++) {
        n->inputs += shape.dim[k];
        if (k == LANG_FEATURE_VECTOR) continue;
        param_make(&n->p[TABLE + k], k == LANG_FEATURE_WORD ? v->n_row : table_rows[k], shape.dim[k], true, k == LANG_FEATURE_WORD ? 0.1f : 0.3f, &r);
    }
    outputs(n);
    param_make(&n->p[MIX], 2 * D, n->inputs, false, 1.0f / sqrtf((float)n->inputs), &r);
    param_make(&n->p[MIX_BIAS], 1, 2 * D, false, 0, &r);
    param_make(&n->p[ROOT], 1, D, false, 0.5f, &r);
    param_make(&n->p[NORM0], 2, D, false, 0, &r);
    param_make(&n->p[HEADS], n->out[OUT_END], D, false, 1.0f / sqrtf((float)D), &r);
    param_make(&n->p[HEADS_BIAS], 1, n->out[OUT_END], false, 0, &r);
    param_make(&n->p[TURN], shape.arc, shape.arc, false, 0.5f / sqrtf((float)shape.arc), &r);
    param_make(&n->p[LEAN], 1, shape.arc, false, 0, &r);
    param_make(&n->p[FAR], 1, LANG_FAR, false, 0, &r);
    param_make(&n->p[REL], CASUS_N_REL, 3 * shape.label, false, 0.5f / sqrtf((float)shape.label), &r);
    param_make(&n->p[REL_BIAS], 1, CASUS_N_REL, false, 0, &r);
    for (uint32_t l = 0; l < shape.layers; l++) {
        param *p = &n->p[PARAMS_A_LAYER * l];
        param_make(&p[LAYER_WEIGHT], 6 * H, D, false, 1.0f / sqrtf((float)D), &r);
        param_make(&p[LAYER_BIAS], 1, 6 * H, false, 0, &r);
        param_make(&p[LAYER_VF], 1, D, false, 0.1f, &r);
        param_make(&p[LAYER_VR], 1, D, false, 0.1f, &r);
        param_make(&p[LAYER_NORM], 2, D, false, 0, &r);
        for (uint32_t i = 0; i < D; i++) p[LAYER_NORM].w[i] = 1;
    }
    for (uint32_t i = 0; i < D; i++) n->p[NORM0].w[i] = 1;
    n->n_param = LAYER_WEIGHT + PARAMS_A_LAYER * shape.layers;
}

/* ---------------------------------------------------------------- Adam */

static void adam(param *p, size_t from, size_t to, float rate, float scale)
{
    const float b1 = 0.9f, b2 = 0.98f;
    for (size_t i = from; i < to; i++) {
        float g = (p->g[0][i] + p->g[1][i]) * scale;
        p->m[i] = b1 * p->m[i] + (1 - b1) * g;
        p->v[i] = b2 * p->v[i] + (1 - b2) * g * g;
        p->w[i] -= rate * p->m[i] / (sqrtf(p->v[i] + 1e-16f) + 1e-8f); /* the root of next to nothing is not exact with free arithmetic */
        p->g[0][i] = p->g[1][i] = 0;
    }
}

static void adam_rows(param *p, float rate, float scale)
{
    for (int k = 0; k < SHARDS; k++) {
        for (uint32_t i = 0; i < p->n_used[k]; i++) {
            uint32_t r = p->used[k][i];
            p->is_used[k][r] = 0;
            if (k == 1 && p->is_used[0][r] == 2) continue;
            adam(p, (size_t)r * p->cols, (size_t)(r + 1) * p->cols, rate, scale);
            if (k == 0) p->is_used[0][r] = 2; /* done already, should the other shard have it too */
        }
    }
    for (uint32_t i = 0; i < p->n_used[0]; i++) p->is_used[0][p->used[0][i]] = 0;
    p->n_used[0] = p->n_used[1] = 0;
}

/* Drop the gradients. */
static void forget(net *n)
{
    for (uint32_t k = 0; k < n->n_param; k++)
        for (int shard = 0; shard < SHARDS && n->p[k].w; shard++) {
            param *p = &n->p[k];
            memset(p->g[shard], 0, (size_t)p->rows * p->cols * sizeof(float));
            for (uint32_t i = 0; p->table && i < p->n_used[shard]; i++) p->is_used[shard][p->used[shard][i]] = 0;
            p->n_used[shard] = 0;
        }
}

/* Length of the whole gradient, tables left out. */
static float gradient_norm(const net *n)
{
    double sum = 0;
    for (uint32_t k = 0; k < n->n_param; k++) {
        const param *p = &n->p[k];
        if (!p->w || p->table) continue;
        float part = 0;
        for (size_t i = 0; i < (size_t)p->rows * p->cols; i++) {
            float g = p->g[0][i] + p->g[1][i];
            part += g * g;
        }
        sum += (double)part;
    }
    return (float)sqrt(sum);
}

static void average(net *n, float keep)
{
    for (uint32_t k = 0; k < n->n_param; k++) {
        param *p = &n->p[k];
        if (!p->w) continue;
        for (size_t i = 0; i < (size_t)p->rows * p->cols; i++) p->avg[i] += (1 - keep) * (p->w[i] - p->avg[i]);
    }
}

void net_step(net *n, double rate)
{
    enum { EVERY = 8 };
    n->step++;
    double t = (double)n->step;
    float r = (float)(rate * sqrt(1 - pow(0.98, t)) / (1 - pow(0.9, t)));
    float norm = gradient_norm(n), scale = norm > 3.0f ? 3.0f / norm : 1.0f;
    if (!(norm < 1e6f)) { /* a batch gone wrong teaches nothing */
        forget(n);
        return;
    }
    for (uint32_t k = 0; k < n->n_param; k++) {
        param *p = &n->p[k];
        if (!p->w) continue;
        if (p->table)
            adam_rows(p, r, scale);
        else
            adam(p, 0, (size_t)p->rows * p->cols, r, scale);
    }
    double keep = 1 - 1 / (1 + t / 20.0);
    if (n->step % EVERY == 0) average(n, (float)(keep > 0.985 ? 0.985 : keep));
}

void net_average(net *n)
{
    for (uint32_t k = 0; k < n->n_param; k++)
        if (n->p[k].w) memcpy(n->p[k].w, n->p[k].avg, (size_t)n->p[k].rows * n->p[k].cols * sizeof(float));
}

/* ---------------------------------------------------------------- files of nets */

static void put(FILE *f, const void *p, size_t n) { fwrite(p, 1, n, f); }
static void get(FILE *f, void *p, size_t n)
{
    if (fread(p, 1, n, f) != n) die("a net is cut short");
}

void net_save(const net *n, const char *path)
{
    FILE *f = fopen(path, "wb");
    if (!f) die("%s: cannot create", path);
    const vocab *v = n->v;
    put(f, &n->shape, sizeof n->shape);
    uint32_t head[5] = {(uint32_t)v->n_word, v->n_vector, v->vector_dim, v->n_row, v->parts};
    put(f, head, sizeof head);
    for (size_t i = 0; i < v->n_word; i++) {
        uint32_t rec[3] = {(uint32_t)strlen(v->word[i].key), v->word[i].row, v->word[i].vector};
        put(f, rec, sizeof rec);
        put(f, v->word[i].key, rec[0]);
    }
    put(f, v->book, LANG_CHOICES * (size_t)v->vector_dim * sizeof(float));
    put(f, v->code, (size_t)v->n_vector * v->parts);
    for (uint32_t k = 0; k < n->n_param; k++)
        if (n->p[k].w) put(f, n->p[k].w, (size_t)n->p[k].rows * n->p[k].cols * sizeof(float));
    if (fclose(f)) die("%s: cannot write", path);
}

void net_load(net *n, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) die("%s: cannot open", path);
    net_shape shape;
    uint32_t head[5];
    get(f, &shape, sizeof shape);
    get(f, head, sizeof head);
    vocab *v = room(1, sizeof *v);
    vocab_init(v);
    for (uint32_t i = 0; i < head[0]; i++) {
        uint32_t rec[3];
        char key[LANG_KEY * 2];
        get(f, rec, sizeof rec);
        if (rec[0] >= sizeof key) die("%s: a word is too long", path);
        get(f, key, rec[0]);
        vocab_put(v, key, rec[0], rec[1], rec[2]);
    }
    v->n_vector = head[1];
    v->vector_dim = head[2];
    v->n_row = head[3];
    v->parts = head[4];
    vocab_vector_room(v, v->n_vector);
    get(f, v->book, LANG_CHOICES * (size_t)v->vector_dim * sizeof(float));
    get(f, v->code, (size_t)v->n_vector * v->parts);
    vocab_decode(v);
    net_make(n, shape, v, 1);
    for (uint32_t k = 0; k < n->n_param; k++)
        if (n->p[k].w) get(f, n->p[k].w, (size_t)n->p[k].rows * n->p[k].cols * sizeof(float));
    fclose(f);
}

/* ---------------------------------------------------------------- one batch */

enum { LAYERS = LANG_MAX_LAYERS };

struct work {
    rng r;
    float amount; /* of what is left out */
    const net *n;
    uint32_t cap, N, count; /* positions, sentences */
    uint32_t *first; /* position of each sentence's ROOT; count + 1 */
    const sentence *const *s;
    bool train;
    float *concat, *wide, *dconcat;      /* N x inputs, N x 2 D */
    float *x[LAYERS + 1], *u[LAYERS], *f[LAYERS], *r_[LAYERS], *c[LAYERS], *in[LAYERS], *y[LAYERS + 1]; /* y: before norm */
    float *mean[LAYERS + 1], *inv[LAYERS + 1];
    float *mask_input, *mask_layer[LAYERS], *mask_heads, *mask_mlp; /* a row a sentence */
    float *hx, *out, *dout; /* heads: input, output */
    float *dx, *dx2, *du;
    float *q, *dq, *arcs, *darcs, *pair, *dpair, *rel, *drel;
    uint8_t *spelling, *off; /* of each sentence; of each position and feature */
    double loss;
};

static float *floats(size_t n) { return room(n, sizeof(float)); }

work *work_make(const net *n, uint32_t positions, float amount, uint64_t seed)
{
    work *w = room(1, sizeof *w);
    uint32_t D = n->shape.width, A = n->shape.arc, B = n->shape.label, O = n->out[OUT_END];
    size_t N = positions;
    w->r.s = seed * 1000003;
    w->cap = positions;
    w->amount = amount;
    w->first = room(N + 1, sizeof *w->first);
    w->concat = floats(N * n->inputs);
    w->dconcat = floats(N * n->inputs);
    w->wide = floats(N * 2 * D);
    for (uint32_t l = 0; l <= n->shape.layers; l++) {
        w->x[l] = floats(N * D);
        w->y[l] = floats(N * D);
        w->mean[l] = floats(N);
        w->inv[l] = floats(N);
        if (l == n->shape.layers) break;
        w->u[l] = floats(N * 3 * D);
        w->f[l] = floats(N * D);
        w->r_[l] = floats(N * D);
        w->c[l] = floats(N * D);
        w->in[l] = floats(N * D);
        w->mask_layer[l] = floats(N * D);
    }
    w->mask_input = floats(N * D);
    w->mask_heads = floats(N * D);
    w->mask_mlp = floats(N * (2 * A + 2 * B));
    w->hx = floats(N * D);
    w->out = floats(N * O);
    w->dout = floats(N * O);
    w->dx = floats(N * D);
    w->dx2 = floats(N * D);
    w->du = floats(N * 3 * D);
    w->q = floats(N * A);
    w->dq = floats(N * A);
    w->arcs = floats(N * (CASUS_MAX_PARSE + 1));
    w->darcs = floats(N * (CASUS_MAX_PARSE + 1));
    w->pair = floats(N * 3 * B);
    w->dpair = floats(N * 3 * B);
    w->rel = floats(N * CASUS_N_REL);
    w->drel = floats(N * CASUS_N_REL);
    w->spelling = room(N, 1);
    w->off = room(N * LANG_FEATURES, 1);
    return w;
}

/* y = x * wT (+ bias) */
static void mul(float *y, const float *x, const float *m, const float *bias, uint32_t n, uint32_t out, uint32_t in)
{
    for (uint32_t i = 0; i < n && bias; i++) memcpy(y + (size_t)i * out, bias, out * sizeof *y);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)out, (int)in, 1, x, (int)in, m, (int)in, bias ? 1 : 0, y, (int)out);
}
/* dx = dy * w; dw += dyT * x */
static void mul_back(float *dx, float *dw, const float *dy, const float *x, const float *m, uint32_t n, uint32_t out, uint32_t in)
{
    if (dx) cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)in, (int)out, 1, dy, (int)out, m, (int)in, 0, dx, (int)in);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)out, (int)in, (int)n, 1, dy, (int)out, x, (int)in, 1, dw, (int)in);
}
static void bias_back(float *db, const float *dy, uint32_t n, uint32_t out)
{
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < out; k++) db[k] += dy[(size_t)i * out + k];
}

static void set_mask(work *w, float *mask, uint32_t dim, float p)
{
    p *= w->amount;
    float keep = 1 / (1 - p);
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t k = 0; k < dim; k++) mask[(size_t)i * dim + k] = rng_unit(&w->r) < p ? 0 : keep;
}
/* y = x * mask of the sentence */
static void apply_mask(const work *w, float *y, const float *x, const float *mask, uint32_t dim)
{
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t t = w->first[i]; t < w->first[i + 1]; t++)
            for (uint32_t k = 0; k < dim; k++) y[(size_t)t * dim + k] = x[(size_t)t * dim + k] * mask[(size_t)i * dim + k];
}

/* ---------------------------------------------------------------- input */

static void add_row(float *to, const float *row, uint32_t dim, float f)
{
    for (uint32_t k = 0; k < dim; k++) to[k] += f * row[k];
}

static void choose_off(work *w, const type_info *t, uint8_t *off)
{
    memset(off, 0, LANG_FEATURES);
    if (!w->train) return;
    float rare = 0.25f / (0.25f + (float)t->n);
    off[LANG_FEATURE_WORD] = rng_unit(&w->r) < drop.word + rare;
    off[LANG_FEATURE_VECTOR] = rng_unit(&w->r) < drop.vector;
    for (int k = LANG_FEATURE_PREFIX; k < LANG_FEATURES; k++) off[k] = rng_unit(&w->r) < drop.hashed;
}

static uint32_t row_of(const work *w, const type_info *t, int k, uint32_t sent, const uint8_t *off)
{
    if (k == LANG_FEATURE_WORD) return off[k] ? 0 : t->word;
    return k == LANG_FEATURE_SHAPE ? t->shape[w->spelling[sent]] : t->hashed[k];
}

static void concat_word(work *w, const type_info *t, uint32_t sent, float *to, const uint8_t *off)
{
    const net *n = w->n;
    for (int k = 0; k < LANG_FEATURES; k++) {
        uint32_t dim = n->shape.dim[k];
        if (k == LANG_FEATURE_VECTOR) {
            if (!off[k]) memcpy(to, n->v->vectors + (size_t)t->vector * dim, dim * sizeof *to);
        } else if (k == LANG_FEATURE_GRAMS) {
            for (uint32_t g = 0; g < t->form.n_gram && !off[k]; g++)
                add_row(to, n->p[TABLE + k].w + (size_t)(t->form.gram[g] & (table_rows[k] - 1)) * dim, dim, 1.0f / (float)t->form.n_gram);
        } else if (k == LANG_FEATURE_WORD || !off[k]) {
            memcpy(to, n->p[TABLE + k].w + (size_t)row_of(w, t, k, sent, off) * dim, dim * sizeof *to);
        }
        to += dim;
    }
}

static void input_forward(work *w)
{
    const net *n = w->n;
    memset(w->concat, 0, (size_t)w->N * n->inputs * sizeof *w->concat);
    for (uint32_t i = 0; i < w->count; i++) {
        float roll = w->train ? rng_unit(&w->r) : 1;
        w->spelling[i] = w->train ? (roll < 0.08f ? 1 : roll < 0.14f ? 2 : 0) : w->spelling[i];
        for (uint32_t k = 0; k < w->s[i]->n; k++) {
            uint32_t t = w->first[i] + 1 + k;
            const type_info *ty = &n->v->type[w->s[i]->word[k].type];
            choose_off(w, ty, w->off + (size_t)t * LANG_FEATURES);
            concat_word(w, ty, i, w->concat + (size_t)t * n->inputs, w->off + (size_t)t * LANG_FEATURES);
        }
    }
}

static void use_row(param *p, int shard, uint32_t row, const float *d, float f)
{
    if (!p->is_used[shard][row]) {
        p->is_used[shard][row] = 1;
        p->used[shard][p->n_used[shard]++] = row;
    }
    add_row(p->g[shard] + (size_t)row * p->cols, d, p->cols, f);
}

static void input_backward(work *w, net *n, int shard)
{
    for (uint32_t i = 0; i < w->count; i++) {
        for (uint32_t j = 0; j < w->s[i]->n; j++) {
            uint32_t t = w->first[i] + 1 + j;
            const type_info *ty = &n->v->type[w->s[i]->word[j].type];
            const uint8_t *off = w->off + (size_t)t * LANG_FEATURES;
            const float *d = w->dconcat + (size_t)t * n->inputs;
            for (int k = 0; k < LANG_FEATURES; k++) {
                if (k == LANG_FEATURE_GRAMS && !off[k])
                    for (uint32_t g = 0; g < ty->form.n_gram; g++)
                        use_row(&n->p[TABLE + k], shard, (uint32_t)(ty->form.gram[g] & (table_rows[k] - 1)), d, 1.0f / (float)ty->form.n_gram);
                else if (k == LANG_FEATURE_WORD || (k != LANG_FEATURE_VECTOR && !off[k]))
                    use_row(&n->p[TABLE + k], shard, row_of(w, ty, k, i, off), d, 1);
                d += n->shape.dim[k];
            }
        }
    }
}

/* ---------------------------------------------------------------- norm */

static void norm_forward(work *w, uint32_t l, const float *gain)
{
    uint32_t D = w->n->shape.width;
    for (uint32_t t = 0; t < w->N; t++) {
        const float *y = w->y[l] + (size_t)t * D;
        float *x = w->x[l] + (size_t)t * D, sum = 0, sq = 0;
        for (uint32_t k = 0; k < D; k++) sum += y[k];
        float mean = sum / (float)D;
        for (uint32_t k = 0; k < D; k++) sq += (y[k] - mean) * (y[k] - mean);
        float inv = 1.0f / sqrtf(sq / (float)D + 1e-5f);
        for (uint32_t k = 0; k < D; k++) x[k] = (y[k] - mean) * inv * gain[k] + gain[D + k];
        w->mean[l][t] = mean;
        w->inv[l][t] = inv;
    }
}

/* d of the output becomes d of the input, in place. */
static void norm_backward(work *w, uint32_t l, const float *gain, float *dgain, float *d)
{
    uint32_t D = w->n->shape.width;
    for (uint32_t t = 0; t < w->N; t++) {
        const float *y = w->y[l] + (size_t)t * D;
        float *dx = d + (size_t)t * D, mean = w->mean[l][t], inv = w->inv[l][t], a = 0, b = 0;
        for (uint32_t k = 0; k < D; k++) {
            float h = (y[k] - mean) * inv;
            dgain[k] += dx[k] * h;
            dgain[D + k] += dx[k];
            dx[k] *= gain[k];
            a += dx[k];
            b += dx[k] * h;
        }
        a /= (float)D;
        b /= (float)D;
        for (uint32_t k = 0; k < D; k++) dx[k] = inv * (dx[k] - a - (y[k] - mean) * inv * b);
    }
}

/* ---------------------------------------------------------------- layers */

/* One direction of one sentence. s: +1 or -1; h: 0 or H, where the direction's half begins. */
static void run_forward(work *w, uint32_t l, uint32_t from, uint32_t n, int s, const float *vf, const float *vr)
{
    uint32_t D = w->n->shape.width, H = D / 2, h = s > 0 ? 0 : H;
    static const float zero[LANG_MAX_WIDTH];
    const float *prev = zero;
    for (uint32_t i = 0; i < n; i++) {
        size_t t = s > 0 ? from + i : from + n - 1 - i;
        const float *z = w->u[l] + t * 3 * D + 3 * h, *uf = z + H, *ur = uf + H, *x = w->x[l] + t * D + h;
        float *f = w->f[l] + t * D + h, *r = w->r_[l] + t * D + h, *c = w->c[l] + t * D + h, *y = w->y[l + 1] + t * D + h;
        for (uint32_t k = 0; k < H; k++) {
            f[k] = 1.0f / (1.0f + expf(-(uf[k] + vf[h + k] * prev[k])));
            r[k] = 1.0f / (1.0f + expf(-(ur[k] + vr[h + k] * prev[k])));
            c[k] = f[k] * prev[k] + (1 - f[k]) * z[k];
            y[k] = r[k] * c[k] + (1 - r[k]) * x[k];
        }
        prev = c;
    }
}

/* dy: of the layer's output before its norm; dx gets what goes straight through. */
static void run_backward(work *w, uint32_t l, uint32_t from, uint32_t n, int s, const float *vf, const float *vr, float *dvf, float *dvr,
                         const float *dy, float *dx)
{
    uint32_t D = w->n->shape.width, H = D / 2, h = s > 0 ? 0 : H;
    static const float zero[LANG_MAX_WIDTH];
    float dc[LANG_MAX_WIDTH / 2] = {0};
    for (uint32_t i = n; i-- > 0;) {
        size_t t = s > 0 ? from + i : from + n - 1 - i, p = s > 0 ? t - 1 : t + 1;
        const float *z = w->u[l] + t * 3 * D + 3 * h, *x = w->x[l] + t * D + h, *f = w->f[l] + t * D + h, *r = w->r_[l] + t * D + h;
        const float *c = w->c[l] + t * D + h, *prev = i ? w->c[l] + p * D + h : zero, *e = dy + t * D + h;
        float *dz = w->du + t * 3 * D + 3 * h, *df = dz + H, *dr = df + H, *out = dx + t * D + h;
        for (uint32_t k = 0; k < H; k++) {
            float dck = dc[k] + e[k] * r[k];
            out[k] = e[k] * (1 - r[k]);
            float rp = e[k] * (c[k] - x[k]) * r[k] * (1 - r[k]);
            float fp = dck * (prev[k] - z[k]) * f[k] * (1 - f[k]);
            dz[k] = dck * (1 - f[k]);
            df[k] = fp;
            dr[k] = rp;
            dvf[h + k] += fp * prev[k];
            dvr[h + k] += rp * prev[k];
            dc[k] = dck * f[k] + fp * vf[h + k] + rp * vr[h + k];
        }
    }
}

static void layers_forward(work *w)
{
    const net *n = w->n;
    uint32_t D = n->shape.width;
    for (uint32_t l = 0; l < n->shape.layers; l++) {
        const param *p = &n->p[PARAMS_A_LAYER * l];
        const float *in = w->x[l];
        if (w->train) {
            set_mask(w, w->mask_layer[l], D, drop.layer);
            apply_mask(w, w->in[l], in, w->mask_layer[l], D);
            in = w->in[l];
        }
        mul(w->u[l], in, p[LAYER_WEIGHT].w, p[LAYER_BIAS].w, w->N, 3 * D, D);
        for (uint32_t i = 0; i < w->count; i++)
            for (int s = 1; s >= -1; s -= 2)
                run_forward(w, l, w->first[i], w->first[i + 1] - w->first[i], s, p[LAYER_VF].w, p[LAYER_VR].w);
        norm_forward(w, l + 1, p[LAYER_NORM].w);
    }
}

/* w->dx: of the last layer's output; on return, of the first layer's input. */
static void layers_backward(work *w, net *n, int k)
{
    uint32_t D = n->shape.width;
    for (uint32_t l = n->shape.layers; l-- > 0;) {
        param *p = &n->p[PARAMS_A_LAYER * l];
        norm_backward(w, l + 1, p[LAYER_NORM].w, p[LAYER_NORM].g[k], w->dx);
        for (uint32_t i = 0; i < w->count; i++)
            for (int s = 1; s >= -1; s -= 2)
                run_backward(w, l, w->first[i], w->first[i + 1] - w->first[i], s, p[LAYER_VF].w, p[LAYER_VR].w, p[LAYER_VF].g[k],
                             p[LAYER_VR].g[k], w->dx, w->dx2);
        bias_back(p[LAYER_BIAS].g[k], w->du, w->N, 3 * D);
        mul_back(w->dx, p[LAYER_WEIGHT].g[k], w->du, w->in[l], p[LAYER_WEIGHT].w, w->N, 3 * D, D);
        apply_mask(w, w->dx, w->dx, w->mask_layer[l], D);
        for (size_t i = 0; i < (size_t)w->N * D; i++) w->dx[i] += w->dx2[i];
    }
}

/* ---------------------------------------------------------------- forward */

static void lay_out(work *w, const net *n, const sentence *const *s, uint32_t count)
{
    w->n = n;
    w->s = s;
    w->count = count;
    w->N = 0;
    for (uint32_t i = 0; i < count; i++) {
        w->first[i] = w->N;
        w->N += s[i]->n + 1;
    }
    w->first[count] = w->N;
    if (w->N > w->cap) die("a batch of %u positions, room for %u", w->N, w->cap);
}

static void mlp_forward(work *w)
{
    const net *n = w->n;
    uint32_t O = n->out[OUT_END], M = O - n->out[OUT_ARC_DEP];
    if (w->train) set_mask(w, w->mask_mlp, M, drop.mlp);
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t t = w->first[i]; t < w->first[i + 1]; t++) {
            float *y = w->out + (size_t)t * O + n->out[OUT_ARC_DEP];
            for (uint32_t k = 0; k < M; k++) y[k] = y[k] > 0 ? y[k] : 0;
            if (w->train)
                for (uint32_t k = 0; k < M; k++) y[k] *= w->mask_mlp[(size_t)i * M + k];
        }
}

static const float *out_at(const work *w, uint32_t t, int block) { return w->out + (size_t)t * w->n->out[OUT_END] + w->n->out[block]; }

/* Scores of the arcs of sentence i: n rows of n + 1 heads. */
static void arcs_forward(work *w, uint32_t i, float *S)
{
    const net *n = w->n;
    uint32_t A = n->shape.arc, O = n->out[OUT_END], from = w->first[i], len = w->s[i]->n, cols = len + 1;
    float *q = w->q + (size_t)(from + 1) * A;
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)len, (int)A, (int)A, 1, out_at(w, from + 1, OUT_ARC_DEP), (int)O, n->p[TURN].w,
                (int)A, 0, q, (int)A);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)len, (int)cols, (int)A, 1, q, (int)A, out_at(w, from, OUT_ARC_HEAD), (int)O, 0, S,
                (int)cols);
    for (uint32_t h = 0; h < cols; h++) {
        const float *k = out_at(w, from + h, OUT_ARC_HEAD);
        float lean = 0;
        for (uint32_t a = 0; a < A; a++) lean += n->p[LEAN].w[a] * k[a];
        for (uint32_t d = 1; d <= len; d++) S[(size_t)(d - 1) * cols + h] += h == d ? -1e30f : lean + n->p[FAR].w[lang_far(d, h)];
    }
}

/* Label scores of word d of sentence i under head h, from pair row t. */
static void pair_of(work *w, uint32_t i, uint32_t d, uint32_t h, float *z)
{
    uint32_t B = w->n->shape.label;
    const float *u = out_at(w, w->first[i] + d, OUT_LAB_DEP), *v = out_at(w, w->first[i] + h, OUT_LAB_HEAD);
    for (uint32_t k = 0; k < B; k++) {
        z[k] = u[k] * v[k];
        z[B + k] = u[k];
        z[2 * B + k] = v[k];
    }
}

static void forward(work *w)
{
    const net *n = w->n;
    uint32_t D = n->shape.width;
    input_forward(w);
    mul(w->wide, w->concat, n->p[MIX].w, n->p[MIX_BIAS].w, w->N, 2 * D, n->inputs);
    for (size_t i = 0; i < (size_t)w->N * D; i++) w->y[0][i] = w->wide[2 * i] > w->wide[2 * i + 1] ? w->wide[2 * i] : w->wide[2 * i + 1];
    norm_forward(w, 0, n->p[NORM0].w);
    for (uint32_t i = 0; i < w->count; i++) memcpy(w->x[0] + (size_t)w->first[i] * D, n->p[ROOT].w, D * sizeof(float));
    if (w->train) {
        set_mask(w, w->mask_input, D, drop.input);
        apply_mask(w, w->x[0], w->x[0], w->mask_input, D);
    }
    layers_forward(w);
    const float *x = w->x[n->shape.layers];
    if (w->train) {
        set_mask(w, w->mask_heads, D, drop.heads);
        apply_mask(w, w->hx, x, w->mask_heads, D);
        x = w->hx;
    }
    mul(w->out, x, n->p[HEADS].w, n->p[HEADS_BIAS].w, w->N, n->out[OUT_END], D);
    mlp_forward(w);
}

/* ---------------------------------------------------------------- loss */

static void softmax(float *p, const float *x, uint32_t n)
{
    float top = x[0], sum = 0;
    for (uint32_t k = 1; k < n; k++) top = x[k] > top ? x[k] : top;
    for (uint32_t k = 0; k < n; k++) {
        p[k] = expf(x[k] - top);
        sum += p[k];
    }
    for (uint32_t k = 0; k < n; k++) p[k] /= sum;
}

/* Gradient of the cross entropy into d; the loss is returned. */
static double entropy(float *d, const float *x, uint32_t n, int gold, float scale)
{
    softmax(d, x, n);
    double loss = -log((double)d[gold] + 1e-20);
    d[gold] -= 1;
    for (uint32_t k = 0; k < n; k++) d[k] *= scale;
    return loss * (double)scale;
}

static void tag_losses(work *w, uint32_t i, float scale)
{
    const net *n = w->n;
    for (uint32_t d = 1; d <= w->s[i]->n; d++) {
        const token *g = &w->s[i]->word[d - 1];
        const int gold[4] = {g->pos, g->tag, g->name[0], g->name[1]};
        const float by[4] = {weight.pos, weight.tag, weight.name, weight.name};
        for (int b = OUT_POS; b <= OUT_NAME1; b++) {
            float *grad = w->dout + (size_t)(w->first[i] + d) * n->out[OUT_END] + n->out[b];
            if (gold[b] != UNKNOWN) w->loss += entropy(grad, out_at(w, w->first[i] + d, b), n->out[b + 1] - n->out[b], gold[b], by[b] * scale);
        }
    }
}

static void arcs_backward(work *w, net *n, int shard, uint32_t i, const float *dS)
{
    uint32_t A = n->shape.arc, O = n->out[OUT_END], from = w->first[i], len = w->s[i]->n, cols = len + 1;
    float *q = w->q + (size_t)(from + 1) * A, *dq = w->dq + (size_t)(from + 1) * A;
    float *dk = w->dout + (size_t)from * O + n->out[OUT_ARC_HEAD], *da = w->dout + (size_t)(from + 1) * O + n->out[OUT_ARC_DEP];
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)len, (int)A, (int)cols, 1, dS, (int)cols, out_at(w, from, OUT_ARC_HEAD), (int)O, 0,
                dq, (int)A);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)cols, (int)A, (int)len, 1, dS, (int)cols, q, (int)A, 0, dk, (int)O);
    for (uint32_t h = 0; h < cols; h++) {
        const float *k = out_at(w, from + h, OUT_ARC_HEAD);
        float sum = 0;
        for (uint32_t d = 1; d <= len; d++) {
            float e = dS[(size_t)(d - 1) * cols + h];
            sum += e;
            if (h != d) n->p[FAR].g[shard][lang_far(d, h)] += e;
        }
        for (uint32_t a = 0; a < A; a++) {
            n->p[LEAN].g[shard][a] += sum * k[a];
            dk[(size_t)h * O + a] += sum * n->p[LEAN].w[a];
        }
    }
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)len, (int)A, (int)A, 1, dq, (int)A, n->p[TURN].w, (int)A, 0, da, (int)O);
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)A, (int)A, (int)len, 1, dq, (int)A, out_at(w, from + 1, OUT_ARC_DEP), (int)O, 1,
                n->p[TURN].g[shard], (int)A);
}

static void arc_losses(work *w, net *n, int shard, uint32_t i, float scale)
{
    uint32_t len = w->s[i]->n, cols = len + 1;
    if (w->s[i]->word[0].head == UNKNOWN) return;
    arcs_forward(w, i, w->arcs);
    for (uint32_t d = 0; d < len; d++)
        w->loss += entropy(w->darcs + (size_t)d * cols, w->arcs + (size_t)d * cols, cols, w->s[i]->word[d].head, weight.arc * scale);
    arcs_backward(w, n, shard, i, w->darcs);
}

/* Labels of all words of the batch in one matrix. */
static void rel_losses(work *w, net *n, int shard, float scale)
{
    uint32_t B = n->shape.label, O = n->out[OUT_END], rows = 0;
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t d = 1; d <= w->s[i]->n && w->s[i]->word[0].head != UNKNOWN; d++)
            pair_of(w, i, d, (uint32_t)w->s[i]->word[d - 1].head, w->pair + (size_t)rows++ * 3 * B);
    if (!rows) return;
    mul(w->rel, w->pair, n->p[REL].w, n->p[REL_BIAS].w, rows, CASUS_N_REL, 3 * B);
    rows = 0;
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t d = 0; d < w->s[i]->n && w->s[i]->word[0].head != UNKNOWN; d++, rows++)
            w->loss += entropy(w->drel + (size_t)rows * CASUS_N_REL, w->rel + (size_t)rows * CASUS_N_REL, CASUS_N_REL, w->s[i]->word[d].rel,
                               weight.rel * scale);
    bias_back(n->p[REL_BIAS].g[shard], w->drel, rows, CASUS_N_REL);
    mul_back(w->dpair, n->p[REL].g[shard], w->drel, w->pair, n->p[REL].w, rows, CASUS_N_REL, 3 * B);
    rows = 0;
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t d = 1; d <= w->s[i]->n && w->s[i]->word[0].head != UNKNOWN; d++, rows++) {
            uint32_t h = (uint32_t)w->s[i]->word[d - 1].head;
            const float *z = w->dpair + (size_t)rows * 3 * B, *u = out_at(w, w->first[i] + d, OUT_LAB_DEP), *v = out_at(w, w->first[i] + h, OUT_LAB_HEAD);
            float *du = w->dout + (size_t)(w->first[i] + d) * O + n->out[OUT_LAB_DEP], *dv = w->dout + (size_t)(w->first[i] + h) * O + n->out[OUT_LAB_HEAD];
            for (uint32_t k = 0; k < B; k++) {
                du[k] += z[k] * v[k] + z[B + k];
                dv[k] += z[k] * u[k] + z[2 * B + k];
            }
        }
}

/* Through the activation of the four hidden blocks. */
static void mlp_backward(work *w)
{
    const net *n = w->n;
    uint32_t O = n->out[OUT_END], M = O - n->out[OUT_ARC_DEP];
    for (uint32_t i = 0; i < w->count; i++)
        for (uint32_t t = w->first[i]; t < w->first[i + 1]; t++) {
            const float *y = w->out + (size_t)t * O + n->out[OUT_ARC_DEP];
            float *d = w->dout + (size_t)t * O + n->out[OUT_ARC_DEP];
            for (uint32_t k = 0; k < M; k++) d[k] = y[k] > 0 ? d[k] * w->mask_mlp[(size_t)i * M + k] : 0;
        }
}

void work_train(work *w, net *n, int k, const sentence *const *s, uint32_t count, double total)
{
    uint32_t D = n->shape.width, O = n->out[OUT_END];
    float scale = (float)(1.0 / total);
    w->train = true;
    w->loss = 0;
    if (!count) return;
    lay_out(w, n, s, count);
    forward(w);
    memset(w->dout, 0, (size_t)w->N * O * sizeof *w->dout);
    for (uint32_t i = 0; i < count; i++) {
        tag_losses(w, i, scale);
        arc_losses(w, n, k, i, scale);
    }
    rel_losses(w, n, k, scale);
    mlp_backward(w);
    bias_back(n->p[HEADS_BIAS].g[k], w->dout, w->N, O);
    mul_back(w->dx, n->p[HEADS].g[k], w->dout, w->hx, n->p[HEADS].w, w->N, O, D);
    apply_mask(w, w->dx, w->dx, w->mask_heads, D);
    layers_backward(w, n, k);
    apply_mask(w, w->dx, w->dx, w->mask_input, D);
    for (uint32_t i = 0; i < count; i++) {
        float *d = w->dx + (size_t)w->first[i] * D;
        add_row(n->p[ROOT].g[k], d, D, 1);
        memset(d, 0, D * sizeof *d);
    }
    norm_backward(w, 0, n->p[NORM0].w, n->p[NORM0].g[k], w->dx);
    float *dwide = w->du; /* N x 2 D fits in N x 3 D */
    for (size_t i = 0; i < (size_t)w->N * D; i++) {
        bool first = w->wide[2 * i] > w->wide[2 * i + 1];
        dwide[2 * i] = first ? w->dx[i] : 0;
        dwide[2 * i + 1] = first ? 0 : w->dx[i];
    }
    bias_back(n->p[MIX_BIAS].g[k], dwide, w->N, 2 * D);
    mul_back(w->dconcat, n->p[MIX].g[k], dwide, w->concat, n->p[MIX].w, w->N, 2 * D, n->inputs);
    input_backward(w, n, k);
}

double loss_of(const work *w) { return w->loss; }

/* ---------------------------------------------------------------- using it */

static int best(const float *x, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t k = 1; k < n; k++)
        if (x[k] > x[b]) b = k;
    return (int)b;
}

/* May tag b follow tag a? a -1: at the beginning; b -1: at the end. */
static bool may_follow(int a, int b)
{
    int ka = a > 0 ? (a - 1) / 4 : -1, kb = b > 0 ? (b - 1) / 4 : -1, ra = a > 0 ? (a - 1) % 4 : 3, rb = b > 0 ? (b - 1) % 4 : 3;
    bool open = a > 0 && ra < 2;            /* B or I: must go on */
    bool goes_on = b > 0 && (rb == 1 || rb == 2); /* I or L */
    return open ? goes_on && ka == kb : !goes_on;
}

/* Best path of T tags over n rows of scores, stride apart. */
static void viterbi(const float *row, size_t stride, uint32_t n, uint32_t T, int8_t *tag)
{
    static _Thread_local float at[CASUS_MAX_PARSE + 1][LANG_MAX_TAGS];
    static _Thread_local uint8_t back[CASUS_MAX_PARSE + 1][LANG_MAX_TAGS];
    for (uint32_t d = 0; d < n; d++, row += stride) {
        for (uint32_t b = 0; b < T; b++) {
            at[d][b] = -1e30f;
            if (d == 0 && may_follow(-1, (int)b)) at[d][b] = row[b];
            for (uint32_t a = 0; a < T && d; a++)
                if (may_follow((int)a, (int)b) && at[d - 1][a] + row[b] > at[d][b]) {
                    at[d][b] = at[d - 1][a] + row[b];
                    back[d][b] = (uint8_t)a;
                }
        }
    }
    uint32_t top = 0;
    for (uint32_t b = 0; b < T; b++)
        if (may_follow((int)b, -1) && at[n - 1][b] > at[n - 1][top]) top = b;
    for (uint32_t d = n; d-- > 0;) {
        tag[d] = (int8_t)top;
        top = back[d][top];
    }
}

static const uint32_t name_from[CASUS_N_NAMES + 1] = {0, 1 + 4 * CASUS_N_NAME, NAME_TAGS};

void best_names(const float *chance, uint32_t n, int set, int8_t *tag)
{
    static _Thread_local float row[CASUS_MAX_PARSE * NAME_TAGS];
    for (size_t i = 0; i < (size_t)n * NAME_TAGS; i++) row[i] = logf(chance[i] + 1e-9f);
    viterbi(row + name_from[set], NAME_TAGS, n, name_from[set + 1] - name_from[set], tag);
}

static void score_names(const work *w, uint32_t i, int set, score *sum)
{
    int8_t tag[CASUS_MAX_PARSE + 1];
    const sentence *s = w->s[i];
    if (s->word[0].name[set] == UNKNOWN) return;
    viterbi(out_at(w, w->first[i] + 1, OUT_NAME0 + set), w->n->out[OUT_END], s->n, name_from[set + 1] - name_from[set], tag);
    for (uint32_t d = 0; d < s->n; d++) {
        int g = s->word[d].name[set], f = tag[d];
        bool gs = g > 0 && ((g - 1) % 4 == 0 || (g - 1) % 4 == 3), fs = f > 0 && ((f - 1) % 4 == 0 || (f - 1) % 4 == 3);
        sum->name_gold[set] += gs;
        sum->name_found[set] += fs;
        if (!gs || f != g) continue;
        uint32_t e = d;
        while (e + 1 < s->n && (s->word[e].name[set] - 1) % 4 < 2 && tag[e] == s->word[e].name[set]) e++;
        sum->name_right[set] += tag[e] == s->word[e].name[set];
    }
}

static bool same_rel(int a, int b)
{
    const char *x = casus_rel_name((casus_rel)a), *y = casus_rel_name((casus_rel)b);
    size_t n = strcspn(x, ":"), m = strcspn(y, ":");
    return n == m && memcmp(x, y, n) == 0;
}

static void score_sentence(work *w, uint32_t i, score *sum)
{
    const net *n = w->n;
    const sentence *s = w->s[i];
    uint32_t cols = s->n + 1, B = n->shape.label;
    for (int k = 0; k < CASUS_N_NAMES; k++) score_names(w, i, k, sum);
    sum->words += s->n;
    if (s->word[0].head == UNKNOWN) return;
    sum->arcs += s->n;
    arcs_forward(w, i, w->arcs);
    for (uint32_t d = 1; d <= s->n; d++) {
        const token *g = &s->word[d - 1];
        int h = best(w->arcs + (size_t)(d - 1) * cols, cols);
        sum->pos += best(out_at(w, w->first[i] + d, OUT_POS), CASUS_N_POS) == g->pos;
        sum->tag += best(out_at(w, w->first[i] + d, OUT_TAG), CASUS_N_TAG) == g->tag;
        if (h != g->head) continue;
        sum->uas++;
        pair_of(w, i, d, (uint32_t)h, w->pair);
        mul(w->rel, w->pair, n->p[REL].w, n->p[REL_BIAS].w, 1, CASUS_N_REL, 3 * B);
        sum->las += same_rel(best(w->rel, CASUS_N_REL), g->rel);
    }
}

static void forward_only(work *w, const net *n, const sentence *const *s, uint32_t count)
{
    w->train = false;
    lay_out(w, n, s, count);
    forward(w);
}

void work_score(work *w, const net *n, const sentence *const *s, uint32_t count, uint8_t spelling, score *sum)
{
    memset(w->spelling, spelling, w->cap);
    forward_only(w, n, s, count);
    for (uint32_t i = 0; i < count; i++) score_sentence(w, i, sum);
    memset(w->spelling, 0, w->cap);
}

static void add_chances(float *to, const float *x, uint32_t n)
{
    float p[512];
    softmax(p, x, n);
    for (uint32_t k = 0; k < n; k++) to[k] += p[k];
}

void work_chances(work *w, const net *n, const sentence *const *s, uint32_t count, chances *c)
{
    forward_only(w, n, s, count);
    size_t at = 0, word = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t cols = s[i]->n + 1;
        arcs_forward(w, i, w->arcs);
        for (uint32_t d = 0; d < s[i]->n; d++, word++, at += cols) {
            add_chances(c->arcs + at, w->arcs + (size_t)d * cols, cols);
            add_chances(c->pos + word * CASUS_N_POS, out_at(w, w->first[i] + 1 + d, OUT_POS), CASUS_N_POS);
            add_chances(c->tag + word * CASUS_N_TAG, out_at(w, w->first[i] + 1 + d, OUT_TAG), CASUS_N_TAG);
            for (int k = 0; k < CASUS_N_NAMES; k++)
                add_chances(c->name + word * NAME_TAGS + name_from[k], out_at(w, w->first[i] + 1 + d, OUT_NAME0 + k), name_from[k + 1] - name_from[k]);
        }
    }
}

void work_rel_chances(work *w, const net *n, const sentence *const *s, uint32_t count, const int16_t *heads, chances *c)
{
    forward_only(w, n, s, count);
    uint32_t B = n->shape.label, word = 0;
    for (uint32_t i = 0; i < count; i++)
        for (uint32_t d = 1; d <= s[i]->n; d++, word++) pair_of(w, i, d, (uint32_t)heads[word], w->pair + (size_t)word * 3 * B);
    mul(w->rel, w->pair, n->p[REL].w, n->p[REL_BIAS].w, word, CASUS_N_REL, 3 * B);
    for (uint32_t k = 0; k < word; k++) add_chances(c->rel + (size_t)k * CASUS_N_REL, w->rel + (size_t)k * CASUS_N_REL, CASUS_N_REL);
}
