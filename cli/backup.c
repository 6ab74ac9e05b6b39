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
    casus_buf_printf(&out.held, "%s: a copy of %s\n", o->arg[0], cli_ledger_path(o));
    return cli_out_end(&out);
}
