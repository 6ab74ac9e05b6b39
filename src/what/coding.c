/* Sentences -> coded events: who did what to whom in CAMEO's terms.
 *
 * Every word of acts.tsv or events.tsv in a parsed sentence is an act. What hangs on it in the tree (its slots: object, phrases
 * behind prepositions, clauses) and who does it decide, by the rows of codes.tsv, what code it has. Acts stand inside each
 * other, and the code of the outer one is made of the inner one's: "refused to lift sanctions" is refusal (12) of an easing (085).
 * So every act is coded from the inside out, each once. What is left outermost is an event; the one that stands highest in
 * the sentence is its lead.
 *
 * Cost: a few looks at the children of each act; sentences without a tree or an act cost nothing.
 */
#include "what/coding.h"

#include <string.h>

enum { DEEP = 2, DEEPEST = 6, MOST_STEPS = 16 };

#define CLAUSES (REL(XCOMP) | REL(CCOMP))
#define NOUN_SIDE (REL(NMOD_POSS) | REL(COMPOUND) | REL(AMOD) | REL(NMOD_DESC) | REL(NMOD_UNMARKED))

static const char *const not_words[] = {"not", "nt", "never", "no", "neither", "nor", "without", "hardly", NULL};
static const char *const will_words[] = {"will", "would", "shall", "ll", "wo", "d", NULL};
static const char *const must_words[] = {"must", "should", "ought", "needs", "need", NULL};

/* ---------------------------------------------------------------- topics of the words */

static void read_topics(coding *g)
{
    const casus_words *w = g->s.f->words;
    for (uint32_t k = w->at[g->first]; k < w->at[g->end]; k++) {
        const casus_match *m = &w->match[k];
        if (m->table != g->c->topic_table) continue;
        bool noun = m->n == 1 && m->form & (CASUS_FORM_SING | CASUS_FORM_PLURAL);
        if (noun && is_verb(&g->s, m->first) && g->s.dep[m->first].tag != CASUS_TAG_VBG) continue; /* "to press" */
        unsigned t = g->c->topic[m->row];
        for (uint32_t i = m->first; i < m->first + m->n && i < g->end; i++)
            g->topic[i].w[t / 64] |= (uint64_t)1 << t % 64;
    }
}

/* What a phrase is about: its head with what describes it; "a third of the rebels", by what is counted. */
static topics phrase_topics(const coding *g, uint32_t i)
{
    static const char *const of[] = {"of", NULL};
    const scan *s = &g->s;
    topics t = g->topic[i];
    const rels telling = REL(COMPOUND) | REL(AMOD) | REL(NMOD_DESC) | REL(NMOD_UNMARKED); /* not the soldier's nationality */
    for (uint32_t k = child(s, i, telling); k != NO_TOKEN; k = sibling(s, k, telling))
        topic_join(&t, &g->topic[k]);
    if (topic_none(&t) && g->act_of[i] == NONE)
        for (uint32_t k = child(s, i, REL(NMOD)); k != NO_TOKEN; k = sibling(s, k, REL(NMOD)))
            if (has_child(s, k, REL(CASE), of)) topic_join(&t, &g->topic[k]);
    return t;
}

/* Everything that hangs on a word, but not what relative clauses and joined verbs tell. */
static void tree_topics(const coding *g, uint32_t i, int depth, topics *t)
{
    const rels apart = REL(ACL_RELCL) | REL(PARATAXIS) | REL(NSUBJ) | REL(PUNCT);
    topic_join(t, &g->topic[i]);
    if (depth > DEEPEST || !in_tree(&g->s, i)) return;
    for (uint32_t k = g->s.kid[i]; k != NO_TOKEN; k = g->s.sister[k]) {
        if (has_rel(&g->s, k, apart) || (has_rel(&g->s, k, REL(CONJ)) && is_verb(&g->s, k))) continue;
        tree_topics(g, k, depth + 1, t);
    }
}

/* ---------------------------------------------------------------- acts */

enum {
    VERB_FORMS = CASUS_FORM_BASE | CASUS_FORM_S | CASUS_FORM_PAST | CASUS_FORM_PART | CASUS_FORM_ING,
    NOUN_FORMS = CASUS_FORM_SING | CASUS_FORM_PLURAL
};

/* Is the word used here as the table means it? "an attack" is no verb, "arrested men" tell of no arrest. */
static bool is_meant(const scan *s, const casus_match *m, uint32_t top)
{
    casus_pos p = (casus_pos)s->dep[m->n > 1 ? top : m->first].pos;
    bool verb = m->form & VERB_FORMS, noun = m->form & NOUN_FORMS;
    if (verb && !noun) return p == CASUS_POS_VERB && !has_rel(s, top, REL(AMOD) | REL(COMPOUND));
    if (noun && !verb) return p == CASUS_POS_NOUN || p == CASUS_POS_PROPN || p == CASUS_POS_ADJ;
    if (p == CASUS_POS_VERB && s->dep[top].tag != CASUS_TAG_VBN) return false; /* "ready", "set": not "it set off" */
    return p != CASUS_POS_ADP && p != CASUS_POS_AUX && p != CASUS_POS_SCONJ;
}

static bool has_class(const act *a, uint8_t cls)
{
    for (uint32_t i = 0; i < a->n_class; i++)
        if (a->cls[i] == cls) return true;
    return false;
}

static act *act_for(coding *g, uint32_t top)
{
    if (g->act_of[top] != NONE) return &g->act[g->act_of[top]];
    if (g->n_act == MOST_EVENTS) return NULL;
    act *a = &g->act[g->n_act];
    *a = (act){.at = top, .behind = top + 1, .inner = NONE, .via = NO_TOKEN};
    a->verb = is_verb(&g->s, top);
    g->act_of[top] = (int16_t)g->n_act++;
    return a;
}

static void add_class(act *a, uint8_t cls)
{
    for (uint32_t i = 0; i < a->n_class; i++)
        if (a->cls[i] == cls) return;
    if (a->n_class < sizeof a->cls) a->cls[a->n_class++] = cls;
}

/* "until March", "a May Day rally": the name of a month or a day is no act. */
static bool is_date(const coding *g, uint32_t i)
{
    const casus_times *all = g->s.f->times;
    for (uint32_t k = 0; k < all->n_time; k++)
        if (i >= all->time[k].first && i < all->time[k].first + all->time[k].n) return true;
    return false;
}

static void read_acts(coding *g)
{
    const casus_words *w = g->s.f->words;
    for (uint32_t k = w->at[g->first]; k < w->at[g->end]; k++) {
        const casus_match *m = &w->match[k];
        if (m->table != g->c->acts && m->table != g->c->events) continue;
        const act_row *row = m->table == g->c->acts ? &g->c->act[m->row] : &g->c->event[m->row];
        uint32_t top = top_of(&g->s, m->first, m->n);
        if (!row->n || !in_tree(&g->s, m->first) || !is_meant(&g->s, m, top)) continue;
        const casus_actor *name = actor_at(&g->s, top);
        if (name && !name->generic && !is_verb(&g->s, top)) continue; /* "the Paris Conference" */
        if (m->n == 1 && g->s.dep[top].pos == CASUS_POS_PROPN && is_date(g, top)) continue;
        act *a = act_for(g, top);
        if (!a) return;
        if (m->table == g->c->events && row->how != SIDE_TO) a->how = row->how;
        if (!(m->form & (VERB_FORMS | NOUN_FORMS))) a->verb = false; /* "prepared", "opposed" */
        if (m->first + m->n > a->behind) a->behind = m->first + m->n;
        for (uint32_t i = 0; i < row->n; i++)
            add_class(a, row->cls[i]);
    }
}

/* ---------------------------------------------------------------- slots */

static bool has_small(const scan *s, uint32_t i, const char *const *words)
{
    return has_child(s, i, REL(AUX) | REL(AUX_PASS) | REL(ADVMOD) | REL(DET) | REL(CASE), words);
}

static bool is_negated(const scan *s, uint32_t i)
{
    return has_small(s, i, not_words);
}

/* "must go", "has to go". */
static bool is_due(const scan *s, uint32_t i)
{
    static const char *const have[] = {"has", "have", "needs", "need", NULL};
    return has_child(s, i, REL(AUX), must_words) || (is_any(s, i, have) && child(s, i, REL(XCOMP)) != NO_TOKEN);
}

static casus_str preposition(const scan *s, uint32_t i)
{
    uint32_t k = child(s, i, REL(CASE) | REL(MARK));
    return k == NO_TOKEN ? (casus_str){0} : tok(s, k)->norm;
}

static int find_inner(coding *g, uint32_t i, int depth);

static void add_slot(coding *g, act *a, uint32_t i, casus_str prep, bool direct, bool clause)
{
    if (i == NO_TOKEN || a->n_slot == MOST_SLOTS || i == a->at) return;
    for (uint32_t k = 0; k < a->n_slot; k++)
        if (a->slot[k].at == i) return;
    slot *x = &a->slot[a->n_slot++];
    *x = (slot){.at = i, .prep = prep, .direct = direct, .clause = clause, .inner = NONE};
    x->topic = phrase_topics(g, i);
    if (clause) {
        x->must = is_due(&g->s, i);
        x->negated = is_negated(&g->s, i);
    }
}

static void add_joined(coding *g, act *a, uint32_t i, casus_str prep, bool direct)
{
    heads h = {.n = 0};
    with_conjuncts(&g->s, i, &h);
    for (uint32_t k = 0; k < h.n; k++)
        add_slot(g, a, h.at[k], prep, direct, false);
}

/* "Lebanon must hand over the killers, X said": a state or body that must; not "people have to wait, she said". */
static bool must_act(coding *g, uint32_t clause)
{
    const uint32_t bodies = 1U << CASUS_ACTOR_STATE | 1U << CASUS_ACTOR_ORG | 1U << CASUS_ACTOR_ARMED | 1U << CASUS_ACTOR_FORCES;
    uint32_t own = child(&g->s, clause, SUBJECTS);
    if (own == NO_TOKEN || !is_due(&g->s, clause)) return false;
    const casus_actor *who = actor_at(&g->s, own);
    return who && !who->generic && kinds_at(g, own) & bodies;
}

static void add_child_slot(coding *g, act *a, uint32_t k)
{
    const scan *s = &g->s;
    casus_str prep = preposition(s, k), none = {0};
    if (has_rel(s, k, REL(OBJ) | REL(IOBJ)) || (a->verb && has_rel(s, k, REL(NSUBJ_PASS)))) {
        add_joined(g, a, k, none, true);
    } else if (!a->verb && has_rel(s, k, REL(CSUBJ) | REL(CSUBJ_PASS))) { /* "lifting sanctions is out of the question" */
        add_slot(g, a, k, none, true, true);
    } else if (has_rel(s, k, CLAUSES)) {
        bool told_first = k < a->at && has_class(a, g->c->say) && !must_act(g, k); /* "..., police said": only who says so */
        if (!told_first) add_slot(g, a, k, none, true, true);
    } else if (has_rel(s, k, OBLIQUES | REL(OBL_UNMARKED))) {
        if (a->passive && casus_str_is(prep, "by")) return;
        uint32_t by = child(s, k, REL(CASE));
        bool of_term = by != NO_TOKEN && by > a->at && by < a->behind; /* "call for": the preposition is part of the act */
        add_joined(g, a, k, prep, of_term || (!a->verb && casus_str_is(prep, "of")));
    } else if (has_rel(s, k, REL(ADVCL))) {
        static const char *const open[] = {"to", "of", "for", "from", "against", "on", "over", "with", NULL};
        if (has_child(s, k, REL(MARK) | REL(CASE), open)) add_slot(g, a, k, prep, casus_str_is(prep, "to"), true);
    } else if (has_rel(s, k, REL(ACL))) {
        add_slot(g, a, k, none, true, true);
    } else if (!a->verb && has_rel(s, k, NOUN_SIDE)) {
        add_joined(g, a, k, none, true);
    }
}

static void read_slots(coding *g, act *a)
{
    const scan *s = &g->s;
    if (a->verb) {
        arguments x = arguments_of(s, a->at);
        a->passive = x.passive;
        for (uint32_t k = 0; k < x.sufferer.n; k++)
            add_slot(g, a, x.sufferer.at[k], (casus_str){0}, true, false);
    }
    for (uint32_t k = s->kid[a->at]; k != NO_TOKEN; k = s->sister[k])
        add_child_slot(g, a, k);
    for (uint32_t k = 0; k < a->n_slot; k++)
        a->slot[k].inner = find_inner(g, a->slot[k].at, 0);
}

/* ---------------------------------------------------------------- rows that fit */

static bool code_begins(const char *code, const char *prefix)
{
    return strncmp(code, prefix, strlen(prefix)) == 0;
}

/* How well an act inside is what a row asks for: 0 not, more for longer codes. */
static float fits_inner(const coding *g, const asked *q, int inner)
{
    if (inner == NONE) return 0;
    const act *x = &g->act[inner];
    float best = q->flags & ASK_ANY && x->code[0] ? 0.1f : 0;
    for (uint32_t i = 0; x->code[0] && i < q->n_prefix; i++) {
        float v = 0.05f * (float)strlen(q->prefix[i]);
        if (code_begins(x->code, q->prefix[i]) && v > best) best = v;
    }
    for (uint32_t i = 0; i < q->n_class; i++)
        if (has_class(x, q->cls[i])) best = 0.2f;
    return best;
}

static bool asks_inner(const asked *q)
{
    return q->n_prefix || q->n_class || q->flags & ASK_ANY;
}

/* Is the act what the phrase tells of, "war games" or "days of war games"? Not one that stands deeper. */
static bool stands_in(const scan *s, uint32_t head, uint32_t i)
{
    static const char *const of[] = {"of", NULL};
    if (i == head) return true;
    return head_of(s, i) == head && (has_rel(s, i, REL(COMPOUND)) || (has_rel(s, i, REL(NMOD)) && has_child(s, i, REL(CASE), of)));
}

/* Verbs that take the code of what stands in them, and those of planning, look no deeper. */
static bool needs_near(const coding *g, const coding_rule *r)
{
    return r->code[0] == '=' || r->cls == g->c->plan;
}

static const char *const joining[] = {"in", "on", "to", "with", "into", "for", NULL};

static bool is_listed(casus_str w, const char *const *list)
{
    for (; *list; list++)
        if (casus_str_is(w, *list)) return true;
    return false;
}

/* The best slot for a row: its worth, 0 if none fits. */
static float fits_slot(coding *g, const coding_rule *r, const act *a, slot *x)
{
    static const char *const to[] = {"to", NULL};
    const asked *q = &r->object;
    bool only = casus_str_is(r->prep, "-");
    if (only ? !x->direct : r->prep.n && !casus_str_eq(r->prep, x->prep)) return 0;
    float far = x->direct || r->prep.n ? 0 : 0.5f, v = 0;
    if (!q->set) return 1;
    if (topic_any(&q->topic, &x->topic)) v = 1 - far;
    if (x->inner != NONE && &g->act[x->inner] != a && asks_inner(q)) {
        float in = fits_inner(g, q, x->inner);
        if (in > 0 && !stands_in(&g->s, x->at, g->act[x->inner].at)) in = needs_near(g, r) ? 0 : in - 0.4f;
        if (r->code[0] == '=' && !x->direct && !is_listed(x->prep, joining)) in = 0;
        if (in > 0 && 1 + in - far > v) v = 1 + in - far;
    }
    if (q->flags & ASK_MUST && x->must && v < 1) v = 1;
    if (q->flags & ASK_NOT && x->clause && x->negated && v < 1) v = 1;
    if (q->flags & ASK_TO && x->clause && x->at > a->at && has_child(&g->s, x->at, REL(MARK), to) && v < 1) v = 1;
    if (q->flags & ASK_CCOMP && x->clause && has_rel(&g->s, x->at, REL(CCOMP)) && v < 1) v = 1;
    if (q->kinds && x->direct && !x->clause && q->kinds & kinds_at(g, x->at) && v < 1) v = 1;
    return v;
}

/* Several at once: "A and B", "French and Egyptian warships". */
static bool are_many(const scan *s, const heads *h)
{
    const rels before = REL(AMOD) | REL(COMPOUND) | REL(NMOD_POSS);
    if (h->n > 1) return true;
    for (uint32_t i = 0; i < h->n; i++)
        for (uint32_t k = child(s, h->at[i], before); k != NO_TOKEN; k = sibling(s, k, before))
            if (s->place_at[k] != NONE && child(s, k, REL(CONJ)) != NO_TOKEN) return true;
    return false;
}

/* For a row that takes an act away, "a train bombing" is no train: what is itself an act does not count. */
static bool fits_subject(coding *g, const asked *q, const heads *subject, bool no_act)
{
    if (q->flags & ASK_MANY && are_many(&g->s, subject)) return true;
    for (uint32_t i = 0; i < subject->n; i++) {
        if (no_act && g->act_of[subject->at[i]] != NONE) continue;
        topics t = phrase_topics(g, subject->at[i]);
        if (topic_any(&q->topic, &t)) return true;
        if (q->kinds && q->kinds & kinds_at(g, subject->at[i])) return true;
    }
    return false;
}

typedef struct {
    const coding_rule *rule;
    float weight;
    slot *via;
} fit;

/* A clause with a subject of its own that is no pronoun. */
static bool is_told_of_others(const coding *g, const slot *x)
{
    uint32_t own = child(&g->s, x->at, SUBJECTS);
    return own != NO_TOKEN && g->s.dep[own].pos != CASUS_POS_PRON;
}

static fit fit_rule(coding *g, const coding_rule *r, act *a, const heads *subject, const topics *about)
{
    fit f = {r, r->weight, NULL};
    if (r->has_about && !topic_any(&r->about, about)) return (fit){0};
    if (r->subject.set && !fits_subject(g, &r->subject, subject, r->code[0] == '-')) return (fit){0};
    if (!r->object.set && !r->prep.n) return f;
    float best = 0;
    for (uint32_t i = 0; i < a->n_slot; i++) {
        bool own = r->code[0] == '=' || r->cls == g->c->warn; /* what others do is neither one's own act nor a threat */
        bool others = own && a->slot[i].clause && !(r->object.flags & ASK_NOT) && is_told_of_others(g, &a->slot[i]);
        float v = others ? 0 : fits_slot(g, r, a, &a->slot[i]);
        if (v <= best) continue;
        best = v;
        f.via = &a->slot[i];
    }
    f.weight += best - 1;
    return best > 0 ? f : (fit){0};
}

uint32_t governor(const scan *s, uint32_t i)
{
    static const char *const of[] = {"of", NULL};
    while (has_rel(s, i, REL(COMPOUND)) || (has_rel(s, i, REL(NMOD)) && has_child(s, i, REL(CASE), of)))
        i = head_of(s, i);
    uint32_t up = head_of(s, i);
    bool holds = has_rel(s, i, REL(OBJ) | REL(OBL) | REL(NSUBJ_PASS) | REL(XCOMP));
    return holds && up != NO_TOKEN && is_verb(s, up) ? up : NO_TOKEN;
}

/* Who does it, as heads of phrases: of a noun, whose it is, or who has it as object. */
static heads doers(const coding *g, const act *a)
{
    heads h = {.n = 0};
    const scan *s = &g->s;
    if (a->passive) return arguments_of(s, a->at).doer;
    if (a->verb || child(s, a->at, SUBJECTS) != NO_TOKEN) return subjects_of(s, a->at);
    const rels own = REL(NMOD_POSS) | REL(COMPOUND) | REL(AMOD);
    for (uint32_t k = child(s, a->at, own); k != NO_TOKEN; k = sibling(s, k, own))
        if ((actor_at(s, k) && s->dep[k].pos != CASUS_POS_ADJ) || s->place_at[k] != NONE) with_conjuncts(s, k, &h);
    uint32_t up = governor(s, a->at);
    if (up != NO_TOKEN) {
        heads above = subjects_of(s, up);
        for (uint32_t k = 0; k < above.n && h.n < MOST_HEADS; k++)
            h.at[h.n++] = above.at[k];
    }
    return h;
}

static void set_code(act *a, const char *code, float weight)
{
    memcpy(a->code, code, sizeof a->code);
    a->weight = weight;
}

/* The heaviest row that fits; of equals the first. */
static void choose(coding *g, act *a)
{
    heads subject = doers(g, a);
    topics about = {{0}};
    tree_topics(g, a->at, 0, &about);
    fit best = {0};
    for (uint32_t k = 0; k < a->n_class; k++) {
        uint32_t cls = a->cls[k];
        for (uint32_t r = g->c->first_rule[cls]; r < g->c->first_rule[cls + 1]; r++) {
            const coding_rule *rule = &g->c->rule[r];
            if (rule->weight <= 0 || rule->weight + 0.3f <= best.weight) continue;
            fit f = fit_rule(g, rule, a, &subject, &about);
            if (f.rule && f.weight > best.weight) best = f;
        }
    }
    bool undone = best.rule && best.rule->code[0] == '-' && asks_inner(&best.rule->object) && best.via && best.via->inner != NONE;
    if (undone) g->act[best.via->inner].code[0] = '\0'; /* "prevented an attack", "refused to arrest" */
    if (!best.rule || best.rule->code[0] == '-') return;
    a->rule_class = best.rule->cls;
    if (g->c->class_side[a->rule_class]) a->how = (side)(g->c->class_side[a->rule_class] - 1);
    if (best.via) {
        a->via = best.via->at;
        a->inner = best.via->inner;
    }
    if (best.rule->code[0] != '=') {
        set_code(a, best.rule->code, best.weight);
    } else if (a->inner != NONE) {
        set_code(a, g->act[a->inner].code, best.weight + g->act[a->inner].weight / 2);
    }
}

/* What a small word makes of a code: "will" of an attack a threat, "not" of aid its refusal. */
static void turn(const coding *g, act *a, uint8_t cls)
{
    const coding_rule *best = NULL;
    size_t longest = 0;
    for (uint32_t r = g->c->first_rule[cls]; a->code[0] && r < g->c->first_rule[cls + 1]; r++)
        for (uint32_t i = 0; i < g->c->rule[r].object.n_prefix; i++) {
            const char *prefix = g->c->rule[r].object.prefix[i];
            if (!code_begins(a->code, prefix) || strlen(prefix) <= longest) continue;
            longest = strlen(prefix);
            best = &g->c->rule[r];
        }
    if (!best) return;
    if (best->code[0] == '-')
        a->code[0] = '\0';
    else
        memcpy(a->code, best->code, sizeof a->code);
}

/* "The US said that Iraq attacked" accuses: the act is told itself, and somebody else did it. */
static bool is_accusation(coding *g, const act *a)
{
    if (a->inner == NONE || !find_other_doer(g, a, &g->act[a->inner])) return false;
    for (uint32_t i = 0; i < a->n_slot; i++)
        if (a->slot[i].clause && a->slot[i].inner == a->inner) return a->slot[i].at == g->act[a->inner].at;
    return false;
}

/* "Will send", "is to send", "announced plans to send". */
static bool is_ahead(const coding *g, const act *a)
{
    static const char *const be[] = {"is", "are", "was", "were", NULL};
    static const char *const to[] = {"to", NULL};
    const scan *s = &g->s;
    if (has_child(s, a->at, REL(AUX), will_words)) return true;
    if (a->verb && has_child(s, a->at, REL(MARK), to) && has_child(s, a->at, REL(COP) | REL(AUX), be)) return true;
    if (a->rule_class != g->c->light || a->inner == NONE) return false;
    for (uint32_t i = 0; i < a->n_slot; i++) {
        int at = g->act_of[a->slot[i].at];
        if (a->slot[i].direct && !a->slot[i].clause && at != NONE && at != a->inner && has_class(&g->act[at], g->c->plan_noun)) return true;
    }
    return false;
}

/* "Could face sanctions", "might resign": told as a chance, not as done. */
static bool is_chance(const scan *s, uint32_t i)
{
    static const char *const may[] = {"could", "may", "might", "can", NULL};
    return has_child(s, i, REL(AUX), may);
}

/* "Failed to capture the town": what was not done is no act of its own. */
static void undo_failed(coding *g, const act *a)
{
    if (!has_class(a, g->c->fail) || a->code[0]) return;
    for (uint32_t i = 0; i < a->n_slot; i++)
        if (a->slot[i].clause && a->slot[i].inner != NONE) g->act[a->slot[i].inner].code[0] = '\0';
}

/* "The bus overturned, killing nine", "a plane crashed and killed its crew": nobody did it to them. */
static bool is_mishap(const coding *g, const act *a)
{
    uint32_t up = head_of(&g->s, a->at);
    if (!has_rel(&g->s, a->at, REL(ADVCL) | REL(CONJ) | REL(ACL)) || up == NO_TOKEN || g->act_of[up] == NONE) return false;
    return has_class(&g->act[g->act_of[up]], g->c->mishap) && child(&g->s, a->at, SUBJECTS) == NO_TOKEN;
}

/* "The decision", "the attack" does nothing itself: an act needs somebody. */
static bool lacks_doer(const coding *g, const act *a)
{
    uint32_t own = child(&g->s, a->at, SUBJECTS);
    if (!a->verb || a->passive || own == NO_TOKEN || actor_at(&g->s, own)) return false;
    if (strncmp(a->code, "18", 2) >= 0 || g->s.dep[own].pos != CASUS_POS_NOUN) return false;
    for (uint32_t k = child(&g->s, own, REL(NMOD)); k != NO_TOKEN; k = sibling(&g->s, k, REL(NMOD)))
        if (actor_at(&g->s, k)) return false; /* "a first group of soldiers" */
    return g->act_of[own] != NONE || (!topic_none(&g->topic[own]) && !topic_any(&g->topic[own], &g->c->people));
}

static void code_act(coding *g, act *a)
{
    if (a->done) return;
    a->done = true; /* set first: an act that is met inside itself has no code yet */
    read_slots(g, a);
    choose(g, a);
    if (a->code[0] && a->rule_class == g->c->say && strcmp(a->code, "112") == 0 && !is_accusation(g, a)) a->code[0] = '\0';
    if (a->code[0] && (lacks_doer(g, a) || (a->code[0] >= '1' && is_mishap(g, a)))) a->code[0] = '\0';
    a->negated = is_negated(&g->s, a->at);
    a->future = is_ahead(g, a);
    undo_failed(g, a);
    if (a->negated)
        turn(g, a, g->c->not_);
    else if (a->future)
        turn(g, a, g->c->will);
}

/* The act that a phrase or clause tells of: its head, or what stands in it. */
static int find_inner(coding *g, uint32_t i, int depth)
{
    const rels within = REL(OBJ) | CLAUSES | REL(ACL) | REL(NMOD) | REL(OBL) | REL(COMPOUND);
    if (g->act_of[i] != NONE) {
        act *a = &g->act[g->act_of[i]];
        code_act(g, a);
        if (a->code[0]) return g->act_of[i];
    }
    if (depth >= DEEP) return NONE;
    for (uint32_t k = child(&g->s, i, within); k != NO_TOKEN; k = sibling(&g->s, k, within)) {
        int x = find_inner(g, k, depth + 1);
        if (x != NONE) return x;
    }
    return NONE;
}

/* ---------------------------------------------------------------- events */

/* Does an act stand inside one that has a code, as its object or behind its prepositions? */
static bool is_inside(const coding *g, const act *a)
{
    const scan *s = &g->s;
    uint32_t i = a->at;
    for (int step = 0; step < MOST_STEPS; step++) {
        if (has_rel(s, i, REL(ROOT) | REL(ACL_RELCL) | REL(PARATAXIS) | REL(ADVCL_RELCL))) return false;
        bool clause = has_rel(s, i, REL(ADVCL)) || (has_rel(s, i, REL(CONJ)) && is_verb(s, i));
        i = head_of(s, i);
        if (i == NO_TOKEN) return false;
        if (g->act_of[i] != NONE && g->act[g->act_of[i]].code[0]) return !clause || g->act[g->act_of[i]].inner == g->act_of[a->at];
        if (clause) return false;
    }
    return false;
}

static void mark_taken(coding *g)
{
    for (uint32_t k = 0; k < g->n_act; k++) {
        act *a = &g->act[k];
        if (!a->code[0]) continue;
        int x = a->inner;
        for (int step = 0; x != NONE && step < MOST_STEPS && !g->act[x].taken; step++) {
            g->act[x].taken = true;
            x = g->act[x].inner;
        }
        bool describes = !a->verb && has_rel(&g->s, a->at, REL(COMPOUND) | REL(AMOD)); /* "patrol agents" */
        a->taken = a->taken || describes || is_inside(g, a);
    }
}

/* How far below the main telling of the sentence an act stands. */
static float depth_of(const coding *g, const act *a)
{
    const scan *s = &g->s;
    float d = a->verb ? 0 : 0.3f;
    uint32_t i = a->at;
    for (int step = 0; step < MOST_STEPS && i != NO_TOKEN; step++) {
        if (has_rel(s, i, REL(ACL_RELCL))) d += 1.5f;
        else if (has_rel(s, i, REL(ADVCL) | REL(ACL))) d += 1;
        else if (has_rel(s, i, REL(PARATAXIS))) d += 0.6f;
        else if (has_rel(s, i, REL(CONJ) | REL(NMOD) | REL(OBL))) d += 0.3f;
        i = head_of(s, i);
    }
    return d;
}

static const plover_row *plover_of(const casus_coder *c, const char *code)
{
    static const plover_row none = {.plover = "", .mode = ""};
    const plover_row *best = &none;
    for (uint32_t i = 0; i < c->n_plover; i++)
        if (code_begins(code, c->plover[i].code) && strlen(c->plover[i].code) > strlen(best->code)) best = &c->plover[i];
    return best;
}

static casus_event *new_event(coding *g)
{
    void *p = casus_arena_grow(g->s.a, g->out, g->n_out, g->n_out + 1, sizeof *g->out, &g->cap_out);
    if (!p) {
        g->s.failed = true;
        return NULL;
    }
    g->out = p;
    casus_event *e = &g->out[g->n_out];
    *e = (casus_event){.weight = 0};
    return e;
}

static uint32_t apart(uint32_t first, uint32_t n, uint32_t at) { return at < first ? first - at : at >= first + n ? at - (first + n) + 1 : 0; }

/* A span of many days says little of one act, and a beginning or an end nothing. */
static const casus_time *time_near(const casus_findings *f, const casus_sentence *in, uint32_t at)
{
    enum { MOST_DAYS = 31 };
    const casus_time *best = NULL;
    for (uint32_t i = 0; i < f->times->n_time; i++) {
        const casus_time *t = &f->times->time[i];
        if (t->first < in->first || t->first >= in->first + in->n || t->from == CASUS_DAY_NONE || t->start || t->until) continue;
        if (t->to == CASUS_DAY_NONE || t->to - t->from >= MOST_DAYS) continue;
        if (!best || apart(t->first, t->n, at) < apart(best->first, best->n, at)) best = t;
    }
    return best;
}

/* Where it happened, not who did it: names that stand for a government are none. */
static const casus_place *place_near(const casus_findings *f, const casus_sentence *in, const casus_event *e)
{
    const casus_place *best = NULL;
    for (uint32_t i = 0; i < f->places->n_place; i++) {
        const casus_place *p = &f->places->place[i];
        if (p->first < in->first || p->first >= in->first + in->n || p->use != CASUS_PLACE_LITERAL || !p->resolved) continue;
        bool party = false;
        for (uint32_t k = 0; k < e->n_source; k++) party = party || (p->span.off < casus_span_end(e->source[k].span) && e->source[k].span.off < casus_span_end(p->span));
        for (uint32_t k = 0; k < e->n_target; k++) party = party || (p->span.off < casus_span_end(e->target[k].span) && e->target[k].span.off < casus_span_end(p->span));
        if (!party && (!best || apart(p->first, p->n, e->trigger) < apart(best->first, best->n, e->trigger))) best = p;
    }
    return best;
}

static void write_event(coding *g, const act *a, uint32_t sentence)
{
    casus_event *e = new_event(g);
    if (!e) return;
    const plover_row *p = plover_of(g->c, a->code);
    e->plover = p->plover;
    e->mode = p->mode;
    memcpy(e->cameo, a->code, sizeof e->cameo);
    e->trigger = a->at;
    e->sentence = sentence;
    e->weight = a->weight;
    e->span = tok(&g->s, a->at)->span;
    fill_parties(g, a, e);
    e->time = time_near(g->s.f, &g->s.f->text->sentence[sentence], a->at);
    e->place = place_near(g->s.f, &g->s.f->text->sentence[sentence], e);
    if (e->n_source || (e->n_target && (a->weight >= 0.9f || a->verb))) g->n_out++;
}

static void mark_lead(coding *g, size_t from)
{
    casus_event *best = NULL;
    float most = 0;
    for (size_t k = from; k < g->n_out; k++) {
        casus_event *e = &g->out[k];
        float v = 0.3f * e->weight - depth_of(g, &g->act[g->act_of[e->trigger]]) + (e->n_source ? 0.3f : 0) +
                  (e->n_target ? 0.2f : 0);
        if (best && v <= most) continue;
        best = e;
        most = v;
    }
    if (best) best->lead = true;
}

/* What could be done is no deed; a word that it could be is one. */
static bool is_unsure(const coding *g, const act *a)
{
    bool deed = a->code[0] == '2' || strncmp(a->code, "14", 2) >= 0 || (a->code[0] == '0' && a->code[1] >= '6' && a->code[1] <= '8');
    return deed && a->verb && is_chance(&g->s, a->at);
}

static void read_sentence(coding *g, uint32_t i)
{
    const casus_sentence *sent = &g->s.f->text->sentence[i];
    g->first = sent->first;
    g->end = sent->first + sent->n;
    g->n_act = 0;
    if (sent->n == 0 || !in_tree(&g->s, g->first)) return;
    read_acts(g);
    if (!g->n_act) return;
    read_topics(g);
    for (uint32_t k = 0; k < g->n_act; k++)
        code_act(g, &g->act[k]);
    mark_taken(g);
    size_t from = g->n_out;
    for (uint32_t k = 0; k < g->n_act && !g->s.failed; k++)
        if (g->act[k].code[0] && !g->act[k].taken && !is_unsure(g, &g->act[k])) write_event(g, &g->act[k], i);
    mark_lead(g, from);
}

/* ---------------------------------------------------------------- a report */

casus_status casus_events_find(const casus_coder *coder, const casus_findings *f, casus_arena *a, casus_events *out,
                               casus_err *err)
{
    *out = (casus_events){0};
    if (!f->parse || !f->text->n_token) return CASUS_OK;
    coding *g = casus_arena_get(a, 1, sizeof *g);
    if (!g) return casus_fail(err, CASUS_E_NOMEM, "events", 0);
    g->s = (scan){.lex = coder->lex, .f = f, .a = a};
    g->c = coder;
    if (!tables_open(&g->s)) return casus_fail(err, CASUS_E_INTERNAL, "the lexicon lacks a table of event words", 0);
    uint32_t n = f->text->n_token;
    g->topic = casus_arena_get(a, (size_t)n + 1, sizeof *g->topic);
    g->act_of = casus_arena_get(a, (size_t)n + 1, sizeof *g->act_of);
    g->act = casus_arena_get(a, MOST_EVENTS, sizeof *g->act);
    if (!g->topic || !g->act_of || !g->act || !open_scan(&g->s)) return casus_fail(err, CASUS_E_NOMEM, "events", 0);
    memset(g->act_of, 0xff, ((size_t)n + 1) * sizeof *g->act_of);
    for (uint32_t i = 0; i < f->text->n_sentence && !g->s.failed; i++)
        read_sentence(g, i);
    if (g->s.failed) return casus_fail(err, CASUS_E_NOMEM, "events", 0);
    *out = (casus_events){g->out, (uint32_t)g->n_out};
    return CASUS_OK;
}

/* Tables of those who act: a sentence that names none is not read. */
static bool names_somebody(const int *table, uint32_t n, int16_t t)
{
    for (uint32_t i = 0; i < n; i++)
        if (table[i] == t) return true;
    return false;
}

void casus_events_wanted(const casus_coder *coder, const casus_text *text, const casus_words *words, bool *want)
{
    static const char *const name[] = {"actors", "agents", "countries", "demonyms", "seats", "titles", "capitals"};
    enum { N = sizeof name / sizeof *name };
    int table[N];
    for (int i = 0; i < N; i++)
        table[i] = casus_lexicon_table(coder->lex, name[i]);
    for (uint32_t i = 0; i < text->n_sentence; i++) {
        const casus_sentence *sent = &text->sentence[i];
        bool acts = false, party = false;
        for (uint32_t k = words->at[sent->first]; k < words->at[sent->first + sent->n]; k++) {
            const casus_match *m = &words->match[k];
            acts = acts || m->table == coder->acts || m->table == coder->events;
            party = party || names_somebody(table, N, m->table);
        }
        if (acts && party) want[i] = true;
    }
}
