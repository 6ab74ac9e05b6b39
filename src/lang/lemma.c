/* Base forms: closed-class words and odd ones by table, verbs and nouns by irregular.tsv read backwards and lemmas.tsv, the
 * rest by undoing the spelling rules of inflect.c.
 *
 * What cannot be seen from a stem is whether an "e" was dropped before -ed and -ing ("rate", "treat") and whether a doubled
 * letter was single ("plan", "call"); the endings listed below decide it, and lemmas.tsv holds the words they get wrong.
 * Conventions are those of the English treebanks of Universal Dependencies: "him" is "he", "these" is "this", "n't" is "not",
 * "his" stays, names keep their capitals and lose only their plural.
 *
 * Costs one or two look-ups in a hash a word; the endings are tried for about one word in ten.
 */
#include "room.h"

#include <casus/parse.h>

#include <string.h>

enum { LEMMA_BYTES = 64 /* longer words are their own lemma */ };

/* A word on its way to its lemma: small letters, plain apostrophes; what was cut and put on stands at the end only. */
typedef struct {
    char text[LEMMA_BYTES + 4];
    size_t n;
} word;

static bool is_vowel(char c) { return c && strchr("aeiou", c); }
static char last(const word *w, size_t back) { return w->n > back ? w->text[w->n - 1 - back] : '\0'; }

static bool ends(const word *w, const char *tail, size_t n)
{
    return w->n >= n && memcmp(w->text + w->n - n, tail, n) == 0;
}

static bool cut(word *w, const char *tail)
{
    size_t n = strlen(tail);
    if (w->n < n + 2 || !ends(w, tail, n)) return false;
    w->n -= n;
    return true;
}

static void put(word *w, const char *tail)
{
    size_t n = strlen(tail);
    memcpy(w->text + w->n, tail, n);
    w->n += n;
}

static void be(word *w, casus_str s)
{
    if (s.n > LEMMA_BYTES) return;
    memcpy(w->text, s.p, s.n);
    w->n = s.n;
}

/* ---------------------------------------------------------------- closed classes */

enum { ANY = CASUS_N_TAG };

/* Sorted by form; "..." of one form with the tags that matter first, ANY last. */
static const struct {
    char form[8];
    uint8_t tag;
    const char *lemma;
} fixed[] = {
    {"'", CASUS_TAG_POS, "'s"},
    {"'d", CASUS_TAG_VBD, "have"},
    {"'d", ANY, "would"},
    {"'em", ANY, "they"},
    {"'ll", ANY, "will"},
    {"'m", ANY, "be"},
    {"'re", ANY, "be"},
    {"'s", CASUS_TAG_POS, "'s"},
    {"'s", CASUS_TAG_PRP, "we"},
    {"'s", ANY, "be"},
    {"'ve", ANY, "have"},
    {"ai", CASUS_TAG_VBP, "be"},
    {"ai", CASUS_TAG_VBZ, "be"},
    {"am", CASUS_TAG_NN, "a.m."},
    {"am", CASUS_TAG_VBP, "be"},
    {"an", CASUS_TAG_DT, "a"},
    {"are", CASUS_TAG_VBP, "be"},
    {"been", ANY, "be"},
    {"being", CASUS_TAG_VBG, "be"},
    {"best", CASUS_TAG_JJS, "good"},
    {"best", CASUS_TAG_RBS, "well"},
    {"better", CASUS_TAG_JJR, "good"},
    {"better", CASUS_TAG_RBR, "well"},
    {"ca", CASUS_TAG_MD, "can"},
    {"did", CASUS_TAG_VBD, "do"},
    {"does", CASUS_TAG_VBZ, "do"},
    {"done", CASUS_TAG_VBN, "do"},
    {"elder", CASUS_TAG_JJR, "old"},
    {"eldest", CASUS_TAG_JJS, "old"},
    {"em", CASUS_TAG_PRP, "they"},
    {"farther", ANY, "far"},
    {"further", CASUS_TAG_RBR, "far"},
    {"further", ANY, "further"},
    {"gon", CASUS_TAG_VBG, "go"},
    {"had", ANY, "have"},
    {"has", CASUS_TAG_VBZ, "have"},
    {"her", CASUS_TAG_PRP, "she"},
    {"hers", ANY, "her"},
    {"him", ANY, "he"},
    {"i", CASUS_TAG_PRP, "I"},
    {"is", CASUS_TAG_VBZ, "be"},
    {"least", ANY, "least"},
    {"less", CASUS_TAG_JJR, "less"},
    {"less", CASUS_TAG_RBR, "less"},
    {"ll", CASUS_TAG_MD, "will"},
    {"m", CASUS_TAG_VBP, "be"},
    {"me", CASUS_TAG_PRP, "I"},
    {"mine", CASUS_TAG_PRP, "my"},
    {"more", ANY, "more"},
    {"most", ANY, "most"},
    {"n't", ANY, "not"},
    {"na", CASUS_TAG_TO, "to"},
    {"nt", CASUS_TAG_RB, "not"},
    {"ours", ANY, "our"},
    {"pm", CASUS_TAG_NN, "p.m."},
    {"r", CASUS_TAG_VBP, "be"},
    {"re", CASUS_TAG_VBP, "be"},
    {"s", CASUS_TAG_POS, "'s"},
    {"s", CASUS_TAG_PRP, "we"},
    {"s", CASUS_TAG_VBZ, "be"},
    {"sha", CASUS_TAG_MD, "shall"},
    {"ta", CASUS_TAG_TO, "to"},
    {"theirs", ANY, "their"},
    {"them", CASUS_TAG_PRP, "they"},
    {"these", ANY, "this"},
    {"those", ANY, "that"},
    {"u", CASUS_TAG_PRP, "you"},
    {"us", CASUS_TAG_PRP, "we"},
    {"ve", CASUS_TAG_VBP, "have"},
    {"wan", CASUS_TAG_VB, "want"},
    {"wan", CASUS_TAG_VBP, "want"},
    {"was", CASUS_TAG_VBD, "be"},
    {"were", ANY, "be"},
    {"wo", CASUS_TAG_MD, "will"},
    {"worse", CASUS_TAG_JJR, "bad"},
    {"worse", CASUS_TAG_RBR, "bad"},
    {"worst", CASUS_TAG_JJS, "bad"},
    {"worst", CASUS_TAG_RBS, "bad"},
    {"yours", ANY, "your"},
};
enum { N_FIXED = sizeof fixed / sizeof *fixed };

static int compare(const word *w, const char form[8])
{
    size_t n = strnlen(form, 8), least = w->n < n ? w->n : n;
    int c = memcmp(w->text, form, least);
    return c ? c : (w->n > n) - (w->n < n);
}

static const char *fixed_lemma(const word *w, casus_tag tag)
{
    size_t lo = 0, hi = N_FIXED;
    if (w->n > 7) return NULL;
    while (lo < hi) { /* the first of the form */
        size_t mid = (lo + hi) / 2;
        if (compare(w, fixed[mid].form) > 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < N_FIXED && compare(w, fixed[lo].form) == 0; lo++)
        if (fixed[lo].tag == (uint8_t)tag || fixed[lo].tag == ANY) return fixed[lo].lemma;
    return NULL;
}

/* ---------------------------------------------------------------- irregular words */

/* Forms are kept in order of the files, those of one spelling chained: the first that fits is taken. */
static casus_status add(casus_lexicon *lex, casus_str form, lang_ref lemma, unsigned forms, size_t *cap)
{
    char small[LANG_WORD_BYTES * 2];
    if (form.n > sizeof small || lex->n_odd >= UINT16_MAX) return CASUS_OK;
    for (size_t i = 0; i < form.n; i++) small[i] = (char)(form.p[i] >= 'A' && form.p[i] <= 'Z' ? form.p[i] + 32 : form.p[i]);
    uint32_t id = lang_word_add(&lex->trie, (casus_str){small, form.n});
    lang_odd *odd = casus_arena_grow(lex->arena, lex->odd, lex->n_odd, (size_t)lex->n_odd + 1, sizeof *odd, cap);
    if (!id || !odd) return CASUS_E_NOMEM;
    lex->odd = odd;
    odd[lex->n_odd++] = (lang_odd){lemma, 0, forms};
    if (!lex->trie.word[id].odd) {
        lex->trie.word[id].odd = (uint16_t)lex->n_odd;
        return CASUS_OK;
    }
    uint32_t k = lex->trie.word[id].odd - 1u;
    while (odd[k].next) k = odd[k].next - 1;
    odd[k].next = lex->n_odd;
    return CASUS_OK;
}

/* Each of the forms a cell lists ("burned | burnt"). */
static casus_status add_cell(casus_lexicon *lex, casus_str cell, lang_ref lemma, unsigned forms, size_t *cap)
{
    casus_status st = CASUS_OK;
    while (!st && cell.n) {
        const char *bar = memchr(cell.p, '|', cell.n);
        casus_str one = casus_str_trim((casus_str){cell.p, bar ? (size_t)(bar - cell.p) : cell.n});
        if (one.n) st = add(lex, one, lemma, forms, cap);
        if (!bar) break;
        cell = (casus_str){bar + 1, cell.n - (size_t)(bar + 1 - cell.p)};
    }
    return st;
}

static const struct {
    const char *table, *form, *lemma;
    uint8_t forms;
} source[] = {
    {"lemmas", "verb", "lemma", CASUS_FORM_PAST | CASUS_FORM_PART | CASUS_FORM_ING | CASUS_FORM_S},
    {"lemmas", "noun", "lemma", CASUS_FORM_PLURAL},
    {"lemmas", "other", "lemma", CASUS_FORM_BASE},
    {"lemmas", "capital", "lemma", CASUS_FORM_SING},
    {"demonyms", "adjective", "adjective", CASUS_FORM_SING},
    {"irregular", "past", "lemma", CASUS_FORM_PAST | CASUS_FORM_PART},
    {"irregular", "participle", "lemma", CASUS_FORM_PART},
    {"irregular", "ing", "lemma", CASUS_FORM_ING},
    {"irregular", "s", "lemma", CASUS_FORM_S},
    {"irregular", "plural", "lemma", CASUS_FORM_PLURAL},
};

static casus_status add_column(casus_lexicon *lex, size_t k, size_t *cap)
{
    int t = casus_lexicon_table(lex, source[k].table);
    int form = t < 0 ? -1 : casus_lexicon_column(lex, t, source[k].form);
    int lemma = t < 0 ? -1 : casus_lexicon_column(lex, t, source[k].lemma);
    casus_status st = CASUS_OK;
    for (uint32_t row = 0; !st && form >= 0 && row < casus_lexicon_rows(lex, t); row++) {
        casus_str base = casus_lexicon_cell(lex, t, row, lemma);
        lang_ref ref = {base.n ? (uint32_t)(base.p - lex->text) : 0, (uint32_t)base.n};
        st = add_cell(lex, casus_lexicon_cell(lex, t, row, form), ref, source[k].forms, cap);
    }
    return st;
}

casus_status lang_lemmas_make(casus_lexicon *lex)
{
    size_t cap = 0;
    casus_status st = CASUS_OK;
    for (size_t k = 0; !st && k < sizeof source / sizeof *source; k++) st = add_column(lex, k, &cap);
    return st;
}

static bool odd_lemma(const casus_lexicon *lex, word *w, unsigned forms)
{
    uint32_t id = lang_word_find(&lex->trie, (casus_str){w->text, w->n});
    for (uint32_t i = lex->trie.word[id].odd; i; i = lex->odd[i - 1].next) { /* word 0 has none */
        if (!(lex->odd[i - 1].forms & forms)) continue;
        be(w, lang_text(lex, lex->odd[i - 1].lemma));
        return true;
    }
    return false;
}

/* ---------------------------------------------------------------- stems */

/* By last letter of the stem: endings before which an "e" was dropped (+), was not (-), or was in stems of one syllable (1).
 * The longest that fits counts; none: no "e". */
static const char *const dropped[26] = {
    ['b' - 'a'] = "+ab +ib +ob +ub -mb +yb",
    ['c' - 'a'] = "+c",
    ['d' - 'a'] = "+ad -ead -oad +ced +ped -eed +rsed +id -aid -oid -bid +od -ood +ud -oud -aud +yd",
    ['f' - 'a'] = "+af -eaf -oaf",
    ['g' - 'a'] = "+g +ng -ing +cring +hing +ting -wing -ong -oung -gg +ang -hang +chang -bang -slang -clang -gang",
    ['h' - 'a'] = "+eath -death +eeth +ooth -smooth +loth",
    ['k' - 'a'] = "+ak -eak -oak +ik +ok -ook +uk -euk +yk",
    ['l' - 'a'] = "+bl +cl +dl +fl +gl +kl +pl +sl +tl +zl 1al -eal +hal 1il -ail -oil -eil +pil +cil -ncil +ofil 1ol -ool +sol 1ul -oul -aul +dul "
                  "+cul +yl",
    ['m' - 'a'] = "+am -eam -oam +im -aim +om -oom -som -tom +um +hem +ym",
    ['n' - 'a'] = "1an -ean -oan +in -ain -oin -ein -uin 1on -oon +pon -apon +ven -even -raven +un -oun",
    ['o' - 'a'] = "-o",
    ['p' - 'a'] = "+ap -eap -oap 1ip 1op -oop -lop 1up -oup +yp",
    ['r' - 'a'] = "+ar -ear -oar +ir -air +fer -ffer -nfer -ofer +her -ther -cher -pher -sher 1or -oor +plor +stor +gnor +ur -our +ctr +tr +cr "
                  "+br +yr",
    ['s' - 'a'] = "+s -ss",
    ['t' - 'a'] = "+at -eat -oat +iat +uat +creat -great -reat 1it -ait +uit -suit -ruit +cit +nit +vit 1ot -oot +mot +vot +ut -out +rout -aut "
                  "+plet +elet -helet +mpet -rumpet +yt +tast +wast +past",
    ['u' - 'a'] = "+u",
    ['v' - 'a'] = "+v",
    ['z' - 'a'] = "+z -zz -tz",
};

/* Groups of vowels; "y" is one behind a consonant. */
static unsigned syllables(const word *w)
{
    unsigned n = 0;
    bool in = false;
    for (size_t i = 0; i < w->n; i++) {
        bool vowel = is_vowel(w->text[i]) || (w->text[i] == 'y' && i > 0);
        n += vowel && !in;
        in = vowel;
    }
    return n;
}

static bool dropped_e(const word *w)
{
    char c = last(w, 0), verdict = '-';
    const char *p = c >= 'a' && c <= 'z' ? dropped[c - 'a'] : NULL;
    size_t best = 0;
    while (p && *p) {
        size_t n = strcspn(p, " ");
        if (n > best && ends(w, p + 1, n - 1)) {
            verdict = p[0];
            best = n;
        }
        p += n + (p[n] == ' ');
    }
    return verdict == '+' || (verdict == '1' && syllables(w) == 1);
}

/* A doubled letter that was single: always but for l, s, z, f; an l in words of several syllables. */
static bool is_doubled(const word *w)
{
    char c = last(w, 0);
    if (w->n < 4 || c != last(w, 1) || is_vowel(c) || !is_vowel(last(w, 2))) return false;
    if (strchr("szf", c)) return false;
    return c != 'l' || (syllables(w) > 1 && strchr("eo", last(w, 2)));
}

static void mend(word *w)
{
    if (is_doubled(w))
        w->n--;
    else if (dropped_e(w))
        put(w, "e");
}

/* ---------------------------------------------------------------- inflections */

static bool has_vowel(const word *w) { return syllables(w) > 0; }

static void undo_past(word *w)
{
    word stem = *w;
    if (cut(&stem, "ied")) {
        put(&stem, stem.n > 1 ? "y" : "ie");
    } else if (ends(w, "eed", 3)) {
        stem.n--; /* agreed, freed */
    } else if (cut(&stem, "ed") && has_vowel(&stem)) {
        mend(&stem);
    } else {
        return;
    }
    *w = stem;
}

static void undo_ing(word *w)
{
    word stem = *w;
    if (!cut(&stem, "ing") && !cut(&stem, "in'") && !cut(&stem, "in")) return;
    if (!has_vowel(&stem)) return;
    mend(&stem);
    *w = stem;
}

/* By which ending -s is undone: how much is cut off, what is put on. The longest that fits counts. */
static const struct {
    char tail[8];
    uint8_t cut;
    char put[4];
} plural[] = {
    {"ss", 0, ""},     {"'s", 2, ""},   {"s'", 1, ""},    {"s", 1, ""},      {"ies", 3, "y"},   {"sses", 2, ""},   {"shes", 2, ""},
    {"ches", 2, ""},   {"aches", 2, ""}, {"daches", 1, ""}, {"xes", 2, ""},   {"zzes", 2, ""},   {"uizzes", 3, ""}, {"oes", 2, ""},
    {"hoes", 1, ""},   {"toes", 1, ""}, {"atoes", 2, ""}, {"etoes", 2, ""},  {"iruses", 2, ""}, {"nuses", 2, ""},  {"mpuses", 2, ""},
    {"ocuses", 2, ""}, {"rcuses", 2, ""}, {"tatuses", 2, ""}, {"women", 2, "an"}, {"men", 2, "an"},
};

static void undo_s(word *w)
{
    size_t best = 0, at = 0;
    if (w->n < 3 || (w->text[0] >= '0' && w->text[0] <= '9')) return; /* the 1970s */
    for (size_t i = 0; i < sizeof plural / sizeof *plural; i++) {
        size_t n = strnlen(plural[i].tail, 8);
        if (n <= best || !ends(w, plural[i].tail, n)) continue;
        best = n;
        at = i;
    }
    if (!best) return;
    if (ends(w, "ies", 3) && w->n == 4) { /* ties, lies */
        w->n--;
        return;
    }
    w->n -= plural[at].cut;
    put(w, plural[at].put);
}

static void undo_degree(word *w, const char *tail)
{
    word stem = *w;
    if (!cut(&stem, tail)) return;
    if (last(&stem, 0) == 'i' && stem.n > 2)
        stem.text[stem.n - 1] = 'y';
    else
        mend(&stem);
    *w = stem;
}

static void undo(const casus_lexicon *lex, word *w, casus_tag tag)
{
    static const uint8_t forms[CASUS_N_TAG] = {
        [CASUS_TAG_VBD] = CASUS_FORM_PAST, [CASUS_TAG_VBN] = CASUS_FORM_PART, [CASUS_TAG_VBG] = CASUS_FORM_ING,
        [CASUS_TAG_VBZ] = CASUS_FORM_S,    [CASUS_TAG_NNS] = CASUS_FORM_PLURAL, [CASUS_TAG_NNPS] = CASUS_FORM_PLURAL,
    };
    if (odd_lemma(lex, w, forms[tag] ? forms[tag] : CASUS_FORM_BASE)) return;
    switch ((int)tag) {
    case CASUS_TAG_VBD:
    case CASUS_TAG_VBN: undo_past(w); return;
    case CASUS_TAG_VBG: undo_ing(w); return;
    case CASUS_TAG_VBZ:
    case CASUS_TAG_NNS:
    case CASUS_TAG_NNPS: undo_s(w); return;
    case CASUS_TAG_JJR:
    case CASUS_TAG_RBR: undo_degree(w, "er"); return;
    case CASUS_TAG_JJS:
    case CASUS_TAG_RBS: undo_degree(w, "est"); return;
    default: return;
    }
}

/* ---------------------------------------------------------------- letters */

static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_roman(char c) { return c && strchr("IVXLCDM", c); }

/* Small letters for ASCII, Latin-1 and the Greek and Cyrillic capitals; other letters stay. */
static uint32_t lower(uint32_t c)
{
    if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if ((c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f)) return c + 32;
    if (c >= 0x400 && c <= 0x40f) return c + 80;
    return c >= 0x100 && c <= 0x137 ? c | 1 : c;
}

static bool is_apostrophe(uint32_t c) { return c == '`' || c == 0xb4 || c == 0x2018 || c == 0x2019; }

/* The form with plain apostrophes, in small letters unless keep. False: it is too long. */
static bool spell(word *w, casus_str form, bool keep)
{
    *w = (word){.n = 0};
    for (const char *p = form.p, *end = form.p + form.n; p < end;) {
        uint32_t c;
        unsigned n = casus_utf8_next(p, end, &c);
        if (w->n + 4 > LEMMA_BYTES) return false;
        if (is_apostrophe(c))
            w->text[w->n++] = '\'';
        else if (n == 1)
            w->text[w->n++] = keep || c >= 0x80 ? *p : (char)lower(c);
        else
            w->n += casus_utf8_put(keep ? c : lower(c), w->text + w->n);
        p += n;
    }
    return w->n > 0;
}

static size_t count(casus_str s, bool (*is)(char))
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) n += is(s.p[i]);
    return n;
}

/* ---------------------------------------------------------------- kinds of words */

enum {
    SHOUTED = 6, /* a name in capitals of so many letters is a shouted one: at 5, half are, half are short for something */
    ACRONYM = 3  /* a common noun in capitals of no more letters is short for something */
};

static void name_lemma(word *w, casus_str form, casus_pos pos, casus_tag tag)
{
    if (count(form, is_upper) == form.n && form.n >= SHOUTED)
        for (size_t i = 1; i < w->n; i++) w->text[i] = (char)lower((unsigned char)w->text[i]);
    if (tag == CASUS_TAG_NNPS) undo_s(w);
    if (pos == CASUS_POS_VERB) ends(w, "ing", 3) ? undo_ing(w) : undo_past(w); /* United, Rolling */
}

/* "200,000" -> "200000"; "XIV" stays, "Two" does not. */
static void number_lemma(word *w, casus_str form)
{
    if (count(form, is_roman) == form.n && form.n > 1) {
        spell(w, form, true);
    } else if (count(form, is_digit) > 0) {
        size_t n = 0;
        for (size_t i = 0; i < w->n; i++)
            if (w->text[i] != ',' || i == 0 || !is_digit(w->text[i - 1])) w->text[n++] = w->text[i];
        w->n = n;
    }
}

/* What is typed for plain signs. */
static const struct {
    char sign[4];
    const char *plain;
} sign[] = {{"“", "\""}, {"”", "\""}, {"„", "\""}, {"«", "\""}, {"»", "\""}, {"``", "\""}, {"–", "-"}};

static void sign_lemma(word *w)
{
    for (size_t i = 0; i < sizeof sign / sizeof *sign; i++) {
        if (w->n != strnlen(sign[i].sign, 4) || memcmp(w->text, sign[i].sign, w->n) != 0) continue;
        be(w, casus_str_of(sign[i].plain));
        return;
    }
}

/* Words that keep their capitals: "A", "CEO", "L2"; "iPhone", "pro-Russian". */
static bool keeps_capitals(casus_str form, casus_pos pos)
{
    size_t n = count(form, is_upper);
    if (n == 0 || (pos != CASUS_POS_NOUN && pos != CASUS_POS_ADJ)) return false;
    if (form.p[0] >= 'a' && form.p[0] <= 'z') return true;
    if (pos == CASUS_POS_ADJ || !is_upper(form.p[0])) return false;
    size_t n_small = form.n - n - count(form, is_digit);
    if (n == form.n) return n <= ACRONYM;
    return n_small == 0 || (n_small == 1 && n > 1 && form.p[form.n - 1] == 's'); /* "CFLs" */
}

static void word_lemma(const casus_lexicon *lex, word *w, casus_str form, casus_pos pos, casus_tag tag)
{
    const char *z = fixed_lemma(w, tag);
    if (z) {
        be(w, casus_str_of(z));
    } else if (keeps_capitals(form, pos)) {
        spell(w, form, true);
        if (tag == CASUS_TAG_NNS) undo_s(w);
    } else if (!(is_upper(form.p[0]) && odd_lemma(lex, w, CASUS_FORM_SING))) {
        undo(lex, w, tag);
    }
}

casus_status casus_lemma(const casus_lexicon *lex, casus_str form, casus_pos pos, casus_tag tag, casus_arena *a, casus_str *lemma)
{
    word w;
    bool name = pos == CASUS_POS_PROPN || tag == CASUS_TAG_NNP || tag == CASUS_TAG_NNPS;
    *lemma = form;
    if (form.n == 0 || form.n > LEMMA_BYTES || !spell(&w, form, name || pos == CASUS_POS_X || pos == CASUS_POS_SYM)) return CASUS_OK;
    if (name) name_lemma(&w, form, pos, tag);
    else if (pos == CASUS_POS_PUNCT || pos == CASUS_POS_SYM) sign_lemma(&w);
    else if (pos == CASUS_POS_NUM) number_lemma(&w, form);
    else if (pos != CASUS_POS_X) word_lemma(lex, &w, form, pos, tag);
    if (w.n == form.n && memcmp(w.text, form.p, w.n) == 0) return CASUS_OK;
    return casus_arena_str(a, (casus_str){w.text, w.n}, lemma);
}
