/* The opened model, and what a parser needs while it works. Inside the lang room. */
#ifndef CASUS_LANG_NET_H
#define CASUS_LANG_NET_H

#include <casus/parse.h>

#include "feature.h"
#include "kernel.h"
#include "model.h"

typedef struct {
    const int8_t *w;
    const float *scale;
    uint32_t rows, cols;
} lang_rows;

enum { LANG_BUCKETS = 1 << 15 };
typedef struct {
    const uint32_t *mark; /* rising */
    uint32_t n;
    uint32_t *bucket; /* LANG_BUCKETS + 1: the first mark with each of the upper 15 bits; released with the model */
} lang_marks;

typedef struct {
    lang_marks words;
    const uint8_t *code;
    const float *piece;
    uint32_t parts, size; /* numbers of a piece */
} lang_coded;

typedef struct {
    const uint32_t *start; /* buckets + 1 */
    const lang_sign *sign;
    uint32_t buckets; /* 0: the model has no signs */
} lang_signs;

/* Blocks of the heads' matrix, in the order of their rows. */
enum { HEAD_POS, HEAD_TAG, HEAD_NAME0, HEAD_NAME1, HEAD_ARC_DEP, HEAD_ARC_HEAD, HEAD_LABEL_DEP, HEAD_LABEL_HEAD, HEADS };

struct casus_model {
    const lang_model_head *head;
    size_t mapped; /* bytes to unmap, 0: built in */
    const lang_kernel *kernel;
    lang_marks words;
    lang_coded coded;
    lang_rows table[LANG_FEATURES]; /* that of the vectors is empty */
    uint32_t inputs;
    lang_matrix mix, heads, turn, rel, layer[LANG_MAX_LAYERS];
    const float *root, *norm0, *lean, *far, *of_layer[LANG_MAX_LAYERS];
    uint32_t out[HEADS + 1]; /* first row of each block */
    lang_signs signs;
    char version[64];
};

/* Place of a word among the marks, from 1; 0: it is not there. */
uint32_t lang_find(const lang_marks *m, const char *key, uint32_t n);

enum {
    LANG_BATCH = 128,   /* positions of a batch, ROOTs among them: as many as the processor's own memory holds the numbers of */
    LANG_MOST = CASUS_MAX_PARSE + 1, /* positions there is room for: a longer sentence is a batch of its own */
    LANG_CACHE = 4096,  /* words kept, a power of two */
    LANG_CACHE_PLACES = 4, /* where each of them may be kept, a power of two */
    LANG_USED = 4,
    LANG_MOST_USED = 1 << 15,
    LANG_CACHE_WORD = 28 /* most bytes of a word that is kept */
};

typedef struct {
    char text[LANG_CACHE_WORD];
    uint16_t n;    /* 0: empty */
    uint16_t used; /* LANG_USED each time, a share of it forgotten whenever a neighbour is put out */
} lang_cached;

enum { LANG_TREE_ROW = (CASUS_MAX_PARSE + 1 + 15) / 16 * 16 };

/* Room for the spanning tree of a sentence (tree.c). */
typedef struct {
    const lang_kernel *kernel;
    float *score;            /* rows of LANG_TREE_ROW: row = dependent, row 0 unused; column = head; LANG_NO_ARC: from the word itself */
    float *work;             /* the same while it is worked on */
    uint32_t one_root;       /* 1: arcs from ROOT are the last resort */
    int16_t *enter, *leave;  /* a row a contraction */
    int16_t *level, *rep;    /* of each node: the contraction that took it away, n + 1: none; of each contraction */
    int16_t *kept;           /* heads inside each cycle, a row a contraction */
} lang_tree_work;

struct casus_parser {
    const casus_model *model;
    casus_arena *arena, *scratch; /* its own memory; for one word */
    lang_cached *cached;
    float *kept; /* a row of 4 D for each cached word: products of the first layer, x0. Not in the arena: most may never be touched */
    /* the batch */
    uint32_t n;       /* positions */
    uint32_t *first;  /* position of each sentence's ROOT */
    uint32_t n_sentence;
    uint32_t *token_of; /* token of each position */
    float *rows;       /* 4 D a position: products of a layer, its inputs */
    const float **row; /* the row of each position in its first layer: a kept one, or one of `rows` */
    float *start;      /* that of ROOT */
    float *y, *out, *concat, *wide, *turned, *across, *pair, *rel, *c;
    float *line; /* line[LANG_TREE_ROW + h - d]: what the distance adds to an arc */
    uint8_t *bytes, *back;
    float *scale;
    uint32_t *missing; /* positions whose word has to be looked at */
    uint32_t n_missing;
    unsigned sets; /* of names that are looked for, a bit each */
    lang_tree_work tree;
    int16_t *heads;
};

/* The row of ROOT, once. */
void lang_start(casus_parser *p);
/* Words of the batch -> x0; layers; heads -> p->out (encode.c). CASUS_E_NOMEM. */
casus_status lang_encode(casus_parser *p, const casus_text *text, const uint32_t *token_of);

/* The tree of highest score in which exactly one word hangs on ROOT, by w->score. head[1..n], 0: ROOT. */
void lang_tree(lang_tree_work *w, uint32_t n, int16_t *head);

/* Puts right what the scores leave odd (mend.c) in a sentence of n words: token[1..n] and head[1..n] as in the batch. */
void lang_mend(const casus_text *text, casus_parsed *word, const uint32_t *token, int16_t *head, uint32_t n);

/* A word as signs see it (signs.c); all 0: there is none. */
typedef struct {
    uint64_t exact, plain, shape; /* hashes: as spelled; in small letters, digits made 0; its shape */
    uint32_t first, last;         /* the first and last four bytes of the plain spelling, the outermost in the low byte */
    uint32_t n;                   /* its bytes */
    uint32_t tag, rel;            /* casus_tag, casus_rel, + 1 */
    uint32_t head;                /* place in the sentence; its length or more: ROOT */
} lang_look;

enum { LANG_SIGNS = 32 };
/* The n words of a sentence (or piece of one) as they were parsed; token: theirs, one behind the other. */
void lang_look_at(const casus_text *text, const casus_parsed *word, const uint32_t *token, uint32_t n, lang_look *out);
/* The signs of word at of a sentence of n words; all but those of short words' ends, so at most LANG_SIGNS. */
uint32_t lang_signs_of(const lang_look *word, uint32_t n, uint32_t at, uint64_t *sign);
/* A set's scores of a word leave it possible that it is in a name: O is not ahead of the best by `sure`; score is changed and put back. */
bool lang_unsure(const lang_kernel *k, float *score, uint32_t tags, float sure);
/* Adds what signs say to the name scores of a sentence of the batch, whose words must have tags and heads. Which sets may have names in it:
 * bit 0 of set 0, bit 1 of set 1. */
enum { LANG_ALL_NAMES = (1 << LANG_NAME_SETS) - 1, LANG_NAME_TAGS = 2 + 4 * (CASUS_N_NAME + 3) };
unsigned lang_weigh_names(casus_parser *p, const casus_text *text, const casus_parsed *word, uint32_t sentence);

/* Best path of BILOU tags over n rows of scores (1 + 4 * kinds each, stride apart): tag[0..n-1]. back: room for n * (1 + 4 * kinds). */
void lang_best_names(const lang_kernel *k, const float *score, size_t stride, uint32_t n, uint32_t kinds, uint8_t *tag, uint8_t *back);

#endif
