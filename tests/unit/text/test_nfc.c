/* Canonical composition. The expected texts were made with Python's unicodedata. Runs in a UTF-8
 * locale. */
#include "text/nfc.h"
#include "text/utf8.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static const char *composed(struct nfc *n, const char *s)
{
    return nfc_compose(n, s, strlen(s)) ? buf_str(&n->text) : s;
}

static void nfc_compose__cases(void **state)
{
    (void)state;
    static const struct {
        const char *in, *out; /* out: NULL when nothing changes */
    } rows[] = {
        {"", NULL},
        {"plain\ntext", NULL},
        {"r\xc3\xa9sum\xc3\xa9", NULL},
        {"re\xcc\x81sume\xcc\x81!", "r\xc3\xa9sum\xc3\xa9!"},
        {"\xcc\x81", NULL},                               /* a mark without a base */
        {"e\xcc\xa3\xcc\x82", "\xe1\xbb\x87"},            /* two marks on one letter */
        {"e\xcc\x82\xcc\xa3", "\xe1\xbb\x87"},            /* in the other order */
        {"q\xcc\x82\xcc\xa3", "q\xcc\xa3\xcc\x82"},       /* only put in order */
        {"\xe2\x84\xab\xe2\x84\xa6", "\xc3\x85\xce\xa9"}, /* angstrom and ohm sign */
        {"\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "\xed\x95\x9c"},
        {"\xed\x95\x98\xe1\x86\xab.", "\xed\x95\x9c."},
        {"\xe0\xa5\x98", "\xe0\xa4\x95\xe0\xa4\xbc"}, /* never composed */
        {"\xe0\xa7\x87\xe0\xa6\xbe", "\xe0\xa7\x8b"}, /* a vowel sign of two parts */
        {"\xe0\xa4\x95\xe0\xa4\xbe \xe4\xb8\xad\xf0\x9f\x98\x80", NULL},
        {"\xf0\xaf\xa0\x80", "\xe4\xb8\xbd"}, /* beyond the table of kinds */
        {"\xf0\xa0\x80\x80", NULL},
    };
    struct nfc n = {0};
    for (size_t i = 0; i < LEN(rows); i++) {
        const char *want = rows[i].out ? rows[i].out : rows[i].in;
        if (nfc_compose(&n, rows[i].in, strlen(rows[i].in)) != (rows[i].out != NULL))
            fail_msg("row %zu: %s", i, rows[i].out ? "unchanged" : "changed");
        assert_string_equal(composed(&n, rows[i].in), want);
    }
    nfc_done(&n);
}

static void check_as_library(struct nfc *n, const char *s)
{
    size_t bytes;
    uint8_t *want = u8_normalize(UNINORM_NFC, (const uint8_t *)s, strlen(s), NULL, &bytes);
    const char *made = composed(n, s);
    if (strlen(made) != bytes || memcmp(made, want, bytes) != 0)
        fail_msg("'%s' became '%s'", s, made);
    free(want);
}

/* Every character between two letters and after a mark, and in pairs that random numbers choose. */
static void nfc_compose__any_characters__as_the_library(void **state)
{
    (void)state;
    struct nfc n = {0};
    uint32_t seed = 1;
    for (ucs4_t c = 1; c < 0x30000; c++) {
        uint8_t text[32] = "a\xcc\x81", *at = text + 3;
        if (c >= 0xd800 && c < 0xe000)
            continue;
        at += u8_uctomb(at, c, 4);
        *at++ = 'b';
        at += u8_uctomb(at, 0x300 + (seed = seed * 1664525 + 1013904223) % 0x70, 4);
        at += u8_uctomb(at, c, 4);
        at += u8_uctomb(at, 0x1100 + (seed >> 8) % 0x100, 4);
        at += u8_uctomb(at, 0xac00 + (seed >> 9) % 0x2ba4, 4);
        at += u8_uctomb(at, 0x1161 + (seed >> 16) % 0x60, 4);
        *at = '\0';
        check_as_library(&n, (const char *)text);
    }
    nfc_done(&n);
}

/* "xe´y" to "xéy": inside of the changed part a range grows to its bounds. */
static void nfc_begin_end__places_before(void **state)
{
    (void)state;
    static const size_t begins[] = {0, 1, 1, 4, 5, 5, 8}, ends[] = {0, 1, 4, 4, 5, 8, 8};
    struct nfc n = {0};
    assert_string_equal(composed(&n, "xe\xcc\x81ye\xcc\x81z"), "x\xc3\xa9y\xc3\xa9z");
    for (size_t i = 0; i < LEN(begins); i++) {
        assert_int_equal(nfc_begin(&n, i), begins[i]);
        assert_int_equal(nfc_end(&n, i), ends[i]);
    }
    assert_false(nfc_compose(&n, "abc", 3));
    assert_int_equal(nfc_begin(&n, 2), 2);
    assert_int_equal(nfc_end(&n, 3), 3);
    nfc_done(&n);
}

static int set_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C.UTF-8") ? 0 : 1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nfc_compose__cases),
        cmocka_unit_test(nfc_compose__any_characters__as_the_library),
        cmocka_unit_test(nfc_begin_end__places_before),
    };
    return cmocka_run_group_tests(tests, set_locale, NULL);
}
