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
    torturing(ARGS("--one-in", "37", "--seconds", "40", "--at-least", "8", "print", "out", "open"));
}

/* The pipe that wakes the thread that waits for answers. */
static void torture__pipe_cannot_be_written__ends(void **state)
{
    (void)state;
    torturing(ARGS("--at-least", "4", "print/write-EINTR", "print/write-EIO"));
}

static void torture__thread_cannot_be_woken__ends(void **state)
{
    (void)state;
    torturing(ARGS("--says", "exit 1: cannot wake the thread that fetches", "print/send-EPIPE"));
}

/* What cannot be read is no absence: the exit code says that calls may be missing. */
static void torture__kept_calls_cannot_be_read__is_a_failure(void **state)
{
    (void)state;
    torturing(ARGS("--says", "exit 1: # kept file was passed over: it cannot be read",
                   "find-kept/open-EIO", "find-kept/read-EIO"));
}

/* A lack of descriptors for a moment, which is over when its cause is looked for. */
static void torture__no_socket__the_peer_is_not_blamed(void **state)
{
    (void)state;
    torturing(
        ARGS("--says", "cannot connect to '#.#.#.#:#': too many open files", "out/socket-EMFILE"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(torture__pipe_cannot_be_written__ends),
        cmocka_unit_test(torture__thread_cannot_be_woken__ends),
        cmocka_unit_test(torture__kept_calls_cannot_be_read__is_a_failure),
        cmocka_unit_test(torture__no_socket__the_peer_is_not_blamed),
        cmocka_unit_test(torture__sample__as_always_or_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
