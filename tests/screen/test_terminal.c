/* What terminals send that nobody has typed, and what they are like: the program copes. */
#include "tests/support/browse.h"

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

static bool has_colour(struct pty *p, const void *colour)
{
    return agent_colour(p) == *(const int *)colour;
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
    pty_check(p, agent_colour(p) == light && !is_asked(p));
    pty_stop(p);
    p = start(NULL, (const char *const[]){"COLORFGBG=15;0", NULL});
    pty_check(p, agent_colour(p) == dark && !is_asked(p));
    pty_stop(p);
    p = start(NULL, unset);
    pty_check(p, agent_colour(p) == dark && is_asked(p));
    pty_keys(p, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    pty_check(p, pty_wait_until(p, has_colour, &light, PTY_DEADLINE_MS));
    pty_stop(p);
    p = start("theme = default", unset);
    pty_keys(p, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\?");
    pty_expect(p, "[Help]");
    pty_keys(p, "?");
    pty_expect(p, LAST_LINE);
    pty_check(p, agent_colour(p) == dark && !is_asked(p));
}

/* What does not understand the question would show it; without colours nothing depends on it. */
static void theme_auto__asks_nothing_of_others(void **state)
{
    (void)state;
    expect_not_asked((const char *const[]){"COLORFGBG", "TERM=linux", NULL});
    expect_not_asked((const char *const[]){"COLORFGBG", "TERM=screen-256color", NULL});
    expect_not_asked((const char *const[]){"COLORFGBG", "NO_COLOR=1", NULL});
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(answers__that_come_late__run_nothing),
        TEST(keypad__in_application_mode__types_its_characters),
        TEST(keyboard_protocol__left_on__esc_and_ctrl_work),
        TEST(theme_auto__follows_the_background),
        TEST(theme_auto__asks_nothing_of_others),
    };
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
