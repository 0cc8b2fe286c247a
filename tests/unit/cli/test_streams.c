/* Standard streams that are no pipe or file: a full disk, a directory, a pipe that does not wait, a
 * terminal. What cannot be read or written is said, and the exit code tells it. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/pty.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

enum { FD = 9 /* shells know one digit only */, LIMIT_MS = 20000 };

/* Runs it by a shell, which redirects its streams. */
static void redirected(struct run *r, const char *config, const char *tail)
{
    char *line = xasprintf("exec '%s' -c '%s' %s", printing.program, config, tail);
    run_program(r, ARGS("/bin/sh", "-c", line), NULL);
    free(line);
}

static void output__full_disk__each_task_says_so(void **state)
{
    (void)state;
    static const char *const tasks[] = {"--doctor",
                                        "--check-config",
                                        "--list-keys",
                                        "--print-config",
                                        "--find '2026-11-28 ringg' -p tsv",
                                        "-p json ringyo call_xyz789"};
    char *config = printing_config("odd.ini", "wrap = perhaps\n", NULL);
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        struct run r;
        char *tail = xasprintf("%s >/dev/full", tasks[i]);
        redirected(&r, config, tail);
        if (r.code != 1 || !strstr(buf_str(&r.err), "cannot write to standard output: No space"))
            fail_msg("%s: exit code %d, '%s'", tasks[i], r.code, buf_str(&r.err));
        run_done(&r);
        free(tail);
    }
    free(config);
}

static void input__a_directory__is_said(void **state)
{
    (void)state;
    static const struct {
        const char *task;
        int code;
    } rows[] = {{"-p json ringyo - </", 1},
                {"--find - -p json </", 2},
                {"--open - -p json </", 2},
                {"--test-provider ringyo - </", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        redirected(&r, printing.config, rows[i].task);
        if (r.code != rows[i].code ||
            !strstr(buf_str(&r.err), "cannot read standard input: Is a directory"))
            fail_msg("%s: exit code %d, '%s'", rows[i].task, r.code, buf_str(&r.err));
        assert_out(&r, "");
        run_done(&r);
    }
}

/* True as soon as everything that was written into the pipe has been read. */
static bool wait_until_read(int end)
{
    int left = 1;
    int64_t deadline_ms = time_now_ms() + LIMIT_MS;
    while (ioctl(end, FIONREAD, &left) == 0 && left && time_now_ms() < deadline_ms)
        sched_yield();
    return left == 0;
}

/* Whoever opened it has told it not to wait; what comes later is read all the same. */
static void input__pipe_that_does_not_wait__is_read(void **state)
{
    (void)state;
    struct run r;
    int ends[2];
    char *answer = scratch_read("tests/fixtures", "ringyo-analysis.json");
    char *line = xasprintf("exec '%s' -c /dev/null --open - -p json <&%d", printing.program, FD);
    size_t half = strlen(answer) / 2;
    assert_int_equal(pipe2(ends, O_NONBLOCK | O_CLOEXEC), 0);
    assert_int_equal(dup2(ends[0], FD), FD);
    run_start(&r, ARGS("/bin/sh", "-c", line));
    close(FD);
    assert_int_equal(write(ends[1], answer, half), half);
    assert_true(wait_until_read(ends[0]));
    assert_int_equal(write(ends[1], answer + half, strlen(answer + half)), strlen(answer + half));
    close(ends[0]);
    close(ends[1]);
    run_finish(&r);
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"ringyo\",\"id\":\"call_xyz789\"");
    run_done(&r);
    free(line);
    free(answer);
}

static void input__larger_than_an_answer__is_refused(void **state)
{
    (void)state;
    struct run r;
    char *config = printing_config("small.ini", "max_response_mb = 1\n", NULL);
    redirected(&r, config, "--open - -p json </dev/zero");
    assert_code(&r, 2);
    assert_has(&r.err, "cannot read standard input: larger than 1024 KiB\n");
    run_done(&r);
    free(config);
}

/* The command is run where a list is asked for, too. */
static void find__key_of_a_command__is_used(void **state)
{
    (void)state;
    struct run r;
    char *more = xasprintf("[provider asked]\nlike = ringg\napi_key_command = echo demo-ringg\n"
                           "base_url = http://127.0.0.1:%d/ringg\n",
                           printing.mock.port);
    char *config = printing_config("asked.ini", NULL, more);
    redirected(&r, config, "--find '2026-11-28 failed' asked -p id");
    assert_code(&r, 0);
    assert_int_equal(count_lines(&r.out), 23);
    run_done(&r);
    free(config);
    free(more);
}

/* Columns instead of tabs. */
static void output__terminal__is_a_table(void **state)
{
    (void)state;
    char *program = realpath(printing.program, NULL);
    struct pty *p = pty_start(&(struct pty_options){
        .argv = ARGS(program, "-c", "/dev/null", "--list-options"), .rows = 60, .cols = 160});
    pty_expect(p, "connect_timeout_s");
    pty_expect_exit(p, 0);
    pty_expect_not(p, "\t");
    pty_stop(p);
    free(program);
}

static void forget__a_directory__is_said(void **state)
{
    (void)state;
    struct run r;
    scratch_write(printing.home, "state/callbrowser/history/x", 0600, "");
    char *state_home = scratch_path(printing.home, "state");
    setenv("XDG_STATE_HOME", state_home, 1);
    run_program(&r, ARGS(printing.program, "--forget"), NULL);
    assert_code(&r, 1);
    assert_has(&r.err, "callbrowser: cannot write '");
    assert_has(&r.err, "/callbrowser/history': Is a directory\n");
    run_done(&r);
    CALL(&r, "--doctor");
    assert_code(&r, 1);
    assert_has(&r.out, "! History        cannot read '");
    run_done(&r);
    unsetenv("XDG_STATE_HOME");
    free(state_home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(output__full_disk__each_task_says_so),
        cmocka_unit_test(input__a_directory__is_said),
        cmocka_unit_test(input__pipe_that_does_not_wait__is_read),
        cmocka_unit_test(input__larger_than_an_answer__is_refused),
        cmocka_unit_test(output__terminal__is_a_table),
        cmocka_unit_test(forget__a_directory__is_said),
        cmocka_unit_test(find__key_of_a_command__is_used),
    };
    return cmocka_run_group_tests(tests, printing_setup_with_player, printing_teardown);
}
