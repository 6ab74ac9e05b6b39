/* Keys of events: the same in every report that tells of one well enough.
 */
#include "incident/group.h"

#include <stdio.h>
#include <string.h>

static int year_of(casus_day d)
{
    int y = 0, m, day;
    if (d != CASUS_DAY_NONE) casus_day_split(d, &y, &m, &day);
    return y;
}

/* The time part of a key: the day; for what lies more than a year back, which reports date loosely, the year. */
static bool key_time(const casus_dating *d, casus_day ref, char *out, size_t size)
{
    enum { LONG_AGO = 330 };
    if (d->from == CASUS_DAY_NONE || d->to == CASUS_DAY_NONE) return false;
    bool long_ago = ref != CASUS_DAY_NONE ? d->to < ref - LONG_AGO : d->to - d->from > 1;
    if (long_ago && year_of(d->from) == year_of(d->to)) {
        snprintf(out, size, "%04d", year_of(d->from));
        return true;
    }
    char iso[16];
    casus_day_iso(d->from, iso);
    snprintf(out, size, "%s", iso);
    return d->to - d->from <= 1;
}

/* A key that no other report can have. */
static void own_key(casus_incident *in, casus_str report_id, uint32_t i)
{
    uint64_t h = casus_hash(report_id, 7);
    snprintf(in->event, sizeof in->event, "report-%08x%08x-%u", (unsigned)(h >> 32), (unsigned)(h & 0xffffffffu),
             (unsigned)i + 1);
}

/* The same event gets the same key in every report, without either knowing of the other: a named person is taken or killed once
 * (a year is enough to tell such events apart); else family, gazetteer entry and day. Where these are not known well enough the
 * key is of this report alone. */
static void set_key(const casus_findings *f, casus_incident *in, casus_str report_id, uint32_t i)
{
    const casus_claim *c = &in->sum;
    const char *family = c->type == CASUS_TYPE_RIOT ? "crowd" : casus_type_family(c->type);
    const casus_actor *who = victim_by_name(c);
    bool personal = strcmp(family, "hold") == 0 || strcmp(family, "other") == 0 ||
                    (strcmp(family, "force") == 0 && c->tally[CASUS_KILLED].set && c->tally[CASUS_KILLED].low == 1);
    if (who && personal) {
        int year = year_of(f->times->ref != CASUS_DAY_NONE ? f->times->ref : c->date.from);
        snprintf(in->event, sizeof in->event, "%s-person-%d-%08x", family, year,
                 (unsigned)(casus_hash(who->name, 3) & 0xffffffffu));
        return;
    }
    const casus_place *p = c->n_place ? c->place[0] : NULL;
    char when[16];
    if (p && p->resolved && p->entry.precision != CASUS_PREC_COUNTRY && key_time(&c->date, f->times->ref, when, sizeof when)) {
        uint64_t h = casus_hash(p->entry.name, casus_hash(casus_str_of(p->entry.country), 1));
        snprintf(in->event, sizeof in->event, "%s-%s-%08x", family, when, (unsigned)(h & 0xffffffffu));
        return;
    }
    own_key(in, report_id, i);
}

/* Keys of all incidents; of two with the same key in one report the later keeps to itself. */
casus_status set_keys(const casus_findings *f, casus_incident *in, uint32_t n, casus_str report_id, casus_arena *a)
{
    uint32_t size = 16;
    while (size < n * 2)
        size *= 2;
    const char **slot = casus_arena_get(a, size, sizeof *slot);
    if (!slot) return CASUS_E_NOMEM;
    for (uint32_t k = 0; k < n; k++) {
        set_key(f, &in[k], report_id, k);
        uint32_t at = (uint32_t)casus_hash(casus_str_of(in[k].event), 5) & (size - 1);
        while (slot[at] && strcmp(slot[at], in[k].event) != 0)
            at = (at + 1) & (size - 1);
        if (slot[at])
            own_key(&in[k], report_id, k);
        else
            slot[at] = in[k].event;
    }
    return CASUS_OK;
}
