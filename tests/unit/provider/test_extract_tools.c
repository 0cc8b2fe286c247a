/* Tool calls and their results, which providers send as two rows. */
#include "base/buf.h"
#include "tests/support/cpu_time.h"
#include "tests/support/extracting.h"
#include "tests/support/test_wrapper.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* The tools of a call, one after another: "name(status) payload 1.5 s !error". */
static void put_tools(struct buf *out, const struct call *c)
{
    for (size_t i = 0; i < c->turn_count; i++) {
        const struct tool *t = c->turns[i].tool;
        buf_puts(out, i ? ", " : "");
        buf_puts(out, *c->turns[i].text ? c->turns[i].text : "");
        if (!t)
            continue;
        buf_printf(out, "%s%s", *c->turns[i].text ? " " : "", t->name ? t->name : "-");
        if (t->status)
            buf_printf(out, "(%s)", t->status);
        if (t->payload)
            buf_puts(out, " ");
        if (t->payload)
            value_put_json(out, t->payload);
        if (!isnan(t->took_s))
            buf_printf(out, " %.3f s", t->took_s);
        if (t->error)
            buf_printf(out, " !%s", t->error);
    }
}

struct tools_row {
    const char *turns, *want;
};

static void check_tools(const char *provider, const struct tools_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf text = {0}, got = {0};
        buf_printf(&text, "{\"id\":\"c1\",\"turns\":[%s]}", rows[i].turns);
        struct call *c = called(provider, buf_str(&text));
        put_tools(&got, c);
        assert_string_equal(buf_str(&got), rows[i].want);
        call_free(c);
        buf_done(&text);
        buf_done(&got);
    }
}

static void tool_results__joined_by_id(void **state)
{
    (void)state;
    static const struct tools_row rows[] = {
        {"{\"who\":\"calls\",\"at\":6,\"tool_calls\":[{\"fn\":\"a\",\"call_id\":\"1\",\"args\":"
         "\"{}\"},{\"fn\":\"b\",\"call_id\":2,\"args\":{\"n\":1}}]},{\"who\":\"user\",\"text\":"
         "\"Hm\",\"at\":6.5},{\"answers\":\"2\",\"fn\":\"b\",\"result\":[1],\"bad\":true,\"at\":"
         "7.25},{\"answers\":\"1\",\"result\":\"ok\",\"bad\":false,\"at\":8}",
         "a(ok) {\"arguments\":\"{}\",\"result\":\"ok\"} 2.000 s, "
         "b(failed) {\"arguments\":{\"n\":1},\"result\":[1]} 1.250 s, Hm"},
        /* What only one of the two has. */
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"answers\":\"1\",\"result\":5}", "a {\"result\":5}"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"args\":5},{\"answers\":\"1\",\"fn\":\"b\"}",
         "a {\"arguments\":5}"},
        {"{\"args\":5,\"call_id\":\"1\"},{\"answers\":\"1\",\"fn\":\"b\"}", "b {\"arguments\":5}"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"bad\":false},{\"answers\":\"1\",\"error\":\"late\"}",
         "a(ok) !late"},
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"answers\":\"1\",\"text\":\"sunny\"}",
         "a {\"result\":\"sunny\"}"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"text\":\"Wait\"},"
         "{\"answers\":\"1\",\"text\":\"sunny\",\"result\":7}",
         "Wait\nsunny a {\"result\":7}"},
        /* The latest call with the ID is answered, and only once. */
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"fn\":\"b\",\"call_id\":\"1\"},"
         "{\"answers\":\"1\",\"result\":5},{\"answers\":\"1\",\"result\":6}",
         "a, b {\"result\":5}, - 6"},
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"answers\":\"1\",\"result\":5},"
         "{\"fn\":\"b\",\"call_id\":\"1\"},{\"answers\":\"1\",\"result\":6}",
         "a {\"result\":5}, b {\"result\":6}"},
        /* A result without its call, and one that comes before it, stay. */
        {"{\"answers\":\"1\",\"fn\":\"a\",\"result\":5},{\"fn\":\"a\",\"call_id\":\"1\"}",
         "a 5, a"},
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"answers\":\"9\",\"fn\":\"a\",\"result\":5}",
         "a, a 5"},
        /* The ID of a result is no call's. */
        {"{\"fn\":\"a\",\"call_id\":\"1\"},"
         "{\"who\":\"tool_result\",\"fn\":\"b\",\"call_id\":\"1\",\"answers\":\"9\"},"
         "{\"answers\":\"1\",\"result\":5}",
         "a {\"result\":5}, b"},
        /* No row answers itself. */
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"answers\":\"1\"}", "a"},
    };
    check_tools("went", rows, LEN(rows));
}

/* Where both IDs are at the same place, as with Retell, the later row answers the earlier one. */
static void tool_results__one_place_for_both_ids(void **state)
{
    (void)state;
    static const struct tools_row rows[] = {
        {"{\"who\":\"tool_call_invocation\",\"fn\":\"a\",\"call_id\":\"1\",\"args\":\"{}\",\"at\":"
         "5},"
         "{\"who\":\"tool_call_invocation\",\"fn\":\"b\",\"call_id\":\"2\",\"args\":\"\"},"
         "{\"who\":\"tool_call_result\",\"call_id\":\"1\",\"text\":\"yes\",\"bad\":false,\"at\":5."
         "5},"
         "{\"who\":\"tool_call_result\",\"call_id\":\"2\",\"text\":\"\",\"bad\":true,\"at\":7}",
         "a(ok) {\"arguments\":\"{}\",\"result\":\"yes\"} 0.500 s, "
         "b(failed) {\"arguments\":\"\"}"},
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"call_id\":\"1\"},{\"fn\":\"b\",\"call_id\":\"1\"},"
         "{\"call_id\":\"1\"}",
         "a, b"},
        /* A result whose call is missing is no call of the next row. */
        {"{\"who\":\"tool_call_result\",\"call_id\":\"1\",\"text\":\"x\"},"
         "{\"who\":\"tool_call_invocation\",\"fn\":\"a\",\"call_id\":\"1\"},"
         "{\"who\":\"tool_call_result\",\"call_id\":\"1\",\"text\":\"y\"}",
         "x -, a {\"result\":\"y\"}"},
    };
    check_tools("went_same", rows, LEN(rows));
}

static void tool_results__without_ids__directly_behind(void **state)
{
    (void)state;
    static const struct tools_row rows[] = {
        {"{\"who\":\"agent\",\"text\":\"Hm\",\"at\":2,\"tool_calls\":[{\"fn\":\"a\",\"args\":1}],"
         "\"tool_results\":[{\"fn\":\"a\",\"result\":2}]}",
         "Hm, a {\"arguments\":1,\"result\":2}"},
        {"{\"who\":\"agent\",\"at\":2,\"tool_calls\":[{\"fn\":\"a\",\"args\":1}]},"
         "{\"who\":\"agent\",\"at\":4,\"tool_results\":[{\"fn\":\"a\",\"result\":2}]}",
         "a {\"arguments\":1,\"result\":2} 2.000 s"},
        {"{\"who\":\"function_call\",\"fn\":\"a\",\"args\":1},"
         "{\"who\":\"function_RESPONSE\",\"fn\":\"a\",\"result\":2}",
         "a {\"arguments\":1,\"result\":2}"},
        /* Not directly behind, of another name, or another call. */
        {"{\"who\":\"bot\",\"tool_calls\":[{\"fn\":\"a\",\"args\":1},{\"fn\":\"b\"}],"
         "\"tool_results\":[{\"fn\":\"a\",\"result\":2}]}",
         "a 1, b, a 2"},
        {"{\"who\":\"bot\",\"tool_calls\":[{\"fn\":\"a\"}]},{\"who\":\"user\",\"text\":\"Hm\"},"
         "{\"who\":\"bot\",\"tool_results\":[{\"fn\":\"a\"}]}",
         "a, Hm, a"},
        {"{\"who\":\"bot\",\"tool_calls\":[{\"fn\":\"a\"}],\"tool_results\":[{\"fn\":\"b\"}]}",
         "a, b"},
        {"{\"who\":\"bot\",\"tool_calls\":[{\"args\":1}],\"tool_results\":[{\"result\":2}]}",
         "- 1, - 2"},
        {"{\"who\":\"bot\",\"tool_calls\":[{\"fn\":\"a\"},{\"fn\":\"a\"}]}", "a, a"},
        {"{\"who\":\"tool\",\"fn\":\"a\"},{\"who\":\"tool\",\"fn\":\"a\"}", "a, a"},
        {"{\"who\":\"bot\",\"tool_results\":[{\"fn\":\"a\"},{\"fn\":\"a\"}]}", "a, a"},
        /* Two that say which call they mean, and mean different ones. */
        {"{\"who\":\"bot\",\"tool_calls\":[{\"fn\":\"a\",\"call_id\":\"1\"}],"
         "\"tool_results\":[{\"fn\":\"a\",\"answers\":\"2\"}]}",
         "a, a"},
        /* Joined by the name, the call is not joined again by its ID. */
        {"{\"who\":\"bot\",\"tool_calls\":[{\"fn\":\"a\",\"call_id\":\"1\"}],\"tool_results\":[{"
         "\"fn\":\"a\"},"
         "{\"fn\":\"b\",\"answers\":\"1\"}]}",
         "a, b"},
    };
    check_tools("went", rows, LEN(rows));
}

static void tool_took__said_or_from_the_starts(void **state)
{
    (void)state;
    static const struct tools_row rows[] = {
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"at\":1},{\"answers\":\"1\",\"at\":4,\"secs\":2.5}",
         "a 2.500 s"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"at\":1,\"secs\":2.5},{\"answers\":\"1\",\"at\":4}",
         "a 2.500 s"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"at\":4},{\"answers\":\"1\",\"at\":4}", "a 0.000 s"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"at\":4},{\"answers\":\"1\",\"at\":3}", "a"},
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"at\":4},{\"answers\":\"1\"}", "a"},
        {"{\"fn\":\"a\",\"call_id\":\"1\"},{\"answers\":\"1\",\"at\":4}", "a"},
        {"{\"fn\":\"a\",\"at\":4}", "a"},
        /* Times of 0 everywhere are no times. */
        {"{\"fn\":\"a\",\"call_id\":\"1\",\"at\":0},{\"answers\":\"1\",\"at\":0},"
         "{\"who\":\"user\",\"text\":\"Hm\",\"at\":0}",
         "a, Hm"},
        {"{\"fn\":\"a\",\"secs\":-3},{\"fn\":\"a\",\"secs\":\"x\"},{\"fn\":\"a\",\"secs\":1e300}",
         "a, a, a"},
    };
    check_tools("went", rows, LEN(rows));
}

static void tool_error__true_or_a_text(void **state)
{
    (void)state;
    static const struct {
        const char *error, *want, *other;
    } rows[] = {
        {"true", "failed", ""},
        {"\"true\"", "failed", ""},
        {"\"timeout\"", "timeout", ""},
        {"500", "500", ""},
        {"false", NULL, ""},
        {"\"False\"", NULL, ""},
        {"\"\"", NULL, ""},
        {"null", NULL, ""},
        {"0", NULL, ""},
        {"[]", NULL, ""},
        {"{\"code\":7}", NULL, "{\"error\":{\"code\":7}}"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf text = {0};
        buf_printf(&text, "{\"id\":\"c1\",\"turns\":[{\"fn\":\"a\",\"error\":%s}]}", rows[i].error);
        struct call *c = called("went", buf_str(&text));
        const struct tool *tool = c->turns[0].tool;
        assert_non_null(tool);
        if (rows[i].want)
            assert_string_equal(tool->error, rows[i].want);
        else
            assert_null(tool->error);
        assert_int_equal(call_tool_outcome(tool), rows[i].want ? TOOL_FAILED : TOOL_UNKNOWN);
        check_json(c->turns[0].other, rows[i].other);
        call_free(c);
        buf_done(&text);
    }
}

/* A row with an ID, an error or a time is no tool call because of that. */
static void tool_words__of_spoken_turns__make_no_tool(void **state)
{
    (void)state;
    struct call *c = called("went", "{\"id\":\"c1\",\"turns\":[{\"who\":\"user\",\"text\":\"Hm\","
                                    "\"call_id\":\"1\",\"secs\":3,\"error\":true}]}");
    assert_int_equal(c->turn_count, 1);
    assert_null(c->turns[0].tool);
    check_json(c->turns[0].other, "{\"call_id\":\"1\",\"secs\":3,\"error\":true}");
    call_free(c);
}

static void tool_results__rests_stay_with_their_elements(void **state)
{
    (void)state;
    struct call *c = called("went", "{\"id\":\"c1\",\"turns\":["
                                    "{\"who\":\"user\",\"text\":\"Hi\",\"u\":0},"
                                    "{\"fn\":\"a\",\"call_id\":\"1\",\"u\":1},"
                                    "{\"answers\":\"1\",\"result\":5,\"u\":2},"
                                    "{\"who\":\"bot\",\"text\":\"Bye\",\"u\":3}]}");
    assert_int_equal(c->turn_count, 3);
    check_json(c->other, "{\"turns\":[{\"u\":0},{\"u\":1},{\"u\":2},{\"u\":3}]}");
    check_json(c->turns[0].other, "{\"u\":0}");
    check_json(c->turns[1].other, "{\"u\":1}");
    check_json(c->turns[2].other, "{\"u\":3}");
    assert_int_equal(c->turns[1].class, SPEAKER_TOOL);
    assert_int_equal(c->turns[2].class, SPEAKER_AGENT);
    call_free(c);
}

/* The number of the calls in between changes nothing. */
static void tool_results__second_answer__is_a_row_of_its_own(void **state)
{
    (void)state;
    struct buf turns = {0}, want = {0};
    buf_puts(&turns, "{\"fn\":\"a\",\"call_id\":\"x\"},{\"fn\":\"b\",\"call_id\":\"x\"},"
                     "{\"answers\":\"x\",\"result\":5}");
    buf_puts(&want, "a, b {\"result\":5}");
    for (int i = 0; i < 20; i++) {
        struct buf both = {0}, expected = {0};
        buf_printf(&both, "%s,{\"answers\":\"x\",\"result\":6}", buf_str(&turns));
        buf_printf(&expected, "%s, - 6", buf_str(&want));
        check_tools("went", &(struct tools_row){buf_str(&both), buf_str(&expected)}, 1);
        buf_done(&both);
        buf_done(&expected);
        buf_printf(&turns, ",{\"fn\":\"c\",\"call_id\":\"%d\"}", i);
        buf_puts(&want, ", c");
    }
    buf_done(&turns);
    buf_done(&want);
}

/* With every second row the result of an early call, and all IDs alike but for their end. */
static void tool_results__hundred_thousand__linear(void **state)
{
    (void)state;
    enum { TOOLS = 100000 };
    struct buf json = {0};
    buf_puts(&json, "{\"id\":\"c1\",\"turns\":[{}");
    for (int i = 0; i < TOOLS; i++)
        buf_printf(&json, ",{\"fn\":\"a\",\"call_id\":\"call_0000000000_%d\"}", i);
    for (int i = 0; i < TOOLS; i++)
        buf_printf(&json, ",{\"answers\":\"call_0000000000_%d\",\"result\":%d}", i, i);
    buf_puts(&json, "]}");
    double start = cpu_time_ms();
    struct call *c = called("went", buf_str(&json));
    assert_true(cpu_time_ms() - start < wrapped_ms(20000));
    assert_int_equal(c->turn_count, TOOLS);
    check_json(c->turns[TOOLS - 1].tool->payload, "{\"result\":99999}");
    call_free(c);
    buf_done(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tool_results__joined_by_id),
        cmocka_unit_test(tool_results__one_place_for_both_ids),
        cmocka_unit_test(tool_results__without_ids__directly_behind),
        cmocka_unit_test(tool_took__said_or_from_the_starts),
        cmocka_unit_test(tool_error__true_or_a_text),
        cmocka_unit_test(tool_words__of_spoken_turns__make_no_tool),
        cmocka_unit_test(tool_results__rests_stay_with_their_elements),
        cmocka_unit_test(tool_results__second_answer__is_a_row_of_its_own),
        cmocka_unit_test(tool_results__hundred_thousand__linear),
    };
    return cmocka_run_group_tests(tests, extracting_setup, extracting_teardown);
}
