/* One call from the ID to the last turn: choosing a provider, asking, moving, looking closer. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"
#define LONG "ringyo:call_turns_200"

/* The number of the turn that is in front: "12/200" in the transcript's title. */
static void expect_turn(struct pty *p, long turn, long turns)
{
    char place[64];
    snprintf(place, sizeof place, " %ld/%ld ", turn, turns);
    pty_expect(p, place);
}

static void id_pane__first_start__has_the_focus(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.options = "welcome = Try call_xyz789."});
    int row, col;
    pty_expect(p, "[Call ID]");
    pty_expect(p, "Try call_xyz789.");
    golden_expect(p, "welcome");
    term_cursor(pty_term(p), &row, &col);
    assert_int_equal(row, 0);
    assert_true(term_cursor_visible(pty_term(p)));
    assert_int_equal(browse_requests(""), 0);
}

static void first_start__without_a_configuration__says_how_to_begin(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .cols = 300, .args = (const char *const[]){"-c", "/dev/null", NULL}});
    pty_expect(p, "No provider has a key.");
    pty_expect(p, "callbrowser --print-config prints a configuration; save it as");
    pty_expect(p, "/callbrowser/callbrowser.ini");
}

static void provider__chosen_by_letters__asked_for(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_key(p, "S-Tab");
    pty_expect(p, "Voxworks");
    pty_expect(p, "CometChat");
    golden_expect(p, "providers");
    pty_keys(p, "vo\r");
    pty_expect_gone(p, "CometChat");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "call_9d2e41\r");
    pty_expect(p, "Zoe from Harbour Fitness");
    pty_expect(p, "Voxworks");
    assert_int_equal(browse_requests("/voxworks/api/v1/get-call/call_9d2e41"), 1);
}

static void call__documented__golden_screens(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    golden_expect(p, "call-80x24");
    pty_resize(p, 30, 120);
    golden_expect(p, "call-120x30");
    pty_resize(p, 14, 50);
    golden_expect(p, "call-50x14");
    pty_resize(p, 6, 20);
    golden_expect(p, "call-20x6");
    pty_resize(p, 24, 80);
    golden_expect(p, "call-80x24");
}

static void call__every_provider__shown(void **state)
{
    (void)state;
    static const char *const calls[][3] = {
        {"ringyo:call_7f3k29q", "Northwind Outdoor", "provider-ringyo"},
        {"diga:550e8400-e29b-41d4-a716-446655440000", "Lumen Internet", "provider-diga"},
        {"ringg:8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64", "BrightSmile Dental", "provider-ringg"},
        {"voxworks:call_9d2e41", "Harbour Fitness", "provider-voxworks"},
        {"cometchat:v1.us.31780434a95d45."
         "16923681138d75114d60d1345a22e4cc612263fb26c0b5cf92",
         "Andrew Joseph", "provider-cometchat"},
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct pty *p = browse_call(calls[i][0], calls[i][1]);
        golden_expect(p, calls[i][2]);
        pty_keys(p, "q");
        pty_expect_exit(p, 0);
    }
}

static void focus__tab__goes_round(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_expect(p, "[Transcript]");
    pty_keys(p, "\t");
    pty_expect(p, "[Other fields]");
    pty_keys(p, "\t");
    pty_expect(p, "[Provider]");
    pty_keys(p, "\x1b");
    pty_expect(p, "[Other fields]");
    pty_keys(p, "\t\t\t");
    pty_expect(p, "[Call]");
    pty_keys(p, "\t");
    pty_expect(p, "[Participants]");
    pty_key(p, "S-Tab");
    pty_expect(p, "[Call]");
    pty_keys(p, "i");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Call ID]");
}

static void transcript__keys__move(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    pty_keys(p, "G");
    expect_turn(p, 200, 200);
    pty_keys(p, "g");
    expect_turn(p, 1, 200);
    pty_keys(p, "12G");
    expect_turn(p, 12, 200);
    pty_keys(p, "g");
    expect_turn(p, 1, 200);
    pty_keys(p, "7g");
    expect_turn(p, 7, 200);
    pty_key(p, "End");
    expect_turn(p, 200, 200);
    pty_key(p, "Home");
    expect_turn(p, 1, 200);
    pty_keys(p, "999G");
    expect_turn(p, 200, 200);
}

/* j and k go by row; whatever the wrapping, as many back as forth is where one was. */
static void transcript__rows__forth_and_back(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"5j", "5k"}, {" ", "b"}, {"\x04", "\x15"}, {"\x06", "\x02"}};
    struct pty *p = browse_call(LONG, " 1/200 ");
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        pty_keys(p, pairs[i][0]);
        pty_expect_gone(p, " 1/200 ");
        pty_keys(p, pairs[i][1]);
        expect_turn(p, 1, 200);
    }
    pty_key(p, "PgDn");
    pty_expect_gone(p, " 1/200 ");
    pty_key(p, "PgUp");
    expect_turn(p, 1, 200);
    for (int i = 0; i < 4; i++)
        pty_key(p, "Down");
    pty_expect_gone(p, " 1/200 ");
    for (int i = 0; i < 4; i++)
        pty_key(p, "Up");
    expect_turn(p, 1, 200);
}

static void transcript__cursor__on_the_marked_row(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    int row, col, at;
    pty_keys(p, "3G");
    expect_turn(p, 3, 200);
    assert_true(pty_wait_quiet(p, 100));
    term_cursor(pty_term(p), &row, &col);
    assert_int_equal(col, 0);
    pty_check(p, term_row(pty_term(p), row)[0] == '>');
    pty_check(p, term_find(pty_term(p), "Of course, I have the shipment list", &at, NULL));
    assert_int_equal(at, row);
}

static void transcript__page_down__keeps_a_row(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){LONG, NULL}, .rows = 24, .cols = 100});
    int top, bottom;
    pty_expect(p, " 1/200 ");
    assert_true(pty_wait_quiet(p, 100));
    pty_check(p, term_find(pty_term(p), "[Transcript]", &top, NULL));
    pty_check(p, term_find(pty_term(p), "Other fields", &bottom, NULL));
    char *last = strdup(term_row(pty_term(p), bottom - 1));
    pty_keys(p, " ");
    pty_expect_gone(p, " 1/200 ");
    assert_true(pty_wait_quiet(p, 100));
    const char *text = last;
    while (*text == ' ' || *text == '>')
        text++;
    pty_check(p, strstr(term_row(pty_term(p), top + 2), text) != NULL);
    free(last);
}

static void zoom__z__whole_screen_and_back(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    pty_keys(p, "z");
    pty_expect_gone(p, "Participants");
    pty_expect_not(p, "Call ID");
    golden_expect(p, "zoom");
    pty_keys(p, "z");
    pty_expect(p, "Participants");
    pty_expect(p, "Call ID");
}

static void wrap__w__cut_and_sideways(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_7f3k29q", "Northwind");
    pty_expect(p, "you today?");
    pty_keys(p, "w");
    pty_expect_gone(p, "you today?");
    pty_keys(p, "ll");
    pty_expect(p, "you today?");
    pty_keys(p, "hh");
    pty_expect_gone(p, "you today?");
    pty_keys(p, "w");
    pty_expect(p, "you today?");
}

static void timestamps__t__relative_clock_off(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, " 0:03 ");
    pty_keys(p, "t");
    pty_expect(p, "10:30:03");
    pty_keys(p, "t");
    pty_expect_gone(p, "10:30:03");
    pty_expect_not(p, " 0:03 ");
    pty_keys(p, "t");
    pty_expect(p, " 0:03 ");
}

static void other_fields__of_the_answer__shown(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, LAST_LINE);
    pty_keys(p, "\tz");
    pty_expect(p, "[Other fields]");
    pty_expect_gone(p, "Transcript");
    pty_expect(p, "cust_456");
    pty_expect(p, "follow_up");
}

static void help__question_mark__keys_in_force(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .rows = 172, .more = "[keys]\nzoom = Z <F7>\nwrap = none\nopen_recording = x"});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b?");
    pty_expect(p, "[Help]");
    pty_expect(p, "show only this pane");
    pty_expect(p, "Z F7");
    pty_expect(p, ":wrap ");
    golden_expect(p, "help");
    pty_keys(p, "\r");
    pty_expect(p, "nothing to do in this row"); /* a title */
    pty_keys(p, "?");
    pty_expect_gone(p, "[Help]");
}

static void keys__rebound__do_as_told(void **state)
{
    (void)state;
    const char *const args[] = {LONG, NULL};
    struct pty *p = browse_start(
        &(struct browse_options){.args = args, .more = "[keys]\nlast = gg <A-x>\nzoom = Z\n"});
    pty_expect(p, " 1/200 ");
    pty_keys(p, "z");
    pty_keys(p, "\x1bx");
    expect_turn(p, 200, 200);
    pty_expect(p, "Participants");
    pty_keys(p, "Z");
    pty_expect_gone(p, "Participants");
}

static void id_pane__ctrl_d__quits(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "ab\x01\x04\x04");
    pty_check(p, pty_wait_exit(p, 100) == -1);
    pty_keys(p, "\x04");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void id_pane__editing__as_in_a_shell(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "one two three");
    pty_expect(p, "one two three");
    pty_keys(p, "\x17");
    pty_expect_gone(p, "three");
    pty_keys(p, "\x01zero \x05"
                "end");
    pty_expect(p, "zero one two end");
    pty_keys(p, "\x1b"
                "b\x0b");
    pty_expect_gone(p, "end");
    pty_key(p, "Home");
    pty_key(p, "Delete");
    pty_expect(p, "ero one two");
    pty_keys(p, "\x05\x15");
    pty_expect_gone(p, "ero");
}

static void call__typed_url__asked(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "ringyo:call_7f3k29q\r");
    pty_expect(p, "Northwind Outdoor");
    pty_expect(p, "[Transcript]");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(id_pane__first_start__has_the_focus),
        TEST(first_start__without_a_configuration__says_how_to_begin),
        TEST(provider__chosen_by_letters__asked_for),
        TEST(call__documented__golden_screens),
        TEST(call__every_provider__shown),
        TEST(focus__tab__goes_round),
        TEST(transcript__keys__move),
        TEST(transcript__rows__forth_and_back),
        TEST(transcript__cursor__on_the_marked_row),
        TEST(transcript__page_down__keeps_a_row),
        TEST(zoom__z__whole_screen_and_back),
        TEST(wrap__w__cut_and_sideways),
        TEST(timestamps__t__relative_clock_off),
        TEST(other_fields__of_the_answer__shown),
        TEST(help__question_mark__keys_in_force),
        TEST(keys__rebound__do_as_told),
        TEST(id_pane__ctrl_d__quits),
        TEST(id_pane__editing__as_in_a_shell),
        TEST(call__typed_url__asked),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
