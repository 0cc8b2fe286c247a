/* Every line of the JSON form conforms to tests/printed.schema.json: for all fixtures, and for each
 * of the mock's calls and failures. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/schema.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FIXTURES "tests/fixtures"

static struct schema *schema;

static void assert_line(const char *of, const char *line, size_t bytes)
{
    struct buf why = {0};
    if (!schema_holds(schema, line, bytes, &why))
        fail_msg("%s: %s", of, buf_str(&why));
    buf_done(&why);
}

/* Returns the number of fixtures. */
static size_t assert_lines(const char *of, const char *lines)
{
    size_t count = 0;
    for (const char *end; (end = strchr(lines, '\n')); lines = end + 1, count++)
        assert_line(of, lines, (size_t)(end - lines));
    assert_string_equal(lines, "");
    return count;
}

static void refuse(const char *json, const char *expected)
{
    struct buf why = {0};
    if (schema_holds(schema, json, strlen(json), &why))
        fail_msg("expected to be refused: %s", json);
    if (!strstr(buf_str(&why), expected))
        fail_msg("expected '%s', got: %s", expected, buf_str(&why));
    buf_done(&why);
}

#define FAILED_LINE(provider, id, error)                                                           \
    "{\"schema\":1,\"provider\":" provider ",\"id\":" id ",\"error\":{" error "}}"
#define ERROR "\"kind\":\"other\",\"http_status\":null,\"code\":null,\"message\":\"x\","
#define ERROR_END "\"request_id\":null,\"retry_after_s\":null"

static void schema__refuses__wrong_documents(void **state)
{
    (void)state;
    static const char good[] = FAILED_LINE("null", "\"x\"", ERROR ERROR_END);
    assert_line("a good one", good, strlen(good));
    refuse("{\"schema\":1", "no JSON");
    refuse("{} {}", "no JSON");
    refuse("[]", "has another type");
    refuse("{}", "schema");
    refuse(FAILED_LINE("null", "7", ERROR ERROR_END), "/id: has another type: 7");
    refuse(FAILED_LINE("null", "\"x\"", ERROR "\"request_id\":null"), "/error: retry_after_s");
    refuse(FAILED_LINE("null", "\"x\"", ERROR ERROR_END ",\"more\":1"), "not known");
    refuse(FAILED_LINE("null", "\"x\"", ERROR ERROR_END ",\"code\":null"), "twice");
    refuse(FAILED_LINE("null", "\"x\"",
                       "\"kind\":\"bad\",\"http_status\":99.5,\"code\":null,\"message\":null,"
                       "\"request_id\":null,\"retry_after_s\":86401"),
           "/error/kind: is none of the values");
}

/* Renames each key in turn. Keys inside "other" are the provider's and are allowed. */
static void schema__refuses__each_key_that_is_missing(void **state)
{
    (void)state;
    char *line = scratch_read(FIXTURES, "ringyo-page.expected");
    size_t tried = 0;
    assert_non_null(line);
    assert_lines("the complete line", line);
    const char *other = strstr(line, "\"other\":");
    for (char *at = line; (at = strstr(at, "\":")) && at < other; at += 2, tried++) {
        char last = at[-1];
        at[-1] = '?';
        refuse(line, "");
        at[-1] = last;
    }
    assert_true(tried > 30);
    free(line);
}

static void lines__of_every_fixture(void **state)
{
    (void)state;
    size_t count = 0;
    DIR *d = opendir(FIXTURES);
    assert_non_null(d);
    for (const struct dirent *e; (e = readdir(d));) {
        const char *dot = strrchr(e->d_name, '.');
        if (!dot || strcmp(dot, ".expected") != 0)
            continue;
        char *line = scratch_read(FIXTURES, e->d_name);
        assert_non_null(line);
        count += assert_lines(e->d_name, line);
        free(line);
    }
    closedir(d);
    assert_true(count > 50);
}

/* A row of the mock's list is an ID and a tab; a number replaces the placeholder. */
static void put_row(struct buf *out, char *row, size_t bytes)
{
    static const char *const providers[] = {"ringg", "diga", "voxworks", "cometchat", "ringyo"};
    static const char *const slow[] = {"silent", "slow_", "drip", "late", "big", "*"};
    row[bytes] = '\0';
    for (size_t i = 0; i < sizeof slow / sizeof *slow; i++)
        if (strstr(row, slow[i]))
            return;
    if (bytes > 0 && row[bytes - 1] == '#')
        row[bytes - 1] = '3';
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++)
        buf_printf(out, "%s:%s\n", providers[i], row);
}

static void put_ids(struct buf *out)
{
    struct run r;
    const char *build = getenv("BUILD");
    char *program = xasprintf("%s/mock", build && *build ? build : "build");
    run_program(&r, (const char *const[]){program, "--list", NULL}, NULL);
    for (char *row = r.out.data, *next; strncmp(row, "One provider", 12) != 0; row = next) {
        size_t bytes = strcspn(row, "\t\n");
        next = strchr(row, '\n');
        assert_non_null(next);
        next++;
        if (row[bytes] == '\t')
            put_row(out, row, bytes);
    }
    free(program);
    run_done(&r);
}

static void lines__of_everything_in_one_batch(void **state)
{
    (void)state;
    struct run r;
    struct buf ids = {0};
    char *config = printing_config("odd.ini", NULL,
                                   "[provider dead]\nlike = ringyo\n"
                                   "base_url = http://127.0.0.1:1\napi_key = demo-dead\n"
                                   "[provider nokey]\nlike = ringyo\n");
    put_ids(&ids);
    buf_puts(&ids, "..\nno such thing\n\xff\nringgo:x\nringyo:call_hostile\nringyo:call_wide\n"
                   "voxworks:hostile_error\ncometchat:hostile_error\ndead:x\nnokey:x\n");
    printing_call(&r, config, ids.data, ARGS("-p", "json", "--max-wait", "0", "-"));
    assert_code(&r, 1);
    assert_int_equal(assert_lines("the batch", buf_str(&r.out)), count_lines(&ids));
    assert_has(&r.out, "\"kind\":\"network\"");
    assert_has(&r.out, "\"kind\":\"auth\",\"http_status\":null");
    buf_done(&ids);
    free(config);
    run_done(&r);
}

static int set_up(void **state)
{
    schema = schema_read("tests/printed.schema.json");
    return printing_setup(state);
}

static int tear_down(void **state)
{
    schema_free(schema);
    return printing_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema__refuses__wrong_documents),
        cmocka_unit_test(schema__refuses__each_key_that_is_missing),
        cmocka_unit_test(lines__of_every_fixture),
        cmocka_unit_test(lines__of_everything_in_one_batch),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
