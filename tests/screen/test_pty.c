/* The harness itself, on small programs: what it says it saw was there. */
#include "tests/support/golden.h"
#include "tests/support/pty.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SHORT_MS = 100 };

static struct pty *start(const char *const *argv)
{
    return pty_start(&(struct pty_options){.argv = argv, .rows = 10, .cols = 40});
}

static struct pty *start_sh(const char *script)
{
    return start((const char *const[]){"sh", "-c", script, NULL});
}

static void pty__type__cat_answers(void **state)
{
    (void)state;
    struct pty *p = start((const char *const[]){"cat", NULL});
    pty_keys(p, "hello\r");
    pty_expect(p, "hello");
    pty_check(p, !pty_wait_for(p, "not typed", SHORT_MS));
    pty_keys(p, "\x04");
    pty_expect_exit(p, 0);
    pty_check(p, strcmp(term_row(pty_term(p), 1), "hello") == 0); /* row 0 is the echo */
    pty_expect_restored(p);
}

static void pty__environment__is_its_own(void **state)
{
    (void)state;
    setenv("CALLBROWSER_TEST_LEAK", "leaked", 1);
    const char *const argv[] = {"sh", "-c", "echo [$CALLBROWSER_TEST_LEAK] $A $TERM; pwd; read x",
                                0};
    const char *const env[] = {"A=added", "TERM=vt100", "LANG", NULL};
    struct pty *p = pty_start(&(struct pty_options){.argv = argv, .env = env});
    pty_expect(p, "[] added vt100");
    pty_expect(p, pty_home(p));
}

static void term__place__row_and_column(void **state)
{
    (void)state;
    struct pty *p = start_sh("printf '\\033[2J\\033[4;7H\\346\\227\\245x here\\033[2;3H'; read x");
    int row, col;
    pty_expect(p, "here");
    pty_check(p, term_find(pty_term(p), "here", &row, &col));
    assert_int_equal(row, 3);
    assert_int_equal(col, 10); /* behind a wide character */
    assert_string_equal(term_row(pty_term(p), 3), "      \xe6\x97\xa5x here");
    term_cursor(pty_term(p), &row, &col);
    assert_int_equal(row, 1);
    assert_int_equal(col, 2);
}

static void term__cell__attributes(void **state)
{
    (void)state;
    struct term_cell c;
    struct pty *p =
        start_sh("printf '\\033[7mr\\033[0;1;4mb\\033[0;31mc\\033[0;48;5;200mB\\033[0m.'; "
                 "read x");
    pty_expect(p, "rbcB.");
    term_cell_at(pty_term(p), 0, 0, &c);
    assert_true(c.reverse && !c.bold && c.fg == -1 && c.bg == -1);
    term_cell_at(pty_term(p), 0, 1, &c);
    assert_true(!c.reverse && c.bold && c.underline);
    term_cell_at(pty_term(p), 0, 2, &c);
    assert_int_equal(c.fg, 1);
    term_cell_at(pty_term(p), 0, 3, &c);
    assert_int_equal(c.bg, 200);
    assert_true(term_pen_is_plain(pty_term(p)));
}

static void term__repeat__up_to_the_last_column(void **state)
{
    (void)state;
    struct pty *p = start_sh("printf '\\033[2;1Hab-\\033[36b|\\033[3;1H+\\033[39b'; read x");
    pty_expect(p, "ab-------------------------------------|");
    pty_expect(p, "++++++++++++++++++++++++++++++++++++++++");
}

static void pty__paste__bracketed_when_asked_for(void **state)
{
    (void)state;
    struct pty *p = start_sh("stty raw -echo; printf '\\033[?25;2004h'; echo ready; exec cat -v");
    pty_expect(p, "ready");
    pty_check(p, term_mode(pty_term(p), 2004) && term_mode(pty_term(p), 25));
    pty_paste(p, "one\ntwo");
    pty_expect(p, "^[[200~one^Mtwo^[[201~");
    pty_stop(p);
    p = start_sh("stty raw -echo; printf '\\033[?2004h\\033[?2004l'; echo ready; exec cat -v");
    pty_expect(p, "ready");
    pty_paste(p, "one\ntwo");
    pty_expect(p, "one^Mtwo");
}

static void pty__key__as_the_mode_wants(void **state)
{
    (void)state;
    struct pty *p = start_sh("stty raw -echo; echo ready; exec cat -v");
    pty_expect(p, "ready");
    pty_key(p, "Up");
    pty_key(p, "S-Tab");
    pty_key(p, "F1");
    pty_expect(p, "^[[A^[[Z^[OP");
    pty_stop(p);
    p = start_sh("stty raw -echo; printf '\\033[?1h'; echo ready; exec cat -v");
    pty_expect(p, "ready");
    pty_key(p, "Up");
    pty_expect(p, "^[OA");
}

static void pty__paste__longer_than_the_tty_takes(void **state)
{
    (void)state;
    enum { BYTES = 100000 };
    char *text = malloc(BYTES + 1);
    assert_non_null(text);
    memset(text, 'x', BYTES);
    text[BYTES] = 0;
    struct pty *p = start_sh("stty raw -echo; echo ready; head -c 100000 | wc -c");
    pty_expect(p, "ready");
    pty_paste(p, text);
    free(text);
    pty_expect(p, "100000");
}

static void pty__resize__told_and_seen(void **state)
{
    (void)state;
    struct pty *p = start_sh("trap 'stty size' WINCH; echo ready; while :; do read x; done");
    pty_expect(p, "ready");
    pty_resize(p, 20, 60);
    pty_expect(p, "20 60");
    assert_int_equal(term_rows(pty_term(p)), 20);
    assert_int_equal(term_cols(pty_term(p)), 60);
}

static void pty__wait_gone__after_erasing(void **state)
{
    (void)state;
    struct pty *p = start_sh("echo here; read x; printf '\\033[2J'; read x");
    pty_expect(p, "here");
    pty_check(p, !pty_wait_gone(p, "here", SHORT_MS));
    pty_keys(p, "\r");
    pty_expect_gone(p, "here");
    pty_expect_not(p, "here");
}

static void pty__exit__code_and_signal(void **state)
{
    (void)state;
    struct pty *p = start_sh("echo last words; exit 7");
    pty_expect_exit(p, 7);
    pty_expect(p, "last words");
    pty_stop(p);
    p = start_sh("kill -TERM $$");
    pty_expect_exit(p, 128 + SIGTERM);
    pty_stop(p);
    p = start((const char *const[]){"/nonexistent/program", NULL});
    pty_expect_exit(p, 127);
    pty_expect(p, "No such file");
    pty_stop(p);
    p = start((const char *const[]){"cat", NULL});
    assert_int_equal(pty_wait_exit(p, SHORT_MS), -1);
}

static void pty__stop__and_continue(void **state)
{
    (void)state;
    struct pty *p = start_sh("echo before; kill -STOP $$; echo after; read x; echo got $x");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    pty_expect(p, "before");
    pty_expect_not(p, "after");
    pty_continue(p);
    pty_expect(p, "after");
    pty_keys(p, "line\r");
    pty_expect(p, "got line");
}

static void pty__hangup__ends_the_reader(void **state)
{
    (void)state;
    struct pty *p = start_sh("echo ready; cat; exit 9");
    pty_expect(p, "ready");
    pty_hangup(p);
    assert_int_equal(pty_wait_exit(p, PTY_DEADLINE_MS), 9);
}

static void expect_unrestored(const char *script, const char *what)
{
    struct pty *p = start_sh(script);
    pty_expect_exit(p, 0);
    assert_non_null(pty_unrestored(p));
    pty_check(p, strstr(pty_unrestored(p), what) != NULL);
    pty_stop(p);
}

static void pty__unrestored__is_noticed(void **state)
{
    (void)state;
    expect_unrestored("stty raw", "line settings");
    expect_unrestored("stty intr ^X", "line settings");
    expect_unrestored("printf '\\033[?1049h'", "alternate screen");
    expect_unrestored("printf '\\033[?2004h'", "bracketed");
    expect_unrestored("printf '\\033[?25l'", "cursor");
    expect_unrestored("printf '\\033[31m'", "colours");
    expect_unrestored("printf '\\033[1m'", "colours");
    struct pty *p = start_sh("s=$(stty -g); stty raw; printf '\\033[?1049h\\033[?25l\\033[1m'; "
                             "printf '\\033[m\\033[?25h\\033[?1049l'; stty $s");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void term__osc__collected(void **state)
{
    (void)state;
    struct pty *p = start_sh("printf '\\033]0;title\\a\\033]52;c;aGVsbG8sIHdvcmxk\\033\\\\\\a.'; "
                             "read x");
    pty_expect(p, ".");
    assert_int_equal(term_osc_count(pty_term(p), "0;"), 1);
    assert_string_equal(term_osc_last(pty_term(p), "0;"), "0;title");
    assert_int_equal(term_bells(pty_term(p)), 1);
    char *text = term_clipboard(pty_term(p));
    assert_non_null(text);
    assert_string_equal(text, "hello, world");
    free(text);
    assert_true(pty_wait_raw(p, "\x1b]52;c;", SHORT_MS));
}

static void pty__switches__idle_and_busy(void **state)
{
    (void)state;
    struct pty *p = start((const char *const[]){"cat", NULL});
    pty_keys(p, "a\r");
    pty_expect(p, "a");
    pty_wait_quiet(p, SHORT_MS);
    long before = pty_switches(p);
    size_t bytes = pty_bytes(p);
    assert_true(before > 0);
    pty_wait_quiet(p, SHORT_MS);
    assert_int_equal(pty_switches(p), before);
    assert_int_equal(pty_bytes(p), bytes);
    pty_keys(p, "b\r");
    pty_expect(p, "b");
    pty_wait_quiet(p, SHORT_MS);
    assert_true(pty_switches(p) > before);
}

static void golden__text__is_evened_out(void **state)
{
    (void)state;
    struct pty *p = start_sh("printf 'ringyo 200 in 0.31 s\\n 127.0.0.1:43210/x in 5\\033[1;1H'; "
                             "read x");
    pty_expect(p, "in 5");
    char *text = golden_text(p);
    assert_string_equal(text, "ringyo 200 in #.## s\n 127.0.0.1:#####/x in #\n"
                              "\n\n\n\n\n\n\n\n== 40x10, cursor 0,0\n");
    free(text);
}

static void golden__expect__reads_the_file(void **state)
{
    (void)state;
    struct pty *p = start_sh("printf 'a golden screen\\n in 17 s'; read x");
    golden_expect(p, "harness");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(pty__type__cat_answers, pty_stop_all),
        cmocka_unit_test_teardown(pty__environment__is_its_own, pty_stop_all),
        cmocka_unit_test_teardown(term__place__row_and_column, pty_stop_all),
        cmocka_unit_test_teardown(term__cell__attributes, pty_stop_all),
        cmocka_unit_test_teardown(term__repeat__up_to_the_last_column, pty_stop_all),
        cmocka_unit_test_teardown(pty__paste__bracketed_when_asked_for, pty_stop_all),
        cmocka_unit_test_teardown(pty__key__as_the_mode_wants, pty_stop_all),
        cmocka_unit_test_teardown(pty__paste__longer_than_the_tty_takes, pty_stop_all),
        cmocka_unit_test_teardown(pty__resize__told_and_seen, pty_stop_all),
        cmocka_unit_test_teardown(pty__wait_gone__after_erasing, pty_stop_all),
        cmocka_unit_test_teardown(pty__exit__code_and_signal, pty_stop_all),
        cmocka_unit_test_teardown(pty__stop__and_continue, pty_stop_all),
        cmocka_unit_test_teardown(pty__hangup__ends_the_reader, pty_stop_all),
        cmocka_unit_test_teardown(pty__unrestored__is_noticed, pty_stop_all),
        cmocka_unit_test_teardown(term__osc__collected, pty_stop_all),
        cmocka_unit_test_teardown(pty__switches__idle_and_busy, pty_stop_all),
        cmocka_unit_test_teardown(golden__text__is_evened_out, pty_stop_all),
        cmocka_unit_test_teardown(golden__expect__reads_the_file, pty_stop_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
