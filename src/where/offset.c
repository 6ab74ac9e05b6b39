/* How exactly a place is known, and where a text means that names a place only to measure from it: "20 km north of Mosul", "12 miles
 * (19 km) south-west of the city of Homs". Distances over 600 km tell of journeys, not of places, and are left alone.
 * Looks at a dozen tokens before each name.
 */
#include "where/room.h"

#include <math.h>
#include <string.h>

enum { BACK = 14 };

static const struct {
    const char *word;
    float km;
} measure[] = {{"km", 1}, {"kms", 1}, {"kilometers", 1}, {"kilometres", 1}, {"kilometer", 1}, {"kilometre", 1}, {"miles", 1.609344f},
               {"mile", 1.609344f}, {"mi", 1.609344f}, {"meters", 0.001f}, {"metres", 0.001f}, {"yards", 0.0009144f}, {"m", 0.001f}};

static const struct {
    const char *word;
    int16_t degrees;
} compass[] = {{"north", 0},     {"northeast", 45},     {"east", 90},      {"southeast", 135}, {"south", 180},     {"southwest", 225}, {"west", 270},
               {"northwest", 315}, {"northern", 0},     {"eastern", 90},   {"southern", 180},  {"western", 270}};

static const struct {
    const char *word;
    float value;
} number_word[] = {{"one", 1},    {"two", 2},     {"three", 3},  {"four", 4},   {"five", 5},   {"six", 6},      {"seven", 7},  {"eight", 8},
                   {"nine", 9},   {"ten", 10},    {"eleven", 11}, {"twelve", 12}, {"fifteen", 15}, {"twenty", 20}, {"thirty", 30}, {"forty", 40},
                   {"fifty", 50}, {"sixty", 60},  {"seventy", 70}, {"eighty", 80}, {"ninety", 90}, {"hundred", 100}, {"half", 0.5f}};

typedef struct {
    const finder *f;
    uint32_t first; /* of the sentence */
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

static bool take_any(tape *t, const char *const *word)
{
    for (; *word; word++)
        if (take(t, *word)) return true;
    return false;
}

static bool take_compass(tape *t, int16_t *degrees)
{
    const casus_token *x = last(t);
    for (size_t i = 0; x && i < sizeof compass / sizeof *compass; i++) {
        if (!casus_str_is(x->norm, compass[i].word)) continue;
        *degrees = compass[i].degrees;
        t->at--;
        return true;
    }
    return false;
}

/* "north", "north-west", "north west": the half between two. */
static bool take_direction(tape *t, int16_t *bearing)
{
    int16_t second, first;
    if (!take_compass(t, &second)) return false;
    *bearing = second;
    tape before = *t;
    take(&before, "-");
    if (!take_compass(&before, &first) || (first != 0 && first != 180) || (second != 90 && second != 270)) return true;
    *t = before;
    *bearing = first == 180 ? (second == 90 ? 135 : 225) : second == 90 ? 45 : 315;
    return true;
}

static bool take_number(tape *t, float *v)
{
    const casus_token *x = last(t);
    if (!x) return false;
    for (size_t i = 0; i < sizeof number_word / sizeof *number_word; i++) {
        if (!casus_str_is(x->norm, number_word[i].word)) continue;
        *v = number_word[i].value;
        t->at--;
        return true;
    }
    double whole = 0, unit = 1;
    bool any = false, behind = false;
    for (size_t i = 0; i < x->norm.n; i++) {
        char c = x->norm.p[i];
        if (c == '.' && !behind) {
            behind = true;
        } else if (c >= '0' && c <= '9') {
            whole = whole * 10 + (c - '0');
            if (behind) unit *= 10;
            any = true;
        } else if (c != ',') {
            return false;
        }
    }
    if (!any) return false;
    *v = (float)(whole / unit);
    t->at--;
    return true;
}

static bool take_length(tape *t, float *km)
{
    const casus_token *x = last(t);
    float factor = 0;
    for (size_t i = 0; x && i < sizeof measure / sizeof *measure; i++)
        if (casus_str_is(x->norm, measure[i].word)) factor = measure[i].km;
    if (factor <= 0) return false;
    t->at--;
    take(t, "-");
    if (!take_number(t, km)) return false;
    *km *= factor;
    return true;
}

/* "12 miles (19 km)", "19 km / 12 miles": the first of two. */
static bool take_lengths(tape *t, float *km)
{
    tape inner = *t;
    float other;
    if (take(&inner, ")") && take_length(&inner, &other) && take(&inner, "(")) *t = inner;
    if (!take_length(t, km)) return false;
    tape before = *t;
    if (take(&before, "/") && take_length(&before, km)) *t = before;
    return true;
}

bool where_offset(const finder *f, const mention *m, float *km, int16_t *bearing)
{
    static const char *const settle[] = {"city", "town", "village", "capital", "port", "base", "center", "centre", "border", NULL};
    static const char *const the[] = {"the", "to", "just", "some", NULL};
    uint32_t first = f->text->sentence[f->text->token[m->first].sentence].first;
    tape t = {f, m->first > first + BACK ? m->first - BACK : first, m->first};
    *bearing = -1;
    *km = 0;
    take_any(&t, the);
    tape inner = t;
    if (take(&inner, "of") && take_any(&inner, settle)) {
        t = inner;
        take(&t, "the");
    }
    if (take(&t, "from")) return take_lengths(&t, km) && *km < 600;
    if (!take(&t, "of") || !take_direction(&t, bearing)) return false;
    while (take_any(&t, the)) continue;
    return take_lengths(&t, km) && *km < 600;
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
