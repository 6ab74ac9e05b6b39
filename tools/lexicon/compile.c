/* Compile a folder of lexicon files into the image that the program carries (src/lang/image.c).
 *
 *   compile FOLDER OUT.img OUT.d
 *
 * OUT.d names the files read, and the folder, so that a changed or new file makes the build run this again. Mistakes are told
 * with file and line. Runs once per build: 0.1 s.
 */
#include "lang/room.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

static int say(const char *what, const char *about)
{
    fprintf(stderr, "lexicon: %s%s%s\n", what, about ? ": " : "", about ? about : "");
    return 1;
}

static int write_file(const char *path, const casus_buf *b)
{
    FILE *f = b->failed ? NULL : fopen(path, "wb");
    if (!f) return say("cannot write", path);
    bool good = fwrite(b->p, 1, b->n, f) == b->n;
    return fclose(f) == 0 && good ? 0 : say("cannot write", path);
}

static void add_path(casus_buf *b, const char *z)
{
    for (; *z; z++) {
        if (*z == ' ') casus_buf_char(b, '\\');
        casus_buf_char(b, *z);
    }
}

static int write_depends(const char *folder, const char *out, const char *path)
{
    casus_buf b = {0};
    DIR *d = opendir(folder);
    if (!d) return say("cannot open", folder);
    add_path(&b, out);
    casus_buf_z(&b, ": ");
    add_path(&b, folder);
    for (struct dirent *e; (e = readdir(d));) {
        size_t n = strlen(e->d_name);
        if (n < 5 || e->d_name[0] == '.' || strcmp(e->d_name + n - 4, ".tsv") != 0) continue;
        casus_buf_char(&b, ' ');
        add_path(&b, folder);
        casus_buf_char(&b, '/');
        add_path(&b, e->d_name);
    }
    closedir(d);
    casus_buf_char(&b, '\n');
    int rc = write_file(path, &b);
    casus_buf_free(&b);
    return rc;
}

int main(int argc, char **argv)
{
    casus_lexicon *lex = NULL;
    casus_err err = {0};
    char *where = NULL;
    casus_buf image = {0};
    if (argc != 4) return say("compile FOLDER OUT.img OUT.d", NULL);
    if (lang_folder_open(argv[1], true, &lex, &where, &err)) {
        int rc = where ? say(where, NULL) : say(err.what ? err.what : "cannot read", argv[1]);
        casus_release(where);
        return rc;
    }
    lang_image_write(lex, &image);
    int rc = write_file(argv[2], &image);
    if (!rc) rc = write_depends(argv[1], argv[2], argv[3]);
    casus_buf_free(&image);
    casus_arena_free(lex->arena);
    casus_release(lex);
    return rc;
}
