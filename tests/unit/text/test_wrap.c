/* Rows of text: where they break, by hand from UAX #14. Runs in a UTF-8 locale. */
#include "base/buf.h"
#include "text/cols.h"
#include "text/wrap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define ACUTE "\xcc\x81"
#define HAN "\xe4\xb8\xad"
#define STOP "\xe3\x80\x82" /* wide punctuation */
#define OPEN "\xe3\x80\x8c"
#define SHUT "\xe3\x80\x8d"
#define LEN(a) (sizeof(a) / sizeof *(a))

struct wrap_case {
    const char *s;
    int cols;
    const char *want;
};

/* All rows of s, joined with '|'. */
static char *wrapped(const char *s, int cols)
{
    struct buf b = {0};
    size_t n = strlen(s), shown = 0;
    int rows = 0;
    for (size_t at = 0, used; at < n; at += used, rows++) {
        used = wrap_row(s + at, n - at, cols, &shown);
        assert_true(used > 0 && shown <= used && at + used <= n);
        assert_true(cols_of(s + at, shown) <= cols);
        buf_printf(&b, "%s%.*s", at ? "|" : "", (int)shown, s + at);
    }
    assert_int_equal(wrap_rows(s, n, cols), rows ? rows : 1);
    return buf_take(&b);
}

/* What wrap_row does with nothing but letters, blanks and line ends: one byte is one column. */
static size_t plain_wrap(const char *s, size_t n, size_t cols, size_t *shown)
{
    size_t end = strcspn(s, "\n"), cut = cols, first = strspn(s, " ");
    if (end <= cols) {
        for (*shown = end; *shown && s[*shown - 1] == ' ';)
            --*shown;
        return end < n ? end + 1 : end;
    }
    if (s[cols] != ' ')
        for (size_t i = first; i < cols; i++)
            cut = s[i] == ' ' ? i : cut;
    for (*shown = cut; *shown && s[*shown - 1] == ' ';)
        --*shown;
    bool blanks = s[cut] == ' ';
    while (s[cut] == ' ')
        cut++;
    return cut + (blanks && s[cut] == '\n');
}

static void wrap_row__letters_and_blanks__like_a_simple_loop(void **state)
{
    (void)state;
    static const char letters[] = "ab  c\nd ";
    unsigned seed = 1;
    for (int round = 0; round < 20000; round++) {
        char s[64];
        size_t n = 0, shown, want_shown;
        while (n < sizeof s - 1 && (n < 3 || (seed >> 16) % 40))
            s[n++] =
                letters[((seed = seed * 1103515245 + 12345) >> 16) % (unsigned)(round % 8 + 1)];
        s[n] = '\0';
        for (int cols = 1; cols < 20; cols++) {
            size_t want = plain_wrap(s, n, (size_t)cols, &want_shown);
            size_t used = wrap_row(s, n, cols, &shown);
            if (used != want || shown != want_shown)
                fail_msg("'%s' at %d: %zu of %zu, expected %zu of %zu", s, cols, shown, used,
                         want_shown, want);
        }
    }
}

static void check(const struct wrap_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *got = wrapped(cases[i].s, cases[i].cols);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("'%s' at %d became '%s', expected '%s'", cases[i].s, cases[i].cols, got,
                     cases[i].want);
        free(got);
    }
}

static void wrap_row__clusters_blanks_and_line_ends(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"", 5, ""},
        {"one two three", 80, "one two three"},
        {"one two three", 13, "one two three"},
        {"one two three", 12, "one two|three"},
        {"one two three", 7, "one two|three"},
        {"one two three", 6, "one|two|three"},
        {"one   two", 5, "one|two"},
        {"one   ", 3, "one"},
        {"one two  ", 9, "one two"},
        {"abcdefgh", 3, "abc|def|gh"},
        {"ab abcdefgh", 4, "ab|abcd|efgh"},
        {"    word", 6, "    wo|rd"},
        {"    word", 4, "|word"},
        {"a\nb", 5, "a|b"},
        {"abc\nd", 3, "abc|d"},
        {"abc  \nd", 3, "abc|d"},
        {"abc \n\nd", 3, "abc||d"},
        {"\n\n", 5, "|"},
        {"\xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad", 4, "\xe4\xb8\xad\xe6\x96\x87|\xe4\xb8\xad"},
        {"\xe4\xb8\xad\xe6\x96\x87", 3, "\xe4\xb8\xad|\xe6\x96\x87"},
        {"a \xe4\xb8\xad\xe6\x96\x87\xe4\xb8\xad", 6, "a \xe4\xb8\xad\xe6\x96\x87|\xe4\xb8\xad"},
        {"\xe4\xb8\xad"
         "abc",
         4, "\xe4\xb8\xad|abc"},
        {"x \xe4\xb8\xad"
         "cd",
         4, "x \xe4\xb8\xad|cd"},
        {"ab c\xe4\xb8\xad", 5, "ab c|\xe4\xb8\xad"},
        {HAN HAN STOP HAN, 4, HAN "|" HAN STOP "|" HAN},
        {HAN OPEN HAN SHUT, 4, HAN "|" OPEN HAN "|" SHUT},
        {OPEN HAN HAN SHUT STOP, 6, OPEN HAN "|" HAN SHUT STOP},
        {STOP STOP STOP, 4, STOP STOP "|" STOP},
        {HAN "a" STOP, 3, HAN "|a" STOP},
        {"bbbbb" HAN STOP "cc", 7, "bbbbb|" HAN STOP "cc"},
        {"bbbb" OPEN HAN SHUT, 6, "bbbb|" OPEN HAN SHUT},
        {"\u092e\u0947\u0930\u093e \u0928\u093e\u092e \u0930\u093e\u0939\u0941\u0932", 10,
         "\u092e\u0947\u0930\u093e \u0928\u093e\u092e|\u0930\u093e\u0939\u0941\u0932"},
        {HAN SHUT "e" ACUTE "e" ACUTE, 3, HAN "|" SHUT "|e" ACUTE "e" ACUTE},
        {"\xe4\xb8\xad", 1, ""},
        {"a\xe4\xb8\xad"
         "b",
         1, "a||b"},
        {"e" ACUTE "e" ACUTE "e" ACUTE, 2, "e" ACUTE "e" ACUTE "|e" ACUTE},
        {"ab " ACUTE "c", 2, "ab| " ACUTE "c"},
        {"ab " ACUTE "c", 3, "ab " ACUTE "|c"},
    };
    check(cases, LEN(cases));
    size_t shown = 1;
    assert_int_equal(wrap_row("", 0, 5, &shown), 0);
    assert_int_equal(shown, 0);
}

/* No row begins with closing punctuation, a small kana or a prolonged sound mark (LB13, LB21,
 * LB24), and none ends with an opening mark (LB14, LB19). */
static void wrap_row__ideographs__punctuation_keeps_its_place(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"\u4e2d\u6587,\u4e2d", 4, "\u4e2d|\u6587,|\u4e2d"},
        {"\u4e2d\u6587?\u4e2d", 4, "\u4e2d|\u6587?|\u4e2d"},
        {"\u4e2d\u6587!\u4e2d", 4, "\u4e2d|\u6587!|\u4e2d"},
        {"\u4e2d\u6587)\u4e2d", 4, "\u4e2d|\u6587)|\u4e2d"},
        {"\u4e2d\u6587\uff0c\u4e2d", 4, "\u4e2d|\u6587\uff0c|\u4e2d"},
        {"\u4e2d\u6587\uff1f\u4e2d", 4, "\u4e2d|\u6587\uff1f|\u4e2d"},
        {"\u4e2d\u6587\uff01\u4e2d", 4, "\u4e2d|\u6587\uff01|\u4e2d"},
        {"\u4e2d\u6587\uff09\u4e2d", 4, "\u4e2d|\u6587\uff09|\u4e2d"},
        {"\u4e2d\u6587\u3001\u4e2d", 4, "\u4e2d|\u6587\u3001|\u4e2d"},
        {"\u5272100%\u4e2d", 5, "\u5272|100%|\u4e2d"},
        {"\u5272\u5341%\u4e2d", 4, "\u5272|\u5341%|\u4e2d"},
        {"\u4e2d\u6587\u201d \u4e2d", 4, "\u4e2d|\u6587\u201d|\u4e2d"},
        {"\u4e2d\u6587 \u201c\u4e2d", 6, "\u4e2d\u6587|\u201c\u4e2d"},
        {"\u4e2d\u6587(\u4e2d)", 5, "\u4e2d\u6587|(\u4e2d)"},
        {"\u4e2d\u6587\uff08\u4e2d\uff09", 6, "\u4e2d\u6587|\uff08\u4e2d\uff09"},
        {"\u30ab\u30e1\u30e9\u30c3\u30c8", 6, "\u30ab\u30e1|\u30e9\u30c3\u30c8"}, /* small tsu */
        {"\u3044\u3061\u3087\u3046", 4, "\u3044|\u3061\u3087|\u3046"},            /* small yo */
        {"\u30b9\u30ad\u30fc\u30e0", 4, "\u30b9|\u30ad\u30fc|\u30e0"},            /* sound mark */
        {"\uc548\ub155\ud558\uc138\uc694.", 6, "\uc548\ub155\ud558|\uc138\uc694."},
    };
    check(cases, LEN(cases));
}

/* LB13: French writes a blank before these. LB12: nothing breaks at a no-break space. */
static void wrap_row__french_punctuation__stays_with_its_word(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"dit bonjour ?", 11, "dit|bonjour ?"},
        {"dit bonjour !", 11, "dit|bonjour !"},
        {"dit bonjour :", 11, "dit|bonjour :"},
        {"dit bonjour  ?", 11, "dit|bonjour  ?"},
        {"dit bonjour ? oui", 13, "dit bonjour ?|oui"},
        {"dit bonjour ?", 7, "dit|bonjour|?"}, /* no room for it */
        {"dit 10\u00a0000 fois", 6, "dit|10\u00a0000|fois"},
        {"dit « oui » et", 6, "dit|« oui|» et"}, /* no room for both marks */
        {"dit « oui » et", 8, "dit|« oui »|et"},
        {"(« oui, non » )", 10, "(« oui,|non » )"},
        {"dit  « oui  »", 8, "dit|« oui  »"},
        {"sagt »ja« und", 10, "sagt »ja«|und"}, /* German */
        {"sagt »ja« und", 8, "sagt|»ja« und"},
    };
    check(cases, LEN(cases));
}

static void wrap_row__brackets_after_quotes__begin_a_row(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"said “hello” (twice), e.g.", 14, "said “hello”|(twice), e.g."},
        {"said \"hello\" (twice)", 14, "said \"hello\"|(twice)"},
        {"says ( (a) )", 6, "says|( (a)|)"},
        {"says “ (a)”", 8, "says|“ (a)”"},
    };
    check(cases, LEN(cases));
}

/* LB21 and LB25: after a hyphen, but not before a digit. LB13: after a slash. */
static void wrap_row__hyphens_numbers_and_links(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"well-known fact", 6, "well-|known|fact"},
        {"well-known fact", 10, "well-known|fact"},
        {"call 555-1234", 9, "call|555-1234"},
        {"from 1,234.50", 9, "from|1,234.50"},
        {"costs $15", 8, "costs|$15"},
        {"about 50%", 8, "about|50%"},
        {"see (this) one", 8, "see|(this)|one"},
        {"at https://a.example/calls", 24, "at https://a.example/|calls"},
        {"wait\u2014no", 6, "wait\u2014|no"}, /* B2: before and after a dash */
    };
    check(cases, LEN(cases));
}

/* Not by UAX #14: a terminal can only open a link that fills its rows. */
static void wrap_row__long_links__fill_their_rows(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"https://media.example/calls/550e8400-e29b", 28,
         "https://media.example/calls/|550e8400-e29b"},
        {"https://media.example/calls/550e8400-e29b", 30,
         "https://media.example/calls/55|0e8400-e29b"},
        {"see https://media.example/calls/550e8400-e29b.", 30,
         "see|https://media.example/calls/55|0e8400-e29b."},
        {"(\u201chttps://media.example/calls/550e8400-e29b\u201d)", 32,
         "(\u201chttps://media.example/calls/55|0e8400-e29b\u201d)"},
        {"https://media.example/calls/550e8400-e29b-41d4-a716-446655440000", 50,
         "https://media.example/calls/550e8400-e29b-41d4-a71|6-446655440000"},
        {"diga 550e8400-e29b-41d4-a716-446655440000", 24,
         "diga 550e8400-e29b-41d4-|a716-446655440000"},
    };
    check(cases, LEN(cases));
}

static void wrap_row__abbreviations__one_word(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"ask e.g. me", 6, "ask|e.g.|me"},
        {"ask e.g. me", 8, "ask e.g.|me"},
        {"go to a.b", 8, "go to|a.b"},
        {"go to a;b", 8, "go to|a;b"},
        {"so,a b,c", 7, "so,a|b,c"},
        {"go to \u00e9.\u00e9t\u00e9", 8, "go to|\u00e9.\u00e9t\u00e9"},
        {"it ends. Then", 10, "it ends.|Then"},
    };
    check(cases, LEN(cases));
}

/* What came of a tool call follows an arrow; a hyphen alone is a break as ever. */
static void wrap_row__arrow__is_not_split(void **state)
{
    (void)state;
    static const struct wrap_case cases[] = {
        {"{\"a\": 1} -> ok", 10, "{\"a\": 1}|-> ok"},
        {"{\"a\": 1} -> ok", 11, "{\"a\": 1} ->|ok"},
        {"cut-ins > 1", 8, "cut-ins|> 1"},
        {"see re-read", 7, "see re-|read"},
    };
    check(cases, LEN(cases));
}

/* GB12 and GB11: flags are pairs; a mark stays with its base. */
static void wrap_row__clusters__are_not_split(void **state)
{
    (void)state;
    static const char swiss[] = "\U0001f1e8\U0001f1ed\U0001f1e8\U0001f1ed\U0001f1e8\U0001f1ed";
    static const struct wrap_case cases[] = {
        {swiss, 4, "\U0001f1e8\U0001f1ed\U0001f1e8\U0001f1ed|\U0001f1e8\U0001f1ed"},
        {swiss, 5, "\U0001f1e8\U0001f1ed\U0001f1e8\U0001f1ed|\U0001f1e8\U0001f1ed"},
        {"a-" ACUTE "b", 2, "a-" ACUTE "|b"},
        {"ab \u1112\u1161\u11ab\u1112\u1161\u11ab", 6, "ab \u1112\u1161\u11ab|\u1112\u1161\u11ab"},
    };
    check(cases, LEN(cases));
}

/* Wherever the row ends, the break is found: the text is analysed in pieces. */
static void wrap_row__any_width__break_before_the_last_word(void **state)
{
    (void)state;
    struct buf text = {0};
    for (size_t blanks = 1; blanks < 100; blanks++) {
        buf_clear(&text);
        buf_printf(&text, "(a)%*s", (int)blanks, "");
        for (int i = 0; i < 200; i++)
            buf_putc(&text, '_');
        for (int cols = 4; cols < 200; cols++) {
            size_t shown, used = wrap_row(text.data, text.len, cols, &shown);
            if (used != 3 + blanks || shown != 3)
                fail_msg("%zu blanks at %d: %zu of %zu bytes, expected 3", blanks, cols, shown,
                         used);
        }
    }
    buf_done(&text);
}

/* A break far to the left of a row's end is found, whatever the text is in between. */
static void wrap_row__long_words__break_before_them(void **state)
{
    (void)state;
    static const char *const units[] = {"x", "7", "\u0e01", "\u044f", "\u00a0", "-1"};
    for (size_t i = 0; i < LEN(units); i++) {
        struct buf text = {0}, want = {0};
        buf_puts(&text, "ab ");
        for (int k = 0; k < 300; k++)
            buf_puts(&text, units[i]);
        buf_printf(&want, "ab|%s", buf_str(&text) + 3);
        int cols = cols_of(text.data, text.len) - 1;
        check(&(struct wrap_case){buf_str(&text), cols, buf_str(&want)}, 1);
        buf_done(&text);
        buf_done(&want);
    }
}

static int set_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") || setlocale(LC_ALL, "en_US.UTF-8") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrap_row__letters_and_blanks__like_a_simple_loop),
        cmocka_unit_test(wrap_row__clusters_blanks_and_line_ends),
        cmocka_unit_test(wrap_row__ideographs__punctuation_keeps_its_place),
        cmocka_unit_test(wrap_row__french_punctuation__stays_with_its_word),
        cmocka_unit_test(wrap_row__brackets_after_quotes__begin_a_row),
        cmocka_unit_test(wrap_row__hyphens_numbers_and_links),
        cmocka_unit_test(wrap_row__long_links__fill_their_rows),
        cmocka_unit_test(wrap_row__abbreviations__one_word),
        cmocka_unit_test(wrap_row__arrow__is_not_split),
        cmocka_unit_test(wrap_row__clusters__are_not_split),
        cmocka_unit_test(wrap_row__any_width__break_before_the_last_word),
        cmocka_unit_test(wrap_row__long_words__break_before_them),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
