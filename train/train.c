/* casus-train: makes the language model.
 *
 *   casus-train fit   out=FILE [width= layers= arc= label= epochs= batch= rate= drop= seed= threads= least= vectors=FILE most=N]
 *                     ud=FILE... over=SET:FILE... names=SET:FILE... more=FILE[*TIMES]... dev=FILE...
 *       trains a net in float. ud: treebank; over: names laid over the treebanks' sentences (SET wide or narrow); names: a table of names of
 *       its own; more: CoNLL-U written by "label"; dev: files to be scored on after each epoch (treebank or SET:FILE).
 *   casus-train label out=FILE net=FILE... names=SET:FILE...
 *       gives the sentences of tables of names the tags and trees that the nets together find.
 *   casus-train write out=FILE name=TEXT net=FILE
 *       writes the model file.
 *   casus-train score net=FILE... dev=FILE...
 */
#include "net.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

void openblas_set_num_threads(int n);
void model_write(const net *n, const char *name, const char *path);

enum { MAX_NETS = 8, MAX_DEV = 8, MAX_FILES = 32 };

typedef struct {
    net_shape shape;
    const char *out, *vectors, *name, *net[MAX_NETS];
    uint32_t epochs, batch, least, most, n_net, threads, from_dev;
    double rate, drop;
    uint64_t seed;
} options;

static const char *value_of(const char *arg, const char *key)
{
    size_t n = strlen(key);
    return strncmp(arg, key, n) == 0 && arg[n] == '=' ? arg + n + 1 : NULL;
}

static bool take_number(const char *arg, const char *key, uint32_t *to)
{
    const char *z = value_of(arg, key);
    if (z) *to = (uint32_t)atoi(z);
    return z != NULL;
}

/* "wide:FILE" -> the file; *set. */
static const char *set_of(const char *z, casus_name_set *set)
{
    *set = strncmp(z, "narrow:", 7) == 0 ? CASUS_NAMES_NARROW : CASUS_NAMES_WIDE;
    const char *colon = strchr(z, ':');
    if (!colon) die("%s: say wide:FILE or narrow:FILE", z);
    return colon + 1;
}

static void read_options(int argc, char **argv, options *o)
{
    *o = (options){.shape = {.width = 256, .layers = 3, .arc = 64, .label = 64}, .epochs = 15, .batch = 800, .least = 2, .most = 40000,
                   .rate = 2e-3, .drop = 1, .seed = 1, .threads = 2};
    const uint32_t dim[LANG_FEATURES] = {48, 100, 32, 32, 32, 32, 32, 32};
    memcpy(o->shape.dim, dim, sizeof dim);
    for (int i = 2; i < argc; i++) {
        const char *z;
        if ((z = value_of(argv[i], "out"))) o->out = z;
        if ((z = value_of(argv[i], "vectors"))) o->vectors = z;
        if ((z = value_of(argv[i], "name"))) o->name = z;
        if ((z = value_of(argv[i], "net")) && o->n_net < MAX_NETS) o->net[o->n_net++] = z;
        if ((z = value_of(argv[i], "rate"))) o->rate = atof(z);
        if ((z = value_of(argv[i], "drop"))) o->drop = atof(z);
        if ((z = value_of(argv[i], "seed"))) o->seed = (uint64_t)atoll(z);
        take_number(argv[i], "width", &o->shape.width);
        take_number(argv[i], "layers", &o->shape.layers);
        take_number(argv[i], "arc", &o->shape.arc);
        take_number(argv[i], "label", &o->shape.label);
        take_number(argv[i], "epochs", &o->epochs);
        take_number(argv[i], "batch", &o->batch);
        take_number(argv[i], "least", &o->least);
        take_number(argv[i], "most", &o->most);
        take_number(argv[i], "threads", &o->threads);
    }
}

/* ---------------------------------------------------------------- corpora named on the command line */

static void read_one(vocab *v, const char *z, corpus *c)
{
    casus_name_set set;
    if (strncmp(z, "wide:", 5) == 0 || strncmp(z, "narrow:", 7) == 0) {
        const char *path = set_of(z, &set);
        read_names(v, path, set, c);
    } else {
        read_conllu(v, z, c);
    }
}

/* Sentences of "more" are given as often as they are to be seen in an epoch. */
static void read_training(vocab *v, int argc, char **argv, corpus *c)
{
    const char *z;
    casus_name_set set;
    for (int i = 2; i < argc; i++)
        if ((z = value_of(argv[i], "ud"))) read_conllu(v, z, c);
    for (int i = 2; i < argc; i++)
        if ((z = value_of(argv[i], "over"))) {
            const char *path = set_of(z, &set);
            read_names_over(path, set, c);
        }
    size_t gold = c->n;
    for (int i = 2; i < argc; i++)
        if ((z = value_of(argv[i], "names")) || (z = value_of(argv[i], "more"))) read_one(v, z, c);
    count_types(v, c);
    uint32_t times = 1;
    for (int i = 2; i < argc; i++) take_number(argv[i], "times", &times);
    for (uint32_t t = 1; t < times; t++) {
        c->s = need(realloc(c->s, (c->n + gold) * sizeof *c->s));
        memcpy(c->s + c->n, c->s, gold * sizeof *c->s);
        c->n += gold;
        c->cap = c->n;
    }
}

/* ---------------------------------------------------------------- scores */

typedef struct {
    const char *path;
    corpus c;
} dev_set;

static void score_dev(work *w, const net *n, const dev_set *d, uint8_t spelling)
{
    score sum = {0};
    for (size_t i = 0; i < d->c.n;) {
        const sentence *s[64];
        uint32_t k = 0, words = 0;
        while (k < 64 && i < d->c.n && words + d->c.s[i].n + 1 <= 600) {
            if (d->c.s[i].n <= CASUS_MAX_PARSE) {
                s[k++] = &d->c.s[i];
                words += d->c.s[i].n + 1;
            }
            i++;
        }
        work_score(w, n, s, k, spelling, &sum);
    }
    const char *file = strrchr(d->path, '/');
    printf("  %-28s", file ? file + 1 : d->path);
    double a = sum.arcs ? 100.0 / (double)sum.arcs : 0;
    if (sum.arcs) printf(" upos %.2f xpos %.2f uas %.2f las %.2f", a * (double)sum.pos, a * (double)sum.tag, a * (double)sum.uas, a * (double)sum.las);
    for (int k = 0; k < CASUS_N_NAMES; k++)
        if (sum.name_gold[k]) printf(" names%d F1 %.2f", k, 200.0 * (double)sum.name_right[k] / (double)(sum.name_gold[k] + sum.name_found[k]));
    puts(spelling == 1 ? "  (capitals)" : spelling == 2 ? "  (small letters)" : "");
    fflush(stdout);
}

static uint32_t read_dev(vocab *v, int argc, char **argv, dev_set *dev)
{
    uint32_t n = 0;
    const char *z;
    for (int i = 2; i < argc; i++)
        if ((z = value_of(argv[i], "dev")) && n < MAX_DEV) {
            const char *plus = strchr(z, '+'); /* treebank+narrow:FILE */
            char *path = strndup(z, plus ? (size_t)(plus - z) : strlen(z));
            dev[n] = (dev_set){.path = path};
            read_one(v, path, &dev[n].c);
            casus_name_set set = 0;
            if (plus) {
                const char *over = set_of(plus + 1, &set);
                read_names_over(over, set, &dev[n].c);
            }
            n++;
        }
    return n;
}

/* ---------------------------------------------------------------- fit */

typedef struct {
    work *w;
    net *n;
    int shard;
    const sentence **s;
    uint32_t count, cap;
    uint32_t words;
    double total;
} shard;

static void *run_shard(void *p)
{
    shard *s = p;
    work_train(s->w, s->n, s->shard, s->s, s->count, s->total);
    return NULL;
}

static void run_batch(shard *sh, uint32_t threads)
{
    double total = sh[0].words + sh[1].words;
    for (int k = 0; k < SHARDS; k++) sh[k].total = total;
    pthread_t t;
    if (threads > 1 && pthread_create(&t, NULL, run_shard, &sh[1]) == 0) {
        run_shard(&sh[0]);
        pthread_join(t, NULL);
        return;
    }
    run_shard(&sh[0]);
    run_shard(&sh[1]);
}

static void shuffle(const sentence **s, size_t n, uint64_t *state)
{
    for (size_t i = n; i > 1; i--) {
        *state = *state * 6364136223846793005u + 1442695040888963407u;
        size_t k = (size_t)((*state >> 33) % i);
        const sentence *x = s[i - 1];
        s[i - 1] = s[k];
        s[k] = x;
    }
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static double rate_at(const options *o, double done)
{
    double warm = 0.03;
    return o->rate * (done < warm ? done / warm : (1 - done) / (1 - warm));
}

static size_t usable(const corpus *c, const sentence ***out)
{
    size_t n = 0;
    *out = room(c->n, sizeof **out);
    for (size_t i = 0; i < c->n; i++)
        if (c->s[i].n && c->s[i].n <= CASUS_MAX_PARSE) (*out)[n++] = &c->s[i];
    return n;
}

/* Fill both shards with the next sentences; the number taken. */
static size_t fill(shard *sh, const sentence **s, size_t n, uint32_t batch)
{
    size_t i = 0;
    for (int k = 0; k < SHARDS; k++) sh[k].count = sh[k].words = 0;
    while (i < n && sh[0].words + sh[1].words < batch) {
        shard *x = &sh[sh[1].words < sh[0].words];
        x->s[x->count++] = s[i];
        x->words += s[i++]->n;
    }
    return i;
}

static void fit(int argc, char **argv, const options *o)
{
    static vocab v;
    static corpus c;
    static dev_set dev[MAX_DEV];
    static net n;
    vocab_init(&v);
    read_training(&v, argc, argv, &c);
    if (o->vectors) vocab_vectors(&v, o->vectors, o->most);
    uint32_t n_dev = read_dev(&v, argc, argv, dev);
    vocab_close(&v, o->least);
    net_make(&n, o->shape, &v, o->seed);
    const sentence **s;
    size_t n_s = usable(&c, &s);
    printf("%zu sentences, %zu spellings, %u words with a row, %u with a vector\n", n_s, v.n_type, v.n_row, v.n_vector);
    shard sh[SHARDS];
    for (int k = 0; k < SHARDS; k++)
        sh[k] = (shard){.w = work_make(&n, o->batch + 2 * CASUS_MAX_PARSE, (float)o->drop, o->seed * 10 + (uint64_t)k), .n = &n, .shard = k,
                        .s = room(o->batch + 2, sizeof *sh[k].s)};
    uint64_t state = o->seed;
    double start = seconds();
    for (uint32_t e = 0; e < o->epochs; e++) {
        double loss = 0;
        size_t steps = 0;
        shuffle(s, n_s, &state);
        for (size_t i = 0; i < n_s; steps++) {
            size_t took = fill(sh, s + i, n_s - i, o->batch);
            run_batch(sh, o->threads);
            loss += loss_of(sh[0].w) + loss_of(sh[1].w);
            net_step(&n, rate_at(o, ((double)e + (double)i / (double)n_s) / o->epochs));
            i += took;
        }
        printf("epoch %u loss %.4f, %.0f s\n", e + 1, loss / (double)steps, seconds() - start);
        for (uint32_t k = 0; k < n_dev && (e % 4 == 3 || e + 1 == o->epochs); k++) score_dev(sh[0].w, &n, &dev[k], 0);
    }
    net_average(&n);
    puts("averaged");
    for (uint32_t k = 0; k < n_dev; k++)
        for (uint8_t sp = 0; sp < SPELLINGS; sp++) score_dev(sh[0].w, &n, &dev[k], sp);
    net_save(&n, o->out);
}

/* ---------------------------------------------------------------- label */

/* The same sentence in the vocabulary of a net. */
static sentence in_words_of(vocab *to, const vocab *from, const sentence *s)
{
    sentence t = {.word = room(s->n, sizeof *t.word), .n = s->n};
    for (uint32_t i = 0; i < s->n; i++) {
        const char *z = from->type[s->word[i].type].text;
        t.word[i] = s->word[i];
        t.word[i].type = vocab_type(to, z, strlen(z));
    }
    return t;
}

static int top(const float *x, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t k = 1; k < n; k++)
        if (x[k] > x[b]) b = k;
    return (int)b;
}

typedef struct {
    net n[MAX_NETS];
    work *w[MAX_NETS];
    corpus c[MAX_NETS];
    uint32_t count;
} team;

enum { LABEL_WORDS = 600 };

/* Narrow names of a sentence that has none: the best path through what the nets say together. */
static void label_names(const float *name, sentence *s)
{
    int8_t tag[CASUS_MAX_PARSE];
    if (s->word[0].name[CASUS_NAMES_NARROW] != UNKNOWN || s->n > CASUS_MAX_PARSE) return;
    best_names(name, s->n, CASUS_NAMES_NARROW, tag);
    for (uint32_t d = 0; d < s->n; d++) s->word[d].name[CASUS_NAMES_NARROW] = tag[d];
}

static void label_batch(team *t, size_t from, uint32_t count, sentence *to)
{
    static float pos[LABEL_WORDS * CASUS_N_POS], tag[LABEL_WORDS * CASUS_N_TAG], rel[LABEL_WORDS * CASUS_N_REL],
        name[LABEL_WORDS * NAME_TAGS], arcs[LABEL_WORDS * (CASUS_MAX_PARSE + 1)];
    static int16_t heads[LABEL_WORDS];
    const sentence *s[LABEL_WORDS];
    memset(pos, 0, sizeof pos);
    memset(tag, 0, sizeof tag);
    memset(rel, 0, sizeof rel);
    memset(name, 0, sizeof name);
    memset(arcs, 0, sizeof arcs);
    size_t name_at = 0;
    chances ch = {pos, tag, name, arcs, rel};
    for (int round = 0; round < 2; round++) {
        for (uint32_t k = 0; k < t->count; k++) {
            for (uint32_t i = 0; i < count; i++) s[i] = &t->c[k].s[from + i];
            if (round == 0)
                work_chances(t->w[k], &t->n[k], s, count, &ch);
            else
                work_rel_chances(t->w[k], &t->n[k], s, count, heads, &ch);
        }
        size_t at = 0, word = 0;
        for (uint32_t i = 0; i < count; i++)
            for (uint32_t d = 0; d < to[i].n; d++, word++, at += to[i].n + 1) {
                token *x = &to[i].word[d];
                heads[word] = (int16_t)top(arcs + at, to[i].n + 1);
                x->head = heads[word];
                x->pos = (int8_t)top(pos + word * CASUS_N_POS, CASUS_N_POS);
                x->tag = (int8_t)top(tag + word * CASUS_N_TAG, CASUS_N_TAG);
                x->rel = (int8_t)top(rel + word * CASUS_N_REL, CASUS_N_REL);
            }
    }
    for (uint32_t i = 0; i < count; name_at += to[i++].n) label_names(name + name_at * NAME_TAGS, &to[i]);
}

static void team_open(team *t, const options *o, const vocab *v, const corpus *c)
{
    for (t->count = 0; t->count < o->n_net; t->count++) {
        net *n = &t->n[t->count];
        net_load(n, o->net[t->count]);
        for (size_t i = 0; i < c->n; i++) {
            corpus *d = &t->c[t->count];
            if (!i) d->s = room(c->n, sizeof *d->s);
            d->s[d->n++] = in_words_of(n->v, v, &c->s[i]);
        }
        vocab_rows(n->v);
        t->w[t->count] = work_make(n, 2 * LABEL_WORDS, 1, 1);
    }
}

static void label_all(team *t, corpus *c)
{
    for (size_t i = 0; i < c->n;) {
        uint32_t count = 0, words = 0;
        while (i + count < c->n && words + c->s[i + count].n <= LABEL_WORDS) words += c->s[i + count++].n;
        if (!count) die("a sentence of more than %d words", LABEL_WORDS);
        label_batch(t, i, count, c->s + i);
        i += count;
    }
}

static void label(int argc, char **argv, const options *o)
{
    static vocab v;
    static corpus c;
    static team t;
    vocab_init(&v);
    const char *z;
    for (int i = 2; i < argc; i++)
        if ((z = value_of(argv[i], "names"))) read_one(&v, z, &c);
    team_open(&t, o, &v, &c);
    label_all(&t, &c);
    write_conllu(&v, &c, o->out);
}

/* Scores of one net, or of several together (tags and trees). */
static void score_nets(int argc, char **argv, const options *o)
{
    static vocab v;
    static dev_set dev[MAX_DEV];
    vocab_init(&v);
    uint32_t n_dev = read_dev(&v, argc, argv, dev);
    for (uint32_t k = 0; k < n_dev; k++) {
        static team t;
        team_open(&t, o, &v, &dev[k].c);
        corpus got = {room(dev[k].c.n, sizeof *got.s), dev[k].c.n, 0};
        uint64_t words = 0, pos = 0, uas = 0, las = 0;
        for (size_t i = 0; i < got.n; i++) got.s[i] = in_words_of(&v, &v, &dev[k].c.s[i]);
        label_all(&t, &got);
        for (size_t i = 0; i < got.n; i++)
            for (uint32_t d = 0; d < got.s[i].n; d++) {
                const token *g = &dev[k].c.s[i].word[d], *x = &got.s[i].word[d];
                words++;
                pos += g->pos == x->pos;
                uas += g->head == x->head;
                las += g->head == x->head && g->rel == x->rel;
            }
        printf("%s: upos %.2f uas %.2f las with subtypes %.2f\n", dev[k].path, 100.0 * (double)pos / (double)words, 100.0 * (double)uas / (double)words,
               100.0 * (double)las / (double)words);
    }
}

int main(int argc, char **argv)
{
    options o;
    setvbuf(stdout, NULL, _IOLBF, 0);
    openblas_set_num_threads(1);
    read_options(argc, argv, &o);
    const char *command = argc > 1 ? argv[1] : "";
    if (strcmp(command, "fit") == 0 && o.out) {
        fit(argc, argv, &o);
    } else if (strcmp(command, "label") == 0 && o.out && o.n_net) {
        label(argc, argv, &o);
    } else if (strcmp(command, "score") == 0 && o.n_net) {
        score_nets(argc, argv, &o);
    } else if (strcmp(command, "write") == 0 && o.out && o.n_net == 1) {
        static net n;
        net_load(&n, o.net[0]);
        model_write(&n, o.name ? o.name : "en", o.out);
    } else {
        die("use: casus-train fit|label|score|write KEY=VALUE..., see train/README.md");
    }
    return 0;
}
