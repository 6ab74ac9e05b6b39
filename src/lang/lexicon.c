/* Opening and closing a lexicon: the built-in one, compiled with the program, or one from a folder.
 */
#include "room.h"

/* The image of image.c, put into the program by tools/embed/binary.py. Its pages are read-only; nothing writes to a lexicon that
 * is open. */
extern __attribute__((visibility("hidden"))) char casus_lexicon_data[], casus_lexicon_end[];

static casus_status open_built_in(casus_lexicon **lex, casus_err *err)
{
    casus_lexicon *l = casus_alloc(sizeof *l);
    if (!l) return casus_fail(err, CASUS_E_NOMEM, "lexicon", 0);
    casus_status st = lang_image_take(l, casus_lexicon_data, (size_t)((uintptr_t)casus_lexicon_end - (uintptr_t)casus_lexicon_data), err);
    if (st) casus_release(l);
    else *lex = l;
    return st;
}

static casus_status open_lexicon(const char *dir, bool terms, casus_lexicon **lex, char **where, casus_err *err)
{
    if (where) *where = NULL;
    *lex = NULL;
    return dir ? lang_folder_open(dir, terms, lex, where, err) : open_built_in(lex, err);
}

casus_status casus_lexicon_open(const char *dir, casus_lexicon **lex, char **where, casus_err *err)
{
    return open_lexicon(dir, true, lex, where, err);
}

casus_status casus_lexicon_open_tables(const char *dir, casus_lexicon **lex, char **where, casus_err *err)
{
    return open_lexicon(dir, false, lex, where, err);
}

void casus_lexicon_close(casus_lexicon *lex)
{
    if (!lex) return;
    casus_arena_free(lex->arena);
    casus_release(lex);
}

const char *casus_lexicon_version(const casus_lexicon *lex) { return lex->version; }
