/* Base forms with the built-in lexicon: a row a rule; odd bytes; each allocation failing in turn. */
#include <casus/parse.h>

#include "../check.h"

#include <stdio.h>

#define P(x) CASUS_POS_##x
#define T(x) CASUS_TAG_##x

static const struct {
    const char *form;
    casus_pos pos;
    casus_tag tag;
    const char *lemma;
} row[] = {
    /* closed classes */
    {"is", P(AUX), T(VBZ), "be"},
    {"'s", P(AUX), T(VBZ), "be"},
    {"’s", P(PART), T(POS), "'s"},
    {"'", P(PART), T(POS), "'s"},
    {"n't", P(PART), T(RB), "not"},
    {"ca", P(AUX), T(MD), "can"},
    {"'d", P(AUX), T(MD), "would"},
    {"'d", P(AUX), T(VBD), "have"},
    {"I", P(PRON), T(PRP), "I"},
    {"them", P(PRON), T(PRP), "they"},
    {"his", P(PRON), T(PRP_POSS), "his"},
    {"These", P(DET), T(DT), "this"},
    {"best", P(ADJ), T(JJS), "good"},
    {"best", P(ADV), T(RBS), "well"},
    /* verbs: irregular, e or none, doubled or not */
    {"struck", P(VERB), T(VBD), "strike"},
    {"lay", P(VERB), T(VBD), "lie"},
    {"lay", P(VERB), T(VBP), "lay"},
    {"shelled", P(VERB), T(VBD), "shell"},
    {"killed", P(VERB), T(VBN), "kill"},
    {"controlled", P(VERB), T(VBN), "control"},
    {"planned", P(VERB), T(VBD), "plan"},
    {"passing", P(VERB), T(VBG), "pass"},
    {"raiding", P(VERB), T(VBG), "raid"},
    {"invading", P(VERB), T(VBG), "invade"},
    {"created", P(VERB), T(VBN), "create"},
    {"treated", P(VERB), T(VBN), "treat"},
    {"waited", P(VERB), T(VBD), "wait"},
    {"changed", P(VERB), T(VBD), "change"},
    {"hanged", P(VERB), T(VBN), "hang"},
    {"besieged", P(VERB), T(VBN), "besiege"},
    {"fled", P(VERB), T(VBD), "flee"},
    {"freed", P(VERB), T(VBD), "free"},
    {"carried", P(VERB), T(VBD), "carry"},
    {"dying", P(VERB), T(VBG), "die"},
    {"bring", P(VERB), T(VB), "bring"},
    {"Claims", P(VERB), T(VBZ), "claim"},
    {"goes", P(VERB), T(VBZ), "go"},
    {"accuses", P(VERB), T(VBZ), "accuse"},
    /* nouns */
    {"attackers", P(NOUN), T(NNS), "attacker"},
    {"casualties", P(NOUN), T(NNS), "casualty"},
    {"houses", P(NOUN), T(NNS), "house"},
    {"buses", P(NOUN), T(NNS), "bus"},
    {"viruses", P(NOUN), T(NNS), "virus"},
    {"ambushes", P(NOUN), T(NNS), "ambush"},
    {"heroes", P(NOUN), T(NNS), "hero"},
    {"policemen", P(NOUN), T(NNS), "policeman"},
    {"children", P(NOUN), T(NNS), "child"},
    {"troops", P(NOUN), T(NNS), "troops"},
    {"jihadis", P(NOUN), T(NNS), "jihadi"},
    {"1970s", P(NOUN), T(NNS), "1970s"},
    {"CEO", P(NOUN), T(NN), "CEO"},
    {"NGOs", P(NOUN), T(NNS), "NGO"},
    {"AMBUSH", P(NOUN), T(NN), "ambush"},
    /* names, nationality words, numbers, signs */
    {"Damascus", P(PROPN), T(NNP), "Damascus"},
    {"States", P(PROPN), T(NNPS), "State"},
    {"Iraqis", P(PROPN), T(NNPS), "Iraqi"},
    {"ORTEGA", P(PROPN), T(NNP), "Ortega"},
    {"ISIS", P(PROPN), T(NNP), "ISIS"},
    {"United", P(VERB), T(NNP), "Unite"},
    {"Syrian", P(ADJ), T(JJ), "Syrian"},
    {"Armed", P(ADJ), T(JJ), "armed"},
    {"pro-Russian", P(ADJ), T(JJ), "pro-Russian"},
    {"200,000", P(NUM), T(CD), "200000"},
    {"Two", P(NUM), T(CD), "two"},
    {"XIV", P(NUM), T(CD), "XIV"},
    {"“", P(PUNCT), T(OPEN_QUOTE), "\""},
    /* degrees */
    {"bigger", P(ADJ), T(JJR), "big"},
    {"greatest", P(ADJ), T(JJS), "great"},
    {"larger", P(ADJ), T(JJR), "large"},
    {"heaviest", P(ADJ), T(JJS), "heavy"},
    {"later", P(ADV), T(RBR), "late"},
    /* too short to cut, no English, no text */
    {"ing", P(VERB), T(VBG), "ing"},
    {"s", P(NOUN), T(NNS), "s"},
    {"ÉCOLES", P(NOUN), T(NNS), "école"},
    {"\xff\xfe", P(NOUN), T(NN), "\xff\xfe"},
    {"", P(NOUN), T(NN), ""},
};

static void test_rows(const casus_lexicon *lex, casus_arena *a)
{
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_str lemma;
        CHECK(casus_lemma(lex, casus_str_of(row[i].form), row[i].pos, row[i].tag, a, &lemma) == CASUS_OK);
        char note[160];
        snprintf(note, sizeof note, "%s -> %.*s, want %s", row[i].form, (int)lemma.n, lemma.n ? lemma.p : "", row[i].lemma);
        CHECK_CASE(casus_str_is(lemma, row[i].lemma), note);
    }
}

/* Every tag over every word of the table, and words of every length: no crash, no lemma out of nothing. */
static void test_all(const casus_lexicon *lex, casus_arena *a)
{
    char longest[300];
    memset(longest, 's', sizeof longest);
    for (int tag = 0; tag < CASUS_N_TAG; tag++) {
        for (int pos = 0; pos < CASUS_N_POS; pos++) {
            casus_str lemma;
            for (size_t i = 0; i + 1 < sizeof row / sizeof *row; i++) {
                casus_str form = casus_str_of(row[i].form);
                CHECK(casus_lemma(lex, form, (casus_pos)pos, (casus_tag)tag, a, &lemma) == CASUS_OK && lemma.n > 0);
            }
            for (size_t n = 1; n <= sizeof longest; n += 7)
                CHECK(casus_lemma(lex, (casus_str){longest, n}, (casus_pos)pos, (casus_tag)tag, a, &lemma) == CASUS_OK && lemma.n > 0);
        }
        casus_arena_reset(a);
    }
}

static void test_no_memory(void)
{
    for (uint64_t n = 1; n < 400; n++) {
        casus_lexicon *lex = NULL;
        casus_alloc_fail_after(n);
        casus_status st = casus_lexicon_open(NULL, &lex, NULL, NULL);
        casus_alloc_fail_after(0);
        CHECK(st == CASUS_OK ? lex != NULL : st == CASUS_E_NOMEM && lex == NULL);
        casus_lexicon_close(lex);
        if (st == CASUS_OK) return;
    }
}

int main(void)
{
    casus_lexicon *lex = NULL;
    casus_arena *a = casus_arena_new(0);
    if (!CHECK(a && casus_lexicon_open(NULL, &lex, NULL, NULL) == CASUS_OK)) return check_end();
    test_rows(lex, a);
    casus_lexicon_close(lex);
    if (!CHECK(casus_lexicon_open_tables(NULL, &lex, NULL, NULL) == CASUS_OK)) return check_end();
    test_rows(lex, a);
    test_all(lex, a);
    casus_lexicon_close(lex);
    casus_arena_free(a);
    test_no_memory();
    return check_end();
}
