/* What is masked and what is not. */
#include "base/alloc.h"
#include "text/mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct pair {
    const char *from, *to;
};

static struct mask_count masked(const char *from, const char *to, const char *keep)
{
    struct mask_count count = {0};
    char *s = xstrdup(from);
    mask_text(s, strlen(s), keep, &count);
    if (strcmp(s, to) != 0)
        fail_msg("'%s': expected '%s', got '%s'", from, to, s);
    if (strcmp(s, from) != 0 && !mask_may_find(from, strlen(from)))
        fail_msg("'%s': expected the quick look to find something", from);
    free(s);
    return count;
}

static void mask__phones__but_for_the_last_four(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"+18005551234", "+#######1234"},
        {"call +1 (800) 555-1234 now", "call +# (###) ###-1234 now"},
        {"(800) 555-1234", "(###) ###-1234"},
        {"555-1234", "###-1234"},
        {"8005551234", "######1234"},
        {"800.555.1234.", "###.###.1234."},
        {"+49 89/1234567", "+## ##/###4567"},
        {"01.02.03.04.05", "##.##.##.04.05"},
        {"5 5 5 1 2 3 4", "# # # 1 2 3 4"},
        {"\xe7\x94\xb5\xe8\xaf\x9d"
         "13812345678\xe3\x80\x82",
         "\xe7\x94\xb5\xe8\xaf\x9d"
         "#######5678\xe3\x80\x82"},
        {"800\xc2\xa0"
         "555\xe2\x80\x91"
         "1234",
         "###\xc2\xa0"
         "###\xe2\x80\x91"
         "1234"},
        {"800-555-1234x12", "###-###-1234x12"},
        {"from:8005551234", "from:######1234"},
        {"8005551234 10:30", "######1234 10:30"},
        {"2024-01-15 8005551234", "2024-01-15 ######1234"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct mask_count n = masked(pairs[i].from, pairs[i].to, NULL);
        if (n.phones != 1 || n.mails || n.cards)
            fail_msg("'%s': expected one phone number, got %zu, %zu, %zu", pairs[i].from, n.phones,
                     n.mails, n.cards);
    }
    assert_int_equal(
        masked("8005551234 4155551234, +442071838750", "######1234 ######1234, +########8750", NULL)
            .phones,
        3);
}

static void mask__addresses__but_for_the_last_four(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"sarah.connor@example.com", "#####.######@######e.com"},
        {"<bob_1+x@a-b.co.uk>.", "<###_#+#@#-#.co.uk>."},
        {"8005551234@sip.example.org", "##########@###.######e.org"},
        {"write bob@example.com.", "write ###@######e.com."},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_int_equal(masked(pairs[i].from, pairs[i].to, NULL).mails, 1);
}

static void mask__cards__by_luhn(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"4111 1111 1111 1111", "#### #### #### 1111"},
        {"4111-1111-1111-1111", "####-####-####-1111"},
        {"5555555555554444", "############4444"},
        {"378282246310005", "###########0005"},
        {"4111 1111 1111 1111 12/25", "#### #### #### 1111 12/25"},
        {"number 1 4111 1111 1111 1111", "number 1 #### #### #### 1111"},
        {"0151 2345 6789, 4111 1111 1111 1111", "#### #### 6789, #### #### #### 1111"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_int_equal(masked(pairs[i].from, pairs[i].to, NULL).cards, 1);
    assert_int_equal(masked("4111111111111112", "4111111111111112", NULL).cards, 0);
}

static void mask__ids_times_numbers__stay(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",
        "2024-01-15 10:30:00 UTC",
        "2024-01-15T10:30:00.123456789Z",
        "2024-01-15T10:30:00.123456789+00:00",
        "Mon, 15 Jan 2024 10:30:00 +0530",
        "15.01.2024 10:30, 1/15/2024",
        "1705314600 1705314600000",
        "1705314600.123",
        "20240115103000",
        "4:05 1:02:03 245.5 s",
        "550e8400-e29b-41d4-a716-446655440000",
        "12345678-1234-1234-1234-123456789012",
        "agent_abc123 call_8005551234 v8005551234",
        "3.14159265358 9876543210.5",
        "192.168.100.200",
        "1.000.000.000 and 1,500,000,000",
        "2023-2024",
        "12345678",
        "https://storage.example.com/2024/8005551234/call_1.mp3?t=9876543210",
        "a@b @home bob@localhost",
        "+ ( +1 (2) + +123456",
        "0.1.2.3.4",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct mask_count n = masked(texts[i], texts[i], NULL);
        assert_int_equal(n.phones + n.mails + n.cards, 0);
    }
}

static void mask__the_calls_id__stays(void **state)
{
    (void)state;
    masked("8005551234 and 8005551235", "8005551234 and ######1235", "8005551234");
    masked("v1.us.208136f5ba34a5a2.9876543210", "v1.us.208136f5ba34a5a2.9876543210",
           "v1.us.208136f5ba34a5a2.9876543210");
    masked("80055512345", "#######2345", "8005551234");
}

static void mask__links__plus_and_addresses(void **state)
{
    (void)state;
    struct mask_count n = masked(
        "https://x.example/9876543210?from=%2B18005551234&to=+14155551234&m=bob%40a.example",
        "https://x.example/9876543210?from=%2B#######1234&to=+#######1234&m=###%40#.###mple", NULL);
    assert_int_equal(n.phones, 2);
    assert_int_equal(n.mails, 1);
}

/* Every part of a text is read once. */
static void mask__long_texts__in_linear_time(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a.",   "1",      "1 ",    "12-",  "+",    "(",  "a@",
                                         "1:2:", "x1.",    "2024 ", "1.5 ", ",111", "\"", "#",
                                         "a@b.", "10:30:", "12,",   "# ",   "1 @ "};
    enum { BYTES = 2 * 1024 * 1024 };
    char *s = xmalloc(BYTES + 1);
    for (size_t k = 0; k < sizeof pieces / sizeof *pieces; k++) {
        struct mask_count count = {0};
        size_t n = strlen(pieces[k]);
        for (size_t i = 0; i < BYTES; i++)
            s[i] = pieces[k][i % n];
        s[BYTES - 1] = 'x';
        s[BYTES] = '\0';
        mask_text(s, BYTES, NULL, &count);
        assert_int_equal(strlen(s), BYTES);
    }
    memset(s, '#', BYTES);
    memcpy(s, "http://", 7);
    assert_int_equal(mask_text(s, BYTES, NULL, NULL), BYTES);
    free(s);
}

/* Characters that the sanitiser would drop from a number must not hide it. */
static void mask_may_find__few_digits_in_ascii__nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool may;
    } cases[] = {
        {"", false},
        {"Yes, on Monday at 10:30, for 2 people.\nFine.", false},
        {"a long text without anything in it that could be a number of a telephone", false},
        {"123456", false},
        {"1234567", true},
        {"1 and 2 and 3 and 4 and then, far after the others, 5 and 6 and 7", true},
        {"me at home", false},
        {"me@home", true},
        {"me%40home", true},
        {"12\xe2\x80\x8b"
         "3",
         true},
        {"tab\there", true},
        {"del\x7f", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (mask_may_find(cases[i].text, strlen(cases[i].text)) != cases[i].may)
            fail_msg("'%s': expected %d", cases[i].text, cases[i].may);
    char every[65] = {0};
    for (size_t at = 0; at < 64; at++) {
        memset(every, 'a', 64);
        every[at] = '@';
        assert_true(mask_may_find(every, 64));
    }
}

static void mask__count__in_words(void **state)
{
    (void)state;
    static const struct {
        struct mask_count count;
        const char *text;
    } rows[] = {
        {{0, 0, 0}, "nothing"},
        {{1, 0, 0}, "1 phone number"},
        {{2, 1, 3}, "2 phone numbers, 1 e-mail address, 3 card numbers"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *text = mask_count_text(&rows[i].count);
        assert_string_equal(text, rows[i].text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mask__phones__but_for_the_last_four),
        cmocka_unit_test(mask__addresses__but_for_the_last_four),
        cmocka_unit_test(mask__cards__by_luhn),
        cmocka_unit_test(mask__ids_times_numbers__stay),
        cmocka_unit_test(mask__the_calls_id__stays),
        cmocka_unit_test(mask__links__plus_and_addresses),
        cmocka_unit_test(mask__long_texts__in_linear_time),
        cmocka_unit_test(mask_may_find__few_digits_in_ascii__nothing),
        cmocka_unit_test(mask__count__in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
