/* casus show ID: one incident, each claim about it, and the words that support each claim; or why its reports are of one event. */
#include "cli.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    cli_out out;
    unsigned n_claim, n_decision, n_element;
} showing;

static void line(casus_buf *b, const char *label, casus_str value)
{
    if (!value.n) return;
    casus_buf_printf(b, "  %-13s ", label);
    cli_clean(b, value);
    casus_buf_char(b, '\n');
}

static void place_line(casus_buf *b, const casus_row *r)
{
    casus_buf v = {0};
    const casus_str part[] = {r->place, r->admin1, r->country};
    for (int i = 0; i < 3; i++) {
        if (!part[i].n) continue;
        if (v.n) casus_buf_z(&v, ", ");
        casus_buf_str(&v, part[i]);
    }
    if (r->has_point) {
        casus_json j = {.out = &v};
        casus_buf_z(&v, " (");
        casus_json_real(&j, r->lat, 4);
        casus_buf_z(&v, ", ");
        j = (casus_json){.out = &v};
        casus_json_real(&j, r->lon, 4);
        casus_buf_z(&v, r->geonameid ? "; GeoNames " : "");
        if (r->geonameid) casus_buf_printf(&v, "%u", r->geonameid);
        casus_buf_z(&v, ")");
    }
    if (r->place_precision.n) {
        casus_buf_z(&v, ", to the ");
        casus_buf_str(&v, r->place_precision);
    }
    line(b, "place", (casus_str){v.p, v.n});
    casus_buf_free(&v);
}

static void date_line(casus_buf *b, const casus_row *r)
{
    casus_buf v = {0};
    casus_buf_str(&v, r->edtf.n ? r->edtf : r->from);
    if (v.n && r->basis.n) {
        casus_buf_z(&v, " (");
        casus_buf_str(&v, r->basis);
        casus_buf_z(&v, ")");
    }
    line(b, "date", (casus_str){v.p, v.n});
    casus_buf_free(&v);
}

static void tally_lines(casus_buf *b, const casus_row *r)
{
    for (int t = 0; t < CASUS_N_TALLY; t++) {
        casus_buf v = {0};
        cli_tally_text(&v, r, t);
        if (v.n && r->tally[t].best >= 0 && r->tally[t].low != r->tally[t].high) casus_buf_printf(&v, ", best %d", r->tally[t].best);
        if (v.n && r->tally[t].category.n) {
            casus_buf_z(&v, ", ");
            casus_buf_str(&v, r->tally[t].category);
        }
        line(b, casus_tally_name(t), (casus_str){v.p, v.n});
        casus_buf_free(&v);
    }
}

static void put_row(void *ctx, const casus_row *r)
{
    showing *s = ctx;
    casus_buf *b = &s->out.held;
    casus_buf_printf(b, "Incident %lld: ", (long long)r->id);
    cli_clean(b, r->type);
    casus_buf_z(b, "\n");
    line(b, "status", r->status);
    date_line(b, r);
    place_line(b, r);
    line(b, "by", r->perpetrators);
    line(b, "against", r->affected);
    line(b, "parties", r->parties);
    tally_lines(b, r);
    line(b, "weapon", r->weapon);
    line(b, "said by", r->sources);
    line(b, "review", r->review);
    casus_buf_printf(b, "  %-13s PLOVER %.*s", "codes", (int)r->plover.n, r->plover.n ? r->plover.p : "");
    if (r->mode.n) casus_buf_printf(b, " %.*s", (int)r->mode.n, r->mode.p);
    if (r->cameo.n) casus_buf_printf(b, ", CAMEO %.*s", (int)r->cameo.n, r->cameo.p);
    casus_buf_char(b, '\n');
    casus_buf_printf(b, "\n%u claim%s in %u report%s\n", r->n_claim, r->n_claim == 1 ? "" : "s", r->n_report,
                     r->n_report == 1 ? "" : "s");
}

static void claim_head(casus_buf *b, const casus_claim_row *c)
{
    const casus_str part[] = {c->publisher, c->published, c->title, c->url};
    bool any = false;
    casus_buf_z(b, "  ");
    for (int i = 0; i < 4; i++) {
        if (!part[i].n) continue;
        if (any) casus_buf_z(b, ", ");
        cli_clean(b, part[i]);
        any = true;
    }
    if (!any) cli_clean(b, c->report_id);
    casus_buf_z(b, "\n");
}

static void put_claim(void *ctx, const casus_claim_row *c)
{
    showing *s = ctx;
    casus_buf *b = &s->out.held;
    casus_buf_printf(b, "\n[%u]", ++s->n_claim);
    claim_head(b, c);
    const struct {
        const char *label;
        casus_str value;
    } part[] = {{"type", c->type},     {"status", c->status},   {"date", c->date},       {"place", c->place},
                {"actors", c->actors}, {"killed", c->killed},   {"injured", c->injured}, {"said by", c->sources},
                {"report", c->report_id}, {"copy of", c->copy_of}};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) line(b, part[i].label, part[i].value);
    for (uint32_t i = 0; i < c->n_quote; i++) {
        casus_buf_printf(b, "  %-13s \"", i ? "" : "words");
        cli_clean(b, c->quote[i]);
        casus_buf_printf(b, "\" [%u,%u)\n", c->span[i].off, casus_span_end(c->span[i]));
    }
}

/* ---------------------------------------------------------------- why */

static void put_side(casus_buf *b, const casus_why_side *side)
{
    casus_str name = side->publisher.n ? side->publisher : side->report_id;
    cli_clean(b, name);
    if (side->published.n) {
        casus_buf_z(b, ", ");
        cli_clean(b, side->published);
    }
    casus_buf_printf(b, " (%.*s, incident %u there)", (int)(side->report_id.n < 60 ? side->report_id.n : 60), side->report_id.p, side->number);
}

static void put_points(casus_buf *b, const casus_link *link)
{
    casus_buf_printf(b, "%d points (a link has %d): ", link->sum, CASUS_LINK_ENOUGH);
    bool any = false;
    for (int i = 0; i < CASUS_N_LINK; i++) {
        if (!link->points[i]) continue;
        casus_buf_printf(b, "%s%s %+d", any ? ", " : "", casus_link_part_name(i), link->points[i]);
        any = true;
    }
    casus_json j = {.out = b};
    if (link->km >= 0) {
        casus_buf_z(b, "; ");
        casus_json_real(&j, link->km, 1);
        casus_buf_z(b, " km apart");
    }
    if (link->days) casus_buf_printf(b, "; %d day%s apart", (int)link->days, link->days == 1 ? "" : "s");
    if (link->alike >= 0.05) {
        j = (casus_json){.out = b};
        casus_buf_z(b, "; ");
        casus_json_int(&j, (int64_t)(link->alike * 100 + 0.5));
        casus_buf_z(b, " % of their words in common");
    }
}

static void put_why(void *ctx, const casus_why *w)
{
    showing *s = ctx;
    casus_buf *b = &s->out.held;
    casus_buf_printf(b, "\n[%u] ", ++s->n_claim);
    put_side(b, &w->it);
    casus_buf_char(b, '\n');
    if (w->copy) casus_buf_z(b, "    a copy of a report above: one telling, another publisher\n");
    if (w->pinned) casus_buf_z(b, "    joined by a person\n");
    if (w->linked) {
        casus_buf_z(b, "    most like ");
        put_side(b, &w->to);
        casus_buf_z(b, "\n    ");
        put_points(b, &w->link);
        casus_buf_char(b, '\n');
    } else if (!w->pinned) {
        casus_buf_z(b, "    the only report of it\n");
    }
}

/* "12", "14-20", "at least 9", "about 30". */
static void put_count(casus_buf *b, const casus_tally *t)
{
    if (t->high < 0) casus_buf_printf(b, "at least %d", t->low);
    else if (t->low != t->high) casus_buf_printf(b, "%d-%d", t->low, t->high);
    else casus_buf_printf(b, "%s%d", t->q == CASUS_Q_ABOUT ? "about " : "", t->low);
}

static void put_voice(casus_buf *b, const casus_figure_voice *v)
{
    cli_clean(b, v->publisher.n ? v->publisher : v->report_id);
    if (v->published.n) {
        casus_buf_z(b, ", ");
        cli_clean(b, v->published);
    }
}

static void put_figure(void *ctx, const casus_figure_row *r)
{
    static const char *const name[] = {"low", "best", "high"};
    showing *s = ctx;
    casus_buf *b = &s->out.held;
    const int32_t value[] = {r->figure.low, r->figure.best, r->figure.high};
    casus_buf_printf(b, "\n%s, %s\n", casus_tally_name(r->tally), r->class);
    for (int i = 0; i < 3; i++) {
        if (i == 2 && value[i] < 0) casus_buf_printf(b, "  %-5s   +  %s", name[i], casus_rule_text(r->figure.rule[i]));
        else casus_buf_printf(b, "  %-5s %3d  %s", name[i], value[i], casus_rule_text(r->figure.rule[i]));
        if (r->figure.by[i] < r->n_voice) {
            casus_buf_z(b, ": ");
            put_voice(b, &r->voice[r->figure.by[i]]);
        }
        casus_buf_char(b, '\n');
    }
    for (uint32_t i = 0; i < r->n_voice && strcmp(r->class, "all") == 0; i++) {
        casus_buf_z(b, "    ");
        put_voice(b, &r->voice[i]);
        casus_buf_z(b, ": ");
        put_count(b, &r->voice[i].tally);
        if (r->voice[i].tally.category) casus_buf_printf(b, " %s", casus_victims_name(r->voice[i].tally.category));
        casus_buf_printf(b, " (%s)\n", casus_use_text(r->voice[i].use));
    }
}

/* ---------------------------------------------------------------- decisions */

static void put_decision(void *ctx, const casus_decision_row *r)
{
    showing *s = ctx;
    casus_buf *b = &s->out.held;
    if (!s->n_decision++) casus_buf_z(b, "\nDecided by people; values stand over those of the reports\n");
    casus_buf_printf(b, "  %.*s ", (int)(r->at.n < 10 ? r->at.n : 10), r->at.n ? r->at.p : "");
    cli_clean(b, r->who);
    casus_buf_z(b, ": ");
    cli_clean(b, r->action);
    const casus_str part[] = {r->set, r->why};
    for (int i = 0; i < 2; i++) {
        if (!part[i].n) continue;
        casus_buf_z(b, i ? " (" : " ");
        cli_clean(b, part[i]);
        if (i) casus_buf_z(b, ")");
    }
    casus_buf_char(b, '\n');
}

/* ---------------------------------------------------------------- as JSON */

/* Each in its list. */
static casus_json json_element(showing *s, char bracket)
{
    casus_json j = {.out = &s->out.held};
    casus_buf_z(&s->out.held, s->n_element++ ? ",\n" : "\n");
    casus_json_open(&j, bracket);
    return j;
}

static void json_row(void *ctx, const casus_row *r)
{
    showing *s = ctx;
    casus_json j = {.out = &s->out.held};
    casus_buf_z(&s->out.held, "{\"incident\":");
    casus_row_write(r, &j);
}

static void json_claim(void *ctx, const casus_claim_row *c)
{
    const struct {
        const char *key;
        casus_str value;
    } part[] = {{"report", c->report_id}, {"title", c->title},     {"publisher", c->publisher}, {"url", c->url},
                {"published", c->published}, {"sha256", c->sha256}, {"type", c->type},           {"status", c->status},
                {"date", c->date},        {"place", c->place},     {"actors", c->actors},       {"killed", c->killed},
                {"injured", c->injured},  {"sources", c->sources},  {"copy_of", c->copy_of}};
    casus_json j = json_element(ctx, '{');
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) casus_json_member(&j, part[i].key, part[i].value);
    casus_json_key(&j, "evidence");
    casus_json_open(&j, '[');
    for (uint32_t i = 0; i < c->n_quote; i++) {
        casus_json_open(&j, '{');
        casus_json_member(&j, "words", c->quote[i]);
        casus_json_key(&j, "span");
        casus_json_open(&j, '[');
        casus_json_int(&j, c->span[i].off);
        casus_json_int(&j, casus_span_end(c->span[i]));
        casus_json_close(&j, ']');
        casus_json_close(&j, '}');
    }
    casus_json_close(&j, ']');
    casus_json_key(&j, "confidence");
    casus_json_real(&j, c->confidence, 3);
    casus_json_close(&j, '}');
}

static void json_count(casus_json *j, const char *key, int32_t v)
{
    casus_json_key(j, key);
    if (v < 0) casus_json_null(j);
    else casus_json_int(j, v);
}

static void json_figure(void *ctx, const casus_figure_row *r)
{
    static const char *const name[] = {"low", "best", "high"};
    const int32_t value[] = {r->figure.low, r->figure.best, r->figure.high};
    casus_json j = json_element(ctx, '{');
    casus_json_member(&j, "tally", casus_str_of(casus_tally_name(r->tally)));
    casus_json_member(&j, "class", casus_str_of(r->class));
    for (int i = 0; i < 3; i++) {
        casus_json_key(&j, name[i]);
        casus_json_open(&j, '{');
        json_count(&j, "count", value[i]);
        casus_json_member(&j, "rule", casus_str_of(casus_rule_text(r->figure.rule[i])));
        json_count(&j, "voice", r->figure.by[i] < r->n_voice ? (int32_t)r->figure.by[i] : -1);
        casus_json_close(&j, '}');
    }
    casus_json_key(&j, "voices");
    casus_json_open(&j, '[');
    for (uint32_t i = 0; i < r->n_voice; i++) {
        const casus_figure_voice *v = &r->voice[i];
        casus_json_open(&j, '{');
        casus_json_member(&j, "report", v->report_id);
        casus_json_member(&j, "publisher", v->publisher);
        casus_json_member(&j, "published", v->published);
        json_count(&j, "low", v->tally.low);
        json_count(&j, "high", v->tally.high);
        casus_json_member(&j, "q", casus_str_of(casus_quality_name(v->tally.q)));
        casus_json_member(&j, "category", casus_str_of(casus_victims_name(v->tally.category)));
        casus_json_member(&j, "use", casus_str_of(casus_use_text(v->use)));
        casus_json_close(&j, '}');
    }
    casus_json_close(&j, ']');
    casus_json_close(&j, '}');
}

static void json_decision(void *ctx, const casus_decision_row *r)
{
    const struct {
        const char *key;
        casus_str value;
    } part[] = {{"time", r->at}, {"who", r->who}, {"action", r->action}, {"set", r->set}, {"why", r->why}};
    casus_json j = json_element(ctx, '{');
    casus_json_key(&j, "entry");
    casus_json_int(&j, r->entry);
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) casus_json_member(&j, part[i].key, part[i].value);
    casus_json_close(&j, '}');
}

static void json_link(casus_json *j, const casus_link *k)
{
    casus_json_key(j, "points");
    casus_json_open(j, '{');
    for (int i = 0; i < CASUS_N_LINK; i++) {
        casus_json_key(j, casus_link_part_name(i));
        casus_json_int(j, k->points[i]);
    }
    casus_json_close(j, '}');
    casus_json_key(j, "sum");
    casus_json_int(j, k->sum);
    casus_json_key(j, "enough");
    casus_json_int(j, CASUS_LINK_ENOUGH);
    casus_json_key(j, "km");
    if (k->km < 0) casus_json_null(j);
    else casus_json_real(j, k->km, 1);
    casus_json_key(j, "days");
    casus_json_int(j, k->days);
    casus_json_key(j, "alike");
    casus_json_real(j, k->alike, 2);
}

/* Of each report: which other holds it here most, and why. n counts as review split does. */
static void json_why(void *ctx, const casus_why *w)
{
    showing *s = ctx;
    casus_json j = json_element(ctx, '{');
    casus_json_key(&j, "n");
    casus_json_int(&j, s->n_element);
    casus_json_member(&j, "report", w->it.report_id);
    casus_json_key(&j, "number");
    casus_json_int(&j, w->it.number);
    casus_json_key(&j, "joined_by_person");
    casus_json_bool(&j, w->pinned);
    casus_json_key(&j, "copy");
    casus_json_bool(&j, w->copy);
    casus_json_key(&j, "most_like");
    if (w->linked) {
        casus_json_open(&j, '{');
        casus_json_member(&j, "report", w->to.report_id);
        casus_json_key(&j, "number");
        casus_json_int(&j, w->to.number);
        json_link(&j, &w->link);
        casus_json_close(&j, '}');
    } else {
        casus_json_null(&j);
    }
    casus_json_close(&j, '}');
}

static void json_list(showing *s, const char *before)
{
    casus_buf_z(&s->out.held, before);
    s->n_element = 0;
}

static casus_status show_json(casus_ledger *l, int64_t id, showing *s, casus_err *err)
{
    casus_status st = casus_ledger_show(l, id, json_row, NULL, s, err);
    json_list(s, ",\n\"claims\":[");
    if (st == CASUS_OK) st = casus_ledger_show(l, id, NULL, json_claim, s, err);
    json_list(s, "],\n\"figures\":[");
    if (st == CASUS_OK) st = casus_ledger_figures(l, id, json_figure, s, err);
    json_list(s, "],\n\"links\":[");
    if (st == CASUS_OK) st = casus_ledger_why(l, id, json_why, s, err);
    json_list(s, "],\n\"decisions\":[");
    if (st == CASUS_OK) st = casus_ledger_decisions(l, id, json_decision, s, err);
    casus_buf_z(&s->out.held, "]}\n");
    return st;
}

static casus_status show_text(casus_ledger *l, int64_t id, bool why, showing *s, casus_err *err)
{
    casus_status st = casus_ledger_show(l, id, put_row, why ? NULL : put_claim, s, err);
    if (st == CASUS_OK) st = casus_ledger_decisions(l, id, put_decision, s, err);
    if (why && st == CASUS_OK) st = casus_ledger_figures(l, id, put_figure, s, err);
    return why && st == CASUS_OK ? casus_ledger_why(l, id, put_why, s, err) : st;
}

/* Incidents that were found to be one have one number left: the others lead there. */
static int64_t present_id(casus_ledger *l, int64_t id, casus_buf *b)
{
    int64_t now;
    if (casus_ledger_became(l, id, &now, NULL) != CASUS_OK || now == id) return id;
    casus_buf_printf(b, "Incident %lld is now part of incident %lld.\n\n", (long long)id, (long long)now);
    return now;
}

int cli_show(cli_opts *o)
{
    char *end;
    long long id = strtoll(o->arg[0], &end, 10);
    if (*end || id <= 0) {
        cli_say(NULL, 0, "show: the id is a number", "find it in the first column of: casus list");
        return casus_status_exit(CASUS_E_USAGE);
    }
    casus_ledger *l = NULL;
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    showing s = {.out = cli_stdout()};
    casus_err err = {0};
    int64_t now = id;
    if (!o->json) now = present_id(l, id, &s.out.held);
    else casus_ledger_became(l, id, &now, NULL);
    err.code = o->json ? show_json(l, now ? now : id, &s, &err) : show_text(l, now, o->why, &s, &err);
    casus_ledger_close(l);
    if (err.code != CASUS_OK) {
        casus_buf_free(&s.out.held);
        return cli_say_err(cli_ledger_path(o), &err);
    }
    return cli_out_end(&s.out);
}
