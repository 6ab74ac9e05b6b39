/* The list of statuses, as text, HTTP status and exit status. */
#include <casus/base.h>

static const struct {
    const char *name, *text;
    int http, exit;
} status[] = {
#define ROW(id, name, text, http, code) {name, text, http, code},
    CASUS_STATUS_MAP(ROW)
#undef ROW
};

const char *casus_status_text(casus_status s) { return status[s].text; }
int casus_status_exit(casus_status s) { return status[s].exit; }
int casus_status_http(casus_status s) { return status[s].http; }

const char *casus_status_name(casus_status s) { return status[s].name; }

casus_status casus_fail(casus_err *err, casus_status code, const char *what, uint64_t at)
{
    if (err) *err = (casus_err){.code = code, .what = what, .at = at};
    return code;
}
