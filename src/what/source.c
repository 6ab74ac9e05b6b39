/* Who says so.
 *
 * "X said (that) ..." at the head of a sentence, ", X said" at its end, "according to X". The words of the source are kept
 * out of the telling, so that a speaker is not taken for a doer. "He said" goes back to the last source.
 */
#include "what/roles.h"

enum { MOST_SOURCES = 8 };

static const casus_match *saying(const scan *s, uint32_t i, bool *after)
{
    const casus_match *m = casus_words_at(s->f->words, i, s->t.sayings);
    bool named = tok(s, i)->capital && !s->f->text->sentence[tok(s, i)->sentence].shouting &&
                 i > s->f->text->sentence[tok(s, i)->sentence].first;
    if (!m || (named && pos(s, i - 1) == CASUS_POS_PROPN)) return NULL; /* "Minister Said Siam" */
    *after = casus_str_is(casus_lexicon_cell(s->lex, s->t.sayings, m->row, s->t.sayings_side), "after");
    static const char *const told[] = {"tell", "tells", "told", "telling", NULL}, *const was[] = {"was", "were", "been", "being", NULL};
    static const char *const open[] = {"announced", "declared", "revealed", "disclosed", "documented", NULL};
    if (m->n == 1 && is_any(s, i, told) && !(i + 1 < s->f->text->n_token && tok(s, i + 1)->capital && pos(s, i + 1) != CASUS_POS_PRON)) return NULL; /* "told Dawn" */
    if (i && ((is_any(s, i, open) && is_any(s, i - 1, was)) || (is_any(s, i, told) && is_any(s, i - 1, was)))) return NULL; /* "the law was announced" */
    if (!*after && m->n == 1 && pos(s, i) != CASUS_POS_VERB && (m->form & (CASUS_FORM_PAST | CASUS_FORM_S)) == 0) return NULL;
    return m;
}

/* Behind a verb: "claimed the lives of four", "claiming 30 lives". */
static bool costs_lives(const scan *s, uint32_t behind)
{
    static const char *const lives[] = {"lives", "life", NULL};
    return is_any(s, behind, lives) || is_any(s, behind + 1, lives);
}

/* A verb that needs "that" or a new subject behind it before it counts as one of saying: "claimed lives" does not. */
static bool introduces(const scan *s, const casus_match *m, uint32_t end)
{
    static const char *const sure[] = {"say", "says", "said", "saying", "told", "tells", "accused", "accuses", "accuse", NULL};
    uint32_t next = m->first + m->n;
    if (is_any(s, m->first, sure) || m->n > 1) return true;
    if (costs_lives(s, next)) return false;
    static const char *const opens[] = {"that", "the",     "he", "she",  "it",     "they",  "a",    "at", "there",
                                        "no",   "earlier", "an", "more", "nearly", "about", "some", NULL};
    if (next >= end || (next + 1 >= end && tok(s, next)->kind == CASUS_PUNCT)) return true;
    return is_word(s, next, "that") ||
           (is_any(s, m->first,
                   (const char *const[]){"announced", "reported", "reports", "announces", "confirmed", "confirms",
                                         "acknowledged", "alleged", "stated", "believe", "believes", "estimated", NULL}) &&
            (is_any(s, next, opens) || pos(s, next) == CASUS_POS_PROPN || pos(s, next) == CASUS_POS_NUM));
}

/* The speaker of the verb at token i: what is between it and the comma or conjunction before. An apposition ("B. Berger's man,
 * Thomas Horbach, said") belongs to the name before it. */
static uint32_t speaker_from(const scan *s, uint32_t first, uint32_t i)
{
    static const char *const opens[] = {",", "as", "that", "while", "but", ";", "when", NULL};
    if (i == first || is_word(s, i - 1, ",")) return first;
    for (uint32_t k = i; k > first; k--)
        if (is_any(s, k - 1, opens)) return k;
    return first;
}

/* "..., A. B., mayor of the town, said in a statement": the speaker's name stands two commas before the verb at token i; first: none does. */
static uint32_t apposed_from(const scan *s, uint32_t first, uint32_t i)
{
    enum { LONG_NAME = 16 };
    uint32_t commas = 0;
    for (uint32_t k = i; k > first + 1 && i - k < LONG_NAME; k--) {
        commas += is_word(s, k - 1, ",");
        if (commas == 3) return s->actor_at[k] != NONE || pos(s, k) == CASUS_POS_PROPN || pos(s, k) == CASUS_POS_DET ? k : first;
    }
    return first;
}

/* Somebody who can say something, and not a land that is only what the news is about, among these tokens. */
static bool names_speaker(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++) {
        const casus_actor *a = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
        if (a && (a->kind != CASUS_ACTOR_STATE || a->generic || s->place_at[a->first] == NONE || a->n > s->f->places->place[s->place_at[a->first]].n))
            return true;
    }
    return false;
}

/* "Army: death toll rises": a headline's speaker; "Breaking: ...", "Syria war: ...": nobody. */
static bool speaks_first(const scan *s, uint32_t first, uint32_t end, segment *g)
{
    enum { SHORT_NAME = 4 };
    for (uint32_t i = first + 1; i + 1 < end && i <= first + SHORT_NAME; i++) {
        if (!is_word(s, i, ":")) continue;
        for (uint32_t k = first; k < i; k++)
            if (s->time_at[k] != NONE || (s->place_at[k] != NONE && s->actor_at[k] == NONE)) return false; /* "QUETTA: ...", "- 8 Feb: ..." */
        if (names_speaker(s, first, i)) g->source_end = i;
        g->first = i + 1;
        return true;
    }
    return false;
}

/* "Car bomb kills at least 20 - police": a headline's speaker behind a dash. */
static bool speaks_behind_dash(const scan *s, uint32_t first, uint32_t end, segment *g)
{
    enum { SHORT_NAME = 5 };
    for (uint32_t i = end - 1; i > first + 1 && i + SHORT_NAME >= end; i--) {
        bool dash = (is_word(s, i, "-") || is_word(s, i, "--") || is_word(s, i, "\u2013") || is_word(s, i, "\u2014")) && !tok(s, i)->glued;
        if (!dash) continue;
        if (i + 1 >= end || tok(s, i + 1)->glued || s->actor_at[end - 1] == NONE || !names_speaker(s, i + 1, end)) return false;
        g->end = i;
        g->source_first = i + 1;
        g->source_end = end;
        return true;
    }
    return false;
}

static bool is_saying(const scan *s, uint32_t i, uint32_t end, const casus_match **m)
{
    bool after;
    if (in_tree(s, i) && (is_passive_verb(s, i) || has_rel(s, i, REL(ACL)))) return false; /* "but no casualties were reported", "a man accused of it" */
    const casus_match *event = casus_words_at(s->f->words, i, s->t.events);
    *m = saying(s, i, &after);
    return *m && !after && !(event && event->n > (*m)->n) && introduces(s, *m, end); /* "announced a ceasefire" */
}

/* "..., police said on Monday." at the end: the telling is before it. */
static bool speaks_last(const scan *s, uint32_t first, uint32_t end, segment *g)
{
    enum { TAIL = 4, LONG_NAME = 14 };
    const casus_match *m;
    for (uint32_t i = end; i > first && end - i < TAIL; i--) {
        if (!is_saying(s, i - 1, end, &m) || m->first + m->n + TAIL - 1 < end) continue;
        uint32_t from = i - 1;
        bool apposed = from > first && is_word(s, from - 1, ","); /* "the mayor, A. B., told the radio" */
        for (int commas = apposed ? 2 : 0; commas >= 0; commas--) {
            if (commas < 2 && apposed && from > first) from--;
            while (from > first && !is_word(s, from - 1, ",") && !is_word(s, from - 1, "\"") && i - from < LONG_NAME)
                from--;
        }
        if (from == first || i - from >= LONG_NAME || is_word(s, from, "which")) return false; /* "which the army denied" */
        g->end = from;
        g->source_first = from;
        g->source_end = i - 1;
        return true;
    }
    return false;
}

/* "..., said A. B., who runs the clinic": the telling is before it, who says it behind. */
static bool speaks_inverted(const scan *s, uint32_t first, uint32_t end, segment *g)
{
    static const char *const say[] = {"said", "says", NULL};
    for (uint32_t i = first + 3; i + 1 < end; i++) {
        if (!is_any(s, i, say) || !is_word(s, i - 1, ",") || s->actor_at[i + 1] == NONE) continue;
        const casus_actor *a = &s->f->actors->actor[s->actor_at[i + 1]];
        uint32_t behind = a->first + a->n;
        if (a->first != i + 1 || a->generic || (behind < end && tok(s, behind)->kind != CASUS_PUNCT)) continue;
        g->end = i - 1;
        g->source_first = i + 1;
        g->source_end = behind;
        return true;
    }
    return false;
}

/* Is there a word of responsibility among these tokens? */
static bool owns_up(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (is_word(s, i, "responsibility") || is_word(s, i, "credit")) return true;
    return false;
}

/* A verb that can carry a clause of its own, as far as the tree or else the word class tells. */
static bool is_finite(const scan *s, uint32_t i)
{
    if (!in_tree(s, i)) return pos(s, i) == CASUS_POS_VERB || pos(s, i) == CASUS_POS_AUX;
    casus_tag t = (casus_tag)s->dep[i].tag;
    return t == CASUS_TAG_VBD || t == CASUS_TAG_VBZ || t == CASUS_TAG_VBP || t == CASUS_TAG_MD;
}

/* "Gunmen killed ten people, police said in a statement on Monday, ...": told before the speaker, whose clause ends without a telling. */
static bool tells_before(scan *s, uint32_t first, uint32_t from, uint32_t verb, uint32_t behind, uint32_t end)
{
    trigger t[1];
    uint32_t who = in_tree(s, verb) ? child(s, verb, REL(NSUBJ)) : from;
    bool shared = who == NO_TOKEN && (has_rel(s, verb, REL(CONJ)) || is_passive_verb(s, verb));
    if (!is_word(s, from - 1, ",") || behind >= end || pos(s, first) == CASUS_POS_SCONJ) return false;
    bool plain = behind + 1 >= end || tok(s, behind)->kind == CASUS_PUNCT; /* ", police said, " */
    if (!plain && (shared || (who != NO_TOKEN && (who < from || who > verb)))) return false; /* ", warned of attacks and announced a search" */
    for (; behind < end && !is_word(s, behind, ",") && !is_word(s, behind, ".") && !is_word(s, behind, ";"); behind++)
        if (is_finite(s, behind) || is_word(s, behind, "that") || casus_words_at(s->f->words, behind, s->t.events)) return false;
    return find_triggers(s, first, from - 1, t, 1) > 0;
}

/* "Arrested two journalists who reported that": what people are known for, behind what befell them. */
static bool of_somebody(const scan *s, uint32_t first, uint32_t verb)
{
    uint32_t subject = in_tree(s, verb) && has_rel(s, verb, REL(ACL_RELCL)) ? child(s, verb, SUBJECTS) : NO_TOKEN;
    if (subject == NO_TOKEN || (s->dep[subject].tag != CASUS_TAG_WP && s->dep[subject].tag != CASUS_TAG_WDT)) return false;
    for (uint32_t k = first; k < verb; k++)
        if (casus_words_at(s->f->words, k, s->t.events) && is_verb(s, k) && !has_rel(s, k, REL(ACL_RELCL))) return true;
    return false;
}

static bool is_pronoun(const scan *s, uint32_t first, uint32_t end)
{
    static const char *const he[] = {"he", "she", "they", "it", NULL};
    for (uint32_t i = first; i < end; i++)
        if (is_any(s, i, he) && i + 3 >= end) return true;
    return false;
}

/* In "A says B", the source is first..say; the telling begins behind "that". */
void read_source_clause(scan *s, uint32_t first, uint32_t end, segment *g)
{
    enum { LEAD = 28, FAR = 60 }; /* who tells first, or behind a telling */
    const casus_match *m;
    g->first = first;
    g->end = end;
    g->source_first = g->source_end = first;
    if (speaks_first(s, first, end, g) || speaks_inverted(s, first, end, g) || speaks_behind_dash(s, first, end, g)) return;
    bool last = speaks_last(s, first, end, g);
    if (last && !is_pronoun(s, g->source_first, g->source_end)) return;
    if (last) end = g->end; /* "A reported that ...; ten died, it said" */
    for (uint32_t i = first; i < end && i < first + FAR; i++) {
        if (!is_saying(s, i, end, &m) || of_somebody(s, first, i)) continue;
        if (is_word(s, i, "saying") && i > first && is_word(s, i - 1, ",") &&
            owns_up(s, first, i)) { /* "claimed responsibility, saying ..." */
            g->source_first = first;
            g->source_end = i;
            return;
        }
        uint32_t behind = m->first + m->n, from = speaker_from(s, first, i);
        uint32_t name = from == first && i > first && is_word(s, i - 1, ",") ? apposed_from(s, first, i) : first;
        if (name > first && tells_before(s, first, name, i, behind, end)) from = name;
        if (from > first && tells_before(s, first, from, i, behind, end)) {
            g->end = from - 1;
            while (from < i && tok(s, from)->kind == CASUS_PUNCT) from++; /* the quotation mark that closes */
            g->source_first = from;
            g->source_end = i;
            return;
        }
        if (i >= first + LEAD) continue;
        bool second = from > first + 1 && (is_word(s, from, "and") || is_word(s, from - 1, ";") || is_word(s, from - 1, "but"));
        trigger t[1];
        if (second && pos(s, first) != CASUS_POS_SCONJ && find_triggers(s, first, from - 1, t, 1) > 0)
            return; /* "A bomb went off, but police said nobody was hurt": the tree tells what was said */
        while (behind < end && (is_word(s, behind, "that") || is_word(s, behind, ",") || s->time_at[behind] != NONE ||
                                (is_word(s, behind, "on") && s->time_at[behind + 1] != NONE)))
            behind++;
        g->source_first = from;
        g->source_end = i;
        g->first = behind;
        return;
    }
}

static bool add_source(scan *s, casus_claim *c, casus_str name, casus_span words)
{
    if (!name.n || c->n_source >= MOST_SOURCES) return false;
    for (uint32_t i = 0; i < c->n_source; i++)
        if (casus_str_eq(c->source[i], name)) return true;
    if (!c->source) {
        c->source = casus_arena_get(s->a, MOST_SOURCES, sizeof *c->source);
        if (!c->source) {
            s->failed = true;
            return false;
        }
    }
    c->source[c->n_source++] = name;
    casus_reason *r = because_words(s, CASUS_ABOUT_SOURCES, s->rule, s->by, 0, s->t.sayings);
    if (r) {
        r->value = name;
        r->by = r->words; /* the word of saying */
        r->words = words;
    }
    return true;
}

/* The noun phrase of a speaker as written: without leading adverbs, commas and times. */
static casus_str phrase(const scan *s, uint32_t first, uint32_t end)
{
    static const char *const lead[] = {"but", "and", "however", "meanwhile", "also",  ",",     "on", "the",
                                       "in",  "a",   "an",      "earlier",   "later", "while", NULL};
    uint32_t from = first;
    for (uint32_t i = first; i < end; i++)
        if (is_word(s, i, ",") && i + 1 < end && s->time_at[i + 1] == NONE && i - first < 6 &&
            (i == first || s->time_at[i - 1] != NONE))
            from = i + 1;
    while (from < end && (is_any(s, from, lead) || s->time_at[from] != NONE))
        from++;
    uint32_t to = end;
    while (to > from &&
           (pos(s, to - 1) == CASUS_POS_ADV || pos(s, to - 1) == CASUS_POS_AUX || pos(s, to - 1) == CASUS_POS_PUNCT))
        to--;
    for (uint32_t i = from; i < to; i++)
        if (is_word(s, i, ",") || is_word(s, i, "who") || is_word(s, i, "which")) to = i;
    if (to <= from || to - from > 10) return (casus_str){0};
    return casus_cut(s->f->text->body, casus_text_cover(s->f->text, from, to - from));
}

/* "The emergency agency NEMA": an acronym that no table knows, behind a description. */
static bool is_acronym(const scan *s, uint32_t i)
{
    return i > 0 && i < s->f->text->n_token && tok(s, i)->upper && tok(s, i)->span.len >= 3 && s->actor_at[i] == NONE && s->place_at[i] == NONE &&
           s->time_at[i] == NONE && tok(s, i)->sentence == tok(s, i - 1)->sentence && !s->f->text->sentence[tok(s, i)->sentence].shouting;
}

/* "residents" who speak are residents; as sufferers they are counted among the civilians. */
static casus_str spoken_name(const scan *s, const casus_actor *a)
{
    static const char *const heard[] = {"source", "sources", NULL};
    uint32_t behind = a->first + a->n;
    if (a->generic && is_acronym(s, behind)) return casus_cut(s->f->text->body, tok(s, behind)->span);
    bool armys = a->kind == CASUS_ACTOR_FORCES && !is_word(s, a->first, "security"); /* "military sources": the army's word of its own acts */
    if (a->generic && !armys && is_any(s, behind - 1, heard)) return casus_cut(s->f->text->body, a->span); /* "security sources" */
    bool as_written = a->generic && a->kind != CASUS_ACTOR_FORCES && a->kind != CASUS_ACTOR_STATE && a->kind != CASUS_ACTOR_ARMED;
    if (as_written && a->n == 1) return tok(s, a->first)->norm; /* "Residents said" at the head of a sentence are residents */
    return as_written ? casus_cut(s->f->text->body, a->span) : a->name;
}

/* Only what joins two of a list: "residents and a local official"; not nothing, "a Red Cross official" is one. */
static bool only_between(const scan *s, uint32_t first, uint32_t end)
{
    static const char *const word[] = {"and", "or", ",", "as", "well", NULL};
    if (end <= first || !is_any(s, first, word)) return false;
    for (uint32_t i = first + 1; i < end; i++) {
        casus_pos p = pos(s, i);
        if (!is_any(s, i, word) && p != CASUS_POS_DET && p != CASUS_POS_ADJ && p != CASUS_POS_NUM) return false;
    }
    return true;
}

/* "A spokesman for the army": the army speaks. */
static bool speaks_for_next(const scan *s, const casus_actor *a)
{
    static const char *const mouth[] = {"spokesman", "spokeswoman", "spokesperson", "spokesmen", NULL};
    uint32_t behind = a->first + a->n, next = behind + 1 + is_word(s, behind + 1, "the");
    return a->generic && is_any(s, behind - 1, mouth) && is_word(s, behind, "for") && next < s->f->text->n_token &&
           s->actor_at[next] != NONE;
}

/* The actors named as speakers, else the phrase itself. */
/* "Information gathered by X", "figures from X": where X begins; first where it is nothing of the kind. */
static uint32_t whose_word(const scan *s, uint32_t first, uint32_t end)
{
    static const char *const word[] = {"information", "data", "figures", "statistics", "records", "numbers", "accounts", "details", "findings", NULL};
    static const char *const of[] = {"by", "from", NULL};
    uint32_t i = first;
    while (i < end && i < first + 3 && !is_any(s, i, word)) i++;
    for (uint32_t k = i + 1; i < first + 3 && k + 1 < end && k < i + 5 && is_any(s, i, word); k++)
        if (is_any(s, k, of)) return k + 1;
    return first;
}

static void from_tokens(scan *s, casus_claim *c, uint32_t first, uint32_t end)
{
    static const char *const nobody[] = {"no", "nobody", "none", "neither", NULL};
    first = whose_word(s, first, end);
    if (first >= end || is_any(s, first, nobody)) return;
    if (is_pronoun(s, first, end)) {
        add_source(s, c, s->source, casus_text_cover(s->f->text, first, end - first));
        return;
    }
    const casus_actor *best = NULL, *last = NULL;
    for (uint32_t i = first; i < end; i++) {
        if (s->actor_at[i] == NONE) continue;
        const casus_actor *a = &s->f->actors->actor[s->actor_at[i]];
        static const char *const of[] = {"of", "in", "from", NULL};
        if (speaks_for_next(s, a) || (is_word(s, a->first + a->n, "-") && tok(s, a->first + a->n)->glued)) continue; /* "al-Qaida-linked" */
        if (last && best == last && last->generic && last->kind == CASUS_ACTOR_CIVILIAN &&
            a->first == last->first + last->n + 1 && is_any(s, a->first - 1, of))
            continue; /* "residents of X" */
        if (last && best == last && only_between(s, last->first + last->n, a->first)) {
            add_source(s, c, spoken_name(s, best), best->span);
            best = a;
        }
        if (!best || (best->generic && !a->generic) || a->kind == CASUS_ACTOR_PERSON) best = a;
        last = a;
        i = a->first + a->n - 1;
    }
    casus_str name = best ? spoken_name(s, best) : phrase(s, first, end);
    casus_span words = best ? best->span : casus_text_cover(s->f->text, first, end - first);
    if (add_source(s, c, name, words)) s->source = name;
}

/* ---------------------------------------------------------------- by the tree */

static bool is_speech(const scan *s, uint32_t v)
{
    bool after;
    const casus_match *m = v == NO_TOKEN ? NULL : saying(s, v, &after);
    return m && !after;
}

/* "Rebels took the base; the army denied ...": two sentences in one. */
static bool stop_between(const scan *s, uint32_t i, uint32_t k)
{
    for (uint32_t j = i < k ? i : k; j < (i < k ? k : i); j++)
        if (is_word(s, j, ";")) return true;
    return false;
}

/* The verb of saying that a telling hangs on: "police said ten people died", "ten people died, police said". */
uint32_t speech_over(const scan *s, uint32_t i)
{
    enum { MOST_STEPS = 8 };
    for (int step = 0; step < MOST_STEPS && i != NO_TOKEN; step++) {
        for (uint32_t k = child(s, i, REL(PARATAXIS)); k != NO_TOKEN; k = sibling(s, k, REL(PARATAXIS)))
            if (is_speech(s, k) && child(s, k, SUBJECTS) != NO_TOKEN && !stop_between(s, i, k)) return k;
        uint32_t up = head_of(s, i);
        if (up != NO_TOKEN && has_rel(s, i, REL(CCOMP) | REL(PARATAXIS) | REL(ADVCL)) && is_speech(s, up)) return up;
        i = up;
    }
    return NO_TOKEN;
}

/* From the first word that describes a noun to the noun, without its article. */
static casus_str noun_phrase(const scan *s, uint32_t h)
{
    uint32_t first = h;
    if (is_acronym(s, h + 1)) return casus_cut(s->f->text->body, tok(s, h + 1)->span);
    const rels before = REL(COMPOUND) | REL(AMOD) | REL(NMOD_POSS) | REL(NMOD_DESC);
    for (uint32_t k = child(s, h, before); k != NO_TOKEN && k < h; k = sibling(s, k, before)) {
        uint32_t own = child(s, k, before);
        if (k < first) first = k;
        if (own != NO_TOKEN && own < first) first = own;
    }
    return casus_cut(s->f->text->body, casus_text_cover(s->f->text, first, h - first + 1));
}

/* "The air force shot down a drone, it said": the subject of what is said. */
static const casus_actor *said_before(scan *s, uint32_t pronoun, uint32_t verb)
{
    static const char *const it[] = {"it", "they", NULL};
    uint32_t what = child(s, verb, REL(CCOMP));
    if (!is_any(s, pronoun, it) || what == NO_TOKEN || what > pronoun) return NULL;
    heads h = subjects_of(s, what);
    const casus_actor *a = h.n ? phrase_actor(s, h.at[0]) : NULL;
    return a && !a->generic && a->kind != CASUS_ACTOR_PERSON ? a : NULL;
}

/* Those who speak, where the tree tells it better than the words before the verb: a body that no actor stands for, a name
 * behind a comma, a pronoun. */
static bool from_speakers(scan *s, casus_claim *c, uint32_t verb)
{
    static const char *const heads_it[] = {"head", "leader", "chief", "president", "director", "member", "secretary", "chairman", NULL};
    static const char *const nobody[] = {"no", NULL};
    heads h = subjects_of(s, verb);
    bool any = false;
    for (uint32_t k = 0; k < h.n; k++) {
        const casus_actor *own = s->actor_at[h.at[k]] == NONE ? NULL : &s->f->actors->actor[s->actor_at[h.at[k]]];
        if ((own && !own->generic) || has_child(s, h.at[k], REL(DET), nobody)) continue;
        const casus_actor *name = phrase_name(s, h.at[k]);
        casus_str source = {0};
        if (!name) name = said_before(s, h.at[k], verb);
        if (name)
            source = spoken_name(s, name);
        else if (governs(s, h.at[k], "body"))
            source = noun_phrase(s, h.at[k]);
        else if (is_any(s, h.at[k], heads_it) && child(s, h.at[k], REL(NMOD)) != NO_TOKEN && governs(s, child(s, h.at[k], REL(NMOD)), "body"))
            source = noun_phrase(s, child(s, h.at[k], REL(NMOD)));
        any = add_source(s, c, source, casus_text_cover(s->f->text, h.at[k], 1)) || any;
    }
    if (any) s->source = c->source[c->n_source - 1];
    return any;
}

/* "The minister, A. B., expressed regret and denied ...": the words before the verb are of another verb's clause. */
static bool cuts_a_clause(const scan *s, uint32_t first, uint32_t v)
{
    uint32_t subject = in_tree(s, v) ? child(s, v, SUBJECTS) : NO_TOKEN;
    if (!in_tree(s, v) || !has_rel(s, v, REL(CONJ)) || subject != NO_TOKEN) return false;
    for (uint32_t i = first; i < v; i++)
        if (is_verb(s, i)) return true;
    return false;
}

/* Who speaks by the verb: the words before it, else its subject. */
static void before_verb(scan *s, casus_claim *c, uint32_t first, uint32_t verb)
{
    if (!cuts_a_clause(s, first, verb)) {
        from_tokens(s, c, first, verb);
    } else if (!from_speakers(s, c, verb)) {
        heads h = subjects_of(s, verb);
        for (uint32_t k = 0; k < h.n; k++) {
            uint32_t name = child(s, h.at[k], REL(APPOS)); /* "the minister, A. B.," */
            uint32_t i = name != NO_TOKEN && s->actor_at[name] != NONE ? name : h.at[k];
            if (s->actor_at[i] != NONE) from_tokens(s, c, i, i + 1);
        }
    }
}

void read_sources(scan *s, const segment *g, const trigger *t, casus_claim *c)
{
    const casus_sentence *sent = &s->f->text->sentence[g->sentence];
    static const char *const owning[] = {"confirmed", "confirms", "denied", "denies", "acknowledged", "admitted", "claimed",
                                         "blamed",    "blame",    "blames", "suspect", "suspects", "documented", "documents",
                                         "verified",  "recorded", "registered", "attribute", "attributes", "attributed", NULL};
    bool elided = g->source_end == g->source_first + 1 && is_word(s, g->source_first, "and");
    uint32_t speech = in_tree(s, t->first) ? speech_over(s, top_of(s, t->first, t->n)) : NO_TOKEN;
    s->rule = "the subject of the verb of saying over the event";
    s->by = speech;
    bool spoken_of = speech != NO_TOKEN && is_passive_verb(s, speech); /* "rebels were accused of" */
    bool by_tree = !spoken_of && speech != NO_TOKEN && from_speakers(s, c, speech);
    s->rule = "before the word of saying";
    s->by = g->source_end;
    if (!spoken_of && !by_tree) before_verb(s, c, elided ? sent->first : g->source_first, g->source_end);
    for (uint32_t i = g->first + 1; i < g->end && i < g->first + 14 && !c->n_source; i++)
        if (is_any(s, i, owning) && pos(s, i) == CASUS_POS_VERB && pos(s, i - 1) != CASUS_POS_AUX && !costs_lives(s, i + 1)) {
            s->rule = "before a verb of owning up, denying or blaming";
            s->by = i;
            before_verb(s, c, speaker_from(s, g->first, i), i);
        }
    for (uint32_t i = sent->first; i < sent->first + sent->n; i++) {
        bool after;
        const casus_match *m = saying(s, i, &after);
        if (!m || !after) continue;
        uint32_t from = m->first + m->n, to = from;
        while (to < sent->first + sent->n && to < from + 12 && !is_word(s, to, ",") && !is_word(s, to, "."))
            to++;
        const casus_actor *name = is_word(s, to, ",") && to + 1 < sent->first + sent->n ? actor_at(s, to + 1) : NULL;
        uint32_t last = name ? name->first + name->n : 0; /* "according to an officer, A. B." */
        if (name && name->first == to + 1 && name->kind == CASUS_ACTOR_PERSON && !name->generic && (last >= sent->first + sent->n || tok(s, last)->kind == CASUS_PUNCT))
            to = last;
        s->rule = "behind \"according to\" and the like";
        s->by = i;
        from_tokens(s, c, from, to);
    }
}
