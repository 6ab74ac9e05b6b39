/* Which language a body is written in, when nobody says: a vote of the commonest small words over the first words.
 * Empty when no language has at least a tenth of the words, or when two are close.
 */
#include "room.h"

enum { WORDS_LOOKED_AT = 400, LEAST_WORDS = 8 };

static const struct {
    const char *tag;
    const char *word[16];
} vote[] = {
    {"en", {"the", "of", "and", "to", "in", "a", "is", "was", "that", "for", "on", "by", "with", "were", "said", "have"}},
    {"de", {"der", "die", "das", "und", "ist", "nicht", "mit", "von", "den", "ein", "eine", "auf", "im", "zu", "sich", "dem"}},
    {"fr", {"le", "la", "les", "des", "et", "est", "une", "du", "que", "dans", "pour", "qui", "sur", "au", "pas", "par"}},
    {"es", {"el", "los", "las", "que", "una", "del", "por", "con", "para", "se", "es", "y", "su", "al", "lo", "como"}},
    {"it", {"il", "di", "che", "non", "una", "per", "della", "gli", "con", "sono", "dei", "nel", "alla", "si", "da", "le"}},
    {"pt", {"o", "que", "os", "uma", "do", "da", "em", "para", "com", "n\xC3\xA3o", "por", "mais", "dos", "ao", "se", "as"}},
    {"nl", {"het", "een", "van", "en", "dat", "niet", "voor", "zijn", "op", "aan", "met", "er", "de", "te", "ook", "bij"}},
};
enum { N_LANG = sizeof vote / sizeof *vote };

casus_str page_language_guess(casus_str s)
{
    size_t count[N_LANG] = {0}, words = 0;
    for (size_t i = 0; i < s.n && words < WORDS_LOOKED_AT;) {
        size_t end = i;
        while (end < s.n && (page_alpha(s.p[end]) || (unsigned char)s.p[end] >= 0x80)) end++;
        casus_str w = {s.p + i, end - i};
        words += w.n > 0;
        for (size_t k = 0; w.n && k < N_LANG; k++) {
            for (size_t j = 0; j < 16; j++) count[k] += page_is_nocase(w, vote[k].word[j]);
        }
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
