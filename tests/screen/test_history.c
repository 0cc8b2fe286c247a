/* What was asked for before: the ID pane's history, its file, searching and completing in it. */
#include "tests/support/browse.h"

#include "tests/support/scratch.h"

#include "base/alloc.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define FILE_NAME ".local/state/callbrowser/history"
#define DOCUMENTED "ringyo:call_xyz789"
#define LONG "ringyo:call_turns_200"

/* On a history like this one, in the ID pane. */
static struct pty *start_with(const char *lines, const char *options)
{
    char *home = scratch_new();
    char *state_dir = scratch_path(home, "state");
    char *env = xasprintf("XDG_STATE_HOME=%s", state_dir);
    const char *const envs[] = {env, NULL};
    scratch_write(home, "state/callbrowser/history", 0600, lines);
    struct pty *p = browse_start(&(struct browse_options){.env = envs, .options = options});
    pty_expect(p, "[Call ID]");
    scratch_free(home); /* it is read before the first frame */
    free(state_dir);
    free(env);
    return p;
}

static void history__asked__kept_once_and_0600(void **state)
{
    (void)state;
    struct stat st;
    struct pty *p = browse_call(DOCUMENTED, " 1/2 ");
    pty_keys(p, "icall_turns_200\r");
    pty_expect(p, " 1/200 ");
    pty_keys(p, "icall_xyz789\r");
    pty_expect(p, " 1/2 ");
    char *text = browse_wait_file(p, FILE_NAME, LONG "\n" DOCUMENTED "\n");
    assert_string_equal(text, LONG "\n" DOCUMENTED "\n");
    char *path = scratch_path(pty_home(p), FILE_NAME);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(path);
    free(text);
}

/* The screen does not wait for another program that has the file's lock. */
static void history__locked__written_later(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){0});
    pty_expect(p, "[Call ID]");
    scratch_write(pty_home(p), FILE_NAME, 0600, LONG "\n");
    char *path = scratch_path(pty_home(p), FILE_NAME);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_int_equal(flock(fd, LOCK_EX), 0);
    pty_keys(p, DOCUMENTED "\r");
    pty_expect(p, " 1/2 ");
    char *before = scratch_read(pty_home(p), FILE_NAME);
    assert_string_equal(before, LONG "\n");
    close(fd);
    free(browse_wait_file(p, FILE_NAME, LONG "\n" DOCUMENTED "\n"));
    free(before);
    free(path);
}

static void history__relative_state_home__ignored(void **state)
{
    (void)state;
    static const char *const env[] = {"XDG_STATE_HOME=state", NULL};
    static const char *const args[] = {DOCUMENTED, NULL};
    struct pty *p = browse_start(&(struct browse_options){.env = env, .args = args});
    pty_expect(p, " 1/2 ");
    free(browse_wait_file(p, FILE_NAME, DOCUMENTED "\n"));
    assert_null(browse_file(p, "state/callbrowser/history"));
}

static void history__option__at_most_so_many(void **state)
{
    (void)state;
    static const char *const args[] = {DOCUMENTED, LONG, "ringyo:call_404", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .options = "history = 2"});
    pty_expect(p, "1/2");
    char *text = browse_wait_file(p, FILE_NAME, "call_404\n");
    assert_string_equal(text, LONG "\nringyo:call_404\n");
    free(text);
}

static void history__zero__keeps_nothing(void **state)
{
    (void)state;
    static const char *const args[] = {DOCUMENTED, NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args, .options = "history = 0"});
    pty_expect(p, " 1/2 ");
    pty_keys(p, "i");
    pty_key(p, "Up");
    pty_keys(p, "x");
    pty_expect(p, "[Call ID] x");
    assert_null(browse_file(p, FILE_NAME));
}

static void history__cannot_be_written__a_note(void **state)
{
    (void)state;
    static const char *const env[] = {"XDG_STATE_HOME=/dev/null", NULL};
    static const char *const args[] = {DOCUMENTED, NULL};
    struct pty *p = browse_start(&(struct browse_options){.env = env, .args = args});
    pty_expect(p, " 1/2 ");
    pty_expect(p, "no history: cannot write '/dev/null/callbrowser/history");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

static void history__up__goes_through_earlier_runs(void **state)
{
    (void)state;
    struct pty *p = start_with("ringyo:call_404\n" DOCUMENTED "\n", NULL);
    pty_key(p, "Up");
    pty_expect(p, "[Call ID] " DOCUMENTED);
    pty_key(p, "Up");
    pty_expect(p, "[Call ID] ringyo:call_404");
    pty_key(p, "Down");
    pty_keys(p, "\r");
    pty_expect(p, " 1/2 ");
}

static void history__ctrl_r__finds_backwards(void **state)
{
    (void)state;
    struct pty *p =
        start_with("ringyo:call_xyz1\n" DOCUMENTED "\nringyo:call_xyz2\ndiga:a\n", NULL);
    pty_keys(p, "draft\x12xyz");
    pty_expect(p, "(search xyz) ringyo:call_xyz2");
    pty_keys(p, "\x12");
    pty_expect(p, "(search xyz) " DOCUMENTED);
    pty_keys(p, "1");
    pty_expect(p, "(search xyz1) ringyo:call_xyz1");
    pty_keys(p, "Q");
    pty_expect(p, "(not found xyz1Q)");
    pty_keys(p, "\x7f\x7f");
    pty_expect(p, "(search xyz) ringyo:call_xyz2");
    pty_keys(p, "\x1b");
    pty_expect(p, "[Call ID] draft");
    pty_keys(p, "\x12xyz7\r");
    pty_expect(p, " 1/2 ");
}

static void history__tab__completes_or_goes_on(void **state)
{
    (void)state;
    struct pty *p = start_with("ringyo:call_404\n" DOCUMENTED "\n", NULL);
    pty_keys(p, "call_\t");
    pty_expect(p, "> " DOCUMENTED);
    pty_expect(p, "  ringyo:call_404");
    pty_expect(p, "[Call ID] " DOCUMENTED);
    pty_keys(p, "\t");
    pty_expect(p, "[Call ID] ringyo:call_404");
    pty_keys(p, "\x15rin\t");
    pty_expect(p, "ringg:              Ringg");
    pty_keys(p, "\x15ringyo:call_x\t\r");
    pty_expect(p, " 1/2 ");
    pty_keys(p, "inosuch\t");
    pty_expect(p, "[Call]");
}

/* Leaving empties the pane, whose text must not be read afterwards; a sanitizer sees it. */
static void enter__all_was_deleted__leaves_the_pane(void **state)
{
    (void)state;
    struct pty *p = browse_call("ringyo:call_xyz789", "Hello! This is Sarah");
    pty_keys(p, "ia\x7f");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\r");
    pty_expect(p, " Call ID  call_xyz789");
    pty_expect_not(p, "no provider");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(enter__all_was_deleted__leaves_the_pane), TEST(history__asked__kept_once_and_0600),
        TEST(history__locked__written_later),          TEST(history__relative_state_home__ignored),
        TEST(history__option__at_most_so_many),        TEST(history__zero__keeps_nothing),
        TEST(history__cannot_be_written__a_note),      TEST(history__up__goes_through_earlier_runs),
        TEST(history__ctrl_r__finds_backwards),        TEST(history__tab__completes_or_goes_on),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
