/* Tokens that are given: filled as the splitter fills its own, refused when they cannot be, no allocation taken for granted. */
#include <casus/text.h>

#include "../check.h"

#include <string.h>

static const char body[] = "Don't go.\n\nBBC NEWS reported: #MeToo -- 1,500 “dead”. ’s";

static casus_given at(const char *word, bool sentence, bool para)
{
    const char *p = strstr(body, word);
    return (casus_given){.span = {p ? (uint32_t)(p - body) : 0, (uint32_t)strlen(word)}, .sentence = sentence, .para = para};
}

static uint32_t given_of(casus_given g[16])
{
    uint32_t n = 0;
    g[n++] = at("Do", true, true);
    g[n++] = at("n't", false, false);
    g[1].clitic = true;
    g[n++] = at("go", false, false);
    g[n++] = at(".", false, false);
    g[n++] = at("BBC", true, true);
    g[n++] = at("NEWS", false, false);
    g[n++] = at("reported:", true, false);
    g[n++] = at("#MeToo", false, false);
    g[n++] = at("1,500", false, false);
    g[n++] = at("“", false, false);
    g[n++] = at("dead", false, false);
    g[n++] = at("’s", true, true);
    return n;
}

static void test_tokens(casus_arena *a)
{
    casus_given g[16];
    uint32_t n = given_of(g);
    casus_text t;
    if (!CHECK(casus_text_given(casus_str_of(body), g, n, a, &t, NULL) == CASUS_OK && t.n_token == n)) return;
    for (uint32_t i = 0; i < n; i++) CHECK(t.token[i].span.off == g[i].span.off && t.token[i].span.len == g[i].span.len);
    CHECK(t.token[0].capital && !t.token[0].upper && casus_str_is(t.token[0].norm, "do"));
    CHECK(t.token[1].clitic && t.token[1].glued && casus_str_is(t.token[1].norm, "nt"));
    CHECK(!t.token[2].clitic && !t.token[2].glued && t.token[3].glued && t.token[3].kind == CASUS_PUNCT);
    CHECK(t.token[4].upper && t.token[4].kind == CASUS_WORD);
    CHECK(t.token[6].kind == CASUS_WORD && casus_str_is(t.token[6].norm, "reported:")); /* the splitter would cut it */
    CHECK(t.token[7].kind == CASUS_WORD && !t.token[7].upper);
    CHECK(t.token[8].kind == CASUS_NUMBER && t.token[9].kind == CASUS_PUNCT && casus_str_is(t.token[9].norm, "\""));
    CHECK(t.n_sentence == 4 && t.n_para == 3);
    CHECK(t.sentence[1].shouting && !t.sentence[0].shouting && !t.sentence[2].shouting);
    CHECK(t.sentence[2].para == 1 && t.para[1].n == 2 && t.token[10].sentence == 2 && t.sentence[2].n == 5);
}

static void test_refused(casus_arena *a)
{
    casus_given overlap[] = {{.span = {0, 5}}, {.span = {3, 4}}}, outside[] = {{.span = {sizeof body - 2, 5}}}, empty[] = {{.span = {2, 0}}};
    casus_given far[] = {{.span = {UINT32_MAX, UINT32_MAX}}};
    casus_text t;
    casus_err err = {0};
    CHECK(casus_text_given(casus_str_of(body), overlap, 2, a, &t, &err) == CASUS_E_INPUT && err.at == 3 && t.n_token == 0);
    CHECK(casus_text_given(casus_str_of(body), outside, 1, a, &t, NULL) == CASUS_E_INPUT);
    CHECK(casus_text_given(casus_str_of(body), far, 1, a, &t, NULL) == CASUS_E_INPUT);
    CHECK(casus_text_given(casus_str_of(body), empty, 1, a, &t, NULL) == CASUS_E_INPUT);
    CHECK(casus_text_given(casus_str_of(body), NULL, 0, a, &t, NULL) == CASUS_OK && t.n_sentence == 0);
}

/* Every cut of odd bytes into tokens of one and two bytes stands. */
static void test_bytes(casus_arena *a)
{
    static const char odd[] = "\xff\xc3\xa9 \0x--\xe2\x80\x9c\n'\t_0";
    casus_given g[sizeof odd];
    for (uint32_t width = 1; width < 3; width++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i + width <= sizeof odd; i += width) g[n++] = (casus_given){.span = {i, width}, .sentence = i % 3 == 0};
        casus_text t;
        CHECK(casus_text_given((casus_str){odd, sizeof odd}, g, n, a, &t, NULL) == CASUS_OK && t.n_token == n);
        for (uint32_t i = 0; i < t.n_token; i++) CHECK(t.token[i].span.off == g[i].span.off && t.token[i].norm.p != NULL);
    }
}

static void test_no_memory(void)
{
    casus_given g[16];
    uint32_t n = given_of(g);
    for (uint64_t k = 1; k < 100; k++) {
        casus_arena *a = casus_arena_new(0);
        casus_text t;
        casus_alloc_fail_after(k);
        casus_status st = a ? casus_text_given(casus_str_of(body), g, n, a, &t, NULL) : CASUS_E_NOMEM;
        casus_alloc_fail_after(0);
        casus_arena_free(a);
        if (!CHECK(st == CASUS_OK || st == CASUS_E_NOMEM) || st == CASUS_OK) return;
    }
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    if (!CHECK(a != NULL)) return check_end();
    test_tokens(a);
    test_refused(a);
    test_bytes(a);
    casus_arena_free(a);
    test_no_memory();
    return check_end();
}
