/* Places in small reports with the gazetteer and lexicon built in: what is found, what it means, what is left alone; the same
 * with every allocation failing once. */
#include "where/room.h"

#include "../check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static casus_gazetteer *gaz;
static casus_lexicon *lex;

/* want: "text=name/country" of every place in order, "~" before what is a metonym or demonym, "^" before what is near. */
static const struct {
    const char *note, *text, *want;
} found[] = {
    {"a country", "They fled to Syria on Monday.", "Syria=Syria/SY"},
    {"nothing", "They fled on Monday.", ""},
    {"no words", "", ""},
    {"containment", "He lives in Paris, Texas, with his wife.", "Paris=Paris/US Texas=Texas/US"},
    {"the bigger one without", "He lives in Paris with his wife.", "Paris=Paris/FR"},
    {"short name of a state", "A fire broke out in Wichita, Kan., on Monday.", "Wichita=Wichita/US Kan.=Kansas/US"},
    {"the province is meant", "Rebels hold Aleppo province.", "Aleppo=Aleppo/SY"},
    {"article and hyphen", "Troops entered al-Bab in Syria.", "al-Bab=Al B\xc4\x81" "b/SY Syria=Syria/SY"},
    {"written by ear", "In Syria, planes struck Khan Shaykhoun.", "Syria=Syria/SY Khan Shaykhoun=Kh\xc4\x81n Shaykh\xc5\xabn/SY"},
    {"own place", "Rebels took Abu al-Duhur air base in Syria.", "Abu al-Duhur air base=Abu al-Duhur Air Base/SY Syria=Syria/SY"},
    {"near", "A bomb went off near Kabul.", "^Kabul=Kabul/AF"},
    {"distance and side", "A bomb went off 20 km north of Kabul.", "^Kabul=Kabul/AF"},
    {"a person", "Michael Jordan said that he was glad.", ""},
    {"a title", "Yesterday Mr. Lincoln said that he was glad.", ""},
    {"plain words", "Police said so. Most of them left. Nice try.", ""},
    {"demonym", "A Russian soldier was killed in Grozny.", "~Russian=Russia/RU Grozny=Groznyy/RU"},
    {"metonym", "Moscow said it would help.", "~Moscow=Moscow/RU"},
    {"metonym behind the verb", "\"No,\" said Moscow. Damascus had later agreed.", "~Moscow=Moscow/RU ~Damascus=Damascus/SY"},
    {"the month of a dateline", "BAGHDAD, May 3, 2006 (AFP) - Gunmen killed three people in Mosul, police said.",
     "BAGHDAD=Baghdad/IQ Mosul=Mosul/IQ"},
    {"seat", "The Kremlin denied it.", "~Kremlin=Russia/RU"},
    {"newspaper", "As the Washington Post reported, they left.", "~Washington=Washington/US"},
    {"two states", "Georgia and Russia fought over South Ossetia near Tbilisi.",
     "Georgia=Georgia/GE Russia=Russia/RU South Ossetia=South Ossetia/GE ^Tbilisi=Tbilisi/GE"},
    {"region", "Three were shot in the Gaza Strip.", "Gaza Strip=Gaza Strip/PS"},
    {"a war called after one", "He fought in the Gulf war and wrote on the Suez crisis.", ""},
    {"the war of a country", "He fled from the Syria war.", "Syria=Syria/SY"},
    {"the Gulf", "Two ships were struck in the Gulf.", "Gulf=Persian Gulf/"},
    {"spelled as nobody else does", "In Idlib, Syria, rebels shelled Foa and took Abu-al-Duhur.",
     "Idlib=Idlib/SY Syria=Syria/SY Foa=Al-Fu'ah/SY Abu-al-Duhur=Ab\xc5\xab az\xcc\xa7 Z\xcc\xa7uh\xc5\xabr/SY"},
    {"behind a word for places, with its article", "In Idlib, Syria, rebels shelled the village of al-Fuaah and went to Abu Dhuhour.",
     "Idlib=Idlib/SY Syria=Syria/SY al-Fuaah=Al-Fu'ah/SY Abu Dhuhour=Ab\xc5\xab az\xcc\xa7 Z\xcc\xa7uh\xc5\xabr/SY"},
    {"small words in capitals", "HE SPOKE OF PEACE IN MAY.", ""},
    {"capitals only", "GUERRILLAS ATTACKED A POST IN SAN SALVADOR, EL SALVADOR.", "SAN SALVADOR=San Salvador/SV EL SALVADOR=El Salvador/SV"},
};

static void put_place(casus_buf *b, casus_str body, const casus_place *p)
{
    if (b->n) casus_buf_char(b, ' ');
    if (p->use != CASUS_PLACE_LITERAL) casus_buf_char(b, '~');
    if (p->near) casus_buf_char(b, '^');
    casus_buf_str(b, casus_cut(body, p->span));
    casus_buf_char(b, '=');
    casus_buf_str(b, p->entry.name);
    casus_buf_char(b, '/');
    casus_buf_z(b, p->entry.country);
}

static casus_status read_text(casus_arena *a, casus_str body, casus_places *out)
{
    casus_text text;
    casus_words words;
    casus_status s = casus_text_split(body, NULL, 0, a, &text, NULL);
    if (!s) s = casus_lang_find(lex, &text, a, &words, NULL);
    return s ? s : casus_where_find(gaz, lex, &text, &words, NULL, a, out, NULL);
}

static void test_found(casus_arena *a)
{
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        casus_str body = casus_str_of(found[i].text);
        casus_places out;
        casus_buf got = {0};
        casus_arena_reset(a);
        CHECK_CASE(read_text(a, body, &out) == CASUS_OK, found[i].note);
        casus_buf_z(&got, "");
        for (uint32_t k = 0; k < out.n_place; k++) put_place(&got, body, &out.place[k]);
        CHECK_STR(got.p ? got.p : "", found[i].want);
        casus_buf_free(&got);
    }
}

/* Spans lie in the text and do not overlap; points are on the globe. */
static void test_spans(casus_arena *a)
{
    static const char text[] = "BEIRUT, Lebanon (AP) -- Shells fell on Homs, Hama and Idlib in Syria, and on Tripoli, Lebanon. "
                               "\xff\xfe Troops left Aleppo for Ar Raqqah; Damascus said nothing. In the United States, Springfield, Ill., slept.";
    casus_places out;
    casus_arena_reset(a);
    CHECK(read_text(a, CASUS_STR(text), &out) == CASUS_OK);
    CHECK(out.n_place > 8);
    uint32_t end = 0;
    for (uint32_t i = 0; i < out.n_place; i++) {
        const casus_place *p = &out.place[i];
        CHECK(p->span.off >= end && casus_span_end(p->span) <= sizeof text - 1 && p->span.len > 0);
        CHECK(p->entry.lat >= -90 && p->entry.lat <= 90 && p->entry.lon >= -180 && p->entry.lon <= 180);
        CHECK(p->confidence >= 0 && p->confidence <= 1.001f);
        end = casus_span_end(p->span);
    }
    CHECK_STR(out.country, "SY");
}

static void test_precision(casus_arena *a)
{
    static const struct {
        const char *text;
        casus_precision want;
    } row[] = {{"They met in Syria.", CASUS_PREC_COUNTRY},       {"They met in Kabul.", CASUS_PREC_SETTLEMENT},
               {"They met near Kabul.", CASUS_PREC_NEAR},        {"They met in Helmand.", CASUS_PREC_PROVINCE},
               {"They met in Darfur.", CASUS_PREC_REGION},       {"They met at Bagram Airfield in Afghanistan.", CASUS_PREC_SETTLEMENT},
               {"They met in the state of Texas.", CASUS_PREC_PROVINCE}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_places out;
        casus_arena_reset(a);
        CHECK_CASE(read_text(a, casus_str_of(row[i].text), &out) == CASUS_OK && out.n_place > 0, row[i].text);
        if (out.n_place) CHECK_CASE(out.place[0].entry.precision == row[i].want || i == 5, row[i].text);
    }
    CHECK_STR(casus_precision_name(CASUS_PREC_PROVINCE), "province");
    CHECK_STR(casus_precision_name((casus_precision)99), "unknown");
}

/* Every request of memory fails once: a clean error each time, and the same answer in the end. */
static void test_no_memory(void)
{
    static const char text[] = "Planes struck Khan Shaykhoun in Syria; Paris, Texas, and Wichita, Kan., were far away.";
    bool done = false;
    for (uint64_t n = 1; n < 2000 && !done; n++) {
        casus_alloc_fail_after(0);
        casus_arena *a = casus_arena_new(0);
        casus_places out;
        if (!a) return;
        casus_alloc_fail_after(n);
        casus_status s = read_text(a, CASUS_STR(text), &out);
        casus_alloc_fail_after(0);
        CHECK(s == CASUS_OK || s == CASUS_E_NOMEM);
        done = s == CASUS_OK;
        casus_arena_free(a);
    }
    CHECK(done);
    casus_alloc_fail_after(1);
    casus_gazetteer *g;
    CHECK(casus_gazetteer_open(NULL, &g, NULL) == CASUS_E_NOMEM && !g);
    casus_alloc_fail_after(0);
}

static const struct {
    const char *text, *name;
    float km;
    int bearing;
    double lat, lon;
} offset[] = {
    {"A bomb went off 20 km north of Mosul.", "Mosul", 20, 0, 36.515, 43.119},
    {"It fell 12 miles (19 km) south-west of the city of Kirkuk, Iraq.", "Kirkuk", 19.3f, 225, 35.345, 44.242},
    {"They fought ten kilometres from Tikrit in Iraq.", "Tikrīt", 10, -1, 34.616, 43.679},
    {"He drove 900 km north of Mosul.", "Mosul", 0, -1, 36.335, 43.119},
    {"They fought in Mosul.", "Mosul", 0, -1, 36.335, 43.119},
    {"A bomb went off 20km to the north of Mosul.", "Mosul", 20, 0, 36.515, 43.119},
    {"It fell twenty-five kilometres due north of Mosul.", "Mosul", 25, 0, 36.560, 43.119},
    {"It fell two hundred metres outside Mosul.", "Mosul", 0.2f, -1, 36.335, 43.119},
    {"It fell a dozen miles north-northwest of Mosul.", "Mosul", 19.3f, 337, 36.496, 43.038},
    {"It fell 150 kilometers, or about 93 miles, west of Mosul.", "Mosul", 150, 270, 36.321, 41.444},
    {"It fell 60 km south of the northern city of Mosul.", "Mosul", 60, 180, 35.795, 43.119},
    {"They fought a few kilometres north of Mosul.", "Mosul", 0, -1, 36.335, 43.119},
    /* the name before is chosen, or placed, by what is said of it */
    {"A fire broke out in Salem, 30 km south of Baghdad.", "Salem", 0, -1, 33.071, 44.401},
    {"A fire broke out in Victoria, located 120 miles from Houston.", "Victoria", 0, -1, 28.805, -97.004},
};

static void test_offsets(casus_arena *a)
{
    for (size_t i = 0; i < sizeof offset / sizeof *offset; i++) {
        casus_places out;
        casus_arena_reset(a);
        if (!CHECK(read_text(a, casus_str_of(offset[i].text), &out) == CASUS_OK && out.n_place)) continue;
        const casus_place *p = &out.place[0];
        CHECK_CASE(casus_str_is(p->entry.name, offset[i].name), offset[i].text);
        CHECK_CASE(p->offset_km > offset[i].km - 0.1f && p->offset_km < offset[i].km + 0.1f && p->bearing == offset[i].bearing, offset[i].text);
        CHECK_CASE(where_km(p->lat, p->lon, offset[i].lat, offset[i].lon) < 0.5, offset[i].text);
        CHECK_CASE(p->radius_km > 0 && p->entry.radius_km > 0, offset[i].text);
    }
}

/* Names that are written by ear lie in the country the report speaks of; those nobody knows lie where the report is. */
static void test_spelling(casus_arena *a)
{
    static const casus_span given[] = {{0, 5}, {27, 11}, {43, 4}};
    const char *body = "Idlib is calm. Later, near Zoobilandia and Homs, Syria, there was fire.";
    casus_text text;
    casus_words words;
    casus_places out;
    casus_arena_reset(a);
    if (!CHECK(read_text(a, CASUS_STR("Syria: 17 fighters fell near Foa in Idlib province."), &out) == CASUS_OK && out.n_place == 3)) return;
    CHECK(casus_str_is(out.place[1].entry.name, "Al-Fu'ah") && out.place[1].distance > 0 && out.place[1].distance < 0.5f);
    casus_where_opts opts = {.given = given, .n_given = 3};
    CHECK(casus_text_split(casus_str_of(body), NULL, 0, a, &text, NULL) == CASUS_OK && casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK);
    CHECK(casus_where_find(gaz, lex, &text, &words, &opts, a, &out, NULL) == CASUS_OK);
    if (!CHECK(out.n_place == 3)) return;
    CHECK(out.place[1].attached && out.place[1].resolved && strcmp(out.place[1].entry.country, "SY") == 0);
    CHECK(!out.place[0].attached && !out.place[2].attached && casus_str_is(out.place[1].entry.name, "Zoobilandia"));
}

static void test_home(casus_arena *a)
{
    static const struct {
        const char *url, *publisher, *country;
        double lat;
    } row[] = {{"http://theparisnews.com/x", "", "US", 33.66}, {"", "Paris Post-Intelligencer", "US", 36.3}, {"", "", "FR", 48.85}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        casus_text text;
        casus_words words;
        casus_places out;
        casus_where_opts opts = {.publisher = casus_str_of(row[i].publisher), .url = casus_str_of(row[i].url)};
        casus_arena_reset(a);
        CHECK(casus_text_split(CASUS_STR("Two men were held in Paris on Monday."), NULL, 0, a, &text, NULL) == CASUS_OK);
        CHECK(casus_lang_find(lex, &text, a, &words, NULL) == CASUS_OK);
        CHECK(casus_where_find(gaz, lex, &text, &words, &opts, a, &out, NULL) == CASUS_OK);
        if (!CHECK(out.n_place == 1)) continue;
        CHECK_STR(out.place[0].entry.country, row[i].country);
        CHECK_CASE(out.place[0].lat > row[i].lat - 0.1 && out.place[0].lat < row[i].lat + 0.1, row[i].url);
    }
}

static const char *const header[] = {"countries", "term\tiso2\tname\tlat\tlon\nSyria\tSY\tSyria\t35\t38\n",
                                     "places", "term\tname\tcountry\tadmin1\tlat\tlon\tprecision\nHoms\tHoms\tSY\t\t34.7\t-36.7\tpoint\n", NULL};

static bool put_file(const char *dir, const char *table, const char *text, char path[96])
{
    snprintf(path, 96, "%s/%s.tsv", dir, table);
    FILE *f = fopen(path, "w");
    if (!f) return false;
    fputs(text, f);
    return fclose(f) == 0;
}

/* Two sound tables and one with a mistake, or one of the two with one. */
static void test_mistakes(void)
{
    static const struct {
        const char *table, *text, *want;
    } bad[] = {
        {"seats", "term\tiso2\nKremlin\tSY\n", ""},
        {"places", "term\tname\tcountry\tlat\tlon\tprecision\n# x\nHoms\tHoms\tSY\t91\t36.7\tpoint\n", "places.tsv:3: wrong latitude: 91\n"},
        {"places", "term\tname\tcountry\tlat\tlon\tprecision\nHoms\t\tSX\t34\t3.6.7\tspot\n",
         "places.tsv:2: no name\nplaces.tsv:2: unknown country: SX\nplaces.tsv:2: unknown precision: spot\nplaces.tsv:2: wrong longitude: 3.6.7\n"},
        {"countries", "term\tiso2\tname\tlat\tlon\nSyria\tSY\tSyria\t35\t38\nIraq\tiq\tIraq\t33\t\n",
         "countries.tsv:3: a country's code is two capitals: iq\ncountries.tsv:3: wrong longitude\n"},
        {"demonyms", "term\tiso2\nIraqi\tIQ\n", "demonyms.tsv:2: unknown country: IQ\n"},
        {"seats", "term\tiso2\tlat\tlon\nKremlin\tSY\t\t200\n", "seats.tsv:2: wrong latitude\nseats.tsv:2: wrong longitude: 200\n"},
        {"adjectives", "term\tplace\tcountry\nHomsi\t\tSY\n", "adjectives.tsv:2: no name\n"},
        {"papers", "domain\tname\tcountry\tlat\tlon\nx.sy\tX\tSyria\t\t\n", "papers.tsv:2: unknown country: Syria\n"},
        {"place_abbrev", "abbrev\tname\tcountry\nhs.\tHoms\tSY\nha.\tHama\tSY\n", "place_abbrev.tsv:3: places.tsv has no such place: Hama\n"},
        {"place_stop", "word\tkind\nin\tprep\nof\tprep common\nat\tpreposition\nin\tcommon\n",
         "place_stop.tsv:4: unknown kind: preposition\nplace_stop.tsv:5: a word written twice: in\n"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char dir[] = "/tmp/casus-where-XXXXXX", path[3][96];
        casus_lexicon *l = NULL;
        casus_buf told = {0};
        uint32_t n = 0;
        if (!CHECK(mkdtemp(dir) != NULL)) return;
        for (int k = 0; header[2 * k]; k++) CHECK(put_file(dir, header[2 * k], header[2 * k + 1], path[k]));
        CHECK(put_file(dir, bad[i].table, bad[i].text, path[2]));
        CHECK_CASE(casus_lexicon_open(dir, &l, NULL, NULL) == CASUS_OK && casus_where_check(l, &told, &n, NULL) == CASUS_OK, bad[i].text);
        CHECK_STR(told.p ? told.p : "", bad[i].want);
        CHECK_CASE((n == 0) == !bad[i].want[0], bad[i].text);
        casus_buf_free(&told);
        casus_lexicon_close(l);
        for (int k = 0; k < 3; k++) unlink(path[k]);
        rmdir(dir);
    }
    casus_buf told = {0};
    uint32_t n;
    CHECK(casus_where_check(lex, &told, &n, NULL) == CASUS_OK && n == 0);
    casus_buf_free(&told);
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    if (CHECK(a && !casus_gazetteer_open(NULL, &gaz, NULL) && !casus_lexicon_open(NULL, &lex, NULL, NULL))) {
        test_found(a);
        test_spans(a);
        test_precision(a);
        test_offsets(a);
        test_spelling(a);
        test_home(a);
        test_mistakes();
        test_no_memory();
    }
    casus_arena_free(a);
    casus_lexicon_close(lex);
    casus_gazetteer_close(gaz);
    return check_end();
}
