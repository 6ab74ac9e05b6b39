/* Reading the corpora: see corpus.h. Input is trusted no further than that a wrong line ends the program with its place. */
#include "corpus.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const uint32_t table_rows[LANG_FEATURES] = {[LANG_FEATURE_PREFIX] = 4096, [LANG_FEATURE_TAIL2] = 1024, [LANG_FEATURE_TAIL3] = 4096,
                                            [LANG_FEATURE_TAIL4] = 8192,  [LANG_FEATURE_SHAPE] = 512,  [LANG_FEATURE_GRAMS] = 8192};

_Noreturn void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    exit(1);
}

void *need(void *p)
{
    if (!p) die("out of memory");
    return p;
}

void *room(size_t n, size_t size) { return need(calloc(n ? n : 1, size)); }

/* ---------------------------------------------------------------- vocabulary */

static void grow(void **p, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) return;
    *cap = *cap ? 2 * *cap : 1024;
    *p = need(realloc(*p, *cap * size));
}

static char *copy(const char *p, size_t n)
{
    char *z = room(n + 1, 1);
    memcpy(z, p, n);
    return z;
}

void vocab_init(vocab *v)
{
    *v = (vocab){.n_slot = 1u << 20, .n_word_slot = 1u << 20, .n_row = 1, .n_vector = 1};
    v->slot = room(v->n_slot, sizeof *v->slot);
    v->word_slot = room(v->n_word_slot, sizeof *v->word_slot);
    v->arena = need(casus_arena_new(0));
    v->vector_dim = v->parts = 4; /* of the one vector there is without a file: nothing */
    vocab_vector_room(v, 1);
}

uint32_t vocab_type(vocab *v, const char *text, size_t n)
{
    uint64_t h = casus_hash((casus_str){text, n}, 0);
    uint32_t at = (uint32_t)h & (v->n_slot - 1);
    for (; v->slot[at]; at = (at + 1) & (v->n_slot - 1)) {
        const type_info *t = &v->type[v->slot[at] - 1];
        if (strlen(t->text) == n && memcmp(t->text, text, n) == 0) return v->slot[at] - 1;
    }
    if (v->n_type * 2 > v->n_slot) die("more than %u different words", v->n_slot / 2);
    grow((void **)&v->type, v->n_type, &v->cap_type, sizeof *v->type);
    type_info *t = &v->type[v->n_type];
    *t = (type_info){.text = copy(text, n)};
    casus_arena_reset(v->arena);
    if (lang_form_of((casus_str){text, n}, v->arena, &t->form) != CASUS_OK) die("out of memory");
    v->slot[at] = (uint32_t)++v->n_type;
    return (uint32_t)v->n_type - 1;
}

static uint32_t word_slot(const vocab *v, const char *key, size_t n)
{
    uint32_t at = (uint32_t)casus_hash((casus_str){key, n}, 0) & (v->n_word_slot - 1);
    while (v->word_slot[at]) {
        const vocab_word *w = &v->word[v->word_slot[at] - 1];
        if (strlen(w->key) == n && memcmp(w->key, key, n) == 0) break;
        at = (at + 1) & (v->n_word_slot - 1);
    }
    return at;
}

vocab_word *vocab_find(const vocab *v, const char *key, size_t n)
{
    uint32_t i = v->word_slot[word_slot(v, key, n)];
    return i ? &v->word[i - 1] : NULL;
}

static vocab_word *word_add(vocab *v, const char *key, size_t n)
{
    uint32_t at = word_slot(v, key, n);
    if (!v->word_slot[at]) {
        grow((void **)&v->word, v->n_word, &v->cap_word, sizeof *v->word);
        v->word[v->n_word] = (vocab_word){.key = copy(key, n)};
        v->word_slot[at] = (uint32_t)++v->n_word;
    }
    return &v->word[v->word_slot[at] - 1];
}

void vocab_put(vocab *v, const char *key, size_t n, uint32_t row, uint32_t vector)
{
    vocab_word *w = word_add(v, key, n);
    w->row = row;
    w->vector = vector;
}

/* Keys of all types, so that vectors are kept for them. */
static void keys_of_types(vocab *v)
{
    for (size_t i = 0; i < v->n_type; i++)
        if (v->type[i].n) {
            word_add(v, v->type[i].form.key, v->type[i].form.n);
            word_add(v, v->type[i].form.plain, v->type[i].form.n);
        }
}

void vocab_vector_room(vocab *v, uint32_t rows)
{
    free(v->vectors);
    v->vectors = room((size_t)rows * v->vector_dim, sizeof *v->vectors);
    v->book = room(LANG_CHOICES * (size_t)v->vector_dim, sizeof *v->book);
    v->code = room((size_t)rows + 1, v->parts);
}

void vocab_decode(vocab *v)
{
    uint32_t piece = v->vector_dim / v->parts;
    for (size_t i = 1; i < v->n_vector; i++)
        for (uint32_t p = 0; p < v->parts; p++)
            memcpy(v->vectors + i * v->vector_dim + p * piece, v->book + ((size_t)p * LANG_CHOICES + v->code[i * v->parts + p]) * piece,
                   piece * sizeof *v->vectors);
}

void vocab_vectors(vocab *v, const char *path, uint32_t most)
{
    keys_of_types(v);
    FILE *f = fopen(path, "rb");
    vector_head head;
    if (!f || fread(&head, sizeof head, 1, f) != 1 || !head.parts || head.parts > 256 || head.dim % head.parts) die("%s: cannot read vectors", path);
    v->vector_dim = head.dim;
    v->parts = head.parts;
    vocab_vector_room(v, head.n + 1);
    if (fread(v->book, sizeof *v->book, LANG_CHOICES * (size_t)head.dim, f) != LANG_CHOICES * (size_t)head.dim) die("%s: cut short", path);
    for (uint32_t i = 0; i < head.n; i++) {
        uint8_t n, code[256];
        char key[256];
        if (fread(&n, 1, 1, f) != 1 || fread(key, 1, n, f) != n || fread(code, 1, v->parts, f) != v->parts)
            die("%s: cut short at word %u", path, i);
        vocab_word *w = n < LANG_KEY ? vocab_find(v, key, n) : NULL;
        if (!w && (i >= most || n >= LANG_KEY)) continue;
        if (!w) w = word_add(v, key, n);
        w->vector = v->n_vector++;
        memcpy(v->code + (size_t)w->vector * v->parts, code, v->parts);
    }
    fclose(f);
    vocab_decode(v);
}

static void shapes_of(vocab *v, uint32_t id)
{
    size_t n = strlen(v->type[id].text);
    char *z = copy(v->type[id].text, n);
    for (int k = 0; k < SPELLINGS; k++) {
        for (size_t i = 0; i < n && k; i++) {
            if (k == 1 && z[i] >= 'a' && z[i] <= 'z') z[i] = (char)(z[i] - 32);
            if (k == 2 && z[i] >= 'A' && z[i] <= 'Z') z[i] = (char)(z[i] + 32);
        }
        lang_form f;
        casus_arena_reset(v->arena);
        if (lang_form_of((casus_str){z, n}, v->arena, &f) != CASUS_OK) die("out of memory");
        v->type[id].shape[k] = (uint32_t)(f.hash[LANG_FEATURE_SHAPE] & (table_rows[LANG_FEATURE_SHAPE] - 1));
    }
    free(z);
}

static void vocab_shapes(vocab *v)
{
    for (size_t i = 0; i < v->n_type; i++) shapes_of(v, (uint32_t)i);
}

void vocab_close(vocab *v, uint32_t least)
{
    keys_of_types(v);
    uint32_t *seen = room(v->n_word, sizeof *seen);
    for (size_t i = 0; i < v->n_type; i++) {
        const type_info *t = &v->type[i];
        if (t->n) seen[vocab_find(v, t->form.plain, t->form.n) - v->word] += t->n;
    }
    for (size_t i = 0; i < v->n_word; i++)
        if (seen[i] >= least) v->word[i].row = v->n_row++;
    free(seen);
    vocab_rows(v);
}

void vocab_rows(vocab *v)
{
    vocab_shapes(v);
    for (size_t i = 0; i < v->n_type; i++) {
        type_info *t = &v->type[i];
        const vocab_word *w = vocab_find(v, t->form.plain, t->form.n), *x = vocab_find(v, t->form.key, t->form.n);
        t->word = w ? w->row : 0;
        t->vector = x && x->vector ? x->vector : w ? w->vector : 0;
        for (int k = LANG_FEATURE_PREFIX; k < LANG_FEATURE_GRAMS; k++)
            t->hashed[k] = (uint32_t)(t->form.hash[k] & (table_rows[k] - 1));
    }
}

void count_types(vocab *v, const corpus *c)
{
    for (size_t i = 0; i < c->n; i++)
        for (uint32_t k = 0; k < c->s[i].n; k++) v->type[c->s[i].word[k].type].n++;
}

/* ---------------------------------------------------------------- files */

static char *load(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (!f) die("%s: cannot open", path);
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *p = room((size_t)n + 1, 1);
    if (fread(p, 1, (size_t)n, f) != (size_t)n) die("%s: cannot read", path);
    fclose(f);
    return p;
}

static char *next_line(char **p)
{
    if (!**p) return NULL;
    char *line = *p, *end = strchr(line, '\n');
    *p = end ? end + 1 : line + strlen(line);
    if (end) *end = 0;
    size_t n = strlen(line);
    if (n && line[n - 1] == '\r') line[n - 1] = 0;
    return line;
}

/* Cut a line at its tabs. */
static int columns(char *line, char **col, int most)
{
    int n = 0;
    for (char *p = line; n < most; p++) {
        col[n++] = p;
        p = strchr(p, '\t');
        if (!p) break;
        *p = 0;
    }
    return n;
}

static sentence *add_sentence(corpus *c)
{
    grow((void **)&c->s, c->n, &c->cap, sizeof *c->s);
    c->s[c->n] = (sentence){0};
    return &c->s[c->n++];
}

typedef struct {
    token *w;
    size_t n, cap;
} words;

static token *add_word(words *w, uint32_t type)
{
    grow((void **)&w->w, w->n, &w->cap, sizeof *w->w);
    w->w[w->n] = (token){type, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, {UNKNOWN, UNKNOWN}};
    return &w->w[w->n++];
}

static void end_sentence(corpus *c, words *w, char **id)
{
    if (w->n) {
        sentence *s = add_sentence(c);
        *s = (sentence){.word = room(w->n, sizeof *s->word), .n = (uint32_t)w->n, .id = *id};
        memcpy(s->word, w->w, w->n * sizeof *w->w);
        *id = NULL;
    }
    w->n = 0;
}

static int8_t index_in(const char *const *list, int n, const char *z, const char *path)
{
    for (int i = 0; i < n; i++)
        if (strcmp(list[i], z) == 0) return (int8_t)i;
    if (strcmp(z, "_") == 0) return UNKNOWN;
    die("%s: unknown label \"%s\"", path, z);
}

#define NAME_OF(id, name) name,
static const char *const rels[] = {CASUS_REL_MAP(NAME_OF)}, *const tags[] = {CASUS_TAG_MAP(NAME_OF)},
                         *const narrow[] = {CASUS_NAME_NARROW_MAP(NAME_OF)}, *const wide[] = {CASUS_NAME_MAP(NAME_OF)};
static const char *const pos[CASUS_N_POS] = {"X",   "NOUN", "PROPN", "VERB",  "AUX",  "ADJ", "ADV",   "PRON", "DET",
                                             "ADP", "CCONJ", "SCONJ", "PART", "NUM", "PUNCT", "INTJ", "SYM"};

void read_conllu(vocab *v, const char *path, corpus *out)
{
    char *text = load(path), *p = text, *id = NULL;
    words w = {0};
    for (char *line; (line = next_line(&p));) {
        char *col[10];
        if (!*line) end_sentence(out, &w, &id);
        if (strncmp(line, "# sent_id = ", 12) == 0) id = copy(line + 12, strlen(line + 12));
        if (!*line || *line == '#') continue;
        int n = columns(line, col, 10);
        if (n < 8 || strpbrk(col[0], "-.")) continue;
        token *t = add_word(&w, vocab_type(v, col[1], strlen(col[1])));
        t->pos = index_in(pos, CASUS_N_POS, col[3], path);
        t->tag = index_in(tags, CASUS_N_TAG, col[4], path);
        t->head = strcmp(col[6], "_") == 0 ? UNKNOWN : (int16_t)atoi(col[6]);
        t->rel = index_in(rels, CASUS_N_REL, col[7], path);
        int a, b;
        if (n == 10 && sscanf(col[9], "Names=%d,%d", &a, &b) == 2) {
            t->name[0] = (int8_t)a;
            t->name[1] = (int8_t)b;
        }
    }
    end_sentence(out, &w, &id);
    free(text);
    free(w.w);
}

void write_conllu(const vocab *v, const corpus *c, const char *path)
{
    FILE *f = fopen(path, "w");
    if (!f) die("%s: cannot create", path);
    for (size_t i = 0; i < c->n; i++) {
        for (uint32_t k = 0; k < c->s[i].n; k++) {
            const token *t = &c->s[i].word[k];
            fprintf(f, "%u\t%s\t_\t%s\t%s\t_\t%d\t%s\t_\tNames=%d,%d\n", k + 1, v->type[t->type].text, pos[t->pos], tags[t->tag], t->head,
                    rels[t->rel], t->name[0], t->name[1]);
        }
        fputc('\n', f);
    }
    if (fclose(f)) die("%s: cannot write", path);
}

/* ---------------------------------------------------------------- names */

/* Kind of a label behind "B-" or "I-"; UNKNOWN: none of the set's. */
static int kind_of(casus_name_set set, const char *label)
{
    const char *const *list = set == CASUS_NAMES_WIDE ? wide : narrow;
    int n = set == CASUS_NAMES_WIDE ? (int)(sizeof wide / sizeof *wide) : (int)(sizeof narrow / sizeof *narrow);
    for (int i = 0; i < n; i++)
        if (strcmp(list[i], label) == 0) return i;
    return UNKNOWN;
}

/* BILOU tags of tokens a..b-1 as one name. */
static void lay_name(token *w, uint32_t a, uint32_t b, int set, int kind)
{
    enum { B = 1, I = 2, L = 3, U = 4 };
    for (uint32_t i = a; i < b; i++)
        w[i].name[set] = (int8_t)(4 * kind + (b - a == 1 ? U : i == a ? B : i + 1 == b ? L : I));
}

typedef struct {
    char **label, **form;
    char *id;
    size_t n;
} tagged;

/* The next sentence of a table of names; false at the end. */
static bool next_tagged(char **p, tagged *t)
{
    static char *label[4096], *form[4096];
    *t = (tagged){.label = label, .form = form};
    for (char *line; (line = next_line(p));) {
        char *col[3];
        if (strncmp(line, "# sent_id = ", 12) == 0 && !strchr(line, '\t')) t->id = line + 12;
        if (!*line && t->n) return true;
        if (!*line || columns(line, col, 3) < 3) continue;
        if (t->n == 4096) die("a sentence of more than 4096 tokens");
        form[t->n] = col[0];
        label[t->n++] = col[2];
    }
    return t->n > 0;
}

/* For each name of a tagged sentence in turn: its tokens [*a, *b) and kind; false when there is none left. */
static bool next_name(const tagged *t, casus_name_set set, size_t *a, size_t *b, int *kind)
{
    for (*a = *b; *a < t->n; (*a)++) {
        if (t->label[*a][0] == 'O') continue;
        *b = *a + 1;
        while (*b < t->n && t->label[*b][0] == 'I' && strcmp(t->label[*b] + 2, t->label[*a] + 2) == 0) ++*b;
        *kind = kind_of(set, t->label[*a] + 2);
        return true;
    }
    return false;
}

void read_names_over(const char *path, casus_name_set set, corpus *c)
{
    char *text = load(path), *p = text;
    size_t at = 0, hit = 0;
    for (tagged t; next_tagged(&p, &t);) {
        size_t k = at, left = c->n;
        while (t.id && left && !(c->s[k].id && strcmp(c->s[k].id, t.id) == 0)) {
            k = k + 1 == c->n ? 0 : k + 1;
            left--;
        }
        if (!t.id || !left) continue; /* a sentence that is not trained on */
        at = k + 1 == c->n ? 0 : k + 1;
        sentence *s = &c->s[k];
        if (s->n != t.n) continue;
        hit++;
        for (uint32_t i = 0; i < s->n; i++) s->word[i].name[set] = 0;
        int kind = 0;
        for (size_t a = 0, b = 0; next_name(&t, set, &a, &b, &kind);)
            if (kind != UNKNOWN) lay_name(s->word, (uint32_t)a, (uint32_t)b, set, kind);
    }
    printf("%s: names of %zu sentences\n", path, hit);
    free(text);
}

static bool one_of(const char *z, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], z) == 0) return true;
    return false;
}

/* Write the tokens as running text; begin[i], end[i]: their bytes. */
static size_t rejoin(const tagged *t, char *out, size_t cap, uint32_t *begin, uint32_t *end)
{
    static const char *const before[] = {".", ",", ";", ":", "?", "!", ")", "]", "}", "%", "'s", "n't", "'re", "'ve", "'ll", "'d",
                                         "'m", "'", "''"};
    static const char *const after[] = {"(", "[", "{", "$", "#", "``"};
    size_t n = 0;
    for (size_t i = 0; i < t->n; i++) {
        size_t len = strlen(t->form[i]);
        if (n + len + 2 > cap) die("a sentence of more than %zu bytes", cap);
        bool glued = i == 0 || one_of(t->form[i], before, sizeof before / sizeof *before) ||
                     one_of(t->form[i - 1], after, sizeof after / sizeof *after);
        if (!glued) out[n++] = ' ';
        begin[i] = (uint32_t)n;
        memcpy(out + n, t->form[i], len);
        n += len;
        end[i] = (uint32_t)n;
    }
    return n;
}

static void split_again(vocab *v, const tagged *t, casus_name_set set, casus_arena *a, corpus *out)
{
    static char body[1 << 16];
    static uint32_t begin[4096], end[4096];
    size_t n = rejoin(t, body, sizeof body, begin, end);
    casus_text text;
    casus_arena_reset(a);
    if (casus_text_split((casus_str){body, n}, NULL, 0, a, &text, NULL) != CASUS_OK) die("cannot split a sentence");
    words w = {0};
    for (uint32_t i = 0; i < text.n_token; i++) {
        casus_str z = casus_cut(text.body, text.token[i].span);
        add_word(&w, vocab_type(v, z.p, z.n))->name[set] = 0;
    }
    int kind = 0;
    for (size_t x = 0, y = 0; next_name(t, set, &x, &y, &kind);) {
        uint32_t from = 0, to;
        while (from < text.n_token && casus_span_end(text.token[from].span) <= begin[x]) from++;
        for (to = from; to < text.n_token && text.token[to].span.off < end[y - 1];) to++;
        if (kind != UNKNOWN && from < to) lay_name(w.w, from, to, set, kind);
    }
    if (w.n && w.n <= CASUS_MAX_PARSE) {
        sentence *s = add_sentence(out);
        *s = (sentence){.word = w.w, .n = (uint32_t)w.n};
    }
}

void read_names(vocab *v, const char *path, casus_name_set set, corpus *out)
{
    char *text = load(path), *p = text;
    casus_arena *a = need(casus_arena_new(0));
    for (tagged t; next_tagged(&p, &t);) split_again(v, &t, set, a, out);
    casus_arena_free(a);
    free(text);
}
