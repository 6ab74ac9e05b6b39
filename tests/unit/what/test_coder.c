/* what: the tables of acts, compiled; mistakes in them are told with their place, and memory may run out anywhere. */
#include <casus/what.h>

#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
    const char *note, *codes, *where; /* where: what the message holds, NULL: all is well */
} row[] = {
    {"a row of each kind", "meet\t\t\t\t\t040\t0.5\nmeet\twith\ttalks @any kind:state\tkind:place\ttalks\t046\t\n", NULL},
    {"no such class", "greet\t\t\t\t\t040\t\n", "unknown class \"greet\""},
    {"no such topic", "meet\t\tweather\t\t\t040\t\n", "codes.tsv, entry 1: unknown topic, class or kind \"weather\""},
    {"no such kind of actor", "meet\t\tkind:robot\t\t\t040\t\n", "kind:robot"},
    {"no such act inside", "meet\t\t@dance\t\t\t040\t\n", "@dance"},
    {"no code", "meet\t\t\t\t\t\t\n", "no CAMEO code"},
    {"a code that is too long", "meet\t\t\t\t\t04000\t\n", "04000"},
    {"about what nobody knows", "meet\t\t\t\tweather\t040\t\n", "weather"},
};

static bool write_file(const char *dir, const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    if (!f) return false;
    fputs(text, f);
    return fclose(f) == 0;
}

static void remove_files(const char *dir)
{
    static const char *const name[] = {"acts.tsv", "topics.tsv", "codes.tsv", "plover.tsv", "events.tsv"};
    char path[300];
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        snprintf(path, sizeof path, "%s/%s", dir, name[i]);
        unlink(path);
    }
    rmdir(dir);
}

static void check_row(size_t i)
{
    char dir[] = "/tmp/casus-coder-XXXXXX", codes[400];
    casus_lexicon *lex = NULL;
    casus_coder *coder = NULL;
    char *where = NULL;
    snprintf(codes, sizeof codes, "act\tprep\tobject\tsubject\tabout\tcode\tweight\n%s", row[i].codes);
    if (!CHECK(mkdtemp(dir) != NULL)) return;
    CHECK(write_file(dir, "acts.tsv", "term\tclass\tside\nmeet/v | confer/v\tmeet\tboth\n"));
    CHECK(write_file(dir, "topics.tsv", "term\ttopic\ntalk/n\ttalks\n"));
    CHECK(write_file(dir, "plover.tsv", "code\tplover\tmode\n04\tCONSULT\t\n"));
    CHECK(write_file(dir, "events.tsv", "term\ttype\tframe\tweight\nraid/n\tattack\tnoun\t1\n"));
    CHECK(write_file(dir, "codes.tsv", codes));
    if (CHECK_CASE(casus_lexicon_open(dir, &lex, NULL, NULL) == CASUS_OK, row[i].note)) {
        casus_status st = casus_coder_open(lex, &coder, &where, NULL);
        CHECK_CASE((st == CASUS_OK) == !row[i].where, row[i].note);
        CHECK_CASE(!row[i].where || (where && strstr(where, row[i].where)), where ? where : row[i].note);
        casus_release(where);
        casus_coder_close(coder);
        casus_lexicon_close(lex);
    }
    remove_files(dir);
}

static void starve(const casus_lexicon *lex)
{
    bool done = false;
    for (uint64_t n = 1; n < 100 && !done; n++) {
        casus_coder *coder = NULL;
        casus_err err = {0};
        casus_alloc_fail_after(n);
        casus_status st = casus_coder_open(lex, &coder, NULL, &err);
        casus_alloc_fail_after(0);
        done = st == CASUS_OK;
        CHECK(done ? coder != NULL : st == CASUS_E_NOMEM && !coder);
        casus_coder_close(coder);
    }
    CHECK(done);
}

int main(void)
{
    casus_lexicon *lex = NULL;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        check_row(i);
    if (CHECK(casus_lexicon_open(NULL, &lex, NULL, NULL) == CASUS_OK)) starve(lex);
    casus_lexicon_close(lex);
    casus_coder_close(NULL);
    return check_end();
}
