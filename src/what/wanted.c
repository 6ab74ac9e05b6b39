/* Which sentences earn a parse.
 *
 * Trees are most of the work of reading, so a sentence without an event word has none, nor one whose event words could not make
 * a claim whatever its tree: "hold", "take", "fire" and the like that need somebody armed or a weapon, a weak word by itself
 * where nobody acts or is counted. What is left out here would be left out later; the cost is a look at the marks.
 */
#include "what/scan.h"

#include <string.h>

/* What a sentence has, found when first asked for. */
typedef struct {
    bool known, actor, side, counts, weapon;
    uint32_t events;
} sight;

static bool acts_as_side(const casus_actor *a)
{
    return a->kind == CASUS_ACTOR_STATE || a->kind == CASUS_ACTOR_FORCES || a->kind == CASUS_ACTOR_ARMED;
}

/* The first actor of a sentence or behind it: actors are in text order. */
static uint32_t first_actor(const casus_actors *who, uint32_t token)
{
    uint32_t low = 0, high = who->n_actor;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (who->actor[mid].first < token)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static void look(const scan *s, const casus_actors *who, const casus_sentence *sent, sight *x)
{
    const casus_words *w = s->f->words;
    *x = (sight){.known = true};
    for (uint32_t i = first_actor(who, sent->first); i < who->n_actor && who->actor[i].first < sent->first + sent->n; i++) {
        x->actor = true;
        x->side = x->side || acts_as_side(&who->actor[i]);
    }
    for (uint32_t k = w->at[sent->first]; k < w->at[sent->first + sent->n]; k++) {
        int table = w->match[k].table;
        x->counts = x->counts || table == s->t.victims || table == s->t.amounts;
        x->weapon = x->weapon || table == s->t.weapons;
        x->events += table == s->t.events;
    }
    for (uint32_t i = sent->first; i < sent->first + sent->n && !x->counts; i++)
        x->counts = w->pos[i] == CASUS_POS_NUM || tok(s, i)->kind == CASUS_NUMBER;
}

static bool earns_tree(const scan *s, const casus_match *m, const sight *x)
{
    char cell[32];
    const char *how = word_cell(s, s->t.events, m->row, s->t.events_frame, cell, sizeof cell);
    if (strcmp(how, "holds") == 0 || strcmp(how, "takes") == 0) return x->side;
    if (strcmp(how, "hurls") == 0) return x->weapon;
    if (strcmp(how, "meets") == 0) return x->actor;
    bool strong = casus_str_is(casus_lexicon_cell(s->lex, s->t.events, m->row, s->t.events_weight), "2");
    return strong || x->actor || x->counts || x->events > 1;
}

void casus_what_wanted(const casus_lexicon *lex, const casus_text *text, const casus_words *words, const casus_actors *who,
                       bool *want)
{
    casus_findings f = {.text = text, .words = words};
    scan s = {.lex = lex, .f = &f};
    memset(want, 0, text->n_sentence * sizeof *want);
    if (!tables_open(&s)) return;
    sight x = {0};
    uint32_t seen = UINT32_MAX;
    for (uint32_t i = 0; i < words->n_match; i++) {
        const casus_match *m = &words->match[i];
        uint32_t sentence = text->token[m->first].sentence;
        if (m->table != s.t.events || want[sentence]) continue;
        if (sentence != seen) look(&s, who, &text->sentence[sentence], &x);
        seen = sentence;
        want[sentence] = earns_tree(&s, m, &x);
    }
}
