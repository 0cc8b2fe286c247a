/* Linked into each program of `make coverage`, in the place of _exit() and raise() (-Wl,--wrap):
 * only exit() writes by itself what gcov has counted, and a program that ends otherwise was run as
 * well. */
#include <dlfcn.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

enum { FEW_FILES = 100, NEEDED_BYTES = 1 << 16 };

/* NOLINTBEGIN(bugprone-reserved-identifier): the names are those of gcc and ld. */
void __gcov_dump(void);
void __gcov_reset(void);
_Noreturn void __real__exit(int code);
_Noreturn void __wrap__exit(int code);
int __real_raise(int number);
int __wrap_raise(int number);

/* What makes calls fail (tests/torture/failing.c) is told to end: those that follow are libgcov's.
 */
static void end_failures(void)
{
    void (*end)(void);
    *(void **)&end = dlsym(RTLD_DEFAULT, "torture_end");
    if (end)
        end();
}

/* Limits of this process are lifted as far as they can be, and the descriptors that it has used up
 * are closed: nothing but the writing of the counts comes after this. */
static void make_room(void)
{
    static const int limits[] = {RLIMIT_NOFILE, RLIMIT_FSIZE, RLIMIT_AS};
    struct rlimit limit;
    end_failures();
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < FEW_FILES)
        close_range(3, ~0U, 0);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (getrlimit(limits[i], &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
            limit.rlim_cur = limit.rlim_max;
            setrlimit(limits[i], &limit);
        }
}

/* Libgcov uses what malloc() returns without a look at it. */
static int has_memory(void)
{
    void *volatile memory = malloc(NEEDED_BYTES);
    free(memory);
    return memory != NULL;
}

_Noreturn void __wrap__exit(int code)
{
    make_room();
    if (has_memory())
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

/* Runs before what exit() calls to write the counts. */
static __attribute__((destructor)) void before_the_end(void)
{
    make_room();
}
