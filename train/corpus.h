/* The texts a model is trained on: sentences of words with whatever is known of each. Treebanks (CoNLL-U), tables of names (token,
 * tag, IOB2 label), and word vectors. Everything is kept until the program ends. */
#ifndef TRAIN_CORPUS_H
#define TRAIN_CORPUS_H

#include <casus/parse.h>

#include "lang/feature.h"
#include "vectors.h"

enum { UNKNOWN = -1, SPELLINGS = 3 /* as written, all capitals, all small letters */ };

/* A word as spelled: its rows in the tables, the same in every place. */
typedef struct {
    char *text;
    lang_form form;
    uint32_t word, vector;
    uint32_t hashed[LANG_FEATURES];
    uint32_t shape[SPELLINGS];
    uint32_t n; /* times seen in training */
} type_info;

typedef struct {
    uint32_t type;
    int16_t head; /* 1.. in the sentence, 0 ROOT; all fields UNKNOWN where the corpus does not say */
    int8_t pos, tag, rel;
    int8_t name[CASUS_N_NAMES]; /* tag of BILOU */
} token;

typedef struct {
    token *word;
    uint32_t n;
    char *id;      /* sent_id, may be NULL */
} sentence;

typedef struct {
    sentence *s;
    size_t n, cap;
} corpus;

typedef struct {
    char *key;
    uint32_t row, vector;
} vocab_word;

typedef struct {
    type_info *type;
    size_t n_type, cap_type;
    uint32_t *slot, n_slot;
    float *vectors; /* n_vector rows of vector_dim, row 0 zero: what the codes mean */
    float *book;    /* LANG_CHOICES pieces for each part */
    uint8_t *code;  /* n_vector rows of parts */
    uint32_t n_vector, vector_dim, parts;
    vocab_word *word; /* the keys that have a row or a vector */
    size_t n_word, cap_word;
    uint32_t *word_slot, n_word_slot;
    uint32_t n_row; /* rows of the word table, 0 unknown */
    casus_arena *arena;
} vocab;

extern const uint32_t table_rows[LANG_FEATURES]; /* of the hashed tables */

void vocab_init(vocab *v);
uint32_t vocab_type(vocab *v, const char *text, size_t n);
vocab_word *vocab_find(const vocab *v, const char *key, size_t n);
/* Read the vectors file (made by train-vectors): the first most, and those of words seen. Call when all corpora are read. */
void vocab_vectors(vocab *v, const char *path, uint32_t most);
/* Give rows to keys seen at least so often, and fill the rows of every type. */
void vocab_close(vocab *v, uint32_t least);
void vocab_rows(vocab *v); /* the rows of every type, of a vocabulary that has its words */
void vocab_vector_room(vocab *v, uint32_t rows);
void vocab_decode(vocab *v); /* vectors from book and code */
void vocab_put(vocab *v, const char *key, size_t n, uint32_t row, uint32_t vector);

void read_conllu(vocab *v, const char *path, corpus *out);
/* Names laid over sentences that are there already, matched by sent_id and number of words. */
void read_names_over(const char *path, casus_name_set set, corpus *c);
/* A table of names whose tokens are not those of UD: its text is split again. */
void read_names(vocab *v, const char *path, casus_name_set set, corpus *out);
void count_types(vocab *v, const corpus *c);
void write_conllu(const vocab *v, const corpus *c, const char *path);

/* End the program with a message: training has nobody to report to. */
_Noreturn void die(const char *fmt, ...) CASUS_PRINTF(1, 2);
void *need(void *p);
void *room(size_t n, size_t size); /* zeroed */

#endif
