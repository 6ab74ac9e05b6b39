/* casus import: files in ACLED or UCDP GED layout as references, kept apart from our own incidents. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_MESSAGES = 20 }; /* of one file */

typedef struct {
    const char *path;
    FILE *f;
    bool unread; /* the file, not the ledger, failed */
    uint64_t n_bad;
} importing;

static int64_t read_file(void *ctx, char *p, size_t n)
{
    importing *x = ctx;
    size_t got = fread(p, 1, n, x->f);
    x->unread = got == 0 && ferror(x->f);
    return x->unread ? -1 : (int64_t)got;
}

static void bad_line(void *ctx, uint64_t line, const char *why)
{
    importing *x = ctx;
    if (x->n_bad++ < MOST_MESSAGES) cli_say(x->path, line, why, "the line is kept aside in reference_unread");
}

static void tell(cli_out *out, const importing *x, const casus_imported *d)
{
    typedef unsigned long long ull;
    char what[96];
    snprintf(what, sizeof what, "%llu more lines could not be read", (ull)(x->n_bad - MOST_MESSAGES));
    if (x->n_bad > MOST_MESSAGES) cli_say(x->path, 0, what, "see: SELECT * FROM reference_unread");
    cli_clean(&out->held, casus_str_of(x->path));
    if (d->known) {
        casus_buf_z(&out->held, ": known already, nothing changed\n");
        return;
    }
    casus_buf_printf(&out->held, ": %llu references in %s layout", (ull)d->n_row, d->layout[0] == 'a' ? "ACLED" : "UCDP GED");
    if (d->n_replaced) casus_buf_printf(&out->held, ", %llu in place of older ones", (ull)d->n_replaced);
    if (d->n_unread) casus_buf_printf(&out->held, "; %llu lines could not be read", (ull)d->n_unread);
    if (d->n_recoded) casus_buf_printf(&out->held, "; %llu lines were no UTF-8 and read as Windows-1252", (ull)d->n_recoded);
    casus_buf_char(&out->held, '\n');
}

static int import_file(const cli_opts *o, casus_ledger *l, const char *path, cli_out *out)
{
    bool in = strcmp(path, "-") == 0;
    const char *slash = strrchr(path, '/');
    importing x = {.path = in ? "standard input" : path, .f = in ? stdin : fopen(path, "rb")};
    casus_import_opts opts = {.name = o->name ? o->name : slash ? slash + 1 : path, .layout = (casus_reference_layout)o->reference,
                              .now = (int64_t)time(NULL), .bad = bad_line, .ctx = &x};
    casus_imported done;
    casus_err err = {0};
    if (!x.f) {
        cli_say(path, 0, strerror(errno), "check the name and that you may read it");
        return casus_status_exit(CASUS_E_NOINPUT);
    }
    err.code = casus_import(l, &opts, read_file, &x, &done, &err);
    if (!in) fclose(x.f);
    bool of_ledger = err.code == CASUS_E_CANTCREAT || err.code == CASUS_E_OS || (err.code == CASUS_E_IO && !x.unread);
    if (err.code != CASUS_OK) return cli_say_err(of_ledger ? cli_ledger_path(o) : x.path, &err);
    tell(out, &x, &done);
    return 0;
}

int cli_import(cli_opts *o)
{
    casus_ledger *l = NULL;
    int status = cli_ledger(o, true, &l);
    if (status) return status;
    cli_out out = cli_stdout();
    for (int i = 0; i < o->n_arg; i++) {
        int one = import_file(o, l, o->arg[i], &out);
        if (!status) status = one;
    }
    casus_ledger_close(l);
    int ended = cli_out_end(&out);
    return status ? status : ended;
}
