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

static casus_status compare_row(finder *f, mention *m, const char *key, const char *rough, uint32_t row, size_t *cap)
{
    char other[GAZ_KEY], sound[GAZ_KEY];
    casus_str terms = casus_lexicon_cell(f->lex, f->t.places, row, f->t.place_term), folded;
    float best = 99;
    for (size_t at = 0; at < terms.n;) {
        const char *bar = memchr(terms.p + at, '|', terms.n - at);
        size_t n = bar ? (size_t)(bar - terms.p) - at : terms.n - at;
        casus_str one = casus_str_trim((casus_str){terms.p + at, n});
        at += n + 1;
        if (casus_fold(f->arena, one, &folded) != CASUS_OK) return CASUS_E_NOMEM;
        if (!gaz_key(folded, other) || opening(other) != opening(key) || !gaz_rough(other, false, sound) || strcmp(sound, rough) != 0) continue;
        float far = gaz_distance(key, other);
        if (far < best) best = far;
    }
    if (best > where_reach(key)) return CASUS_OK;
    sense s = where_own(f, row);
    s.rough = true;
    s.far = best;
    s.prior -= best;
    return where_add_sense(f, m, s, cap);
}

static casus_status compare_own(finder *f, mention *m, const char *key, const bool play[COUNTRIES], size_t *cap)
{
    const tables *t = &f->t;
    char rough[GAZ_KEY];
    casus_status s = CASUS_OK;
    if (t->places < 0 || !gaz_rough(key, false, rough)) return CASUS_OK;
    for (uint32_t row = 0; !s && row < casus_lexicon_rows(f->lex, t->places); row++) {
        casus_str country = casus_lexicon_cell(f->lex, t->places, row, t->place_country), term;
        if (country.n != 2 || country_at(country.p) < 0 || !play[country_at(country.p)]) continue;
        term = casus_lexicon_cell(f->lex, t->places, row, t->place_term);
        if (term.n) s = compare_row(f, m, key, rough, row, cap);
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

static casus_status listen(finder *f, mention *m, const char *key, const bool play[COUNTRIES])
{
    uint32_t before = m->n_sense;
    size_t cap = m->n_sense; /* grown anew: the old array stays as it is */
    casus_status s = compare_own(f, m, key, play, &cap);
    if (!s) s = where_add_sounding(f, m, key, &cap);
    keep_near(m, before, play);
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

/* A capital word that nothing knows, behind a preposition of place. */
static bool is_unknown(const finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    if (i == 0 || t->kind != CASUS_WORD || !t->capital || t->upper || t->span.len < 4 || f->stop[i]) return false;
    if (f->text->token[i - 1].sentence != t->sentence || !(f->stop[i - 1] & STOP_PREP)) return false;
    bool next = i + 1 < f->text->n_token && f->text->token[i + 1].capital && f->text->token[i + 1].kind == CASUS_WORD;
    return !next && f->words->at[i] == f->words->at[i + 1];
}

static casus_status hear_unknown(finder *f, uint32_t i, const bool play[COUNTRIES], mention *m)
{
    char key[GAZ_KEY];
    *m = (mention){.first = i, .n = 1, .use = CASUS_PLACE_LITERAL};
    if (key_of(f, i, 1, key) < 4) return CASUS_OK;
    casus_status s = listen(f, m, key, play);
    m->key = where_name_key(f, m);
    return s;
}

casus_status where_alike(finder *f)
{
    bool play[COUNTRIES] = {false};
    char key[GAZ_KEY];
    if (!in_play(f, play)) return CASUS_OK;
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; !s && i < f->n; i++)
        if (is_stray(&f->m[i], play) && key_of(f, f->m[i].first, f->m[i].n, key) >= 3) s = listen(f, &f->m[i], key, play);
    mention *known = f->m;
    uint32_t n = f->n, at = 0;
    f->m = NULL;
    f->n = 0;
    f->cap = 0;
    for (uint32_t i = 0; !s && i < f->text->n_token; i++) {
        mention m;
        if (at < n && known[at].first == i) {
            i += known[at].n - 1;
            s = where_add_mention(f, known[at++]);
        } else if (is_unknown(f, i)) {
            s = hear_unknown(f, i, play, &m);
            if (!s && m.n_sense) s = where_add_mention(f, m);
        }
    }
    return s;
}
