/* The times of a query: a day, a clock time, both, so long ago, or a range of these. Pure: what the
 * time is, and in which zone, is given.
 *
 *   today yesterday mon..sun 2026-11-28   the day; a weekday is the latest that has begun
 *   14:00, yesterday 14:00                half an hour either side
 *   2h -2h                                since then; a day is 24 hours
 *   A..B A.. ..B                          a range of these, and of @SECONDS (since 1970; up to six
 *                                         digits may follow a point) and now
 *
 * What is not obvious:
 * - A clock time without a day is the latest that has been, and so is one after a weekday: on a
 *   Monday at 15:00, `mon 18:00` is a week ago, and `mon` is today. `today 18:00` is as it says.
 * - The beginning of a range is the latest that is not after now, and not after the end where that
 *   is fixed: `14:00..yesterday 16:00` is two hours.
 * - An end that is not fixed comes from the beginning on: a day at or after it, a clock time after
 *   it (`14:00..14:00` is 24 hours).
 * - An end that has not come yet is now, but a day that has begun is whole.
 * - `..B` begins so many times 24 hours before its end, which for a day is the next midnight.
 * - The ends belong to the range; a day ends a microsecond before the next one.
 * - A clock time that comes twice counts from its first to its last moment. One that the clocks
 *   leave out is the moment when they are turned.
 * - A range that begins in the future is refused, as its end, now, is before it. */
#ifndef FIND_TIME_WORDS_H
#define FIND_TIME_WORDS_H

#include "base/err.h"
#include "find/civil.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct time_words {
    int64_t now_us;
    const struct civil_zone *zone;
    int days; /* how long before its end `..B` begins: the option find_days */
};

/* Both ends belong to it. */
struct time_range {
    int64_t since_us; /* INT64_MIN: no beginning */
    int64_t until_us; /* INT64_MAX: no end */
};

enum time_words_result {
    TIME_WORDS_NONE,   /* no time: *bytes, *out and *e are as they were */
    TIME_WORDS_READ,   /* *bytes and *out are set */
    TIME_WORDS_REFUSED /* begins like a time: *bytes and *e are set */
};

/* Reads the time at the beginning of a text. *bytes is how much of the text it takes: a day and the
 * clock time after it are one time. */
enum time_words_result time_words_read(const struct time_words *w, const char *text, size_t *bytes,
                                       struct time_range *out, struct err *e);
/* Whether all of s is a day, a clock time, so long ago, a moment or now. */
bool time_words_is_point(const struct time_words *w, const char *s);

/* The seconds of a unit, s m h or d in either case; 0: it is not a unit. */
int time_words_unit_s(char unit);

/* The words, for completion: today, yesterday, mon to sun, now; NULL after the last one. */
const char *time_words_name(size_t index);
const char *time_words_sentence(size_t index);

#endif
