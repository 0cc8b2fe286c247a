/* When a rate-limited provider may be asked, and how much waiting --max-wait pays for. */
#include "cli/rate_limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NOW_MS = 1000000 };

static struct provider list[3] = {{.name = "a"}, {.name = "b"}, {.name = "c"}};

static void expect_at(const struct rate_limit *p, int of, int64_t ms, enum rate_state answer,
                      int64_t left_ms)
{
    int64_t left;
    enum rate_state got = rate_limit_check(p, &list[of], NOW_MS + ms, &left);
    if (got != answer || left != left_ms)
        fail_msg("provider %d at %lld ms: expected %d and %lld ms, got %d and %lld ms", of,
                 (long long)ms, answer, (long long)left_ms, got, (long long)left);
}

static bool limit(struct rate_limit *p, int of, int retry_after_s, int64_t ms)
{
    return rate_limit_add(p, &list[of], retry_after_s, NOW_MS + ms);
}

static void limit__of_one__holds_all_its_calls_and_no_others(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(60);
    expect_at(p, 0, 0, RATE_FREE, 0);
    assert_true(limit(p, 0, 7, 0));
    expect_at(p, 0, 0, RATE_WAIT, 7000);
    expect_at(p, 0, 6999, RATE_WAIT, 1);
    expect_at(p, 0, 7000, RATE_FREE, 0);
    expect_at(p, 1, 0, RATE_FREE, 0);
    rate_limit_free(p);
}

static void limit__the_longest__is_the_one_that_counts(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(60);
    assert_true(limit(p, 0, 10, 0));
    assert_true(limit(p, 0, 2, 1000));
    expect_at(p, 0, 3000, RATE_WAIT, 7000);
    assert_true(limit(p, 0, 12, 3000));
    expect_at(p, 0, 3000, RATE_WAIT, 12000);
    rate_limit_free(p);
}

static void wait__in_all__is_bounded(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(10);
    assert_true(limit(p, 0, 6, 0));
    assert_false(limit(p, 0, 5, 6000));
    expect_at(p, 0, 6000, RATE_REFUSED, 5000);
    expect_at(p, 0, 11000, RATE_FREE, 0);
    assert_true(limit(p, 0, 4, 11000));
    assert_false(limit(p, 0, 1, 15000));
    rate_limit_free(p);
}

static void wait__overlapping__counts_once(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(10);
    assert_true(limit(p, 0, 8, 0));
    assert_true(limit(p, 1, 8, 1000));
    assert_true(limit(p, 2, 9, 1000));
    assert_false(limit(p, 2, 1, 10000));
    rate_limit_free(p);
}

static void refused__until_its_end__despite_later_limits(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(10);
    assert_false(limit(p, 0, 3600, 0));
    assert_false(limit(p, 0, 1, 100));
    expect_at(p, 0, 2000, RATE_REFUSED, 3598000);
    expect_at(p, 1, 2000, RATE_FREE, 0);
    rate_limit_free(p);
}

static void never__refuses_the_shortest_wait(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(0);
    assert_false(limit(p, 0, 0, 0));
    expect_at(p, 0, 0, RATE_FREE, 0);
    rate_limit_free(p);
    p = rate_limit_new(1);
    assert_true(limit(p, 0, 0, 0));
    expect_at(p, 0, 0, RATE_FREE, 0);
    rate_limit_free(p);
    rate_limit_free(NULL);
}

/* Another description with the same name is the same provider. */
static void limit__of_a_name__holds_after_a_reload(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(60);
    const struct provider again = {.name = "a"};
    int64_t left_ms;
    assert_true(limit(p, 0, 7, 0));
    assert_int_equal(rate_limit_check(p, &again, NOW_MS, &left_ms), RATE_WAIT);
    rate_limit_free(p);
}

/* Somebody asks again: a limit still holds, and may be waited for if the rest of it is short. */
static void renew__limits_stay__waits_count_anew(void **state)
{
    (void)state;
    struct rate_limit *p = rate_limit_new(10);
    assert_false(limit(p, 0, 25, 0));
    assert_true(limit(p, 1, 8, 0));
    expect_at(p, 0, 5000, RATE_REFUSED, 20000);
    rate_limit_renew(p, 10, NOW_MS + 5000);
    expect_at(p, 0, 5000, RATE_REFUSED, 20000);
    expect_at(p, 1, 5000, RATE_WAIT, 3000);
    rate_limit_renew(p, 10, NOW_MS + 16000);
    expect_at(p, 0, 16000, RATE_WAIT, 9000);
    assert_true(limit(p, 2, 10, 16000)); /* a second more than is waited for already */
    assert_false(limit(p, 2, 11, 16000));
    rate_limit_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(limit__of_one__holds_all_its_calls_and_no_others),
        cmocka_unit_test(limit__the_longest__is_the_one_that_counts),
        cmocka_unit_test(wait__in_all__is_bounded),
        cmocka_unit_test(wait__overlapping__counts_once),
        cmocka_unit_test(refused__until_its_end__despite_later_limits),
        cmocka_unit_test(never__refuses_the_shortest_wait),
        cmocka_unit_test(limit__of_a_name__holds_after_a_reload),
        cmocka_unit_test(renew__limits_stay__waits_count_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
