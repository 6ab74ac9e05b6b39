/* Inside the petrarch room.
 *
 * Every word of a dictionary has a number, and phrases, patterns and verbs are arrays of numbers: a text is compared with them
 * without comparing letters. Words are folded as texts are (casus_fold), so case and accents do not matter.
 *
 * names.c, verbs.c (with sets.c and patterns.c) and lists.c read the kinds of files, lines.c what they share (comments,
 * mistakes), folder.c finds the files. phrase.c turns a parsed sentence into a row of words with noun phrases, pattern.c compares
 * a pattern with it, code.c makes the events, sighted.c finds discards and issues.
 */
#ifndef CASUS_PETRARCH_ROOM_H
#define CASUS_PETRARCH_ROOM_H

#include <casus/petrarch.h>

#define NONE UINT32_MAX
enum {
    PHRASE_WORDS = 32, /* most words of a phrase or of one side of a pattern */
    FILES = 64,        /* most files of a folder */
    FILE_BYTES = 64 << 20,
};

/* ---------------------------------------------------------------- a growing array in the arena */

typedef struct {
    void *at;
    size_t n, cap;
} rows;

/* A new last item of the array, zeroed; NULL: no memory. */
void *rows_add(casus_arena *a, rows *r, size_t size);
#define ROW(type, r, i) (&((type *)(r).at)[i])

/* ---------------------------------------------------------------- words */

typedef struct {
    casus_arena *arena;
    rows text;      /* casus_str, by number; 0 is no word */
    uint32_t *slot; /* open hash */
    uint32_t n_slot;
} vocabulary;

bool words_init(vocabulary *v, casus_arena *a);
/* The number of a folded word, made if it is new; 0: no memory. */
uint32_t words_add(vocabulary *v, casus_str folded);
uint32_t words_find(const vocabulary *v, casus_str folded); /* 0: none */

/* ---------------------------------------------------------------- entries */

typedef struct {
    uint32_t file, line; /* number of the file */
} place;

typedef struct {
    uint32_t word;
    bool tight; /* the next word follows directly */
} part;

/* An actor's or agent's name. */
typedef struct {
    uint32_t first, n; /* parts */
    uint32_t order;
    uint32_t owner; /* actor or agent */
} entry;

typedef struct {
    casus_str code;
    casus_day from, to; /* CASUS_DAY_NONE: open; both: without dates */
    place at;
} dated;

typedef struct {
    uint32_t first, n; /* dated codes */
    casus_str title;   /* the first name, as written */
    place at;
} actor;

typedef struct {
    casus_str code; /* without the tilde */
    bool before;    /* "NGO~": stands before the actor's */
    casus_str title;
    place at;
} agent;

/* Entries by their first word: those of word w are list[at[w]] .. list[at[w + 1]]; words from n_at on have none. */
typedef struct {
    rows list;
    uint32_t *at;
    uint32_t n_at;
} names;

typedef enum { WORD, SET, SOURCE, TARGET, SKIP, COMPOUND } element_kind;

typedef struct {
    uint8_t kind;  /* element_kind */
    uint8_t group; /* elements of one group stand in one noun phrase; 0: none */
    bool tight;    /* directly beside the one before it, seen from the verb */
    uint32_t id;   /* word or set */
} element;

typedef struct {
    uint32_t block, order;
    uint32_t upper, n_upper; /* elements before the verb, nearest first */
    uint32_t lower, n_lower;
    casus_str code; /* "---": no event */
    place at;
} pattern;

/* One form of a verb, with the other words of a compound verb. */
typedef struct {
    uint32_t word, block, order;
    uint32_t before, n_before, after, n_after; /* parts, as they stand in the text */
    bool made;                                 /* by rule, not written in the file */
    casus_str code;
    place at;
} form;

typedef struct {
    uint32_t first, n; /* parts */
    uint32_t set;
} member;

typedef struct {
    casus_str name;    /* with the "&", as written */
    bool plain;        /* no plurals */
    uint32_t first, n; /* members, by first word, then longest first */
    bool open;         /* being resolved */
    place at;
} set;

typedef struct {
    uint32_t first, n; /* parts */
    bool story, stem;
    casus_str text;
    place at;
} discard;

typedef struct {
    uint32_t first, n; /* parts */
    uint32_t section;
    uint8_t ignore; /* 1: in the sentence, 2: in the report */
    casus_str code;
} issue;

typedef struct {
    uint32_t new_actor_length;
    bool lone;         /* a source or target may be missing */
    uint32_t comma[6]; /* words of what is left out between commas: least, most inside, at the beginning, at the end */
} settings;
enum { COMMA_MIN, COMMA_MAX, COMMA_BMIN, COMMA_BMAX, COMMA_EMIN, COMMA_EMAX };

struct casus_dictionaries {
    casus_arena *arena;
    vocabulary words;
    casus_str file[FILES]; /* names for messages */
    uint32_t n_file;
    settings settings;
    rows part;  /* part */
    rows code;  /* dated */
    rows actor; /* actor */
    rows agent; /* agent */
    names actors, agents;
    rows element;   /* element */
    rows pattern;   /* pattern, by block */
    rows block;     /* uint32_t: first pattern; one more at the end */
    names forms;    /* form, by word */
    rows set;       /* set */
    rows member;    /* member, by set */
    names discards; /* discard */
    names issues;   /* issue */
};

/* ---------------------------------------------------------------- reading */

typedef struct {
    casus_dictionaries *d;
    casus_arena *scratch;
    casus_buf *told;
    uint32_t n_told;
    bool no_memory;
} reader;

/* One line of a file without comments. */
typedef struct {
    casus_str text; /* trimmed; never empty */
    bool indented;
    place at;
} line;

typedef struct {
    casus_str rest;
    place at;    /* of the line read last */
    bool inside; /* a comment that goes on */
} lines;

bool lines_next(lines *l, line *out);
void mistake(reader *r, place at, const char *what, casus_str about);
bool no_memory(reader *r); /* notes it; false */

/* Cut the words of a phrase (blanks or underscores between) into parts at the end of d->part. false: no word, too many, or no
 * memory; a mistake is told. */
bool read_phrase(reader *r, casus_str text, place at, uint32_t *first, uint32_t *n);
/* The next [brackets] of a line: before is what stands in front of them, rest moves behind. false: there are none (left). */
bool take_brackets(reader *r, casus_str *rest, place at, casus_str *before, casus_str *inside);
bool is_stop(casus_str text);                   /* a line that ends a file */
casus_str plural_of(reader *r, casus_str noun); /* English, regular */
casus_str joined(reader *r, casus_str a, casus_str b);
casus_str kept(reader *r, casus_str s); /* a copy that lives as long as the dictionaries */

void read_actors(reader *r, casus_str text, uint32_t file);
void read_agents(reader *r, casus_str text, uint32_t file);
void read_verbs(reader *r, casus_str text, uint32_t file);
void read_discards(reader *r, casus_str text, uint32_t file);
void read_issues(reader *r, casus_str text, uint32_t file);
uint32_t add_set(reader *r, casus_str name, bool plain, place at); /* NONE: no memory */
uint32_t find_set(const casus_dictionaries *d, casus_str name);    /* NONE: none */
casus_str label_of(casus_str text, bool *plain);
void find_labels(reader *r, casus_str text, uint32_t file);
void add_member(reader *r, uint32_t s, casus_str words, uint32_t other, place at); /* other: a set it takes in, NONE: words */
void member_line(reader *r, uint32_t number, const line *x);
/* "- BEFORE * BEHIND [CODE]" without its first sign, of a block of verbs. */
void read_pattern(reader *r, const line *x, casus_str text, uint32_t block);
casus_str before_sign(casus_str s, char c); /* trimmed; all of it where there is no such sign */
bool sets_done(reader *r);                  /* these once, after all files */
bool patterns_done(reader *r);
bool verbs_done(reader *r); /* with the two above */
bool read_option(settings *s, casus_str name, casus_str value);
/* Order the list by first word and fill at. key gives the first word of an item; order breaks ties. */
bool index_rows(reader *r, names *n, size_t size, uint32_t (*key)(const casus_dictionaries *d, const void *row),
                int (*order)(const void *a, const void *b));
bool names_done(reader *r);
bool lists_done(reader *r);

/* ---------------------------------------------------------------- a sentence */

typedef struct {
    uint32_t word;        /* number, 0: in no dictionary */
    casus_str text;       /* folded */
    uint32_t token, last; /* of the text */
    uint32_t phrase;      /* noun phrase, NONE: outside */
    uint8_t tag;
    bool verb; /* heads a verb phrase */
    bool passive;
    bool comma;   /* between phrases */
    bool gone;    /* left out with its clause, or no word at all */
    uint32_t end; /* of the verb phrase a verb heads: the word behind it */
} item;

typedef struct {
    uint32_t first, last; /* items */
    uint32_t *word;       /* items that are looked up, shared modifiers in front */
    uint32_t n_word;
    uint32_t compound; /* number of the compound it is a member of, NONE */
    casus_str code;    /* "---": none */
    place at;
} phrase;

typedef struct {
    uint32_t first, n; /* phrases */
} compound;

typedef struct {
    item *item;
    uint32_t n_item;
    phrase *phrase;
    uint32_t n_phrase;
    compound *compound;
    uint32_t n_compound;
} sentence;

/* false: no memory */
bool sentence_read(const casus_dictionaries *d, const casus_text *t, const casus_parse *p, uint32_t number, casus_arena *a,
                   sentence *out);
/* Put right what trees of unknown names get wrong. w: the words of the sentence, n from token first of the text on. */
void mend_tree(const casus_text *t, uint32_t first, uint32_t n, casus_parsed *w);
/* Leave out the short clauses between commas. false: no memory */
bool sentence_commas(const settings *s, sentence *x, casus_arena *a);
bool phrases_code(const casus_dictionaries *d, sentence *x, casus_day day, casus_arena *a);

/* Words before a verb, nearest first, or behind it: numbers of items. */
typedef struct {
    const uint32_t *at;
    uint32_t n;
    int step; /* 1 behind, -1 before */
} reach;

typedef struct {
    uint32_t source, target; /* phrases, NONE: the pattern does not say */
    bool target_row;         /* "%": the target is the compound it is in, and may be the source */
    uint32_t score;          /* more for more words; 0: no match */
    uint32_t first;          /* how far behind the verb the first word fitted */
} fit;

fit pattern_match(const casus_dictionaries *d, const sentence *x, const pattern *p, const reach *upper, const reach *lower);

/* ---------------------------------------------------------------- a text */

typedef struct {
    const casus_dictionaries *d;
    const casus_text *t;
    casus_arena *a;
    casus_day day;
    sentence x;
    uint32_t number;         /* of the sentence */
    uint32_t first_event;    /* of the sentence */
    uint32_t *upper, *lower; /* room for as many words as the sentence has */
    rows event, issue, discard;
    bool no_memory;
} coder;

const discard *find_discard(const coder *c); /* of the sentence, one of the whole report before others; NULL: none */
void add_discard(coder *c, const discard *d);

/* An issue found, or one that takes others back. */
typedef struct {
    uint32_t sentence;
    const issue *x;
} sighting;

void find_issues(coder *c, rows *seen); /* seen: sighting */
void keep_issues(coder *c, const rows *seen);

#endif
