/* The tokenizer: one pass over the bytes of a body, a few table look-ups a character. Tokens follow the English treebanks of
 * Universal Dependencies, except that every hyphen between letters is a token of its own.
 *
 * Looking ahead is bounded (a word before an at sign, a host name, the first word of the next line), so the time is linear
 * for every input.
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
    uint32_t first;             /* first token of this piece of text */
} scan;

static text_char at(const scan *s, const char *p) { return text_char_at(p, s->end); }
static bool is_wordy(text_char c) { return c.cls == CHAR_LETTER || c.cls == CHAR_DIGIT; }
static bool is_letter(const scan *s, const char *p) { return at(s, p).cls == CHAR_LETTER; }
static bool is_digit(const scan *s, const char *p) { return at(s, p).cls == CHAR_DIGIT; }
static bool is_byte(const scan *s, const char *p, char c) { return p < s->end && *p == c; }

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
    if (n_line > 1) s->gap |= NOTE_PARA;
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
    if (c != 'h' && c != 'f' && c != 'w') return false;
    return begins(s, p, "http://") || begins(s, p, "https://") || begins(s, p, "ftp://") || begins(s, p, "www.");
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

/* At a dot or hyphen in a word: the end of an e-mail or host name the word begins, NULL if it is neither. */
static const char *address_end(const scan *s, const char *p)
{
    const char *q = p;
    while (q - p < AHEAD && is_address_byte(s, q)) q++;
    bool mail = is_byte(s, q, '@') && is_address_byte(s, q + 1);
    if (mail)
        for (p = q, q++; q - p < 2 * AHEAD && is_address_byte(s, q);) q++;
    while (q > p && (q[-1] == '.' || q[-1] == '-')) q--;
    if (mail) return q;
    const char *label = q;
    while (label > p && label[-1] != '.') label--;
    bool name = label > p && text_is_domain((casus_str){label, (size_t)(q - label)});
    return name && !memchr(p, '-', (size_t)(q - p)) ? q : NULL;
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

static size_t one_letter(const scan *s, const word *w) /* length of the segment when it is one letter, else 0 */
{
    text_char c = at(s, w->segment);
    return c.cls == CHAR_LETTER && w->segment + c.len == w->q ? c.len : 0;
}

/* "U.S": one letter on each side, and nothing that makes the right one a longer word. */
static bool is_inner_dot(const scan *s, const word *w)
{
    text_char c = at(s, w->q + 1);
    return c.cls == CHAR_LETTER && one_letter(s, w) && !is_wordy(at(s, w->q + 1 + c.len));
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
        else return false;
        break;
    case CHAR_SPACE:
    case CHAR_HYPHEN: return false;
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

static bool is_after_comma(const scan *s)
{
    uint32_t n = s->w->out->n_token;
    return n > s->first && casus_str_is(s->w->out->token[n - 1].norm, ",");
}

/* Does the dot at w->q belong to the word? Gives the notes for the token, 0: it is a full stop. */
static unsigned dot_notes(const scan *s, const word *w)
{
    if (!is_byte(s, w->q, '.') || is_byte(s, w->q + 1, '.')) return 0;
    if (w->dots) return NOTE_ABBR;
    const char *next = skip_blank(s, w->q + 1);
    text_char first = at(s, w->b), then = at(s, next);
    if (one_letter(s, w) && text_is_upper(first.cp))
        return first.cp != 'I' && then.cls == CHAR_LETTER && text_is_upper(then.cp) ? NOTE_ABBR | NOTE_TITLE : 0;
    unsigned kind = text_abbreviation((casus_str){w->b, (size_t)(w->q - w->b)});
    if (kind == ABBR_NONE) return 0;
    if ((kind & ABBR_CAPITAL) && !text_is_upper(first.cp)) return 0;
    if ((kind & ABBR_STATE) && !is_after_comma(s)) return 0;
    if (kind & ABBR_NUMBER) return then.cls == CHAR_DIGIT ? NOTE_ABBR | NOTE_TITLE : 0;
    return kind & ABBR_TITLE ? NOTE_ABBR | NOTE_TITLE : NOTE_ABBR;
}

/* ---------------------------------------------------------------- clitics */

static bool is_clitic(const char *p, const char *e) /* what stands behind the apostrophe */
{
    size_t n = (size_t)(e - p);
    int a = n ? p[0] | 32 : 0, b = n > 1 ? p[1] | 32 : 0;
    if (n == 1) return a == 's' || a == 'm' || a == 'd';
    return n == 2 && ((a == 'l' && b == 'l') || (a == 'r' && b == 'e') || (a == 'v' && b == 'e'));
}

/* Words that are two without a sign between them. */
static const struct {
    char word[8];
    uint8_t cut;
} fused[] = {{"cannot", 3}, {"gonna", 3}, {"gotta", 3}, {"wanna", 3}};

static size_t fused_cut(const char *b, const char *e)
{
    size_t n = (size_t)(e - b);
    if (n < 5 || n > 6) return 0;
    for (size_t i = 0; i < sizeof fused / sizeof *fused; i++) {
        size_t k = 0;
        while (k < n && (b[k] | 32) == fused[i].word[k]) k++;
        if (k == n && !fused[i].word[k]) return fused[i].cut;
    }
    return 0;
}

/* Where a word of letters falls in two; its end if it does not. */
static const char *clitic_cut(const word *w)
{
    if (w->apos) {
        const char *tail = w->apos + w->apos_len;
        if (is_clitic(tail, w->q)) return w->apos;
        bool not_ = w->q - tail == 1 && (*tail | 32) == 't' && w->apos - w->b > 1 && (w->apos[-1] | 32) == 'n';
        return not_ ? w->apos - 1 : w->q;
    }
    size_t cut = fused_cut(w->b, w->q);
    return cut ? w->b + cut : w->q;
}

static casus_status put_word(scan *s)
{
    bool letter = is_letter(s, s->p);
    if (letter && is_url(s, s->p)) return put(s, s->p, url_end(s, s->p), CASUS_WORD, 0);
    word w = {.b = s->p, .q = s->p, .segment = s->p, .numeric = !letter};
    while (letter && w.q < s->end && is_ascii_letter(*w.q)) w.q++;
    while (w.q < s->end && extend(s, &w)) {}
    casus_token_kind kind = letter ? CASUS_WORD : CASUS_NUMBER;
    if (is_byte(s, w.q, '@') || is_byte(s, w.q, '.') || is_byte(s, w.q, '-')) {
        const char *address = is_address_byte(s, w.q + 1) ? address_end(s, w.q) : NULL;
        if (address && address > w.q && (!w.dots || is_byte(s, w.q, '@'))) return put(s, w.b, address, kind, 0);
    }
    const char *cut = clitic_cut(&w);
    if (cut < w.q) {
        casus_status st = put(s, w.b, cut, kind, 0);
        return st ? st : put(s, cut, w.q, CASUS_WORD, 0);
    }
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

/* Behind an apostrophe that no word took: a clitic of what stands before ("U.S.'s", "1980's"), a quote, or plain. */
static casus_status put_apostrophe(scan *s, text_char c)
{
    const char *p = s->p + c.len, *q = p;
    while (q - p < 3 && is_letter(s, q)) q++;
    bool glued = !s->space && s->w->out->n_token > s->first;
    if (glued && is_clitic(p, q) && !is_wordy(at(s, q))) return put(s, s->p, q, CASUS_WORD, 0);
    if (is_byte(s, p, *s->p) && (*s->p == '\'' || *s->p == '`'))
        return put(s, s->p, p + 1, CASUS_PUNCT, NOTE_QUOTE | (*s->p == '`' ? NOTE_OPEN : NOTE_CLOSE));
    bool opens = is_wordy(at(s, p)) && !glued;
    return put_sign(s, p, c.cp, c.cp < 0x80 ? (opens ? NOTE_OPEN : NOTE_CLOSE) : 0);
}

static casus_status put_punct(scan *s, text_char c)
{
    const char *e = s->p + c.len;
    switch (c.cp) {
    case '.':
        if (is_digit(s, e) && (s->space || s->w->out->n_token == s->first)) { /* .45 */
            word w = {.b = s->p, .q = e, .segment = s->p, .numeric = true};
            while (extend(s, &w)) {}
            return put(s, w.b, w.q, CASUS_NUMBER, 0);
        }
        return put(s, s->p, run_end(s, ".!?"), CASUS_PUNCT, NOTE_STOP);
    case '!':
    case '?': return put(s, s->p, run_end(s, ".!?"), CASUS_PUNCT, NOTE_STOP);
    case '*': return put(s, s->p, run_end(s, "*"), CASUS_PUNCT, 0);
    case '=': return put(s, s->p, run_end(s, "="), CASUS_PUNCT, 0);
    case '~': return put(s, s->p, run_end(s, "~"), CASUS_PUNCT, 0);
    case '#': return put(s, s->p, run_end(s, "#"), CASUS_PUNCT, 0);
    default: return put_sign(s, e, c.cp, 0);
    }
}

static casus_status put_hyphen(scan *s, text_char c)
{
    const char *e = c.cp == '-' ? run_end(s, "-") : s->p + c.len;
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
