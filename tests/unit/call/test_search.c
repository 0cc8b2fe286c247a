/* Patterns, and searches in lists of texts: what is found, where a search resumes, and how long it
 * may take. The times are bounds that users can rely on; $CALLBROWSER_TEST_SLOW multiplies them. */
#include "base/alloc.h"
#include "call/search.h"
#include "tests/support/cpu_time.h"
#include "tests/support/sanitized.h"
#include "tests/support/test_wrapper.h"
#include "text/time.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

enum { SLICE_MS = 4, BIG_BYTES = 8 << 20, MANY = 100000 };

struct texts {
    const char *const *list; /* item i has list[i % count] */
    size_t count, given;
};

static void text_of(void *owner, size_t item, struct buf *out)
{
    struct texts *t = owner;
    t->given++;
    buf_puts(out, t->list[item % t->count]);
}

static double patience(int ms)
{
#if SANITIZED
    ms *= 10;
#endif
    return wrapped_ms(ms);
}

static struct pattern *pattern_of(const char *text)
{
    struct err e;
    struct pattern *p = pattern_new(text, &e);
    if (!p)
        fail_msg("%s", e.text);
    return p;
}

static struct search *search_of(const char *pattern, struct texts *t, size_t items, size_t from)
{
    struct pattern *p = pattern_of(pattern);
    struct search_source source = {text_of, t, items, NULL};
    struct search *s = search_new(p, &source, from, SEARCH_ALL);
    pattern_free(p);
    return s;
}

/* Runs a search to its end. Returns the longest slice in milliseconds of processor time. */
static double run_to_end(struct search *s)
{
    double longest_ms = 0;
    for (bool more = true; more;) {
        double began_ms = cpu_time_ms();
        more = search_run(s, SLICE_MS);
        double took_ms = cpu_time_ms() - began_ms;
        longest_ms = took_ms > longest_ms ? took_ms : longest_ms;
    }
    return longest_ms;
}

static void pattern_find__cases(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        long begin, end; /* -1: no match */
    } rows[] = {
        {"refund", "a Refund", 2, 8},
        {"Refund", "a refund", -1, -1},
        {"Refund", "a Refund", 2, 8},
        {"\\Sb", "B AB", 2, 4},
        {"\\x{41}b", "aB", 0, 2},
        {"\xc3\xbc", "\xc3\x9c", 0, 2}, /* U umlaut, in either case */
        {"\xc3\x9c", "\xc3\xbc", -1, -1},
        {"^b", "a\nb", 2, 3},
        {"a$", "a\nb", 0, 1},
        {"a.b", "a\nb", -1, -1},
        {"x*", "yyy", 0, 0},
        {"x*", "xxy", 0, 2},
        {"\\bword\\b", "swords word", 7, 11},
        {"(?<=a)b", "b ab", 3, 4},
        {"yes|no", "I know", 3, 5},
        {"(?C)o+", "foo", 1, 3},
        {"", "abc", 0, 0},
        {"a", "", -1, -1},
        {"^(?!.*abc)", "", 0, 0},
        {"^(?!.*abc)", "x abc", -1, -1},
        {"^(?=.*a)(?=.*b)", "c\nba", 2, 2},
        {"\\b", " a", 1, 1},
        {"$", "ab", 2, 2},
        {"(?<Word>refund)", "REFUND", 0, 6},
        {"(?P<Word>a)(?P=Word)", "AA", 0, 2},
        {"(?'W'a)\\k<W>\\g{W}", "AAA", 0, 3},
        {"(?<W>a)(?(<W>)b)(?&W)", "ABA", 0, 3},
        {"\\x4Ab\\pL\\N{U+4A}\\cA?", "jBxj", 0, 4},
        {"(?-U)a(?#Why)(*COMMIT)b", "AB", 0, 2},
        {"\\Qa.D\\E", "A.D", -1, -1},
        {"\\Qa.\\Eb", "xA.B", 1, 4},
        {"\\Qa.\\EB", "a.b", -1, -1},
        {"\\\xc3\xbc", "\xc3\x9c", 0, 2},
        {"\\\xc3\x9c", "\xc3\xbc", -1, -1},
        {"(a)\\g1\\x9g", "AA\tG", 0, 4},
        {"a\\x?", "A", 0, 1}, /* \x without digits is a NUL */
        {"(?<!a)b", "aB B", 3, 4},
        {"(?P<W>a)(?P>W)", "AA", 0, 2},
        {"(?(?=a)ab|cd)", "xCD", 1, 3},
        {"(*pla:A)a", "a", -1, -1},
        {"r\xc3\xa9sum\xc3\xa9", "a R\xc3\x89SUM\xc3\x89", 2, 10},
        {".", "\xe4\xb8\xad", 0, 3},
        {"\\w+",
         "\xc3\xbc"
         "ber",
         0, 5},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct pattern *p = pattern_of(rows[i].pattern);
        struct pattern_look l = {
            .text = rows[i].text, .bytes = strlen(rows[i].text), .deadline_ms = INT64_MAX};
        bool found = pattern_find(p, &l) == PATTERN_MATCH;
        long begin = found ? (long)l.begin : -1, end = found ? (long)l.end : -1;
        if (begin != rows[i].begin || end != rows[i].end)
            fail_msg("/%s/ in '%s': %ld to %ld, expected %ld to %ld", rows[i].pattern, rows[i].text,
                     begin, end, rows[i].begin, rows[i].end);
        pattern_free(p);
    }
}

static void pattern_new__invalid__says_where(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"a(b", "at 4: missing )"},
        {"[a", "at 3: missing ]"},
        {"\xe4\xb8\xad(", "at 3: missing )"},
        {"*a", "at 1: quantifier does not follow a repeatable item"},
        {"a)b", "at 2: unmatched closing parenthesis"},
        {"a)(b", "at 2: unmatched closing parenthesis"},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct err e = {""};
        if (pattern_new(rows[i][0], &e))
            fail_msg("/%s/ was accepted", rows[i][0]);
        assert_string_equal(e.text, rows[i][1]);
    }
}

/* Every match of a pattern, as "begin-end" and a blank. */
static void pattern_find__empty_matches__each_once(void **state)
{
    (void)state;
    static const char *const rows[][3] = {
        {"\\b", "to me", "0-0 2-2 3-3 5-5 "},
        {"x*", "axxb", "0-0 1-3 4-4 "},
        {".*", "ab\ncd", "0-2 3-5 "},
        {"^", "a\n\nb", "0-0 2-2 3-3 "},
        {"(?=\xe4\xb8\xad)|a",
         "\xe4\xb8\xad"
         "a",
         "0-0 3-4 "},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        struct pattern *p = pattern_of(rows[i][0]);
        struct pattern_look l = {
            .text = rows[i][1], .bytes = strlen(rows[i][1]), .deadline_ms = INT64_MAX};
        struct buf found = {0};
        while (found.len < 100 && pattern_find(p, &l) == PATTERN_MATCH)
            buf_printf(&found, "%zu-%zu ", l.begin, l.end);
        assert_string_equal(buf_str(&found), rows[i][2]);
        buf_done(&found);
        pattern_free(p);
    }
}

/* PCRE2 options at the start of an expression could lift the limits, so they are refused. */
static void pattern_new__verbs_at_the_start__refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"(*NO_JIT)a", "(*LIMIT_MATCH=9)a", "(*UTF)a", "\\C"};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct err e;
        if (pattern_new(rows[i], &e))
            fail_msg("/%s/ was accepted", rows[i]);
        if (*rows[i] == '(')
            assert_non_null(strstr(e.text, ": unknown verb or fixed option"));
    }
}

static void pattern_new__cut_off__refused(void **state)
{
    (void)state;
    static const char *const rows[] = {"a\\", "\\x{41", "\\p", "\\k<", "(?", "(?<a", "(?#"};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct err e = {""};
        if (pattern_new(rows[i], &e))
            fail_msg("/%s/ was accepted", rows[i]);
        assert_memory_equal(e.text, "at ", 3);
    }
}

/* A match may cross the end of a window, or begin there. */
static void pattern_find__long_text__finds_all(void **state)
{
    (void)state;
    struct buf text = {0};
    size_t count = 0;
    for (int i = 0; text.len < (1u << 20); i++) {
        for (int k = 0; k < i % 97; k++)
            buf_puts(&text, k % 5 ? "x" : "\xc3\xa9");
        buf_puts(&text, " needle\n");
        count++;
    }
    static const char *const patterns[] = {"needle", "\\bneedle$", "(?<=\\s)n\\w+", "^.*$",
                                           "[^\\n]+needle"};
    for (size_t i = 0; i < LEN(patterns); i++) {
        struct pattern *p = pattern_of(patterns[i]);
        struct pattern_look l = {.text = text.data, .bytes = text.len, .deadline_ms = INT64_MAX};
        size_t found = 0;
        while (pattern_find(p, &l) == PATTERN_MATCH)
            found++;
        if (found != count || l.at < text.len)
            fail_msg("/%s/: %zu matches, %zu expected", patterns[i], found, count);
        pattern_free(p);
    }
    buf_done(&text);
}

static void expect_match(const struct match *m, size_t item, size_t offset)
{
    assert_int_equal(m->item, item);
    assert_int_equal(m->offset, offset);
    assert_int_equal(m->bytes, 1);
}

static void search_next__at_the_end__wraps(void **state)
{
    (void)state;
    static const char *const list[] = {"a.a", "...", "..a", "a.."};
    struct texts t = {list, 4, 0};
    struct search *s = search_of("a", &t, 4, 2);
    struct match m;
    assert_int_equal(search_next(s, 2, 0, &m), SEARCH_UNKNOWN);
    assert_int_equal(search_previous(s, 2, 0, &m), SEARCH_UNKNOWN);
    assert_int_equal(search_number(s, 2, 2), 0);
    run_to_end(s);
    assert_int_equal(search_count(s), 4);
    assert_int_equal(search_number(s, 2, 2), 3);
    assert_int_equal(search_number(s, 2, 1), 0);
    assert_int_equal(search_number(s, 3, 1), 0);
    assert_int_equal(search_next(s, 2, 0, &m), SEARCH_FOUND);
    expect_match(&m, 2, 2);
    assert_int_equal(search_next(s, 2, 3, &m), SEARCH_FOUND);
    expect_match(&m, 3, 0);
    assert_int_equal(search_next(s, 3, 1, &m), SEARCH_WRAPPED);
    expect_match(&m, 0, 0);
    assert_int_equal(search_next(s, 0, 1, &m), SEARCH_FOUND);
    expect_match(&m, 0, 2);
    assert_int_equal(search_previous(s, 0, 0, &m), SEARCH_WRAPPED);
    expect_match(&m, 3, 0);
    assert_int_equal(search_previous(s, 2, 2, &m), SEARCH_FOUND);
    expect_match(&m, 0, 2);
    assert_int_equal(search_number(s, 0, 0), 1);
    assert_int_equal(search_number(s, 2, 2), 3);
    assert_int_equal(search_number(s, 2, 1), 0);
    search_free(s);
}

static void search_of_item__in_order(void **state)
{
    (void)state;
    static const char *const list[] = {"aba", "b", "aaaa"};
    struct texts t = {list, 3, 0};
    size_t count;
    for (size_t from = 0; from < 3; from++) {
        struct search *s = search_of("a", &t, 3, from);
        run_to_end(s);
        const struct match *m = search_of_item(s, 0, &count);
        assert_int_equal(count, 2);
        expect_match(&m[1], 0, 2);
        assert_null(search_of_item(s, 1, &count));
        assert_int_equal(count, 0);
        search_of_item(s, 2, &count);
        assert_int_equal(count, 4);
        search_free(s);
    }
}

struct labelled {
    const char *text;
    size_t bytes;
};

static void labelled_text(void *owner, size_t item, struct buf *out)
{
    const struct labelled *list = owner;
    buf_add(out, list[item].text, list[item].bytes);
}

/* All matches in three texts, as "item:offset+bytes" and a blank. */
static char *matches_in(const struct labelled *list, const char *pattern)
{
    struct buf found = {0};
    struct pattern *p = pattern_of(pattern);
    struct labelled copy[3];
    memcpy(copy, list, sizeof copy);
    struct search *s =
        search_new(p, &(struct search_source){labelled_text, copy, 3, NULL}, 0, SEARCH_ALL);
    pattern_free(p);
    run_to_end(s);
    for (size_t item = 0; item < 3; item++) {
        size_t count;
        const struct match *m = search_of_item(s, item, &count);
        for (size_t i = 0; i < count; i++)
            buf_printf(&found, "%zu:%u+%u ", item, m[i].offset, m[i].bytes);
    }
    search_free(s);
    return buf_take(&found);
}

static void check_matches(const struct labelled *list, const char *pattern, const char *want)
{
    char *found = matches_in(list, pattern);
    if (strcmp(found, want) != 0)
        fail_msg("/%s/ found %s, expected %s", pattern, found, want);
    free(found);
}

/* The text begins after its label, in which empty matches do not count. */
static void search_run__label__matched_apart(void **state)
{
    (void)state;
#define LABELLED(text)                                                                             \
    {                                                                                              \
        text, sizeof(text) - 1                                                                     \
    }
    static const struct labelled list[] = {LABELLED("user\0the user"), LABELLED("agent\0I see"),
                                           LABELLED("\0user")};
    check_matches(list, "user", "0:0+4 0:9+4 2:1+4 ");
    check_matches(list, "^user", "0:0+4 2:1+4 ");
    check_matches(list, "^the", "0:5+3 ");
    check_matches(list, "r.*the", "");
    check_matches(list, "^(?!.*user)", "1:6+0 ");
    check_matches(list, "t$", "1:4+1 ");
}

/* Texts as they came, which nobody composed. */
static void pattern_matches__canonically_equal__found(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool matches;
    } rows[] = {{"j\xc3\xbcrgen", "by Ju\xcc\x88rgen", true},
                {"ju\xcc\x88rgen", "by J\xc3\xbcrgen", true},
                {"jurgen", "by Ju\xcc\x88rgen", false},
                {"^j.r", "Ju\xcc\x88rgen", true}};
    for (size_t i = 0; i < LEN(rows); i++) {
        struct pattern *p = pattern_of(rows[i].pattern);
        assert_int_equal(pattern_matches(p, rows[i].text, strlen(rows[i].text)), rows[i].matches);
        pattern_free(p);
    }
}

/* Precomposed and decomposed text are the same; places are those of the text as it is. The second
 * text has the letters of the first in three other forms. */
static void search_run__canonically_equal__found(void **state)
{
    (void)state;
    static const struct labelled list[] = {
        LABELLED("J\xc3\xbcrgen \xed\x95\x99"),
        LABELLED("Ju\xcc\x88rgen \xe1\x84\x92\xe1\x85\xa1\xe1\x86\xa8 2 \xe2\x84\xab"),
        LABELLED("Jurgen \xed\x95\x98\xe1\x86\xa8 \xc3\x85")};
    check_matches(list, "j\xc3\xbcrgen", "0:0+7 1:0+8 ");
    check_matches(list, "ju\xcc\x88rgen", "0:0+7 1:0+8 ");
    check_matches(list, "jurgen", "2:0+6 ");
    check_matches(list, "\xed\x95\x99", "0:8+3 1:9+9 2:7+6 ");
    check_matches(list, "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xa8", "0:8+3 1:9+9 2:7+6 ");
    check_matches(list, "2", "1:19+1 ");
    check_matches(list, "A\xcc\x8a", "1:21+3 2:14+2 ");
    check_matches(list, "^j.r", "0:0+4 1:0+5 2:0+3 ");
#undef LABELLED
}

static void search_new__nothing_to_search__done(void **state)
{
    (void)state;
    struct texts t = {NULL, 1, 0};
    struct search *s = search_of("a", &t, 0, 7);
    struct match m;
    assert_true(search_is_done(s));
    assert_false(search_run(s, SLICE_MS));
    assert_int_equal(search_next(s, 0, 0, &m), SEARCH_NONE);
    assert_int_equal(search_previous(s, 0, 0, &m), SEARCH_NONE);
    assert_int_equal(t.given, 0);
    search_free(s);
}

/* Each item gives one match, although it has many. */
static void search_items__one_match_each(void **state)
{
    (void)state;
    static const char *const list[] = {"aaaa", "b"};
    struct texts t = {list, 2, 0};
    struct pattern *p = pattern_of("a");
    struct search *s =
        search_new(p, &(struct search_source){text_of, &t, 10, NULL}, 4, SEARCH_ITEMS);
    pattern_free(p);
    run_to_end(s);
    assert_int_equal(search_count(s), 5);
    assert_int_equal(t.given, 10);
    search_free(s);
}

static void search_run__many_texts__quick(void **state)
{
    (void)state;
    static const char *const list[] = {
        "I would like to know where my parcel is, it should have been here on Monday.",
        "Of course, let me look at that order for you. Could you give me its number?",
        "It is four seven one one, and the name is Huber.",
        "Thank you. The depot says it goes out tomorrow; would you rather have a refund?"};
    struct texts t = {list, LEN(list), 0};
    struct match m;
    double began_ms = cpu_time_ms();
    struct search *s = search_of("refund", &t, MANY, MANY / 2);
    while (search_next(s, MANY / 2, 0, &m) == SEARCH_UNKNOWN)
        search_run(s, SLICE_MS);
    double first_ms = cpu_time_ms() - began_ms;
    assert_int_equal(m.item, MANY / 2 + 3);
    double longest_ms = run_to_end(s);
    double all_ms = cpu_time_ms() - began_ms;
    assert_int_equal(search_count(s), MANY / 4);
    print_message("first %d ms, all %d ms, slice %d ms\n", (int)first_ms, (int)all_ms,
                  (int)longest_ms);
    assert_true(first_ms < patience(60));
    assert_true(all_ms < patience(200));
    assert_true(longest_ms < patience(50));
    search_free(s);
}

static char *big_text(const char *filler, const char *end)
{
    struct buf text = {0};
    while (text.len < BIG_BYTES)
        buf_puts(&text, filler);
    buf_puts(&text, end);
    return buf_take(&text);
}

/* Searches a text for a pattern that is too complex for it. Returns the longest slice, as above. */
static double give_up(const char *pattern, const char *text)
{
    const char *const list[] = {text, "short"};
    struct texts t = {list, 2, 0};
    struct search *s = search_of(pattern, &t, 4, 0);
    double longest_ms = run_to_end(s);
    print_message("/%s/: longest slice %d ms, %zu too complex\n", pattern, (int)longest_ms,
                  search_too_complex(s));
    assert_int_equal(search_too_complex(s), 2);
    search_free(s);
    return longest_ms;
}

/* The text has 8 MB, and no slice may block for long. */
static void search_run__hopeless_pattern__too_complex(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *filler;
    } rows[] = {
        {"(a+)+$", "a"},
        {"(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"},
        {"\\w+\\w*[@#]", "a"},
        {"(x+x+)+y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx y"},
        {"(.*a){20}q", "aaaa q. "},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *text = big_text(rows[i].filler, "b");
        double longest_ms = INFINITY;
        for (int tries = 0; tries < 3 && longest_ms >= patience(50); tries++)
            longest_ms = give_up(rows[i].pattern, text);
        assert_true(longest_ms < patience(50));
        free(text);
    }
}

/* Every start of a match could run through 8 MB: the pattern is given up after few calls. */
static void pattern_find__long_starts__given_up_soon(void **state)
{
    (void)state;
    enum { LOOK_MS = 8, LOOKS_MAX = 50 };
    static const char *const patterns[] = {"[a-z]+[0-9]+@", "\\w+@", "(?s)a[^q]*q"};
    char *text = big_text("abc", "b");
    for (size_t i = 0; i < LEN(patterns); i++) {
        struct err e;
        struct pattern *p = pattern_new(patterns[i], &e);
        struct pattern_look look = {.text = text, .bytes = strlen(text)};
        enum pattern_result result = PATTERN_LATER;
        for (int k = 0; k < LOOKS_MAX && result == PATTERN_LATER; k++) {
            look.deadline_ms = time_now_ms() + LOOK_MS;
            result = pattern_find(p, &look);
        }
        assert_int_equal(result, PATTERN_TOO_COMPLEX);
        pattern_free(p);
    }
    free(text);
}

/* A pattern that ends in reasonable time is not too complex, however long the text is. */
static void search_run__long_text__found(void **state)
{
    (void)state;
    wrapped_skip("the time limit of an item is reached too soon");
    static const char *const patterns[] = {"needle", "\\w+\\w*[@#]", "n[a-z]+e@"};
    char *text = big_text("the quick brown fox jumps over the lazy dog\n", "needle@");
    const char *const list[] = {text};
    for (size_t i = 0; i < LEN(patterns); i++) {
        struct texts t = {list, 1, 0};
        struct search *s = search_of(patterns[i], &t, 1, 0);
        double longest_ms = run_to_end(s);
        assert_int_equal(search_too_complex(s), 0);
        assert_int_equal(search_count(s), 1);
        assert_true(longest_ms < patience(50));
        search_free(s);
    }
    free(text);
}

static int set_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pattern_find__cases),
        cmocka_unit_test(pattern_new__invalid__says_where),
        cmocka_unit_test(pattern_find__empty_matches__each_once),
        cmocka_unit_test(search_run__label__matched_apart),
        cmocka_unit_test(search_run__canonically_equal__found),
        cmocka_unit_test(pattern_matches__canonically_equal__found),
        cmocka_unit_test(pattern_new__verbs_at_the_start__refused),
        cmocka_unit_test(pattern_new__cut_off__refused),
        cmocka_unit_test(pattern_find__long_text__finds_all),
        cmocka_unit_test(search_next__at_the_end__wraps),
        cmocka_unit_test(search_of_item__in_order),
        cmocka_unit_test(search_new__nothing_to_search__done),
        cmocka_unit_test(search_items__one_match_each),
        cmocka_unit_test(search_run__many_texts__quick),
        cmocka_unit_test(search_run__hopeless_pattern__too_complex),
        cmocka_unit_test(pattern_find__long_starts__given_up_soon),
        cmocka_unit_test(search_run__long_text__found),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
