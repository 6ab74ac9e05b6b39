/* One line of JSONL -> a record, by jansson.
 *
 * Of a key that comes twice the last value counts, as in Python and JavaScript. Values of the wrong type are passed over,
 * but for body and html, which must be strings; a numeric id is written out. Empty lines never come here.
 * Costs one copy of the text into the arena beside jansson's own.
 */
#include "jsonl.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static casus_status take(casus_arena *a, const json_t *o, const char *key, casus_str *to)
{
    const json_t *v = json_object_get(o, key);
    char number[32];
    if (json_is_string(v)) return casus_arena_str(a, (casus_str){json_string_value(v), json_string_length(v)}, to);
    if (!json_is_integer(v)) return CASUS_OK;
    snprintf(number, sizeof number, "%" JSON_INTEGER_FORMAT, json_integer_value(v));
    return casus_arena_str(a, casus_str_of(number), to);
}

static int name_order(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    return x[0] != y[0] ? (x[0] > y[0]) - (x[0] < y[0]) : (x[1] > y[1]) - (x[1] < y[1]);
}

/* "names": [[from, to], ...]; what is no such pair is passed over. */
static casus_status take_names(casus_arena *a, const json_t *list, page_line *l)
{
    size_t i;
    const json_t *v;
    if (!json_is_array(list)) return CASUS_OK;
    l->name = casus_arena_get(a, json_array_size(list) + 1, sizeof *l->name);
    if (!l->name) return CASUS_E_LIMIT;
    json_array_foreach(list, i, v) {
        json_int_t from = json_integer_value(json_array_get(v, 0)), to = json_integer_value(json_array_get(v, 1));
        if (from < 0 || to <= from || to > UINT32_MAX) continue;
        l->name[l->n_name][0] = (uint32_t)from;
        l->name[l->n_name++][1] = (uint32_t)to;
    }
    qsort(l->name, l->n_name, sizeof *l->name, name_order);
    return CASUS_OK;
}

static casus_status fill(casus_arena *a, const json_t *o, page_line *l, casus_err *err)
{
    casus_record *r = &l->rec;
    const struct {
        const char *key;
        casus_str *to;
    } field[] = {{"id", &r->id}, {"url", &r->url}, {"publisher", &r->publisher}, {"published", &r->published}, {"title", &r->title}, {"language", &r->language}};
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) {
        if (take(a, o, field[i].key, field[i].to)) return casus_fail(err, CASUS_E_LIMIT, "line does not fit its memory limit", 0);
    }
    const json_t *body = json_object_get(o, "body"), *html = json_object_get(o, "html");
    l->is_body = body && !json_is_null(body);
    const json_t *v = l->is_body ? body : html;
    if (!v || json_is_null(v)) return casus_fail(err, CASUS_E_INPUT, "neither body nor html", 0);
    if (!json_is_string(v)) return casus_fail(err, CASUS_E_INPUT, l->is_body ? "body is not a string" : "html is not a string", 0);
    if (take(a, o, l->is_body ? "body" : "html", &r->bytes)) return casus_fail(err, CASUS_E_LIMIT, "line does not fit its memory limit", 0);
    if (l->is_body && take_names(a, json_object_get(o, "names"), l)) return casus_fail(err, CASUS_E_LIMIT, "line does not fit its memory limit", 0);
    r->format = l->is_body ? CASUS_IN_TEXT : CASUS_IN_HTML;
    r->charset = CASUS_STR("utf-8");
    return CASUS_OK;
}

static size_t place_of(casus_str line, const char *quoted_key)
{
    const char *hit = memmem(line.p, line.n, quoted_key, strlen(quoted_key));
    if (!hit) return 0;
    size_t i = (size_t)(hit - line.p) + strlen(quoted_key);
    while (i < line.n && line.p[i] != '"') i++;
    return i < line.n ? i + 1 : line.n;
}

casus_status page_line_read(const casus_record *rec, casus_arena *a, page_line *line, casus_err *err)
{
    *line = (page_line){.rec = *rec};
    line->rec.bytes = (casus_str){0};
    json_error_t why;
    casus_str s = casus_str_trim(rec->bytes);
    json_t *o = s.n ? json_loadb(s.p, s.n, JSON_ALLOW_NUL, &why) : NULL;
    if (!o) return casus_fail(err, CASUS_E_INPUT, "line is not JSON", rec->at);
    casus_status st = json_is_object(o) ? fill(a, o, line, err) : casus_fail(err, CASUS_E_INPUT, "line is not a JSON object", rec->at);
    json_decref(o);
    line->at = place_of(rec->bytes, line->is_body ? "\"body\"" : "\"html\"");
    return st;
}
