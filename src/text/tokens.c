/* The tokenizer: one pass over the bytes of a body, a few table look-ups a character. Tokens follow the English treebanks of
 * Universal Dependencies; where those disagree with each other the more frequent habit of their training halves is taken.
 *
 * Looking ahead is bounded (a word before an at sign, a host name, a file name, the next word), so the time is linear for
 * every input.
 */
#include "room.h"

#include <string.h>

enum { AHEAD = 64 /* most bytes looked ahead */ };

typedef struct {
    text_work *w;
    const char *base, *p, *end; /* base: begin of the body */
    const char *line;           /* begin of the line p is in */
    uint16_t gap;               /* notes for the next token */
    bool space;                 /* there was white space since the last token */
    bool single;                /* a single quotation mark is open in this paragraph */
    uint32_t first;             /* first token of this piece of text */
} scan;

static text_char at(const scan *s, const char *p) { return text_char_at(p, s->end); }
static bool is_wordy(text_char c) { return c.cls == CHAR_LETTER || c.cls == CHAR_DIGIT; }
static bool is_letter(const scan *s, const char *p) { return at(s, p).cls == CHAR_LETTER; }
static bool is_digit(const scan *s, const char *p) { return at(s, p).cls == CHAR_DIGIT; }
static bool is_byte(const scan *s, const char *p, char c) { return p < s->end && *p == c; }
static bool is_behind(const scan *s, const char *p, char c) { return p > s->base && p[-1] == c; }

static bool is_ascii_letter(char c) { return (unsigned)((unsigned char)c | 32) - 'a' < 26u; }

/* ---------------------------------------------------------------- putting tokens */

static casus_token *new_token(text_work *w)
{
    casus_text *t = w->out;
    size_t need = (size_t)t->n_token + 1;
    if (need <= w->cap_token && need <= w->cap_note) return &t->token[t->n_token++];
    casus_token *token = casus_arena_grow(w->arena, t->token, t->n_token, need, sizeof *token, &w->cap_token);
    uint16_t *note = casus_arena_grow(w->arena, w->note, t->n_token, need, sizeof *note, &w->cap_note);
    if (!token || !note) return NULL;
    t->token = token;
    w->note = note;
    return &token[t->n_token++];
}

typedef struct {
    uint32_t n_letter, n_upper;
    bool first_upper, lower, ascii;
} letters;

static void fold_ascii(text_work *w, const char *p, const char *end, casus_str *norm, letters *l)
{
    unsigned n_upper = 0, n_letter = 0, first = 0, all = 0;
    char *out = w->norm;
    for (; p < end; p++) {
        unsigned c = (unsigned char)*p, small = c | 32u;
        unsigned letter = small - 'a' < 26u, upper = letter & (c < 'a');
        if (letter && n_letter == 0) first = upper;
        n_letter += letter;
        n_upper += upper;
        all |= c;
        *out = (char)(upper ? small : c);
        out += c != '\'' && c != '`';
    }
    *l = (letters){n_letter, n_upper, first != 0, n_upper < n_letter, all < 0x80};
    if (!l->ascii) return;
    *norm = (casus_str){w->norm, (size_t)(out - w->norm)};
    w->norm = out;
}

static casus_status fold_any(text_work *w, const char *p, const char *end, casus_str *norm, letters *l)
{
    casus_status st = casus_fold(w->arena, (casus_str){p, (size_t)(end - p)}, norm);
    *l = (letters){0};
    while (p < end) {
        text_char c = text_char_at(p, end);
        p += c.len;
        if (c.cls != CHAR_LETTER) continue;
        bool upper = text_is_upper(c.cp);
        if (l->n_letter++ == 0) l->first_upper = upper;
        l->n_upper += upper;
        l->lower |= !upper;
    }
    return st;
}

/* Add [b, e) as a token. The gap before it is used up. */
static casus_status put(scan *s, const char *b, const char *e, casus_token_kind kind, unsigned note)
{
    casus_token *t = new_token(s->w);
    if (!t) return CASUS_E_NOMEM;
    casus_status st = CASUS_OK;
    letters l;
    t->span = (casus_span){(uint32_t)(b - s->base), (uint32_t)(e - b)};
    fold_ascii(s->w, b, e, &t->norm, &l);
    if (!l.ascii) st = fold_any(s->w, b, e, &t->norm, &l);
    t->kind = (uint8_t)kind;
    t->capital = l.first_upper;
    t->upper = l.n_letter > 1 && l.n_upper == l.n_letter;
    t->glued = !s->space && s->w->out->n_token > s->first + 1;
    t->clitic = false;
    if (l.lower) note |= NOTE_LOWER;
    s->w->note[s->w->out->n_token - 1] = (uint16_t)(note | s->gap);
    s->gap = 0;
    s->space = false;
    s->p = e;
    return st;
}

/* ---------------------------------------------------------------- white space */

/* Would the first word of the next line have fitted on the line that ends at e? Then the break was meant. */
static bool is_short_line(const scan *s, const char *e, const char *next)
{
    const char *q = next;
    while (q < s->end && q - next < 40 && (unsigned char)*q > ' ') q++;
    size_t len = (size_t)(e - s->line) + 1 + (size_t)(q - next);
    return len + s->w->layout.width / 4 < s->w->layout.width;
}

/* What a single newline in the gap [e, next) means; line: where the next line begins. */
static unsigned newline_note(const scan *s, const char *e, const char *line, const char *next)
{
    const casus_text *t = s->w->out;
    if (t->n_token == s->first) return 0;
    if (s->w->layout.wrapped) {
        if (!is_short_line(s, e, next)) return 0;
        return next - line > 1 ? NOTE_PARA : NOTE_LINE;
    }
    /* an open line that goes on in small letters is one sentence all the same */
    bool stop = s->w->note[t->n_token - 1] & (NOTE_STOP | NOTE_CLOSE);
    text_char c = at(s, next);
    bool goes_on = !stop && ((c.cls == CHAR_LETTER && !text_is_upper(c.cp)) || is_byte(s, next, ','));
    return goes_on ? 0 : NOTE_LINE;
}

static void skip_space(scan *s)
{
    if (s->end - s->p > 1 && s->p[0] == ' ' && is_ascii_letter(s->p[1])) { /* the usual case */
        s->p++;
        s->space = true;
        return;
    }
    const char *from = s->p, *line = s->line;
    unsigned n_line = 0;
    for (;;) {
        text_char c = at(s, s->p);
        if (s->p >= s->end || (c.cls != CHAR_SPACE && c.cls != CHAR_JOIN)) break;
        bool newline = c.cp == '\n' || (c.cp == '\r' && !is_byte(s, s->p + 1, '\n')) || c.cp == 0x85 || c.cp == 0x2028;
        s->p += c.len;
        if (c.cp == '\f' || c.cp == 0x2029) n_line += 2;
        if (!newline) continue;
        n_line++;
        line = s->p;
    }
    if (s->p == from) return;
    s->space = true;
    if (n_line > 1) s->gap |= NOTE_PARA, s->single = false;
    if (n_line == 1) s->gap |= (uint16_t)newline_note(s, from, line, s->p);
    if (n_line == 0 && s->p - from > 1) s->gap |= NOTE_WIDE;
    s->line = line;
}

/* ---------------------------------------------------------------- addresses */

static bool begins(const scan *s, const char *p, const char *lower)
{
    for (; *lower; p++, lower++)
        if (p >= s->end || (*p | 32) != *lower) return false;
    return true;
}

static bool is_url(const scan *s, const char *p)
{
    int c = *p | 32;
    if (c != 'h' && c != 'f' && c != 'w' && c != 'm') return false;
    return begins(s, p, "http://") || begins(s, p, "https://") || begins(s, p, "ftp://") || begins(s, p, "www.") ||
           begins(s, p, "mailto:");
}

/* To the next space or quote, without the punctuation of the sentence around it. */
static const char *url_end(const scan *s, const char *p)
{
    const char *b = p;
    while (p < s->end && (unsigned char)*p > ' ' && (unsigned char)*p < 0x7f && !strchr("<>\"|\\^{}", *p)) p++;
    while (p > b && strchr(".,;:!?'*)]`", p[-1])) p--;
    return p;
}

static bool is_address_byte(const scan *s, const char *p)
{
    unsigned char c = p < s->end ? (unsigned char)*p : 0;
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
           c == '+' || c == '%';
}

/* Is [b, e) the name of a host, a file or a newsgroup? label: its last part. */
static bool is_name(const char *b, const char *label, const char *e)
{
    unsigned kind = label > b ? text_is_domain((casus_str){label, (size_t)(e - label)}) : 0;
    if (kind & (DOMAIN_FILE | DOMAIN_WIDE)) return true;
    if (memchr(b, '-', (size_t)(e - b))) return false;
    if (kind) return true;
    const char *dot = memchr(b, '.', (size_t)(e - b));
    return dot && text_is_domain((casus_str){b, (size_t)(dot - b)}) & DOMAIN_GROUP && dot[1] >= 'a' && dot[1] <= 'z';
}

/* In a word that begins at b, at a sign between p and what comes: the end of an e-mail, host or file name, NULL if it is none
 * of them. */
static const char *address_end(const scan *s, const char *b, const char *p)
{
    const char *q = p;
    while (q - p < AHEAD && (is_address_byte(s, q) || is_byte(s, q, '#'))) q++;
    bool mail = is_byte(s, q, '@') && is_address_byte(s, q + 1);
    if (mail)
        for (p = q, q++; q - p < 2 * AHEAD && is_address_byte(s, q);) q++;
    while (q > p && (q[-1] == '.' || q[-1] == '-')) q--;
    if (mail) return q;
    const char *label = q;
    while (label > p && label[-1] != '.') label--;
    if (label == p || !is_name(b, label, q)) return NULL;
    return is_byte(s, q, '/') && is_address_byte(s, q + 1) ? url_end(s, q) : q;
}

/* ---------------------------------------------------------------- words and numbers */

typedef struct {
    const char *b, *q;      /* begin, and how far it goes so far */
    const char *segment;    /* behind the last inner dot */
    const char *apos;       /* last inner apostrophe, NULL: none */
    unsigned apos_len;
    bool numeric;           /* digits and what belongs to numbers so far */
    bool dots;              /* like U.S */
} word;

/* The groups of digits and hyphens from p: telephone numbers, postal codes and dates in figures are one word, ranges are
 * three. Gives the end of the first kind, NULL for the second. */
static const char *figures_end(const scan *s, const char *p)
{
    static const char *const form[] = {"3-4", "3-3-4", "1-3-3-4", "5-4", "4-2-2", "2-2-2", "2-2-4", "1-2-4", "1-1-4", "2-1-4"};
    char got[8];
    unsigned n = 0;
    for (;;) {
        unsigned k = 0;
        while (k < 9 && p < s->end && *p >= '0' && *p <= '9') p++, k++;
        got[n++] = (char)('0' + k);
        if (n >= 7 || !is_byte(s, p, '-') || !is_digit(s, p + 1)) break;
        got[n++] = *p++;
    }
    got[n] = '\0';
    if (is_wordy(at(s, p)) || is_byte(s, p, '-')) return NULL;
    for (size_t i = 0; i < sizeof form / sizeof *form; i++)
        if (strcmp(got, form[i]) == 0) return p;
    return NULL;
}

static size_t one_letter(const scan *s, const word *w) /* length of the segment when it is one letter, else 0 */
{
    text_char c = at(s, w->segment);
    return c.cls == CHAR_LETTER && w->segment + c.len == w->q ? c.len : 0;
}

/* "U.S": one letter on each side, and nothing that makes the right one a longer word. */
static bool is_inner_dot(const scan *s, const word *w)
{
    text_char c = at(s, w->q + 1);
    if (c.cls != CHAR_LETTER || is_wordy(at(s, w->q + 1 + c.len))) return false;
    return one_letter(s, w) || (c.cp == 'D' && w->q - w->b == 2 && memcmp(w->b, "Ph", 2) == 0);
}

static bool is_digit_pair(const scan *s, const word *w)
{
    return w->numeric && is_digit(s, w->q + 1);
}

static bool is_thousands(const scan *s, const word *w)
{
    const char *q = w->q + 1;
    return w->numeric && is_digit(s, q) && is_digit(s, q + 1) && is_digit(s, q + 2) && !is_digit(s, q + 3);
}

static bool is_upper_at(const scan *s, const char *p) { return p < s->end && *p >= 'A' && *p <= 'Z'; }

/* Letters behind digits: a unit is a word of its own; "3rd", "1980s" and "3G" stay whole. */
static bool begins_unit(const scan *s, const word *w)
{
    const char *q = w->q;
    while (q - w->q < 8 && q < s->end && ((*q | 32) >= 'a' && (*q | 32) <= 'z')) q++;
    return !is_wordy(at(s, q)) && text_is_unit((casus_str){w->q, (size_t)(q - w->q)});
}

/* "1980's" is a word; "2003's" is two. apos: bytes of the apostrophe at w->q. */
static bool is_decade(const scan *s, const word *w, unsigned apos)
{
    const char *tail = w->q + apos;
    if ((w->q - w->b != 2 && w->q - w->b != 4) || w->q[-1] != '0') return false;
    return is_byte(s, tail, 's') && !is_wordy(at(s, tail + 1));
}

/* Does the hyphen at w->q stand inside one word? So it is behind prefixes: "pre-war", but "two-year". The treebanks join
 * "pro-Russian" too; names stay words of their own here, for the rooms that look for them (costs 0.02 points of word F1). */
static bool is_joined(const scan *s, const word *w)
{
    const char *next = w->q + 1;
    text_char c = at(s, next);
    if (*w->q != '-' || w->segment != w->b || w->numeric || c.cls != CHAR_LETTER) return false;
    unsigned kind = text_prefix((casus_str){w->b, (size_t)(w->q - w->b)});
    if (!kind || text_is_upper(c.cp)) return false;
    if (!s->space && s->w->out->n_token > s->first && is_behind(s, w->b, '-')) return false; /* "run-of-the-mid-..." */
    const char *e = next;
    while (e - next < 4 && is_wordy(at(s, e)) && (unsigned char)*e < 0x80) e++;
    if (kind == PREFIX_LETTER) return e - next > 2 && !is_upper_at(s, next);
    return !is_byte(s, e, '-') || e - next > 3; /* "over-the-counter", "sub-to-legal" */
}

/* Take one more character into the word; false at its end. */
static bool extend(const scan *s, word *w)
{
    text_char c = at(s, w->q);
    switch ((char_class)c.cls) {
    case CHAR_LETTER:
        if (w->numeric && begins_unit(s, w)) return false;
        w->numeric = false;
        break;
    case CHAR_DIGIT: break;
    case CHAR_APOS:
        if (w->numeric && is_decade(s, w, c.len)) {
            w->q += c.len + 1u;
            return false;
        }
        if (w->numeric || !is_letter(s, w->q + c.len)) return false;
        w->apos = w->q;
        w->apos_len = c.len;
        break;
    case CHAR_JOIN:
        if (!is_wordy(at(s, w->q + c.len))) return false;
        break;
    case CHAR_PUNCT:
        if (c.cp == '.' && is_inner_dot(s, w)) w->dots = true, w->segment = w->q + 1;
        else if (c.cp == '.' && is_digit_pair(s, w)) break;
        else if (c.cp == ',' && is_thousands(s, w)) break;
        else if ((c.cp == ':' || c.cp == '/') && is_digit_pair(s, w)) break;
        else if (c.cp == '&' && is_upper_at(s, w->q - 1) && is_upper_at(s, w->q + 1)) break;
        else if (c.cp == '_' && is_wordy(at(s, w->q + 1))) w->numeric = false;
        else return false;
        break;
    case CHAR_HYPHEN:
        if (!is_joined(s, w)) return false;
        w->segment = w->q + 1;
        break;
    case CHAR_SPACE: return false;
    }
    w->q += c.len;
    return w->q < s->end;
}

static const char *skip_blank(const scan *s, const char *p)
{
    const char *b = p;
    while (p < s->end && p - b < AHEAD && (*p == ' ' || (*p >= '\t' && *p <= '\r'))) p++;
    return p;
}

static bool is_after(const scan *s, const char *norm)
{
    uint32_t n = s->w->out->n_token;
    return n > s->first && casus_str_is(s->w->out->token[n - 1].norm, norm);
}

/* Does a sentence seem to begin at p? It does at the end of a paragraph, and before words that like to begin one. */
static bool is_beginning(const scan *s, const char *dot, const char *p)
{
    if (p >= s->end) return true;
    unsigned n_line = 0;
    for (const char *q = dot; q < p; q++) n_line += *q == '\n';
    if (n_line > 1) return true;
    const char *e = p;
    while (e < s->end && e - p < 9 && is_ascii_letter(*e)) e++;
    return is_upper_at(s, p) && text_is_starter((casus_str){p, (size_t)(e - p)});
}

/* Does the dot at w->q belong to the word? Gives the notes for the token, 0: it is a full stop. */
static unsigned dot_notes(const scan *s, const word *w)
{
    if (!is_byte(s, w->q, '.')) return 0;
    if (is_byte(s, w->q + 1, '.')) return w->dots && !is_byte(s, w->q + 2, '.') ? NOTE_ABBR : 0;
    if (w->dots) return NOTE_ABBR;
    const char *next = skip_blank(s, w->q + 1);
    text_char first = at(s, w->b), then = at(s, next);
    bool small_follows = then.cls == CHAR_LETTER && !text_is_upper(then.cp);
    if (one_letter(s, w) && text_is_upper(first.cp))
        return first.cp != 'I' && then.cls == CHAR_LETTER ? NOTE_ABBR | NOTE_TITLE : 0;
    unsigned kind = text_abbreviation((casus_str){w->b, (size_t)(w->q - w->b)});
    if (kind == ABBR_NONE) return 0;
    if ((kind & ABBR_CAPITAL) && !text_is_upper(first.cp)) return 0;
    if ((kind & ABBR_STATE) && !is_after(s, ",")) return small_follows ? NOTE_ABBR | NOTE_TITLE : 0; /* "an Ill. man" */
    if ((kind & ABBR_AL) && !is_after(s, "et")) return 0;
    if (kind & ABBR_NUMBER) return then.cls == CHAR_DIGIT ? NOTE_ABBR | NOTE_TITLE : 0;
    if (kind & ABBR_TITLE) return NOTE_ABBR | NOTE_TITLE;
    if (kind & ABBR_STATE) return NOTE_ABBR; /* "in Fresno, Calif." keeps its dot at the end too: places are looked up by it */
    bool ends = is_beginning(s, w->q, next) || ((kind & ABBR_LAST) && text_is_upper(then.cp));
    return ends ? 0 : NOTE_ABBR;
}

/* ---------------------------------------------------------------- clitics */

static bool is_clitic(const char *p, const char *e) /* what stands behind the apostrophe */
{
    size_t n = (size_t)(e - p);
    int a = n ? p[0] | 32 : 0, b = n > 1 ? p[1] | 32 : 0;
    if (n == 1) return a == 's' || a == 'm' || a == 'd';
    return n == 2 && ((a == 'l' && b == 'l') || (a == 'r' && b == 'e') || (a == 'v' && b == 'e'));
}

/* Where a word of letters falls apart: ends of its pieces but the last in cut[]; their number. */
static unsigned clitic_cuts(const scan *s, const word *w, const char *cut[2])
{
    const char *tail = w->apos ? w->apos + w->apos_len : NULL;
    if (tail && is_clitic(tail, w->q)) {
        cut[0] = w->apos;
        return 1;
    }
    if (tail && w->q - tail == 1 && (*tail | 32) == 't' && w->apos - w->b > 1 && (w->apos[-1] | 32) == 'n') {
        cut[0] = w->apos - 1;
        return 1;
    }
    uint8_t at[2];
    unsigned n = text_fused((casus_str){w->b, (size_t)(w->q - w->b)}, at);
    if (n && at[0] == FUSED_ASKS) { /* "its a", but "its army" */
        const char *next = w->q + 1, *e = next;
        while (e < s->end && e - next < 12 && is_ascii_letter(*e)) e++;
        if (!is_byte(s, w->q, ' ') || !text_is_after_its((casus_str){next, (size_t)(e - next)})) return 0;
        at[0] = 2;
    }
    for (unsigned i = 0; i < n; i++) cut[i] = w->b + at[i];
    return n;
}

static casus_status put_pieces(scan *s, const word *w, const char *const *cut, unsigned n)
{
    const char *b = w->b;
    casus_status st = CASUS_OK;
    for (unsigned i = 0; !st && i <= n; i++) {
        const char *e = i < n ? cut[i] : w->q;
        st = put(s, b, e, CASUS_WORD, 0);
        if (!st && i) s->w->out->token[s->w->out->n_token - 1].clitic = true;
        b = e;
    }
    return st;
}

/* A word broken off in speech: "th- this", "s- so". */
static bool is_broken_off(const scan *s, const word *w)
{
    size_t n = (size_t)(w->q - w->b);
    if (n > 3 || !s->space || !is_byte(s, w->q, '-') || at(s, w->q + 1).cls != CHAR_SPACE) return false;
    const char *next = skip_blank(s, w->q + 1);
    unsigned same = 0, vowel = 0;
    for (size_t i = 0; i < n; i++) {
        vowel += strchr("aeiouyAEIOUY", w->b[i]) != NULL;
        same += (w->b[i] >= 'a' || i == 0) && next + i < s->end && (w->b[i] | 32) == (next[i] | 32);
    }
    return same == n || (vowel == 0 && w->b[n - 1] >= 'a');
}

/* The end of the name, file or telephone number that goes on behind the word; NULL if none does. */
static const char *longer_end(const scan *s, const word *w)
{
    char c = w->q < s->end ? *w->q : ' ';
    if (c == '-' && w->numeric && is_digit(s, w->q + 1) && !is_behind(s, w->b, '-')) {
        const char *figures = figures_end(s, w->b);
        if (figures) return figures;
    }
    if (c != '@' && c != '.' && c != '-' && c != '%' && c != '#') return NULL;
    if (!is_address_byte(s, w->q + 1) && !is_byte(s, w->q + 1, '#')) return NULL;
    const char *e = address_end(s, w->b, w->q);
    return e && e > w->q && (!w->dots || c == '@') ? e : NULL;
}

static casus_status put_word(scan *s)
{
    bool letter = is_letter(s, s->p);
    if (letter && is_url(s, s->p)) return put(s, s->p, url_end(s, s->p), CASUS_WORD, NOTE_ADDRESS);
    word w = {.b = s->p, .q = s->p, .segment = s->p, .numeric = !letter};
    while (letter && w.q < s->end && is_ascii_letter(*w.q)) w.q++;
    while (w.q < s->end && extend(s, &w)) {}
    casus_token_kind kind = letter ? CASUS_WORD : CASUS_NUMBER;
    const char *longer = longer_end(s, &w);
    if (longer) return put(s, w.b, longer, kind, kind == CASUS_WORD ? NOTE_ADDRESS : 0);
    const char *cut[2] = {NULL, NULL};
    unsigned n = letter ? clitic_cuts(s, &w, cut) : 0;
    if (n) return put_pieces(s, &w, cut, n);
    if (letter && is_broken_off(s, &w)) return put(s, w.b, w.q + 1, kind, 0);
    unsigned note = letter ? dot_notes(s, &w) : 0;
    return put(s, w.b, note ? w.q + 1 : w.q, kind, note);
}

/* ---------------------------------------------------------------- punctuation */

static const struct {
    uint32_t cp;
    uint16_t note;
    const char *norm;
} sign[] = {
    {'"', NOTE_QUOTE, NULL},
    {'(', NOTE_OPEN, NULL},
    {'[', NOTE_OPEN, NULL},
    {'{', NOTE_OPEN, NULL},
    {')', NOTE_CLOSE, NULL},
    {']', NOTE_CLOSE, NULL},
    {'}', NOTE_CLOSE, NULL},
    {'_', 0, NULL},
    {0xab, NOTE_OPEN | NOTE_QUOTE, "\""},
    {0xbb, NOTE_CLOSE | NOTE_QUOTE, "\""},
    {0x2010, 0, "-"},
    {0x2011, 0, "-"},
    {0x2012, NOTE_DASH, "-"},
    {0x2013, NOTE_DASH, "-"},
    {0x2014, NOTE_DASH, "--"},
    {0x2015, NOTE_DASH, "--"},
    {0x2018, NOTE_OPEN, ""},
    {0x2019, NOTE_CLOSE, ""},
    {0x201c, NOTE_OPEN | NOTE_QUOTE, "\""},
    {0x201d, NOTE_CLOSE | NOTE_QUOTE, "\""},
    {0x201e, NOTE_OPEN | NOTE_QUOTE, "\""},
    {0x2026, NOTE_STOP, "..."},
    {0x3002, NOTE_STOP, "."},
    {0x6d4, NOTE_STOP, "."},
};

static casus_status put_sign(scan *s, const char *e, uint32_t cp, unsigned note)
{
    const char *norm = NULL;
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
        if (sign[i].cp != cp) continue;
        note |= sign[i].note;
        norm = sign[i].norm;
    }
    casus_status st = put(s, s->p, e, CASUS_PUNCT, note);
    if (norm && !st) s->w->out->token[s->w->out->n_token - 1].norm = casus_str_of(norm);
    return st;
}

static const char *run_end(const scan *s, const char *set)
{
    const char *p = s->p;
    while (p < s->end && *p && strchr(set, *p)) p++;
    return p;
}

/* Smileys, longest first among those that begin alike. ends: only before a space or the end. */
static const struct {
    char text[5];
    bool ends;
} smiley[] = {
    {":-)", false}, {":-(", false}, {":-D", true}, {":-P", true}, {":-/", true}, {":)", false}, {":(", false}, {":D", true},
    {":P", true},   {":p", true},   {":/", true},  {":'(", false}, {";-)", false}, {";)", false}, {"=)", false}, {"=(", true},
    {"=D", true},   {"(:", true},   {"^_^", false}, {">:(", false}, {"<3", true},
};

static const char *smiley_end(const scan *s)
{
    for (size_t i = 0; i < sizeof smiley / sizeof *smiley; i++) {
        size_t n = strlen(smiley[i].text);
        if ((size_t)(s->end - s->p) < n || memcmp(s->p, smiley[i].text, n) != 0) continue;
        if (!smiley[i].ends || at(s, s->p + n).cls == CHAR_SPACE) return s->p + n;
    }
    return NULL;
}

/* Drawn with signs: arrows, rulers, "*~*~*": all that stands between two spaces. NULL if it is not of that kind. */
static const char *drawing_end(const scan *s)
{
    if (!s->space) return NULL;
    const char *e = run_end(s, "-=*~+_#|<>^{}");
    bool mixed = false;
    for (const char *q = s->p + 1; q < e; q++) mixed |= *q != *s->p;
    bool arrow = e - s->p == 2 && (e[-1] == '>' || *s->p == '<') && (e[-1] == '-' || *s->p == '-' || *s->p == '=');
    return mixed && (e - s->p > 2 || arrow) && at(s, e).cls == CHAR_SPACE ? e : NULL;
}

/* Behind an apostrophe that no word took: a clitic of what stands before ("U.S.'s", "1980's", "the soldiers' camp"), a quote,
 * or plain. */
static casus_status put_apostrophe(scan *s, text_char c)
{
    const char *p = s->p + c.len, *q = p;
    while (q - p < 3 && is_letter(s, q)) q++;
    bool glued = !s->space && s->w->out->n_token > s->first;
    bool clitic = glued && is_clitic(p, q) && !is_wordy(at(s, q));
    text_char then = at(s, p);
    bool pair = then.cp == c.cp ? c.cp != 0xb4 : c.cp == 0x2018 && then.cp == 0x2019;
    if (clitic || !pair) {
        bool opens = !clitic && is_wordy(then) && !glued;
        bool owner = !clitic && glued && !s->single && (s->p[-1] | 32) == 's' && then.cls == CHAR_SPACE && c.cp != 0x2018 && c.cp != '`';
        if (opens || c.cp == 0x2018) s->single = true;
        else if (!clitic && !owner) s->single = false;
        casus_status st = clitic ? put(s, s->p, q, CASUS_WORD, 0)
                                 : put_sign(s, p, c.cp, c.cp < 0x80 ? (opens ? NOTE_OPEN : NOTE_CLOSE) : 0);
        if (!st) s->w->out->token[s->w->out->n_token - 1].clitic = clitic || owner;
        return st;
    }
    bool opening = c.cp == '`' || c.cp == 0x2018;
    return put(s, s->p, p + then.len, CASUS_PUNCT, NOTE_QUOTE | (opening ? NOTE_OPEN : NOTE_CLOSE));
}

/* Full stops, question and exclamation marks. "...?" is two words, "?!" one. */
static casus_status put_stop(scan *s)
{
    const char *e = run_end(s, ".");
    if (e - s->p < 2) e = run_end(s, ".!?");
    return put(s, s->p, e, CASUS_PUNCT, NOTE_STOP);
}

static casus_status put_punct(scan *s, text_char c)
{
    const char *e = s->p + c.len;
    const char *whole = c.cp < 0x80 && strchr(":;=(^><", (int)c.cp) ? smiley_end(s) : NULL;
    if (!whole && c.cp < 0x80 && strchr("=*~+#|<>^{", (int)c.cp)) whole = drawing_end(s);
    if (whole) return put(s, s->p, whole, CASUS_PUNCT, 0);
    switch (c.cp) {
    case '.':
        if (is_digit(s, e) && (s->space || s->w->out->n_token == s->first)) { /* .45 */
            word w = {.b = s->p, .q = e, .segment = s->p, .numeric = true};
            while (extend(s, &w)) {}
            return put(s, w.b, w.q, CASUS_NUMBER, 0);
        }
        return put_stop(s);
    case '!':
    case '?': return put_stop(s);
    case '+':
        if (is_digit(s, e) && s->space) { /* +44 */
            word w = {.b = s->p, .q = e, .segment = s->p, .numeric = true};
            while (extend(s, &w)) {}
            return put(s, w.b, w.q, CASUS_NUMBER, 0);
        }
        return put(s, s->p, run_end(s, "+"), CASUS_PUNCT, 0);
    case '*':
    case '=':
    case '~':
    case '#':
    case '<':
    case '>': return put_sign(s, run_end(s, (const char[2]){(char)c.cp, 0}), c.cp, 0);
    default: return put_sign(s, e, c.cp, 0);
    }
}

static casus_status put_hyphen(scan *s, text_char c)
{
    const char *e = c.cp == '-' ? run_end(s, "-") : s->p + c.len, *drawing = c.cp == '-' ? drawing_end(s) : NULL;
    if (drawing) return put(s, s->p, drawing, CASUS_PUNCT, 0);
    bool dash = e - s->p > 1 || (c.cp == '-' && at(s, e).cls == CHAR_SPACE);
    return put_sign(s, e, c.cp, dash ? NOTE_DASH : 0);
}

static casus_status put_underscores(scan *s)
{
    const char *e = run_end(s, "_");
    return put(s, s->p, e, CASUS_PUNCT, at(s, e).cls == CHAR_SPACE ? NOTE_DASH : 0);
}

casus_status text_tokens(text_work *w, uint32_t from, uint32_t to)
{
    const char *base = w->out->body.p;
    scan s = {.w = w, .base = base, .p = base + from, .end = base + to, .line = base + from, .gap = NOTE_PARA,
              .space = true, .first = w->out->n_token};
    casus_status st = CASUS_OK;
    for (skip_space(&s); s.p < s.end && !st; skip_space(&s)) {
        text_char c = at(&s, s.p);
        switch ((char_class)c.cls) {
        case CHAR_LETTER:
        case CHAR_DIGIT: st = put_word(&s); break;
        case CHAR_APOS: st = put_apostrophe(&s, c); break;
        case CHAR_HYPHEN: st = put_hyphen(&s, c); break;
        case CHAR_PUNCT: st = *s.p == '_' ? put_underscores(&s) : put_punct(&s, c); break;
        case CHAR_SPACE:
        case CHAR_JOIN: s.p += c.len; break; /* skip_space leaves none */
        }
    }
    return st;
}
