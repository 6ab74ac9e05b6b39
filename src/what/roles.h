/* roles.h: what the ways of reading roles share. Not for other rooms. */
#ifndef CASUS_WHAT_ROLES_H
#define CASUS_WHAT_ROLES_H

#include "what/tree.h"

const casus_actor *actor_at(const scan *s, uint32_t i); /* NULL: none covers the token */
void add_part(scan *s, casus_claim *c, casus_role role, const casus_actor *a);
const casus_place *demonym_at(const scan *s, uint32_t i); /* "Israeli"; NULL: no demonym of a state */
const casus_actor *nation_of(scan *s, const casus_place *p, const casus_claim *c);
const casus_actor *forces_of(scan *s, const casus_actor *state); /* the state itself where its forces have no name */
const casus_actor *phrase_name(const scan *s, uint32_t head);    /* the name beside a description: "a charity, X", or NULL */
const casus_actor *phrase_actor(scan *s, uint32_t head); /* the first actor of a phrase of a parsed sentence, NULL if none */

/* The parties that the event words t tell of, added to c. */
void roles_by_tree(scan *s, const trigger *t, uint32_t n, casus_claim *c);
void roles_by_order(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c);

#endif
