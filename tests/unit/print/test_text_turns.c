/* What was measured of turns, in the text form. */
#include "base/buf.h"
#include "call/call.h"
#include "print/print.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct spot_limits limits = {10, 2};

static struct turn turn_of(enum speaker_class class, double start_s, double reply_s,
                           const char *text)
{
    return (struct turn){.speaker = class == SPEAKER_AGENT ? "agent" : "user",
                         .class = class,
                         .start_s = start_s,
                         .end_s = NAN,
                         .reply_s = reply_s,
                         .text = text,
                         .bytes = strlen(text)};
}

static void assert_has(const struct call *c, int cols, const char *expected)
{
    struct buf out = {0};
    print_text(&out, c, cols, &limits);
    if (!strstr(buf_str(&out), expected))
        fail_msg("expected:\n%s\nin:\n%s", expected, buf_str(&out));
    buf_done(&out);
}

/* A call in which an agent looks something up. */
struct sample {
    struct tool tool;
    struct turn turns[4];
    struct call call;
};

static void sample_init(struct sample *s)
{
    *s = (struct sample){
        .tool = {.name = "look_up", .error = "timeout", .took_s = 13.24},
        .turns = {turn_of(SPEAKER_PERSON, 38, NAN, "When is it open?"),
                  turn_of(SPEAKER_AGENT, 41, 0.84, "Let me look that up."),
                  {.class = SPEAKER_TOOL, .start_s = 43, .end_s = NAN, .text = ""},
                  turn_of(SPEAKER_AGENT, 47, 4.42, "I am sorry, it seems")},
        .call = {.provider = "ringyo", .id = "x", .duration_s = NAN, .turn_count = 4},
    };
    s->turns[2].tool = &s->tool;
    s->call.turns = s->turns;
    s->call.figures = figures_unknown();
    s->call.figures.turn_reply = ORIGIN_TIMES;
}

/* The signs of hot spots in the first column are those of other reasons too. */
static void replies__are_a_column(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.turns[3].interrupted = TRUTH_YES;
    assert_has(&s.call, 80,
               "  0:38        user   When is it open?\n"
               "  0:41  +0.8  agent  Let me look that up.\n");
    assert_has(&s.call, 80, " 0:43  13.2  tool   look_up (failed: timeout)\n");
    assert_has(&s.call, 80, " 0:47  +4.4! agent  I am sorry, it seems (interrupted)\n");
    assert_has(&s.call, 40,
               " 0:47  +4.4! agent  I am sorry, it\n"
               "                     seems (interrupted)\n");
}

static void replies__that_nobody_measured__have_no_column(void **state)
{
    (void)state;
    struct sample s;
    sample_init(&s);
    s.call.figures.turn_reply = ORIGIN_UNKNOWN;
    s.tool.took_s = NAN;
    assert_has(&s.call, 80,
               "  0:38  user   When is it open?\n"
               "  0:41  agent  Let me look that up.\n");
    assert_has(&s.call, 80, " 0:43  tool   look_up (failed: timeout)\n");
}

/* A copy has what was said. */
static void copies__have_no_figures(void **state)
{
    (void)state;
    struct sample s;
    struct buf out = {0};
    sample_init(&s);
    s.turns[3].interrupted = TRUTH_YES;
    print_turns(&out, &s.call, NULL, s.call.turn_count);
    assert_string_equal(buf_str(&out), "0:38  user   When is it open?\n"
                                       "0:41  agent  Let me look that up.\n"
                                       "0:43  tool   look_up (failed: timeout)\n"
                                       "0:47  agent  I am sorry, it seems\n");
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies__are_a_column),
        cmocka_unit_test(replies__that_nobody_measured__have_no_column),
        cmocka_unit_test(copies__have_no_figures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
