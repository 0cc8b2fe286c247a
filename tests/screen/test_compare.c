/* Two calls field by field, on the screen. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct pty *start(int rows, int cols)
{
    const char *const args[] = {"ringyo:call_7f3k29q", "ringyo:call_xyz789", NULL};
    struct pty *p =
        browse_start(&(struct browse_options){.args = args, .rows = rows, .cols = cols});
    pty_expect(p, "Northwind");
    pty_expect(p, " 2 xyz789");
    pty_expect(p, "ringyo 200");
    return p;
}

static void compare__wide__side_by_side(void **state)
{
    (void)state;
    struct pty *p = start(50, 160);
    pty_keys(p, "=");
    golden_expect(p, "compare-160x50");
    pty_keys(p, "=");
    pty_expect_gone(p, "[Two calls]");
}

static void compare__narrow__one_above_the_other(void **state)
{
    (void)state;
    struct pty *p = start(24, 80);
    pty_keys(p, "=");
    golden_expect(p, "compare-80x24");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Two calls]");
}

static void compare__keys__move_and_search(void **state)
{
    (void)state;
    struct pty *p = start(24, 80);
    pty_keys(p, "=");
    pty_expect(p, "[Two calls]");
    pty_keys(p, "e");
    pty_expect(p, ">#Outcome");
    pty_keys(p, "2e");
    pty_expect(p, ">#Summary");
    pty_keys(p, "E");
    pty_expect(p, ">#Duration");
    pty_keys(p, "999999999E"); /* as far as there are some */
    pty_expect(p, ">#Outcome");
    pty_keys(p, "e");
    pty_expect(p, ">#Duration");
    pty_keys(p, "?");
    pty_expect(p, "> Reading");
    pty_expect(p, "e                  to the next hot spot, or difference when comparing calls");
    pty_keys(p, "?/sarah\r");
    pty_expect(p, "1/1 ");
    pty_keys(p, "\r");
    pty_expect(p, "[Transcript]");
    pty_expect_gone(p, "Two calls");
    pty_expect(p, " 1/16 ");
}

/* The one that was in front before, or the one of the number. */
static void compare__several__with_which(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_xyz789", "ringyo:call_turns_12",
                                "ringyo:call_turns_13", "ringyo:call_404", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Hello! This is Sarah");
    pty_expect(p, " 2 turns_12");
    pty_expect(p, " 3 turns_13");
    pty_expect(p, " 4! 404");
    pty_keys(p, "=");
    pty_expect(p, "2  Ringyo call_turns_12");
    pty_keys(p, "=3=");
    pty_expect(p, "3  Ringyo call_turns_13");
    pty_keys(p, "2="); /* another one in its place */
    pty_expect(p, "2  Ringyo call_turns_12");
    pty_keys(p, "\r");
    pty_expect(p, "nothing to go to in this row");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "Two calls");
    pty_keys(p, "]]=");
    pty_expect(p, "3  Ringyo call_turns_13");
    pty_expect(p, "2  Ringyo call_turns_12");
    pty_keys(p, "=4=");
    pty_expect(p, "tab 4 shows no other call");
    pty_keys(p, "]=");
    pty_expect(p, "no call is open here");
}

static void compare__alone__says_so(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "Hello! This is Sarah");
    pty_keys(p, "=");
    pty_expect(p, "no other call is open");
}

static void compare__watched__is_made_anew(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_live_52", "ringyo:call_live_56", NULL};
    struct pty *p =
        browse_start(&(struct browse_options){.args = args, .options = "watch_s = 1", .rows = 40});
    pty_expect(p, " 1/4 ");
    pty_expect(p, " 2+ live_56");
    pty_keys(p, "R=");
    pty_expect(p, "no difference in 10 fields");
    pty_expect(p, "#Turns      1  8");
    pty_expect(p, "2  4");
}

/* By keys that wait, and below another list too. */
static void compare__masked__is_made_anew(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_7f3k29q", "ringyo:call_xyz789", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Northwind");
    pty_expect(p, " 2 xyz789");
    pty_keys(p, "=");
    pty_expect(p, "to             1  +18005550142");
    pty_keys(p, "/18005550142\r");
    pty_expect(p, ">#to");
    pty_keys(p, "?P?yy");
    pty_expect(p, "row, ");
    char *got = term_clipboard(pty_term(p));
    pty_check(p, got && strstr(got, "to: ") && !strstr(got, "18005550142"));
    free(got);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(compare__wide__side_by_side),    TEST(compare__narrow__one_above_the_other),
        TEST(compare__keys__move_and_search), TEST(compare__several__with_which),
        TEST(compare__alone__says_so),        TEST(compare__watched__is_made_anew),
        TEST(compare__masked__is_made_anew),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
