/* Opening a folder of dictionaries: which files it has, what they are, and PETR_config.ini.
 *
 * A dictionary of 100,000 lines is read in well under a second. Everything read lives in one arena and dies with it.
 */
#include "room.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum { ACTORS, AGENTS, VERBS, DISCARDS, ISSUES, N_KIND } file_kind;

static const struct {
    const char *part;   /* of a file's name */
    const char *option; /* of PETR_config.ini */
    void (*read)(reader *r, casus_str text, uint32_t file);
} kind_of[N_KIND] = {
    [ACTORS] = {"actor", "actorfile_list", read_actors}, [AGENTS] = {"agent", "agentfile_name", read_agents},
    [VERBS] = {"verb", "verbfile_name", read_verbs},     [DISCARDS] = {"discard", "discardfile_name", read_discards},
    [ISSUES] = {"issue", "issuefile_name", read_issues},
};
static const char config_name[] = "PETR_config.ini";

typedef struct {
    const char *dir;
    casus_str name[FILES]; /* of the folder, in order */
    uint32_t n;
    casus_str chosen[N_KIND]; /* names with "," between; empty: go by the name */
    bool has_config;
} folder;

/* ---------------------------------------------------------------- files */

static casus_status read_bytes(int fd, char *p, size_t n)
{
    while (n) {
        ssize_t got = read(fd, p, n);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return CASUS_E_IO;
        p += got;
        n -= (size_t)got;
    }
    return CASUS_OK;
}

static casus_status read_file(reader *r, const char *dir, casus_str name, casus_str *text, casus_err *err)
{
    char path[4096];
    struct stat st;
    if (snprintf(path, sizeof path, "%s/%.*s", dir, (int)name.n, name.p) >= (int)sizeof path)
        return casus_fail(err, CASUS_E_NOINPUT, "a name that is too long", 0);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return casus_fail(err, CASUS_E_NOINPUT, "cannot open a dictionary", 0);
    casus_status s = fstat(fd, &st) || !S_ISREG(st.st_mode) ? CASUS_E_NOINPUT : CASUS_OK;
    if (!s && st.st_size > FILE_BYTES) s = CASUS_E_LIMIT;
    char *p = s ? NULL : casus_arena_get(r->scratch, (size_t)st.st_size + 1, 1);
    if (!s && !p) s = CASUS_E_NOMEM;
    if (!s) s = read_bytes(fd, p, (size_t)st.st_size);
    close(fd);
    if (s) return casus_fail(err, s, "dictionary", 0);
    *text = (casus_str){p, (size_t)st.st_size};
    return CASUS_OK;
}

static int by_text(const void *a, const void *b)
{
    return casus_str_cmp(*(const casus_str *)a, *(const casus_str *)b);
}

static bool has_part(casus_str name, const char *word)
{
    size_t n = strlen(word);
    for (size_t i = 0; i + n <= name.n; i++)
        if (strncasecmp(name.p + i, word, n) == 0) return true;
    return false;
}

static bool is_kind(casus_str name, file_kind k)
{
    static const char *const never[] = {"readme", "license", "licence", "config", "options", "project", ".md"};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (has_part(name, never[i])) return false;
    return has_part(name, kind_of[k].part);
}

static casus_status list_folder(reader *r, folder *f, casus_err *err)
{
    DIR *d = opendir(f->dir);
    if (!d) return casus_fail(err, CASUS_E_NOINPUT, "cannot open the folder of dictionaries", 0);
    casus_status s = CASUS_OK;
    for (struct dirent *e; !s && (e = readdir(d));) {
        casus_str z = casus_str_of(e->d_name);
        if (z.p[0] == '.') continue;
        f->has_config = f->has_config || strcmp(e->d_name, config_name) == 0;
        if (f->n == FILES)
            s = casus_fail(err, CASUS_E_LIMIT, "too many files in the folder of dictionaries", 0);
        else if (casus_arena_str(r->d->arena, z, &f->name[f->n++]))
            s = casus_fail(err, CASUS_E_NOMEM, "dictionaries", 0);
    }
    closedir(d);
    qsort(f->name, f->n, sizeof *f->name, by_text);
    return s;
}

/* ---------------------------------------------------------------- options */

static bool read_number(casus_str s, uint32_t *v)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || n > 1000000) return false;
        n = n * 10 + (uint32_t)(s.p[i] - '0');
    }
    *v = n;
    return s.n > 0;
}

static bool is_word(casus_str s, const char *z)
{
    return s.n == strlen(z) && strncasecmp(s.p, z, s.n) == 0;
}

static bool read_switch(casus_str s, bool *v)
{
    static const char *const word[] = {"false", "no", "off", "0", "true", "yes", "on", "1"};
    for (size_t i = 0; i < 8; i++)
        if (is_word(s, word[i])) {
            *v = i >= 4;
            return true;
        }
    return false;
}

bool read_option(settings *s, casus_str name, casus_str value)
{
    static const char *const comma[] = {"comma_min", "comma_max", "comma_bmin", "comma_bmax", "comma_emin", "comma_emax"};
    bool dyad = true;
    for (int i = 0; i < 6; i++)
        if (is_word(name, comma[i])) return read_number(value, &s->comma[i]);
    if (is_word(name, "new_actor_length")) return read_number(value, &s->new_actor_length);
    if (!is_word(name, "require_dyad") || !read_switch(value, &dyad)) return false;
    s->lone = !dyad;
    return true;
}

/* What PETRARCH knows besides: how it runs, not what it codes. */
static bool is_idle(casus_str name)
{
    static const char *const idle[] = {"textfile_list",     "textfile_name",
                                       "eventfile_name",    "code_by_sentence",
                                       "pause_by_sentence", "pause_by_story",
                                       "stop_on_error",     "write_actor_root",
                                       "write_actor_text",  "stanford_dir",
                                       "null_verbs",        "null_actors",
                                       "oneaday_filter",    "path"};
    for (size_t i = 0; i < sizeof idle / sizeof *idle; i++)
        if (is_word(name, idle[i])) return true;
    return false;
}

static bool set_option(reader *r, folder *f, casus_str name, casus_str value)
{
    for (int k = 0; k < N_KIND; k++)
        if (is_word(name, kind_of[k].option)) {
            f->chosen[k] = kept(r, value);
            return true;
        }
    return read_option(&r->d->settings, name, value);
}

static casus_status read_config(reader *r, folder *f, casus_err *err)
{
    casus_str text;
    uint32_t file = r->d->n_file;
    r->d->file[r->d->n_file++] = CASUS_STR(config_name);
    casus_status s = read_file(r, f->dir, CASUS_STR(config_name), &text, err);
    lines l = {.rest = s ? (casus_str){0} : text, .at = {file, 0}};
    for (line x; lines_next(&l, &x);) {
        const char *eq = memchr(x.text.p, '=', x.text.n);
        if (x.text.p[0] == '[') continue;
        size_t n = eq ? (size_t)(eq - x.text.p) : x.text.n;
        casus_str name = casus_str_trim((casus_str){x.text.p, n});
        casus_str value = eq ? casus_str_trim((casus_str){eq + 1, x.text.n - n - 1}) : (casus_str){0};
        if (!is_idle(name) && !set_option(r, f, name, value)) mistake(r, x.at, "no such option, or not such a value", x.text);
    }
    return s;
}

static casus_status read_given(reader *r, folder *f, const char *options, casus_err *err)
{
    for (const char *p = options ? options : ""; *p;) {
        size_t n = strcspn(p, " ;\t\n"), eq = strcspn(p, "=");
        casus_str name = {p, eq < n ? eq : n}, value = {p + (eq < n ? eq + 1 : n), eq < n ? n - eq - 1 : 0};
        if (n && !set_option(r, f, name, value))
            return casus_fail(err, CASUS_E_USAGE, "no such option of dictionaries, or not such a value", 0);
        p += n + (p[n] != '\0');
    }
    return CASUS_OK;
}

/* ---------------------------------------------------------------- reading all */

static casus_status read_one(reader *r, const folder *f, file_kind k, casus_str name, casus_err *err)
{
    casus_str text;
    if (r->d->n_file == FILES) return casus_fail(err, CASUS_E_LIMIT, "too many dictionaries", 0);
    casus_status s = read_file(r, f->dir, name, &text, err);
    if (s) return s;
    uint32_t file = r->d->n_file++;
    r->d->file[file] = kept(r, name);
    size_t at = 0;
    if (!casus_utf8_valid(text, &at)) {
        uint32_t row = 1;
        for (size_t i = 0; i < at; i++)
            row += text.p[i] == '\n';
        mistake(r, (place){file, row}, "not UTF-8; what cannot be read is passed over", (casus_str){0});
    }
    kind_of[k].read(r, text, file);
    return r->no_memory ? casus_fail(err, CASUS_E_NOMEM, "dictionaries", 0) : CASUS_OK;
}

static casus_status read_chosen(reader *r, const folder *f, file_kind k, uint32_t *n, casus_err *err)
{
    casus_str list = f->chosen[k];
    casus_status s = CASUS_OK;
    while (list.n && !s) {
        const char *comma = memchr(list.p, ',', list.n);
        size_t len = comma ? (size_t)(comma - list.p) : list.n;
        casus_str name = casus_str_trim((casus_str){list.p, len});
        list = comma ? (casus_str){comma + 1, list.n - len - 1} : (casus_str){0};
        if (name.n) s = read_one(r, f, k, name, err);
        *n += name.n && !s;
    }
    return s;
}

/* Two files of verbs would be two codings at once: one is taken. */
static const casus_str *shortest(const folder *f, file_kind k, uint32_t *n)
{
    const casus_str *best = NULL;
    for (uint32_t i = 0; i < f->n; i++) {
        if (!is_kind(f->name[i], k)) continue;
        ++*n;
        if (!best || f->name[i].n < best->n) best = &f->name[i];
    }
    return best;
}

static casus_status read_kind(reader *r, const folder *f, file_kind k, uint32_t *n, casus_err *err)
{
    casus_status s = CASUS_OK;
    if (f->chosen[k].n) return read_chosen(r, f, k, n, err);
    if (k != VERBS) {
        for (uint32_t i = 0; i < f->n && !s; i++)
            if (is_kind(f->name[i], k) && !(s = read_one(r, f, k, f->name[i], err))) ++*n;
        return s;
    }
    uint32_t n_verbs = 0;
    const casus_str *one = shortest(f, k, &n_verbs);
    if (!one) return CASUS_OK;
    s = read_one(r, f, k, *one, err);
    ++*n;
    if (!s && n_verbs > 1)
        mistake(r, (place){r->d->n_file - 1, 1}, "the folder has other verbs too; verbfile_name chooses", (casus_str){0});
    return s;
}

static casus_status read_all(reader *r, folder *f, const char *options, casus_err *err)
{
    uint32_t n = 0;
    casus_status s = list_folder(r, f, err);
    if (!s && f->has_config) s = read_config(r, f, err);
    if (!s) s = read_given(r, f, options, err);
    for (int k = 0; k < N_KIND && !s; k++)
        s = read_kind(r, f, (file_kind)k, &n, err);
    if (!s && !n) return casus_fail(err, CASUS_E_NOINPUT, "no dictionaries in the folder", 0);
    if (!s && !(names_done(r) && lists_done(r) && verbs_done(r))) return casus_fail(err, CASUS_E_NOMEM, "dictionaries", 0);
    return s;
}

casus_status casus_dictionaries_open(const char *dir, const char *options, casus_dictionaries **out, casus_buf *told,
                                     uint32_t *n_told, casus_err *err)
{
    *out = NULL;
    if (n_told) *n_told = 0;
    reader r = {.d = casus_alloc(sizeof *r.d), .scratch = casus_arena_new(0), .told = told};
    folder *f = r.scratch ? casus_arena_get(r.scratch, 1, sizeof *f) : NULL;
    if (r.d) r.d->arena = casus_arena_new(0);
    casus_status s = CASUS_E_NOMEM;
    if (f && r.d && r.d->arena && words_init(&r.d->words, r.d->arena)) {
        f->dir = dir;
        r.d->settings = (settings){.comma = {2, 8, 0, 0, 2, 8}};
        s = read_all(&r, f, options, err);
    } else {
        casus_fail(err, s, "dictionaries", 0);
    }
    casus_arena_free(r.scratch);
    if (n_told) *n_told = r.n_told;
    if (s)
        casus_dictionaries_close(r.d);
    else
        *out = r.d;
    return s;
}

void casus_dictionaries_close(casus_dictionaries *d)
{
    if (!d) return;
    casus_arena_free(d->arena);
    casus_release(d);
}
