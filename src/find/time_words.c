/* A time is read as points: each says which of day, clock time and moment was given. Only then it
 * is known whether a point is a beginning or an end, so moments are worked out afterwards. */
#include "find/time_words.h"

#include "text/ascii.h"
#include "text/blank.h"

#include <string.h>
#include <strings.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { AROUND_S = 1800 }; /* of a clock time, either side */
enum { SECONDS_DIGITS = 12, COUNT_DIGITS = 9, FRACTION_DIGITS = 6 };

struct point {
    bool has_day, has_clock; /* neither: a moment */
    bool any_week;           /* a weekday: `weekday` and not `day` is set */
    bool bare;               /* @SECONDS and now are no time of their own */
    int64_t day;
    int weekday, second;
    int64_t us;
};

static const char *const names[] = {"today", "yesterday", "mon", "tue", "wed",
                                    "thu",   "fri",       "sat", "sun", "now"};
enum { NAME_TODAY, NAME_YESTERDAY, NAME_MON, NAME_NOW = LEN(names) - 1 };

const char *time_words_name(size_t index)
{
    return index < LEN(names) ? names[index] : NULL;
}

const char *time_words_sentence(size_t index)
{
    if (index == NAME_NOW)
        return "this moment, as the end of a range";
    return index == NAME_TODAY       ? "calls of today"
           : index == NAME_YESTERDAY ? "calls of yesterday"
                                     : "calls of the latest such day";
}

static const char *word_end(const char *p)
{
    while (*p && !blank_at(p))
        p++;
    return p;
}

static bool at_end(const char *p)
{
    return !*p || blank_at(p);
}

static bool at_point_end(const char *p)
{
    return at_end(p) || strncmp(p, "..", 2) == 0;
}

/* Each read_*() moves *p over what its name says, or returns false. */
static bool read_char(const char **p, char c)
{
    if (**p != c)
        return false;
    ++*p;
    return true;
}

static bool read_digits(const char **p, int min, int max, int64_t *out)
{
    int64_t value = 0;
    int n = 0;
    for (; n < max && ascii_is_digit((*p)[n]); n++)
        value = value * 10 + ((*p)[n] - '0');
    if (n < min || ascii_is_digit((*p)[n]))
        return false;
    *p += n;
    *out = value;
    return true;
}

static bool read_name(const char **p, size_t *name)
{
    for (size_t i = 0; i < LEN(names); i++) {
        size_t n = strlen(names[i]);
        if (strncasecmp(*p, names[i], n) == 0 && at_point_end(*p + n)) {
            *p += n;
            *name = i;
            return true;
        }
    }
    return false;
}

static bool read_date(const char **p, int64_t *day)
{
    int64_t year, month, date;
    if (!read_digits(p, 4, 4, &year) || !read_char(p, '-') || !read_digits(p, 2, 2, &month) ||
        !read_char(p, '-') || !read_digits(p, 2, 2, &date))
        return false;
    return civil_read_date(&(struct civil_date){(int)year, (int)month, (int)date}, day);
}

static bool read_clock(const char **p, int *second)
{
    int64_t hour, minute;
    if (!read_digits(p, 1, 2, &hour) || !read_char(p, ':') || !read_digits(p, 2, 2, &minute))
        return false;
    *second = (int)(hour * 3600 + minute * 60);
    return hour < 24 && minute < 60;
}

static int64_t today(const struct time_words *w)
{
    return civil_day_at(w->zone, w->now_us, NULL);
}

/* The names of days, and now */
static bool read_named(const struct time_words *w, const char **p, struct point *out)
{
    size_t name;
    if (!read_name(p, &name))
        return false;
    out->has_day = name != NAME_NOW;
    out->bare = name == NAME_NOW;
    out->us = w->now_us;
    out->day = today(w) - (name == NAME_YESTERDAY);
    out->any_week = name >= NAME_MON && name != NAME_NOW;
    out->weekday = (int)(name - NAME_MON + 1) % 7;
    return true;
}

static bool read_day(const struct time_words *w, const char **p, struct point *out)
{
    if (read_named(w, p, out))
        return true;
    return out->has_day = read_date(p, &out->day);
}

int time_words_unit_s(char unit)
{
    static const char units[] = "smhd";
    static const int seconds[] = {1, 60, 3600, CIVIL_DAY_S};
    const char *at = ascii_is_letter(unit) ? strchr(units, unit | 0x20) : NULL;
    return at ? seconds[at - units] : 0;
}

/* 2h -2h */
static bool read_ago(const struct time_words *w, const char **p, struct point *out)
{
    int64_t count;
    read_char(p, '-');
    if (!read_digits(p, 1, COUNT_DIGITS, &count))
        return false;
    int64_t unit_us = (int64_t)time_words_unit_s(**p) * CIVIL_US;
    if (!unit_us || count > w->now_us / unit_us)
        return false;
    ++*p;
    out->us = w->now_us - count * unit_us;
    return true;
}

/* @1795867200 or @1795867200.5 */
static bool read_seconds(const char **p, struct point *out)
{
    int64_t s, rest = 0;
    out->bare = true;
    if (!read_char(p, '@') || !read_digits(p, 1, SECONDS_DIGITS, &s))
        return false;
    bool fraction = (*p)[0] == '.' && ascii_is_digit((*p)[1]);
    const char *start = *p + 1;
    if (fraction && (++*p, !read_digits(p, 1, FRACTION_DIGITS, &rest)))
        return false;
    for (long n = fraction ? *p - start : FRACTION_DIGITS; n < FRACTION_DIGITS; n++)
        rest *= 10;
    out->us = s * CIVIL_US + rest;
    return true;
}

static bool read_any_of(const struct time_words *w, const char **p, struct point *out)
{
    const char *start = *p;
    if (read_day(w, p, out) && at_point_end(*p))
        return true;
    *p = start;
    *out = (struct point){.has_clock = true};
    if (read_clock(p, &out->second) && at_point_end(*p))
        return true;
    *p = start;
    *out = (struct point){0};
    if (read_ago(w, p, out) && at_point_end(*p))
        return true;
    *p = start;
    *out = (struct point){0};
    return read_seconds(p, out) && at_point_end(*p);
}

/* A point, with the clock time after a day. *p is unchanged if it cannot be read. */
static bool read_point(const struct time_words *w, const char **p, struct point *out)
{
    const char *start = *p;
    *out = (struct point){0};
    if (!read_any_of(w, p, out)) {
        *p = start;
        return false;
    }
    const char *behind = *p + blank_span(*p, strlen(*p));
    if (out->has_day && read_clock(&behind, &out->second) && at_point_end(behind)) {
        out->has_clock = true;
        *p = behind;
    }
    return true;
}

bool time_words_is_point(const struct time_words *w, const char *s)
{
    struct point point;
    return read_point(w, &s, &point) && !*s;
}

/* Whether the day is one that the point can be on. */
static bool is_on(const struct point *p, int64_t day)
{
    if (!p->has_day)
        return true;
    return p->any_week ? civil_weekday(day) == p->weekday : day == p->day;
}

static bool is_fixed(const struct point *p)
{
    return p->has_day ? !p->any_week : !p->has_clock;
}

static struct civil_span span_on(const struct time_words *w, const struct point *p, int64_t day)
{
    return p->has_clock ? civil_moment(w->zone, day, p->second) : civil_day_span(w->zone, day);
}

/* The point's latest day, not after a moment; the day itself if it is fixed. */
static int64_t latest_day(const struct time_words *w, const struct point *p, int64_t not_after_us)
{
    int64_t day = civil_day_at(w->zone, not_after_us, NULL);
    if (p->has_day && !p->any_week)
        return p->day;
    while (!is_on(p, day) || span_on(w, p, day).first_us > not_after_us)
        day--;
    return day;
}

/* A beginning or an end: the day and second by the clock as they were given, and the moments. */
struct place {
    int64_t day;
    int second;
    struct civil_span span;
};

static struct place place_on(const struct time_words *w, const struct point *p, int64_t day)
{
    return (struct place){day, p->has_clock ? p->second : 0, span_on(w, p, day)};
}

static struct place latest(const struct time_words *w, const struct point *p, int64_t not_after_us)
{
    struct place at = {.span = {p->us, p->us}};
    if (p->has_day || p->has_clock)
        return place_on(w, p, latest_day(w, p, not_after_us));
    at.day = civil_day_at(w->zone, p->us, &at.second);
    return at;
}

/* The first place of a point that is not fixed, from another place on. */
static struct place first_from(const struct time_words *w, const struct point *p,
                               const struct place *from)
{
    int64_t day = from->day;
    if (!p->has_day)
        day += p->second <= from->second;
    while (!is_on(p, day))
        day++;
    if (p->has_day && p->has_clock && day == from->day && p->second < from->second)
        day += 7;
    return place_on(w, p, day);
}

/* The last moment of an end. */
static int64_t end_us(const struct time_words *w, const struct point *p, const struct place *at)
{
    bool begun_day = p->has_day && !p->has_clock && at->span.first_us <= w->now_us;
    return begun_day || at->span.last_us < w->now_us ? at->span.last_us : w->now_us;
}

static struct time_range single(const struct time_words *w, const struct point *p)
{
    struct civil_span at = latest(w, p, w->now_us).span;
    if (!p->has_day && !p->has_clock)
        return (struct time_range){at.first_us, INT64_MAX};
    int64_t around_us = p->has_clock ? (int64_t)AROUND_S * CIVIL_US : 0;
    return (struct time_range){at.first_us - around_us, at.last_us + around_us};
}

static struct time_range up_to(const struct time_words *w, const struct point *p)
{
    struct place at = latest(w, p, w->now_us);
    int64_t end = end_us(w, p, &at), midnight = p->has_day && !p->has_clock && end != w->now_us;
    int64_t since = end + midnight - (int64_t)w->days * CIVIL_DAY_S * CIVIL_US;
    return (struct time_range){since > 0 ? since : 0, end};
}

static struct time_range from_to(const struct time_words *w, const struct point *a,
                                 const struct point *b)
{
    struct place end = latest(w, b, w->now_us);
    int64_t end_at = end_us(w, b, &end);
    int64_t limit = is_fixed(b) && end_at < w->now_us ? end_at : w->now_us;
    struct place begin = latest(w, a, limit);
    if (!is_fixed(b)) {
        end = first_from(w, b, &begin);
        end_at = end_us(w, b, &end);
    }
    int64_t since = begin.span.first_us;
    return (struct time_range){since > 0 ? since : 0, end_at};
}

/* The points of a time as they are written. */
struct written {
    struct point a, b;
    bool has_a, has_b, dots;
};

static bool read_written(const struct time_words *w, const char **p, struct written *out)
{
    *out = (struct written){0};
    out->has_a = read_point(w, p, &out->a);
    out->dots = strncmp(*p, "..", 2) == 0;
    if (!out->dots)
        return out->has_a;
    *p += 2;
    out->has_b = read_point(w, p, &out->b);
    return (out->has_a || out->has_b) && at_end(*p);
}

static struct time_range range_of(const struct time_words *w, const struct written *t)
{
    if (!t->dots)
        return single(w, &t->a);
    if (!t->has_b)
        return (struct time_range){latest(w, &t->a, w->now_us).span.first_us, INT64_MAX};
    return t->has_a ? from_to(w, &t->a, &t->b) : up_to(w, &t->b);
}

/* Digits and a colon, or a date's digits and dashes */
static bool looks_like_point(const char *p)
{
    int64_t number;
    const char *clock = p, *date = p;
    if (*p == '@')
        return true;
    if (read_digits(&clock, 1, 2, &number) && *clock == ':')
        return ascii_is_digit(clock[1]);
    return read_digits(&date, 4, 4, &number) && read_char(&date, '-') &&
           read_digits(&date, 1, 2, &number) && read_char(&date, '-') &&
           read_digits(&date, 1, 2, &number) && at_point_end(date);
}

/* Whether a word that is no time begins like one. */
static bool looks_like_time(const struct time_words *w, const char *text)
{
    const char *end = word_end(text), *p = text;
    struct point point;
    if (looks_like_point(text))
        return true;
    bool begins = read_point(w, &p, &point);
    for (p = text; p + 2 <= end; p++) {
        const char *behind = p + 2;
        if (strncmp(p, "..", 2) == 0)
            return begins || p == text || looks_like_point(behind) ||
                   read_point(w, &behind, &point);
    }
    return false;
}

static bool check(const struct time_words *w, const struct time_range *r, const struct written *t,
                  struct err *e)
{
    if (!t->dots && t->a.bare)
        return err_set(e, "a moment needs .. before or after it");
    if (t->dots && r->since_us > w->now_us)
        return err_set(e, "this begins in the future");
    if (r->since_us <= r->until_us)
        return true;
    return err_set(e, t->dots ? "the end is before the beginning" : "clocks left this day out");
}

enum time_words_result time_words_read(const struct time_words *w, const char *text, size_t *bytes,
                                       struct time_range *out, struct err *e)
{
    const char *p = text;
    struct written t;
    if (!read_written(w, &p, &t)) {
        if (!looks_like_time(w, text))
            return TIME_WORDS_NONE;
        *bytes = (size_t)(word_end(text) - text);
        err_set(e,
                *bytes == 2 && *text == '.' ? "write .. without blanks around it" : "no such time");
        return TIME_WORDS_REFUSED;
    }
    struct time_range r = range_of(w, &t);
    *bytes = (size_t)(p - text);
    if (!check(w, &r, &t, e))
        return TIME_WORDS_REFUSED;
    *out = r;
    return TIME_WORDS_READ;
}
