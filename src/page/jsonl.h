/* A JSONL line opened: the record inside it. */
#ifndef CASUS_PAGE_JSONL_H
#define CASUS_PAGE_JSONL_H

#include "room.h"

typedef struct {
    casus_record rec; /* format HTML or TEXT, bytes: the html or the body; all strings in the arena */
    bool is_body;
    size_t at; /* where the string begins in the line, roughly */
    uint32_t (*name)[2]; /* code points [from, to) of a given body, by from; NULL if the line has none */
    uint32_t n_name;
} page_line;

/* CASUS_E_INPUT: not a JSON object, neither html nor body, or one that is no string. rec.id is set whenever it is known. */
casus_status page_line_read(const casus_record *rec, casus_arena *a, page_line *line, casus_err *err);

#endif
