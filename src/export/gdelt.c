/* GDELT 2.0: events (61 columns) and mentions (16 columns), both TAB separated and without a header. Incidents without a CAMEO code
 * are left out and counted. A mention is a report that tells of the event; offsets are code points of its body. The layout has no
 * deaths and no injured.
 */
#include "layout.h"

#include <string.h>

enum {
    GLOBALEVENTID, SQLDATE, MONTHYEAR, YEAR, FRACTIONDATE,
    CODE, NAME, COUNTRY, GROUP, ETHNIC, RELIGION1, RELIGION2, TYPE1, TYPE2, TYPE3, /* of the first actor; ACTOR2 further on */
    ACTOR2 = 10, ISROOT = 25, EVENTCODE, EVENTBASE, EVENTROOT, QUADCLASS, GOLDSTEIN, NUMMENTIONS, NUMSOURCES, NUMARTICLES, AVGTONE,
    ACTION_TYPE = 51, ACTION_NAME, ACTION_COUNTRY, ACTION_ADM1, ACTION_ADM2, ACTION_LAT, ACTION_LONG, ACTION_FEATURE, DATEADDED,
    SOURCEURL, N_COLUMN
};
_Static_assert(TYPE3 + ACTOR2 + 1 == ISROOT && N_COLUMN == 61, "the layout has 61 columns");

static export_fit fit(export_incident *x) { return export_quad(x->row->cameo) ? EXPORT_FITS : EXPORT_NO_TYPE; }

/* CAMEO's letters for a country: those of ISO but for a few. */
static const char *cameo_country(const char *iso3)
{
    static const char *const other[][2] = {{"ROU", "ROM"}, {"TLS", "TMP"}, {"XKX", "KSV"}, {"MNE", "MTN"}};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        if (strcmp(iso3, other[i][0]) == 0) return other[i][1];
    return iso3;
}

static void put_actor(export_cell *c, const export_sides *s, int side)
{
    export_cell *of = c + side * ACTOR2;
    if (s->n[side] == 0) return;
    const casus_party *p = s->party[side][0];
    export_country country;
    export_country_find(p->country, &country);
    of[CODE] = export_text(p->code);
    of[NAME] = export_text(p->name);
    of[COUNTRY] = export_z(country.known ? cameo_country(country.iso3) : "");
    of[TYPE1] = export_text(export_sector(p->code));
}

static void put_date(export_cell *c, export_incident *x)
{
    int year, month, day;
    casus_day from = casus_day_read(x->row->from);
    if (from == CASUS_DAY_NONE) return;
    casus_day_split(from, &year, &month, &day);
    c[SQLDATE] = export_printed(x, "%04d%02d%02d", year, month, day);
    c[MONTHYEAR] = export_printed(x, "%04d%02d", year, month);
    c[YEAR] = export_whole(year);
    c[FRACTIONDATE] = export_real(year + (month * 30 + day) / 365.0, 4);
}

/* "Palmyra, Homs, Syria" */
static export_cell full_name(export_incident *x, bool with_province)
{
    const casus_row *r = x->row;
    const casus_str part[] = {r->place, with_province ? r->admin1 : (casus_str){0}, casus_str_of(x->country.name)};
    casus_buf b = {0};
    for (int i = 0; i < 3; i++) {
        if (!part[i].n || (i && casus_str_eq(part[i], part[0]))) continue; /* a province or country that is the place itself */
        if (b.n) casus_buf_z(&b, ", ");
        casus_buf_str(&b, part[i]);
    }
    return export_kept(x, &b);
}

static void put_place(export_cell *c, export_incident *x)
{
    const casus_row *r = x->row;
    int type = export_precision_of(r->place_precision).gdelt;
    if (!type || !r->place.n) return;
    if (strcmp(x->country.iso2, "US") == 0 && type > 1) type = type == 4 ? 3 : 2;
    c[ACTION_TYPE] = export_whole(type);
    c[ACTION_NAME] = full_name(x, type == 3 || type == 4);
    c[ACTION_COUNTRY] = export_z(x->country.fips);
    /* one ISO code, two in FIPS */
    if (strcmp(x->country.iso2, "PS") == 0 && r->admin1.n >= 4 && memcmp(r->admin1.p, "Gaza", 4) == 0) c[ACTION_COUNTRY] = export_z("GZ");
    if (r->geonameid) c[ACTION_FEATURE] = export_crosswalk(x, "gns", export_printed(x, "%u", r->geonameid).text);
    if (!export_geo_point(x)) return;
    c[ACTION_LAT] = export_real(r->lat, 5);
    c[ACTION_LONG] = export_real(r->lon, 5);
}

/* "20150918123000" of seconds since 1970. */
static export_cell stamp(export_incident *x, int64_t at)
{
    int year, month, day, second = (int)(at % 86400);
    if (at <= 0) return (export_cell){0};
    casus_day_split((casus_day)(at / 86400), &year, &month, &day);
    return export_printed(x, "%04d%02d%02d%02d%02d%02d", year, month, day, second / 3600, second / 60 % 60, second % 60);
}

static int64_t first_added(const export_incident *x)
{
    int64_t at = 0;
    for (uint32_t i = 0; i < x->d.n_teller; i++)
        if (at == 0 || x->d.teller[i].added < at) at = x->d.teller[i].added;
    return at;
}

/* GDELT calls root what a report tells in its first paragraph. */
static export_cell is_root(const export_incident *x)
{
    for (uint32_t i = 0; i < x->d.n_quote; i++)
        if (x->d.quote[i].opening && casus_str_is(x->d.quote[i].field, "event")) return export_whole(1);
    return export_whole(0);
}

static uint32_t publishers(const export_incident *x)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < x->d.n_teller; i++) {
        uint32_t k = 0;
        while (k < i && !casus_str_eq(x->d.teller[k].publisher, x->d.teller[i].publisher)) k++;
        n += k == i;
    }
    return n;
}

static void row(casus_buf *out, export_incident *x, uint64_t number)
{
    export_cell c[N_COLUMN] = {{0}};
    export_sides s;
    double goldstein;
    casus_str cameo = x->row->cameo;
    (void)number;
    export_sides_of(x, &s);
    c[GLOBALEVENTID] = export_whole(x->row->id);
    put_date(c, x);
    put_actor(c, &s, 0);
    put_actor(c, &s, 1);
    c[ISROOT] = is_root(x);
    c[EVENTCODE] = export_text(cameo);
    c[EVENTBASE] = export_text((casus_str){cameo.p, cameo.n < 3 ? cameo.n : 3});
    c[EVENTROOT] = export_text((casus_str){cameo.p, 2});
    c[QUADCLASS] = export_whole(export_quad(cameo));
    if (export_goldstein(cameo, &goldstein)) c[GOLDSTEIN] = export_real(goldstein, 1);
    c[NUMMENTIONS] = export_whole(x->row->n_claim);
    c[NUMSOURCES] = export_whole(publishers(x));
    c[NUMARTICLES] = export_whole(x->d.n_teller);
    put_place(c, x);
    c[DATEADDED] = stamp(x, first_added(x));
    for (uint32_t i = 0; i < x->d.n_teller && c[SOURCEURL].kind == CELL_EMPTY; i++) c[SOURCEURL] = export_text(x->d.teller[i].url);
    export_tsv_row(out, c, N_COLUMN);
}

const export_layout export_gdelt = {.name = "gdelt", .title = "GDELT 2.0 events (TSV without header)", .detail = true, .coded = true,
                                    .happened = true, .fit = fit, .row = row};

/* ---------------------------------------------------------------- mentions */

enum {
    M_EVENTID, M_EVENTTIME, M_MENTIONTIME, M_TYPE, M_SOURCE, M_IDENTIFIER, M_SENTENCE, M_ACTOR1, M_ACTOR2, M_ACTION, M_RAW,
    M_CONFIDENCE, M_LENGTH, M_TONE, M_TRANSLATION, M_EXTRAS, N_MENTION
};
_Static_assert(N_MENTION == 16, "the layout has 16 columns");

static export_cell offset_of(const export_incident *x, uint32_t teller, const char *field)
{
    for (uint32_t i = 0; i < x->d.n_quote; i++)
        if (x->d.quote[i].teller == teller && casus_str_is(x->d.quote[i].field, field)) return export_whole(x->d.quote[i].span.off);
    return (export_cell){0};
}

static export_cell sentence_of(const export_incident *x, uint32_t teller)
{
    for (uint32_t i = 0; i < x->d.n_quote; i++)
        if (x->d.quote[i].teller == teller && x->d.quote[i].sentence) return export_whole(x->d.quote[i].sentence);
    return (export_cell){0};
}

static void mention_rows(casus_buf *out, export_incident *x, uint64_t number)
{
    enum { WEB = 1, CITATION_ONLY = 2 };
    (void)number;
    for (uint32_t i = 0; i < x->d.n_teller; i++) {
        const casus_teller *t = &x->d.teller[i];
        export_cell c[N_MENTION] = {{0}};
        c[M_EVENTID] = export_whole(x->row->id);
        c[M_EVENTTIME] = stamp(x, first_added(x));
        c[M_MENTIONTIME] = stamp(x, t->added);
        c[M_TYPE] = export_whole(t->url.n ? WEB : CITATION_ONLY);
        c[M_SOURCE] = export_text(t->publisher);
        c[M_IDENTIFIER] = export_text(t->url.n ? t->url : t->name);
        c[M_SENTENCE] = sentence_of(x, i);
        c[M_ACTOR1] = offset_of(x, i, "perpetrator");
        c[M_ACTOR2] = offset_of(x, i, "affected");
        c[M_ACTION] = offset_of(x, i, "event");
        c[M_RAW] = export_whole(1); /* the words stand in the text as it was published */
        if (x->row->confidence >= 0) c[M_CONFIDENCE] = export_whole((int64_t)(x->row->confidence * 100 + 0.5));
        c[M_LENGTH] = export_whole(t->n_char);
        export_tsv_row(out, c, N_MENTION);
    }
}

const export_layout export_mentions = {.name = "gdelt-mentions", .title = "GDELT 2.0 mentions (TSV without header)", .detail = true, .coded = true,
                                       .happened = true, .fit = fit, .row = mention_rows};
