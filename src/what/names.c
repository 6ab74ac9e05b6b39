/* The words for types, roles, qualities and the like, as they are written in envelopes and ledgers. */
#include <casus/what.h>

static const struct {
    const char *name, *family, *plover, *mode, *cameo;
} type_row[] = {
#define ROW(id, name, family, plover, mode, cameo) {name, family, plover, mode, cameo},
    CASUS_TYPE_MAP(ROW)
#undef ROW
};

const char *casus_type_name(casus_type t)
{
    return type_row[t].name;
}
const char *casus_type_family(casus_type t)
{
    return type_row[t].family;
}

casus_coding casus_type_coding(casus_type t)
{
    return (casus_coding){type_row[t].plover, type_row[t].mode, type_row[t].cameo};
}

const char *casus_claim_status_name(casus_claim_status s)
{
    static const char *const name[] = {"reported", "claimed", "confirmed", "denied", "planned", "hypothetical"};
    return name[s];
}

const char *casus_role_name(casus_role r)
{
    static const char *const name[] = {"perpetrator", "affected", "party"};
    return name[r];
}

const char *casus_quality_name(casus_quality q)
{
    static const char *const name[] = {"exact", "atleast", "about", "range", "vague"};
    return name[q];
}

const char *casus_victims_name(casus_victims v)
{
    static const char *const name[] = {"unknown", "civilians", "security forces", "militants", "mixed"};
    return name[v];
}

const char *casus_tally_name(int t)
{
    static const char *const name[] = {"killed", "injured", "abducted", "displaced"};
    return name[t];
}
