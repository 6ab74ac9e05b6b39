/* The net of a model file in plain double arithmetic, as model.h tells it and as slowly as it reads: what the quick code is held against. */
#ifndef CASUS_TEST_REFERENCE_H
#define CASUS_TEST_REFERENCE_H

#include "lang/feature.h"
#include "lang/model.h"

#include <stdbool.h>

typedef struct {
    const char *p; /* a sound model file */
    bool steps;    /* inputs of matrices in 127 steps, as the quick code has them; false: as they are */
} reference;

uint32_t reference_outputs(const reference *r); /* of each position */
/* Outputs of ROOT and n words: (n + 1) * reference_outputs. free() it. */
double *reference_heads(const reference *r, const casus_str *word, uint32_t n);
/* Scores of arcs, (n + 1) x (n + 1), row = dependent; row 0 and the diagonal are 0. free() it. */
double *reference_arcs(const reference *r, const double *out, uint32_t n);
/* Scores of the relations of dependent d under head h. */
void reference_labels(const reference *r, const double *out, uint32_t d, uint32_t h, double *score);

#endif
