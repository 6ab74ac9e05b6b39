/* The language model: what its file holds and what its numbers mean. Read by model.c (opening), encode.c, tree.c, names.c
 * (inference) and by the programs in train/ (which write it).
 *
 * The words. A word is known by its mark (lang_mark of its key): of 200,000 words some five pairs share one, and are then one word to
 * the net. Its row of its own is that of its plain key (feature.h: digits made 0), its vector that of its key or, if that has none,
 * of its plain key. A vector is put together from pieces: byte p of its code says which of the 256 pieces is part p.
 *
 * The net. Every sentence is its words behind one ROOT position (position 0). D is the width, H = D / 2.
 *   word      concat of the rows of the feature tables (feature.h), m inputs
 *   x0        norm0(max over pairs of (mix * concat + bias)): 2 D outputs, output o is max(row 2 o, row 2 o + 1); ROOT: x0 =
 * root layer l   u = W x + b, 6 H outputs: [z f r] of the forward, [z f r] of the backward direction, H each; for each
 * direction along the sentence, c before the first position being 0: f = sigmoid(f + vf * c), r = sigmoid(r + vr * c), c = f *
 * c + (1 - f) * z, y = r * c + (1 - r) * x (all elementwise; f and r both use the c of the position before; x is the
 * direction's half of the layer's input), output norm_l(y forward, y backward) norm      (x - mean) / sqrt(variance + 1e-5) *
 * gain + shift heads     on the last layer's output, one matrix: [UPOS | XPOS | names of set 0 | names of set 1 | arc of the
 * dependent, A | arc of the head, A | label of the dependent, B | label of the head, B]; the last four through max(0, .) arcs
 * score(dependent d, head h) = (turn * arc_dep[d]) . arc_head[h] + lean . arc_head[h] + far[bucket(h - d)], h = 0: ROOT labels
 * rel * [u * v | u | v] + bias, u label of the dependent, v label of its head names     BILOU tags, O first, then B I L U of
 * each type in order; best path by Viterbi over the tags' scores, impossible successions forbidden
 *
 * Signs of names (signs.c; a model may have none). Where a set's scores do not leave O certain, words, spellings and tags there and
 * around add whole numbers to the scores of its tags, in LANG_SIGN_STEPS parts of 1. A sign is a hash: its low bits choose a
 * bucket, its upper 16 are compared.
 *
 * Numbers. Matrices are int8, a float scale for each row. Inputs of a matrix are quantised by position: q = round(x / s), s =
 * max|x| / 127, stored as q + 128 in a byte. Products are summed in int32, exactly; all float work is elementwise, or summed in
 * 16 lanes in a fixed order and never contracted: every machine gives the same bits.
 *
 * The file. lang_model_head, then n_section lang_section, then the sections, each beginning on a multiple of 64 bytes;
 * little-endian.
 */
#ifndef CASUS_LANG_MODEL_H
#define CASUS_LANG_MODEL_H

#include <casus/base.h>

#define LANG_MODEL_MAGIC "CASUSLM1"
enum { LANG_MODEL_FORMAT = 2, LANG_MODEL_ORDER = 0x01020304 };

typedef struct {
    char magic[8];
    uint32_t format, order; /* LANG_MODEL_FORMAT, LANG_MODEL_ORDER */
    uint64_t size;          /* of the file */
    uint64_t check;         /* casus_hash of all that follows the head, seed 0 */
    uint32_t n_section;
    uint32_t width; /* D: a multiple of 32, at most LANG_MAX_WIDTH */
    uint32_t layers;
    uint32_t arc, label; /* A, B: multiples of 16 */
    uint32_t n_upos, n_xpos, n_rel;
    uint32_t n_name[2]; /* types of each set of names; tags: 1 + 4 * types */
    uint32_t pad[3];
} lang_model_head;
_Static_assert(sizeof(lang_model_head) % 8 == 0, "the head's size is part of the format");

enum { LANG_MAX_WIDTH = 1024, LANG_MAX_LAYERS = 8, LANG_MAX_TAGS = 128, LANG_NAME_SETS = 2 };

/* Sections. A table is rows * cols int8, filled with 0 to a multiple of 4, then rows float scales. A matrix is int8 in blocks
 * [rows / 16][cols / 4][16][4] (rows and cols rounded up to 16 and 4, filled with 0), then rounded-up rows of: float scale,
 * float bias, int32 sum of the row's weights. A vector is rows * cols floats. Text is bytes. */
typedef enum {
    LANG_TEXT_VERSION = 1, /* text: name of the model */
    LANG_TEXT_LABELS,      /* text: lines; UPOS, then XPOS, relations, types of names of set 0, of set 1, in order */
    LANG_WORDS,            /* rows marks (uint32), rising: word i has row i + 1 of the table of LANG_FEATURE_WORD, row 0 is for all others */
    LANG_CODED,            /* rows marks, rising: of the words that have a vector */
    LANG_CODES,            /* rows * cols bytes: the codes of these words, cols parts each */
    LANG_PIECES,           /* rows = 256 * parts, cols floats each: part by part, the pieces */
    LANG_TABLE,            /* + feature: LANG_TABLE + LANG_FEATURE_WORD ..., but for LANG_FEATURE_VECTOR */
    LANG_MATRIX_MIX = 32,  /* bias in the matrix */
    LANG_MATRIX_HEADS,
    LANG_MATRIX_TURN,
    LANG_MATRIX_REL,
    LANG_MATRIX_LAYER = 40, /* + layer */
    LANG_VECTOR_ROOT = 64,  /* D */
    LANG_VECTOR_NORM0,      /* 2 D: gain, shift */
    LANG_VECTOR_LEAN,       /* A */
    LANG_VECTOR_FAR,        /* LANG_FAR */
    LANG_VECTOR_LAYER = 80, /* + layer: vf D (forward then backward), vr D, gain D, shift D */
    LANG_SIGN_STARTS = 96,  /* rows uint32, a power of two and one more: bucket i is weights [start i, start i + 1) */
    LANG_SIGN_WEIGHTS,      /* rows lang_sign */
} lang_section_kind;

typedef struct {
    uint32_t kind, rows, cols, pad;
    uint64_t off, bytes; /* in the file */
} lang_section;

/* What one sign says of one tag. */
typedef struct {
    uint16_t check; /* upper bits of the sign */
    uint8_t tag;    /* among those of set 0, then of set 1 */
    int8_t weight;
} lang_sign;
_Static_assert(sizeof(lang_sign) == 4, "its size is part of the format");

enum { LANG_SIGN_STEPS = 16, LANG_MOST_BUCKETS = 1 << 22 };

enum { LANG_CHOICES = 256 }; /* pieces to choose from for each part of a vector */

static inline uint32_t lang_mark(const char *key, uint32_t n) { return (uint32_t)(casus_hash((casus_str){key, n}, 0) >> 32); }

/* Distance of a head: by how many positions it lies behind (+) or before (-) the dependent. */
enum { LANG_FAR_STEPS = 9, LANG_FAR = 2 * LANG_FAR_STEPS + 1 };
static inline uint32_t lang_far(uint32_t dep, uint32_t head)
{
    if (head == 0) return 2 * LANG_FAR_STEPS;
    uint32_t n = head > dep ? head - dep : dep - head;
    uint32_t k = n <= 4 ? n - 1 : n <= 6 ? 4 : n <= 9 ? 5 : n <= 14 ? 6 : n <= 24 ? 7 : 8;
    return head > dep ? LANG_FAR_STEPS + k : k;
}

#endif
