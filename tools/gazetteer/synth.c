/* Write tables of GeoNames' form about places that do not exist, of any number: to test and measure the making of a gazetteer.
 *
 *   synth FOLDER ENTRIES [SEED]
 *
 * Makes allCountries.txt, alternateNamesV2.txt, admin1CodesASCII.txt and admin2Codes.txt. One entry in three is a populated
 * place, the rest streams, hills and buildings, as in GeoNames; there are four alternate names to three entries, some of them links
 * or in other scripts. The same numbers give the same files. Costs about 1 s for each million entries.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTRIES = 240, ADMIN1 = 16, ADMIN2 = 12 };

static uint64_t state;

static uint32_t draw(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 11) % n);
}

static const char *const syllable[] = {"ka", "bul", "al", "ma", "ri", "sha", "to", "ven", "do", "qa", "mish", "li", "bor", "en", "zur", "hal", "eb", "san",
                                       "ta", "fe", "kor", "ul", "nia", "gra", "d\xc3\xad", ("\xc5\x9b" "ko"), "p\xc3\xb3", "l\xc4\x81", "h\xc4\xab", "rak", "dar", "ya",
                                       "ber", "lin", "mo", "su", "l", "nah", "khan", "gh\xc4\x81", "zi", "os", "tro", "v", "sk", "chi", "ang", "mai"};
static const char *const tail[] = {"", "", "", " City", " al-Jadid", " Creek", " School", " Hill", "-sur-Mer", " Nuevo"};

static void make_name(char *out, size_t cap)
{
    size_t n = 0;
    for (uint32_t k = 2 + draw(3); k; k--) n += (size_t)snprintf(out + n, cap - n, "%s", syllable[draw(sizeof syllable / sizeof *syllable)]);
    if (out[0] >= 'a' && out[0] <= 'z') out[0] = (char)(out[0] - 32);
    snprintf(out + n, cap - n, "%s", tail[draw(sizeof tail / sizeof *tail)]);
}

/* Real codes: AF, DE, ... of the letters A-X, so that every country is valid. */
static void country(uint32_t i, char out[3])
{
    out[0] = (char)('A' + i / 20);
    out[1] = (char)('A' + i % 20);
    out[2] = '\0';
}

static FILE *begin(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    if (f) return f;
    perror(path);
    exit(1);
}

static void end(FILE *f)
{
    if (fclose(f) == 0) return;
    perror("synth");
    exit(1);
}

static void put_units(const char *folder)
{
    FILE *one = begin(folder, "admin1CodesASCII.txt"), *two = begin(folder, "admin2Codes.txt");
    char name[96], cc[3];
    uint32_t id = 50000000;
    for (uint32_t c = 0; c < COUNTRIES; c++) {
        country(c, cc);
        for (uint32_t a = 0; a < ADMIN1; a++) {
            make_name(name, sizeof name);
            fprintf(one, "%s.%02u\t%s\t%s\t%u\n", cc, a, name, name, id++);
            for (uint32_t b = 0; b < ADMIN2; b++) {
                make_name(name, sizeof name);
                fprintf(two, "%s.%02u.%03u\t%s District\t%s\t%u\n", cc, a, b, name, name, id++);
            }
        }
    }
    end(one);
    end(two);
}

static const char *const feature[][2] = {{"P", "PPL"}, {"P", "PPL"}, {"P", "PPLA2"}, {"H", "STM"}, {"T", "HLL"}, {"S", "SCH"}, {"S", "AIRB"}, {"L", "AREA"}, {"R", "RD"}};

static void put_place(FILE *f, uint32_t id)
{
    char name[96], cc[3];
    uint32_t c = draw(COUNTRIES), a = draw(ADMIN1), b = draw(ADMIN2), what = draw(sizeof feature / sizeof *feature);
    country(c, cc);
    make_name(name, sizeof name);
    double lat = -60.0 + (c / 20) * 10 + a % 4 * 2 + draw(20000) / 10000.0, lon = -170.0 + c % 20 * 17 + a / 4 * 4 + draw(40000) / 10000.0;
    fprintf(f, "%u\t%s\t%s\t\t%.5f\t%.5f\t%s\t%s\t%s\t\t%02u\t%03u\t\t\t%u\t\t%u\tEtc/UTC\t2020-01-01\n", id, name, name, lat, lon, feature[what][0],
            feature[what][1], cc, a, b, what < 3 ? draw(20) * draw(20) * draw(5000) : 0, draw(3000));
}

static void put_other(FILE *f, uint32_t number, uint32_t n)
{
    static const char *const language[] = {"", "", "en", "fr", "ar", "link", "wkdt"};
    char name[96];
    uint32_t l = draw(sizeof language / sizeof *language);
    make_name(name, sizeof name);
    if (l == 4) snprintf(name, sizeof name, "\xd9\x82\xd8\xb1\xd9\x8a\xd8\xa9 %u", number);
    if (l == 5) snprintf(name, sizeof name, "https://example.org/%u", number);
    if (l == 6) snprintf(name, sizeof name, "Q%u", number);
    fprintf(f, "%u\t%u\t%s\t%s\t\t\t\t\t\t\n", number, 1 + draw(n), language[l], name);
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    if (argc < 3 || !n) {
        fputs("usage: synth FOLDER ENTRIES [SEED]\n", stderr);
        return 64;
    }
    state = 0x9e3779b97f4a7c15u ^ (argc > 3 ? strtoull(argv[3], NULL, 10) : 1);
    put_units(argv[1]);
    FILE *f = begin(argv[1], "allCountries.txt");
    for (uint32_t i = 1; i <= n; i++) put_place(f, i);
    end(f);
    f = begin(argv[1], "alternateNamesV2.txt");
    for (uint32_t i = 1; i <= n + n / 3; i++) put_other(f, i, n);
    end(f);
    return 0;
}
