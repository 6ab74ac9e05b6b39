/* Who acts and suffers: cases of one sentence each with the actors that must be found, then properties over longer texts and
 * every allocation failing in turn. Uses the lexicon built into the library.
 */
#include "../check.h"

#include <casus/who.h>

#include <stdlib.h>

typedef struct {
    const char *note, *text, *country;
    int year; /* 0: the day is not known */
    const char *want; /* "words=name/kind/code" with "; " between, in text order; only those listed must be there */
} who_case;

static const who_case cases[] = {
    {"demonym and army", "The Syrian army shelled the town.", "", 2015, "Syrian army=Syrian Armed Forces/forces/SYRMIL"},
    {"demonym and warplanes", "Syrian warplanes bombed it.", "", 2015, "Syrian warplanes=Syrian Armed Forces/forces/SYRMIL"},
    {"usual name of forces", "Two U.S. soldiers were killed.", "", 2005, "U.S. soldiers=U.S. military/forces/USAMIL"},
    {"forces under their own name", "Israeli troops entered Jenin.", "", 2004, "Israeli troops=Israel Defense Forces/forces/ISRMIL"},
    {"possessive country", "Sudan's government agreed.", "", 2004, "Sudan's government=Sudanese government/state/SDNGOV"},
    {"police keep their noun", "Iraqi police found the bodies.", "", 2006, "Iraqi police=Iraqi police/forces/IRQCOP"},
    {"words in between", "Four Nigerian oil workers were freed.", "", 2006, "Nigerian oil workers=Nigerian oil workers/civilian/NGACVL"},
    {"one in office", "The governor of Nigeria's northern Borno state fled.", "", 2006, "governor=governor of Borno/state/NGAGOV"},
    {"one mayor", "The mayor of New Bern was shot.", "", 2006, "mayor=mayor of New Bern/state/GOV"},
    {"one of a people", "An Italian journalist was freed.", "", 2006, "Italian journalist=Italian journalist/civilian/ITAJRN"},
    {"armed group described", "Palestinian militants fired rockets.", "", 2006, "Palestinian militants=Palestinian militants/armed/PSEREB"},
    {"whose army: the report's", "The army shelled the town.", "SY", 2015, "army=Syrian Armed Forces/forces/SYRMIL"},
    {"whose army: the one beside", "Ethiopian soldiers came. The troops fired.", "SO", 2007, "troops=Ethiopian Armed Forces/forces/ETHMIL"},
    {"unknown", "Unidentified gunmen shot him.", "", 2006, "Unidentified gunmen=unidentified gunmen/armed/REB"},
    {"unknown men", "It was two unidentified men.", "", 2006, "unidentified men=unidentified attackers/armed/REB"},
    {"acronym", "IS captured the town.", "", 2015, "IS=Islamic State/armed/IMGREB"},
    {"small word is no acronym", "The town is calm.", "", 2015, "!is"},
    {"two in one phrase", "It was al-Qaeda's Syrian affiliate Jabhat al-Nusra.", "", 2015,
     "al-Qaeda=al-Qaida/armed/IMGREB; Jabhat al-Nusra=Jabhat al-Nusra/armed/SYRREB"},
    {"name and noun", "Hamas militants fired.", "", 2006, "Hamas militants=Hamas/armed/PSEREB"},
    {"noun and name", "The rebel group al-Shabab said so.", "", 2010, "rebel group al-Shabab=al-Shabab/armed/SOMREB"},
    {"rebels of", "Rebels of the Lord's Resistance Army fled.", "", 2006,
     "Rebels of the Lord's Resistance Army=Lord's Resistance Army/armed/UGAREB"},
    {"title is not the name", "Defense Minister Hassan Karimov resigned.", "", 2006, "Hassan Karimov=Hassan Karimov/person/GOV"},
    {"country of a title", "Tajik Defense Minister Hassan Karimov resigned.", "", 2006, "Hassan Karimov=Hassan Karimov/person/TJKGOV"},
    {"surname later", "Colonel Juan Perez spoke. Later Perez left.", "", 1989,
     "Juan Perez=Juan Perez/person/MIL; Perez=Juan Perez/person/MIL"},
    {"in office", "Iyad Allawi spoke.", "", 2004, "Iyad Allawi=Iyad Allawi/person/IRQGOV"},
    {"out of office", "Iyad Allawi spoke.", "", 2012, "Iyad Allawi=Iyad Allawi/person/IRQELI"},
    {"row of the day", "President Bush spoke.", "", 1990, "Bush=George Bush/person/USAGOV"},
    {"row of another day", "President Bush spoke.", "", 2005, "Bush=George W. Bush/person/USAGOV"},
    {"state acts", "Israel attacked the camp.", "", 2006, "Israel=Israel/state/ISRGOV"},
    {"place is no actor", "Bombs went off in Israel.", "", 2006, "!Israel"},
    {"seat", "The White House said no.", "", 2006, "White House=United States/state/USAGOV"},
    {"capital speaks", "Moscow said no.", "", 2006, "Moscow=Russia/state/RUSGOV"},
    {"capital as a place", "Bombs went off in Moscow.", "", 2006, "!Moscow"},
    {"people", "Two Germans were freed.", "", 2006, "Germans=Germans/civilian/DEUCVL"},
    {"unknown body", "The Popular Front for Justice said so.", "", 2006, "Popular Front for Justice=Popular Front for Justice/armed/REB"},
    {"ministry", "The Eritrean Information Ministry denied it.", "", 2005,
     "Eritrean Information Ministry=Eritrean Information Ministry/state/ERIGOV"},
    {"weekday is no name", "On Friday, officials met.", "", 2006, "!On Friday; officials=officials/state/GOV"},
    {"West Bank is no bank", "It was in the West Bank city of Jenin.", "", 2006, "!Bank"},
    {"apposition behind a name", "Ana Diaz, a reporter, was killed.", "", 2006, "Ana Diaz=Ana Diaz/person/JRN; reporter=Ana Diaz/person/JRN"},
    {"apposition before a name", "A judge, Maria Lopez, was killed.", "", 2006, "judge=Maria Lopez/person/JUD"},
    {"no apposition: a list", "Hamas, the army and the police met.", "", 2006, "police=police/forces/COP"},
    {"the reporter: named before", "Ana Diaz, a reporter, left. The reporter was seen later.", "", 2006, "reporter=Ana Diaz/person/JRN"},
    {"a reporter: named behind", "A reporter was killed. Friends of reporter Ana Diaz mourned.", "", 2006, "reporter=Ana Diaz/person/JRN"},
    {"two reporters: either", "Ana Diaz, a reporter, met Juan Perez, a reporter. The cameraman left.", "", 2006, "cameraman=cameraman/civilian/JRN"},
    {"the group", "Hamas denied it. The group said so.", "", 2006, "group=Hamas/armed/PSEREB"},
    {"another group", "Hamas denied it. The group of Eight met.", "", 2006, "!group"},
    {"he", "Colonel Juan Perez came. He left.", "", 2006, "He=Juan Perez/person/MIL"},
    {"he: one of two", "Ana Diaz met Juan Perez. He left.", "", 2006, "!He"},
    {"one who speaks for a party", "A Hamas lawmaker was killed.", "", 2006, "Hamas lawmaker=Hamas/armed/PSEREB"},
    {"kind of body and name", "The British charity Save the Children left.", "", 2006, "British charity Save the Children=Save the Children/org/NGO"},
    {"capitals only: acronym", "THE FMLN ATTACKED THE TOWN AND THE ARMY FLED.", "SV", 1989,
     "FMLN=Farabundo Marti National Liberation Front/armed/SLVREB; ARMY=Salvadoran Armed Forces/forces/SLVMIL"},
    {"capitals only: person", "GUNMEN KILLED JUDGE CARLOS VALENCIA IN THE TOWN.", "CO", 1989,
     "CARLOS VALENCIA=Carlos Valencia/person/JUD"},
    {"capitals only: saint", "THE CLASH TOOK PLACE IN SAN MIGUEL YESTERDAY.", "SV", 1989, "!MIGUEL"},
};

static casus_lexicon *lex;

/* A first look promises no less than is found. */
static void check_may(casus_arena *a, const casus_text *t, const casus_words *w, const casus_actors *x)
{
    bool armed = false, *side = casus_arena_get(a, t->n_sentence, sizeof *side);
    if (!CHECK(side && casus_who_may(lex, t, w, a, side, &armed))) return;
    for (uint32_t i = 0; i < x->n_actor; i++) {
        casus_actor_kind k = x->actor[i].kind;
        bool arms = k == CASUS_ACTOR_ARMED || k == CASUS_ACTOR_FORCES;
        CHECK(!arms || armed);
        CHECK((!arms && k != CASUS_ACTOR_STATE) || side[t->token[x->actor[i].first].sentence]);
    }
}

static casus_status find(casus_arena *a, const char *body, const char *country, int year, casus_text *text, casus_actors *out)
{
    casus_words words;
    casus_status st = casus_text_split(casus_str_of(body), NULL, 0, a, text, NULL);
    if (!st) st = casus_lang_find(lex, text, a, &words, NULL);
    casus_day day = year ? casus_day_of(year, 7, 1) : CASUS_DAY_NONE;
    if (!st) st = casus_who_find(lex, text, &words, day, country, a, out, NULL);
    if (!st) check_may(a, text, &words, out);
    return st;
}

static const casus_actor *with_words(const casus_actors *x, const casus_text *t, const char *words, size_t n)
{
    for (uint32_t i = 0; i < x->n_actor; i++)
        if (casus_str_eq(casus_cut(t->body, x->actor[i].span), (casus_str){words, n})) return &x->actor[i];
    return NULL;
}

static void check_one(const who_case *c, const casus_text *t, const casus_actors *x, const char *want, size_t n)
{
    if (want[0] == '!') {
        CHECK_CASE(!with_words(x, t, want + 1, n - 1), c->note);
        return;
    }
    const char *eq = memchr(want, '=', n);
    const casus_actor *a = with_words(x, t, want, (size_t)(eq - want));
    if (!CHECK_CASE(a != NULL, c->note)) return;
    char got[256], expected[256];
    snprintf(got, sizeof got, "%.*s/%s/%.*s", (int)a->name.n, a->name.p, casus_actor_kind_name(a->kind), (int)a->code.n, a->code.p);
    snprintf(expected, sizeof expected, "%.*s", (int)(want + n - eq - 1), eq + 1);
    CHECK_STR(got, expected);
}

static void check_cases(casus_arena *a)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        casus_text t;
        casus_actors x;
        casus_arena_reset(a);
        if (!CHECK_CASE(find(a, cases[i].text, cases[i].country, cases[i].year, &t, &x) == CASUS_OK, cases[i].note)) continue;
        for (const char *w = cases[i].want; *w;) {
            const char *end = strstr(w, "; ");
            size_t n = end ? (size_t)(end - w) : strlen(w);
            check_one(&cases[i], &t, &x, w, n);
            w = end ? end + 2 : w + n;
        }
    }
}

static const char *const longer[] = {
    "",
    "   \n\n",
    "Rebels of the Lord's Resistance Army (LRA) and the new Front for Peace (FFP) met Tuesday, U.N. officials said. FFP fighters "
    "left. Ugandan troops, the army, the police and Gen. John Okello, a spokesman, denied it. Okello said the rebels lied.",
    "al-Qaeda's Syrian affiliate Jabhat al-Nusra, the Army of Conquest and Hezbollah's fighters; Syria's, Iraq-based U.S.-led "
    "coalition forces and \xe2\x80\x9cIS\xe2\x80\x9d militants \xff\xfe in Raqqa\xe2\x80\x99s police station of of the The",
    "BOGOTA, 9 JAN 90 (EFE) -- [TEXT] RICARDO ALFONSO CASTELLAR, MAYOR OF ACHI, WHO WAS KIDNAPPED BY ARMY OF NATIONAL "
    "LIBERATION (ELN) GUERRILLAS, WAS FOUND DEAD TODAY. CASTELLAR'S BODY SHOWED SIGNS OF TORTURE, POLICE SAID.",
};

static void check_spans(const casus_text *t, const casus_actors *x)
{
    uint32_t end = 0;
    for (uint32_t i = 0; i < x->n_actor; i++) {
        const casus_actor *a = &x->actor[i];
        CHECK(a->n > 0 && a->first >= end && a->first + a->n <= t->n_token);
        CHECK(casus_span_end(a->span) <= t->body.n && a->span.len > 0);
        CHECK(a->name.n > 0 && a->entity >= 0);
        for (uint32_t k = 0; k < i; k++)
            if (x->actor[k].entity == a->entity) CHECK(casus_str_eq(x->actor[k].name, a->name));
        end = a->first + a->n;
    }
}

static void check_properties(casus_arena *a)
{
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        casus_text t;
        casus_actors x;
        casus_arena_reset(a);
        CHECK(find(a, longer[i], i % 2 ? "XX" : "UG", i % 2 ? 0 : 1990, &t, &x) == CASUS_OK);
        check_spans(&t, &x);
    }
}

/* Memberships hold for a time; a name that several have is that of the report's country. */
static void check_members(casus_arena *a)
{
    static const struct { int year; const char *want; } of_nusra[] = {
        {2013, "al-Qaida"}, {2015, "al-Qaida; Army of Conquest"}, {0, "al-Qaida; Army of Conquest"}};
    static const struct { const char *country, *want; } erp[] = {{"SV", "People's Revolutionary Army"}, {"AR", "People's Revolutionary Army of Argentina"}};
    casus_text t;
    casus_actors x;
    for (size_t i = 0; i < sizeof of_nusra / sizeof *of_nusra; i++) {
        casus_arena_reset(a);
        CHECK(find(a, "Jabhat al-Nusra attacked.", "SY", of_nusra[i].year, &t, &x) == CASUS_OK && x.n_actor == 1);
        if (x.n_actor) CHECK(casus_str_is(x.actor[0].member, of_nusra[i].want));
    }
    for (size_t i = 0; i < sizeof erp / sizeof *erp; i++) {
        casus_arena_reset(a);
        CHECK(find(a, "The ERP attacked.", erp[i].country, 1975, &t, &x) == CASUS_OK && x.n_actor == 1);
        if (x.n_actor) CHECK(casus_str_is(x.actor[0].name, erp[i].want));
    }
}

static void check_check(void)
{
    casus_buf out = {0};
    uint32_t n = 1;
    CHECK(casus_who_check(lex, &out, &n, NULL) == CASUS_OK && n == 0);
    if (out.n) fputs(out.p, stderr);
    casus_buf_free(&out);
}

/* The same person and the same body under a shorter name. */
static void check_entities(casus_arena *a)
{
    casus_text t;
    casus_actors x;
    casus_arena_reset(a);
    CHECK(find(a, longer[2], "UG", 2006, &t, &x) == CASUS_OK);
    const casus_actor *front = with_words(&x, &t, "Front for Peace", 15), *ffp = with_words(&x, &t, "FFP", 3);
    const casus_actor *whole = with_words(&x, &t, "John Okello", 11), *okello = with_words(&x, &t, "Okello", 6);
    if (CHECK(whole && okello)) CHECK(whole->entity == okello->entity);
    if (CHECK(front && ffp)) CHECK(front->entity == ffp->entity);
}

static void check_memory(void)
{
    uint64_t n = 1;
    for (casus_status st = CASUS_E_NOMEM; st == CASUS_E_NOMEM && n < 5000; n++) {
        casus_arena *a = casus_arena_new(0);
        casus_text t;
        casus_words w;
        casus_actors x;
        if (!CHECK(a && !casus_text_split(casus_str_of(longer[2]), NULL, 0, a, &t, NULL) && !casus_lang_find(lex, &t, a, &w, NULL))) return;
        casus_alloc_fail_after(n);
        casus_err err = {0};
        st = casus_who_find(lex, &t, &w, CASUS_DAY_NONE, "", a, &x, &err);
        casus_alloc_fail_after(0);
        CHECK(st == CASUS_OK || (st == CASUS_E_NOMEM && err.code == st && x.n_actor == 0 && !x.actor));
        casus_arena_free(a);
    }
    CHECK(n < 5000);
}

int main(void)
{
    casus_arena *a = casus_arena_new(0);
    char *where = NULL;
    if (CHECK(a && casus_lexicon_open(NULL, &lex, &where, NULL) == CASUS_OK)) {
        check_cases(a);
        check_properties(a);
        check_entities(a);
        check_members(a);
        check_check();
        check_memory();
    }
    casus_release(where);
    casus_lexicon_close(lex);
    casus_arena_free(a);
    return check_end();
}
