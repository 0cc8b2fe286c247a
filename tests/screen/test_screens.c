/* The main views as whole screens, at the size that many have and at a large one, and the panes at
 * four sizes. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define LONG "ringyo:call_turns_200"
#define TOOLS "diga:550e8400-e29b-41d4-a716-446655440000"
#define NO_TURNS "cometchat:v1.us.31780434a95d45.16923681138d75114d60d1345a22e4cc612263fb26c0b5cf92"

struct view {
    const char *name;
    const char *args[3];
    const char *ready; /* on the screen before the keys */
    const char *keys;
    const char *shown;
};

static const struct view screens[] = {
    {"reading", {LONG}, " 1/200 ", "100G", " 100/200 "},
    {"matches", {LONG}, " 1/200 ", "/neighbour\r", "1/13"},
    {"filtered", {LONG}, " 1/200 ", "1&neighbour\r", "13 of 200 turns, 25 around"},
    {"clock", {LONG}, " 1/200 ", "t", "times in UTC"},
    {"unwrapped", {TOOLS}, " 1/14 ", "w", "long turns are cut"},
    {"json", {TOOLS}, " 1/14 ", "J", "[JSON]"},
    {"participants", {TOOLS}, " 1/14 ", "\x0f", "[Participants]"},
    {"two-calls", {LONG, TOOLS}, " 1/200 ", "]", " 1/14 "},
};

static const struct view panes[] = {
    {"tools", {TOOLS}, " 1/14 ", "", "? help"},
    {"other", {TOOLS}, " 1/14 ", "\t", "[Other fields]"},
    {"no-transcript", {NO_TURNS}, "Andrew Joseph", "", "[Call]"},
    {"help", {TOOLS}, " 1/14 ", "?", "[Help]"},
};

static void expect_screen(void **state, const char *kind, const struct view *v, int rows, int cols)
{
    char name[64];
    struct pty *p =
        browse_start(&(struct browse_options){.args = v->args, .rows = rows, .cols = cols});
    snprintf(name, sizeof name, "%s-%s-%dx%d", kind, v->name, cols, rows);
    pty_expect(p, v->ready);
    pty_keys(p, v->keys);
    pty_expect(p, v->shown);
    golden_expect(p, name);
    browse_end_test(state);
}

static void screens__main_views__at_two_sizes(void **state)
{
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
        expect_screen(state, "view", &screens[i], 24, 80);
        expect_screen(state, "view", &screens[i], 50, 160);
    }
}

static void screens__panes__at_four_sizes(void **state)
{
    static const int sizes[][2] = {{24, 80}, {30, 100}, {50, 160}, {60, 200}};
    for (size_t i = 0; i < sizeof panes / sizeof *panes; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            expect_screen(state, "panes", &panes[i], sizes[k][0], sizes[k][1]);
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(screens__main_views__at_two_sizes),
                                       TEST(screens__panes__at_four_sizes)};
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
