/* Which sentences earn a parse.
 *
 * Trees are most of the work of reading, so a sentence without an event word has none, nor one whose event words could not make
 * a claim whatever its tree: "hold", "take", "force" and the like that need somebody armed, a place, people who go, a weak word by itself
 * where nobody acts or is counted, a month called March. What is left out here would be left out later; the cost is a look at the marks.
 *
 * Most event words of news without incidents are used in another sense ("a storm of protest", "released an album"). Where trained
 * weights are at hand, the company of words and what words alone tell of the claim are added up. A tree adds 1 to 3 points where a claim
 * stands, seldom more: a sentence below LEAST is idle, it is neither parsed nor read for claims; so is one below LEAST_STANDING with what
 * the form of the event word and the cues before it say ("they hope to sign a treaty"). A report that tells of an incident tells it plainly
 * somewhere: where no sentence reaches LEAST_OF_REPORT, all are idle. docs/METHOD.md has what all this costs.
 */
#include "what/frames.h"
#include "what/sense.h"

#include <math.h>
#include <string.h>

enum { FEW_SENTENCES = 4 };
static const float LEAST = -2.0f, LEAST_STANDING = -3.5f, LEAST_OF_REPORT = -1.0f; /* log-odds of a claim, before a tree adds its own */

/* What a sentence has, found when first asked for. */
typedef struct {
    bool known, counts, weighed;
    uint32_t events, has; /* what frames need (frames.h) */
    float sense;
} sight;

/* The first actor of a sentence or behind it: actors are in text order. */
static uint32_t first_actor(const casus_actors *who, uint32_t token)
{
    uint32_t low = 0, high = who->n_actor;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (who->actor[mid].first < token)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* What frames need that an actor is. */
static uint32_t serves_as(const casus_actor *a)
{
    switch (a->kind) {
    case CASUS_ACTOR_FORCES:
    case CASUS_ACTOR_ARMED: return NEEDS_ACTOR | NEEDS_SIDE | NEEDS_ARMED | NEEDS_CAUSE;
    case CASUS_ACTOR_STATE: return NEEDS_ACTOR | NEEDS_SIDE | NEEDS_CAUSE;
    case CASUS_ACTOR_PERSON:
    case CASUS_ACTOR_CIVILIAN:
    case CASUS_ACTOR_GROUP: return NEEDS_ACTOR | NEEDS_PERSON | NEEDS_PEOPLE;
    case CASUS_ACTOR_ORG:
    case CASUS_ACTOR_MEDIA:
    case CASUS_ACTOR_UNKNOWN: return NEEDS_ACTOR;
    }
    return NEEDS_ACTOR;
}

/* Actors of the sentence; while they are not looked for yet, any that there may be. */
static uint32_t look_at_actors(const scan *s, uint32_t sentence)
{
    const casus_actors *who = s->f->actors;
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    uint32_t has = 0, n = 0;
    if (!who) return NEEDS_ACTOR | NEEDS_TWO | NEEDS_PERSON | NEEDS_PEOPLE | (s->may_be_side[sentence] ? NEEDS_SIDE | NEEDS_ARMED | NEEDS_CAUSE : 0);
    for (uint32_t i = first_actor(who, sent->first); i < who->n_actor && who->actor[i].first < sent->first + sent->n; i++, n++)
        has |= serves_as(&who->actor[i]);
    return has | (n > 1 ? NEEDS_TWO : 0);
}

static void look(const scan *s, uint32_t sentence, sight *x)
{
    const casus_words *w = s->f->words;
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    *x = (sight){.known = true, .has = look_at_actors(s, sentence)};
    for (uint32_t k = w->at[sent->first]; k < w->at[sent->first + sent->n]; k++) {
        int table = w->match[k].table;
        x->counts = x->counts || table == s->t.victims || table == s->t.amounts;
        x->has |= table == s->t.weapons ? NEEDS_WEAPON : table == s->t.victims ? NEEDS_PEOPLE : 0;
        x->events += table == s->t.events;
    }
    for (uint32_t i = sent->first; i < sent->first + sent->n && !x->counts; i++)
        x->counts = w->pos[i] == CASUS_POS_NUM || tok(s, i)->kind == CASUS_NUMBER;
}

static bool is_strong(const scan *s, const casus_match *m)
{
    return casus_str_is(casus_lexicon_cell(s->lex, s->t.events, m->row, s->t.events_weight), "2");
}

/* any_sense: a tree serves whatever the word means. */
static bool earns_tree(const scan *s, const casus_match *m, const casus_sentence *sent, const sight *x, bool any_sense)
{
    char cell[32];
    const frame_row *row = frame_named(word_cell(s, s->t.events, m->row, s->t.events_frame, cell, sizeof cell));
    if (row->needs && !any_sense) return frame_may_hold(s, row, sent, x->has | (x->events > 1 ? NEEDS_CAUSE : 0));
    return is_strong(s, m) || (x->has & NEEDS_ACTOR) || x->counts || x->events > 1;
}

/* "Last March": a month, no event. Times are in text order. */
static bool is_month(const scan *s, const casus_match *m)
{
    const casus_times *when = s->f->times;
    uint32_t low = 0, high = when ? when->n_time : 0;
    if (m->n > 1 || !when) return false;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (when->time[mid].first + when->time[mid].n <= m->first)
            low = mid + 1;
        else
            high = mid;
    }
    return low < when->n_time && when->time[low].first <= m->first && !when->time[low].event_ref;
}

/* How near a sentence comes to a claim, as far as words tell. */
static float nearness(scan *s, uint32_t sentence, const casus_match *m, sight *x)
{
    const float FOR_SIDE = 0.7f, FOR_COUNTS = 0.7f;
    if (!x->weighed) x->sense = sense_of_sentence(s, sentence) + (x->has & NEEDS_SIDE ? FOR_SIDE : 0) + (x->counts ? FOR_COUNTS : 0);
    x->weighed = true;
    return x->sense + sense_of_word(s, m);
}

/* What else the words of a sentence say of whether the event word's claim will stand, in the same points: past forms do, weak words, aims and what
 * may or may not be often do not. Estimated on the MUC training reports. */
static float standing(const scan *s, const casus_match *m, const casus_sentence *sent, const sight *x)
{
    enum { BESIDE = 4 };
    const float DONE = 3.5f, BARE = -2.0f, AIM = -3.5f, MAY = -3.0f, MAY_BE = -2.0f, NOT = -3.5f, WEAK = -2.5f, WEAK_ALONE = -2.0f;
    uint32_t beside = m->first > sent->first + BESIDE ? m->first - BESIDE : sent->first;
    float sum = 0;
    if (m->form & (CASUS_FORM_PAST | CASUS_FORM_PART)) sum += DONE;
    if (m->form & CASUS_FORM_BASE) sum += BARE + (m->first > sent->first && is_word(s, m->first - 1, "to") ? AIM : 0);
    if (!has_cue(s, sent->first, m->first, CUE_PLANNED)) {
        if (has_cue(s, sent->first, m->first, CUE_HYPOTHETICAL)) sum += MAY;
        if (has_cue(s, beside, m->first, CUE_HYPOTHETICAL)) sum += MAY_BE;
    }
    if (has_cue(s, beside, m->first, CUE_NEGATED)) sum += NOT;
    if (!is_strong(s, m)) sum += WEAK + (x->events == 1 ? WEAK_ALONE : 0);
    return sum;
}

/* A text of few sentences has little to say for itself: it needs no more than its sentences do, and these no more than LEAST. */
static bool is_short(const scan *s) { return s->f->text->n_sentence < FEW_SENTENCES; }

static bool is_near(const scan *s, const casus_match *m, const casus_sentence *sent, const sight *x, float near)
{
    return near >= LEAST && (is_short(s) || near + standing(s, m, sent, x) >= LEAST_STANDING);
}

/* For who asks why: the event words of idle sentences, and how near each came. all: the report as a whole is laid aside. */
static void tell_idle(scan *s, const bool *idle, bool all)
{
    const casus_findings *f = s->f;
    sight x = {0};
    uint32_t seen = UINT32_MAX;
    for (uint32_t i = 0; f->reasons && i < f->words->n_match; i++) {
        const casus_match *m = &f->words->match[i];
        uint32_t sentence = f->text->token[m->first].sentence;
        if (m->table != s->t.events || !idle[sentence]) continue;
        if (sentence != seen) look(s, sentence, &x);
        seen = sentence;
        casus_reason *r = because_words(s, CASUS_ABOUT_LEFT_OUT, all ? "no sentence of the report comes near an incident" : "the words around it speak against an incident",
                                        m->first, m->n, s->t.events);
        if (!r) return;
        r->claim = CASUS_NO_CLAIM;
        r->weighed = true;
        r->weight = nearness(s, sentence, m, &x);
    }
}

/* first_only: stop when it is known that one is wanted. Is one? */
static bool weigh(scan *s, bool *want, bool *idle, bool first_only)
{
    const casus_findings *f = s->f;
    bool weighs = idle && sense_weighs(s), any = false;
    float best = weighs ? -INFINITY : 0, enough = is_short(s) ? LEAST : LEAST_OF_REPORT;
    sight x = {0};
    uint32_t seen = UINT32_MAX;
    memset(want, 0, f->text->n_sentence * sizeof *want);
    if (idle) memset(idle, 0, f->text->n_sentence * sizeof *idle);
    for (uint32_t i = 0; i < f->words->n_match && !(first_only && any && best >= enough); i++) {
        const casus_match *m = &f->words->match[i];
        uint32_t sentence = f->text->token[m->first].sentence;
        const casus_sentence *sent = &f->text->sentence[sentence];
        if (m->table != s->t.events || (want[sentence] && best >= enough)) continue;
        if (idle && (is_month(s, m) || is_word(s, sent->first + sent->n - 1, "?"))) continue; /* a question tells of nothing */
        if (sentence != seen) look(s, sentence, &x);
        seen = sentence;
        if (!earns_tree(s, m, sent, &x, !idle)) continue;
        float near = weighs ? nearness(s, sentence, m, &x) : 0;
        if (near > best) best = near;
        want[sentence] = want[sentence] || !weighs || is_near(s, m, sent, &x, near);
        if (idle) idle[sentence] = !want[sentence];
        any = any || want[sentence];
    }
    bool aside = any && best < enough;
    for (uint32_t i = 0; aside && i < f->text->n_sentence; i++) {
        idle[i] = idle[i] || want[i];
        want[i] = false;
    }
    if (weighs) tell_idle(s, idle, !any || aside);
    return any && !aside;
}

bool casus_what_wanted(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, bool *want, bool *idle)
{
    scan s = {.lex = lex, .f = f, .a = a};
    if (!tables_open(&s)) {
        memset(want, 0, f->text->n_sentence * sizeof *want);
        if (idle) memset(idle, 0, f->text->n_sentence * sizeof *idle);
        return true;
    }
    (void)weigh(&s, want, idle, false);
    return !s.failed;
}

bool casus_what_hopeless(const casus_lexicon *lex, const casus_findings *f, casus_arena *a, bool *hopeless)
{
    uint32_t n = f->text->n_sentence;
    casus_findings early = *f;
    early.actors = NULL;
    early.times = NULL;
    scan s = {.lex = lex, .f = &early, .a = a};
    bool *want = casus_arena_get(a, n, sizeof *want), *idle = casus_arena_get(a, n, sizeof *idle);
    s.may_be_side = casus_arena_get(a, n, sizeof *s.may_be_side);
    *hopeless = false;
    if (!want || !idle || !s.may_be_side) return false;
    if (!sense_weighs(&s) || !tables_open(&s)) return true;
    if (!casus_who_may(lex, f->text, f->words, a, s.may_be_side, &s.may_be_armed)) return false;
    *hopeless = !weigh(&s, want, idle, true);
    return !s.failed;
}
