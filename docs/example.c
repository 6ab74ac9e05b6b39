/* Read one report and print its incidents as JSON. Build: cc example.c $(pkg-config --cflags --libs casus) */
#include <casus/export.h>

#include <stdio.h>

static const char report[] = "ALEPPO, Syria - Shelling killed three people in Aleppo on Monday, residents said.";

int main(void)
{
    casus_err err = {0};
    casus_engine *engine = NULL;
    casus_parser *parser = NULL;
    casus_arena *arena = casus_arena_new(0);
    casus_status s = arena ? casus_engine_open(NULL, &engine, NULL, &err) : CASUS_E_NOMEM;
    if (s == CASUS_OK && casus_engine_model(engine)) s = casus_parser_new(casus_engine_model(engine), &parser, &err);
    if (s == CASUS_OK) {
        casus_record record = {.format = CASUS_IN_TEXT, .bytes = casus_str_of(report), .id = CASUS_STR("example")};
        casus_reading reading;
        casus_buf json = {0};
        casus_read(engine, parser, &record, CASUS_STR("2016-05-04"), arena, &reading);
        s = casus_envelope_write(engine, &reading, &json);
        if (s == CASUS_OK) printf("%s\n", json.p);
        casus_buf_free(&json);
    }
    if (s != CASUS_OK) fprintf(stderr, "%s\n", err.what ? err.what : casus_status_text(s));
    casus_parser_free(parser);
    casus_engine_close(engine);
    casus_arena_free(arena);
    return casus_status_exit(s);
}
