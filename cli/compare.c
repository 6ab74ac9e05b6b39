/* casus compare: our incidents beside the references, as a table for people or as JSON for programs: what a monitor needs to find the
 * gaps on either side. */
#include "cli.h"

#include <stdio.h>
#include <string.h>

static const cli_column column[] = {
    {"WHERE", false, 0}, {"ID", true, 0}, {"THEIR ID", false, 6}, {"DATE", false, 0}, {"THEIR DATE", false, 0}, {"TYPE", false, 6},
    {"THEIR TYPE", false, 6}, {"PLACE", false, 6}, {"THEIR PLACE", false, 6}, {"KM", true, 0}, {"KILLED", true, 0}, {"THEIRS", true, 0},
};

typedef struct {
    const cli_opts *o;
    cli_table table;
    cli_out out;
    uint64_t n;
} comparing;

static void put(cli_table *t, casus_buf *b)
{
    cli_table_cell(t, (casus_str){b->p, b->n});
    casus_buf_clear(b);
}

static void put_place(casus_buf *b, casus_str place, casus_str country)
{
    casus_buf_str(b, place);
    if (place.n && country.n) casus_buf_z(b, ", ");
    casus_buf_str(b, country);
}

static void put_their_toll(casus_buf *b, const casus_reference *e)
{
    if (e->killed_best >= 0) casus_buf_printf(b, "%d", e->killed_best);
    if (e->killed_low >= 0 && e->killed_high >= 0 && e->killed_low != e->killed_high)
        casus_buf_printf(b, " (%d-%d)", e->killed_low, e->killed_high);
}

static const casus_str none = {NULL, 0};

static bool put_row(comparing *x, const casus_comparison *c)
{
    static const char *const where[] = {"both", "only there", "only here"};
    const casus_row *r = c->ours;
    const casus_reference *e = c->theirs ? &c->theirs->ref : NULL;
    cli_table *t = &x->table;
    casus_buf b = {0};
    cli_table_cell(t, casus_str_of(where[c->kind]));
    if (r) casus_buf_printf(&b, "%lld", (long long)r->id);
    put(t, &b);
    cli_table_cell(t, e ? e->key : none);
    cli_table_cell(t, r ? (r->edtf.n ? r->edtf : r->from) : none);
    if (e) casus_buf_str(&b, e->from);
    if (e && !casus_str_eq(e->from, e->to)) casus_buf_printf(&b, "/%.*s", (int)e->to.n, e->to.n ? e->to.p : "");
    put(t, &b);
    cli_table_cell(t, r ? r->type : none);
    cli_table_cell(t, e ? (e->subtype.n ? e->subtype : e->type) : none);
    if (r) put_place(&b, r->place, r->country);
    put(t, &b);
    if (e) put_place(&b, e->place, e->country);
    put(t, &b);
    if (c->km >= 0) casus_buf_printf(&b, "%d", (int)(c->km + 0.5));
    put(t, &b);
    if (r) cli_tally_text(&b, r, CASUS_KILLED);
    put(t, &b);
    if (e) put_their_toll(&b, e);
    put(t, &b);
    casus_buf_free(&b);
    return !t->cell.failed;
}

static bool on_row(void *ctx, const casus_comparison *c)
{
    comparing *x = ctx;
    if (x->o->only && x->o->only - 1 != (int)c->kind) return true;
    x->n++;
    if (!x->o->json) return put_row(x, c);
    casus_json j = {.out = &x->out.held};
    casus_buf_z(&x->out.held, x->n > 1 ? ",\n" : "\n");
    casus_comparison_write(c, &j);
    return x->out.held.n < 1u << 16 || cli_flush(&x->out);
}

static void json_end(comparing *x, const casus_compared *s)
{
    casus_json j = {.out = &x->out.held};
    const struct {
        const char *key;
        uint64_t n;
    } count[] = {{"matched", s->n_matched}, {"only_there", s->n_only_there}, {"only_here", s->n_only_here},
                 {"not_covered_by_references", s->n_not_covered}, {"not_recorded_by_the_layout", s->n_other_here},
                 {"without_a_date_here", s->n_vague_here}, {"without_a_date_there", s->n_vague_there}};
    casus_buf_z(&x->out.held, "\n],\"summary\":");
    casus_json_open(&j, '{');
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        casus_json_key(&j, count[i].key);
        casus_json_int(&j, (int64_t)count[i].n);
    }
    casus_json_member(&j, "from", casus_str_of(s->from));
    casus_json_member(&j, "to", casus_str_of(s->to));
    casus_json_close(&j, '}');
    casus_buf_z(&x->out.held, "}\n");
}

static void say_summary(const casus_compared *s)
{
    typedef unsigned long long ull;
    char what[320];
    snprintf(what, sizeof what, "%s to %s: %llu in both, %llu only there, %llu only here", s->from, s->to, (ull)s->n_matched,
             (ull)s->n_only_there, (ull)s->n_only_here);
    cli_say(NULL, 0, what, NULL);
    snprintf(what, sizeof what,
             "not compared: %llu in countries or on days without references, %llu of types the layout does not record or that did not "
             "happen, %llu here and %llu there without a date",
             (ull)s->n_not_covered, (ull)s->n_other_here, (ull)s->n_vague_here, (ull)s->n_vague_there);
    if (s->n_not_covered || s->n_other_here || s->n_vague_here || s->n_vague_there) cli_say(NULL, 0, what, NULL);
}

static int compare(comparing *x, casus_ledger *l)
{
    static const char *const layout[] = {NULL, "acled", "ucdp"};
    casus_compare_opts opts = {.layout = layout[x->o->reference], .days = x->o->days, .km = x->o->within};
    casus_query q;
    casus_compared sum;
    casus_err err = {0};
    int status = cli_query(x->o, l, &q);
    if (status) return status;
    if (x->o->json) casus_buf_z(&x->out.held, "{\"comparisons\":[");
    else cli_table_init(&x->table, column, sizeof column / sizeof *column, x->o->layout);
    err.code = casus_compare(l, &q, &opts, on_row, x, &sum, &err);
    if (err.code == CASUS_E_NOTFOUND) {
        cli_say(cli_ledger_path(x->o), 0, err.what, "read some in with: casus import FILE, or use fewer filters");
        return casus_status_exit(err.code);
    }
    if (err.code != CASUS_OK) return cli_say_err(cli_ledger_path(x->o), &err);
    if (x->o->json) json_end(x, &sum);
    else cli_table_end(&x->table, &x->out);
    if (!x->o->json) say_summary(&sum);
    return cli_out_end(&x->out);
}

int cli_compare(cli_opts *o)
{
    casus_ledger *l = NULL;
    comparing x = {.o = o, .out = cli_stdout()};
    int status = cli_ledger(o, false, &l);
    if (status) return status;
    status = compare(&x, l);
    casus_ledger_close(l);
    casus_buf_free(&x.table.cell);
    casus_buf_free(&x.out.held);
    return status;
}
