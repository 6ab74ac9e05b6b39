/* A small language model of random numbers, written here byte by byte from what model.h says of the file, so that tests need no trained
 * model and the reading code meets a second writer. */
#ifndef CASUS_TEST_SAMPLE_H
#define CASUS_TEST_SAMPLE_H

#include "lang/feature.h"
#include "lang/model.h"

#include <casus/parse.h>

typedef struct {
    uint32_t width, layers, arc, label;
    uint32_t rows, cols; /* of every table; rows: a power of two */
    const char *words;   /* keys the model knows, a space between them */
    uint64_t seed;
    bool signs; /* it has signs of names */
} sample_shape;

uint64_t sample_random(uint64_t *state);
double sample_between(uint64_t *state, double low, double high);

char *sample_model(const sample_shape *s, size_t *n); /* free() it; NULL: no memory */
void sample_mend(char *p, size_t n);                  /* set size and hash to what they are */
/* Open bytes as if they were a file. */
casus_status sample_open(const char *p, size_t n, casus_model **m, casus_err *err);

#endif
