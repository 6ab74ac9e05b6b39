/* parse: what the words of a sentence are and how they hang together. Universal Dependencies of English, by a trained model:
 * part of speech (UPOS and the Penn tag), head and relation of every word, and the names in the sentence.
 *
 * docs/MODEL.md tells what the model was trained on and how often it is right. Parsing costs far more than anything else that
 * is done to a sentence, so a caller says which sentences earn it.
 *
 *   casus_model *m;
 *   casus_model_open(NULL, &m, &err);
 *   casus_text_split(body, NULL, 0, arena, &text, &err);
 *   casus_parser_new(m, &parser, &err);                       // one a thread
 *   casus_parse p;
 *   casus_parse_text(parser, &text, NULL, arena, &p, &err);   // p.word[i].head, p.word[i].rel, ...
 */
#ifndef CASUS_PARSE_H
#define CASUS_PARSE_H

#include <casus/lang.h>

/* Relations, as in UD 2.16 for English. */
#define CASUS_REL_MAP(X)                                                                                                       \
    X(ACL, "acl")                                                                                                              \
    X(ACL_RELCL, "acl:relcl") X(ADVCL, "advcl") X(ADVCL_RELCL, "advcl:relcl") X(ADVMOD, "advmod") X(AMOD, "amod")              \
        X(APPOS, "appos") X(AUX, "aux") X(AUX_PASS, "aux:pass") X(CASE, "case") X(CC, "cc") X(CC_PRECONJ, "cc:preconj")        \
            X(CCOMP, "ccomp") X(COMPOUND, "compound") X(COMPOUND_PRT, "compound:prt") X(CONJ, "conj") X(COP, "cop")            \
                X(CSUBJ, "csubj") X(CSUBJ_OUTER, "csubj:outer") X(CSUBJ_PASS, "csubj:pass") X(DEP, "dep") X(DET, "det")        \
                    X(DET_PREDET, "det:predet") X(DISCOURSE, "discourse") X(DISLOCATED, "dislocated") X(EXPL, "expl")          \
                        X(FIXED, "fixed") X(FLAT, "flat") X(GOESWITH, "goeswith") X(IOBJ, "iobj") X(LIST, "list")              \
                            X(MARK, "mark") X(NMOD, "nmod") X(NMOD_DESC, "nmod:desc") X(NMOD_POSS, "nmod:poss")                \
                                X(NMOD_UNMARKED, "nmod:unmarked") X(NSUBJ, "nsubj") X(NSUBJ_OUTER, "nsubj:outer")              \
                                    X(NSUBJ_PASS, "nsubj:pass") X(NUMMOD, "nummod") X(OBJ, "obj") X(OBL, "obl")                \
                                        X(OBL_AGENT, "obl:agent") X(OBL_UNMARKED, "obl:unmarked") X(ORPHAN, "orphan")          \
                                            X(PARATAXIS, "parataxis") X(PUNCT, "punct") X(REPARANDUM, "reparandum")            \
                                                X(ROOT, "root") X(VOCATIVE, "vocative") X(XCOMP, "xcomp")
typedef enum {
#define CASUS_REL_ENUM(id, name) CASUS_REL_##id,
    CASUS_REL_MAP(CASUS_REL_ENUM)
#undef CASUS_REL_ENUM
        CASUS_N_REL
} casus_rel;
CASUS_API const char *casus_rel_name(casus_rel r); /* "nsubj:pass" */

/* Penn tags, as the English treebanks of UD use them. */
#define CASUS_TAG_MAP(X)                                                                                                       \
    X(STOP, ".")                                                                                                               \
    X(COMMA, ",") X(COLON, ":") X(OPEN_QUOTE, "``") X(CLOSE_QUOTE, "''") X(MONEY, "$") X(LRB, "-LRB-") X(RRB, "-RRB-")         \
        X(ADD, "ADD") X(AFX, "AFX") X(CC, "CC") X(CD, "CD") X(DT, "DT") X(EX, "EX") X(FW, "FW") X(GW, "GW") X(HYPH, "HYPH")    \
            X(IN, "IN") X(JJ, "JJ") X(JJR, "JJR") X(JJS, "JJS") X(LS, "LS") X(MD, "MD") X(NFP, "NFP") X(NN, "NN")              \
                X(NNP, "NNP") X(NNPS, "NNPS") X(NNS, "NNS") X(PDT, "PDT") X(POS, "POS") X(PRP, "PRP") X(PRP_POSS, "PRP$")      \
                    X(RB, "RB") X(RBR, "RBR") X(RBS, "RBS") X(RP, "RP") X(SYM, "SYM") X(TO, "TO") X(UH, "UH") X(VB, "VB")      \
                        X(VBD, "VBD") X(VBG, "VBG") X(VBN, "VBN") X(VBP, "VBP") X(VBZ, "VBZ") X(WDT, "WDT") X(WP, "WP")        \
                            X(WP_POSS, "WP$") X(WRB, "WRB")
typedef enum {
#define CASUS_TAG_ENUM(id, name) CASUS_TAG_##id,
    CASUS_TAG_MAP(CASUS_TAG_ENUM)
#undef CASUS_TAG_ENUM
        CASUS_N_TAG
} casus_tag;
CASUS_API const char *casus_tag_name(casus_tag t); /* "VBD" */
CASUS_API const char *casus_pos_name(casus_pos p); /* "NOUN" */

/* Kinds of names. Two conventions are read at once, since both are asked for: WIDE takes titles into the name ("President
 * Bush"), and knows words of nationality, times, events, works and nature; NARROW is people, bodies and places alone, without
 * titles. */
#define CASUS_NAME_MAP(X)                                                                                                      \
    X(PLACE, "geo")                                                                                                            \
    X(NATION, "gpe") X(BODY, "org") X(PERSON, "per") X(TIME, "tim") X(WORK, "art") X(EVENT, "eve") X(NATURE, "nat")
#define CASUS_NAME_NARROW_MAP(X) X(PERSON, "PER") X(BODY, "ORG") X(PLACE, "LOC")
typedef enum {
#define CASUS_NAME_ENUM(id, name) CASUS_NAME_##id,
    CASUS_NAME_MAP(CASUS_NAME_ENUM)
#undef CASUS_NAME_ENUM
        CASUS_N_NAME
} casus_name_kind;
typedef enum { CASUS_NAMES_WIDE, CASUS_NAMES_NARROW, CASUS_N_NAMES } casus_name_set;
CASUS_API const char *casus_name_label(casus_name_set set,
                                       casus_name_kind k); /* "geo", "LOC"; NULL: the set has no such kind */

typedef struct {
    uint32_t first, n; /* tokens */
    uint8_t kind;      /* casus_name_kind */
    uint8_t set;       /* casus_name_set */
} casus_name;

#define CASUS_HEAD_ROOT UINT32_MAX        /* head of a sentence's root */
#define CASUS_HEAD_NONE (UINT32_MAX - 1u) /* the sentence was not parsed */

typedef struct {
    uint32_t head; /* token, in the numbering of the text, or one of the two above */
    uint8_t rel;   /* casus_rel */
    uint8_t pos;   /* casus_pos, the UPOS */
    uint8_t tag;   /* casus_tag */
} casus_parsed;

typedef struct {
    casus_parsed *word; /* one a token of the text */
    casus_name *name;   /* by first token; set by set within a sentence */
    uint32_t n_name;
} casus_parse;

/* A model: read-only, shared between threads. */
typedef struct casus_model casus_model;

/* path: a model file, mapped into memory and checked; NULL: the model built in. CASUS_E_NOINPUT, CASUS_E_INPUT (err->at: where
 * in the file), CASUS_E_NOMEM, CASUS_E_OS. */
CASUS_API casus_status casus_model_open(const char *path, casus_model **m, casus_err *err);
CASUS_API void casus_model_close(casus_model *m);                /* NULL is fine */
CASUS_API const char *casus_model_version(const casus_model *m); /* "en-1 3f2a9c01" */

/* Vectors of words, from a large corpus: words that are used alike lie near each other. size: how many numbers one has, 0: the model has
 * none. casus_model_vector adds that of a word, as a token's norm has it, to the numbers at to; false: it has none. */
CASUS_API uint32_t casus_model_vector_size(const casus_model *m);
CASUS_API bool casus_model_vector(const casus_model *m, casus_str norm, float *to);

/* How far words go along a direction (casus_model_vector_size numbers), without making their vectors: casus_model_lean_make fills a table of
 * casus_model_lean_size floats once; casus_model_lean adds the product of the direction and a word's vector to *sum, false: it has none. */
CASUS_API uint32_t casus_model_lean_size(const casus_model *m);
CASUS_API void casus_model_lean_make(const casus_model *m, const float *direction, float *table);
CASUS_API bool casus_model_lean(const casus_model *m, const float *table, casus_str norm, float *sum);

/* What parsing needs while it works, and the words met before: one a thread, for many texts. What is found does not depend on the
 * texts read before. The model must live as long. CASUS_E_NOMEM. */
typedef struct casus_parser casus_parser;
CASUS_API casus_status casus_parser_new(const casus_model *m, casus_parser **p, casus_err *err);
CASUS_API void casus_parser_free(casus_parser *p); /* NULL is fine */
/* Which conventions of names are looked for from now on; both at first. Words, trees and the names of the other stay the same. */
CASUS_API void casus_parser_names(casus_parser *p, bool wide, bool narrow);

/* Parse the sentences i with want[i], all if want is NULL. Sentences longer than CASUS_MAX_PARSE words are parsed in pieces of that
 * length, each hanging on the root of the first. Everything found lives in the arena. CASUS_E_NOMEM. */
enum { CASUS_MAX_PARSE = 256 };
CASUS_API casus_status casus_parse_text(casus_parser *p, const casus_text *text, const bool *want, casus_arena *a, casus_parse *out,
                                        casus_err *err);

/* The base form of a word ("struck" -> "strike", "raids" -> "raid"), in small letters but for names and words such as "Syrian";
 * conventions are those of UD ("him" is "he", "n't" is "not", "these" is "this"). In the arena, or the form itself. CASUS_E_NOMEM.
 * Threads: any number, one arena each. */
CASUS_API casus_status casus_lemma(const casus_lexicon *lex, casus_str form, casus_pos pos, casus_tag tag, casus_arena *a,
                                   casus_str *lemma);

#endif
