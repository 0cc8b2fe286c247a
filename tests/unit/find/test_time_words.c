/* The times of queries. The zones are given by their rules (POSIX), so that no database of zones is
 * needed. The expected moments were worked out as local times by hand and turned into UTC by
 * date(1), which read the database. */
#include "find/time_words.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* How they are in the years below. */
static const char ZURICH[] = "CET-1CEST,M3.5.0,M10.5.0/3";
static const char SAO_PAULO[] = "<-03>3<-02>,M11.1.0/0,M2.3.0/0"; /* 2018: at midnight */
static const char HAVANA[] = "CST5CDT,M3.2.0/0,M11.1.0/1";
static const char LORD_HOWE[] = "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0"; /* by half an hour */
static const char KOLKATA[] = "IST-5:30";

/* since and until are in UTC; "" means that the range has no end. */
struct row {
    const char *text, *since, *until;
};
struct group {
    const char *zone, *now;
    const struct row *rows;
    size_t count;
};

static const struct row rows_0[] = {
    {"today", "2026-11-28T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"yesterday", "2026-11-27T23:00:00Z", "2026-11-28T22:59:59.999999Z"},
    {"mon", "2026-11-22T23:00:00Z", "2026-11-23T22:59:59.999999Z"},
    {"sat", "2026-11-27T23:00:00Z", "2026-11-28T22:59:59.999999Z"},
    {"sun", "2026-11-28T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"2026-11-28", "2026-11-27T23:00:00Z", "2026-11-28T22:59:59.999999Z"},
    {"2027-01-01", "2026-12-31T23:00:00Z", "2027-01-01T22:59:59.999999Z"},
    {"14:00", "2026-11-29T12:30:00Z", "2026-11-29T13:30:00Z"},
    {"15:50", "2026-11-28T14:20:00Z", "2026-11-28T15:20:00Z"},
    {"9:30", "2026-11-29T08:00:00Z", "2026-11-29T09:00:00Z"},
    {"00:00", "2026-11-28T22:30:00Z", "2026-11-28T23:30:00Z"},
    {"yesterday 14:00", "2026-11-28T12:30:00Z", "2026-11-28T13:30:00Z"},
    {"2026-11-28 14:00", "2026-11-28T12:30:00Z", "2026-11-28T13:30:00Z"},
    {"Yesterday  14:00", "2026-11-28T12:30:00Z", "2026-11-28T13:30:00Z"},
    {"sun 15:00", "2026-11-29T13:30:00Z", "2026-11-29T14:30:00Z"},
    {"sun 18:00", "2026-11-22T16:30:00Z", "2026-11-22T17:30:00Z"},
    {"today 18:00", "2026-11-29T16:30:00Z", "2026-11-29T17:30:00Z"},
    {"2h", "2026-11-29T12:40:12.345Z", ""},
    {"-2h", "2026-11-29T12:40:12.345Z", ""},
    {"30m", "2026-11-29T14:10:12.345Z", ""},
    {"7d", "2026-11-22T14:40:12.345Z", ""},
    {"45S", "2026-11-29T14:39:27.345Z", ""},
    {"14:00..16:00", "2026-11-29T13:00:00Z", "2026-11-29T14:40:12.345Z"},
    {"16:00..17:00", "2026-11-28T15:00:00Z", "2026-11-28T16:00:00Z"},
    {"16:00..14:00", "2026-11-28T15:00:00Z", "2026-11-29T13:00:00Z"},
    {"yesterday 14:00..16:00", "2026-11-28T13:00:00Z", "2026-11-28T15:00:00Z"},
    {"yesterday 22:00..today 02:00", "2026-11-28T21:00:00Z", "2026-11-29T01:00:00Z"},
    {"yesterday 22:00..02:00", "2026-11-28T21:00:00Z", "2026-11-29T01:00:00Z"},
    {"mon..wed", "2026-11-22T23:00:00Z", "2026-11-25T22:59:59.999999Z"},
    {"wed..mon", "2026-11-24T23:00:00Z", "2026-11-29T14:40:12.345Z"},
    {"fri..sun", "2026-11-26T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"mon..mon", "2026-11-22T23:00:00Z", "2026-11-23T22:59:59.999999Z"},
    {"MON..Today", "2026-11-22T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"mon 22:00..wed 02:00", "2026-11-23T21:00:00Z", "2026-11-25T01:00:00Z"},
    {"mon 14:00..mon 16:00", "2026-11-23T13:00:00Z", "2026-11-23T15:00:00Z"},
    {"mon 14:00..mon 12:00", "2026-11-23T13:00:00Z", "2026-11-29T14:40:12.345Z"},
    {"14:00..", "2026-11-29T13:00:00Z", ""},
    {"16:00..", "2026-11-28T15:00:00Z", ""},
    {"yesterday..", "2026-11-27T23:00:00Z", ""},
    {"mon 14:00..", "2026-11-23T13:00:00Z", ""},
    {"sun 18:00..", "2026-11-22T17:00:00Z", ""},
    {"..yesterday", "2026-11-21T23:00:00Z", "2026-11-28T22:59:59.999999Z"},
    {"..14:00", "2026-11-22T13:00:00Z", "2026-11-29T13:00:00Z"},
    {"..16:00", "2026-11-21T15:00:00Z", "2026-11-28T15:00:00Z"},
    {"..today", "2026-11-22T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"..now", "2026-11-22T14:40:12.345Z", "2026-11-29T14:40:12.345Z"},
    {"..2h", "2026-11-22T12:40:12.345Z", "2026-11-29T12:40:12.345Z"},
    {"..2027-01-01", "2026-11-22T14:40:12.345Z", "2026-11-29T14:40:12.345Z"},
    {"2h..1h", "2026-11-29T12:40:12.345Z", "2026-11-29T13:40:12.345Z"},
    {"2h..now", "2026-11-29T12:40:12.345Z", "2026-11-29T14:40:12.345Z"},
    {"2h..14:30", "2026-11-29T12:40:12.345Z", "2026-11-29T13:30:00Z"},
    {"@1795867200..@1795870800.5", "2026-11-28T12:00:00Z", "2026-11-28T13:00:00.5Z"},
    {"@1795867200..", "2026-11-28T12:00:00Z", ""},
    {"@1795867200..@9999999999", "2026-11-28T12:00:00Z", "2026-11-29T14:40:12.345Z"},
    {"14:00..@1", "1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"}, /* not in 1969 */
    {"yesterday..now", "2026-11-27T23:00:00Z", "2026-11-29T14:40:12.345Z"},
    {"yesterday..14:00", "2026-11-27T23:00:00Z", "2026-11-28T13:00:00Z"},
    {"yesterday..00:00", "2026-11-27T23:00:00Z", "2026-11-28T23:00:00Z"},
    {"14:00..14:00", "2026-11-29T13:00:00Z", "2026-11-29T14:40:12.345Z"},
    {"yesterday 14:00..14:00", "2026-11-28T13:00:00Z", "2026-11-29T13:00:00Z"},
    {"14:00..yesterday 16:00", "2026-11-28T13:00:00Z", "2026-11-28T15:00:00Z"},
    {"mon..2026-11-20", "2026-11-15T23:00:00Z", "2026-11-20T22:59:59.999999Z"},
    {"2026-11-20 08:00..mon 09:00", "2026-11-20T07:00:00Z", "2026-11-23T08:00:00Z"},
    {"2026-11-20..2026-11-22", "2026-11-19T23:00:00Z", "2026-11-22T22:59:59.999999Z"},
    {"yesterday..today 02:00", "2026-11-27T23:00:00Z", "2026-11-29T01:00:00Z"},
};
static const struct row rows_1[] = {
    {"today", "2026-11-28T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"yesterday", "2026-11-27T23:00:00Z", "2026-11-28T22:59:59.999999Z"},
    {"sun", "2026-11-28T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"mon", "2026-11-22T23:00:00Z", "2026-11-23T22:59:59.999999Z"},
    {"00:00", "2026-11-28T22:30:00Z", "2026-11-28T23:30:00Z"},
    {"00:00..", "2026-11-28T23:00:00Z", ""},
    {"22:00..00:00", "2026-11-28T21:00:00Z", "2026-11-28T23:00:00Z"},
    {"sat..sun", "2026-11-27T23:00:00Z", "2026-11-29T22:59:59.999999Z"},
    {"sun..mon", "2026-11-28T23:00:00Z", "2026-11-28T23:00:00Z"},
};
static const struct row rows_2[] = {
    {"yesterday", "2025-12-30T23:00:00Z", "2025-12-31T22:59:59.999999Z"},
    {"thu", "2025-12-31T23:00:00Z", "2026-01-01T22:59:59.999999Z"},
    {"fri..sun", "2025-12-25T23:00:00Z", "2025-12-28T22:59:59.999999Z"},
};
static const struct row rows_3[] = {
    {"today", "2024-02-28T23:00:00Z", "2024-02-29T22:59:59.999999Z"},
    {"2024-02-29 23:59", "2024-02-29T22:29:00Z", "2024-02-29T23:29:00Z"},
};
static const struct row rows_4[] = {
    {"yesterday", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59.999999Z"},
    {"yesterday 01:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"},
    {"yesterday 02:30", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"},
    {"yesterday 03:00", "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z"},
    {"yesterday 02:30..04:00", "2026-03-29T01:00:00Z", "2026-03-29T02:00:00Z"},
    {"yesterday 02:30..03:00", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
    {"yesterday 01:00..02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"},
    {"2d", "2026-03-28T08:00:00Z", ""},
    {"..yesterday", "2026-03-22T22:00:00Z", "2026-03-29T21:59:59.999999Z"},
};
static const struct row rows_5[] = {
    {"yesterday", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999999Z"},
    {"sat..sun", "2026-10-23T22:00:00Z", "2026-10-25T22:59:59.999999Z"},
    {"yesterday 02:30", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"},
    {"yesterday 02:00..03:00", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"},
    {"yesterday 01:00..02:30", "2026-10-24T23:00:00Z", "2026-10-25T01:30:00Z"},
    {"yesterday 02:30..04:00", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z"},
    {"2d", "2026-10-24T09:00:00Z", ""},
    {"..yesterday", "2026-10-18T23:00:00Z", "2026-10-25T22:59:59.999999Z"},
};
static const struct row rows_6[] = {
    {"02:30", "2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"},
    {"02:50", "2026-10-24T00:20:00Z", "2026-10-24T01:20:00Z"},
    {"02:30..", "2026-10-25T00:30:00Z", ""},
    {"today", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59.999999Z"},
};
static const struct row rows_7[] = {
    {"yesterday", "2018-11-04T03:00:00Z", "2018-11-05T01:59:59.999999Z"},
    {"yesterday 00:00", "2018-11-04T02:30:00Z", "2018-11-04T03:30:00Z"},
    {"sat", "2018-11-03T03:00:00Z", "2018-11-04T02:59:59.999999Z"},
};
static const struct row rows_8[] = {
    {"2018-02-17", "2018-02-17T02:00:00Z", "2018-02-18T02:59:59.999999Z"},
    {"sat 23:30", "2018-02-18T01:00:00Z", "2018-02-18T03:00:00Z"},
};
static const struct row rows_9[] = {
    {"yesterday", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59.999999Z"},
    {"yesterday 00:00", "2026-11-01T03:30:00Z", "2026-11-01T05:30:00Z"},
};
static const struct row rows_10[] = {
    {"2026-04-05", "2026-04-04T13:00:00Z", "2026-04-05T13:29:59.999999Z"},
};
static const struct row rows_11[] = {
    {"today", "2026-11-29T18:30:00Z", "2026-11-30T18:29:59.999999Z"},
    {"mon", "2026-11-29T18:30:00Z", "2026-11-30T18:29:59.999999Z"},
    {"14:00", "2026-11-29T08:00:00Z", "2026-11-29T09:00:00Z"},
};
static const struct row rows_12[] = {
    {"today", "2026-11-29T00:00:00Z", "2026-11-29T23:59:59.999999Z"},
    {"14:00", "2026-11-29T13:30:00Z", "2026-11-29T14:30:00Z"},
};
static const struct group groups[] = {
    {ZURICH, "2026-11-29T14:40:12.345Z", rows_0, LEN(rows_0)},
    {ZURICH, "2026-11-28T23:00:00Z", rows_1, LEN(rows_1)},
    {ZURICH, "2026-01-01T09:00:00Z", rows_2, LEN(rows_2)},
    {ZURICH, "2024-02-29T22:59:59.999999Z", rows_3, LEN(rows_3)},
    {ZURICH, "2026-03-30T08:00:00Z", rows_4, LEN(rows_4)},
    {ZURICH, "2026-10-26T09:00:00Z", rows_5, LEN(rows_5)},
    {ZURICH, "2026-10-25T00:45:00Z", rows_6, LEN(rows_6)},
    {SAO_PAULO, "2018-11-05T12:00:00Z", rows_7, LEN(rows_7)},
    {SAO_PAULO, "2018-02-19T12:00:00Z", rows_8, LEN(rows_8)},
    {HAVANA, "2026-11-02T12:00:00Z", rows_9, LEN(rows_9)},
    {LORD_HOWE, "2026-04-06T00:00:00Z", rows_10, LEN(rows_10)},
    {KOLKATA, "2026-11-29T20:00:00Z", rows_11, LEN(rows_11)},
    {"UTC0", "2026-11-29T20:00:00Z", rows_12, LEN(rows_12)},
};

static int64_t us_of(const char *iso)
{
    struct instant t = {.us = INT64_MAX};
    if (*iso)
        assert_true(time_parse_iso(iso, &t));
    return t.us;
}

static struct time_words words_at(const char *zone, const char *now)
{
    setenv("TZ", zone, 1);
    assert_true(time_set_zone("local"));
    return (struct time_words){us_of(now), &civil_zone_in_force, 7};
}

static void check_row(const struct time_words *w, const char *zone, const struct row *row)
{
    struct time_range r = {0, 0};
    struct err e = {""};
    size_t bytes = 0;
    if (time_words_read(w, row->text, &bytes, &r, &e) != TIME_WORDS_READ)
        fail_msg("%s: '%s' was not read: %s", zone, row->text, e.text);
    if (r.since_us != us_of(row->since) || r.until_us != us_of(row->until))
        fail_msg("%s: '%s' is %lld to %lld, expected %lld (%s) to %lld (%s)", zone, row->text,
                 (long long)r.since_us, (long long)r.until_us, (long long)us_of(row->since),
                 row->since, (long long)us_of(row->until), row->until);
    assert_int_equal(bytes, strlen(row->text));
}

static void time_words_read__zones_and_days__ranges(void **state)
{
    (void)state;
    for (size_t g = 0; g < LEN(groups); g++) {
        struct time_words w = words_at(groups[g].zone, groups[g].now);
        for (size_t i = 0; i < groups[g].count; i++)
            check_row(&w, groups[g].zone, &groups[g].rows[i]);
    }
}

/* A time ends where its last word ends. */
static void time_words_read__in_a_query__takes_its_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t bytes;
    } rows[] = {{"yesterday 14:00 failed", 15},
                {"yesterday failed", 9},
                {"yesterday 1234", 9},
                {"yesterday 25:00", 9},
                {"yesterday \"14:00\"", 9},
                {"yesterday ..14:00", 9},
                {"14:00 yesterday", 5},
                {"2h 14:00", 2},
                {"yesterday 22:00..today 02:00 failed", 28},
                {"mon..wed 14:00 x", 14},
                {"14:00.. 16:00", 7},
                {"today\xc2\xa0"
                 "09:00 x",
                 12}};
    struct time_words w = words_at(ZURICH, "2026-11-29T14:40:12.345Z");
    for (size_t i = 0; i < LEN(rows); i++) {
        struct time_range r;
        struct err e;
        size_t bytes = 0;
        assert_int_equal(time_words_read(&w, rows[i].text, &bytes, &r, &e), TIME_WORDS_READ);
        if (bytes != rows[i].bytes)
            fail_msg("'%s' took %zu bytes, expected %zu", rows[i].text, bytes, rows[i].bytes);
    }
}

static void check_result(const struct time_words *w, const char *text, enum time_words_result want)
{
    struct time_range r = {1, 2};
    struct err e = {""};
    size_t bytes = 77;
    enum time_words_result got = time_words_read(w, text, &bytes, &r, &e);
    if (got != want)
        fail_msg("'%s' gave %d, expected %d", text, (int)got, (int)want);
    assert_true(r.since_us == 1 && r.until_us == 2);
    assert_true((want == TIME_WORDS_REFUSED) == (*e.text != '\0'));
    if (want == TIME_WORDS_REFUSED)
        assert_int_equal(bytes, strlen(text));
    else
        assert_int_equal(bytes, 77);
}

static void time_words_read__begins_like_a_time__refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"today..yesterday",
                                        "2026-11-28..2026-11-27",
                                        "@1795870800..@1795867200",
                                        "1h..2h",
                                        "now",
                                        "@1795867200",
                                        "@x",
                                        "@",
                                        "25:00",
                                        "14:60",
                                        "24:00",
                                        "14:00:30",
                                        "14:5",
                                        "2026-00-10",
                                        "2026-11-00",
                                        "2026-11-5",
                                        "@1.12345678901234567890",
                                        "@5x",
                                        "2026-02-30",
                                        "2026-13-01",
                                        "2026-1-5",
                                        "1970-06-01",
                                        "..",
                                        "...",
                                        "..14:00..",
                                        "14:00...16:00",
                                        "mon..foo",
                                        "foo..14:00",
                                        "..25:00",
                                        "today..25:00",
                                        "today 18:00..",
                                        "today 18:00..20:00",
                                        "2027-01-01..",
                                        "2027-01-01..2027-01-05"};
    struct time_words w = words_at(ZURICH, "2026-11-29T14:40:12.345Z");
    for (size_t i = 0; i < LEN(texts); i++)
        check_result(&w, texts[i], TIME_WORDS_REFUSED);
}

/* Samoa went from the 29th of December 2011 to the 31st. */
static int samoa_offset_s(const struct instant *t)
{
    return t->us < us_of("2011-12-30T10:00:00Z") ? -10 * 3600 : 14 * 3600;
}

static const struct civil_zone samoa = {samoa_offset_s, time_zone};

static void time_words_read__day_that_clocks_left_out__refused(void **state)
{
    (void)state;
    struct time_words w = {us_of("2012-01-02T12:00:00Z"), &samoa, 7};
    check_result(&w, "2011-12-30", TIME_WORDS_REFUSED);
    static const struct row rows[] = {
        {"2011-12-29", "2011-12-29T10:00:00Z", "2011-12-30T09:59:59.999999Z"},
        {"2011-12-31", "2011-12-30T10:00:00Z", "2011-12-31T09:59:59.999999Z"},
        {"2011-12-29..2011-12-31", "2011-12-29T10:00:00Z", "2011-12-31T09:59:59.999999Z"},
        {"2011-12-30 12:00..2011-12-31 01:00", "2011-12-30T10:00:00Z", "2011-12-30T11:00:00Z"}};
    for (size_t i = 0; i < LEN(rows); i++)
        check_row(&w, "Samoa", &rows[i]);
}

static void time_words_read__other_words__no_time(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",         "1234", "foo",   "todayx", "monday",  "28.11.",     "2pm",
        "hello...", "2w",   "-",     "99d9",   "\"mon\"", "999999999d", "2026-11-28T14:00",
        "nowhere",  "a:b",  "!today"};
    struct time_words w = words_at(ZURICH, "2026-11-29T14:40:12.345Z");
    for (size_t i = 0; i < LEN(texts); i++)
        check_result(&w, texts[i], TIME_WORDS_NONE);
}

static void time_words_name__each__is_a_point(void **state)
{
    (void)state;
    struct time_words w = words_at("UTC0", "2026-11-29T14:40:12.345Z");
    size_t count = 0;
    for (; time_words_name(count); count++) {
        assert_true(time_words_is_point(&w, time_words_name(count)));
        assert_non_null(time_words_sentence(count));
    }
    assert_int_equal(count, 10);
}

/* The sanitizer looks for overflows. */
static void civil_day__first_and_last_moment__are_days(void **state)
{
    (void)state;
    static const int64_t moments[] = {INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        int second;
        int64_t day = civil_day_at(&samoa, moments[i], &second);
        struct civil_span span = civil_day_span(&samoa, day);
        assert_in_range(second, 0, CIVIL_DAY_S - 1);
        assert_true(span.first_us <= span.last_us);
    }
}

/* Every hour of some years, there and back. */
static void civil_moment__every_hour__is_what_the_clock_shows(void **state)
{
    (void)state;
    const char *const zones[] = {ZURICH, SAO_PAULO, LORD_HOWE, HAVANA, KOLKATA};
    const int64_t hour_us = (int64_t)3600 * CIVIL_US;
    for (size_t i = 0; i < LEN(zones); i++) {
        struct time_words w = words_at(zones[i], "2012-12-31T23:00:00Z");
        for (int n = 0; n < 2 * 366 * 24; n++) {
            int64_t us = w.now_us - n * hour_us;
            int second;
            int64_t day = civil_day_at(w.zone, us, &second);
            struct civil_span at = civil_moment(w.zone, day, second);
            if (us != at.first_us && us != at.last_us)
                fail_msg("%s: %lld", zones[i], (long long)us);
        }
    }
}

static void civil_day_at__before_1970__the_day_before(void **state)
{
    (void)state;
    struct time_words w = words_at("EST5", "2026-11-29T14:40:12.345Z");
    int second;
    assert_int_equal(civil_day_at(w.zone, 0, &second), -1);
    assert_int_equal(second, 19 * 3600);
    assert_int_equal(civil_weekday(-1), 3);
    assert_int_equal(civil_date_of(-1).year, 1969);
    assert_int_equal(civil_date_of(INT64_C(100000000000000)).year, 1970); /* no such year */
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_words_read__zones_and_days__ranges),
        cmocka_unit_test(time_words_read__in_a_query__takes_its_words),
        cmocka_unit_test(time_words_read__begins_like_a_time__refused),
        cmocka_unit_test(time_words_read__day_that_clocks_left_out__refused),
        cmocka_unit_test(time_words_read__other_words__no_time),
        cmocka_unit_test(time_words_name__each__is_a_point),
        cmocka_unit_test(civil_day_at__before_1970__the_day_before),
        cmocka_unit_test(civil_day__first_and_last_moment__are_days),
        cmocka_unit_test(civil_moment__every_hour__is_what_the_clock_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
