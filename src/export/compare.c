/* Our incidents beside the references: which are the same event, which are only there, which only here, and how the same differ.
 *
 * Two can be the same when their days touch or lie a few apart, their places agree within a distance that grows with how vaguely
 * each is known, and their kinds do not exclude each other. What fits is weighed, the best pairs are taken first, and each reference
 * is used once, each incident once a layout. The weights:
 *   days 0.35   the same, less for each day between and for an interval
 *   place 0.35  the same name or point, less with distance
 *   kind 0.15, deaths 0.15   both 0.5 where one side says nothing
 * A pair below 0.55 is none: with the same day and place but another kind and quite other deaths two are still one pair (0.70);
 * a day and 20 km apart and nothing else known they are (0.58); at the limit of both, they are not.
 *
 * Only incidents that the layout records are looked at, and "only here" means within the days and countries that the references
 * cover. Both lists are held in memory, a few hundred bytes each; for each reference the incidents of its country within the days
 * are tried.
 */
#include "layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double weight_days = 0.35, weight_place = 0.35, weight_kind = 0.15, weight_deaths = 0.15, least_score = 0.55;
enum { LONGEST = 31 }; /* days of an interval that can still be compared */

typedef struct {
    casus_row row; /* strings in the arena */
    casus_day from, to;
    casus_str place, admin1; /* folded names */
    const char *family, *acled, *sub;
    unsigned used; /* a bit for each layout it was paired in */
} ours;

typedef struct {
    casus_reference_row row;
    casus_day from, to;
    casus_str place, admin1;
    const char *family;
    size_t match; /* index of ours + 1, 0: none */
    double score;
} theirs;

typedef struct {
    double score;
    size_t ours, theirs;
} pair;

typedef struct {
    casus_ledger *l;
    const casus_compare_opts *o;
    casus_compared *sum;
    casus_arena *a;
    ours *own;
    theirs *ref;
    pair *pair;
    size_t n_own, n_ref, n_pair, cap_own, cap_ref, cap_pair;
    casus_day first, last; /* that the references cover */
    uint64_t countries[26 * 26 / 64 + 1]; /* bits */
    bool acled, ucdp;
    casus_status status;
    casus_err *err;
} comparing;

static bool no_memory(comparing *x)
{
    x->status = casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    return false;
}

/* ---------------------------------------------------------------- holding both lists */

static bool keep_texts(comparing *x, casus_str *const *text, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text[i]->n && casus_arena_str(x->a, *text[i], text[i]) != CASUS_OK) return no_memory(x);
    return true;
}

static int country_bit(casus_str c)
{
    if (c.n != 2 || c.p[0] < 'A' || c.p[0] > 'Z' || c.p[1] < 'A' || c.p[1] > 'Z') return -1;
    return 26 * (c.p[0] - 'A') + (c.p[1] - 'A');
}

static bool days_of(casus_str from, casus_str to, casus_day *first, casus_day *last)
{
    *first = casus_day_read(from);
    *last = casus_day_read(to);
    if (*first == CASUS_DAY_NONE) *first = *last;
    if (*last == CASUS_DAY_NONE || *last < *first) *last = *first;
    return *first != CASUS_DAY_NONE && *last - *first < LONGEST;
}

static bool keep_reference(void *ctx, const casus_reference_row *r)
{
    comparing *x = ctx;
    theirs t = {.row = *r};
    if (!days_of(r->ref.from, r->ref.to, &t.from, &t.to)) {
        x->sum->n_vague_there++;
        return true;
    }
    theirs *list = casus_arena_grow(x->a, x->ref, x->n_ref, x->n_ref + 1, sizeof *list, &x->cap_ref);
    if (!list) return no_memory(x);
    x->ref = list;
    t.row.ref.record = (casus_str){0};
    casus_reference *e = &t.row.ref;
    casus_str *const text[] = {&t.row.layout, &t.row.import, &e->key, &e->type, &e->subtype, &e->from, &e->to, &e->precision, &e->place,
                               &e->country, &e->admin1, &e->place_precision, &e->actor1, &e->actor2, &e->sources, &e->notes};
    if (!keep_texts(x, text, sizeof text / sizeof *text)) return false;
    if (casus_fold(x->a, e->place, &t.place) != CASUS_OK || casus_fold(x->a, e->admin1, &t.admin1) != CASUS_OK) return no_memory(x);
    bool acled = casus_str_is(t.row.layout, "acled");
    t.family = acled ? export_acled_family(e->type, e->subtype) : "force";
    x->acled = x->acled || acled;
    x->ucdp = x->ucdp || !acled;
    int bit = country_bit(e->country);
    if (bit >= 0) x->countries[bit / 64] |= (uint64_t)1 << (bit % 64);
    if (x->n_ref == 0 || t.from < x->first) x->first = t.from;
    if (x->n_ref == 0 || t.to > x->last) x->last = t.to;
    x->ref[x->n_ref++] = t;
    return true;
}

static bool covered(const comparing *x, casus_str country)
{
    int bit = country_bit(country);
    return bit >= 0 && (x->countries[bit / 64] >> (bit % 64) & 1);
}

static bool recorded(const comparing *x, const casus_row *r, const char *acled)
{
    return (x->acled && acled) || (x->ucdp && export_deaths(r) >= 1);
}

static bool is_told_to_have_happened(const casus_row *r)
{
    return !casus_str_is(r->status, "denied") && !casus_str_is(r->status, "planned") && !casus_str_is(r->status, "hypothetical");
}

static const char *family_of(casus_str type)
{
    for (int i = 0; i < CASUS_N_TYPE; i++)
        if (casus_str_is(type, casus_type_name((casus_type)i))) return casus_type_family((casus_type)i);
    return "";
}

static bool keep_incident(void *ctx, const casus_row *r)
{
    comparing *x = ctx;
    export_acled_type type = export_acled_of(r, false, false, casus_str_is(r->tally[CASUS_KILLED].category, "civilians"));
    ours t = {.row = *r, .acled = type.event, .sub = type.sub, .family = family_of(r->type)};
    if (!recorded(x, r, type.event) || !is_told_to_have_happened(r)) {
        x->sum->n_other_here++;
        return true;
    }
    if (!days_of(r->from, r->to, &t.from, &t.to)) {
        x->sum->n_vague_here++;
        return true;
    }
    if (t.to < x->first - (casus_day)x->o->days || t.from > x->last + (casus_day)x->o->days) return true;
    ours *list = casus_arena_grow(x->a, x->own, x->n_own, x->n_own + 1, sizeof *list, &x->cap_own);
    if (!list) return no_memory(x);
    x->own = list;
    casus_row *k = &t.row;
    casus_str *const text[] = {&k->event, &k->type, &k->plover, &k->mode, &k->cameo, &k->status, &k->from, &k->to, &k->edtf, &k->precision,
                               &k->basis, &k->place, &k->country, &k->admin1, &k->place_precision, &k->perpetrators, &k->affected,
                               &k->parties, &k->sources, &k->weapon, &k->tally[CASUS_KILLED].quality, &k->tally[CASUS_KILLED].category};
    if (!keep_texts(x, text, sizeof text / sizeof *text)) return false;
    k->recall = casus_str_is(r->recall, "true") ? CASUS_STR("true") : CASUS_STR("false");
    for (int i = CASUS_INJURED; i < CASUS_N_TALLY; i++)
        if (!keep_texts(x, (casus_str *const[]){&k->tally[i].quality, &k->tally[i].category}, 2)) return false;
    if (casus_fold(x->a, k->place, &t.place) != CASUS_OK || casus_fold(x->a, k->admin1, &t.admin1) != CASUS_OK) return no_memory(x);
    x->own[x->n_own++] = t;
    return true;
}

/* ---------------------------------------------------------------- weighing a pair */

static double radians(double degrees) { return degrees * 3.14159265358979323846 / 180; }

static double distance_km(double lat1, double lon1, double lat2, double lon2)
{
    double a = sin(radians(lat2 - lat1) / 2), b = sin(radians(lon2 - lon1) / 2);
    double h = a * a + cos(radians(lat1)) * cos(radians(lat2)) * b * b;
    return 2 * 6371.0088 * asin(sqrt(h < 1 ? h : 1));
}

/* How far the true place may lie from the point. */
static double radius_km(casus_str precision)
{
    static const struct {
        casus_precision precision;
        double km;
    } radius[] = {{CASUS_PREC_POINT, 0}, {CASUS_PREC_SETTLEMENT, 0}, {CASUS_PREC_NEAR, 15}, {CASUS_PREC_DISTRICT, 30},
                  {CASUS_PREC_PROVINCE, 100}, {CASUS_PREC_REGION, 250}, {CASUS_PREC_COUNTRY, 1000}};
    for (size_t i = 0; i < sizeof radius / sizeof *radius; i++)
        if (casus_str_is(precision, casus_precision_name(radius[i].precision))) return radius[i].km;
    return 30;
}

/* Days between two intervals; 0: they touch. */
static int32_t gap_of(const ours *a, const theirs *b)
{
    if (a->from > b->to) return a->from - b->to;
    if (b->from > a->to) return b->from - a->to;
    return 0;
}

static double days_score(const comparing *x, const ours *a, const theirs *b)
{
    int32_t gap = gap_of(a, b);
    double vague = (a->to > a->from) + (b->to > b->from);
    return 1 - (double)gap / ((double)x->o->days + 1) - 0.1 * vague;
}

/* Negative: they cannot be the same place. */
static double place_score(const comparing *x, const ours *a, const theirs *b)
{
    const casus_row *r = &a->row;
    const casus_reference *e = &b->row.ref;
    bool same_province = a->admin1.n && casus_str_eq(a->admin1, b->admin1);
    if (a->place.n && casus_str_eq(a->place, b->place)) return 1;
    bool country = casus_str_is(r->place_precision, "country") || casus_str_is(e->place_precision, "country");
    if (!r->has_point || !e->has_point || country) return same_province ? 0.5 : country || !r->place.n || !e->place.n ? 0.3 : -1;
    double km = distance_km(r->lat, r->lon, e->lat, e->lon);
    double most = x->o->km + radius_km(r->place_precision) + radius_km(e->place_precision);
    return km <= most ? 1 - 0.7 * km / most : -1;
}

/* Families that data sets draw the line between in other places than we do. */
static double kind_score(const ours *a, const theirs *b)
{
    static const char *const near[][2] = {{"force", "ground"}, {"force", "hold"}, {"ground", "hold"}, {"force", "crowd"}};
    if (!a->family[0] || !b->family[0] || strcmp(a->family, "other") == 0) return 0.5;
    if (strcmp(a->family, b->family) == 0)
        return !b->row.ref.subtype.n || casus_str_is(b->row.ref.subtype, a->sub ? a->sub : "") ? 1 : 0.8;
    for (size_t i = 0; i < sizeof near / sizeof *near; i++)
        if ((strcmp(a->family, near[i][0]) == 0 && strcmp(b->family, near[i][1]) == 0) ||
            (strcmp(a->family, near[i][1]) == 0 && strcmp(b->family, near[i][0]) == 0))
            return 0.3;
    return -1;
}

static double deaths_score(const ours *a, const theirs *b)
{
    int32_t here = export_deaths(&a->row), there = b->row.ref.killed_best;
    int32_t low = a->row.tally[CASUS_KILLED].low, high = a->row.tally[CASUS_KILLED].high;
    if (here < 0 || there < 0) return 0.5;
    if (here == there || (low >= 0 && there >= low && (high < 0 || there <= high))) return 1;
    double less = here < there ? here : there, more = here < there ? there : here;
    return (less + 1) / (more + 1);
}

static double score_of(const comparing *x, const ours *a, const theirs *b)
{
    double place = place_score(x, a, b), kind = kind_score(a, b);
    if (place < 0 || kind < 0) return 0;
    return weight_days * days_score(x, a, b) + weight_place * place + weight_kind * kind + weight_deaths * deaths_score(a, b);
}

/* ---------------------------------------------------------------- pairing */

static int by_day(const void *a, const void *b)
{
    const ours *p = a, *q = b;
    if (p->from != q->from) return p->from < q->from ? -1 : 1;
    return (p->row.id > q->row.id) - (p->row.id < q->row.id);
}

static int by_country_and_day(const void *a, const void *b)
{
    const ours *p = a, *q = b;
    int d = casus_str_cmp(p->row.country, q->row.country);
    return d ? d : by_day(a, b);
}

static int best_first(const void *a, const void *b)
{
    const pair *p = a, *q = b;
    if (p->score > q->score) return -1;
    if (p->score < q->score) return 1;
    if (p->theirs != q->theirs) return p->theirs < q->theirs ? -1 : 1;
    return (p->ours > q->ours) - (p->ours < q->ours);
}

/* The first of ours that lies in the country on this day or later. */
static size_t first_at(const comparing *x, casus_str country, casus_day day)
{
    size_t low = 0, high = x->n_own;
    while (low < high) {
        size_t mid = (low + high) / 2;
        int d = casus_str_cmp(x->own[mid].row.country, country);
        if (d < 0 || (d == 0 && x->own[mid].from < day)) low = mid + 1;
        else high = mid;
    }
    return low;
}

static bool find_pairs(comparing *x)
{
    for (size_t t = 0; t < x->n_ref; t++) {
        const theirs *b = &x->ref[t];
        casus_day days = (casus_day)x->o->days;
        for (size_t i = first_at(x, b->row.ref.country, b->from - days - LONGEST); i < x->n_own; i++) {
            const ours *a = &x->own[i];
            if (!casus_str_eq(a->row.country, b->row.ref.country) || a->from > b->to + days) break;
            if (gap_of(a, b) > days) continue;
            double score = score_of(x, a, b);
            if (score < least_score) continue;
            pair *list = casus_arena_grow(x->a, x->pair, x->n_pair, x->n_pair + 1, sizeof *list, &x->cap_pair);
            if (!list) return no_memory(x);
            x->pair = list;
            x->pair[x->n_pair++] = (pair){score, i, t};
        }
    }
    return true;
}

static void take_pairs(comparing *x)
{
    if (x->n_pair) qsort(x->pair, x->n_pair, sizeof *x->pair, best_first);
    for (size_t i = 0; i < x->n_pair; i++) {
        const pair *p = &x->pair[i];
        unsigned layout = casus_str_is(x->ref[p->theirs].row.layout, "acled") ? 1 : 2;
        if (x->own[p->ours].used & layout || x->ref[p->theirs].match) continue;
        x->own[p->ours].used |= layout;
        x->ref[p->theirs].match = p->ours + 1;
        x->ref[p->theirs].score = p->score;
        x->sum->n_matched++;
    }
}

/* ---------------------------------------------------------------- telling */

static void differ(casus_comparison *c, const ours *a, const theirs *b)
{
    const casus_row *r = &a->row;
    const casus_reference *e = &b->row.ref;
    c->days = a->from - b->from;
    c->km = r->has_point && e->has_point ? distance_km(r->lat, r->lon, e->lat, e->lon) : -1;
    c->both_deaths = export_deaths(r) >= 0 && e->killed_best >= 0;
    c->deaths = c->both_deaths ? export_deaths(r) - e->killed_best : 0;
    c->kind_differs = a->family[0] && b->family[0] && strcmp(a->family, b->family) != 0;
}

static bool tell(comparing *x, bool (*row)(void *, const casus_comparison *), void *ctx)
{
    for (size_t t = 0; t < x->n_ref; t++) {
        const theirs *b = &x->ref[t];
        if (!b->match) continue;
        casus_comparison c = {.kind = CASUS_MATCHED, .ours = &x->own[b->match - 1].row, .theirs = &b->row, .score = b->score};
        differ(&c, &x->own[b->match - 1], b);
        if (!row(ctx, &c)) return false;
    }
    for (size_t t = 0; t < x->n_ref; t++) {
        casus_comparison c = {.kind = CASUS_ONLY_THERE, .theirs = &x->ref[t].row, .km = -1};
        if (x->ref[t].match) continue;
        x->sum->n_only_there++;
        if (!row(ctx, &c)) return false;
    }
    if (x->n_own) qsort(x->own, x->n_own, sizeof *x->own, by_day); /* the matches, which count places in it, are told */
    for (size_t i = 0; i < x->n_own; i++) {
        const ours *a = &x->own[i];
        casus_comparison c = {.kind = CASUS_ONLY_HERE, .ours = &a->row, .km = -1};
        if (a->used) continue;
        if (!covered(x, a->row.country) || a->to < x->first || a->from > x->last) {
            x->sum->n_not_covered++;
            continue;
        }
        x->sum->n_only_here++;
        if (!row(ctx, &c)) return false;
    }
    return true;
}

static void run(comparing *x, const casus_query *q, bool (*row)(void *, const casus_comparison *), void *ctx)
{
    casus_status s = casus_ledger_references(x->l, q, x->o->layout, keep_reference, x, x->err);
    if (x->status == CASUS_OK) x->status = s;
    if (x->status == CASUS_OK && x->n_ref == 0 && x->sum->n_vague_there == 0)
        x->status = casus_fail(x->err, CASUS_E_NOTFOUND, "there are no references that fit", 0);
    if (x->status != CASUS_OK) return;
    s = casus_ledger_list(x->l, q, keep_incident, x, x->err);
    if (x->status == CASUS_OK) x->status = s;
    if (x->status != CASUS_OK) return;
    if (x->n_own) qsort(x->own, x->n_own, sizeof *x->own, by_country_and_day);
    if (!find_pairs(x)) return;
    take_pairs(x);
    casus_day_iso(x->n_ref ? x->first : CASUS_DAY_NONE, x->sum->from);
    casus_day_iso(x->n_ref ? x->last : CASUS_DAY_NONE, x->sum->to);
    tell(x, row, ctx);
}

casus_status casus_compare(casus_ledger *l, const casus_query *q, const casus_compare_opts *o,
                           bool (*row)(void *ctx, const casus_comparison *c), void *ctx, casus_compared *sum, casus_err *err)
{
    casus_err e = {0};
    casus_compared own;
    comparing x = {.l = l, .o = o, .sum = sum ? sum : &own, .a = casus_arena_new((size_t)4 << 30), .err = &e};
    *x.sum = (casus_compared){.n_matched = 0};
    x.status = x.a ? casus_ledger_hold(l, &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (x.status == CASUS_OK) {
        run(&x, q, row, ctx);
        casus_ledger_let_go(l);
    }
    casus_arena_free(x.a);
    if (x.status != CASUS_OK && err) *err = e;
    return x.status;
}

/* ---------------------------------------------------------------- as JSON */

static void reference_write(const casus_reference_row *r, casus_json *j)
{
    const casus_reference *e = &r->ref;
    casus_json_open(j, '{');
    casus_json_member(j, "layout", r->layout);
    casus_json_member(j, "import", r->import);
    export_json_cell(j, "line", export_whole((int64_t)e->line));
    const struct {
        const char *key;
        casus_str text;
    } text[] = {{"key", e->key}, {"type", e->type}, {"subtype", e->subtype}, {"from", e->from}, {"to", e->to}, {"precision", e->precision},
                {"place", e->place}, {"admin1", e->admin1}, {"country", e->country}, {"place_precision", e->place_precision}};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) casus_json_member(j, text[i].key, text[i].text);
    export_json_cell(j, "lat", e->has_point ? export_real(e->lat, 5) : (export_cell){0});
    export_json_cell(j, "lon", e->has_point ? export_real(e->lon, 5) : (export_cell){0});
    casus_json_member(j, "actor1", e->actor1);
    casus_json_member(j, "actor2", e->actor2);
    export_json_cell(j, "killed_low", export_count(e->killed_low));
    export_json_cell(j, "killed_best", export_count(e->killed_best));
    export_json_cell(j, "killed_high", export_count(e->killed_high));
    casus_json_member(j, "sources", e->sources);
    casus_json_member(j, "notes", e->notes);
    casus_json_close(j, '}');
}

void casus_comparison_write(const casus_comparison *c, casus_json *j)
{
    static const char *const kind[] = {"matched", "only_there", "only_here"};
    casus_json_open(j, '{');
    casus_json_member(j, "kind", casus_str_of(kind[c->kind]));
    if (c->kind == CASUS_MATCHED) {
        export_json_cell(j, "score", export_real(c->score, 3));
        casus_json_key(j, "difference");
        casus_json_open(j, '{');
        export_json_cell(j, "days", export_whole(c->days));
        export_json_cell(j, "km", c->km >= 0 ? export_real(c->km, 1) : (export_cell){0});
        export_json_cell(j, "killed", c->both_deaths ? export_whole(c->deaths) : (export_cell){0});
        export_json_cell(j, "kind", export_truth(c->kind_differs));
        casus_json_close(j, '}');
    }
    if (c->ours) {
        casus_json_key(j, "ours");
        casus_row_write(c->ours, j);
    }
    if (c->theirs) {
        casus_json_key(j, "theirs");
        reference_write(c->theirs, j);
    }
    casus_json_close(j, '}');
}
