/* Lexicon folders written by the test: inflection, capitals, longest match, mistakes; and the lexicon built in. */
#include "lang/room.h"

#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    char dir[64];
    char path[16][96];
    int n;
} folder;

static void make_folder(folder *f)
{
    *f = (folder){.dir = "/tmp/casus-test-XXXXXX"};
    if (!mkdtemp(f->dir)) f->dir[0] = '\0';
}

static void put_file(folder *f, const char *name, const char *text)
{
    char path[96];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    memcpy(f->path[f->n++], path, sizeof path);
    FILE *out = fopen(path, "wb");
    if (!CHECK(out != NULL)) return;
    fputs(text, out);
    fclose(out);
}

static void drop_folder(folder *f)
{
    while (f->n > 0) unlink(f->path[--f->n]);
    rmdir(f->dir);
}

static const char irregular[] = "lemma\tpast\tparticiple\ting\ts\tplural\nstrike\tstruck\tstruck | stricken\nput\tput\t\tputting\nchild\t\t\t\t\tchildren\n";
static const char small[] = "pos\twords\nAUX\tis are was\nPRON\tus\nDET\tthe a\nPART\tto\nADP\tby on\nVERB\tcarry/v\n";

/* "term" finds its whole text, in the form given; -1: must not be found. */
static const struct {
    const char *note, *term, *text;
    int form;
} found[] = {
    {"plain", "air strike", "air strike", CASUS_FORM_PLAIN},
    {"hyphen in the text", "air strike", "air-strike", CASUS_FORM_PLAIN},
    {"hyphen in the term", "air-strike", "Air strike", CASUS_FORM_PLAIN},
    {"base", "attack/v", "attack", CASUS_FORM_BASE},
    {"s", "attack/v", "attacks", CASUS_FORM_S},
    {"past", "attack/v", "attacked", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"ing", "attack/v", "attacking", CASUS_FORM_ING},
    {"doubled", "stop/v", "stopped", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"not doubled", "raid/v", "raided", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"not doubled", "shell/v", "shelling", CASUS_FORM_ING},
    {"y", "carry/v", "carried", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"e", "seize/v", "seizing", CASUS_FORM_ING},
    {"ie", "die/v", "dying", CASUS_FORM_ING},
    {"irregular", "strike/v", "stricken", CASUS_FORM_PART},
    {"irregular past", "strike/v", "struck", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"forms that coincide", "put/v", "put", CASUS_FORM_BASE | CASUS_FORM_PAST | CASUS_FORM_PART},
    {"inside a term", "carry/v out", "carried out", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"at its end", "air raid/n", "air raids", CASUS_FORM_PLURAL},
    {"singular", "air raid/n", "air raid", CASUS_FORM_SING},
    {"men", "gunman/n", "gunmen", CASUS_FORM_PLURAL},
    {"children", "child/n", "children", CASUS_FORM_PLURAL},
    {"es", "ambush/n", "ambushes", CASUS_FORM_PLURAL},
    {"ies", "casualty/n", "casualties", CASUS_FORM_PLURAL},
    {"two suffixes, the first tells", "carry/v raid/n", "carrying raids", CASUS_FORM_ING},
    {"capital", "Moscow", "Moscow", CASUS_FORM_PLAIN},
    {"capital asked", "Moscow", "moscow", -1},
    {"all capitals", "ISIS", "ISIS", CASUS_FORM_PLAIN},
    {"all capitals asked", "ISIS", "Isis fell", -1},
    {"plural of capitals", "IED/n", "IEDs", CASUS_FORM_PLURAL},
    {"shouted", "Moscow", "MOSCOW", CASUS_FORM_PLAIN},
    {"shouted small word", "IS", "IS", -1},
    {"small letters find capitals", "raid", "Raid", CASUS_FORM_PLAIN},
    {"diacritics", "\u00c9lys\u00e9e", "Elysee", CASUS_FORM_PLAIN},
    {"apostrophes", "Sana'a", "Sanaa", CASUS_FORM_PLAIN},
    {"dots", "U.S. army", "U.S. army", CASUS_FORM_PLAIN},
    {"alternative", "raid | air strike/n", "air strikes", CASUS_FORM_PLURAL},
};

static void test_found(void)
{
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        folder f;
        char table[256];
        casus_lexicon *lex;
        casus_text text;
        casus_words words;
        make_folder(&f);
        snprintf(table, sizeof table, "# comment\nterm\tkind\r\n\n%s\tx\r\n", found[i].term);
        put_file(&f, "things.tsv", table);
        put_file(&f, "irregular.tsv", irregular);
        put_file(&f, "smallwords.tsv", small);
        casus_arena *a = casus_arena_new(0);
        if (CHECK_CASE(casus_lexicon_open(f.dir, &lex, NULL, NULL) == CASUS_OK, found[i].note)) {
            CHECK(casus_text_split(casus_str_of(found[i].text), NULL, 0, a, &text, NULL) == CASUS_OK);
            CHECK(casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK);
            const casus_match *m = casus_words_at(&words, 0, casus_lexicon_table(lex, "things"));
            CHECK_CASE((m != NULL) == (found[i].form >= 0), found[i].note);
            if (m && found[i].form >= 0) CHECK_CASE(m->form == found[i].form && m->n == text.n_token, found[i].note);
        }
        casus_lexicon_close(lex);
        casus_arena_free(a);
        drop_folder(&f);
    }
}

static const struct {
    const char *note, *file, *want;
} mistakes[] = {
    {"unknown suffix", "term\nattack/x\n", "things.tsv:2: unknown suffix"},
    {"empty term", "# c\nterm\tkind\n\n\tx\n", "things.tsv:4: empty term"},
    {"empty alternative", "term\nraid | \n", "things.tsv:2: empty term"},
    {"nothing but a hyphen", "term\n-\n", "things.tsv:2: empty term"},
    {"too many cells", "term\tkind\nraid\tx\ty\n", "things.tsv:2: more columns than the first line names"},
    {"bad bytes", "term\nraid\n\xff\n", "things.tsv:3: not UTF-8"},
    {"column twice", "term\tterm\n", "things.tsv:1: column named twice"},
    {"nameless column", "term\t\tx\n", "things.tsv:1: column without a name"},
    {"too many words", "term\na b c d e f g h i j k l m n o p q\n", "things.tsv:2: too many words in a term"},
};

static void test_mistakes(void)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        folder f;
        casus_lexicon *lex;
        char *where;
        casus_err err = {0};
        make_folder(&f);
        put_file(&f, "things.tsv", mistakes[i].file);
        CHECK_CASE(casus_lexicon_open(f.dir, &lex, &where, &err) == CASUS_E_INPUT && !lex && err.line > 0, mistakes[i].note);
        CHECK_STR(where, mistakes[i].want);
        casus_release(where);
        drop_folder(&f);
    }
    casus_lexicon *lex;
    CHECK(casus_lexicon_open("/nowhere/at/all", &lex, NULL, NULL) == CASUS_E_NOINPUT && !lex);
}

static void test_overlaps(void)
{
    folder f;
    casus_lexicon *lex;
    casus_text text;
    casus_words words;
    make_folder(&f);
    put_file(&f, "a.tsv", "term\nair\nair strike\nstrike\nstrike force\n");
    put_file(&f, "b.tsv", "term\tkey\nstrike/n\tnoun\nstrike/v\tverb\n");
    put_file(&f, "irregular.tsv", irregular);
    put_file(&f, "smallwords.tsv", small);
    CHECK(casus_lexicon_open(f.dir, &lex, NULL, NULL) == CASUS_OK);
    casus_arena *a = casus_arena_new(0);
    int ta = casus_lexicon_table(lex, "a"), tb = casus_lexicon_table(lex, "b");
    casus_text_split(CASUS_STR("air strike force. air strike. to strike a"), NULL, 0, a, &text, NULL);
    CHECK(casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK);
    const casus_match *m = casus_words_at(&words, 0, ta);
    CHECK(m && m->n == 2);
    CHECK((m = casus_words_at(&words, 1, ta)) && m->n == 2);
    CHECK((m = casus_words_at(&words, 1, tb)) && m->n == 1 && m->row == 0);
    CHECK(!casus_words_at(&words, 5, ta)); /* inside "air strike" */
    CHECK((m = casus_words_at(&words, 8, tb)) && m->row == 1);
    CHECK(words.at[text.n_token] == words.n_match);
    casus_lexicon_close(lex);
    casus_arena_free(a);
    drop_folder(&f);
}

/* An image taken back finds what the lexicon it was made of finds; one that is cut or of another kind is refused. */
static void test_image(void)
{
    folder f;
    casus_lexicon *lex, *tables, from;
    casus_buf image = {0};
    casus_text text;
    casus_words words, again;
    make_folder(&f);
    put_file(&f, "a.tsv", "term\tkey\nair strike/n\tx\nstrike/v\ty\n");
    put_file(&f, "irregular.tsv", irregular);
    put_file(&f, "smallwords.tsv", small);
    CHECK(casus_lexicon_open(f.dir, &lex, NULL, NULL) == CASUS_OK && casus_lexicon_open_tables(f.dir, &tables, NULL, NULL) == CASUS_OK);
    casus_arena *a = casus_arena_new(0);
    casus_text_split(CASUS_STR("Air strikes. They struck."), NULL, 0, a, &text, NULL);
    CHECK(casus_lang_find(tables, &text, a, &words, NULL) == CASUS_OK && words.n_match == 0);
    lang_image_write(lex, &image);
    CHECK(!image.failed && lang_image_take(&from, image.p, image.n, NULL) == CASUS_OK);
    CHECK(strcmp(casus_lexicon_version(lex), casus_lexicon_version(&from)) == 0);
    CHECK(casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK && casus_lang_find(&from, &text, a, &again, NULL) == CASUS_OK);
    CHECK(words.n_match == again.n_match && words.n_match == 2);
    for (uint32_t i = 0; i < words.n_match && i < again.n_match; i++)
        CHECK(words.match[i].first == again.match[i].first && words.match[i].row == again.match[i].row && words.match[i].form == again.match[i].form);
    CHECK(casus_str_is(casus_lexicon_cell(&from, casus_lexicon_table(&from, "a"), 1, 1), "y"));
    CHECK(lang_image_take(&from, image.p, image.n - 64, NULL) == CASUS_E_INTERNAL);
    CHECK(lang_image_take(&from, image.p, 16, NULL) == CASUS_E_INTERNAL);
    image.p[0] = 'X';
    CHECK(lang_image_take(&from, image.p, image.n, NULL) == CASUS_E_INTERNAL);
    casus_buf_free(&image);
    casus_lexicon_close(lex);
    casus_lexicon_close(tables);
    casus_arena_free(a);
    drop_folder(&f);
}

static void test_built_in(void)
{
    casus_lexicon *lex;
    char *where = NULL;
    casus_err err = {0};
    if (!CHECK(casus_lexicon_open(NULL, &lex, &where, &err) == CASUS_OK)) {
        fprintf(stderr, "%s\n", where ? where : err.what);
        casus_release(where);
        return;
    }
    CHECK(strlen(casus_lexicon_version(lex)) == 11 && strncmp(casus_lexicon_version(lex), "en-", 3) == 0);
    int t = casus_lexicon_table(lex, "irregular");
    uint32_t row = 0;
    CHECK(casus_lexicon_find(lex, t, CASUS_STR("shoot"), &row));
    CHECK(casus_str_is(casus_lexicon_cell(lex, t, row, casus_lexicon_column(lex, t, "past")), "shot"));
    CHECK(!casus_lexicon_find(lex, t, CASUS_STR("zzz"), &row));
    CHECK(casus_lexicon_table(lex, "zzz") == -1 && casus_lexicon_column(lex, t, "zzz") == -1);
    CHECK(casus_lexicon_cell(lex, t, 0, -1).n == 0 && casus_lexicon_cell(lex, -1, 0, 0).n == 0);
    casus_lexicon_close(lex);
    casus_lexicon_close(NULL);
}

static void test_classes(void)
{
    static const struct {
        uint32_t at;
        casus_pos pos;
    } want[] = {{0, CASUS_POS_DET}, {1, CASUS_POS_NOUN}, {2, CASUS_POS_VERB}, {3, CASUS_POS_DET}, {4, CASUS_POS_ADJ}, {5, CASUS_POS_NOUN},
                {6, CASUS_POS_ADP}, {7, CASUS_POS_PROPN}, {8, CASUS_POS_CCONJ}, {9, CASUS_POS_VERB}, {10, CASUS_POS_NUM}, {11, CASUS_POS_NOUN},
                {12, CASUS_POS_PUNCT}};
    casus_lexicon *lex;
    casus_text text;
    casus_words words;
    casus_arena *a = casus_arena_new(0);
    CHECK(casus_lexicon_open(NULL, &lex, NULL, NULL) == CASUS_OK);
    casus_text_split(CASUS_STR("The rebels attacked a military base near Homs and killed 12 soldiers."), NULL, 0, a, &text, NULL);
    CHECK(casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++)
        CHECK_CASE(words.pos[want[i].at] == want[i].pos, casus_cut(text.body, text.token[want[i].at].span).p);
    casus_lexicon_close(lex);
    casus_arena_free(a);
}

static void test_no_memory(void)
{
    folder f;
    make_folder(&f);
    put_file(&f, "things.tsv", "term\tkind\nair strike/n | carry/v out\tx\nraid/n\ty\n");
    put_file(&f, "irregular.tsv", irregular);
    put_file(&f, "smallwords.tsv", small);
    casus_status st = CASUS_E_NOMEM;
    uint64_t n = 1;
    for (; st == CASUS_E_NOMEM && n < 3000; n++) {
        casus_lexicon *lex;
        casus_err err = {0};
        casus_alloc_fail_after(n);
        st = casus_lexicon_open(f.dir, &lex, NULL, &err);
        casus_text text;
        casus_words words;
        casus_arena *a = casus_arena_new(0);
        if (!st && a) st = casus_text_split(CASUS_STR("Air strikes were carried out."), NULL, 0, a, &text, &err);
        if (!st && a) st = casus_lang_find(lex, &text, a, &words, &err);
        casus_alloc_fail_after(0);
        CHECK(st == CASUS_OK || (st == CASUS_E_NOMEM && err.code == st));
        if (!a) st = CASUS_E_NOMEM;
        casus_arena_free(a);
        casus_lexicon_close(lex);
    }
    CHECK(st == CASUS_OK && n > 3);
    drop_folder(&f);
}

static bool english(const char *z, uint32_t least)
{
    casus_arena *a = casus_arena_new(0);
    casus_text text;
    casus_err err;
    bool is = casus_text_split(casus_str_of(z), NULL, 0, a, &text, &err) == CASUS_OK && casus_lang_english(&text, 0, text.n_token, least);
    casus_arena_free(a);
    return is;
}

static void test_english(void)
{
    CHECK(english("The soldiers were seen on the road to the town, and residents said that they had fired at cars.", 12));
    CHECK(!english("Die Soldaten wurden gestern Abend auf der langen Strasse zur kleinen Stadt gesehen, sagten Bewohner der Gegend.", 12));
    CHECK(!english("Los soldados fueron vistos ayer por la noche en la larga carretera hacia la ciudad, dijeron los vecinos.", 12));
    CHECK(english("Soldaten gesehen", 12)); /* too short to tell */
    CHECK(english("", 0));
}

int main(void)
{
    test_found();
    test_mistakes();
    test_overlaps();
    test_image();
    test_built_in();
    test_classes();
    test_english();
    test_no_memory();
    return check_end();
}
