/* Which event words of a segment go together, and which tell of no event of their own: an aim ("men preparing to launch
 * rockets"), the time of another act ("since the fighting began"), a part of it ("shot as they fled").
 */
#include "what/claim.h"

#include <string.h>

/* Words of one family go together; on the ground, a siege and a capture are two things. */
bool together(const trigger *a, const trigger *b)
{
    if ((a->how == FRAME_BLAMES) != (b->how == FRAME_BLAMES)) return false; /* "blamed rebels, who have fought since 1995" */
    const char *fa = family_of(a->kind), *fb = family_of(b->kind);
    if (strcmp(fa, fb) != 0) return false;
    if (strcmp(fa, "ground") == 0 || strcmp(fa, "talk") == 0) return a->kind == b->kind;
    return true;
}

/* "kidnapped during a raid", "signed at peace talks", "rounded up in an operation": the noun is where or how it was done. */
bool accompanies(const scan *s, const segment *g, const trigger *lead, const trigger *t)
{
    if (in_tree(s, t->first)) {
        uint32_t own = clause_of(s, top_of(s, t->first, t->n)), of = clause_of(s, top_of(s, lead->first, lead->n));
        bool second =
            own != NO_TOKEN && has_rel(s, own, REL(CONJ)) && head_of(s, own) == of; /* "was shot and killed during a protest" */
        if (own != of && !second) return false;
    }
    static const char *const within[] = {"during", "in", "at", NULL};
    bool talk = t->kind < CASUS_N_TYPE && strcmp(casus_type_family((casus_type)t->kind), "talk") == 0;
    bool crowd = t->kind == CASUS_TYPE_PROTEST && lead->kind != CASUS_TYPE_PROTEST &&
                 family_of(lead->kind)[0] == 'f'; /* "shot during a protest" */
    if (t->how != FRAME_NOUN || !(t->kind == KIND_ATTACK || talk || crowd)) return false;
    for (uint32_t k = 1; k <= 5 && t->first >= g->first + k; k++) {
        if (is_any(s, t->first - k, within)) return true;
        casus_pos p = pos(s, t->first - k);
        if (p == CASUS_POS_VERB || p == CASUS_POS_PUNCT) return false;
    }
    return false;
}

/* Parts of the act of force told beside them: "shot as they fled", "after months of fighting", "surrounded the village and
 * killed ten". */
static bool comes_with(const scan *s, const trigger *t, const trigger *strong, uint32_t h, uint32_t v)
{
    static const char *const as[] = {"as", "while", "when", NULL};
    static const char *const they[] = {"they", "he", "she", NULL};
    static const char *const long_time[] = {"weeks", "months", "years", "decades", NULL};
    if (t->how == FRAME_NOUN && strong->how == FRAME_ACT && has_rel(s, v, REL(ADVCL)) && has_child(s, v, REL(MARK), as) &&
        v != clause_of(s, top_of(s, strong->first, strong->n)) && family_of(t->kind)[0] == 'f')
        return true; /* "was shot dead as a blast marred the election" */
    uint32_t subject = child(s, v, SUBJECTS), force = clause_of(s, top_of(s, strong->first, strong->n));
    if (t->kind == CASUS_TYPE_DISPLACEMENT && t->how == FRAME_DONE)
        return has_rel(s, v, REL(ADVCL)) && has_child(s, v, REL(MARK), as) && subject != NO_TOKEN && is_any(s, subject, they);
    if (t->how == FRAME_NOUN && t->kind == CASUS_TYPE_ARMED_CLASH && t->first >= 2)
        return is_word(s, t->first - 1, "of") && is_any(s, t->first - 2, long_time) && t->first != strong->first;
    bool stones = t->kind == CASUS_TYPE_RIOT && strong->kind == KIND_KILL; /* "stoned and burned to death" */
    if ((t->kind == CASUS_TYPE_SIEGE || stones) && t->how == FRAME_ACT && force != NO_TOKEN)
        return (has_rel(s, force, REL(CONJ)) && head_of(s, force) == h) || (has_rel(s, h, REL(CONJ)) && head_of(s, h) == force);
    return false;
}

/* "Struck men preparing to launch rockets", "killed 500 since the fighting began": an aim, or the time of another act. */
static bool is_aside(const scan *s, const trigger *t, const trigger *strong)
{
    static const char *const since[] = {"since", NULL};
    static const char *const to[] = {"to", NULL};
    uint32_t h = top_of(s, t->first, t->n), v = clause_of(s, h);
    if (v == NO_TOKEN) return false;
    uint32_t up = head_of(s, h);
    bool wanted =
        up != NO_TOKEN && has_rel(s, h, REL(XCOMP)) && (cue_at(s, up, CUE_PLANNED) || cue_at(s, up, CUE_HYPOTHETICAL));
    if ((t->kind == KIND_KILL || t->kind == CASUS_TYPE_PROTEST) && is_done(s, t)) return false;
    bool aim = t->how != FRAME_NOUN && (wanted || has_rel(s, h, REL(ADVCL) | REL(ACL))) && has_child(s, h, REL(MARK), to) &&
               child(s, h, REL(AUX)) == NO_TOKEN; /* "is said to have attacked" */
    static const char *const after[] = {"after", "before", "following", NULL};
    if (t->how == FRAME_NOUN && t->definite && strong && strong->how != FRAME_NOUN && has_rel(s, h, REL(OBL)) && has_child(s, h, REL(CASE), after) &&
        up == top_of(s, strong->first, strong->n))
        return true; /* "opened fire after the blasts" */
    static const char *const answer[] = {"retaliation", "response", "revenge", "reprisal", "retribution", NULL};
    if (t->how == FRAME_NOUN && has_rel(s, h, REL(NMOD) | REL(OBL)) && up != NO_TOKEN && is_any(s, up, answer)) return true;
    if (t->how == FRAME_NOUN && !t->strong && t->kind == KIND_ATTACK && strong != NULL &&
        v != clause_of(s, top_of(s, strong->first, strong->n)))
        return true; /* "suspended its operations after two workers were killed" */
    return aim || (has_rel(s, v, REL(ADVCL)) && has_child(s, v, REL(MARK), since)) ||
           (strong && comes_with(s, t, strong, h, v));
}

uint32_t drop_asides(const scan *s, trigger *t, uint32_t n)
{
    uint32_t kept = 0;
    const trigger *strong = NULL;
    trigger first;
    for (uint32_t k = 0; k < n && !strong; k++)
        if (t[k].strong && family_of(t[k].kind)[0] == 'f') {
            first = t[k];
            strong = &first;
        }
    for (uint32_t k = 0; k < n; k++)
        kept += !is_aside(s, &t[k], strong);
    if (kept == 0 || kept == n) return n;
    kept = 0;
    for (uint32_t k = 0; k < n; k++)
        if (!is_aside(s, &t[k], strong)) t[kept++] = t[k];
    return kept;
}

static bool is_crowd(const trigger *t)
{
    return t->kind == CASUS_TYPE_RIOT || t->kind == CASUS_TYPE_PROTEST;
}

/* "Crowds rioted, injuring 12", "police used batons against strikers, injuring 12": done by what the crowd's word tells. */
static bool outcome_of_crowd(const scan *s, const trigger *hurt, const trigger *t, uint32_t n)
{
    uint32_t v = top_of(s, hurt->first, hurt->n);
    if (!in_tree(s, v) || !has_rel(s, v, REL(ADVCL)) || s->dep[v].tag != CASUS_TAG_VBG) return false;
    for (uint32_t k = 0; k < n; k++)
        if (is_crowd(&t[k]) && head_of(s, v) == top_of(s, t[k].first, t[k].n)) return true;
    return false;
}

/* "156 people were killed when crowds rioted": the dead are the riot's where no other act of force is told. */
bool harm_of_crowd(const scan *s, const trigger *t, uint32_t n)
{
    bool crowd = false, harm = false;
    for (uint32_t k = 0; k < n; k++) {
        bool hurt = t[k].kind == KIND_KILL || t[k].kind == KIND_HURT;
        hurt = hurt && (t[k].passive || t[k].how == FRAME_DONE || outcome_of_crowd(s, &t[k], t, n));
        crowd = crowd || is_crowd(&t[k]);
        harm = harm || hurt;
        if (!hurt && !is_crowd(&t[k]) && strcmp(family_of(t[k].kind), "force") == 0) return false;
    }
    return crowd && harm;
}
