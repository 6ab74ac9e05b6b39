/* Throw out what is no place here: persons ("Michael Jordan", "Mr. Lincoln"), organisations ("Washington Post"), plain words at
 * the beginning of a sentence ("Nice", "Police"), tiny places without proof. Proof is a preposition of place, a dateline, a
 * containing name, a unit word. Names in sentences of nothing but capitals are asked for more.
 */
#include "where/room.h"

#include <string.h>

static const casus_token *token_at(const finder *f, uint32_t i)
{
    return i < f->text->n_token ? &f->text->token[i] : NULL;
}

static bool same_sentence(const finder *f, uint32_t a, uint32_t b)
{
    return a < f->text->n_token && b < f->text->n_token && f->text->token[a].sentence == f->text->token[b].sentence;
}

static bool is_word(const finder *f, uint32_t i, const char *z)
{
    const casus_token *t = token_at(f, i);
    return t && casus_str_is(t->norm, z);
}

static bool opens_sentence(const finder *f, uint32_t i)
{
    return f->text->sentence[f->text->token[i].sentence].first == i;
}

static bool shouting(const finder *f, const mention *m)
{
    return f->text->sentence[f->text->token[m->first].sentence].shouting;
}

static uint16_t stop_at(const finder *f, uint32_t i)
{
    return i < f->text->n_token ? f->stop[i] : 0;
}

static float best_prior(const mention *m)
{
    float best = 0;
    for (uint32_t k = 0; k < m->n_sense; k++)
        if (m->sense[k].prior > best) best = m->sense[k].prior;
    return best;
}

static bool is_country(const mention *m)
{
    return m->n_sense && m->sense[0].from == IS_COUNTRY;
}

/* ---------------------------------------------------------------- what stands around a name */

static const casus_str side[] = {
    S("north"),     S("south"),        S("east"),         S("west"),         S("northern"),     S("southern"),
    S("eastern"),   S("western"),      S("central"),      S("northeast"),    S("northwest"),    S("southeast"),
    S("southwest"), S("northeastern"), S("northwestern"), S("southeastern"), S("southwestern"), S("downtown"),
    S("greater"),   S("upper"),        S("lower"),        S("mainland"),     S("rural"),        S("suburban"),
    S("occupied"),  S("eastward"),     S("metro"),        S("coastal"),      S("inner"),        S("outer"),
};

static bool is_side(casus_str w)
{
    return ONE_OF(w, side);
}

static const casus_str nearby[] = {
    S("near"), S("outside"), S("around"), S("towards"), S("toward"), S("close"), S("nearby"),
};

/* The token before the name, sides skipped: "in the southern ..." ends on "in". */
static uint32_t before(const finder *f, const mention *m)
{
    uint32_t i = m->first;
    while (i > 0 && same_sentence(f, i - 1, m->first)) {
        const casus_token *t = &f->text->token[i - 1];
        if (!is_side(t->norm) && !casus_str_is(t->norm, "the") && !(t->kind == CASUS_PUNCT && casus_str_is(t->norm, "-")))
            break;
        i--;
    }
    return i > 0 && same_sentence(f, i - 1, m->first) ? i - 1 : UINT32_MAX;
}

/* "20 km north of X", "near X", "outside X". */
static bool is_near(const finder *f, uint32_t prev)
{
    if (prev == UINT32_MAX) return false;
    casus_str w = f->text->token[prev].norm;
    if (ONE_OF(w, nearby)) return true;
    if (!casus_str_is(w, "of") || prev == 0) return false;
    casus_str o = f->text->token[prev - 1].norm;
    return casus_str_is(o, "outskirts") || casus_str_is(o, "kilometers") || casus_str_is(o, "kilometres") ||
           casus_str_is(o, "miles") || casus_str_is(o, "km") || casus_str_is(o, "vicinity") || (is_side(o) && o.n > 3);
}

bool where_is_near(const finder *f, uint32_t i) { return i > 0 && same_sentence(f, i - 1, i) && is_near(f, i - 1); }

static const casus_str inside[] = {S("in"), S("inside"), S("outside"), S("around"), S("across"), S("throughout"), S("within")};

static bool is_according(const finder *f, uint32_t prev)
{
    return prev > 0 && casus_str_is(f->text->token[prev].norm, "to") &&
           casus_str_is(f->text->token[prev - 1].norm, "according");
}

static bool is_event(const finder *f, uint32_t i)
{
    for (uint32_t k = f->words->at[i]; k < f->words->at[i + 1]; k++)
        if (f->words->match[k].table == f->t.events) return true;
    return false;
}

/* "The shelling of Douma", "shells fell on Douma", "captured Douma": what is struck or taken is mostly a place. */
static bool is_struck(const finder *f, uint32_t prev)
{
    static const casus_str at[] = {S("of"), S("on"), S("upon"), S("over"), S("against"), S("from"), S("for")};
    static const casus_str falls[] = {S("fell"),   S("fall"),    S("falling"), S("landed"), S("land"),
                                      S("rained"), S("raining"), S("hit"),     S("control")};
    if (prev == UINT32_MAX) return false;
    if (is_event(f, prev)) return f->words->pos[prev] == CASUS_POS_VERB;
    if (!ONE_OF(f->text->token[prev].norm, at) || prev == 0 || !same_sentence(f, prev - 1, prev)) return false;
    return is_event(f, prev - 1) || ONE_OF(f->text->token[prev - 1].norm, falls);
}

static void look_around(finder *f, uint32_t at)
{
    mention *m = &f->m[at];
    uint32_t end = m->first + m->n, prev = before(f, m);
    uint16_t next = same_sentence(f, m->first, end) ? stop_at(f, end) : 0;
    uint16_t b = prev == UINT32_MAX ? 0 : stop_at(f, prev);
    if ((b & STOP_PREP) && !is_according(f, prev)) m->cued = true;
    if (m->cued && ONE_OF(f->text->token[prev].norm, inside)) m->firm = true;
    if (is_struck(f, prev)) m->cued = true;
    m->near = is_near(f, prev);
    if (m->near) m->cued = m->firm = true;
    if (m->first >= f->dateline_first && m->first < f->dateline_end) m->cued = m->firm = true;
    if ((next & STOP_UNIT) && !(m->n_sense && m->sense[0].from == IS_COUNTRY)) m->generic = m->cued = m->firm = true;
    if (prev != UINT32_MAX && prev > 0 && casus_str_is(f->text->token[prev].norm, "of")) {
        uint16_t o = stop_at(f, prev - 1);
        if (o & STOP_UNIT) m->generic = m->cued = m->firm = true;
        if (o & STOP_SETTLE) m->town = m->cued = m->firm = true;
    }
    if (b & STOP_SETTLE) m->cued = true;
    if ((b & STOP_UNIT) && !(b & STOP_COMMON)) m->cued = true;
    if ((next & (STOP_SETTLE | STOP_FOLK)) && !f->text->token[end].capital) m->cued = true;
}

/* "X, Y": the mention after next comma contains this one if a sense of it can. */
static void link_comma(finder *f, uint32_t at)
{
    mention *m = &f->m[at];
    uint32_t end = m->first + m->n;
    if (at + 1 >= f->n || f->m[at + 1].first != end + 1 || !same_sentence(f, m->first, end + 1)) return;
    if (!is_word(f, end, ",") && !is_word(f, end, "(")) return;
    mention *o = &f->m[at + 1];
    if (o->use != CASUS_PLACE_LITERAL || m->use != CASUS_PLACE_LITERAL) return;
    for (uint32_t k = 0; k < o->n_sense; k++) {
        const sense *big = &o->sense[k];
        if (big->precision < CASUS_PREC_DISTRICT) continue;
        for (uint32_t j = 0; j < m->n_sense; j++) {
            const sense *s = &m->sense[j];
            bool in = big->from == IS_COUNTRY ? memcmp(s->country, big->country, 2) == 0 && s->from != IS_COUNTRY
                      : big->from == IS_GAZ   ? (s->admin1 == big->row + 1 && s->row != big->row) ||
                                                  (s->from == IS_GAZ && s->admin2 == big->row + 1)
                                            : s->from != IS_COUNTRY && memcmp(s->country, big->country, 2) == 0 &&
                                                  where_km(s->lat, s->lon, big->lat, big->lon) < 700;
            if (!in) continue;
            m->within = at + 2;
            m->cued = m->firm = true;
            o->cued = o->firm = true;
            return;
        }
    }
}

/* "Mahmudiya, 30 km south of Baghdad", "Douma, located ten miles from Damascus". */
static void link_away(finder *f, uint32_t at)
{
    static const casus_str lying[] = {S("located"), S("situated"), S("lying"), S("which"),   S("is"),
                                      S("lies"),    S("a"),        S("town"),  S("village"), S("city")};
    mention *m = &f->m[at];
    uint32_t i = m->first + m->n, from;
    if (at + 1 >= f->n || f->m[at + 1].use != CASUS_PLACE_LITERAL || !same_sentence(f, m->first, f->m[at + 1].first)) return;
    if (!is_word(f, i, ",") && !is_word(f, i, "(")) return;
    if (!where_offset(f, &f->m[at + 1], &m->away_km, &m->away, &from)) return;
    for (i++; i < from && ONE_OF(f->text->token[i].norm, lying); i++)
        continue;
    if (i != from) m->away_km = 0;
}

/* ---------------------------------------------------------------- persons */

static bool big_at(const finder *f, uint32_t i, uint32_t same)
{
    if (!same_sentence(f, i, same)) return false;
    const casus_token *t = token_at(f, i);
    return t->kind == CASUS_WORD && t->capital;
}

/* "J." or "J" */
static bool is_initial(const finder *f, uint32_t i)
{
    const casus_token *t = token_at(f, i);
    return t && t->capital && (t->span.len == 1 || (t->span.len == 2 && t->norm.n == 2 && t->norm.p[1] == '.'));
}

static bool in_mention(const finder *f, uint32_t at, uint32_t token)
{
    for (uint32_t k = at; k-- > 0 && at - k < 4;)
        if (token >= f->m[k].first && token < f->m[k].first + f->m[k].n) return !f->m[k].out;
    return false;
}

/* A given name, a title or an initial before, or a family name after. */
static bool is_person(const finder *f, uint32_t at)
{
    const mention *m = &f->m[at];
    uint32_t end = m->first + m->n;
    bool loud = shouting(f, m);
    if (m->first > 0 && same_sentence(f, m->first - 1, m->first)) {
        uint32_t p = m->first - 1;
        if (is_word(f, p, ".") && p > 0) p--;
        uint16_t b = stop_at(f, p);
        const casus_token *t = &f->text->token[p];
        if ((b & STOP_TITLE) && t->capital) return true;
        if ((b & STOP_FIRST) && t->capital && !in_mention(f, at, p)) return true;
        if (is_initial(f, p) && !loud) return true;
    }
    if (is_country(m)) return false;
    uint16_t self = m->n == 1 ? stop_at(f, m->first) : 0;
    if ((self & STOP_FIRST) && big_at(f, end, m->first) &&
        !(stop_at(f, end) & (STOP_UNIT | STOP_SETTLE | STOP_LAND | STOP_BODY)))
        return !loud || !m->cued;
    if ((self & STOP_FIRST) && !m->within && !m->cued) return true;
    if (is_initial(f, end) && same_sentence(f, m->first, end) && (self & STOP_FIRST)) return true;
    return false;
}

/* ---------------------------------------------------------------- names of other things */

/* A state or region that hardly names anything else: "Texas Comptroller". */
static bool is_large(const mention *m)
{
    return m->sense[0].precision >= CASUS_PREC_PROVINCE && m->sense[0].prior >= 6.2f;
}

/* A capital word before it that no place name explains. */
static bool follows_name(const finder *f, uint32_t at)
{
    const mention *m = &f->m[at];
    if (m->first == 0 || !big_at(f, m->first - 1, m->first)) return false;
    uint32_t p = m->first - 1;
    casus_str w = f->text->token[p].norm;
    if (is_side(w) || (f->stop[p] & (STOP_PREP | STOP_SETTLE | STOP_UNIT)) || in_mention(f, at, p)) return false;
    if (opens_sentence(f, p) && (f->words->pos[p] != CASUS_POS_PROPN || (f->stop[p] & STOP_COMMON))) return false;
    return true;
}

/* Capital words on either side that no place name explains: "Jackson Hewitt", "Bank Reading". */
static bool in_longer_name(const finder *f, uint32_t at)
{
    const mention *m = &f->m[at];
    uint32_t end = m->first + m->n;
    if (shouting(f, m) || f->text->sentence[f->text->token[m->first].sentence].heading) return false;
    if (big_at(f, end, m->first) && !m->cued && !is_large(m)) {
        uint16_t x = stop_at(f, end);
        bool next_place = at + 1 < f->n && f->m[at + 1].first == end;
        if (!(x & (STOP_UNIT | STOP_SETTLE | STOP_LAND | STOP_BODY | STOP_TITLE)) && !next_place) return true;
    }
    return follows_name(f, at);
}

/* "St. Patrick's Day", "St. Paul's Church" */
static bool is_saints_day(const finder *f, const mention *m)
{
    uint32_t end = m->first + m->n;
    bool saint = m->n > 1 && (is_word(f, m->first, "st.") || is_word(f, m->first, "st") || is_word(f, m->first, "saint"));
    return saint && is_word(f, end, "s") && big_at(f, end + 1, m->first);
}

/* "TX", "Ark.", "La.": the short name of a state, which stands behind a place. Those with stops inside ("W.Va.") and of
 * three capitals ("NSW") mean nothing else. */
static bool is_code(const finder *f, const mention *m)
{
    const sense *s = &m->sense[0];
    if (m->n > 1 || s->from == IS_COUNTRY || s->precision != CASUS_PREC_PROVINCE) return false;
    const casus_token *t = &f->text->token[m->first];
    if (t->span.len > 6 || t->norm.n < 2) return false;
    return t->upper ? t->norm.n == 2 : t->norm.p[t->norm.n - 1] == '.' && t->norm.p[1] != '.';
}

/* As states and provinces are shortened: "NSW", "D.C.". */
static bool is_short_state(const finder *f, const mention *m)
{
    const casus_token *t = &f->text->token[m->first];
    return m->n == 1 && t->upper && t->norm.n > 2 && m->sense[0].own;
}

static bool follows_place(const finder *f, uint32_t at)
{
    return at > 0 && (f->m[at - 1].within == at + 1 || f->m[at].cued);
}

/* "As Brown was about to leave": not the Arabic article. */
static bool is_small_word(uint8_t pos)
{
    return pos == CASUS_POS_ADP || pos == CASUS_POS_SCONJ || pos == CASUS_POS_DET || pos == CASUS_POS_PRON ||
           pos == CASUS_POS_AUX || pos == CASUS_POS_CCONJ || pos == CASUS_POS_PART;
}

/* "the Gulf war", "the Suez crisis": called after a town or region, and seldom there now. Wars of countries and of regions that
 * we know for theirs ("Darfur") are where they say. */
static bool names_event(const finder *f, const mention *m)
{
    uint32_t end = m->first + m->n;
    bool plain = m->n == 1 && (stop_at(f, m->first) & STOP_COMMON), found = m->sense[0].from == IS_GAZ && !m->sense[0].own;
    return (plain || found) && same_sentence(f, m->first, end) && (stop_at(f, end) & STOP_EVENT);
}

/* The month of a dateline: "BAGHDAD, May 3", "3 March". */
static bool is_month(const finder *f, const mention *m)
{
    uint32_t end = m->first + m->n;
    if (m->n != 1 || !(stop_at(f, m->first) & STOP_COMMON)) return false;
    if (same_sentence(f, m->first, end) && f->text->token[end].kind == CASUS_NUMBER) return true;
    return m->first > 0 && same_sentence(f, m->first - 1, m->first) && f->text->token[m->first - 1].kind == CASUS_NUMBER;
}

static bool judged_out(finder *f, uint32_t at)
{
    enum { ACRONYM = 3 };
    mention *m = &f->m[at];
    float prior = best_prior(m);
    uint32_t end = m->first + m->n;
    uint16_t self = m->n == 1 ? stop_at(f, m->first) : 0;
    bool loud = shouting(f, m);
    if (m->use != CASUS_PLACE_LITERAL || m->given) return false;
    if (m->first >= f->dateline_first && m->first < f->dateline_end) return is_month(f, m);
    if (is_person(f, at)) return true;
    if (m->within && !is_code(f, m)) return (self & STOP_COMMON) && opens_sentence(f, m->first);
    if (is_country(m)) return loud && m->n == 1 && (self & STOP_COMMON) && f->text->token[m->first].norm.n == ACRONYM; /* "A CAR BOMB" */
    if (names_event(f, m)) {
        m->doubt = !(self & STOP_COMMON);
        return true;
    }
    if (is_saints_day(f, m)) return true;
    if (self & (STOP_TITLE | STOP_PREP | STOP_BODY | STOP_SETTLE | STOP_UNIT | STOP_LAND)) return true;
    if (m->n == 1 && (self & STOP_COMMON)) {
        if (!m->cued || loud) return true;
        if (prior < 4.5f && !m->generic) return true;
    }
    if (is_code(f, m)) return !follows_place(f, at);
    if (is_short_state(f, m)) return false;
    if (m->sense[0].rough && !m->cued && m->n == 1) return true;
    if (m->n == 1 && f->text->token[m->first].span.len < 3) return true;
    if (m->n == 1 && f->text->token[m->first].upper && !loud && f->text->token[m->first].span.len < 5) return true;
    if (m->sense[0].from == IS_OWN) return false;
    if (m->n == 1 && opens_sentence(f, m->first) && is_small_word(f->words->pos[m->first])) return true; /* "At least 11" */
    if (m->n > 1 && prior < 5.5f && opens_sentence(f, m->first) && is_small_word(f->words->pos[m->first])) return true;
    bool strong = prior >= 6.2f;
    m->doubt = !follows_name(f, at);
    if (in_longer_name(f, at) && !(strong && m->n > 1)) return true;
    if (big_at(f, end, m->first) && (stop_at(f, end) & (STOP_LAND)) && !loud) return true;
    if (opens_sentence(f, m->first) && m->n == 1 && f->words->pos[m->first] != CASUS_POS_PROPN && prior < 5.0f) return true;
    float need = loud ? 5.2f : m->cued ? 0.0f : m->n > 1 ? 3.0f : 4.3f;
    if (loud && m->cued) need = 3.5f;
    m->weak = prior < need && !loud && m->n > 1;
    return prior < need && !m->weak;
}

/* ---------------------------------------------------------------- family names */

/* Was the name part of a person's here? A given name or title, or any unknown capital word before it. */
static bool is_family(const finder *f, uint32_t at)
{
    const mention *p = &f->m[at];
    return p->out && p->n == 1 && (is_person(f, at) || (follows_name(f, at) && !(stop_at(f, p->first + 1) & STOP_BODY)));
}

/* A word that was part of a person's name once is that person's name again when it stands alone. */
static void drop_family(finder *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->m[f->m[i].head].family || !is_family(f, i)) continue;
        f->m[f->m[i].head].family = true;
        EACH_TWIN(f, i, k)
        {
            mention *o = &f->m[k];
            if (o->firm || o->given || o->use != CASUS_PLACE_LITERAL || is_country(o) || is_large(o)) continue;
            o->out = true;
            o->doubt = false;
        }
    }
}

/* What is proven once is believed again: "in Danbury" makes "Danbury Fire Chief" a name of the town. */
static void revive(finder *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        bool proven = false;
        if (f->m[i].head != i) continue;
        EACH_TWIN(f, i, k) proven = proven || (!f->m[k].out && f->m[k].firm);
        if (!proven) continue;
        EACH_TWIN(f, i, k)
        if (f->m[k].doubt && f->m[k].n == f->m[i].n) f->m[k].out = false;
    }
}

/* Capitals and countries speak for their governments. */
static bool can_speak(const mention *m)
{
    for (uint32_t k = 0; k < m->n_sense; k++) {
        const sense *s = &m->sense[k];
        if (s->from != IS_GAZ || s->kind == GAZ_CAPITAL || s->precision >= CASUS_PREC_PROVINCE || s->population > 500000)
            return true;
    }
    return false;
}

/* Does a verb of speech follow, auxiliaries left out: "Moscow said", "Washington has also warned"? */
static bool speaks_behind(const finder *f, const mention *m)
{
    static const casus_str help[] = {S("has"),   S("have"), S("had"),        S("also"),        S("again"),
                                     S("later"), S("then"), S("repeatedly"), S("immediately"), S("quickly")};
    uint32_t i = m->first + m->n;
    while (i < f->text->n_token && ONE_OF(f->text->token[i].norm, help))
        i++;
    return same_sentence(f, m->first, i) && (stop_at(f, i) & STOP_SPEAKS);
}

/* "..., said Washington.": behind the verb, and what was said before it. */
static bool speaks_before(const finder *f, const mention *m)
{
    uint32_t end = m->first + m->n;
    if (m->first < 2 || !same_sentence(f, m->first - 2, m->first) ||
        !(is_word(f, m->first - 1, "said") || is_word(f, m->first - 1, "says")))
        return false;
    return f->text->token[m->first - 2].kind == CASUS_PUNCT && !big_at(f, end, m->first);
}

/* The government, not the town. */
static void mark_metonyms(finder *f)
{
    for (uint32_t i = 0; i < f->n; i++) {
        mention *m = &f->m[i];
        uint32_t end = m->first + m->n;
        if (m->out || m->cued || m->use != CASUS_PLACE_LITERAL) continue;
        bool behind = speaks_behind(f, m);
        if (behind || (can_speak(m) && speaks_before(f, m))) {
            m->use = CASUS_PLACE_METONYM;
            m->out = !m->given && !can_speak(m); /* a person after all */
        }
        if (big_at(f, end, m->first) && (stop_at(f, end) & STOP_BODY)) m->use = CASUS_PLACE_METONYM;
    }
}

void where_judge(finder *f)
{
    for (uint32_t i = 0; i < f->n; i++)
        look_around(f, i);
    for (uint32_t i = 0; i < f->n; i++) {
        link_comma(f, i);
        link_away(f, i);
    }
    for (uint32_t i = 0; i < f->n; i++)
        f->m[i].out = !f->m[i].n_sense || judged_out(f, i);
    drop_family(f);
    revive(f);
    mark_metonyms(f);
}
