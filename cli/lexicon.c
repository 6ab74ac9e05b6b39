/* casus lexicon [DIR]: is this lexicon well written? Mistakes, and names that could mean two, are told with
 * file and line.
 * casus lexicon import actors|agents DICTIONARIES: a project's dictionaries as a table of a lexicon. */
#include "cli.h"

#include <string.h>

static int lexicon_import(const cli_opts *o)
{
    bool agents = o->n_arg == 3 && strcmp(o->arg[1], "agents") == 0;
    if (o->n_arg != 3 || !(agents || strcmp(o->arg[1], "actors") == 0)) {
        cli_say("lexicon import", 0, "wants actors or agents, and a folder of dictionaries",
                "casus lexicon --help has examples");
        return casus_status_exit(CASUS_E_USAGE);
    }
    casus_dictionaries *d = NULL;
    casus_lexicon *lex = NULL;
    casus_buf told = {0};
    casus_err err = {0};
    uint32_t n = 0, left = 0;
    cli_out out = cli_stdout();
    err.code = casus_lexicon_open(NULL, &lex, NULL, &err);
    if (err.code == CASUS_OK) err.code = casus_dictionaries_open(o->arg[2], NULL, &d, &told, &n, &err);
    if (err.code == CASUS_OK)
        err.code = (agents ? casus_dictionaries_agents : casus_dictionaries_actors)(d, lex, &out.held, &told, &left, &err);
    casus_dictionaries_close(d);
    casus_lexicon_close(lex);
    cli_say_lines((casus_str){told.p, told.n}, UINT32_MAX, NULL);
    casus_buf_free(&told);
    if (err.code != CASUS_OK) cli_say_err(o->arg[2], &err);
    int status = cli_out_end(&out);
    return status ? status : err.code != CASUS_OK ? casus_status_exit(err.code) : n ? casus_status_exit(CASUS_E_INPUT) : 0;
}

int cli_lexicon(cli_opts *o)
{
    if (o->n_arg && strcmp(o->arg[0], "import") == 0) return lexicon_import(o);
    if (o->n_arg > 1) {
        cli_say("lexicon", 0, "checks one folder", "casus lexicon --help has examples");
        return casus_status_exit(CASUS_E_USAGE);
    }
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
