/* casus-sense: makes the weights by which claims are told from other uses of the same words (src/what/sense.c).
 *
 *   casus-sense show FILE...
 *       prints every claim that the rules find, to be judged: report, place of the event word in the body (bytes), type, and
 * the sentence with the word marked. casus-sense fit judged=FILE out=FILE [written=FILE] [strength=2] [epochs=8] [parts=10]
 * FILE... judged: lines "report, offset, type, y or n", tab between. written, if given: lines "y or n, text". Fits the weights
 * on the judged claims of the reports, by logistic regression with a quadratic penalty (strength), and tells how well it does
 * on parts of the reports that were kept apart, all reports of one part together.
 */
#include <casus/casus.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SIGNS = 1 << 16, LEAST_SEEN = 3, LINE = 4096 };

static void die(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    fputs("casus-sense: ", stderr);
    vfprintf(stderr, format, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(1);
}

static void *need(void *p)
{
    if (!p) die("out of memory");
    return p;
}

/* ---------------------------------------------------------------- what was judged */

typedef struct {
    uint64_t key; /* of report, offset and type */
    bool is, met;
} verdict;

typedef struct {
    verdict *at;
    size_t n, cap;
} verdicts;

static uint64_t key_of(casus_str report, unsigned long offset, const char *type)
{
    return casus_hash(casus_str_of(type), casus_hash(report, offset + 1));
}

static void read_verdicts(const char *path, verdicts *v)
{
    FILE *f = fopen(path, "r");
    char line[LINE], report[LINE], type[64], yn[8];
    unsigned long offset;
    if (!f) die("cannot open %s", path);
    for (unsigned n = 1; fgets(line, sizeof line, f); n++) {
        if (line[0] == '#' || line[0] == '\n') continue;
        if (sscanf(line, "%4095[^\t]\t%lu\t%63[^\t]\t%7s", report, &offset, type, yn) != 4)
            die("%s:%u: not four columns", path, n);
        if (v->n == v->cap) v->at = need(realloc(v->at, (v->cap = v->cap ? 2 * v->cap : 1024) * sizeof *v->at));
        v->at[v->n++] = (verdict){key_of(casus_str_of(report), offset, type), yn[0] == 'y', false};
    }
    fclose(f);
}

static verdict *verdict_on(const verdicts *v, uint64_t key)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->at[i].key == key) return &v->at[i];
    return NULL;
}

/* ---------------------------------------------------------------- examples */

typedef struct {
    uint32_t sign;
    float value;
} seen;

typedef struct {
    seen *s;
    uint32_t n;
    uint32_t part; /* of the report */
    bool is;
} example;

typedef struct {
    char **name;
    uint32_t n, *times, *slot; /* slot: number + 1 by hash */
    example *e;
    size_t n_e, cap_e;
} set;

static uint32_t number_of(set *s, casus_str name)
{
    uint32_t at = (uint32_t)casus_hash(name, 3) & (4 * MOST_SIGNS - 1);
    for (; s->slot[at]; at = (at + 1) & (4 * MOST_SIGNS - 1))
        if (casus_str_is(name, s->name[s->slot[at] - 1])) return s->slot[at] - 1;
    if (s->n == MOST_SIGNS) die("more than %d signs", MOST_SIGNS);
    s->name[s->n] = need(strndup(name.p, name.n));
    s->slot[at] = ++s->n;
    return s->n - 1;
}

static void add_example(set *s, const casus_claim *c, uint32_t part, bool is)
{
    if (s->n_e == s->cap_e) s->e = need(realloc(s->e, (s->cap_e = s->cap_e ? 2 * s->cap_e : 1024) * sizeof *s->e));
    example *e = &s->e[s->n_e++];
    *e = (example){need(calloc(c->n_factor, sizeof *e->s)), 0, part, is};
    for (uint32_t i = 0; i < c->n_factor; i++) {
        if (c->factor[i].value == 0) continue;
        uint32_t k = number_of(s, c->factor[i].name);
        s->times[k]++;
        e->s[e->n++] = (seen){k, c->factor[i].value};
    }
}

/* ---------------------------------------------------------------- reading reports */

typedef void (*claim_fn)(void *ctx, const casus_reading *r, const casus_claim *c);

typedef struct {
    casus_engine *engine;
    casus_parser *parser;
    casus_arena *arena;
} reading_room;

static reading_room open_room(void)
{
    reading_room o = {.arena = need(casus_arena_new(0))};
    casus_err err;
    char *where = NULL;
    if (casus_engine_open(&(casus_engine_opts){.untrained = true, .explain = true}, &o.engine, &where, &err) != CASUS_OK)
        die("%s", where ? where : err.what);
    if (casus_parser_new(casus_engine_model(o.engine), &o.parser, &err) != CASUS_OK) die("%s", err.what);
    return o;
}

static void close_room(reading_room *o)
{
    casus_arena_free(o->arena);
    casus_parser_free(o->parser);
    casus_engine_close(o->engine);
}

static void each_claim_of(const reading_room *o, const casus_record *rec, claim_fn fn, void *ctx)
{
    casus_reading reading;
    casus_arena_reset(o->arena);
    if (casus_read(o->engine, o->parser, rec, CASUS_STR(""), o->arena, &reading) != CASUS_OK) return;
    for (uint32_t k = 0; k < reading.claims.n_claim; k++)
        fn(ctx, &reading, &reading.claims.claim[k]);
}

static void each_claim(const reading_room *o, char **file, int n, claim_fn fn, void *ctx)
{
    for (int i = 0; i < n; i++) {
        casus_reader *r;
        casus_record rec;
        casus_err err;
        if (casus_reader_open(file[i], CASUS_IN_AUTO, &r, &err) != CASUS_OK) die("%s: %s", file[i], err.what);
        while (casus_reader_next(r, &rec, &err) == CASUS_OK)
            each_claim_of(o, &rec, fn, ctx);
        casus_reader_close(r);
    }
}

static unsigned long offset_of(const casus_reading *r, const casus_claim *c)
{
    return (unsigned long)r->text.token[c->trigger].span.off;
}

static void put_flat(casus_str z)
{
    for (size_t i = 0; i < z.n; i++)
        putchar((unsigned char)z.p[i] < ' ' ? ' ' : z.p[i]);
}

static void show(void *ctx, const casus_reading *r, const casus_claim *c)
{
    (void)ctx;
    casus_str body = r->text.body;
    casus_span s = r->text.sentence[c->sentence].span, w = r->text.token[c->trigger].span;
    printf("%.*s\t%lu\t%s\t", (int)r->report.id.n, r->report.id.p, offset_of(r, c), casus_type_name(c->type));
    put_flat((casus_str){body.p + s.off, w.off - s.off});
    fputs("[[", stdout);
    put_flat(casus_cut(body, w));
    fputs("]]", stdout);
    put_flat((casus_str){body.p + casus_span_end(w), casus_span_end(s) - casus_span_end(w)});
    putchar('\n');
}

typedef struct {
    verdicts v;
    set s;
    uint32_t parts;
    bool written_is; /* what holds for the written sentence */
} collecting;

static void collect(void *ctx, const casus_reading *r, const casus_claim *c)
{
    collecting *k = ctx;
    verdict *v = verdict_on(&k->v, key_of(r->report.id, offset_of(r, c), casus_type_name(c->type)));
    if (!v || v->met || !c->n_factor) return;
    v->met = true;
    add_example(&k->s, c, (uint32_t)(casus_hash(r->report.id, 11) % k->parts), v->is);
}

static void collect_written(void *ctx, const casus_reading *r, const casus_claim *c)
{
    collecting *k = ctx;
    if (c->n_factor) add_example(&k->s, c, (uint32_t)(casus_hash(r->text.body, 11) % k->parts), k->written_is);
}

static void read_written(const reading_room *o, const char *path, collecting *k)
{
    FILE *f = fopen(path, "r");
    char line[LINE];
    if (!f) die("cannot open %s", path);
    while (fgets(line, sizeof line, f)) {
        if ((line[0] != 'y' && line[0] != 'n') || line[1] != '\t') continue;
        casus_record rec = {
            .format = CASUS_IN_TEXT, .bytes = {line + 2, strcspn(line + 2, "\n")}, .published = CASUS_STR("2015-06-10")};
        k->written_is = line[0] == 'y';
        each_claim_of(o, &rec, collect_written, k);
    }
    fclose(f);
}

/* ---------------------------------------------------------------- fitting */

static double score(const float *w, const example *e)
{
    double sum = 0;
    for (uint32_t i = 0; i < e->n; i++)
        sum += (double)w[e->s[i].sign] * (double)e->s[i].value;
    return sum;
}

/* Steps that shrink by what each weight has seen (AdaGrad); examples of part `apart` are left out. */
static void fit(const set *s, uint32_t apart, double strength, int epochs, float *w)
{
    float *sum = need(calloc(s->n, sizeof *sum));
    size_t *order = need(calloc(s->n_e, sizeof *order));
    double penalty = strength / (double)s->n_e;
    uint64_t seed = 88172645463325252u;
    for (size_t i = 0; i < s->n_e; i++)
        order[i] = i;
    memset(w, 0, s->n * sizeof *w);
    for (int round = 0; round < epochs; round++)
        for (size_t i = s->n_e; i-- > 0;) {
            seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
            size_t j = seed % (i + 1), of = order[j];
            order[j] = order[i], order[i] = of;
            const example *e = &s->e[of];
            if (e->part == apart) continue;
            double miss = (e->is ? 1 : 0) - 1 / (1 + exp(-score(w, e)));
            for (uint32_t k = 0; k < e->n; k++) {
                uint32_t f = e->s[k].sign;
                if (s->times[f] < LEAST_SEEN) continue;
                double slope = miss * (double)e->s[k].value - penalty * (double)w[f];
                sum[f] += (float)(slope * slope);
                w[f] += (float)(0.1 * slope / (1e-3 + sqrt((double)sum[f])));
            }
        }
    free(sum);
    free(order);
}

typedef struct {
    double p;
    bool is;
} told;

static int by_p(const void *a, const void *b)
{
    double d = ((const told *)a)->p - ((const told *)b)->p;
    return d < 0 ? -1 : d > 0;
}

static void tell(const char *what, told *t, size_t n)
{
    static const double cut[] = {0.12, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    size_t good = 0;
    double under = 0, seen_bad = 0;
    qsort(t, n, sizeof *t, by_p);
    for (size_t i = 0; i < n; i++) {
        good += t[i].is;
        if (t[i].is)
            under += seen_bad;
        else
            seen_bad++;
    }
    printf("%s: %zu claims, %zu incidents, area %.3f\n", what, n, good,
           good && seen_bad > 0 ? under / ((double)good * seen_bad) : 0);
    for (size_t k = 0; k < sizeof cut / sizeof *cut; k++) {
        size_t kept = 0, right = 0;
        for (size_t i = 0; i < n; i++)
            kept += t[i].p >= cut[k], right += t[i].p >= cut[k] && t[i].is;
        printf("  kept from %.2f: of incidents %.3f, of others %.3f\n", cut[k], (double)right / (double)good,
               (double)(kept - right) / (double)(n - good));
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void write_weights(const char *path, const set *s, const float *w)
{
    FILE *f = fopen(path, "w");
    char **name = need(malloc(s->n * sizeof *name));
    if (!f) die("cannot write %s", path);
    size_t good = 0;
    for (size_t i = 0; i < s->n_e; i++)
        good += s->e[i].is;
    fprintf(
        f,
        "# Weights of the signs of an incident, made by casus-sense from %zu claims that were judged, %zu of them incidents.\n",
        s->n_e, good);
    memcpy(name, s->name, s->n * sizeof *name);
    qsort(name, s->n, sizeof *name, by_name);
    for (uint32_t i = 0; i < s->n; i++) {
        float v = w[number_of((set *)(uintptr_t)s, casus_str_of(name[i]))];
        if (fabsf(v) >= 0.005f) fprintf(f, "%s\t%.3f\n", name[i], (double)v);
    }
    free(name);
    if (fclose(f) != 0) die("cannot write %s", path);
}

static const char *value_of(const char *arg, const char *key)
{
    size_t n = strlen(key);
    return strncmp(arg, key, n) == 0 && arg[n] == '=' ? arg + n + 1 : NULL;
}

static int run_fit(int argc, char **argv)
{
    const char *judged = NULL, *written = NULL, *out = NULL, *z;
    collecting k = {.parts = 10};
    double strength = 2;
    int epochs = 8, i = 2;
    for (; i < argc && strchr(argv[i], '='); i++) {
        if ((z = value_of(argv[i], "judged")))
            judged = z;
        else if ((z = value_of(argv[i], "written")))
            written = z;
        else if ((z = value_of(argv[i], "out")))
            out = z;
        else if ((z = value_of(argv[i], "strength")))
            strength = atof(z);
        else if ((z = value_of(argv[i], "epochs")))
            epochs = atoi(z);
        else if ((z = value_of(argv[i], "parts")))
            k.parts = (uint32_t)atoi(z);
        else
            die("%s: no such option", argv[i]);
    }
    if (!judged || !out || !k.parts) die("say judged=FILE out=FILE");
    k.s = (set){.name = need(calloc(MOST_SIGNS, sizeof(char *))),
                .times = need(calloc(MOST_SIGNS, sizeof(uint32_t))),
                .slot = need(calloc(4 * MOST_SIGNS, sizeof(uint32_t)))};
    read_verdicts(judged, &k.v);
    reading_room room = open_room();
    each_claim(&room, argv + i, argc - i, collect, &k);
    if (written) read_written(&room, written, &k);
    close_room(&room);
    size_t lost = 0;
    for (size_t j = 0; j < k.v.n; j++)
        lost += !k.v.at[j].met;
    printf("%zu judged, %zu of them not among the claims now\n", k.v.n, lost);
    float *w = need(calloc(k.s.n + 1, sizeof *w));
    told *t = need(calloc(k.s.n_e + 1, sizeof *t));
    size_t n = 0;
    for (uint32_t part = 0; part < k.parts && k.parts > 1; part++) {
        fit(&k.s, part, strength, epochs, w);
        for (size_t j = 0; j < k.s.n_e; j++)
            if (k.s.e[j].part == part) t[n++] = (told){1 / (1 + exp(-score(w, &k.s.e[j]))), k.s.e[j].is};
    }
    if (n) tell("parts kept apart", t, n);
    fit(&k.s, UINT32_MAX, strength, epochs, w);
    for (n = 0; n < k.s.n_e; n++)
        t[n] = (told){1 / (1 + exp(-score(w, &k.s.e[n]))), k.s.e[n].is};
    tell("fitted on", t, n);
    write_weights(out, &k.s, w);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc > 2 && strcmp(argv[1], "show") == 0) {
        reading_room room = open_room();
        each_claim(&room, argv + 2, argc - 2, show, NULL);
        close_room(&room);
        return 0;
    }
    if (argc > 2 && strcmp(argv[1], "fit") == 0) return run_fit(argc, argv);
    die("casus-sense show FILE... | fit judged=FILE out=FILE FILE...");
}
