/* Searching all open calls: the list, and the way from it into a call. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pty *start(void)
{
    const char *const args[] = {"ringyo:call_xyz789", "ringyo:call_turns_40", "ringyo:call_404",
                                "voxworks:turns_120", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Hello! This is Sarah");
    pty_expect(p, " 2 ringyo turns_40");
    pty_expect(p, "3! ringyo 404");
    pty_expect(p, " turns_12");
    return p;
}

static void list__matches_by_call__enter_goes_there(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_keys(p, ":search-all claim\r");
    pty_expect(p, "[All calls: claim]");
    pty_expect(p, ">  4 matches  ringyo call_turns_40  user: And for the claim, is this the");
    pty_expect(p, "  14 matches  voxworks turns_120    Customer: And for the claim, is this the");
    pty_expect(p, "18 matches in 2 of 3 calls");
    pty_keys(p, "j\r");
    pty_expect(p, "[4 voxworks turns_12]");
    pty_expect(p, "[Transcript]");
    pty_expect(p, " 15/120 ");
    pty_expect(p, "1/14 ");
    pty_keys(p, "n");
    pty_expect(p, "2/14 ");
    pty_expect(p, " 16/120 ");
}

static void list__again__the_same_words(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_keys(p, ":search-all\r");
    pty_expect(p, "search for what?");
    pty_keys(p, ":search-all claim\r");
    pty_expect(p, "18 matches in 2 of 3 calls");
    pty_keys(p, "\r");
    pty_expect(p, "1/4 ");
    pty_keys(p, ":search-all\r");
    pty_expect(p, "18 matches in 2 of 3 calls");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "18 matches");
    pty_expect(p, "[2 ringyo turns_40]");
}

static void list__nothing_found__says_so(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_keys(p, ":search-all Claim\r");
    pty_expect(p, "no match in 3 calls");
    pty_keys(p, "\r");
    pty_expect(p, "nothing to go to in this row");
    pty_expect(p, "[All calls: Claim]");
    pty_keys(p, "q");
    pty_expect_gone(p, "[All calls");
    pty_keys(p, ":search-all a(b\r");
    pty_expect(p, "missing )");
}

static void list__folded__searched_as_well(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "Other fields");
    pty_keys(p, "\t-");
    pty_expect(p, "{..} 2 members");
    pty_keys(p, ":search-all cust_456\r");
    pty_expect(p, "1 match in 1 of 1 call");
}

static void list__calls_that_come_meanwhile__are_searched(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_xyz789", "ringyo:call_slow_2", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Hello! This is Sarah");
    pty_keys(p, ":search-all agent\\S+\r");
    pty_expect(p, "1 match in 1 of 1 call, 1 still loading");
    pty_expect(p, "2 matches in 2 of 2 calls");
    pty_expect(p, "> 1 match  ringyo call_xyz789");
    pty_expect(p, "  1 match  ringyo call_slow_2");
}

static void take__filtered_and_as_json__is_seen(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_keys(p, "\x1b"
                "2");
    pty_expect(p, " 1/40 ");
    pty_keys(p, "&parcel\r");
    pty_expect(p, "filter: parcel");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_keys(p, ":search-all reception\r");
    pty_expect(p, "All calls");
    pty_keys(p, "\r");
    pty_expect(p, "[Transcript]");
    pty_expect(p, "all turns are shown");
    pty_expect(p, " 9/40 ");
}

static void take__in_the_facts__goes_to_them(void **state)
{
    (void)state;
    struct pty *p = start();
    pty_keys(p, ":search-all \\+14155551234\r");
    pty_expect(p, "to: +14155551234");
    pty_keys(p, "\r");
    pty_expect(p, "[Participants]");
}

/* Nor is copied by keys that wait, before the call was searched again, with another list on top. */
static void list__masked__shows_nothing_of_before(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_xyz789", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Hello! This is Sarah");
    pty_keys(p, ":search-all \\+14155551234\r");
    pty_expect(p, "to: +14155551234");
    pty_keys(p, "?P?yy");
    pty_expect(p, "row, ");
    char *got = term_clipboard(pty_term(p));
    pty_check(p, got && strstr(got, "ringyo call_xyz789") && !strstr(got, "14155551234"));
    free(got);
}

/* The title is cleaned as all text on the screen is, and is as wide as it looks. */
static void list__joined_emoji__in_the_title(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "Hello! This is Sarah");
    pty_keys(p, ":search-all \u65e5\U0001f468\u200d\U0001f469\r");
    pty_expect(p, "All calls: ");
    pty_expect(p, "no match");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(list__matches_by_call__enter_goes_there),
        TEST(list__again__the_same_words),
        TEST(list__nothing_found__says_so),
        TEST(list__masked__shows_nothing_of_before),
        TEST(take__filtered_and_as_json__is_seen),
        TEST(take__in_the_facts__goes_to_them),
        TEST(list__folded__searched_as_well),
        TEST(list__calls_that_come_meanwhile__are_searched),
        TEST(list__joined_emoji__in_the_title),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
