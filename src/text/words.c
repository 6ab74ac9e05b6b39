/* The few words the splitter must know, in tables. Sorted, found by bisection; each is looked up only for tokens in
 * question (a word before a dot, letters behind a number), so cost does not matter.
 */
#include "room.h"

#include <string.h>

#define T (ABBR_TITLE | ABBR_CAPITAL)
#define N ABBR_NUMBER
#define P ABBR_PLAIN
#define C (ABBR_PLAIN | ABBR_CAPITAL)
#define S (ABBR_STATE | ABBR_PLAIN | ABBR_CAPITAL)
#define L (ABBR_PLAIN | ABBR_LAST)

static const struct {
    char word[8];
    uint8_t kind;
} abbreviation[] = {
    {"adm", T},    {"al", ABBR_AL | ABBR_PLAIN}, {"ala", S},    {"approx", P}, {"apr", C}, {"apt", N},   {"ariz", S},  {"ark", S},   {"art", N},
    {"assn", C},   {"asst", T},   {"atty", T},   {"aug", C},    {"av", N},    {"ave", C},   {"bldg", C},  {"blvd", C},
    {"brig", T},   {"bros", C},   {"c", N},      {"ca", N},     {"calif", S},  {"capt", T},  {"cf", P},    {"ch", N},    {"cmdr", T},
    {"cmdt", T},   {"co", C},     {"col", T},    {"colo", S},   {"conn", S},  {"corp", C},  {"cpl", T},   {"ct", S},
    {"dec", C},    {"del", S},    {"dept", C},   {"dr", T},     {"dra", T},   {"eng", T},   {"esq", C},   {"est", N},
    {"etc", L},    {"feb", C},    {"fig", N},    {"fla", S},    {"fr", T},    {"fri", C},   {"ft", T},    {"ga", S},
    {"gen", T},    {"gens", T},   {"gov", T},    {"govs", T},   {"hon", T},   {"ill", S},   {"inc", C},   {"ind", S},
    {"ing", T},    {"insp", T},   {"jan", C},    {"jr", C},     {"jul", N},   {"jun", N},   {"kan", S},   {"km", N},
    {"ky", S},     {"la", S},     {"lic", T},    {"lt", T},     {"ltd", C},   {"maj", T},   {"mar", N},   {"mass", S},
    {"md", S},     {"messrs", T}, {"mgr", T},    {"mich", S},   {"minn", S},  {"miss", S},  {"mo", S},    {"mon", C},
    {"mont", S},   {"mr", T},     {"mrs", T},    {"ms", T},     {"msgr", T},  {"mt", T},    {"neb", S},   {"nev", S},
    {"no", N},     {"nos", N},    {"nov", C},    {"oct", C},    {"okla", S},  {"op", N},    {"ore", S},   {"p", N},     {"pa", S},
    {"par", N},    {"para", N},   {"pfc", T},    {"pp", N},     {"pres", T},  {"prof", T},  {"profs", T}, {"pt", N},
    {"pvt", T},    {"rep", T},    {"reps", T},   {"rev", T},    {"sec", N},   {"sen", T},   {"sens", T},  {"sep", C},
    {"sept", C},   {"sgt", T},    {"sr", C},     {"sra", T},    {"st", T},    {"ste", T},   {"supt", T},  {"tel", P},
    {"tenn", S},   {"tex", S},    {"thu", C},    {"thur", C},   {"thurs", C}, {"tue", C},   {"tues", C},  {"univ", C},
    {"va", S},     {"vol", N},    {"vs", P},     {"vt", S},     {"wash", S},  {"wed", C},   {"wis", S},   {"wyo", S},
};
#undef T
#undef N
#undef P
#undef C
#undef S
#undef L

static const char starter[][8] = {
    "a",    "about", "after", "all",  "also",  "althoug", "an",    "another", "as",   "at",   "before", "both", "but",  "by",
    "during", "earlier", "for",  "he", "her",  "his",   "how",   "however", "i",    "if",   "in",   "it",     "its",  "last", "many",
    "meanwhi", "most", "no",    "on",   "one",   "other", "our",   "police",  "she",  "since", "so",    "some",   "such", "that",
    "the",  "their", "then",  "there", "these", "they",  "this",  "those",   "two", "under", "until", "we",   "what",   "when", "where", "while",
    "with", "you",
};

static const char unit[][8] = {
    "am", "bn", "cc", "cm", "ft", "g", "ha", "hr", "hrs", "k", "kg", "kgs", "kh", "km", "kmh", "kms", "kph", "kw", "lb", "lbs", "m",
    "mb", "mg", "mi", "min", "mins", "ml", "mm", "mn", "mph", "mw", "nm", "oz", "pm", "sec", "secs", "sq", "yd", "yds",
};

#define H DOMAIN_HOST
#define W DOMAIN_WIDE
#define F DOMAIN_FILE
#define G DOMAIN_GROUP
static const struct {
    char word[8];
    uint8_t kind;
} domain[] = {
    {"af", H},  {"alt", G},  {"asp", F}, {"au", H},   {"biz", W}, {"ca", H},   {"co", H},  {"com", W},  {"comp", G}, {"de", H},   {"doc", F},
    {"docx", F}, {"edu", W}, {"eu", H},  {"exe", F},  {"fr", H},  {"gif", F},  {"gov", W}, {"htm", F},  {"html", F}, {"il", H},   {"info", H},
    {"int", H}, {"iq", H},   {"ir", H},  {"jp", H},   {"jpeg", F}, {"jpg", F}, {"mil", H}, {"misc", G}, {"mp3", F},  {"mp4", F},  {"net", W},
    {"ng", H},  {"nz", H},   {"org", W}, {"pdf", F},  {"php", F}, {"pk", H},   {"png", F}, {"ppt", F},  {"rec", G},  {"ru", H},   {"sci", G},
    {"soc", G}, {"sy", H},   {"tr", H},  {"tv", H},   {"tw", H},  {"txt", F},  {"ua", H},  {"uk", H},   {"url", F},  {"us", H},   {"xls", F},
    {"xlsx", F}, {"ye", H},  {"za", H},  {"zip", F},
};
#undef H
#undef W
#undef F
#undef G

/* What the training halves of the treebanks join; what they split ("self-made", "all-party", "vice-president") is not here.
 * They join "mid-May" too, but the rooms above look for the month. */
#define W PREFIX_WORD
static const struct {
    char word[8];
    uint8_t kind;
} prefix[] = {
    {"anti", W},  {"arch", W},  {"bi", W},    {"co", W},    {"counter", W}, {"cross", W},       {"e", PREFIX_LETTER}, {"ex", W},    {"hyper", W},
    {"inter", W}, {"intra", W}, {"macro", W}, {"mega", W},  {"meta", W},    {"micro", W}, {"mini", W},  {"mono", W},
    {"multi", W}, {"neo", W},   {"non", W},   {"over", W},  {"post", W},    {"pre", W},         {"pro", W},           {"proto", W}, {"pseudo", W},
    {"psycho", W}, {"re", W},   {"semi", W},  {"socio", W}, {"sub", W},     {"trans", W},       {"ultra", W},         {"un", W},
};
#undef W

static const struct {
    char word[8];
    uint8_t n, at[2];
} fused[] = {
    {"aint", 1, {2}},    {"arent", 1, {3}},    {"c'mon", 1, {3}},   {"cannot", 1, {3}}, {"cant", 1, {2}},    {"couldnt", 1, {5}},
    {"didnt", 1, {3}},   {"doesnt", 1, {4}},   {"dont", 1, {2}},    {"dunno", 2, {2, 3}}, {"gimme", 1, {3}}, {"gonna", 1, {3}},
    {"gotta", 1, {3}},   {"hadnt", 1, {3}},    {"hasnt", 1, {3}},   {"havent", 1, {4}}, {"heres", 1, {4}},   {"hes", 1, {2}},
    {"i'ma", 2, {1, 3}}, {"im", 1, {1}},       {"isnt", 1, {2}},    {"its", 1, {FUSED_ASKS}}, {"ive", 1, {1}}, {"lemme", 1, {3}},
    {"lotta", 1, {3}},   {"mustnt", 1, {4}},   {"neednt", 1, {4}},  {"outta", 1, {3}},  {"shes", 1, {3}},    {"thats", 1, {4}},
    {"theres", 1, {5}},  {"theyll", 1, {4}},   {"theyre", 1, {4}},  {"theyve", 1, {4}}, {"wanna", 1, {3}},   {"wasnt", 1, {3}},
    {"werent", 1, {4}},  {"weve", 1, {2}},     {"whats", 1, {4}},   {"wont", 1, {2}},   {"wouldnt", 1, {5}}, {"y'all", 1, {2}},
    {"youll", 1, {3}},   {"youre", 1, {3}},    {"youve", 1, {3}},
};

/* Where "its" was "it is" in the training halves and never the possessive, and words of the same kinds. */
static const char after_its[][8] = {
    "a", "about", "also", "always", "an", "been", "being", "going", "gonna", "hard", "in", "just", "like", "never", "not", "now", "probabl",
    "really", "simply", "so", "still", "that", "the", "too", "very", "worth",
};

static const char calendar[][8] = {
    "april",  "august",  "decembe", "februar", "friday",  "january", "july",    "june",    "march",   "may",
    "monday", "novembe", "october", "saturda", "septemb", "sunday",  "thursda", "tuesday", "wednesd",
};

/* A short word in small ASCII letters as one number, in the order of the letters; 0 if it is none. */
static uint64_t key_of(casus_str w)
{
    uint64_t key = 0;
    if (w.n == 0 || w.n > 7) return 0;
    for (size_t i = 0; i < w.n; i++) {
        unsigned char c = (unsigned char)w.p[i];
        if (c >= 0x80) return 0;
        key = key << 8 | (c >= 'A' && c <= 'Z' ? c + 32u : c);
    }
    return key << 8 * (8 - w.n);
}

/* The same of the word a row begins with. */
static uint64_t key_of_row(const unsigned char *p)
{
    uint64_t key = 0;
    for (int i = 0; i < 8; i++) key = key << 8 | p[i];
    return key;
}

/* Place of the word in rows of the given stride that begin with 8 bytes of word; -1 if it is not there. */
static long place(const void *rows, size_t n, size_t stride, uint64_t key)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        uint64_t row = key_of_row((const unsigned char *)rows + mid * stride);
        if (row == key) return (long)mid;
        if (key > row) lo = mid + 1;
        else hi = mid;
    }
    return -1;
}

#define IN(table, word) place(table, sizeof table / sizeof *table, sizeof *table, key_of(word))

unsigned text_abbreviation(casus_str w)
{
    long at = IN(abbreviation, w);
    return at < 0 ? ABBR_NONE : abbreviation[at].kind;
}

bool text_is_starter(casus_str norm)
{
    if (norm.n > 7) norm.n = 7;
    return IN(starter, norm) >= 0;
}

bool text_is_unit(casus_str w)
{
    return IN(unit, w) >= 0;
}

unsigned text_is_domain(casus_str w)
{
    long at = IN(domain, w);
    return at < 0 ? 0 : domain[at].kind;
}

unsigned text_prefix(casus_str w)
{
    long at = IN(prefix, w);
    return at < 0 ? PREFIX_NONE : prefix[at].kind;
}

/* Asked of every word: most are turned away by their last two letters. */
unsigned text_fused(casus_str w, uint8_t cut[2])
{
#define B(c) (1u << ((c) - 'a'))
    static const uint32_t before[26] = {
        ['a' - 'a'] = B('n') | B('t') | B('m'), ['e' - 'a'] = B('v') | B('r') | B('m'), ['l' - 'a'] = B('l'), ['m' - 'a'] = B('i'),
        ['n' - 'a'] = B('o'), ['o' - 'a'] = B('n'), ['s' - 'a'] = B('e') | B('t'), ['t' - 'a'] = B('n') | B('o'),
    };
#undef B
    if (w.n < 2 || w.n > 7) return 0;
    unsigned last = (unsigned)(w.p[w.n - 1] | 32) - 'a', other = (unsigned)(w.p[w.n - 2] | 32) - 'a';
    long at = last < 26 && other < 26 && before[last] >> other & 1 ? IN(fused, w) : -1;
    if (at < 0) return 0;
    if (w.n < 4 && w.p[1] >= 'A' && w.p[1] <= 'Z') return 0; /* IM, HES: letters of a name */
    memcpy(cut, fused[at].at, 2);
    return fused[at].n;
}

bool text_is_after_its(casus_str w)
{
    if (w.n > 7) w.n = 7;
    return IN(after_its, w) >= 0;
}

bool text_is_calendar(casus_str w)
{
    if (w.n > 7) w.n = 7;
    return IN(calendar, w) >= 0;
}
