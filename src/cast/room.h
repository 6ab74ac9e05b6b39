/* Inside the cast room. report.c opens a report, groups.c finds words that are used alike, phrases.c finds the phrases that may be
 * cast, features.c names what speaks for and against them, again.c what does so when they are seen beside each other, share.c which
 * kind of deed they belong to, weights.c keeps the weights, cast.c decides. train/cast.c uses the same files, so that training and
 * reading see the same things.
 */
#ifndef CASUS_CAST_ROOM_H
#define CASUS_CAST_ROOM_H

#include <casus/cast.h>

#include <string.h>

enum { CAST_NONE = -1 };
#define CAST_NO_TOKEN UINT32_MAX
#define CAST_NO_FEATURE UINT32_MAX

/* From the name of a feature to its number; CAST_NO_FEATURE: it has none. */
typedef struct {
    uint32_t (*number)(void *ctx, casus_str name);
    void *ctx;
} cast_numbers;

typedef struct {
    uint32_t *id;
    size_t n, cap;
} cast_list;

typedef struct {
    uint32_t first, end, head; /* tokens */
    casus_str key;
} cast_phrase;

/* All mentions of the same words. */
typedef struct {
    casus_str key;    /* small letters, without articles and signs */
    const cast_phrase *at;
    uint32_t n_at;
    cast_list list;
    float p[CASUS_N_CAST]; /* decided by whoever holds the weights */
} cast_candidate;

/* Words that are used alike: each belongs to the centre that its vector lies nearest to. */
enum { CAST_MOST_VECTOR = 128, CAST_MOST_GROUPS = 1024, CAST_BLOCK = 8 };
typedef struct {
    float *centre; /* of length 1, in blocks of eight: number i of the eight, then number i + 1; see cast_centre */
    uint32_t n, size;
} cast_groups;

typedef struct {
    const casus_lexicon *lex;
    const casus_findings *f;
    const casus_claims *claims;
    const casus_incidents *incidents;
    casus_arena *a;
    cast_numbers numbers;
    const cast_groups *groups; /* n 0: none */
    const casus_parsed *dep;
    uint32_t *kid, *sister;            /* dependents, as lists */
    int32_t *actor_at, *place_at;      /* by token */
    int32_t *narrow_at, *wide_at;      /* casus_name of each set */
    casus_str *cls;                    /* what kind of word it is, by the lexicon; may be empty */
    casus_str *group;                  /* "17": the words that it is used like; empty for words without a vector */
    casus_str *event;                  /* the kind of event word it is, empty if none */
    uint8_t *told;                     /* roles that claims give it: bits of casus_role, then target and weapon */
    cast_phrase *phrase;
    size_t n_phrase, cap_phrase;
    cast_list *head_list;              /* by token: features of the head, made when first asked for */
    bool failed;                       /* out of memory */
} cast_report;

enum { CAST_TOLD_TARGET = 8, CAST_TOLD_WEAPON = 16 };

/* report.c */
bool cast_open_report(cast_report *r); /* lex, f, claims, incidents, a and numbers are set. false: out of memory */
static inline const casus_token *cast_tok(const cast_report *r, uint32_t i) { return &r->f->text->token[i]; }
static inline bool cast_parsed(const cast_report *r, uint32_t i)
{
    return r->dep && i < r->f->text->n_token && r->dep[i].head != CASUS_HEAD_NONE;
}
casus_pos cast_pos(const cast_report *r, uint32_t i);
uint32_t cast_head(const cast_report *r, uint32_t i); /* CAST_NO_TOKEN: root */
bool cast_below(const cast_report *r, uint32_t i, uint32_t top);

/* groups.c */
bool cast_find_groups(cast_report *r);
static inline size_t cast_centre(const cast_groups *g, uint32_t k, uint32_t i) /* where number i of centre k is */
{
    return ((size_t)(k / CAST_BLOCK) * g->size + i) * CAST_BLOCK + k % CAST_BLOCK;
}
static inline size_t cast_centres(uint32_t n, uint32_t size) /* how many numbers n centres take */
{
    return (size_t)(n + CAST_BLOCK - 1) / CAST_BLOCK * CAST_BLOCK * size;
}
int cast_nearest(const cast_groups *g, const float *vector); /* CAST_NONE: there are none */

/* phrases.c: the candidates of a report, without features */
enum { CAST_KEY = 160 };
bool cast_key(casus_str words, char out[CAST_KEY], size_t *n); /* false: nothing is left of them, or they are too long */
bool cast_find_candidates(cast_report *r, cast_candidate **out, uint32_t *n);

/* features.c */
typedef struct {
    casus_str part[5];
} cast_parts;
void cast_say(cast_report *r, cast_list *l, const char *what, cast_parts v); /* "what:part:part" is one more feature of the list */
#define SAY(l, what, ...) cast_say(r, l, what, (cast_parts){{__VA_ARGS__}})
static inline casus_str cast_z(const char *z)
{
    return (casus_str){z, strlen(z)};
}
casus_str cast_bucket(uint32_t n);                          /* "0" to "15+" */
casus_str cast_sort(const cast_report *r, uint32_t h);      /* the broadest word for what a phrase is */
uint32_t cast_leader(const cast_report *r, uint32_t h);     /* the first of the list that it is in */
void cast_tidy(cast_list *l);                               /* each feature once */
void cast_describe_report(cast_report *r, cast_list *out);
void cast_describe(cast_report *r, cast_candidate *c, const float kind[CASUS_N_DEED]);
/* What speaks for each kind when it is known who and what may be cast; kind: as decided before. */
void cast_describe_told(cast_report *r, const float kind[CASUS_N_DEED], const cast_candidate *c, uint32_t n, cast_list *out);

/* again.c: what speaks for a candidate when it is known what every other one weighs; lists[i] stays empty where candidate i hardly
 * counts (cast_may_count). kind: as decided with the phrases known. false: out of memory. */
bool cast_describe_again(cast_report *r, const float kind[CASUS_N_DEED], const cast_candidate *c, uint32_t n, cast_list *lists);
bool cast_may_count(const cast_candidate *c);

/* share.c: what speaks for each kind of deed to be the one, or one of those, that a candidate belongs to in a role */
void cast_describe_share(cast_report *r, const float kind[CASUS_N_DEED], const cast_candidate *c, int role, cast_list *l);
casus_str cast_level(float p); /* steps of equal odds */

/* weights.c */
enum { CAST_COLUMNS = 6 };
typedef struct {
    uint64_t hash;
    int16_t w[CAST_COLUMNS]; /* in 1/256 */
} cast_weight;
struct casus_cast {
    cast_weight *slot;
    uint32_t n_slot; /* a power of two */
    uint32_t mark;
    cast_groups groups;
    float floor_of_role[CASUS_N_CAST], floor_of_kind[CASUS_N_DEED];
};
uint32_t cast_slot(const casus_cast *c, casus_str name);
float cast_logistic(float x);

/* cast.c: which candidates to take for a role, given p. pick[i] is set to the candidates in order of weight. */
uint32_t cast_pick(const cast_report *r, const cast_candidate *c, uint32_t n, int role, float floor, uint32_t *pick);
/* Which kinds of deed a phrase that is cast belongs to: q, between 0 and 1 for each kind. */
typedef struct {
    bool (*weigh)(void *ctx, cast_report *r, uint32_t candidate, int role, float q[CASUS_N_DEED]); /* false: out of memory */
    void *ctx;
} cast_sharing;
/* The deeds, given what speaks for each kind (p) and for each candidate. false: out of memory. */
bool cast_deal(cast_report *r, const cast_candidate *c, uint32_t n, const float p[CASUS_N_DEED], const float floor_of_kind[CASUS_N_DEED],
               const float floor_of_role[CASUS_N_CAST], cast_sharing sharing, casus_deeds *out);
bool cast_fits_role(int kind, int role); /* a kidnapping has no weapon ... */

#endif
