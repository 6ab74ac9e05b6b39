/* Tokens and names, parsed: as JSON, or as CoNLL-U with multiword tokens ("1-2 don't"), spacing and offsets.
 *
 * The model is opened once; each thread that prints borrows a desk with a parser of its own. There are never more desks than
 * threads.
 */
#include "annotate.h"

#include <pthread.h>

struct ann_room {
    const cli_opts *opts;
    casus_model *model;
    casus_lexicon *lexicon; /* for lemmas */
    pthread_mutex_t lock;
    ann_desk *idle;
};

/* ---------------------------------------------------------------- the room */

static int failed(const char *file, const casus_err *err)
{
    if (err->code != CASUS_E_NOTFOUND) return cli_say_err(file, err);
    cli_say(NULL, 0, err->what, "name one with --model FILE");
    return casus_status_exit(err->code);
}

int ann_room_open(const cli_opts *o, ann_room **out)
{
    casus_err err = {0};
    ann_room *room = casus_alloc(sizeof *room);
    *out = NULL;
    if (!room) {
        err.code = CASUS_E_NOMEM;
        return cli_say_err(NULL, &err);
    }
    room->opts = o;
    pthread_mutex_init(&room->lock, NULL);
    err.code = casus_model_open(o->model, &room->model, &err);
    int status = err.code == CASUS_OK ? 0 : failed(o->model, &err);
    if (!status && o->layer == 0) {
        err.code = casus_lexicon_open_tables(o->lexicon, &room->lexicon, NULL, &err);
        if (err.code != CASUS_OK) status = cli_say_err(o->lexicon, &err);
    }
    if (status) {
        ann_room_close(room);
        return status;
    }
    *out = room;
    return 0;
}

static void drop(ann_desk *d)
{
    casus_parser_free(d->parser);
    casus_arena_free(d->arena);
    casus_release(d);
}

void ann_room_close(ann_room *room)
{
    if (!room) return;
    while (room->idle) {
        ann_desk *d = room->idle;
        room->idle = d->next;
        drop(d);
    }
    casus_lexicon_close(room->lexicon);
    casus_model_close(room->model);
    pthread_mutex_destroy(&room->lock);
    casus_release(room);
}

ann_desk *ann_desk_take(ann_room *room)
{
    pthread_mutex_lock(&room->lock);
    ann_desk *d = room->idle;
    if (d) room->idle = d->next;
    pthread_mutex_unlock(&room->lock);
    if (d) return d;
    d = casus_alloc(sizeof *d);
    if (!d) return NULL;
    d->arena = casus_arena_new(0);
    if (d->arena && casus_parser_new(room->model, &d->parser, NULL) == CASUS_OK) return d;
    drop(d);
    return NULL;
}

void ann_desk_give(ann_room *room, ann_desk *d)
{
    casus_arena_reset(d->arena);
    pthread_mutex_lock(&room->lock);
    d->next = room->idle;
    room->idle = d;
    pthread_mutex_unlock(&room->lock);
}

/* ---------------------------------------------------------------- JSON */

typedef struct {
    const ann_room *room;
    ann_desk *desk;
    casus_parse parse;
    casus_status status;
} words;

static void put_tokens(ann_writer *w, void *ctx)
{
    words *x = ctx;
    const casus_text *t = &w->r->text;
    for (uint32_t i = 0; i < t->n_token && x->status == CASUS_OK; i++) {
        const casus_parsed *p = &x->parse.word[i];
        casus_str lemma = {0};
        x->status = casus_lemma(x->room->lexicon, casus_cut(t->body, t->token[i].span), p->pos, p->tag, x->desk->arena, &lemma);
        ann_open(w, t->token[i].span);
        casus_json_member(&w->json, "lemma", lemma);
        ann_put(w, "upos", casus_pos_name(p->pos));
        ann_put(w, "xpos", casus_tag_name(p->tag));
        casus_json_key(&w->json, "head");
        if (p->head < t->n_token)
            casus_json_int(&w->json, p->head);
        else
            casus_json_null(&w->json);
        ann_put(w, "rel", casus_rel_name(p->rel));
        casus_json_key(&w->json, "sentence");
        casus_json_int(&w->json, t->token[i].sentence);
        ann_close(w);
    }
}

static void put_names(ann_writer *w, void *ctx)
{
    words *x = ctx;
    for (uint32_t i = 0; i < x->parse.n_name; i++) {
        const casus_name *n = &x->parse.name[i];
        if (n->set != x->room->opts->names) continue;
        ann_open(w, casus_text_cover(&w->r->text, n->first, n->n));
        ann_put(w, "label", casus_name_label(n->set, n->kind));
        ann_close(w);
    }
}

/* ---------------------------------------------------------------- CoNLL-U */

void ann_number(casus_buf *out, uint32_t n)
{
    char digit[10];
    unsigned k = sizeof digit;
    do digit[--k] = (char)('0' + n % 10);
    while (n /= 10);
    casus_buf_add(out, digit + k, sizeof digit - k);
}

casus_status ann_columns(const ann_room *room, ann_desk *d, casus_str form, const casus_parsed *p, uint32_t first, casus_buf *out)
{
    casus_str lemma;
    casus_status s = casus_lemma(room->lexicon, form, p->pos, p->tag, d->arena, &lemma);
    if (s != CASUS_OK) return s;
    casus_buf_char(out, '\t');
    cli_clean(out, lemma);
    casus_buf_char(out, '\t');
    casus_buf_z(out, casus_pos_name(p->pos));
    casus_buf_char(out, '\t');
    casus_buf_z(out, casus_tag_name(p->tag));
    casus_buf_z(out, "\t_\t");
    if (p->head == CASUS_HEAD_NONE) {
        casus_buf_z(out, "_\t_\t_");
        return CASUS_OK;
    }
    ann_number(out, p->head == CASUS_HEAD_ROOT ? 0 : p->head - first + 1);
    casus_buf_char(out, '\t');
    casus_buf_z(out, casus_rel_name(p->rel));
    casus_buf_z(out, "\t_");
    return CASUS_OK;
}

typedef struct {
    const casus_reading *r;
    casus_points points;
    casus_buf *out;
} table;

static void comment(casus_buf *out, const char *key, casus_str value)
{
    casus_buf_printf(out, "# %s = ", key);
    cli_clean(out, value);
    casus_buf_char(out, '\n');
}

/* The last column: spacing is that of the surface word, so the words of a multiword token do not tell it. */
static void put_misc(table *t, casus_span s, bool glued)
{
    casus_buf_char(t->out, '\t');
    if (glued) casus_buf_z(t->out, "SpaceAfter=No|");
    casus_buf_z(t->out, "TokenRange=");
    ann_number(t->out, casus_points_at(&t->points, s.off));
    casus_buf_char(t->out, ':');
    ann_number(t->out, casus_points_at(&t->points, casus_span_end(s)));
    casus_buf_char(t->out, '\n');
}

static bool is_glued(const casus_text *t, uint32_t i) { return i < t->n_token && t->token[i].glued; }

/* Words [i, end) of the surface word that begins with token i. */
static uint32_t surface_end(const casus_text *t, const casus_sentence *s, uint32_t i)
{
    do i++;
    while (i < s->first + s->n && t->token[i].clitic);
    return i;
}

static void put_range(table *t, const casus_sentence *s, uint32_t i, uint32_t end)
{
    const casus_text *x = &t->r->text;
    casus_span span = casus_text_cover(x, i, end - i);
    ann_number(t->out, i - s->first + 1);
    casus_buf_char(t->out, '-');
    ann_number(t->out, end - s->first);
    casus_buf_char(t->out, '\t');
    cli_clean(t->out, casus_cut(x->body, span));
    casus_buf_z(t->out, "\t_\t_\t_\t_\t_\t_\t_");
    put_misc(t, span, is_glued(x, end));
}

static casus_status put_rows(words *w, table *t, const casus_sentence *s)
{
    const casus_text *x = &t->r->text;
    casus_status st = CASUS_OK;
    for (uint32_t i = s->first, end = i; !st && i < s->first + s->n; i++) {
        bool begins = i == end;
        if (begins) end = surface_end(x, s, i);
        bool alone = begins && end == i + 1;
        if (begins && !alone) put_range(t, s, i, end);
        ann_number(t->out, i - s->first + 1);
        casus_buf_char(t->out, '\t');
        casus_str form = casus_cut(x->body, x->token[i].span);
        cli_clean(t->out, form);
        st = ann_columns(w->room, w->desk, form, &w->parse.word[i], s->first, t->out);
        put_misc(t, x->token[i].span, alone && is_glued(x, end));
    }
    return st;
}

/* "doc-12": unique within a run of reports, and without white space. */
static void put_id(casus_buf *out, casus_str id, uint32_t n)
{
    casus_buf_z(out, "# sent_id = ");
    size_t from = out->n;
    cli_clean(out, id);
    for (size_t i = from; i < out->n; i++)
        if (out->p[i] == ' ') out->p[i] = '_';
    casus_buf_char(out, '-');
    ann_number(out, n);
    casus_buf_char(out, '\n');
}

static casus_status put_table(words *w, const casus_reading *r, casus_buf *out)
{
    table t = {.r = r, .out = out};
    casus_status s = casus_points_make(w->desk->arena, r->text.body, &t.points);
    uint32_t para = UINT32_MAX;
    for (uint32_t i = 0; !s && i < r->text.n_sentence; i++) {
        const casus_sentence *x = &r->text.sentence[i];
        if (i == 0) comment(out, "newdoc id", r->report.id);
        if (x->para != para) casus_buf_z(out, "# newpar\n");
        para = x->para;
        put_id(out, r->report.id, i + 1);
        comment(out, "text", casus_cut(r->text.body, x->span));
        s = put_rows(w, &t, x);
        casus_buf_char(out, '\n');
    }
    return s;
}

/* ---------------------------------------------------------------- the entry */

static casus_status tell(const casus_reading *r)
{
    casus_buf id = {0};
    casus_buf_str(&id, r->report.id);
    cli_say(id.p, 0, r->error.what ? r->error.what : casus_status_text(r->error.code), "the report is left out");
    casus_buf_free(&id);
    return CASUS_OK;
}

casus_status ann_print_words(const ann_room *room, ann_desk *d, const casus_reading *r, bool body, casus_buf *out)
{
    words w = {.room = room, .desk = d};
    const cli_opts *o = room->opts;
    casus_status s = CASUS_OK;
    if (r->error.code == CASUS_OK) s = casus_parse_text(d->parser, &r->text, NULL, d->arena, &w.parse, NULL);
    if (s != CASUS_OK) return s;
    if (o->annotation == 1) return r->error.code == CASUS_OK ? put_table(&w, r, out) : tell(r);
    s = ann_line(r, o->layer == 0 ? "tokens" : "names", body, o->layer == 0 ? put_tokens : put_names, &w, d->arena, out);
    return s ? s : w.status;
}
