/* People and bodies that no table knows, by the way they are written: a title and a name ("Defense Minister A. B."), a first
 * name and more, a name with a role behind it ("A. B., the mayor"); words in capitals that end in "Front", "Ministry",
 * "Brigade". Where a text is in capitals throughout, case tells nothing: then only titles and first names open a name, and it
 * ends at the first word that the lexicon or the word classes know as something else.
 */
#include "room.h"

#include <string.h>

enum { MOST_NAME = 6, MOST_BODY = 12 };

static casus_pos pos_of(const who_finder *f, uint32_t i) { return (casus_pos)f->words->pos[i]; }

static const char *const particles[] = {"al", "el", "bin", "ibn", "ben", "de", "del", "la", "las", "los", "van", "von", "der", "den", "da",
                                        "di", "dos", "du", "y", "abu", "ul", "ud", "ad", "as", "az", "ash", "ur", "le", "ould", NULL};
static const char *const say_words[] = {"said", "says", "told", "added", "warned", "called", "denied", "announced", "accused", "who", NULL};

/* ---------------------------------------------------------------- runs of name words */

static bool is_known_word(const who_finder *f, uint32_t i)
{
    return who_match(f, i, &f->agents) || who_match(f, i, &f->demonyms) || who_match(f, i, &f->countries) || who_match(f, i, &f->titles);
}

static const char *const never_names[] = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "june",
    "july", "august", "september", "october", "november", "december", "today", "yesterday", "department", "province", "said", "who",
    "attack", "staff", "office", "farm", "street", "city", "camp", "fort", "mount", "lake", "hotel", "operation", "river", "bridge", "airport", NULL};

/* Does a table of another room know the word: a verb, a weapon, a target? Names and places may be part of a name. */
static bool is_common_word(const who_finder *f, uint32_t i)
{
    for (uint32_t k = f->words->at[i]; k < f->words->at[i + 1]; k++) {
        int t = f->words->match[k].table;
        if (t != f->actors.id && t != f->firstnames.id && t != f->capitals.id && t != f->places) return true;
    }
    return false;
}

static bool is_name_word(const who_finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    if (t->kind != CASUS_WORD || !t->capital || who_one_of(f, i, never_names)) return false;
    casus_pos p = pos_of(f, i);
    if (who_match(f, i, &f->firstnames)) return true;
    bool open = p == CASUS_POS_PROPN || p == CASUS_POS_X || p == CASUS_POS_NOUN;
    if (!who_shouts(f, i)) return open || (p == CASUS_POS_ADJ && !is_known_word(f, i));
    return open && t->norm.n > 2 && !is_common_word(f, i);
}

/* "al" before a hyphen or a name word, a hyphen inside a name. */
static bool links_name(const who_finder *f, uint32_t i)
{
    if (!who_inside(f, i + 1, i)) return false;
    if (who_is(f, i, "-")) return f->text->token[i].glued && f->text->token[i + 1].glued;
    return who_one_of(f, i, particles) && (who_is(f, i + 1, "-") || is_name_word(f, i + 1) || who_one_of(f, i + 1, particles));
}

static bool is_initial(const who_finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    bool dotted = t->span.len == 2 && f->text->body.p[t->span.off + 1] == '.';
    return t->kind == CASUS_WORD && t->capital && (t->span.len == 1 || dotted) && !who_is(f, i, "i");
}

/* Number of tokens of the name that begins at i; *words: those that are names themselves. */
static uint32_t name_run(const who_finder *f, uint32_t i, uint32_t *words)
{
    uint32_t k = i, good = i;
    *words = 0;
    while (k < i + 2 * MOST_NAME && who_inside(f, k, i) && *words < MOST_NAME) {
        bool word = is_name_word(f, k) || is_initial(f, k);
        if (word && k > i && who_match(f, k, &f->demonyms)) break;
        bool link = (k > i || who_is(f, k + 1, "-")) && links_name(f, k);
        if (!word && !link && !(who_is(f, k, ".") && k > i && is_initial(f, k - 1))) break;
        if (!who_one_of(f, k, particles) && word) ++*words;
        k++;
        if (word) good = k;
    }
    return good - i;
}

/* ---------------------------------------------------------------- people */

/* As written; out of a text in capitals with capitals at the beginning of words only. */
static bool name_of(who_finder *f, casus_actor *x)
{
    casus_str s = casus_cut(f->text->body, casus_text_cover(f->text, x->first, x->n));
    char *p = casus_arena_get(f->arena, s.n + 1, 1);
    if (!p) return false;
    bool lower = who_shouts(f, x->first), inside = false;
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
        bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
        if (space && n && p[n - 1] == ' ') continue;
        p[n++] = space ? ' ' : lower && inside && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        inside = letter || (inside && c == '.');
    }
    x->name = (casus_str){p, n};
    return true;
}

/* The country said before the title or name: "Iraqi Defense Minister A. B." */
static void take_country(const who_finder *f, uint32_t i, casus_actor *x)
{
    if (i == 0 || !who_inside(f, i - 1, i)) return;
    for (uint32_t back = 1; back <= 4 && back <= i && who_inside(f, i - back, i); back++) {
        const who_table *t = &f->demonyms;
        const casus_match *m = who_match(f, i - back, t);
        if (!m) m = who_match(f, i - back, t = &f->countries);
        if (!m) continue;
        casus_str iso2 = who_cell(f, t, m->row, t->country);
        if (m->first + m->n + (back > m->n ? 2 : 0) >= i && iso2.n == 2) memcpy(x->country, iso2.p, 2);
        return;
    }
}

static bool code_of(who_finder *f, casus_actor *x, casus_str sector)
{
    uint16_t row = who_country_row(f, (casus_str){x->country, strlen(x->country)});
    casus_str iso3 = row == WHO_NO_ROW ? (casus_str){"", 0} : who_cell(f, &f->countries, row, f->countries.extra);
    return who_join(f, &x->code, (casus_str[]){iso3, sector}, 2);
}

/* Titles in a row: "Prime Minister General A. B."; the first that tells a sector gives it. */
static uint32_t pass_titles(const who_finder *f, uint32_t i, casus_str *sector)
{
    uint32_t k = i;
    while (who_inside(f, k, i)) {
        const casus_match *m = who_match(f, k, &f->titles);
        if (!m) break;
        casus_str s = who_cell(f, &f->titles, m->row, f->titles.code);
        if (!sector->n) *sector = s;
        k += m->n;
        if (who_is(f, k, ".") && f->text->token[k].glued) k++;
    }
    return k;
}

/* A person of the lexicon or of this report at i, behind titles. */
static bool person_known(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    if (who_named(f, i, out, nomem)) return out->kind == CASUS_ACTOR_PERSON;
    const casus_actor *o = who_known(f, i);
    if (!o || o->kind != CASUS_ACTOR_PERSON) return false;
    *out = *o;
    out->first = i;
    out->n = 1;
    return true;
}

static bool follows_description(const who_finder *f, uint32_t i)
{
    const casus_actor *last = f->n_actor ? &f->actor[f->n_actor - 1] : NULL;
    return last && last->generic && last->first + last->n == i && who_inside(f, i - 1, i) && last->kind != CASUS_ACTOR_ARMED &&
           last->kind != CASUS_ACTOR_ORG && last->kind != CASUS_ACTOR_MEDIA && !last->plural;
}

/* What stands behind a name makes it a person: a verb of saying, or a comma and a role. */
static bool followed_by_role(const who_finder *f, uint32_t k)
{
    if (!who_inside(f, k, k - 1)) return false;
    if (who_one_of(f, k, say_words)) return true;
    if (!who_is(f, k, ",")) return false;
    for (uint32_t i = k + 1; i < k + 4 && who_inside(f, i, k); i++)
        if (who_match(f, i, &f->titles) || who_match(f, i, &f->agents)) return true;
    return false;
}

/* "A radio journalist, A. B., ..." */
static bool is_apposed(const who_finder *f, uint32_t i, uint32_t end)
{
    const casus_actor *last = f->n_actor ? &f->actor[f->n_actor - 1] : NULL;
    bool led = last && f->n_actor > 1 && (last - 1)->generic && !(last - 1)->plural && /* "a leader of the party, A. B., ..." */
               who_is(f, (last - 1)->first + (last - 1)->n, "of") && (last->kind == CASUS_ACTOR_ORG || last->kind == CASUS_ACTOR_ARMED);
    return last && ((last->generic && !last->plural && last->kind == CASUS_ACTOR_CIVILIAN) || led) && last->first + last->n + 1 == i &&
           who_inside(f, last->first, i) && who_is(f, i - 1, ",") && who_inside(f, end, i) && who_is(f, end, ",");
}

/* "San Miguel": a place named after one. */
static bool is_saint(const who_finder *f, uint32_t i)
{
    static const char *const saints[] = {"san", "santa", "santo", "saint", "sao", "st.", NULL};
    return i > 0 && who_inside(f, i - 1, i) && who_one_of(f, i - 1, saints);
}

/* "In Puerto Lleras", "near Santiago Atitlan": where it was, however like a person it is called. */
static bool is_where(const who_finder *f, uint32_t i)
{
    static const char *const at[] = {"in", "at", "near", "outside", "inside", NULL};
    return i > 0 && who_inside(f, i - 1, i) && who_one_of(f, i - 1, at);
}

static bool is_person(const who_finder *f, uint32_t i, uint32_t n, uint32_t words, bool titled)
{
    bool shouts = who_shouts(f, i);
    if (titled && !shouts) return words >= 1;
    if (titled) return words >= 2 || f->words->pos[i] == CASUS_POS_PROPN || f->words->pos[i] == CASUS_POS_X;
    if (words < 2 || is_saint(f, i) || is_where(f, i)) return false;
    if (who_match(f, i, &f->firstnames)) return words <= 5;
    bool inner = words >= 3 && words <= 4 && !shouts && who_match(f, i + 1, &f->firstnames) && f->words->pos[i] == CASUS_POS_PROPN &&
                 i > f->text->sentence[f->text->token[i].sentence].first && !is_known_word(f, i) && !who_match(f, i, &f->agents) && !who_match(f, i, &f->titles);
    if (inner) return true; /* "Amina Mohamed Abdi" where no table has the first */
    if (shouts || is_known_word(f, i) || who_match(f, i, &f->seats) || who_match(f, i, &f->capitals)) return false;
    return words <= 4 && (follows_description(f, i) || followed_by_role(f, i + n) || is_apposed(f, i, i + n));
}

uint32_t who_person(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    casus_str sector = {"", 0};
    uint32_t at = pass_titles(f, i, &sector), words = 0;
    if (!who_inside(f, at, i)) return 0;
    bool known = person_known(f, at, out, nomem);
    uint32_t n = name_run(f, at, &words);
    for (uint32_t k = at + 1; k + 1 < at + n && !known; k++)
        if (who_match(f, k, &f->titles) && is_name_word(f, k + 1)) return 0; /* "Nuevo Leon Governor A. B.": from the title on */
    if (known && out->first + out->n >= at + n) return out->first + out->n - i;
    if (f->text->sentence[f->text->token[i].sentence].heading && at == i && !who_match(f, at, &f->firstnames)) return 0;
    if (!n || !is_person(f, at, n, words, at > i)) return known ? out->first + out->n - i : 0;
    if (at > i && words == 1 && is_known_word(f, at)) return 0;
    *out = (casus_actor){.first = at, .n = n, .kind = CASUS_ACTOR_PERSON};
    take_country(f, i, out);
    const casus_actor *o = who_known(f, at + n - 1);
    if (words == 1 && o && o->kind == CASUS_ACTOR_PERSON) {
        *out = *o;
        out->first = at;
        out->n = n;
    } else if (!name_of(f, out) || !code_of(f, out, sector)) {
        *nomem = true;
    }
    return n + (at - i);
}

/* ---------------------------------------------------------------- bodies */

/* The word that makes capitals a body. The kind of those that may bear arms is settled by what they do; "armed" here is the
 * usual reading in reports of conflicts. */
static const struct { const char *word; casus_actor_kind kind; const char *sector; } heads[] = {
    {"front", CASUS_ACTOR_ARMED, "REB"}, {"army", CASUS_ACTOR_ARMED, "REB"}, {"brigade", CASUS_ACTOR_ARMED, "REB"},
    {"brigades", CASUS_ACTOR_ARMED, "REB"}, {"battalion", CASUS_ACTOR_FORCES, "MIL"}, {"militia", CASUS_ACTOR_ARMED, "PRM"},
    {"force", CASUS_ACTOR_ARMED, "PRM"}, {"commandos", CASUS_ACTOR_ARMED, "REB"}, {"column", CASUS_ACTOR_ARMED, "REB"},
    {"command", CASUS_ACTOR_FORCES, "MIL"}, {"corps", CASUS_ACTOR_FORCES, "MIL"}, {"regiment", CASUS_ACTOR_FORCES, "MIL"},
    {"division", CASUS_ACTOR_FORCES, "MIL"}, {"forces", CASUS_ACTOR_ARMED, "MIL"}, {"police", CASUS_ACTOR_FORCES, "COP"},
    {"movement", CASUS_ACTOR_ORG, "OPP"}, {"party", CASUS_ACTOR_ORG, "PTY"}, {"alliance", CASUS_ACTOR_ORG, "OPP"},
    {"coalition", CASUS_ACTOR_ORG, "OPP"}, {"congress", CASUS_ACTOR_ORG, "PTY"}, {"union", CASUS_ACTOR_ORG, "LAB"},
    {"federation", CASUS_ACTOR_ORG, "LAB"}, {"ministry", CASUS_ACTOR_STATE, "GOV"}, {"department", CASUS_ACTOR_STATE, "GOV"},
    {"authority", CASUS_ACTOR_STATE, "GOV"}, {"agency", CASUS_ACTOR_ORG, "GOV"}, {"bureau", CASUS_ACTOR_ORG, "GOV"},
    {"court", CASUS_ACTOR_STATE, "JUD"}, {"tribunal", CASUS_ACTOR_STATE, "JUD"}, {"council", CASUS_ACTOR_ORG, "GOV"},
    {"commission", CASUS_ACTOR_ORG, "GOV"}, {"committee", CASUS_ACTOR_ORG, ""}, {"committees", CASUS_ACTOR_ORG, ""},
    {"organization", CASUS_ACTOR_ORG, ""}, {"organisation", CASUS_ACTOR_ORG, ""}, {"association", CASUS_ACTOR_ORG, ""},
    {"society", CASUS_ACTOR_ORG, "NGO"}, {"foundation", CASUS_ACTOR_ORG, "NGO"}, {"institute", CASUS_ACTOR_ORG, "EDU"},
    {"university", CASUS_ACTOR_ORG, "EDU"}, {"league", CASUS_ACTOR_ORG, ""}, {"network", CASUS_ACTOR_ORG, ""},
    {"group", CASUS_ACTOR_ORG, ""}, {"observatory", CASUS_ACTOR_ORG, "NGO"}, {"cartel", CASUS_ACTOR_ARMED, "CRM"},
    {"company", CASUS_ACTOR_ORG, "BUS"}, {"corporation", CASUS_ACTOR_ORG, "BUS"}, {"mission", CASUS_ACTOR_ORG, "IGO"},
};

static int head_at(const who_finder *f, uint32_t i)
{
    static const char *const of_states[] = {"air",    "task",     "defence",    "defense",      "police",       "security",      "border",  "protection", "rapid",
                                            "reaction", "assistance", "stabilization", "stabilisation", "peacekeeping", "interim", "multinational", "expeditionary", NULL};
    if (!f->text->token[i].capital) return -1;
    if (who_is(f, i, "force") && i > 0 && who_one_of(f, i - 1, of_states)) return -1;
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++)
        if (who_is(f, i, heads[k].word)) return (int)k;
    return -1;
}

casus_actor_kind who_body_kind(const who_finder *f, uint32_t i)
{
    int k = head_at(f, i);
    return k < 0 ? CASUS_ACTOR_UNKNOWN : heads[k].kind;
}

static const char *const links[] = {"of", "for", "and", "the", NULL};

static bool is_body_word(const who_finder *f, uint32_t i)
{
    const casus_token *t = &f->text->token[i];
    return t->kind == CASUS_WORD && t->capital && pos_of(f, i) != CASUS_POS_PRON && pos_of(f, i) != CASUS_POS_DET;
}

/* "Movement for the Liberation of X": small words inside, capitals on both sides of them. */
static uint32_t pass_links(const who_finder *f, uint32_t k)
{
    uint32_t j = k;
    while (j < k + 2 && who_inside(f, j, k) && who_one_of(f, j, links)) j++;
    if (who_inside(f, j, k) && who_is(f, j, "-") && j == k) j++;
    return j > k && who_inside(f, j, k) && is_body_word(f, j) ? j : k;
}

/* The end of the body that begins at i and the row of its head; i if there is none. */
static uint32_t body_end(const who_finder *f, uint32_t i, int *head)
{
    uint32_t k = i, end = i;
    *head = -1;
    while (k < i + MOST_BODY && who_inside(f, k, i)) {
        if (!is_body_word(f, k)) break;
        int h = head_at(f, k);
        uint32_t next = pass_links(f, k + 1);
        if (h >= 0) {
            *head = h;
            end = k + 1;
        } else if (*head >= 0 && end < k && next == k + 1 && (!who_inside(f, next, i) || !is_body_word(f, next))) {
            end = k + 1; /* the last word behind "Front for the ..." */
        }
        if (*head >= 0 && next == k + 1 && h >= 0 && !(who_inside(f, next, i) && head_at(f, next) >= 0)) break;
        if (next > k + 1 && *head < 0 && who_is(f, k + 1, "and")) break;
        k = next;
    }
    return end;
}

/* "The Carlos Patino front", "the Mardoqueo Cruz commando": a unit of rebels that bears a person's name, in small letters. 0: none. */
static uint32_t unit_of_name(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    static const char *const unit[] = {"front", "column", "bloc", "block", "commando", "faction", "brigade", "battalion", NULL};
    static const char *const ground[] = {"heights", "bank", "strip", "valley", "city", "river", "bay", "sea", NULL};
    uint32_t words = 0;
    if (i == 0 || !who_inside(f, i - 1, i) || !who_is(f, i - 1, "the") || who_match(f, i, &f->demonyms) || who_match(f, i, &f->countries)) return 0;
    uint32_t n = name_run(f, i, &words);
    if (n && (who_one_of(f, i + n - 1, ground) || who_match(f, i, &f->agents) || who_match(f, i, &f->capitals))) return 0; /* "the Golan Heights front" */
    if (words < 2 || words > 4 || !who_inside(f, i + n, i) || f->text->token[i + n].capital || !who_one_of(f, i + n, unit)) return 0;
    *out = (casus_actor){.first = i, .n = n + 1, .kind = CASUS_ACTOR_ARMED};
    if (!name_of(f, out) || !code_of(f, out, CASUS_STR("REB"))) *nomem = true;
    return n + 1;
}

uint32_t who_body(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    uint32_t unit = f->text->token[i].capital ? unit_of_name(f, i, out, nomem) : 0;
    if (unit) return unit;
    if (who_shouts(f, i) || !is_body_word(f, i) || f->text->sentence[f->text->token[i].sentence].heading) return 0;
    if (who_match(f, i, &f->actors) || who_match(f, i, &f->seats)) return 0;
    int head;
    uint32_t end = body_end(f, i, &head);
    if (head < 0 || end < i + 2) return 0;
    for (uint32_t k = i + 1; k < end; k++) {
        const casus_match *inside = who_match(f, k, &f->actors);
        if (inside && inside->n > 2 && k + inside->n >= end) return 0; /* "Monitors of the Organization for ..." */
    }
    const casus_match *country = who_match(f, i, &f->countries);
    if (country && i + country->n >= end) return 0; /* "Russian Federation" */
    bool ours = who_match(f, i, &f->demonyms) || who_match(f, i, &f->countries);
    if (ours && end == i + 2 && who_match(f, end - 1, &f->agents)) return 0; /* "Iraqi Army": described */
    *out = (casus_actor){.first = i, .n = end - i, .kind = heads[head].kind};
    take_country(f, end, out);
    if (ours && !out->country[0]) take_country(f, i + 1, out);
    if (!name_of(f, out) || !code_of(f, out, casus_str_of(heads[head].sector))) *nomem = true;
    return out->n;
}
