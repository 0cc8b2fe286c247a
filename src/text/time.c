/* Reading and RFC 3339 are pure; the zone belongs to the UI thread. */
#include "text/time.h"

#include "base/alloc.h"
#include "text/ascii.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

static const int64_t FIRST_S = -62135596800; /* 0001-01-01T00:00:00Z */
static const int64_t LAST_S = 253402300799;  /* 9999-12-31T23:59:59Z */
enum { US = 1000000 };

/* A date and time as it is written. */
struct civil {
    int year, month, day, hour, minute, second; /* month from 1 */
    int us, digits;
    int offset_s; /* east of UTC */
    bool zoneless;
};

/* Each read_*() moves *p over what its name says, or returns false. */
static bool read_char(const char **p, char c)
{
    if (**p != c)
        return false;
    ++*p;
    return true;
}

static bool read_any(const char **p, const char *set)
{
    if (!**p || !strchr(set, **p))
        return false;
    ++*p;
    return true;
}

static bool read_number(const char **p, int min_digits, int max_digits, int *out)
{
    int value = 0, n = 0;
    while (n < max_digits && ascii_is_digit((*p)[n]))
        value = value * 10 + ((*p)[n++] - '0');
    if (n < min_digits || ascii_is_digit((*p)[n]))
        return false;
    *p += n;
    *out = value;
    return true;
}

static bool read_blanks(const char **p)
{
    const char *start = *p;
    while (read_any(p, " \t"))
        ;
    return *p > start;
}

/* Exactly two digits, whatever follows them. */
static bool read_two_digits(const char **p, int *out)
{
    if (!ascii_is_digit((*p)[0]) || !ascii_is_digit((*p)[1]))
        return false;
    *out = ((*p)[0] - '0') * 10 + (*p)[1] - '0';
    *p += 2;
    return true;
}

/* The digits after the point, at least one; those after the sixth are cut. */
static bool read_fraction(const char **p, int *us, int *digits)
{
    int scale = US;
    *us = *digits = 0;
    if (!ascii_is_digit(**p))
        return false;
    for (; ascii_is_digit(**p); ++*p) {
        scale /= 10;
        *us += (**p - '0') * scale;
        *digits += scale > 0;
    }
    return true;
}

/* +05:30, +0530, +05 */
static bool read_offset(const char **p, int *offset_s)
{
    int sign = **p == '-' ? -1 : 1, hours, minutes = 0;
    if (!read_any(p, "+-") || !read_two_digits(p, &hours))
        return false;
    if ((read_char(p, ':') || ascii_is_digit(**p)) && !read_two_digits(p, &minutes))
        return false;
    *offset_s = sign * (hours * 60 + minutes) * 60;
    return hours < 24 && minutes < 60;
}

/* The zone names of RFC 2822, 4.3 */
static bool read_zone_name(const char **p, int *offset_s)
{
    static const struct {
        const char *name;
        int hours;
    } zones[] = {{"GMT", 0},  {"UTC", 0},  {"UT", 0},   {"Z", 0},    {"EST", -5}, {"EDT", -4},
                 {"CST", -6}, {"CDT", -5}, {"MST", -7}, {"MDT", -6}, {"PST", -8}, {"PDT", -7}};
    size_t n = 0;
    while (ascii_is_letter((*p)[n]))
        n++;
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        if (n == strlen(zones[i].name) && strncasecmp(*p, zones[i].name, n) == 0) {
            *p += n;
            *offset_s = zones[i].hours * 3600;
            return true;
        }
    return false;
}

/* 10:30, 10:30:00, 10:30:00.123 */
static bool read_clock(const char **p, struct civil *c)
{
    if (!read_two_digits(p, &c->hour) || !read_char(p, ':') || !read_two_digits(p, &c->minute))
        return false;
    if (!read_char(p, ':'))
        return true;
    if (!read_two_digits(p, &c->second))
        return false;
    return !read_any(p, ".,") || read_fraction(p, &c->us, &c->digits);
}

/* Returns false for a date or time that does not exist. A leap second becomes the first second of
 * the next minute. */
static bool civil_instant(const struct civil *c, struct instant *out)
{
    if (c->year < 1 || c->month < 1 || c->month > 12 || c->day < 1 || c->hour > 23 ||
        c->minute > 59 || c->second > 60)
        return false;
    struct tm tm = {.tm_year = c->year - 1900, .tm_mon = c->month - 1, .tm_mday = c->day};
    int64_t days_s = timegm(&tm);
    if (tm.tm_mon != c->month - 1) /* the day was beyond the end of the month */
        return false;
    int64_t s = days_s + c->hour * 3600 + c->minute * 60 + c->second - c->offset_s;
    if (s < FIRST_S || s > LAST_S)
        return false;
    *out = (struct instant){.us = s * US + c->us,
                            .digits = (unsigned char)c->digits,
                            .known = true,
                            .zoneless = c->zoneless};
    return true;
}

bool time_parse_iso(const char *s, struct instant *out)
{
    struct civil c = {0};
    if (!read_number(&s, 4, 4, &c.year) || !read_char(&s, '-') || !read_two_digits(&s, &c.month) ||
        !read_char(&s, '-') || !read_two_digits(&s, &c.day) || !read_any(&s, "Tt ") ||
        !read_clock(&s, &c))
        return false;
    read_char(&s, ' ');
    c.zoneless = !*s;
    if (*s && !read_zone_name(&s, &c.offset_s) && !read_offset(&s, &c.offset_s))
        return false;
    return !*s && civil_instant(&c, out);
}

static bool read_month(const char **p, int *month)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    for (int i = 0; i < 12; i++)
        if (strncasecmp(*p, names + 3 * i, 3) == 0) {
            *p += 3;
            *month = i + 1;
            return !ascii_is_letter(**p);
        }
    return false;
}

/* Two digits up to 49 count from 2000; other years of two or three digits from 1900 (RFC
 * 2822, 4.3). */
static bool read_year(const char **p, int *year)
{
    const char *start = *p;
    if (!read_number(p, 2, 4, year))
        return false;
    if (*p - start == 3 || (*p - start == 2 && *year >= 50))
        *year += 1900;
    else if (*p - start == 2)
        *year += 2000;
    return true;
}

/* 15 Jan 2024 10:30:00 +0000; the obsolete form of HTTP has dashes in the date */
static bool read_mail_date(const char **p, struct civil *c)
{
    if (!read_number(p, 1, 2, &c->day) || !read_any(p, " -"))
        return false;
    read_blanks(p);
    if (!read_month(p, &c->month) || !read_any(p, " -"))
        return false;
    read_blanks(p);
    if (!read_year(p, &c->year) || !read_blanks(p) || !read_clock(p, c))
        return false;
    read_blanks(p);
    c->zoneless = !**p;
    return !**p || read_zone_name(p, &c->offset_s) || read_offset(p, &c->offset_s);
}

/* Nov  6 08:49:37 1994 */
static bool read_asctime(const char **p, struct civil *c)
{
    return read_month(p, &c->month) && read_blanks(p) && read_number(p, 1, 2, &c->day) &&
           read_blanks(p) && read_clock(p, c) && read_blanks(p) && read_number(p, 4, 4, &c->year);
}

bool time_parse_rfc2822(const char *s, struct instant *out)
{
    struct civil c = {0};
    read_blanks(&s);
    if (ascii_is_letter(*s)) {
        while (ascii_is_letter(*s))
            s++;
        read_char(&s, ',');
        read_blanks(&s);
    }
    if (!(ascii_is_digit(*s) ? read_mail_date(&s, &c) : read_asctime(&s, &c)))
        return false;
    read_blanks(&s);
    const char *comment_end = *s == '(' ? strchr(s, ')') : NULL; /* "(CET)" */
    s = comment_end ? comment_end + 1 : s;
    return !*s && civil_instant(&c, out);
}

/* The number of digits after the point without the zeros at the end. */
static unsigned char fraction_digits(int64_t us)
{
    unsigned char digits = 6;
    int64_t rest = us % US;
    for (; digits && rest % 10 == 0; digits--)
        rest /= 10;
    return digits;
}

bool time_from_epoch(double count, double per_second, struct instant *out)
{
    double s = count / per_second;
    if (!(s >= (double)FIRST_S && s < (double)LAST_S + 1) || s == 0)
        return false;
    int64_t us = llround(count * (US / per_second));
    *out = (struct instant){.us = us, .digits = fraction_digits(us), .known = true};
    return true;
}

bool time_from_epoch_any(double count, struct instant *out)
{
    /* as seconds the year 5138, as milliseconds 1973 */
    return time_from_epoch(count, fabs(count) < 1e11 ? 1 : 1000, out);
}

bool time_is_stand_in(const struct instant *t)
{
    enum { DAY_S = 86400 };
    return t->us == 0 || t->us < (FIRST_S + DAY_S) * US;
}

bool time_parse_hms(const char *s, double *seconds)
{
    int parts[3] = {0}, n = 0, us = 0, digits;
    do {
        if (n == 3 || !read_number(&s, 1, n ? 2 : 9, &parts[n]) || (n && parts[n] > 59))
            return false;
        n++;
    } while (read_char(&s, ':'));
    if (n < 2 || (read_any(&s, ".,") && !read_fraction(&s, &us, &digits)) || *s)
        return false;
    double before_point =
        n == 3 ? parts[0] * 3600.0 + parts[1] * 60 + parts[2] : parts[0] * 60.0 + parts[1];
    *seconds = before_point + us / (double)US;
    return true;
}

/* Rounds down to seconds, also before 1970. */
static time_t instant_s(const struct instant *t, int *us)
{
    int64_t s = t->us / US, rest = t->us % US;
    if (rest < 0) {
        rest += US;
        s--;
    }
    *us = (int)rest;
    return s;
}

void time_rfc3339(const struct instant *t, char *out)
{
    struct tm tm;
    int us;
    time_t s = instant_s(t, &us);
    *out = '\0';
    if (!t->known || !gmtime_r(&s, &tm))
        return;
    char fraction[8];
    snprintf(fraction, sizeof fraction, ".%06d", us);
    fraction[t->digits ? 1 + (t->digits < 6 ? t->digits : 6) : 0] = '\0';
    snprintf(out, TIME_TEXT_BYTES, "%04d-%02d-%02dT%02d:%02d:%02d%sZ", tm.tm_year + 1900,
             tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, fraction);
}

enum { ZONE_NAME_BYTES = 64 };
static const char zone_of_system[] = ":/etc/localtime"; /* libc's zone if TZ is unset */

static struct {
    bool utc;
    char *original; /* the TZ the program was started with */
    char *variable; /* "TZ=...", part of the environment; NULL before the first named zone */
    size_t bytes;   /* the size of `variable` */
    bool named;     /* `variable` has the name of a zone, not the original TZ */
} zone;

/* True if the name cannot leave the directory of zones. */
static bool zone_name_is_safe(const char *name)
{
    for (const char *p = name; *p; p++)
        if (!ascii_is_alnum(*p) && (p == name || !strchr("/_+-", *p)))
            return false;
    return *name && strlen(name) < ZONE_NAME_BYTES;
}

/* libc accepts any name and shows UTC for an unknown one, so look for the file. */
static bool zone_exists(const char *name)
{
    if (!zone_name_is_safe(name))
        return false;
    const char *dir = getenv("TZDIR");
    char *path = xasprintf("%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", name);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    free(path);
    if (fd < 0)
        return false;
    char magic[4] = "";
    bool found = read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
    close(fd);
    return found;
}

void time_allow_zones(void)
{
    if (zone.variable)
        return;
    const char *tz = getenv("TZ");
    zone.original = xstrdup(tz ? tz : zone_of_system);
    zone.bytes = sizeof "TZ=" + strlen(zone.original) + ZONE_NAME_BYTES;
    zone.variable = xcalloc(zone.bytes, 1);
    snprintf(zone.variable, zone.bytes, "TZ=%s", zone.original);
    putenv(zone.variable);
}

/* A NULL name means the zone the program was started with. The variable is changed in place,
 * because other threads may be reading other variables. */
static void zone_use(const char *name)
{
    time_allow_zones();
    snprintf(zone.variable, zone.bytes, "TZ=%s", name ? name : zone.original);
    zone.named = name != NULL;
    tzset();
}

bool time_set_zone(const char *name)
{
    bool utc = strcasecmp(name, "UTC") == 0, local = strcasecmp(name, "local") == 0;
    if (local && zone.named)
        zone_use(NULL);
    else if (local)
        tzset();
    bool is_set = zone.named && strcmp(zone.variable + strlen("TZ="), name) == 0;
    if (!utc && !local && !is_set) {
        if (!zone_exists(name))
            return false;
        zone_use(name);
    }
    zone.utc = utc;
    return true;
}

static bool zone_civil(const struct instant *t, struct tm *tm)
{
    int us;
    time_t s = instant_s(t, &us);
    return t->known && (zone.utc ? gmtime_r(&s, tm) : localtime_r(&s, tm));
}

static const char *zone_label(const struct tm *tm)
{
    return zone.utc || !tm->tm_zone ? "UTC" : tm->tm_zone;
}

void time_full(const struct instant *t, char *out)
{
    struct tm tm;
    *out = '\0';
    if (zone_civil(t, &tm))
        snprintf(out, TIME_TEXT_BYTES, "%04d-%02d-%02d %02d:%02d:%02d %.16s", tm.tm_year + 1900,
                 tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, zone_label(&tm));
}

void time_zone(const struct instant *t, char *out)
{
    struct tm tm;
    *out = '\0';
    if (zone_civil(t, &tm))
        snprintf(out, TIME_TEXT_BYTES, "%.16s", zone_label(&tm));
}

int time_offset_s(const struct instant *t)
{
    struct tm tm;
    return zone_civil(t, &tm) ? (int)tm.tm_gmtoff : 0;
}

void time_clock(const struct instant *t, char *out)
{
    struct tm tm;
    *out = '\0';
    if (zone_civil(t, &tm))
        snprintf(out, TIME_TEXT_BYTES, "%02d:%02d:%02d", tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* Appends a number that is not negative, with at least so many digits; returns the end. snprintf
 * takes ten times as long, and every row of a transcript has such a time. */
static char *put_number(char *out, int64_t n, int digits)
{
    if (n >= 10 || digits > 1)
        out = put_number(out, n / 10, digits - 1);
    *out++ = (char)('0' + n % 10);
    *out = '\0';
    return out;
}

void time_duration_text(double seconds, char *out)
{
    *out = '\0';
    if (!isfinite(seconds))
        return;
    if (fabs(seconds) >= 1e15) {
        snprintf(out, TIME_TEXT_BYTES, "%g s", seconds);
        return;
    }
    int64_t s = (int64_t)fabs(seconds), hours = s / 3600;
    if (seconds < 0 && s)
        *out++ = '-';
    if (hours) {
        out = put_number(out, hours, 1);
        *out++ = ':';
    }
    out = put_number(out, s / 60 % 60, hours ? 2 : 1);
    *out++ = ':';
    put_number(out, s % 60, 2);
}

void time_short_text(double seconds, int decimals, const char *unit, char *out)
{
    double scale = pow(10, decimals), rounded = round(seconds * scale) / scale;
    if (fabs(rounded) < 60)
        snprintf(out, TIME_TEXT_BYTES, "%.*f%s", decimals, rounded, unit);
    else
        time_duration_text(isfinite(seconds) ? round(seconds) : seconds, out);
}

bool time_has_tenths(double seconds)
{
    return round(seconds * 10) >= 1;
}

static int64_t clock_us(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * US + now.tv_nsec / 1000;
}

int64_t time_wall_us(void)
{
    return clock_us(CLOCK_REALTIME);
}

int64_t time_now_ms(void)
{
    return clock_us(CLOCK_MONOTONIC) / 1000;
}

int64_t time_cpu_ms(void)
{
    return clock_us(CLOCK_THREAD_CPUTIME_ID) / 1000;
}
