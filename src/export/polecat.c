/* PLOVER twice: the POLECAT layout (40 columns, TSV) and PLOVER JSON (one object a line). Compound actors stay one event with a
 * list. Incidents without a PLOVER category are left out and counted.
 */
#include "layout.h"

#include <string.h>

static const char *const column[] = {
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country",
    "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude",
    "GeoNames ID", "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations",
    "Story Locations", "Language", "Version",
};
enum {
    EVENT_ID, EVENT_DATE, EVENT_TYPE, EVENT_MODE, INTENSITY, QUAD_CODE, CONTEXTS,
    NAME, COUNTRY, COW, SECTOR, SECTORS, TITLE, RAW, WIKIPEDIA, /* of the actor; of the recipient RECIPIENT further on */
    RECIPIENT = 8, PLACENAME = 23, CITY, DISTRICT, PROVINCE, PLACE_COUNTRY, LATITUDE, LONGITUDE, GEONAMES, RAW_PLACENAME,
    FEATURE, SOURCE, PUBLISHED, PEOPLE, ORGANIZATIONS, LOCATIONS, LANGUAGE, VERSION, N_COLUMN
};
_Static_assert(N_COLUMN == 40 && sizeof column / sizeof *column == N_COLUMN, "the layout has 40 columns");

static export_fit fit(export_incident *x) { return export_plover_quad(x->row->plover) ? EXPORT_FITS : EXPORT_NO_TYPE; }

static const char *const side_role[2] = {"perpetrator", "affected"};

/* ISO alpha-3 of where an actor belongs, or the organisation its code names. */
static casus_str origin(const casus_party *p)
{
    export_country c;
    export_country_find(p->country, &c);
    return c.known ? casus_str_of(c.iso3) : export_origin(p->code);
}

static void put_side(export_cell *c, export_incident *x, const export_sides *s, int side)
{
    export_cell *of = c + side * RECIPIENT;
    casus_str country[EXPORT_SIDE], sector[EXPORT_SIDE];
    for (int i = 0; i < s->n[side]; i++) {
        country[i] = origin(s->party[side][i]);
        sector[i] = export_sector(s->party[side][i]->code);
    }
    size_t n = (size_t)s->n[side];
    of[NAME] = export_party_names(x, s, side, 0);
    of[COUNTRY] = export_names(x, country, n);
    of[SECTORS] = export_names(x, sector, n);
    if (n) of[SECTOR] = export_text(sector[0]);
    if (n) of[COW] = export_crosswalk(x, "cow", s->party[side][0]->country);
    of[RAW] = export_words_of(x, side_role[side]);
    if (n && of[RAW].kind == CELL_EMPTY) of[RAW] = export_words_of(x, "party");
}

static void put_place(export_cell *c, export_incident *x)
{
    const casus_row *r = x->row;
    int resolution = export_precision_of(r->place_precision).plover;
    c[PLACENAME] = export_text(r->place);
    if (resolution >= 4) c[CITY] = export_text(r->place);
    if (resolution == 3) c[DISTRICT] = export_text(r->place);
    c[PROVINCE] = export_text(resolution == 2 && !r->admin1.n ? r->place : r->admin1);
    c[PLACE_COUNTRY] = export_z(x->country.iso3);
    c[RAW_PLACENAME] = export_words_of(x, "place");
    if (r->geonameid) c[GEONAMES] = export_whole(r->geonameid);
    if (!export_geo_point(x)) return;
    c[LATITUDE] = export_real(r->lat, 5);
    c[LONGITUDE] = export_real(r->lon, 5);
}

static void row(casus_buf *out, export_incident *x, uint64_t number)
{
    export_cell c[N_COLUMN] = {{0}};
    export_sides s;
    double intensity;
    const casus_row *r = x->row;
    (void)number;
    export_sides_of(x, &s);
    c[EVENT_ID] = export_id(x);
    c[EVENT_DATE] = export_text(r->from);
    c[EVENT_TYPE] = export_text(r->plover);
    c[EVENT_MODE] = export_text(r->mode);
    if (export_plover_intensity(r->plover, r->mode, &intensity)) c[INTENSITY] = export_real(intensity, 1);
    c[QUAD_CODE] = export_whole(export_plover_quad(r->plover));
    put_side(c, x, &s, 0);
    put_side(c, x, &s, 1);
    put_place(c, x);
    c[SOURCE] = export_publishers(x);
    if (x->d.n_teller) c[PUBLISHED] = export_text(x->d.teller[0].published);
    if (x->d.n_teller) c[LANGUAGE] = export_text(x->d.teller[0].language);
    c[VERSION] = export_z("casus " CASUS_VERSION);
    export_tsv_row(out, c, N_COLUMN);
}

static void head(casus_buf *out) { export_tsv_head(out, column, N_COLUMN); }

const export_layout export_polecat = {.name = "polecat", .title = "POLECAT layout, PLOVER coding (TSV)", .detail = true, .coded = true,
                                      .happened = true, .fit = fit, .head = head, .row = row};

/* ---------------------------------------------------------------- PLOVER JSON */

static void member(casus_json *j, const char *key, casus_str s) /* what is not known is left away */
{
    if (s.n) casus_json_member(j, key, s);
}

static void entities(casus_json *j, const char *key, const export_sides *s, int side)
{
    casus_json_key(j, key);
    casus_json_open(j, '[');
    for (int i = 0; i < s->n[side]; i++) {
        const casus_party *p = s->party[side][i];
        casus_json_open(j, '{');
        member(j, "code", p->code);
        member(j, "sector", export_sector(p->code));
        member(j, "entity_text", p->name);
        casus_json_close(j, '}');
    }
    casus_json_close(j, ']');
}

static void location(casus_json *j, export_incident *x)
{
    const casus_row *r = x->row;
    if (!r->place.n) return;
    int resolution = export_precision_of(r->place_precision).plover;
    casus_json_key(j, "event_loc");
    casus_json_open(j, '{');
    member(j, "extracted_place", export_words_of(x, "place").text);
    member(j, "resolved_place", r->place);
    if (r->geonameid) export_json_cell(j, "geonameid", export_whole(r->geonameid));
    if (export_geo_point(x)) {
        export_json_cell(j, "lat", export_real(r->lat, 5));
        export_json_cell(j, "lon", export_real(r->lon, 5));
    }
    if (resolution >= 4) member(j, "city", r->place);
    if (resolution == 3) member(j, "district", r->place);
    member(j, "province", r->admin1);
    member(j, "country", casus_str_of(x->country.name));
    member(j, "country_code", casus_str_of(x->country.iso3));
    if (resolution) export_json_cell(j, "resolution", export_whole(resolution));
    casus_json_close(j, '}');
}

static void size(casus_json *j, const casus_row *r)
{
    static const struct {
        const char *key;
        int tally;
    } count[] = {{"dead", CASUS_KILLED}, {"injured", CASUS_INJURED}, {"arrested", CASUS_ABDUCTED}};
    bool any = false;
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        int t = count[i].tally;
        int32_t v = !r->tally[t].set ? -1 : r->tally[t].best >= 0 ? r->tally[t].best : r->tally[t].low;
        if (v < 0) continue;
        if (!any) {
            casus_json_key(j, "size");
            casus_json_open(j, '{');
        }
        any = true;
        export_json_cell(j, count[i].key, export_whole(v));
    }
    if (any) casus_json_close(j, '}');
}

static const casus_quote *first_quote(const export_incident *x)
{
    for (uint32_t i = 0; i < x->d.n_quote; i++)
        if (casus_str_is(x->d.quote[i].field, "event")) return &x->d.quote[i];
    return NULL;
}

static void words(casus_json *j, const export_incident *x)
{
    const casus_quote *q = first_quote(x);
    if (!q || q->teller >= x->d.n_teller) return;
    member(j, "text", q->words);
    casus_json_key(j, "text_info");
    casus_json_open(j, '{');
    export_json_cell(j, "start", export_whole(q->span.off));
    export_json_cell(j, "end", export_whole((int64_t)q->span.off + q->span.len));
    member(j, "text_story", x->d.teller[q->teller].sha256);
    casus_json_close(j, '}');
}

static void cite(casus_json *j, const export_incident *x)
{
    casus_json_key(j, "cite_info");
    casus_json_open(j, '{');
    if (x->d.n_teller) {
        member(j, "url", x->d.teller[0].url);
        member(j, "title", x->d.teller[0].title);
        member(j, "language", x->d.teller[0].language);
        member(j, "publication", x->d.teller[0].publisher);
    }
    casus_json_member(j, "codebook", CASUS_STR("PLOVER"));
    casus_json_member(j, "version", CASUS_STR(CASUS_VERSION));
    casus_json_close(j, '}');
}

static void plover_row(casus_buf *out, export_incident *x, uint64_t number)
{
    casus_json j = {.out = out};
    export_sides s;
    double intensity;
    const casus_row *r = x->row;
    (void)number;
    export_sides_of(x, &s);
    casus_json_open(&j, '{');
    casus_json_member(&j, "id", export_id(x).text);
    casus_json_member(&j, "date", r->from);
    if (!casus_str_eq(r->from, r->to)) member(&j, "enddate", r->to);
    entities(&j, "actor", &s, 0);
    if (s.n[1]) entities(&j, "recipient", &s, 1);
    casus_json_key(&j, "event");
    casus_json_open(&j, '[');
    casus_json_str(&j, r->plover);
    casus_json_close(&j, ']');
    if (r->mode.n) {
        casus_json_key(&j, "mode");
        casus_json_open(&j, '[');
        casus_json_str(&j, r->mode);
        casus_json_close(&j, ']');
    }
    export_json_cell(&j, "quad_code", export_whole(export_plover_quad(r->plover)));
    if (export_plover_intensity(r->plover, r->mode, &intensity)) export_json_cell(&j, "event_scale", export_real(intensity, 1));
    location(&j, x);
    size(&j, r);
    words(&j, x);
    cite(&j, x);
    casus_json_member(&j, "coder", CASUS_STR("casus " CASUS_VERSION));
    if (r->sources.n) {
        casus_buf b = {0};
        casus_buf_z(&b, "said by ");
        casus_buf_str(&b, r->sources);
        casus_json_member(&j, "comment", export_kept(x, &b).text);
    }
    casus_json_close(&j, '}');
    casus_buf_char(out, '\n');
}

const export_layout export_plover = {.name = "plover", .title = "PLOVER JSON, one object a line", .detail = true, .coded = true, .happened = true,
                                     .fit = fit, .row = plover_row};
