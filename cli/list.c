/* casus list and casus search: incidents of a ledger as a table, oldest first.
 *
 * Words to search for are quoted before they reach the full-text index, so that "al-Qaeda" or a comma is no syntax; AND, OR and
 * NOT in capitals keep their meaning.
 */
#include "cli.h"

#include <string.h>

static const cli_column column[] = {
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

static int print_list(const cli_opts *o, const char *text)
{
    casus_ledger *l = NULL;
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    casus_query q;
    casus_err err = {0};
    cli_table t;
    cli_out out = cli_stdout();
    cli_query(o, &q);
    q.text = text;
    cli_table_init(&t, column, sizeof column / sizeof *column, o->layout);
    casus_status s = casus_ledger_list(l, &q, put_row, &t, &err);
    bool none = t.n_cell == 0;
    if (s == CASUS_OK) cli_table_end(&t, &out);
    casus_buf_free(&t.cell);
    casus_ledger_close(l);
    if (s != CASUS_OK) {
        err.code = s;
        casus_buf_free(&out.held);
        return cli_say_err(cli_ledger_path(o), &err);
    }
    if (none) cli_say(NULL, 0, "no incident fits", "try fewer words or filters");
    return cli_out_end(&out);
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
        casus_buf_char(&q, '"');
        for (const char *p = o->arg[i]; *p; p++) casus_buf_z(&q, *p == '"' ? "\"\"" : (char[]){*p, 0});
        casus_buf_char(&q, '"');
    }
    int status = q.failed ? casus_status_exit(CASUS_E_NOMEM) : print_list(o, q.p);
    casus_buf_free(&q);
    return status;
}
