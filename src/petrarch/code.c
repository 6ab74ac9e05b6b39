/* Sentences to events.
 *
 * Verb by verb: the form is looked up, of its patterns the one that fits best says what it means; else the verb's own code
 * does. Who did it is who the pattern says, else the first with a code before the verb; to whom: the first with a code behind
 * it. A passive with "by" turns them round. A verb that has a meaning keeps what follows in its phrase to itself.
 */
#include "room.h"

#include <string.h>

static const casus_str nobody = {"---", 3};

/* ---------------------------------------------------------------- names */

/* Does the name stand at word i of the phrase? Gets the words from there on that it spans, 0: no. Where "_" does not tie two of
 * its words, others may stand between. */
static uint32_t name_at(const casus_dictionaries *d, const sentence *x, const phrase *p, uint32_t i, const entry *n)
{
    uint32_t at = i;
    for (uint32_t k = 0; k < n->n; k++, at++) {
        const part *w = ROW(part, d->part, n->first + k);
        bool tied = k == 0 || w[-1].tight;
        while (at < p->n_word && x->item[p->word[at]].word != w->word) {
            if (tied) return 0;
            at++;
        }
        if (at == p->n_word) return 0;
    }
    return at - i;
}

static const entry *find_name(const casus_dictionaries *d, const names *in, const sentence *x, const phrase *p, uint32_t i,
                              uint32_t *len)
{
    uint32_t w = x->item[p->word[i]].word;
    if (!w || w >= in->n_at || x->item[p->word[i]].gone) return NULL;
    for (uint32_t k = in->at[w]; k < in->at[w + 1]; k++) {
        const entry *n = ROW(entry, in->list, k);
        if ((*len = name_at(d, x, p, i, n))) return n;
    }
    return NULL;
}

/* The code that holds on the day: a dated one that fits, else the last without dates. NULL: none. */
static const dated *code_on(const casus_dictionaries *d, const actor *x, casus_day day)
{
    const dated *plain = NULL;
    for (uint32_t i = x->first; i < x->first + x->n; i++) {
        const dated *c = ROW(dated, d->code, i);
        if (c->from == CASUS_DAY_NONE && c->to == CASUS_DAY_NONE) {
            plain = c;
            continue;
        }
        bool in =
            day != CASUS_DAY_NONE && (c->from == CASUS_DAY_NONE || day >= c->from) && (c->to == CASUS_DAY_NONE || day <= c->to);
        if (in) return c;
    }
    return plain;
}

/* Codes are made of blocks of three letters; is b a run of them? */
static bool has_block(casus_str code, casus_str b)
{
    for (size_t i = 0; i + b.n <= code.n; i += 3)
        if (memcmp(code.p + i, b.p, b.n) == 0) return true;
    return false;
}

static bool add_agent_code(coder *c, phrase *p, const agent *g)
{
    if (has_block(p->code, g->code)) return true;
    char *text = casus_arena_get(c->a, p->code.n + g->code.n + 1, 1);
    if (!text) return false;
    casus_str first = g->before ? g->code : p->code, second = g->before ? p->code : g->code;
    memcpy(text, first.p, first.n);
    memcpy(text + first.n, second.p, second.n);
    p->code = (casus_str){text, first.n + second.n};
    if (!p->at.line) p->at = g->at;
    return true;
}

/* The first actor of the phrase, then all agents outside its words. */
static bool code_phrase(coder *c, phrase *p)
{
    uint32_t from = 0, to = 0, len = 0;
    const entry *n = NULL;
    for (uint32_t i = 0; i < p->n_word && !n; i++) {
        n = find_name(c->d, &c->d->actors, &c->x, p, i, &len);
        if (!n) continue;
        const dated *k = code_on(c->d, ROW(actor, c->d->actor, n->owner), c->day);
        from = i;
        to = i + len;
        p->code = k ? k->code : nobody;
        p->at = k ? k->at : p->at;
    }
    for (uint32_t i = 0; i < p->n_word; i++) {
        if (i >= from && i < to) continue;
        n = find_name(c->d, &c->d->agents, &c->x, p, i, &len);
        if (!n) continue;
        if (!add_agent_code(c, p, ROW(agent, c->d->agent, n->owner))) return false;
        i += len - 1;
    }
    return true;
}

static bool code_phrases(coder *c)
{
    for (uint32_t i = 0; i < c->x.n_phrase; i++)
        if (!code_phrase(c, &c->x.phrase[i])) return false;
    return true;
}

/* ---------------------------------------------------------------- the words around a verb */

static bool is_here(const sentence *x, uint32_t i)
{
    return !x->item[i].gone && !x->item[i].comma;
}

static reach before(coder *c, uint32_t verb)
{
    reach w = {c->upper, 0, -1};
    for (uint32_t i = verb; i-- > 0;) {
        if (c->x.item[i].comma && !c->x.item[i].gone) break;
        if (is_here(&c->x, i)) c->upper[w.n++] = i;
    }
    return w;
}

static reach behind(coder *c, uint32_t from, uint32_t to)
{
    reach w = {c->lower, 0, 1};
    for (uint32_t i = from; i < to; i++)
        if (is_here(&c->x, i)) c->lower[w.n++] = i;
    return w;
}

static bool is_article(casus_str text)
{
    return casus_str_is(text, "the") || casus_str_is(text, "a") || casus_str_is(text, "an");
}

/* Do the words of a compound verb stand at i and on? The item behind them, NONE: they do not. Articles may stand between. */
static uint32_t words_on(const coder *c, uint32_t i, uint32_t first, uint32_t n)
{
    for (uint32_t k = 0; k < n; i++) {
        if (i >= c->x.n_item) return NONE;
        const item *x = &c->x.item[i];
        if (x->gone) continue;
        if (x->word == ROW(part, c->d->part, first + k)->word)
            k++;
        else if (!is_article(x->text))
            return NONE;
    }
    return i;
}

/* The item where the words before the verb begin. */
static uint32_t words_back(const coder *c, uint32_t i, uint32_t first, uint32_t n)
{
    while (n) {
        if (i-- == 0) return NONE;
        if (c->x.item[i].gone) continue;
        if (c->x.item[i].word != ROW(part, c->d->part, first + n - 1)->word) return NONE;
        n--;
    }
    return i;
}

static const form *find_form(const coder *c, uint32_t i, uint32_t *from, uint32_t *to)
{
    uint32_t w = c->x.item[i].word;
    const names *in = &c->d->forms;
    if (!w || w >= in->n_at) return NULL;
    for (uint32_t k = in->at[w]; k < in->at[w + 1]; k++) {
        const form *f = ROW(form, in->list, k);
        *from = words_back(c, i, f->before, f->n_before);
        *to = words_on(c, i + 1, f->after, f->n_after);
        if (*from != NONE && *to != NONE) return f;
    }
    return NULL;
}

/* ---------------------------------------------------------------- source and target */

/* Some phrases that act as one: a compound or one phrase. */
typedef struct {
    uint32_t first, row; /* NONE */
} party;

static party party_of(const sentence *x, uint32_t p)
{
    return (party){p, p == NONE ? NONE : x->phrase[p].compound};
}

static bool is_nobody(casus_str code)
{
    return casus_str_eq(code, nobody);
}

static bool same_code(const sentence *x, party a, party b)
{
    if (a.first == NONE || b.first == NONE || a.row != NONE || b.row != NONE) return a.first == b.first;
    return casus_str_eq(x->phrase[a.first].code, x->phrase[b.first].code);
}

/* The first party of the words (from the far end: last) that has a code other than that of other, else the first without. */
static party first_party(const sentence *x, const reach *w, bool from_end, party other)
{
    party without = {NONE, NONE};
    for (uint32_t k = 0; k < w->n; k++) {
        party p = party_of(x, x->item[w->at[from_end ? w->n - 1 - k : k]].phrase);
        if (p.first == NONE || p.first == other.first || (p.row != NONE && p.row == other.row)) continue;
        bool coded = p.row != NONE || !is_nobody(x->phrase[p.first].code);
        if (coded && !same_code(x, p, other)) return p;
        if (!coded && without.first == NONE) without = p;
    }
    return without;
}

/* ---------------------------------------------------------------- events */

enum { SIDES = 128 /* most codes of one side */ };

typedef struct {
    casus_dictionary_party of[SIDES];
    uint32_t n;
} side;

static casus_str name_in_quotes(coder *c, const phrase *p)
{
    size_t n = 2;
    for (uint32_t i = 0; i < p->n_word; i++)
        n += c->x.item[p->word[i]].text.n + 1;
    n *= 4;
    char *text = casus_arena_get(c->a, n, 1), *to = text;
    if (!text) c->no_memory = true;
    if (!text) return nobody;
    *to++ = '"';
    for (uint32_t i = 0; i < p->n_word; i++) {
        const item *x = &c->x.item[p->word[i]];
        casus_span s = casus_text_cover(c->t, x->token, x->last - x->token + 1);
        if (s.len > x->text.n * 4) s.len = (uint32_t)x->text.n; /* never: a fold is not that much shorter */
        if (i) *to++ = ' ';
        for (uint32_t k = 0; k < s.len; k++) {
            char l = c->t->body.p[s.off + k];
            *to++ = l >= 'a' && l <= 'z' ? (char)(l - 32) : l;
        }
    }
    *to++ = '"';
    return (casus_str){text, (size_t)(to - text)};
}

static casus_span span_of(const coder *c, const phrase *p)
{
    uint32_t first = c->x.item[p->first].token, last = c->x.item[p->last].last;
    return casus_text_cover(c->t, first, last - first + 1);
}

/* A phrase's codes: "FRO/BIL" are two. */
static void add_codes(coder *c, side *s, const phrase *p)
{
    casus_str code = p->code, file = p->at.line ? c->d->file[p->at.file] : (casus_str){0};
    uint32_t most = c->d->settings.new_actor_length;
    if (is_nobody(code) && most && p->n_word && p->n_word <= most) code = name_in_quotes(c, p);
    bool quoted = code.n && code.p[0] == '"';
    while (code.n && s->n < SIDES) {
        const char *slash = quoted ? NULL : memchr(code.p, '/', code.n);
        size_t n = slash ? (size_t)(slash - code.p) : code.n;
        if (n) s->of[s->n++] = (casus_dictionary_party){{code.p, n}, span_of(c, p), file, p->at.line};
        code = slash ? (casus_str){slash + 1, code.n - n - 1} : (casus_str){0};
    }
}

static side codes_of(coder *c, party p)
{
    side s = {.n = 0};
    if (p.first == NONE) return s;
    uint32_t first = p.row == NONE ? p.first : c->x.compound[p.row].first, n = p.row == NONE ? 1 : c->x.compound[p.row].n;
    for (uint32_t i = first; i < first + n; i++)
        if (p.row == NONE || !is_nobody(c->x.phrase[i].code) || c->d->settings.new_actor_length)
            add_codes(c, &s, &c->x.phrase[i]);
    if (!s.n) add_codes(c, &s, &c->x.phrase[p.first]);
    return s;
}

static bool is_told(const coder *c, const casus_dictionary_event *e)
{
    for (size_t i = c->first_event; i < c->event.n; i++) {
        const casus_dictionary_event *o = ROW(casus_dictionary_event, c->event, i);
        if (casus_str_eq(o->code, e->code) && casus_str_eq(o->source.code, e->source.code) &&
            casus_str_eq(o->target.code, e->target.code))
            return true;
    }
    return false;
}

static void clear_nobody(casus_dictionary_party *p)
{
    if (is_nobody(p->code)) *p = (casus_dictionary_party){0};
}

static void add_event(coder *c, casus_dictionary_event e)
{
    bool lone = is_nobody(e.source.code) || is_nobody(e.target.code);
    if (casus_str_eq(e.source.code, e.target.code) || (lone && !c->d->settings.lone)) return;
    clear_nobody(&e.source);
    clear_nobody(&e.target);
    if (is_told(c, &e)) return;
    casus_dictionary_event *slot = rows_add(c->a, &c->event, sizeof *slot);
    if (slot)
        *slot = e;
    else
        c->no_memory = true;
}

static void add_each(coder *c, casus_dictionary_event like, const side *from, const side *to, casus_str code)
{
    like.code = code;
    for (uint32_t i = 0; code.n && !is_nobody(code) && i < from->n; i++)
        for (uint32_t k = 0; k < to->n && !c->no_memory; k++) {
            like.source = from->of[i];
            like.target = to->of[k];
            add_event(c, like);
        }
}

static void add_events(coder *c, casus_dictionary_event like, party source, party target, casus_str code)
{
    side from = codes_of(c, source), to = codes_of(c, target);
    const char *colon = memchr(code.p, ':', code.n);
    size_t n = colon ? (size_t)(colon - code.p) : code.n;
    add_each(c, like, &from, &to, (casus_str){code.p, n});
    if (colon) add_each(c, like, &to, &from, (casus_str){colon + 1, code.n - n - 1});
}

/* ---------------------------------------------------------------- one verb */

static bool is_better(const fit *a, const fit *b)
{
    if (a->score != b->score) return a->score > b->score;
    return a->score && a->first < b->first;
}

static const pattern *best_pattern(const coder *c, const form *f, const reach *upper, const reach *lower, fit *best)
{
    const pattern *found = NULL;
    uint32_t from = *ROW(uint32_t, c->d->block, f->block), to = *ROW(uint32_t, c->d->block, f->block + 1);
    *best = (fit){.source = NONE, .target = NONE};
    for (uint32_t i = from; i < to; i++) {
        const pattern *p = ROW(pattern, c->d->pattern, i);
        fit now = pattern_match(c->d, &c->x, p, upper, lower);
        if (!is_better(&now, best)) continue;
        *best = now;
        found = p;
    }
    return found;
}

static bool has_by(const sentence *x, const reach *lower)
{
    for (uint32_t i = 0; i < lower->n; i++)
        if (casus_str_is(x->item[lower->at[i]].text, "by")) return true;
    return false;
}

/* Who and whom, where the pattern does not say. */
static void find_parties(const coder *c, const fit *f, const reach *upper, const reach *lower, bool passive, party *source,
                         party *target)
{
    party none = {NONE, NONE};
    *source = party_of(&c->x, f->source);
    *target = party_of(&c->x, f->target);
    if (passive) {
        if (target->first == NONE) *target = first_party(&c->x, upper, true, *source);
        if (source->first == NONE) *source = first_party(&c->x, lower, false, *target);
        return;
    }
    if (source->first == NONE) *source = first_party(&c->x, upper, true, *target);
    if (target->first == NONE) *target = first_party(&c->x, lower, false, *source);
    if (source->first == NONE && f->target_row) *source = *target;
    if (target->first == NONE) *target = none;
}

/* Code the verb at item i. true: it had a meaning, and what follows in its phrase is its own. */
static bool code_verb(coder *c, uint32_t i)
{
    uint32_t from, to, end = c->x.item[i].end;
    const form *f = find_form(c, i, &from, &to);
    if (!f) return false;
    reach upper = before(c, from), lower = behind(c, to, end > to ? end : to);
    fit best;
    const pattern *p = best_pattern(c, f, &upper, &lower, &best);
    casus_str code = p ? p->code : f->code;
    if (is_nobody(code)) return false;
    place at = p ? p->at : f->at;
    party source, target;
    find_parties(c, &best, &upper, &lower, c->x.item[i].passive && has_by(&c->x, &lower), &source, &target);
    casus_dictionary_event like = {.sentence = c->number, .file = c->d->file[at.file], .line = at.line};
    like.span = casus_text_cover(c->t, c->x.item[from].token, c->x.item[to - 1].last - c->x.item[from].token + 1);
    add_events(c, like, source, target, code);
    return true;
}

static void code_verbs(coder *c)
{
    for (uint32_t i = 0; i < c->x.n_item && !c->no_memory; i++) {
        const item *x = &c->x.item[i];
        if (x->gone || !x->verb) continue;
        if (code_verb(c, i)) i = x->end - 1;
    }
}

/* ---------------------------------------------------------------- a text */

static bool is_parsed(const casus_text *t, const casus_parse *p, uint32_t s)
{
    return t->sentence[s].n && p->word[t->sentence[s].first].head != CASUS_HEAD_NONE;
}

static bool code_sentence(coder *c)
{
    c->upper = casus_arena_get(c->a, (size_t)c->x.n_item + 1, sizeof *c->upper);
    c->lower = casus_arena_get(c->a, (size_t)c->x.n_item + 1, sizeof *c->lower);
    if (!c->upper || !c->lower || !sentence_commas(&c->d->settings, &c->x, c->a) || !code_phrases(c)) return false;
    c->first_event = (uint32_t)c->event.n;
    code_verbs(c);
    return !c->no_memory;
}

/* All sentences are read before one is coded: a discard at the end can stop the whole report. */
static bool code_text(coder *c, const casus_parse *p)
{
    bool lists = c->d->discards.list.n || c->d->issues.list.n, stopped = false;
    sentence *all = casus_arena_get(c->a, c->t->n_sentence, sizeof *all);
    bool *skip = casus_arena_get(c->a, c->t->n_sentence, sizeof *skip);
    rows seen = {0};
    if (!all || !skip) return false;
    for (c->number = 0; c->number < c->t->n_sentence; c->number++) {
        skip[c->number] = !is_parsed(c->t, p, c->number);
        if (skip[c->number] && !lists) continue;
        if (!sentence_read(c->d, c->t, p, c->number, c->a, &all[c->number])) return false;
        c->x = all[c->number];
        find_issues(c, &seen);
        const discard *d = find_discard(c);
        if (!d) continue;
        add_discard(c, d);
        skip[c->number] = true;
        stopped = stopped || d->story;
    }
    for (c->number = 0; c->number < c->t->n_sentence && !stopped; c->number++) {
        c->x = all[c->number];
        if (!skip[c->number] && !code_sentence(c)) return false;
    }
    keep_issues(c, &seen);
    return !c->no_memory;
}

casus_status casus_dictionaries_code(const casus_dictionaries *d, const casus_text *text, const casus_parse *parse,
                                     casus_day day, casus_arena *a, casus_dictionary_events *out, casus_err *err)
{
    coder c = {.d = d, .t = text, .a = a, .day = day};
    *out = (casus_dictionary_events){0};
    if (!code_text(&c, parse)) return casus_fail(err, CASUS_E_NOMEM, "events of dictionaries", 0);
    *out = (casus_dictionary_events){c.event.at,          (uint32_t)c.event.n, c.issue.at,
                                     (uint32_t)c.issue.n, c.discard.at,        (uint32_t)c.discard.n};
    return CASUS_OK;
}

void casus_dictionaries_wanted(const casus_dictionaries *d, const casus_text *text, bool *want)
{
    const names *in = &d->forms;
    for (uint32_t i = 0; i < text->n_token; i++) {
        const casus_token *t = &text->token[i];
        if (want[t->sentence]) continue;
        uint32_t w = words_find(&d->words, t->norm);
        if (w && w < in->n_at && in->at[w] < in->at[w + 1]) want[t->sentence] = true;
    }
}
