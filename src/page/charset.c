/* Bytes of unknown origin -> valid UTF-8 without NUL.
 *
 * Who is believed, in this order: byte order mark, valid UTF-8 with any byte above 127, the transport, the page's own word
 * (meta charset, XML declaration), uchardet on the first 64 KiB, windows-1252 (in which every byte means something).
 * A label that the page contradicts (says UTF-8, is not) counts for nothing unless almost all of it is UTF-8; bytes that
 * cannot be decoded become U+FFFD.
 * ISO-8859-1 is read as windows-1252, as browsers do. Conversion is iconv's; the result is at most 3 bytes a byte.
 */
#include "room.h"

#include <iconv.h>
#include <string.h>
#include <uchardet/uchardet.h>

enum { LABEL = 40, GUESS_BYTES = 64 << 10, DECLARED_WITHIN = 4096 };

typedef struct {
    char z[LABEL]; /* empty: not known */
} label;

static label label_of(casus_str s)
{
    label l = {{0}};
    size_t n = 0;
    for (size_t i = 0; i < s.n && n + 1 < LABEL; i++) {
        char c = page_lower(s.p[i]);
        if (page_alpha(c) || page_digit(c) || c == '-' || c == '_' || c == '.' || c == ':') l.z[n++] = c;
    }
    static const struct {
        const char *said, *meant;
    } alias[] = {
        {"iso-8859-1", "windows-1252"}, {"iso8859-1", "windows-1252"}, {"latin1", "windows-1252"},
        {"latin-1", "windows-1252"},    {"us-ascii", "windows-1252"},  {"ascii", "windows-1252"},
        {"iso_8859-1", "windows-1252"}, {"iso-8859-9", "windows-1254"}, {"utf8", "utf-8"},
        {"gb2312", "gb18030"},          {"gbk", "gb18030"},            {"x-sjis", "shift_jis"},
        {"shift-jis", "shift_jis"},     {"ks_c_5601-1987", "cp949"},   {"euc-kr", "cp949"},
        {"x-user-defined", "windows-1252"}, {"iso-8859-11", "cp874"},
    };
    for (size_t i = 0; i < sizeof alias / sizeof *alias; i++) {
        if (strcmp(l.z, alias[i].said) == 0) l = label_of(casus_str_of(alias[i].meant));
    }
    return l;
}

/* charset=... or encoding=... near the start. A declared UTF-16 cannot be true where we could read the word. */
static label declared(casus_str b)
{
    static const char *const key[] = {"charset", "encoding"};
    casus_str head = {b.p, b.n < DECLARED_WITHIN ? b.n : DECLARED_WITHIN};
    for (size_t k = 0; k < 2; k++) {
        size_t at = 0;
        if (k == 1 && !page_starts_nocase(casus_str_trim(head), "<?xml")) continue;
        if (!page_find_nocase(head, key[k], &at)) continue;
        at += strlen(key[k]);
        while (at < head.n && (page_space(head.p[at]) || head.p[at] == '=' || head.p[at] == '"' || head.p[at] == '\'')) at++;
        size_t end = at;
        while (end < head.n && !strchr("\"' />;?", head.p[end])) end++;
        label l = label_of((casus_str){head.p + at, end - at});
        return page_starts_nocase(casus_str_of(l.z), "utf-16") ? label_of(CASUS_STR("utf-8")) : l;
    }
    return (label){{0}};
}

static label guessed(casus_str b)
{
    label l = {{0}};
    uchardet_t det = uchardet_new();
    if (!det) return l;
    if (uchardet_handle_data(det, b.p, b.n < GUESS_BYTES ? b.n : GUESS_BYTES) == 0) {
        uchardet_data_end(det);
        l = label_of(casus_str_of(uchardet_get_charset(det)));
    }
    uchardet_delete(det);
    return l;
}

/* Copy what is UTF-8, put U+FFFD for each bad byte and each NUL. */
static casus_status repair(casus_arena *a, casus_str b, casus_str *out)
{
    size_t extra = 0;
    const char *end = b.p + b.n;
    for (const char *p = b.p; p < end;) {
        uint32_t cp;
        unsigned n = casus_utf8_next(p, end, &cp);
        extra += (n == 1 && cp == 0xFFFD) || cp == 0 ? 2 : 0;
        p += n;
    }
    char *to = casus_arena_get(a, b.n + extra + 1, 1);
    if (!to) return CASUS_E_LIMIT;
    size_t n_to = 0;
    for (const char *p = b.p; p < end;) {
        uint32_t cp;
        unsigned n = casus_utf8_next(p, end, &cp);
        n_to += casus_utf8_put(cp ? cp : 0xFFFD, to + n_to);
        p += n;
    }
    *out = (casus_str){to, n_to};
    return CASUS_OK;
}

static casus_status convert(casus_arena *a, casus_str b, const char *from, casus_str *out)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1) return CASUS_E_NOTFOUND;
    size_t room = b.n * 3 + 16, left = room;
    char *buf = casus_arena_get(a, room, 1);
    casus_status s = buf ? CASUS_OK : CASUS_E_LIMIT;
    char *in;
    memcpy(&in, &b.p, sizeof in); /* iconv takes char ** and does not write through it */
    char *to = buf;
    size_t n = b.n;
    while (!s && n) {
        if (iconv(cd, &in, &n, &to, &left) != (size_t)-1) break;
        if (left < 8 || !n) break;
        in++; /* not a character of this set */
        n--;
        memcpy(to, "\xEF\xBF\xBD", 3);
        to += 3;
        left -= 3;
    }
    iconv_close(cd);
    if (!s) s = repair(a, (casus_str){buf, room - left}, out);
    return s;
}

static bool mostly_utf8(casus_str b)
{
    size_t bad = 0, wide = 0;
    const char *end = b.p + b.n;
    for (const char *p = b.p; p < end;) {
        uint32_t cp;
        unsigned n = casus_utf8_next(p, end, &cp);
        bad += n == 1 && cp == 0xFFFD && end - p > 3; /* the end may be cut in a character */
        wide += n > 1;
        p += n;
    }
    return wide >= bad * 4;
}

static label choose(casus_str b, casus_str transport, bool html)
{
    label l = label_of(transport);
    if (!l.z[0] && html) l = declared(b);
    if (strcmp(l.z, "utf-8") == 0 && !mostly_utf8(b)) l.z[0] = 0;
    if (!l.z[0]) l = guessed(b);
    if (!l.z[0] || (strcmp(l.z, "utf-8") == 0 && !mostly_utf8(b))) l = label_of(CASUS_STR("windows-1252"));
    return l;
}

casus_status page_decode(casus_arena *a, casus_str b, casus_str transport, bool html, casus_str *utf8, bool *same,
                         uint32_t *skipped, casus_err *err)
{
    *same = false;
    *skipped = 0;
    casus_status s;
    if (b.n >= 2 && ((b.p[0] == '\xFF' && b.p[1] == '\xFE') || (b.p[0] == '\xFE' && b.p[1] == '\xFF'))) {
        s = convert(a, (casus_str){b.p + 2, b.n - 2}, b.p[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE", utf8);
    } else {
        if (b.n >= 3 && memcmp(b.p, "\xEF\xBB\xBF", 3) == 0) {
            *skipped = 3;
            b = (casus_str){b.p + 3, b.n - 3};
        }
        if (casus_utf8_valid(b, NULL) && !(b.n && memchr(b.p, 0, b.n))) {
            label l = label_of(transport);
            if (!l.z[0] && html) l = declared(b);
            /* iso-2022 sets are ASCII to the eye */
            if (!page_starts_nocase(casus_str_of(l.z), "iso-2022") || !memchr(b.p, 27, b.n)) {
                *utf8 = b;
                *same = true;
                return CASUS_OK;
            }
        }
        label l = *skipped || casus_utf8_valid(b, NULL) ? (label){"utf-8"} : choose(b, transport, html);
        if (memcmp(l.z, "iso-2022", 8) != 0 && strcmp(l.z, "utf-8") == 0) {
            s = repair(a, b, utf8);
        } else {
            s = convert(a, b, l.z, utf8);
            if (s == CASUS_E_NOTFOUND) s = convert(a, b, "WINDOWS-1252", utf8);
        }
    }
    if (s) return casus_fail(err, s == CASUS_E_LIMIT ? s : CASUS_E_INPUT, "text cannot be decoded", 0);
    return CASUS_OK;
}
