/* --open, printed: the program runs as a child and sends nothing. */
#include "base/alloc.h"
#include "tests/support/keeping.h"
#include "tests/support/outcome.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"
#include "text/time.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* More than max_response_mb. */
enum { BOMB_BYTES = 33 << 20 };

static char *program, *dir;

static int set_up(void **state)
{
    program = xasprintf("%s/callbrowser", getenv("BUILD"));
    dir = scratch_new();
    return keeping_set_up(state);
}

static int tear_down(void **state)
{
    scratch_free(dir);
    free(program);
    return keeping_tear_down(state);
}

#define ARGS(...) ((const char *const[]){program, "-c", "/dev/null", __VA_ARGS__, NULL})
#define OPEN(r, ...) run_program(r, ARGS("--open", __VA_ARGS__), NULL)

static void expect_call(const char *path, const char *provider, const char *id)
{
    struct run r;
    char *begin = xasprintf("{\"schema\":1,\"provider\":\"%s\",\"id\":\"%s\"", provider, id);
    OPEN(&r, path, "-p", "json");
    if (r.code != 0 || strncmp(buf_str(&r.out), begin, strlen(begin)) != 0)
        fail_msg("%s: expected %s, got %d: %.80s%s", path, begin, r.code, buf_str(&r.out),
                 buf_str(&r.err));
    free(begin);
    run_done(&r);
}

static void opened__saved_answers__by_themselves(void **state)
{
    (void)state;
    expect_call("tests/fixtures/ringyo-analysis.json", "ringyo", "call_xyz789");
    expect_call("tests/fixtures/retell-call.json", "retell", "call_a4441234567890777c4a4a123e6");
    expect_call("tests/fixtures/payloads/voxworks-01.json", "voxworks",
                "c0ffee01-0000-4000-8000-000000000001");
}

/* The ID of an answer whose name begins with the provider's: "ringyo-live.json". */
static bool is_answer(const char *name, const char *provider)
{
    size_t n = strlen(provider);
    const char *ending = strchr(name, '.');
    return strncmp(name, provider, n) == 0 && name[n] == '-' && ending &&
           strcmp(ending, ".json") == 0;
}

static size_t try_all(const char *provider)
{
    size_t n = 0;
    char *mark = xasprintf("\"provider\":\"%s\"", provider);
    DIR *d = opendir("tests/fixtures");
    for (struct dirent *entry; (entry = readdir(d));) {
        struct run r;
        if (!is_answer(entry->d_name, provider))
            continue;
        char *path = xasprintf("tests/fixtures/%s", entry->d_name);
        OPEN(&r, path, "-p", "json");
        if (r.code == 0 && !strstr(buf_str(&r.out), mark))
            fail_msg("%s is not of %s: %.80s", path, provider, buf_str(&r.out));
        n += r.code == 0;
        run_done(&r);
        free(path);
    }
    closedir(d);
    free(mark);
    return n;
}

/* Descriptions find something in almost any answer, and yet no answer is shown as that of another
 * provider. */
static void opened__every_fixture__is_of_its_provider(void **state)
{
    (void)state;
    static const char *const names[] = {"bland",  "cometchat", "diga",   "elevenlabs",
                                        "retell", "ringg",     "ringyo", "synthflow",
                                        "vapi",   "voxworks"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (try_all(names[i]) < 3)
            fail_msg("too few answers of %s hold a call", names[i]);
}

static void opened__webhooks__in_their_envelopes(void **state)
{
    (void)state;
    expect_call("tests/fixtures/payloads/retell-10.json", "retell", "call_a1");
    expect_call("tests/fixtures/payloads/elevenlabs-09.json", "elevenlabs", "3aBcD4E978gWEfMy7aBc");
    scratch_write(dir, "vapi.json", 0600,
                  "{\"message\":{\"type\":\"end-of-call-report\",\"endedReason\":\"hangup\","
                  "\"call\":{\"id\":\"11111111-2222-4333-8444-555555555501\"},"
                  "\"summary\":\"A question.\"}}");
    char *path = scratch_path(dir, "vapi.json");
    expect_call(path, "vapi", "11111111-2222-4333-8444-555555555501");
    free(path);
    scratch_write(dir, "synthflow.json", 0600,
                  "{\"status\":\"completed\",\"error_message\":\"\",\"lead\":{\"name\":\"test\","
                  "\"phone_number\":\"+14155551234\"},\"call\":{\"status\":\"completed\","
                  "\"end_call_reason\":\"agent_goodbye\",\"model_id\":\"m\","
                  "\"timezone\":\"Europe/Berlin\","
                  "\"call_id\":\"11111111-2222-4333-8444-555555555502\",\"duration\":113,"
                  "\"transcript\":\"bot: Hello.\\nhuman: Hi.\"}}");
    path = scratch_path(dir, "synthflow.json");
    expect_call(path, "synthflow", "11111111-2222-4333-8444-555555555502");
    free(path);
}

static void opened__several_providers__are_named(void **state)
{
    (void)state;
    struct run r;
    scratch_write(dir, "one.json", 0600, "{\"data\":{\"id\":\"7\",\"status\":\"completed\"}}");
    char *path = scratch_path(dir, "one.json");
    OPEN(&r, path, "-p", "json");
    assert_code(&r, 2);
    assert_out(&r, "");
    assert_has(&r.err, "name one with --provider: ");
    assert_has(&r.err, "diga");
    assert_has(&r.err, "ringyo");
    run_done(&r);
    OPEN(&r, path, "-p", "json", "--provider", "ringyo");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"ringyo\",\"id\":\"7\"");
    run_done(&r);
    free(path);
}

static void open_with(struct run *r, const char *config, const char *answer)
{
    scratch_write(dir, "own.ini", 0600, config);
    char *path = scratch_path(dir, "own.ini");
    run_program(r, (const char *const[]){program, "-c", path, "--open", "-", "-p", "json", NULL},
                answer);
    free(path);
}

#define OWN(name) "[provider " name "]\nbase_url = https://own.example\npath = /{id}\n"

/* A description that finds more, but no ID, has found nothing that is a call. */
static void opened__id__counts_more_than_places(void **state)
{
    (void)state;
    struct run r;
    open_with(&r, OWN("one") "id = /my_id\n" OWN("two") "id = /none\nstatus = /a\nsummary = /b\n",
              "{\"my_id\":\"1\",\"a\":\"x\",\"b\":\"y\"}");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"one\",\"id\":\"1\"");
    run_done(&r);
}

/* An ID of the right form alone may be anything; more than that is a call. */
static void opened__only_an_id__loses_to_more(void **state)
{
    (void)state;
    struct run r;
    open_with(&r,
              OWN("one") "id = /my_id\nid_form = call_*\n" OWN("two") "id = /other\nstatus = /a\n",
              "{\"my_id\":\"call_1\",\"other\":\"7\",\"a\":\"x\"}");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"two\",\"id\":\"7\"");
    run_done(&r);
}

/* A description of one's own instead of the built-in one. */
static void opened__enabled__before_one_that_is_not(void **state)
{
    (void)state;
    struct run r;
    static const char two[] = OWN("one") "id = /my_id\n%s" OWN("two") "id = /my_id\n";
    char *both = xasprintf(two, ""), *second = xasprintf(two, "enabled = no\n");
    open_with(&r, both, "{\"my_id\":\"1\"}");
    assert_code(&r, 2);
    assert_err(&r,
               "callbrowser: 'standard input' can be a call of several providers; name one with "
               "--provider: one, two\n");
    run_done(&r);
    open_with(&r, second, "{\"my_id\":\"1\"}");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"two\",\"id\":\"1\"");
    run_done(&r);
    free(both);
    free(second);
}

static void opened__no_call__exit_code_7(void **state)
{
    (void)state;
    struct run r;
    run_program(&r, ARGS("--open", "-", "-p", "json"), "{\"a\":1}");
    assert_code(&r, 7);
    assert_err(&r, "callbrowser: 'standard input' holds no call of a provider that is known\n");
    run_done(&r);
    run_program(&r, ARGS("--open", "-", "-p", "json"), "");
    assert_code(&r, 7);
    assert_err(&r, "callbrowser: 'standard input' is not JSON\n");
    run_done(&r);
    run_program(&r, ARGS("--open", "-", "-p", "json", "--provider", "ringyo"), "not JSON");
    assert_code(&r, 7);
    assert_has(&r.err, "'standard input' holds no call of 'ringyo': ");
    run_done(&r);
}

static void opened__usage__is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *const args[5], *why;
    } cases[] = {
        {{"/does/not/exist", "-p", "json"}, "'/does/not/exist': No such file or directory\n"},
        {{"x", "-p", "json", "call_1"}, "'--open' takes no ID: unexpected argument 'call_1'\n"},
        {{"x", "--provider", "rigyo", "-p", "json"}, "did you mean 'ringyo'"},
        {{"x", "--find", "today"}, "'--open' cannot be used with '--find'\n"},
        {{"-"}, "'--open -' needs -p\n"},
    };
    struct run r;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *argv[10] = {program, "-c", "/dev/null", "--open"};
        for (size_t k = 0; k < 5 && cases[i].args[k]; k++)
            argv[4 + k] = cases[i].args[k];
        run_program(&r, argv, NULL);
        assert_code(&r, 2);
        assert_has(&r.err, cases[i].why);
        run_done(&r);
    }
    run_program(&r, ARGS("--provider", "ringyo", "-p", "json"), NULL);
    assert_code(&r, 2);
    assert_has(&r.err, "'--provider' needs --open\n");
    run_done(&r);
}

/* A call that this home never kept. */
static void opened__kept_file__shows_the_same_call(void **state)
{
    (void)state;
    struct run fresh, kept;
    char *body = scratch_read("tests/fixtures", "ringyo-analysis.json");
    keeping_keep("ringyo", "call_xyz789", body, time_wall_us() - 3 * KEEPING_DAY_US - 1);
    char *path = keeping_path("ringyo", "call_xyz789");
    OPEN(&kept, path, "-p", "json");
    OPEN(&fresh, "tests/fixtures/ringyo-analysis.json", "-p", "json");
    assert_code(&kept, 0);
    assert_string_equal(buf_str(&kept.out), buf_str(&fresh.out));
    assert_err(&kept, "callbrowser: ringyo:call_xyz789: kept 3 days ago\n");
    assert_err(&fresh, "");
    run_done(&kept);
    run_done(&fresh);
    OPEN(&kept, path, "-p", "raw");
    assert_string_equal(buf_str(&kept.out), body);
    run_done(&kept);
    free(path);
    free(body);
}

/* What zcat writes. */
static void opened__kept_text__is_a_kept_call_too(void **state)
{
    (void)state;
    struct run r;
    run_program(&r, ARGS("--open", "-", "-p", "json"),
                "{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_1\","
                "\"first_kept_at\":\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\","
                "\"masked\":false,\"documents\":[{\"name\":\"call\","
                "\"body\":\"{\\\"id\\\":\\\"call_1\\\"}\"}]}");
    assert_code(&r, 0);
    assert_has(&r.out, "\"provider\":\"ringyo\",\"id\":\"call_1\"");
    run_done(&r);
}

/* It holds the printed call, and no answer. */
static void opened__masked_kept_call__as_it_was_printed(void **state)
{
    (void)state;
    struct run printed, r;
    OPEN(&printed, "tests/fixtures/ringyo-analysis.json", "-p", "json");
    char *text = xasprintf("{\"schema\":1,\"provider\":\"ringyo\",\"id\":\"call_xyz789\","
                           "\"first_kept_at\":\"2026-11-29T15:00:00Z\","
                           "\"kept_at\":\"2026-11-29T15:00:00Z\",\"masked\":true,\"call\":%s}",
                           buf_str(&printed.out));
    keeping_plant_text("ringyo", "call_xyz789", text);
    char *path = keeping_path("ringyo", "call_xyz789");
    OPEN(&r, path, "-p", "json");
    assert_code(&r, 0);
    assert_string_equal(buf_str(&r.out), buf_str(&printed.out));
    assert_has(&r.err, " ago, masked\n");
    run_done(&r);
    run_done(&printed);
    free(path);
    free(text);
}

static void opened__damaged_kept_files__exit_code_2(void **state)
{
    (void)state;
    struct run r;
    char *path = keeping_path("ringyo", "call_1");
    keeping_plant("ringyo", "call_1", "\x1f\x8b\x08", 3);
    OPEN(&r, path, "-p", "json");
    assert_code(&r, 2);
    assert_has(&r.err, "' is cut off\n");
    run_done(&r);
    keeping_plant_text("ringyo", "call_1", "{\"schema\":2}");
    OPEN(&r, path, "-p", "json");
    assert_code(&r, 2);
    assert_has(&r.err, "' was written by a newer version\n");
    run_done(&r);
    char *zeros = xcalloc(1, BOMB_BYTES + 1);
    memset(zeros, ' ', BOMB_BYTES);
    keeping_plant_text("ringyo", "call_1", zeros);
    OPEN(&r, path, "-p", "json");
    assert_code(&r, 2);
    assert_has(&r.err, "' is larger than max_response_mb when unpacked\n");
    run_done(&r);
    free(zeros);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opened__saved_answers__by_themselves),
        cmocka_unit_test(opened__every_fixture__is_of_its_provider),
        cmocka_unit_test(opened__webhooks__in_their_envelopes),
        cmocka_unit_test(opened__several_providers__are_named),
        cmocka_unit_test(opened__id__counts_more_than_places),
        cmocka_unit_test(opened__only_an_id__loses_to_more),
        cmocka_unit_test(opened__enabled__before_one_that_is_not),
        cmocka_unit_test(opened__no_call__exit_code_7),
        cmocka_unit_test(opened__usage__is_refused),
        cmocka_unit_test(opened__kept_file__shows_the_same_call),
        cmocka_unit_test(opened__kept_text__is_a_kept_call_too),
        cmocka_unit_test(opened__masked_kept_call__as_it_was_printed),
        cmocka_unit_test(opened__damaged_kept_files__exit_code_2),
    };
    return cmocka_run_group_tests_name("opened", tests, set_up, tear_down);
}
