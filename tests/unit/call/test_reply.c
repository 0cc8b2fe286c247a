/* How long the person waited for a turn, as text beside it. */
#include "base/buf.h"
#include "call/reply.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static struct call measured(enum origin from)
{
    struct call c = {.duration_s = NAN, .figures = figures_unknown()};
    c.figures.turn_reply = from;
    return c;
}

static void assert_put(const struct call *c, const struct turn *t, const char *expected)
{
    struct buf out = {0};
    reply_put(&out, c, t);
    assert_string_equal(buf_str(&out), expected);
    buf_done(&out);
}

static void reply__put__rows(void **state)
{
    (void)state;
    static const struct {
        double reply_s;
        const char *expected;
    } rows[] = {
        {0, "+0.0"},      {0.849, "+0.8"},  {0.851, "+0.9"}, {12, "+12.0"},
        {59.94, "+59.9"}, {59.96, "+1:00"}, {65.4, "+1:05"}, {NAN, ""},
    };
    struct call c = measured(ORIGIN_PROVIDER);
    for (size_t i = 0; i < LEN(rows); i++)
        assert_put(&c, &(struct turn){.reply_s = rows[i].reply_s}, rows[i].expected);
}

/* A value in a turn is no reply time while the call's figures have no origin for it. */
static void reply__of_a_call_without_replies__is_unknown(void **state)
{
    (void)state;
    struct call c = measured(ORIGIN_UNKNOWN);
    const struct turn t = {.reply_s = 3};
    assert_put(&c, &t, "");
    assert_false(reply_is_slow(&c, &t, 2));
    assert_true(isnan(reply_seconds(&c, &t)));
}

static void reply__of_a_tool__is_how_long_it_took(void **state)
{
    (void)state;
    struct call c = measured(ORIGIN_UNKNOWN);
    struct tool tool = {.name = "look_up", .took_s = 3.24};
    struct turn t = {.reply_s = 9, .tool = &tool};
    assert_put(&c, &t, "3.2");
    tool.took_s = NAN;
    c.figures.turn_reply = ORIGIN_TIMES;
    assert_put(&c, &t, "");
    assert_false(reply_is_slow(&c, &t, 2));
}

static void reply__slow__is_over_the_limit(void **state)
{
    (void)state;
    struct call c = measured(ORIGIN_TIMES);
    assert_false(reply_is_slow(&c, &(struct turn){.reply_s = 2}, 2));
    assert_true(reply_is_slow(&c, &(struct turn){.reply_s = 2.001}, 2));
    assert_false(reply_is_slow(&c, &(struct turn){.reply_s = NAN}, 2));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reply__put__rows),
        cmocka_unit_test(reply__of_a_call_without_replies__is_unknown),
        cmocka_unit_test(reply__of_a_tool__is_how_long_it_took),
        cmocka_unit_test(reply__slow__is_over_the_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
