/* casus add: reports, from files or the web, into the ledger. One transaction a report: a run that is cut off loses nothing that
 * was told as added. The clock is read here and nowhere below. */
#include "cli.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    casus_ledger *ledger;
    const char *path;
    uint64_t n_added, n_known, n_incident, n_new;
} adding;

static casus_status keep(cli_batch *b, const casus_record *rec, const casus_reading *r)
{
    adding *a = b->ctx;
    casus_added got = {0};
    casus_err err = {0};
    bool bad = r->error.code != CASUS_OK; /* does not stop the others: the ledger notes the reason */
    if (bad) {
        err = r->error;
        if (!err.line) err.line = rec->line;
        cli_say_err(rec->input, &err);
        err = (casus_err){0};
    }
    casus_status s = casus_ledger_add(a->ledger, b->engine, rec, r, (int64_t)time(NULL), &got, &err);
    if (s != CASUS_OK) {
        err.code = s;
        cli_say_err(a->path, &err);
        return s;
    }
    a->n_added += !bad && !got.known;
    a->n_known += !bad && got.known;
    a->n_incident += got.n_incident;
    a->n_new += got.n_new;
    return CASUS_OK;
}

static const char *s_of(uint64_t n) { return n == 1 ? "" : "s"; }

static int tell(const adding *a)
{
    typedef unsigned long long ull;
    cli_out out = cli_stdout();
    casus_buf_printf(&out.held, "%s: %llu report%s added", a->path, (ull)a->n_added, s_of(a->n_added));
    if (a->n_known) casus_buf_printf(&out.held, ", %llu known already", (ull)a->n_known);
    casus_buf_printf(&out.held, "; %llu incident%s told, %llu new to the ledger\n", (ull)a->n_incident, s_of(a->n_incident),
                     (ull)a->n_new);
    return cli_out_end(&out);
}

int cli_add(cli_opts *o)
{
    casus_engine *e = NULL;
    adding a = {.path = cli_ledger_path(o)};
    int status = cli_engine(o, &e);
    if (!status) status = cli_ledger(o, true, &a.ledger);
    if (!status) {
        cli_batch b = {.opts = o, .engine = e, .keep = keep, .urls = true, .ctx = &a};
        status = cli_batch_run(&b);
        int told = tell(&a);
        if (!status) status = told;
    }
    casus_ledger_close(a.ledger);
    casus_engine_close(e);
    return status;
}
