/* casus add: reports, from files or the web, into the ledger. One transaction a group of reports: a run that is cut off loses
 * nothing that was told as added, and running it again adds what is missing. The clock is read here and nowhere below. */
#include "cli.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    casus_ledger *ledger;
    const char *path;
    uint64_t n_added, n_known, n_incident, n_new;
} adding;

/* A report that cannot be read does not stop the others: the ledger notes the reason. */
static void say_bad(const cli_kept *k)
{
    casus_err err = k->reading.error;
    if (!err.line) err.line = k->rec.line;
    cli_say_err(k->rec.input, &err);
}

static casus_status keep_one(adding *a, const casus_engine *e, const cli_kept *k, adding *count, casus_err *err)
{
    casus_added got = {0};
    bool bad = k->reading.error.code != CASUS_OK;
    casus_status s = casus_ledger_add(a->ledger, e, &k->rec, &k->reading, (int64_t)time(NULL), &got, err);
    if (s != CASUS_OK) return s;
    count->n_added += !bad && !got.known;
    count->n_known += !bad && got.known;
    count->n_incident += got.n_incident;
    count->n_new += got.n_new;
    return s;
}

/* Counted is only what has reached the disk. *n: how many there were before the one that failed. */
static casus_status keep_group(adding *a, const casus_engine *e, const cli_kept *k, size_t *n, casus_err *err)
{
    adding count = *a;
    casus_err lost;
    size_t i = 0;
    casus_status s = casus_ledger_begin(a->ledger, err);
    if (s != CASUS_OK) return *n = 0, s;
    while (i < *n && (s = keep_one(a, e, &k[i], &count, err)) == CASUS_OK) i++;
    if (s == CASUS_OK) s = casus_ledger_commit(a->ledger, err);
    else casus_ledger_commit(a->ledger, &lost); /* ends the group, which is gone */
    if (s == CASUS_OK) *a = count;
    else *n = i < *n ? i : 0;
    return s;
}

/* A report that cannot be added takes its group with it: what came before it is added once more. */
static casus_status keep(cli_batch *b, const cli_kept *k, size_t n)
{
    adding *a = b->ctx;
    casus_err err = {0}, again;
    for (size_t i = 0; i < n; i++)
        if (k[i].reading.error.code != CASUS_OK) say_bad(&k[i]);
    casus_status s = keep_group(a, b->engine, k, &n, &err);
    cli_let_others();
    if (s == CASUS_OK) return s;
    if (n) keep_group(a, b->engine, k, &n, &again);
    err.code = s;
    cli_say_err(a->path, &err);
    return s;
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
