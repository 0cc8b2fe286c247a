/* Queries on a call: classes of speakers, outcomes of tool calls, its length and its recording.
 * Also failures. */
#include "base/alloc.h"
#include "call/call.h"
#include "call/facts.h"
#include "call/failure.h"
#include "text/time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void tool_outcome__words__in_any_case(void **state)
{
    (void)state;
    struct tool tool = {.status = "Succeeded"};
    assert_int_equal(call_tool_outcome(&tool), TOOL_SUCCEEDED);
    tool.status = "TIMEOUT";
    assert_int_equal(call_tool_outcome(&tool), TOOL_FAILED);
    tool.status = "running";
    assert_int_equal(call_tool_outcome(&tool), TOOL_UNKNOWN);
    tool.status = NULL;
    assert_int_equal(call_tool_outcome(&tool), TOOL_UNKNOWN);
    tool.error = "no such table";
    assert_int_equal(call_tool_outcome(&tool), TOOL_FAILED);
    tool.status = "ok";
    assert_int_equal(call_tool_outcome(&tool), TOOL_FAILED);
    assert_int_equal(call_tool_outcome(NULL), TOOL_UNKNOWN);
}

static void speaker__same__with_or_without_a_name(void **state)
{
    (void)state;
    struct turn a = {.class = SPEAKER_AGENT}, b = a;
    assert_true(call_same_speaker(&a, &b));
    b.speaker = "Ann";
    assert_false(call_same_speaker(&a, &b));
    assert_false(call_same_speaker(&b, &a));
    a.speaker = "Ann";
    assert_true(call_same_speaker(&a, &b));
    a.class = SPEAKER_PERSON;
    assert_false(call_same_speaker(&a, &b));
}

/* An answer that came again is the same if nothing in it has changed. */
static void call__same__documents_and_notes(void **state)
{
    (void)state;
    struct document one = {.bytes = "{}", .count = 2}, other = {.bytes = "[]", .count = 2},
                    longer = {.bytes = "{ }", .count = 3};
    const char *const notes[] = {"a"}, *const other_notes[] = {"b"};
    const struct call a = {.documents = &one, .document_count = 1, .notes = notes, .note_count = 1};
    struct call b = a;
    assert_true(call_is_same(&a, &b));
    b.notes = other_notes;
    assert_false(call_is_same(&a, &b));
    b = a;
    b.note_count = 0;
    assert_false(call_is_same(&a, &b));
    b = a;
    b.turns_loading = true;
    assert_false(call_is_same(&a, &b));
    b = a;
    b.documents = &other;
    assert_false(call_is_same(&a, &b));
    b.documents = &longer;
    assert_false(call_is_same(&a, &b));
    b.document_count = 0;
    assert_false(call_is_same(&a, &b));
    assert_false(call_is_same(&b, &b)); /* nothing can be compared */
}

/* All words of each class, as call.h lists them. */
static void speaker_class__every_word__in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        enum speaker_class class;
    } cases[] = {
        {"agent ai bot assistant robot Robot AGENT", SPEAKER_AGENT},
        {"user human customer caller callee contact client CALLEE Contact", SPEAKER_PERSON},
        {"tool function Tool tool_call_invocation tool_call_result", SPEAKER_TOOL},
        {"system System", SPEAKER_SYSTEM},
        {"agents use us\xc3\xa9r operator tools none", SPEAKER_OTHER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *words = xstrdup(cases[i].words), *rest = words;
        for (char *word; (word = strtok_r(rest, " ", &rest));)
            if (call_class_of(word) != cases[i].class)
                fail_msg("'%s' is in the class '%s'", word, call_class_name(call_class_of(word)));
        free(words);
    }
    assert_int_equal(call_class_of(NULL), SPEAKER_OTHER);
    assert_int_equal(call_class_of(""), SPEAKER_OTHER);
}

static void check_duration(const struct call *c, const char *want)
{
    struct facts f;
    const char *got = NULL;
    facts_of_call(&f, c);
    for (size_t i = 0; i < f.count; i++)
        if (strcmp(f.list[i].name, "duration") == 0)
            got = f.list[i].value;
    if (want ? !got || strcmp(got, want) != 0 : got != NULL)
        fail_msg("%s, expected %s", got ? got : "no row", want ? want : "no row");
    facts_done(&f);
}

/* Without a duration the turns tell how long the call was at least. */
static void facts__no_duration__at_least(void **state)
{
    (void)state;
    struct turn turns[] = {{.start_s = 0, .end_s = NAN},
                           {.start_s = 61.5, .end_s = 67.9},
                           {.start_s = 62, .end_s = NAN}};
    struct call c = {.duration_s = NAN, .turns = turns, .turn_count = 3};
    check_duration(&c, "at least 1:07");
    turns[1].end_s = NAN;
    check_duration(&c, "at least 1:02");
    c.turn_count = 1;
    check_duration(&c, "not given");
    turns[0].start_s = NAN;
    check_duration(&c, "not given");
    c.duration_s = 5;
    check_duration(&c, "0:05");
}

/* A call in progress tells how long it has been going on. */
static void facts__live__so_far(void **state)
{
    (void)state;
    struct turn turn = {.start_s = 30, .end_s = NAN};
    struct call c = {.live = true, .duration_s = NAN, .turns = &turn, .turn_count = 1};
    check_duration(&c, NULL);
    int64_t began_us = time_wall_us();
    c.started = (struct instant){.known = true, .us = began_us - 3725000000};
    int shown_s = facts_running_s(&c);
    int64_t more_s = (time_wall_us() - began_us) / 1000000;
    assert_in_range(shown_s, 3725, 3725 + more_s);
    c.started.us = began_us + 3600000000; /* the clocks differ */
    check_duration(&c, NULL);
    c.started.us = began_us - 90000LL * 1000000; /* over a day */
    check_duration(&c, NULL);
    c.duration_s = 7;
    check_duration(&c, "0:07");
    c.live = false;
    assert_int_equal(facts_running_s(&c), -1);
}

static void speaker_class__names__as_printed(void **state)
{
    (void)state;
    assert_string_equal(call_class_name(SPEAKER_AGENT), "agent");
    assert_string_equal(call_class_name(SPEAKER_PERSON), "person");
    assert_string_equal(call_class_name(SPEAKER_TOOL), "tool");
    assert_string_equal(call_class_name(SPEAKER_OTHER), "other");
}

static void call_length_s__duration__has_precedence(void **state)
{
    (void)state;
    const struct turn turns[] = {{.start_s = 7, .end_s = NAN}, {.start_s = 3, .end_s = 9.5}};
    struct call c = {.duration_s = NAN, .turns = turns, .turn_count = 2};
    assert_true(call_length_s(&c) == 9.5);
    c.duration_s = 4;
    assert_true(call_length_s(&c) == 4);
    assert_true(isnan(call_length_s(&(struct call){.duration_s = NAN})));
}

static void call_recording_url__several__is_the_first_link(void **state)
{
    (void)state;
    const struct recording list[] = {{.id = "r1"}, {.url = "https://a/b"}};
    assert_null(call_recording_url(&(struct call){0}));
    assert_string_equal(
        call_recording_url(&(struct call){.recordings = list, .recording_count = 2}),
        "https://a/b");
}

static void failure_new__long_and_hostile__is_one_clean_line(void **state)
{
    (void)state;
    struct buf text = {0};
    for (int i = 0; i < 400; i++)
        buf_puts(&text, "\xc3\xa9");
    struct failure *f = failure_new(KIND_PROVIDER, 500, "%s", buf_str(&text));
    assert_int_equal(strlen(f->message), 2 * FAILURE_MESSAGE_CHARS);
    failure_free(f);
    f = failure_new(KIND_AUTH, 401, "a\x1b]52;c;x\ab\nc");
    assert_null(strpbrk(f->message, "\x1b\a\n"));
    assert_int_equal(f->retry_after_s, -1);
    assert_string_equal(failure_kind_name(f->kind), "auth");
    failure_free(f);
    failure_free(NULL);
    buf_done(&text);
}

/* What does not fit is cut before a number or an address, whose beginning nothing would mask. */
static void failure_new__long__no_half_of_what_is_masked(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"+49 170 555 1234", "+"},
        {"jo.smith.junior@example.org", ""},
        {"4111111111111111", ""},
        {"call_0123456789ab", "call_01234"},
    };
    char filling[FAILURE_MESSAGE_CHARS - 9];
    memset(filling, 'x', sizeof filling - 1);
    filling[sizeof filling - 2] = ' ';
    filling[sizeof filling - 1] = '\0';
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct failure *f = failure_new(KIND_REFUSED, 422, "%s%s", filling, rows[i][0]);
        assert_string_equal(f->message + strlen(filling), rows[i][1]);
        failure_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tool_outcome__words__in_any_case),
        cmocka_unit_test(speaker_class__every_word__in_any_case),
        cmocka_unit_test(speaker__same__with_or_without_a_name),
        cmocka_unit_test(call__same__documents_and_notes),
        cmocka_unit_test(facts__no_duration__at_least),
        cmocka_unit_test(facts__live__so_far),
        cmocka_unit_test(speaker_class__names__as_printed),
        cmocka_unit_test(call_length_s__duration__has_precedence),
        cmocka_unit_test(call_recording_url__several__is_the_first_link),
        cmocka_unit_test(failure_new__long_and_hostile__is_one_clean_line),
        cmocka_unit_test(failure_new__long__no_half_of_what_is_masked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
