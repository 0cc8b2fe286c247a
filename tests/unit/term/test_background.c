/* The background of a terminal, from COLORFGBG and from its answer. */
#include "ui/term/background.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static void background_of_variable__7_and_15_are_light(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        enum background want;
    } rows[] = {
        {"0;15", BACKGROUND_LIGHT},         {"0;7", BACKGROUND_LIGHT},
        {"0;default;15", BACKGROUND_LIGHT}, /* rxvt with a picture */
        {"15;0", BACKGROUND_DARK},          {"15;8", BACKGROUND_DARK},
        {"15;default", BACKGROUND_UNKNOWN}, {"15;", BACKGROUND_UNKNOWN},
        {"15", BACKGROUND_UNKNOWN},         {"0;7x", BACKGROUND_UNKNOWN},
        {"", BACKGROUND_UNKNOWN},           {NULL, BACKGROUND_UNKNOWN},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        if (background_of_variable(rows[i].value) != rows[i].want)
            fail_msg("'%s'", rows[i].value ? rows[i].value : "(unset)");
}

/* The luminances were computed with Python's colorsys (YIQ). */
static void background_of_answer__luminance(void **state)
{
    (void)state;
    static const struct {
        const char *answer;
        enum background want;
    } rows[] = {
        {"11;rgb:ffff/ffff/ffff", BACKGROUND_LIGHT},
        {"11;rgb:0000/0000/0000", BACKGROUND_DARK},
        {"11;rgb:fdfd/f6f6/e3e3", BACKGROUND_LIGHT}, /* Solarized light: 0.96 */
        {"11;rgb:0000/2b2b/3636", BACKGROUND_DARK},  /* Solarized dark: 0.12 */
        {"11;rgb:ff/ff/ff", BACKGROUND_LIGHT},
        {"11;rgb:f/f/f", BACKGROUND_LIGHT},
        {"11;rgb:0/0/f", BACKGROUND_DARK},     /* 0.11 */
        {"11;rgb:00/ff/00", BACKGROUND_LIGHT}, /* 0.59 */
        {"11;rgb:ff/00/00", BACKGROUND_DARK},  /* 0.30 */
        {"11;rgba:ffff/ffff/ffff/0000", BACKGROUND_LIGHT},
        {"11;rgb:ffff/ffff", BACKGROUND_UNKNOWN},
        {"11;rgb:ffff/ffff/", BACKGROUND_UNKNOWN},
        {"11;rgb:fffff/ffff/ffff", BACKGROUND_UNKNOWN},
        {"11;rgb:-1/00/00", BACKGROUND_UNKNOWN},
        {"11;rgb", BACKGROUND_UNKNOWN},
        {"", BACKGROUND_UNKNOWN},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        if (background_of_answer(rows[i].answer) != rows[i].want)
            fail_msg("'%s'", rows[i].answer);
}

static void background_can_ask__terminals_that_answer(void **state)
{
    (void)state;
    static const char *const yes[] = {"xterm", "xterm-256color", "xterm-kitty", "tmux-256color",
                                      "foot",  "alacritty",      "konsole",     "vte-256color"};
    static const char *const no[] = {"vt100", "linux", "screen", "screen-256color", "dumb", "ansi"};
    for (size_t i = 0; i < LEN(yes); i++)
        assert_true(background_can_ask(yes[i], false));
    for (size_t i = 0; i < LEN(no); i++)
        assert_false(background_can_ask(no[i], false));
    assert_true(background_can_ask("screen-256color", true));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(background_of_variable__7_and_15_are_light),
        cmocka_unit_test(background_of_answer__luminance),
        cmocka_unit_test(background_can_ask__terminals_that_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
