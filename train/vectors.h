/* The file of word vectors that train-vectors writes: see vectors.c. */
#ifndef TRAIN_VECTORS_H
#define TRAIN_VECTORS_H

#include "lang/model.h"

typedef struct {
    uint32_t n, dim, parts; /* words, numbers of a vector, bytes of its code */
} vector_head;

#endif
