/* Adding one reading: bytes, report, accounts, claims, evidence and links, the incidents they belong to, one journal entry; all
 * in one transaction. Cost: a few dozen rows and one flush to disk.
 */
#include "add.h"

#include <stdio.h>
#include <string.h>

typedef ledger_adding adding;

typedef struct {
    int64_t id;
    uint32_t number; /* in its report */
} account_key;

static casus_status no_memory(adding *x) { return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0); }

/* A buffer's text, kept in the arena; empty when nothing was written. */
static casus_status keep(adding *x, casus_buf *b, casus_str *out)
{
    casus_status s = b->failed ? CASUS_E_NOMEM : casus_arena_str(x->a, (casus_str){b->p, b->n}, out);
    casus_buf_free(b);
    return s == CASUS_OK ? s : no_memory(x);
}

static casus_status list_json(adding *x, const casus_str *v, uint32_t n, casus_str *out)
{
    casus_buf b = {0};
    casus_json j = {.out = &b};
    *out = (casus_str){0};
    if (n == 0) return CASUS_OK;
    casus_json_open(&j, '[');
    for (uint32_t i = 0; i < n; i++) casus_json_str(&j, v[i]);
    casus_json_close(&j, ']');
    return keep(x, &b, out);
}

static void join(casus_buf *b, const char *between, casus_str s)
{
    if (b->n && s.n) casus_buf_z(b, between);
    casus_buf_str(b, s);
}

/* ---------------------------------------------------------------- the values of a claim */

static void bind_tally(ledger_bind *b, const casus_tally *t)
{
    ledger_count(b, t->set ? t->low : -1);
    ledger_count(b, t->set ? t->high : -1);
    ledger_z(b, t->set ? casus_quality_name(t->q) : NULL);
    ledger_z(b, t->set ? casus_victims_name(t->category) : NULL);
}

typedef struct {
    casus_dates date;
    casus_str target, victim;
} values;

static casus_status values_make(adding *x, const casus_claim *c, values *v)
{
    casus_value_dates(&c->date, &v->date);
    if (v->date.from[0] == '-') v->date.from[0] = v->date.to[0] = '\0'; /* no year: only EDTF can say it */
    casus_status s = list_json(x, c->target, c->n_target, &v->target);
    return s == CASUS_OK ? list_json(x, c->victim, c->n_victim, &v->victim) : s;
}

/* LEDGER_VALUE_COLUMNS in order. */
static void bind_values(ledger_bind *b, const casus_claim *c, const values *v)
{
    ledger_z(b, casus_type_name(c->type));
    ledger_z(b, c->plover);
    ledger_z(b, c->mode);
    ledger_z(b, c->cameo);
    ledger_z(b, casus_claim_status_name(c->status));
    ledger_int(b, c->recall);
    ledger_z(b, v->date.from);
    ledger_z(b, v->date.to);
    ledger_z(b, v->date.edtf);
    ledger_z(b, c->date.precision ? c->date.precision : "unknown");
    ledger_z(b, casus_basis_name(c->date.basis));
    for (int t = 0; t < CASUS_N_TALLY; t++) bind_tally(b, &c->tally[t]);
    ledger_str(b, c->weapon);
    ledger_str(b, v->target);
    ledger_str(b, v->victim);
    ledger_real(b, (double)c->confidence);
}

/* The journal is told of each row as it is put in; a report that is read again tells its rows when all is settled. */
static casus_status tell(adding *x, ledger_part to, const ledger_cell *cell)
{
    return x->told ? ledger_tell(x->l, x->told, to, cell, x->err) : CASUS_OK;
}

/* ---------------------------------------------------------------- evidence */

static casus_status put_evidence(adding *x, int64_t claim, int *number, const char *field, casus_span span)
{
    if (span.len == 0) return CASUS_OK;
    if (span.off > x->r->report.body.n || span.len > x->r->report.body.n - span.off)
        return casus_fail(x->err, CASUS_E_INTERNAL, "evidence lies outside the body", span.off);
    ledger_cell cell[7];
    ledger_bind b = {.cell = cell};
    ledger_int(&b, claim);
    ledger_int(&b, ++*number);
    ledger_z(&b, field);
    ledger_int(&b, span.off);
    ledger_int(&b, casus_span_end(span));
    ledger_int(&b, casus_points_at(&x->points, span.off));
    ledger_int(&b, casus_points_at(&x->points, casus_span_end(span)));
    casus_status s = tell(x, LEDGER_PART_EVIDENCE, cell);
    return s == CASUS_OK ? ledger_row_later(x->l, LEDGER_LATE_EVIDENCE, cell, x->err) : s;
}

/* The words for the event first, then those for each value. */
static casus_status put_all_evidence(adding *x, int64_t claim, const casus_claim *c)
{
    int n = 0;
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < c->n_evidence && s == CASUS_OK; i++) s = put_evidence(x, claim, &n, "event", c->evidence[i]);
    for (uint32_t i = 0; i < c->n_part && s == CASUS_OK; i++)
        s = put_evidence(x, claim, &n, casus_role_name(c->part[i].role), casus_actor_named(c->part[i].actor));
    for (uint32_t i = 0; i < c->n_place && s == CASUS_OK; i++) s = put_evidence(x, claim, &n, "place", c->place[i]->span);
    if (s == CASUS_OK) s = put_evidence(x, claim, &n, "date", c->date.span);
    for (int t = 0; t < CASUS_N_TALLY && s == CASUS_OK; t++)
        if (c->tally[t].set) s = put_evidence(x, claim, &n, casus_tally_name(t), c->tally[t].span);
    return s;
}

/* ---------------------------------------------------------------- claims */

/* "perpetrator: A, B; affected: C" */
static casus_status actors_text(adding *x, const casus_claim *c, casus_str *out)
{
    casus_buf b = {0};
    for (int role = CASUS_PERPETRATOR; role <= CASUS_PARTY; role++) {
        bool first = true;
        for (uint32_t i = 0; i < c->n_part; i++) {
            if ((int)c->part[i].role != role) continue;
            if (first) casus_buf_printf(&b, "%s%s: ", b.n ? "; " : "", casus_role_name((casus_role)role));
            else casus_buf_z(&b, ", ");
            casus_buf_str(&b, c->part[i].actor->name);
            first = false;
        }
    }
    return keep(x, &b, out);
}

static casus_status sources_text(adding *x, const casus_claim *c, casus_str *out)
{
    casus_buf b = {0};
    for (uint32_t i = 0; i < c->n_source; i++) join(&b, "; ", c->source[i]);
    return keep(x, &b, out);
}

/* In the journal an account is called by its number in the report, and that comes before the claim's. */
static casus_status tell_claim(adding *x, uint32_t account, const ledger_cell *cell)
{
    ledger_cell told[LEDGER_MOST_CELLS];
    memcpy(told, cell, sizeof told);
    told[0] = (ledger_cell){.kind = LEDGER_CELL_INT, .number = account};
    told[1] = cell[0];
    return tell(x, LEDGER_PART_CLAIM, told);
}

static casus_status put_claim(adding *x, int64_t account, uint32_t of, uint32_t number, const casus_claim *c)
{
    values v;
    casus_str actors, sources;
    ledger_cell cell[LEDGER_MOST_CELLS];
    casus_status s = values_make(x, c, &v);
    if (s == CASUS_OK) s = ledger_next(x->l, LEDGER_CLAIM_LAST, &x->l->last_claim, x->err);
    if (s == CASUS_OK) s = actors_text(x, c, &actors);
    if (s == CASUS_OK) s = sources_text(x, c, &sources);
    if (s != CASUS_OK) return s;
    int64_t id = x->l->last_claim;
    ledger_bind b = {.cell = cell};
    ledger_int(&b, id);
    ledger_int(&b, account);
    ledger_int(&b, number);
    ledger_str(&b, c->n_place ? c->place[0]->entry.name : (casus_str){0});
    ledger_str(&b, actors);
    ledger_str(&b, sources);
    bind_values(&b, c, &v);
    s = tell_claim(x, of, cell);
    if (s == CASUS_OK) s = ledger_row_later(x->l, LEDGER_LATE_CLAIM, cell, x->err);
    return s == CASUS_OK ? put_all_evidence(x, id, c) : s;
}

static casus_status put_claims(adding *x, int64_t account, uint32_t of, const casus_incident *in)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < in->n_claim && s == CASUS_OK; i++) {
        if (in->claim[i] >= x->r->claims.n_claim)
            return casus_fail(x->err, CASUS_E_INTERNAL, "an incident names a claim that is not there", 0);
        s = put_claim(x, account, of, i + 1, &x->r->claims.claim[in->claim[i]]);
    }
    return s;
}

/* ---------------------------------------------------------------- actors, places, sources */

/* Run the find statement; if it finds nothing, the put statement. Both were bound with the same values. */
static casus_status find_or_put(adding *x, ledger_bind *find, ledger_bind *put, int64_t *id)
{
    casus_status s = ledger_find(find, id, x->err);
    if (s != CASUS_OK || *id) return s;
    s = ledger_run(x->l, put, x->err);
    *id = sqlite3_last_insert_rowid(x->l->db);
    return s;
}

/* Kind and country of an actor are those with which its name came first: copied to the arena. */
static casus_status known_actor(adding *x, const casus_actor *p, int64_t *id, ledger_cell about[2])
{
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_ACTOR_FIND, x->err)};
    ledger_text(&b, p->name);
    *id = 0;
    int rc = ledger_step(&b, x->err);
    if (rc != SQLITE_ROW) return rc == SQLITE_DONE ? CASUS_OK : x->err->code;
    *id = sqlite3_column_int64(b.s, 0);
    casus_status s = CASUS_OK;
    for (int i = 0; i < 2 && s == CASUS_OK; i++) {
        about[i] = (ledger_cell){.kind = sqlite3_column_type(b.s, 1 + i) == SQLITE_NULL ? LEDGER_CELL_NULL : LEDGER_CELL_TEXT};
        if (about[i].kind == LEDGER_CELL_TEXT && casus_arena_str(x->a, ledger_column(b.s, 1 + i), &about[i].text) != CASUS_OK) s = no_memory(x);
    }
    sqlite3_reset(b.s);
    return s;
}

static casus_status actor_of(adding *x, const casus_actor *p, int64_t *id, ledger_cell about[2])
{
    ledger_cell cell[3];
    casus_status s = known_actor(x, p, id, about);
    if (s != CASUS_OK || *id) return s;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_ACTOR_PUT, x->err), .cell = cell};
    ledger_text(&b, p->name);
    ledger_z(&b, casus_actor_kind_name(p->kind));
    ledger_z(&b, p->country);
    memcpy(about, cell + 1, 2 * sizeof *about);
    s = ledger_run(x->l, &b, x->err);
    *id = sqlite3_last_insert_rowid(x->l->db);
    return s;
}

static casus_status link_actor(adding *x, const account_key *k, uint32_t number, const casus_part *p)
{
    int64_t id;
    ledger_cell cell[5], told[7] = {0};
    casus_status s = actor_of(x, p->actor, &id, &told[3]);
    if (s != CASUS_OK) return s;
    ledger_bind b = {.cell = cell};
    ledger_int(&b, k->id);
    ledger_int(&b, number);
    ledger_int(&b, id);
    ledger_z(&b, casus_role_name(p->role));
    ledger_str(&b, p->actor->code);
    ledger_bind t = {.cell = told};
    ledger_int(&t, k->number);
    ledger_int(&t, number);
    ledger_text(&t, p->actor->name);
    memcpy(told + 5, cell + 3, 2 * sizeof *told);
    s = tell(x, LEDGER_PART_ACTOR, told);
    return s == CASUS_OK ? ledger_row_later(x->l, LEDGER_LATE_ACTOR, cell, x->err) : s;
}

static void bind_place(ledger_bind *b, const casus_place *p)
{
    ledger_text(b, p->entry.name);
    ledger_z(b, p->entry.country);
    ledger_str(b, p->entry.admin1);
    bool point = casus_value_has_point(p);
    if (point) ledger_real(b, p->lat);
    else ledger_null(b);
    if (point) ledger_real(b, p->lon);
    else ledger_null(b);
    ledger_z(b, casus_value_precision(p));
    ledger_count(b, p->entry.geonameid ? (int64_t)p->entry.geonameid : -1);
}

/* An account and what it has as its n-th; of: what the journal says of that, with two cells before for account and number. */
static casus_status link_to(adding *x, const account_key *k, uint32_t number, int64_t id, ledger_late to, ledger_part part, ledger_cell *of)
{
    ledger_cell cell[3];
    ledger_bind b = {.cell = cell}, t = {.cell = of};
    ledger_int(&b, k->id);
    ledger_int(&b, number);
    ledger_int(&b, id);
    ledger_int(&t, k->number);
    ledger_int(&t, number);
    casus_status s = tell(x, part, of);
    return s == CASUS_OK ? ledger_row_later(x->l, to, cell, x->err) : s;
}

static casus_status link_place(adding *x, const account_key *k, uint32_t number, const casus_place *p)
{
    int64_t id;
    ledger_cell told[9];
    ledger_bind find = {.s = ledger_stmt(x->l, LEDGER_PLACE_FIND, x->err), .cell = told + 2};
    bind_place(&find, p);
    ledger_bind put = {.s = ledger_stmt(x->l, LEDGER_PLACE_PUT, x->err)};
    bind_place(&put, p);
    casus_status s = find_or_put(x, &find, &put, &id);
    return s == CASUS_OK ? link_to(x, k, number, id, LEDGER_LATE_PLACE, LEDGER_PART_PLACE, told) : s;
}

static casus_status link_source(adding *x, const account_key *k, uint32_t number, casus_str name)
{
    int64_t id;
    ledger_cell told[3];
    ledger_bind find = {.s = ledger_stmt(x->l, LEDGER_SOURCE_FIND, x->err), .cell = told + 2};
    ledger_text(&find, name);
    ledger_bind put = {.s = ledger_stmt(x->l, LEDGER_SOURCE_PUT, x->err)};
    ledger_text(&put, name);
    casus_status s = find_or_put(x, &find, &put, &id);
    return s == CASUS_OK ? link_to(x, k, number, id, LEDGER_LATE_SOURCE, LEDGER_PART_SOURCE, told) : s;
}

static casus_status link_all(adding *x, const account_key *k, const casus_claim *c)
{
    casus_status s = CASUS_OK;
    for (uint32_t i = 0; i < c->n_part && s == CASUS_OK; i++) s = link_actor(x, k, i + 1, &c->part[i]);
    for (uint32_t i = 0; i < c->n_place && s == CASUS_OK; i++) s = link_place(x, k, i + 1, c->place[i]);
    for (uint32_t i = 0; i < c->n_source && s == CASUS_OK; i++) s = link_source(x, k, i + 1, c->source[i]);
    return s;
}

/* ---------------------------------------------------------------- what can be searched */

static casus_status put_text(adding *x, int64_t account, const casus_claim *c)
{
    casus_buf evidence = {0}, actors = {0}, places = {0}, sources = {0};
    casus_str body = x->r->report.body, t[4];
    for (uint32_t i = 0; i < c->n_evidence; i++)
        join(&evidence, " \xe2\x80\xa6 ", casus_cut(body, casus_value_clip(c->evidence[i], body)));
    for (uint32_t i = 0; i < c->n_part; i++) join(&actors, "; ", c->part[i].actor->name);
    for (uint32_t i = 0; i < c->n_place; i++) {
        join(&places, "; ", c->place[i]->entry.name);
        join(&places, ", ", c->place[i]->entry.admin1);
    }
    for (uint32_t i = 0; i < c->n_source; i++) join(&sources, "; ", c->source[i]);
    casus_status s = CASUS_OK;
    casus_buf *part[] = {&evidence, &actors, &places, &sources};
    for (size_t i = 0; i < 4; i++) {
        casus_status k = keep(x, part[i], &t[i]); /* frees the buffer in any case */
        if (s == CASUS_OK) s = k;
    }
    if (s != CASUS_OK) return s;
    ledger_words w = {account, false, {x->r->report.title, t[0], t[1], t[2], t[3], casus_str_of(casus_type_name(c->type))}};
    return ledger_index_later(x->l, &w, x->err);
}

/* ---------------------------------------------------------------- incidents */

/* What linking keeps of it. Claims and spans in the order of the rows, so that it can be made again from those. */
void ledger_trace_make(adding *x, const casus_incident *in, casus_trace *t)
{
    const casus_claim *c = &in->sum;
    casus_str body = x->r->report.body;
    *t = (casus_trace){.type = c->type, .status = c->status, .recall = c->recall, .from = c->date.from, .to = c->date.to,
                       .ref = casus_day_read(casus_str_of(x->r->report.published.edtf)), .basis = c->date.basis,
                       .killed = c->tally[CASUS_KILLED], .injured = c->tally[CASUS_INJURED]};
    t->victims = t->killed.set ? t->killed.category : CASUS_V_UNKNOWN;
    for (uint32_t i = 0; i < c->n_place; i++) {
        const casus_place *p = c->place[i];
        casus_trace_place at = {.name = p->entry.name, .country = casus_str_of(p->entry.country), .admin1 = p->entry.admin1,
                                .precision = casus_str_of(casus_value_precision(p)), .point = casus_value_has_point(p),
                                .lat = p->lat, .lon = p->lon};
        casus_trace_add_place(t, &at, x->a);
    }
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *p = c->part[i].actor;
        casus_trace_add_actor(t, &(casus_trace_actor){p->name, c->part[i].role, p->kind == CASUS_ACTOR_PERSON}, x->a);
    }
    for (uint32_t i = 0; i < c->n_target; i++) casus_trace_add_target(t, c->target[i], x->a);
    for (uint32_t i = 0; i < in->n_claim; i++)
        for (uint32_t k = 0; in->claim[i] < x->r->claims.n_claim && k < x->r->claims.claim[in->claim[i]].n_evidence; k++)
            casus_trace_add_words(t, casus_cut(body, casus_value_clip(x->r->claims.claim[in->claim[i]].evidence[k], body)));
    t->has_text = x->has_sketch;
    if (t->has_text) memcpy(t->text, x->sketch, sizeof t->text);
}

/* The row of the account; in the journal it begins with its number, and has no incident: that follows from the traces. */
static casus_status put_account_row(adding *x, int64_t report, int64_t incident, const casus_incident *in, account_key *k)
{
    values v;
    ledger_cell cell[LEDGER_MOST_CELLS];
    casus_status s = values_make(x, &in->sum, &v);
    if (s == CASUS_OK) s = ledger_next(x->l, LEDGER_ACCOUNT_LAST, &x->l->last_account, x->err);
    if (s != CASUS_OK) return s;
    k->id = x->l->last_account;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_ACCOUNT_PUT, x->err), .cell = cell};
    ledger_int(&b, k->id);
    ledger_int(&b, report);
    ledger_int(&b, k->number);
    ledger_int(&b, incident);
    ledger_z(&b, in->event);
    bind_values(&b, &in->sum, &v);
    s = ledger_run(x->l, &b, x->err);
    cell[3] = (ledger_cell){0};
    return s == CASUS_OK ? tell(x, LEDGER_PART_ACCOUNT, cell + 2) : s;
}

casus_status ledger_put_account(adding *x, int64_t report, uint32_t number, int64_t incident, const casus_incident *in, int64_t *account)
{
    account_key k = {.number = number};
    casus_status s = put_account_row(x, report, incident, in, &k);
    *account = k.id;
    if (s == CASUS_OK) s = link_all(x, &k, &in->sum);
    if (s == CASUS_OK) s = put_claims(x, k.id, number, in);
    return s == CASUS_OK ? put_text(x, k.id, &in->sum) : s;
}

static casus_status tell_trace(adding *x, uint32_t number, const ledger_seeking *k)
{
    uint8_t bytes[CASUS_TRACE_MAX];
    char hex[17];
    ledger_cell cell[3];
    ledger_bind b = {.cell = cell};
    ledger_int(&b, number);
    ledger_int(&b, (int64_t)(k->tie >> 1));
    ledger_text(&b, ledger_blob_text(bytes, casus_trace_write(k->trace, bytes), hex));
    return tell(x, LEDGER_PART_TRACE, cell);
}

static casus_status put_incident(adding *x, int64_t report, uint32_t i, casus_added *added)
{
    const casus_incident *in = &x->r->incidents.incident[i];
    casus_trace t;
    int64_t account = 0;
    ledger_seeking k = {.trace = &t, .report = report, .tie = ledger_tie(casus_str_of(x->sha256), x->r->report.id, i + 1)};
    ledger_trace_make(x, in, &t);
    casus_status s = ledger_link_seek(x->l, &k, x->a, x->err);
    added->n_incident++;
    added->n_new += s == CASUS_OK && !k.incident;
    if (s == CASUS_OK && !k.incident) s = ledger_new_incident(x->l, &k.incident, x->err);
    if (s == CASUS_OK) s = ledger_put_account(x, report, i + 1, k.incident, in, &account);
    if (s == CASUS_OK) s = ledger_link_put(x->l, &k, account, x->err);
    if (s == CASUS_OK) s = tell_trace(x, i + 1, &k);
    ledger_sought(&k);
    return s;
}

static casus_status put_incidents(adding *x, int64_t report, casus_added *added)
{
    uint64_t band[CASUS_N_BAND];
    x->has_sketch = casus_text_sketch(x->r->report.body, x->a, x->sketch, band);
    casus_status s = ledger_link_report(x->l, report, casus_str_of(x->r->report.published.edtf), x->has_sketch ? x->sketch : NULL, band,
                                        x->err);
    for (uint32_t i = 0; i < x->r->incidents.n_incident && s == CASUS_OK; i++) s = put_incident(x, report, i, added);
    return s;
}

/* ---------------------------------------------------------------- the report */

/* [[s,e],...] in code points, as in envelopes. */
casus_status ledger_furniture(adding *x, casus_str *out)
{
    casus_buf b = {0};
    casus_json j = {.out = &b};
    *out = (casus_str){0};
    if (x->r->report.n_furniture == 0) return CASUS_OK;
    casus_json_open(&j, '[');
    for (uint32_t i = 0; i < x->r->report.n_furniture; i++) {
        casus_span s = casus_value_clip(x->r->report.furniture[i], x->r->report.body);
        casus_json_open(&j, '[');
        casus_json_int(&j, casus_points_at(&x->points, s.off));
        casus_json_int(&j, casus_points_at(&x->points, casus_span_end(s)));
        casus_json_close(&j, ']');
    }
    casus_json_close(&j, ']');
    return keep(x, &b, out);
}

casus_status ledger_origin(adding *x, casus_str *out)
{
    static const char *const format[] = {[CASUS_IN_HTML] = "html", [CASUS_IN_TEXT] = "text", [CASUS_IN_JSONL] = "jsonl"};
    const casus_record *rec = x->rec;
    const struct {
        const char *key;
        casus_str value;
    } part[] = {{"url", rec->url},     {"publisher", rec->publisher}, {"published", rec->published},
                {"title", rec->title}, {"language", rec->language},   {"charset", rec->charset}};
    casus_buf b = {0};
    casus_json j = {.out = &b};
    bool known = (size_t)rec->format < sizeof format / sizeof *format && format[rec->format];
    casus_json_open(&j, '{');
    if (known) casus_json_member(&j, "format", casus_str_of(format[rec->format]));
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (part[i].value.n && casus_utf8_valid(part[i].value, NULL)) casus_json_member(&j, part[i].key, part[i].value);
    casus_json_close(&j, '}');
    return keep(x, &b, out);
}

static casus_status put_report(adding *x, int64_t *id)
{
    const casus_report *p = &x->r->report;
    casus_str furniture, origin;
    casus_status s = ledger_furniture(x, &furniture);
    if (s == CASUS_OK) s = ledger_origin(x, &origin);
    if (s != CASUS_OK) return s;
    ledger_cell cell[16], first;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_REPORT_PUT, x->err), .cell = cell};
    ledger_z(&b, x->sha256);
    ledger_text(&b, p->id);
    ledger_str(&b, p->title);
    ledger_str(&b, p->url);
    ledger_str(&b, p->publisher);
    ledger_str(&b, p->language);
    ledger_z(&b, p->published.edtf);
    ledger_z(&b, casus_pub_basis_name(p->published.basis));
    ledger_text(&b, p->body);
    ledger_str(&b, furniture);
    ledger_z(&b, x->versions.program);
    ledger_z(&b, x->versions.model);
    ledger_z(&b, x->versions.lexicon);
    ledger_z(&b, x->versions.gazetteer);
    ledger_z(&b, x->added);
    ledger_str(&b, origin);
    s = ledger_run(x->l, &b, x->err);
    *id = sqlite3_last_insert_rowid(x->l->db);
    first = cell[0]; /* in the journal the name comes before the hash */
    cell[0] = cell[1];
    cell[1] = first;
    return s == CASUS_OK ? tell(x, LEDGER_PART_REPORT, cell) : s;
}

static casus_status journal_report(adding *x, int64_t report)
{
    casus_buf payload = {0};
    char object[80];
    snprintf(object, sizeof object, "report %s", x->sha256);
    x->told->coded = x->r->events.n_event > 0;
    casus_status s = ledger_told_payload(x->l, x->told, report, &payload, x->err);
    if (s == CASUS_OK)
        s = ledger_journal_add(x->l, x->now, "add", object, (casus_str){payload.p, payload.n}, x->err);
    casus_buf_free(&payload);
    return s;
}

static casus_status put_read(adding *x, casus_added *added)
{
    ledger_told told = {0};
    int64_t report;
    x->told = &told;
    casus_status s = ledger_raw_put(x->l, x->sha256, x->rec->bytes, x->err);
    if (s == CASUS_OK) s = put_report(x, &report);
    if (s == CASUS_OK) s = ledger_index_later(x->l, &(ledger_words){.id = report, .of_report = true}, x->err);
    if (s == CASUS_OK) s = put_incidents(x, report, added);
    if (s == CASUS_OK) s = ledger_put_coded(x, report);
    if (s == CASUS_OK) s = journal_report(x, report);
    ledger_told_free(&told);
    x->told = NULL;
    return s;
}

static casus_status add_read(adding *x, casus_added *added)
{
    int64_t report;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_REPORT_FIND, x->err)};
    ledger_z(&b, x->sha256);
    ledger_text(&b, x->r->report.id);
    casus_status s = ledger_find(&b, &report, x->err);
    added->known = report != 0;
    return s != CASUS_OK || report ? s : put_read(x, added);
}

/* ---------------------------------------------------------------- what could not be read */

static const char *reason(const casus_err *why) { return why->what ? why->what : casus_status_text(why->code); }

static casus_status put_unread(adding *x)
{
    const casus_err *why = &x->r->error;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_UNREAD_PUT, x->err)};
    ledger_z(&b, x->sha256);
    ledger_text(&b, x->r->report.id);
    ledger_z(&b, casus_status_name(why->code));
    ledger_z(&b, reason(why));
    ledger_int(&b, (int64_t)why->at);
    ledger_z(&b, x->added);
    return ledger_run(x->l, &b, x->err);
}

static casus_status journal_unread(adding *x)
{
    const casus_err *why = &x->r->error;
    casus_buf b = {0};
    casus_str payload;
    char object[80];
    snprintf(object, sizeof object, "report %s", x->sha256);
    ledger_unread_payload(x->r->report.id, casus_str_of(casus_status_name(why->code)), casus_str_of(reason(why)),
                          (int64_t)why->at, &b);
    casus_status s = keep(x, &b, &payload);
    return s == CASUS_OK ? ledger_journal_add(x->l, x->now, "unread", object, payload, x->err) : s;
}

/* A page that could not be read is noted with its reason, once, and its bytes are kept; a later success is added beside it. */
static casus_status add_unread(adding *x, casus_added *added)
{
    int64_t there;
    ledger_bind b = {.s = ledger_stmt(x->l, LEDGER_UNREAD_FIND, x->err)};
    ledger_z(&b, x->sha256);
    ledger_text(&b, x->r->report.id);
    casus_status s = ledger_find(&b, &there, x->err);
    added->known = there != 0;
    if (s != CASUS_OK || there) return s;
    s = ledger_raw_put(x->l, x->sha256, x->rec->bytes, x->err);
    if (s == CASUS_OK) s = put_unread(x);
    return s == CASUS_OK ? journal_unread(x) : s;
}

/* ---------------------------------------------------------------- the transaction */

casus_status ledger_word(casus_ledger *l, ledger_stmt_id id, casus_err *err)
{
    ledger_bind b = {.s = ledger_stmt(l, id, err)};
    return ledger_run(l, &b, err);
}

/* What takes it back is ready before it begins: when memory runs out, nothing more can be prepared. */
casus_status ledger_begin(casus_ledger *l, casus_err *err)
{
    if (l->no_room) return casus_fail(err, CASUS_E_IO, "there is no room to write in", 0);
    if (!ledger_stmt(l, LEDGER_ROLLBACK, err)) return err->code;
    ledger_forget(l);
    casus_status s = ledger_word(l, LEDGER_BEGIN, err);
    if (s == CASUS_OK) s = ledger_kept_check(l, err);
    if (s != CASUS_OK) ledger_take_back(l);
    return s;
}

void ledger_take_back(casus_ledger *l)
{
    casus_err lost;
    if (!sqlite3_get_autocommit(l->db)) ledger_word(l, LEDGER_ROLLBACK, &lost);
    ledger_forget(l);
    ledger_kept_drop(l);
}

casus_status ledger_commit(casus_ledger *l, casus_err *err)
{
    casus_status s = ledger_flush(l, err);
    if (s == CASUS_OK) s = ledger_word(l, LEDGER_COMMIT, err);
    if (s != CASUS_OK) ledger_take_back(l);
    return s;
}

casus_status casus_ledger_begin(casus_ledger *l, casus_err *err)
{
    casus_err e = {0};
    casus_status s = l->in_group ? casus_fail(&e, CASUS_E_USAGE, "a group of changes is open already", 0) : ledger_begin(l, &e);
    l->in_group = l->in_group || s == CASUS_OK;
    if (s != CASUS_OK && err) *err = e;
    return s;
}

casus_status casus_ledger_commit(casus_ledger *l, casus_err *err)
{
    casus_err e = {0};
    casus_status s = CASUS_OK;
    if (!l->in_group) s = casus_fail(&e, CASUS_E_USAGE, "no group of changes is open", 0);
    else if (sqlite3_get_autocommit(l->db)) s = casus_fail(&e, CASUS_E_IO, "the changes were lost before they were complete", 0);
    else s = ledger_commit(l, &e);
    l->in_group = false;
    if (s != CASUS_OK && err) *err = e;
    return s;
}

void casus_ledger_cancel(casus_ledger *l)
{
    if (l->in_group) ledger_take_back(l);
    l->in_group = false;
}

static casus_status add_rows(adding *x, casus_added *added)
{
    return x->r->error.code == CASUS_OK ? add_read(x, added) : add_unread(x, added);
}

/* Within a group: all of it, or nothing of the group. A savepoint a report would keep the others, but then SQLite copies every page before
 * its first change for each report, which costs more than the rows. */
static casus_status add_to_group(adding *x, casus_added *added)
{
    if (sqlite3_get_autocommit(x->l->db)) return casus_fail(x->err, CASUS_E_IO, "the changes were lost before they were complete", 0);
    casus_status s = add_rows(x, added);
    if (s != CASUS_OK) ledger_take_back(x->l);
    return s;
}

static casus_status add_in_transaction(adding *x, casus_added *added)
{
    memcpy(x->l->added, x->added, sizeof x->l->added);
    if (x->l->in_group) return add_to_group(x, added);
    casus_status s = ledger_begin(x->l, x->err);
    if (s != CASUS_OK) return s;
    s = add_rows(x, added);
    if (s == CASUS_OK) return ledger_commit(x->l, x->err);
    ledger_take_back(x->l);
    return s;
}

casus_status ledger_adding_ready(adding *x)
{
    casus_sha256(x->rec->bytes.n ? x->rec->bytes.p : "", x->rec->bytes.n, x->sha256);
    if (x->r->report.sha256[0] && strcmp(x->sha256, x->r->report.sha256) != 0)
        return casus_fail(x->err, CASUS_E_USAGE, "the reading was not made from these bytes", 0);
    ledger_iso_time(x->now, x->added);
    if (!x->a || casus_points_make(x->a, x->r->report.body, &x->points) != CASUS_OK) return no_memory(x);
    return CASUS_OK;
}

casus_status casus_ledger_add(casus_ledger *l, const casus_engine *e, const casus_record *rec, const casus_reading *r,
                              int64_t now, casus_added *added, casus_err *err)
{
    casus_err why = {0};
    casus_added done = {0};
    adding x = {.l = l, .rec = rec, .r = r, .a = casus_arena_new(0), .now = now, .err = &why};
    casus_value_versions(e, &x.versions);
    casus_status s = ledger_adding_ready(&x);
    if (s == CASUS_OK) s = add_in_transaction(&x, &done);
    casus_arena_free(x.a);
    if (s != CASUS_OK) done = (casus_added){0};
    if (s != CASUS_OK && err) *err = why;
    if (added) *added = done;
    return s;
}
