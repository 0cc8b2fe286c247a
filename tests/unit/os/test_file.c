/* A file is written whole or not at all. */
#include "base/alloc.h"
#include "print/save.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *dir, *path, *beside;

static int set_up(void **state)
{
    (void)state;
    dir = scratch_new();
    path = xasprintf("%s/a.txt", dir);
    beside = xasprintf("%s/.beside", dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(path);
    free(beside);
    scratch_free(dir);
    return 0;
}

static int save(const char *text, bool replace)
{
    struct saving s = {path, beside, text, strlen(text), replace};
    return save_write(&s);
}

static void expect_content(const char *expected)
{
    char *text = scratch_read(dir, "a.txt");
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

/* But for . and .. */
static int files(void)
{
    int count = -2;
    DIR *d = opendir(dir);
    assert_non_null(d);
    while (readdir(d))
        count++;
    closedir(d);
    return count;
}

static void save__new__whole_and_ours_alone(void **state)
{
    (void)state;
    struct stat st;
    umask(0);
    assert_int_equal(save("text", false), 0);
    expect_content("text");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(files(), 1);
}

static void save__existing__only_when_told(void **state)
{
    (void)state;
    scratch_write(dir, "a.txt", 0644, "before");
    assert_int_equal(save("text", false), EEXIST);
    expect_content("before");
    assert_int_equal(files(), 1);
    assert_int_equal(save("text", true), 0);
    expect_content("text");
}

static void save__a_link__is_replaced_not_followed(void **state)
{
    (void)state;
    char *target = xasprintf("%s/target", dir);
    scratch_write(dir, "target", 0600, "before");
    assert_int_equal(symlink(target, path), 0);
    assert_int_equal(save("text", false), EEXIST);
    assert_int_equal(save("text", true), 0);
    char *kept = scratch_read(dir, "target");
    assert_string_equal(kept, "before");
    expect_content("text");
    free(kept);
    free(target);
}

static void save__no_room__leaves_nothing(void **state)
{
    (void)state;
    struct rlimit before, small;
    scratch_write(dir, "a.txt", 0644, "before");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = 2;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int why = save("text", true);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(why, EFBIG);
    expect_content("before");
    assert_int_equal(files(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(save__new__whole_and_ours_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__existing__only_when_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__a_link__is_replaced_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__no_room__leaves_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
