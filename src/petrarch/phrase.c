/* A parsed sentence as a row of words with noun phrases, as the formats think of it.
 *
 * They were made for trees of constituents. What they need of them is taken from the dependencies: the noun phrase is a noun
 * with what stands before it ("the Gondor main opposition group"); a phrase behind one preposition is joined to it ("soldiers
 * from Gondor"), of a chain of them the innermost two ("talks | with leaders of Gondor"); nouns in a row are a compound, each
 * with the words they share ("Danish media and government", "ambassadors of A, B and C"). Relative clauses are told by the way:
 * nobody in them acts. A verb's phrase goes as far as what hangs on it, without verbs put beside it by "and".
 *
 * Words that a hyphen joins are one word here, an underscore parts two; the sign of the possessive is no word.
 * The cost is that of a few walks up the tree a word.
 */
#include "room.h"

#include <string.h>

enum { MEMBERS = 64 /* most members of a compound */ };

typedef struct {
    const casus_text *t;
    const casus_parsed *w;     /* words of the sentence, from 0 */
    uint32_t first, n;         /* tokens */
    uint32_t *head;            /* from 0, NONE: the root */
    uint32_t *item_at;         /* first item of a token, n + 1 */
    uint32_t *lo, *hi;         /* noun phrase of a head, both inside */
    bool *noun, *used, *aside; /* a head; in a phrase already; in a relative clause */
    casus_arena *a;
    sentence *x;
    rows phrase, compound;
    bool no_memory;
} maker;

/* ---------------------------------------------------------------- words */

static const casus_token *token_of(const maker *m, uint32_t i)
{
    return &m->t->token[m->first + i];
}

static bool is_sign(const maker *m, uint32_t i, char c)
{
    casus_str s = casus_cut(m->t->body, token_of(m, i)->span);
    return s.n == 1 && s.p[0] == c;
}

static bool glued(const maker *m, uint32_t i)
{
    return i < m->n && token_of(m, i)->glued;
}

/* The word that goes on behind a hyphen: "al-Raya", and "anti-" alone. */
static uint32_t word_end(const maker *m, uint32_t i)
{
    uint32_t end = i + 1;
    while (end < m->n && is_sign(m, end, '-') && glued(m, end)) {
        end++;
        if (!glued(m, end) || token_of(m, end)->kind == CASUS_PUNCT) break;
        end++;
    }
    return end;
}

static casus_str text_of(maker *m, uint32_t i, uint32_t end)
{
    size_t n = 0;
    if (end == i + 1) return token_of(m, i)->norm;
    for (uint32_t k = i; k < end; k++)
        n += token_of(m, k)->norm.n;
    char *p = casus_arena_get(m->a, n + 1, 1);
    if (!p) m->no_memory = true;
    if (!p) return (casus_str){0};
    size_t at = 0;
    for (uint32_t k = i; k < end; k++) {
        casus_str s = token_of(m, k)->norm;
        if (s.n) memcpy(p + at, s.p, s.n);
        at += s.n;
    }
    return (casus_str){p, n};
}

static void add_item(maker *m, const vocabulary *v, casus_str text, uint32_t token, uint32_t end)
{
    item *x = &m->x->item[m->x->n_item++];
    const casus_token *t = token_of(m, token);
    bool sign = t->kind == CASUS_PUNCT, comma = is_sign(m, token, ',');
    *x = (item){.text = text, .token = m->first + token, .last = m->first + end - 1, .phrase = NONE, .tag = m->w[token].tag};
    x->word = words_find(v, text);
    x->comma = comma;
    x->gone = (sign && !comma && end == token + 1) || x->tag == CASUS_TAG_POS;
}

/* "Dol_Amroth" */
static uint32_t n_parts(casus_str s)
{
    uint32_t n = 1;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == '_';
    return n;
}

static bool make_items(maker *m, const casus_dictionaries *d)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < m->n; i++)
        most += n_parts(token_of(m, i)->norm);
    m->x->item = casus_arena_get(m->a, most + 1, sizeof *m->x->item);
    if (!m->x->item) return false;
    for (uint32_t i = 0, end; i < m->n; i = end) {
        end = word_end(m, i);
        casus_str s = text_of(m, i, end);
        for (uint32_t k = i; k < end; k++)
            m->item_at[k] = m->x->n_item;
        for (size_t at = 0; at <= s.n;) {
            size_t n = 0;
            while (at + n < s.n && s.p[at + n] != '_')
                n++;
            if (n || !at) add_item(m, &d->words, (casus_str){s.p + at, n}, i, end);
            at += n + 1;
        }
    }
    m->item_at[m->n] = m->x->n_item;
    return !m->no_memory;
}

/* ---------------------------------------------------------------- the tree */

static casus_rel rel_of(const maker *m, uint32_t i)
{
    return (casus_rel)m->w[i].rel;
}

static bool has_child(const maker *m, uint32_t i, casus_rel rel)
{
    for (uint32_t k = 0; k < m->n; k++)
        if (m->head[k] == i && rel_of(m, k) == rel) return true;
    return false;
}

/* The child of h that x hangs on, or x itself; NONE: x does not hang on h. */
static uint32_t branch(const maker *m, uint32_t x, uint32_t h)
{
    for (uint32_t steps = 0; x != NONE && steps <= m->n; x = m->head[x], steps++)
        if (m->head[x] == h) return x;
    return NONE;
}

static bool make_tree(maker *m, const casus_parse *p)
{
    casus_parsed *w = casus_arena_get(m->a, (size_t)m->n + 1, sizeof *w);
    if (!w) return false;
    memcpy(w, p->word + m->first, m->n * sizeof *w);
    mend_tree(m->t, m->first, m->n, w);
    m->w = w;
    m->head = casus_arena_get(m->a, m->n + 1, sizeof *m->head);
    m->item_at = casus_arena_get(m->a, m->n + 2, sizeof *m->item_at);
    m->lo = casus_arena_get(m->a, m->n + 1, sizeof *m->lo);
    m->hi = casus_arena_get(m->a, m->n + 1, sizeof *m->hi);
    m->noun = casus_arena_get(m->a, ((size_t)m->n + 1) * 3, sizeof *m->noun);
    if (!m->head || !m->item_at || !m->lo || !m->hi || !m->noun) return false;
    m->used = m->noun + m->n + 1;
    m->aside = m->used + m->n + 1;
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t h = w[i].head;
        m->head[i] = h >= m->first && h - m->first < m->n ? h - m->first : NONE;
    }
    return true;
}

static void find_relative_clauses(maker *m)
{
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t x = i;
        for (uint32_t steps = 0; x != NONE && steps <= m->n; x = m->head[x], steps++)
            if (rel_of(m, x) == CASUS_REL_ACL_RELCL) break;
        m->aside[i] = x != NONE;
    }
}

/* ---------------------------------------------------------------- noun phrases */

/* Relations of words that are part of a larger noun phrase, or of none. */
static bool is_inner(casus_rel r)
{
    switch (r) {
    case CASUS_REL_COMPOUND:
    case CASUS_REL_FLAT:
    case CASUS_REL_AMOD:
    case CASUS_REL_NMOD_POSS:
    case CASUS_REL_NMOD_DESC:
    case CASUS_REL_NUMMOD:
    case CASUS_REL_DET:
    case CASUS_REL_DET_PREDET:
    case CASUS_REL_FIXED:
    case CASUS_REL_GOESWITH:
    case CASUS_REL_CASE:
    case CASUS_REL_CC:
    case CASUS_REL_CC_PRECONJ:
    case CASUS_REL_MARK:
    case CASUS_REL_PUNCT:
    case CASUS_REL_ADVMOD: return true;
    default: return false;
    }
}

static bool is_place_of_noun(casus_rel r)
{
    switch (r) {
    case CASUS_REL_NSUBJ:
    case CASUS_REL_NSUBJ_PASS:
    case CASUS_REL_OBJ:
    case CASUS_REL_IOBJ:
    case CASUS_REL_OBL:
    case CASUS_REL_OBL_AGENT:
    case CASUS_REL_NMOD: return true;
    default: return false;
    }
}

static bool is_noun_head(const maker *m, uint32_t i)
{
    casus_rel r = rel_of(m, i);
    casus_tag tag = (casus_tag)m->w[i].tag;
    if (is_inner(r) || tag == CASUS_TAG_WDT || tag == CASUS_TAG_WP || tag == CASUS_TAG_PRP_POSS) return false;
    switch ((casus_pos)m->w[i].pos) {
    case CASUS_POS_NOUN:
    case CASUS_POS_PROPN:
    case CASUS_POS_PRON: return true;
    case CASUS_POS_NUM:
    case CASUS_POS_ADJ:
    case CASUS_POS_DET: return is_place_of_noun(r);
    default: return false;
    }
}

static bool goes_before(casus_rel r)
{
    switch (r) {
    case CASUS_REL_DET:
    case CASUS_REL_DET_PREDET:
    case CASUS_REL_AMOD:
    case CASUS_REL_COMPOUND:
    case CASUS_REL_NUMMOD:
    case CASUS_REL_NMOD_POSS:
    case CASUS_REL_NMOD_DESC:
    case CASUS_REL_NMOD_UNMARKED:
    case CASUS_REL_FLAT:
    case CASUS_REL_ADVMOD:
    case CASUS_REL_PUNCT:
    case CASUS_REL_ACL: return true;
    default: return false;
    }
}

static bool goes_behind(casus_rel r)
{
    switch (r) {
    case CASUS_REL_FLAT:
    case CASUS_REL_COMPOUND:
    case CASUS_REL_NUMMOD:
    case CASUS_REL_GOESWITH:
    case CASUS_REL_FIXED:
    case CASUS_REL_NMOD_DESC:
    case CASUS_REL_APPOS: return true;
    default: return false;
    }
}

static void find_bounds(maker *m, uint32_t h)
{
    uint32_t lo = h, hi = h;
    while (lo > 0) {
        uint32_t c = branch(m, lo - 1, h);
        if (c == NONE || c > h || !goes_before(rel_of(m, c))) break;
        lo--;
    }
    while (lo < h && m->w[lo].pos == CASUS_POS_PUNCT)
        lo++;
    while (hi + 1 < m->n) {
        uint32_t c = branch(m, hi + 1, h);
        if (c == NONE || c < h || !goes_behind(rel_of(m, c))) break;
        hi++;
    }
    m->lo[h] = lo;
    m->hi[h] = hi;
}

/* A word for a day or so alone ("said today") is no phrase that could act. */
static bool is_mere_time(const maker *m, uint32_t h)
{
    casus_rel r = rel_of(m, h);
    return (r == CASUS_REL_OBL_UNMARKED || r == CASUS_REL_NMOD_UNMARKED) && m->lo[h] == m->hi[h];
}

static void find_nouns(maker *m)
{
    for (uint32_t i = 0; i < m->n; i++) {
        m->noun[i] = !m->aside[i] && is_noun_head(m, i);
        if (m->noun[i]) find_bounds(m, i);
        m->noun[i] = m->noun[i] && !is_mere_time(m, i);
    }
}

/* ---------------------------------------------------------------- what is joined */

/* The noun behind a preposition right behind h's phrase, NONE: there is none. from gets the first word of the preposition. */
static uint32_t behind_preposition(const maker *m, uint32_t h, uint32_t *from)
{
    *from = m->hi[h] + 1;
    uint32_t i = *from;
    if (i < m->n && m->w[i].tag == CASUS_TAG_POS) i = ++*from;
    while (i < m->n && rel_of(m, i) == CASUS_REL_CASE)
        i++;
    if (i == *from) return NONE;
    for (uint32_t c = i; c < m->n && c < i + PHRASE_WORDS; c++)
        if (m->noun[c] && m->head[c] == h && rel_of(m, c) == CASUS_REL_NMOD && m->lo[c] == i) return c;
    return NONE;
}

/* Something hangs on c with a preposition, or as a participle: the phrase stays apart from those before. */
static bool is_nested(const maker *m, uint32_t c)
{
    for (uint32_t i = c + 1; i < m->n; i++) {
        if (m->head[i] != c) continue;
        casus_rel r = rel_of(m, i);
        if (r == CASUS_REL_ACL || (r == CASUS_REL_NMOD && has_child(m, i, CASUS_REL_CASE))) return true;
    }
    return false;
}

static bool hangs_by_conj(const maker *m, uint32_t i, uint32_t h)
{
    for (uint32_t steps = 0; i != NONE && steps <= m->n && rel_of(m, i) == CASUS_REL_CONJ; steps++) {
        i = m->head[i];
        if (i == h) return true;
    }
    return false;
}

/* Only signs and "and" between two members? cc: whether there was an "and", of itself and behind a comma. */
static bool is_row(const maker *m, uint32_t from, uint32_t to, bool *and, bool *comma)
{
    *and = *comma = false;
    for (uint32_t i = from; i < to; i++) {
        casus_rel r = rel_of(m, i);
        if (is_sign(m, i, ','))
            *comma = true;
        else if (r == CASUS_REL_CC || r == CASUS_REL_CC_PRECONJ || m->w[i].pos == CASUS_POS_CCONJ)
            *and = true;
        else if (m->w[i].tag != CASUS_TAG_POS)
            return false;
    }
    return to > from;
}

static uint32_t end_of_member(const maker *m, uint32_t h)
{
    uint32_t from, c = behind_preposition(m, h, &from);
    return c == NONE || is_nested(m, c) ? m->hi[h] : m->hi[c];
}

/* h and the nouns in a row with it. "A and B, and C" ends at B. */
static uint32_t members_of(const maker *m, uint32_t h, uint32_t *each)
{
    uint32_t n = 1, end = end_of_member(m, h);
    bool had_and = false, and, comma;
    each[0] = h;
    for (uint32_t i = h + 1; i < m->n && n < MEMBERS; i++) {
        if (!m->noun[i] || m->used[i] || !hangs_by_conj(m, i, h)) continue;
        if (m->lo[i] <= end || !is_row(m, end + 1, m->lo[i], &and, &comma)) break;
        if (had_and && and&&comma) break;
        had_and = had_and || and;
        each[n++] = i;
        end = end_of_member(m, i);
    }
    return had_and ? n : 1;
}

/* ---------------------------------------------------------------- phrases laid down */

typedef struct {
    uint32_t *word;
    uint32_t n, cap;
} wordlist;

static void take_words(maker *m, wordlist *l, uint32_t from, uint32_t to)
{
    if (from >= m->n || to < from) return;
    for (uint32_t i = m->item_at[from]; i < m->item_at[to + 1]; i++) {
        const item *x = &m->x->item[i];
        if (x->gone || x->comma || l->n == l->cap) continue;
        if (l->n && l->word[l->n - 1] >= i) continue;
        l->word[l->n++] = i;
    }
}

static wordlist new_list(maker *m, uint32_t cap)
{
    wordlist l = {.word = casus_arena_get(m->a, cap, sizeof *l.word), .cap = cap};
    if (!l.word) m->no_memory = true;
    if (!l.word) l.cap = 0;
    return l;
}

static void lay_phrase(maker *m, uint32_t from, uint32_t to, wordlist l, uint32_t in)
{
    phrase *p = rows_add(m->a, &m->phrase, sizeof *p);
    if (!p) {
        m->no_memory = true;
        return;
    }
    *p = (phrase){m->item_at[from], m->item_at[to + 1] - 1, l.word, l.n, in, CASUS_STR("---"), {0, 0}};
    for (uint32_t i = p->first; i <= p->last; i++) {
        item *x = &m->x->item[i];
        if (x->phrase != NONE) continue;
        x->phrase = (uint32_t)m->phrase.n - 1;
        if (x->comma) x->gone = true;
        x->comma = false;
    }
}

/* The words that a member of a compound shares with the first: the adjectives of "Danish media and government". */
static void take_shared(maker *m, wordlist *l, uint32_t h, uint32_t k)
{
    if (m->w[h].pos != CASUS_POS_NOUN || m->lo[k] != k) return;
    for (uint32_t i = m->lo[h]; i < h; i++)
        if (m->head[i] == h && rel_of(m, i) == CASUS_REL_AMOD) take_words(m, l, i, i);
}

/* What hangs on the last of some plain nouns is said of all of them: "media and government of Gondor". */
static uint32_t shared_end(const maker *m, const uint32_t *each, uint32_t n, uint32_t *from)
{
    for (uint32_t k = 0; k < n; k++) {
        if (m->w[each[k]].pos != CASUS_POS_NOUN || (k && m->lo[each[k]] != each[k])) return NONE;
        uint32_t c = behind_preposition(m, each[k], from);
        if (c != NONE && k + 1 < n) return NONE;
        if (k + 1 == n) return c == NONE || is_nested(m, c) ? NONE : c;
    }
    return NONE;
}

/* A compound of n members; words of what it hangs on ("ambassadors of") stand before each. */
static void lay_compound(maker *m, const uint32_t *each, uint32_t n, uint32_t before, uint32_t before_end)
{
    compound *c = rows_add(m->a, &m->compound, sizeof *c);
    if (!c) {
        m->no_memory = true;
        return;
    }
    uint32_t number = (uint32_t)m->compound.n - 1, cap = m->x->n_item + 1, from, tail = shared_end(m, each, n, &from);
    *c = (compound){(uint32_t)m->phrase.n, n};
    uint32_t begin = before != NONE ? before : m->lo[each[0]];
    for (uint32_t k = 0; k < n && !m->no_memory; k++) {
        uint32_t h = each[k], end = end_of_member(m, h);
        wordlist l = new_list(m, cap);
        if (before != NONE) take_words(m, &l, before, before_end);
        if (k) take_shared(m, &l, each[0], h);
        take_words(m, &l, m->lo[h], end);
        if (tail != NONE && k + 1 < n) take_words(m, &l, from, m->hi[tail]);
        lay_phrase(m, k ? m->lo[h] : begin, end, l, number);
        m->used[h] = true;
        uint32_t own_from, own = behind_preposition(m, h, &own_from);
        if (own != NONE && end == m->hi[own]) m->used[own] = true;
    }
    for (uint32_t i = m->item_at[begin]; i < m->item_at[end_of_member(m, each[n - 1]) + 1]; i++) {
        item *x = &m->x->item[i];
        if (x->comma) x->gone = true;
        x->comma = false;
    }
}

static void lay_noun(maker *m, uint32_t h)
{
    uint32_t each[MEMBERS], from, n = members_of(m, h, each);
    m->used[h] = true;
    if (n > 1) {
        lay_compound(m, each, n, NONE, NONE);
        return;
    }
    uint32_t c = behind_preposition(m, h, &from), end = m->hi[h];
    if (c != NONE && !m->used[c]) {
        n = members_of(m, c, each);
        bool nested = false;
        for (uint32_t k = 0; k < n; k++)
            nested = nested || is_nested(m, each[k]);
        if (!nested && n > 1) {
            lay_compound(m, each, n, m->lo[h], m->lo[each[0]] - 1);
            return;
        }
        if (!nested) {
            m->used[c] = true;
            end = m->hi[c];
        }
    }
    wordlist l = new_list(m, m->x->n_item + 1);
    take_words(m, &l, m->lo[h], end);
    lay_phrase(m, m->lo[h], end, l, NONE);
}

/* ---------------------------------------------------------------- verbs */

/* Does x belong to the verb phrase of v? Not verbs put beside it, nor what is told beside it, nor signs. */
static bool is_under(const maker *m, uint32_t x, uint32_t v)
{
    uint32_t c = branch(m, x, v);
    if (c == NONE) return false;
    casus_rel r = rel_of(m, c);
    bool verb = m->w[c].pos == CASUS_POS_VERB || m->w[c].pos == CASUS_POS_AUX || has_child(m, c, CASUS_REL_NSUBJ);
    return r != CASUS_REL_PARATAXIS && r != CASUS_REL_PUNCT && !(r == CASUS_REL_CONJ && verb);
}

static uint32_t end_of_verb(const maker *m, uint32_t v)
{
    casus_rel r = rel_of(m, v);
    uint32_t top = v, end = v + 1;
    if ((r == CASUS_REL_AUX || r == CASUS_REL_AUX_PASS || r == CASUS_REL_COP) && m->head[v] != NONE) top = m->head[v];
    if (top >= end) end = top + 1;
    for (uint32_t x = v + 1; x < m->n; x++)
        if (is_under(m, x, top)) end = x + 1;
    return end;
}

static bool is_verb(const maker *m, uint32_t i)
{
    casus_tag tag = (casus_tag)m->w[i].tag;
    casus_rel r = rel_of(m, i);
    return tag >= CASUS_TAG_VB && tag <= CASUS_TAG_VBZ && !m->aside[i] && (!is_inner(r) || r == CASUS_REL_ADVMOD);
}

static void find_verbs(maker *m)
{
    for (uint32_t i = 0; i < m->x->n_item; i++) {
        item *x = &m->x->item[i];
        uint32_t v = x->token - m->first;
        x->verb = is_verb(m, v) && x->phrase == NONE && !x->gone;
        if (!x->verb) continue;
        x->end = m->item_at[end_of_verb(m, v)];
        if (x->end <= i) x->end = i + 1;
        x->passive = x->tag == CASUS_TAG_VBN && has_child(m, v, CASUS_REL_AUX_PASS);
    }
}

bool sentence_read(const casus_dictionaries *d, const casus_text *t, const casus_parse *p, uint32_t number, casus_arena *a,
                   sentence *out)
{
    const casus_sentence *s = &t->sentence[number];
    maker m = {.t = t, .first = s->first, .n = s->n, .a = a, .x = out};
    *out = (sentence){0};
    if (!make_tree(&m, p) || !make_items(&m, d)) return false;
    find_relative_clauses(&m);
    find_nouns(&m);
    for (uint32_t h = 0; h < m.n && !m.no_memory; h++)
        if (m.noun[h] && !m.used[h]) lay_noun(&m, h);
    find_verbs(&m);
    out->phrase = m.phrase.at;
    out->n_phrase = (uint32_t)m.phrase.n;
    out->compound = m.compound.at;
    out->n_compound = (uint32_t)m.compound.n;
    return !m.no_memory;
}
