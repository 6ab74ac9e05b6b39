/* casus lexicon [DIR]: is this lexicon well written? Mistakes are told with file and line. */
#include "cli.h"

int cli_lexicon(cli_opts *o)
{
    casus_lexicon *lex = NULL;
    casus_err err = {0};
    char *where = NULL;
    const char *dir = o->n_arg ? o->arg[0] : NULL;
    err.code = casus_lexicon_open(dir, &lex, &where, &err);
    if (err.code != CASUS_OK) {
        if (where)
            cli_say(NULL, 0, where, "mend that line and try again");
        else
            cli_say_err(dir, &err);
        casus_release(where);
        return casus_status_exit(err.code);
    }
    cli_out out = cli_stdout();
    casus_buf_printf(&out.held, "%s: %s, no mistakes\n", dir ? dir : "built-in lexicon", casus_lexicon_version(lex));
    casus_lexicon_close(lex);
    return cli_out_end(&out);
}
