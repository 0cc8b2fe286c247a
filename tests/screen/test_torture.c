/* Calls that fail while the screen is used: a small part of what `make torture` runs. */
#include "tests/support/torturing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void torture__no_pipe__goes_on_or_a_sentence(void **state)
{
    (void)state;
    torturing((const char *const[]){"--seconds", "40", "--at-least", "4", "keep/pipe-EMFILE",
                                    "play/pipe-EMFILE", NULL});
}

/* The thread that fetches cannot begin. */
static void torture__no_libcurl__closes_with_a_sentence(void **state)
{
    (void)state;
    torturing((const char *const[]){"--says", "exit 2: cannot start libcurl", "screen/pipe-EMFILE",
                                    NULL});
}

static void torture__no_more_waiting__closes_with_a_sentence(void **state)
{
    (void)state;
    torturing((const char *const[]){"--says", "exit 1: cannot wait for a key",
                                    "screen/poll-ENOMEM/2", NULL});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(torture__no_libcurl__closes_with_a_sentence),
        cmocka_unit_test(torture__no_more_waiting__closes_with_a_sentence),
        cmocka_unit_test(torture__no_pipe__goes_on_or_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
