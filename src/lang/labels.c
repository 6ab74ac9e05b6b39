/* What relations, tags and kinds of names are called. */
#include <casus/parse.h>

#define NAME_OF(id, name) name,

const char *casus_rel_name(casus_rel r)
{
    static const char *const name[] = {CASUS_REL_MAP(NAME_OF)};
    return (unsigned)r < CASUS_N_REL ? name[r] : "";
}

const char *casus_tag_name(casus_tag t)
{
    static const char *const name[] = {CASUS_TAG_MAP(NAME_OF)};
    return (unsigned)t < CASUS_N_TAG ? name[t] : "";
}

const char *casus_pos_name(casus_pos p)
{
    static const char *const name[CASUS_N_POS] = {"X",   "NOUN",  "PROPN", "VERB", "AUX", "ADJ",   "ADV",  "PRON", "DET",
                                                  "ADP", "CCONJ", "SCONJ", "PART", "NUM", "PUNCT", "INTJ", "SYM"};
    return (unsigned)p < CASUS_N_POS ? name[p] : "";
}

const char *casus_name_label(casus_name_set set, casus_name_kind k)
{
#define WIDE(id, name) [CASUS_NAME_##id] = name,
    static const char *const wide[CASUS_N_NAME] = {CASUS_NAME_MAP(WIDE)}, *const narrow[CASUS_N_NAME] = {CASUS_NAME_NARROW_MAP(WIDE)};
#undef WIDE
    if ((unsigned)k >= CASUS_N_NAME) return NULL;
    return set == CASUS_NAMES_NARROW ? narrow[k] : wide[k];
}
