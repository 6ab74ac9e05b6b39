/* How many were killed, hurt, taken or driven out, and who they were.
 *
 * Each amount of people in the segment is a candidate; the word of harm that governs it says which tally it belongs to: the
 * nearest one before it that takes an object ("killing 13 people"), or after it that takes a subject ("five soldiers were
 * killed"). Amounts joined by "and" share it and are added. Without an amount, "a policeman" and a named person count as one.
 */
#include "what/claim.h"

#include <string.h>

enum { MOST_AMOUNTS = 24, BEFORE = 9, AFTER = 12 };

typedef struct {
    amount n;
    uint32_t noun_end;
    casus_victims victims;
    int tally;        /* NONE: of no harm */
    bool part;        /* "including two officers": inside another amount */
    bool lost;        /* "while losing two soldiers": beside those whom the losers killed */
    const char *rule; /* why it is of this tally */
} candidate;

static int harm_word(const scan *s, uint32_t i)
{
    static const char *const dead[] = {"dead",   "deaths",  "death", "died",   "dying", "fatalities",
                                       "bodies", "corpses", "lives", "killed", NULL};
    static const char *const hurt[] = {"wounded", "injured", "injuries", "hurt", "wounds", NULL};
    static const char *const missing[] = {"missing", "hostage", "captive", "hostages", NULL};
    static const char *const homeless[] = {"displaced", "homeless", NULL};
    if (is_any(s, i, dead)) return CASUS_KILLED;
    if (is_any(s, i, hurt)) return CASUS_INJURED;
    if (is_any(s, i, missing)) return CASUS_ABDUCTED;
    return is_any(s, i, homeless) ? CASUS_DISPLACED : NONE;
}

static casus_victims class_of(const scan *s, const casus_match *m)
{
    static const char *const name[] = {"unknown", "civilians", "security forces", "militants"};
    casus_str c = casus_lexicon_cell(s->lex, s->t.victims, m->row, s->t.victims_class);
    for (int v = 0; v < 4; v++)
        if (casus_str_is(c, name[v])) return (casus_victims)v;
    return CASUS_V_UNKNOWN;
}

/* "jihadists and civilians": one number for both. */
static void joined_class(const scan *s, uint32_t end, uint32_t *noun_end, casus_victims *v)
{
    if (*noun_end + 1 >= end || !is_word(s, *noun_end, "and")) return;
    const casus_match *m = casus_words_at(s->f->words, *noun_end + 1, s->t.victims);
    if (!m || m->first + m->n > end || (m->form & CASUS_FORM_PLURAL) == 0) return;
    casus_victims other = class_of(s, m);
    if (other != *v && other != CASUS_V_UNKNOWN) *v = *v == CASUS_V_UNKNOWN ? other : CASUS_V_MIXED; /* "men and boys" */
    *noun_end = m->first + m->n;
}

/* The people an amount counts: a victim word within four tokens, over adjectives, names of nations and "of the". */
static bool people_after(const scan *s, uint32_t from, uint32_t end, uint32_t *noun_end, casus_victims *v)
{
    for (uint32_t i = from; i < end && i < from + 6; i++) {
        const casus_match *m = casus_words_at(s->f->words, i, s->t.victims);
        if (m && m->first + m->n <= end) {
            *noun_end = m->first + m->n;
            *v = class_of(s, m);
            /* "oil workers", "police officers": the last of adjoining nouns tells */
            const casus_match *next = *noun_end < end ? casus_words_at(s->f->words, *noun_end, s->t.victims) : NULL;
            if (next && harm_word(s, next->first) == NONE) {
                *noun_end = next->first + next->n;
                if (*v == CASUS_V_UNKNOWN) *v = class_of(s, next);
            }
            joined_class(s, end, noun_end, v);
            return true;
        }
        int32_t who = s->actor_at[i];
        if (who != NONE) {
            const casus_actor *a = &s->f->actors->actor[who];
            if (a->plural || a->generic) {
                *noun_end = a->first + a->n;
                *v = a->kind == CASUS_ACTOR_FORCES     ? CASUS_V_FORCES
                     : a->kind == CASUS_ACTOR_ARMED    ? CASUS_V_MILITANTS
                     : a->kind == CASUS_ACTOR_CIVILIAN ? CASUS_V_CIVILIANS
                                                       : CASUS_V_UNKNOWN;
                if (*noun_end <= end && *noun_end > i) {
                    const casus_match *m2 = *noun_end < end ? casus_words_at(s->f->words, *noun_end, s->t.victims) : NULL;
                    if (m2) *noun_end = m2->first + m2->n, *v = class_of(s, m2);
                    return true;
                }
            }
        }
        casus_pos p = pos(s, i);
        if (p == CASUS_POS_VERB && !has_rel(s, i, REL(AMOD)) &&
            !(tok(s, i)->kind == CASUS_WORD && i + 1 < end && casus_words_at(s->f->words, i + 1, s->t.victims)))
            return false;
        if (p == CASUS_POS_ADP && !is_word(s, i, "of")) return false;
        if (p == CASUS_POS_CCONJ && i + 1 < end && pos(s, i + 1) == CASUS_POS_NUM) return false; /* "a couple and three children" */
        if (p == CASUS_POS_AUX || p == CASUS_POS_PUNCT) {
            if (!is_word(s, i, "-") && !is_word(s, i, "s")) return false;
        }
    }
    return false;
}

/* Of the ways to shoot, those that leave nobody alive. */
static bool shoots_dead(const scan *s, const trigger *t)
{
    static const char *const word[] = {"assassinate", "assassinated", "assassinates", "assassinating", "gunned",
                                       "gunning",     "dead",         "death",        "killed",        NULL};
    if (has_child(s, top_of(s, t->first, t->n), REL(XCOMP) | REL(ADVMOD), (const char *const[]){"dead", NULL})) return true; /* "shot them dead" */
    for (uint32_t i = t->first; i <= t->first + t->n; i++) /* "shot dead" may be two marks */
        if (is_any(s, i, word)) return t->how == FRAME_ACT;
    return false;
}

static int tally_of_kind(const scan *s, const trigger *t)
{
    if (t->kind == CASUS_TYPE_SHOOTING) return shoots_dead(s, t) ? CASUS_KILLED : NONE;
    switch (t->kind) {
    case KIND_KILL:
    case KIND_FIND:
    case CASUS_TYPE_EXECUTION: return CASUS_KILLED;
    case KIND_HURT: return CASUS_INJURED;
    case CASUS_TYPE_ABDUCTION_DETENTION: return CASUS_ABDUCTED;
    case CASUS_TYPE_TERRITORY_CHANGE: return takes_people(s, t) ? CASUS_ABDUCTED : NONE;
    case CASUS_TYPE_DISPLACEMENT: return CASUS_DISPLACED;
    default: return NONE;
    }
}

/* "The death toll from Monday's attack has risen to 17", "put the number of dead at 11". */
static bool counts_dead(const scan *s, const segment *g, uint32_t at)
{
    static const char *const verb[] = {"risen",   "rose",      "rises",     "rising",   "climbed", "climbs",  "jumped",
                                       "grown",   "stands",    "stood",     "standing", "put",     "puts",    "putting",
                                       "raising", "raised",    "raises",    "bringing", "brings",  "brought", "reached",
                                       "reaches", "reaching",  "passed",    "passes",   "topped",  "tops",    "exceeded",
                                       "exceeds", "surpassed", "surpasses", "hit",      NULL};
    static const char *const dead[] = {"dead", "deaths", "killed", "fatalities", "victims", NULL};
    static const char *const to[] = {"to", "at", NULL};
    bool verb_told = is_any(s, at - 1, verb), number = false; /* "reached 17" */
    if (at < g->first + 2 || (!is_any(s, at - 1, to) && !verb_told)) return false;
    for (uint32_t i = g->first; i < at; i++) {
        verb_told = verb_told || is_any(s, i, verb);
        number = number || is_word(s, i, "number");
        if (is_word(s, i, "toll") || is_word(s, i, "deaths") || (number && is_any(s, i, dead)))
            return verb_told || is_any(s, at - 2, verb);
    }
    return false;
}

/* The verb before that has these people as object. A passive verb before an amount has had its people already. */
static int governs_before(const scan *s, const segment *g, const trigger *t, uint32_t n, candidate *c, uint32_t *from)
{
    uint32_t at = c->n.first;
    uint32_t best = 0;
    int tally = NONE;
    for (uint32_t k = 0; k < n; k++) {
        uint32_t behind = t[k].first + t[k].n;
        bool object = t[k].how == FRAME_ACT && (!t[k].passive || is_word(s, behind, "were"));
        bool of =
            (t[k].how == FRAME_NOUN || t[k].how == FRAME_FIND) && (is_word(s, behind, "of") || is_word(s, behind - 1, "of"));
        if (!(object || of) || behind > at || at - behind > BEFORE || behind < best) continue;
        int own = tally_of_kind(s, &t[k]);
        if (own == NONE) continue;
        best = behind;
        tally = own;
    }
    static const char *const lost[] = {"lost", "losing", "lose", "claimed", "claiming", NULL};
    for (uint32_t i = at; i-- > g->first && at - i <= 4;)
        if (is_any(s, i, lost) && i >= best) {
            best = i;
            tally = CASUS_KILLED;
        }
    c->lost = tally == CASUS_KILLED && is_any(s, best, lost);
    static const char *const toll[] = {"of", "to", "at", NULL};
    for (uint32_t i = at; i-- > g->first && at - i <= 5;)
        if ((is_word(s, i, "toll") || is_word(s, i, "deaths") || is_word(s, i, "death") || is_word(s, i, "bodies")) &&
            is_any(s, at - 1, toll)) {
            best = i;
            tally = CASUS_KILLED;
        }
    if (counts_dead(s, g, at)) {
        best = at;
        tally = CASUS_KILLED;
    }
    *from = best;
    return tally;
}

/* "Two gunmen killed a doctor": the word of harm has an object of its own, so who stands before it does it. */
static bool done_to_another(const scan *s, uint32_t verb)
{
    if (!in_tree(s, verb) || pos(s, verb) != CASUS_POS_VERB || child(s, verb, REL(AUX_PASS)) != NO_TOKEN) return false;
    uint32_t object = child(s, verb, REL(OBJ));
    if (object == NO_TOKEN || object < verb || child(s, verb, SUBJECTS) == NO_TOKEN) return false;
    for (uint32_t i = verb + 1; i < object; i++)
        if (pos(s, i) == CASUS_POS_PUNCT) return false; /* "Five killed, 12 injured" */
    return true;
}

static int governs_after(const scan *s, const segment *g, const trigger *t, uint32_t n, uint32_t from, uint32_t *where)
{
    for (uint32_t i = from; i < g->end && i < from + AFTER; i++) {
        *where = i;
        for (uint32_t k = 0; k < n; k++) {
            if (t[k].first != i) continue;
            int own = tally_of_kind(s, &t[k]);
            bool subject = t[k].passive || t[k].how == FRAME_DONE ||
                           ((t[k].form & CASUS_FORM_PART) != 0 && (i + 1 >= g->end || pos(s, i + 1) != CASUS_POS_NUM));
            if (own != NONE && subject && !done_to_another(s, i)) return own;
            if (t[k].how == FRAME_ACT && !t[k].passive && own != NONE) return NONE; /* these people do it */
        }
        int word = harm_word(s, i);
        bool moved = is_word(s, i, "displaced") && casus_words_at(s->f->words, i, s->t.events); /* tells of itself */
        if (word != NONE && !moved) return word;
    }
    return NONE;
}

static bool is_time(const scan *s, uint32_t first, uint32_t end)
{
    for (uint32_t i = first; i < end; i++)
        if (s->time_at[i] != NONE && s->f->times->time[s->time_at[i]].type != CASUS_TIME_DURATION) return true;
    return s->time_at[first] != NONE && end < s->f->text->n_token &&
           s->time_at[end] == s->time_at[first]; /* "two days of riots" */
}

static bool after_including(const scan *s, uint32_t at, uint32_t first)
{
    static const char *const word[] = {"including", "among", "includes", "include", "included", "besides", NULL};
    for (uint32_t k = 1; k <= 4 && at >= first + k; k++) {
        bool of_all = is_word(s, at - k, "among") && at > first + k && pos(s, at - k - 1) == CASUS_POS_AUX; /* "was among 12 people killed" */
        if (is_any(s, at - k, word)) return !of_all;
        if (pos(s, at - k) == CASUS_POS_VERB) return false;
    }
    return false;
}

/* "24-year-old", "six months old": behind it the age ends; from: it is no age. */
static uint32_t age_end(const scan *s, uint32_t from, uint32_t end)
{
    static const char *const unit[] = {"year", "years", "month", "months", "week", "weeks", "day", "days", NULL};
    uint32_t i = from + is_word(s, from, "-");
    if (i >= end || !is_any(s, i, unit)) return from;
    i += 1 + is_word(s, i + 1, "-");
    return i < end && is_word(s, i, "old") ? i + 1 : from;
}

/* "An American", not "an American soldier". */
static bool is_national(const scan *s, uint32_t i)
{
    if (s->place_at[i] == NONE || s->f->places->place[s->place_at[i]].use != CASUS_PLACE_DEMONYM) return false;
    if (i + 1 >= s->f->text->n_token || tok(s, i + 1)->sentence != tok(s, i)->sentence) return true;
    casus_pos next = pos(s, i + 1);
    return (next == CASUS_POS_PUNCT && !is_word(s, i + 1, "-")) || next == CASUS_POS_ADP || next == CASUS_POS_CCONJ || next == CASUS_POS_AUX;
}

/* "a policeman", "one of its aid workers", "an Italian activist", "a 24-year-old": one person. */
static bool single_person(const scan *s, uint32_t i, uint32_t end, candidate *c)
{
    static const char *const determiner[] = {"a", "an", "another", "his", "her", "their", "its", NULL};
    if (!is_any(s, i, determiner)) return false;
    *c = (candidate){.n = {.first = i, .end = i + 1, .low = 1, .high = 1, .q = CASUS_Q_EXACT}};
    uint32_t age = age_end(s, i + 2, end), from = age > i + 2 ? age : i + 1;
    for (uint32_t k = from; k < end && k < from + 5; k++) {
        const casus_match *m = casus_words_at(s->f->words, k, s->t.victims);
        if (m && (m->form & CASUS_FORM_PLURAL) == 0) {
            const casus_match *next = k + m->n < end ? casus_words_at(s->f->words, k + m->n, s->t.victims) : NULL;
            c->noun_end = k + m->n + (next ? next->n : 0);
            c->victims = class_of(s, m);
            return true;
        }
        casus_pos p = pos(s, k);
        if (k == from && is_national(s, k)) { /* "nine soldiers and an American" */
            c->noun_end = k + 1;
            return true;
        }
        if (p == CASUS_POS_ADJ || p == CASUS_POS_NOUN || p == CASUS_POS_PROPN || p == CASUS_POS_PUNCT || p == CASUS_POS_NUM ||
            p == CASUS_POS_ADV)
            continue;
        c->noun_end = age;
        return k == age && age > i + 2; /* the age stands for its bearer */
    }
    return false;
}

/* A person by name, who is no source here. */
static bool named_person(const scan *s, uint32_t i, uint32_t end, candidate *c)
{
    int32_t who = s->actor_at[i];
    if (who == NONE) return false;
    const casus_actor *a = &s->f->actors->actor[who];
    if (a->kind != CASUS_ACTOR_PERSON || a->generic || a->first != i || a->first + a->n > end) return false;
    *c = (candidate){.n = {.first = i, .end = i + a->n, .low = 1, .high = 1, .q = CASUS_Q_EXACT}, .noun_end = i + a->n};
    return true;
}

/* "A. B., a cameraman, was killed": one person, told twice. */
static bool is_apposed(const scan *s, const candidate *before, const candidate *c)
{
    bool comma = c->n.first == before->noun_end + 1 && is_word(s, before->noun_end, ",");
    bool one = c->n.low == 1 && c->n.high == 1 && before->n.low == 1 && before->n.high == 1;
    uint32_t head = top_of(s, c->n.first, c->noun_end - c->n.first);
    if (in_tree(s, head)) return one && has_rel(s, head, REL(APPOS));
    return one && comma && !is_word(s, c->noun_end, "and");
}

/* "Two security sources told reporters": people who only speak of it. */
static bool only_speak(const scan *s, const segment *g, const candidate *c)
{
    uint32_t head = top_of(s, c->n.first, c->noun_end - c->n.first);
    if (!in_tree(s, head) || !has_rel(s, head, REL(NSUBJ))) return false;
    uint32_t verb = head_of(s, head);
    return verb != NO_TOKEN && is_verb(s, verb) && verb >= g->first && verb < g->end && /* who tells stands outside the telling */
           (child(s, verb, REL(CCOMP)) != NO_TOKEN || casus_words_at(s->f->words, verb, s->t.sayings) != NULL);
}

/* "The mother of two": the number is of her children. */
static bool of_a_parent(const scan *s, uint32_t at, uint32_t first)
{
    static const char *const parent[] = {"mother", "father", "grandmother", "grandfather", "parent", "mum",
                                         "mom",    "dad",    "widow",       "widower",     NULL};
    return at >= first + 2 && is_word(s, at - 1, "of") && is_any(s, at - 2, parent);
}

/* "A two-day raid", "a 12-member team": the number describes what follows. */
static bool is_measure(const scan *s, uint32_t behind)
{
    return is_word(s, behind, "-") && tok(s, behind)->glued && behind + 1 < s->f->text->n_token &&
           tok(s, behind + 1)->kind == CASUS_WORD && tok(s, behind + 1)->glued;
}

/* "Five of them children": some of those who were just counted. */
static bool of_them(const scan *s, uint32_t behind)
{
    static const char *const them[] = {"them", "whom", "those", NULL};
    return is_word(s, behind, "of") && is_any(s, behind + 1, them);
}

/* "Mr. Garang, the former leader": one person by two names. */
static bool told_twice(const scan *s, const candidate *c, uint32_t n, const candidate *x)
{
    if (s->actor_at[x->n.first] == NONE) return false;
    const casus_actor *a = &s->f->actors->actor[s->actor_at[x->n.first]];
    for (uint32_t k = 0; k < n && a->kind == CASUS_ACTOR_PERSON && !a->generic; k++)
        if (s->actor_at[c[k].n.first] != NONE && s->f->actors->actor[s->actor_at[c[k].n.first]].entity == a->entity)
            return true;
    return false;
}

/* "17 captured": a participle of taking right behind a number. */
static bool is_taken(const scan *s, uint32_t i)
{
    const casus_match *m = casus_words_at(s->f->words, i, s->t.events);
    return m && (m->form & CASUS_FORM_PART) && in_tree(s, i) && s->dep[i].tag == CASUS_TAG_VBN;
}

static bool joined(const scan *s, const candidate *a, const candidate *b)
{
    static const char *const beside[] = {"along", "together", "well", NULL};
    static const char *const with[] = {"with", "as", NULL};
    if (b->n.first < a->noun_end || b->n.first - a->noun_end > 6) return false;
    for (uint32_t i = a->noun_end; i < b->n.first; i++) {
        casus_pos p = pos(s, i);
        if (p == CASUS_POS_VERB || p == CASUS_POS_AUX || p == CASUS_POS_SCONJ) return false;
    }
    for (uint32_t i = a->noun_end; i < b->n.first; i++)
        if (is_word(s, i, "and") || is_word(s, i, ",") || (is_any(s, i, beside) && is_any(s, i + 1, with))) return true;
    return false;
}

/* "12 people, including three Britons, two Germans and a child": they, too, are of the 12. */
static bool goes_on_including(const scan *s, const segment *g, const candidate *c, uint32_t n, const candidate *x)
{
    uint32_t whole = n, sum = (uint32_t)(x->n.low > 0 ? x->n.low : 0);
    if (n < 2 || !c[n - 1].part || !joined(s, &c[n - 1], x)) return false;
    bool own = x->noun_end < g->end && (pos(s, x->noun_end) == CASUS_POS_AUX || harm_word(s, x->noun_end) != NONE); /* "and 20 were wounded" */
    while (whole > 0 && c[whole - 1].part) sum += (uint32_t)(c[--whole].n.low > 0 ? c[whole].n.low : 0);
    return !own && whole > 0 && c[whole - 1].n.low >= 0 && sum <= (uint32_t)c[whole - 1].n.low;
}

static uint32_t collect(const scan *s, const segment *g, candidate *c)
{
    uint32_t n = 0;
    for (uint32_t i = g->first; i < g->end && n < MOST_AMOUNTS; i++) {
        candidate x = {.tally = NONE};
        bool none = i > g->first && is_word(s, i - 1, "no"); /* "no one" is no one */
        if (!none && read_amount(s, i, g->end, &x.n)) {
            uint32_t behind = age_end(s, x.n.end, g->end);
            if (behind > x.n.end || is_time(s, x.n.first, x.n.end)) {
                i = behind - 1;
                continue;
            }
            if (i > g->first && is_word(s, i - 1, "aged")) { /* "aged 9 to 12" */
                i = x.n.end - 1;
                continue;
            }
            const casus_actor *name = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
            if (name && !name->generic && name->first < i) continue; /* "the M-19" */
            if (x.n.low >= 1900 && x.n.low < 2100 && x.n.end < g->end && is_event_noun(s, x.n.end))
                continue; /* "the 1982 massacre" */
            if (is_measure(s, x.n.end)) {
                i = x.n.end;
                continue;
            }
            bool people = people_after(s, x.n.end, g->end, &x.noun_end, &x.victims);
            bool bare = !people && (x.n.end >= g->end || harm_word(s, x.n.end) != NONE || pos(s, x.n.end) == CASUS_POS_PUNCT ||
                                    pos(s, x.n.end) == CASUS_POS_AUX || pos(s, x.n.end) == CASUS_POS_CCONJ ||
                                    is_taken(s, x.n.end) || is_word(s, x.n.end, "were") || is_word(s, x.n.end, "in") || (!n && of_them(s, x.n.end)) || counts_dead(s, g, x.n.first));
            if ((!people && !bare) || (people && only_speak(s, g, &x)) || (bare && of_a_parent(s, x.n.first, g->first))) continue;
            if (!people) x.noun_end = x.n.end;
        } else if (!single_person(s, i, g->end, &x) && !named_person(s, i, g->end, &x)) {
            continue;
        }
        x.tally = NONE;
        if (told_twice(s, c, n, &x)) continue;
        bool again = n && is_apposed(s, &c[n - 1], &x);
        if (again && c[n - 1].victims == CASUS_V_UNKNOWN) c[n - 1].victims = x.victims;
        x.part = again || after_including(s, x.n.first, g->first) || (n && of_them(s, x.n.end)) || goes_on_including(s, g, c, n, &x);
        candidate *whole = x.part && n ? &c[n - 1] : NULL;
        while (whole > c && whole->part)
            whole--;
        bool armed = x.victims == CASUS_V_FORCES || x.victims == CASUS_V_MILITANTS;
        if (whole && armed && whole->victims == CASUS_V_UNKNOWN && (whole->n.high < 0 || x.n.low < whole->n.high))
            whole->victims = CASUS_V_MIXED; /* "seven people, including two police officers" */
        if (whole && whole->n.low < x.n.low && x.n.low <= whole->n.high)
            whole->n.low = x.n.low; /* "up to seven, including two" */
        c[n++] = x;
        i = x.noun_end - 1;
    }
    return n;
}

/* "Stabbed two men before he was shot dead": the men are the object of a verb that the word of harm does not belong to. */
static bool is_object_of_other(const scan *s, const candidate *c, uint32_t harm)
{
    uint32_t h = top_of(s, c->n.first, c->noun_end - c->n.first), v = head_of(s, h);
    if (!has_rel(s, h, REL(OBJ)) || v == NO_TOKEN || v == harm) return false;
    bool over = in_tree(s, harm) && has_rel(s, harm, REL(OBL)) && head_of(s, harm) == v && !casus_words_at(s->f->words, v, s->t.events);
    if (over && s->dep[harm].pos == CASUS_POS_NOUN) return true; /* "sentenced 12 men over the killing of a general" */
    return has_rel(s, harm, REL(ADVCL) | REL(CONJ) | REL(CCOMP)) && child(s, harm, SUBJECTS) != NO_TOKEN;
}

/* "A. B. called for elections, as the death toll passed 300": who does one thing while the harm is told of others. */
static bool is_subject_of_other(const scan *s, const candidate *c, uint32_t harm)
{
    uint32_t h = top_of(s, c->n.first, c->noun_end - c->n.first), u = in_tree(s, harm) ? clause_of(s, harm) : NO_TOKEN;
    while (in_tree(s, h) && has_rel(s, h, REL(APPOS) | REL(FLAT)) && head_of(s, h) != NO_TOKEN) h = head_of(s, h); /* "leader A. B." */
    if (!in_tree(s, h) || !has_rel(s, h, SUBJECTS) || u == NO_TOKEN) return false;
    uint32_t v = head_of(s, h), own = child(s, u, SUBJECTS);
    return u != v && head_of(s, u) == v && has_rel(s, u, REL(ADVCL) | REL(CCOMP)) && own != NO_TOKEN && own != h && pos(s, own) != CASUS_POS_PRON;
}

static void govern(const scan *s, const segment *g, const trigger *t, uint32_t n_t, candidate *c, uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        uint32_t from = 0, where = 0;
        int before = governs_before(s, g, t, n_t, &c[k], &from);
        bool taken = before != NONE && k > 0 && c[k - 1].n.first >= from && !joined(s, &c[k - 1], &c[k]) && !c[k - 1].part;
        int after = governs_after(s, g, t, n_t, c[k].noun_end, &where);
        for (uint32_t j = 0; j < n_t && after == NONE; j++) /* "five bodies were found": the word of harm is the noun itself */
            if (t[j].kind == KIND_FIND && t[j].n > 2 && t[j].first >= c[k].n.end && t[j].first < c[k].noun_end) {
                after = CASUS_KILLED;
                where = t[j].first;
            }
        bool pairs = k > 0 && after != NONE && where == c[k].noun_end && harm_word(s, c[k - 1].noun_end) != NONE; /* "62 killed, 153 injured" */
        static const char *const were[] = {"were", "was", NULL};
        bool own_clause = after != NONE && is_any(s, c[k].noun_end, were) && where <= c[k].noun_end + 2; /* "killed two and 14 were injured" */
        taken = taken || (pairs && c[k - 1].tally == before) || own_clause;
        bool next_nearer = k + 1 < n && !c[k + 1].part && c[k + 1].n.first < where && !joined(s, &c[k], &c[k + 1]);
        if (before != NONE && !taken) {
            c[k].tally = before;
            c[k].rule = "the word of harm before it has these people as object";
        } else if (after != NONE && !next_nearer && !is_object_of_other(s, &c[k], where) &&
                   !is_subject_of_other(s, &c[k], where)) {
            c[k].tally = after;
            c[k].rule = "the word of harm behind it has these people as subject";
        } else if (k > 0 && joined(s, &c[k - 1], &c[k])) {
            c[k].tally = c[k - 1].tally;
            c[k].rule = "joined to the count before it";
        }
    }
}

static void because_tally(const scan *s, int tally, const char *rule, casus_span words, const casus_tally *t)
{
    because_span(s, (casus_about)(CASUS_ABOUT_KILLED + tally), rule, casus_str_of(t ? casus_quality_name(t->q) : "exact"),
                 words);
}

/* The amount, and the words that say how sure it is. */
static void because_amount(const scan *s, const candidate *c, const char *rule)
{
    casus_str quality = casus_str_of(casus_quality_name(c->n.q));
    casus_reason *r = because_words(s, (casus_about)(CASUS_ABOUT_KILLED + c->tally), rule, c->n.first, c->noun_end - c->n.first,
                                    s->t.amounts);
    if (r) r->value = quality;
}

static void add_to(const scan *s, casus_tally *t, const candidate *c)
{
    casus_span span = casus_text_cover(s->f->text, c->n.first, c->noun_end - c->n.first);
    if (!t->set) {
        *t = (casus_tally){true, c->n.low, c->n.high, c->n.q, c->victims, span};
        return;
    }
    t->low += c->n.low;
    t->high = t->high < 0 || c->n.high < 0 ? -1 : t->high + c->n.high;
    if (c->n.q != CASUS_Q_EXACT) t->q = c->n.q;
    if (t->category != c->victims) t->category = CASUS_V_MIXED; /* "two soldiers and six other people" */
    t->span.len = casus_span_end(span) - t->span.off;
}

/* "No one was hurt", "caused no injuries", "no immediate reports of casualties": where the words end that state a nought, 0: they do not.
 * *killed: of the dead as well. "No other casualties" states none. */
static uint32_t nought_end(const scan *s, uint32_t no, uint32_t end, bool *killed)
{
    enum { FAR = 6 };
    static const char *const early[] = {"immediate", "initial", "early", NULL};
    static const char *const told_of[] = {"reports", "report", "word", NULL};
    static const char *const harm[] = {"casualties", "deaths", "injuries", "victims", "fatalities", NULL};
    static const char *const harmed[] = {"killed", "died", "hurt", "injured", "wounded", "harmed", NULL};
    static const char *const alive[] = {"injured", "wounded", NULL};
    uint32_t k = no + 1 + is_any(s, no + 1, early);
    bool reports = is_any(s, k, told_of) && is_word(s, k + 1, "of");
    if (reports) k += 2 + is_word(s, k + 2, "any");
    bool hurt_only = reports && is_word(s, k, "injuries");
    if (is_word(s, k + 1, "or") && is_word(s, k + 2, "deaths")) k += 2, hurt_only = false;
    bool one = is_word(s, k, "one"), told = is_any(s, k, harm);
    if (k >= end || (!one && !told)) return 0;
    *killed = told && !hurt_only; /* where nobody is hurt nobody died */
    for (uint32_t j = k; j < end && j < k + FAR; j++) {
        told = told || is_any(s, j, harmed);
        *killed = *killed || (one && is_any(s, j, harmed) && !is_any(s, j, alive));
    }
    return told ? k + 1 : 0; /* not "no one claimed responsibility" */
}

void read_noughts(const scan *s, const segment *g, casus_claim *c)
{
    for (uint32_t i = g->first; i + 1 < g->end; i++) {
        bool killed = false;
        uint32_t end = is_word(s, i, "no") || is_word(s, i, "without") ? nought_end(s, i, g->end, &killed) : 0;
        if (!end) continue;
        casus_tally nought = {true, 0, 0, CASUS_Q_EXACT, CASUS_V_UNKNOWN, casus_text_cover(s->f->text, i, end - i)};
        because_tally(s, killed && !c->tally[CASUS_KILLED].set ? CASUS_KILLED : CASUS_INJURED, "said to be none", nought.span, NULL);
        if (killed && !c->tally[CASUS_KILLED].set) c->tally[CASUS_KILLED] = nought;
        if (!c->tally[CASUS_INJURED].set) c->tally[CASUS_INJURED] = nought;
    }
}

/* "his two guards", "a driver": how many; 0: the words do not tell exactly. listed: told beside others, "two of them and the driver". */
static uint32_t count_phrase(const scan *s, uint32_t i, bool listed)
{
    amount n;
    uint32_t number = child(s, i, REL(NUMMOD)), meant = object_before(s, i);
    if (meant != NO_TOKEN) return count_phrase(s, meant, false);
    if (s->dep[i].pos == CASUS_POS_NUM && of_them(s, i + 1) && !listed) return 0;
    if (s->dep[i].pos == CASUS_POS_NUM && child(s, i, REL(NMOD)) != NO_TOKEN &&
        read_amount(s, i, i + 1, &n)) /* "two of his guards" */
        return n.q == CASUS_Q_EXACT ? (uint32_t)n.low : 0;
    bool name = s->dep[i].tag == CASUS_TAG_NNP, single = name || s->dep[i].tag == CASUS_TAG_NN;
    const casus_actor *who = s->actor_at[i] == NONE ? NULL : &s->f->actors->actor[s->actor_at[i]];
    bool person = who ? !name || who->kind == CASUS_ACTOR_PERSON : casus_words_at(s->f->words, i, s->t.victims) != NULL;
    if (!person) return 0;
    if (number == NO_TOKEN) return single ? 1 : 0;
    bool exact = child(s, number, REL(ADVMOD) | REL(NMOD)) == NO_TOKEN && read_amount(s, number, i, &n) && n.q == CASUS_Q_EXACT;
    return exact ? (uint32_t)n.low : 0;
}

/* "Along with two of his guards": told of the verb or of its object. */
static bool beside_them(const scan *s, uint32_t i, uint32_t *n)
{
    static const char *const with[] = {"along", "together", NULL};
    *n = 0;
    for (uint32_t k = child(s, i, OBLIQUES); k != NO_TOKEN; k = sibling(s, k, OBLIQUES))
        if (has_child(s, k, REL(CASE) | REL(ADVMOD), with)) *n = count_phrase(s, k, false);
    return *n > 0;
}

/* Of which class are the people at token i? */
static casus_victims class_at(const scan *s, uint32_t i)
{
    static const casus_victims of[] = {[CASUS_ACTOR_FORCES] = CASUS_V_FORCES, [CASUS_ACTOR_ARMED] = CASUS_V_MILITANTS, [CASUS_ACTOR_CIVILIAN] = CASUS_V_CIVILIANS};
    const casus_match *m = casus_words_at(s->f->words, i, s->t.victims);
    if (m) return class_of(s, m);
    casus_actor_kind kind = s->actor_at[i] == NONE ? CASUS_ACTOR_UNKNOWN : s->f->actors->actor[s->actor_at[i]].kind;
    return kind < sizeof of / sizeof *of ? of[kind] : CASUS_V_UNKNOWN;
}

/* "Gunned down an official and his two guards": people told one by one, counted in the tree. *of_whom: their class, if they have one. */
static uint32_t count_single(const scan *s, const trigger *t, casus_victims *of_whom)
{
    uint32_t v = top_of(s, t->first, t->n);
    if (t->how == FRAME_NOUN || t->how == FRAME_FIND || !in_tree(s, v)) return 0;
    arguments a = arguments_of(s, v);
    const heads *h = t->how == FRAME_DONE && !a.passive ? &a.doer : &a.sufferer;
    uint32_t sum = 0;
    for (uint32_t k = 0; k < h->n; k++) {
        uint32_t n = count_phrase(s, h->at[k], h->n > 1), more = 0;
        if (!n) return 0;
        casus_victims class = class_at(s, h->at[k]);
        *of_whom = k == 0 || class == *of_whom ? class : CASUS_V_UNKNOWN;
        sum += n;
        if (beside_them(s, h->at[k], &more) || beside_them(s, v, &more)) sum += more;
    }
    return sum;
}

/* A count of single people where nothing was counted, or fewer. */
static void count_by_tree(const scan *s, const trigger *t, uint32_t n_t, casus_claim *out)
{
    for (uint32_t k = 0; k < n_t; k++) {
        int kind = tally_of_kind(s, &t[k]);
        if (kind == NONE) continue;
        casus_tally *tally = &out->tally[kind];
        casus_victims class = CASUS_V_UNKNOWN;
        int32_t n = (int32_t)count_single(s, &t[k], &class);
        if (n == 0 || (tally->set && (tally->low >= n || tally->q != CASUS_Q_EXACT))) continue;
        casus_span span = tally->set ? tally->span : casus_text_cover(s->f->text, t[k].first, t[k].n);
        *tally = (casus_tally){true, n, n, CASUS_Q_EXACT, class, span}; /* more than were counted; of several classes: the parties tell */
        because_tally(s, kind, "people told one by one, counted in the tree", span, tally);
    }
}

/* "Took the town after fighting in which dozens died", "a truce after a war that killed thousands": the dead are of another
 * event than the one that words t tell of, which is no act of force. */
static bool of_another(const scan *s, const trigger *t, uint32_t n_t, const candidate *c)
{
    bool harm = c->tally == CASUS_KILLED || c->tally == CASUS_INJURED;
    for (uint32_t k = 0; k < n_t; k++) {
        bool within = k > 0 && t[k].kind == KIND_ATTACK && t[k].how == FRAME_NOUN; /* "arrested in a raid" */
        if (harm && within) continue;
        if (!harm || t[k].kind >= CASUS_N_TYPE) return false;
        const char *family = casus_type_family((casus_type)t[k].kind);
        if (strcmp(family, "force") == 0 || strcmp(family, "crowd") == 0) return false;
    }
    uint32_t v = clause_of(s, top_of(s, c->n.first, c->noun_end - c->n.first)),
             event = clause_of(s, top_of(s, t[0].first, t[0].n));
    if (v == NO_TOKEN || event == NO_TOKEN || v == event) return false;
    bool told = false; /* by a word of this claim */
    for (uint32_t k = 0; k < n_t; k++) told = told || top_of(s, t[k].first, t[k].n) == v;
    if (!told && has_rel(s, v, REL(CONJ)) && head_of(s, v) == event && is_passive_verb(s, v) && casus_words_at(s->f->words, v, s->t.events)) return true; /* "seven were arrested and three killed" */
    return has_rel(s, v, REL(ACL_RELCL) | REL(ACL)) || clause_of(s, head_of(s, v) == NO_TOKEN ? v : head_of(s, v)) != event;
}

/* "Killing four", "gunned down an official and his driver": the dead are those whom it befell, if they are all of one class. */
void class_of_dead(const scan *s, casus_claim *c)
{
    static const casus_victims of[] = {[CASUS_ACTOR_FORCES] = CASUS_V_FORCES,
                                       [CASUS_ACTOR_ARMED] = CASUS_V_MILITANTS,
                                       [CASUS_ACTOR_CIVILIAN] = CASUS_V_CIVILIANS,
                                       [CASUS_ACTOR_GROUP] = CASUS_V_UNKNOWN};
    casus_tally *t = &c->tally[CASUS_KILLED];
    casus_victims v = CASUS_V_UNKNOWN;
    if (!t->set || t->category != v || t->high == 0) return;
    for (uint32_t i = s->f->text->sentence[c->sentence].first, k = 0; k < s->f->text->sentence[c->sentence].n; i++, k++) {
        bool inside = tok(s, i)->span.off >= t->span.off && tok(s, i)->span.off < casus_span_end(t->span);
        if (inside && casus_words_at(s->f->words, i, s->t.victims)) return; /* "four people" */
    }
    for (uint32_t i = 0; i < c->n_part; i++) {
        if (c->part[i].role != CASUS_AFFECTED) continue;
        casus_victims one = of[c->part[i].actor->kind];
        if (one == CASUS_V_UNKNOWN && c->part[i].actor->kind != CASUS_ACTOR_PERSON) return;
        if (one != CASUS_V_UNKNOWN && v != CASUS_V_UNKNOWN && one != v) one = CASUS_V_MIXED;
        if (one != CASUS_V_UNKNOWN) v = one;
    }
    t->category = v;
}

void read_tallies(scan *s, const segment *g, const trigger *t, uint32_t n_t, casus_claim *out)
{
    static const char *const other[] = {"other", "others", "more", NULL};
    candidate c[MOST_AMOUNTS];
    uint32_t n = collect(s, g, c);
    govern(s, g, t, n_t, c, n);
    for (uint32_t k = 0; k < n; k++) {
        if (c[k].tally == NONE || c[k].part || of_another(s, t, n_t, &c[k])) continue;
        casus_tally *tally = &out->tally[c[k].tally];
        /* an amount that is not joined to the one before is another count of the same: the greater is the whole */
        bool again = tally->set && k > 0 && !joined(s, &c[k - 1], &c[k]);
        if (again && c[k].lost) again = false;
        if (again && c[k].n.low <= tally->low) continue;
        if (again) tally->set = false;
        if (c[k].tally == CASUS_KILLED && is_any(s, c[k].n.end, other) && n == 1) out->more = true;
        if (s->f->reasons) because_amount(s, &c[k], again ? "greater than the count before it, which is a part" : c[k].rule);
        add_to(s, tally, &c[k]);
    }
    count_by_tree(s, t, n_t, out);
    read_noughts(s, g, out);
}
