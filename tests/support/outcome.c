#include "tests/support/outcome.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

void assert_code(const struct run *r, int expected)
{
    if (r->code != expected)
        fail_msg("expected exit code %d, got %d; standard output: '%s', standard error: '%s'",
                 expected, r->code, buf_str(&r->out), buf_str(&r->err));
}

void assert_has(const struct buf *b, const char *expected)
{
    if (!strstr(buf_str(b), expected))
        fail_msg("expected '%s' in '%s'", expected, buf_str(b));
}

void assert_lacks(const struct buf *b, const char *unexpected)
{
    if (strstr(buf_str(b), unexpected))
        fail_msg("expected no '%s' in '%s'", unexpected, buf_str(b));
}

void assert_out(const struct run *r, const char *expected)
{
    assert_string_equal(buf_str(&r->out), expected);
}

void assert_err(const struct run *r, const char *expected)
{
    assert_string_equal(buf_str(&r->err), expected);
}

size_t count_lines(const struct buf *b)
{
    size_t lines = 0;
    for (const char *at = buf_str(b); (at = strchr(at, '\n')); at++)
        lines++;
    return lines;
}
