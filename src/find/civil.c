/* A zone only says how far it is from UTC at a moment. What a clock time is follows from the
 * offsets of the day before and the day after, as no zone changes twice within two days. */
#include "find/civil.h"

#include <time.h>

const struct civil_zone civil_zone_in_force = {time_offset_s, time_zone};

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Beyond what microseconds can count: the first and the last second that they can. A range without
 * a beginning has its first one. */
static int64_t us_of(int64_t s)
{
    int64_t first = INT64_MIN / CIVIL_US, last = INT64_MAX / CIVIL_US;
    return (s < first ? first : s > last ? last : s) * CIVIL_US;
}

static int64_t offset_at(const struct civil_zone *z, int64_t s)
{
    struct instant t = {.us = us_of(s), .known = true};
    return z->offset_s(&t);
}

/* The first second after `from` with another offset than there. */
static int64_t next_change(const struct civil_zone *z, int64_t from, int64_t to)
{
    int64_t before = offset_at(z, from);
    while (to - from > 1) {
        int64_t middle = from + (to - from) / 2;
        if (offset_at(z, middle) == before)
            from = middle;
        else
            to = middle;
    }
    return to;
}

struct civil_span civil_moment(const struct civil_zone *z, int64_t day, int second)
{
    int64_t clock = day * CIVIL_DAY_S + second;
    int64_t a = clock - offset_at(z, clock - CIVIL_DAY_S);
    int64_t b = clock - offset_at(z, clock + CIVIL_DAY_S);
    bool a_is = a + offset_at(z, a) == clock, b_is = b + offset_at(z, b) == clock;
    if (!a_is && !b_is)
        a = b = next_change(z, clock - CIVIL_DAY_S, clock + CIVIL_DAY_S);
    else if (!a_is)
        a = b;
    else if (!b_is)
        b = a;
    return (struct civil_span){us_of(a), us_of(b)};
}

struct civil_span civil_day_span(const struct civil_zone *z, int64_t day)
{
    return (struct civil_span){civil_moment(z, day, 0).first_us,
                               civil_moment(z, day + 1, 0).first_us - 1};
}

int64_t civil_day_at(const struct civil_zone *z, int64_t us, int *second)
{
    int64_t s = floor_div(us, CIVIL_US), clock = s + offset_at(z, s);
    int64_t day = floor_div(clock, CIVIL_DAY_S);
    if (second)
        *second = (int)(clock - day * CIVIL_DAY_S);
    return day;
}

struct civil_date civil_date_of(int64_t day)
{
    time_t s = day * CIVIL_DAY_S;
    struct tm tm;
    if (!gmtime_r(&s, &tm))
        return (struct civil_date){1970, 1, 1};
    return (struct civil_date){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
}

bool civil_read_date(const struct civil_date *d, int64_t *day)
{
    if (d->year < 1971 || d->year > 9999 || d->month < 1 || d->month > 12 || d->day < 1)
        return false;
    struct tm tm = {.tm_year = d->year - 1900, .tm_mon = d->month - 1, .tm_mday = d->day};
    time_t s = timegm(&tm);
    if (tm.tm_mon != d->month - 1)
        return false;
    *day = s / CIVIL_DAY_S;
    return true;
}

int civil_weekday(int64_t day)
{
    enum { THURSDAY = 4 }; /* 1970-01-01 */
    return (int)((day % 7 + 7 + THURSDAY) % 7);
}
