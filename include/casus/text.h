/* text: body -> paragraphs, sentences, tokens. Spans are exact and never overlap; text inside furniture gets none.
 *
 * Tokens are the words of Universal Dependencies: clitics ('s, n't) and the hyphens of compounds are tokens of their own;
 * "U.S.", "1,500", "Sana'a" and words with a prefix ("pre-war") are one. Works on any bytes; invalid UTF-8 is skipped like a
 * space.
 */
#ifndef CASUS_TEXT_H
#define CASUS_TEXT_H

#include <casus/base.h>

typedef enum { CASUS_WORD, CASUS_NUMBER /* begins with a digit */, CASUS_PUNCT } casus_token_kind;

typedef struct {
    casus_span span;
    casus_str norm; /* folded form (casus_fold): lower case, no diacritics, inner apostrophes dropped; lives in the arena */
    uint8_t kind;   /* casus_token_kind */
    bool capital;   /* first letter is upper case */
    bool upper;     /* two letters or more, all upper case ("IS", "ISIS"); "U.S." too */
    bool glued : 1;  /* no white space before it */
    bool clitic : 1; /* part of one surface word with the token before it: "n't", "'s", the second half of "cannot" */
    uint32_t sentence;
} casus_token;

typedef struct {
    casus_span span;
    uint32_t first, n; /* tokens */
    uint32_t para;
    bool shouting; /* all letters are capitals: case tells nothing here */
    bool heading;  /* headline or section heading: short block without a full stop */
} casus_sentence;

typedef struct {
    casus_span span;
    uint32_t first, n; /* sentences */
    bool quote_opens;  /* a quotation is still open from the paragraph before */
} casus_para;

typedef struct {
    casus_str body;
    casus_token *token;
    uint32_t n_token;
    casus_sentence *sentence;
    uint32_t n_sentence;
    casus_para *para;
    uint32_t n_para;
    casus_span dateline; /* "DAMASCUS, Sept 19 (AFP) --" at the beginning; len 0 if there is none */
} casus_text;

/* Most tokens of a sentence: what goes on without an end is cut there, so that rooms which look around within a sentence stay linear. */
enum { CASUS_MAX_SENTENCE = 1000 };

/* Split a body. furniture: sorted disjoint spans to leave out. Everything lives in the arena.
 * CASUS_OK (an empty body gives zero tokens), CASUS_E_NOMEM. Threads: any number, one arena each. */
CASUS_API casus_status casus_text_split(casus_str body, const casus_span *furniture, uint32_t n_furniture,
                                        casus_arena *a, casus_text *out, casus_err *err);

/* The span from token first to token first+n-1. n > 0. */
CASUS_API casus_span casus_text_cover(const casus_text *t, uint32_t first, uint32_t n);

/* A token somebody else has cut. */
typedef struct {
    casus_span span; /* not empty */
    bool clitic;     /* as in casus_token */
    bool sentence;   /* a sentence begins here; with the first token one always does */
    bool para;       /* that sentence begins a paragraph */
} casus_given;

/* The text made of given tokens, in order and apart. Its sentences are those the tokens tell of; no heading, open quotation or
 * dateline is marked. Everything lives in the arena. CASUS_E_INPUT (err->at: the first token that overlaps or lies outside),
 * CASUS_E_LIMIT, CASUS_E_NOMEM. Threads: any number, one arena each. */
CASUS_API casus_status casus_text_given(casus_str body, const casus_given *given, uint32_t n, casus_arena *a, casus_text *out,
                                        casus_err *err);

#endif
