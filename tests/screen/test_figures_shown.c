/* What was measured of a call, on the screen: reply times, tool calls, who cut in, the figures. */
#include "tests/support/browse.h"
#include "tests/support/golden.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A description with a word for everything that the mock's call_measured has. */
static const char words[] = "[provider mine]\nlike = ringyo\n"
                            "turn.end = /end s\n"
                            "turn.reply = /reply s\n"
                            "turn.stage.heard = /wait/heard s\n"
                            "turn.stage.thought = /wait/thought s\n"
                            "turn.stage.spoke = /wait/spoke s\n"
                            "turn.interrupted = /interrupted\n"
                            "tool.id = /call/id\n"
                            "tool.name = /call/name\n"
                            "tool.status = /call/status\n"
                            "tool.payload = /call/data\n"
                            "tool.took = /call/seconds s\n"
                            "tool.error = /call/error\n"
                            "success = /went/success\n"
                            "sentiment = /went/sentiment\n"
                            "hung_up = /went/hung_up agent:agent person:user\n"
                            "voicemail = /went/voicemail\n"
                            "metric.ring = /went/ring_ms ms\n"
                            "cost = /went/cost/total cents\n"
                            "cost.part = /went/cost/parts\n"
                            "evaluations = /went/checks\n"
                            "evaluation.name = /name\n"
                            "evaluation.result = /result\n"
                            "evaluation.reason = /reason\n"
                            "api_key = demo-ringyo\n";

static struct pty *measured(int rows, int cols)
{
    char more[2000];
    snprintf(more, sizeof more, "%sbase_url = http://127.0.0.1:%d/ringyo\n", words, browse_port());
    struct pty *p = browse_start(
        &(struct browse_options){.args = (const char *const[]){"mine:call_measured", NULL},
                                 .more = more,
                                 .rows = rows,
                                 .cols = cols});
    pty_expect(p, " 1/16 ");
    return p;
}

static void figures__on_the_screen__at_four_sizes(void **state)
{
    static const int sizes[][2] = {{24, 80}, {30, 100}, {50, 160}, {60, 200}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char name[64];
        struct pty *p = measured(sizes[i][0], sizes[i][1]);
        snprintf(name, sizeof name, "figures-%dx%d", sizes[i][1], sizes[i][0]);
        golden_expect(p, name);
        browse_end_test(state);
    }
}

static void figures__enter__what_was_measured(void **state)
{
    (void)state;
    struct pty *p = measured(24, 80);
    pty_keys(p, "8Gz\r");
    pty_expect(p, "thought      4.30 s");
    pty_expect(p, "interrupted  by the person");
    pty_keys(p, "\r7G\r"); /* a tool call that failed */
    pty_expect(p, "took       3.20 s");
    pty_expect_not(p, "thought");
    golden_expect(p, "figures-unfolded-80x24");
}

static void figures__narrow__without_the_column(void **state)
{
    (void)state;
    struct pty *p = measured(24, 59);
    pty_expect(p, "  0:13  agent  Of course.");
    pty_resize(p, 24, 60);
    pty_expect(p, "  0:13   +0.8  agent  Of course.");
    pty_keys(p, "tt");
    pty_expect(p, "   +0.8  agent  Of course.");
}

#define TEST(f) cmocka_unit_test_teardown(f, browse_end_test)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(figures__on_the_screen__at_four_sizes),
                                       TEST(figures__enter__what_was_measured),
                                       TEST(figures__narrow__without_the_column)};
    return cmocka_run_group_tests(tests, browse_setup, browse_teardown);
}
