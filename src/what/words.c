/* The event words, cues and weapons of a stretch of tokens.
 *
 * The lexicon has marked all phrases already; this file reads the marks of this room's tables and decides, where a word can be
 * a noun or a verb, which it is here.
 */
#include "what/tree.h"

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
    for (; *list; list++)
        if (is_word(s, i, *list)) return true;
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

static frame frame_of(const char *z)
{
    static const char *const name[] = {"act",  "both",  "done",  "self",  "leave", "noun",
                                       "find", "holds", "takes", "hurls", "meets", "owns", "blames", "wrecks", "falls"};
    for (int i = 0; i < (int)(sizeof name / sizeof *name); i++)
        if (strcmp(z, name[i]) == 0) return (frame)i;
    return FRAME_NOUN;
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

static bool is_actor_kind(const scan *s, uint32_t i, bool people)
{
    if (s->actor_at[i] == NONE) return false;
    switch (s->f->actors->actor[s->actor_at[i]].kind) {
    case CASUS_ACTOR_PERSON:
    case CASUS_ACTOR_CIVILIAN:
    case CASUS_ACTOR_GROUP: return people;
    case CASUS_ACTOR_STATE:
    case CASUS_ACTOR_FORCES:
    case CASUS_ACTOR_ARMED: return !people;
    case CASUS_ACTOR_ORG:
    case CASUS_ACTOR_MEDIA:
    case CASUS_ACTOR_UNKNOWN: return false;
    }
    return false;
}

/* Was the word a place elsewhere in the report? */
static bool is_known_place(const scan *s, uint32_t i)
{
    enum { LOOKED_AT = 200 }; /* reports have a few dozen, hostile pages any number */
    if (s->dep[i].pos != CASUS_POS_PROPN) return false;
    for (uint32_t k = 0; k < s->f->places->n_place && k < LOOKED_AT; k++) {
        const casus_place *p = &s->f->places->place[k];
        if (p->n == 1 && p->use == CASUS_PLACE_LITERAL && casus_str_eq(tok(s, p->first)->norm, tok(s, i)->norm)) return true;
    }
    return false;
}

static bool is_ground(const scan *s, uint32_t i)
{
    int32_t at = s->place_at[i];
    if (at == NONE && s->actor_at[i] == NONE) return is_known_place(s, i);
    return at != NONE && s->f->places->place[at].use == CASUS_PLACE_LITERAL && s->actor_at[i] == NONE;
}

/* Rockets, shells: "dozens of rounds of artillery" */
static bool is_missile(const scan *s, uint32_t i)
{
    casus_span as_written;
    uint32_t of = child(s, i, REL(NMOD)), first = child(s, i, REL(COMPOUND) | REL(AMOD));
    if (first > i) first = i; /* "ballistic missile" is marked where it begins */
    return weapon_kind(s, first, i + 1, &as_written) == CASUS_TYPE_SHELLING ||
           (of != NO_TOKEN && weapon_kind(s, of, of + 1, &as_written) == CASUS_TYPE_SHELLING);
}

/* "The army held the opposition leader", "Marines took most of the town of X": the object, or what it is "of", is a person or a
 * place, and somebody armed does it; or it is what one shells with. */
static bool has_object(const scan *s, const casus_match *m, frame how)
{
    uint32_t v = top_of(s, m->first, m->n);
    if (!in_tree(s, v) || !is_verb(s, v)) return false;
    arguments a = arguments_of(s, v);
    heads object = a.sufferer;
    for (uint32_t k = child(s, v, REL(OBL)); how == FRAME_TAKES && m->n > 1 && k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        with_conjuncts(s, k, &object);
    bool fits = false, by_force = how == FRAME_HURLS;
    for (uint32_t k = 0; k < a.doer.n; k++)
        by_force = by_force || is_actor_kind(s, a.doer.at[k], false);
    for (uint32_t k = 0; k < object.n; k++) {
        uint32_t i = object.at[k], of = child(s, i, REL(NMOD)), name = child(s, i, REL(APPOS));
        if (how == FRAME_HURLS)
            fits = fits || is_missile(s, i) || (of != NO_TOKEN && is_missile(s, of));
        else if (how == FRAME_HOLDS)
            fits = fits || is_actor_kind(s, i, true) || (name != NO_TOKEN && is_actor_kind(s, name, true));
        else
            fits = fits || is_ground(s, i) || (of != NO_TOKEN && is_ground(s, of) && s->actor_at[i] == NONE);
    }
    return fits && by_force;
}

/* One who can speak for a state or body: named, or "his Ukrainian counterpart". */
static bool is_envoy(const scan *s, uint32_t i, bool *by_name)
{
    static const char *const like[] = {"counterpart", "counterparts", NULL};
    const rels beside = REL(NMOD) | REL(NMOD_DESC) | REL(APPOS) | REL(FLAT);
    const casus_actor *a = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
    for (uint32_t k = child(s, i, beside); !a && k != NO_TOKEN; k = sibling(s, k, beside)) /* "President A. B." */
        if (s->actor_at[k] != NONE && !has_child(s, k, REL(CASE), NULL)) a = &s->f->actors->actor[s->actor_at[k]];
    if (!a) return is_any(s, i, like);
    *by_name = *by_name || !a->generic;
    if (a->kind == CASUS_ACTOR_STATE || a->kind == CASUS_ACTOR_ORG || a->kind == CASUS_ACTOR_ARMED) return true;
    return !a->generic && a->kind == CASUS_ACTOR_PERSON;
}

/* "President X met his Ukrainian counterpart", "X and Y are to meet": two who speak for states or bodies. */
static bool confers(const scan *s, const casus_match *m)
{
    static const char *const with[] = {"with", NULL};
    uint32_t v = top_of(s, m->first, m->n), envoys = 0;
    if (!in_tree(s, v) || !is_verb(s, v)) return false;
    arguments a = arguments_of(s, v);
    bool by_name = false;
    heads all = a.doer;
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        with_conjuncts(s, a.sufferer.at[k], &all);
    for (uint32_t k = child(s, v, REL(OBL)); k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        if (has_child(s, k, REL(CASE), with)) with_conjuncts(s, k, &all);
    for (uint32_t k = 0; k < all.n; k++)
        envoys += is_envoy(s, all.at[k], &by_name);
    for (uint32_t k = 0; k < a.doer.n && envoys < 2; k++) { /* "the foreign ministers of A, B and C met" */
        heads of = {.n = 0};
        uint32_t land = child(s, a.doer.at[k], REL(NMOD));
        if (land == NO_TOKEN || s->actor_at[a.doer.at[k]] == NONE) continue;
        with_conjuncts(s, land, &of);
        for (uint32_t i = 0; i < of.n; i++)
            if (s->actor_at[of.at[i]] != NONE && s->f->actors->actor[s->actor_at[of.at[i]]].kind == CASUS_ACTOR_STATE) by_name = true, envoys++;
    }
    return envoys > 1 && by_name;
}

/* "No group has claimed responsibility", "nobody claimed it" */
static bool nobody_does(const scan *s, const casus_match *m)
{
    static const char *const no[] = {"no", "none", "nobody", "neither", NULL};
    uint32_t v = top_of(s, m->first, m->n);
    if (!in_tree(s, v)) return true;
    if (has_child(s, v, REL(ADVMOD), (const char *const[]){"not", "n't", "never", NULL})) return true;
    heads h = subjects_of(s, v);
    for (uint32_t k = 0; k < h.n; k++)
        if (is_any(s, h.at[k], no) || has_child(s, h.at[k], REL(DET), no)) return true;
    return h.n == 0;
}

static bool is_armed(const scan *s, uint32_t i)
{
    if (s->actor_at[i] == NONE) return false;
    casus_actor_kind k = s->f->actors->actor[s->actor_at[i]].kind;
    return k == CASUS_ACTOR_ARMED || k == CASUS_ACTOR_FORCES;
}

/* "Residents blamed rebels", "it was blamed on the militia", "the cartel is suspected": armed people, and no act is told of with it. */
static bool blames(const scan *s, const casus_match *m)
{
    static const char *const on[] = {"on", NULL};
    uint32_t v = top_of(s, m->first, m->n);
    if (!in_tree(s, v) || !is_verb(s, v) || has_rel(s, v, REL(AMOD) | REL(ACL)) || child(s, v, REL(XCOMP) | REL(CCOMP)) != NO_TOKEN) return false;
    arguments a = arguments_of(s, v);
    heads who = a.sufferer;
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        if (is_event_noun(s, a.sufferer.at[k])) return false; /* "blamed the attack on X" */
    for (uint32_t k = child(s, v, REL(OBL)); k != NO_TOKEN; k = sibling(s, k, REL(OBL)))
        if (has_child(s, k, REL(CASE), on)) with_conjuncts(s, k, &who);
        else if (is_event_noun(s, k)) return false; /* "accused of the bombing": told by its own word */
    for (uint32_t k = child(s, v, REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, REL(ADVCL)))
        if (casus_words_at(s->f->words, k, s->t.events)) return false;
    for (uint32_t k = 0; k < who.n; k++) {
        uint32_t of = child(s, who.at[k], REL(NMOD)), beside = child(s, who.at[k], REL(COMPOUND) | REL(FLAT));
        if (is_armed(s, who.at[k]) || (of != NO_TOKEN && is_armed(s, of)) || (beside != NO_TOKEN && is_armed(s, beside))) return true;
    }
    return false;
}

static bool is_thing(const scan *s, uint32_t i)
{
    static const char *const more[] = {"village", "villages", "hamlet", "hamlets", "crops", "harvest", "fields",  "huts",
                                       "camp",    "camps",    "tents",  "farms",   "farm",  "property", "hangar", "hangars", NULL};
    return casus_words_at(s->f->words, i, s->t.targets) || is_any(s, i, more);
}

/* "Guerrillas burned the vehicle of a mayor", "razed the village": armed people and a thing or place. */
static bool wrecks(const scan *s, const casus_match *m)
{
    uint32_t v = top_of(s, m->first, m->n);
    if (!in_tree(s, v) || !is_verb(s, v)) return false;
    arguments a = arguments_of(s, v);
    bool by_force = false, thing = false;
    for (uint32_t k = 0; k < a.doer.n; k++)
        by_force = by_force || is_armed(s, a.doer.at[k]);
    for (uint32_t k = 0; k < a.sufferer.n; k++)
        thing = thing || is_thing(s, a.sufferer.at[k]) || is_ground(s, a.sufferer.at[k]);
    return by_force && thing;
}

/* "Kunduz fell to the Taliban", "the garrison fell into the hands of rebels". */
static bool falls(const scan *s, const casus_match *m)
{
    static const char *const ground[] = {"town",   "city",     "village", "capital",    "base",     "post",   "outpost", "garrison", "airport",
                                         "bridge", "port",     "towns",   "stronghold", "district", "island", "camp",    "province", "barracks",
                                         "cities", "villages", "airbase", "fort",       "enclave",  NULL};
    static const char *const to[] = {"to", "of", NULL};
    uint32_t v = top_of(s, m->first, m->n);
    if (!in_tree(s, v) || !is_verb(s, v)) return false;
    arguments a = arguments_of(s, v);
    bool place = false, taken = false;
    for (uint32_t k = 0; k < a.doer.n; k++)
        place = place || is_ground(s, a.doer.at[k]) || is_any(s, a.doer.at[k], ground);
    for (uint32_t i = m->first; i < m->first + m->n; i++)
        for (uint32_t k = child(s, i, REL(OBL) | REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(OBL) | REL(NMOD)))
            taken = taken || (has_child(s, k, REL(CASE), to) && is_armed(s, k));
    return place && taken;
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
        t.how = frame_of(word_cell(s, s->t.events, m->row, s->t.events_frame, cell, sizeof cell));
        t.strong = casus_str_is(casus_lexicon_cell(s->lex, s->t.events, m->row, s->t.events_weight), "2");
        const casus_actor *name = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
        if (name && !name->generic && name->n > 1 && tok(s, i)->capital && m->first + m->n <= name->first + name->n &&
            name->kind != CASUS_ACTOR_PERSON && !s->f->text->sentence[tok(s, i)->sentence].shouting)
            continue; /* "the Free Aceh Movement" */
        if (t.kind == NONE || !fits(s, m, t.how) || only_describes(s, m, t.kind, first) || counts_instead(s, m) ||
            names_people(s, m, t.how))
            continue;
        if (t.kind == CASUS_TYPE_TERRITORY_CHANGE && t.how == FRAME_ACT && overruns_post(s, m)) t.kind = CASUS_TYPE_ARMED_CLASH;
        if (t.how == FRAME_MEETS) {
            if (!confers(s, m)) continue;
            t.how = FRAME_BOTH;
        }
        if (t.how == FRAME_HOLDS || t.how == FRAME_TAKES || t.how == FRAME_HURLS) {
            if (!has_object(s, m, t.how)) continue;
            t.how = FRAME_ACT;
        }
        if (t.how == FRAME_WRECKS) {
            if (!wrecks(s, m)) continue;
            t.how = FRAME_ACT;
        }
        if (t.how == FRAME_FALLS && !falls(s, m)) continue;
        if (t.how == FRAME_BLAMES) {
            if (!blames(s, m)) continue;
            t.definite = true;
        }
        if (t.how == FRAME_OWNS) {
            if (nobody_does(s, m)) continue;
            t.how = FRAME_SELF;
            t.definite = true;
        }
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

int weapon_kind(const scan *s, uint32_t first, uint32_t end, casus_span *as_written)
{
    int kind = NONE;
    char cell[32];
    for (uint32_t i = first; i < end; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.weapons);
        if (!m || m->first + m->n > end || in_a_name(s, i)) continue;
        int k = kind_of(word_cell(s, s->t.weapons, m->row, s->t.weapons_type, cell, sizeof cell));
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
