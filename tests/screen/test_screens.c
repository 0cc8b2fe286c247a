/* The main views as whole screens, at the size that many have and at a large one. */
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

static const struct {
    const char *name;
    const char *args[3];
    const char *ready; /* on the screen before the keys */
    const char *keys;
    const char *shown;
} screens[] = {
    {"reading", {LONG}, " 1/200 ", "100G", " 100/200 "},
    {"matches", {LONG}, " 1/200 ", "/neighbour\r", "1/13"},
    {"filtered", {LONG}, " 1/200 ", "1&neighbour\r", "13 of 200 turns, 25 around"},
    {"clock", {LONG}, " 1/200 ", "t", "times in UTC"},
    {"unwrapped", {TOOLS}, " 1/14 ", "w", "long turns are cut"},
    {"json", {TOOLS}, " 1/14 ", "J", "[JSON]"},
    {"participants", {TOOLS}, " 1/14 ", "\x0f", "[Participants]"},
    {"two-calls", {LONG, TOOLS}, " 1/200 ", "]", " 1/14 "},
};

static void screens__main_views__at_two_sizes(void **state)
{
    (void)state;
    static const int sizes[][2] = {{24, 80}, {50, 160}};
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            char name[64];
            struct pty *p = browse_start(&(struct browse_options){
                .args = screens[i].args, .rows = sizes[k][0], .cols = sizes[k][1]});
            snprintf(name, sizeof name, "view-%s-%dx%d", screens[i].name, sizes[k][1], sizes[k][0]);
            pty_expect(p, screens[i].ready);
            pty_keys(p, screens[i].keys);
            pty_expect(p, screens[i].shown);
            golden_expect(p, name);
            browse_end_test(state);
        }
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(screens__main_views__at_two_sizes)};
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
