/* casus page: the cleaned report alone. Needs no lexicon and no gazetteer, so it starts at once. */
#include "cli.h"

static casus_status print(const cli_batch *b, const casus_reading *r, casus_buf *out)
{
    (void)b;
    casus_status s = casus_page_write(r, out);
    casus_buf_char(out, '\n');
    return s;
}

int cli_page(cli_opts *o)
{
    cli_batch b = {.opts = o, .print = print};
    return cli_batch_run(&b);
}
