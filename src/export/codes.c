/* Tables that lead from our types, actors and places to the codes of other layouts. The layouts themselves are in FORMATS: what is
 * not in a table is left empty in the export. Looked up a few times a row. */
#include "codes.h"

#include <string.h>

/* ---------------------------------------------------------------- ACLED event types */

static const char violence[] = "Political violence", crowds[] = "Demonstrations", strategy[] = "Strategic developments";
static const char battles[] = "Battles", remote[] = "Explosions/Remote violence", civilians[] = "Violence against civilians";

static const struct {
    casus_type type;
    export_acled_type to;
} acled[] = {
    {CASUS_TYPE_AIR_STRIKE, {violence, remote, "Air/drone strike"}},
    {CASUS_TYPE_SHELLING, {violence, remote, "Shelling/artillery/missile attack"}},
    {CASUS_TYPE_ARMED_CLASH, {violence, battles, "Armed clash"}},
    {CASUS_TYPE_BOMBING, {violence, remote, "Remote explosive/landmine/IED"}},
    {CASUS_TYPE_SUICIDE_BOMBING, {violence, remote, "Suicide bomb"}},
    {CASUS_TYPE_SHOOTING, {violence, battles, "Armed clash"}},
    {CASUS_TYPE_EXECUTION, {violence, civilians, "Attack"}},
    {CASUS_TYPE_ATTACK_CIVILIANS, {violence, civilians, "Attack"}},
    {CASUS_TYPE_ABDUCTION_DETENTION, {violence, civilians, "Abduction/forced disappearance"}},
    {CASUS_TYPE_SIEGE, {strategy, strategy, "Other"}},
    {CASUS_TYPE_TERRITORY_CHANGE, {violence, battles, ""}},
    {CASUS_TYPE_DISPLACEMENT, {strategy, strategy, "Other"}},
    {CASUS_TYPE_PROTEST, {crowds, "Protests", "Peaceful protest"}},
    {CASUS_TYPE_RIOT, {crowds, "Riots", "Violent demonstration"}},
    {CASUS_TYPE_AGREEMENT, {strategy, strategy, "Agreement"}},
};

static int type_of(casus_str name)
{
    for (int i = 0; i < CASUS_N_TYPE; i++)
        if (casus_str_is(name, casus_type_name((casus_type)i))) return i;
    return -1;
}

/* Where the type alone does not say it: arrests are the state's, a shooting of civilians is no battle, ground changes hands to
 * somebody, and a protest at which people died was not peaceful. */
export_acled_type export_acled_of(const casus_row *r, bool state_does, bool state_known, bool hits_civilians)
{
    export_acled_type t = {0};
    int type = type_of(r->type);
    for (size_t i = 0; i < sizeof acled / sizeof *acled; i++)
        if ((int)acled[i].type == type) t = acled[i].to;
    bool deaths = r->tally[CASUS_KILLED].set && (r->tally[CASUS_KILLED].best > 0 || r->tally[CASUS_KILLED].low > 0);
    if (type == CASUS_TYPE_SHOOTING && hits_civilians) t = (export_acled_type){violence, civilians, "Attack"};
    if (type == CASUS_TYPE_ABDUCTION_DETENTION && state_does) t = (export_acled_type){strategy, strategy, "Arrests"};
    if (type == CASUS_TYPE_TERRITORY_CHANGE && state_known)
        t.sub = state_does ? "Government regains territory" : "Non-state actor overtakes territory";
    if (type == CASUS_TYPE_PROTEST && deaths)
        t = (export_acled_type){"Political violence; Demonstrations", "Protests", "Excessive force against protesters"};
    return t;
}

const char *export_acled_family(casus_str event, casus_str sub)
{
    static const struct {
        const char *event, *family;
    } family[] = {{"Battles", "force"}, {"Explosions/Remote violence", "force"}, {"Violence against civilians", "force"},
                  {"Protests", "crowd"}, {"Riots", "crowd"}};
    if (casus_str_is(sub, "Abduction/forced disappearance") || casus_str_is(sub, "Arrests")) return "hold";
    if (casus_str_is(sub, "Agreement")) return "talk";
    for (size_t i = 0; i < sizeof family / sizeof *family; i++)
        if (casus_str_is(event, family[i].event)) return family[i].family;
    return "";
}

/* ---------------------------------------------------------------- actors */

static const char *const inter_name[] = {"", "State forces", "Rebel group", "Political militia", "Identity militia", "Rioters",
                                         "Protesters", "Civilians", "External/Other forces"};
const char *export_inter_name(int inter) { return inter >= 0 && inter <= 8 ? inter_name[inter] : ""; }

/* The sectors of PLOVER and what ACLED and we take their people for. */
static const struct {
    char code[4];
    int inter; /* 0: not an actor of ACLED by its sector */
} sector[] = {
    {"COP", 1}, {"GOV", 1}, {"JUD", 1}, {"LEG", 1}, {"MIL", 1}, {"SPY", 1}, {"PRM", 3}, {"REB", 2}, {"UAF", 3}, {"CRM", 3},
    {"PTY", 0}, {"OPP", 0}, {"UNK", 0}, {"AGR", 7}, {"BUS", 7}, {"CVL", 7}, {"EDU", 7}, {"ELI", 7}, {"JRN", 7}, {"LAB", 7},
    {"MED", 7}, {"REF", 7}, {"PRE", 7}, {"REL", 7}, {"SOC", 7}, {"NGO", 7}, {"IGO", 8},
};
enum { N_SECTOR = sizeof sector / sizeof *sector };

static int sector_at(casus_str code)
{
    for (int i = 0; i < N_SECTOR && code.n >= 3; i++)
        if (memcmp(code.p + code.n - 3, sector[i].code, 3) == 0) return i;
    return -1;
}

casus_str export_sector(casus_str code)
{
    return sector_at(code) < 0 ? (casus_str){0} : (casus_str){code.p + code.n - 3, 3};
}

casus_str export_origin(casus_str code)
{
    if (sector_at(code) >= 0) code.n -= 3;
    return code.n >= 3 ? (casus_str){code.p, 3} : (casus_str){0};
}

static int inter_of_sector(casus_str code)
{
    int i = sector_at(code);
    return i < 0 ? 0 : sector[i].inter;
}

bool export_is_state(const casus_party *p)
{
    if (casus_str_is(p->kind, "state") || casus_str_is(p->kind, "forces")) return true;
    return !casus_str_is(p->kind, "armed") && inter_of_sector(p->code) == 1;
}

bool export_is_armed(const casus_party *p)
{
    int inter = inter_of_sector(p->code);
    return casus_str_is(p->kind, "armed") || (!export_is_state(p) && (inter == 2 || inter == 3));
}

bool export_is_civilian(const casus_party *p) { return casus_str_is(p->kind, "civilian") || inter_of_sector(p->code) == 7; }

/* Forces of a state that is not the one where it happened are external ones. */
int export_inter(const casus_party *p, casus_str country, casus_str type)
{
    int inter = inter_of_sector(p->code);
    if (export_is_state(p)) return p->country.n && country.n && !casus_str_eq(p->country, country) ? 8 : 1;
    if (export_is_armed(p)) return inter == 2 || inter == 3 ? inter : 2;
    bool people = export_is_civilian(p) || casus_str_is(p->kind, "group") || !p->code.n;
    if (people && casus_str_is(type, "protest")) return 6;
    if (people && casus_str_is(type, "riot")) return 5;
    if (inter) return inter;
    return export_is_civilian(p) ? 7 : 0;
}

/* ---------------------------------------------------------------- places */

export_precision export_precision_of(casus_str name)
{
    static const struct {
        casus_precision precision;
        export_precision to;
    } table[] = {
        {CASUS_PREC_POINT, {1, 1, 5, 4}}, {CASUS_PREC_SETTLEMENT, {1, 1, 4, 4}}, {CASUS_PREC_NEAR, {2, 2, 4, 4}},
        {CASUS_PREC_DISTRICT, {2, 3, 3, 5}}, {CASUS_PREC_PROVINCE, {3, 4, 2, 5}}, {CASUS_PREC_REGION, {3, 5, 1, 1}},
        {CASUS_PREC_COUNTRY, {0, 6, 1, 1}},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (casus_str_is(name, casus_precision_name(table[i].precision))) return table[i].to;
    return (export_precision){0};
}

/* ---------------------------------------------------------------- CAMEO and PLOVER */

int export_quad(casus_str cameo)
{
    if (cameo.n < 2 || cameo.p[0] < '0' || cameo.p[0] > '2' || cameo.p[1] < '0' || cameo.p[1] > '9') return 0;
    int root = 10 * (cameo.p[0] - '0') + (cameo.p[1] - '0');
    return root < 1 || root > 20 ? 0 : root <= 5 ? 1 : root <= 8 ? 2 : root <= 13 ? 3 : 4;
}

/* Goldstein's scale as it is kept for CAMEO, for the codes that we give. */
bool export_goldstein(casus_str cameo, double *v)
{
    static const struct {
        char code[5];
        float value;
    } scale[] = {
        {"010", 0}, {"020", 3}, {"030", 4}, {"036", 4}, {"040", 1}, {"042", 1.9f}, {"043", 2.8f}, {"050", 3.5f}, {"051", 3.4f},
        {"057", 8}, {"060", 6}, {"070", 7}, {"080", 5}, {"087", 9}, {"0871", 9}, {"100", -5}, {"110", -2}, {"111", -2}, {"112", -2},
        {"120", -4}, {"130", -4.4f}, {"140", -6.5f}, {"141", -6.5f}, {"143", -6.5f}, {"145", -7.5f}, {"150", -7.2f}, {"160", -4},
        {"163", -8}, {"170", -7}, {"173", -5}, {"180", -9}, {"181", -9}, {"183", -10}, {"1831", -10}, {"190", -10}, {"191", -9.5f},
        {"192", -9.5f}, {"193", -10}, {"194", -10}, {"195", -10}, {"200", -10}, {"202", -10}, {"203", -10}, {"204", -10},
    };
    for (size_t i = 0; i < sizeof scale / sizeof *scale; i++) {
        if (!casus_str_is(cameo, scale[i].code)) continue;
        *v = (double)scale[i].value;
        return true;
    }
    return false;
}

/* The intensities that the published manual gives; mode "" stands for all others of the category. */
static const struct {
    const char *category, *mode;
    int quad;
    float intensity; /* 0: not published */
} plover[] = {
    {"AGREE", "", 1, 0}, {"CONSULT", "", 1, 0}, {"SUPPORT", "", 1, 0}, {"CONCEDE", "", 1, 0},
    {"COOPERATE", "", 2, 9.5f}, {"AID", "", 2, 10}, {"RETREAT", "ceasefire", 2, 7.5f}, {"RETREAT", "", 2, 6.5f},
    {"REQUEST", "", 3, 0}, {"ACCUSE", "", 3, 0}, {"REJECT", "", 3, 0}, {"THREATEN", "", 3, -3.5f},
    {"PROTEST", "riot", 4, -7}, {"PROTEST", "", 4, -5}, {"SANCTION", "", 4, -6}, {"MOBILIZE", "", 4, -5.5f}, {"COERCE", "", 4, -7},
    {"ASSAULT", "suicide-attack", 4, -9.5f}, {"ASSAULT", "aerial", 4, -9.5f}, {"ASSAULT", "drone", 4, -9.5f},
    {"ASSAULT", "heavy-weapons", 4, -9.5f}, {"ASSAULT", "targeted", 4, -9.5f}, {"ASSAULT", "unconventional", 4, -10},
    {"ASSAULT", "beat", 4, -7.5f}, {"ASSAULT", "", 4, -9},
};

int export_plover_quad(casus_str category)
{
    for (size_t i = 0; i < sizeof plover / sizeof *plover; i++)
        if (casus_str_is(category, plover[i].category)) return plover[i].quad;
    return 0;
}

bool export_plover_intensity(casus_str category, casus_str mode, double *v)
{
    for (size_t i = 0; i < sizeof plover / sizeof *plover; i++) {
        bool fits = casus_str_is(category, plover[i].category) && (!plover[i].mode[0] || casus_str_is(mode, plover[i].mode));
        if (!fits) continue;
        *v = (double)plover[i].intensity;
        return plover[i].intensity < 0 || plover[i].intensity > 0;
    }
    return false;
}
