/* Views of bytes. */
#include <casus/base.h>

#include <string.h>

casus_str casus_str_of(const char *z) { return (casus_str){z, z ? strlen(z) : 0}; }

bool casus_str_eq(casus_str a, casus_str b) { return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0); }

int casus_str_cmp(casus_str a, casus_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n ? memcmp(a.p, b.p, n) : 0;
    return c ? c : (a.n > b.n) - (a.n < b.n);
}

static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

casus_str casus_str_trim(casus_str s)
{
    while (s.n && is_space(s.p[0])) s.p++, s.n--;
    while (s.n && is_space(s.p[s.n - 1])) s.n--;
    return s;
}
