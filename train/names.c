/* Learns the signs of names (src/lang/signs.c) from tables of names, and puts them into a language model.
 *
 *   train-names MODEL OUT wide=TABLE narrow=TABLE
 *
 * A choice among the tags of a set for every word of which the net is not certain, by FTRL-proximal (McMahan et al. 2013), which
 * leaves most weights at zero. The net says which words are asked about and what their tags and heads are, nothing else: its scores
 * are too good on what it was trained on itself, and signs that lean on them learn to trust them. One sentence in eight is read in
 * capitals, too. A table given twice counts twice. Signs that MODEL has already are dropped. The same input gives the same file.
 */
#include "lang/net.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 1024, MOST_BYTES = 1 << 16, LINE = 1 << 12, LEAST = 2, CAPITALS = 8, BUCKETS = 1 << 17, SMALLEST = 2 /* weights below it are left out */ };

/* How each set is learned, and how its signs are laid over the net: what did best on the development halves. */
static const struct {
    uint32_t epochs;
    float rate, l1, l2;
    float share; /* of what is learned, added to the net's scores */
} way[CASUS_N_NAMES] = {
    [CASUS_NAMES_WIDE] = {3, 0.3f, 0.5f, 1, 1},
    [CASUS_NAMES_NARROW] = {6, 0.3f, 0.25f, 1, 1},
};

static _Noreturn CASUS_PRINTF(1, 2) void die(const char *fmt, ...)
{
    va_list a;
    va_start(a, fmt);
    fputs("train-names: ", stderr);
    vfprintf(stderr, fmt, a);
    fputc('\n', stderr);
    va_end(a);
    exit(1);
}

static void *need(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) die("out of memory");
    return p;
}

static void *grown(void *p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) return p;
    *cap = *cap ? 2 * *cap : 4096;
    p = realloc(p, *cap * size);
    if (!p) die("out of memory");
    return p;
}

/* ---------------------------------------------------------------- tables of names */

typedef struct {
    char *form[MOST_WORDS], *label[MOST_WORDS];
    uint32_t begin[MOST_WORDS], end[MOST_WORDS]; /* bytes of the running text */
    uint32_t n;
} tagged;

static bool one_of(const char *z, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcasecmp(list[i], z) == 0) return true;
    return false;
}

/* The tokens as running text, all in capitals if asked for; its length. */
static size_t rejoin(tagged *t, bool capitals, char *out)
{
    static const char *const before[] = {".", ",", ";", ":", "?", "!", ")", "]", "}", "%", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "'", "''"};
    static const char *const after[] = {"(", "[", "{", "$", "#", "``"};
    size_t n = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        size_t len = strlen(t->form[i]);
        if (n + len + 2 > MOST_BYTES) die("a sentence of more than %d bytes", MOST_BYTES);
        bool glued = i == 0 || one_of(t->form[i], before, sizeof before / sizeof *before) || one_of(t->form[i - 1], after, sizeof after / sizeof *after);
        if (!glued) out[n++] = ' ';
        t->begin[i] = (uint32_t)n;
        for (size_t k = 0; k < len; k++) out[n++] = capitals ? (char)toupper((unsigned char)t->form[i][k]) : t->form[i][k];
        t->end[i] = (uint32_t)n;
    }
    return n;
}

static int kind_of(casus_name_set set, const char *label)
{
    static const casus_name_kind narrow[] = {CASUS_NAME_PERSON, CASUS_NAME_BODY, CASUS_NAME_PLACE};
    for (int k = 0; k < (set == CASUS_NAMES_NARROW ? 3 : CASUS_N_NAME); k++)
        if (strcmp(casus_name_label(set, set == CASUS_NAMES_NARROW ? narrow[k] : (casus_name_kind)k), label) == 0) return k;
    return -1;
}

/* Tags of BILOU for the tokens that the splitter makes of the text. */
static void lay_names(const tagged *t, casus_name_set set, const casus_text *text, uint8_t *tag)
{
    memset(tag, 0, text->n_token);
    for (uint32_t a = 0, b; a < t->n; a = b) {
        b = a + 1;
        if (t->label[a][0] == 'O') continue;
        while (b < t->n && t->label[b][0] == 'I' && strcmp(t->label[b] + 2, t->label[a] + 2) == 0) b++;
        int kind = kind_of(set, t->label[a] + 2);
        uint32_t from = 0, to;
        while (from < text->n_token && casus_span_end(text->token[from].span) <= t->begin[a]) from++;
        for (to = from; to < text->n_token && text->token[to].span.off < t->end[b - 1];) to++;
        for (uint32_t i = from; i < to && kind >= 0; i++)
            tag[i] = (uint8_t)(1 + 4 * kind + (to - from == 1 ? 3 : i == from ? 0 : i + 1 == to ? 2 : 1));
    }
}

/* ---------------------------------------------------------------- signs and questions */

typedef struct {
    uint64_t sign;
    uint32_t seen;
} known;

/* Words that are asked about: the signs of each, one behind the other, and what its tag is. */
typedef struct {
    known *list;
    size_t n_list, cap_list;
    uint32_t *slot;
    size_t n_slot; /* a power of two */
    uint32_t *sign, *first;
    uint8_t *tag;
    size_t n_sign, cap_sign, n, cap_first, cap_tag;
} lesson;

static size_t place_of(const lesson *l, uint64_t sign)
{
    size_t at = (size_t)(sign >> 7) & (l->n_slot - 1);
    while (l->slot[at] && l->list[l->slot[at] - 1].sign != sign) at = (at + 1) & (l->n_slot - 1);
    return at;
}

static uint32_t number_of(lesson *l, uint64_t sign)
{
    if (2 * l->n_list >= l->n_slot) {
        free(l->slot);
        l->n_slot = l->n_slot ? 2 * l->n_slot : 1 << 16;
        l->slot = need(l->n_slot, sizeof *l->slot);
        for (size_t i = 0; i < l->n_list; i++) l->slot[place_of(l, l->list[i].sign)] = (uint32_t)i + 1;
    }
    size_t at = place_of(l, sign);
    if (!l->slot[at]) {
        l->list = grown(l->list, l->n_list, &l->cap_list, sizeof *l->list);
        l->list[l->n_list++] = (known){sign, 0};
        l->slot[at] = (uint32_t)l->n_list;
    }
    l->list[l->slot[at] - 1].seen++;
    return l->slot[at] - 1;
}

static void ask(lesson *l, const lang_look *look, uint32_t n, uint32_t at, uint8_t tag)
{
    uint64_t sign[LANG_SIGNS];
    uint32_t count = lang_signs_of(look, n, at, sign);
    l->first = grown(l->first, l->n + 1, &l->cap_first, sizeof *l->first);
    l->tag = grown(l->tag, l->n, &l->cap_tag, sizeof *l->tag);
    l->first[l->n] = (uint32_t)l->n_sign;
    l->tag[l->n++] = tag;
    for (uint32_t k = 0; k < count; k++) {
        l->sign = grown(l->sign, l->n_sign, &l->cap_sign, sizeof *l->sign);
        l->sign[l->n_sign++] = number_of(l, sign[k]);
    }
    l->first[l->n] = (uint32_t)l->n_sign;
}

/* One sentence of the text: questions about its words. The parser holds the scores of the batch it did last, which is this one. */
static void read_sentence(casus_parser *p, const casus_text *text, const casus_sentence *s, const casus_parse *parse, casus_name_set set,
                          const uint8_t *tag, lesson *l)
{
    const casus_model *m = p->model;
    uint32_t token[CASUS_MAX_PARSE], first = m->out[HEAD_NAME0 + set], tags = m->out[HEAD_NAME0 + set + 1] - first;
    lang_look look[CASUS_MAX_PARSE];
    const float sure = 4; /* some fifty to one: a few more words than are asked about later, as what names are not like */
    for (uint32_t i = 0; i < s->n; i++) token[i] = s->first + i;
    lang_look_at(text, parse->word, token, s->n, look);
    for (uint32_t i = 0; i < s->n; i++) {
        float *score = p->out + (size_t)(i + 1) * m->heads.blocks * 16 + first;
        if (lang_unsure(m->kernel, score, tags, sure)) ask(l, look, s->n, i, tag[s->first + i]);
    }
}

static void read_text(casus_parser *p, tagged *t, casus_name_set set, bool capitals, casus_arena *a, lesson *l)
{
    static char body[MOST_BYTES];
    casus_text text;
    casus_parse parse;
    casus_arena_reset(a);
    size_t n = rejoin(t, capitals, body);
    if (casus_text_split((casus_str){body, n}, NULL, 0, a, &text, NULL) != CASUS_OK) die("cannot split a sentence");
    uint8_t *tag = casus_arena_get(a, text.n_token + 1, 1);
    bool *want = casus_arena_get(a, text.n_sentence + 1, sizeof *want);
    if (!tag || !want) die("out of memory");
    lay_names(t, set, &text, tag);
    for (uint32_t i = 0; i < text.n_sentence; i++) {
        if (!text.sentence[i].n || text.sentence[i].n > CASUS_MAX_PARSE) continue;
        want[i] = true;
        if (casus_parse_text(p, &text, want, a, &parse, NULL) != CASUS_OK) die("cannot parse a sentence");
        want[i] = false;
        read_sentence(p, &text, &text.sentence[i], &parse, set, tag, l);
    }
}

static char *copy(const char *z)
{
    char *p = need(strlen(z) + 1, 1);
    memcpy(p, z, strlen(z));
    return p;
}

static void read_table(casus_parser *p, const char *path, casus_name_set set, lesson *l)
{
    static tagged t;
    char line[LINE];
    FILE *f = fopen(path, "r");
    casus_arena *a = casus_arena_new(0);
    if (!f || !a) die("%s: cannot open", path);
    uint32_t sentences = 0;
    for (bool more = true; more;) {
        more = fgets(line, sizeof line, f) != NULL;
        line[more ? strcspn(line, "\r\n") : 0] = 0;
        char *second = strchr(line, '\t'), *third = second ? strchr(second + 1, '\t') : NULL;
        if (third) {
            if (t.n == MOST_WORDS) die("%s: a sentence of more than %d words", path, MOST_WORDS);
            *second = 0;
            t.form[t.n] = copy(line);
            t.label[t.n++] = copy(third + 1);
        } else if (!*line && t.n) {
            read_text(p, &t, set, false, a, l);
            if (sentences++ % CAPITALS == 0) read_text(p, &t, set, true, a, l);
            for (; t.n; t.n--) {
                free(t.form[t.n - 1]);
                free(t.label[t.n - 1]);
            }
        }
    }
    fclose(f);
    casus_arena_free(a);
    printf("%s: %u sentences, %zu words to tell, %zu signs\n", path, sentences, l->n, l->n_list);
}

/* ---------------------------------------------------------------- learning */

typedef struct {
    float *w, *z, *n; /* a row of tags for each sign that was seen often enough */
    uint32_t *row;    /* of each sign; 0: none */
    uint32_t tags;
} weights;

static void weights_make(weights *w, const lesson *l, uint32_t tags)
{
    uint32_t rows = 1;
    w->tags = tags;
    w->row = need(l->n_list, sizeof *w->row);
    for (size_t i = 0; i < l->n_list; i++)
        if (l->list[i].seen >= LEAST) w->row[i] = rows++;
    w->w = need((size_t)rows * tags, sizeof *w->w);
    w->z = need((size_t)rows * tags, sizeof *w->z);
    w->n = need((size_t)rows * tags, sizeof *w->n);
}

/* Chances of the tags. */
static void guess(const weights *w, const uint32_t *sign, size_t n, float *chance)
{
    float most = -INFINITY, all = 0;
    memset(chance, 0, w->tags * sizeof *chance);
    for (size_t k = 0; k < n; k++) {
        const float *row = w->w + (size_t)w->row[sign[k]] * w->tags;
        for (uint32_t t = 0; t < w->tags; t++) chance[t] += row[t];
    }
    for (uint32_t t = 0; t < w->tags; t++) most = chance[t] > most ? chance[t] : most;
    for (uint32_t t = 0; t < w->tags; t++) all += chance[t] = expf(chance[t] - most);
    for (uint32_t t = 0; t < w->tags; t++) chance[t] /= all;
}

/* One step of a row, by what was said too much of each tag. */
static void step(weights *w, uint32_t row, const float *d, casus_name_set set)
{
    float *x = w->w + (size_t)row * w->tags, *z = w->z + (size_t)row * w->tags, *n = w->n + (size_t)row * w->tags;
    float l1 = way[set].l1, l2 = way[set].l2, rate = way[set].rate;
    for (uint32_t t = 0; t < w->tags; t++) {
        float before = sqrtf(n[t]);
        n[t] += d[t] * d[t];
        float after = sqrtf(n[t]);
        z[t] += d[t] - (after - before) / rate * x[t];
        float over = z[t] > l1 ? z[t] - l1 : z[t] < -l1 ? z[t] + l1 : 0;
        x[t] = -over / ((1 + after) / rate + l2);
    }
}

static void shuffle(uint32_t *order, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        size_t k = (size_t)((*state >> 33) % i);
        uint32_t x = order[i - 1];
        order[i - 1] = order[k];
        order[k] = x;
    }
}

static void learn(weights *w, const lesson *l, casus_name_set set)
{
    uint32_t *order = need(l->n, sizeof *order);
    uint64_t state = 1;
    for (size_t i = 0; i < l->n; i++) order[i] = (uint32_t)i;
    for (uint32_t e = 0; e < way[set].epochs; e++) {
        double loss = 0;
        shuffle(order, l->n, &state);
        for (size_t i = 0; i < l->n; i++) {
            float chance[LANG_MAX_TAGS];
            const uint32_t *sign = l->sign + l->first[order[i]];
            size_t n = l->first[order[i] + 1] - l->first[order[i]];
            uint8_t tag = l->tag[order[i]];
            guess(w, sign, n, chance);
            loss -= (double)logf(chance[tag] + 1e-9f);
            chance[tag] -= 1;
            for (size_t k = 0; k < n; k++)
                if (w->row[sign[k]]) step(w, w->row[sign[k]], chance, set);
        }
        printf("epoch %u loss %.4f\n", e + 1, loss / (double)l->n);
    }
    free(order);
}

/* ---------------------------------------------------------------- the model file */

typedef struct {
    uint32_t bucket;
    lang_sign sign;
} placed;

typedef struct {
    placed *p;
    size_t n, cap;
} harvest;

static void reap(harvest *h, const weights *w, const lesson *l, casus_name_set set, uint32_t first_tag)
{
    for (size_t i = 0; i < l->n_list; i++)
        for (uint32_t t = 0; t < w->tags && w->row[i]; t++) {
            float x = w->w[(size_t)w->row[i] * w->tags + t] * way[set].share, steps = rintf(x * LANG_SIGN_STEPS);
            if (fabsf(steps) < SMALLEST) continue;
            h->p = grown(h->p, h->n, &h->cap, sizeof *h->p);
            h->p[h->n++] = (placed){(uint32_t)l->list[i].sign & (BUCKETS - 1),
                                    {(uint16_t)(l->list[i].sign >> 48), (uint8_t)(first_tag + t), (int8_t)fmaxf(-127, fminf(127, steps))}};
        }
}

static int by_place(const void *a, const void *b)
{
    const placed *x = a, *y = b;
    if (x->bucket != y->bucket) return x->bucket < y->bucket ? -1 : 1;
    if (x->sign.check != y->sign.check) return x->sign.check < y->sign.check ? -1 : 1;
    return (x->sign.tag > y->sign.tag) - (x->sign.tag < y->sign.tag);
}

static void add_section(casus_buf *body, lang_section *s, uint32_t kind, uint32_t rows, uint32_t cols, const void *p, size_t bytes)
{
    static const char zero[64];
    casus_buf_add(body, zero, (64 - body->n % 64) % 64);
    *s = (lang_section){.kind = kind, .rows = rows, .cols = cols, .off = body->n, .bytes = bytes};
    casus_buf_add(body, p, bytes);
}

/* The model without the signs it had, and with those that were learned. */
static void write_model(const casus_model *m, harvest *h, const char *path)
{
    const lang_model_head *old = m->head;
    const lang_section *from = (const lang_section *)(const void *)(old + 1);
    lang_section *s = need(old->n_section + 2, sizeof *s);
    uint32_t *start = need(BUCKETS + 1, sizeof *start), n = 0;
    lang_sign *sign = need(h->n, sizeof *sign);
    casus_buf body = {0};
    qsort(h->p, h->n, sizeof *h->p, by_place);
    for (size_t i = 0; i < h->n; i++) {
        start[h->p[i].bucket + 1]++;
        sign[i] = h->p[i].sign;
    }
    for (uint32_t i = 0; i < BUCKETS; i++) start[i + 1] += start[i];
    for (uint32_t i = 0; i < old->n_section; i++)
        if (from[i].kind != LANG_SIGN_STARTS && from[i].kind != LANG_SIGN_WEIGHTS)
            add_section(&body, &s[n++], from[i].kind, from[i].rows, from[i].cols, (const char *)old + from[i].off, from[i].bytes);
    add_section(&body, &s[n++], LANG_SIGN_STARTS, BUCKETS + 1, 1, start, (BUCKETS + 1) * sizeof *start);
    add_section(&body, &s[n++], LANG_SIGN_WEIGHTS, (uint32_t)h->n, 1, sign, h->n * sizeof *sign);
    size_t begin = (sizeof *old + n * sizeof *s + 63) / 64 * 64, size = begin + body.n;
    for (uint32_t i = 0; i < n; i++) s[i].off += begin;
    char *all = need(size, 1);
    lang_model_head head = *old;
    head.size = size;
    head.n_section = n;
    if (body.failed) die("out of memory");
    memcpy(all + sizeof head, s, n * sizeof *s);
    memcpy(all + begin, body.p, body.n);
    head.check = casus_hash((casus_str){all + sizeof head, size - sizeof head}, 0);
    memcpy(all, &head, sizeof head);
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(all, 1, size, f) != size || fclose(f) != 0) die("%s: cannot write", path);
    printf("%s: %zu weights of signs, %zu bytes\n", path, h->n, size);
    casus_buf_free(&body);
    free(all);
    free(sign);
    free(start);
    free(s);
}

static void free_lesson(lesson *l, weights *w)
{
    void *all[] = {l->list, l->slot, l->sign, l->first, l->tag, w->w, w->z, w->n, w->row};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

int main(int argc, char **argv)
{
    casus_model *m;
    casus_parser *p;
    casus_err err = {0};
    harvest h = {0};
    if (argc < 4) die("use: train-names MODEL OUT wide=TABLE narrow=TABLE");
    if (casus_model_open(argv[1], &m, &err) != CASUS_OK || casus_parser_new(m, &p, &err) != CASUS_OK) die("%s: %s", argv[1], err.what);
    m->signs.buckets = 0; /* what is learned must not depend on what was learned before */
    for (int set = 0; set < CASUS_N_NAMES; set++) {
        static const char *const name[CASUS_N_NAMES] = {[CASUS_NAMES_WIDE] = "wide=", [CASUS_NAMES_NARROW] = "narrow="};
        lesson l = {0};
        weights w = {0};
        for (int i = 3; i < argc; i++)
            if (strncmp(argv[i], name[set], strlen(name[set])) == 0) read_table(p, argv[i] + strlen(name[set]), (casus_name_set)set, &l);
        weights_make(&w, &l, 1 + 4 * m->head->n_name[set]);
        learn(&w, &l, (casus_name_set)set);
        reap(&h, &w, &l, (casus_name_set)set, m->out[HEAD_NAME0 + set] - m->out[HEAD_NAME0]);
        free_lesson(&l, &w);
    }
    write_model(m, &h, argv[2]);
    free(h.p);
    casus_parser_free(p);
    casus_model_close(m);
    return 0;
}
