/* Parsing within bounds: what is refused, what is repaired, and which text a number keeps. */
#include "base/alloc.h"
#include "provider/json.h"
#include "tests/support/cpu_time.h"
#include "tests/support/dice.h"
#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))
#define FFFD "\xef\xbf\xbd"

typedef struct value *parser(struct arena *a, const char *bytes, size_t n, struct err *e);

/* The parsed value written as JSON again; "error" if parsing failed. */
static char *reparsed(parser *parse, const char *json, size_t n)
{
    struct arena *a = arena_new();
    struct err e = {0};
    struct buf out = {0};
    /* A copy without a NUL after it, so that sanitizers notice a read beyond its end. */
    char *copy = xmalloc(n);
    if (n)
        memcpy(copy, json, n);
    struct value *v = parse(a, copy, n, &e);
    assert_true(v || *e.text);
    if (v)
        value_put_json(&out, v);
    else
        buf_puts(&out, "error");
    free(copy);
    arena_free(a);
    return buf_take(&out);
}

static void check(const char *json, size_t n, const char *want)
{
    static parser *const parsers[] = {json_parse, json_parse_kept};
    for (size_t i = 0; i < LEN(parsers); i++) {
        char *got = reparsed(parsers[i], json, n);
        if (strcmp(got, want) != 0)
            fail_msg("%s gave %s, expected %s", json, got, want);
        free(got);
    }
}

static void json_parse__grammar__is_that_of_rfc_8259(void **state)
{
    (void)state;
    static const char *const good[] = {
        "{}",
        "[]",
        "null",
        "true",
        "false",
        "0",
        "-1",
        "1.5",
        "\"\"",
        "[1,2]",
        "{\"a\":{\"b\":[]}}",
    };
    static const char *const refused[] = {
        "",
        " ",
        "01",
        "-",
        "1.",
        ".5",
        "+1",
        "1e",
        "1e+",
        "-01",
        "0x1",
        "NaN",
        "Infinity",
        "nul",
        "nulll",
        "truefalse",
        "True",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1,}",
        "{'a':1}",
        "[1",
        "[1}",
        "]",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\",
        "{} x",
        "{}{}",
        "{}\n{}",
        "[]]",
        "1 2",
        "1-2",
        "1.5.2",
        "<html>",
        "\f1",
        "\v[]",
        "// a\n1",
        "[1]//a",
        "\"a\" \"b\"",
        "-\n1",
        "1,2",
        ":",
        "{1:2}",
        "{9999E9999:1}",
        "{12345678901234567890:1}",
        "{1e999 : 2}",
        "{null:1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{\"a\"::1}",
        "[:]",
        "\"\\u\"",
        "\"\\u12",
    };
    for (size_t i = 0; i < LEN(good); i++)
        check(good[i], strlen(good[i]), good[i]);
    for (size_t i = 0; i < LEN(refused); i++)
        check(refused[i], strlen(refused[i]), "error");
    check("\xef\xbb\xbf { \"a\" :\t1 }\r\n", 16, "{\"a\":1}");
    check("{}\0", 3, "error");
    check("[1]\0[2]", 7, "error");
}

static void json_parse__text__is_repaired_and_shown(void **state)
{
    (void)state;
    static const struct {
        const char *in, *want;
        size_t n;
    } rows[] = {
        {"\"a\\u0000b\"", "\"a" FFFD "b\"", 0},
        {"\"\\ud83d\\ude00\"", "\"\xf0\x9f\x98\x80\"", 0},
        {"\"\\ud83dx\"", "\"" FFFD "x\"", 0},
        {"\"\\ude00\"", "\"" FFFD "\"", 0},
        {"\"\\ude00\\ud83d\"", "\"" FFFD FFFD "\"", 0},
        {"\"\\ud83d\\ud83d\\ude00\"", "\"" FFFD "\xf0\x9f\x98\x80\"", 0},
        {"\"\\ud83d\\u0041\"", "\"" FFFD "A\"", 0},
        {"\"\\\\ud83d\"", "\"\\\\ud83d\"", 0},
        {"\"\\uD83D\"", "\"" FFFD "\"", 0},
        {"\"a\x1b[0mb\"", "\"a" FFFD "[0mb\"", 0},
        {"\"a\0b\"", "\"a" FFFD "b\"", 5},
        {"\"\xff\"", "\"" FFFD "\"", 0},
        {"\"\xc0\xaf\"", "\"" FFFD FFFD "\"", 0},
        {"\"\xe2\x82\"", "\"" FFFD "\"", 0},
        {"\"\xed\xa0\xbd\"", "\"" FFFD FFFD FFFD "\"", 0},
        {"\"\xf4\x90\x80\x80\"", "\"" FFFD FFFD FFFD FFFD "\"", 0},
        {"{\"a\\u0000\":1}", "{\"a" FFFD "\":1}", 0},
        {"\"\\u001b\\/\\b\"", "\"\\u001b/\\u0008\"", 0},
        {"{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}", 0},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        check(rows[i].in, rows[i].n ? rows[i].n : strlen(rows[i].in), rows[i].want);
}

static void json_parse__raw_tabs_and_line_ends__are_kept(void **state)
{
    (void)state;
    static const char json[] = "{\"a\tb\":\"one\ttwo\nthree\r\nfour\x01\x7f\"}";
    struct arena *a = arena_new();
    const struct value *v = json_parse(a, json, sizeof json - 1, NULL);
    assert_non_null(v);
    assert_string_equal(value_first(v)->name, "a\tb");
    assert_string_equal(value_first(v)->text, "one\ttwo\nthree\r\nfour" FFFD "\x7f");
    arena_free(a);
}

static void json_parse__utf_16__is_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t n;
    } rows[] = {
        {"\xff\xfe{\0}\0", 6},
        {"\xfe\xff\0{\0}", 6},
        {"{\0}\0", 4},
        {"\0{\0}", 4},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct arena *a = arena_new();
        struct err e = {0};
        assert_null(json_parse(a, rows[i].text, rows[i].n, &e));
        assert_string_equal(e.text, "not JSON in UTF-8: the text is in UTF-16");
        arena_free(a);
    }
}

static void json_parse__numbers__keep_their_exact_value(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"9007199254740992", "9007199254740992"},
        {"9007199254740993", "\"9007199254740993\""},
        {"12345678901234567890", "\"12345678901234567890\""},
        {"100000000000000000000", "100000000000000000000"},
        {"1e999", "\"1e999\""},
        {"-1e999", "\"-1e999\""},
        {"1e-999", "\"1e-999\""},
        {"0e999", "0"},
        {"0.000e99999999999999999999", "0"},
        {"1e99999999999999999999", "\"1e99999999999999999999\""},
        {"1E-99999999999999999999", "\"1E-99999999999999999999\""},
        {"0.31666666666666665", "0.31666666666666665"},
        {"0.3166666666666666500000", "0.31666666666666665"},
        {"0.316666666666666651", "\"0.316666666666666651\""},
        {"3.20", "3.2"},
        {"1.5e3", "1500"},
        {"-0", "-0"},
        {"1e300", "1e300"},
        {"1.7976931348623157e308", "1.7976931348623157e308"},
        {"1.7976931348623158e308", "\"1.7976931348623158e308\""},
        {"0.1000000000000000055511151231257827", "\"0.1000000000000000055511151231257827\""},
        {"1.00000000000000000000000000000000000000000000000000000000000000000000000000", "1"},
        {"0.00000000000000000000000000000000000000000000000000000000000000000000000001", "1e-74"},
    };
    for (size_t i = 0; i < LEN(rows); i++)
        check(rows[i][0], strlen(rows[i][0]), rows[i][1]);
}

/* A number of 1 to 19 bytes, with a point more often than not. */
static void roll_number(struct dice *d, char text[20])
{
    size_t at = 0, digits = 1 + dice_roll(d, 17), point = 1 + dice_roll(d, 18);
    if (dice_one_in(d, 3))
        text[at++] = '-';
    for (size_t i = 0; i < digits; i++) {
        if (i == point)
            text[at++] = '.';
        text[at++] =
            (char)('0' + (i || digits == 1 || point == 1 ? dice_roll(d, 10) : 1 + dice_roll(d, 9)));
    }
    text[at] = '\0';
}

static void json_parse__short_numbers__as_strtod_reads_them(void **state)
{
    (void)state;
    struct dice d;
    struct err e;
    char text[20];
    dice_open(&d, "short numbers");
    for (int i = 0; i < 100000; i++) {
        struct arena *a = arena_new();
        roll_number(&d, text);
        double expected = strtod(text, NULL);
        const struct value *v = json_parse(a, text, strlen(text), &e);
        assert_non_null(v);
        bool same = v->number == expected && !signbit(v->number) == !signbit(expected);
        if (v->type == VALUE_NUMBER && !same)
            fail_msg("%s is read as %.17g, not %.17g", text, v->number, expected);
        arena_free(a);
    }
}

static char *repeated(const char *piece, size_t times)
{
    struct buf b = {0};
    while (times--)
        buf_puts(&b, piece);
    return buf_take(&b);
}

static void json_parse__400_digits__are_kept(void **state)
{
    (void)state;
    char *digits = repeated("7", 400), *want = xasprintf("\"%s\"", digits);
    check(digits, 400, want);
    free(want);
    free(digits);
}

static void check_nested(size_t depth, bool good)
{
    char *open = repeated("[", depth), *shut = repeated("]", depth);
    char *json = xasprintf("%s%s", open, shut);
    check(json, strlen(json), good ? json : "error");
    free(json);
    free(open);
    free(shut);
}

static void json_parse__depth__ends_at_64(void **state)
{
    (void)state;
    check_nested(64, true);
    check_nested(65, false);
    check_nested(1000, false);
}

/* One hostile document: how it must end, and that it does so within seconds even under sanitizers.
 */
static void check_bounded(char *json, bool good)
{
    double start = cpu_time_ms();
    struct arena *a = arena_new();
    struct err e = {0};
    struct value *v = json_parse(a, json, strlen(json), &e);
    if ((v != NULL) != good)
        fail_msg("expected %s, got '%s'", good ? "a tree" : "an error", e.text);
    arena_free(a);
    assert_true(cpu_time_ms() - start < wrapped_ms(20000));
    free(json);
}

static void json_parse__huge__is_bounded(void **state)
{
    (void)state;
    enum { MILLION = 1000000 };
    check_bounded(repeated("[", 8 * MILLION), false);
    char *zeros = repeated("0,", 4 * MILLION);
    zeros[0] = '[';
    check_bounded(zeros, false);
    char *many = repeated(" 100,", 5 * MILLION / 2 + 1); /* a value in five bytes */
    many[0] = '[';
    many[strlen(many) - 1] = ']';
    check_bounded(many, true);
    check_bounded(repeated("{\"a\":", MILLION), false);
    check_bounded(repeated("\xff", MILLION), false);
    check_bounded(repeated("9", 8 * MILLION), true);
    struct buf keys = {0};
    for (int i = 0; i < MILLION; i++)
        buf_printf(&keys, "%c\"k%d\":0", i ? ',' : '{', i);
    buf_putc(&keys, '}');
    check_bounded(buf_take(&keys), true);
}

static void json_parse__repeated_key__keeps_all_and_finds_the_first(void **state)
{
    (void)state;
    struct buf json = {0};
    for (int i = 0; i < 100000; i++)
        buf_printf(&json, "%c\"k\":%d", i ? ',' : '{', i);
    buf_putc(&json, '}');
    struct arena *a = arena_new();
    struct value *v = json_parse(a, buf_str(&json), json.len, NULL);
    assert_non_null(v);
    assert_int_equal(v->count, 100000);
    assert_true(value_member(v, "k")->number == 0);
    arena_free(a);
    buf_done(&json);
}

/* A text that takes several windows: lists and objects are open where they end. */
static char *long_json(void)
{
    struct buf b = {0};
    char *dashes = repeated("-", 70000);
    buf_puts(&b, "{\"first\":[");
    for (int i = 0; i < 700; i++)
        buf_printf(&b, "%s{\"n\":%d,\"list\":[[],{},\"s%d\",{\"in\":true}]}", i ? "," : "", i, i);
    buf_puts(&b, "],\"deep\":{\"er\":[0,{\"names\":{");
    for (int i = 0; i < 2000; i++)
        buf_printf(&b, "%s\"name %d\":null", i ? "," : "", i);
    buf_printf(&b, "}},[\"%s\",\"\"],{\"%s\":1}]},\"last\":[[[[", dashes, dashes);
    for (int i = 0; i < 6000; i++)
        buf_printf(&b, "%s%d", i ? i % 100 ? "," : "],[" : "", i);
    buf_puts(&b, "]],{}]],\"end\":false}");
    free(dashes);
    return buf_take(&b);
}

static void json_parse__long__is_read_as_a_whole(void **state)
{
    (void)state;
    char *json = long_json();
    check(json, strlen(json), json);
    free(json);
}

/* Elements of a list: for cJSON they have no names, so that each takes ELEMENT_READ bytes. */
#define ELEMENT "{\"a\":[1],\"b\":{\"c\":2}},"
enum { ELEMENT_BYTES = sizeof ELEMENT - 1, ELEMENT_READ = ELEMENT_BYTES - 3 };

/* Whether the first or the second window of 8 KB ends nearby. */
static bool is_near_an_end(size_t at)
{
    enum { END = 8 * 1024 / ELEMENT_READ * ELEMENT_BYTES, AROUND = 3 * ELEMENT_BYTES };
    return (at > END - AROUND && at < END + AROUND) ||
           (at > 2 * END - AROUND && at < 2 * END + AROUND);
}

/* Puts `wrong` in place of `bytes` bytes of a long text, everywhere near the ends of windows where
 * it would follow one of the characters. */
static void check_refused(const char *json, const char *after, const char *wrong, size_t bytes)
{
    size_t tried = 0;
    for (size_t i = 1; json[i]; i++) {
        if (!is_near_an_end(i) || !strchr(after, json[i - 1]))
            continue;
        char *broken = xasprintf("%.*s%s%s", (int)i, json, wrong, json + i + bytes);
        check(broken, strlen(broken), "error");
        free(broken);
        tried++;
    }
    assert_true(tried > 5);
}

/* Blanks before a list of 1,000 elements: the windows end at another character of them. */
static void check_wrong(int blanks)
{
    char *many = repeated(ELEMENT, 1000);
    char *json = xasprintf("%*s{\"list\":[%s0]}", blanks, "", many);
    check(json, strlen(json), json + blanks);
    check_refused(json, ",[{", ",", 0);  /* a value is missing */
    check_refused(json, ",", "]", 0);    /* likewise, at the end */
    check_refused(json, ",", "}", 0);    /* likewise */
    check_refused(json, "1", "}", 1);    /* the wrong bracket */
    check_refused(json, "2", "]", 1);    /* likewise */
    check_refused(json, "]}", " ", 1);   /* a comma or a bracket is missing */
    check_refused(json, "]}", ":0,", 1); /* a name is missing */
    free(many);
    free(json);
}

static void json_parse__wrong_in_a_long_text__is_refused(void **state)
{
    (void)state;
    for (int blanks = 0; blanks < ELEMENT_READ; blanks++)
        check_wrong(blanks);
}

static void json_parse__wrong_in_a_long_text__says_where(void **state)
{
    (void)state;
    char *many = repeated("{\"a\":[1]},", 9000), *json = xasprintf("[%s{\"a\" 1}]", many);
    struct arena *a = arena_new();
    struct err e = {0};
    assert_null(json_parse(a, json, strlen(json), &e));
    char *want = xasprintf("not JSON near byte %zu", 1 + strlen(many) + strlen("{\"a\" ") + 1);
    assert_string_equal(e.text, want);
    arena_free(a);
    free(want);
    free(json);
    free(many);
}

static void json_parse__cut_anywhere__is_an_error(void **state)
{
    (void)state;
    static const char json[] =
        "{\"id\":\"c\\u00e9\\ud83d\\ude00\xe2\x82\xac\",\"n\":[1.5e3,-0.2,true,"
        "null],\"o\":{\"a\":\"b\"}}";
    char *got = reparsed(json_parse, json, sizeof json - 1);
    assert_string_not_equal(got, "error");
    free(got);
    for (size_t n = 0; n < sizeof json - 1; n++)
        check(json, n, "error");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_parse__grammar__is_that_of_rfc_8259),
        cmocka_unit_test(json_parse__text__is_repaired_and_shown),
        cmocka_unit_test(json_parse__raw_tabs_and_line_ends__are_kept),
        cmocka_unit_test(json_parse__utf_16__is_named),
        cmocka_unit_test(json_parse__numbers__keep_their_exact_value),
        cmocka_unit_test(json_parse__short_numbers__as_strtod_reads_them),
        cmocka_unit_test(json_parse__400_digits__are_kept),
        cmocka_unit_test(json_parse__depth__ends_at_64),
        cmocka_unit_test(json_parse__huge__is_bounded),
        cmocka_unit_test(json_parse__repeated_key__keeps_all_and_finds_the_first),
        cmocka_unit_test(json_parse__cut_anywhere__is_an_error),
        cmocka_unit_test(json_parse__long__is_read_as_a_whole),
        cmocka_unit_test(json_parse__wrong_in_a_long_text__is_refused),
        cmocka_unit_test(json_parse__wrong_in_a_long_text__says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
