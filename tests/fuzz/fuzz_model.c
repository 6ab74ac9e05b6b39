/* Fuzz target: bytes as a model file. Size and hash are set right first, as they would keep out nearly everything; what is then opened must
 * parse a text, whatever its numbers are. */
#include "invariants.h"

#include "../../src/lang/model.h"

#include <casus/parse.h>

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char body[] = "HILLA, March 6 (Reuters) - A suicide bomber killed 23 people on Sunday, police said.\n\n"
                           "\"We saw 1,500 na\xc3\xafve men\", he said. WHO? Nobody\xe2\x80\x99s sure.";

/* Mended bytes as a file without a name; -1: there is no room. */
static int file_of(const uint8_t *data, size_t size)
{
    int fd = memfd_create("model", MFD_CLOEXEC);
    if (fd < 0) return -1;
    lang_model_head h;
    size_t front = size < sizeof h ? 0 : sizeof h;
    memcpy(&h, data, front);
    h.size = size;
    h.check = casus_hash((casus_str){(const char *)data + front, size - front}, 0);
    bool all = write(fd, &h, front) == (ssize_t)front && write(fd, data + front, size - front) == (ssize_t)(size - front);
    if (all) return fd;
    close(fd);
    return -1;
}

static void check_parse(const casus_text *text, const casus_parse *p)
{
    for (uint32_t i = 0; i < text->n_token; i++) {
        const casus_parsed *w = &p->word[i];
        MUST(w->head < text->n_token || w->head == CASUS_HEAD_ROOT);
        MUST(w->head == CASUS_HEAD_ROOT || text->token[w->head].sentence == text->token[i].sentence);
        MUST((w->head == CASUS_HEAD_ROOT) == (w->rel == CASUS_REL_ROOT));
        MUST(w->rel < CASUS_N_REL && w->pos < CASUS_N_POS && w->tag < CASUS_N_TAG);
    }
    for (uint32_t i = 0; i < p->n_name; i++) {
        MUST(p->name[i].n && p->name[i].first + p->name[i].n <= text->n_token);
        MUST(casus_name_label((casus_name_set)p->name[i].set, (casus_name_kind)p->name[i].kind));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    casus_model *m;
    casus_parser *parser;
    casus_text text;
    casus_parse p;
    int fd = file_of(data, size);
    if (fd < 0) return 0;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    casus_status st = casus_model_open(path, &m, NULL);
    close(fd);
    if (st != CASUS_OK) return 0;
    casus_arena *a = casus_arena_new(64u << 20);
    if (a && casus_parser_new(m, &parser, NULL) == CASUS_OK) {
        if (casus_text_split(CASUS_STR(body), NULL, 0, a, &text, NULL) == CASUS_OK && casus_parse_text(parser, &text, NULL, a, &p, NULL) == CASUS_OK)
            check_parse(&text, &p);
        casus_parser_free(parser);
    }
    casus_arena_free(a);
    casus_model_close(m);
    return 0;
}
