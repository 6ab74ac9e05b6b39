/* Parsing with a model of random numbers: the quick code against the plain one of reference.c, and what must hold of every parse. */
#include "../check.h"
#include "lang/net.h"
#include "reference.h"
#include "sample.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>

static const sample_shape shape = {96, 3, 48, 32, 64, 20, "the army said two soldiers were killed in an attack on a checkpoint 0 00 0,000", 11, false};
static const char body[] =
    "DAMASCUS, Sept 19 (AFP) -- The army said on Saturday that 12 soldiers were killed in an attack on a checkpoint near Al-Qa\xc3\xad" "da, "
    "20 km from \xe2\x80\x9cHama\xe2\x80\x9d. Residents weren't sure who had fired. Nobody claimed responsibility!\n\n"
    "IT WAS NOT CLEAR WHY 1,500 PEOPLE FLED. \"We ran,\" said one. Donaudampfschifffahrtselektrizit\xc3\xa4tenhauptbetriebswerkbauunterbeamtengesellschaft "
    "had no comment; www.example.org/a/b?c=d said so. He.\n\nNext: a b c d e f g h i j k l m n o p q r s t u v w x y z.";

typedef struct {
    char *file;
    size_t n;
    casus_model *m;
    casus_parser *p;
    casus_arena *a;
    casus_text text;
} scene;

static int set_up(scene *s)
{
    *s = (scene){.a = casus_arena_new(0)};
    s->file = sample_model(&shape, &s->n);
    return CHECK(s->file && s->a && sample_open(s->file, s->n, &s->m, NULL) == CASUS_OK && casus_parser_new(s->m, &s->p, NULL) == CASUS_OK &&
                 casus_text_split(CASUS_STR(body), NULL, 0, s->a, &s->text, NULL) == CASUS_OK);
}

static void tear_down(scene *s)
{
    casus_parser_free(s->p);
    casus_model_close(s->m);
    casus_arena_free(s->a);
    free(s->file);
}

static int same_parse(const casus_parse *x, const casus_parse *y, uint32_t n)
{
    int same = x->n_name == y->n_name;
    for (uint32_t i = 0; i < n && same; i++) {
        const casus_parsed *a = &x->word[i], *b = &y->word[i];
        same = a->head == b->head && a->rel == b->rel && a->pos == b->pos && a->tag == b->tag;
    }
    for (uint32_t i = 0; i < x->n_name && same; i++) {
        const casus_name *a = &x->name[i], *b = &y->name[i];
        same = a->first == b->first && a->n == b->n && a->kind == b->kind && a->set == b->set;
    }
    return same;
}

/* ---------------------------------------------------------------- against the reference */

typedef struct {
    double *out, *arcs; /* of the reference */
    casus_str word[CASUS_MAX_PARSE];
    uint32_t n, outputs;
} told;

static told ask(const scene *s, uint32_t sentence, bool steps)
{
    reference r = {s->file, steps};
    const casus_sentence *se = &s->text.sentence[sentence];
    told t = {.n = se->n, .outputs = reference_outputs(&r)};
    for (uint32_t k = 0; k < t.n; k++) t.word[k] = casus_cut(s->text.body, s->text.token[se->first + k].span);
    t.out = reference_heads(&r, t.word, t.n);
    t.arcs = reference_arcs(&r, t.out, t.n);
    return t;
}

static void forget(told *t)
{
    free(t->out);
    free(t->arcs);
}

/* Encode one sentence alone; its outputs are then at s->p->out. */
static void encode(scene *s, uint32_t sentence)
{
    const casus_sentence *se = &s->text.sentence[sentence];
    casus_parser *p = s->p;
    p->n = 0;
    p->n_sentence = 1;
    p->first[0] = 0;
    p->token_of[p->n++] = CASUS_HEAD_ROOT;
    for (uint32_t k = 0; k < se->n; k++) p->token_of[p->n++] = se->first + k;
    p->first[1] = p->n;
    CHECK(lang_encode(p, &s->text, p->token_of) == CASUS_OK);
    p->n = p->n_sentence = 0;
}

/* How far the outputs lie from the reference's, as a part of the reference's own size. */
static double distance(const scene *s, const told *t)
{
    double far = 0, size = 0;
    size_t stride = (size_t)s->m->heads.blocks * 16;
    for (size_t i = 0; i <= t->n; i++)
        for (uint32_t k = 0; k < t->outputs; k++) {
            double want = t->out[i * t->outputs + k], d = (double)s->p->out[i * stride + k] - want;
            far += d * d;
            size += want * want;
        }
    return sqrt(far / size);
}

static void outputs_agree(scene *s)
{
    double rounded = 0, exact = 0;
    for (uint32_t i = 0; i < s->text.n_sentence; i++) {
        told with = ask(s, i, true), without = ask(s, i, false);
        encode(s, i);
        rounded = fmax(rounded, distance(s, &with));
        exact = fmax(exact, distance(s, &without));
        forget(&with);
        forget(&without);
    }
    printf("outputs: %.5f from the reference in steps, %.4f from the one without\n", rounded, exact);
    CHECK(rounded < 0.01); /* a number on the border between two steps may fall to either side */
    CHECK(exact < 0.04);
}

static uint32_t best(const double *x, uint32_t n)
{
    uint32_t b = 0;
    for (uint32_t k = 1; k < n; k++)
        if (x[k] > x[b]) b = k;
    return b;
}

/* What was chosen is, by the reference's scores, at most a little worse than the best. */
static void choices_agree(scene *s)
{
    reference r = {s->file, true};
    casus_parse out;
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &out, NULL) == CASUS_OK);
    int16_t heads[CASUS_MAX_PARSE + 1];
    double slack = 0.15, rel[CASUS_N_REL];
    for (uint32_t i = 0; i < s->text.n_sentence; i++) {
        told t = ask(s, i, true);
        uint32_t first = s->text.sentence[i].first;
        for (uint32_t d = 1; d <= t.n; d++)
            for (uint32_t h = 0; h <= t.n; h++)
                s->p->tree.score[(size_t)d * LANG_TREE_ROW + h] = h == d ? LANG_NO_ARC : (float)t.arcs[(size_t)d * (t.n + 1) + h];
        lang_tree(&s->p->tree, t.n, heads);
        double want = 0, got = 0;
        for (uint32_t d = 1; d <= t.n; d++) {
            const casus_parsed *w = &out.word[first + d - 1];
            const double *o = t.out + (size_t)d * t.outputs;
            uint32_t h = w->head == CASUS_HEAD_ROOT ? 0 : w->head - first + 1;
            CHECK(h <= t.n && h != d);
            want += t.arcs[(size_t)d * (t.n + 1) + (size_t)heads[d]];
            got += t.arcs[(size_t)d * (t.n + 1) + h];
            CHECK(o[w->pos] > o[best(o, CASUS_N_POS)] - slack);
            CHECK(o[CASUS_N_POS + w->tag] > o[CASUS_N_POS + best(o + CASUS_N_POS, CASUS_N_TAG)] - slack);
            reference_labels(&r, t.out, d, h, rel);
            rel[CASUS_REL_ROOT] = -1e30;
            CHECK(h ? rel[w->rel] > rel[best(rel, CASUS_N_REL)] - slack : w->rel == CASUS_REL_ROOT);
        }
        CHECK(got > want - slack * t.n);
        forget(&t);
    }
}

/* ---------------------------------------------------------------- what must hold */

static void sound_parse(const casus_text *text, const bool *want, const casus_parse *out)
{
    for (uint32_t i = 0; i < text->n_sentence; i++) {
        const casus_sentence *s = &text->sentence[i];
        uint32_t roots = 0;
        for (uint32_t t = s->first; t < s->first + s->n; t++) {
            const casus_parsed *w = &out->word[t];
            if (want && !want[i]) {
                CHECK(w->head == CASUS_HEAD_NONE);
                continue;
            }
            roots += w->head == CASUS_HEAD_ROOT;
            CHECK((w->head == CASUS_HEAD_ROOT) == (w->rel == CASUS_REL_ROOT));
            CHECK(w->head == CASUS_HEAD_ROOT || (w->head >= s->first && w->head < s->first + s->n && w->head != t));
            uint32_t k = t, steps = 0;
            while (k != CASUS_HEAD_ROOT && steps++ <= s->n) k = out->word[k].head;
            CHECK(k == CASUS_HEAD_ROOT);
        }
        CHECK(roots == ((!want || want[i]) && s->n ? 1u : 0u));
    }
    for (uint32_t i = 0; i < out->n_name; i++) {
        const casus_name *n = &out->name[i];
        uint32_t last = n->first + n->n - 1, sentence = text->token[n->first].sentence;
        CHECK(n->n && last < text->n_token && text->token[last].sentence == sentence && (!want || want[sentence]));
        CHECK(casus_name_label((casus_name_set)n->set, (casus_name_kind)n->kind) != NULL);
        if (!i) continue;
        const casus_name *b = &out->name[i - 1];
        bool same = text->token[b->first].sentence == sentence, whole = text->sentence[sentence].n <= CASUS_MAX_PARSE;
        if (same && b->set == n->set) CHECK(b->first + b->n <= n->first);
        if (same && whole) CHECK(b->set <= n->set);
        CHECK(text->token[b->first].sentence <= sentence);
    }
}

static void only_wanted(scene *s)
{
    casus_parse all, some;
    bool want[64];
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &all, NULL) == CASUS_OK);
    sound_parse(&s->text, NULL, &all);
    for (uint32_t i = 0; i < s->text.n_sentence && i < 64; i++) want[i] = i % 3 == 1;
    CHECK(casus_parse_text(s->p, &s->text, want, s->a, &some, NULL) == CASUS_OK);
    sound_parse(&s->text, want, &some);
    for (uint32_t t = 0; t < s->text.n_token; t++)
        if (want[s->text.token[t].sentence])
            CHECK(some.word[t].head == all.word[t].head && some.word[t].tag == all.word[t].tag && some.word[t].rel == all.word[t].rel);
    memset(want, 0, sizeof want);
    CHECK(casus_parse_text(s->p, &s->text, want, s->a, &some, NULL) == CASUS_OK && some.n_name == 0);
    casus_text none = {0};
    CHECK(casus_parse_text(s->p, &none, NULL, s->a, &some, NULL) == CASUS_OK && some.n_name == 0);
}

/* Names of one convention are the same whether or not those of the other are looked for. */
static void one_convention(scene *s)
{
    casus_parse both, one;
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &both, NULL) == CASUS_OK);
    for (uint8_t set = 0; set < CASUS_N_NAMES; set++) {
        uint32_t k = 0;
        casus_parser_names(s->p, set == CASUS_NAMES_WIDE, set == CASUS_NAMES_NARROW);
        CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &one, NULL) == CASUS_OK);
        for (uint32_t i = 0; i < both.n_name; i++) {
            if (both.name[i].set != set) continue;
            CHECK(k < one.n_name && one.name[k].first == both.name[i].first && one.name[k].n == both.name[i].n && one.name[k].kind == both.name[i].kind);
            k++;
        }
        CHECK(k == one.n_name);
    }
    casus_parser_names(s->p, true, true);
}

/* Every sign of a word, its neighbours and its head is asked for; what they say comes out in sixteenths, once, and only where the net is not
 * certain that there is no name. */
static void signs_add_up(scene *s)
{
    casus_parse parse;
    casus_model with = *s->m;
    uint32_t start[3] = {0}, token[CASUS_MAX_PARSE], n = s->text.sentence[0].n;
    lang_look look[CASUS_MAX_PARSE], alone[1];
    uint64_t sign[LANG_SIGNS], other[LANG_SIGNS];
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &parse, NULL) == CASUS_OK);
    for (uint32_t i = 0; i < n; i++) token[i] = s->text.sentence[0].first + i;
    lang_look_at(&s->text, parse.word, token, n, look);
    lang_look_at(&s->text, parse.word, token, 1, alone);
    CHECK(lang_signs_of(look, n, 0, sign) == LANG_SIGNS && look[0].n == 8); /* DAMASCUS */
    CHECK(lang_signs_of(alone, 1, 0, other) == LANG_SIGNS && sign[1] == other[1] && sign[4] != other[4]);
    CHECK(lang_signs_of(look, n, 1, other) == LANG_SIGNS - 6); /* a comma has one end of one byte */
    CHECK(other[0] == sign[0] && other[3] != sign[3]);
    /* a model whose only weights are those of the sign of every word: a body of one word, whatever the net says */
    const uint32_t alone_tag = 1 + 4 * CASUS_NAME_BODY + 3;
    lang_sign weight[2] = {{(uint16_t)(sign[0] >> 48), (uint8_t)alone_tag, 127}, {(uint16_t)((sign[0] >> 48) + 1), 0, 127}};
    start[1] = start[2] = 2;
    if (sign[0] & 1) start[1] = 0;
    with.signs = (lang_signs){start, weight, 2};
    s->p->model = &with;
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &parse, NULL) == CASUS_OK);
    uint32_t bodies = 0;
    for (uint32_t i = 0; i < parse.n_name; i++) bodies += parse.name[i].set == CASUS_NAMES_WIDE && parse.name[i].kind == CASUS_NAME_BODY && parse.name[i].n == 1;
    CHECK(bodies > s->text.n_token / 2);
    s->p->model = s->m;
    float score[33] = {5, 0.9f};
    CHECK(!lang_unsure(s->m->kernel, score, 33, 4) && score[0] == 5);
    score[7] = 1.1f;
    CHECK(lang_unsure(s->m->kernel, score, 33, 4) && score[0] == 5);
}

/* Many more different words than are kept, sentences of every length up to some too long to be parsed in one. */
static casus_str long_text(casus_arena *a, uint32_t words, uint64_t seed)
{
    casus_buf b = {0};
    casus_str copy = {0};
    uint32_t length = 1, k = 0;
    for (uint32_t i = 0; i < words; i++) {
        casus_buf_printf(&b, "w%x ", (unsigned)(sample_random(&seed) % 9000));
        if (++k < length) continue;
        casus_buf_z(&b, "ends.\n\n");
        k = 0;
        length = length > 700 ? 2 : length * 5 / 4 + 1;
    }
    casus_arena_str(a, (casus_str){b.p, b.n}, &copy);
    casus_buf_free(&b);
    return copy;
}

static void memory_does_not_matter(scene *s)
{
    casus_text text;
    casus_parse first, again, fresh;
    casus_parser *other = NULL;
    CHECK(casus_text_split(long_text(s->a, 12000, 21), NULL, 0, s->a, &text, NULL) == CASUS_OK);
    CHECK(casus_parse_text(s->p, &text, NULL, s->a, &first, NULL) == CASUS_OK);
    sound_parse(&text, NULL, &first);
    CHECK(casus_parse_text(s->p, &text, NULL, s->a, &again, NULL) == CASUS_OK);
    CHECK(same_parse(&first, &again, text.n_token));
    CHECK(casus_parser_new(s->m, &other, NULL) == CASUS_OK);
    CHECK(casus_parse_text(other, &text, NULL, s->a, &fresh, NULL) == CASUS_OK);
    CHECK(same_parse(&first, &fresh, text.n_token));
    casus_parser_free(other);
}

/* Every build of the arithmetic gives the same parse. */
static void kernels_agree(scene *s)
{
#if defined(__x86_64__)
    const lang_kernel *best = s->m->kernel, *all[] = {&lang_kernel_plain, &lang_kernel_avx2};
    casus_text text;
    casus_parse want, got;
    CHECK(casus_text_split(long_text(s->a, 1500, 22), NULL, 0, s->a, &text, NULL) == CASUS_OK);
    CHECK(casus_parse_text(s->p, &text, NULL, s->a, &want, NULL) == CASUS_OK);
    for (size_t k = 0; k < 2; k++) {
        casus_parser *p = NULL;
        if (all[k] == &lang_kernel_avx2 && !__builtin_cpu_supports("avx2")) continue;
        s->m->kernel = all[k];
        CHECK(casus_parser_new(s->m, &p, NULL) == CASUS_OK);
        CHECK(casus_parse_text(p, &text, NULL, s->a, &got, NULL) == CASUS_OK);
        CHECK_CASE(same_parse(&want, &got, text.n_token), all[k]->name);
        casus_parser_free(p);
    }
    s->m->kernel = best;
#else
    (void)s;
#endif
}

typedef struct {
    const scene *s;
    const casus_parse *want;
    int same;
} job;

static void *parse_often(void *arg)
{
    job *j = arg;
    casus_parser *p = NULL;
    casus_arena *a = casus_arena_new(0);
    casus_parse out;
    j->same = casus_parser_new(j->s->m, &p, NULL) == CASUS_OK;
    for (int k = 0; k < 10 && j->same; k++)
        j->same = casus_parse_text(p, &j->s->text, NULL, a, &out, NULL) == CASUS_OK && same_parse(&out, j->want, j->s->text.n_token);
    casus_parser_free(p);
    casus_arena_free(a);
    return NULL;
}

static void threads(scene *s)
{
    casus_parse want;
    pthread_t t[4];
    job j[4];
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &want, NULL) == CASUS_OK);
    for (int k = 0; k < 4; k++) {
        j[k] = (job){s, &want, 0};
        CHECK(pthread_create(&t[k], NULL, parse_often, &j[k]) == 0);
    }
    for (int k = 0; k < 4; k++) CHECK(pthread_join(t[k], NULL) == 0 && j[k].same);
}

static void no_memory(scene *s)
{
    casus_parse out, want;
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &want, NULL) == CASUS_OK);
    for (size_t limit = 1; limit < 1u << 20; limit *= 2) {
        casus_arena *small = casus_arena_new(limit);
        casus_err err = {0};
        if (!CHECK(small != NULL)) return;
        casus_status st = casus_parse_text(s->p, &s->text, NULL, small, &out, &err);
        CHECK(st == CASUS_OK || (st == CASUS_E_NOMEM && err.what));
        if (st == CASUS_OK) CHECK(same_parse(&out, &want, s->text.n_token));
        casus_arena_free(small);
    }
    CHECK(casus_parse_text(s->p, &s->text, NULL, s->a, &out, NULL) == CASUS_OK); /* the parser is as good as before */
    CHECK(same_parse(&out, &want, s->text.n_token));
}

static void labels(void)
{
    CHECK_STR(casus_rel_name(CASUS_REL_NSUBJ_PASS), "nsubj:pass");
    CHECK_STR(casus_tag_name(CASUS_TAG_VBD), "VBD");
    CHECK_STR(casus_pos_name(CASUS_POS_PROPN), "PROPN");
    CHECK_STR(casus_pos_name(CASUS_POS_SYM), "SYM");
    CHECK_STR(casus_name_label(CASUS_NAMES_WIDE, CASUS_NAME_PLACE), "geo");
    CHECK_STR(casus_name_label(CASUS_NAMES_NARROW, CASUS_NAME_PLACE), "LOC");
    CHECK(!casus_name_label(CASUS_NAMES_NARROW, CASUS_NAME_TIME));
    CHECK_STR(casus_rel_name(CASUS_N_REL), "");
}

int main(void)
{
    scene s;
    if (set_up(&s)) {
        outputs_agree(&s);
        choices_agree(&s);
        only_wanted(&s);
        one_convention(&s);
        signs_add_up(&s);
        memory_does_not_matter(&s);
        kernels_agree(&s);
        threads(&s);
        no_memory(&s);
    }
    labels();
    tear_down(&s);
    return check_end();
}
