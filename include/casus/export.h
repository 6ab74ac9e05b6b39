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
    bool coded;     /* coded events in place of incidents; for POLECAT, PLOVER and GDELT */
    const casus_crosswalk *crosswalk; /* NULL: none */
    const char *path; /* GeoPackage: the file to make; an existing one is replaced when the new one is complete */
} casus_export_opts;

/* What was exported. */
typedef struct {
    uint64_t n_row;        /* incidents, or coded events */
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

/* ---------------------------------------------------------------- references */

typedef enum { CASUS_REFERENCE_AUTO, CASUS_REFERENCE_ACLED, CASUS_REFERENCE_UCDP } casus_reference_layout;

typedef struct {
    const char *name; /* of the import, e.g. the file's */
    casus_reference_layout layout;
    int64_t now;      /* seconds since 1970-01-01 UTC, for the journal */
    void (*bad)(void *ctx, uint64_t line, const char *why); /* a line that cannot be read; may be NULL */
    void *ctx;
} casus_import_opts;

typedef struct {
    const char *layout; /* "acled", "ucdp", "" */
    bool known;         /* this very file was imported before: nothing was changed */
    uint64_t n_row, n_unread;
    uint64_t n_replaced; /* of the rows: took the place of an older one with the same id */
    uint64_t n_recoded;  /* lines that were no UTF-8 and were read as Windows-1252 */
} casus_imported;

/* Read a CSV file in ACLED or UCDP GED layout into the ledger as references, all of it or nothing. read gives up to n bytes: their
 * number, 0 at the end, negative when reading failed. A line that cannot be read is told, kept with its reason in the table
 * reference_unread, and the rest goes on. CASUS_E_INPUT with a line: no such file. done may be NULL. */
CASUS_API casus_status casus_import(casus_ledger *l, const casus_import_opts *o, int64_t (*read)(void *ctx, char *p, size_t n),
                                    void *ctx, casus_imported *done, casus_err *err);

typedef enum { CASUS_MATCHED, CASUS_ONLY_THERE, CASUS_ONLY_HERE } casus_comparison_kind;

typedef struct {
    casus_comparison_kind kind;
    const casus_row *ours;             /* NULL: only there */
    const casus_reference_row *theirs; /* NULL: only here; its record is not held */
    double score;                      /* of a match, 0.55 .. 1 */
    int32_t days;                      /* our first day less theirs */
    double km;                         /* between the points; negative: one has none */
    bool both_deaths;
    int32_t deaths;                    /* our best count less theirs */
    bool kind_differs;
} casus_comparison;

typedef struct {
    const char *layout; /* NULL: references of all layouts */
    uint32_t days;      /* most days between two that can be the same */
    double km;          /* most distance between two exact places that can be the same */
} casus_compare_opts;

typedef struct {
    uint64_t n_matched, n_only_there, n_only_here;
    uint64_t n_not_covered; /* incidents in countries or on days of which there are no references: not told */
    uint64_t n_other_here;  /* incidents that the layouts do not record, or that are not said to have happened: not told */
    uint64_t n_vague_here, n_vague_there; /* without a date, or within more than a month: not compared */
    char from[16], to[16];  /* days that the references cover */
} casus_compared;

/* Compare the incidents of the query with the references of the query (see casus_ledger_references): matched ones first, then those
 * only there, then those only here, each by day. CASUS_E_NOTFOUND: there are no references. The pointers are borrowed until the
 * callback returns; false stops. sum may be NULL. */
CASUS_API casus_status casus_compare(casus_ledger *l, const casus_query *q, const casus_compare_opts *o,
                                     bool (*row)(void *ctx, const casus_comparison *c), void *ctx, casus_compared *sum, casus_err *err);
/* One comparison as a JSON object. */
CASUS_API void casus_comparison_write(const casus_comparison *c, casus_json *j);

#endif
