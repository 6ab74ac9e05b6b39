/* Is a text in English? Told by its smallest words: of running English a third and more are among the fifty commonest, of other
 * languages written in the same letters hardly one in ten. One look at each of the first words.
 */
#include "room.h"

enum { LETTERS = 26 };

/* By first letter, so that most words cost one or two comparisons. */
static const char *const common[LETTERS][8] = {
    {"a", "and", "are", "as", "at", "an", "after", NULL},
    {"be", "by", "but", "been", NULL},
    {NULL},
    {NULL},
    {NULL},
    {"for", "from", NULL},
    {NULL},
    {"he", "his", "has", "had", "have", NULL},
    {"in", "is", "it", "its", "i", NULL},
    {NULL},
    {NULL},
    {NULL},
    {NULL},
    {"not", "no", NULL},
    {"of", "on", "or", NULL},
    {NULL},
    {NULL},
    {NULL},
    {"said", "she", NULL},
    {"the", "to", "that", "this", "they", "their", "there", NULL},
    {NULL},
    {NULL},
    {"was", "with", "were", "which", "who", "will", "would", NULL},
    {NULL},
    {"you", NULL},
    {NULL},
};

static bool is_common(casus_str w)
{
    if (!w.n || w.p[0] < 'a' || w.p[0] > 'z') return false;
    for (const char *const *z = common[w.p[0] - 'a']; *z; z++)
        if (casus_str_is(w, *z)) return true;
    return false;
}

bool casus_lang_english(const casus_text *text, uint32_t first, uint32_t n, uint32_t least)
{
    enum { MANY = 60 };
    uint32_t words = 0, small = 0;
    for (uint32_t i = first; i < first + n; i++) {
        if (text->token[i].kind != CASUS_WORD) continue;
        words++;
        small += is_common(text->token[i].norm);
        if (small * 8 >= n) return true; /* enough for all the words there can be */
    }
    return words < least || small * (words < MANY ? 16 : 8) >= words; /* a single sentence of names may have few */
}
