/* Several calls: the line of tabs, and what is left of one that is closed. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Three calls, the first in front. */
static struct pty *start_three(const char *more)
{
    const char *const args[] = {"ringyo:call_turns_11", "ringyo:call_turns_12",
                                "ringyo:call_turns_13", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .more = more});
    pty_expect(p, "1 turns_11");
    pty_expect(p, " 1/11 ");
    return p;
}

static void tab__alt_and_a_digit__goes_there(void **state)
{
    (void)state;
    struct pty *p = start_three(NULL);
    pty_keys(p, "\x1b"
                "3");
    pty_expect(p, " 1/13 ");
    pty_expect(p, "[3 turns_13]");
    pty_keys(p, "\x1b"
                "4");
    pty_expect(p, "there is no tab 4");
    pty_keys(p, ":tab 2\r");
    pty_expect(p, " 1/12 ");
    pty_keys(p, ":tab\r");
    pty_expect(p, "which tab? :tab NUMBER");
    pty_keys(p, "3\x1b"
                "1");
    pty_expect(p, " 1/13 ");
}

static void tab__from_the_id_pane_and_lists__goes_there(void **state)
{
    (void)state;
    struct pty *p = start_three(NULL);
    pty_keys(p, "i");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b"
                "2");
    pty_expect(p, " 1/12 ");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "\x1b"
                "3");
    pty_expect(p, " 1/13 ");
    pty_expect_gone(p, "[Help]");
}

static void tab__unbound__is_escape_and_the_digit(void **state)
{
    (void)state;
    struct pty *p = start_three("[keys]\ntab = none\n");
    pty_keys(p, "z");
    pty_expect_gone(p, "Participants");
    pty_keys(p, "\x1b"
                "3");
    pty_expect(p, "Participants");
    pty_keys(p, "G");
    pty_expect(p, " 3/11 ");
    pty_expect(p, "[1 turns_11]");
}

/* The beginnings of what `*` stands for in the form of an ID, call_* for one: 8 characters, more
 * where these are the same; a provider only where there are several. */
static void tab__names__what_tells_apart(void **state)
{
    (void)state;
    const char *const alike[] = {"ringyo:call_turns_200", "ringyo:call_turns_2000",
                                 "ringyo:call_xyz789_and_more", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = alike});
    pty_expect(p, "[1 turns_200] 2 turns_2000  3! xyz789_a");
    browse_end_test(state);
    const char *const two[] = {"ringyo:call_turns_11", "diga:550e8400-e29b-41d4-a716-446655440000",
                               NULL};
    p = browse_start(&(struct browse_options){.args = two});
    pty_expect(p, "[1 ringyo turns_11] 2 diga 550e8400");
    browse_end_test(state);
    const char *const many[] = {"ringyo:call_xyz789",  "diga:550e8400-e29b-41d4-a716-446655440000",
                                "ringyo:call_7f3k29q", "voxworks:call_9d2e41",
                                "ringyo:call_404",     NULL};
    p = browse_start(&(struct browse_options){.args = many});
    pty_expect(p, "[1 xyz789] 2 550e8400  3 7f3k29q  4 call_9d2  5! 404");
    browse_end_test(state);
    const char *const more[] = {"ringyo:call_a2345678x",
                                "ringyo:call_b2345678x",
                                "ringyo:call_c2345678x",
                                "ringyo:call_d2345678x",
                                "ringyo:call_e2345678x",
                                "ringyo:call_f2345678x",
                                "ringyo:call_g2345678x",
                                "ringyo:call_h2345678x",
                                "ringyo:call_i2345678x",
                                "ringyo:call_j2345678x",
                                NULL};
    p = browse_start(&(struct browse_options){.args = more});
    pty_expect(p, "[1! a2345678] 2! b2345678  3! c2345678");
    pty_keys(p, "[");
    pty_expect(p, " 9! i2345678 [10! j2345678]");
    browse_end_test(state);
    const char *const again[] = {"ringg:8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64",
                                 "diga:8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64", NULL};
    p = browse_start(&(struct browse_options){.args = again});
    pty_expect(p, "[1 ringg 8c1f4a52] 2! diga 8c1f4a52");
    pty_keys(p, "]");
    pty_expect(p, "No such call");
    pty_keys(p, "a"); /* finds the call of the first tab: the provider tells nothing any more */
    pty_expect(p, " 1 8c1f4a52 [2 8c1f4a52]");
}

/* Three names of 12 columns end where the row ends, and more tabs follow. */
static void tab__more_than_the_row__marked(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_turns_11", "ringyo:call_turns_12",
                                "ringyo:call_turns_13", "ringyo:call_turns_14", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .rows = 24, .cols = 36});
    pty_expect(p, "[1 turns_11] 2 turns_12  3 turns_13>");
    pty_keys(p, "[");
    pty_expect(p, "<2 turns_12  3 turns_13 [4 turns_14]");
}

static void tab__named_twice__opened_once(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_turns_11", "ringyo:call_turns_12",
                                "ringyo:call_turns_11", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, " 1/11 ");
    pty_expect(p, "[1 turns_11] 2 turns_12");
    pty_expect_not(p, "new");
}

/* The key that the transcript names is the one that is bound. */
static void tab__transcript_not_fetched__marked(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_turns_11", "diga:messages_500", NULL};
    struct pty *p =
        browse_start(&(struct browse_options){.args = args, .more = "[keys]\nrefetch = <F6>\n"});
    pty_expect(p, " 1/11 ");
    pty_expect(p, "2! ");
    pty_keys(p, "]");
    pty_expect(p, "not fetched: the provider answered 500: ");
    pty_expect(p, "; F6 fetches again");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tab__alt_and_a_digit__goes_there),
        TEST(tab__from_the_id_pane_and_lists__goes_there),
        TEST(tab__unbound__is_escape_and_the_digit),
        TEST(tab__names__what_tells_apart),
        TEST(tab__more_than_the_row__marked),
        TEST(tab__named_twice__opened_once),
        TEST(tab__transcript_not_fetched__marked),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
