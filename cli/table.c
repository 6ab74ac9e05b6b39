/* Tables: lined up and cut to the screen for a reader, tab-separated for a program.
 *
 * Widths are columns of the screen, not bytes: combining marks take none, Han and kana two. A table that is too wide takes the
 * space from its widest columns first and never below what a column keeps. Rows are held until the end.
 */
#include "cli.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

enum { GAP = 2, MOST_COLUMNS = 16 };

unsigned cli_screen_width(void)
{
    struct winsize w;
    const char *columns = getenv("COLUMNS");
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col) return w.ws_col;
    unsigned long n = columns ? strtoul(columns, NULL, 10) : 0;
    return n >= 20 && n < 10000 ? (unsigned)n : 120;
}

void cli_table_init(cli_table *t, const cli_column *column, unsigned n_column, int layout)
{
    *t = (cli_table){.column = column, .n_column = n_column, .width = cli_screen_width()};
    t->fit = layout == 1 || (layout == 0 && isatty(STDOUT_FILENO));
}

void cli_table_cell(cli_table *t, casus_str s)
{
    cli_clean(&t->cell, s);
    casus_buf_add(&t->cell, "", 1);
    t->n_cell++;
}

/* Screen columns of a text; with most, the bytes that fit into so many columns go to *cut. */
static unsigned measure(casus_str s, unsigned most, size_t *cut)
{
    unsigned width = 0;
    const char *p = s.p, *end = s.p + s.n;
    while (p < end) {
        uint32_t c;
        unsigned n = casus_utf8_next(p, end, &c);
        int w = utf8proc_charwidth((utf8proc_int32_t)c);
        if (width + (unsigned)(w > 0 ? w : 0) > most) break;
        width += (unsigned)(w > 0 ? w : 0);
        p += n;
    }
    if (cut) *cut = (size_t)(p - s.p);
    return width;
}

static void spaces(casus_buf *out, unsigned n)
{
    while (n--) casus_buf_char(out, ' ');
}

static void put_fit(casus_buf *out, const cli_column *c, casus_str s, unsigned width, bool last)
{
    size_t cut;
    unsigned full = measure(s, ~0u, NULL), used = full;
    if (full > width) {
        used = measure(s, width - 1, &cut) + 1;
        s.n = cut;
    }
    if (c->right) spaces(out, width - used);
    casus_buf_str(out, s);
    if (full > width) casus_buf_z(out, "\xe2\x80\xa6");
    if (!c->right && !last) spaces(out, width - used);
    if (!last) spaces(out, GAP);
}

static void shrink(const cli_table *t, unsigned *width)
{
    unsigned total = GAP * (t->n_column - 1);
    for (unsigned i = 0; i < t->n_column; i++) total += width[i];
    while (total > t->width) {
        unsigned widest = t->n_column;
        for (unsigned i = 0; i < t->n_column; i++)
            if (t->column[i].least && width[i] > t->column[i].least && (widest == t->n_column || width[i] > width[widest]))
                widest = i;
        if (widest == t->n_column) return; /* the screen is narrower than a table can be: let it wrap */
        width[widest]--;
        total--;
    }
}

static void fit(cli_table *t, casus_buf *out)
{
    unsigned width[MOST_COLUMNS] = {0};
    for (unsigned i = 0; i < t->n_column; i++) width[i] = (unsigned)strlen(t->column[i].title);
    const char *p = t->cell.p;
    for (uint64_t i = 0; i < t->n_cell; i++, p += strlen(p) + 1) {
        unsigned w = measure(casus_str_of(p), ~0u, NULL);
        if (w > width[i % t->n_column]) width[i % t->n_column] = w;
    }
    shrink(t, width);
    for (unsigned i = 0; i < t->n_column; i++)
        put_fit(out, &t->column[i], casus_str_of(t->column[i].title), width[i], i + 1 == t->n_column);
    casus_buf_z(out, "\n");
    p = t->cell.p;
    for (uint64_t i = 0; i < t->n_cell; i++, p += strlen(p) + 1) {
        unsigned k = (unsigned)(i % t->n_column);
        put_fit(out, &t->column[k], casus_str_of(p), width[k], k + 1 == t->n_column);
        if (k + 1 == t->n_column) casus_buf_z(out, "\n");
    }
}

static void plain(cli_table *t, casus_buf *out)
{
    for (unsigned i = 0; i < t->n_column; i++) casus_buf_printf(out, "%s%s", i ? "\t" : "", t->column[i].title);
    casus_buf_z(out, "\n");
    const char *p = t->cell.p;
    for (uint64_t i = 0; i < t->n_cell; i++, p += strlen(p) + 1) {
        casus_buf_z(out, p);
        casus_buf_char(out, (i + 1) % t->n_column ? '\t' : '\n');
    }
}

void cli_table_end(cli_table *t, cli_out *out)
{
    if (t->cell.failed) out->held.failed = true;
    else if (t->fit) fit(t, &out->held);
    else plain(t, &out->held);
    casus_buf_free(&t->cell);
}
