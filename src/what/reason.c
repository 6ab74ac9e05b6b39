/* Reasons: the list that a reading fills when it was asked to explain itself. */
#include "what/scan.h"

const char *casus_about_name(casus_about about)
{
    static const char *const name[] = {
#define NAME(id, text) text,
        CASUS_ABOUT_MAP(NAME)
#undef NAME
    };
    return name[about];
}

casus_reason *casus_reason_add(casus_reasons *list, casus_about about, const char *rule)
{
    if (!list) return NULL;
    void *p = casus_arena_grow(list->a, list->reason, list->n, list->n + 1, sizeof *list->reason, &list->cap);
    if (!p) {
        list->failed = true;
        return NULL;
    }
    list->reason = p;
    casus_reason *r = &list->reason[list->n++];
    *r = (casus_reason){.about = about, .claim = CASUS_NO_CLAIM, .incident = CASUS_NO_CLAIM, .rule = rule, .table = NONE};
    return r;
}

static casus_reason *of_claim(const scan *s, casus_about about, const char *rule)
{
    casus_reason *r = casus_reason_add(s->f->reasons, about, rule);
    if (r) r->claim = (uint32_t)s->n_claim;
    return r;
}

void because_rule(const scan *s, casus_about about, const char *rule)
{
    of_claim(s, about, rule);
}

casus_reason *because_words(const scan *s, casus_about about, const char *rule, uint32_t first, uint32_t n, int table)
{
    casus_reason *r = of_claim(s, about, rule);
    if (!r || first >= s->f->text->n_token) return r;
    const casus_match *m = table == NONE ? NULL : casus_words_at(s->f->words, first, table);
    if (m) {
        r->table = (int16_t)table;
        r->row = m->row;
    }
    r->words = casus_text_cover(s->f->text, first, n ? n : m ? m->n : 1);
    return r;
}

void because_span(const scan *s, casus_about about, const char *rule, casus_str value, casus_span words)
{
    casus_reason *r = of_claim(s, about, rule);
    if (!r) return;
    r->value = value;
    r->words = words;
}

void because_points(const scan *s, casus_about about, const char *rule, float points)
{
    casus_reason *r = of_claim(s, about, rule);
    if (!r) return;
    r->weighed = true;
    r->weight = points;
}

void because_event(const scan *s, casus_about about, const char *rule, const trigger *t)
{
    casus_reason *r = of_claim(s, about, rule);
    if (!r) return;
    r->table = (int16_t)s->t.events;
    r->row = t->row;
    r->words = casus_text_cover(s->f->text, t->first, t->n);
}

/* A claim that was begun and is not made: its reasons go, the last of them says why. */
void because_not(const scan *s, size_t mark, const trigger *t)
{
    casus_reasons *list = s->f->reasons;
    if (!list || list->n <= mark) return;
    casus_reason last = list->reason[list->n - 1];
    list->n = mark;
    because_event(s, CASUS_ABOUT_LEFT_OUT, last.rule, t);
    casus_reason *r = &list->reason[list->n - 1];
    r->claim = CASUS_NO_CLAIM;
    r->weighed = last.weighed;
    r->weight = last.weight;
}
