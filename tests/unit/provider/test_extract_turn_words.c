/* What a description can say of a turn besides who said what and when: how long it was, how long
 * the person waited for it, and what nobody wants to see of it. */
#include "base/alloc.h"
#include "tests/support/extracting.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Equal, or both unknown. */
static void check_seconds(double got, double want)
{
    if (!(fabs(got - want) < 1e-9 || (isnan(got) && isnan(want))))
        fail_msg("%.9g s, expected %.9g", got, want);
}

/* A call whose only turn has these members. */
static struct call *with_turn(const char *members)
{
    char *text =
        xasprintf("{\"id\":\"c1\",\"turns\":[{\"who\":\"bot\",\"text\":\"x\",%s}]}", members);
    struct call *c = called("went", text);
    free(text);
    assert_int_equal(c->turn_count, 1);
    return c;
}

static void turn_duration__sets_the_end(void **state)
{
    (void)state;
    static const struct {
        const char *turn;
        double end_s;
    } rows[] = {
        {"\"at\":2,\"took_ms\":1500", 3.5},
        {"\"at\":2,\"took_ms\":1500,\"until\":9", 3.5},
        {"\"at\":2,\"until\":9", 9},
        {"\"at\":2,\"took_ms\":null,\"until\":9", 9},
        {"\"at\":2,\"took_ms\":0", 2},
        {"\"took_ms\":1500", NAN},
        {"\"took_ms\":1500,\"until\":9", 9},
        {"\"at\":2,\"took_ms\":-1,\"until\":9", 9},
        {"\"at\":2,\"took_ms\":{\"a\":1}", NAN},
        {"\"at\":2,\"took_ms\":\"soon\"", NAN},
        {"\"at\":2,\"took_ms\":1e300", NAN},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct call *c = with_turn(rows[i].turn);
        check_seconds(c->turns[0].end_s, rows[i].end_s);
        call_free(c);
    }
}

/* All starts are 0: there is no end either. */
static void turn_duration__no_times__no_end(void **state)
{
    (void)state;
    struct call *c = called("went", "{\"id\":\"c1\",\"turns\":["
                                    "{\"who\":\"bot\",\"text\":\"x\",\"at\":0,\"took_ms\":5},"
                                    "{\"who\":\"user\",\"text\":\"y\",\"at\":0,\"took_ms\":7}]}");
    check_seconds(c->turns[0].start_s, NAN);
    check_seconds(c->turns[0].end_s, NAN);
    check_seconds(c->turns[1].end_s, NAN);
    call_free(c);
}

static void turn_end__last_word(void **state)
{
    (void)state;
    static const struct {
        const char *turn;
        double end_s;
    } rows[] = {
        {"\"words\":[{\"end\":1},{\"end\":2.5}]", 2.5},
        {"\"words\":[{\"end\":1}]", 1},
        {"\"words\":[],\"until\":4", 4},
        {"\"words\":[{\"end\":1},{}],\"until\":4", 4},
        {"\"words\":[{\"end\":1},null],\"until\":4", 4},
        {"\"words\":{\"-1\":{\"end\":7},\"0\":{\"end\":3}}", 7},
        {"\"words\":[{\"end\":1},[{\"end\":8},{\"end\":9}]]", 8},
        {"\"words\":\"x\"", NAN},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct call *c = with_turn(rows[i].turn);
        check_seconds(c->turns[0].end_s, rows[i].end_s);
        call_free(c);
    }
}

static void turn_reply_and_interrupted__as_sent(void **state)
{
    (void)state;
    static const struct {
        const char *turn, *other;
        double reply_s;
        enum truth interrupted;
    } rows[] = {
        {"\"waited\":820,\"cut\":true", "", 0.82, TRUTH_YES},
        {"\"waited\":\"820\",\"cut\":\"False\"", "", 0.82, TRUTH_NO},
        {"\"waited\":0,\"cut\":null", "", 0, TRUTH_UNKNOWN},
        {"\"waited\":-4,\"cut\":\"maybe\"", "{\"waited\":-4,\"cut\":\"maybe\"}", NAN,
         TRUTH_UNKNOWN},
        {"\"waited\":\"long\",\"cut\":[true]", "{\"waited\":\"long\",\"cut\":[true]}", NAN,
         TRUTH_UNKNOWN},
        {"\"waited\":1e300,\"cut\":7", "{\"waited\":1e300,\"cut\":7}", NAN, TRUTH_UNKNOWN},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct call *c = with_turn(rows[i].turn);
        check_seconds(c->turns[0].reply_s, rows[i].reply_s);
        assert_int_equal(c->turns[0].interrupted, rows[i].interrupted);
        check_json(c->turns[0].other, rows[i].other);
        call_free(c);
    }
}

static void turn_stages__in_the_order_of_the_description(void **state)
{
    (void)state;
    struct call *c = called(
        "went", "{\"id\":\"c1\",\"turns\":["
                "{\"who\":\"bot\",\"text\":\"x\",\"parts\":{\"llm\":{\"ttfb\":0.5},\"asr\":0.25}},"
                "{\"who\":\"bot\",\"text\":\"y\",\"llm\":1.5,\"parts\":{\"asr\":\"?\",\"tts\":1}},"
                "{\"who\":\"bot\",\"text\":\"z\",\"parts\":null}]}");
    const struct turn *t = c->turns;
    assert_int_equal(t[0].stage_count, 2);
    assert_string_equal(t[0].stages[0].name, "heard");
    check_seconds(t[0].stages[0].seconds, 0.25);
    assert_string_equal(t[0].stages[1].name, "thought");
    check_seconds(t[0].stages[1].seconds, 0.5);
    assert_int_equal(t[1].stage_count, 1);
    assert_string_equal(t[1].stages[0].name, "thought");
    check_seconds(t[1].stages[0].seconds, 1.5);
    check_json(t[1].other, "{\"parts\":{\"asr\":\"?\",\"tts\":1}}");
    assert_int_equal(t[2].stage_count, 0);
    assert_null(t[2].other);
    check_seconds(t[0].reply_s, NAN);
    call_free(c);
}

/* A member that is skipped may have been read too, and what stands beside it is shown. */
static void turn_skip_members__not_among_other_fields(void **state)
{
    (void)state;
    struct call *c =
        called("went", "{\"id\":\"c1\",\"mid\":\"m\",\"turns\":["
                       "{\"who\":\"bot\",\"text\":\"x\",\"mid\":\"m1\",\"meta\":{\"type\":\"t\"},"
                       "\"words\":[{\"end\":2,\"word\":\"x\"}]},"
                       "{\"who\":\"bot\",\"text\":\"y\",\"mid\":{\"a\":1},\"meta\":{\"type\":1,"
                       "\"more\":2},\"tool_calls\":[{\"fn\":\"a\",\"mid\":1,\"extra\":3}]},"
                       "{\"mid\":\"m3\",\"odd\":1}]}");
    assert_int_equal(c->turn_count, 3);
    assert_null(c->turns[0].other);
    check_json(c->turns[1].other, "{\"meta\":{\"more\":2},\"tool_calls\":[{\"extra\":3}]}");
    check_json(c->other, "{\"mid\":\"m\",\"turns\":[{},{\"meta\":{\"more\":2},\"tool_calls\":[{"
                         "\"extra\":3}]},{\"mid\":\"m3\",\"odd\":1}]}");
    call_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turn_duration__sets_the_end),
        cmocka_unit_test(turn_duration__no_times__no_end),
        cmocka_unit_test(turn_end__last_word),
        cmocka_unit_test(turn_reply_and_interrupted__as_sent),
        cmocka_unit_test(turn_stages__in_the_order_of_the_description),
        cmocka_unit_test(turn_skip_members__not_among_other_fields),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
