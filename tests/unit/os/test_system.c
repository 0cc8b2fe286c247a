/* Calls that not every system has: the replacements do the same. */
#include "os/os.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

/* Waits without using the processor, as a child on a busy computer does. */
static void wait_longer_than_a_second(const char *unused)
{
    (void)unused;
    struct pollfd nothing = {.fd = -1};
    poll(&nothing, 1, 1300);
}

static void run_for_ever(const char *unused)
{
    (void)unused;
    for (volatile unsigned n = 0;; n++)
        ;
}

static void try__processor_is_busy__is_waited_for(void **state)
{
    (void)state;
    assert_int_equal(os_try(wait_longer_than_a_second, "", 1), 0);
}

static void try__runs_for_ever__ends(void **state)
{
    (void)state;
    assert_int_not_equal(os_try(run_for_ever, "", 1), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipe_open__both_ends__closed_at_exec),
        cmocka_unit_test(memory_file__is_empty_and_has_no_name),
        cmocka_unit_test(close_at_exec_from__those_and_no_others),
        cmocka_unit_test(try__processor_is_busy__is_waited_for),
        cmocka_unit_test(try__runs_for_ever__ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
