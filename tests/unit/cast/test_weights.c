/* cast: the file of weights. Whatever is wrong with it is told with its line, and memory may run out anywhere. */
#include <casus/cast.h>

#include "../check.h"

#define HEAD "casus-cast 1\n"
#define FLOORS "floor\t200 200 200 200 200\nfloors\t100 100 100 100 100 100\n"

static const struct {
    const char *note, *text;
    uint64_t line; /* 0: all is well */
} row[] = {
    {"no weights, only floors", HEAD FLOORS, 0},
    {"weights of both sorts", HEAD FLOORS "W:bomb\t1 200 -3 0 0 0\nh:bomb\t-20 0 4 5 900\n", 0},
    {"no line end at the end", HEAD FLOORS "h:bomb\t-20", 0},
    {"groups of words", HEAD FLOORS "group\t1 -1000\ngroup\t0 999\nh:bomb\t1\n", 0},
    {"groups of unlike length", HEAD FLOORS "group\t1 2\ngroup\t1\n", 5},
    {"a group without a centre", HEAD FLOORS "group\t\n", 4},
    {"a centre with a word in it", HEAD FLOORS "group\t1 x\n", 4},
    {"another sort of file", "casus-sense 1\n" FLOORS, 1},
    {"another version", "casus-cast 2\n" FLOORS, 1},
    {"no floors", HEAD "h:bomb\t1\n", 2},
    {"only the floors of roles", HEAD "floor\t200 200 200 200 200\n", 2},
    {"a floor that is missing", HEAD "floor\t200 200\nfloors\t100 100 100 100 100 100\n", 2},
    {"a floor above one", HEAD "floor\t200 200 200 200 2000\nfloors\t100 100 100 100 100 100\n", 2},
    {"a name without weights", HEAD FLOORS "h:bomb\n", 4},
    {"an empty list", HEAD FLOORS "h:bomb\t\n", 4},
    {"no name", HEAD FLOORS "\t1 2\n", 4},
    {"an empty line", HEAD FLOORS "\nh:bomb\t1\n", 4},
    {"a word for a weight", HEAD FLOORS "h:bomb\t1 two\n", 4},
    {"a weight that is too large", HEAD FLOORS "h:bomb\t32768\n", 4},
    {"a weight of many digits", HEAD FLOORS "h:bomb\t123456\n", 4},
    {"only a sign", HEAD FLOORS "h:bomb\t-\n", 4},
    {"too many weights", HEAD FLOORS "h:bomb\t1 2 3 4 5 6 7\n", 4},
    {"told twice", HEAD FLOORS "h:bomb\t1\nh:bomb\t2\n", 5},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_cast *c;
        casus_err err = {0};
        casus_status s = casus_cast_open(casus_str_of(row[i].text), &c, &err);
        CHECK_CASE(s == (row[i].line ? CASUS_E_INPUT : CASUS_OK), row[i].note);
        CHECK_CASE(!row[i].line || err.line == row[i].line, row[i].note);
        CHECK_CASE((c != NULL) == (s == CASUS_OK), row[i].note);
        casus_cast_close(c);
    }
}

/* Every beginning of a good file is either good or refused. */
static void test_cut(void)
{
    casus_str all = casus_str_of(HEAD FLOORS "W:bomb\t1 200 -3 0 0 0\nh:bomb\t-20 0 4 5 900\n");
    for (size_t n = 1; n <= all.n; n++) {
        casus_cast *c;
        casus_status s = casus_cast_open((casus_str){all.p, n}, &c, NULL);
        CHECK(s == CASUS_OK || s == CASUS_E_INPUT);
        casus_cast_close(c);
    }
}

static void test_memory(void)
{
    casus_cast *c;
    casus_status s = CASUS_E_NOMEM;
    for (uint64_t n = 1; n < 10 && s != CASUS_OK; n++) {
        casus_alloc_fail_after(n);
        s = casus_cast_open(casus_str_of(HEAD FLOORS), &c, NULL);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
        CHECK((c != NULL) == (s == CASUS_OK));
        casus_cast_close(c);
    }
    CHECK(s == CASUS_OK);
}

static void test_names(void)
{
    CHECK(strcmp(casus_deed_name(CASUS_DEED_KIDNAPPING), "kidnapping") == 0);
    CHECK(strcmp(casus_deed_name((casus_deed_kind)99), "") == 0);
    CHECK(strcmp(casus_cast_name(CASUS_CAST_BODY), "body") == 0);
    CHECK(strcmp(casus_cast_name((casus_cast_role)99), "") == 0);
}

int main(void)
{
    test_rows();
    test_cut();
    test_memory();
    test_names();
    return check_end();
}
