/* Watching a call when answers do not come as they should. */
#include "tests/support/watching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* By HEARD_MS the program knows of the limit; another call's time comes before it is over. */
enum { RETRY_AFTER_MS = 2000, HEARD_MS = 900 };

static void watch__rate_limited__waits_as_told(void **state)
{
    (void)state;
    long long at_ms[4] = {0};
    struct pty *p = watch_start_on("ringyo:call_live_busy_16", " 1/4 ");
    pty_keys(p, "R");
    watch_expect(p, " s (rate limited)");
    pty_expect_not(p, "Rate limited");
    browse_wait_requests(p, "call_live_busy_16", 4);
    assert_true(browse_request_times("call_live_busy_16", at_ms, 4) >= 4);
    assert_in_range(at_ms[3] - at_ms[2], RETRY_AFTER_MS, WATCH_LATER_MS);
    watch_expect(p, "the call has ended");
    pty_expect(p, " 1/16 ");
}

/* All calls of a provider wait when one of them was one too many. */
static void watch__rate_limited__all_wait(void **state)
{
    (void)state;
    long long busy_ms[4] = {0}, other_ms[64];
    const char *const args[] = {"ringyo:call_live_busy_40", "ringyo:call_still_30", NULL};
    struct pty *p = watch_start(args, " 1/4 ");
    pty_keys(p, "R]");
    pty_expect(p, " 1/30 ");
    pty_keys(p, "R");
    pty_expect(p, "watching");
    browse_wait_requests(p, "call_live_busy_40", 4);
    browse_request_times("call_live_busy_40", busy_ms, 4);
    size_t n = browse_request_times("call_still_30", other_ms, 64);
    for (size_t i = 0; i < n; i++)
        if (other_ms[i] > busy_ms[2] + HEARD_MS && other_ms[i] < busy_ms[2] + RETRY_AFTER_MS)
            fail_msg("asked %lld ms after the limit", other_ms[i] - busy_ms[2]);
    browse_wait_requests(p, "call_still_30", n + 1);
}

static void watch__cut_off__tries_again(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_flaky_12", " 1/4 ");
    pty_keys(p, "R");
    watch_expect(p, "(no connection)");
    pty_expect(p, " 1/4 ");
    watch_expect(p, "the call has ended");
}

static void watch__no_transcript_this_time__keeps_it(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("diga:live_hidden_12", " 1/4 ");
    pty_keys(p, "R");
    watch_expect(p, "(the transcript is missing)");
    pty_expect(p, " 1/4 ");
    watch_expect(p, " 1/12 ");
    pty_expect(p, "the call has ended");
}

static void watch__no_such_call_any_more__is_over(void **state)
{
    (void)state;
    struct pty *p = watch_start_on("ringyo:call_live_gone_12", " 1/4 ");
    pty_keys(p, "R");
    watch_expect(p, "no longer watching: ");
    pty_expect(p, " 1/4 ");
    assert_true(pty_wait_quiet(p, 1500));
    assert_int_equal(browse_requests("call_live_gone_12"), 2);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(watch__rate_limited__waits_as_told),    TEST(watch__rate_limited__all_wait),
        TEST(watch__cut_off__tries_again),           TEST(watch__no_transcript_this_time__keeps_it),
        TEST(watch__no_such_call_any_more__is_over),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
