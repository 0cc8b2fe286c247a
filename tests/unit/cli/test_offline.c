/* --offline, printed: the program runs as a child. Its providers cannot be reached. */
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *program, *dir, *config;

#define FIRST "{\"id\":\"call_one\",\"status\":\"completed\",\"from_number\":\"+14155551234\"}"

static int set_up(void **state)
{
    keeping_set_up(state);
    dir = scratch_new();
    program = xasprintf("%s/callbrowser", getenv("BUILD"));
    setenv("XDG_DATA_HOME", keeping_home(), 1);
    scratch_write(dir, "off.ini", 0600,
                  "[provider mine]\nbase_url = http://127.0.0.1:1\npath = /c/{id}\nid = /id\n"
                  "header = X-API-KEY: {key}\napi_key = sesame-0123456789\n"
                  "[provider ringyo]\nbase_url = http://127.0.0.1:1\n");
    config = scratch_path(dir, "off.ini");
    keeping_keep("ringyo", "call_one", FIRST, time_wall_us() - KEEPING_DAY_US - 1);
    keeping_keep("mine", "m1", "{\"id\":\"m1\"}", time_wall_us());
    return 0;
}

static int tear_down(void **state)
{
    scratch_free(dir);
    free(program);
    free(config);
    return keeping_tear_down(state);
}

#define OFFLINE(r, ...)                                                                            \
    run_program(r, (const char *const[]){program, "-c", config, "--offline", __VA_ARGS__, NULL},   \
                NULL)

/* Keys do not matter: ringyo has none. */
static void offline__kept__is_printed_and_said_to_be(void **state)
{
    (void)state;
    struct run r;
    OFFLINE(&r, "-p", "json", "call_one", "mine:m1");
    assert_code(&r, 0);
    assert_has(&r.out, "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_one\"");
    assert_has(&r.out, "\n{\"schema\":1,\"provider\":\"mine\",\"id\":\"m1\"");
    assert_err(&r, "callbrowser: ringyo:call_one: kept 1 day ago\n"
                   "callbrowser: mine:m1: kept just now\n");
    run_done(&r);
    OFFLINE(&r, "-p", "raw", "ringyo", "call_one");
    assert_out(&r, FIRST "\n");
    run_done(&r);
}

static void offline__id_alone__of_any_provider(void **state)
{
    (void)state;
    struct run r;
    OFFLINE(&r, "-p", "json", "m1");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"mine\",\"id\":\"m1\"");
    run_done(&r);
    keeping_keep("ringyo", "m1", "{\"id\":\"m1\"}", time_wall_us());
    OFFLINE(&r, "-p", "text", "m1");
    assert_code(&r, 2);
    assert_has(&r.err, "calls of several providers are kept with this ID; name one: ");
    run_done(&r);
    OFFLINE(&r, "-p", "json", "ringyo:m1");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"ringyo\",\"id\":\"m1\"");
    run_done(&r);
}

static void offline__unknown__exit_3(void **state)
{
    (void)state;
    struct run r;
    OFFLINE(&r, "-p", "text", "call_none");
    assert_code(&r, 3);
    assert_out(&r, "");
    assert_has(&r.err, "call_none: not kept, and --offline asks no provider\n");
    run_done(&r);
    OFFLINE(&r, "-p", "text", "mine", "call_one");
    assert_code(&r, 3);
    run_done(&r);
}

static void offline__damaged__exit_1(void **state)
{
    (void)state;
    struct run r;
    keeping_plant("ringyo", "call_cut", "\x1f\x8b\x08", 3);
    OFFLINE(&r, "-p", "text", "call_cut", "call_one");
    assert_code(&r, 1);
    assert_has(&r.err, "' is cut off\n");
    assert_has(&r.out, "call_one");
    run_done(&r);
}

/* It is no file that can be read, and yet something lies in the call's place. */
static void offline__no_file_in_its_place__is_said(void **state)
{
    (void)state;
    static const struct {
        const char *id, *why;
    } cases[] = {{"call_link", "' is a symbolic link\n"},
                 {"call_fifo", "' is no regular file\n"},
                 {"call_dir", "' is a directory\n"}};
    char *one = keeping_path("ringyo", "call_one"), *link = keeping_path("ringyo", cases[0].id),
         *fifo = keeping_path("ringyo", cases[1].id), *folder = keeping_path("ringyo", cases[2].id);
    assert_int_equal(symlink(one, link), 0);
    assert_int_equal(mkfifo(fifo, 0600), 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run r;
        OFFLINE(&r, "-p", "text", cases[i].id);
        assert_code(&r, 1);
        assert_has(&r.err, "the kept call cannot be read: '");
        assert_has(&r.err, cases[i].why);
        run_done(&r);
        OFFLINE(&r, "-p", "text", "ringyo", cases[i].id);
        assert_code(&r, 1);
        assert_has(&r.err, cases[i].why);
        run_done(&r);
    }
    free(one);
    free(link);
    free(fifo);
    free(folder);
}

static void offline__folder_is_a_link__is_named(void **state)
{
    (void)state;
    struct run r;
    char *folder = scratch_path(keeping_dir(), "ringyo"), *away = scratch_path(dir, "away");
    assert_int_equal(rename(folder, away), 0);
    assert_int_equal(symlink(away, folder), 0);
    OFFLINE(&r, "-p", "text", "ringyo", "call_none");
    assert_code(&r, 1);
    assert_has(&r.err, "/kept/ringyo' is a symbolic link\n");
    run_done(&r);
    free(folder);
    free(away);
}

/* The file has no answers. */
static void offline__raw_of_a_masked_call__exit_1(void **state)
{
    (void)state;
    struct run r;
    keeping_plant_text("ringyo", "call_masked",
                       "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_masked\","
                       "\"first_kept_at\":\"2026-11-29T15:00:00Z\",\"kept_at\":"
                       "\"2026-11-29T15:00:00Z\",\"masked\":true,\"call\":{\"schema\":1,"
                       "\"provider\":\"ringyo\",\"id\":\"call_masked\"}}");
    OFFLINE(&r, "-p", "raw", "call_masked");
    assert_code(&r, 1);
    assert_out(&r, "");
    assert_has(&r.err, "only the masked call is kept, not the answers of the provider\n");
    run_done(&r);
}

/* Without --offline kept calls are not read, even if nobody answers. */
static void offline__left_out__exit_6(void **state)
{
    (void)state;
    struct run r;
    run_program(&r, (const char *const[]){program, "-c", config, "-p", "text", "mine:m1", NULL},
                NULL);
    assert_code(&r, 6);
    assert_out(&r, "");
    run_done(&r);
}

static void offline__find__needs_kept(void **state)
{
    (void)state;
    struct run r;
    OFFLINE(&r, "-p", "id", "--find", "today");
    assert_code(&r, 2);
    assert_err(&r, "callbrowser: --offline asks no provider: begin the query with kept\n");
    run_done(&r);
    OFFLINE(&r, "-p", "id", "--find", "kept 1234");
    assert_code(&r, 0);
    assert_out(&r, "ringyo:call_one\n");
    run_done(&r);
}

static void offline__mask__masks_what_is_printed(void **state)
{
    (void)state;
    struct run r;
    scratch_write(dir, "off.ini", 0600, "[callbrowser]\nmask = yes\n");
    OFFLINE(&r, "-p", "json", "call_one");
    assert_code(&r, 0);
    assert_has(&r.out, "1234");
    assert_lacks(&r.out, "4155551234");
    run_done(&r);
}

/* What was kept is no call: as if it had come from the provider. */
static void offline__answer_without_a_call__is_a_failure(void **state)
{
    (void)state;
    struct run r;
    keeping_keep("ringyo", "call_odd", "{\"error\":{\"message\":\"No call to +14155551234\"}}",
                 time_wall_us());
    OFFLINE(&r, "-p", "json", "call_odd");
    assert_int_not_equal(r.code, 0);
    assert_has(&r.err, "call_odd: ");
    assert_has(&r.err, "No call to +14155551234");
    run_done(&r);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(offline__kept__is_printed_and_said_to_be),
        TEST(offline__id_alone__of_any_provider),
        TEST(offline__unknown__exit_3),
        TEST(offline__damaged__exit_1),
        TEST(offline__no_file_in_its_place__is_said),
        TEST(offline__folder_is_a_link__is_named),
        TEST(offline__raw_of_a_masked_call__exit_1),
        TEST(offline__left_out__exit_6),
        TEST(offline__find__needs_kept),
        TEST(offline__mask__masks_what_is_printed),
        TEST(offline__answer_without_a_call__is_a_failure),
    };
    return cmocka_run_group_tests_name("offline", tests, NULL, NULL);
}
