/* The UCDP GED layout: 49 columns. Only incidents in which somebody was killed are events there; the others are left out and
 * counted. Ids that only UCDP gives stay empty but for a crosswalk of the user's; ours goes into id with a prefix.
 *
 * A side is the state's where there is one, and those who attack civilians; best is the sum of the four counts of deaths: one class
 * of victims if the reports agree on it, else unknown.
 */
#include "layout.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define UCDP_COLUMNS(X)                                                                                                    \
    X(id) X(relid) X(year) X(active_year) X(code_status) X(type_of_violence) X(conflict_dset_id) X(conflict_new_id)        \
    X(conflict_name) X(dyad_dset_id) X(dyad_new_id) X(dyad_name) X(side_a_dset_id) X(side_a_new_id) X(side_a)              \
    X(side_b_dset_id) X(side_b_new_id) X(side_b) X(number_of_sources) X(source_article) X(source_office) X(source_date)    \
    X(source_headline) X(source_original) X(where_prec) X(where_coordinates) X(where_description) X(adm_1) X(adm_2)        \
    X(latitude) X(longitude) X(geom_wkt) X(priogrid_gid) X(country) X(country_id) X(region) X(event_clarity) X(date_prec)  \
    X(date_start) X(date_end) X(deaths_a) X(deaths_b) X(deaths_civilians) X(deaths_unknown) X(best) X(high) X(low)         \
    X(gwnoa) X(gwnob)
enum {
#define COLUMN(name) AT_##name,
    UCDP_COLUMNS(COLUMN)
#undef COLUMN
    N_COLUMN
};
static const char *const column[N_COLUMN] = {
#define COLUMN(name) #name,
    UCDP_COLUMNS(COLUMN)
#undef COLUMN
};

static export_fit fit(export_incident *x) { return export_deaths(x->row) >= 1 ? EXPORT_FITS : EXPORT_NO_DEATHS; }

typedef struct {
    const casus_party *a, *b;
    int violence; /* 1 state-based, 2 non-state, 3 one-sided, 0 not known */
} sides;

static const casus_party *first_that(const export_sides *s, int side, bool (*is)(const casus_party *))
{
    for (int i = 0; i < s->n[side]; i++)
        if (is(s->party[side][i])) return s->party[side][i];
    return NULL;
}

static bool has_arms(const casus_party *p) { return export_is_state(p) || export_is_armed(p); }

static void sides_of(const export_incident *x, sides *t)
{
    export_sides s;
    export_sides_of(x, &s);
    *t = (sides){.a = first_that(&s, 0, has_arms), .b = first_that(&s, 1, has_arms)};
    const casus_party *civilians = first_that(&s, 1, export_is_civilian);
    bool struck = civilians || casus_str_is(x->row->tally[CASUS_KILLED].category, "civilians");
    if (t->a && t->b) {
        t->violence = export_is_state(t->a) || export_is_state(t->b) ? 1 : 2;
        if (!export_is_state(t->a) && export_is_state(t->b)) *t = (sides){.a = t->b, .b = t->a, .violence = 1};
    } else if (t->a && struck) {
        t->violence = 3;
        t->b = civilians;
    } else if (!t->a && t->b) {
        *t = (sides){.b = t->b};
    }
}

static void put_sides(export_cell *c, export_incident *x, const sides *t)
{
    if (t->violence) c[AT_type_of_violence] = export_whole(t->violence);
    casus_str a = t->a ? t->a->name : (casus_str){0}, b = t->b ? t->b->name : (casus_str){0};
    c[AT_side_a] = export_text(a);
    c[AT_side_b] = export_text(b);
    c[AT_side_a_new_id] = export_crosswalk(x, "side_new_id", a);
    c[AT_side_b_new_id] = export_crosswalk(x, "side_new_id", b);
    if (t->a && export_is_state(t->a)) c[AT_gwnoa] = export_crosswalk(x, "country_id", t->a->country);
    if (t->b && export_is_state(t->b)) c[AT_gwnob] = export_crosswalk(x, "country_id", t->b->country);
    if (!a.n || !b.n) return;
    c[AT_dyad_name] = export_printed(x, "%.*s - %.*s", (int)(a.n < 100 ? a.n : 100), a.p, (int)(b.n < 100 ? b.n : 100), b.p);
    c[AT_dyad_new_id] = export_crosswalk(x, "dyad_new_id", c[AT_dyad_name].text);
    c[AT_conflict_new_id] = export_crosswalk(x, "conflict_new_id", c[AT_dyad_name].text);
}

static void put_sources(export_cell *c, export_incident *x)
{
    casus_str *title = casus_arena_get(x->a, x->d.n_teller, sizeof *title), *day = casus_arena_get(x->a, x->d.n_teller, sizeof *day);
    casus_buf article = {0};
    if (!title || !day) {
        x->failed = true;
        return;
    }
    for (uint32_t i = 0; i < x->d.n_teller; i++) {
        const casus_teller *t = &x->d.teller[i];
        const casus_str part[] = {t->publisher, t->published, t->title, t->url};
        title[i] = t->title;
        day[i] = t->published;
        if (i) casus_buf_z(&article, "; ");
        for (size_t k = 0, put = 0; k < sizeof part / sizeof *part; k++) {
            if (!part[k].n) continue;
            if (put++) casus_buf_z(&article, ", ");
            casus_buf_str(&article, part[k]);
        }
    }
    c[AT_number_of_sources] = export_whole(x->row->n_report);
    c[AT_source_article] = export_kept(x, &article);
    c[AT_source_office] = export_publishers(x);
    c[AT_source_date] = export_names(x, day, x->d.n_teller);
    c[AT_source_headline] = export_names(x, title, x->d.n_teller);
    c[AT_source_original] = export_text(x->row->sources);
}

static void put_place(export_cell *c, export_incident *x)
{
    const casus_row *r = x->row;
    int precision = export_precision_of(r->place_precision).ucdp;
    if (precision) c[AT_where_prec] = export_whole(precision);
    c[AT_where_coordinates] = export_text(r->place);
    c[AT_where_description] = export_words_of(x, "place");
    c[AT_adm_1] = export_text(r->admin1);
    c[AT_country] = export_z(x->country.name);
    c[AT_country_id] = export_crosswalk(x, "country_id", r->country);
    c[AT_region] = export_z(x->country.ucdp_region);
    if (!export_geo_point(x)) return;
    c[AT_latitude] = export_real(r->lat, 6);
    c[AT_longitude] = export_real(r->lon, 6);
    casus_buf b = {0};
    casus_json j = {.out = &b};
    casus_buf_z(&b, "POINT (");
    casus_json_real(&j, r->lon, 6);
    casus_buf_char(&b, ' ');
    j = (casus_json){.out = &b};
    casus_json_real(&j, r->lat, 6);
    casus_buf_char(&b, ')');
    c[AT_geom_wkt] = export_kept(x, &b);
    /* half-degree cells, numbered from the south-west corner along the parallels */
    int line = (int)floor((r->lat + 90) * 2), cell = (int)floor((r->lon + 180) * 2);
    c[AT_priogrid_gid] = export_whole((line > 359 ? 359 : line) * 720 + (cell > 719 ? 719 : cell) + 1);
}

static void put_date(export_cell *c, export_incident *x)
{
    casus_day from = casus_day_read(x->row->from), to = casus_day_read(x->row->to);
    int year, month, day;
    if (from == CASUS_DAY_NONE) return;
    if (to == CASUS_DAY_NONE || to < from) to = from;
    casus_day_split(from, &year, &month, &day);
    int32_t days = to - from + 1;
    int precision = days == 1 ? 1 : days <= 6 ? 2 : days == 7 ? 3 : days <= 31 ? 4 : 5;
    c[AT_year] = export_whole(year);
    c[AT_date_prec] = export_whole(precision);
    c[AT_date_start] = export_text(x->row->from);
    c[AT_date_end] = x->row->to.n ? export_text(x->row->to) : c[AT_date_start];
    if (precision <= 2) c[AT_event_clarity] = export_whole(1);
}

/* Whose dead they are: of the side that the class of the victims belongs to. */
static void put_deaths(export_cell *c, export_incident *x, const sides *t)
{
    const casus_row *r = x->row;
    int32_t best = export_deaths(r), low = r->tally[CASUS_KILLED].low, high = r->tally[CASUS_KILLED].high;
    casus_str category = r->tally[CASUS_KILLED].category;
    int at = AT_deaths_unknown;
    if (casus_str_is(category, "civilians")) at = AT_deaths_civilians;
    bool forces = casus_str_is(category, "security forces"), militants = casus_str_is(category, "militants");
    if ((forces && t->a && export_is_state(t->a)) || (militants && t->a && export_is_armed(t->a))) at = AT_deaths_a;
    else if ((forces && t->b && export_is_state(t->b)) || (militants && t->b && export_is_armed(t->b))) at = AT_deaths_b;
    c[at] = export_whole(best); /* of the other classes nobody said a number, so they are empty, not 0 */
    c[AT_best] = export_whole(best);
    c[AT_low] = export_count(low);
    c[AT_high] = export_count(high);
}

static void row(casus_buf *out, export_incident *x, uint64_t number)
{
    export_cell c[N_COLUMN] = {{0}};
    sides t;
    (void)number;
    sides_of(x, &t);
    c[AT_id] = export_crosswalk(x, "id", x->row->event);
    if (c[AT_id].kind == CELL_EMPTY) c[AT_id] = export_id(x);
    put_sides(c, x, &t);
    put_sources(c, x);
    put_place(c, x);
    put_date(c, x);
    put_deaths(c, x, &t);
    export_csv_row(out, c, N_COLUMN);
}

static void head(casus_buf *out) { export_csv_head(out, column, N_COLUMN); }

const export_layout export_ucdp = {.name = "ucdp", .title = "UCDP GED layout of recent releases (CSV)", .detail = true, .happened = true,
                                   .fit = fit, .head = head, .row = row};
