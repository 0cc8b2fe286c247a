/* Texts that are compared without regard to case. */
#include "text/caseless.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LEN(a) (sizeof(a) / sizeof *(a))

static void caseless_contains__rows(void **state)
{
    (void)state;
    static const struct {
        const char *text, *part;
        bool contained;
    } rows[] = {
        {"Refund issued", "REFUND", true},
        {"Refund issued", "d i", true},
        {"Refund issued", "refunds", false},
        {"", "a", false},
        {"a", "", true},
        {"aab", "ab", true},
        {"K\xc3\x9cNDIGUNG", "k\xc3\xbcndigung", true}, /* Ü, ü */
        {"Stra\xc3\x9f"
         "e",
         "STRASSE", true}, /* ß is ss */
        {"STRASSE",
         "stra\xc3\x9f"
         "e",
         true},
        {"cafe\xcc\x81", "caf\xc3\xa9", true}, /* e with a combining accent is é */
        {"cafe\xcc\x81", "cafe", false},
        {"\xce\xa9", "\xcf\x89", true}, /* Ω, ω */
        {"two\nlines", "TWO LINES", true},
        {"zero\xe2\x80\x8bwidth", "zerowidth", true},
        {"bad \xff byte", "BAD \xef\xbf\xbd BYTE", true},
        {"plain", "pl\xc3\xa4in", false},
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        char *folded = caseless_fold(rows[i].part, strlen(rows[i].part));
        if (caseless_contains(rows[i].text, folded) != rows[i].contained)
            fail_msg("'%s' and '%s'", rows[i].text, rows[i].part);
        free(folded);
    }
}

static size_t encode(int c, char *out)
{
    static const char first[] = {0, 0, (char)0xc0, (char)0xe0, (char)0xf0};
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)((n > 1 ? first[n] : 0) | c);
    return n;
}

static void check_character(int c)
{
    static const char *const parts[] = {"a", "ab", "b", "i", "s",   "k",
                                        "f", "n",  ";", "`", "a b", "\xce\xb1"};
    char text[8] = "A";
    size_t n = 1 + encode(c, text + 1);
    text[n++] = 'B';
    text[n] = '\0';
    char *folded = caseless_fold(text, n);
    for (size_t i = 0; i < LEN(parts); i++)
        if (caseless_contains(text, parts[i]) != (strstr(folded, parts[i]) != NULL))
            fail_msg("U+%04X and '%s'", (unsigned)c, parts[i]);
    free(folded);
}

/* Most texts are not folded to find that they do not contain something. */
static void caseless_contains__every_character__as_if_folded(void **state)
{
    (void)state;
    for (int c = 1; c < 0xe0100; c = c == 0xd7ff ? 0xe000 : c == 0x1ffff ? 0xe0000 : c + 1)
        check_character(c);
}

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(caseless_contains__rows),
        cmocka_unit_test(caseless_contains__every_character__as_if_folded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
