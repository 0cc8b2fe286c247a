/* --offline on the screen: kept calls, and not one request. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/golden.h"
#include "tests/support/keeping.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* It is still going on, and has a recording. */
#define LIVE                                                                                       \
    "{\"id\":\"call_1\",\"status\":\"in-progress\",\"recording_url\":"                             \
    "\"https://media.example/1.mp3\",\"from_number\":\"+14155551234\"}"

static void keep_one(void)
{
    keeping_keep("ringyo", "call_1", LIVE, time_wall_us() - 3 * KEEPING_DAY_US);
}

static struct pty *start(const char *const *args)
{
    char *home = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    struct pty *p = browse_start(&(struct browse_options){.args = args, .env = ARGS(home)});
    free(home);
    return p;
}

static void offline__id__the_kept_copy(void **state)
{
    (void)state;
    keep_one();
    struct pty *p = start(ARGS("--offline", "ringyo:call_1"));
    pty_expect(p, "kept 3 days ago; nothing was sent");
    pty_expect(p, " kept 3 days ago ─");
    pty_expect(p, "4155551234");
    assert_int_equal(browse_requests(""), 0);
}

/* A message goes with the next key. */
static void offline__keys_that_send__say_so(void **state)
{
    (void)state;
    static const char *const keys[] = {"r", "\x1b[15~", "R", "o", "O", "D", "a", ":refetch\r"};
    keep_one();
    struct pty *p = start(ARGS("--offline", "ringyo:call_1"));
    pty_expect(p, "nothing was sent");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        pty_keys(p, "j");
        pty_expect_gone(p, "nothing ");
        pty_keys(p, keys[i]);
        pty_expect(p, "nothing is sent with --offline");
    }
    assert_int_equal(browse_requests(""), 0);
}

static void offline__not_kept__is_said(void **state)
{
    (void)state;
    struct pty *p = start(ARGS("--offline", "ringyo:call_2"));
    pty_expect(p, "This call is not kept");
    golden_expect(p, "offline-not-kept");
    pty_keys(p, "r");
    pty_expect(p, "nothing is sent with --offline");
    assert_int_equal(browse_requests(""), 0);
}

/* Its answers were not kept: the JSON is that of the call as it was masked. */
static void offline__masked_call__its_json_is_called_that(void **state)
{
    (void)state;
    keeping_plant_text("ringyo", "call_1",
                       "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_1\","
                       "\"first_kept_at\":\"2026-11-29T15:00:00Z\",\"kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"masked\":true,\"call\":{\"schema\":1,"
                       "\"provider\":\"ringyo\",\"id\":\"call_1\"}}");
    struct pty *p = start(ARGS("--offline", "ringyo:call_1"));
    pty_expect(p, ", masked; nothing was sent");
    pty_keys(p, "J");
    pty_expect(p, "> masked call, ");
}

/* What lies in its place is no kept call, but it is not nothing. */
static void offline__no_file_in_its_place__is_said(void **state)
{
    (void)state;
    keep_one();
    char *one = keeping_path("ringyo", "call_1"), *link = keeping_path("ringyo", "call_2");
    assert_int_equal(symlink(one, link), 0);
    struct pty *p = start(ARGS("--offline", "call_2"));
    pty_expect(p, "The kept call cannot be read");
    pty_expect(p, "is a symbolic link");
    free(one);
    free(link);
}

/* Of whatever provider it is: no ID of ringyo looks like that. */
static void offline__id_alone__of_any_provider(void **state)
{
    (void)state;
    keeping_keep("ringyo", "odd", "{\"id\":\"odd\",\"status\":\"was refunded\"}", time_wall_us());
    struct pty *p = start(ARGS("--offline", "odd"));
    pty_expect(p, "was refunded");
    pty_expect(p, "Ringyo");
    pty_keys(p, "iodder\r");
    pty_expect(p, "no call 'odder' is kept");
    assert_int_equal(browse_requests(""), 0);
}

static void offline__id_of_several__one_is_to_be_named(void **state)
{
    (void)state;
    keeping_keep("ringyo", "odd", "{\"id\":\"odd\",\"status\":\"was refunded\"}", time_wall_us());
    keeping_keep("vapi", "odd", "{\"id\":\"odd\"}", time_wall_us());
    struct pty *p = start(ARGS("--offline", "odd"));
    pty_expect(p, "name one: ringyo, vapi");
    pty_keys(p, "iringyo:odd\r");
    pty_expect(p, "was refunded");
}

static void offline__no_id__the_kept_calls(void **state)
{
    (void)state;
    keep_one();
    struct pty *p = start(ARGS("--offline"));
    pty_expect(p, "+14155551234");
    pty_keys(p, "\r");
    pty_expect(p, "kept 3 days ago; nothing was sent");
    assert_int_equal(browse_requests(""), 0);
}

static void offline__empty_query__the_kept_calls(void **state)
{
    (void)state;
    keep_one();
    struct pty *p = start(ARGS("--offline", "ringyo:call_2"));
    pty_expect(p, "This call is not kept");
    pty_keys(p, "L");
    pty_expect(p, "kept; looks through");
    pty_keys(p, "\r");
    pty_expect(p, "+14155551234");
    pty_keys(p, "r");
    pty_expect_not(p, "nothing is sent");
    assert_int_equal(browse_requests(""), 0);
}

static void offline__completion__begins_with_kept(void **state)
{
    (void)state;
    struct pty *p = start(ARGS("--offline", "ringyo:call_2"));
    pty_expect(p, "This call is not kept");
    pty_keys(p, "L\t");
    pty_expect(p, "list: kept");
    pty_keys(p, "\t");
    pty_expect(p, "list: today");
}

static void offline__number__looked_for_in_kept_calls(void **state)
{
    (void)state;
    keep_one();
    struct pty *p = start(ARGS("--offline", "ringyo:call_1"));
    pty_expect(p, "kept 3 days ago");
    pty_keys(p, "M");
    pty_expect(p, "list: kept +14155551234");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "list:");
    pty_keys(p, "\x1b[200~+14155551234\x1b[201~");
    pty_expect(p, "list: kept +14155551234");
    pty_keys(p, "\r");
    pty_expect(p, "1 of 1 looked at");
    assert_int_equal(browse_requests(""), 0);
}

static void offline__other_lists__are_not_asked_for(void **state)
{
    (void)state;
    struct pty *p = start(ARGS("--offline", "--find", "today"));
    pty_expect(p, "--offline asks no provider: begin the query with kept");
    pty_keys(p, "\x1b\x1bLyesterday");
    pty_expect(p, "list: yesterday");
    pty_expect_not(p, "asks ");
    pty_keys(p, "\r");
    pty_expect(p, "--offline asks no provider: begin the query with kept");
    assert_int_equal(browse_requests(""), 0);
}

static int end_test(void **state)
{
    browse_end_test(state);
    return keeping_tear_down(state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, keeping_set_up, end_test)
    const struct CMUnitTest tests[] = {
        TEST(offline__id__the_kept_copy),
        TEST(offline__keys_that_send__say_so),
        TEST(offline__not_kept__is_said),
        TEST(offline__masked_call__its_json_is_called_that),
        TEST(offline__no_file_in_its_place__is_said),
        TEST(offline__id_alone__of_any_provider),
        TEST(offline__id_of_several__one_is_to_be_named),
        TEST(offline__no_id__the_kept_calls),
        TEST(offline__empty_query__the_kept_calls),
        TEST(offline__completion__begins_with_kept),
        TEST(offline__number__looked_for_in_kept_calls),
        TEST(offline__other_lists__are_not_asked_for),
    };
    return cmocka_run_group_tests_name("offline_screen", tests, browse_setup, browse_teardown);
}
