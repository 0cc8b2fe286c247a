/* What printing does with kept calls: each start removes old ones, and nothing is kept. */
#include "base/alloc.h"
#include "os/file.h"
#include "tests/support/keeping.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *share, *link_path;

/* The folder of the test's home is a link to the one of the kept calls. */
static int set_up(void **state)
{
    keeping_set_up(state);
    share = scratch_path(printing.home, ".local/share/callbrowser");
    link_path = xasprintf("%s/kept", share);
    file_make_directories(share);
    mkdir(share, 0700);
    assert_int_equal(symlink(keeping_dir(), link_path), 0);
    return 0;
}

static int tear_down(void **state)
{
    unlink(link_path);
    free(link_path);
    free(share);
    return keeping_tear_down(state);
}

/* The transcript comes in pages, so there is time to remove calls. */
static void print_call(const char *options)
{
    struct run r;
    char *config = printing_config("kept.ini", options, NULL);
    CALL_ON(&r, config, "-p", "json", "voxworks:turns_2000");
    assert_code(&r, 0);
    assert_int_equal(r.err.len, 0);
    run_done(&r);
    free(config);
}

static void keep_days_ago(const char *id, int days)
{
    keeping_keep("ringyo", id, "{}", time_wall_us() - days * KEEPING_DAY_US);
}

static void kept_start__printing__keeps_nothing(void **state)
{
    (void)state;
    print_call("archive = yes\n");
    assert_int_equal(keeping_count(), 0);
    print_call(NULL);
    assert_int_equal(keeping_count(), 0);
}

/* Also if nothing is kept any more. */
static void kept_start__old_calls__are_removed(void **state)
{
    (void)state;
    keep_days_ago("call_31", 31);
    keep_days_ago("call_29", 29);
    print_call(NULL);
    keeping_expect("ringyo", "call_31", NULL);
    keeping_expect("ringyo", "call_29", "{}");
    print_call("archive_days = 0\n");
    keeping_expect("ringyo", "call_29", "{}");
    print_call("archive_days = 28\n");
    keeping_expect("ringyo", "call_29", NULL);
}

/* What stays from before is not limited in size when nothing more is kept. */
static void kept_start__too_much__only_if_calls_are_kept(void **state)
{
    (void)state;
    static const char one[] = "archive = yes\narchive_mb = 1\n";
    keep_days_ago("call_2", 2);
    keep_days_ago("call_1", 1);
    char *path = keeping_path("ringyo", "call_2");
    assert_int_equal(truncate(path, 2 << 20),
                     0); /* a hole: the file's end is missing, not its head */
    print_call("archive_mb = 1\n");
    assert_int_equal(access(path, F_OK), 0);
    print_call(one);
    assert_int_equal(access(path, F_OK), -1);
    keeping_expect("ringyo", "call_1", "{}");
    free(path);
}

static void expect_said(const char *const *args)
{
    struct run r;
    assert_int_equal(chmod(keeping_dir(), 0755), 0);
    printing_call(&r, printing.config, NULL, args);
    assert_code(&r, 0);
    assert_has(&r.err, "others could read 1 of the files and folders of kept calls until now\n");
    run_done(&r);
}

static void kept_start__wide_folder__is_said(void **state)
{
    (void)state;
    keep_days_ago("call_1", 1);
    expect_said(ARGS("-p", "json", "voxworks:turns_2000"));
    expect_said(ARGS("--find", "2h", "-p", "id", "ringg"));
    print_call(NULL); /* once is enough */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kept_start__printing__keeps_nothing),
        TEST(kept_start__old_calls__are_removed),
        TEST(kept_start__wide_folder__is_said),
        TEST(kept_start__too_much__only_if_calls_are_kept),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
