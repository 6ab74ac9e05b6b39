/* coding.h: the tables of acts as the files that code events read them. Not for other rooms.
 *
 * acts.tsv gives words classes, topics.tsv gives words topics, codes.tsv says which class has which CAMEO code beside what,
 * plover.tsv names the codes. coder.c compiles them once; coding.c finds the events; coding_actors.c who stands in them.
 */
#ifndef CASUS_WHAT_CODING_H
#define CASUS_WHAT_CODING_H

#include "what/roles.h"

enum { MOST_CLASSES = 240, MOST_TOPICS = 128, MOST_PREFIXES = 16, CLASSES_A_ROW = 4, MOST_RULES = 4096 };

/* Beside the kinds of actors: a place. */
#define KIND_PLACE (1U << 31)

typedef struct {
    uint64_t w[MOST_TOPICS / 64];
} topics;

typedef enum { SIDE_TO, SIDE_GET, SIDE_BOTH, SIDE_SELF, SIDE_DONE } side;

/* What a row of codes.tsv asks of an object or subject. */
enum { ASK_ANY = 1, ASK_MUST = 2, ASK_NOT = 4, ASK_CCOMP = 8, ASK_MANY = 16, ASK_TO = 32 };
typedef struct {
    bool set;
    topics topic;
    uint32_t kinds; /* bits of casus_actor_kind */
    unsigned flags;
    char prefix[MOST_PREFIXES][5];
    uint8_t cls[4];
    uint8_t n_prefix, n_class;
} asked;

typedef struct {
    uint8_t cls;
    casus_str prep; /* empty: any */
    asked object, subject;
    topics about;
    bool has_about;
    char code[5]; /* "=": of the act inside; "-": none */
    float weight;
} coding_rule;

typedef struct {
    uint8_t cls[CLASSES_A_ROW];
    uint8_t n;
    side how;
} act_row;

typedef struct {
    char code[5];
    const char *plover, *mode; /* in the coder's own storage */
} plover_row;

struct casus_coder {
    const casus_lexicon *lex;
    int acts, events, topic_table;
    int land[3], land_iso2[3]; /* tables that name countries (countries, demonyms, capitals) and their column with the code */
    casus_str class_name[MOST_CLASSES], topic_name[MOST_TOPICS];
    uint32_t n_class, n_topic;
    act_row *act, *event; /* by row of acts.tsv and events.tsv */
    uint8_t *topic;       /* by row of topics.tsv */
    coding_rule *rule;    /* sorted by class, then heaviest first */
    uint32_t n_rule, first_rule[MOST_CLASSES + 1];
    plover_row *plover;
    uint32_t n_plover;
    uint8_t class_side[MOST_CLASSES]; /* side + 1 of the classes of acts.tsv, 0 for the types of events.tsv */
    uint8_t will, not_, say, warn, plan, mishap, light, plan_noun, fail;
    topics people; /* of those who can do something themselves */ /* classes that small words stand for */
    char iso3[N_LETTER][N_LETTER][4];
    char *names; /* storage of plover_row */
};

/* ---------------------------------------------------------------- one sentence */

enum { MOST_SLOTS = 20, MOST_INNER = 6, MOST_EVENTS = 64 };

/* Something that hangs on an act: its object, a phrase behind a preposition, a clause. */
typedef struct {
    uint32_t at;   /* head token */
    casus_str prep; /* empty: object or clause */
    bool direct;   /* object, clause, what is "of" a noun */
    bool clause;
    bool must, negated;
    topics topic;
    uint32_t kinds;
    int inner; /* the event found there, NONE if none */
} slot;

typedef struct {
    uint32_t at; /* token of the act */
    uint32_t behind; /* the token behind its words */
    uint8_t cls[12];
    uint32_t n_class;
    side how;
    char code[5]; /* "" none */
    float weight;
    int inner;          /* event whose code it took or bears on */
    uint32_t via;       /* head of the slot the inner event stands in */
    slot slot[MOST_SLOTS];
    uint32_t n_slot;
    bool verb, negated, future, passive, taken, done;
    uint8_t rule_class; /* class of the row that fitted */
} act;

typedef struct {
    scan s;
    const casus_coder *c;
    topics *topic;       /* by token of the report */
    int16_t *act_of;     /* token -> act of this sentence, NONE */
    uint32_t first, end; /* tokens of the sentence */
    act *act;
    uint32_t n_act;
    casus_event *out;
    size_t n_out, cap_out;
} coding;

static inline bool topic_any(const topics *a, const topics *b)
{
    return ((a->w[0] & b->w[0]) | (a->w[1] & b->w[1])) != 0;
}
static inline bool topic_none(const topics *a)
{
    return !(a->w[0] | a->w[1]);
}
static inline void topic_join(topics *a, const topics *b)
{
    a->w[0] |= b->w[0];
    a->w[1] |= b->w[1];
}

/* coding.c */
uint32_t governor(const scan *s, uint32_t i); /* the verb that has a noun as object or behind a preposition; NO_TOKEN: none */

/* coding_actors.c */
void fill_parties(coding *g, const act *a, casus_event *e);
bool find_other_doer(coding *g, const act *a, const act *inner); /* who does inner is named and does not do a */
uint32_t kinds_at(coding *g, uint32_t head); /* bits of the kinds of the party a phrase names */

#endif
