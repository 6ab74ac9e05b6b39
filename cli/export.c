/* casus export: incidents in layouts that others load. A file is written beside its name and renamed when complete, so that a
 * run that fails leaves the old one alone. */
#include "cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool take(void *ctx, casus_str piece)
{
    cli_out *out = ctx;
    casus_buf_str(&out->held, piece);
    return out->held.n < 1u << 16 ? !out->held.failed : cli_flush(out);
}

static int write_out(const cli_opts *o, cli_out *out)
{
    casus_ledger *l = NULL;
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    casus_query q;
    casus_err err = {0};
    status = cli_query(o, l, &q);
    if (status) {
        casus_ledger_close(l);
        return status;
    }
    err.code = casus_export(l, &q, (casus_export_format)o->format, take, out, NULL, &err);
    casus_ledger_close(l);
    if (err.code != CASUS_OK && !out->error && !out->held.failed) {
        cli_flush(out);
        return cli_say_err(cli_ledger_path(o), &err);
    }
    return 0;
}

static int cannot(const char *path, const char *what)
{
    cli_say(path, 0, what, "check the folder and that you may write there");
    return casus_status_exit(CASUS_E_CANTCREAT);
}

static int write_file(const cli_opts *o)
{
    casus_buf part = {0};
    casus_buf_printf(&part, "%s.part", o->output);
    if (part.failed) return casus_status_exit(CASUS_E_NOMEM);
    cli_out out = {.fd = open(part.p, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666), .name = o->output};
    int status;
    if (out.fd < 0) {
        status = cannot(o->output, strerror(errno));
    } else {
        status = write_out(o, &out);
        cli_flush(&out);
        if (close(out.fd) != 0 && !out.error) out.error = errno;
        int ended = cli_out_end(&out);
        if (!status) status = ended;
        if (!status && rename(part.p, o->output) != 0) status = cannot(o->output, strerror(errno));
        if (status) unlink(part.p);
    }
    casus_buf_free(&part);
    return status;
}

int cli_export(cli_opts *o)
{
    struct stat st;
    /* a device or a pipe (/dev/stdout, /dev/null) is written to, not replaced */
    if (o->output && !(stat(o->output, &st) == 0 && !S_ISREG(st.st_mode))) return write_file(o);
    cli_out out = cli_stdout();
    if (o->output) out = (cli_out){.fd = open(o->output, O_WRONLY | O_CLOEXEC), .name = o->output};
    if (out.fd < 0) return cannot(o->output, strerror(errno));
    int status = write_out(o, &out);
    int ended = cli_out_end(&out);
    if (o->output) close(out.fd);
    return status ? status : ended;
}
