/* What goes with an export, so that it can be told years later what it holds and made again. No clock: the state of the ledger is
 * the date. */
#include "layout.h"

static const char attribution[] = "Places: GeoNames (https://www.geonames.org), CC BY 4.0";

static void count(casus_json *j, const char *key, uint64_t v)
{
    casus_json_key(j, key);
    casus_json_int(j, (int64_t)v);
}

static void versions_row(void *ctx, const casus_str version[4], int64_t n_report)
{
    static const char *const key[] = {"program", "model", "lexicon", "gazetteer"};
    casus_json *j = ctx;
    casus_json_open(j, '{');
    for (int i = 0; i < 4; i++) casus_json_member(j, key[i], version[i]);
    count(j, "reports", (uint64_t)n_report);
    casus_json_close(j, '}');
}

static void left_out(casus_json *j, const casus_exported *d)
{
    const struct {
        const char *key;
        uint64_t n;
    } part[] = {{"nobody_said_to_be_killed", d->n_no_deaths}, {"no_such_type_in_the_layout", d->n_no_type},
                {"not_said_to_have_happened", d->n_not_happened}};
    casus_json_key(j, "left_out");
    casus_json_open(j, '{');
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) count(j, part[i].key, part[i].n);
    casus_json_close(j, '}');
}

static void ledger_state(casus_json *j, const casus_revision *v)
{
    casus_json_key(j, "ledger");
    casus_json_open(j, '{');
    count(j, "revision", (uint64_t)v->entry);
    casus_json_member(j, "journal_head", casus_str_of(v->head));
    casus_json_close(j, '}');
}

casus_status casus_sidecar_write(casus_ledger *l, const casus_query *q, const casus_export_opts *o, const casus_exported *done,
                                 const char *file, casus_buf *out, casus_err *err)
{
    casus_json j = {.out = out};
    casus_json_open(&j, '{');
    if (file) casus_json_member(&j, "file", casus_str_of(file));
    casus_json_member(&j, "format", casus_str_of(casus_export_name(o->format)));
    casus_json_member(&j, "layout", casus_str_of(casus_export_title(o->format)));
    casus_json_member(&j, "program", CASUS_STR("casus " CASUS_VERSION));
    ledger_state(&j, &done->revision);
    casus_json_key(&j, "read_with");
    casus_json_open(&j, '[');
    casus_status s = casus_ledger_versions(l, versions_row, &j, err);
    casus_json_close(&j, ']');
    casus_json_key(&j, "filter");
    casus_query_write(q, &j);
    casus_json_key(&j, "options");
    casus_json_open(&j, '{');
    export_json_cell(&j, "actor_types", export_z(o->numbers ? "numbers" : "labels"));
    export_json_cell(&j, "events", export_truth(o->coded));
    export_json_cell(&j, "centroids", export_truth(o->centroids));
    export_json_cell(&j, "crosswalk", export_truth(o->crosswalk != NULL));
    casus_json_close(&j, '}');
    count(&j, "rows", done->n_row);
    left_out(&j, done);
    count(&j, "bytes", done->n_byte);
    casus_json_member(&j, "sha256", casus_str_of(done->sha256));
    casus_json_member(&j, "attribution", CASUS_STR(attribution));
    casus_json_close(&j, '}');
    casus_buf_char(out, '\n');
    return s == CASUS_OK && out->failed ? casus_fail(err, CASUS_E_NOMEM, "out of memory", 0) : s;
}
