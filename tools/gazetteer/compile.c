/* Compile the gazetteer that is built into the program: a file and an assembler file that puts it there.
 *
 *   compile cities500.txt admin1.json admin2.json VERSION OUT.bin OUT.S
 *
 * Runs once per build: 3 s, 150 MB. The work is done by src/where/build.c, as for `casus gazetteer build`.
 */
#include <casus/where.h>

#include <stdio.h>

static int put_assembler(const char *bin, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) return 1;
    fprintf(f,
            "    .section .rodata\n    .balign 64\n"
            "    .globl casus_gazetteer_data\n    .hidden casus_gazetteer_data\n"
            "    .globl casus_gazetteer_end\n    .hidden casus_gazetteer_end\n"
            "casus_gazetteer_data:\n    .incbin \"%s\"\ncasus_gazetteer_end:\n    .byte 0\n"
            "    .section .note.GNU-stack,\"\",%%progbits\n",
            bin);
    return fclose(f) != 0;
}

int main(int argc, char **argv)
{
    if (argc != 7) {
        fputs("usage: compile cities500.txt admin1.json admin2.json VERSION OUT.bin OUT.S\n", stderr);
        return 64;
    }
    const char *const table[] = {argv[1]};
    casus_gazetteer_sources src = {.table = table, .n_table = 1, .admin1 = argv[2], .admin2 = argv[3], .version = argv[4],
                                   .licence = "GeoNames (geonames.org), CC BY 4.0"};
    casus_err err = {0};
    char *where;
    if (casus_gazetteer_build(&src, argv[5], NULL, &where, &err) != CASUS_OK) {
        fprintf(stderr, "compile: %s\n", where ? where : err.what);
        casus_release(where);
        return 1;
    }
    if (put_assembler(argv[5], argv[6]) == 0) return 0;
    fprintf(stderr, "compile: %s cannot be written\n", argv[6]);
    return 1;
}
