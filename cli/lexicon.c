/* casus lexicon [DIR]: is this lexicon well written? Mistakes, and names that could mean two, are told with
 * file and line. */
#include "cli.h"

int cli_lexicon(cli_opts *o)
{
    casus_lexicon *lex = NULL;
    casus_when *when = NULL;
    casus_err err = {0};
    char *where = NULL;
    const char *dir = o->n_arg ? o->arg[0] : NULL;
    err.code = casus_lexicon_open(dir, &lex, &where, &err);
    if (err.code == CASUS_OK) err.code = casus_when_open(lex, &when, &where, &err);
    casus_when_close(when);
    casus_coder *coder = NULL;
    if (err.code == CASUS_OK) err.code = casus_coder_open(lex, &coder, &where, &err);
    casus_coder_close(coder);
    if (err.code != CASUS_OK) {
        casus_lexicon_close(lex);
        if (where)
            cli_say(NULL, 0, where, "mend that line and try again");
        else
            cli_say_err(dir, &err);
        casus_release(where);
        return casus_status_exit(err.code);
    }
    cli_out out = cli_stdout();
    uint32_t n = 0, n_place = 0;
    err.code = casus_who_check(lex, &out.held, &n, &err);
    if (err.code == CASUS_OK) err.code = casus_where_check(lex, &out.held, &n_place, &err);
    n += n_place;
    if (err.code == CASUS_OK && n == 0)
        casus_buf_printf(&out.held, "%s: %s, no mistakes\n", dir ? dir : "built-in lexicon", casus_lexicon_version(lex));
    casus_lexicon_close(lex);
    if (err.code != CASUS_OK) cli_say_err(dir, &err);
    int status = cli_out_end(&out);
    return status ? status : err.code != CASUS_OK ? casus_status_exit(err.code) : n ? casus_status_exit(CASUS_E_INPUT) : 0;
}
