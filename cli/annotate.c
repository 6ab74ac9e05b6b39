/* casus annotate: one layer of what was found in a text, for people who debug and for benchmarks.
 *
 * One JSON object a report, {"id", "layer", "offsets", LAYER: [{start, end, text, ...}]}, offsets in code points of the body;
 * tokens also as CoNLL-U. Tokens and names need the language model alone; times, places and actors the engine without a model; mentions
 * both. None pays for what it does not need.
 */
#include "annotate.h"

void ann_put(ann_writer *w, const char *key, const char *z) { casus_json_member(&w->json, key, casus_str_of(z)); }

void ann_open(ann_writer *w, casus_span s)
{
    casus_json_open(&w->json, '{');
    casus_json_key(&w->json, "start");
    casus_json_int(&w->json, casus_points_at(&w->points, s.off));
    casus_json_key(&w->json, "end");
    casus_json_int(&w->json, casus_points_at(&w->points, casus_span_end(s)));
    casus_json_key(&w->json, "text");
    casus_json_str(&w->json, casus_cut(w->r->text.body, s));
}

void ann_close(ann_writer *w) { casus_json_close(&w->json, '}'); }

/* ---------------------------------------------------------------- layers */

static void put_day(ann_writer *w, const char *key, casus_day d)
{
    char iso[16];
    casus_day_iso(d, iso);
    ann_put(w, key, iso);
}

static void put_times(ann_writer *w, void *ctx)
{
    (void)ctx;
    static const char *const type[] = {"DATE", "TIME", "DURATION", "SET"};
    for (uint32_t i = 0; i < w->r->times.n_time; i++) {
        const casus_time *t = &w->r->times.time[i];
        ann_open(w, t->span);
        ann_put(w, "type", type[t->type]);
        casus_json_key(&w->json, "value");
        casus_json_z(&w->json, t->value);
        put_day(w, "from", t->from);
        put_day(w, "to", t->to);
        ann_put(w, "basis", casus_basis_name(t->basis));
        ann_close(w);
    }
}

static void put_coordinate(ann_writer *w, const char *key, double v, bool known)
{
    casus_json_key(&w->json, key);
    if (known)
        casus_json_real(&w->json, v, 5);
    else
        casus_json_null(&w->json);
}

static void put_short(ann_writer *w, const char *key, float v)
{
    casus_json_key(&w->json, key);
    if (v > 0) casus_json_real(&w->json, (double)v, 2);
    else casus_json_null(&w->json);
}

static void put_place(ann_writer *w, const casus_place *p)
{
    static const char *const use[] = {"literal", "demonym", "metonym"};
    casus_json_member(&w->json, "name", p->entry.name);
    put_coordinate(w, "lat", p->entry.lat, p->resolved);
    put_coordinate(w, "lon", p->entry.lon, p->resolved);
    ann_put(w, "country", p->entry.country);
    casus_json_member(&w->json, "admin1", p->entry.admin1);
    casus_json_key(&w->json, "geonameid");
    if (p->resolved && p->entry.geonameid)
        casus_json_int(&w->json, p->entry.geonameid);
    else
        casus_json_null(&w->json);
    ann_put(w, "precision", casus_precision_name(p->entry.precision));
    ann_put(w, "use", use[p->use]);
    put_short(w, "radius_km", p->radius_km);
    if (p->offset_km > 0) {
        put_short(w, "offset_km", p->offset_km);
        put_coordinate(w, "offset_lat", p->lat, p->bearing >= 0);
        put_coordinate(w, "offset_lon", p->lon, p->bearing >= 0);
    }
    if (p->distance > 0) put_short(w, "distance", p->distance);
    if (p->attached) {
        casus_json_key(&w->json, "attached");
        casus_json_bool(&w->json, true);
    }
    casus_json_key(&w->json, "confidence");
    casus_json_real(&w->json, (double)p->confidence, 3);
}

static void put_places(ann_writer *w, void *ctx)
{
    (void)ctx;
    for (uint32_t i = 0; i < w->r->places.n_place; i++) {
        const casus_place *p = &w->r->places.place[i];
        if (p->described) continue; /* the layer is of names */
        ann_open(w, p->span);
        put_place(w, p);
        ann_close(w);
    }
}

static void put_actor(ann_writer *w, const casus_actor *a)
{
    casus_json_member(&w->json, "name", a->name);
    casus_json_member(&w->json, "code", a->code);
    casus_json_member(&w->json, "parent", a->parent);
    casus_json_member(&w->json, "member", a->member);
    ann_put(w, "country", a->country);
    ann_put(w, "kind", casus_actor_kind_name(a->kind));
    casus_json_key(&w->json, "generic");
    casus_json_bool(&w->json, a->generic);
    casus_json_key(&w->json, "entity");
    casus_json_int(&w->json, a->entity);
}

static void put_actors(ann_writer *w, void *ctx)
{
    (void)ctx;
    for (uint32_t i = 0; i < w->r->actors.n_actor; i++) {
        const casus_actor *a = &w->r->actors.actor[i];
        ann_open(w, a->span);
        put_actor(w, a);
        ann_close(w);
    }
}

static void put_mention(ann_writer *w, casus_span s, const char *label, casus_str value)
{
    if (!s.len) return;
    ann_open(w, s);
    ann_put(w, "label", label);
    casus_json_member(&w->json, "value", value);
    ann_close(w);
}

/* Everything a claim is made of: events, actors, places, times and counts, kind by kind in text order. */
static void put_mentions(ann_writer *w, void *ctx)
{
    (void)ctx;
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

/* In the order of the choices of --layer. Without put: the layer of words.c. parse: made of what is found in trees; until: what need
 * not be read for it. */
static const struct {
    const char *name;
    void (*put)(ann_writer *w, void *ctx);
    bool parse;
    casus_read_until until;
} layer[] = {
    {"tokens", NULL, true, CASUS_READ_ALL},
    {"names", NULL, true, CASUS_READ_ALL},
    {"times", put_times, false, CASUS_READ_TIMES},
    {"places", put_places, false, CASUS_READ_PLACES},
    {"actors", put_actors, false, CASUS_READ_ACTORS},
    {"mentions", put_mentions, true, CASUS_READ_ALL},
};
enum { TOKENS };

static void put_errors(ann_writer *w, const casus_err *err)
{
    if (err->code == CASUS_OK) return;
    casus_json_key(&w->json, "errors");
    casus_json_open(&w->json, '[');
    casus_json_open(&w->json, '{');
    ann_put(w, "code", casus_status_name(err->code));
    ann_put(w, "message", err->what ? err->what : casus_status_text(err->code));
    ann_close(w);
    casus_json_close(&w->json, ']');
}

casus_status ann_line(const casus_reading *r, const char *name, bool body, void (*put)(ann_writer *w, void *ctx), void *ctx,
                      casus_arena *a, casus_buf *out)
{
    ann_writer w = {.json = {.out = out}, .r = r};
    casus_status s = casus_points_make(a, r->text.body, &w.points);
    if (s != CASUS_OK) return s;
    casus_json_open(&w.json, '{');
    casus_json_member(&w.json, "id", r->report.id);
    ann_put(&w, "layer", name);
    ann_put(&w, "offsets", "codepoint");
    if (body) casus_json_member(&w.json, "body", r->text.body);
    casus_json_key(&w.json, name);
    casus_json_open(&w.json, '[');
    if (r->error.code == CASUS_OK) put(&w, ctx);
    casus_json_close(&w.json, ']');
    put_errors(&w, &r->error);
    casus_json_close(&w.json, '}');
    casus_buf_char(out, '\n');
    return CASUS_OK;
}

static casus_status print_line(const cli_batch *b, const casus_reading *r, casus_buf *out)
{
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? ann_line(r, layer[b->opts->layer].name, false, layer[b->opts->layer].put, NULL, a, out) : CASUS_E_NOMEM;
    casus_arena_free(a);
    return s;
}

/* ---------------------------------------------------------------- words */

/* The page is clean; its text is split as for coding: the caption is read, other furniture is not. */
static casus_status print_words(const cli_batch *b, const casus_reading *page, casus_buf *out)
{
    ann_room *room = b->ctx;
    ann_desk *d = ann_desk_take(room);
    if (!d) return CASUS_E_NOMEM;
    casus_reading r = *page;
    uint32_t n_unread = r.report.n_furniture - (r.report.caption.len > 0);
    if (r.error.code == CASUS_OK)
        r.error.code = casus_text_split(r.report.body, r.report.furniture, n_unread, d->arena, &r.text, &r.error);
    casus_status s = ann_print_words(room, d, &r, false, out);
    ann_desk_give(room, d);
    return s;
}

static int annotate_words(cli_opts *o)
{
    ann_room *room = NULL;
    int status = ann_room_open(o, &room);
    if (!status && o->in == CLI_CONLLU) {
        status = ann_given(o, room);
    } else if (!status) {
        cli_batch b = {.opts = o, .print = print_words, .ctx = room};
        status = cli_batch_run(&b);
    }
    ann_room_close(room);
    return status;
}

/* ---------------------------------------------------------------- command */

static int wrong(const char *what, const char *next)
{
    cli_say(NULL, 0, what, next);
    return casus_status_exit(CASUS_E_USAGE);
}

int cli_annotate(cli_opts *o)
{
    casus_engine *e = NULL;
    if (o->layer < 0) return wrong("annotate: no layer", "add --layer tokens, names, times, places, actors or mentions");
    if (o->annotation == 1 && o->layer != TOKENS) return wrong("annotate: conllu holds tokens only", "use --layer tokens or --out jsonl");
    if (!layer[o->layer].put) return annotate_words(o);
    if (o->in == CLI_CONLLU) return wrong("annotate: conllu is read for tokens and names only", "use --layer tokens or names");
    o->no_parse = !layer[o->layer].parse;
    o->until = (int)layer[o->layer].until;
    int status = cli_engine(o, &e);
    cli_batch b = {.opts = o, .engine = e, .print = print_line};
    if (!status) status = cli_batch_run(&b);
    casus_engine_close(e);
    return status;
}
