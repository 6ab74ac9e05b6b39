/* Looking at the tokens around a place of the scan. All of these answer "no" outside the sentence.
 */
#ifndef CASUS_WHEN_SCAN_H
#define CASUS_WHEN_SCAN_H

#include "room.h"

#include <string.h>

static inline bool inside(const when_scan *s, uint32_t i)
{
    return i >= s->begin && i < s->end;
}

static inline const when_mark *mark(const when_scan *s, uint32_t i)
{
    static const when_mark none = {.n = 1};
    return inside(s, i) ? &s->mark[i] : &none;
}

static inline bool is_kind(const when_scan *s, uint32_t i, when_kind k)
{
    return mark(s, i)->kind == k;
}

/* Is the token in a list of when-lists.tsv? */
static inline bool in_list(const when_scan *s, uint32_t i, when_list list)
{
    return (mark(s, i)->list >> list & 1) != 0;
}

static inline casus_str norm(const when_scan *s, uint32_t i)
{
    return inside(s, i) ? s->text->token[i].norm : (casus_str){"", 0};
}

static inline bool is_norm(const when_scan *s, uint32_t i, const char *z, size_t n)
{
    casus_str w = norm(s, i);
    return w.n == n && memcmp(w.p, z, n) == 0;
}
/* Is the token this word? lit: a literal. */
#define word(s, i, lit) is_norm((s), (i), (lit), sizeof(lit) - 1)
#define skip(s, i, lit) (word((s), (i), lit) ? (i) + 1 : (i))

static inline bool capital(const when_scan *s, uint32_t i)
{
    return inside(s, i) && s->text->token[i].capital;
}

static inline bool is_word(const when_scan *s, uint32_t i)
{
    return inside(s, i) && s->text->token[i].kind == CASUS_WORD;
}

static inline bool is_number(const when_scan *s, uint32_t i)
{
    return inside(s, i) && s->text->token[i].kind == CASUS_NUMBER;
}

static inline bool is_hyphen(const when_scan *s, uint32_t i)
{
    return in_list(s, i, LIST_HYPHEN);
}

static inline uint32_t skip_hyphen(const when_scan *s, uint32_t i)
{
    return is_hyphen(s, i) ? i + 1 : i;
}

static inline bool is_pos(const when_scan *s, uint32_t i, casus_pos p)
{
    return s->words && s->words->pos && inside(s, i) && s->words->pos[i] == p;
}

static inline bool is_year_number(const when_mark *m)
{
    return m->kind == MARK_DIGITS && m->n_digit == 4 && m->value >= 1000 && m->value <= 2199;
}

static inline bool is_day_number(const when_scan *s, uint32_t i)
{
    const when_mark *m = mark(s, i);
    bool number = (m->kind == MARK_DIGITS && m->n_digit <= 2) || m->kind == MARK_ORDINAL;
    return number && m->value >= 1 && m->value <= 31;
}

static inline bool is_unit(const when_scan *s, uint32_t i)
{
    return is_kind(s, i, MARK_UNIT) && mark(s, i)->care != CARE_SHORT;
}

static inline bool is_units(const when_scan *s, uint32_t i)
{
    return is_unit(s, i) && mark(s, i)->care == CARE_PLURAL;
}

static inline when_draft blank_draft(void)
{
    return (when_draft){.wday = -1};
}

#endif
