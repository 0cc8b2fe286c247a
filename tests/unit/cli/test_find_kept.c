/* --find 'kept ...', printed: the program runs as a child. No provider is asked. */
#include "base/alloc.h"
#include "tests/support/keeping.h"
#include "tests/support/outcome.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { BOMB_BYTES = 2 << 20 };

static char *program;

static void keep(const char *provider, const char *id, const char *body)
{
    keeping_keep(provider, id, body, time_wall_us());
}

/* Two calls of ringyo, a year apart, and one of retell, between them. */
static int set_up(void **state)
{
    keeping_set_up(state);
    program = xasprintf("%s/callbrowser", getenv("BUILD"));
    setenv("XDG_DATA_HOME", keeping_home(), 1);
    keep("ringyo", "call_old",
         "{\"id\":\"call_old\",\"created_at\":\"2025-11-02T10:00:00Z\",\"status\":\"completed\","
         "\"from_number\":\"+14155551234\",\"transcript\":[{\"role\":\"user\","
         "\"content\":\"I want a refund for order 17\"}]}");
    keep("ringyo", "call_new",
         "{\"id\":\"call_new\",\"created_at\":\"2026-11-02T10:00:00Z\",\"status\":\"failed\","
         "\"transcript\":[{\"role\":\"user\",\"content\":\"Where is order 18?\"}]}");
    keep("retell", "call_mid",
         "{\"call_id\":\"call_mid\",\"call_status\":\"ended\",\"start_timestamp\":1767225600000}");
    return 0;
}

static int tear_down(void **state)
{
    free(program);
    return keeping_tear_down(state);
}

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

#define FIND(r, query, ...)                                                                        \
    run_program(r,                                                                                 \
                (const char *const[]){program, "-c", "/dev/null", "--find", query, "-p", "id",     \
                                      __VA_ARGS__, NULL},                                          \
                NULL)

static void find_kept__words__as_in_lists(void **state)
{
    (void)state;
    static const struct {
        const char *query, *out;
    } cases[] = {
        {"kept", "ringyo:call_new\nretell:call_mid\nringyo:call_old\n"},
        {"kept ringyo", "ringyo:call_new\nringyo:call_old\n"},
        {"kept 1234", "ringyo:call_old\n"},
        {"kept failed", "ringyo:call_new\n"},
        {"kept text:refund", "ringyo:call_old\n"},
        {"kept \"is order\"", "ringyo:call_new\n"},
        {"kept /order 1[78]/", "ringyo:call_new\nringyo:call_old\n"},
        {"kept 2025-12-01..", "ringyo:call_new\nretell:call_mid\n"},
    };
    struct run r;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        FIND(&r, cases[i].query, NULL);
        assert_code(&r, 0);
        assert_out(&r, cases[i].out);
        assert_err(&r, "");
        run_done(&r);
    }
}

static void find_kept__providers_and_limit__of_the_command_line(void **state)
{
    (void)state;
    struct run r;
    FIND(&r, "kept", "retell");
    assert_out(&r, "retell:call_mid\n");
    run_done(&r);
    FIND(&r, "kept", "--limit", "2");
    assert_out(&r, "ringyo:call_new\nretell:call_mid\n");
    assert_err(&r, "callbrowser: only the 2 newest are printed (--limit)\n");
    run_done(&r);
}

static void find_kept__nothing__says_how_transcripts_are_searched(void **state)
{
    (void)state;
    struct run r;
    FIND(&r, "kept refund", NULL);
    assert_code(&r, 0);
    assert_out(&r, "");
    assert_err(&r, "callbrowser: no such call; 'text:refund' searches transcripts too\n");
    run_done(&r);
}

static void find_kept__unreadable_files__are_a_note(void **state)
{
    (void)state;
    struct run r;
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    keeping_plant("ringyo", "call_none", "nothing", 7);
    FIND(&r, "kept retell ringyo failed", NULL);
    assert_code(&r, 0);
    assert_out(&r, "ringyo:call_new\n");
    assert_err(&r, "callbrowser: 2 kept files were passed over: 1 no gzip file, 1 cut off\n");
    run_done(&r);
}

/* Unpacks to more than a MiB. */
static void plant_bomb(const char *id)
{
    char *blanks = xcalloc(1, BOMB_BYTES + 1);
    memset(blanks, ' ', BOMB_BYTES);
    keeping_plant_text("ringyo", id, blanks);
    free(blanks);
}

/* Files that are something else, each in the place of a call of ringyo. */
static void plant_other_things(void)
{
    char *fifo = keeping_path("ringyo", "call_fifo"), *link = keeping_path("ringyo", "call_link"),
         *folder = keeping_path("ringyo", "call_folder");
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(symlink("/dev/zero", link), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    free(fifo);
    free(link);
    free(folder);
}

/* The whole calls come all the same, and nothing is waited for. */
static void find_kept__every_odd_file__is_passed_over(void **state)
{
    (void)state;
    struct run r;
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    keeping_plant("ringyo", "call_none", "nothing", 7);
    keeping_plant_text("ringyo", "call_next", "{\"schema\":2}");
    plant_bomb("call_bomb");
    plant_other_things();
    char *config = scratch_path(keeping_home(), "small.ini");
    scratch_write(keeping_home(), "small.ini", 0600, "[callbrowser]\nmax_response_mb = 1\n");
    run_program(&r, ARGS(program, "-c", config, "--find", "kept text:refund", "-p", "id"), NULL);
    assert_code(&r, 0);
    assert_out(&r, "ringyo:call_old\n");
    assert_err(&r, "callbrowser: 7 kept files were passed over: 1 a symbolic link, 1 a directory, "
                   "1 no regular file, 1 no gzip file, 1 cut off, 1 larger than max_response_mb "
                   "when unpacked, 1 of a newer version\n");
    run_done(&r);
    run_program(&r, ARGS(program, "-c", config, "--offline", "ringyo:call_old", "-p", "text"),
                NULL);
    assert_code(&r, 0);
    assert_has(&r.out, "refund for order 17");
    run_done(&r);
    free(config);
}

/* What was not looked at is not said to be empty. */
static void find_kept__folder_that_is_a_link__is_not_no_calls(void **state)
{
    (void)state;
    struct run r;
    char *empty = scratch_new(), *link = scratch_path(empty, "callbrowser/kept/ringyo");
    scratch_write(empty, "callbrowser/kept/file", 0600, "");
    assert_int_equal(symlink("/", link), 0);
    setenv("XDG_DATA_HOME", empty, 1);
    FIND(&r, "kept refund", NULL);
    assert_code(&r, 0);
    assert_err(&r, "callbrowser: 1 kept file was passed over: it is a symbolic link\n");
    run_done(&r);
    free(link);
    scratch_free(empty);
}

static void find_kept__no_folder__finds_nothing_and_makes_none(void **state)
{
    (void)state;
    struct run r;
    char *empty = scratch_new();
    setenv("XDG_DATA_HOME", empty, 1);
    FIND(&r, "kept refund", NULL);
    assert_code(&r, 0);
    assert_out(&r, "");
    assert_err(&r, "callbrowser: no calls are kept\n");
    run_done(&r);
    char *made = scratch_read(empty, "callbrowser");
    assert_null(made);
    scratch_free(empty);
}

/* A failure is no absence. */
static void find_kept__folder_that_is_none__exit_1(void **state)
{
    (void)state;
    struct run r;
    char *home = scratch_new();
    scratch_write(home, "callbrowser/kept", 0600, "");
    setenv("XDG_DATA_HOME", home, 1);
    FIND(&r, "kept refund", NULL);
    assert_code(&r, 1);
    assert_out(&r, "");
    assert_has(&r.err, "/callbrowser/kept' is no directory\n");
    run_done(&r);
    scratch_free(home);
}

static void find_kept__wrong_expression__exit_2(void **state)
{
    (void)state;
    struct run r;
    FIND(&r, "kept /(/", NULL);
    assert_code(&r, 2);
    assert_has(&r.err, "query: ");
    run_done(&r);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(find_kept__words__as_in_lists),
        TEST(find_kept__providers_and_limit__of_the_command_line),
        TEST(find_kept__nothing__says_how_transcripts_are_searched),
        TEST(find_kept__unreadable_files__are_a_note),
        TEST(find_kept__every_odd_file__is_passed_over),
        TEST(find_kept__folder_that_is_a_link__is_not_no_calls),
        TEST(find_kept__no_folder__finds_nothing_and_makes_none),
        TEST(find_kept__folder_that_is_none__exit_1),
        TEST(find_kept__wrong_expression__exit_2),
    };
    return cmocka_run_group_tests_name("find_kept", tests, NULL, NULL);
}
