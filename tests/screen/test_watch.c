/* Watching a call in progress: what is asked when, what moves on the screen, and how it ends. */
#include "base/alloc.h"
#include "tests/support/golden.h"
#include "tests/support/watching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void watch__live__grows_until_it_ends(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_12", " 1/4 ");
    pty_keys(p, "R");
    pty_expect(p, "watching, next refresh");
    watch_expect(p, " 1/8 ");
    assert_int_equal(term_bells(pty_term(p)), 0);
    watch_expect(p, "the call has ended");
    pty_expect(p, " 1/12 ");
    pty_expect(p, "completed");
    assert_int_equal(term_bells(pty_term(p)), 1);
    assert_true(pty_wait_quiet(p, 1500));
    assert_int_equal(browse_requests("call_live_12"), 3);
    pty_keys(p, "R");
    pty_expect(p, "the call has ended: nothing to watch");
    pty_keys(p, "/parcel\r"); /* the count of matches is shown instead */
    pty_expect(p, "n next");
    pty_expect_not(p, "has ended");
}

/* The time that a call has been going on is counted, watched or not. */
static void live__duration__counts_up(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_begun_3597", " so far");
    pty_expect(p, "Duration  1:00:0");
    pty_expect(p, " so far");
    assert_int_equal(browse_requests("call_begun_3597"), 1);
}

static void watch__at_the_end__follows(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_16", " 1/4 ");
    pty_keys(p, "GR");
    watch_expect(p, " 8/8 ");
    pty_keys(p, "6G");
    watch_expect(p, " 6/12 ");
}

/* The end is the last turn that the filter leaves. */
static void watch__filtered_at_the_end__follows(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_32", " 1/4 ");
    pty_keys(p, "&parcel shall|I see\r");
    pty_expect(p, "1 of 4 turns");
    pty_keys(p, "GR");
    watch_expect(p, " 8/8 ");
}

/* One that is stopped, one whose tab is closed, and one whose fetch runs. */
static void watch__stopped_or_closed__asks_no_more(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_still_21", "ringyo:call_still_20",
                                "ringyo:call_live_slow_20", NULL};
    struct pty *p = watch_start(args, " 1/21 ");
    pty_keys(p, "R");
    pty_expect(p, "[1~ ");
    pty_expect(p, "R stop watching");
    browse_wait_requests(p, "call_still_21", 2);
    pty_keys(p, "q");
    pty_expect(p, " 1/20 ");
    pty_keys(p, "R");
    pty_expect(p, "watching");
    pty_keys(p, "\x1b");
    browse_wait_requests(p, "call_still_20", 2);
    pty_keys(p, "R");
    pty_expect(p, "no longer watching");
    pty_keys(p, "]R");
    browse_wait_requests(p, "call_live_slow_20", 2);
    pty_expect(p, "watching, refreshing now");
    pty_keys(p, "\x03");
    pty_expect(p, "no longer watching");
    pty_keys(p, "j");
    pty_expect(p, "R watch");
    size_t asked = browse_requests("");
    assert_true(pty_wait_quiet(p, 1500));
    assert_int_equal(browse_requests(""), asked);
}

/* Everything but the status line. */
static char *screen_above(struct pty *p)
{
    struct buf text = {0};
    for (int row = 0; row + 1 < term_rows(pty_term(p)); row++)
        buf_printf(&text, "%s\n", term_row(pty_term(p), row));
    return buf_take(&text);
}

static void watch__same_answer__nothing_moves(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_still_300", " 1/300 ");
    pty_keys(p, "&parcel\r");
    pty_expect(p, "filter: parcel");
    pty_keys(p, "/list\r");
    pty_expect(p, "n next");
    pty_keys(p, "wll9j");
    pty_expect_gone(p, "you. ");
    pty_keys(p, "R");
    pty_expect(p, "watching");
    char *before = screen_above(p);
    size_t bytes = pty_bytes(p);
    browse_wait_requests(p, "call_still_300", 4);
    pty_expect(p, "next refresh in 1 s");
    char *after = screen_above(p);
    assert_string_equal(before, after);
    assert_in_range(pty_bytes(p) - bytes, 1, 800);
    free(before);
    free(after);
}

static void watch__grown_answer__keeps_what_is_seen(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_200", " 1/4 ");
    for (int i = 2; i <= 6; i++) {
        char *shown = xasprintf(" 1/%d ", 4 * i);
        pty_keys(p, "r");
        pty_expect(p, shown);
        free(shown);
    }
    pty_keys(p, "&parcel\r/list\r");
    pty_expect(p, "n next");
    pty_keys(p, "w5G");
    pty_expect(p, " 5/24 ");
    pty_keys(p, "lR");
    watch_expect(p, " 5/28 ");
    pty_expect(p, "filter: parcel");
    pty_expect(p, "matches  watching");
    pty_expect(p, "user   arcels of our office");
}

static void watch__grown_answer__keeps_marks_and_selection(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_204", " 1/4 ");
    pty_keys(p, "2Gma4GVk");
    pty_expect(p, "2 turns selected");
    pty_keys(p, "R");
    watch_expect(p, "/8 ");
    pty_expect(p, "2 turns selected");
    pty_expect(p, " 3/8 ");
    pty_keys(p, "G");
    pty_expect(p, "5 turns selected");
    watch_expect(p, " 8/12 ");
    pty_expect(p, "5 turns selected");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "selected");
    pty_keys(p, "'a");
    pty_expect(p, " 2/");
}

static void watch__grown_answer__keeps_the_place_in_the_json(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_208", " 1/4 ");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_keys(p, "+/\"team\r");
    pty_expect(p, ">     \"team\": \"parcels\"");
    pty_keys(p, "R");
    browse_wait_requests(p, "call_live_208", 3);
    pty_expect(p, "next refresh in 1 s");
    pty_expect(p, ">     \"team\": \"parcels\"");
}

static void watch__another_tab_in_front__goes_on_and_tells(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_live_15", "ringyo:call_xyz789", NULL};
    struct pty *p = watch_start(args, " 1/4 ");
    pty_keys(p, "R]");
    pty_expect(p, "Hello! This is Sarah");
    pty_expect(p, " 1~ live_15");
    browse_wait_requests(p, "call_live_15", 2);
    size_t bytes = pty_bytes(p);
    browse_wait_requests(p, "call_live_15", 3);
    assert_true(pty_bytes(p) == bytes);
    watch_expect(p, "call_live_15: the call has ended");
    pty_expect(p, " 1. live_15");
    assert_int_equal(term_bells(pty_term(p)), 1);
    pty_keys(p, "j");
    pty_expect_gone(p, "has ended");
    pty_expect(p, " 1. live_15");
    pty_keys(p, "[");
    pty_expect(p, " 1/15 ");
    pty_expect(p, "[1. live_15]");
    pty_expect(p, "the call has ended");
    pty_keys(p, "]");
    pty_expect(p, " 1 live_15");
}

static void watch__ends_while_one_types__is_told_after(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_live_13", "ringyo:call_xyz789", NULL};
    struct pty *p = watch_start(args, " 1/4 ");
    pty_keys(p, "R]");
    pty_expect(p, "Hello! This is Sarah");
    pty_keys(p, "/acme");
    pty_expect(p, "/acme");
    watch_expect(p, " 1. live_13");
    pty_keys(p, " corp");
    pty_expect(p, "/acme corp");
    pty_keys(p, "\x1b");
    pty_expect(p, "call_live_13: the call has ended");
    pty_keys(p, "j");
    pty_expect_gone(p, "has ended");
}

static void watch__nothing_in_progress__says_so(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_404", "No such call");
    pty_keys(p, "R");
    pty_expect(p, "no call is open here");
    pty_keys(p, "iringyo:call_xyz789\r");
    pty_expect(p, "Hello! This is Sarah");
    pty_keys(p, "R");
    pty_expect(p, "the call has ended: nothing to watch");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(watch__live__grows_until_it_ends),
        TEST(live__duration__counts_up),
        TEST(watch__at_the_end__follows),
        TEST(watch__filtered_at_the_end__follows),
        TEST(watch__stopped_or_closed__asks_no_more),
        TEST(watch__same_answer__nothing_moves),
        TEST(watch__grown_answer__keeps_what_is_seen),
        TEST(watch__grown_answer__keeps_marks_and_selection),
        TEST(watch__grown_answer__keeps_the_place_in_the_json),
        TEST(watch__another_tab_in_front__goes_on_and_tells),
        TEST(watch__ends_while_one_types__is_told_after),
        TEST(watch__nothing_in_progress__says_so),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
