/* Replays a corpus: each file named, and each file of each folder named, goes through the fuzz target once. */
#include "../unit/check.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void replay_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!CHECK_CASE(f != NULL, path)) return;
    size_t cap = 4u << 20;
    uint8_t *p = malloc(cap);
    size_t n = p ? fread(p, 1, cap, f) : 0;
    fclose(f);
    uint8_t *exact = p ? realloc(p, n ? n : 1) : NULL; /* so that a read past the end is seen */
    if (CHECK_CASE(exact != NULL, path)) {
        fprintf(stderr, "%s\n", path); /* the last line before a crash names the file */
        CHECK_CASE(LLVMFuzzerTestOneInput(exact, n) == 0, path);
    }
    free(exact ? exact : p);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        DIR *d = opendir(argv[i]);
        if (!d) {
            replay_file(argv[i]);
            continue;
        }
        for (struct dirent *e; (e = readdir(d));) {
            char path[1024];
            snprintf(path, sizeof path, "%s/%s", argv[i], e->d_name);
            if (e->d_name[0] != '.') replay_file(path);
        }
        closedir(d);
    }
    return check_end();
}
