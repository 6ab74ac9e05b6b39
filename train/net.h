/* The net of lang/model.h in float, with its gradients. One struct work a thread: what a batch of sentences needs on its way
 * forward and back. */
#ifndef TRAIN_NET_H
#define TRAIN_NET_H

#include "corpus.h"
#include "lang/model.h"

/* Tags of names of a word: those of the wide set, then those of the narrow, which has three types. */
enum { NAME_NARROW = 3, NAME_TAGS = 1 + 4 * CASUS_N_NAME + 1 + 4 * NAME_NARROW };

enum { SHARDS = 2 }; /* a batch is cut in two, whatever the number of threads: the same sums in the same order */

typedef struct {
    uint32_t width, layers, arc, label;
    uint32_t dim[LANG_FEATURES]; /* columns of each table; the vectors' is given by their file */
} net_shape;

/* Parameters. LAYER_WEIGHT + PARAMS_A_LAYER * l and so on for layer l. */
enum {
    TABLE, /* + feature; the one of the vectors is not trained */
    MIX = TABLE + LANG_FEATURES,
    MIX_BIAS,
    ROOT,
    NORM0,
    HEADS,
    HEADS_BIAS,
    TURN,
    LEAN,
    FAR,
    REL,
    REL_BIAS,
    LAYER_WEIGHT,
    LAYER_BIAS,
    LAYER_VF,
    LAYER_VR,
    LAYER_NORM,
    LAYER_END,
    PARAMS_A_LAYER = LAYER_END - LAYER_WEIGHT,
    MAX_PARAMS = LAYER_WEIGHT + PARAMS_A_LAYER * LANG_MAX_LAYERS
};

typedef struct {
    float *w, *m, *v, *avg, *g[SHARDS];
    uint32_t rows, cols;
    bool table; /* rows are updated only when a batch used them */
    uint32_t *used[SHARDS], n_used[SHARDS];
    uint8_t *is_used[SHARDS];
} param;

/* Blocks of the output of the heads' matrix. */
enum { OUT_POS, OUT_TAG, OUT_NAME0, OUT_NAME1, OUT_ARC_DEP, OUT_ARC_HEAD, OUT_LAB_DEP, OUT_LAB_HEAD, OUT_END, OUT_BLOCKS = OUT_END };

typedef struct {
    net_shape shape;
    vocab *v;
    param p[MAX_PARAMS];
    uint32_t n_param, inputs; /* inputs: columns of MIX */
    uint32_t out[OUT_BLOCKS + 1]; /* first row of each block */
    uint64_t step;
} net;

typedef struct {
    double loss;
    uint64_t words, pos, tag, arcs, uas, las;
    uint64_t name_right[CASUS_N_NAMES], name_gold[CASUS_N_NAMES], name_found[CASUS_N_NAMES];
} score;

typedef struct work work;

void net_make(net *n, net_shape shape, vocab *v, uint64_t seed);
void net_save(const net *n, const char *path);
void net_load(net *n, const char *path); /* makes its own vocab */
void net_step(net *n, double rate);      /* Adam on the sum of the shards' gradients, which are then zero */
void net_average(net *n);                /* use the averaged weights from here on */

/* drop: how much is left out in training, 1 the amounts of net.c; the more text, the less has to be left out. */
work *work_make(const net *n, uint32_t positions, float drop, uint64_t seed);
/* Forward and backward over the sentences; gradients are added to shard k, scaled by 1 / total. */
void work_train(work *w, net *n, int k, const sentence *const *s, uint32_t count, double total);
/* Forward only, results compared with what the sentences say. spelling: 0 as written, 1 all capitals, 2 all small letters. */
void work_score(work *w, const net *n, const sentence *const *s, uint32_t count, uint8_t spelling, score *sum);

/* Forward only: chances of every choice, to be averaged over nets. arcs: n x (n + 1) for each sentence behind one another. */
typedef struct {
    float *pos, *tag, *name, *arcs, *rel; /* name: NAME_TAGS a word; rel: for each word, for the head given by heads */
} chances;
void work_chances(work *w, const net *n, const sentence *const *s, uint32_t count, chances *c);
/* The best path of the tags of a set through n rows of chances (NAME_TAGS each). */
void best_names(const float *chance, uint32_t n, int set, int8_t *tag);
void work_rel_chances(work *w, const net *n, const sentence *const *s, uint32_t count, const int16_t *heads, chances *c);

double loss_of(const work *w);

#endif
