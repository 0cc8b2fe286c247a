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

int main(void)
{
    setlocale(LC_ALL, "C.UTF-8");
    const struct CMUnitTest tests[] = {cmocka_unit_test(caseless_contains__rows)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
