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

/* ---------------------------------------------------------------- by ear */

/* Letters that one ear writes so and another so, as one sign: first those of several letters, longest first. Vowels are told
 * apart by three kinds only; h is seldom heard, nor is a vowel at the end. */
static const struct {
    char from[5], to;
} ear[] = {
    {"tsch", 'S'}, {"shch", 'S'}, {"sjtj", 'S'}, {"dzj", 'J'}, {"zj", 'J'}, {"sj", 'S'}, {"cz", 'S'}, {"sz", 'S'}, {"sch", 'S'}, {"tch", 'S'}, {"dzh", 'J'}, {"dj", 'J'}, {"sh", 'S'}, {"ch", 'S'}, {"zh", 'J'},
    {"kh", 'x'},   {"gh", 'g'},   {"th", 't'},  {"dh", 'd'},  {"ph", 'f'},  {"ts", 'z'},  {"tz", 'z'}, {"ou", 'u'}, {"oo", 'u'}, {"ow", 'u'},
    {"ee", 'i'},   {"ea", 'i'},   {"ie", 'i'},  {"ey", 'i'},  {"iy", 'i'},  {"yi", 'i'},  {"ai", 'a'}, {"ay", 'a'}, {"ei", 'a'}, {"au", 'u'},
    {"aw", 'u'},   {"ck", 'k'},   {"ks", 'x'},
    {"a", 'a'},    {"e", 'a'},    {"o", 'u'},   {"u", 'u'},   {"w", 'u'},   {"i", 'i'},   {"y", 'i'},  {"j", 'J'},  {"q", 'k'},  {"c", 'k'},
    {"x", 'x'},    {"z", 'z'},    {"v", 'v'},   {"h", 0},
};

static bool is_open(char c) { return c && strchr("aeiouy", c); }

/* The sign at p, and how many letters it takes. */
static char sound(const char *p, size_t *n)
{
    for (size_t i = 0; i < sizeof ear / sizeof *ear; i++) {
        if (ear[i].from[0] != *p) continue; /* nearly all of them: this is asked of every letter of every name that sounds alike */
        size_t len = strlen(ear[i].from);
        if (strncmp(p, ear[i].from, len) != 0 || (len == 2 && p[1] == 'w' && is_open(p[2]))) continue;
        *n = len;
        return ear[i].to;
    }
    *n = 1;
    return *p;
}


static bool is_vowel(char c) { return c == 'a' || c == 'i' || c == 'u'; }

/* The class of a consonant in a rough key: what languages without these letters write for one another. 0: not kept. w is a vowel but
 * before one, and j is one where it is soft. */
static char class_of(const char *p, size_t len, bool first, bool soft)
{
    char c = sound(p, &(size_t){0});
    if (len == 1 && *p == 'w' && is_open(p[1])) return 'f';
    if (len == 1 && *p == 'j' && soft) return first ? 'a' : 0;
    if (is_vowel(c)) return first ? 'a' : 0;
    if (*p == 'd' && len == 2 && p[1] == 'h') return 's';
    if (*p == 'c' && len == 1 && (p[1] == 'e' || p[1] == 'i' || p[1] == 'y')) return 's';
    switch (c) {
    case 'S': case 'J': case 's': case 'z': return 's';
    case 'k': case 'x': case 'g': return 'k';
    case 'd': return 's';
    case 'p': case 'b': return 'b';
    case 'f': case 'v': return 'f';
    default: return c;
    }
}

size_t gaz_rough(const char *key, bool soft, char rough[GAZ_KEY])
{
    size_t n = 0, len;
    for (const char *p = key; *p && n < GAZ_KEY - 1; p += len) {
        len = 1;
        if (p[0] == 'a' && p[1] == 'l' && p[2] == ' ' && (p == key || p[-1] == ' ')) {
            len = 3;
            continue;
        }
        if (*p == ' ') continue;
        sound(p, &len);
        char c = class_of(p, len, n == 0, soft);
        if (!c || (n && rough[n - 1] == c)) continue;
        if (n && rough[n - 1] == 't' && c == 's' && (p[-1] == 'd' || p[-1] == 't')) n--; /* "dj", "tz": one sound */
        if (n && rough[n - 1] == c) continue;
        rough[n++] = c;
    }
    rough[n] = '\0';
    return n;
}

/* A key as signs of sounds, articles and blanks left out: what distances are measured between. */
static size_t signs(const char *key, char out[GAZ_KEY])
{
    size_t n = 0, len;
    for (const char *p = key; *p && n < GAZ_KEY - 1; p += len) {
        len = p[0] == 'a' && p[1] == 'l' && p[2] == ' ' && (p == key || p[-1] == ' ') ? 3 : 1;
        if (len == 3 || *p == ' ') continue;
        char c = sound(p, &len);
        out[n++] = c ? c : 'h';
    }
    out[n] = '\0';
    return n;
}

bool gaz_by_ear(const char country[2])
{
    static const char list[] = "AE AF AM AZ BA BG BH BY DJ DZ EG EH ER ET GE IL IQ IR JO KG KW KZ LB LY MA MD ME MK ML MN MR NE NG OM "
                               "PK PS QA RS RU SA SD SN SO SS SY TD TJ TM TN TR UA UZ XK YE";
    for (const char *p = list; *p; p += p[2] ? 3 : 2)
        if (p[0] == country[0] && p[1] == country[1]) return true;
    return false;
}

/* What it costs to write one sign for another: vowels are cheap, and so are those that languages tell apart differently. */
static float cost(char a, char b)
{
    static const char *const alike[] = {"aiu", "kx", "zsd", "dt", "Ji", "Jg", "vuf", "vb", "pb", "xhg", "szSJ"};
    if (a == b) return 0;
    for (size_t i = 0; i < sizeof alike / sizeof *alike; i++)
        if (strchr(alike[i], a) && strchr(alike[i], b)) return 0.35f;
    return 1;
}

/* ... and to leave one out: a doubled one and h are hardly heard. */
static float drop(char c, char beside)
{
    if (c == 'h' || c == beside) return 0.15f;
    return is_vowel(c) ? 0.35f : 1;
}

float gaz_distance(const char *from, const char *to)
{
    char a[GAZ_KEY], b[GAZ_KEY];
    float row[GAZ_KEY];
    signs(from, a);
    size_t n = signs(to, b);
    row[0] = 0;
    for (size_t k = 1; k <= n; k++) row[k] = row[k - 1] + drop(b[k - 1], k > 1 ? b[k - 2] : 0);
    for (size_t i = 0; a[i]; i++) {
        float corner = row[0], out = drop(a[i], i ? a[i - 1] : 0);
        row[0] += out;
        for (size_t k = 1; k <= n; k++) {
            float best = corner + cost(a[i], b[k - 1]), left = row[k - 1] + drop(b[k - 1], k > 1 ? b[k - 2] : 0), up = row[k] + out;
            corner = row[k];
            row[k] = left < best ? left : best;
            if (up < row[k]) row[k] = up;
        }
    }
    return strcmp(from, to) == 0 ? 0 : row[n] + 0.1f; /* what is spelled alike comes first */
}
