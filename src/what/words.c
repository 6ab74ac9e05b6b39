/* The event words, cues and weapons of a stretch of tokens.
 *
 * The lexicon has marked all phrases already; this file reads the marks of this room's tables and decides, where a word can be
 * a noun or a verb, which it is here.
 */
#include "what/frames.h"

#include <string.h>

bool tables_open(scan *s)
{
    static const char *const table_name[] = {"events",  "weapons",   "cues",    "sayings",  "victims",
                                             "amounts", "nonevents", "targets", "governors"};
    int *table[] = {&s->t.events,  &s->t.weapons,   &s->t.cues,    &s->t.sayings,  &s->t.victims,
                    &s->t.amounts, &s->t.nonevents, &s->t.targets, &s->t.governors};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        *table[i] = casus_lexicon_table(s->lex, table_name[i]);
        if (*table[i] < 0) return false;
    }
    const struct {
        int *column, table;
        const char *name;
    } column[] = {
        {&s->t.events_type, s->t.events, "type"},
        {&s->t.events_frame, s->t.events, "frame"},
        {&s->t.events_weight, s->t.events, "weight"},
        {&s->t.weapons_type, s->t.weapons, "type"},
        {&s->t.cues_cue, s->t.cues, "cue"},
        {&s->t.sayings_side, s->t.sayings, "side"},
        {&s->t.victims_class, s->t.victims, "class"},
        {&s->t.amounts_kind, s->t.amounts, "kind"},
        {&s->t.amounts_low, s->t.amounts, "low"},
        {&s->t.amounts_high, s->t.amounts, "high"},
        {&s->t.nonevents_kind, s->t.nonevents, "kind"},
        {&s->t.weapons_is, s->t.weapons, "is"},
        {&s->t.targets_of, s->t.targets, "of"},
        {&s->t.governors_kind, s->t.governors, "kind"},
    };
    for (size_t i = 0; i < sizeof column / sizeof *column; i++) {
        *column[i].column = casus_lexicon_column(s->lex, column[i].table, column[i].name);
        if (*column[i].column < 0) return false;
    }
    return true;
}

/* A cell as a NUL-terminated word. */
const char *word_cell(const scan *s, int table, uint32_t row, int column, char *out, size_t size)
{
    casus_str c = casus_lexicon_cell(s->lex, table, row, column);
    size_t n = c.n < size - 1 ? c.n : size - 1;
    if (n) memcpy(out, c.p, n);
    out[n] = '\0';
    return out;
}

bool is_word(const scan *s, uint32_t i, const char *z)
{
    return i < s->f->text->n_token && casus_str_is(tok(s, i)->norm, z);
}

bool is_any(const scan *s, uint32_t i, const char *const *list)
{
    if (i >= s->f->text->n_token) return false;
    const casus_str w = tok(s, i)->norm;
    for (; *list; list++)
        if (casus_str_is(w, *list)) return true;
    return false;
}

casus_pos pos(const scan *s, uint32_t i)
{
    if (i >= s->f->text->n_token) return CASUS_POS_X;
    return (casus_pos)(in_tree(s, i) ? s->dep[i].pos : s->f->words->pos[i]);
}

static int kind_of(const char *z)
{
    static const struct {
        const char *name;
        int kind;
    } loose[] = {{"kill", KIND_KILL}, {"hurt", KIND_HURT}, {"attack", KIND_ATTACK}, {"find", KIND_FIND}};
    for (size_t i = 0; i < sizeof loose / sizeof *loose; i++)
        if (strcmp(z, loose[i].name) == 0) return loose[i].kind;
    for (int t = 0; t < CASUS_N_TYPE; t++)
        if (strcmp(z, casus_type_name((casus_type)t)) == 0) return t;
    return NONE;
}

static const char *const be[] = {"be", "is", "are", "was", "were", "been", "being", "get", "got", "gets", NULL};

/* "were killed", "have been badly wounded", and "killed in", "wounded by" without the auxiliary. */
static bool is_passive(const scan *s, const casus_match *m, uint32_t sentence_first, uint32_t sentence_end)
{
    if (!(m->form & (CASUS_FORM_PART | CASUS_FORM_PAST))) return false;
    for (uint32_t k = 1; k <= 4 && m->first >= sentence_first + k; k++) {
        uint32_t i = m->first - k;
        if (is_any(s, i, be)) return true;
        casus_pos p = pos(s, i);
        bool between = p == CASUS_POS_ADV || p == CASUS_POS_AUX || p == CASUS_POS_PUNCT || (p == CASUS_POS_VERB && k <= 3) ||
                       p == CASUS_POS_CCONJ;
        if (!between) break;
    }
    static const char *const follows[] = {"by", "in",   "during", "when",    "as",     "after", "on",
                                          "at", "near", "along",  "outside", "inside", NULL};
    uint32_t next = m->first + m->n;
    bool have = m->first > sentence_first &&
                (is_word(s, m->first - 1, "have") || is_word(s, m->first - 1, "has") || is_word(s, m->first - 1, "had"));
    bool counts = is_word(s, next + 1, "least") || is_word(s, next + 1, "most") || is_word(s, next + 1, "many") ||
                  is_word(s, next + 1, "few");
    return m->n == 1 && !have && !counts && next < sentence_end && is_any(s, next, follows);
}

static const char *const pointing[] = {"the", "this", "that", "these", "those", "both", "such", NULL};

static bool is_superlative(casus_str w)
{
    return casus_str_is(w, "worst") || casus_str_is(w, "first") || (w.n > 5 && memcmp(w.p + w.n - 3, "est", 3) == 0);
}

/* The determiner may stand before up to three words that describe: "the latest deadly attack". */
static bool is_definite(const scan *s, uint32_t first, uint32_t sentence_first)
{
    for (uint32_t k = 1; k <= 3 && first >= sentence_first + k; k++) {
        uint32_t i = first - k;
        if (is_any(s, i, pointing)) return true;
        if (is_word(s, i, "s") && i > sentence_first && s->time_at[i - 1] != NONE) return true; /* "Saturday's bombings" */
        if (is_word(s, i, "first") && i == sentence_first + 1 && is_word(s, sentence_first, "the"))
            return true;                                   /* "The first blast struck ..." */
        if (is_superlative(tok(s, i)->norm)) return false; /* "the deadliest attack" is told here, not before */
        casus_pos p = pos(s, i);
        if (p != CASUS_POS_ADJ && p != CASUS_POS_NUM && p != CASUS_POS_NOUN) return false;
    }
    return false;
}

/* "a captured air base": an act of long ago that only describes. A kidnapped journalist is still news. */
static bool only_describes(const scan *s, const casus_match *m, int kind, uint32_t first)
{
    if (kind >= CASUS_N_TYPE || strcmp(casus_type_family((casus_type)kind), "ground") != 0) return false;
    if (!(m->form & (CASUS_FORM_PART | CASUS_FORM_PAST)) || m->first == first) return false;
    if (in_tree(s, m->first) && has_rel(s, m->first, REL(AMOD))) return true;
    casus_pos before = pos(s, m->first - 1), after = pos(s, m->first + m->n);
    return (before == CASUS_POS_DET || before == CASUS_POS_ADJ) &&
           (after == CASUS_POS_NOUN || after == CASUS_POS_ADJ || after == CASUS_POS_PROPN);
}

/* A word that can be both is read as its part of speech says; phrases and what cannot be both stay as they are. */
static bool fits(const scan *s, const casus_match *m, frame how)
{
    if (m->n > 1 || m->form == CASUS_FORM_PLAIN) return true;
    casus_pos p = pos(s, m->first);
    if (how == FRAME_NOUN) return p != CASUS_POS_VERB || (m->form & (CASUS_FORM_SING | CASUS_FORM_PLURAL)) == 0;
    return p == CASUS_POS_VERB || p == CASUS_POS_ADJ || p == CASUS_POS_X;
}

/* "Riot police", "strike force": the word is part of what people are called. */
static bool names_people(const scan *s, const casus_match *m, frame how)
{
    if (is_word(s, m->first, "displaced") && m->first > 0 && is_word(s, m->first - 1, "the") && pos(s, m->first + 1) != CASUS_POS_NOUN)
        return true; /* "a camp for the displaced" */
    bool participle =
        how != FRAME_NOUN && (m->form & (CASUS_FORM_PART | CASUS_FORM_PAST | CASUS_FORM_ING)); /* "the kidnapped man" */
    if (participle || m->n > 1 || !has_rel(s, m->first, REL(COMPOUND) | REL(AMOD))) return false;
    uint32_t head = head_of(s, m->first);
    static const char *const gear[] = {"gear", "weapons", "shields", "shield", "helmets", "control", "act", "squad", "squads", NULL};
    return head == m->first + 1 && (s->actor_at[head] != NONE || is_any(s, head, gear));
}

/* "Overran an army post": a fight for it, ground that changes hands has a name. */
static bool overruns_post(const scan *s, const casus_match *m)
{
    static const char *const overrun[] = {"overran", "overrun", "overruns", "overrunning", NULL};
    static const char *const post[] = {"post",    "posts",    "outpost",     "outposts",   "camp",     "checkpoint",
                                       "station", "barracks", "checkpoints", "garrison",   "position", "positions",
                                       "base",    "bases",    "roadblock",   "stronghold", NULL};
    uint32_t v = top_of(s, m->first, m->n);
    if (!is_any(s, m->first, overrun) || !in_tree(s, v) || !is_verb(s, v)) return false;
    arguments a = arguments_of(s, v);
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        if (is_any(s, a.sufferer.at[k], post)) return true;
    return false;
}

/* "Fired at least ten rockets": nobody was fired at. */
static bool counts_instead(const scan *s, const casus_match *m)
{
    static const char *const most[] = {"least", "most", NULL};
    uint32_t behind = m->first + m->n;
    return m->n > 1 && is_word(s, behind - 1, "at") && is_any(s, behind, most);
}

/* The event word that begins at token i, if one does: the longest; of two readings the one that fits the part of speech. */
static bool trigger_at(const scan *s, uint32_t i, uint32_t first, uint32_t end, trigger *out)
{
    const casus_words *w = s->f->words;
    bool found = false;
    char cell[32];
    for (uint32_t k = w->at[i]; k < w->at[i + 1]; k++) {
        const casus_match *m = &w->match[k];
        if (m->table != s->t.events || m->first + m->n > end || (found && m->n < out->n)) continue;
        trigger t = {.first = m->first, .n = m->n, .form = m->form, .row = m->row};
        t.kind = kind_of(word_cell(s, s->t.events, m->row, s->t.events_type, cell, sizeof cell));
        const frame_row *row = frame_named(word_cell(s, s->t.events, m->row, s->t.events_frame, cell, sizeof cell));
        t.how = row->how;
        t.strong = casus_str_is(casus_lexicon_cell(s->lex, s->t.events, m->row, s->t.events_weight), "2");
        const casus_actor *name = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
        if (name && !name->generic && name->n > 1 && tok(s, i)->capital && m->first + m->n <= name->first + name->n &&
            name->kind != CASUS_ACTOR_PERSON && !s->f->text->sentence[tok(s, i)->sentence].shouting)
            continue; /* "the Free Aceh Movement" */
        if (t.kind == NONE || !fits(s, m, t.how) || only_describes(s, m, t.kind, first) || counts_instead(s, m) ||
            names_people(s, m, t.how))
            continue;
        if (t.kind == CASUS_TYPE_TERRITORY_CHANGE && t.how == FRAME_ACT && overruns_post(s, m)) t.kind = CASUS_TYPE_ARMED_CLASH;
        if (!frame_holds(s, m, row, &t)) continue;
        if (found && (t.how == FRAME_NOUN) == (pos(s, i) == CASUS_POS_VERB)) continue;
        if (t.how == FRAME_NOUN)
            t.definite = is_definite(s, t.first, first);
        else
            t.passive = is_passive(s, m, first, end);
        *out = t;
        found = true;
    }
    return found;
}

/* "Last March", "May 1": a month, no event. */
static bool is_in_time(const scan *s, const trigger *t)
{
    int32_t at = s->time_at[t->first];
    return at != NONE && t->n == 1 && !s->f->times->time[at].event_ref;
}

uint32_t find_triggers(scan *s, uint32_t first, uint32_t end, trigger *out, uint32_t most)
{
    uint32_t n = 0;
    for (uint32_t i = first; i < end && n < most; i++) {
        if (!trigger_at(s, i, first, end, &out[n]) || is_in_time(s, &out[n])) continue;
        i = out[n].first + out[n].n - 1;
        n++;
    }
    return n;
}

/* A cue within [i, end) that begins at token i. */
static bool cue_from(const scan *s, uint32_t i, uint32_t end, cue c)
{
    static const char *const name[N_CUE] = {"planned", "hypothetical", "denied",   "confirmed",
                                            "claimed", "negated",      "habitual", "recall"};
    const casus_words *w = s->f->words;
    for (uint32_t k = w->at[i]; k < w->at[i + 1]; k++)
        if (w->match[k].table == s->t.cues && i + w->match[k].n <= end &&
            casus_str_is(casus_lexicon_cell(s->lex, s->t.cues, w->match[k].row, s->t.cues_cue), name[c]))
            return true;
    return false;
}

bool cue_at(const scan *s, uint32_t i, cue c)
{
    return cue_from(s, i, s->f->text->n_token, c);
}

uint32_t first_cue(const scan *s, uint32_t first, uint32_t end, cue c)
{
    for (uint32_t i = first; i < end; i++)
        if (cue_from(s, i, end, c)) return i;
    return end;
}

bool has_cue(const scan *s, uint32_t first, uint32_t end, cue c)
{
    return first < end && first_cue(s, first, end, c) < end;
}

/* An accident, disaster or illness in these tokens, which may be what the words of harm are about. */
bool has_mishap(const scan *s, uint32_t first, uint32_t end)
{
    static const char *const kind[] = {"nature", "accident", "illness"};
    for (uint32_t i = first; i < end; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.nonevents);
        if (!m) continue;
        casus_str k = casus_lexicon_cell(s->lex, s->t.nonevents, m->row, s->t.nonevents_kind);
        for (size_t n = 0; n < sizeof kind / sizeof *kind; n++)
            if (casus_str_is(k, kind[n])) return true;
    }
    return false;
}

/* "Royal Dutch Shell", "Bernard Gunn" */
static bool in_a_name(const scan *s, uint32_t i)
{
    if (s->actor_at[i] == NONE) return false;
    const casus_actor *a = &s->f->actors->actor[s->actor_at[i]];
    return !a->generic && a->n > 1 &&
           (a->kind == CASUS_ACTOR_ORG || a->kind == CASUS_ACTOR_PERSON || a->kind == CASUS_ACTOR_MEDIA);
}

/* "A gold mine", "mine workers": where people dig. */
static bool is_pit(const scan *s, const casus_match *m)
{
    static const char *const mine[] = {"mine", "mines", NULL}, *const dug[] = {"gold", "coal", "copper", "diamond", "iron", "salt", "tin", "jade", "zinc",
        "silver", "emerald", "uranium", "cobalt", "ore", "platinum", "nickel", "coltan", "ruby", NULL}, *const men[] = {"workers", "worker", "owner", "owners", "shaft", "site", NULL};
    static const char *const in[] = {"in", "at", "inside", "outside", NULL};
    bool there = m->first > 1 && is_word(s, m->first - 1, "the") && is_any(s, m->first - 2, in) && pos(s, m->first + 1) != CASUS_POS_NOUN; /* "violence at the mine" */
    return m->n == 1 && is_any(s, m->first, mine) && (there || (m->first > 0 && is_any(s, m->first - 1, dug)) || is_any(s, m->first + 1, men));
}

/* "Gunmen armed with rifles and grenades": what they carry is not what went off. */
static bool is_carried(const scan *s, uint32_t first, uint32_t i)
{
    enum { FAR = 8 };
    static const char *const carry[] = {"armed", "carrying", "wielding", "brandishing", NULL};
    for (uint32_t k = 1; k <= FAR && i >= first + k; k++) {
        if (is_any(s, i - k, carry)) return true;
        if (pos(s, i - k) == CASUS_POS_VERB) return false;
    }
    return false;
}

int weapon_kind(const scan *s, uint32_t first, uint32_t end, casus_span *as_written)
{
    int kind = NONE;
    char cell[32];
    for (uint32_t i = first; i < end; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.weapons);
        if (!m || m->first + m->n > end || in_a_name(s, i) || is_pit(s, m)) continue;
        int k = kind_of(word_cell(s, s->t.weapons, m->row, s->t.weapons_type, cell, sizeof cell));
        if ((k == CASUS_TYPE_BOMBING || k == CASUS_TYPE_SHELLING) && kind == CASUS_TYPE_SHOOTING && is_carried(s, first, i)) k = kind;
        bool person = casus_lexicon_cell(s->lex, s->t.weapons, m->row, s->t.weapons_is).n > 0;
        bool better =
            kind == NONE || (k != NONE && (kind == NONE || kind == CASUS_TYPE_SHOOTING || k == CASUS_TYPE_SUICIDE_BOMBING ||
                                           (kind == CASUS_TYPE_SHELLING && k == CASUS_TYPE_AIR_STRIKE)));
        if (better) {
            if (!person) *as_written = casus_text_cover(s->f->text, m->first, m->n);
            kind = k;
        }
        i += m->n - 1;
    }
    return kind;
}
