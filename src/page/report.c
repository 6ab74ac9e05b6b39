/* One record -> one report. HTML goes through tree, meta data and extraction; text is kept; a JSONL line is opened and goes
 * one of the two ways. A given body is never changed: furniture is only marked in it.
 */
#include "room.h"
#include "jsonl.h"

#include <string.h>

const char *casus_pub_basis_name(casus_pub_basis b)
{
    static const char *const name[] = {NULL, "given", "meta", "url", "text", "inferred"};
    return (size_t)b < sizeof name / sizeof *name ? name[b] : NULL;
}

static casus_str first(casus_str a, casus_str b) { return a.n ? a : b; }

/* "en-US", "en_GB" -> "en"; anything that is not a language tag -> "". */
static casus_status set_language(casus_arena *a, casus_str said, casus_report *out)
{
    size_t n = 0;
    said = casus_str_trim(said);
    while (n < said.n && page_alpha(said.p[n])) n++;
    if (n < 2 || n > 3 || (n < said.n && said.p[n] != '-' && said.p[n] != '_' && said.p[n] != ',' && said.p[n] != ';')) return CASUS_OK;
    char *p = casus_arena_get(a, n + 1, 1);
    if (!p) return CASUS_E_LIMIT;
    for (size_t i = 0; i < n; i++) p[i] = page_lower(said.p[i]);
    out->language = (casus_str){p, n};
    return CASUS_OK;
}

static casus_status no_room(casus_err *err) { return casus_fail(err, CASUS_E_LIMIT, "report does not fit its memory limit", 0); }

/* A date that came with the record: ISO, else whatever a feed or a transport writes. */
static bool given_date(casus_str s, casus_report *out, casus_pub_basis basis)
{
    page_date d;
    if (!s.n || s.n > 200) return false;
    if (!page_date_edtf(s, &d) && !page_date_find(s, true, &d)) return false;
    page_date_set(out, d, basis);
    return true;
}

/* Strings of valid UTF-8 only may leave this room. */
static casus_status clean(casus_arena *a, casus_str *s)
{
    bool same;
    uint32_t skipped;
    if (!s->n || casus_utf8_valid(*s, NULL)) return CASUS_OK;
    return page_decode(a, *s, CASUS_STR("utf-8"), false, s, &same, &skipped, NULL);
}

static casus_status adopt(const casus_record *rec, casus_arena *a, casus_report *out)
{
    out->id = rec->id;
    out->url = rec->url;
    out->title = rec->title;
    out->publisher = rec->publisher;
    casus_str *const all[] = {&out->id, &out->url, &out->title, &out->publisher};
    for (size_t i = 0; i < 4; i++) {
        if (clean(a, all[i])) return CASUS_E_LIMIT;
    }
    return CASUS_OK;
}

static void date_of_page(casus_arena *a, const casus_record *rec, const page_tree *t, const page_meta *m, const page_choice *c,
                         uint32_t h1, casus_report *out)
{
    page_date d, url;
    bool tagged, in_url = page_date_url(first(rec->url, m->url), &url);
    bool month_first = page_month_first(first(rec->language, m->language));
    if (given_date(rec->published, out, CASUS_PUB_GIVEN)) return;
    if (m->has_published) page_date_set(out, m->published, CASUS_PUB_META);
    else if (in_url) page_date_set(out, url, CASUS_PUB_URL);
    else if (page_date_visible(a, t, c, h1, month_first, &d, &tagged)) page_date_set(out, d, tagged ? CASUS_PUB_META : CASUS_PUB_TEXT);
    else if (m->has_modified) page_date_set(out, m->modified, CASUS_PUB_META);
}

static casus_status read_html(const casus_record *rec, casus_arena *a, casus_report *out, casus_err *err)
{
    casus_str utf8;
    bool same;
    uint32_t skipped, h1;
    page_tree tree;
    page_meta meta;
    page_choice choice;
    casus_status s = page_decode(a, rec->bytes, rec->charset, true, &utf8, &same, &skipped, err);
    if (!s) s = page_tree_make(a, utf8, &tree, err);
    if (s) return s;
    if (page_meta_find(a, &tree, &meta)) return no_room(err);
    if (!meta.url.n) meta.url = rec->url;
    uint8_t *flag = casus_arena_get(a, tree.n + 1u, 1);
    if (!flag) return no_room(err);
    page_marks(&tree, flag);
    casus_str title = page_title(a, &tree, &meta, flag, &h1);
    if (page_choose(a, &tree, flag, &choice)) return no_room(err);
    out->title = first(out->title, title);
    out->publisher = first(out->publisher, meta.publisher);
    out->url = first(out->url, meta.url);
    s = page_write(a, &tree, &choice, skipped, out, err);
    if (s) return s;
    out->run_ok = same;
    if (set_language(a, first(rec->language, meta.language), out)) return no_room(err);
    date_of_page(a, rec, &tree, &meta, &choice, h1, out);
    return CASUS_OK;
}

/* ---------------------------------------------------------------- text */

static bool one_run(casus_arena *a, casus_str body, size_t at, bool copied, casus_report *out)
{
    casus_run *r = casus_arena_get(a, 1, sizeof *r);
    if (!r) return false;
    *r = (casus_run){0, (uint32_t)at, (uint32_t)body.n, copied};
    out->run = r;
    out->n_run = body.n > 0;
    return true;
}

/* CR LF and CR become LF; one run a line that was cut. */
static casus_status plain_lines(casus_arena *a, casus_str s, uint32_t shift, casus_report *out)
{
    size_t n_cr = 0;
    for (size_t i = 0; i < s.n; i++) n_cr += s.p[i] == '\r';
    char *p = casus_arena_get(a, s.n + 1, 1);
    casus_run *run = casus_arena_get(a, 2 * n_cr + 1, sizeof *run);
    if (!p || !run) return CASUS_E_LIMIT;
    uint32_t n = 0, n_run = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool cr = s.p[i] == '\r', lf_next = cr && i + 1 < s.n && s.p[i + 1] == '\n';
        if (lf_next) continue;
        bool copied = !cr;
        casus_run *last = n_run ? &run[n_run - 1] : NULL;
        if (last && last->copied == copied && last->p + last->n == i + shift) last->n++;
        else run[n_run++] = (casus_run){n, (uint32_t)i + shift, 1, copied};
        p[n++] = cr ? '\n' : s.p[i];
    }
    out->body = (casus_str){p, n};
    out->run = run;
    out->n_run = n_run;
    return CASUS_OK;
}

static casus_status read_text(const casus_record *rec, casus_arena *a, casus_report *out, casus_err *err)
{
    casus_str utf8;
    uint32_t skipped;
    casus_status s = page_decode(a, rec->bytes, rec->charset, false, &utf8, &out->run_ok, &skipped, err);
    if (s) return s;
    if (plain_lines(a, utf8, skipped, out)) return no_room(err);
    if (set_language(a, rec->language, out)) return no_room(err);
    given_date(rec->published, out, CASUS_PUB_GIVEN);
    return CASUS_OK;
}

/* A body that was given is the body, byte for byte. */
static casus_status keep_body(const casus_record *rec, casus_str body, size_t at, casus_arena *a, casus_report *out, casus_err *err)
{
    if (casus_arena_str(a, body, &out->body) || !one_run(a, body, at, false, out)) return no_room(err);
    if (set_language(a, rec->language, out)) return no_room(err);
    given_date(rec->published, out, CASUS_PUB_GIVEN);
    return CASUS_OK;
}

/* Names that came with the body, from code points to bytes. Those that reach behind its end are left out. */
static casus_status keep_names(const page_line *l, casus_arena *a, casus_report *out)
{
    casus_str b = out->body;
    uint32_t c, point = 0;
    size_t at = 0;
    if (!l->n_name) return CASUS_OK;
    casus_span *name = casus_arena_get(a, l->n_name, sizeof *name);
    if (!name) return CASUS_E_LIMIT;
    for (uint32_t i = 0; i < l->n_name; i++) {
        for (; point < l->name[i][0] && at < b.n; point++) at += casus_utf8_next(b.p + at, b.p + b.n, &c);
        size_t to = at;
        uint32_t p = point;
        for (; p < l->name[i][1] && to < b.n; p++) to += casus_utf8_next(b.p + to, b.p + b.n, &c);
        if (p < l->name[i][1] || to == at) break;
        name[out->n_name++] = (casus_span){(uint32_t)at, (uint32_t)(to - at)};
    }
    out->name = name;
    return CASUS_OK;
}

/* Offsets that went through a decoding step: moved to where the text began, kept inside the record, none called copied. */
static casus_status shift_runs(casus_arena *a, uint32_t by, size_t limit, casus_report *out)
{
    casus_run *run = casus_arena_get(a, out->n_run, sizeof *run);
    if (!run) return CASUS_E_LIMIT;
    for (uint32_t i = 0; i < out->n_run; i++) {
        uint64_t p = (uint64_t)out->run[i].p + by;
        run[i] = (casus_run){out->run[i].t, (uint32_t)(p < limit ? p : limit), out->run[i].n, false};
    }
    out->run = run;
    return CASUS_OK;
}

static casus_status read_line(const casus_record *rec, casus_arena *a, casus_report *out, bool *is_text, casus_err *err)
{
    page_line line;
    casus_status s = page_line_read(rec, a, &line, err);
    out->id = line.rec.id;
    if (s) return s;
    *is_text = line.is_body;
    if (adopt(&line.rec, a, out)) return no_room(err);
    if (line.is_body) {
        s = keep_body(&line.rec, line.rec.bytes, line.at, a, out, err);
        return !s && keep_names(&line, a, out) ? no_room(err) : s;
    }
    s = read_html(&line.rec, a, out, err);
    if (!s && shift_runs(a, (uint32_t)line.at, rec->bytes.n, out)) return no_room(err);
    out->run_ok = false;
    return s;
}

static void finish_date(casus_str date, casus_report *out)
{
    page_date d;
    if (out->published.basis == CASUS_PUB_NONE && page_date_url(out->url, &d)) page_date_set(out, d, CASUS_PUB_URL);
    if (out->published.basis == CASUS_PUB_NONE) given_date(date, out, CASUS_PUB_GIVEN);
}

static casus_status read_record(const casus_record *rec, casus_str date, casus_arena *a, casus_report *out, casus_err *err)
{
    memset(out, 0, sizeof *out);
    out->published.day = CASUS_DAY_NONE;
    casus_status s;
    bool is_text = rec->format == CASUS_IN_TEXT;
    if (rec->bytes.n > CASUS_MAX_REPORT) {
        s = casus_fail(err, CASUS_E_LIMIT, "report is too large", 0);
    } else if (adopt(rec, a, out)) {
        s = no_room(err);
    } else {
        casus_sha256(rec->bytes.p, rec->bytes.n, out->sha256);
        s = rec->format == CASUS_IN_JSONL ? read_line(rec, a, out, &is_text, err)
            : rec->format == CASUS_IN_TEXT ? read_text(rec, a, out, err)
                                           : read_html(rec, a, out, err);
    }
    if (!s && !out->run_ok && shift_runs(a, 0, rec->bytes.n, out)) s = no_room(err);
    if (!s && page_furniture(a, out->body, out->title, out)) s = no_room(err);
    if (s) {
        casus_str id = out->id;
        memset(out, 0, sizeof *out);
        out->published.day = CASUS_DAY_NONE;
        out->id = id;
        if (err && rec->line) err->line = rec->line;
        return s;
    }
    if (is_text) page_text_head(out);
    finish_date(date, out);
    if (!out->language.n) out->language = page_language_guess(out->body);
    return CASUS_OK;
}

casus_status casus_page_read(const casus_record *rec, casus_str date, casus_arena *a, casus_report *out, casus_err *err)
{
    casus_record r = *rec;
    if (!r.bytes.p) r.bytes = CASUS_STR(""); /* no pointer is ever NULL from here on */
    return read_record(&r, date, a, out, err);
}
