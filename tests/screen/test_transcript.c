/* Going about in a transcript, and what it shows of a call beside its words. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LONG "ringyo:call_turns_200" /* turns 2, 4, 7, 9, 11, 13, 15 ... are the user's */

static void expect_turn(struct pty *p, long turn)
{
    char place[64];
    snprintf(place, sizeof place, " %ld/200 ", turn);
    pty_expect(p, place);
}

static void speaker__braces__to_the_other_one(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    pty_keys(p, "}");
    expect_turn(p, 2);
    pty_keys(p, "}}");
    expect_turn(p, 4);
    pty_keys(p, "}");
    expect_turn(p, 5);
    pty_keys(p, ")"); /* 6 is the agent's too */
    expect_turn(p, 7);
    pty_keys(p, "{");
    expect_turn(p, 6);
    pty_keys(p, "(");
    expect_turn(p, 4);
    pty_keys(p, "3{");
    expect_turn(p, 1);
    pty_keys(p, "{");
    pty_expect(p, "no other speaker before this turn");
    expect_turn(p, 1);
}

static void speaker__from_another_pane_and_json__goes_or_says_why(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "[Transcript]");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Participants]");
    pty_keys(p, "}");
    pty_expect(p, "[Transcript]");
    pty_expect(p, " 2/2 ");
    pty_keys(p, "}");
    pty_expect(p, "no other speaker after this turn");
    pty_keys(p, "J}");
    pty_expect(p, "no transcript is shown here");
}

static void zone__capital_t__local_and_utc(void **state)
{
    (void)state;
    struct pty *p =
        browse_start(&(struct browse_options){.args = (const char *const[]){DOCUMENTED, NULL},
                                              .env = (const char *const[]){"TZ=XYZ-2", NULL}});
    pty_expect(p, "2024-01-15 12:30:00 XYZ");
    pty_keys(p, "t");
    pty_expect(p, "12:30:03");
    pty_expect(p, "times in XYZ");
    pty_keys(p, "T");
    pty_expect(p, "time zone: UTC");
    pty_expect(p, "2024-01-15 10:30:00 UTC");
    pty_expect(p, "10:30:03");
    pty_expect(p, "times in UTC");
    pty_keys(p, "T");
    pty_expect(p, "time zone: local");
    pty_expect(p, "2024-01-15 12:30:00 XYZ");
    pty_expect(p, "12:30:03");
}

static void zone__configured__comes_third(void **state)
{
    (void)state;
    if (access("/usr/share/zoneinfo/Etc/GMT+5", R_OK) != 0) {
        print_message("no zone database here\n");
        skip();
    }
    struct pty *p =
        browse_start(&(struct browse_options){.args = (const char *const[]){DOCUMENTED, NULL},
                                              .options = "timezone = Etc/GMT+5\n",
                                              .env = (const char *const[]){"TZ=XYZ-2", NULL}});
    pty_expect(p, "2024-01-15 05:30:00");
    pty_keys(p, "T");
    pty_expect(p, "time zone: local");
    pty_expect(p, "2024-01-15 12:30:00 XYZ");
    pty_keys(p, "T");
    pty_expect(p, "2024-01-15 10:30:00 UTC");
    pty_keys(p, "T");
    pty_expect(p, "time zone: Etc/GMT+5");
    pty_expect(p, "2024-01-15 05:30:00");
}

static void spots__e__goes_there_and_says_what(void **state)
{
    (void)state;
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){LONG, NULL}, .rows = 40});
    pty_expect(p, " 1/200 ");
    pty_expect(p, "Hot spots  4 pauses over 10 s (estimated)");
    pty_keys(p, "e");
    expect_turn(p, 41);
    pty_expect(p, ">~");
    pty_expect(p, "pause of about 19 s before this turn");
    pty_keys(p, "2e");
    expect_turn(p, 121);
    pty_keys(p, "9e");
    expect_turn(p, 161);
    pty_keys(p, "e");
    pty_expect(p, "no hot spot after this turn");
    expect_turn(p, 161);
    pty_keys(p, "E");
    expect_turn(p, 121);
    pty_keys(p, "&tracking\r"); /* 119, 135 and so on: none is a hot spot */
    pty_expect(p, "13 of 200 turns");
    pty_keys(p, "e");
    pty_expect(p, "no hot spot after this turn that the filter shows");
}

static void spots__failed_tool_call__named(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"diga:550e8400-e29b-41d4-a716-446655440000", NULL},
        .options = "gap_s = 25\n",
        .rows = 40,
        .cols = 120});
    pty_expect(p, "1 pause over 25 s (estimated)");
    pty_keys(p, "e");
    pty_expect(p, "tool call failed");
    pty_keys(p, "e");
    pty_expect(p, "pause of about 28 s before this turn");
    golden_expect(p, "spots");
}

static void spots__ends_of_turns__silence_and_overlap(void **state)
{
    (void)state;
    char more[200];
    snprintf(more, sizeof more,
             "[provider mine]\nlike = ringyo\nturn.end = /end s\n"
             "base_url = http://127.0.0.1:%d/ringyo\napi_key = demo-ringyo\n",
             browse_port());
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"mine:call_ends", NULL}, .more = more});
    pty_expect(p, "Hot spots  1 silence over 10 s, 1 overlap over 1 s");
    pty_keys(p, "e");
    pty_expect(p, "overlaps an earlier turn by 2.5 s");
    pty_keys(p, "e");
    pty_expect(p, "silence of 20 s before this turn");
    golden_expect(p, "spots-ends");
    pty_keys(p, ":set slow_s 0.9\r"); /* both replies took 1 s */
    pty_expect(p, "2 slow replies over 0.9 s");
    pty_keys(p, ":set slow_s 1\r");
    pty_expect_gone(p, "slow repl");
}

static void spots__none__said(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "[Transcript]");
    pty_expect_not(p, "Hot spots");
    pty_keys(p, "e");
    pty_expect(p, "this call has no hot spots");
}

/* Gaps cannot be known there. */
static void spots__no_times__said(void **state)
{
    (void)state;
    struct pty *p = browse_call("voxworks:call_9d2e41", "[Transcript]");
    pty_keys(p, "e");
    pty_expect(p, "the turns have no times, and nothing failed");
    pty_keys(p, "t");
    pty_expect(p, "times: clock, but the turns have no times");
    pty_keys(p, ":1:00\r");
    pty_expect_gone(p, "times: clock");
    pty_expect(p, " the turns have no times");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(speaker__braces__to_the_other_one),
        TEST(speaker__from_another_pane_and_json__goes_or_says_why),
        TEST(zone__capital_t__local_and_utc),
        TEST(zone__configured__comes_third),
        TEST(spots__e__goes_there_and_says_what),
        TEST(spots__failed_tool_call__named),
        TEST(spots__ends_of_turns__silence_and_overlap),
        TEST(spots__none__said),
        TEST(spots__no_times__said),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
