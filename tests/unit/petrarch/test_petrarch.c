/* Dictionaries of a project: what is read, what is told of mistakes, and what a sentence with a tree written by hand gives.
 * Whole sentences with the model are in tests/cli/test_dictionaries.py. */
#include "../check.h"

#include <casus/petrarch.h>

#include <stdlib.h>
#include <unistd.h>

enum { PATH = 128, MOST_WORDS = 16 };

typedef struct {
    const char *name, *text;
} file;

static const file small[] = {
    {"actors.txt", "RURITANIA_ [RUR]\n"
                   "+RURITANIAN_\n"
                   "GRAUSTARK_ [GRA] # another\n"
                   "HENTZAU_\n"
                   "\t[RURGOV <19991231]\n"
                   "\t[RURREB >20000101]\n"
                   "GRAF_STARK_ [GST]\n"},
    {"agents.txt", "!HEAD! = MINISTER, PREMIER\nARMY_ {ARMIES} [~MIL]\n!HEAD! [~GOV]\nCLUB_ [NGO~]\n"},
    {"verbs.txt", "&WEAPON\n+ROCKET\n\n--- ATTACK [190] ---\nATTACK\nSTOP [---]\n- * WITH &WEAPON [194]\n"
                  "--- MEET [040:041] ---\nMEET {MET MEETING}\n- * AT ^ WITH + [042]\n"},
    {"discards.txt", "CHESS\n+OPERETTA_\n"},
    {"issues.txt", "<ISSUE CATEGORY=\"WATER\">\nRIVER [WATER]\n~RIVER BED\n"},
};
enum { N_SMALL = sizeof small / sizeof *small };

/* ---------------------------------------------------------------- folders */

static void write_folder(char *dir, const file *f, size_t n)
{
    strcpy(dir, "/tmp/casus-petrarch-XXXXXX");
    CHECK(mkdtemp(dir) != NULL);
    for (size_t i = 0; i < n; i++) {
        char path[2 * PATH];
        snprintf(path, sizeof path, "%s/%s", dir, f[i].name);
        FILE *out = fopen(path, "w");
        if (CHECK(out != NULL)) {
            fputs(f[i].text, out);
            fclose(out);
        }
    }
}

static void remove_folder(const char *dir, const file *f, size_t n)
{
    char path[2 * PATH];
    for (size_t i = 0; i < n; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, f[i].name);
        unlink(path);
    }
    rmdir(dir);
}

/* ---------------------------------------------------------------- sentences with trees */

typedef struct {
    uint32_t head; /* from 0; MOST_WORDS: the root */
    casus_rel rel;
    casus_pos pos;
    casus_tag tag;
} node;

static const node attack[] = {
    /* The Ruritanian army attacked Graustark with rockets . */
    {2, CASUS_REL_DET, CASUS_POS_DET, CASUS_TAG_DT},    {2, CASUS_REL_AMOD, CASUS_POS_ADJ, CASUS_TAG_JJ},
    {3, CASUS_REL_NSUBJ, CASUS_POS_NOUN, CASUS_TAG_NN}, {MOST_WORDS, CASUS_REL_ROOT, CASUS_POS_VERB, CASUS_TAG_VBD},
    {3, CASUS_REL_OBJ, CASUS_POS_PROPN, CASUS_TAG_NNP}, {6, CASUS_REL_CASE, CASUS_POS_ADP, CASUS_TAG_IN},
    {3, CASUS_REL_OBL, CASUS_POS_NOUN, CASUS_TAG_NNS},  {3, CASUS_REL_PUNCT, CASUS_POS_PUNCT, CASUS_TAG_STOP},
};
static const node plain[] = {
    /* Hentzau met Graustark . */
    {1, CASUS_REL_NSUBJ, CASUS_POS_PROPN, CASUS_TAG_NNP},
    {MOST_WORDS, CASUS_REL_ROOT, CASUS_POS_VERB, CASUS_TAG_VBD},
    {1, CASUS_REL_OBJ, CASUS_POS_PROPN, CASUS_TAG_NNP},
    {1, CASUS_REL_PUNCT, CASUS_POS_PUNCT, CASUS_TAG_STOP},
};
/* Two trees as parsers get them wrong. */
static const node two_halves[] = {
    /* Ruritania attacked army of Graf Stark . */
    {1, CASUS_REL_NSUBJ, CASUS_POS_PROPN, CASUS_TAG_NNP},  {MOST_WORDS, CASUS_REL_ROOT, CASUS_POS_VERB, CASUS_TAG_VBD},
    {1, CASUS_REL_OBJ, CASUS_POS_NOUN, CASUS_TAG_NN},      {4, CASUS_REL_CASE, CASUS_POS_ADP, CASUS_TAG_IN},
    {2, CASUS_REL_NMOD, CASUS_POS_PROPN, CASUS_TAG_NNP},   {2, CASUS_REL_NMOD, CASUS_POS_PROPN, CASUS_TAG_NNP},
    {1, CASUS_REL_PUNCT, CASUS_POS_PUNCT, CASUS_TAG_STOP},
};
static const node with_whom[] = {
    /* Ruritania met at Graustark with Hentzau . */
    {1, CASUS_REL_NSUBJ, CASUS_POS_PROPN, CASUS_TAG_NNP},  {MOST_WORDS, CASUS_REL_ROOT, CASUS_POS_VERB, CASUS_TAG_VBD},
    {3, CASUS_REL_CASE, CASUS_POS_ADP, CASUS_TAG_IN},      {1, CASUS_REL_OBL, CASUS_POS_PROPN, CASUS_TAG_NNP},
    {5, CASUS_REL_CASE, CASUS_POS_ADP, CASUS_TAG_IN},      {3, CASUS_REL_NMOD, CASUS_POS_PROPN, CASUS_TAG_NNP},
    {1, CASUS_REL_PUNCT, CASUS_POS_PUNCT, CASUS_TAG_STOP},
};

static const struct {
    const char *text;
    const node *tree;
    uint32_t n;
    int year;
    const char *want;
} sentence[] = {
    {"The Ruritanian army attacked Graustark with rockets.", attack, 8, 2001, "194 RURMIL GRA verbs.txt:7;"},
    {"The Ruritanian army attacked Graustark with rackets.", attack, 8, 2001, "190 RURMIL GRA verbs.txt:5;"},
    {"The Ruritanian army attacked Ruritania with operettas.", attack, 8, 2001, "190 RURMIL RUR verbs.txt:5;"},
    {"The Ruritanian army attacked Graustark with operetta.", attack, 8, 2001, "discard OPERETTA_ story;"},
    {"The Ruritanian army attacked Graustark with chessmen.", attack, 8, 2001, "discard CHESS;"},
    {"The Ruritanian army attacked Graustark with river.", attack, 8, 2001, "190 RURMIL GRA verbs.txt:5;issue WATER 1;"},
    {"The Ruritanian army stopped Graustark with rackets.", attack, 8, 2001, ""},
    {"The Ruritanian premier attacked Graustark with rackets.", attack, 8, 2001, "190 RURGOV GRA verbs.txt:5;"},
    {"The Ruritanian club attacked Graustark with rackets.", attack, 8, 2001, "190 NGORUR GRA verbs.txt:5;"},
    {"Hentzau met Graustark.", plain, 4, 2001, "040 RURREB GRA verbs.txt:9;041 GRA RURREB verbs.txt:9;"},
    {"Hentzau met Graustark.", plain, 4, 1998, "040 RURGOV GRA verbs.txt:9;041 GRA RURGOV verbs.txt:9;"},
    {"Ruritania attacked army of Graf Stark.", two_halves, 7, 2001, "190 RUR GSTMIL verbs.txt:5;"},
    {"Ruritania met at Graustark with Hentzau.", with_whom, 7, 2001, "042 RUR RURREB verbs.txt:10;"},
    {"Hentzau met Nobody.", plain, 4, 2001, ""},
    {"Hentzau saw Graustark.", plain, 4, 2001, ""},
};
enum { N_SENTENCE = sizeof sentence / sizeof *sentence };

static void print(casus_buf *b, const casus_dictionary_events *x)
{
    for (uint32_t i = 0; i < x->n_discard; i++) {
        casus_str s = x->discard[i].phrase;
        casus_buf_printf(b, "discard %.*s%s;", (int)s.n, s.p, x->discard[i].story ? " story" : "");
    }
    for (uint32_t i = 0; i < x->n_event; i++) {
        const casus_dictionary_event *e = &x->event[i];
        casus_buf_printf(b, "%.*s %.*s %.*s %.*s:%u;", (int)e->code.n, e->code.p, (int)e->source.code.n, e->source.code.p,
                         (int)e->target.code.n, e->target.code.p, (int)e->file.n, e->file.p, e->line);
    }
    for (uint32_t i = 0; i < x->n_issue; i++)
        casus_buf_printf(b, "issue %.*s %u;", (int)x->issue[i].code.n, x->issue[i].code.p, x->issue[i].n);
}

static bool read_tree(const casus_text *t, const node *tree, uint32_t n, casus_arena *a, casus_parse *p)
{
    *p = (casus_parse){.word = casus_arena_get(a, t->n_token + 1, sizeof *p->word)};
    if (!p->word || t->n_token != n) return false;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t head = tree[i].head == MOST_WORDS ? CASUS_HEAD_ROOT : tree[i].head;
        p->word[i] = (casus_parsed){head, (uint8_t)tree[i].rel, (uint8_t)tree[i].pos, (uint8_t)tree[i].tag};
    }
    return true;
}

static void one_sentence(const casus_dictionaries *d, uint32_t i, casus_arena *a, casus_buf *b)
{
    casus_text t;
    casus_parse p;
    casus_dictionary_events out;
    casus_day day = casus_day_of(sentence[i].year, 5, 4);
    casus_arena_reset(a);
    casus_buf_clear(b);
    CHECK(casus_text_split(casus_str_of(sentence[i].text), NULL, 0, a, &t, NULL) == CASUS_OK);
    if (!CHECK_CASE(read_tree(&t, sentence[i].tree, sentence[i].n, a, &p), sentence[i].text)) return;
    CHECK(casus_dictionaries_code(d, &t, &p, day, a, &out, NULL) == CASUS_OK);
    print(b, &out);
    CHECK_STR(b->p ? b->p : "", sentence[i].want);
}

static void test_sentences(void)
{
    char dir[PATH];
    casus_dictionaries *d = NULL;
    casus_buf told = {0}, b = {0};
    uint32_t n_told = 9;
    casus_arena *a = casus_arena_new(0);
    write_folder(dir, small, N_SMALL);
    CHECK(casus_dictionaries_open(dir, NULL, &d, &told, &n_told, NULL) == CASUS_OK);
    CHECK(n_told == 0);
    CHECK_STR(told.p ? told.p : "", "");
    for (uint32_t i = 0; i < N_SENTENCE && d && a; i++)
        one_sentence(d, i, a, &b);
    casus_dictionaries_close(d);
    remove_folder(dir, small, N_SMALL);
    casus_buf_free(&told);
    casus_buf_free(&b);
    casus_arena_free(a);
}

/* ---------------------------------------------------------------- mistakes */

static const struct {
    file f;
    const char *told; /* its beginning */
} mistake[] = {
    {{"actors.txt", "\n# nothing\nRURITANIA_ [RUR\n"}, "actors.txt:3: no ] after ["},
    {{"actors.txt", "+RURITANIAN_\n"}, "actors.txt:1: this goes with an actor"},
    {{"actors.txt", "RURITANIA_\nGRAUSTARK_ [GRA]\n"}, "actors.txt:1: an actor without a code"},
    {{"actors.txt", "RURITANIA_ [RUR]\n\t[RUR <tomorrow]\n"}, "actors.txt:2: cannot read the days"},
    {{"actors.txt", "RURITANIA_ [RUR]\n\t[RUR 20010101-20000101]\n"}, "actors.txt:2: cannot read the days"},
    {{"agents.txt", "ARMY_\n"}, "agents.txt:1: an agent without a code"},
    {{"agents.txt", "ARMY_ [MIL]\n"}, "agents.txt:1: an agent's code has a ~"},
    {{"agents.txt", "OLD_!MAN! [~ELI]\n"}, "agents.txt:1: no such set of spellings"},
    {{"verbs.txt", "- * + [100]\n"}, "verbs.txt:1: a pattern without a verb"},
    {{"verbs.txt", "SAY [010]\n- * +\n"}, "verbs.txt:2: a pattern without a code"},
    {{"verbs.txt", "SAY [010]\n- + [100]\n"}, "verbs.txt:2: a pattern without *"},
    {{"verbs.txt", "SAY [010]\n- * &NOTHING [100]\n"}, "verbs.txt:2: no such set"},
    {{"verbs.txt", "&EMPTY\nSAY [010]\n"}, "verbs.txt:1: a set without words"},
    {{"issues.txt", "RIVER\n"}, "issues.txt:1: an issue without a code"},
    {{"PETR_config.ini", "[Options]\nrequire_dyad = perhaps\n"}, "PETR_config.ini:2: no such option"},
};

static void test_mistakes(void)
{
    for (size_t i = 0; i < sizeof mistake / sizeof *mistake; i++) {
        char dir[PATH];
        const file both[] = {mistake[i].f, {"discards.txt", "CHESS\n"}};
        casus_dictionaries *d = NULL;
        casus_buf told = {0};
        uint32_t n = 0;
        write_folder(dir, both, 2);
        CHECK_CASE(casus_dictionaries_open(dir, NULL, &d, &told, &n, NULL) == CASUS_OK && d, mistake[i].told);
        CHECK_CASE(n == 1 && told.p && strncmp(told.p, mistake[i].told, strlen(mistake[i].told)) == 0,
                   told.p ? told.p : "nothing told");
        casus_dictionaries_close(d);
        casus_buf_free(&told);
        remove_folder(dir, both, 2);
    }
}

static void test_refused(void)
{
    char dir[PATH];
    casus_dictionaries *d = NULL;
    casus_err err;
    CHECK(casus_dictionaries_open("/nonexistent/dictionaries", NULL, &d, NULL, NULL, &err) == CASUS_E_NOINPUT && !d);
    write_folder(dir, small, 0);
    CHECK(casus_dictionaries_open(dir, NULL, &d, NULL, NULL, &err) == CASUS_E_NOINPUT && !d);
    remove_folder(dir, small, 0);
    write_folder(dir, small, N_SMALL);
    CHECK(casus_dictionaries_open(dir, "require_dyads=false", &d, NULL, NULL, &err) == CASUS_E_USAGE && !d);
    CHECK(casus_dictionaries_open(dir, "new_actor_length=few", &d, NULL, NULL, &err) == CASUS_E_USAGE && !d);
    CHECK(casus_dictionaries_open(dir, "verbfile_name=other.txt", &d, NULL, NULL, &err) == CASUS_E_NOINPUT && !d);
    CHECK(casus_dictionaries_open(dir, "require_dyad=no; new_actor_length=4", &d, NULL, NULL, &err) == CASUS_OK && d);
    casus_dictionaries_close(d);
    remove_folder(dir, small, N_SMALL);
    casus_dictionaries_close(NULL);
}

/* Memory that runs out at any request: told, nothing lost. */
static void test_memory(void)
{
    enum { MOST = 2000 };
    char dir[PATH];
    casus_status s = CASUS_E_NOMEM;
    write_folder(dir, small, N_SMALL);
    for (uint64_t n = 1; n < MOST && s != CASUS_OK; n++) {
        casus_dictionaries *d = NULL;
        casus_alloc_fail_after(n);
        s = casus_dictionaries_open(dir, NULL, &d, NULL, NULL, NULL);
        casus_alloc_fail_after(0);
        CHECK((s == CASUS_OK && d) || (s == CASUS_E_NOMEM && !d));
        casus_dictionaries_close(d);
    }
    CHECK(s == CASUS_OK);
    remove_folder(dir, small, N_SMALL);
}

/* The same while a sentence is coded. */
static void test_memory_of_coding(void)
{
    enum { MOST = 500 };
    char dir[PATH];
    casus_dictionaries *d = NULL;
    casus_status s = CASUS_E_NOMEM;
    casus_arena *a = casus_arena_new(0);
    casus_text t;
    casus_parse p;
    write_folder(dir, small, N_SMALL);
    CHECK(casus_dictionaries_open(dir, NULL, &d, NULL, NULL, NULL) == CASUS_OK);
    CHECK(casus_text_split(casus_str_of(sentence[0].text), NULL, 0, a, &t, NULL) == CASUS_OK);
    CHECK(read_tree(&t, sentence[0].tree, sentence[0].n, a, &p));
    for (uint64_t n = 1; n < MOST && s != CASUS_OK; n++) {
        casus_arena *own = casus_arena_new(0);
        casus_dictionary_events out;
        casus_alloc_fail_after(n);
        s = casus_dictionaries_code(d, &t, &p, casus_day_of(2001, 5, 4), own, &out, NULL);
        casus_alloc_fail_after(0);
        CHECK((s == CASUS_OK && out.n_event == 1) || (s == CASUS_E_NOMEM && !out.n_event));
        casus_arena_free(own);
    }
    CHECK(s == CASUS_OK);
    casus_dictionaries_close(d);
    casus_arena_free(a);
    remove_folder(dir, small, N_SMALL);
}

int main(void)
{
    test_sentences();
    test_mistakes();
    test_refused();
    test_memory();
    test_memory_of_coding();
    return check_end();
}
