/* How the output of gcov is counted (src/tools/coverage.awk). Runs at the top of the repository. */
#include "base/alloc.h"
#include "tests/support/run.h"
#include "tests/support/scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Two objects with a header in common, a source of the C library, and one of the tools. */
static const char gcov_text[] = "        -:    0:Source:src/base/a.c\n"
                                "        -:    0:Graph:x.gcno\n"
                                "        2:    7:    if (a)\n"
                                "branch  0 taken 1 (fallthrough)\n"
                                "branch  1 taken 1\n"
                                "call    2 returned 1\n"
                                "    #####:    8:        b();\n"
                                "        2:    9:    assert(c);\n"
                                "branch  0 taken 2 (fallthrough)\n"
                                "branch  1 taken 0\n"
                                "        -:   10:}\n"
                                "        -:    0:Source:src/base/h.h\n"
                                "    #####:    3:    if (d)\n"
                                "branch  0 never executed\n"
                                "branch  1 never executed\n"
                                "        -:    0:Source:ui/term/b.c\n"
                                "       1*:    4:    return e && f;\n"
                                "branch  0 taken 0 (fallthrough)\n"
                                "branch  1 taken 1\n"
                                "        -:    0:Source:src/base/h.h\n"
                                "        5:    3:    if (d)\n"
                                "branch  0 taken 5 (fallthrough)\n"
                                "branch  1 taken 0\n"
                                "        -:    0:Source:/usr/include/x.h\n"
                                "    #####:    1:    x\n"
                                "        -:    0:Source:src/tools/docgen/y.c\n"
                                "    #####:    1:    y\n";

static char *dir;

/* Counts, and expects these rows and this exit code. */
static void expect_counts(const char *at_least, int code, const char *const rows[])
{
    struct run r;
    char *limits = xasprintf("at_least=%s", at_least), *missing = xasprintf("missing=%s/m", dir);
    run_program(&r,
                (const char *const[]){"awk", "-f", "src/tools/coverage.awk", "-v", limits, "-v",
                                      missing, NULL},
                gcov_text);
    assert_int_equal(r.code, code);
    for (; *rows; rows++)
        if (!strstr(buf_str(&r.out), *rows))
            fail_msg("expected '%s', got\n%s", *rows, buf_str(&r.out));
    run_done(&r);
    free(missing);
    free(limits);
}
#define EXPECT_COUNTS(at_least, code, ...)                                                         \
    expect_counts(at_least, code, (const char *const[]){__VA_ARGS__, NULL})

static void coverage__counts__each_line_once_without_asserts(void **state)
{
    (void)state;
    EXPECT_COUNTS("src lines 75, ui branches 50", 0,
                  "src/base            3 of      4  75.00 %        3 of      4  75.00 %",
                  "ui/term             1 of      1 100.00 %        1 of      2  50.00 %",
                  "\nsrc                 3 of      4  75.00 %        3 of      4  75.00 %",
                  "   1 lines,    0 branches missing in src/base/a.c\n"
                  "   0 lines,    1 branches missing in src/base/h.h\n"
                  "   0 lines,    1 branches missing in ui/term/b.c\n");
    char *missing = scratch_read(dir, "m");
    assert_string_equal(missing, "src/base/a.c:8:         b();\n"
                                 "src/base/h.h:3: branch 1:     if (d)\n"
                                 "ui/term/b.c:4: branch 0:     return e && f;\n");
    free(missing);
}

static void coverage__too_little__fails_and_says_what(void **state)
{
    (void)state;
    EXPECT_COUNTS("src lines 76, ui branches 51, ui lines 100", 1,
                  "coverage: lines of src are 75.00 %, less than 76 %\n",
                  "coverage: branches of ui are 50.00 %, less than 51 %\n");
}

static int begin(void **state)
{
    (void)state;
    dir = scratch_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    scratch_free(dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(coverage__counts__each_line_once_without_asserts, begin,
                                        end),
        cmocka_unit_test_setup_teardown(coverage__too_little__fails_and_says_what, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
