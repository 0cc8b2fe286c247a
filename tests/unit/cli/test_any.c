/* `any` without a screen: one ID asked of all providers, printed as one call. The program runs as a
 * child against the mock provider. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The number of requests for an ID that the mock received. */
static size_t asked(const char *id)
{
    char *log = mock_log(&printing.mock), *pattern = xasprintf("\"id\":\"%s\"", id);
    size_t count = 0;
    for (const char *at = log; (at = strstr(at, pattern)); at++)
        count++;
    free(pattern);
    free(log);
    return count;
}

static void any__one_knows__it_is_printed(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "any", "call_xyz789");
    assert_code(&r, 0);
    assert_has(&r.out, "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_xyz789\",");
    assert_int_equal(count_lines(&r.out), 1);
    assert_err(&r, "");
    assert_true(asked("call_xyz789") >= 5);
    run_done(&r);
}

static void any__as_provider_and_in_a_batch__in_order(void **state)
{
    (void)state;
    struct run r;
    CALL_INPUT(&r, "any:call_9d2e41\nringyo:call_404\nany:call_xyz789\n", "-p", "json", "-j", "2",
               "-");
    assert_code(&r, 3);
    const char *first = strstr(buf_str(&r.out), "\"provider\":\"voxworks\",\"id\":\"call_9d2e41\"");
    const char *second = strstr(buf_str(&r.out), "\"provider\":\"ringyo\",\"id\":\"call_404\"");
    const char *third = strstr(buf_str(&r.out), "\"provider\":\"ringyo\",\"id\":\"call_xyz789\"");
    if (!first || !second || !third || first > second || second > third)
        fail_msg("expected the three in order, got\n%s", buf_str(&r.out));
    run_done(&r);
}

static void any__nobody_knows__not_found(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "any", "call_404");
    assert_code(&r, 3);
    assert_has(&r.out, "{\"schema\":1,\"provider\":null,\"id\":\"call_404\",\"error\":{\"kind\":"
                       "\"not_found\",\"http_status\":null,\"code\":null,\"message\":\"not known "
                       "to cometchat, diga, ringg, ringyo, voxworks\"");
    assert_has(&r.err, "not known to cometchat, diga, ringg, ringyo, voxworks");
    run_done(&r);
}

static void any__same_failure_everywhere__its_exit_code(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "any", "call_401");
    assert_code(&r, 4);
    run_done(&r);
    CALL(&r, "-p", "json", "any", "call_500");
    assert_code(&r, 7);
    run_done(&r);
}

/* The first provider in the set's order is printed every time; a message names the others. */
static void any__several_know__the_first_in_order(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "any", "call_turns_3");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"cometchat\",\"id\":\"call_turns_3\"");
    assert_int_equal(count_lines(&r.out), 1);
    assert_err(&r, "callbrowser: cometchat:call_turns_3: also known to diga, ringg, ringyo, "
                   "voxworks\n");
    run_done(&r);
}

static void any__transcript_missing__one_line_per_message(void **state)
{
    (void)state;
    struct run r;
    char *ini = xasprintf("[provider diga]\nbase_url = http://127.0.0.1:%d/diga\n"
                          "api_key = demo-diga\n[provider ringg]\n"
                          "base_url = http://127.0.0.1:%d/ringg\napi_key = demo-ringg\n",
                          printing.mock.port, printing.mock.port);
    scratch_write(printing.home, "two.ini", 0600, ini);
    char *two = scratch_path(printing.home, "two.ini");
    CALL_ON(&r, two, "-p", "json", "any", "messages_500");
    assert_code(&r, 7);
    assert_err(&r, "callbrowser: diga messages_500: transcript: the provider answered 500: An "
                   "unexpected error occurred.\n"
                   "callbrowser: diga:messages_500: also known to ringg\n");
    run_done(&r);
    free(ini);
    free(two);
}

/* A failing key command and an ID of another app each count as that provider's answer. A disabled
 * provider is not asked. */
static void any__key_or_id_problem__counts_as_answer(void **state)
{
    (void)state;
    struct run r;
    char *ini = xasprintf("[provider ringyo]\nbase_url = http://127.0.0.1:%d/ringyo\n"
                          "api_key_command = false\n[provider cometchat]\napi_key = k\n"
                          "base_url = http://127.0.0.1:%d/cometchat\napp_id = 11111111\n"
                          "region = eu\n[provider diga]\nenabled = no\napi_key = k\n"
                          "[provider ringg]\nbase_url = http://127.0.0.1:%d/ringg\n"
                          "api_key = demo-ringg\n",
                          printing.mock.port, printing.mock.port, printing.mock.port);
    scratch_write(printing.home, "odd.ini", 0600, ini);
    char *odd = scratch_path(printing.home, "odd.ini");
    CALL_ON(&r, odd, "-p", "json", "any", "v1.us.2222222222.call_404");
    assert_code(&r, 1);
    assert_has(&r.out, "\"provider\":null");
    assert_has(&r.out, "\"kind\":\"other\"");
    assert_has(&r.out, "not known to ringg; cometchat: the call ID belongs to app_id '2222222222'");
    assert_has(&r.out, "ringyo: no key for 'ringyo': 'false' failed");
    assert_lacks(&r.out, "diga");
    run_done(&r);
    free(ini);
    free(odd);
}

/* The command that makes the key file private is not cut. */
static void any__one_provider__its_complete_message(void **state)
{
    (void)state;
    struct run r;
    scratch_write(printing.home, "a-key-file-with-a-name-that-is-longer-than-most.key", 0644,
                  "k\n");
    char *key = scratch_path(printing.home, "a-key-file-with-a-name-that-is-longer-than-most.key");
    char *ini = xasprintf("[provider ringyo]\napi_key_file = %s\n", key);
    char *advice = xasprintf("run chmod 600 %s", key);
    scratch_write(printing.home, "one.ini", 0600, ini);
    char *one = scratch_path(printing.home, "one.ini");
    CALL_ON(&r, one, "-p", "json", "any", "call_x");
    assert_code(&r, 4);
    assert_has(&r.err, advice);
    run_done(&r);
    free(one);
    free(advice);
    free(ini);
    free(key);
}

/* A rate limit that one provider reports also holds for the following calls. */
static void any__rate_limited__is_waited_for(void **state)
{
    (void)state;
    struct run r;
    CALL_INPUT(&r, "any:call_429_in_1\nany:call_xyz789\n", "-p", "json", "-j", "1", "-");
    assert_has(&r.out, "\"kind\":\"rate_limited\"");
    assert_has(&r.out, "\"provider\":\"ringyo\",\"id\":\"call_xyz789\"");
    assert_has(&r.err, "callbrowser: ringyo: rate limited, resuming in 1 s\n");
    assert_code(&r, 5);
    run_done(&r);
    CALL_INPUT(&r, "any:call_429_in_1\nany:call_xyz789\n", "-p", "json", "-j", "1", "--max-wait",
               "0", "-");
    assert_code(&r, 5);
    assert_has(&r.out, "\"id\":\"call_xyz789\",\"error\":{\"kind\":\"rate_limited\"");
    run_done(&r);
}

static void any__no_key_at_all__auth(void **state)
{
    (void)state;
    struct run r;
    CALL_ON(&r, "/dev/null", "-p", "json", "any", "x");
    assert_code(&r, 4);
    assert_has(&r.out, "no provider has an API key");
    run_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any__one_knows__it_is_printed),
        cmocka_unit_test(any__as_provider_and_in_a_batch__in_order),
        cmocka_unit_test(any__nobody_knows__not_found),
        cmocka_unit_test(any__same_failure_everywhere__its_exit_code),
        cmocka_unit_test(any__several_know__the_first_in_order),
        cmocka_unit_test(any__transcript_missing__one_line_per_message),
        cmocka_unit_test(any__key_or_id_problem__counts_as_answer),
        cmocka_unit_test(any__one_provider__its_complete_message),
        cmocka_unit_test(any__rate_limited__is_waited_for),
        cmocka_unit_test(any__no_key_at_all__auth),
    };
    return cmocka_run_group_tests_name("any", tests, printing_setup, printing_teardown);
}
