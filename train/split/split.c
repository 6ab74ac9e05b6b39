/* Learns where sentences begin: treebanks in, src/text/weights.c out.
 *
 *   train-split OUT.c TREEBANK.conllu...
 *
 * The running text of each document is put together from its sentences (paragraphs apart by an empty line) and cut by the
 * splitter itself, which asks at every thinkable place; the answer is the treebank's. Documents are read as they are, some of
 * them once more in capitals or in small letters. Then logistic regression: AdaGrad over shuffled places, weights pulled towards
 * zero, averaged, rounded to eight bits. One seed, one thread, two seconds.
 */
#include "text/room.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    EPOCHS = 15,
    MEANT = 8,       /* of them at the end, whose weights are averaged */
    N_WEIGHT = 1 << TEXT_WEIGHT_BITS,
    SCALE = 24,      /* steps of a rounded weight in one unit of log odds */
    UPPER_EVERY = 3, /* documents read once more in capitals */
    LOWER_EVERY = 10
};
static const double rate = 0.12, decay = 3e-7;

/* ---------------------------------------------------------------- places */

typedef struct {
    uint16_t feature[TEXT_FEATURES];
    uint8_t n;
    bool begins;
} place;

typedef struct {
    place *place;
    size_t n_place, cap_place;
    char *text; /* of the document at hand */
    size_t n_text, cap_text;
    uint32_t *start; /* where its sentences begin, rising */
    size_t n_start, cap_start;
    size_t next_start;
    size_t n_doc;
    casus_arena *arena;
} lesson;

static void die(const char *what)
{
    fprintf(stderr, "train-split: %s\n", what);
    exit(1);
}

static void *grow(void *p, size_t need, size_t size, size_t *cap)
{
    if (need <= *cap) return p;
    *cap = need * 2 + 64;
    p = realloc(p, *cap * size);
    if (!p) die("no memory");
    return p;
}

static bool decide(void *context, uint32_t off, const uint32_t *feature, unsigned n)
{
    lesson *l = context;
    while (l->next_start < l->n_start && l->start[l->next_start] < off) l->next_start++;
    bool begins = l->next_start < l->n_start && l->start[l->next_start] == off;
    l->place = grow(l->place, l->n_place + 1, sizeof *l->place, &l->cap_place);
    place *p = &l->place[l->n_place++];
    p->n = (uint8_t)n;
    p->begins = begins;
    for (unsigned i = 0; i < n; i++) p->feature[i] = (uint16_t)feature[i];
    return begins;
}

static void read_once(lesson *l)
{
    text_teacher teacher = {decide, l};
    casus_text t;
    l->next_start = 0;
    if (text_split_taught((casus_str){l->text, l->n_text}, NULL, 0, &teacher, l->arena, &t, NULL)) die("document too long");
    casus_arena_reset(l->arena);
}

static void end_document(lesson *l)
{
    if (!l->n_text) return;
    read_once(l);
    l->n_doc++;
    if (l->n_doc % LOWER_EVERY == 0) {
        for (size_t i = 0; i < l->n_text; i++)
            if (l->text[i] >= 'A' && l->text[i] <= 'Z') l->text[i] = (char)(l->text[i] + 32);
        read_once(l);
    } else if (l->n_doc % UPPER_EVERY == 0) {
        for (size_t i = 0; i < l->n_text; i++)
            if (l->text[i] >= 'a' && l->text[i] <= 'z') l->text[i] = (char)(l->text[i] - 32);
        read_once(l);
    }
    l->n_text = l->n_start = 0;
}

/* ---------------------------------------------------------------- treebanks */

static void add_text(lesson *l, const char *p, size_t n)
{
    l->text = grow(l->text, l->n_text + n, 1, &l->cap_text);
    memcpy(l->text + l->n_text, p, n);
    l->n_text += n;
}

typedef struct {
    bool para, doc; /* begins one */
    bool glued;     /* no space behind the sentence */
    unsigned until; /* last word of the surface token that is open */
} reader;

static const char *value_of(const char *line, const char *key)
{
    size_t n = strlen(key);
    return strncmp(line, key, n) == 0 ? line + n : NULL;
}

static void take_row(reader *r, const char *line)
{
    unsigned first = 0, last = 0;
    int n = sscanf(line, "%u-%u", &first, &last);
    if (n < 1 || (n == 1 && first <= r->until) || (line[strspn(line, "0123456789")] == '.')) return;
    r->until = n == 2 ? last : 0;
    r->glued = strstr(line, "SpaceAfter=No") != NULL;
}

static void take_line(lesson *l, reader *r, const char *line)
{
    const char *text = value_of(line, "# text = ");
    if (value_of(line, "# newdoc")) end_document(l), r->doc = true;
    else if (value_of(line, "# newpar")) r->para = true;
    else if (text) {
        if (l->n_text) add_text(l, "\n\n", r->para ? 2 : 0);
        if (l->n_text && !r->para && !r->glued) add_text(l, " ", 1);
        l->start = grow(l->start, l->n_start + 1, sizeof *l->start, &l->cap_start);
        l->start[l->n_start++] = (uint32_t)l->n_text;
        add_text(l, text, strcspn(text, "\r\n"));
        *r = (reader){0};
    } else if (*line >= '0' && *line <= '9') take_row(r, line);
}

static void read_treebank(lesson *l, const char *path)
{
    FILE *f = fopen(path, "r");
    char *line = NULL;
    size_t cap = 0;
    reader r = {0};
    if (!f) die("cannot open a treebank");
    while (getline(&line, &cap, f) > 0) take_line(l, &r, line);
    end_document(l);
    free(line);
    fclose(f);
}

/* ---------------------------------------------------------------- learning */

static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static void shuffle(uint32_t *order, size_t n, uint64_t *seed)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = draw(seed) % i;
        uint32_t x = order[i - 1];
        order[i - 1] = order[k];
        order[k] = x;
    }
}

/* mean: the weights learned. */
static void learn(const lesson *l, double *mean)
{
    double *weight = calloc(N_WEIGHT, sizeof *weight), *slope = calloc(N_WEIGHT, sizeof *slope);
    uint32_t *order = malloc((l->n_place + 1) * sizeof *order);
    uint64_t seed = 1;
    if (!weight || !slope || !order) die("no memory");
    for (size_t i = 0; i < l->n_place; i++) order[i] = (uint32_t)i;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
        size_t wrong = 0;
        shuffle(order, l->n_place, &seed);
        for (size_t i = 0; i < l->n_place; i++) {
            const place *p = &l->place[order[i]];
            double sum = 0;
            for (unsigned k = 0; k < p->n; k++) sum += weight[p->feature[k]];
            double miss = (p->begins ? 1.0 : 0.0) - 1.0 / (1.0 + exp(-sum));
            wrong += (sum > 0) != p->begins;
            for (unsigned k = 0; k < p->n; k++) {
                uint16_t f = p->feature[k];
                double g = miss - decay * (double)l->n_place * weight[f];
                slope[f] += g * g;
                weight[f] += rate * g / sqrt(slope[f] + 1e-3);
            }
        }
        for (size_t f = 0; epoch >= EPOCHS - MEANT && f < N_WEIGHT; f++) mean[f] += weight[f] / MEANT;
        fprintf(stderr, "epoch %d: %zu places, %zu wrong\n", epoch + 1, l->n_place, wrong);
    }
    free(weight);
    free(slope);
    free(order);
}

static void write_weights(const double *weight, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) die("cannot write");
    fprintf(f, "/* Written by train/split from treebanks of Universal Dependencies: do not edit. See NOTICE for their licences. */\n"
               "#include \"room.h\"\n\n/* clang-format off */\nconst int8_t text_weight[1 << TEXT_WEIGHT_BITS] = {");
    for (int i = 0; i < N_WEIGHT; i++) {
        double x = rint(weight[i] * SCALE);
        fprintf(f, "%s%d,", i % 64 ? "" : "\n", (int)(x > 127 ? 127 : x < -127 ? -127 : x));
    }
    fprintf(f, "\n};\n");
    if (fclose(f)) die("cannot write");
}

int main(int argc, char **argv)
{
    if (argc < 3) die("train-split OUT.c TREEBANK.conllu...");
    lesson l = {.arena = casus_arena_new(0)};
    double *weight = calloc(N_WEIGHT, sizeof *weight);
    if (!l.arena || !weight) die("no memory");
    for (int i = 2; i < argc; i++) read_treebank(&l, argv[i]);
    learn(&l, weight);
    write_weights(weight, argv[1]);
    casus_arena_free(l.arena);
    free(l.place);
    free(l.text);
    free(l.start);
    free(weight);
    return 0;
}
