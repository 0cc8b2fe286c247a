/* A call of eight minutes, with the words of each turn, six lists of latencies and the transcript
 * three times, can be read: what repeats something is left out. */
#include "call/spots.h"
#include "print/print.h"
#include "tests/support/extracting.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t lines_in(const char *text)
{
    size_t lines = 0;
    for (; *text; text++)
        lines += *text == '\n';
    return lines;
}

static void long_call__as_text__is_short(void **state)
{
    (void)state;
    char *json = scratch_read("tests/fixtures", "retell-long.json");
    assert_non_null(json);
    struct answer_body answer = body(200, json);
    struct extracted got = extract(provider("retell"), "", &answer, NULL);
    assert_non_null(got.call);
    assert_int_equal(got.call->turn_count, 69);
    struct buf out = {0};
    print_text(&out, got.call, 80, &(struct spot_limits){10, 2});
    size_t lines = lines_in(buf_str(&out));
    if (lines >= 200)
        fail_msg("expected fewer than 200 lines, got %zu", lines);
    buf_done(&out);
    call_free(got.call);
    free(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_call__as_text__is_short),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
