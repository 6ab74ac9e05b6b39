/* What the model sees of one word: its key, and the rows of the feature tables that the key and the spelling choose. The same
 * code serves training and inference. */
#ifndef CASUS_LANG_FEATURE_H
#define CASUS_LANG_FEATURE_H

#include <casus/base.h>

/* Tables in the order in which their rows are put side by side. */
typedef enum {
    LANG_FEATURE_WORD,   /* the word itself, if training knew it */
    LANG_FEATURE_VECTOR, /* its vector from a large corpus */
    LANG_FEATURE_PREFIX, /* first 3 characters */
    LANG_FEATURE_TAIL2,  /* last 2, 3, 4 characters */
    LANG_FEATURE_TAIL3,
    LANG_FEATURE_TAIL4,
    LANG_FEATURE_SHAPE, /* "Xxd-": capitals, small letters, digits, others; runs cut to two */
    LANG_FEATURE_GRAMS, /* mean over the key's 4-grams, its ends marked */
    LANG_FEATURES
} lang_feature;

enum {
    LANG_KEY = 64, /* most bytes of a key; longer words keep their two ends */
    LANG_GRAMS = LANG_KEY
};

typedef struct {
    char key[LANG_KEY];           /* lower case, typographic quotes and dashes made plain, no diacritics */
    char plain[LANG_KEY];         /* the key with every digit made 0 */
    uint32_t n;                   /* of both */
    bool digits;                  /* plain differs in kind: the word has digits */
    uint64_t hash[LANG_FEATURES]; /* of the hashed features but GRAMS; row = hash & (rows - 1) */
    uint64_t gram[LANG_GRAMS];
    uint32_t n_gram; /* at least 1 */
} lang_form;

/* Look at a word as it is spelled. The arena is used for words that are not ASCII; CASUS_E_NOMEM. */
casus_status lang_form_of(casus_str word, casus_arena *scratch, lang_form *out);

#endif
