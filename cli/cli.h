/* cli: the commands of the program. Each command is one file over the public headers; what they share is declared here.
 *
 * The way of a run: main.c finds the command, options.c fills cli_opts from one table, the command works and returns an exit
 * status (sysexits). Results go to standard output through cli_out, messages to standard error through cli_say.
 */
#ifndef CASUS_CLI_H
#define CASUS_CLI_H

#include <casus/casus.h>
#include <casus/export.h>
#include <casus/ledger.h>

/* ---------------------------------------------------------------- options */

/* Values of all options of all commands; a command looks at its own. Zero means "not given" but where noted. */
typedef struct {
    const char *command;    /* as typed */
    bool help;
    int in;                 /* casus_format, or CLI_CONLLU */
    const char *date;       /* checked: YYYY, YYYY-MM or YYYY-MM-DD */
    unsigned threads;       /* at least 1 */
    const char *lexicon, *gazetteer, *ledger;
    int layer;              /* index into the choices of --layer; -1: not given */
    int annotation;         /* --out: 0 jsonl, 1 conllu */
    int names;              /* casus_name_set */
    const char *model;      /* NULL: the one built in */
    bool untrained;         /* let every claim stand */
    bool no_parse;          /* code without the language model */
    bool events;            /* code every political act too */
    bool deeds;             /* tell deeds and their cast too */
    int until;              /* casus_read_until: how far reading goes */
    bool explain;           /* say why each value is what it is */
    const char *dictionaries, *dictionary_options; /* NULL: not given */
    int layout;             /* list, search: 0 auto, 1 table, 2 tsv */
    int format;             /* export: casus_export_format, in the order of CASUS_OUT_MAP */
    const char *output;     /* NULL: standard output */
    const char *sidecar, *crosswalk; /* export */
    int actor_types;        /* export: 0 labels, 1 numbers */
    bool centroids;
    const char *classes, *label, *licence; /* gazetteer build */
    const char *type, *country, *actor;
    casus_day from, to;     /* CASUS_DAY_NONE: open */
    unsigned limit;
    const char *place, *status, *review, *publisher, *after, *near;
    double box[4];          /* south, west, north, east */
    bool has_box;
    unsigned km;            /* around --near */
    int32_t killed[2], injured[2]; /* from, to; -1: open */
    bool json, reports;     /* list, search */
    bool why;               /* show */
    const char *who, *because; /* review; NULL: not given */
    bool ask;
    bool all, trial;        /* recode */
    const char *name;       /* import */
    int reference;          /* casus_reference_layout */
    unsigned days, within;  /* compare: most days, most km between two that can be the same */
    int only;               /* compare: 0 all, else casus_comparison_kind + 1 */
    bool jsonl;
    char **arg;             /* what is no option, in order; borrowed from argv */
    int n_arg;
} cli_opts;

/* One bit an option; a command names those it takes. */
#define CLI_BIT(n) ((uint64_t)1 << (n))
#define CLI_IN CLI_BIT(0)
#define CLI_DATE CLI_BIT(1)
#define CLI_THREADS CLI_BIT(2)
#define CLI_LEXICON CLI_BIT(3)
#define CLI_GAZETTEER CLI_BIT(4)
#define CLI_LEDGER CLI_BIT(5)
#define CLI_LAYER CLI_BIT(6)
#define CLI_ANNOTATION CLI_BIT(7)
#define CLI_LAYOUT CLI_BIT(8)
#define CLI_FORMAT CLI_BIT(9)
#define CLI_OUTPUT CLI_BIT(10)
#define CLI_TYPE CLI_BIT(11)
#define CLI_COUNTRY CLI_BIT(12)
#define CLI_ACTOR CLI_BIT(13)
#define CLI_FROM CLI_BIT(14)
#define CLI_TO CLI_BIT(15)
#define CLI_LIMIT CLI_BIT(16)
#define CLI_JSONL CLI_BIT(17)
#define CLI_GIVEN CLI_BIT(18)
#define CLI_NAMES CLI_BIT(19)
#define CLI_MODEL CLI_BIT(20)
#define CLI_NO_PARSE CLI_BIT(21)
#define CLI_PLACE CLI_BIT(22)
#define CLI_NEAR CLI_BIT(23)
#define CLI_BOX CLI_BIT(24)
#define CLI_STATUS CLI_BIT(25)
#define CLI_REVIEW CLI_BIT(26)
#define CLI_PUBLISHER CLI_BIT(27)
#define CLI_TOLLS CLI_BIT(28) /* --killed, --injured */
#define CLI_AFTER CLI_BIT(29)
#define CLI_JSON CLI_BIT(30)
#define CLI_REPORTS CLI_BIT(31)
#define CLI_SIDECAR CLI_BIT(32)
#define CLI_LAYING CLI_BIT(33) /* --actor-types, --centroids, --crosswalk of export */
#define CLI_REFERENCE CLI_BIT(34) /* --layout of import and compare */
#define CLI_MATCHING CLI_BIT(35) /* --days, --within, --only of compare */
#define CLI_EVENTS CLI_BIT(36)
#define CLI_MAKING CLI_BIT(37) /* --classes, --label, --licence of gazetteer */
#define CLI_NAME CLI_BIT(38) /* --name of import */
#define CLI_WHY CLI_BIT(39) /* --why of show */
#define CLI_DECIDING CLI_BIT(40) /* --who, --why, --ask of review */
#define CLI_RECODING CLI_BIT(41) /* --all, --try of recode */
#define CLI_DEEDS CLI_BIT(42)   /* --deeds of code */
#define CLI_EXPLAIN CLI_BIT(48)
#define CLI_CODED CLI_BIT(50)     /* --events of export */
#define CLI_DICTIONARIES CLI_BIT(49) /* --dictionaries, --dictionary-options of code */
#define CLI_CODING (CLI_IN | CLI_DATE | CLI_THREADS | CLI_LEXICON | CLI_GAZETTEER | CLI_MODEL | CLI_NO_PARSE)
#define CLI_ANNOTATING                                                                                                     \
    (CLI_GIVEN | CLI_DATE | CLI_THREADS | CLI_LEXICON | CLI_GAZETTEER | CLI_LAYER | CLI_ANNOTATION | CLI_NAMES | CLI_MODEL)
#define CLI_FILTER                                                                                                         \
    (CLI_LEDGER | CLI_TYPE | CLI_COUNTRY | CLI_ACTOR | CLI_FROM | CLI_TO | CLI_LIMIT | CLI_PLACE | CLI_NEAR | CLI_BOX |    \
     CLI_STATUS | CLI_PUBLISHER | CLI_TOLLS)

enum { CLI_CONLLU = CASUS_IN_WARC + 1 }; /* --in of annotate: tokens are given */

typedef struct {
    const char *name, *operands, *summary;
    uint64_t options; /* CLI_ bits; --help goes with all */
    int least, most;  /* operands; most -1: any number */
    int (*run)(cli_opts *o);
    const char *examples; /* lines ready to print */
} cli_command;

/* Read the options of a command. 0, or the exit status after a message. Operands may stand between options; "--" ends them. */
int cli_options(const cli_command *c, int argc, char **argv, cli_opts *o);
/* Print the options in the mask, one a line. */
void cli_options_help(uint64_t mask, casus_buf *out);
/* The word of the list (NULL-terminated) most like the one typed, NULL if none is near. */
const char *cli_nearest(const char *typed, const char *const *list);

/* ---------------------------------------------------------------- messages and output */

/* One line on standard error: "casus: FILE:LINE: what; next". file may be NULL, line 0, next NULL. */
void cli_say(const char *file, uint64_t line, const char *what, const char *next);
/* Lines that the library made, "file:line: what", each as a message; of more than most the number is told. */
void cli_say_lines(casus_str text, uint32_t most, const char *next);
/* The same from a library error; returns its exit status. */
int cli_say_err(const char *file, const casus_err *err);
void cli_progress(uint64_t n_done, const char *things); /* only if standard error, and it alone, is a terminal */
void cli_progress_end(void);

/* Standard output or a file, written as a whole or not at all. */
typedef struct {
    int fd;
    casus_buf held;   /* waits for the next flush */
    int error;        /* errno of the first failure; then nothing more is written */
    const char *name; /* for messages */
} cli_out;
cli_out cli_stdout(void);
bool cli_write(cli_out *o, casus_str piece);      /* at once; false after a failure */
bool cli_flush(cli_out *o);                       /* write what is held */
/* Flush, free and say what went wrong (a closed pipe is left quietly). 0 or 74 (I/O), 71 (no memory). */
int cli_out_end(cli_out *o);

/* Text that came from outside as one line for a terminal: no control or direction signs, white space as one blank. */
void cli_clean(casus_buf *out, casus_str s);

/* ---------------------------------------------------------------- tables */

typedef struct {
    const char *title;
    bool right;     /* numbers */
    unsigned least; /* columns of the screen it keeps when the table must shrink; 0: never shrinks */
} cli_column;

typedef struct {
    const cli_column *column;
    unsigned n_column;
    bool fit;        /* line up and fit to width; else tab-separated */
    unsigned width;  /* of the screen */
    casus_buf cell;  /* NUL after each */
    uint64_t n_cell;
} cli_table;

void cli_table_init(cli_table *t, const cli_column *column, unsigned n_column, int layout);
void cli_table_cell(cli_table *t, casus_str s);
/* Add the lines to out->held and free the table. */
void cli_table_end(cli_table *t, cli_out *out);
unsigned cli_screen_width(void);

/* ---------------------------------------------------------------- reports */

typedef struct {
    casus_record rec;
    casus_reading reading;
    char *store; /* what the record points to */
    casus_arena *arena; /* what the reading points to */
    size_t cap;
} cli_kept;

/* What a command does with the reports it is given. Work runs on any thread, the rest on one at a time, in input order. */
typedef struct cli_batch {
    const cli_opts *opts;
    const casus_engine *engine; /* NULL: the page is cleaned and no more */
    /* Write one reading to out. A status other than OK ends the run. NULL: nothing to print. */
    casus_status (*print)(const struct cli_batch *b, const casus_reading *r, casus_buf *out);
    /* Take some readings, good and bad, in input order; they are kept together or not at all. Runs on a thread of its own, one call
     * at a time, beside the reading of what follows. NULL: nothing to keep. */
    casus_status (*keep)(struct cli_batch *b, const cli_kept *k, size_t n);
    bool urls;    /* operands may be web addresses */
    void *ctx;
    uint64_t n_report, n_bad; /* set by the run */
} cli_batch;

/* Read all operands (none: standard input). Returns the exit status; messages are printed. */
int cli_batch_run(cli_batch *b);

/* Open the engine the options ask for. 0 or the exit status after a message. */
int cli_engine(const cli_opts *o, casus_engine **e);

/* Get a page over http or https: body, final address and the charset of Content-Type. what says why it failed. */
typedef struct {
    casus_buf body, url;
    char charset[32];
    char what[160];
} cli_fetched;
bool cli_is_url(const char *s);
casus_status cli_fetch(const char *url, cli_fetched *f);
void cli_fetched_free(cli_fetched *f);

/* ---------------------------------------------------------------- ledger */

/* The ledger named by --ledger, CASUS_LEDGER or casus.db. 0 or the exit status after a message. */
const char *cli_ledger_path(const cli_opts *o);
/* Between two groups of changes: a moment in which another program that waits for the ledger gets its turn. */
void cli_let_others(void);
int cli_ledger(const cli_opts *o, bool create, casus_ledger **l);
/* The filters of the command line. near is looked up in the ledger when it is a name. 0 or the exit status after a message. */
int cli_query(const cli_opts *o, casus_ledger *l, casus_query *q);
/* A whole file, at most text->max bytes. 0 or the exit status after a message. */
int cli_read_file(const char *path, casus_buf *text);
void cli_tally_text(casus_buf *out, const casus_row *r, int tally);

/* ---------------------------------------------------------------- commands */

int cli_code(cli_opts *o);
int cli_page(cli_opts *o);
int cli_annotate(cli_opts *o);
int cli_add(cli_opts *o);
int cli_list(cli_opts *o);
int cli_search(cli_opts *o);
int cli_show(cli_opts *o);
int cli_verify(cli_opts *o);
int cli_review(cli_opts *o);
int cli_backup(cli_opts *o);
int cli_recode(cli_opts *o);
int cli_export(cli_opts *o);
int cli_import(cli_opts *o);
int cli_compare(cli_opts *o);
int cli_lexicon(cli_opts *o);
int cli_gazetteer(cli_opts *o);
int cli_version(cli_opts *o);

#endif
