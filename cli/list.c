/* casus list and casus search: incidents or reports of a ledger, oldest first, as a table for people or as JSON for programs.
 *
 * A page ends after --limit rows; the cursor of the next one is told, and going on from it gives what comes behind, whatever was
 * added meanwhile. Words to search for are quoted before they reach the full-text index, so that "al-Qaeda" or a comma is no
 * syntax; AND, OR, NOT in capitals and a star at the end of a word keep their meaning.
 */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static const cli_column incident_column[] = {
    {"ID", true, 0},      {"DATE", false, 0}, {"TYPE", false, 6},    {"PLACE", false, 6},  {"KILLED", true, 0},
    {"INJURED", true, 0}, {"BY", false, 6},   {"AGAINST", false, 6}, {"STATUS", false, 6}, {"REPORTS", true, 3},
};

static void put_number(cli_table *t, int64_t v)
{
    casus_buf b = {0};
    casus_buf_printf(&b, "%lld", (long long)v);
    cli_table_cell(t, (casus_str){b.p, b.n});
    casus_buf_free(&b);
}

static void put_count(cli_table *t, const casus_row *r, int tally)
{
    casus_buf b = {0};
    cli_tally_text(&b, r, tally);
    cli_table_cell(t, (casus_str){b.p, b.n});
    casus_buf_free(&b);
}

static void put_place(cli_table *t, const casus_row *r)
{
    casus_buf b = {0};
    casus_buf_str(&b, r->place);
    if (r->place.n && r->country.n) casus_buf_z(&b, ", ");
    casus_buf_str(&b, r->country);
    cli_table_cell(t, (casus_str){b.p, b.n});
    casus_buf_free(&b);
}

static bool put_row(void *ctx, const casus_row *r)
{
    cli_table *t = ctx;
    put_number(t, r->id);
    cli_table_cell(t, r->edtf.n ? r->edtf : r->from);
    cli_table_cell(t, r->type);
    put_place(t, r);
    put_count(t, r, CASUS_KILLED);
    put_count(t, r, CASUS_INJURED);
    cli_table_cell(t, r->perpetrators.n ? r->perpetrators : r->parties);
    cli_table_cell(t, r->affected);
    cli_table_cell(t, r->status);
    put_number(t, r->n_report);
    return !t->cell.failed;
}

static const cli_column report_column[] = {
    {"ID", true, 0}, {"PUBLISHED", false, 0}, {"PUBLISHER", false, 6}, {"TITLE", false, 8}, {"INCIDENTS", false, 6}, {"WORDS", false, 8},
};

/* A list on its way out: rows go to the table or as JSON to out; one row more than asked for tells that there is a next page. */
typedef struct {
    const casus_query *q;
    bool json;
    cli_table table;
    cli_out out;
    uint32_t n, limit;
    bool more;
    char next[64]; /* behind the last row */
} listing;

/* Is there room for another row? */
static bool take_row(listing *x, casus_str day, int64_t id)
{
    if (x->limit && x->n == x->limit) {
        x->more = true;
        return false;
    }
    casus_query_cursor(x->q, day, id, x->next);
    if (x->json) casus_buf_z(&x->out.held, x->n ? ",\n" : "\n");
    x->n++;
    return true;
}

static bool on_incident(void *ctx, const casus_row *r)
{
    listing *x = ctx;
    if (!take_row(x, r->from, r->id)) return false;
    if (!x->json) return put_row(&x->table, r);
    casus_json j = {.out = &x->out.held};
    casus_row_write(r, &j);
    return x->out.held.n < 1u << 16 || cli_flush(&x->out);
}

static void report_json(const casus_report_row *r, casus_json *j)
{
    const struct {
        const char *key;
        casus_str text;
    } text[] = {{"report", r->name}, {"title", r->title}, {"publisher", r->publisher}, {"url", r->url}, {"language", r->language},
                {"published", r->published}, {"sha256", r->sha256}, {"words", r->snippet}};
    casus_json_open(j, '{');
    casus_json_key(j, "id");
    casus_json_int(j, r->id);
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) casus_json_member(j, text[i].key, text[i].text);
    casus_json_key(j, "incidents");
    casus_json_open(j, '[');
    for (casus_str s = r->incidents; s.n;) {
        int64_t id = 0;
        while (s.n && *s.p >= '0' && *s.p <= '9') {
            id = id * 10 + (*s.p - '0');
            s = (casus_str){s.p + 1, s.n - 1};
        }
        casus_json_int(j, id);
        while (s.n && (*s.p < '0' || *s.p > '9')) s = (casus_str){s.p + 1, s.n - 1};
    }
    casus_json_close(j, ']');
    casus_json_close(j, '}');
}

static bool on_report(void *ctx, const casus_report_row *r)
{
    listing *x = ctx;
    if (!take_row(x, r->published, r->id)) return false;
    if (x->json) {
        casus_json j = {.out = &x->out.held};
        report_json(r, &j);
        return x->out.held.n < 1u << 16 || cli_flush(&x->out);
    }
    put_number(&x->table, r->id);
    const casus_str text[] = {r->published, r->publisher, r->title.n ? r->title : r->name, r->incidents, r->snippet};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) cli_table_cell(&x->table, text[i]);
    return !x->table.cell.failed;
}

static void begin(const cli_opts *o, listing *x)
{
    *x = (listing){.json = o->json, .out = cli_stdout(), .limit = o->limit};
    if (x->json) casus_buf_printf(&x->out.held, "{\"%s\":[", o->reports ? "reports" : "incidents");
    else if (o->reports) cli_table_init(&x->table, report_column, sizeof report_column / sizeof *report_column, o->layout);
    else cli_table_init(&x->table, incident_column, sizeof incident_column / sizeof *incident_column, o->layout);
}

static int finish(listing *x, const cli_opts *o)
{
    if (x->json) {
        casus_json j = {.out = &x->out.held};
        casus_buf_z(&x->out.held, "\n],\"next\":");
        casus_json_z(&j, x->more ? x->next : NULL);
        casus_buf_z(&x->out.held, "}\n");
        return cli_out_end(&x->out);
    }
    cli_table_end(&x->table, &x->out);
    if (x->n == 0) cli_say(NULL, 0, o->reports ? "no report fits" : "no incident fits", "try fewer words or filters");
    int status = cli_out_end(&x->out);
    char next[96];
    snprintf(next, sizeof next, "go on with: --after %s", x->next);
    if (x->more && !status) cli_say(NULL, 0, "there are more", next);
    return status;
}

static int print_list(const cli_opts *o, const char *text)
{
    casus_ledger *l = NULL;
    casus_query q;
    casus_err err = {0};
    listing x;
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    status = cli_query(o, l, &q);
    if (status) {
        casus_ledger_close(l);
        return status;
    }
    q.text = text;
    if (q.limit) q.limit++;
    begin(o, &x);
    x.q = &q;
    err.code = o->reports ? casus_ledger_reports(l, &q, on_report, &x, &err) : casus_ledger_list(l, &q, on_incident, &x, &err);
    casus_ledger_close(l);
    if (err.code == CASUS_OK) return finish(&x, o);
    casus_buf_free(&x.table.cell);
    casus_buf_free(&x.out.held);
    return cli_say_err(cli_ledger_path(o), &err);
}

int cli_list(cli_opts *o) { return print_list(o, NULL); }

static bool is_operator(const char *w) { return strcmp(w, "AND") == 0 || strcmp(w, "OR") == 0 || strcmp(w, "NOT") == 0; }

int cli_search(cli_opts *o)
{
    casus_buf q = {0};
    for (int i = 0; i < o->n_arg; i++) {
        if (i) casus_buf_char(&q, ' ');
        if (is_operator(o->arg[i])) {
            casus_buf_z(&q, o->arg[i]);
            continue;
        }
        size_t n = strlen(o->arg[i]);
        bool begins = n > 1 && o->arg[i][n - 1] == '*';
        casus_buf_char(&q, '"');
        for (size_t k = 0; k < n - begins; k++) casus_buf_z(&q, o->arg[i][k] == '"' ? "\"\"" : (char[]){o->arg[i][k], 0});
        casus_buf_z(&q, begins ? "\"*" : "\"");
    }
    int status = q.failed ? casus_status_exit(CASUS_E_NOMEM) : print_list(o, q.p);
    casus_buf_free(&q);
    return status;
}
