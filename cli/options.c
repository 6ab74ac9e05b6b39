/* The options of all commands, in one table: name, letter, kind, where the value goes, what it means.
 *
 * "--name value", "--name=value" and "-o value" are read; operands may stand anywhere; "--" ends the options; "-" alone is an
 * operand. A value that cannot be is refused here, so that commands need not look again.
 */
#include "cli.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EX_USAGE 64

typedef enum { FLAG, TEXT, NUMBER, CHOICE, EDTF, FIRST_DAY, LAST_DAY, BOX, RANGE, NAMES } kind;

typedef struct {
    uint64_t bit;
    const char *name;
    char letter;
    kind kind;
    size_t at; /* in cli_opts */
    const char *value;
    const char *help;
} option;

#define EVERY (~(uint64_t)0)
#define AT(field) offsetof(cli_opts, field)

/* clang-format off */
static const option table[] = {
    {CLI_IN,         "in",        0,   CHOICE, AT(in),         "auto|html|text|jsonl|feed|warc", "how to read the input (auto)"},
    {CLI_GIVEN,      "in",        0,   CHOICE, AT(in),         "auto|html|text|jsonl|feed|warc|conllu", "how to read the input (auto); conllu: tokens are given"},
    {CLI_DATE,       "date",      0,   EDTF,   AT(date),       "DATE",   "publication date of reports that carry none: 2015-09-18, 2015-09, 2015"},
    {CLI_LAYER,      "layer",     0,   CHOICE, AT(layer),      "tokens|names|times|places|actors|mentions", "what to print"},
    {CLI_ANNOTATION, "out",       0,   CHOICE, AT(annotation), "jsonl|conllu", "how to print it (jsonl); conllu is for tokens"},
    {CLI_NAMES,      "names",     0,   CHOICE, AT(names),      "wide|narrow", "names with titles, nationalities, times, events (wide), or people, bodies, places (narrow)"},
    {CLI_MODEL,      "model",     0,   TEXT,   AT(model),      "FILE",   "a language model instead of the built-in one"},
    {CLI_JSONL,      "jsonl",     0,   FLAG,   AT(jsonl),      NULL,     "one JSON object a line (always so; kept for scripts)"},
    {CLI_THREADS,    "threads",   0,   NUMBER, AT(threads),    "N",      "reports read at the same time, 1 to 64 (1); the output does not depend on it"},
    {CLI_LEXICON,    "lexicon",   0,   TEXT,   AT(lexicon),    "DIR",    "a folder of *.tsv instead of the built-in lexicon"},
    {CLI_GAZETTEER,  "gazetteer", 0,   TEXT,   AT(gazetteer),  "FILE",   "a gazetteer instead of the built-in one ($CASUS_GAZETTEER)"},
    {CLI_NO_PARSE,   "untrained", 0,   FLAG,   AT(untrained),  NULL,     "keep what only looks like an incident too: without the trained decision"},
    {CLI_NO_PARSE,   "no-parse",  0,   FLAG,   AT(no_parse),   NULL,     "go by the order of words alone: faster, less exact"},
    {CLI_EVENTS,     "events",    0,   FLAG,   AT(events),     NULL,     "code every political act, CAMEO and PLOVER, beside the incidents"},
    {CLI_DEEDS,      "deeds",     0,   FLAG,   AT(deeds),      NULL,     "tell violence by kind, with who and what stands where in it, beside the incidents"},
    {CLI_EXPLAIN,    "explain",   0,   FLAG,   AT(explain),    NULL,     "say of each value which words, rules and weights made it"},
    {CLI_CODED,      "events",    0,   FLAG,   AT(events),     NULL,     "coded events in place of incidents: of reports added with --events"},
    {CLI_DICTIONARIES, "dictionaries", 0, TEXT, AT(dictionaries), "DIR", "code events by a folder of dictionaries in the formats of TABARI and PETRARCH"},
    {CLI_DICTIONARIES, "dictionary-options", 0, TEXT, AT(dictionary_options), "NAME=VALUE ...", "options of PETR_config.ini: verbfile_name, require_dyad, new_actor_length, comma_min ..."},
    {CLI_LEDGER,     "ledger",    0,   TEXT,   AT(ledger),     "FILE",   "the ledger ($CASUS_LEDGER, else casus.db)"},
    {CLI_LAYOUT,     "format",    0,   CHOICE, AT(layout),     "auto|table|tsv", "table for a terminal, tab-separated otherwise (auto)"},
    {CLI_FORMAT,     "format",    0,   CHOICE, AT(format),     "csv|jsonl|geojson|geojsonl|gpkg|acled|ucdp|polecat|plover|gdelt|gdelt-mentions|hxl", "the layout (csv)"},
    {CLI_OUTPUT,     "output",    'o', TEXT,   AT(output),     "FILE",   "write there instead of standard output"},
    {CLI_REFERENCE,  "layout",    0,   CHOICE, AT(reference),  "auto|acled|ucdp", "whose layout the references are in (auto: import looks, compare takes all)"},
    {CLI_NAME,       "name",      0,   TEXT,   AT(name),       "NAME",   "what to call the import (the name of the file)"},
    {CLI_MATCHING,   "days",      0,   NUMBER, AT(days),       "N",      "most days between two that can be the same event (3)"},
    {CLI_MATCHING,   "within",    0,   NUMBER, AT(within),     "KM",     "most distance between two exact places that can be the same (30)"},
    {CLI_MATCHING,   "only",      0,   CHOICE, AT(only),       "all|matched|there|here", "which rows (all)"},
    {CLI_SIDECAR,    "sidecar",   0,   TEXT,   AT(sidecar),    "FILE",   "where to write what goes with an export (the output's name and .meta.json)"},
    {CLI_LAYING,     "actor-types", 0, CHOICE, AT(actor_types), "labels|numbers", "how the acled layout writes types of actors (labels)"},
    {CLI_LAYING,     "centroids", 0,   FLAG,   AT(centroids),  NULL,     "write the point of a country where no better place is known"},
    {CLI_LAYING,     "crosswalk", 0,   TEXT,   AT(crosswalk),  "FILE",   "ids that only a layout's owner gives: COLUMN, our value, theirs, with tabs between"},
    {CLI_WHY,        "why",       0,   FLAG,   AT(why),        NULL,     "say for each report why what it tells is this incident"},
    {CLI_DECIDING,   "who",       0,   TEXT,   AT(who),        "NAME",   "who decides ($CASUS_USER, else the name of the login)"},
    {CLI_DECIDING,   "why",       0,   TEXT,   AT(because),    "TEXT",   "why; kept with the decision"},
    {CLI_DECIDING,   "ask",       0,   FLAG,   AT(ask),        NULL,     "go through the queue one by one, also when this is no terminal"},
    {CLI_RECODING,   "all",       0,   FLAG,   AT(all),        NULL,     "also reports that this very version has read"},
    {CLI_RECODING,   "try",       0,   FLAG,   AT(trial),      NULL,     "say what would change, and change nothing"},
    {CLI_REPORTS,    "reports",   0,   FLAG,   AT(reports),    NULL,     "list reports, not incidents: words in title and body"},
    {CLI_JSON,       "json",      0,   FLAG,   AT(json),       NULL,     "one JSON object instead of a table"},
    {CLI_TYPE,       "type",      0,   NAMES,  AT(type),       "TYPE,...", "only incidents of these types: air_strike, shelling, protest ..."},
    {CLI_STATUS,     "status",    0,   NAMES,  AT(status),     "STATUS,...", "only incidents that are so: reported, claimed, confirmed, denied ..."},
    {CLI_COUNTRY,    "country",   0,   TEXT,   AT(country),    "CC,...", "only incidents in these countries: SY, IQ, NG ..."},
    {CLI_STATUS,     "review",    0,   NAMES,  AT(review),     "STATE,...", "accepted, rejected, edited, or none: nobody decided (all but rejected)"},
    {CLI_PLACE,      "place",     0,   TEXT,   AT(place),      "NAME",   "only incidents of which a report names this town or province"},
    {CLI_BOX,        "bbox",      0,   BOX,    AT(box),        "W,S,E,N", "only incidents with a point in this box (degrees)"},
    {CLI_NEAR,       "near",      0,   TEXT,   AT(near),       "LAT,LON|NAME", "only incidents near this point, or this place of the ledger"},
    {CLI_NEAR,       "km",        0,   NUMBER, AT(km),         "KM",     "how near (25)"},
    {CLI_TOLLS,      "killed",    0,   RANGE,  AT(killed),     "N|N-M",  "only incidents with at least N killed, or N to M"},
    {CLI_TOLLS,      "injured",   0,   RANGE,  AT(injured),    "N|N-M",  "the same of the injured"},
    {CLI_PUBLISHER,  "publisher", 0,   TEXT,   AT(publisher),  "NAME",   "only what this publisher told of"},
    {CLI_ACTOR,      "actor",     0,   TEXT,   AT(actor),      "NAME",   "only incidents this actor has a part in"},
    {CLI_FROM,       "from",      0,   FIRST_DAY, AT(from),    "DATE",   "only incidents on this day or later: 2015-09-01, 2015-09, 2015"},
    {CLI_TO,         "to",        0,   LAST_DAY, AT(to),       "DATE",   "only incidents on this day or earlier"},
    {CLI_LIMIT,      "limit",     0,   NUMBER, AT(limit),      "N",      "at most so many"},
    {CLI_AFTER,      "after",     0,   TEXT,   AT(after),      "CURSOR", "go on behind the last row of an earlier page"},
    {CLI_MAKING,     "classes",   0,   TEXT,   AT(classes),    "LETTERS", "build: feature classes of GeoNames to take, as AP (all)"},
    {CLI_MAKING,     "label",     0,   TEXT,   AT(label),      "TEXT",   "build: what the gazetteer's version begins with (names of the sources)"},
    {CLI_MAKING,     "licence",   0,   TEXT,   AT(licence),    "TEXT",   "build: the licence of the data, written into the file (that of the sources)"},
    {EVERY,           "help",      'h', FLAG,   AT(help),       NULL,     "this text"},
};
/* clang-format on */
enum { N_TABLE = sizeof table / sizeof *table };

/* ---------------------------------------------------------------- nearest word */

/* Levenshtein distance of two short words, row by row; anything over 31 letters is far. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[32];
    size_t n = strlen(b);
    if (n > 31 || strlen(a) > 31) return 99;
    for (unsigned j = 0; j <= n; j++) row[j] = j;
    for (unsigned i = 1; a[i - 1]; i++) {
        unsigned corner = row[0];
        row[0] = i;
        for (unsigned j = 1; j <= n; j++) {
            unsigned best = corner + (a[i - 1] != b[j - 1]);
            if (row[j] + 1 < best) best = row[j] + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            corner = row[j];
            row[j] = best;
        }
    }
    return row[n];
}

const char *cli_nearest(const char *typed, const char *const *list)
{
    const char *best = NULL;
    unsigned least = strlen(typed) < 4 ? 2 : 3; /* the first distance that is too far */
    for (; *list; list++) {
        unsigned d = strncmp(typed, *list, strlen(typed)) == 0 && strlen(typed) > 1 ? 0 : distance(typed, *list);
        if (d < least) {
            least = d;
            best = *list;
        }
    }
    return best;
}

/* ---------------------------------------------------------------- values */

static bool read_number(const char *text, unsigned *v)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end || n > 1000000000ul) return false;
    *v = (unsigned)n;
    return true;
}

/* Index of the word in "a|b|c", -1 if it is not there. */
static int read_choice(const char *text, const char *choices)
{
    size_t n = strlen(text);
    for (int i = 0;; i++) {
        size_t len = strcspn(choices, "|");
        if (n == len && strncmp(text, choices, len) == 0) return i;
        if (!choices[len]) return -1;
        choices += len + 1;
    }
}

/* "2015", "2015-09", "2015-09-18": the first and the last day it stands for. */
static bool read_days(const char *text, casus_day *first, casus_day *last)
{
    int y, m, d, used = 0;
    size_t n = strlen(text);
    if (n == 4 && sscanf(text, "%4d%n", &y, &used) == 1 && used == 4) {
        *first = casus_day_of(y, 1, 1);
        *last = casus_day_of(y, 12, 31);
    } else if (n == 7 && sscanf(text, "%4d-%2d%n", &y, &m, &used) == 2 && used == 7 && m >= 1 && m <= 12) {
        *first = casus_day_of(y, m, 1);
        *last = casus_day_of(y, m, casus_month_days(y, m));
    } else if (n == 10 && sscanf(text, "%4d-%2d-%2d%n", &y, &m, &d, &used) == 3 && used == 10) {
        *first = *last = casus_day_of(y, m, d);
    } else {
        return false;
    }
    return *first != CASUS_DAY_NONE && *last != CASUS_DAY_NONE;
}

/* "W,S,E,N" as GeoJSON and the web have it; kept as south, west, north, east. The east may be less than the west: the box then
 * goes over the 180th meridian. */
static bool read_box(const char *text, double box[4])
{
    double v[4];
    char *end = NULL;
    for (int i = 0; i < 4; i++) {
        v[i] = strtod(text, &end);
        if (end == text || *end != (i < 3 ? ',' : '\0') || !(v[i] >= -180 && v[i] <= 180)) return false;
        text = end + 1;
    }
    if (v[1] < -90 || v[3] > 90 || v[1] > v[3]) return false;
    box[0] = v[1];
    box[1] = v[0];
    box[2] = v[3];
    box[3] = v[2];
    return true;
}

/* "10": from there on; "10-50": both ends. */
static bool read_range(const char *text, int32_t range[2])
{
    char *end;
    long from = strtol(text, &end, 10), to = -1;
    if (text[0] < '0' || text[0] > '9' || from > INT32_MAX) return false;
    if (*end == '-' && end[1] >= '0' && end[1] <= '9') {
        to = strtol(end + 1, &end, 10);
        if (to > INT32_MAX || to < from) return false;
    }
    if (*end) return false;
    range[0] = (int32_t)from;
    range[1] = (int32_t)to;
    return true;
}

static const char *type_name(int i) { return i < CASUS_N_TYPE ? casus_type_name((casus_type)i) : NULL; }
static const char *status_name(int i) { return i <= CASUS_HYPOTHETICAL ? casus_claim_status_name((casus_claim_status)i) : NULL; }

static const char *review_name(int i)
{
    static const char *const name[] = {"accepted", "rejected", "edited", "none"};
    return i < 4 ? name[i] : NULL;
}

/* All names of a list must be ones that can be. wrong, if not NULL, gets the first that is none and the one most like it. */
static bool names_fit(const char *list, const char *(*name_of)(int i), char wrong[128])
{
    const char *known[CASUS_N_TYPE + 8];
    int n = 0;
    for (int i = 0; name_of(i) && n < CASUS_N_TYPE + 7; i++) known[n++] = name_of(i);
    known[n] = NULL;
    while (*list) {
        char one[32];
        size_t len = strcspn(list, ",");
        snprintf(one, sizeof one, "%.*s", (int)(len < 31 ? len : 31), list);
        int i = 0;
        while (known[i] && strcmp(known[i], one) != 0) i++;
        if (!known[i]) {
            const char *like = cli_nearest(one, known);
            if (like) snprintf(wrong, 128, "did you mean %s", like);
            else snprintf(wrong, 128, "it is one of %s, %s, %s ...", known[0], known[1], known[2]);
            return false;
        }
        list += len + (list[len] == ',');
    }
    return true;
}

static bool set_value(const option *o, const char *text, cli_opts *opts)
{
    void *at = (char *)opts + o->at;
    casus_day first, last;
    switch (o->kind) {
    case FLAG: *(bool *)at = true; return true;
    case TEXT: *(const char **)at = text; return text[0] != '\0';
    case NUMBER: return read_number(text, at) && *(unsigned *)at > 0;
    case CHOICE: return (*(int *)at = read_choice(text, o->value)) >= 0;
    case EDTF: *(const char **)at = text; return read_days(text, &first, &last);
    case FIRST_DAY: return read_days(text, at, &last);
    case LAST_DAY: return read_days(text, &first, at);
    case BOX: return opts->has_box = read_box(text, at);
    case RANGE: return read_range(text, at);
    case NAMES: *(const char **)at = text; return text[0] != '\0';
    }
    return false;
}

/* ---------------------------------------------------------------- reading the line */

static int wrong(const cli_opts *opts, const char *what, const char *about, const char *next)
{
    casus_buf a = {0}, b = {0};
    casus_buf_printf(&a, "%s: %s %s", opts->command, what, about);
    casus_buf_printf(&b, "%s, or see: casus help %s", next, opts->command);
    cli_say(NULL, 0, a.p ? a.p : what, b.p);
    casus_buf_free(&a);
    casus_buf_free(&b);
    return EX_USAGE;
}

static const option *find_option(uint64_t mask, const char *name, size_t n)
{
    for (int i = 0; i < N_TABLE; i++) {
        const option *o = &table[i];
        if ((o->bit & mask || o->bit == EVERY) && strlen(o->name) == n && strncmp(o->name, name, n) == 0) return o;
    }
    return NULL;
}

static const option *find_letter(uint64_t mask, char letter)
{
    for (int i = 0; i < N_TABLE; i++)
        if ((table[i].bit & mask || table[i].bit == EVERY) && table[i].letter == letter) return &table[i];
    return NULL;
}

static int unknown(const cli_command *c, const cli_opts *opts, const char *word)
{
    const char *list[N_TABLE + 1];
    char name[32], next[64] = "take it away";
    int n = 0;
    for (int i = 0; i < N_TABLE; i++)
        if (table[i].bit & c->options || table[i].bit == EVERY) list[n++] = table[i].name;
    list[n] = NULL;
    const char *bare = word + strspn(word, "-");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(bare, "="), bare);
    const char *near = cli_nearest(name, list);
    if (near) snprintf(next, sizeof next, "did you mean --%s", near);
    return wrong(opts, "unknown option", word, next);
}

static const char *value_advice(const option *o)
{
    switch (o->kind) {
    case EDTF:
    case FIRST_DAY:
    case LAST_DAY: return "give it as 2015-09-18, 2015-09 or 2015";
    case BOX: return "give it as WEST,SOUTH,EAST,NORTH in degrees: 35.7,32.3,42.4,37.3";
    case RANGE: return "give it as 10 for at least ten, or 10-50";
    case FLAG:
    case TEXT:
    case NUMBER:
    case CHOICE:
    case NAMES: break;
    }
    return o->value;
}

static int one_option(const cli_command *c, cli_opts *opts, int argc, char **argv, int *i)
{
    const char *word = argv[*i], *value = NULL;
    const option *o;
    if (word[1] == '-') {
        size_t n = strcspn(word + 2, "=");
        o = find_option(c->options, word + 2, n);
        if (word[2 + n]) value = word + 3 + n;
    } else {
        o = find_letter(c->options, word[1]);
        if (word[2]) value = word + 2;
    }
    if (!o || (o->kind == FLAG && value)) return unknown(c, opts, word);
    if (o->kind != FLAG && !value) {
        if (*i + 1 >= argc) return wrong(opts, "no value for", word, o->value);
        value = argv[++*i];
    }
    if (!set_value(o, value, opts)) {
        char about[160];
        snprintf(about, sizeof about, "--%s %s", o->name, value);
        return wrong(opts, "cannot use", about, value_advice(o));
    }
    char near[128];
    if (o->kind == NAMES && !names_fit(value, o->at == AT(type) ? type_name : o->at == AT(review) ? review_name : status_name, near)) {
        char about[160];
        snprintf(about, sizeof about, "--%s %s", o->name, value);
        return wrong(opts, "cannot use", about, near);
    }
    return 0;
}

int cli_options(const cli_command *c, int argc, char **argv, cli_opts *o)
{
    *o = (cli_opts){.command = c->name, .threads = 1, .layer = -1, .from = CASUS_DAY_NONE, .to = CASUS_DAY_NONE, .km = 25, .days = 3, .within = 30,
                    .killed = {-1, -1}, .injured = {-1, -1}, .arg = argv};
    bool over = false;
    for (int i = 0; i < argc; i++) {
        if (!over && strcmp(argv[i], "--") == 0) {
            over = true;
        } else if (!over && argv[i][0] == '-' && argv[i][1]) {
            int status = one_option(c, o, argc, argv, &i);
            if (status) return status;
        } else {
            o->arg[o->n_arg++] = argv[i]; /* moved towards the front: never ahead of i */
        }
    }
    if (o->help) return 0;
    if (o->n_arg < c->least) return wrong(o, "needs", c->operands, "give it after the command");
    if (c->most >= 0 && o->n_arg > c->most) return wrong(o, "does not take", o->arg[c->most], "take it away");
    if (o->threads > 64) o->threads = 64;
    return 0;
}

void cli_options_help(uint64_t mask, casus_buf *out)
{
    for (int i = 0; i < N_TABLE; i++) {
        const option *o = &table[i];
        if (!(o->bit & mask || o->bit == EVERY)) continue;
        char left[80], letter[8] = "    ";
        if (o->letter) snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(left, sizeof left, "%s--%s%s%s", letter, o->name, o->value ? " " : "", o->value ? o->value : "");
        if (strlen(left) <= 22)
            casus_buf_printf(out, "  %-23s %s\n", left, o->help);
        else
            casus_buf_printf(out, "  %s\n  %-23s %s\n", left, "", o->help);
    }
}
