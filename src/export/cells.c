/* Cells, rows and what most layouts ask of an incident.
 *
 * A spreadsheet runs a cell that begins with = + - @ as a formula, and names come from foreign pages: such a text gets an
 * apostrophe before it in CSV, which spreadsheets do not show. Numbers are never touched. In TSV nothing can be quoted: a tab or a
 * line end inside a text becomes a blank.
 */
#include "layout.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---------------------------------------------------------------- making cells */

export_cell export_text(casus_str s) { return (export_cell){.kind = s.n ? CELL_TEXT : CELL_EMPTY, .text = s}; }
export_cell export_z(const char *z) { return export_text(casus_str_of(z)); }
export_cell export_whole(int64_t v) { return (export_cell){.kind = CELL_WHOLE, .whole = v}; }
export_cell export_count(int64_t v) { return v < 0 ? (export_cell){0} : export_whole(v); }
export_cell export_real(double v, int digits) { return (export_cell){.kind = CELL_REAL, .real = v, .digits = digits}; }
export_cell export_truth(bool v) { return (export_cell){.kind = CELL_TRUTH, .whole = v}; }

export_cell export_kept(export_incident *x, casus_buf *b)
{
    casus_str kept = {0};
    if (b->failed || (b->n && casus_arena_str(x->a, (casus_str){b->p, b->n}, &kept) != CASUS_OK)) x->failed = true;
    casus_buf_free(b);
    return export_text(kept);
}

export_cell export_printed(export_incident *x, const char *fmt, ...)
{
    char text[256];
    casus_buf b = {0};
    va_list list;
    va_start(list, fmt);
    vsnprintf(text, sizeof text, fmt, list);
    va_end(list);
    casus_buf_z(&b, text);
    return export_kept(x, &b);
}

static bool in_list(casus_str list, casus_str name)
{
    while (list.n) {
        const char *end = memmem(list.p, list.n, "; ", 2);
        size_t n = end ? (size_t)(end - list.p) : list.n;
        if (casus_str_eq((casus_str){list.p, n}, name)) return true;
        list = end ? (casus_str){end + 2, list.n - n - 2} : (casus_str){0};
    }
    return false;
}

export_cell export_names(export_incident *x, const casus_str *name, size_t n)
{
    casus_buf b = {0};
    for (size_t i = 0; i < n; i++) {
        if (!name[i].n || in_list((casus_str){b.p, b.n}, name[i])) continue;
        if (b.n) casus_buf_z(&b, "; ");
        casus_buf_str(&b, name[i]);
    }
    return export_kept(x, &b);
}

export_cell export_party_names(export_incident *x, const export_sides *s, int side, int from)
{
    casus_str name[EXPORT_SIDE];
    size_t n = 0;
    for (int i = from; i < s->n[side]; i++) name[n++] = s->party[side][i]->name;
    return export_names(x, name, n);
}

/* ---------------------------------------------------------------- what most layouts ask */

static void put_side(export_sides *s, int side, const casus_party *p)
{
    if (s->n[side] < EXPORT_SIDE) s->party[side][s->n[side]++] = p;
}

void export_sides_of(const export_incident *x, export_sides *s)
{
    *s = (export_sides){.n = {0, 0}};
    for (uint32_t i = 0; i < x->d.n_party; i++) {
        const casus_party *p = &x->d.party[i];
        if (casus_str_is(p->role, "perpetrator")) put_side(s, 0, p);
        else if (casus_str_is(p->role, "affected")) put_side(s, 1, p);
    }
    /* the parties of what is mutual: the first against or with all others */
    for (uint32_t i = 0; i < x->d.n_party; i++) {
        const casus_party *p = &x->d.party[i];
        if (casus_str_is(p->role, "party")) put_side(s, s->n[0] > 0, p);
    }
}

bool export_has_point(const casus_row *r) { return r->has_point && !casus_str_is(r->place_precision, "country"); }
bool export_geo_point(const export_incident *x) { return x->opts->centroids ? x->row->has_point : export_has_point(x->row); }

casus_str export_first_words(const export_incident *x)
{
    for (uint32_t i = 0; i < x->d.n_quote; i++)
        if (casus_str_is(x->d.quote[i].field, "event")) return x->d.quote[i].words;
    return (casus_str){0};
}

export_cell export_words_of(export_incident *x, const char *field)
{
    casus_str *list = casus_arena_get(x->a, x->d.n_quote, sizeof *list);
    size_t n = 0;
    if (!list) {
        x->failed = true;
        return (export_cell){0};
    }
    for (uint32_t i = 0; i < x->d.n_quote; i++)
        if (casus_str_is(x->d.quote[i].field, field)) list[n++] = x->d.quote[i].words;
    return export_names(x, list, n);
}

export_cell export_publishers(export_incident *x)
{
    casus_str *list = casus_arena_get(x->a, x->d.n_teller, sizeof *list);
    if (!list) {
        x->failed = true;
        return (export_cell){0};
    }
    for (uint32_t i = 0; i < x->d.n_teller; i++) list[i] = x->d.teller[i].publisher;
    return export_names(x, list, x->d.n_teller);
}

export_cell export_id(export_incident *x) { return export_printed(x, x->opts->coded ? "CASUSE%lld" : "CASUS%lld", (long long)x->row->id); }

int32_t export_deaths(const casus_row *r)
{
    if (!r->tally[CASUS_KILLED].set) return -1;
    return r->tally[CASUS_KILLED].best >= 0 ? r->tally[CASUS_KILLED].best : r->tally[CASUS_KILLED].low;
}

/* ---------------------------------------------------------------- rows */

static void csv_text(casus_buf *out, casus_str s)
{
    bool formula = s.n && memchr("=+-@\t\r", s.p[0], 6) != NULL, quote = false;
    for (size_t i = 0; i < s.n && !quote; i++) quote = memchr(",\"\n\r", s.p[i], 4) != NULL;
    if (quote) casus_buf_char(out, '"');
    if (formula) casus_buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"') casus_buf_char(out, '"');
        casus_buf_char(out, s.p[i]);
    }
    if (quote) casus_buf_char(out, '"');
}

static void tsv_text(casus_buf *out, casus_str s)
{
    for (size_t i = 0; i < s.n; i++) casus_buf_char(out, s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
}

static void put_row(casus_buf *out, const export_cell *c, int n, char between, void (*text)(casus_buf *, casus_str))
{
    for (int i = 0; i < n; i++) {
        casus_json plain = {.out = out}; /* numbers and truths look the same everywhere */
        if (i) casus_buf_char(out, between);
        if (c[i].kind == CELL_TEXT) text(out, c[i].text);
        else if (c[i].kind == CELL_WHOLE) casus_json_int(&plain, c[i].whole);
        else if (c[i].kind == CELL_REAL) casus_json_real(&plain, c[i].real, c[i].digits);
        else if (c[i].kind == CELL_TRUTH) casus_json_bool(&plain, c[i].whole != 0);
    }
    casus_buf_char(out, '\n');
}

static void put_head(casus_buf *out, const char *const *name, int n, char between)
{
    for (int i = 0; i < n; i++) {
        if (i) casus_buf_char(out, between);
        casus_buf_z(out, name[i]);
    }
    casus_buf_char(out, '\n');
}

void export_csv_head(casus_buf *out, const char *const *name, int n) { put_head(out, name, n, ','); }
void export_csv_row(casus_buf *out, const export_cell *c, int n) { put_row(out, c, n, ',', csv_text); }
void export_tsv_head(casus_buf *out, const char *const *name, int n) { put_head(out, name, n, '\t'); }
void export_tsv_row(casus_buf *out, const export_cell *c, int n) { put_row(out, c, n, '\t', tsv_text); }

void export_json_cell(casus_json *j, const char *key, export_cell c)
{
    casus_json_key(j, key);
    if (c.kind == CELL_TEXT) casus_json_str(j, c.text);
    else if (c.kind == CELL_WHOLE) casus_json_int(j, c.whole);
    else if (c.kind == CELL_REAL) casus_json_real(j, c.real, c.digits);
    else if (c.kind == CELL_TRUTH) casus_json_bool(j, c.whole != 0);
    else casus_json_null(j);
}
