/* Dates and clock times in a zone, as moments. Moments are microseconds since
 * 1970-01-01T00:00:00Z; a day is its number since 1970-01-01. Pure. */
#ifndef FIND_CIVIL_H
#define FIND_CIVIL_H

#include "text/time.h"

#include <stdbool.h>
#include <stdint.h>

enum { CIVIL_DAY_S = 86400, CIVIL_US = 1000000 };

/* A time zone: how many seconds it is east of UTC at a moment, and how it is called then (at most
 * TIME_TEXT_BYTES). */
struct civil_zone {
    int (*offset_s)(const struct instant *t);
    void (*name)(const struct instant *t, char *out);
};

/* The zone that time_set_zone (text/time.h) has set; UI thread. */
extern const struct civil_zone civil_zone_in_force;

/* When a clock time is on a day. Where clocks are turned back it comes twice, and `last` is later
 * than `first`. A time that is left out where they are turned forward is the moment when that is
 * done, so that a later clock time is never an earlier moment. */
struct civil_span {
    int64_t first_us, last_us;
};
struct civil_span civil_moment(const struct civil_zone *z, int64_t day, int second);
/* From the day's first moment to its last microsecond; last is before first if the zone left the
 * day out. */
struct civil_span civil_day_span(const struct civil_zone *z, int64_t day);

/* The day that a moment is on, and the second of that day by the clock; second may be NULL. */
int64_t civil_day_at(const struct civil_zone *z, int64_t us, int *second);

struct civil_date {
    int year, month, day; /* month from 1 */
};
struct civil_date civil_date_of(int64_t day);
/* False unless the date exists and its year is 1971 to 9999, so that no zone puts it before 1970.
 */
bool civil_read_date(const struct civil_date *d, int64_t *day);
int civil_weekday(int64_t day); /* 0 is Sunday */

#endif
