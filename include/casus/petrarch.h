/* petrarch: events coded by a project's own dictionaries, in the formats of TABARI and PETRARCH: actors, agents, verbs (1.0 and
 * 2.0), discards, issues. Codes are strings and come out as the dictionaries have them.
 *
 * docs/METHOD.md says how a sentence is read and where this differs from the programs the formats come from; docs/GUIDE.md how
 * a project moves over.
 *
 *   casus_dictionaries *d;
 *   casus_dictionaries_open("dictionaries", NULL, &d, &told, &n_told, &err);
 *   casus_dictionaries_wanted(d, &text, want);                       // sentences worth parsing
 *   casus_parse_text(parser, &text, want, arena, &parse, &err);
 *   casus_dictionaries_code(d, &text, &parse, day, arena, &coded, &err);
 */
#ifndef CASUS_PETRARCH_H
#define CASUS_PETRARCH_H

#include <casus/parse.h>

typedef struct casus_dictionaries casus_dictionaries; /* read-only after opening; shared between threads */

/* Open a folder of dictionaries.
 *
 *   dir       a folder. PETR_config.ini in it, if there is one, names the files and the options; without it files are known by
 *             "actor", "agent", "verb", "discard" or "issue" in their names. Of several files of verbs, without a choice, the
 * one with the shortest name is read, and this is told. options   "name=value ..." as in PETR_config.ini, which they override:
 * verbfile_name, require_dyad, new_actor_length, comma_min, comma_max, comma_bmin, comma_bmax, comma_emin, comma_emax; blanks
 * or ";" between; may be NULL told      gets a line "file:line: what" for each mistake in a file, after which reading goes on;
 * may be NULL n_told    their number; may be NULL
 *
 * CASUS_OK also with mistakes. CASUS_E_NOINPUT: no such folder, or no file of a kind in it; CASUS_E_USAGE: an option that is
 * none (err->what); CASUS_E_LIMIT: a file over 64 MB; CASUS_E_NOMEM. */
CASUS_API casus_status casus_dictionaries_open(const char *dir, const char *options, casus_dictionaries **d, casus_buf *told,
                                               uint32_t *n_told, casus_err *err);
CASUS_API void casus_dictionaries_close(casus_dictionaries *d); /* NULL is fine */

/* Which sentences have a verb of the dictionaries: sets want[i], clears none. */
CASUS_API void casus_dictionaries_wanted(const casus_dictionaries *d, const casus_text *text, bool *want);

/* One side of an event. */
typedef struct {
    casus_str code;  /* "ISRMIL", "---GOV"; a name in double quotes that is in no dictionary; "" nobody */
    casus_span span; /* the phrase, len 0: nobody */
    casus_str file;  /* where the actor's code, or the agent's, stands; "" none */
    uint32_t line;
} casus_dictionary_party;

typedef struct {
    casus_str code; /* of the verb or its pattern */
    casus_dictionary_party source, target;
    casus_span span;   /* the verb */
    uint32_t sentence; /* number in the text */
    casus_str file;    /* where the pattern or the verb stands */
    uint32_t line;
} casus_dictionary_event;

typedef struct {
    uint32_t sentence;
    casus_str code;
    uint32_t n; /* how often its phrases stand in the sentence */
} casus_dictionary_issue;

typedef struct {
    uint32_t sentence;
    casus_str phrase; /* of the discard list */
    casus_str file;
    uint32_t line;
    bool story; /* nothing of the report is coded */
} casus_dictionary_discard;

typedef struct {
    casus_dictionary_event *event; /* in text order */
    uint32_t n_event;
    casus_dictionary_issue *issue; /* of sentences with events */
    uint32_t n_issue;
    casus_dictionary_discard *discard;
    uint32_t n_discard;
} casus_dictionary_events;

/* Code the sentences of a text that were parsed. day: of the report, for codes that hold in some years only; CASUS_DAY_NONE:
 * not known, then only codes without dates hold. Everything lives in the arena or in the dictionaries. CASUS_OK (no event is
 * OK), CASUS_E_NOMEM. Threads: any number, one arena each. */
CASUS_API casus_status casus_dictionaries_code(const casus_dictionaries *d, const casus_text *text, const casus_parse *parse,
                                               casus_day day, casus_arena *a, casus_dictionary_events *out, casus_err *err);

/* Write the actors (agents) as the table actors.tsv (agents.tsv) of a Casus lexicon, whose countries lex has. Codes that have no
 * counterpart there are told in the same way as mistakes are, and left out. CASUS_E_INPUT: lex has no countries; CASUS_E_NOMEM. */
CASUS_API casus_status casus_dictionaries_actors(const casus_dictionaries *d, const casus_lexicon *lex, casus_buf *out, casus_buf *told,
                                                 uint32_t *n_told, casus_err *err);
CASUS_API casus_status casus_dictionaries_agents(const casus_dictionaries *d, const casus_lexicon *lex, casus_buf *out, casus_buf *told,
                                                 uint32_t *n_told, casus_err *err);

#endif
