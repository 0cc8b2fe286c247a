/* The mouse, where it is asked for: reports as xterm sends them. */
#include "base/alloc.h"
#include "tests/support/browse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { BUTTON = 0, WHEEL_UP = 64, WHEEL_DOWN = 65 };

static struct pty *start(const char *call, const char *options)
{
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){call, NULL}, .options = options});
    pty_expect(p, " 200 in ");
    return p;
}

/* Rows and columns count from 0. */
static void report(struct pty *p, int button, int row, int col)
{
    char *bytes = xasprintf("\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm", button, col + 1, row + 1, button,
                            col + 1, row + 1);
    pty_keys(p, bytes);
    free(bytes);
}

static void report_at(struct pty *p, int button, const char *text)
{
    int row, col;
    pty_expect(p, text);
    pty_check(p, term_find(pty_term(p), text, &row, &col));
    report(p, button, row, col);
}

static void mouse__without_the_option__is_left_to_the_terminal(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_turns_2000", NULL);
    pty_check(p, !term_mode(pty_term(p), 1000) && !term_mode(pty_term(p), 1006));
    pty_keys(p, ":set mouse yes\r");
    pty_check(p, pty_wait_mode(p, 1000, PTY_DEADLINE_MS));
    pty_keys(p, ":set mouse no\r");
    pty_expect(p, "mouse = no");
    pty_check(p, !term_mode(pty_term(p), 1000));
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void wheel__scrolls_what_is_under_it(void **state)
{
    (void)state;
    struct pty *p = start("cometchat:turns_50", "mouse = yes");
    pty_check(p, pty_wait_mode(p, 1000, PTY_DEADLINE_MS));
    report_at(p, WHEEL_DOWN, "Guest 3 ");
    pty_expect_gone(p, "Guest 1 ");
    pty_expect(p, "[Call]");
    report_at(p, WHEEL_UP, "Guest 5 ");
    pty_expect(p, "Guest 1 ");
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void wheel__in_the_transcript__three_rows(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_turns_2000", "mouse = yes");
    report_at(p, WHEEL_DOWN, "0:08");
    pty_expect_gone(p, "0:00  ");
    pty_expect(p, "0:08  ");
    report_at(p, WHEEL_DOWN, "Transcript");
    pty_expect_gone(p, "0:08  ");
    report_at(p, WHEEL_UP, "Transcript");
    report_at(p, WHEEL_UP, "Transcript");
    pty_expect(p, "0:00  ");
    report_at(p, WHEEL_UP, "Transcript");
    pty_expect(p, " 1/2000 ");
}

static void click__focuses_and_selects(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_turns_2000", "mouse = yes");
    report_at(p, BUTTON, "0:08");
    pty_expect(p, " 3/2000 ");
    pty_expect(p, ">     0:08");
    report_at(p, BUTTON, "Status");
    pty_expect(p, "[Call]");
    report_at(p, BUTTON, "Participants");
    pty_expect(p, "[Participants]");
    report_at(p, BUTTON, "Other fields"); /* only its title is shown */
    pty_expect(p, "[Other fields]");
    pty_expect(p, "parcels");
    report_at(p, BUTTON, "Call ID");
    pty_expect(p, "[Call ID]");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "[Call ID]");
    report_at(p, BUTTON, "Provider");
    pty_expect(p, "─[Providers]─");
    report_at(p, BUTTON, "Diga");
    pty_expect(p, "> diga");
    report_at(p, BUTTON, "ringyo 200"); /* the status line has nothing to click */
    pty_expect(p, "> diga");
}

static void click__on_a_tab__switches(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){"ringyo:call_turns_2000", "ringyo:call_xyz789", NULL},
        .options = "mouse = yes"});
    pty_expect(p, "[1 ");
    report_at(p, BUTTON, " 2 ");
    pty_expect(p, "[2 ");
    pty_expect(p, "Sarah from Acme");
    report_at(p, BUTTON, " 1 ");
    pty_expect(p, "[1 ");
    pty_expect(p, "2000 turns");
}

/* A hint does what it says, in lists, in the ID pane and after other keys as well. */
static void click__on_a_hint__does_it(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_7f3k29q", "mouse = yes\ncopy_command = sh -c 'cat >got'");
    pty_expect(p, "16 turns");
    report_at(p, BUTTON, "? help");
    pty_expect(p, "[Help]");
    report_at(p, BUTTON, "Esc cancel");
    pty_expect_gone(p, "[Help]");
    report_at(p, BUTTON, "yy copy");
    pty_expect(p, "copied turn");
    free(browse_wait_file(p, "got", "Northwind Outdoor"));
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "copied turn");
    report_at(p, BUTTON, "/ search");
    pty_expect(p, "all panes");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, "all panes");
    pty_keys(p, "V");
    pty_expect(p, "1 turn selected");
    report_at(p, BUTTON, "Esc cancel");
    pty_expect_gone(p, "1 turn selected");
    pty_keys(p, "m");
    report_at(p, BUTTON, "Esc cancel");
    pty_expect_gone(p, "Esc cancel");
    pty_keys(p, "i");
    pty_expect(p, "[Call ID]");
    report_at(p, BUTTON, "Esc done");
    pty_expect(p, "[Transcript]");
    assert_int_equal(browse_requests("call_7f3k29q"), 1);
}

/* The last column is the end of the call, and a column with a hot spot is the turn with it. */
static void click__on_the_timeline__goes_there(void **state)
{
    (void)state;
    int row, col;
    struct pty *p = start("ringyo:call_7f3k29q", "mouse = yes");
    pty_expect(p, "[Transcript]");
    pty_check(p, term_find(pty_term(p), "16 turns", &row, &col));
    report(p, BUTTON, row + 1, 77);
    pty_expect(p, " 16/16 ");
    report(p, BUTTON, row + 1, 2);
    pty_expect(p, " 1/16 ");
    pty_check(p, term_find(pty_term(p), "!", &row, &col));
    report(p, BUTTON, row, col);
    pty_expect(p, ">~");
    pty_keys(p, "''");
    pty_expect(p, " 1/16 ");
}

static void double_click__is_enter(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_xyz789", "mouse = yes");
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    report_at(p, BUTTON, "\"transcript\"");
    report_at(p, BUTTON, "\"transcript\"");
    pty_expect(p, ">   \"transcript\": [..] 2 elements");
    report_at(p, BUTTON, "\"metadata\""); /* a single one elsewhere only selects */
    pty_expect(p, ">   \"metadata\": {");
    pty_expect(p, "cust_456");
}

static void click__while_a_question_or_a_prompt_is_open__nothing(void **state)
{
    (void)state;
    struct pty *p = start("ringyo:call_xyz789", "mouse = yes");
    pty_keys(p, "PJ");
    pty_expect(p, "show it?");
    report_at(p, BUTTON, "Status");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
    pty_expect(p, "[Transcript]");
    pty_keys(p, "/sarah");
    report_at(p, BUTTON, "Status");
    pty_keys(p, "\x1b");
    pty_expect(p, "[Transcript]");
}

#define TEST(function) cmocka_unit_test_teardown(function, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(mouse__without_the_option__is_left_to_the_terminal),
        TEST(wheel__scrolls_what_is_under_it),
        TEST(wheel__in_the_transcript__three_rows),
        TEST(click__focuses_and_selects),
        TEST(click__on_a_tab__switches),
        TEST(click__on_a_hint__does_it),
        TEST(click__on_the_timeline__goes_there),
        TEST(double_click__is_enter),
        TEST(click__while_a_question_or_a_prompt_is_open__nothing),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
