/* Discards and issues in a sentence: the phrases of the lists, found by their first words.
 *
 * Issues are kept only where a sentence has events, and none of their section takes them back.
 */
#include "room.h"

#include <string.h>

static bool has_prefix(casus_str s, casus_str head)
{
    return s.n >= head.n && memcmp(s.p, head.p, head.n) == 0;
}

/* Phrase of parts [first, first + n) at item i; a stem fits longer words. */
static bool stands_at(const coder *c, uint32_t i, uint32_t first, uint32_t n, bool stem)
{
    for (uint32_t k = 0; k < n; i++) {
        if (i >= c->x.n_item) return false;
        const item *x = &c->x.item[i];
        if (x->tag == CASUS_TAG_POS) continue;
        uint32_t w = ROW(part, c->d->part, first + k)->word;
        bool last = k + 1 == n;
        if (x->word != w && !(last && stem && has_prefix(x->text, *ROW(casus_str, c->d->words.text, w)))) return false;
        k++;
    }
    return true;
}

/* The discards whose first word, or first word's beginning, is that of item i. */
static const discard *discard_at(const coder *c, uint32_t i)
{
    const names *in = &c->d->discards;
    casus_str s = c->x.item[i].text;
    for (size_t n = s.n; n > 1; n--) {
        uint32_t w = n == s.n ? c->x.item[i].word : words_find(&c->d->words, (casus_str){s.p, n});
        if (!w || w >= in->n_at) continue;
        for (uint32_t k = in->at[w]; k < in->at[w + 1]; k++) {
            const discard *d = ROW(discard, in->list, k);
            if ((n == s.n || d->n == 1) && stands_at(c, i, d->first, d->n, d->stem)) return d;
        }
    }
    return NULL;
}

/* The discard of the sentence, one of the whole report before others. */
const discard *find_discard(const coder *c)
{
    const discard *found = NULL;
    for (uint32_t i = 0; i < c->x.n_item && c->d->discards.list.n; i++) {
        const discard *d = discard_at(c, i);
        if (d && (!found || (d->story && !found->story))) found = d;
    }
    return found;
}

void add_discard(coder *c, const discard *d)
{
    casus_dictionary_discard *x = rows_add(c->a, &c->discard, sizeof *x);
    if (!x)
        c->no_memory = true;
    else
        *x = (casus_dictionary_discard){c->number, d->text, c->d->file[d->at.file], d->at.line, d->story};
}

void find_issues(coder *c, rows *seen)
{
    const names *in = &c->d->issues;
    for (uint32_t i = 0; i < c->x.n_item && in->list.n; i++) {
        uint32_t w = c->x.item[i].word;
        if (!w || w >= in->n_at) continue;
        for (uint32_t k = in->at[w]; k < in->at[w + 1]; k++) {
            const issue *x = ROW(issue, in->list, k);
            if (!stands_at(c, i, x->first, x->n, false)) continue;
            sighting *s = rows_add(c->a, seen, sizeof *s);
            if (!s)
                c->no_memory = true;
            else
                *s = (sighting){c->number, x};
        }
    }
}

static bool taken_back(const rows *seen, const sighting *s)
{
    for (size_t i = 0; i < seen->n; i++) {
        const sighting *o = ROW(sighting, *seen, i);
        if (o->x->section == s->x->section && (o->x->ignore == 2 || (o->x->ignore && o->sentence == s->sentence))) return true;
    }
    return false;
}

static bool has_event(const coder *c, uint32_t number)
{
    for (size_t i = 0; i < c->event.n; i++)
        if (ROW(casus_dictionary_event, c->event, i)->sentence == number) return true;
    return false;
}

static void add_issue(coder *c, const sighting *s)
{
    for (size_t i = c->issue.n; i-- > 0;) {
        casus_dictionary_issue *o = ROW(casus_dictionary_issue, c->issue, i);
        if (o->sentence != s->sentence) break;
        if (!casus_str_eq(o->code, s->x->code)) continue;
        o->n++;
        return;
    }
    casus_dictionary_issue *x = rows_add(c->a, &c->issue, sizeof *x);
    if (!x)
        c->no_memory = true;
    else
        *x = (casus_dictionary_issue){s->sentence, s->x->code, 1};
}

void keep_issues(coder *c, const rows *seen)
{
    for (size_t i = 0; i < seen->n && !c->no_memory; i++) {
        const sighting *s = ROW(sighting, *seen, i);
        if (!s->x->ignore && has_event(c, s->sentence) && !taken_back(seen, s)) add_issue(c, s);
    }
}
