/* Calls that not every system has: the replacements do the same. */
#include "os/os.h"

#include "base/alloc.h"
#include "tests/support/sanitized.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

/* 0 where the system does not say. */
static long resident_kib(void)
{
    long all = 0, resident = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f && fscanf(f, "%ld %ld", &all, &resident) != 2)
        resident = 0;
    if (f)
        fclose(f);
    return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

/* As after an answer of 16 MiB. */
static void return_free_memory__pieces_are_freed__they_are_not_resident(void **state)
{
    (void)state;
    enum { LARGE = 16 * 1024 * 1024, PIECES = 100, BYTES = 64 * 1024 };
    static char *pieces[PIECES];
    resident_kib(); /* has its own pieces from now on, below the others */
    os_return_free_memory();
    free(memset(xmalloc(LARGE), 1, LARGE));
    for (int i = 0; i < PIECES; i++)
        pieces[i] = memset(xmalloc(BYTES), i, BYTES);
    long before = resident_kib();
    for (int i = 0; i < PIECES; i++)
        free(pieces[i]);
    long after = resident_kib();
#if defined __GLIBC__ && !defined PORTABLE_ONLY && !SANITIZED
    assert_in_range(before - after, PIECES * BYTES / 1024 * 9 / 10, before);
#else
    (void)before, (void)after;
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipe_open__both_ends__closed_at_exec),
        cmocka_unit_test(memory_file__is_empty_and_has_no_name),
        cmocka_unit_test(close_at_exec_from__those_and_no_others),
        cmocka_unit_test(try__processor_is_busy__is_waited_for),
        cmocka_unit_test(try__runs_for_ever__ends),
        cmocka_unit_test(return_free_memory__pieces_are_freed__they_are_not_resident),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
