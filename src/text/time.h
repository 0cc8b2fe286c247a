/* Instants and durations: read from what providers send, and written for people and for scripts. */
#ifndef TEXT_TIME_H
#define TEXT_TIME_H

#include <stdbool.h>
#include <stdint.h>

/* A moment. If it has `raw` but is not `known`, the provider sent a time that cannot be read. */
struct instant {
    int64_t us;           /* microseconds since 1970-01-01T00:00:00Z */
    unsigned char digits; /* of the fraction as sent, 0 to 6 */
    bool known;
    bool zoneless;   /* read from a text without a zone, as UTC */
    const char *raw; /* the text that was sent, owned by the creator of the instant; or NULL */
};

enum { TIME_TEXT_BYTES = 64 };

/* The reading functions return false, and leave *out alone, unless all of s is such a time. Years
 * are 1 to 9999. */

/* ISO 8601 and RFC 3339: `T` or a blank between date and time; `Z`, `+05:30`, `+0530` or no zone,
 * which means UTC; a fraction of any length, cut after 6 digits. */
bool time_parse_iso(const char *s, struct instant *out);
/* The dates of RFC 2822 and the three forms of HTTP dates (RFC 9110, 5.6.7). curl_getdate() would
 * not do: it reads 31 Nov as 1 Dec, 70 as 2070, a date without a time and `20240115`, and refuses a
 * comment. */
bool time_parse_rfc2822(const char *s, struct instant *out);
/* Seconds, milliseconds or microseconds since 1970; 0 means that no time was given. The second one
 * tells seconds from milliseconds by the size of the number. */
bool time_from_epoch(double count, double per_second, struct instant *out);
bool time_from_epoch_any(double count, struct instant *out);

/* Whether this is what systems write for a time that they do not have: the origin of Unix time, or
 * the first day of the year 1 (Go, .NET). */
bool time_is_stand_in(const struct instant *t);

/* Reads "HH:MM:SS" or "MM:SS", with a fraction or without. */
bool time_parse_hms(const char *s, double *seconds);

/* The writing functions fill `out`, which has TIME_TEXT_BYTES, with "" for an unknown time. */

/* RFC 3339 in UTC with `Z`; the fraction has as many digits as were sent. */
void time_rfc3339(const struct instant *t, char *out);

/* Puts TZ into the environment, with the zone the program was started with. Call it before threads
 * exist; then zones may be named at any time. */
void time_allow_zones(void);
/* Sets the zone of the functions below: "local", "UTC" or a name of the zone database. Returns
 * false and changes nothing if there is no such zone. The first call with a name also does what
 * time_allow_zones does. UI thread. */
bool time_set_zone(const char *zone);
void time_full(const struct instant *t, char *out);  /* 2024-01-15 10:30:00 UTC */
void time_clock(const struct instant *t, char *out); /* 10:30:00 */
void time_zone(const struct instant *t, char *out);  /* UTC */
/* How many seconds that zone is east of UTC at this moment; 0 for an unknown time. */
int time_offset_s(const struct instant *t);

/* 0:03, 4:05, 1:02:03; fractions are cut; from 1e15 on "1e+300 s". out has TIME_TEXT_BYTES and gets
 * "" for NaN and infinity. */
void time_duration_text(double seconds, char *out);
/* A short time with so many decimals and the unit after it: "0.8 s"; from a minute on as above, but
 * rounded to seconds. */
void time_short_text(double seconds, int decimals, const char *unit, char *out);
/* Whether it is more than 0.0 with one decimal; false for NaN. */
bool time_has_tenths(double seconds);

/* Microseconds since 1970 by the real-time clock. */
int64_t time_wall_us(void);
/* Milliseconds by the monotonic clock, for time-outs and animations. */
int64_t time_now_ms(void);
/* Processor time of this thread in milliseconds, for limits that other programs must not use up. */
int64_t time_cpu_ms(void);

#endif
