/* Ways out, and what the terminal looks like behind them. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

static struct pty *start_call(void)
{
    struct pty *p = browse_call(CALL, LAST_LINE);
    pty_check(p, term_mode(pty_term(p), 1049));
    pty_check(p, pty_wait_mode(p, 2004, PTY_DEADLINE_MS));
    return p;
}

/* A program that cannot have a screen says so and writes no escape sequence. */
static void expect_refused(const char *const *env, const char *sentence)
{
    struct pty *p = browse_start(&(struct browse_options){.env = env});
    pty_expect_exit(p, 2);
    pty_expect(p, sentence);
    pty_check(p, !memchr(buf_str(term_raw(pty_term(p))), '\x1b', pty_bytes(p)));
    pty_expect_restored(p);
    pty_stop(p);
}

static void quit__q_and_Q__terminal_restored(void **state)
{
    (void)state;
    struct pty *p = start_call();
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
    const char *const args[] = {CALL, "ringyo:call_7f3k29q", NULL};
    p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "2 7f3k29q");
    pty_keys(p, "q");
    pty_expect_gone(p, "call_xyz789");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void signal__ends__restored_and_raised(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct pty *p = start_call();
        kill(pty_pid(p), signals[i]);
        pty_expect_exit(p, 128 + signals[i]);
        pty_expect_restored(p);
        pty_stop(p);
    }
}

static bool never(struct pty *p, const void *unused)
{
    (void)p;
    (void)unused;
    return false;
}

/* What Ctrl-S does (TCOOFF), and Ctrl-Q (TCOON). */
static void set_output(struct pty *p, int what)
{
    char *path = xasprintf("/proc/%d/fd/1", (int)pty_pid(p));
    int terminal = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC);
    pty_check(p, terminal >= 0 && tcflow(terminal, what) == 0);
    close(terminal);
    free(path);
}

/* The frame for the next key cannot be written. */
static void signal__terminal_takes_nothing__ends(void **state)
{
    (void)state;
    struct pty *p = start_call();
    set_output(p, TCOOFF);
    pty_keys(p, "?"); /* the help, which is a full frame */
    pty_wait_until(p, never, NULL, 200);
    pty_expect_not(p, "[Help]");
    kill(pty_pid(p), SIGTERM);
    pty_expect_exit(p, 128 + SIGTERM);
    pty_expect_restored(p);
}

/* Ctrl-S works while a transcript is printed, as the screen is not there. */
static void signal__after_ctrl_s__ends(void **state)
{
    (void)state;
    struct pty *p = start_call();
    pty_keys(p, "p");
    pty_expect(p, "any key returns");
    pty_keys(p, "\x13");
    kill(pty_pid(p), SIGTERM);
    pty_expect_exit(p, 128 + SIGTERM);
}

/* SIGINT ends the printing, which waits for somebody to read what it printed, and is forgotten:
 * nothing drops output after that. */
static void signal__ends_printing_only__output_is_kept(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_turns_2000", " 1/2000 ");
    pty_keys(p, "p");
    pty_expect_gone(p, " 1/2000 ");
    kill(pty_pid(p), SIGINT);
    pty_expect(p, "any key returns");
    pty_keys(p, "x");
    pty_expect(p, " 1/2000 ");
    set_output(p, TCOOFF);
    pty_keys(p, "?");
    pty_wait_until(p, never, NULL, 2500);
    pty_expect_not(p, "[Help]");
    set_output(p, TCOON);
    pty_expect(p, "[Help]");
}

static void signal__while_loading__restored(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_silent", "Fetching");
    kill(pty_pid(p), SIGTERM);
    pty_expect_exit(p, 128 + SIGTERM);
    pty_expect_restored(p);
}

static void expect_restored(const int *signals, size_t count)
{
#if SANITIZED
    skip(); /* the sanitizer's handler is in place */
#endif
    wrapped_skip("signals are the wrapper's");
    for (size_t i = 0; i < count; i++) {
        struct pty *p = start_call();
        kill(pty_pid(p), signals[i]);
        pty_expect_exit(p, 128 + signals[i]);
        pty_expect_restored(p);
        pty_stop(p);
    }
}

#define EXPECT_RESTORED(...)                                                                       \
    expect_restored((const int[]){__VA_ARGS__}, sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

/* All signals that end a program by default (signal(7)), except those that it expects. */
static void crash__restored(void **state)
{
    (void)state;
    EXPECT_RESTORED(SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGSYS, SIGTRAP);
}

static void signal__unexpected__restored(void **state)
{
    (void)state;
    EXPECT_RESTORED(SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGVTALRM, SIGPROF);
}

static void signal__of_linux__restored(void **state)
{
    (void)state;
    EXPECT_RESTORED(SIGIO, SIGPWR, SIGSTKFLT, SIGRTMIN, SIGRTMAX);
}

/* Where the program may be when a signal comes. */
static const char *const places[][2] = {
    {"/typed", "/typed"},
    {"?", "[Help]"},
    {"m", "mark this turn"},
    {"p", "[any key returns to callbrowser]"},
    {"|cat; echo so; read x </dev/tty\r", "so"},
    {"\x1a", NULL},
};

static void expect_restored_everywhere(int number)
{
    wrapped_skip("signals are the wrapper's");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct pty *p = start_call();
        pty_keys(p, places[i][0]);
        if (places[i][1])
            pty_expect(p, places[i][1]);
        else
            pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
        kill(pty_pid(p), number);
        if (!places[i][1])
            pty_continue(p);
        pty_expect_exit(p, 128 + number);
        pty_expect_restored(p);
        pty_stop(p);
    }
}

static void signal__sigterm__restored_everywhere(void **state)
{
    (void)state;
    expect_restored_everywhere(SIGTERM);
}

static void signal__sighup__restored_everywhere(void **state)
{
    (void)state;
    expect_restored_everywhere(SIGHUP);
}

/* Both signals are there when it goes on. SIGSTOP leaves it no time to restore anything. */
static void signal__with_sigcont__restored(void **state)
{
    (void)state;
    wrapped_skip("SIGSTOP stops the wrapper");
    struct pty *p = start_call();
    kill(pty_pid(p), SIGSTOP);
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    kill(pty_pid(p), SIGTERM);
    pty_continue(p);
    pty_expect_exit(p, 128 + SIGTERM);
    pty_expect_restored(p);
}

static void keys__ctrl_c_and_esc__never_quit(void **state)
{
    (void)state;
    struct pty *p = start_call();
    pty_keys(p, "\x03\x1b\x03\x1b");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Help]");
}

static void suspend__ctrl_z_and_fg__screen_comes_back(void **state)
{
    (void)state;
    wrapped_skip("SIGTSTP stops nobody");
    struct pty *p = start_call();
    for (int round = 0; round < 2; round++) {
        pty_keys(p, "\x1a");
        pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
        pty_expect_restored(p);
        pty_continue(p);
        pty_expect(p, LAST_LINE);
        pty_check(p, pty_wait_mode(p, 2004, PTY_DEADLINE_MS));
        pty_keys(p, "?");
        pty_expect(p, "[Help]");
        pty_keys(p, "?");
        pty_expect_gone(p, "[Help]");
    }
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

/* A terminal may note with the alternate screen whether the cursor is shown, as libvterm does. */
static void suspend__while_no_cursor_is_shown__comes_back_later(void **state)
{
    (void)state;
    wrapped_skip("SIGTSTP stops nobody");
    struct pty *p = start_call();
    pty_resize(p, 3, 40);
    pty_expect(p, "too small");
    for (int round = 0; round < 2; round++) {
        pty_keys(p, "\x1a");
        pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
        pty_expect_restored(p);
        pty_continue(p);
        pty_expect(p, "too small");
    }
}

/* What the keys before it scroll is not moved on the screen of the shell. */
static void suspend__after_keys_that_scroll__the_shell_stays(void **state)
{
    (void)state;
    wrapped_skip("SIGTSTP stops nobody");
    struct pty *p = browse_call("ringyo:call_turns_200", " 1/200 ");
    pty_keys(p, "G");
    pty_expect(p, " 200/200 ");
    pty_keys(p, "\x02\x1a");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    size_t before = pty_bytes(p);
    pty_continue(p);
    pty_check(p, pty_wait_mode(p, 1049, PTY_DEADLINE_MS));
    const char *sent = buf_str(term_raw(pty_term(p))) + before;
    const char *screen = strstr(sent, "\x1b[?1049h"), *scrolled = strstr(sent, "\x1b[r");
    pty_check(p, screen && (!scrolled || scrolled > screen));
}

static void suspend__by_signal_while_loading__goes_on(void **state)
{
    (void)state;
    wrapped_skip("SIGTSTP stops nobody");
    struct pty *p = browse_call("ringyo:call_silent", "Fetching");
    kill(pty_pid(p), SIGTSTP);
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    pty_expect_restored(p);
    pty_continue(p);
    pty_expect(p, "Fetching");
    pty_keys(p, "\x03");
    pty_expect(p, "Cancelled");
}

static void suspend__resized_meanwhile__new_size(void **state)
{
    (void)state;
    wrapped_skip("SIGTSTP stops nobody");
    struct pty *p = start_call();
    pty_keys(p, "\x1a");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    pty_resize(p, 12, 60);
    pty_continue(p);
    pty_expect(p, "[Transcript]");
    pty_expect(p, "ringyo 200");
    int row;
    pty_check(p, term_find(pty_term(p), "ringyo 200", &row, NULL));
    assert_int_equal(row, 11);
}

static void hangup__terminal_gone__ends_in_a_second(void **state)
{
    (void)state;
    for (int with_signal = 0; with_signal < 2; with_signal++) {
        struct pty *p = start_call();
        long begin = pty_now_ms();
        pty_hangup(p);
        if (with_signal)
            kill(pty_pid(p), SIGHUP);
        assert_true(pty_wait_exit(p, PTY_DEADLINE_MS) >= 0);
        assert_true(pty_now_ms() - begin < wrapped_ms(1000));
        pty_stop(p);
    }
}

static void hangup__while_loading__ends_in_a_second(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_silent", "Fetching");
    long begin = pty_now_ms();
    pty_hangup(p);
    assert_true(pty_wait_exit(p, PTY_DEADLINE_MS) >= 0);
    assert_true(pty_now_ms() - begin < wrapped_ms(1000));
}

static void term__none_that_can__a_sentence(void **state)
{
    (void)state;
    expect_refused((const char *const[]){"TERM=dumb", NULL}, "dumb");
    expect_refused((const char *const[]){"TERM", NULL}, "TERM");
    expect_refused((const char *const[]){"TERM=", NULL}, "TERM");
    expect_refused((const char *const[]){"TERM=no-such-terminal", NULL}, "no-such-terminal");
}

static bool has_started(struct pty *p, const void *unused)
{
    (void)unused;
    return term_find(pty_term(p), "No call yet", NULL, NULL) ||
           term_find(pty_term(p), "oo many open files", NULL, NULL);
}

/* Whatever library gets no descriptor, that is what is said. */
static void start__few_descriptors__a_sentence(void **state)
{
    (void)state;
#if SANITIZED
    skip(); /* the sanitizer opens files, too */
#endif
    wrapped_skip("the wrapper needs descriptors, too");
    const char *build = getenv("BUILD");
    char *name = xasprintf("%s/callbrowser", build && *build ? build : "build");
    char *program = realpath(name, NULL);
    int limit = 4;
    for (bool starts = false; !starts && limit < 30; limit++) {
        char *command = xasprintf("ulimit -n %d; exec \"$0\" -c /dev/null", limit);
        struct pty *p = pty_start(&(struct pty_options){
            .argv = (const char *const[]){"sh", "-c", command, program, NULL}});
        pty_check(p, pty_wait_until(p, has_started, NULL, PTY_DEADLINE_MS));
        starts = term_find(pty_term(p), "No call yet", NULL, NULL);
        if (!starts)
            pty_expect_exit(p, 2);
        pty_stop(p);
        free(command);
    }
    assert_in_range(limit, 6, 29);
    free(program);
    free(name);
}

static void config__named_and_missing__a_sentence(void **state)
{
    (void)state;
    const char *const args[] = {"-c", "/nonexistent/x.ini", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect_exit(p, 2);
    pty_expect(p, "/nonexistent/x.ini");
}

static void arguments__that_mean_nothing__a_sentence(void **state)
{
    (void)state;
    static const struct {
        const char *args[4], *want;
    } rows[] = {
        {{"ringgo", "call_xyz789"}, "unknown provider 'ringgo'"},
        {{"--find", "today", "ringgo"}, "unknown provider 'ringgo'"},
        {{"ringyo", "-"}, "the argument '-' needs -p"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct pty *p = browse_start(&(struct browse_options){.args = rows[i].args});
        pty_expect_exit(p, 2);
        pty_expect(p, rows[i].want);
        pty_expect_restored(p);
        browse_end_test(NULL);
    }
}

static void output__no_terminal__a_sentence(void **state)
{
    (void)state;
    const char *build = getenv("BUILD");
    struct buf script = {0};
    buf_printf(&script,
               "cd '%s' && %s/callbrowser | cat -v; echo; %s/callbrowser </dev/null; "
               "echo code $?",
               getenv("PWD"), build ? build : "build", build ? build : "build");
    const char *const argv[] = {"bash", "-o", "pipefail", "-c", buf_str(&script), NULL};
    struct pty *p = pty_start(&(struct pty_options){.argv = argv});
    pty_expect(p, "code 2");
    pty_expect(p, "terminal");
    pty_check(p, !memchr(buf_str(term_raw(pty_term(p))), '\x1b', pty_bytes(p)));
    buf_done(&script);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(quit__q_and_Q__terminal_restored),
        TEST(signal__ends__restored_and_raised),
        TEST(signal__terminal_takes_nothing__ends),
        TEST(signal__after_ctrl_s__ends),
        TEST(signal__ends_printing_only__output_is_kept),
        TEST(signal__while_loading__restored),
        TEST(crash__restored),
        TEST(signal__unexpected__restored),
        TEST(signal__of_linux__restored),
        TEST(signal__sigterm__restored_everywhere),
        TEST(signal__sighup__restored_everywhere),
        TEST(signal__with_sigcont__restored),
        TEST(keys__ctrl_c_and_esc__never_quit),
        TEST(suspend__ctrl_z_and_fg__screen_comes_back),
        TEST(suspend__while_no_cursor_is_shown__comes_back_later),
        TEST(suspend__after_keys_that_scroll__the_shell_stays),
        TEST(suspend__by_signal_while_loading__goes_on),
        TEST(suspend__resized_meanwhile__new_size),
        TEST(hangup__terminal_gone__ends_in_a_second),
        TEST(hangup__while_loading__ends_in_a_second),
        TEST(term__none_that_can__a_sentence),
        TEST(start__few_descriptors__a_sentence),
        TEST(config__named_and_missing__a_sentence),
        TEST(arguments__that_mean_nothing__a_sentence),
        TEST(output__no_terminal__a_sentence),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
