/* Incidents of a ledger as CSV, JSON lines and GeoJSON.
 *
 * CSV and the properties of GeoJSON are the same flat columns, in one table; JSON lines nests date, place and tallies as the
 * envelope does. Unknown is an empty field or null, never 0: a 0 is written only where a source said so. A tally whose end is
 * open has no high. The coordinates of a country's middle are no place of an event and are left out.
 *
 * A spreadsheet runs a cell that begins with = + - @ as a formula, and names come from foreign pages: such a text gets an
 * apostrophe before it in CSV, which spreadsheets do not show. Numbers are never touched; the other two formats carry the
 * text as it is. One piece of output a row; nothing is held but the row.
 */
#include <casus/export.h>

#include <string.h>

typedef struct {
    enum { EMPTY, TEXT, WHOLE, REAL, TRUTH } kind;
    casus_str text;
    int64_t whole; /* of a truth: 1 or 0 */
    double real;
    int digits;
} cell;

#define TALLY(t) t "_low", t "_best", t "_high", t "_quality", t "_category"
static const char *const column[] = {
    "id", "event", "type", "plover", "mode", "cameo", "status", "recall", "date_from", "date_to", "date_edtf",
    "date_precision", "date_basis", "place", "country", "admin1", "lat", "lon", "geo_precision", "geonameid", "perpetrators",
    "affected", "parties", TALLY("killed"), TALLY("injured"), TALLY("abducted"), TALLY("displaced"), "weapon", "sources",
    "reports", "claims", "confidence",
};
enum { N_COLUMN = sizeof column / sizeof *column };

/* ---------------------------------------------------------------- a row as cells */

static cell text_cell(casus_str s) { return (cell){.kind = s.n ? TEXT : EMPTY, .text = s}; }
static cell whole_cell(int64_t v) { return (cell){.kind = WHOLE, .whole = v}; }
static cell count_cell(int64_t v) { return v < 0 ? (cell){0} : whole_cell(v); }
static cell truth_cell(casus_str s) { return (cell){.kind = TRUTH, .whole = casus_str_is(s, "true")}; }
static cell real_cell(double v, int digits) { return (cell){.kind = REAL, .real = v, .digits = digits}; }

static bool has_point(const casus_row *r) { return r->has_point && !casus_str_is(r->place_precision, "country"); }

static cell *put_texts(cell *c, const casus_str *s, size_t n)
{
    for (size_t i = 0; i < n; i++) *c++ = text_cell(s[i]);
    return c;
}

static cell *put_tally(cell *c, const casus_row *r, int t)
{
    bool set = r->tally[t].set;
    *c++ = count_cell(set ? r->tally[t].low : -1);
    *c++ = count_cell(set ? r->tally[t].best : -1);
    *c++ = count_cell(set ? r->tally[t].high : -1);
    *c++ = text_cell(set ? r->tally[t].quality : (casus_str){0});
    *c++ = text_cell(set ? r->tally[t].category : (casus_str){0});
    return c;
}

/* In the order of the columns above. */
static void cells_of(const casus_row *r, cell c[N_COLUMN])
{
    const casus_str head[] = {r->event, r->type, r->plover, r->mode, r->cameo, r->status};
    const casus_str setting[] = {r->from, r->to, r->edtf, r->precision, r->basis, r->place, r->country, r->admin1};
    const casus_str names[] = {r->perpetrators, r->affected, r->parties};
    *c++ = whole_cell(r->id);
    c = put_texts(c, head, sizeof head / sizeof *head);
    *c++ = truth_cell(r->recall);
    c = put_texts(c, setting, sizeof setting / sizeof *setting);
    *c++ = has_point(r) ? real_cell(r->lat, 5) : (cell){0};
    *c++ = has_point(r) ? real_cell(r->lon, 5) : (cell){0};
    *c++ = text_cell(r->place_precision);
    *c++ = count_cell(r->geonameid ? (int64_t)r->geonameid : -1);
    c = put_texts(c, names, sizeof names / sizeof *names);
    for (int t = 0; t < CASUS_N_TALLY; t++) c = put_tally(c, r, t);
    *c++ = text_cell(r->weapon);
    *c++ = text_cell(r->sources);
    *c++ = whole_cell(r->n_report);
    *c++ = whole_cell(r->n_claim);
    *c++ = real_cell(r->confidence, 3);
}

/* ---------------------------------------------------------------- CSV */

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

static void csv_cell(casus_buf *out, const cell *c)
{
    casus_json plain = {.out = out}; /* numbers and truths look the same in JSON and CSV */
    if (c->kind == TEXT) csv_text(out, c->text);
    else if (c->kind == WHOLE) casus_json_int(&plain, c->whole);
    else if (c->kind == REAL) casus_json_real(&plain, c->real, c->digits);
    else if (c->kind == TRUTH) casus_json_bool(&plain, c->whole != 0);
}

static void csv_head(casus_buf *out)
{
    for (int i = 0; i < N_COLUMN; i++) {
        if (i) casus_buf_char(out, ',');
        casus_buf_z(out, column[i]);
    }
    casus_buf_char(out, '\n');
}

static void csv_row(casus_buf *out, const casus_row *r, uint64_t number)
{
    cell c[N_COLUMN];
    (void)number;
    cells_of(r, c);
    for (int i = 0; i < N_COLUMN; i++) {
        if (i) casus_buf_char(out, ',');
        csv_cell(out, &c[i]);
    }
    casus_buf_char(out, '\n');
}

/* ---------------------------------------------------------------- JSON lines */

static void json_cell(casus_json *j, const char *key, cell c)
{
    casus_json_key(j, key);
    if (c.kind == TEXT) casus_json_str(j, c.text);
    else if (c.kind == WHOLE) casus_json_int(j, c.whole);
    else if (c.kind == REAL) casus_json_real(j, c.real, c.digits);
    else if (c.kind == TRUTH) casus_json_bool(j, c.whole != 0);
    else casus_json_null(j);
}

/* "A; B" as ["A","B"] */
static void json_list(casus_json *j, const char *key, casus_str s)
{
    casus_json_key(j, key);
    casus_json_open(j, '[');
    while (s.n) {
        const char *end = memmem(s.p, s.n, "; ", 2);
        size_t n = end ? (size_t)(end - s.p) : s.n;
        casus_json_str(j, (casus_str){s.p, n});
        s = end ? (casus_str){end + 2, s.n - n - 2} : (casus_str){0};
    }
    casus_json_close(j, ']');
}

static void json_place(casus_json *j, const casus_row *r)
{
    casus_json_key(j, "place");
    if (!r->place.n) {
        casus_json_null(j);
        return;
    }
    casus_json_open(j, '{');
    casus_json_member(j, "name", r->place);
    casus_json_member(j, "country", r->country);
    casus_json_member(j, "admin1", r->admin1);
    json_cell(j, "lat", has_point(r) ? real_cell(r->lat, 5) : (cell){0});
    json_cell(j, "lon", has_point(r) ? real_cell(r->lon, 5) : (cell){0});
    casus_json_member(j, "precision", r->place_precision);
    json_cell(j, "geonameid", count_cell(r->geonameid ? (int64_t)r->geonameid : -1));
    casus_json_close(j, '}');
}

static void json_date(casus_json *j, const casus_row *r)
{
    casus_json_key(j, "date");
    casus_json_open(j, '{');
    casus_json_member(j, "from", r->from);
    casus_json_member(j, "to", r->to);
    casus_json_member(j, "edtf", r->edtf);
    casus_json_member(j, "precision", r->precision);
    casus_json_member(j, "basis", r->basis);
    casus_json_close(j, '}');
}

static void json_tally(casus_json *j, const casus_row *r, int t)
{
    casus_json_key(j, casus_tally_name(t));
    if (!r->tally[t].set) {
        casus_json_null(j);
        return;
    }
    casus_json_open(j, '{');
    json_cell(j, "low", count_cell(r->tally[t].low));
    json_cell(j, "best", count_cell(r->tally[t].best));
    json_cell(j, "high", count_cell(r->tally[t].high));
    casus_json_member(j, "q", r->tally[t].quality);
    casus_json_member(j, "category", r->tally[t].category);
    casus_json_close(j, '}');
}

void casus_row_write(const casus_row *r, casus_json *j)
{
    casus_json_open(j, '{');
    json_cell(j, "id", whole_cell(r->id));
    const struct {
        const char *key;
        casus_str text;
    } head[] = {{"event", r->event}, {"type", r->type}, {"plover", r->plover}, {"mode", r->mode}, {"cameo", r->cameo},
                {"status", r->status}};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) casus_json_member(j, head[i].key, head[i].text);
    json_cell(j, "recall", truth_cell(r->recall));
    json_date(j, r);
    json_place(j, r);
    json_list(j, "perpetrators", r->perpetrators);
    json_list(j, "affected", r->affected);
    json_list(j, "parties", r->parties);
    for (int t = 0; t < CASUS_N_TALLY; t++) json_tally(j, r, t);
    casus_json_member(j, "weapon", r->weapon);
    json_list(j, "sources", r->sources);
    json_cell(j, "reports", whole_cell(r->n_report));
    json_cell(j, "claims", whole_cell(r->n_claim));
    json_cell(j, "confidence", real_cell(r->confidence, 3));
    casus_json_close(j, '}');
}

static void jsonl_row(casus_buf *out, const casus_row *r, uint64_t number)
{
    (void)number;
    casus_json j = {.out = out};
    casus_row_write(r, &j);
    casus_buf_char(out, '\n');
}

/* ---------------------------------------------------------------- GeoJSON (RFC 7946: longitude first, no crs member) */

static void geojson_head(casus_buf *out) { casus_buf_z(out, "{\"type\":\"FeatureCollection\",\"features\":[\n"); }
static void geojson_tail(casus_buf *out) { casus_buf_z(out, "]}\n"); }

static void geometry(casus_json *j, const casus_row *r)
{
    casus_json_key(j, "geometry");
    if (!has_point(r)) {
        casus_json_null(j);
        return;
    }
    casus_json_open(j, '{');
    casus_json_key(j, "type");
    casus_json_z(j, "Point");
    casus_json_key(j, "coordinates");
    casus_json_open(j, '[');
    casus_json_real(j, r->lon, 5);
    casus_json_real(j, r->lat, 5);
    casus_json_close(j, ']');
    casus_json_close(j, '}');
}

static void geojson_row(casus_buf *out, const casus_row *r, uint64_t number)
{
    cell c[N_COLUMN];
    casus_json j = {.out = out};
    cells_of(r, c);
    if (number) casus_buf_z(out, ",\n");
    casus_json_open(&j, '{');
    casus_json_key(&j, "type");
    casus_json_z(&j, "Feature");
    casus_json_key(&j, "id");
    casus_json_int(&j, r->id);
    geometry(&j, r);
    casus_json_key(&j, "properties");
    casus_json_open(&j, '{');
    for (int i = 0; i < N_COLUMN; i++) json_cell(&j, column[i], c[i]);
    casus_json_close(&j, '}');
    casus_json_close(&j, '}');
}

/* ---------------------------------------------------------------- writing */

static const struct {
    void (*head)(casus_buf *out);
    void (*row)(casus_buf *out, const casus_row *r, uint64_t number); /* number: rows before this one */
    void (*tail)(casus_buf *out);
} layout[] = {
    [CASUS_OUT_CSV] = {csv_head, csv_row, NULL},
    [CASUS_OUT_JSONL] = {NULL, jsonl_row, NULL},
    [CASUS_OUT_GEOJSON] = {geojson_head, geojson_row, geojson_tail},
};

typedef struct {
    casus_export_format format;
    bool (*write)(void *ctx, casus_str piece);
    void *ctx;
    casus_buf buf;
    uint64_t n;
    casus_status status;
    casus_err *err;
} exporting;

static bool hand_out(exporting *x)
{
    if (x->buf.failed) x->status = casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    else if (!x->write(x->ctx, (casus_str){x->buf.p, x->buf.n}))
        x->status = casus_fail(x->err, CASUS_E_IO, "writing the export failed", 0);
    casus_buf_clear(&x->buf);
    return x->status == CASUS_OK;
}

static bool hand_out_row(void *ctx, const casus_row *r)
{
    exporting *x = ctx;
    layout[x->format].row(&x->buf, r, x->n);
    if (!hand_out(x)) return false;
    x->n++;
    return true;
}

static void hand_out_edge(exporting *x, void (*edge)(casus_buf *out))
{
    if (!edge || x->status != CASUS_OK) return;
    edge(&x->buf);
    hand_out(x);
}

casus_status casus_export(casus_ledger *l, const casus_query *q, casus_export_format format,
                          bool (*write)(void *ctx, casus_str piece), void *ctx, uint64_t *n_rows, casus_err *err)
{
    exporting x = {.format = format, .write = write, .ctx = ctx, .err = err};
    if (n_rows) *n_rows = 0;
    if ((size_t)format >= sizeof layout / sizeof *layout) return casus_fail(err, CASUS_E_USAGE, "no such export format", 0);
    hand_out_edge(&x, layout[format].head);
    if (x.status == CASUS_OK) {
        casus_status s = casus_ledger_list(l, q, hand_out_row, &x, err);
        if (x.status == CASUS_OK) x.status = s;
    }
    hand_out_edge(&x, layout[format].tail);
    if (n_rows) *n_rows = x.n;
    casus_buf_free(&x.buf);
    return x.status;
}
