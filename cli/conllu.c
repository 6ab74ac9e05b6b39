/* Tokens that are given: CoNLL-U in, the same sentences with our columns out.
 *
 * Comments, numbers, forms, multiword tokens and the last column are kept; empty nodes are left out, since they hang on relations
 * that are not given here. A sentence that breaks the format is told with file and line and left out. Lines come from the reader of
 * the library, which takes them plain or gzipped; a blank line is a gap in its line numbers. Sentences are handed to the threads in
 * groups: for JSON a document at a time, for CoNLL-U enough to fill a batch of the parser.
 */
#include "annotate.h"

#include <stdio.h>
#include <string.h>

enum {
    GROUP = 256,                  /* sentences worked on at once */
    GROUP_BYTES = 1 << 20,        /* or so many bytes of lines */
    LONGEST_SENTENCE = 16 << 20,  /* bytes of lines */
    MOST_MESSAGES = 20,
    COLUMNS = 10
};

typedef struct {
    uint64_t line; /* first one */
    size_t off, n; /* in the group's lines */
    const char *wrong; /* NULL: nothing seen yet */
    uint64_t wrong_at; /* line */
    uint32_t first, n_token; /* in the text made of the group */
} block;

typedef struct {
    casus_buf lines, block, id, body, out; /* block: an array of block */
    const char *file;
    casus_status status;
} slot;

typedef struct {
    const cli_opts *opts;
    ann_room *room;
    int arg;
    casus_reader *reader;
    const char *file;
    casus_buf ahead; /* a line that belongs to the next sentence */
    uint64_t ahead_line;
    bool has_ahead, has_sentence, newdoc, fresh; /* fresh: first sentence of its file */
    casus_buf sentence, id;
    block next;
    cli_out out;
    uint64_t n_sentence, n_wrong;
    int exit;
} run;

/* ---------------------------------------------------------------- lines */

static bool open_next(run *r)
{
    const cli_opts *o = r->opts;
    if (r->arg >= (o->n_arg ? o->n_arg : 1)) return false;
    const char *path = o->n_arg ? o->arg[r->arg] : "-";
    casus_err err = {0};
    r->arg++;
    r->file = strcmp(path, "-") == 0 ? "standard input" : path;
    r->fresh = true;
    casus_buf_clear(&r->id);
    casus_buf_z(&r->id, path);
    err.code = casus_reader_open(path, CASUS_IN_JSONL, &r->reader, &err);
    if (err.code == CASUS_OK) return true;
    r->reader = NULL;
    int status = cli_say_err(path, &err);
    if (!r->exit) r->exit = status;
    return true;
}

/* The next line that is not blank, without its end. E_INPUT, E_LIMIT: a line that cannot be read. END: of this file. */
static casus_status next_line(run *r, casus_str *line, uint64_t *number)
{
    casus_record rec = {0};
    casus_err err = {0};
    if (r->has_ahead) {
        r->has_ahead = false;
        *line = (casus_str){r->ahead.p, r->ahead.n};
        *number = r->ahead_line;
        return CASUS_OK;
    }
    casus_status s = casus_reader_next(r->reader, &rec, &err);
    *number = rec.line;
    *line = rec.bytes;
    while (line->n && (line->p[line->n - 1] == '\r')) line->n--;
    if (s == CASUS_OK || s == CASUS_END || s == CASUS_E_INPUT || s == CASUS_E_LIMIT) return s;
    err.code = s;
    int status = cli_say_err(r->file, &err);
    if (!r->exit) r->exit = status;
    return CASUS_END;
}

static bool has_key(casus_str line, const char *key)
{
    casus_str s = casus_str_trim((casus_str){line.p + 1, line.n - 1});
    size_t n = strlen(key);
    return s.n >= n && memcmp(s.p, key, n) == 0 && (s.n == n || s.p[n] == ' ' || s.p[n] == '=' || s.p[n] == '\t');
}

/* "# newdoc id = x": the documents of a file are named, else all of them are the file. */
static void see_comment(run *r, casus_str line)
{
    if (!has_key(line, "newdoc")) return;
    r->newdoc = true;
    const char *is = memchr(line.p, '=', line.n);
    if (!is) return;
    casus_buf_clear(&r->id);
    casus_buf_str(&r->id, casus_str_trim((casus_str){is + 1, line.n - (size_t)(is + 1 - line.p)}));
}

static void blame(block *b, const char *what, uint64_t line)
{
    if (b->wrong) return;
    b->wrong = what;
    b->wrong_at = line;
}

static void take_line(run *r, casus_str line, uint64_t number)
{
    if (line.n && line.p[0] == '#') see_comment(r, line);
    if (r->sentence.n + line.n > LONGEST_SENTENCE) {
        blame(&r->next, "sentence too long", number);
        return;
    }
    casus_buf_str(&r->sentence, line);
    casus_buf_char(&r->sentence, '\n');
}

/* Lines up to a blank one, or to the end of the file. */
static casus_status read_sentence(run *r)
{
    uint64_t last = 0, number;
    casus_str line;
    casus_buf_clear(&r->sentence);
    r->next = (block){0};
    r->newdoc = false;
    for (;;) {
        casus_status s = next_line(r, &line, &number);
        if (s == CASUS_END) return last ? CASUS_OK : CASUS_END;
        if (last && number > last + 1) { /* the next sentence's */
            if (s == CASUS_OK) {
                casus_buf_clear(&r->ahead);
                casus_buf_str(&r->ahead, line);
                r->ahead_line = number;
                r->has_ahead = true;
            }
            return CASUS_OK;
        }
        if (!last) r->next.line = number;
        last = number;
        if (s == CASUS_OK)
            take_line(r, line, number);
        else
            blame(&r->next, "line too long", number);
    }
}

static casus_status fetch(run *r)
{
    for (;;) {
        if (!r->reader && !open_next(r)) return CASUS_END;
        if (!r->reader) continue;
        casus_status s = read_sentence(r);
        if (s == CASUS_OK) return r->sentence.failed || r->ahead.failed || r->id.failed ? CASUS_E_NOMEM : CASUS_OK;
        casus_reader_close(r->reader);
        r->reader = NULL;
    }
}

/* ---------------------------------------------------------------- groups */

static bool is_full(const run *r, const slot *s)
{
    if (r->fresh) return true;
    if (r->opts->annotation != 1 && r->newdoc) return true;
    return s->block.n >= GROUP * sizeof(block) || s->lines.n >= GROUP_BYTES;
}

static void append(run *r, slot *s)
{
    block b = r->next;
    b.off = s->lines.n;
    b.n = r->sentence.n;
    if (!s->block.n) {
        s->file = r->file;
        casus_buf_str(&s->id, (casus_str){r->id.p, r->id.n});
    }
    casus_buf_str(&s->lines, (casus_str){r->sentence.p, r->sentence.n});
    casus_buf_add(&s->block, &b, sizeof b);
    r->fresh = false;
    r->has_sentence = false;
}

static casus_status next(void *ctx, void *at)
{
    run *r = ctx;
    slot *s = at;
    casus_buf *all[] = {&s->lines, &s->block, &s->id, &s->body, &s->out};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) casus_buf_clear(all[i]);
    for (;;) {
        casus_status st = r->has_sentence ? CASUS_OK : fetch(r);
        if (st == CASUS_END) return s->block.n ? CASUS_OK : CASUS_END;
        if (st != CASUS_OK) return st;
        r->has_sentence = true;
        if (s->block.n && is_full(r, s)) return CASUS_OK;
        append(r, s);
        if (s->lines.failed || s->block.failed || s->id.failed) return CASUS_E_NOMEM;
    }
}

/* ---------------------------------------------------------------- one sentence */

/* The next line of [p, end), without its end. */
static casus_str cut_line(const char **p, const char *end)
{
    const char *from = *p, *to = from;
    while (to < end && *to != '\n') to++;
    *p = to < end ? to + 1 : end;
    return (casus_str){from, (size_t)(to - from)};
}

static bool columns(casus_str line, casus_str col[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        const char *tab = line.n ? memchr(line.p, '\t', line.n) : NULL;
        if (!tab != (i == COLUMNS - 1)) return false;
        col[i] = (casus_str){line.p, tab ? (size_t)(tab - line.p) : line.n};
        if (tab) line = (casus_str){tab + 1, line.n - col[i].n - 1};
    }
    return true;
}

typedef enum { WORD, RANGE, EMPTY, NO_ID } id_kind;

static bool number(const char **p, const char *end, uint32_t *n)
{
    const char *from = *p;
    *n = 0;
    while (*p < end && **p >= '0' && **p <= '9' && *p - from < 9) *n = *n * 10 + (uint32_t)(*(*p)++ - '0');
    return *p > from;
}

/* "7", "7-8", "7.1" */
static id_kind read_id(casus_str id, uint32_t *a, uint32_t *b)
{
    const char *p = id.p, *end = id.p + id.n;
    if (!number(&p, end, a)) return NO_ID;
    if (p == end) return WORD;
    char sign = *p++;
    if ((sign != '-' && sign != '.') || !number(&p, end, b) || p != end) return NO_ID;
    return sign == '-' ? RANGE : EMPTY;
}

static bool is_glued(casus_str misc)
{
    static const char no[] = "SpaceAfter=No";
    const char *p = misc.p, *end = misc.p + misc.n;
    while (p < end) {
        const char *e = p;
        while (e < end && *e != '|') e++;
        if (e - p == sizeof no - 1 && memcmp(p, no, sizeof no - 1) == 0) return true;
        p = e + 1;
    }
    return false;
}

/* The text of a group while it is made from the forms. */
typedef struct {
    casus_buf *body;
    casus_arena *arena;
    casus_given *given;
    uint32_t n;
    size_t cap;
    const char *gap; /* what stands before the next word */
    bool para;       /* a paragraph begins with the next word */
    /* of the sentence */
    uint32_t first, range_first, range_end; /* words of the last multiword token, 0: there was none */
    bool range_glued;
} maker;

static bool add_word(maker *m, casus_str form, bool clitic)
{
    casus_given *g = casus_arena_grow(m->arena, m->given, m->n, (size_t)m->n + 1, sizeof *g, &m->cap);
    if (!g) return false;
    m->given = g;
    bool begins = m->n == m->first;
    if (m->n) casus_buf_z(m->body, begins && m->para ? "\n\n" : m->gap);
    g[m->n++] = (casus_given){.span = {(uint32_t)m->body->n, (uint32_t)form.n}, .clitic = clitic, .sentence = begins, .para = m->para};
    casus_buf_str(m->body, form);
    m->para = false;
    return !m->body->failed;
}

/* What is wrong with a line that is no comment; NULL: nothing. */
static const char *see_word(maker *m, const casus_str col[COLUMNS], casus_status *status)
{
    uint32_t a = 0, b = 0, word = m->n - m->first + 1;
    switch (read_id(col[0], &a, &b)) {
    case NO_ID: return "the first column is no number of a word";
    case EMPTY: return a == word - 1 ? NULL : "an empty node is out of order";
    case RANGE:
        if (a != word || b < a || m->range_end >= a) return "a multiword token is out of order";
        m->range_first = a;
        m->range_end = b;
        m->range_glued = is_glued(col[9]);
        return NULL;
    case WORD: break;
    }
    if (a != word) return "a word is out of order";
    if (!col[1].n) return "a word has no form";
    bool inside = m->range_end >= a;
    if (!add_word(m, col[1], inside && a > m->range_first)) *status = CASUS_E_NOMEM;
    bool glued = inside ? m->range_end > a || m->range_glued : is_glued(col[9]);
    m->gap = glued ? "" : " ";
    return NULL;
}

static casus_status see_block(maker *m, const slot *s, block *b)
{
    maker before = *m;
    size_t body = m->body->n;
    const char *p = s->lines.p + b->off, *end = p + b->n, *wrong = NULL;
    uint64_t line = b->line;
    casus_status status = CASUS_OK;
    m->first = m->n;
    m->range_end = 0;
    for (; p < end && !b->wrong; line++) {
        casus_str text = cut_line(&p, end), col[COLUMNS];
        if (text.n && text.p[0] == '#') {
            m->para |= has_key(text, "newpar") || has_key(text, "newdoc");
            continue;
        }
        wrong = columns(text, col) ? see_word(m, col, &status) : "a word has not ten columns";
        if (wrong) blame(b, wrong, line);
        if (status) return status;
    }
    if (!b->wrong && m->n == m->first) blame(b, "a sentence without words", b->line);
    if (!b->wrong && m->range_end > m->n - m->first) blame(b, "a multiword token lacks words", line - 1);
    if (b->wrong) { /* as if it had not been there */
        casus_given *given = m->given;
        size_t cap = m->cap;
        *m = before;
        m->given = given;
        m->cap = cap;
        m->body->n = body;
    }
    b->first = m->first;
    b->n_token = m->n - m->first;
    if (b->wrong) b->n_token = 0;
    return CASUS_OK;
}

/* ---------------------------------------------------------------- output */

static casus_status put_word(const run *r, ann_desk *d, const casus_str col[COLUMNS], const casus_parsed *p, uint32_t first, casus_buf *out)
{
    casus_buf_str(out, col[0]);
    casus_buf_char(out, '\t');
    casus_buf_str(out, col[1]);
    casus_status s = ann_columns(r->room, d, col[1], p, first, out);
    casus_buf_char(out, '\t');
    casus_buf_str(out, col[9]);
    casus_buf_char(out, '\n');
    return s;
}

static casus_status put_block(const run *r, ann_desk *d, slot *s, const block *b, const casus_parse *parse)
{
    const char *p = s->lines.p + b->off, *end = p + b->n;
    uint32_t word = b->first, n1, n2;
    casus_status st = CASUS_OK;
    while (p < end && !st) {
        casus_str line = cut_line(&p, end), col[COLUMNS];
        bool given = line.n && line.p[0] != '#' && columns(line, col);
        id_kind kind = given ? read_id(col[0], &n1, &n2) : RANGE;
        if (kind == WORD) {
            st = put_word(r, d, col, &parse->word[word++], b->first, &s->out);
        } else if (kind == RANGE) { /* or a comment */
            casus_buf_str(&s->out, line);
            casus_buf_char(&s->out, '\n');
        }
    }
    casus_buf_char(&s->out, '\n');
    return st;
}

static casus_status parse_group(const run *r, ann_desk *d, slot *s)
{
    maker m = {.body = &s->body, .arena = d->arena, .gap = ""};
    block *b = (block *)(void *)s->block.p;
    size_t n = s->block.n / sizeof *b;
    for (size_t i = 0; i < n; i++) {
        casus_status st = see_block(&m, s, &b[i]);
        if (st) return st;
    }
    casus_reading reading = {.report = {.id = {s->id.p, s->id.n}}};
    casus_status st = casus_text_given((casus_str){s->body.p, s->body.n}, m.given, m.n, d->arena, &reading.text, NULL);
    if (st) return st;
    if (r->opts->annotation != 1) return m.n ? ann_print_words(r->room, d, &reading, true, &s->out) : CASUS_OK;
    casus_parse parse;
    st = casus_parse_text(d->parser, &reading.text, NULL, d->arena, &parse, NULL);
    for (size_t i = 0; i < n && !st; i++)
        if (!b[i].wrong) st = put_block(r, d, s, &b[i], &parse);
    return st;
}

static void work(void *ctx, void *at)
{
    run *r = ctx;
    slot *s = at;
    ann_desk *d = ann_desk_take(r->room);
    s->status = d ? parse_group(r, d, s) : CASUS_E_NOMEM;
    if (d) ann_desk_give(r->room, d);
    if (s->out.failed || s->body.failed) s->status = CASUS_E_NOMEM;
}

static casus_status done(void *ctx, void *at)
{
    run *r = ctx;
    slot *s = at;
    const block *b = (const block *)(const void *)s->block.p;
    for (size_t i = 0; i < s->block.n / sizeof *b; i++) {
        r->n_sentence++;
        if (b[i].wrong && r->n_wrong++ < MOST_MESSAGES) cli_say(s->file, b[i].wrong_at, b[i].wrong, "the sentence is left out");
    }
    if (s->status != CASUS_OK) return s->status;
    if (!cli_write(&r->out, (casus_str){s->out.p, s->out.n})) return CASUS_E_IO;
    cli_progress(r->n_sentence, "sentences");
    return CASUS_OK;
}

/* ---------------------------------------------------------------- all of it */

static casus_status init(void *ctx, void *at)
{
    (void)ctx;
    memset(at, 0, sizeof(slot));
    return CASUS_OK;
}

static void fini(void *ctx, void *at)
{
    slot *s = at;
    (void)ctx;
    casus_buf *all[] = {&s->lines, &s->block, &s->id, &s->body, &s->out};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) casus_buf_free(all[i]);
}

static void tell_wrong(const run *r)
{
    char text[120];
    if (!r->n_wrong) return;
    snprintf(text, sizeof text, "%llu of %llu sentences could not be read", (unsigned long long)r->n_wrong,
             (unsigned long long)r->n_sentence);
    cli_say(NULL, 0, text, "they are not in the output");
}

int ann_given(const cli_opts *o, ann_room *room)
{
    static const casus_job job = {.slot_size = sizeof(slot), .init = init, .fini = fini, .next = next, .work = work, .done = done};
    run r = {.opts = o, .room = room, .out = cli_stdout()};
    casus_status s = casus_job_run(&job, &r, o->threads);
    casus_reader_close(r.reader);
    cli_progress_end();
    if (s != CASUS_OK && s != CASUS_END && !r.out.error) {
        casus_err err = {.code = s};
        r.exit = cli_say_err(NULL, &err);
    }
    tell_wrong(&r);
    casus_buf_free(&r.ahead);
    casus_buf_free(&r.sentence);
    casus_buf_free(&r.id);
    int out = cli_out_end(&r.out);
    return out ? out : r.exit;
}
