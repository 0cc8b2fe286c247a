/* What libraries say when memory or descriptors run out is what is said: nothing else is blamed.
 * This program has a malloc of its own, which fails once, wherever our code or libcurl calls it. */
#include "base/alloc.h"
#include "tests/support/canned.h"
#include "tests/support/fetching.h"
#include "tests/support/sanitized.h"
#include "text/url.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { TRIES = 2000, SAID_BYTES = 600, NOT_REACHED = 99 };

#define ANSWER                                                                                     \
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 26\r\n\r\n"              \
    "{\"id\":\"x\",\"status\":\"done\"}"

static atomic_int left; /* allocations until the one that fails; 0: none fails any more */

#if defined __GLIBC__ && !SANITIZED
#define CAN_FAIL 1

/* NOLINTBEGIN(bugprone-reserved-identifier): the library's own */
extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t bytes);
extern void *__libc_realloc(void *old, size_t bytes);
/* NOLINTEND(bugprone-reserved-identifier) */

/* Not those of other libraries: how they cope is not ours to judge. */
static bool fails(const void *caller)
{
    Dl_info from;
    if (!left || !dladdr(caller, &from) || !from.dli_fname)
        return false;
    if (!strstr(from.dli_fname, "libcurl") && !strstr(from.dli_fname, "test_no_memory"))
        return false;
    return atomic_fetch_sub(&left, 1) == 1;
}

void *malloc(size_t bytes)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t bytes)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, bytes);
}

void *realloc(void *old, size_t bytes)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(old, bytes);
}
#else
#define CAN_FAIL 0
#endif

static int port;

static int fetch(void)
{
    struct fetching f;
    char *ini = fetching_ini("canned", "http", port);
    fetching_start(&f, ini, (struct fetch_settings){0});
    struct answer *a = fetching_get(&f, "canned", "x");
    if (a->failure)
        dprintf(STDERR_FILENO, "%s", a->failure->message);
    return a->failure ? 2 : 0;
}

static int check_urls(void)
{
    struct err e = {""};
    struct url_parts parts;
    bool good = url_may_open("https://a.example:8443/b?c#d", &e) && url_split("http://x/", &parts);
    if (!good)
        dprintf(STDERR_FILENO, "%s", e.text);
    return good ? 0 : 2;
}

/* Runs it in a child whose n-th allocation fails. Returns the exit code; `said` gets what the child
 * wrote to standard error. */
static int run_with_failure(int (*run)(void), int n, char *said)
{
    int ends[2], status = 0;
    size_t have = 0;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        left = n;
        int code = run();
        _exit(code == 0 && n && left > 0 ? NOT_REACHED : code);
    }
    close(ends[1]);
    for (ssize_t got;
         have < SAID_BYTES - 1 && (got = read(ends[0], said + have, SAID_BYTES - 1 - have)) > 0;)
        have += (size_t)got;
    said[have] = '\0';
    close(ends[0]);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Every allocation fails in turn. Libraries can do without some of them. */
static void expect_out_of_memory(int (*run)(void))
{
    char said[SAID_BYTES];
    int n = 1, code;
    if (!CAN_FAIL)
        skip();
    for (; n < TRIES && (code = run_with_failure(run, n, said)) != NOT_REACHED; n++)
        if (code && (code != 1 || strcmp(said, "callbrowser: out of memory\n") != 0))
            fail_msg("allocation %d: expected 'out of memory' and 1, got '%s' and %d", n, said,
                     code);
    assert_in_range(n, 5, TRIES - 1);
}

static void no_memory__url__is_no_bad_url(void **state)
{
    (void)state;
    expect_out_of_memory(check_urls);
}

static void no_memory__fetch__is_no_other_error(void **state)
{
    (void)state;
    struct canned *c = canned_start(&(struct canned_script){.bytes = ANSWER});
    port = canned_port(c);
    expect_out_of_memory(fetch);
    canned_stop(c);
}

/* Leaves that many descriptors for the fetcher. */
static int start_with_files(int spare)
{
    struct err e = {""};
    struct rlimit limit;
    int next = open("/dev/null", O_RDONLY);
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = (rlim_t)next + (rlim_t)spare;
    close(next);
    setrlimit(RLIMIT_NOFILE, &limit);
    struct fetcher *f = fetch_new(
        &(struct fetch_settings){
            .jobs = 1, .connect_timeout_s = 5, .timeout_s = 5, .max_response_mb = 1},
        &e);
    if (!f)
        dprintf(STDERR_FILENO, "%s", e.text);
    return f ? 0 : 2;
}

static int spare_files;

static int start_with_spare_files(void)
{
    return start_with_files(spare_files);
}

/* Not a fetcher that waits for ever: libcurl starts without what wakes it. */
static void no_files__start__says_so(void **state)
{
    (void)state;
    char said[SAID_BYTES];
    for (spare_files = 0; spare_files < 12; spare_files++) {
        int code = run_with_failure(start_with_spare_files, 0, said);
        if (code == 0)
            break;
        if (code != 2 || (strcmp(said, "cannot make a pipe: Too many open files") != 0 &&
                          strcmp(said, "cannot start libcurl: too many open files") != 0))
            fail_msg("%d descriptors: got '%s' and %d", spare_files, said, code);
    }
    assert_in_range(spare_files, 3, 11);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory__url__is_no_bad_url),
        cmocka_unit_test(no_memory__fetch__is_no_other_error),
        cmocka_unit_test(no_files__start__says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
