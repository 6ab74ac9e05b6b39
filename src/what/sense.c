/* Does a claim tell of an incident, or do its words mean something else? "Officers executed a search warrant", "a rally in oil
 * shares", "the team was attacked from the left" have event words and roles like the real thing.
 *
 * A logistic decision over named signs: the event word and what it takes as subject and object, who takes part, tallies, place,
 * time, status, and the company of words of the sentence, of the report and of the object, as mean vectors of a large corpus.
 * The weights are trained (train/sense.c) on claims that were judged one by one; models/sense.weights holds them as text, name
 * by name, so that a decision can be told in words. Costs some microseconds a claim.
 */
#include "what/sense.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 64, BLOCKS = 3, MOST_VECTOR = 128, MOST_WORDS = 400 };
static const char *const block_name[BLOCKS] = {"sentence", "report", "object"};
enum { BLOCK_SENTENCE, BLOCK_REPORT, BLOCK_OBJECT };
_Static_assert((int)CASUS_LEANS == (int)BLOCK_OBJECT, "those of sentences and reports are kept");

/* ---------------------------------------------------------------- weights */

typedef struct {
    uint64_t mark; /* of the name, 0: empty */
    float weight;
} named;

struct casus_sense {
    named *slot;
    uint32_t mark;
    uint32_t slots; /* a power of two, more than half of them empty */
    float block[BLOCKS][MOST_VECTOR];
    const casus_model *model; /* whose words lean tells of; NULL: none */
    float *lean[BLOCKS];      /* how far words go along each block */
};

static uint64_t mark_of(casus_str name)
{
    uint64_t h = casus_hash(name, 5);
    return h ? h : 1;
}

static float weight_of(const casus_sense *w, casus_str name)
{
    if (!w) return 0;
    uint64_t mark = mark_of(name);
    for (uint32_t at = (uint32_t)mark & (w->slots - 1); w->slot[at].mark; at = (at + 1) & (w->slots - 1))
        if (w->slot[at].mark == mark) return w->slot[at].weight;
    return 0;
}

static void keep_weight(casus_sense *w, casus_str name, float weight)
{
    for (int b = 0; b < BLOCKS; b++) {
        size_t n = strlen(block_name[b]);
        if (name.n <= n + 1 || memcmp(name.p, block_name[b], n) != 0 || name.p[n] != '~') continue;
        unsigned long k = strtoul(name.p + n + 1, NULL, 10); /* a tab follows the name */
        if (k < MOST_VECTOR) w->block[b][k] = weight;
        return;
    }
    uint64_t mark = mark_of(name);
    uint32_t at = (uint32_t)mark & (w->slots - 1);
    while (w->slot[at].mark && w->slot[at].mark != mark)
        at = (at + 1) & (w->slots - 1);
    w->slot[at] = (named){mark, weight};
}

extern const char casus_sense_data[], casus_sense_end[];

/* Lines "name, tab, weight"; those that begin with # are comments. */
static bool make_lean(casus_sense *w, const casus_model *m)
{
    if (!m || casus_model_vector_size(m) > MOST_VECTOR) return true;
    for (int b = 0; b < BLOCKS; b++) {
        w->lean[b] = casus_alloc(casus_model_lean_size(m) * sizeof *w->lean[b]);
        if (!w->lean[b]) return false;
        casus_model_lean_make(m, w->block[b], w->lean[b]);
    }
    w->model = m;
    return true;
}

casus_status casus_sense_open(const casus_model *m, casus_sense **out, casus_err *err)
{
    const char *p = casus_sense_data, *end = casus_sense_end;
    *out = NULL;
    if (p == end) return casus_fail(err, CASUS_E_NOTFOUND, "no weights are built in", 0);
    uint32_t lines = 0, slots = 64;
    for (const char *z = p; z < end; z++)
        lines += *z == '\n';
    while (slots < 2 * lines)
        slots *= 2;
    casus_sense *w = casus_alloc(sizeof *w);
    named *slot = w ? casus_alloc(slots * sizeof *slot) : NULL;
    if (!slot) {
        casus_release(w);
        return casus_fail(err, CASUS_E_NOMEM, "weights", 0);
    }
    w->slot = slot;
    w->mark = (uint32_t)casus_hash((casus_str){p, (size_t)(end - p)}, 0);
    w->slots = slots;
    while (p < end) {
        const char *line = memchr(p, '\n', (size_t)(end - p)), *tab;
        if (!line) line = end;
        tab = memchr(p, '\t', (size_t)(line - p));
        if (tab && *p != '#') keep_weight(w, (casus_str){p, (size_t)(tab - p)}, strtof(tab + 1, NULL));
        p = line + 1;
    }
    if (!make_lean(w, m)) {
        casus_sense_close(w);
        return casus_fail(err, CASUS_E_NOMEM, "weights", 0);
    }
    *out = w;
    return CASUS_OK;
}

void casus_sense_close(casus_sense *w)
{
    if (!w) return;
    casus_release(w->slot);
    for (int b = 0; b < BLOCKS; b++) casus_release(w->lean[b]);
    casus_release(w);
}

uint32_t casus_sense_mark(const casus_sense *w)
{
    return w->mark;
}

/* ---------------------------------------------------------------- signs */

typedef struct {
    scan *s;
    const casus_sense *weights;
    casus_factor *factor; /* NULL: nobody wants to know */
    uint32_t n, cap;
    float sum;
} tally_of_signs;

typedef struct {
    char z[NAME];
    size_t n;
} label;

static void put(label *l, const char *z, size_t n)
{
    if (n > NAME - 1 - l->n) n = NAME - 1 - l->n;
    memcpy(l->z + l->n, z, n);
    l->n += n;
}

static void keep_factor(tally_of_signs *y, const char *name, size_t n, float value, float weight)
{
    if (!y->factor || y->n == y->cap) return;
    char *kept = casus_arena_get(y->s->a, n, 1);
    if (!kept) {
        y->s->failed = true;
        return;
    }
    memcpy(kept, name, n);
    y->factor[y->n++] = (casus_factor){{kept, n}, value, weight};
}

/* The sign "kind=value" is there. */
static void sign(tally_of_signs *y, const char *kind, casus_str value)
{
    label l = {.n = 0};
    put(&l, kind, strlen(kind));
    put(&l, value.p, value.n);
    float w = weight_of(y->weights, (casus_str){l.z, l.n});
    y->sum += w;
    keep_factor(y, l.z, l.n, 1, w);
}

static void sign_z(tally_of_signs *y, const char *kind, const char *value)
{
    sign(y, kind, casus_str_of(value));
}

static void sign_if(tally_of_signs *y, bool there, const char *name)
{
    if (there) sign_z(y, name, "");
}

/* More of a number: "tally=1", "tally=2", at most `most`. */
static void steps(tally_of_signs *y, const char *kind, uint32_t n, uint32_t most)
{
    char digit[2] = {(char)('0' + (n < most ? n : most)), 0};
    sign_z(y, kind, digit);
}

/* For who wants to know: the numbers of a vector, each a sign of its own. */
static void tell_block(tally_of_signs *y, int b, const float *v)
{
    uint32_t n = casus_model_vector_size(y->s->f->model);
    for (uint32_t k = 0; k < n; k++) {
        label l = {.n = 0};
        char number[12];
        snprintf(number, sizeof number, "~%u", (unsigned)k);
        put(&l, block_name[b], strlen(block_name[b]));
        put(&l, number, strlen(number));
        keep_factor(y, l.z, l.n, v[k], y->weights ? y->weights->block[b][k] : 0);
    }
}

/* ---------------------------------------------------------------- company of words */

/* "14-year-old": how old somebody is tells nothing of what befell him. */
static bool is_age(const scan *s, uint32_t i)
{
    bool old = is_word(s, i, "old") && i >= 2 && is_word(s, i - 1, "-");
    return old || (i + 2 < s->f->text->n_token && is_word(s, i + 1, "-") && is_word(s, i + 2, "old"));
}

static bool is_content(const scan *s, uint32_t i)
{
    casus_pos p = pos(s, i);
    return !is_age(s, i) && tok(s, i)->kind == CASUS_WORD && tok(s, i)->norm.n > 2 &&
           (p == CASUS_POS_NOUN || p == CASUS_POS_VERB || p == CASUS_POS_ADJ || p == CASUS_POS_PROPN);
}

/* The mean vector of the content words among tokens [first, end): of as many as MOST_WORDS, spread evenly over them. */
static void mean_of(const scan *s, uint32_t first, uint32_t end, float *to)
{
    uint32_t n = 0, size = casus_model_vector_size(s->f->model), step = 1 + (end - first) / MOST_WORDS;
    memset(to, 0, size * sizeof *to);
    for (uint32_t i = first; i < end; i += step)
        if (is_content(s, i)) n += casus_model_vector(s->f->model, tok(s, i)->norm, to);
    for (uint32_t k = 0; k < size && n > 1; k++)
        to[k] /= (float)n;
}

/* How far a word goes along a block of weights, added to the sum; false: the model does not know it. */
static bool add_lean(const scan *s, uint32_t i, int b, float *sum)
{
    const casus_sense *w = s->f->sense;
    float *kept = s->f->leans ? &s->f->leans[i * CASUS_LEANS + (uint32_t)b] : NULL, along = 0;
    if (kept && *kept != 0) {
        along = *kept;
    } else {
        if (!casus_model_lean(w->model, w->lean[b], tok(s, i)->norm, &along)) along = NAN;
        if (kept) *kept = along;
    }
    if (isnan(along)) return false;
    *sum += along;
    return true;
}

/* How far the mean of the same words goes along a block of weights. */
static float lean_of(const scan *s, uint32_t first, uint32_t end, int b)
{
    uint32_t n = 0, step = 1 + (end - first) / MOST_WORDS;
    float sum = 0;
    for (uint32_t i = first; i < end; i += step)
        if (is_content(s, i)) n += add_lean(s, i, b, &sum);
    return n > 1 ? sum / (float)n : sum;
}

/* That of the report, which is summed up when first asked for. */
static float lean_of_report(scan *s)
{
    if (!s->weighed) s->weight = lean_of(s, 0, s->f->text->n_token, BLOCK_REPORT);
    s->weighed = true;
    return s->weight;
}

/* The company of words: of the sentence, and of the report. */
static void company_signs(tally_of_signs *y, const casus_sentence *sent)
{
    float v[MOST_VECTOR];
    if (y->weights) y->sum += lean_of(y->s, sent->first, sent->first + sent->n, BLOCK_SENTENCE) + lean_of_report(y->s);
    if (!y->factor) return;
    mean_of(y->s, sent->first, sent->first + sent->n, v);
    tell_block(y, BLOCK_SENTENCE, v);
    mean_of(y->s, 0, y->s->f->text->n_token, v);
    tell_block(y, BLOCK_REPORT, v);
}

/* ---------------------------------------------------------------- the claim */

/* What kind of thing a phrase names, as far as its head tells. */
static const char *sort_of(const scan *s, uint32_t i)
{
    if (i == NO_TOKEN) return "none";
    if (s->actor_at[i] != NONE) {
        const casus_actor *a = &s->f->actors->actor[s->actor_at[i]];
        return casus_actor_kind_name(a->kind);
    }
    if (s->place_at[i] != NONE) return "place";
    if (pos(s, i) == CASUS_POS_PRON) return "pronoun";
    if (name_over(s, i, CASUS_NAME_PERSON) != NULL) return "name";
    if (casus_words_at(s->f->words, i, s->t.victims)) return "victim";
    if (casus_words_at(s->f->words, i, s->t.targets)) return "target";
    if (casus_words_at(s->f->words, i, s->t.weapons)) return "weapon";
    if (tok(s, i)->kind == CASUS_NUMBER) return "number";
    return pos(s, i) == CASUS_POS_PROPN ? "proper" : "thing";
}

static uint32_t first_of(const heads *h)
{
    return h->n ? h->at[0] : NO_TOKEN;
}

/* The phrase that the event word is done to, and who does it. */
static void frame_signs(tally_of_signs *y, const trigger *t)
{
    scan *s = y->s;
    uint32_t v = top_of(s, t->first, t->n), object = NO_TOKEN, subject = NO_TOKEN;
    if (t->how == FRAME_NOUN) {
        object = child(s, v, REL(NMOD));
        for (uint32_t k = child(s, v, REL(AMOD) | REL(COMPOUND)); k != NO_TOKEN; k = sibling(s, k, REL(AMOD) | REL(COMPOUND)))
            sign(y, "described=", tok(s, k)->norm);
        sign_if(y, has_rel(s, v, REL(COMPOUND)), "describes");
        uint32_t gov = head_of(s, v);
        if (gov != NO_TOKEN) {
            sign(y, "under=", tok(s, gov)->norm);
            sign_z(y, "hangs=", casus_rel_name((casus_rel)s->dep[v].rel));
        }
    } else {
        arguments a = arguments_of(s, v);
        object = first_of(&a.sufferer);
        subject = first_of(&a.doer);
        sign_if(y, a.passive, "passive");
        sign_z(y, "tag=", casus_tag_name((casus_tag)s->dep[v].tag));
        sign_z(y, "clause=", casus_rel_name((casus_rel)s->dep[v].rel));
        uint32_t by = child(s, v, REL(OBL));
        sign_z(y, "oblique=", sort_of(s, by));
    }
    sign_z(y, "object:", sort_of(s, object));
    sign_z(y, "subject:", sort_of(s, subject));
    if (object != NO_TOKEN) sign(y, "object=", tok(s, object)->norm);
    if (subject != NO_TOKEN) sign(y, "subject=", tok(s, subject)->norm);
    float of_object[MOST_VECTOR] = {0};
    if (object != NO_TOKEN && y->weights) (void)casus_model_lean(y->weights->model, y->weights->lean[BLOCK_OBJECT], tok(s, object)->norm, &y->sum);
    if (!y->factor) return;
    if (object != NO_TOKEN) (void)casus_model_vector(s->f->model, tok(s, object)->norm, of_object);
    tell_block(y, BLOCK_OBJECT, of_object);
}

static void part_signs(tally_of_signs *y, const casus_claim *c)
{
    uint32_t n[3] = {0};
    static const char *const kind[] = {"doer:", "sufferer:", "party:"};
    for (uint32_t i = 0; i < c->n_part; i++) {
        const casus_actor *a = c->part[i].actor;
        if (n[c->part[i].role]++ < 2) {
            sign_z(y, kind[c->part[i].role], casus_actor_kind_name(a->kind));
            enum { SECTOR = 3 }; /* "SYRMIL" ends in the sector */
            if (a->code.n < SECTOR) continue;
            label of_type = {.n = 0};
            const char *type = casus_type_name(c->type);
            put(&of_type, type, strlen(type));
            put(&of_type, " ", 1);
            put(&of_type, a->code.p + a->code.n - SECTOR, SECTOR);
            sign(y, kind[c->part[i].role], (casus_str){of_type.z, of_type.n});
            sign_if(y, a->generic, c->part[i].role == CASUS_AFFECTED ? "sufferer:generic" : "doer:generic");
        }
    }
    steps(y, "doers=", n[CASUS_PERPETRATOR], 2);
    steps(y, "sufferers=", n[CASUS_AFFECTED], 2);
}

static void sentence_signs(tally_of_signs *y, uint32_t sentence)
{
    const scan *s = y->s;
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    steps(y, "early=", sentence, 3);
    sign_if(y, sent->heading, "heading");
    steps(y, "long=", sent->n / 10, 5);
    static const char *const you[] = {"you", "your", NULL}, *const me[] = {"i", "my", "me", "we", "our", NULL};
    bool to_you = false, of_me = false, asks = false;
    enum { LONGEST = 4 };
    for (uint32_t i = sent->first; i < sent->first + sent->n; i++) {
        if (tok(s, i)->norm.n > LONGEST) continue;
        to_you = to_you || is_any(s, i, you);
        of_me = of_me || is_any(s, i, me);
        asks = asks || is_word(s, i, "?");
    }
    sign_if(y, to_you, "says-you");
    sign_if(y, of_me, "says-we");
    sign_if(y, asks, "asks");
}

static void claim_signs(tally_of_signs *y, const segment *g, const trigger *t, uint32_t n, const casus_claim *c)
{
    scan *s = y->s;
    label pair = {.n = 0};
    put(&pair, casus_type_name(c->type), strlen(casus_type_name(c->type)));
    sign(y, "type=", (casus_str){pair.z, pair.n});
    for (uint32_t k = 0; k < n && k < 4; k++)
        sign(y, k ? "beside=" : "word=", tok(s, t[k].first + t[k].n - 1)->norm);
    put(&pair, t[0].how == FRAME_NOUN ? "/noun" : "/verb", 5);
    sign(y, "type=", (casus_str){pair.z, pair.n});
    sign_if(y, t[0].strong, "strong");
    sign_if(y, t[0].definite, "definite");
    steps(y, "words=", n, 3);
    for (int k = 0; k < CASUS_N_TALLY; k++) {
        if (!c->tally[k].set) continue;
        sign_z(y, "counted=", casus_tally_name(k));
        sign_z(y, casus_tally_name(k), casus_quality_name(c->tally[k].q));
        sign_if(y, c->tally[k].low > 1, "counted>1");
    }
    sign_if(y, c->weapon.n > 0, "weapon");
    sign_if(y, c->loose, "loose");
    sign_if(y, c->refers, "refers");
    sign_if(y, c->recall, "recall");
    sign_if(y, s->other_world, "other-world");
    sign_if(y, s->force_told, "force-told");
    sign_z(y, "status=", casus_claim_status_name(c->status));
    sign_z(y, "day=", c->date.precision ? c->date.precision : "none");
    sign_if(y, c->date.span.len > 0, "dated-here");
    sign_z(y, "place=", c->n_place ? casus_precision_name(c->place[0]->entry.precision) : "none");
    const casus_sentence *sent = &s->f->text->sentence[g->sentence];
    sign_if(y, c->n_place && c->place[0]->first >= sent->first && c->place[0]->first < sent->first + sent->n, "placed-here");
    sentence_signs(y, g->sentence);
}

static float step_weight(const tally_of_signs *y, const char *kind, uint32_t n)
{
    label l = {.n = 0};
    char digit = (char)('0' + n);
    put(&l, kind, strlen(kind));
    put(&l, &digit, 1);
    return weight_of(y->weights, (casus_str){l.z, l.n});
}

/* Armed people among the report's words. Where they are not looked for yet: as many as speak most for a claim, if there may be some. */
static void armed_signs(tally_of_signs *y)
{
    enum { MOST = 6 };
    static const char kind[] = "armed-people=";
    const scan *s = y->s;
    uint32_t armed = 0, n = s->f->text->n_token + 1;
    for (uint32_t i = 0; s->f->actors && i < s->f->actors->n_actor; i++)
        armed += s->f->actors->actor[i].kind == CASUS_ACTOR_ARMED || s->f->actors->actor[i].kind == CASUS_ACTOR_FORCES;
    if (s->f->actors) {
        steps(y, kind, armed * 200 / n, MOST);
        return;
    }
    float best = step_weight(y, kind, 0);
    for (uint32_t k = 1; k <= MOST && s->may_be_armed; k++)
        if (step_weight(y, kind, k) > best) best = step_weight(y, kind, k);
    y->sum += best;
}

/* How much of the report is about force: armed people and event words among its words. */
static void report_signs(tally_of_signs *y)
{
    const scan *s = y->s;
    uint32_t strong = 0, n = s->f->text->n_token + 1;
    for (uint32_t i = 0; i < s->f->words->n_match; i++)
        strong += s->f->words->match[i].table == s->t.events;
    armed_signs(y);
    steps(y, "event-words=", strong * 100 / n, 6);
}

float sense_of(scan *s, const segment *g, const trigger *t, uint32_t n, casus_claim *c)
{
    enum { SIGNS = 96 };
    if (!s->f->model || !in_tree(s, t[0].first) || casus_model_vector_size(s->f->model) > MOST_VECTOR) return -1;
    bool weighs = sense_weighs(s);
    if (!weighs && !s->f->explain) return -1;
    tally_of_signs y = {.s = s, .weights = weighs ? s->f->sense : NULL};
    if (s->f->explain) {
        y.cap = SIGNS + BLOCKS * MOST_VECTOR;
        y.factor = casus_arena_get(s->a, y.cap, sizeof *y.factor);
        s->failed = s->failed || !y.factor;
    }
    sign_z(&y, "always", "");
    claim_signs(&y, g, t, n, c);
    part_signs(&y, c);
    report_signs(&y);
    frame_signs(&y, &t[0]);
    company_signs(&y, &s->f->text->sentence[g->sentence]);
    c->factor = y.factor;
    c->n_factor = y.n;
    return weighs ? 1 / (1 + expf(-y.sum)) : -1;
}

float sense_of_sentence(scan *s, uint32_t sentence)
{
    const casus_sentence *sent = &s->f->text->sentence[sentence];
    tally_of_signs y = {.s = s, .weights = s->f->sense};
    sign_z(&y, "always", "");
    sentence_signs(&y, sentence);
    report_signs(&y);
    return y.sum + lean_of_report(s) + lean_of(s, sent->first, sent->first + sent->n, BLOCK_SENTENCE);
}

bool sense_weighs(const scan *s)
{
    return s->f->sense && s->f->model && s->f->sense->model == s->f->model;
}

float sense_of_word(scan *s, const casus_match *m)
{
    tally_of_signs y = {.s = s, .weights = s->f->sense};
    sign(&y, "word=", tok(s, m->first + m->n - 1)->norm);
    return y.sum;
}
