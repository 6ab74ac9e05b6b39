/* tree.h: the trees of parsed sentences, as the files of this room walk them. Not for other rooms. */
#ifndef CASUS_WHAT_TREE_H
#define CASUS_WHAT_TREE_H

#include "what/scan.h"

#define NO_TOKEN UINT32_MAX

/* Sets of relations. */
typedef uint64_t rels;
#define REL(r) ((rels)1 << CASUS_REL_##r)
_Static_assert(CASUS_N_REL <= 64, "a set of relations is 64 bits");

#define SUBJECTS (REL(NSUBJ) | REL(NSUBJ_PASS) | REL(NSUBJ_OUTER) | REL(CSUBJ) | REL(CSUBJ_PASS))
#define OBLIQUES (REL(OBL) | REL(OBL_AGENT) | REL(NMOD))

enum { MOST_HEADS = 12 };

/* The heads of some phrases. */
typedef struct {
    uint32_t at[MOST_HEADS];
    uint32_t n;
} heads;

/* Who does and who suffers what one verb tells, as heads of phrases. */
typedef struct {
    heads doer, sufferer;
    bool passive;
} arguments;

bool open_tree(scan *s); /* false: out of memory */
static inline bool in_tree(const scan *s, uint32_t i)
{
    return s->dep && i < s->f->text->n_token && s->dep[i].head != CASUS_HEAD_NONE;
}
uint32_t head_of(const scan *s, uint32_t i);           /* NO_TOKEN: the root, or not parsed */
bool has_rel(const scan *s, uint32_t i, rels set);     /* the relation of i to its head is one of set */
uint32_t child(const scan *s, uint32_t i, rels set);   /* the first dependent with a relation of set, NO_TOKEN if none */
uint32_t sibling(const scan *s, uint32_t i, rels set); /* the next one after dependent i */
bool has_child(const scan *s, uint32_t i, rels set, const char *const *words); /* words NULL: any */
uint32_t top_of(const scan *s, uint32_t first, uint32_t n);                    /* the head of a phrase */
const casus_name *name_over(const scan *s, uint32_t i, casus_name_kind kind);  /* of the narrow kinds; NULL: none */
bool governs(const scan *s, uint32_t i, const char *kind); /* token i is a word of this kind in governors.tsv */
bool is_event_noun(const scan *s, uint32_t i);
bool cue_above(const scan *s, uint32_t i, cue c); /* a cue on the event word at i or on what governs it */
bool is_verb(const scan *s, uint32_t i);
bool is_passive_verb(const scan *s, uint32_t v);
uint32_t clause_of(const scan *s, uint32_t i); /* the nearest predicate at or above i */
heads subjects_of(const scan *s, uint32_t v);  /* who stands as subject, shared and understood ones too */
arguments arguments_of(const scan *s, uint32_t v);
uint32_t object_before(const scan *s, uint32_t i); /* "dragged ten men out and shot them": whom an object "them", "him" means */
void with_conjuncts(const scan *s, uint32_t i, heads *out); /* i and what is joined to it */

#endif
