/* Tokens, sentences, layouts, datelines; every request for memory failing; any bytes at all. */
#include <casus/text.h>

#include "../check.h"

#include <stdlib.h>

/* "tok|tok / tok" : tokens parted by bars, sentences by " / ". */
static void show(const casus_text *t, casus_buf *b)
{
    for (uint32_t s = 0; s < t->n_sentence; s++) {
        if (s) casus_buf_z(b, " / ");
        for (uint32_t i = 0; i < t->sentence[s].n; i++) {
            if (i) casus_buf_char(b, '|');
            casus_buf_str(b, casus_cut(t->body, t->token[t->sentence[s].first + i].span));
        }
    }
    casus_buf_char(b, '\0');
}

static const struct {
    const char *note, *body, *want;
} cases[] = {
    {"nothing", "", ""},
    {"white space only", " \n\n\t", ""},
    {"not", "don't can't cannot", "do|n't|ca|n't|can|not"},
    {"curly", "the soldiers\u2019 camp isn\u2019t Syria\u2019s", "the|soldiers|\u2019|camp|is|n\u2019t|Syria|\u2019s"},
    {"hyphens are tokens", "two-year al-Qaeda", "two|-|year|al|-|Qaeda"},
    {"inner apostrophes", "Sana'a O'Neill", "Sana'a|O'Neill"},
    {"numbers", "1,500 3.5 9/11 10:30 1990,1991", "1,500|3.5|9/11|10:30|1990|,|1991"},
    {"ordinals and units", "3rd 19th 50km 1980s 5pm", "3rd|19th|50|km|1980s|5|pm"},
    {"money", "$5 5%", "$|5|5|%"},
    {"letters and dots", "the U.S.-led U.S.'s a.m.", "the|U.S.|-|led|U.S.|'s|a.m."},
    {"addresses", "see http://a.org/b?c=1, x.y@z.co.uk or bbc.co.uk.", "see|http://a.org/b?c=1|,|x.y@z.co.uk|or|bbc.co.uk|."},
    {"dashes", "so--he \u2014 left", "so|--|he|\u2014|left"},
    {"prefixes", "pre-war re-elected non-combatants two-year co-founder e-mail", "pre-war|re-elected|non-combatants|two|-|year|co-founder|e-mail"},
    {"prefixes before names and dates", "pro-Russian mid-May ex-President", "pro|-|Russian|mid|-|May|ex|-|President"},
    {"no prefixes", "over-the-counter self-made vice-president", "over|-|the|-|counter|self|-|made|vice|-|president"},
    {"figures with hyphens", "555-0134 202-555-0134 11-20-2000 5-6 2001-2002 50-page", "555-0134|202-555-0134|11-20-2000|5|-|6|2001|-|2002|50|-|page"},
    {"figures in an address", "+44 call +1 x", "+44|call|+1|x"},
    {"decades", "the 1980's and 2003's", "the|1980's|and|2003|'s"},
    {"words without their apostrophe", "They dont know, im sure. I dunno, gimme", "They|do|nt|know|,|i|m|sure|. / I|du|n|no|,|gim|me"},
    {"letters that only look so", "the IM and HES of Cant", "the|IM|and|HES|of|Ca|nt"},
    {"its", "its army, its a lie", "its|army|,|it|s|a|lie"},
    {"owners", "the rebels' camp, 'the rebels' he", "the|rebels|'|camp|,|'|the|rebels|'|he"},
    {"broken off", "th- this w- water he- left", "th-|this|w-|water|he|-|left"},
    {"files and groups", "Report 12-20.doc, a_b.pdf alt.war.news my-site.com x.then", "Report|12-20.doc|,|a_b.pdf|alt.war.news|my-site.com|x|.|then"},
    {"paths behind hosts", "see un.org/news/a-b, mailto:a@b.org", "see|un.org/news/a-b|,|mailto:a@b.org"},
    {"smileys", "fine :) or :-( no: 5 ;) (:", "fine|:)|or|:-(|no|:|5|;)|(:"},
    {"drawings", "a -> b *~*~* c ===== d << e >>", "a|->|b|*~*~*|c|=====|d|<<|e|>>"},
    {"stops of two kinds", "What...? No?! Go.. on", "What|...|? / No|?! / Go|..|on"},
    {"etc.", "oil, gas, etc. The rest, etc., fell, etc.", "oil|,|gas|,|etc|. / The|rest|,|etc.|,|fell|,|etc|."},
    {"degrees and pages", "a Ph.D. of Ali et al. in p. 12", "a|Ph.D.|of|Ali|et|al.|in|p.|12"},
    {"the dot behind an abbreviation", "in Washington, D.C.. He", "in|Washington|,|D.C.|. / He"},
    {"titles", "Lt. Gen. Ali met Mr. Smith. He left.", "Lt.|Gen.|Ali|met|Mr.|Smith|. / He|left|."},
    {"initials", "George W. Bush spoke.", "George|W.|Bush|spoke|."},
    {"No. before a number only", "No. 5 fell. I said no. He went.", "No.|5|fell|. / I|said|no|. / He|went|."},
    {"a month", "On Sept. 19 it fell.", "On|Sept.|19|it|fell|."},
    {"a shortened word at the end", "He left the U.S. The end.", "He|left|the|U.S. / The|end|."},
    {"and in the middle", "The U.S. Secretary came.", "The|U.S.|Secretary|came|."},
    {"closing quote belongs to it", "\"Go.\" He went.", "\"|Go|.|\" / He|went|."},
    {"said goes on", "\"Why?\" he asked.", "\"|Why|?|\"|he|asked|."},
    {"curly quotes", "\u201cGo.\u201d \u201cNo.\u201d", "\u201c|Go|.|\u201d / \u201c|No|.|\u201d"},
    {"brackets", "(It ended.) He left.", "(|It|ended|.|) / He|left|."},
    {"missing space", "It ended.He left.", "It|ended|. / He|left|."},
    {"an ellipsis", "He went... Then it ended.", "He|went|... / Then|it|ended|."},
    {"a list mark", "1. Syria fell.", "1|.|Syria|fell|."},
    {"invalid bytes are spaces", "a\xff\xfe b\xe2\x80", "a|b"},
    {"small letters", "i saw it fall. they saw it too.", "i|saw|it|fall|. / they|saw|it|too|."},
    {"a day behind an abbreviation", "It began at 7:30 p.m. Sunday in the square.", "It|began|at|7:30|p.m.|Sunday|in|the|square|."},
    {"a state behind nothing", "An Ill. man was held.", "An|Ill.|man|was|held|."},
    {"a note mark goes with what it notes", "The camp fell in May. [7] The army left.", "The|camp|fell|in|May|.|[|7|] / The|army|left|."},
    {"capitals", "THE REBELS LEFT THE U.S. EMBASSY. THE ARMY CAME.", "THE|REBELS|LEFT|THE|U.S.|EMBASSY|. / THE|ARMY|CAME|."},
    {"an editor's remark", "WE LOST THE PILOT [NAME INDISTINCT] NEAR THE RIVER.", "WE|LOST|THE|PILOT|[|NAME|INDISTINCT|]|NEAR|THE|RIVER|."},
    {"a name in capitals is no beginning", "Police in Kabul said Tuesday that General Ali had left.",
     "Police|in|Kabul|said|Tuesday|that|General|Ali|had|left|."},
    {"a sender", "See you then. Ann Reyes 555-0134", "See|you|then|. / Ann|Reyes|555-0134"},
    {"a line each", "Two men died.\nThree were hurt.\n", "Two|men|died|. / Three|were|hurt|."},
    {"a heading line", "Syria\nTwo men died.", "Syria / Two|men|died|."},
    {"blank lines", "Two men\n\ndied.", "Two|men / died|."},
};

static void test_cases(void)
{
    casus_arena *a = casus_arena_new(0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        casus_text t;
        casus_buf b = {0};
        CHECK_CASE(casus_text_split(casus_str_of(cases[i].body), NULL, 0, a, &t, NULL) == CASUS_OK, cases[i].note);
        show(&t, &b);
        if (!CHECK_CASE(strcmp(b.p, cases[i].want) == 0, cases[i].note)) fprintf(stderr, "got %s\n", b.p);
        casus_buf_free(&b);
        casus_arena_reset(a);
    }
    casus_arena_free(a);
}

static void test_fields(void)
{
    casus_arena *a = casus_arena_new(0);
    casus_text t;
    casus_text_split(CASUS_STR("\u00c9lys\u00e9e IS U.S. Isis 3rd Sana'a"), NULL, 0, a, &t, NULL);
    CHECK(t.n_token == 6);
    CHECK(t.token[0].capital && !t.token[0].upper && casus_str_is(t.token[0].norm, "elysee"));
    CHECK(t.token[1].upper && t.token[2].upper && !t.token[3].upper && t.token[3].capital);
    CHECK(t.token[4].kind == CASUS_NUMBER);
    CHECK(casus_str_is(t.token[5].norm, "sanaa"));
    CHECK(!t.token[0].glued);
    casus_text_split(CASUS_STR("AN M-16 FELL."), NULL, 0, a, &t, NULL);
    CHECK(t.sentence[0].shouting && t.token[2].glued);
    casus_arena_free(a);
}

/* "+" before the words that are part of the surface word before them. */
static void test_clitics(void)
{
    static const char body[] = "Don't they cannot, I'ma dunno the soldiers' and U.S.'s 'no' said.";
    static const char want[] = "Do +n't they can +not , I +'m +a du +n +no the soldiers +' and U.S. +'s ' no ' said . ";
    casus_arena *a = casus_arena_new(0);
    casus_text t;
    casus_buf b = {0};
    casus_text_split(CASUS_STR(body), NULL, 0, a, &t, NULL);
    for (uint32_t i = 0; i < t.n_token; i++) {
        if (t.token[i].clitic) casus_buf_char(&b, '+');
        CHECK(!t.token[i].clitic || t.token[i].glued);
        casus_buf_str(&b, casus_cut(t.body, t.token[i].span));
        casus_buf_char(&b, ' ');
    }
    casus_buf_char(&b, '\0');
    if (!CHECK(strcmp(b.p, want) == 0)) fprintf(stderr, "got %s\n", b.p);
    casus_buf_free(&b);
    casus_arena_free(a);
}

static const struct {
    const char *note, *body, *want;
} dateline[] = {
    {"agency", "DAMASCUS, Sept 19 (AFP) -- Rebels fled.", "DAMASCUS, Sept 19 (AFP) --"},
    {"a place alone", "KABUL \u2014 Two men died.", "KABUL \u2014"},
    {"small letters", "Kabul, Afghanistan (AP) - Two men died.", "Kabul, Afghanistan (AP) -"},
    {"colon", "ISLAMABAD: Two men died.", "ISLAMABAD:"},
    {"wire", "SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [REPORT] [TEXT] THE ARMY FELL.", "SAN SALVADOR, 3 JAN 90 (ACAN-EFE) -- [REPORT] [TEXT]"},
    {"behind a heading", "Rebels flee\n\nBEIRUT (Reuters) - Rebels fled.", "BEIRUT (Reuters) -"},
    {"a dash in a sentence", "The army -- what was left -- fled.", ""},
    {"a name and a dash", "Obama - the president - left.", ""},
    {"none", "Rebels fled.", ""},
};

static void test_datelines(void)
{
    casus_arena *a = casus_arena_new(0);
    for (size_t i = 0; i < sizeof dateline / sizeof *dateline; i++) {
        casus_text t;
        casus_text_split(casus_str_of(dateline[i].body), NULL, 0, a, &t, NULL);
        CHECK_CASE(casus_str_is(casus_cut(t.body, t.dateline), dateline[i].want), dateline[i].note);
    }
    casus_arena_free(a);
}

static void test_layout(void)
{
    static const char wrapped[] = "   THE ARMY SAID THAT ABOUT FIFTY MEN HAD BEEN TAKEN BY THE REBELS NEAR\n"
                                  "SAN MIGUEL. THE MEN WERE TAKEN ON FRIDAY MORNING FROM THEIR HOUSES IN\n"
                                  "THE TOWN.\n\n   THE GOVERNMENT HAS NOT SAID ANYTHING ABOUT THE MEN OR THE REBELS WHO\nTOOK THEM.";
    casus_arena *a = casus_arena_new(0);
    casus_text t;
    casus_text_split(casus_str_of(wrapped), NULL, 0, a, &t, NULL);
    CHECK(t.n_sentence == 3 && t.n_para == 2);
    casus_text_split(CASUS_STR("Share\n\nRebels flee the city\n\nThe rebels fled."), NULL, 0, a, &t, NULL);
    CHECK(t.sentence[0].heading && t.sentence[1].heading && !t.sentence[2].heading);
    casus_text_split(CASUS_STR("\u201cWe fled.\n\n\u201cThen we slept.\u201d\n\nHe left."), NULL, 0, a, &t, NULL);
    CHECK(t.n_para == 3 && !t.para[0].quote_opens && t.para[1].quote_opens && !t.para[2].quote_opens);
    casus_span furniture[] = {{9, 5}};
    casus_text_split(CASUS_STR("They fled SHARE and left."), furniture, 1, a, &t, NULL);
    CHECK(t.n_para == 2 && casus_str_is(casus_cut(t.body, t.para[0].span), "They fled"));
    casus_arena_free(a);
}

static bool is_border(casus_str s, uint32_t at)
{
    return at == s.n || ((unsigned char)s.p[at] & 0xc0) != 0x80;
}

/* Order, bounds, and on valid text borders of characters. */
static bool is_sound(const casus_text *t, bool valid)
{
    uint32_t at = 0, token = 0, sentence = 0;
    for (uint32_t i = 0; i < t->n_token; i++) {
        casus_span s = t->token[i].span;
        if (s.len == 0 || s.off < at || casus_span_end(s) > t->body.n) return false;
        if (valid && (!is_border(t->body, s.off) || !is_border(t->body, casus_span_end(s)))) return false;
        at = casus_span_end(s);
    }
    for (uint32_t i = 0; i < t->n_sentence; i++, token += t->sentence[i - 1].n)
        if (t->sentence[i].first != token || t->sentence[i].n == 0 || t->token[token].sentence != i) return false;
    for (uint32_t i = 0; i < t->n_para; i++, sentence += t->para[i - 1].n)
        if (t->para[i].first != sentence || t->para[i].n == 0) return false;
    return token == t->n_token && sentence == t->n_sentence;
}

static void test_any_bytes(void)
{
    static const char *const piece[] = {"a", "U.S", ".", " ", "\n", "\"", "'s", "-", "\u201c", "\u2019", "9", ",", "\xff", "\xe2\x80", "(", ")", "@", "w.x",
                                        "\u00e9", "IS", "No", "\r\n", "www.", "n't", "[", "]", "--", ":", "\u00ad", "&", "_", "`", "e-", "non-", ":-)", "->", "1980's", ".doc", "alt.",
                                        "mailto:", "its", "dunno", "etc.", "+4", "555-0134", "Sunday", "p.m.", "th- ", "I'ma", "=*~", "Ph.D", "[7]", "..?"};
    casus_arena *a = casus_arena_new(0);
    uint32_t seed = 1;
    for (int round = 0; round < 4000; round++) {
        char body[200];
        size_t n = 0;
        while (n < 150) {
            seed = seed * 1664525u + 1013904223u;
            casus_str p = casus_str_of(piece[(seed >> 16) % (sizeof piece / sizeof *piece)]);
            memcpy(body + n, p.p, p.n);
            n += p.n;
            if ((seed >> 8) % 60 == 0) break;
        }
        char *tight = malloc(n ? n : 1); /* so that a sanitizer sees a read behind the end */
        if (!tight) return;
        memcpy(tight, body, n);
        casus_span furniture[] = {{(uint32_t)n / 3, (uint32_t)n / 5}};
        casus_text t;
        casus_str s = {tight, n};
        CHECK(casus_text_split(s, furniture, seed >> 31, a, &t, NULL) == CASUS_OK);
        if (!CHECK(is_sound(&t, casus_utf8_valid(s, NULL) && !(seed >> 31)))) fprintf(stderr, "%.*s\n", (int)n, body);
        free(tight);
        casus_arena_reset(a);
    }
    casus_arena_free(a);
}

static void test_no_memory(void)
{
    for (uint64_t n = 2; n < 40; n++) {
        casus_arena *a = casus_arena_new(0);
        casus_text t;
        casus_err err;
        casus_alloc_fail_after(n - 1);
        casus_status st = casus_text_split(CASUS_STR("Two m\u00e9n died. \u201cNo.\u201d\n\nThree were hurt."), NULL, 0, a, &t, &err);
        casus_alloc_fail_after(0);
        CHECK(st == CASUS_OK || (st == CASUS_E_NOMEM && err.code == st && t.n_token == 0));
        casus_arena_free(a);
    }
    casus_arena *small = casus_arena_new(100);
    casus_text t;
    CHECK(casus_text_split(CASUS_STR("Two men died."), NULL, 0, small, &t, NULL) == CASUS_E_NOMEM);
    casus_arena_free(small);
}

int main(void)
{
    test_cases();
    test_fields();
    test_clitics();
    test_datelines();
    test_layout();
    test_any_bytes();
    test_no_memory();
    return check_end();
}
