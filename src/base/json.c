/* JSON written straight into a buffer. The writer keeps the commas; what it is given is escaped and made valid UTF-8. */
#include <casus/base.h>

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void before_value(casus_json *j)
{
    if (j->key) {
        j->key = false;
        return;
    }
    uint64_t bit = (uint64_t)1 << j->depth;
    if (j->has & bit) casus_buf_char(j->out, ',');
    j->has |= bit;
}

void casus_json_open(casus_json *j, char bracket)
{
    assert(j->depth < 63 && (bracket == '{' || bracket == '['));
    before_value(j);
    casus_buf_char(j->out, bracket);
    j->depth++;
    j->has &= ~((uint64_t)1 << j->depth);
}

void casus_json_close(casus_json *j, char bracket)
{
    assert(j->depth > 0 && !j->key && (bracket == '}' || bracket == ']'));
    j->depth--;
    casus_buf_char(j->out, bracket);
}

/* Bytes that may go out as they are: everything but quotes, backslash, controls and what is not ASCII. */
static bool plain(unsigned char c) { return c >= 0x20 && c < 0x7f && c != '"' && c != '\\'; }

static void escape_control(casus_buf *out, unsigned char c)
{
    static const char letter[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    for (const char *l = letter; *l; l += 2) {
        if ((unsigned char)*l == c) {
            casus_buf_char(out, '\\');
            casus_buf_char(out, l[1]);
            return;
        }
    }
    casus_buf_printf(out, "\\u%04x", (unsigned)c);
}

static void quoted(casus_buf *out, casus_str s)
{
    casus_buf_char(out, '"');
    const char *p = s.n ? s.p : "", *end = p + s.n;
    while (p < end) {
        const char *q = p;
        while (q < end && plain((unsigned char)*q)) q++;
        if (q > p) casus_buf_add(out, p, (size_t)(q - p));
        if (q == end) break;
        if ((unsigned char)*q < 0x80) {
            escape_control(out, (unsigned char)*q);
            p = q + 1;
            continue;
        }
        uint32_t cp;
        char raw[4];
        p = q + casus_utf8_next(q, end, &cp);
        casus_buf_add(out, raw, casus_utf8_put(cp, raw));
    }
    casus_buf_char(out, '"');
}

void casus_json_key(casus_json *j, const char *key)
{
    assert(!j->key);
    before_value(j);
    quoted(j->out, casus_str_of(key));
    casus_buf_char(j->out, ':');
    j->key = true;
}

void casus_json_str(casus_json *j, casus_str s)
{
    before_value(j);
    quoted(j->out, s);
}

void casus_json_z(casus_json *j, const char *z)
{
    if (z)
        casus_json_str(j, casus_str_of(z));
    else
        casus_json_null(j);
}

void casus_json_int(casus_json *j, int64_t v)
{
    char digit[24];
    size_t at = sizeof digit;
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    before_value(j);
    do {
        digit[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (v < 0) digit[--at] = '-';
    casus_buf_add(j->out, digit + at, sizeof digit - at);
}

/* Written from whole numbers, so that neither the locale nor the C library's rounding shows. */
void casus_json_real(casus_json *j, double v, int digits)
{
    assert(digits >= 0 && digits <= 9);
    int64_t scale = 1;
    for (int i = 0; i < digits; i++) scale *= 10;
    if (!(fabs(v) < 1e9)) {
        casus_json_null(j);
        return;
    }
    before_value(j);
    int64_t n = llround(v * (double)scale);
    uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    char digit[40];
    size_t at = sizeof digit, end = at;
    for (int i = 0; i < digits; i++, left /= 10) digit[--at] = (char)('0' + left % 10);
    while (end > at && digit[end - 1] == '0') end--;
    if (end > at) digit[--at] = '.';
    else at = end;
    do {
        digit[--at] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (n < 0) digit[--at] = '-';
    casus_buf_add(j->out, digit + at, end - at);
}

void casus_json_bool(casus_json *j, bool v)
{
    before_value(j);
    casus_buf_z(j->out, v ? "true" : "false");
}

void casus_json_null(casus_json *j)
{
    before_value(j);
    casus_buf_z(j->out, "null");
}

void casus_json_member(casus_json *j, const char *key, casus_str s)
{
    casus_json_key(j, key);
    if (s.n)
        casus_json_str(j, s);
    else
        casus_json_null(j);
}
