/* GeoPackage 1.3 (OGC 12-128r17): the tables that make an SQLite file one, and a table of points in WGS84.
 *
 * The file is made beside its name and renamed when complete. There is no spatial index: readers make one when they want it, and a
 * table of points is drawn without. Same rows, same bytes: nothing but last_change says when, and that is the ledger's time.
 */
#include "geopackage.h"

#include "store.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define APPLICATION_ID 0x47504B47 /* "GPKG" */
#define VERSION 10300

struct ledger_geopackage {
    sqlite3 *db;
    sqlite3_stmt *put;
    casus_buf path, part;
    const char *table;
    int n;
    bool any;
    double west, south, east, north;
    char at[32];
};

static const char *const tables[] = {
    "CREATE TABLE gpkg_spatial_ref_sys(srs_name TEXT NOT NULL,srs_id INTEGER NOT NULL PRIMARY KEY,organization TEXT NOT NULL,"
    "organization_coordsys_id INTEGER NOT NULL,definition TEXT NOT NULL,description TEXT)",
    "INSERT INTO gpkg_spatial_ref_sys VALUES('Undefined cartesian SRS',-1,'NONE',-1,'undefined',"
    "'undefined cartesian coordinate reference system'),('Undefined geographic SRS',0,'NONE',0,'undefined',"
    "'undefined geographic coordinate reference system'),('WGS 84 geodetic',4326,'EPSG',4326,"
    "'GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563,AUTHORITY[\"EPSG\",\"7030\"]],"
    "AUTHORITY[\"EPSG\",\"6326\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,"
    "AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4326\"]]','longitude/latitude in decimal degrees')",
    "CREATE TABLE gpkg_contents(table_name TEXT NOT NULL PRIMARY KEY,data_type TEXT NOT NULL,identifier TEXT UNIQUE,"
    "description TEXT DEFAULT '',last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),min_x DOUBLE,"
    "min_y DOUBLE,max_x DOUBLE,max_y DOUBLE,srs_id INTEGER,CONSTRAINT fk_gc_r_srs_id FOREIGN KEY(srs_id) "
    "REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_geometry_columns(table_name TEXT NOT NULL,column_name TEXT NOT NULL,geometry_type_name TEXT NOT NULL,"
    "srs_id INTEGER NOT NULL,z TINYINT NOT NULL,m TINYINT NOT NULL,CONSTRAINT pk_geom_cols PRIMARY KEY(table_name,column_name),"
    "CONSTRAINT uk_gc_table_name UNIQUE(table_name),CONSTRAINT fk_gc_tn FOREIGN KEY(table_name) REFERENCES "
    "gpkg_contents(table_name),CONSTRAINT fk_gc_srs FOREIGN KEY(srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
};

static casus_status failed(casus_err *err, int rc)
{
    static const struct {
        int rc;
        casus_status status;
        const char *what;
    } why[] = {{SQLITE_FULL, CASUS_E_IO, "the disk is full"}, {SQLITE_NOMEM, CASUS_E_NOMEM, "out of memory"},
               {SQLITE_IOERR, CASUS_E_IO, "writing the GeoPackage failed"}, {SQLITE_TOOBIG, CASUS_E_LIMIT, "a value is too large for a GeoPackage"}};
    if (rc == SQLITE_OK || rc == SQLITE_DONE) return CASUS_OK;
    for (size_t i = 0; i < sizeof why / sizeof *why; i++)
        if (why[i].rc == (rc & 0xff)) return casus_fail(err, why[i].status, why[i].what, 0);
    return casus_fail(err, CASUS_E_CANTCREAT, "the GeoPackage cannot be created there", 0);
}

static int exec(ledger_geopackage *g, const char *sql) { return sqlite3_exec(g->db, sql, NULL, NULL, NULL); }

/* Columns whose names say that they hold numbers or truths; GeoPackage wants a type for each. */
static const char *type_of(const char *name)
{
    static const char *const whole[] = {"_low", "_best", "_high"}, *const real[] = {"lat", "lon", "confidence"};
    static const char *const count[] = {"geonameid", "reports", "claims"};
    size_t n = strlen(name);
    for (size_t i = 0; i < 3; i++) {
        size_t k = strlen(whole[i]);
        if ((n > k && strcmp(name + n - k, whole[i]) == 0) || strcmp(name, count[i]) == 0) return "INTEGER";
        if (strcmp(name, real[i]) == 0) return "REAL";
    }
    return strcmp(name, "recall") == 0 ? "BOOLEAN" : "TEXT";
}

static int make_table(ledger_geopackage *g, const char *const *column)
{
    casus_buf b = {0};
    casus_buf_printf(&b, "CREATE TABLE %s(%s INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,geom POINT", g->table, column[0]);
    for (int i = 1; i < g->n; i++) casus_buf_printf(&b, ",%s %s", column[i], type_of(column[i]));
    casus_buf_z(&b, ")");
    int rc = b.failed ? SQLITE_NOMEM : exec(g, b.p);
    casus_buf_clear(&b);
    casus_buf_printf(&b, "INSERT INTO %s VALUES(?,?", g->table);
    for (int i = 1; i < g->n; i++) casus_buf_z(&b, ",?");
    casus_buf_z(&b, ")");
    if (rc == SQLITE_OK) rc = b.failed ? SQLITE_NOMEM : sqlite3_prepare_v2(g->db, b.p, -1, &g->put, NULL);
    casus_buf_free(&b);
    return rc;
}

static int begin(ledger_geopackage *g, const char *const *column)
{
    char pragma[128];
    snprintf(pragma, sizeof pragma, "PRAGMA application_id=%d; PRAGMA user_version=%d; PRAGMA synchronous=OFF; BEGIN", APPLICATION_ID,
             VERSION);
    int rc = exec(g, pragma);
    for (size_t i = 0; i < sizeof tables / sizeof *tables && rc == SQLITE_OK; i++) rc = exec(g, tables[i]);
    return rc == SQLITE_OK ? make_table(g, column) : rc;
}

casus_status ledger_geopackage_open(const char *path, const char *table, const char *const *column, int n, int64_t at,
                                    ledger_geopackage **out, casus_err *err)
{
    *out = NULL;
    ledger_geopackage *g = casus_alloc(sizeof *g);
    if (!g) return casus_fail(err, CASUS_E_NOMEM, "out of memory", 0);
    g->table = table;
    g->n = n;
    casus_buf_z(&g->path, path);
    casus_buf_printf(&g->part, "%s.part", path);
    ledger_iso_time(at, g->at);
    size_t len = strlen(g->at); /* milliseconds belong to the format */
    if (len && len + 5 < sizeof g->at) memcpy(g->at + len - 1, ".000Z", 6);
    int rc = SQLITE_NOMEM;
    if (!g->path.failed && !g->part.failed) {
        unlink(g->part.p);
        rc = sqlite3_open_v2(g->part.p, &g->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL);
    }
    if (rc == SQLITE_OK) rc = begin(g, column);
    if (rc == SQLITE_OK) {
        *out = g;
        return CASUS_OK;
    }
    casus_status s = failed(err, rc);
    ledger_geopackage_close(g, false, NULL, NULL, NULL);
    return s;
}

/* "GP", version 0, little-endian and without an envelope, WGS84, then the point as WKB. */
static void point_blob(double lon, double lat, unsigned char blob[29])
{
    static const unsigned char head[13] = {'G', 'P', 0, 1, 0xe6, 0x10, 0, 0, 1, 1, 0, 0, 0};
    const double v[2] = {lon, lat};
    memcpy(blob, head, sizeof head);
    for (int i = 0; i < 2; i++) {
        uint64_t bits;
        memcpy(&bits, &v[i], sizeof bits);
        for (int k = 0; k < 8; k++) blob[13 + 8 * i + k] = (unsigned char)(bits >> (8 * k));
    }
}

static void widen(ledger_geopackage *g, double lon, double lat)
{
    if (!g->any || lon < g->west) g->west = lon;
    if (!g->any || lon > g->east) g->east = lon;
    if (!g->any || lat < g->south) g->south = lat;
    if (!g->any || lat > g->north) g->north = lat;
    g->any = true;
}

static int bind_value(sqlite3_stmt *s, int at, const ledger_value *v)
{
    switch (v->kind) {
    case LEDGER_V_INT: return sqlite3_bind_int64(s, at, v->whole);
    case LEDGER_V_REAL: return sqlite3_bind_double(s, at, v->real);
    case LEDGER_V_TEXT: return sqlite3_bind_text64(s, at, v->text.p, v->text.n, SQLITE_STATIC, SQLITE_UTF8);
    case LEDGER_V_NULL: break;
    }
    return sqlite3_bind_null(s, at);
}

casus_status ledger_geopackage_row(ledger_geopackage *g, const ledger_value *v, bool has_point, double lon, double lat, casus_err *err)
{
    unsigned char blob[29];
    int rc = bind_value(g->put, 1, &v[0]);
    if (has_point) {
        point_blob(lon, lat, blob);
        widen(g, lon, lat);
    }
    if (rc == SQLITE_OK) rc = has_point ? sqlite3_bind_blob(g->put, 2, blob, sizeof blob, SQLITE_STATIC) : sqlite3_bind_null(g->put, 2);
    for (int i = 1; i < g->n && rc == SQLITE_OK; i++) rc = bind_value(g->put, i + 2, &v[i]);
    if (rc == SQLITE_OK) rc = sqlite3_step(g->put);
    sqlite3_reset(g->put);
    sqlite3_clear_bindings(g->put);
    return failed(err, rc);
}

static int finish(ledger_geopackage *g)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(g->db, "INSERT INTO gpkg_contents VALUES(?1,'features',?1,'Incidents told by news reports',?2,?3,?4,?5,?6,4326)",
                                -1, &s, NULL);
    if (rc == SQLITE_OK) {
        const double box[4] = {g->west, g->south, g->east, g->north};
        sqlite3_bind_text(s, 1, g->table, -1, SQLITE_STATIC);
        sqlite3_bind_text(s, 2, g->at, -1, SQLITE_STATIC);
        for (int i = 0; i < 4 && g->any; i++) sqlite3_bind_double(s, 3 + i, box[i]);
        rc = sqlite3_step(s);
    }
    sqlite3_finalize(s);
    char sql[160];
    snprintf(sql, sizeof sql, "INSERT INTO gpkg_geometry_columns VALUES('%s','geom','POINT',4326,0,0); COMMIT", g->table);
    return rc == SQLITE_DONE ? exec(g, sql) : rc;
}

static casus_status hash_file(const char *path, uint64_t *n_byte, char sha256[65], casus_err *err)
{
    casus_sha256_sum sum;
    char piece[8192];
    size_t n;
    FILE *f = fopen(path, "rb");
    *n_byte = 0;
    casus_sha256_begin(&sum);
    while (f && (n = fread(piece, 1, sizeof piece, f)) > 0) {
        casus_sha256_add(&sum, piece, n);
        *n_byte += n;
    }
    bool bad = !f || ferror(f);
    if (f) fclose(f);
    casus_sha256_end(&sum, sha256);
    return bad ? casus_fail(err, CASUS_E_IO, "the GeoPackage cannot be read again", 0) : CASUS_OK;
}

static casus_status keep_file(ledger_geopackage *g, uint64_t *n_byte, char sha256[65], casus_err *err)
{
    FILE *f = fopen(g->part.p, "rb");
    bool safe = f && fsync(fileno(f)) == 0;
    if (f) fclose(f);
    casus_status s = safe ? hash_file(g->part.p, n_byte, sha256, err) : casus_fail(err, CASUS_E_IO, "writing the GeoPackage failed", 0);
    if (s == CASUS_OK && rename(g->part.p, g->path.p) != 0) s = casus_fail(err, CASUS_E_CANTCREAT, "the GeoPackage cannot be created there", 0);
    return s;
}

casus_status ledger_geopackage_close(ledger_geopackage *g, bool keep, uint64_t *n_byte, char sha256[65], casus_err *err)
{
    if (!g) return CASUS_OK;
    casus_status s = keep ? failed(err, finish(g)) : CASUS_OK;
    sqlite3_finalize(g->put);
    int rc = sqlite3_close(g->db);
    if (keep && s == CASUS_OK) s = failed(err, rc);
    if (keep && s == CASUS_OK) s = keep_file(g, n_byte, sha256, err);
    if ((!keep || s != CASUS_OK) && g->part.p) unlink(g->part.p);
    casus_buf_free(&g->path);
    casus_buf_free(&g->part);
    casus_release(g);
    return s;
}
