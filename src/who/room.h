/* Inside the who room (check.c and member.c stand apart: what the tables may say). find.c goes through the text once and asks at each token, in this order: tables.c for the named actors
 * of the lexicon, compose.c for country and description ("Syrian army"), people.c for people and unknown bodies by the way
 * they are written. What is taken is numbered by entity.c, so that the same actor has the same number in one report.
 */
#ifndef CASUS_WHO_ROOM_H
#define CASUS_WHO_ROOM_H

#include <casus/who.h>

enum { WHO_COUNTRIES = 26 * 26, WHO_NO_ROW = UINT16_MAX };

/* Numbers of a table and of the columns asked of it; -1 where the lexicon has none. */
typedef struct {
    int id, name, kind, country, code, from, to, extra, member;
    int called; /* agents: "own", "office" */
} who_table;

/* A name by which an entity is known in this report: surname or acronym. */
typedef struct {
    uint64_t key;          /* hash, 0: empty */
    int32_t entity;
    const casus_actor *as; /* what a short name stands for; NULL for the name of an entity itself */
} who_alias;

typedef struct {
    const casus_lexicon *lex;
    const casus_text *text;
    const casus_words *words;
    casus_arena *arena;
    casus_day day;
    char country[3]; /* of the report, "" if not known */

    who_table actors, agents, seats, countries, demonyms, titles, firstnames, capitals;
    int places; /* the gazetteer's own lexicon, -1: none */
    uint16_t country_row[WHO_COUNTRIES]; /* ISO alpha-2 -> row of countries.tsv, WHO_NO_ROW: none */
    uint16_t demonym_row[WHO_COUNTRIES]; /* and of demonyms.tsv */

    casus_actor *actor;
    uint32_t n_actor;
    size_t cap;
    who_alias *alias; /* open hash, n_slot a power of two */
    uint32_t n_alias, n_slot;
    int32_t n_entity;
    uint32_t from;    /* first token not yet taken */
} who_finder;

/* ---- tables.c */
bool who_tables_open(who_finder *f);
casus_str who_cell(const who_finder *f, const who_table *t, uint32_t row, int column);
/* The longest match of a table at a token, NULL: none. */
static inline const casus_match *who_match(const who_finder *f, uint32_t i, const who_table *t)
{
    return t->id < 0 ? NULL : casus_words_at(f->words, i, t->id);
}
casus_actor_kind who_kind_of(casus_str name);
uint16_t who_country_row(const who_finder *f, casus_str iso2);
uint16_t who_demonym_row(const who_finder *f, casus_str iso2);
bool who_join(who_finder *f, casus_str *out, const casus_str *part, uint32_t n); /* false: no memory */
casus_day who_edge(casus_str date, bool last); /* "2015-09": its first or last day; CASUS_DAY_NONE for an empty or wrong one */
/* The rows of named actors that share the longest match at a token: the one whose dates hold on the day of the report. */
bool who_named(who_finder *f, uint32_t i, casus_actor *out, bool *nomem);
bool who_is_plain_word(const who_finder *f, uint32_t i); /* "THE PLAN" where all is in capitals: not the acronym that is written like it */

/* ---- member.c: "NAME [from DATE] [until DATE]; ..." */
typedef struct {
    casus_str name, from, until;
} who_membership;
bool who_member_next(casus_str *rest, who_membership *m); /* false at the end */
bool who_member_on(who_finder *f, casus_str cell, casus_str *out); /* names that hold on the report's day; false: no memory */

/* ---- compose.c: each sets *out and gives the number of tokens taken, 0 if nothing begins here */
uint32_t who_described(who_finder *f, uint32_t i, casus_actor *out, bool *nomem);
uint32_t who_country(who_finder *f, uint32_t i, casus_actor *out, bool *nomem);

/* ---- people.c */
uint32_t who_person(who_finder *f, uint32_t i, casus_actor *out, bool *nomem);
uint32_t who_body(who_finder *f, uint32_t i, casus_actor *out, bool *nomem);
casus_actor_kind who_body_kind(const who_finder *f, uint32_t i); /* that the token would make a name of: "Brigade"; unknown: none */

/* ---- refer.c */
uint32_t who_back(who_finder *f, uint32_t i, casus_actor *out, bool *nomem); /* "the group", "he": as in compose.c */
bool who_refer(who_finder *f); /* descriptions of those who are named; false: no memory */

/* ---- entity.c */
bool who_take(who_finder *f, casus_actor *x);                 /* false: no memory */
const casus_actor *who_known(const who_finder *f, uint32_t i); /* the actor this single word stands for, NULL: none */
bool who_name_parts(who_finder *f, const casus_actor *x);      /* remember surname or acronym; false: no memory */

/* ---- words of the text */
static inline bool who_inside(const who_finder *f, uint32_t i, uint32_t like)
{
    return i < f->text->n_token && f->text->token[i].sentence == f->text->token[like].sentence;
}

static inline bool who_is(const who_finder *f, uint32_t i, const char *z)
{
    return i < f->text->n_token && casus_str_is(f->text->token[i].norm, z);
}

static inline bool who_shouts(const who_finder *f, uint32_t i)
{
    return f->text->sentence[f->text->token[i].sentence].shouting;
}

static inline bool who_one_of(const who_finder *f, uint32_t i, const char *const *list)
{
    casus_str w = i < f->text->n_token ? f->text->token[i].norm : (casus_str){0};
    for (; w.n && *list; list++)
        if (casus_str_is(w, *list)) return true;
    return false;
}

/* The word before i in its sentence, "the" passed over; i itself if there is none. */
static inline uint32_t who_before(const who_finder *f, uint32_t i)
{
    uint32_t k = i;
    while (k > 0 && who_inside(f, k - 1, i) && who_is(f, k - 1, "the")) k--;
    return k > 0 && who_inside(f, k - 1, i) ? k - 1 : i;
}

#endif
