/* Keys of names: what the gazetteer is sorted and searched by. Both sides, compiler and reader, come through here, so a rule
 * only has to be the same for both, not right: "Ar Raqqah" and "al-Raqqa" both become "al raqqa".
 */
#include "where/format.h"

#include <string.h>

/* Words that are written in several ways. The Arabic article takes the form of the letter after it. */
static const struct {
    uint8_t n; /* bytes of word */
    char word[9], plain[8];
} same[] = {
    {2, "el", "al"}, {2, "ar", "al"}, {2, "ad", "al"}, {2, "an", "al"}, {2, "as", "al"}, {3, "ash", "al"},
    {2, "at", "al"}, {2, "az", "al"}, {2, "ed", "al"}, {2, "er", "al"}, {2, "es", "al"}, {2, "et", "al"},
    {2, "ez", "al"}, {3, "esh", "al"}, {3, "ath", "al"}, {3, "adh", "al"}, {2, "ul", "al"}, {2, "ur", "al"},
    {5, "saint", "st"}, {6, "sainte", "ste"}, {4, "fort", "ft"}, {5, "mount", "mt"}, {4, "dayr", "deir"},
    {3, "der", "deir"}, {4, "dair", "deir"}, {3, "ayn", "ain"}, {4, "tall", "tel"}, {4, "tell", "tel"},
    {4, "bayt", "beit"}, {4, "bait", "beit"}, {6, "shaykh", "sheikh"}, {5, "jabal", "jebel"}, {2, "um", "umm"},
    {7, "khirbat", "khirbet"}, {7, "madinat", "medinat"},
};

/* One word into the key; at is where it began. */
static size_t settle(char *key, size_t at, size_t n, bool last)
{
    size_t len = n - at;
    if (len > 4 && key[n - 1] == 'h' && key[n - 2] == 'a') return n - 1;
    if (len < 2 || len > 8 || (last && at == 0)) return n; /* a name that is only "Fort" or "At" stays itself */
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (same[i].n != len || memcmp(key + at, same[i].word, len) != 0) continue;
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
