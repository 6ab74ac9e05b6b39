/* cli: what the files of `casus annotate` share. annotate.c finds the layer and prints what the engine found; words.c parses and
 * prints tokens and names; conllu.c reads tokens that are given.
 */
#ifndef CASUS_CLI_ANNOTATE_H
#define CASUS_CLI_ANNOTATE_H

#include "cli.h"

/* ---------------------------------------------------------------- layers as JSON (annotate.c) */

typedef struct {
    casus_json json;
    casus_points points;
    const casus_reading *r;
} ann_writer;

/* {"start", "end", "text" of a span of the body, left open for more; closed by ann_close. */
void ann_open(ann_writer *w, casus_span s);
void ann_close(ann_writer *w);
void ann_put(ann_writer *w, const char *key, const char *z);

/* The line of one report: {"id", "layer", "offsets", LAYER: [what put writes], "errors"}. body: with the text, for readers that
 * have not seen it. */
casus_status ann_line(const casus_reading *r, const char *layer, bool body, void (*put)(ann_writer *w, void *ctx), void *ctx,
                      casus_arena *a, casus_buf *out);

/* ---------------------------------------------------------------- parsed words (words.c) */

/* One thread's tools. */
typedef struct ann_desk {
    casus_parser *parser;
    casus_arena *arena;
    struct ann_desk *next;
} ann_desk;

/* The model, and desks for as many threads as ask at once. */
typedef struct ann_room ann_room;

int ann_room_open(const cli_opts *o, ann_room **room); /* 0, or the exit status after a message */
void ann_room_close(ann_room *room);                   /* NULL is fine */
ann_desk *ann_desk_take(ann_room *room);               /* NULL: no memory */
void ann_desk_give(ann_room *room, ann_desk *d);       /* its arena is emptied */

/* Parse the text of r and print it as the options say: a line of JSON, or (tokens) CoNLL-U. */
casus_status ann_print_words(const ann_room *room, ann_desk *d, const casus_reading *r, bool body, casus_buf *out);

/* The columns LEMMA to DEPS of one parsed word, each with a tab before it; first: the sentence's first token. */
casus_status ann_columns(const ann_room *room, ann_desk *d, casus_str form, const casus_parsed *p, uint32_t first, casus_buf *out);
void ann_number(casus_buf *out, uint32_t n);

/* ---------------------------------------------------------------- given tokens (conllu.c) */

int ann_given(const cli_opts *o, ann_room *room); /* reads all operands; the exit status */

#endif
