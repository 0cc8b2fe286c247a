/* The configuration without the screen: the lists, the problems, and what the program does in spite
 * of them. */
#include "base/alloc.h"
#include "tests/support/documented.h"
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

static void lists__providers__without_their_keys(void **state)
{
    (void)state;
    struct run r;
    char *path = printing_config("second.ini", NULL, "[provider second]\nlike = ringyo\n");
    setenv("CALLBROWSER_SECOND_API_KEY", "demo-from-env", 1);
    CALL_ON(&r, path, "--list-providers");
    unsetenv("CALLBROWSER_SECOND_API_KEY");
    char *host = xasprintf("127.0.0.1:%d", printing.mock.port);
    assert_code(&r, 0);
    assert_has(&r.out, "ringyo\t");
    assert_has(&r.out, host);
    assert_has(&r.out, "\tconfig\n");
    assert_has(&r.out, "\tenv\n");
    assert_has(&r.out, "Vapi\tapi.vapi.ai\toff\n");
    assert_lacks(&r.out, "demo-");
    free(host);
    free(path);
    run_done(&r);
}

/* Each option with its value and where that was set. */
static void lists__values__and_their_origins(void **state)
{
    (void)state;
    static const struct {
        const char *list, *row;
    } rows[] = {
        {"--list-options", "layout\tstacked\t%s:2\n"},
        {"--list-options", "theme\tlight\t--theme\n"},
        {"--list-options", "wrap\tyes\tdefault\n"},
        {"--list-options", "welcome\t-\tdefault\n"},
        {"--list-options", "open_command\txdg-open {url}\tdefault\n"},
        {"--list-options", "cometchat.region\tus\tCALLBROWSER_COMETCHAT_REGION\n"},
        {"--list-options", "cometchat.app_id\t2748663902141719\t%s:4\n"},
        {"--list-options", "cometchat.on_behalf_of\t-\tdefault\n"},
        {"--list-keys", "search\t/ <C-f>\t%s:7\n"},
        {"--list-keys", "page_down\t<Space> <PgDn>\tdefault\n"},
        {"--list-keys", "suspend\tnone\t%s:8\n"},
        {"--list-keys", "prompt_scope\t<C-g>\tdefault\n"},
        {"--list-themes", "light\tlight backgrounds\t--theme\n"},
        {"--list-themes", "mono\tno colour at all\t-\n"},
    };
    char *path = scratch_path(printing.home, "lists.ini");
    scratch_write(printing.home, "lists.ini", 0600,
                  "[callbrowser]\nlayout = stacked\n"
                  "[provider cometchat]\napp_id = 2748663902141719\nregion = eu\n"
                  "[keys]\nsearch = / <C-f>\nsuspend = none\n");
    setenv("CALLBROWSER_COMETCHAT_REGION", "us", 1);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        struct buf row = {0};
        const char *mark = strstr(rows[i].row, "%s");
        buf_add(&row, rows[i].row, mark ? (size_t)(mark - rows[i].row) : strlen(rows[i].row));
        if (mark)
            buf_printf(&row, "%s%s", path, mark + 2);
        CALL_ON(&r, path, "-t", "light", rows[i].list);
        assert_code(&r, 0);
        assert_has(&r.out, row.data);
        run_done(&r);
        buf_done(&row);
    }
    unsetenv("CALLBROWSER_COMETCHAT_REGION");
    free(path);
}

static void lists__themes__missing__default_is_used(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "nope.ini");
    scratch_write(printing.home, "nope.ini", 0600, "[callbrowser]\ntheme = nope\n");
    CALL_ON(&r, path, "--list-themes");
    assert_code(&r, 0);
    assert_has(&r.out, "auto\tlight and dark backgrounds: becomes light or default\tdefault\n");
    assert_lacks(&r.out, "nope");
    assert_has(&r.err, "nope.ini:2: unknown theme 'nope'");
    run_done(&r);
    free(path);
}

static void lists__themes__from_the_command_line(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "own.ini");
    char *row = xasprintf("%s\ta file\t--theme\n", path);
    scratch_write(printing.home, "own.ini", 0600, "[mono]\nkey = bold\n");
    CALL_ON(&r, "/dev/null", "-t", path, "--list-themes");
    assert_has(&r.out, row);
    assert_int_equal(r.err.len, 0);
    run_done(&r);
    CALL_ON(&r, "/dev/null", "-t", "nope", "--list-themes");
    assert_code(&r, 0);
    assert_has(&r.out, "nope\tnot found\t--theme\n");
    assert_has(&r.err, "--theme: unknown theme 'nope'");
    run_done(&r);
    free(row);
    free(path);
}

/* The problems are found in a different order: bad lines first, the time zone last. */
static void config__problems__one_per_line(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "several.ini");
    char *expected =
        xasprintf("callbrowser: %s:2: unknown time zone 'Nowhere'; local time is used\n"
                  "callbrowser: %s:3: unknown option 'gapp'\n"
                  "callbrowser: %s:4: the line has no '='\n"
                  "callbrowser: no call ID given\n",
                  path, path, path);
    scratch_write(printing.home, "several.ini", 0600,
                  "[callbrowser]\ntimezone = Nowhere\ngapp = 5\nno line\n");
    CALL_ON(&r, path, "-p", "text");
    assert_err(&r, expected);
    run_done(&r);
    free(expected);
    free(path);
}

static void config__check__problems_and_exit_code(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "--check-config");
    assert_code(&r, 0);
    assert_out(&r, "");
    run_done(&r);
    char *path = printing_config("broken.ini", NULL,
                                 "[provider broken]\nlike = ringyo\nbase_url = ftp://a.example\n");
    CALL_ON(&r, path, "--check-config");
    assert_code(&r, 2);
    assert_has(&r.out, "/broken.ini:");
    assert_int_equal(count_lines(&r.out), 1);
    assert_err(&r, "");
    run_done(&r);
    free(path);
    path = scratch_path(printing.home, "bad.ini");
    scratch_write(printing.home, "bad.ini", 0600,
                  "[callbrowser]\ntimeout_s = 5s\nthem = x\ntimezone = Nowhere/Land\n"
                  "[keys]\nfly = f\n");
    CALL_ON(&r, path, "--check-config");
    assert_code(&r, 2);
    assert_has(&r.out, "bad.ini:2: ");
    assert_has(&r.out, "bad.ini:3: unknown option 'them' (did you mean 'theme'?)");
    assert_has(&r.out, "bad.ini:4: ");
    assert_has(&r.out, "bad.ini:6: ");
    run_done(&r);
    free(path);
}

static void config__print__is_a_configuration_without_problems(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "default.ini");
    run_program(&r, ARGS(printing.program, "--print-config"), NULL);
    assert_code(&r, 0);
    assert_has(&r.out, "[callbrowser]");
    scratch_write(printing.home, "default.ini", 0600, r.out.data);
    run_done(&r);
    CALL_ON(&r, path, "--check-config");
    assert_code(&r, 0);
    assert_out(&r, "");
    run_done(&r);
    free(path);
}

static void config__problems__reported_when_printing(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "mistyped.ini");
    char *text = xasprintf("[callbrowser]\nmuose = yes\n[provider ringyo]\n"
                           "base_url = http://127.0.0.1:%d/ringyo\napi_key = demo-ringyo\n",
                           printing.mock.port);
    scratch_write(printing.home, "mistyped.ini", 0600, text);
    CALL_ON(&r, path, "-p", "json", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_out(&r, documented_json);
    assert_has(&r.err, "mistyped.ini:2: unknown option 'muose' (did you mean 'mouse'?)");
    run_done(&r);
    free(text);
    free(path);
}

static void config__file__missing_or_open_to_others(void **state)
{
    (void)state;
    struct run r;
    CALL_ON(&r, "/nonexistent", "-p", "json", "x");
    assert_code(&r, 2);
    assert_has(&r.err, "/nonexistent");
    run_done(&r);
    char *path = scratch_path(printing.home, "open.ini");
    char *advice = xasprintf("chmod 600 %s", path);
    scratch_write(printing.home, "open.ini", 0644, "[provider ringyo]\napi_key = demo-ringyo\n");
    CALL_ON(&r, path, "-p", "json", "ringyo", "call_xyz789");
    assert_code(&r, 4);
    assert_has(&r.err, advice);
    assert_lacks(&r.err, "demo-");
    run_done(&r);
    free(advice);
    free(path);
}

static void config__mask__masks_all_forms_but_raw(void **state)
{
    (void)state;
    struct run r;
    char *path = printing_config("mask.ini", "mask = yes\n", NULL);
    for (int i = 0; i < 3; i++) {
        static const char *const forms[] = {"text", "json", "markdown"};
        CALL_ON(&r, path, "-p", forms[i], "ringyo", "call_xyz789");
        assert_code(&r, 0);
        assert_has(&r.out, "+#######1234");
        assert_lacks(&r.out, "1800");
        assert_has(&r.out, "call_xyz789");
        run_done(&r);
    }
    CALL_ON(&r, path, "-p", "raw", "ringyo", "call_xyz789");
    assert_code(&r, 2);
    assert_out(&r, "");
    assert_has(&r.err, "the raw form cannot be masked");
    run_done(&r);
    CALL_ON(&r, path, "--check-config");
    assert_code(&r, 0);
    run_done(&r);
    free(path);
}

static void config__check__in_the_order_of_the_lines(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "order.ini");
    scratch_write(printing.home, "order.ini", 0600,
                  "[callbrowser]\ntimezone = Mars/Olympus\ntheme = nope\ngap_s = 20\n"
                  "[keys]\nfly = x\n[callbrowse]\n");
    CALL_ON(&r, path, "--check-config");
    assert_code(&r, 2);
    const char *at = r.out.data;
    static const char *const places[] = {"order.ini:2: unknown time zone",
                                         "order.ini:3: unknown theme",
                                         "order.ini:6: ", "order.ini:7: "};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        at = at ? strstr(at, places[i]) : NULL;
        if (!at)
            fail_msg("expected '%s' in its place, got:\n%s", places[i], r.out.data);
    }
    assert_int_equal(count_lines(&r.out), 4);
    run_done(&r);
    free(path);
}

static void config__note_template__used_or_reported(void **state)
{
    (void)state;
    struct run r;
    char *option = xasprintf("note_template = %s/note.md\n", printing.home);
    char *path = printing_config("note.ini", option, NULL);
    scratch_write(printing.home, "note.md", 0600, "mine: {id}\n");
    CALL_ON(&r, path, "-p", "markdown", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_out(&r, "mine: `call_xyz789`\n");
    run_done(&r);
    scratch_write(printing.home, "note.md", 0600, "mine: {idd}\n");
    CALL_ON(&r, path, "-p", "markdown", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_has(&r.out, "# Ringyo call `call_xyz789`\n");
    assert_has(&r.err, "note.ini:2: note_template: unknown name {idd}");
    run_done(&r);
    free(option);
    free(path);
}

static void config__check__keys_that_others_may_read(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "keys.ini");
    char *text = xasprintf("[provider ringyo]\napi_key = demo-ringyo\n"
                           "[provider diga]\ntitle = D\napi_key_file = %s/diga.key\n"
                           "[provider ringg]\napi_key_command = sh -c 'open\n"
                           "[provider voxworks]\napi_key_command = false\n",
                           printing.home);
    scratch_write(printing.home, "diga.key", 0640, "demo-diga\n");
    scratch_write(printing.home, "keys.ini", 0644, text);
    CALL_ON(&r, path, "--check-config");
    assert_code(&r, 2);
    assert_has(&r.out, "keys.ini:2: the key of 'ringyo' is in a file that others can access: run "
                       "chmod 600 ");
    assert_has(&r.out, "keys.ini:5: the key of 'diga' is in a file that others can access: run "
                       "chmod 600 ");
    assert_has(&r.out, "keys.ini:7: ");
    assert_int_equal(count_lines(&r.out), 3);
    assert_lacks(&r.out, "demo-");
    run_done(&r);
    scratch_write(printing.home, "diga.key", 0600, "demo-diga\n");
    scratch_write(printing.home, "keys.ini", 0600, text);
    CALL_ON(&r, path, "--check-config");
    assert_int_equal(count_lines(&r.out), 1);
    run_done(&r);
    free(text);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists__providers__without_their_keys),
        cmocka_unit_test(lists__values__and_their_origins),
        cmocka_unit_test(lists__themes__missing__default_is_used),
        cmocka_unit_test(lists__themes__from_the_command_line),
        cmocka_unit_test(config__problems__one_per_line),
        cmocka_unit_test(config__check__problems_and_exit_code),
        cmocka_unit_test(config__print__is_a_configuration_without_problems),
        cmocka_unit_test(config__problems__reported_when_printing),
        cmocka_unit_test(config__file__missing_or_open_to_others),
        cmocka_unit_test(config__mask__masks_all_forms_but_raw),
        cmocka_unit_test(config__check__in_the_order_of_the_lines),
        cmocka_unit_test(config__note_template__used_or_reported),
        cmocka_unit_test(config__check__keys_that_others_may_read),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
