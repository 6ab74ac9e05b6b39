/* casus recode: read the stored reports again with the present version. Only those that another version read, unless all are asked for.
 * What people decided stays; what changed is told. Reading runs on many threads, the ledger is used by one at a time. The clock is read
 * here and nowhere below. */
#include "cli.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

enum { GROUP = 128 }; /* reports that reach the disk together */

typedef struct {
    casus_stored stored;
    casus_arena *arena;
    casus_parser *parser; /* NULL: none */
    casus_reading reading;
} slot;

typedef struct {
    const cli_opts *o;
    const casus_engine *engine;
    casus_ledger *l;
    pthread_mutex_t lock; /* of the ledger */
    int64_t last;         /* report that was taken last */
    bool open;            /* a group is */
    unsigned in_group;
    bool any;             /* a change was told */
    cli_out out;
    casus_err err;
    uint64_t n_read, n_same, n_other, n_left, n_bad, n_value, n_new, n_gone, n_kept;
} recoding;

/* ---------------------------------------------------------------- what changed */

static void put_json(recoding *x, const casus_recode_change *c)
{
    casus_json j = {.out = &x->out.held};
    casus_buf_z(&x->out.held, x->any ? ",\n" : "\n");
    casus_json_open(&j, '{');
    casus_json_key(&j, "incident");
    casus_json_int(&j, c->incident);
    casus_json_member(&j, "report", c->report_id);
    casus_json_member(&j, "field", casus_str_of(c->field));
    casus_json_member(&j, "before", c->before);
    casus_json_member(&j, "after", c->after);
    casus_json_key(&j, "stands");
    casus_json_bool(&j, c->stands);
    casus_json_close(&j, '}');
}

static void put_line(recoding *x, const casus_recode_change *c)
{
    casus_buf *b = &x->out.held;
    if (!x->any) casus_buf_z(b, "incident\tfield\tbefore\tafter\tdecided\treport\n");
    casus_buf_printf(b, "%lld\t%s\t", (long long)c->incident, c->field);
    cli_clean(b, c->before);
    casus_buf_char(b, '\t');
    cli_clean(b, c->after);
    casus_buf_printf(b, "\t%s\t", c->stands ? "stands" : "");
    cli_clean(b, c->report_id);
    casus_buf_char(b, '\n');
}

static void on_change(void *ctx, const casus_recode_change *c)
{
    recoding *x = ctx;
    if (x->o->json) put_json(x, c);
    else put_line(x, c);
    x->any = true;
}

/* ---------------------------------------------------------------- one report after the other */

static casus_status next(void *ctx, void *at)
{
    recoding *x = ctx;
    slot *s = at;
    casus_status st;
    do {
        casus_arena_reset(s->arena);
        pthread_mutex_lock(&x->lock);
        st = casus_ledger_stored(x->l, x->last, s->arena, &s->stored, &x->err);
        pthread_mutex_unlock(&x->lock);
        if (st == CASUS_OK) x->last = s->stored.id;
    } while (st == CASUS_OK && !x->o->all && casus_stored_current(x->engine, &s->stored));
    return st;
}

static void work(void *ctx, void *at)
{
    const recoding *x = ctx;
    slot *s = at;
    memset(&s->reading, 0, sizeof s->reading);
    casus_read(x->engine, s->parser, &s->stored.rec, s->stored.date, s->arena, &s->reading);
}

static casus_status end_group(recoding *x)
{
    if (!x->open || x->o->trial) return CASUS_OK;
    x->open = false;
    x->in_group = 0;
    casus_status s = casus_ledger_commit(x->l, &x->err);
    cli_let_others();
    return s;
}

static casus_status keep(recoding *x, slot *s)
{
    casus_recoded did = {0};
    casus_status st = x->open ? CASUS_OK : casus_ledger_begin(x->l, &x->err);
    x->open = x->open || st == CASUS_OK;
    if (st == CASUS_OK)
        st = casus_ledger_recode(x->l, x->engine, s->stored.id, &s->stored.rec, &s->reading, (int64_t)time(NULL), on_change, x, &did, &x->err);
    if (st != CASUS_OK) return st;
    x->n_same += did.same;
    x->n_left += did.left;
    x->n_other += !did.same && !did.left;
    x->n_value += did.n_changed;
    x->n_new += did.n_new;
    x->n_gone += did.n_gone;
    x->n_kept += did.n_kept;
    return ++x->in_group < GROUP ? st : end_group(x);
}

static casus_status done(void *ctx, void *at)
{
    recoding *x = ctx;
    slot *s = at;
    casus_status st = CASUS_OK;
    x->n_read++;
    if (s->reading.error.code != CASUS_OK) {
        x->n_bad++; /* it was read once: what was read then stays */
    } else {
        pthread_mutex_lock(&x->lock);
        st = keep(x, s);
        pthread_mutex_unlock(&x->lock);
    }
    if (st == CASUS_OK && x->out.held.n > 1u << 16 && !cli_flush(&x->out)) st = CASUS_E_IO;
    cli_progress(x->n_read, "reports");
    return st;
}

static casus_status init(void *ctx, void *at)
{
    slot *s = at;
    const casus_model *model = casus_engine_model(((const recoding *)ctx)->engine);
    memset(s, 0, sizeof *s);
    s->arena = casus_arena_new(0);
    if (!s->arena) return CASUS_E_NOMEM;
    return model ? casus_parser_new(model, &s->parser, NULL) : CASUS_OK;
}

static void fini(void *ctx, void *at)
{
    slot *s = at;
    (void)ctx;
    casus_arena_free(s->arena);
    casus_parser_free(s->parser);
}

/* ---------------------------------------------------------------- all of it */

static void tell_json(recoding *x)
{
    const struct {
        const char *key;
        uint64_t n;
    } part[] = {{"reports", x->n_read}, {"same", x->n_same}, {"changed", x->n_other}, {"left", x->n_left}, {"unread", x->n_bad},
                {"values", x->n_value}, {"new", x->n_new},   {"gone", x->n_gone},     {"kept", x->n_kept}};
    casus_json j = {.out = &x->out.held};
    casus_buf_z(&x->out.held, "\n]");
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        casus_buf_printf(&x->out.held, ",\"%s\":", part[i].key);
        casus_json_int(&j, (int64_t)part[i].n);
        j = (casus_json){.out = &x->out.held};
    }
    casus_buf_printf(&x->out.held, ",\"trial\":%s}\n", x->o->trial ? "true" : "false");
}

static void tell(recoding *x)
{
    typedef unsigned long long ull;
    casus_buf *b = &x->out.held;
    casus_buf_printf(b, "%s: %llu report%s read again, %llu as before, %llu otherwise%s\n", cli_ledger_path(x->o), (ull)x->n_read,
                     x->n_read == 1 ? "" : "s", (ull)x->n_same, (ull)x->n_other, x->o->trial ? " (nothing was kept: a trial)" : "");
    if (x->n_other)
        casus_buf_printf(b, "  %llu values changed; %llu incidents told that were not, %llu no longer; %llu no longer, but kept as decided\n",
                         (ull)x->n_value, (ull)x->n_new, (ull)x->n_gone, (ull)x->n_kept);
    if (x->n_left) casus_buf_printf(b, "  %llu left as they were: their text is cut otherwise now, and people decided on words of it\n", (ull)x->n_left);
    if (x->n_bad) casus_buf_printf(b, "  %llu left as they were: they cannot be read now\n", (ull)x->n_bad);
}

static int run(recoding *x)
{
    static const casus_job job = {.slot_size = sizeof(slot), .init = init, .fini = fini, .next = next, .work = work, .done = done};
    if (x->o->json) casus_buf_z(&x->out.held, "{\"changes\":[");
    pthread_mutex_init(&x->lock, NULL);
    casus_status s = casus_job_run(&job, x, x->o->threads);
    casus_status end = end_group(x); /* what was done before a failure is kept */
    pthread_mutex_destroy(&x->lock);
    if (x->o->trial) casus_ledger_cancel(x->l);
    cli_progress_end();
    if (s == CASUS_OK) s = end;
    if (x->o->json) tell_json(x);
    else tell(x);
    int out = cli_out_end(&x->out);
    if (s == CASUS_OK || out) return out;
    x->err.code = s;
    return cli_say_err(cli_ledger_path(x->o), &x->err);
}

/* A ledger that has coded events keeps having them: those of a report go with its old reading. */
static int open_both(recoding *x, cli_opts *o, casus_engine **e)
{
    casus_err err = {0};
    bool coded = false;
    int status = cli_ledger(o, false, &x->l);
    if (status) return status;
    err.code = casus_ledger_has_coded(x->l, &coded, &err);
    if (err.code != CASUS_OK) return cli_say_err(cli_ledger_path(o), &err);
    o->events = o->events || coded;
    return cli_engine(o, e);
}

int cli_recode(cli_opts *o)
{
    casus_engine *e = NULL;
    recoding x = {.o = o, .out = cli_stdout()};
    int status = open_both(&x, o, &e);
    x.engine = e;
    if (!status) status = run(&x);
    casus_ledger_close(x.l);
    casus_engine_close(e);
    return status;
}
