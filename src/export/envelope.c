/* The envelope of one reading: what `casus code` prints, one JSON object a report, and the cleaned report alone.
 *
 * The library counts bytes, the envelope counts code points of report.body; the table for that is built once a report and costs
 * nothing when the body is ASCII. What is not known is null, never 0 and never an empty string that could be taken for a value.
 * Spans are cut to the body before anything is read through them. Cost: one pass over body and findings.
 */
#include <export/envelope.h>

/* ---------------------------------------------------------------- small values */

static void put_strs(writer *w, const char *key, const casus_str *s, uint32_t n)
{
    casus_json_key(&w->json, key);
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < n; i++) casus_json_str(&w->json, s[i]);
    casus_json_close(&w->json, ']');
}

static void put_spans(writer *w, const char *key, const casus_span *span, uint32_t n)
{
    casus_json_key(&w->json, key);
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < n; i++) span_value(w, span[i]);
    casus_json_close(&w->json, ']');
}

static void put_count(writer *w, const char *key, int32_t v)
{
    casus_json_key(&w->json, key);
    if (v < 0)
        casus_json_null(&w->json);
    else
        casus_json_int(&w->json, v);
}

/* ---------------------------------------------------------------- parts of an incident */

static void put_actors(writer *w, const casus_claim *c)
{
    casus_json_key(&w->json, "actors");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        casus_json_open(&w->json, '{');
        casus_json_member(&w->json, "name", a->name);
        put_z(w, "role", casus_role_name(c->part[i].role));
        casus_json_member(&w->json, "code", a->code);
        put_z(w, "country", a->country);
        put_z(w, "kind", casus_actor_kind_name(a->kind));
        put_words(w, casus_actor_named(a));
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
}

static void put_point(writer *w, const casus_place *p)
{
    bool known = casus_value_has_point(p);
    casus_json_key(&w->json, "lat");
    if (known) casus_json_real(&w->json, p->lat, 5);
    else casus_json_null(&w->json);
    casus_json_key(&w->json, "lon");
    if (known) casus_json_real(&w->json, p->lon, 5);
    else casus_json_null(&w->json);
}

static void put_places(writer *w, const casus_claim *c)
{
    casus_json_key(&w->json, "places");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < c->n_place; i++) {
        const casus_place *p = c->place[i];
        casus_json_open(&w->json, '{');
        casus_json_member(&w->json, "name", p->entry.name);
        put_z(w, "country", p->entry.country);
        casus_json_member(&w->json, "admin1", p->entry.admin1);
        put_point(w, p);
        put_z(w, "precision", casus_value_precision(p));
        casus_json_key(&w->json, "radius_km");
        if (p->radius_km > 0) casus_json_real(&w->json, (double)p->radius_km, 1);
        else casus_json_null(&w->json);
        put_count(w, "geonameid", p->entry.geonameid ? (int32_t)p->entry.geonameid : -1);
        put_words(w, p->span);
        casus_json_key(&w->json, "confidence");
        casus_json_real(&w->json, (double)p->confidence, 3);
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
}

static void put_date(writer *w, const casus_dating *d)
{
    casus_dates t;
    casus_value_dates(d, &t);
    casus_json_key(&w->json, "date");
    casus_json_open(&w->json, '{');
    put_z(w, "from", t.from);
    put_z(w, "to", t.to);
    put_z(w, "edtf", t.edtf);
    put_z(w, "precision", d->precision ? d->precision : "unknown");
    put_z(w, "basis", casus_basis_name(d->basis));
    put_words(w, d->span);
    casus_json_close(&w->json, '}');
}

static void put_tally(writer *w, const char *key, const casus_tally *t)
{
    casus_json_key(&w->json, key);
    if (!t->set) {
        casus_json_null(&w->json);
        return;
    }
    casus_json_open(&w->json, '{');
    put_count(w, "low", t->low);
    put_count(w, "high", t->high);
    put_z(w, "q", casus_quality_name(t->q));
    put_z(w, "category", casus_victims_name(t->category));
    put_words(w, t->span);
    casus_json_close(&w->json, '}');
}

static void put_incident(writer *w, const casus_engine *e, const casus_reading *r, uint32_t number)
{
    const casus_incident *in = &r->incidents.incident[number - 1];
    const casus_claim *c = &in->sum;
    casus_buf id = {0};
    casus_buf_str(&id, r->report.id);
    casus_buf_printf(&id, "#%u", number);
    if (id.failed) w->json.out->failed = true;
    casus_json_open(&w->json, '{');
    casus_json_member(&w->json, "id", (casus_str){id.p, id.n});
    casus_buf_free(&id);
    put_z(w, "event", in->event);
    put_z(w, "plover", c->plover);
    put_z(w, "mode", c->mode);
    put_z(w, "cameo", c->cameo);
    put_z(w, "type", casus_type_name(c->type));
    put_z(w, "status", casus_claim_status_name(c->status));
    casus_json_key(&w->json, "recall");
    casus_json_bool(&w->json, c->recall);
    put_actors(w, c);
    put_places(w, c);
    put_date(w, &c->date);
    for (int t = 0; t < CASUS_N_TALLY; t++) put_tally(w, casus_tally_name(t), &c->tally[t]);
    casus_json_member(&w->json, "weapon", c->weapon);
    put_strs(w, "targets", c->target, c->n_target);
    put_strs(w, "victims", c->victim, c->n_victim);
    put_strs(w, "sources", c->source, c->n_source);
    put_spans(w, "evidence", c->evidence, c->n_evidence);
    casus_json_key(&w->json, "claims");
    casus_json_int(&w->json, in->n_claim);
    casus_json_key(&w->json, "confidence");
    casus_json_real(&w->json, (double)c->confidence, 3);
    if (e && casus_engine_explains(e)) put_why(w, e, r, number - 1);
    casus_json_close(&w->json, '}');
}

/* ---------------------------------------------------------------- deeds */

static void put_member(writer *w, const casus_cast_member *m)
{
    casus_json_open(&w->json, '{');
    put_z(w, "role", casus_cast_name(m->role));
    put_words(w, m->span);
    casus_json_key(&w->json, "weight");
    casus_json_real(&w->json, (double)m->weight, 3);
    casus_json_close(&w->json, '}');
}

static void put_deed(writer *w, const casus_deed *d)
{
    casus_json_open(&w->json, '{');
    put_z(w, "kind", casus_deed_name(d->kind));
    casus_json_key(&w->json, "weight");
    casus_json_real(&w->json, (double)d->weight, 3);
    casus_json_key(&w->json, "incident");
    if (d->incident == CASUS_NO_INCIDENT) casus_json_null(&w->json);
    else casus_json_int(&w->json, (int64_t)d->incident + 1);
    casus_json_key(&w->json, "cast");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < d->n_member; i++) put_member(w, &d->member[i]);
    casus_json_close(&w->json, ']');
    casus_json_close(&w->json, '}');
}

static void put_deeds(writer *w, const casus_deeds *d)
{
    casus_json_key(&w->json, "deeds");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < d->n_deed; i++) put_deed(w, &d->deed[i]);
    casus_json_close(&w->json, ']');
}

/* ---------------------------------------------------------------- coded events */

static void put_parties(writer *w, const char *key, const casus_coded_party *p, uint32_t n)
{
    casus_json_key(&w->json, key);
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < n; i++) {
        casus_json_open(&w->json, '{');
        if (p[i].actor) casus_json_member(&w->json, "name", p[i].actor->name);
        put_z(w, "code", p[i].country);
        put_z(w, "sector", p[i].sector);
        put_words(w, p[i].span);
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
}

static void put_day(writer *w, const casus_time *t)
{
    char from[16], to[16];
    casus_json_key(&w->json, "date");
    if (!t) {
        casus_json_null(&w->json);
        return;
    }
    casus_day_iso(t->from, from);
    casus_day_iso(t->to, to);
    casus_json_open(&w->json, '{');
    put_z(w, "from", from);
    put_z(w, "to", to);
    put_words(w, t->span);
    casus_json_close(&w->json, '}');
}

static void put_where(writer *w, const casus_place *p)
{
    casus_json_key(&w->json, "place");
    if (!p) {
        casus_json_null(&w->json);
        return;
    }
    casus_json_open(&w->json, '{');
    casus_json_member(&w->json, "name", p->entry.name);
    put_z(w, "country", p->entry.country);
    casus_json_member(&w->json, "admin1", p->entry.admin1);
    put_point(w, p);
    put_z(w, "precision", casus_value_precision(p));
    put_count(w, "geonameid", p->entry.geonameid ? (int32_t)p->entry.geonameid : -1);
    put_words(w, p->span);
    casus_json_close(&w->json, '}');
}

static void put_event(writer *w, const casus_event *e)
{
    casus_json_open(&w->json, '{');
    put_z(w, "plover", e->plover);
    put_z(w, "mode", e->mode);
    put_z(w, "cameo", e->cameo);
    put_parties(w, "source", e->source, e->n_source);
    put_parties(w, "target", e->target, e->n_target);
    casus_json_key(&w->json, "mutual");
    casus_json_bool(&w->json, e->mutual);
    casus_json_key(&w->json, "lead");
    casus_json_bool(&w->json, e->lead);
    casus_json_key(&w->json, "sentence");
    casus_json_int(&w->json, e->sentence);
    put_day(w, e->time);
    put_where(w, e->place);
    put_words(w, e->span);
    casus_json_key(&w->json, "weight");
    casus_json_real(&w->json, (double)e->weight, 2);
    casus_json_close(&w->json, '}');
}

static void put_events(writer *w, const casus_events *e)
{
    casus_json_key(&w->json, "events");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < e->n_event; i++) put_event(w, &e->event[i]);
    casus_json_close(&w->json, ']');
}

/* ---------------------------------------------------------------- events coded by dictionaries */

static void put_place(writer *w, casus_str file, uint32_t line)
{
    casus_buf by = {0};
    if (!file.n) return;
    casus_buf_printf(&by, "%.*s:%u", (int)file.n, file.p, line);
    if (!by.failed) casus_json_member(&w->json, "by", (casus_str){by.p, by.n});
    casus_buf_free(&by);
}

static void put_side(writer *w, const char *key, const casus_dictionary_party *p)
{
    casus_json_key(&w->json, key);
    casus_json_open(&w->json, '[');
    if (p->code.n) {
        casus_json_open(&w->json, '{');
        casus_json_member(&w->json, "code", p->code);
        put_words(w, p->span);
        put_place(w, p->file, p->line);
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
}

static void put_issues(writer *w, const casus_dictionary_events *c, uint32_t sentence)
{
    casus_json_key(&w->json, "issues");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < c->n_issue; i++) {
        if (c->issue[i].sentence != sentence) continue;
        casus_json_open(&w->json, '{');
        casus_json_member(&w->json, "code", c->issue[i].code);
        casus_json_key(&w->json, "n");
        casus_json_int(&w->json, c->issue[i].n);
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
}

static void put_coded(writer *w, const casus_dictionary_events *c)
{
    casus_json_key(&w->json, "events");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < c->n_event; i++) {
        const casus_dictionary_event *e = &c->event[i];
        casus_json_open(&w->json, '{');
        casus_json_member(&w->json, "code", e->code);
        put_side(w, "source", &e->source);
        put_side(w, "target", &e->target);
        casus_json_key(&w->json, "sentence");
        casus_json_int(&w->json, e->sentence);
        put_words(w, e->span);
        put_place(w, e->file, e->line);
        if (c->n_issue) put_issues(w, c, e->sentence);
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
    casus_json_key(&w->json, "discarded");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < c->n_discard; i++) {
        casus_json_open(&w->json, '{');
        casus_json_key(&w->json, "sentence");
        casus_json_int(&w->json, c->discard[i].sentence);
        casus_json_member(&w->json, "phrase", c->discard[i].phrase);
        casus_json_key(&w->json, "report");
        casus_json_bool(&w->json, c->discard[i].story);
        put_place(w, c->discard[i].file, c->discard[i].line);
        casus_json_close(&w->json, '}');
    }
    casus_json_close(&w->json, ']');
}

/* ---------------------------------------------------------------- parts of a report */

static void put_reasons(writer *w, const casus_times *t)
{
    casus_json_key(&w->json, "reasons");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; i < CASUS_REF_REASONS && t->ref_reason[i]; i++) casus_json_z(&w->json, t->ref_reason[i]);
    casus_json_close(&w->json, ']');
}

/* A day worked out from the inside of the report stands in for a missing publication date, and says so. */
static void put_published(writer *w, const casus_reading *r)
{
    const char *edtf = r->report.published.edtf, *basis = casus_pub_basis_name(r->report.published.basis);
    bool inside = !edtf[0] && r->times.ref_inferred;
    if (inside) {
        edtf = r->times.ref_edtf;
        basis = casus_pub_basis_name(CASUS_PUB_INFERRED);
    }
    casus_json_key(&w->json, "published");
    casus_json_open(&w->json, '{');
    put_z(w, "edtf", edtf);
    put_z(w, "basis", basis);
    if (r->times.ref_inferred) put_reasons(w, &r->times);
    casus_json_close(&w->json, '}');
}

static void put_report(writer *w, const casus_reading *r)
{
    const casus_report *p = &r->report;
    casus_json_member(&w->json, "title", p->title);
    casus_json_member(&w->json, "url", p->url);
    casus_json_member(&w->json, "publisher", p->publisher);
    casus_json_member(&w->json, "language", p->language);
    put_z(w, "sha256", p->sha256);
    put_published(w, r);
    casus_json_key(&w->json, "body");
    casus_json_str(&w->json, p->body);
    put_spans(w, "furniture", p->furniture, p->n_furniture);
}

static void put_versions(writer *w, const casus_engine *e)
{
    casus_versions v;
    casus_value_versions(e, &v);
    casus_json_key(&w->json, "casus");
    casus_json_open(&w->json, '{');
    put_z(w, "version", v.program);
    put_z(w, "model", v.model);
    put_z(w, "lexicon", v.lexicon);
    put_z(w, "gazetteer", v.gazetteer);
    casus_json_close(&w->json, '}');
}

static void put_error(writer *w, const char *code, const char *message, uint64_t at)
{
    casus_json_open(&w->json, '{');
    put_z(w, "code", code);
    put_z(w, "message", message);
    casus_json_key(&w->json, "at");
    casus_json_int(&w->json, (int64_t)at);
    casus_json_close(&w->json, '}');
}

static void put_errors(writer *w, const casus_reading *r)
{
    const casus_err *err = &r->error;
    casus_json_key(&w->json, "errors");
    casus_json_open(&w->json, '[');
    if (err->code != CASUS_OK) put_error(w, casus_status_name(err->code), err->what ? err->what : casus_status_text(err->code), err->at);
    if (r->foreign) put_error(w, "language", "the report is not in English: no incidents were looked for", 0);
    casus_json_close(&w->json, ']');
}

/* ---------------------------------------------------------------- the two documents */

static void put_envelope(writer *w, const casus_engine *e, const casus_reading *r)
{
    casus_json_open(&w->json, '{');
    casus_json_member(&w->json, "id", r->report.id);
    put_versions(w, e);
    put_z(w, "offsets", "codepoint");
    casus_json_key(&w->json, "report");
    casus_json_open(&w->json, '{');
    put_report(w, r);
    casus_json_close(&w->json, '}');
    casus_json_key(&w->json, "incidents");
    casus_json_open(&w->json, '[');
    for (uint32_t i = 0; r->error.code == CASUS_OK && i < r->incidents.n_incident; i++)
        put_incident(w, e, r, i + 1);
    casus_json_close(&w->json, ']');
    if (e && casus_engine_cast(e) && r->error.code == CASUS_OK) put_deeds(w, &r->deeds);
    if (e && casus_engine_dictionaries(e) && r->error.code == CASUS_OK) put_coded(w, &r->coded);
    else if (e && casus_engine_coder(e) && r->error.code == CASUS_OK) put_events(w, &r->events);
    if (e && casus_engine_explains(e) && r->error.code == CASUS_OK) put_left_out(w, e, r);
    put_errors(w, r);
    casus_json_close(&w->json, '}');
}

static void put_page(writer *w, const casus_engine *e, const casus_reading *r)
{
    (void)e; /* a cleaned page does not depend on lexicon or gazetteer */
    casus_json_open(&w->json, '{');
    casus_json_member(&w->json, "id", r->report.id);
    put_z(w, "offsets", "codepoint");
    put_report(w, r);
    put_errors(w, r);
    casus_json_close(&w->json, '}');
}

static casus_status write_with(void (*put)(writer *, const casus_engine *, const casus_reading *), const casus_engine *e,
                               const casus_reading *r, casus_buf *out)
{
    writer w = {.json = {.out = out}, .body = r->report.body};
    casus_arena *a = casus_arena_new(0);
    casus_status s = a ? casus_points_make(a, w.body, &w.points) : CASUS_E_NOMEM;
    if (s == CASUS_OK) put(&w, e, r);
    casus_arena_free(a);
    return s != CASUS_OK ? s : out->failed ? CASUS_E_NOMEM : CASUS_OK;
}

casus_status casus_envelope_write(const casus_engine *e, const casus_reading *r, casus_buf *out)
{
    return write_with(put_envelope, e, r, out);
}

casus_status casus_page_write(const casus_reading *r, casus_buf *out) { return write_with(put_page, NULL, r, out); }
