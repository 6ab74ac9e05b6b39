/* Weak stand-ins for the rooms that ledger and export only ask for names and versions, so that these tests build and run
 * without them. Where the real rooms are linked, theirs are used. */
#include <casus/casus.h>

#define WEAK __attribute__((weak))

static const char *pick(const char *const *name, size_t n, int i) { return i >= 0 && (size_t)i < n ? name[i] : ""; }
#define PICK(list, i) pick(list, sizeof(list) / sizeof *(list), (int)(i))

WEAK const casus_lexicon *casus_engine_lexicon(const casus_engine *e) { (void)e; return NULL; }
WEAK const casus_gazetteer *casus_engine_gazetteer(const casus_engine *e) { (void)e; return NULL; }
WEAK const char *casus_lexicon_version(const casus_lexicon *lex) { (void)lex; return "none"; }
WEAK const char *casus_gazetteer_version(const casus_gazetteer *gaz) { (void)gaz; return "none"; }

WEAK const char *casus_pub_basis_name(casus_pub_basis b)
{
    static const char *const name[] = {"given", "meta", "url", "text", "inferred"};
    return b == CASUS_PUB_NONE ? NULL : PICK(name, (int)b - 1);
}

WEAK const char *casus_basis_name(casus_basis b)
{
    static const char *const name[] = {"none", "inferred", "published", "relative", "stated"};
    return PICK(name, b);
}

WEAK const char *casus_precision_name(casus_precision p)
{
    static const char *const name[] = {"unknown", "point", "settlement", "near", "district", "province", "region", "country"};
    return PICK(name, p);
}

WEAK const char *casus_actor_kind_name(casus_actor_kind k)
{
    static const char *const name[] = {"unknown", "state", "forces", "armed", "org", "media", "person", "civilian", "group"};
    return PICK(name, k);
}

WEAK const char *casus_type_name(casus_type t)
{
#define NAME(id, name, family, plover, mode, cameo) name,
    static const char *const name[] = {CASUS_TYPE_MAP(NAME)};
#undef NAME
    return PICK(name, t);
}

WEAK const char *casus_claim_status_name(casus_claim_status s)
{
    static const char *const name[] = {"reported", "claimed", "confirmed", "denied", "planned", "hypothetical"};
    return PICK(name, s);
}

WEAK const char *casus_role_name(casus_role r)
{
    static const char *const name[] = {"perpetrator", "affected", "party"};
    return PICK(name, r);
}

WEAK const char *casus_quality_name(casus_quality q)
{
    static const char *const name[] = {"exact", "atleast", "about", "range", "vague"};
    return PICK(name, q);
}

WEAK const char *casus_victims_name(casus_victims v)
{
    static const char *const name[] = {"unknown", "civilians", "security forces", "militants", "mixed"};
    return PICK(name, v);
}

WEAK const char *casus_tally_name(int t)
{
    static const char *const name[] = {"killed", "injured", "abducted", "displaced"};
    return PICK(name, t);
}

static int votes(const casus_tally *t, uint32_t n, uint32_t i)
{
    int v = 0;
    for (uint32_t k = 0; k < n; k++) v += t[k].set && t[k].low == t[i].low;
    return v;
}

/* The rule of incident.h, word for word. */
WEAK void casus_tally_merge(const casus_tally *t, uint32_t n, casus_tally *out, int32_t *best)
{
    *out = (casus_tally){0};
    int most = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (!t[i].set) continue;
        casus_tally was = *out;
        int v = votes(t, n, i);
        *out = t[i];
        if (was.set) {
            if (was.low < out->low) out->low = was.low;
            if (was.high < 0 || (out->high >= 0 && was.high > out->high)) out->high = was.high;
            if (out->low != out->high) out->q = CASUS_Q_RANGE;
            if (was.category != out->category) out->category = CASUS_V_MIXED;
        }
        if (v >= most && best) *best = t[i].low;
        if (v > most) most = v;
    }
}
