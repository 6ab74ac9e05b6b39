/* Exports: incidents of a ledger through one layout, piece by piece, with counts of what was left out and a hash of what was
 * written. The ledger is held still meanwhile. One piece of output a row; nothing is held but the row.
 *
 * Layouts without a place for a status carry only what is said to have happened, unless the query asks for a status by name.
 */
#include "layout.h"

#include <ledger/geopackage.h>

#include <string.h>

static const export_layout export_gpkg = {.name = "gpkg", .title = "GeoPackage 1.3"};

static const export_layout *const layout[CASUS_N_OUT] = {
    [CASUS_OUT_CSV] = &export_csv, [CASUS_OUT_JSONL] = &export_jsonl, [CASUS_OUT_GEOJSON] = &export_geojson,
    [CASUS_OUT_GEOJSONL] = &export_geojsonl, [CASUS_OUT_GPKG] = &export_gpkg, [CASUS_OUT_ACLED] = &export_acled,
    [CASUS_OUT_UCDP] = &export_ucdp, [CASUS_OUT_POLECAT] = &export_polecat, [CASUS_OUT_PLOVER] = &export_plover,
    [CASUS_OUT_GDELT] = &export_gdelt, [CASUS_OUT_MENTIONS] = &export_mentions, [CASUS_OUT_HXL] = &export_hxl,
};

static bool known(casus_export_format f) { return (unsigned)f < CASUS_N_OUT; }
const char *casus_export_name(casus_export_format f) { return known(f) ? layout[f]->name : NULL; }
const char *casus_export_title(casus_export_format f) { return known(f) ? layout[f]->title : NULL; }

typedef struct {
    casus_ledger *l;
    const casus_query *q;
    const casus_export_opts *o;
    const export_layout *layout;
    bool (*write)(void *ctx, casus_str piece);
    void *ctx;
    ledger_geopackage *gpkg;
    casus_arena *a;
    casus_buf buf;
    casus_sha256_sum sum;
    casus_exported *done;
    casus_status status;
    casus_err *err;
} exporting;

static bool hand_out(exporting *x)
{
    casus_str piece = {x->buf.p, x->buf.n};
    if (x->buf.failed) x->status = casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    else if (piece.n && !x->write(x->ctx, piece)) x->status = casus_fail(x->err, CASUS_E_IO, "writing the export failed", 0);
    if (x->status == CASUS_OK && piece.n) {
        casus_sha256_add(&x->sum, piece.p, piece.n);
        x->done->n_byte += piece.n;
    }
    casus_buf_clear(&x->buf);
    return x->status == CASUS_OK;
}

static bool happened(const casus_row *r)
{
    static const casus_claim_status never[] = {CASUS_DENIED, CASUS_PLANNED, CASUS_HYPOTHETICAL};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (casus_str_is(r->status, casus_claim_status_name(never[i]))) return false;
    return true;
}

static export_fit fit_of(exporting *x, export_incident *in)
{
    if (x->layout->happened && !x->q->status && !happened(in->row)) return EXPORT_NOT_HAPPENED;
    return x->layout->fit ? x->layout->fit(in) : EXPORT_FITS;
}

static casus_status gpkg_row(exporting *x, export_incident *in)
{
    export_cell c[EXPORT_N_FLAT];
    ledger_value v[EXPORT_N_FLAT];
    export_flat_cells(in->row, c);
    for (int i = 0; i < EXPORT_N_FLAT; i++)
        v[i] = (ledger_value){.kind = c[i].kind == CELL_TEXT ? LEDGER_V_TEXT : c[i].kind == CELL_REAL ? LEDGER_V_REAL
                                      : c[i].kind == CELL_EMPTY ? LEDGER_V_NULL : LEDGER_V_INT,
                              .text = c[i].text, .whole = c[i].whole, .real = c[i].real};
    return ledger_geopackage_row(x->gpkg, v, export_geo_point(in), in->row->lon, in->row->lat, x->err);
}

static bool put_row(exporting *x, export_incident *in)
{
    if (x->gpkg) {
        x->status = gpkg_row(x, in);
    } else {
        x->layout->row(&x->buf, in, x->done->n_row);
        if (in->failed) x->status = casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
        else hand_out(x);
    }
    if (x->status == CASUS_OK) x->done->n_row++;
    return x->status == CASUS_OK;
}

static bool take_fit(exporting *x, export_incident *in)
{
    uint64_t *const left_out[] = {[EXPORT_NO_DEATHS] = &x->done->n_no_deaths, [EXPORT_NO_TYPE] = &x->done->n_no_type,
                                  [EXPORT_NOT_HAPPENED] = &x->done->n_not_happened};
    export_fit fit = fit_of(x, in);
    if (fit == EXPORT_FITS) return put_row(x, in);
    ++*left_out[fit];
    return true;
}

static bool take_row(void *ctx, const casus_row *r)
{
    exporting *x = ctx;
    export_incident in = {.row = r, .opts = x->o, .a = x->a};
    casus_arena_reset(x->a);
    export_country_find(r->country, &in.country);
    if (x->layout->detail) x->status = casus_ledger_detail(x->l, r->id, x->a, &in.d, x->err);
    if (x->status != CASUS_OK) return false;
    return take_fit(x, &in);
}

static bool take_coded(void *ctx, const casus_row *r, const casus_detail *d)
{
    exporting *x = ctx;
    export_incident in = {.row = r, .d = *d, .opts = x->o, .a = x->a};
    casus_arena_reset(x->a);
    export_country_find(r->country, &in.country);
    return take_fit(x, &in);
}

static void put_edge(exporting *x, void (*edge)(casus_buf *out))
{
    if (!edge || x->status != CASUS_OK) return;
    edge(&x->buf);
    hand_out(x);
}

static void run(exporting *x)
{
    x->status = casus_ledger_revision(x->l, &x->done->revision, x->err);
    if (x->status == CASUS_OK && x->o->format == CASUS_OUT_GPKG)
        x->status = ledger_geopackage_open(x->o->path, "incidents", export_flat_column, EXPORT_N_FLAT, x->done->revision.at, &x->gpkg, x->err);
    put_edge(x, x->layout->head);
    if (x->status == CASUS_OK) {
        casus_status s = x->o->coded ? casus_ledger_coded(x->l, x->q, take_coded, x, x->err) : casus_ledger_list(x->l, x->q, take_row, x, x->err);
        if (x->status == CASUS_OK) x->status = s;
    }
    put_edge(x, x->layout->tail);
    if (!x->gpkg) {
        casus_sha256_end(&x->sum, x->done->sha256);
        return;
    }
    casus_status s = ledger_geopackage_close(x->gpkg, x->status == CASUS_OK, &x->done->n_byte, x->done->sha256, x->err);
    if (x->status == CASUS_OK) x->status = s;
}

casus_status casus_export(casus_ledger *l, const casus_query *q, const casus_export_opts *o,
                          bool (*write)(void *ctx, casus_str piece), void *ctx, casus_exported *done, casus_err *err)
{
    casus_exported own;
    casus_err e = {0};
    exporting x = {.l = l, .q = q, .o = o, .write = write, .ctx = ctx, .done = done ? done : &own, .err = &e};
    *x.done = (casus_exported){.n_row = 0};
    if (!known(o->format)) return casus_fail(err, CASUS_E_USAGE, "no such export format", 0);
    if (o->format == CASUS_OUT_GPKG && !o->path) return casus_fail(err, CASUS_E_USAGE, "a GeoPackage needs a file to be written to", 0);
    if (o->coded && !layout[o->format]->coded)
        return casus_fail(err, CASUS_E_USAGE, "this layout carries incidents; coded events go into polecat, plover, gdelt and gdelt-mentions", 0);
    x.layout = layout[o->format];
    x.a = casus_arena_new(0);
    casus_sha256_begin(&x.sum);
    x.status = x.a ? casus_ledger_hold(l, &e) : casus_fail(&e, CASUS_E_NOMEM, "out of memory", 0);
    if (x.status == CASUS_OK) {
        run(&x);
        casus_ledger_let_go(l);
    }
    casus_buf_free(&x.buf);
    casus_arena_free(x.a);
    if (x.status != CASUS_OK && err) *err = e;
    return x.status;
}
