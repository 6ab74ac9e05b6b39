/* Private to export: an incident on its way into a layout, cells, and what a layout is made of. */
#ifndef CASUS_EXPORT_LAYOUT_H
#define CASUS_EXPORT_LAYOUT_H

#include <casus/export.h>

#include "codes.h"

typedef struct {
    enum { CELL_EMPTY, CELL_TEXT, CELL_WHOLE, CELL_REAL, CELL_TRUTH } kind;
    casus_str text;
    int64_t whole; /* of a truth: 1 or 0 */
    double real;
    int digits;
} export_cell;

/* One incident and all that stands behind it; the arena lives as long as the row. */
typedef struct {
    const casus_row *row;
    casus_detail d; /* empty for layouts that do not ask for it */
    export_country country;
    const casus_export_opts *opts;
    casus_arena *a;
    bool failed; /* out of memory */
} export_incident;

/* Those who act and those who suffer, or the two sides of what is mutual. */
enum { EXPORT_SIDE = 12 };
typedef struct {
    const casus_party *party[2][EXPORT_SIDE];
    int n[2];
} export_sides;
void export_sides_of(const export_incident *x, export_sides *s);

/* ---- cells */
export_cell export_text(casus_str s); /* an empty text is an empty cell */
export_cell export_z(const char *z);
export_cell export_whole(int64_t v);
export_cell export_count(int64_t v); /* negative: empty */
export_cell export_real(double v, int digits);
export_cell export_truth(bool v);
export_cell export_printed(export_incident *x, const char *fmt, ...) CASUS_PRINTF(2, 3);
/* Names with "; " between, each once. */
export_cell export_names(export_incident *x, const casus_str *name, size_t n);
export_cell export_party_names(export_incident *x, const export_sides *s, int side, int from);
export_cell export_kept(export_incident *x, casus_buf *b); /* a buffer's text, moved to the arena */
/* What the user's crosswalk says of a key in a column; empty if nothing. */
export_cell export_crosswalk(const export_incident *x, const char *column, casus_str key);

/* ---- what most layouts ask */
bool export_has_point(const casus_row *r);      /* that does not only stand for a country */
bool export_geo_point(const export_incident *x); /* the same, or any point when centroids are asked for */
casus_str export_first_words(const export_incident *x); /* the first words that tell of the event */
export_cell export_words_of(export_incident *x, const char *field);
export_cell export_publishers(export_incident *x);
export_cell export_id(export_incident *x); /* "CASUS12" */
int32_t export_deaths(const casus_row *r); /* best, else low; -1: not told */

/* ---- rows */
void export_csv_head(casus_buf *out, const char *const *name, int n);
void export_csv_row(casus_buf *out, const export_cell *c, int n);
void export_tsv_head(casus_buf *out, const char *const *name, int n);
void export_tsv_row(casus_buf *out, const export_cell *c, int n);
void export_json_cell(casus_json *j, const char *key, export_cell c);

typedef enum { EXPORT_FITS, EXPORT_NO_DEATHS, EXPORT_NO_TYPE, EXPORT_NOT_HAPPENED } export_fit;

typedef struct {
    const char *name, *title;
    bool detail;     /* needs what stands behind an incident */
    bool coded;      /* carries coded events as well */
    bool happened;   /* only what is said to have happened: the layout has no place for a status */
    export_fit (*fit)(export_incident *x);                  /* NULL: everything fits */
    void (*head)(casus_buf *out);
    void (*row)(casus_buf *out, export_incident *x, uint64_t number); /* number: rows before this one; may write several lines */
    void (*tail)(casus_buf *out);
} export_layout;

/* flat.c: the columns of CSV, GeoJSON properties and GeoPackage */
enum { EXPORT_N_FLAT = 49 };
extern const char *const export_flat_column[EXPORT_N_FLAT];
void export_flat_cells(const casus_row *r, export_cell c[EXPORT_N_FLAT]);

extern const export_layout export_csv, export_jsonl, export_geojson, export_geojsonl, export_acled, export_ucdp, export_polecat,
    export_plover, export_gdelt, export_mentions, export_hxl;

#endif
