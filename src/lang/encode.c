/* Words -> what the heads of the net say of each: see model.h for the net. A batch of sentences at a time; rows of words that were met
 * before are kept, since they depend on the spelling alone. Costs some 700,000 products a word, in int8.
 */
#include "net.h"

#include <string.h>

/* ---------------------------------------------------------------- words met before */

static uint32_t bucket_of(casus_str word) { return (uint32_t)casus_hash(word, 77) & (LANG_CACHE - 1); }

/* Where the word is kept, or would be: one of two places. */
static lang_cached *look_up(const casus_parser *p, casus_str word, bool *hit)
{
    uint32_t at = bucket_of(word);
    for (uint32_t k = 0; k < 2; k++) {
        lang_cached *c = &p->cached[at ^ k];
        *hit = c->n == word.n && memcmp(c->text, word.p, word.n) == 0;
        if (*hit) return c;
    }
    return p->cached[at].n ? &p->cached[at ^ 1] : &p->cached[at];
}

static void keep(casus_parser *p, casus_str word, const float *x0)
{
    bool hit;
    if (!word.n || word.n > LANG_CACHE_WORD) return;
    lang_cached *c = look_up(p, word, &hit);
    memcpy(c->text, word.p, word.n);
    c->n = (uint32_t)word.n;
    memcpy(p->kept + (size_t)(c - p->cached) * p->model->head->width, x0, p->model->head->width * sizeof *x0);
}

/* ---------------------------------------------------------------- features */

static void put_row(const lang_kernel *k, const lang_rows *t, uint64_t row, uint32_t part, float *to)
{
    k->add_row(t->w + (size_t)row * t->cols, t->scale[row] / (float)part, t->cols, to);
}

/* The vector of a word that has one. */
static void put_vector(const casus_model *m, const lang_form *f, float *to)
{
    if (!casus_model_vector(m, (casus_str){f->key, f->n}, to) && f->digits) (void)casus_model_vector(m, (casus_str){f->plain, f->n}, to);
}

/* The numbers of one feature; how many they are. */
static uint32_t put_feature(const casus_model *m, uint32_t k, const lang_form *f, float *to)
{
    const lang_rows *t = &m->table[k];
    if (k == LANG_FEATURE_VECTOR) {
        put_vector(m, f, to);
        return m->coded.parts * m->coded.size;
    }
    if (k == LANG_FEATURE_GRAMS)
        for (uint32_t g = 0; g < f->n_gram; g++) put_row(m->kernel, t, f->gram[g] & (t->rows - 1), f->n_gram, to);
    else
        put_row(m->kernel, t, k == LANG_FEATURE_WORD ? lang_find(&m->words, f->plain, f->n) : f->hash[k] & (t->rows - 1), 1, to);
    return t->cols;
}

static casus_status put_features(casus_parser *p, casus_str word, float *to)
{
    const casus_model *m = p->model;
    lang_form f;
    casus_arena_reset(p->scratch);
    casus_status st = lang_form_of(word, p->scratch, &f);
    if (st != CASUS_OK) return st;
    memset(to, 0, m->inputs * sizeof *to);
    for (uint32_t k = 0; k < LANG_FEATURES; k++) to += put_feature(m, k, &f, to);
    return CASUS_OK;
}

/* x0 of the words at the given positions. */
static casus_status mix_words(casus_parser *p, const casus_text *text, const uint32_t *token_of, uint32_t n)
{
    const casus_model *m = p->model;
    uint32_t D = m->head->width;
    for (uint32_t i = 0; i < n; i++) {
        casus_str word = casus_cut(text->body, text->token[token_of[p->missing[i]]].span);
        casus_status st = put_features(p, word, p->concat + (size_t)i * m->inputs);
        if (st != CASUS_OK) return st;
    }
    m->kernel->quantise(p->concat, m->inputs, n, m->inputs, p->bytes, p->scale);
    m->kernel->multiply(&m->mix, p->bytes, p->scale, n, p->wide, 2 * D);
    for (uint32_t i = 0; i < n; i++) {
        float *x = p->x + (size_t)p->missing[i] * D;
        m->kernel->pairs(p->wide + (size_t)i * 2 * D, D, p->y);
        m->kernel->norm(p->y, D, m->norm0, m->norm0 + D, x);
        keep(p, casus_cut(text->body, text->token[token_of[p->missing[i]]].span), x);
    }
    return CASUS_OK;
}

static casus_status embed(casus_parser *p, const casus_text *text, const uint32_t *token_of)
{
    uint32_t D = p->model->head->width, missing = 0;
    for (uint32_t s = 0; s < p->n_sentence; s++) {
        memcpy(p->x + (size_t)p->first[s] * D, p->model->root, D * sizeof(float));
        for (uint32_t t = p->first[s] + 1; t < p->first[s + 1]; t++) {
            casus_str word = casus_cut(text->body, text->token[token_of[t]].span);
            bool hit = false;
            const lang_cached *c = word.n <= LANG_CACHE_WORD ? look_up(p, word, &hit) : NULL;
            if (hit)
                memcpy(p->x + (size_t)t * D, p->kept + (size_t)(c - p->cached) * D, D * sizeof(float));
            else
                p->missing[missing++] = t;
        }
    }
    return missing ? mix_words(p, text, token_of, missing) : CASUS_OK;
}

/* ---------------------------------------------------------------- layers */

static void one_layer(casus_parser *p, uint32_t l)
{
    const casus_model *m = p->model;
    const float *v = m->of_layer[l];
    uint32_t D = m->head->width;
    m->kernel->quantise(p->x, D, p->n, D, p->bytes, p->scale);
    m->kernel->multiply(&m->layer[l], p->bytes, p->scale, p->n, p->u, 3 * (size_t)D);
    for (uint32_t s = 0; s < p->n_sentence; s++) {
        size_t t = p->first[s];
        m->kernel->sweep(&(lang_sweep){p->u + t * 3 * D, p->x + t * D, p->y + t * D, p->first[s + 1] - p->first[s], D / 2, v, v + D, p->c});
    }
    for (uint32_t t = 0; t < p->n; t++) m->kernel->norm(p->y + (size_t)t * D, D, v + 2 * D, v + 3 * D, p->x + (size_t)t * D);
}

casus_status lang_encode(casus_parser *p, const casus_text *text, const uint32_t *token_of)
{
    const casus_model *m = p->model;
    uint32_t D = m->head->width;
    size_t stride = (size_t)m->heads.blocks * 16;
    casus_status st = embed(p, text, token_of);
    if (st != CASUS_OK) return st;
    for (uint32_t l = 0; l < m->head->layers; l++) one_layer(p, l);
    m->kernel->quantise(p->x, D, p->n, D, p->bytes, p->scale);
    m->kernel->multiply(&m->heads, p->bytes, p->scale, p->n, p->out, stride);
    for (uint32_t t = 0; t < p->n; t++) m->kernel->positive(p->out + t * stride + m->out[HEAD_ARC_DEP], m->out[HEADS] - m->out[HEAD_ARC_DEP]);
    return CASUS_OK;
}
