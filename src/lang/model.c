/* Opening a model. A file from outside is trusted in nothing: all of it is checked here once, so that parsing needs no checks. The one built
 * in is laid out but not hashed again (a test does): its pages are read only as they are used.
 */
#include "net.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

extern const char casus_model_data[], casus_model_end[];

enum { MOST_SECTIONS = 128, MOST_FILE = 1 << 28 };

typedef struct {
    const char *p;
    size_t n;
    casus_model *m;
    casus_err *err;
    bool check; /* look at every number */
} opening;

static casus_status wrong(const opening *o, const char *what, size_t at)
{
    return casus_fail(o->err, CASUS_E_INPUT, what, at);
}

/* ---------------------------------------------------------------- sections */

static const lang_section *section(const opening *o, uint32_t kind)
{
    const lang_model_head *h = o->m->head;
    const lang_section *s = (const lang_section *)(const void *)(h + 1);
    for (uint32_t i = 0; i < h->n_section; i++)
        if (s[i].kind == kind) return &s[i];
    return NULL;
}

/* Numbers of a size with which nothing on the way through the net can leave the range of a float. */
static bool all_small(const float *x, size_t n)
{
    bool small = true;
    for (size_t i = 0; i < n; i++) small &= fabsf(x[i]) < 1e3f;
    return small;
}

/* The bytes of a section of exactly this shape; NULL: there is none. */
static const void *bytes_of(const opening *o, uint32_t kind, uint32_t rows, uint32_t cols, uint64_t bytes)
{
    const lang_section *s = section(o, kind);
    return s && s->rows == rows && s->cols == cols && s->bytes == bytes ? o->p + s->off : NULL;
}

/* Sums are what they are said to be; no weight is -128, whose sign cannot be changed. */
static bool sound_weights(const lang_matrix *m)
{
    const int8_t *w = m->w;
    bool sound = true;
    for (uint32_t b = 0; b < m->blocks; b++) {
        int32_t sum[16] = {0};
        for (uint32_t q = 0; q < m->quads; q++, w += 64)
            for (int i = 0; i < 64; i++) {
                sum[i / 4] += w[i];
                sound &= w[i] != -128;
            }
        sound &= memcmp(sum, m->sum + (size_t)b * 16, sizeof sum) == 0;
    }
    return sound;
}

static bool take_matrix(const opening *o, uint32_t kind, uint32_t rows, uint32_t cols, lang_matrix *m)
{
    *m = (lang_matrix){.rows = rows, .cols = cols, .blocks = (rows + 15) / 16, .quads = (cols + 3) / 4};
    size_t weights = (size_t)m->blocks * 16 * m->quads * 4, high = (size_t)m->blocks * 16;
    const char *p = bytes_of(o, kind, rows, cols, weights + high * 12);
    if (!p) return false;
    m->w = (const int8_t *)p;
    m->scale = (const float *)(const void *)(p + weights);
    m->bias = m->scale + high;
    m->sum = (const int32_t *)(const void *)(m->bias + high);
    return !o->check || (sound_weights(m) && all_small(m->scale, 2 * high));
}

static bool take_table(const opening *o, uint32_t feature, lang_rows *t)
{
    const lang_section *s = section(o, LANG_TABLE + feature);
    if (!s || !s->rows || !s->cols || s->cols > 512 || s->rows > 1u << 22) return false;
    size_t weights = ((size_t)s->rows * s->cols + 3) / 4 * 4;
    if (s->bytes != weights + (size_t)s->rows * sizeof(float)) return false;
    if (feature != LANG_FEATURE_WORD && (s->rows & (s->rows - 1))) return false;
    *t = (lang_rows){(const int8_t *)(o->p + s->off), (const float *)(const void *)(o->p + s->off + weights), s->rows, s->cols};
    return !o->check || all_small(t->scale, t->rows);
}

static bool take_vector(const opening *o, uint32_t kind, uint32_t n, const float **v)
{
    *v = bytes_of(o, kind, 1, n, (uint64_t)n * sizeof(float));
    return *v && (!o->check || all_small(*v, n));
}

/* ---------------------------------------------------------------- words and labels */

static uint32_t bucket_of(uint32_t mark) { return mark / (UINT32_MAX / LANG_BUCKETS + 1); }

static bool take_marks(const opening *o, uint32_t kind, lang_marks *m)
{
    const lang_section *s = section(o, kind);
    if (!s || s->bytes != (uint64_t)s->rows * sizeof *m->mark) return false;
    m->mark = (const uint32_t *)(const void *)(o->p + s->off);
    m->n = s->rows;
    bool rising = true;
    uint32_t b = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        rising &= i == 0 || m->mark[i - 1] < m->mark[i];
        while (b <= bucket_of(m->mark[i])) m->bucket[b++] = i;
    }
    while (b <= LANG_BUCKETS) m->bucket[b++] = m->n;
    return rising;
}

static bool take_coded(const opening *o, lang_coded *c)
{
    const lang_section *s = section(o, LANG_CODES), *p = section(o, LANG_PIECES);
    if (!s || !p || !take_marks(o, LANG_CODED, &c->words) || s->rows != c->words.n || !s->cols || !p->cols) return false;
    if (s->cols > 512 || p->cols > 512 || s->cols * p->cols > 512) return false;
    c->parts = s->cols;
    c->size = p->cols;
    c->code = bytes_of(o, LANG_CODES, c->words.n, c->parts, (uint64_t)c->words.n * c->parts);
    c->piece = bytes_of(o, LANG_PIECES, LANG_CHOICES * c->parts, c->size, (uint64_t)LANG_CHOICES * c->parts * c->size * sizeof(float));
    return c->code && c->piece && (!o->check || all_small(c->piece, (size_t)LANG_CHOICES * c->parts * c->size));
}

static bool take_words(const opening *o)
{
    casus_model *m = o->m;
    return take_marks(o, LANG_WORDS, &m->words) && m->words.n < m->table[LANG_FEATURE_WORD].rows;
}

/* Signs of names, where the model has any. */
static bool take_signs(const opening *o, lang_signs *g)
{
    const lang_section *s = section(o, LANG_SIGN_STARTS), *w = section(o, LANG_SIGN_WEIGHTS);
    if (!s && !w) return true;
    if (!s || !w || s->rows < 2 || s->rows - 1 > LANG_MOST_BUCKETS || ((s->rows - 1) & (s->rows - 2))) return false;
    g->buckets = s->rows - 1;
    g->start = bytes_of(o, LANG_SIGN_STARTS, s->rows, 1, (uint64_t)s->rows * sizeof *g->start);
    g->sign = bytes_of(o, LANG_SIGN_WEIGHTS, w->rows, 1, (uint64_t)w->rows * sizeof *g->sign);
    if (!g->start || !g->sign || g->start[g->buckets] != w->rows) return false;
    uint32_t tags = o->m->out[HEAD_NAME1 + 1] - o->m->out[HEAD_NAME0];
    bool sound = true;
    for (uint32_t i = 0; i < g->buckets && o->check; i++) sound &= g->start[i] <= g->start[i + 1];
    for (uint32_t i = 0; i < w->rows && o->check; i++) sound &= g->sign[i].tag < tags;
    return sound;
}

#define LINE(id, name) name "\n"
static const char labels[] = "X\nNOUN\nPROPN\nVERB\nAUX\nADJ\nADV\nPRON\nDET\nADP\nCCONJ\nSCONJ\nPART\nNUM\nPUNCT\nINTJ\nSYM\n" CASUS_TAG_MAP(LINE)
    CASUS_REL_MAP(LINE) CASUS_NAME_MAP(LINE) CASUS_NAME_NARROW_MAP(LINE);

static bool same_labels(const opening *o)
{
    const lang_section *s = section(o, LANG_TEXT_LABELS);
    return s && s->bytes == sizeof labels - 1 && memcmp(o->p + s->off, labels, sizeof labels - 1) == 0;
}

/* Marks are even, so that few share a bucket: two lines of memory are met. */
uint32_t lang_find(const lang_marks *m, const char *key, uint32_t n)
{
    uint32_t mark = lang_mark(key, n), b = bucket_of(mark);
    for (uint32_t i = m->bucket[b]; i < m->bucket[b + 1]; i++)
        if (m->mark[i] == mark) return i + 1;
    return 0;
}

/* ---------------------------------------------------------------- the whole */

static casus_status take_head(const opening *o)
{
    if (o->n < sizeof(lang_model_head)) return wrong(o, "the model is cut short", o->n);
    const lang_model_head *h = o->m->head;
    if (memcmp(h->magic, LANG_MODEL_MAGIC, sizeof h->magic) != 0) return wrong(o, "this is no language model", 0);
    if (h->format != LANG_MODEL_FORMAT || h->order != LANG_MODEL_ORDER) return wrong(o, "the model is of another format", 8);
    if (h->size != o->n) return wrong(o, "the model is cut short", o->n);
    bool fits = h->width && h->width <= LANG_MAX_WIDTH && h->width % 32 == 0 && h->layers && h->layers <= LANG_MAX_LAYERS && h->arc &&
                h->arc <= 512 && h->arc % 16 == 0 && h->label && h->label <= 512 && h->label % 16 == 0 && h->n_upos == CASUS_N_POS &&
                h->n_xpos == CASUS_N_TAG && h->n_rel == CASUS_N_REL && h->n_name[0] == CASUS_N_NAME && h->n_name[1] == 3;
    if (!fits || h->n_section > MOST_SECTIONS || sizeof *h + h->n_section * sizeof(lang_section) > o->n)
        return wrong(o, "the model is of another shape", 40);
    if (o->check && casus_hash((casus_str){o->p + sizeof *h, o->n - sizeof *h}, 0) != h->check)
        return wrong(o, "the model was changed or damaged", sizeof *h);
    const lang_section *s = (const lang_section *)(const void *)(h + 1);
    for (uint32_t i = 0; i < h->n_section; i++)
        if (s[i].off % 64 || s[i].off > o->n || s[i].bytes > o->n - s[i].off) return wrong(o, "a section of the model is out of place", s[i].off);
    return CASUS_OK;
}

static void set_blocks(casus_model *m)
{
    const lang_model_head *h = m->head;
    const uint32_t size[HEADS] = {h->n_upos, h->n_xpos, 1 + 4 * h->n_name[0], 1 + 4 * h->n_name[1], h->arc, h->arc, h->label, h->label};
    for (int k = 0; k < HEADS; k++) m->out[k + 1] = m->out[k] + size[k];
}

static casus_status take_all(const opening *o)
{
    casus_status st = take_head(o);
    if (st != CASUS_OK) return st;
    casus_model *m = o->m;
    const lang_model_head *h = m->head;
    uint32_t D = h->width;
    set_blocks(m);
    for (uint32_t k = 0; k < LANG_FEATURES; k++) {
        bool sound = k == LANG_FEATURE_VECTOR ? take_coded(o, &m->coded) : take_table(o, k, &m->table[k]);
        if (!sound) return wrong(o, "a table of the model is not sound", k);
        m->inputs += k == LANG_FEATURE_VECTOR ? m->coded.parts * m->coded.size : m->table[k].cols;
    }
    if (!take_words(o)) return wrong(o, "the words of the model are not sound", 0);
    if (!same_labels(o)) return wrong(o, "the model has other labels", 0);
    bool sound = take_matrix(o, LANG_MATRIX_MIX, 2 * D, m->inputs, &m->mix) && take_matrix(o, LANG_MATRIX_HEADS, m->out[HEADS], D, &m->heads) &&
                 take_matrix(o, LANG_MATRIX_TURN, h->arc, h->arc, &m->turn) &&
                 take_matrix(o, LANG_MATRIX_REL, h->n_rel, 3 * h->label, &m->rel) && take_vector(o, LANG_VECTOR_ROOT, D, &m->root) &&
                 take_vector(o, LANG_VECTOR_NORM0, 2 * D, &m->norm0) && take_vector(o, LANG_VECTOR_LEAN, h->arc, &m->lean) &&
                 take_vector(o, LANG_VECTOR_FAR, LANG_FAR, &m->far);
    for (uint32_t l = 0; l < h->layers && sound; l++)
        sound = take_matrix(o, LANG_MATRIX_LAYER + l, 3 * D, D, &m->layer[l]) && take_vector(o, LANG_VECTOR_LAYER + l, 4 * D, &m->of_layer[l]);
    if (!sound) return wrong(o, "a matrix of the model is not sound", 0);
    if (!take_signs(o, &m->signs)) return wrong(o, "the signs of names in the model are not sound", 0);
    const lang_section *v = section(o, LANG_TEXT_VERSION);
    snprintf(m->version, sizeof m->version, "%.*s-%08x", v ? (int)(v->bytes < 40 ? v->bytes : 40) : 0, v ? o->p + v->off : "",
             (unsigned)(h->check & 0xffffffffu));
    return CASUS_OK;
}

static casus_status map_file(const char *path, const char **p, size_t *n, casus_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return casus_fail(err, CASUS_E_NOINPUT, "cannot open the model", 0);
    struct stat st;
    casus_status s = CASUS_OK;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) s = casus_fail(err, CASUS_E_NOINPUT, "the model is no file", 0);
    if (s == CASUS_OK && (st.st_size < (off_t)sizeof(lang_model_head) || st.st_size > MOST_FILE))
        s = casus_fail(err, CASUS_E_INPUT, "this is no language model", 0);
    if (s == CASUS_OK) {
        *n = (size_t)st.st_size;
        void *map = mmap(NULL, *n, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map == MAP_FAILED) s = casus_fail(err, CASUS_E_OS, "cannot map the model", 0);
        *p = map;
    }
    close(fd);
    return s;
}

casus_status casus_model_open(const char *path, casus_model **out, casus_err *err)
{
    *out = NULL;
    opening o = {.p = casus_model_data, .n = (size_t)(casus_model_end - casus_model_data), .err = err, .check = path != NULL};
    if (!path && o.n == 0) return casus_fail(err, CASUS_E_NOTFOUND, "no language model is built in", 0);
    casus_model *m = casus_alloc(sizeof *m);
    if (!m) return casus_fail(err, CASUS_E_NOMEM, "model", 0);
    m->words.bucket = casus_alloc((LANG_BUCKETS + 1) * sizeof(uint32_t));
    m->coded.words.bucket = casus_alloc((LANG_BUCKETS + 1) * sizeof(uint32_t));
    bool room = m->words.bucket && m->coded.words.bucket;
    casus_status s = !room ? casus_fail(err, CASUS_E_NOMEM, "model", 0) : path ? map_file(path, &o.p, &o.n, err) : CASUS_OK;
    if (s == CASUS_OK) {
        m->mapped = path ? o.n : 0;
        m->head = (const lang_model_head *)(const void *)o.p;
        m->kernel = lang_kernel_best();
        o.m = m;
        s = take_all(&o);
    }
    if (s != CASUS_OK) {
        casus_model_close(m);
        return s;
    }
    *out = m;
    return CASUS_OK;
}

void casus_model_close(casus_model *m)
{
    if (!m) return;
    casus_release(m->words.bucket);
    casus_release(m->coded.words.bucket);
    if (m->mapped) munmap((void *)(uintptr_t)m->head, m->mapped);
    casus_release(m);
}

const char *casus_model_version(const casus_model *m)
{
    return m->version;
}

uint32_t casus_model_vector_size(const casus_model *m)
{
    return m->coded.parts * m->coded.size;
}

/* Add the pieces of one word; of a size that the compiler knows where it is the usual one. */
static inline void add_pieces(const lang_coded *c, const uint8_t *code, uint32_t parts, uint32_t size, float *restrict to)
{
    for (uint32_t p = 0; p < parts; p++) {
        const float *piece = c->piece + ((size_t)p * LANG_CHOICES + code[p]) * size;
        for (uint32_t k = 0; k < size; k++) to[p * size + k] += piece[k];
    }
}

/* The code of a word, NULL: it has none. */
static inline const uint8_t *code_of(const lang_coded *c, casus_str norm)
{
    uint32_t at = norm.n > LANG_KEY ? 0 : lang_find(&c->words, norm.p, (uint32_t)norm.n);
    return at ? c->code + (size_t)(at - 1) * c->parts : NULL;
}

bool casus_model_vector(const casus_model *m, casus_str norm, float *to)
{
    enum { USUAL = 4 };
    const lang_coded *c = &m->coded;
    const uint8_t *code = code_of(c, norm);
    if (!code) return false;
    if (c->size == USUAL)
        add_pieces(c, code, c->parts, USUAL, to);
    else
        add_pieces(c, code, c->parts, c->size, to);
    return true;
}

uint32_t casus_model_lean_size(const casus_model *m)
{
    return m->coded.parts * LANG_CHOICES;
}

void casus_model_lean_make(const casus_model *m, const float *direction, float *table)
{
    const lang_coded *c = &m->coded;
    for (uint32_t p = 0; p < c->parts; p++)
        for (uint32_t k = 0; k < LANG_CHOICES; k++) {
            const float *piece = c->piece + ((size_t)p * LANG_CHOICES + k) * c->size;
            float sum = 0;
            for (uint32_t i = 0; i < c->size; i++) sum += piece[i] * direction[p * c->size + i];
            table[p * LANG_CHOICES + k] = sum;
        }
}

bool casus_model_lean(const casus_model *m, const float *table, casus_str norm, float *sum)
{
    const uint8_t *code = code_of(&m->coded, norm);
    float along = 0;
    if (!code) return false;
    for (uint32_t p = 0; p < m->coded.parts; p++) along += table[p * LANG_CHOICES + code[p]];
    *sum += along;
    return true;
}

const lang_kernel *lang_kernel_best(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vnni"))
        return &lang_kernel_avx512;
    if (__builtin_cpu_supports("avx2")) return &lang_kernel_avx2;
#endif
    return &lang_kernel_plain;
}
