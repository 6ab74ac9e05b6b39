/* casus.h: the whole way of a report, and all rooms.
 *
 *   casus_engine *e;
 *   casus_engine_open(NULL, &e, NULL, &err);
 *   casus_arena *a = casus_arena_new(0);
 *   casus_reading r;
 *   casus_parser *p;
 *   casus_parser_new(casus_engine_model(e), &p, &err);
 *   casus_read(e, p, &record, CASUS_STR(""), a, &r);   // r.report, r.incidents, r.errors: all in the arena
 *   casus_envelope_write(e, &r, &json);             // export.h
 *   casus_arena_reset(a);
 *
 * The engine holds what outlives a page: lexicon, gazetteer, models. It is read-only and shared between threads.
 */
#ifndef CASUS_H
#define CASUS_H

#include <casus/base.h>
#include <casus/cast.h>
#include <casus/incident.h>
#include <casus/lang.h>
#include <casus/page.h>
#include <casus/parse.h>
#include <casus/petrarch.h>
#include <casus/text.h>
#include <casus/what.h>
#include <casus/when.h>
#include <casus/where.h>
#include <casus/who.h>

typedef struct casus_engine casus_engine;

/* How far reading goes; what comes behind is left empty. */
typedef enum { CASUS_READ_ALL, CASUS_READ_TIMES, CASUS_READ_PLACES, CASUS_READ_ACTORS } casus_read_until;

typedef struct {
    const char *lexicon;   /* folder, NULL: built in */
    const char *gazetteer; /* file, NULL: built in */
    const char *model;     /* file, NULL: built in, if there is one */
    bool no_model;         /* do without: reading then goes by word order alone */
    bool untrained;        /* let every claim stand that the rules find, without the trained decision whether it is an incident */
    bool events;           /* code every political act as well (casus_reading.events): more sentences are parsed */
    bool deeds;            /* tell deeds and their cast as well (casus_reading.deeds); needs a model */
    bool explain;          /* write down why each value is what it is (casus_reading.reasons, casus_claim.factor) */
    const char *dictionaries;       /* folder, NULL: none; events are coded by them as well (casus_reading.coded), needs a model */
    const char *dictionary_options; /* as for casus_dictionaries_open */
    casus_buf *told;                /* gets the mistakes in the dictionaries, may be NULL */
    casus_read_until until;         /* CASUS_READ_TIMES: times, no places; CASUS_READ_ACTORS: times, places and actors of any text */
} casus_engine_opts;

/* Open everything reading needs. *where: as for casus_lexicon_open, may be NULL. */
CASUS_API casus_status casus_engine_open(const casus_engine_opts *opts, casus_engine **e, char **where, casus_err *err);
CASUS_API void casus_engine_close(casus_engine *e); /* NULL is fine */
CASUS_API const casus_lexicon *casus_engine_lexicon(const casus_engine *e);
CASUS_API const casus_gazetteer *casus_engine_gazetteer(const casus_engine *e);
CASUS_API const casus_coder *casus_engine_coder(const casus_engine *e); /* NULL: events are not coded */
CASUS_API const casus_cast *casus_engine_cast(const casus_engine *e); /* NULL: deeds are not told */
CASUS_API const char *casus_engine_models(const casus_engine *e); /* what was trained, with marks: "english-2-eb172ad7+sense-1f2e3d4c"; "none" */
CASUS_API bool casus_engine_explains(const casus_engine *e); /* opened with explain */
CASUS_API const casus_model *casus_engine_model(const casus_engine *e); /* NULL: none */
CASUS_API const casus_dictionaries *casus_engine_dictionaries(const casus_engine *e); /* NULL: none */

/* What was read of one record. After an error the fields up to it are filled and the rest is empty. So they are of a report whose words alone show
 * that it tells of no incident, where nothing else was asked for (events, deeds, dictionaries, explain): it has no places and no actors. */
typedef struct {
    casus_report report;
    casus_text text;
    casus_words words;
    casus_parse parse; /* of the sentences with event words; wide names in it only with deeds */
    casus_times times;
    casus_places places;
    casus_actors actors;
    casus_claims claims;
    casus_incidents incidents;
    casus_deeds deeds;   /* empty unless the engine was opened with deeds */
    casus_events events; /* empty unless the engine was opened with events */
    bool foreign;    /* not in English: nothing was looked for */
    casus_reasons reasons; /* empty unless the engine was opened with explain */
    casus_dictionary_events coded; /* empty unless it was opened with dictionaries */
    casus_err error; /* code CASUS_OK: none */
} casus_reading;

/* Read one record through all rooms. parser: one of the thread's own, made from the engine's model; NULL: none. Returns
 * reading->error.code. */
CASUS_API casus_status casus_read(const casus_engine *e, casus_parser *parser, const casus_record *rec, casus_str date, casus_arena *a,
                                  casus_reading *out);

#endif
