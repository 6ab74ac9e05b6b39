/* Memberships as rows of actors.tsv tell them: "al-Qaeda until 2016-07; Army of Conquest from 2015-03".
 */
#include "room.h"

#include <string.h>

/* Cut " from DATE" or " until DATE" off the end of the name. */
static bool cut_date(casus_str *name, const char *word, casus_str *date)
{
    size_t n = strlen(word), at = name->n;
    while (at > 0 && name->p[at - 1] != ' ') at--;
    if (at < n + 1 || name->p[at] < '0' || name->p[at] > '9' || memcmp(name->p + at - n, word, n) != 0) return false;
    *date = (casus_str){name->p + at, name->n - at};
    name->n = at - n;
    return true;
}

bool who_member_next(casus_str *rest, who_membership *m)
{
    *rest = casus_str_trim(*rest);
    if (!rest->n) return false;
    const char *end = memchr(rest->p, ';', rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *m = (who_membership){casus_str_trim((casus_str){rest->p, n}), {"", 0}, {"", 0}};
    *rest = end ? (casus_str){end + 1, rest->n - n - 1} : (casus_str){"", 0};
    cut_date(&m->name, " until ", &m->until);
    cut_date(&m->name, " from ", &m->from);
    return true;
}

static bool holds(const who_finder *f, const who_membership *m)
{
    casus_day from = who_edge(m->from, false), until = who_edge(m->until, true);
    if (f->day == CASUS_DAY_NONE) return true;
    return (from == CASUS_DAY_NONE || f->day >= from) && (until == CASUS_DAY_NONE || f->day <= until);
}

bool who_member_on(who_finder *f, casus_str cell, casus_str *out)
{
    who_membership m;
    casus_str rest = cell;
    *out = (casus_str){"", 0};
    if (!cell.n) return true;
    char *p = casus_arena_get(f->arena, cell.n + 1, 1);
    if (!p) return false;
    out->p = p;
    while (who_member_next(&rest, &m)) {
        if (!holds(f, &m) || !m.name.n) continue;
        if (out->n) out->n += 2, memcpy(p + out->n - 2, "; ", 2);
        memcpy(p + out->n, m.name.p, m.name.n);
        out->n += m.name.n;
    }
    return true;
}
