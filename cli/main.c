/* casus: finds the command in the table below, reads its options, runs it.
 *
 * Exit statuses follow sysexits: 0, 64 wrong use, 65 bad data, 66 no input, 70 internal, 71 system, 73 cannot create, 74 I/O.
 */
#include "cli.h"

#include <signal.h>
#include <string.h>

/* clang-format off */
static const cli_command command[] = {
    {"code", "[FILE|-]...", "read reports, print one JSON envelope a line with the incidents they tell of",
     CLI_CODING | CLI_EVENTS | CLI_DEEDS | CLI_DICTIONARIES | CLI_EXPLAIN, 0, -1, cli_code,
     "  casus code report.html\n"
     "  casus code --in jsonl --threads 2 reports.jsonl > coded.jsonl\n"
     "  casus code --dictionaries my-project/dictionaries reports.jsonl\n"
     "  echo 'Shelling killed three people in Aleppo on Monday.' | casus code --date 2016-05-04\n"},
    {"page", "[FILE|-]...", "clean reports, print title, body, date and furniture as JSON",
     CLI_IN | CLI_DATE | CLI_THREADS | CLI_JSONL, 0, -1, cli_page,
     "  casus page report.html\n"
     "  casus page --in feed news.rss\n"},
    {"annotate", "[FILE|-]...", "print one layer of what is found in a text",
     CLI_ANNOTATING, 0, -1, cli_annotate,
     "  casus annotate --layer times --date 2015-09-18 report.txt\n"
     "  casus annotate --layer tokens --out conllu report.txt\n"
     "  casus annotate --layer tokens --in conllu --out conllu treebank.conllu\n"
     "  casus annotate --layer names --names narrow report.txt\n"},
    {"add", "FILE|URL...", "read reports into the ledger",
     CLI_CODING | CLI_LEDGER | CLI_EVENTS, 1, -1, cli_add,
     "  casus add samples/*\n"
     "  casus add --events --threads 2 reports.jsonl\n"
     "  casus add --ledger syria.db --threads 2 archive.warc.gz\n"
     "  casus add https://news.example/2015/09/18/raid.html\n"},
    {"list", "", "incidents of the ledger, oldest first",
     CLI_FILTER | CLI_LAYOUT | CLI_AFTER | CLI_JSON | CLI_REPORTS, 0, 0, cli_list,
     "  casus list\n"
     "  casus list --country SY --type air_strike,shelling --from 2015-09\n"
     "  casus list --near Palmyra --km 50 --killed 10\n"
     "  casus list --json --limit 100\n"
     "  casus list --reports --publisher \"The Euphrates Post\"\n"},
    {"search", "WORD...", "incidents whose values or evidence hold the words, or reports",
     CLI_FILTER | CLI_LAYOUT | CLI_AFTER | CLI_JSON | CLI_REPORTS, 1, -1, cli_search,
     "  casus search hospital\n"
     "  casus search \"barrel bombs\" OR shelling NOT Aleppo\n"
     "  casus search hospit* --country SY --from 2015-09 --to 2015-12\n"
     "  casus search --reports ceasefire --json\n"},
    {"show", "ID", "one incident with its claims and the words that support them",
     CLI_LEDGER | CLI_WHY | CLI_JSON, 1, 1, cli_show,
     "  casus show 3\n"
     "  casus show --json 3 | jq .figures\n"
     "  casus show --why 3\n"},
    {"review", "[accept|reject|edit|merge|split|note|log ID...]", "decide on incidents, the most doubtful and deadly first",
     CLI_LEDGER | CLI_DECIDING | CLI_LIMIT | CLI_LAYOUT | CLI_JSON, 0, -1, cli_review,
     "  casus review\n"
     "  casus review --json --limit 20\n"
     "  casus review accept 12 15 --why \"two witnesses\"\n"
     "  casus review edit 12 killed=14-20 date=2015-09-18 --why \"hospital list\"\n"
     "  casus review reject 31 --why \"an exercise\"\n"
     "  casus review note 12 --why \"ask the district hospital\"\n"
     "  casus review merge 12 15\n"
     "  casus review split 12 3 --why \"another market\"\n"
     "  casus review log 12\n"},
    {"recode", "", "read the stored reports again with this version; what people decided stays",
     CLI_LEDGER | CLI_THREADS | CLI_LEXICON | CLI_GAZETTEER | CLI_MODEL | CLI_NO_PARSE | CLI_RECODING | CLI_EVENTS | CLI_JSON, 0, 0, cli_recode,
     "  casus recode --try\n"
     "  casus recode --threads 4\n"
     "  casus recode --all --events\n"
     "  casus recode --all --lexicon mylexicon --json > changes.json\n"},
    {"backup", "FILE", "copy the ledger to a new file while it is in use",
     CLI_LEDGER | CLI_JSON, 1, 1, cli_backup,
     "  casus backup --ledger syria.db syria-2016-05-04.db\n"},
    {"verify", "", "check the ledger: hash chain, stored bytes, evidence",
     CLI_LEDGER | CLI_JSON, 0, 0, cli_verify,
     "  casus verify --ledger syria.db\n"
     "  casus verify --json | jq -r .first\n"},
    {"export", "", "incidents in a layout that others load, with a sidecar that says what they are",
     CLI_FILTER | CLI_FORMAT | CLI_OUTPUT | CLI_SIDECAR | CLI_LAYING | CLI_CODED, 0, 0, cli_export,
     "  casus export --format csv -o incidents.csv\n"
     "  casus export --format geojson --country IQ > iraq.geojson\n"
     "  casus export --format gpkg --bbox 35.7,32.3,42.4,37.3 -o syria.gpkg\n"
     "  casus export --format acled --actor-types numbers --from 2016 --to 2016 -o acled-layout.csv\n"
     "  casus export --format ucdp --crosswalk gw.tsv -o ged-layout.csv\n"
     "  casus export --format gdelt --events -o acts.export.CSV\n"},
    {"import", "FILE|-...", "other people's events in ACLED or UCDP GED layout, as references apart from our own",
     CLI_LEDGER | CLI_REFERENCE | CLI_NAME, 1, -1, cli_import,
     "  casus import acled-2016-syria.csv\n"
     "  casus import --layout ucdp --name \"GED Candidate 24.0.1\" GEDEvent_v24_0_1.csv\n"},
    {"compare", "", "our incidents beside the references: in both, only there, only here",
     CLI_FILTER | CLI_LAYOUT | CLI_JSON | CLI_REFERENCE | CLI_MATCHING, 0, 0, cli_compare,
     "  casus compare --country SY --from 2016-03 --to 2016-05\n"
     "  casus compare --layout ucdp --days 1 --within 10 --only there\n"
     "  casus compare --json > gaps.json\n"},
    {"lexicon", "[DIR] | import actors|agents DICTIONARIES", "check a lexicon, the built-in one if no folder is named, or make tables of dictionaries",
     0, 0, 3, cli_lexicon,
     "  casus lexicon data/lexicon/en\n"
     "  casus lexicon import actors my-project/dictionaries > actors.tsv\n"},
    {"gazetteer", "build|show|check|find [SOURCE|FILE|NAME]...", "make, check or search a gazetteer of places",
     CLI_GAZETTEER | CLI_MAKING | CLI_OUTPUT | CLI_COUNTRY | CLI_LIMIT | CLI_LAYOUT, 1, -1, cli_gazetteer,
     "  casus gazetteer build -o world.gaz allCountries.txt alternateNamesV2.txt admin1CodesASCII.txt admin2Codes.txt\n"
     "  casus gazetteer build -o syria.gaz SY.txt admin1CodesASCII.txt syria.geojsons\n"
     "  casus gazetteer check world.gaz\n"
     "  casus gazetteer find --country SY Maaret al-Noman\n"
     "  casus gazetteer find - < names.txt\n"},
    {"version", "", "versions of program, lexicon, gazetteer and language model",
     CLI_LEXICON | CLI_GAZETTEER | CLI_MODEL, 0, 0, cli_version,
     "  casus version\n"},
};
/* clang-format on */
enum { N_COMMAND = sizeof command / sizeof *command };

static int print(casus_buf *text)
{
    cli_out out = cli_stdout();
    out.held = *text;
    return cli_out_end(&out);
}

int cli_version(cli_opts *o)
{
    casus_engine *e = NULL;
    casus_buf b = {0};
    int status = cli_engine(o, &e);
    if (status) return status;
    casus_buf_printf(&b, "casus %s, lexicon %s, gazetteer %s, model %s\n", CASUS_VERSION, casus_lexicon_version(casus_engine_lexicon(e)),
                     casus_gazetteer_version(casus_engine_gazetteer(e)), casus_engine_models(e));
    casus_engine_close(e);
    return print(&b);
}

static int help_all(void)
{
    casus_buf b = {0};
    casus_buf_z(&b, "casus reads news reports and keeps a ledger of the incidents they tell of, with the words that support each "
                    "value.\n\nusage: casus COMMAND [OPTION...] [FILE...]\n\n");
    for (int i = 0; i < N_COMMAND; i++) casus_buf_printf(&b, "  %-9s %s\n", command[i].name, command[i].summary);
    casus_buf_z(&b, "\ncasus help COMMAND says more of one. The ledger is --ledger FILE, else $CASUS_LEDGER, else casus.db.\n");
    return print(&b);
}

static int help_one(const cli_command *c)
{
    casus_buf b = {0};
    casus_buf_printf(&b, "casus %s: %s\n\nusage: casus %s [OPTION...]%s%s\n\noptions:\n", c->name, c->summary, c->name,
                     c->operands[0] ? " " : "", c->operands);
    cli_options_help(c->options, &b);
    casus_buf_printf(&b, "\nexamples:\n%s", c->examples);
    return print(&b);
}

static const cli_command *find(const char *name)
{
    for (int i = 0; i < N_COMMAND; i++)
        if (strcmp(command[i].name, name) == 0) return &command[i];
    return NULL;
}

static int unknown(const char *name)
{
    const char *list[N_COMMAND + 2];
    casus_buf what = {0}, next = {0};
    for (int i = 0; i < N_COMMAND; i++) list[i] = command[i].name;
    list[N_COMMAND] = "help";
    list[N_COMMAND + 1] = NULL;
    const char *near = cli_nearest(name, list);
    casus_buf_printf(&what, "unknown command %s", name);
    if (near) casus_buf_printf(&next, "did you mean %s, or see: casus help", near);
    cli_say(NULL, 0, what.p ? what.p : "unknown command", next.p ? next.p : "see: casus help");
    casus_buf_free(&what);
    casus_buf_free(&next);
    return casus_status_exit(CASUS_E_USAGE);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of write, not the end of the process */
    signal(SIGXFSZ, SIG_IGN); /* so is a limit on the size of files */
    const char *name = argc > 1 ? argv[1] : "";
    if (!name[0]) {
        cli_say(NULL, 0, "no command", "see: casus help");
        return casus_status_exit(CASUS_E_USAGE);
    }
    bool help = strcmp(name, "help") == 0;
    if (strcmp(name, "--version") == 0) name = "version";
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || (help && argc < 3)) return help_all();
    const cli_command *c = find(help ? argv[2] : name);
    if (!c) return unknown(help ? argv[2] : name);
    if (help) return help_one(c);
    cli_opts o;
    int status = cli_options(c, argc - 2, argv + 2, &o);
    if (status) return status;
    return o.help ? help_one(c) : c->run(&o);
}
