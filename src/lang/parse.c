/* Sentences -> tags, trees and names. Sentences are put together into batches, so that the matrices meet many words at once. */
#include "net.h"

#include <string.h>

static float *floats(casus_arena *a, size_t n) { return casus_arena_get(a, n, sizeof(float)); }

static void free_parts(casus_parser *p)
{
    casus_release(p->kept);
    if (p->scratch) casus_arena_free(p->scratch);
    casus_arena_free(p->arena);
}

casus_status casus_parser_new(const casus_model *m, casus_parser **out, casus_err *err)
{
    *out = NULL;
    casus_arena *a = casus_arena_new(0);
    casus_parser *p = a ? casus_arena_get(a, 1, sizeof *p) : NULL;
    if (!p) {
        casus_arena_free(a);
        return casus_fail(err, CASUS_E_NOMEM, "parser", 0);
    }
    const lang_model_head *h = m->head;
    size_t N = LANG_MOST, D = h->width, S = CASUS_MAX_PARSE + 1, heads = (size_t)m->heads.blocks * 16;
    size_t widest = D; /* of all that is made bytes */
    if (widest < m->inputs) widest = m->inputs;
    if (widest < 3 * h->label) widest = 3 * h->label;
    if (widest < h->arc) widest = h->arc;
    *p = (casus_parser){.model = m, .arena = a, .scratch = casus_arena_new(1 << 20), .sets = LANG_ALL_NAMES};
    p->cached = casus_arena_get(a, LANG_CACHE, sizeof *p->cached);
    p->kept = casus_alloc(LANG_CACHE * 4 * D * sizeof *p->kept);
    p->first = casus_arena_get(a, N + 1, sizeof *p->first);
    p->token_of = casus_arena_get(a, N, sizeof *p->token_of);
    p->missing = casus_arena_get(a, N, sizeof *p->missing);
    p->rows = floats(a, N * 4 * D);
    p->row = casus_arena_get(a, N, sizeof *p->row);
    p->start = floats(a, 4 * D);
    p->y = floats(a, N * D);
    p->c = floats(a, D);
    p->out = floats(a, N * heads);
    p->concat = floats(a, N * m->inputs);
    p->wide = floats(a, N * 2 * D);
    p->turned = floats(a, N * ((h->arc + 15) / 16 * 16));
    p->across = floats(a, (size_t)LANG_TREE_ROW * h->arc);
    p->line = floats(a, 2 * LANG_TREE_ROW);
    p->pair = floats(a, N * 3 * h->label);
    p->rel = floats(a, N * (size_t)m->rel.blocks * 16);
    p->bytes = casus_arena_get(a, N * (widest + 4), 1);
    p->scale = floats(a, N);
    p->back = casus_arena_get(a, S * LANG_MAX_TAGS, 1);
    p->tree = (lang_tree_work){.kernel = m->kernel};
    p->tree.score = floats(a, S * LANG_TREE_ROW);
    p->tree.work = floats(a, S * LANG_TREE_ROW);
    p->tree.enter = casus_arena_get(a, S * S, sizeof(int16_t));
    p->tree.leave = casus_arena_get(a, S * S, sizeof(int16_t));
    p->tree.kept = casus_arena_get(a, S * S, sizeof(int16_t));
    p->tree.level = casus_arena_get(a, S, sizeof(int16_t));
    p->tree.rep = casus_arena_get(a, S, sizeof(int16_t));
    p->heads = casus_arena_get(a, N, sizeof *p->heads);
    bool all = p->scratch && p->cached && p->kept && p->first && p->token_of && p->missing && p->rows && p->row && p->start && p->y && p->c && p->out && p->concat &&
               p->wide && p->turned && p->across && p->line && p->pair && p->rel && p->bytes && p->scale && p->back && p->tree.score && p->tree.work && p->tree.enter &&
               p->tree.leave && p->tree.kept && p->tree.level && p->tree.rep && p->heads;
    if (!all) {
        free_parts(p);
        return casus_fail(err, CASUS_E_NOMEM, "parser", 0);
    }
    lang_start(p);
    for (uint32_t k = 1; k <= CASUS_MAX_PARSE; k++) {
        p->line[LANG_TREE_ROW + k] = m->far[lang_far(1, 1 + k)];
        p->line[LANG_TREE_ROW - k] = m->far[lang_far(1 + k, 1)];
    }
    *out = p;
    return CASUS_OK;
}

void casus_parser_free(casus_parser *p)
{
    if (p) free_parts(p);
}

void casus_parser_names(casus_parser *p, bool wide, bool narrow)
{
    p->sets = (unsigned)wide << CASUS_NAMES_WIDE | (unsigned)narrow << CASUS_NAMES_NARROW;
}

/* ---------------------------------------------------------------- one sentence of a batch */

static const float *head_at(const casus_parser *p, size_t t, int block)
{
    return p->out + t * p->model->heads.blocks * 16 + p->model->out[block];
}

/* Scores of all arcs of the sentence, its words at from + 1 .. from + n. The heads' vectors are laid across, so that one step does
 * many heads at once. */
static void score_arcs(casus_parser *p, uint32_t from, uint32_t n)
{
    const casus_model *m = p->model;
    uint32_t A = m->head->arc, wide = (n + 1 + 15) / 16 * 16;
    size_t turned = (size_t)m->turn.blocks * 16;
    for (uint32_t h = 0; h <= n; h++) {
        const float *k = head_at(p, from + h, HEAD_ARC_HEAD);
        for (uint32_t a = 0; a < A; a++) p->across[(size_t)a * wide + h] = k[a];
    }
    float leaning[LANG_TREE_ROW];
    lang_arcs arcs = {.heads = p->across, .lean = m->lean, .leaning = leaning, .line = p->line + LANG_TREE_ROW, .root = m->far[LANG_FAR - 1],
                      .size = A, .wide = wide};
    m->kernel->arcs(&arcs, p->turned + (from + 1) * turned, turned, 1, n, p->tree.score + LANG_TREE_ROW, LANG_TREE_ROW);
}

/* Heads of all sentences of the batch, in positions within the sentence. */
static void find_heads(casus_parser *p)
{
    const casus_model *m = p->model;
    m->kernel->quantise(p->out + m->out[HEAD_ARC_DEP], (size_t)m->heads.blocks * 16, p->n, m->head->arc, p->bytes, p->scale);
    m->kernel->multiply(&m->turn, p->bytes, p->scale, p->n, p->turned, (size_t)m->turn.blocks * 16);
    for (uint32_t s = 0; s < p->n_sentence; s++) {
        uint32_t n = p->first[s + 1] - p->first[s] - 1;
        score_arcs(p, p->first[s], n);
        lang_tree(&p->tree, n, p->heads + p->first[s]);
    }
}

static void find_labels(casus_parser *p, casus_parse *out)
{
    const casus_model *m = p->model;
    uint32_t B = m->head->label, rows = 0;
    size_t wide = (size_t)m->rel.blocks * 16;
    for (uint32_t s = 0; s < p->n_sentence; s++)
        for (uint32_t t = p->first[s] + 1; t < p->first[s + 1]; t++, rows++) {
            const float *u = head_at(p, t, HEAD_LABEL_DEP), *v = head_at(p, p->first[s] + (uint32_t)(uint16_t)p->heads[t], HEAD_LABEL_HEAD);
            float *z = p->pair + (size_t)rows * 3 * B;
            for (uint32_t k = 0; k < B; k++) z[k] = u[k] * v[k];
            memcpy(z + B, u, B * sizeof *z);
            memcpy(z + 2 * B, v, B * sizeof *z);
        }
    m->kernel->quantise(p->pair, 3 * (size_t)B, rows, 3 * B, p->bytes, p->scale);
    m->kernel->multiply(&m->rel, p->bytes, p->scale, rows, p->rel, wide);
    rows = 0;
    for (uint32_t s = 0; s < p->n_sentence; s++)
        for (uint32_t t = p->first[s] + 1; t < p->first[s + 1]; t++, rows++) {
            float *r = p->rel + (size_t)rows * wide;
            r[CASUS_REL_ROOT] = -1e30f;
            casus_parsed *w = &out->word[p->token_of[t]];
            w->rel = p->heads[t] ? (uint8_t)m->kernel->best(r, CASUS_N_REL) : CASUS_REL_ROOT;
            w->head = p->heads[t] ? p->token_of[p->first[s] + (uint32_t)(uint16_t)p->heads[t]] : CASUS_HEAD_ROOT;
        }
}

static void find_tags(const casus_parser *p, casus_parse *out)
{
    const lang_kernel *k = p->model->kernel;
    for (uint32_t s = 0; s < p->n_sentence; s++)
        for (uint32_t t = p->first[s] + 1; t < p->first[s + 1]; t++) {
            casus_parsed *w = &out->word[p->token_of[t]];
            w->pos = (uint8_t)k->best(head_at(p, t, HEAD_POS), CASUS_N_POS);
            w->tag = (uint8_t)k->best(head_at(p, t, HEAD_TAG), CASUS_N_TAG);
        }
}

/* ---------------------------------------------------------------- names */

typedef struct {
    casus_parser *p;
    casus_parse *out;
    casus_arena *a;
    size_t cap;
} naming;

static bool add_name(naming *w, casus_name n)
{
    casus_name *grown = casus_arena_grow(w->a, w->out->name, w->out->n_name, w->out->n_name + 1, sizeof *grown, &w->cap);
    if (!grown) return false;
    w->out->name = grown;
    grown[w->out->n_name++] = n;
    return true;
}

/* The names a row of tags spells. */
static bool add_names(naming *w, const uint8_t *tag, uint32_t n, uint32_t first, casus_name_set set)
{
    static const uint8_t narrow[] = {CASUS_NAME_PERSON, CASUS_NAME_BODY, CASUS_NAME_PLACE};
    for (uint32_t t = 0; t < n; t++) {
        if (!tag[t]) continue;
        uint32_t kind = (tag[t] - 1u) / 4, from = t;
        while (t + 1 < n && (tag[t] - 1u) % 4 < 2) t++;
        uint8_t k = set == CASUS_NAMES_NARROW ? narrow[kind] : (uint8_t)kind;
        if (!add_name(w, (casus_name){first + from, t + 1 - from, k, (uint8_t)set})) return false;
    }
    return true;
}

static bool find_names(naming *w, const casus_text *text)
{
    casus_parser *p = w->p;
    size_t stride = (size_t)p->model->heads.blocks * 16;
    uint8_t tag[CASUS_MAX_PARSE];
    for (uint32_t s = 0; s < p->n_sentence; s++) {
        uint32_t t = p->first[s] + 1, n = p->first[s + 1] - t;
        unsigned sets = lang_weigh_names(p, text, w->out->word, s);
        for (int set = 0; set < CASUS_N_NAMES; set++) {
            if (!(sets >> set & 1)) continue;
            lang_best_names(p->model->kernel, head_at(p, t, HEAD_NAME0 + set), stride, n, p->model->head->n_name[set], tag, p->back);
            if (!add_names(w, tag, n, p->token_of[t], (casus_name_set)set)) return false;
        }
    }
    return true;
}

/* ---------------------------------------------------------------- batches */

static casus_status parse_batch(naming *w, const casus_text *text, casus_err *err)
{
    casus_parser *p = w->p;
    p->first[p->n_sentence] = p->n;
    if (!p->n) return CASUS_OK;
    if (lang_encode(p, text, p->token_of) != CASUS_OK) return casus_fail(err, CASUS_E_NOMEM, "parse", 0);
    find_tags(p, w->out);
    find_heads(p);
    find_labels(p, w->out);
    for (uint32_t s = 0; s < p->n_sentence; s++)
        lang_mend(text, w->out->word, p->token_of + p->first[s], p->heads + p->first[s], p->first[s + 1] - p->first[s] - 1);
    bool named = find_names(w, text);
    p->n = p->n_sentence = 0;
    return named ? CASUS_OK : casus_fail(err, CASUS_E_NOMEM, "parse", 0);
}

static void add_sentence(casus_parser *p, uint32_t first, uint32_t n)
{
    p->first[p->n_sentence++] = p->n;
    p->token_of[p->n++] = CASUS_HEAD_ROOT;
    for (uint32_t k = 0; k < n; k++) p->token_of[p->n++] = first + k;
}

/* The pieces of a sentence that was too long hang on the root of the first. */
static void hang_pieces(const casus_sentence *s, casus_parse *out)
{
    uint32_t root = CASUS_HEAD_NONE;
    for (uint32_t t = s->first; t < s->first + s->n; t++) {
        if (out->word[t].head != CASUS_HEAD_ROOT) continue;
        if (root == CASUS_HEAD_NONE) {
            root = t;
        } else {
            out->word[t].head = root;
            out->word[t].rel = CASUS_REL_PARATAXIS;
        }
    }
}

casus_status casus_parse_text(casus_parser *p, const casus_text *text, const bool *want, casus_arena *a, casus_parse *out, casus_err *err)
{
    *out = (casus_parse){.word = casus_arena_get(a, text->n_token, sizeof *out->word)};
    if (!out->word) return casus_fail(err, CASUS_E_NOMEM, "parse", 0);
    for (uint32_t t = 0; t < text->n_token; t++) out->word[t].head = CASUS_HEAD_NONE;
    naming w = {.p = p, .out = out, .a = a};
    casus_status st = CASUS_OK;
    p->n = p->n_sentence = 0;
    for (uint32_t i = 0; i < text->n_sentence && st == CASUS_OK; i++) {
        const casus_sentence *s = &text->sentence[i];
        for (uint32_t from = 0; from < s->n && (!want || want[i]) && st == CASUS_OK; from += CASUS_MAX_PARSE) {
            uint32_t n = s->n - from < CASUS_MAX_PARSE ? s->n - from : CASUS_MAX_PARSE;
            if (p->n && p->n + n + 1 > LANG_BATCH) st = parse_batch(&w, text, err);
            if (st == CASUS_OK) add_sentence(p, s->first + from, n);
        }
    }
    if (st == CASUS_OK) st = parse_batch(&w, text, err);
    for (uint32_t i = 0; i < text->n_sentence && st == CASUS_OK; i++)
        if (text->sentence[i].n > CASUS_MAX_PARSE && (!want || want[i])) hang_pieces(&text->sentence[i], out);
    return st;
}
