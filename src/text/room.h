/* Inside the text room: what its files share. The way of a body: layout.c looks at the lines, tokens.c cuts tokens and notes
 * beside each what the sentence splitter wants to know, dateline.c and sentences.c read those notes, split.c calls them.
 */
#ifndef CASUS_TEXT_ROOM_H
#define CASUS_TEXT_ROOM_H

#include <casus/text.h>

/* ---- characters (chars.c) */

typedef enum {
    CHAR_SPACE,  /* white space and bytes that are not UTF-8 */
    CHAR_LETTER, /* letters, marks, and the underscore */
    CHAR_DIGIT,
    CHAR_APOS,   /* ' and what is typed for it */
    CHAR_HYPHEN, /* - and U+2010, U+2011 */
    CHAR_JOIN,   /* soft hyphen, joiners, direction marks: part of a word inside it, a space elsewhere */
    CHAR_PUNCT
} char_class;

typedef struct {
    uint32_t cp;
    uint8_t len; /* bytes */
    uint8_t cls; /* char_class */
} text_char;

extern const uint8_t text_ascii[128]; /* char_class of ASCII characters */
text_char text_char_beyond(const char *p, const char *end); /* the same for what is not ASCII */

/* The character at p; {0, 0, CHAR_SPACE} at end. */
static inline text_char text_char_at(const char *p, const char *end)
{
    if (p >= end) return (text_char){0, 0, CHAR_SPACE};
    unsigned char c = (unsigned char)*p;
    return c < 0x80 ? (text_char){c, 1, text_ascii[c]} : text_char_beyond(p, end);
}
bool text_is_upper(uint32_t cp);

/* ---- words (words.c) */

/* How a shortened word with its dot behaves. */
enum {
    ABBR_NONE = 0,
    ABBR_PLAIN = 1,  /* may stand at the end of a sentence: "Inc." */
    ABBR_TITLE = 2,  /* a name or number follows: never the end */
    ABBR_NUMBER = 4, /* only before a digit: "No. 5" */
    ABBR_STATE = 8,  /* only behind a comma: "Jackson, Miss." */
    ABBR_CAPITAL = 16, /* must be written with a capital */
    ABBR_LAST = 32,   /* before a capital it ends the sentence: "etc." */
    ABBR_AL = 64      /* only behind "et" */
};
unsigned text_abbreviation(casus_str word); /* without its dot, any case */
bool text_is_starter(casus_str norm);       /* words that begin sentences and hardly ever go on after "U.S.": "the", "he" */
bool text_is_unit(casus_str word);          /* glued behind numbers: "km" */

/* Parts of the names of hosts and files. */
enum {
    DOMAIN_HOST = 1,  /* last label of a host name: "uk" */
    DOMAIN_WIDE = 2,  /* the same, and common enough that hyphens before it belong to the name: "com" */
    DOMAIN_FILE = 4,  /* "pdf" */
    DOMAIN_GROUP = 8  /* first label of a newsgroup: "alt" */
};
unsigned text_is_domain(casus_str word);

/* What joins the word behind its hyphen: "pre-war" is one word. */
enum {
    PREFIX_NONE = 0,
    PREFIX_WORD = 1,
    PREFIX_LETTER = 2 /* "e-mail", but "E-J" is two */
};
unsigned text_prefix(casus_str word);

/* Words that are several without a sign between them ("cannot", "dont", "dunno"): where the pieces end, but for the last. Gives
 * the number of such places. The place FUSED_ASKS means that the next word decides: "its". */
enum { FUSED_ASKS = 255 };
unsigned text_fused(casus_str word, uint8_t at[2]);
bool text_is_calendar(casus_str norm); /* months and days of the week */
bool text_is_after_its(casus_str word); /* words behind "its" when that is "it is" */

/* ---- layout (layout.c) */

typedef struct {
    bool wrapped;   /* lines are broken to fit a width: a single newline means nothing */
    uint32_t width; /* that width in bytes */
} text_layout;
text_layout text_layout_of(casus_str body);

/* ---- tokens (tokens.c) */

/* Notes beside each token. */
enum {
    NOTE_LINE = 1,    /* a line break that ends a sentence stands before it */
    NOTE_PARA = 2,    /* a paragraph begins here */
    NOTE_ABBR = 4,    /* ends with a dot that may or may not be a full stop */
    NOTE_TITLE = 8,   /* ends with a dot that is none */
    NOTE_LOWER = 16,  /* has small letters */
    NOTE_STOP = 32,   /* . ! ? and runs of them */
    NOTE_OPEN = 64,   /* opening quote or bracket */
    NOTE_CLOSE = 128, /* closing quote or bracket */
    NOTE_QUOTE = 256, /* a double quotation mark; straight ones have neither OPEN nor CLOSE */
    NOTE_WIDE = 512,  /* two spaces or more before it, no newline */
    NOTE_DASH = 1024, /* -- and longer dashes, or a hyphen with space behind it */
    NOTE_ADDRESS = 2048 /* name of a host, file, mailbox or newsgroup */
};

/* Takes the place of the weights while they are learned (train/split). */
typedef struct {
    bool (*decide)(void *context, uint32_t off, const uint32_t *feature, unsigned n);
    void *context;
} text_teacher;

typedef struct {
    casus_text *out;
    uint16_t *note; /* one a token */
    size_t cap_token, cap_note, cap_sentence, cap_para;
    char *norm; /* room for the folded forms: never longer than the body */
    casus_arena *arena;
    text_layout layout;
    const text_teacher *teacher; /* NULL: weights.c decides */
} text_work;

/* Cut the bytes [from, to) of the body. The first token begins a paragraph. */
casus_status text_tokens(text_work *w, uint32_t from, uint32_t to);

/* ---- datelines and sentences */

/* Number of tokens of a dateline beginning at token i, 0 if there is none (dateline.c). */
uint32_t text_dateline_at(const text_work *w, uint32_t i);

/* A place between two tokens of a block, a block being what stands between two breaks (boundary.c). */
typedef struct {
    const text_work *w;
    uint32_t begin, end; /* the block */
    uint32_t first;      /* of the sentence so far */
    uint32_t n_small;    /* words in small letters of the sentence so far */
    uint32_t depth;      /* open brackets of the sentence so far */
    bool quoted;         /* a quotation is open */
    bool shouts;         /* no small letters in the block */
    bool closed;         /* the block ends like a sentence */
    bool rule;           /* the rules would begin a sentence here */
} text_place;

enum { TEXT_FEATURES = 40 /* at most */, TEXT_WEIGHT_BITS = 15 };
extern const int8_t text_weight[1 << TEXT_WEIGHT_BITS]; /* weights.c, written by train/split */
unsigned text_features(const text_place *p, uint32_t i, uint32_t feature[TEXT_FEATURES]);
bool text_begins(const text_place *p, uint32_t i); /* does a sentence begin with token i, i > p->first? */

/* casus_text_split with a teacher. */
casus_status text_split_taught(casus_str body, const casus_span *furniture, uint32_t n_furniture, const text_teacher *teacher,
                               casus_arena *a, casus_text *out, casus_err *err);

/* Fill sentences and paragraphs (sentences.c). */
casus_status text_sentences(text_work *w);

#endif
