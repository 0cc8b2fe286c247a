/* Times and durations: what is read, what is refused, how it is written. */
#include "text/time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* want NULL: refused, and out left as it was. */
struct time_row {
    const char *in, *want;
};

static void check_row(const struct time_row *row, bool (*parse)(const char *, struct instant *))
{
    struct instant t = {.us = 77, .digits = 9};
    char out[TIME_TEXT_BYTES] = "";
    bool ok = parse(row->in, &t);
    if (ok)
        time_rfc3339(&t, out);
    if (ok != !!row->want || (ok && strcmp(out, row->want) != 0))
        fail_msg("'%s' gave '%s', expected '%s'", row->in, ok ? out : "refused",
                 row->want ? row->want : "refused");
    if (!ok)
        assert_true(t.us == 77 && t.digits == 9 && !t.known);
    else
        assert_true(t.known && !t.raw);
}

static void time_parse_iso__rows(void **state)
{
    (void)state;
    static const struct time_row rows[] = {
        {"2024-01-15T10:30:00Z", "2024-01-15T10:30:00Z"},
        {"2024-01-15t10:30:00z", "2024-01-15T10:30:00Z"},
        {"2024-01-15 10:30:00", "2024-01-15T10:30:00Z"},
        {"2024-01-15T10:30", "2024-01-15T10:30:00Z"},
        {"2024-01-15 10:30:00 UTC", "2024-01-15T10:30:00Z"},
        {"2024-01-15T10:30:00+00:00", "2024-01-15T10:30:00Z"},
        {"2024-01-15T10:30:00+05:30", "2024-01-15T05:00:00Z"},
        {"2024-01-15T10:30:00+0530", "2024-01-15T05:00:00Z"},
        {"2024-01-15T10:30:00 -0800", "2024-01-15T18:30:00Z"},
        {"2024-01-15T10:30:00+14:00", "2024-01-14T20:30:00Z"},
        {"2024-01-15T10:30:00+01", "2024-01-15T09:30:00Z"},
        {"2024-01-15T10:30:00.5Z", "2024-01-15T10:30:00.5Z"},
        {"2024-01-15T10:30:00.120Z", "2024-01-15T10:30:00.120Z"},
        {"2024-01-15T10:30:00,123456+05:30", "2024-01-15T05:00:00.123456Z"},
        {"2024-01-15T10:30:00.1234569999Z", "2024-01-15T10:30:00.123456Z"},
        {"2024-01-15T10:30:00.000Z", "2024-01-15T10:30:00.000Z"},
        {"2024-02-29T00:00:00Z", "2024-02-29T00:00:00Z"},
        {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
        {"1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59.25Z"},
        {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"},
        {"", NULL},
        {"2024", NULL},
        {"2024-01-15", NULL},
        {"2024-01-15T", NULL},
        {"2024-01-15T10", NULL},
        {"2024-01-15T10:30:00.Z", NULL},
        {"2024-01-15T10:30:0", NULL},
        {"2024-01-15T10:3", NULL},
        {"2024-01-15T10:30:00Zx", NULL},
        {"2024-01-15T10:30:00 ", "2024-01-15T10:30:00Z"},
        {"2024-01-15T10:30:00  Z", NULL},
        {" 2024-01-15T10:30:00Z", NULL},
        {"2024-13-45T99:99:99Z", NULL},
        {"2024-00-10T00:00:00Z", NULL},
        {"2024-01-00T00:00:00Z", NULL},
        {"2023-02-29T00:00:00Z", NULL},
        {"2024-04-31T00:00:00Z", NULL},
        {"2024-01-15T24:00:00Z", NULL},
        {"2024-01-15T10:60:00Z", NULL},
        {"2024-01-15T10:30:61Z", NULL},
        {"2024-01-15T10:30:00+24:00", NULL},
        {"2024-01-15T10:30:00+05:60", NULL},
        {"2024-01-15T10:30:00+5:30", NULL},
        {"2024-01-15T10:30:00+05:3", NULL},
        {"2024-01-15T10:30:00 Zurich", NULL},
        {"0000-01-01T00:00:00Z", NULL},
        {"0001-01-01T00:00:00+01:00", NULL},
        {"9999-12-31T23:59:59-01:00", NULL},
        {"10000-01-01T00:00:00Z", NULL},
        {"292277026596-12-04T15:30:08Z", NULL},
        {"-2024-01-15T10:30:00Z", NULL},
        {"1705314600", NULL},
        {"Mon, 15 Jan 2024 10:30:00 GMT", NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        check_row(&rows[i], time_parse_iso);
}

static void time_parse_rfc2822__rows(void **state)
{
    (void)state;
    static const struct time_row rows[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z"},
        {"Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z"},
        {"Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z"},
        {"Sun Nov 16 08:49:37 1994", "1994-11-16T08:49:37Z"},
        {"Mon, 15 Jan 2024 10:30:00 +0100", "2024-01-15T09:30:00Z"},
        {"Mon, 15 Jan 2024 10:30 -0830", "2024-01-15T19:00:00Z"},
        {"15 Jan 2024 10:30:00 +0000 (UTC)", "2024-01-15T10:30:00Z"},
        {"5 jan 24 10:30:00 EST", "2024-01-05T15:30:00Z"},
        {"1 Mar 70 00:00:00 UT", "1970-03-01T00:00:00Z"},
        {"1 Mar 124 00:00:00 Z", "2024-03-01T00:00:00Z"},
        {"15 Jan 2024 10:30:00", "2024-01-15T10:30:00Z"},
        {"", NULL},
        {"Sun,", NULL},
        {"06 Nov 1994", NULL},
        {"32 Nov 1994 08:49:37 GMT", NULL},
        {"31 Nov 1994 08:49:37 GMT", NULL},
        {"06 Nob 1994 08:49:37 GMT", NULL},
        {"06 November 1994 08:49:37 GMT", NULL},
        {"06 Nov 1994 08:49:37 XYZ", NULL},
        {"06 Nov 1994 08:49:37 GMT x", NULL},
        {"06 Nov 1994 08:49:37 GMT (x", NULL},
        {"06 Nov 19945 08:49:37 GMT", NULL},
        {"06 Nov 1994 25:49:37 GMT", NULL},
        {"06 Nov.1994 08:49:37 GMT", NULL},
        {"06 Nov 1994 08.49", NULL},
        {"Sun Nov", NULL},
        {"Sun Nov x 08:49:37 1994", NULL},
        {"Sun Nov  6T08:49:37 1994", NULL},
        {"Sun Nov  6 8:49:37 1994", NULL},
        {"Sun Nov  6 08:49:37", NULL},
        {"Sun Nov  6 08:49:37 94", NULL},
        {"99999999999", NULL},
        {"-1", NULL},
        {"\x1b[31m", NULL},
        {"2024-01-15T10:30:00Z", NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        check_row(&rows[i], time_parse_rfc2822);
}

static void time_from_epoch__rows(void **state)
{
    (void)state;
    static const struct {
        double count, per_second; /* per_second 0: by the size */
        const char *want;
    } rows[] = {
        {1705314600, 1, "2024-01-15T10:30:00Z"},
        {1705314600.5, 1, "2024-01-15T10:30:00.5Z"},
        {1705314600.123, 1, "2024-01-15T10:30:00.123Z"},
        {1705314600000, 1000, "2024-01-15T10:30:00Z"},
        {1705314600123, 1000, "2024-01-15T10:30:00.123Z"},
        {1705314600120, 1000, "2024-01-15T10:30:00.12Z"},
        {1705314600123456, 1e6, "2024-01-15T10:30:00.123456Z"},
        {-1.5, 1, "1969-12-31T23:59:58.5Z"},
        {253402300799, 1, "9999-12-31T23:59:59Z"},
        {253402300799.5, 1, "9999-12-31T23:59:59.5Z"},
        {253402300800, 1, NULL},
        {-62135596800, 1, "0001-01-01T00:00:00Z"},
        {-62135596801, 1, NULL},
        {0, 1, NULL},
        {-0.0, 1000, NULL},
        {1e18, 1, NULL},
        {1e300, 1000, NULL},
        {-1e300, 1e6, NULL},
        {INFINITY, 1, NULL},
        {NAN, 1, NULL},
        {1705314600, 0, "2024-01-15T10:30:00Z"},
        {1705314600123, 0, "2024-01-15T10:30:00.123Z"},
        {99999999999, 0, "5138-11-16T09:46:39Z"},
        {1e11, 0, "1973-03-03T09:46:40Z"},
        {1e18, 0, NULL},
        {NAN, 0, NULL},
        {0, 0, NULL},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct instant t = {.us = 77};
        char out[TIME_TEXT_BYTES] = "";
        bool ok = rows[i].per_second > 0 ? time_from_epoch(rows[i].count, rows[i].per_second, &t)
                                         : time_from_epoch_any(rows[i].count, &t);
        time_rfc3339(&t, out);
        if (strcmp(out, rows[i].want ? rows[i].want : "") != 0)
            fail_msg("%.17g gave '%s', expected '%s'", rows[i].count, out,
                     rows[i].want ? rows[i].want : "refused");
        assert_true(ok == !!rows[i].want && (ok || t.us == 77));
    }
}

static void duration_parse_hms__rows(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        double want; /* below 0: refused */
    } rows[] = {
        {"00:04:05", 245},
        {"1:02:03", 3723},
        {"04:05", 245},
        {"4:05", 245},
        {"4:05.5", 245.5},
        {"00:00:00", 0},
        {"100:00:00", 360000},
        {"90:00", 5400},
        {"0:0:7", 7},
        {"1:00,250", 60.25},
        {"", -1},
        {"5", -1},
        {"1:60", -1},
        {"1:60:00", -1},
        {"1:2:3:4", -1},
        {"-1:00", -1},
        {"1:-1", -1},
        {"1:", -1},
        {":01", -1},
        {"1:00.", -1},
        {"1:00x", -1},
        {"1:000", -1},
        {"9999999999:00", -1},
        {"a:b", -1},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        double s = -1;
        bool ok = time_parse_hms(rows[i].in, &s);
        if (ok != (rows[i].want >= 0) || fabs(s - rows[i].want) > 1e-9)
            fail_msg("'%s' gave %g, expected %g", rows[i].in, s, rows[i].want);
    }
}

static void duration_text__rows(void **state)
{
    (void)state;
    static const struct {
        double s;
        const char *want;
    } rows[] = {
        {0, "0:00"},         {3, "0:03"},           {3.99, "0:03"},
        {245, "4:05"},       {3599.9, "59:59"},     {3600, "1:00:00"},
        {3723, "1:02:03"},   {360000, "100:00:00"}, {-5, "-0:05"},
        {-0.5, "0:00"},      {-3723, "-1:02:03"},   {1e14, "27777777777:46:40"},
        {1e300, "1e+300 s"}, {-1e300, "-1e+300 s"}, {INFINITY, ""},
        {NAN, ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char out[TIME_TEXT_BYTES];
        time_duration_text(rows[i].s, out);
        if (strcmp(out, rows[i].want) != 0)
            fail_msg("%g gave '%s', expected '%s'", rows[i].s, out, rows[i].want);
    }
}

static void short_text__rows(void **state)
{
    (void)state;
    static const struct {
        double s;
        int decimals;
        const char *unit, *want;
    } rows[] = {
        {0, 1, "", "0.0"},
        {0.84, 1, "", "0.8"},
        {0.86, 1, "", "0.9"},
        {12, 1, "", "12.0"},
        {59.94, 1, "", "59.9"},
        {59.96, 1, "", "1:00"},
        {119.6, 1, "", "2:00"},
        {-0.5, 1, "", "-0.5"},
        {3723, 1, " s", "1:02:03"},
        {26, 0, " s", "26 s"},
        {59.6, 0, " s", "1:00"},
        {0.254, 2, " s", "0.25 s"},
        {59.994, 2, " s", "59.99 s"},
        {59.996, 2, " s", "1:00"},
        {65.6, 2, " s", "1:06"},
        {INFINITY, 1, " s", ""},
        {NAN, 1, " s", ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char out[TIME_TEXT_BYTES];
        time_short_text(rows[i].s, rows[i].decimals, rows[i].unit, out);
        if (strcmp(out, rows[i].want) != 0)
            fail_msg("%g gave '%s', expected '%s'", rows[i].s, out, rows[i].want);
    }
}

static void has_tenths__as_its_text(void **state)
{
    (void)state;
    assert_true(time_has_tenths(0.05)); /* 0.1 */
    assert_true(time_has_tenths(75));
    assert_false(time_has_tenths(0.049)); /* 0.0 */
    assert_false(time_has_tenths(0));
    assert_false(time_has_tenths(NAN));
}

static void time_texts__unknown_is_empty(void **state)
{
    (void)state;
    struct instant t = {.us = 1, .raw = "soon"};
    char out[TIME_TEXT_BYTES] = "x";
    time_rfc3339(&t, out);
    assert_string_equal(out, "");
    out[0] = 'x';
    time_full(&t, out);
    assert_string_equal(out, "");
    out[0] = 'x';
    time_clock(&t, out);
    assert_string_equal(out, "");
}

static void check_full(const char *want_full, const char *want_clock)
{
    struct instant t;
    char out[TIME_TEXT_BYTES];
    assert_true(time_parse_iso("2024-01-15T10:30:00.9Z", &t));
    time_full(&t, out);
    assert_string_equal(out, want_full);
    time_clock(&t, out);
    assert_string_equal(out, want_clock);
}

/* A zone file of our own, so that no zone database needs to be installed: New York's winter. */
static char *zone_dir_new(void)
{
    static char dir[] = "/tmp/callbrowser-zone.XXXXXX";
    assert_non_null(mkdtemp(dir));
    char path[64];
    snprintf(path, sizeof path, "%s/Winter", dir);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    /* version 1: no transitions, one type (-18000 s, no summer time, name 0), "EST" */
    static const char head[44] = {'T', 'Z', 'i', 'f', [39] = 1, [43] = 4};
    static const char type[6] = {(char)0xff, (char)0xff, (char)0xb9, (char)0xb0, 0, 0};
    assert_int_equal(fwrite(head, sizeof head, 1, f), 1);
    assert_int_equal(fwrite(type, sizeof type, 1, f), 1);
    assert_int_equal(fwrite("EST", 4, 1, f), 1);
    assert_int_equal(fclose(f), 0);
    return dir;
}

/* Files that are no zones: one too short to be, and a text. */
static void zone_dir_spoil(const char *dir)
{
    static const char *const names[] = {"Short", "Text"}, *const texts[] = {"TZ", "# a list\n"};
    for (size_t i = 0; i < LEN(names); i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        FILE *f = fopen(path, "wb");
        assert_non_null(f);
        assert_true(fputs(texts[i], f) >= 0);
        assert_int_equal(fclose(f), 0);
    }
}

static void zone_dir_remove(const char *dir)
{
    static const char *const names[] = {"Winter", "Short", "Text"};
    for (size_t i = 0; i < LEN(names); i++) {
        char path[64];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        assert_int_equal(remove(path), 0);
    }
    assert_int_equal(remove(dir), 0);
}

/* Also where clocks change, and before 1970. */
static void time_offset_s__zones__east_of_utc(void **state)
{
    (void)state;
    static const struct {
        const char *zone, *time;
        int seconds;
    } rows[] = {{"UTC0", "2026-11-29T12:00:00Z", 0},
                {"IST-5:30", "2026-11-29T12:00:00Z", 19800},
                {"EST5", "1969-01-01T00:00:00Z", -18000},
                {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T00:59:59.9Z", 3600},
                {"CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:00:00Z", 7200}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct instant t;
        setenv("TZ", rows[i].zone, 1);
        assert_true(time_set_zone("local") && time_parse_iso(rows[i].time, &t));
        assert_int_equal(time_offset_s(&t), rows[i].seconds);
        assert_true(time_set_zone("UTC"));
        assert_int_equal(time_offset_s(&t), 0);
    }
    assert_int_equal(time_offset_s(&(struct instant){.us = 5}), 0);
}

static void time_set_zone__names(void **state)
{
    (void)state;
    char *dir = zone_dir_new();
    zone_dir_spoil(dir);
    setenv("TZDIR", dir, 1);
    setenv("TZ", "XYZ-2", 1);
    assert_true(time_set_zone("local"));
    check_full("2024-01-15 12:30:00 XYZ", "12:30:00");
    assert_true(time_set_zone("UTC"));
    check_full("2024-01-15 10:30:00 UTC", "10:30:00");
    assert_true(time_set_zone("Winter"));
    check_full("2024-01-15 05:30:00 EST", "05:30:00");
    static const char *const unknown[] = {
        "Nowhere/City",
        "",
        "../Winter",
        "/Winter",
        "/etc/localtime",
        ".",
        "Winter\n",
        "winter%s",
        "Short",
        "Text",
        "Much/longer/than/the/name/of/any/zone/of/the/world/and/longer/still"};
    for (size_t i = 0; i < LEN(unknown); i++)
        if (time_set_zone(unknown[i]))
            fail_msg("zone '%s' was accepted, expected a refusal", unknown[i]);
    check_full("2024-01-15 05:30:00 EST", "05:30:00");
    assert_true(time_set_zone("utc"));
    assert_string_equal(getenv("TZ"), "Winter"); /* to and fro does not touch the environment */
    assert_true(time_set_zone("Winter"));
    check_full("2024-01-15 05:30:00 EST", "05:30:00");
    assert_true(time_set_zone("local"));
    check_full("2024-01-15 12:30:00 XYZ", "12:30:00");
    const char *tz = getenv("TZ");
    assert_true(time_set_zone("Winter"));
    assert_ptr_equal(getenv("TZ"), tz); /* in place: nothing moves under another thread */
    check_full("2024-01-15 05:30:00 EST", "05:30:00");
    assert_true(time_set_zone("local"));
    zone_dir_remove(dir);
}

static void time_now_ms__never_goes_back(void **state)
{
    (void)state;
    int64_t first = time_now_ms(), second = time_now_ms();
    assert_true(first > 0 && second >= first && second - first < 60000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(time_parse_iso__rows),
        cmocka_unit_test(time_parse_rfc2822__rows),
        cmocka_unit_test(time_from_epoch__rows),
        cmocka_unit_test(duration_parse_hms__rows),
        cmocka_unit_test(duration_text__rows),
        cmocka_unit_test(short_text__rows),
        cmocka_unit_test(has_tenths__as_its_text),
        cmocka_unit_test(time_texts__unknown_is_empty),
        cmocka_unit_test(time_set_zone__names),
        cmocka_unit_test(time_offset_s__zones__east_of_utc),
        cmocka_unit_test(time_now_ms__never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
