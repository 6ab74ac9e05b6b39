/* CSV with a row of HXL tags under the header. Readers drop the tag row by its position, so it is there always and once. */
#include "layout.h"

static const char *const column[] = {
    "event_id", "date", "date_start", "date_end", "type", "status", "group_1", "group_2", "country", "country_code", "admin1",
    "admin1_pcode", "place", "lat", "lon", "geo_precision", "killed", "killed_min", "killed_max", "injured", "injured_min",
    "injured_max", "said_by", "source", "description", "url",
};
static const char *const tag[] = {
    "#event+code", "#date+occurred", "#date+start", "#date+end", "#event+type", "#status", "#group+name+first", "#group+name+second", "#country+name",
    "#country+code", "#adm1+name", "#adm1+code", "#loc+name", "#geo+lat", "#geo+lon", "#geo+precision", "#affected+killed",
    "#affected+killed+min", "#affected+killed+max", "#affected+injured", "#affected+injured+min", "#affected+injured+max",
    "#meta+attribution", "#meta+source", "#description", "#meta+url",
};
enum { N_COLUMN = sizeof column / sizeof *column };
_Static_assert(sizeof tag / sizeof *tag == N_COLUMN, "a tag for each column");

static void head(casus_buf *out)
{
    export_csv_head(out, column, N_COLUMN);
    export_csv_head(out, tag, N_COLUMN);
}

static export_cell *put_tally(export_cell *c, const casus_row *r, int t)
{
    bool set = r->tally[t].set;
    *c++ = export_count(!set ? -1 : r->tally[t].best >= 0 ? r->tally[t].best : r->tally[t].low);
    *c++ = export_count(set ? r->tally[t].low : -1);
    *c++ = export_count(set ? r->tally[t].high : -1);
    return c;
}

/* A place code is looked up under its country: "SY/Homs". */
static export_cell pcode(export_incident *x)
{
    const casus_row *r = x->row;
    if (!r->admin1.n || !r->country.n) return (export_cell){0};
    casus_buf key = {0};
    casus_buf_str(&key, r->country);
    casus_buf_char(&key, '/');
    casus_buf_str(&key, r->admin1);
    return export_crosswalk(x, "adm1_pcode", export_kept(x, &key).text);
}

static export_cell urls(export_incident *x)
{
    casus_str *list = casus_arena_get(x->a, x->d.n_teller, sizeof *list);
    if (!list) {
        x->failed = true;
        return (export_cell){0};
    }
    for (uint32_t i = 0; i < x->d.n_teller; i++) list[i] = x->d.teller[i].url;
    return export_names(x, list, x->d.n_teller);
}

static void row(casus_buf *out, export_incident *x, uint64_t number)
{
    export_cell cell[N_COLUMN] = {{0}}, *c = cell;
    export_sides s;
    const casus_row *r = x->row;
    (void)number;
    export_sides_of(x, &s);
    *c++ = export_id(x);
    *c++ = casus_str_eq(r->from, r->to) ? export_text(r->from) : (export_cell){0}; /* one day, known */
    *c++ = export_text(r->from);
    *c++ = export_text(r->to);
    *c++ = export_text(r->type);
    *c++ = export_text(r->status);
    *c++ = export_party_names(x, &s, 0, 0);
    *c++ = export_party_names(x, &s, 1, 0);
    *c++ = export_z(x->country.name);
    *c++ = export_z(x->country.iso3);
    *c++ = export_text(r->admin1);
    *c++ = pcode(x);
    *c++ = export_text(r->place);
    *c++ = export_geo_point(x) ? export_real(r->lat, 5) : (export_cell){0};
    *c++ = export_geo_point(x) ? export_real(r->lon, 5) : (export_cell){0};
    *c++ = export_text(r->place_precision);
    c = put_tally(c, r, CASUS_KILLED);
    c = put_tally(c, r, CASUS_INJURED);
    *c++ = export_text(r->sources);
    *c++ = export_publishers(x);
    *c++ = export_text(export_first_words(x));
    *c++ = urls(x);
    export_csv_row(out, cell, N_COLUMN);
}

const export_layout export_hxl = {.name = "hxl", .title = "CSV with HXL tags", .detail = true, .head = head, .row = row};
