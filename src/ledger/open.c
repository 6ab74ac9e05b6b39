/* Opening and closing. A ledger on a medium that cannot be written, or is full, is opened for reading. */
#include "store.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Durability before speed: an added report has reached the disk when casus_ledger_add returns. The file is not trusted: its
 * schema may not call functions with side effects, and cells are checked as they are read. What is deleted is not written over with
 * zeros: that is only the working space of indexes, as reports are never taken out. Of a small ledger the cache holds what there is; with a
 * million claims in it 256 MB link late reports a tenth to a fifth faster than 64. */
static const char settings[] =
    "PRAGMA secure_delete=OFF; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; "
    "PRAGMA cache_size=-262144; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=8192";

static bool in_memory(const char *path) { return strcmp(path, ":memory:") == 0; }

/* The path as a URI with immutable=1: reads a ledger where neither lock nor log file can be made. */
static void put_uri(casus_buf *out, const char *path)
{
    static const char hex[] = "0123456789ABCDEF";
    casus_buf_z(out, "file:");
    for (; *path; path++) {
        unsigned char c = (unsigned char)*path;
        if (c == '%' || c == '?' || c == '#') {
            char esc[3] = {'%', hex[c >> 4], hex[c & 15]};
            casus_buf_add(out, esc, 3);
        } else {
            casus_buf_char(out, (char)c);
        }
    }
    casus_buf_z(out, "?immutable=1");
}

static casus_status connect_file(casus_ledger *l, const char *path, int flags, casus_err *err)
{
    int rc = sqlite3_open_v2(path, &l->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_busy_handler(l->db, ledger_wait_turn, NULL);
    if (rc == SQLITE_OK) rc = sqlite3_db_config(l->db, SQLITE_DBCONFIG_LOOKASIDE, NULL, 1200, 400); /* small memory without a lock */
    if (rc == SQLITE_OK) rc = sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (rc == SQLITE_OK) rc = ledger_given_ready(l->db);
    return rc == SQLITE_OK ? ledger_exec(l, settings, err) : ledger_fail(err, rc);
}

/* The file is there, but no log can be made beside it. With a log of somebody else's it would be read in part only: then not. On a
 * full disk our own attempt leaves an empty one. */
static bool only_to_read(const char *path, bool full)
{
    casus_buf wal = {0};
    casus_buf_z(&wal, path);
    casus_buf_z(&wal, "-wal");
    struct stat st, log;
    bool yes = !wal.failed && stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
               (stat(wal.p, &log) != 0 ? errno == ENOENT : full && log.st_size == 0);
    casus_buf_free(&wal);
    return yes;
}

static casus_status reopen_for_reading(casus_ledger *l, const char *path, casus_err *err)
{
    casus_buf uri = {0};
    put_uri(&uri, path);
    sqlite3_close(l->db);
    l->db = NULL;
    *err = (casus_err){0};
    casus_status s = uri.failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0)
                                : connect_file(l, uri.p, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, err);
    casus_buf_free(&uri);
    return s == CASUS_OK ? ledger_schema_ready(l, false, err) : s;
}

static casus_status open_into(casus_ledger *l, const char *path, bool create, casus_err *err)
{
    create = create || in_memory(path);
    casus_status s = connect_file(l, path, SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0), err);
    if (s == CASUS_OK) s = ledger_schema_ready(l, create, err);
    /* where others have it open, there is a log's index to share, and no need of room for one: nobody writes to this one */
    bool no_log = s == CASUS_E_CANTCREAT || (s == CASUS_E_IO && !create);
    l->no_room = s == CASUS_E_IO;
    if (no_log && only_to_read(path, l->no_room)) s = reopen_for_reading(l, path, err);
    if (s == CASUS_E_CANTCREAT && !create) s = casus_fail(err, CASUS_E_NOINPUT, "there is no ledger that could be opened", 0);
    return s;
}

casus_status casus_ledger_open(const char *path, bool create, casus_ledger **out, casus_err *err)
{
    casus_err e = {0};
    *out = NULL;
    casus_ledger *l = casus_alloc(sizeof *l);
    casus_status s = l ? open_into(l, path, create, &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK) {
        *out = l;
        return s;
    }
    casus_ledger_close(l);
    if (err) *err = e;
    return s;
}

void casus_ledger_close(casus_ledger *l)
{
    if (!l) return;
    for (int i = 0; i < LEDGER_N_STMT; i++) sqlite3_finalize(l->stmt[i]);
    sqlite3_close(l->db);
    ledger_zstd_free(l);
    casus_arena_free(l->late_arena);
    ledger_kept_drop(l);
    casus_release(l->component.v);
    casus_release(l->incident.v);
    casus_release(l->copy.v);
    casus_release(l);
}
