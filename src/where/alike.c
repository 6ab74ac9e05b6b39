/* Names spelled differently than anybody has them: "Foa" in a report on Idlib is Fu'ah, not the town in France that is called so in
 * Latin letters of another language.
 *
 * Where a report speaks of countries whose names are written down by ear, a small name that lies in none of them, or a capital word
 * behind a preposition that is no name at all, is compared by its sound with our own places in those countries and with the
 * gazetteer. What is found competes with what was known. Reports that speak of no such country cost nothing.
 */
#include "where/room.h"

#include <string.h>

enum { COUNTRIES = 26 * 26 };

static int country_at(const char c[2])
{
    if (c[0] < 'A' || c[0] > 'Z' || c[1] < 'A' || c[1] > 'Z') return -1;
    return (c[0] - 'A') * 26 + (c[1] - 'A');
}

/* The countries a report names, of those whose names are written down by ear. */
static bool in_play(const finder *f, bool play[COUNTRIES])
{
    bool any = false;
    for (uint32_t i = 0; i < f->n; i++) {
        const mention *m = &f->m[i];
        const sense *s = m->n_sense ? &m->sense[0] : NULL;
        int c = s && (s->from != IS_GAZ || s->own) && !s->rough ? country_at(s->country) : -1;
        if (c < 0 || !gaz_by_ear(s->country)) continue;
        play[c] = any = true;
    }
    return any;
}

static size_t key_of(const finder *f, uint32_t first, uint32_t n, char key[GAZ_KEY])
{
    char text[GAZ_KEY];
    size_t len = 0;
    for (uint32_t k = first; k < first + n; k++) {
        casus_str w = f->text->token[k].norm;
        if (f->text->token[k].kind == CASUS_PUNCT) continue;
        if (len + w.n + 1 >= sizeof text) return 0;
        if (len) text[len++] = ' ';
        memcpy(text + len, w.p, w.n);
        len += w.n;
    }
    return gaz_key((casus_str){text, len}, key);
}

/* ---------------------------------------------------------------- our own places */

/* The first consonant decides cheaply that two names cannot be alike; articles do not count. */
static char opening(const char *key)
{
    if (strncmp(key, "al ", 3) == 0) key += 3;
    switch (*key) {
    case 'q': case 'c': case 'g': case 'x': return 'k';
    case 'z': case 'd': case 't': case 'j': return 's';
    case 'p': return 'b';
    case 'v': case 'w': return 'f';
    case 'e': case 'i': case 'o': case 'u': case 'y': case 'h': return 'a';
    default: return *key;
    }
}

/* A name of one of our own places that lies in a country in play. */
typedef struct {
    uint32_t row;
    char opening;
    const char *key, *rough;
} own_name;

typedef struct {
    finder *f;
    bool play[COUNTRIES];
    own_name *own; /* made when the first name is listened to; those of a row stand together */
    uint32_t n_own;
    size_t cap;
    bool made;
    name_memo *heard; /* KNOWN names that were listened to, how: the meanings they had before; NULL: none yet */
} ear;

static casus_status note_own(ear *e, uint32_t row, casus_str term)
{
    char key[GAZ_KEY], rough[GAZ_KEY];
    casus_str folded, k, r;
    casus_arena *a = e->f->arena;
    if (casus_fold(a, term, &folded) != CASUS_OK) return CASUS_E_NOMEM;
    size_t n = gaz_key(folded, key), n_rough = n ? gaz_rough(key, false, rough) : 0;
    if (!n_rough) return CASUS_OK;
    own_name *grown = casus_arena_grow(a, e->own, e->n_own, (size_t)e->n_own + 1, sizeof *grown, &e->cap);
    if (!grown || casus_arena_str(a, (casus_str){key, n}, &k) || casus_arena_str(a, (casus_str){rough, n_rough}, &r)) return CASUS_E_NOMEM;
    e->own = grown;
    e->own[e->n_own++] = (own_name){row, opening(key), k.p, r.p};
    return CASUS_OK;
}

static casus_status note_row(ear *e, uint32_t row)
{
    const tables *t = &e->f->t;
    casus_str country = casus_lexicon_cell(e->f->lex, t->places, row, t->place_country);
    casus_status s = CASUS_OK;
    if (country.n != 2 || country_at(country.p) < 0 || !e->play[country_at(country.p)]) return CASUS_OK;
    casus_str terms = casus_lexicon_cell(e->f->lex, t->places, row, t->place_term);
    for (size_t at = 0; !s && at < terms.n;) {
        const char *bar = memchr(terms.p + at, '|', terms.n - at);
        size_t n = bar ? (size_t)(bar - terms.p) - at : terms.n - at;
        s = note_own(e, row, casus_str_trim((casus_str){terms.p + at, n}));
        at += n + 1;
    }
    return s;
}

static casus_status note_all(ear *e)
{
    uint32_t n = e->f->t.places < 0 ? 0 : casus_lexicon_rows(e->f->lex, e->f->t.places);
    casus_status s = CASUS_OK;
    e->made = true;
    for (uint32_t row = 0; !s && row < n; row++) s = note_row(e, row);
    return s;
}

static casus_status add_own(finder *f, mention *m, uint32_t row, float far, size_t *cap)
{
    sense s = where_own(f, row);
    s.rough = true;
    s.far = far;
    s.prior -= far;
    return where_add_sense(f, m, s, cap);
}

static casus_status compare_own(ear *e, mention *m, const char *key, size_t *cap)
{
    char rough[GAZ_KEY], signs[GAZ_KEY], first = opening(key);
    float most = where_reach(key), best = 99;
    casus_status s = e->made ? CASUS_OK : note_all(e);
    if (!gaz_rough(key, false, rough)) return s;
    gaz_signs(key, signs);
    for (uint32_t i = 0; !s && i < e->n_own; i++) {
        const own_name *x = &e->own[i];
        if (x->opening == first && strcmp(x->rough, rough) == 0) {
            float far = gaz_within(key, signs, x->key, most);
            if (far < best) best = far;
        }
        if (i + 1 < e->n_own && x[1].row == x->row) continue;
        if (best <= most) s = add_own(e->f, m, x->row, best, cap);
        best = 99;
    }
    return s;
}

/* ---------------------------------------------------------------- names and words */

/* Keep what was there and what lies in a country in play. */
static void keep_near(mention *m, uint32_t before, const bool play[COUNTRIES])
{
    uint32_t n = before;
    for (uint32_t k = before; k < m->n_sense; k++) {
        int c = country_at(m->sense[k].country);
        if (c >= 0 && play[c]) m->sense[n++] = m->sense[k];
    }
    m->n_sense = n;
}

static casus_status listen_anew(ear *e, mention *m, const char *key)
{
    uint32_t before = m->n_sense;
    size_t cap = m->n_sense; /* grown anew: the old array stays as it is */
    casus_status s = compare_own(e, m, key, &cap);
    if (!s) s = where_add_sounding(e->f, m, key, &cap);
    keep_near(m, before, e->play);
    return s;
}

/* Names of the report come again and again: what one sounds like is found once. Those that already meant so much are the same. */
static casus_status listen(ear *e, mention *m, const char *key)
{
    finder *f = e->f;
    unsigned before = m->n_sense;
    if (!e->heard) e->heard = casus_arena_get(f->arena, KNOWN, sizeof *e->heard);
    if (!e->heard) return CASUS_E_NOMEM;
    name_memo *k = &e->heard[m->key & (KNOWN - 1)];
    if (k->n == m->n && k->key == m->key && k->how == before) return where_take_known(f, m, k);
    casus_status s = listen_anew(e, m, key);
    if (!s) *k = (name_memo){.key = m->key, .n = m->n, .how = before, .use = m->use, .sense = m->sense, .n_sense = m->n_sense};
    return s;
}

/* A name that small places in no country in play bear as another name only. */
static bool is_stray(const mention *m, const bool play[COUNTRIES])
{
    if (m->use != CASUS_PLACE_LITERAL || m->n > 3 || !m->n_sense) return false;
    for (uint32_t k = 0; k < m->n_sense; k++) {
        const sense *s = &m->sense[k];
        int c = country_at(s->country);
        if (s->from != IS_GAZ || s->own || !s->alias || s->prior >= 5.0f || s->precision >= CASUS_PREC_PROVINCE || (c >= 0 && play[c])) return false;
    }
    return true;
}

/* The beginning of the name whose last word stands at i: an article before it belongs to it, "al-Fouaa", "ash-Shaykh"; without a hyphen
 * not one that is an English word, too. */
static uint32_t with_article(const finder *f, uint32_t i)
{
    static const casus_str alone[] = {S("al"), S("el"), S("ad"), S("ar"), S("ash"), S("az"), S("ul")};
    const casus_token *t = f->text->token;
    bool hyphen = i > 1 && t[i].glued && t[i - 1].glued && casus_str_is(t[i - 1].norm, "-");
    uint32_t k = hyphen ? i - 2 : i - 1;
    if (i == 0 || t[k].sentence != t[i].sentence) return i;
    return (hyphen ? where_is_article(t[k].norm) : ONE_OF(t[k].norm, alone)) ? k : i;
}

/* Does a place stand behind token i: "in", "the village of"? */
static bool is_behind(const finder *f, uint32_t i)
{
    if (i == 0 || f->text->token[i - 1].sentence != f->text->token[i].sentence) return false;
    if (f->stop[i - 1] & STOP_PREP) return true;
    return i > 1 && casus_str_is(f->text->token[i - 1].norm, "of") && (f->stop[i - 2] & (STOP_SETTLE | STOP_UNIT));
}

/* A capital word that nothing knows, behind words that a place stands behind. */
static bool is_unknown(const finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    if (t->kind != CASUS_WORD || !t->capital || t->upper || t->span.len < 4 || f->stop[i] || !is_behind(f, with_article(f, i))) return false;
    bool next = i + 1 < f->text->n_token && f->text->token[i + 1].capital && f->text->token[i + 1].kind == CASUS_WORD;
    return !next && f->words->at[i] == f->words->at[i + 1];
}

static casus_status hear_unknown(ear *e, uint32_t i, mention *m)
{
    char key[GAZ_KEY];
    uint32_t first = with_article(e->f, i);
    *m = (mention){.first = first, .n = i + 1 - first, .use = CASUS_PLACE_LITERAL};
    if (key_of(e->f, i, 1, key) < 4) return CASUS_OK;
    m->key = where_name_key(e->f, m);
    return listen(e, m, key);
}

casus_status where_alike(finder *f)
{
    ear e = {.f = f};
    char key[GAZ_KEY];
    if (!in_play(f, e.play)) return CASUS_OK;
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; !s && i < f->n; i++)
        if (is_stray(&f->m[i], e.play) && key_of(f, f->m[i].first, f->m[i].n, key) >= 3) s = listen(&e, &f->m[i], key);
    mention *known = f->m;
    uint32_t n = f->n, at = 0, end = 0;
    f->m = NULL;
    f->n = 0;
    f->cap = 0;
    for (uint32_t i = 0; !s && i < f->text->n_token; i++) {
        mention m;
        if (at < n && known[at].first == i) {
            i += known[at].n - 1;
            end = i + 1;
            s = where_add_mention(f, known[at++]);
        } else if (with_article(f, i) >= end && is_unknown(f, i)) {
            s = hear_unknown(&e, i, &m);
            if (!s && m.n_sense) s = where_add_mention(f, m);
        }
    }
    return s;
}
