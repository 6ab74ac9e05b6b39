/* Are two tellings of one event? One rule for all: points for what agrees, against what does not, and a short list of what forbids.
 *
 * The points are whole numbers and stand in one table; CASUS_LINK_ENOUGH of them make a link. The same day in the same town for the
 * same kind of act is enough, if no count speaks against it; a country and a day need the same count, party or words beside them.
 * The answer is the same both ways round. Cost: under a microsecond, most of it the distance.
 */
#include <casus/incident.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    int type, place, near_by, province, country, name_only;
    int day, some_days, next_day, month, year, past, undated;
    int toll, toll_big, toll_fits, grows, grows_far, falls, falls_far, apart, none_dead;
    int other_type, target, other_target, injured, other_injured, actor, most_actors, victim, other_victim, word, most_words, other_words, text, talk_alone;
} points = {
    .type = 10, .place = 40, .near_by = 26, .province = 14, .country = 4, .name_only = 30,
    .day = 30, .some_days = 20, .next_day = -8, .month = 12, .year = 6, .past = 26, .undated = 6,
    .toll = 14, .toll_big = 14, .toll_fits = 6, .grows = -3, .grows_far = -10, .falls = -8, .falls_far = -20, .apart = -32,
    .none_dead = -24,
    .other_type = -8, .target = 6, .other_target = -24, .injured = 8, .other_injured = -12, .actor = 12, .most_actors = 24, .victim = 56, .other_victim = -45, .word = 7, .most_words = 28, .other_words = -6,
    .text = 60, .talk_alone = -30,
};

const char *casus_link_part_name(int part)
{
    static const char *const name[] = {"type", "place", "day", "toll", "actors", "targets", "words", "text"};
    return part >= 0 && part < CASUS_N_LINK ? name[part] : "";
}

/* ---------------------------------------------------------------- kind */

#define BIT(t) (1u << CASUS_TYPE_##t)

/* Words that reporters use for one act, both ways. */
static const uint32_t same_act[CASUS_N_TYPE] = {
    [CASUS_TYPE_AIR_STRIKE] = BIT(BOMBING) | BIT(SHELLING) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_SHELLING] = BIT(AIR_STRIKE) | BIT(BOMBING) | BIT(ARMED_CLASH) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_ARMED_CLASH] = BIT(SHELLING) | BIT(BOMBING) | BIT(SUICIDE_BOMBING) | BIT(SHOOTING) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_BOMBING] = BIT(AIR_STRIKE) | BIT(SHELLING) | BIT(ARMED_CLASH) | BIT(SUICIDE_BOMBING) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_SUICIDE_BOMBING] = BIT(ARMED_CLASH) | BIT(BOMBING) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_SHOOTING] = BIT(ARMED_CLASH) | BIT(EXECUTION) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_EXECUTION] = BIT(SHOOTING) | BIT(ATTACK_CIVILIANS),
    [CASUS_TYPE_ATTACK_CIVILIANS] = BIT(AIR_STRIKE) | BIT(SHELLING) | BIT(ARMED_CLASH) | BIT(BOMBING) | BIT(SUICIDE_BOMBING) |
                                    BIT(SHOOTING) | BIT(EXECUTION),
    [CASUS_TYPE_PROTEST] = BIT(RIOT),
    [CASUS_TYPE_RIOT] = BIT(PROTEST),
    [CASUS_TYPE_AGREEMENT] = BIT(TALKS),
    [CASUS_TYPE_TALKS] = BIT(AGREEMENT),
};

static bool is_talk(casus_type t) { return strcmp(casus_type_family(t), "talk") == 0; }

static void compare_types(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    if (a->type == b->type)
        why->points[CASUS_LINK_TYPE] = (int16_t)points.type;
    else if (!(same_act[a->type] >> b->type & 1))
        why->never = "another kind of event";
    else
        why->points[CASUS_LINK_TYPE] = (int16_t)points.other_type;
    if ((a->status == CASUS_PLANNED) != (b->status == CASUS_PLANNED)) why->never = "one is planned, the other happened";
    if ((a->status == CASUS_HYPOTHETICAL) != (b->status == CASUS_HYPOTHETICAL)) why->never = "one is a threat, the other happened";
}

/* ---------------------------------------------------------------- days */

enum { MOST_UNDATED = 7 }; /* days by which a report that does not say when may come after what it tells */

typedef struct {
    int64_t from, to;
    int slack;    /* days by which it may be wrong */
    bool known;   /* false: worked out from the day of the report alone, or not at all */
    bool nowhere; /* not even the report has a day */
} interval;

static interval interval_of(const casus_trace *t)
{
    interval v = {.known = t->from != CASUS_DAY_NONE && t->to != CASUS_DAY_NONE && t->from <= t->to};
    if (v.known) {
        v.from = t->from;
        v.to = t->to;
        v.slack = t->basis == CASUS_BASIS_STATED ? 0 : t->basis <= CASUS_BASIS_INFERRED ? 2 : 1;
        return v;
    }
    v.nowhere = t->ref == CASUS_DAY_NONE || t->recall;
    v.from = v.nowhere ? 0 : (int64_t)t->ref - 2;
    v.to = v.nowhere ? 0 : t->ref;
    return v;
}

static bool long_ago(const casus_trace *t)
{
    return t->ref != CASUS_DAY_NONE && t->to != CASUS_DAY_NONE && t->to < t->ref - 330;
}

static int day_points(const casus_trace *a, const casus_trace *b, const interval *x, const interval *y, int32_t gap)
{
    int64_t wide = x->to - x->from > y->to - y->from ? x->to - x->from : y->to - y->from;
    if (gap > 0) return points.next_day;
    int v = wide == 0 ? points.day : wide <= 3 ? points.some_days : wide <= 31 ? points.month : points.year;
    if (wide > 3 && long_ago(a) && long_ago(b)) v = points.past;
    return v;
}

static void compare_days(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    interval x = interval_of(a), y = interval_of(b);
    if (x.nowhere || y.nowhere) return;
    int64_t gap = x.from > y.to ? x.from - y.to : y.from > x.to ? y.from - x.to : 0;
    why->days = gap > 100000 ? 100000 : (int32_t)gap;
    if (!x.known || !y.known) {
        if (gap > MOST_UNDATED) why->never = "the days are too far apart";
        why->points[CASUS_LINK_DAY] = (int16_t)(gap <= 1 ? points.undated : 0);
        return;
    }
    if (gap > (x.slack > y.slack ? x.slack : y.slack)) why->never = "the days are too far apart";
    why->points[CASUS_LINK_DAY] = (int16_t)day_points(a, b, &x, &y, (int32_t)gap);
}

/* ---------------------------------------------------------------- places */

static double km_between(int32_t lat1, int32_t lon1, int32_t lat2, int32_t lon2)
{
    const double degree = 111.195, turn = 3.14159265358979323846 / 180;
    double dlat = (lat2 - lat1) / 10000.0, dlon = fabs((lon2 - lon1) / 10000.0);
    if (dlon > 180) dlon = 360 - dlon;
    dlon *= cos((lat1 + lat2) / 20000.0 * turn);
    return degree * sqrt(dlat * dlat + dlon * dlon); /* flat: wrong by a hundredth at the distances that matter */
}

/* How far from its point a place of this precision may really lie. */
static double radius_km(casus_precision p)
{
    static const double km[] = {[CASUS_PREC_UNKNOWN] = 15, [CASUS_PREC_POINT] = 5,      [CASUS_PREC_SETTLEMENT] = 10,
                                [CASUS_PREC_NEAR] = 25,    [CASUS_PREC_DISTRICT] = 30,  [CASUS_PREC_PROVINCE] = 120,
                                [CASUS_PREC_REGION] = 300, [CASUS_PREC_COUNTRY] = 2500};
    return km[p];
}

static bool is_wide(casus_precision p) { return p >= CASUS_PREC_PROVINCE; }

typedef struct {
    int points; /* best so far */
    bool open;  /* cannot tell */
    double km;
} placing;

static int place_points(const casus_trace *a, uint32_t i, const casus_trace *b, uint32_t k, double km, bool *against)
{
    casus_precision p = a->place[i].precision, q = b->place[k].precision;
    bool same_name = a->place[i].name && a->place[i].name == b->place[k].name;
    bool same_land = a->place[i].country == b->place[k].country;
    bool same_admin = same_land && a->place[i].admin && a->place[i].admin == b->place[k].admin;
    *against = false;
    if (p == CASUS_PREC_COUNTRY || q == CASUS_PREC_COUNTRY) {
        *against = !same_land && a->place[i].country && b->place[k].country;
        return same_land ? points.country : 0;
    }
    if (is_wide(p) || is_wide(q)) {
        if (same_name && same_land) return p == q ? points.near_by : points.province;
        if (same_admin && p != CASUS_PREC_REGION && q != CASUS_PREC_REGION) return points.province;
        *against = km > radius_km(p) + radius_km(q) || (!same_land && km > 60);
        return 0;
    }
    if (same_name && km <= 25) return points.place;
    if (km <= 3) return points.place;
    if (km <= radius_km(p) + radius_km(q)) return km <= 12 || same_name ? points.near_by : points.province;
    *against = true;
    return 0;
}

static void compare_one_place(const casus_trace *a, uint32_t i, const casus_trace *b, uint32_t k, placing *best)
{
    int v = 0;
    bool against = false;
    if (a->place[i].point && b->place[k].point) {
        double km = km_between(a->place[i].lat, a->place[i].lon, b->place[k].lat, b->place[k].lon);
        if (best->km < 0 || km < best->km) best->km = km;
        v = place_points(a, i, b, k, km, &against);
    } else {
        bool same_land = a->place[i].country == b->place[k].country || !a->place[i].country || !b->place[k].country;
        if (a->place[i].name && a->place[i].name == b->place[k].name && same_land) v = points.name_only;
        against = !same_land;
    }
    if (v > best->points) best->points = v;
    best->open = best->open || !against;
}

/* Further places are towns passed on the way and the like: they may agree, but only the first ones contradict. */
static void compare_places(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    placing best = {.km = -1};
    for (uint32_t i = 0; i < a->n_place; i++)
        for (uint32_t k = 0; k < b->n_place; k++) compare_one_place(a, i, b, k, &best);
    why->km = best.km;
    why->points[CASUS_LINK_PLACE] = (int16_t)best.points;
    if (a->n_place && b->n_place && !best.open) why->never = "the places are too far apart";
}

/* ---------------------------------------------------------------- counts */

static double mean(const casus_tally *t) { return t->high < 0 ? t->low : (t->low + (double)t->high) / 2; }

/* The count of the later report against that of the earlier: tolls grow as bodies are found. */
static int count_points(const casus_tally *old, const casus_tally *new, bool ordered)
{
    int64_t oh = old->high < 0 ? INT32_MAX : old->high, nh = new->high < 0 ? INT32_MAX : new->high;
    if (old->low == new->low && oh == nh) return points.toll + (old->low >= 10 && old->low % 10 ? points.toll_big : old->low >= 5 ? points.toll_big / 2 : 0);
    if (old->low == new->low) return points.toll;
    if (old->low <= nh && new->low <= oh && oh != INT32_MAX && nh != INT32_MAX) return points.toll_fits;
    double x = mean(old), y = mean(new);
    if (x <= 0 || y <= 0) return x + y <= 1 ? 0 : points.none_dead;
    double ratio = x < y ? y / x : x / y;
    bool falls = ordered && y < x && oh != INT32_MAX;
    if (ratio <= 1.6 || (x < y ? y - x : x - y) <= 2) return falls ? points.falls : points.grows;
    if (ratio <= 4) return falls ? points.falls_far : points.grows_far;
    return points.apart;
}

static void compare_counts(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    bool ordered = a->ref != b->ref && a->ref != CASUS_DAY_NONE && b->ref != CASUS_DAY_NONE;
    const casus_trace *old = ordered && b->ref < a->ref ? b : a, *new = old == a ? b : a;
    int v = 0;
    if (old->killed.set && new->killed.set) {
        v = count_points(&old->killed, &new->killed, ordered);
        bool other_class = old->victims != new->victims && old->victims && new->victims && old->victims != CASUS_V_MIXED &&
                           new->victims != CASUS_V_MIXED;
        if (v < 0 && other_class) v = v / 2; /* one counts the soldiers, the other the civilians */
    }
    if (old->injured.set && new->injured.set && old->injured.low == new->injured.low && old->injured.low > 1) v += points.injured;
    else if (old->injured.set && new->injured.set && (mean(&old->injured) > 2 * mean(&new->injured) + 2 || mean(&new->injured) > 2 * mean(&old->injured) + 2))
        v += points.other_injured;
    why->points[CASUS_LINK_TOLL] = (int16_t)v;
}

/* ---------------------------------------------------------------- parties and words */

static void compare_actors(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    int shared = 0, victim = 0, one_victim = 0, other_victim = 0;
    for (uint32_t i = 0; i < a->n_actor; i++)
        for (uint32_t k = 0; k < b->n_actor; k++) {
            if (!a->actor[i].named || !b->actor[k].named || !a->actor[i].name) continue;
            bool both = a->actor[i].person && b->actor[k].person && a->actor[i].role == CASUS_AFFECTED && b->actor[k].role == CASUS_AFFECTED;
            bool same = a->actor[i].name == b->actor[k].name;
            if (both) *(same ? &one_victim : &other_victim) += 1;
            if (same && both) victim++;
            else if (same) shared++;
        }
    bool single = a->killed.set && b->killed.set && a->killed.low == 1 && b->killed.low == 1;
    bool taken = a->type == CASUS_TYPE_ABDUCTION_DETENTION || a->type == CASUS_TYPE_OTHER;
    int v = shared * points.actor < points.most_actors ? shared * points.actor : points.most_actors;
    if (one_victim) v += points.victim;
    else if (other_victim && (single || taken)) v += points.other_victim;
    if (is_talk(a->type) && is_talk(b->type) && !shared && !one_victim) v += points.talk_alone;
    why->points[CASUS_LINK_ACTORS] = (int16_t)v;
}

static void compare_targets(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    bool shared = false;
    if (!a->n_target || !b->n_target) return;
    for (uint32_t i = 0; i < a->n_target; i++)
        for (uint32_t k = 0; k < b->n_target; k++) shared = shared || a->target[i] == b->target[k];
    why->points[CASUS_LINK_TARGETS] = (int16_t)(shared ? points.target : points.other_target);
}

/* Tellings of one place share the words of its name and of the country's, which have had their points. */
static uint32_t besides_place(uint32_t shared, int place)
{
    enum { TOWN_AND_COUNTRY = 2 };
    if (place < points.place) return shared;
    return shared > TOWN_AND_COUNTRY ? shared - TOWN_AND_COUNTRY : 0;
}

static void compare_words(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    uint32_t shared = 0;
    for (uint32_t i = 0, k = 0; i < a->n_word && k < b->n_word;) {
        if (a->word[i] == b->word[k]) shared++, i++, k++;
        else if (a->word[i] < b->word[k]) i++;
        else k++;
    }
    int told = (int)besides_place(shared, why->points[CASUS_LINK_PLACE]) * points.word;
    int v = told < points.most_words ? told : points.most_words;
    if (!shared && a->n_word >= 3 && b->n_word >= 3) v = points.other_words;
    why->points[CASUS_LINK_WORDS] = (int16_t)v;
    if (!a->has_text || !b->has_text) return;
    why->alike = casus_sketch_alike(a->text, b->text);
    if (why->alike >= 0.5) why->points[CASUS_LINK_TEXT] = (int16_t)(points.text * why->alike);
}

void casus_link_compare(const casus_trace *a, const casus_trace *b, casus_link *why)
{
    static void (*const part[])(const casus_trace *, const casus_trace *, casus_link *) = {
        compare_types, compare_days, compare_places, compare_counts, compare_actors, compare_targets, compare_words,
    };
    memset(why, 0, sizeof *why);
    why->km = -1;
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        part[i](a, b, why);
        if (why->never) return; /* nothing makes up for it */
    }
    int sum = 0;
    for (int i = 0; i < CASUS_N_LINK; i++) sum += why->points[i];
    why->sum = (int16_t)sum;
}

bool casus_trace_firm(const casus_trace *t)
{
    bool dated = t->from != CASUS_DAY_NONE && t->to != CASUS_DAY_NONE && t->to - t->from <= 3 && t->to >= t->from;
    bool placed = t->n_place && !is_wide(t->place[0].precision) && (t->place[0].point || t->place[0].name);
    return dated && placed;
}

/* ---------------------------------------------------------------- where to look */

enum { ANY_FROM = -100000000, ANY_TO = 100000000, FINE_DAYS = 4, MONTH = 31, CELL = 5000 /* half a degree */ };

typedef enum { IN_CELL, IN_PROVINCE, OF_PROVINCE, BY_TOLL, BY_VICTIM, BY_NAME, BY_KNOWN_NAME } block_kind;

/* How a block tells its days: each day; each year, for what is told to the month or year only; the days in which a report is looked for
 * that does not say when. */
typedef enum { BY_DAY, BY_YEAR, BY_REPORT } grain;

/* Families that may hold one event: "force" with all its types. The grains of a block lie beside each other in an index. */
static uint64_t block_of(block_kind kind, casus_type type, uint64_t x, uint64_t y)
{
    const char *family = type == CASUS_TYPE_RIOT ? "crowd" : casus_type_family(type);
    uint64_t part[4] = {(uint64_t)kind, casus_hash(casus_str_of(family), 5), x, y};
    return casus_hash((casus_str){(const char *)part, sizeof part}, 23) >> 3 << 2; /* SQLite's integers have a sign */
}

typedef struct {
    casus_link_key *key;
    uint32_t n, most;
    const casus_trace *t;
    interval when;
    grain days; /* how it is kept */
} keying;

static int32_t year_day(int64_t day)
{
    int y, m, d;
    casus_day_split((casus_day)day, &y, &m, &d);
    return y;
}

static void put_key(keying *k, uint64_t block, int64_t from, int64_t to)
{
    for (uint32_t i = 0; i < k->n; i++)
        if (k->key[i].block == block && k->key[i].from == from && k->key[i].to == to) return;
    if (k->n < k->most) k->key[k->n++] = (casus_link_key){block, (int32_t)from, (int32_t)to};
}

/* Kept: each day of a short interval, or each year of a long one. Undated and unreported: year 0. */
static void keep_in(keying *k, block_kind kind, uint64_t x, uint64_t y)
{
    uint64_t block = block_of(kind, k->t->type, x, y) | k->days;
    if (k->when.nowhere) {
        put_key(k, block, 0, 0);
        return;
    }
    bool years = k->days == BY_YEAR;
    int64_t from = years ? year_day(k->when.from) : k->when.from, to = years ? year_day(k->when.to) : k->when.to;
    if (to - from > FINE_DAYS) to = from + FINE_DAYS;
    for (int64_t d = from; d <= to; d++) put_key(k, block, d, d);
}

/* Looked for: with what either may be wrong by. What is told to the year alone is not looked for among the days: it would find all of a
 * town's year. */
static void look_in(keying *k, block_kind kind, uint64_t x, uint64_t y, bool long_too)
{
    uint64_t block = block_of(kind, k->t->type, x, y);
    if (k->when.nowhere) {
        put_key(k, block | BY_YEAR, 0, 0);
        if (long_too) put_key(k, block | BY_DAY, ANY_FROM, ANY_TO);
        if (long_too) put_key(k, block | BY_REPORT, ANY_FROM, ANY_TO);
        return;
    }
    int64_t from = k->when.from, to = k->when.to, slack = k->when.known ? 2 : MOST_UNDATED;
    put_key(k, block | BY_YEAR, year_day(from - slack), year_day(to + slack));
    if (long_too) put_key(k, block | BY_YEAR, 0, 0);
    if (!long_too && to - from > MONTH) return;
    put_key(k, block | BY_DAY, from - slack, to + slack);
    put_key(k, block | BY_REPORT, from - MOST_UNDATED, to + MOST_UNDATED);
}

static int64_t cell_of(int32_t v) { return (v + 1800000) / CELL; }

static void cells_around(keying *k, uint32_t i)
{
    double km = radius_km(k->t->place[i].precision) + radius_km(CASUS_PREC_DISTRICT);
    int32_t lat = k->t->place[i].lat, lon = k->t->place[i].lon;
    double wide = cos(lat / 10000.0 * 3.14159265358979323846 / 180);
    int32_t dlat = (int32_t)(km / 111 * 10000), dlon = (int32_t)(km / 111 * 10000 / (wide > 0.1 ? wide : 0.1));
    for (int64_t y = cell_of(lat - dlat); y <= cell_of(lat + dlat); y++)
        for (int64_t x = cell_of(lon - dlon); x <= cell_of(lon + dlon); x++) look_in(k, IN_CELL, (uint64_t)y, (uint64_t)x, false);
}

/* A place as the first of its list: what the event is known by. */
static void place_keys(keying *k, uint32_t i, bool keep)
{
    const casus_trace *t = k->t;
    casus_precision p = t->place[i].precision;
    uint64_t land = t->place[i].country, admin = t->place[i].admin;
    if (p == CASUS_PREC_COUNTRY || p == CASUS_PREC_REGION) return;
    if (p == CASUS_PREC_PROVINCE) {
        uint64_t own = admin ? admin : t->place[i].name;
        if (keep) {
            keep_in(k, OF_PROVINCE, land, own);
        } else {
            look_in(k, OF_PROVINCE, land, own, false);
            look_in(k, IN_PROVINCE, land, own, false);
        }
        return;
    }
    if (keep) {
        if (t->place[i].point) keep_in(k, IN_CELL, (uint64_t)cell_of(t->place[i].lat), (uint64_t)cell_of(t->place[i].lon));
        if (i == 0 && t->place[i].name) keep_in(k, t->place[i].point ? BY_KNOWN_NAME : BY_NAME, 0, t->place[i].name);
        if (i == 0 && admin) keep_in(k, IN_PROVINCE, land, admin);
        return;
    }
    if (t->place[i].point) cells_around(k, i);
    if (i == 0 && t->place[i].name) look_in(k, BY_NAME, 0, t->place[i].name, false);
    if (i == 0 && t->place[i].name && !t->place[i].point) look_in(k, BY_KNOWN_NAME, 0, t->place[i].name, false);
    if (i == 0 && admin) look_in(k, OF_PROVINCE, land, admin, false);
}

static void other_keys(keying *k, bool keep)
{
    const casus_trace *t = k->t;
    uint64_t land = t->n_place ? t->place[0].country : 0;
    if (t->killed.set && t->killed.low >= 3 && land) {
        if (keep) keep_in(k, BY_TOLL, land, (uint64_t)t->killed.low);
        else look_in(k, BY_TOLL, land, (uint64_t)t->killed.low, true);
    }
    for (uint32_t i = 0; i < t->n_actor; i++) {
        if (!t->actor[i].person || !t->actor[i].named || t->actor[i].role != CASUS_AFFECTED) continue;
        if (keep) keep_in(k, BY_VICTIM, 0, t->actor[i].name);
        else look_in(k, BY_VICTIM, 0, t->actor[i].name, true);
    }
}

static uint32_t keys_of(const casus_trace *t, casus_link_key *key, uint32_t most, bool keep)
{
    keying k = {.key = key, .most = most, .t = t, .when = interval_of(t)};
    bool wide = k.when.nowhere || k.when.to - k.when.from > FINE_DAYS;
    k.days = wide ? BY_YEAR : k.when.known ? BY_DAY : BY_REPORT;
    for (uint32_t i = 0; i < t->n_place && i < 2; i++) place_keys(&k, i, keep);
    other_keys(&k, keep);
    return k.n;
}

void casus_link_keys_of(const casus_trace *t, casus_link_keys *k)
{
    k->n_keep = keys_of(t, k->keep, CASUS_MAX_KEEP, true);
    k->n_look = keys_of(t, k->look, CASUS_MAX_LOOK, false);
}

static bool finds(const casus_link_keys *a, const casus_link_keys *b)
{
    for (uint32_t i = 0; i < a->n_look; i++)
        for (uint32_t k = 0; k < b->n_keep; k++)
            if (a->look[i].block == b->keep[k].block && a->look[i].from <= b->keep[k].from && b->keep[k].from <= a->look[i].to) return true;
    return false;
}

static bool are_copies(const casus_trace *a, const casus_trace *b, const casus_link *why)
{
    if (why->alike < CASUS_COPY) return false;
    if (a->ref == CASUS_DAY_NONE || b->ref == CASUS_DAY_NONE) return true;
    return (a->ref > b->ref ? a->ref - b->ref : b->ref - a->ref) <= CASUS_COPY_DAYS;
}

bool casus_link_meet(const casus_trace *a, const casus_link_keys *ka, const casus_trace *b, const casus_link_keys *kb, const casus_link *why)
{
    return are_copies(a, b, why) || (finds(ka, kb) && finds(kb, ka));
}
