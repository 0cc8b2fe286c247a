/* Complete screens in files: tests/screen/NAME.golden has the rows of the screen and a last line
 * with its size and cursor. What differs from run to run is replaced: the digits of "in 0.31 s",
 * and the port of 127.0.0.1:PORT.
 *
 * With UPDATE_GOLDEN=1 in the environment the files are written instead of compared. */
#ifndef TESTS_SUPPORT_GOLDEN_H
#define TESTS_SUPPORT_GOLDEN_H

#include "tests/support/pty.h"

/* Waits until the screen is the golden one. At the deadline prints both, marks the rows that
 * differ, and fails the test. */
#define golden_expect(p, name) golden_expect_at(p, name, __FILE__, __LINE__)
void golden_expect_at(struct pty *p, const char *name, const char *file, int line);

/* The screen as it would be in the file; the caller frees it. */
char *golden_text(struct pty *p);

#endif
