/* export: incidents of a ledger as CSV, JSON lines and GeoJSON. */
#include <casus/export.h>

#include "../check.h"
#include "../ledger/fixture.h"

static const char body[] = "Jets bombed Palmyra on Friday, killing 12 people, the Observatory said. Protests in Syria. "
                           "=HYPERLINK(x) attacked, \"Abu\" Kamal was hit, nobody died.";

static const told story[] = {
    {CASUS_TYPE_AIR_STRIKE, "e1", "Jets", NULL, "Palmyra", 0, "2015-09-18", "12 people", 12, -1, "Syrian Observatory", "Jets"},
    {CASUS_TYPE_PROTEST, "e2", NULL, NULL, "Syria", CASUS_PREC_COUNTRY, NULL, NULL, 0, 0, NULL, "Protests"},
    {CASUS_TYPE_SHELLING, "e3", "=HYPERLINK(x)", "\"Abu\" Kamal, A", NULL, 0, "--09-09", "nobody died", 0, 0, NULL, "attacked"},
};

static casus_ledger *ledger_make(casus_arena *a, uint32_t n)
{
    casus_ledger *l = NULL;
    casus_reading r;
    casus_record rec = record_of("r", body);
    reading_make(a, "r", body, story, n, &r);
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1, NULL, NULL) == CASUS_OK);
    return l;
}

static bool keep_piece(void *ctx, casus_str piece)
{
    casus_buf_str(ctx, piece);
    return true;
}

static bool refuse_piece(void *ctx, casus_str piece)
{
    int *left = ctx;
    (void)piece;
    return --*left >= 0;
}

static casus_status run_export(casus_ledger *l, const casus_query *q, casus_export_format format, bool (*write)(void *, casus_str),
                               void *ctx, uint64_t *n, casus_err *err)
{
    casus_export_opts o = {.format = format};
    casus_exported done;
    casus_status s = casus_export(l, q, &o, write, ctx, &done, err);
    if (n) *n = done.n_row;
    return s;
}

static const char *const want_csv =
    "id,event,type,plover,mode,cameo,status,recall,date_from,date_to,date_edtf,date_precision,date_basis,place,country,admin1,lat,"
    "lon,geo_precision,geonameid,perpetrators,affected,parties,killed_low,killed_best,killed_high,killed_quality,killed_category,"
    "injured_low,injured_best,injured_high,injured_quality,injured_category,abducted_low,abducted_best,abducted_high,"
    "abducted_quality,abducted_category,displaced_low,displaced_best,displaced_high,displaced_quality,displaced_category,weapon,"
    "sources,reports,claims,confidence,review\n"
    "1,e1.4c124ea7,air_strike,ASSAULT,aerial,195,reported,false,2015-09-18,2015-09-18,2015-09-18,day,stated,Palmyra,SY,Homs,34.56,38.27,"
    "settlement,163808,Jets,,,12,12,,exact,civilians,,,,,,,,,,,,,,,,,Syrian Observatory,1,1,0.75,\n"
    "2,e2.61ae796f,protest,ASSAULT,aerial,195,reported,false,,,,unknown,none,Syria,SY,Homs,,,country,163808,,,,,,,,,,,,,,,,,,,,,,,,,,1,1,"
    "0.75,\n"
    "3,e3.3769ea0d,shelling,ASSAULT,aerial,195,reported,false,,,XXXX-09-09,day,stated,,,,,,,,'=HYPERLINK(x),\"\"\"Abu\"\" Kamal, A\",,0,0,0,"
    "exact,civilians,,,,,,,,,,,,,,,,,,1,1,0.75,\n";

static const char *const want_jsonl =
    "{\"id\":1,\"event\":\"e1.4c124ea7\",\"type\":\"air_strike\",\"plover\":\"ASSAULT\",\"mode\":\"aerial\",\"cameo\":\"195\","
    "\"status\":\"reported\",\"recall\":false,\"date\":{\"from\":\"2015-09-18\",\"to\":\"2015-09-18\",\"edtf\":\"2015-09-18\","
    "\"precision\":\"day\",\"basis\":\"stated\"},\"place\":{\"name\":\"Palmyra\",\"country\":\"SY\",\"admin1\":\"Homs\",\"lat\":34.56,"
    "\"lon\":38.27,\"precision\":\"settlement\",\"geonameid\":163808},\"perpetrators\":[\"Jets\"],\"affected\":[],\"parties\":[],"
    "\"killed\":{\"low\":12,\"best\":12,\"high\":null,\"q\":\"exact\",\"category\":\"civilians\"},\"injured\":null,\"abducted\":null,"
    "\"displaced\":null,\"weapon\":null,\"sources\":[\"Syrian Observatory\"],\"reports\":1,\"claims\":1,\"confidence\":0.75,\"review\":null}\n";

static const char *const want_point = "\"id\":1,\"geometry\":{\"type\":\"Point\",\"coordinates\":[38.27,34.56]},\"properties\":{\"id\":1,";
static const char *const want_values = /* truths and numbers are no strings; unknown is null */
    "\"status\":\"reported\",\"recall\":false,\"date_from\":\"2015-09-18\",\"date_to\":\"2015-09-18\",\"date_edtf\":\"2015-09-18\","
    "\"date_precision\":\"day\",\"date_basis\":\"stated\",\"place\":\"Palmyra\",\"country\":\"SY\",\"admin1\":\"Homs\","
    "\"lat\":34.56,\"lon\":38.27,\"geo_precision\":\"settlement\",\"geonameid\":163808,\"perpetrators\":\"Jets\",\"affected\":null,"
    "\"parties\":null,\"killed_low\":12,\"killed_best\":12,\"killed_high\":null,";
static const char *const want_none = "\"id\":2,\"geometry\":null,\"properties\":{\"id\":2,";

static void test_layouts(casus_arena *a)
{
    casus_ledger *l = ledger_make(a, 3);
    casus_query q;
    casus_buf out = {0};
    uint64_t n = 9;
    casus_query_init(&q);
    CHECK(run_export(l, &q, CASUS_OUT_CSV, keep_piece, &out, &n, NULL) == CASUS_OK && n == 3);
    CHECK_STR(out.p, want_csv);
    casus_buf_clear(&out);
    q.limit = 1;
    CHECK(run_export(l, &q, CASUS_OUT_JSONL, keep_piece, &out, &n, NULL) == CASUS_OK && n == 1);
    CHECK_STR(out.p, want_jsonl);
    casus_buf_clear(&out);
    q.limit = 0;
    CHECK(run_export(l, &q, CASUS_OUT_GEOJSON, keep_piece, &out, &n, NULL) == CASUS_OK && n == 3);
    CHECK(strstr(out.p, "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"id\":1,") == out.p);
    CHECK(strstr(out.p, want_point) != NULL && strstr(out.p, want_none) != NULL && strstr(out.p, "crs") == NULL);
    CHECK(strstr(out.p, want_values) != NULL);
    CHECK(strstr(out.p, "\"perpetrators\":\"=HYPERLINK(x)\"") != NULL); /* the apostrophe is for spreadsheets only */
    CHECK(out.n > 6 && strcmp(out.p + out.n - 5, "}}]}\n") == 0);
    casus_buf_free(&out);
    casus_ledger_close(l);
}

static void test_stops(casus_arena *a)
{
    static const casus_export_format format[] = {CASUS_OUT_CSV, CASUS_OUT_JSONL, CASUS_OUT_GEOJSON};
    casus_ledger *l = ledger_make(a, 2);
    casus_query q;
    casus_err err = {0};
    uint64_t n;
    casus_query_init(&q);
    for (size_t f = 0; f < 3; f++) {
        for (int left = 0; left < 2; left++) {
            int pieces = left;
            CHECK(run_export(l, &q, format[f], refuse_piece, &pieces, &n, &err) == CASUS_E_IO && err.what);
        }
        casus_status s = CASUS_E_NOMEM;
        for (uint64_t k = 1; k < 50 && s != CASUS_OK; k++) {
            casus_buf out = {0};
            casus_alloc_fail_after(k);
            s = run_export(l, &q, format[f], keep_piece, &out, &n, NULL);
            casus_alloc_fail_after(0);
            CHECK(s == CASUS_E_NOMEM || s == CASUS_OK);
            if (out.failed) s = CASUS_E_NOMEM;
            casus_buf_free(&out);
        }
        CHECK(s == CASUS_OK);
    }
    q.text = "\"";
    int pieces = 9;
    CHECK(run_export(l, &q, CASUS_OUT_CSV, refuse_piece, &pieces, &n, &err) == CASUS_E_USAGE);
    casus_ledger_close(l);
}

/* No rows: a header, nothing, and an empty collection. */
static void test_nothing(casus_arena *a)
{
    casus_ledger *l = ledger_make(a, 1);
    casus_query q;
    casus_buf out = {0};
    casus_query_init(&q);
    q.type = "riot";
    CHECK(run_export(l, &q, CASUS_OUT_GEOJSON, keep_piece, &out, NULL, NULL) == CASUS_OK);
    CHECK_STR(out.p, "{\"type\":\"FeatureCollection\",\"features\":[\n]}\n");
    casus_buf_clear(&out);
    CHECK(run_export(l, &q, CASUS_OUT_CSV, keep_piece, &out, NULL, NULL) == CASUS_OK);
    CHECK(memchr(out.p, '\n', out.n) == out.p + out.n - 1);
    casus_buf_free(&out);
    casus_ledger_close(l);
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    test_layouts(a);
    test_stops(a);
    test_nothing(a);
    casus_arena_free(a);
    return check_end();
}
