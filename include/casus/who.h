/* who: names and descriptions of those who act or suffer -> canonical actors with codes.
 *
 * Named actors come from data/lexicon/en/actors.tsv and countries.tsv; generic ones ("insurgents", "police", "civilians")
 * from agents.tsv; unknown people are taken from the way they are introduced ("Defense Minister A. B.", "A. B., the mayor").
 */
#ifndef CASUS_WHO_H
#define CASUS_WHO_H

#include <casus/lang.h>

typedef enum {
    CASUS_ACTOR_UNKNOWN,
    CASUS_ACTOR_STATE,      /* a country or its government */
    CASUS_ACTOR_FORCES,     /* army, police, other state forces */
    CASUS_ACTOR_ARMED,      /* armed group that is no state's */
    CASUS_ACTOR_ORG,        /* body without arms: party, UN, aid agency, observers, company */
    CASUS_ACTOR_MEDIA,      /* outlet; a source, hardly ever a party */
    CASUS_ACTOR_PERSON,
    CASUS_ACTOR_CIVILIAN,   /* civilians, residents, protesters, journalists, children ... */
    CASUS_ACTOR_GROUP       /* other groups of people */
} casus_actor_kind;
CASUS_API const char *casus_actor_kind_name(casus_actor_kind k);

typedef struct {
    uint32_t first, n;    /* tokens of the whole noun group as far as it names the actor: "Syrian army", "al-Qaeda's Syrian
                             affiliate Jabhat al-Nusra" gives one for al-Qaeda and one for Jabhat al-Nusra */
    casus_span span;
    casus_span named;     /* of words that stand for one named elsewhere ("the reporter", "he"): where the name is; len 0: span */
    casus_str name;       /* canonical: "Islamic State", "Syrian Armed Forces", "civilians", "Taliban" */
    casus_str parent;     /* of lexicon actors: the body it is part of; may be empty */
    casus_str member;     /* bodies and sides it belongs to or is allied with on the day of the report, "; " between; may be empty */
    casus_str code;       /* PLOVER style: country or organisation, then sector: "SYRMIL", "IRQREB", "CVL" */
    char country[3];      /* ISO alpha-2 the actor belongs to, "" if none */
    casus_actor_kind kind;
    bool generic;         /* "insurgents", "soldiers": a description, not a name */
    bool plural;
    bool unknown;         /* "unidentified gunmen", "unknown attackers" */
    int32_t entity;       /* the same canonical actor has the same number within one report */
} casus_actor;

typedef struct {
    casus_actor *actor; /* in text order, not overlapping */
    uint32_t n_actor;
} casus_actors;

/* Where the actor is called by its name. */
static inline casus_span casus_actor_named(const casus_actor *x) { return x->named.len ? x->named : x->span; }

/* Find the actors of a text. day: the day of the report (for dated affiliations), CASUS_DAY_NONE if not known.
 * country: ISO alpha-2 of the country the report is mostly about, so that "the army" can be told whose; may be "".
 * CASUS_OK (none found is OK), CASUS_E_NOMEM. Threads: any number. */
CASUS_API casus_status casus_who_find(const casus_lexicon *lex, const casus_text *text, const casus_words *words, casus_day day,
                                      const char *country, casus_arena *a, casus_actors *out, casus_err *err);

/* What casus_who_find may find, at most, at a small part of its cost: side[i] is set where sentence i may name a state, forces or an armed
 * group; *armed, where the text may name forces or an armed group. side: all false. false: out of memory. */
CASUS_API bool casus_who_may(const casus_lexicon *lex, const casus_text *text, const casus_words *words, casus_arena *a, bool *side, bool *armed);

/* Is what the tables of actors say well formed, and does every name say who is meant? Adds to out, for each mistake, a line
 * "actors.tsv:12: unknown kind". *n: their number. CASUS_E_NOMEM. */
CASUS_API casus_status casus_who_check(const casus_lexicon *lex, casus_buf *out, uint32_t *n, casus_err *err);

#endif
