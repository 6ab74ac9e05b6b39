/* casus verify: is the ledger still what was written? Hash chain, stored bytes, evidence, SQLite's own check. */
#include "cli.h"

static void count(casus_buf *b, const char *label, uint64_t n) { casus_buf_printf(b, "  %-10s %llu\n", label, (unsigned long long)n); }

static bool whole(const casus_verdict *v) { return !v->first[0]; }

static void print(casus_buf *b, const char *path, const casus_verdict *v)
{
    casus_buf_printf(b, "%s: %s\n", path, whole(v) ? "whole" : "DAMAGED");
    count(b, "reports", v->n_report);
    count(b, "claims", v->n_claim);
    count(b, "incidents", v->n_incident);
    if (v->n_reference) count(b, "references", v->n_reference);
    if (v->n_decision) count(b, "decisions", v->n_decision);
    count(b, "journal", v->n_journal);
    if (!whole(v)) casus_buf_printf(b, "  first: %s\n", v->first);
    if (v->bad_entry) casus_buf_printf(b, "  the journal was changed at entry %lld\n", (long long)v->bad_entry);
    if (v->bad_report) casus_buf_printf(b, "  %llu stored reports no longer give their SHA-256\n", (unsigned long long)v->bad_report);
    if (v->bad_evidence)
        casus_buf_printf(b, "  %llu claims point outside their report or differ from the journal\n", (unsigned long long)v->bad_evidence);
    if (v->bad_import) casus_buf_printf(b, "  %llu imports of references differ from the journal\n", (unsigned long long)v->bad_import);
    if (v->bad_incident) casus_buf_printf(b, "  %llu incidents do not follow from what reports say\n", (unsigned long long)v->bad_incident);
    if (v->bad_link) casus_buf_printf(b, "  %llu links do not follow from what reports say\n", (unsigned long long)v->bad_link);
    if (v->bad_index) casus_buf_printf(b, "  %llu rows of the search index differ from the words of reports\n", (unsigned long long)v->bad_index);
    if (v->bad_decision)
        casus_buf_printf(b, "  %llu decisions of people differ from the journal\n", (unsigned long long)v->bad_decision);
    if (v->bad_file) casus_buf_z(b, "  SQLite finds the file damaged\n");
}

static void print_json(casus_buf *b, const char *path, const casus_verdict *v)
{
    const struct {
        const char *key;
        uint64_t n;
    } part[] = {{"reports", v->n_report},         {"claims", v->n_claim},           {"incidents", v->n_incident},
                {"references", v->n_reference},   {"decisions", v->n_decision},     {"journal", v->n_journal},
                {"bad_reports", v->bad_report},   {"bad_claims", v->bad_evidence},  {"bad_imports", v->bad_import},
                {"bad_incidents", v->bad_incident}, {"bad_links", v->bad_link},     {"bad_decisions", v->bad_decision},
                {"bad_index", v->bad_index}};
    casus_json j = {.out = b};
    casus_json_open(&j, '{');
    casus_json_member(&j, "ledger", casus_str_of(path));
    casus_json_key(&j, "whole");
    casus_json_bool(&j, whole(v));
    casus_json_member(&j, "first", casus_str_of(v->first));
    casus_json_member(&j, "head", casus_str_of(v->head));
    casus_json_key(&j, "bad_entry");
    if (v->bad_entry) casus_json_int(&j, v->bad_entry);
    else casus_json_null(&j);
    casus_json_key(&j, "bad_file");
    casus_json_bool(&j, v->bad_file);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        casus_json_key(&j, part[i].key);
        casus_json_int(&j, (int64_t)part[i].n);
    }
    casus_json_close(&j, '}');
    casus_buf_char(b, '\n');
}

int cli_verify(cli_opts *o)
{
    casus_ledger *l = NULL;
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    casus_verdict v = {0};
    casus_err err = {0};
    err.code = casus_ledger_verify(l, &v, &err);
    casus_ledger_close(l);
    if (err.code != CASUS_OK) return cli_say_err(cli_ledger_path(o), &err);
    cli_out out = cli_stdout();
    if (o->json) print_json(&out.held, cli_ledger_path(o), &v);
    else print(&out.held, cli_ledger_path(o), &v);
    status = cli_out_end(&out);
    if (!status && !whole(&v)) {
        cli_say(cli_ledger_path(o), 0, "the ledger was damaged or changed by hand", "go back to a copy that is whole");
        status = casus_status_exit(CASUS_E_INPUT);
    }
    return status;
}
