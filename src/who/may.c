/* What kinds of actors a text may name, by the marks of the lexicon alone: never fewer than casus_who_find would find, at the cost of one look
 * at the marks. Who asks this first need not look for actors where none of them would change anything.
 */
#include "room.h"

static void may_be(casus_actor_kind k, bool *side, bool *armed)
{
    bool arms = k == CASUS_ACTOR_ARMED || k == CASUS_ACTOR_FORCES;
    *side = *side || arms || k == CASUS_ACTOR_STATE;
    *armed = *armed || arms;
}

bool casus_who_may(const casus_lexicon *lex, const casus_text *text, const casus_words *words, casus_arena *a, bool *side, bool *armed)
{
    static const char *const of_kind[] = {"actors", "agents", "seats"};
    enum { N_KIND = sizeof of_kind / sizeof *of_kind };
    int table[N_KIND], kind[N_KIND], countries = casus_lexicon_table(lex, "countries"), capitals = casus_lexicon_table(lex, "capitals");
    who_finder *f = casus_arena_get(a, 1, sizeof *f);
    *armed = false;
    if (!f) return false;
    f->text = text;
    for (int t = 0; t < N_KIND; t++) {
        table[t] = casus_lexicon_table(lex, of_kind[t]);
        kind[t] = table[t] < 0 ? -1 : casus_lexicon_column(lex, table[t], "kind");
    }
    for (uint32_t i = 0; i < words->n_match; i++) {
        const casus_match *m = &words->match[i];
        bool *here = &side[text->token[m->first].sentence];
        for (int t = 0; t < N_KIND; t++)
            if (m->table == table[t] && kind[t] >= 0) may_be(who_kind_of(casus_lexicon_cell(lex, m->table, m->row, kind[t])), here, armed);
        *here = *here || m->table == countries || m->table == capitals;
    }
    for (uint32_t i = 0; i < text->n_token; i++)
        if (text->token[i].capital) may_be(who_body_kind(f, i), &side[text->token[i].sentence], armed);
    for (uint32_t i = 0; i < text->n_sentence && *armed; i++) side[i] = true; /* "the group" may be any that was named before */
    return true;
}
