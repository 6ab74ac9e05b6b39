/* How exactly a place is known, and where a text means that names a place only to measure from it: "20 km north of Mosul", "12 miles
 * (19 km) south-west of the northern city of Homs", "7 km outside Kobane". Distances over 600 km tell of journeys, not of places, and
 * are left alone. Read backwards from the name, two dozen tokens at most.
 */
#include "where/room.h"

#include <math.h>
#include <string.h>

enum { BACK = 24, ADJECTIVES = 3 };

static const struct {
    casus_str word;
    float km;
} measure[] = {{S("km"), 1}, {S("kms"), 1}, {S("kilometers"), 1}, {S("kilometres"), 1}, {S("kilometer"), 1}, {S("kilometre"), 1}, {S("miles"), 1.609344f},
               {S("mile"), 1.609344f}, {S("mi"), 1.609344f}, {S("meters"), 0.001f}, {S("metres"), 0.001f}, {S("yards"), 0.0009144f}, {S("m"), 0.001f}};

static const struct {
    casus_str word;
    int16_t degrees;
} compass[] = {{S("north"), 0},       {S("northeast"), 45},  {S("east"), 90},      {S("southeast"), 135},    {S("south"), 180},        {S("southwest"), 225},
               {S("west"), 270},      {S("northwest"), 315}, {S("northern"), 0},   {S("eastern"), 90},       {S("southern"), 180},     {S("western"), 270},
               {S("northwards"), 0},  {S("eastwards"), 90},  {S("southwards"), 180}, {S("westwards"), 270}};

static const struct {
    casus_str word;
    float value;
} number_word[] = {{S("a"), 1},       {S("one"), 1},      {S("two"), 2},      {S("three"), 3},    {S("four"), 4},     {S("five"), 5},     {S("six"), 6},
                   {S("seven"), 7},   {S("eight"), 8},    {S("nine"), 9},     {S("ten"), 10},     {S("eleven"), 11},  {S("twelve"), 12},  {S("dozen"), 12},
                   {S("fifteen"), 15}, {S("twenty"), 20},  {S("thirty"), 30},  {S("forty"), 40},   {S("fifty"), 50},   {S("sixty"), 60},   {S("seventy"), 70},
                   {S("eighty"), 80}, {S("ninety"), 90},  {S("hundred"), 100}, {S("half"), 0.5f}};

static const casus_str settle[] = {S("city"), S("town"), S("village"), S("capital"), S("port"), S("base"), S("center"), S("centre"), S("border"), S("crossing"),
                                   S("coast"), S("camp"), S("airport"), S("outskirts"), S("settlement")};
static const casus_str filler[] = {S("the"), S("to"), S("just"), S("some"), S("about"), S("due"), S("further"), S("farther")};
static const casus_str around[] = {S("outside"), S("off")}; /* without a side: "7 km outside Homs" */
static const casus_str roughly[] = {S("about"), S("around"), S("roughly"), S("some"), S("nearly"), S("almost")};

typedef struct {
    const finder *f;
    uint32_t first; /* of the sentence, or as far back as is looked */
    uint32_t at;    /* one behind the token to be read, going back */
} tape;

static const casus_token *last(const tape *t)
{
    return t->at > t->first ? &t->f->text->token[t->at - 1] : NULL;
}

static bool take(tape *t, const char *word)
{
    const casus_token *x = last(t);
    if (!x || !casus_str_is(x->norm, word)) return false;
    t->at--;
    return true;
}

static bool take_one(tape *t, const casus_str *word, size_t n)
{
    const casus_token *x = last(t);
    if (!x || !one_of(x->norm, word, n)) return false;
    t->at--;
    return true;
}
#define TAKE(t, list) take_one((t), (list), sizeof(list) / sizeof *(list))

static bool take_compass(tape *t, int16_t *degrees)
{
    const casus_token *x = last(t);
    for (size_t i = 0; x && i < sizeof compass / sizeof *compass; i++) {
        if (!casus_str_eq(x->norm, compass[i].word)) continue;
        *degrees = compass[i].degrees;
        t->at--;
        return true;
    }
    return false;
}

/* Half way between two directions a right angle or half of one apart; -1: they are none of one wind. */
static int16_t between(int16_t a, int16_t b)
{
    int turn = (b - a + 540) % 360 - 180;
    if (turn != 45 && turn != -45 && turn != 90 && turn != -90) return -1;
    return (int16_t)((2 * a + turn + 720) / 2 % 360);
}

/* "north", "north-west", "north west", "north-northwest". */
static bool take_direction(tape *t, int16_t *bearing)
{
    int16_t other;
    if (!take_compass(t, bearing)) return false;
    for (int i = 0; i < 2; i++) {
        tape before = *t;
        take(&before, "-");
        if (!take_compass(&before, &other) || between(other, *bearing) < 0) return true;
        *bearing = between(other, *bearing);
        *t = before;
    }
    return true;
}

static bool take_word(tape *t, float *v)
{
    const casus_token *x = last(t);
    for (size_t i = 0; x && i < sizeof number_word / sizeof *number_word; i++) {
        if (!casus_str_eq(x->norm, number_word[i].word)) continue;
        *v = number_word[i].value;
        t->at--;
        return true;
    }
    return false;
}

/* "Twenty-five", "two hundred", "a dozen". */
static bool take_words(tape *t, float *v)
{
    float more;
    if (!take_word(t, v)) return false;
    tape before = *t;
    if (*v >= 1 && *v < 10) take(&before, "-");
    if (!take_word(&before, &more)) return true;
    bool tens = *v < 10 && more >= 20 && more < 100, times = (*v >= 100 || (*v > 11 && *v < 13)) && more < 20;
    if (!tens && !times) return true;
    *v = tens ? *v + more : *v * more;
    *t = before;
    return true;
}

/* "20", "3.5", "1,500", and "20km" in one word, of which the rest comes out. */
static bool read_digits(casus_str s, float *v, casus_str *rest)
{
    double whole = 0, unit = 1;
    size_t i = 0;
    bool behind = false;
    for (; i < s.n; i++) {
        if (s.p[i] == '.' && !behind && i) behind = true;
        else if (s.p[i] >= '0' && s.p[i] <= '9') {
            whole = whole * 10 + (s.p[i] - '0');
            if (behind) unit *= 10;
        } else if (s.p[i] != ',' || !i) break;
    }
    *v = (float)(whole / unit);
    *rest = (casus_str){s.p + i, s.n - i};
    return i > 0;
}

static bool take_number(tape *t, float *v)
{
    const casus_token *x = last(t);
    casus_str rest;
    if (!x) return false;
    if (!read_digits(x->norm, v, &rest)) return take_words(t, v);
    t->at -= !rest.n;
    return !rest.n;
}

static float factor_of(casus_str word)
{
    if (word.n && word.p[word.n - 1] == '.') word.n--;
    for (size_t i = 0; i < sizeof measure / sizeof *measure; i++)
        if (casus_str_eq(word, measure[i].word)) return measure[i].km;
    return 0;
}

static bool take_length(tape *t, float *km)
{
    const casus_token *x = last(t);
    casus_str rest;
    if (!x) return false;
    if (read_digits(x->norm, km, &rest)) { /* "20km" */
        *km *= factor_of(rest);
        t->at -= *km > 0;
        return *km > 0;
    }
    float factor = factor_of(x->norm);
    if (factor <= 0) return false;
    t->at--;
    take(t, "-");
    if (!take_number(t, km)) return false;
    *km *= factor;
    return true;
}

/* "12 miles (19 km)", "19 km / 12 miles", "150 kilometers, or about 93 miles,": the first of two. */
static bool take_lengths(tape *t, float *km)
{
    tape inner = *t;
    float other;
    if (take(&inner, ")") && take_length(&inner, &other)) {
        while (TAKE(&inner, roughly)) continue;
        if (take(&inner, "(") && take_length(&inner, km)) {
            *t = inner;
            return true;
        }
    }
    inner = *t;
    take(&inner, ",");
    if (!take_length(&inner, km)) return false;
    *t = inner;
    while (TAKE(&inner, roughly)) continue;
    if (!take(&inner, "/") && !take(&inner, "or")) return true;
    take(&inner, ",");
    if (take_length(&inner, &other)) {
        *km = other;
        *t = inner;
    }
    return true;
}

/* What may stand between "of" and the name: "the northern city of", "the border town of", "the capital,". */
static void take_title(tape *t)
{
    tape inner = *t;
    const casus_token *x;
    if (take(t, "the")) return;
    if (!take(&inner, "of")) take(&inner, ",");
    if (!TAKE(&inner, settle)) return;
    *t = inner;
    for (int i = 0; i <= ADJECTIVES && (x = last(&inner)) != NULL && x->kind == CASUS_WORD; i++) {
        if (take(&inner, "the")) {
            *t = inner;
            return;
        }
        inner.at--;
    }
}

bool where_offset(const finder *f, const mention *m, float *km, int16_t *bearing, uint32_t *from)
{
    uint32_t first = f->text->sentence[f->text->token[m->first].sentence].first;
    tape t = {f, m->first > first + BACK ? m->first - BACK : first, m->first};
    *bearing = -1;
    *km = 0;
    take_title(&t);
    if (take(&t, "from")) {
        if (!take(&t, "away")) take(&t, "off");
    } else if (!TAKE(&t, around)) {
        if (!take(&t, "of") || !take_direction(&t, bearing)) return false;
        while (TAKE(&t, filler)) continue;
    }
    if (!take_lengths(&t, km) || *km >= 600) return false;
    while (TAKE(&t, roughly)) continue;
    *from = t.at;
    return true;
}

void where_move(double lat, double lon, float km, int16_t bearing, double *to_lat, double *to_lon)
{
    const double rad = 3.14159265358979323846 / 180;
    double d = (double)km / 6371.009, b = bearing * rad, a = lat * rad;
    double up = asin(sin(a) * cos(d) + cos(a) * sin(d) * cos(b));
    double side = atan2(sin(b) * sin(d) * cos(a), cos(d) - sin(a) * sin(up));
    *to_lat = up / rad;
    *to_lon = lon + side / rad;
    if (*to_lon > 180) *to_lon -= 360;
    if (*to_lon < -180) *to_lon += 360;
}

/* Kilometres within which what happened there is likely to lie. A town grows with the root of its people. */
float where_radius(casus_precision precision, uint64_t population, uint8_t code)
{
    if (code) return exp2f((float)code / 8);
    switch (precision) {
    case CASUS_PREC_POINT: return 1;
    case CASUS_PREC_SETTLEMENT: return 1 + 0.012f * sqrtf((float)population);
    case CASUS_PREC_NEAR: return 10 + 0.012f * sqrtf((float)population);
    case CASUS_PREC_DISTRICT: return 30;
    case CASUS_PREC_PROVINCE: return 120;
    case CASUS_PREC_REGION: return 300;
    case CASUS_PREC_COUNTRY: return 400;
    case CASUS_PREC_UNKNOWN: break;
    }
    return 0;
}
