/* Words -> what the heads of the net say of each: see model.h for the net. A batch of sentences at a time; what depends on a word's spelling
 * alone, its x0 and the first layer's products, is kept for words met before. Costs some 400,000 products a word, in int8, and as many
 * again for a word that was not.
 */
#include "net.h"

#include <string.h>

/* ---------------------------------------------------------------- words met before */

static uint32_t bucket_of(casus_str word) { return (uint32_t)casus_hash(word, 77) & (LANG_CACHE - 1); }

/* Where the word is kept, NULL: it is not. */
static lang_cached *look_up(const casus_parser *p, casus_str word)
{
    uint32_t at = bucket_of(word);
    for (uint32_t k = 0; k < LANG_CACHE_PLACES; k++) {
        lang_cached *c = &p->cached[at ^ k];
        if (c->n == word.n && memcmp(c->text, word.p, word.n) == 0) return c;
    }
    return NULL;
}

/* Where it may be kept: in the place of the word least used, while use of the others is forgotten by and by. */
static lang_cached *place_for(const casus_parser *p, casus_str word)
{
    enum { FORGOTTEN = 4 };
    uint32_t at = bucket_of(word);
    lang_cached *least = &p->cached[at];
    for (uint32_t k = 1; k < LANG_CACHE_PLACES; k++)
        if (p->cached[at ^ k].used < least->used) least = &p->cached[at ^ k];
    for (uint32_t k = 0; k < LANG_CACHE_PLACES; k++) p->cached[at ^ k].used = (uint16_t)(p->cached[at ^ k].used - p->cached[at ^ k].used / FORGOTTEN);
    return least;
}

static casus_str word_at(const casus_text *text, uint32_t token) { return casus_cut(text->body, text->token[token].span); }

static void keep(casus_parser *p, casus_str word, const float *row)
{
    size_t size = 4 * (size_t)p->model->head->width;
    if (!word.n || word.n > LANG_CACHE_WORD) return;
    lang_cached *c = look_up(p, word);
    if (!c) c = place_for(p, word);
    memcpy(c->text, word.p, word.n);
    c->n = (uint16_t)word.n;
    c->used = LANG_USED;
    memcpy(p->kept + (size_t)(c - p->cached) * size, row, size * sizeof *row);
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

/* The first layer's products of n rows that have their inputs. */
static void first_products(casus_parser *p, float *rows, uint32_t n)
{
    const casus_model *m = p->model;
    uint32_t D = m->head->width;
    size_t size = 4 * (size_t)D;
    m->kernel->quantise(rows + 3 * D, size, n, D, p->bytes, p->scale);
    m->kernel->multiply(&m->layer[0], p->bytes, p->scale, n, rows, size);
}

void lang_start(casus_parser *p)
{
    uint32_t D = p->model->head->width;
    memcpy(p->start + 3 * D, p->model->root, D * sizeof *p->start);
    first_products(p, p->start, 1);
}

/* Rows of the words that are missing, one behind the other. */
static casus_status mix_words(casus_parser *p, const casus_text *text, const uint32_t *token_of)
{
    const casus_model *m = p->model;
    uint32_t D = m->head->width, n = p->n_missing;
    for (uint32_t i = 0; i < n; i++) {
        casus_status st = put_features(p, word_at(text, token_of[p->missing[i]]), p->concat + (size_t)i * m->inputs);
        if (st != CASUS_OK) return st;
    }
    m->kernel->quantise(p->concat, m->inputs, n, m->inputs, p->bytes, p->scale);
    m->kernel->multiply(&m->mix, p->bytes, p->scale, n, p->wide, 2 * D);
    m->kernel->pairs(p->wide, n * D, p->y);
    m->kernel->norm(p->y, D, n, D, m->norm0, m->norm0 + D, p->rows + 3 * D, 4 * (size_t)D);
    for (uint32_t i = 0; i < n; i++) p->row[p->missing[i]] = p->rows + (size_t)i * 4 * D;
    first_products(p, p->rows, n);
    return CASUS_OK;
}

static casus_status embed(casus_parser *p, const casus_text *text, const uint32_t *token_of)
{
    size_t size = 4 * (size_t)p->model->head->width;
    p->n_missing = 0;
    for (uint32_t s = 0; s < p->n_sentence; s++) {
        p->row[p->first[s]] = p->start;
        for (uint32_t t = p->first[s] + 1; t < p->first[s + 1]; t++) {
            casus_str word = word_at(text, token_of[t]);
            lang_cached *c = word.n <= LANG_CACHE_WORD ? look_up(p, word) : NULL;
            if (c) c->used = (uint16_t)(c->used < LANG_MOST_USED ? c->used + LANG_USED : LANG_MOST_USED);
            if (c)
                p->row[t] = p->kept + (size_t)(c - p->cached) * size;
            else
                p->missing[p->n_missing++] = t;
        }
    }
    return p->n_missing ? mix_words(p, text, token_of) : CASUS_OK;
}

/* Rows that the batch reads may give way to others only now. */
static void keep_missing(casus_parser *p, const casus_text *text, const uint32_t *token_of)
{
    for (uint32_t i = 0; i < p->n_missing; i++) keep(p, word_at(text, token_of[p->missing[i]]), p->row[p->missing[i]]);
}

/* ---------------------------------------------------------------- layers */

static void quantise_inputs(casus_parser *p)
{
    uint32_t D = p->model->head->width;
    p->model->kernel->quantise(p->rows + 3 * D, 4 * (size_t)D, p->n, D, p->bytes, p->scale);
}

/* The products of a layer behind the first. */
static void next_products(casus_parser *p, uint32_t l)
{
    quantise_inputs(p);
    p->model->kernel->multiply(&p->model->layer[l], p->bytes, p->scale, p->n, p->rows, 4 * (size_t)p->model->head->width);
    for (uint32_t t = 0; t < p->n; t++) p->row[t] = p->rows + (size_t)t * 4 * p->model->head->width;
}

/* Along each sentence. */
static void go_over(casus_parser *p, uint32_t l)
{
    const casus_model *m = p->model;
    const float *v = m->of_layer[l];
    uint32_t D = m->head->width;
    for (uint32_t s = 0; s < p->n_sentence; s++) {
        size_t t = p->first[s];
        m->kernel->sweep(&(lang_sweep){p->row + t, p->y + t * D, p->first[s + 1] - p->first[s], D / 2, v, v + D, p->c});
    }
}

static void next_inputs(casus_parser *p, uint32_t l)
{
    const casus_model *m = p->model;
    const float *v = m->of_layer[l];
    uint32_t D = m->head->width;
    m->kernel->norm(p->y, D, p->n, D, v + 2 * D, v + 3 * D, p->rows + 3 * D, 4 * (size_t)D);
}

casus_status lang_encode(casus_parser *p, const casus_text *text, const uint32_t *token_of)
{
    const casus_model *m = p->model;
    size_t stride = (size_t)m->heads.blocks * 16;
    casus_status st = embed(p, text, token_of);
    if (st != CASUS_OK) return st;
    for (uint32_t l = 0; l < m->head->layers; l++) {
        if (l) next_products(p, l);
        go_over(p, l);
        if (l == 0) keep_missing(p, text, token_of);
        next_inputs(p, l);
    }
    quantise_inputs(p);
    m->kernel->multiply(&m->heads, p->bytes, p->scale, p->n, p->out, stride);
    for (uint32_t t = 0; t < p->n; t++) m->kernel->positive(p->out + t * stride + m->out[HEAD_ARC_DEP], m->out[HEADS] - m->out[HEAD_ARC_DEP]);
    return CASUS_OK;
}
