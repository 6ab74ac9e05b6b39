/* UTF-8 read and written, and byte offsets turned into code point offsets.
 *
 * Overlong forms, surrogates and values over U+10FFFF are invalid; each bad byte counts as one U+FFFD, so any bytes can be
 * walked through.
 */
#include <casus/base.h>

enum { STEP = 64 }; /* bytes between checkpoints of casus_points */

static bool follows(const char *p, unsigned n)
{
    for (unsigned i = 1; i < n; i++)
        if (((unsigned char)p[i] & 0xc0) != 0x80) return false;
    return true;
}

unsigned casus_utf8_next(const char *p, const char *end, uint32_t *cp)
{
    unsigned char c = (unsigned char)*p;
    if (c < 0x80) {
        *cp = c;
        return 1;
    }
    unsigned n = c >= 0xf0 && c <= 0xf4 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 0;
    *cp = 0xfffd;
    if (n == 0 || end - p < (ptrdiff_t)n || !follows(p, n)) return 1;
    static const uint32_t least[5] = {0, 0, 0x80, 0x800, 0x10000};
    uint32_t v = c & (0x7fu >> n);
    for (unsigned i = 1; i < n; i++) v = v << 6 | ((unsigned char)p[i] & 0x3fu);
    if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000)) return 1;
    *cp = v;
    return n;
}

unsigned casus_utf8_put(uint32_t cp, char out[4])
{
    if (cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000)) cp = 0xfffd;
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    unsigned n = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    static const unsigned char lead[5] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (unsigned i = n - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3f));
    out[0] = (char)(lead[n] | cp);
    return n;
}

bool casus_utf8_valid(casus_str s, size_t *at)
{
    if (!s.n) return true;
    const char *p = s.p, *end = s.p + s.n;
    while (p < end) {
        uint32_t cp;
        unsigned n = casus_utf8_next(p, end, &cp);
        if (n == 1 && (unsigned char)*p >= 0x80) {
            if (at) *at = (size_t)(p - s.p);
            return false;
        }
        p += n;
    }
    return true;
}

size_t casus_utf8_count(casus_str s)
{
    size_t n = 0;
    uint32_t cp;
    if (!s.n) return 0;
    for (const char *p = s.p, *end = s.p + s.n; p < end; n++) p += casus_utf8_next(p, end, &cp);
    return n;
}

static bool is_ascii(casus_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80) return false;
    return true;
}

casus_status casus_points_make(casus_arena *a, casus_str text, casus_points *out)
{
    *out = (casus_points){.text = text};
    if (is_ascii(text)) return CASUS_OK;
    uint32_t *mark = casus_arena_get(a, text.n / STEP + 2, sizeof *mark);
    if (!mark) return CASUS_E_NOMEM;
    size_t next = 0; /* next checkpoint to set */
    uint32_t n = 0, cp;
    for (const char *p = text.p, *end = p + text.n; p < end; n++) {
        /* a checkpoint inside a character holds the count before that character's successor: see casus_points_at */
        for (; next * STEP <= (size_t)(p - text.p); next++) mark[next] = n;
        p += casus_utf8_next(p, end, &cp);
    }
    for (; next <= text.n / STEP; next++) mark[next] = n;
    out->mark = mark;
    return CASUS_OK;
}

/* Count on from the checkpoint. A checkpoint at byte k*STEP holds the number of characters that begin before it; bytes that
 * continue a character are skipped, so counting beginnings from there is exact for valid text. */
uint32_t casus_points_at(const casus_points *m, uint32_t byte)
{
    if (!m->mark) return byte;
    if (byte > m->text.n) byte = (uint32_t)m->text.n;
    uint32_t n = m->mark[byte / STEP];
    for (uint32_t i = byte / STEP * STEP; i < byte; i++)
        if (((unsigned char)m->text.p[i] & 0xc0) != 0x80) n++;
    return n;
}
