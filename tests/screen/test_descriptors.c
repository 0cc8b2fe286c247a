/* Few descriptors, from the start or from any moment of a run on: a sentence instead of a hang or a
 * crash, and the screen can be left as always. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

enum { FEWEST = 3, MOST = 12 };

static void limit_files(struct pty *p, rlim_t count)
{
    struct rlimit limit;
    assert_int_equal(prlimit(pty_pid(p), RLIMIT_NOFILE, NULL, &limit), 0);
    limit.rlim_cur = count;
    assert_int_equal(prlimit(pty_pid(p), RLIMIT_NOFILE, &limit, NULL), 0);
}

static void skip_where_others_need_them(void)
{
#if SANITIZED
    skip();
#endif
    wrapped_skip("the wrapper needs descriptors");
}

/* Whatever the keys before have done, the help opens, and Q leaves. */
static void check_goes_on(struct pty *p)
{
    pty_keys(p, "\x1b\x1b");
    pty_wait_quiet(p, 50);
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    pty_expect_gone(p, "[Help]");
    limit_files(p, 256);
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void files__used_up_while_it_runs__goes_on(void **state)
{
    (void)state;
    skip_where_others_need_them();
    static const char *const keys[] = {"r", "v", "o", "O", "D", "s/x.txt\r", ":set theme=mono\r",
                                       "yy"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct pty *p = browse_start(&(struct browse_options){
            .args = (const char *const[]){CALL, NULL},
            .options = "download_dir = .\nplay_command = true {url}\nopen_command = true {url}\n",
            .env = (const char *const[]){"DISPLAY=:9", NULL}});
        pty_expect(p, LAST_LINE);
        limit_files(p, FEWEST);
        pty_keys(p, keys[i]);
        pty_wait_quiet(p, 100);
        check_goes_on(p);
        browse_end_test(NULL);
    }
}

/* The program either works or says why it cannot, in one sentence. */
static void check_start(int files)
{
    const char *build = getenv("BUILD");
    char *top = realpath(".", NULL);
    char *line = xasprintf("ulimit -n %d && exec '%s/%s/callbrowser' -c /dev/null", files, top,
                           build && *build ? build : "build");
    struct pty *p = pty_start(
        &(struct pty_options){.argv = (const char *const[]){"/bin/sh", "-c", line, NULL}});
    int code = pty_wait_for(p, "Provider", 500) ? 0 : pty_wait_exit(p, PTY_DEADLINE_MS);
    if (code == 0) {
        pty_keys(p, "Q\x1bQ");
        code = pty_wait_exit(p, PTY_DEADLINE_MS);
    } else if (!term_find(pty_term(p), "callbrowser: ", NULL, NULL)) {
        fail_msg("%d descriptors: expected a sentence", files);
    }
    if (code < 0 || code > 128)
        fail_msg("%d descriptors: expected an end, got %d", files, code);
    pty_expect_restored(p);
    pty_stop(p);
    free(line);
    free(top);
}

static void files__few_at_the_start__work_or_a_sentence(void **state)
{
    (void)state;
    skip_where_others_need_them();
    for (int files = FEWEST; files <= MOST; files++)
        check_start(files);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(files__few_at_the_start__work_or_a_sentence),
        TEST(files__used_up_while_it_runs__goes_on),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
