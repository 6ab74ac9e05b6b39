/* Folding for comparison: lower case, no diacritics, no apostrophes, single spaces.
 *
 * ASCII, which is nearly all of English news, takes a loop of its own; the rest goes through utf8proc's compatibility
 * decomposition and case folding, one character at a time.
 */
#include <casus/base.h>

#include <utf8proc.h>

enum { PIECES = 32 }; /* code points one character can decompose into (18 is Unicode's longest) */

/* Apostrophes and the letters that stand for ayn and hamza in transliterated names. */
static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2bb && c <= 0x2bf) || c == 0x2018 || c == 0x2019 || c == 0x201b ||
           c == 0x2032;
}

/* Letters that do not decompose, with what English writes for them. */
static const struct {
    uint32_t letter;
    const char *plain;
} spelling[] = {
    {0xe6, "ae"}, {0xf0, "d"}, {0xf8, "o"}, {0xfe, "th"}, {0x111, "d"}, {0x131, "i"}, {0x142, "l"}, {0x153, "oe"}, {0x259, "e"},
};

static bool is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || (c >= 0x2000 && c <= 0x200b) || c == 0x3000;
}

static bool is_mark(utf8proc_int32_t c)
{
    utf8proc_category_t k = utf8proc_category(c);
    return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_ME || k == UTF8PROC_CATEGORY_CF;
}

static void put(casus_str *out, char *store, uint32_t c)
{
    if (is_apostrophe(c)) return;
    if (is_blank(c)) {
        if (out->n && store[out->n - 1] != ' ') store[out->n++] = ' ';
        return;
    }
    for (size_t i = 0; i < sizeof spelling / sizeof *spelling; i++) {
        if (spelling[i].letter != c) continue;
        for (const char *z = spelling[i].plain; *z; z++) store[out->n++] = *z;
        return;
    }
    out->n += casus_utf8_put(c, store + out->n);
}

/* Decompose, fold case and drop marks. n_piece is 0 for what cannot be decomposed. */
static size_t decompose(uint32_t c, utf8proc_int32_t piece[PIECES])
{
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, piece, PIECES,
                                                 UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    return n < 0 || n > PIECES ? 0 : (size_t)n;
}

static size_t folded_size(casus_str s)
{
    size_t size = 1;
    if (!s.n) return size;
    utf8proc_int32_t piece[PIECES];
    uint32_t c;
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        p += casus_utf8_next(p, end, &c);
        size += c < 0x80 ? 1 : 4 * decompose(c, piece);
    }
    return size;
}

casus_status casus_fold(casus_arena *a, casus_str s, casus_str *folded)
{
    *folded = (casus_str){0};
    char *store = casus_arena_get(a, folded_size(s), 1);
    if (!store) return CASUS_E_NOMEM;
    casus_str out = {store, 0};
    if (!s.n) {
        *folded = out;
        return CASUS_OK;
    }
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        uint32_t c;
        p += casus_utf8_next(p, end, &c);
        if (c < 0x80) {
            put(&out, store, c >= 'A' && c <= 'Z' ? c + 32 : c);
            continue;
        }
        utf8proc_int32_t piece[PIECES];
        size_t n = decompose(c, piece);
        for (size_t i = 0; i < n; i++)
            if (!is_mark(piece[i])) put(&out, store, (uint32_t)piece[i]);
    }
    if (out.n && store[out.n - 1] == ' ') out.n--;
    store[out.n] = '\0';
    *folded = out;
    return CASUS_OK;
}
