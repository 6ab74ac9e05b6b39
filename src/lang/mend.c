/* What every arc's own score leaves odd in a tree, put right by looking at the words around. Each rule needs a shape that good
 * trees do not have, so most sentences pass with one look at each word.
 */
#include "net.h"

/* Head by position in the sentence, 0: ROOT. */
typedef struct {
    const casus_text *text;
    casus_parsed *word;    /* of the text */
    const uint32_t *token; /* token[1..n]: the words of the sentence */
    int16_t *head;         /* head[1..n] */
    uint32_t n;
} sentence;

static casus_parsed *at(const sentence *s, uint32_t i)
{
    return &s->word[s->token[i]];
}

static uint32_t head_of(const sentence *s, uint32_t i)
{
    return (uint32_t)(uint16_t)s->head[i];
}

static void hang(const sentence *s, uint32_t i, uint32_t head)
{
    s->head[i] = (int16_t)head;
    at(s, i)->head = s->token[head];
}

static bool is_nominal(const casus_parsed *w)
{
    return w->pos == CASUS_POS_NOUN || w->pos == CASUS_POS_PROPN || w->pos == CASUS_POS_PRON || w->pos == CASUS_POS_NUM;
}

static bool is_subject(const casus_parsed *w)
{
    return w->rel == CASUS_REL_NSUBJ || w->rel == CASUS_REL_NSUBJ_PASS || w->rel == CASUS_REL_CSUBJ ||
           w->rel == CASUS_REL_CSUBJ_PASS || w->rel == CASUS_REL_EXPL;
}

/* A preposition does not reach over a noun that hangs elsewhere: it is that noun's. */
static void case_marker(const sentence *s, uint32_t i)
{
    uint32_t head = head_of(s, i);
    for (uint32_t k = i + 1; k < head; k++)
        if (is_nominal(at(s, k)) && (head_of(s, k) < i || head_of(s, k) > head)) {
            hang(s, i, k);
            return;
        }
}

/* "Fighting broke out": a bare -ing form right before a verb that has no subject. */
static void first_clause(const sentence *s, uint32_t i)
{
    uint32_t verb = head_of(s, i);
    if (at(s, i)->tag != CASUS_TAG_VBG || verb != i + 1 || at(s, verb)->pos != CASUS_POS_VERB) return;
    for (uint32_t k = 1; k <= s->n; k++)
        if (head_of(s, k) == i || (head_of(s, k) == verb && is_subject(at(s, k)))) return;
    at(s, i)->rel = CASUS_REL_CSUBJ;
}

/* "held opposition leader James Okello": a name right behind an object tells who the object is. */
static void second_object(const sentence *s, uint32_t i)
{
    if (i < 2 || at(s, i)->pos != CASUS_POS_PROPN || at(s, i - 1)->pos != CASUS_POS_NOUN) return;
    if (at(s, i - 1)->rel != CASUS_REL_OBJ || head_of(s, i - 1) != head_of(s, i)) return;
    hang(s, i, i - 1);
    at(s, i)->rel = CASUS_REL_APPOS;
}

/* "... wounding 41 others, police and hospital officials said.": what a finite verb behind its clause lacks is a subject, and
 * the nouns between the last comma and the verb are it, not more of those before the comma. */
static void teller(const sentence *s, uint32_t verb)
{
    uint8_t tag = at(s, verb)->tag;
    if ((tag != CASUS_TAG_VBD && tag != CASUS_TAG_VBZ && tag != CASUS_TAG_VBP) || !is_nominal(at(s, verb - 1))) return;
    bool has_clause = false;
    for (uint32_t k = 1; k <= s->n; k++) {
        if (head_of(s, k) != verb) continue;
        if (is_subject(at(s, k))) return;
        has_clause |= k < verb && at(s, k)->rel == CASUS_REL_CCOMP;
    }
    uint32_t comma = verb - 1;
    for (; comma && at(s, comma)->tag != CASUS_TAG_COMMA; comma--)
        if (at(s, comma)->pos == CASUS_POS_VERB || at(s, comma)->pos == CASUS_POS_AUX) return;
    if (!has_clause || !comma) return;
    uint32_t subject = 0;
    for (uint32_t k = comma + 1; k < verb; k++) {
        if (head_of(s, k) >= comma || !is_nominal(at(s, k))) continue;
        hang(s, k, subject ? subject : verb);
        at(s, k)->rel = subject ? CASUS_REL_CONJ : CASUS_REL_NSUBJ;
        if (!subject) subject = k;
    }
}

/* "The government and the rebels will meet, officials said": of two subjects of a verb the one before its clause is that
 * clause's. */
static void two_subjects(const sentence *s, uint32_t i)
{
    uint32_t verb = head_of(s, i), clause = 0;
    bool own = false;
    if (verb <= i) return;
    for (uint32_t k = i + 1; k < verb; k++) {
        if (head_of(s, k) != verb) continue;
        if (!clause && at(s, k)->rel == CASUS_REL_CCOMP) clause = k;
        own |= clause && is_subject(at(s, k));
    }
    if (!clause || !own) return;
    for (uint32_t k = 1; k < clause; k++)
        if (head_of(s, k) == clause && is_subject(at(s, k))) return;
    hang(s, i, clause);
}

/* "Killed five people and wounded 20 others": a noun behind a verb is that verb's object, not one more of those before it, where nothing joins
 * it to them but over the verb. */
static void joined_over_verb(const sentence *s, uint32_t i)
{
    uint32_t head = head_of(s, i), verb = 0;
    if (head >= i || !is_nominal(at(s, i)) || !is_nominal(at(s, head))) return;
    for (uint32_t k = i - 1; k > head && !verb; k--) {
        if (at(s, k)->tag == CASUS_TAG_COMMA || at(s, k)->pos == CASUS_POS_CCONJ) return;
        if (at(s, k)->pos == CASUS_POS_VERB && head_of(s, k) < head && at(s, k)->rel == CASUS_REL_CONJ) verb = k;
    }
    if (!verb) return;
    for (uint32_t k = verb + 1; k <= s->n; k++)
        if (head_of(s, k) == verb && (at(s, k)->rel == CASUS_REL_OBJ || at(s, k)->rel == CASUS_REL_CCOMP)) return;
    hang(s, i, verb);
    at(s, i)->rel = CASUS_REL_OBJ;
}

static uint32_t child_of(const sentence *s, uint32_t head, uint8_t rel)
{
    for (uint32_t k = 1; k <= s->n; k++)
        if (head_of(s, k) == head && at(s, k)->rel == rel) return k;
    return 0;
}

/* "Executed at least 50 civilians": the preposition is the number's; the people are what the verb is done to. */
static void counted_object(const sentence *s, uint32_t i)
{
    uint32_t verb = head_of(s, i), number = child_of(s, i, CASUS_REL_NUMMOD);
    if (!number || verb >= number || at(s, verb)->pos != CASUS_POS_VERB || child_of(s, i, CASUS_REL_CASE) || child_of(s, verb, CASUS_REL_OBJ)) return;
    uint32_t least = child_of(s, number, CASUS_REL_NMOD);
    if (!least) least = child_of(s, number, CASUS_REL_ADVMOD);
    if (!least || least > number) return;
    uint32_t at_word = child_of(s, least, CASUS_REL_CASE);
    if (at_word != verb + 1 || child_of(s, verb, CASUS_REL_AUX_PASS) || child_of(s, verb, CASUS_REL_NSUBJ_PASS)) return;
    at(s, i)->rel = CASUS_REL_OBJ;
}

static bool is_one_of(const sentence *s, uint32_t i, const char *const *words)
{
    for (; *words; words++)
        if (casus_str_is(s->text->token[s->token[i]].norm, *words)) return true;
    return false;
}

/* "Put the toll at 50 dead and 77 injured": the injured are beside the dead, not what somebody did. */
static void beside_dead(const sentence *s, uint32_t i)
{
    static const char *const dead[] = {"dead", "deaths", NULL}, *const join[] = {"and", ",", NULL};
    if (at(s, i)->pos != CASUS_POS_VERB || at(s, i)->tag == CASUS_TAG_VBG || at(s, i - 1)->pos != CASUS_POS_NUM) return;
    if (!is_one_of(s, i - 3, dead) || !is_one_of(s, i - 2, join) || child_of(s, i, CASUS_REL_OBJ) || head_of(s, i - 3) == i) return;
    hang(s, i, i - 3);
    hang(s, i - 1, i);
    hang(s, i - 2, i);
    at(s, i)->rel = CASUS_REL_CONJ;
    at(s, i - 1)->rel = CASUS_REL_NUMMOD;
    at(s, i)->pos = CASUS_POS_ADJ;
    at(s, i)->tag = CASUS_TAG_JJ;
}

/* "Says 10 soldiers and two protesters were killed", "a day after five soldiers and two workers died": people who are counted, joined to more who
 * are, and a verb behind them: all are its subject, none is said, and nothing is after them. */
static void torn_subject(const sentence *s, uint32_t second)
{
    static const char *const say[] = {"say", "says", "said", "saying", "reported", "reports", NULL}, *const after[] = {"after", "before", "when", "since", "as", NULL};
    uint32_t verb = head_of(s, second), over = head_of(s, verb), first = 0, join = 0;
    if (at(s, verb)->rel != CASUS_REL_CONJ || at(s, verb)->pos != CASUS_POS_VERB || !over || verb < second) return;
    for (uint32_t k = second - 1; k > 1 && !join; k--)
        if (at(s, k)->pos == CASUS_POS_CCONJ && (head_of(s, k) == second || head_of(s, k) == verb)) join = k;
        else if (head_of(s, k) < k || head_of(s, k) > second) return;
    if (join) first = join - 1;
    if (!first || head_of(s, first) != over || !is_nominal(at(s, first))) return;
    uint32_t mark = child_of(s, first, CASUS_REL_CASE);
    if (!child_of(s, first, CASUS_REL_NUMMOD)) return;
    bool said = at(s, first)->rel == CASUS_REL_OBJ && is_one_of(s, over, say);
    bool behind = at(s, first)->rel == CASUS_REL_OBL && mark && child_of(s, second, CASUS_REL_NUMMOD) && is_one_of(s, mark, after);
    if (!said && !behind) return;
    hang(s, first, verb);
    at(s, first)->rel = at(s, second)->rel;
    hang(s, second, first);
    at(s, second)->rel = CASUS_REL_CONJ;
    hang(s, join, second);
    at(s, verb)->rel = said ? CASUS_REL_CCOMP : CASUS_REL_ADVCL;
    if (!behind) return;
    hang(s, mark, verb);
    at(s, mark)->rel = CASUS_REL_MARK;
}

void lang_mend(const casus_text *text, casus_parsed *word, const uint32_t *token, int16_t *head, uint32_t n)
{
    sentence s = {text, word, token, head, n};
    for (uint32_t i = 1; i <= n; i++) {
        uint8_t rel = at(&s, i)->rel;
        if (rel == CASUS_REL_CASE && head_of(&s, i) > i + 1) case_marker(&s, i);
        if (rel == CASUS_REL_ADVCL) first_clause(&s, i);
        if (rel == CASUS_REL_OBJ) second_object(&s, i);
        if (rel == CASUS_REL_ROOT && i > 2) teller(&s, i);
        if (rel == CASUS_REL_NSUBJ) two_subjects(&s, i);
        if (i > 3 && is_subject(at(&s, i))) torn_subject(&s, i);
        if (rel == CASUS_REL_CONJ) joined_over_verb(&s, i);
        if (rel == CASUS_REL_CONJ && i > 4) beside_dead(&s, i);
        if (rel == CASUS_REL_OBL && i > 3) counted_object(&s, i);
    }
}
