/* --open on the screen: a call from a file. */
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Path of the test's directory, as the program runs in another one. */
static const char *fixture(const char *name)
{
    static char path[4096];
    assert_non_null(realpath(name, path));
    return path;
}

static void open_file__answer__is_shown_and_nothing_sent(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = ARGS("--open", fixture("tests/fixtures/ringyo-analysis.json"))});
    pty_expect(p, "call_xyz789");
    pty_expect(p, "read from a file; nothing was sent");
    assert_int_equal(browse_requests(""), 0);
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
    assert_null(browse_file(p, ".local/state/callbrowser/history"));
}

static void open_file__r__asks_the_provider(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = ARGS("--open", fixture("tests/fixtures/ringyo-analysis.json"))});
    pty_expect(p, "call_xyz789");
    pty_keys(p, "r");
    browse_wait_requests(p, "call_xyz789", 1);
}

static void open_file__no_call__no_screen(void **state)
{
    (void)state;
    struct pty *p =
        browse_start(&(struct browse_options){.args = ARGS("--open", "/does/not/exist")});
    pty_expect(p, "'/does/not/exist': No such file");
    pty_expect_exit(p, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(open_file__answer__is_shown_and_nothing_sent, browse_end_test),
        cmocka_unit_test_teardown(open_file__r__asks_the_provider, browse_end_test),
        cmocka_unit_test_teardown(open_file__no_call__no_screen, browse_end_test),
    };
    return cmocka_run_group_tests_name("open_file", tests, browse_setup, browse_teardown);
}
