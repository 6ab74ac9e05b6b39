/* frames.h: how an event word takes those beside it, by the frame that events.tsv gives it. Not for other rooms. */
#ifndef CASUS_WHAT_FRAMES_H
#define CASUS_WHAT_FRAMES_H

#include "what/tree.h"

/* What a sentence must have before a tree of it can satisfy the frame. */
enum {
    NEEDS_ACTOR = 1,
    NEEDS_TWO = 2,     /* who could meet: actors, "his counterpart" */
    NEEDS_SIDE = 4,    /* a state, forces, armed people */
    NEEDS_ARMED = 8,   /* forces, armed people */
    NEEDS_PERSON = 16, /* a person, a group, civilians */
    NEEDS_PEOPLE = 32, /* the same, or words of victims */
    NEEDS_CAUSE = 64,  /* a side, or another event */
    NEEDS_WEAPON = 128,
    NEEDS_GROUND = 256,  /* a place */
    NEEDS_LEAVING = 512, /* that somebody goes, or from where */
    NEEDS_OF_WORDS = NEEDS_GROUND | NEEDS_LEAVING /* looked for by frame_may_hold, the others are in `has` */
};

typedef struct {
    char name[8];
    frame how; /* how roles are read */
    uint32_t needs; /* all of them; 0: none */
    bool definite; /* it means what was told before */
    bool (*only)(const scan *s, uint32_t verb, const casus_match *m); /* NULL: always; else asked of the tree alone */
} frame_row;

const frame_row *frame_named(const char *name);
/* Could a tree of the sentence satisfy the frame? Before actors and places are looked for: as if it had them. */
bool frame_may_hold(const scan *s, const frame_row *row, const casus_sentence *sent, uint32_t has);
/* Does the frame hold for the event word m? Then the trigger may be marked as one told before. */
bool frame_holds(const scan *s, const casus_match *m, const frame_row *row, trigger *t);

#endif
