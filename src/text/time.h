/* Instants and durations: read from what providers send, written for people and for scripts. */
#ifndef TEXT_TIME_H
#define TEXT_TIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A moment. `known` false with `raw` set: something was sent that could not be read. */
struct instant {
    int64_t us;           /* microseconds since 1970-01-01T00:00:00Z */
    unsigned char digits; /* of the fraction as sent, 0 to 6 */
    bool known;
    const char *raw; /* as it came, borrowed from whoever made the instant; or NULL */
};

enum { TIME_TEXT_BYTES = 64 };

/* ISO 8601 / RFC 3339: `T` or a blank between date and time; `Z`, `+05:30`, `+0530` or nothing
 * (taken as UTC); fractions of any length, cut at 6 digits; years 1 to 9999. All of s must be used.
 */
bool time_parse_iso(const char *s, struct instant *out);
/* RFC 2822 and the three HTTP dates of RFC 9110, 5.6.7. */
bool time_parse_rfc2822(const char *s, struct instant *out);
/* Seconds, milliseconds or microseconds since 1970; 0 and what lies outside years 1 to 9999 is no
 * time. time_from_epoch_any picks seconds or milliseconds by the size of the number. */
bool time_from_epoch(double count, double per_second, struct instant *out);
bool time_from_epoch_any(double count, struct instant *out);

/* "HH:MM:SS", "MM:SS" with optional fraction, to seconds. */
bool time_parse_hms(const char *s, double *seconds);

/* RFC 3339 in UTC with `Z`; the fraction as sent. out has TIME_TEXT_BYTES; "" when not known, here
 * and below. */
void time_rfc3339(const struct instant *t, char *out);

/* The zone in force for those below: "local", "UTC" or a name of the zone database. False, and
 * nothing changed, when there is no such zone. The first name changes TZ for good: before threads
 * exist; from then on there is no such rule. */
bool time_set_zone(const char *zone);
void time_full(const struct instant *t, char *out);  /* 2024-01-15 10:30:00 UTC */
void time_clock(const struct instant *t, char *out); /* 10:30:00 */
void time_zone(const struct instant *t, char *out);  /* UTC */

/* 0:03, 4:05, 1:02:03; tenths are cut, a minus sign goes before; from 1e15 on "1e+300 s". out has
 * TIME_TEXT_BYTES; "" for what is no number. */
void time_duration_text(double seconds, char *out);

/* Microseconds since 1970 by the clock on the wall. */
int64_t time_wall_us(void);
/* Monotonic milliseconds, for time-outs and moving marks. */
int64_t time_now_ms(void);

#endif
