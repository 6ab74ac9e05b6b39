/* Calendar days as counts. The conversion counts from 1 March, so that the leap day comes last (Hinnant's "days from civil").
 */
#include <casus/base.h>

#include <stdio.h>

static bool is_leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

int casus_month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) return 0;
    return days[month - 1] + (month == 2 && is_leap(year));
}

casus_day casus_day_of(int year, int month, int day)
{
    if (year < -9999 || year > 9999 || day < 1 || day > casus_month_days(year, month)) return CASUS_DAY_NONE;
    int y = year - (month <= 2);
    int era = (y >= 0 ? y : y - 399) / 400;
    int yoe = y - era * 400;
    int doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void casus_day_split(casus_day d, int *year, int *month, int *day)
{
    int z = d + 719468;
    int era = (z >= 0 ? z : z - 146096) / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}

int casus_day_weekday(casus_day d) { return (int)((((int64_t)d + 3) % 7 + 7) % 7); }

void casus_day_iso(casus_day d, char out[16])
{
    int y, m, day;
    out[0] = '\0';
    if (d == CASUS_DAY_NONE) return;
    casus_day_split(d, &y, &m, &day);
    snprintf(out, 16, "%04d-%02u-%02u", y % 10000, (unsigned)m % 100, (unsigned)day % 100);
}

static int digits(const char *p, int n)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9') return -1;
        v = v * 10 + (p[i] - '0');
    }
    return v;
}

casus_day casus_day_read(casus_str iso)
{
    if (iso.n < 10 || iso.p[4] != '-' || iso.p[7] != '-' || (iso.n > 10 && iso.p[10] >= '0' && iso.p[10] <= '9'))
        return CASUS_DAY_NONE;
    int y = digits(iso.p, 4), m = digits(iso.p + 5, 2), d = digits(iso.p + 8, 2);
    return y < 0 || m < 0 || d < 0 ? CASUS_DAY_NONE : casus_day_of(y, m, d);
}
