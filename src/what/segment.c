/* A sentence into segments: a new one begins where a second event does ("..., a day after a suicide bomber killed five people",
 * ";", ", while in Irbil").
 */
#include "what/claim.h"

static const char *const offset_unit[] = {"minutes", "hours",  "hour",    "day",  "days",  "week", "weeks",
                                          "month",   "months", "shortly", "year", "years", NULL};

/* "after overrunning the town": an event word as -ing form. */
static bool begins_act(const scan *s, uint32_t i)
{
    const casus_match *m = casus_words_at(s->f->words, i, s->t.events);
    return m && m->form == CASUS_FORM_ING;
}

/* Does a new event begin at token i? */
static bool is_cut(const scan *s, uint32_t first, uint32_t i, uint32_t end)
{
    if (is_word(s, i, ";") || is_word(s, i, "--")) return true;
    static const char *const link[] = {"after", "before", "since", NULL};
    if (is_any(s, i, link) && i > first && is_any(s, i - 1, offset_unit)) return true;
    if (is_word(s, i, "since") && i + 2 < end && pos(s, i + 1) != CASUS_POS_NUM && s->time_at[i + 1] == NONE &&
        s->actor_at[i + 1] != NONE)
        return true;
    if (is_word(s, i, "following") && i > first && i + 1 < end && pos(s, i + 1) != CASUS_POS_PUNCT) return true;
    if (i > first && (is_word(s, i - 1, "after") || is_word(s, i - 1, "before")) && begins_act(s, i)) return true;
    const casus_match *back = casus_words_at(s->f->words, i, s->t.cues);
    if (back && back->n > 1 && casus_str_is(casus_lexicon_cell(s->lex, s->t.cues, back->row, s->t.cues_cue), "recall"))
        return true;
    if (is_word(s, i, "well") && is_word(s, i + 1, "as") && is_word(s, i - 1, "as") &&
        (s->time_at[i + 2] != NONE || s->time_at[i + 3] != NONE))
        return true;
    static const char *const losing[] = {"losing", "suffering", NULL}; /* of the same fight */
    if (is_word(s, i, "while") && i > first && is_word(s, i - 1, ",") && !is_any(s, i + 1, losing)) return true;
    if (i > first && is_word(s, i - 1, ",") && (is_word(s, i, "and") || is_word(s, i, "but")) &&
        (is_word(s, i + 1, "in") || is_word(s, i + 1, "said") || is_word(s, i + 1, "says")))
        return true;
    return false;
}

static bool bears_arms(const scan *s, uint32_t i)
{
    const casus_actor *a = i == NO_TOKEN || s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
    return a && (a->kind == CASUS_ACTOR_ARMED || a->kind == CASUS_ACTOR_FORCES);
}

/* "Warplanes bombed tunnels after militants fired a rocket": both sides act, each in a clause of its own. */
static bool answers(const scan *s, const segment *whole, uint32_t i)
{
    uint32_t v = has_rel(s, i, REL(MARK)) && is_word(s, i, "after") ? head_of(s, i) : NO_TOKEN, up = v == NO_TOKEN ? NO_TOKEN : head_of(s, v);
    if (up == NO_TOKEN || up <= whole->first || up > i || v < i || !has_rel(s, v, REL(ADVCL)) || !is_verb(s, v) || !is_verb(s, up)) return false;
    bool told = casus_words_at(s->f->words, up, s->t.events) && casus_words_at(s->f->words, v, s->t.events);
    uint32_t own = child(s, v, REL(NSUBJ)), other = child(s, up, REL(NSUBJ));
    return told && bears_arms(s, own) && bears_arms(s, other) && child(s, v, REL(OBJ)) != NO_TOKEN && child(s, up, REL(OBJ)) != NO_TOKEN &&
           s->f->actors->actor[s->actor_at[own]].entity != s->f->actors->actor[s->actor_at[other]].entity;
}

static bool names_town(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const casus_place *p = s->place_at[i] == NONE ? NULL : &s->f->places->place[s->place_at[i]];
        if (p && p->use == CASUS_PLACE_LITERAL && p->resolved && p->entry.precision == CASUS_PREC_SETTLEMENT) return true;
    }
    return false;
}

/* "A mine killed four children in A, and a rocket wounded two men in B": a clause of its own, with subject and event word; without
 * the comma where each has a town. */
static bool begins_clause(const scan *s, const segment *whole, uint32_t i)
{
    if (i <= whole->first + 1 || !has_rel(s, i, REL(CC))) return false;
    bool towns = !is_word(s, i - 1, ",");
    if (towns && !(names_town(s, whole->first, i) && names_town(s, i, whole->end))) return false;
    uint32_t v = head_of(s, i), up = v == NO_TOKEN ? NO_TOKEN : head_of(s, v);
    if (up == NO_TOKEN || !has_rel(s, v, REL(CONJ)) || !is_verb(s, v) || up >= i || v < i) return false;
    uint32_t own = child(s, v, SUBJECTS);
    if (own == NO_TOKEN || own < i || pos(s, own) == CASUS_POS_PRON) return false;
    bool set = !is_passive_verb(s, v);
    for (uint32_t k = i; k < whole->end && !set; k++)
        set = s->place_at[k] != NONE || s->time_at[k] != NONE;
    if (!set) return false; /* "and at least six people were killed" */
    const casus_match *a = casus_words_at(s->f->words, up, s->t.events), *b = casus_words_at(s->f->words, v, s->t.events);
    return a && b && child(s, v, REL(OBJ) | REL(NSUBJ_PASS)) != NO_TOKEN &&
           child(s, up, REL(OBJ) | REL(NSUBJ_PASS) | (towns ? REL(NSUBJ) : 0)) != NO_TOKEN;
}

uint32_t cut(scan *s, const segment *whole, segment *out, uint32_t most)
{
    uint32_t n = 0, from = whole->first;
    for (uint32_t i = whole->first + 1; i < whole->end && n + 1 < most; i++) {
        if (!is_cut(s, whole->first, i, whole->end) && !begins_clause(s, whole, i) && !answers(s, whole, i)) continue;
        out[n] = *whole;
        out[n].first = from;
        out[n++].end = i;
        from = i;
    }
    out[n] = *whole;
    out[n++].first = from;
    return n;
}

/* "Gunships pounded the hills, a day after the army said it had killed 20": the word that opens the clause of a speaker; NO_TOKEN: none. */
static uint32_t told_beside(const scan *s, uint32_t v)
{
    static const char *const beside[] = {"after", "before", "while", "as", NULL};
    uint32_t up = has_rel(s, v, REL(ADVCL)) ? head_of(s, v) : NO_TOKEN, mark = child(s, v, REL(MARK));
    if (up == NO_TOKEN || up > v || mark == NO_TOKEN || mark < up + 2 || !is_any(s, mark, beside) || child(s, v, REL(CCOMP)) == NO_TOKEN) return NO_TOKEN;
    bool told = casus_words_at(s->f->words, up, s->t.events) && !casus_words_at(s->f->words, up, s->t.sayings);
    return told && casus_words_at(s->f->words, v, s->t.sayings) ? mark : NO_TOKEN;
}

/* "A strike killed four observers, and the minister accused the army": where the clause of a speaker begins that the first one
 * is no part of; the sentence's end if nowhere. */
uint32_t second_voice(const scan *s, const casus_sentence *sent)
{
    uint32_t end = sent->first + sent->n;
    for (uint32_t i = sent->first; i < end; i++) {
        uint32_t beside = told_beside(s, i);
        if (beside != NO_TOKEN) return beside;
        uint32_t v = has_rel(s, i, REL(CC)) ? head_of(s, i) : NO_TOKEN, up = v == NO_TOKEN ? NO_TOKEN : head_of(s, v);
        if (up == NO_TOKEN || up >= i || v < i || !has_rel(s, v, REL(CONJ)) || !is_verb(s, v)) continue;
        uint32_t own = child(s, v, SUBJECTS);
        bool speaks = casus_words_at(s->f->words, v, s->t.sayings) && !is_passive_verb(s, v) && !casus_words_at(s->f->words, up, s->t.sayings);
        if (speaks && own != NO_TOKEN && own > i && casus_words_at(s->f->words, up, s->t.events)) return i;
    }
    return end;
}
