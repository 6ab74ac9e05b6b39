/* The model file of a net: weights made int8, laid out as lang/model.h says. */
#include "net.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void model_write(const net *n, const char *name, const char *path);

enum { MOST_SECTIONS = 64, ALIGN = 64 };

typedef struct {
    lang_section s[MOST_SECTIONS];
    uint32_t n;
    casus_buf body; /* sections behind one another, each padded to ALIGN */
} file;

static void add(file *f, uint32_t kind, uint32_t rows, uint32_t cols, const void *p, size_t bytes)
{
    static const char zero[ALIGN];
    if (f->n == MOST_SECTIONS) die("more than %d sections", MOST_SECTIONS);
    f->s[f->n++] = (lang_section){kind, rows, cols, 0, f->body.n, bytes};
    casus_buf_add(&f->body, p, bytes);
    casus_buf_add(&f->body, zero, (ALIGN - bytes % ALIGN) % ALIGN);
}

/* The scale of a row, and the row in steps of it. */
static float shrink(const float *w, uint32_t n, int8_t *q)
{
    float top = 0;
    for (uint32_t k = 0; k < n; k++) top = fmaxf(top, fabsf(w[k]));
    float scale = top > 0 ? top / 127 : 1;
    for (uint32_t k = 0; k < n; k++) q[k] = (int8_t)lrintf(w[k] / scale);
    return scale;
}

static void add_table(file *f, uint32_t kind, const float *w, uint32_t rows, uint32_t cols)
{
    size_t n = (size_t)rows * cols, at = (n + 3) / 4 * 4;
    char *p = room(at + rows * sizeof(float), 1);
    for (uint32_t r = 0; r < rows; r++) {
        float scale = shrink(w + (size_t)r * cols, cols, (int8_t *)p + (size_t)r * cols);
        memcpy(p + at + r * sizeof scale, &scale, sizeof scale);
    }
    add(f, kind, rows, cols, p, at + rows * sizeof(float));
    free(p);
}

static void add_matrix(file *f, uint32_t kind, const float *w, const float *bias, uint32_t rows, uint32_t cols)
{
    uint32_t R = (rows + 15) / 16 * 16, C = (cols + 3) / 4 * 4;
    size_t weights = (size_t)R * C, bytes = weights + R * 12;
    int8_t *p = room(bytes, 1), *row = room(cols, 1);
    float *scale = (float *)(void *)(p + weights), *b = scale + R;
    int32_t *sum = (int32_t *)(void *)(b + R);
    for (uint32_t r = 0; r < rows; r++) {
        scale[r] = shrink(w + (size_t)r * cols, cols, row);
        b[r] = bias ? bias[r] : 0;
        for (uint32_t c = 0; c < cols; c++) {
            p[((size_t)(r / 16) * (C / 4) + c / 4) * 64 + (r % 16) * 4 + c % 4] = row[c];
            sum[r] += row[c];
        }
    }
    add(f, kind, rows, cols, p, bytes);
    free(row);
    free(p);
}

static void add_vector(file *f, uint32_t kind, const float *w, uint32_t n)
{
    add(f, kind, 1, n, w, n * sizeof *w);
}

/* ---------------------------------------------------------------- sections */

#define LINE(id, name) name "\n"
static const char labels[] = "X\nNOUN\nPROPN\nVERB\nAUX\nADJ\nADV\nPRON\nDET\nADP\nCCONJ\nSCONJ\nPART\nNUM\nPUNCT\nINTJ\nSYM\n" CASUS_TAG_MAP(LINE)
    CASUS_REL_MAP(LINE) CASUS_NAME_MAP(LINE) CASUS_NAME_NARROW_MAP(LINE);

typedef struct {
    uint32_t mark, of; /* row or vector */
} marked;

static int by_mark(const void *a, const void *b)
{
    const marked *x = a, *y = b;
    if (x->mark != y->mark) return x->mark < y->mark ? -1 : 1;
    return x->of < y->of ? -1 : 1;
}

/* Words with a row, or with a vector, by their marks; of two with one mark the first, which is the more frequent. */
static uint32_t take_marks(const vocab *v, bool vectors, marked *m)
{
    uint32_t n = 0, kept = 0;
    for (size_t i = 0; i < v->n_word; i++) {
        uint32_t of = vectors ? v->word[i].vector : v->word[i].row;
        if (of) m[n++] = (marked){lang_mark(v->word[i].key, (uint32_t)strlen(v->word[i].key)), of};
    }
    qsort(m, n, sizeof *m, by_mark);
    for (uint32_t i = 0; i < n; i++)
        if (!i || m[i].mark != m[i - 1].mark) m[kept++] = m[i];
    return kept;
}

static void add_marks(file *f, uint32_t kind, const marked *m, uint32_t n)
{
    uint32_t *mark = room(n, sizeof *mark);
    for (uint32_t i = 0; i < n; i++) mark[i] = m[i].mark;
    add(f, kind, n, 1, mark, n * sizeof *mark);
    free(mark);
}

/* Words with rows of their own: the rows in the order of the marks, behind row 0. */
static void add_words(file *f, const vocab *v, const param *p)
{
    marked *m = room(v->n_word, sizeof *m);
    uint32_t n = take_marks(v, false, m);
    float *row = room((size_t)(n + 1) * p->cols, sizeof *row);
    memcpy(row, p->w, p->cols * sizeof *row);
    for (uint32_t i = 0; i < n; i++) memcpy(row + (size_t)(i + 1) * p->cols, p->w + (size_t)m[i].of * p->cols, p->cols * sizeof *row);
    add_marks(f, LANG_WORDS, m, n);
    add_table(f, LANG_TABLE + LANG_FEATURE_WORD, row, n + 1, p->cols);
    free(row);
    free(m);
}

static void add_coded(file *f, const vocab *v)
{
    marked *m = room(v->n_word, sizeof *m);
    uint32_t n = take_marks(v, true, m);
    uint8_t *code = room((size_t)n + 1, v->parts);
    for (uint32_t i = 0; i < n; i++) memcpy(code + (size_t)i * v->parts, v->code + (size_t)m[i].of * v->parts, v->parts);
    add_marks(f, LANG_CODED, m, n);
    add(f, LANG_CODES, n, v->parts, code, (size_t)n * v->parts);
    add(f, LANG_PIECES, LANG_CHOICES * v->parts, v->vector_dim / v->parts, v->book, LANG_CHOICES * (size_t)v->vector_dim * sizeof(float));
    free(code);
    free(m);
}

static void add_layer(file *f, const net *n, uint32_t l)
{
    const param *p = &n->p[PARAMS_A_LAYER * l];
    uint32_t D = n->shape.width;
    float *v = room((size_t)4 * D, sizeof *v);
    add_matrix(f, LANG_MATRIX_LAYER + l, p[LAYER_WEIGHT].w, p[LAYER_BIAS].w, 3 * D, D);
    memcpy(v, p[LAYER_VF].w, D * sizeof *v);
    memcpy(v + D, p[LAYER_VR].w, D * sizeof *v);
    memcpy(v + 2 * D, p[LAYER_NORM].w, 2 * D * sizeof *v);
    add_vector(f, LANG_VECTOR_LAYER + l, v, 4 * D);
    free(v);
}

static void add_all(file *f, const net *n, const char *name)
{
    const param *p = n->p;
    uint32_t D = n->shape.width, A = n->shape.arc, B = n->shape.label;
    add(f, LANG_TEXT_VERSION, (uint32_t)strlen(name), 1, name, strlen(name));
    add(f, LANG_TEXT_LABELS, (uint32_t)strlen(labels), 1, labels, strlen(labels));
    add_words(f, n->v, &p[TABLE + LANG_FEATURE_WORD]);
    add_coded(f, n->v);
    for (uint32_t k = LANG_FEATURE_VECTOR + 1; k < LANG_FEATURES; k++) add_table(f, LANG_TABLE + k, p[TABLE + k].w, p[TABLE + k].rows, p[TABLE + k].cols);
    add_matrix(f, LANG_MATRIX_MIX, p[MIX].w, p[MIX_BIAS].w, 2 * D, n->inputs);
    add_matrix(f, LANG_MATRIX_HEADS, p[HEADS].w, p[HEADS_BIAS].w, n->out[OUT_END], D);
    add_matrix(f, LANG_MATRIX_TURN, p[TURN].w, NULL, A, A);
    add_matrix(f, LANG_MATRIX_REL, p[REL].w, p[REL_BIAS].w, CASUS_N_REL, 3 * B);
    add_vector(f, LANG_VECTOR_ROOT, p[ROOT].w, D);
    add_vector(f, LANG_VECTOR_NORM0, p[NORM0].w, 2 * D);
    add_vector(f, LANG_VECTOR_LEAN, p[LEAN].w, A);
    add_vector(f, LANG_VECTOR_FAR, p[FAR].w, LANG_FAR);
    for (uint32_t l = 0; l < n->shape.layers; l++) add_layer(f, n, l);
}

void model_write(const net *n, const char *name, const char *path)
{
    file f = {0};
    add_all(&f, n, name);
    size_t table = f.n * sizeof *f.s, begin = (sizeof(lang_model_head) + table + ALIGN - 1) / ALIGN * ALIGN;
    for (uint32_t i = 0; i < f.n; i++) f.s[i].off += begin;
    lang_model_head h = {.magic = LANG_MODEL_MAGIC, .format = LANG_MODEL_FORMAT, .order = LANG_MODEL_ORDER, .size = begin + f.body.n,
                         .n_section = f.n, .width = n->shape.width, .layers = n->shape.layers, .arc = n->shape.arc, .label = n->shape.label,
                         .n_upos = CASUS_N_POS, .n_xpos = CASUS_N_TAG, .n_rel = CASUS_N_REL,
                         .n_name = {CASUS_N_NAME, NAME_NARROW}};
    char *all = room(h.size, 1);
    memcpy(all + sizeof h, f.s, table);
    memcpy(all + begin, f.body.p, f.body.n);
    h.check = casus_hash((casus_str){all + sizeof h, h.size - sizeof h}, 0);
    memcpy(all, &h, sizeof h);
    FILE *out = fopen(path, "wb");
    if (!out || fwrite(all, 1, h.size, out) != h.size || fclose(out)) die("%s: cannot write", path);
    printf("%s: %llu bytes\n", path, (unsigned long long)h.size);
    free(all);
    casus_buf_free(&f.body);
}
