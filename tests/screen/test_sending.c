/* Links and text out of the program: what the opener is given, what the clipboard gets. */
#include "tests/support/browse.h"
#include "tests/support/scratch.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"
#define LINK "https://storage.ringyo.ai/recordings/call_xyz789.mp3"

static struct pty *start(const char *call, const char *options, const char *const *env)
{
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){call, NULL}, .options = options, .env = env});
    pty_expect(p, "[Transcript]");
    return p;
}

/* Writes what it was called with, and on what, where the test finds it. */
static void write_script(struct pty *p, const char *name, const char *body)
{
    char *text = NULL;
    struct buf b = {0};
    buf_printf(&b, "#!/bin/sh\ncd '%s'\n%s\n", pty_home(p), body);
    text = buf_take(&b);
    scratch_write(pty_home(p), name, 0755, text);
    free(text);
}

static const char recorder[] = "{ for word; do echo \"<$word>\"; done\n"
                               "env | sed s/^/env:/; ls -l /proc/self/fd\n"
                               "( : </dev/tty ) 2>/dev/null && echo has-tty\n"
                               "echo done; } >opened.tmp; mv opened.tmp opened";

static void open__o__script_gets_one_argument(void **state)
{
    (void)state;
    struct pty *p = start(CALL, "open_command = sh ./opener --flag {url} {url}#x", NULL);
    write_script(p, "opener", recorder);
    pty_keys(p, "o");
    char *got = browse_wait_file(p, "opened", "done");
    pty_check(p, strstr(got, "<--flag>\n<" LINK ">\n<" LINK "#x>\n") == got);
    pty_check(p, !strstr(got, "demo-ringyo"));
    pty_check(p, !strstr(got, "has-tty"));
    pty_check(p, !strstr(got, "socket:"));
    free(got);
    pty_expect(p, LINK);
    pty_expect(p, LAST_LINE);
}

static void open__fails_prints_dies__a_message(void **state)
{
    (void)state;
    struct pty *p = start(CALL, "open_command = sh -c \"echo noise; exit 3\" {url}", NULL);
    pty_keys(p, "o");
    pty_expect(p, "exit code 3");
    pty_expect_not(p, "noise");
    browse_end_test(state);
    p = start(CALL, "open_command = sh -c \"kill -SEGV $$\" {url}", NULL);
    pty_keys(p, "o");
    pty_expect(p, "signal 11");
}

static void open__no_such_program__a_message(void **state)
{
    (void)state;
    wrapped_skip("posix_spawn does not say that a program cannot be run");
    struct pty *p = start(CALL, "open_command = /nonexistent/opener {url}", NULL);
    pty_keys(p, "o");
    pty_expect(p, "/nonexistent/opener");
    pty_expect(p, "No such file");
}

static void open__hangs__keys_go_on(void **state)
{
    (void)state;
    static const char hangs[] = /* until the test's directory is gone */
        "open_command = sh -c \"while [ -e .config ]; do sleep 0.2; done\" {url}";
    struct pty *p = start(CALL, hangs, NULL);
    pty_keys(p, "o");
    pty_expect(p, "opened");
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    pty_keys(p, "q");
    pty_expect_exit(p, 0);
}

/* Nothing is started; the link is shown whole and copied. */
static void open__no_display__copied(void **state)
{
    (void)state;
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){CALL, NULL}, .cols = 110});
    pty_expect(p, "[Transcript]");
    pty_keys(p, "o");
    pty_expect(p, "no display");
    pty_expect(p, LINK);
    char *text = term_clipboard(pty_term(p));
    assert_non_null(text);
    assert_string_equal(text, LINK);
    free(text);
}

static void open__no_recording__says_so(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_wide", "open_command = sh ./opener {url}", NULL);
    write_script(p, "opener", recorder);
    pty_keys(p, "o");
    pty_expect(p, "no recording");
    char *got = browse_file(p, "opened");
    assert_null(got);
}

static void open__link_that_is_none__refused(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_hostile", "open_command = sh ./opener {url}", NULL);
    write_script(p, "opener", recorder);
    pty_keys(p, "o");
    pty_expect_gone(p, " 200 in ");
    pty_expect_not(p, "opened http");
    char *got = browse_file(p, "opened");
    assert_null(got);
}

static void expect_copied(const char *keys, const char *text)
{
    struct pty *p = start(CALL, NULL, NULL);
    pty_keys(p, keys);
    pty_expect(p, "(OSC 52)");
    char *got = term_clipboard(pty_term(p));
    assert_non_null(got);
    assert_string_equal(got, text);
    assert_int_equal(term_osc_count(pty_term(p), "52;"), 1);
    free(got);
    pty_stop(p);
}

static void copy__osc52__source_text(void **state)
{
    (void)state;
    expect_copied("yu", LINK);
    expect_copied("yi", "call_xyz789");
    struct pty *p = start(CALL, NULL, NULL);
    pty_keys(p, "yy");
    pty_expect(p, "(OSC 52)");
    char *got = term_clipboard(pty_term(p));
    assert_non_null(got);
    pty_check(p, strstr(got, "Hello! This is Sarah from Acme Corp. How are you today?") != NULL);
    pty_check(p, got[strlen(got) - 1] != '\n');
    free(got);
    pty_keys(p, "yt");
    pty_expect(p, "transcript, ");
    got = term_clipboard(pty_term(p));
    assert_non_null(got);
    pty_check(p, strstr(got, "Sarah from Acme") && strstr(got, LAST_LINE));
    free(got);
}

static void copy__status__what_and_how_much(void **state)
{
    (void)state;
    struct pty *p = start(CALL, NULL, NULL);
    pty_keys(p, "yi");
    pty_expect(p, "call ID, 11 characters, sent to the terminal (OSC 52)");
}

/* The string for the terminal around screen reaches it through a string for screen. */
static void copy__in_gnu_screen__passed_on(void **state)
{
    (void)state;
    struct pty *p = start(CALL, NULL, (const char *const[]){"STY=1.tty", "TERM=screen", NULL});
    pty_keys(p, "yi");
    pty_check(p, pty_wait_raw(p, "\x1bP\x1b]52;c;Y2FsbF94eXo3ODk=\a\x1b\\", PTY_DEADLINE_MS));
}

static void copy__command__gets_standard_input(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_turns_2000", "copy_command = sh ./copier", NULL);
    write_script(p, "copier",
                 "cat >copied.tmp; echo >>copied.tmp; echo done >>copied.tmp\n"
                 "mv copied.tmp copied");
    pty_keys(p, "yi");
    char *got = browse_wait_file(p, "copied", "done");
    assert_string_equal(got, "call_turns_2000\ndone\n");
    free(got);
    assert_int_equal(term_osc_count(pty_term(p), "52;"), 0);
    scratch_write(pty_home(p), "copied", 0600, "");
    pty_keys(p, "yt"); /* more than a pipe holds */
    got = browse_wait_file(p, "copied", "done");
    pty_check(p, strstr(got, "HH-105999") != NULL);
    pty_check(p, strlen(got) > 100000);
    free(got);
}

static void copy__over_ssh__osc52_though_there_is_a_display(void **state)
{
    (void)state;
    const char *const env[] = {"SSH_CONNECTION=1 2 3 4", "DISPLAY=:99", NULL};
    struct pty *p = start(CALL, NULL, env);
    pty_keys(p, "yi");
    pty_expect(p, "(OSC 52)");
    assert_int_equal(term_osc_count(pty_term(p), "52;"), 1);
}

static void copy__in_tmux__load_buffer(void **state)
{
    (void)state;
    const char *const env[] = {"TMUX=/x,1,0", "PATH=./bin:/usr/bin:/bin", NULL};
    struct pty *p = start(CALL, NULL, env);
    write_script(p, "bin/tmux", "echo \"$*\" >tmux.tmp; cat >>tmux.tmp; mv tmux.tmp tmux.out");
    pty_keys(p, "yi");
    char *got = browse_wait_file(p, "tmux.out", "call_xyz789");
    assert_string_equal(got, "load-buffer -w -\ncall_xyz789");
    free(got);
    assert_int_equal(term_osc_count(pty_term(p), "52;"), 0);
}

static void copy__too_large_for_osc52__refused(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_turns_2000", NULL, NULL);
    pty_keys(p, "yt");
    pty_expect(p, "more than a terminal takes");
    assert_int_equal(term_osc_count(pty_term(p), "52;"), 0);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(open__o__script_gets_one_argument),
        TEST(open__fails_prints_dies__a_message),
        TEST(open__no_such_program__a_message),
        TEST(open__hangs__keys_go_on),
        TEST(open__no_display__copied),
        TEST(open__no_recording__says_so),
        TEST(open__link_that_is_none__refused),
        TEST(copy__osc52__source_text),
        TEST(copy__status__what_and_how_much),
        TEST(copy__in_gnu_screen__passed_on),
        TEST(copy__command__gets_standard_input),
        TEST(copy__over_ssh__osc52_though_there_is_a_display),
        TEST(copy__in_tmux__load_buffer),
        TEST(copy__too_large_for_osc52__refused),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
