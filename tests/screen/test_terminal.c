/* What terminals send that nobody has typed, and what they are like: the program copes. */
#include "tests/support/browse.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define CALL "ringyo:call_xyz789"
#define LAST_LINE "What's this call about?"

/* Each of these once ran a command: r fetches again, P masks, > goes to another call. */
static void answers__that_come_late__run_nothing(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
        "\x1b]4;1;rgb:ffff/0000/0000\a",
        "\x1bP>|tmux 3.4\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[?62;22c\x1b[>0;276;0c\x1b[12;40R\x1b[?2026;2$y",
        "\xc2\x9d" /* a character, not the beginning of OSC */
    };
    struct pty *p = browse_call(CALL, LAST_LINE);
    size_t requests = browse_requests("");
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        pty_keys(p, answers[i]);
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    pty_expect(p, LAST_LINE);
    assert_int_equal(browse_requests(""), requests);
    pty_keys(p, "Q");
    pty_expect_exit(p, 0);
}

static void keypad__in_application_mode__types_its_characters(void **state)
{
    (void)state;
    struct pty *p = browse_call(CALL, LAST_LINE);
    pty_keys(p, ":\x1bOq\x1bOp\x1bOn\x1bOx\x1bOm");
    pty_expect(p, ":10.8-");
}

/* As another program may leave it: kitty's protocol, and xterm's modifyOtherKeys. */
static void keyboard_protocol__left_on__esc_and_ctrl_work(void **state)
{
    (void)state;
    struct pty *p = browse_call(CALL, LAST_LINE);
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_keys(p, "\x1b[27u");
    pty_expect_gone(p, "[Help]");
    pty_keys(p, "i\x1b[120u\x1b[113u");
    pty_expect(p, "xq");
    pty_keys(p, "\x1b[117;5u"); /* Ctrl-U */
    pty_expect_gone(p, "xq");
    pty_keys(p, "wz\x1b[27;5;117~");
    pty_expect_gone(p, "wz");
}

static struct pty *start(const char *options, const char *const *env)
{
    const char *const args[] = {CALL, NULL};
    struct pty *p =
        browse_start(&(struct browse_options){.options = options, .env = env, .args = args});
    pty_expect(p, "? help"); /* drawn last */
    pty_expect(p, LAST_LINE);
    return p;
}

/* The colour of "agent" before the first turn; -1 while that is being drawn. */
static int agent_colour(struct pty *p)
{
    struct term_cell cell;
    int row, col;
    if (!term_find(pty_term(p), "agent  Hello", &row, &col))
        return -1;
    term_cell_at(pty_term(p), row, col, &cell);
    return cell.fg;
}

static bool is_asked(struct pty *p)
{
    return term_osc_count(pty_term(p), "11;?") > 0;
}

static bool asked(struct pty *p, const void *arg)
{
    (void)arg;
    return is_asked(p);
}

static bool has_colour(struct pty *p, const void *colour)
{
    return agent_colour(p) == *(const int *)colour;
}

/* Waits, since the rows that are looked for may be drawn before the others. */
static void expect_colour(struct pty *p, int colour)
{
    pty_check(p, pty_wait_until(p, has_colour, &colour, PTY_DEADLINE_MS));
}

static void expect_not_asked(const char *const *env)
{
    struct pty *p = start(NULL, env);
    pty_keys(p, "?");
    pty_expect(p, "[Help]");
    pty_check(p, !is_asked(p));
    pty_stop(p);
}

/* The colours of themes/light.ini and themes/default.ini. */
static void theme_auto__follows_the_background(void **state)
{
    (void)state;
    static const char *const unset[] = {"COLORFGBG", NULL};
    static const int light = 25, dark = 6;
    struct pty *p = start(NULL, (const char *const[]){"COLORFGBG=0;15", NULL});
    expect_colour(p, light);
    pty_check(p, !is_asked(p));
    pty_stop(p);
    p = start(NULL, (const char *const[]){"COLORFGBG=15;0", NULL});
    expect_colour(p, dark);
    pty_check(p, !is_asked(p));
    pty_stop(p);
    p = start(NULL, unset);
    pty_check(p, pty_wait_until(p, asked, NULL, PTY_DEADLINE_MS));
    expect_colour(p, dark);
    pty_keys(p, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    expect_colour(p, light);
    pty_stop(p);
    p = start("theme = default", unset);
    pty_keys(p, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    pty_expect(p, LAST_LINE);
    expect_colour(p, dark);
    pty_check(p, !is_asked(p));
}

/* What does not understand the question would show it; without colours nothing depends on it. */
static void theme_auto__asks_nothing_of_others(void **state)
{
    (void)state;
    expect_not_asked((const char *const[]){"COLORFGBG", "TERM=linux", NULL});
    expect_not_asked((const char *const[]){"COLORFGBG", "TERM=screen-256color", NULL});
    expect_not_asked((const char *const[]){"COLORFGBG", "NO_COLOR=1", NULL});
}

static void expect_suspended(struct pty *p, const char *shown)
{
    pty_keys(p, "\x0c");
    pty_expect(p, shown);
    pty_keys(p, "\x1a");
    pty_check(p, pty_wait_stopped(p, PTY_DEADLINE_MS));
    pty_continue(p);
    pty_expect(p, shown);
}

/* Also where one key is awaited: a letter for a mark, and the answer to a question. */
static void ctrl_l_and_ctrl_z__in_every_prompt(void **state)
{
    (void)state;
    wrapped_skip("SIGTSTP stops nobody");
    static const char *const prompts[][2] = {
        {"/", "/"}, {"&", "&"}, {":", ":"}, {"s", "save"}, {"|", "|"}};
    struct pty *p = browse_call(CALL, LAST_LINE);
    for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++) {
        pty_keys(p, prompts[i][0]);
        pty_keys(p, "zzz");
        expect_suspended(p, "zzz");
        pty_keys(p, "\x15\x03");
        pty_expect_gone(p, "zzz");
    }
    pty_keys(p, "m");
    pty_expect(p, "mark this turn");
    expect_suspended(p, "mark this turn");
    pty_keys(p, "a");
    pty_expect(p, "is mark a");
    pty_keys(p, "sfile.txt\r");
    pty_expect(p, "saved");
    pty_keys(p, "sfile.txt\r");
    pty_expect(p, "any other key: no");
    expect_suspended(p, "any other key: no");
    pty_keys(p, "n");
    pty_expect(p, "cancelled");
}

/* Adds all rows but the status line, which has the time that a fetch took. */
static void add_rows(struct pty *p, struct buf *out)
{
    int row;
    pty_expect(p, "? help");
    assert_true(pty_wait_quiet(p, 100));
    pty_check(p, term_find(pty_term(p), "? help", &row, NULL) && row == 23);
    for (int y = 0; y < row; y++)
        buf_printf(out, "%s\n", term_row(pty_term(p), y));
}

/* The size that the terminal tells wins over variables of another one. */
static void size__stale_variables__are_ignored(void **state)
{
    (void)state;
    struct pty *p = start(NULL, (const char *const[]){"LINES=60", "COLUMNS=40", NULL});
    struct buf screen = {0}, same = {0};
    pty_expect(p, " 200 in "); /* the last row that a frame draws */
    add_rows(p, &screen);
    pty_stop(p);
    p = start(NULL, NULL);
    pty_expect(p, " 200 in ");
    add_rows(p, &same);
    assert_string_equal(buf_str(&screen), buf_str(&same));
    buf_done(&screen);
    buf_done(&same);
}

/* A locale that is not installed, but whose encoding is known. */
static void locale__not_installed__utf_8_all_the_same(void **state)
{
    (void)state;
    static const char *const names[][2] = {{"LANG=xx_XX.UTF-8", "LC_ALL"},
                                           {"LC_ALL=xx_XX.utf8", "LANG"},
                                           {"LC_CTYPE=xx_XX.UTF-8", "LANG=C"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct pty *p = start(NULL, (const char *const[]){names[i][0], names[i][1], NULL});
        pty_expect(p, "\xe2\x94\x80 2 turns"); /* a frame of lines */
        pty_stop(p);
    }
    const char *const env[] = {"LANG=C", NULL};
    struct pty *p = browse_start(&(struct browse_options){.env = env});
    pty_expect(p, "The locale is not UTF-8");
    pty_stop(p);
    p = browse_start(&(struct browse_options){.env = NULL});
    pty_expect(p, "No call yet");
    pty_expect_not(p, "The locale is not UTF-8");
}

/* Entries of the user's own may be damaged, so they are tried first; a good one is used. */
static void terminfo__of_ones_own__is_used(void **state)
{
    (void)state;
    const char *const env[] = {"TERMINFO_DIRS=/etc/terminfo:/lib/terminfo:/usr/share/terminfo",
                               NULL};
    struct pty *p = browse_start(&(struct browse_options){.env = env});
    pty_expect(p, "No call yet");
    pty_keys(p, "\x1bq");
    pty_expect_exit(p, 0);
    pty_expect_restored(p);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(terminfo__of_ones_own__is_used),
        TEST(answers__that_come_late__run_nothing),
        TEST(keypad__in_application_mode__types_its_characters),
        TEST(keyboard_protocol__left_on__esc_and_ctrl_work),
        TEST(theme_auto__follows_the_background),
        TEST(theme_auto__asks_nothing_of_others),
        TEST(ctrl_l_and_ctrl_z__in_every_prompt),
        TEST(size__stale_variables__are_ignored),
        TEST(locale__not_installed__utf_8_all_the_same),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
