/* ledger: reports, claims, incidents and the journal in one SQLite file.
 *
 * The file opens in plain sqlite3. Schema steps are numbered (PRAGMA user_version); an older ledger is brought up when it is
 * opened, a newer one is refused. Raw reports are stored zstd-compressed under their SHA-256. Each change appends a journal
 * entry that carries the hash of the one before. One handle is used by one thread at a time.
 */
#ifndef CASUS_LEDGER_H
#define CASUS_LEDGER_H

#include <casus/casus.h>

typedef struct casus_ledger casus_ledger;

/* Open a ledger; create makes a missing one. Where nothing can be written it is opened for reading. ":memory:" is a ledger that is not kept. CASUS_E_NOINPUT (missing), CASUS_E_INPUT
 * (no ledger, newer schema, damaged), CASUS_E_CANTCREAT, CASUS_E_IO, CASUS_E_NOMEM. *l is NULL on failure. */
CASUS_API casus_status casus_ledger_open(const char *path, bool create, casus_ledger **l, casus_err *err);
CASUS_API void casus_ledger_close(casus_ledger *l); /* NULL is fine */

typedef struct {
    bool known;                     /* the same report was there already: nothing was changed */
    uint32_t n_incident;            /* incidents the report tells of */
    uint32_t n_new;                 /* of these, new to the ledger; the others joined an incident that was there */
} casus_added;

/* Add one reading with the bytes it was read from, in one transaction: all of it or nothing. Known is a report with the same
 * SHA-256 and id. A reading with an error is noted with its reason and its bytes, and brings no incidents.
 *   now     seconds since 1970-01-01 UTC, for the journal and "added" columns only
 *   e       for the versions that are kept with the report; NULL: none
 *   added   may be NULL
 * CASUS_E_USAGE: the reading was not made from these bytes. CASUS_E_OS: another program held the ledger for too long.
 * CASUS_E_CANTCREAT: it may only be read. CASUS_E_IO: disk full or failing. CASUS_E_NOMEM, CASUS_E_INPUT (damaged). */
CASUS_API casus_status casus_ledger_add(casus_ledger *l, const casus_engine *e, const casus_record *rec,
                                        const casus_reading *r, int64_t now, casus_added *added, casus_err *err);

/* Several adds as one transaction: nothing reaches the disk, and no other program may write, until commit. An add that fails with anything
 * but CASUS_E_USAGE, a commit that fails, and closing before it take back all of them: begin again with those that did not fail. begin:
 * CASUS_E_OS, CASUS_E_CANTCREAT as above, CASUS_E_USAGE inside a group. */
CASUS_API casus_status casus_ledger_begin(casus_ledger *l, casus_err *err);
CASUS_API casus_status casus_ledger_commit(casus_ledger *l, casus_err *err);

/* What to list, search or export. casus_query_init makes one that fits everything; each field set narrows it. Strings are
 * borrowed. Lists are names with commas between, one of which must fit. */
typedef struct {
    const char *text;      /* full-text search (FTS5): in the evidence and values of incidents, in title and body of reports */
    const char *type;      /* list of incident types */
    const char *country;   /* list of ISO alpha-2 */
    const char *status;    /* list: reported, claimed ... */
    const char *review;    /* list of review states, "none" is one; NULL: all incidents but those that were rejected */
    const char *actor;     /* canonical name, any role */
    const char *place;     /* words of the name of a place or a province that a report told: "homs", "al hillah" */
    const char *publisher; /* incidents that this publisher told of */
    bool has_box;          /* the point lies in the box; west > east goes over the 180th meridian */
    double south, west, north, east;
    bool has_near;         /* the point lies within km of lat, lon */
    double lat, lon, km;
    casus_day from, to;    /* the interval of the incident (of a report: its publication) touches [from, to]; CASUS_DAY_NONE: open */
    int32_t killed_from, killed_to, injured_from, injured_to; /* the best count lies between these; -1: open */
    const char *after;     /* cursor of the last row seen: what comes behind it */
    uint32_t limit;        /* most rows, 0 = all */
} casus_query;
CASUS_API void casus_query_init(casus_query *q);
/* The fields that filter, as one JSON object: for sidecars, and to tell cursors of other queries. */
CASUS_API void casus_query_write(const casus_query *q, casus_json *j);

/* Where a list stands after a row: give it back as "after" with the same filters, and the list goes on behind that row, whatever
 * was added meanwhile. day: "from" of an incident, "published" of a report; may be empty. */
CASUS_API void casus_query_cursor(const casus_query *q, casus_str day, int64_t id, char out[64]);

/* One incident of the ledger. Strings are borrowed until the callback returns; empty when not known. */
typedef struct {
    int64_t id;
    casus_str event, type, plover, mode, cameo, status, recall;
    casus_str from, to, edtf, precision, basis; /* dates ISO, empty when unknown */
    casus_str place, country, admin1, place_precision;
    bool has_point;
    double lat, lon;
    uint32_t geonameid;
    struct {
        bool set;
        int32_t low, best, high; /* high -1: open */
        casus_str quality, category;
    } tally[CASUS_N_TALLY];
    casus_str perpetrators, affected, parties, sources, weapon; /* joined with "; " */
    uint32_t n_report, n_claim;
    double confidence;
    casus_str review; /* "accepted", "rejected", "edited" by a person; empty: nobody decided on it */
} casus_row;

/* Call row for each incident of the query, oldest first (by day, undated last, then id). row returns false to stop early, which
 * is CASUS_OK. CASUS_E_USAGE: a text that FTS5 cannot read, a cursor that is none or belongs to another query. Points that only
 * stand for a country are in no box and near nothing. */
CASUS_API casus_status casus_ledger_list(casus_ledger *l, const casus_query *q, bool (*row)(void *ctx, const casus_row *r),
                                         void *ctx, casus_err *err);

/* One report of the ledger. Borrowed until the callback returns; empty when not known. */
typedef struct {
    int64_t id;
    casus_str name, title, publisher, url, language, published, sha256;
    casus_str snippet;   /* words around what was searched for, which stands in [brackets]; without a search the beginning */
    casus_str incidents; /* ids of the incidents it tells of, "3; 7" */
} casus_report_row;

/* Call row for each report of the query, oldest first (undated last). Text is searched in title and body; from and to bound the
 * day of publication; all other fields ask for a report that tells of such an incident. Otherwise as casus_ledger_list. */
CASUS_API casus_status casus_ledger_reports(casus_ledger *l, const casus_query *q, bool (*row)(void *ctx, const casus_report_row *r),
                                            void *ctx, casus_err *err);

/* Coordinates of a place by its name, as most accounts of the ledger have it. CASUS_E_NOTFOUND. */
CASUS_API casus_status casus_ledger_place(casus_ledger *l, const char *name, double *lat, double *lon, casus_err *err);

/* One claim of an incident with the words that support it. Borrowed until the callback returns. */
typedef struct {
    int64_t id;
    casus_str report_id, title, publisher, url, published, sha256;
    casus_str type, status, date, place, actors, sources, killed, injured;
    casus_str copy_of;      /* the first report of the incident that has much the same words: both are one telling; empty: none before it */
    const casus_str *quote; /* evidence, cut from the stored body */
    const casus_span *span; /* where, code points of the body */
    uint32_t n_quote;
    double confidence;
} casus_claim_row;

/* CASUS_E_NOTFOUND if there is no such incident. */
CASUS_API casus_status casus_ledger_show(casus_ledger *l, int64_t id, void (*row)(void *ctx, const casus_row *r),
                                         void (*claim)(void *ctx, const casus_claim_row *c), void *ctx, casus_err *err);

/* All that stands behind an incident, for exports. Everything is kept in the arena. */
typedef struct {
    casus_str name, title, publisher, url, language, published, sha256;
    int64_t added;       /* seconds since 1970-01-01 UTC */
    uint32_t n_claim;    /* about this incident */
    uint32_t n_char;     /* code points of the body */
} casus_teller;          /* a report that tells of it */
typedef struct {
    casus_str name, role, code, kind, country; /* as casus_actor */
} casus_party;
typedef struct {
    casus_str field; /* "event", "place", "date", "killed", a role ... */
    casus_str words; /* cut from the body */
    casus_span span; /* code points */
    uint32_t teller; /* whose body */
    bool opening;    /* in its first paragraph */
    uint32_t sentence; /* in which sentence of it, from 1; 0: not known */
} casus_quote;
typedef struct {
    const casus_teller *teller; /* by day of publication */
    uint32_t n_teller;
    const casus_party *party;   /* each name once in a role, as first told */
    uint32_t n_party;
    const casus_quote *quote;   /* in the order of tellers and claims */
    uint32_t n_quote;
} casus_detail;
CASUS_API casus_status casus_ledger_detail(casus_ledger *l, int64_t id, casus_arena *a, casus_detail *d, casus_err *err);

/* Coded events of reports that were read with them (casus_engine_opts.events), oldest first: the political acts, who did what to whom. The
 * same act told by several reports is one row with several tellers. In terms of an incident: those who act are "perpetrator", those acted on
 * "affected", both "party" if they act on each other; country of a party is ISO alpha-3, of the place alpha-2; no tallies; confidence -1.
 * Of the query country, actor, place, publisher, box, near, days and limit are asked; CASUS_E_USAGE for the others. Borrowed until the
 * callback returns, which is false to stop. */
CASUS_API casus_status casus_ledger_coded(casus_ledger *l, const casus_query *q, bool (*row)(void *ctx, const casus_row *r, const casus_detail *d),
                                          void *ctx, casus_err *err);
CASUS_API casus_status casus_ledger_has_coded(casus_ledger *l, bool *yes, casus_err *err);

/* Hold the ledger still: what is read until the end belongs to one moment, whoever writes meanwhile. Does not nest. */
CASUS_API casus_status casus_ledger_hold(casus_ledger *l, casus_err *err);
CASUS_API void casus_ledger_let_go(casus_ledger *l);

/* Which state of the ledger this is. */
typedef struct {
    int64_t entry;   /* last entry of the journal */
    char head[65];   /* its hash */
    int64_t at;      /* when it was written, seconds since 1970-01-01 UTC */
} casus_revision;
CASUS_API casus_status casus_ledger_revision(casus_ledger *l, casus_revision *v, casus_err *err);

/* With which versions the reports were read, most reports first. Borrowed until the callback returns. */
CASUS_API casus_status casus_ledger_versions(casus_ledger *l, void (*row)(void *ctx, const casus_str version[4], int64_t n_report),
                                             void *ctx, casus_err *err); /* program, model, lexicon, gazetteer */

/* ---------------------------------------------------------------- references */

/* What another data set says of an event. Kept apart from our own incidents: nothing here changes those. Empty, -1: not known. */
typedef struct {
    casus_str key;                  /* the owner's id */
    casus_str type, subtype;        /* as the owner writes them */
    casus_str from, to, precision;  /* ISO days; "day", "range", "month", "year" */
    casus_str place, country, admin1, place_precision; /* country ISO alpha-2; precision as casus_precision_name */
    bool has_point;
    double lat, lon;
    casus_str actor1, actor2;
    int32_t killed_low, killed_best, killed_high;
    casus_str sources, notes;
    casus_str record; /* the cells of the line it came from, as a JSON list */
    uint64_t line;
} casus_reference;

/* One import under way: a transaction that is kept or taken back as a whole. layout: "acled", "ucdp". header: names of the columns
 * as a JSON list. Statuses as casus_ledger_add. */
typedef struct casus_references casus_references;
CASUS_API casus_status casus_references_begin(casus_ledger *l, const char *name, const char *layout, casus_str header, int64_t now,
                                              casus_references **w, casus_err *err);
/* A reference with a key that the layout has already takes the place of the older one, which is kept. replaced may be NULL. */
CASUS_API casus_status casus_references_put(casus_references *w, const casus_reference *r, bool *replaced, casus_err *err);
/* A line that could not be read, and why. */
CASUS_API casus_status casus_references_unread(casus_references *w, uint64_t line, casus_str why, casus_str text, casus_err *err);
/* End it: keep under the hash of the file, or take it back. known: that file was imported before, and nothing was changed. Frees w. */
CASUS_API casus_status casus_references_end(casus_references *w, bool keep, const char *sha256, bool *known, casus_err *err);

typedef struct {
    int64_t id;
    casus_str layout, import; /* name of the import */
    casus_reference ref;
} casus_reference_row;
/* Call row for each reference that holds, oldest first (undated last). Of the query country, actor, place, box, near, days, killed,
 * after and limit are asked. layout NULL: all. Borrowed until the callback returns. */
CASUS_API casus_status casus_ledger_references(casus_ledger *l, const casus_query *q, const char *layout,
                                               bool (*row)(void *ctx, const casus_reference_row *r), void *ctx, casus_err *err);

/* Why an account, what one report tells of an incident, is in it: the link to the account that holds it most. */
typedef struct {
    int64_t account;
    uint32_t number; /* of the incident within its report */
    casus_str report_id, publisher, published;
} casus_why_side;
typedef struct {
    casus_why_side it, to; /* to: empty when nothing holds it but itself or a person */
    bool linked;           /* link and to are set */
    bool pinned;           /* a person joined it with others */
    bool copy;             /* its report has much the same words as one above: a copy, not another voice */
    casus_link link;
} casus_why;

/* One row an account, in order of publication. CASUS_E_NOTFOUND. */
CASUS_API casus_status casus_ledger_why(casus_ledger *l, int64_t incident, void (*row)(void *ctx, const casus_why *w), void *ctx,
                                        casus_err *err);

/* How many were killed, injured ..., by class of victims, with the rule behind each figure and all counts that were told. */
typedef struct {
    casus_str report_id, publisher, published;
    casus_tally tally;
    casus_voice_use use;
} casus_figure_voice;
typedef struct {
    int tally;         /* CASUS_KILLED ... */
    const char *class; /* "all", "civilians", ...; "unknown": those who count everybody */
    casus_figure figure; /* by: indices into voice */
    const casus_figure_voice *voice;
    uint32_t n_voice;
} casus_figure_row;

/* One row a tally and class that somebody counts; "all" first, a class that is all of them not again. As worked out from the reports: a
 * figure that a person set stands over it (casus_ledger_show). CASUS_E_NOTFOUND. */
CASUS_API casus_status casus_ledger_figures(casus_ledger *l, int64_t incident, void (*row)(void *ctx, const casus_figure_row *r), void *ctx,
                                            casus_err *err);

/* The number that an incident has now: its own, or that of the incident it was found to be part of. CASUS_E_NOTFOUND. */
CASUS_API casus_status casus_ledger_became(casus_ledger *l, int64_t id, int64_t *now, casus_err *err);

/* ---------------------------------------------------------------- what people say
 *
 * Every decision is an entry of the journal with who, when and why. It stands over what was worked out and never replaces it: values
 * lie in a table of their own, and which accounts belong together or apart is kept with the accounts, so that later reports and
 * recoding leave decisions as they are. */

typedef enum { CASUS_ACCEPT, CASUS_REJECT, CASUS_EDIT, CASUS_MERGE, CASUS_SPLIT, CASUS_NOTE } casus_decision_kind;
CASUS_API const char *casus_decision_name(casus_decision_kind k); /* "accept" ...; NULL behind the last */

typedef struct {
    casus_decision_kind kind;
    int64_t incident;
    const char *who; /* not empty */
    const char *why; /* NULL: nothing said; the text of a note */
    int64_t now;     /* seconds since 1970-01-01 UTC */
    const char *const *set; /* edit: "killed=14-20", "place=Homs", ...; an empty value takes back what was set */
    uint32_t n_set;
    const int64_t *other; /* merge: the incidents that are the same; split: the accounts that are another event */
    uint32_t n_other;
} casus_decision;

/* Decide, in one transaction. *result, may be NULL: the incident it is about now; for a split the new one. CASUS_E_NOTFOUND: no such
 * incident or account. CASUS_E_USAGE: a value that cannot be, nobody who decides; err->what says which; err->at: index in set. */
CASUS_API casus_status casus_ledger_decide(casus_ledger *l, const casus_decision *d, int64_t *result, casus_err *err);

typedef struct {
    int64_t entry, incident; /* of the journal; which it is about now */
    casus_str action, who, why, at;
    casus_str set;    /* edit: "killed=14-20; place=Homs" */
    casus_str detail; /* the entry of the journal, as JSON: also what was joined or parted */
} casus_decision_row;
/* Decisions on an incident, 0: on all; oldest first. */
CASUS_API casus_status casus_ledger_decisions(casus_ledger *l, int64_t incident, void (*row)(void *ctx, const casus_decision_row *r),
                                              void *ctx, casus_err *err);

/* What nobody has looked at, the most doubtful and deadly first: a small number of killed in a well told incident comes last.
 *   doubt   points; reasons: what gave them */
typedef struct {
    int64_t id;
    int32_t doubt, weight; /* weight orders the queue: doubt times a class of deadliness */
    casus_str type, date, place, country, reasons;
    int32_t killed_low, killed_best, killed_high; /* -1: not known, open */
    uint32_t n_report;
    double confidence;
} casus_queue_row;
/* row returns false to stop. limit 0: all. */
CASUS_API casus_status casus_ledger_queue(casus_ledger *l, uint32_t limit, bool (*row)(void *ctx, const casus_queue_row *r), void *ctx,
                                          casus_err *err);

/* ---------------------------------------------------------------- reading again
 *
 * What was stored is read again with the present version. Decisions of people stay: values they set, what they joined or parted, states
 * of review, numbers of incidents. */

typedef struct {
    int64_t id;           /* of the report */
    casus_record rec;     /* as it came */
    casus_str date;       /* the publication date that was given for it, as for casus_read */
    casus_str version[4]; /* it was read with: program, model, lexicon, gazetteer */
} casus_stored;
/* The first stored report with an id above after, in the arena. CASUS_END: there is none. */
CASUS_API casus_status casus_ledger_stored(casus_ledger *l, int64_t after, casus_arena *a, casus_stored *out, casus_err *err);
/* Was it read with the versions that this engine has? */
CASUS_API bool casus_stored_current(const casus_engine *e, const casus_stored *s);

typedef struct {
    int64_t incident; /* as it was called before; one that is new to the report may join another when the change is committed */
    casus_str report_id;
    const char *field;       /* "killed", "place" ...; "incident": it was told only before, or only now */
    casus_str before, after; /* as read by the machine; empty: not told */
    bool stands;             /* what a person said stands over it; of an incident that is no longer found: it is kept as it was */
} casus_recode_change;

typedef struct {
    bool same; /* all that it tells is as before: only the versions were noted */
    bool left; /* nothing was changed: its text is read otherwise now, and words that a person decided on may not be in it */
    uint32_t n_changed, n_new, n_gone, n_kept; /* values; incidents told only now, only before, only before but decided on */
} casus_recoded;

/* Put a new reading in the place of the stored one, in a transaction or the open group. change, done may be NULL. CASUS_E_USAGE: the
 * reading failed, or was not made from the bytes of this report; CASUS_E_NOTFOUND; else as casus_ledger_add. */
CASUS_API casus_status casus_ledger_recode(casus_ledger *l, const casus_engine *e, int64_t report, const casus_record *rec,
                                           const casus_reading *r, int64_t now, void (*change)(void *ctx, const casus_recode_change *c),
                                           void *ctx, casus_recoded *done, casus_err *err);
/* Take back the open group. */
CASUS_API void casus_ledger_cancel(casus_ledger *l);

/* A copy of the whole ledger while others read and write: as it is at one moment. path must not exist. CASUS_E_CANTCREAT, CASUS_E_IO. */
CASUS_API casus_status casus_ledger_backup(casus_ledger *l, const char *path, casus_err *err);

typedef struct {
    uint64_t n_report, n_claim, n_incident, n_journal, n_decision;
    int64_t bad_entry;       /* journal entry where the chain breaks, 0: whole */
    uint64_t bad_report;     /* stored reports whose bytes no longer give their SHA-256 */
    uint64_t bad_evidence;   /* claims whose evidence lies outside the body or whose rows differ from the journal */
    bool bad_file;           /* SQLite's own integrity check failed */
    uint64_t n_reference;
    uint64_t bad_import;     /* imports whose references are not what the journal says */
    uint64_t bad_incident;   /* incidents whose values do not follow from the accounts of their reports */
    uint64_t bad_decision;   /* rows of decisions of people that are not what the journal says */
    uint64_t bad_link;       /* rows of what links reports that do not follow from them, and incidents that do not from the links */
    uint64_t bad_index;      /* rows whose words the search index does not have, or does not find */
    char first[192];         /* the first that was found, in words; empty: the ledger is whole */
    char head[65];           /* hash of the last journal entry: noted elsewhere, it shows later that nothing was rewritten */
} casus_verdict;

/* Check the hash chain, the stored bytes, foreign keys and SQLite's own integrity. CASUS_OK: the check was made, read the
 * verdict; an intact ledger has zeros. */
CASUS_API casus_status casus_ledger_verify(casus_ledger *l, casus_verdict *v, casus_err *err);

/* The stored bytes of a report, decompressed into the arena. CASUS_E_NOTFOUND. */
CASUS_API casus_status casus_ledger_raw(casus_ledger *l, const char *sha256, casus_arena *a, casus_str *bytes, casus_err *err);

#endif
