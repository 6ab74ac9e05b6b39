/* Inside the when room: what its files share. The way of a text: marks.c says of each token what it can be in a time
 * expression (from the words that vocab.c compiled), grammar.c puts marks together into drafts by the rules of grammar.h, report.c
 * looks among the drafts for the day of the report and for the manner of the text, resolve.c turns drafts into values and days.
 */
#ifndef CASUS_WHEN_ROOM_H
#define CASUS_WHEN_ROOM_H

#include <casus/when.h>

/* ---- marks (vocab.c, marks.c) */

typedef enum {
    MARK_NONE,
    MARK_MONTH,    /* value 1..12 */
    MARK_WEEKDAY,  /* 0 = Monday */
    MARK_SEASON,   /* 1 spring .. 4 winter */
    MARK_UNIT,     /* when_unit */
    MARK_CARDINAL, /* "nine" */
    MARK_SCALE,    /* hundred, thousand */
    MARK_HALF,
    MARK_ORDINAL,  /* "ninth", "9th" */
    MARK_DIGITS,   /* a number in digits; n_digit tells how many */
    MARK_DECADE,   /* "1980s": 198; "80s", "eighties": 8 */
    MARK_PART,     /* when_part */
    MARK_POINT,    /* days from the reference: yesterday -1 */
    MARK_WHICH,    /* last -1, this 0, next +1 */
    MARK_STAGE,    /* when_stage: early, late */
    MARK_SHIFT,    /* ago -1, later +1 */
    MARK_VAGUE,    /* several */
    MARK_ABOUT,    /* nearly */
    MARK_SET,      /* daily: when_unit */
    MARK_EVERY,
    MARK_REF,      /* when_ref */
    MARK_ZONE,
    MARK_HALF_DAY, /* am 0, pm 12 */
    MARK_ERA,      /* BC -1 */
    MARK_OPENER,   /* means nothing alone but may begin an expression: "fiscal", "these" */
    MARK_HOLIDAY   /* a day with a name: value is its number among the rules */
} when_kind;

typedef enum { UNIT_NONE, UNIT_SECOND, UNIT_MINUTE, UNIT_HOUR, UNIT_DAY, UNIT_WEEKEND, UNIT_WEEK, UNIT_FORTNIGHT, UNIT_MONTH,
    UNIT_SEASON, UNIT_QUARTER, UNIT_YEAR, UNIT_DECADE, UNIT_CENTURY } when_unit;
typedef enum { PART_NONE, PART_MORNING, PART_MIDDAY, PART_AFTERNOON, PART_EVENING, PART_NIGHT, PART_DAYTIME, PART_NOON,
    PART_MIDNIGHT } when_part;
typedef enum { STAGE_NONE, STAGE_START, STAGE_MID, STAGE_END } when_stage;
typedef enum { REF_NONE, REF_PAST, REF_PRESENT, REF_FUTURE, REF_VAGUE, REF_SAME } when_ref; /* SAME: the date told last */

/* When to believe a word; see data/lexicon/en/when.tsv. */
typedef enum { CARE_NONE, CARE_NAME, CARE_SHORT, CARE_WEAK, CARE_PLURAL, CARE_RUNNING, CARE_REPORT, CARE_EVENT, CARE_SPAN,
    CARE_ARTICLE, CARE_NOUN, CARE_SHIFT, CARE_NOW, CARE_PER, CARE_HISTORY, CARE_ADJECTIVE, CARE_FOREIGN, CARE_TOLD } when_care;

/* The lists of data/lexicon/en/when-lists.tsv; a word may be in several. */
#define WHEN_LIST_MAP(X)                  \
    X(LIST_HYPHEN, "hyphen")              \
    X(LIST_RANGE, "range")                \
    X(LIST_OF, "of")                      \
    X(LIST_ARTICLE, "article")            \
    X(LIST_YEAR_AFTER, "year-after")      \
    X(LIST_COUNT_AFTER, "count-after")    \
    X(LIST_COUNTED, "counted")            \
    X(LIST_SINGULAR, "singular")          \
    X(LIST_MONTH_AFTER, "month-after")    \
    X(LIST_MONTH_BESIDE, "month-beside")  \
    X(LIST_SEASON_AFTER, "season-after")  \
    X(LIST_FALL_AFTER, "fall-after")      \
    X(LIST_DECADE_AFTER, "decade-after")  \
    X(LIST_STRETCH_KIND, "stretch-kind")  \
    X(LIST_PAST_AFTER, "past-after")      \
    X(LIST_PART_AFTER, "part-after")      \
    X(LIST_ZONE, "zone")                  \
    X(LIST_MODIFIER, "modifier")          \
    X(LIST_DAY_AFTER, "day-after")        \
    X(LIST_TIME_AFTER, "time-after")      \
    X(LIST_AGE_AFTER, "age-after")        \
    X(LIST_COMING, "coming")              \
    X(LIST_OVER, "over")                  \
    X(LIST_FROM, "from")                  \
    X(LIST_UNTIL, "until")
typedef enum {
#define WHEN_LIST_ENUM(id, name) id,
    WHEN_LIST_MAP(WHEN_LIST_ENUM)
#undef WHEN_LIST_ENUM
    N_LISTS /* at most 64 */
} when_list;

typedef struct {
    uint64_t list; /* bit 1 << when_list */
    int32_t value;
    uint8_t kind, care;
    uint8_t n_digit; /* digits of a number */
    uint8_t n;       /* tokens of the phrase that begins here: 1, more for phrases */
} when_mark;

/* One mark a token, in the arena; NULL: no memory. Empty tables give numbers only. */
when_mark *when_marks(const casus_when *w, const casus_text *text, casus_arena *a);

/* ---- drafts (grammar.c and the rules it tries) */

typedef enum {
    FORM_CAL,    /* calendar: year, month, mday, wday, season, quarter as far as given; unit is the grain */
    FORM_REL,    /* count units from an anchor */
    FORM_DUR,    /* count units */
    FORM_SET,    /* each unit */
    FORM_REF     /* ref */
} when_form;
typedef enum { ANCHOR_REPORT, ANCHOR_RUNNING, ANCHOR_EVENT } when_anchor;

enum { COUNT_VAGUE = -1 };

/* What an expression says before anything is known about the report. */
typedef struct {
    uint32_t first, n; /* tokens */
    uint8_t form, unit, anchor, part, stage, ref;
    bool has_year, bc;
    bool short_year; /* two digits were written; the century is a guess */
    bool that_year;  /* "of that year": the running one */
    int32_t year;    /* decades and centuries: their first digits */
    uint8_t month, mday, season, quarter;
    uint8_t half_of; /* "the first half of": 1, the second: 2; 0: the whole */
    uint16_t named;  /* number of a day with a name + 1; 0: none */
    int8_t wday;     /* -1: none */
    int32_t count;   /* units, or COUNT_VAGUE */
    bool half;       /* and a half */
    int8_t dir;      /* relative: -1, 0, +1; weekdays and months: last, this, next when which is set */
    bool which;      /* "last Friday", "next May" */
    bool calendar;   /* "last week": the calendar unit; else counted ("two weeks ago") */
    bool clock, zone;
    uint8_t hour, minute;
    bool start, until;
    bool future;     /* the sentence speaks of what is to come */
    bool bounded;    /* "earlier this week", "later this year": the report's day is its other end */
    bool alone;      /* a year without month or word that says it is one */
    bool week;       /* the week of that day */
    bool joined;     /* the other end of a range with the expression before it */
    bool history;    /* an expression of time in a history only */
    uint8_t tail;    /* tokens at its end that tie it to an event: "after" in "a day after the raid" */
} when_draft;

typedef struct {
    const casus_text *text;
    const casus_words *words; /* may be NULL */
    const casus_when *room;
    const when_mark *mark;
    casus_arena *arena;
    uint32_t begin, end; /* tokens of the sentence */
    bool shouting;
    when_draft *draft;
    size_t n_draft, cap_draft;
} when_scan;

/* Drafts of the whole text, in order, not overlapping. false: no memory. */
bool when_drafts(when_scan *s);
/* ---- the report (report.c) */

typedef struct {
    casus_day ref;       /* the day, told or inferred; else CASUS_DAY_NONE */
    casus_day from, to;  /* of an inferred interval; CASUS_DAY_NONE: open */
    uint8_t month, mday; /* an inferred day of a year that is not known, 0: none */
    bool inferred, narrative;
    char edtf[32];       /* of what was inferred */
    const char *reason[CASUS_REF_REASONS];
    uint32_t n_reason;
} when_report;

/* infer.c: an interval for a report whose day is not known; out is changed only if there is one. */
void when_infer(const when_scan *s, when_report *out);
void when_report_find(const when_scan *s, const casus_when_opts *opts, when_report *out);

/* ---- values (resolve.c) */

/* Fill out->time from the drafts. CASUS_OK, CASUS_E_NOMEM. */
bool when_resolve(const when_scan *s, const when_report *report, casus_times *out);
casus_day when_year_near(int month, int mday, casus_day ref, bool future); /* the day of that date nearest to ref */
/* First and last day of a named day (number + 1, as in a draft) in a year; false: not known. */
bool when_named_days(const casus_when *w, uint16_t named, int year, casus_day *from, casus_day *to);
bool when_named_once(const casus_when *w, uint16_t named, int *year); /* "D-Day": the only year it has */

#endif
