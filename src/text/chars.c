/* Characters as the tokenizer sees them. A table answers for ASCII; other characters go by ranges, which covers the scripts
 * that names in English news are written in. What is in no range is a letter, so unknown scripts still give words.
 */
#include "room.h"

#define S CHAR_SPACE
#define L CHAR_LETTER
#define D CHAR_DIGIT
#define A CHAR_APOS
#define H CHAR_HYPHEN
#define P CHAR_PUNCT
/* clang-format off */
const uint8_t text_ascii[128] = {
    S,S,S,S,S,S,S,S,S,S,S,S,S,S,S,S, S,S,S,S,S,S,S,S,S,S,S,S,S,S,S,S,
    S,P,P,P,P,P,P,A,P,P,P,P,P,H,P,P, D,D,D,D,D,D,D,D,D,D,P,P,P,P,P,P,
    P,L,L,L,L,L,L,L,L,L,L,L,L,L,L,L, L,L,L,L,L,L,L,L,L,L,L,P,P,P,P,P,
    A,L,L,L,L,L,L,L,L,L,L,L,L,L,L,L, L,L,L,L,L,L,L,L,L,L,L,P,P,P,P,S,
};
/* clang-format on */
#undef S
#undef L
#undef D
#undef A
#undef H
#undef P

/* Sorted by first; what is between the ranges is a letter. */
static const struct {
    uint32_t first, last;
    char_class cls;
} range[] = {
    {0x80, 0xa0, CHAR_SPACE},      {0xa1, 0xa9, CHAR_PUNCT},      {0xab, 0xac, CHAR_PUNCT},
    {0xad, 0xad, CHAR_JOIN},       {0xae, 0xb1, CHAR_PUNCT},      {0xb4, 0xb4, CHAR_APOS},
    {0xb6, 0xb8, CHAR_PUNCT},      {0xbb, 0xbb, CHAR_PUNCT},      {0xbf, 0xbf, CHAR_PUNCT},
    {0xd7, 0xd7, CHAR_PUNCT},      {0xf7, 0xf7, CHAR_PUNCT},      {0x2bb, 0x2bf, CHAR_APOS},
    {0x60c, 0x60c, CHAR_PUNCT},    {0x61b, 0x61f, CHAR_PUNCT},    {0x660, 0x669, CHAR_DIGIT},
    {0x6d4, 0x6d4, CHAR_PUNCT},    {0x6f0, 0x6f9, CHAR_DIGIT},    {0x1680, 0x1680, CHAR_SPACE},
    {0x2000, 0x200b, CHAR_SPACE},  {0x200c, 0x200f, CHAR_JOIN},   {0x2010, 0x2011, CHAR_HYPHEN},
    {0x2012, 0x2017, CHAR_PUNCT},  {0x2018, 0x2019, CHAR_APOS},   {0x201a, 0x201a, CHAR_PUNCT},
    {0x201b, 0x201b, CHAR_APOS},   {0x201c, 0x2027, CHAR_PUNCT},  {0x2028, 0x2029, CHAR_SPACE},
    {0x202a, 0x202e, CHAR_JOIN},   {0x202f, 0x202f, CHAR_SPACE},  {0x2030, 0x205e, CHAR_PUNCT},
    {0x205f, 0x205f, CHAR_SPACE},  {0x2060, 0x206f, CHAR_JOIN},   {0x20a0, 0x20cf, CHAR_PUNCT},
    {0x2190, 0x2bff, CHAR_PUNCT},  {0x3000, 0x3000, CHAR_SPACE},  {0x3001, 0x3020, CHAR_PUNCT},
    {0xfe00, 0xfe0f, CHAR_JOIN},   {0xfe30, 0xfe6f, CHAR_PUNCT},  {0xfeff, 0xfeff, CHAR_JOIN},
    {0xff01, 0xff0f, CHAR_PUNCT},  {0xff1a, 0xff20, CHAR_PUNCT},  {0xfffd, 0xfffd, CHAR_PUNCT},
    {0x1f000, 0x1faff, CHAR_PUNCT},
};

static uint8_t class_of(uint32_t cp)
{
    size_t lo = 0, hi = sizeof range / sizeof *range;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > range[mid].last) lo = mid + 1;
        else hi = mid;
    }
    bool in = lo < sizeof range / sizeof *range && cp >= range[lo].first;
    return (uint8_t)(in ? range[lo].cls : CHAR_LETTER);
}

text_char text_char_beyond(const char *p, const char *end)
{
    uint32_t cp;
    unsigned n = casus_utf8_next(p, end, &cp);
    return (text_char){cp, (uint8_t)n, n == 1 ? CHAR_SPACE : class_of(cp)};
}

/* Latin Extended has capitals and small letters side by side; which of the two is even changes a few times. */
static bool is_upper_latin(uint32_t c)
{
    if (c <= 0x137) return !(c & 1);
    if (c <= 0x148) return c & 1;
    if (c <= 0x177) return !(c & 1);
    return c == 0x178 || c == 0x179 || c == 0x17b || c == 0x17d;
}

bool text_is_upper(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z';
    if (c < 0x100) return c >= 0xc0 && c <= 0xde && c != 0xd7;
    if (c < 0x180) return is_upper_latin(c);
    if (c >= 0x386 && c <= 0x3ab) return c != 0x390;
    if (c >= 0x400 && c <= 0x42f) return true;
    if (c >= 0x460 && c <= 0x52f) return !(c & 1);
    if (c >= 0x1e00 && c <= 0x1eff) return !(c & 1) && (c < 0x1e96 || c > 0x1e9f);
    return false;
}
