/* The mock of the providers: keys, the log, calls in progress, fixtures, and how it ends. */
#include "base/alloc.h"
#include "tests/support/fetching.h"
#include "tests/support/mock.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const char *const names[] = {"ringg", "diga", "voxworks", "cometchat", "ringyo"};

struct server {
    struct mock mock;
    struct fetching fetching;
};

static void server_start(struct server *s)
{
    mock_start(&s->mock);
    char *ini = mock_ini(&s->mock);
    fetching_start(&s->fetching, ini, (struct fetch_settings){0});
    free(ini);
}

static void server_stop(struct server *s)
{
    fetching_stop(&s->fetching);
    mock_stop(&s->mock);
}

static void mock__key__a_wrong_one_is_refused(void **state)
{
    (void)state;
    struct server s;
    server_start(&s);
    for (size_t i = 0; i < LEN(names); i++) {
        unsigned job = fetching_submit(&s.fetching, names[i], "turns_1", "demo-wrong");
        fetching_expect_failure(fetching_last(&s.fetching, job, NULL, NULL), names[i], KIND_AUTH,
                                "Invalid API key");
    }
    server_stop(&s);
}

static void mock__log__has_each_request(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "{\"method\":\"GET\",\"path\":\"/ringyo/v1/calls/call_a%20%2Fb\"",
        "\"query\":\"include=transcript,recording,analysis\"",
        "\"id\":\"call_a /b\"",
        "\"Authorization\":\"Bearer demo-ringyo\"",
    };
    struct server s;
    server_start(&s);
    fetching_expect_failure(fetching_get(&s.fetching, "ringyo", "call_a /b"), "call_a /b",
                            KIND_NOT_FOUND, "Call not found");
    char *log = mock_log(&s.mock);
    for (size_t i = 0; i < LEN(parts); i++)
        if (!strstr(log, parts[i]))
            fail_msg("expected '%s' in '%s'", parts[i], log);
    free(log);
    server_stop(&s);
}

static void mock__live__grows_and_ends(void **state)
{
    (void)state;
    struct server s;
    server_start(&s);
    for (size_t turns = 4; turns <= 12; turns += 4) {
        struct answer *a = fetching_get(&s.fetching, "ringyo", "call_live_12");
        assert_int_equal(a->type, ANSWER_CALL);
        assert_int_equal(a->call->live, turns < 12);
        fetching_expect_call(a, "call_live_12", turns, NULL);
    }
    server_stop(&s);
}

static void mock__fixtures__come_with_status_and_headers(void **state)
{
    (void)state;
    struct server s;
    server_start(&s);
    fetching_expect_call(fetching_get(&s.fetching, "diga", "pages"), "pages", 4, NULL);
    fetching_expect_call(fetching_get(&s.fetching, "diga", "no-messages"), "no-messages", 0,
                         "404: none");
    struct answer *a = fetching_get(&s.fetching, "ringyo", "limited");
    assert_int_equal(a->type, ANSWER_FAILURE);
    assert_int_equal(a->failure->http_status, 429);
    assert_int_equal(a->failure->retry_after_s, 12);
    fetch_answer_free(a);
    fetching_expect_failure(fetching_get(&s.fetching, "ringyo", "gateway"), "gateway",
                            KIND_PROVIDER, "");
    server_stop(&s);
}

/* A saved answer is named by the URL, not by the ID. */
static void mock__saved__answer_of_the_url(void **state)
{
    (void)state;
    struct mock m;
    struct fetching f;
    mock_start(&m);
    char *ini = xasprintf("[provider calls]\nlike = ringyo\nbase_url = "
                          "http://127.0.0.1:%d/saved/field/nfd.ringyo\n"
                          "[provider pages]\nlike = ringyo\nbase_url = "
                          "http://127.0.0.1:%d/saved/field/html-404\n",
                          m.port, m.port);
    fetching_start(&f, ini, (struct fetch_settings){0});
    fetching_expect_call(fetching_get(&f, "calls", "call_a"), "nfd.ringyo", 3, NULL);
    struct answer *a = fetching_get(&f, "pages", "call_a");
    assert_int_equal(a->type, ANSWER_FAILURE);
    assert_int_equal(a->failure->http_status, 404);
    fetch_answer_free(a);
    fetching_stop(&f);
    mock_stop(&m);
    free(ini);
}

/* An ID of zeros and a number names a row where only UUIDs are accepted. */
static void mock__id__as_uuid(void **state)
{
    (void)state;
    struct server s;
    server_start(&s);
    fetching_expect_failure(
        fetching_get(&s.fetching, "diga", "00000000-0000-4000-8000-000000000403"), "403", KIND_AUTH,
        "permissions");
    server_stop(&s);
}

static void mock__end__on_sigterm(void **state)
{
    (void)state;
    struct mock m;
    mock_start(&m);
    assert_int_equal(kill(m.run.pid, SIGTERM), 0);
    mock_stop(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mock__key__a_wrong_one_is_refused),
        cmocka_unit_test(mock__log__has_each_request),
        cmocka_unit_test(mock__live__grows_and_ends),
        cmocka_unit_test(mock__fixtures__come_with_status_and_headers),
        cmocka_unit_test(mock__saved__answer_of_the_url),
        cmocka_unit_test(mock__id__as_uuid),
        cmocka_unit_test(mock__end__on_sigterm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
