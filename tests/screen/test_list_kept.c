/* Lists of kept calls on the screen. No provider is asked before the user fetches a call. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/keeping.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

static size_t requests;

static void keep(const char *provider, const char *id, const char *body)
{
    keeping_keep(provider, id, body, time_wall_us() - 3 * KEEPING_DAY_US);
}

/* Two calls of ringyo, a year apart, and one of retell, which is not enabled, between them. */
static int set_up(void **state)
{
    keeping_set_up(state);
    keep("ringyo", "call_old",
         "{\"id\":\"call_old\",\"created_at\":\"2025-11-02T10:00:00Z\",\"status\":\"completed\","
         "\"from_number\":\"+14155551234\",\"transcript\":[{\"role\":\"user\","
         "\"content\":\"I want a refund for order 17\"}]}");
    keep("ringyo", "call_xyz789",
         "{\"id\":\"call_xyz789\",\"created_at\":\"2026-11-02T10:00:00Z\",\"status\":\"odd\","
         "\"transcript\":[{\"role\":\"user\",\"content\":\"Where is order 18?\"}]}");
    keep("retell", "call_mid",
         "{\"call_id\":\"call_mid\",\"call_status\":\"ended\",\"start_timestamp\":1767225600000}");
    requests = browse_requests("");
    return 0;
}

static struct pty *start(const char *options)
{
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    char *all = xasprintf("timezone = UTC\narchive_days = 0\n%s", options);
    struct pty *p =
        browse_start(&(struct browse_options){.cols = 100, .options = all, .env = ARGS(home)});
    free(all);
    free(home);
    pty_expect(p, "No call yet");
    return p;
}

static struct pty *list(const char *query)
{
    struct pty *p = start("");
    pty_keys(p, "\x1bL");
    pty_expect(p, "list:");
    pty_keys(p, query);
    pty_keys(p, "\r");
    return p;
}

static void list_kept__prompt__asks_nobody(void **state)
{
    (void)state;
    struct pty *p = start("");
    pty_keys(p, "\x1bLkep\t");
    pty_expect(p, "list: kept");
    pty_expect(p, "looks through kept calls, asks nobody");
    pty_keys(p, "\x15"
                "!kept\r");
    pty_expect(p, "leave it out to ask the providers");
    assert_int_equal(browse_requests(""), requests);
}

static void list_kept__words__as_in_other_lists(void **state)
{
    (void)state;
    struct pty *p = list("kept");
    pty_expect(p, "3 of 3 looked at");
    pty_expect(p, "kept  3 calls");
    pty_expect(p, "10:00  ringyo                    odd");
    pty_expect(p, "r look again");
    pty_keys(p, "Lkept /order 1[78]/ !odd\r");
    pty_expect(p, "/order 1[78]/, not odd  1 of 3 looked at");
    pty_keys(p, "Lkept retell\r");
    pty_expect(p, "kept, retell  1 of 3 looked at");
    pty_keys(p, "Lkept \"refund for\" 2025-11-02\r");
    pty_expect(p, "1 of 3 looked at");
    pty_expect(p, "+14155551234");
    assert_int_equal(browse_requests(""), requests);
}

static void list_kept__enter__opens_the_copy_and_r_asks_the_provider(void **state)
{
    (void)state;
    struct pty *p = list("kept order");
    pty_expect(p, "'text:order' searches transcripts too");
    pty_keys(p, "Lkept text:order\r");
    pty_expect(p, "2 of 3 looked at");
    pty_keys(p, ":forget\r");
    pty_expect(p, "open the call first (Enter)");
    pty_keys(p, "\r");
    pty_expect(p, "kept 3 days ago; ringyo was not asked");
    pty_expect(p, "Where is order 18?");
    pty_keys(p, "[\r"); /* the call that is open already */
    pty_expect(p, "Where is order 18?");
    assert_int_equal(browse_requests(""), requests);
    pty_keys(p, "r");
    browse_wait_requests(p, "call_xyz789", 1);
    pty_expect_gone(p, "Where is order 18?");
    pty_keys(p, "[\r"); /* the provider's answer is newer than the copy */
    pty_expect(p, "[3 xyz789]");
    pty_keys(p, "Lkept\r"); /* a copy would be there before these */
    pty_expect(p, "3 of 3 looked at");
    pty_keys(p, "[");
    pty_expect(p, "[3 xyz789]");
    pty_expect(p, "This is Sarah");
}

static void list_kept__enter__shows_what_was_looked_for(void **state)
{
    (void)state;
    struct pty *p = list("kept /order 1./");
    pty_expect(p, "2 of 3 looked at");
    pty_keys(p, "\r");
    pty_expect(p, "Where is order 18?");
    pty_expect(p, " 1/1  ");
    pty_expect(p, "n next");
}

static void list_kept__several_selected__all_are_opened(void **state)
{
    (void)state;
    struct pty *p = list("kept ringyo");
    pty_expect(p, "2 of 3 looked at");
    pty_keys(p, "Vj\r");
    pty_expect(p, "1 kept ringyo [2 xyz789] 3 old");
    pty_expect(p, "Where is order 18?");
    pty_keys(p, "]");
    pty_expect(p, "I want a refund");
    assert_int_equal(browse_requests(""), requests);
}

static void list_kept__forgotten__goes_when_looked_again(void **state)
{
    (void)state;
    struct pty *p = list("kept");
    pty_expect(p, "3 of 3 looked at");
    pty_keys(p, "j\r");
    pty_expect(p, "[2 mid]");
    pty_keys(p, ":forget\r");
    pty_expect(p, "for good?");
    pty_keys(p, "y");
    pty_expect(p, "no copy of the call is kept any more");
    pty_keys(p, "q");
    pty_expect(p, "3 of 3 looked at");
    pty_keys(p, "\r");
    pty_expect(p, "the call 'call_mid' of retell is not kept");
    pty_keys(p, "qr");
    pty_expect(p, "2 of 2 looked at");
    pty_expect_gone(p, "ended");
}

static void list_kept__provider_is_chosen__only_its_calls(void **state)
{
    (void)state;
    struct pty *p = start("provider = ringyo\n");
    pty_keys(p, "\x1bLkept");
    pty_expect(p, "looks through kept calls of ringyo, asks nobody");
    pty_keys(p, "\r");
    pty_expect(p, "2 of 3 looked at");
    pty_keys(p, "Lkept retell");
    pty_expect(p, "asks nobody: another provider is chosen");
    pty_keys(p, "\r");
    pty_expect(p, "no provider to ask: another provider is chosen");
}

static void list_kept__nothing_is_kept__says_why(void **state)
{
    (void)state;
    keeping_tear_down(state);
    keeping_set_up(state);
    struct pty *p = list("kept refund");
    pty_expect(p, "no calls are kept, as archive = no; :set archive=yes keeps those shown");
    pty_keys(p, ":set archive=yes\r");
    pty_expect(p, "archive=yes");
    pty_keys(p, "r");
    pty_expect(p, "no calls are kept yet");
    assert_int_equal(browse_requests(""), requests);
}

/* The list is there before the first key, which may have been typed before the program began. */
static void list_kept__typed_before_the_screen__closes_the_list(void **state)
{
    (void)state;
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    struct pty *p =
        browse_start(&(struct browse_options){.args = ARGS("--find", "kept"), .env = ARGS(home)});
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
    free(home);
}

static int end_test(void **state)
{
    browse_end_test(state);
    return keeping_tear_down(state);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(list_kept__prompt__asks_nobody),
        TEST(list_kept__words__as_in_other_lists),
        TEST(list_kept__enter__opens_the_copy_and_r_asks_the_provider),
        TEST(list_kept__enter__shows_what_was_looked_for),
        TEST(list_kept__several_selected__all_are_opened),
        TEST(list_kept__forgotten__goes_when_looked_again),
        TEST(list_kept__provider_is_chosen__only_its_calls),
        TEST(list_kept__nothing_is_kept__says_why),
        TEST(list_kept__typed_before_the_screen__closes_the_list),
    };
    return cmocka_run_group_tests_name("list_kept", tests, browse_setup, browse_teardown);
}
