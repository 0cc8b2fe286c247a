/* Printing with few descriptors: a call, or a sentence and an end. */
#include "base/alloc.h"
#include "tests/support/documented.h"
#include "tests/support/outcome.h"
#include "tests/support/printing.h"
#include "tests/support/test_wrapper.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FEWEST = 3, MOST = 16 };

static void print__few_descriptors__ends(void **state)
{
    (void)state;
    wrapped_skip("the wrapper needs descriptors");
    if (printing_is_sanitized())
        skip();
    size_t printed = 0;
    for (int files = FEWEST; files <= MOST; files++) {
        struct run r;
        char *line = xasprintf("ulimit -n %d && exec '%s' -c '%s' -p json ringyo call_xyz789",
                               files, printing.program, printing.config);
        run_program(&r, ARGS("/bin/sh", "-c", line), NULL);
        printed += r.code == 0;
        if (r.code == 0)
            assert_out(&r, documented_json);
        else
            assert_has(&r.err, "callbrowser: ");
        assert_in_range(r.code, 0, 127);
        run_done(&r);
        free(line);
    }
    assert_in_range(printed, 1, MOST - FEWEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(print__few_descriptors__ends),
    };
    return cmocka_run_group_tests(tests, printing_setup, printing_teardown);
}
