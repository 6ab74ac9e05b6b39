/* Why each value is what it is, as `casus code --explain` writes it: beside every incident an object "why" with a list for each field.
 *
 * A reason names the rule, the words, the row of the lexicon that knows them (file and line), the event word they hang on, and the
 * weight where one was added up. Reasons of all tellings of an incident are given, each with the number of its claim: a later
 * telling may say it better, and the list shows both. Keys without a value are left out. Nothing here is computed anew.
 */
#include <export/envelope.h>

static void put_row(writer *w, const casus_engine *e, int table, uint32_t row)
{
    const casus_lexicon *lex = casus_engine_lexicon(e);
    casus_buf at = {0};
    casus_str name = casus_lexicon_name(lex, table);
    if (!name.n) return;
    casus_buf_str(&at, name);
    casus_buf_printf(&at, ".tsv:%u", (unsigned)casus_lexicon_line(lex, table, row));
    if (at.failed) w->json.out->failed = true;
    casus_json_member(&w->json, "row", (casus_str){at.p, at.n});
    casus_buf_free(&at);
}

static void put_text(writer *w, casus_span span)
{
    if (span.len) put_words(w, span);
}

static void put_claim(writer *w, uint32_t claim)
{
    if (claim == CASUS_NO_CLAIM) return;
    casus_json_key(&w->json, "claim");
    casus_json_int(&w->json, (int64_t)claim + 1);
}

static void put_reason(writer *w, const casus_engine *e, const casus_reason *r)
{
    casus_json_open(&w->json, '{');
    put_claim(w, r->claim);
    if (r->value.n) casus_json_member(&w->json, "value", r->value);
    put_z(w, "rule", r->rule);
    if (r->way) put_z(w, "way", r->way);
    put_text(w, r->words);
    if (r->by.len) {
        casus_json_key(&w->json, "by");
        casus_json_open(&w->json, '{');
        put_text(w, r->by);
        put_row(w, e, r->table, r->row);
        casus_json_close(&w->json, '}');
    } else {
        put_row(w, e, r->table, r->row);
    }
    if (r->weighed) {
        casus_json_key(&w->json, "weight");
        casus_json_real(&w->json, (double)r->weight, 3);
    }
    casus_json_close(&w->json, '}');
}

/* ---------------------------------------------------------------- actors and places: their reasons go with them */

/* The row that names an actor: the longest of those that begin in its words. */
static const casus_match *row_of_actor(const casus_engine *e, const casus_reading *r, const casus_actor *a)
{
    static const char *const table[] = {"actors", "agents", "countries", "demonyms", "capitals", "seats", "governors"};
    const casus_match *best = NULL;
    if (a->first >= r->text.n_token) return NULL;
    for (uint32_t i = a->first; i < a->first + a->n && i < r->text.n_token; i++)
        for (size_t k = 0; k < sizeof table / sizeof *table; k++) {
            const casus_match *m = casus_words_at(&r->words, i, casus_lexicon_table(casus_engine_lexicon(e), table[k]));
            if (m && (!best || m->n > best->n)) best = m;
        }
    return best;
}

/* The event word, and its row as the claim noted it. */
static void put_by(writer *w, const casus_engine *e, const casus_reading *r, uint32_t token)
{
    if (token >= r->text.n_token) return;
    uint32_t off = r->text.token[token].span.off;
    for (size_t i = 0; i < r->reasons.n; i++) {
        const casus_reason *x = &r->reasons.reason[i];
        if (x->about != CASUS_ABOUT_WORDS || x->words.off != off) continue;
        casus_json_key(&w->json, "by");
        casus_json_open(&w->json, '{');
        put_text(w, x->words);
        put_row(w, e, x->table, x->row);
        casus_json_close(&w->json, '}');
        return;
    }
}

static void put_actor(writer *w, const casus_engine *e, const casus_reading *r, uint32_t claim, const casus_part *p)
{
    const casus_match *m = row_of_actor(e, r, p->actor);
    casus_json_open(&w->json, '{');
    put_claim(w, claim);
    casus_json_member(&w->json, "value", p->actor->name);
    put_z(w, "role", casus_role_name(p->role));
    put_z(w, "rule", p->rule ? p->rule : "");
    if (p->way) put_z(w, "way", p->way);
    put_text(w, p->actor->span);
    if (m) put_row(w, e, m->table, m->row);
    put_by(w, e, r, p->by);
    casus_json_close(&w->json, '}');
}

static void open_field(writer *w, casus_about about, bool *open)
{
    if (!*open) {
        casus_json_key(&w->json, casus_about_name(about));
        casus_json_open(&w->json, '[');
    }
    *open = true;
}

/* The parties of every telling, and those that were taken over from other incidents. */
static void put_actors(writer *w, const casus_engine *e, const casus_reading *r, const casus_incident *in)
{
    bool open = false;
    for (uint32_t k = 0; k < in->n_claim; k++)
        for (uint32_t i = 0; i < r->claims.claim[in->claim[k]].n_part; i++) {
            open_field(w, CASUS_ABOUT_ACTORS, &open);
            put_actor(w, e, r, in->claim[k], &r->claims.claim[in->claim[k]].part[i]);
        }
    for (uint32_t i = 0; i < in->sum.n_part; i++) {
        bool own = false;
        for (uint32_t k = 0; k < in->n_claim; k++)
            for (uint32_t j = 0; j < r->claims.claim[in->claim[k]].n_part; j++)
                own = own || r->claims.claim[in->claim[k]].part[j].actor == in->sum.part[i].actor;
        if (own) continue;
        open_field(w, CASUS_ABOUT_ACTORS, &open);
        put_actor(w, e, r, CASUS_NO_CLAIM, &in->sum.part[i]);
    }
    if (open) casus_json_close(&w->json, ']');
}

/* ---------------------------------------------------------------- fields */

static const char *rule_of_basis(casus_basis b)
{
    switch (b) {
    case CASUS_BASIS_STATED: return "a date of the calendar in the text";
    case CASUS_BASIS_RELATIVE: return "counted from another day that the text tells";
    case CASUS_BASIS_PUBLISHED: return "counted from the day of publication";
    case CASUS_BASIS_INFERRED: return "counted from a day that was worked out, or taken over";
    case CASUS_BASIS_NONE: break;
    }
    return NULL;
}

static bool is_of(const casus_reason *x, const casus_incident *in, uint32_t number)
{
    if (x->claim == CASUS_NO_CLAIM) return x->incident == number;
    for (uint32_t k = 0; k < in->n_claim; k++)
        if (in->claim[k] == x->claim) return true;
    return false;
}

static void put_field(writer *w, const casus_engine *e, const casus_reading *r, uint32_t number, casus_about about)
{
    const casus_incident *in = &r->incidents.incident[number];
    bool open = false;
    for (size_t i = 0; i < r->reasons.n; i++) {
        const casus_reason *x = &r->reasons.reason[i];
        if (x->about != about || !is_of(x, in, number)) continue;
        open_field(w, about, &open);
        put_reason(w, e, x);
    }
    const char *rule = about == CASUS_ABOUT_DATE ? rule_of_basis(in->sum.date.basis) : NULL;
    if (rule) {
        casus_reason day = {.claim = CASUS_NO_CLAIM, .value = casus_str_of(in->sum.date.edtf), .rule = rule, .table = -1, .words = in->sum.date.span};
        open_field(w, about, &open);
        put_reason(w, e, &day);
    }
    for (uint32_t i = 0; about == CASUS_ABOUT_PLACES && i < in->sum.n_place; i++) {
        const casus_place *p = in->sum.place[i];
        if (!p->resolved) continue;
        casus_reason choice = {.claim = CASUS_NO_CLAIM, .value = p->entry.name, .table = -1, .words = p->span,
                               .rule = "the entry of the gazetteer that fits the report best", .weighed = true, .weight = p->confidence};
        open_field(w, about, &open);
        put_reason(w, e, &choice);
    }
    if (open) casus_json_close(&w->json, ']');
}

void put_why(writer *w, const casus_engine *e, const casus_reading *r, uint32_t i)
{
    casus_json_key(&w->json, "why");
    casus_json_open(&w->json, '{');
    for (int about = 0; about < CASUS_ABOUT_LEFT_OUT; about++) {
        if (about == CASUS_ABOUT_ACTORS)
            put_actors(w, e, r, &r->incidents.incident[i]);
        else
            put_field(w, e, r, i, (casus_about)about);
    }
    casus_json_close(&w->json, '}');
}

void put_left_out(writer *w, const casus_engine *e, const casus_reading *r)
{
    casus_json_key(&w->json, casus_about_name(CASUS_ABOUT_LEFT_OUT));
    casus_json_open(&w->json, '[');
    for (size_t i = 0; i < r->reasons.n; i++)
        if (r->reasons.reason[i].about == CASUS_ABOUT_LEFT_OUT) put_reason(w, e, &r->reasons.reason[i]);
    casus_json_close(&w->json, ']');
}
