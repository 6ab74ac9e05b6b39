/* frames.h: how an event word takes those beside it, by the frame that events.tsv gives it. Not for other rooms. */
#ifndef CASUS_WHAT_FRAMES_H
#define CASUS_WHAT_FRAMES_H

#include "what/tree.h"

/* What a sentence must have before a tree of it can satisfy the frame. */
typedef enum { NEEDS_NOTHING, NEEDS_ACTOR, NEEDS_SIDE, NEEDS_WEAPON } frame_needs;

typedef struct {
    char name[8];
    frame how; /* how roles are read */
    frame_needs needs;
    bool definite; /* it means what was told before */
    bool (*only)(const scan *s, uint32_t verb, const casus_match *m); /* NULL: always; else asked of the tree alone */
} frame_row;

const frame_row *frame_named(const char *name);
/* Does the frame hold for the event word m? Then the trigger may be marked as one told before. */
bool frame_holds(const scan *s, const casus_match *m, const frame_row *row, trigger *t);

#endif
