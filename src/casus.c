/* The whole way of a report: what outlives a page, and the rooms called in order. */
#include <casus/casus.h>

#include <stdio.h>
#include <string.h>

struct casus_engine {
    casus_lexicon *lexicon;
    casus_when *when;
    casus_gazetteer *gazetteer;
    casus_model *model; /* NULL: none */
    casus_sense *sense; /* NULL: every claim stands */
    bool explain;
    casus_read_until until;
    char models[96];
    casus_coder *coder; /* NULL: events are not coded */
    casus_dictionaries *dictionaries; /* NULL: none */
    casus_cast *cast;   /* NULL: none */
    bool deeds;         /* asked for: sentences are read as casting needs them, even where it has no weights yet */
};

casus_status casus_engine_open(const casus_engine_opts *opts, casus_engine **out, char **where, casus_err *err)
{
    static const casus_engine_opts built_in;
    if (!opts) opts = &built_in;
    *out = NULL;
    if (where) *where = NULL;
    casus_engine *e = casus_alloc(sizeof *e);
    if (!e) return casus_fail(err, CASUS_E_NOMEM, "engine", 0);
    e->explain = opts->explain;
    e->deeds = opts->deeds && !opts->untrained;
    e->until = opts->until;
    casus_status s = casus_lexicon_open(opts->lexicon, &e->lexicon, where, err);
    if (s == CASUS_OK) s = casus_when_open(e->lexicon, &e->when, where, err);
    if (s == CASUS_OK) s = casus_gazetteer_open(opts->gazetteer, &e->gazetteer, err);
    if (s == CASUS_OK && !opts->no_model) {
        s = casus_model_open(opts->model, &e->model, err);
        if (s == CASUS_E_NOTFOUND && !opts->model) s = CASUS_OK; /* built without one */
    }
    if (s == CASUS_OK && e->model && !opts->untrained) {
        s = casus_sense_open(e->model, &e->sense, err);
        if (s == CASUS_E_NOTFOUND) s = CASUS_OK;
    }
    int named = snprintf(e->models, sizeof e->models, "%s", e->model ? casus_model_version(e->model) : "none");
    if (e->sense && named > 0) snprintf(e->models + named, sizeof e->models - (size_t)named, "+sense-%08x", casus_sense_mark(e->sense));
    if (s == CASUS_OK && opts->deeds && e->model && !opts->untrained) {
        s = casus_cast_open((casus_str){0}, &e->cast, err);
        if (s == CASUS_E_NOTFOUND) s = CASUS_OK;
        size_t n = strlen(e->models);
        if (e->cast) snprintf(e->models + n, sizeof e->models - n, "+cast-%08x", casus_cast_mark(e->cast));
    }
    if (s == CASUS_OK && opts->events) s = casus_coder_open(e->lexicon, &e->coder, where, err);
    if (s == CASUS_OK && opts->dictionaries && !e->model) s = casus_fail(err, CASUS_E_USAGE, "dictionaries need the language model", 0);
    if (s == CASUS_OK && opts->dictionaries)
        s = casus_dictionaries_open(opts->dictionaries, opts->dictionary_options, &e->dictionaries, opts->told, NULL, err);
    if (s != CASUS_OK) {
        casus_engine_close(e);
        return s;
    }
    *out = e;
    return CASUS_OK;
}

void casus_engine_close(casus_engine *e)
{
    if (!e) return;
    casus_sense_close(e->sense);
    casus_dictionaries_close(e->dictionaries);
    casus_coder_close(e->coder);
    casus_cast_close(e->cast);
    casus_when_close(e->when);
    casus_lexicon_close(e->lexicon);
    casus_gazetteer_close(e->gazetteer);
    casus_model_close(e->model);
    casus_release(e);
}

const casus_lexicon *casus_engine_lexicon(const casus_engine *e)
{
    return e->lexicon;
}
const casus_gazetteer *casus_engine_gazetteer(const casus_engine *e)
{
    return e->gazetteer;
}

const casus_coder *casus_engine_coder(const casus_engine *e)
{
    return e->coder;
}

const casus_cast *casus_engine_cast(const casus_engine *e)
{
    return e->cast;
}

const char *casus_engine_models(const casus_engine *e)
{
    return e->models;
}

bool casus_engine_explains(const casus_engine *e)
{
    return e->explain;
}

const casus_model *casus_engine_model(const casus_engine *e)
{
    return e->model;
}

const casus_dictionaries *casus_engine_dictionaries(const casus_engine *e)
{
    return e->dictionaries;
}

/* Parse the sentences that may tell of an event: the others cost one look. Deeds are of every sentence, in whatever sense. */
static casus_status parse(const casus_engine *e, casus_parser *parser, casus_arena *a, casus_reading *r, casus_findings *f)
{
    bool *want = casus_arena_get(a, r->text.n_sentence, sizeof *want), *idle = casus_arena_get(a, r->text.n_sentence, sizeof *idle);
    if (!want || !idle) return casus_fail(&r->error, CASUS_E_NOMEM, "parse", 0);
    casus_findings told = *f;
    told.parse = NULL;
    if (!casus_what_wanted(e->lexicon, &told, a, want, e->deeds ? NULL : idle)) return casus_fail(&r->error, CASUS_E_NOMEM, "parse", 0);
    f->idle = e->deeds ? NULL : idle;
    if (e->coder) casus_events_wanted(e->coder, &r->text, &r->words, want);
    if (e->dictionaries) casus_dictionaries_wanted(e->dictionaries, &r->text, want);
    casus_parser_names(parser, e->cast != NULL, true); /* only deeds ask for wide ones */
    casus_status s = casus_parse_text(parser, &r->text, want, a, &r->parse, &r->error);
    casus_parser_names(parser, true, true);
    return s;
}

/* Most reports are of nothing that this program keeps: their words alone say so, and no more is looked for in them. */
static casus_status look_over(const casus_engine *e, const casus_parser *parser, casus_arena *a, casus_reading *r, float *leans, bool *hopeless)
{
    const casus_findings f = {.text = &r->text, .words = &r->words, .publisher = r->report.publisher, .model = e->model, .sense = e->sense, .leans = leans};
    bool all = e->until != CASUS_READ_ALL || e->explain || e->cast || e->coder || e->dictionaries;
    *hopeless = false;
    if (all || !parser || casus_what_hopeless(e->lexicon, &f, a, hopeless)) return CASUS_OK;
    return casus_fail(&r->error, CASUS_E_NOMEM, "a first look", 0);
}

casus_status casus_read(const casus_engine *e, casus_parser *parser, const casus_record *rec, casus_str date, casus_arena *a, casus_reading *r)
{
    *r = (casus_reading){0};
    casus_err *err = &r->error;
    casus_status s = casus_page_read(rec, date, a, &r->report, err);
    if (s != CASUS_OK) return s;
    /* the caption is the last of the furniture: it says once more what happened, and at times who did it */
    uint32_t n_unread = r->report.n_furniture - (r->report.caption.len > 0);
    s = casus_text_split(r->report.body, r->report.furniture, n_unread, a, &r->text, err);
    if (s != CASUS_OK) return s;
    enum { ENOUGH_WORDS = 60 };
    r->foreign = !casus_lang_english(&r->text, 0, r->text.n_token, ENOUGH_WORDS);
    if (r->foreign) return CASUS_OK;
    s = casus_lang_find(e->lexicon, &r->text, a, &r->words, err);
    if (s != CASUS_OK) return s;
    bool hopeless;
    float *leans = casus_arena_get(a, r->text.n_token, CASUS_LEANS * sizeof *leans);
    if (!leans) return casus_fail(err, CASUS_E_NOMEM, "a first look", 0);
    s = look_over(e, parser, a, r, leans, &hopeless);
    casus_when_opts when = {.ref = r->report.published.day};
    if (s == CASUS_OK && hopeless && when.ref != CASUS_DAY_NONE) return s;
    if (s == CASUS_OK) s = casus_when_find(e->when, &r->text, &r->words, &when, a, &r->times, err);
    if (s != CASUS_OK || hopeless || e->until == CASUS_READ_TIMES) return s;
    casus_where_opts where = {r->report.publisher, r->report.url, r->report.name, r->report.n_name};
    s = casus_where_find(e->gazetteer, e->lexicon, &r->text, &r->words, &where, a, &r->places, err);
    if (s != CASUS_OK || e->until == CASUS_READ_PLACES) return s;
    s = casus_who_find(e->lexicon, &r->text, &r->words, r->times.ref, r->places.country, a, &r->actors, err);
    if (s != CASUS_OK || e->until == CASUS_READ_ACTORS) return s;
    r->reasons.a = a;
    casus_findings f = {&r->text, &r->words, parser ? &r->parse : NULL, &r->times, &r->places, &r->actors, r->report.publisher,
                        e->model, e->sense, e->explain, e->explain ? &r->reasons : NULL, NULL, leans};
    if (parser) s = parse(e, parser, a, r, &f);
    if (s != CASUS_OK) return s;
    s = casus_what_find(e->lexicon, &f, a, &r->claims, err);
    if (s != CASUS_OK) return s;
    if (e->coder) s = casus_events_find(e->coder, &f, a, &r->events, err);
    if (s != CASUS_OK) return s;
    if (e->dictionaries && parser) s = casus_dictionaries_code(e->dictionaries, &r->text, &r->parse, r->times.ref, a, &r->coded, err);
    if (s != CASUS_OK) return s;
    s = casus_incident_group(&f, &r->claims, casus_str_of(r->report.sha256), a, &r->incidents, err);
    if (s == CASUS_OK && parser && e->cast) s = casus_cast_find(e->cast, e->lexicon, &f, &r->claims, &r->incidents, a, &r->deeds, err);
    return s == CASUS_OK && r->reasons.failed ? casus_fail(err, CASUS_E_NOMEM, "reasons", 0) : s;
}
