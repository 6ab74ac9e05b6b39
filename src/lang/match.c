/* Lexicon phrases found in a text: each token is turned into its word number once, then the trie is walked from every token.
 * Phrases stay inside a sentence. Walks are at most LANG_WORDS long, so the time is linear.
 */
#include "room.h"

enum { MOST_ENDS = 64 /* phrases kept that begin at one token */ };

typedef struct {
    const casus_lexicon *lex;
    const casus_text *text;
    casus_arena *arena;
    casus_words *out;
    const uint32_t *word;
    uint32_t *reach; /* by table: behind the longest match so far */
    size_t cap;
    casus_match found[MOST_ENDS];
    uint32_t n_found;
} matcher;

static bool is_skipped(const matcher *m, uint32_t i)
{
    casus_str n = m->text->token[i].norm;
    return n.n == 0 || (n.n == 1 && n.p[0] == '-');
}

/* Do the tokens of the walk have the capitals the term asks for? In capitals only, case says nothing: names are taken as
 * they are, but not single words that are small words too. */
static bool has_capitals(const matcher *m, const lang_end *e, const uint32_t *walk)
{
    if (!e->capital) return true;
    const casus_token *t = m->text->token;
    if (m->text->sentence[t[walk[0]].sentence].shouting)
        return e->n_word > 1 || m->lex->trie.word[m->word[walk[0]]].first == CASUS_POS_X;
    for (uint32_t k = 0; k < e->n_word; k++) {
        uint32_t ask = e->capital >> 2 * k & 3;
        if ((ask == 1 && !t[walk[k]].capital) || (ask == 2 && !t[walk[k]].upper)) return false;
    }
    return true;
}

/* Take the ends of a node. A longer phrase of a table takes the place of the shorter ones found before. */
static void take_ends(matcher *m, uint32_t node, const uint32_t *walk, uint32_t n_walk)
{
    const lang_trie *t = &m->lex->trie;
    uint32_t n = walk[n_walk - 1] - walk[0] + 1;
    for (uint32_t k = t->end_of[node]; k; k = t->end[k - 1].next) {
        const lang_end *e = &t->end[k - 1];
        if (m->n_found == MOST_ENDS || !has_capitals(m, e, walk)) continue;
        m->found[m->n_found++] = (casus_match){walk[0], n, (int16_t)e->table, e->form, e->row};
    }
}

static void walk_from(matcher *m, uint32_t i, uint32_t end)
{
    const lang_trie *t = &m->lex->trie;
    uint32_t walk[LANG_WORDS], n = 0;
    uint32_t node = t->word[m->word[i]].root;
    m->n_found = 0;
    while (node) {
        walk[n++] = i;
        if (t->end_of[node]) take_ends(m, node, walk, n);
        do i++;
        while (i < end && is_skipped(m, i));
        if (i >= end || n == LANG_WORDS || !m->word[i]) return;
        node = lang_step(t, node, m->word[i]);
    }
}

enum {
    NOUN_FORMS = CASUS_FORM_SING | CASUS_FORM_PLURAL,
    VERB_FORMS = CASUS_FORM_BASE | CASUS_FORM_S | CASUS_FORM_PAST | CASUS_FORM_PART | CASUS_FORM_ING
};

/* Does the form go with what the word was taken for? */
static bool agrees(const matcher *m, const casus_match *x)
{
    casus_pos p = (casus_pos)m->out->pos[x->first];
    if (p == CASUS_POS_VERB || p == CASUS_POS_AUX) return x->form & VERB_FORMS;
    return !(x->form & VERB_FORMS) || (x->form & NOUN_FORMS);
}

/* Longest first; of one table, what agrees with the word's class first; then by table and row. */
static bool goes_before(const matcher *m, const casus_match *a, const casus_match *b)
{
    if (a->n != b->n) return a->n > b->n;
    if (a->table != b->table) return a->table < b->table;
    bool x = agrees(m, a), y = agrees(m, b);
    if (x != y) return x;
    return a->row < b->row;
}

static void sort_found(matcher *m)
{
    for (uint32_t i = 1; i < m->n_found; i++) {
        casus_match x = m->found[i];
        uint32_t k = i;
        for (; k > 0 && goes_before(m, &x, &m->found[k - 1]); k--) m->found[k] = m->found[k - 1];
        m->found[k] = x;
    }
}

/* Found phrases are sorted longest first: a table's reach after its first one drops the shorter ones. */
static casus_status keep_found(matcher *m)
{
    casus_words *w = m->out;
    sort_found(m);
    uint32_t n_old = w->n_match;
    for (uint32_t i = 0; i < m->n_found; i++) {
        const casus_match *x = &m->found[i];
        uint32_t end = x->first + x->n;
        bool same = w->n_match > n_old && w->match[w->n_match - 1].table == x->table && w->match[w->n_match - 1].n == x->n;
        if (!same && end <= m->reach[x->table]) continue;
        casus_match *grown = casus_arena_grow(m->arena, w->match, w->n_match, (size_t)w->n_match + 1, sizeof *grown, &m->cap);
        if (!grown) return CASUS_E_NOMEM;
        w->match = grown;
        w->match[w->n_match++] = *x;
        m->reach[x->table] = end;
    }
    return CASUS_OK;
}

static casus_status match_sentence(matcher *m, const casus_sentence *s)
{
    uint32_t end = s->first + s->n;
    for (uint32_t i = s->first; i < end; i++) {
        m->out->at[i] = m->out->n_match;
        if (!m->word[i] || !m->lex->trie.word[m->word[i]].root) continue;
        walk_from(m, i, end);
        casus_status st = m->n_found ? keep_found(m) : CASUS_OK;
        if (st) return st;
    }
    return CASUS_OK;
}

static const uint32_t *number_words(const casus_lexicon *lex, const casus_text *text, casus_arena *a)
{
    uint32_t *word = casus_arena_get(a, (size_t)text->n_token + 1, sizeof *word);
    for (uint32_t i = 0; word && i < text->n_token; i++)
        word[i] = text->token[i].norm.n ? lang_word_find(&lex->trie, text->token[i].norm) : 0;
    return word;
}

casus_status casus_lang_find(const casus_lexicon *lex, const casus_text *text, casus_arena *a, casus_words *out, casus_err *err)
{
    *out = (casus_words){0};
    matcher m = {.lex = lex, .text = text, .arena = a, .out = out};
    m.word = number_words(lex, text, a);
    m.reach = casus_arena_get(a, lex->n_table, sizeof *m.reach);
    out->at = casus_arena_get(a, (size_t)text->n_token + 2, sizeof *out->at);
    out->pos = casus_arena_get(a, (size_t)text->n_token + 1, sizeof *out->pos);
    casus_status st = m.word && m.reach && out->at && out->pos ? CASUS_OK : CASUS_E_NOMEM;
    if (!st) lang_tag(lex, text, m.word, out->pos);
    for (uint32_t i = 0; !st && i < text->n_sentence; i++) st = match_sentence(&m, &text->sentence[i]);
    if (st) {
        *out = (casus_words){0};
        return casus_fail(err, st, "words", 0);
    }
    out->at[text->n_token] = out->at[text->n_token + 1] = out->n_match;
    return CASUS_OK;
}

