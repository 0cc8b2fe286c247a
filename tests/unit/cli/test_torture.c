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

/* The pipe that wakes the thread that waits for answers. */
static void torture__pipe_cannot_be_written__ends(void **state)
{
    (void)state;
    torturing(ARGS("print/write-EINTR", "print/write-EIO"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(torture__pipe_cannot_be_written__ends),
        cmocka_unit_test(torture__sample__as_always_or_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
