/* What the system may or may not have: both ways, as this was compiled, do the same. */
#include "os/os.h"
#include "os/signal_fd.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static void assert_closed_at_exec(int fd)
{
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
}

static void pipe_open__both_ends__closed_at_exec(void **state)
{
    (void)state;
    int ends[2];
    char got = 0;
    assert_true(os_pipe(ends));
    assert_closed_at_exec(ends[0]);
    assert_closed_at_exec(ends[1]);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(read(ends[0], &got, 1), 1);
    assert_int_equal(got, 'x');
    close(ends[0]);
    close(ends[1]);
}

static void memory_file__is_empty_and_has_no_name(void **state)
{
    (void)state;
    struct stat st;
    char got[3] = "";
    int fd = os_memory_file();
    assert_true(fd >= 0);
    assert_closed_at_exec(fd);
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_nlink, 0);
    assert_int_equal(write(fd, "ab", 2), 2);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    assert_int_equal(read(fd, got, 2), 2);
    assert_string_equal(got, "ab");
    close(fd);
}

static void close_at_exec_from__those_and_no_others(void **state)
{
    (void)state;
    int low = open("/dev/null", O_RDONLY), high = open("/dev/null", O_RDONLY);
    assert_true(low >= 0 && high > low);
    os_close_at_exec_from(high);
    assert_false(fcntl(low, F_GETFD) & FD_CLOEXEC);
    assert_closed_at_exec(high);
    close(low);
    close(high);
}

static void wipe_bytes__nothing_is_left(void **state)
{
    (void)state;
    char key[] = "secret", nothing[sizeof key] = "";
    os_wipe(key, sizeof key);
    assert_memory_equal(key, nothing, sizeof key);
}

static volatile sig_atomic_t handled;

static void handle(int number)
{
    handled = number;
}

static int waits(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    return poll(&p, 1, 0);
}

/* One that is not drained goes to the handler that was there, once it is let through. */
static void signal_fd__tells__and_leaves_it_to_the_handler(void **state)
{
    (void)state;
    struct sigaction sa = {0}, before;
    sigset_t set, old;
    sa.sa_handler = handle;
    sigaction(SIGUSR1, &sa, &before);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &set, &old);
    int fd = signal_fd_open(&set);
    assert_true(fd >= 0);
    assert_closed_at_exec(fd);
    assert_int_equal(waits(fd), 0);
    raise(SIGUSR1);
    assert_int_equal(waits(fd), 1);
    assert_int_equal(handled, 0);
    signal_fd_close(fd);
    assert_int_equal(handled, 0);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    assert_int_equal(handled, SIGUSR1);
    handled = 0;
    sigaction(SIGUSR1, &before, NULL);
}

static void signal_fd__drained__is_not_pending(void **state)
{
    (void)state;
    struct sigaction sa = {0}, before;
    sigset_t set, other, old;
    sa.sa_handler = handle;
    sigaction(SIGUSR1, &sa, &before);
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    sigemptyset(&other);
    sigaddset(&other, SIGUSR2);
    pthread_sigmask(SIG_BLOCK, &set, &old);
    pthread_sigmask(SIG_BLOCK, &other, NULL);
    int fd = signal_fd_open(&set), second = signal_fd_open(&other);
    raise(SIGUSR1);
    assert_int_equal(waits(second), 0);
    signal_fd_drain(fd);
    assert_int_equal(waits(fd), 0);
    signal_fd_close(second);
    signal_fd_close(fd);
    signal_fd_close(-1);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    assert_int_equal(handled, 0);
    sigaction(SIGUSR1, &before, NULL);
}

static void poll_with_mask__tells_what_is_ready(void **state)
{
    (void)state;
    int ends[2];
    sigset_t mask;
    assert_true(os_pipe(ends));
    pthread_sigmask(SIG_SETMASK, NULL, &mask);
    struct pollfd fds[] = {{.fd = ends[0], .events = POLLIN, .revents = POLLERR},
                           {.fd = -1, .events = POLLIN},
                           {.fd = ends[1], .events = POLLOUT}};
    assert_int_equal(os_poll(fds, 2, 0, &mask), 0);
    assert_int_equal(os_poll(fds, 3, -1, &mask), 1);
    assert_int_equal(fds[0].revents, 0);
    assert_int_equal(fds[2].revents, POLLOUT);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(os_poll(fds, 3, -1, &mask), 2);
    assert_int_equal(fds[0].revents, POLLIN);
    close(ends[0]);
    close(ends[1]);
}

/* One that was held back comes as soon as it may, and not before. */
static void poll_with_mask__lets_through_what_was_held(void **state)
{
    (void)state;
    sigset_t set, before;
    struct sigaction old, own = {.sa_handler = handle};
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    handled = 0;
    sigaction(SIGUSR1, &own, &old);
    pthread_sigmask(SIG_BLOCK, &set, &before);
    raise(SIGUSR1);
    assert_int_equal(handled, 0);
    assert_int_equal(os_poll(NULL, 0, -1, &before), -1);
    assert_int_equal(errno, EINTR);
    assert_int_equal(handled, SIGUSR1);
    handled = 0;
    raise(SIGUSR1);
    assert_int_equal(handled, 0); /* held back again */
    os_poll(NULL, 0, -1, &before);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    sigaction(SIGUSR1, &old, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipe_open__both_ends__closed_at_exec),
        cmocka_unit_test(memory_file__is_empty_and_has_no_name),
        cmocka_unit_test(close_at_exec_from__those_and_no_others),
        cmocka_unit_test(wipe_bytes__nothing_is_left),
        cmocka_unit_test(signal_fd__tells__and_leaves_it_to_the_handler),
        cmocka_unit_test(signal_fd__drained__is_not_pending),
        cmocka_unit_test(poll_with_mask__tells_what_is_ready),
        cmocka_unit_test(poll_with_mask__lets_through_what_was_held),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
