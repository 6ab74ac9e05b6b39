/* export: the envelope of a reading, byte for byte, and the cleaned page. */
#include <casus/export.h>

#include "../check.h"
#include "../ledger/fixture.h"

/* \xe2\x80\x94 is one character of three bytes: all spans behind it differ between bytes and code points. */
static const char body[] = "PALMYRA \xe2\x80\x94 Jets bombed Palmyra on Friday, killing 12 people, the Observatory said.";

static const told strike = {.type = CASUS_TYPE_AIR_STRIKE, .event = "force|Palmyra|2015-09-18", .perpetrator = "Jets",
                            .place = "Palmyra", .day = "2015-09-18", .killed = "12 people", .low = 12, .high = -1,
                            .source = "Syrian Observatory", .evidence = "Jets bombed Palmyra on Friday"};

static const char want_strike[] =
    "{\"id\":\"r1\",\"casus\":{\"version\":\"" CASUS_VERSION "\",\"model\":\"none\",\"lexicon\":\"none\",\"gazetteer\":\"none\"},"
    "\"offsets\":\"codepoint\",\"report\":{\"title\":\"Strikes on Palmyra\",\"url\":\"https://example.org/a\","
    "\"publisher\":\"Daily Example\",\"language\":\"en\",\"sha256\":\"%s\","
    "\"published\":{\"edtf\":\"2015-09-19\",\"basis\":\"given\"},"
    "\"body\":\"PALMYRA \xe2\x80\x94 Jets bombed Palmyra on Friday, killing 12 people, the Observatory said.\","
    "\"furniture\":[[0,9]]},\"incidents\":[{\"id\":\"r1#1\",\"event\":\"force|Palmyra|2015-09-18\",\"plover\":\"ASSAULT\","
    "\"mode\":\"aerial\",\"cameo\":\"195\",\"type\":\"air_strike\",\"status\":\"reported\",\"recall\":false,"
    "\"actors\":[{\"name\":\"Jets\",\"role\":\"perpetrator\",\"code\":\"SYRREB\",\"country\":null,\"kind\":\"%s\","
    "\"text\":\"Jets\",\"span\":[10,14]}],\"places\":[{\"name\":\"Palmyra\",\"country\":\"SY\",\"admin1\":\"Homs\","
    "\"lat\":34.56,\"lon\":38.27,\"precision\":\"settlement\",\"radius_km\":null,\"geonameid\":163808,\"text\":\"Palmyra\",\"span\":[22,29],"
    "\"confidence\":0.9}],\"date\":{\"from\":\"2015-09-18\",\"to\":\"2015-09-18\",\"edtf\":\"2015-09-18\",\"precision\":\"day\","
    "\"basis\":\"stated\",\"text\":\"Friday\",\"span\":[33,39]},\"killed\":{\"low\":12,\"high\":null,\"q\":\"exact\","
    "\"category\":\"civilians\",\"text\":\"12 people\",\"span\":[49,58]},\"injured\":null,\"abducted\":null,\"displaced\":null,"
    "\"weapon\":null,\"targets\":[],\"victims\":[],\"sources\":[\"Syrian Observatory\"],\"evidence\":[[10,39]],\"claims\":1,"
    "\"confidence\":0.75}],\"errors\":[]}";

static void test_whole(casus_arena *a)
{
    casus_reading r;
    reading_make(a, "r1", body, &strike, 1, &r);
    static const casus_span share = {0, 11}; /* "PALMYRA", space and dash: 11 bytes, 9 characters */
    r.report.furniture = &share;
    r.report.n_furniture = 1;
    r.incidents.incident[0].sum.date.span = words_at(r.report.body, "Friday");
    casus_buf want = {0}, out = {0};
    casus_buf_printf(&want, want_strike, r.report.sha256, casus_actor_kind_name(CASUS_ACTOR_ARMED));
    CHECK(casus_envelope_write(NULL, &r, &out) == CASUS_OK);
    CHECK_STR(out.p, want.p);
    casus_buf_free(&want);
    casus_buf_free(&out);
}

/* What a reading holds, and a piece that the envelope must then contain. */
static void test_pieces(casus_arena *a)
{
    casus_reading r;
    casus_buf out = {0};
    told t = strike;
    t.day = "--09-09";
    reading_make(a, "r2", body, &t, 1, &r);
    CHECK(casus_envelope_write(NULL, &r, &out) == CASUS_OK);
    CHECK(strstr(out.p, "\"from\":\"--09-09\",\"to\":\"--09-09\",\"edtf\":\"XXXX-09-09\"") != NULL);

    t = (told){.type = CASUS_TYPE_PROTEST, .evidence = "Jets bombed"};
    casus_buf_clear(&out);
    reading_make(a, "r3", body, &t, 1, &r);
    memset(r.report.published.edtf, 0, sizeof r.report.published.edtf);
    r.report.published.basis = CASUS_PUB_NONE;
    CHECK(casus_envelope_write(NULL, &r, &out) == CASUS_OK);
    CHECK(strstr(out.p, "\"actors\":[],\"places\":[],\"date\":{\"from\":null,\"to\":null,\"edtf\":null,") != NULL);
    CHECK(strstr(out.p, "\"published\":{\"edtf\":null,\"basis\":null}") != NULL);
    CHECK(strstr(out.p, "\"killed\":null") != NULL);

    r.times.ref_inferred = true;
    r.times.ref_reason[0] = "a reason";
    snprintf(r.times.ref_edtf, sizeof r.times.ref_edtf, "2015-09-17/2015-09-19");
    casus_buf_clear(&out);
    CHECK(casus_envelope_write(NULL, &r, &out) == CASUS_OK);
    CHECK(strstr(out.p, "\"published\":{\"edtf\":\"2015-09-17/2015-09-19\",\"basis\":\"inferred\",\"reasons\":[\"a reason\"]}") != NULL);

    /* nobody died is a statement; nobody counted is none */
    t = strike;
    t.low = t.high = 0;
    casus_buf_clear(&out);
    reading_make(a, "r4", body, &t, 1, &r);
    r.incidents.incident[0].sum.evidence[0] = (casus_span){80, 4000}; /* a span that leaves the body is cut, not followed */
    CHECK(casus_envelope_write(NULL, &r, &out) == CASUS_OK);
    CHECK(strstr(out.p, "\"killed\":{\"low\":0,\"high\":0,") != NULL);
    CHECK(strstr(out.p, "\"evidence\":[[78,81]]") != NULL);
    casus_buf_free(&out);
}

static void test_error(void)
{
    casus_reading r = {.error = {CASUS_E_INPUT, "not JSON", 17, 0}};
    r.report.id = CASUS_STR("x:3");
    casus_buf out = {0};
    CHECK(casus_envelope_write(NULL, &r, &out) == CASUS_OK);
    CHECK(strstr(out.p, "\"incidents\":[],\"errors\":[{\"code\":\"input\",\"message\":\"not JSON\",\"at\":17}]}") != NULL);
    CHECK(strstr(out.p, "\"sha256\":null") != NULL && strstr(out.p, "\"body\":\"\"") != NULL);
    casus_buf_free(&out);
}

static void test_page(casus_arena *a)
{
    casus_reading r;
    casus_buf out = {0};
    reading_make(a, "r1", "Short.", NULL, 0, &r);
    CHECK(casus_page_write(&r, &out) == CASUS_OK);
    CHECK(strstr(out.p, "{\"id\":\"r1\",\"offsets\":\"codepoint\",\"title\":\"Strikes on Palmyra\",") == out.p);
    CHECK(strstr(out.p, "\"basis\":\"given\"},\"body\":\"Short.\",\"furniture\":[],\"errors\":[]}") != NULL);
    CHECK(strstr(out.p, "incidents") == NULL);
    casus_buf_free(&out);
}

/* Each n-th allocation failing: a status, no crash, no leak. */
static void test_memory(casus_arena *a)
{
    casus_reading r;
    reading_make(a, "r1", body, &strike, 1, &r);
    casus_status s = CASUS_E_NOMEM;
    uint64_t n = 1;
    for (; n < 100 && s == CASUS_E_NOMEM; n++) {
        casus_buf out = {0};
        casus_alloc_fail_after(n);
        s = casus_envelope_write(NULL, &r, &out);
        casus_alloc_fail_after(0);
        casus_buf_free(&out);
    }
    CHECK(s == CASUS_OK && n > 4);
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    test_whole(a);
    test_pieces(a);
    test_error();
    test_page(a);
    test_memory(a);
    casus_arena_free(a);
    return check_end();
}
