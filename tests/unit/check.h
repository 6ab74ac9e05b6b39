/* A unit test is one small program: CHECK what must hold, return check_end() from main.
 * Each failure prints file, line and the condition; the closing line is read by the test runner. */
#ifndef CASUS_TEST_CHECK_H
#define CASUS_TEST_CHECK_H

#include <stdio.h>
#include <string.h>

static int check_passed, check_failed;

#define CHECK(cond) check_that((cond), __FILE__, __LINE__, #cond, "")
/* The same with a note that says which case of a table it was. */
#define CHECK_CASE(cond, note) check_that((cond), __FILE__, __LINE__, #cond, (note))
#define CHECK_STR(got, want) check_str((got), (want), __FILE__, __LINE__)

static inline int check_that(int ok, const char *file, int line, const char *what, const char *note)
{
    if (ok) {
        check_passed++;
    } else {
        check_failed++;
        fprintf(stderr, "%s:%d: failed: %s %s\n", file, line, what, note);
    }
    return ok;
}

static inline int check_str(const char *got, const char *want, const char *file, int line)
{
    int ok = got && want && strcmp(got, want) == 0;
    if (ok) {
        check_passed++;
    } else {
        check_failed++;
        fprintf(stderr, "%s:%d: got \"%s\", want \"%s\"\n", file, line, got ? got : "(null)", want ? want : "(null)");
    }
    return ok;
}

static inline int check_end(void)
{
    printf("%d passed, %d failed\n", check_passed, check_failed);
    return check_failed ? 1 : 0;
}

#endif
