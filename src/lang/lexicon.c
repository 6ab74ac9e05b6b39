/* Opening and closing a lexicon, from the files built in or from a folder. Everything it holds is in one arena.
 */
#include "room.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_BYTES = 64 << 20 /* of one file */ };

static casus_status read_all(int fd, char *p, size_t n)
{
    while (n > 0) {
        ssize_t got = read(fd, p, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return CASUS_E_IO;
        p += got;
        n -= (size_t)got;
    }
    return CASUS_OK;
}

static casus_status read_file(casus_arena *a, int dir, const char *name, casus_str *text, casus_err *err)
{
    struct stat st;
    int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return casus_fail(err, CASUS_E_NOINPUT, "cannot open a lexicon file", 0);
    casus_status rc = fstat(fd, &st) || !S_ISREG(st.st_mode) ? CASUS_E_NOINPUT : CASUS_OK;
    if (!rc && st.st_size > MOST_BYTES) rc = CASUS_E_LIMIT;
    char *p = rc ? NULL : casus_arena_get(a, (size_t)st.st_size + 1, 1);
    if (!rc && !p) rc = CASUS_E_NOMEM;
    if (!rc) rc = read_all(fd, p, (size_t)st.st_size);
    if (!rc) *text = (casus_str){p, (size_t)st.st_size};
    close(fd);
    return rc ? casus_fail(err, rc, "lexicon file", 0) : CASUS_OK;
}

static int by_name(const void *a, const void *b)
{
    return casus_str_cmp(((const lang_file *)a)->name, ((const lang_file *)b)->name);
}

static casus_status take_entry(casus_arena *a, int fd, const char *name, lang_file *file, uint32_t *n, casus_err *err)
{
    casus_str z = casus_str_of(name), copy;
    if (z.n < 5 || z.p[0] == '.' || strcmp(name + z.n - 4, ".tsv") != 0) return CASUS_OK;
    if (*n == LANG_TABLES) return casus_fail(err, CASUS_E_LIMIT, "too many lexicon files", 0);
    if (casus_arena_str(a, (casus_str){z.p, z.n - 4}, &copy)) return casus_fail(err, CASUS_E_NOMEM, "lexicon", 0);
    file[*n].name = copy;
    return read_file(a, fd, name, &file[(*n)++].text, err);
}

static casus_status read_folder(casus_arena *a, const char *path, lang_file *file, uint32_t *n, casus_err *err)
{
    DIR *d = opendir(path);
    if (!d) return casus_fail(err, CASUS_E_NOINPUT, "cannot open the lexicon folder", 0);
    casus_status st = CASUS_OK;
    for (struct dirent *e; !st && (e = readdir(d));) st = take_entry(a, dirfd(d), e->d_name, file, n, err);
    closedir(d);
    if (!st && *n == 0) st = casus_fail(err, CASUS_E_NOINPUT, "no lexicon files in the folder", 0);
    if (!st) qsort(file, *n, sizeof *file, by_name);
    return st;
}

static void make_version(casus_lexicon *lex, const lang_file *file, uint32_t n)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < n; i++) h = casus_hash(file[i].text, casus_hash(file[i].name, h));
    snprintf(lex->version, sizeof lex->version, "en-%08x", (unsigned)(h ^ h >> 32));
}

static casus_status build(casus_lexicon *lex, const char *dir, bool terms, const lang_report *r)
{
    lex->arena = casus_arena_new(0);
    if (!lex->arena) return CASUS_E_NOMEM;
    const lang_file *file = lang_builtin;
    uint32_t n = lang_n_builtin;
    casus_status st = CASUS_OK;
    if (dir) {
        lang_file *read = casus_arena_get(lex->arena, LANG_TABLES, sizeof *read);
        n = 0;
        st = read ? read_folder(lex->arena, dir, read, &n, r->err) : CASUS_E_NOMEM;
        file = read;
    }
    if (!st) st = lang_trie_init(&lex->trie, lex->arena);
    if (!st) st = lang_tables_read(lex, file, n, r);
    if (!st && terms) st = lang_terms_compile(lex, r);
    if (!st) st = lang_lemmas_make(lex);
    if (!st) make_version(lex, file, n);
    return st;
}

static casus_status open_lexicon(const char *dir, bool terms, casus_lexicon **lex, char **where, casus_err *err)
{
    lang_report r = {err, where};
    if (where) *where = NULL;
    *lex = NULL;
    casus_lexicon *l = casus_alloc(sizeof *l);
    if (!l) return casus_fail(err, CASUS_E_NOMEM, "lexicon", 0);
    casus_status st = build(l, dir, terms, &r);
    if (!st) {
        *lex = l;
        return CASUS_OK;
    }
    casus_lexicon_close(l);
    return st == CASUS_E_NOMEM ? casus_fail(err, st, "lexicon", 0) : st;
}

casus_status casus_lexicon_open(const char *dir, casus_lexicon **lex, char **where, casus_err *err)
{
    return open_lexicon(dir, true, lex, where, err);
}

casus_status casus_lexicon_open_tables(const char *dir, casus_lexicon **lex, char **where, casus_err *err)
{
    return open_lexicon(dir, false, lex, where, err);
}

void casus_lexicon_close(casus_lexicon *lex)
{
    if (!lex) return;
    casus_arena_free(lex->arena);
    casus_release(lex);
}

const char *casus_lexicon_version(const casus_lexicon *lex) { return lex->version; }
