/* Names of the narrow convention out of the wide one, so that the many texts labelled with wide names teach both. Titles are cut off persons;
 * words of nationality are no names, unless the same words are mostly a place; what cannot be told is not taught.
 */
#include "corpus.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const title[] = {
    "president", "vice", "prime", "minister", "mr.", "mr", "ms.", "ms", "mrs.", "mrs", "dr.", "dr", "general", "gen.", "secretary", "king", "queen",
    "prince", "princess", "senator", "sen.", "pope", "chancellor", "mullah", "mayor", "foreign", "defense", "interior", "former", "ayatollah",
    "sheikh", "sheik", "cardinal", "archbishop", "bishop", "colonel", "col.", "major", "captain", "lieutenant", "lt.", "sergeant", "admiral",
    "governor", "gov.", "ambassador", "judge", "justice", "professor", "congressman", "representative", "rep.", "deputy", "chief", "premier",
    "emperor", "crown", "grand", "attorney", "commander", "brigadier", "marshal", "leader", "spokesman", "spokeswoman", "director", "chairman",
    "-", "elect", "of", "state", "first", "lady", "sir", "lord", "u.s.", "u.n.",
};

static bool is_title(const vocab *v, const token *t)
{
    const char *z = v->type[t->type].text;
    for (size_t i = 0; i < sizeof title / sizeof *title; i++)
        if (strcasecmp(z, title[i]) == 0) return true;
    return false;
}

typedef struct {
    uint32_t place, nation; /* how often a spelling begins a name of either kind */
} seen_as;

/* Does a name begin at this tag? Its kind, UNKNOWN: it does not. */
static int begins(int tag) { return tag > 0 && ((tag - 1) % 4 == 0 || (tag - 1) % 4 == 3) ? (tag - 1) / 4 : UNKNOWN; }

static void set_all(token *w, uint32_t a, uint32_t b, int8_t tag)
{
    for (uint32_t i = a; i < b; i++) w[i].name[CASUS_NAMES_NARROW] = tag;
}

static void narrow_one(const vocab *v, const seen_as *seen, token *w, uint32_t a, uint32_t b, int kind)
{
    const seen_as *s = &seen[w[a].type];
    switch (kind) {
    case CASUS_NAME_PERSON:
        while (a + 1 < b && is_title(v, &w[a])) a++;
        lay_name(w, a, b, CASUS_NAMES_NARROW, 0);
        return;
    case CASUS_NAME_BODY: lay_name(w, a, b, CASUS_NAMES_NARROW, 1); return;
    case CASUS_NAME_PLACE: lay_name(w, a, b, CASUS_NAMES_NARROW, 2); return;
    case CASUS_NAME_NATION:
        if (s->place > s->nation)
            lay_name(w, a, b, CASUS_NAMES_NARROW, 2);
        else if (3 * s->place > s->nation)
            set_all(w, a, b, UNKNOWN);
        return;
    case CASUS_NAME_TIME: return;
    default: set_all(w, a, b, UNKNOWN); return;
    }
}

void names_narrowed(const vocab *v, corpus *c)
{
    seen_as *seen = room(v->n_type, sizeof *seen);
    for (size_t i = 0; i < c->n; i++)
        for (uint32_t k = 0; k < c->s[i].n; k++) {
            const token *t = &c->s[i].word[k];
            int kind = begins(t->name[CASUS_NAMES_WIDE]);
            seen[t->type].place += kind == CASUS_NAME_PLACE;
            seen[t->type].nation += kind == CASUS_NAME_NATION;
        }
    for (size_t i = 0; i < c->n; i++) {
        sentence *s = &c->s[i];
        if (!s->n || s->word[0].name[CASUS_NAMES_WIDE] == UNKNOWN || s->word[0].name[CASUS_NAMES_NARROW] != UNKNOWN) continue;
        for (uint32_t k = 0; k < s->n; k++) s->word[k].name[CASUS_NAMES_NARROW] = 0;
        for (uint32_t k = 0; k < s->n; k++) {
            int kind = begins(s->word[k].name[CASUS_NAMES_WIDE]);
            uint32_t end = k + 1;
            if (kind == UNKNOWN) continue;
            while (end < s->n && s->word[end].name[CASUS_NAMES_WIDE] > 0 && begins(s->word[end].name[CASUS_NAMES_WIDE]) == UNKNOWN) end++;
            narrow_one(v, seen, s->word, k, end, kind);
        }
    }
    free(seen);
}
