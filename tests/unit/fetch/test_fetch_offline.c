/* A fetch thread that is offline: whatever is asked of it fails, and no request reaches the mock.
 * Kept calls are opened all the same. */
#include "base/alloc.h"
#include "tests/support/fetching.h"
#include "tests/support/keeping.h"
#include "tests/support/mock.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct mock mock;
static struct fetching f;

static void start_as(bool offline)
{
    char *ini = mock_ini(&mock);
    fetching_start(&f, ini,
                   (struct fetch_settings){.offline = offline, .kept = {.dir = keeping_dir()}});
    free(ini);
}

static int start_all(void **state)
{
    mock_start(&mock);
    return keeping_set_up(state);
}

static int stop_all(void **state)
{
    mock_stop(&mock);
    return keeping_tear_down(state);
}

static void expect_no_request(void)
{
    char *log = mock_log(&mock);
    if (*log)
        fail_msg("expected no request, got %s", log);
    free(log);
}

static const struct provider *ringyo(void)
{
    return described_find(&f.described, "ringyo");
}

/* Whatever type the answer has. */
static const struct failure *failure_of(const struct answer *a)
{
    return a->page ? a->page->failure : a->failure;
}

static void expect_refused(unsigned job)
{
    struct answer *a = fetching_next(&f);
    while (a->job != job) {
        fetch_answer_free(a);
        a = fetching_next(&f);
    }
    assert_non_null(failure_of(a));
    assert_int_equal(failure_of(a)->cause, CAUSE_OFFLINE);
    assert_string_equal(failure_of(a)->message, "nothing is sent with --offline");
    assert_int_equal(failure_of(a)->retry_after_s, -1);
    fetch_answer_free(a);
}

static unsigned ask_list(void)
{
    struct query_problem problem;
    struct query_terms terms = {.time = {KEEPING_NOW_US, &civil_zone_in_force, 7}};
    struct query *q = query_new("7d", &terms, &problem);
    assert_non_null(q);
    unsigned job = fetch_list(f.fetcher, list_walk_new(ringyo(), q, &terms));
    fetch_list_page(f.fetcher, job, xstrdup("demo-ringyo"));
    query_free(q);
    return job;
}

static unsigned ask_recording(const char *dir, bool for_playing)
{
    struct fetch_order order = {
        .provider = ringyo(),
        .id = xstrdup("call_1"),
        .key = xstrdup("demo-ringyo"),
        .url = xasprintf("http://127.0.0.1:%d/media/sound~ringyo-call_7f3k29q.wav", mock.port),
        .dir = xstrdup(dir),
        .name = xstrdup("call_1"),
        .recording = true,
        .for_playing = for_playing};
    return fetch_download(f.fetcher, &order);
}

static void offline__everything__fails_and_is_not_sent(void **state)
{
    (void)state;
    char *dir = scratch_new();
    start_as(true);
    expect_refused(fetching_submit(&f, "ringyo", "call_7f3k29q", "demo-ringyo"));
    expect_refused(fetching_submit(&f, "diga", "550e8400-e29b-41d4-a716-446655440000", "demo"));
    expect_refused(ask_list());
    expect_refused(ask_recording(dir, false));
    expect_refused(ask_recording(dir, true));
    expect_no_request();
    fetching_stop(&f);
    scratch_free(dir);
}

/* Many at once, half of which are cancelled before they are answered. */
static void offline__many__each_has_its_answer(void **state)
{
    (void)state;
    enum { JOBS = 50 };
    unsigned jobs[JOBS];
    size_t odd = 0;
    start_as(true);
    for (size_t i = 0; i < JOBS; i++)
        jobs[i] = fetching_submit(&f, "ringyo", "call_7f3k29q", "demo-ringyo");
    for (size_t i = 0; i < JOBS; i += 2)
        fetch_cancel(f.fetcher, jobs[i]);
    while (odd < JOBS / 2) {
        struct answer *a = fetching_next(&f);
        assert_int_equal(a->failure->cause, CAUSE_OFFLINE);
        for (size_t i = 1; i < JOBS; i += 2)
            odd += a->job == jobs[i];
        fetch_answer_free(a);
    }
    expect_no_request();
    fetching_stop(&f);
}

/* ---- kept calls ---- */

static struct answer *answer_to(unsigned job)
{
    struct answer *a = fetching_next(&f);
    assert_int_equal(a->job, job);
    assert_int_equal(a->type, ANSWER_KEPT_CALL);
    return a;
}

static void offline__id_alone__the_provider_that_has_it(void **state)
{
    (void)state;
    keeping_keep("diga", "c1", "{\"id\":\"c1\"}", KEEPING_NOW_US);
    start_as(true);
    struct answer *a = answer_to(fetch_kept_find(f.fetcher, f.described.set, "c1"));
    assert_non_null(a->call);
    assert_string_equal(a->provider->name, "diga");
    assert_true(a->kept.first_us == KEEPING_NOW_US);
    fetch_answer_free(a);
    expect_no_request();
    fetching_stop(&f);
}

static void expect_not_opened(const char *id, enum cause cause, const char *words)
{
    struct answer *a = answer_to(fetch_kept_find(f.fetcher, f.described.set, id));
    assert_null(a->call);
    assert_null(a->provider);
    assert_int_equal(a->failure->cause, cause);
    if (!strstr(a->failure->message, words))
        fail_msg("%s", a->failure->message);
    fetch_answer_free(a);
}

static void offline__id_alone__none_or_several(void **state)
{
    (void)state;
    keeping_keep("diga", "c1", "{\"id\":\"c1\"}", KEEPING_NOW_US);
    keeping_keep("ringyo", "c1", "{\"id\":\"c1\"}", KEEPING_NOW_US);
    start_as(true);
    expect_not_opened("c2", CAUSE_NOT_KEPT, "no call 'c2' is kept");
    expect_not_opened("c1", CAUSE_USAGE, "name one: diga, ringyo");
    fetching_stop(&f);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, start_all, stop_all)
    const struct CMUnitTest tests[] = {
        TEST(offline__everything__fails_and_is_not_sent),
        TEST(offline__many__each_has_its_answer),
        TEST(offline__id_alone__the_provider_that_has_it),
        TEST(offline__id_alone__none_or_several),
    };
    return cmocka_run_group_tests_name("fetch_offline", tests, NULL, NULL);
}
