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

static const struct {
    char word[8];
    uint8_t kind;
} abbreviation[] = {
    {"adm", T},    {"ala", S},    {"apr", C},    {"approx", P}, {"apt", N},   {"ariz", S},  {"ark", S},   {"art", N},
    {"assn", C},   {"asst", T},   {"atty", T},   {"aug", C},    {"av", N},    {"ave", C},   {"bldg", C},  {"blvd", C},
    {"brig", T},   {"bros", C},   {"ca", N},     {"calif", S},  {"capt", T},  {"cf", P},    {"ch", N},    {"cmdr", T},
    {"cmdt", T},   {"co", C},     {"col", T},    {"colo", S},   {"conn", S},  {"corp", C},  {"cpl", T},   {"ct", S},
    {"dec", C},    {"del", S},    {"dept", C},   {"dr", T},     {"dra", T},   {"eng", T},   {"esq", C},   {"est", N},
    {"etc", P},    {"feb", C},    {"fig", N},    {"fla", S},    {"fr", T},    {"fri", C},   {"ft", T},    {"ga", S},
    {"gen", T},    {"gens", T},   {"gov", T},    {"govs", T},   {"hon", T},   {"ill", S},   {"inc", C},   {"ind", S},
    {"ing", T},    {"insp", T},   {"jan", C},    {"jr", C},     {"jul", N},   {"jun", N},   {"kan", S},   {"km", N},
    {"ky", S},     {"la", S},     {"lic", T},    {"lt", T},     {"ltd", C},   {"maj", T},   {"mar", N},   {"mass", S},
    {"md", S},     {"messrs", T}, {"mgr", T},    {"mich", S},   {"minn", S},  {"miss", S},  {"mo", S},    {"mon", C},
    {"mont", S},   {"mr", T},     {"mrs", T},    {"ms", T},     {"msgr", T},  {"mt", T},    {"neb", S},   {"nev", S},
    {"no", N},     {"nos", N},    {"nov", C},    {"oct", C},    {"okla", S},  {"op", N},    {"ore", S},   {"pa", S},
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

static const char starter[][8] = {
    "a",    "about", "after", "all",  "also",  "althoug", "an",    "another", "as",   "at",   "before", "both", "but",  "by",
    "during", "earlier", "for",  "he", "her",  "his",   "how",   "however", "i",    "if",   "in",   "it",     "its",  "last", "many",
    "meanwhi", "most", "no",    "on",   "one",   "other", "our",   "police",  "she",  "since", "so",    "some",   "such", "that",
    "the",  "their", "then",  "there", "these", "they",  "this",  "those",   "two", "under", "until", "we",   "what",   "when", "where", "while",
    "with", "you",
};

static const char unit[][8] = {
    "am", "bn", "cc", "cm", "ft", "g", "ha", "hr", "hrs", "kg", "kgs", "kh", "km", "kmh", "kms", "kph", "kw", "lb", "lbs", "m",
    "mb", "mg", "mi", "min", "mins", "ml", "mm", "mn", "mph", "mw", "nm", "oz", "pm", "sec", "secs", "sq", "yd", "yds",
};

static const char domain[][8] = {
    "af", "au", "ca", "co", "com", "de", "edu", "eu", "fr", "gov", "htm", "html", "il", "info", "int", "iq", "ir", "jp", "mil",
    "net", "ng", "nz", "org", "pk", "ru", "sy", "tr", "tv", "ua", "uk", "us", "ye", "za",
};

/* Lower-case ASCII copy of a short word; false if it is none. */
static bool lowered(casus_str w, char out[8])
{
    if (w.n == 0 || w.n > 7) return false;
    memset(out, 0, 8);
    for (size_t i = 0; i < w.n; i++) {
        unsigned char c = (unsigned char)w.p[i];
        if (c >= 0x80) return false;
        out[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    return true;
}

/* Place of the word in rows of the given stride that begin with 8 bytes of word; -1 if it is not there. */
static long place(const void *rows, size_t n, size_t stride, const char word[8])
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        int c = strncmp(word, (const char *)rows + mid * stride, 8);
        if (c == 0) return (long)mid;
        if (c > 0) lo = mid + 1;
        else hi = mid;
    }
    return -1;
}

#define IN(table, word) place(table, sizeof table / sizeof *table, sizeof *table, word)

unsigned text_abbreviation(casus_str w)
{
    char low[8];
    long at = lowered(w, low) ? IN(abbreviation, low) : -1;
    return at < 0 ? ABBR_NONE : abbreviation[at].kind;
}

bool text_is_starter(casus_str norm)
{
    char low[8];
    if (norm.n > 7) norm.n = 7;
    return lowered(norm, low) && IN(starter, low) >= 0;
}

bool text_is_unit(casus_str w)
{
    char low[8];
    return lowered(w, low) && IN(unit, low) >= 0;
}

bool text_is_domain(casus_str w)
{
    char low[8];
    return lowered(w, low) && IN(domain, low) >= 0;
}
