/* The second look at the phrases: what each weighs beside all others.
 *
 * The first look judges each phrase alone. Here it is known which other cuts of it there are, what else the sentence and those
 * around it have for each role, what the list is made of that it stands in, and what other words for the same person weigh.
 * Cost: linear in the candidates, but for their names, which are compared with each other.
 */
#include "room.h"

enum { N_LEVEL = 12 };

casus_str cast_level(float p)
{
    static const float from[N_LEVEL] = {0.01f, 0.02f, 0.04f, 0.07f, 0.11f, 0.17f, 0.25f, 0.36f, 0.5f, 0.64f, 0.78f, 0.9f};
    static const char *const name[N_LEVEL + 1] = {"0", "1", "2", "4", "7", "11", "17", "25", "36", "50", "64", "78", "90"};
    int k = 0;
    while (k < N_LEVEL && p >= from[k])
        k++;
    return cast_z(name[k]);
}

bool cast_may_count(const cast_candidate *c)
{
    static const float HARDLY = 0.02f;
    for (int role = 0; role < CASUS_N_CAST; role++)
        if (c->p[role] >= HARDLY) return true;
    return false;
}

/* The best two heads of each role, in a sentence or in the whole report. */
typedef struct {
    float p[2];
    uint32_t head[2];
} best_two;

static void enter(best_two *b, float p, uint32_t head)
{
    if (head == b->head[0] || p > b->p[0]) {
        if (head != b->head[0]) b->p[1] = b->p[0], b->head[1] = b->head[0];
        if (p > b->p[0] || head != b->head[0]) b->p[0] = p, b->head[0] = head;
    } else if (p > b->p[1]) {
        b->p[1] = p, b->head[1] = head;
    }
}

static float other(const best_two *b, uint32_t head)
{
    return b->head[0] == head ? b->p[1] : b->p[0];
}

typedef struct {
    best_two (*sentence)[CASUS_N_CAST];
    best_two report[CASUS_N_CAST];
    float (*head)[CASUS_N_CAST]; /* by token: the best cut */
    float (*list)[CASUS_N_CAST]; /* by token: the best of the others joined to it, where it leads a list */
} table;

static bool make_table(cast_report *r, const cast_candidate *c, uint32_t n, table *t)
{
    t->sentence = casus_arena_get(r->a, r->f->text->n_sentence + 1, sizeof *t->sentence);
    t->head = casus_arena_get(r->a, (size_t)r->f->text->n_token + 1, sizeof *t->head);
    if (!t->sentence || !t->head) return false;
    for (uint32_t s = 0; s < r->f->text->n_sentence; s++)
        for (int role = 0; role < CASUS_N_CAST; role++)
            t->sentence[s][role] = (best_two){{0, 0}, {CAST_NO_TOKEN, CAST_NO_TOKEN}};
    for (int role = 0; role < CASUS_N_CAST; role++)
        t->report[role] = (best_two){{0, 0}, {CAST_NO_TOKEN, CAST_NO_TOKEN}};
    for (uint32_t i = 0; i < n; i++) {
        if (!cast_may_count(&c[i])) continue;
        for (uint32_t m = 0; m < c[i].n_at; m++)
            for (int role = 0; role < CASUS_N_CAST; role++) {
                uint32_t h = c[i].at[m].head;
                enter(&t->sentence[cast_tok(r, h)->sentence][role], c[i].p[role], h);
                if (c[i].p[role] > t->head[h][role]) t->head[h][role] = c[i].p[role];
            }
        for (int role = 0; role < CASUS_N_CAST; role++)
            enter(&t->report[role], c[i].p[role], c[i].at[0].head);
    }
    return true;
}

static bool is_name(const cast_report *r, const cast_candidate *c)
{
    return r->narrow_at[c->at[0].head] != CAST_NONE || r->actor_at[c->at[0].head] != CAST_NONE;
}

static casus_str last_word(casus_str key)
{
    size_t n = key.n;
    while (n && key.p[n - 1] != ' ')
        n--;
    return (casus_str){key.p + n, key.n - n};
}

/* What other words for the same thing weigh at best: names that end alike. */
static float beside(const cast_report *r, const cast_candidate *c, uint32_t n, uint32_t i, int role)
{
    float best = 0;
    if (!is_name(r, &c[i])) return 0;
    casus_str last = last_word(c[i].key);
    for (uint32_t k = 0; k < n; k++)
        if (k != i && c[k].p[role] > best && c[k].at[0].head != c[i].at[0].head && is_name(r, &c[k]) &&
            casus_str_eq(last_word(c[k].key), last))
            best = c[k].p[role];
    return best;
}

/* Of the list that a head stands in, the others. */
static float joined(const cast_report *r, const table *t, uint32_t h, int role)
{
    float best = 0;
    if (!cast_parsed(r, h)) return 0;
    uint32_t top = cast_leader(r, h);
    if (top != h) best = t->head[top][role];
    for (uint32_t k = r->kid[top]; k != CAST_NO_TOKEN; k = r->sister[k])
        if (k != h && r->dep[k].rel == CASUS_REL_CONJ && t->head[k][role] > best) best = t->head[k][role];
    return best;
}

static float near(const cast_report *r, const table *t, uint32_t s, int role, uint32_t h)
{
    float best = 0;
    if (s > 0) best = other(&t->sentence[s - 1][role], h);
    if (s + 1 < r->f->text->n_sentence && other(&t->sentence[s + 1][role], h) > best)
        best = other(&t->sentence[s + 1][role], h);
    return best;
}

static float most(float a, float b)
{
    return a > b ? a : b;
}

static void describe(cast_report *r, const table *t, const cast_candidate *c, uint32_t n, uint32_t i, cast_list *l)
{
    casus_str sort = cast_sort(r, c[i].at[0].head);
    SAY(l, "3", cast_z("bias"));
    for (int role = 0; role < CASUS_N_CAST; role++) {
        casus_str name = cast_z(casus_cast_name((casus_cast_role)role)), own = cast_level(c[i].p[role]);
        float cut = 0, in = 0, by = 0, with = 0;
        for (uint32_t m = 0; m < c[i].n_at; m++) {
            uint32_t h = c[i].at[m].head, s = cast_tok(r, h)->sentence;
            cut = most(cut, t->head[h][role]);
            in = most(in, other(&t->sentence[s][role], h));
            by = most(by, near(r, t, s, role, h));
            with = most(with, joined(r, t, h, role));
        }
        float all = other(&t->report[role], c[i].at[0].head);
        SAY(l, "3p", name, own);
        SAY(l, "3ps", name, own, sort);
        SAY(l, "3cut", name, cast_level(cut), cast_z(c[i].p[role] >= cut ? "best" : c[i].p[role] * 2 >= cut ? "half" : "less"));
        SAY(l, "3in", name, cast_level(in), cast_z(c[i].p[role] >= in ? "best" : ""));
        SAY(l, "3near", name, cast_level(by));
        SAY(l, "3all", name, cast_level(all), cast_z(c[i].p[role] >= all ? "best" : ""));
        SAY(l, "3with", name, cast_level(with));
        SAY(l, "3name", name, cast_level(beside(r, c, n, i, role)));
    }
}

bool cast_describe_again(cast_report *r, const float kind[CASUS_N_DEED], const cast_candidate *c, uint32_t n, cast_list *lists)
{
    table t = {0};
    if (!make_table(r, c, n, &t)) return false;
    float any = 0;
    for (int k = 0; k < CASUS_N_DEED; k++)
        any = most(any, kind[k]);
    for (uint32_t i = 0; i < n; i++) {
        if (!cast_may_count(&c[i])) continue;
        cast_list *l = &lists[i];
        casus_str sort = cast_sort(r, c[i].at[0].head);
        describe(r, &t, c, n, i, l);
        for (int k = 0; k < CASUS_N_DEED; k++)
            SAY(l, "3deed", cast_z(casus_deed_name((casus_deed_kind)k)), cast_level(kind[k]), sort);
        SAY(l, "3deeds", cast_level(any));
        SAY(l, "3times", cast_bucket(c[i].n_at), sort);
        SAY(l, "3sent", cast_bucket(cast_tok(r, c[i].at[0].head)->sentence), sort);
        cast_tidy(l);
    }
    return !r->failed;
}
