#include "keep/kept_age.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void kept_age__in_the_largest_unit(void **state)
{
    (void)state;
    static const struct {
        int64_t age_s;
        const char *text;
    } cases[] = {{-5, "kept just now"},         {0, "kept just now"},
                 {59, "kept just now"},         {60, "kept 1 minute ago"},
                 {3599, "kept 59 minutes ago"}, {3600, "kept 1 hour ago"},
                 {86399, "kept 23 hours ago"},  {86400, "kept 1 day ago"},
                 {259200, "kept 3 days ago"},   {8640000, "kept 100 days ago"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf out = {0};
        const struct kept_age age = {.first_us = INT64_C(1700000000000000)};
        kept_age_put(&out, &age, age.first_us + cases[i].age_s * 1000000);
        assert_string_equal(buf_str(&out), cases[i].text);
        buf_done(&out);
    }
}

static void kept_age__masked__is_said(void **state)
{
    (void)state;
    struct buf out = {0};
    const struct kept_age age = {.first_us = INT64_C(1700000000000000), .masked = true};
    kept_age_put(&out, &age, age.first_us + INT64_C(7200000000));
    assert_string_equal(buf_str(&out), "kept 2 hours ago, masked");
    buf_done(&out);
}

/* One millisecond before they change, the words are still the same. */
static void kept_age__left__until_the_words_change(void **state)
{
    (void)state;
    static const struct {
        int64_t age_ms;
        int left_ms;
    } cases[] = {{-5000, 60000},       {0, 60000},           {59999, 1},         {60000, 60000},
                 {3599000, 1000},      {3600000, 3600000},   {3660000, 3540000}, {86399999, 1},
                 {86400000, 86400000}, {90000000, 82800000}, {172799000, 1000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct kept_age age = {.first_us = INT64_C(1700000000000000)};
        int left_ms = kept_age_left_ms(&age, age.first_us + cases[i].age_ms * 1000);
        assert_int_equal(left_ms, cases[i].left_ms);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(kept_age__in_the_largest_unit),
                                       cmocka_unit_test(kept_age__masked__is_said),
                                       cmocka_unit_test(kept_age__left__until_the_words_change)};
    return cmocka_run_group_tests_name("kept_age", tests, NULL, NULL);
}
