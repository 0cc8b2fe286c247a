/* --archive-forget: the program runs as a child, or in a terminal where it asks. */
#include "base/alloc.h"
#include "tests/support/keeping.h"
#include "tests/support/outcome.h"
#include "tests/support/pty.h"
#include "tests/support/run.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static char *program;

static const char *const ids[] = {"call_one", "call_two", "call_three"};

/* All of them are older than the days that a list implies. */
static int set_up(void **state)
{
    keeping_set_up(state);
    char *build = realpath(getenv("BUILD"), NULL); /* a terminal has another directory */
    program = xasprintf("%s/callbrowser", build);
    free(build);
    setenv("XDG_DATA_HOME", keeping_home(), 1);
    for (size_t i = 0; i < 3; i++) {
        char *body = xasprintf("{\"id\":\"%s\",\"created_at\":\"2025-11-0%zuT10:00:00Z\","
                               "\"status\":\"completed\"}",
                               ids[i], i + 1);
        keeping_keep("ringyo", ids[i], body, time_wall_us());
        free(body);
    }
    return 0;
}

static int tear_down(void **state)
{
    pty_stop_all(state);
    free(program);
    return keeping_tear_down(state);
}

static void forget(struct run *r, const char *query, const char *yes)
{
    const char *argv[] = {program, "-c", "/dev/null", "--archive-forget", query, yes, NULL};
    run_program(r, argv, NULL);
}

/* Whether each of the three calls is still kept. */
static void expect_kept(int one, int two, int three)
{
    const int kept[] = {one, two, three};
    for (size_t i = 0; i < 3; i++) {
        char *path = keeping_path("ringyo", ids[i]);
        if ((access(path, F_OK) == 0) != kept[i])
            fail_msg("%s is %skept", ids[i], kept[i] ? "not " : "");
        free(path);
    }
}

static void forget_kept__query__only_its_calls(void **state)
{
    (void)state;
    struct run r;
    forget(&r, "id:two", "--yes");
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: forgot 1 kept call\n");
    expect_kept(1, 0, 1);
    assert_int_equal(keeping_has_text("call_two"), 0);
    run_done(&r);
    forget(&r, "2025-11-03..", "--yes");
    assert_err(&r, "callbrowser: forgot 1 kept call\n");
    expect_kept(1, 0, 0);
    run_done(&r);
    forget(&r, "kept completed", "--yes");
    assert_err(&r, "callbrowser: forgot 1 kept call\n");
    expect_kept(0, 0, 0);
    run_done(&r);
}

static void forget_kept__all__folders_too(void **state)
{
    (void)state;
    struct run r;
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    forget(&r, "all", "--yes");
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: forgot 4 kept calls\n");
    assert_int_not_equal(access(keeping_dir(), F_OK), 0);
    run_done(&r);
    forget(&r, "all", "--yes");
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: no calls are kept\n");
    run_done(&r);
}

static void forget_kept__usage__forgets_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *query, *yes, *err;
    } cases[] = {
        {"", "--yes", "option '--archive-forget' needs a value\n"},
        {" ", "--yes", "'--archive-forget' needs a query, or all\n"},
        {"all", NULL, "'--archive-forget' needs --yes where there is no terminal to ask on\n"},
        {"id:two", NULL, "'--archive-forget' needs --yes"},
        {"25:00", "--yes", "query: '25:00' cannot be read: no such time"},
        {"id:two", "three", "unexpected argument 'three'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run r;
        forget(&r, cases[i].query, cases[i].yes);
        assert_code(&r, 2);
        assert_has(&r.err, cases[i].err);
        run_done(&r);
    }
    struct run r;
    run_program(&r, (const char *const[]){program, "--yes", "-p", "json", "call_one", NULL}, NULL);
    assert_code(&r, 2);
    assert_has(&r.err, "'--yes' needs --archive-forget\n");
    run_done(&r);
    expect_kept(1, 1, 1);
}

static void forget_kept__nothing_matches__exit_0(void **state)
{
    (void)state;
    struct run r;
    forget(&r, "id:four", "--yes");
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: no kept call matches\n");
    expect_kept(1, 1, 1);
    run_done(&r);
}

/* They may be calls that are meant. */
static void forget_kept__unreadable_files__exit_1(void **state)
{
    (void)state;
    struct run r;
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    forget(&r, "id:two", "--yes");
    assert_code(&r, 1);
    assert_err(&r, "callbrowser: forgot 1 kept call\n"
                   "callbrowser: 1 kept file was passed over: it is cut off\n");
    expect_kept(1, 0, 1);
    run_done(&r);
}

static struct pty *ask(const char *query)
{
    char *data = xasprintf("XDG_DATA_HOME=%s", keeping_home());
    struct pty *p = pty_start(&(struct pty_options){
        .argv = (const char *const[]){program, "-c", "/dev/null", "--archive-forget", query, NULL},
        .env = (const char *const[]){data, NULL}});
    free(data);
    return p;
}

static void forget_kept__terminal__asks(void **state)
{
    (void)state;
    struct pty *p = ask("id:t");
    pty_expect(p, "forget 2 kept calls for good? Type y and Enter");
    pty_keys(p, "\r");
    pty_expect(p, "nothing was forgotten");
    pty_expect_exit(p, 0);
    expect_kept(1, 1, 1);
    p = ask("id:t");
    pty_expect(p, "forget 2 kept calls for good?");
    pty_keys(p, "y\r");
    pty_expect(p, "forgot 2 kept calls");
    pty_expect_exit(p, 0);
    expect_kept(1, 0, 0);
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    p = ask("all");
    pty_expect(p, "forget the only kept call and 1 file that cannot be read for good?");
    pty_keys(p, "\r");
    pty_expect_exit(p, 0);
    expect_kept(1, 0, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(forget_kept__query__only_its_calls),    TEST(forget_kept__all__folders_too),
        TEST(forget_kept__usage__forgets_nothing),   TEST(forget_kept__nothing_matches__exit_0),
        TEST(forget_kept__unreadable_files__exit_1), TEST(forget_kept__terminal__asks),
    };
    return cmocka_run_group_tests_name("forget_kept", tests, NULL, NULL);
}
