#include "tests/support/torturing.h"

#include "base/alloc.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ARGS_MAX = 24 };

/* Without the calls that only Linux has, a program that ends at once leaves a hidden file, which
 * the next one removes. */
static void skip_where_others_have_the_calls(void)
{
    wrapped_skip("calls are the wrapper's");
#if !defined __GLIBC__ || defined PORTABLE_ONLY || SANITIZED
    skip();
#endif
}

void torturing(const char *const *args)
{
    char *argv[ARGS_MAX] = {NULL};
    size_t n = 1;
    int status = -1;
    pid_t pid;
    const char *build = getenv("BUILD");
    skip_where_others_have_the_calls();
    argv[0] = xasprintf("%s/torture", build && *build ? build : "build");
    for (; args[n - 1] && n + 1 < ARGS_MAX; n++)
        argv[n] = xstrdup(args[n - 1]);
    assert_int_equal(posix_spawn(&pid, argv[0], NULL, NULL, argv, environ), 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    while (n > 0)
        free(argv[--n]);
    assert_int_equal(status, 0);
}
