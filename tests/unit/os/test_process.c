/* Other programs: how they start and how they end. */
#include "base/alloc.h"
#include "base/buf.h"
#include "os/process.h"
#include "tests/support/scratch.h"
#include "tests/support/scripts.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LEAKED = 64 /* a descriptor that no program is to get */ };

static int run(const char *program, const char *input, size_t bytes)
{
    struct process p;
    struct err e;
    char *path = xstrdup(program);
    char *const argv[] = {path, NULL};
    if (!process_start(&p, argv, input, bytes, &e))
        fail_msg("%s", e.text);
    int code = scripts_finish(&p);
    free(path);
    return code;
}

static void process_start__missing_program(void **state)
{
    (void)state;
    scripts_skip_without_exec_failures();
    struct process c = {0};
    struct err e;
    char name[] = "/nonexistent/opener";
    char *const argv[] = {name, NULL};
    assert_false(process_start(&c, argv, "x", 1, &e));
    assert_string_equal(e.text, "cannot run '/nonexistent/opener': No such file or directory");
    assert_int_equal(c.pid, 0);
    process_done(&c);
    process_done(&c);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

static void process_ended__exit_codes(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        int code;
    } rows[] = {{"exit 0", 0}, {"exit 3", 3}, {"kill -SEGV $$", 128 + SIGSEGV}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *path = scripts_write("ends", rows[i].body);
        assert_int_equal(run(path, NULL, 0), rows[i].code);
        free(path);
    }
    struct process unused = {0};
    int status = -1;
    assert_false(process_ended(&unused, &status));
    process_signal(&unused, SIGKILL); /* which would kill all processes with group 0 */
    process_done(&unused);
    assert_true(fcntl(0, F_GETFD) >= 0); /* descriptor 0 was not closed */
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void process_start__own_session_and_quiet(void **state)
{
    (void)state;
    int leaked = open("/dev/null", O_RDONLY); /* without CLOEXEC */
    char *path =
        scripts_write("session", "read -r x y z w g s rest </proc/self/stat\n"
                                 "[ \"$s\" = $$ ] && echo own >\"$DIR/session.out\"\n"
                                 "ls -l /proc/$$/fd | grep -o ' [0-9]* -> /[^ ]*' "
                                 ">\"$DIR/fds.out\"\n"
                                 "echo noise; echo noise >&2\n"
                                 "(exec 3</dev/tty) 2>/dev/null && echo tty >\"$DIR/tty.out\"\n"
                                 "exit 0");
    assert_int_equal(run(path, NULL, 0), 0);
    scripts_check_file("session.out", "own\n");
    char *fds = scratch_read(scripts_dir(), "fds.out");
    assert_non_null(strstr(fds, " 0 -> /dev/null\n"));
    assert_non_null(strstr(fds, " 1 -> /dev/null\n"));
    assert_non_null(strstr(fds, " 2 -> /dev/null\n"));
    char *number = xasprintf(" %d -> /dev/null", leaked);
    assert_null(strstr(fds, number));
    assert_null(scratch_read(scripts_dir(), "tty.out"));
    free(number);
    free(fds);
    free(path);
    close(leaked);
}

/* Hands over files that have these numbers, each of which says its number. Returns an exit code. */
static int hand_over(char *path, const int *numbers, bool has_input)
{
    char *const argv[] = {path, NULL};
    int files[3], status = -1;
    struct process p;
    for (int fd = 3; fd < LEAKED; fd++)
        close(fd);
    if (!has_input)
        close(0); /* so that copies may get that number */
    for (int i = 0; i < 3; i++) {
        char *text = xasprintf("%d\n", numbers[i]);
        int fd = process_text_file(text, strlen(text));
        files[i] = fcntl(fd, F_DUPFD_CLOEXEC, LEAKED + 1);
        close(fd);
        free(text);
    }
    for (int i = 0; i < 3; i++)
        if (dup2(files[i], numbers[i]) < 0 || fcntl(numbers[i], F_SETFD, FD_CLOEXEC) < 0)
            return 98;
    if (dup2(1, LEAKED) < 0 || !process_start_handing(&p, argv, numbers, 3, NULL))
        return 99;
    waitpid(p.pid, &status, 0);
    for (int i = 0; i < 3; i++)
        if (!(fcntl(numbers[i], F_GETFD) & FD_CLOEXEC)) /* they stay ours */
            return 97;
    return process_code(status);
}

/* Numbers that others have in the program, the same one, one for all, and high ones. */
static void process_start_handing__any_numbers(void **state)
{
    (void)state;
    static const struct {
        int numbers[3];
        const char *want;
    } rows[] = {{{3, 4, 5}, "3\n4\n5\n"},
                {{5, 4, 3}, "5\n4\n3\n"},
                {{4, 5, 3}, "4\n5\n3\n"},
                {{5, 3, 4}, "5\n3\n4\n"},
                {{0, 5, 60}, "0\n5\n60\n"},
                {{60, 61, 4}, "60\n61\n4\n"},
                {{4, 4, 4}, "4\n"} /* they share their offset */,
                {{3, 4, 5}, "3\n4\n5\n"}};
    char *path =
        scripts_write("handed", "cat <&3 >\"$DIR/handed.out\"\n"
                                "cat <&4 >>\"$DIR/handed.out\"\n"
                                "cat <&5 >>\"$DIR/handed.out\"\n"
                                "read -r line && echo input >>\"$DIR/handed.out\"\n"
                                "[ -e /proc/$$/fd/64 ] && echo leaked >>\"$DIR/handed.out\"\n"
                                "(exec 9</dev/tty) 2>/dev/null && echo tty >>\"$DIR/handed.out\"\n"
                                "exit 0");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int status;
        pid_t child = fork();
        if (child == 0)
            _exit(hand_over(path, rows[i].numbers, i % 2 == 0));
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(process_code(status), 0);
        scripts_check_file("handed.out", rows[i].want);
    }
    free(path);
}

static void process_start_handing__cannot(void **state)
{
    (void)state;
    struct process p;
    struct err e;
    char name[] = "/nonexistent/player";
    char *const argv[] = {name, NULL};
    const int files[] = {0, 999};
    assert_false(process_start_handing(&p, argv, files, 2, &e));
    assert_string_equal(e.text, "cannot run '/nonexistent/player': Bad file descriptor");
    int next = dup(0);
    close(next);
    scripts_skip_without_exec_failures();
    assert_false(process_start_handing(&p, argv, files, 1, &e));
    assert_string_equal(e.text, "cannot run '/nonexistent/player': No such file or directory");
    assert_int_equal(p.pid, 0);
    assert_int_equal(dup(0), next); /* no copy is left open */
    close(next);
}

static void process_start__signals_as_usual(void **state)
{
    (void)state;
    sigset_t all, before;
    sigfillset(&all);
    signal(SIGPIPE, SIG_IGN);
    sigdelset(&all, SIGCHLD);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    /* Signals 1 to 28: the C library reserves 32 and 33. */
    char *path = scripts_write("signals", "exec sed -nE 's/^Sig(Blk|Ign):.*(.{7})$/\\1 \\2/p' "
                                          "/proc/self/status >\"$DIR/signals.out\"");
    int code = run(path, NULL, 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    signal(SIGPIPE, SIG_DFL);
    assert_int_equal(code, 0);
    scripts_check_file("signals.out", "Blk 0000000\nIgn 0000000\n");
    free(path);
}

static void process_start__much_text(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.len < 1u << 20)
        buf_puts(&text, "0123456789abcde\n");
    char *path = scripts_write("takes", "cat >\"$DIR/takes.out\"");
    assert_int_equal(run(path, text.data, text.len), 0);
    char *got = scratch_read(scripts_dir(), "takes.out");
    assert_true(got && strcmp(got, text.data) == 0);
    free(got);
    free(path);
    buf_done(&text);
}

/* The text is in a file, so a program that does not read it causes no SIGPIPE. */
static void process_start__reader_goes_away(void **state)
{
    (void)state;
    struct buf text = {0};
    while (text.len < 1u << 20)
        buf_puts(&text, "0123456789abcde\n");
    char *path = scripts_write("leaves", "exec <&-; exit 5");
    assert_int_equal(run(path, text.data, text.len), 5);
    free(path);
    buf_done(&text);
}

/* A program that hangs does not block the caller, and leaves no zombie once it has ended. */
static void process_done__while_it_runs(void **state)
{
    (void)state;
    struct process c, unused = {0};
    struct err e;
    int status;
    char *path = scripts_write("hangs", "exec sleep 600");
    char *const argv[] = {path, NULL};
    assert_true(process_start(&c, argv, "", 0, &e));
    pid_t alive = c.pid;
    process_done(&c);
    kill(alive, SIGKILL);
    siginfo_t info;
    assert_int_equal(waitid(P_PID, (id_t)alive, &info, WEXITED | WNOWAIT), 0);
    assert_false(process_ended(&unused, &status)); /* collects the other */
    assert_int_equal(waitpid(alive, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    free(path);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scripts_set_up, scripts_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(process_start__missing_program),
        TEST(process_ended__exit_codes),
        TEST(process_start__own_session_and_quiet),
        TEST(process_start_handing__any_numbers),
        TEST(process_start_handing__cannot),
        TEST(process_start__signals_as_usual),
        TEST(process_start__much_text),
        TEST(process_start__reader_goes_away),
        TEST(process_done__while_it_runs),
    };
    return cmocka_run_group_tests(tests, scripts_watch, NULL);
}
