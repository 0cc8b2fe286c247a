/* Checks of what a program has written and how it has ended. A check that fails prints what the
 * program wrote. */
#ifndef TESTS_SUPPORT_OUTCOME_H
#define TESTS_SUPPORT_OUTCOME_H

#include "tests/support/run.h"

void assert_code(const struct run *r, int expected);
void assert_has(const struct buf *b, const char *expected);
void assert_lacks(const struct buf *b, const char *unexpected);
/* All that it wrote to standard output, and to standard error. */
void assert_out(const struct run *r, const char *expected);
void assert_err(const struct run *r, const char *expected);
size_t count_lines(const struct buf *b);

#endif
