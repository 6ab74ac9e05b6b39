/* Walking the trees of parsed sentences.
 *
 * Universal Dependencies hang what is shared on the first of a list and leave out what is understood: the subject of the second
 * verb of "A stormed the base and killed ten", of "killing ten", of "ordered to attack". This file puts it back. Sentences that
 * were not parsed have no dependents, so every question gets "none". All climbs are bounded; lists of dependents are made once.
 */
#include "what/tree.h"

enum { MOST_STEPS = 12 };

bool open_tree(scan *s)
{
    if (!s->f->parse) return true;
    uint32_t n = s->f->text->n_token;
    s->dep = s->f->parse->word;
    s->kid = casus_arena_get(s->a, (size_t)n + 1, sizeof *s->kid);
    s->sister = casus_arena_get(s->a, (size_t)n + 1, sizeof *s->sister);
    if (!s->kid || !s->sister) return false;
    for (uint32_t i = 0; i < n; i++)
        s->kid[i] = s->sister[i] = NO_TOKEN;
    for (uint32_t i = n; i-- > 0;) { /* backwards, so that dependents come in text order */
        uint32_t h = s->dep[i].head;
        if (h >= n) continue;
        s->sister[i] = s->kid[h];
        s->kid[h] = i;
    }
    return true;
}

uint32_t head_of(const scan *s, uint32_t i)
{
    return in_tree(s, i) && s->dep[i].head < s->f->text->n_token ? s->dep[i].head : NO_TOKEN;
}

bool has_rel(const scan *s, uint32_t i, rels set)
{
    return in_tree(s, i) && (set >> s->dep[i].rel & 1);
}

static uint32_t first_with(const scan *s, uint32_t i, rels set)
{
    while (i != NO_TOKEN && !has_rel(s, i, set))
        i = s->sister[i];
    return i;
}

uint32_t child(const scan *s, uint32_t i, rels set)
{
    return in_tree(s, i) ? first_with(s, s->kid[i], set) : NO_TOKEN;
}

uint32_t sibling(const scan *s, uint32_t i, rels set)
{
    return first_with(s, s->sister[i], set);
}

bool has_child(const scan *s, uint32_t i, rels set, const char *const *words)
{
    for (uint32_t k = child(s, i, set); k != NO_TOKEN; k = sibling(s, k, set))
        if (!words || is_any(s, k, words)) return true;
    return false;
}

uint32_t top_of(const scan *s, uint32_t first, uint32_t n)
{
    for (uint32_t i = first; i < first + n; i++) {
        uint32_t h = head_of(s, i);
        if (in_tree(s, i) && (h < first || h >= first + n)) return i;
    }
    return first;
}

const casus_name *name_over(const scan *s, uint32_t i, casus_name_kind kind)
{
    const casus_parse *p = s->f->parse;
    if (!in_tree(s, i)) return NULL;
    const casus_sentence *sent = &s->f->text->sentence[tok(s, i)->sentence];
    uint32_t low = 0, high = p->n_name; /* names are in order of their sentences */
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (p->name[mid].first < sent->first)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < p->n_name && p->name[low].first < sent->first + sent->n; low++) {
        const casus_name *name = &p->name[low];
        bool over = i >= name->first && i < name->first + name->n;
        if (over && name->set == CASUS_NAMES_NARROW && name->kind == kind) return name;
    }
    return NULL;
}

bool governs(const scan *s, uint32_t i, const char *kind)
{
    if (i == NO_TOKEN) return false;
    const casus_match *m = casus_words_at(s->f->words, i, s->t.governors);
    return m && casus_str_is(casus_lexicon_cell(s->lex, s->t.governors, m->row, s->t.governors_kind), kind);
}

bool is_event_noun(const scan *s, uint32_t i)
{
    enum { LONGEST = 3 };
    for (uint32_t k = 0; k < LONGEST && k <= i; k++) {
        const casus_match *m = casus_words_at(s->f->words, i - k, s->t.events);
        if (m && m->first + m->n > i && (m->form & (CASUS_FORM_SING | CASUS_FORM_PLURAL))) return true;
    }
    return false;
}

bool is_verb(const scan *s, uint32_t i)
{
    return in_tree(s, i) && s->dep[i].pos == CASUS_POS_VERB;
}

static bool has_tag(const scan *s, uint32_t i, casus_tag t)
{
    return in_tree(s, i) && s->dep[i].tag == t;
}

static bool is_participle(const scan *s, uint32_t v)
{
    return has_tag(s, v, CASUS_TAG_VBN) || has_tag(s, v, CASUS_TAG_VBD);
}

/* "Four soldiers jailed over massacre": what headlines tell of in the past is done to their subject. */
static bool is_passive_of_heading(const scan *s, uint32_t v)
{
    static const char *const done[] = {"jailed",    "arrested", "detained",  "held",     "killed",    "wounded",  "injured",  "hurt",     "shot",     "abducted",
                                       "kidnapped", "freed",    "released",  "executed", "beheaded",  "hanged",   "murdered", "stabbed",  "evacuated", "sentenced",
                                       "convicted", "charged",  "displaced", "captured", "massacred", "deported", "bombed",   "ambushed", NULL};
    return in_tree(s, v) && s->f->text->sentence[tok(s, v)->sentence].heading && is_any(s, v, done) && has_rel(s, v, REL(ROOT)) &&
           child(s, v, REL(OBJ) | REL(AUX) | REL(CCOMP)) == NO_TOKEN;
}

bool is_passive_verb(const scan *s, uint32_t v)
{
    if (is_passive_of_heading(s, v)) return true;
    for (int step = 0; step < MOST_STEPS; step++) {
        if (child(s, v, REL(AUX_PASS) | REL(NSUBJ_PASS) | REL(CSUBJ_PASS)) != NO_TOKEN) return true;
        if (has_rel(s, v, REL(ACL) | REL(AMOD))) return is_participle(s, v);
        if (step == 0 && has_tag(s, v, CASUS_TAG_VBN) && child(s, v, REL(AUX) | REL(OBJ)) == NO_TOKEN &&
            has_rel(s, v, REL(ROOT) | REL(CCOMP) | REL(PARATAXIS)))
            return true; /* a headline: "Suspect arrested" */
        if (!has_rel(s, v, REL(CONJ)) || !has_tag(s, v, CASUS_TAG_VBN)) return false;
        uint32_t own = child(s, v, REL(NSUBJ));
        if (step == 0 && own != NO_TOKEN && s->dep[own].pos == CASUS_POS_NUM && child(s, v, REL(OBJ) | REL(AUX)) == NO_TOKEN)
            return is_passive_verb(s, head_of(s, v)); /* "61 had been killed and 17 captured" */
        if (child(s, v, REL(NSUBJ) | REL(OBJ) | REL(AUX)) != NO_TOKEN) return false;
        v = head_of(s, v); /* "were beaten and shot" */
    }
    return false;
}

static bool is_predicate(const scan *s, uint32_t i)
{
    return is_verb(s, i) || child(s, i, SUBJECTS | REL(COP)) != NO_TOKEN ||
           has_rel(s, i, REL(ROOT) | REL(CCOMP) | REL(ADVCL) | REL(PARATAXIS) | REL(ACL_RELCL));
}

uint32_t clause_of(const scan *s, uint32_t i)
{
    while (i != NO_TOKEN && !is_predicate(s, i))
        i = head_of(s, i);
    return i;
}

static void add_head(heads *out, uint32_t i)
{
    if (i == NO_TOKEN || out->n >= MOST_HEADS) return;
    for (uint32_t k = 0; k < out->n; k++)
        if (out->at[k] == i) return;
    out->at[out->n++] = i;
}

/* "a constable who stopped him and three clerks", "two of them and the driver": a noun with its own number or article that hangs
 * on the verb or pronoun inside the phrase, but is told beside the phrase. */
static void joined_inside(const scan *s, uint32_t inside, heads *out)
{
    for (uint32_t k = child(s, inside, REL(CONJ)); k != NO_TOKEN; k = sibling(s, k, REL(CONJ))) {
        bool noun = has_tag(s, k, CASUS_TAG_NN) || has_tag(s, k, CASUS_TAG_NNS);
        bool own = child(s, k, REL(NUMMOD) | REL(DET)) != NO_TOKEN && child(s, k, SUBJECTS | REL(COP) | REL(AUX)) == NO_TOKEN;
        if (noun && own) add_head(out, k);
    }
}

void with_conjuncts(const scan *s, uint32_t i, heads *out)
{
    static const char *const them[] = {"them", NULL};
    add_head(out, i);
    uint32_t told = child(s, i, REL(ACL_RELCL)), of = child(s, i, REL(NMOD));
    if (told != NO_TOKEN) joined_inside(s, told, out);
    if (of != NO_TOKEN && is_any(s, of, them)) joined_inside(s, of, out);
    for (uint32_t k = child(s, i, REL(CONJ)); k != NO_TOKEN; k = sibling(s, k, REL(CONJ))) {
        if (is_verb(s, k)) continue;
        add_head(out, k);
        for (uint32_t j = child(s, k, REL(CONJ)); j != NO_TOKEN; j = sibling(s, j, REL(CONJ))) /* lists within lists */
            if (!is_verb(s, j)) add_head(out, j);
    }
}

uint32_t object_before(const scan *s, uint32_t i)
{
    static const char *const them[] = {"them", NULL}, *const one[] = {"him", "her", NULL};
    bool many = is_any(s, i, them);
    if (!in_tree(s, i) || (!many && !is_any(s, i, one))) return NO_TOKEN;
    uint32_t at = has_rel(s, i, REL(NMOD)) ? head_of(s, i) : i; /* "20 of them" */
    uint32_t v = has_rel(s, at, REL(OBJ)) ? head_of(s, at) : NO_TOKEN;
    uint32_t first = v != NO_TOKEN && has_rel(s, v, REL(CONJ)) ? head_of(s, v) : NO_TOKEN;
    if (first == NO_TOKEN) return NO_TOKEN;
    uint32_t found = child(s, first, is_passive_verb(s, first) ? REL(NSUBJ_PASS) : REL(OBJ));
    for (uint32_t k = child(s, first, REL(XCOMP) | REL(ADVCL)); k != NO_TOKEN; k = sibling(s, k, REL(XCOMP) | REL(ADVCL)))
        if (k > first && k < v && child(s, k, REL(OBJ)) != NO_TOKEN) found = child(s, k, REL(OBJ)); /* "sent to chase the attackers" */
    if (found == NO_TOKEN || found > v) return NO_TOKEN;
    return has_tag(s, found, CASUS_TAG_NNS) == many && !has_tag(s, found, CASUS_TAG_PRP) ? found : NO_TOKEN;
}

static bool is_relative_pronoun(const scan *s, uint32_t i)
{
    return has_tag(s, i, CASUS_TAG_WDT) || has_tag(s, i, CASUS_TAG_WP) ||
           (is_word(s, i, "that") && in_tree(s, i) && s->dep[i].pos == CASUS_POS_PRON && s->kid[i] == NO_TOKEN);
}

/* The noun that a relative clause tells more of, from the verb of the clause or one joined to it. */
static uint32_t antecedent(const scan *s, uint32_t v)
{
    for (int step = 0; step < MOST_STEPS && v != NO_TOKEN; step++) {
        if (has_rel(s, v, REL(ACL_RELCL))) return head_of(s, v);
        if (!has_rel(s, v, REL(CONJ) | REL(XCOMP) | REL(CCOMP))) return NO_TOKEN;
        v = head_of(s, v);
    }
    return NO_TOKEN;
}

static void add_subject(const scan *s, uint32_t v, uint32_t subject, heads *out)
{
    if (is_relative_pronoun(s, subject)) subject = antecedent(s, v);
    if (subject != NO_TOKEN) with_conjuncts(s, subject, out);
}

/* "accused Y of killing", "blame Y for attacking", "kept Y from entering": the object is the doer. */
static bool names_doer(const scan *s, uint32_t v, uint32_t up)
{
    static const char *const blamed[] = {"of", "for", NULL};
    static const char *const from[] = {"from", NULL};
    const rels set = REL(MARK) | REL(CASE);
    return has_child(s, v, set, from) || (governs(s, up, "blame") && has_child(s, v, set, blamed));
}

static void understood(const scan *s, uint32_t v, int step, heads *out);

static void subjects(const scan *s, uint32_t v, int step, heads *out)
{
    if (v == NO_TOKEN || step > MOST_STEPS) return;
    for (uint32_t own = child(s, v, SUBJECTS); own != NO_TOKEN; own = sibling(s, own, SUBJECTS))
        add_subject(s, v, own, out);
    if (!out->n) understood(s, v, step, out);
}

static void understood(const scan *s, uint32_t v, int step, heads *out)
{
    uint32_t up = head_of(s, v);
    if (up == NO_TOKEN) return;
    uint32_t object = child(s, up, REL(OBJ));
    if (has_rel(s, v, REL(CONJ))) {
        subjects(s, up, step + 1, out);
    } else if (has_rel(s, v, REL(XCOMP))) {
        if (object != NO_TOKEN && object < v)
            with_conjuncts(s, object, out);
        else
            subjects(s, up, step + 1, out);
    } else if (has_rel(s, v, REL(ADVCL)) || (has_rel(s, v, REL(CCOMP)) && has_tag(s, v, CASUS_TAG_VBG))) {
        if (object != NO_TOKEN && object < v && names_doer(s, v, up))
            with_conjuncts(s, object, out);
        else if (!has_tag(s, v, CASUS_TAG_VBG) || !is_passive_verb(s, up) || names_doer(s, v, up))
            subjects(s, up, step + 1, out);
    } else if (has_rel(s, v, REL(CCOMP) | REL(PARATAXIS))) { /* "said troops crossed the border, set fire to houses" */
        uint32_t before = NO_TOKEN;
        for (uint32_t k = child(s, up, REL(CCOMP)); k != NO_TOKEN && k < v; k = sibling(s, k, REL(CCOMP)))
            before = k;
        if (before != NO_TOKEN) subjects(s, before, step + 1, out);
    } else if (has_rel(s, v, REL(ACL) | REL(ACL_RELCL))) {
        if (is_verb(s, up))
            subjects(s, up, step + 1, out);
        else
            with_conjuncts(s, up, out);
    }
}

heads subjects_of(const scan *s, uint32_t v)
{
    heads out = {.n = 0};
    subjects(s, v, 0, &out);
    return out;
}

/* "by X" of a passive verb. */
static void agents(const scan *s, uint32_t v, heads *out)
{
    static const char *const by[] = {"by", NULL};
    for (uint32_t k = child(s, v, OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES))
        if (has_child(s, k, REL(CASE), by)) with_conjuncts(s, k, out);
}

/* "the man they killed": nothing else stands as object, and the relative clause is not one of place or time. */
static bool lacks_object(const scan *s, uint32_t v)
{
    if (!has_rel(s, v, REL(ACL_RELCL)) || child(s, v, REL(OBJ) | REL(CCOMP) | REL(XCOMP)) != NO_TOKEN) return false;
    uint32_t own = child(s, v, REL(NSUBJ));
    if (own == NO_TOKEN || is_relative_pronoun(s, own)) return false;
    static const char *const where[] = {"where", "when", "which", "whom", "whose", "why", NULL};
    return !has_child(s, v, REL(ADVMOD) | REL(OBL) | REL(MARK), where);
}

/* "The mayor was among those killed": he is whom it befell. */
static void those_among(const scan *s, heads *h)
{
    static const char *const those[] = {"those", "them", "people", NULL};
    static const char *const among[] = {"among", NULL};
    heads out = {.n = 0};
    for (uint32_t k = 0; k < h->n; k++) {
        uint32_t who = child(s, h->at[k], REL(NSUBJ));
        bool one = is_any(s, h->at[k], those) && who != NO_TOKEN && has_child(s, h->at[k], REL(CASE), among);
        if (one) with_conjuncts(s, who, &out);
        else add_head(&out, h->at[k]);
    }
    *h = out;
}

/* "Beat and kicked protesters": two verbs side by side, one object. */
static uint32_t object_of(const scan *s, uint32_t v)
{
    uint32_t own = child(s, v, REL(OBJ)), then = child(s, v, REL(CONJ));
    bool beside = own == NO_TOKEN && then == v + 2 && has_rel(s, v + 1, REL(CC)) && is_verb(s, then) && !is_passive_verb(s, then);
    return beside ? child(s, then, REL(OBJ)) : own;
}

arguments arguments_of(const scan *s, uint32_t v)
{
    arguments a = {.passive = is_passive_verb(s, v)};
    if (has_rel(s, v, REL(AMOD))) { /* "the kidnapped journalist" */
        if (a.passive) with_conjuncts(s, head_of(s, v), &a.sufferer);
        return a;
    }
    heads subject = subjects_of(s, v);
    if (a.passive) {
        a.sufferer = subject;
        those_among(s, &a.sufferer);
        agents(s, v, &a.doer);
        return a;
    }
    a.doer = subject;
    uint32_t object = object_of(s, v);
    if (object != NO_TOKEN) with_conjuncts(s, object, &a.sufferer);
    if (lacks_object(s, v)) with_conjuncts(s, head_of(s, v), &a.sufferer);
    return a;
}

/* ---------------------------------------------------------------- is it real? */

/* The small words of a clause or noun: "not", "could", "if", "no". */
static bool cue_beside(const scan *s, uint32_t i, cue c)
{
    const rels small = REL(AUX) | REL(AUX_PASS) | REL(MARK) | REL(ADVMOD) | REL(DET) | REL(CASE) | REL(AMOD);
    for (uint32_t k = child(s, i, small); k != NO_TOKEN; k = sibling(s, k, small))
        if (cue_at(s, k, c)) return true;
    return false;
}

/* How what governs a word bears on it. */
typedef enum { GOES_ON, COUNTS_AND_ENDS, ENDS } bearing;

static bearing bearing_of(const scan *s, uint32_t i)
{
    static const char *const open[] = {"to", "of", "for", "from", "that", "at", "on", "against", NULL};
    static const char *const the[] = {"the", "this", "that", "these", "those", NULL};
    if (has_rel(s, i, REL(ACL_RELCL) | REL(PARATAXIS) | REL(APPOS) | REL(LIST))) return ENDS;
    if (has_rel(s, i, REL(CCOMP))) return COUNTS_AND_ENDS;
    if (has_rel(s, i, REL(ADVCL))) return has_child(s, i, REL(MARK), open) ? COUNTS_AND_ENDS : ENDS;
    if (has_rel(s, i, REL(ACL))) return has_child(s, i, REL(MARK), open) ? GOES_ON : ENDS;
    if (has_rel(s, i, REL(CONJ))) return child(s, i, SUBJECTS) == NO_TOKEN ? GOES_ON : ENDS;
    if (has_rel(s, i, REL(NSUBJ))) return has_child(s, i, REL(DET), the) ? ENDS : GOES_ON;
    return GOES_ON;
}

/* "No deaths in the attack", "no damage from the blast": the attack came. */
static bool is_setting(const scan *s, uint32_t i)
{
    static const char *const word[] = {"in", "from", "during", "after", "by", NULL};
    return has_rel(s, i, REL(NMOD)) && has_child(s, i, REL(CASE), word);
}

bool cue_above(const scan *s, uint32_t i, cue c)
{
    for (int step = 0; step < MOST_STEPS; step++) {
        if (cue_beside(s, i, c)) return true;
        bearing b = c == CUE_NEGATED && is_setting(s, i) ? ENDS : bearing_of(s, i);
        i = head_of(s, i);
        if (i == NO_TOKEN || b == ENDS) return false;
        if (cue_at(s, i, c)) return true;
        if (b == COUNTS_AND_ENDS) return false;
    }
    return false;
}
