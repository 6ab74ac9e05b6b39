/* Our own layouts: CSV and the properties of GeoJSON are the same flat columns; JSON lines nests date, place and tallies as the
 * envelope does. Unknown is an empty field or null, never 0: a 0 is written only where a source said so. A tally whose end is open
 * has no high. The coordinates of a country's middle are no place of an event and are left out unless asked for.
 */
#include "layout.h"

#include <string.h>

#define TALLY(t) t "_low", t "_best", t "_high", t "_quality", t "_category"
const char *const export_flat_column[EXPORT_N_FLAT] = {
    "id", "event", "type", "plover", "mode", "cameo", "status", "recall", "date_from", "date_to", "date_edtf",
    "date_precision", "date_basis", "place", "country", "admin1", "lat", "lon", "geo_precision", "geonameid", "perpetrators",
    "affected", "parties", TALLY("killed"), TALLY("injured"), TALLY("abducted"), TALLY("displaced"), "weapon", "sources",
    "reports", "claims", "confidence", "review",
};

static export_cell *put_texts(export_cell *c, const casus_str *s, size_t n)
{
    for (size_t i = 0; i < n; i++) *c++ = export_text(s[i]);
    return c;
}

static export_cell *put_tally(export_cell *c, const casus_row *r, int t)
{
    bool set = r->tally[t].set;
    *c++ = export_count(set ? r->tally[t].low : -1);
    *c++ = export_count(set ? r->tally[t].best : -1);
    *c++ = export_count(set ? r->tally[t].high : -1);
    *c++ = export_text(set ? r->tally[t].quality : (casus_str){0});
    *c++ = export_text(set ? r->tally[t].category : (casus_str){0});
    return c;
}

/* In the order of the columns above. */
void export_flat_cells(const casus_row *r, export_cell c[EXPORT_N_FLAT])
{
    const casus_str head[] = {r->event, r->type, r->plover, r->mode, r->cameo, r->status};
    const casus_str setting[] = {r->from, r->to, r->edtf, r->precision, r->basis, r->place, r->country, r->admin1};
    const casus_str names[] = {r->perpetrators, r->affected, r->parties};
    *c++ = export_whole(r->id);
    c = put_texts(c, head, sizeof head / sizeof *head);
    *c++ = export_truth(casus_str_is(r->recall, "true"));
    c = put_texts(c, setting, sizeof setting / sizeof *setting);
    *c++ = export_has_point(r) ? export_real(r->lat, 5) : (export_cell){0};
    *c++ = export_has_point(r) ? export_real(r->lon, 5) : (export_cell){0};
    *c++ = export_text(r->place_precision);
    *c++ = export_count(r->geonameid ? (int64_t)r->geonameid : -1);
    c = put_texts(c, names, sizeof names / sizeof *names);
    for (int t = 0; t < CASUS_N_TALLY; t++) c = put_tally(c, r, t);
    *c++ = export_text(r->weapon);
    *c++ = export_text(r->sources);
    *c++ = export_whole(r->n_report);
    *c++ = export_whole(r->n_claim);
    *c++ = export_real(r->confidence, 3);
    *c++ = export_text(r->review);
}

/* ---------------------------------------------------------------- CSV */

static void csv_head(casus_buf *out) { export_csv_head(out, export_flat_column, EXPORT_N_FLAT); }

static void csv_row(casus_buf *out, export_incident *x, uint64_t number)
{
    export_cell c[EXPORT_N_FLAT];
    (void)number;
    export_flat_cells(x->row, c);
    export_csv_row(out, c, EXPORT_N_FLAT);
}

const export_layout export_csv = {.name = "csv", .title = "Casus, flat columns (CSV)", .head = csv_head, .row = csv_row};

/* ---------------------------------------------------------------- JSON lines */

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
    export_json_cell(j, "lat", export_has_point(r) ? export_real(r->lat, 5) : (export_cell){0});
    export_json_cell(j, "lon", export_has_point(r) ? export_real(r->lon, 5) : (export_cell){0});
    casus_json_member(j, "precision", r->place_precision);
    export_json_cell(j, "geonameid", export_count(r->geonameid ? (int64_t)r->geonameid : -1));
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
    export_json_cell(j, "low", export_count(r->tally[t].low));
    export_json_cell(j, "best", export_count(r->tally[t].best));
    export_json_cell(j, "high", export_count(r->tally[t].high));
    casus_json_member(j, "q", r->tally[t].quality);
    casus_json_member(j, "category", r->tally[t].category);
    casus_json_close(j, '}');
}

void casus_row_write(const casus_row *r, casus_json *j)
{
    casus_json_open(j, '{');
    export_json_cell(j, "id", export_whole(r->id));
    const struct {
        const char *key;
        casus_str text;
    } head[] = {{"event", r->event}, {"type", r->type}, {"plover", r->plover}, {"mode", r->mode}, {"cameo", r->cameo},
                {"status", r->status}};
    for (size_t i = 0; i < sizeof head / sizeof *head; i++) casus_json_member(j, head[i].key, head[i].text);
    export_json_cell(j, "recall", export_truth(casus_str_is(r->recall, "true")));
    json_date(j, r);
    json_place(j, r);
    json_list(j, "perpetrators", r->perpetrators);
    json_list(j, "affected", r->affected);
    json_list(j, "parties", r->parties);
    for (int t = 0; t < CASUS_N_TALLY; t++) json_tally(j, r, t);
    casus_json_member(j, "weapon", r->weapon);
    json_list(j, "sources", r->sources);
    export_json_cell(j, "reports", export_whole(r->n_report));
    export_json_cell(j, "claims", export_whole(r->n_claim));
    export_json_cell(j, "confidence", export_real(r->confidence, 3));
    casus_json_member(j, "review", r->review);
    casus_json_close(j, '}');
}

static void jsonl_row(casus_buf *out, export_incident *x, uint64_t number)
{
    (void)number;
    casus_json j = {.out = out};
    casus_row_write(x->row, &j);
    casus_buf_char(out, '\n');
}

const export_layout export_jsonl = {.name = "jsonl", .title = "Casus, one JSON object a line", .row = jsonl_row};

/* ---------------------------------------------------------------- GeoJSON (RFC 7946: longitude first, no crs member) */

static void geojson_head(casus_buf *out) { casus_buf_z(out, "{\"type\":\"FeatureCollection\",\"features\":[\n"); }
static void geojson_tail(casus_buf *out) { casus_buf_z(out, "]}\n"); }

static void geometry(casus_json *j, const export_incident *x)
{
    casus_json_key(j, "geometry");
    if (!export_geo_point(x)) {
        casus_json_null(j);
        return;
    }
    casus_json_open(j, '{');
    casus_json_key(j, "type");
    casus_json_z(j, "Point");
    casus_json_key(j, "coordinates");
    casus_json_open(j, '[');
    casus_json_real(j, x->row->lon, 5);
    casus_json_real(j, x->row->lat, 5);
    casus_json_close(j, ']');
    casus_json_close(j, '}');
}

static void feature(casus_buf *out, export_incident *x)
{
    export_cell c[EXPORT_N_FLAT];
    casus_json j = {.out = out};
    export_flat_cells(x->row, c);
    casus_json_open(&j, '{');
    casus_json_key(&j, "type");
    casus_json_z(&j, "Feature");
    casus_json_key(&j, "id");
    casus_json_int(&j, x->row->id);
    geometry(&j, x);
    casus_json_key(&j, "properties");
    casus_json_open(&j, '{');
    for (int i = 0; i < EXPORT_N_FLAT; i++) export_json_cell(&j, export_flat_column[i], c[i]);
    casus_json_close(&j, '}');
    casus_json_close(&j, '}');
}

static void geojson_row(casus_buf *out, export_incident *x, uint64_t number)
{
    if (number) casus_buf_z(out, ",\n");
    feature(out, x);
}

static void geojsonl_row(casus_buf *out, export_incident *x, uint64_t number)
{
    (void)number;
    feature(out, x);
    casus_buf_char(out, '\n');
}

const export_layout export_geojson = {.name = "geojson", .title = "GeoJSON (RFC 7946)", .head = geojson_head, .row = geojson_row,
                                      .tail = geojson_tail};
const export_layout export_geojsonl = {.name = "geojsonl", .title = "GeoJSON, one Feature a line", .row = geojsonl_row};
