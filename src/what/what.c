/* Sentences -> claims.
 *
 * A sentence is cut into segments (segment.c). The event words of a segment are grouped by family (asides.c); each group that
 * tells of an event by itself becomes a claim (claims.c). Sentences without an event word cost one look at the lexicon marks.
 */
#include "what/claim.h"

#include <string.h>

static void read_segment(scan *s, const segment *g, bool alone)
{
    trigger t[MOST_TRIGGERS], group[MOST_TRIGGERS];
    bool done[MOST_TRIGGERS] = {false};
    uint32_t n = drop_asides(s, t, find_triggers(s, g->first, g->end, t, MOST_TRIGGERS));
    bool of_crowd = harm_of_crowd(s, t, n);
    for (uint32_t k = 0; k < n && !s->failed; k++) {
        if (done[k]) continue;
        uint32_t m = 0;
        for (uint32_t j = k; j < n; j++)
            if (!done[j] && (of_crowd || together(&t[k], &t[j]) || (j > k && accompanies(s, g, &t[k], &t[j])))) {
                group[m++] = t[j];
                done[j] = true;
            }
        make_claim(s, g, group, m, alone && m == n);
    }
}

static void shift_date(casus_dating *d, const casus_dating *by, int32_t days)
{
    *d = *by;
    d->from += days;
    d->to += days;
    d->basis = CASUS_BASIS_RELATIVE;
    casus_dating_write(d);
}

static bool dated(const casus_claim *c)
{
    return c->date.from != CASUS_DAY_NONE && c->date.to != CASUS_DAY_NONE;
}

/* "A, a day after B": claims [a, b) tell A, [b, end) tell B, and the distance stands between them. One date gives the other. */
static void date_by_distance(scan *s, const segment *g, size_t a, size_t b, size_t end)
{
    bool own = g->source_first > s->f->text->sentence[g->sentence].first; /* not who told all of it */
    bool told = own && g->source_end > g->source_first && g->source_end <= g->first; /* "a day after the army said it had killed 20" */
    uint32_t from = told ? g->source_first : g->first;
    int32_t at = from > 0 ? s->time_at[from - 1] : NONE;
    if (s->time_at[from] != NONE) at = s->time_at[from];
    if (at == NONE || !s->f->times->time[at].event_ref || a == b || b == end) return;
    int32_t days = s->f->times->time[at].shift;
    for (size_t i = b; i < end; i++) {
        s->claim[i].from_claim = (uint32_t)a + 1; /* the day may be told in another sentence */
        s->claim[i].from_days = -days;
        if (dated(&s->claim[a]) && !dated(&s->claim[i])) shift_date(&s->claim[i].date, &s->claim[a].date, -days);
        if (!dated(&s->claim[a]) && dated(&s->claim[i])) shift_date(&s->claim[a].date, &s->claim[i].date, days);
    }
}

/* "X is behind A, as well as B": who did A did B. */
static void share_doers(scan *s, size_t a, size_t b, size_t end)
{
    if (a == b || b == end || s->claim[b].n_part || !s->claim[a].n_part) return;
    casus_claim *to = &s->claim[b];
    const casus_claim *of = &s->claim[a];
    to->part = casus_arena_get(s->a, of->n_part, sizeof *to->part);
    s->failed = s->failed || !to->part;
    for (uint32_t i = 0; i < of->n_part && to->part; i++)
        if (of->part[i].role == CASUS_PERPETRATOR) {
            to->part[to->n_part] = of->part[i];
            to->part[to->n_part++].rule = "who did the one did the other: \"as well as\"";
        }
}

/* "Twelve died in A and four were killed in B on Tuesday": claims [a, b) and [b, end) share the day. */
static void share_day(scan *s, size_t a, size_t b, size_t end)
{
    for (size_t i = a; i < b && b < end; i++)
        if (!s->claim[i].date.edtf[0] && !s->claim[i].date.span.len) s->claim[i].date = s->claim[end - 1].date;
}

/* Who the sentence is about, for the pronouns of the next one. */
static void note_subject(scan *s, const casus_sentence *sent)
{
    for (uint32_t i = sent->first; i < sent->first + sent->n; i++) {
        if (!has_rel(s, i, REL(ROOT))) continue;
        heads h = subjects_of(s, i);
        const casus_actor *a = h.n ? phrase_actor(s, h.at[0]) : NULL;
        if (a) s->subject = a;
        return;
    }
}

static void read_sentence(scan *s, uint32_t i)
{
    const casus_sentence *sent = &s->f->text->sentence[i];
    segment whole = {.sentence = i}, part[MOST_SEGMENTS];
    if (sent->n && is_word(s, sent->first + sent->n - 1, "?")) return; /* a question tells of nothing */
    uint32_t end = sent->first + sent->n, voice = second_voice(s, sent);
    read_source_clause(s, sent->first, voice, &whole);
    uint32_t n = cut(s, &whole, part, MOST_SEGMENTS);
    if (voice < end && n < MOST_SEGMENTS) {
        read_source_clause(s, voice, end, &whole);
        n += cut(s, &whole, part + n, MOST_SEGMENTS - n);
    }
    size_t from[MOST_SEGMENTS + 1] = {s->n_claim};
    for (uint32_t k = 0; k < n && !s->failed; k++) {
        read_segment(s, &part[k], n == 1);
        from[k + 1] = s->n_claim;
        if (k > 0 && is_word(s, part[k].first, "well")) share_doers(s, from[k - 1], from[k], from[k + 1]);
        if (k > 0 && has_rel(s, part[k].first, REL(CC)) && !is_word(s, part[k].first - 1, ",")) share_day(s, from[k - 1], from[k], from[k + 1]);
        if (k > 0) date_by_distance(s, &part[k], from[k - 1], from[k], from[k + 1]);
        bool aside = k > 0 && from[k] == from[k + 1] && from[k - 1] + 1 == from[k] && !s->claim[from[k - 1]].n_place;
        if (aside)
            only_place(s, &s->claim[from[k - 1]], part[k].first, part[k].end); /* "freed two men after holding them near X" */
    }
    uint32_t behind = whole.source_end + 1;
    if (voice == end && whole.end <= whole.source_first && whole.source_end > whole.source_first &&
        behind + 4 < end && !s->failed) {
        segment rest = {
            .sentence = i, .first = behind, .end = end, .source_first = whole.source_first, .source_end = whole.source_end};
        read_segment(s, &rest, false); /* "..., the president said, declaring a curfew" */
    }
    note_subject(s, sent);
}

/* ---------------------------------------------------------------- a report */

/* A report on sport, computers, illness or disasters uses the words of war for other things. */
static bool is_other_world(const scan *s)
{
    enum { FEW = 2, SENTENCES_FOR_ONE_MORE = 6, ENOUGH = 4 };
    uint32_t n = 0, need = FEW + s->f->text->n_sentence / SENTENCES_FOR_ONE_MORE;
    for (uint32_t i = 0; i < s->f->words->n_match; i++)
        n += s->f->words->match[i].table == s->t.nonevents;
    return n >= (need < ENOUGH ? need : ENOUGH);
}

/* A film, a book or a recipe: several of its words, and no few. */
static bool is_fiction(const scan *s)
{
    enum { KINDS = 3, SENTENCES_A_WORD = 3 };
    uint32_t n = 0, n_row = 0, row[KINDS] = {0};
    for (uint32_t i = 0; i < s->f->words->n_match; i++) {
        const casus_match *m = &s->f->words->match[i];
        if (m->table != s->t.nonevents ||
            !casus_str_is(casus_lexicon_cell(s->lex, m->table, m->row, s->t.nonevents_kind), "fiction"))
            continue;
        uint32_t at = (uint32_t)casus_hash(tok(s, m->first)->norm, 3) | 1, k = 0;
        while (k < n_row && row[k] != at)
            k++;
        if (k == n_row && n_row < KINDS) row[n_row++] = at;
        n++;
    }
    return n_row == KINDS && n * SENTENCES_A_WORD >= s->f->text->n_sentence;
}

/* Museums and books on days that nobody living saw. */
static bool is_history(const scan *s)
{
    enum { WORDS = 2, LIFETIME = 36525 };
    uint32_t words = 0, old = 0;
    for (uint32_t i = 0; i < s->f->words->n_match; i++) {
        const casus_match *m = &s->f->words->match[i];
        words += m->table == s->t.nonevents &&
                 casus_str_is(casus_lexicon_cell(s->lex, m->table, m->row, s->t.nonevents_kind), "history");
    }
    for (uint32_t i = 0; i < s->f->times->n_time && s->f->times->ref != CASUS_DAY_NONE; i++) {
        const casus_time *t = &s->f->times->time[i];
        if (t->to == CASUS_DAY_NONE || t->type != CASUS_TIME_DATE) continue;
        old += t->to < s->f->times->ref - LIFETIME;
    }
    return words >= WORDS && old > 0;
}

/* "There were no reports of casualties.": of the act of force that the sentence before told last. */
static void nought_of_last(scan *s, uint32_t sentence)
{
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    casus_claim *last = s->n_claim ? &s->claim[s->n_claim - 1] : NULL;
    bool force = last && last->sentence + 1 == sentence && strcmp(casus_type_family(last->type), "force") == 0;
    segment g = {.first = sent->first, .end = sent->first + sent->n, .sentence = sentence};
    if (!force || last->status == CASUS_PLANNED || last->tally[CASUS_INJURED].set) return;
    s->n_claim--; /* its reasons are the last one's */
    read_noughts(s, &g, last);
    s->n_claim++;
}

static bool has_event_word(const scan *s, const casus_sentence *sent)
{
    const casus_words *w = s->f->words;
    for (uint32_t k = w->at[sent->first]; k < w->at[sent->first + sent->n]; k++)
        if (w->match[k].table == s->t.events) return true;
    return false;
}

static int32_t *cover(casus_arena *a, uint32_t n)
{
    int32_t *at = casus_arena_get(a, (size_t)n + 8, sizeof *at);
    for (uint32_t i = 0; at && i < n + 8; i++)
        at[i] = NONE;
    return at;
}

bool open_scan(scan *s)
{
    uint32_t n = s->f->text->n_token;
    s->actor_at = cover(s->a, n);
    s->place_at = cover(s->a, n);
    s->time_at = cover(s->a, n);
    if (!s->actor_at || !s->place_at || !s->time_at) return false;
    for (uint32_t i = 0; i < s->f->actors->n_actor; i++)
        for (uint32_t k = 0; k < s->f->actors->actor[i].n; k++)
            s->actor_at[s->f->actors->actor[i].first + k] = (int32_t)i;
    for (uint32_t i = 0; i < s->f->places->n_place; i++)
        for (uint32_t k = 0; k < s->f->places->place[i].n; k++)
            s->place_at[s->f->places->place[i].first + k] = (int32_t)i;
    for (uint32_t i = 0; i < s->f->times->n_time; i++)
        for (uint32_t k = 0; k < s->f->times->time[i].n; k++)
            s->time_at[s->f->times->time[i].first + k] = (int32_t)i;
    return open_actors(s) && open_tree(s);
}

casus_status casus_what_find(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, casus_claims *out,
                             casus_err *err)
{
    scan s = {.lex = lex, .f = f, .a = a};
    *out = (casus_claims){0};
    if (!tables_open(&s)) return casus_fail(err, CASUS_E_INTERNAL, "the lexicon lacks a table of event words", 0);
    if (!open_scan(&s)) return casus_fail(err, CASUS_E_NOMEM, "claims", 0);
    s.other_world = is_other_world(&s);
    s.fiction = is_fiction(&s) || is_history(&s);
    for (uint32_t i = 0; i < f->text->n_sentence && !s.failed; i++) {
        enum { ENOUGH_WORDS = 14 }; /* a quotation in another language */
        const casus_sentence *sent = &f->text->sentence[i];
        if (f->idle && f->idle[i]) continue;
        size_t before = s.n_claim;
        if (has_event_word(&s, sent) && casus_lang_english(f->text, sent->first, sent->n, ENOUGH_WORDS)) read_sentence(&s, i);
        if (s.n_claim == before) nought_of_last(&s, i);
    }
    if (s.failed) return casus_fail(err, CASUS_E_NOMEM, "claims", 0);
    *out = (casus_claims){s.claim, (uint32_t)s.n_claim};
    return CASUS_OK;
}
