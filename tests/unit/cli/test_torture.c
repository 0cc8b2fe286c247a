/* Calls that fail while the program prints: a sample of what `make torture` runs. */
#include "tests/support/torturing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define ARGS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void torture__sample__as_always_or_a_sentence(void **state)
{
    (void)state;
    torturing(ARGS("--one-in", "37", "--seconds", "40", "print", "out", "open"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(torture__sample__as_always_or_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
