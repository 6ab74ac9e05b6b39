/* casus export: incidents in layouts that others load. A file is written beside its name and renamed when complete, so that a
 * run that fails leaves the old one alone; its sidecar is written when the file is there. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* An export under way. */
typedef struct {
    const cli_opts *o;
    casus_ledger *l;
    casus_query q;
    casus_export_opts opts;
    casus_crosswalk *crosswalk;
    casus_exported done;
    cli_out *out;
} exporting;

static bool take(void *ctx, casus_str piece)
{
    cli_out *out = ((exporting *)ctx)->out;
    casus_buf_str(&out->held, piece);
    return out->held.n < 1u << 16 ? !out->held.failed : cli_flush(out);
}

/* An empty file says that nothing happened; that nothing was looked for is another thing. */
static int no_coded(const exporting *x)
{
    bool any = true;
    casus_err err = {0};
    if (!x->o->events || casus_ledger_has_coded(x->l, &any, &err) != CASUS_OK || any) return 0;
    cli_say(cli_ledger_path(x->o), 0, "no report of this ledger was read for coded events", "read them so: casus recode --all --events");
    return casus_status_exit(CASUS_E_NOINPUT);
}

static int cannot(const char *path, const char *what)
{
    cli_say(path, 0, what, "check the folder and that you may write there");
    return casus_status_exit(CASUS_E_CANTCREAT);
}

static int read_crosswalk(exporting *x)
{
    const char *path = x->o->crosswalk;
    casus_buf text = {.max = 64u << 20};
    casus_err err = {0};
    if (!path) return 0;
    int status = cli_read_file(path, &text);
    if (!status && casus_crosswalk_new((casus_str){text.p, text.n}, &x->crosswalk, &err) != CASUS_OK) status = cli_say_err(path, &err);
    casus_buf_free(&text);
    x->opts.crosswalk = x->crosswalk;
    return status;
}

static int begin(exporting *x)
{
    int status = read_crosswalk(x);
    if (!status) status = cli_ledger(x->o, false, &x->l);
    if (!status) status = cli_query(x->o, x->l, &x->q);
    x->opts.format = (casus_export_format)x->o->format;
    x->opts.numbers = x->o->actor_types == 1;
    x->opts.centroids = x->o->centroids;
    x->opts.path = x->o->output;
    x->opts.coded = x->o->events;
    return status;
}

static void end(exporting *x)
{
    casus_ledger_close(x->l);
    casus_crosswalk_free(x->crosswalk);
}

static int write_out(exporting *x, cli_out *out)
{
    casus_err err = {0};
    x->out = out;
    err.code = casus_export(x->l, &x->q, &x->opts, take, x, &x->done, &err);
    if (err.code == CASUS_E_USAGE) {
        cli_say(NULL, 0, err.what, "see: casus help export");
        return casus_status_exit(err.code);
    }
    if (err.code == CASUS_OK || out->error || out->held.failed) return 0;
    cli_flush(out);
    return cli_say_err(err.code == CASUS_E_CANTCREAT && x->o->output ? x->o->output : cli_ledger_path(x->o), &err);
}

/* A file beside the name, then the name. */
static int write_file(const char *path, int (*fill)(exporting *x, cli_out *out), exporting *x)
{
    casus_buf part = {0};
    casus_buf_printf(&part, "%s.part", path);
    if (part.failed) return casus_status_exit(CASUS_E_NOMEM);
    cli_out out = {.fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), .name = path};
    int status;
    if (out.fd < 0) {
        status = cannot(path, strerror(errno));
    } else {
        status = fill(x, &out);
        cli_flush(&out);
        if (close(out.fd) != 0 && !out.error) out.error = errno;
        int ended = cli_out_end(&out);
        if (!status) status = ended;
        if (!status && rename(part.p, path) != 0) status = cannot(path, strerror(errno));
        if (status) unlink(part.p);
    }
    casus_buf_free(&part);
    return status;
}

static int fill_sidecar(exporting *x, cli_out *out)
{
    const char *file = x->o->output, *slash = file ? strrchr(file, '/') : NULL;
    casus_err err = {0};
    err.code = casus_sidecar_write(x->l, &x->q, &x->opts, &x->done, slash ? slash + 1 : file, &out->held, &err);
    return err.code == CASUS_OK ? 0 : cli_say_err(cli_ledger_path(x->o), &err);
}

static int write_sidecar(exporting *x, bool is_file)
{
    casus_buf name = {0};
    if (x->o->sidecar) casus_buf_z(&name, x->o->sidecar);
    else if (is_file) casus_buf_printf(&name, "%s.meta.json", x->o->output);
    int status = name.failed ? casus_status_exit(CASUS_E_NOMEM) : name.n ? write_file(name.p, fill_sidecar, x) : 0;
    casus_buf_free(&name);
    return status;
}

static int write_stream(exporting *x)
{
    const char *path = x->o->output;
    cli_out out = cli_stdout();
    if (path) out = (cli_out){.fd = open(path, O_WRONLY | O_CLOEXEC), .name = path};
    if (out.fd < 0) return cannot(path, strerror(errno));
    int status = write_out(x, &out), ended = cli_out_end(&out);
    if (path) close(out.fd);
    return status ? status : ended;
}

static int write_gpkg(exporting *x)
{
    cli_out none = {.fd = -1};
    return write_out(x, &none);
}

/* What a layout has no place for is told, so that nobody takes the file for all there is. */
static void tell_left_out(const exporting *x)
{
    const struct {
        uint64_t n;
        const char *why;
    } left[] = {{x->done.n_no_deaths, "nobody is said to have been killed"}, {x->done.n_no_type, "the layout has no such type of event"},
                {x->done.n_not_happened, "denied, planned or hypothetical; --status asks for them"}};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        char what[160];
        snprintf(what, sizeof what, "%llu left out: %s", (unsigned long long)left[i].n, left[i].why);
        if (left[i].n) cli_say(NULL, 0, what, NULL);
    }
}

int cli_export(cli_opts *o)
{
    struct stat st;
    exporting x = {.o = o};
    bool gpkg = o->format == CASUS_OUT_GPKG;
    /* a device or a pipe (/dev/stdout, /dev/null) is written to, not replaced */
    bool is_file = o->output && !(stat(o->output, &st) == 0 && !S_ISREG(st.st_mode));
    if (gpkg && !is_file) {
        cli_say(NULL, 0, "a GeoPackage is a database and cannot go through a pipe", "name a file: -o incidents.gpkg");
        return casus_status_exit(CASUS_E_USAGE);
    }
    int status = begin(&x);
    if (!status) status = no_coded(&x);
    if (!status) status = gpkg ? write_gpkg(&x) : is_file ? write_file(o->output, write_out, &x) : write_stream(&x);
    if (!status) status = write_sidecar(&x, is_file);
    if (!status) tell_left_out(&x);
    end(&x);
    return status;
}
