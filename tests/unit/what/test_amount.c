/* what: amounts of people, read with the built-in lexicon. */
#include "what/scan.h"

#include "../check.h"

static const struct {
    const char *text, *note;
    bool found;
    int32_t low, high;
    casus_quality q;
} row[] = {
    {"56 soldiers", "digits", true, 56, 56, CASUS_Q_EXACT},
    {"1,300 elders", "thousands mark", true, 1300, 1300, CASUS_Q_EXACT},
    {"at least 22 people", "lower bound", true, 22, -1, CASUS_Q_ATLEAST},
    {"more than 200 people", "lower bound", true, 200, -1, CASUS_Q_ATLEAST},
    {"close to 18 jihadists", "about", true, 18, 18, CASUS_Q_ABOUT},
    {"up to seven people", "upper bound", true, 0, 7, CASUS_Q_RANGE},
    {"dozens of people", "vague", true, 24, 99, CASUS_Q_VAGUE},
    {"two dozen civilians", "two twelves", true, 24, 24, CASUS_Q_EXACT},
    {"a dozen men", "one twelve", true, 12, 12, CASUS_Q_EXACT},
    {"thirty-five guerrillas", "hyphen", true, 35, 35, CASUS_Q_EXACT},
    {"two hundred and fifty men", "and", true, 250, 250, CASUS_Q_EXACT},
    {"about eight thousand Muslim men", "thousand", true, 8000, 8000, CASUS_Q_ABOUT},
    {"10 to 12 fighters", "range", true, 10, 12, CASUS_Q_RANGE},
    {"two and three", "two amounts", true, 2, 2, CASUS_Q_EXACT},
    {"soldiers", "no amount", false, 0, 0, CASUS_Q_EXACT},
    {"99999999999999 people", "beyond belief", false, 0, 0, CASUS_Q_EXACT},
};

int main(void)
{
    casus_lexicon *lex = NULL;
    casus_arena *a = casus_arena_new(0);
    CHECK(casus_lexicon_open(NULL, &lex, NULL, NULL) == CASUS_OK && a);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_text text;
        casus_words words;
        CHECK(casus_text_split(casus_str_of(row[i].text), NULL, 0, a, &text, NULL) == CASUS_OK);
        CHECK(casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK);
        casus_findings f = {.text = &text, .words = &words};
        scan s = {.lex = lex, .f = &f, .a = a};
        CHECK(tables_open(&s));
        amount n;
        bool found = read_amount(&s, 0, text.n_token, &n);
        CHECK_CASE(found == row[i].found, row[i].text);
        if (found && row[i].found) CHECK_CASE(n.low == row[i].low && n.high == row[i].high && n.q == row[i].q, row[i].text);
    }
    casus_lexicon_close(lex);
    casus_arena_free(a);
    return check_end();
}
