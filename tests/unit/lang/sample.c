/* See sample.h. */
#include "sample.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 64, ALIGN = 64 };

typedef struct {
    lang_section section[MOST];
    uint32_t n;
    casus_buf body;
    uint64_t state;
} draft;

uint64_t sample_random(uint64_t *state)
{
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
}

double sample_between(uint64_t *state, double low, double high)
{
    return low + (high - low) * (double)(sample_random(state) >> 11) / 9007199254740992.0;
}

/* ---------------------------------------------------------------- sections */

static void begin(draft *d, uint32_t kind, uint32_t rows, uint32_t cols)
{
    static const char zero[ALIGN];
    casus_buf_add(&d->body, zero, (ALIGN - d->body.n % ALIGN) % ALIGN);
    d->section[d->n++] = (lang_section){.kind = kind, .rows = rows, .cols = cols, .off = d->body.n};
}

static void end(draft *d)
{
    lang_section *s = &d->section[d->n - 1];
    s->bytes = d->body.n - s->off;
}

static void put_float(draft *d, double x)
{
    float f = (float)x;
    casus_buf_add(&d->body, &f, sizeof f);
}

static void put_int(draft *d, uint32_t x) { casus_buf_add(&d->body, &x, sizeof x); }

static int8_t some_byte(draft *d) { return (int8_t)((int)(sample_random(&d->state) % 255) - 127); }

static void add_text(draft *d, uint32_t kind, const char *p, size_t n)
{
    begin(d, kind, (uint32_t)n, 1);
    casus_buf_add(&d->body, p, n);
    end(d);
}

static void add_table(draft *d, uint32_t feature, uint32_t rows, uint32_t cols)
{
    begin(d, LANG_TABLE + feature, rows, cols);
    for (size_t i = 0; i < (size_t)rows * cols; i++)
        casus_buf_char(&d->body, (char)some_byte(d));
    while (d->body.n % 4) casus_buf_char(&d->body, 0);
    for (uint32_t r = 0; r < rows; r++) put_float(d, sample_between(&d->state, 0.2, 1) / 127);
    end(d);
}

static void add_matrix(draft *d, uint32_t kind, uint32_t rows, uint32_t cols, double gain)
{
    uint32_t R = (rows + 15) / 16 * 16, Q = (cols + 3) / 4;
    int32_t *sum = calloc(R, sizeof *sum);
    if (!sum) return;
    begin(d, kind, rows, cols);
    for (uint32_t block = 0; block < R / 16; block++)
        for (uint32_t q = 0; q < Q; q++)
            for (uint32_t i = 0; i < 64; i++) {
                uint32_t row = block * 16 + i / 4, col = q * 4 + i % 4;
                int8_t w = row < rows && col < cols ? some_byte(d) : 0;
                sum[row] += w;
                casus_buf_char(&d->body, (char)w);
            }
    for (uint32_t r = 0; r < R; r++) put_float(d, r < rows ? gain * sample_between(&d->state, 1, 2) / (127 * sqrt(cols)) : 0);
    for (uint32_t r = 0; r < R; r++) put_float(d, r < rows ? sample_between(&d->state, -0.5, 0.5) : 0);
    for (uint32_t r = 0; r < R; r++) put_int(d, (uint32_t)sum[r]);
    end(d);
    free(sum);
}

static void put_vector(draft *d, uint32_t n, double low, double high)
{
    for (uint32_t i = 0; i < n; i++) put_float(d, sample_between(&d->state, low, high));
}

static void add_vector(draft *d, uint32_t kind, uint32_t n, double low, double high)
{
    begin(d, kind, 1, n);
    put_vector(d, n, low, high);
    end(d);
}

/* ---------------------------------------------------------------- words and labels */

static void add_labels(draft *d)
{
    static const casus_name_kind narrow[] = {CASUS_NAME_PERSON, CASUS_NAME_BODY, CASUS_NAME_PLACE};
    casus_buf b = {0};
    for (int k = 0; k < CASUS_N_POS; k++) casus_buf_printf(&b, "%s\n", casus_pos_name((casus_pos)k));
    for (int k = 0; k < CASUS_N_TAG; k++) casus_buf_printf(&b, "%s\n", casus_tag_name((casus_tag)k));
    for (int k = 0; k < CASUS_N_REL; k++) casus_buf_printf(&b, "%s\n", casus_rel_name((casus_rel)k));
    for (int k = 0; k < CASUS_N_NAME; k++) casus_buf_printf(&b, "%s\n", casus_name_label(CASUS_NAMES_WIDE, (casus_name_kind)k));
    for (int k = 0; k < 3; k++) casus_buf_printf(&b, "%s\n", casus_name_label(CASUS_NAMES_NARROW, narrow[k]));
    add_text(d, LANG_TEXT_LABELS, b.p, b.n);
    casus_buf_free(&b);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

/* Marks of every `step`th word that the model is to know; their number. */
static uint32_t add_marks(draft *d, uint32_t kind, const sample_shape *s, uint32_t step, uint32_t most)
{
    uint32_t n = 0, k = 0, mark[256];
    for (const char *p = s->words; *p && n < most && n < 256; k++) {
        size_t len = strcspn(p, " ");
        if (k % step == 0) mark[n++] = lang_mark(p, (uint32_t)len);
        p += len + (p[len] == ' ');
    }
    qsort(mark, n, sizeof *mark, by_size);
    begin(d, kind, n, 1);
    casus_buf_add(&d->body, mark, n * sizeof *mark);
    end(d);
    return n;
}

/* Every other word has a vector, of two parts or, if it cannot be halved, of one. */
static void add_coded(draft *d, const sample_shape *s)
{
    uint32_t n = add_marks(d, LANG_CODED, s, 2, 256), parts = s->cols % 2 ? 1 : 2;
    begin(d, LANG_CODES, n, parts);
    for (uint32_t i = 0; i < n * parts; i++) casus_buf_char(&d->body, (char)some_byte(d));
    end(d);
    begin(d, LANG_PIECES, LANG_CHOICES * parts, s->cols / parts);
    put_vector(d, LANG_CHOICES * s->cols, -1, 1);
    end(d);
}

static void add_net(draft *d, const sample_shape *s)
{
    uint32_t D = s->width, heads = CASUS_N_POS + CASUS_N_TAG + 1 + 4 * CASUS_N_NAME + 1 + 4 * 3 + 2 * s->arc + 2 * s->label;
    add_matrix(d, LANG_MATRIX_MIX, 2 * D, LANG_FEATURES * s->cols, 3);
    add_matrix(d, LANG_MATRIX_HEADS, heads, D, 1);
    add_matrix(d, LANG_MATRIX_TURN, s->arc, s->arc, 1);
    add_matrix(d, LANG_MATRIX_REL, CASUS_N_REL, 3 * s->label, 1);
    add_vector(d, LANG_VECTOR_ROOT, D, -1, 1);
    begin(d, LANG_VECTOR_NORM0, 1, 2 * D);
    put_vector(d, D, 0.8, 1.2);
    put_vector(d, D, -0.2, 0.2);
    end(d);
    add_vector(d, LANG_VECTOR_LEAN, s->arc, -0.5, 0.5);
    add_vector(d, LANG_VECTOR_FAR, LANG_FAR, -2, 2);
    for (uint32_t l = 0; l < s->layers; l++) {
        add_matrix(d, LANG_MATRIX_LAYER + l, 3 * D, D, 1);
        begin(d, LANG_VECTOR_LAYER + l, 1, 4 * D);
        put_vector(d, 2 * D, -1, 1);
        put_vector(d, D, 0.8, 1.2);
        put_vector(d, D, -0.2, 0.2);
        end(d);
    }
}

/* Signs of names: few enough buckets that words meet some, checks that they share. */
static void add_signs(draft *d)
{
    enum { BUCKETS = 16, EACH = 6, TAGS = 1 + 4 * CASUS_N_NAME + 1 + 4 * 3 };
    begin(d, LANG_SIGN_STARTS, BUCKETS + 1, 1);
    for (uint32_t i = 0; i <= BUCKETS; i++) put_int(d, i * EACH);
    end(d);
    begin(d, LANG_SIGN_WEIGHTS, BUCKETS * EACH, 1);
    for (uint32_t i = 0; i < BUCKETS * EACH; i++) {
        lang_sign s = {(uint16_t)sample_random(&d->state), (uint8_t)(sample_random(&d->state) % TAGS), some_byte(d)};
        casus_buf_add(&d->body, &s, sizeof s);
    }
    end(d);
}

/* ---------------------------------------------------------------- the whole */

char *sample_model(const sample_shape *s, size_t *n)
{
    draft d = {.state = s->seed};
    add_text(&d, LANG_TEXT_VERSION, "sample", 6);
    add_labels(&d);
    add_marks(&d, LANG_WORDS, s, 1, s->rows - 1);
    add_coded(&d, s);
    for (uint32_t k = 0; k < LANG_FEATURES; k++)
        if (k != LANG_FEATURE_VECTOR) add_table(&d, k, s->rows, s->cols);
    add_net(&d, s);
    if (s->signs) add_signs(&d);
    lang_model_head h = {.magic = LANG_MODEL_MAGIC, .format = LANG_MODEL_FORMAT, .order = LANG_MODEL_ORDER, .n_section = d.n, .width = s->width,
                         .layers = s->layers, .arc = s->arc, .label = s->label, .n_upos = CASUS_N_POS, .n_xpos = CASUS_N_TAG,
                         .n_rel = CASUS_N_REL, .n_name = {CASUS_N_NAME, 3}};
    size_t front = (sizeof h + d.n * sizeof *d.section + ALIGN - 1) / ALIGN * ALIGN;
    char *p = d.body.failed ? NULL : calloc(front + d.body.n, 1);
    if (p) {
        *n = front + d.body.n;
        for (uint32_t i = 0; i < d.n; i++) d.section[i].off += front;
        memcpy(p, &h, sizeof h);
        memcpy(p + sizeof h, d.section, d.n * sizeof *d.section);
        memcpy(p + front, d.body.p, d.body.n);
        sample_mend(p, *n);
    }
    casus_buf_free(&d.body);
    return p;
}

void sample_mend(char *p, size_t n)
{
    lang_model_head h;
    if (n < sizeof h) return;
    memcpy(&h, p, sizeof h);
    h.size = n;
    h.check = casus_hash((casus_str){p + sizeof h, n - sizeof h}, 0);
    memcpy(p, &h, sizeof h);
}

casus_status sample_open(const char *p, size_t n, casus_model **m, casus_err *err)
{
    char path[64];
    *m = NULL;
    int fd = memfd_create("model", MFD_CLOEXEC);
    if (fd < 0) return CASUS_E_OS;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    casus_status st = write(fd, p, n) == (ssize_t)n ? casus_model_open(path, m, err) : CASUS_E_OS;
    close(fd);
    return st;
}
