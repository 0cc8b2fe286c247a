/* Searching and filtering on the screen: from the first letter typed to the last match. */
#include "tests/support/browse.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LONG "ringyo:call_turns_200" /* 13 turns speak of a tracking page: 7, 23, 39 ... 199 */

static struct pty *open_long(void)
{
    return browse_call(LONG, " 1/200 ");
}

static void expect_turn(struct pty *p, long turn)
{
    char place[64];
    snprintf(place, sizeof place, " %ld/200 ", turn);
    pty_expect(p, place);
}

static void search__typing__goes_there_and_esc_back(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/track");
    expect_turn(p, 7);
    pty_expect(p, " /track");
    pty_expect(p, "1/13");
    pty_keys(p, "\x15"
                "mobile");
    expect_turn(p, 14);
    pty_keys(p, "\x1b");
    expect_turn(p, 1);
    pty_expect_gone(p, "1/13");
    pty_expect_gone(p, "/mobile");
}

static void search__enter__stays_and_n_goes_on(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/tracking\r");
    expect_turn(p, 7);
    pty_expect(p, " 1/13 ");
    pty_keys(p, "n");
    expect_turn(p, 23);
    pty_expect(p, " 2/13 ");
    pty_keys(p, "3n");
    pty_expect(p, " 5/13 ");
    pty_keys(p, "4N");
    pty_expect(p, " 1/13 ");
    pty_expect_not(p, "went round");
    pty_keys(p, "N");
    pty_expect(p, " 13/13 ");
    pty_expect(p, "search wrapped to the bottom");
    expect_turn(p, 199);
    pty_keys(p, "n");
    pty_expect(p, " 1/13 ");
    pty_expect(p, "search wrapped to the top");
}

/* From where the cursor is, which is not always where the last match was. */
static void search__cursor_moved__goes_on_from_there(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/tracking\r");
    pty_expect(p, " 1/13 ");
    pty_keys(p, "100G");
    expect_turn(p, 100);
    pty_expect(p, " 13 matches ");
    pty_keys(p, "n");
    expect_turn(p, 103);
    pty_keys(p, "100GN");
    expect_turn(p, 87);
}

static void search__capital__is_exact(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/TRACKING");
    pty_expect(p, "no match");
    expect_turn(p, 1);
    pty_keys(p, "\x15"
                "MONITORS|Monday");
    pty_expect(p, "1/12");
    expect_turn(p, 11);
}

static void search__invalid__says_where(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/trackin(g");
    pty_expect(p, " at 10: missing )");
    expect_turn(p, 1);
    pty_keys(p, ")");
    expect_turn(p, 7);
    pty_keys(p, "\x08\r");
    pty_expect(p, "/trackin(g/ at 10: missing )");
    expect_turn(p, 1);
    pty_keys(p, "/a{3,1}");
    pty_expect(p, " at 6: numbers out of order in ");
}

static void search__nothing_typed__repeats_the_last(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "n");
    pty_expect(p, "nothing has been searched for yet");
    pty_keys(p, "/tracking\r/\r");
    pty_expect(p, " 2/13 ");
    pty_keys(p, "/mobile\x1b");
    pty_expect_gone(p, "/mobile");
    pty_expect(p, " 2/13 ");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "2/13");
    pty_keys(p, "n");
    pty_expect(p, " 3/13 ");
    pty_keys(p, "/\x10\x1b"); /* the history: Ctrl-P */
    pty_expect(p, " 3/13 ");
}

static void search__ctrl_c__closes_the_prompt(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/track");
    expect_turn(p, 7);
    pty_keys(p, "\x03");
    expect_turn(p, 1);
    pty_expect_gone(p, "/track");
    pty_keys(p, "j");
    pty_paste(p, "ringyo:call_xyz789");
    pty_expect(p, "What's this call about?");
}

static void search__paste__is_searched_for(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/");
    pty_expect(p, "Ctrl-G all panes");
    pty_paste(p, "tracking page");
    pty_expect(p, "1/13");
    expect_turn(p, 7);
}

static void search__ctrl_g__in_all_panes(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "[Transcript]");
    pty_keys(p, "/completed");
    pty_expect(p, "no match");
    pty_keys(p, "\x07");
    pty_expect(p, " all panes /completed");
    pty_expect(p, "[Call]");
    pty_expect(p, "1/1");
    pty_keys(p, "\x07");
    pty_expect(p, "no match");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "\r");
    pty_expect(p, "no match in this pane");
    pty_expect_not(p, "n next");
    pty_keys(p, "/");
    pty_keys(p, "\x15"
                "agent\x07\r");
    pty_expect(p, "[Transcript]");
    pty_expect(p, " 3/3 ");
    pty_keys(p, "n");
    pty_expect(p, "[Participants]");
    pty_expect(p, " 1/3  search wrapped to the top");
    pty_keys(p, "n");
    pty_expect(p, " 2/3 ");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, " 2/3 ");
}

/* The look of the first cell of a text, which stands in the last row of it on the screen. */
static void look_at(struct pty *p, const char *text, struct term_cell *cell)
{
    int row, col;
    pty_check(p, term_find(pty_term(p), text, &row, &col));
    term_cell_at(pty_term(p), row, col, cell);
}

static void expect_looks(struct pty *p, bool colours)
{
    struct term_cell here, other, plain;
    pty_keys(p, "/the\r");
    pty_expect(p, "n next"); /* Enter was taken: the last row that is drawn says so */
    look_at(p, "the parcels", &here);
    look_at(p, "the shipment", &other);
    look_at(p, "shipment", &plain);
    if (colours) {
        assert_int_not_equal(here.bg, plain.bg);
        assert_int_not_equal(other.bg, plain.bg);
        assert_int_not_equal(here.bg, other.bg);
    } else {
        assert_true(here.reverse && !here.underline);
        assert_true(other.underline && !other.reverse);
    }
    assert_false(plain.reverse || plain.underline);
}

static void search__matches__stand_out(void **state)
{
    (void)state;
    const char *const args[] = {LONG, NULL}, *const mono[] = {"NO_COLOR=1", NULL};
    struct pty *p = open_long();
    expect_looks(p, true);
    p = browse_start(&(struct browse_options){.args = args, .env = mono});
    pty_expect(p, " 1/200 ");
    expect_looks(p, false);
}

static void search__resize_wrap_refetch__stays(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/tracking\rn");
    pty_expect(p, " 2/13 ");
    pty_resize(p, 30, 50);
    pty_expect(p, "[Transcript]");
    expect_turn(p, 23);
    pty_expect(p, " 2/13 ");
    pty_resize(p, 20, 130);
    expect_turn(p, 23);
    pty_expect(p, " 2/13 ");
    pty_keys(p, "w");
    pty_expect(p, "cut");
    pty_expect(p, " 2/13 ");
    pty_keys(p, "w");
    pty_expect(p, "wrapped");
    pty_expect(p, " 2/13 ");
    pty_keys(p, "r");
    browse_wait_requests(p, "call_turns_200", 2);
    assert_true(pty_wait_quiet(p, 100));
    pty_expect(p, " 2/13 ");
    expect_turn(p, 23);
}

static void search__unwrapped__scrolls_sideways(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "w");
    pty_expect(p, "cut");
    pty_resize(p, 24, 60);
    pty_expect(p, "That is not what the");
    pty_expect_not(p, "yesterday");
    pty_keys(p, "/delivered yesterday\r");
    pty_expect(p, "delivered yesterday");
    pty_expect(p, " 1/13 ");
}

static void search__help__found_and_left(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "?/show only this\r");
    pty_expect(p, " 1/1 ");
    pty_expect(p, "show only this pane");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Help]");
    pty_expect_gone(p, " 1/1 ");
    expect_turn(p, 1);
}

static void search__json_and_other_fields__found(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "[Transcript]");
    pty_keys(p, "J/cust_456\r");
    pty_expect(p, "[JSON]");
    pty_expect(p, " 1/1 ");
    pty_expect(p, "cust_456");
    pty_keys(p, "g&");
    pty_expect(p, "nothing to filter here");
    pty_keys(p, "n");
    pty_expect(p, " 1/1 ");
    pty_keys(p, "Jz/nowhere\x07");
    pty_expect(p, "no match");
    pty_keys(p, "\x15"
                "cust_456\r");
    pty_expect(p, "[Other fields]");
    pty_expect(p, " 1/1 ");
    pty_expect(p, "cust_456");
}

static void search__no_match__said_once(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/zebra\r");
    pty_expect(p, "no match in this pane ");
    pty_keys(p, "t");
    pty_expect(p, "times: clock");
    pty_expect_not(p, "no match");
    pty_keys(p, "n");
    pty_expect(p, "no match in this pane ");
    pty_keys(p, "z");
    pty_expect_gone(p, " Participants ");
    pty_keys(p, "\x1b"); /* the zoom is all there is to clear */
    pty_expect(p, " Participants ");
    pty_keys(p, "/a\r");
    pty_expect(p, "n next");
    pty_keys(p, "&zebra\r"); /* of those shown */
    pty_expect_gone(p, "n next");
    pty_expect_not(p, "no match in");
}

static void search__first_page__nothing_to_search(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b/");
    pty_expect(p, "nothing to search here");
    pty_keys(p, "&");
    pty_expect(p, "nothing to filter here");
    pty_keys(p, "r");
    pty_expect(p, "no call is open here");
    pty_keys(p, "z");
    pty_expect(p, "no call is open here");
}

static void filter__enter__only_what_matches(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "20G&tracking\r");
    pty_expect(p, "13 of 200 turns, filter: tracking");
    expect_turn(p, 23); /* the nearest that is left */
    pty_keys(p, "g");
    expect_turn(p, 7);
    pty_keys(p, "k");
    expect_turn(p, 7);
    pty_keys(p, "39G");
    expect_turn(p, 39);
    pty_keys(p, "G");
    expect_turn(p, 199);
    pty_keys(p, "&\r");
    pty_expect(p, "200 turns,");
    pty_expect(p, "all turns are shown");
    expect_turn(p, 199);
}

static void filter__count__turns_around(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "2&");
    pty_expect(p, " 2&");
    pty_keys(p, "tracking\r");
    pty_expect(p, "13 of 200 turns, 51 around, filter: tracking");
    expect_turn(p, 5);
    pty_keys(p, "G");
    expect_turn(p, 200);
}

/* `!` in front asks for the others; alone it filters nothing; with a backslash it is the sign. */
static void filter__exclamation_mark__other_turns(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "&");
    pty_expect(p, "empty: all turns; !x: all but x");
    pty_keys(p, "!tracking\r");
    pty_expect(p, "187 of 200 turns, filter: !tracking");
    pty_keys(p, "r");
    pty_expect(p, "187 of 200 turns, filter: !tracking");
    pty_keys(p, "&!\r");
    pty_expect(p, "all turns are shown");
    pty_keys(p, "&\\!\r");
    pty_expect(p, " of 200 turns, filter: \\!");
    pty_keys(p, "&!(\r");
    pty_expect(p, "/(/ at 2: missing )");
}

static void filter__speaker__turns_of_one(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "&^user$\r");
    pty_expect(p, "87 of 200 turns, filter: ^user$");
    pty_keys(p, "/^user\r");
    pty_expect(p, "/87");
}

/* What the search has found is no news of the filter that is typed. */
static void filter__typed__no_count_of_the_search(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "/zebra\r");
    pty_expect(p, "no match in this pane");
    pty_keys(p, "&");
    pty_expect(p, "empty: all turns");
    pty_expect_not(p, "no match");
    pty_keys(p, "tracking");
    pty_expect(p, " &tracking");
    pty_expect_gone(p, "empty: all turns");
    pty_expect_not(p, "no match");
}

static void filter__paste__is_filtered_by(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "&");
    pty_expect(p, "empty: all turns");
    pty_paste(p, "tracking page");
    pty_expect(p, " &tracking page");
    pty_keys(p, "\r");
    pty_expect(p, "13 of 200 turns, filter: tracking page");
}

static void filter__no_match__says_so(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "&zebra\r");
    pty_expect(p, "0 of 200 turns, filter: zebra");
    pty_expect(p, "no turn matches");
    pty_expect_not(p, "1/200");
    pty_keys(p, "yy/a\rnNjkGg12G");
    pty_keys(p, "&a(\r");
    pty_expect(p, "/a(/ at 3: missing )");
    pty_expect(p, "0 of 200 turns, filter: zebra");
    pty_keys(p, "&mob\x1b");
    pty_expect(p, "0 of 200 turns, filter: zebra");
    pty_resize(p, 24, 40);
    pty_expect(p, "0 of 200 turns, filte.. "); /* that not all is shown is seen in any width */
    pty_resize(p, 24, 80);
    pty_expect(p, "0 of 200 turns, filter: zebra");
    pty_keys(p, "&\r");
    pty_expect(p, "200 turns,");
}

static void filter__no_match__keeps_the_place(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "12G&zebra\r");
    pty_expect(p, "no turn matches; an empty filter shows all turns");
    pty_expect(p, "& filter  Esc cancel  ? help");
    pty_keys(p, "r");
    browse_wait_requests(p, "call_turns_200", 2);
    assert_true(pty_wait_quiet(p, 100));
    pty_keys(p, "&\r");
    expect_turn(p, 12);
    pty_keys(p, "&tracking\r");
    expect_turn(p, 23);
    pty_keys(p, "\x1b");
    pty_expect(p, "all turns are shown");
    expect_turn(p, 23);
    pty_keys(p, "''");
    expect_turn(p, 12);
}

static void filter__resize_wrap_refetch_search__stays(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "&parcel\r");
    pty_expect(p, "filter: parcel");
    pty_keys(p, "/list\r");
    pty_expect(p, "n next");
    pty_keys(p, "\x1b"); /* by itself: with a digit at once it is Alt and the digit */
    pty_expect_gone(p, "n next");
    pty_keys(p, "53G");
    expect_turn(p, 53);
    pty_resize(p, 30, 130);
    expect_turn(p, 53);
    pty_keys(p, "w");
    pty_expect(p, "cut");
    expect_turn(p, 53);
    pty_keys(p, "r");
    browse_wait_requests(p, "call_turns_200", 2);
    assert_true(pty_wait_quiet(p, 100));
    pty_expect(p, "filter: parcel");
    expect_turn(p, 53);
}

static void search__found__idle_again(void **state)
{
    (void)state;
#if THREAD_SANITIZED
    skip(); /* its own thread wakes */
#endif
    struct pty *p = browse_call("ringyo:call_turns_20000", " 1/20000 ");
    pty_keys(p, "/a\r");
    pty_expect(p, " 1/");
    pty_keys(p, "&e\r");
    pty_expect(p, "filter: e");
    long end_ms = pty_now_ms() + wrapped_ms(PTY_DEADLINE_MS), before;
    do { /* it may go on looking for a while without showing anything */
        before = pty_switches(p);
        assert_true(pty_wait_quiet(p, 400));
    } while (pty_switches(p) != before && pty_now_ms() < end_ms);
    assert_int_equal(pty_switches(p), before);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(search__typing__goes_there_and_esc_back),
        TEST(search__enter__stays_and_n_goes_on),
        TEST(search__cursor_moved__goes_on_from_there),
        TEST(search__capital__is_exact),
        TEST(search__invalid__says_where),
        TEST(search__nothing_typed__repeats_the_last),
        TEST(search__ctrl_c__closes_the_prompt),
        TEST(search__paste__is_searched_for),
        TEST(search__ctrl_g__in_all_panes),
        TEST(search__matches__stand_out),
        TEST(search__resize_wrap_refetch__stays),
        TEST(search__unwrapped__scrolls_sideways),
        TEST(search__help__found_and_left),
        TEST(search__json_and_other_fields__found),
        TEST(search__no_match__said_once),
        TEST(search__first_page__nothing_to_search),
        TEST(filter__enter__only_what_matches),
        TEST(filter__count__turns_around),
        TEST(filter__exclamation_mark__other_turns),
        TEST(filter__speaker__turns_of_one),
        TEST(filter__typed__no_count_of_the_search),
        TEST(filter__paste__is_filtered_by),
        TEST(filter__no_match__says_so),
        TEST(filter__no_match__keeps_the_place),
        TEST(filter__resize_wrap_refetch_search__stays),
        TEST(search__found__idle_again),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
