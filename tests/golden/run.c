/* Golden cases: small texts and the incidents they must give, in files that anyone can add to (see README.md).
 *
 * A failed case prints its file and line, what was wanted, and what was found in the same notation, ready to compare.
 */
#include "../unit/check.h"

#include <casus/casus.h>

#include <glob.h>
#include <stdlib.h>

enum { MOST_WANTS = 32 };

typedef struct {
    const char *name;
    int line;
    casus_buf text;
    char date[24], publisher[80];
    char *want[MOST_WANTS];
    int want_line[MOST_WANTS];
    int n_want;
    char *event[MOST_WANTS];
    int event_line[MOST_WANTS];
    int n_event;
    bool none, more; /* "want none"; "more": other incidents may be there too */
} golden;

static casus_engine *engine, *coding; /* coding: one that codes every political act, opened by the first case that asks */
static casus_parser *parser;         /* NULL: no model is built in */
static const char *file;

/* ---------------------------------------------------------------- what was found, in the notation of a want line */

static void put_value(casus_buf *b, const char *key, casus_str v)
{
    if (!v.n) return;
    bool quote = memchr(v.p, ' ', v.n) != NULL;
    casus_buf_printf(b, " %s=%s%.*s%s", key, quote ? "\"" : "", (int)v.n, v.p, quote ? "\"" : "");
}

static void put_tally(casus_buf *b, int t, const casus_tally *x)
{
    if (!x->set) return;
    casus_buf_printf(b, " %s=%d..", casus_tally_name(t), x->low);
    if (x->high >= 0) casus_buf_printf(b, "%d", x->high);
    casus_buf_printf(b, " %s", casus_quality_name(x->q));
}

static void put_found(casus_buf *b, const casus_claim *c)
{
    casus_buf_z(b, "  found");
    put_value(b, "type", casus_str_of(casus_type_name(c->type)));
    put_value(b, "status", casus_str_of(casus_claim_status_name(c->status)));
    for (uint32_t i = 0; i < c->n_place; i++) put_value(b, "place", c->place[i]->entry.name);
    put_value(b, "date", casus_str_of(c->date.edtf));
    for (uint32_t i = 0; i < c->n_part; i++) put_value(b, casus_role_name(c->part[i].role), c->part[i].actor->name);
    for (int t = 0; t < CASUS_N_TALLY; t++) put_tally(b, t, &c->tally[t]);
    put_value(b, "weapon", c->weapon);
    for (uint32_t i = 0; i < c->n_source; i++) put_value(b, "source", c->source[i]);
    if (c->recall) casus_buf_z(b, " recall=yes");
    casus_buf_z(b, "\n");
}

/* ---------------------------------------------------------------- does an incident fit a want line? */

typedef struct {
    const casus_reading *r;
    const casus_claim *c;
} subject;

static bool same(casus_str a, const char *z) { return strcmp(z, "-") == 0 ? a.n == 0 : casus_str_is(a, z); }

static bool fits_type(const subject *s, const char *v) { return strcmp(casus_type_name(s->c->type), v) == 0; }
static bool fits_status(const subject *s, const char *v) { return strcmp(casus_claim_status_name(s->c->status), v) == 0; }
static bool fits_date(const subject *s, const char *v) { return same(casus_str_of(s->c->date.edtf), v); }
static bool fits_weapon(const subject *s, const char *v) { return same(s->c->weapon, v); }
static bool fits_recall(const subject *s, const char *v) { return s->c->recall == (strcmp(v, "yes") == 0); }

static bool fits_place(const subject *s, const char *v)
{
    for (uint32_t i = 0; i < s->c->n_place; i++)
        if (casus_str_is(s->c->place[i]->entry.name, v)) return true;
    return strcmp(v, "-") == 0 && !s->c->n_place;
}

static bool fits_country(const subject *s, const char *v)
{
    for (uint32_t i = 0; i < s->c->n_place; i++)
        if (strcmp(s->c->place[i]->entry.country, v) == 0) return true;
    return false;
}

static bool fits_role(const subject *s, const char *v, casus_role role)
{
    bool any = false;
    for (uint32_t i = 0; i < s->c->n_part; i++) {
        if (s->c->part[i].role != role) continue;
        any = true;
        if (casus_str_is(s->c->part[i].actor->name, v)) return true;
    }
    return strcmp(v, "-") == 0 && !any;
}

static bool fits_perpetrator(const subject *s, const char *v) { return fits_role(s, v, CASUS_PERPETRATOR); }
static bool fits_affected(const subject *s, const char *v) { return fits_role(s, v, CASUS_AFFECTED); }
static bool fits_party(const subject *s, const char *v) { return fits_role(s, v, CASUS_PARTY); }

static bool fits_source(const subject *s, const char *v)
{
    for (uint32_t i = 0; i < s->c->n_source; i++)
        if (casus_str_is(s->c->source[i], v)) return true;
    return strcmp(v, "-") == 0 && !s->c->n_source;
}

static bool fits_evidence(const subject *s, const char *v)
{
    for (uint32_t i = 0; i < s->c->n_evidence; i++) {
        casus_str e = casus_cut(s->r->report.body, s->c->evidence[i]);
        if (memmem(e.p, e.n, v, strlen(v))) return true;
    }
    return false;
}

/* The class of the dead. */
static bool fits_victims(const subject *s, const char *v)
{
    const casus_tally *t = &s->c->tally[CASUS_KILLED];
    return t->set ? strcmp(casus_victims_name(t->category), v) == 0 : strcmp(v, "-") == 0;
}

/* "18", "16..18", "20.." or "-" */
static bool fits_tally(const casus_tally *t, const char *v)
{
    char *end;
    if (strcmp(v, "-") == 0) return !t->set;
    long low = strtol(v, &end, 10), high = low;
    if (strncmp(end, "..", 2) == 0) high = end[2] ? strtol(end + 2, NULL, 10) : -1;
    return t->set && t->low == low && t->high == high;
}

static const struct {
    const char *key;
    bool (*fits)(const subject *s, const char *v);
} field[] = {
    {"type", fits_type},       {"status", fits_status}, {"date", fits_date},   {"weapon", fits_weapon}, {"recall", fits_recall},
    {"place", fits_place},     {"country", fits_country}, {"perpetrator", fits_perpetrator}, {"affected", fits_affected},
    {"party", fits_party},     {"source", fits_source}, {"evidence", fits_evidence}, {"victims", fits_victims},
};

static bool fits_one(const subject *s, const char *key, const char *v, const casus_tally **last, bool *known)
{
    *known = true;
    for (size_t i = 0; i < sizeof field / sizeof *field; i++)
        if (strcmp(field[i].key, key) == 0) return field[i].fits(s, v);
    for (int t = 0; t < CASUS_N_TALLY; t++)
        if (strcmp(casus_tally_name(t), key) == 0) return fits_tally(*last = &s->c->tally[t], v);
    *known = false;
    return false;
}

/* The next word of a want line, key="value with blanks" being one; quotes are taken away. False at the end. */
static bool next_word(const char **p, char *word, size_t cap)
{
    size_t n = 0;
    bool quoted = false;
    *p += strspn(*p, " \t");
    if (!**p) return false;
    for (; **p && (quoted || (**p != ' ' && **p != '\t')); (*p)++) {
        if (**p == '"')
            quoted = !quoted;
        else if (n + 1 < cap)
            word[n++] = **p;
    }
    word[n] = '\0';
    return true;
}

static bool fits(const subject *s, const char *want, int line)
{
    char word[256];
    const casus_tally *last = NULL;
    bool known;
    while (next_word(&want, word, sizeof word)) {
        char *eq = strchr(word, '=');
        if (!eq) { /* a bare word is the quality of the count before it */
            if (!last || !last->set || strcmp(casus_quality_name(last->q), word) != 0) return false;
            continue;
        }
        *eq = '\0';
        bool ok = fits_one(s, word, eq + 1, &last, &known);
        if (!known) {
            char note[300];
            snprintf(note, sizeof note, "%s:%d: there is no field %s", file, line, word);
            CHECK_CASE(known, note);
        }
        if (!ok) return false;
    }
    return true;
}

/* ---------------------------------------------------------------- coded events */

static void put_parties(casus_buf *b, const casus_coded_party *p, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) casus_buf_printf(b, "%s%s%s%s", i ? "," : "", p[i].country, p[i].sector[0] ? "/" : "", p[i].sector);
    if (!n) casus_buf_char(b, '-');
}

/* "AGREE 0334 FRA > LBR", "+" behind it where the sources acted on each other */
static void put_event(casus_buf *b, const casus_event *e)
{
    casus_buf_printf(b, "%s %s ", e->plover[0] ? e->plover : "-", e->cameo);
    put_parties(b, e->source, e->n_source);
    casus_buf_z(b, " > ");
    put_parties(b, e->target, e->n_target);
    if (e->mutual) casus_buf_z(b, " +");
}

static bool has_event(const casus_reading *r, const char *want)
{
    bool found = false;
    for (uint32_t i = 0; i < r->events.n_event && !found; i++) {
        casus_buf b = {0};
        put_event(&b, &r->events.event[i]);
        found = b.p && strcmp(b.p, want) == 0;
        casus_buf_free(&b);
    }
    return found || (strcmp(want, "none") == 0 && !r->events.n_event);
}

static void judge_events(const golden *g, const casus_reading *r)
{
    for (int k = 0; k < g->n_event; k++) {
        if (has_event(r, g->event[k])) {
            check_passed++;
            continue;
        }
        check_failed++;
        casus_buf b = {0};
        casus_buf_printf(&b, "%s:%d: %s: wanted event %s\n", file, g->event_line[k], g->name, g->event[k]);
        for (uint32_t i = 0; i < r->events.n_event; i++) {
            casus_buf_z(&b, "  event ");
            put_event(&b, &r->events.event[i]);
            casus_buf_char(&b, '\n');
        }
        fputs(b.p ? b.p : "", stderr);
        casus_buf_free(&b);
    }
}

/* ---------------------------------------------------------------- one case */

static void tell(const golden *g, const char *what, int line, const casus_reading *r)
{
    casus_buf b = {0};
    casus_buf_printf(&b, "%s:%d: %s: %s\n", file, line, g->name, what);
    for (uint32_t i = 0; i < r->incidents.n_incident; i++) put_found(&b, &r->incidents.incident[i].sum);
    if (!r->incidents.n_incident) casus_buf_z(&b, "  found none\n");
    fputs(b.p ? b.p : "", stderr);
    casus_buf_free(&b);
}

static void judge(const golden *g, const casus_reading *r)
{
    bool taken[256] = {false}, ok = true;
    uint32_t n = r->incidents.n_incident < 256 ? r->incidents.n_incident : 256;
    for (int w = 0; w < g->n_want; w++) {
        uint32_t i = 0;
        while (i < n && (taken[i] || !fits(&(subject){r, &r->incidents.incident[i].sum}, g->want[w], g->want_line[w]))) i++;
        if (i < n) {
            taken[i] = true;
            check_passed++;
            continue;
        }
        char what[400];
        snprintf(what, sizeof what, "wanted %s", g->want[w]);
        tell(g, what, g->want_line[w], r);
        check_failed++;
        ok = false;
    }
    bool right = g->more || r->incidents.n_incident == (uint32_t)g->n_want;
    if (!right && ok) tell(g, g->none ? "wanted none" : "more incidents than wanted", g->line, r);
    if (right) check_passed++;
    else check_failed++;
}

static void run_case(golden *g)
{
    casus_arena *a = casus_arena_new(0);
    casus_reading r = {0};
    casus_record rec = {.format = CASUS_IN_TEXT, .bytes = {g->text.p, g->text.n}, .id = casus_str_of(g->name), .input = file};
    rec.publisher = casus_str_of(g->publisher);
    static const casus_engine_opts with_events = {.events = true};
    if (g->n_event && !coding) CHECK(casus_engine_open(&with_events, &coding, NULL, NULL) == CASUS_OK);
    const casus_engine *e = g->n_event && coding ? coding : engine;
    if (CHECK(a != NULL) && CHECK_CASE(casus_read(e, parser, &rec, casus_str_of(g->date), a, &r) == CASUS_OK, g->name)) {
        if (g->n_want || g->none) judge(g, &r);
        judge_events(g, &r);
    }
    casus_arena_free(a);
}

static void clear(golden *g)
{
    for (int i = 0; i < g->n_want; i++) free(g->want[i]);
    for (int i = 0; i < g->n_event; i++) free(g->event[i]);
    casus_buf_free(&g->text);
    *g = (golden){0};
}

static void finish(golden *g, char *name)
{
    if (!g->name) return;
    if (g->n_want || g->none || g->n_event) run_case(g);
    else CHECK_CASE(false, name);
    clear(g);
}

/* ---------------------------------------------------------------- files */

static bool after(const char *line, const char *word, const char **rest)
{
    size_t n = strlen(word);
    if (strncmp(line, word, n) != 0 || (line[n] && line[n] != ' ')) return false;
    *rest = line + n + strspn(line + n, " ");
    return true;
}

static void take_line(golden *g, const char *line, int number)
{
    const char *rest;
    if (!line[0] || line[0] == '#') return;
    if (after(line, "date", &rest)) {
        snprintf(g->date, sizeof g->date, "%s", rest);
    } else if (after(line, "publisher", &rest)) {
        snprintf(g->publisher, sizeof g->publisher, "%s", rest);
    } else if (after(line, "text", &rest)) {
        casus_buf_z(&g->text, rest);
        casus_buf_char(&g->text, '\n');
    } else if (after(line, "more", &rest)) {
        g->more = true;
    } else if (after(line, "event", &rest) && g->n_event < MOST_WANTS) {
        g->event_line[g->n_event] = number;
        g->event[g->n_event] = strdup(rest);
        if (CHECK(g->event[g->n_event] != NULL)) g->n_event++;
    } else if (after(line, "want", &rest) && strcmp(rest, "none") == 0) {
        g->none = true;
    } else if (after(line, "want", &rest) && g->n_want < MOST_WANTS) {
        g->want_line[g->n_want] = number;
        g->want[g->n_want] = strdup(rest);
        if (CHECK(g->want[g->n_want] != NULL)) g->n_want++;
    } else {
        char note[300];
        snprintf(note, sizeof note, "%s:%d: a line begins with ==, date, publisher, text, want, event, more or #", file, number);
        CHECK_CASE(false, note);
    }
}

static void run_file(const char *path)
{
    char *line = NULL, name[200] = "";
    size_t cap = 0;
    golden g = {0};
    FILE *f = fopen(path, "r");
    file = path;
    if (!CHECK_CASE(f != NULL, path)) return;
    for (int number = 1; getline(&line, &cap, f) >= 0; number++) {
        line[strcspn(line, "\r\n")] = '\0';
        if (strncmp(line, "==", 2) == 0) {
            finish(&g, name);
            snprintf(name, sizeof name, "%s", line + 2 + strspn(line + 2, " "));
            g.name = name;
            g.line = number;
        } else {
            take_line(&g, line, number);
        }
    }
    finish(&g, name);
    free(line);
    fclose(f);
}

int main(int argc, char **argv)
{
    casus_err err = {0};
    if (!CHECK(casus_engine_open(NULL, &engine, NULL, &err) == CASUS_OK)) return check_end();
    if (casus_engine_model(engine) && !CHECK(casus_parser_new(casus_engine_model(engine), &parser, &err) == CASUS_OK)) return check_end();
    for (int i = 1; i < argc; i++) {
        glob_t found = {0}; /* the shell is not there to open "*.txt" */
        if (CHECK_CASE(glob(argv[i], GLOB_NOCHECK, NULL, &found) == 0, argv[i]))
            for (size_t k = 0; k < found.gl_pathc; k++) run_file(found.gl_pathv[k]);
        globfree(&found);
    }
    casus_parser_free(parser);
    casus_engine_close(engine);
    casus_engine_close(coding);
    return check_end();
}
