/* Calls in a pasted text, offered as a list. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char ticket[] = "Ticket 4711, Kim: the call (call_7f3k29q) was cut,\n"
                             "see also voxworks:call_9d2e41 and call_7f3k29q.\n"
                             "call_404;8c1f4a52-6d0e-4b7b-9a35-e20d7c5b1f64\n";

static struct pty *with_list(void)
{
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_wait_mode(p, 2004, PTY_DEADLINE_MS);
    pty_paste(p, ticket);
    pty_expect(p, "Fetch 4 of 4 calls");
    return p;
}

static void several__pasted__offered_and_nothing_sent(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = with_list();
    golden_expect(p, "several");
    pty_keys(p, "\033");
    pty_expect_gone(p, "Fetch 4 of 4");
    pty_expect(p, "No call yet");
    assert_int_equal(browse_requests(""), before);
}

static void several__enter__a_tab_each(void **state)
{
    (void)state;
    struct pty *p = with_list();
    pty_keys(p, "\r");
    pty_expect(p, "[1 ringyo 7f3k29q]");
    pty_expect(p, "Northwind Outdoor");
    pty_expect(p, "3! ringyo 404");
    pty_keys(p, "]");
    pty_expect(p, "Zoe from Harbour Fitness");
    pty_keys(p, "]]");
    pty_expect(p, "ringg 200 in"); /* a UUID is asked of both: here Ringg knows it */
}

static void several__space__leaves_one_out(void **state)
{
    (void)state;
    size_t before = browse_requests("call_404");
    struct pty *p = with_list();
    pty_keys(p, "jj ");
    pty_expect(p, "Fetch 3 of 4 calls");
    pty_expect(p, "[ ]  ringyo    call_404");
    pty_keys(p, "k  k ");
    pty_expect(p, "Fetch 2 of 4 calls");
    pty_keys(p, "\r");
    pty_expect(p, "[1 ringyo 7f3k29q] 2 voxworks call_9d2");
    assert_int_equal(browse_requests("call_404"), before);
}

static void several__help_on_top__comes_back(void **state)
{
    (void)state;
    struct pty *p = with_list();
    pty_keys(p, " ?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    pty_expect(p, "Fetch 3 of 4 calls");
    pty_expect(p, "> [x]  voxworks");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "Fetch 3");
    pty_expect(p, "[Call ID]");
}

static void several__none_marked__nothing_sent(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = with_list();
    pty_keys(p, "    ");
    pty_expect(p, "Fetch 0 of 4 calls");
    pty_keys(p, "\r");
    pty_expect(p, "no call was marked; nothing was sent");
    assert_int_equal(browse_requests(""), before);
}

/* One call in prose stands in the ID pane, and waits. */
static void several__only_one__waits_for_enter(void **state)
{
    (void)state;
    size_t before = browse_requests("");
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_wait_mode(p, 2004, PTY_DEADLINE_MS);
    pty_paste(p, "please look at call_7f3k29q\nthanks");
    pty_expect(p, "ringyo:call_7f3k29q");
    pty_expect(p, "found in the text; nothing has been sent yet");
    assert_int_equal(browse_requests(""), before);
    pty_keys(p, "\r");
    pty_expect(p, "Northwind Outdoor");
}

/* Typed, a list is one as well. */
static void several__typed__offered(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "call_7f3k29q,call_404\r");
    pty_expect(p, "Fetch 2 of 2 calls");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(several__pasted__offered_and_nothing_sent, browse_end_test),
        cmocka_unit_test_teardown(several__enter__a_tab_each, browse_end_test),
        cmocka_unit_test_teardown(several__space__leaves_one_out, browse_end_test),
        cmocka_unit_test_teardown(several__help_on_top__comes_back, browse_end_test),
        cmocka_unit_test_teardown(several__none_marked__nothing_sent, browse_end_test),
        cmocka_unit_test_teardown(several__only_one__waits_for_enter, browse_end_test),
        cmocka_unit_test_teardown(several__typed__offered, browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
