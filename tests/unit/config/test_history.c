/* How the history file is read and written. */
#include "config/history.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static char *dir, *path;

static int begin(void **state)
{
    (void)state;
    dir = scratch_new();
    path = scratch_path(dir, "state/callbrowser/history");
    return 0;
}

static int end(void **state)
{
    (void)state;
    free(path);
    scratch_free(dir);
    return 0;
}

static void expect_read(size_t max, const char *want)
{
    struct history h;
    struct err e = {""};
    struct buf got = {0};
    if (!history_read(&h, path, max, &e))
        fail_msg("%s", e.text);
    for (size_t i = 0; i < h.count; i++)
        buf_printf(&got, "%s ", h.lines[i]);
    if (strcmp(buf_str(&got), want) != 0)
        fail_msg("read '%s', expected '%s'", buf_str(&got), want);
    buf_done(&got);
    history_done(&h);
}

static void write_line(const char *line, size_t max)
{
    struct err e = {""};
    if (history_write(path, line, max, &e) != HISTORY_DONE)
        fail_msg("%s", e.text);
}

static void history_read__no_file__nothing(void **state)
{
    (void)state;
    expect_read(10, "");
}

static void history_read__newest_without_duplicates(void **state)
{
    (void)state;
    static const char text[] = "a:1\nb:2\na:1\nc:3\n\n:x\nx:\nno colon\nd:\x1b[31m\ne:\xff\n"
                               "f:6";
    scratch_write(dir, "state/callbrowser/history", 0600, text);
    expect_read(10, "b:2 a:1 c:3 f:6 ");
    expect_read(2, "c:3 f:6 ");
    expect_read(0, "");
}

/* A copy that is freed must not stay in the set of the lines that were seen. */
static void history_read__three_copies__one(void **state)
{
    (void)state;
    scratch_write(dir, "state/callbrowser/history", 0600, "b:2\na:1\na:1\nc:3\na:1\na:1\n");
    expect_read(10, "b:2 c:3 a:1 ");
}

static void history_write__moves_to_the_end(void **state)
{
    (void)state;
    struct stat st;
    write_line("a:1", 3);
    write_line("b:2", 3);
    write_line("a:1", 3);
    expect_read(9, "b:2 a:1 ");
    write_line("c:3", 3);
    write_line("d:4", 3);
    expect_read(9, "a:1 c:3 d:4 ");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

/* Each line three times, so that the file is replaced while others write. */
static void write_many(int program, int lines, size_t max)
{
    for (int i = 0; i < 3 * lines; i++) {
        struct err e;
        enum history_state state;
        char *line = xasprintf("a:%d-%d", program, i % lines);
        while ((state = history_write(path, line, max, &e)) == HISTORY_BUSY)
            sched_yield();
        if (state == HISTORY_FAILED)
            _exit(1);
        free(line);
    }
    _exit(0);
}

static void history_write__ten_programs__lose_nothing(void **state)
{
    enum { PROGRAMS = 10, LINES = 10 };
    (void)state;
    pid_t children[PROGRAMS];
    for (int i = 0; i < PROGRAMS; i++) {
        children[i] = fork();
        if (children[i] == 0)
            write_many(i, LINES, PROGRAMS * LINES);
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    struct history h;
    struct err e;
    assert_true(history_read(&h, path, 1000, &e));
    assert_int_equal(h.count, PROGRAMS * LINES);
    history_done(&h);
}

static void history_write__locked__busy(void **state)
{
    (void)state;
    struct err e = {""};
    write_line("a:1", 9);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    assert_int_equal(history_write(path, "b:2", 9, &e), HISTORY_BUSY);
    close(fd);
    write_line("c:3", 9);
    expect_read(9, "a:1 c:3 ");
}

/* A limit on the size of files fails like a full disk, but not in the middle of a line. */
static void history_write__full_disk__no_part_of_a_line(void **state)
{
    (void)state;
    struct err e = {""};
    struct rlimit before, limit;
    write_line("a:1", 9);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = (struct rlimit){.rlim_cur = 6, .rlim_max = before.rlim_max};
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    enum history_state state_of_write = history_write(path, "bcdef:2", 9, &e);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, old);
    assert_int_equal(state_of_write, HISTORY_FAILED);
    char *text = scratch_read(dir, "state/callbrowser/history");
    assert_string_equal(text, "a:1\n");
    free(text);
}

/* The file may be in another place, such as a synchronised directory. */
static void history_write__a_symbolic_link__stays(void **state)
{
    (void)state;
    struct stat st;
    scratch_write(dir, "state/callbrowser/elsewhere", 0600, "a:1\nb:2");
    char *target = scratch_path(dir, "state/callbrowser/elsewhere");
    assert_int_equal(symlink(target, path), 0);
    write_line("c:3", 2);
    write_line("d:4", 2);
    write_line("e:5", 2);
    assert_int_equal(lstat(path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    char *text = scratch_read(dir, "state/callbrowser/elsewhere");
    assert_string_equal(text, "d:4\ne:5\n");
    free(text);
    struct err e;
    assert_true(history_forget(path, &e));
    assert_int_equal(stat(target, &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(lstat(path, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    free(target);
}

static void history_write__a_link_to_no_file__error(void **state)
{
    (void)state;
    struct err e = {""};
    scratch_write(dir, "state/callbrowser/other", 0600, "");
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_int_equal(history_write(path, "a:1", 9, &e), HISTORY_FAILED);
    assert_non_null(strstr(e.text, "cannot write '"));
}

static size_t files_beside(void)
{
    size_t n = 0;
    char *folder = scratch_path(dir, "state/callbrowser");
    DIR *d = opendir(folder);
    assert_non_null(d);
    for (struct dirent *entry; (entry = readdir(d));)
        n += entry->d_name[0] != '.';
    closedir(d);
    free(folder);
    return n;
}

static void history_write__keeps_lines_of_others__no_other_file(void **state)
{
    (void)state;
    scratch_write(dir, "state/callbrowser/history", 0644, "a:1\n");
    write_line("b:2", 100);
    scratch_write(dir, "state/callbrowser/history", 0644, "a:1\nb:2\nother:9\n");
    write_line("c:3", 100);
    expect_read(9, "a:1 b:2 other:9 c:3 ");
    assert_int_equal(files_beside(), 1);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void history_write__nothing_to_keep__no_file(void **state)
{
    (void)state;
    write_line("a:1", 0);
    write_line("a:\x1b]0;x", 10);
    assert_int_not_equal(access(path, F_OK), 0);
}

static void history_write__impossible__error(void **state)
{
    (void)state;
    struct err e = {""};
    scratch_write(dir, "state", 0600, "a file where a directory should be");
    assert_int_equal(history_write(path, "a:1", 10, &e), HISTORY_FAILED);
    assert_non_null(strstr(e.text, "cannot write '"));
}

static void history_write__a_directory__error(void **state)
{
    (void)state;
    struct err e = {""};
    scratch_write(dir, "state/callbrowser/history/inside", 0600, "x");
    assert_int_equal(history_write(path, "a:1", 10, &e), HISTORY_FAILED);
    assert_true(strlen(e.text) > 0);
}

static void history_forget__empties_an_existing_file(void **state)
{
    (void)state;
    struct err e = {""};
    struct stat st;
    assert_true(history_forget(path, &e));
    assert_int_not_equal(access(path, F_OK), 0);
    write_line("a:1", 10);
    assert_true(history_forget(path, &e));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void history_read__many__bounded(void **state)
{
    (void)state;
    struct buf text = {0};
    struct history h;
    struct err e;
    for (int i = 0; i < 200000; i++)
        buf_printf(&text, "ringyo:call_%d\n", i % 150000);
    scratch_write(dir, "state/callbrowser/history", 0600, buf_str(&text));
    assert_true(history_read(&h, path, 100000, &e));
    assert_int_equal(h.count, 100000);
    assert_string_equal(h.lines[99999], "ringyo:call_49999");
    history_done(&h);
    buf_done(&text);
}

static void history_path__xdg_or_home(void **state)
{
    (void)state;
    static const struct {
        const char *xdg, *want;
    } rows[] = {
        {"/state", "/state/callbrowser/history"},
        {"relative", "/home/x/.local/state/callbrowser/history"},
        {"", "/home/x/.local/state/callbrowser/history"},
    };
    setenv("HOME", "/home/x", 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        setenv("XDG_STATE_HOME", rows[i].xdg, 1);
        char *got = history_path();
        assert_string_equal(got, rows[i].want);
        free(got);
    }
}

static void history_forget__a_directory__error(void **state)
{
    (void)state;
    struct err e = {""};
    struct history h;
    scratch_write(dir, "state/callbrowser/history/inside", 0600, "x");
    assert_false(history_forget(path, &e));
    assert_non_null(strstr(e.text, "cannot write '"));
    assert_false(history_read(&h, path, 10, &e));
    assert_non_null(strstr(e.text, "cannot read '"));
}

/* It is left as it is. */
static void history__too_large__error(void **state)
{
    (void)state;
    struct err e = {""};
    struct stat st;
    struct history h;
    const off_t bytes = (off_t)1 << 30;
    write_line("a:1", 10);
    assert_int_equal(truncate(path, bytes), 0);
    assert_false(history_read(&h, path, 10, &e));
    assert_int_equal(history_write(path, "a:2", 10, &e), HISTORY_FAILED);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, bytes);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(history_read__no_file__nothing),
        TEST(history_read__newest_without_duplicates),
        TEST(history_read__three_copies__one),
        TEST(history_read__many__bounded),
        TEST(history_write__moves_to_the_end),
        TEST(history_write__ten_programs__lose_nothing),
        TEST(history_write__locked__busy),
        TEST(history_write__full_disk__no_part_of_a_line),
        TEST(history_write__a_symbolic_link__stays),
        TEST(history_write__a_link_to_no_file__error),
        TEST(history_write__keeps_lines_of_others__no_other_file),
        TEST(history_write__nothing_to_keep__no_file),
        TEST(history_write__impossible__error),
        TEST(history_write__a_directory__error),
        TEST(history_forget__empties_an_existing_file),
        TEST(history_path__xdg_or_home),
        TEST(history_forget__a_directory__error),
        TEST(history__too_large__error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
