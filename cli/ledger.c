/* What the ledger commands share: which ledger, which incidents, and a count as people write it. */
#include "cli.h"

#include <stdlib.h>

const char *cli_ledger_path(const cli_opts *o)
{
    const char *env = getenv("CASUS_LEDGER");
    return o->ledger ? o->ledger : env && env[0] ? env : "casus.db";
}

int cli_ledger(const cli_opts *o, bool create, casus_ledger **l)
{
    const char *path = cli_ledger_path(o);
    casus_err err = {0};
    casus_status s = casus_ledger_open(path, create, l, &err);
    if (s == CASUS_OK) return 0;
    err.code = s;
    if (s == CASUS_E_NOINPUT) {
        cli_say(path, 0, "there is no such ledger", "make one with: casus add FILE, or name yours with --ledger");
        return casus_status_exit(s);
    }
    return cli_say_err(path, &err);
}

void cli_query(const cli_opts *o, casus_query *q)
{
    casus_query_init(q);
    q->type = o->type;
    q->country = o->country;
    q->actor = o->actor;
    q->from = o->from;
    q->to = o->to;
    q->limit = o->limit;
}

/* "18", "16-18", "20+", "about 30". */
void cli_tally_text(casus_buf *out, const casus_row *r, int tally)
{
    if (!r->tally[tally].set) return;
    int32_t low = r->tally[tally].low, high = r->tally[tally].high;
    if (casus_str_is(r->tally[tally].quality, "about")) casus_buf_z(out, "~");
    if (high < 0)
        casus_buf_printf(out, "%d+", low);
    else if (low == high)
        casus_buf_printf(out, "%d", low);
    else
        casus_buf_printf(out, "%d-%d", low, high);
}
