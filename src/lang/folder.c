/* A lexicon from a folder of files. Everything it holds is in one arena. The built-in lexicon goes this way too, once, when the
 * program is built.
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

typedef struct {
    casus_str name, text;
} file;

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
    return casus_str_cmp(((const file *)a)->name, ((const file *)b)->name);
}

static casus_status take_entry(casus_arena *a, int fd, const char *name, file *f, uint32_t *n, casus_err *err)
{
    casus_str z = casus_str_of(name), copy;
    if (z.n < 5 || z.p[0] == '.' || strcmp(name + z.n - 4, ".tsv") != 0) return CASUS_OK;
    if (*n == LANG_TABLES) return casus_fail(err, CASUS_E_LIMIT, "too many lexicon files", 0);
    if (casus_arena_str(a, (casus_str){z.p, z.n - 4}, &copy)) return casus_fail(err, CASUS_E_NOMEM, "lexicon", 0);
    f[*n].name = copy;
    return read_file(a, fd, name, &f[(*n)++].text, err);
}

static casus_status read_folder(casus_arena *a, const char *path, file *f, uint32_t *n, casus_err *err)
{
    DIR *d = opendir(path);
    if (!d) return casus_fail(err, CASUS_E_NOINPUT, "cannot open the lexicon folder", 0);
    casus_status st = CASUS_OK;
    for (struct dirent *e; !st && (e = readdir(d));) st = take_entry(a, dirfd(d), e->d_name, f, n, err);
    closedir(d);
    if (!st && *n == 0) st = casus_fail(err, CASUS_E_NOINPUT, "no lexicon files in the folder", 0);
    if (!st) qsort(f, *n, sizeof *f, by_name);
    return st;
}

static void make_version(casus_lexicon *lex, const file *f, uint32_t n)
{
    uint64_t h = 0;
    for (uint32_t i = 0; i < n; i++) h = casus_hash(f[i].text, casus_hash(f[i].name, h));
    snprintf(lex->version, sizeof lex->version, "en-%08x", (unsigned)(h ^ h >> 32));
}

static lang_ref lay(casus_lexicon *lex, casus_str s)
{
    lang_ref r = {lex->n_text, (uint32_t)s.n};
    if (s.n) memcpy(lex->text + r.at, s.p, s.n);
    lex->n_text += r.n;
    return r;
}

/* One text of all files; the tables get their names, text[i] says where the file of table i is. */
static casus_status join_files(casus_lexicon *lex, const file *f, uint32_t n, lang_ref *text)
{
    size_t all = 0;
    for (uint32_t i = 0; i < n; i++) all += f[i].name.n + f[i].text.n;
    if (all > MOST_BYTES) return CASUS_E_LIMIT;
    lex->text = casus_arena_get(lex->arena, all + 1, 1);
    lex->table = casus_arena_get(lex->arena, n, sizeof *lex->table);
    if (!lex->text || !lex->table) return CASUS_E_NOMEM;
    for (uint32_t i = 0; i < n; i++) {
        lex->table[i].name = lay(lex, f[i].name);
        text[i] = lay(lex, f[i].text);
    }
    lex->n_table = n;
    return CASUS_OK;
}

static casus_status build(casus_lexicon *lex, casus_arena *scratch, const char *dir, bool terms, const lang_report *r)
{
    file *f = casus_arena_get(scratch, LANG_TABLES, sizeof *f);
    lang_ref *text = casus_arena_get(scratch, LANG_TABLES, sizeof *text);
    uint32_t n = 0;
    if (!f || !text) return CASUS_E_NOMEM;
    casus_status st = read_folder(scratch, dir, f, &n, r->err);
    if (!st) st = join_files(lex, f, n, text);
    if (st == CASUS_E_LIMIT) return casus_fail(r->err, st, "lexicon folder", 0);
    if (!st) st = lang_trie_init(&lex->trie, lex->arena);
    if (!st) st = lang_tables_read(lex, text, r);
    if (!st && terms) st = lang_terms_compile(lex, r);
    if (!st) st = lang_lemmas_make(lex);
    if (!st) make_version(lex, f, n);
    return st;
}

casus_status lang_folder_open(const char *dir, bool terms, casus_lexicon **lex, char **where, casus_err *err)
{
    lang_report r = {err, where};
    casus_lexicon *l = casus_alloc(sizeof *l);
    casus_arena *scratch = casus_arena_new(0);
    if (l) l->arena = casus_arena_new(0);
    casus_status st = l && l->arena && scratch ? build(l, scratch, dir, terms, &r) : CASUS_E_NOMEM;
    casus_arena_free(scratch);
    *lex = st ? NULL : l;
    if (st && l) {
        casus_arena_free(l->arena);
        casus_release(l);
    }
    return st == CASUS_E_NOMEM ? casus_fail(err, st, "lexicon", 0) : st;
}
