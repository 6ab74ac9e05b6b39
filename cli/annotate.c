/* casus annotate: one layer of what was found in a text, for people who debug and for benchmarks.
 *
 * One JSON object a report, {"id", "layer", "offsets", LAYER: [{start, end, text, ...}]}, offsets in code points of the body;
 * tokens also as CoNLL-U. The body's layer table is the list below.
 */
#include "cli.h"

typedef struct {
    casus_json json;
    casus_points points;
    const casus_reading *r;
} writer;

static void put_z(writer *w, const char *key, const char *z) { casus_json_member(&w->json, key, casus_str_of(z)); }

static void open_item(writer *w, casus_span s)
{
    casus_json_open(&w->json, '{');
    casus_json_key(&w->json, "start");
    casus_json_int(&w->json, casus_points_at(&w->points, s.off));
    casus_json_key(&w->json, "end");
    casus_json_int(&w->json, casus_points_at(&w->points, casus_span_end(s)));
    casus_json_key(&w->json, "text");
    casus_json_str(&w->json, casus_cut(w->r->text.body, s));
}

static void close_item(writer *w) { casus_json_close(&w->json, '}'); }

/* ---------------------------------------------------------------- layers */

static const char *const upos[] = {"X", "NOUN", "PROPN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET", "ADP", "CCONJ", "SCONJ",
                                   "PART", "NUM", "PUNCT"};

static const char *upos_of(const casus_reading *r, uint32_t token)
{
    unsigned p = r->words.pos ? r->words.pos[token] : 0;
    return upos[p < sizeof upos / sizeof *upos ? p : 0];
}

static void put_tokens(writer *w)
{
    for (uint32_t i = 0; i < w->r->text.n_token; i++) {
        const casus_token *t = &w->r->text.token[i];
        open_item(w, t->span);
        put_z(w, "upos", upos_of(w->r, i));
        casus_json_key(&w->json, "sentence");
        casus_json_int(&w->json, t->sentence);
        close_item(w);
    }
}

static void put_day(writer *w, const char *key, casus_day d)
{
    char iso[16];
    casus_day_iso(d, iso);
    put_z(w, key, iso);
}

static void put_times(writer *w)
{
    static const char *const type[] = {"DATE", "TIME", "DURATION", "SET"};
    for (uint32_t i = 0; i < w->r->times.n_time; i++) {
        const casus_time *t = &w->r->times.time[i];
        open_item(w, t->span);
        put_z(w, "type", type[t->type]);
        casus_json_key(&w->json, "value");
        casus_json_z(&w->json, t->value);
        put_day(w, "from", t->from);
        put_day(w, "to", t->to);
        put_z(w, "basis", casus_basis_name(t->basis));
        close_item(w);
    }
}

static void put_coordinate(writer *w, const char *key, double v, bool known)
{
    casus_json_key(&w->json, key);
    if (known)
        casus_json_real(&w->json, v, 5);
    else
        casus_json_null(&w->json);
}

static void put_place(writer *w, const casus_place *p)
{
    static const char *const use[] = {"literal", "demonym", "metonym"};
    casus_json_member(&w->json, "name", p->entry.name);
    put_coordinate(w, "lat", p->entry.lat, p->resolved);
    put_coordinate(w, "lon", p->entry.lon, p->resolved);
    put_z(w, "country", p->entry.country);
    casus_json_member(&w->json, "admin1", p->entry.admin1);
    casus_json_key(&w->json, "geonameid");
    if (p->resolved && p->entry.geonameid)
        casus_json_int(&w->json, p->entry.geonameid);
    else
        casus_json_null(&w->json);
    put_z(w, "precision", casus_precision_name(p->entry.precision));
    put_z(w, "use", use[p->use]);
    casus_json_key(&w->json, "confidence");
    casus_json_real(&w->json, (double)p->confidence, 3);
}

static void put_places(writer *w)
{
    for (uint32_t i = 0; i < w->r->places.n_place; i++) {
        const casus_place *p = &w->r->places.place[i];
        open_item(w, p->span);
        put_place(w, p);
        close_item(w);
    }
}

static void put_actor(writer *w, const casus_actor *a)
{
    casus_json_member(&w->json, "name", a->name);
    casus_json_member(&w->json, "code", a->code);
    put_z(w, "country", a->country);
    put_z(w, "kind", casus_actor_kind_name(a->kind));
    casus_json_key(&w->json, "generic");
    casus_json_bool(&w->json, a->generic);
    casus_json_key(&w->json, "entity");
    casus_json_int(&w->json, a->entity);
}

static void put_actors(writer *w)
{
    for (uint32_t i = 0; i < w->r->actors.n_actor; i++) {
        const casus_actor *a = &w->r->actors.actor[i];
        open_item(w, a->span);
        put_actor(w, a);
        close_item(w);
    }
}

static void put_mention(writer *w, casus_span s, const char *label, casus_str value)
{
    if (!s.len) return;
    open_item(w, s);
    put_z(w, "label", label);
    casus_json_member(&w->json, "value", value);
    close_item(w);
}

/* Everything a claim is made of: events, actors, places, times and counts, kind by kind in text order. */
static void put_mentions(writer *w)
{
    const casus_reading *r = w->r;
    for (uint32_t i = 0; i < r->claims.n_claim; i++) {
        const casus_claim *c = &r->claims.claim[i];
        if (c->trigger < r->text.n_token)
            put_mention(w, r->text.token[c->trigger].span, "event", casus_str_of(casus_type_name(c->type)));
        for (int t = 0; t < CASUS_N_TALLY; t++)
            if (c->tally[t].set) put_mention(w, c->tally[t].span, "count", casus_str_of(casus_tally_name(t)));
    }
    for (uint32_t i = 0; i < r->actors.n_actor; i++) put_mention(w, r->actors.actor[i].span, "actor", r->actors.actor[i].name);
    for (uint32_t i = 0; i < r->places.n_place; i++) put_mention(w, r->places.place[i].span, "place", r->places.place[i].entry.name);
    for (uint32_t i = 0; i < r->times.n_time; i++) put_mention(w, r->times.time[i].span, "time", casus_str_of(r->times.time[i].value));
}

static const struct {
    const char *name;
    void (*put)(writer *w);
} layer[] = {{"tokens", put_tokens}, {"times", put_times}, {"places", put_places}, {"actors", put_actors}, {"mentions", put_mentions}};

static void put_errors(writer *w, const casus_err *err)
{
    if (err->code == CASUS_OK) return;
    casus_json_key(&w->json, "errors");
    casus_json_open(&w->json, '[');
    casus_json_open(&w->json, '{');
    put_z(w, "code", casus_status_name(err->code));
    put_z(w, "message", err->what ? err->what : casus_status_text(err->code));
    close_item(w);
    casus_json_close(&w->json, ']');
}

static casus_status print_json(const cli_batch *b, const casus_reading *r, casus_buf *out)
{
    writer w = {.json = {.out = out}, .r = r};
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? casus_points_make(a, r->text.body, &w.points) : CASUS_E_NOMEM;
    if (s == CASUS_OK) {
        const char *name = layer[b->opts->layer].name;
        casus_json_open(&w.json, '{');
        casus_json_member(&w.json, "id", r->report.id);
        put_z(&w, "layer", name);
        put_z(&w, "offsets", "codepoint");
        casus_json_key(&w.json, name);
        casus_json_open(&w.json, '[');
        if (r->error.code == CASUS_OK) layer[b->opts->layer].put(&w);
        casus_json_close(&w.json, ']');
        put_errors(&w, &r->error);
        casus_json_close(&w.json, '}');
        casus_buf_char(out, '\n');
    }
    casus_arena_free(a);
    return s;
}

/* ---------------------------------------------------------------- CoNLL-U */

static void comment(casus_buf *out, const char *key, casus_str value)
{
    casus_buf_printf(out, "# %s = ", key);
    cli_clean(out, value);
    casus_buf_char(out, '\n');
}

static void conllu_token(const casus_reading *r, const casus_points *points, uint32_t i, uint32_t number, casus_buf *out)
{
    const casus_token *t = &r->text.token[i];
    bool glued = i + 1 < r->text.n_token && r->text.token[i + 1].glued;
    casus_buf_printf(out, "%u\t", number);
    cli_clean(out, casus_cut(r->text.body, t->span));
    casus_buf_printf(out, "\t_\t%s\t_\t_\t_\t_\t_\t%sTokenRange=%u:%u\n", upos_of(r, i), glued ? "SpaceAfter=No|" : "",
                     casus_points_at(points, t->span.off), casus_points_at(points, casus_span_end(t->span)));
}

static void conllu(const casus_reading *r, const casus_points *points, casus_buf *out)
{
    comment(out, "newdoc id", r->report.id);
    uint32_t para = UINT32_MAX;
    for (uint32_t i = 0; i < r->text.n_sentence; i++) {
        const casus_sentence *s = &r->text.sentence[i];
        if (!s->n) continue;
        if (s->para != para) casus_buf_z(out, "# newpar\n");
        para = s->para;
        casus_buf_printf(out, "# sent_id = %u\n", i + 1);
        comment(out, "text", casus_cut(r->text.body, s->span));
        for (uint32_t k = 0; k < s->n; k++) conllu_token(r, points, s->first + k, k + 1, out);
        casus_buf_char(out, '\n');
    }
}

static casus_status print_conllu(const cli_batch *b, const casus_reading *r, casus_buf *out)
{
    (void)b;
    casus_points points;
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? casus_points_make(a, r->text.body, &points) : CASUS_E_NOMEM;
    if (s == CASUS_OK) conllu(r, &points, out);
    casus_arena_free(a);
    return s;
}

/* ---------------------------------------------------------------- command */

int cli_annotate(cli_opts *o)
{
    casus_engine *e = NULL;
    if (o->layer < 0) {
        cli_say(NULL, 0, "annotate: no layer", "add --layer tokens, times, places, actors or mentions");
        return casus_status_exit(CASUS_E_USAGE);
    }
    if (o->annotation == 1 && o->layer != 0) {
        cli_say(NULL, 0, "annotate: conllu holds tokens only", "use --layer tokens or --out jsonl");
        return casus_status_exit(CASUS_E_USAGE);
    }
    int status = cli_engine(o, &e);
    cli_batch b = {.opts = o, .engine = e, .print = o->annotation == 1 ? print_conllu : print_json};
    if (!status) status = cli_batch_run(&b);
    casus_engine_close(e);
    return status;
}
