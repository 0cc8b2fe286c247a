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
        kept_age_put(&out, INT64_C(1700000000000000),
                     INT64_C(1700000000000000) + cases[i].age_s * 1000000);
        assert_string_equal(buf_str(&out), cases[i].text);
        buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(kept_age__in_the_largest_unit)};
    return cmocka_run_group_tests_name("kept_age", tests, NULL, NULL);
}
