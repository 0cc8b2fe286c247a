/* The program without its screen: output, standard error and exit codes. It runs as a child process
 * against the mock provider. */
#include "base/alloc.h"
#include "tests/support/documented.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *odd_config; /* has additional providers that cannot be asked */

static void print__json__documented_example(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_out(&r, documented_json);
    assert_err(&r, "");
    run_done(&r);
}

static void print__json__provider_by_form_and_by_name(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "call_xyz789");
    assert_out(&r, documented_json);
    run_done(&r);
    CALL(&r, "-p", "json", "diga", "ringyo:call_xyz789");
    assert_out(&r, documented_json);
    run_done(&r);
}

static void print__text__documented_example(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "text", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_out(&r, documented_text);
    run_done(&r);
}

static void print__text__empty_line_between_calls(void **state)
{
    (void)state;
    struct run r;
    char *expected = xasprintf("%s\n%s", documented_text, documented_text);
    CALL(&r, "-p", "text", "ringyo", "call_404", "call_xyz789", "call_404", "call_xyz789");
    assert_code(&r, 3);
    assert_out(&r, expected);
    assert_int_equal(count_lines(&r.err), 2);
    free(expected);
    run_done(&r);
}

static void print__text__width_from_columns(void **state)
{
    (void)state;
    struct run r;
    setenv("COLUMNS", "40", 1);
    CALL(&r, "-p", "text", "ringyo", "call_xyz789");
    assert_has(&r.out, "  0:00  agent  Hello! This is Sarah from\n               Acme Corp.");
    run_done(&r);
    setenv("COLUMNS", "-5", 1);
    CALL(&r, "-p", "text", "ringyo", "call_xyz789");
    assert_out(&r, documented_text);
    run_done(&r);
    unsetenv("COLUMNS");
}

static void print__raw__byte_for_byte(void **state)
{
    (void)state;
    struct run r;
    char *body = scratch_read("tests/mock/calls", "ringyo-call_xyz789.json");
    CALL(&r, "-p", "raw", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_non_null(body);
    assert_out(&r, body);
    free(body);
    run_done(&r);
}

static void print__json__the_same_in_every_locale(void **state)
{
    (void)state;
    static const char *const locales[] = {"C", "bogus", "de_DE.UTF-8", "C.UTF-8", "POSIX"};
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        struct run r;
        setenv("LC_ALL", locales[i], 1);
        CALL(&r, "-p", "json", "ringyo", "call_xyz789");
        assert_out(&r, documented_json);
        run_done(&r);
    }
    setenv("LC_ALL", "C.UTF-8", 1);
}

static void exit__codes__one_for_each_kind(void **state)
{
    (void)state;
    static const struct {
        const char *provider, *id;
        int code;
        const char *in_json;
    } rows[] = {
        {"ringyo", "call_404", 3, "\"kind\":\"not_found\",\"http_status\":404"},
        {"ringyo", "call_410", 3, "\"kind\":\"not_found\",\"http_status\":410"},
        {"ringyo", "call_401", 4, "\"kind\":\"auth\",\"http_status\":401"},
        {"ringyo", "call_403", 4, "\"kind\":\"auth\",\"http_status\":403"},
        {"nokey", "x", 4, "\"kind\":\"auth\",\"http_status\":null"},
        {"ringyo", "call_429", 5, "\"retry_after_s\":7"},
        {"dead", "x", 6, "\"kind\":\"network\",\"http_status\":null"},
        {"ringyo", "call_cut_off", 6, "\"kind\":\"network\""},
        {"ringyo", "call_500", 7, "\"kind\":\"provider\",\"http_status\":500"},
        {"ringyo", "call_html", 7, "\"kind\":\"provider\",\"http_status\":200"},
        {"ringyo", "call_redirect", 7, "\"kind\":\"provider\",\"http_status\":302"},
        {"ringyo", "call_422", 8, "\"kind\":\"refused\",\"http_status\":422"},
        {"ringyo", "..", 2, "\"kind\":\"usage\",\"http_status\":null"},
        {"broken", "x", 2, "\"kind\":\"usage\",\"http_status\":null"},
        {"off", "x", 2, "provider 'off' is disabled"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        char *place = xasprintf("{\"schema\":1,\"provider\":\"%s\",\"id\":\"%s\",\"error\":{",
                                rows[i].provider, rows[i].id);
        CALL_ON(&r, odd_config, "-p", "json", "--max-wait", "0", rows[i].provider, rows[i].id);
        assert_code(&r, rows[i].code);
        assert_has(&r.out, place);
        assert_has(&r.out, rows[i].in_json);
        assert_int_equal(count_lines(&r.out), 1);
        assert_lacks(&r.err, "\033");
        assert_lacks(&r.err, "demo-");
        assert_lacks(&r.err, "ran");
        free(place);
        run_done(&r);
    }
}

static void exit__codes__of_several(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "ringyo", "call_404", "call_xyz789", "call_410");
    assert_code(&r, 3);
    run_done(&r);
    CALL(&r, "-p", "json", "ringyo", "call_404", "call_xyz789", "call_500");
    assert_code(&r, 1);
    run_done(&r);
}

static void print__failure__a_line_on_standard_error(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "text", "ringyo", "call_404");
    assert_code(&r, 3);
    assert_out(&r, "");
    assert_has(&r.err, "callbrowser: ringyo call_404: no such call (404");
    assert_int_equal(count_lines(&r.err), 1);
    run_done(&r);
}

/* The IDs of the JSON lines, separated by blanks. The caller frees it. */
static char *ids_of(const struct buf *out)
{
    struct buf ids = {0};
    for (const char *at = buf_str(out); (at = strstr(at, "\"provider\":\"ringyo\",\"id\":\""));) {
        at += strlen("\"provider\":\"ringyo\",\"id\":\"");
        buf_add(&ids, at, strcspn(at, "\""));
        buf_putc(&ids, ' ');
    }
    return buf_take(&ids);
}

static void print__order__of_the_ids(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "ringyo", "call_slow_1", "call_xyz789", "..", "call_404");
    char *ids = ids_of(&r.out);
    assert_code(&r, 1);
    assert_string_equal(ids, "call_slow_1 call_xyz789 .. call_404 ");
    free(ids);
    run_done(&r);
}

static void print__input__many_in_order(void **state)
{
    (void)state;
    enum { MANY = 300 };
    struct run r;
    struct buf input = {0}, expected = {0};
    for (int i = 0; i < MANY; i++) {
        buf_printf(&input, "%scall_turns_%d\r\n", i % 7 ? "" : "\n  \n", i + 1);
        buf_printf(&expected, "call_turns_%d ", i + 1);
    }
    CALL_INPUT(&r, input.data, "-p", "json", "-j", "2", "ringyo", "-");
    char *ids = ids_of(&r.out);
    assert_code(&r, 0);
    assert_string_equal(ids, expected.data);
    free(ids);
    buf_done(&input);
    buf_done(&expected);
    run_done(&r);
}

static void print__input__printed_without_waiting(void **state)
{
    (void)state;
    struct run r;
    printing_start(&r, printing.config, ARGS("-p", "json", "-"));
    run_write(&r, "call_xyz789\n", 12);
    run_wait_output(&r, "\"id\":\"call_xyz789\"");
    run_write(&r, "ringyo:call_404\n", 16);
    run_wait_output(&r, "\"id\":\"call_404\"");
    run_close_input(&r);
    run_finish(&r);
    assert_code(&r, 3);
    run_done(&r);
}

static void print__input__empty_succeeds(void **state)
{
    (void)state;
    struct run r;
    CALL_INPUT(&r, "\n\n", "-p", "json", "ringyo", "-");
    assert_code(&r, 0);
    assert_out(&r, "");
    run_done(&r);
}

/* The input of a spreadsheet or a chat: a byte order mark, no-break and zero-width spaces. */
static void print__input__blanks_of_any_kind_are_trimmed(void **state)
{
    (void)state;
    struct run r;
    CALL_INPUT(&r,
               "\xef\xbb\xbf"
               "call_xyz789\xc2\xa0\r\n\xe2\x80\x8b\n(call_live).\n",
               "-p", "json", "ringyo", "-");
    char *ids = ids_of(&r.out);
    assert_string_equal(ids, "call_xyz789 call_live ");
    free(ids);
    run_done(&r);
}

static void print__ids__refused_one_by_one_in_order(void **state)
{
    (void)state;
    char long_id[301];
    memset(long_id, 'x', 300);
    long_id[300] = '\0';
    const char *const bad[] = {"", "  ", ".", "..", "a\033[31mb", "a\xff", long_id};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct run r;
        CALL(&r, "-p", "json", "ringyo", bad[i], "call_xyz789");
        assert_code(&r, 2);
        assert_int_equal(count_lines(&r.out), 2);
        assert_has(&r.out, "\"kind\":\"usage\"");
        assert_has(&r.out, documented_json);
        assert_int_equal(count_lines(&r.err), 1);
        assert_lacks(&r.out, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        assert_lacks(&r.err, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
        assert_lacks(&r.err, "\033");
        run_done(&r);
    }
}

static void print__ids__dash_only_after_the_end_of_options(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "ringyo", "-x");
    assert_code(&r, 2);
    assert_out(&r, "");
    run_done(&r);
    CALL(&r, "-p", "json", "ringyo", "--", "-x");
    assert_code(&r, 3);
    assert_has(&r.out, "\"id\":\"-x\"");
    run_done(&r);
}

static void print__keys__a_failing_command_runs_once(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "failing.ini");
    char *text = xasprintf(
        "[provider ringyo]\napi_key_command = sh -c 'echo x >>%s/runs; exit 3'\n", printing.home);
    scratch_write(printing.home, "failing.ini", 0600, text);
    printing_call(&r, path, "c\nd\n", ARGS("-p", "json", "ringyo", "a", "b", "-"));
    char *runs = scratch_read(printing.home, "runs");
    assert_code(&r, 4);
    assert_int_equal(count_lines(&r.out), 4);
    assert_has(&r.err, "ringyo d: no key for 'ringyo': 'sh' failed with exit code 3");
    assert_string_equal(runs ? runs : "", "x\n");
    free(runs);
    free(text);
    free(path);
    run_done(&r);
}

static void print__words__unknown_provider(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "ringgo", "call_xyz789");
    assert_code(&r, 2);
    assert_out(&r, "");
    assert_err(&r, "callbrowser: unknown provider 'ringgo' (did you mean 'ringg'?)\n");
    run_done(&r);
}

static void print__words__a_name_in_any_case(void **state)
{
    (void)state;
    static const char *const names[] = {"Ringyo", "RINGYO:", "ringyo:"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct run r;
        CALL(&r, "-p", "json", names[i], "call_xyz789");
        assert_code(&r, 0);
        assert_out(&r, documented_json);
        run_done(&r);
    }
}

static void print__url_of_nobody__not_fetched(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "text", "https://app.example.com/calls/call_xyz789");
    assert_code(&r, 2);
    assert_has(&r.err,
               "call_xyz789: no provider has the host 'app.example.com': a call of ringyo?");
    run_done(&r);
}

static void print__words__several_providers_fit(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "550e8400-e29b-41d4-a716-446655440000", "call_xyz789");
    assert_code(&r, 2);
    assert_has(&r.out, "{\"schema\":1,\"provider\":null,"
                       "\"id\":\"550e8400-e29b-41d4-a716-446655440000\",\"error\":{");
    assert_has(&r.out, documented_json);
    assert_has(&r.err, "ringg");
    assert_has(&r.err, "diga");
    run_done(&r);
}

static void print__words__no_id(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "json", "ringyo");
    assert_code(&r, 2);
    assert_err(&r, "callbrowser: no call ID given\n");
    run_done(&r);
}

static void screen__start__needs_a_terminal(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "ringyo", "call_xyz789");
    assert_code(&r, 2);
    assert_out(&r, "");
    assert_int_equal(count_lines(&r.err), 1);
    assert_has(&r.err, "must be a terminal");
    assert_lacks(&r.err, "\033");
    run_done(&r);
}

static void shell(struct run *r, const char *tail)
{
    char *line = xasprintf("exec %s -c %s %s", printing.program, printing.config, tail);
    run_program(r, ARGS("/bin/sh", "-c", line), NULL);
    free(line);
}

static void output__write__failures(void **state)
{
    (void)state;
    struct run r;
    shell(&r, "-p json ringyo call_xyz789 >/dev/full");
    assert_code(&r, 1);
    assert_err(&r, "callbrowser: cannot write to standard output: No space left on device\n");
    run_done(&r);
    shell(&r, "--help >&-");
    assert_code(&r, 1);
    assert_has(&r.err, "cannot write to standard output");
    run_done(&r);
}

static void output__write__a_reader_that_left_is_quiet(void **state)
{
    (void)state;
    struct run r;
    printing_start(&r, printing.config, ARGS("-p", "json", "ringyo", "-"));
    close(r.output);
    r.output = -1;
    run_write(&r, "call_xyz789\n", 12);
    run_finish(&r);
    assert_code(&r, 128 + SIGPIPE);
    assert_err(&r, "");
    run_done(&r);
}

static void signals__end__the_program_by_the_signal(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct run r;
        printing_start(&r, printing.config,
                       ARGS("-p", "json", "ringyo", "call_xyz789", "call_silent"));
        run_wait_output(&r, "call_xyz789");
        kill(r.pid, signals[i]);
        run_finish(&r);
        assert_code(&r, 128 + signals[i]);
        run_done(&r);
    }
}

/* A copy for the unprivileged user below, who may have no access to the build directory. */
static bool others_can_run(void)
{
    struct run r;
    run_program(&r,
                ARGS("/usr/bin/setpriv", "--reuid=65534", "--clear-groups", "/usr/bin/test", "-x",
                     printing.program),
                NULL);
    run_done(&r);
    return r.code == 0;
}

/* If a process is not dumpable, its files in /proc belong to root. The test has to drop root's
 * rights to see this. */
static void memory__is_closed_to_others(void **state)
{
    (void)state;
    if (printing_is_sanitized() || (geteuid() == 0 && !others_can_run()))
        skip();
    const char *const argv[] = {"/usr/bin/setpriv",
                                "--reuid=65534",
                                "--clear-groups",
                                printing.program,
                                "-c",
                                "/dev/null",
                                "-p",
                                "json",
                                "ringyo",
                                "-",
                                NULL};
    struct run r;
    struct stat st;
    run_start(&r, geteuid() == 0 ? argv : argv + 3);
    run_write(&r, "x\n", 2);
    run_wait_output(&r, "\"kind\":\"auth\"");
    char *path = xasprintf("/proc/%d/environ", (int)r.pid);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_uid, 0);
    run_close_input(&r);
    run_finish(&r);
    run_done(&r);
    free(path);
}

static void print__markdown_and_vtt(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "-p", "markdown", "ringyo", "call_xyz789");
    assert_code(&r, 0);
    assert_has(&r.out, "# Ringyo call `call_xyz789`\n\n- Status: completed\n");
    assert_has(&r.out, "\n> **0:03 user:** Hi Sarah, I'm doing well.");
    run_done(&r);
    CALL(&r, "-p", "vtt", "ringyo", "call_xyz789", "call_turns_0");
    assert_has(&r.out, "WEBVTT\n\n00:00:00.000 --> 00:00:03.200\n<v agent>Hello!");
    assert_has(&r.err, "the vtt form needs a transcript");
    assert_code(&r, 1);
    run_done(&r);
}

static void history__forget__names_the_file(void **state)
{
    (void)state;
    struct run r;
    char *expected =
        xasprintf("callbrowser: deleted the history in '%s/callbrowser/history'\n", printing.home);
    scratch_write(printing.home, "callbrowser/history", 0600, "ringyo:call_xyz789\n");
    setenv("XDG_STATE_HOME", printing.home, 1);
    run_program(&r, ARGS(printing.program, "--forget"), NULL);
    unsetenv("XDG_STATE_HOME");
    assert_code(&r, 0);
    assert_out(&r, "");
    assert_err(&r, expected);
    char *left = scratch_read(printing.home, "callbrowser/history");
    assert_string_equal(left, "");
    free(left);
    free(expected);
    run_done(&r);
}

static void help__version__to_standard_output(void **state)
{
    (void)state;
    struct run r;
    CALL(&r, "--help");
    assert_code(&r, 0);
    assert_has(&r.out, "usage: callbrowser [OPTION]... [PROVIDER] [ID]...\n");
    assert_err(&r, "");
    run_done(&r);
    CALL(&r, "-V");
    assert_code(&r, 0);
    assert_int_equal(strncmp(r.out.data, "callbrowser ", 12), 0);
    assert_err(&r, "");
    run_done(&r);
    CALL(&r, "--nonsense");
    assert_code(&r, 2);
    assert_out(&r, "");
    run_done(&r);
}

static int set_up(void **state)
{
    printing_setup(state);
    odd_config = printing_config("odd.ini", NULL,
                                 "[provider dead]\nlike = ringyo\nbase_url = http://127.0.0.1:1\n"
                                 "api_key = demo-dead\n"
                                 "[provider nokey]\nlike = ringyo\n"
                                 "[provider off]\nlike = ringyo\nenabled = no\n"
                                 "api_key_command = sh -c 'echo ran >&2; echo k'\n"
                                 "[provider broken]\nlike = ringyo\nbase_url = ftp://a.example\n"
                                 "api_key = demo-broken\n");
    return 0;
}

static int tear_down(void **state)
{
    free(odd_config);
    return printing_teardown(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(print__json__documented_example),
        cmocka_unit_test(print__json__provider_by_form_and_by_name),
        cmocka_unit_test(print__text__documented_example),
        cmocka_unit_test(print__text__empty_line_between_calls),
        cmocka_unit_test(print__text__width_from_columns),
        cmocka_unit_test(print__raw__byte_for_byte),
        cmocka_unit_test(print__json__the_same_in_every_locale),
        cmocka_unit_test(exit__codes__one_for_each_kind),
        cmocka_unit_test(exit__codes__of_several),
        cmocka_unit_test(print__failure__a_line_on_standard_error),
        cmocka_unit_test(print__order__of_the_ids),
        cmocka_unit_test(print__input__many_in_order),
        cmocka_unit_test(print__input__printed_without_waiting),
        cmocka_unit_test(print__input__empty_succeeds),
        cmocka_unit_test(print__input__blanks_of_any_kind_are_trimmed),
        cmocka_unit_test(print__ids__refused_one_by_one_in_order),
        cmocka_unit_test(print__ids__dash_only_after_the_end_of_options),
        cmocka_unit_test(print__keys__a_failing_command_runs_once),
        cmocka_unit_test(print__words__unknown_provider),
        cmocka_unit_test(print__words__a_name_in_any_case),
        cmocka_unit_test(print__url_of_nobody__not_fetched),
        cmocka_unit_test(print__words__several_providers_fit),
        cmocka_unit_test(print__words__no_id),
        cmocka_unit_test(screen__start__needs_a_terminal),
        cmocka_unit_test(output__write__failures),
        cmocka_unit_test(output__write__a_reader_that_left_is_quiet),
        cmocka_unit_test(signals__end__the_program_by_the_signal),
        cmocka_unit_test(memory__is_closed_to_others),
        cmocka_unit_test(print__markdown_and_vtt),
        cmocka_unit_test(history__forget__names_the_file),
        cmocka_unit_test(help__version__to_standard_output),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
