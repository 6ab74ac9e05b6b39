/* A copy of the ledger while it is in use: SQLite's own copying, in one read transaction, so that writers go on and the copy is the
 * ledger of one moment. It is written under another name and gets its own when it is whole and on disk. */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static casus_status copy_pages(sqlite3 *to, sqlite3 *from, casus_err *err)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
    if (!b) return ledger_fail(err, sqlite3_errcode(to));
    int rc;
    enum { PAUSE_MS = 20 };
    int waited = 0;
    do {
        rc = sqlite3_backup_step(b, -1);
        if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED) sqlite3_sleep(PAUSE_MS);
        waited += PAUSE_MS;
    } while ((rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && waited < LEDGER_BUSY_MS);
    int end = sqlite3_backup_finish(b);
    return ledger_fail(err, rc == SQLITE_DONE ? end : rc);
}

static casus_status copy_to(casus_ledger *l, const char *path, casus_err *err)
{
    sqlite3 *to = NULL;
    int rc = sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if ((rc & 0xff) == SQLITE_CANTOPEN) {
        sqlite3_close(to);
        return casus_fail(err, CASUS_E_CANTCREAT, "the copy cannot be created there", 0);
    }
    casus_status s = rc == SQLITE_OK ? copy_pages(to, l->db, err) : ledger_fail(err, rc);
    /* one file, no log beside it */
    if (s == CASUS_OK) s = ledger_fail(err, sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL));
    rc = sqlite3_close(to);
    return s == CASUS_OK ? ledger_fail(err, rc) : s;
}

static casus_status reach_disk(const char *path, casus_err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool ok = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0) close(fd);
    return ok ? CASUS_OK : casus_fail(err, CASUS_E_IO, "the copy could not be written to disk", 0);
}

/* A name that is taken meanwhile is not written over. */
static casus_status give_name(const char *part, const char *path, casus_err *err)
{
    if (link(part, path) == 0) return CASUS_OK;
    if (errno == EEXIST) return casus_fail(err, CASUS_E_CANTCREAT, "there is a file of that name already", 0);
    if (access(path, F_OK) != 0 && rename(part, path) == 0) return CASUS_OK; /* a file system without links */
    return casus_fail(err, CASUS_E_CANTCREAT, "the copy cannot be created there", 0);
}

casus_status casus_ledger_backup(casus_ledger *l, const char *path, casus_err *err)
{
    casus_err e = {0};
    casus_buf part = {0};
    casus_status s = CASUS_OK;
    casus_buf_printf(&part, "%s.part", path);
    if (part.failed) s = casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK && access(path, F_OK) == 0) s = casus_fail(&e, CASUS_E_CANTCREAT, "there is a file of that name already", 0);
    if (s == CASUS_OK) unlink(part.p);
    if (s == CASUS_OK) s = copy_to(l, part.p, &e);
    if (s == CASUS_OK) s = reach_disk(part.p, &e);
    if (s == CASUS_OK) s = give_name(part.p, path, &e);
    if (part.p) unlink(part.p);
    casus_buf_free(&part);
    if (s != CASUS_OK && err) *err = e;
    return s;
}
