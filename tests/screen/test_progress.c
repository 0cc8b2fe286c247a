/* The line that tells how far a batch is: its text, and how it comes and goes on a terminal. */
#include "cli/progress.h"

#include "base/alloc.h"
#include "tests/support/mock.h"
#include "tests/support/pty.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct mock mock;
static char *program, *dir, *config;

static void progress__text__counts_and_rate(void **state)
{
    (void)state;
    static const struct {
        size_t printed, failed;
        int64_t ms, wait_ms;
        const char *expected;
    } rows[] = {
        {0, 0, 0, 0, "0 printed, 0/s"},
        {0, 0, 5000, 0, "0 printed, 0/s"},
        {1, 0, 4000, 0, "1 printed, 0.2/s"},
        {12, 3, 3000, 0, "12 printed, 3 failed, 5.0/s"},
        {1204, 3, 100000, 0, "1,204 printed, 3 failed, 12/s"},
        {1234567, 1000, 1000000, 0, "1,234,567 printed, 1,000 failed, 1,236/s"},
        {999, 0, 1000, 6001, "999 printed, resuming in 7 s"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf line = {0};
        struct progress p = {.verb = "printed",
                             .printed = rows[i].printed,
                             .failed = rows[i].failed,
                             .wait_ms = rows[i].wait_ms,
                             .marks = {{.ms = 1000}},
                             .mark_count = 1};
        progress_text(&line, &p, 1000 + rows[i].ms);
        assert_string_equal(line.data, rows[i].expected);
        buf_done(&line);
    }
}

/* A shell, so that only standard error is the terminal. */
static struct pty *start(const char *tail, int cols)
{
    char *line = xasprintf("%s -c %s -p json -j 1 %s", program, config, tail);
    struct pty_options options = {.argv = (const char *const[]){"/bin/sh", "-c", line, NULL},
                                  .cols = cols};
    struct pty *p = pty_start(&options);
    free(line);
    return p;
}

static void progress__line__comes_and_goes(void **state)
{
    (void)state;
    struct pty *p = start("ringyo call_turns_1 call_slow_1 >/dev/null; echo over", 0);
    pty_expect(p, "1 printed, ");
    pty_expect(p, "over");
    pty_expect_not(p, "printed");
    assert_string_equal(term_row(pty_term(p), 0), "over");
    pty_stop(p);
}

static void progress__line__away_before_a_message(void **state)
{
    (void)state;
    struct pty *p = start("ringyo call_turns_1 call_404 call_silent >/dev/null", 0);
    pty_expect(p, "1 printed, 1 failed, ");
    const char *row = term_row(pty_term(p), 0);
    pty_check(p, strncmp(row, "callbrowser: ringyo call_404: no such call", 42) == 0);
    pty_stop(p);
}

static void progress__line__away_when_interrupted(void **state)
{
    (void)state;
    struct pty *p = start("ringyo call_silent >/dev/null; echo over", 0);
    pty_expect(p, "0 printed, 0/s");
    pty_send(p, "\003", 1);
    pty_expect_gone(p, "printed");
    pty_stop(p);
}

static void progress__line__counts_down_a_limit(void **state)
{
    (void)state;
    struct pty *p = start("--max-wait 86400 ringyo call_429_in_3600 >/dev/null", 0);
    pty_expect(p, "ringyo: rate limited, resuming in 3600 s");
    pty_expect(p, "0 printed, resuming in 35"); /* 3599 s and less */
    pty_stop(p);
}

static void progress__line__never_wraps(void **state)
{
    (void)state;
    struct pty *p = start("ringyo call_silent >/dev/null", 10);
    pty_expect(p, "0 printed");
    pty_expect_not(p, "0/s");
    pty_send(p, "\003", 1);
    pty_check(p, pty_wait_exit(p, PTY_DEADLINE_MS) > 0);
    pty_stop(p);
}

static void progress__line__not_among_the_calls(void **state)
{
    (void)state;
    struct pty *p = start("ringyo call_turns_0 call_slow_1; echo FINISHED", 0);
    pty_expect(p, "FINISHED");
    pty_expect_not(p, " printed");
    pty_stop(p);
}

static int set_up(void **state)
{
    (void)state;
    const char *build = getenv("BUILD") ? getenv("BUILD") : "build";
    char *relative = xasprintf("%s/callbrowser", build);
    program = realpath(relative, NULL);
    free(relative);
    dir = scratch_new();
    config = scratch_path(dir, "test.ini");
    mock_start(&mock);
    char *text = mock_ini(&mock);
    scratch_write(dir, "test.ini", 0600, text);
    free(text);
    return program ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    mock_stop(&mock);
    scratch_free(dir);
    free(config);
    free(program);
    return 0;
}

#define TEST(name) cmocka_unit_test_teardown(name, pty_stop_all)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(progress__text__counts_and_rate),       TEST(progress__line__comes_and_goes),
        TEST(progress__line__away_before_a_message), TEST(progress__line__away_when_interrupted),
        TEST(progress__line__counts_down_a_limit),   TEST(progress__line__never_wraps),
        TEST(progress__line__not_among_the_calls),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
