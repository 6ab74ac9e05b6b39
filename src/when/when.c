/* The room's door: marks, drafts, the report's day, values. One pass each; about a microsecond a token. */
#include "room.h"

#include <string.h>

const char *casus_basis_name(casus_basis b)
{
    static const char *const name[] = {"none", "inferred", "published", "relative", "stated"};
    return (unsigned)b < sizeof name / sizeof *name ? name[b] : "none";
}

casus_status casus_when_find(const casus_when *when, const casus_text *text, const casus_words *words,
                             const casus_when_opts *opts, casus_arena *a, casus_times *out, casus_err *err)
{
    *out = (casus_times){.ref = CASUS_DAY_NONE};
    when_scan s = {.text = text, .words = words, .room = when, .arena = a};
    s.mark = when_marks(when, text, a);
    if (!s.mark || !when_drafts(&s)) return casus_fail(err, CASUS_E_NOMEM, "time expressions", 0);
    when_report report;
    when_report_find(&s, opts, &report);
    if (!when_resolve(&s, &report, out)) {
        *out = (casus_times){.ref = CASUS_DAY_NONE};
        return casus_fail(err, CASUS_E_NOMEM, "time expressions", 0);
    }
    out->ref = report.ref;
    out->ref_inferred = report.inferred;
    out->ref_from = report.from;
    out->ref_to = report.to;
    for (uint32_t i = 0; i < report.n_reason; i++)
        out->ref_reason[i] = report.reason[i];
    memcpy(out->ref_edtf, report.edtf, sizeof out->ref_edtf);
    return CASUS_OK;
}
