/* What words are, by rules: the closed classes come from smallwords.tsv, the rest from capitals, endings, the forms of known
 * verbs, and the neighbours. One pass from left to right; each word sees the class given to the one before it and the
 * spelling of the one behind it.
 */
#include "room.h"

#include <string.h>

typedef struct {
    const casus_lexicon *lex;
    const casus_text *text;
    const uint32_t *word;
    uint8_t *pos;
    const casus_sentence *s;
    uint32_t end; /* of the sentence */
} tagger;

enum {
    VERB_FORMS = CASUS_FORM_BASE | CASUS_FORM_S | CASUS_FORM_PAST | CASUS_FORM_PART | CASUS_FORM_ING,
    NOUN_FORMS = CASUS_FORM_SING | CASUS_FORM_PLURAL,
    FINITE_PAST = CASUS_FORM_PAST | CASUS_FORM_PART
};

static const lang_word *info(const tagger *t, uint32_t i) { return &t->lex->trie.word[t->word[i]]; } /* word 0 is empty */
static casus_str norm(const tagger *t, uint32_t i) { return t->text->token[i].norm; }
static bool may_be(const lang_word *w, casus_pos p) { return w->pos & 1u << p; }
static bool inside(const tagger *t, uint32_t i) { return i < t->end; }

/* Both take string literals, so that lengths are known to the compiler: they are asked for every word. */
#define is(t, i, z) (inside(t, i) && same(norm(t, i), z "", sizeof(z) - 1))
#define ends(w, tail) ends_with(w, tail "", sizeof(tail) - 1)

static inline bool same(casus_str w, const char *z, size_t n) { return w.n == n && memcmp(w.p, z, n) == 0; }

static inline bool ends_with(casus_str w, const char *tail, size_t n)
{
    return w.n > n + 1 && memcmp(w.p + w.n - n, tail, n) == 0;
}

static bool is_one_of(casus_str w, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (w.n && w.p[0] == list[i][0] && casus_str_is(w, list[i])) return true;
    return false;
}

/* Class of the word before, adverbs and opening quotes passed over; X at the beginning. */
static casus_pos before(const tagger *t, uint32_t i, uint32_t *at)
{
    while (i-- > t->s->first) {
        casus_pos p = (casus_pos)t->pos[i];
        if (p == CASUS_POS_ADV || (p == CASUS_POS_PUNCT && t->text->token[i].norm.n == 1 && strchr("\"'", t->text->token[i].norm.p[0])))
            continue;
        *at = i;
        return p;
    }
    *at = i + 1;
    return CASUS_POS_X;
}

static bool is_named(const tagger *t, uint32_t i) { return t->text->token[i].capital && !t->s->shouting; }

/* ---------------------------------------------------------------- what could follow */

/* Does a noun phrase begin at i, as far as the spelling tells? */
static bool begins_phrase(const tagger *t, uint32_t i)
{
    if (!inside(t, i) || t->text->token[i].kind == CASUS_PUNCT) return false;
    const lang_word *w = info(t, i);
    if (t->text->token[i].kind == CASUS_NUMBER) return true;
    if (w->pos) return may_be(w, CASUS_POS_DET) || may_be(w, CASUS_POS_PRON) || may_be(w, CASUS_POS_NUM);
    return is_named(t, i);
}

/* May the word be read as a noun or adjective, so that what stands before it belongs to it? */
static bool nounish(const tagger *t, uint32_t i)
{
    if (!inside(t, i) || t->text->token[i].kind != CASUS_WORD) return false;
    const lang_word *w = info(t, i);
    if (w->pos) return may_be(w, CASUS_POS_ADJ) || may_be(w, CASUS_POS_NOUN);
    return !(w->form & CASUS_FORM_PAST) && !ends(norm(t, i), "ly");
}

/* ---------------------------------------------------------------- open classes */

static const struct {
    char tail[6];
    casus_pos pos;
} ending[] = {
    {"ly", CASUS_POS_ADV},    {"tion", CASUS_POS_NOUN}, {"sion", CASUS_POS_NOUN}, {"ment", CASUS_POS_NOUN}, {"ness", CASUS_POS_NOUN},
    {"ity", CASUS_POS_NOUN},  {"ship", CASUS_POS_NOUN}, {"hood", CASUS_POS_NOUN}, {"ance", CASUS_POS_NOUN}, {"ence", CASUS_POS_NOUN},
    {"ous", CASUS_POS_ADJ},   {"ful", CASUS_POS_ADJ},   {"ive", CASUS_POS_ADJ},   {"able", CASUS_POS_ADJ},  {"ible", CASUS_POS_ADJ},
    {"less", CASUS_POS_ADJ},  {"ical", CASUS_POS_ADJ},  {"ial", CASUS_POS_ADJ},   {"ary", CASUS_POS_ADJ},   {"ish", CASUS_POS_ADJ},
    {"ional", CASUS_POS_ADJ}, {"ic", CASUS_POS_ADJ},    {"ern", CASUS_POS_ADJ},   {"ent", CASUS_POS_ADJ},   {"ant", CASUS_POS_NOUN},
    {"al", CASUS_POS_ADJ},    {"ward", CASUS_POS_ADV},  {"wards", CASUS_POS_ADV},
};

static casus_pos by_ending(casus_str w)
{
    char last = w.n ? w.p[w.n - 1] : '\0';
    for (size_t i = 0; i < sizeof ending / sizeof *ending; i++) {
        size_t n = strlen(ending[i].tail);
        if (ending[i].tail[n - 1] == last && ends_with(w, ending[i].tail, n)) return ending[i].pos;
    }
    return CASUS_POS_NOUN;
}

/* Forms a word could have by its ending when no term knows it. */
static unsigned guessed_forms(casus_str w)
{
    if (w.n > 4 && ends(w, "ed") && !ends(w, "eed")) return FINITE_PAST;
    if (w.n > 5 && ends(w, "ing")) return CASUS_FORM_ING;
    return 0;
}

static bool wants_noun(const tagger *t, casus_pos p, uint32_t at)
{
    if (p == CASUS_POS_DET || p == CASUS_POS_ADJ || p == CASUS_POS_NUM || p == CASUS_POS_ADP) return true;
    if (p == CASUS_POS_PART) return !is(t, at, "to") && !is(t, at, "not") && !is(t, at, "nt"); /* 's */
    if (p != CASUS_POS_PRON) return false;
    static const char *const own[] = {"my", "your", "his", "its", "our", "their", "whose", "her"};
    return inside(t, at) && is_one_of(norm(t, at), own, sizeof own / sizeof *own);
}

static bool wants_verb(const tagger *t, casus_pos p, uint32_t at)
{
    return p == CASUS_POS_AUX || (p == CASUS_POS_PART && (is(t, at, "to") || is(t, at, "not") || is(t, at, "nt"))) ||
           (p == CASUS_POS_PRON && !wants_noun(t, p, at));
}

static casus_pos past_form(unsigned form, casus_pos p)
{
    bool shot = (form & NOUN_FORMS) && (p == CASUS_POS_DET || p == CASUS_POS_ADJ); /* "the shot" */
    return shot ? CASUS_POS_NOUN : CASUS_POS_VERB;
}

static casus_pos ing_form(const tagger *t, uint32_t i, unsigned form, casus_pos p, bool noun)
{
    bool alone = !begins_phrase(t, i + 1) && !nounish(t, i + 1);
    if (p == CASUS_POS_DET || p == CASUS_POS_ADJ || p == CASUS_POS_NUM) return CASUS_POS_NOUN;
    if ((form & NOUN_FORMS) && noun && alone) return CASUS_POS_NOUN; /* "in a bombing" */
    return CASUS_POS_VERB;
}

/* "attacks": a verb when a subject stands before it and something it acts on behind. */
static casus_pos s_form(const tagger *t, uint32_t i, casus_pos p, uint32_t at)
{
    bool subject = p == CASUS_POS_NOUN || p == CASUS_POS_PROPN || p == CASUS_POS_PRON;
    bool plural = p == CASUS_POS_NOUN && ends(norm(t, at), "s");
    bool object = begins_phrase(t, i + 1) || is(t, i + 1, "to") || is(t, i + 1, "that");
    return (subject && !plural && object) || p == CASUS_POS_PRON ? CASUS_POS_VERB : CASUS_POS_NOUN;
}

static casus_pos base_form(const tagger *t, uint32_t i, casus_pos p, uint32_t at)
{
    bool plural = p == CASUS_POS_NOUN && ends(norm(t, at), "s");
    bool object = begins_phrase(t, i + 1) || is(t, i + 1, "to") || is(t, i + 1, "that");
    if (plural || (p == CASUS_POS_PROPN && object)) return CASUS_POS_VERB;
    return (p == CASUS_POS_X || p == CASUS_POS_CCONJ) && object ? CASUS_POS_VERB : CASUS_POS_NOUN;
}

static casus_pos open_class(const tagger *t, uint32_t i)
{
    const lang_word *w = info(t, i);
    uint32_t at;
    casus_pos p = before(t, i, &at);
    unsigned form = w->form & VERB_FORMS ? w->form : guessed_forms(norm(t, i)) | w->form;
    bool noun = wants_noun(t, p, at), verb = wants_verb(t, p, at);
    if (form & FINITE_PAST && !(form & CASUS_FORM_BASE)) return past_form(form, p);
    if (form & CASUS_FORM_ING) return ing_form(t, i, form, p, noun);
    if (form & VERB_FORMS) {
        if (noun && !(p == CASUS_POS_ADP && begins_phrase(t, i + 1))) return CASUS_POS_NOUN;
        if (verb) return CASUS_POS_VERB;
        if (!(form & NOUN_FORMS) && may_be(w, CASUS_POS_VERB) && !may_be(w, CASUS_POS_NOUN)) return CASUS_POS_VERB;
        return form & CASUS_FORM_S ? s_form(t, i, p, at) : base_form(t, i, p, at);
    }
    if (form & NOUN_FORMS) return CASUS_POS_NOUN;
    return by_ending(norm(t, i));
}

/* ---------------------------------------------------------------- small words of several classes */

static casus_pos small_to(const tagger *t, uint32_t i)
{
    if (!inside(t, i + 1)) return CASUS_POS_PART;
    const lang_word *w = info(t, i + 1);
    if (t->text->token[i + 1].kind != CASUS_WORD || is_named(t, i + 1)) return CASUS_POS_ADP;
    if (w->first == CASUS_POS_DET || w->first == CASUS_POS_PRON || w->first == CASUS_POS_NUM || w->first == CASUS_POS_ADP) return CASUS_POS_ADP;
    if (w->form & CASUS_FORM_BASE || w->first == CASUS_POS_AUX) return CASUS_POS_PART;
    if (w->form || ends(norm(t, i + 1), "s") || ends(norm(t, i + 1), "ing")) return CASUS_POS_ADP;
    casus_pos p = by_ending(norm(t, i + 1));
    return w->first == CASUS_POS_ADJ || w->first == CASUS_POS_NOUN || (p == CASUS_POS_NOUN && norm(t, i + 1).n > 9) ? CASUS_POS_ADP : CASUS_POS_PART;
}

static casus_pos small_that(const tagger *t, uint32_t i)
{
    uint32_t at;
    casus_pos p = before(t, i, &at);
    if (p == CASUS_POS_VERB || p == CASUS_POS_ADJ) return CASUS_POS_SCONJ;
    if (p == CASUS_POS_NOUN || p == CASUS_POS_PROPN) {
        const lang_word *w = inside(t, i + 1) ? info(t, i + 1) : NULL;
        return w && (w->first == CASUS_POS_AUX || w->form & (CASUS_FORM_PAST | CASUS_FORM_S)) ? CASUS_POS_PRON : CASUS_POS_SCONJ;
    }
    return inside(t, i + 1) && info(t, i + 1)->first != CASUS_POS_AUX && nounish(t, i + 1) ? CASUS_POS_DET : CASUS_POS_PRON;
}

/* A verb further on, with only small words and adverbs between: then "has", "was", "did" only help. */
static bool verb_follows(const tagger *t, uint32_t i)
{
    for (uint32_t k = i + 1; inside(t, k) && k < i + 6; k++) {
        const lang_word *w = info(t, k);
        if (w->first == CASUS_POS_AUX || ends(norm(t, k), "ly") || w->first == CASUS_POS_ADV || is(t, k, "not") || is(t, k, "nt")) {
            if (w->form & (CASUS_FORM_PART | CASUS_FORM_ING) && w->first == CASUS_POS_AUX) return true;
            continue;
        }
        if (k == i + 1 && may_be(w, CASUS_POS_PRON)) continue; /* "did he go" */
        unsigned form = w->form | guessed_forms(norm(t, k));
        return form & (CASUS_FORM_PART | CASUS_FORM_ING | CASUS_FORM_BASE) && w->first != CASUS_POS_ADJ;
    }
    return false;
}

static casus_pos small_s(const tagger *t, uint32_t i) /* 's: possessive, or "is" and "has" */
{
    uint32_t at;
    casus_pos p = before(t, i, &at);
    if (p == CASUS_POS_PRON || p == CASUS_POS_ADV) return CASUS_POS_AUX;
    if (!inside(t, i + 1)) return CASUS_POS_PART;
    casus_pos next = (casus_pos)info(t, i + 1)->first;
    return next == CASUS_POS_DET || is(t, i + 1, "not") || is(t, i + 1, "been") ? CASUS_POS_AUX : CASUS_POS_PART;
}

/* Prepositions that also begin clauses: a clause if a verb comes before the next comma or stop. */
static casus_pos small_clause(const tagger *t, uint32_t i)
{
    for (uint32_t k = i + 1; inside(t, k) && k < i + 12 && t->text->token[k].kind != CASUS_PUNCT; k++) {
        const lang_word *w = info(t, k);
        if (k > i + 1 && (w->first == CASUS_POS_AUX || (w->form & CASUS_FORM_PAST))) return CASUS_POS_SCONJ;
        if (w->first == CASUS_POS_ADP && k > i + 1) break;
    }
    return CASUS_POS_ADP;
}

static casus_pos small_word(const tagger *t, uint32_t i, const lang_word *w)
{
    static const char *const help[] = {"have", "has", "had", "having", "do", "does", "did"};
    static const char *const clause[] = {"after", "before", "since", "until", "as", "for", "till", "than"};
    static const char *const point[] = {"this", "these", "those", "all", "some", "any", "each", "both", "another", "either", "which", "what"};
    casus_str n = norm(t, i);
    if (same(n, "to", 2)) return small_to(t, i);
    if (same(n, "that", 4)) return small_that(t, i);
    if (same(n, "s", 1)) return small_s(t, i);
    if (is_one_of(n, help, sizeof help / sizeof *help)) return verb_follows(t, i) ? CASUS_POS_AUX : CASUS_POS_VERB;
    if (is_one_of(n, clause, sizeof clause / sizeof *clause)) return small_clause(t, i);
    if (is_one_of(n, point, sizeof point / sizeof *point))
        return nounish(t, i + 1) && !(info(t, i + 1)->first == CASUS_POS_AUX) ? CASUS_POS_DET : CASUS_POS_PRON;
    if (may_be(w, CASUS_POS_VERB) || may_be(w, CASUS_POS_NOUN)) { /* "like", "near", "past", "back" */
        uint32_t at;
        casus_pos p = before(t, i, &at);
        if (may_be(w, CASUS_POS_VERB) && wants_verb(t, p, at)) return CASUS_POS_VERB;
        if (may_be(w, CASUS_POS_NOUN) && (p == CASUS_POS_DET || p == CASUS_POS_ADJ) && !nounish(t, i + 1)) return CASUS_POS_NOUN;
    }
    return (casus_pos)w->first;
}

/* ---------------------------------------------------------------- the pass */

/* Begins the sentence or a quotation, where every word has a capital. */
static bool at_beginning(const tagger *t, uint32_t i)
{
    while (i > t->s->first && t->text->token[i - 1].kind == CASUS_PUNCT) i--;
    return i == t->s->first;
}

static casus_pos tag_word(const tagger *t, uint32_t i)
{
    const casus_token *x = &t->text->token[i];
    const lang_word *w = info(t, i);
    if (x->kind == CASUS_PUNCT) {
        if (x->norm.n) return CASUS_POS_PUNCT;
        return x->glued && i > t->s->first && ends(norm(t, i - 1), "s") ? CASUS_POS_PART : CASUS_POS_PUNCT; /* soldiers' */
    }
    if (x->kind == CASUS_NUMBER) return ends(x->norm, "th") || ends(x->norm, "rd") || ends(x->norm, "st") || ends(x->norm, "nd") ? CASUS_POS_ADJ : ends(x->norm, "s") ? CASUS_POS_NOUN : CASUS_POS_NUM;
    bool named = is_named(t, i), first = at_beginning(t, i);
    bool acronym = x->upper && !t->s->shouting && x->span.len > 1;
    if (w->first != CASUS_POS_X && !acronym && (!named || first || !(w->first == CASUS_POS_NOUN || w->first == CASUS_POS_ADJ || w->first == CASUS_POS_VERB)))
        return small_word(t, i, w);
    if (acronym) return CASUS_POS_PROPN;
    if (named && !first) return CASUS_POS_PROPN;
    if (named && first && inside(t, i + 1) && is_named(t, i + 1) && !info(t, i + 1)->first) return CASUS_POS_PROPN;
    if (named && first && !w->form && !guessed_forms(x->norm) && by_ending(x->norm) == CASUS_POS_NOUN && !ends(x->norm, "s")) return CASUS_POS_PROPN;
    return open_class(t, i);
}

void lang_tag(const casus_lexicon *lex, const casus_text *text, const uint32_t *word, uint8_t *pos)
{
    tagger t = {.lex = lex, .text = text, .word = word, .pos = pos};
    for (uint32_t k = 0; k < text->n_sentence; k++) {
        t.s = &text->sentence[k];
        t.end = t.s->first + t.s->n;
        for (uint32_t i = t.s->first; i < t.end; i++) pos[i] = (uint8_t)tag_word(&t, i);
    }
}
