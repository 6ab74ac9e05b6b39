/* The tables of acts, compiled: done once for a lexicon, so that no name is compared while reports are read.
 *
 * Classes and topics are numbered in the order they are met; a cell of codes.tsv that names an unknown one is an error, so that
 * a slip of the pen does not pass as a row that never fits. About 1,000 rows take a few milliseconds.
 */
#include "what/coding.h"

#include <string.h>

typedef struct {
    casus_coder *c;
    char **where;
    casus_err *err;
} maker;

static casus_status wrong(maker *m, const char *table, uint32_t row, const char *what, casus_str word)
{
    if (m->where) {
        casus_buf b = {0};
        casus_buf_printf(&b, "%s.tsv, entry %u: %s \"%.*s\"", table, row + 1, what, (int)word.n, word.p ? word.p : "");
        *m->where = b.p; /* NULL when there is no memory */
    }
    return casus_fail(m->err, CASUS_E_INPUT, "table of acts", row);
}

/* The next word of a cell; false at its end. */
static bool next_word(casus_str *cell, casus_str *word)
{
    *cell = casus_str_trim(*cell);
    size_t n = 0;
    while (n < cell->n && cell->p[n] != ' ')
        n++;
    *word = (casus_str){cell->p, n};
    cell->p += n;
    cell->n -= n;
    return n > 0;
}

static int named(const casus_str *list, uint32_t n, casus_str word)
{
    for (uint32_t i = 0; i < n; i++)
        if (casus_str_eq(list[i], word)) return (int)i;
    return NONE;
}

static int number(casus_str *list, uint32_t *n, uint32_t most, casus_str word)
{
    int at = named(list, *n, word);
    if (at != NONE || *n == most) return at;
    list[*n] = word;
    return (int)(*n)++;
}

static side side_of(casus_str z)
{
    static const char *const name[] = {"to", "get", "both", "self", "done"};
    for (int i = 0; i < (int)(sizeof name / sizeof *name); i++)
        if (casus_str_is(z, name[i])) return (side)i;
    return SIDE_TO;
}

static casus_status read_acts(maker *m)
{
    casus_coder *c = m->c;
    int cls = casus_lexicon_column(c->lex, c->acts, "class"), how = casus_lexicon_column(c->lex, c->acts, "side");
    for (uint32_t r = 0; r < casus_lexicon_rows(c->lex, c->acts); r++) {
        casus_str cell = casus_lexicon_cell(c->lex, c->acts, r, cls), word;
        c->act[r].how = side_of(casus_lexicon_cell(c->lex, c->acts, r, how));
        while (next_word(&cell, &word)) {
            int k = number(c->class_name, &c->n_class, MOST_CLASSES, word);
            if (k == NONE || c->act[r].n == CLASSES_A_ROW) return wrong(m, "acts", r, "too many classes at", word);
            c->act[r].cls[c->act[r].n++] = (uint8_t)k;
            c->class_side[k] = (uint8_t)(c->act[r].how + 1);
        }
    }
    return CASUS_OK;
}

/* Types that name no act of their own here: acts.tsv has their words. */
static casus_status read_events(maker *m)
{
    static const char *const left[] = {"agreement", "talks", "statement", "aid", "protest", "other"};
    static const char *const by_act[] = {"wrecks", "drives", "topples", "beats"}; /* acts.tsv has them by what they do */
    casus_coder *c = m->c;
    int type = casus_lexicon_column(c->lex, c->events, "type"), how_column = casus_lexicon_column(c->lex, c->events, "frame");
    for (uint32_t r = 0; r < casus_lexicon_rows(c->lex, c->events); r++) {
        casus_str word = casus_lexicon_cell(c->lex, c->events, r, type);
        casus_str how = casus_lexicon_cell(c->lex, c->events, r, how_column);
        bool skip = false;
        for (size_t i = 0; i < sizeof by_act / sizeof *by_act; i++)
            skip = skip || casus_str_is(how, by_act[i]);
        if (casus_str_is(how, "falls")) word = CASUS_STR("fall-to");
        if (casus_str_is(how, "done") && casus_str_is(word, "kill")) word = CASUS_STR("die");
        if (casus_str_is(how, "leave") && casus_str_is(word, "territory_change")) word = CASUS_STR("withdraw");
        if (casus_str_is(how, "takes")) word = CASUS_STR("take-ground");
        if (casus_str_is(how, "holds")) word = CASUS_STR("take-people");
        if (casus_str_is(how, "hurls") || casus_str_is(how, "drops")) word = CASUS_STR("hurl");
        for (size_t i = 0; i < sizeof left / sizeof *left; i++)
            skip = skip || casus_str_is(word, left[i]);
        if (skip) continue;
        int k = number(c->class_name, &c->n_class, MOST_CLASSES, word);
        if (k == NONE) return wrong(m, "events", r, "too many types at", word);
        c->event[r] = (act_row){.cls = {(uint8_t)k}, .n = 1, .how = casus_str_is(how, "both")   ? SIDE_BOTH
                                                                    : casus_str_is(how, "done") ? SIDE_DONE
                                                                    : casus_str_is(how, "self") ? SIDE_SELF
                                                                                                : SIDE_TO};
    }
    return CASUS_OK;
}

static casus_status read_topics(maker *m)
{
    casus_coder *c = m->c;
    int column = casus_lexicon_column(c->lex, c->topic_table, "topic");
    for (uint32_t r = 0; r < casus_lexicon_rows(c->lex, c->topic_table); r++) {
        casus_str word = casus_str_trim(casus_lexicon_cell(c->lex, c->topic_table, r, column));
        int k = number(c->topic_name, &c->n_topic, MOST_TOPICS, word);
        if (k == NONE) return wrong(m, "topics", r, "too many topics at", word);
        c->topic[r] = (uint8_t)k;
    }
    return CASUS_OK;
}

static bool add_topic(const casus_coder *c, topics *t, casus_str word)
{
    int k = named(c->topic_name, c->n_topic, word);
    if (k != NONE) t->w[k / 64] |= (uint64_t)1 << k % 64;
    return k != NONE;
}

static bool is_digits(casus_str w)
{
    for (size_t i = 0; i < w.n; i++)
        if (w.p[i] < '0' || w.p[i] > '9') return false;
    return w.n > 0;
}

static bool add_kind(asked *a, casus_str word)
{
    if (casus_str_is(word, "place")) {
        a->kinds |= KIND_PLACE;
        return true;
    }
    for (unsigned k = 0; k <= CASUS_ACTOR_GROUP; k++)
        if (casus_str_is(word, casus_actor_kind_name((casus_actor_kind)k))) {
            a->kinds |= 1U << k;
            return true;
        }
    return false;
}

/* One word behind "@": an act inside. */
static bool add_inner(const casus_coder *c, asked *a, casus_str word)
{
    static const struct {
        const char *name;
        unsigned flag;
    } flag[] = {{"any", ASK_ANY}, {"must", ASK_MUST}, {"not", ASK_NOT}, {"ccomp", ASK_CCOMP}, {"many", ASK_MANY}, {"to", ASK_TO}};
    for (size_t i = 0; i < sizeof flag / sizeof *flag; i++)
        if (casus_str_is(word, flag[i].name)) {
            a->flags |= flag[i].flag;
            return true;
        }
    if (is_digits(word) && word.n < sizeof a->prefix[0] && a->n_prefix < MOST_PREFIXES) {
        memcpy(a->prefix[a->n_prefix], word.p, word.n);
        a->prefix[a->n_prefix++][word.n] = '\0';
        return true;
    }
    int k = named(c->class_name, c->n_class, word);
    if (k == NONE || a->n_class == sizeof a->cls) return false;
    a->cls[a->n_class++] = (uint8_t)k;
    return true;
}

static bool read_asked(const casus_coder *c, casus_str cell, asked *a, casus_str *bad)
{
    static const char kind[] = "kind:";
    const size_t n_kind = sizeof kind - 1;
    casus_str word;
    while (next_word(&cell, &word)) {
        a->set = true;
        *bad = word;
        bool ok;
        if (word.p[0] == '@')
            ok = add_inner(c, a, (casus_str){word.p + 1, word.n - 1});
        else if (word.n > n_kind && memcmp(word.p, kind, n_kind) == 0)
            ok = add_kind(a, (casus_str){word.p + n_kind, word.n - n_kind});
        else
            ok = add_topic(c, &a->topic, word);
        if (!ok) return false;
    }
    return true;
}

/* "1.5", whatever the locale. */
static float decimal(casus_str w)
{
    float v = 0, unit = 1;
    bool behind = false;
    for (size_t i = 0; i < w.n; i++) {
        if (w.p[i] == '.') {
            behind = true;
        } else if (w.p[i] >= '0' && w.p[i] <= '9') {
            v = v * 10 + (float)(w.p[i] - '0');
            if (behind) unit *= 10;
        }
    }
    return v / unit;
}

typedef struct {
    int act, prep, object, subject, about, code, weight;
} code_columns;

static casus_status read_rule(maker *m, const code_columns *k, uint32_t r)
{
    casus_coder *c = m->c;
    int t = casus_lexicon_table(c->lex, "codes");
    coding_rule rule = {.prep = casus_str_trim(casus_lexicon_cell(c->lex, t, r, k->prep))};
    casus_str bad = {0}, word, cell = casus_lexicon_cell(c->lex, t, r, k->about);
    if (!read_asked(c, casus_lexicon_cell(c->lex, t, r, k->object), &rule.object, &bad) ||
        !read_asked(c, casus_lexicon_cell(c->lex, t, r, k->subject), &rule.subject, &bad))
        return wrong(m, "codes", r, "unknown topic, class or kind", bad);
    while (next_word(&cell, &word)) {
        rule.has_about = true;
        if (!add_topic(c, &rule.about, word)) return wrong(m, "codes", r, "unknown topic", word);
    }
    word = casus_str_trim(casus_lexicon_cell(c->lex, t, r, k->code));
    if (!word.n || word.n >= sizeof rule.code) return wrong(m, "codes", r, "no CAMEO code:", word);
    memcpy(rule.code, word.p, word.n);
    word = casus_str_trim(casus_lexicon_cell(c->lex, t, r, k->weight));
    rule.weight = 1.0f + (rule.prep.n > 0) + rule.object.set + rule.subject.set + rule.has_about;
    if (word.n) rule.weight = decimal(word);
    cell = casus_lexicon_cell(c->lex, t, r, k->act);
    while (next_word(&cell, &word)) {
        int cls = named(c->class_name, c->n_class, word);
        if (cls == NONE) return wrong(m, "codes", r, "unknown class", word);
        if (c->n_rule == MOST_RULES) return wrong(m, "codes", r, "too many rows at", word);
        rule.cls = (uint8_t)cls;
        c->rule[c->n_rule++] = rule;
    }
    return CASUS_OK;
}


/* A stable order: rows of one class stay as the file has them. */
static casus_status sort_rules(maker *m)
{
    casus_coder *c = m->c;
    coding_rule *sorted = casus_alloc((c->n_rule + 1) * sizeof *sorted);
    if (!sorted) return casus_fail(m->err, CASUS_E_NOMEM, "table of acts", 0);
    uint32_t n = 0;
    for (uint32_t k = 0; k < c->n_class; k++) {
        c->first_rule[k] = n;
        for (uint32_t i = 0; i < c->n_rule; i++)
            if (c->rule[i].cls == k) sorted[n++] = c->rule[i];
    }
    for (uint32_t k = c->n_class; k <= MOST_CLASSES; k++)
        c->first_rule[k] = n;
    casus_release(c->rule);
    c->rule = sorted;
    return CASUS_OK;
}

static casus_status read_codes(maker *m)
{
    casus_coder *c = m->c;
    int t = casus_lexicon_table(c->lex, "codes");
    const code_columns k = {.act = casus_lexicon_column(c->lex, t, "act"),
                            .prep = casus_lexicon_column(c->lex, t, "prep"),
                            .object = casus_lexicon_column(c->lex, t, "object"),
                            .subject = casus_lexicon_column(c->lex, t, "subject"),
                            .about = casus_lexicon_column(c->lex, t, "about"),
                            .code = casus_lexicon_column(c->lex, t, "code"),
                            .weight = casus_lexicon_column(c->lex, t, "weight")};
    for (uint32_t r = 0; r < casus_lexicon_rows(c->lex, t); r++) {
        casus_status st = read_rule(m, &k, r);
        if (st) return st;
    }
    return sort_rules(m);
}

static char *store(char **at, casus_str s)
{
    char *z = *at;
    if (s.n) memcpy(z, s.p, s.n);
    z[s.n] = '\0';
    *at += s.n + 1;
    return z;
}

static casus_status read_plover(maker *m)
{
    casus_coder *c = m->c;
    int t = casus_lexicon_table(c->lex, "plover");
    int code = casus_lexicon_column(c->lex, t, "code"), name = casus_lexicon_column(c->lex, t, "plover"),
        mode = casus_lexicon_column(c->lex, t, "mode");
    uint32_t n = casus_lexicon_rows(c->lex, t);
    size_t size = 1;
    for (uint32_t r = 0; r < n; r++)
        size += casus_lexicon_cell(c->lex, t, r, name).n + casus_lexicon_cell(c->lex, t, r, mode).n + 2;
    c->plover = casus_alloc((n + 1) * sizeof *c->plover);
    char *at = c->names = casus_alloc(size);
    if (!c->plover || !c->names) return casus_fail(m->err, CASUS_E_NOMEM, "table of acts", 0);
    for (uint32_t r = 0; r < n; r++) {
        casus_str k = casus_str_trim(casus_lexicon_cell(c->lex, t, r, code));
        plover_row *p = &c->plover[c->n_plover++];
        if (!k.n || k.n >= sizeof p->code) return wrong(m, "plover", r, "no CAMEO code:", k);
        memcpy(p->code, k.p, k.n);
        p->plover = store(&at, casus_lexicon_cell(c->lex, t, r, name));
        p->mode = store(&at, casus_lexicon_cell(c->lex, t, r, mode));
    }
    return CASUS_OK;
}

static void read_countries(casus_coder *c)
{
    int t = casus_lexicon_table(c->lex, "countries");
    int two = casus_lexicon_column(c->lex, t, "iso2"), three = casus_lexicon_column(c->lex, t, "iso3");
    for (uint32_t r = 0; t >= 0 && r < casus_lexicon_rows(c->lex, t); r++) {
        casus_str a = casus_lexicon_cell(c->lex, t, r, two), b = casus_lexicon_cell(c->lex, t, r, three);
        if (a.n != 2 || b.n != 3) continue;
        unsigned x = (unsigned)(a.p[0] - 'A'), y = (unsigned)(a.p[1] - 'A');
        if (x < N_LETTER && y < N_LETTER && !c->iso3[x][y][0]) memcpy(c->iso3[x][y], b.p, 3);
    }
}

/* Topics of those who can do something themselves. */
static void read_people(casus_coder *c)
{
    static const char *const name[] = {"troops",  "peacekeepers", "observers", "police",    "refugees", "prisoners", "leader",   "mission",
                                       "party",   "media",        "suspects",  "aidworkers", "embassy",  "aircraft",  "artillery", "suicide",
                                       "crowd",  "hacker",       "legislature", "medics",   NULL};
    for (const char *const *z = name; *z; z++)
        add_topic(c, &c->people, casus_str_of(*z));
}

static casus_status fill(maker *m)
{
    casus_coder *c = m->c;
    static const char *const small[] = {"will", "not", "say", "warn", "plan", "mishap", "light", "plan-noun", "fail"};
    uint8_t *at[] = {&c->will, &c->not_, &c->say, &c->warn, &c->plan, &c->mishap, &c->light, &c->plan_noun, &c->fail};
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        *at[i] = (uint8_t)number(c->class_name, &c->n_class, MOST_CLASSES, casus_str_of(small[i]));
    casus_status st = read_acts(m);
    if (!st) st = read_events(m);
    if (!st) st = read_topics(m);
    if (!st) read_people(c);
    if (!st) st = read_codes(m);
    if (!st) st = read_plover(m);
    if (!st) read_countries(c);
    return st;
}

casus_status casus_coder_open(const casus_lexicon *lex, casus_coder **out, char **where, casus_err *err)
{
    *out = NULL;
    if (where) *where = NULL;
    casus_coder *c = casus_alloc(sizeof *c);
    if (!c) return casus_fail(err, CASUS_E_NOMEM, "table of acts", 0);
    c->lex = lex;
    c->acts = casus_lexicon_table(lex, "acts");
    c->events = casus_lexicon_table(lex, "events");
    c->topic_table = casus_lexicon_table(lex, "topics");
    static const char *const land[] = {"countries", "demonyms", "capitals"};
    for (size_t i = 0; i < sizeof land / sizeof *land; i++) {
        c->land[i] = casus_lexicon_table(lex, land[i]);
        c->land_iso2[i] = casus_lexicon_column(lex, c->land[i], "iso2");
    }
    maker m = {c, where, err};
    c->act = casus_alloc((casus_lexicon_rows(lex, c->acts) + 1) * sizeof *c->act);
    c->event = casus_alloc((casus_lexicon_rows(lex, c->events) + 1) * sizeof *c->event);
    c->topic = casus_alloc((casus_lexicon_rows(lex, c->topic_table) + 1) * sizeof *c->topic);
    c->rule = casus_alloc(MOST_RULES * sizeof *c->rule);
    bool all = c->act && c->event && c->topic && c->rule;
    casus_status st = all ? fill(&m) : casus_fail(err, CASUS_E_NOMEM, "table of acts", 0);
    if (st) {
        casus_coder_close(c);
        return st;
    }
    *out = c;
    return CASUS_OK;
}

void casus_coder_close(casus_coder *c)
{
    if (!c) return;
    casus_release(c->act);
    casus_release(c->event);
    casus_release(c->topic);
    casus_release(c->rule);
    casus_release(c->plover);
    casus_release(c->names);
    casus_release(c);
}
