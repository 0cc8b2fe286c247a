/* The documents agree with the program's tables, and mandoc accepts the man pages. Runs at the top
 * of the repository, after the documents were made. */
#include "base/alloc.h"
#include "call/failure.h"
#include "cli/args.h"
#include "config/config.h"
#include "keys/keymap.h"
#include "provider/vocabulary.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"
#include "theme/theme.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *build;

static void assert_has(const char *text, const char *what, const char *expected)
{
    if (!strstr(text, expected))
        fail_msg("%s: expected '%s'", what, expected);
}

/* `make docs` would not change the page. */
static void expect_unchanged(const char *path)
{
    struct run r;
    char *doc = xasprintf("%s/doc/doc", build), *page = scratch_read(".", path);
    run_program(&r, (const char *const[]){doc, path, NULL}, NULL);
    assert_int_equal(r.code, 0);
    const char *made = buf_str(&r.out);
    size_t same = 0;
    while (made[same] && made[same] == page[same])
        same++;
    if (made[same] || page[same]) {
        while (same > 0 && made[same - 1] != '\n')
            same--;
        fail_msg("%s has '%.*s' where the tables say '%.*s': run `make docs`", path,
                 (int)strcspn(page + same, "\n"), page + same, (int)strcspn(made + same, "\n"),
                 made + same);
    }
    run_done(&r);
    free(page);
    free(doc);
}

static void pages__tables__are_what_docs_makes(void **state)
{
    (void)state;
    expect_unchanged("README.md");
    expect_unchanged("src/doc/reference.md");
    expect_unchanged("src/doc/providers.md");
}

static void manual__lint__no_warning(void **state)
{
    (void)state;
    static const char *const pages[] = {"callbrowser.1", "callbrowser.ini.5"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct run r;
        char *page = xasprintf("%s/doc/%s", build, pages[i]);
        run_program(&r, (const char *const[]){"mandoc", "-Tlint", "-Wwarning", page, NULL}, NULL);
        if (r.code != 0 || r.out.len)
            fail_msg("%s: expected nothing of mandoc, got %s%s", pages[i], buf_str(&r.out),
                     buf_str(&r.err));
        run_done(&r);
        free(page);
    }
}

/* A page as people read it, without overstrikes and line ends. The caller frees it. */
static char *rendered(const char *name)
{
    struct run r;
    struct buf plain = {0};
    char *page = xasprintf("%s/doc/%s", build, name);
    run_program(&r, (const char *const[]){"mandoc", "-Tascii", "-Owidth=1000", page, NULL}, NULL);
    for (size_t i = 0; i < r.out.len; i++) {
        if (i + 1 < r.out.len && r.out.data[i + 1] == '\b')
            i++;
        else
            buf_putc(&plain, r.out.data[i]);
    }
    run_done(&r);
    free(page);
    return buf_take(&plain);
}

static void manual__callbrowser_1__has_every_row(void **state)
{
    (void)state;
    char *page = rendered("callbrowser.1");
    for (int i = 0; i < ARG_COUNT; i++) {
        char *name = xasprintf("--%s", arg_rows[i].name);
        assert_has(page, "callbrowser.1", name);
        free(name);
    }
    for (int i = 0; i < ACTION_COUNT; i++)
        assert_has(page, "callbrowser.1", actions[i].sentence);
    for (int i = 0; i < KIND_COUNT; i++)
        assert_has(page, "callbrowser.1", kind_rows[i].sentence);
    for (int i = 0; i < FORM_COUNT; i++)
        assert_has(page, "callbrowser.1", form_name((enum form)i));
    free(page);
}

static void manual__callbrowser_ini_5__has_every_row(void **state)
{
    (void)state;
    char *page = rendered("callbrowser.ini.5"), name[64];
    for (int i = 0; i < OPTION_COUNT; i++) {
        char *row =
            xasprintf(*options[i].def ? "%s = %s" : "%s =", options[i].name, options[i].def);
        assert_has(page, "callbrowser.ini.5", row);
        assert_has(page, "callbrowser.ini.5", options[i].sentence);
        free(row);
    }
    for (int i = 0; i < ACTION_COUNT; i++) {
        assert_has(page, "callbrowser.ini.5", actions[i].name);
        assert_has(page, "callbrowser.ini.5", *actions[i].keys ? actions[i].keys : "none");
    }
    for (size_t i = 0; theme_name(i, name, sizeof name); i++)
        assert_has(page, "callbrowser.ini.5", name);
    for (size_t i = 0; i < description_word_count; i++) {
        char *row = xasprintf("%s = %s", description_words[i].name, description_words[i].value);
        assert_has(page, "callbrowser.ini.5", row);
        free(row);
    }
    assert_has(page, "callbrowser.ini.5", "CometChat; the key is sent as apikey");
    free(page);
}

/* The example of callbrowser.ini(5) takes no key from another action and has no mistake, apart from
 * the keys of its providers, which are not on this machine. */
static void manual__example__is_a_configuration(void **state)
{
    (void)state;
    static const char begin[] = ".Sh EXAMPLES\n.Bd -literal -offset indent\n", end[] = ".Ed\n";
    char *dir = scratch_new(), *file = scratch_path(dir, "c.ini"),
         *program = xasprintf("%s/callbrowser", build),
         *page = scratch_read("src/doc", "callbrowser.ini.5"), *example = strstr(page, begin);
    assert_non_null(example);
    example += strlen(begin);
    *strstr(example, end) = '\0';
    scratch_write(dir, "c.ini", 0600, example);
    struct run r;
    run_program(&r, (const char *const[]){program, "-c", file, "--check-config", NULL}, NULL);
    char *said = xasprintf("%s%s", buf_str(&r.out), buf_str(&r.err));
    char *rest = said;
    for (char *line = strsep(&rest, "\n"); line; line = strsep(&rest, "\n"))
        if (*line && !strstr(line, "api_key_"))
            fail_msg("the example is reported: %s", line);
    run_done(&r);
    free(said);
    free(page);
    free(program);
    free(file);
    scratch_free(dir);
}

static int set_up(void **state)
{
    (void)state;
    build = getenv("BUILD") ? getenv("BUILD") : "build";
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages__tables__are_what_docs_makes),
        cmocka_unit_test(manual__lint__no_warning),
        cmocka_unit_test(manual__callbrowser_1__has_every_row),
        cmocka_unit_test(manual__callbrowser_ini_5__has_every_row),
        cmocka_unit_test(manual__example__is_a_configuration),
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
