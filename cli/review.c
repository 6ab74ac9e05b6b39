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
    cli_table table;
    uint64_t n; /* rows of a list as JSON */
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

/* "review: killed=abc: a count is ...": which value cannot be, if it is one. */
static int refused(const casus_decision *d, const casus_err *err)
{
    casus_buf b = {0};
    casus_buf_z(&b, "review: ");
    if (d->n_set && err->at < d->n_set) casus_buf_printf(&b, "%s: ", d->set[err->at]);
    casus_buf_z(&b, err->what ? err->what : casus_status_text(CASUS_E_USAGE));
    int status = usage(b.failed ? err->what : b.p, "see: casus help review");
    casus_buf_free(&b);
    return status;
}

static int decide(reviewing *x, casus_decision *d, int64_t *result)
{
    casus_err err = {0};
    d->who = x->who;
    if (!d->why) d->why = x->o->because;
    d->now = (int64_t)time(NULL);
    casus_status s = casus_ledger_decide(x->l, d, result, &err);
    if (s == CASUS_E_USAGE) return refused(d, &err);
    return s == CASUS_OK ? 0 : failed(x, &err, s);
}

/* "incident 12 accepted", or as JSON for programs. */
static void tell(reviewing *x, const casus_decision *d, int64_t now, const char *before, const char *behind)
{
    casus_buf *b = &x->out.held;
    if (!x->o->json) {
        casus_buf_printf(b, "%s%lld%s\n", before, (long long)now, behind);
        return;
    }
    casus_json j = {.out = b};
    casus_json_open(&j, '{');
    casus_json_member(&j, "action", casus_str_of(casus_decision_name(d->kind)));
    casus_json_key(&j, "incident");
    casus_json_int(&j, d->incident);
    casus_json_key(&j, "now");
    casus_json_int(&j, now);
    casus_json_member(&j, "who", casus_str_of(d->who));
    casus_json_member(&j, "why", casus_str_of(d->why));
    casus_json_close(&j, '}');
    casus_buf_char(b, '\n');
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
        if (!status) tell(x, &d, now, "incident ", past);
    }
    return status;
}

static int do_accept(reviewing *x) { return each_id(x, CASUS_ACCEPT, " accepted"); }
static int do_reject(reviewing *x) { return each_id(x, CASUS_REJECT, " rejected"); }

static int do_note(reviewing *x)
{
    if (!x->o->because) return usage("review note: what is to be noted?", "say it with --why TEXT");
    return each_id(x, CASUS_NOTE, " noted");
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
    if (!status) tell(x, &d, now, "incident ", " edited");
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
    if (!status) tell(x, &d, now, "now one: incident ", "");
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
    if (!status) tell(x, &d, now, "split off: incident ", "");
    return status;
}

static const cli_column log_column[] = {
    {"ENTRY", true, 0}, {"INCIDENT", true, 0}, {"TIME", false, 0}, {"WHO", false, 6}, {"DECISION", false, 0}, {"VALUES", false, 8}, {"WHY", false, 8},
};

static void put_number(cli_table *t, int64_t v)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)v);
    cli_table_cell(t, casus_str_of(text));
}

static void decision_json(reviewing *x, const casus_decision_row *r)
{
    casus_json j = {.out = &x->out.held};
    casus_buf_z(&x->out.held, x->n++ ? ",\n" : "\n");
    casus_json_open(&j, '{');
    casus_json_key(&j, "entry");
    casus_json_int(&j, r->entry);
    casus_json_key(&j, "incident");
    casus_json_int(&j, r->incident);
    casus_json_member(&j, "time", r->at);
    casus_json_member(&j, "who", r->who);
    casus_json_member(&j, "action", r->action);
    casus_json_member(&j, "set", r->set);
    casus_json_member(&j, "why", r->why);
    casus_json_close(&j, '}');
}

static void put_decision(void *ctx, const casus_decision_row *r)
{
    reviewing *x = ctx;
    if (x->o->json) {
        decision_json(x, r);
        return;
    }
    put_number(&x->table, r->entry);
    put_number(&x->table, r->incident);
    const casus_str part[] = {r->at, r->who, r->action, r->set, r->why};
    for (int i = 0; i < 5; i++) cli_table_cell(&x->table, part[i]);
}

/* A table, or a list in an object. */
static void begin_list(reviewing *x, const char *key, const cli_column *column, unsigned n)
{
    x->n = 0;
    if (x->o->json) casus_buf_printf(&x->out.held, "{\"%s\":[", key);
    else cli_table_init(&x->table, column, n, x->o->layout);
}

static void end_list(reviewing *x)
{
    if (x->o->json) casus_buf_z(&x->out.held, "\n]}\n");
    else cli_table_end(&x->table, &x->out);
}

static int do_log(reviewing *x)
{
    int64_t id = 0;
    casus_err err = {0};
    if (x->o->n_arg > 1 && !read_id(x->o->arg[1], &id)) return usage("review: an id is a number", "find it in the first column of: casus list");
    begin_list(x, "decisions", log_column, sizeof log_column / sizeof *log_column);
    if (id) casus_ledger_became(x->l, id, &id, NULL);
    casus_status s = casus_ledger_decisions(x->l, id, put_decision, x, &err);
    end_list(x);
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

static const cli_column queue_column[] = {
    {"ID", true, 0},        {"WEIGHT", true, 0}, {"TYPE", false, 6},     {"DATE", false, 0},
    {"PLACE", false, 8}, {"KILLED", true, 0}, {"REPORTS", true, 0}, {"IN DOUBT", false, 12},
};

static void queue_json(reviewing *x, const casus_queue_row *r)
{
    casus_json j = {.out = &x->out.held};
    const struct {
        const char *key;
        int32_t v;
    } count[] = {{"low", r->killed_low}, {"best", r->killed_best}, {"high", r->killed_high}};
    const struct {
        const char *key;
        casus_str v;
    } text[] = {{"type", r->type}, {"date", r->date}, {"place", r->place}, {"country", r->country}, {"doubts", r->reasons}};
    casus_buf_z(&x->out.held, x->n++ ? ",\n" : "\n");
    casus_json_open(&j, '{');
    casus_json_key(&j, "id");
    casus_json_int(&j, r->id);
    casus_json_key(&j, "weight");
    casus_json_int(&j, r->weight);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) casus_json_member(&j, text[i].key, text[i].v);
    casus_json_key(&j, "killed");
    casus_json_open(&j, '{');
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        casus_json_key(&j, count[i].key);
        if (count[i].v < 0) casus_json_null(&j);
        else casus_json_int(&j, count[i].v);
    }
    casus_json_close(&j, '}');
    casus_json_key(&j, "reports");
    casus_json_int(&j, r->n_report);
    casus_json_key(&j, "confidence");
    casus_json_real(&j, r->confidence, 3);
    casus_json_close(&j, '}');
}

static bool put_queue(void *ctx, const casus_queue_row *r)
{
    reviewing *x = ctx;
    casus_buf killed = {0};
    if (x->o->json) {
        queue_json(x, r);
        return x->out.held.n < 1u << 16 || cli_flush(&x->out);
    }
    put_killed(&killed, r);
    put_number(&x->table, r->id);
    put_number(&x->table, r->weight);
    const casus_str part[] = {r->type, r->date, r->place, {killed.p, killed.n}};
    for (int i = 0; i < 4; i++) cli_table_cell(&x->table, part[i]);
    put_number(&x->table, r->n_report);
    cli_table_cell(&x->table, r->reasons);
    casus_buf_free(&killed);
    return !x->table.cell.failed;
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

static const char how_to[] =
    "For each incident type a letter and Enter:\n"
    "  a [why]            accept: it happened as it stands\n"
    "  r [why]            reject: no such incident, or none of ours\n"
    "  e FIELD=VALUE ...  edit: killed=14-20 place=Homs date=2015-09-18 type=shelling perpetrators=A;B (empty takes back)\n"
    "  m ID ...           merge: these incidents are the same as this one\n"
    "  s N ...            split: what these reports tell (numbers of w) is another incident\n"
    "  n TEXT             note\n"
    "  w                  why its reports are one incident, and where its counts come from\n"
    "  Enter next, q quit";

/* A value may have blanks in it: a word without "=" goes on the value before it. */
static char *next_word(char **words, bool values)
{
    char *p = *words + strspn(*words, " \t"), *end = p;
    if (!*p) return NULL;
    for (;;) {
        end += strcspn(end, " \t");
        char *more = end + strspn(end, " \t");
        size_t n = strcspn(more, " \t");
        if (!*more || !values || memchr(more, '=', n)) break;
        end = more;
    }
    *words = *end ? end + 1 : end;
    *end = '\0';
    return p;
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
        for (char *w = next_word(&words, command[0] == 'e'); w && n < MOST; w = next_word(&words, command[0] == 'e')) arg[n++] = w;
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
    while (answer("a r e m s n w ? q > ", line, sizeof line)) {
        if (!line[0]) return true;
        if (line[0] == 'q') return false;
        if (line[0] == 'w') {
            show.why = true;
            cli_show(&show);
            continue;
        }
        if (line[0] == '?') puts(how_to);
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
    bool talk = !x->o->json && (x->o->ask || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)));
    if (!talk) {
        begin_list(x, "queue", queue_column, sizeof queue_column / sizeof *queue_column);
        casus_status s = casus_ledger_queue(x->l, x->o->limit, put_queue, x, &err);
        end_list(x);
        return s == CASUS_OK ? 0 : failed(x, &err, s);
    }
    queue *q = casus_alloc(sizeof *q);
    if (!q) return failed(x, &err, CASUS_E_NOMEM);
    casus_status s = casus_ledger_queue(x->l, x->o->limit ? x->o->limit : MOST, keep_queue, q, &err);
    if (s == CASUS_OK && !q->n) puts("Nothing waits for a decision.");
    if (s == CASUS_OK && q->n) puts(how_to);
    for (int i = 0; i < q->n && s == CASUS_OK; i++) {
        int64_t now;
        if (casus_ledger_became(x->l, q->id[i], &now, NULL) != CASUS_OK || now != q->id[i]) continue; /* joined meanwhile */
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
