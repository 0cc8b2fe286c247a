/* Printing where the system gives less than is usual: little memory, no further thread, standard
 * descriptors that are closed. A call, or a sentence and an end; never a crash. And what others can
 * see of a program that holds a key. */
#include "base/alloc.h"
#include "tests/support/documented.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Runs "BEFORE; exec callbrowser -c CONFIG -p json ringyo call_xyz789 AFTER". */
static void starved(struct run *r, const char *before, const char *after)
{
    char *line = xasprintf("%s; exec '%s' -c '%s' -p json ringyo call_xyz789 %s", before,
                           printing.program, printing.config, after);
    run_program(r, ARGS("/bin/sh", "-c", line), NULL);
    free(line);
}

static void skip_where_memory_is_taken(void)
{
    wrapped_skip("the wrapper needs the memory");
    if (printing_is_sanitized())
        skip();
}

/* A program that has begun ends with the call or a sentence; 127 is the dynamic linker's. */
static void print__little_memory__ends(void **state)
{
    (void)state;
    enum { FEWEST_KB = 16000, MOST_KB = 160000, STEP_KB = 4000, LINKER = 127 };
    size_t printed = 0, refused = 0;
    skip_where_memory_is_taken();
    for (int kb = FEWEST_KB; kb <= MOST_KB; kb += STEP_KB) {
        struct run r;
        char *limit = xasprintf("ulimit -v %d", kb);
        starved(&r, limit, "");
        if (r.code == 0)
            assert_out(&r, documented_json);
        else if (r.code != LINKER)
            assert_has(&r.err, "callbrowser: ");
        assert_in_range(r.code, 0, LINKER);
        printed += r.code == 0;
        refused += r.code != 0 && r.code != LINKER;
        run_done(&r);
        free(limit);
    }
    assert_true(printed > 0 && refused > 0);
}

/* Threads get a stack as large as the limit says, which does not fit into the memory allowed. */
static void print__no_thread__a_sentence(void **state)
{
    (void)state;
    struct run r;
    skip_where_memory_is_taken();
    starved(&r, "ulimit -s 4000000; ulimit -v 1000000", "");
    assert_code(&r, 1);
    assert_has(&r.out, "\"kind\":\"other\"");
    assert_has(&r.err, "cannot start a thread: ");
    assert_int_equal(count_lines(&r.err), 1);
    run_done(&r);
}

/* With each of them closed the request is the usual one, and what cannot be printed is an error. */
static void print__closed_descriptors__same_request(void **state)
{
    (void)state;
    static const struct {
        const char *closed;
        int code;
    } rows[] = {{"<&-", 0},     {"2>&-", 0},     {"<&- 2>&-", 0},    {">&-", 1},
                {"<&- >&-", 1}, {">&- 2>&-", 1}, {"<&- >&- 2>&-", 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        starved(&r, ":", rows[i].closed);
        if (r.code != rows[i].code)
            fail_msg("%s: expected %d, got %d: %s", rows[i].closed, rows[i].code, r.code,
                     buf_str(&r.err));
        assert_out(&r, rows[i].code ? "" : documented_json);
        run_done(&r);
    }
}

/* No socket and no pipe gets the number of a standard descriptor: /dev/null has it. */
static void print__closed_descriptors__are_filled(void **state)
{
    (void)state;
    static const char *const closed[] = {[0] = "<&-", [2] = "2>&-"};
    skip_where_memory_is_taken();
    for (int fd = 0; fd <= 2; fd += 2) {
        struct run r;
        char target[64] = "";
        char *line = xasprintf("exec '%s' -c '%s' -p json ringyo call_xyz789 call_silent %s",
                               printing.program, printing.config, closed[fd]);
        run_start(&r, ARGS("/bin/sh", "-c", line));
        run_wait_output(&r, "call_xyz789");
        char *path = xasprintf("/proc/%d/fd/%d", (int)r.pid, fd);
        ssize_t n = readlink(path, target, sizeof target - 1);
        if (n > 0)
            assert_string_equal(target, "/dev/null");
        else
            assert_int_not_equal(geteuid(), 0); /* others may not look into it */
        kill(r.pid, SIGTERM);
        run_finish(&r);
        run_done(&r);
        free(path);
        free(line);
    }
}

static char *proc_file(const struct run *r, const char *name)
{
    char *path = xasprintf("/proc/%d/%s", (int)r->pid, name);
    char bytes[8192] = "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? 0 : read(fd, bytes, sizeof bytes - 1);
    close(fd);
    free(path);
    for (ssize_t i = 0; i < n; i++)
        bytes[i] = bytes[i] ? bytes[i] : ' ';
    return xstrdup(n > 0 ? bytes : "");
}

/* The key is in the environment at the start only, and in no argument. */
static void key__while_it_runs__nobody_sees_it(void **state)
{
    (void)state;
    static const char key[] = "not-to-be-seen-4711";
    struct run r;
    skip_where_memory_is_taken();
    setenv("CALLBROWSER_RINGYO_API_KEY", key, 1);
    run_start(&r, ARGS(printing.program, "-c", printing.config, "-p", "json", "ringyo", "-"));
    unsetenv("CALLBROWSER_RINGYO_API_KEY");
    run_write(&r, "call_401\n", strlen("call_401\n"));
    run_wait_output(&r, "\"kind\":\"auth\"");
    char *line = proc_file(&r, "cmdline"), *environment = proc_file(&r, "environ");
    assert_non_null(strstr(line, "-p json ringyo"));
    assert_null(strstr(line, key));
    assert_null(strstr(environment, key));
    free(environment);
    free(line);
    run_close_input(&r);
    run_finish(&r);
    assert_lacks(&r.out, key);
    assert_lacks(&r.err, key);
    run_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(print__little_memory__ends),
        cmocka_unit_test(print__no_thread__a_sentence),
        cmocka_unit_test(print__closed_descriptors__same_request),
        cmocka_unit_test(print__closed_descriptors__are_filled),
        cmocka_unit_test(key__while_it_runs__nobody_sees_it),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
