/* what: which texts are looked over and laid aside, by their words alone. */
#include <casus/lang.h>
#include <casus/parse.h>
#include <casus/text.h>
#include <casus/what.h>

#include "../check.h"

#define PAY "Police clashed with the mayor over pay."
#define SEASON " Tickets for the season went on sale. The new stadium has more seats. Fans liked the price. Two players were sold."

static const struct {
    const char *text;
    bool hopeless;
} cases[] = {
    {"", true},
    {"The committee will meet again on Friday. Tickets cost five dollars.", true},
    {"Her third album, a storm of guitars, was released in March and shot to the top of the charts. Fans loved the new sound.", true},
    {"Did rebels attack the town?", true}, /* a question tells of nothing */
    {"Gunmen killed three people in Mosul on Monday.", false},
    {"The committee will meet again on Friday. In Aleppo, shelling killed a child.", false},
    {"Rebels seized the town of Palmyra.", false},
    /* a text of few sentences has little to say for itself; in a longer one an incident would be told more plainly */
    {PAY, false},
    {PAY SEASON, true},
    {PAY SEASON " Gunmen killed three people in Mosul on Monday.", false},
    /* what is hoped for, without a trace of anything that happened */
    {"They hope to sign a treaty in Geneva." SEASON, true},
    {"Rebels attacked the town." SEASON, false},
};

static bool hopeless_of(const casus_lexicon *lex, const casus_model *m, const casus_sense *sense, casus_arena *a, const char *text)
{
    casus_text t;
    casus_words w;
    bool hopeless = false;
    CHECK(casus_text_split(casus_str_of(text), NULL, 0, a, &t, NULL) == CASUS_OK && casus_lang_find(lex, &t, a, &w, NULL) == CASUS_OK);
    const casus_findings f = {.text = &t, .words = &w, .model = m, .sense = sense};
    CHECK(casus_what_hopeless(lex, &f, a, &hopeless));
    return hopeless;
}

int main(void)
{
    casus_lexicon *lex = NULL;
    casus_model *m = NULL;
    casus_sense *sense = NULL, *of_no_model = NULL;
    char *where = NULL;
    casus_arena *a = casus_arena_new(0);
    bool open = a && casus_lexicon_open(NULL, &lex, &where, NULL) == CASUS_OK && casus_model_open(NULL, &m, NULL) == CASUS_OK;
    open = open && casus_sense_open(m, &sense, NULL) == CASUS_OK && casus_sense_open(NULL, &of_no_model, NULL) == CASUS_OK;
    for (size_t i = 0; CHECK(open) && i < sizeof cases / sizeof *cases; i++) {
        casus_arena_reset(a);
        CHECK_CASE(hopeless_of(lex, m, sense, a, cases[i].text) == cases[i].hopeless, cases[i].text);
        CHECK_CASE(!hopeless_of(lex, m, NULL, a, cases[i].text), cases[i].text); /* nothing to go by */
        CHECK_CASE(!hopeless_of(lex, m, of_no_model, a, cases[i].text), cases[i].text);
    }
    casus_sense_close(sense);
    casus_sense_close(of_no_model);
    casus_model_close(m);
    casus_release(where);
    casus_lexicon_close(lex);
    casus_arena_free(a);
    return check_end();
}
