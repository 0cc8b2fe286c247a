/* Cleaning text, its grapheme clusters and its columns. Runs in a UTF-8 locale. */
#include "base/alloc.h"
#include "tests/support/cpu_time.h"
#include "text/clean.h"
#include "text/cols.h"
#include "text/grapheme.h"
#include "text/utf8.h"
#include "text/wrap.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unigbrk.h>
#include <unistr.h>
#include <wchar.h>

#include <cmocka.h>

#define FFFD "\xef\xbf\xbd"
#define CIRCLE "\xe2\x97\x8c"
#define ACUTE "\xcc\x81"
#define LEN(a) (sizeof(a) / sizeof *(a))

struct clean_row {
    const char *in, *out;
    unsigned flags;
};

/* Text with every byte that is not printable ASCII as \xNN, for messages. */
static const char *quoted(const char *s, size_t n)
{
    static struct buf b;
    buf_clear(&b);
    for (size_t i = 0; i < n; i++)
        if (s[i] >= 0x20 && s[i] < 0x7f)
            buf_putc(&b, s[i]);
        else
            buf_printf(&b, "\\x%02x", (unsigned char)s[i]);
    return buf_str(&b);
}

static void check_clean(const char *in, size_t n, const char *want, unsigned flags)
{
    struct buf once = {0}, twice = {0};
    clean_text(&once, in, n, flags);
    if (strcmp(buf_str(&once), want) != 0) {
        print_error("flags %u, '%s'", flags, quoted(in, n));
        print_error(" gave '%s'", quoted(buf_str(&once), once.len));
        fail_msg(" expected '%s'", quoted(want, strlen(want)));
    }
    clean_text(&twice, buf_str(&once), once.len, flags);
    assert_string_equal(buf_str(&twice), buf_str(&once));
    assert_true(utf8_is_valid(buf_str(&once), once.len));
    assert_true(clean_is_clean(buf_str(&once), once.len, flags));
    bool lone_mark = strncmp(want, "\xe2\x97\x8c", 3) == 0; /* may begin a part of a clean text */
    if (!lone_mark && clean_is_clean(in, n, flags) != (once.len == n && !memcmp(in, want, n)))
        fail_msg("'%s' was judged wrongly", quoted(in, n));
    buf_done(&once);
    buf_done(&twice);
}

static void check_rows(const struct clean_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_clean(rows[i].in, strlen(rows[i].in), rows[i].out, rows[i].flags);
}

static void clean_text__drops__escape_sequences(void **state)
{
    (void)state;
    static const struct clean_row rows[] = {
        {"plain text", "plain text", 0},
        {"", "", 0},
        {"\x1b[31mred\x1b[0m", "[31mred[0m", 0},
        {"\x1b]0;title\x07", "]0;title", 0},
        {"\x1b]52;c;aGk=\x1b\\", "]52;c;aGk=\\", 0},
        {"\x1b]8;;http://x\x1b\\y", "]8;;http://x\\y", 0},
        {"\x1bPq\x1b\\", "Pq\\", 0},
        {"\x1b_x\x1b\\", "_x\\", 0},
        {"\x1b"
         "c",
         "c", 0},
        {"a\bb\x7f"
         "c\x01\x0e\x0f",
         "abc", 0},
        {"\xc2\x9b"
         "31m",
         "31m", 0}, /* CSI as one character */
        {"\xc2\x9d"
         "0;t\xc2\x9c",
         "0;t", 0},
        {"\x9b"
         "31m",
         FFFD "31m", 0},               /* and as a byte that is no UTF-8 */
        {"\xc2\x9fx\xc2\x80", "x", 0}, /* the last and the first of C1 */
        {"a\tb", "a b", CLEAN_LINES | CLEAN_SCREEN},
    };
    check_rows(rows, LEN(rows));
}

static void clean_text__line_ends(void **state)
{
    (void)state;
    static const struct clean_row rows[] = {
        {"a\nb", "a b", 0},
        {"a\r\nb", "a b", 0},
        {"a\rb", "a b", CLEAN_SCREEN},
        {"a\nb", "a\nb", CLEAN_LINES},
        {"a\r\nb", "a\nb", CLEAN_LINES},
        {"a\rb\r", "a\nb\n", CLEAN_LINES},
        {"a\r\r\n\nb", "a\n\n\nb", CLEAN_LINES},
        {"a\vb\fc", "a b c", 0},
        {"a\vb\fc", "a\nb\nc", CLEAN_LINES},
        {"a\xc2\x85"
         "b\xe2\x80\xa8"
         "c\xe2\x80\xa9"
         "d",
         "a\nb\nc\nd", CLEAN_LINES},
        {"a\r\xe2\x80\x8b\nb", "a\n\nb", CLEAN_LINES},
    };
    check_rows(rows, LEN(rows));
}

static void clean_text__replaces__bad_utf8(void **state)
{
    (void)state;
    static const struct clean_row rows[] = {
        {"\xff", FFFD, 0},
        {"a\x80z", "a" FFFD "z", 0},
        {"\xc0\xaf", FFFD FFFD, 0},                                     /* overlong / */
        {"\xe0\x80\xaf", FFFD FFFD FFFD, 0},                            /* overlong, three bytes */
        {"\xf0\x80\x80\xaf", FFFD FFFD FFFD FFFD, 0},                   /* overlong, four bytes */
        {"\xe2\x82", FFFD, 0},                                          /* cut */
        {"\xf0\x9f\x98", FFFD, 0},                                      /* cut */
        {"\xf0\x9f\x98!", FFFD "!", 0},                                 /* cut, and text after it */
        {"\xed\xa0\xbd", FFFD FFFD FFFD, 0},                            /* a surrogate alone */
        {"\xed\xa0\xbd\xed\xb8\x80", FFFD FFFD FFFD FFFD FFFD FFFD, 0}, /* CESU-8 */
        {"\xf4\x90\x80\x80", FFFD FFFD FFFD FFFD, 0},                   /* over U+10FFFF */
        {"\xf8\x88\x80\x80\x80", FFFD FFFD FFFD FFFD FFFD, 0},
        {"\xf4\x8f\xbf\xbd", "\xf4\x8f\xbf\xbd", 0}, /* the last plane is fine */
        {"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 0},
        {FFFD, FFFD, CLEAN_SCREEN},
    };
    check_rows(rows, LEN(rows));
}

static void clean_text__any_four_bytes__utf8(void **state)
{
    (void)state;
    for (int i = 0; i < 0x100 * 0x40; i++) {
        char s[] = {(char)(i >> 6), (char)(0x80 | (i & 0x3f)), '\x98', '\x80'};
        struct buf once = {0}, twice = {0};
        int cols, cp;
        clean_text(&once, s, sizeof s, CLEAN_LINES);
        clean_text(&twice, buf_str(&once), once.len, CLEAN_LINES);
        if (!utf8_is_valid(buf_str(&once), once.len) ||
            strcmp(buf_str(&once), buf_str(&twice)) != 0)
            fail_msg("%s became %s", quoted(s, sizeof s), quoted(buf_str(&once), once.len));
        utf8_read(s, sizeof s, &cp);
        if (cp < 0 && grapheme_next(s, sizeof s, &cols) == sizeof s)
            fail_msg("%s is read as one character", quoted(s, sizeof s));
        buf_done(&once);
        buf_done(&twice);
    }
}

static void clean_text__drops__hidden(void **state)
{
    (void)state;
    static const int hidden[] = {0x61c,  0x200b, 0x200e, 0x200f,  0x202a,  0x202b,  0x202c,
                                 0x202d, 0x202e, 0x2060, 0x2063,  0x2066,  0x2067,  0x2068,
                                 0x2069, 0xfeff, 0xfff9, 0xe0000, 0xe0001, 0xe0041, 0xe007f};
    for (size_t i = 0; i < LEN(hidden); i++) {
        char in[16];
        int n = snprintf(in, sizeof in, "a%lcb", (wint_t)hidden[i]);
        assert_true(n > 3);
        check_clean(in, (size_t)n, "ab", 0);
        check_clean(in, (size_t)n, "ab", CLEAN_LINES | CLEAN_SCREEN);
    }
}

/* libc gives these a column, and terminals give none: found by wcwidth over the category Cf. */
static void clean_text__screen__format_characters_with_a_column(void **state)
{
    (void)state;
    static const char *const signs[] = {"\xd8\x80",         "\xd8\x85",        "\xdb\x9d",
                                        "\xdc\x8f",         "\xe0\xa2\x90",    "\xe0\xa3\xa2",
                                        "\xf0\x91\x82\xbd", "\xf0\x91\x83\x8d"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        check_clean(signs[i], strlen(signs[i]), FFFD, CLEAN_SCREEN);
        check_clean(signs[i], strlen(signs[i]), signs[i], 0);
    }
}

static void clean_text__screen__columns_stay_straight(void **state)
{
    (void)state;
    static const struct clean_row rows[] = {
        /* a family, with and without its joiners */
        {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", "\xf0\x9f\x91\xa8\xf0\x9f\x91\xa9",
         CLEAN_SCREEN},
        {"\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9",
         "\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9", 0},
        {"\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4", CLEAN_SCREEN},
        {"\xe2\x9d\xa4\xef\xb8\x8f", "\xe2\x9d\xa4\xef\xb8\x8f", 0},
        /* a thumb with a skin tone; a skin tone alone */
        {"\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd.", "\xf0\x9f\x91\x8d.", CLEAN_SCREEN},
        {"\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", "\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd", 0},
        {"a\xf0\x9f\x8f\xbd", "a\xf0\x9f\x8f\xbd", CLEAN_SCREEN},
        {"\xf0\x9f\x91\x8d" ACUTE "\xf0\x9f\x8f\xbd", "\xf0\x9f\x91\x8d" ACUTE "\xf0\x9f\x8f\xbd",
         CLEAN_SCREEN},
        /* Persian with a zero width non-joiner */
        {"\xd9\x85\xe2\x80\x8c\xd8\xae", "\xd9\x85\xd8\xae", CLEAN_SCREEN},
        {"\xd9\x85\xe2\x80\x8c\xd8\xae", "\xd9\x85\xe2\x80\x8c\xd8\xae", 0},
        /* a mark without a base, at the start and after a line end */
        {ACUTE "a", CIRCLE ACUTE "a", CLEAN_SCREEN},
        {ACUTE "a", ACUTE "a", 0},
        {"a\n" ACUTE "b", "a\n" CIRCLE ACUTE "b", CLEAN_SCREEN | CLEAN_LINES},
        {"\xe2\x80\x8e" ACUTE, CIRCLE ACUTE, CLEAN_SCREEN},
        {"e" ACUTE, "e" ACUTE, CLEAN_SCREEN},
        /* Hangul as jamo stays */
        {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab",
         CLEAN_SCREEN},
        {"\xe1\x85\xa1", CIRCLE "\xe1\x85\xa1", CLEAN_SCREEN},
        /* no character, as far as wcwidth knows */
        {"a\xef\xbf\xbez", "a" FFFD "z", CLEAN_SCREEN},
        {"a\xcd\xb8z", "a" FFFD "z", CLEAN_SCREEN},
        {"\xe4\xb8\xad\xe6\x96\x87", "\xe4\xb8\xad\xe6\x96\x87", CLEAN_SCREEN},
    };
    check_rows(rows, LEN(rows));
}

static void clean_text__keeps__four_marks(void **state)
{
    (void)state;
    static const struct clean_row rows[] = {
        {"e" ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE "x" ACUTE, "e" ACUTE ACUTE ACUTE ACUTE "x" ACUTE,
         0},
        {"e" ACUTE ACUTE "\xe2\x80\x8b" ACUTE ACUTE ACUTE, "e" ACUTE ACUTE ACUTE ACUTE, 0},
        {ACUTE ACUTE ACUTE ACUTE ACUTE, CIRCLE ACUTE ACUTE ACUTE ACUTE, CLEAN_SCREEN},
    };
    check_rows(rows, LEN(rows));
    struct buf in = {0}, out = {0};
    buf_puts(&in, "Z");
    for (int i = 0; i < 1000; i++)
        buf_puts(&in, ACUTE);
    clean_text(&out, in.data, in.len, CLEAN_SCREEN);
    assert_int_equal(out.len, 1 + 4 * strlen(ACUTE));
    assert_int_equal(cols_of(out.data, out.len), 1);
    buf_done(&in);
    buf_done(&out);
}

static void clean_text__drops__nul(void **state)
{
    (void)state;
    check_clean("a\0b", 3, "ab", 0);
    check_clean("\0", 1, "", CLEAN_SCREEN);
}

static void clean_text__appends(void **state)
{
    (void)state;
    struct buf b = {0};
    buf_puts(&b, "x: ");
    clean_text(&b, "a\x1b", 2, 0);
    clean_text(&b, NULL, 0, 0);
    assert_string_equal(b.data, "x: a");
    buf_done(&b);
    char *s = clean_dup("\x1b", 0);
    assert_string_equal(s, "");
    free(s);
}

/* Every sequence of two bytes and many of three, against a decoder written the long way round. */
static bool valid_three(const unsigned char *s, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t more = s[i] < 0x80 ? 0 : (s[i] & 0xe0) == 0xc0 ? 1 : (s[i] & 0xf0) == 0xe0 ? 2 : 9;
        if (more > n - i - 1)
            return false;
        unsigned cp = more == 0 ? s[i] : more == 1 ? s[i] & 0x1fu : s[i] & 0xfu;
        for (size_t k = 1; k <= more; k++) {
            if ((s[i + k] & 0xc0) != 0x80)
                return false;
            cp = cp << 6 | (s[i + k] & 0x3fu);
        }
        if ((more == 1 && cp < 0x80) || (more == 2 && cp < 0x800) || (cp & 0xfff800) == 0xd800)
            return false;
        i += more + 1;
    }
    return true;
}

static void utf8_is_valid__short_sequences(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 1u << 24; i += i < 1u << 16 ? 1 : 251) {
        unsigned char s[3] = {i & 0xff, i >> 8 & 0xff, i >> 16 & 0xff};
        size_t n = i < 1u << 16 ? 2 : 3;
        if (utf8_is_valid((char *)s, n) != valid_three(s, n))
            fail_msg("'%s' expected to be %s", quoted((char *)s, n),
                     valid_three(s, n) ? "valid" : "invalid");
    }
}

static void utf8_prefix_bytes__complete_characters(void **state)
{
    (void)state;
    static const char s[] = "a\xe2\x82\xac\xf0\x9f\x98\x80";
    static const size_t want[] = {0, 1, 1, 1, 4, 4, 4, 4, 8, 8};
    for (size_t max = 0; max < LEN(want); max++)
        assert_int_equal(utf8_prefix_bytes(s, sizeof s - 1, max), want[max]);
}

static void utf8_before__characters_and_malformed_bytes(void **state)
{
    (void)state;
    static const char s[] = "a\xc3\xa9\xf0\x9f\x98\x80\x80\x80\x80\x80\x80";
    static const size_t want[] = {0, 0, 1, 1, 3, 3, 3, 3, 4, 5, 6, 7, 8};
    for (size_t at = 1; at < sizeof s; at++)
        assert_int_equal(utf8_before(s, at), want[at]);
}

static void utf8_decode__characters(void **state)
{
    (void)state;
    int cp = 0;
    assert_int_equal(utf8_decode("a", 1, &cp), 1);
    assert_int_equal(cp, 'a');
    assert_int_equal(utf8_decode("\xf0\x9f\x98\x80!", 5, &cp), 4);
    assert_int_equal(cp, 0x1f600);
    assert_int_equal(utf8_decode("\xe2\x82", 2, &cp), 2);
    assert_int_equal(cp, 0xfffd);
}

static void grapheme_next__bytes_and_columns(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        size_t bytes;
        int cols;
    } rows[] = {
        {"ab", 1, 1},
        {"e" ACUTE "x", 3, 1},
        {"\xc3\xa9x", 2, 1},
        {"\xe4\xb8\xad\xe6\x96\x87", 3, 2},
        {"\xf0\x9f\x98\x80\xf0\x9f\x98\x80", 4, 2},
        {"\xf0\x9f\x87\xa8\xf0\x9f\x87\xad\xf0\x9f\x87\xa8", 8, 2}, /* a flag and a half */
        {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", 9, 2},             /* jamo */
        {"\xed\x95\x9c\xea", 3, 2},
        {"\xe0\xa4\xa8\xe0\xa4\xbf", 6, 2}, /* Devanagari, a spacing mark */
        {"a\xf0\x9f\x8f\xbd", 1, 1},        /* would be three columns */
        {"\n\n", 1, 0},
        {" ", 1, 1},
        {CIRCLE ACUTE, 5, 1},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        int cols = -1;
        size_t bytes = grapheme_next(rows[i].s, strlen(rows[i].s), &cols);
        if (bytes != rows[i].bytes || cols != rows[i].cols)
            fail_msg("'%s': %zu bytes, %d columns, expected %zu, %d",
                     quoted(rows[i].s, strlen(rows[i].s)), bytes, cols, rows[i].bytes,
                     rows[i].cols);
    }
}

static size_t put_character(char *out, int cp)
{
    return (size_t)u8_uctomb((uint8_t *)out, (ucs4_t)cp, 4);
}

static void check_letter(int cp)
{
    static const int others[] = {'a', ' ', '\n', 0xe9, 0x44f, 0x6f22, 0x3042, 0xac00};
    char s[16];
    int cols, both;
    size_t own = put_character(s, cp);
    if (grapheme_next(s, own, &cols) != own || cols != (cp < 0x1000 ? 1 : 2))
        fail_msg("U+%04X: %d columns", (unsigned)cp, cols);
    for (size_t k = 0; k < sizeof others / sizeof *others; k++) {
        size_t n = own + put_character(s + own, others[k]), bytes = grapheme_next(s, n, &both);
        if (bytes != own || both != cols)
            fail_msg("U+%04X before U+%04X: %zu bytes, %d columns", (unsigned)cp,
                     (unsigned)others[k], bytes, both);
    }
    size_t n = own + put_character(s + own, 0x301);
    if (grapheme_next(s, n, &both) != n || both != cols)
        fail_msg("U+%04X with an accent is more than one", (unsigned)cp);
}

/* By themselves, before each other, and with what joins them. */
static void grapheme_next__letters__by_what_follows(void **state)
{
    (void)state;
    static const int ranges[][2] = {{0x21, 0x7e},     {0xc0, 0x24f},    {0x400, 0x481},
                                    {0x3001, 0x3011}, {0x3041, 0x3096}, {0x30a1, 0x30fa},
                                    {0x4e00, 0x9fff}, {0xac00, 0xd7a3}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        for (int cp = ranges[i][0]; cp <= ranges[i][1]; cp++)
            check_letter(cp);
    int cols;
    assert_int_equal(grapheme_next("\xea\xb0\x80\xe1\x86\xa8", 6, &cols), 6); /* a Hangul final */
}

/* The first cluster by libunistring, which looks at all of the text, up to two columns. */
static size_t cluster_of_library(const char *s, size_t n, int *cols)
{
    char breaks[64];
    size_t at = 0;
    u8_grapheme_breaks((const uint8_t *)s, n, breaks);
    for (*cols = 0; at < n && (!at || !breaks[at]);) {
        ucs4_t c;
        int bytes = u8_mbtouc(&c, (const uint8_t *)s + at, n - at), more = wcwidth((wchar_t)c);
        if (*cols + more > 2)
            break;
        at += (size_t)bytes;
        *cols += more;
    }
    return at;
}

static void grapheme_next__any_neighbours__as_unicode_says(void **state)
{
    (void)state;
    static const int chars[] = {'a',    ' ',    0xe9,    0x301,   0x20dd,  0x5d0,   0x5b8,
                                0x628,  0x64e,  0x915,   0x937,   0x94d,   0x93e,   0x94b,
                                0xe01,  0xe33,  0xe34,   0x1100,  0x1161,  0x11a8,  0xac00,
                                0xac01, 0x3042, 0x3099,  0x6f22,  0x3002,  0xff01,  0x200d,
                                0xfe0f, 0x2764, 0x1f469, 0x1f3fd, 0x1f1e8, 0x1f1ed, 0x20000};
    unsigned seed = 1;
    for (int round = 0; round < 200000; round++) {
        char s[64];
        size_t n = 0;
        for (int i = 0; i < 6; i++) {
            seed = seed * 1103515245 + 12345;
            n += put_character(s + n, chars[(seed >> 16) % LEN(chars)]);
        }
        int cols, want_cols;
        size_t want = cluster_of_library(s, n, &want_cols), bytes = grapheme_next(s, n, &cols);
        if (bytes != want || cols != want_cols)
            fail_msg("%s: %zu bytes, %d columns, expected %zu, %d", quoted(s, n), bytes, cols, want,
                     want_cols);
    }
}

static void grapheme_before__mirrors_grapheme_next(void **state)
{
    (void)state;
    static const char s[] = "ab e" ACUTE ACUTE "\xe4\xb8\xad\n\xf0\x9f\x87\xa8\xf0\x9f\x87\xad"
                            "\xf0\x9f\x87\xa8\xf0\x9f\x87\xad\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab"
                            "z" ACUTE "\xe0\xa4\xa8\xe0\xa4\xbf.";
    size_t n = sizeof s - 1;
    for (size_t at = 0, next; at < n; at = next) {
        int cols;
        next = at + grapheme_next(s + at, n - at, &cols);
        for (size_t inside = at + 1; inside <= next; inside++)
            if (grapheme_before(s, n, inside) != at)
                fail_msg("before %zu: %zu, expected %zu", inside, grapheme_before(s, n, inside),
                         at);
    }
}

static void cols_fit__complete_clusters(void **state)
{
    (void)state;
    static const char s[] = "a\xe4\xb8\xad"
                            "e" ACUTE "\xe6\x96\x87"; /* 1 2 1 2 columns */
    static const struct {
        size_t bytes;
        int used;
    } want[] = {{0, 0}, {1, 1}, {1, 1}, {4, 3}, {7, 4}, {7, 4}, {10, 6}, {10, 6}};
    for (int cols = 0; cols < (int)LEN(want); cols++) {
        int used = -1;
        assert_int_equal(cols_fit(s, sizeof s - 1, cols, &used), want[cols].bytes);
        assert_int_equal(used, want[cols].used);
    }
    assert_int_equal(cols_fit(s, sizeof s - 1, 3, NULL), 4);
    assert_int_equal(cols_of(s, sizeof s - 1), 6);
    assert_int_equal(cols_of("", 0), 0);
    assert_int_equal(cols_of("abc", 3), 3);
    assert_int_equal(cols_of("abe" ACUTE "c", 6), 4);
}

/* Linear in the text: the bound is ten times what a slow machine with sanitisers needs, and a
 * thousandth of what squared would. */
static void text__eight_megabytes_without_a_blank(void **state)
{
    (void)state;
    static const char *const units[] = {
        "x", "\xe4\xb8\xad", ACUTE, "\xf0\x9f\x87\xa8", "\xe1\x85\xa1", " ", "\x1b"};
    for (size_t i = 0; i < LEN(units); i++) {
        struct buf in = {0}, out = {0};
        while (in.len < 8u << 20)
            buf_puts(&in, units[i]);
        double start = cpu_time_ms();
        clean_text(&out, in.data, in.len, CLEAN_SCREEN | CLEAN_LINES);
        int rows = wrap_rows(buf_str(&out), out.len, 80);
        int cols = cols_of(buf_str(&out), out.len);
        double took = cpu_time_ms() - start;
        if (took > 20000)
            fail_msg("'%s' 8 MB: %d ms, expected under 20000", quoted(units[i], strlen(units[i])),
                     (int)took);
        if (out.len == in.len && units[i][0] != ' ')
            assert_true((int64_t)rows * 80 >= cols);
        buf_done(&in);
        buf_done(&out);
    }
}

/* 100 MB/s; where everything is slower (valgrind), a few times what copying byte by byte takes. */
static void clean_text__plain_text_is_fast(void **state)
{
    (void)state;
    struct buf in = {0}, out = {0};
    while (in.len < 32u << 20)
        buf_puts(&in, "All work and no play makes Jack a dull boy, he said. ");
    buf_add(&out, in.data, in.len);
    double start = cpu_time_ms();
    for (volatile size_t i = 0; i < in.len; i++)
        out.data[i] = in.data[i];
    double slack = cpu_time_ms() - start;
    start = cpu_time_ms();
    buf_clear(&out);
    clean_text(&out, in.data, in.len, CLEAN_SCREEN);
    double took = cpu_time_ms() - start;
    assert_int_equal(out.len, in.len);
    if (took > 320 + slack)
        fail_msg("32 MB in %d ms, expected at least 100 MB/s", (int)took);
    buf_done(&in);
    buf_done(&out);
}

/* With wcwidth() knowing nothing but ASCII, counting stays sane. */
static void text__c_locale(void **state)
{
    (void)state;
    char *before = xstrdup(setlocale(LC_CTYPE, NULL));
    assert_non_null(setlocale(LC_CTYPE, "C"));
    int cols = -1;
    assert_int_equal(grapheme_next("\xe4\xb8\xad", 3, &cols), 3);
    assert_int_equal(cols, 2);
    assert_int_equal(cols_of("e" ACUTE "\xc3\xa9", 5), 2);
    check_clean("\xe4\xb8\xad\xc3\xa9", 5, "\xe4\xb8\xad\xc3\xa9", CLEAN_SCREEN);
    check_clean("a\u2065", 4, "a", 0); /* unassigned, and hidden */
    assert_non_null(setlocale(LC_CTYPE, before));
    free(before);
}

static int set_locale(void **state)
{
    (void)state;
    if (setlocale(LC_ALL, "C.UTF-8") || setlocale(LC_ALL, "en_US.UTF-8"))
        return 0;
    print_error("no UTF-8 locale\n");
    return 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clean_text__drops__escape_sequences),
        cmocka_unit_test(clean_text__line_ends),
        cmocka_unit_test(clean_text__replaces__bad_utf8),
        cmocka_unit_test(clean_text__any_four_bytes__utf8),
        cmocka_unit_test(clean_text__drops__hidden),
        cmocka_unit_test(clean_text__screen__columns_stay_straight),
        cmocka_unit_test(clean_text__screen__format_characters_with_a_column),
        cmocka_unit_test(clean_text__keeps__four_marks),
        cmocka_unit_test(clean_text__drops__nul),
        cmocka_unit_test(clean_text__appends),
        cmocka_unit_test(utf8_is_valid__short_sequences),
        cmocka_unit_test(utf8_prefix_bytes__complete_characters),
        cmocka_unit_test(utf8_before__characters_and_malformed_bytes),
        cmocka_unit_test(utf8_decode__characters),
        cmocka_unit_test(grapheme_next__bytes_and_columns),
        cmocka_unit_test(grapheme_next__letters__by_what_follows),
        cmocka_unit_test(grapheme_next__any_neighbours__as_unicode_says),
        cmocka_unit_test(grapheme_before__mirrors_grapheme_next),
        cmocka_unit_test(cols_fit__complete_clusters),
        cmocka_unit_test(text__eight_megabytes_without_a_blank),
        cmocka_unit_test(clean_text__plain_text_is_fast),
        cmocka_unit_test(text__c_locale),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
