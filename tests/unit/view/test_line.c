/* Lines are cleaned, measured, cut and padded. Runs in a UTF-8 locale. */
#include "ui/view/line.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define ZHONG "\xe4\xb8\xad"
#define LEN(a) (sizeof(a) / sizeof *(a))

static void line_put__cleans_and_measures(void **state)
{
    (void)state;
    struct line l = {0};
    line_puts(&l, ROLE_LABEL, "a\x1b[31m\n");
    line_puts(&l, ROLE_VALUE, ZHONG "e\xcc\x81");
    line_puts(&l, ROLE_LINK, "");
    line_put(&l, ROLE_TIME, "12345", 2);
    line_printf(&l, ROLE_BAD, "%d\r%s", 7, "\xe2\x80\xae");
    assert_string_equal(buf_str(&l.text), "a[31m " ZHONG "e\xcc\x81"
                                          "127 ");
    assert_int_equal(l.count, 4);
    assert_int_equal(l.spans[1].role, ROLE_VALUE);
    assert_int_equal(l.spans[1].begin, 6);
    assert_int_equal(l.spans[1].bytes, 6);
    assert_int_equal(l.spans[1].cols, 3);
    assert_int_equal(l.cols, 6 + 3 + 2 + 2);
    line_clear(&l);
    assert_int_equal(l.cols, 0);
    assert_int_equal(l.count, 0);
    line_puts(&l, ROLE_TEXT, "x");
    assert_string_equal(buf_str(&l.text), "x");
    line_done(&l);
}

static void line_put__marks_do_not_cross_spans(void **state)
{
    (void)state;
    struct line l = {0};
    line_puts(&l, ROLE_LABEL, "a");
    line_puts(&l, ROLE_VALUE, "\xcc\x81");
    assert_int_equal(l.cols, 2);
    line_done(&l);
}

static void line_put_cut__ends_with_dots(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int cols;
        const char *want;
        int want_cols;
    } rows[] = {
        {"abcdef", 6, "abcdef", 6},
        {"abcdef", 5, "abc..", 5},
        {"abcdef", 2, "..", 2},
        {"abcdef", 1, ".", 1},
        {"abcdef", 0, "", 0},
        {"abcdef", -3, "", 0},
        {"", 3, "", 0},
        {ZHONG ZHONG, 4, ZHONG ZHONG, 4},
        {ZHONG ZHONG, 3, "..", 2},
        {ZHONG ZHONG ZHONG, 5, ZHONG "..", 4},
        {"ab\x1b", 2, "ab", 2},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct line l = {0};
        line_put_cut(&l, ROLE_TEXT, rows[i].in, strlen(rows[i].in), rows[i].cols);
        if (strcmp(buf_str(&l.text), rows[i].want) != 0 || l.cols != rows[i].want_cols)
            fail_msg("'%s' at %d: '%s', %d columns, expected '%s', %d", rows[i].in, rows[i].cols,
                     buf_str(&l.text), l.cols, rows[i].want, rows[i].want_cols);
        line_done(&l);
    }
}

static void line_put_end__begins_with_dots(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        int cols;
        const char *want;
        int want_cols;
    } rows[] = {
        {"abcdef", 6, "abcdef", 6},     {"abcdef", 5, "..def", 5},     {"abcdef", 2, "..", 2},
        {"abcdef", 1, ".", 1},          {"abcdef", 0, "", 0},          {"", 3, "", 0},
        {"a" ZHONG "bc", 4, "..bc", 4}, {"ab" ZHONG "c", 4, "..c", 3}, {"a\x1b[mbcd", 4, "..cd", 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct line l = {0};
        line_from(&l, 0);
        line_put_end(&l, ROLE_TEXT, rows[i].in, rows[i].cols);
        assert_string_equal(buf_str(&l.text), rows[i].want);
        assert_int_equal(l.cols, rows[i].want_cols);
        line_done(&l);
    }
    struct line l = {0};
    line_from(&l, 0);
    line_put_end(&l, ROLE_TEXT, "abcdef", 5);
    assert_true(l.spans[0].from == LINE_NOWHERE);
    assert_int_equal(l.spans[1].from, 3);
    line_done(&l);
}

static void line_put_cut__long_text__reads_only_the_beginning(void **state)
{
    (void)state;
    struct buf much = {0};
    struct line l = {0};
    while (much.len < 8u << 20)
        buf_puts(&much, "\xe2\x80\x8bx");
    for (int i = 0; i < 1000; i++) {
        line_clear(&l);
        line_put_cut(&l, ROLE_TEXT, much.data, much.len, 10);
    }
    assert_string_equal(buf_str(&l.text), "xxxxxxxx..");
    assert_true(l.text.cap < 4096);
    buf_done(&much);
    line_done(&l);
}

static void line_pad__reaches_the_column(void **state)
{
    (void)state;
    struct line l = {0};
    line_pad(&l, 0);
    line_pad(&l, -1);
    assert_int_equal(l.count, 0);
    line_pad(&l, 2);
    line_puts(&l, ROLE_TEXT, "ab");
    line_pad(&l, 3);
    line_pad(&l, 6);
    assert_string_equal(buf_str(&l.text), "  ab  ");
    assert_int_equal(l.cols, 6);
    line_done(&l);
}

static int set_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(line_put__cleans_and_measures),
        cmocka_unit_test(line_put__marks_do_not_cross_spans),
        cmocka_unit_test(line_put_cut__ends_with_dots),
        cmocka_unit_test(line_put_end__begins_with_dots),
        cmocka_unit_test(line_put_cut__long_text__reads_only_the_beginning),
        cmocka_unit_test(line_pad__reaches_the_column),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
