/* What --doctor and --check-config say about kept calls. */
#include "base/alloc.h"
#include "tests/support/keeping.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HOW "callbrowser --archive-forget all deletes them\n"

static int set_up(void **state)
{
    keeping_set_up(state);
    setenv("XDG_DATA_HOME", keeping_home(), 1);
    setenv("TERM", "xterm", 1); /* of the terminal that the doctor looks at */
    return 0;
}

static void keep_days_ago(const char *id, int days)
{
    keeping_keep("ringyo", id, "{\"id\":\"call\"}", time_wall_us() - days * KEEPING_DAY_US - 1);
}

static void run_with(struct run *r, const char *options, const char *task)
{
    char *config = printing_config("kept.ini", options, NULL);
    CALL_ON(r, config, task);
    free(config);
}

static void kept_report__doctor__counts_and_says_how_long(void **state)
{
    (void)state;
    struct run r;
    keep_days_ago("call_1", 12);
    keep_days_ago("call_2", 3);
    char *one = keeping_path("ringyo", "call_1"), *two = keeping_path("ringyo", "call_2");
    struct stat a, b;
    stat(one, &a);
    stat(two, &b);
    char *line = xasprintf("  Kept calls     %s: 2 calls, %.1f KiB, the oldest kept 12 days ago\n",
                           keeping_dir(), (double)(a.st_size + b.st_size) / 1024);
    run_with(&r, "archive = yes\narchive_days = 20\narchive_mb = 7\n", "--doctor");
    assert_code(&r, 0);
    assert_has(&r.out, line);
    assert_has(&r.out, "archive = yes, at most 7 MiB, calls stay for 20 days\n");
    assert_lacks(&r.out, HOW);
    run_done(&r);
    run_with(&r, "archive_days = 0\n", "--doctor");
    assert_code(&r, 0);
    assert_has(&r.out, line);
    assert_has(&r.out, "archive = no: nothing more is kept, calls stay until they are forgotten\n");
    assert_has(&r.out, HOW);
    run_done(&r);
    free(line);
    free(one);
    free(two);
}

static void kept_report__nothing__makes_no_folder(void **state)
{
    (void)state;
    struct run r;
    run_with(&r, NULL, "--doctor");
    assert_code(&r, 0);
    assert_has(&r.out, "/kept: no calls\n                 archive = no: nothing is kept\n");
    assert_lacks(&r.out, HOW);
    assert_int_equal(access(keeping_home(), F_OK), -1);
    run_done(&r);
}

static void kept_report__problems__are_marked(void **state)
{
    (void)state;
    struct run r;
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    chmod(keeping_dir(), 0755);
    run_with(&r, NULL, "--doctor");
    assert_code(&r, 1);
    assert_has(&r.out,
               "\n!                others could read 1 of the files and folders of kept calls "
               "until now; 1 kept file was passed over: it is cut off\n");
    run_done(&r);
}

static void kept_report__check_config__says_what_is_left(void **state)
{
    (void)state;
    struct run r;
    keep_days_ago("call_1", 1);
    run_with(&r, NULL, "--check-config");
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: archive = no, but 1 call is kept: " HOW);
    run_done(&r);
    run_with(&r, "archive = masked\n", "--check-config");
    assert_code(&r, 0);
    assert_err(&r, "");
    run_done(&r);
}

/* Of runs that ask nobody, too. */
static void kept_report__old_calls__are_not_printed(void **state)
{
    (void)state;
    struct run r;
    keep_days_ago("call_1", 31);
    keep_days_ago("call_2", 31);
    keep_days_ago("call_3", 29);
    char *config = printing_config("kept.ini", NULL, NULL);
    CALL_ON(&r, config, "--offline", "-p", "json", "ringyo:call_1");
    assert_code(&r, 3);
    run_done(&r);
    keep_days_ago("call_2", 31);
    CALL_ON(&r, config, "--find", "kept", "-p", "id");
    assert_code(&r, 0);
    assert_out(&r, "ringyo:call_3\n");
    run_done(&r);
    free(config);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, keeping_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(kept_report__doctor__counts_and_says_how_long),
        TEST(kept_report__nothing__makes_no_folder),
        TEST(kept_report__problems__are_marked),
        TEST(kept_report__check_config__says_what_is_left),
        TEST(kept_report__old_calls__are_not_printed),
    };
    return cmocka_run_group_tests_name("kept_report", tests, printing_setup_with_player,
                                       printing_teardown);
}
