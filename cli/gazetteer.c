/* casus gazetteer: make a gazetteer from GeoNames and OpenStreetMap, say what one holds, check it, look a name up in it.
 *
 *   build -o FILE SOURCE...   what a source is shows in its name: admin1*, admin2*, alternateNames*, *.geojson*; the rest are tables
 *   show [FILE]               version, licence, sizes
 *   check [FILE]              read all of it: checksum and every offset
 *   find NAME...              the places a name may stand for, best first, with the distance of its spelling
 *   find -                    the same for names on standard input, one a line, a country behind a tab if it is known
 */
#include "cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int wrong(const char *what, const char *next)
{
    cli_say(NULL, 0, what, next);
    return casus_status_exit(CASUS_E_USAGE);
}

static int failed(const char *path, casus_status s, casus_err *err)
{
    err->code = s;
    return cli_say_err(path, err);
}

/* ---------------------------------------------------------------- build */

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* Put the operands where their names say they belong. list has room for all of them twice. */
static void sort_sources(const cli_opts *o, const char **list, casus_gazetteer_sources *src)
{
    const char **table = list, **osm = list + o->n_arg;
    for (int i = 1; i < o->n_arg; i++) {
        const char *path = o->arg[i], *name = base_name(path);
        if (strncmp(name, "admin1", 6) == 0) src->admin1 = path;
        else if (strncmp(name, "admin2", 6) == 0) src->admin2 = path;
        else if (strncmp(name, "alternateNames", 14) == 0) src->names = path;
        else if (strstr(name, ".geojson")) osm[src->n_osm++] = path;
        else table[src->n_table++] = path;
    }
    src->table = table;
    src->osm = osm;
}

/* "allCountries+alternateNamesV2": the sources that tell one gazetteer from another. */
static void add_label(casus_buf *b, const char *path)
{
    const char *name = base_name(path), *dot = strchr(name, '.');
    if (b->n) casus_buf_char(b, '+');
    casus_buf_add(b, name, dot ? (size_t)(dot - name) : strlen(name));
}

static void label(const cli_opts *o, const casus_gazetteer_sources *src, casus_buf *b)
{
    if (o->label) {
        casus_buf_z(b, o->label);
        return;
    }
    for (size_t i = 0; i < src->n_table; i++) add_label(b, src->table[i]);
    if (src->names) add_label(b, src->names);
    for (size_t i = 0; i < src->n_osm; i++) add_label(b, src->osm[i]);
}

static const char *licence(const cli_opts *o, const casus_gazetteer_sources *src)
{
    if (o->licence) return o->licence;
    return src->n_osm ? "GeoNames (geonames.org), CC BY 4.0; OpenStreetMap contributors, ODbL 1.0" : "GeoNames (geonames.org), CC BY 4.0";
}

static int told(const char *out, const casus_gazetteer_stats *st)
{
    cli_out to = cli_stdout();
    casus_buf_printf(&to.held, "%s: %llu entries, %llu names, %llu MB from %llu lines\n", out, (unsigned long long)st->entries,
                     (unsigned long long)st->keys, (unsigned long long)(st->bytes / 1000000), (unsigned long long)st->lines);
    return cli_out_end(&to);
}

static int build(cli_opts *o)
{
    if (!o->output) return wrong("gazetteer build: no output", "name the file to make with --output");
    const char **list = casus_alloc(2 * (size_t)o->n_arg * sizeof *list);
    casus_buf version = {0};
    casus_err err = {0};
    if (!list) return failed(NULL, CASUS_E_NOMEM, &err);
    casus_gazetteer_sources src = {.classes = o->classes};
    sort_sources(o, list, &src);
    label(o, &src, &version);
    src.version = version.p ? version.p : "places";
    src.licence = licence(o, &src);
    casus_gazetteer_stats stats;
    char *where = NULL;
    int status;
    if (!src.n_table) {
        status = wrong("gazetteer build: no table of places", "give a table of GeoNames: allCountries.txt, cities500.txt, SY.txt");
    } else {
        casus_status s = casus_gazetteer_build(&src, o->output, &stats, &where, &err);
        if (where) cli_say(NULL, 0, where, "mend or leave out that file");
        status = s == CASUS_OK ? told(o->output, &stats) : where ? casus_status_exit(s) : failed(o->output, s, &err);
    }
    casus_release(where);
    casus_buf_free(&version);
    casus_release((void *)(uintptr_t)list);
    return status;
}

/* ---------------------------------------------------------------- show and check */

static const char *path_of(const cli_opts *o)
{
    const char *env = getenv("CASUS_GAZETTEER");
    return o->gazetteer ? o->gazetteer : env && env[0] ? env : NULL;
}

static int open_one(const char *path, casus_gazetteer **g)
{
    casus_err err = {0};
    casus_status s = casus_gazetteer_open(path, g, &err);
    return s == CASUS_OK ? 0 : failed(path, s, &err);
}

static int show(cli_opts *o, bool check)
{
    const char *path = o->n_arg > 1 ? o->arg[1] : path_of(o);
    casus_gazetteer *g;
    casus_err err = {0};
    int status = open_one(path, &g);
    if (status) return status;
    uint32_t entries, names;
    uint64_t bytes = casus_gazetteer_size(g, &entries, &names);
    casus_status s = check ? casus_gazetteer_check(g, &err) : CASUS_OK;
    cli_out out = cli_stdout();
    if (s == CASUS_OK)
        casus_buf_printf(&out.held, "version  %s\nlicence  %s\nentries  %u\nnames    %u\nbytes    %llu\n%s", casus_gazetteer_version(g),
                         casus_gazetteer_licence(g), entries, names, (unsigned long long)bytes, check ? "sound\n" : "");
    casus_gazetteer_close(g);
    status = cli_out_end(&out);
    return s == CASUS_OK ? status : failed(path ? path : "the built-in gazetteer", s, &err);
}

/* ---------------------------------------------------------------- find */

static void put_cell(cli_table *t, const char *z) { cli_table_cell(t, casus_str_of(z)); }

static void put_found(cli_table *t, const casus_found *f)
{
    char text[48];
    cli_table_cell(t, f->entry.name);
    put_cell(t, f->entry.country);
    cli_table_cell(t, f->entry.admin1);
    snprintf(text, sizeof text, "%.4f", f->entry.lat);
    put_cell(t, text);
    snprintf(text, sizeof text, "%.4f", f->entry.lon);
    put_cell(t, text);
    put_cell(t, casus_precision_name(f->entry.precision));
    snprintf(text, sizeof text, "%llu", (unsigned long long)f->entry.population);
    put_cell(t, text);
    cli_table_cell(t, f->as);
    snprintf(text, sizeof text, "%.2f", (double)f->distance);
    put_cell(t, text);
    snprintf(text, sizeof text, "%u", (unsigned)f->entry.geonameid);
    put_cell(t, f->entry.geonameid ? text : "");
}

static void join(const cli_opts *o, casus_buf *name)
{
    for (int i = 1; i < o->n_arg; i++) {
        if (name->n) casus_buf_char(name, ' ');
        casus_buf_z(name, o->arg[i]);
    }
}

/* One search: the names, tables and arena of one run of the command. */
typedef struct {
    casus_gazetteer *g;
    casus_arena *arena;
    cli_table table;
    uint32_t most;
    casus_err err;
} finding;

/* asked: the first cell of each row, NULL: none. */
static casus_status find_one(finding *f, const char *asked, casus_str name, const char *country)
{
    casus_found *found;
    uint32_t n;
    casus_arena_reset(f->arena);
    casus_status s = casus_gazetteer_find(f->g, name, country, f->arena, &found, &n, &f->err);
    for (uint32_t i = 0; s == CASUS_OK && i < n && i < f->most; i++) {
        if (asked) put_cell(&f->table, asked);
        put_found(&f->table, &found[i]);
    }
    return s;
}

static casus_status find_given(finding *f, const cli_opts *o)
{
    casus_buf name = {0};
    join(o, &name);
    casus_status s = name.failed ? CASUS_E_NOMEM : find_one(f, NULL, (casus_str){name.p, name.n}, o->country);
    casus_buf_free(&name);
    return s;
}

static casus_status find_lines(finding *f, const cli_opts *o)
{
    char *line = NULL;
    size_t room = 0;
    casus_status s = CASUS_OK;
    while (s == CASUS_OK && getline(&line, &room, stdin) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *country = strchr(line, '\t');
        if (country) *country++ = '\0';
        if (*line) s = find_one(f, line, casus_str_of(line), country && strlen(country) == 2 ? country : o->country);
    }
    if (s == CASUS_OK && ferror(stdin)) s = CASUS_E_IO;
    free(line);
    return s;
}

static int find(cli_opts *o)
{
    static const cli_column column[] = {{"asked", false, 12}, {"name", false, 12}, {"country", false, 0}, {"admin1", false, 10}, {"lat", true, 0}, {"lon", true, 0},
                                        {"kind", false, 0},   {"people", true, 0}, {"as", false, 10},     {"distance", true, 0}, {"geonameid", true, 0}};
    finding f = {.most = o->limit ? o->limit : 20};
    if (o->n_arg < 2) return wrong("gazetteer find: no name", "give the name of a place, or - for names on standard input");
    bool lines = o->n_arg == 2 && strcmp(o->arg[1], "-") == 0;
    int status = open_one(path_of(o), &f.g);
    if (status) return status;
    cli_table_init(&f.table, column + !lines, sizeof column / sizeof *column - !lines, o->layout);
    f.arena = casus_arena_new(0);
    casus_status s = !f.arena ? CASUS_E_NOMEM : lines ? find_lines(&f, o) : find_given(&f, o);
    cli_out out = cli_stdout();
    cli_table_end(&f.table, &out);
    casus_arena_free(f.arena);
    casus_gazetteer_close(f.g);
    status = cli_out_end(&out);
    return s == CASUS_OK ? status : failed(NULL, s, &f.err);
}

int cli_gazetteer(cli_opts *o)
{
    const char *what = o->arg[0];
    if (strcmp(what, "build") == 0) return build(o);
    if (strcmp(what, "show") == 0) return show(o, false);
    if (strcmp(what, "check") == 0) return show(o, true);
    if (strcmp(what, "find") == 0) return find(o);
    return wrong("gazetteer: it can build, show, check and find", "see: casus help gazetteer");
}
