/* Reads all operands of a command, report by report: in order, on one thread or many, with memory that does not grow.
 *
 * The reader hands out one record at a time in its own storage, so a slot keeps a copy of the record while it is worked on.
 * A file that cannot be opened is told and the next one is read; a record that cannot be read becomes a reading with an error.
 * Storage that one large record needed is given back after it.
 *
 * What is to be kept is handed over in groups to a thread of its own, which keeps one group while the next is read: a ledger
 * flushes to disk once a group. A group is full when it has enough reports or bytes, or was begun some time ago.
 */
#include "cli.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    KEEP_BYTES = 1 << 20,   /* storage of a slot that is kept for the next record */
    GROUP = 512,            /* most reports that are kept at once */
    GROUP_BYTES = 64 << 20, /* and most storage of them, about */
    GROUP_MS = 500,         /* and how long the first of them waits */
};

typedef struct {
    casus_record rec;
    char *store; /* the record's strings */
    size_t cap;
    casus_arena *arena;
    casus_parser *parser; /* NULL: none */
    casus_reading reading;
    casus_buf out;
    casus_status status; /* of print */
    casus_err bad;       /* the reader could not read this record */
} slot;

typedef struct {
    cli_kept kept[GROUP];
    size_t n, bytes;
    int64_t since; /* milliseconds, when the first came */
} group;

/* The keeping thread and what is handed to it. */
typedef struct {
    cli_batch *batch;
    group *filling, *full; /* full: NULL, or what the thread is to keep; it then becomes spare */
    group *spare;
    bool end, started;
    casus_status status; /* the first failure */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
} keeper;

typedef struct {
    cli_batch *batch;
    keeper keep;
    int arg;              /* next operand */
    casus_reader *reader; /* of the operand before it; NULL: open the next one */
    cli_fetched page;     /* when it is a web address */
    bool fetched;
    cli_out out;
    int exit; /* of the first failure that is worth one */
} run;

/* ---------------------------------------------------------------- operands */

static void failed(run *r, int status)
{
    if (!r->exit) r->exit = status;
}

static casus_status open_url(run *r, const char *url, casus_err *err)
{
    cli_fetched_free(&r->page);
    casus_status s = cli_fetch(url, &r->page);
    if (s != CASUS_OK) {
        cli_say(url, 0, r->page.what, "check the address, or save the page and add the file");
        failed(r, casus_status_exit(s));
        return CASUS_END; /* told already */
    }
    r->fetched = true;
    casus_str bytes = {r->page.body.p, r->page.body.n};
    return casus_reader_open_bytes(bytes, r->page.url.p ? r->page.url.p : url, (casus_format)r->batch->opts->in, &r->reader,
                                   err);
}

static void open_next(run *r)
{
    const cli_opts *o = r->batch->opts;
    const char *path = o->n_arg ? o->arg[r->arg] : "-";
    casus_err err = {0};
    r->arg++;
    r->fetched = false;
    if (strcmp(path, "-") == 0 && isatty(STDIN_FILENO))
        cli_say(NULL, 0, "reading standard input", "end with Ctrl-D, or name a file");
    casus_status s = r->batch->urls && cli_is_url(path) ? open_url(r, path, &err)
                                                        : casus_reader_open(path, (casus_format)o->in, &r->reader, &err);
    if (s == CASUS_OK || s == CASUS_END) return;
    r->reader = NULL;
    err.code = s;
    failed(r, cli_say_err(path, &err));
}

static const char *operand(const run *r)
{
    const cli_opts *o = r->batch->opts;
    const char *path = o->n_arg ? o->arg[r->arg - 1] : "-";
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

/* ---------------------------------------------------------------- records */

static void strings_of(casus_record *rec, casus_str *s[9])
{
    casus_str *all[9] = {&rec->bytes,    &rec->id,      &rec->url, &rec->publisher, &rec->published, &rec->title,
                         &rec->language, &rec->charset, NULL};
    memcpy(s, all, sizeof all);
}

static casus_status keep_record(slot *s, const casus_record *from)
{
    casus_str *part[9];
    size_t need = 1, name = from->input ? strlen(from->input) + 1 : 1;
    s->rec = *from;
    strings_of(&s->rec, part);
    for (int i = 0; part[i]; i++)
        need += part[i]->n + 1;
    need += name;
    if (need > s->cap) {
        casus_release(s->store);
        s->store = casus_alloc(need);
        s->cap = s->store ? need : 0;
        if (!s->store) return CASUS_E_NOMEM;
    }
    char *p = s->store;
    for (int i = 0; part[i]; i++) {
        if (part[i]->n) memcpy(p, part[i]->p, part[i]->n);
        part[i]->p = p;
        p += part[i]->n;
        *p++ = '\0';
    }
    memcpy(p, from->input ? from->input : "", name);
    s->rec.input = p;
    return CASUS_OK;
}

static void add_address(const run *r, casus_record *rec)
{
    if (!r->fetched) return;
    if (!rec->url.n) rec->url = (casus_str){r->page.url.p, r->page.url.n};
    if (!rec->charset.n) rec->charset = casus_str_of(r->page.charset);
}

static casus_status next(void *ctx, void *at)
{
    run *r = ctx;
    slot *s = at;
    const cli_opts *o = r->batch->opts;
    for (;;) {
        if (!r->reader) {
            if (r->arg >= (o->n_arg ? o->n_arg : 1)) return CASUS_END;
            open_next(r);
            continue;
        }
        casus_record rec = {0};
        casus_err err = {0};
        casus_status got = casus_reader_next(r->reader, &rec, &err);
        if (got == CASUS_OK || got == CASUS_E_INPUT || got == CASUS_E_LIMIT) {
            err.code = got;
            s->bad = err;
            if (got != CASUS_OK) rec.bytes.n = 0;
            add_address(r, &rec);
            return keep_record(s, &rec);
        }
        if (got != CASUS_END) {
            err.code = got;
            failed(r, cli_say_err(operand(r), &err));
        }
        casus_reader_close(r->reader);
        r->reader = NULL;
    }
}

/* ---------------------------------------------------------------- work */

static void work(void *ctx, void *at)
{
    const run *r = ctx;
    slot *s = at;
    const cli_batch *b = r->batch;
    casus_str date = casus_str_of(b->opts->date);
    casus_reading *reading = &s->reading;
    memset(reading, 0, sizeof *reading);
    if (s->bad.code != CASUS_OK) {
        reading->error = s->bad;
        reading->report.id = s->rec.id;
    } else if (b->engine) {
        casus_read(b->engine, s->parser, &s->rec, date, s->arena, reading);
    } else {
        casus_status st = casus_page_read(&s->rec, date, s->arena, &reading->report, &reading->error);
        reading->error.code = st;
    }
    if (reading->error.code != CASUS_OK && !reading->report.id.n) reading->report.id = s->rec.id;
    casus_buf_clear(&s->out);
    s->status = b->print ? b->print(b, reading, &s->out) : CASUS_OK;
    if (s->out.failed) s->status = CASUS_E_NOMEM;
}

static void shrink(slot *s)
{
    if (casus_arena_used(s->arena) > (size_t)KEEP_BYTES * 16) {
        casus_arena *fresh = casus_arena_new(0);
        if (fresh) {
            casus_arena_free(s->arena);
            s->arena = fresh;
        }
    }
    casus_arena_reset(s->arena);
    if (s->out.cap > KEEP_BYTES) casus_buf_free(&s->out);
    if (s->cap > KEEP_BYTES) {
        casus_release(s->store);
        s->store = NULL;
        s->cap = 0;
    }
}

/* ---------------------------------------------------------------- keeping */

static int64_t milliseconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void *keep_groups(void *arg)
{
    keeper *k = arg;
    pthread_mutex_lock(&k->lock);
    for (;;) {
        while (!k->full && !k->end)
            pthread_cond_wait(&k->change, &k->lock);
        group *g = k->full;
        if (!g) break;
        casus_status s = k->status;
        pthread_mutex_unlock(&k->lock);
        if (s == CASUS_OK) s = k->batch->keep(k->batch, g->kept, g->n);
        pthread_mutex_lock(&k->lock);
        g->n = g->bytes = 0;
        k->status = s;
        k->spare = g;
        k->full = NULL;
        pthread_cond_broadcast(&k->change);
    }
    pthread_mutex_unlock(&k->lock);
    return NULL;
}

/* Hand the group over, and go on with the one that was kept before. */
static casus_status hand_over(keeper *k)
{
    pthread_mutex_lock(&k->lock);
    while (k->full)
        pthread_cond_wait(&k->change, &k->lock);
    casus_status s = k->status;
    if (k->filling->n) {
        k->full = k->filling;
        k->filling = k->spare;
        k->spare = NULL;
        pthread_cond_broadcast(&k->change);
    }
    pthread_mutex_unlock(&k->lock);
    return s;
}

/* The slot's storage goes with the reading; the slot gets that of a reading that was kept before. */
static casus_status hold(keeper *k, slot *s)
{
    group *g = k->filling;
    cli_kept *to = &g->kept[g->n], old = *to;
    if (!old.arena) old.arena = casus_arena_new(0);
    if (!old.arena) return CASUS_E_NOMEM;
    if (!g->n) g->since = milliseconds();
    *to = (cli_kept){.rec = s->rec, .reading = s->reading, .store = s->store, .arena = s->arena, .cap = s->cap};
    g->bytes += casus_arena_used(s->arena) + s->cap;
    g->n++;
    s->store = old.store;
    s->cap = old.cap;
    s->arena = old.arena;
    bool full = g->n == GROUP || g->bytes > GROUP_BYTES || milliseconds() - g->since > GROUP_MS;
    return full ? hand_over(k) : CASUS_OK;
}

static casus_status keeper_start(keeper *k, cli_batch *b)
{
    *k = (keeper){.batch = b};
    if (!b->keep) return CASUS_OK;
    k->filling = casus_alloc(sizeof *k->filling);
    k->spare = casus_alloc(sizeof *k->spare);
    if (!k->filling || !k->spare) return CASUS_E_NOMEM;
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->change, NULL);
    k->started = pthread_create(&k->thread, NULL, keep_groups, k) == 0;
    return k->started ? CASUS_OK : CASUS_E_OS;
}

static void group_free(group *g)
{
    for (size_t i = 0; g && i < GROUP; i++) {
        casus_arena_free(g->kept[i].arena);
        casus_release(g->kept[i].store);
    }
    casus_release(g);
}

/* What was read until now is kept, even when the reading came to an early end. */
static casus_status keeper_end(keeper *k)
{
    if (k->started) {
        hand_over(k);
        pthread_mutex_lock(&k->lock);
        k->end = true;
        pthread_cond_broadcast(&k->change);
        pthread_mutex_unlock(&k->lock);
        pthread_join(k->thread, NULL);
        pthread_cond_destroy(&k->change);
        pthread_mutex_destroy(&k->lock);
    }
    group_free(k->filling);
    group_free(k->spare);
    return k->status;
}

static casus_status done(void *ctx, void *at)
{
    run *r = ctx;
    slot *s = at;
    cli_batch *b = r->batch;
    casus_status st = s->status;
    b->n_report++;
    if (s->reading.error.code != CASUS_OK) b->n_bad++;
    if (st == CASUS_OK && b->print && !cli_write(&r->out, (casus_str){s->out.p, s->out.n})) st = CASUS_E_IO;
    if (st == CASUS_OK && b->keep) st = hold(&r->keep, s);
    cli_progress(b->n_report, "reports");
    shrink(s);
    return st;
}

static casus_status init(void *ctx, void *at)
{
    slot *s = at;
    const run *r = ctx;
    const casus_model *model = r->batch->engine ? casus_engine_model(r->batch->engine) : NULL;
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
    casus_buf_free(&s->out);
    casus_release(s->store);
}

/* ---------------------------------------------------------------- all of it */

static void tell_bad(const cli_batch *b)
{
    char text[120];
    if (!b->n_bad) return;
    snprintf(text, sizeof text, "%llu of %llu reports could not be read", (unsigned long long)b->n_bad,
             (unsigned long long)b->n_report);
    cli_say(NULL, 0, text, b->print ? "their \"errors\" say why" : "the ledger notes the reason");
}

int cli_batch_run(cli_batch *b)
{
    static const casus_job job = {
        .slot_size = sizeof(slot), .init = init, .fini = fini, .next = next, .work = work, .done = done};
    run r = {.batch = b, .out = cli_stdout()};
    casus_status s = keeper_start(&r.keep, b);
    if (s == CASUS_OK) s = casus_job_run(&job, &r, b->opts->threads);
    casus_status kept = keeper_end(&r.keep);
    if (s == CASUS_OK) s = kept;
    casus_reader_close(r.reader);
    cli_fetched_free(&r.page);
    cli_progress_end();
    if (s != CASUS_OK && !r.out.error && s != CASUS_END) {
        casus_err err = {.code = s};
        r.exit = kept != CASUS_OK ? casus_status_exit(s) : cli_say_err(NULL, &err); /* keep tells its own failures */
    }
    tell_bad(b);
    int out = cli_out_end(&r.out);
    return out ? out : r.exit;
}

int cli_engine(const cli_opts *o, casus_engine **e)
{
    const char *env = getenv("CASUS_GAZETTEER"), *gazetteer = o->gazetteer ? o->gazetteer : env && env[0] ? env : NULL;
    casus_buf told = {0};
    casus_engine_opts opts = {.lexicon = o->lexicon,
                              .gazetteer = gazetteer,
                              .model = o->model,
                              .no_model = o->no_parse,
                              .untrained = o->untrained,
                              .events = o->events,
                              .deeds = o->deeds,
                              .explain = o->explain,
                              .dictionaries = o->dictionaries,
                              .dictionary_options = o->dictionary_options,
                              .told = &told,
                              .until = (casus_read_until)o->until};
    casus_err err = {0};
    char *where = NULL;
    casus_status s = casus_engine_open(&opts, e, &where, &err);
    cli_say_lines((casus_str){told.p, told.n}, 10, "mend them and run it again to see the rest");
    casus_buf_free(&told);
    if (s == CASUS_OK) return 0;
    err.code = s;
    if (where)
        cli_say(NULL, 0, where, "mend that line, docs/GUIDE.md says how a lexicon is written");
    else
        cli_say_err(s == CASUS_E_USAGE && o->dictionary_options ? o->dictionary_options
                    : o->dictionaries                           ? o->dictionaries
                    : o->lexicon                                ? o->lexicon
                    : gazetteer                                 ? gazetteer
                                                                : o->model,
                    &err);
    casus_release(where);
    return casus_status_exit(s);
}
