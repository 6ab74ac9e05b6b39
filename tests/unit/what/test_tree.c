/* what: walking trees. Sentences are given with their trees, "form/TAG>head:relation" a word, so that no model is asked. */
#include "what/tree.h"

#include "../check.h"

#include <stdlib.h>

enum { MOST_WORDS = 24 };

static const struct {
    const char *note, *tree, *verb, *doer, *sufferer;
    bool passive;
} argument_row[] = {
    {"active", "Rebels/NNS>2:nsubj killed/VBD>0:root ten/CD>4:nummod soldiers/NNS>2:obj", "killed", "rebels", "soldiers",
     false},
    {"passive with its agent",
     "Soldiers/NNS>3:nsubj:pass were/VBD>3:aux:pass killed/VBN>0:root by/IN>5:case rebels/NNS>3:obl:agent", "killed", "rebels",
     "soldiers", true},
    {"joined subjects are two heads", "Rebels/NNS>4:nsubj and/CC>3:cc gunmen/NNS>1:conj attacked/VBD>0:root towns/NNS>4:obj",
     "attacked", "rebels gunmen", "towns", false},
    {"the second verb shares the subject",
     "Rebels/NNS>2:nsubj stormed/VBD>0:root Gao/NNP>2:obj and/CC>5:cc killed/VBD>2:conj ten/CD>5:obj", "killed", "rebels",
     "ten", false},
    {"a participle behind its noun", "Fighters/NNS>5:nsubj:pass killed/VBN>1:acl by/IN>4:case troops/NNS>2:obl were/VBD>0:root",
     "killed", "troops", "fighters", true},
    {"a participle before its noun", "kidnapped/VBN>2:amod journalists/NNS>0:root", "kidnapped", "", "journalists", true},
    {"a relative pronoun is its noun", "men/NNS>0:root who/WP>3:nsubj killed/VBD>1:acl:relcl nurses/NNS>3:obj", "killed", "men",
     "nurses", false},
    {"the noun is the object of its clause", "men/NNS>0:root they/PRP>3:nsubj killed/VBD>1:acl:relcl", "killed", "they", "men",
     false},
    {"what is ordered is done by the object",
     "Kings/NNS>2:nsubj ordered/VBD>0:root troops/NNS>2:obj to/TO>5:mark attack/VB>2:xcomp Gao/NNP>5:obj", "attack", "troops",
     "gao", false},
    {"what one plans one does", "Rebels/NNS>2:nsubj plan/VBP>0:root to/TO>4:mark attack/VB>2:xcomp Gao/NNP>4:obj", "attack",
     "rebels", "gao", false},
    {"the accused did it",
     "Police/NNS>2:nsubj accused/VBD>0:root rebels/NNS>2:obj of/IN>5:mark killing/VBG>2:advcl nurses/NNS>5:obj", "killing",
     "rebels", "nurses", false},
    {"who claims did it",
     "Rebels/NNS>2:nsubj claimed/VBD>0:root responsibility/NN>2:obj for/IN>5:mark killing/VBG>2:advcl nurses/NNS>5:obj",
     "killing", "rebels", "nurses", false},
    {"a headline leaves the auxiliary out", "Suspect/NN>2:nsubj arrested/VBN>0:root", "arrested", "", "suspect", true},
    {"not parsed", "Rebels killed soldiers", "killed", "", "", false},
};

static const struct {
    const char *note, *tree, *word;
    cue c;
    bool borne;
} cue_row[] = {
    {"not", "Rebels/NNS>4:nsubj did/VBD>4:aux not/RB>4:advmod attack/VB>0:root", "attack", CUE_NEGATED, true},
    {"no", "No/DT>2:det attack/NN>3:nsubj came/VBD>0:root", "attack", CUE_NEGATED, true},
    {"could", "Rebels/NNS>3:nsubj could/MD>3:aux attack/VB>0:root", "attack", CUE_HYPOTHETICAL, true},
    {"threatened to", "Rebels/NNS>2:nsubj threatened/VBD>0:root to/TO>4:mark attack/VB>2:xcomp", "attack", CUE_HYPOTHETICAL,
     true},
    {"will, of the verb that has the noun", "Rebels/NNS>3:nsubj will/MD>3:aux launch/VB>0:root an/DT>5:det attack/NN>3:obj",
     "attack", CUE_PLANNED, true},
    {"denied, over its clause", "Rebels/NNS>2:nsubj denied/VBD>0:root killing/VBG>2:ccomp nurses/NNS>3:obj", "killing",
     CUE_DENIED, true},
    {"of another clause",
     "Rebels/NNS>2:nsubj attacked/VBD>0:root ,/,>2:punct but/CC>7:cc could/MD>7:aux not/RB>7:advmod win/VB>2:conj", "attacked",
     CUE_NEGATED, false},
    {"in a relative clause", "Rebels/NNS>5:nsubj who/WP>4:nsubj could/MD>4:aux win/VB>1:acl:relcl attacked/VBD>0:root",
     "attacked", CUE_HYPOTHETICAL, false},
    {"the attack is known, what it does is not", "The/DT>2:det attack/NN>4:nsubj could/MD>4:aux hurt/VB>0:root talks/NNS>4:obj",
     "attack", CUE_HYPOTHETICAL, false},
};

static casus_lexicon *lex;

typedef struct {
    casus_text text;
    casus_words words;
    casus_parse parse;
    casus_findings f;
    scan s;
} sentence;

static casus_rel rel_of(const char *name)
{
    for (int r = 0; r < CASUS_N_REL; r++)
        if (strcmp(casus_rel_name((casus_rel)r), name) == 0) return (casus_rel)r;
    CHECK_CASE(false, name);
    return CASUS_REL_DEP;
}

static casus_tag tag_of(const char *name)
{
    for (int t = 0; t < CASUS_N_TAG; t++)
        if (strcmp(casus_tag_name((casus_tag)t), name) == 0) return (casus_tag)t;
    CHECK_CASE(false, name);
    return CASUS_TAG_NN;
}

static casus_pos pos_of(const char *tag)
{
    static const struct {
        const char *prefix;
        casus_pos pos;
    } row[] = {{"VB", CASUS_POS_VERB}, {"NNP", CASUS_POS_PROPN}, {"NN", CASUS_POS_NOUN}, {"WP", CASUS_POS_PRON}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (strncmp(tag, row[i].prefix, strlen(row[i].prefix)) == 0) return row[i].pos;
    return CASUS_POS_X;
}

/* One word of a tree; a word without "/" makes the sentence one that was not parsed. Returns what follows it. */
static const char *take_word(const char *z, casus_buf *body, casus_parsed *w)
{
    char word[64];
    size_t n = strcspn(z, " ");
    CHECK(n < sizeof word);
    memcpy(word, z, n);
    word[n] = '\0';
    *w = (casus_parsed){.head = CASUS_HEAD_NONE};
    char *tag = strrchr(word, '/'), *head = tag ? strchr(tag, '>') : NULL, *rel = head ? strchr(head, ':') : NULL;
    if (rel) {
        *tag = *head = *rel = '\0';
        long h = strtol(head + 1, NULL, 10);
        *w = (casus_parsed){.head = h ? (uint32_t)h - 1 : CASUS_HEAD_ROOT,
                            .rel = (uint8_t)rel_of(rel + 1),
                            .pos = (uint8_t)pos_of(tag + 1),
                            .tag = (uint8_t)tag_of(tag + 1)};
    }
    if (body->n) casus_buf_char(body, ' ');
    casus_buf_z(body, word);
    return z[n] ? z + n + 1 : NULL;
}

static bool open_sentence(sentence *x, casus_arena *a, const char *tree)
{
    casus_buf words = {0};
    casus_str body;
    *x = (sentence){.parse = {.word = casus_arena_get(a, MOST_WORDS, sizeof(casus_parsed))}};
    uint32_t n = 0;
    for (const char *z = tree; z && n < MOST_WORDS; n++)
        z = take_word(z, &words, &x->parse.word[n]);
    casus_status st = casus_arena_str(a, (casus_str){words.p, words.n}, &body);
    casus_buf_free(&words);
    if (!CHECK(st == CASUS_OK)) return false;
    if (!CHECK(casus_text_split(body, NULL, 0, a, &x->text, NULL) == CASUS_OK)) return false;
    if (!CHECK_CASE(x->text.n_token == n, tree)) return false;
    if (!CHECK(casus_lang_find(lex, &x->text, a, &x->words, NULL) == CASUS_OK)) return false;
    x->f = (casus_findings){.text = &x->text, .words = &x->words, .parse = &x->parse};
    x->s = (scan){.lex = lex, .f = &x->f, .a = a};
    return CHECK(tables_open(&x->s) && open_tree(&x->s));
}

static uint32_t find(const sentence *x, const char *word)
{
    for (uint32_t i = 0; i < x->text.n_token; i++)
        if (casus_str_is(x->text.token[i].norm, word)) return i;
    CHECK_CASE(false, word);
    return 0;
}

/* The words of heads, with a blank between two. */
static const char *words_of(const sentence *x, const heads *h, casus_buf *b)
{
    casus_buf_clear(b);
    casus_buf_z(b, "");
    for (uint32_t k = 0; k < h->n; k++) {
        if (k) casus_buf_char(b, ' ');
        casus_buf_str(b, x->text.token[h->at[k]].norm);
    }
    return b->p ? b->p : "";
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    casus_buf b = {0};
    sentence x;
    if (!CHECK(casus_lexicon_open(NULL, &lex, NULL, NULL) == CASUS_OK && a)) return check_end();
    for (size_t i = 0; i < sizeof argument_row / sizeof *argument_row; i++) {
        if (!open_sentence(&x, a, argument_row[i].tree)) continue;
        arguments got = arguments_of(&x.s, find(&x, argument_row[i].verb));
        CHECK_CASE(strcmp(words_of(&x, &got.doer, &b), argument_row[i].doer) == 0, argument_row[i].note);
        CHECK_CASE(strcmp(words_of(&x, &got.sufferer, &b), argument_row[i].sufferer) == 0, argument_row[i].note);
        CHECK_CASE(got.passive == argument_row[i].passive, argument_row[i].note);
    }
    for (size_t i = 0; i < sizeof cue_row / sizeof *cue_row; i++)
        if (open_sentence(&x, a, cue_row[i].tree))
            CHECK_CASE(cue_above(&x.s, find(&x, cue_row[i].word), cue_row[i].c) == cue_row[i].borne, cue_row[i].note);
    casus_buf_free(&b);
    casus_lexicon_close(lex);
    casus_arena_free(a);
    return check_end();
}
