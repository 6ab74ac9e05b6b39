/* The compiled words of the when room, and what a named day is on which date. */
#ifndef CASUS_WHEN_VOCAB_H
#define CASUS_WHEN_VOCAB_H

#include "room.h"

typedef struct {
    casus_str word; /* folded, without dots; p NULL: the slot is free */
    when_mark mark; /* kind MARK_NONE: only in lists or the beginning of a phrase */
    int32_t more;   /* first phrase that begins with this word, -1: none */
} when_slot;

/* Several words that mean one thing: "Eid al-Fitr", "right now". */
typedef struct {
    casus_str name;   /* folded, without dots */
    casus_str beside; /* words parted by blanks, one of which must follow; empty: none need */
    when_mark mark;
    int32_t more; /* next phrase with the same first word, -1: none */
} when_phrase;

/* How the date of a named day is found. */
typedef enum {
    RULE_FIXED,   /* month, mday; year when it was once */
    RULE_EASTER,  /* shift: days from Easter Sunday */
    RULE_NTH,     /* nth (5: last) weekday wday of a month */
    RULE_ISLAMIC, /* month, mday of the Islamic calendar; mday 0: the whole month */
    RULE_MOVES    /* no rule is given */
} when_rule_kind;

typedef struct {
    uint8_t kind, month, mday, nth;
    int8_t wday;
    int16_t shift;
    int32_t year; /* 0: every year */
} when_day_rule;

struct casus_when {
    casus_arena *arena;
    when_slot *slot; /* open hash */
    uint32_t mask;
    when_phrase *phrase;
    uint32_t n_phrase, cap_phrase;
    when_day_rule *day;
    uint32_t n_day;
};

/* The word's slot, NULL if it means nothing here. */
const when_slot *when_slot_find(const casus_when *w, casus_str word);

/* "12-25", "1944-06-06", "easter+39", "fourth thursday of november", "islamic 09", or nothing. The words table must have been
 * read. */
bool when_rule_read(const casus_when *w, casus_str cell, when_day_rule *out);
/* First and last day it falls on in a year; false: the rule does not tell, or not in that year. */
bool when_rule_days(const when_day_rule *r, int year, casus_day *from, casus_day *to);

#endif
