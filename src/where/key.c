/* Keys of names: what the gazetteer is sorted and searched by. Both sides, compiler and reader, come through here, so a rule
 * only has to be the same for both, not right: "Ar Raqqah" and "al-Raqqa" both become "al raqqa".
 */
#include "where/format.h"

#include <string.h>

/* Words that are written in several ways. The Arabic article takes the form of the letter after it. */
static const struct {
    const char *word, *plain;
} same[] = {
    {"el", "al"},      {"ar", "al"},       {"ad", "al"},       {"an", "al"},     {"as", "al"},     {"ash", "al"},
    {"at", "al"},      {"az", "al"},       {"ed", "al"},       {"er", "al"},     {"es", "al"},     {"et", "al"},
    {"ez", "al"},      {"esh", "al"},      {"ath", "al"},      {"adh", "al"},    {"ul", "al"},     {"ur", "al"},
    {"saint", "st"},   {"sainte", "ste"},  {"fort", "ft"},     {"mount", "mt"},  {"dayr", "deir"}, {"der", "deir"},
    {"dair", "deir"},  {"ayn", "ain"},     {"tall", "tel"},    {"tell", "tel"},  {"bayt", "beit"}, {"bait", "beit"},
    {"shaykh", "sheikh"}, {"jabal", "jebel"}, {"um", "umm"},   {"khirbat", "khirbet"}, {"madinat", "medinat"},
};

/* One word into the key; at is where it began. */
static size_t settle(char *key, size_t at, size_t n, bool last)
{
    size_t len = n - at;
    if (len > 4 && key[n - 1] == 'h' && key[n - 2] == 'a') return n - 1;
    if (last && at == 0) return n; /* a name that is only "Fort" or "At" stays itself */
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (strlen(same[i].word) != len || memcmp(key + at, same[i].word, len) != 0) continue;
        size_t plain = strlen(same[i].plain);
        if (at + plain >= GAZ_KEY - 1) return n;
        memcpy(key + at, same[i].plain, plain);
        return at + plain;
    }
    return n;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

size_t gaz_key(casus_str folded, char key[GAZ_KEY])
{
    size_t n = 0, at = 0;
    key[0] = '\0';
    for (size_t i = 0; i < folded.n; i++) {
        if (n > GAZ_KEY - 12) {
            key[0] = '\0';
            return 0;
        }
        unsigned char c = (unsigned char)folded.p[i];
        if (is_letter(c)) {
            key[n++] = (char)c;
        } else if (n > at) {
            n = settle(key, at, n, false);
            key[n++] = ' ';
            at = n;
        }
    }
    if (n > at) n = settle(key, at, n, true);
    else if (n) n--;
    key[n] = '\0';
    return n;
}

/* How one letter sounds to an English ear; 0: not heard. */
static char sound(char c, char next)
{
    switch (c) {
    case 'a': case 'e': return 'a';
    case 'o': case 'u': case 'w': return 'u';
    case 'i': case 'y': case 'j': return c == 'j' ? 'j' : 'i';
    case 'q': case 'k': return 'k';
    case 'c': return next == 'h' ? 's' : 'k';
    case 'z': return 'z';
    case 'h': return 0;
    default: return c;
    }
}

size_t gaz_rough(const char *key, char rough[GAZ_KEY])
{
    size_t n = 0, heard = 0;
    rough[n++] = '~';
    for (const char *p = key; *p && n < GAZ_KEY - 1; p++) {
        if (p[0] == 'a' && p[1] == 'l' && p[2] == ' ' && (p == key || p[-1] == ' ')) {
            p += 2;
            continue;
        }
        if (*p == ' ') continue;
        char c = sound(*p, p[1]);
        if (!c || rough[n - 1] == c) continue;
        rough[n++] = c;
        heard += c != 'a' && c != 'i' && c != 'u';
    }
    while (n > 2 && rough[n - 1] == 'a') n--;
    rough[n] = '\0';
    if (heard >= 3 && n >= 6) return n;
    rough[0] = '\0';
    return 0;
}
