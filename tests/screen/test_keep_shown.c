/* Which calls are kept: those that were in front, with the option `archive`. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "tests/support/watching.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Two calls, the first in front. */
static struct pty *start_two(const char *options)
{
    struct pty *p = browse_start(&(struct browse_options){
        .args = ARGS("ringyo:call_turns_11", "ringyo:call_turns_12"), .options = options});
    pty_expect(p, " 1/11 ");
    browse_wait_requests(p, "call_turns_12", 1);
    return p;
}

/* Quits, after which everything is kept that will be. */
static void quit(struct pty *p)
{
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

static bool is_kept(struct pty *p, const char *id)
{
    char *dir = xasprintf("%s/.local/share/callbrowser/kept", pty_home(p));
    bool kept = kept_folder_has(dir, "ringyo", id);
    free(dir);
    return kept;
}

static void keep_shown__default__no_folder(void **state)
{
    (void)state;
    struct pty *p = start_two(NULL);
    char *share = xasprintf("%s/.local/share", pty_home(p));
    quit(p);
    assert_int_equal(access(share, F_OK), -1);
    free(share);
}

static void keep_shown__in_front__is_kept(void **state)
{
    (void)state;
    struct pty *p = start_two("archive = yes\n");
    quit(p);
    assert_true(is_kept(p, "call_turns_11"));
    assert_false(is_kept(p, "call_turns_12"));
}

/* It was fetched in the background. */
static void keep_shown__comes_to_the_front__is_kept(void **state)
{
    (void)state;
    struct pty *p = start_two("archive = masked\n");
    pty_keys(p, "\x1b"
                "2");
    pty_expect(p, " 1/12 ");
    quit(p);
    assert_true(is_kept(p, "call_turns_11"));
    assert_true(is_kept(p, "call_turns_12"));
}

static bool first_is_kept(struct pty *p, const void *arg)
{
    (void)arg;
    return is_kept(p, "call_turns_11");
}

static void keep_shown__set__counts_for_the_next_call(void **state)
{
    (void)state;
    struct pty *p = start_two(NULL);
    pty_keys(p, ":set archive=yes\r");
    pty_keys(p, "r");
    assert_true(pty_wait_until(p, first_is_kept, NULL, PTY_DEADLINE_MS));
    pty_keys(p, ":set archive=no\r");
    pty_keys(p, "\x1b"
                "2");
    pty_expect(p, " 1/12 ");
    quit(p);
    assert_false(is_kept(p, "call_turns_12"));
}

/* The call is shown all the same. */
static void keep_shown__no_folder_can_be_made__is_said(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.args = ARGS("ringyo:call_turns_11"),
                                                          .env = ARGS("XDG_DATA_HOME=/dev/null"),
                                                          .options = "archive = yes\n"});
    pty_expect(p, "the call is not kept: cannot make '/dev/null/callbrowser/kept'");
    pty_expect(p, "turns_11");
    quit(p);
}

static void keep_shown__forgotten__after_a_question(void **state)
{
    (void)state;
    struct pty *p = start_two("archive = yes\n");
    assert_true(pty_wait_until(p, first_is_kept, NULL, PTY_DEADLINE_MS));
    pty_keys(p, ":forget\r");
    pty_expect(p, "forget the kept copy of this call for good?");
    pty_keys(p, "n");
    pty_expect(p, "nothing was forgotten");
    assert_true(is_kept(p, "call_turns_11"));
    pty_keys(p, ":forget\r");
    pty_expect(p, "forget the kept copy of this call for good?");
    pty_keys(p, "y");
    pty_expect(p, "no copy of the call is kept any more");
    assert_false(is_kept(p, "call_turns_11"));
    pty_keys(p, ":forget\r");
    pty_expect(p, "no copy of this call is kept");
    quit(p);
    assert_false(is_kept(p, "call_turns_11"));
}

/* The answer to the question may be typed before the question is there. */
static void keep_shown__forgotten_at_once__is_not_kept_later(void **state)
{
    (void)state;
    struct pty *p = start_two("archive = yes\n");
    pty_keys(p, ":forget\ry");
    pty_expect(p, "no copy of the call is kept any more");
    quit(p);
    assert_false(is_kept(p, "call_turns_11"));
}

static void keep_shown__nothing_is_kept__forget_does_not_ask(void **state)
{
    (void)state;
    struct pty *p = start_two(NULL);
    pty_keys(p, ":forget\r");
    pty_expect(p, "no copy of this call is kept");
    pty_expect_not(p, "for good?");
}

static bool is_parcel_kept(struct pty *p, const void *arg)
{
    (void)arg;
    return is_kept(p, "call_7f3k29q");
}

/* The other tab has the answers, too, and has not been in front. */
static void keep_shown__forgotten__in_all_tabs_until_it_is_fetched(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = ARGS("ringyo:call_7f3k29q", "any:call_7f3k29q"), .options = "archive = yes\n"});
    pty_expect(p, "[1 7f3k29q] 2 7f3k29q");
    assert_true(pty_wait_until(p, is_parcel_kept, NULL, PTY_DEADLINE_MS));
    pty_keys(p, ":forget\ry");
    pty_expect(p, "no copy of the call is kept any more");
    pty_keys(p, "\x1b"
                "2");
    pty_expect(p, "[2 ");
    pty_keys(p, ":forget\r");
    pty_expect(p, "no copy of this call is kept");
    assert_false(is_kept(p, "call_7f3k29q"));
    pty_keys(p, "r");
    assert_true(pty_wait_until(p, is_parcel_kept, NULL, PTY_DEADLINE_MS));
    quit(p);
}

static bool is_live_kept(struct pty *p, const void *arg)
{
    (void)arg;
    return is_kept(p, "call_live_12");
}

/* It comes again and again, and is in front. */
static void keep_shown__forgotten_and_watched__stays_forgotten(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = ARGS("ringyo:call_live_12"), .options = "archive = yes\nwatch_s = 1\n"});
    assert_true(pty_wait_until(p, is_live_kept, NULL, PTY_DEADLINE_MS));
    pty_keys(p, ":forget\r");
    pty_expect(p, "forget the kept copy of this call for good?");
    pty_keys(p, "y");
    pty_expect(p, "no copy of the call is kept any more");
    pty_keys(p, "R");
    watch_expect(p, "the call has ended");
    quit(p);
    assert_false(is_kept(p, "call_live_12"));
}

static void keep_shown__forget__no_call(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.cols = 80});
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b:forget\r");
    pty_expect(p, "no call is open here");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(keep_shown__default__no_folder, browse_end_test),
        cmocka_unit_test_teardown(keep_shown__in_front__is_kept, browse_end_test),
        cmocka_unit_test_teardown(keep_shown__comes_to_the_front__is_kept, browse_end_test),
        cmocka_unit_test_teardown(keep_shown__set__counts_for_the_next_call, browse_end_test),
        cmocka_unit_test_teardown(keep_shown__no_folder_can_be_made__is_said, browse_end_test),
        cmocka_unit_test_teardown(keep_shown__forgotten__after_a_question, browse_end_test),
        cmocka_unit_test_teardown(keep_shown__forgotten_at_once__is_not_kept_later,
                                  browse_end_test),
        cmocka_unit_test_teardown(keep_shown__nothing_is_kept__forget_does_not_ask,
                                  browse_end_test),
        cmocka_unit_test_teardown(keep_shown__forgotten__in_all_tabs_until_it_is_fetched,
                                  browse_end_test),
        cmocka_unit_test_teardown(keep_shown__forgotten_and_watched__stays_forgotten,
                                  browse_end_test),
        cmocka_unit_test_teardown(keep_shown__forget__no_call, browse_end_test),
    };
    return cmocka_run_group_tests_name("keep_shown", tests, browse_setup, browse_teardown);
}
