/* export: every layout against a golden file, what is left out, sidecars, crosswalks, options, memory that runs out.
 *
 *   test_layouts DIR      DIR holds the golden files, named as the layouts are
 * With CASUS_WRITE_GOLDEN set the files are written anew: look at the difference before you keep it.
 */
#include <casus/export.h>

#include "../check.h"
#include "../ledger/fixture.h"

#include <stdlib.h>
#include <unistd.h>

static const char *golden;

static const char *const body[] = {
    "Jets of the Syrian army bombed Palmyra on Friday, killing 12 civilians, the Observatory said.",
    "Air strikes on Palmyra killed 15 people on Friday, residents said.",
    ("Rebels and the Syrian army clashed near Homs. Protests were held in Syria. Diplomats met in Geneva. The army will bomb Idlib. "
     "=HYPERLINK(x) shelled \"Abu\" Kamal, A; nobody died. Rebels shot at 3 soldiers."),
};
static const told first[] = {
    {CASUS_TYPE_AIR_STRIKE, "strike", "Syrian army", "civilians", "Palmyra", 0, "2015-09-18", "12 civilians", 12, 12, "Syrian Observatory",
     "Jets of the Syrian army bombed Palmyra on Friday"},
};
static const told second[] = {
    {CASUS_TYPE_AIR_STRIKE, "strike", NULL, NULL, "Palmyra", 0, "2015-09-18", "15 people", 15, -1, "residents", "Air strikes on Palmyra"},
};
static const told third[] = {
    {CASUS_TYPE_ARMED_CLASH, "clash", "Rebels", "Syrian army", "Homs", CASUS_PREC_NEAR, "2015-09-16", NULL, 0, 0, NULL, "Rebels and the Syrian army clashed"},
    {CASUS_TYPE_PROTEST, "protest", NULL, NULL, "Syria", CASUS_PREC_COUNTRY, NULL, NULL, 0, 0, NULL, "Protests"},
    {CASUS_TYPE_OTHER, "talk", NULL, NULL, NULL, 0, "2015-09-17", NULL, 0, 0, NULL, "Diplomats met"},
    {CASUS_TYPE_AIR_STRIKE, "plan", "Syrian army", NULL, NULL, 0, NULL, NULL, 0, 0, NULL, "will bomb"},
    {CASUS_TYPE_SHELLING, "shelling", "=HYPERLINK(x)", "\"Abu\" Kamal, A", NULL, 0, "--09-09", "nobody died", 0, 0, NULL, "shelled"},
    {CASUS_TYPE_SHOOTING, "shooting", "Rebels", NULL, "Homs", CASUS_PREC_PROVINCE, "2015-09-15", "3 soldiers", 3, 3, NULL, "shot at 3 soldiers"},
};

/* The fixture's actors are all armed groups: these are not. */
static const struct {
    const char *words, *name, *code, *country;
    casus_actor_kind kind;
} known[] = {
    {"Syrian army", "Syrian Armed Forces", "SYRMIL", "SY", CASUS_ACTOR_FORCES},
    {"civilians", "civilians", "CVL", "", CASUS_ACTOR_CIVILIAN},
    {"Rebels", "Syrian rebels", "SYRREB", "SY", CASUS_ACTOR_ARMED},
};

static void know_actors(casus_arena *a, casus_claim *c)
{
    for (uint32_t i = 0; i < c->n_part; i++) {
        for (size_t k = 0; k < sizeof known / sizeof *known; k++) {
            if (!casus_str_is(c->part[i].actor->name, known[k].words)) continue;
            casus_actor *actor = casus_arena_get(a, 1, sizeof *actor);
            *actor = *c->part[i].actor;
            actor->name = casus_str_of(known[k].name);
            actor->code = casus_str_of(known[k].code);
            memcpy(actor->country, known[k].country, strlen(known[k].country) + 1);
            actor->kind = known[k].kind;
            c->part[i].actor = actor;
        }
    }
}

static void shape(casus_arena *a, casus_claim *c, const told *t)
{
    casus_coding coding = casus_type_coding(t->type);
    c->plover = coding.plover;
    c->mode = coding.mode;
    c->cameo = coding.cameo;
    know_actors(a, c);
    if (strcmp(t->event, "plan") == 0) c->status = CASUS_PLANNED;
    if (strcmp(t->event, "shooting") == 0) c->tally[CASUS_KILLED].category = CASUS_V_FORCES;
    if (strcmp(t->event, "clash") == 0) {
        c->date.to = c->date.from + 3;
        casus_dating_write(&c->date);
    }
}

static void add(casus_ledger *l, casus_arena *a, int i, const told *t, uint32_t n)
{
    static const char *const id[] = {"first", "second", "third"}, *const day[] = {"2015-09-19", "2015-09-20", "2015-09-21"};
    casus_reading r;
    casus_record rec = record_of(id[i], body[i]);
    reading_make(a, id[i], body[i], t, n, &r);
    memcpy(r.report.published.edtf, day[i], 11);
    if (i == 1) r.report.publisher = CASUS_STR("Evening Example");
    if (i == 2) r.report.url = (casus_str){0};
    for (uint32_t k = 0; k < n; k++) {
        shape(a, &r.claims.claim[k], &t[k]);
        r.incidents.incident[k].sum = r.claims.claim[k];
    }
    CHECK(casus_ledger_add(l, NULL, &rec, &r, 1442700000 + i, NULL, NULL) == CASUS_OK);
}

static casus_ledger *ledger_make(casus_arena *a)
{
    casus_ledger *l = NULL;
    CHECK(casus_ledger_open(":memory:", true, &l, NULL) == CASUS_OK);
    add(l, a, 0, first, 1);
    add(l, a, 1, second, 1);
    add(l, a, 2, third, sizeof third / sizeof *third);
    return l;
}

static bool keep_piece(void *ctx, casus_str piece)
{
    casus_buf_str(ctx, piece);
    return true;
}

static casus_status run(casus_ledger *l, const casus_export_opts *o, casus_buf *out, casus_exported *done)
{
    casus_query q;
    casus_query_init(&q);
    casus_buf_clear(out);
    return casus_export(l, &q, o, keep_piece, out, done, NULL);
}

static char *slurp(const char *name)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", golden, name);
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 16);
    if (f && text) text[fread(text, 1, (1 << 16) - 1, f)] = '\0';
    if (f) fclose(f);
    return text;
}

static void same_as_golden(const char *name, const char *got)
{
    if (getenv("CASUS_WRITE_GOLDEN")) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", golden, name);
        FILE *f = fopen(path, "wb");
        CHECK_CASE(f && fputs(got, f) >= 0, path);
        if (f) fclose(f);
    }
    char *want = slurp(name);
    CHECK_CASE(want && got && strcmp(want, got) == 0, name);
    if (want && got && strcmp(want, got) != 0) fprintf(stderr, "--- want\n%s--- got\n%s", want, got);
    free(want);
}

static void test_golden(casus_arena *a)
{
    static const struct {
        casus_export_format format;
        uint64_t rows, no_deaths, no_type, not_happened;
    } want[] = {
        {CASUS_OUT_CSV, 7, 0, 0, 0}, {CASUS_OUT_JSONL, 7, 0, 0, 0}, {CASUS_OUT_GEOJSON, 7, 0, 0, 0}, {CASUS_OUT_GEOJSONL, 7, 0, 0, 0},
        {CASUS_OUT_ACLED, 5, 0, 1, 1}, {CASUS_OUT_UCDP, 2, 4, 0, 1}, {CASUS_OUT_POLECAT, 5, 0, 1, 1}, {CASUS_OUT_PLOVER, 5, 0, 1, 1},
        {CASUS_OUT_GDELT, 5, 0, 1, 1}, {CASUS_OUT_MENTIONS, 5, 0, 1, 1}, {CASUS_OUT_HXL, 7, 0, 0, 0},
    };
    casus_ledger *l = ledger_make(a);
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        casus_export_opts o = {.format = want[i].format};
        casus_exported done;
        casus_buf out = {0};
        char sha256[65];
        const char *name = casus_export_name(want[i].format);
        CHECK_CASE(run(l, &o, &out, &done) == CASUS_OK, name);
        CHECK_CASE(done.n_row == want[i].rows && done.n_no_deaths == want[i].no_deaths && done.n_no_type == want[i].no_type &&
                       done.n_not_happened == want[i].not_happened, name);
        casus_sha256(out.p, out.n, sha256);
        CHECK_CASE(done.n_byte == out.n && strcmp(done.sha256, sha256) == 0 && done.revision.entry == 4, name);
        same_as_golden(name, out.p);
        casus_buf_free(&out);
    }
    casus_ledger_close(l);
}

static bool find_strike(void *ctx, const casus_row *r)
{
    casus_buf *key = ctx;
    if (casus_str_is(r->type, "air_strike") && casus_str_is(r->status, "reported")) casus_buf_str(key, r->event);
    return true;
}

static void test_options(casus_arena *a)
{
    static const char others[] = "# ids of others\ncountry_id\tSY\t652\nside_new_id\tSyrian Armed Forces\t118\r\n\n"
                                 "adm1_pcode\tSY/Homs\tSY04\ngns\t163808\t-2541479\ncow\tSY\t652\n";
    casus_ledger *l = ledger_make(a);
    casus_crosswalk *w = NULL;
    casus_buf out = {0};
    casus_exported done;
    casus_buf crosswalk = {0};
    casus_query q;
    casus_query_init(&q);
    casus_buf_z(&crosswalk, others);
    casus_buf_z(&crosswalk, "event_id_cnty\t");
    CHECK(casus_ledger_list(l, &q, find_strike, &crosswalk, NULL) == CASUS_OK);
    casus_buf_z(&crosswalk, "\tSYR1\n");
    CHECK(casus_crosswalk_new((casus_str){crosswalk.p, crosswalk.n}, &w, NULL) == CASUS_OK);
    casus_buf_free(&crosswalk);
    CHECK(run(l, &(casus_export_opts){.format = CASUS_OUT_UCDP, .crosswalk = w}, &out, &done) == CASUS_OK);
    CHECK(strstr(out.p, ",,118,Syrian Armed Forces,") != NULL && strstr(out.p, ",Syria,652,Middle East,") != NULL && strstr(out.p, ",652,\n") != NULL);
    CHECK(run(l, &(casus_export_opts){.format = CASUS_OUT_ACLED, .crosswalk = w, .numbers = true}, &out, &done) == CASUS_OK);
    CHECK(strstr(out.p, "SYR1,2015-09-18,2015,1,") != NULL && strstr(out.p, ",Syrian Armed Forces,,1,civilians,,7,17,") != NULL);
    CHECK(run(l, &(casus_export_opts){.format = CASUS_OUT_HXL, .crosswalk = w}, &out, &done) == CASUS_OK && strstr(out.p, ",Homs,SY04,") != NULL);
    CHECK(run(l, &(casus_export_opts){.format = CASUS_OUT_GDELT, .crosswalk = w}, &out, &done) == CASUS_OK && strstr(out.p, "\t-2541479\t") != NULL);
    CHECK(run(l, &(casus_export_opts){.format = CASUS_OUT_POLECAT, .crosswalk = w}, &out, &done) == CASUS_OK && strstr(out.p, "\tSYR\t652\tMIL\t") != NULL);
    CHECK(run(l, &(casus_export_opts){.format = CASUS_OUT_GEOJSON, .centroids = true}, &out, &done) == CASUS_OK);
    CHECK(strstr(out.p, "\"geo_precision\":\"country\"") != NULL && strstr(out.p, "\"id\":3,\"geometry\":{\"type\":\"Point\"") != NULL);
    casus_crosswalk_free(w);
    casus_buf_free(&out);
    CHECK(casus_export(l, &(casus_query){0}, &(casus_export_opts){.format = CASUS_N_OUT}, keep_piece, &out, &done, NULL) == CASUS_E_USAGE);
    CHECK(casus_export(l, &(casus_query){0}, &(casus_export_opts){.format = CASUS_OUT_GPKG}, keep_piece, &out, &done, NULL) == CASUS_E_USAGE);
    casus_ledger_close(l);
}

static void test_crosswalk_faults(void)
{
    static const struct {
        const char *text;
        uint64_t line; /* 0: fine */
    } table[] = {{"", 0}, {"a\tb\tc", 0}, {"\xef\xbb\xbf# x\na\tb\tc\n", 0}, {"a\tb", 1}, {"a\tb\tc\n\nx\n", 3}, {"a\tb\tc\td", 1}, {"a\t\tc", 1}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        casus_crosswalk *w;
        casus_err err = {0};
        casus_status s = casus_crosswalk_new(casus_str_of(table[i].text), &w, &err);
        CHECK_CASE(table[i].line ? s == CASUS_E_INPUT && err.line == table[i].line && !w : s == CASUS_OK && w, table[i].text);
        casus_crosswalk_free(w);
    }
    casus_crosswalk *w;
    CHECK(casus_crosswalk_new(CASUS_STR("a\tb\t\xff"), &w, NULL) == CASUS_E_INPUT && !w);
}

static void test_sidecar(casus_arena *a)
{
    casus_ledger *l = ledger_make(a);
    casus_query q;
    casus_exported done;
    casus_buf out = {0}, side = {0};
    casus_export_opts o = {.format = CASUS_OUT_UCDP};
    casus_query_init(&q);
    q.country = "SY";
    q.from = casus_day_of(2015, 9, 1);
    CHECK(casus_export(l, &q, &o, keep_piece, &out, &done, NULL) == CASUS_OK);
    CHECK(casus_sidecar_write(l, &q, &o, &done, "ged.csv", &side, NULL) == CASUS_OK);
    CHECK(strstr(side.p, "\"file\":\"ged.csv\"") && strstr(side.p, "\"filter\":{\"country\":\"SY\",\"from\":\"2015-09-01\"}") && strstr(side.p, done.sha256));
    CHECK(strstr(side.p, "\"left_out\":{\"nobody_said_to_be_killed\":1,") && strstr(side.p, "\"revision\":4") && strstr(side.p, "GeoNames"));
    casus_buf_free(&out);
    casus_buf_free(&side);
    casus_ledger_close(l);
}

/* Two GeoPackages of one ledger are the same bytes; a folder that is not there is told. */
static void test_geopackage(casus_arena *a)
{
    casus_ledger *l = ledger_make(a);
    char path[64];
    casus_exported done, again;
    casus_query q;
    casus_err err = {0};
    snprintf(path, sizeof path, "/tmp/casus-test-%ld.gpkg", (long)getpid());
    casus_query_init(&q);
    casus_export_opts o = {.format = CASUS_OUT_GPKG, .path = path};
    CHECK(casus_export(l, &q, &o, NULL, NULL, &done, NULL) == CASUS_OK && done.n_row == 7 && done.n_byte > 4096);
    CHECK(casus_export(l, &q, &o, NULL, NULL, &again, NULL) == CASUS_OK && strcmp(done.sha256, again.sha256) == 0);
    unlink(path);
    o.path = "/no/such/folder.gpkg";
    CHECK(casus_export(l, &q, &o, NULL, NULL, &done, &err) == CASUS_E_CANTCREAT && err.what);
    casus_ledger_close(l);
}

static void test_memory(casus_arena *a)
{
    casus_ledger *l = ledger_make(a);
    for (int f = 0; f < CASUS_N_OUT; f++) {
        casus_status s = CASUS_E_NOMEM;
        uint64_t k = 1;
        for (; k < 2000 && s != CASUS_OK; k += 1 + k / 16) {
            char path[64];
            snprintf(path, sizeof path, "/tmp/casus-test-%ld.gpkg", (long)getpid());
            casus_export_opts o = {.format = (casus_export_format)f, .path = path};
            casus_buf out = {0};
            casus_exported done;
            casus_alloc_fail_after(k);
            s = run(l, &o, &out, &done);
            casus_alloc_fail_after(0);
            CHECK_CASE(s == CASUS_E_NOMEM || s == CASUS_OK, casus_export_name((casus_export_format)f));
            if (out.failed) s = CASUS_E_NOMEM;
            casus_buf_free(&out);
            unlink(path);
        }
        CHECK_CASE(s == CASUS_OK && k > 3, casus_export_name((casus_export_format)f));
    }
    casus_ledger_close(l);
}

int main(int argc, char **argv)
{
    golden = argc > 1 ? argv[1] : "tests/golden/export";
    casus_arena *a = casus_arena_new(0);
    test_golden(a);
    test_options(a);
    test_crosswalk_faults();
    test_sidecar(a);
    test_geopackage(a);
    test_memory(a);
    casus_arena_free(a);
    return check_end();
}
