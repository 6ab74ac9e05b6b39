/* casus code: reports in, one JSON envelope a line out. Keeps no state. */
#include "cli.h"

static casus_status print(const cli_batch *b, const casus_reading *r, casus_buf *out)
{
    casus_status s = casus_envelope_write(b->engine, r, out);
    casus_buf_char(out, '\n');
    return s;
}

int cli_code(cli_opts *o)
{
    casus_engine *e = NULL;
    int status = cli_engine(o, &e);
    cli_batch b = {.opts = o, .engine = e, .print = print};
    if (!status) status = cli_batch_run(&b);
    casus_engine_close(e);
    return status;
}
