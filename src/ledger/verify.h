/* What the checks of verify share. */
#ifndef LEDGER_VERIFY_H
#define LEDGER_VERIFY_H

#include "store.h"

typedef struct {
    casus_ledger *l;
    casus_verdict *v;
    casus_arena *a; /* reset for each row */
    casus_buf buf;
    casus_err *err;
    int64_t seq;   /* journal: the entry expected next */
    char head[65]; /* hash of the entry before it */
    sqlite3_stmt *last_entry;
    struct looking *looking;    /* of verify_links.c */
    struct index_check *index;  /* of verify_words.c */
    sqlite3_stmt *spans;        /* the same: of the words that support an account */
} checking;

/* Notes a break; the first stays in the verdict. number 0, an empty name: not said. */
void ledger_broken(checking *x, const char *what, int64_t number, casus_str name);

/* One row of a check; a status other than CASUS_OK ends all checks. */
typedef casus_status (*check_row)(checking *x, sqlite3_stmt *row);
casus_status ledger_each(checking *x, const char *sql, check_row check);

casus_status ledger_links_check(checking *x);
casus_status ledger_words_check(checking *x);

#endif
