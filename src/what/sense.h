/* sense.h: is what a claim tells an incident at all? Not for other rooms. */
#ifndef CASUS_WHAT_SENSE_H
#define CASUS_WHAT_SENSE_H

#include "what/tree.h"

/* How surely the claim stands, 0 to 1, by the trained weights; its factors where the findings ask for them. t[0..n): its event
 * words, the lead first. -1 where there is nothing to go by: no weights, or a sentence that was not parsed. */
float sense_of(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c);

/* How much the same weights say for any claim of the sentence and for one that m makes, as far as words tell it: a sum of both,
 * what only a tree shows is left out. Only where sense_weighs: there are weights, made ready for the findings' model. */
bool sense_weighs(const scan *s);
float sense_of_sentence(scan *s, uint32_t sentence);
float sense_of_word(scan *s, const casus_match *m);

#endif
