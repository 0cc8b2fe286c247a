/* Programs on the terminal, and the plain page: how they end when this program is told to end. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"

#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

enum { END_MAX_MS = 1000 };

static struct pty *start(const char *pager)
{
    char *variable = xasprintf("PAGER=%s", pager);
    const char *const env[] = {variable, NULL}, *const args[] = {"ringyo:call_xyz789", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .env = env});
    free(variable);
    pty_expect(p, "What's this call about?");
    return p;
}

static void expect_end_soon(struct pty *p)
{
    kill(pty_pid(p), SIGTERM);
    pty_expect_exit_at(p, 128 + SIGTERM, END_MAX_MS, __FILE__, __LINE__);
    pty_expect_restored(p);
}

static void sigterm__in_less__ends_both(void **state)
{
    (void)state;
    struct pty *p = start("less");
    pty_keys(p, "v");
    pty_expect_gone(p, "[Transcript]");
    pty_expect(p, "campaign");
    expect_end_soon(p);
}

/* A pager that changed the terminal and is killed by the signal cannot restore it. */
static void sigterm__in_a_program_that_dies_of_it__restored(void **state)
{
    (void)state;
    struct pty *p = start("sh -c 'stty raw -echo </dev/tty; echo ready; read x </dev/tty'");
    pty_keys(p, "v");
    pty_expect(p, "ready");
    expect_end_soon(p);
}

/* Waits for the end of the process, which has been signalled by now. */
static bool goes(pid_t pid)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    struct pollfd end = {.fd = fd, .events = POLLIN};
    if (fd < 0 && errno == ENOSYS)
        skip();
    bool gone = fd < 0 ? errno == ESRCH : poll(&end, 1, END_MAX_MS) == 1;
    if (fd >= 0)
        close(fd);
    return gone;
}

/* All programs of a pipeline end, also one that ignores SIGTERM. */
static void sigterm__in_a_program_that_ignores_it__ends_all(void **state)
{
    (void)state;
    struct pty *p = start("less");
    pty_keys(p, "|cat | sh -c 'trap \"\" TERM; echo $$ >pid; echo ready; "
                "while :; do sleep 9; done'\r");
    pty_expect(p, "ready");
    char *text = browse_wait_file(p, "pid", "\n");
    pid_t pid = (pid_t)strtol(text, NULL, 10);
    free(text);
    expect_end_soon(p);
    pty_check(p, goes(pid));
}

static void sigterm__on_the_plain_page__ends(void **state)
{
    (void)state;
    struct pty *p = start("less");
    pty_keys(p, "p");
    pty_expect(p, "[any key returns to callbrowser]");
    expect_end_soon(p);
}

/* Ctrl-C reaches the pager only. A pager that stops itself is continued. */
static void keys__in_a_pager__are_its_own(void **state)
{
    (void)state;
    struct pty *p = start("sh -c 'trap \"echo caught; exit 7\" INT; kill -STOP $$; echo went on; "
                          "while :; do sleep 0.1; done'");
    pty_keys(p, "v");
    pty_expect(p, "went on");
    pty_keys(p, "\x03");
    pty_expect(p, "sh ended with 7");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

/* A pager that only writes, such as less -F with a short text, ends before anybody can read it. */
static void pager__ends_at_once__a_key_is_waited_for(void **state)
{
    (void)state;
    struct pty *p = start("sh -c 'cat; echo the end'");
    pty_keys(p, "v");
    pty_expect(p, "the end");
    pty_expect(p, "[any key returns to callbrowser]");
    pty_expect_not(p, "[Transcript]");
    pty_keys(p, " ");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void pager__fails_at_once__is_said(void **state)
{
    (void)state;
    struct pty *p = start("sh -c 'exit 3'");
    pty_keys(p, "v");
    pty_expect(p, "sh ended with 3");
    pty_expect(p, "[Transcript]");
}

/* A second Ctrl-C may come when the program has just ended, and would end this one. */
static void ctrl_c__just_after_the_program_ended__is_not_ours(void **state)
{
    (void)state;
    wrapped_skip("the parent is the wrapper");
    static const char *const ends[][2] = {{"|kill -INT $PPID; exit 130\r", "sh ended with 130"},
                                          {"|kill -INT $PPID; exit 3\r", "sh ended with 3"},
                                          {"|kill -QUIT $PPID; exit 4\r", "sh ended with 4"},
                                          {"|kill -TSTP $PPID; exit 5\r", "sh ended with 5"}};
    struct pty *p = start("sh -c 'kill -INT $PPID; exit 6'");
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        pty_keys(p, ends[i][0]);
        if (pty_wait_for(p, "any key returns", PTY_DEADLINE_MS))
            pty_keys(p, " ");
        pty_expect(p, ends[i][1]);
    }
    pty_keys(p, "v");
    pty_expect(p, "sh ended with 6");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

static void crash__while_a_key_is_awaited__restored(void **state)
{
    (void)state;
#if SANITIZED
    skip(); /* the sanitizer's handler is in place */
#endif
    wrapped_skip("signals are the wrapper's");
    struct pty *p = start("less");
    pty_keys(p, "p");
    pty_expect(p, "[any key returns to callbrowser]");
    kill(pty_pid(p), SIGSEGV);
    pty_expect_exit(p, 128 + SIGSEGV);
    pty_expect_restored(p);
}

/* An escape sequence in a quoted name does not reach the terminal. */
static void error__with_an_escape_sequence__is_shown_clean(void **state)
{
    (void)state;
    wrapped_skip("posix_spawn does not report that a program cannot be run");
    struct pty *p = start("/nonexistent/\x1b]0;owned\x07");
    pty_keys(p, "v");
    pty_expect(p, "cannot run '/nonexistent/]0;owned'");
    pty_check(p, !strstr(buf_str(term_raw(pty_term(p))), "\x1b]0;owned"));
}

/* U+200B inside a phone number is dropped, and must not hide the number from the mask. */
static void error__with_a_number_and_a_hidden_character__is_masked(void **state)
{
    (void)state;
    wrapped_skip("posix_spawn does not report that a program cannot be run");
    struct pty *p = start("/nonexistent/+1800555\xe2\x80\x8b"
                          "1234");
    pty_keys(p, "v");
    pty_expect(p, "/nonexistent/");
    pty_keys(p, "P");
    pty_expect(p, "masked");
    pty_keys(p, ":messages\r");
    pty_expect(p, "/nonexistent/+#######1234");
}

/* ncurses believes them when it comes back. */
static void pager__lines_and_columns_are_exported__the_terminal_is_believed(void **state)
{
    (void)state;
    const char *const env[] = {"PAGER=true", "LINES=60", "COLUMNS=120", NULL};
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_xyz789", NULL}, .env = env});
    pty_expect(p, "What's this call about?");
    pty_keys(p, "v");
    pty_expect(p, "[any key returns to callbrowser]");
    pty_keys(p, "x");
    pty_expect(p, "? help");
    pty_expect(p, "What's this call about?");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(sigterm__in_less__ends_both, browse_end_test),
        cmocka_unit_test_teardown(sigterm__in_a_program_that_dies_of_it__restored, browse_end_test),
        cmocka_unit_test_teardown(sigterm__in_a_program_that_ignores_it__ends_all, browse_end_test),
        cmocka_unit_test_teardown(sigterm__on_the_plain_page__ends, browse_end_test),
        cmocka_unit_test_teardown(pager__ends_at_once__a_key_is_waited_for, browse_end_test),
        cmocka_unit_test_teardown(pager__fails_at_once__is_said, browse_end_test),
        cmocka_unit_test_teardown(keys__in_a_pager__are_its_own, browse_end_test),
        cmocka_unit_test_teardown(crash__while_a_key_is_awaited__restored, browse_end_test),
        cmocka_unit_test_teardown(ctrl_c__just_after_the_program_ended__is_not_ours,
                                  browse_end_test),
        cmocka_unit_test_teardown(pager__lines_and_columns_are_exported__the_terminal_is_believed,
                                  browse_end_test),
        cmocka_unit_test_teardown(error__with_an_escape_sequence__is_shown_clean, browse_end_test),
        cmocka_unit_test_teardown(error__with_a_number_and_a_hidden_character__is_masked,
                                  browse_end_test),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
