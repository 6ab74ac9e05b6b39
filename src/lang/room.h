/* Inside the lang room. A lexicon is read in steps: folder.c fetches the files, tables.c cuts them into rows and cells, terms.c
 * spells out each term (inflect.c) and hangs it into the trie (trie.c), lemma.c notes the odd forms. What comes out are flat
 * arrays without pointers between them, so that image.c can write them to one file and take them from there as they are: the
 * lexicon of the program is compiled when the program is built. match.c walks the trie over a text, pos.c says what its words
 * are.
 */
#ifndef CASUS_LANG_ROOM_H
#define CASUS_LANG_ROOM_H

#include <casus/lang.h>

enum {
    LANG_WORDS = 16,     /* most words of a term */
    LANG_TERM = 512,     /* most bytes of a term */
    LANG_SUFFIXES = 3,   /* most words of a term with a suffix: each multiplies the spellings */
    LANG_COLUMNS = 32,
    LANG_TABLES = 256,
    LANG_WORD_BYTES = 56, /* most bytes of a word with a suffix */
    LANG_SURFACES = 24    /* most spellings of a word with a suffix */
};

typedef struct {
    uint32_t at, n; /* bytes of the text it belongs to */
} lang_ref;

/* ---- tables */

typedef struct {
    lang_ref name; /* without ".tsv" */
    lang_ref column[LANG_COLUMNS];
    uint32_t n_column, n_row;
    int32_t term;     /* the column "term", -1: a plain table */
    uint32_t cell;    /* its first one: n_row * n_column of them */
    uint32_t line;    /* of the first row, one for each row */
    uint32_t index;   /* plain tables: open hash from first cell to row + 1 */
    uint32_t n_index; /* a power of two, 0: none */
} lang_table;

/* ---- trie */

typedef struct {
    uint32_t text; /* where in the text of the trie */
    uint32_t root; /* node behind this word at the beginning of a term, 0: none */
    uint16_t n_text;
    uint16_t odd;  /* its first irregular form + 1, 0: none */
    uint16_t pos;  /* bit 1 << casus_pos for each class smallwords.tsv gives */
    uint8_t first; /* the usual one of them, CASUS_POS_X: not in there */
    uint8_t form;  /* CASUS_FORM_ bits some term gives it */
} lang_word;

/* A term that ends at a node. */
typedef struct {
    uint32_t row, next; /* next: another end of the same node + 1, 0: none */
    uint32_t capital;   /* two bits a word: 0 none, 1 first letter, 2 all of it */
    uint16_t table;
    uint8_t form, n_word;
} lang_end;

typedef struct {
    uint32_t from, word; /* 0, 0: empty */
    uint32_t node;
} lang_edge;

typedef struct {
    casus_arena *arena;
    char *text;
    uint32_t n_text;
    size_t cap_text;
    lang_word *word; /* from 1 */
    uint32_t n_word, n_slot;
    size_t cap_word;
    uint32_t *slot; /* open hash from text to word */
    lang_edge *edge;
    uint32_t n_edge, n_edge_slot;
    uint32_t *end_of; /* node -> first end + 1; node 0 is not used */
    uint32_t n_node;
    size_t cap_node;
    lang_end *end;
    uint32_t n_end;
    size_t cap_end;
} lang_trie;

casus_status lang_trie_init(lang_trie *t, casus_arena *a);
uint32_t lang_word_find(const lang_trie *t, casus_str text);       /* 0: unknown */
uint32_t lang_word_add(lang_trie *t, casus_str text);              /* 0: no memory; the text is copied */
uint32_t lang_step(const lang_trie *t, uint32_t node, uint32_t word);    /* 0: no such edge; node 0 is the root */
uint32_t lang_step_add(lang_trie *t, uint32_t node, uint32_t word);      /* 0: no memory */
casus_status lang_end_add(lang_trie *t, uint32_t node, lang_end e);      /* same row and capitals: forms are joined */

/* ---- lemmas */

/* What a form that does not follow the spelling rules belongs to. */
typedef struct {
    lang_ref lemma;
    uint32_t next;  /* another one of the same spelling + 1, 0: none */
    uint32_t forms; /* CASUS_FORM_ bits it may be */
} lang_odd;

struct casus_lexicon {
    casus_arena *arena; /* NULL: built in; then all arrays lie in the program and are never written */
    char *text;         /* names of tables and their files, one behind the other */
    lang_table *table;
    lang_ref *cell;     /* into text, as are the names of tables and columns, and lemmas */
    uint32_t *line;     /* 1-based */
    uint32_t *index;
    uint32_t n_text, n_table, n_cell, n_line, n_index;
    lang_trie trie;
    lang_odd *odd;
    uint32_t n_odd;
    char version[16];
};

static inline casus_str lang_text(const casus_lexicon *lex, lang_ref r) { return (casus_str){lex->text + r.at, r.n}; }

static inline casus_str lang_word_text(const lang_trie *t, uint32_t word)
{
    return (casus_str){t->text + t->word[word].text, t->word[word].n_text};
}

/* ---- a mistake in a lexicon file */

typedef struct {
    casus_err *err;
    char **where; /* may be NULL */
} lang_report;

casus_status lang_mistake(const lang_report *r, casus_str file, uint32_t line, const char *what);

/* folder.c: a lexicon of its own from a folder. lang_image_*: see image.c. */
casus_status lang_folder_open(const char *dir, bool terms, casus_lexicon **lex, char **where, casus_err *err);
void lang_image_write(const casus_lexicon *lex, casus_buf *out);
casus_status lang_image_take(casus_lexicon *lex, char *image, size_t n, casus_err *err);

casus_status lang_tables_read(casus_lexicon *lex, const lang_ref *file, const lang_report *r); /* files of the tables there are */
casus_status lang_terms_compile(casus_lexicon *lex, const lang_report *r);

casus_status lang_lemmas_make(casus_lexicon *lex); /* from the tables irregular and lemmas, as far as there are any */

/* ---- inflection */

typedef struct {
    char text[LANG_WORD_BYTES + 8];
    uint8_t n, form; /* form: CASUS_FORM_ bits */
} lang_surface;

/* The spellings of a verb ('v') or noun ('n'), lower case; their number, 0: the word is too long. */
unsigned lang_inflect(const casus_lexicon *lex, casus_str lemma, char kind, lang_surface out[LANG_SURFACES]);

/* ---- what words are */

/* word: lexicon word id of each token, 0: none. */
void lang_tag(const casus_lexicon *lex, const casus_text *text, const uint32_t *word, uint8_t *pos);

#endif
