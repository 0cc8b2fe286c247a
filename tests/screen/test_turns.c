/* Turns that fold, are selected, marked, and found again. */
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

#define TOOLS "diga:550e8400-e29b-41d4-a716-446655440000"

static struct pty *tools(void)
{
    struct pty *p = browse_call(TOOLS, "[Transcript]");
    pty_expect(p, " 1/14 ");
    return p;
}

static void fold__enter_on_words__what_else_was_sent(void **state)
{
    (void)state;
    struct pty *p = browse_call("diga:550e8400-e29b-41d4-a716-446655440000", "14 turns");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "\r");
    pty_expect(p, "\"channel\": \"voice\"");
    pty_keys(p, "\r");
    pty_expect_gone(p, "\"channel\"");
}

static void fold__enter__arguments_and_result(void **state)
{
    (void)state;
    struct pty *p = tools();
    pty_expect(p, "line_check  \xe2\x9c\x93 success  {\"contract\":\"DSL-204417\"}");
    pty_keys(p, "4G\r");
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    golden_expect(p, "unfolded-80x24");
    pty_keys(p, "\r");
    pty_expect_gone(p, "\"contract\": ");
    pty_keys(p, "+G");
    pty_expect(p, "\"reason\": \"after reset\"");
    pty_keys(p, "-");
    pty_expect_gone(p, "after reset");
    pty_expect(p, " 14/14 ");
}

static void fold__turn_without_more__says_so(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "2 turns");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "\r");
    pty_expect(p, "nothing to unfold in this turn");
}

static void fold__refetch_filter_resize_wrap__kept(void **state)
{
    (void)state;
    struct pty *p = tools();
    size_t asked = browse_requests("");
    pty_keys(p, "4G\r");
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    pty_keys(p, "r");
    browse_wait_requests(p, "", asked + 2);
    pty_expect(p, "diga 200 in");
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    pty_keys(p, "&contract\r"); /* in the payload */
    pty_expect(p, "1 of 14 turns");
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    pty_keys(p, "&\r");
    pty_expect(p, "all turns are shown");
    pty_resize(p, 50, 160);
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    pty_keys(p, "w");
    pty_expect(p, "long turns are cut");
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    pty_expect(p, " 4/14 ");
    pty_expect(p, "push_configuration  \xe2\x9c\x97 failed  {\"device\":\"LB-7590\",");
}

static void fold__search__goes_into_what_is_folded(void **state)
{
    (void)state;
    struct pty *p = tools();
    pty_keys(p, "/after reset\r");
    pty_expect(p, "\"reason\": \"after reset\"");
    pty_expect(p, "1/1");
    pty_expect(p, " 11/14 ");
}

#define LONG "ringyo:call_turns_200"

static bool has_copied(struct pty *p, const void *arg)
{
    return term_osc_count(pty_term(p), "52;") > *(const size_t *)arg;
}

static void expect_copied(struct pty *p, const char *keys, const char *want)
{
    size_t before = term_osc_count(pty_term(p), "52;");
    pty_keys(p, keys);
    pty_check(p, pty_wait_until(p, has_copied, &before, PTY_DEADLINE_MS));
    char *text = term_clipboard(pty_term(p));
    assert_string_equal(text, want);
    free(text);
}

#define SECOND                                                                                     \
    "0:06  user       Good morning. My internet has been down since last night, the box just "     \
    "blinks red."
#define THIRD "0:13  assistant  I'm sorry about that, Mr. Weber. I'll check your line first."
#define FOURTH "0:14  tool       line_check (success) {\"contract\":\"DSL-204417\"}"

static void select__capital_v__copies_the_turns(void **state)
{
    (void)state;
    struct pty *p = tools();
    pty_keys(p, "2GV");
    pty_expect(p, "1 turn selected");
    pty_expect(p, "y copy  Y copy note  Esc cancel");
    pty_keys(p, "4j");
    pty_expect(p, "3 turns selected");
    golden_expect(p, "selected-80x24");
    expect_copied(p, "y", SECOND "\n" THIRD "\n" FOURTH "\n");
    pty_expect(p, "3 turns, ");
    pty_expect_gone(p, "*  0:06");
    pty_keys(p, "yyV"); /* no longer selecting: yy is the one under the cursor */
    pty_expect(p, "1 turn selected");
    pty_keys(p, "2G");
    pty_expect(p, "3 turns selected"); /* upwards */
    pty_keys(p, "V");
    pty_expect_gone(p, "turns selected");
    pty_keys(p, "3V");
    pty_expect(p, "3 turns selected");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "turns selected");
    expect_copied(p, "3Gyy", THIRD);
}

static void select__note__quotes_them(void **state)
{
    (void)state;
    struct pty *p = tools();
    size_t before = 0;
    pty_keys(p, "2GVjjY");
    pty_check(p, pty_wait_until(p, has_copied, &before, PTY_DEADLINE_MS));
    char *text = term_clipboard(pty_term(p));
    pty_check(p, strstr(text, "\n> **0:06 user:** Good morning."));
    pty_check(p, strstr(text, "\n> **0:13 assistant:** I'm sorry"));
    pty_check(p, !strstr(text, "line_check"));
    free(text);
    pty_expect(p, "ticket note, ");
    pty_expect_gone(p, "turns selected");
}

static void select__pipe__takes_them(void **state)
{
    (void)state;
    struct pty *p = tools();
    pty_keys(p, "3GVjj|cat >piped\r");
    char *text = browse_wait_file(p, "piped", "line_check");
    assert_string_equal(text, THIRD "\n" FOURTH "\n");
    free(text);
    pty_expect(p, "[any key returns");
    pty_keys(p, " ");
    pty_expect(p, "2 turns selected");
}

static void select__filter_refetch_resize__kept_by_turn(void **state)
{
    (void)state;
    struct pty *p = tools();
    size_t asked = browse_requests("");
    pty_keys(p, "2GV4j");
    pty_expect(p, "3 turns selected");
    pty_keys(p, "r");
    browse_wait_requests(p, "", asked + 2);
    pty_expect(p, "3 turns selected");
    pty_resize(p, 50, 160);
    pty_expect(p, "3 turns selected");
    pty_keys(p, "&morning|line_check\r"); /* 1, 2, 4 */
    pty_expect(p, "3 of 14 turns");
    pty_expect(p, "2 turns selected");
    expect_copied(p, "y", SECOND "\n" FOURTH "\n");
}

static void select__keys_of_its_own__can_be_changed(void **state)
{
    (void)state;
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){TOOLS, NULL},
                                 .more = "[keys]\nvisual_copy = yy\nvisual_note = yn\n"});
    pty_expect(p, " 1/14 ");
    pty_keys(p, "2GVjjy");
    pty_expect(p, "2 turns selected");
    expect_copied(p, "y", SECOND "\n" THIRD "\n");
    expect_copied(p, "Vyi", "550e8400-e29b-41d4-a716-446655440000");
}

static void marks__letters__turns(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    size_t asked = browse_requests("");
    pty_keys(p, "12Gm");
    pty_expect(p, "mark this turn with a letter");
    pty_keys(p, "a");
    pty_expect(p, "turn 12 is mark a");
    pty_keys(p, "150GmZ'");
    pty_expect(p, "go to mark  ' 12  a 12  Z 150");
    pty_keys(p, "a");
    pty_expect(p, " 12/200 ");
    pty_keys(p, "r");
    browse_wait_requests(p, "", asked + 1);
    pty_keys(p, "'Z");
    pty_expect(p, " 150/200 ");
    pty_resize(p, 50, 160);
    pty_keys(p, "w'a");
    pty_expect(p, " 12/200 ");
    pty_keys(p, "'q");
    pty_expect(p, "mark q is not set");
    pty_keys(p, "'?");
    pty_expect(p, "marks are letters");
    pty_keys(p, "'\x1b&tracking\r"); /* Esc, and the key behind it is not lost */
    pty_expect(p, "13 of 200 turns");
    pty_keys(p, "'Z");
    pty_expect(p, "turn 150 is not shown; this is the nearest one");
}

static void marks__twice__where_one_was(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    pty_keys(p, "''");
    pty_expect(p, "no jump has been made yet");
    pty_keys(p, "jjG");
    pty_expect(p, " 200/200 ");
    pty_keys(p, "''");
    pty_expect(p, " 2/200 ");
    pty_keys(p, "''");
    pty_expect(p, " 200/200 ");
    pty_keys(p, ":50\r/HH-104100\r"); /* turn 101 or 100 */
    pty_expect(p, "1/1");
    pty_keys(p, "''");
    pty_expect(p, " 50/200 ");
    pty_keys(p, "e''");
    pty_expect(p, " 50/200 ");
    pty_keys(p, ":5:00\r''");
    pty_expect(p, " 50/200 ");
}

static void timeline__window_matches_and_spots__over_the_call(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    pty_expect(p, "  []\xe2\x96\x88"); /* some twenty seconds are seen, then both speak */
    pty_keys(p, "/HH-1041\r");         /* those of the turns from 100 on */
    pty_expect(p, " 1/2");
    golden_expect(p, "timeline-80x24");
    pty_keys(p, "Gz");
    pty_expect_gone(p, "Participants");
    golden_expect(p, "timeline-zoom-80x24");
    pty_resize(p, 10, 80); /* eight rows of turns are not given away */
    pty_expect_gone(p, "\xe2\x96\x94");
}

/* Their marks over the call are those of gap_s as it is now. */
static void timeline__another_gap__other_spots(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    pty_expect(p, "[]\xe2\x96\x88");
    pty_keys(p, ":set gap_s 1\r");
    pty_expect(p, "27 pauses over 1 s (estimated)");
    pty_expect(p, "!\xe2\x96\x88!\xe2\x96\x88\xe2\x96\x88"); /* the longest of them */
    pty_expect(p, "\xe2\x96\x94!");
    pty_keys(p, ":set gap_s 3600\r");
    pty_expect(p, "[]\xe2\x96\x88");
}

static void timeline__ascii__letters(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){TOOLS, NULL}, .options = "ascii = yes\n"});
    pty_expect(p, " 1/14 ");
    pty_expect(p, "[aaPppAT");
    pty_expect(p, "line_check  v success");
}

/* What a key costs that moves the cursor by a row is the two marks. */
static void timeline__down_a_row__nothing_of_it_is_drawn(void **state)
{
    (void)state;
    struct pty *p = browse_call(LONG, " 1/200 ");
    assert_true(pty_wait_quiet(p, 100));
    size_t before = pty_bytes(p);
    pty_keys(p, "j");
    pty_expect(p, ">                can I help?");
    assert_true(pty_wait_quiet(p, 100));
    size_t bytes = pty_bytes(p) - before;
    print_message("one row down: %zu bytes\n", bytes);
    pty_check(p, bytes < 120);
}

static void address__turns_and_times__with_hours_and_a_filter(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_turns_2000", " 1/2000 ");
    pty_keys(p, "12G");
    pty_expect(p, " 12/2000 ");
    pty_keys(p, ":1234\r");
    pty_expect(p, " 1234/2000 ");
    pty_keys(p, ":83s\r");
    pty_expect(p, "> ");
    pty_expect(p, "   1:19 ");
    pty_expect(p, " 19/2000 ");
    pty_keys(p, ":1:23\r");
    pty_expect(p, " 19/2000 ");
    pty_keys(p, ":1:02:03\r"); /* the next one begins at 1:02:04 */
    pty_expect(p, ">  1:01:39 ");
    pty_expect(p, " 760/2000 ");
    pty_keys(p, ":5000\r");
    pty_expect(p, "there are only 2000 turns");
    pty_expect(p, " 2000/2000 ");
    pty_keys(p, "&tracking\r"); /* 7, 23, 39 ... */
    pty_expect(p, "125 of 2000 turns");
    pty_keys(p, ":23\r");
    pty_expect(p, " 23/2000 ");
    pty_expect_not(p, "is not shown");
    pty_keys(p, "24G");
    pty_expect(p, "turn 24 is not shown; this is the nearest one");
    pty_expect(p, " 39/2000 ");
    pty_keys(p, ":1:02:03\r");
    pty_expect(p, "is not shown; this is the nearest one");
}

/* The turn in which the cursor is, as its title says and as it stands in its row. */
static void expect_at(struct pty *p, const char *place, const char *words)
{
    int row, col;
    pty_expect(p, place);
    pty_expect(p, words);
    assert_true(pty_wait_quiet(p, 50));
    term_cursor(pty_term(p), &row, &col);
    if (!strstr(term_row(pty_term(p), row), words))
        pty_fail(p, words, __FILE__, __LINE__);
}

static void place__resize_wrap_filter_refresh__the_same_turn(void **state)
{
    (void)state;
    static const int sizes[][2] = {{50, 160}, {24, 40}, {12, 80}, {40, 119}, {24, 80}};
    struct pty *p = browse_call(LONG, " 1/200 ");
    size_t asked = browse_requests("");
    pty_keys(p, "88G"); /* "No, I asked next door": no long turn, so it has one row at 80 */
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        pty_resize(p, sizes[i][0], sizes[i][1]);
        pty_expect(p, " 88/200 ");
    }
    expect_at(p, " 88/200 ", "a neighbour");
    pty_keys(p, "w");
    expect_at(p, " 88/200 ", "You're right");
    pty_keys(p, "w");
    pty_keys(p, "&neighbour\r");
    pty_expect(p, "13 of 200 turns");
    expect_at(p, " 88/200 ", "You're right");
    pty_keys(p, "&\r");
    pty_expect(p, "all turns are shown");
    expect_at(p, " 88/200 ", "You're right");
    pty_keys(p, "r");
    browse_wait_requests(p, "", asked + 1);
    expect_at(p, " 88/200 ", "You're right");
    pty_keys(p, "zPz");
    expect_at(p, " 88/200 ", "You're right");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fold__enter__arguments_and_result),
        TEST(fold__enter_on_words__what_else_was_sent),
        TEST(fold__turn_without_more__says_so),
        TEST(fold__refetch_filter_resize_wrap__kept),
        TEST(fold__search__goes_into_what_is_folded),
        TEST(select__capital_v__copies_the_turns),
        TEST(select__note__quotes_them),
        TEST(select__pipe__takes_them),
        TEST(select__filter_refetch_resize__kept_by_turn),
        TEST(select__keys_of_its_own__can_be_changed),
        TEST(timeline__window_matches_and_spots__over_the_call),
        TEST(timeline__another_gap__other_spots),
        TEST(timeline__ascii__letters),
        TEST(timeline__down_a_row__nothing_of_it_is_drawn),
        TEST(address__turns_and_times__with_hours_and_a_filter),
        TEST(place__resize_wrap_filter_refresh__the_same_turn),
        TEST(marks__letters__turns),
        TEST(marks__twice__where_one_was),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
