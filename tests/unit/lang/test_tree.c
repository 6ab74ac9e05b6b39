/* The best tree against all trees there are, and the best path of name tags against all paths. */
#include "../check.h"
#include "lang/net.h"
#include "sample.h"

#include <math.h>
#include <stdlib.h>

enum { STRIDE = CASUS_MAX_PARSE + 1 };

static double score[STRIDE][STRIDE]; /* [dependent][head] */

static bool is_tree(const int16_t *head, uint32_t n)
{
    uint32_t roots = 0;
    for (uint32_t i = 1; i <= n; i++) {
        uint32_t k = i, steps = 0;
        roots += head[i] == 0;
        while (k && steps++ <= n) {
            if (head[k] < 0 || (uint32_t)head[k] > n) return false;
            k = (uint32_t)head[k];
        }
        if (k) return false;
    }
    return roots == 1;
}

static double sum_of(const int16_t *head, uint32_t n)
{
    double s = 0;
    for (uint32_t i = 1; i <= n; i++) s += score[i][head[i]];
    return s;
}

static double best_of_all(uint32_t n)
{
    int16_t head[8] = {0};
    double best = -1e300;
    for (;;) {
        if (is_tree(head, n) && sum_of(head, n) > best) best = sum_of(head, n);
        uint32_t i = 1;
        while (i <= n && head[i] == (int16_t)n) head[i++] = 0;
        if (i > n) return best;
        head[i]++;
    }
}

static void solve(casus_parser *p, uint32_t n, int16_t *head)
{
    for (uint32_t d = 1; d <= n; d++)
        for (uint32_t h = 0; h <= n; h++) p->tree.score[(size_t)d * LANG_TREE_ROW + h] = h == d ? LANG_NO_ARC : (float)score[d][h];
    lang_tree(&p->tree, n, head);
}

/* kind 0: any numbers; 1: few different ones, with many ties; 2: heads in circles are good; 3: ROOT is everybody's best head */
static void draw(uint32_t n, uint32_t kind, uint64_t *state)
{
    for (uint32_t d = 1; d <= n; d++)
        for (uint32_t h = 0; h <= n; h++) {
            double s = kind == 1 ? (double)(sample_random(state) % 3) : (double)(float)sample_between(state, -20, 20);
            if (kind == 2 && h == d % n + 1) s += 30;
            if (kind == 3 && h == 0) s += 1000;
            score[d][h] = s;
        }
}

static void all_trees(casus_parser *p)
{
    uint64_t state = 3;
    int16_t head[STRIDE];
    char note[64];
    for (uint32_t n = 1; n <= 6; n++)
        for (uint32_t round = 0; round < (n == 6 ? 60u : 400u); round++) {
            draw(n, round % 4, &state);
            solve(p, n, head);
            snprintf(note, sizeof note, "%u words, kind %u, round %u", n, round % 4, round);
            if (!CHECK_CASE(is_tree(head, n), note)) continue;
            CHECK_CASE(sum_of(head, n) >= best_of_all(n) - 1e-4, note);
        }
}

/* Long sentences: a tree comes out, no other head of a single word makes it better, and the same comes out again. */
static void long_trees(casus_parser *p)
{
    uint64_t state = 4;
    int16_t head[STRIDE], again[STRIDE];
    static const uint32_t size[] = {7, 20, 50, 100, 255, 256};
    for (uint32_t round = 0; round < 24; round++) {
        uint32_t n = size[round % 6], better = 0;
        draw(n, round / 6, &state);
        solve(p, n, head);
        if (!CHECK(is_tree(head, n))) continue;
        for (uint32_t d = 1; d <= n; d++)
            for (uint32_t h = 1; h <= n; h++) {
                int16_t old = head[d];
                if (old == 0 || score[d][h] <= score[d][old] + 1e-4) continue;
                head[d] = (int16_t)h;
                better += is_tree(head, n);
                head[d] = old;
            }
        CHECK(better == 0);
        solve(p, n, again);
        CHECK(memcmp(head + 1, again + 1, n * sizeof *head) == 0);
    }
}

/* Scores of a foreign model may be anything: a head within the sentence is all that is asked. */
static void odd_scores(casus_parser *p)
{
    static const float odd[] = {INFINITY, -INFINITY, 3e38f, -3e38f, 1e30f, 0};
    int16_t head[STRIDE];
    uint64_t state = 5;
    for (uint32_t round = 0; round < 200; round++) {
        uint32_t n = 1 + round % 12;
        bool inside = true;
        for (uint32_t d = 1; d <= n; d++)
            for (uint32_t h = 0; h <= n; h++) p->tree.score[(size_t)d * LANG_TREE_ROW + h] = h == d ? -INFINITY : odd[sample_random(&state) % 6];
        lang_tree(&p->tree, n, head);
        for (uint32_t d = 1; d <= n; d++) inside &= head[d] >= 0 && (uint32_t)head[d] <= n;
        CHECK(inside);
    }
}

/* ---------------------------------------------------------------- names */

enum { B, I, L, U };

static bool may_follow(uint32_t a, uint32_t b)
{
    bool open = a && ((a - 1) % 4 == B || (a - 1) % 4 == I), within = b && ((b - 1) % 4 == I || (b - 1) % 4 == L);
    return open ? within && (a - 1) / 4 == (b - 1) / 4 : !within;
}

static bool is_path(const uint8_t *tag, uint32_t n)
{
    for (uint32_t t = 0; t <= n; t++)
        if (!may_follow(t ? tag[t - 1] : 0, t < n ? tag[t] : 0)) return false;
    return true;
}

static double path_sum(const float *s, uint32_t tags, const uint8_t *tag, uint32_t n)
{
    double sum = 0;
    for (uint32_t t = 0; t < n; t++) sum += (double)s[t * tags + tag[t]];
    return sum;
}

static void names(uint32_t n, uint32_t kinds, uint32_t round, uint64_t *state)
{
    uint32_t tags = 1 + 4 * kinds;
    float s[8 * 33];
    uint8_t tag[8] = {0}, found[8], back[8 * 33];
    double best = -1e300;
    for (uint32_t i = 0; i < n * tags; i++)
        s[i] = round % 3 == 1 ? (float)(sample_random(state) % 3) : (float)sample_between(state, -5, round % 3 == 2 && i % tags ? -4 : 5);
    for (;;) {
        if (is_path(tag, n)) best = fmax(best, path_sum(s, tags, tag, n));
        uint32_t i = 0;
        while (i < n && tag[i] == tags - 1) tag[i++] = 0;
        if (i == n) break;
        tag[i]++;
    }
    lang_best_names(lang_kernel_best(), s, tags, n, kinds, found, back);
    CHECK(is_path(found, n));
    CHECK(path_sum(s, tags, found, n) >= best - 1e-5);
}

static const casus_text unread; /* rules that ask for words come to none here */

/* Word 0 is no word of the sentence: ROOT's place. */
static void mended(void)
{
    static const uint32_t token[] = {0, 0, 1, 2, 3};
    /* attack by gunmen nearby: "by" hung on the last word, which hangs on the first */
    casus_parsed by[] = {{.pos = CASUS_POS_NOUN, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT}, {.pos = CASUS_POS_ADP, .rel = CASUS_REL_CASE, .head = 3},
                         {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_NMOD, .head = 0}, {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_NMOD, .head = 0}};
    int16_t head[] = {0, 0, 4, 1, 1};
    lang_mend(&unread, by, token, head, 4);
    CHECK(by[1].head == 2 && head[2] == 3 && by[2].head == 0 && by[3].head == 0);
    /* Fighting broke out Monday */
    casus_parsed out[] = {{.pos = CASUS_POS_VERB, .tag = CASUS_TAG_VBG, .rel = CASUS_REL_ADVCL, .head = 1},
                          {.pos = CASUS_POS_VERB, .tag = CASUS_TAG_VBD, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT},
                          {.pos = CASUS_POS_ADP, .rel = CASUS_REL_COMPOUND_PRT, .head = 1}, {.pos = CASUS_POS_PROPN, .rel = CASUS_REL_OBL, .head = 1}};
    int16_t broke[] = {0, 2, 0, 2, 2};
    lang_mend(&unread, out, token, broke, 4);
    CHECK(out[0].rel == CASUS_REL_CSUBJ && out[0].head == 1);
    out[0].rel = CASUS_REL_ADVCL;
    out[3].rel = CASUS_REL_NSUBJ; /* somebody else is the subject */
    lang_mend(&unread, out, token, broke, 4);
    CHECK(out[0].rel == CASUS_REL_ADVCL);
    /* held leader James now */
    casus_parsed held[] = {{.pos = CASUS_POS_VERB, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT}, {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_OBJ, .head = 0},
                           {.pos = CASUS_POS_PROPN, .rel = CASUS_REL_OBJ, .head = 0}, {.pos = CASUS_POS_ADV, .rel = CASUS_REL_ADVMOD, .head = 0}};
    int16_t hold[] = {0, 0, 1, 1, 1};
    lang_mend(&unread, held, token, hold, 4);
    CHECK(held[2].rel == CASUS_REL_APPOS && held[2].head == 1 && held[1].rel == CASUS_REL_OBJ);
    lang_mend(&unread, held, token, hold, 0);
}

static void mended_objects(void)
{
    static const uint32_t token[] = {0, 0, 1, 2, 3, 4, 5};
    /* killed five and wounded others: "others" hung on "five" */
    casus_parsed two[] = {{.pos = CASUS_POS_VERB, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT}, {.pos = CASUS_POS_NUM, .rel = CASUS_REL_OBJ, .head = 0},
                          {.pos = CASUS_POS_CCONJ, .rel = CASUS_REL_CC, .head = 3}, {.pos = CASUS_POS_VERB, .rel = CASUS_REL_CONJ, .head = 0},
                          {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_CONJ, .head = 1}};
    int16_t joined[] = {0, 0, 1, 4, 1, 2};
    lang_mend(&unread, two, token, joined, 5);
    CHECK(two[4].rel == CASUS_REL_OBJ && two[4].head == 3 && two[1].rel == CASUS_REL_OBJ && two[1].head == 0);
    /* killed five, men and women: what a comma or "and" joins stays */
    casus_parsed men[] = {{.pos = CASUS_POS_VERB, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT}, {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_OBJ, .head = 0},
                          {.pos = CASUS_POS_VERB, .rel = CASUS_REL_CONJ, .head = 0}, {.pos = CASUS_POS_CCONJ, .rel = CASUS_REL_CC, .head = 4},
                          {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_CONJ, .head = 1}};
    int16_t women[] = {0, 0, 1, 1, 5, 2};
    lang_mend(&unread, men, token, women, 5);
    CHECK(men[4].rel == CASUS_REL_CONJ && men[4].head == 1);
    /* executed at least 50 civilians: the preposition is the number's */
    casus_parsed least[] = {{.pos = CASUS_POS_VERB, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT}, {.pos = CASUS_POS_ADP, .rel = CASUS_REL_CASE, .head = 2},
                            {.pos = CASUS_POS_ADJ, .rel = CASUS_REL_NMOD, .head = 3}, {.pos = CASUS_POS_NUM, .rel = CASUS_REL_NUMMOD, .head = 4},
                            {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_OBL, .head = 0}};
    int16_t counted[] = {0, 0, 3, 4, 5, 1};
    lang_mend(&unread, least, token, counted, 5);
    CHECK(least[4].rel == CASUS_REL_OBJ && least[4].head == 0);
}

#define WORD(z) {.norm = {(z), sizeof(z) - 1}}

/* verb 10 soldiers and protesters died: the soldiers hung on the first verb */
static void torn(const char *verb, uint32_t head, uint8_t rel)
{
    static const uint32_t token[] = {0, 0, 1, 2, 3, 4, 5};
    casus_token of[] = {{.norm = casus_str_of(verb)}, WORD("10"), WORD("soldiers"), WORD("and"), WORD("protesters"), WORD("died")};
    casus_text text = {.token = of, .n_token = 6};
    casus_parsed w[] = {{.pos = CASUS_POS_VERB, .rel = CASUS_REL_ROOT, .head = CASUS_HEAD_ROOT}, {.pos = CASUS_POS_NUM, .rel = CASUS_REL_NUMMOD, .head = 2},
                        {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_OBJ, .head = 0}, {.pos = CASUS_POS_CCONJ, .rel = CASUS_REL_CC, .head = 5},
                        {.pos = CASUS_POS_NOUN, .rel = CASUS_REL_NSUBJ, .head = 5}, {.pos = CASUS_POS_VERB, .rel = CASUS_REL_CONJ, .head = 0}};
    int16_t heads[] = {0, 0, 3, 1, 6, 6, 1};
    lang_mend(&text, w, token, heads, 6);
    CHECK(w[2].head == head && w[5].rel == rel && (rel == CASUS_REL_CONJ || (w[2].rel == CASUS_REL_NSUBJ && w[4].head == 2 && w[3].head == 4)));
}

int main(void)
{
    static const sample_shape shape = {32, 1, 16, 16, 8, 4, "a", 1, false};
    size_t n = 0;
    casus_model *m;
    casus_parser *p = NULL;
    char *file = sample_model(&shape, &n);
    if (!CHECK(file && sample_open(file, n, &m, NULL) == CASUS_OK && casus_parser_new(m, &p, NULL) == CASUS_OK)) return check_end();
    all_trees(p);
    long_trees(p);
    odd_scores(p);
    mended();
    torn("says", 5, CASUS_REL_CCOMP);
    torn("killed", 0, CASUS_REL_CONJ); /* and protesters died */
    mended_objects();
    uint64_t state = 6;
    for (uint32_t round = 0; round < 150; round++) {
        names(1 + round % 4, 1 + round % 2, round, &state);
        names(1 + round % 3, 3, round, &state);
    }
    casus_parser_free(p);
    casus_model_close(m);
    free(file);
    return check_end();
}
