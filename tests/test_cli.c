/* The program without its screen, as scripts see it: output, standard error, exit codes. It runs
 * as a child against the mock provider. */
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

static char *odd_config; /* with more providers, that cannot be asked */

#define CALL_ODD(r, ...) CALL_ON(r, odd_config, __VA_ARGS__)

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

static void print__text__calls_stand_apart(void **state)
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

static void exit__codes__one_a_kind(void **state)
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
        {"off", "x", 2, "provider 'off' is switched off"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        char *place = xasprintf("{\"schema\":1,\"provider\":\"%s\",\"id\":\"%s\",\"error\":{",
                                rows[i].provider, rows[i].id);
        CALL_ODD(&r, "-p", "json", "--max-wait", "0", rows[i].provider, rows[i].id);
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

/* The ids of the JSON lines, blanks between; yours. */
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

static void print__order__as_asked(void **state)
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

static void print__input__printed_as_it_comes(void **state)
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

static void print__input__empty_is_no_failure(void **state)
{
    (void)state;
    struct run r;
    CALL_INPUT(&r, "\n\n", "-p", "json", "ringyo", "-");
    assert_code(&r, 0);
    assert_out(&r, "");
    run_done(&r);
}

static void print__ids__refused_alone_in_their_place(void **state)
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

static void print__words__none(void **state)
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

static void signals__end__as_a_shell_sees_it(void **state)
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

/* As the user that root becomes below: its tree may be closed to others. */
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

/* What belongs to a process in /proc is root's where nobody may look into it. Root itself has to
 * be someone else for that. */
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

static void lists__providers__without_their_keys(void **state)
{
    (void)state;
    struct run r;
    setenv("CALLBROWSER_NOKEY_API_KEY", "demo-from-env", 1);
    CALL_ODD(&r, "--list-providers");
    unsetenv("CALLBROWSER_NOKEY_API_KEY");
    char *host = xasprintf("127.0.0.1:%d", printing.mock.port);
    assert_code(&r, 0);
    assert_has(&r.out, "ringyo\t");
    assert_has(&r.out, host);
    assert_has(&r.out, "\tconfig\n");
    assert_has(&r.out, "\tenv\n");
    assert_has(&r.out, "Vapi\tapi.vapi.ai\toff\n");
    assert_lacks(&r.out, "demo-");
    free(host);
    run_done(&r);
}

/* Each with its value and where that was set. */
static void lists__in_force__and_where_from(void **state)
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

static void lists__themes__a_missing_one_gives_way(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "nope.ini");
    scratch_write(printing.home, "nope.ini", 0600, "[callbrowser]\ntheme = nope\n");
    CALL_ON(&r, path, "--list-themes");
    assert_code(&r, 0);
    assert_has(&r.out, "default\tdark backgrounds\tdefault\n");
    assert_lacks(&r.out, "nope");
    assert_has(&r.err, "nope.ini:2: unknown theme 'nope'");
    run_done(&r);
    free(path);
}

static void lists__themes__one_of_the_command_line_stays(void **state)
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
    assert_has(&r.out, "nope\tthere is none\t--theme\n");
    assert_has(&r.err, "--theme: unknown theme 'nope'");
    run_done(&r);
    free(row);
    free(path);
}

/* They are found in another order: the zone last, what is no line at all first. */
static void config__problems__said_line_by_line(void **state)
{
    (void)state;
    struct run r;
    char *path = scratch_path(printing.home, "several.ini");
    char *expected =
        xasprintf("callbrowser: %s:2: no such time zone 'Nowhere': local times are shown\n"
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
    CALL_ODD(&r, "--check-config");
    assert_code(&r, 2);
    assert_has(&r.out, "/odd.ini:");
    assert_int_equal(count_lines(&r.out), 1);
    assert_err(&r, "");
    run_done(&r);
    char *path = scratch_path(printing.home, "bad.ini");
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

static void config__problems__told_when_printing(void **state)
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
        assert_has(&r.out, i < 2 ? "+*******1234" : "+\\*\\*\\*\\*\\*\\*\\*1234");
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
    static const char *const places[] = {"order.ini:2: no such time zone",
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
    assert_has(&r.err, "which vtt needs");
    assert_code(&r, 1);
    run_done(&r);
}

static void config__note_template__used_or_told(void **state)
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
    assert_has(&r.err, "note.ini:2: note_template: there is no {idd}");
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
    assert_has(&r.out, "keys.ini:2: the key of 'ringyo' is in a file open to group or others: "
                       "chmod 600 ");
    assert_has(&r.out, "keys.ini:5: the key of 'diga' is in a file open to group or others: "
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

static void history__forget__says_which_file(void **state)
{
    (void)state;
    struct run r;
    char *expected =
        xasprintf("callbrowser: '%s/callbrowser/history' holds no call any more\n", printing.home);
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
        cmocka_unit_test(print__text__calls_stand_apart),
        cmocka_unit_test(print__text__width_from_columns),
        cmocka_unit_test(print__raw__byte_for_byte),
        cmocka_unit_test(print__json__the_same_in_every_locale),
        cmocka_unit_test(exit__codes__one_a_kind),
        cmocka_unit_test(exit__codes__of_several),
        cmocka_unit_test(print__failure__a_line_on_standard_error),
        cmocka_unit_test(print__order__as_asked),
        cmocka_unit_test(print__input__many_in_order),
        cmocka_unit_test(print__input__printed_as_it_comes),
        cmocka_unit_test(print__input__empty_is_no_failure),
        cmocka_unit_test(print__ids__refused_alone_in_their_place),
        cmocka_unit_test(print__ids__dash_only_after_the_end_of_options),
        cmocka_unit_test(print__keys__a_failing_command_runs_once),
        cmocka_unit_test(print__words__unknown_provider),
        cmocka_unit_test(print__words__several_providers_fit),
        cmocka_unit_test(print__words__none),
        cmocka_unit_test(screen__start__needs_a_terminal),
        cmocka_unit_test(output__write__failures),
        cmocka_unit_test(output__write__a_reader_that_left_is_quiet),
        cmocka_unit_test(signals__end__as_a_shell_sees_it),
        cmocka_unit_test(memory__is_closed_to_others),
        cmocka_unit_test(lists__providers__without_their_keys),
        cmocka_unit_test(lists__in_force__and_where_from),
        cmocka_unit_test(lists__themes__a_missing_one_gives_way),
        cmocka_unit_test(lists__themes__one_of_the_command_line_stays),
        cmocka_unit_test(config__problems__said_line_by_line),
        cmocka_unit_test(config__check__problems_and_exit_code),
        cmocka_unit_test(config__print__is_a_configuration_without_problems),
        cmocka_unit_test(config__problems__told_when_printing),
        cmocka_unit_test(config__file__missing_or_open_to_others),
        cmocka_unit_test(config__check__in_the_order_of_the_lines),
        cmocka_unit_test(print__markdown_and_vtt),
        cmocka_unit_test(config__note_template__used_or_told),
        cmocka_unit_test(config__mask__masks_all_forms_but_raw),
        cmocka_unit_test(config__check__keys_that_others_may_read),
        cmocka_unit_test(history__forget__says_which_file),
        cmocka_unit_test(help__version__to_standard_output),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
