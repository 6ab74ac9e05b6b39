/* What the ledger commands share: which ledger, which incidents, and a count as people write it. */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

const char *cli_ledger_path(const cli_opts *o)
{
    const char *env = getenv("CASUS_LEDGER");
    return o->ledger ? o->ledger : env && env[0] ? env : "casus.db";
}

/* What to do about a file that is no good, by the beginning of what is wrong with it. */
static const struct {
    const char *what, *next;
} mend[] = {
    {"this ledger was made by a newer version", "use that version, or a newer one; nothing was changed"},
    {"this file is not a ledger", "name yours with --ledger, or make one with: casus add --ledger FILE; nothing was changed"},
    {"the ledger is damaged", "go back to a copy that is whole (casus backup makes them)"},
};

static int say_no_good(const char *path, const casus_err *err)
{
    for (size_t i = 0; i < sizeof mend / sizeof *mend; i++) {
        if (err->code != CASUS_E_INPUT || !err->what || strncmp(err->what, mend[i].what, strlen(mend[i].what)) != 0) continue;
        cli_say(path, 0, err->what, mend[i].next);
        return casus_status_exit(err->code);
    }
    return cli_say_err(path, err);
}

/* Not there, or there and not to be opened. */
static int say_no_input(const char *path)
{
    casus_buf log = {0};
    struct stat st;
    casus_buf_printf(&log, "%s-wal", path);
    if (stat(path, &st) != 0)
        cli_say(path, 0, errno == ENOENT ? "there is no such ledger" : strerror(errno), "make one with: casus add FILE, or name yours with --ledger");
    else if (!S_ISREG(st.st_mode))
        cli_say(path, 0, "this is not a file", "name your ledger with --ledger");
    else if (access(path, R_OK) == 0 && !log.failed && access(log.p, F_OK) == 0)
        cli_say(path, 0, "what was written last is in its log and cannot be read here", "copy it together with FILE-wal to where you may write");
    else
        cli_say(path, 0, "the ledger cannot be opened", "check that you may read it");
    casus_buf_free(&log);
    return casus_status_exit(CASUS_E_NOINPUT);
}

int cli_ledger(const cli_opts *o, bool create, casus_ledger **l)
{
    const char *path = cli_ledger_path(o);
    casus_err err = {0};
    casus_status s = casus_ledger_open(path, create, l, &err);
    if (s == CASUS_OK) return 0;
    err.code = s;
    return s == CASUS_E_NOINPUT ? say_no_input(path) : say_no_good(path, &err);
}

void cli_let_others(void) { nanosleep(&(struct timespec){.tv_nsec = 8000000}, NULL); }

int cli_read_file(const char *path, casus_buf *text)
{
    char piece[8192];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (!f) {
        cli_say(path, 0, strerror(errno), "check the name and that you may read it");
        return casus_status_exit(CASUS_E_NOINPUT);
    }
    while ((n = fread(piece, 1, sizeof piece, f)) > 0) casus_buf_add(text, piece, n);
    bool bad = ferror(f) != 0;
    fclose(f);
    if (!bad && !text->failed) return 0;
    cli_say(path, 0, bad ? "cannot be read" : "is too large", bad ? "check that it is a file" : "split it into smaller files");
    return casus_status_exit(bad ? CASUS_E_IO : CASUS_E_LIMIT);
}

/* "34.56,38.27" */
static bool read_point(const char *text, double *lat, double *lon)
{
    char *end;
    *lat = strtod(text, &end);
    if (end == text || *end != ',') return false;
    text = end + 1;
    *lon = strtod(text, &end);
    return end != text && !*end && *lat >= -90 && *lat <= 90 && *lon >= -180 && *lon <= 180;
}

static int read_near(const cli_opts *o, casus_ledger *l, casus_query *q)
{
    casus_err err = {0};
    q->has_near = true;
    q->km = o->km;
    if (read_point(o->near, &q->lat, &q->lon)) return 0;
    err.code = casus_ledger_place(l, o->near, &q->lat, &q->lon, &err);
    if (err.code == CASUS_OK) return 0;
    if (err.code != CASUS_E_NOTFOUND) return cli_say_err(cli_ledger_path(o), &err);
    cli_say(o->near, 0, err.what, "give the point as LAT,LON: --near 34.56,38.27");
    return casus_status_exit(err.code);
}

int cli_query(const cli_opts *o, casus_ledger *l, casus_query *q)
{
    casus_query_init(q);
    q->type = o->type;
    q->country = o->country;
    q->actor = o->actor;
    q->status = o->status;
    q->review = o->review;
    q->place = o->place;
    q->publisher = o->publisher;
    q->from = o->from;
    q->to = o->to;
    q->killed_from = o->killed[0];
    q->killed_to = o->killed[1];
    q->injured_from = o->injured[0];
    q->injured_to = o->injured[1];
    q->has_box = o->has_box;
    q->south = o->box[0];
    q->west = o->box[1];
    q->north = o->box[2];
    q->east = o->box[3];
    q->after = o->after;
    q->limit = o->limit;
    return o->near ? read_near(o, l, q) : 0;
}

/* "18", "16-18", "20+", "about 30". */
void cli_tally_text(casus_buf *out, const casus_row *r, int tally)
{
    if (!r->tally[tally].set) return;
    int32_t low = r->tally[tally].low, high = r->tally[tally].high;
    if (casus_str_is(r->tally[tally].quality, "about")) casus_buf_z(out, "~");
    if (high < 0)
        casus_buf_printf(out, "%d+", low);
    else if (low == high)
        casus_buf_printf(out, "%d", low);
    else
        casus_buf_printf(out, "%d-%d", low, high);
}
