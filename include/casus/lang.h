/* lang: what the words are. Lexicons, and their phrases found in a text.
 *
 * A lexicon is a folder of tab-separated files edited by people (data/lexicon/en). Its first line that is not a comment names
 * the columns; a column called "term" holds the phrases to look for, alternatives separated by " | ". In a term
 *   attack/v   stands for attack, attacks, attacked, attacking (irregular.tsv holds the irregular ones)
 *   raid/n     stands for raid, raids
 *   IS, Moscow a capital must be a capital in the text; a word in capitals only must be so in the text (in a sentence of
 *              nothing but capitals neither is asked; a word that is also a common small word, like IS, is then not matched)
 *   hyphens    do not matter: "air strike", "air-strike"
 * Lines beginning with # are comments. Mistakes are reported with file and line.
 * Files without a "term" column are plain tables to look up by row.
 */
#ifndef CASUS_LANG_H
#define CASUS_LANG_H

#include <casus/base.h>
#include <casus/text.h>

typedef struct casus_lexicon casus_lexicon; /* read-only after opening; shared between threads */

/* Open the lexicon built into the program (dir NULL; compiled when it was built, so this takes no time) or a folder of *.tsv. *where, if not NULL, gets a text "file:line: what"
 * on CASUS_E_INPUT (free with casus_release). CASUS_E_NOINPUT, CASUS_E_NOMEM. */
CASUS_API casus_status casus_lexicon_open(const char *dir, casus_lexicon **lex, char **where, casus_err *err);
/* The same without the terms of a folder, which take nearly all of the time: enough for tables and for casus_lemma (parse.h). */
CASUS_API casus_status casus_lexicon_open_tables(const char *dir, casus_lexicon **lex, char **where, casus_err *err);
CASUS_API void casus_lexicon_close(casus_lexicon *lex); /* NULL is fine */
CASUS_API const char *casus_lexicon_version(const casus_lexicon *lex); /* short content hash, e.g. "en-3f2a9c01" */

/* Tables are named after their files without ".tsv": "actors". -1 if there is none. */
CASUS_API int casus_lexicon_table(const casus_lexicon *lex, const char *name);
CASUS_API casus_str casus_lexicon_name(const casus_lexicon *lex, int table); /* "actors"; empty: no such table */
CASUS_API uint32_t casus_lexicon_rows(const casus_lexicon *lex, int table);
CASUS_API int casus_lexicon_column(const casus_lexicon *lex, int table, const char *name); /* -1: none */
/* A cell; empty for a missing column (-1) or a row that is shorter. Owned by the lexicon. */
CASUS_API casus_str casus_lexicon_cell(const casus_lexicon *lex, int table, uint32_t row, int column);
/* A room that compiles a table found a mistake in a row: *where, if not NULL, gets "file:line: what" (free with casus_release).
 * what: constant text. Returns CASUS_E_INPUT, CASUS_E_NOMEM. */
CASUS_API casus_status casus_lexicon_mistake(const casus_lexicon *lex, int table, uint32_t row, const char *what, char **where,
                                             casus_err *err);
/* First row of a plain table whose first column is key; false if none. */
CASUS_API bool casus_lexicon_find(const casus_lexicon *lex, int table, casus_str key, uint32_t *row);

CASUS_API uint32_t casus_lexicon_line(const casus_lexicon *lex, int table, uint32_t row); /* in its file, 1-based; 0: no such row */
/* Tell every term that two rows of one table share, written with the same capitals; rows are in order. The term's words are as
 * the matcher sees them. fn gives false to stop. CASUS_E_NOMEM. */
typedef bool (*casus_shared_fn)(void *ctx, int table, uint32_t row, uint32_t other, casus_str term);
CASUS_API casus_status casus_lexicon_shared(const casus_lexicon *lex, casus_shared_fn fn, void *ctx, casus_err *err);

/* Which form of a /v or /n word the phrase's head had. */
enum {
    CASUS_FORM_PLAIN = 0, /* written without a suffix in the lexicon */
    CASUS_FORM_BASE = 1,  /* attack */
    CASUS_FORM_S = 2,     /* attacks */
    CASUS_FORM_PAST = 4,  /* attacked; struck */
    CASUS_FORM_PART = 8,  /* attacked; stricken */
    CASUS_FORM_ING = 16,  /* attacking */
    CASUS_FORM_PLURAL = 32,
    CASUS_FORM_SING = 64
};

typedef struct {
    uint32_t first, n; /* tokens */
    int16_t table;
    uint8_t form; /* CASUS_FORM_ bits of the first suffixed word; several when forms coincide */
    uint32_t row;
} casus_match;

/* What one word is, as far as words and their neighbours tell. */
typedef enum {
    CASUS_POS_X, CASUS_POS_NOUN, CASUS_POS_PROPN, CASUS_POS_VERB, CASUS_POS_AUX, CASUS_POS_ADJ, CASUS_POS_ADV, CASUS_POS_PRON,
    CASUS_POS_DET, CASUS_POS_ADP, CASUS_POS_CCONJ, CASUS_POS_SCONJ, CASUS_POS_PART, CASUS_POS_NUM, CASUS_POS_PUNCT,
    CASUS_POS_INTJ, CASUS_POS_SYM, CASUS_N_POS
} casus_pos;

typedef struct {
    casus_match *match; /* by first token, then longest first; overlaps across tables are kept, shorter matches of the
                           same table inside a longer one are not */
    uint32_t n_match;
    uint32_t *at;  /* at[i] .. at[i+1]: matches that begin at token i; n_token + 1 entries */
    uint8_t *pos;  /* casus_pos of each token */
} casus_words;

/* Find all lexicon phrases of the text and say what its words are. Fills out from the arena. CASUS_E_NOMEM.
 * Threads: any number. */
CASUS_API casus_status casus_lang_find(const casus_lexicon *lex, const casus_text *text, casus_arena *a, casus_words *out,
                                       casus_err *err);

/* The longest match of the table that begins at the token, or NULL. */
static inline const casus_match *casus_words_at(const casus_words *w, uint32_t token, int table)
{
    for (uint32_t k = w->at[token], end = w->at[token + 1]; k < end; k++)
        if (w->match[k].table == table) return &w->match[k];
    return NULL;
}

/* Are tokens [first, first + n) in English, as far as their small words tell? With fewer words than `least` there is no telling: true.
 * Lists of names and headlines have few small words too, so `least` should be 12 or more. */
CASUS_API bool casus_lang_english(const casus_text *text, uint32_t first, uint32_t n, uint32_t least);

#endif
