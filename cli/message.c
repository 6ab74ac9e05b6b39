/* Messages on standard error, progress, and output that notices when it fails.
 *
 * A message is one line: what went wrong and what to do next. Progress is shown only where nobody's pipe is disturbed.
 * Output is written with write(2) and checked, so that a full disk or a closed pipe ends a run instead of losing lines.
 */
#include "cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---------------------------------------------------------------- messages */

static _Atomic bool progress_shown; /* a message may come from another thread than the progress */

void cli_say(const char *file, uint64_t line, const char *what, const char *next)
{
    casus_buf b = {0};
    cli_progress_end();
    casus_buf_z(&b, "casus: ");
    if (file) {
        cli_clean(&b, casus_str_of(file));
        if (line) casus_buf_printf(&b, ":%llu", (unsigned long long)line);
        casus_buf_z(&b, ": ");
    }
    cli_clean(&b, casus_str_of(what));
    if (next) casus_buf_printf(&b, "; %s", next);
    casus_buf_z(&b, "\n");
    if (b.failed)
        fputs("casus: out of memory\n", stderr);
    else
        fwrite(b.p, 1, b.n, stderr);
    casus_buf_free(&b);
}

void cli_say_lines(casus_str text, uint32_t most, const char *next)
{
    uint32_t n = 0;
    for (size_t at = 0, len; at < text.n; at += len + 1) {
        const char *end = memchr(text.p + at, '\n', text.n - at);
        len = end ? (size_t)(end - text.p) - at : text.n - at;
        char one[512];
        snprintf(one, sizeof one, "%.*s", (int)(len < 500 ? len : 500), text.p + at);
        if (n++ < most) cli_say(NULL, 0, one, NULL);
    }
    if (n <= most) return;
    char rest[64];
    snprintf(rest, sizeof rest, "and %u mistakes more", n - most);
    cli_say(NULL, 0, rest, next);
}

/* What to do next, by status. */
static const struct {
    casus_status status;
    const char *next;
} advice[] = {
    {CASUS_E_USAGE, "see: casus help"},
    {CASUS_E_INPUT, "check that the file is what it should be"},
    {CASUS_E_LIMIT, "split it into smaller files"},
    {CASUS_E_NOINPUT, "check the name and that you may read it"},
    {CASUS_E_NOTFOUND, "see what there is with: casus list"},
    {CASUS_E_NOMEM, "free some memory or use fewer --threads"},
    {CASUS_E_OS, "run it again when less is at work"},
    {CASUS_E_CANTCREAT, "check the folder and that you may write there"},
    {CASUS_E_IO, "check the disk, make room if it is full, and run it again"},
    {CASUS_E_INTERNAL, "please report it with the input that shows it"},
};

int cli_say_err(const char *file, const casus_err *err)
{
    const char *next = NULL;
    for (size_t i = 0; i < sizeof advice / sizeof *advice; i++)
        if (advice[i].status == err->code) next = advice[i].next;
    casus_buf b = {0};
    const char *kind = casus_status_text(err->code), *what = err->what ? err->what : "";
    bool alone = err->code == CASUS_E_USAGE || err->code == CASUS_E_NOTFOUND; /* what says it all */
    if (!what[0] || !alone) casus_buf_z(&b, kind);
    if (what[0] && strcmp(what, kind) != 0) casus_buf_printf(&b, "%s%s", alone ? "" : ": ", what);
    if (err->at && !err->line) casus_buf_printf(&b, " at byte %llu", (unsigned long long)err->at);
    cli_say(file, err->line, b.failed ? casus_status_text(err->code) : b.p, next);
    casus_buf_free(&b);
    return casus_status_exit(err->code);
}

/* ---------------------------------------------------------------- progress */

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Nothing for the first second and not more often than five times a second. */
void cli_progress(uint64_t n_done, const char *things)
{
    static double began, shown;
    if (!isatty(STDERR_FILENO) || isatty(STDOUT_FILENO)) return;
    double now = seconds();
    if (began <= 0) began = shown = now;
    if (now - began < 1 || now - shown < 0.2) return;
    shown = now;
    progress_shown = true;
    fprintf(stderr, "\rcasus: %llu %s, %.0f a second ", (unsigned long long)n_done, things, (double)n_done / (now - began));
}

void cli_progress_end(void)
{
    if (progress_shown) fputs("\r\033[K", stderr);
    progress_shown = false;
}

/* ---------------------------------------------------------------- output */

cli_out cli_stdout(void) { return (cli_out){.fd = STDOUT_FILENO, .name = "standard output"}; }

bool cli_write(cli_out *o, casus_str piece)
{
    while (piece.n && !o->error) {
        ssize_t n = write(o->fd, piece.p, piece.n);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) {
            o->error = n < 0 ? errno : EIO;
            break;
        }
        piece.p += n;
        piece.n -= (size_t)n;
    }
    return !o->error;
}

bool cli_flush(cli_out *o)
{
    if (o->held.failed && !o->error) o->error = ENOMEM;
    bool ok = cli_write(o, (casus_str){o->held.p, o->held.n});
    casus_buf_clear(&o->held);
    return ok;
}

int cli_out_end(cli_out *o)
{
    cli_flush(o);
    casus_buf_free(&o->held);
    if (!o->error || o->error == EPIPE) return o->error ? casus_status_exit(CASUS_E_IO) : 0;
    cli_say(o->name, 0, strerror(o->error), "the output is not complete, make room and run it again");
    return casus_status_exit(o->error == ENOMEM ? CASUS_E_NOMEM : CASUS_E_IO);
}

/* ---------------------------------------------------------------- text from outside */

/* Signs that would move the cursor, colour the screen or turn the line around. */
static bool unprintable(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void cli_clean(casus_buf *out, casus_str s)
{
    bool blank = false;
    for (const char *p = s.p, *end = s.n ? s.p + s.n : s.p; p < end;) {
        const char *from = p;
        while (p < end && *p >= ' ' && *p < 0x7f) p++;
        if (p > from) {
            casus_buf_add(out, from, (size_t)(p - from));
            blank = p[-1] == ' ';
            continue;
        }
        uint32_t c;
        unsigned n = casus_utf8_next(p, end, &c);
        if (unprintable(c)) {
            if (!blank) casus_buf_char(out, ' ');
        } else {
            char utf8[4];
            casus_buf_add(out, utf8, casus_utf8_put(c, utf8));
        }
        blank = c == ' ' || unprintable(c);
        p += n;
    }
}
