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
#include <sys/stat.h>

#include <cmocka.h>

/* More than max_response_mb. */
enum { BOMB_BYTES = 33 << 20, MANY_VALUES = 2000000 /* and one more are too many */ };

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
    run_program(&r, ARGS("--open", "-", "-p", "json", "--provider", "ringyo"), "{\"a\":1}");
    assert_code(&r, 7);
    assert_has(&r.err, "'standard input' holds no call of 'ringyo': the answer holds no call data");
    run_done(&r);
}

/* With and without a provider's name. */
static void expect_no_call(const char *text, const char *sentence)
{
    struct run r;
    run_program(&r, ARGS("--open", "-", "-p", "json"), text);
    assert_code(&r, 7);
    assert_has(&r.err, sentence);
    run_done(&r);
    run_program(&r, ARGS("--open", "-", "-p", "json", "--provider", "ringyo"), text);
    assert_code(&r, 7);
    assert_has(&r.err, sentence);
    run_done(&r);
}

static void opened__no_answer__says_what_it_is(void **state)
{
    (void)state;
    expect_no_call("", "'standard input' is empty\n");
    expect_no_call(" \n\t\n", "'standard input' is empty\n");
    expect_no_call("\n<!DOCTYPE html><p>Sign in</p>", "'standard input' is a web page, not JSON\n");
    expect_no_call("not JSON", "cannot read 'standard input': not JSON at byte 1\n");
}

/* The text is JSON, of which too much memory would be needed. */
static void opened__too_many_values__are_not_called_no_json(void **state)
{
    (void)state;
    struct run r;
    struct buf text = {0};
    buf_putc(&text, '[');
    for (int i = 0; i < MANY_VALUES; i++)
        buf_puts(&text, "0,");
    buf_puts(&text, "0]");
    scratch_write(dir, "many.json", 0600, buf_str(&text));
    char *path = scratch_path(dir, "many.json");
    OPEN(&r, path, "-p", "json");
    assert_code(&r, 7);
    assert_has(&r.err, "many.json': more than 2000000 values\n");
    run_done(&r);
    keeping_plant_text("ringyo", "call_many", buf_str(&text));
    char *kept = keeping_path("ringyo", "call_many");
    OPEN(&r, kept, "-p", "json");
    assert_code(&r, 2);
    assert_has(&r.err, "' has more values, or levels of them, than are read\n");
    run_done(&r);
    free(kept);
    free(path);
    buf_done(&text);
}

/* The provider's words, with 400 characters after the number. */
static char *error_answer(void)
{
    return xasprintf("{\"error\":{\"message\":\"No call to +14155551234 \\u001b[2J%0400d\"}}", 0);
}

static void opened__error_of_a_provider__is_said(void **state)
{
    (void)state;
    char *answer = error_answer();
    expect_no_call("{\"message\":\"Call not found\"}", "it says: Call not found\n");
    struct run r;
    open_with(&r, "", answer);
    assert_code(&r, 7);
    assert_has(&r.err, "'standard input' holds no call; it says: No call to +14155551234 ");
    assert_lacks(&r.err, "\x1b");
    assert_true(r.err.len < 400);
    run_done(&r);
    open_with(&r, "[callbrowser]\nmask = yes\n", answer);
    assert_code(&r, 7);
    assert_has(&r.err, "it says: No call to ");
    assert_lacks(&r.err, "4155551234");
    run_done(&r);
    free(answer);
}

static void opened__kept_answer_without_a_call__is_masked(void **state)
{
    (void)state;
    struct run r;
    char *answer = error_answer(), *path = keeping_path("ringyo", "call_1");
    keeping_keep("ringyo", "call_1", answer, time_wall_us());
    scratch_write(dir, "mask.ini", 0600, "[callbrowser]\nmask = yes\n");
    char *config = scratch_path(dir, "mask.ini");
    run_program(
        &r, (const char *const[]){program, "-c", config, "--open", path, "-p", "json", NULL}, NULL);
    assert_code(&r, 7);
    assert_has(&r.err, "' holds no call: No call to ");
    assert_lacks(&r.err, "4155551234");
    run_done(&r);
    free(config);
    free(path);
    free(answer);
}

/* ---- where the file comes from ---- */

static void opened__descriptor__is_read(void **state)
{
    (void)state;
    static const char *const paths[] = {"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"};
    char *answer = scratch_read("tests/fixtures", "ringyo-analysis.json");
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct run r;
        run_program(&r, ARGS("--open", paths[i], "-p", "json"), answer);
        assert_code(&r, 0);
        assert_has(&r.out, "\"provider\":\"ringyo\",\"id\":\"call_xyz789\"");
        run_done(&r);
    }
    free(answer);
}

/* Nobody writes to the pipe; whether the log of the kernel may be opened depends on the user. */
static void opened__no_regular_file__is_not_waited_for(void **state)
{
    (void)state;
    char *pipe = scratch_path(dir, "pipe");
    const char *const paths[] = {pipe, "/dev/zero", "/proc/kmsg", dir};
    assert_int_equal(mkfifo(pipe, 0600), 0);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct run r;
        OPEN(&r, paths[i], "-p", "json");
        assert_code(&r, 2);
        assert_has(&r.err, "cannot read '");
        run_done(&r);
    }
    free(pipe);
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
    OPEN(&r, path, "-p", "raw");
    assert_code(&r, 1);
    assert_out(&r, "");
    assert_has(&r.err, "only the masked call is kept, not the answers of the provider\n");
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

/* Of a provider that this configuration does not have, or that cannot be used. */
static void opened__no_provider_for_it__is_said(void **state)
{
    (void)state;
    struct run r;
    keeping_keep("ringyo", "call_1", "{\"id\":\"call_1\"}", time_wall_us());
    char *path = keeping_path("ringyo", "call_1");
    run_program(&r, ARGS("--open", "-", "-p", "json"),
                "{\"schema\":1,\"provider\":\"gone\",\"id\":\"call_1\","
                "\"first_kept_at\":\"2026-11-29T15:00:00Z\",\"kept_at\":\"2026-11-29T15:00:00Z\","
                "\"masked\":false,\"documents\":[{\"name\":\"call\","
                "\"body\":\"{\\\"id\\\":\\\"call_1\\\"}\"}]}");
    assert_code(&r, 2);
    assert_has(&r.err, "'standard input' ");
    assert_has(&r.err, "provider");
    run_done(&r);
    scratch_write(dir, "own.ini", 0600, OWN("broken") "status = nowhere\n");
    char *config = scratch_path(dir, "own.ini");
    run_program(&r,
                (const char *const[]){program, "-c", config, "--open", path, "-p", "json",
                                      "--provider", "broken", NULL},
                NULL);
    assert_code(&r, 2);
    assert_has(&r.err, "callbrowser: provider 'broken' cannot be used: ");
    run_done(&r);
    free(config);
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
        cmocka_unit_test(opened__no_answer__says_what_it_is),
        cmocka_unit_test(opened__too_many_values__are_not_called_no_json),
        cmocka_unit_test(opened__error_of_a_provider__is_said),
        cmocka_unit_test(opened__kept_answer_without_a_call__is_masked),
        cmocka_unit_test(opened__descriptor__is_read),
        cmocka_unit_test(opened__no_regular_file__is_not_waited_for),
        cmocka_unit_test(opened__usage__is_refused),
        cmocka_unit_test(opened__kept_file__shows_the_same_call),
        cmocka_unit_test(opened__kept_text__is_a_kept_call_too),
        cmocka_unit_test(opened__masked_kept_call__as_it_was_printed),
        cmocka_unit_test(opened__damaged_kept_files__exit_code_2),
        cmocka_unit_test(opened__no_provider_for_it__is_said),
    };
    return cmocka_run_group_tests_name("opened", tests, set_up, tear_down);
}
