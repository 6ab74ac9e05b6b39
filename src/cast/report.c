/* A report opened for casting: what covers each token, and the trees as lists of dependents. Cost: linear in tokens and findings. */
#include "room.h"

#include <string.h>

static int32_t *cover(casus_arena *a, uint32_t n)
{
    int32_t *at = casus_arena_get(a, (size_t)n + 1, sizeof *at);
    for (uint32_t i = 0; at && i <= n; i++) at[i] = CAST_NONE;
    return at;
}

static bool open_tree(cast_report *r)
{
    uint32_t n = r->f->text->n_token;
    r->dep = r->f->parse ? r->f->parse->word : NULL;
    r->kid = casus_arena_get(r->a, (size_t)n + 1, sizeof *r->kid);
    r->sister = casus_arena_get(r->a, (size_t)n + 1, sizeof *r->sister);
    if (!r->kid || !r->sister) return false;
    for (uint32_t i = 0; i <= n; i++) r->kid[i] = r->sister[i] = CAST_NO_TOKEN;
    for (uint32_t i = n; r->dep && i-- > 0;) {
        uint32_t h = r->dep[i].head;
        if (h >= n) continue;
        r->sister[i] = r->kid[h];
        r->kid[h] = i;
    }
    return true;
}

casus_pos cast_pos(const cast_report *r, uint32_t i)
{
    return (casus_pos)(cast_parsed(r, i) ? r->dep[i].pos : r->f->words->pos[i]);
}

uint32_t cast_head(const cast_report *r, uint32_t i)
{
    return cast_parsed(r, i) && r->dep[i].head < r->f->text->n_token ? r->dep[i].head : CAST_NO_TOKEN;
}

bool cast_below(const cast_report *r, uint32_t i, uint32_t top)
{
    enum { MOST_STEPS = 8 };
    for (int step = 0; i != CAST_NO_TOKEN && step < MOST_STEPS; step++) {
        if (i == top) return true;
        i = cast_head(r, i);
    }
    return false;
}

/* "e:bombing", "w:shooting", "t", "v:civilians", "g:carry": the first table that knows the word. */
static const struct {
    const char *table, *column, *mark;
} classes[] = {
    {"events", "type", "e:"}, {"weapons", "type", "w:"}, {"targets", "", "t"}, {"agents", "code", "a:"},
    {"victims", "class", "v:"}, {"governors", "kind", "g:"}, {"sayings", "side", "s:"}, {"titles", "", "o"},
};
enum { N_CLASS = sizeof classes / sizeof *classes };

static casus_str joined(cast_report *r, const char *mark, casus_str value)
{
    size_t m = strlen(mark);
    char *z = casus_arena_get(r->a, m + value.n + 1, 1);
    if (!z) {
        r->failed = true;
        return (casus_str){0};
    }
    memcpy(z, mark, m);
    if (value.n) memcpy(z + m, value.p, value.n);
    return (casus_str){z, m + value.n};
}

static void mark_classes(cast_report *r)
{
    const casus_words *w = r->f->words;
    int table[N_CLASS], column[N_CLASS];
    uint8_t *by = casus_arena_get(r->a, (size_t)r->f->text->n_token + 1, 1);
    if (!by) {
        r->failed = true;
        return;
    }
    for (int k = 0; k < N_CLASS; k++) {
        table[k] = casus_lexicon_table(r->lex, classes[k].table);
        column[k] = classes[k].column[0] && table[k] >= 0 ? casus_lexicon_column(r->lex, table[k], classes[k].column) : -1;
    }
    for (uint32_t i = 0; i < w->n_match; i++) {
        const casus_match *m = &w->match[i];
        for (int k = 0; k < N_CLASS; k++) {
            if (m->table != table[k] || table[k] < 0) continue;
            uint32_t last = m->first + m->n - 1;
            casus_str name = {0};
            for (uint32_t t = m->first; t <= last; t++) {
                if (by[t] && by[t] <= k + 1 && !(k == 0 && t == last)) continue;
                if (!name.n) name = joined(r, classes[k].mark, casus_lexicon_cell(r->lex, table[k], m->row, column[k]));
                by[t] = (uint8_t)(k + 1);
                r->cls[t] = name;
                if (k == 0) r->event[t] = name;
            }
        }
    }
}

static void mark_told(cast_report *r)
{
    const char *body = r->f->text->body.p;
    for (uint32_t i = 0; i < r->claims->n_claim; i++) {
        const casus_claim *c = &r->claims->claim[i];
        for (uint32_t k = 0; k < c->n_part; k++) {
            const casus_actor *a = c->part[k].actor;
            for (uint32_t t = a->first; t < a->first + a->n && t < r->f->text->n_token; t++)
                r->told[t] |= (uint8_t)(1u << c->part[k].role);
        }
        const casus_sentence *s = &r->f->text->sentence[c->sentence];
        for (uint32_t t = s->first; t < s->first + s->n; t++) {
            const char *p = body + cast_tok(r, t)->span.off;
            for (uint32_t k = 0; k < c->n_target; k++)
                if (p >= c->target[k].p && p < c->target[k].p + c->target[k].n) r->told[t] |= CAST_TOLD_TARGET;
            if (c->weapon.n && p >= c->weapon.p && p < c->weapon.p + c->weapon.n) r->told[t] |= CAST_TOLD_WEAPON;
        }
    }
}

bool cast_open_report(cast_report *r)
{
    uint32_t n = r->f->text->n_token;
    r->actor_at = cover(r->a, n);
    r->place_at = cover(r->a, n);
    r->narrow_at = cover(r->a, n);
    r->wide_at = cover(r->a, n);
    r->cls = casus_arena_get(r->a, (size_t)n + 1, sizeof *r->cls);
    r->event = casus_arena_get(r->a, (size_t)n + 1, sizeof *r->event);
    r->told = casus_arena_get(r->a, (size_t)n + 1, 1);
    r->head_list = casus_arena_get(r->a, (size_t)n + 1, sizeof *r->head_list);
    if (!r->actor_at || !r->place_at || !r->narrow_at || !r->wide_at || !r->cls || !r->event || !r->told || !r->head_list) return false;
    for (uint32_t i = 0; i < r->f->actors->n_actor; i++)
        for (uint32_t k = 0; k < r->f->actors->actor[i].n; k++) r->actor_at[r->f->actors->actor[i].first + k] = (int32_t)i;
    for (uint32_t i = 0; i < r->f->places->n_place; i++)
        for (uint32_t k = 0; k < r->f->places->place[i].n; k++) r->place_at[r->f->places->place[i].first + k] = (int32_t)i;
    for (uint32_t i = 0; r->f->parse && i < r->f->parse->n_name; i++) {
        const casus_name *name = &r->f->parse->name[i];
        int32_t *at = name->set == CASUS_NAMES_NARROW ? r->narrow_at : r->wide_at;
        for (uint32_t k = 0; k < name->n; k++) at[name->first + k] = (int32_t)i;
    }
    mark_classes(r);
    mark_told(r);
    return !r->failed && open_tree(r) && cast_find_groups(r);
}
