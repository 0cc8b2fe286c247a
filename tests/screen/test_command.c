/* The command line on the screen. */
#include "base/alloc.h"
#include "tests/support/browse.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DOCUMENTED "ringyo:call_xyz789"
#define LONG "ringyo:call_turns_200"

static struct pty *open_long(void)
{
    return browse_call(LONG, " 1/200 ");
}

static void command__number__goes_to_the_turn(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":12\r");
    pty_expect(p, " 12/200 ");
    pty_keys(p, ":9999\r");
    pty_expect(p, " 200/200 ");
    pty_keys(p, "\x0f"); /* to another pane: addresses are turns all the same */
    pty_expect(p, "[Participants]");
    pty_keys(p, ":3\r");
    pty_expect(p, " 3/200 ");
    pty_expect(p, "[Transcript]");
}

static void command__empty__says_how_to_list_them(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, " 1/2 ");
    pty_keys(p, ":");
    pty_expect(p, "Tab lists commands");
    pty_expect(p, "Esc cancel");
    pty_keys(p, "s");
    pty_expect_gone(p, "Tab lists commands");
    pty_resize(p, 24, 20);
    pty_keys(p, "\x15");
    pty_expect_gone(p, " :s");
    pty_expect_not(p, "lists commands");
}

static void command__moment__goes_to_the_turn_spoken_then(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, " 1/2 ");
    pty_keys(p, ":0:59\r");
    pty_expect(p, " 2/2 ");
    pty_keys(p, ":2s\r");
    pty_expect(p, " 1/2 ");
    pty_keys(p, ":3.2s\r");
    pty_expect(p, " 2/2 ");
}

static void command__action_with_count__is_done(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":last\r");
    pty_expect(p, " 200/200 ");
    pty_keys(p, ":first 40\r");
    pty_expect(p, " 40/200 ");
    pty_keys(p, ":search\rtracking\r");
    pty_expect(p, "4/13");
    pty_keys(p, ":next_match 2\r");
    pty_expect(p, "6/13");
    pty_keys(p, ":quit\r");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

static void command__unknown__names_the_nearest(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":dwon\r");
    pty_expect(p, "unknown command 'dwon' (did you mean 'down'?)");
    pty_keys(p, ":set warp no\r");
    pty_expect(p, "unknown option 'warp' (did you mean 'wrap'?)");
    pty_keys(p, ":set wrap maybe\r");
    pty_expect(p, "wrap must be yes or no, not 'maybe'");
    pty_keys(p, ":set timeout_s 5\r");
    pty_expect(p, "timeout_s cannot be set here: change it in the configuration file");
    pty_keys(p, ":theme nosuch\r");
    pty_expect(p, "unknown theme 'nosuch'");
    pty_keys(p, ":messages\r");
    pty_expect(p, "[Messages]");
    pty_expect(p, "did you mean 'down'?");
    pty_expect(p, "unknown theme 'nosuch'");
    pty_keys(p, "q");
    pty_expect(p, "[Transcript]");
}

static void command__messages__as_they_come_and_masked(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "Hello! This is Sarah");
    pty_keys(p, ":theme +14155550123\r");
    pty_expect(p, "unknown theme '+14155550123'");
    pty_keys(p, ":messages\r");
    pty_expect(p, "theme '+14155550123'");
    pty_keys(p, "P");
    pty_expect(p, "theme '+#######0123'");
    pty_expect(p, "  masked: 2 phone numbers");
    pty_keys(p, "P");
    pty_expect(p, "theme '+14155550123'");
}

/* The last message has more than one row there, and its last one is seen. */
static void command__messages__narrow__end_at_the_last_row(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){
        .args = (const char *const[]){DOCUMENTED, NULL}, .rows = 12, .cols = 40});
    pty_expect(p, "[Transcript]");
    for (const char *key = "abcdefghi"; *key; key++) {
        char *typed = xasprintf(":nosuch_%c\r", *key);
        pty_keys(p, typed);
        free(typed);
    }
    pty_expect(p, "nosuch_i");
    pty_keys(p, "c");
    pty_expect(p, "c does nothing");
    pty_keys(p, ":messages\r");
    pty_expect(p, "[Messages]");
    pty_expect(p, ">           what keys do");
}

static void command__set__changes_the_screen(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "   0:03  user ");
    pty_keys(p, ":set timestamps clock\r");
    pty_expect(p, "10:30:03  user ");
    pty_expect(p, "timestamps = clock");
    pty_keys(p, ":set timestamps\r");
    pty_expect(p, "timestamps = clock");
    pty_keys(p, ":set timestamps off\r");
    pty_expect_gone(p, "10:30:03  user");
    pty_keys(p, ":set copy_command cat x\r");
    pty_expect(p, "copy_command = cat x");
    pty_keys(p, ":set copy_command \"\"\r");
    pty_expect_gone(p, "cat x");
}

static void command__set_timezone__times_move(void **state)
{
    (void)state;
    static const char *const args[] = {DOCUMENTED, NULL};
    struct pty *p = browse_call(DOCUMENTED, "2024-01-15 10:30:00 UTC");
    pty_keys(p, ":set timezone Asia/Tokyo\r");
    pty_expect(p, "2024-01-15 19:30:00 JST");
    pty_keys(p, "T");
    pty_expect(p, "time zone: local");
    pty_keys(p, "TT");
    pty_expect(p, "2024-01-15 19:30:00 JST");
    p = browse_start(&(struct browse_options){.args = args, .options = "timezone = Asia/Tokyo"});
    pty_expect(p, "2024-01-15 19:30:00 JST");
    pty_keys(p, ":set timezone UTC\r");
    pty_expect(p, "2024-01-15 10:30:00 UTC");
    pty_keys(p, ":set timezone=Asia/Tokyo\r"); /* as vi has it */
    pty_expect(p, "2024-01-15 19:30:00 JST");
    pty_keys(p, ":set timezone = UTC\r"); /* and the file */
    pty_expect(p, "2024-01-15 10:30:00 UTC");
    pty_keys(p, ":set timezone Asia/Kolkata\r");
    pty_expect(p, "2024-01-15 16:00:00 IST");
    pty_keys(p, ":set timezone Asia/Nowhere\r");
    pty_expect(p, "no such time zone 'Asia/Nowhere'");
    pty_expect(p, "2024-01-15 16:00:00 IST");
}

/* :q and :h as in vi; :q! closes what would be lost. */
static void command__words_of_vi__do_what_is_expected(void **state)
{
    (void)state;
    static const char *const args[] = {DOCUMENTED, "ringyo:call_media_slow~s1",
                                       "ringyo:call_turns_12", NULL};
    struct pty *p = browse_start(&(struct browse_options){.args = args});
    pty_expect(p, "3 turns_12");
    pty_keys(p, ":h\r");
    pty_expect(p, "[Help]");
    pty_keys(p, ":q\r");
    pty_expect_gone(p, "[Help]");
    pty_keys(p, ":q\r");
    pty_expect_gone(p, "call_xyz789");
    pty_expect(p, "[1 media_sl]");
    pty_keys(p, "D");
    pty_expect(p, "downloading");
    pty_keys(p, ":q\r");
    pty_expect(p, "a download is running and would be lost: close this call?");
    pty_keys(p, "n:q!\r");
    pty_expect_gone(p, "call_media_slow");
    pty_expect(p, "call_turns_12");
    pty_keys(p, ":q!\r");
    pty_expect_exit(p, 0);
}

static bool agent_is_yellow(struct pty *p, const void *arg)
{
    int row, col;
    struct term_cell cell;
    (void)arg;
    if (!term_find(pty_term(p), "  user  ", &row, &col))
        return false;
    term_cell_at(pty_term(p), row, col + 2, &cell);
    return cell.fg == 226 && cell.underline;
}

static void command__theme__other_colours(void **state)
{
    (void)state;
    struct pty *p = browse_call(DOCUMENTED, "   0:03  user ");
    pty_check(p, !agent_is_yellow(p, NULL));
    pty_keys(p, ":theme contrast\r");
    pty_check(p, pty_wait_until(p, agent_is_yellow, NULL, PTY_DEADLINE_MS));
    pty_expect(p, "theme = contrast");
}

static void command__tab__completes_and_shows(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":copy\t");
    pty_expect(p, " :copy_");
    pty_expect(p, "copy_id");
    pty_expect(p, "copy the call's ID");
    pty_keys(p, "\t");
    pty_expect(p, "> copy_selected");
    pty_keys(p, "\x15");
    pty_expect_gone(p, "copy the call's ID");
    pty_keys(p, "theme \t");
    pty_expect(p, "contrast   dark backgrounds");
    pty_keys(p, "\x15set \t\t\t");
    pty_expect(p, " 3/27 ");
    pty_keys(p, "\x15set layo\t sta\t\r");
    pty_expect(p, "layout = stacked");
}

static void command__history_esc__as_in_a_shell(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":12\r:20\r");
    pty_expect(p, " 20/200 ");
    pty_keys(p, ":");
    pty_key(p, "Up");
    pty_key(p, "Up");
    pty_keys(p, "\r");
    pty_expect(p, " 12/200 ");
    pty_keys(p, ":30");
    pty_expect(p, " :30");
    pty_keys(p, "\x1b");
    pty_expect_gone(p, " :30");
    pty_expect(p, " 12/200 ");
    pty_keys(p, ":7");
    pty_expect(p, " :7");
    pty_keys(p, "\x03");
    pty_expect_gone(p, " :7");
    pty_keys(p, ":");
    pty_paste(p, "40");
    pty_expect(p, " :40");
    pty_keys(p, "\r");
    pty_expect(p, " 40/200 ");
}

static void command__no_call__says_so(void **state)
{
    (void)state;
    struct pty *p = browse_start(&(struct browse_options){.rows = 24});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1b:12\r");
    pty_expect(p, "there are no turns here");
    pty_keys(p, ":1:00\r");
    pty_expect(p, "there are no turns here");
    pty_keys(p, ":select\r");
    pty_expect(p, "no turns to select here");
    pty_keys(p, ":no  \r");
    pty_expect(p, "unknown command 'no' ");
}

/* Goes to the only row with a text, and does what it says. */
static void find_in_help(struct pty *p, const char *keys)
{
    pty_keys(p, keys);
    pty_expect(p, " 1/1 ");
    pty_keys(p, "\r");
}

static void help__enter__does_what_the_line_says(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    find_in_help(p, "/to the last turn\r");
    pty_expect_gone(p, "[Help]");
    pty_expect(p, " 200/200 ");
    pty_keys(p, "?g\r"); /* a title does nothing */
    pty_expect(p, "[Help]");
    find_in_help(p, "/^:$\r"); /* opens the command line */
    pty_keys(p, "5\r");
    pty_expect(p, " 5/200 ");
    pty_expect_not(p, "[Help]");
    find_in_help(p, "?/^:theme\r"); /* types it */
    pty_expect(p, " :theme");
    pty_keys(p, "mono\r");
    pty_expect(p, "theme = mono");
    find_in_help(p, "?/the word before\r");
    pty_expect(p, "this key works only while you type");
    pty_expect(p, "[Help]");
    pty_keys(p, "/copy the selected turns$\r\r"); /* the second one is for what was found */
    pty_expect(p, "no turns are selected");
}

/* Numbers are of what is seen: rows of a list or of the JSON, else turns. */
static void command__number__of_what_is_in_front(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, "J");
    pty_expect(p, "[JSON]");
    pty_keys(p, ":5\r");
    pty_expect(p, " 5/");
    pty_expect(p, "[JSON]");
    pty_keys(p, "J?");
    pty_expect(p, "[Help]");
    pty_keys(p, ":7\r");
    pty_expect(p, " 7/");
    pty_expect(p, "[Help]");
}

static void command__backspace__leaves_an_empty_line(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":12");
    pty_expect(p, " :12");
    pty_keys(p, "\x7f\x7f");
    pty_expect_gone(p, " :1");
    pty_keys(p, "\x7f:3\r"); /* the line was left, or it would have two colons */
    pty_expect(p, " 3/200 ");
    pty_keys(p, ":");
    pty_key(p, "Up");
    pty_expect(p, " :3");
    pty_keys(p, "\x7f\x7f");
    pty_expect_gone(p, " :3");
    pty_keys(p, "\r  4 \r:4 \r"); /* blanks behind it mean nothing */
    pty_expect(p, " 4/200 ");
}

static void command__moment__beyond_the_end(void **state)
{
    (void)state;
    struct pty *p = open_long();
    pty_keys(p, ":9:59:59\r");
    pty_expect(p, "the call had ended by then; this is the last turn");
    pty_expect(p, " 200/200 ");
    p = browse_call("ringg:plain", "Transcript");
    pty_keys(p, ":0:10\r");
    pty_expect(p, "the turns have no times");
}

static void command__set__what_it_cannot_do(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {":set\r", "set what? :set OPTION VALUE"},
        {":set timestamps sometimes\r", "timestamps must be "},
        {":set gap_s many\r", "gap_s must be "},
        {":set slow_s -1\r", "slow_s must be "},
        {":set qqqqqqqqqqqqqqq 1\r", "unknown option 'qqqqqqqqqqqqqqq'"},
        {":theme\r", "theme = auto"},
        {":set wrap no\r", "wrap = no"},
        {":set mask no\r", "mask = no"},
        {":set mouse yes\r", "mouse = yes"},
    };
    struct pty *p = open_long();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        pty_keys(p, rows[i][0]);
        pty_expect(p, rows[i][1]);
    }
    pty_keys(p, "l");
    pty_expect(p, "from column");
}

/* A theme of the user's own with a wrong line is shown without it. */
static void command__theme__with_problems_is_used(void **state)
{
    (void)state;
    struct pty *p = open_long();
    scratch_write(pty_home(p), "own.ini", 0600, "[16]\ntext = default\nno_role = red\n");
    pty_keys(p, ":theme ~/own.ini\r");
    pty_expect(p, "unknown role 'no_role'");
    pty_keys(p, ":theme\r");
    pty_expect(p, "theme = ~/own.ini");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(command__number__goes_to_the_turn),
        TEST(command__empty__says_how_to_list_them),
        TEST(command__moment__goes_to_the_turn_spoken_then),
        TEST(command__action_with_count__is_done),
        TEST(command__unknown__names_the_nearest),
        TEST(command__messages__as_they_come_and_masked),
        TEST(command__messages__narrow__end_at_the_last_row),
        TEST(command__set__changes_the_screen),
        TEST(command__words_of_vi__do_what_is_expected),
        TEST(command__set_timezone__times_move),
        TEST(command__theme__other_colours),
        TEST(command__tab__completes_and_shows),
        TEST(command__history_esc__as_in_a_shell),
        TEST(command__no_call__says_so),
        TEST(help__enter__does_what_the_line_says),
        TEST(command__number__of_what_is_in_front),
        TEST(command__backspace__leaves_an_empty_line),
        TEST(command__moment__beyond_the_end),
        TEST(command__set__what_it_cannot_do),
        TEST(command__theme__with_problems_is_used),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
