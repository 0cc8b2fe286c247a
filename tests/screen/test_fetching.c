/* While a call is fetched, when it fails, and several at once. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"
#include "tests/support/mock.h"
#include "tests/support/sanitized.h"
#include "tests/support/scratch.h"

#include "base/alloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ANSWER_MS = 50, CANCEL_MS = 200, IDLE_MS = 1500 };

#if SANITIZED
enum { SLOWER = 8 };
#else
enum { SLOWER = 1 };
#endif

/* One key, then the milliseconds until the text is there. */
static long answer_ms(struct pty *p, const char *keys, const char *text)
{
    long begin = pty_now_ms();
    pty_keys(p, keys);
    pty_expect(p, text);
    return pty_now_ms() - begin;
}

static void expect_within(struct pty *p, const char *keys, const char *text, long limit_ms)
{
    long ms = answer_ms(p, keys, text);
    if (ms > limit_ms * SLOWER)
        fail_msg("'%s' after a key: expected within %ld ms, took %ld", text, limit_ms, ms);
}

static void failure__each_kind__a_page(void **state)
{
    (void)state;
    static const struct {
        const char *call, *headline, *status, *golden;
    } rows[] = {
        {"ringyo:call_404", "No such call", "HTTP status 404", "error-404"},
        {"ringyo:call_410", "The call was deleted", "does not keep it", NULL},
        {"ringyo:call_401", "The key was refused", "The key came from api_key in", NULL},
        {"ringyo:call_403", "The key may not read this call", "HTTP status 403", NULL},
        {"ringyo:call_500", "The provider failed", "HTTP status 500", "error-500"},
        {"ringyo:call_400", "refused the request", "HTTP status 400", NULL},
        {"diga:00000000-0000-4000-8000-000000000422", "refused the request", "HTTP status 422",
         "error-422"},
        {"ringyo:call_502", "A web page came, not the API", "HTTP status 502", NULL},
        {"ringyo:call_redirect", "The provider sent a redirect", "login.elsewhere.example", NULL},
        {"ringyo:call_html", "A web page came, not the API", "HTTP status 200", "error-html"},
        {"ringyo:call_empty", "The answer cannot be used", "empty", NULL},
        {"ringyo:call_half_json", "The answer cannot be used", "JSON", NULL},
        {"ringyo:call_cut_off", "The answer was cut off", "ringyo", "error-cut"},
        {"cometchat:404", "No such call", "ERR_CALL_SESSION_NOT_FOUND", NULL},
        {"voxworks:error_200_500", "The provider answered with an error", "unexpected error", NULL},
        {"voxworks:limited-date", "Rate limited", "Wait a little before you try again.", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pty *p = browse_call(rows[i].call, rows[i].headline);
        pty_expect(p, rows[i].status);
        pty_expect(p, "fetches again");
        if (rows[i].golden)
            golden_expect(p, rows[i].golden);
        if (strcmp(rows[i].status, "HTTP status 500") != 0)
            pty_expect_not(p, "Try again later"); /* it would help in no other case */
        browse_end_test(state);
    }
}

/* Not where keys are looked for, but where this one was found. */
static void failure__refused_key__says_where_it_came_from(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_401", NULL},
        .env = (const char *const[]){"CALLBROWSER_RINGYO_API_KEY=expired", NULL}});
    pty_expect(p, "The key came from CALLBROWSER_RINGYO_API_KEY in the environment.");
    golden_expect(p, "error-401");
}

static void failure__too_large__names_the_option(void **state)
{
    (void)state;
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){"ringyo:call_turns_20000", NULL},
                                 .options = "max_response_mb = 1"});
    pty_expect(p, "The answer is too large");
    pty_expect(p, "is larger than 1 MiB (max_response_mb)");
    pty_expect(p, "Raise max_response_mb if an answer of this size is right.");
    pty_expect_not(p, "Try again later");
}

static void failure__no_key__says_where(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"-c", "/dev/null", "ringyo", "call_xyz789", NULL}});
    pty_expect(p, "No API key for this provider");
    pty_expect(p, "CALLBROWSER_RINGYO_API_KEY");
    pty_expect(p, "(no key)");
    golden_expect(p, "error-no-key");
}

static void failure__refused_connection__names_the_host(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"mine:call_1", NULL},
        .more = "[provider mine]\nlike = ringyo\nbase_url = http://127.0.0.1:1/\napi_key = k"});
    pty_expect(p, "could not be reached");
    pty_expect(p, "127.0.0.1");
}

static void failure__rate_limited__counts_down(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_429", "Rate limited");
    pty_expect(p, "to wait 7 s");
    size_t asked = browse_requests("/call_429");
    pty_expect(p, "to wait 6 s");
    assert_int_equal(browse_requests("/call_429"), asked);
}

/* A key that the provider refused is looked for again: the user may have renewed it meanwhile. */
#define RENEWED_KEY                                                                                \
    "[provider mine]\nlike = ringyo\ntitle = Mine\n"                                               \
    "api_key_command = sh -c 'cat $HOME/key 2>/dev/null || echo old'\n"

static void retry__refused_key__is_looked_for_again(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"mine:call_xyz789", NULL}, .more = RENEWED_KEY});
    pty_expect(p, "The key was refused");
    scratch_write(pty_home(p), "key", 0600, "demo-ringyo");
    pty_keys(p, "r");
    pty_expect(p, "Hello! This is Sarah");
}

static void retry__refused_key_of_any__is_looked_for_again(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"any:call_404", NULL}, .more = RENEWED_KEY});
    pty_expect(p, "No provider knows this call");
    pty_expect(p, "Mine       Invalid API key");
    scratch_write(pty_home(p), "key", 0600, "demo-ringyo");
    pty_keys(p, "r");
    pty_expect(p, "Mine       Call not found");
}

static void retry__r__asks_again(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_500", "HTTP status 500");
    size_t asked = browse_requests("/call_500");
    pty_keys(p, "r");
    browse_wait_requests(p, "/call_500", asked + 1);
    assert_true(pty_wait_quiet(p, 300)); /* the mark stands */
    pty_expect(p, "HTTP status 500");
    pty_keys(p, "icall_xyz789\r");
    pty_expect(p, "What's this call about?");
    pty_expect_not(p, "2 xyz789"); /* the failed tab was used */
}

static void retry__live_call__grows(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_live", "4 turns");
    pty_expect(p, "not yet");
    pty_keys(p, "r");
    pty_expect(p, "8 turns");
    pty_key(p, "F5");
    pty_expect(p, "12 turns");
}

/* A provider that goes away between two fetches. */
static void retry__fails__old_call_stays(void **state)
{
    (void)state;
    struct mock own;
    mock_start(&own);
    char *section = xasprintf("[provider mine]\nlike = ringyo\napi_key = demo-ringyo\n"
                              "base_url = http://127.0.0.1:%d/ringyo\n",
                              own.port);
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"mine:call_7f3k29q", NULL}, .more = section});
    free(section);
    pty_expect(p, "Northwind");
    mock_stop(&own);
    pty_keys(p, "r");
    pty_expect(p, "fetching again failed");
    pty_expect(p, "Northwind");
}

static void cancel__while_silent__at_once(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_silent", "Fetching");
    expect_within(p, "\x03", "Cancelled", CANCEL_MS);
    pty_expect(p, "fetches again");
    golden_expect(p, "cancelled");
    pty_keys(p, "r");
    pty_expect(p, "Fetching");
    expect_within(p, "\x1b", "Cancelled", CANCEL_MS);
}

static bool is_over(struct pty *p, const void *arg)
{
    (void)arg;
    return term_find(pty_term(p), "Cancelled", NULL, NULL) ||
           term_find(pty_term(p), "could not be reached", NULL, NULL);
}

/* A look-up of a name under .invalid (RFC 6761) may hang or fail by itself: either is over at once.
 */
static void cancel__name_being_resolved__at_once(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"mine:call_1", NULL},
        .more = "[provider mine]\nlike = ringyo\nbase_url = https://never.invalid\napi_key = k"});
    pty_expect(p, "never.invalid");
    long begin = pty_now_ms();
    pty_keys(p, "\x03");
    pty_check(p, pty_wait_until(p, is_over, NULL, PTY_DEADLINE_MS));
    assert_true(pty_now_ms() - begin <= CANCEL_MS * SLOWER);
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
}

static void loading__mark_seconds_bytes__move(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_drip", "Fetching");
    pty_expect(p, "bytes");
    pty_expect(p, "0.5 s");
    pty_expect(p, "1.0 s");
    pty_expect_gone(p, ", 0 bytes");
}

static void keys__while_hanging__answered(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_7f3k29q", "ringyo:call_silent", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Northwind");
    pty_keys(p, "]");
    pty_expect(p, "Fetching");
    expect_within(p, "?", "[Help]", ANSWER_MS);
    expect_within(p, "?", "Fetching", ANSWER_MS);
    expect_within(p, "[", "Northwind", ANSWER_MS);
    expect_within(p, "G", "16/16", ANSWER_MS);
    expect_within(p, "g", " 1/16", ANSWER_MS);
    expect_within(p, "z", "[Transcript]", ANSWER_MS);
    expect_within(p, "z", "Participants", ANSWER_MS);
}

static void keys__2000_turns__answered(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_turns_2000", " 1/2000 ");
    expect_within(p, "G", "2000/2000", ANSWER_MS);
    expect_within(p, "g", " 1/2000", ANSWER_MS);
    expect_within(p, "1000G", "1000/2000", ANSWER_MS);
}

static void tabs__several__loaded_and_switched(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_7f3k29q", "ringyo:call_404", "voxworks:call_9d2e41",
                                NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Northwind");
    pty_expect(p, "2! ringyo 404");
    golden_expect(p, "tabs");
    pty_keys(p, "]");
    pty_expect(p, "No such call");
    pty_keys(p, "]");
    pty_expect(p, "Harbour Fitness");
    pty_keys(p, "]");
    pty_expect(p, "Northwind");
    pty_keys(p, "[");
    pty_expect(p, "Harbour Fitness");
    pty_keys(p, "q");
    pty_expect_gone(p, "3 9d2e41");
    pty_keys(p, "q");
    pty_expect_gone(p, "call_404");
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
}

/* The same call again is gone to and fetched anew, not opened twice. */
static void tabs__same_call__not_twice(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_7f3k29q", "voxworks:call_9d2e41", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "Northwind");
    size_t asked = browse_requests("/call_9d2e41");
    pty_keys(p, "ivoxworks:call_9d2e41\r");
    pty_expect(p, "Harbour Fitness");
    browse_wait_requests(p, "/call_9d2e41", asked + 1);
    pty_expect_not(p, "3 call");
}

static void tabs__five_one_hangs__four_shown(void **state)
{
    (void)state;
    const char *const args[] = {"ringyo:call_silent", "ringyo:call_7f3k29q",  "ringyo:call_xyz789",
                                "ringyo:call_live",   "voxworks:call_9d2e41", NULL};
    static const char *const shown[] = {"Northwind", "Sarah from Acme", "Harbour Home",
                                        "Harbour Fitness"};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .cols = 140});
    pty_expect(p, "Fetching");
    for (size_t i = 0; i < 4; i++) {
        pty_keys(p, "]");
        pty_expect(p, shown[i]);
    }
}

static void second_document__late__call_first(void **state)
{
    (void)state;
    struct pty *p = browse_call("diga:messages_late_2", "transcript loading");
    pty_expect(p, "+14155551234");
    pty_expect(p, "Harbour Home Delivery");
    pty_expect(p, "12 turns");
}

static void second_document__fails__call_with_a_note(void **state)
{
    (void)state;
    struct pty *p = browse_call("diga:messages_500", "+14155551234");
    pty_expect(p, "not fetched: the provider answered 500: ");
    pty_expect(p, "; r fetches again");
    pty_keys(p, "z");
    pty_expect(p, "Note ");
    pty_expect(p, "500");
}

static void idle__nothing__no_wake_ups(void **state)
{
    (void)state;
#if THREAD_SANITIZED
    skip(); /* its own thread wakes */
#endif
    struct pty *p = browse_call("ringyo:call_7f3k29q", "Northwind");
    assert_true(pty_wait_quiet(p, 300));
    long before = pty_switches(p);
    size_t bytes = pty_bytes(p);
    assert_true(before > 0);
    assert_true(pty_wait_quiet(p, IDLE_MS));
    assert_int_equal(pty_switches(p), before);
    assert_int_equal(pty_bytes(p), bytes);
}

/* Moving one row paints two rows, not the screen. */
static void bytes__one_row_down__few(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_turns_200", " 1/200 ");
    assert_true(pty_wait_quiet(p, 200));
    size_t before = pty_bytes(p);
    pty_keys(p, "j");
    assert_true(pty_wait_quiet(p, 200));
    assert_in_range(pty_bytes(p) - before, 1, 200);
    pty_keys(p, "40j");
    assert_true(pty_wait_quiet(p, 200));
    before = pty_bytes(p);
    pty_keys(p, "j");
    assert_true(pty_wait_quiet(p, 200));
    assert_in_range(pty_bytes(p) - before, 1, 400);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(failure__each_kind__a_page),
        TEST(failure__refused_key__says_where_it_came_from),
        TEST(failure__too_large__names_the_option),
        TEST(failure__no_key__says_where),
        TEST(failure__refused_connection__names_the_host),
        TEST(failure__rate_limited__counts_down),
        TEST(retry__refused_key__is_looked_for_again),
        TEST(retry__refused_key_of_any__is_looked_for_again),
        TEST(retry__r__asks_again),
        TEST(retry__live_call__grows),
        TEST(retry__fails__old_call_stays),
        TEST(cancel__while_silent__at_once),
        TEST(cancel__name_being_resolved__at_once),
        TEST(loading__mark_seconds_bytes__move),
        TEST(keys__while_hanging__answered),
        TEST(keys__2000_turns__answered),
        TEST(tabs__several__loaded_and_switched),
        TEST(tabs__same_call__not_twice),
        TEST(tabs__five_one_hangs__four_shown),
        TEST(second_document__late__call_first),
        TEST(second_document__fails__call_with_a_note),
        TEST(idle__nothing__no_wake_ups),
        TEST(bytes__one_row_down__few),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
