/* What the trees of names that no treebank has get wrong often, put right before noun phrases are made of them.
 *
 * A parser knows "Dol Amroth" or "Michel Delving" from nowhere and may hang both words side by side on what stands before them;
 * and it may hang "with Gondor" in "met at Osgiliath with Gondor" on the place. Two names without anything between are one
 * name, and nobody is with somebody but by a verb or a common noun. Two walks over the words of the sentence.
 */
#include "room.h"

typedef struct {
    const casus_text *t;
    casus_parsed *w;   /* of the sentence, heads in the numbering of the text */
    uint32_t first, n; /* tokens */
} tree;

static uint32_t head_of(const tree *x, uint32_t i)
{
    uint32_t h = x->w[i].head;
    return h >= x->first && h - x->first < x->n ? h - x->first : NONE;
}

/* The preposition of word i, NONE: it has none. */
static uint32_t preposition_of(const tree *x, uint32_t i)
{
    for (uint32_t k = i; k-- > 0 && i - k < PHRASE_WORDS;)
        if (head_of(x, k) == i && x->w[k].rel == CASUS_REL_CASE) return k;
    return NONE;
}

/* Is word i the second half of a name whose first half hangs on the same word in front of both? */
static bool is_second_half(const tree *x, uint32_t i)
{
    if (!i || x->w[i].pos != CASUS_POS_PROPN || x->w[i - 1].pos != CASUS_POS_PROPN) return false;
    casus_rel r = (casus_rel)x->w[i].rel;
    uint32_t h = head_of(x, i);
    bool loose = r == CASUS_REL_NMOD || r == CASUS_REL_NMOD_UNMARKED || r == CASUS_REL_APPOS;
    return loose && h != NONE && h < i - 1 && head_of(x, i - 1) == h && preposition_of(x, i) == NONE;
}

/* "Osgiliath with Gondor": a name that hangs by "with" on a name that hangs on a verb. */
static bool is_with_a_name(const tree *x, uint32_t i)
{
    uint32_t h = head_of(x, i);
    if (h == NONE || h >= i || x->w[i].rel != CASUS_REL_NMOD || x->w[h].pos != CASUS_POS_PROPN) return false;
    uint32_t verb = head_of(x, h), with = preposition_of(x, i);
    casus_rel r = (casus_rel)x->w[h].rel;
    bool behind = r == CASUS_REL_OBL || r == CASUS_REL_OBJ;
    return behind && verb != NONE && verb < h && x->w[verb].pos == CASUS_POS_VERB && with != NONE &&
           casus_str_is(x->t->token[x->first + with].norm, "with");
}

void mend_tree(const casus_text *t, uint32_t first, uint32_t n, casus_parsed *w)
{
    tree x = {t, w, first, n};
    for (uint32_t i = 0; i < n; i++) {
        if (is_second_half(&x, i)) {
            w[i].head = first + i - 1;
            w[i].rel = CASUS_REL_FLAT;
        } else if (is_with_a_name(&x, i)) {
            w[i].head = w[head_of(&x, i)].head;
            w[i].rel = CASUS_REL_OBL;
        }
    }
}
