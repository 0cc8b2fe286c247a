/* Strings that stay in the answer are read like those that are copied: each answer is read twice,
 * as it is and with an escape at the beginning of each string, which is then copied. */
#include "base/alloc.h"
#include "provider/json.h"
#include "tests/support/extracting.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIXTURES "tests/fixtures/"

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* The JSON text with the first letter of each string escaped. */
static char *escaped(const char *json)
{
    struct buf out = {0};
    bool in_string = false;
    for (const char *c = json; *c; c++) {
        buf_putc(&out, *c);
        if (*c == '\\' && in_string && c[1])
            buf_putc(&out, *++c);
        else if (*c == '"')
            in_string = !in_string;
        if (*c == '"' && in_string && is_letter(c[1]))
            buf_printf(&out, "\\u%04x", *++c);
    }
    return buf_take(&out);
}

/* True if the answer holds a call. The place of what is not JSON differs. */
static bool check_same(const char *name, const char *json)
{
    char *copied = escaped(json);
    struct answer_body as_it_is = body(200, json), all_copied = body(200, copied);
    char *got = printed(name, "c1", &as_it_is, NULL);
    char *want = printed(name, "c1", &all_copied, NULL);
    if (strcmp(got, want) != 0 && !(strstr(got, "not JSON near") && strstr(want, "not JSON near")))
        fail_msg("%s\n%s\ngave %s\nexpected %s", name, json, got, want);
    bool is_call = strstr(got, "\"error\":null") || !strstr(got, "\"error\":");
    free(got);
    free(want);
    free(copied);
    return is_call;
}

static char *file_read(const char *name)
{
    struct buf text = {0};
    char chunk[4096], *path = xasprintf(FIXTURES "%s", name);
    FILE *in = fopen(path, "rb");
    assert_non_null(in);
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, in)) > 0;)
        buf_add(&text, chunk, n);
    fclose(in);
    free(path);
    return buf_take(&text);
}

static void borrowed__saved_answers__are_read_like_copies(void **state)
{
    (void)state;
    int calls = 0;
    DIR *dir = opendir(FIXTURES);
    assert_non_null(dir);
    for (const struct dirent *d; (d = readdir(dir));) {
        const char *ending = strrchr(d->d_name, '.');
        if (!ending || strcmp(ending, ".json") != 0)
            continue;
        char *name = xstrndup(d->d_name, strcspn(d->d_name, "-.")), *json = file_read(d->d_name);
        calls += check_same(name, json);
        free(name);
        free(json);
    }
    closedir(dir);
    assert_in_range(calls, 50, 10000);
}

/* Where a string is more than copied: times, numbers, links, names of events, words. */
static void borrowed__strings_that_are_read__are_read_like_copies(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"ringyo", "{\"id\":\"c1\",\"created_at\":\"2024-01-15T10:30:00.000000Z\"}"},
        {"ringyo", "{\"id\":\"c1\",\"created_at\":\"Mon, 15 Jan 2024 10:30:00 +0000\"}"},
        {"ringyo", "{\"id\":\"c1\",\"created_at\":\"000000000001705314600\"}"},
        {"ringyo", "{\"id\":\"c1\",\"duration_seconds\":\"000000000000000000245.5\"}"},
        {"ringyo", "{\"id\":\"c1\",\"duration_seconds\":\"00000000000000000:04:05\"}"},
        {"ringyo", "{\"id\":\"c1\",\"duration_seconds\":123456789012345678901234567890}"},
        {"ringyo", "{\"id\":\"c1\",\"more\":{\"link\":\"https://s.example/rec.mp3?a=b\"}}"},
        {"ringyo", "{\"id\":\"c1\",\"access_token\":\"a token that nobody is to see\"}"},
        {"ringyo", "{\"id\":\"c1\",\"transcript\":\"Agent: Hello, who is there?\"}"},
        {"ringyo", "{\"id\":\"c1\",\"transcript\":\"                      \"}"},
        {"ringyo", "{\"id\":\"c1\",\"transcript\":[\"Agent: Hello, who is there?\"]}"},
        {"ringyo", "{\"id\":\"c1\",\"transcript\":[{\"agent\":\"Hello, who is there?\"}]}"},
        {"ringyo", "{\"id\":\"c1\",\"recording_url\":\"  https://s.example/rec.mp3  \"}"},
        {"plain", "{\"id\":\"c1\",\"recordings\":[{\"x\":\"https://s.example/rec.mp3\"}]}"},
        {"elevenlabs", "{\"type\":\"post_call_transcription\",\"data\":{\"a\":\"b\"}}"},
        {"ringyo", "{\"error\":{\"code\":\"a_code_that_is_long\",\"message\":\"no call of it\"}}"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_same(rows[i][0], rows[i][1]);
}

static void borrowed__what_was_said__is_in_the_answer(void **state)
{
    (void)state;
    static const char json[] = "{\"id\":\"c1\",\"transcript\":[{\"role\":\"agent\",\"content\":"
                               "\"Hello, who is there?\"},{\"role\":\"user\",\"content\":\"\"}]}";
    struct call *c = called("ringyo", json);
    const char *bytes = c->documents->bytes;
    assert_int_equal(c->turns[0].bytes, strlen("Hello, who is there?"));
    assert_ptr_equal(c->turns[0].text, strstr(bytes, "Hello"));
    call_free(c);
}

static void json_parse_kept__long_plain_strings__stay_in_the_text(void **state)
{
    (void)state;
    static const char json[] = "[\"sixteen letters.\",\"fifteen letters\",\"with an \\n escape\"]";
    struct arena *a = arena_new();
    const struct value *v = json_parse_kept(a, json, sizeof json - 1, NULL);
    assert_ptr_equal(value_at(v, "/0")->text, json + 2);
    assert_true(value_at(v, "/0")->borrowed);
    assert_string_equal(value_at(v, "/1")->text, "fifteen letters");
    assert_string_equal(value_at(v, "/2")->text, "with an \n escape");
    assert_false(value_at(v, "/1")->borrowed || value_at(v, "/2")->borrowed);
    v = json_parse(a, json, sizeof json - 1, NULL);
    assert_string_equal(value_at(v, "/0")->text, "sixteen letters.");
    arena_free(a);
}

static void json_parse__short_strings_that_come_again__are_kept_once(void **state)
{
    (void)state;
    static const char json[] = "[\"agent\",\"user\",\"agent\",\"agen\"]";
    struct arena *a = arena_new();
    const struct value *v = json_parse(a, json, sizeof json - 1, NULL);
    assert_ptr_equal(value_at(v, "/0")->text, value_at(v, "/2")->text);
    assert_string_equal(value_at(v, "/1")->text, "user");
    assert_string_equal(value_at(v, "/3")->text, "agen");
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(borrowed__saved_answers__are_read_like_copies),
        cmocka_unit_test(borrowed__strings_that_are_read__are_read_like_copies),
        cmocka_unit_test(borrowed__what_was_said__is_in_the_answer),
        cmocka_unit_test(json_parse_kept__long_plain_strings__stay_in_the_text),
        cmocka_unit_test(json_parse__short_strings_that_come_again__are_kept_once),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
