/* Learns the weights of casting (models/cast.tsv) from reports with answers.
 *
 *   train-cast MUC4-TRAIN.jsonl OUT.tsv [CROSS.jsonl]      CROSS: what cross-validation says of each report
 *
 * Logistic regression, one for each role and each kind of deed, by FTRL-proximal (McMahan et al. 2013), which leaves most weights at
 * zero. Whether a report tells of deeds at all is learned first; what that says of a report is a feature of its phrases, so it is
 * taken by cross-validation; so is what the first look says of the phrases, which the second goes by. The floors are those that did
 * best in cross-validation. The same input gives the same file.
 */
#include <casus/casus.h>

#include "cast/room.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_FOLD = 5, MOST_DOCS = 4096, MIN_DOCS = 3, LEAST = 8 }; /* LEAST: weights below it, in 1/256, are left out */

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "train-cast: %s\n", what);
    exit(1);
}

static void *need(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) die("out of memory");
    return p;
}

/* ---------------------------------------------------------------- names of features */

typedef struct {
    char **name;
    uint32_t *slot, *docs, *last; /* docs: in how many reports; last: the one met last */
    uint32_t n, n_slot, doc;
} names;

static void grow(names *d)
{
    uint32_t n_slot = d->n_slot ? d->n_slot * 2 : 1 << 16;
    free(d->slot);
    d->slot = need(n_slot, sizeof *d->slot);
    d->n_slot = n_slot;
    d->name = realloc(d->name, n_slot * sizeof *d->name);
    d->docs = realloc(d->docs, n_slot * sizeof *d->docs);
    d->last = realloc(d->last, n_slot * sizeof *d->last);
    if (!d->name || !d->docs || !d->last) die("out of memory");
    for (uint32_t i = 0; i < d->n; i++) {
        uint32_t at = (uint32_t)casus_hash(casus_str_of(d->name[i]), 1) & (n_slot - 1);
        while (d->slot[at]) at = (at + 1) & (n_slot - 1);
        d->slot[at] = i + 1;
    }
}

static uint32_t number(void *ctx, casus_str name)
{
    names *d = ctx;
    if (d->n * 2 >= d->n_slot) grow(d);
    uint32_t at = (uint32_t)casus_hash(name, 1) & (d->n_slot - 1);
    while (d->slot[at] && !casus_str_is(name, d->name[d->slot[at] - 1])) at = (at + 1) & (d->n_slot - 1);
    if (!d->slot[at]) {
        d->name[d->n] = need(name.n + 1, 1);
        memcpy(d->name[d->n], name.p, name.n);
        d->docs[d->n] = 0;
        d->last[d->n] = UINT32_MAX;
        d->slot[at] = ++d->n;
    }
    uint32_t i = d->slot[at] - 1;
    if (d->last[i] != d->doc) d->docs[i]++;
    d->last[i] = d->doc;
    return i;
}

/* ---------------------------------------------------------------- reports and answers */

typedef struct {
    char **key; /* the ways to say it */
    uint32_t n;
    uint8_t kinds; /* bits: of the deeds that it is in */
} entity;

typedef struct {
    char *id;
    casus_arena *a;
    casus_reading reading;
    cast_report report;
    casus_findings f;
    cast_list list, second; /* of the report; of the report whose phrases are known */
    cast_candidate *c;
    uint32_t n;
    uint8_t *label; /* of each candidate: bits of roles */
    bool kind[CASUS_N_DEED];
    uint32_t n_template;
    double v[3]; /* fillers right, said, asked at the floors of the roles */
    entity *gold[CASUS_N_CAST];
    uint32_t n_gold[CASUS_N_CAST];
    float p[CASUS_N_DEED];
    double first[CASUS_N_DEED];   /* what speaks for each kind before the phrases are known */
    float (*cross)[CASUS_N_CAST]; /* by cross-validation */
    double (*sum)[CASUS_N_CAST];  /* what spoke for each candidate at the first look, by cross-validation */
    cast_list *again;             /* of each candidate, at the second look */
    cast_list (*share)[CASUS_N_CAST]; /* of each candidate in each role: which kinds of deed it belongs to */
    float (*of)[CASUS_N_CAST][CASUS_N_DEED]; /* by cross-validation */
} doc;

static char *copy_of(const char *z)
{
    char *p = need(strlen(z) + 1, 1);
    return strcpy(p, z);
}

static char *key_of(const char *z)
{
    char key[CAST_KEY];
    size_t n;
    if (!cast_key(casus_str_of(z), key, &n)) n = 0;
    char *p = need(n + 1, 1);
    memcpy(p, key, n);
    return p;
}

static int entity_of(const doc *d, int role, casus_str key)
{
    for (uint32_t i = 0; i < d->n_gold[role]; i++)
        for (uint32_t k = 0; k < d->gold[role][i].n; k++)
            if (casus_str_is(key, d->gold[role][i].key[k])) return (int)i;
    return -1;
}

/* An answer of one deed is one of the whole report's. */
static void mark_kind(doc *d, int role, const json_t *e, int kind)
{
    for (size_t i = 0; i < json_array_size(e); i++) {
        char *key = key_of(json_string_value(json_array_get(json_array_get(e, i), 0)));
        int g = entity_of(d, role, casus_str_of(key));
        if (g >= 0) d->gold[role][g].kinds |= (uint8_t)(1u << kind);
        free(key);
    }
}

static void read_gold(doc *d, const json_t *o)
{
    static const char *const role[] = {"PerpInd", "PerpOrg", "Target", "Victim", "Weapon"};
    static const char *const kind[] = {"attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage"};
    const json_t *t, *e, *m;
    size_t i, k;
    d->n_template = (uint32_t)json_array_size(json_object_get(o, "templates"));
    for (int r = 0; r < CASUS_N_CAST; r++) {
        const json_t *list = json_object_get(json_object_get(o, "extracts"), role[r]);
        d->gold[r] = need(json_array_size(list), sizeof **d->gold);
        json_array_foreach(list, i, e) {
            entity *g = &d->gold[r][d->n_gold[r]++];
            g->key = need(json_array_size(e), sizeof *g->key);
            json_array_foreach(e, k, m) g->key[g->n++] = key_of(json_string_value(json_array_get(m, 0)));
        }
    }
    json_array_foreach(json_object_get(o, "templates"), i, t)
        for (int j = 0; j < CASUS_N_DEED; j++) {
            if (!strstr(json_string_value(json_object_get(t, "incident_type")), kind[j])) continue;
            d->kind[j] = true;
            for (int r = 0; r < CASUS_N_CAST; r++)
                json_array_foreach(json_object_get(t, role[r]), k, e) mark_kind(d, r, e, j);
        }
}

static void read_doc(const casus_engine *e, casus_parser *parser, const json_t *o, names *all, uint32_t i, doc *d)
{
    json_t *line = json_pack("{s:O,s:O}", "id", json_object_get(o, "docid"), "body", json_object_get(o, "text"));
    char *z = json_dumps(line, JSON_COMPACT);
    casus_record rec = {.format = CASUS_IN_JSONL, .bytes = casus_str_of(z)};
    d->a = casus_arena_new(0);
    if (!z || !d->a || casus_read(e, parser, &rec, CASUS_STR(""), d->a, &d->reading) != CASUS_OK) die("cannot read a report");
    casus_reading *r = &d->reading;
    d->f = (casus_findings){.text = &r->text, .words = &r->words, .parse = &r->parse, .times = &r->times, .places = &r->places,
                            .actors = &r->actors, .publisher = r->report.publisher, .model = casus_engine_model(e)};
    d->report = (cast_report){.lex = casus_engine_lexicon(e), .f = &d->f, .claims = &r->claims, .incidents = &r->incidents, .a = d->a,
                              .numbers = {number, all}};
    (void)i;
    read_gold(d, o);
    d->id = copy_of(json_string_value(json_object_get(o, "docid")));
    json_decref(line);
    free(z);
}

/* ---------------------------------------------------------------- groups of words */

enum { N_GROUP = 160, GROUP_TURNS = 12, LEAST_USED = 3 };

static bool make_unit(float *v, uint32_t size)
{
    double sum = 0;
    for (uint32_t i = 0; i < size; i++) sum += (double)v[i] * (double)v[i];
    if (sum <= 0) return false;
    for (uint32_t i = 0; i < size; i++) v[i] = (float)((double)v[i] / sqrt(sum));
    return true;
}

/* The vectors of all words that are used often enough, each once, in order of first use. */
static uint32_t collect_vectors(const doc *d, uint32_t n, uint32_t size, float **out)
{
    names words = {0};
    uint32_t n_vector = 0, *uses = NULL;
    for (uint32_t i = 0; i < n; i++) {
        words.doc = i;
        for (uint32_t k = 0; k < d[i].f.text->n_token; k++) {
            const casus_token *t = &d[i].f.text->token[k];
            if (t->kind == CASUS_WORD && t->norm.n > 2) (void)number(&words, t->norm);
        }
    }
    uses = words.docs;
    *out = need((size_t)words.n * size, sizeof **out);
    for (uint32_t k = 0; k < words.n; k++) {
        float *v = *out + (size_t)n_vector * size;
        memset(v, 0, size * sizeof *v);
        if (uses[k] >= LEAST_USED && casus_model_vector(d[0].f.model, casus_str_of(words.name[k]), v) && make_unit(v, size)) n_vector++;
    }
    return n_vector;
}

static void set_centre(cast_groups *g, uint32_t k, const float *v)
{
    for (uint32_t i = 0; i < g->size; i++) g->centre[cast_centre(g, k, i)] = v[i];
}

/* k-means by angle, begun with words spread evenly over the list; centres are rounded as the file has them. */
static void make_groups(const doc *d, uint32_t n, cast_groups *g)
{
    float *v;
    g->size = casus_model_vector_size(d[0].f.model);
    if (!g->size || g->size > CAST_MOST_VECTOR) return;
    uint32_t n_vector = collect_vectors(d, n, g->size, &v);
    if (n_vector < N_GROUP) return;
    g->n = N_GROUP;
    g->centre = need(cast_centres(N_GROUP, g->size), sizeof *g->centre);
    float *sum = need((size_t)N_GROUP * g->size, sizeof *sum);
    for (uint32_t k = 0; k < N_GROUP; k++) set_centre(g, k, v + (size_t)((uint64_t)k * n_vector / N_GROUP) * g->size);
    for (int turn = 0; turn < GROUP_TURNS; turn++) {
        memset(sum, 0, (size_t)N_GROUP * g->size * sizeof *sum);
        for (uint32_t i = 0; i < n_vector; i++) {
            float *to = sum + (size_t)cast_nearest(g, v + (size_t)i * g->size) * g->size;
            for (uint32_t k = 0; k < g->size; k++) to[k] += v[(size_t)i * g->size + k];
        }
        for (uint32_t k = 0; k < N_GROUP; k++)
            if (make_unit(sum + (size_t)k * g->size, g->size)) set_centre(g, k, sum + (size_t)k * g->size);
    }
    for (size_t i = 0; i < cast_centres(N_GROUP, g->size); i++) g->centre[i] = roundf(g->centre[i] * 1000) / 1000;
    fprintf(stderr, "%u words in %d groups\n", n_vector, N_GROUP);
    free(sum);
    free(v);
}

static void write_groups(FILE *f, const cast_groups *g)
{
    for (uint32_t k = 0; k < g->n; k++) {
        fprintf(f, "group\t");
        for (uint32_t i = 0; i < g->size; i++) fprintf(f, "%s%d", i ? " " : "", (int)roundf(g->centre[cast_centre(g, k, i)] * 1000));
        fputc('\n', f);
    }
}

/* ---------------------------------------------------------------- learning */

typedef struct {
    double alpha, beta, l1, l2;
    int epochs;
} settings;
static settings of_report = {0.1, 1, 3.0, 1.0, 12}, of_phrase = {0.1, 1, 0.6, 0.5, 10}, of_told = {0.05, 1, 1.0, 1.0, 12}, of_again = {0.05, 1, 1.0, 1.0, 8};
static settings of_share = {0.05, 1, 1.5, 0.5, 10};
static const float DEALT = 0.08f; /* below it no phrase is dealt, whatever the floor */
static const double SECOND = 0.5; /* how much the second look at a phrase counts beside the first, in cast.c, too */

typedef struct {
    double *z, *n, *w, *sum; /* w: the weight that z and n give; sum: of all turns */
    const settings *s;
    uint32_t n_weight, turns;
} learner;

static double weight(const learner *l, uint32_t i)
{
    double z = l->z[i], a = fabs(z);
    if (a <= l->s->l1) return 0;
    return -(z - (z < 0 ? -l->s->l1 : l->s->l1)) / ((l->s->beta + sqrt(l->n[i])) / l->s->alpha + l->s->l2);
}

static const double SURE = 0.002;
static const names *dictionary;
static bool known(uint32_t i) { return dictionary->docs[i] >= MIN_DOCS; }

static double score(const learner *l, const cast_list *x)
{
    double s = 0;
    for (size_t k = 0; k < x->n; k++)
        s += l->w[x->id[k]];
    return s;
}

static void learn(learner *l, const cast_list *x, bool label)
{
    double g = 1 / (1 + exp(-score(l, x))) - label;
    if (fabs(g) < SURE) return; /* most phrases are plainly nothing: four fifths of the time */
    for (size_t k = 0; k < x->n; k++) {
        uint32_t i = x->id[k];
        if (!known(i)) continue;
        double sigma = (sqrt(l->n[i] + g * g) - sqrt(l->n[i])) / l->s->alpha;
        l->z[i] += g - sigma * l->w[i];
        l->n[i] += g * g;
        l->w[i] = weight(l, i);
    }
}

static learner begin(const settings *s, uint32_t n)
{
    double *p = need((size_t)n * 4, sizeof *p);
    return (learner){p, p + n, p + 2 * (size_t)n, p + 3 * (size_t)n, s, n, 0};
}

static void end(learner *l)
{
    free(l->z);
}

/* The end of a turn: what is kept in the end is the mean of all turns but the first, which is steadier than the last. */
static void end_turn(learner *l, int turn)
{
    if (!turn && l->s->epochs > 1) return;
    l->turns++;
    for (uint32_t i = 0; i < l->n_weight; i++) l->sum[i] += l->w[i];
}

static void settle(learner *l)
{
    for (uint32_t i = 0; i < l->n_weight; i++) l->w[i] = l->sum[i] / l->turns;
}

/* Primes: another order each turn, always the same. */
static const uint32_t step[4] = {7919, 7907, 6421, 5741};

/* Reports not of the fold, in an order that is mixed but always the same. */
static void learn_kinds(learner *l, doc *d, uint32_t n, int kind, int fold, bool second)
{
    for (int e = 0; e < l->s->epochs; e++) {
        for (uint32_t i = 0; i < n; i++) {
            uint32_t k = (uint32_t)((uint64_t)i * step[e % 4] % n);
            if ((int)(k % N_FOLD) != fold) learn(l, second ? &d[k].second : &d[k].list, d[k].kind[kind]);
        }
        end_turn(l, e);
    }
    settle(l);
}

static void learn_roles(learner *l, doc *d, uint32_t n, int role, int fold, bool again)
{
    for (int e = 0; e < l->s->epochs; e++) {
        for (uint32_t i = 0; i < n; i++) {
            doc *x = &d[(uint64_t)i * step[e % 4] % n];
            if ((int)((x - d) % N_FOLD) == fold) continue;
            for (uint32_t k = 0; k < x->n; k++) {
                uint32_t at = (uint32_t)((uint64_t)k * step[0] % x->n);
                if (!again || x->again[at].n) learn(l, again ? &x->again[at] : &x->c[at].list, x->label[at] >> role & 1);
            }
        }
        end_turn(l, e);
    }
    settle(l);
}

/* What those of the other folds say of each report, into p. */
static void cross_kinds(doc *d, uint32_t n, uint32_t n_feature, int k, const settings *s, bool second)
{
    for (int fold = 0; fold < N_FOLD; fold++) {
        learner l = begin(s, n_feature);
        learn_kinds(&l, d, n, k, fold, second);
        for (uint32_t i = (uint32_t)fold; i < n; i += N_FOLD) {
            double x = score(&l, second ? &d[i].second : &d[i].list);
            if (second) x = (x + d[i].first[k]) / 2;
            else d[i].first[k] = x;
            d[i].p[k] = (float)(1 / (1 + exp(-x)));
        }
        end(&l);
    }
}

/* The same of the phrases, into cross; the second time the mean of what both looks say. */
static void cross_roles(doc *d, uint32_t n, uint32_t n_feature, int role, const settings *s, bool again)
{
    for (int fold = 0; fold < N_FOLD; fold++) {
        learner l = begin(s, n_feature);
        learn_roles(&l, d, n, role, fold, again);
        for (uint32_t i = (uint32_t)fold; i < n; i += N_FOLD)
            for (uint32_t k = 0; k < d[i].n; k++) {
                if (again && !d[i].again[k].n) continue;
                double x = score(&l, again ? &d[i].again[k] : &d[i].c[k].list);
                if (again) x = x * SECOND + d[i].sum[k][role] * (1 - SECOND);
                else d[i].sum[k][role] = x;
                d[i].cross[k][role] = (float)(1 / (1 + exp(-x)));
            }
        end(&l);
    }
}

/* ---------------------------------------------------------------- sharing out */

/* Of the phrases that are right, the kinds of deed that they belong to, beside those that a report might be thought to tell. */
static void learn_sharing(learner *l, doc *d, uint32_t n, int kind, int fold)
{
    static const float thinkable = 0.1f;
    for (int e = 0; e < l->s->epochs; e++) {
        for (uint32_t i = 0; i < n; i++) {
            doc *x = &d[(uint64_t)i * step[e % 4] % n];
            if ((int)((x - d) % N_FOLD) == fold || (!x->kind[kind] && x->p[kind] < thinkable)) continue;
            for (uint32_t k = 0; k < x->n; k++)
                for (int role = 0; role < CASUS_N_CAST; role++) {
                    int g = x->label[k] >> role & 1 ? entity_of(x, role, x->c[k].key) : -1;
                    if (g >= 0 && cast_fits_role(kind, role)) learn(l, &x->share[k][role], x->gold[role][g].kinds >> kind & 1);
                }
        }
        end_turn(l, e);
    }
    settle(l);
}

static void cross_sharing(doc *d, uint32_t n, uint32_t n_feature, int kind, const settings *s)
{
    for (int fold = 0; fold < N_FOLD; fold++) {
        learner l = begin(s, n_feature);
        learn_sharing(&l, d, n, kind, fold);
        for (uint32_t i = (uint32_t)fold; i < n; i += N_FOLD)
            for (uint32_t k = 0; k < d[i].n; k++)
                for (int role = 0; role < CASUS_N_CAST; role++)
                    d[i].of[k][role][kind] = (float)(1 / (1 + exp(-score(&l, &d[i].share[k][role]))));
        end(&l);
    }
}

static bool shared(void *ctx, cast_report *r, uint32_t candidate, int role, float q[CASUS_N_DEED])
{
    const doc *d = ctx;
    (void)r;
    memcpy(q, d->of[candidate][role], sizeof d->of[candidate][role]);
    return true;
}

/* ---------------------------------------------------------------- floors */

static double f1(double right, double said, double asked) { return said + asked > 0 ? 2 * right / (said + asked) : 0; }

static float best_kind_floor(const doc *d, uint32_t n, int kind, double *best)
{
    float at = 0.99f;
    *best = -1;
    for (int t = 5; t < 100; t++) {
        double right = 0, said = 0, asked = 0;
        for (uint32_t i = 0; i < n; i++) {
            bool yes = d[i].p[kind] >= (float)t / 100;
            said += yes, asked += d[i].kind[kind], right += yes && d[i].kind[kind];
        }
        if (f1(right, said, asked) > *best) *best = f1(right, said, asked), at = (float)t / 100;
    }
    return at;
}

static void count(doc *d, int role, float floor, bool told, double *right, double *said, double *asked)
{
    static uint32_t pick[1 << 16];
    bool *taken = need(d->n_gold[role], 1);
    *asked += d->n_gold[role];
    for (uint32_t i = 0; i < d->n; i++) d->c[i].p[role] = d->cross[i][role];
    uint32_t n = told ? cast_pick(&d->report, d->c, d->n, role, floor, pick) : 0;
    *said += n;
    for (uint32_t k = 0; k < n; k++) {
        int g = entity_of(d, role, d->c[pick[k]].key);
        if (g >= 0 && !taken[g]) taken[g] = true, *right += 1;
    }
    free(taken);
}

/* How much what was said surprised by the answers, in bits a report: what of two ways to describe phrases is the better one shows here first. */
static void print_loss(const doc *d, uint32_t n, int role)
{
    double bits = 0;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t k = 0; k < d[i].n; k++) {
            double p = (double)d[i].cross[k][role];
            bits -= log2(fmax(d[i].label[k] >> role & 1 ? p : 1 - p, 1e-6));
        }
    fprintf(stderr, "%-8s loss %.4f\n", casus_cast_name((casus_cast_role)role), bits / n);
}

/* One floor for all roles: all fillers count alike, so what is surer than the floor in one role is worth as much as in another, and one number is
 * chosen on all of them together. */
static void best_role_floor(doc *d, uint32_t n, const float *kind_floor, float *floor)
{
    enum { FIRST_STEP = 8, LAST_STEP = 60 };
    double best = -1, keep[CASUS_N_CAST][3];
    for (int t = FIRST_STEP; t < LAST_STEP; t++) {
        double v[CASUS_N_CAST][3] = {{0}}, sum[3] = {0};
        for (int role = 0; role < CASUS_N_CAST; role++) {
            for (uint32_t i = 0; i < n; i++) {
                bool told = false;
                for (int k = 0; k < CASUS_N_DEED; k++) told = told || d[i].p[k] >= kind_floor[k];
                count(&d[i], role, (float)t / 100, told, &v[role][0], &v[role][1], &v[role][2]);
            }
            for (int k = 0; k < 3; k++) sum[k] += v[role][k];
        }
        double f = f1(sum[0], sum[1], sum[2]);
        if (f <= best) continue;
        best = f;
        memcpy(keep, v, sizeof keep);
        for (int role = 0; role < CASUS_N_CAST; role++) floor[role] = (float)t / 100;
    }
    for (int role = 0; role < CASUS_N_CAST; role++) {
        const double *w = keep[role];
        fprintf(stderr, "%-8s floor %.2f P %.3f R %.3f F1 %.3f\n", casus_cast_name((casus_cast_role)role), (double)floor[role], w[0] / w[1],
                w[0] / w[2], f1(w[0], w[1], w[2]));
    }
}

/* The floors of the kinds again, now that it is known how the phrases of each report come out: what matters is both together, and that the kinds are
 * right by themselves: where the first alone says little, floors would come to lie anywhere. */
static double joint(const doc *d, uint32_t n, const float *floor, double part[4])
{
    double right = 0, said = 0, asked = 0, r = 0, s = 0, a = 0;
    for (uint32_t i = 0; i < n; i++) {
        bool told = false;
        asked += d[i].n_template, a += d[i].v[2];
        for (int k = 0; k < CASUS_N_DEED; k++) {
            bool yes = d[i].p[k] >= floor[k];
            told = told || yes, said += yes, right += yes && d[i].kind[k];
        }
        if (told) r += d[i].v[0], s += d[i].v[1];
    }
    part[0] = f1(right, said, asked), part[1] = r / s, part[2] = r / a, part[3] = f1(r, s, a);
    return part[0] + f1(right + r, said + s, asked + a);
}

static void best_floors(doc *d, uint32_t n, float *kind, const float *role)
{
    double part[4];
    for (uint32_t i = 0; i < n; i++) {
        memset(d[i].v, 0, sizeof d[i].v);
        for (int k = 0; k < CASUS_N_CAST; k++) count(&d[i], k, role[k], true, &d[i].v[0], &d[i].v[1], &d[i].v[2]);
    }
    for (int turn = 0; turn < 3; turn++)
        for (int k = 0; k < CASUS_N_DEED; k++) {
            float best_at = kind[k];
            double best = joint(d, n, kind, part);
            for (int t = 2; t < 100; t++) {
                kind[k] = (float)t / 100;
                if (joint(d, n, kind, part) > best) best = joint(d, n, kind, part), best_at = kind[k];
            }
            kind[k] = best_at;
        }
    joint(d, n, kind, part);
    fprintf(stderr, "floors");
    for (int k = 0; k < CASUS_N_DEED; k++) fprintf(stderr, " %.2f", (double)kind[k]);
    fprintf(stderr, ": types F1 %.3f, fillers P %.3f R %.3f F1 %.3f\n", part[0], part[1], part[2], part[3]);
}

/* ---------------------------------------------------------------- the file */

static int quantised(const learner *l, uint32_t i)
{
    double v = known(i) ? round(l->w[i] * 256) : 0;
    return (int)(v > 32000 ? 32000 : v < -32000 ? -32000 : v);
}

static const char *const *sorted_names;
static int by_name(const void *x, const void *y) { return strcmp(sorted_names[*(const uint32_t *)x], sorted_names[*(const uint32_t *)y]); }

/* The features [from, to) belong to these. */
static void write_rows(FILE *f, const names *all, uint32_t from, uint32_t to, learner *const *l, int n, int least)
{
    uint32_t *order = need(all->n, sizeof *order), n_order = 0;
    for (uint32_t i = from; i < to; i++) {
        int most = 0;
        for (int k = 0; k < n; k++) most = abs(quantised(l[k], i)) > most ? abs(quantised(l[k], i)) : most;
        if (most >= least) order[n_order++] = i;
    }
    sorted_names = (const char *const *)all->name;
    qsort(order, n_order, sizeof *order, by_name);
    for (uint32_t i = 0; i < n_order; i++) {
        fprintf(f, "%s\t", all->name[order[i]]);
        for (int k = 0; k < n; k++) fprintf(f, "%s%d", k ? " " : "", quantised(l[k], order[i]));
        fputc('\n', f);
    }
    fprintf(stderr, "%u features kept\n", n_order);
    free(order);
}

/* What was decided of each report by what the others taught, in the form of the benchmark's scorer. */
static void write_cross(const char *path, doc *d, uint32_t n, const float *kind_floor, const float *role_floor)
{
    static const char *const role_name[] = {"PerpInd", "PerpOrg", "Target", "Victim", "Weapon"};
    FILE *f = fopen(path, "w");
    if (!f) die("cannot write");
    for (uint32_t i = 0; i < n; i++) {
        casus_deeds deeds = {0};
        json_t *list = json_array();
        if (!cast_deal(&d[i].report, d[i].c, d[i].n, d[i].p, kind_floor, role_floor, (cast_sharing){shared, &d[i]}, &deeds)) die("out of memory");
        for (uint32_t k = 0; k < deeds.n_deed; k++) {
            const casus_deed *deed = &deeds.deed[k];
            const char *kind = deed->kind == CASUS_DEED_STOPPAGE ? "forced work stoppage" : casus_deed_name(deed->kind);
            json_t *o = json_pack("{s:s}", "incident_type", kind);
            for (int role = 0; role < CASUS_N_CAST; role++) json_object_set_new(o, role_name[role], json_array());
            for (uint32_t m = 0; m < deed->n_member; m++) {
                casus_str words = casus_cut(d[i].f.text->body, deed->member[m].span);
                json_array_append_new(json_object_get(o, role_name[deed->member[m].role]), json_pack("[s%]", words.p, words.n));
            }
            json_array_append_new(list, o);
        }
        json_t *line = json_pack("{s:s,s:o}", "docid", d[i].id, "templates", list);
        json_dumpf(line, f, JSON_COMPACT);
        fputc('\n', f);
        json_decref(line);
    }
    if (fclose(f)) die("cannot write");
}

static void missing(doc *d, uint32_t n)
{
    for (int role = 0; role < CASUS_N_CAST; role++) {
        uint32_t found = 0, asked = 0;
        for (uint32_t i = 0; i < n; i++)
            for (uint32_t g = 0; g < d[i].n_gold[role]; g++) {
                bool any = false;
                for (uint32_t k = 0; k < d[i].n && !any; k++) any = entity_of(&d[i], role, d[i].c[k].key) == (int)g;
                asked++, found += any;
            }
        fprintf(stderr, "%-8s %u of %u are among the candidates\n", casus_cast_name((casus_cast_role)role), found, asked);
    }
}

int main(int argc, char **argv)
{
    static doc d[MOST_DOCS];
    names all = {0};
    uint32_t n = 0;
    casus_engine *e;
    casus_parser *parser;
    if (argc < 3) die("usage: train-cast MUC4-TRAIN.jsonl OUT.tsv");
    casus_engine_opts opts = {.deeds = true}; /* sentences as those who cast read them */
    if (casus_engine_open(&opts, &e, NULL, NULL) != CASUS_OK || casus_parser_new(casus_engine_model(e), &parser, NULL) != CASUS_OK) die("engine");
    FILE *in = fopen(argv[1], "r");
    if (!in) die("cannot read the answers");
    for (json_t *o; n < MOST_DOCS && (o = json_loadf(in, JSON_DISABLE_EOF_CHECK, NULL)); json_decref(o), n++) read_doc(e, parser, o, &all, n, &d[n]);
    fclose(in);
    dictionary = &all;
    cast_groups groups = {0};
    make_groups(d, n, &groups);
    for (uint32_t i = 0; i < n; i++) {
        all.doc = i;
        d[i].report.groups = &groups;
        if (!cast_open_report(&d[i].report)) die("out of memory");
        cast_describe_report(&d[i].report, &d[i].list);
    }
    fprintf(stderr, "%u reports, %u features\n", n, all.n);

    learner kinds[CASUS_N_DEED], roles[CASUS_N_CAST], *k_of[CASUS_N_DEED], *r_of[CASUS_N_CAST];
    float kind_floor[CASUS_N_DEED], role_floor[CASUS_N_CAST];
    for (int k = 0; k < CASUS_N_DEED; k++) {
        cross_kinds(d, n, all.n, k, &of_report, false);
        double best;
        kind_floor[k] = best_kind_floor(d, n, k, &best);
        fprintf(stderr, "%-10s floor %.2f F1 %.3f\n", casus_deed_name((casus_deed_kind)k), (double)kind_floor[k], best);
        kinds[k] = begin(&of_report, all.n);
        learn_kinds(&kinds[k], d, n, k, -1, false);
        k_of[k] = &kinds[k];
    }
    uint32_t n_report_feature = all.n;
    size_t n_all = 0;
    for (uint32_t i = 0; i < n; i++) {
        all.doc = i;
        if (!cast_find_candidates(&d[i].report, &d[i].c, &d[i].n)) die("out of memory");
        d[i].label = need(d[i].n, 1);
        d[i].cross = need(d[i].n, sizeof *d[i].cross);
        d[i].sum = need(d[i].n, sizeof *d[i].sum);
        d[i].again = need(d[i].n, sizeof *d[i].again);
        d[i].share = need(d[i].n, sizeof *d[i].share);
        d[i].of = need(d[i].n, sizeof *d[i].of);
        n_all += d[i].n;
        for (uint32_t k = 0; k < d[i].n; k++) {
            cast_describe(&d[i].report, &d[i].c[k], d[i].p);
            for (int role = 0; role < CASUS_N_CAST; role++)
                if (entity_of(&d[i], role, d[i].c[k].key) >= 0) d[i].label[k] |= (uint8_t)(1u << role);
        }
        if (d[i].report.failed) die("out of memory");
    }
    fprintf(stderr, "%zu candidates, %u features\n", n_all, all.n);
    missing(d, n);
    for (int role = 0; role < CASUS_N_CAST; role++) {
        cross_roles(d, n, all.n, role, &of_phrase, false);
        print_loss(d, n, role);
        roles[role] = begin(&of_phrase, all.n);
        learn_roles(&roles[role], d, n, role, -1, false);
        r_of[role] = &roles[role];
    }

    /* the kinds again, from what is known of the phrases */
    uint32_t n_phrase_feature = all.n;
    learner again_kinds[CASUS_N_DEED], *a_of[CASUS_N_DEED];
    for (uint32_t i = 0; i < n; i++) {
        all.doc = i;
        for (uint32_t k = 0; k < d[i].n; k++) memcpy(d[i].c[k].p, d[i].cross[k], sizeof d[i].c[k].p);
        cast_describe_told(&d[i].report, d[i].p, d[i].c, d[i].n, &d[i].second);
    }
    for (int k = 0; k < CASUS_N_DEED; k++) {
        cross_kinds(d, n, all.n, k, &of_told, true);
        double best;
        kind_floor[k] = best_kind_floor(d, n, k, &best);
        fprintf(stderr, "%-10s floor %.2f F1 %.3f, phrases known\n", casus_deed_name((casus_deed_kind)k), (double)kind_floor[k], best);
        again_kinds[k] = begin(&of_told, all.n);
        learn_kinds(&again_kinds[k], d, n, k, -1, true);
        a_of[k] = &again_kinds[k];
    }

    uint32_t n_told_feature = all.n;
    /* the phrases again, from what is known of each other */
    for (uint32_t i = 0; i < n; i++) {
        all.doc = i;
        if (!cast_describe_again(&d[i].report, d[i].p, d[i].c, d[i].n, d[i].again)) die("out of memory");
    }
    learner again_roles[CASUS_N_CAST], *b_of[CASUS_N_CAST];
    for (int role = 0; role < CASUS_N_CAST; role++) {
        cross_roles(d, n, all.n, role, &of_again, true);
        print_loss(d, n, role);
        again_roles[role] = begin(&of_again, all.n);
        learn_roles(&again_roles[role], d, n, role, -1, true);
        b_of[role] = &again_roles[role];
    }

    /* which phrase belongs to which kind */
    uint32_t n_again_feature = all.n;
    for (uint32_t i = 0; i < n; i++) {
        all.doc = i;
        for (uint32_t k = 0; k < d[i].n; k++)
            for (int role = 0; role < CASUS_N_CAST; role++)
                if (d[i].label[k] >> role & 1 || d[i].cross[k][role] >= DEALT)
                    cast_describe_share(&d[i].report, d[i].p, &d[i].c[k], role, &d[i].share[k][role]);
    }
    learner sharing[CASUS_N_DEED], *s_of[CASUS_N_DEED];
    for (int k = 0; k < CASUS_N_DEED; k++) {
        cross_sharing(d, n, all.n, k, &of_share);
        sharing[k] = begin(&of_share, all.n);
        learn_sharing(&sharing[k], d, n, k, -1);
        s_of[k] = &sharing[k];
    }

    for (int turn = 0; turn < 2; turn++) {
        best_role_floor(d, n, kind_floor, role_floor);
        best_floors(d, n, kind_floor, role_floor);
    }
    if (argc > 3) write_cross(argv[3], d, n, kind_floor, role_floor);
    FILE *out = fopen(argv[2], "w");
    if (!out) die("cannot write");
    fprintf(out, "casus-cast 1\nfloor\t");
    for (int k = 0; k < CASUS_N_CAST; k++) fprintf(out, "%s%d", k ? " " : "", (int)round((double)role_floor[k] * 1000));
    fprintf(out, "\nfloors\t");
    for (int k = 0; k < CASUS_N_DEED; k++) fprintf(out, "%s%d", k ? " " : "", (int)round((double)kind_floor[k] * 1000));
    fputc('\n', out);
    write_groups(out, &groups);
    write_rows(out, &all, 0, n_report_feature, k_of, CASUS_N_DEED, LEAST);
    write_rows(out, &all, n_report_feature, n_phrase_feature, r_of, CASUS_N_CAST, LEAST);
    write_rows(out, &all, n_phrase_feature, n_told_feature, a_of, CASUS_N_DEED, LEAST);
    write_rows(out, &all, n_told_feature, n_again_feature, b_of, CASUS_N_CAST, LEAST);
    write_rows(out, &all, n_again_feature, all.n, s_of, CASUS_N_DEED, LEAST);
    if (fclose(out)) die("cannot write");
    return 0;
}
