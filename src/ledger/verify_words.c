/* Does the search index hold the words of the rows, each at its place, and no others?
 *
 * Each word of the index, with its column and place, is a number; the numbers of a row are added up. The same is done with the words of
 * the row itself, cut by the tokenizer of the index: both sums must be equal. Then each word is looked up as a search does and must be
 * found in as many rows as the whole index has it in. FTS5's own check would do the same, but needs to write, which a ledger on a
 * read-only medium does not allow and which keeps others from writing meanwhile.
 *
 * Cost: all words are cut once and the index is read twice; 24 bytes of memory a report and an account.
 */
#include "verify.h"

#include <stdlib.h>
#include <string.h>

#define VOCABULARY(table)                                                                                                  \
    "DROP TABLE IF EXISTS temp.w_all;DROP TABLE IF EXISTS temp.w_row;"                                                      \
    "CREATE VIRTUAL TABLE temp.w_all USING fts5vocab(main," table ",instance);"                                            \
    "CREATE VIRTUAL TABLE temp.w_row USING fts5vocab(main," table ",row);"

enum { MOST_COLUMNS = 6, LONGEST_WORD = 32768 }; /* bytes: FTS5 cuts what is longer */

typedef struct {
    int64_t id;
    uint64_t sum;
    bool expected;
} words_of;

typedef struct index_check {
    const char *table, *of; /* "report_text"; "report", for messages */
    const char *const *column;
    const char *ids;
    bool all_expected; /* rows whose account was read again since stay in the index */
    words_of *doc;
    size_t n, cap;
    fts5_tokenizer cut;
    Fts5Tokenizer *tokenizer;
    uint64_t sum; /* of the row that is cut just now */
    uint64_t column_hash;
    uint64_t at;
} index_check;

static int by_id(const void *x, const void *y)
{
    const words_of *a = x, *b = y;
    return a->id < b->id ? -1 : a->id > b->id;
}

static words_of *find_doc(index_check *k, int64_t id)
{
    return k->n ? bsearch(&(words_of){.id = id}, k->doc, k->n, sizeof *k->doc, by_id) : NULL;
}

static void wrong(checking *x, int64_t id)
{
    const index_check *k = x->index;
    ledger_broken(x, id < 0 ? "the search index differs from the journal: entry" : k->of, id < 0 ? -id : id, (casus_str){0});
    x->v->bad_index++;
}

/* ---------------------------------------------------------------- what the index has */

static casus_status keep_doc(checking *x, sqlite3_stmt *row)
{
    index_check *k = x->index;
    if (k->n == k->cap) {
        size_t cap = k->cap ? 2 * k->cap : 1024;
        words_of *doc = casus_alloc(cap * sizeof *doc);
        if (!doc) return casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
        if (k->n) memcpy(doc, k->doc, k->n * sizeof *doc);
        casus_release(k->doc);
        k->doc = doc;
        k->cap = cap;
    }
    k->doc[k->n++] = (words_of){.id = sqlite3_column_int64(row, 0)};
    return CASUS_OK;
}

static uint64_t word_hash(casus_str word, uint64_t column, uint64_t at) { return casus_hash(word, column + at); }

static casus_status add_instance(checking *x, sqlite3_stmt *row)
{
    index_check *k = x->index;
    words_of *d = find_doc(k, sqlite3_column_int64(row, 1));
    if (d) d->sum += word_hash(ledger_column(row, 0), casus_hash(ledger_column(row, 2), 0), (uint64_t)sqlite3_column_int64(row, 3));
    else wrong(x, sqlite3_column_int64(row, 1));
    return CASUS_OK;
}

/* ---------------------------------------------------------------- what the rows have */

static fts5_api *api_of(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &s, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(s, 1, &api, "fts5_api_ptr", NULL);
        sqlite3_step(s);
    }
    sqlite3_finalize(s);
    return api;
}

static bool make_tokenizer(index_check *k, sqlite3 *db)
{
    const char *arg[] = {"unicode61", "remove_diacritics", "2"}; /* as in schema.c */
    void *ctx = NULL;
    fts5_api *api = api_of(db);
    return api && api->xFindTokenizer(api, "porter", &ctx, &k->cut) == SQLITE_OK && k->cut.xCreate(ctx, arg, 3, &k->tokenizer) == SQLITE_OK;
}

static int add_word(void *ctx, int flags, const char *word, int n, int start, int end)
{
    index_check *k = ctx;
    (void)start, (void)end;
    if (flags & FTS5_TOKEN_COLOCATED) k->at--;
    k->sum += word_hash((casus_str){word, (size_t)(n < LONGEST_WORD ? n : LONGEST_WORD)}, k->column_hash, k->at++);
    return SQLITE_OK;
}

static void begin_column(index_check *k, int i)
{
    k->column_hash = casus_hash(casus_str_of(k->column[i]), 0);
    k->at = 0;
}

static casus_status add_text(checking *x, casus_str text)
{
    index_check *k = x->index;
    if (!text.n) return CASUS_OK;
    return ledger_fail(x->err, k->cut.xTokenize(k->tokenizer, k, FTS5_TOKENIZE_DOCUMENT, text.p, (int)text.n, add_word));
}

static void compare_row(checking *x, int64_t id)
{
    words_of *d = find_doc(x->index, id);
    if (d) d->expected = true;
    if (!d || d->sum != x->index->sum) wrong(x, id);
    x->index->sum = 0;
}

/* id, then the columns. */
static casus_status check_words(checking *x, sqlite3_stmt *row)
{
    casus_status s = CASUS_OK;
    for (int i = 0; x->index->column[i] && s == CASUS_OK; i++) {
        begin_column(x->index, i);
        s = add_text(x, ledger_column(row, i + 1));
    }
    if (s == CASUS_OK) compare_row(x, sqlite3_column_int64(row, 0));
    return s;
}

/* The words that support an account: spans that touch are one. */
static casus_status add_evidence(checking *x, sqlite3_stmt *spans, int64_t account, casus_str body)
{
    int rc;
    int64_t from = 0, to = -1;
    ledger_bind b = {.s = spans};
    casus_status s = CASUS_OK;
    ledger_int(&b, account);
    while ((rc = ledger_step(&b, x->err)) == SQLITE_ROW && s == CASUS_OK) {
        int64_t start = sqlite3_column_int64(spans, 0), end = sqlite3_column_int64(spans, 1);
        if (start < 0 || end < start || end > (int64_t)body.n) continue; /* told elsewhere */
        if (start < to) {
            to = end > to ? end : to;
            continue;
        }
        if (to > from) s = add_text(x, (casus_str){body.p + from, (size_t)(to - from)});
        from = start, to = end;
    }
    if (rc != SQLITE_DONE) sqlite3_reset(spans);
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    return s == CASUS_OK && to > from ? add_text(x, (casus_str){body.p + from, (size_t)(to - from)}) : s;
}

/* id, body, then the columns but for the words, which are the second. */
static casus_status check_account(checking *x, sqlite3_stmt *row)
{
    casus_status s = CASUS_OK;
    for (int i = 0, from = 2; x->index->column[i] && s == CASUS_OK; i++) {
        begin_column(x->index, i);
        s = i == 1 ? add_evidence(x, x->spans, sqlite3_column_int64(row, 0), ledger_column(row, 1)) : add_text(x, ledger_column(row, from++));
    }
    if (s == CASUS_OK) compare_row(x, sqlite3_column_int64(row, 0));
    return s;
}

/* What people set lies under the number of the entry, turned about. id, payload of an edit. */
static casus_status check_edit(checking *x, sqlite3_stmt *row)
{
    casus_buf part[MOST_COLUMNS] = {{0}};
    ledger_bind b = {0};
    int rc = SQLITE_DONE;
    bool any = false;
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, "SELECT value FROM json_each(?1,'$.set')", -1, &b.s, NULL));
    ledger_text(&b, ledger_column(row, 1));
    while (s == CASUS_OK && (rc = ledger_step(&b, x->err)) == SQLITE_ROW) {
        casus_str set = ledger_column(b.s, 0);
        s = ledger_edit_index(set.n ? set.p : "", part, x->err);
    }
    if (s == CASUS_OK && rc != SQLITE_DONE) s = x->err->code;
    sqlite3_finalize(b.s);
    for (int i = 0; i < MOST_COLUMNS; i++) {
        begin_column(x->index, i);
        any = any || part[i].n;
        if (s == CASUS_OK) s = add_text(x, (casus_str){part[i].p, part[i].n});
        casus_buf_free(&part[i]);
    }
    if (s == CASUS_OK && any) compare_row(x, sqlite3_column_int64(row, 0));
    return s;
}

/* ---------------------------------------------------------------- both */

static casus_status check_lookup(checking *x, sqlite3_stmt *row)
{
    ledger_broken(x, "the search index does not find a word that it has", 0, ledger_column(row, 0));
    x->v->bad_index++;
    return CASUS_OK;
}

static casus_status compare_all(checking *x, const char *vocabulary, const char *rows, check_row check)
{
    index_check *k = x->index;
    k->n = 0;
    casus_status s = ledger_exec(x->l, vocabulary, x->err);
    if (s == CASUS_OK) s = ledger_each(x, k->ids, keep_doc);
    if (s == CASUS_OK) s = ledger_each(x, "SELECT term,doc,col,offset FROM temp.w_all", add_instance);
    if (s == CASUS_OK) s = ledger_each(x, rows, check);
    if (s == CASUS_OK)
        s = ledger_each(x, "SELECT term FROM temp.w_row a WHERE (SELECT b.doc=a.doc AND b.cnt=a.cnt FROM temp.w_row b WHERE b.term=a.term) IS NOT 1",
                        check_lookup);
    return s;
}

static void unexpected(checking *x)
{
    const index_check *k = x->index;
    for (size_t i = 0; i < k->n; i++)
        if (!k->doc[i].expected && (k->all_expected || k->doc[i].id < 0)) wrong(x, k->doc[i].id);
}

static const char spans_of[] = "SELECT e.start_byte,e.end_byte FROM claim c JOIN evidence e ON e.claim=c.id WHERE c.account=?1 AND e.field='event' "
                               "ORDER BY e.start_byte,e.end_byte";
static const char accounts[] =
    "SELECT a.id,r.body,r.title,(SELECT group_concat(name,'; ') FROM (SELECT n.name FROM account_actor k JOIN actor n ON n.id=k.actor WHERE "
    "k.account=a.id ORDER BY k.number)),(SELECT group_concat(name,'; ') FROM (SELECT p.name||', '||coalesce(p.admin1,'') AS name FROM account_place k "
    "JOIN place p ON p.id=k.place WHERE k.account=a.id ORDER BY k.number)),(SELECT group_concat(name,'; ') FROM (SELECT n.name FROM account_source k "
    "JOIN source n ON n.id=k.source WHERE k.account=a.id ORDER BY k.number)),a.type FROM account a JOIN report r ON r.id=a.report ORDER BY a.id";
static const char edits[] = "SELECT -seq,payload FROM journal WHERE action='review' AND json_valid(payload) AND payload->>'action'='edit'";

static casus_status check_reports(checking *x)
{
    static const char *const column[] = {"title", "body", NULL};
    *x->index = (index_check){.table = "report_text", .of = "the search index differs from the words of report", .column = column, .all_expected = true,
                              .ids = "SELECT id FROM report_text_docsize ORDER BY id", .doc = x->index->doc, .cap = x->index->cap, .cut = x->index->cut,
                              .tokenizer = x->index->tokenizer};
    casus_status s = compare_all(x, VOCABULARY("report_text"), "SELECT id,title,body FROM report ORDER BY id", check_words);
    if (s == CASUS_OK) unexpected(x);
    return s;
}

static casus_status check_accounts(checking *x)
{
    static const char *const column[] = {"title", "evidence", "actors", "places", "sources", "type", NULL};
    *x->index = (index_check){.table = "account_text", .of = "the search index differs from the words of account", .column = column,
                              .ids = "SELECT id FROM account_text_docsize ORDER BY id", .doc = x->index->doc, .cap = x->index->cap, .cut = x->index->cut,
                              .tokenizer = x->index->tokenizer};
    casus_status s = ledger_fail(x->err, sqlite3_prepare_v2(x->l->db, spans_of, -1, &x->spans, NULL));
    if (s == CASUS_OK) s = compare_all(x, VOCABULARY("account_text"), accounts, check_account);
    if (s == CASUS_OK) s = ledger_each(x, edits, check_edit);
    if (s == CASUS_OK) unexpected(x);
    sqlite3_finalize(x->spans);
    x->spans = NULL;
    return s;
}

casus_status ledger_words_check(checking *x)
{
    index_check k = {0};
    x->index = &k;
    casus_status s = make_tokenizer(&k, x->l->db) ? CASUS_OK : casus_fail(x->err, CASUS_E_NOMEM, "out of memory", 0);
    if (s == CASUS_OK) s = check_reports(x);
    if (s == CASUS_OK) s = check_accounts(x);
    ledger_exec(x->l, "DROP TABLE IF EXISTS temp.w_all;DROP TABLE IF EXISTS temp.w_row;", NULL);
    if (k.tokenizer) k.cut.xDelete(k.tokenizer);
    casus_release(k.doc);
    x->index = NULL;
    return s;
}
