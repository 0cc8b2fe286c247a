/* The inputs of tests/fixtures/field without a screen: what is printed of them, and what is asked
 * of the provider. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DIR "tests/fixtures/field"

static char *read_file(const char *name)
{
    char *text = scratch_read(DIR, name);
    if (!text)
        fail_msg("expected the file " DIR "/%s", name);
    return text;
}

/* Prints the saved answer of Ringyo as JSON. */
static void print_saved(struct run *r, const char *stem, const char *options)
{
    char *more = xasprintf("[provider saved]\nlike = ringyo\napi_key = k\n"
                           "base_url = http://127.0.0.1:%d/saved/field/%s\n",
                           printing.mock.port, stem);
    char *config = printing_config("field.ini", options, more);
    CALL_ON(r, config, "-p", "json", "saved", "call_a");
    free(config);
    free(more);
}

static void check_saved(const char *stem, const char *options, int code, const char *const *parts)
{
    struct run r;
    print_saved(&r, stem, options);
    assert_code(&r, code);
    for (; *parts; parts++)
        assert_has(&r.out, *parts);
    run_done(&r);
}

static void field__texts_in_lists__are_joined(void **state)
{
    (void)state;
    check_saved("content-list.ringyo", NULL, 0,
                ARGS("\"start_s\":1,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":"
                     "\"Yes, I hear you.\"",
                     "\"start_s\":2,\"end_s\":null,\"reply_s\":null,\"interrupted\":null,\"text\":"
                     "\"Hi\\u000aand bye\"",
                     "\"notes\":[]"));
}

static void field__marker_in_place_of_a_transcript__is_no_turn(void **state)
{
    (void)state;
    check_saved("no-words-object.ringyo", NULL, 0,
                ARGS("\"transcript\":[]", "\"other\":{\"transcript\":{\"status\":\"EMPTY\"}}",
                     "\"notes\":[\"transcript: "));
}

/* All but the last four digits are masked, in every script, with whatever stands between them. */
static void field__numbers_of_every_script__are_masked(void **state)
{
    (void)state;
    check_saved("mask-digits.ringyo", "mask = yes\n", 0,
                ARGS("\xe0\xa4\xa8\xe0\xa4\x82\xe0\xa4\xac\xe0\xa4\xb0 ######"
                     "\xe0\xa5\xa9\xe0\xa5\xa8\xe0\xa5\xa7\xe0\xa5\xa6 ",
                     " ######\xd9\xa4\xd9\xa5\xd9\xa6\xd9\xa7\"",
                     "\"###\xef\xbc\x8d####\xef\xbc\x8d\xef\xbc\x95\xef\xbc\x96\xef\xbc\x97"
                     "\xef\xbc\x98\"",
                     "\"# # #, # # #, 0 1 8 2\"", "\"(###) ###-0182\"", "\"+#######1234\""));
}

/* Both IDs are asked for as they are, without what stands around them. */
static void check_ids(const char *file)
{
    struct run r;
    char *ids = read_file(file), *before = mock_log(&printing.mock);
    CALL_INPUT(&r, ids, "-p", "json", "ringyo", "-");
    assert_code(&r, 3);
    assert_has(&r.out, "\"id\":\"call_a\"");
    assert_has(&r.out, "\"id\":\"call_b\"");
    char *log = mock_log(&printing.mock), *since = log + strlen(before);
    assert_non_null(strstr(since, "\"path\":\"/ringyo/v1/calls/call_a\""));
    assert_non_null(strstr(since, "\"path\":\"/ringyo/v1/calls/call_b\""));
    run_done(&r);
    free(log);
    free(before);
    free(ids);
}

static void field__blanks_and_marks_around_ids__are_dropped(void **state)
{
    (void)state;
    check_ids("stdin-bom.ids");
    check_ids("stdin-blanks.ids");
}

static void field__web_page__is_named(void **state)
{
    (void)state;
    check_saved("html-404", NULL, 7,
                ARGS("\"kind\":\"provider\",\"http_status\":404", "a web page came, not the API"));
}

static void field__error_with_data__says_why(void **state)
{
    (void)state;
    check_saved("error-with-data", NULL, 8,
                ARGS("\"kind\":\"refused\",\"http_status\":400",
                     "\"message\":\"the transcription is not complete\""));
}

/* Quotes around a key belong to the configuration, and to nothing in the environment. */
static void field__quoted_key__without_quotes_or_refused(void **state)
{
    (void)state;
    struct run r;
    char *ini = read_file("quoted-key.ini"), *port = strstr(ini, "PORT");
    assert_non_null(port);
    char *text = xasprintf("%.*s%d/ringyo%s", (int)(port - ini), ini, printing.mock.port, port + 4);
    scratch_write(printing.home, "quoted.ini", 0600, text);
    char *config = scratch_path(printing.home, "quoted.ini");
    CALL_ON(&r, config, "-p", "json", "ringyo", "call_xyz789");
    char *log = mock_log(&printing.mock);
    assert_non_null(strstr(log, "\"Bearer abc\""));
    run_done(&r);
    free(log);

    char *env = read_file("quoted-key.env"), *value = strchr(env, '=');
    assert_non_null(value);
    *value++ = '\0';
    value[strcspn(value, "\n")] = '\0';
    setenv(env, value, 1);
    CALL_ON(&r, config, "-p", "json", "ringyo", "call_xyz789");
    unsetenv(env);
    assert_code(&r, 4);
    assert_has(&r.err, "quote");
    run_done(&r);
    free(env);
    free(config);
    free(text);
    free(ini);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(field__texts_in_lists__are_joined),
        cmocka_unit_test(field__marker_in_place_of_a_transcript__is_no_turn),
        cmocka_unit_test(field__numbers_of_every_script__are_masked),
        cmocka_unit_test(field__blanks_and_marks_around_ids__are_dropped),
        cmocka_unit_test(field__web_page__is_named),
        cmocka_unit_test(field__error_with_data__says_why),
        cmocka_unit_test(field__quoted_key__without_quotes_or_refused),
    };
    return cmocka_run_group_tests_name("field", tests, printing_setup, printing_teardown);
}
