/* Which language a body is written in, when nobody says: a vote of the commonest small words over the first words.
 * Empty when no language has at least a tenth of the words, or when two are close.
 */
#include "room.h"

#include <string.h>

enum { WORDS_LOOKED_AT = 400, LEAST_WORDS = 8, LONG = 8 /* bytes of a small word, filled with NUL: compared as one number */ };

static const struct {
    const char *tag;
    char word[16][LONG];
} vote[] = {
    {"en", {"the", "of", "and", "to", "in", "a", "is", "was", "that", "for", "on", "by", "with", "were", "said", "have"}},
    {"de", {"der", "die", "das", "und", "ist", "nicht", "mit", "von", "den", "ein", "eine", "auf", "im", "zu", "sich", "dem"}},
    {"fr", {"le", "la", "les", "des", "et", "est", "une", "du", "que", "dans", "pour", "qui", "sur", "au", "pas", "par"}},
    {"es", {"el", "los", "las", "que", "una", "del", "por", "con", "para", "se", "es", "y", "su", "al", "lo", "como"}},
    {"it", {"il", "di", "che", "non", "una", "per", "della", "gli", "con", "sono", "dei", "nel", "alla", "si", "da", "le"}},
    {"pt", {"o", "que", "os", "uma", "do", "da", "em", "para", "com", "n\xC3\xA3o", "por", "mais", "dos", "ao", "se", "as"}},
    {"nl", {"het", "een", "van", "en", "dat", "niet", "voor", "zijn", "op", "aan", "met", "er", "de", "te", "ook", "bij"}},
};
enum { N_LANG = sizeof vote / sizeof *vote, SLOTS = 256 };

/* The small words with the languages that have them, a bit each: made anew for each body, which costs less than ten words of it. */
typedef struct {
    uint64_t key[SLOTS];
    uint8_t langs[SLOTS];
} voters;

static size_t slot_of(const voters *v, uint64_t key)
{
    size_t at = (size_t)(key * 0x9e3779b97f4a7c15u >> 56);
    while (v->key[at] && v->key[at] != key) at = (at + 1) % SLOTS;
    return at;
}

static void fill(voters *v)
{
    memset(v, 0, sizeof *v);
    for (size_t k = 0; k < N_LANG; k++)
        for (size_t j = 0; j < 16; j++) {
            uint64_t key;
            memcpy(&key, vote[k].word[j], sizeof key);
            size_t at = slot_of(v, key);
            v->key[at] = key;
            v->langs[at] = (uint8_t)(v->langs[at] | 1u << k);
        }
}

/* One vote for each language that has the word. */
static void count_word(const voters *v, casus_str w, size_t *count)
{
    char small[LONG] = {0};
    uint64_t key;
    if (!w.n || w.n >= LONG) return;
    for (size_t i = 0; i < w.n; i++) small[i] = page_lower(w.p[i]);
    memcpy(&key, small, sizeof key);
    for (unsigned langs = v->langs[slot_of(v, key)], k = 0; langs; langs >>= 1, k++) count[k] += langs & 1;
}

casus_str page_language_guess(casus_str s)
{
    size_t count[N_LANG] = {0}, words = 0;
    voters v;
    fill(&v);
    for (size_t i = 0; i < s.n && words < WORDS_LOOKED_AT;) {
        size_t end = i;
        while (end < s.n && (page_alpha(s.p[end]) || (unsigned char)s.p[end] >= 0x80)) end++;
        casus_str w = {s.p + i, end - i};
        words += w.n > 0;
        count_word(&v, w, count);
        i = end + 1;
    }
    size_t best = 0, second = 0;
    for (size_t k = 1; k < N_LANG; k++) {
        if (count[k] > count[best]) best = k;
    }
    for (size_t k = 0; k < N_LANG; k++) {
        if (k != best && count[k] > second) second = count[k];
    }
    if (words < LEAST_WORDS || count[best] * 10 < words || count[best] * 10 <= second * 12) return (casus_str){0};
    return casus_str_of(vote[best].tag);
}
