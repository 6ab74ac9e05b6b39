/* Keys of names: what the gazetteer is sorted and searched by. Both sides, compiler and reader, come through here, so a rule
 * only has to be the same for both, not right: "Ar Raqqah" and "al-Raqqa" both become "al raqqa".
 */
#include "where/format.h"

#include <string.h>

/* Words that are written in several ways, by their first letter. The Arabic article takes the form of the letter after it. */
static const char *const same[26] = {
    ['a' - 'a'] = "ar=al ad=al an=al as=al at=al az=al ash=al ath=al adh=al ayn=ain", ['b' - 'a'] = "bayt=beit bait=beit",
    ['d' - 'a'] = "der=deir dayr=deir dair=deir", ['e' - 'a'] = "el=al ed=al er=al es=al et=al ez=al esh=al", ['f' - 'a'] = "fort=ft",
    ['j' - 'a'] = "jabal=jebel", ['k' - 'a'] = "khirbat=khirbet", ['m' - 'a'] = "mount=mt madinat=medinat",
    ['s' - 'a'] = "saint=st sainte=ste shaykh=sheikh", ['t' - 'a'] = "tall=tel tell=tel", ['u' - 'a'] = "ul=al ur=al um=umm",
};
static const uint8_t same_most[26] = {['a' - 'a'] = 3, ['b' - 'a'] = 4, ['d' - 'a'] = 4, ['e' - 'a'] = 3, ['f' - 'a'] = 4, ['j' - 'a'] = 5,
                                      ['k' - 'a'] = 7, ['m' - 'a'] = 7, ['s' - 'a'] = 6, ['t' - 'a'] = 4, ['u' - 'a'] = 2}; /* bytes */

/* One word into the key; at is where it began; single: it is the whole name. */
static size_t settle(char *key, size_t at, size_t n, bool single)
{
    size_t len = n - at, k;
    if (len > 4 && key[n - 1] == 'h' && key[n - 2] == 'a') return n - 1;
    if (len < 2 || key[at] < 'a' || key[at] > 'z' || len > same_most[key[at] - 'a']) return n;
    if (single && at == 0) return n; /* a name that is only "Fort" or "At" stays itself */
    for (const char *w = same[key[at] - 'a']; *w; w += *w == ' ') {
        for (k = 1; k < len && w[k] == key[at + k]; k++) continue;
        if (k == len && w[k] == '=') {
            for (w += k + 1, n = at; *w && *w != ' ' && n < GAZ_KEY - 1; w++) key[n++] = *w;
            return n;
        }
        while (*w && *w != ' ') w++;
    }
    return n;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

/* The words of a folded name behind what is there; single: alone, they stay as they are. 0: too long. */
static size_t add_words(char key[GAZ_KEY], size_t n, casus_str folded, bool single)
{
    size_t at = n;
    for (size_t i = 0; i < folded.n; i++) {
        if (n > GAZ_KEY - 12) return 0;
        unsigned char c = (unsigned char)folded.p[i];
        if (is_letter(c)) {
            key[n++] = (char)c;
        } else if (n > at) {
            n = settle(key, at, n, false);
            key[n++] = ' ';
            at = n;
        }
    }
    if (n > at) return settle(key, at, n, single);
    return n ? n - 1 : 0;
}

size_t gaz_key(casus_str folded, char key[GAZ_KEY])
{
    size_t n = add_words(key, 0, folded, true);
    key[n] = '\0';
    return n;
}

size_t gaz_key_add(char key[GAZ_KEY], size_t n, casus_str folded)
{
    if (n) key[n++] = ' ';
    n = n > GAZ_KEY - 12 ? 0 : add_words(key, n, folded, false);
    key[n] = '\0';
    return n;
}

/* ---------------------------------------------------------------- by ear */

/* Letters that one ear writes so and another so, as one sign, by their first one, the longest first. Vowels are told apart by three
 * kinds only; h is seldom heard (-). This is asked for every letter of every name that is compared. */
static const char *const ear[26] = {
    ['a' - 'a'] = "ai=a ay=a au=u aw=u a=a", ['c' - 'a'] = "cz=S ch=S ck=k c=k",      ['d' - 'a'] = "dzh=J dzj=J dj=J dh=d",
    ['e' - 'a'] = "ee=i ea=i ey=i ei=a e=a", ['g' - 'a'] = "gh=g",                    ['h' - 'a'] = "h=-",
    ['i' - 'a'] = "ie=i iy=i i=i",           ['j' - 'a'] = "j=J",                     ['k' - 'a'] = "kh=x ks=x",
    ['o' - 'a'] = "ou=u oo=u ow=u o=u",      ['p' - 'a'] = "ph=f",                    ['q' - 'a'] = "q=k",
    ['s' - 'a'] = "shch=S sjtj=S sch=S sh=S sj=S sz=S", ['t' - 'a'] = "tsch=S tch=S th=t ts=z tz=z", ['w' - 'a'] = "w=u",
    ['y' - 'a'] = "yi=i y=i",                ['z' - 'a'] = "zh=J zj=J",
};

/* The same, quickly: what a letter is by itself, and which ones behind it may make it something else (bit 1 for a). */
static const char alone[27] = "abkdafg\0iJklmnupkrstuvuxiz";
#define L(c) (UINT32_C(1) << ((c) & 31))
static const uint32_t pairs[26] = {
    ['a' - 'a'] = L('i') | L('y') | L('u') | L('w'),          ['c' - 'a'] = L('z') | L('h') | L('k'),          ['d' - 'a'] = L('z') | L('j') | L('h'),
    ['e' - 'a'] = L('e') | L('a') | L('y') | L('i'),          ['g' - 'a'] = L('h'),                            ['i' - 'a'] = L('e') | L('y'),
    ['k' - 'a'] = L('h') | L('s'),                            ['o' - 'a'] = L('u') | L('o') | L('w'),          ['p' - 'a'] = L('h'),
    ['s' - 'a'] = L('h') | L('j') | L('c') | L('z'),          ['t' - 'a'] = L('s') | L('c') | L('h') | L('z'), ['y' - 'a'] = L('i'),
    ['z' - 'a'] = L('h') | L('j'),
};
#undef L

static bool is_open(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

/* The sign at p, and how many letters it takes. A w before a vowel belongs to that, not to the vowel before it. */
static char sound(const char *p, size_t *n)
{
    if (*p >= 'a' && *p <= 'z' && !(p[1] >= 'a' && pairs[*p - 'a'] >> (p[1] & 31) & 1)) {
        *n = 1;
        return alone[*p - 'a'];
    }
    const char *g = *p >= 'a' && *p <= 'z' ? ear[*p - 'a'] : NULL;
    *n = 1;
    while (g && *g) {
        size_t k = 0;
        while (g[k] == p[k]) k++;
        if (g[k] == '=' && !(k == 2 && p[1] == 'w' && is_open(p[2]))) {
            *n = k;
            return g[k + 1] == '-' ? 0 : g[k + 1];
        }
        while (*g && *g != ' ') g++;
        g += *g == ' ';
    }
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

size_t gaz_signs(const char *key, char out[GAZ_KEY])
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

/* Signs that languages tell apart differently share a bit: aiu kx zsd dt Ji Jg vuf vb pb xhg szSJ. */
static const uint16_t kin[128] = {['a'] = 1,         ['i'] = 1 | 16,    ['u'] = 1 | 64, ['k'] = 2,   ['x'] = 2 | 512, ['z'] = 4 | 1024,
                                  ['s'] = 4 | 1024,  ['d'] = 4 | 8,     ['t'] = 8,      ['J'] = 16 | 32 | 1024,     ['g'] = 32 | 512,
                                  ['v'] = 64 | 128,  ['f'] = 64,        ['b'] = 128 | 256, ['p'] = 256, ['h'] = 512,  ['S'] = 1024};

/* Costs are counted in twentieths: the same sign 0, one akin 7, any other 20. To leave one out costs less where it is hardly heard: a
 * doubled one, or h. */
enum { PART = 20, AKIN = 7, FAINT = 3 };

static unsigned drop(char c, char beside)
{
    if (c == 'h' || c == beside) return FAINT;
    return is_vowel(c) ? AKIN : PART;
}

static unsigned least_of(unsigned a, unsigned b) { return a < b ? a : b; }

/* Row by row, given up where every way costs more than most. */
static unsigned measure(const char *a, const char *b, unsigned most)
{
    unsigned row[GAZ_KEY], out[GAZ_KEY], akin[GAZ_KEY];
    size_t n = strlen(b);
    row[0] = 0;
    for (size_t k = 1; k <= n; k++) {
        akin[k] = kin[b[k - 1] & 127];
        out[k] = drop(b[k - 1], k > 1 ? b[k - 2] : 0);
        row[k] = row[k - 1] + out[k];
    }
    for (size_t i = 0; a[i]; i++) {
        unsigned corner = row[0], gone = drop(a[i], i ? a[i - 1] : 0), mine = kin[a[i] & 127], left = row[0] + gone, least = left;
        row[0] = left;
        for (size_t k = 1; k <= n; k++) {
            unsigned swap = a[i] == b[k - 1] ? 0 : mine & akin[k] ? AKIN : PART;
            unsigned other = least_of(corner + swap, row[k] + gone); /* does not wait for the one to the left */
            corner = row[k];
            left = least_of(other, left + out[k]);
            row[k] = left;
            least = least_of(least, left);
        }
        if (least > most) return least;
    }
    return row[n];
}

/* What is spelled alike comes first: all else is a tenth farther. */
static float as_distance(unsigned parts) { return (float)parts / PART + 0.1f; }
static unsigned as_parts(float distance) { return distance > 0.1f ? (unsigned)((distance - 0.1f) * PART + 0.01f) : 0; }

float gaz_within(const char *from, const char *from_signs, const char *to, float most)
{
    char b[GAZ_KEY];
    if (strcmp(from, to) == 0) return 0;
    gaz_signs(to, b);
    return as_distance(measure(from_signs, b, as_parts(most)));
}

float gaz_distance(const char *from, const char *to)
{
    char a[GAZ_KEY];
    gaz_signs(from, a);
    return gaz_within(from, a, to, 99);
}

bool gaz_near(const char *from_signs, const char *to, float most)
{
    char b[GAZ_KEY];
    gaz_signs(to, b);
    return most >= 0.1f && measure(from_signs, b, as_parts(most)) <= as_parts(most);
}
