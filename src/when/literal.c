/* Dates and clocks written in digits: "2015-09-18", "2015-09-18T10:30Z", "12/31/1989", "31.12.1989", "16:08".
 *
 * Read from the bytes of the body, so that it does not matter how the text room cuts them into tokens. "3/4/1989" is read
 * the American way unless the first number cannot be a month.
 */
#include "grammar.h"

typedef struct {
    const char *p, *end;
} cursor;

static int digits(cursor *c, unsigned least, unsigned most)
{
    int v = 0;
    unsigned n = 0;
    while (c->p < c->end && *c->p >= '0' && *c->p <= '9' && n < 5) {
        v = v * 10 + (*c->p++ - '0');
        n++;
    }
    return n < least || n > most ? -1 : v;
}

static bool sign(cursor *c, char want)
{
    if (c->p == c->end || *c->p != want) return false;
    c->p++;
    return true;
}

static bool is_date(int y, int m, int d)
{
    return casus_day_of(y, m, d) != CASUS_DAY_NONE;
}

/* ":mm[:ss]" behind an hour. */
static bool clock_rest(cursor *c, int hour, when_draft *d)
{
    cursor t = *c;
    if (hour < 0 || hour > 24 || !sign(&t, ':')) return false;
    int minute = digits(&t, 2, 2);
    if (minute < 0 || minute > 59) return false;
    cursor s = t;
    if (sign(&s, ':') && digits(&s, 2, 2) >= 0) t = s;
    d->clock = true;
    d->hour = (uint8_t)hour;
    d->minute = (uint8_t)minute;
    *c = t;
    return true;
}

static bool iso(cursor *c, when_draft *d)
{
    cursor t = *c;
    int y = digits(&t, 4, 4);
    char by = t.p < t.end ? *t.p : 0;
    if (y < 1000 || (by != '-' && by != '/') || !sign(&t, by)) return false;
    int m = digits(&t, 2, 2);
    if (m < 1 || m > 12 || !sign(&t, by)) return false;
    int day = digits(&t, 2, 2);
    if (!is_date(y, m, day)) return false;
    *c = t;
    cursor h = t;
    if (sign(&h, 'T')) {
        int hour = digits(&h, 2, 2);
        if (clock_rest(&h, hour, d)) {
            d->zone = sign(&h, 'Z');
            *c = h;
        }
    }
    d->year = y, d->month = (uint8_t)m, d->mday = (uint8_t)day, d->has_year = true;
    return true;
}

static bool parted(cursor *c, when_draft *d)
{
    cursor t = *c;
    int a = digits(&t, 1, 2);
    char by = t.p < t.end ? *t.p : 0;
    if (a < 1 || (by != '/' && by != '.') || !sign(&t, by)) return false;
    int b = digits(&t, 1, 2);
    if (b < 1 || !sign(&t, by)) return false;
    const char *from = t.p;
    int y = digits(&t, 2, 4);
    bool brief = t.p - from == 2;
    if (y < 0 || t.p - from == 3 || (brief && by == '.')) return false;
    if (brief) y += y < 50 ? 2000 : 1900;
    bool day_first = by == '.' || a > 12;
    int m = day_first ? b : a, day = day_first ? a : b;
    if (!is_date(y, m, day)) return false;
    d->year = y, d->month = (uint8_t)m, d->mday = (uint8_t)day, d->has_year = true, d->short_year = brief;
    *c = t;
    return true;
}

static bool clock_only(cursor *c, when_draft *d)
{
    cursor t = *c;
    int hour = digits(&t, 1, 2);
    if (!clock_rest(&t, hour, d)) return false;
    *c = t;
    return true;
}

/* The first token that begins at or behind the byte. */
static uint32_t token_at(const when_scan *s, uint32_t i, uint32_t byte)
{
    while (i < s->end && s->text->token[i].span.off < byte)
        i++;
    return i;
}

uint32_t when_literal(const when_scan *s, uint32_t i, when_draft *d)
{
    casus_str body = s->text->body;
    uint32_t off = s->text->token[i].span.off;
    if (s->text->token[i].kind != CASUS_NUMBER) return 0;
    if (off > 0 && (body.p[off - 1] == ':' || body.p[off - 1] == '/' || body.p[off - 1] == '.')) return 0;
    cursor c = {body.p + off, body.p + body.n};
    if (!iso(&c, d) && !parted(&c, d) && !clock_only(&c, d)) return 0;
    if (c.p < c.end && ((*c.p >= '0' && *c.p <= '9') || *c.p == ':' || *c.p == '/')) return 0;
    d->unit = UNIT_DAY;
    return token_at(s, i + 1, (uint32_t)(c.p - body.p));
}
