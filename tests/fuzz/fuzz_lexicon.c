/* Fuzz target: bytes as a folder of lexicon tables. They are cut at byte 1; of each piece the first byte chooses the table, the
 * rest is the file. What opens must read a text, whatever the tables say; what does not must name file and line, or nothing. */
#include "../prop/invariants.h"
#include "invariants.h"

#include <casus/casus.h>

#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const table[] = {"when", "when-lists", "when-days", "events", "actors", "irregular", "lemmas", "smallwords",
                                    "cues", "demonyms",   "countries", "acts",   "codes",  "topics",    "plover", "places",
                                    "seats", "adjectives", "papers", "place_stop", "place_abbrev"};
enum { N_TABLE = sizeof table / sizeof *table, N_FIRST = 16, PATH = 128 };

/* The letters from p on choose the tables of places; all bytes before, as ever, one of the first. */
static const char *table_of(uint8_t c)
{
    return c < 'p' ? table[c % N_FIRST] : table[N_FIRST + (c - 'p') % (N_TABLE - N_FIRST)];
}

static const char body[] =
    "HILLA, March 6, 2005 (Reuters) - A suicide bomber killed 23 people on Sunday, two days after Ramadan 2004, police said. "
    "Nine days ago, on the 3rd of May, attacks in Homs and U.S. raids struck IS. By early June of that year it had fallen.";

static void write_tables(const char *dir, const uint8_t *p, size_t n)
{
    while (n) {
        const uint8_t *cut = memchr(p, 1, n);
        size_t len = cut ? (size_t)(cut - p) : n;
        char path[PATH];
        snprintf(path, sizeof path, "%s/%s.tsv", dir, table_of(len ? p[0] : 0));
        FILE *f = fopen(path, "wb");
        if (f) {
            if (len > 1) fwrite(p + 1, 1, len - 1, f);
            fclose(f);
        }
        p += len + (cut != NULL);
        n -= len + (cut != NULL);
    }
}

static void remove_tables(const char *dir)
{
    for (size_t i = 0; i < N_TABLE; i++) {
        char path[PATH];
        snprintf(path, sizeof path, "%s/%s.tsv", dir, table[i]);
        unlink(path);
    }
    rmdir(dir);
}

static void check_words(const casus_text *t, const casus_words *w)
{
    for (uint32_t i = 0; i < w->n_match; i++)
        MUST(w->match[i].n && w->match[i].first + w->match[i].n <= t->n_token);
    for (uint32_t i = 0; i < t->n_token; i++)
        MUST(w->pos[i] < CASUS_N_POS && w->at[i] <= w->at[i + 1]);
}

static void check_times(const casus_text *t, const casus_times *times)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < times->n_time; i++) {
        const casus_time *x = &times->time[i];
        MUST(x->n && x->first >= end && x->first + x->n <= t->n_token && span_ok(t->body, x->span));
        MUST(memchr(x->value, 0, sizeof x->value) && (x->from == CASUS_DAY_NONE) == (x->to == CASUS_DAY_NONE) &&
             x->from <= x->to);
        end = x->first + x->n;
    }
}

/* Opened once: the gazetteer that is built in. */
static void check_places(const casus_lexicon *lex, const casus_text *t, const casus_words *words, casus_arena *a)
{
    static casus_gazetteer *gaz;
    casus_places out;
    if (!gaz && casus_gazetteer_open(NULL, &gaz, NULL) != CASUS_OK) return;
    if (casus_where_find(gaz, lex, t, words, NULL, a, &out, NULL) != CASUS_OK) return;
    for (uint32_t i = 0; i < out.n_place; i++) {
        const casus_place *x = &out.place[i];
        MUST(x->n && x->first + x->n <= t->n_token && span_ok(t->body, x->span) && x->radius_km >= 0);
    }
}

static void read_with(const casus_lexicon *lex, const casus_when *when, casus_arena *a)
{
    casus_text text;
    casus_words words;
    casus_times times;
    if (casus_text_split(CASUS_STR(body), NULL, 0, a, &text, NULL) != CASUS_OK) return;
    if (casus_lang_find(lex, &text, a, &words, NULL) != CASUS_OK) return;
    check_words(&text, &words);
    check_places(lex, &text, &words, a);
    for (int k = 0; when && k < 4; k++) {
        casus_when_opts opts = {.ref = k & 1 ? casus_day_of(2005, 3, 7) : CASUS_DAY_NONE, .narrative = k & 2};
        if (casus_when_find(when, &text, &words, &opts, a, &times, NULL) == CASUS_OK) check_times(&text, &times);
    }
}

static void check_open(const casus_lexicon *lex)
{
    casus_when *when = NULL;
    casus_coder *coder = NULL;
    casus_err err = {0};
    char *where = NULL;
    casus_buf told = {0};
    uint32_t n = 0;
    casus_status st = casus_when_open(lex, &when, &where, &err);
    MUST((st == CASUS_OK) == (when != NULL));
    MUST(st != CASUS_E_INPUT || (where && strstr(where, ".tsv:")));
    casus_release(where);
    where = NULL;
    casus_coder_open(lex, &coder, &where, &err);
    casus_release(where);
    casus_who_check(lex, &told, &n, &err);
    casus_where_check(lex, &told, &n, &err);
    MUST(!n || memmem(told.p, told.n, ".tsv:", 5));
    casus_buf_free(&told);
    casus_arena *a = casus_arena_new(64u << 20);
    if (a) read_with(lex, when, a);
    casus_arena_free(a);
    casus_coder_close(coder);
    casus_when_close(when);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char dir[] = "/tmp/casus-fuzz-XXXXXX", *where = NULL;
    casus_lexicon *lex = NULL;
    if (!mkdtemp(dir)) return 0;
    write_tables(dir, data, size);
    casus_status st = casus_lexicon_open(dir, &lex, &where, NULL);
    MUST((st == CASUS_OK) == (lex != NULL));
    MUST(st != CASUS_E_INPUT || !where || strstr(where, ".tsv:"));
    casus_release(where);
    remove_tables(dir);
    if (lex) check_open(lex);
    casus_lexicon_close(lex);
    return 0;
}
