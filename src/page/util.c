/* Small string helpers of the room: ASCII case folding, no locale, no allocation but page_squeeze. */
#include "room.h"

#include <string.h>

static bool same(const char *p, const char *z, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (page_lower(p[i]) != page_lower(z[i])) return false;
    }
    return true;
}

bool page_find_nocase(casus_str hay, const char *needle, size_t *at)
{
    size_t n = strlen(needle);
    char low = page_lower(needle[0]), up = low >= 'a' && low <= 'z' ? (char)(low - 32) : low;
    for (size_t i = 0; n && i + n <= hay.n; i++) {
        if ((hay.p[i] != low && hay.p[i] != up) || !same(hay.p + i, needle, n)) continue;
        if (at) *at = i;
        return true;
    }
    return false;
}

bool page_starts_nocase(casus_str s, const char *z)
{
    size_t n = strlen(z);
    return s.n >= n && same(s.p, z, n);
}

bool page_ends_nocase(casus_str s, const char *z)
{
    size_t n = strlen(z);
    return s.n >= n && same(s.p + s.n - n, z, n);
}

bool page_is_nocase(casus_str s, const char *z) { return s.n == strlen(z) && page_starts_nocase(s, z); }

/* A no-break space counts as white space: titles and bylines are full of them. */
casus_str page_squeeze(casus_arena *a, casus_str s)
{
    char *p = casus_arena_get(a, s.n + 1, 1);
    if (!p) return (casus_str){0};
    size_t n = 0;
    bool gap = false;
    for (size_t i = 0; i < s.n; i++) {
        bool nbsp = s.p[i] == '\xC2' && i + 1 < s.n && s.p[i + 1] == '\xA0';
        if (nbsp || page_space(s.p[i])) {
            gap = true;
            i += nbsp;
            continue;
        }
        if (gap && n) p[n++] = ' ';
        gap = false;
        p[n++] = s.p[i];
    }
    return (casus_str){p, n};
}
