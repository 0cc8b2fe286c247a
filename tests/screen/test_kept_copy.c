/* The kept copy of a call on the screen, when its provider cannot be reached or does not know the
 * call. */
#include "base/alloc.h"
#include "keep/kept_folder.h"
#include "tests/support/browse.h"
#include "tests/support/golden.h"
#include "tests/support/keeping.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Nobody listens there. */
static const char off[] =
    "[provider off]\nbase_url = http://127.0.0.1:1\napi_key = demo\npath = /call/{id}\n"
    "id = /id\nstatus = /status\n";

static struct pty *open_off(const char *id)
{
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home()), *ref = xasprintf("off:%s", id);
    struct pty *p =
        browse_start(&(struct browse_options){.args = ARGS(ref), .env = ARGS(home), .more = off});
    free(home);
    free(ref);
    return p;
}

static void kept_copy__no_network__is_shown(void **state)
{
    (void)state;
    keeping_keep("off", "call_x", "{\"id\":\"call_x\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    struct pty *p = open_off("call_x");
    pty_expect(p, "kept 3 days ago; off cannot be reached");
    pty_expect(p, "was refunded");
    pty_expect(p, " kept 3 days ago ─");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

static void kept_copy__answer_cut_off__is_shown(void **state)
{
    (void)state;
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    keeping_keep("ringyo", "call_cut_off", "{\"id\":\"call_cut_off\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    struct pty *p = browse_start(
        &(struct browse_options){.args = ARGS("ringyo:call_cut_off"), .env = ARGS(home)});
    free(home);
    pty_expect(p, "kept 3 days ago; the connection to ringyo was lost");
    pty_expect(p, "was refunded");
}

/* The copy is renewed, its age is not. */
static void kept_copy__kept_again__as_old_as_before(void **state)
{
    (void)state;
    keeping_keep("off", "call_x", "{\"id\":\"call_x\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    keeping_keep("off", "call_x", "{\"id\":\"call_x\",\"status\":\"was paid\"}", time_wall_us());
    struct pty *p = open_off("call_x");
    pty_expect(p, "was paid");
    pty_expect(p, " kept 3 days ago ─");
}

static void kept_copy__not_kept__the_failure_stays(void **state)
{
    (void)state;
    struct pty *p = open_off("call_y");
    pty_expect(p, "The provider could not be reached");
    pty_expect_not(p, "kept");
}

/* ---- where the provider does not know the call ---- */

static struct pty *open_missing(const char *const *args)
{
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    keeping_keep("ringyo", "call_404", "{\"id\":\"call_404\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    struct pty *p = browse_start(&(struct browse_options){.args = args, .env = ARGS(home)});
    free(home);
    return p;
}

static void kept_copy__not_found__offered(void **state)
{
    (void)state;
    struct pty *p = open_missing(ARGS("ringyo:call_404"));
    pty_expect(p, "No such call");
    pty_expect(p, "Enter       shows the copy that was kept 3 days ago");
    pty_expect(p, "Enter kept copy");
    golden_expect(p, "kept-offered");
    pty_keys(p, "\r");
    pty_expect(p, "was refunded");
    pty_expect(p, " kept 3 days ago ─");
    pty_expect(p, "kept 3 days ago; r asks ringyo again");
    assert_int_equal(browse_requests("call_404"), 1);
    pty_keys(p, "k");
    pty_expect(p, "kept copy; ringyo answered 404");
    pty_keys(p, "r");
    pty_expect(p, "fetching again failed: Call not found");
    pty_expect(p, "was refunded");
    assert_int_equal(browse_requests("call_404"), 2);
}

/* All providers were asked; the copy belongs to one of them. */
static void kept_copy__no_provider_knows_it__offered(void **state)
{
    (void)state;
    struct pty *p = open_missing(ARGS("any:call_404"));
    pty_expect(p, "No provider knows this call");
    pty_expect(p, "shows the copy that was kept 3 days ago");
    pty_keys(p, "\r");
    pty_expect(p, "was refunded");
    pty_expect(p, "Ringyo");
    pty_expect(p, "kept 3 days ago; r asks ringyo again");
}

static void kept_copy__forgotten__no_offer(void **state)
{
    (void)state;
    struct pty *p = open_missing(ARGS("ringyo:call_404"));
    pty_expect(p, "shows the copy that was kept 3 days ago");
    pty_keys(p, ":forget\ry");
    pty_expect(p, "no copy of the call is kept any more");
    pty_expect_not(p, "shows the copy");
    pty_keys(p, "\r");
    pty_expect(p, "nothing to open or unfold here");
}

/* The copy is not that of the provider that was asked, which is any. */
static void kept_copy__no_provider_knows_it__can_be_forgotten(void **state)
{
    (void)state;
    struct pty *p = open_missing(ARGS("any:call_404"));
    pty_expect(p, "shows the copy that was kept 3 days ago");
    pty_keys(p, ":forget\r");
    pty_expect(p, "forget the kept copy of this call for good?");
    pty_keys(p, "y");
    pty_expect(p, "no copy of the call is kept any more");
    pty_expect_gone(p, "shows the copy");
    pty_keys(p, ":forget\r");
    pty_expect(p, "no copy of this call is kept");
    assert_false(kept_folder_has(keeping_dir(), "ringyo", "call_404"));
}

static void kept_copy__of_several_providers__is_not_forgotten(void **state)
{
    (void)state;
    keeping_keep("retell", "call_404", "{\"call_id\":\"call_404\"}", time_wall_us());
    struct pty *p = open_missing(ARGS("any:call_404"));
    pty_expect(p, "No provider knows this call");
    pty_keys(p, ":forget\r");
    pty_expect(p, "with this ID; name one: ");
    assert_true(kept_folder_has(keeping_dir(), "ringyo", "call_404"));
    assert_true(kept_folder_has(keeping_dir(), "retell", "call_404"));
}

static void kept_copy__damaged__can_be_forgotten(void **state)
{
    (void)state;
    struct pty *p = open_missing(ARGS("ringyo:call_404"));
    pty_expect(p, "shows the copy that was kept 3 days ago");
    keeping_plant("ringyo", "call_404", "\x1f\x8b\x08", 3);
    pty_keys(p, ":forget\ry");
    pty_expect(p, "no copy of the call is kept any more");
    assert_false(kept_folder_has(keeping_dir(), "ringyo", "call_404"));
}

/* The failure of the provider stays on the page. */
static void kept_copy__damaged__is_said(void **state)
{
    (void)state;
    keeping_plant("off", "call_x", "\x1f\x8b\x08", 3);
    struct pty *p = open_off("call_x");
    pty_expect(p, "The provider could not be reached");
    pty_expect(p, "the kept call cannot be read:");
    pty_expect(p, "/off/call_x.json.gz'");
}

/* The copy of the other tab came meanwhile, and is said to be one when that is in front. */
static void kept_copy__in_the_background__leaves_the_status_line(void **state)
{
    (void)state;
    keeping_keep("off", "call_x", "{\"id\":\"call_x\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    struct pty *p = browse_start(&(struct browse_options){
        .args = ARGS("ringyo:call_turns_11", "off:call_x"), .env = ARGS(home), .more = off});
    free(home);
    pty_expect(p, "2 off call_x");
    pty_expect(p, "ringyo 200 in ");
    pty_expect_not(p, "kept 3 days ago");
    pty_keys(p, "\x1b"
                "2");
    pty_expect(p, "kept 3 days ago; off cannot be reached");
}

static void kept_copy__not_found_and_not_kept__no_offer(void **state)
{
    (void)state;
    struct pty *p = open_missing(ARGS("ringyo:call_none"));
    pty_expect(p, "No such call");
    pty_keys(p, "\r");
    pty_expect(p, "nothing to open or unfold here");
    pty_expect_not(p, "shows the copy");
}

/* What the provider says takes the place of the copy. */
static void kept_copy__r__asks_the_provider(void **state)
{
    (void)state;
    keeping_keep("ringyo", "call_7f3k29q", "{\"id\":\"call_7f3k29q\",\"status\":\"was refunded\"}",
                 time_wall_us() - 3 * KEEPING_DAY_US);
    char *path = keeping_path("ringyo", "call_7f3k29q");
    struct pty *p = browse_start(&(struct browse_options){.args = ARGS("--open", path)});
    pty_expect(p, "was refunded");
    pty_expect(p, " kept 3 days ago ─");
    assert_int_equal(browse_requests("call_7f3k29q"), 0);
    pty_keys(p, "r");
    pty_expect(p, " 1/16 ");
    pty_expect_not(p, "kept 3 days ago");
    assert_int_equal(browse_requests("call_7f3k29q"), 1);
    free(path);
}

static int end_test(void **state)
{
    browse_end_test(state);
    return keeping_tear_down(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(kept_copy__no_network__is_shown, keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__answer_cut_off__is_shown, keeping_set_up,
                                        end_test),
        cmocka_unit_test_setup_teardown(kept_copy__not_kept__the_failure_stays, keeping_set_up,
                                        end_test),
        cmocka_unit_test_setup_teardown(kept_copy__kept_again__as_old_as_before, keeping_set_up,
                                        end_test),
        cmocka_unit_test_setup_teardown(kept_copy__not_found__offered, keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__no_provider_knows_it__offered, keeping_set_up,
                                        end_test),
        cmocka_unit_test_setup_teardown(kept_copy__forgotten__no_offer, keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__no_provider_knows_it__can_be_forgotten,
                                        keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__of_several_providers__is_not_forgotten,
                                        keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__damaged__can_be_forgotten, keeping_set_up,
                                        end_test),
        cmocka_unit_test_setup_teardown(kept_copy__damaged__is_said, keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__in_the_background__leaves_the_status_line,
                                        keeping_set_up, end_test),
        cmocka_unit_test_setup_teardown(kept_copy__not_found_and_not_kept__no_offer, keeping_set_up,
                                        end_test),
        cmocka_unit_test_setup_teardown(kept_copy__r__asks_the_provider, keeping_set_up, end_test),
    };
    return cmocka_run_group_tests_name("kept_copy", tests, browse_setup, browse_teardown);
}
