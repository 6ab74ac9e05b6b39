/* base: arena, buffers, JSON, UTF-8, folding, hashes, days, ordered jobs. */
#include <casus/base.h>

#include "../check.h"

static void test_arena(void)
{
    casus_arena *a = casus_arena_new(1 << 20);
    CHECK(a != NULL);
    unsigned char *p = casus_arena_get(a, 1000, 1);
    CHECK(p && p[0] == 0 && p[999] == 0);
    CHECK(casus_arena_get(a, SIZE_MAX, 2) == NULL);
    CHECK(casus_arena_get(a, 2 << 20, 1) == NULL);
    CHECK(casus_arena_get(a, 0, 8) != NULL);
    CHECK(casus_arena_used(a) == 1000);
    casus_arena_reset(a);
    CHECK(casus_arena_used(a) == 0);
    size_t cap = 0;
    int *v = NULL;
    for (int i = 0; i < 1000; i++) {
        v = casus_arena_grow(a, v, (size_t)i, (size_t)i + 1, sizeof *v, &cap);
        v[i] = i;
    }
    CHECK(v[0] == 0 && v[999] == 999);
    casus_arena_free(a);
    casus_arena_free(NULL);
    casus_alloc_fail_after(1);
    CHECK(casus_arena_new(0) == NULL);
    casus_alloc_fail_after(0);
}

static void test_json(void)
{
    static const struct {
        double v;
        int digits;
        const char *want;
    } real[] = {{34.56, 4, "34.56"}, {-0.5, 3, "-0.5"}, {-0.04, 1, "0"}, {2, 5, "2"}, {1e12, 2, "null"}, {0.125, 2, "0.13"}};
    casus_buf b = {0};
    casus_json j = {.out = &b};
    casus_json_open(&j, '{');
    casus_json_key(&j, "a");
    casus_json_open(&j, '[');
    casus_json_int(&j, -3);
    casus_json_str(&j, CASUS_STR("q\"\\\n\x01\xc3\xa9\xff"));
    casus_json_close(&j, ']');
    casus_json_key(&j, "b");
    casus_json_null(&j);
    casus_json_member(&j, "c", CASUS_STR("x"));
    casus_json_member(&j, "d", (casus_str){0});
    casus_json_close(&j, '}');
    CHECK_STR(b.p, "{\"a\":[-3,\"q\\\"\\\\\\n\\u0001\xc3\xa9\xef\xbf\xbd\"],\"b\":null,\"c\":\"x\",\"d\":null}");
    for (size_t i = 0; i < sizeof real / sizeof *real; i++) {
        casus_buf_clear(&b);
        casus_json_real(&(casus_json){.out = &b}, real[i].v, real[i].digits);
        CHECK_STR(b.p, real[i].want);
    }
    b.max = 8;
    casus_buf_clear(&b);
    casus_buf_z(&b, "far more than eight bytes, and more than the buffer ever held: this line is long enough to need new room, "
                    "which max forbids. It goes on and on, past two hundred and fifty-six bytes, so that no earlier capacity "
                    "can hold it, whatever was written above in this test by anybody at all.");
    CHECK(b.failed);
    casus_buf_free(&b);
}

static void test_utf8(void)
{
    static const struct {
        const char *s, *note;
        bool valid;
        size_t n;
    } row[] = {
        {"plain", "ASCII", true, 5},          {"\xc3\xa9t\xc3\xa9", "two bytes", true, 3}, {"\xf0\x9f\x98\x80", "four", true, 1},
        {"\xc0\xaf", "overlong", false, 2},   {"\xed\xa0\x80", "surrogate", false, 3},     {"\xe2\x82", "cut", false, 2},
        {"\xf5\x80\x80\x80", "high", false, 4},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_str s = casus_str_of(row[i].s);
        CHECK_CASE(casus_utf8_valid(s, NULL) == row[i].valid, row[i].note);
        CHECK_CASE(casus_utf8_count(s) == row[i].n, row[i].note);
    }
    casus_arena *a = casus_arena_new(0);
    casus_buf b = {0};
    for (int i = 0; i < 200; i++) casus_buf_z(&b, i % 3 ? "\xc3\xa9" : "x\xe2\x82\xac");
    casus_points m;
    CHECK(casus_points_make(a, (casus_str){b.p, b.n}, &m) == CASUS_OK);
    uint32_t n = 0;
    bool same = true;
    for (uint32_t i = 0; i < b.n; n++) {
        uint32_t cp;
        same = same && casus_points_at(&m, i) == n;
        i += casus_utf8_next(b.p + i, b.p + b.n, &cp);
    }
    CHECK(same && casus_points_at(&m, (uint32_t)b.n) == n);
    casus_buf_free(&b);
    static const struct {
        const char *in, *want;
    } fold[] = {{"Sana'a", "sanaa"},           {"\xc3\x84rzte  Z\xc3\xbcrich ", "arzte zurich"}, {"Fu\xca\xbf" "ah", "fuah"},
                {"\xc5\x81\xc3\xb3" "d\xc5\xba", "lodz"}, {"", ""},                              {"\xff", "\xef\xbf\xbd"}};
    for (size_t i = 0; i < sizeof fold / sizeof *fold; i++) {
        casus_str f;
        CHECK(casus_fold(a, casus_str_of(fold[i].in), &f) == CASUS_OK);
        CHECK_STR(f.p, fold[i].want);
    }
    casus_arena_free(a);
}

static void test_days(void)
{
    CHECK(casus_day_of(1970, 1, 1) == 0);
    CHECK(casus_day_weekday(casus_day_of(2015, 9, 18)) == 4);
    CHECK(casus_day_of(2015, 2, 29) == CASUS_DAY_NONE);
    bool same = true;
    for (casus_day d = casus_day_of(1899, 12, 25); d < casus_day_of(2101, 1, 5); d += 3) {
        char iso[16];
        casus_day_iso(d, iso);
        same = same && casus_day_read(casus_str_of(iso)) == d;
    }
    CHECK(same);
    CHECK(casus_day_read(CASUS_STR("2015-09-18T10:00:00Z")) == casus_day_of(2015, 9, 18));
    CHECK(casus_day_read(CASUS_STR("2015-09")) == CASUS_DAY_NONE);
}

static void test_hash(void)
{
    char hex[65];
    casus_sha256("abc", 3, hex);
    CHECK_STR(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(casus_hash(CASUS_STR("abc"), 0) != casus_hash(CASUS_STR("abd"), 0));
    CHECK(casus_hash(CASUS_STR("abc"), 0) == casus_hash(CASUS_STR("abc"), 0));
}

typedef struct {
    int next, want, limit, fail_at;
    bool ordered;
} counter;

static casus_status count_init(void *ctx, void *slot) { return (void)ctx, (void)slot, CASUS_OK; }
static void count_fini(void *ctx, void *slot) { (void)ctx, (void)slot; }
static casus_status count_next(void *ctx, void *slot)
{
    counter *c = ctx;
    if (c->next == c->limit) return CASUS_END;
    *(int *)slot = c->next++;
    return CASUS_OK;
}
static void count_work(void *ctx, void *slot) { (void)ctx, *(int *)slot *= 2; }
static casus_status count_done(void *ctx, void *slot)
{
    counter *c = ctx;
    c->ordered = c->ordered && *(int *)slot == 2 * c->want;
    return c->want++ == c->fail_at ? CASUS_E_IO : CASUS_OK;
}

static void test_jobs(void)
{
    static const casus_job job = {sizeof(int), count_init, count_fini, count_next, count_work, count_done};
    for (unsigned threads = 1; threads <= 5; threads++) {
        counter c = {.limit = 5000, .ordered = true, .fail_at = -1};
        CHECK(casus_job_run(&job, &c, threads) == CASUS_OK && c.ordered && c.want == 5000);
        counter f = {.limit = 5000, .ordered = true, .fail_at = 77};
        CHECK(casus_job_run(&job, &f, threads) == CASUS_E_IO && f.want == 78);
    }
}

int main(void)
{
    test_arena();
    test_json();
    test_utf8();
    test_days();
    test_hash();
    test_jobs();
    return check_end();
}
