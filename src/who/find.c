/* The way through the text: at each token the longest of what the tables and the rules see, then the joining of what belongs
 * together ("rebel group al-Shabab", "Hamas militants", "rebels of the Lord's Resistance Army").
 * Each token is asked once and looks a bounded number of tokens ahead and mentions back, so the time is linear in the text.
 */
#include "room.h"

#include <string.h>

/* In this order where two are equally long. */
static uint32_t named(who_finder *f, uint32_t i, casus_actor *out, bool *nomem)
{
    if (who_named(f, i, out, nomem)) return out->first + out->n - i;
    const casus_actor *o = *nomem ? NULL : who_known(f, i);
    if (!o || who_match(f, i, &f->agents) || who_match(f, i, &f->countries)) return 0;
    *out = *o;
    out->first = i;
    out->n = 1;
    return 1;
}

typedef uint32_t (*who_rule)(who_finder *f, uint32_t i, casus_actor *out, bool *nomem);
static const who_rule rules[] = {named, who_back, who_body, who_person, who_described, who_country};

/* A small word that no table knows, as most are: no name begins there, but "he" and "masked men" do. */
static bool is_plain(const who_finder *f, uint32_t i)
{
    return !f->text->token[i].capital && f->words->at[i] == f->words->at[i + 1] && !who_is(f, i + 1, "-");
}

/* The longest actor at i; the end of its words in *end (a title before a name is passed over, but is not part of it). */
static bool best_at(who_finder *f, uint32_t i, casus_actor *best, bool *nomem)
{
    uint32_t most = 0;
    bool plain = is_plain(f, i);
    for (size_t r = 0; r < sizeof rules / sizeof *rules && !*nomem; r++) {
        casus_actor x;
        if (plain && rules[r] != who_back && rules[r] != who_described) continue;
        uint32_t n = rules[r](f, i, &x, nomem);
        if (n <= most) continue;
        most = n;
        *best = x;
    }
    return most > 0 && !*nomem;
}

/* ---------------------------------------------------------------- joining */

static bool bears_arms(const casus_actor *x)
{
    return x->kind == CASUS_ACTOR_ARMED || x->kind == CASUS_ACTOR_FORCES;
}

static bool touches(const who_finder *f, const casus_actor *a, uint32_t i)
{
    return a->first + a->n == i && who_inside(f, i, a->first);
}

/* "Hamas lawmaker", "Labor Party leader": one who speaks or acts for the body named before. */
static bool speaks_for(const who_finder *f, const casus_actor *last, const casus_actor *x)
{
    static const char *const names[] = {"officials", "lawmakers", "leaders", "politicians", "activists", NULL};
    const casus_match *m = who_match(f, x->first + x->n - 1, &f->agents);
    bool party = last->kind == CASUS_ACTOR_ARMED || (last->kind == CASUS_ACTOR_ORG && last->code.n >= 3 &&
                                                     memcmp(last->code.p + last->code.n - 3, "PTY", 3) == 0);
    if (!party || last->generic || !x->generic || !touches(f, last, x->first) || !m) return false;
    for (size_t i = 0; names[i]; i++)
        if (casus_str_is(who_cell(f, &f->agents, m->row, f->agents.name), names[i])) return true;
    return false;
}

/* "Hamas militants", "FMLN guerrilla column": the description belongs to the name before it. */
static bool belongs_to_name(const who_finder *f, const casus_actor *last, const casus_actor *x)
{
    if (speaks_for(f, last, x)) return true;
    return !last->generic && x->generic && touches(f, last, x->first) && bears_arms(x) &&
           (bears_arms(last) || last->kind == CASUS_ACTOR_ORG) && !who_match(f, x->first, &f->demonyms);
}

/* "The largest rebel group, the National Liberation Army,": a name between commas. */
static bool is_apposed(const who_finder *f, const casus_actor *last, const casus_actor *x)
{
    uint32_t comma = last->first + last->n, gap = x->first - comma, behind = x->first + x->n;
    if (x->generic || !last->generic || last->plural || x->kind != CASUS_ACTOR_ARMED || last->kind != x->kind) return false;
    if (!who_inside(f, x->first, last->first) || !who_is(f, comma, ",") || !who_inside(f, behind, x->first)) return false;
    bool ends = who_is(f, behind, ",") || who_is(f, behind, "(") || who_is(f, behind, ".");
    return ends && (gap == 1 || (gap == 2 && who_is(f, comma + 1, "the")));
}

/* "Islamist rebel group al-Shabab", "tribal leader A. B.": the name says who is described. */
static bool is_named_by(const who_finder *f, const casus_actor *last, const casus_actor *x)
{
    if (x->generic || !touches(f, last, x->first)) return false;
    if (x->kind == CASUS_ACTOR_PERSON) return !last->plural && (last->generic || last->kind == CASUS_ACTOR_STATE);
    if (x->kind == CASUS_ACTOR_ORG || x->kind == CASUS_ACTOR_MEDIA) /* "the charity Save the Children", "news agency Xinhua" */
        return last->generic && !last->plural && (last->kind == x->kind || last->kind == CASUS_ACTOR_ORG);
    return last->generic && bears_arms(last) && x->kind == CASUS_ACTOR_ARMED;
}

/* "rebels of the Lord's Resistance Army", "fighters from Hamas". */
static bool is_member_of(const who_finder *f, const casus_actor *last, const casus_actor *x)
{
    uint32_t of = last->first + last->n, gap = x->first - of;
    if (x->generic || x->kind != CASUS_ACTOR_ARMED || !last->generic || last->kind != CASUS_ACTOR_ARMED) return false;
    if (!who_inside(f, x->first, last->first) || gap < 1 || gap > 2) return false;
    if (gap == 2 && !who_is(f, of + 1, "the")) return false;
    return who_is(f, of, "of") || who_is(f, of, "from");
}

/* "the al-Shabab group", "Medellin Cartel members": words that add nothing to the name. */
static void take_group_word(who_finder *f, casus_actor *x)
{
    static const char *const words[] = {"group", "movement", "organization", "organisation", "members", "member", "forces",
                                        "operatives", "cadres", "leadership", NULL};
    uint32_t i = x->first + x->n;
    if (x->generic || (x->kind != CASUS_ACTOR_ARMED && x->kind != CASUS_ACTOR_ORG) || !who_inside(f, i, x->first)) return;
    if (who_one_of(f, i, words) && !(f->text->token[i].capital && !who_shouts(f, i))) {
        x->plural = true;
        x->n++;
    }
}

static bool add(who_finder *f, casus_actor *x)
{
    casus_actor *last = f->n_actor ? &f->actor[f->n_actor - 1] : NULL;
    take_group_word(f, x);
    if (last && belongs_to_name(f, last, x)) {
        last->n = x->first + x->n - last->first;
        last->plural = x->plural;
        last->span = casus_text_cover(f->text, last->first, last->n);
        f->from = x->first + x->n;
        return true;
    }
    if (last && (is_named_by(f, last, x) || is_member_of(f, last, x) || is_apposed(f, last, x))) {
        if (x->kind != CASUS_ACTOR_PERSON) {
            x->n += x->first - last->first;
            x->first = last->first;
            x->plural = x->plural || last->plural;
        }
        if (!x->country[0]) memcpy(x->country, last->country, sizeof x->country);
        if (!x->code.n) x->code = last->code;
        f->n_actor--;
    }
    return who_take(f, x) && who_name_parts(f, &f->actor[f->n_actor - 1]);
}

/* ---------------------------------------------------------------- the whole */

static bool in_dateline(const casus_text *t, uint32_t i)
{
    return t->token[i].span.off < casus_span_end(t->dateline) && t->token[i].span.off >= t->dateline.off;
}

casus_status casus_who_find(const casus_lexicon *lex, const casus_text *text, const casus_words *words, casus_day day,
                            const char *country, casus_arena *a, casus_actors *out, casus_err *err)
{
    *out = (casus_actors){0};
    who_finder *f = casus_arena_get(a, 1, sizeof *f);
    if (!f) return casus_fail(err, CASUS_E_NOMEM, "actors", 0);
    f->lex = lex;
    f->text = text;
    f->words = words;
    f->arena = a;
    f->day = day;
    if (country && strlen(country) == 2) memcpy(f->country, country, 2);
    if (!who_tables_open(f)) return CASUS_OK; /* a lexicon without actors finds none */
    bool nomem = false;
    for (uint32_t i = 0; i < text->n_token && !nomem; i++) {
        casus_actor x;
        if (i < f->from || text->token[i].kind == CASUS_PUNCT || in_dateline(text, i)) continue;
        if (best_at(f, i, &x, &nomem) && !add(f, &x)) nomem = true;
    }
    if (nomem || !who_refer(f)) return casus_fail(err, CASUS_E_NOMEM, "actors", 0);
    *out = (casus_actors){f->actor, f->n_actor};
    return CASUS_OK;
}
