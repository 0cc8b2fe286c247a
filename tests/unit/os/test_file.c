/* A file is written completely or not at all. */
#include "base/alloc.h"
#include "os/file.h"
#include "os/file_saver.h"
#include "os/os.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char *dir, *path;

static int set_up(void **state)
{
    (void)state;
    dir = scratch_new();
    path = xasprintf("%s/a.txt", dir);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(path);
    scratch_free(dir);
    return 0;
}

static int save(const char *text, bool replace)
{
    return file_save(path, text, strlen(text), replace);
}

static void expect_content(const char *expected)
{
    char *text = scratch_read(dir, "a.txt");
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

/* Without . and .. */
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

static void save__new__only_ours(void **state)
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

static void save__existing__only_with_replace(void **state)
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

/* Files of a process with the same number that died, perhaps on another machine. */
static void save__hidden_names_exist__finds_another(void **state)
{
    (void)state;
    int left_over = 50;
    for (int i = 0; i < left_over; i++) {
        char *name = xasprintf(".callbrowser-%ld-%d", (long)getpid(), i);
        scratch_write(dir, name, 0600, "");
        free(name);
    }
    assert_int_equal(save("text", false), 0);
    expect_content("text");
    assert_int_equal(files(), left_over + 1);
}

/* A process that is killed now leaves nothing, where the system has files without names. */
static void open_beside__has_no_name_yet(void **state)
{
    (void)state;
    int fd = -1;
    char *name = NULL;
    assert_int_equal(file_open_beside(path, &fd, &name), 0);
    if (os_open_nameless(path) >= 0) {
        assert_null(name);
        assert_int_equal(files(), 0);
    }
    assert_int_equal(file_write_all(fd, "text", 4), 0);
    scratch_write(dir, "a.txt", 0600, "before");
    assert_int_equal(file_place(fd, name, path, false), EEXIST);
    assert_int_equal(file_place(fd, name, path, true), 0);
    expect_content("text");
    assert_int_equal(files(), 1);
    free(name);
    file_drop(fd, NULL);
    assert_int_equal(file_open_beside(path, &fd, &name), 0);
    file_drop(fd, name);
    assert_int_equal(files(), 1);
}

/* Where a file has to have a name from the start, as on NFS, the name that it gets is as safe. */
static void place__hidden_name__only_with_replace(void **state)
{
    (void)state;
    char *hidden = scratch_path(dir, ".callbrowser-1-1");
    scratch_write(dir, ".callbrowser-1-1", 0600, "one");
    assert_int_equal(file_place(-1, hidden, path, false), 0);
    expect_content("one");
    scratch_write(dir, ".callbrowser-1-1", 0600, "two");
    assert_int_equal(file_place(-1, hidden, path, false), EEXIST);
    expect_content("one");
    assert_int_equal(file_place(-1, hidden, path, true), 0);
    expect_content("two");
    assert_int_equal(files(), 1);
    assert_int_equal(file_place(-1, hidden, path, true), ENOENT);
    scratch_write(dir, ".callbrowser-1-1", 0600, "three");
    file_drop(-1, hidden); /* which frees it */
    assert_int_equal(files(), 1);
}

/* On each system, a process that is killed leaves nothing of it. */
static void open_nameless__keeps_no_name(void **state)
{
    (void)state;
    struct stat st;
    char got[5] = "";
    int fd = -1;
    umask(0);
    assert_int_equal(file_open_nameless(dir, &fd), 0);
    assert_int_equal(files(), 0);
    assert_int_equal(fstat(fd, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_nlink, 0);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    assert_int_equal(file_write_all(fd, "text", 4), 0);
    assert_int_equal(pread(fd, got, 4, 0), 4);
    assert_string_equal(got, "text");
    file_drop(fd, NULL);
    assert_int_equal(file_open_nameless("/nonexistent", &fd), ENOENT);
}

/* Only what is certainly of a process of ours that does not run any more. */
static void sweep__only_what_is_abandoned(void **state)
{
    (void)state;
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    const struct {
        char *name;
        const char *stays; /* why; NULL: it goes */
    } rows[] = {
        {xasprintf(".callbrowser-%ld-0", (long)gone), NULL},
        {xasprintf(".callbrowser-%ld-call_1.mp3.part", (long)gone), NULL},
        {xasprintf(".callbrowser-%ld-0", (long)getpid()), "runs"},
        {xasprintf(".callbrowser-%ld-0", (long)getppid()), "runs, and is another's"},
        {xasprintf("callbrowser-%ld-0", (long)gone), "is not hidden"},
        {xasprintf(".callbrowser-%ld", (long)gone), "is not ours"},
        {xasprintf(".callbrowser-%ldx-0", (long)gone), "is not ours"},
        {xstrdup(".callbrowser--1-0"), "is not ours"},
        {xstrdup("call_1.mp3"), "is the user's"},
    };
    size_t count = sizeof rows / sizeof *rows;
    for (size_t i = 0; i < count; i++)
        scratch_write(dir, rows[i].name, 0600, "x");
    char *link = xasprintf("%s/.callbrowser-%ld-7", dir, (long)gone);
    assert_int_equal(symlink("call_1.mp3", link), 0);
    file_sweep(dir, time(NULL) + 23 * 60 * 60);
    assert_int_equal(files(), count + 1);
    file_sweep(dir, time(NULL) + 25 * 60 * 60);
    file_sweep("/nonexistent", 0);
    for (size_t i = 0; i < count; i++) {
        char *text = scratch_read(dir, rows[i].name);
        if (!text != !rows[i].stays)
            fail_msg("%s: expected that it %s", rows[i].name, rows[i].stays ? "stays" : "goes");
        free(text);
        free(rows[i].name);
    }
    assert_int_equal(files(), count - 2 + 1);
    free(link);
}

/* Of a process that runs only what is a day old goes, of others everything. */
static void sweep_at_once__what_nobody_writes(void **state)
{
    (void)state;
    pid_t gone = fork();
    if (gone == 0)
        _exit(0);
    waitpid(gone, NULL, 0);
    char *dead = xasprintf(".callbrowser-%ld-0", (long)gone);
    char *running = xasprintf(".callbrowser-%ld-0", (long)getppid());
    scratch_write(dir, dead, 0600, "x");
    scratch_write(dir, running, 0600, "x");
    scratch_write(dir, ".callbrowser-x", 0600, "x");
    file_sweep_at_once(dir, time(NULL));
    char *path_of_dead = scratch_path(dir, dead);
    assert_int_equal(access(path_of_dead, F_OK), -1);
    assert_int_equal(files(), 2);
    file_sweep_at_once(dir, time(NULL) + 25 * 60 * 60);
    assert_int_equal(files(), 1);
    free(path_of_dead);
    free(dead);
    free(running);
}

static void make_directories__above_the_file(void **state)
{
    (void)state;
    struct stat st;
    char *deep = scratch_path(dir, "a/b/c"), *above = scratch_path(dir, "a/b");
    file_make_directories(deep);
    assert_int_equal(stat(above, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0700);
    assert_int_equal(access(deep, F_OK), -1);
    file_make_directories(deep);
    free(deep);
    free(above);
}

static void replace__whatever_was_there(void **state)
{
    (void)state;
    assert_int_equal(file_replace(path, "one", 3), 0);
    assert_int_equal(file_replace(path, "two", 3), 0);
    expect_content("two");
    assert_int_equal(files(), 1);
    assert_int_equal(file_replace("/nonexistent/x", "", 0), ENOENT);
}

static int saved_by_thread(const char *where, const char *text)
{
    struct err e = {""};
    struct buf copy = {0};
    int why = -1;
    buf_puts(&copy, text);
    struct file_saver *s = file_saver_start(where, &copy, true, &e);
    assert_non_null(s);
    assert_null(copy.data);
    file_saver_wait(s, 20000);
    if (!file_saver_ended(s, &why))
        fail_msg("'%s' was not saved, expected within 20 s", where);
    return why;
}

static void saver__reports_how_it_ended(void **state)
{
    (void)state;
    assert_int_equal(saved_by_thread(path, "text"), 0);
    expect_content("text");
    assert_int_equal(saved_by_thread("/nonexistent/x", "text"), ENOENT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(save__new__only_ours, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__existing__only_with_replace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__a_link__is_replaced_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__no_room__leaves_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(save__hidden_names_exist__finds_another, set_up, tear_down),
        cmocka_unit_test_setup_teardown(open_beside__has_no_name_yet, set_up, tear_down),
        cmocka_unit_test_setup_teardown(place__hidden_name__only_with_replace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(open_nameless__keeps_no_name, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sweep__only_what_is_abandoned, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sweep_at_once__what_nobody_writes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(make_directories__above_the_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(replace__whatever_was_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(saver__reports_how_it_ended, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
