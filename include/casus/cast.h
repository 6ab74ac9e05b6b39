/* cast: incidents -> deeds with their cast.
 *
 * A deed is an act of violence against people or property that a report tells as news: particular, recent, and not a battle between
 * armed forces. Which kinds of deed a report tells, and which of its words name those who did it, the bodies behind them, what was
 * struck, who by name suffered, and with what, are decisions learned from examples: sums of weights, one for each named thing that
 * speaks for or against. models/cast.tsv lists all of them. Incidents are left as they are.
 */
#ifndef CASUS_CAST_H
#define CASUS_CAST_H

#include <casus/incident.h>

#define CASUS_DEED_MAP(X)                                                                                              \
    X(ATTACK, "attack")                                                                                                \
    X(BOMBING, "bombing") X(KIDNAPPING, "kidnapping") X(ARSON, "arson") X(ROBBERY, "robbery") X(STOPPAGE, "stoppage")
typedef enum {
#define CASUS_DEED_ENUM(id, name) CASUS_DEED_##id,
    CASUS_DEED_MAP(CASUS_DEED_ENUM)
#undef CASUS_DEED_ENUM
        CASUS_N_DEED
} casus_deed_kind;
CASUS_API const char *casus_deed_name(casus_deed_kind k);

#define CASUS_CAST_MAP(X)                                                                                              \
    X(DOER, "doer")                                                                                                    \
    X(BODY, "body") X(TARGET, "target") X(VICTIM, "victim") X(WEAPON, "weapon")
typedef enum {
#define CASUS_CAST_ENUM(id, name) CASUS_CAST_##id,
    CASUS_CAST_MAP(CASUS_CAST_ENUM)
#undef CASUS_CAST_ENUM
        CASUS_N_CAST
} casus_cast_role;
CASUS_API const char *casus_cast_name(casus_cast_role r);

typedef struct {
    casus_cast_role role;
    casus_span span; /* in the body */
    float weight;    /* 0..1: of reports with such words, the share in which they were right */
} casus_cast_member;

typedef struct {
    casus_deed_kind kind;
    float weight;                      /* as above */
    uint32_t incident;                 /* of casus_incidents, the one that tells it; CASUS_NO_INCIDENT: none does */
    const casus_cast_member *member;   /* by role, surest first */
    uint32_t n_member;
} casus_deed;

#define CASUS_NO_INCIDENT UINT32_MAX

typedef struct {
    casus_deed *deed;
    uint32_t n_deed;
} casus_deeds;

/* The weights: read-only, shared between threads. bytes: a file like models/cast.tsv, read once and not kept; empty: the ones built in.
 * CASUS_E_INPUT (err->line), CASUS_E_NOTFOUND: none are built in. CASUS_E_NOMEM. */
typedef struct casus_cast casus_cast;
CASUS_API casus_status casus_cast_open(casus_str bytes, casus_cast **c, casus_err *err);
CASUS_API void casus_cast_close(casus_cast *c); /* NULL is fine */
CASUS_API uint32_t casus_cast_mark(const casus_cast *c); /* of the text of the weights: other weights, other mark */

/* The deeds of a report. Only sentences that were parsed are searched for their cast. CASUS_OK (none is OK), CASUS_E_NOMEM.
 * Threads: any number, one arena each. */
CASUS_API casus_status casus_cast_find(const casus_cast *c, const casus_lexicon *lex, const casus_findings *f, const casus_claims *claims,
                                       const casus_incidents *incidents, casus_arena *a, casus_deeds *out, casus_err *err);

#endif
