/* when: a table of texts and what must be found in them, the report's day, properties, failing memory. */
#include <casus/when.h>

#include <stdlib.h>
#include <unistd.h>

#include "../check.h"

static casus_lexicon *lex;
static casus_when *when;

typedef struct {
    casus_arena *arena;
    casus_text text;
    casus_words words;
    casus_times times;
} found;

static casus_status find(const char *body, const char *ref, bool narrative, found *f)
{
    casus_when_opts opts = {.ref = ref ? casus_day_read(casus_str_of(ref)) : CASUS_DAY_NONE, .narrative = narrative};
    memset(f, 0, sizeof *f);
    f->arena = casus_arena_new(0);
    if (!f->arena) return CASUS_E_NOMEM;
    casus_status st = casus_text_split(casus_str_of(body), NULL, 0, f->arena, &f->text, NULL);
    if (st == CASUS_OK) st = casus_lang_find(lex, &f->text, f->arena, &f->words, NULL);
    if (st == CASUS_OK) st = casus_when_find(when, &f->text, &f->words, &opts, f->arena, &f->times, NULL);
    return st;
}

/* "text=value from..to; ..." of everything found. */
static void write_down(const found *f, casus_buf *b)
{
    for (uint32_t i = 0; i < f->times.n_time; i++) {
        const casus_time *t = &f->times.time[i];
        char from[16], to[16];
        casus_day_iso(t->from, from);
        casus_day_iso(t->to, to);
        if (i) casus_buf_z(b, "; ");
        casus_buf_str(b, casus_cut(f->text.body, t->span));
        casus_buf_printf(b, "=%s", t->value);
        if (t->from != CASUS_DAY_NONE && strcmp(from, t->value) != 0) casus_buf_printf(b, " %s..%s", from, to);
        if (t->event_ref) casus_buf_z(b, " event");
        if (t->start) casus_buf_z(b, " start");
        if (t->until) casus_buf_z(b, " until");
    }
}

static const struct {
    const char *note, *ref, *body, *want;
} row[] = {
    /* absolute, whatever the order */
    {"month first with year", NULL, "It began on Sept 19, 2015 in Homs.", "Sept 19, 2015=2015-09-19"},
    {"day first with dot", NULL, "It began on 9 Sept. 1999 in Homs.", "9 Sept. 1999=1999-09-09"},
    {"slashes, American", NULL, "Filed on 12/31/1989 in Lima.", "12/31/1989=1989-12-31"},
    {"slashes that can only be day first", NULL, "Filed on 31/12/1989 in Lima.", "31/12/1989=1989-12-31"},
    {"ISO", NULL, "The log says 2015-09-18 only.", "2015-09-18=2015-09-18"},
    {"no such day is no date", NULL, "The log says 2015-02-30 only.", ""},
    {"ordinal of month", "2010-06-01", "They left on the 9th of May.", "9th of May=2010-05-09"},
    {"weekday in front", NULL, "On Friday, August 21, 2015 guns fired.", "Friday, August 21, 2015=2015-08-21"},
    {"month and year", NULL, "It fell in March 1940.", "March 1940=1940-03 1940-03-01..1940-03-31"},
    {"all capitals", "1990-01-03", "IT TOOK PLACE ON 30 DECEMBER IN SAN LUIS.", "30 DECEMBER=1989-12-30"},
    {"before Christ", NULL, "Carthage fell in 146 BC after a siege.", "146 BC=BC0146"},
    {"decade", NULL, "War raged in the 1980s.", "the 1980s=198 1980-01-01..1989-12-31"},
    {"months joined", NULL, "They met from Jan-March 1991.", "Jan=1991-01 1991-01-01..1991-01-31 start; March 1991=1991-03 1991-03-01..1991-03-31 until"},
    {"century", NULL, "A 19th-century fort.", "19th-century=18 1800-01-01..1899-12-31"},
    {"quarter", NULL, "In the fourth quarter of 2005 sales fell.", "the fourth quarter of 2005=2005-Q4 2005-10-01..2005-12-31"},
    {"season", NULL, "In the spring of 1918 they struck.", "the spring of 1918=1918-SP 1918-03-01..1918-05-31"},
    {"month in Spanish", NULL, "The decree of 12 de junio de 2015 stands.", "12 de junio de 2015=2015-06-12"},
    {"month in French", NULL, "The decree of 12 Juin 2015 stands.", "12 Juin 2015=2015-06-12"},
    {"month in Arabic letters turned Latin", NULL, "It began on 6 Tishrin al-Awwal 1973.", "6 Tishrin al-Awwal 1973=1973-10-06"},
    {"Ramadan of a year", NULL, "Raids rose during Ramadan 2015.", "Ramadan 2015=2015-06-18/2015-07-17 2015-06-18..2015-07-17"},
    {"Easter of a year", NULL, "The bombs of Easter 1972 were heard of.", "Easter 1972=1972-04-02"},
    {"nth weekday of a month", "2005-11-30", "He was killed on Thanksgiving.", "Thanksgiving=2005-11-24"},
    {"once only", "2015-09-18", "It recalled D-Day to them.", "D-Day=1944-06-06"},
    {"a day that its attacks name", "2007-02-27", "Since the September 11 attacks he hid.", "September 11=2001-09-11 start"},
    {"the same date without them", "2007-02-27", "He left on September 11 for Lima.", "September 11=2006-09-11"},
    {"a named day without a year", NULL, "He was killed on Christmas Eve.", "Christmas Eve=XXXX-12-24"},
    /* without a year */
    {"partial without a report day", NULL, "On September 9, the army left.", "September 9=XXXX-09-09"},
    {"a chain without a year", NULL, "On September 30, they left. The next day it fell; two days later he died.",
     "September 30=XXXX-09-30; The next day=XXXX-10-01; two days later=XXXX-10-03"},
    {"nearest year, past preferred", "2015-09-18", "On September 25 the army left.", "September 25=2015-09-25"},
    {"December told in January", "1990-01-03", "He died on December 30.", "December 30=1989-12-30"},
    {"what is to come", "2004-11-24", "The talks will open in January.", "January=2005-01 2005-01-01..2005-01-31"},
    {"weekday decides the year", "2016-03-01", "On Friday, September 18, he left.", "Friday, September 18=2015-09-18"},
    /* weekdays */
    {"last on or before the report", "2015-09-18", "He was killed Thursday.", "Thursday=2015-09-17"},
    {"the report's own weekday is today", "2015-09-18", "He was killed on Friday.", "Friday=2015-09-18"},
    {"to come", "2015-09-18", "They will meet on Monday.", "Monday=2015-09-21"},
    {"last means an earlier one", "2015-09-18", "He died last Friday.", "last Friday=2015-09-11"},
    {"part of a day", "2015-09-18", "Shelling began Thursday night.", "Thursday night=2015-09-17TNI 2015-09-17..2015-09-17"},
    {"early", "2015-09-18", "Shelling began early Friday.", "early Friday=2015-09-18"},
    {"no report day", NULL, "He was killed Thursday.", "Thursday=XXXX-WXX-4"},
    {"half of a year", "2016-06-15", "It rose in the first half of 2015.", "the first half of 2015=2015-H1 2015-01-01..2015-06-30"},
    {"half of last year", "2016-06-15", "It fell in the second half of last year.", "the second half of last year=2015-H2 2015-07-01..2015-12-31"},
    {"half of a month", "2016-06-15", "They came in the second half of March 2014.", "the second half of March 2014=2014-03 2014-03-16..2014-03-31"},
    {"half of something else", "2016-06-15", "They won the first half of the match.", ""},
    {"the last quarter of a year", "2016-06-15", "It rose in the last quarter of 2012.", "the last quarter of 2012=2012-Q4 2012-10-01..2012-12-31"},
    {"nights ago", "2016-06-15", "Two nights ago planes struck.", "Two nights ago=2016-06-13TNI 2016-06-13..2016-06-13"},
    {"the night before last", "2016-06-15", "It rained the night before last.", "the night before last=2016-06-13TNI 2016-06-13..2016-06-13"},
    {"a day of the month", "2016-06-15", "They struck on the 5th.", "the 5th=2016-06-05"},
    {"a day of the month before", "2016-06-15", "They struck on the 20th and withdrew.", "the 20th=2016-05-20"},
    {"a day to come", "2016-06-15", "They will meet on the 20th.", "the 20th=2016-06-20"},
    {"a day of last month", "2016-06-15", "They struck on the 3rd of last month.", "the 3rd of last month=2016-05-03"},
    {"a floor", "2016-06-15", "They lived on the 5th and 6th floors.", ""},
    {"a day of no month", NULL, "They struck on the 5th.", "the 5th=XXXX-XX-05"},
    {"the early hours", "2015-09-16", "Police came in the early hours of Friday.", "the early hours of Friday=2015-09-11TMO 2015-09-11..2015-09-11"},
    {"the week of a day", "2015-09-16", "They met in the week of June 3.", "the week of June 3=2015-W23 2015-06-01..2015-06-07"},
    {"weekdays in order", "2015-09-16", "Shops were shut Monday through Friday.", "Monday=2015-09-07; Friday=2015-09-11 until"},
    {"weekdays to come in order", "2015-09-16", "It will open from Monday to Saturday.", "Monday=2015-09-21 start; Saturday=2015-09-26 until"},
    /* relative */
    {"ago", "2015-09-18", "Nine days ago they attacked.", "Nine days ago=2015-09-09"},
    {"ago without a report day", NULL, "Nine days ago they attacked.", "Nine days ago=XXXX-XX-XX"},
    {"yesterday", "2015-09-01", "It fell yesterday.", "yesterday=2015-08-31"},
    {"a few days ago has days", "2015-09-18", "A few days ago they left.", "A few days ago=PAST_REF 2015-09-12..2015-09-16"},
    {"hours reach back", "2015-09-18", "They were held over the past 30 hours.", "the past 30 hours=PT30H 2015-09-16..2015-09-18"},
    {"early in a week", "2005-06-24", "Fighting broke out early last week.", "early last week=2005-W24 2005-06-13..2005-06-15"},
    {"before midnight is the evening before", "2005-02-26", "Shortly before midnight he came.", "midnight=2005-02-25T24:00 2005-02-25..2005-02-25 until"},
    {"last week is the calendar week", "2004-11-24", "Last week it fell.", "Last week=2004-W47 2004-11-15..2004-11-21"},
    {"earlier this week ends today", "2005-06-22", "Earlier this week he fled.", "Earlier this week=2005-W25 2005-06-20..2005-06-22"},
    {"last month over new year", "2005-01-10", "Last month he fled.", "Last month=2004-12 2004-12-01..2004-12-31"},
    {"counted from the date before", "2015-09-18", "On 3 May 2011 it began. Two weeks later it ended.", "3 May 2011=2011-05-03; Two weeks later=2011-05-17"},
    {"the next day is not tomorrow", "2015-09-18", "On 3 May 2011 it began. The next day it ended.", "3 May 2011=2011-05-03; The next day=2011-05-04"},
    {"same day", "2015-09-18", "On 3 May 2011 it began. The same day it ended.", "3 May 2011=2011-05-03; The same day=2011-05-03"},
    {"after an event", "2015-09-18", "It came a day after the raid.", "a day=P1D event"},
    {"overnight reaches back", "2005-03-03", "Men were held overnight.", "overnight=2005-03-03TNI 2005-03-02..2005-03-03"},
    /* stretches, sets, vague words */
    {"two-year", NULL, "After a two-year siege it fell.", "two-year=P2Y"},
    {"hours-long", NULL, "It came during an hours-long sandstorm.", "an hours-long=PTXH"},
    {"for three weeks", NULL, "They fought for three weeks.", "three weeks=P3W"},
    {"the past two weeks has days", "2005-10-03", "Over the past two weeks they fought.", "the past two weeks=P2W 2005-09-19..2005-10-03"},
    {"nearly", NULL, "They fought for nearly two years.", "nearly two years=P2Y"},
    {"bare units", NULL, "The siege took weeks.", "weeks=PXW"},
    {"half a century", NULL, "It stood for half a century.", "half a century=P50Y"},
    {"a rate", NULL, "It cost $1 billion a year.", "a year=P1Y"},
    {"a fraction is no quarter", NULL, "Three quarters of the men fled.", ""},
    {"ages are no times in the news", NULL, "Children aged 6 months were hurt.", ""},
    {"a year and a half", NULL, "They fought for a year and a half.", "a year and a half=P1.5Y"},
    {"every day", NULL, "They shell us every day.", "every day=XXXX-XX-XX"},
    {"annually", NULL, "They meet annually.", "annually=XXXX"},
    {"now", NULL, "They are now in Homs.", "now=PRESENT_REF"},
    {"recently", NULL, "They met recently.", "recently=PAST_REF"},
    {"since", NULL, "He has ruled since 2011.", "2011=2011 2011-01-01..2011-12-31 start"},
    {"the year of the last", "2015-09-18", "It went on from May 15 to August 16, 1988.", "May 15=1988-05-15 start; August 16, 1988=1988-08-16 until"},
    {"years before Christ", NULL, "The war of 264 to 241 BC ended it.", "264=BC0264; 241 BC=BC0241"},
    {"both ends", "2015-09-18", "It fell between 3 and 9 May.", "3=2015-05-03 start; 9 May=2015-05-09 until"},
    {"clock", "2008-09-17", "It stood still at 16:08 UTC today.", "16:08 UTC today=2008-09-17T16:08Z 2008-09-17..2008-09-17"},
    /* want none */
    {"may is a verb", "2015-09-18", "They may leave; he may not.", ""},
    {"May at the head is a verb", "2015-09-18", "May he rest in peace.", ""},
    {"MAY in capitals is a verb", "1990-01-03", "THE REBELS MAY ATTACK THE TOWN.", ""},
    {"march is no month", "2015-09-18", "The march on the capital was long.", ""},
    {"sat and sun", "2015-09-18", "He sat in the sun.", ""},
    {"a person", "2015-09-18", "Theresa May was there.", ""},
    {"a count of men", NULL, "Some 1500 men and 2000 soldiers fled.", ""},
    {"money", NULL, "It cost $1,999 to fix.", ""},
    {"ages", NULL, "A 22-year-old man was shot.", ""},
    {"a second man", NULL, "A second man was shot.", ""},
    {"the fall of a town", NULL, "The fall of Saigon shocked them.", ""},
    {"a score", NULL, "They won 3:2 in Lima.", ""},
    {"nothing", NULL, "", ""},
};

static void test_rows(void)
{
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        found f;
        casus_buf b = {0};
        CHECK_CASE(find(row[i].body, row[i].ref, false, &f) == CASUS_OK, row[i].note);
        write_down(&f, &b);
        if (!CHECK_CASE(strcmp(b.p ? b.p : "", row[i].want) == 0, row[i].note))
            fprintf(stderr, "    got  %s\n    want %s\n", b.p ? b.p : "", row[i].want);
        casus_buf_free(&b);
        casus_arena_free(f.arena);
    }
}

static void test_fields(void)
{
    found f;
    CHECK(find("On September 9 it fell. Nine days ago they came.", NULL, false, &f) == CASUS_OK);
    CHECK(f.times.n_time == 2 && f.times.ref == CASUS_DAY_NONE && f.times.ref_inferred && f.times.ref_reason[0]);
    CHECK_STR(f.times.ref_edtf, "XXXX-09-17/XXXX-09-19"); /* nine days behind the ninth, give or take one */
    if (f.times.n_time == 2) {
        CHECK(f.times.time[0].month == 9 && f.times.time[0].mday == 9 && f.times.time[0].from == CASUS_DAY_NONE);
        CHECK(f.times.time[1].shift == -9 && f.times.time[1].basis == CASUS_BASIS_INFERRED && f.times.time[1].from == CASUS_DAY_NONE);
        CHECK(f.times.time[1].month == 9 && f.times.time[1].mday == 9);
        CHECK_STR(f.times.time[1].value, "XXXX-09-09");
    }
    casus_arena_free(f.arena);
    CHECK(find("It came a day after the raid on Raqqa.", "2015-09-18", false, &f) == CASUS_OK);
    CHECK(f.times.n_time == 1 && f.times.time[0].event_ref && f.times.time[0].shift == 1);
    casus_arena_free(f.arena);
    CHECK(find("He died Thursday, on 3 May 2011 and a day later.", "2015-09-18", false, &f) == CASUS_OK);
    CHECK(f.times.n_time == 3);
    if (f.times.n_time == 3) {
        CHECK(f.times.time[0].basis == CASUS_BASIS_PUBLISHED);
        CHECK(f.times.time[1].basis == CASUS_BASIS_STATED);
        CHECK(f.times.time[2].basis == CASUS_BASIS_RELATIVE);
    }
    casus_arena_free(f.arena);
    CHECK_STR(casus_basis_name(CASUS_BASIS_PUBLISHED), "published");
    CHECK_STR(casus_basis_name((casus_basis)99), "none");
}

static void test_report_day(void)
{
    static const struct {
        const char *note, *body, *want;
    } day[] = {
        {"wire dateline in capitals", "SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [TEXT] A MAN WAS KILLED YESTERDAY.", "1990-01-03"},
        {"dateline without brackets", "LIMA, 30 OCT 89 -- [TEXT] A BOMB WENT OFF TODAY.", "1989-10-30"},
        {"dateline whose year a date of the text gives", "DAMASCUS, Sept 19 (AFP) -- Fighting that began on August 3, 2015 went on yesterday.",
         "2015-09-19"},
        {"a dateline alone has no year", "DAMASCUS, Sept 19 (AFP) -- Fighting went on yesterday.", ""},
        {"a line of its own", "North Korea on alert\n\nFriday, August 21, 2015\n\nThe army was put on alert yesterday, officials said.", "2015-08-21"},
        {"weekday and day agree with a year", "He was elected in 2015. On Friday, September 18, he was shot dead in Homs.", "2015-09-18"},
        {"nothing to go by", "On September 9, the army left. On Friday he spoke.", ""},
        {"a date in the middle is no report day", "The army left the town on 3 May 2011 after heavy fighting.", ""},
    };
    for (size_t i = 0; i < sizeof day / sizeof *day; i++) {
        found f;
        char iso[16];
        CHECK_CASE(find(day[i].body, NULL, false, &f) == CASUS_OK, day[i].note);
        casus_day_iso(f.times.ref, iso);
        if (!CHECK_CASE(strcmp(iso, day[i].want) == 0, day[i].note)) fprintf(stderr, "    got %s want %s\n", iso, day[i].want);
        if (day[i].want[0]) CHECK_CASE(f.times.ref_inferred && f.times.ref_reason[0] && strcmp(f.times.ref_edtf, day[i].want) == 0, day[i].note);
        if (day[i].want[0]) CHECK_CASE(f.times.ref_from == f.times.ref && f.times.ref_to == f.times.ref, day[i].note);
        casus_arena_free(f.arena);
    }
    found f;
    CHECK(find("LIMA, 30 OCT 89 (AFP) -- [TEXT] A BOMB WENT OFF YESTERDAY.", NULL, false, &f) == CASUS_OK);
    CHECK(f.times.n_time == 2 && f.times.time[1].from == casus_day_of(1989, 10, 29) && f.times.time[1].basis == CASUS_BASIS_INFERRED);
    casus_arena_free(f.arena);
}

static void test_mistakes(void)
{
    static const struct {
        const char *note, *file, *text, *want;
    } bad[] = {
        {"kind", "when.tsv", "word\tkind\tvalue\tcare\n# x\nmay\tmoon\t5\n", "when.tsv:3: no such kind"},
        {"care", "when.tsv", "word\tkind\tvalue\tcare\nmay\tmonth\t5\tmuch\n", "when.tsv:2: no such care"},
        {"value", "when.tsv", "word\tkind\tvalue\tcare\nmay\tmonth\t13\n", "when.tsv:2: a value that this kind cannot have"},
        {"twice", "when.tsv", "word\tkind\tvalue\tcare\nmay\tmonth\t5\nmay\tmonth\t5\n", "when.tsv:3: a word written twice"},
        {"no word", "when.tsv", "word\tkind\tvalue\tcare\n\tmonth\t5\n", "when.tsv:2: no word"},
        {"list", "when-lists.tsv", "list\twords\nyears-behind\tin\n", "when-lists.tsv:2: no such list"},
        {"date", "when-days.tsv", "name\tdate\nChristmas\t12-32\n", "when-days.tsv:2: a date that cannot be read"},
        {"rule", "when-days.tsv", "name\tdate\nEaster\teaster+x\n", "when-days.tsv:2: a date that cannot be read"},
        {"no name", "when-days.tsv", "name\tdate\n\t12-25\n", "when-days.tsv:2: no name"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char dir[] = "/tmp/casus-when-XXXXXX", path[64];
        if (!CHECK(mkdtemp(dir) != NULL)) return;
        snprintf(path, sizeof path, "%s/%s", dir, bad[i].file);
        FILE *f = fopen(path, "w");
        if (!CHECK(f != NULL)) return;
        fputs(bad[i].text, f);
        fclose(f);
        casus_lexicon *l = NULL;
        casus_when *w = NULL;
        char *where = NULL;
        casus_err err = {0};
        CHECK_CASE(casus_lexicon_open(dir, &l, NULL, NULL) == CASUS_OK, bad[i].note);
        CHECK_CASE(l && casus_when_open(l, &w, &where, &err) == CASUS_E_INPUT && !w, bad[i].note);
        CHECK_STR(where ? where : "", bad[i].want);
        casus_release(where);
        casus_lexicon_close(l);
        unlink(path);
        rmdir(dir);
    }
}

/* Between which days the report was written, when no day is told. */
static void test_interval(void)
{
    static const struct {
        const char *note, *body, *want;
    } row_of[] = {
        {"not before the last past day", "They met on 3 May 2011. Fighting began on 1 June 2011 and has not ended.", "2011-06-01/.."},
        {"not after the first to come", "They met on 3 May 2011. A vote will be held on 9 July 2011.", "2011-05-03/2011-07-09"},
        {"what is to come is no past", "The jets will be delivered in 2014.", "../2014-12-31"},
        {"days without a year", "They beat Norway on July 2. They will play Brazil on July 13.", "XXXX-07-02/XXXX-07-13"},
        {"so many days ago beside a day", "Nine days ago they attacked the base. On September 9, the army said it had left. It was captured on May 21.",
         "XXXX-09-17/XXXX-09-19"},
        {"two distances bind nothing", "Nine days ago they attacked. Three days ago they left. On September 9, it fell.", "XXXX-09-09/.."},
        {"weekdays alone tell nothing", "On Friday he spoke. They met on Thursday.", ""},
        {"years of films tell nothing", "The 2007 film is about war.", ""},
    };
    for (size_t i = 0; i < sizeof row_of / sizeof *row_of; i++) {
        found f;
        CHECK_CASE(find(row_of[i].body, NULL, false, &f) == CASUS_OK, row_of[i].note);
        if (!CHECK_CASE(strcmp(f.times.ref_edtf, row_of[i].want) == 0, row_of[i].note)) fprintf(stderr, "    got %s want %s\n", f.times.ref_edtf, row_of[i].want);
        CHECK_CASE(f.times.ref == CASUS_DAY_NONE && f.times.ref_inferred == (row_of[i].want[0] != 0), row_of[i].note);
        casus_arena_free(f.arena);
    }
}

static const char history[] =
    "On September 1, 1939, Germany attacked Poland. On September 17, 1939, the Soviets came. By early October, Poland was divided. "
    "Finland was invaded in November 1939. The war ended in March 1940. In June 1940, troops came. In April, Denmark fell. "
    "On May 10, 1940 a minister resigned. On that same day, France was invaded. On June 10, Italy joined; twelve days later France "
    "gave up. In September 1940 a pact was signed. In January 1941 ships sailed. By December, they were sunk. In January, more came.";

static void test_narrative(void)
{
    for (int hint = 0; hint < 2; hint++) { /* seen without being told, too */
        found f;
        casus_buf b = {0};
        CHECK(find(history, "2009-12-19", hint, &f) == CASUS_OK);
        write_down(&f, &b);
        CHECK(b.p && strstr(b.p, "early October=1939-10 "));
        CHECK(b.p && strstr(b.p, "that same day=1940-05-10"));
        CHECK(b.p && strstr(b.p, "June 10=1940-06-10; twelve days later=1940-06-22"));
        CHECK(b.p && strstr(b.p, "December=1941-12 "));
        CHECK(b.p && strstr(b.p, "January=1942-01 "));
        casus_buf_free(&b);
        casus_arena_free(f.arena);
    }
}

/* What only looks back, looks ahead or says which thing is meant leaves the story's date where it is. */
static void test_story(void)
{
    static const struct {
        const char *note, *body, *want;
    } tale[] = {
        {"counted back", "It fell in May 1942. They kept what they had won the previous year. In June they left.", "June=1942-06 "},
        {"pluperfect", "It fell in May 1944. Troops who had come in late 1943 lay there. In June they left.", "June=1944-06 "},
        {"until", "It began on 20 October 1944. Fights went on until the fall of Buda in February 1945. By July they had won.", "July=1944-07 "},
        {"only which one", "He fell on 13 July 1793. The leader of the August 1792 uprising came. On 24 July they met.", "24 July=1793-07-24"},
        {"that same", "They met in 1970. It fell in 1975; Laos was lost that same spring.", "that same spring=1975-SP"},
    };
    for (size_t i = 0; i < sizeof tale / sizeof *tale; i++) {
        found f;
        casus_buf b = {0};
        CHECK_CASE(find(tale[i].body, NULL, true, &f) == CASUS_OK, tale[i].note);
        write_down(&f, &b);
        if (!CHECK_CASE(b.p && strstr(b.p, tale[i].want), tale[i].note)) fprintf(stderr, "    got %s\n", b.p ? b.p : "");
        casus_buf_free(&b);
        casus_arena_free(f.arena);
    }
}

/* Spans lie inside the text, in order, apart; days are in order; values end. */
static void check_shape(const found *f, const char *note)
{
    uint32_t end = 0;
    bool ok = true;
    for (uint32_t i = 0; i < f->times.n_time; i++) {
        const casus_time *t = &f->times.time[i];
        ok = ok && t->n > 0 && t->first + t->n <= f->text.n_token && t->span.off >= end && t->span.len > 0;
        end = casus_span_end(t->span);
        ok = ok && end <= f->text.body.n && memchr(t->value, 0, sizeof t->value);
        ok = ok && (t->from == CASUS_DAY_NONE) == (t->to == CASUS_DAY_NONE) && t->from <= t->to;
    }
    CHECK_CASE(ok, note);
}

/* Word salad from the vocabulary itself: whatever stands together, the shape holds. The numbers repeat on every machine. */
static void test_property(void)
{
    static const char *const word[] = {"May", "9", "1999", "the", "of", "last", "next", "two", "weeks", "ago", ",", "-", "and", "Friday", "night", "early",
                                       "later", "year", "31", "Feb.", "in", "every", "day", "16:08", "UTC", "99", "BC", "1980s", "fall", "morning", "a",
                                       "half", "that", "same", "to", ".", "tomorrow", "12/31/89", "century", "ninth", "hundred", "after", "\n\n", "Christmas",
                                       "2147483647", "999999999", "years", "hours", "before", "decade", "'82", "quarter", "second", "0", "00", "recent"};
    uint64_t x = 88172645463325252u;
    for (int n = 0; n < 400; n++) {
        casus_buf b = {0};
        for (int i = 0; i < 60; i++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            casus_buf_z(&b, word[x % (sizeof word / sizeof *word)]);
            casus_buf_z(&b, x & 0x100000 ? " " : x & 0x600000 ? " " : "");
        }
        found f;
        CHECK(find(b.p, n % 3 ? "2015-09-18" : NULL, n % 2, &f) == CASUS_OK);
        check_shape(&f, b.p);
        casus_buf_free(&b);
        casus_arena_free(f.arena);
    }
}

static void test_memory(void)
{
    bool worked = false;
    for (uint64_t n = 1; n < 400 && !worked; n++) {
        found f;
        casus_alloc_fail_after(n);
        casus_status st = find(history, "2009-12-19", false, &f);
        casus_alloc_fail_after(0);
        CHECK(st == CASUS_OK || st == CASUS_E_NOMEM);
        if (st != CASUS_OK) CHECK(f.times.n_time == 0);
        worked = st == CASUS_OK;
        casus_arena_free(f.arena);
    }
    CHECK(worked);
}

int main(void)
{
    char *where = NULL;
    if (casus_lexicon_open(NULL, &lex, &where, NULL) != CASUS_OK) {
        fprintf(stderr, "lexicon: %s\n", where ? where : "cannot open");
        casus_release(where);
        return 1;
    }
    if (casus_when_open(lex, &when, &where, NULL) != CASUS_OK) {
        fprintf(stderr, "words: %s\n", where ? where : "cannot compile");
        casus_release(where);
        casus_lexicon_close(lex);
        return 1;
    }
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        found f;
        if (find(row[i].body, row[i].ref, false, &f) == CASUS_OK) check_shape(&f, row[i].note);
        casus_arena_free(f.arena);
    }
    test_mistakes();
    test_rows();
    test_fields();
    test_report_day();
    test_interval();
    test_narrative();
    test_story();
    test_property();
    test_memory();
    casus_when_close(when);
    casus_lexicon_close(lex);
    return check_end();
}
