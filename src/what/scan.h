/* scan.h: what the files of this room share. Not for other rooms. */
#ifndef CASUS_WHAT_SCAN_H
#define CASUS_WHAT_SCAN_H

#include <casus/what.h>

enum { NONE = -1 };

/* What a word of events.tsv says. Types from casus_type, then those that the context decides. */
enum { KIND_KILL = CASUS_N_TYPE, KIND_HURT, KIND_ATTACK, KIND_FIND };

typedef enum {
    FRAME_ACT,
    FRAME_BOTH,
    FRAME_DONE,
    FRAME_SELF,
    FRAME_LEAVE,
    FRAME_NOUN,
    FRAME_FIND,
    FRAME_BLAMES, /* the object did what was told before */
    FRAME_FALLS   /* the subject, a place or its defenders, is taken by those behind "to" */
} frame;

typedef enum {
    CUE_PLANNED,
    CUE_HYPOTHETICAL,
    CUE_DENIED,
    CUE_CONFIRMED,
    CUE_CLAIMED,
    CUE_NEGATED,
    CUE_HABITUAL,
    CUE_RECALL,
    N_CUE
} cue;

typedef struct {
    uint32_t first, n; /* tokens */
    int kind;
    frame how;
    bool strong; /* tells of an event by itself */
    bool passive;
    bool definite; /* "the attack", "those killings": told of before */
    uint8_t form;
    uint32_t row; /* of events.tsv */
} trigger;

typedef struct {
    int events, weapons, cues, sayings, victims, amounts, nonevents, targets, governors; /* tables of the lexicon */
    int events_type, events_frame, events_weight, weapons_type, weapons_is, cues_cue, sayings_side, victims_class, amounts_kind,
        amounts_low, amounts_high, nonevents_kind, governors_kind, targets_of;
} tables;

/* The first places of the report that a noun of one kind was used of, no two alike: more than a claim can take. Looked for
 * when the noun is first met. */
enum { MOST_PLACES = 8, N_SITE = 7 };
typedef struct {
    const casus_place *place[MOST_PLACES];
    uint32_t n;
    bool known;
} site_places;

/* The first mention of each state and of its forces, by the letters of the country. */
enum { N_LETTER = 26 };
typedef struct {
    const casus_actor *state[N_LETTER][N_LETTER], *forces[N_LETTER][N_LETTER];
} nations;

typedef struct {
    const casus_lexicon *lex;
    const casus_findings *f;
    casus_arena *a;
    tables t;
    int32_t *actor_at, *place_at, *time_at; /* which one covers each token, NONE if none */
    const casus_parsed *dep;                /* NULL: no sentence was parsed */
    uint32_t *kid, *sister;                 /* of each token its first dependent, and the next one of the same head (tree.h) */
    int32_t *group_before;                  /* the armed group or body that was named last before each token */
    site_places site[N_SITE];
    nations nation;
    casus_claim *claim;
    size_t n_claim, cap_claim;
    casus_str source;           /* the last one named, for "he said" */
    const casus_actor *subject; /* of the sentence parsed last, for "they"; NULL if none */
    float weight;               /* what the weights say for the report's words, where weighed */
    bool weighed;
    bool other_world;           /* sport, computers, disasters: event words mean little */
    bool fiction;               /* a film, a book, a recipe */
    bool force_told;            /* an act of force was told before */
    bool failed;                /* out of memory */
    bool *may_be_side, may_be_armed; /* of each sentence, and of the report: before actors are looked for (wanted.c) */
    const char *rule, *way;     /* of the parts that are added next (casus_part) */
    uint32_t by;
} scan;

/* A stretch of a sentence that tells of one event or of several of different families. */
typedef struct {
    uint32_t first, end; /* tokens */
    uint32_t sentence;
    const trigger *trig;
    uint32_t n_trig;
    uint32_t source_first, source_end; /* tokens of "X says", outside the telling; equal if there is none */
} segment;

/* what.c */
bool open_scan(scan *s); /* who, where, when and the tree by token; tables_open comes first. false: out of memory */

/* reason.c: why the claim that is being made has a value. Each costs a look at one pointer when nobody asks. */
void because_rule(const scan *s, casus_about about, const char *rule);
/* n 0: as many tokens as the row has; table NONE: no row */
casus_reason *because_words(const scan *s, casus_about about, const char *rule, uint32_t first, uint32_t n, int table);
void because_span(const scan *s, casus_about about, const char *rule, casus_str value, casus_span words);
void because_points(const scan *s, casus_about about, const char *rule, float points);
void because_event(const scan *s, casus_about about, const char *rule, const trigger *t);
void because_not(const scan *s, size_t mark, const trigger *t); /* the claim is not made; mark: reasons before it was begun */
static inline void as_part(scan *s, const trigger *t, const char *rule)
{
    s->rule = rule;
    s->by = t->first;
}

/* words.c */
bool tables_open(scan *s);
const char *word_cell(const scan *s, int table, uint32_t row, int column, char *out, size_t size);
static inline const casus_token *tok(const scan *s, uint32_t i)
{
    return &s->f->text->token[i];
}
bool is_word(const scan *s, uint32_t i, const char *z); /* the folded form of token i is z */
bool is_any(const scan *s, uint32_t i, const char *const *list);
casus_pos pos(const scan *s, uint32_t i);
uint32_t find_triggers(scan *s, uint32_t first, uint32_t end, trigger *out, uint32_t most);
bool has_cue(const scan *s, uint32_t first, uint32_t end, cue c);
bool cue_at(const scan *s, uint32_t i, cue c);                          /* a cue that begins at the token */
uint32_t first_cue(const scan *s, uint32_t first, uint32_t end, cue c); /* its token; end: none */
bool has_mishap(const scan *s, uint32_t first, uint32_t end);
int weapon_kind(const scan *s, uint32_t first, uint32_t end, casus_span *as_written); /* casus_type, NONE if no weapon */

/* amount.c */
typedef struct {
    uint32_t first, end; /* tokens, with "at least" and the like */
    int32_t low, high;   /* high -1: open */
    casus_quality q;
} amount;
bool read_amount(const scan *s, uint32_t i, uint32_t end, amount *out);

/* tally.c */
void read_tallies(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c);
void read_noughts(const scan *s, const segment *g, casus_claim *c); /* "no one was hurt" */
void class_of_dead(const scan *s, casus_claim *c); /* behind read_roles */

/* roles.c */
bool open_actors(scan *s); /* false: out of memory */
void read_roles(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c);

/* source.c */
void read_source_clause(scan *s, uint32_t first, uint32_t end, segment *g);
uint32_t speech_over(const scan *s, uint32_t i); /* the verb of saying that a telling hangs on, NO_TOKEN if none */
void read_sources(scan *s, const segment *g, const trigger *t, casus_claim *c);

/* setting.c */
/* t[0]: the event word that the type comes from */
void read_setting(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c);
void only_place(const scan *s, casus_claim *c, uint32_t first, uint32_t end); /* the one place that tokens name, where the claim has none */

#endif
