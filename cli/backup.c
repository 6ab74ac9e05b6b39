/* casus backup FILE: a copy of the ledger while it is in use. */
#include "cli.h"

int cli_backup(cli_opts *o)
{
    casus_ledger *l = NULL;
    casus_err err = {0};
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    err.code = casus_ledger_backup(l, o->arg[0], &err);
    casus_ledger_close(l);
    if (err.code != CASUS_OK) return cli_say_err(o->arg[0], &err);
    cli_out out = cli_stdout();
    if (!o->json) {
        casus_buf_printf(&out.held, "%s: a copy of %s\n", o->arg[0], cli_ledger_path(o));
        return cli_out_end(&out);
    }
    casus_json j = {.out = &out.held};
    casus_json_open(&j, '{');
    casus_json_member(&j, "ledger", casus_str_of(cli_ledger_path(o)));
    casus_json_member(&j, "copy", casus_str_of(o->arg[0]));
    casus_json_close(&j, '}');
    casus_buf_char(&out.held, '\n');
    return cli_out_end(&out);
}
