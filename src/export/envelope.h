/* envelope.h: what the files that write an envelope share. Not for other rooms. */
#ifndef CASUS_EXPORT_ENVELOPE_H
#define CASUS_EXPORT_ENVELOPE_H

#include <casus/export.h>

#include <ledger/value.h>

typedef struct {
    casus_json json;
    casus_points points;
    casus_str body;
} writer;

static inline void put_z(writer *w, const char *key, const char *z) { casus_json_member(&w->json, key, casus_str_of(z)); }

static inline void span_value(writer *w, casus_span span)
{
    casus_span s = casus_value_clip(span, w->body);
    casus_json_open(&w->json, '[');
    casus_json_int(&w->json, casus_points_at(&w->points, s.off));
    casus_json_int(&w->json, casus_points_at(&w->points, casus_span_end(s)));
    casus_json_close(&w->json, ']');
}

/* The words and where they stand; both null when there are none. */
static inline void put_words(writer *w, casus_span span)
{
    casus_span s = casus_value_clip(span, w->body);
    casus_json_member(&w->json, "text", s.len ? casus_cut(w->body, s) : (casus_str){0});
    casus_json_key(&w->json, "span");
    if (s.len)
        span_value(w, s);
    else
        casus_json_null(&w->json);
}

/* explain.c: why the values of incident number i are what they are; which event words made no incident. */
void put_why(writer *w, const casus_engine *e, const casus_reading *r, uint32_t i);
void put_left_out(writer *w, const casus_engine *e, const casus_reading *r);

#endif
