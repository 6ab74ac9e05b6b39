/* claim.h: what the files share that make claims of event words. Not for other rooms. */
#ifndef CASUS_WHAT_CLAIM_H
#define CASUS_WHAT_CLAIM_H

#include "what/roles.h"

enum { MOST_TRIGGERS = 32, MOST_SEGMENTS = 8 };

/* The event words of one claim. */
typedef struct {
    const trigger *t; /* in the order of the text */
    uint32_t n;
    const trigger *lead; /* tells most about the type */
    bool strong;         /* one tells of an event by itself */
    bool only_harm;      /* nothing but harm, and nouns of acts told before */
    bool pointed;        /* "the attack": an act told before */
    bool owns;           /* somebody claims or is given what was told before */
    int weapon;          /* casus_type, NONE: no weapon */
} telling;

/* segment.c */
uint32_t cut(scan *s, const segment *whole, segment *out, uint32_t most);
/* "A strike killed four observers, and the minister accused the army": the token where the clause of a speaker begins that the
 * first one is no part of; the sentence's end if nowhere. */
uint32_t second_voice(const scan *s, const casus_sentence *sent);

/* asides.c */
bool together(const trigger *a, const trigger *b);                                        /* may tell of one event */
bool accompanies(const scan *s, const segment *g, const trigger *lead, const trigger *t); /* "kidnapped during a raid" */
uint32_t drop_asides(const scan *s, trigger *t, uint32_t n);                              /* how many are left */
bool harm_of_crowd(const scan *s, const trigger *t, uint32_t n);                          /* all of it is one riot */

/* type.c */
bool armed(const casus_actor *a);
bool anybody(const casus_actor *a);
bool unarmed(const casus_actor *a);
bool of_state(const casus_actor *a);
bool a_person(const casus_actor *a);
bool any_part(const casus_claim *c, casus_role role, bool (*test)(const casus_actor *));
bool word_in(const scan *s, const segment *g, const char *const *list);
int rank_of(const trigger *t); /* how much an event word says about the type */
const char *family_of(int kind);
bool names_type(const trigger *t, uint32_t n);
bool takes_people(const scan *s, const trigger *t); /* "captured 20 rebels", "seized a ship": people, not ground, are the object */
casus_type bare_type(const trigger *lead); /* what is taken until the parties are known */
void set_type(const scan *s, const segment *g, const telling *e, casus_claim *c);
void set_codes(const scan *s, casus_claim *c);

/* status.c */
casus_claim_status status_of(const scan *s, const segment *g, const trigger *t, uint32_t n);
bool is_negated(const scan *s, const segment *g, const trigger *t);
bool is_done(const scan *s, const trigger *t); /* "took advantage of it to murder eleven": no mere aim */
bool party_speaks(const scan *s, const casus_claim *c);

/* refers.c */
bool is_one_of(const scan *s, uint32_t sentence);
bool opens_another(const scan *s, uint32_t sentence);
bool refers_by_words(const scan *s, const segment *g, const telling *e, const casus_claim *c);
void refer_by_company(const scan *s, const segment *g, const telling *e, casus_claim *c); /* behind the setting */
void keep_setting_of_act(const scan *s, const telling *e, casus_claim *c);
bool counts_since(const scan *s, const casus_claim *c, const trigger *lead);

/* earns.c */
bool earns(const scan *s, const segment *g, const casus_claim *c, const trigger *t, uint32_t n, bool strong);

/* claims.c */
bool any_tally(const casus_claim *c);
void make_claim(scan *s, const segment *g, const trigger *t, uint32_t n, bool alone); /* none where it does not stand */

#endif
