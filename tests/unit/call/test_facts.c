/* The other fields as rows, and the speakers of turns. */
#include "base/alloc.h"
#include "base/arena.h"
#include "base/buf.h"
#include "call/facts.h"
#include "provider/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

/* Each row in a line: the label, and after "=" the value. */
static void assert_other(const char *json, const char *expected)
{
    struct arena *arena = arena_new();
    struct buf out = {0};
    struct facts f;
    struct err why = {""};
    struct call c = {.duration_s = NAN, .figures = figures_unknown()};
    c.other = json_parse(arena, json, strlen(json), &why);
    assert_non_null(c.other);
    facts_of_other(&f, &c);
    for (size_t i = 0; i < f.count; i++)
        buf_printf(&out, "%s=%s\n", f.list[i].label, f.list[i].value);
    assert_string_equal(buf_str(&out), expected);
    facts_done(&f);
    buf_done(&out);
    arena_free(arena);
}

/* [100,101,...] */
static char *hundreds(int count)
{
    struct buf out = {0};
    for (int i = 0; i < count; i++)
        buf_printf(&out, "%c%d", i ? ',' : '[', i == 13 ? 1 : 100 + i); /* 1 would fit */
    buf_putc(&out, ']');
    return buf_take(&out);
}

static void other__long_list_of_numbers__is_one_row(void **state)
{
    (void)state;
    char *list = hundreds(56), *json = xasprintf("{\"values\":%s}", list);
    assert_other(json, "values=100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111 "
                       "and 44 more\n");
    free(list);
    free(json);
}

/* All of them are numbers, or lists of numbers. */
static void other__object_of_numbers__is_one_row(void **state)
{
    (void)state;
    char *list = hundreds(56), *json = xasprintf("{\"llm\":{\"p50\":800,\"p90\":2400.5,"
                                                 "\"values\":%s,\"a\\u001b\":[1]}}",
                                                 list);
    assert_other(json, "llm=p50 800, p90 2400.5, values (56 numbers), a (1 number)\n");
    free(list);
    free(json);
}

static void other__object_of_other_values__is_a_tree(void **state)
{
    (void)state;
    assert_other("{\"a\":{\"n\":1,\"unit\":\"s\"}}", "a=\n  n=1\n  unit=s\n");
    assert_other("{\"a\":{\"n\":1}}", "a=\n  n=1\n");
    assert_other("{\"a\":{\"n\":1,\"m\":[1,\"x\"]}}", "a=\n  n=1\n  m=1, x\n");
    assert_other("{\"a\":{\"n\":1,\"m\":[]}}", "a=\n  n=1\n  m=[]\n");
}

/* 21 numbers with names are a table rather than the measures of one thing. */
static void other__object_of_many_numbers__is_a_tree(void **state)
{
    (void)state;
    struct buf json = {0}, expected = {0};
    buf_puts(&json, "{\"a\":{");
    buf_puts(&expected, "a=\n");
    for (int i = 0; i < 21; i++) {
        buf_printf(&json, "%s\"n%d\":%d", i ? "," : "", i, i);
        buf_printf(&expected, "  n%d=%d\n", i, i);
    }
    buf_puts(&json, "}}");
    assert_other(buf_str(&json), buf_str(&expected));
    buf_done(&json);
    buf_done(&expected);
}

static void other__long_list_of_objects__its_beginning(void **state)
{
    (void)state;
    struct buf json = {0}, expected = {0};
    buf_puts(&json, "{\"a\":[");
    buf_puts(&expected, "a=\n");
    for (int i = 0; i < 23; i++)
        buf_printf(&json, "%s{\"x\":%d}", i ? "," : "", i);
    for (int i = 0; i < 20; i++)
        buf_printf(&expected, "  [%d]=\n    x=%d\n", i, i);
    buf_puts(&json, "]}");
    buf_puts(&expected, "  ..=and 3 more\n");
    assert_other(buf_str(&json), buf_str(&expected));
    buf_done(&json);
    buf_done(&expected);
}

static void speaker__of_a_tool_call__is_tool(void **state)
{
    (void)state;
    static const struct {
        struct turn turn;
        const char *expected;
    } rows[] = {
        {{.class = SPEAKER_TOOL, .speaker = "tool_call_invocation"}, "tool"},
        {{.class = SPEAKER_TOOL}, "tool"},
        {{.class = SPEAKER_AGENT, .speaker = "assistant"}, "assistant"},
        {{.class = SPEAKER_OTHER}, ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *cut = facts_speaker(&rows[i].turn), *source = facts_speaker_source(&rows[i].turn);
        assert_string_equal(cut, rows[i].expected);
        assert_string_equal(source, rows[i].expected);
        free(cut);
        free(source);
    }
}

/* Strings of JSON are shown as they are, without the escapes that they have in the payload. */
static void words__of_a_tool_call__arguments_and_result(void **state)
{
    (void)state;
    static const struct {
        const char *payload, *expected;
    } rows[] = {
        {"{\"arguments\":\"{\\\"day\\\":1}\",\"result\":{\"ok\":true}}",
         "book (ok) {\"day\":1} -> {\"ok\":true}"},
        {"{\"arguments\":\"\",\"result\":\"none\"}", "book (ok) -> none"},
        {"{\"arguments\":\"{}\",\"result\":\"\"}", "book (ok) {}"},
        {"{\"arguments\":{\"a\":2}}", "book (ok) {\"a\":2}"},
        {"{\"arguments\":{},\"result\":null}", "book (ok) {}"},
        {"{\"arguments\":2,\"more\":3}", "book (ok) {\"arguments\":2,\"more\":3}"},
        {"\"{}\"", "book (ok) {}"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct arena *arena = arena_new();
        struct buf out = {0};
        struct tool tool = {.name = "book", .status = "ok", .took_s = NAN};
        tool.payload = json_parse(arena, rows[i].payload, strlen(rows[i].payload), NULL);
        facts_turn_words(&out, &(struct turn){.class = SPEAKER_TOOL, .text = "", .tool = &tool});
        assert_string_equal(buf_str(&out), rows[i].expected);
        buf_done(&out);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other__long_list_of_numbers__is_one_row),
        cmocka_unit_test(other__object_of_numbers__is_one_row),
        cmocka_unit_test(other__object_of_other_values__is_a_tree),
        cmocka_unit_test(other__object_of_many_numbers__is_a_tree),
        cmocka_unit_test(other__long_list_of_objects__its_beginning),
        cmocka_unit_test(speaker__of_a_tool_call__is_tool),
        cmocka_unit_test(words__of_a_tool_call__arguments_and_result),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
