/* casus review: what nobody has looked at, the most doubtful and deadly first; and decisions on incidents.
 *
 *   review                      the queue: at a terminal one by one with questions, else as a table
 *   review accept|reject ID...  review note ID    review edit ID FIELD=VALUE...
 *   review merge ID ID...       review split ID N...   (N: numbers of casus show --why ID)
 *   review log [ID]             what was decided
 * Who decides is --who, else CASUS_USER, else the name of the login.
 */
#include "cli.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 256 };

typedef struct {
    cli_opts *o;
    casus_ledger *l;
    const char *who;
    cli_out out;
} reviewing;

static int usage(const char *what, const char *next)
{
    cli_say(NULL, 0, what, next);
    return casus_status_exit(CASUS_E_USAGE);
}

static const char *who_decides(const cli_opts *o)
{
    const char *env = getenv("CASUS_USER");
    const struct passwd *p = getpwuid(geteuid());
    if (o->who) return o->who;
    return env && env[0] ? env : p && p->pw_name ? p->pw_name : "";
}

static bool read_id(const char *text, int64_t *id)
{
    char *end;
    *id = strtoll(text, &end, 10);
    return text[0] >= '0' && text[0] <= '9' && !*end && *id > 0;
}

/* ---------------------------------------------------------------- deciding */

static int failed(const reviewing *x, casus_err *err, casus_status s)
{
    err->code = s;
    return cli_say_err(cli_ledger_path(x->o), err);
}

static int decide(reviewing *x, casus_decision *d, int64_t *result)
{
    casus_err err = {0};
    d->who = x->who;
    if (!d->why) d->why = x->o->because;
    d->now = (int64_t)time(NULL);
    casus_status s = casus_ledger_decide(x->l, d, result, &err);
    return s == CASUS_OK ? 0 : failed(x, &err, s);
}

static int each_id(reviewing *x, casus_decision_kind kind, const char *past)
{
    int status = 0;
    if (x->o->n_arg < 2) return usage("review: which incidents?", "name their numbers, the first column of: casus list");
    for (int i = 1; i < x->o->n_arg && !status; i++) {
        casus_decision d = {.kind = kind};
        int64_t now;
        if (!read_id(x->o->arg[i], &d.incident)) return usage("review: an id is a number", "find it in the first column of: casus list");
        status = decide(x, &d, &now);
        if (!status) casus_buf_printf(&x->out.held, "incident %lld %s\n", (long long)now, past);
    }
    return status;
}

static int do_accept(reviewing *x) { return each_id(x, CASUS_ACCEPT, "accepted"); }
static int do_reject(reviewing *x) { return each_id(x, CASUS_REJECT, "rejected"); }

static int do_note(reviewing *x)
{
    if (!x->o->because) return usage("review note: what is to be noted?", "say it with --why TEXT");
    return each_id(x, CASUS_NOTE, "noted");
}

static int do_edit(reviewing *x)
{
    casus_decision d = {.kind = CASUS_EDIT};
    int64_t now;
    if (x->o->n_arg < 3 || !read_id(x->o->arg[1], &d.incident))
        return usage("review edit: an incident and what is to be set", "for example: casus review edit 12 killed=14-20 place=Homs");
    const char *set[MOST];
    for (int i = 2; i < x->o->n_arg && d.n_set < MOST; i++) set[d.n_set++] = x->o->arg[i];
    d.set = set;
    int status = decide(x, &d, &now);
    if (!status) casus_buf_printf(&x->out.held, "incident %lld edited\n", (long long)now);
    return status;
}

static int do_merge(reviewing *x)
{
    casus_decision d = {.kind = CASUS_MERGE};
    int64_t other[MOST], now;
    if (x->o->n_arg < 3 || !read_id(x->o->arg[1], &d.incident))
        return usage("review merge: two incidents or more", "for example: casus review merge 12 15");
    for (int i = 2; i < x->o->n_arg && d.n_other < MOST; i++)
        if (!read_id(x->o->arg[i], &other[d.n_other++])) return usage("review: an id is a number", "find it in the first column of: casus list");
    d.other = other;
    int status = decide(x, &d, &now);
    if (!status) casus_buf_printf(&x->out.held, "now one: incident %lld\n", (long long)now);
    return status;
}

typedef struct {
    int64_t account[MOST];
    uint32_t n;
} accounts;

static void keep_account(void *ctx, const casus_why *w)
{
    accounts *a = ctx;
    if (a->n < MOST) a->account[a->n++] = w->it.account;
}

static int do_split(reviewing *x)
{
    casus_decision d = {.kind = CASUS_SPLIT};
    accounts all = {.n = 0};
    int64_t taken[MOST], now, n;
    casus_err err = {0};
    if (x->o->n_arg < 3 || !read_id(x->o->arg[1], &d.incident))
        return usage("review split: an incident and the reports that tell of another", "the numbers are those of: casus show --why ID");
    casus_status s = casus_ledger_became(x->l, d.incident, &d.incident, &err);
    if (s == CASUS_OK) s = casus_ledger_why(x->l, d.incident, keep_account, &all, &err);
    if (s != CASUS_OK) return failed(x, &err, s);
    for (int i = 2; i < x->o->n_arg && d.n_other < MOST; i++) {
        if (!read_id(x->o->arg[i], &n) || n > (int64_t)all.n)
            return usage("review split: there is no such number", "the numbers are those of: casus show --why ID");
        taken[d.n_other++] = all.account[n - 1];
    }
    d.other = taken;
    int status = decide(x, &d, &now);
    if (!status) casus_buf_printf(&x->out.held, "split off: incident %lld\n", (long long)now);
    return status;
}

static void put_decision(void *ctx, const casus_decision_row *r)
{
    casus_buf *b = &((reviewing *)ctx)->out.held;
    casus_buf_printf(b, "%lld\t", (long long)r->incident);
    const casus_str part[] = {r->at, r->who, r->action, r->why, r->detail};
    for (int i = 0; i < 5; i++) {
        cli_clean(b, part[i]);
        casus_buf_char(b, i < 4 ? '\t' : '\n');
    }
}

static int do_log(reviewing *x)
{
    int64_t id = 0;
    casus_err err = {0};
    if (x->o->n_arg > 1 && !read_id(x->o->arg[1], &id)) return usage("review: an id is a number", "find it in the first column of: casus list");
    casus_status s = casus_ledger_decisions(x->l, id, put_decision, x, &err);
    return s == CASUS_OK ? 0 : failed(x, &err, s);
}

/* ---------------------------------------------------------------- the queue */

static int run_command(reviewing *x, const char *name);

static void put_killed(casus_buf *b, const casus_queue_row *r)
{
    if (r->killed_low < 0 && r->killed_best < 0) return;
    if (r->killed_high < 0) casus_buf_printf(b, "%d+", r->killed_low);
    else if (r->killed_low == r->killed_high) casus_buf_printf(b, "%d", r->killed_low);
    else casus_buf_printf(b, "%d-%d", r->killed_low, r->killed_high);
}

static bool put_queue(void *ctx, const casus_queue_row *r)
{
    casus_buf *b = &((reviewing *)ctx)->out.held;
    casus_buf_printf(b, "%lld\t%d\t", (long long)r->id, r->weight);
    const casus_str part[] = {r->type, r->date, r->place};
    for (int i = 0; i < 3; i++) {
        cli_clean(b, part[i]);
        casus_buf_char(b, '\t');
    }
    put_killed(b, r);
    casus_buf_printf(b, "\t%u\t", r->n_report);
    cli_clean(b, r->reasons);
    casus_buf_char(b, '\n');
    return true;
}

typedef struct {
    int64_t id[MOST];
    char reasons[MOST][160];
    int n;
} queue;

static bool keep_queue(void *ctx, const casus_queue_row *r)
{
    queue *q = ctx;
    q->id[q->n] = r->id;
    snprintf(q->reasons[q->n], sizeof q->reasons[0], "%.*s", (int)(r->reasons.n < 150 ? r->reasons.n : 150), r->reasons.n ? r->reasons.p : "");
    return ++q->n < MOST;
}

/* A line from the reviewer, without its end; NULL when there are no more. */
static char *answer(const char *question, char *line, size_t size)
{
    fputs(question, stdout);
    fflush(stdout);
    if (!fgets(line, (int)size, stdin)) return NULL;
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

/* What is typed after the letter, as the operands of a command: "e killed=12 place=Homs", "m 14", "s 2 3", "n text". */
static int run_words(reviewing *x, int64_t id, const char *command, char *words)
{
    char name[24], first[] = "queue", *arg[MOST + 2];
    int n = 0;
    cli_opts o = *x->o;
    snprintf(name, sizeof name, "%lld", (long long)id);
    arg[n++] = first;
    arg[n++] = name;
    if (strcmp(command, "note") == 0 || strcmp(command, "accept") == 0 || strcmp(command, "reject") == 0)
        o.because = words[0] ? words : x->o->because;
    else
        for (char *w = strsep(&words, " \t"); w && n < MOST; w = strsep(&words, " \t"))
            if (w[0]) arg[n++] = w;
    o.arg = arg;
    o.n_arg = n;
    reviewing y = *x;
    y.o = &o;
    int status = run_command(&y, command);
    x->out = y.out;
    return status;
}

static const struct {
    char letter;
    const char *command;
} key[] = {{'a', "accept"}, {'r', "reject"}, {'e', "edit"}, {'m', "merge"}, {'s', "split"}, {'n', "note"}};

/* One incident: ask until it is settled or passed over. False: enough for today. */
static bool ask_about(reviewing *x, int64_t id, const char *reasons)
{
    char line[1024];
    cli_opts show = *x->o;
    char name[24], *arg[] = {name};
    snprintf(name, sizeof name, "%lld", (long long)id);
    show.arg = arg;
    show.n_arg = 1;
    puts("\n----------------------------------------------------------------");
    fflush(stdout);
    if (cli_show(&show)) return false;
    printf("\nIn doubt: %s\n", reasons);
    while (answer("a accept, r reject, e FIELD=VALUE..., m ID..., s N..., n TEXT, w why, enter next, q quit > ", line, sizeof line)) {
        if (!line[0]) return true;
        if (line[0] == 'q') return false;
        if (line[0] == 'w') {
            show.why = true;
            cli_show(&show);
            continue;
        }
        size_t i = 0;
        while (i < sizeof key / sizeof *key && key[i].letter != line[0]) i++;
        if (i == sizeof key / sizeof *key) continue;
        int status = run_words(x, id, key[i].command, line + 1 + strspn(line + 1, " "));
        cli_flush(&x->out);
        if (!status && (line[0] == 'a' || line[0] == 'r' || line[0] == 'm')) return true;
    }
    return false;
}

static int do_queue(reviewing *x)
{
    casus_err err = {0};
    bool talk = x->o->ask || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO));
    if (!talk) {
        casus_buf_z(&x->out.held, "id\tweight\ttype\tdate\tplace\tkilled\treports\tin doubt\n");
        casus_status s = casus_ledger_queue(x->l, x->o->limit, put_queue, x, &err);
        return s == CASUS_OK ? 0 : failed(x, &err, s);
    }
    queue *q = casus_alloc(sizeof *q);
    if (!q) return failed(x, &err, CASUS_E_NOMEM);
    casus_status s = casus_ledger_queue(x->l, x->o->limit ? x->o->limit : MOST, keep_queue, q, &err);
    for (int i = 0; i < q->n && s == CASUS_OK; i++) {
        int64_t now;
        if (casus_ledger_became(x->l, q->id[i], &now, NULL) != CASUS_OK || now != q->id[i]) continue; /* merged meanwhile */
        if (!ask_about(x, now, q->reasons[i])) break;
    }
    casus_release(q);
    return s == CASUS_OK ? 0 : failed(x, &err, s);
}

/* ---------------------------------------------------------------- */

static const struct {
    const char *name;
    int (*run)(reviewing *x);
} command[] = {{"queue", do_queue}, {"accept", do_accept}, {"reject", do_reject}, {"edit", do_edit},
               {"merge", do_merge}, {"split", do_split},   {"note", do_note},     {"log", do_log}};
enum { N_COMMAND = sizeof command / sizeof *command };

static int run_command(reviewing *x, const char *name)
{
    const char *list[N_COMMAND + 1];
    char next[64];
    for (int i = 0; i < N_COMMAND; i++) {
        if (strcmp(command[i].name, name) == 0) return command[i].run(x);
        list[i] = command[i].name;
    }
    list[N_COMMAND] = NULL;
    const char *near = cli_nearest(name, list);
    if (near) snprintf(next, sizeof next, "did you mean %s", near);
    else snprintf(next, sizeof next, "it is accept, reject, edit, merge, split, note or log");
    return usage("review: there is no such decision", next);
}

int cli_review(cli_opts *o)
{
    reviewing x = {.o = o, .who = who_decides(o), .out = cli_stdout()};
    int status = cli_ledger(o, false, &x.l);
    if (!status) status = run_command(&x, o->n_arg ? o->arg[0] : "queue");
    casus_ledger_close(x.l);
    int out = cli_out_end(&x.out);
    return status ? status : out;
}
