/* Times that are not what they seem: stand-ins for an unknown time, times without a zone, ends that
 * are only planned, and turns whose times have another origin than the call's. */
#include "tests/support/extracting.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define NO_ZONE "\"notes\":[\"times: no zone given, taken as UTC\""

/* What -p json prints of a file in tests/fixtures/field, as Ringyo's answer. */
static char *printed_file(const char *name)
{
    char *text = scratch_read("tests/fixtures/field", name);
    assert_non_null(text);
    struct answer_body answer = body(200, text);
    char *got = printed("ringyo", "call_a", &answer, NULL);
    free(text);
    return got;
}

static void times__stand_ins__are_not_given(void **state)
{
    (void)state;
    static const char *const stand_ins[] = {
        "\"0001-01-01T00:00:00Z\"",
        "\"0001-01-01T00:00:00\"",
        "\"0001-01-01 05:30:00+05:30\"",
        "\"1970-01-01T00:00:00Z\"",
        "\"1970-01-01T00:00:00.000+00:00\"",
        "\"Thu, 01 Jan 1970 00:00:00 GMT\"",
        "0",
        "\"0\"",
        "-62135596800",
    };
    for (size_t i = 0; i < LEN(stand_ins); i++) {
        struct buf json = {0};
        buf_printf(&json, "{\"status\":\"s\",\"started\":%s}", stand_ins[i]);
        struct answer_body answer = body(200, buf_str(&json));
        char *got = printed("plain", "c1", &answer, NULL);
        check_has(got, "\"started_at\":null,");
        check_has(got, "\"other\":{},\"notes\":[]");
        free(got);
        buf_done(&json);
    }
}

static void times__stand_in__leaves_the_field_to_the_next_pointer(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"voxworks",
         "{\"call\":{\"scheduled_time\":\"2024-01-15T10:30:00Z\",\"actual_time\":"
         "\"0001-01-01T00:00:00Z\",\"end_time\":\"2024-01-15T10:30:09Z\"}}",
         "\"started_at\":\"2024-01-15T10:30:00Z\",\"ended_at\":\"2024-01-15T10:30:09Z\","
         "\"duration_s\":9,"},
        {"plain", "{\"status\":\"s\",\"started\":\"1970-01-01T00:00:01Z\"}",
         "\"started_at\":\"1970-01-01T00:00:01Z\""},
    };
    check_rows(rows, LEN(rows));
}

/* The start is in the year 1: no duration can be calculated from it. */
static void times__stand_in_of_the_field__gives_no_duration(void **state)
{
    (void)state;
    char *got = printed_file("zero-time.ringyo.json");
    check_has(got, "\"created_at\":null,\"started_at\":null,"
                   "\"ended_at\":\"2024-01-15T10:34:05Z\",\"duration_s\":null,");
    check_has(got, "\"other\":{},\"notes\":[],");
    free(got);
}

static void times__without_zone__are_utc_with_a_note(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"started\":\"2024-01-15T10:30:00\",\"ended\":\"2024-01-15 10:30:09\"}",
         NO_ZONE ","},
        {"plain", "{\"started\":\"Mon, 15 Jan 2024 10:30:00\"}", NO_ZONE "]"},
        {"plain", "{\"started\":\"Mon Jan 15 10:30:00 2024\"}", "\"notes\":[]"},
        {"plain", "{\"started\":\"2024-01-15T10:30:00+00\"}", "\"notes\":[]"},
        {"diga", "{\"id\":\"c1\",\"start_time\":\"2024-01-15T10:30:00 UTC\"}", "\"notes\":[]"},
    };
    check_rows(rows, LEN(rows));
    char *got = printed_file("no-zone.ringyo.json");
    check_has(got, "\"started_at\":\"2026-03-04T14:00:00Z\",\"ended_at\":\"2026-03-04T14:00:54Z\","
                   "\"duration_s\":54,");
    check_has(got, "\"times: no zone given, taken as UTC\"");
    free(got);
}

/* A call that goes on has no end, whatever is planned. */
static void times__end_of_a_live_call__is_another_field(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain", "{\"status\":\"going\",\"ended\":\"2024-01-15T10:30:00Z\"}",
         "\"ended_at\":null,"},
        {"plain", "{\"status\":\"going\",\"ended\":\"2024-01-15T10:30:00Z\"}",
         "\"other\":{\"ended\":\"2024-01-15T10:30:00Z\"},\"notes\":[]"},
        {"plain",
         "{\"status\":\"going\",\"started\":\"2024-01-15T10:00:00Z\",\"ended\":"
         "\"2024-01-15T10:30:00Z\"}",
         "\"duration_s\":null,"},
        {"plain", "{\"status\":\"over\",\"ended\":\"2024-01-15T10:30:00Z\"}",
         "\"ended_at\":\"2024-01-15T10:30:00Z\""},
        {"ringg",
         "{\"data\":{\"id\":\"c1\",\"call_status\":\"ongoing\",\"call_sub_status\":\"ACCEPTED\"}}",
         "\"end_reason\":null,"},
    };
    check_rows(rows, LEN(rows));
}

/* Bland sends when the call will be ended at the latest. */
static void times__planned_end__is_another_field(void **state)
{
    (void)state;
    static const char planned[] =
        "{\"call_id\":\"c1\",\"status\":\"call_error\",\"completed\":false,"
        "\"started_at\":\"2024-01-15T10:00:00Z\",\"end_at\":"
        "\"2024-01-15T10:30:00Z\",\"error_message\":\"refused\"}";
    static const struct row rows[] = {
        {"bland", planned, "\"ended_at\":null,\"duration_s\":null,\"end_reason\":\"refused\","},
        {"bland", planned, "\"end_at\":\"2024-01-15T10:30:00Z\""},
        {"bland", "{\"status\":\"x\",\"completed\":true,\"end_at\":\"2024-01-15T10:30:00Z\"}",
         "\"ended_at\":\"2024-01-15T10:30:00Z\""},
        {"bland",
         "{\"status\":\"x\",\"completed\":null,\"corrected_duration\":\"9\",\"end_at\":"
         "\"2024-01-15T10:30:00Z\"}",
         "\"ended_at\":\"2024-01-15T10:30:00Z\""},
    };
    check_rows(rows, LEN(rows));
}

/* From start to end it is 45 s. */
static void times__durations_that_differ__get_a_note(void **state)
{
    (void)state;
#define TIMES                                                                                      \
    "{\"call_id\":\"c1\",\"completed\":true,\"started_at\":\"2024-01-15T10:00:00Z\","              \
    "\"end_at\":\"2024-01-15T10:00:45Z\","
    static const struct row rows[] = {
        {"bland", TIMES "\"corrected_duration\":\"40\",\"call_length\":0.75}", "\"notes\":[],"},
        {"bland", TIMES "\"corrected_duration\":\"39.9\",\"call_length\":0.75}",
         "\"notes\":[\"duration: 39.9 s in /corrected_duration, 45 s in /call_length, 45 s from "
         "start "
         "to end\"],"},
        {"bland", TIMES "\"corrected_duration\":\"39.9\",\"call_length\":0.75}",
         "\"duration_s\":39.9,"},
        {"bland", TIMES "\"call_length\":45}",
         "\"notes\":[\"duration: 2700 s in /call_length, 45 s from start to end\","
         "\"duration: calculated from start and end\"],"},
        {"bland", TIMES "\"call_length\":45}", "\"duration_s\":45,"},
        {"bland", TIMES "\"call_length\":0.8}", "\"duration_s\":45,"},
        {"bland", "{\"call_id\":\"c1\",\"call_length\":\"1.5\"}", "\"duration_s\":90,"},
        {"bland", "{\"call_id\":\"c1\",\"call_length\":-1}", "\"duration_s\":null,"},
        {"bland", "{\"call_id\":\"c1\",\"call_length\":\"1.5\"}", "\"other\":{},\"notes\":[],"},
        {"bland", "{\"call_id\":\"c1\",\"corrected_duration\":\"45\",\"call_length\":45}",
         "\"notes\":[\"duration: 45 s in /corrected_duration, 2700 s in /call_length\"],"},
        {"plain",
         "{\"started\":\"2024-01-15T10:00:00Z\",\"ended\":\"2024-01-15T10:00:45Z\",\"minutes\":45}",
         "\"duration_s\":2700,"},
    };
#undef TIMES
    check_rows(rows, LEN(rows));
}

static void times__all_turns_at_0__have_none(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"plain",
         "{\"turns\":[{\"who\":\"user\",\"text\":\"a\",\"at\":0},{\"who\":\"user\",\"text\":\"b\","
         "\"at\":0}]}",
         "\"notes\":[\"transcript: all times are 0, so they are not used\"]"},
        {"plain",
         "{\"turns\":[{\"who\":\"user\",\"text\":\"a\",\"at\":0},{\"who\":\"user\",\"text\":\"b\","
         "\"at\":0}]}",
         "\"start_s\":null,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"b\""},
        {"went",
         "{\"id\":\"c1\",\"turns\":[{\"who\":\"user\",\"text\":\"a\",\"at\":0,\"until\":0},"
         "{\"who\":\"bot\",\"text\":\"b\",\"at\":0,\"until\":0}]}",
         "\"start_s\":null,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"b\""},
        {"plain", "{\"turns\":[{\"who\":\"user\",\"text\":\"a\",\"at\":0}]}", "\"notes\":[]"},
        {"plain",
         "{\"turns\":[{\"who\":\"user\",\"text\":\"a\",\"at\":0},{\"who\":\"user\",\"text\":\"b\","
         "\"at\":0},{\"who\":\"user\",\"text\":\"c\",\"at\":2}]}",
         "\"start_s\":0,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"b\""},
    };
    check_rows(rows, LEN(rows));
}

/* The turn is kept, and so is its time, among what is left of it. */
static void times__turn_long_before_the_call__has_no_start(void **state)
{
    (void)state;
    static const char early[] =
        "{\"started\":\"2024-01-15T10:30:00Z\",\"turns\":[{\"who\":\"user\",\"text\":\"a\",\"at\":"
        "\"2024-01-15T10:28:59Z\"},{\"who\":\"user\",\"text\":\"b\",\"at\":"
        "\"2024-01-15T10:29:00Z\"},{\"who\":\"user\",\"text\":\"c\",\"at\":-61}]}";
    static const struct row rows[] = {
        {"plain", early,
         "\"start_s\":null,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"a\""},
        {"plain", early,
         "\"start_s\":-60,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"b\""},
        {"plain", early,
         "\"start_s\":null,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":\"c\""},
        {"plain", early, "{\"at\":\"2024-01-15T10:28:59Z\"}"},
        {"plain", early, "\"notes\":[\"transcript: times before the call's start are not used\"]"},
    };
    check_rows(rows, LEN(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times__stand_ins__are_not_given),
        cmocka_unit_test(times__stand_in__leaves_the_field_to_the_next_pointer),
        cmocka_unit_test(times__stand_in_of_the_field__gives_no_duration),
        cmocka_unit_test(times__without_zone__are_utc_with_a_note),
        cmocka_unit_test(times__end_of_a_live_call__is_another_field),
        cmocka_unit_test(times__planned_end__is_another_field),
        cmocka_unit_test(times__durations_that_differ__get_a_note),
        cmocka_unit_test(times__all_turns_at_0__have_none),
        cmocka_unit_test(times__turn_long_before_the_call__has_no_start),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
