/* casus verify: is the ledger still what was written? Hash chain, stored bytes, evidence, SQLite's own check. */
#include "cli.h"

static void count(casus_buf *b, const char *label, uint64_t n) { casus_buf_printf(b, "  %-10s %llu\n", label, (unsigned long long)n); }

static bool whole(const casus_verdict *v)
{
    return !v->bad_entry && !v->bad_report && !v->bad_evidence && !v->bad_file && !v->bad_incident && !v->bad_import;
}

static void print(casus_buf *b, const char *path, const casus_verdict *v)
{
    casus_buf_printf(b, "%s: %s\n", path, whole(v) ? "whole" : "DAMAGED");
    count(b, "reports", v->n_report);
    count(b, "claims", v->n_claim);
    count(b, "incidents", v->n_incident);
    if (v->n_reference) count(b, "references", v->n_reference);
    count(b, "journal", v->n_journal);
    if (v->bad_entry) casus_buf_printf(b, "  the journal was changed at entry %lld\n", (long long)v->bad_entry);
    if (v->bad_report) casus_buf_printf(b, "  %llu stored reports no longer give their SHA-256\n", (unsigned long long)v->bad_report);
    if (v->bad_evidence)
        casus_buf_printf(b, "  %llu claims point outside their report or differ from the journal\n", (unsigned long long)v->bad_evidence);
    if (v->bad_import) casus_buf_printf(b, "  %llu imports of references differ from the journal\n", (unsigned long long)v->bad_import);
    if (v->bad_incident) casus_buf_printf(b, "  %llu incidents do not follow from what reports say\n", (unsigned long long)v->bad_incident);
    if (v->bad_file) casus_buf_z(b, "  SQLite finds the file damaged\n");
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
    print(&out.held, cli_ledger_path(o), &v);
    status = cli_out_end(&out);
    if (!status && !whole(&v)) {
        cli_say(cli_ledger_path(o), 0, "the ledger was damaged or changed by hand", "go back to a copy that is whole");
        status = casus_status_exit(CASUS_E_INPUT);
    }
    return status;
}
