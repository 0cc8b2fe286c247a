/* Signals as something to poll for. */
#include "os/signals.h"

#include "os/os.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

static sigset_t just(int number)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, number);
    return set;
}

static int is_readable(void)
{
    struct pollfd p = {.fd = signals_fd(), .events = POLLIN};
    return poll(&p, 1, 0);
}

static int set_up(void **state)
{
    (void)state;
    struct sigaction sa = {.sa_handler = handle};
    handled = 0;
    return sigaction(SIGUSR1, &sa, NULL) || sigaction(SIGUSR2, &sa, NULL);
}

/* A signal that is not forgotten goes to the handler that was there before. */
static void watch__noted__then_raised_again(void **state)
{
    (void)state;
    const sigset_t set = just(SIGUSR1), other = just(SIGUSR2);
    assert_true(signals_watch(&set, NULL));
    assert_true(fcntl(signals_fd(), F_GETFD) & FD_CLOEXEC);
    assert_int_equal(is_readable(), 0);
    raise(SIGUSR1);
    assert_int_equal(is_readable(), 1);
    signals_drain();
    assert_int_equal(is_readable(), 0);
    assert_true(signals_have_come(&set));
    assert_false(signals_have_come(&other));
    assert_int_equal(handled, 0);
    signals_unwatch(&set);
    assert_int_equal(handled, SIGUSR1);
    assert_int_equal(signals_fd(), -1);
}

static void watch__forgotten__is_not_raised(void **state)
{
    (void)state;
    const sigset_t set = just(SIGUSR1);
    assert_true(signals_watch(&set, NULL));
    raise(SIGUSR1);
    signals_forget(&set);
    assert_false(signals_have_come(&set));
    signals_unwatch(&set);
    assert_int_equal(handled, 0);
}

/* What the inner caller noted is still there for the outer one. */
static void watch__nested__until_the_last(void **state)
{
    (void)state;
    const sigset_t set = just(SIGUSR1);
    assert_true(signals_watch(&set, NULL));
    assert_true(signals_watch(&set, NULL));
    raise(SIGUSR1);
    signals_drain();
    signals_unwatch(&set);
    assert_int_equal(handled, 0);
    assert_int_equal(is_readable(), 1);
    assert_true(signals_have_come(&set));
    raise(SIGUSR1);
    signals_unwatch(&set);
    assert_int_equal(handled, SIGUSR1);
}

/* Signals that the caller blocks are noted all the same, and blocked again afterwards. */
static void watch__blocked_before__blocked_after(void **state)
{
    (void)state;
    const sigset_t set = just(SIGUSR1);
    sigset_t before;
    pthread_sigmask(SIG_BLOCK, &set, &before);
    assert_true(signals_watch(&set, NULL));
    raise(SIGUSR1);
    assert_true(signals_have_come(&set));
    signals_unwatch(&set);
    assert_int_equal(handled, 0);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    assert_int_equal(handled, SIGUSR1);
}

static void ending__without_those_that_are_ignored(void **state)
{
    (void)state;
    signal(SIGHUP, SIG_IGN);
    sigset_t set = signals_ending();
    signal(SIGHUP, SIG_DFL);
    assert_true(sigismember(&set, SIGTERM) && sigismember(&set, SIGINT));
    assert_false(sigismember(&set, SIGHUP));
    set = signals_ending();
    assert_true(sigismember(&set, SIGHUP));
}

static int ends[2];

static void write_x(void)
{
    if (write(ends[1], "x", 1) != 1)
        _exit(1);
}

/* The signal ends the program as usual, but only after the cleanup. */
static void cleanup__then_the_end(void **state)
{
    (void)state;
    const sigset_t set = just(SIGALRM);
    int status;
    char got;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        signals_set_cleanup(&set, write_x);
        raise(SIGALRM);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGALRM);
    assert_int_equal(read(ends[0], &got, 1), 1);
    close(ends[0]);
    close(ends[1]);
}

static pthread_t main_thread;

static void write_whether_main(void)
{
    if (write(ends[1], pthread_equal(pthread_self(), main_thread) ? "m" : "o", 1) != 1)
        _exit(1);
}

static void *crash(void *arg)
{
    raise(SIGSEGV);
    return arg;
}

/* Otherwise this thread could go on and use the terminal that another one has restored. */
static void cleanup__crash_of_another_thread__in_this_one(void **state)
{
    (void)state;
    const sigset_t set = just(SIGSEGV);
    int status;
    char got = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) {
        pthread_t other;
        main_thread = pthread_self();
        signals_set_cleanup(&set, write_whether_main);
        if (os_thread_start(&other, crash, NULL) == 0)
            pthread_join(other, NULL);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), SIGSEGV);
    assert_int_equal(read(ends[0], &got, 1), 1);
    assert_int_equal(got, 'm');
    close(ends[0]);
    close(ends[1]);
}

static void *clean_up_and_exit(void *arg)
{
    (void)arg;
    signals_clean_up();
    _exit(0);
}

/* Draws, as the main thread of a screen does, until another thread ends the program. */
static void draw_for_ever(void)
{
    const sigset_t set = just(SIGSEGV);
    pthread_t other;
    main_thread = pthread_self();
    signals_set_cleanup(&set, write_whether_main);
    if (os_thread_start(&other, clean_up_and_exit, NULL) != 0)
        _exit(1);
    while (write(ends[1], ".", 1) == 1)
        continue;
    _exit(1);
}

/* Nothing is drawn once the terminal is restored. */
static void clean_up__of_another_thread__the_last_thing_done(void **state)
{
    (void)state;
    char got[4096];
    int status;
    char last = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0)
        draw_for_ever();
    close(ends[1]);
    for (ssize_t n; (n = read(ends[0], got, sizeof got)) > 0;)
        last = got[n - 1];
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    assert_int_equal(last, 'm');
    close(ends[0]);
}

/* SIGCHLD only wakes. */
static void open__take__signals_of_the_screen(void **state)
{
    (void)state;
    assert_true(signals_open(write_x, NULL));
    raise(SIGCHLD);
    assert_int_equal(is_readable(), 1);
    struct signals_seen seen = signals_take();
    assert_int_equal(is_readable(), 0);
    assert_false(seen.resized || seen.suspend || seen.continued || seen.ended);
    raise(SIGWINCH);
    raise(SIGTSTP);
    raise(SIGCONT);
    raise(SIGTERM);
    seen = signals_take();
    assert_true(seen.resized && seen.suspend && seen.continued);
    assert_int_equal(seen.ended, SIGTERM);
    seen = signals_take();
    assert_false(seen.resized || seen.suspend || seen.continued || seen.ended);
    signals_close();
    signals_close();
    signal(SIGPIPE, SIG_DFL);
}

/* The program is asked to end, and is late; its terminal has room. */
static void write_late(int terminal)
{
    dup2(terminal, STDOUT_FILENO);
    if (!signals_open(write_x, NULL))
        _exit(1);
    raise(SIGTERM);
    if (write(STDOUT_FILENO, "kept", 4) != 4)
        _exit(2);
    raise(SIGALRM);
    _exit(0);
}

static void open__late_but_not_held_up__output_is_kept(void **state)
{
    (void)state;
    int master, slave, status;
    char got[8] = "";
    assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
    pid_t pid = fork();
    if (pid == 0)
        write_late(slave);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    fcntl(master, F_SETFL, O_NONBLOCK);
    assert_int_equal(read(master, got, sizeof got - 1), 4);
    assert_string_equal(got, "kept");
    close(master);
    close(slave);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(watch__noted__then_raised_again, set_up),
        cmocka_unit_test_setup(watch__forgotten__is_not_raised, set_up),
        cmocka_unit_test_setup(watch__nested__until_the_last, set_up),
        cmocka_unit_test_setup(watch__blocked_before__blocked_after, set_up),
        cmocka_unit_test_setup(ending__without_those_that_are_ignored, set_up),
        cmocka_unit_test_setup(cleanup__then_the_end, set_up),
        cmocka_unit_test_setup(cleanup__crash_of_another_thread__in_this_one, set_up),
        cmocka_unit_test_setup(clean_up__of_another_thread__the_last_thing_done, set_up),
        cmocka_unit_test_setup(open__take__signals_of_the_screen, set_up),
        cmocka_unit_test_setup(open__late_but_not_held_up__output_is_kept, set_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
