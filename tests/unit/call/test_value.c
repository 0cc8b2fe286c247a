/* Values: pointers, values that were not used, and JSON that cannot act on a terminal. */
#include "base/alloc.h"
#include "call/value.h"
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

static struct value *parsed(struct arena *a, const char *json)
{
    struct err e = {0};
    struct value *v = json_parse(a, json, strlen(json), &e);
    if (!v)
        fail_msg("%s: %s", json, e.text);
    return v;
}

static void check_json(const struct value *v, const char *want)
{
    struct buf out = {0};
    if (v)
        value_put_json(&out, v);
    assert_string_equal(v ? buf_str(&out) : "nothing", want);
    buf_done(&out);
}

static void value_at__pointers__find_what_rfc_6901_says(void **state)
{
    (void)state;
    static const struct {
        const char *json, *pointer, *want;
    } rows[] = {
        {"{\"a\":1}", "", "{\"a\":1}"},
        {"{\"a\":1}", ".", "{\"a\":1}"},
        {"{\"a\":1}", "/a", "1"},
        {"{\"a\":1}", "/b", "nothing"},
        {"{\"a\":1}", "a", "nothing"},
        {"{\"A\":1,\"a\":2}", "/a", "2"},
        {"{\"a\":1,\"a\":2}", "/a", "1"},
        {"{\"\":{\"\":3}}", "//", "3"},
        {"{\"a\":[10,20,30]}", "/a/1", "20"},
        {"{\"a\":[10]}", "/a/01", "nothing"},
        {"{\"a\":[10]}", "/a/1", "nothing"},
        {"{\"a\":[10]}", "/a/-", "nothing"},
        {"{\"a\":[10]}", "/a/99999999999999999999", "nothing"},
        {"{\"0\":7}", "/0", "7"},
        {"{\"data\":[{\"id\":1},{\"id\":2}]}", "/data/id", "1"},
        {"{\"data\":[[{\"id\":1}]]}", "/data/id", "1"},
        {"{\"data\":[]}", "/data/id", "nothing"},
        {"{\"data\":[]}", "/data", "[]"},
        {"{\"a/b\":1,\"c~d\":2,\"e|f\":3,\"g h\":4}", "/a~1b", "1"},
        {"{\"a/b\":1,\"c~d\":2,\"e|f\":3,\"g h\":4}", "/c~0d", "2"},
        {"{\"a/b\":1,\"c~d\":2,\"e|f\":3,\"g h\":4}", "/e~2f", "3"},
        {"{\"a/b\":1,\"c~d\":2,\"e|f\":3,\"g h\":4}", "/g~3h", "4"},
        {"{\"ab\":1}", "/a", "nothing"},
        {"{\"a\":1}", "/ab", "nothing"},
        {"7", "/a", "nothing"},
        {"null", "/a/b", "nothing"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct arena *a = arena_new();
        check_json(value_at(parsed(a, rows[i].json), rows[i].pointer), rows[i].want);
        arena_free(a);
    }
}

static void value_rest__used__leaves_only_the_others(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct value *v = parsed(a, "{\"a\":1,\"b\":{\"c\":2},\"d\":[{\"e\":3},{\"e\":4,\"f\":5},6],"
                                "\"g\":{},\"h\":[],\"i\":null}");
    static const char *const used[] = {"/a", "/b/c", "/d/0/e", "/d/1/e"};
    for (size_t i = 0; i < LEN(used); i++)
        value_find(v, used[i])->used = true;
    check_json(value_rest(a, v), "{\"d\":[{\"f\":5},6],\"g\":{},\"h\":[],\"i\":null}");
    v->used = true;
    check_json(value_rest(a, v), "nothing");
    arena_free(a);
}

static void value_rest__all_used__is_nothing(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct value *v = parsed(a, "{\"a\":{\"b\":[1]}}");
    value_find(v, "/a/b/0")->used = true;
    check_json(value_rest(a, v), "nothing");
    arena_free(a);
}

static void json_string__what_a_terminal_obeys__is_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
    } rows[] = {
        {"", "\"\""},
        {"a\"b\\c/", "\"a\\\"b\\\\c/\""},
        {"\x1b[31m\a\n\t\r\x7f", "\"\\u001b[31m\\u0007\\u000a\\u0009\\u000d\\u007f\""},
        {"\xc2\x9b"
         "0m",
         "\"\\u009b0m\""},
        {"\xe2\x80\xae"
         "abc\xe2\x81\xa6",
         "\"\\u202eabc\\u2066\""},
        {"\xe2\x80\x8b\xef\xbb\xbf", "\"\\u200b\\ufeff\""},
        {"\xf3\xa0\x81\x81", "\"\\udb40\\udc41\""},
        {"h\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x98\x80", "\"h\xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x98\x80\""},
        {"\xff"
         "a\xe2\x82",
         "\"\\ufffda\\ufffd\""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};
        value_put_json_string(&out, rows[i].in, strlen(rows[i].in));
        assert_string_equal(buf_str(&out), rows[i].want);
        buf_done(&out);
    }
}

static void json_number__any__is_shortest_and_reads_back(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *want;
    } rows[] = {
        {0, "0"},
        {245, "245"},
        {3.2, "3.2"},
        {-5, "-5"},
        {0.1 + 0.2, "0.30000000000000004"},
        {0.31666666666666665, "0.31666666666666665"},
        {1e6, "1000000"},
        {1715845999, "1715845999"},
        {123456789012345680000.0, "123456789012345680000"},
        {1e21, "1e21"},
        {1e300, "1e300"},
        {1.5e-9, "1.5e-9"},
        {0.000001, "0.000001"},
        {9007199254740992.0, "9007199254740992"},
        {5e-324, "5e-324"},
        {1.7976931348623157e308, "1.7976931348623157e308"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};
        value_put_json_number(&out, rows[i].number);
        assert_string_equal(buf_str(&out), rows[i].want);
        assert_true(strtod(buf_str(&out), NULL) == rows[i].number);
        buf_done(&out);
    }
}

/* JSON has no word for it. */
static void json_number__none__is_null(void **state)
{
    (void)state;
    static const double rows[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};
        value_put_json_number(&out, rows[i]);
        assert_string_equal(buf_str(&out), "null");
        buf_done(&out);
    }
}

static void value_text__scalars__are_unchanged(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"\"a\\\"b\"", "a\"b"}, {"12", "12"},         {"true", "true"},
        {"null", "null"},       {"[1,{}]", "[1,{}]"}, {"\"\"", ""},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct arena *a = arena_new();
        struct buf out = {0};
        value_put_text(&out, parsed(a, rows[i][0]));
        assert_string_equal(buf_str(&out), rows[i][1]);
        buf_done(&out);
        arena_free(a);
    }
}

static void value_pretty__nested__one_value_a_line(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf out = {0};
    assert_true(value_put_pretty(
        &out, parsed(a, "{\"a\":[1,{\"b\":\"x\\ny\\u0001\"},[],{}],\"c\":null}"), 1000));
    assert_string_equal(buf_str(&out), "{\n"
                                       "  \"a\": [\n"
                                       "    1,\n"
                                       "    {\n"
                                       "      \"b\": \"x\\ny\\u0001\"\n"
                                       "    },\n"
                                       "    [],\n"
                                       "    {}\n"
                                       "  ],\n"
                                       "  \"c\": null\n"
                                       "}");
    buf_clear(&out);
    assert_true(value_put_pretty(&out, parsed(a, "\"t\\tx\""), 1000));
    assert_string_equal(buf_str(&out), "\"t\\tx\"");
    buf_done(&out);
    arena_free(a);
}

static void value_brief__long__is_cut_near_its_bound(void **state)
{
    (void)state;
    static const char json[] = "{\"a\":[1,{\"b\":\"x\\ny\"},[]],\"c\":null}";
    enum { MAX = 100 };
    struct arena *a = arena_new();
    struct buf out = {0}, many = {0};
    value_put_brief(&out, parsed(a, json), 1000);
    assert_string_equal(buf_str(&out), json);
    buf_puts(&many, "[\"");
    for (int i = 0; i < 100 * MAX; i++)
        buf_puts(&many, "long");
    buf_puts(&many, "\"");
    for (int i = 0; i < 100 * MAX; i++)
        buf_puts(&many, ",1");
    buf_puts(&many, "]");
    buf_clear(&out);
    value_put_brief(&out, parsed(a, buf_str(&many)), MAX);
    assert_true(out.len >= MAX && out.len < MAX + 10);
    buf_done(&many);
    buf_done(&out);
    arena_free(a);
}

/* A list that a pointer with `*` gathered has members of objects. */
static void value_brief__list_of_members__has_no_names(void **state)
{
    (void)state;
    struct arena *a = arena_new();
    struct buf out = {0};
    struct value *list = value_new(a, VALUE_ARRAY), *tail = NULL;
    value_append(list, value_first(parsed(a, "{\"arguments\":{\"day\":1}}")), &tail);
    value_put_brief(&out, list, 1000);
    assert_string_equal(buf_str(&out), "[{\"day\":1}]");
    buf_done(&out);
    arena_free(a);
}

static void value_pretty__deep_and_long__ends_at_its_bound(void **state)
{
    (void)state;
    enum { DEPTH = 60, VALUES = 100000, MAX = 100000 };
    struct arena *a = arena_new();
    struct buf json = {0}, out = {0};
    for (int i = 0; i < DEPTH; i++)
        buf_putc(&json, '[');
    buf_putc(&json, '1');
    for (int i = 1; i < VALUES; i++)
        buf_puts(&json, ",1");
    for (int i = 0; i < DEPTH; i++)
        buf_putc(&json, ']');
    assert_false(value_put_pretty(&out, parsed(a, buf_str(&json)), MAX));
    assert_true(out.len >= MAX && out.len < MAX + 2 * DEPTH + 10);
    assert_string_equal(buf_str(&out) + out.len - 3, "  1");
    buf_done(&json);
    buf_done(&out);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(value_at__pointers__find_what_rfc_6901_says),
        cmocka_unit_test(value_rest__used__leaves_only_the_others),
        cmocka_unit_test(value_rest__all_used__is_nothing),
        cmocka_unit_test(json_string__what_a_terminal_obeys__is_escaped),
        cmocka_unit_test(json_number__any__is_shortest_and_reads_back),
        cmocka_unit_test(json_number__none__is_null),
        cmocka_unit_test(value_text__scalars__are_unchanged),
        cmocka_unit_test(value_pretty__nested__one_value_a_line),
        cmocka_unit_test(value_brief__long__is_cut_near_its_bound),
        cmocka_unit_test(value_brief__list_of_members__has_no_names),
        cmocka_unit_test(value_pretty__deep_and_long__ends_at_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
