/* How single values are written down. Used for each incident, a few times. */
#include "value.h"

#include <stdio.h>
#include <string.h>

void casus_value_versions(const casus_engine *e, casus_versions *v)
{
    const casus_lexicon *lex = e ? casus_engine_lexicon(e) : NULL;
    const casus_gazetteer *gaz = e ? casus_engine_gazetteer(e) : NULL;
    *v = (casus_versions){.program = CASUS_VERSION, .model = "none", .lexicon = "none", .gazetteer = "none"};
    if (lex) v->lexicon = casus_lexicon_version(lex);
    if (gaz) v->gazetteer = casus_gazetteer_version(gaz);
    if (e) v->model = casus_engine_models(e);
}

static bool partial(const casus_dating *d)
{
    return d->from == CASUS_DAY_NONE && d->month >= 1 && d->month <= 12 && d->mday >= 1 && d->mday <= 31;
}

void casus_value_dates(const casus_dating *d, casus_dates *out)
{
    *out = (casus_dates){0};
    memcpy(out->edtf, d->edtf, sizeof out->edtf - 1);
    if (partial(d)) {
        snprintf(out->from, sizeof out->from, "--%02u-%02u", d->month % 100u, d->mday % 100u);
        memcpy(out->to, out->from, sizeof out->to);
        if (!out->edtf[0]) snprintf(out->edtf, sizeof out->edtf, "XXXX%s", out->from + 1);
        return;
    }
    casus_day_iso(d->from, out->from);
    casus_day_iso(d->to, out->to);
    if (out->edtf[0] || !out->from[0]) return;
    if (d->to == d->from || !out->to[0])
        memcpy(out->edtf, out->from, sizeof out->from);
    else
        snprintf(out->edtf, sizeof out->edtf, "%s/%s", out->from, out->to);
}

casus_span casus_value_clip(casus_span s, casus_str text)
{
    if (s.off > text.n) return (casus_span){(uint32_t)text.n, 0};
    if (s.len > text.n - s.off) s.len = (uint32_t)(text.n - s.off);
    return s;
}

bool casus_value_has_point(const casus_place *p)
{
    double lat = p->lat, lon = p->lon;
    bool nowhere = lat > -1e-9 && lat < 1e-9 && lon > -1e-9 && lon < 1e-9;
    return p->resolved && !nowhere && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
}

const char *casus_value_precision(const casus_place *p)
{
    if (!p->resolved) return "";
    casus_precision v = p->entry.precision;
    if (p->near && (v == CASUS_PREC_POINT || v == CASUS_PREC_SETTLEMENT)) v = CASUS_PREC_NEAR;
    const char *name = casus_precision_name(v);
    return name ? name : "";
}
