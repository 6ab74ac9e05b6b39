/* what: sentences and the findings of when, where and who -> claims.
 *
 * A claim is what one report says of one event, as one source tells it: type, parties, tally, weapon, status, source, and
 * the words that support each value.
 */
#ifndef CASUS_WHAT_H
#define CASUS_WHAT_H

#include <casus/lang.h>
#include <casus/parse.h>
#include <casus/reason.h>
#include <casus/when.h>
#include <casus/where.h>
#include <casus/who.h>

/* The incident types, each with its family (for grouping) and its usual PLOVER category, mode and CAMEO code. */
#define CASUS_TYPE_MAP(X)                                                                                                      \
    X(AIR_STRIKE, "air_strike", "force", "ASSAULT", "aerial", "195")                                                           \
    X(SHELLING, "shelling", "force", "ASSAULT", "heavy-weapons", "194")                                                        \
    X(ARMED_CLASH, "armed_clash", "force", "ASSAULT", "firearms", "190")                                                       \
    X(BOMBING, "bombing", "force", "ASSAULT", "explosives", "183")                                                             \
    X(SUICIDE_BOMBING, "suicide_bombing", "force", "ASSAULT", "suicide-attack", "1831")                                        \
    X(SHOOTING, "shooting", "force", "ASSAULT", "firearms", "193")                                                             \
    X(EXECUTION, "execution", "force", "ASSAULT", "targeted", "202")                                                           \
    X(ATTACK_CIVILIANS, "attack_civilians", "force", "ASSAULT", "", "180")                                                     \
    X(ABDUCTION_DETENTION, "abduction_detention", "hold", "COERCE", "arrest", "173")                                           \
    X(SIEGE, "siege", "ground", "COERCE", "restrict", "191")                                                                   \
    X(TERRITORY_CHANGE, "territory_change", "ground", "ASSAULT", "", "192")                                                    \
    X(DISPLACEMENT, "displacement", "ground", "COERCE", "", "204")                                                             \
    X(PROTEST, "protest", "crowd", "PROTEST", "demo", "141")                                                                   \
    X(RIOT, "riot", "crowd", "PROTEST", "riot", "145")                                                                         \
    X(AGREEMENT, "agreement", "talk", "AGREE", "", "057")                                                                      \
    X(TALKS, "talks", "talk", "CONSULT", "", "040")                                                                            \
    X(STATEMENT, "statement", "talk", "REQUEST", "", "010")                                                                    \
    X(AID, "aid", "talk", "AID", "", "070")                                                                                    \
    X(OTHER, "other", "other", "OTHER", "", "")

typedef enum {
#define CASUS_TYPE_ENUM(id, name, family, plover, mode, cameo) CASUS_TYPE_##id,
    CASUS_TYPE_MAP(CASUS_TYPE_ENUM)
#undef CASUS_TYPE_ENUM
        CASUS_N_TYPE
} casus_type;
CASUS_API const char *casus_type_name(casus_type t);
CASUS_API const char *casus_type_family(casus_type t);
typedef struct {
    const char *plover, *mode, *cameo; /* constants, "" where the type alone does not tell */
} casus_coding;
CASUS_API casus_coding casus_type_coding(casus_type t);

typedef enum {
    CASUS_REPORTED,
    CASUS_CLAIMED,
    CASUS_CONFIRMED,
    CASUS_DENIED,
    CASUS_PLANNED,
    CASUS_HYPOTHETICAL
} casus_claim_status;
CASUS_API const char *casus_claim_status_name(casus_claim_status s);

typedef enum { CASUS_PERPETRATOR, CASUS_AFFECTED, CASUS_PARTY } casus_role;
CASUS_API const char *casus_role_name(casus_role r);

typedef enum { CASUS_Q_EXACT, CASUS_Q_ATLEAST, CASUS_Q_ABOUT, CASUS_Q_RANGE, CASUS_Q_VAGUE } casus_quality;
CASUS_API const char *casus_quality_name(casus_quality q); /* "exact", "atleast", "about", "range", "vague" */

typedef enum { CASUS_V_UNKNOWN, CASUS_V_CIVILIANS, CASUS_V_FORCES, CASUS_V_MILITANTS, CASUS_V_MIXED } casus_victims;
CASUS_API const char *casus_victims_name(casus_victims v); /* "civilians", "security forces", ... */

enum { CASUS_KILLED, CASUS_INJURED, CASUS_ABDUCTED, CASUS_DISPLACED, CASUS_N_TALLY };
CASUS_API const char *casus_tally_name(int t);

typedef struct {
    bool set;          /* false: the text says nothing */
    int32_t low, high; /* people; -1 = open */
    casus_quality q;
    casus_victims category;
    casus_span span; /* the words that give the number */
} casus_tally;

typedef struct {
    casus_role role;
    const casus_actor
        *actor; /* of casus_actors, or of a nation that the words name ("an Israeli raid"); its span is in the report */
    const char *rule, *way; /* what made it a part, and how its words stand for it: constant texts, may be NULL (reason.h) */
    uint32_t by;            /* token of the event word that it is a part by */
} casus_part;

typedef struct {
    casus_day from, to;    /* inclusive; CASUS_DAY_NONE: unknown */
    uint8_t month, mday;   /* a day without a year, else 0 */
    const char *precision; /* "day", "range", "month", "year", "unknown" */
    casus_basis basis;
    char edtf[40];   /* "2015-09-18", "2015-09-01/2015-09-09", "XXXX-09-09", "" */
    casus_span span; /* the expression, len 0 if none */
} casus_dating;
CASUS_API void casus_dating_write(casus_dating *d); /* fill precision and edtf from the days or month and mday */

/* One sign that a decision went by: how much of it there was, and what it weighed (their product was added up). */
typedef struct {
    casus_str name; /* "word=executed", "object:thing", "sentence~17": number 17 of the mean vector of the sentence */
    float value, weight;
} casus_factor;

typedef struct {
    casus_type type;
    const char *plover, *mode, *cameo; /* constants, "" when not known */
    casus_claim_status status;
    bool recall;         /* background: an earlier event, not the news */
    bool refers;         /* "the attack": speaks of an event told before in the report */
    bool loose;          /* the type was chosen from the context, not from the event word */
    bool more;           /* "seven other people died": beside those who were told before */
    bool part_of;        /* "was also killed", "among the dead": its numbers are mostly in those that were told before */
    bool apart;          /* "elsewhere", "in a separate incident": not the event told just before */
    bool running;        /* a sum over days, "since Monday": no telling of one act */
    bool one_of;         /* "in the deadliest attack": one of those told just before */
    uint32_t from_claim; /* number of the claim of the report that its day is counted from + 1 ("a day after ..."), 0: none */
    int32_t from_days;   /* days behind that one, negative: before it */
    casus_part *part;
    uint32_t n_part;
    const casus_place **place; /* most specific first; of casus_places, or unresolved ("the village of X") */
    uint32_t n_place;
    casus_dating date;
    casus_tally tally[CASUS_N_TALLY];
    casus_str weapon;  /* as written, empty if none */
    casus_str *target; /* things struck, as written */
    uint32_t n_target;
    casus_str *victim; /* people hurt, as written */
    uint32_t n_victim;
    casus_str *source; /* who says so: canonical where known, else as written */
    uint32_t n_source;
    casus_span *evidence; /* sorted, disjoint, at least one */
    uint32_t n_evidence;
    uint32_t trigger; /* token of the event word */
    uint32_t sentence;
    float confidence; /* 0..1: how surely this is an incident and no other use of the words; without trained weights, how much
                         is told of it */
    casus_factor *factor; /* what spoke for and against an incident; only where the findings ask for it */
    uint32_t n_factor;
} casus_claim;

typedef struct {
    casus_claim *claim; /* in text order */
    uint32_t n_claim;
} casus_claims;

/* Trained weights that tell incidents from other uses of the same words ("executed a search warrant"). Built into the program.
 * Read-only, shared between threads. m: the model of the findings that they will weigh; it must live as long; NULL: every sentence with an event
 * word is parsed. CASUS_E_NOTFOUND: built without them. CASUS_E_NOMEM. */
typedef struct casus_sense casus_sense;
CASUS_API casus_status casus_sense_open(const casus_model *m, casus_sense **out, casus_err *err);
CASUS_API void casus_sense_close(casus_sense *w);          /* NULL is fine */
CASUS_API uint32_t casus_sense_mark(const casus_sense *w); /* of the weights' text: other weights, other mark */

typedef struct {
    const casus_text *text;
    const casus_words *words;
    const casus_parse *parse; /* NULL: none; else of the sentences casus_what_wanted named */
    const casus_times *times;
    const casus_places *places;
    const casus_actors *actors;
    casus_str publisher;
    const casus_model *model; /* NULL: none */
    const casus_sense *sense; /* NULL: every claim stands */
    bool explain;             /* keep the factors of every claim */
    casus_reasons *reasons;   /* filled where it is not NULL */
    const bool *idle;         /* of each sentence: it is not read for claims (casus_what_wanted); NULL: all are */
    float *leans;             /* CASUS_LEANS a token, all 0 at first: what one call finds of words by the sense, for the next; NULL: nothing is kept */
} casus_findings;
enum { CASUS_LEANS = 2 };

/* Which sentences may tell of an event and are worth a parse: want[i] for each; and idle[i] where words alone show that what looks
 * like an event is none, by the findings' sense (none are without it). idle NULL: every sentence is wanted that could be read at all. The findings need no
 * parse. false: out of memory. */
CASUS_API bool casus_what_wanted(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, bool *want, bool *idle);

/* Known from words alone, before actors, places and times are looked for: no sentence would be wanted, whatever these are. Never without the
 * findings' sense. false: out of memory. */
CASUS_API bool casus_what_hopeless(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, bool *hopeless);

/* Read the claims of a report. CASUS_OK (none is OK), CASUS_E_NOMEM. Claims point into the findings, which must live as long.
 * Threads: any number, one arena each. */
CASUS_API casus_status casus_what_find(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, casus_claims *out,
                                       casus_err *err);

/* ---------------------------------------------------------------- coded events
 *
 * Beside the incidents, every political act that a report tells of can be coded: who did what to whom, in CAMEO and PLOVER
 * terms ("France promised Liberia troops" is AGREE, 0334, FRA to LBR). docs/METHOD.md says how it is done and where it ends. */

/* A party of a coded event. Several words may name one party; the same words may be in several events. */
typedef struct {
    casus_span span;          /* the words */
    char country[4];          /* ISO 3166-1 alpha-3; or IGO, NGO, IMG; "" not known */
    char sector[12];          /* GOV, MIL, REB ...; "" none */
    const casus_actor *actor; /* NULL: a place or a people stands for it */
} casus_coded_party;

typedef struct {
    const char *plover, *mode; /* live as long as the coder; plover "" for statements */
    char cameo[5];
    casus_coded_party *source, *target;
    uint32_t n_source, n_target;
    bool mutual;      /* the sources acted on each other */
    bool lead;        /* what its sentence mainly tells */
    uint32_t trigger; /* token of the act */
    uint32_t sentence;
    casus_span span;          /* of the words of the act */
    const casus_time *time;   /* the day its sentence tells nearest to it; NULL: none, it is that of the report */
    const casus_place *place; /* the place its sentence tells nearest to it; NULL: none */
    float weight;             /* of the row of codes.tsv that fitted, more is surer */
} casus_event;

typedef struct {
    casus_event *event; /* in text order */
    uint32_t n_event;
} casus_events;

/* The tables acts, topics, codes and plover of a lexicon, compiled. Read-only, shared between threads; the lexicon must live as
 * long. where: "file: what is wrong" on CASUS_E_INPUT (free with casus_release), may be NULL. CASUS_E_NOMEM. */
typedef struct casus_coder casus_coder;
CASUS_API casus_status casus_coder_open(const casus_lexicon *lex, casus_coder **coder, char **where, casus_err *err);
CASUS_API void casus_coder_close(casus_coder *coder); /* NULL is fine */

/* Which sentences have a word for an act and somebody who may have done it: sets want[i], clears none. */
CASUS_API void casus_events_wanted(const casus_coder *coder, const casus_text *text, const casus_words *words, bool *want);

/* Code the events of a report; only sentences that were parsed are read. CASUS_OK (none is OK), CASUS_E_NOMEM. Threads: any
 * number, one arena each. */
CASUS_API casus_status casus_events_find(const casus_coder *coder, const casus_findings *f, casus_arena *a, casus_events *out,
                                         casus_err *err);

#endif
