/* An error text holds bytes from outside, and nothing that shows one lets them through: not the
 * command line's sentences, a failure, a problem of the configuration or a report. */
#include "base/alloc.h"
#include "base/err.h"
#include "call/failure.h"
#include "cli/report.h"
#include "config/problems.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* An escape sequence, C1, RIGHT-TO-LEFT OVERRIDE, a line end, a byte that is no UTF-8. */
#define HOSTILE "a\033]0;owned\007\xc2\x9b\xe2\x80\xae\nb\xff"
#define SAFE "a]0;owned b\xef\xbf\xbd"

static struct err hostile_error(void)
{
    struct err e;
    err_set(&e, "cannot read '%s'", HOSTILE);
    assert_string_equal(e.text, "cannot read '" HOSTILE "'");
    return e;
}

static void failure__from_an_error__is_clean(void **state)
{
    (void)state;
    const struct err e = hostile_error();
    struct failure *f = failure_new(KIND_OTHER, 0, "%s", e.text);
    assert_string_equal(f->message, "cannot read '" SAFE "'");
    failure_free(f);
}

static void problem__from_an_error__is_clean(void **state)
{
    (void)state;
    const struct err e = hostile_error();
    struct problems all = {0};
    problems_add(&all, HOSTILE, 1, NULL, "%s", e.text);
    assert_string_equal(all.list[0].text, "cannot read '" SAFE "'");
    char *text = problems_text(&all.list[0]);
    assert_string_equal(text, SAFE ":1: cannot read '" SAFE "'");
    free(text);
    problems_done(&all);
}

static void report__from_an_error__is_clean(void **state)
{
    (void)state;
    const struct err e = hostile_error();
    struct report r = {0};
    report_problem(&r, "x", "%s", e.text);
    report_line(&r, "x", "%s", e.text);
    assert_null(strchr(buf_str(&r.text), '\033'));
    assert_null(strstr(buf_str(&r.text), "\xe2\x80\xae"));
    assert_non_null(strstr(buf_str(&r.text), "'" SAFE "'\n"));
    buf_done(&r.text);
}

/* Each argument is quoted in a sentence on standard error. */
static void output_say__from_an_error__is_clean(void **state)
{
    (void)state;
    const char *const rows[][5] = {
        {"--" HOSTILE},
        {"-p", HOSTILE, "ringyo", "call_xyz789"},
        {"-c", "/nonexistent/" HOSTILE, "-p", "json", "x"},
        {"-p", "json", "--out", "/nonexistent/" HOSTILE, "x"},
        {"-p", "json", "ringyo", HOSTILE},
        {"-p", "json", HOSTILE, "x"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        CALL(&r, rows[i][0], rows[i][1], rows[i][2], rows[i][3], rows[i][4]);
        assert_true(r.code != 0);
        assert_has(&r.err, "]0;owned");
        assert_lacks(&r.err, "\033");
        assert_lacks(&r.err, "\007");
        assert_lacks(&r.err, "\xc2\x9b");
        assert_lacks(&r.err, "\xe2\x80\xae");
        assert_lacks(&r.err, "\xff");
        run_done(&r);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failure__from_an_error__is_clean),
        cmocka_unit_test(problem__from_an_error__is_clean),
        cmocka_unit_test(report__from_an_error__is_clean),
        cmocka_unit_test(output_say__from_an_error__is_clean),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
