/* Terms compiled into the trie: alternatives split, suffixes taken off, the rest cut by the tokenizer that will cut the
 * texts, each word spelled out in its forms.
 */
#include "room.h"

#include <string.h>

typedef struct {
    casus_str norm;
    char kind;     /* 'v', 'n', or 0 */
    uint8_t capital;
} term_word;

typedef struct {
    casus_lexicon *lex;
    const lang_report *r;
    casus_arena *scratch;
    uint16_t table;
    uint32_t row;
    term_word word[LANG_WORDS];
    unsigned n_word;
} compiler;

static casus_status mistake(const compiler *c, const char *what)
{
    const lang_table *t = &c->lex->table[c->table];
    return lang_mistake(c->r, lang_text(c->lex, t->name), c->lex->line[t->line + c->row], what);
}

typedef struct {
    char text[LANG_TERM];
    uint32_t n;
    struct {
        uint32_t at; /* end of the word it stood behind */
        char kind;
    } suffix[LANG_SUFFIXES];
    unsigned n_suffix;
} bare_term;

static bool is_small(char c) { return c >= 'a' && c <= 'z'; }

/* A slash between letters begins a suffix; the letters behind it. */
static size_t suffix_length(casus_str s, size_t slash)
{
    size_t i = slash + 1;
    bool word = slash > 0 && s.p[slash - 1] != ' ' && !(s.p[slash - 1] >= '0' && s.p[slash - 1] <= '9');
    while (i < s.n && is_small(s.p[i])) i++;
    return word ? i - slash - 1 : 0;
}

static casus_status strip_suffixes(const compiler *c, casus_str term, bare_term *b)
{
    b->n = 0;
    b->n_suffix = 0;
    if (term.n >= LANG_TERM) return mistake(c, "term too long");
    for (size_t i = 0; i < term.n; i++) {
        size_t n = term.p[i] == '/' ? suffix_length(term, i) : 0;
        if (n == 0) {
            b->text[b->n++] = term.p[i];
            continue;
        }
        if (n != 1 || !strchr("vn", term.p[i + 1])) return mistake(c, "unknown suffix");
        if (b->n_suffix == LANG_SUFFIXES) return mistake(c, "too many suffixes in a term");
        b->suffix[b->n_suffix].at = b->n;
        b->suffix[b->n_suffix++].kind = term.p[i + 1];
        i += n;
    }
    return CASUS_OK;
}

static bool is_skipped(casus_str norm) { return norm.n == 0 || casus_str_is(norm, "-"); }

static casus_status take_words(compiler *c, const bare_term *b)
{
    casus_text t;
    casus_arena_reset(c->scratch);
    casus_status st = casus_text_split((casus_str){b->text, b->n}, NULL, 0, c->scratch, &t, c->r->err);
    if (st) return st;
    c->n_word = 0;
    unsigned k = 0;
    for (uint32_t i = 0; i < t.n_token; i++) {
        const casus_token *x = &t.token[i];
        if (is_skipped(x->norm)) continue;
        if (c->n_word == LANG_WORDS) return mistake(c, "too many words in a term");
        term_word *w = &c->word[c->n_word++];
        *w = (term_word){x->norm, 0, (uint8_t)(x->upper ? 2 : x->capital ? 1 : 0)};
        if (k < b->n_suffix && b->suffix[k].at == casus_span_end(x->span)) w->kind = b->suffix[k++].kind;
    }
    if (c->n_word == 0) return mistake(c, "empty term");
    return k == b->n_suffix ? CASUS_OK : mistake(c, "suffix behind something that is no word");
}

static casus_status spell(compiler *c, uint32_t node, unsigned k, uint32_t capital, unsigned form);

static casus_status spell_one(compiler *c, uint32_t node, unsigned k, uint32_t capital, unsigned form, casus_str text)
{
    uint32_t word = lang_word_add(&c->lex->trie, text);
    uint32_t next = word ? lang_step_add(&c->lex->trie, node, word) : 0;
    if (!next) return casus_fail(c->r->err, CASUS_E_NOMEM, "lexicon", 0);
    return spell(c, next, k + 1, capital, form);
}

/* Hang in words k.. behind the node, in every form. form: of the first word with a suffix, 0 while there was none. */
static casus_status spell(compiler *c, uint32_t node, unsigned k, uint32_t capital, unsigned form)
{
    if (k == c->n_word)
        return lang_end_add(&c->lex->trie, node, (lang_end){.row = c->row, .table = c->table, .capital = capital,
                                                            .form = (uint8_t)form, .n_word = (uint8_t)k});
    const term_word *w = &c->word[k];
    uint32_t shift = 2 * k;
    if (!w->kind) return spell_one(c, node, k, capital | (uint32_t)w->capital << shift, form, w->norm);
    lang_surface s[LANG_SURFACES];
    unsigned n = lang_inflect(c->lex, w->norm, w->kind, s);
    if (n == 0) return mistake(c, "word too long");
    for (unsigned i = 0; i < n; i++) {
        bool bare = s[i].n == w->norm.n;                               /* "IEDs" is not all capitals */
        uint32_t cap = bare || !w->capital ? w->capital : 1u;
        casus_status st = spell_one(c, node, k, capital | cap << shift, form ? form : s[i].form, (casus_str){s[i].text, s[i].n});
        if (st) return st;
        if (c->n_word == 1) c->lex->trie.word[lang_word_find(&c->lex->trie, (casus_str){s[i].text, s[i].n})].form |= s[i].form;
    }
    return CASUS_OK;
}

static casus_status compile_term(compiler *c, casus_str term)
{
    bare_term b;
    if (term.n == 0) return mistake(c, "empty term");
    casus_status st = strip_suffixes(c, term, &b);
    if (!st) st = take_words(c, &b);
    return st ? st : spell(c, 0, 0, 0, 0);
}

/* Alternatives are separated by " | "; a bar at either end has an empty one beside it. */
static casus_status compile_cell(compiler *c, casus_str cell)
{
    for (;;) {
        const char *bar = cell.n ? memchr(cell.p, '|', cell.n) : NULL;
        size_t n = bar ? (size_t)(bar - cell.p) : cell.n;
        casus_status st = compile_term(c, casus_str_trim((casus_str){cell.p, n}));
        if (st || !bar) return st;
        cell = (casus_str){bar + 1, cell.n - n - 1};
    }
}

static casus_status compile_table(compiler *c)
{
    const lang_table *t = &c->lex->table[c->table];
    casus_status st = CASUS_OK;
    for (c->row = 0; !st && t->term >= 0 && c->row < t->n_row; c->row++)
        st = compile_cell(c, casus_lexicon_cell(c->lex, c->table, c->row, t->term));
    return st;
}

/* ---------------------------------------------------------------- small words */

static const struct {
    const char *name;
    casus_pos pos;
} pos_name[] = {
    {"NOUN", CASUS_POS_NOUN}, {"PROPN", CASUS_POS_PROPN}, {"VERB", CASUS_POS_VERB}, {"AUX", CASUS_POS_AUX},
    {"ADJ", CASUS_POS_ADJ},   {"ADV", CASUS_POS_ADV},     {"PRON", CASUS_POS_PRON}, {"DET", CASUS_POS_DET},
    {"ADP", CASUS_POS_ADP},   {"CCONJ", CASUS_POS_CCONJ}, {"SCONJ", CASUS_POS_SCONJ}, {"PART", CASUS_POS_PART},
    {"NUM", CASUS_POS_NUM},   {"INTJ", CASUS_POS_X},
};

static int pos_of(casus_str name)
{
    for (size_t i = 0; i < sizeof pos_name / sizeof *pos_name; i++)
        if (casus_str_is(name, pos_name[i].name)) return (int)pos_name[i].pos;
    return -1;
}

/* A word with a suffix in smallwords.tsv: each of its forms can be of that class. */
static casus_status take_forms(compiler *c, casus_str lemma, char kind, int pos)
{
    lang_surface s[LANG_SURFACES];
    unsigned n = strchr("vn", kind) ? lang_inflect(c->lex, lemma, kind, s) : 0;
    if (n == 0) return mistake(c, "unknown suffix");
    for (unsigned i = 0; i < n; i++) {
        uint32_t id = lang_word_add(&c->lex->trie, (casus_str){s[i].text, s[i].n});
        if (!id) return CASUS_E_NOMEM;
        c->lex->trie.word[id].form |= s[i].form;
        c->lex->trie.word[id].pos |= (uint16_t)(1u << pos);
    }
    return CASUS_OK;
}

static casus_status take_small_word(compiler *c, casus_str text, int pos)
{
    if (text.n > 2 && text.p[text.n - 2] == '/') return take_forms(c, (casus_str){text.p, text.n - 2}, text.p[text.n - 1], pos);
    uint32_t id = lang_word_add(&c->lex->trie, text);
    if (!id) return CASUS_E_NOMEM;
    lang_word *w = &c->lex->trie.word[id];
    if (w->first == CASUS_POS_X) w->first = (uint8_t)pos;
    w->pos |= (uint16_t)(1u << pos);
    return CASUS_OK;
}

/* smallwords.tsv: words of one class, "pos <tab> words"; the first class that lists a word is its usual one. */
static casus_status take_small_words(compiler *c)
{
    const lang_table *t = &c->lex->table[c->table];
    for (c->row = 0; c->row < t->n_row; c->row++) {
        casus_str name = casus_lexicon_cell(c->lex, c->table, c->row, 0);
        casus_str words = casus_lexicon_cell(c->lex, c->table, c->row, 1);
        int pos = pos_of(name);
        if (pos < 0) return mistake(c, "unknown word class");
        for (size_t i = 0; i < words.n;) {
            size_t b = i;
            while (i < words.n && words.p[i] != ' ') i++;
            casus_status st = i > b ? take_small_word(c, (casus_str){words.p + b, i - b}, pos) : CASUS_OK;
            if (st) return st;
            while (i < words.n && words.p[i] == ' ') i++;
        }
    }
    return CASUS_OK;
}

casus_status lang_terms_compile(casus_lexicon *lex, const lang_report *r)
{
    compiler c = {.lex = lex, .r = r, .scratch = casus_arena_new(0)};
    casus_status st = c.scratch ? CASUS_OK : CASUS_E_NOMEM;
    for (uint32_t i = 0; !st && i < lex->n_table; i++) {
        c.table = (uint16_t)i;
        st = casus_str_is(lang_text(lex, lex->table[i].name), "smallwords") ? take_small_words(&c) : compile_table(&c);
    }
    casus_arena_free(c.scratch);
    return st;
}
