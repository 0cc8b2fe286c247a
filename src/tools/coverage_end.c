/* Linked into each program of `make coverage`, in the place of _exit() and raise() (-Wl,--wrap):
 * only exit() writes by itself what gcov has counted, and a program that ends otherwise was run as
 * well. */
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FEW_FILES = 100 };

/* NOLINTBEGIN(bugprone-reserved-identifier): the names are those of gcc and ld. */
void __gcov_dump(void);
void __gcov_reset(void);
_Noreturn void __real__exit(int code);
_Noreturn void __wrap__exit(int code);
int __real_raise(int number);
int __wrap_raise(int number);

_Noreturn void __wrap__exit(int code)
{
    __gcov_dump();
    __real__exit(code);
}

/* The program may go on: what it counts then is added. */
int __wrap_raise(int number)
{
    __gcov_dump();
    __gcov_reset();
    return __real_raise(number);
}

/* NOLINTEND(bugprone-reserved-identifier) */

/* Runs before what exit() calls to write the counts: a program that has used up its descriptors
 * would print that it cannot open their files. */
static __attribute__((destructor)) void close_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < FEW_FILES)
        close_range(3, ~0U, 0);
}
