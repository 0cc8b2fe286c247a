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

static void fold__enter__arguments_and_result(void **state)
{
    (void)state;
    struct pty *p = tools();
    pty_expect(p, "line_check  \xe2\x9c\x93 success  {..} 1 member");
    pty_keys(p, "4G\r");
    pty_expect(p, "\"contract\": \"DSL-204417\"");
    golden_expect(p, "unfolded-80x24");
    pty_keys(p, "\r");
    pty_expect_gone(p, "DSL-204417");
    pty_keys(p, "+G");
    pty_expect(p, "\"reason\": \"after reset\"");
    pty_keys(p, "-");
    pty_expect_gone(p, "after reset");
    pty_expect(p, " 14/14 ");
    pty_keys(p, "1G\r"); /* nothing folds there, and nothing is opened */
    pty_expect(p, " 1/14 ");
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
    pty_expect(p, "push_configuration  \xe2\x9c\x97 failed  {..} 2 members");
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

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fold__enter__arguments_and_result),
        TEST(fold__refetch_filter_resize_wrap__kept),
        TEST(fold__search__goes_into_what_is_folded),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
