/* The ACLED layout: 31 columns, in force since 20 March 2023. "In ACLED layout" says how the file is laid out, not whose data it is.
 *
 * Types that ACLED does not record (talks, statements, aid, other) are left out and counted. The order of the actors does not say
 * who attacked; here those who are said to have acted come first. Fatalities stay empty where nobody said a number.
 */
#include "layout.h"

#include <stdio.h>
#include <string.h>

#define ACLED_COLUMNS(X)                                                                                                   \
    X(event_id_cnty) X(event_date) X(year) X(time_precision) X(disorder_type) X(event_type) X(sub_event_type) X(actor1)    \
    X(assoc_actor_1) X(inter1) X(actor2) X(assoc_actor_2) X(inter2) X(interaction) X(civilian_targeting) X(iso) X(region)  \
    X(country) X(admin1) X(admin2) X(admin3) X(location) X(latitude) X(longitude) X(geo_precision) X(source)               \
    X(source_scale) X(notes) X(fatalities) X(tags) X(timestamp)
enum {
#define COLUMN(name) AT_##name,
    ACLED_COLUMNS(COLUMN)
#undef COLUMN
    N_COLUMN
};
static const char *const column[N_COLUMN] = {
#define COLUMN(name) #name,
    ACLED_COLUMNS(COLUMN)
#undef COLUMN
};

typedef struct {
    export_sides s; /* actors: the first side is never empty if any is known */
    bool state_does, doer_known, hits_civilians;
} acted;

static void acted_of(export_incident *x, acted *t)
{
    *t = (acted){0};
    export_sides_of(x, &t->s);
    t->doer_known = t->s.n[0] > 0;
    t->state_does = t->doer_known && export_is_state(t->s.party[0][0]);
    for (int i = 0; i < t->s.n[1]; i++) t->hits_civilians = t->hits_civilians || export_is_civilian(t->s.party[1][i]);
    if (casus_str_is(x->row->tally[CASUS_KILLED].category, "civilians") || casus_str_is(x->row->tally[CASUS_INJURED].category, "civilians"))
        t->hits_civilians = true;
    if (t->s.n[0] || !t->s.n[1]) return;
    memcpy(t->s.party[0], t->s.party[1], sizeof t->s.party[0]);
    t->s.n[0] = t->s.n[1];
    t->s.n[1] = 0;
}

static export_fit fit(export_incident *x)
{
    acted t;
    acted_of(x, &t);
    return export_acled_of(x->row, t.state_does, t.doer_known, t.hits_civilians).event ? EXPORT_FITS : EXPORT_NO_TYPE;
}

/* 1: the day; 2: a day within about a week, the middle one stands for it; 3: within a month. Longer is not in the layout: the
 * year alone is given, if it is one year. */
static void put_date(export_cell *c, export_incident *x)
{
    enum { WEEK = 8, MONTH = 31 };
    casus_day from = casus_day_read(x->row->from), to = casus_day_read(x->row->to);
    int year, month, day, last, m, d;
    if (from == CASUS_DAY_NONE) return;
    if (to == CASUS_DAY_NONE || to < from) to = from;
    casus_day_split(from, &year, &month, &day);
    casus_day_split(to, &last, &m, &d);
    int32_t days = to - from + 1;
    if (days <= MONTH) {
        char iso[16];
        casus_day_iso(from + (to - from) / 2, iso);
        casus_day_split(from + (to - from) / 2, &year, &m, &d);
        c[AT_event_date] = export_printed(x, "%s", iso);
        c[AT_time_precision] = export_whole(days == 1 ? 1 : days <= WEEK ? 2 : 3);
    } else if (last != year) {
        return;
    }
    c[AT_year] = export_whole(year);
}

/* "State forces-Rebel group" with the lower number first; "State forces only". */
static export_cell interaction(export_incident *x, int a, int b)
{
    if (a > b) {
        int swap = a;
        a = b;
        b = swap;
    }
    if (b == 0) return (export_cell){0};
    if (x->opts->numbers) return export_whole(a ? 10 * a + b : 10 * b);
    if (a == 0) return export_printed(x, "%s only", export_inter_name(b));
    return export_printed(x, "%s-%s", export_inter_name(a), export_inter_name(b));
}

static export_cell inter_cell(export_incident *x, int inter)
{
    if (inter == 0) return (export_cell){0};
    return x->opts->numbers ? export_whole(inter) : export_z(export_inter_name(inter));
}

static void put_actors(export_cell *c, export_incident *x, const export_sides *s)
{
    static const int at[2][3] = {{AT_actor1, AT_assoc_actor_1, AT_inter1}, {AT_actor2, AT_assoc_actor_2, AT_inter2}};
    int inter[2] = {0};
    for (int side = 0; side < 2; side++) {
        if (s->n[side] == 0) continue;
        inter[side] = export_inter(s->party[side][0], x->row->country, x->row->type);
        c[at[side][0]] = export_text(s->party[side][0]->name);
        c[at[side][1]] = export_party_names(x, s, side, 1);
        c[at[side][2]] = inter_cell(x, inter[side]);
    }
    c[AT_interaction] = interaction(x, inter[0], inter[1]);
}

static void put_place(export_cell *c, export_incident *x)
{
    const casus_row *r = x->row;
    bool country = casus_str_is(r->place_precision, "country");
    if (x->country.numeric) c[AT_iso] = export_whole(x->country.numeric);
    c[AT_region] = export_z(x->country.acled_region);
    c[AT_country] = export_z(x->country.name);
    c[AT_admin1] = export_text(r->admin1);
    c[AT_location] = country ? (export_cell){0} : export_text(r->place);
    if (!export_geo_point(x)) return;
    c[AT_latitude] = export_real(r->lat, 5);
    c[AT_longitude] = export_real(r->lon, 5);
    int precision = export_precision_of(r->place_precision).acled;
    if (precision) c[AT_geo_precision] = export_whole(precision);
}

static void put_tag(casus_buf *b, const char *key, int32_t v)
{
    if (v >= 0) casus_buf_printf(b, "%s%s=%d", b->n ? "; " : "", key, v);
}

static export_cell tags(export_incident *x)
{
    casus_buf b = {0};
    for (int t = CASUS_INJURED; t < CASUS_N_TALLY; t++) {
        if (!x->row->tally[t].set) continue;
        int32_t best = x->row->tally[t].best;
        put_tag(&b, casus_tally_name(t), best >= 0 ? best : x->row->tally[t].low);
    }
    casus_buf_printf(&b, "%sstatus=%.*s", b.n ? "; " : "", (int)x->row->status.n, x->row->status.n ? x->row->status.p : "");
    return export_kept(x, &b);
}

static int64_t last_change(const export_incident *x)
{
    int64_t at = -1;
    for (uint32_t i = 0; i < x->d.n_teller; i++)
        if (x->d.teller[i].added > at) at = x->d.teller[i].added;
    return at;
}

static void row(casus_buf *out, export_incident *x, uint64_t number)
{
    export_cell c[N_COLUMN] = {{0}};
    acted t;
    (void)number;
    acted_of(x, &t);
    export_acled_type type = export_acled_of(x->row, t.state_does, t.doer_known, t.hits_civilians);
    c[AT_event_id_cnty] = export_crosswalk(x, "event_id_cnty", x->row->event);
    if (c[AT_event_id_cnty].kind == CELL_EMPTY) c[AT_event_id_cnty] = export_id(x);
    put_date(c, x);
    c[AT_disorder_type] = export_z(type.disorder);
    c[AT_event_type] = export_z(type.event);
    c[AT_sub_event_type] = export_z(type.sub);
    put_actors(c, x, &t.s);
    if (t.hits_civilians && strcmp(type.disorder, "Strategic developments") != 0) c[AT_civilian_targeting] = export_z("Civilian targeting");
    put_place(c, x);
    c[AT_source] = export_publishers(x);
    c[AT_notes] = export_text(export_first_words(x));
    c[AT_fatalities] = export_count(export_deaths(x->row));
    c[AT_tags] = tags(x);
    c[AT_timestamp] = export_count(last_change(x));
    export_csv_row(out, c, N_COLUMN);
}

static void head(casus_buf *out) { export_csv_head(out, column, N_COLUMN); }

const export_layout export_acled = {.name = "acled", .title = "ACLED layout of March 2023 (CSV)", .detail = true, .happened = true,
                                    .fit = fit, .head = head, .row = row};
