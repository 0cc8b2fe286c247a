/* The printed forms of complete calls, byte for byte as in tests/printed. call_markup is full of
 * characters with a meaning in Markdown and WebVTT. Four Markdown tools (markdown-it with links and
 * HTML and as CommonMark, marked, commonmark.js) and webvtt-parser once read its files, and showed
 * exactly the text that the provider sent. UPDATE_EXPECTED=1 rewrites the files. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PRINTED "tests/printed/"

static const struct {
    const char *id, *form, *columns, *file;
} rows[] = {
    {"ringyo:call_markup", "markdown", "80", "markup.md"},
    {"ringyo:call_markup", "vtt", "80", "markup.vtt"},
    {"ringyo:call_markup", "text", "80", "markup-80.txt"},
    {"ringyo:call_7f3k29q", "markdown", "80", "plain.md"},
    {"ringyo:call_7f3k29q", "text", "40", "plain-40.txt"},
    {"ringyo:call_7f3k29q", "text", "120", "plain-120.txt"},
    {"ringyo:call_wide", "text", "40", "wide-40.txt"},
    {"ringyo:call_wide", "vtt", "80", "wide.vtt"},
    {"diga:tools", "markdown", "80", "tools.md"},
    {"diga:tools", "text", "80", "tools-80.txt"},
    {"diga:tools", "vtt", "80", "tools.vtt"},
    {"cometchat:group", "text", "80", "group-80.txt"},
    {"ringyo:live", "markdown", "80", "live.md"},
};

static void update(const char *file, const char *text)
{
    const char *setting = getenv("UPDATE_EXPECTED");
    if (!setting || !*setting)
        return;
    char *path = xasprintf(PRINTED "%s", file);
    FILE *out = fopen(path, "wb");
    if (!out || fputs(text, out) == EOF || fclose(out) == EOF)
        fail_msg("cannot write %s", path);
    free(path);
}

static void printed__calls__equal_the_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        setenv("COLUMNS", rows[i].columns, 1);
        CALL(&r, "-p", rows[i].form, rows[i].id);
        assert_code(&r, 0);
        update(rows[i].file, buf_str(&r.out));
        char *expected = scratch_read(PRINTED, rows[i].file);
        if (!expected || strcmp(expected, buf_str(&r.out)) != 0)
            fail_msg("%s: expected\n%s\ngot\n%s", rows[i].file, expected ? expected : "(no file)",
                     buf_str(&r.out));
        free(expected);
        run_done(&r);
    }
    unsetenv("COLUMNS");
}

/* Also on standard error. A request ID is not masked. */
static void printed__failure__masked(void **state)
{
    (void)state;
    static const char *const masked[] = {"BLOCKED:+#######0123", "number +#######0123 is",
                                         "req_14155550123"};
    struct run r;
    char *path = printing_config("mask.ini", "mask = yes\n", NULL);
    CALL_ON(&r, path, "-p", "json", "ringyo", "call_blocked");
    assert_code(&r, 8);
    for (size_t i = 0; i < sizeof masked / sizeof *masked; i++) {
        assert_has(&r.out, masked[i]);
        assert_has(&r.err, masked[i]);
    }
    run_done(&r);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(printed__calls__equal_the_files),
        cmocka_unit_test(printed__failure__masked),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
