/* --doctor with its output in a pipe, as for a bug report. */
#include "base/alloc.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/pty.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Runs --doctor with the mock's five providers and these lines; either may be NULL. */
static void doctor(struct run *r, const char *options, const char *more)
{
    char *config = printing_config("x.ini", options, more);
    CALL_ON(r, config, "--doctor");
    free(config);
}

static void doctor__no_problem__exit_code_0(void **state)
{
    (void)state;
    struct run r;
    char *answered =
        xasprintf("127.0.0.1:%d, key from config\n                 DNS ", printing.mock.port);
    doctor(&r, NULL, NULL);
    assert_has(&r.out, "  Input, output  no terminal, no terminal\n");
    assert_has(&r.out, "  TERM           xterm\n");
    assert_has(&r.out, "  Encoding       UTF-8\n");
    assert_has(&r.out, "/x.ini: used\n");
    assert_has(&r.out, "/history: 2 calls\n");
    assert_has(&r.out, "  libcurl        ");
    assert_has(&r.out, "  zlib           1.");
    assert_has(&r.out, "  ringyo         ");
    assert_has(&r.out, answered);
    assert_has(&r.out, " ms, HTTP 4");
    assert_lacks(&r.out, "demo-");
    assert_lacks(&r.out, "\n!");
    assert_err(&r, "");
    assert_code(&r, 0);
    run_done(&r);
    free(answered);
}

/* Its requests use HEAD and carry no key. */
static void doctor__requests__carry_no_key(void **state)
{
    (void)state;
    struct run r;
    doctor(&r, NULL, NULL);
    run_done(&r);
    char *log = mock_log(&printing.mock);
    assert_non_null(strstr(log, "\"method\":\"HEAD\""));
    for (const char *line = log; *line; line += strcspn(line, "\n") + 1) {
        char *copy = xstrndup(line, strcspn(line, "\n"));
        if (strstr(copy, "\"HEAD\"") && (strstr(copy, "demo-") || strcasestr(copy, "x-api-key") ||
                                         strcasestr(copy, "authorization")))
            fail_msg("a key was sent: %s", copy);
        free(copy);
    }
    free(log);
}

/* An unreachable provider is reported and does not stop the others. */
static void doctor__providers__reachable_or_not(void **state)
{
    (void)state;
    struct run r;
    doctor(&r, NULL,
           "[provider dead]\nlike = ringyo\nbase_url = http://127.0.0.1:1\n"
           "api_key_command = sh -c 'echo ran; echo x >&2'\n"
           "[provider keyless]\nlike = ringyo\nbase_url = http://127.0.0.1:1\n"
           "[provider chat]\nlike = cometchat\nbase_url = https://{app_id}.a.example\napp_id =\n"
           "[provider unset]\nlike = cometchat\nbase_url = https://{app_id}.a.example\napp_id =\n"
           "api_key = demo-key\n"
           "[provider off]\nlike = ringyo\nenabled = no\n");
    assert_has(&r.out,
               "! dead           127.0.0.1:1, key from command\n                 connection "
               "refused by '127.0.0.1:1'\n");
    assert_has(&r.out,
               "  keyless        127.0.0.1:1, no key\n                 connection refused by "
               "'127.0.0.1:1'\n");
    assert_has(&r.out, "  chat           not set: app_id, region; no key\n");
    assert_has(&r.out, "! unset          not set: app_id, region\n");
    assert_has(&r.out, "  diga           127.0.0.1:");
    assert_lacks(&r.out, "\n  off");
    assert_lacks(&r.out, "ran");
    assert_err(&r, "");
    assert_code(&r, 1);
    run_done(&r);
}

static void doctor__problems__are_listed(void **state)
{
    (void)state;
    struct run r;
    doctor(&r, "wrap = perhaps\n", "[keys]\nfly = x\n");
    assert_has(&r.out, "x.ini:2: wrap must be yes or no, not 'perhaps'\n");
    assert_has(&r.out, ": unknown action 'fly'\n");
    assert_code(&r, 1);
    run_done(&r);
}

/* If there is no file, the report says where it was looked for. */
static void doctor__files__missing_ones(void **state)
{
    (void)state;
    struct run r;
    char *place = xasprintf("%s/.config/callbrowser/callbrowser.ini: not found\n", printing.home);
    setenv("CALLBROWSER_RINGYO_API_KEY", "demo-key", 1);
    run_program(
        &r, ARGS("env", "https_proxy=http://u:demo-pass@127.0.0.1:1", printing.program, "--doctor"),
        NULL);
    unsetenv("CALLBROWSER_RINGYO_API_KEY");
    assert_has(&r.out, place);
    assert_has(&r.out, "  Variables      https_proxy\n");
    assert_has(&r.out,
               "! ringyo         api.ringyo.ai, key from env\n                 cannot reach "
               "'api.ringyo.ai' through the proxy\n"
               "                 check https_proxy, all_proxy and no_proxy in the environment\n");
    assert_lacks(&r.out, "demo-");
    assert_code(&r, 1);
    run_done(&r);
    run_program(&r,
                ARGS("env", "https_proxy=http://127.0.0.1:1", printing.program, "-c",
                     "/nonexistent/x.ini", "--doctor"),
                NULL);
    assert_has(&r.out, "/nonexistent/x.ini: not found\n");
    assert_has(&r.out, "! ");
    assert_code(&r, 1);
    run_done(&r);
    free(place);
}

static void doctor__terminal__odd_ones(void **state)
{
    (void)state;
    static const struct {
        const char *variable, *line;
    } rows[] = {
        {"TERM=", "! TERM           TERM is not set"},
        {"TERM=dumb", "! TERM           terminal 'dumb' (TERM) cannot move its cursor\n"},
        {"TERM=no-such", "! TERM           terminal 'no-such' (TERM) is unknown"},
        {"LC_ALL=bogus", "! Locale         unknown locale 'bogus' (LC_ALL)\n"},
        {"LC_ALL=xx_XX.UTF-8",
         "! Locale         unknown locale 'xx_XX.UTF-8' (LC_ALL)\n  Encoding       UTF-8\n"},
        {"LC_ALL=C", "  Encoding       ANSI_X3.4-1968: frames are ASCII"},
        {"NO_COLOR=1", "  Colours        0 (NO_COLOR is set)\n"},
        {"SSH_CONNECTION=x", "  Copying        OSC 52\n"},
        {"PAGER=no-such", "  Pager          no-such: program 'no-such' not found\n"},
        {"PAGER=/bin/sh", "  Pager          /bin/sh: /bin/sh\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        run_program(&r,
                    ARGS("env", rows[i].variable, "https_proxy=http://127.0.0.1:1",
                         printing.program, "-c", "/dev/null", "--doctor"),
                    NULL);
        assert_has(&r.out, rows[i].line);
        assert_code(&r, rows[i].line[0] == '!');
        run_done(&r);
    }
}

/* Runs --doctor with an mpv that is this shell script, first in PATH; NULL: there is none. */
static void doctor_with_player(struct run *r, const char *variable, const char *script)
{
    char *dir = scratch_new(), *bin = scratch_path(dir, "bin"), *path;
    char *text = xasprintf("#!/bin/sh\n%s\n", script ? script : "");
    scratch_write(dir, script ? "bin/mpv" : "bin/none", 0755, text);
    path = xasprintf("PATH=%s%s%s", bin, script ? ":" : "", script ? getenv("PATH") : "");
    run_program(r,
                ARGS("env", path, variable, "https_proxy=http://127.0.0.1:1", printing.program,
                     "-c", "/dev/null", "--doctor"),
                NULL);
    free(path);
    free(text);
    free(bin);
    scratch_free(dir);
}

/* It is told to read no configuration, has no other arguments, and gets no key. */
static void doctor__player__which_one(void **state)
{
    (void)state;
    static const struct {
        const char *script, *line;
    } rows[] = {
        {NULL, "  Playing        mpv not found: recordings cannot be heard here (package mpv)\n"},
        {"echo mpv 0.35.1 Copyright; echo built", "  Playing        mpv 0.35.1: /"},
        {"echo mpv v0.40.0-rc1 Copyright", "  Playing        mpv 0.40.0-rc1: /"},
        {"echo mpv 0.34.1 Copyright", "! Playing        mpv 0.34.1: /"},
        {"echo mpv 0.32.0 Copyright", "/mpv; 0.35 or later is needed\n"},
        {"echo mpv git-1a2b3c Copyright", "  Playing        mpv of an unknown version: /"},
        {"exit 3", "/mpv: 'mpv' failed with exit code 3\n"},
        {"exit 0", "/mpv: 'mpv' printed nothing\n"},
        {"printf 'mpv 0.35\\033[31m Copyright\\n'", "  Playing        mpv 0.35[31m: /"},
        {"echo mpv 0.99.$#$1$2$3", "  Playing        mpv 0.99.2--no-config--version: /"},
        {"echo mpv 0.98.1-$CALLBROWSER_RINGYO_API_KEY.", "  Playing        mpv 0.98.1-.: /"},
        {"exec cat /dev/zero", "/mpv: 'mpv' printed more than 64 KiB\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        doctor_with_player(&r, "CALLBROWSER_RINGYO_API_KEY=demo-key", rows[i].script);
        assert_has(&r.out, rows[i].line);
        assert_code(&r, strstr(buf_str(&r.out), "\n! ") != NULL);
        assert_err(&r, "");
        run_done(&r);
    }
}

static void doctor__player__of_the_users_own(void **state)
{
    (void)state;
    struct run r;
    doctor(&r, "play_command = no-such-player {url}\n", NULL);
    assert_has(&r.out,
               "  Playing        no-such-player {url}: program 'no-such-player' not found\n");
    assert_has(&r.out, "  Sound          ");
    assert_lacks(&r.out, "mpv");
    run_done(&r);
}

static void doctor__sound__seen_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *variable, *line;
    } rows[] = {
        {"PULSE_SERVER=tcp:10.0.0.7", "  Sound          PULSE_SERVER is set\n"},
        {"PIPEWIRE_REMOTE=there", "  Sound          PIPEWIRE_REMOTE is set\n"},
        {"A=1", "  Sound          "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct run r;
        doctor_with_player(&r, rows[i].variable, "echo mpv 0.35.1");
        assert_has(&r.out, rows[i].line);
        assert_lacks(&r.out, "10.0.0.7");
        run_done(&r);
    }
}

/* It is a socket in the user's runtime directory, and nobody is there to hear it over SSH. */
static void doctor__sound__of_this_computer(void **state)
{
    (void)state;
    char *dir = scratch_new(), *variable = xasprintf("XDG_RUNTIME_DIR=%s", dir);
    char *here = xasprintf("  Sound          %s/pipewire-0\n", dir);
    char *there =
        xasprintf("  Sound          %s/pipewire-0, not where you are: yO copies a command "
                  "that plays on your own computer\n",
                  dir);
    struct run r;
    scratch_listen(dir, "pipewire-0");
    doctor_with_player(&r, variable, "echo mpv 0.35.1");
    assert_has(&r.out, here);
    run_done(&r);
    setenv("SSH_CONNECTION", "10.0.0.1 1 10.0.0.2 22", 1);
    doctor_with_player(&r, variable, "echo mpv 0.35.1");
    assert_has(&r.out, there);
    run_done(&r);
    unsetenv("SSH_CONNECTION");
    free(there);
    free(here);
    free(variable);
    scratch_free(dir);
}

/* Its environment has the locale of no variable. */
static void doctor__no_locale__is_said(void **state)
{
    (void)state;
    struct run r;
    run_program(&r,
                ARGS("env", "-u", "LC_ALL", "-u", "LC_CTYPE", "-u", "LANG",
                     "https_proxy=http://127.0.0.1:1", printing.program, "-c", "/dev/null",
                     "--doctor"),
                NULL);
    assert_has(&r.out, "  Locale         not set (LANG)\n");
    assert_code(&r, 0);
    run_done(&r);
}

static void doctor__programs__found_or_not(void **state)
{
    (void)state;
    struct run r;
    setenv("PAGER", "'less", 1);
    doctor(&r, "copy_command = cat -\nopen_command = no-such-opener {url}\n", NULL);
    unsetenv("PAGER");
    assert_has(&r.out, "  Copying        cat -: /");
    assert_has(&r.out,
               "  Opening        no-such-opener {url}: program 'no-such-opener' not found\n");
    assert_has(&r.out, "\n! Pager          ");
    assert_code(&r, 1);
    run_done(&r);
}

static void doctor__in_a_terminal__its_size(void **state)
{
    (void)state;
    char *program = realpath(printing.program, NULL);
    struct pty *p =
        pty_start(&(struct pty_options){.argv = ARGS(program, "-c", "/dev/null", "--doctor"),
                                        .env = ARGS("https_proxy=http://127.0.0.1:1"),
                                        .rows = 60,
                                        .cols = 132});
    pty_expect(p, "Input, output  a terminal, a terminal");
    pty_expect(p, "Size           132 columns, 60 rows");
    pty_stop(p);
    free(program);
}

static int set_up(void **state)
{
    if (printing_setup_with_player(state) != 0)
        return -1;
    setenv("TERM", "xterm", 1);
    unsetenv("CURL_CA_BUNDLE");
    unsetenv("SSL_CERT_FILE");
    unsetenv("SSL_CERT_DIR");
    unsetenv("SSH_CONNECTION");
    unsetenv("TMPDIR");
    unsetenv("PULSE_SERVER");
    unsetenv("PIPEWIRE_REMOTE");
    scratch_write(printing.home, ".local/state/callbrowser/history", 0600, "ringyo:a\ndiga:b\n");
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doctor__no_problem__exit_code_0),
        cmocka_unit_test(doctor__requests__carry_no_key),
        cmocka_unit_test(doctor__providers__reachable_or_not),
        cmocka_unit_test(doctor__problems__are_listed),
        cmocka_unit_test(doctor__files__missing_ones),
        cmocka_unit_test(doctor__terminal__odd_ones),
        cmocka_unit_test(doctor__player__which_one),
        cmocka_unit_test(doctor__player__of_the_users_own),
        cmocka_unit_test(doctor__sound__seen_or_not),
        cmocka_unit_test(doctor__sound__of_this_computer),
        cmocka_unit_test(doctor__no_locale__is_said),
        cmocka_unit_test(doctor__programs__found_or_not),
        cmocka_unit_test(doctor__in_a_terminal__its_size),
    };
    return cmocka_run_group_tests(tests, set_up, printing_teardown);
}
