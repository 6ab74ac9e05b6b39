/* What each of the first rooms costs, text by text on one thread: sentences and tokens, words of the lexicon, times, places.
 *
 *   rooms-speed FILE [ROUNDS [ROOM]]
 *
 * FILE is what casus reads: JSON lines, a page, a text. Every report is cleaned once and read ROUNDS times (1). Prints a line a room:
 * seconds of the processor, megabytes of clean text a second, nanoseconds a token; then "when+where", the two together, and the
 * memory of the process. With $CASUS_GAZETTEER it tells how much of that file is in memory; a build leaves the built-in one as
 * src/where/gazetteer.bin. With ROOM ("where", "when", "lang", "text") the rooms before it
 * are run once only, so that a profiler sees that room alone.
 */
#include <casus/casus.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TEXT, LANG, WHEN, WHERE, N_ROOM };
static const char *const room_name[N_ROOM] = {"text", "lang", "when", "where"};

typedef struct {
    double seconds[N_ROOM];
    int rounds[N_ROOM];
    uint64_t bytes, tokens, reports;
} tally;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

typedef struct {
    casus_lexicon *lex;
    casus_when *when;
    casus_gazetteer *gaz;
    casus_arena *page, *arena; /* of the report; of one round */
} house;

typedef struct {
    casus_report report;
    casus_text text;
    casus_words words;
} reading;

static casus_status run(const house *h, int room, reading *r, casus_arena *a)
{
    const casus_report *p = &r->report;
    casus_times times;
    casus_places places;
    casus_when_opts when = {.ref = p->published.day};
    casus_where_opts where = {p->publisher, p->url, p->name, p->n_name};
    switch (room) {
    case TEXT: return casus_text_split(p->body, p->furniture, p->n_furniture, a, &r->text, NULL);
    case LANG: return casus_lang_find(h->lex, &r->text, a, &r->words, NULL);
    case WHEN: return casus_when_find(h->when, &r->text, &r->words, &when, a, &times, NULL);
    default: return casus_where_find(h->gaz, h->lex, &r->text, &r->words, &where, a, &places, NULL);
    }
}

/* Each room as often as is asked, its last round on the report's arena, as the next room needs what it found. */
static casus_status read_one(const house *h, reading *r, tally *t)
{
    casus_status s = CASUS_OK;
    for (int room = 0; room < N_ROOM && !s; room++) {
        for (int i = 0; i < t->rounds[room] && !s; i++) {
            bool last = i + 1 == t->rounds[room];
            casus_arena_reset(h->arena);
            double from = now();
            s = run(h, room, r, last ? h->page : h->arena);
            t->seconds[room] += now() - from;
        }
    }
    t->bytes += r->report.body.n;
    t->tokens += r->text.n_token;
    t->reports++;
    return s;
}

static casus_status read_all(const house *h, const char *path, tally *t)
{
    casus_reader *in = NULL;
    casus_record rec;
    casus_status s = casus_reader_open(path, CASUS_IN_AUTO, &in, NULL);
    while (!s && (s = casus_reader_next(in, &rec, NULL)) != CASUS_END) {
        reading r = {0};
        casus_arena_reset(h->page);
        if (!s && !casus_page_read(&rec, (casus_str){0}, h->page, &r.report, NULL)) s = read_one(h, &r, t);
        else if (s == CASUS_E_INPUT || s == CASUS_E_LIMIT) s = CASUS_OK;
    }
    casus_reader_close(in);
    return s == CASUS_END ? CASUS_OK : s;
}

static void show(const char *name, double seconds, const tally *t)
{
    printf("%-10s %8.3f s %8.2f MB/s %7.1f ns/token\n", name, seconds, (double)t->bytes / 1e6 / seconds, seconds * 1e9 / (double)t->tokens);
}

/* Kilobytes of the program's constant data and of its own memory, as the kernel counts them. */
static void show_memory(void)
{
    char line[256];
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "RssFile", 7) == 0 || strncmp(line, "RssAnon", 7) == 0 || strncmp(line, "VmHWM", 5) == 0) fputs(line, stdout);
    if (f) fclose(f);
}

/* How much of a mapped file is in memory. */
static void show_resident(const char *path)
{
    char line[4096];
    bool here = false;
    FILE *f = path ? fopen("/proc/self/smaps", "r") : NULL;
    const char *name = path && strrchr(path, '/') ? strrchr(path, '/') : path;
    while (f && fgets(line, sizeof line, f)) {
        if (strchr("0123456789abcdef", line[0])) here = strstr(line, name) != NULL;
        else if (here && strncmp(line, "Rss:", 4) == 0) printf("of %s: %s", path, line);
    }
    if (f) fclose(f);
}

static void report(const tally *t)
{
    printf("%llu reports, %.2f MB, %llu tokens\n", (unsigned long long)t->reports, (double)t->bytes / 1e6, (unsigned long long)t->tokens);
    for (int room = 0; room < N_ROOM; room++) show(room_name[room], t->seconds[room] / t->rounds[room], t);
    show("when+where", t->seconds[WHEN] / t->rounds[WHEN] + t->seconds[WHERE] / t->rounds[WHERE], t);
    show_memory();
    show_resident(getenv("CASUS_GAZETTEER"));
}

int main(int argc, char **argv)
{
    tally t = {.rounds = {1, 1, 1, 1}};
    int rounds = argc > 2 ? atoi(argv[2]) : 1;
    if (argc < 2 || rounds < 1) {
        fputs("usage: rooms-speed FILE [ROUNDS [ROOM]]\n", stderr);
        return 64;
    }
    for (int room = 0; room < N_ROOM; room++)
        if (argc < 4 || strcmp(argv[3], room_name[room]) == 0) t.rounds[room] = rounds;
    house h = {.page = casus_arena_new(0), .arena = casus_arena_new(0)};
    casus_status s = h.page && h.arena ? casus_lexicon_open(NULL, &h.lex, NULL, NULL) : CASUS_E_NOMEM;
    if (!s) s = casus_when_open(h.lex, &h.when, NULL, NULL);
    if (!s) s = casus_gazetteer_open(getenv("CASUS_GAZETTEER"), &h.gaz, NULL);
    if (!s) s = read_all(&h, argv[1], &t);
    if (!s && t.bytes) report(&t);
    casus_gazetteer_close(h.gaz);
    casus_when_close(h.when);
    casus_lexicon_close(h.lex);
    casus_arena_free(h.arena);
    casus_arena_free(h.page);
    if (s) fprintf(stderr, "rooms-speed: %s\n", casus_status_text(s));
    return casus_status_exit(s);
}
