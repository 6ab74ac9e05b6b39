/* export: readings and ledger rows -> the layouts that others load. */
#ifndef CASUS_EXPORT_H
#define CASUS_EXPORT_H

#include <casus/casus.h>
#include <casus/ledger.h>

/* Write the envelope of one reading (one JSON object, no newline) as `casus code` prints it. Evidence offsets are code points
 * of report.body. A reading with an error gives an envelope with "errors" and no incidents. */
CASUS_API casus_status casus_envelope_write(const casus_engine *e, const casus_reading *r, casus_buf *out);

/* The cleaned report alone, as `casus page` prints it. */
CASUS_API casus_status casus_page_write(const casus_reading *r, casus_buf *out);

/* One incident of a ledger as one JSON object: what JSON lines and `casus list --json` print. */
CASUS_API void casus_row_write(const casus_row *r, casus_json *j);

/* ---------------------------------------------------------------- exports */

#define CASUS_OUT_MAP(X)                                                                                                   \
    X(CSV, "csv") X(JSONL, "jsonl") X(GEOJSON, "geojson") X(GEOJSONL, "geojsonl") X(GPKG, "gpkg") X(ACLED, "acled")        \
    X(UCDP, "ucdp") X(POLECAT, "polecat") X(PLOVER, "plover") X(GDELT, "gdelt") X(MENTIONS, "gdelt-mentions") X(HXL, "hxl")
typedef enum {
#define CASUS_OUT_ENUM(id, name) CASUS_OUT_##id,
    CASUS_OUT_MAP(CASUS_OUT_ENUM)
#undef CASUS_OUT_ENUM
    CASUS_N_OUT
} casus_export_format;
CASUS_API const char *casus_export_name(casus_export_format f);  /* "acled" */
CASUS_API const char *casus_export_title(casus_export_format f); /* "ACLED layout of March 2023 (CSV)" */

/* What only the owner of a layout can give: lines "COLUMN<TAB>OUR VALUE<TAB>THEIRS"; "#" begins a comment. Columns: country_id
 * and cow (by ISO alpha-2), side_new_id (actor), dyad_new_id and conflict_new_id ("A - B"), id and event_id_cnty (our event key),
 * gns (GeoNames id), adm1_pcode ("SY/Homs"). CASUS_E_INPUT with the line, CASUS_E_NOMEM. */
typedef struct casus_crosswalk casus_crosswalk;
CASUS_API casus_status casus_crosswalk_new(casus_str text, casus_crosswalk **w, casus_err *err); /* the text is copied */
CASUS_API void casus_crosswalk_free(casus_crosswalk *w);                                         /* NULL is fine */

typedef struct {
    casus_export_format format;
    bool numbers;   /* ACLED: types of actors as numbers, not labels */
    bool centroids; /* points that only stand for a country, too */
    const casus_crosswalk *crosswalk; /* NULL: none */
    const char *path; /* GeoPackage: the file to make; an existing one is replaced when the new one is complete */
} casus_export_opts;

/* What was exported. */
typedef struct {
    uint64_t n_row;        /* incidents */
    uint64_t n_no_deaths;  /* left out: nobody is said to have been killed, and the layout is of deaths */
    uint64_t n_no_type;    /* left out: the layout has no such type of event */
    uint64_t n_not_happened; /* left out: denied, planned or hypothetical, and the layout has no place for that */
    uint64_t n_byte;
    char sha256[65];       /* of all bytes */
    casus_revision revision; /* of the ledger, which was held still */
} casus_exported;

/* Export the incidents of a ledger that match the query, oldest first, calling write for each piece of output (never for a
 * GeoPackage). write returns false to stop (then CASUS_E_IO). done may be NULL. Same ledger, query and options: same bytes. */
CASUS_API casus_status casus_export(casus_ledger *l, const casus_query *q, const casus_export_opts *o,
                                    bool (*write)(void *ctx, casus_str piece), void *ctx, casus_exported *done, casus_err *err);

/* What goes with an export: versions, state of the ledger, filter, counts, hash, attribution, as one JSON object. file: name of
 * the data file, may be NULL. */
CASUS_API casus_status casus_sidecar_write(casus_ledger *l, const casus_query *q, const casus_export_opts *o,
                                           const casus_exported *done, const char *file, casus_buf *out, casus_err *err);

#endif
